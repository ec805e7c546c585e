"""Limits on open calls: streams of a credential and of a namespace, and calls of a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from plaudit_server.domain.errors import ResourceExhausted, rate_limited
from plaudit_server.pipeline.call import Call, Handler, Method


class Limits(NamedTuple):
    """The most open streams of one method on a server."""

    of_principal: int
    of_namespace: int
    """All principals of the namespace together."""


WATCHES = Limits(1_000, 2_000)
"""A watch costs little while nothing changes. To send a change to 2,000 watches takes the event
loop some 0.3 seconds, in slices of a few milliseconds between which others are served."""
STREAMS = Limits(100, 1_000)
"""Each may hold megabytes: items that wait to be recorded, or examples being sent. End users stream
feedback too, each as a principal of their own."""
MAX_CALLS_OF_PERSON = 16
"""The most open calls of an end user or the bearer of a feedback token."""
MAX_STREAMS_OF_END_USER = 4
"""The most open streams of one method of an end user."""
RETRY_AFTER = 5.0
"""When a caller may retry, in seconds: streams stay open for long."""


class Streams:
    """Counts the open streams of a server, and refuses those above the limits."""

    def __init__(self, *, incoming: int) -> None:
        """`incoming` is the most open request streams in all; one connection may have half.

        Each may hold a partly received message for as long as it is open.
        """
        self._incoming = incoming
        self._open: Counter[tuple[str, ...]] = Counter()

    def stage(self, method: Method, handler: Handler) -> Handler:
        """Count a method's open calls if they stream or people make them."""
        if not (method.streams_in or method.streams_out):
            return self._limit_people(handler)
        limits = WATCHES if method.access.watches else STREAMS

        async def handle(call: Call) -> bytes:
            counted = []
            for whose, id_, limit in self._shares(method, call, limits):
                of = call.principal.namespace_id if whose == "principal" else ""
                key = (method.path, whose, of, id_)
                if self._open[key] >= limit:
                    raise _too_many(method, whose, id_, limit)
                counted.append(key)
            self._open.update(counted)
            try:
                return await handler(call)
            finally:
                for key in counted:
                    self._open[key] -= 1
                    if not self._open[key]:
                        del self._open[key]

        return handle

    def _limit_people(self, handler: Handler) -> Handler:
        async def handle(call: Call) -> bytes:
            principal = call.principal
            if not principal.user_id and principal.feedback_token is None:
                return await handler(call)
            key = ("calls", principal.namespace_id, principal.id)
            if self._open[key] >= MAX_CALLS_OF_PERSON:
                raise rate_limited(
                    "an end user or the bearer of a feedback token may have at most"
                    f" {MAX_CALLS_OF_PERSON} calls open",
                    subject=f"principal:{principal.id}",
                )
            self._open[key] += 1
            try:
                return await handler(call)
            finally:
                self._open[key] -= 1
                if not self._open[key]:
                    del self._open[key]

        return handle

    def _shares(self, method: Method, call: Call, limits: Limits) -> Iterator[tuple[str, str, int]]:
        """Yield what a stream counts towards: the kind of owner, its id, and its limit."""
        principal = call.principal
        of_principal = MAX_STREAMS_OF_END_USER if principal.user_id else limits.of_principal
        yield "principal", principal.id, of_principal
        yield "namespace", principal.namespace_id, limits.of_namespace
        if method.streams_in:
            yield "connection", call.context.peer(), max(self._incoming // 2, 1)
            yield "server", "", self._incoming


def _too_many(method: Method, whose: str, id_: str, limit: int) -> ResourceExhausted:
    return rate_limited(
        f"this {whose} has {limit} calls of {method.name} open, which is the limit: end some first",
        ids={"limit": str(limit), whose: id_} if id_ else {"limit": str(limit)},
        subject=f"{whose}:{id_}",
        retry_after=RETRY_AFTER,
    )
