"""Writes of a group share a transaction, and no more than that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from plaudit_server.domain.errors import NotFound, Reason, Refusal
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.engine.transaction import Transaction
from plaudit_server.storage.exchanges import exchanges
from plaudit_server.storage.feedback import feedback, reads
from support.stores import (
    Witness,
    exchange,
    in_one_group,
    on_message,
    once,
    register,
    rows,
    submission,
    submit,
    submit_one,
)


class Broken(Exception):
    """What a bug in an operation raises."""


def break_after_writing(tx: Transaction, namespaces: Sequence[str]) -> Sequence[Any]:
    feedback.submit(tx, [[submission(namespace, name="poison")] for namespace in namespaces])
    raise Broken


POISON: dict[str, tuple[Callable[..., Any], Callable[[str], Any]]] = {
    "raises": (break_after_writing, lambda namespace: namespace),
    "holds a number beyond 64 bits": (
        feedback.submit,
        lambda namespace: [
            submission(namespace, name="poison", target_id="before", text="good"),
            submission(namespace, name="poison", value_int=2**63),
            submission(namespace, name="poison", target_id="behind", text="good"),
        ],
    ),
    "holds text that no database takes": (
        feedback.submit,
        lambda namespace: [submission(namespace, name="poison", text="\ud800")],
    ),
}


async def texts(store: Store, namespace: str) -> list[str]:
    found = await rows(store, 'SELECT "text" FROM "feedback" WHERE "namespace_id" = ?', namespace)
    return sorted(text for (text,) in found)


@pytest.mark.parametrize(("operation", "payload"), POISON.values(), ids=POISON.keys())
async def test_fails_alone_a_write_that(
    store: Store, namespace: str, operation: Callable[..., Any], payload: Callable[[str], Any]
) -> None:
    witness = Witness()
    see = witness.see

    def good(i: int) -> Callable[[], Any]:
        new = submission(namespace, target_id=f"search-{i}", text=f"{i}")
        return lambda: store.write(see(feedback.submit), [new], namespace_id=namespace)

    (registered,), *before, poisoned, (behind,) = await in_one_group(
        store,
        lambda: store.write(
            see(exchanges.create), [exchange(namespace, "m1")], namespace_id=namespace
        ),
        *(good(i) for i in range(8)),
        lambda: store.write(see(operation), payload(namespace), namespace_id=namespace),
        good(8),
    )
    assert witness.transactions[0] == 11, "they were to share a transaction"
    assert isinstance(poisoned, Exception)
    assert not isinstance(poisoned, Refusal)
    assert [result.replayed for (result,) in before] == [False] * 8
    assert (behind.replayed, registered.exchange.message_id) == (False, "m1")
    assert await texts(store, namespace) == [f"{i}" for i in range(9)]


@pytest.mark.parametrize("said", [{"text": "a\0b"}, on_message("a\0b")], ids=["text", "message"])
async def test_nul_never_harms_the_others(
    store: Store, namespace: str, said: dict[str, object]
) -> None:
    """PostgreSQL cannot hold it and SQLite can; the contract refuses it before it comes here."""
    outcomes = await in_one_group(
        store,
        lambda: submit_one(store, namespace, name="1", text="before"),
        lambda: submit_one(store, namespace, name="2", **said),
        lambda: submit_one(store, namespace, name="3", text="behind"),
    )
    assert [getattr(outcome, "revision", outcome) for outcome in outcomes[::2]] == [1, 1]
    stored = await texts(store, namespace)
    assert set(stored) - {"a\0b"} == {"before", "behind"}


async def test_two_poisoned_writes_fail_each_with_its_own_error(
    store: Store, namespace: str
) -> None:
    def break_as(error: Exception) -> Callable[..., Any]:
        def operation(_: Transaction, __: Sequence[None]) -> Sequence[None]:
            raise error

        return operation

    def write_as(error: Exception) -> Callable[[], Any]:
        operation = break_as(error)
        return lambda: store.write(operation, None, namespace_id=namespace)

    outcomes = await in_one_group(
        store,
        write_as(KeyError("a")),
        lambda: submit_one(store, namespace, text="good"),
        write_as(ValueError("b")),
    )
    assert [type(outcome) for outcome in outcomes[::2]] == [KeyError, ValueError]
    assert await texts(store, namespace) == ["good"]


async def test_a_repeat_that_breaks_harms_none_of_its_group(store: Store, namespace: str) -> None:
    """Two calls share a request id: the first is refused, so the second runs, and breaks."""

    def refuse(_: Any) -> bytes:
        raise NotFound(
            reason=Reason.EXCHANGE_NOT_FOUND, message="", resource_type="", resource_name=""
        )

    def break_(_: Any) -> bytes:
        raise Broken

    def repeat(encode: Callable[[Any], bytes]) -> Callable[[], Any]:
        return lambda: store.write_once(
            feedback.submit,
            [submission(namespace, name="twin", text="x")],
            namespace_id=namespace,
            once=once(namespace, "request-1", encode=encode),
        )

    outcomes = await in_one_group(
        store,
        lambda: register(store, exchange(namespace, "m1")),
        lambda: submit_one(store, namespace, text="good"),
        repeat(refuse),
        repeat(break_),
    )
    ((registered,), submitted, refused, broken) = outcomes
    assert isinstance(broken, Broken)
    assert isinstance(refused, NotFound)
    assert not submitted.replayed
    assert not isinstance(registered, Refusal), registered
    assert (registered.exchange.message_id, submitted.revision) == ("m1", 1)


async def test_a_failed_group_leaves_the_writer_ready_for_the_next(
    store: Store, namespace: str
) -> None:
    for i in range(20):
        with pytest.raises(Broken):
            await store.write(break_after_writing, namespace, namespace_id=namespace)
        assert (await submit_one(store, namespace, text=f"{i}")).revision == i + 1


async def test_what_a_write_answers_is_readable_by_the_next_call(
    store: Store, namespace: str
) -> None:
    async def caller(i: int) -> None:
        made = await submit_one(store, namespace, name=f"name {i}", text=f"{i}")
        found = await store.read(reads.get, (namespace, made.id))
        assert found.content.text == f"{i}"
        listed = await rows(
            store,
            'SELECT "text" FROM "feedback" WHERE "namespace_id" = ? AND "id" = ?',
            namespace,
            made.id,
        )
        assert listed == [(f"{i}",)]

    await asyncio.gather(*(caller(i) for i in range(50)))


async def test_a_caller_who_left_before_the_group_closed_wrote_nothing(
    store: Store, namespace: str
) -> None:
    leaving: list[asyncio.Future[Any]] = []

    async def leave() -> None:
        leaving.append(asyncio.ensure_future(submit_one(store, namespace, text="gone")))
        await asyncio.sleep(0)
        leaving[0].cancel()

    stayed, _ = await in_one_group(
        store, lambda: submit_one(store, namespace, name="b", text="stays"), leave
    )
    assert stayed.revision == 1
    assert leaving[0].cancelled()
    assert await texts(store, namespace) == ["stays"]


async def test_a_broken_read_fails_alone(store: Store, namespace: str) -> None:
    made = await submit_one(store, namespace, text="x")

    def break_(_: Backend, __: Sequence[None]) -> Sequence[None]:
        raise Broken

    read = [
        store.read(reads.get, (namespace, made.id)),  # its group closes at once
        store.read(reads.get, (namespace, made.id)),
        store.read(break_, None),
        store.read(reads.get, (namespace, made.id)),
    ]
    _, before, broken, behind = await asyncio.gather(*read, return_exceptions=True)
    assert isinstance(broken, Broken)
    assert [getattr(found, "id", found) for found in (before, behind)] == [made.id, made.id]


async def test_closing_finishes_every_write_that_joined(
    open_store: Callable[[str], Store], database: str, namespace: str, store: Store
) -> None:
    leaving = open_store(database)
    writes = [
        asyncio.ensure_future(submit_one(leaving, namespace, name=f"{i}", text=f"{i}"))
        for i in range(50)
    ]
    await asyncio.sleep(0)
    await leaving.close()
    assert all(write.done() for write in writes)
    assert {(await write).revision for write in writes} == {1}
    assert len(await texts(store, namespace)) == 50


async def test_a_store_that_closes_refuses_new_writes_and_takes_on_none(
    open_store: Callable[[str], Store], database: str, namespace: str, store: Store
) -> None:
    leaving = open_store(database)
    closing = asyncio.ensure_future(leaving.close())
    await asyncio.sleep(0)
    for _ in range(2):
        with pytest.raises(Refusal) as refused:
            await submit(leaving, submission(namespace, text="late"))
        assert refused.value.reason is Reason.DRAINING
        await closing
    assert await texts(store, namespace) == []


@pytest.mark.parametrize("how", ["read", "query"])
async def test_a_closed_store_refuses_what_it_cannot_read(
    open_store: Callable[[str], Store], database: str, namespace: str, how: str
) -> None:
    left = open_store(database)
    await left.close()
    reading = {
        "read": lambda: left.read(reads.get, (namespace, "fb_1")),
        "query": lambda: left.query("", lambda _: None),
    }
    with pytest.raises(Refusal) as refused:
        await asyncio.wait_for(reading[how](), timeout=1)
    assert refused.value.reason is Reason.DRAINING
