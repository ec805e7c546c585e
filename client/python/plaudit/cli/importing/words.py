"""Translates keys and enum words of imported rows into those of the contract."""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from plaudit.cli.importing.fields import OUTPUT_ONLY, STATES, OutputOnly
from plaudit.errors import Violation

MORE_WORDS: Mapping[str, Mapping[str, str]] = {
    "plaudit.v1.Rating": {
        "thumbs_up": "RATING_POSITIVE",
        "thumbs_down": "RATING_NEGATIVE",
        "good": "RATING_POSITIVE",
        "bad": "RATING_NEGATIVE",
        "1": "RATING_POSITIVE",
        "0": "RATING_NEGATIVE",
        "true": "RATING_POSITIVE",
        "false": "RATING_NEGATIVE",
    }
}
"""Words accepted for enum values besides their names."""


@dataclass
class Reading:
    """What is found while a row is read."""

    ignore: frozenset[str] = frozenset()
    """Fields to leave out, as `--ignore` names them: by path, without the places in lists."""
    wrong: list[Violation] = dataclasses.field(default_factory=list)
    ignored: set[str] = dataclasses.field(default_factory=set)
    """The fields that were left out because `ignore` has them."""
    lost: set[str] = dataclasses.field(default_factory=set)
    """Output-only fields with which something is lost."""

    def refuse(self, place: str, rule: str) -> None:
        self.wrong.append(Violation(place, rule))


def translate(
    row: Mapping[str, Any], descriptor: Any, reading: Reading, path: str = ""
) -> dict[str, Any]:
    """Return the row with the keys, enum numbers and times of the contract.

    What is not understood is left out of the row and added to `reading`.
    """
    known = _keys(descriptor)
    made: dict[str, Any] = {}
    for key, value in row.items():
        place = f"{path}{key}"
        entry = known.get(key)
        if reading.ignore and (plain := _plainly(place)) in reading.ignore:
            reading.ignored.add(plain)
        elif entry is None:
            reading.refuse(place, _unknown(key, descriptor))
        elif entry.other in row:
            reading.refuse(place, f"is given twice: also as {entry.other}")
        elif value is None:
            made[entry.field.name] = value
        elif entry.output_only is not None:
            _leave_out(entry, value, row, made, reading, place)
        else:
            made[entry.field.name] = _value(value, entry, reading, place)
    return made


def _value(value: Any, entry: _Key, reading: Reading, place: str) -> Any:
    """Translate the value of a field."""
    if entry.ours:
        return _inside(value, entry.field, reading, place)
    if entry.json:
        inexact: list[Violation] = []
        _find_inexact(value, place, inexact)
        if inexact:
            reading.wrong += inexact
            return None
    if (enum := entry.field.enum_type) is None:
        return value
    number = _number(enum, value)
    if number is None:
        reading.refuse(place, f"must be one of {', '.join(words(enum))}")
    return number


def _inside(value: Any, field: Any, reading: Reading, path: str) -> Any:
    """Translate the object, or the list of objects, in a field."""
    if not field.is_repeated:
        if isinstance(value, dict):
            return translate(value, field.message_type, reading, f"{path}.")
        reading.refuse(path, "must be a JSON object")
        return None
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        reading.refuse(path, "must be a list of JSON objects")
        return None
    return [
        translate(one, field.message_type, reading, f"{path}[{i}].") for i, one in enumerate(value)
    ]


def _find_inexact(value: Any, place: str, found: list[Violation]) -> None:
    """Find the whole numbers that JSON numbers of the contract, 64-bit floats, would round."""
    kind = type(value)
    if kind is dict:
        for key, inner in value.items():
            if type(inner) is not str:
                _find_inexact(inner, f"{place}.{key}", found)
    elif kind is list:
        for i, inner in enumerate(value):
            if type(inner) is not str:
                _find_inexact(inner, f"{place}[{i}]", found)
    elif kind is int and not -_EXACT <= value <= _EXACT and not _is_float(value):
        rule = "is too long for a number, and would be rounded: make it a text"
        found.append(Violation(place, rule))


_EXACT = 2**53
"""Up to here every whole number is a 64-bit float."""


def _is_float(value: int) -> bool:
    try:
        return float(value) == value
    except OverflowError:
        return False


def _leave_out(
    entry: _Key,
    value: Any,
    row: Mapping[str, Any],
    made: dict[str, Any],
    reading: Reading,
    place: str,
) -> None:
    """Leave out a field that only plaudit sets, but keep its time, and refuse what it forbids."""
    name = entry.field.name
    if name == "create_time":
        if "occur_time" not in entry.field.containing_type.fields_by_name:
            reading.refuse(place, f"cannot be kept: leave it out with --ignore {_plainly(place)}")
        elif row.get("occur_time") is None and row.get("occurTime") is None:
            made["occur_time"] = value
    elif name == "state":
        number = _number(entry.field.enum_type, value)
        if number not in STATES:
            reading.refuse(place, _STATE_RULE)
    elif value and entry.output_only is not None and entry.output_only.lost:
        reading.lost.add(_plainly(place))


_LISTED = re.compile(r"\[\d+\]")
_STATE_RULE = (
    "must be active or pending_target, because imported feedback counts: leave the row out, or"
    " import it as active with --ignore state"
)


def _plainly(place: str) -> str:
    """Return the path of a field without places in lists."""
    return _LISTED.sub("", place)


def words(enum: Any) -> list[str]:
    """List the accepted words of an enum, each in one spelling."""
    names = [value.name for value in enum.values if value.number]
    return [
        *(name.removeprefix(_prefix(enum)).lower() for name in names),
        *MORE_WORDS.get(enum.full_name, ()),
    ]


def listed(descriptor: Any, path: str = "") -> list[tuple[str, list[str]]]:
    """List the enum fields of a row by path, with their accepted words."""
    found = []
    for field in descriptor.fields:
        if field.enum_type is not None and field.full_name not in OUTPUT_ONLY:
            found.append((f"{path}{field.name}", words(field.enum_type)))
        elif is_ours(field):
            found += listed(field.message_type, f"{path}{field.name}.")
    return found


def _number(enum: Any, value: Any) -> int | None:
    """Return the number of an enum word; `None` if the enum has no such word.

    A number means itself, unless MORE_WORDS gives it another meaning.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, str | int):
        return None
    number = _meanings(enum).get(_plain(str(value)))
    if number is None and not isinstance(value, bool) and str(value).isdecimal():
        number = int(value)
    return number if number in enum.values_by_number else None


@cache
def _meanings(enum: Any) -> dict[str, int]:
    made = {}
    for value in enum.values:
        made[_plain(value.name)] = value.number
        made[_plain(value.name.removeprefix(_prefix(enum)))] = value.number
    for word, name in MORE_WORDS.get(enum.full_name, {}).items():
        made[_plain(word)] = enum.values_by_name[name].number
    return made


@dataclass(frozen=True, slots=True)
class _Key:
    """What a key of a row stands for."""

    field: Any
    other: str | None
    """The other spelling of the key, if there is one."""
    output_only: OutputOnly | None
    ours: bool
    """Whether the field holds a message of the contract, or a list of them."""
    json: bool
    """Whether it holds any JSON."""


@cache
def _keys(descriptor: Any) -> dict[str, _Key]:
    """Map both spellings of each field name to the field."""
    made = {}
    for field in descriptor.fields:
        names = {field.name, field.json_name}
        for key in names:
            other = next(iter(names - {key}), None)
            output_only = OUTPUT_ONLY.get(field.full_name)
            made[key] = _Key(field, other, output_only, is_ours(field), _is_json(field))
    return made


def _is_json(field: Any) -> bool:
    message = field.message_type
    return message is not None and message.file.name == "google/protobuf/struct.proto"


def spellings(descriptor: Any) -> frozenset[str]:
    """Return the keys of a message, in both spellings."""
    return frozenset(_keys(descriptor))


def _unknown(key: str, descriptor: Any) -> str:
    rule = f"is an unknown field of {descriptor.name}"
    if deeper := list(_deeper(key, descriptor)):
        shallowest = min(place.count(".") for place in deeper)
        meant = [place for place in deeper if place.count(".") == shallowest]
        return f"{rule}: did you mean {' or '.join(meant)}?"
    names = {_plain(field.name): field.name for field in descriptor.fields}
    near = difflib.get_close_matches(_plain(key), names, n=1, cutoff=0.75)
    if near:
        return f"{rule}: did you mean {names[near[0]]}?"
    if "field_to_value" in descriptor.fields_by_name:
        return f"{rule}: if the dataset has it, it belongs into field_to_value"
    return rule


def _deeper(key: str, descriptor: Any, path: str = "") -> Iterator[str]:
    """Find the fields of this name in the messages that a message holds, by path."""
    for field in descriptor.fields:
        if is_ours(field) and not field.is_repeated:
            inside = f"{path}{field.name}."
            if entry := _keys(field.message_type).get(key):
                yield f"{inside}{entry.field.name}"
            yield from _deeper(key, field.message_type, inside)


def _plain(word: str) -> str:
    """Normalize a word: no case, spaces, hyphens or underscores; the sign of a number stays."""
    return re.sub(r"(?<=\w)[\s_-]+(?=\w)|_", "", word.strip().casefold())


def _prefix(enum: Any) -> str:
    return str(enum.values[0].name).removesuffix("UNSPECIFIED")


def is_ours(field: Any) -> bool:
    """Whether a field holds a message of the contract, or a list of them."""
    message = field.message_type
    return message is not None and bool(message.file.package == "plaudit.v1")
