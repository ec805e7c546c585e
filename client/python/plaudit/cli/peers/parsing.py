"""Parses a definition that a converter made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from google.protobuf.message import Message

from plaudit.cli.import_messages import fill
from plaudit.cli.import_words import Reading
from plaudit.cli.peers.conversion import Unusable

AnyMessage = TypeVar("AnyMessage", bound=Message)


def parsed(value: Mapping[str, Any], made: AnyMessage) -> AnyMessage:
    """Convert the JSON mapping to a message; raise Unusable if it is not valid."""
    reading = Reading()
    fill(value, made, reading)
    if reading.wrong:
        raise Unusable(reading.wrong[0].field, reading.wrong[0].rule)
    return made
