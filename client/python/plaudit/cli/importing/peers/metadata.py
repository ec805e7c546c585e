"""What fits into our metadata: 65,536 bytes, 1,000 values, 30 levels, no NUL."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from google.protobuf import json_format, struct_pb2

MOST_BYTES = 64_000
"""A little less than the contract allows, for the keys around the values."""
MOST_VALUES = 980
DEEPEST = 26
EXACT = 2**53
"""From here on, a number of JSON does not hold every integer."""


def fitting(
    values: Mapping[str, Any], *, beside: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values that fit beside others, in their order; and why the rest does not."""
    bytes_left = MOST_BYTES - _bytes(beside or {})
    values_left = MOST_VALUES - _count(beside or {})
    kept: dict[str, Any] = {}
    refused: dict[str, str] = {}
    for name, value in values.items():
        key, plain = str(name), plain_json(value)
        if "\x00" in json.dumps({key: plain}, ensure_ascii=False).replace("\\u0000", "\x00"):
            refused[key] = "has a NUL character"
            continue
        size, count = _bytes({key: plain}), _count(plain)
        if size > bytes_left or count > values_left:
            refused[key] = "metadata is full (64 KiB, 1,000 values)"
            continue
        bytes_left -= size
        values_left -= count
        kept[key] = plain
    return kept, refused


def plain_json(value: Any, level: int = 0) -> Any:
    """Convert a value to JSON that is kept exactly: integers that are too long become texts."""
    if level >= DEEPEST and isinstance(value, Mapping | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    match value:
        case None | bool() | str():
            return value
        case int():
            return value if abs(value) <= EXACT else str(value)
        case float():
            return value if math.isfinite(value) else str(value)
        case Mapping():
            return {str(key): plain_json(one, level + 1) for key, one in value.items()}
        case list() | tuple():
            return [plain_json(one, level + 1) for one in value]
    return str(value)


def _bytes(value: Mapping[str, Any]) -> int:
    return json_format.ParseDict(dict(value), struct_pb2.Struct()).ByteSize() + 4


def _count(value: Any) -> int:
    match value:
        case Mapping():
            return 1 + sum(map(_count, value.values()))
        case list():
            return 1 + sum(map(_count, value))
    return 1
