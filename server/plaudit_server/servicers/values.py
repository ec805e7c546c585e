"""Values that many messages share: JSON objects, times, pages."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
import time
from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

from plaudit_server.contract import struct_pb2, timestamp_pb2
from plaudit_server.domain.errors import Reason, Violation, invalid
from plaudit_server.domain.ids import digest

MAX_NESTING = 30
"""How deep JSON may nest: one level takes up to three of the 100 that protobuf reads."""


def json_violations(struct: struct_pb2.Struct, field: str) -> Iterator[Violation]:
    """Say where a JSON object holds what JSON or a database cannot."""
    for key, value in struct.fields.items():
        if "\0" in key:
            yield Violation(field=field, rule="must have no NUL characters in its keys")
        else:
            yield from _value_violations(value, f"{field}.{key}", 1)


def _value_violations(value: struct_pb2.Value, field: str, depth: int) -> Iterator[Violation]:
    if depth > MAX_NESTING:
        yield Violation(field=field, rule=f"must nest at most {MAX_NESTING} deep")
        return
    match value.WhichOneof("kind"):
        case "number_value" if not math.isfinite(value.number_value):
            yield Violation(field=field, rule="must be a finite number")
        case "string_value" if "\0" in value.string_value:
            yield Violation(field=field, rule="must have no NUL characters")
        case "struct_value":
            for key, inner in value.struct_value.fields.items():
                if "\0" in key:
                    yield Violation(field=field, rule="must have no NUL characters in its keys")
                else:
                    yield from _value_violations(inner, f"{field}.{key}", depth + 1)
        case "list_value":
            for i, inner in enumerate(value.list_value.values):
                yield from _value_violations(inner, f"{field}[{i}]", depth + 1)


def to_json(struct: struct_pb2.Struct) -> str:
    """Write a JSON object as text with sorted keys; empty for an empty object."""
    if not struct.fields:
        return ""
    return json.dumps(to_object(struct), ensure_ascii=False, sort_keys=True)


def to_object(struct: struct_pb2.Struct) -> dict[str, Any]:
    """Read a JSON object into Python values; whole numbers become integers."""
    return {key: _value(value) for key, value in struct.fields.items()}


def _value(value: struct_pb2.Value) -> Any:
    match value.WhichOneof("kind"):
        case "number_value":
            number = value.number_value
            # Up to here every whole number is exact, and reads as people wrote it.
            return int(number) if number.is_integer() and abs(number) < 2**53 else number
        case "string_value":
            return value.string_value
        case "bool_value":
            return value.bool_value
        case "struct_value":
            return to_object(value.struct_value)
        case "list_value":
            return [_value(v) for v in value.list_value.values]
        case _:
            return None


def set_json(struct: struct_pb2.Struct, text: str) -> None:
    """Read a JSON object that `to_json` wrote into a message."""
    if text:
        struct.update(json.loads(text))


def set_time(timestamp: timestamp_pb2.Timestamp, microseconds: int) -> None:
    """Write a time of the store into a message."""
    timestamp.seconds, rest = divmod(microseconds, 1_000_000)
    timestamp.nanos = rest * 1000


LAST_SECOND = 253_402_300_799
"""The end of the year 9999, where timestamps end."""


def time_violations(timestamp: timestamp_pb2.Timestamp, field: str) -> Iterator[Violation]:
    """Say why a timestamp is no time, or not in the future."""
    if not 0 <= timestamp.nanos < 1_000_000_000 or timestamp.seconds > LAST_SECOND:
        yield Violation(field=field, rule="must be a time before the year 10000")
    elif timestamp.seconds * 1_000_000_000 + timestamp.nanos <= time.time_ns():
        yield Violation(field=field, rule="must be later than now")


def get_time(timestamp: timestamp_pb2.Timestamp) -> int:
    """Read a time as the store keeps it, in microseconds."""
    return timestamp.seconds * 1_000_000 + timestamp.nanos // 1000


_KEY = re.compile(r"[A-Za-z0-9_-]{1,128}")
"""What lists go by: ids, and names of namespaces."""

DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 1000


class Page(NamedTuple):
    """Which part of a list is asked for."""

    size: int
    after: str
    """The key of the last element of the page before; empty for the first page."""
    query: str

    def next_token(self, last: str, *, more: bool) -> str:
        """Make the token of the next page from the key of this one's last element."""
        return _token(self.query, last) if more else ""


class PageRequest(Protocol):
    """A request for a page, as AIP-158 has it."""

    @property
    def page_size(self) -> int: ...
    @property
    def page_token(self) -> str: ...


def page(request: PageRequest, *query: str) -> Page:
    """Read which page is asked for; refuse a token that another query gave out."""
    size = min(request.page_size or DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE)
    bound = digest(*query)
    if not request.page_token:
        return Page(size, "", bound)
    try:
        after = base64.urlsafe_b64decode(request.page_token.encode())[16:].decode()
    except (binascii.Error, ValueError):
        after = ""
    if not _KEY.fullmatch(after) or _token(bound, after) != request.page_token:
        raise invalid(
            [
                Violation(
                    field="page_token",
                    rule="must be the next_page_token of the same query",
                    reason=Reason.INVALID_PAGE_TOKEN,
                )
            ]
        )
    return Page(size, after, bound)


def _token(query: str, after: str) -> str:
    check = digest(query, after)[:16]
    return base64.urlsafe_b64encode(f"{check}{after}".encode()).decode()
