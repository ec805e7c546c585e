"""What one namespace asks of a store, another does not wait for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Generator, Sequence
from typing import Any

import pytest

from plaudit_server.storage.datasets import agreement
from plaudit_server.storage.engine import store as store_module
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.engine.transaction import Transaction
from support.annotations import add, define, response
from support.stores import submit_one


async def eventually(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.01)


@pytest.fixture
def let_go() -> Generator[threading.Event]:
    """Lets go of what a test holds, at its end at the latest."""
    event = threading.Event()
    yield event
    event.set()


@pytest.mark.parametrize("kind_of_work", ["query", "work"])
async def test_a_namespace_that_asks_for_more_than_there_are_threads_leaves_one_to_others(
    store: Store,
    namespace: str,
    new_namespace: Callable[..., Any],
    let_go: threading.Event,
    kind_of_work: str,
) -> None:
    elsewhere = await new_namespace(store)
    run = getattr(store, kind_of_work)
    held = [asyncio.ensure_future(run(namespace, lambda _: let_go.wait(30))) for _ in range(8)]
    await asyncio.sleep(0.1)
    assert await asyncio.wait_for(run(elsewhere, lambda _: "served"), timeout=20) == "served"
    assert not any(one.done() for one in held)
    let_go.set()
    assert all(await asyncio.gather(*held))


async def test_long_work_of_many_namespaces_gives_way_to_another_and_ends_with_its_caller(
    store: Store, new_namespace: Callable[..., Any]
) -> None:
    parts = 0

    def endless(_: Backend) -> Generator[None]:
        nonlocal parts
        while True:
            parts += 1
            yield

    busy = [
        asyncio.ensure_future(store.work_in_parts(await new_namespace(store), endless))
        for _ in range(store_module.LONG_WORK_THREADS + 1)
    ]
    await eventually(lambda: parts > 0)
    mine = await new_namespace(store)
    assert await asyncio.wait_for(store.work(mine, lambda _: "served"), timeout=20) == "served"
    for one in busy:
        one.cancel()
    await asyncio.wait(busy)
    await store.work(mine, lambda _: None)  # a slice that was under way may end meanwhile
    await asyncio.sleep(2 * store_module.SLICE_SECONDS)
    ended = parts
    await asyncio.sleep(2 * store_module.SLICE_SECONDS)
    assert parts == ended


async def test_long_work_answers_its_result_and_its_error(store: Store, namespace: str) -> None:
    def count(_: Backend, end: int) -> Generator[None, None, int]:
        for _part in range(end):
            yield
        return 10 // end

    assert await store.work_in_parts(namespace, count, 5) == 2
    with pytest.raises(ZeroDivisionError):
        await store.work_in_parts(namespace, count, 0)


async def test_agreement_is_measured_in_parts(
    store: Store, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agreement, "AT_ONCE", 2)
    dataset_id = await define(store, namespace)
    for _ in range(5):
        await add(store, namespace, dataset_id, response("a"), response("b"))

    def measure(backend: Backend) -> int:
        everything = agreement.Wanted("", 0, [])
        parts = agreement.measure(backend, namespace, dataset_id, everything)
        return sum(1 for _ in parts)

    assert await store.work(namespace, measure) >= 5, "one for every two responses"


async def test_a_namespace_dry_runs_one_at_a_time_and_a_writer_comes_before_the_next_but_one(
    store: Store, namespace: str, new_namespace: Callable[..., Any], let_go: threading.Event
) -> None:
    elsewhere = await new_namespace(store)
    order: list[str] = []
    running: list[int] = []
    most = 0

    def dry_run(_: Transaction, jobs: Sequence[None]) -> list[None]:
        nonlocal most
        running.append(1)
        most = max(most, len(running))
        let_go.wait(30)
        running.pop()
        order.append("dry_run")
        return [None] * len(jobs)

    dry_runs = [
        asyncio.ensure_future(store.dry_run(dry_run, None, namespace_id=namespace))
        for _ in range(6)
    ]
    await eventually(lambda: bool(running))
    written = asyncio.ensure_future(submit_one(store, elsewhere, text="text"))
    written.add_done_callback(lambda _: order.append("written"))
    await asyncio.sleep(0.3)
    let_go.set()
    await asyncio.gather(written, *dry_runs)
    assert most == 1
    assert order.index("written") <= 2
