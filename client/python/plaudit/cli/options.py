"""Option types of several commands: points in time, enums of the contract, JSON and texts."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from plaudit.arguments import short_names
from plaudit.cli.iso_times import read_date, read_time
from plaudit.v1 import target_pb2

F = TypeVar("F", bound=Callable[..., Any])

FIRST_YEAR, LAST_YEAR = 1900, 9990
"""Between these years, every moment can be converted to every time zone."""


@functools.cache
def enum_words(enum: Any) -> dict[int, str]:
    """Return the values of an enum as the command writes them, such as `thumbs-up`, by number."""
    return {number: name.replace("_", "-") for name, number in short_names(enum).items()}


def enum_word(enum: Any, number: int) -> str:
    """Return how the command writes a value from a server, which may be newer than this client."""
    return enum_words(enum).get(number, f"value {number}")


class EnumChoice(click.Choice[str]):
    """The values of an enum of the contract as the command writes them; `none` for the first."""

    def __init__(
        self,
        enum: Any,
        *,
        without_first: bool = False,
        without: Sequence[str] = (),
        first: str = "none",
    ) -> None:
        self._words = enum_words(enum.DESCRIPTOR) | {0: first}
        self._numbers = {word: number for number, word in self._words.items()}
        words = list(self._numbers)[without_first:]
        super().__init__([one for one in words if one not in without], case_sensitive=False)

    def number(self, word: str) -> Any:
        """Return the value, which stands for it in messages and calls."""
        return self._numbers[word]

    def label(self, number: int) -> str:
        """Return the word for a value from a server, which may be newer than this client."""
        return self._words.get(number, f"value {number}")


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


class Json(click.ParamType[Any]):
    """A value in JSON; with `kind`, an object (`dict`)."""

    name = "json"

    def __init__(self, kind: type[Any] | None = None) -> None:
        self._kind = kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            found = json.loads(value)
        except ValueError as error:
            self.fail(f"{value!r} is not valid JSON: {error}; quote it: '{_EXAMPLE}'", param, ctx)
        if self._kind is not None and not isinstance(found, self._kind):
            self.fail(f"{value!r} must be a JSON object, such as '{_EXAMPLE}'", param, ctx)
        return found


_EXAMPLE = '{"a": 1}'


class Words(click.ParamType[str]):
    """A text; `-` reads it from the standard input, for one option of a command."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value != "-":
            return str(value)
        if ctx is not None:
            if _STDIN in ctx.meta:
                self.fail("only one option can read the standard input", param, ctx)
            ctx.meta[_STDIN] = True
        try:
            piped: str = click.File(encoding="utf-8").convert("-", param, ctx).read()
            return piped.removesuffix("\n")
        except UnicodeDecodeError as error:
            self.fail(f"the standard input is not UTF-8: {error}", param, ctx)


_STDIN = "plaudit.stdin"


def decorated(*options: Callable[[Any], Any]) -> Callable[[F], F]:
    """Return several options as one decorator, in their order in the help."""

    def decorate(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


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
    start: datetime | date | None,
    end: datetime | date | None,
    zone: tzinfo = timezone.utc,
    options: tuple[str, str] = ("--from", "--to"),
) -> target_pb2.TimeRange | None:
    """Return the time range of a request; `None` if neither bound is given.

    `options` are those that gave the bounds, for the error.
    """
    if start is None and end is None:
        return None
    if start is not None and end is not None and end_of(end, zone) <= start_of(start, zone):
        raise click.UsageError(f"{options[1]} must be after {options[0]}")
    bounds = target_pb2.TimeRange()
    if start is not None:
        bounds.start.FromDatetime(start_of(start, zone).astimezone(timezone.utc))
    if end is not None:
        bounds.end.FromDatetime(end_of(end, zone).astimezone(timezone.utc))
    return bounds
