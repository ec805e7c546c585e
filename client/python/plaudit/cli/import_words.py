"""Translates keys and enum words of imported rows into those of the contract."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from plaudit.cli.failures import Violation

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

OUTPUT_ONLY = frozenset({"plaudit.v1.Feedback.state", "plaudit.v1.Record.status"})
"""Enums that exported rows have and that an import ignores."""


def translate(
    row: Mapping[str, Any], descriptor: Any, path: str = ""
) -> tuple[dict[str, Any], list[Violation]]:
    """Replace enum words in a row by their numbers; return the row and its violations.

    Unknown keys and unknown words are left out of the row.
    """
    known = _fields(descriptor)
    made: dict[str, Any] = {}
    wrong: list[Violation] = []
    for key, value in row.items():
        field = known.get(key)
        if field is None:
            wrong.append(Violation(f"{path}{key}", _unknown(key, descriptor)))
        elif (other := _other_spelling(field, key)) in row:
            wrong.append(Violation(f"{path}{key}", f"is given twice: also as {other}"))
        elif value is None:
            made[key] = value
        elif field.enum_type is not None:
            number = _number(field.enum_type, value)
            if number is None:
                rule = f"must be one of {', '.join(words(field.enum_type))}"
                wrong.append(Violation(f"{path}{key}", rule))
            else:
                made[key] = number
        elif is_ours(field):
            made[key], more = _inside(value, field, f"{path}{key}")
            wrong += more
        else:
            made[key] = value
    return made, wrong


def _inside(value: Any, field: Any, path: str) -> tuple[Any, list[Violation]]:
    """Translate the object, or the list of objects, in a field."""
    if not field.is_repeated:
        if isinstance(value, Mapping):
            return translate(value, field.message_type, f"{path}.")
        return None, [Violation(path, "must be a JSON object")]
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        return None, [Violation(path, "must be a list of JSON objects")]
    translated = [
        translate(one, field.message_type, f"{path}[{i}].") for i, one in enumerate(value)
    ]
    return [made for made, _ in translated], [wrong for _, more in translated for wrong in more]


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


@cache
def _fields(descriptor: Any) -> dict[str, Any]:
    """Map both spellings of each field name to the field."""
    return {key: field for field in descriptor.fields for key in (field.name, field.json_name)}


def _other_spelling(field: Any, key: str) -> str | None:
    other = str(field.json_name if key == field.name else field.name)
    return other if other != key else None


def _unknown(key: str, descriptor: Any) -> str:
    rule = f"is not a field of {descriptor.name}"
    if deeper := _deeper(key, descriptor):
        return f"{rule}: did you mean {' or '.join(deeper)}?"
    names = {_plain(field.name): field.name for field in descriptor.fields}
    near = difflib.get_close_matches(_plain(key), names, n=1, cutoff=0.75)
    return f"{rule}: did you mean {names[near[0]]}?" if near else rule


def _deeper(key: str, descriptor: Any, path: str = "") -> list[str]:
    """List the fields of this name in the messages that a message holds, by path."""
    found = []
    for field in descriptor.fields:
        if is_ours(field) and not field.is_repeated:
            inside = f"{path}{field.name}."
            if key in _fields(field.message_type):
                found.append(f"{inside}{_fields(field.message_type)[key].name}")
            found += _deeper(key, field.message_type, inside)
    return found


def _plain(word: str) -> str:
    """Normalize a word: no case, spaces, hyphens or underscores; the sign of a number stays."""
    return re.sub(r"(?<=\w)[\s_-]+(?=\w)|_", "", word.strip().casefold())


def _prefix(enum: Any) -> str:
    return str(enum.values[0].name).removesuffix("UNSPECIFIED")


def field_of(descriptor: Any, key: str) -> Any:
    """Find a field by its key, in either spelling."""
    return _fields(descriptor)[key]


def is_ours(field: Any) -> bool:
    """Whether a field holds a message of the contract, or a list of them."""
    message = field.message_type
    return message is not None and bool(message.file.package == "plaudit.v1")
