"""Waiting for messages to arrive, within bounds of time and number."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any, cast

import grpc.aio

from plaudit_server.domain.errors import DeadlineExceeded, Reason, Refusal, rate_limited
from plaudit_server.pipeline.call import Context

LOOK_EVERY = 0.05
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

    async def receive(self, context: Context, owner: tuple[str, str] = ("", "")) -> bytes | None:
        """Receive the next message of a call; `None` where its caller sends no more.

        The owner is the caller, by namespace and id: when there are too many messages, those of
        whoever has the most are refused first. Raises DeadlineExceeded where it takes too long, and
        ResourceExhausted.
        """
        message = _Message(context, owner)
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
        """Refuse the oldest of what one connection has too many of; in all, of who has the most."""
        of_connection = Counter(message.peer for message in slow)
        left = []
        for message in slow:
            if of_connection[message.peer] > self._slow_of_one:
                of_connection[message.peer] -= 1
                message.refuse(_too_many())
            else:
                left.append(message)
        while len(left) > self._slow_in_all:
            left = self._refuse_of_whom_has_most(left, len(left) - self._slow_in_all)

    def _refuse_of_whom_has_most(self, slow: list[_Message], too_many: int) -> list[_Message]:
        """Refuse some of the namespace that has the most, in it of the caller who has the most."""
        of_namespace = Counter(message.owner[0] for message in slow).most_common(2)
        namespace, most = of_namespace[0]
        next_most = of_namespace[1][1] if len(of_namespace) > 1 else 0
        of_caller = Counter(message.owner for message in slow if message.owner[0] == namespace)
        (owner, count), *_ = of_caller.most_common(1)
        refused = [message for message in slow if message.owner == owner]
        refused = refused[: max(1, min(too_many, count, most - next_most))]
        for message in refused:
            message.refuse(_too_many())
        return [message for message in slow if message not in refused]


class _Message:
    """A message that somebody waits for."""

    __slots__ = ("_context", "_peer", "owner", "refusal", "seen", "task")

    def __init__(self, context: Context, owner: tuple[str, str]) -> None:
        self.owner = owner
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
