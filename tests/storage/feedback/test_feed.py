"""The feed: one reader for many watchers, nothing missed and nothing told twice."""

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
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.feedback import changes as feedback_changes
from plaudit_server.storage.feedback import feed as feed_module
from plaudit_server.storage.feedback import feedback
from plaudit_server.storage.feedback.changes import Change
from plaudit_server.storage.feedback.feed import AHEAD, Event, Feed, PurgedError
from support.stores import execute, in_one_group, submission, submit, submit_one

OpenStore = Callable[..., Store]


def everything(_: Change) -> bool:
    return True


async def eventually(holds: Callable[[], bool], *, within: float = 20) -> None:
    async with asyncio.timeout(within):
        while not holds():
            await asyncio.sleep(0.01)


class Watching:
    """A task that follows a feed, and what it was told."""

    def __init__(
        self,
        feed: Feed,
        namespace: str,
        position: int = 0,
        concerns: Callable[[Change], bool] = everything,
        *,
        read: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(0),
    ) -> None:
        self.told: list[int] = []
        self.checkpoints: list[int] = []
        self.changes: list[Change] = []
        self._read = read
        self.task = asyncio.create_task(self._follow(feed.follow(namespace, position, concerns)))

    async def _follow(self, events: AsyncGenerator[Event, None]) -> None:
        async with aclosing(events) as following:
            async for event in following:
                if isinstance(event, int):
                    self.checkpoints.append(event)
                else:
                    self.told.append(event.sequence)
                    self.changes.append(event)
                    await self._read()

    async def end(self) -> None:
        self.task.cancel()
        await asyncio.wait([self.task])


class Group:
    """Watchers that end with the test."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.all: list[Watching] = []

    def add(self, *args: Any, **kwargs: Any) -> Watching:
        self.all.append(Watching(self.feed, *args, **kwargs))
        return self.all[-1]

    async def end(self) -> None:
        await asyncio.gather(*(watching.end() for watching in self.all))
        assert not self.feed._everyone
        assert not self.feed._heads
        assert self.feed._reader is None


@pytest.fixture
def group(runner: asyncio.Runner, store: Store) -> Iterator[Group]:
    """Watchers of one feed; all that the feed held for them is gone after the test."""

    async def make() -> Group:
        return Group(Feed(store))

    made = runner.run(make())
    yield made
    runner.run(made.end())


@pytest.fixture
def statements(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that the database is asked."""
    asked: list[str] = []
    execute_ = store.backend.execute

    def counted(statement: str, parameters: Any = ()) -> Any:
        asked.append(statement)
        return execute_(statement, parameters)

    monkeypatch.setattr(store.backend, "execute", counted)
    return asked


async def last(store: Store, namespace: str) -> int:
    return (await store.query("", feedback_changes.reach, namespace)).last


async def say(store: Store, namespace: str, author: str, text: str) -> Any:
    return await submit_one(store, namespace, external_user_id=author, text=text)


def joined(feed: Feed) -> int:
    """How many watchers the reader tells."""
    return sum(len(head.watchers) for head in feed._heads.values())


async def test_a_watcher_is_told_of_every_change_with_the_state_before(
    store: Store, namespace: str, group: Group
) -> None:
    watching = group.add(namespace)
    await eventually(lambda: joined(group.feed) == 1)
    first = await say(store, namespace, "a", "one")
    await say(store, namespace, "a", "two")
    await store.write(
        feedback.delete, FeedbackDeletion(namespace, first.id, ""), namespace_id=namespace
    )
    await eventually(lambda: len(watching.told) == 3)
    assert watching.checkpoints[0] == 0
    assert watching.told == [1, 2, 3]
    assert [c.after.content.text for c in watching.changes] == ["one", "two", "two"]
    assert [c.before and c.before.content.text for c in watching.changes] == [None, "one", "two"]
    assert [c.after.revision for c in watching.changes] == [1, 2, 3]


async def test_a_watch_starts_behind_its_position(
    store: Store, namespace: str, group: Group
) -> None:
    for i in range(5):
        await say(store, namespace, "a", f"{i}")
    later = group.add(namespace, 3)
    now = group.add(namespace, await last(store, namespace))
    await eventually(lambda: later.told == [4, 5])
    await say(store, namespace, "a", "new")
    await eventually(lambda: later.told == [4, 5, 6] and now.told == [6])
    assert later.checkpoints == [3]


async def test_watchers_are_told_of_their_own_namespace_and_of_what_concerns_them(
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
    await eventually(lambda: len(all_.told) == 6 and len(elsewhere.told) == 1)
    assert some.told == [2, 4, 6]
    assert elsewhere.told == [1]


async def test_changes_are_read_once_for_all_watchers_and_written_once(
    store: Store, namespace: str, group: Group, statements: list[str]
) -> None:
    watchers = [group.add(namespace) for _ in range(50)]
    await eventually(lambda: joined(group.feed) == 50)
    statements.clear()
    await say(store, namespace, "a", "text")
    await eventually(lambda: all(watching.told == [1] for watching in watchers))
    reads = [s for s in statements if s == feedback_changes.READ]
    assert len(reads) <= 4, "the feedback was read for each watcher"
    assert len({id(watching.changes[0]) for watching in watchers}) == 1


async def test_100_idle_watchers_cost_the_database_as_much_as_one(
    store: Store, namespace: str, group: Group, statements: list[str]
) -> None:
    async def in_a_second() -> list[str]:
        statements.clear()
        await asyncio.sleep(1)
        # A connection that was idle is looked at before it is used again, whoever uses it.
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
    assert set(together) == {feedback_changes.FIND_MOVED}


async def test_many_watched_namespaces_are_looked_at_with_one_query(
    store: Store, new_namespace: Callable[..., Any], group: Group, statements: list[str]
) -> None:
    for _ in range(20):
        group.add(await new_namespace(store))
    await eventually(lambda: joined(group.feed) == 20)
    statements.clear()
    await asyncio.sleep(1)
    assert 1 <= len(statements) <= 6


async def test_nobody_who_watches_asks_nothing_of_the_database(
    store: Store, namespace: str, group: Group, statements: list[str]
) -> None:
    watching = group.add(namespace)
    await eventually(lambda: joined(group.feed) == 1)
    await watching.end()
    await asyncio.sleep(0.1)
    statements.clear()
    await asyncio.sleep(0.6)
    assert statements == []
    assert store.on_commit is None


async def test_a_watcher_that_does_not_read_holds_no_more_than_its_queue_and_catches_up(
    store: Store, namespace: str, group: Group
) -> None:
    reads = asyncio.Event()

    async def when_told() -> None:
        await reads.wait()

    held = 0

    async def look() -> None:
        nonlocal held
        held = max(held, *(len(watcher.waiting) for watcher in group.feed._everyone))

    slow = group.add(namespace, read=when_told)
    fast = group.add(namespace, read=look)
    await eventually(lambda: joined(group.feed) == 2)
    count = 3 * AHEAD
    for i in range(0, count, 500):
        await submit(
            store, *(submission(namespace, external_user_id=f"{i + j}") for j in range(500))
        )
    await eventually(lambda: len(fast.told) == count)
    assert len(slow.told) == 1
    assert 500 <= held <= AHEAD
    (behind,) = [watcher for watcher in group.feed._everyone if watcher.behind]
    assert not behind.waiting
    reads.set()
    await eventually(lambda: len(slow.told) == count)
    assert slow.told == fast.told == list(range(1, count + 1))
    await say(store, namespace, "new", "text")
    await eventually(lambda: slow.told[-1] == fast.told[-1] == count + 1)


async def test_long_changes_fill_no_queue_beyond_its_bytes(
    store: Store, namespace: str, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "AHEAD_BYTES", 100_000)
    reads = asyncio.Event()

    async def when_told() -> None:
        await reads.wait()

    slow = group.add(namespace, read=when_told)
    await eventually(lambda: joined(group.feed) == 1)
    (watcher,) = group.feed._everyone
    for i in range(30):
        await say(store, namespace, f"{i}", "x" * 10_000)
        assert sum(change.after.weight for change in watcher.waiting) <= 100_000
    await eventually(lambda: watcher.behind)
    reads.set()
    await eventually(lambda: len(slow.told) == 30)
    assert slow.told == list(range(1, 31))
    await eventually(lambda: not watcher.behind and watcher._weight == 0)


@pytest.mark.slow
async def test_watchers_that_come_and_go_while_all_write_miss_nothing_and_hear_nothing_twice(
    store: Store, namespace: str, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small pages and queues make them fall behind and join again and again."""
    monkeypatch.setattr(feed_module, "AHEAD", 20)
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
        lambda: all(start == end or w.told[-1:] == [end] for start, w in staying), within=30
    )
    for start, watching in starts:
        expected = list(range(start + 1, end + 1))
        assert watching.told == expected[: len(watching.told)]


async def test_watchers_who_come_while_others_write_are_soon_told_by_the_one_reader(
    store: Store, namespace: str, group: Group
) -> None:
    """Were each to read for itself until it saw nothing new, none of so many would ever join."""
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
    await eventually(lambda: all(watching.told for watching in group.all), within=20)
    over.set()
    await asyncio.gather(*writers)
    end = await last(store, namespace)
    await eventually(lambda: all(w.told[-1:] == [end] for w in group.all), within=20)
    assert all(watching.told == list(range(1, end + 1)) for watching in group.all)


async def test_watchers_who_are_behind_leave_threads_to_lists(
    store: Store, namespace: str, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(20):
        await say(store, namespace, f"{i}", "text")
    reading: list[int] = []
    most = 0
    read = feedback_changes.read

    def counted(*arguments: Any) -> feedback_changes.Read:
        nonlocal most
        reading.append(1)
        most = max(most, len(reading))
        time.sleep(0.01)
        reading.pop()
        return read(*arguments)

    monkeypatch.setattr(feedback_changes, "read", counted)
    for _ in range(20):
        group.add(namespace)
    await eventually(lambda: all(len(watching.told) == 20 for watching in group.all))
    # The one reader, and those who are behind.
    assert most <= 1 + feed_module.READ_BEHIND_AT_ONCE


async def test_what_other_servers_write_is_told_in_the_order_of_commits(
    open_store: OpenStore, own_database: str, new_namespace: Callable[..., Any]
) -> None:
    stores = [open_store(own_database) for _ in range(3)]
    namespace = await new_namespace(stores[0])
    group = Group(Feed(stores[0]))
    watchers = [group.add(namespace) for _ in range(3)]

    async def writer(store: Store, number: int) -> None:
        for i in range(40):
            await say(store, namespace, f"{number}.{i % 7}", f"text {i}")

    await asyncio.gather(*(writer(store, i) for i, store in enumerate(stores * 2)))
    await eventually(lambda: all(len(watching.told) == 240 for watching in watchers))
    assert all(watching.told == list(range(1, 241)) for watching in watchers)
    await group.end()


async def test_a_watcher_is_told_by_checkpoints_how_far_it_has_come(
    store: Store, namespace: str, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "CHECKPOINT_EVERY", 0.2)
    watching = group.add(namespace, 0, lambda _: False)
    await eventually(lambda: joined(group.feed) == 1)
    for i in range(3):
        await say(store, namespace, "a", f"{i}")
    await eventually(lambda: watching.checkpoints[-1] == 3)
    assert watching.told == []
    assert watching.checkpoints == sorted(watching.checkpoints)


async def test_a_watcher_of_what_retention_removes_is_told_that_it_missed_changes(
    store: Store, namespace: str, group: Group
) -> None:
    for i in range(5):
        await say(store, namespace, "a", f"{i}")
    await execute(store, 'UPDATE "sequence" SET "purged" = 3 WHERE "namespace_id" = ?', namespace)
    behind, up_to_date = group.add(namespace, 2), group.add(namespace, 3)
    with pytest.raises(PurgedError) as error:
        await behind.task
    assert error.value.purged == 3
    await eventually(lambda: up_to_date.told == [4, 5])


async def test_everyone_is_sent_elsewhere_when_the_server_leaves(
    store: Store, namespace: str, group: Group
) -> None:
    """The one who is stuck in the midst of a change, the idle, and the one who comes too late."""
    await say(store, namespace, "a", "text")

    async def for_ever() -> None:
        await asyncio.Event().wait()

    idle = group.add(namespace)
    stuck = group.add(namespace, read=for_ever)
    await eventually(lambda: bool(stuck.told) and joined(group.feed) == 1)
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
    assert watching.told == []
    fails = False
    await eventually(lambda: watching.told == [1])


@pytest.mark.slow
async def test_1000_idle_watchers_hold_no_more_after_thousands_of_changes(
    store: Store, namespace: str, group: Group
) -> None:
    """What a watcher holds is bounded; what passes through it leaves nothing behind."""

    def nothing(_: Change) -> bool:
        return False

    for i in range(1000):
        # Half of them are told of all, half of nothing; what was told is not kept here.
        told = group.add(namespace, 0, nothing if i % 2 else everything)
        told.told = told.changes = _Forgetting()  # type: ignore[assignment]
    await eventually(lambda: joined(group.feed) == 1000)

    async def change(rounds: int) -> int:
        for i in range(rounds):
            batch = [submission(namespace, external_user_id=f"{j}", text=f"{i}") for j in range(50)]
            assert not any(isinstance(result, Refusal) for result in await submit(store, *batch))
        end = await last(store, namespace)
        await eventually(lambda: all(w.reached == end for w in group.feed._everyone))
        await eventually(lambda: not any(w.waiting for w in group.feed._everyone))
        gc.collect()
        return int(psutil.Process().memory_info().rss)

    before = await change(20)
    after = await change(40)
    # 2,000 changes for 500 watchers, had they stayed, are a million entries of a queue, and each
    # change a kilobyte and more.
    assert after - before < 8_000_000, f"grew by {after - before} bytes"


class _Forgetting(list[Any]):
    def append(self, _: Any) -> None:
        pass


async def test_a_namespace_that_is_behind_holds_up_nobody_elses_watch(
    store: Store,
    namespace: str,
    new_namespace: Callable[..., Any],
    group: Group,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    let_go = threading.Event()
    elsewhere = await new_namespace(store)
    for where in (namespace, elsewhere):
        for i in range(5):
            await submit_one(store, where, external_user_id=f"{i}", text="text")
    read = feedback_changes.read

    def slow(backend: Backend, of: str, after: int) -> feedback_changes.Read:
        assert of != namespace or let_go.wait(30)
        return read(backend, of, after)

    monkeypatch.setattr(feedback_changes, "read", slow)
    behind = [group.add(namespace, position) for position in range(5)]
    await asyncio.sleep(0.1)
    watching = group.add(elsewhere)
    try:
        await eventually(lambda: watching.told == [1, 2, 3, 4, 5])
        assert not any(one.told for one in behind)
    finally:
        let_go.set()
    await eventually(lambda: all(one.told[-1:] == [5] for one in behind))


async def test_a_change_with_many_watchers_keeps_no_other_namespaces_watcher_waiting(
    store: Store, namespace: str, new_namespace: Callable[..., Any], group: Group
) -> None:
    elsewhere = await new_namespace(store)

    async def take_the_loop() -> None:
        time.sleep(0.0005)  # about what it costs to write a message

    many = [group.add(namespace, read=take_the_loop) for _ in range(1000)]
    await eventually(lambda: joined(group.feed) == 1000)
    told_before: list[int] = []

    async def look() -> None:
        told_before.append(sum(bool(one.told) for one in many))

    group.add(elsewhere, read=look)
    await eventually(lambda: joined(group.feed) == 1001)
    await in_one_group(
        store,
        lambda: submit_one(store, namespace, text="text"),
        lambda: submit_one(store, elsewhere, text="text"),
    )
    await eventually(lambda: bool(told_before) and all(one.told for one in many))
    assert told_before[0] < 500
