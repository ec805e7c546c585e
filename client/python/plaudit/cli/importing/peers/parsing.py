"""Parses a definition that a converter made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from google.protobuf.message import Message

from plaudit.cli.importing.messages import fill
from plaudit.cli.importing.peers.conversion import Unusable
from plaudit.cli.importing.words import Reading

AnyMessage = TypeVar("AnyMessage", bound=Message)


def parsed(value: Mapping[str, Any], made: AnyMessage) -> AnyMessage:
    """Convert the JSON mapping to a message; raise Unusable if it is not valid."""
    reading = Reading()
    fill(value, made, reading)
    if reading.wrong:
        raise Unusable(reading.wrong[0].field, reading.wrong[0].rule)
    return made
