"""Threads and turns that namespaces share: no one's queue is another's wait."""

from __future__ import annotations

import asyncio
import functools
import threading
from collections.abc import Awaitable, Callable

import pytest
import uvloop

from plaudit_server.domain.errors import Reason, ResourceExhausted
from plaudit_server.storage.engine.shares import Shares
from plaudit_server.storage.engine.turns import AT_A_TIME, Turns


def on_a_loop(test: Callable[[], Awaitable[None]]) -> Callable[[], None]:
    @functools.wraps(test)
    def run() -> None:
        uvloop.run(asyncio.wait_for(test(), timeout=10))

    return run


class Held:
    """Threads whose first pieces, of the namespace `a`, run until they are let go."""

    def __init__(self, threads: int, *, each: int, waiting: int = 100) -> None:
        self.shares = Shares(threads, each=each, waiting=waiting, name="test")
        self.order: list[str] = []
        self._started = threading.Semaphore(0)
        self._let_go = threading.Event()

    async def hold(self, count: int) -> asyncio.Future[list[None]]:
        """Run so many pieces; answers when all of them run."""
        holding = asyncio.gather(*(self.shares.run("a", self._hold) for _ in range(count)))
        for _ in range(count):
            assert await asyncio.to_thread(self._started.acquire, timeout=5)
        return holding

    def _hold(self) -> None:
        self._started.release()
        assert self._let_go.wait(timeout=10)

    def queue(self, namespace_id: str, name: str = "") -> asyncio.Future[None]:
        """Queue a piece that says that it ran."""

        def run() -> None:
            self.order.append(name or namespace_id)

        return asyncio.ensure_future(self.shares.run(namespace_id, run))

    async def end(self, *running: asyncio.Future[object]) -> None:
        self._let_go.set()
        await asyncio.gather(*running)
        await self.shares.close()


@on_a_loop
async def test_a_namespace_at_its_limit_leaves_a_thread_free() -> None:
    held = Held(4, each=3)
    holding = await held.hold(3)
    own = held.queue("a")
    await held.queue("b")
    assert held.order == ["b"]
    assert not own.done()
    await held.end(holding, own)


@on_a_loop
async def test_namespaces_are_served_in_turn_however_long_a_queue_is() -> None:
    held = Held(1, each=1)
    holding = await held.hold(1)
    waiting = [held.queue("a", f"a{i}") for i in range(5)]
    waiting += [held.queue(name) for name in ("b", "c")]
    await asyncio.sleep(0)
    await held.end(holding, *waiting)
    assert held.order == ["a0", "b", "c", "a1", "a2", "a3", "a4"]


@on_a_loop
async def test_queued_work_of_a_cancelled_call_is_not_started() -> None:
    held = Held(1, each=1)
    holding = await held.hold(1)
    gone, stays = held.queue("b", "gone"), held.queue("b", "stays")
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.wait([gone])
    await held.end(holding, stays)
    assert held.order == ["stays"]


@on_a_loop
async def test_only_a_namespace_with_a_full_queue_is_refused() -> None:
    held = Held(1, each=1, waiting=2)
    holding = await held.hold(1)
    waiting = [held.queue("a") for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(ResourceExhausted) as refused:
        await held.queue("a")
    assert refused.value.reason is Reason.RATE_LIMITED
    assert refused.value.retry_after
    assert "2 slow calls" in refused.value.message
    others = held.queue("b")
    waiting[0].cancel()  # who has gone makes room
    await asyncio.wait([waiting.pop(0)])
    waiting.append(held.queue("a"))
    await asyncio.sleep(0)
    await held.end(holding, others, *waiting)
    assert sorted(held.order) == ["a", "a", "b"]


@on_a_loop
async def test_few_turns_are_given_before_other_callbacks_run() -> None:
    turns = Turns()
    given = 0
    most = 0

    def take() -> None:
        nonlocal given
        given += 1

    for _ in range(10 * AT_A_TIME):
        turns.call("a", take)
    while given < 10 * AT_A_TIME:
        before = given
        await asyncio.sleep(0)
        most = max(most, given - before)
    assert most == AT_A_TIME


@on_a_loop
async def test_turns_go_to_the_namespaces_one_after_the_other() -> None:
    turns = Turns()
    order: list[str] = []

    def take(namespace_id: str) -> Callable[[], None]:
        return lambda: order.append(namespace_id)

    for namespace_id in "a" * 50 + "bb":
        turns.call(namespace_id, take(namespace_id))
    while len(order) < 52:
        await asyncio.sleep(0)
    assert "".join(order[:6]) == "ababaa"
