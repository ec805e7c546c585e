"""So many messages are read at a time; others wait for their turn, and no lane keeps one out."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from plaudit_server.domain.errors import DeadlineExceeded, Reason, ResourceExhausted
from plaudit_server.pipeline import messages
from plaudit_server.pipeline.messages import Receiver, Room

ROOM = Room(read=8, waiting=40)
"""Of one connection 2 and 10."""


class Context:
    """Sends its message when it is told to."""

    def __init__(self, peer: str) -> None:
        self._peer = peer
        self.is_read = False
        self._data: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def peer(self) -> str:
        return self._peer

    async def read(self) -> bytes:
        self.is_read = True
        return await self._data

    def send(self) -> None:
        self._data.set_result(b"sent")


class Receiving:
    """A receiver, and what it receives."""

    def __init__(self, *, seconds: float = 30) -> None:
        self._receiver = Receiver(ROOM, seconds=seconds)

    async def begin(
        self, count: int, *, peer: str = "near", owner: str = "key_1", namespace: str = "ns_1"
    ) -> list[tuple[Context, asyncio.Task[Any]]]:
        begun = []
        for _ in range(count):
            context: Any = Context(peer)
            task = asyncio.ensure_future(self._receiver.receive(context, (namespace, owner)))
            begun.append((context, task))
        await asyncio.sleep(0)
        return begun


def refused(begun: list[tuple[Context, asyncio.Task[Any]]]) -> list[int]:
    """Which of them ended with a refusal, by their place."""
    return [i for i, (_, task) in enumerate(begun) if task.done() and task.exception()]


async def until_refused(begun: list[tuple[Context, asyncio.Task[Any]]], count: int) -> None:
    async with asyncio.timeout(30):
        while len(refused(begun)) < count:
            await asyncio.sleep(0.01)


def test_messages_without_room_wait_in_order():
    async def run() -> None:
        begun = await Receiving().begin(6)
        assert [context.is_read for context, _ in begun] == [True] * 2 + [False] * 4
        for context, task in begun:
            assert context.is_read
            context.send()
            assert await task == b"sent"
            await asyncio.sleep(0)

    asyncio.run(run())


def test_messages_above_the_queue_limit_are_refused():
    async def run() -> None:
        begun = await Receiving().begin(13)
        await asyncio.sleep(0)
        assert refused(begun) == [12]
        error = begun[12][1].exception()
        assert isinstance(error, ResourceExhausted)
        assert error.reason is Reason.RATE_LIMITED

    asyncio.run(run())


def test_a_lane_below_its_share_is_read_although_the_room_is_full():
    async def run() -> None:
        receiving = Receiving()
        for i in range(4):
            await receiving.begin(12, peer=f"far_{i}")
        for other in ({"peer": "own"}, {"peer": "far_1", "owner": "key_2"}):
            ((context, task),) = await receiving.begin(1, **other)
            assert context.is_read, other
            context.send()
            assert await task == b"sent"

    asyncio.run(run())


def test_above_the_room_the_oldest_message_of_the_largest_caller_is_refused_after_a_while(
    monkeypatch,
):
    async def run() -> None:
        receiving = Receiving()
        most = [
            one
            for peer in ("far_0", "far_1", "far_2", "far_3")
            for one in await receiving.begin(2, peer=peer)
        ]
        other = await receiving.begin(2, peer="own", owner="key_2", namespace="ns_2")
        assert [context.is_read for context, _ in other] == [True, False]
        monkeypatch.setattr(messages, "SLOW_SECONDS", 3_600)
        await asyncio.sleep(0.2)  # they are slow by now
        assert not refused(most)
        monkeypatch.setattr(messages, "SLOW_SECONDS", 0)
        await until_refused(most, 1)
        assert refused(most) == [0]
        assert not refused(other)

    asyncio.run(run())


@pytest.mark.parametrize("count", [1, 12], ids=["read", "waiting"])
def test_a_message_that_takes_too_long_is_refused(count):
    async def run() -> None:
        begun = await Receiving(seconds=0.1).begin(count)
        done, _ = await asyncio.wait([task for _, task in begun], timeout=30)
        assert len(done) == count
        for task in done:
            error = task.exception()
            assert isinstance(error, DeadlineExceeded)
            assert error.reason is Reason.MESSAGE_TOO_SLOW

    asyncio.run(run())


def test_a_cancelled_message_frees_room():
    async def run() -> None:
        begun = await Receiving().begin(4)
        for i in (0, 2):
            begun[i][1].cancel()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert [context.is_read for context, _ in begun] == [True, True, False, True]

    asyncio.run(run())


def test_above_the_queue_limit_messages_of_the_largest_caller_are_refused():
    async def run() -> None:
        receiving = Receiving()
        most = [one for i in range(4) for one in await receiving.begin(12, peer=f"far_{i}")]
        other = await receiving.begin(6, peer="own", owner="key_2", namespace="ns_2")
        await until_refused(most, 5)
        assert len(refused(most)) == 5
        assert not refused(other)

    asyncio.run(run())
