"""Finds lists, masks and JSON above their limits in the bytes of a request, before it is parsed.

Parsing a list of a hundred thousand items, or megabytes of JSON, would block every other caller. So
list items are counted here up to their limits, and JSON objects are measured without parsing them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.descriptor import FieldDescriptor

from plaudit_server import contract
from plaudit_server.domain.errors import Violation
from plaudit_server.pipeline.counting import BYTES, FIXED32, FIXED64, VARINT, varint

METADATA_BYTES = 65_536
"""The longest JSON object or value, as protobuf encodes it, except for those of CONTENT."""
CONTENT_BYTES = 1_048_576
"""The longest JSON object or value of CONTENT."""
CONTENT = frozenset(
    {
        "plaudit.v1.Record.field_to_value",
        "plaudit.v1.RecordResponse.values",
        "plaudit.v1.Suggestion.value",
    }
)
"""The JSON fields that hold content, not metadata."""
MASK_PATHS = 100
"""The most paths of an update mask, as in the contract."""

MAX_FIELDS_READ = 20_000
"""How many fields are read; requests with more are left to the check of their number."""

_JSON = frozenset({"google.protobuf.Struct", "google.protobuf.Value"})
_MASK = "google.protobuf.FieldMask"
_TEXTS = (FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES)
_LONGEST_NUMBER = 10
"""The most bytes of a number."""


def size_rule(size: int) -> str:
    """Return the rule on the size of JSON."""
    return f"must have at most {size} bytes"


@dataclass(slots=True)
class _Bound:
    """The limits of a field."""

    name: str
    """Empty for the paths of a mask, which callers see as the mask itself."""
    items: int = 0
    """The most items of a list; 0 for no limit."""
    size: int = 0
    """The most bytes of JSON; 0 for no limit."""
    rule: str = ""
    numbers: bool = False
    """Whether it is a list of numbers, which may be packed."""
    inside: dict[int, _Bound] = field(default_factory=dict)
    """The limits of a message's fields, by number."""


class Excess:
    """Finds fields above their limits in requests of one type."""

    def __init__(self, request: Any, *, batch: str = "") -> None:
        """`request` is the descriptor; the items of the field `batch` are validated elsewhere."""
        self._bounds = _bounds(request, {})
        for bound in self._bounds.values():
            if bound.name == batch:
                bound.inside = {}

    def find(self, data: bytes) -> Violation | None:
        """Return the violation of the first field above its limit in a serialized request.

        The search ends at bytes that cannot be read: parsing reports those.
        """
        at = 0
        path: list[str] = []
        messages = [(len(data), self._bounds, Counter[int]())]
        left = MAX_FIELDS_READ
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
    """Return how many bytes a field has and where they start; raises IndexError."""
    if kind == BYTES:
        return varint(data, at)
    if kind == VARINT:
        return 0, varint(data, at)[1]
    if kind == FIXED64:
        return 8, at
    if kind == FIXED32:
        return 4, at
    raise IndexError  # a group: no client of the contract sends one


def _bounds(message: Any, made: dict[str, dict[int, _Bound]]) -> dict[int, _Bound]:
    """Return the limits of a message's fields, without fields that have none."""
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
