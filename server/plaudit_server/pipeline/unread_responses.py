"""Responses that their callers have not read yet: how many bytes of them a server keeps."""

from __future__ import annotations

from collections import Counter

from plaudit_server.domain.errors import ResourceExhausted, rate_limited
from plaudit_server.pipeline.call import Call, Handler, Method

MIN_COUNTED_BYTES = 4_096
"""Shorter responses are not counted."""
MAX_BYTES_OF_KEY = 67_108_864
"""The most unread bytes of an API key on one connection."""
MAX_BYTES_OF_PERSON = 8_388_608
"""The most unread bytes of an end user or the bearer of a feedback token, on all connections."""
MAX_BYTES_OF_NAMESPACE = 536_870_912
"""The most unread bytes of all callers of a namespace together."""


class UnreadResponses:
    """Counts the bytes of long responses until gRPC has sent them, and refuses calls above a limit.

    Without a limit, a caller that sends requests and reads no responses would fill the memory.
    """

    def __init__(self) -> None:
        self._unread: Counter[tuple[str, ...]] = Counter()

    def stage(self, method: Method, handler: Handler) -> Handler:
        """Refuse calls of callers with too many unread bytes, before and after they are served."""
        if method.streams_out:
            return handler  # a stream sends a message only after the one before it was sent

        async def handle(call: Call) -> bytes:
            self._check(call, 0)
            response = await handler(call)
            size = len(response)
            if size > MIN_COUNTED_BYTES:
                self._check(call, size)
                self._count(call, size)
            return response

        return handle

    def _check(self, call: Call, size: int) -> None:
        if not self._unread:
            return
        caller, namespace = _counted(call)
        limit = MAX_BYTES_OF_KEY if len(caller) == OF_CONNECTION else MAX_BYTES_OF_PERSON
        if (
            self._unread[caller] + size > limit
            or self._unread[namespace] + size > MAX_BYTES_OF_NAMESPACE
        ):
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
"""How many parts the key of a caller has that is counted per connection."""


def _counted(call: Call) -> tuple[tuple[str, ...], tuple[str]]:
    """Return the keys under which a call's response is counted: its caller and its namespace.

    Several servers of an application share an API key. It is counted per connection, so that one
    that is stuck does not block the others.
    """
    principal = call.principal
    caller: tuple[str, ...] = (principal.namespace_id, principal.id)
    if not principal.user_id and principal.feedback_token is None:
        caller = (*caller, call.context.peer())
    return caller, (principal.namespace_id,)


def _unread(principal_id: str) -> ResourceExhausted:
    return rate_limited(
        "too many responses to this caller have not been read: read them first, or request less",
        subject=f"principal:{principal_id}",
    )
