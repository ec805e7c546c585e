"""Hours, days, weeks and months of a time zone."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from plaudit_server.domain.errors import InvalidArgument, Violation, invalid

MAX_PERIODS = 10_000


class Period(enum.IntEnum):
    """The length of a period, with the numbers of the contract."""

    WHOLE = 0
    HOUR = 1
    DAY = 2
    WEEK = 3
    MONTH = 4


_LEAST = {
    Period.HOUR: timedelta(minutes=30),  # where clocks change
    Period.DAY: timedelta(hours=23),
    Period.WEEK: timedelta(days=6, hours=23),
    Period.MONTH: timedelta(days=28),
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def time_zone(name: str) -> ZoneInfo | None:
    """Return the time zone with an IANA name; `None` if there is none. An empty name is UTC."""
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, OSError, ValueError):  # unknown, a folder, or an invalid name
        return None


def periods(start: int, end: int, *, period: int, zone: ZoneInfo) -> list[tuple[int, int]]:
    """Split a time range into periods of a time zone; times are in microseconds.

    The first and the last period are cut off at the ends of the range.
    Raises InvalidArgument for more than MAX_PERIODS.
    """
    if period == Period.WHOLE:
        return [(start, end)]
    first, last = _moment(start), _moment(end)
    if last - first > MAX_PERIODS * _LEAST[Period(period)] * 2:
        raise too_many_periods(period)
    bounds = [start]
    for bound in _bounds(first, period=Period(period), zone=zone):
        at = (bound - _EPOCH) // _MICROSECOND
        if at >= end:
            break
        if at > start:
            bounds.append(at)
        if len(bounds) > MAX_PERIODS:
            raise too_many_periods(period)
    return list(pairwise([*bounds, end]))


def _moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


def _bounds(after: datetime, *, period: Period, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the starts of periods, from the period of `after` on."""
    local = after.astimezone(zone)
    if period is Period.HOUR:
        moment = after - (local - local.replace(minute=0, second=0, microsecond=0))
        while True:
            yield moment
            # The next hour; after a change of clocks by half an hour, the next full hour.
            moment += timedelta(minutes=60 - moment.astimezone(zone).minute)
    day = local.date()
    if period is Period.WEEK:
        day -= timedelta(days=day.weekday())
    elif period is Period.MONTH:
        day = day.replace(day=1)
    while True:
        yield datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
        day = _next(day, period)


def _next(day: date, period: Period) -> date:
    match period:
        case Period.WEEK:
            return day + timedelta(days=7)
        case Period.MONTH:
            return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        case _:
            return day + timedelta(days=1)


def too_many_periods(period: int) -> InvalidArgument:
    """Return the error for a time range with more than MAX_PERIODS periods."""
    name = Period(period).name.lower()
    return invalid([Violation(field="time_range", rule=f"must have at most {MAX_PERIODS} {name}s")])
