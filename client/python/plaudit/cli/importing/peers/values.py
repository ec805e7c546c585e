"""Reads times, numbers and yes or no, as other systems write them."""

from __future__ import annotations

import contextlib
import json
import math
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from plaudit.cli.importing.peers.conversion import Theirs, Unusable, is_empty, without_empty
from plaudit.cli.importing.peers.report import NOT_CARRIED
from plaudit.cli.iso_times import read_time

NUMBER = re.compile(r"[+-]?\d+(\.\d*)?([eE][+-]?\d{1,3})?", re.ASCII)
UNITS = (1, 10**3, 10**6, 10**9)
"""How many of each unit of time a second has."""
SINCE = datetime(1970, 1, 1, tzinfo=timezone.utc)
EARLIEST, LATEST = (
    int(datetime(year, 1, 1, tzinfo=timezone.utc).timestamp()) for year in (1990, 2100)
)
NO_UNIT = (
    "is not a time between the years 1990 and 2100, in seconds, milliseconds, microseconds or"
    " nanoseconds since 1970"
)
TRUE, FALSE = {"true", "yes", "1", "1.0"}, {"false", "no", "0", "0.0"}


def moment(name: str, value: Any) -> str:
    """Return a time as the contract writes it; a time without an offset is in UTC.

    A number, also one as text, is seconds, milliseconds, microseconds or nanoseconds since 1970:
    what gives a time between the years 1990 and 2100.
    """
    made = value if isinstance(value, datetime) else _counted(value) or _written(name, value)
    if made.tzinfo is None:
        made = made.replace(tzinfo=timezone.utc)
    try:
        made = made.astimezone(timezone.utc)
    except OverflowError:
        raise Unusable(name, f"{value!r} is not a time of the years 1 to 9999 in UTC") from None
    return made.isoformat().replace("+00:00", "Z")


def _written(name: str, value: Any) -> datetime:
    """Read a time in ISO 8601."""
    if isinstance(value, int | float | Decimal) or NUMBER.fullmatch(str(value)):
        with contextlib.suppress(ValueError):
            return read_time(str(value))  # such as 20260302
        raise Unusable(name, f"{value!r} {NO_UNIT}")
    try:
        return read_time(str(value))
    except ValueError:
        raise Unusable(name, f"{value!r} is not a time") from None


def _counted(value: Any) -> datetime | None:
    """Read a number of seconds or of parts of them since 1970; `None` if it is none."""
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if not is_number and not (isinstance(value, str) and NUMBER.fullmatch(value)):
        return None
    count = Decimal(str(value))
    for unit in UNITS:
        if EARLIEST * unit <= count < LATEST * unit:
            return SINCE + timedelta(microseconds=int(count * 10**6 / unit))
    return None


def optional_moment(name: str, value: Any) -> str | None:
    """Return a time; `None` if there is none."""
    return None if value is None else moment(name, value)


def number(name: str, value: Any) -> float | int:
    """Return a finite number; also from its text, as CSV has it, and from yes or no."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            raise Unusable(name, f"{value!r} is not a number") from None
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise Unusable(name, f"{value!r} is not a finite number")
    return int(value) if isinstance(value, float) and value.is_integer() else value


def yes_or_no(name: str, value: Any) -> bool:
    """Return a boolean, also from its text or its number."""
    word = str(value).strip().lower()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise Unusable(name, f"{value!r} is neither true nor false")


def an_object(name: str, value: Any) -> Mapping[str, Any]:
    """Return a JSON object; an empty one if there is none."""
    if is_empty(value):
        return {}
    if not isinstance(value, Mapping):
        raise Unusable(name, "must be a JSON object")
    return value


def objects(name: str, value: Any) -> list[Mapping[str, Any]]:
    """Return a list of JSON objects; an empty one if there is none."""
    if is_empty(value):
        return []
    if not isinstance(value, list):
        raise Unusable(name, "must be a list")
    return [an_object(f"{name}[{at}]", one) for at, one in enumerate(value)]


def scored_labels(theirs: Theirs, name: str, value: Any, label: str, score: str) -> dict[str, Any]:
    """Return the labels of a list of objects, each with its score; what else they have is named."""
    made: dict[str, Any] = {}
    for at, one in enumerate(objects(name, value)):
        if is_empty(one.get(label)):
            raise Unusable(f"{name}[{at}].{label}", "is missing")
        made[str(one[label])] = one.get(score)
        for key in without_empty(one).keys() - {label, score}:
            theirs.say(f"{name}.{key}", f"{NOT_CARRIED}a label has none")
    if any(isinstance(one, bool) or not isinstance(one, int | float) for one in made.values()):
        for _ in without_empty(made):
            theirs.say(f"{name}.{score}", f"{NOT_CARRIED}not every label has a number")
    return made


def decoded(value: Any) -> Any:
    """Return what a text of JSON means, if it is an object, a list or a text in quotes."""
    if isinstance(value, str) and value.lstrip()[:1] in {"{", "[", '"'}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
