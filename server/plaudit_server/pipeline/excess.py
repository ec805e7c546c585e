"""What is longer than it may be in a request, found on its bytes: before it is parsed.

To parse a list of a hundred thousand items, or megabytes of JSON, holds up every other caller. So
lists are counted here up to their bounds, and JSON objects are measured without looking inside.
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
"""How long a JSON object or value may be, as protobuf encodes it, but for"""
CONTENT_BYTES = 1_048_576
"""those that something is about:"""
CONTENT = frozenset(
    {
        "plaudit.v1.Record.field_to_value",
        "plaudit.v1.RecordResponse.values",
        "plaudit.v1.Suggestion.value",
    }
)
MASK_PATHS = 100
"""How many paths a mask may name, as the contract says of each."""

LOOKED_AT = 20_000
"""How many fields are looked at: a request of more is left to who counts them."""

_JSON = frozenset({"google.protobuf.Struct", "google.protobuf.Value"})
_MASK = "google.protobuf.FieldMask"
_TEXTS = (FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES)
_LONGEST_NUMBER = 10
"""How many bytes a number takes at most."""


def size_rule(size: int) -> str:
    """Say how long JSON may be."""
    return f"must have at most {size} bytes"


@dataclass(slots=True)
class _Bound:
    """How much a field may hold."""

    name: str
    """Empty for the paths of a mask, which callers see as the mask itself."""
    items: int = 0
    """Of a list; 0 for no bound."""
    size: int = 0
    """Of JSON, in bytes; 0 for no bound."""
    rule: str = ""
    numbers: bool = False
    """Whether it is a list of numbers, which may come packed."""
    inside: dict[int, _Bound] = field(default_factory=dict)
    """The same of a message's fields, by number."""


class Excess:
    """Finds in requests of one kind what holds too much."""

    def __init__(self, request: Any, *, batch: str = "") -> None:
        """Take the descriptor, and the field whose items somebody else judges one by one."""
        self._bounds = _bounds(request, {})
        for bound in self._bounds.values():
            if bound.name == batch:
                bound.inside = {}

    def find(self, data: bytes) -> Violation | None:
        """Name the first field of a serialized request that holds too much.

        What cannot be read ends the search: parsing will tell.
        """
        at = 0
        path: list[str] = []
        messages = [(len(data), self._bounds, Counter[int]())]
        left = LOOKED_AT
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
    """Answer how many bytes a field has and where they begin; raises IndexError."""
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
    """Read the bounds of a message's fields, but for those that have none and hold none."""
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
