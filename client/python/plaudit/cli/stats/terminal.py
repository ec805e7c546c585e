"""Draws satisfaction in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

import plotext
from rich.console import Group, RenderableType
from rich.table import Table

from plaudit.cli.output import visible
from plaudit.cli.stats.periods import Point, format_span, points, span, sparkline, stretches, ticks
from plaudit.cli.terminal import Text
from plaudit.v1 import analytics_pb2

WIDEST = 100
RATE_ROWS, VOLUME_ROWS = 13, 7
SPARK_WIDTH = 16
DRAWN = re.compile(r"[\u2800-\u28ff▀-▟]+")


def drawing(
    overall: analytics_pb2.QuerySatisfactionResponse,
    grouped: analytics_pb2.QuerySatisfactionResponse | None,
    dimensions: Sequence[str],
    names: Sequence[str],
    by: str,
    zone: tzinfo,
    width: int,
) -> RenderableType:
    """Draw the chart, and below it the groups; `names` are in the order of the series."""
    start, end = span(overall, zone)
    title = Text("Satisfaction  ", "bold").append(
        f"{format_span(start, end)}, by {by}, {zone}", "dim"
    )
    if not overall.total.feedback_count:
        return Group(title, Text("no feedback in this time"))
    parts: list[RenderableType] = [title, _summary(overall.total), Text()]
    found = points(overall.series[0], zone) if overall.series else []
    width = min(width, WIDEST)
    if found:
        parts += [_rates(found, start, end, width), _volumes(found, start, end, width)]
    if grouped is not None:
        parts += [Text(), _groups(grouped, dimensions, names, start, end, zone)]
        if grouped.omitted_group_count:
            parts.append(Text(f"and {grouped.omitted_group_count:,} smaller groups", "dim"))
    return Group(*parts)


def _summary(total: analytics_pb2.Satisfaction) -> Text:
    text = Text()
    if total.HasField("satisfaction_rate"):
        text.append(f"{total.satisfaction_rate:.1%} satisfied", "bold green").append("   ")
    text.append(f"{total.feedback_count:,} feedback   ")
    text.append(f"{total.positive_count:,} up   ", "green")
    text.append(f"{total.negative_count:,} down", "red")
    if total.HasField("mean_score"):
        text.append(f"   mean score {total.mean_score:.2f}")
    return text


def _canvas(start: datetime, end: datetime, width: int, rows: int) -> plotext.figure:
    figure = plotext.figure
    figure.clear()
    figure.theme("colorless")
    figure.plot_size(width, rows)
    figure.ruler("x").lim(start.timestamp(), end.timestamp())
    return figure


def _rates(found: list[Point], start: datetime, end: datetime, width: int) -> Text:
    figure = _canvas(start, end, width, RATE_ROWS)
    for stretch in stretches(found):
        rates = [100 * point.rate for point in stretch if point.rate is not None]
        signal = figure.signal([point.middle for point in stretch], rates, marker="braille")
        figure.draw(signal.lines())
    figure.ruler("y").lim(0, 100).ticks([0, 25, 50, 75, 100], _labels(0, 25, 50, 75, 100, end="%"))
    figure.ruler("x").ticks([])
    return _coloured(figure.build().string(colorless=True), "green")


def _volumes(found: list[Point], start: datetime, end: datetime, width: int) -> Text:
    figure = _canvas(start, end, width, VOLUME_ROWS)
    most = max(point.feedback for point in found)
    columns = width - 8
    length = (end - start).total_seconds() / columns
    at = [start.timestamp() + (column + 0.5) * length for column in range(columns)]
    bars = [
        (moment, point.feedback)
        for point in found
        for moment in at
        if point.start.timestamp() <= moment < point.end.timestamp() and point.feedback
    ]
    if bars:
        signal = figure.signal([x for x, _ in bars], [y for _, y in bars], marker="█")
        figure.draw(signal.fillx())
    figure.ruler("y").lim(0, most).ticks([0, most], _labels(0, most))
    figure.ruler("x").ticks(*ticks(start, end))
    return _coloured(figure.build().string(colorless=True), "blue")


def _labels(*values: int, end: str = "") -> list[str]:
    return [f"{value:,}{end}".rjust(6) for value in values]


def _coloured(drawn: str, style: str) -> Text:
    text = Text("\n".join(line.rstrip() for line in drawn.rstrip().splitlines()), "dim")
    text.no_wrap = True
    for match in DRAWN.finditer(text.plain):
        text.stylize(f"not dim {style}", *match.span())
    return text


def _groups(
    grouped: analytics_pb2.QuerySatisfactionResponse,
    dimensions: Sequence[str],
    names: Sequence[str],
    start: datetime,
    end: datetime,
    zone: tzinfo,
) -> Table:
    table = Table(", ".join(dimensions).capitalize(), box=None, header_style="bold", pad_edge=False)
    for heading in ("Satisfied", "Feedback", "Up", "Down", "Score"):
        table.add_column(heading, justify="right")
    table.add_column("Trend", no_wrap=True)
    for name, series in zip(names, grouped.series, strict=True):
        total = series.total
        table.add_row(
            Text(name),
            f"{total.satisfaction_rate:.1%}" if total.HasField("satisfaction_rate") else "–",
            f"{total.feedback_count:,}",
            f"{total.positive_count:,}",
            f"{total.negative_count:,}",
            f"{total.mean_score:.2f}" if total.HasField("mean_score") else "–",
            Text(sparkline(points(series, zone), start, end, SPARK_WIDTH), "green"),
        )
    return table


def ranking(
    response: analytics_pb2.ListLowSatisfactionResponse, width: int
) -> Iterator[RenderableType]:
    """List what people are least satisfied with, the worst first."""
    if not response.results:
        yield Text("nobody was dissatisfied in this time")
    for number, low in enumerate(response.results, 1):
        exchange = low.exchange
        name = low.topic or "(no topic)"
        if low.WhichOneof("subject") == "exchange":
            name = _short(exchange.prompt or exchange.id, width - 8)
        yield Text(f"{number:>2}. ", "dim").append(name, "bold")
        total = low.satisfaction
        yield Text(
            f"    {total.negative_count:,} down, {total.positive_count:,} up,"
            f" dissatisfaction {low.dissatisfaction:.2f}"
            + (f", {exchange.id}" if exchange.id else "")
        )
        if exchange.answer:
            yield Text(f"    answer: {_short(exchange.answer, width - 14)}", "dim")
        for example in low.examples:
            for word, quoted in (("“", example.text), ("better: “", example.correction)):
                if quoted:
                    room = width - 8 - len(word)
                    yield Text(f"    {word}{_short(quoted, room)}”", "italic")
    if response.truncated:
        yield Text("based on the newest 100,000 thumbs down only", "dim")


def _short(text: str, room: int) -> str:
    line = visible(" ".join(text.split()))
    return line if len(line) <= room else line[: max(room - 1, 1)] + "…"
