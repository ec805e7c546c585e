"""Open streams: how many a credential and a namespace may have."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from plaudit_server.domain.errors import Reason, ResourceExhausted
from plaudit_server.pipeline.call import Call, Handler, Method


class Limits(NamedTuple):
    """How many streams of one method may be open on a server."""

    of_principal: int
    of_namespace: int
    """Of all its principals together."""


WATCHES = Limits(1_000, 2_000)
"""A watch costs little while nothing happens. To tell 2,000 of a change takes the event loop some
0.3 seconds, in slices of a few milliseconds between which others are served."""
STREAMS = Limits(100, 1_000)
"""Each may hold megabytes: items that wait to be recorded, or examples on their way. End users
stream feedback too, each a principal of their own."""
RETRY_AFTER = 5.0
"""When a caller may try again, in seconds: streams last."""


class Streams:
    """Counts the open streams of a server, and refuses more of them than anybody may have."""

    def __init__(self) -> None:
        self._open: Counter[tuple[str, ...]] = Counter()

    def stage(self, method: Method, handler: Handler) -> Handler:
        """Count a method's calls while they are open, where they stream."""
        if not (method.streams_in or method.streams_out):
            return handler
        limits = WATCHES if method.name == "WatchFeedback" else STREAMS

        async def handle(call: Call) -> bytes:
            principal = call.principal
            of_namespace = (method.path, principal.namespace_id)
            of_principal = (*of_namespace, principal.id)
            if self._open[of_principal] >= limits.of_principal:
                raise _too_many(method, "principal", principal.id, limits.of_principal)
            if self._open[of_namespace] >= limits.of_namespace:
                raise _too_many(method, "namespace", principal.namespace_id, limits.of_namespace)
            self._open.update((of_namespace, of_principal))
            try:
                return await handler(call)
            finally:
                for counted in (of_namespace, of_principal):
                    self._open[counted] -= 1
                    if not self._open[counted]:
                        del self._open[counted]

        return handle


def _too_many(method: Method, whose: str, id_: str, limit: int) -> ResourceExhausted:
    return ResourceExhausted(
        reason=Reason.RATE_LIMITED,
        message=f"this {whose} has {limit} calls of {method.name} open on this server, as many as"
        " it may have: end some of them first",
        ids={"limit": str(limit), whose: id_},
        subject=f"{whose}:{id_}",
        retry_after=RETRY_AFTER,
    )
