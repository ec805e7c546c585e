"""The columns of exported training data, with the names in TRL's documentation."""

from __future__ import annotations

import pyarrow as pa

MESSAGES = pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))
"""A conversation: prompts and answers in the conversational form."""
TEXT = pa.string()
"""Prompts and answers in the plain form."""
MOMENT = pa.timestamp("us", "UTC")
JSON = pa.string()
"""An object or a value as JSON text."""

CONVERSATIONAL = {
    "kto": pa.schema([("prompt", MESSAGES), ("completion", MESSAGES), ("label", pa.bool_())]),
    "dpo": pa.schema([("prompt", MESSAGES), ("chosen", MESSAGES), ("rejected", MESSAGES)]),
    "sft": pa.schema([("messages", MESSAGES)]),
    "reward": pa.schema(
        [
            ("prompt", MESSAGES),
            ("responses", pa.list_(MESSAGES)),
            ("scores", pa.list_(pa.float64())),
        ]
    ),
}
PLAIN = {
    "kto": pa.schema([("prompt", TEXT), ("completion", TEXT), ("label", pa.bool_())]),
    "dpo": pa.schema([("prompt", TEXT), ("chosen", TEXT), ("rejected", TEXT)]),
    "sft": pa.schema([("prompt", TEXT), ("completion", TEXT)]),
    "reward": pa.schema(
        [("prompt", TEXT), ("responses", pa.list_(TEXT)), ("scores", pa.list_(pa.float64()))]
    ),
}
RAW = pa.schema(
    [
        ("id", pa.string()),
        ("target", JSON),
        ("name", pa.string()),
        ("rating", pa.string()),
        ("value", JSON),
        ("score", pa.float64()),
        ("text", pa.string()),
        ("correction", pa.string()),
        ("type", pa.string()),
        ("source", pa.string()),
        ("origin", pa.string()),
        ("impact", pa.string()),
        ("processed", pa.bool_()),
        ("cited_memory_ids", pa.list_(pa.string())),
        ("cited_node_ids", pa.list_(pa.string())),
        ("user_message", JSON),
        ("assistant_message", JSON),
        ("user_id", pa.string()),
        ("external_user_id", pa.string()),
        ("metadata", JSON),
        ("session_context", JSON),
        ("state", pa.string()),
        ("revision", pa.int32()),
        ("create_time", MOMENT),
        ("update_time", MOMENT),
    ]
)
"""Every field of a feedback; null if the JSON mapping omits it."""

FORMATS = (*CONVERSATIONAL, "raw")


def schema(format_: str, form: str) -> pa.Schema:
    """Return the columns of a format in a form, `conversational` or `plain`."""
    if format_ == "raw":
        return RAW
    return (PLAIN if form == "plain" else CONVERSATIONAL)[format_]
