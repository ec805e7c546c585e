"""The recorded items of a stream are remembered by number, also with concurrent calls."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from plaudit_server.domain.errors import NotFound, Refusal
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.feedback import streams
from plaudit_server.storage.feedback.streams import Item, Items, Resumed
from plaudit_server.storage.housekeeping import CHORES
from support.stores import execute, in_one_group, on_message, rows, submission

A_DAY = 24 * 60 * 60 * 1_000_000


def items(namespace: str, stream_id: str, *numbers: int, refused: tuple[int, ...] = ()) -> Items:
    """Make items that each change the same feedback."""
    made = [Item(n, submission(namespace, text=f"text {n}")) for n in numbers]
    return Items(namespace, stream_id, made, refused)


async def write(store: Store, job: Items) -> list[Any]:
    return await store.write(streams.submit, job, namespace_id=job.namespace_id)


async def revisions(store: Store, namespace: str) -> int:
    ((revision,),) = await rows(
        store, 'SELECT "revision" FROM "feedback" WHERE "namespace_id" = ?', namespace
    )
    return int(revision)


async def test_a_stream_resumed_before_its_first_call_has_ended_records_each_item_once(
    store: Store, namespace: str
) -> None:
    """Items of both calls are in one group: the server has not noticed the broken connection."""
    stream_id = uuid.uuid4().hex
    jobs = [
        items(namespace, stream_id, 1, 2, 3, 4),
        items(namespace, stream_id, 2, 3),
        items(namespace, "", 9),
        items(namespace, stream_id, 4, 5),
    ]
    results = await in_one_group(store, *((lambda j=job: write(store, j)) for job in jobs))
    assert [[isinstance(r, Resumed) for r in result] for result in results] == [
        [False] * 4,
        [True] * 2,
        [False],
        [True, False],
    ]
    assert await revisions(store, namespace) == 6  # 1 to 4, 5, and 9 of no stream


async def test_two_namespaces_may_have_streams_with_the_same_id_in_one_group(
    store: Store, new_namespace: Callable[..., Any]
) -> None:
    one, other = await new_namespace(store), await new_namespace(store)
    stream_id = uuid.uuid4().hex
    await write(store, items(one, stream_id, 1, 2, 3))
    again, new = await in_one_group(
        store,
        lambda: write(store, items(one, stream_id, 1, 2, 3)),
        lambda: write(store, items(other, stream_id, 1, 2, 3)),
    )
    assert all(isinstance(result, Resumed) for result in again)
    assert [result.revision for result in new] == [1, 2, 3]
    assert await revisions(store, one) == 3


async def test_refused_items_are_remembered_and_retried(store: Store, namespace: str) -> None:
    stream_id = uuid.uuid4().hex
    lost = Item(2, submission(namespace, rating=1, **on_message("lost")))
    job = items(namespace, stream_id, 1, 4, refused=(3,))
    job = job._replace(items=[job.items[0], lost, job.items[1]])
    first = await write(store, job)
    assert isinstance(first[1], Refusal)
    again = await write(store, items(namespace, stream_id, 1, 2, 3, 4))
    assert [isinstance(result, Resumed) for result in again] == [True, False, False, True]
    assert all(
        isinstance(r, Resumed) for r in await write(store, items(namespace, stream_id, 1, 2, 3, 4))
    )


async def test_a_recorded_number_stays_recorded_if_it_is_sent_again_and_refused(
    store: Store, namespace: str
) -> None:
    stream_id = uuid.uuid4().hex
    await write(store, items(namespace, stream_id, 1, 2))
    await write(store, items(namespace, stream_id, 3, refused=(2,)))
    (again,) = await write(store, items(namespace, stream_id, 2))
    assert isinstance(again, Resumed)
    assert await revisions(store, namespace) == 3


async def test_a_deleted_feedback_is_not_created_again(store: Store, namespace: str) -> None:
    stream_id = uuid.uuid4().hex
    await write(store, items(namespace, stream_id, 1))
    await execute(store, 'DELETE FROM "feedback" WHERE "namespace_id" = ?', namespace)
    (gone,) = await write(store, items(namespace, stream_id, 1))
    assert isinstance(gone, NotFound)
    assert gone.ids == {"sequence_number": "1"}
    assert not await rows(store, 'SELECT 1 FROM "feedback" WHERE "namespace_id" = ?', namespace)


async def test_a_stream_is_forgotten_24_hours_after_its_last_item(
    store: Store, namespace: str
) -> None:
    old, young = uuid.uuid4().hex, uuid.uuid4().hex
    for stream_id in (old, young):
        await write(store, items(namespace, stream_id, 1))
    for stream_id, age in ((old, A_DAY + 1_000_000), (young, A_DAY - 60_000_000)):
        await execute(
            store,
            'UPDATE "feedback_stream" SET "update_time" = "update_time" - ? WHERE "id" = ?',
            *(age, stream_id),
        )
    for chore in CHORES:
        await chore(store)
    left = await rows(
        store, 'SELECT "id" FROM "feedback_stream" WHERE "namespace_id" = ?', namespace
    )
    assert left == [(young,)]
