"""Retention removes everything that is expired in a namespace, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing
from typing import Any

import pytest

from plaudit_server.domain.errors import storage_unavailable
from plaudit_server.domain.exchanges.exchange import ExchangeStatus
from plaudit_server.domain.feedback.feedback import (
    FeedbackDeletion,
    FeedbackState,
    FeedbackUpdate,
    TargetKind,
)
from plaudit_server.storage import housekeeping
from plaudit_server.storage.datasets import changes as record_changes
from plaudit_server.storage.datasets import records
from plaudit_server.storage.datasets.change_log import ChangeType
from plaudit_server.storage.engine import requests, transaction
from plaudit_server.storage.engine.feed import Feed, PurgedError
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.exchanges import memories
from plaudit_server.storage.feedback import changes, feedback, reads, retention
from plaudit_server.storage.feedback.erasure import Subject, erase
from plaudit_server.storage.feedback.retention import BATCH_SIZE, DAY
from plaudit_server.storage.housekeeping import apply_retention, run_chores
from support.annotations import add, define
from support.stores import (
    POSITIVE,
    exchange,
    execute,
    on_message,
    register,
    rows,
    submission,
    submit,
    submit_one,
)

NewNamespace = Callable[..., Any]
FEEDBACK = ("feedback", "feedback_revision")


@pytest.fixture
def store(runner: Any, open_store: Callable[..., Store], own_database: str) -> Store:
    """A store on its own database, because retention covers all namespaces."""

    async def open_() -> Store:
        return open_store(own_database)

    return runner.run(open_())


@pytest.fixture
def new_namespace(new_namespace: NewNamespace) -> NewNamespace:
    """Creates namespaces with a retention limit in days."""

    async def make(store: Store, *, days: int) -> str:
        id_ = await new_namespace(store)
        await execute(
            store,
            'UPDATE "namespace" SET "retention_days" = ? WHERE "namespace_id" = ?',
            *(days, id_),
        )
        return str(id_)

    return make


async def grow_old(
    store: Store, namespace: str, *, days: float, tables: Sequence[str] = (*FEEDBACK, "exchange")
) -> None:
    """Move the times of all rows into the past."""
    for table in tables:
        await execute(
            store,
            f'UPDATE "{table}" SET "update_time" = "update_time" - ? WHERE "namespace_id" = ?',
            *(int(days * DAY), namespace),
        )


async def count(store: Store, table: str, namespace: str) -> int:
    found = await rows(store, f'SELECT count(*) FROM "{table}" WHERE "namespace_id" = ?', namespace)
    return int(found[0][0])


async def counts(store: Store, namespace: str) -> tuple[int, int, int, int]:
    """Count feedback, past states, exchanges and memories."""
    tables = (*FEEDBACK, "exchange", "memory")
    return tuple([await count(store, table, namespace) for table in tables])  # type: ignore[return-value]


async def delete(store: Store, namespace: str, *ids: str) -> None:
    for id_ in ids:
        deletion = FeedbackDeletion(namespace, id_, "")
        await store.write(feedback.delete, deletion, namespace_id=namespace)


async def change(store: Store, namespace: str, id_: str, **said: Any) -> None:
    update = FeedbackUpdate(namespace, id_, "", lambda content: content._replace(**said))
    await store.write(feedback.update, update, namespace_id=namespace)


async def follow(feed: Feed, namespace: str, *, after: int, count: int) -> list[Any]:
    """Follow the feed after a change, and return the next events."""
    events = []
    async with aclosing(feed.follow(namespace, after, lambda _: True)) as following:
        async for event in following:
            events.append(event)
            if len(events) == count:
                break
    return events


async def test_a_record_stays_without_its_exchange_once_that_is_removed(
    store: Store, new_namespace: NewNamespace
) -> None:
    namespace = await new_namespace(store, days=10)
    dataset_id = await define(store, namespace)
    ids = [one.id for one in await register(store, *(exchange(namespace, m) for m in "ab"))]
    made = [await add(store, namespace, dataset_id, exchange_id=id_) for id_ in ids]
    await grow_old(store, namespace, days=11, tables=["exchange"])
    await submit_one(store, namespace, **on_message("b"))
    before = (await store.query("", record_changes.read, namespace, 0)).reached
    await apply_retention(store)
    assert await count(store, "exchange", namespace) == 1
    left = [await store.query("", records.find, namespace, one.record.id) for one in made]
    assert left == [made[0].record._replace(exchange_id=""), made[1].record]
    told = (await store.query("", record_changes.read, namespace, before)).changes
    assert [(one.type, one.content) for one in told] == [(ChangeType.UPDATED, left[0])]


async def test_feedback_is_removed_with_its_revisions_some_days_after_its_last_change(
    store: Store, new_namespace: NewNamespace
) -> None:
    namespace = await new_namespace(store, days=10)
    made = await submit(store, *(submission(namespace, name=f"{i}", text="a") for i in range(4)))
    for result in made:
        await change(store, namespace, result.id, text="b")
    await grow_old(store, namespace, days=9.99)
    await apply_retention(store)
    assert await counts(store, namespace) == (4, 4, 0, 0)
    await change(store, namespace, made[1].id, text="c")
    await grow_old(store, namespace, days=0.02)
    await apply_retention(store)
    assert await counts(store, namespace) == (1, 2, 0, 0)
    found = await store.query("", reads.get, [(namespace, result.id) for result in made])
    assert [f and f.content.text for f in found] == [None, "c", None, None]


async def test_deleted_and_erased_feedback_is_removed_after_the_same_time(
    store: Store, new_namespace: NewNamespace
) -> None:
    namespace = await new_namespace(store, days=10)
    old, young = [
        await submit_one(store, namespace, name=name, text="text") for name in ("old", "young")
    ]
    await submit_one(store, namespace, name="erased", user_id="vera")
    await delete(store, namespace, old.id)
    await erase(store, Subject(namespace, "user_id", "vera"))
    await grow_old(store, namespace, days=11)
    await delete(store, namespace, young.id)
    await apply_retention(store)
    left = await rows(
        store,
        'SELECT "id", "state" FROM "feedback_revision" WHERE "namespace_id" = ?'
        ' ORDER BY "sequence"',
        namespace,
    )
    assert left == [(young.id, FeedbackState.ACTIVE), (young.id, FeedbackState.DELETED)]


async def test_an_exchange_is_removed_with_its_memory_once_it_has_no_feedback(
    store: Store, new_namespace: NewNamespace
) -> None:
    namespace = await new_namespace(store, days=10)
    made = await register(
        store,
        *(exchange(namespace, f"m{i}", request_id=f"r{i}", prompt=f"word{i}") for i in range(4)),
    )
    for i in (0, 1, 2):
        await submit_one(store, namespace, rating=POSITIVE, **on_message(f"m{i}"))
    await grow_old(store, namespace, days=11)
    # The second gets changed feedback, and the third feedback of another author.
    await submit_one(store, namespace, rating=POSITIVE, text="again", **on_message("m1"))
    await submit_one(store, namespace, user_id="ann", text="no vote", **on_message("m2"))
    await apply_retention(store)
    assert await counts(store, namespace) == (2, 1, 2, 1)
    left = await rows(store, 'SELECT "id" FROM "exchange" WHERE "namespace_id" = ?', namespace)
    assert {id_ for (id_,) in left} == {made[1].id, made[2].id}
    assert await rows(
        store,
        'SELECT "exchange_id", "positive_count" FROM "memory" WHERE "namespace_id" = ?',
        namespace,
    ) == [(made[1].id, 1)]
    for i, kept in enumerate((False, True, False, False)):
        found = await store.query(
            "", memories.search, namespace, [f"word{i}"], memories.ALL, limit=10
        )
        assert bool(found) == kept, "search must find exactly the remaining memories"


async def test_an_exchange_with_pending_feedback_stays(
    store: Store, new_namespace: NewNamespace
) -> None:
    namespace = await new_namespace(store, days=10)
    await execute(
        store, 'UPDATE "namespace" SET "early_feedback" = TRUE WHERE "namespace_id" = ?', namespace
    )
    pending = {"status": ExchangeStatus.PENDING.value}
    await register(
        store,
        exchange(namespace, "by message", **pending),
        exchange(namespace, "by request", request_id="r1", **pending),
        exchange(namespace, "unused", request_id="r2", **pending),
        exchange(namespace, "", request_id="waited for", **pending),
        exchange(namespace, "", request_id="unused too", **pending),
    )
    await grow_old(store, namespace, days=11)
    by_request = {"target_kind": TargetKind.REQUEST.value}
    await submit(
        store,
        submission(namespace, **on_message("by message")),
        submission(namespace, **on_message("r1") | by_request),
        submission(namespace, **on_message("waited for") | by_request),
    )
    await apply_retention(store)
    left = await rows(
        store,
        'SELECT COALESCE("message_id", "request_id") FROM "exchange" WHERE "namespace_id" = ?',
        namespace,
    )
    assert sorted(left) == [("by message",), ("by request",), ("waited for",)]


async def test_a_recent_exchange_without_feedback_stays(
    store: Store, new_namespace: NewNamespace
) -> None:
    namespace = await new_namespace(store, days=10)
    await register(store, exchange(namespace, "m"))
    await submit_one(store, namespace, rating=POSITIVE, **on_message("m"))
    await grow_old(store, namespace, days=11, tables=FEEDBACK)
    await apply_retention(store)
    assert await counts(store, namespace) == (0, 0, 1, 0)


async def test_a_memory_stays_while_votes_are_left_that_retention_keeps(
    store: Store, new_namespace: NewNamespace
) -> None:
    namespace = await new_namespace(store, days=10)
    await register(store, exchange(namespace, "m"))
    await submit_one(store, namespace, rating=POSITIVE, user_id="old", **on_message("m"))
    await grow_old(store, namespace, days=11)
    await submit_one(store, namespace, rating=POSITIVE, user_id="new", **on_message("m"))
    assert await rows(
        store, 'SELECT "positive_count" FROM "memory" WHERE "namespace_id" = ?', namespace
    ) == [(2,)]
    await apply_retention(store)
    assert await rows(
        store, 'SELECT "positive_count" FROM "memory" WHERE "namespace_id" = ?', namespace
    ) == [(1,)]
    assert await counts(store, namespace) == (1, 0, 1, 1)


async def test_namespaces_without_a_limit_or_with_a_longer_one_lose_nothing(
    store: Store, new_namespace: NewNamespace
) -> None:
    short, long, for_good = [await new_namespace(store, days=days) for days in (10, 100, 0)]
    for namespace in (short, long, for_good):
        await register(store, exchange(namespace, "m"))
        twice = [
            await submit_one(store, namespace, rating=POSITIVE, text=text, **on_message("m"))
            for text in "ab"
        ]
        gone = await submit_one(store, namespace, text="gone")
        await delete(store, namespace, gone.id)
        await grow_old(store, namespace, days=50)
        assert twice[1].revision == 2
    await apply_retention(store)
    assert await counts(store, short) == (0, 0, 0, 0)
    for namespace in (long, for_good):
        assert await counts(store, namespace) == (1, 3, 1, 1)
        assert (await store.query("", changes.sequence_range, namespace)).purged == 0


async def test_watches_cannot_resume_before_removed_changes(
    store: Store, new_namespace: NewNamespace
) -> None:
    namespace = await new_namespace(store, days=10)
    made = await submit(store, *(submission(namespace, name=f"{i}") for i in range(5)))  # 1 to 5
    await change(store, namespace, made[0].id, text="new")  # 6
    await delete(store, namespace, made[1].id)  # 7
    await grow_old(store, namespace, days=11)
    await change(store, namespace, made[2].id, text="young")  # 8
    await apply_retention(store)
    assert await store.query("", changes.sequence_range, namespace) == (7, 8)
    feed = Feed(store, changes.read)
    with pytest.raises(PurgedError) as purged:
        await follow(feed, namespace, after=6, count=2)
    assert purged.value.purged == 7
    start, change_ = await follow(feed, namespace, after=7, count=2)
    assert [start, change_.sequence] == [7, 8]
    # Rounds that find nothing do not change the number.
    await apply_retention(store)
    assert await store.query("", changes.sequence_range, namespace) == (7, 8)


async def test_one_round_removes_more_than_one_batch(
    store: Store, new_namespace: NewNamespace
) -> None:
    namespace = await new_namespace(store, days=10)
    number = 2 * BATCH_SIZE + 50
    names = [f"m{i}" for i in range(number)]
    await register(store, *(exchange(namespace, name) for name in names))
    for text in "ab":
        await submit(
            store,
            *(submission(namespace, rating=POSITIVE, text=text, **on_message(n)) for n in names),
        )
    gone = await submit(store, *(submission(namespace, name=name) for name in names))
    await delete(store, namespace, *(result.id for result in gone))
    await grow_old(store, namespace, days=11)
    stays = await submit_one(store, namespace, text="stays")
    await apply_retention(store)
    assert await counts(store, namespace) == (1, 0, 0, 0)
    assert (await store.query("", reads.get, [(namespace, stays.id)]))[0] is not None


async def test_each_write_of_retention_is_one_small_batch(
    store: Store, new_namespace: NewNamespace
) -> None:
    namespace = await new_namespace(store, days=10)
    await submit(store, *(submission(namespace, name=f"{i}") for i in range(BATCH_SIZE + 1)))
    await grow_old(store, namespace, days=11)
    (limit,) = await store.query("", retention.find_limits, 2**53)
    assert await store.write(retention.purge, limit, namespace_id=namespace)
    assert await count(store, "feedback", namespace) == 1
    assert not await store.write(retention.purge, limit, namespace_id=namespace)
    assert await count(store, "feedback", namespace) == 0


async def test_an_author_can_submit_again_what_retention_removed(
    store: Store, new_namespace: NewNamespace
) -> None:
    namespace = await new_namespace(store, days=10)
    first = await submit_one(store, namespace, text="text")
    await change(store, namespace, first.id, text="changed")
    await grow_old(store, namespace, days=11)
    await apply_retention(store)
    again = await submit_one(store, namespace, text="changed")
    assert (again.revision, again.replayed) == (1, False)
    assert again.id != first.id


async def test_housekeeping_continues_after_errors_of_the_database_or_of_a_chore(
    store: Store, new_namespace: NewNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "INTERVAL", 0.05)
    namespace = await new_namespace(store, days=10)
    await submit_one(store, namespace, text="text")
    await grow_old(store, namespace, days=11)
    write, query = store.write, store.query
    failed = 0

    async def failing(*_: Any, **__: Any) -> Any:
        nonlocal failed
        failed += 1
        raise (storage_unavailable(), ValueError("a bug"))[failed % 2]

    monkeypatch.setattr(store, "write", failing)
    monkeypatch.setattr(store, "query", failing)
    keeping = asyncio.create_task(run_chores(store))
    async with asyncio.timeout(20):
        while failed < 20:
            await asyncio.sleep(0.01)
    monkeypatch.setattr(store, "write", write)
    monkeypatch.setattr(store, "query", query)
    async with asyncio.timeout(20):
        while await count(store, "feedback", namespace):
            assert not keeping.done()
            await asyncio.sleep(0.01)
    keeping.cancel()
    await asyncio.wait([keeping])
    assert keeping.cancelled()


async def test_housekeeping_deletes_old_remembered_responses_in_the_background(
    store: Store, new_namespace: NewNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "INTERVAL", 0.05)
    monkeypatch.setattr(requests, "PURGED_AT_ONCE", 3)
    namespace = await new_namespace(store, days=0)
    old = 25 * 3600 * 1_000_000
    for i in range(10):
        await execute(
            store,
            'INSERT INTO "remembered_request" VALUES (?, ?, ?, ?, ?)',
            *(namespace, f"key {i}", "", b"answer", 10 + i if i < 8 else 2**52 - old),
        )
    keeping = asyncio.create_task(run_chores(store))
    async with asyncio.timeout(20):
        while await count(store, "remembered_request", namespace) > 2:
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.2)
    assert await count(store, "remembered_request", namespace) == 2
    keeping.cancel()
    await asyncio.wait([keeping])


async def test_what_never_changed_expires_by_when_it_took_place(
    store: Store, new_namespace: NewNamespace
) -> None:
    namespace = await new_namespace(store, days=10)
    long_ago, lately = transaction.now() - 20 * DAY, transaction.now() - 5 * DAY
    await register(
        store,
        *(
            exchange(namespace, message, occur_time=occurred)
            for message, occurred in (("old", long_ago), ("new", lately))
        ),
    )
    said = [
        submission(namespace, target_id=target)._replace(occur_time=occurred)
        for target, occurred in (("old", long_ago), ("changed", long_ago), ("new", lately))
    ]
    _, changed, _ = await submit(store, *said)
    await change(store, namespace, changed.id, text="changed since")
    purged = (await store.query("", changes.sequence_range, namespace)).purged
    await apply_retention(store)
    left = await rows(
        store, 'SELECT "target_id" FROM "feedback" WHERE "namespace_id" = ?', namespace
    )
    assert {target for (target,) in left} == {"changed", "new"}
    kept = await rows(
        store, 'SELECT "message_id" FROM "exchange" WHERE "namespace_id" = ?', namespace
    )
    assert {message for (message,) in kept} == {"new"}
    after = (await store.query("", changes.sequence_range, namespace)).purged
    assert after == purged, "watches may still resume before imported history"
