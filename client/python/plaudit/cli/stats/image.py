"""Draws satisfaction to an image."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

import matplotlib as mpl
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure

from plaudit.cli.atomic import replacing
from plaudit.cli.output import visible
from plaudit.cli.stats.periods import format_span, points, span, stretches
from plaudit.v1 import analytics_pb2

GROUPS_DRAWN = 6


def save(
    overall: analytics_pb2.QuerySatisfactionResponse,
    grouped: analytics_pb2.QuerySatisfactionResponse | None,
    names: Sequence[str],
    zone: tzinfo,
    out: Path,
) -> None:
    """Draw the chart, with a line for each of the largest groups, as PNG or SVG."""
    mpl.use("Agg")
    start, end = span(overall, zone)
    figure = Figure(figsize=(10, 6), layout="constrained")
    rates, volume = figure.subplots(2, 1, sharex=True, height_ratios=[3, 1])
    rates.set_title(f"Satisfaction, {format_span(start, end)}", loc="left", fontweight="bold")
    every = list(zip(["all"], overall.series, strict=False))
    if grouped is not None:
        every += list(zip(names, grouped.series, strict=False))[:GROUPS_DRAWN]
    for number, (name, series) in enumerate(every):
        label: str | None = visible(name)
        for stretch in stretches(points(series, zone)):
            rates.plot(
                [point.start + (point.end - point.start) / 2 for point in stretch],
                [100 * (point.rate or 0.0) for point in stretch],
                color=f"C{number}",
                linewidth=2.5 if number == 0 else 1.2,
                marker="o" if len(stretch) == 1 else "",
                label=label,
            )
            label = None
    if overall.series:
        for point in points(overall.series[0], zone):
            volume.bar(
                point.start, point.feedback, width=point.end - point.start, align="edge", color="C0"
            )
    else:
        rates.text(0.5, 0.5, "no feedback in this time", ha="center", transform=rates.transAxes)
    if len(every) > 1:
        for text in rates.legend(frameon=False, loc="lower left").get_texts():
            text.set_parse_math(False)  # a `$` in a name is not math
    rates.set_ylim(0, 100)
    rates.set_ylabel("satisfied, %")
    volume.set_ylabel("feedback")
    volume.set_xlim(start, end)
    locator = AutoDateLocator(tz=zone)  # type: ignore[no-untyped-call]
    volume.xaxis.set_major_locator(locator)
    formatter = ConciseDateFormatter(locator, tz=zone)  # type: ignore[no-untyped-call]
    volume.xaxis.set_major_formatter(formatter)
    for axes in (rates, volume):
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", alpha=0.3)
    with replacing(out) as temporary:
        figure.savefig(temporary, format=out.suffix.lower().removeprefix("."), dpi=150)
