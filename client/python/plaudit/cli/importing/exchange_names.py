"""How a record's row names its exchange: `exchange`, which is the same in every namespace."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

from plaudit.cli.importing.messages import fill
from plaudit.cli.importing.words import Reading
from plaudit.v1 import exchange_pb2

EXCHANGE = "exchange"
"""The key in a record. It is no field of the contract: the import replaces it by `exchange_id`."""
LONGEST = 256
_KEYS = {
    "session_id": "session_id",
    "sessionId": "session_id",
    "message_id": "message_id",
    "messageId": "message_id",
    "request_id": "request_id",
    "requestId": "request_id",
}


class ExchangeName(NamedTuple):
    """What an exchange is known by: its session, and its message or its request."""

    session_id: str
    message_id: str
    request_id: str


def path(row: Mapping[str, Any]) -> str:
    """Return the path of `exchange` in a row, whose record may be at its top."""
    return f"record.{EXCHANGE}" if "record" in row else EXCHANGE


def is_named(row: Mapping[str, Any]) -> bool:
    """Whether a row has an `exchange`."""
    record = row.get("record", row)
    return isinstance(record, Mapping) and record.get(EXCHANGE) is not None


def without(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a row without its `exchange`."""
    record = row.get("record", row)
    if not isinstance(record, Mapping) or EXCHANGE not in record:
        return row
    rest = {key: value for key, value in record.items() if key != EXCHANGE}
    return {**row, "record": rest} if "record" in row else rest


def read(row: Mapping[str, Any], reading: Reading) -> ExchangeName | None:
    """Read the `exchange` of a row, if it has one; adds what is wrong to the reading."""
    if not is_named(row):
        return None
    here = path(row)
    value = row.get("record", row)[EXCHANGE]
    if here in reading.ignore:
        reading.ignored.add(here)
        return None
    if not isinstance(value, Mapping):
        reading.refuse(here, "must be a JSON object")
        return None
    wrong = len(reading.wrong)
    made = exchange_pb2.Exchange()
    for key in value.keys() - _KEYS:
        if f"{here}.{key}" in reading.ignore:
            reading.ignored.add(f"{here}.{key}")
        else:
            rule = "is an unknown field: exchange has session_id, message_id and request_id"
            reading.refuse(f"{here}.{key}", rule)
    known = {key: one for key, one in value.items() if key in _KEYS}
    fill(known, made, reading, path=f"{here}.")
    name = ExchangeName(made.session_id, made.message_id, made.request_id)
    if len(reading.wrong) > wrong:
        return None
    for key in known:
        text = getattr(name, _KEYS[key])
        if len(text) > LONGEST or any(unicodedata.category(letter) == "Cc" for letter in text):
            reading.refuse(
                f"{here}.{key}", f"must have at most {LONGEST} characters, no control characters"
            )
    if not name.session_id or not (name.message_id or name.request_id):
        reading.refuse(here, "must have a session_id, and a message_id or a request_id")
    return name if len(reading.wrong) == wrong else None
