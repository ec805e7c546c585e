"""Values in messages of several services: JSON objects, times, pages."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
import time
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Protocol

from plaudit_server.contract import struct_pb2, target_pb2, timestamp_pb2
from plaudit_server.domain.errors import InvalidArgument, Reason, Violation, invalid
from plaudit_server.domain.ids import digest
from plaudit_server.domain.times import TimeRange
from plaudit_server.pipeline.excess import CONTENT_BYTES, METADATA_BYTES, size_rule

MAX_NESTING = 30
"""The deepest nesting of JSON: one level takes up to three of the 100 levels of protobuf."""


class JsonBounds(NamedTuple):
    """The limits of one JSON object or value."""

    size: int
    """In bytes, as protobuf encodes it."""
    values: int
    """The number of JSON values, including those in lists and objects."""
    keys: int | None = None
    """The most keys of the object itself; `None` for no limit but that of its values."""


METADATA = JsonBounds(size=METADATA_BYTES, values=1_000)
"""The limits of metadata."""
CONTENT = JsonBounds(size=CONTENT_BYTES, values=5_000, keys=100)
"""The limits of content: the fields of a record, the answers to its questions. A dataset has at
most 100 of each."""
FILTER = METADATA._replace(keys=100)
"""The limits of a filter on metadata."""


def json_violations(
    struct: struct_pb2.Struct, field: str, bounds: JsonBounds = METADATA
) -> Iterator[Violation]:
    """Yield where a JSON object has values that JSON or a database cannot hold, or too many."""
    if bounds.keys is not None and len(struct.fields) > bounds.keys:
        yield Violation(field=field, rule=f"must have at most {bounds.keys} keys")
        return
    yield from _within(struct, field, bounds, _object_violations(struct, field, 1))


def value_violations(
    value: struct_pb2.Value, field: str, bounds: JsonBounds = METADATA
) -> Iterator[Violation]:
    """Yield where a JSON value has values that JSON or a database cannot hold, or too many."""
    yield from _within(value, field, bounds, _value_violations(value, field, 1))


def _within(
    message: struct_pb2.Struct | struct_pb2.Value,
    field: str,
    bounds: JsonBounds,
    judged: Iterable[Violation | None],
) -> Iterator[Violation]:
    """Check at most as many values as are allowed: `judged` yields `None` for each valid one."""
    if message.ByteSize() > bounds.size:
        yield Violation(field=field, rule=size_rule(bounds.size))
        return
    left = bounds.values
    for violation in judged:
        left -= 1
        if left < 0:
            yield Violation(field=field, rule=f"must hold at most {bounds.values} JSON values")
            return
        if violation is not None:
            yield violation


def _object_violations(
    struct: struct_pb2.Struct, field: str, depth: int
) -> Iterator[Violation | None]:
    for key, value in struct.fields.items():
        if "\0" in key:
            yield Violation(field=field, rule="must have no NUL characters in its keys")
        else:
            yield from _value_violations(value, f"{field}.{key}", depth)


def _value_violations(
    value: struct_pb2.Value, field: str, depth: int
) -> Iterator[Violation | None]:
    if depth > MAX_NESTING:
        yield Violation(field=field, rule=f"must nest at most {MAX_NESTING} deep")
        return
    match value.WhichOneof("kind"):
        case None:  # it would be returned as a null, which is twice as long
            yield Violation(field=field, rule="must be a JSON value: null is a null_value")
        case "number_value" if not math.isfinite(value.number_value):
            yield Violation(field=field, rule="must be a finite number")
        case "string_value" if "\0" in value.string_value:
            yield Violation(field=field, rule="must have no NUL characters")
        case "struct_value":
            yield None
            yield from _object_violations(value.struct_value, field, depth + 1)
        case "list_value":
            yield None
            for i, inner in enumerate(value.list_value.values):
                yield from _value_violations(inner, f"{field}[{i}]", depth + 1)
        case _:
            yield None


def to_json(struct: struct_pb2.Struct) -> str:
    """Write a JSON object as text with sorted keys; empty for an empty object."""
    if not struct.fields:
        return ""
    return json.dumps(to_object(struct), ensure_ascii=False, sort_keys=True)


def to_object(struct: struct_pb2.Struct) -> dict[str, Any]:
    """Read a JSON object into Python values; whole numbers become integers."""
    return {key: to_value(value) for key, value in struct.fields.items()}


def to_value(value: struct_pb2.Value) -> Any:
    """Read a JSON value into Python values, as `to_object` does."""
    match value.WhichOneof("kind"):
        case "number_value":
            number = value.number_value
            # Below 2^53 every whole number is exact.
            return int(number) if number.is_integer() and abs(number) < 2**53 else number
        case "string_value":
            return value.string_value
        case "bool_value":
            return value.bool_value
        case "struct_value":
            return to_object(value.struct_value)
        case "list_value":
            return [to_value(v) for v in value.list_value.values]
        case _:
            return None


def set_json(struct: struct_pb2.Struct, text: str) -> None:
    """Write a JSON object from `to_json` into a message."""
    if text:
        struct.update(json.loads(text))


def set_time(timestamp: timestamp_pb2.Timestamp, microseconds: int) -> None:
    """Write a time of the store into a message."""
    timestamp.seconds, rest = divmod(microseconds, 1_000_000)
    timestamp.nanos = rest * 1000


FIRST_SECOND = -62_135_596_800
"""The start of the year 1, the earliest timestamp."""
LAST_SECOND = 253_402_300_799
"""The end of the year 9999, the latest timestamp."""


def _is_time(timestamp: timestamp_pb2.Timestamp) -> bool:
    in_range = FIRST_SECOND <= timestamp.seconds <= LAST_SECOND
    return in_range and 0 <= timestamp.nanos < 1_000_000_000


def time_violations(timestamp: timestamp_pb2.Timestamp, field: str) -> Iterator[Violation]:
    """Yield why a timestamp is not valid, or not in the future."""
    if not _is_time(timestamp):
        yield Violation(field=field, rule="must be a time before the year 10000")
    elif timestamp.seconds * 1_000_000_000 + timestamp.nanos <= time.time_ns():
        yield Violation(field=field, rule="must be later than now")


def timestamp_violations(timestamp: timestamp_pb2.Timestamp, field: str) -> Iterator[Violation]:
    """Yield why a timestamp is not valid; whether it is past or future is not checked."""
    if not _is_time(timestamp):
        yield Violation(field=field, rule="must be a time of the years 1 to 9999")


def get_time(timestamp: timestamp_pb2.Timestamp) -> int:
    """Read a time as the store keeps it, in microseconds."""
    return timestamp.seconds * 1_000_000 + timestamp.nanos // 1000


def range_violations(message: target_pb2.TimeRange, field: str) -> Iterator[Violation]:
    """Yield why a time range has an invalid start or end, or is empty."""
    bounds = [name for name in ("start", "end") if message.HasField(name)]
    wrong = [name for name in bounds if not _is_time(getattr(message, name))]
    for name in wrong:
        yield Violation(field=f"{field}.{name}", rule="must be a time of the years 1 to 9999")
    if len(bounds) == 2 and not wrong and _exact(message.end) <= _exact(message.start):
        yield Violation(field=f"{field}.end", rule="must be later than start")


def get_range(message: target_pb2.TimeRange) -> TimeRange:
    """Read a time range in microseconds."""
    # Rounded up: no whole microsecond is between the exact bound and the rounded one.
    start, end = (
        -(-_exact(getattr(message, name)) // 1000) if message.HasField(name) else None
        for name in ("start", "end")
    )
    return TimeRange(start, end)


def _exact(timestamp: timestamp_pb2.Timestamp) -> int:
    return timestamp.seconds * 1_000_000_000 + timestamp.nanos


_KEY = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""The keys of lists: ids, names of namespaces, and positions in an export."""

DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 1000


class Page(NamedTuple):
    """The requested page of a list."""

    size: int
    after: str
    """The key of the last element of the previous page; empty for the first page."""
    query: str

    def next_token(self, last: str, *, more: bool) -> str:
        """Return the token of the next page, from the key of this page's last element."""
        return make_token(self.query, last) if more else ""


class PageRequest(Protocol):
    """A request for a page, as in AIP-158."""

    @property
    def page_size(self) -> int: ...
    @property
    def page_token(self) -> str: ...


def page(request: PageRequest, *query: str) -> Page:
    """Read the requested page; refuse a token of another query."""
    size = min(request.page_size or DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE)
    bound = digest(*query)
    if not request.page_token:
        return Page(size, "", bound)
    after = read_token(bound, request.page_token)
    if after is None:
        raise _foreign_token()
    return Page(size, after, bound)


def number_page(request: PageRequest, *query: str) -> Page:
    """Read the requested page of a list whose keys are numbers."""
    wanted = page(request, *query)
    if wanted.after and not _NUMBER.fullmatch(wanted.after):
        raise _foreign_token()
    return wanted


def _foreign_token() -> InvalidArgument:
    return invalid(
        [
            Violation(
                field="page_token",
                rule="must be the next_page_token of the same query",
                reason=Reason.INVALID_PAGE_TOKEN,
            )
        ]
    )


_NUMBER = re.compile(r"\d{1,18}")


def make_token(query: str, after: str) -> str:
    """Return a token that continues a query, given by its digest, after a key."""
    check = digest(query, after)[:16]
    return base64.urlsafe_b64encode(f"{check}{after}".encode()).decode()


def read_token(query: str, token: str) -> str | None:
    """Read the key from a token of the query; `None` if it is not one."""
    try:
        after = base64.urlsafe_b64decode(token.encode())[16:].decode()
    except (binascii.Error, ValueError):
        return None
    return after if _KEY.fullmatch(after) and make_token(query, after) == token else None


def read_number_token(query: str, token: str) -> int | None:
    """Read the number from a token of a query whose keys are numbers; `None` if it is not one."""
    after = read_token(query, token)
    return int(after) if after is not None and _NUMBER.fullmatch(after) else None
