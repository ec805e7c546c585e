"""Option types of several commands: points in time, and values of the contract's enums."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import click

from plaudit.cli.iso_times import read_date, read_time
from plaudit.v1 import target_pb2

FIRST_YEAR, LAST_YEAR = 1900, 9990
"""Between these years, every moment can be converted to every time zone."""


class EnumChoice(click.Choice[str]):
    """The values of an enum of the contract by short names: `thumbs-up`; `none` for the first."""

    def __init__(self, enum: Any, *, without_first: bool = False, first: str = "none") -> None:
        names = list(enum.keys())
        self._prefix = names[0].removesuffix("UNSPECIFIED")
        self._first = first
        self._enum = enum
        shorts = [] if without_first else [first]
        super().__init__([*shorts, *(self.short(name) for name in names[1:])], case_sensitive=False)

    def short(self, name: str) -> str:
        """Shorten the name of a value."""
        if name == f"{self._prefix}UNSPECIFIED":
            return self._first
        return name.removeprefix(self._prefix).lower().replace("_", "-")

    def number(self, short: str) -> Any:
        """Return the value of a short name, which stands for it in messages and calls."""
        if short == self._first:
            return 0
        return self._enum.Value(self._prefix + short.upper().replace("-", "_"))

    def label(self, number: int) -> str:
        """Return the short name of a value from a server, which may be newer than this client."""
        if number in self._enum.values():
            return self.short(self._enum.Name(number))
        return f"value {number}"


class Moment(click.ParamType[datetime | date]):
    """A day, `2026-11-01`, or a moment, `2026-11-01T10:00`, with or without a time zone."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime | date:
        if isinstance(value, date):
            return value
        for read in (read_date, read_time):
            try:
                moment = read(value)
            except ValueError:
                continue
            if FIRST_YEAR <= moment.year <= LAST_YEAR:
                return moment
        raise click.BadParameter(
            f"{value!r} is not a date like 2026-11-01 or 2026-11-01T10:00", ctx=ctx, param=param
        )


class Zone(click.ParamType[ZoneInfo]):
    """A time zone by its IANA name."""

    name = "zone"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> ZoneInfo:
        if isinstance(value, ZoneInfo):
            return value
        try:
            return ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            self.fail(f"unknown time zone {value!r}; an example is Europe/Berlin", param, ctx)


def start_of(moment: datetime | date, zone: tzinfo = timezone.utc) -> datetime:
    """Return the moment, or the start of the day."""
    if isinstance(moment, datetime):
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return datetime.combine(moment, time.min, zone)


def end_of(moment: datetime | date, zone: tzinfo = timezone.utc) -> datetime:
    """Return the moment, or the end of the day: the last day of a range is included."""
    if isinstance(moment, datetime):
        return start_of(moment, zone)
    return start_of(moment + timedelta(days=1), zone)


def time_range(
    start: datetime | date | None, end: datetime | date | None, zone: tzinfo = timezone.utc
) -> target_pb2.TimeRange | None:
    """Return the time range of a request; `None` if neither bound is given."""
    if start is None and end is None:
        return None
    if start is not None and end is not None and end_of(end, zone) <= start_of(start, zone):
        raise click.UsageError("--to must be after --from")
    bounds = target_pb2.TimeRange()
    if start is not None:
        bounds.start.FromDatetime(start_of(start, zone).astimezone(timezone.utc))
    if end is not None:
        bounds.end.FromDatetime(end_of(end, zone).astimezone(timezone.utc))
    return bounds
