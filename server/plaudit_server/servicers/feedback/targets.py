"""Targets between messages and values: kind, session id and target id."""

from __future__ import annotations

from plaudit_server.contract import target_pb2
from plaudit_server.domain.feedback.entities import Entity, entity_of
from plaudit_server.domain.feedback.feedback import TargetKind

Target = tuple[int, str, str]
"""Kind, session id and target id."""


def read_target(target: target_pb2.Target) -> Target:
    """Read what a target names; one of the kinds is set."""
    match target.WhichOneof("target"):
        case "message":
            return TargetKind.MESSAGE, target.message.session_id, target.message.message_id
        case "request":
            return TargetKind.REQUEST, target.request.session_id, target.request.request_id
        case "search":
            return TargetKind.SEARCH, "", target.search.search_id
        case "entity":
            return _read_entity(target.entity)
        case _:
            return TargetKind.SESSION, target.session.session_id, ""


def _read_entity(message: target_pb2.EntityTarget) -> Target:
    """Read an entity; its session is that of its parent, or empty."""
    entity, session_id = Entity(message.type, message.id), ""
    match message.WhichOneof("parent"):
        case "message":
            session_id = message.message.session_id
            parent_id = message.message.message_id
            entity = entity._replace(parent=TargetKind.MESSAGE, parent_id=parent_id)
        case "request":
            session_id = message.request.session_id
            parent_id = message.request.request_id
            entity = entity._replace(parent=TargetKind.REQUEST, parent_id=parent_id)
        case "session":
            session_id = message.session.session_id
            entity = entity._replace(parent=TargetKind.SESSION)
    return TargetKind.ENTITY, session_id, entity.target_id


def write_target(target: target_pb2.Target, named: Target) -> None:
    """Write what a target names."""
    kind, session_id, target_id = named
    match kind:
        case TargetKind.MESSAGE:
            target.message.session_id = session_id
            target.message.message_id = target_id
        case TargetKind.REQUEST:
            target.request.session_id = session_id
            target.request.request_id = target_id
        case TargetKind.SEARCH:
            target.search.search_id = target_id
        case TargetKind.SESSION:
            target.session.session_id = session_id
        case TargetKind.ENTITY:
            _write_entity(target.entity, session_id, entity_of(target_id))


def _write_entity(message: target_pb2.EntityTarget, session_id: str, entity: Entity) -> None:
    message.type = entity.type
    message.id = entity.id
    match entity.parent:
        case TargetKind.MESSAGE:
            message.message.session_id = session_id
            message.message.message_id = entity.parent_id
        case TargetKind.REQUEST:
            message.request.session_id = session_id
            message.request.request_id = entity.parent_id
        case TargetKind.SESSION:
            message.session.session_id = session_id
