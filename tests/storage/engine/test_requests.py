"""A request id makes a write safe to repeat: it runs once and answers the same for 24 hours."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from plaudit_server.domain.errors import InvalidArgument, NotFound, Refusal
from plaudit_server.storage.engine import requests
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.exchanges import exchanges
from plaudit_server.storage.feedback import feedback
from support.stores import (
    exchange,
    execute,
    in_one_group,
    on_message,
    once,
    register,
    rows,
    submission,
    submit_one,
)

A_DAY = 24 * 60 * 60 * 1_000_000


async def create(store: Store, namespace: str, request_id: str = "r1", **changed: Any) -> bytes:
    """Register `m1` under a request id; a second time would be refused if it ran."""
    return await store.write_once(
        exchanges.create,
        [exchange(namespace, "m1")],
        namespace_id=namespace,
        once=once(namespace, request_id, **changed),
    )


async def submit_once(store: Store, namespace: str, request_id: str = "r1", **said: Any) -> bytes:
    """Submit under a request id; answers what it says is there when it runs."""
    return await store.write_once(
        feedback.submit,
        [submission(namespace, **said)],
        namespace_id=namespace,
        once=once(namespace, request_id, body=repr(said), encode=_or_refuse),
    )


def _or_refuse(results: Any) -> bytes:
    (result,) = results
    if isinstance(result, Refusal):
        raise result
    return repr(result).encode()


async def grow_old(store: Store, namespace: str, microseconds: int) -> None:
    """Set the time of every first answer back."""
    await execute(
        store,
        'UPDATE "remembered_request" SET "create_time" = "create_time" - ?'
        ' WHERE "namespace_id" = ?',
        microseconds,
        namespace,
    )


async def count(store: Store, table: str, namespace: str) -> int:
    ((found,),) = await rows(
        store, f'SELECT count(*) FROM "{table}" WHERE "namespace_id" = ?', namespace
    )
    return found


async def test_a_repeated_request_answers_the_first_answer_and_does_nothing(
    store: Store, namespace: str
) -> None:
    first = await create(store, namespace)
    assert b"StoredExchange" in first
    assert [await create(store, namespace) for _ in range(3)] == [first] * 3
    assert await count(store, "exchange", namespace) == 1


async def test_the_first_answer_stands_whatever_came_after_it(store: Store, namespace: str) -> None:
    first = await submit_once(store, namespace, text="good")
    await submit_one(store, namespace, text="bad")
    assert await submit_once(store, namespace, text="good") == first
    ((text,),) = await rows(
        store, 'SELECT "text" FROM "feedback" WHERE "namespace_id" = ?', namespace
    )
    assert text == "bad"


async def test_any_bytes_are_remembered(store: Store, namespace: str) -> None:
    every_byte = bytes(range(256)) * 100
    answers = [
        await create(store, namespace, encode=lambda _: every_byte),
        await create(store, namespace),
        await create(store, namespace, "r2", encode=lambda _: b""),
        await create(store, namespace, "r2"),
    ]
    assert answers == [every_byte, every_byte, b"", b""]


async def test_a_request_id_used_for_another_request_is_refused(
    store: Store, namespace: str
) -> None:
    await submit_once(store, namespace, text="good")
    with pytest.raises(InvalidArgument) as refused:
        await submit_once(store, namespace, text="bad")
    assert [violation.field for violation in refused.value.violations] == ["request_id"]
    assert await count(store, "feedback_revision", namespace) == 0


async def test_repeats_in_one_group_run_once(store: Store, namespace: str) -> None:
    answers = await in_one_group(store, *[lambda: create(store, namespace)] * 5)
    assert b"StoredExchange" in answers[0]
    assert answers == [answers[0]] * 5
    assert await count(store, "exchange", namespace) == 1


async def test_in_one_group_too_a_request_id_stands_for_one_request(
    store: Store, namespace: str
) -> None:
    first, other = await in_one_group(
        store,
        lambda: submit_once(store, namespace, text="good"),
        lambda: submit_once(store, namespace, text="bad"),
    )
    assert b"Submitted" in first
    assert isinstance(other, InvalidArgument)


async def test_repeats_on_two_servers_run_once(
    store: Store, namespace: str, open_store: Callable[[str], Store], database: str
) -> None:
    other = open_store(database)
    answers = await asyncio.gather(
        *(create(server, namespace) for server in (store, other) for _ in range(10))
    )
    assert set(answers) == {answers[0]}
    assert b"StoredExchange" in answers[0]


async def test_different_request_ids_run_each(store: Store, namespace: str) -> None:
    answers = await in_one_group(
        store, *[lambda i=i: create(store, namespace, f"r{i}") for i in range(5)]
    )
    assert len([answer for answer in answers if b"StoredExchange" in answer]) == 1
    assert await count(store, "remembered_request", namespace) == 5


async def test_a_request_id_of_another_namespace_is_another(
    store: Store, namespace: str, new_namespace: Callable[[Store], Any]
) -> None:
    elsewhere = await new_namespace(store)
    here = await create(store, namespace)
    there = await create(store, elsewhere)
    assert here != there
    assert await create(store, namespace) == here


async def test_a_refusal_is_not_remembered(store: Store, namespace: str) -> None:
    with pytest.raises(NotFound):
        await submit_once(store, namespace, text="good", **on_message("m1"))
    await register(store, exchange(namespace, "m1"))
    assert b"Submitted" in await submit_once(store, namespace, text="good", **on_message("m1"))


async def test_a_write_that_breaks_is_not_remembered(store: Store, namespace: str) -> None:
    def break_(_: Any) -> bytes:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await create(store, namespace, encode=break_)
    assert await count(store, "exchange", namespace) == 0
    assert b"StoredExchange" in await create(store, namespace)


async def test_an_answer_is_remembered_for_24_hours(store: Store, namespace: str) -> None:
    first = await submit_once(store, namespace, text="good")
    await grow_old(store, namespace, A_DAY - 60_000_000)
    assert await submit_once(store, namespace, text="good") == first


async def test_an_answer_is_forgotten_after_24_hours(store: Store, namespace: str) -> None:
    """The request runs again, and its new answer is remembered in turn."""
    first = await submit_once(store, namespace, text="good")
    await grow_old(store, namespace, A_DAY + 1)
    again = await submit_once(store, namespace, text="good")
    assert (b"replayed=False" in first, b"replayed=True" in again) == (True, True)
    assert await submit_once(store, namespace, text="good") == again


async def test_after_24_hours_the_request_id_may_stand_for_another_request(
    store: Store, namespace: str
) -> None:
    await submit_once(store, namespace, text="good")
    await grow_old(store, namespace, A_DAY + 1)
    assert b"revision=2" in await submit_once(store, namespace, text="bad")


async def test_housekeeping_deletes_the_answers_that_are_forgotten_and_no_others(
    store: Store, namespace: str
) -> None:
    await create(store, namespace, "old")
    await grow_old(store, namespace, A_DAY + 1)
    young = await create(store, namespace, "young")
    await store.write(requests.purge, None, namespace_id="")
    assert await count(store, "remembered_request", namespace) == 1
    assert await create(store, namespace, "young") == young
