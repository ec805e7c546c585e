"""Waiting for messages to arrive, within bounds of time and number."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any, cast

import grpc.aio

from plaudit_server.domain.errors import DeadlineExceeded, Reason, Refusal, rate_limited

Context = grpc.aio.ServicerContext[Any, Any]

LOOK_EVERY = 0.1
"""How often messages that have not arrived whole are looked at, in seconds. One that is there twice
is slow."""


class Receiver:
    """Receives messages, and refuses the oldest incomplete ones when there are too many.

    A message that is slow may hold as many bytes as a message may have. So there are only so many
    of them, in all and of one connection; beyond that those that have taken longest are refused.
    """

    def __init__(self, *, slow_in_all: int, seconds: float) -> None:
        """Take how many messages may be slow in all, of one connection a quarter, and how long."""
        self._slow_in_all = slow_in_all
        self._slow_of_one = max(slow_in_all // 4, 1)
        self._seconds = seconds
        self._loop = asyncio.get_running_loop()
        self._incomplete: dict[_Message, None] = {}
        self._looking = False

    async def receive(self, context: Context) -> bytes | None:
        """Receive the next message of a call; `None` where its caller sends no more.

        Raises DeadlineExceeded where it takes too long, and ResourceExhausted.
        """
        message = _Message(context)
        self._incomplete[message] = None
        if not self._looking:
            self._looking = True
            self._loop.call_later(LOOK_EVERY, self._look)
        try:
            data = await context.read()
        except asyncio.CancelledError:
            if message.refusal is None:
                raise
            message.task.uncancel()
            raise message.refusal from None
        finally:
            del self._incomplete[message]
        return None if data is grpc.aio.EOF else cast(bytes, data)  # type: ignore[attr-defined]

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
        share = self._slow_in_all // len(of_connection)
        for message in slow:
            # Of too many in all, those go whose connection has its share and more.
            count = of_connection[message.peer]
            if count > self._slow_of_one or (too_many > 0 and count > share):
                of_connection[message.peer] -= 1
                too_many -= 1
                message.refuse(_too_many())


class _Message:
    """A message that somebody waits for."""

    __slots__ = ("_context", "_peer", "refusal", "seen", "task")

    def __init__(self, context: Context) -> None:
        self._context = context
        self._peer = ""
        self.task: asyncio.Task[Any] = asyncio.current_task()  # type: ignore[assignment]
        self.seen: float | None = None
        """When it was first seen not to have arrived."""
        self.refusal: Refusal | None = None

    @property
    def peer(self) -> str:
        """The connection."""
        if not self._peer:
            self._peer = self._context.peer()
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
    return rate_limited(
        "too many requests are still being sent: send fewer at a time, and retry",
        subject="requests being received",
    )
