"""Entities: targets with a type and an id of the caller's, maybe part of something."""

from __future__ import annotations

from typing import NamedTuple

from plaudit_server.domain.feedback.feedback import TargetKind

_SEPARATOR = "\x1f"
"""Separates the parts of a target id: names have no control characters."""


class Entity(NamedTuple):
    """An entity, named by all of its fields together."""

    type: str
    id: str
    parent: int = 0
    """The kind of what it is part of: MESSAGE, REQUEST or SESSION; 0 if it is part of nothing."""
    parent_id: str = ""
    """The message or the request of which it is part."""

    @property
    def target_id(self) -> str:
        """The entity as the target id of its feedback, whose session is that of the parent."""
        parent = str(int(self.parent)) if self.parent else ""
        return _SEPARATOR.join((self.type, self.id, parent, self.parent_id))


def entity_of(target_id: str) -> Entity:
    """Return the entity that a target id names."""
    type_, id_, parent, parent_id = target_id.split(_SEPARATOR)
    return Entity(type_, id_, TargetKind(int(parent)) if parent else 0, parent_id)


def prefix_of_type(entity_type: str) -> str:
    """Return the beginning of the target ids of a type."""
    return f"{entity_type}{_SEPARATOR}"


def has_type(kind: int, target_id: str, entity_types: frozenset[str]) -> bool:
    """Whether a target is an entity of one of these types."""
    return kind == TargetKind.ENTITY and target_id.partition(_SEPARATOR)[0] in entity_types
