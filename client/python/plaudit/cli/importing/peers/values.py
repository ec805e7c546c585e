"""Reads times, numbers and yes or no, as other systems write them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from plaudit.cli.importing.peers.conversion import Unusable, is_empty

TRUE, FALSE = {"true", "yes", "1", "1.0"}, {"false", "no", "0", "0.0"}


def moment(name: str, value: Any) -> str:
    """Return a time as the contract writes it; a time without an offset is in UTC.

    A number is milliseconds since 1970.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        made = datetime.fromtimestamp(value / 1000, UTC)
    elif isinstance(value, datetime):
        made = value
    else:
        try:
            made = datetime.fromisoformat(str(value))
        except ValueError:
            raise Unusable(name, f"{value!r} is not a time") from None
    if made.tzinfo is None:
        made = made.replace(tzinfo=UTC)
    return made.astimezone(UTC).isoformat().replace("+00:00", "Z")


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


def scored_labels(name: str, value: Any, label: str, score: str) -> dict[str, Any]:
    """Return the labels of a list of objects, each with its score."""
    made = {}
    for at, one in enumerate(objects(name, value)):
        if is_empty(one.get(label)):
            raise Unusable(f"{name}[{at}].{label}", "is missing")
        made[str(one[label])] = one.get(score)
    return made


def decoded(value: Any) -> Any:
    """Return what a text of JSON means, if it is an object, a list or a text in quotes."""
    if isinstance(value, str) and value.lstrip()[:1] in {"{", "[", '"'}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
