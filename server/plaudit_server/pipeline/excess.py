"""Finds lists and JSON objects over their bounds in the bytes of a request, before it is parsed.

Parsing a list of a hundred thousand items, or megabytes of JSON, would delay every other caller. So
list items are counted up to the bound, and JSON objects are measured without decoding them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.descriptor import FieldDescriptor

from plaudit_server import contract
from plaudit_server.domain.errors import Violation
from plaudit_server.pipeline.counting import BYTES, FIXED32, FIXED64, VARINT, varint

METADATA_BYTES = 65_536
"""The limit of a JSON object or value, in bytes as protobuf encodes it, except for CONTENT."""
CONTENT_BYTES = 1_048_576
"""The limit of the JSON fields in CONTENT."""
CONTENT = frozenset(
    {
        "plaudit.v1.Record.field_to_value",
        "plaudit.v1.RecordResponse.values",
        "plaudit.v1.Suggestion.value",
    }
)
MASK_PATHS = 100
"""The limit of paths in a mask, as the contract has it on each."""

FIELDS_SCANNED = 20_000
"""How many fields are scanned; `counting` bounds requests with more."""

_JSON = frozenset({"google.protobuf.Struct", "google.protobuf.Value", "google.protobuf.ListValue"})
_MASK = "google.protobuf.FieldMask"
_TEXTS = (FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES)
_LONGEST_NUMBER = 10
"""The most bytes that a number takes."""


def size_rule(size: int) -> str:
    """Word the limit of a JSON field."""
    return f"must have at most {size} bytes"


@dataclass(slots=True)
class _Bound:
    """The bounds of one field."""

    name: str
    """Empty for the paths of a mask: errors name the mask itself."""
    items: int = 0
    """The most items of a list; 0 for no bound."""
    size: int = 0
    """The most bytes of JSON; 0 for no bound."""
    rule: str = ""
    numbers: bool = False
    """Whether it is a list of numbers, which may be packed."""
    inside: dict[int, _Bound] = field(default_factory=dict)
    """The bounds of the fields of a message, by field number."""


class Excess:
    """Finds the first field over its bound in requests of one type."""

    def __init__(self, request: Any, *, one_by_one: Collection[str] = ()) -> None:
        """Take the request's descriptor, and its fields whose messages are validated one by one."""
        self._bounds = _bounds(request, {})
        for bound in self._bounds.values():
            if bound.name in one_by_one:
                bound.inside = {}

    def find(self, data: bytes) -> Violation | None:
        """Return the first violation in a serialized request.

        Malformed bytes end the search: parsing reports them.
        """
        at = 0
        path: list[str] = []
        messages = [(len(data), self._bounds, Counter[int]())]
        left = FIELDS_SCANNED
        try:
            while messages and left:
                end, bounds, counts = messages[-1]
                if at >= end:
                    messages.pop()
                    if messages:
                        path.pop()
                    continue
                left -= 1
                tag, at = varint(data, at)
                length, at = _length(data, tag & 7, at)
                bound = bounds.get(tag >> 3)
                if bound is None:
                    at += length
                    continue
                name = bound.name
                if bound.items:
                    packed = bound.numbers and tag & 7 == BYTES
                    counts[tag] += length // _LONGEST_NUMBER if packed else 1
                    if counts[tag] > bound.items:
                        return _violation(path, name, bound.rule)
                    name = f"{name}[{counts[tag] - 1}]" if bound.inside else name
                if bound.size and length > bound.size:
                    return _violation(path, name, bound.rule)
                if bound.inside:
                    path.append(name)
                    messages.append((at + length, bound.inside, Counter()))
                else:
                    at += length
        except IndexError:
            pass
        return None


def _violation(path: list[str], name: str, rule: str) -> Violation:
    return Violation(field=".".join(part for part in (*path, name) if part), rule=rule)


def _length(data: bytes, kind: int, at: int) -> tuple[int, int]:
    """Return the length of a field's value and where it starts; raises IndexError."""
    if kind == BYTES:
        return varint(data, at)
    if kind == VARINT:
        return 0, varint(data, at)[1]
    if kind == FIXED64:
        return 8, at
    if kind == FIXED32:
        return 4, at
    raise IndexError  # a group, which no client of ours sends


def _bounds(message: Any, made: dict[str, dict[int, _Bound]]) -> dict[int, _Bound]:
    """Collect the bounds of a message's fields; fields without any are left out."""
    if message.full_name in made:
        return made[message.full_name]
    found = made[message.full_name] = {}
    for one in message.fields:
        bound = _Bound(one.name)
        inner = one.message_type
        if one.is_repeated:
            bound.items = contract.field_rules(one).repeated.max_items
            bound.rule = f"must contain no more than {bound.items} item(s)"
            bound.numbers = inner is None and one.type not in _TEXTS
        if inner is not None and inner.full_name in _JSON:
            bound.size = CONTENT_BYTES if one.full_name in CONTENT else METADATA_BYTES
            bound.rule = size_rule(bound.size)
        elif inner is not None and inner.full_name == _MASK:
            rule = f"must name at most {MASK_PATHS} paths"
            bound.inside = {1: _Bound("", items=MASK_PATHS, rule=rule)}
        elif inner is not None:
            bound.inside = _bounds(inner, made)
        if bound.items or bound.size or bound.inside:
            found[one.number] = bound
    return found
