"""The targets of feedback: what it is about."""

from __future__ import annotations

from plaudit.v1 import target_pb2

__all__ = ["entity", "message", "request", "search", "session"]


def message(session_id: str, message_id: str) -> target_pb2.Target:
    """Return the target of feedback on an answer, by the id of its message.

    Args:
        session_id: The conversation.
        message_id: The message in it, as `create_exchange(message_id=…)` named it.

    """
    found = target_pb2.MessageTarget(session_id=session_id, message_id=message_id)
    return target_pb2.Target(message=found)


def request(session_id: str, request_id: str) -> target_pb2.Target:
    """Return the target of feedback on an answer, by the id of the request that it answers.

    Args:
        session_id: The conversation.
        request_id: The request in it, as `create_exchange(request_id=…)` named it.

    """
    found = target_pb2.RequestTarget(session_id=session_id, request_id=request_id)
    return target_pb2.Target(request=found)


def search(search_id: str) -> target_pb2.Target:
    """Return the target of feedback on the results of a search.

    Args:
        search_id: The search, by the application's own id.

    """
    return target_pb2.Target(search=target_pb2.SearchTarget(search_id=search_id))


def session(session_id: str) -> target_pb2.Target:
    """Return the target of feedback on a conversation as a whole.

    Args:
        session_id: The conversation.

    """
    return target_pb2.Target(session=target_pb2.SessionTarget(session_id=session_id))


def entity(type: str, id: str, *, parent: target_pb2.Target | None = None) -> target_pb2.Target:  # noqa: A002 - the contract's names
    """Return the target of feedback on something of the application's own, such as a document.

    Args:
        type: What kind of thing it is, such as `document`.
        id: Its id in the application.
        parent: The message, the request or the session that it belongs to, if any.

    Raises:
        ValueError: The parent is a search or another entity.

    """
    found = target_pb2.EntityTarget(type=type, id=id)
    match parent and parent.WhichOneof("target"):
        case None:
            pass
        case "message":
            found.message.CopyFrom(parent.message)  # type: ignore[union-attr]
        case "request":
            found.request.CopyFrom(parent.request)  # type: ignore[union-attr]
        case "session":
            found.session.CopyFrom(parent.session)  # type: ignore[union-attr]
        case kind:
            raise ValueError(f"parent: a message, a request or a session, not a {kind}")
    return target_pb2.Target(entity=found)
