"""Open calls: how many streams a credential and a namespace may have, how many calls a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from plaudit_server.domain.errors import ResourceExhausted, rate_limited
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
CALLS_OF_PEOPLE = 16
"""How many calls an end user or the bearer of a feedback token may make at a time."""
OF_END_USER = 4
"""How many streams of a method an end user may have open."""
RETRY_AFTER = 5.0
"""When a caller may try again, in seconds: streams last."""


class Streams:
    """Counts the open streams of a server, and refuses more of them than anybody may have."""

    def __init__(self, *, incoming: int) -> None:
        """Take how many streams that callers send may be open in all, of one connection half.

        Each may hold a half-sent message for as long as it is open.
        """
        self._incoming = incoming
        self._open: Counter[tuple[str, ...]] = Counter()

    def stage(self, method: Method, handler: Handler) -> Handler:
        """Count a method's calls while they are open, where they stream or people make them."""
        if not (method.streams_in or method.streams_out):
            return self._of_people(handler)
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

    def _of_people(self, handler: Handler) -> Handler:
        async def handle(call: Call) -> bytes:
            principal = call.principal
            if not principal.user_id and principal.feedback_token is None:
                return await handler(call)
            key = ("calls", principal.namespace_id, principal.id)
            if self._open[key] >= CALLS_OF_PEOPLE:
                raise rate_limited(
                    f"an end user or the bearer of a feedback token makes at most {CALLS_OF_PEOPLE}"
                    " calls at a time",
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
        """Say whose streams are counted, and how many each may have."""
        principal = call.principal
        of_principal = OF_END_USER if principal.user_id else limits.of_principal
        yield "principal", principal.id, of_principal
        yield "namespace", principal.namespace_id, limits.of_namespace
        if method.streams_in:
            yield "connection", call.context.peer(), max(self._incoming // 2, 1)
            yield "server", "", self._incoming


def _too_many(method: Method, whose: str, id_: str, limit: int) -> ResourceExhausted:
    return rate_limited(
        f"this {whose} has {limit} calls of {method.name} open, as many as it may have: end some of"
        " them first",
        ids={"limit": str(limit), whose: id_} if id_ else {"limit": str(limit)},
        subject=f"{whose}:{id_}",
        retry_after=RETRY_AFTER,
    )
