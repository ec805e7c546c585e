"""The columns of exported files: those that the trainers of TRL read, and those of messages."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from plaudit.v1 import exchange_pb2, feedback_pb2

MESSAGES = pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))
"""A conversation: prompts and answers in the conversational form."""
TEXT = pa.string()
"""Prompts and answers in the plain form."""
MOMENT = pa.timestamp("us", "UTC")
JSON = pa.string()
"""An object or a value as JSON text."""


def _trained(answer: pa.DataType) -> dict[str, pa.Schema]:
    """Return the columns of each format whose prompts and answers have this type."""
    return {
        "kto": pa.schema([("prompt", answer), ("completion", answer), ("label", pa.bool_())]),
        "dpo": pa.schema([("prompt", answer), ("chosen", answer), ("rejected", answer)]),
        "sft": pa.schema([("prompt", TEXT), ("completion", TEXT)])
        if answer == TEXT
        else pa.schema([("messages", MESSAGES)]),
        "reward": pa.schema(
            [("prompt", answer), ("chosen", answer), ("rejected", answer), ("margin", pa.float64())]
        ),
        "scores": pa.schema(
            [
                ("prompt", answer),
                ("responses", pa.list_(answer)),
                ("scores", pa.list_(pa.float64())),
            ]
        ),
    }


CONVERSATIONAL = _trained(MESSAGES)
PLAIN = _trained(TEXT)

_SCALARS: dict[int, pa.DataType] = {
    FieldDescriptor.CPPTYPE_BOOL: pa.bool_(),
    FieldDescriptor.CPPTYPE_DOUBLE: pa.float64(),
    FieldDescriptor.CPPTYPE_ENUM: pa.string(),
    FieldDescriptor.CPPTYPE_INT32: pa.int32(),
    FieldDescriptor.CPPTYPE_INT64: pa.int64(),
    FieldDescriptor.CPPTYPE_STRING: pa.string(),
}


def message_schema(message: type[Message]) -> pa.Schema:
    """Return a column for each field of a message; null if the JSON mapping omits the field."""
    return pa.schema([(field.name, _column(field)) for field in message.DESCRIPTOR.fields])


def _column(field: Any) -> pa.DataType:
    if field.message_type is not None:
        return MOMENT if field.message_type.full_name == "google.protobuf.Timestamp" else JSON
    scalar = _SCALARS[field.cpp_type]
    return pa.list_(scalar) if field.is_repeated else scalar


RAW = message_schema(feedback_pb2.Feedback)
"""Every field of a feedback."""
EXCHANGES = message_schema(exchange_pb2.Exchange)
"""Every field of an exchange."""
RECORDS = pa.schema([("record", JSON), ("responses", JSON)])
"""A record, and the responses to it."""

FORMATS = {
    "kto": "TRAINING_FORMAT_KTO",
    "dpo": "TRAINING_FORMAT_DPO",
    "sft": "TRAINING_FORMAT_SFT",
    "reward": "TRAINING_FORMAT_REWARD_PAIRS",
    "scores": "TRAINING_FORMAT_REWARD",
    "raw": "TRAINING_FORMAT_RAW",
}
"""The formats by their names in the command, with those in the contract."""


def schema(format_: str, form: str) -> pa.Schema:
    """Return the columns of a format in a form, `conversational` or `plain`."""
    if format_ == "raw":
        return RAW
    return (PLAIN if form == "plain" else CONVERSATIONAL)[format_]
