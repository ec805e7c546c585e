"""Targets between messages and values: kind, session id and target id."""

from __future__ import annotations

from plaudit_server.contract import target_pb2
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
        case _:
            return TargetKind.SESSION, target.session.session_id, ""


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
