"""Parses a definition that a converter made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from google.protobuf import json_format
from google.protobuf.message import Message

from plaudit.cli.import_words import translate
from plaudit.cli.peers.conversion import Unusable

AnyMessage = TypeVar("AnyMessage", bound=Message)


def parsed(value: Mapping[str, Any], made: AnyMessage) -> AnyMessage:
    """Convert the JSON mapping to a message; raise Unusable if it is not valid."""
    translated, wrong = translate(value, made.DESCRIPTOR)
    if wrong:
        raise Unusable(wrong[0].field, wrong[0].rule)
    try:
        json_format.ParseDict(translated, made)
    except json_format.ParseError as error:
        raise Unusable("", str(error)) from None
    return made
