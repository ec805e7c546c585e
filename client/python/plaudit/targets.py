"""The targets of feedback: what it is about."""

from __future__ import annotations

from typing import Any

from plaudit.arguments import build
from plaudit.v1 import target_pb2

__all__ = ["entity", "message", "request", "search", "session"]


def message(session_id: str, message_id: str) -> target_pb2.Target:
    """Return the target of feedback on an answer, by the id of its message.

    Args:
        session_id: The conversation.
        message_id: The message in it, as `create_exchange(message_id=…)` named it.

    """
    return _target(message={"session_id": session_id, "message_id": message_id})


def request(session_id: str, request_id: str) -> target_pb2.Target:
    """Return the target of feedback on an answer, by the id of the request that it answers.

    Args:
        session_id: The conversation.
        request_id: The request in it, as `create_exchange(request_id=…)` named it.

    """
    return _target(request={"session_id": session_id, "request_id": request_id})


def search(search_id: str) -> target_pb2.Target:
    """Return the target of feedback on the results of a search.

    Args:
        search_id: The search, by the application's own id.

    """
    return _target(search={"search_id": search_id})


def session(session_id: str) -> target_pb2.Target:
    """Return the target of feedback on a conversation as a whole.

    Args:
        session_id: The conversation.

    """
    return _target(session={"session_id": session_id})


def entity(type: str, id: str, *, parent: target_pb2.Target | None = None) -> target_pb2.Target:  # noqa: A002 - the contract's names
    """Return the target of feedback on something of the application's own, such as a document.

    Args:
        type: What kind of thing it is, such as `document`.
        id: Its id in the application.
        parent: The message, the request or the session that it belongs to, if any.

    Raises:
        ValueError: The parent is a search or another entity.

    """
    fields: dict[str, Any] = {"type": type, "id": id}
    if parent is not None:
        if not isinstance(parent, target_pb2.Target):
            raise TypeError(f"parent: a target that `message` or another made, not {parent!r}")
        kind = parent.WhichOneof("target")
        if kind not in ("message", "request", "session"):
            raise ValueError(f"parent: a message, a request or a session, not a {kind}")
        fields[kind] = getattr(parent, kind)
    return _target(entity=fields)


def _target(**kind: dict[str, Any]) -> target_pb2.Target:
    return build(target_pb2.Target, kind)
