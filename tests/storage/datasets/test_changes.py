"""Changes of records are kept in the order of commits, for a time, and read in bounded parts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import Any

import pytest

from plaudit_server.storage.datasets import (
    change_log,
    changes,
    datasets,
    record_creation,
    records,
    responses,
)
from plaudit_server.storage.datasets.change_log import ChangeType
from plaudit_server.storage.datasets.datasets import DatasetDeletion
from plaudit_server.storage.datasets.record_creation import NewRecord
from plaudit_server.storage.engine.feed import Feed, PurgedError
from plaudit_server.storage.engine.pages import MAX_BYTES
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.engine.transaction import now
from plaudit_server.storage.housekeeping import remove_old_record_changes
from support.annotations import (
    DRAFT,
    add,
    add_all,
    answer,
    assign_to,
    define,
    named,
    response,
    set_wanted,
)
from support.stores import execute, rows, submit_one

CREATED, UPDATED, DELETED = ChangeType


async def read(store: Store, namespace: str, after: int = 0) -> Any:
    return await store.query("", changes.read, namespace, after)


def told(batch: Any) -> list[tuple[ChangeType, str]]:
    """Return the type and the id of what changed."""
    return [(c.type, c.response_id or c.record_id or c.dataset_id) for c in batch.changes]


async def test_every_kind_of_change_is_kept_once_in_the_order_of_commits(
    store: Store, namespace: str
) -> None:
    dataset_id = await define(store, namespace)
    made = await add(store, namespace, dataset_id, response("a", DRAFT))
    record_id, draft = made.record.id, made.responses[0].stored.id
    given = await answer(store, namespace, record_id, "b")  # completes the record
    await assign_to(store, namespace, dataset_id, [record_id], "ann")
    await set_wanted(store, namespace, dataset_id, 2)
    await store.write(responses.delete, (namespace, draft), namespace_id=namespace)
    await store.write(records.delete, (namespace, record_id), namespace_id=namespace)
    await store.write(
        datasets.delete, DatasetDeletion(namespace, dataset_id, force=True), namespace_id=namespace
    )
    statement = (
        'SELECT "type", "dataset_id", "record_id", "response_id" FROM "record_change"'
        ' WHERE "namespace_id" = ? ORDER BY "sequence"'
    )
    assert await rows(store, statement, namespace) == [
        (CREATED, dataset_id, "", ""),
        (CREATED, dataset_id, record_id, ""),
        (CREATED, dataset_id, record_id, draft),
        (CREATED, dataset_id, record_id, given.id),
        (UPDATED, dataset_id, record_id, ""),
        (UPDATED, dataset_id, record_id, ""),
        (UPDATED, dataset_id, "", ""),
        (DELETED, dataset_id, record_id, draft),
        (DELETED, dataset_id, record_id, ""),
        (DELETED, dataset_id, "", ""),
    ]
    # Of what is gone, only that it is gone.
    assert told(await read(store, namespace)) == [
        (CREATED, dataset_id),
        (UPDATED, dataset_id),
        (DELETED, draft),
        (DELETED, record_id),
        (DELETED, dataset_id),
    ]


async def test_a_write_that_changes_nothing_is_no_change(store: Store, namespace: str) -> None:
    dataset_id = await define(store, namespace)
    new = NewRecord(
        namespace,
        dataset_id,
        {"shown": "x"},
        "e",
        responses=(response("a", DRAFT),),
        upsert=True,
        annotators=(named("ann"),),
    )
    made: Any
    (made,) = await add_all(store, namespace, new)
    end = (await read(store, namespace)).reached
    await add_all(store, namespace, new)
    await assign_to(store, namespace, dataset_id, [made.record.id], "ann")
    update = responses.ResponseUpdate(namespace, made.responses[0].stored.id, DRAFT, None)
    await store.write(responses.update, update, namespace_id=namespace)
    await store.dry_run(
        record_creation.add, [new._replace(external_id="f")], namespace_id=namespace
    )
    assert told(await read(store, namespace, end)) == []
    changed = new._replace(responses=(response("a", DRAFT, "another"),))
    await add_all(store, namespace, changed, changed._replace(metadata='{"a": 1}'))
    assert told(await read(store, namespace, end)) == [
        (UPDATED, made.record.id),
        (UPDATED, made.responses[0].stored.id),
    ]


async def test_merged_responses_are_changes_and_what_was_there_already_is_not(
    store: Store, namespace: str
) -> None:
    dataset_id = await define(store, namespace, wanted=3)
    new = NewRecord(
        namespace,
        dataset_id,
        {"shown": "x"},
        "e",
        responses=(response("a"),),
        merge=True,
        annotators=(named("ann"),),
    )
    first: Any
    (first,) = await add_all(store, namespace, new)
    end = (await read(store, namespace)).reached
    again: Any
    (again,) = await add_all(
        store, namespace, new._replace(responses=(response("a"), response("b")))
    )
    added = again.responses[1].stored.id
    merged = await read(store, namespace, end)
    assert told(merged) == [(CREATED, added)]
    (last,) = await add_all(store, namespace, new._replace(responses=(response("c"),)))
    assert told(await read(store, namespace, merged.reached)) == [
        (UPDATED, first.record.id),  # it is complete
        (CREATED, last.responses[0].stored.id),
    ]


async def test_changes_are_read_in_parts_of_limited_number_and_size(
    store: Store, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset_id = await define(store, namespace)
    long = "x" * (MAX_BYTES // 3)
    news = [NewRecord(namespace, dataset_id, {"shown": long}) for _ in range(4)]
    made = [one.record.id for one in await add_all(store, namespace, *news)]
    gone = await add(store, namespace, dataset_id)
    await store.write(records.delete, (namespace, gone.record.id), namespace_id=namespace)
    first = await read(store, namespace)
    assert 1 <= len(first.changes) <= 4
    assert first.more
    monkeypatch.setattr(changes, "READ_AT_ONCE", 2)
    found, position, more = [], 0, True
    while more:
        part = await read(store, namespace, position)
        assert len(part.changes) <= 2
        found += told(part)
        position, more = part.reached, part.more
    assert found == [
        (CREATED, dataset_id),
        *((CREATED, id_) for id_ in made),
        (DELETED, gone.record.id),
    ]


async def test_the_feed_passes_changes_on_with_what_changed_as_it_is_now(
    store: Store, namespace: str
) -> None:
    dataset_id = await define(store, namespace)
    feed = Feed(store, changes.read)
    position = (await read(store, namespace)).reached
    async with aclosing(feed.follow(namespace, position, lambda _: True)) as events:
        assert await anext(events) == position
        await submit_one(store, namespace, text="feedback is another kind of change")
        made = await add(store, namespace, dataset_id)
        change: Any = await asyncio.wait_for(anext(events), 20)
        assert (change.type, change.content) == (CREATED, made.record)
        given = await answer(store, namespace, made.record.id, "a")
        change = await asyncio.wait_for(anext(events), 20)
        assert (change.type, change.content) == (CREATED, given)
        change = await asyncio.wait_for(anext(events), 20)
        assert (change.type, change.content.status) == (UPDATED, 2)


async def test_changes_are_removed_after_seven_days_and_watchers_learn_that(
    store: Store, new_namespace: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_log, "AT_ONCE", 2)
    old, both, new = [await new_namespace(store) for _ in range(3)]
    for namespace, ages in ((old, (9, 8, 8)), (both, (8, 8, 8, 6, 8)), (new, (6,))):
        for number, days in enumerate(ages):
            await define(store, namespace, f"d{number}")
            await execute(
                store,
                'UPDATE "record_change" SET "change_time" = ?'
                ' WHERE "namespace_id" = ? AND "sequence" = ?',
                now() - days * 24 * 3600 * 1_000_000,
                namespace,
                number + 1,
            )
    await remove_old_record_changes(store)
    ranges = {
        namespace: await store.query("", changes.sequence_range, namespace)
        for namespace in (old, both, new)
    }
    # The last change of `both` is behind a newer one: the clock was set back.
    assert ranges == {old: (3, 3), both: (3, 5), new: (0, 1)}
    statement = 'SELECT "sequence" FROM "record_change" WHERE "namespace_id" = ? ORDER BY 1'
    assert await rows(store, statement, old) == []
    assert await rows(store, statement, both) == [(4,), (5,)]
    assert await rows(store, statement, new) == [(1,)]
    feed = Feed(store, changes.read)
    with pytest.raises(PurgedError) as error:
        async for _ in feed.follow(both, 2, lambda _: True):
            pass
    assert error.value.purged == 3
    # The history of feedback has its own limit.
    statement = 'SELECT "purged" FROM "sequence" WHERE "namespace_id" = ?'
    assert await rows(store, statement, both) == [(0,)]
