"""The data of a chart: satisfaction per period, and the stretches without a gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any

from plaudit.v1 import analytics_pb2


@dataclass(frozen=True)
class Point:
    """One period; its rate is `None` if it has no ratings."""

    start: datetime
    end: datetime
    rate: float | None
    feedback: int

    @property
    def middle(self) -> float:
        return (self.start.timestamp() + self.end.timestamp()) / 2


def points(series: analytics_pb2.SatisfactionSeries, zone: tzinfo) -> list[Point]:
    """Return the periods of a series as points."""
    return [
        Point(
            _moment(period.start_time, zone),
            _moment(period.end_time, zone),
            period.satisfaction.satisfaction_rate
            if period.satisfaction.HasField("satisfaction_rate")
            else None,
            period.satisfaction.feedback_count,
        )
        for period in series.periods
    ]


def stretches(found: Sequence[Point]) -> list[list[Point]]:
    """Split the points at periods without a rate, which are gaps, not zeros."""
    parts: list[list[Point]] = []
    before: Point | None = None
    for point in found:
        if point.rate is None:
            before = None
            continue
        if before is None or before.end != point.start:
            parts.append([])
        parts[-1].append(point)
        before = point
    return parts


def span(
    response: analytics_pb2.QuerySatisfactionResponse, zone: tzinfo
) -> tuple[datetime, datetime]:
    """Return the time range of a response."""
    start, end = response.time_range.start, response.time_range.end
    return _moment(start, zone), _moment(end, zone)


def format_span(start: datetime, end: datetime) -> str:
    """Format a time range by its first and its last day."""
    last = end - timedelta(microseconds=1)
    if start.date() == last.date():
        return f"{start:%-d %b %Y}"
    if start.year == last.year:
        return f"{start:%-d %b} – {last:%-d %b %Y}"
    return f"{start:%-d %b %Y} – {last:%-d %b %Y}"


def ticks(start: datetime, end: datetime, *, most: int = 6) -> tuple[list[float], list[str]]:
    """Choose the labels of the time axis."""
    length = end - start
    hourly = length <= timedelta(days=2)
    unit = timedelta(hours=1) if hourly else timedelta(days=1)
    step = unit * max(1, -(-int(length / unit) // most))
    form = "%H:%M" if hourly else "%-d %b" if length <= timedelta(days=400) else "%b %Y"
    at = start
    places, labels = [], []
    while at < end:
        places.append(at.timestamp())
        labels.append(f"{at:{form}}")
        at += step
    return places, labels


SPARKS = "▁▂▃▄▅▆▇█"


def sparkline(found: Sequence[Point], start: datetime, end: datetime, width: int) -> str:
    """Draw rates in one line of characters; periods without a rate are blank."""
    cells: list[list[float]] = [[] for _ in range(width)]
    length = (end - start).total_seconds()
    for point in found:
        if point.rate is not None:
            place = int((point.middle - start.timestamp()) / length * width)
            cells[min(max(place, 0), width - 1)].append(point.rate)
    return "".join(
        SPARKS[min(int(sum(cell) / len(cell) * len(SPARKS)), len(SPARKS) - 1)] if cell else " "
        for cell in cells
    )


def _moment(timestamp: Any, zone: tzinfo) -> datetime:
    moment: datetime = timestamp.ToDatetime(timezone.utc)
    return moment.astimezone(zone)
