"""Update masks (AIP-134): the fields of a message that an update changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from google.protobuf.message import Message

from plaudit_server.contract import field_mask_pb2
from plaudit_server.domain.errors import Violation


def paths(
    mask: field_mask_pb2.FieldMask, message: Message, changeable: Collection[str]
) -> set[str]:
    """Return the fields that change: those of the mask, or without a mask those that are set.

    The result may include invalid fields of the mask; `mask_violations` reports them.
    """
    named = set(mask.paths)
    if not named:
        return {field.name for field, _ in message.ListFields()} & set(changeable)
    return set(changeable) if named == {"*"} else named


def mask_violations(named: set[str], changeable: Collection[str]) -> Iterator[Violation]:
    """Yield the fields of a mask that do not exist or cannot change."""
    for path in sorted(named - set(changeable)):
        yield Violation(
            field="update_mask",
            rule=f"must not name {path}: only {', '.join(changeable)} can change",
        )
