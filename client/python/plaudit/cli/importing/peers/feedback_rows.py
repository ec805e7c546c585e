"""Puts values, targets and authors into rows of feedback, for every converter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plaudit.cli.importing.peers.conversion import without_empty
from plaudit.cli.importing.peers.metadata import plain_json

LONGEST_LABEL = 256
WHOLE = 2**63


def on_message(session_id: str, message_id: str) -> dict[str, Any]:
    """Make a target of an exchange."""
    return {"message": {"session_id": session_id, "message_id": message_id}}


def on_entity(kind: str, identity: str, parent: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Make a target of anything else, such as a span, which may belong to an exchange."""
    return {"entity": {"type": kind, "id": identity, **(parent or {})}}


def is_in(identity: Any, target: Mapping[str, Any]) -> bool:
    """Whether a target has an id."""
    return any(
        is_in(identity, one) if isinstance(one, Mapping) else one == identity
        for one in target.values()
    )


def typed(value: Any) -> dict[str, Any]:
    """Return the fields of a feedback that hold a value of any JSON type.

    A number is the score, which satisfaction counts; a text that is too long for a label is the
    text.
    """
    match value:
        case None:
            return {}
        case bool():
            return {"value": {"bool_value": value}}
        case int() if abs(value) > 2**53:
            if abs(value) < WHOLE:
                return {"value": {"int_value": str(value)}}
            return {"text": str(value)}
        case int() | float():
            return {"score": value}
        case str():
            return labelled(value)
        case Mapping():
            return {"value": {"object_value": plain_json(value)}}
        case list():
            return {"value": {"list_value": plain_json(value)}}
    return labelled(str(value))


def labelled(text: str) -> dict[str, Any]:
    """Return a text as a label, or as a text where it cannot be a label."""
    if not text:
        return {}
    if len(text) <= LONGEST_LABEL and text.isprintable():
        return {"value": {"label": text}}
    return {"text": text}


def labels(scored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the labels of a criterion, with their scores if every label has one."""
    made: dict[str, Any] = {"labels": list(scored)}
    if all(isinstance(one, int | float) for one in scored.values()):
        made["scores"] = list(scored.values())
    return made


def row(**fields: Any) -> dict[str, Any]:
    """Make a row of the fields that have a value; a score of 0 and a false are values."""
    return without_empty(fields)
