"""`plaudit stats`: how satisfied people are over time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.options import EnumChoice, Moment, Zone, time_range
from plaudit.cli.output import echo
from plaudit.cli.stats.terminal import drawing, ranking
from plaudit.cli.terminal import Terminal
from plaudit.v1 import analytics_pb2, feedback_pb2

F = TypeVar("F", bound=Callable[..., Any])

DIMENSION = EnumChoice(analytics_pb2.SatisfactionDimension, without_first=True)
BAND = EnumChoice(analytics_pb2.ConfidenceBand)
TARGET = EnumChoice(analytics_pb2.TargetKind, without_first=True)
SOURCE = EnumChoice(feedback_pb2.FeedbackSource)
TYPE = EnumChoice(feedback_pb2.FeedbackType)
PERIOD = EnumChoice(analytics_pb2.Period, without_first=True)
IMAGES = (".png", ".svg")
PIPED_WIDTH = 80


def _filters(command: F) -> F:
    for name, kind, text in reversed(
        [
            ("topic", str, "On exchanges with this topic; repeatable, like the next options."),
            ("model", str, "On exchanges with this model."),
            ("name", str, "With this name."),
            ("source", SOURCE, "From this source."),
            ("type", TYPE, "Of this type."),
            ("confidence", BAND, "On exchanges with this confidence."),
            ("target", TARGET, "On this kind of target."),
        ]
    ):
        command = click.option(f"--{name}", f"{name}s", multiple=True, type=kind, help=text)(
            command
        )
    return command


@click.command("stats")
@click.option("--days", type=click.IntRange(1, 3650), help="The last days, including today. [30]")
@click.option("--from", "start", type=Moment(), help="Since this day or moment.")
@click.option("--to", "end", type=Moment(), help="Until then; a day is included.")
@click.option("--time-zone", "zone", type=Zone(), default="UTC", show_default=True)
@click.option("--by", type=PERIOD, help="The period of a point; by default by the time range.")
@click.option("--group-by", "group_by", multiple=True, type=DIMENSION, help="Repeatable.")
@_filters
@click.option("--low", type=click.Choice(["exchanges", "topics"]), help="Rank the worst instead.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="FILE.png or FILE.svg")
@pass_connection
def command(
    connection: Connection,
    /,
    days: int | None,
    start: datetime | date | None,
    end: datetime | date | None,
    zone: ZoneInfo,
    by: str | None,
    group_by: tuple[str, ...],
    low: str | None,
    out: Path | None,
    **filters: tuple[str, ...],
) -> None:
    """Chart the satisfaction rate and the amount of feedback over time."""
    if out is not None and (out.suffix.lower() not in IMAGES or not out.parent.is_dir()):
        raise click.UsageError(
            f"--out must be a FILE.png or FILE.svg in an existing folder, not {out}"
        )
    if days is not None and (start or end):
        raise click.UsageError("give --days, or --from and --to")
    if low and (out or group_by or by):
        raise click.UsageError("--low cannot be combined with --out, --group-by or --by")
    now = datetime.now(zone)
    if start is None and end is None:
        start = now.date() - timedelta(days=(days or 30) - 1)
    console = Terminal(piped_width=PIPED_WIDTH)
    chosen = analytics_pb2.SatisfactionFilter(
        topics=filters["topics"],
        models=filters["models"],
        names=filters["names"],
        sources=[SOURCE.number(s) for s in filters["sources"]],
        types=[TYPE.number(t) for t in filters["types"]],
        confidence_bands=[BAND.number(b) for b in filters["confidences"]],
        target_kinds=[TARGET.number(t) for t in filters["targets"]],
    )
    if low:
        worst = connection.client.list_low_satisfaction(
            time_range=time_range(start, end, zone),
            subject="topic" if low == "topics" else "exchange",
            filter=chosen,
        )
        for part in ranking(worst, console.width):
            console.print(part)
        return
    by = by or _period(start, end, now.date())
    query = partial(
        connection.client.query_satisfaction,
        time_range=time_range(start, end, zone),
        time_zone=zone.key,
        period=PERIOD.number(by),
        filter=chosen,
    )
    overall = query()
    grouped, names = None, []
    if group_by:
        grouped = query(group_by=[DIMENSION.number(one) for one in group_by])
        names = [group_name(series.group, group_by) for series in grouped.series]
    console.print(drawing(overall, grouped, group_by, names, by, zone, console.width))
    if out is not None:
        from plaudit.cli.stats import image  # noqa: PLC0415  # slow, and only for --out

        try:
            image.save(overall, grouped, names, zone, out)
        except OSError as error:
            raise click.ClickException(f"cannot write {out}: {error.strerror or error}") from None
        echo(f"wrote {out}", err=True)


def _period(start: datetime | date | None, end: datetime | date | None, today: date) -> str:
    if start is None:
        return "day"
    length = (_day(end or today) - _day(start)).days
    if length <= 1:
        return "hour"
    return "day" if length <= 92 else "week" if length <= 400 else "month"


def _day(moment: datetime | date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def group_name(group: analytics_pb2.SatisfactionGroup, dimensions: tuple[str, ...]) -> str:
    """Return the name of a series: the values of its dimensions."""
    words = {
        "topic": group.topic or "(no topic)",
        "model": group.model or "(no model)",
        "name": group.name,
        "source": SOURCE.label(group.source),
        "type": TYPE.label(group.type),
        "confidence-band": BAND.label(group.confidence_band),
        "target-kind": TARGET.label(group.target_kind),
    }
    return ", ".join(words[dimension] for dimension in dimensions)
