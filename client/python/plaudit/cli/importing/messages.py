"""Converts rows to messages of the contract, and names in a row what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from google.protobuf import json_format, message_factory
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from plaudit.cli.failures import Failure
from plaudit.cli.importing.words import Reading, is_ours, translate
from plaudit.errors import Violation

JSON_AS_TEXT = frozenset(
    {
        "google.protobuf.Timestamp",
        "google.protobuf.Duration",
        "google.protobuf.FieldMask",
        "google.protobuf.Value",
    }
)
"""Messages whose JSON mapping may be a text."""

RULES: Mapping[Any, str] = {
    FieldDescriptor.CPPTYPE_BOOL: "must be true or false",
    FieldDescriptor.CPPTYPE_DOUBLE: "must be a number",
    FieldDescriptor.CPPTYPE_INT32: "must be a whole number within 32 bits",
    FieldDescriptor.CPPTYPE_INT64: "must be a whole number within 64 bits",
    FieldDescriptor.CPPTYPE_STRING: "must be a text",
    "google.protobuf.Struct": "must be a JSON object",
    "google.protobuf.Value": "must be a JSON value",
    "google.protobuf.Timestamp": "must be a time with its offset, such as 2026-11-01T10:00:00Z",
    "list": "must be a list",
}
"""What the value of a field must be, by the field's type."""

NOT_UNICODE = "has a character that is not valid Unicode"
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_PARSE_ERRORS = (json_format.ParseError, OverflowError, UnicodeEncodeError)


class BadRow(Exception):
    """A row that cannot be converted to a message, with all its violations."""

    def __init__(self, *violations: Violation) -> None:
        super().__init__("; ".join(map(str, violations)))
        self.violations = violations


@dataclass(frozen=True)
class Options:
    """The options that apply to every row."""

    dataset_id: str = ""
    upsert: bool = False
    validate_only: bool = False
    ignore: frozenset[str] = frozenset()
    """Fields to leave out, by path."""


@dataclass
class Notes:
    """How many imported rows had a field that was left out."""

    ignored: Counter[str] = field(default_factory=Counter)
    """Because of `--ignore`. A field that only refused rows had counts 0."""
    lost: Counter[str] = field(default_factory=Counter)
    """Because only plaudit sets it, and something is lost with it."""

    def add(self, reading: Reading) -> None:
        """Add what was left out of a row."""
        self.ignored.update(reading.ignored)
        self.lost.update(reading.lost)

    def imported(self, other: Notes) -> None:
        """Add what was left out of rows that are imported."""
        self.ignored.update(other.ignored)
        self.lost.update(other.lost)

    def refused(self, other: Notes) -> None:
        """Add that refused rows had these fields, which does not count."""
        self.ignored.update(dict.fromkeys(other.ignored, 0))


def fill(
    row: Mapping[str, Any],
    made: Message,
    reading: Reading,
    *,
    path: str = "",
) -> None:
    """Write a row, or the part of it at a path, into a message."""
    translated = translate(row, made.DESCRIPTOR, reading, path)
    try:
        json_format.ParseDict(translated, made)
    except _PARSE_ERRORS:
        found = _violations(translated, type(made)())
        reading.wrong += [Violation(f"{path}{place(row, v.field)}", v.rule) for v in found]


def _violations(row: Mapping[str, Any], made: Message, path: str = "") -> list[Violation]:
    """Parse each field by itself, because the parser stops at the first error."""
    found: list[Violation] = []
    for key, value in row.items():
        if (error := _error({key: value}, type(made)())) is None:
            continue
        field = made.DESCRIPTOR.fields_by_name[key]
        if not is_ours(field):
            found.append(Violation(f"{path}{key}", _rule(field, error)))
            continue
        descriptor: Any = field.message_type
        inner = message_factory.GetMessageClass(descriptor)
        parts = enumerate(value) if field.is_repeated else [(None, value)]
        for i, part in parts:
            if _error(part, inner()) is not None:
                where = f"{path}{key}." if i is None else f"{path}{key}[{i}]."
                found += _violations(part, inner(), where)
    where = path.removesuffix(".")
    return found or [Violation(where, f"has two of {', '.join(row)}, of which only one may be set")]


def _error(row: dict[str, Any], made: Message) -> Exception | None:
    try:
        json_format.ParseDict(row, made)
    except _PARSE_ERRORS as error:
        return error
    return None


def _rule(field: Any, error: Exception) -> str:
    if "surrogate" in str(error):
        return NOT_UNICODE
    return RULES.get(_type(field)) or str(error)


def _type(field: Any) -> Any:
    """Return what RULES knows a field's type by."""
    if field.is_repeated:
        return "list"
    return field.message_type.full_name if field.message_type is not None else field.cpp_type


def place(row: Any, field: str) -> str:
    """Return the path in a row of a field of its message, with the keys that the row has.

    The message may have a name in snake_case where the row has it in camelCase, and `occur_time`
    where the row has `create_time`.
    """
    here, made = row, ""
    for found in _STEP.finditer(field):
        name, index = found[1], found[2]
        if index is not None:
            made += f"[{index}]"
            here = here[int(index)] if isinstance(here, list) and int(index) < len(here) else None
            continue
        key = _spelled(here, name)
        made += f".{key}" if made else key
        here = here.get(key) if isinstance(here, Mapping) else None
    return made


def _spelled(here: Any, name: str) -> str:
    names = [name, "create_time"] if name == "occur_time" else [name]
    for one in names if isinstance(here, Mapping) else ():
        for key in (one, _camel(one)):
            if here.get(key) is not None:
                return key
    return name


def _camel(name: str) -> str:
    return re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name)


def in_row(failure: Failure, named: Callable[[str], str]) -> Failure:
    """Return a failure of the server with the fields that it names as the row names them.

    `named` returns the name of a field in the row.
    """
    violations = tuple(replace(v, field=named(v.field)) for v in violations_of(failure))
    return replace(failure, violations=violations)


def located(failure: Failure, field_of: Mapping[str, str], fields: Collection[str]) -> Failure:
    """Return a failure whose violations name fields of the row, and nothing else.

    The server names the resource instead in some errors; `field_of` has their fields, by reason.
    """
    found = violations_of(failure)
    if not found and (field := field_of.get(failure.reason)):
        return replace(failure, violations=(Violation(field, failure.message),))
    known = tuple(
        v if _first_step(v.field) in fields else replace(v, field=field_of.get(failure.reason, ""))
        for v in found
    )
    return replace(failure, violations=known)


def _first_step(field: str) -> str:
    found = _STEP.match(field)
    return found[0] if found else ""


def violations_of(failure: Failure) -> tuple[Violation, ...]:
    """Return the fields that a failure names; that of a time is in its message."""
    field, _, rule = failure.message.partition(" ")
    if not failure.violations and field.endswith("occur_time"):
        return (Violation(field, rule),)
    return failure.violations
