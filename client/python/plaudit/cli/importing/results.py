"""What became of a row, and how it differs from what is stored."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from plaudit.cli.failures import Failure
from plaudit.cli.importing.fields import OUTPUT_ONLY
from plaudit.errors import Violation

SHOWN_LETTERS = 60
"""How much of a value is shown on the terminal; the file of refused rows has all of it."""


class Outcome(enum.Enum):
    """What became of a row, or of a response in it."""

    IMPORTED = "imported"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    CONFLICT = "in conflict"
    REJECTED = "refused"


BAD = frozenset({Outcome.CONFLICT, Outcome.REJECTED})
"""The outcomes of which nothing is stored."""


@dataclass(frozen=True)
class Result:
    """What became of a row or of a response."""

    outcome: Outcome
    failure: Failure | None = None
    stored_id: str = ""
    """The id of what is stored under the same name, if the row must be compared with it."""
    responses: tuple[Result, ...] = ()
    """Of a record's responses, in their order."""


@dataclass(frozen=True)
class Difference(Violation):
    """A field in which a row differs from what is stored, with both values."""

    row: Any = None
    stored: Any = None
    stored_id: str = ""

    def __str__(self) -> str:
        return f"{self.field}: the row has {_short(self.row)}, stored is {_short(self.stored)}"


def differences(
    row: Message, stored: Message, *, path: str = "", stored_id: str = "", both: bool = False
) -> list[Difference]:
    """Compare the fields that a row sets with those that are stored, except output-only ones.

    With `both` also those that only what is stored has.
    """
    found = _differing(_content(row), _content(stored), both=both)
    return [
        Difference(
            f"{path}{field}",
            "differs from what is stored",
            row=one,
            stored=other,
            stored_id=stored_id,
        )
        for field, one, other in found
    ]


def _differing(
    row: Mapping[str, Any], stored: Mapping[str, Any], *, both: bool
) -> Iterator[tuple[str, Any, Any]]:
    """Yield the fields that differ, by path, with both values; of objects, what differs inside."""
    more = [key for key in stored if key not in row] if both else []
    for name in [*row, *more]:
        one, other = row.get(name), stored.get(name)
        if isinstance(one, dict) and isinstance(other, dict):
            for field, *values in _differing(one, other, both=True):
                yield f"{name}.{field}", values[0], values[1]
        elif one != other:
            yield name, one, other


def _content(message: Message) -> dict[str, Any]:
    """Return the content of a message as JSON, times in the server's precision."""
    made: dict[str, Any] = json_format.MessageToDict(message, preserving_proto_field_name=True)
    for field, value in message.ListFields():
        if field.full_name in OUTPUT_ONLY:
            del made[field.name]
        elif field.name == "occur_time":
            rounded = Timestamp()
            rounded.FromMicroseconds(value.ToMicroseconds())
            made[field.name] = rounded.ToJsonString()
    return {name: value for name, value in made.items() if value != {}}  # an empty object is none


def _short(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN_LETTERS else f"{text[:SHOWN_LETTERS]}…"
