"""Messages of the contract as JSON, and in words for people."""

from __future__ import annotations

import json
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message
from rich.table import Table

from plaudit.cli.options import enum_word
from plaudit.cli.terminal import Text
from plaudit.v1 import feedback_pb2, target_pb2

USUAL = "overall"
"""The name of feedback that was given without one."""
SHORT = 60
"""The most characters of a text in a table."""


def message_row(message: Message) -> dict[str, Any]:
    """Return a message in the JSON mapping of the contract, with the names of its fields."""
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


def card(message: Message) -> Table:
    """Return the fields that a message has set, one a line."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    row = message_row(message)
    for field, value in message.ListFields():
        table.add_row(field.name, Text(_words(field, value, row[field.name])))
    return table


def _words(field: Any, value: Any, in_json: Any) -> str:
    if isinstance(value, target_pb2.Target):
        return target_words(value)
    if isinstance(value, feedback_pb2.FeedbackValue):
        return value_words(value)
    if field.enum_type:
        several = isinstance(in_json, list)
        return ", ".join(enum_word(field.enum_type, one) for one in (value if several else [value]))
    if isinstance(in_json, str):
        return in_json
    if isinstance(in_json, bool):
        return "yes" if in_json else "no"
    return json.dumps(in_json, ensure_ascii=False)


def word(message: Message, name: str) -> str:
    """Return the short name of an enum of a message; empty if it is unspecified."""
    number = getattr(message, name)
    field = message.DESCRIPTOR.fields_by_name[name]
    return enum_word(field.enum_type, number) if number else ""


def target_words(target: target_pb2.Target) -> str:
    """Return what a target is, and its ids."""
    kind = target.WhichOneof("target")
    match kind:
        case "message":
            return f"message {target.message.session_id} {target.message.message_id}"
        case "request":
            return f"request {target.request.session_id} {target.request.request_id}"
        case "search":
            return f"search {target.search.search_id}"
        case "session":
            return f"session {target.session.session_id}"
        case "entity":
            return f"{target.entity.type} {target.entity.id}"
    return ""


def value_words(value: feedback_pb2.FeedbackValue) -> str:
    """Return a value as JSON; a label as it is, and labels with commas."""
    match value.WhichOneof("value"):
        case "bool_value":
            return "yes" if value.bool_value else "no"
        case "int_value":
            return str(value.int_value)
        case "number_value":
            return number_words(value.number_value)
        case "label":
            return value.label
        case "labels":
            return ", ".join(value.labels.labels)
        case "object_value":
            return json.dumps(json_format.MessageToDict(value.object_value), ensure_ascii=False)
        case "list_value":
            return json.dumps(json_format.MessageToDict(value.list_value), ensure_ascii=False)
    return ""


def number_words(number: float) -> str:
    """Return a number with all digits that it was given with, such as `1234567.5`."""
    return f"{number:.15g}"


def judgement(feedback: feedback_pb2.Feedback) -> str:
    """Return what feedback says, without its texts; after its name, unless that is usual."""
    parts = [word(feedback, "rating") or word(feedback, "type")]
    if feedback.HasField("value"):
        parts.append(value_words(feedback.value))
    if feedback.HasField("score"):
        parts.append(number_words(feedback.score))
    if feedback.HasField("error"):
        parts.append(f"error {feedback.error.code}")
    said = ", ".join(filter(None, parts))
    return said if feedback.name in {"", USUAL} else f"{feedback.name}: {said}".rstrip(": ")


def author(message: Any) -> str:
    """Return the user who gave feedback; empty if a credential did."""
    user = message.external_user_id or message.user_id
    return "" if user.startswith(("key_", "fbt_")) else str(user)


def when(message: Message, name: str) -> str:
    """Return a time of a message, in UTC; empty if it is not set."""
    if not message.HasField(name):
        return ""
    return f"{getattr(message, name).ToDatetime():%Y-%m-%d %H:%M}"


def short(text: str) -> str:
    """Return the beginning of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[: SHORT - 1]}…"
