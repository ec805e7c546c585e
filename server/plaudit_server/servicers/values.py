"""Values that many messages share: JSON objects, times, pages, first answers."""

from __future__ import annotations

import base64
import binascii
import json
import math
from typing import Any, NamedTuple, Protocol, TypeVar

from google.protobuf.message import Message

from plaudit_server.contract import struct_pb2, timestamp_pb2
from plaudit_server.domain.errors import InvalidArgument, Reason, Violation, invalid
from plaudit_server.domain.ids import digest

R = TypeVar("R")


def to_json(struct: struct_pb2.Struct, field: str) -> str:
    """Write a JSON object as text with sorted keys; empty for an empty object.

    Refuses numbers that JSON does not have and NUL in texts, naming the place under `field`.
    """
    if not struct.fields:
        return ""
    return json.dumps(to_object(struct, field), ensure_ascii=False, sort_keys=True)


def to_object(struct: struct_pb2.Struct, field: str) -> dict[str, Any]:
    """Read a JSON object into Python values; whole numbers become integers."""
    return {
        _text(key, f"{field} (a key)"): _value(value, f"{field}.{key}")
        for key, value in struct.fields.items()
    }


def _value(value: struct_pb2.Value, field: str) -> Any:
    match value.WhichOneof("kind"):
        case "number_value":
            number = value.number_value
            if not math.isfinite(number):
                raise invalid([Violation(field=field, rule="must be a finite number")])
            # Up to here every whole number is exact, and reads as people wrote it.
            return int(number) if number.is_integer() and abs(number) < 2**53 else number
        case "string_value":
            return _text(value.string_value, field)
        case "bool_value":
            return value.bool_value
        case "struct_value":
            return to_object(value.struct_value, field)
        case "list_value":
            return [_value(v, f"{field}[{i}]") for i, v in enumerate(value.list_value.values)]
        case _:
            return None


def _text(text: str, field: str) -> str:
    if "\0" in text:
        raise invalid(
            [Violation(field=field.replace("\0", ""), rule="must have no NUL characters")]
        )
    return text


def set_json(struct: struct_pb2.Struct, text: str) -> None:
    """Read a JSON object that `to_json` wrote into a message."""
    if text:
        struct.update(json.loads(text))


def set_time(timestamp: timestamp_pb2.Timestamp, microseconds: int) -> None:
    """Write a time of the store into a message."""
    timestamp.seconds, rest = divmod(microseconds, 1_000_000)
    timestamp.nanos = rest * 1000


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
    if not after or _token(bound, after) != request.page_token:
        raise InvalidArgument(
            reason=Reason.INVALID_PAGE_TOKEN,
            message="page_token: must be the next_page_token of the same query",
            violations=[
                Violation(
                    field="page_token",
                    rule="must be the next_page_token of the same query",
                    reason=Reason.INVALID_PAGE_TOKEN,
                )
            ],
        )
    return Page(size, after, bound)


def _token(query: str, after: str) -> str:
    check = digest(query, after)[:16]
    return base64.urlsafe_b64encode(f"{check}{after}".encode()).decode()


def fingerprint(request: Message) -> str:
    """Digest what a request says, so that another request under its id is noticed."""
    return digest(request.SerializeToString(deterministic=True).hex())
