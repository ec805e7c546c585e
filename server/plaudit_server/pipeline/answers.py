"""Answers that their callers have not read yet: how much of them a server keeps."""

from __future__ import annotations

from collections import Counter

from plaudit_server.domain.errors import ResourceExhausted, rate_limited
from plaudit_server.pipeline.call import Call, Handler, Method

SHORT = 4_096
"""A shorter answer, in bytes, is not counted."""
OF_KEY = 67_108_864
"""How many bytes of answers the callers with one API key may leave unread on one connection, and"""
OF_PEOPLE = 8_388_608
"""how many an end user or the bearer of a feedback token, on all connections."""
OF_NAMESPACE = 536_870_912
"""How many all callers of a namespace together."""


class Answers:
    """Counts the bytes of long answers until gRPC has sent them, and refuses more than may wait.

    A caller whose connection takes nothing would otherwise fill the server with what it asks for.
    """

    def __init__(self) -> None:
        self._unread: Counter[tuple[str, ...]] = Counter()

    def stage(self, method: Method, handler: Handler) -> Handler:
        """Refuse the calls of who leaves too much unread, before and after they are served."""
        if method.streams_out:
            return handler  # each message of a stream waits until the one before it was sent

        async def handle(call: Call) -> bytes:
            self._check(call, 0)
            response = await handler(call)
            size = len(response)
            if size > SHORT:
                self._check(call, size)
                self._count(call, size)
            return response

        return handle

    def _check(self, call: Call, size: int) -> None:
        if not self._unread:
            return
        caller, namespace = _counted(call)
        limit = OF_KEY if len(caller) == OF_CONNECTION else OF_PEOPLE
        if self._unread[caller] + size > limit or self._unread[namespace] + size > OF_NAMESPACE:
            raise _unread(call.principal.id)

    def _count(self, call: Call, size: int) -> None:
        counted = _counted(call)
        for key in counted:
            self._unread[key] += size

        def sent(_: object) -> None:
            for key in counted:
                self._unread[key] -= size
                if not self._unread[key]:
                    del self._unread[key]

        call.context.add_done_callback(sent)  # type: ignore[arg-type]


OF_CONNECTION = 3
"""How many parts the name of a caller has that is told apart by its connection."""


def _counted(call: Call) -> tuple[tuple[str, ...], tuple[str]]:
    """Name whose answers are counted: the caller and the namespace.

    Many servers of an application share a key: one that is stuck does not stop the others.
    """
    principal = call.principal
    caller: tuple[str, ...] = (principal.namespace_id, principal.id)
    if not principal.user_id and principal.feedback_token is None:
        caller = (*caller, call.context.peer())
    return caller, (principal.namespace_id,)


def _unread(principal_id: str) -> ResourceExhausted:
    return rate_limited(
        "too many answers to this caller have not been read: read them first, or ask for less",
        subject=f"principal:{principal_id}",
    )
