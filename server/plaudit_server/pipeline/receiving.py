"""Receiving the messages of a call, once its caller is known, within bounds.

gRPC would receive a request before anybody looks at the call. Here its headers come first: who may
not call is refused unheard, and costs no more than the window of a stream.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import grpc.aio

from plaudit_server.domain.errors import (
    DeadlineExceeded,
    Reason,
    Refusal,
    ResourceExhausted,
    Violation,
    invalid,
)
from plaudit_server.pipeline.call import Call, Handler, Method

END_USERS_BYTES = 65_536
"""How long a message of an end user or of the bearer of a feedback token may be."""
LONG = 65_536
"""What is longer than this, in bytes, is worked on off the event loop."""
LOOK_EVERY = 0.05
"""How often messages that have not arrived whole are looked at, in seconds. One that is there twice
is slow."""


class Receiving:
    """Receives messages, and ends what is slow to arrive when there is too much of it.

    A message that is slow may hold as many bytes as a message may have. So there are only so many
    of them, in all and of one connection; beyond that those that have taken longest are refused.
    """

    def __init__(
        self,
        *,
        max_message_bytes: int,
        received_bytes: int,
        max_receiving_bytes: int,
        message_seconds: float,
    ) -> None:
        """Take the longest request, the longest message that gRPC receives, and room for slow ones.

        At worst each of those is of the longest that gRPC receives.
        """
        self._max_message_bytes = max_message_bytes
        self._slow_in_all = max(max_receiving_bytes // received_bytes, 4)
        self._slow_of_one = self._slow_in_all // 4
        self._seconds = message_seconds
        self._loop = asyncio.get_running_loop()
        self._incomplete: dict[_Message, None] = {}
        self._looking = False
        # One alone: the loop takes turns with each thread that computes.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="plaudit-long-request")

    def stage(self, method: Method, handler: Handler) -> Handler:
        """Give a call its message, or what reads those of its stream."""

        async def handle(call: Call) -> bytes:
            data = await self._receive(call)
            if data is None:
                raise invalid([Violation(field="request", rule="must be sent")])
            call.data = data
            if len(data) > LONG:
                call.apart = self._apart
            return await handler(call)

        async def handle_stream(call: Call) -> bytes:
            async def read() -> bytes | None:
                # A stream may rest: how many there are is bounded where they are opened.
                data = self._of_fitting_size(call, await call.context.read())
                call.apart = self._apart if data is not None and len(data) > LONG else None
                return data

            call.read = read
            return await handler(call)

        return handle_stream if method.streams_in else handle

    def _apart(self, work: Callable[[], Any]) -> Awaitable[Any]:
        return self._loop.run_in_executor(self._thread, work)

    async def _receive(self, call: Call) -> bytes | None:
        message = _Message(call)
        self._incomplete[message] = None
        if not self._looking:
            self._looking = True
            self._loop.call_later(LOOK_EVERY, self._look)
        try:
            data = await call.context.read()
        except asyncio.CancelledError:
            if message.refusal is None:
                raise
            message.task.uncancel()
            raise message.refusal from None
        finally:
            del self._incomplete[message]
        return self._of_fitting_size(call, data)

    def _of_fitting_size(self, call: Call, data: Any) -> bytes | None:
        """Answer what was read, `None` at the end; refuse what its caller may not send."""
        if data is grpc.aio.EOF:  # type: ignore[attr-defined]
            return None
        size = len(data)
        limit = self._max_message_bytes
        principal = call.principal
        whose = "this server takes"
        if principal.user_id or principal.feedback_token is not None:
            limit = min(limit, END_USERS_BYTES)
            whose = "end users and bearers of feedback tokens send"
        if size > limit:
            raise ResourceExhausted(
                reason=Reason.MESSAGE_TOO_LARGE,
                message=f"the request has {size} bytes; {whose} at most {limit}: send smaller"
                " batches or shorter texts",
                subject="message",
            )
        return cast(bytes, data)

    def _look(self) -> None:
        """End what takes too long, and what is more than may be slow at once."""
        now = self._loop.time()
        slow: list[_Message] = []
        for message in self._incomplete:
            if message.refusal is not None:
                continue
            if message.seen is None:
                message.seen = now
            elif now - message.seen > self._seconds:
                message.refuse(_too_slow(self._seconds))
            else:
                slow.append(message)
        if len(slow) > self._slow_of_one:
            self._refuse_most(slow)
        self._looking = bool(self._incomplete)
        if self._looking:
            self._loop.call_later(LOOK_EVERY, self._look)

    def _refuse_most(self, slow: list[_Message]) -> None:
        """Refuse the oldest of what one connection, or all, have too many of."""
        of_connection = Counter(message.peer for message in slow)
        too_many = len(slow) - self._slow_in_all
        for message in slow:
            # Of too many in all, those go whose connection has its share and more.
            share = self._slow_in_all // len(of_connection)
            count = of_connection[message.peer]
            if count > self._slow_of_one or (too_many > 0 and count > share):
                of_connection[message.peer] -= 1
                too_many -= 1
                message.refuse(_too_many())


class _Message:
    """A message that somebody waits for."""

    __slots__ = ("_call", "_peer", "refusal", "seen", "task")

    def __init__(self, call: Call) -> None:
        self._call = call
        self._peer = ""
        self.task: asyncio.Task[Any] = asyncio.current_task()  # type: ignore[assignment]
        self.seen: float | None = None
        """When it was first seen not to have arrived."""
        self.refusal: Refusal | None = None

    @property
    def peer(self) -> str:
        """The connection."""
        if not self._peer:
            self._peer = self._call.context.peer()
        return self._peer

    def refuse(self, refusal: Refusal) -> None:
        """Wait no longer: whoever waits gets the refusal."""
        self.refusal = refusal
        self.task.cancel()


def _too_slow(seconds: float) -> Refusal:
    return DeadlineExceeded(
        reason=Reason.MESSAGE_TOO_SLOW,
        message=f"the request did not arrive within {seconds:g} seconds",
    )


def _too_many() -> Refusal:
    return ResourceExhausted(
        reason=Reason.RATE_LIMITED,
        message="too many messages are half sent: send each whole, or fewer at a time, and try"
        " again",
        subject="messages being received",
        retry_after=1.0,
    )
