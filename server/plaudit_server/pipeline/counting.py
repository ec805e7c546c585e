"""How many fields a request is made of, counted on its bytes: before it is parsed.

A message of two bytes becomes an object of a hundred, and takes as long to make and to judge. So a
request of a few megabytes could hold a million of them, each one valid.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from google.protobuf.descriptor import FieldDescriptor

_TEXTS = (FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES)
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
"""How a field is encoded: the lowest three bits of its tag."""
_LAST_SHIFT = 63
_NUMBERS: dict[int, Any] = {}
"""Stands for what a list of numbers holds."""


def holds_more_fields(data: bytes, message: Any, limit: int) -> bool:
    """Whether a serialized message, by its descriptor, holds more fields than this.

    Those of the messages inside count too: each item of a list, each JSON value; of packed numbers
    each byte. It takes half a microsecond for each field, up to the limit. What cannot be read ends
    the count: parsing will tell.
    """
    count, at = 0, 0
    inside = [(len(data), _inner(message))]
    try:
        while inside:
            end, inner = inside[-1]
            if at >= end:
                inside.pop()
                continue
            count += 1
            if count > limit:
                return True
            tag, at = varint(data, at)
            kind = tag & 7
            if kind == BYTES:
                length, at = varint(data, at)
                held = inner.get(tag >> 3)
                if held is None:
                    at += length
                elif held is _NUMBERS:
                    count += length
                    at += length
                else:
                    inside.append((at + length, held))
            elif kind == VARINT:
                _, at = varint(data, at)
            elif kind in {FIXED64, FIXED32}:
                at += 8 if kind == FIXED64 else 4
            else:
                return True  # a group, which no client of ours sends, and we would not see into
    except IndexError:
        pass
    return count > limit


def varint(data: bytes, at: int) -> tuple[int, int]:
    """Read a number at a place, and answer where the next thing begins; raises IndexError."""
    byte = data[at]
    at += 1
    value, shift = byte & 0x7F, 7
    while byte & 0x80:
        if shift > _LAST_SHIFT:
            raise IndexError
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
    return value, at


@cache
def _inner(message: Any) -> dict[int, Any]:
    """Map each field that holds messages, by number, to the same map of those messages."""
    found: dict[int, Any] = {}
    _fill(message, found, {message.full_name: found})
    return found


def _fill(message: Any, found: dict[int, Any], made: dict[str, dict[int, Any]]) -> None:
    for field in message.fields:
        inner = field.message_type
        if inner is None:
            if field.is_repeated and field.type not in _TEXTS:
                found[field.number] = _NUMBERS
            continue
        if inner.full_name not in made:
            made[inner.full_name] = {}
            _fill(inner, made[inner.full_name], made)
        found[field.number] = made[inner.full_name]
