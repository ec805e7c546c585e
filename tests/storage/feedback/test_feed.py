"""The feed: one reader for many watchers, who miss nothing and get nothing twice."""

from __future__ import annotations

import asyncio
import gc
import random
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing
from typing import Any

import psutil
import pytest

from plaudit_server.domain.errors import Reason, Refusal, Unavailable
from plaudit_server.domain.feedback.feedback import FeedbackDeletion
from plaudit_server.storage.engine import feed as feed_module
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.feed import (
    FIND_CHANGED,
    MAX_QUEUED,
    ChangeBatch,
    Feed,
    PurgedError,
)
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.feedback import changes as feedback_changes
from plaudit_server.storage.feedback import feedback
from plaudit_server.storage.feedback.changes import Change
from support.stores import execute, in_one_group, submission, submit, submit_one

OpenStore = Callable[..., Store]


def everything(_: Change) -> bool:
    return True


async def eventually(holds: Callable[[], bool], *, within: float = 20) -> None:
    async with asyncio.timeout(within):
        while not holds():
            await asyncio.sleep(0.01)


class Watching:
    """A task that follows a feed, and the changes that it got."""

    def __init__(
        self,
        feed: Feed[Change],
        namespace: str,
        position: int = 0,
        matches: Callable[[Change], bool] = everything,
        *,
        read: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(0),
    ) -> None:
        self.sequences: list[int] = []
        self.checkpoints: list[int] = []
        self.changes: list[Change] = []
        self._read = read
        self.task = asyncio.create_task(self._follow(feed.follow(namespace, position, matches)))

    async def _follow(self, events: AsyncGenerator[Change | int, None]) -> None:
        async with aclosing(events) as following:
            async for event in following:
                if isinstance(event, int):
                    self.checkpoints.append(event)
                else:
                    self.sequences.append(event.sequence)
                    self.changes.append(event)
                    await self._read()

    async def end(self) -> None:
        self.task.cancel()
        await asyncio.wait([self.task])


def read_changes(*place: Any) -> ChangeBatch[Change]:
    """Read as `read` does, which a test may replace."""
    return feedback_changes.read(*place)


class Group:
    """Watchers that end with the test."""

    def __init__(self, store: Store) -> None:
        self.feed: Feed[Change] = Feed(store, read_changes)
        self.all: list[Watching] = []

    def add(self, *args: Any, **kwargs: Any) -> Watching:
        self.all.append(Watching(self.feed, *args, **kwargs))
        return self.all[-1]

    async def end(self) -> None:
        await asyncio.gather(*(watching.end() for watching in self.all))
        assert not self.feed._watchers
        assert not self.feed._heads
        assert self.feed._reader is None


@pytest.fixture
def group(runner: asyncio.Runner, store: Store) -> Iterator[Group]:
    """Watchers of one feed; after the test the feed must hold nothing for them."""

    async def make() -> Group:
        return Group(store)

    made = runner.run(make())
    yield made
    runner.run(made.end())


@pytest.fixture
def statements(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that the database executes."""
    executed: list[str] = []
    execute_ = store.backend.execute

    def counted(statement: str, parameters: Any = ()) -> Any:
        executed.append(statement)
        return execute_(statement, parameters)

    monkeypatch.setattr(store.backend, "execute", counted)
    return executed


async def last(store: Store, namespace: str) -> int:
    return (await store.query("", feedback_changes.sequence_range, namespace)).last


async def say(store: Store, namespace: str, author: str, text: str) -> Any:
    return await submit_one(store, namespace, external_user_id=author, text=text)


def joined(feed: Feed[Change]) -> int:
    """How many watchers the reader queues for."""
    return sum(len(head.watchers) for head in feed._heads.values())


async def test_a_watcher_gets_every_change_with_the_state_before(
    store: Store, namespace: str, group: Group
) -> None:
    watching = group.add(namespace)
    await eventually(lambda: joined(group.feed) == 1)
    first = await say(store, namespace, "a", "one")
    await say(store, namespace, "a", "two")
    await store.write(
        feedback.delete, FeedbackDeletion(namespace, first.id, ""), namespace_id=namespace
    )
    await eventually(lambda: len(watching.sequences) == 3)
    assert watching.checkpoints[0] == 0
    assert watching.sequences == [1, 2, 3]
    assert [c.after.content.text for c in watching.changes] == ["one", "two", "two"]
    assert [c.before and c.before.content.text for c in watching.changes] == [None, "one", "two"]
    assert [c.after.revision for c in watching.changes] == [1, 2, 3]


async def test_a_watch_starts_after_its_position(
    store: Store, namespace: str, group: Group
) -> None:
    for i in range(5):
        await say(store, namespace, "a", f"{i}")
    later = group.add(namespace, 3)
    now = group.add(namespace, await last(store, namespace))
    await eventually(lambda: later.sequences == [4, 5])
    await say(store, namespace, "a", "new")
    await eventually(lambda: later.sequences == [4, 5, 6] and now.sequences == [6])
    assert later.checkpoints == [3]


async def test_watchers_get_the_matching_changes_of_their_own_namespace(
    store: Store, namespace: str, new_namespace: Callable[..., Any], group: Group
) -> None:
    other = await new_namespace(store)
    all_ = group.add(namespace)
    some = group.add(namespace, 0, lambda change: change.after.content.external_user_id == "b")
    elsewhere = group.add(other)
    await eventually(lambda: joined(group.feed) == 3)
    for i in range(6):
        await say(store, namespace, "ab"[i % 2], f"{i}")
    await say(store, other, "b", "elsewhere")
    await eventually(lambda: len(all_.sequences) == 6 and len(elsewhere.sequences) == 1)
    assert some.sequences == [2, 4, 6]
    assert elsewhere.sequences == [1]


async def test_changes_are_read_once_for_all_watchers(
    store: Store, namespace: str, group: Group, statements: list[str]
) -> None:
    watchers = [group.add(namespace) for _ in range(50)]
    await eventually(lambda: joined(group.feed) == 50)
    statements.clear()
    await say(store, namespace, "a", "text")
    await eventually(lambda: all(watching.sequences == [1] for watching in watchers))
    reads = [s for s in statements if s == feedback_changes.READ]
    assert len(reads) <= 4, "the feedback was read for each watcher"
    assert len({id(watching.changes[0]) for watching in watchers}) == 1


async def test_100_idle_watchers_cost_the_database_as_much_as_one(
    store: Store, namespace: str, group: Group, statements: list[str]
) -> None:
    async def in_a_second() -> list[str]:
        statements.clear()
        await asyncio.sleep(1)
        # An idle connection is checked before it is used again.
        return [statement for statement in statements if statement != "SELECT 1"]

    group.add(namespace)
    await eventually(lambda: joined(group.feed) == 1)
    alone = await in_a_second()
    for _ in range(99):
        group.add(namespace)
    await eventually(lambda: joined(group.feed) == 100)
    together = await in_a_second()
    assert 1 <= len(alone) <= 6
    assert len(together) <= len(alone) + 2
    assert set(together) == {FIND_CHANGED}


async def test_many_watched_namespaces_are_checked_with_one_query(
    store: Store, new_namespace: Callable[..., Any], group: Group, statements: list[str]
) -> None:
    for _ in range(20):
        group.add(await new_namespace(store))
    await eventually(lambda: joined(group.feed) == 20)
    statements.clear()
    await asyncio.sleep(1)
    assert 1 <= len(statements) <= 6


async def test_without_watchers_the_database_is_not_queried(
    store: Store, namespace: str, group: Group, statements: list[str]
) -> None:
    watching = group.add(namespace)
    await eventually(lambda: joined(group.feed) == 1)
    await watching.end()
    await asyncio.sleep(0.1)
    statements.clear()
    await asyncio.sleep(0.6)
    assert statements == []
    assert not store.on_commit


async def test_a_watcher_that_does_not_read_holds_no_more_than_its_queue_and_catches_up(
    store: Store, namespace: str, group: Group
) -> None:
    reads = asyncio.Event()

    async def until_reads() -> None:
        await reads.wait()

    held = 0

    async def look() -> None:
        nonlocal held
        held = max(held, *(len(watcher.queue) for watcher in group.feed._watchers))

    slow = group.add(namespace, read=until_reads)
    fast = group.add(namespace, read=look)
    await eventually(lambda: joined(group.feed) == 2)
    count = 3 * MAX_QUEUED
    for i in range(0, count, 500):
        await submit(
            store, *(submission(namespace, external_user_id=f"{i + j}") for j in range(500))
        )
    await eventually(lambda: len(fast.sequences) == count)
    assert len(slow.sequences) == 1
    assert 500 <= held <= MAX_QUEUED
    (catching_up,) = [watcher for watcher in group.feed._watchers if watcher.catching_up]
    assert not catching_up.queue
    reads.set()
    await eventually(lambda: len(slow.sequences) == count)
    assert slow.sequences == fast.sequences == list(range(1, count + 1))
    await say(store, namespace, "new", "text")
    await eventually(lambda: slow.sequences[-1] == fast.sequences[-1] == count + 1)


async def test_long_changes_do_not_fill_a_queue_beyond_its_bytes(
    store: Store, namespace: str, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "MAX_QUEUED_BYTES", 100_000)
    reads = asyncio.Event()

    async def until_reads() -> None:
        await reads.wait()

    slow = group.add(namespace, read=until_reads)
    await eventually(lambda: joined(group.feed) == 1)
    (watcher,) = group.feed._watchers
    for i in range(30):
        await say(store, namespace, f"{i}", "x" * 10_000)
        assert sum(change.after.weight for change in watcher.queue) <= 100_000
    await eventually(lambda: watcher.catching_up)
    reads.set()
    await eventually(lambda: len(slow.sequences) == 30)
    assert slow.sequences == list(range(1, 31))
    await eventually(lambda: not watcher.catching_up and watcher._weight == 0)


@pytest.mark.slow
async def test_watchers_that_come_and_go_during_writes_miss_nothing_and_get_nothing_twice(
    store: Store, namespace: str, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With small pages and queues they often fall behind and catch up again."""
    monkeypatch.setattr(feed_module, "MAX_QUEUED", 20)
    monkeypatch.setattr(feedback_changes, "READ_AT_ONCE", 7)
    random_ = random.Random(5)

    async def writer(number: int) -> None:
        for count in range(150):
            await say(store, namespace, f"{number}.{random_.randint(1, 30)}", f"text {count}")
            await asyncio.sleep(0.01)

    async def jerky() -> None:
        await asyncio.sleep(random_.choice((0, 0, 0, 0, 0.002, 0.02)))

    writers = [asyncio.create_task(writer(i)) for i in range(4)]
    starts: list[tuple[int, Watching]] = []
    for _ in range(60):
        position = random_.choice((0, await last(store, namespace)))
        starts.append((position, group.add(namespace, position, read=jerky)))
        if random_.random() < 0.3:
            await random_.choice(starts)[1].end()
        await asyncio.sleep(0.03)
    await asyncio.gather(*writers)
    end = await last(store, namespace)
    assert end == 600
    staying = [(start, w) for start, w in starts if not w.task.done()]
    assert len(staying) > 20
    await eventually(
        lambda: all(start == end or w.sequences[-1:] == [end] for start, w in staying), within=30
    )
    for start, watching in starts:
        expected = list(range(start + 1, end + 1))
        assert watching.sequences == expected[: len(watching.sequences)]


async def test_watchers_who_come_during_writes_soon_get_changes_from_the_reader(
    store: Store, namespace: str, group: Group
) -> None:
    """If each had to read for itself until nothing was new, none of so many would catch up."""
    over = asyncio.Event()

    async def writer(number: int) -> None:
        count = 0
        while not over.is_set():
            count += 1
            await say(store, namespace, f"{number}.{count}", "text")

    writers = [asyncio.create_task(writer(i)) for i in range(4)]
    for _ in range(200):
        group.add(namespace)
    await eventually(lambda: joined(group.feed) == 200, within=20)
    await eventually(lambda: all(watching.sequences for watching in group.all), within=20)
    over.set()
    await asyncio.gather(*writers)
    end = await last(store, namespace)
    await eventually(lambda: all(w.sequences[-1:] == [end] for w in group.all), within=20)
    assert all(watching.sequences == list(range(1, end + 1)) for watching in group.all)


async def test_watchers_who_catch_up_leave_threads_for_lists(
    store: Store, namespace: str, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(20):
        await say(store, namespace, f"{i}", "text")
    reading: list[int] = []
    most = 0
    read = feedback_changes.read

    def counted(*arguments: Any) -> ChangeBatch[Change]:
        nonlocal most
        reading.append(1)
        most = max(most, len(reading))
        time.sleep(0.01)
        reading.pop()
        return read(*arguments)

    monkeypatch.setattr(feedback_changes, "read", counted)
    for _ in range(20):
        group.add(namespace)
    await eventually(lambda: all(len(watching.sequences) == 20 for watching in group.all))
    # The reader, and the reads of those who catch up.
    assert most <= 1 + feed_module.CATCH_UP_READS


async def test_changes_of_other_servers_arrive_in_the_order_of_commits(
    open_store: OpenStore, own_database: str, new_namespace: Callable[..., Any]
) -> None:
    stores = [open_store(own_database) for _ in range(3)]
    namespace = await new_namespace(stores[0])
    group = Group(stores[0])
    watchers = [group.add(namespace) for _ in range(3)]

    async def writer(store: Store, number: int) -> None:
        for i in range(40):
            await say(store, namespace, f"{number}.{i % 7}", f"text {i}")

    await asyncio.gather(*(writer(store, i) for i, store in enumerate(stores * 2)))
    await eventually(lambda: all(len(watching.sequences) == 240 for watching in watchers))
    assert all(watching.sequences == list(range(1, 241)) for watching in watchers)
    await group.end()


async def test_checkpoints_move_on_without_matching_changes(
    store: Store, namespace: str, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "CHECKPOINT_INTERVAL", 0.2)
    watching = group.add(namespace, 0, lambda _: False)
    await eventually(lambda: joined(group.feed) == 1)
    for i in range(3):
        await say(store, namespace, "a", f"{i}")
    await eventually(lambda: watching.checkpoints[-1] == 3)
    assert watching.sequences == []
    assert watching.checkpoints == sorted(watching.checkpoints)


async def test_a_watcher_of_what_retention_removes_learns_that_it_missed_changes(
    store: Store, namespace: str, group: Group
) -> None:
    for i in range(5):
        await say(store, namespace, "a", f"{i}")
    await execute(store, 'UPDATE "sequence" SET "purged" = 3 WHERE "namespace_id" = ?', namespace)
    late, up_to_date = group.add(namespace, 2), group.add(namespace, 3)
    with pytest.raises(PurgedError) as error:
        await late.task
    assert error.value.purged == 3
    await eventually(lambda: up_to_date.sequences == [4, 5])


async def test_all_watches_end_when_the_server_shuts_down(
    store: Store, namespace: str, group: Group
) -> None:
    """A watcher stuck on a change, an idle one, and one that comes too late."""
    await say(store, namespace, "a", "text")

    async def for_ever() -> None:
        await asyncio.Event().wait()

    idle = group.add(namespace)
    stuck = group.add(namespace, read=for_ever)
    await eventually(lambda: bool(stuck.sequences) and joined(group.feed) == 1)
    group.feed.close()
    late = group.add(namespace)
    for watching in (idle, late):
        with pytest.raises(Unavailable) as refusal:
            await asyncio.wait_for(watching.task, 5)
        assert refusal.value.reason == Reason.DRAINING
    assert not stuck.task.done()


async def test_watchers_outlive_a_database_that_fails_for_a_while(
    store: Store, namespace: str, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching = group.add(namespace)
    await eventually(lambda: joined(group.feed) == 1)
    fails = True
    query = store.query

    async def failing(function: Any, *args: Any, **kwargs: Any) -> Any:
        if fails:
            raise random.choice((Unavailable(reason=Reason.DRAINING, message=""), ValueError()))
        return await query(function, *args, **kwargs)

    monkeypatch.setattr(store, "query", failing)
    await say(store, namespace, "a", "text")
    await asyncio.sleep(1.2)
    assert watching.sequences == []
    fails = False
    await eventually(lambda: watching.sequences == [1])


@pytest.mark.slow
async def test_1000_idle_watchers_hold_no_more_after_thousands_of_changes(
    store: Store, namespace: str, group: Group
) -> None:
    """The memory of a watcher is bounded, and passed changes are freed."""

    def nothing(_: Change) -> bool:
        return False

    for i in range(1000):
        # Half of them get all changes, half none; the test keeps none of them.
        watching = group.add(namespace, 0, nothing if i % 2 else everything)
        watching.sequences = watching.changes = _Forgetting()  # type: ignore[assignment]
    await eventually(lambda: joined(group.feed) == 1000)

    async def change(rounds: int) -> int:
        for i in range(rounds):
            batch = [submission(namespace, external_user_id=f"{j}", text=f"{i}") for j in range(50)]
            assert not any(isinstance(result, Refusal) for result in await submit(store, *batch))
        end = await last(store, namespace)
        await eventually(lambda: all(w.reached == end for w in group.feed._watchers))
        await eventually(lambda: not any(w.queue for w in group.feed._watchers))
        gc.collect()
        return int(psutil.Process().memory_info().rss)

    before = await change(20)
    after = await change(40)
    # If they stayed in memory, 2,000 changes for 500 watchers would be a million queue entries, and
    # each change over a kilobyte.
    assert after - before < 8_000_000, f"grew by {after - before} bytes"


class _Forgetting(list[Any]):
    def append(self, _: Any) -> None:
        pass


async def test_a_namespace_that_catches_up_does_not_delay_watches_of_others(
    store: Store,
    namespace: str,
    new_namespace: Callable[..., Any],
    group: Group,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released = threading.Event()
    elsewhere = await new_namespace(store)
    for where in (namespace, elsewhere):
        for i in range(5):
            await submit_one(store, where, external_user_id=f"{i}", text="text")
    read = feedback_changes.read

    def slow(backend: Backend, of: str, after: int) -> feedback_changes.ChangeBatch:
        assert of != namespace or released.wait(30)
        return read(backend, of, after)

    monkeypatch.setattr(feedback_changes, "read", slow)
    catching_up = [group.add(namespace, position) for position in range(5)]
    await asyncio.sleep(0.1)
    watching = group.add(elsewhere)
    try:
        await eventually(lambda: watching.sequences == [1, 2, 3, 4, 5])
        assert not any(one.sequences for one in catching_up)
    finally:
        released.set()
    await eventually(lambda: all(one.sequences[-1:] == [5] for one in catching_up))


async def test_a_change_with_many_watchers_does_not_delay_watchers_of_other_namespaces(
    store: Store, namespace: str, new_namespace: Callable[..., Any], group: Group
) -> None:
    elsewhere = await new_namespace(store)

    async def block_the_loop() -> None:
        time.sleep(0.0005)  # about what it costs to write a message

    many = [group.add(namespace, read=block_the_loop) for _ in range(1000)]
    await eventually(lambda: joined(group.feed) == 1000)
    served_before: list[int] = []

    async def look() -> None:
        served_before.append(sum(bool(one.sequences) for one in many))

    group.add(elsewhere, read=look)
    await eventually(lambda: joined(group.feed) == 1001)
    await in_one_group(
        store,
        lambda: submit_one(store, namespace, text="text"),
        lambda: submit_one(store, elsewhere, text="text"),
    )
    await eventually(lambda: bool(served_before) and all(one.sequences for one in many))
    assert served_before[0] < 500
