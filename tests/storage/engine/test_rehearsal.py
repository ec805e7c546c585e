"""A rehearsal answers what a write would, and writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from plaudit_server.domain.errors import InvalidArgument, Refusal, Violation, invalid
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.engine.transaction import Transaction
from plaudit_server.storage.exchanges import exchanges
from plaudit_server.storage.feedback import feedback
from support.stores import POSITIVE, exchange, in_one_group, register, rows, submission, submit_one

TABLES = ("exchange", "feedback", "feedback_revision", "memory", "sequence")


async def contents(store: Store, namespace: str) -> list[Any]:
    return [
        await rows(store, f'SELECT * FROM "{table}" WHERE "namespace_id" = ?', namespace)
        for table in TABLES
    ]


async def test_a_rehearsal_answers_as_the_write_does_and_leaves_nothing(
    store: Store, namespace: str
) -> None:
    await submit_one(store, namespace, text="there")
    before = await contents(store, namespace)
    items = [submission(namespace, text="new", name="another", rating=POSITIVE)]
    (rehearsed,) = await store.rehearse(feedback.submit, items, namespace_id=namespace)
    assert await contents(store, namespace) == before
    (written,) = await store.write(feedback.submit, items, namespace_id=namespace)
    assert type(rehearsed) is type(written)
    assert (rehearsed.revision, rehearsed.stored) == (written.revision, written.stored)
    assert await contents(store, namespace) != before


async def test_a_rehearsal_sees_what_was_written_before_it(store: Store, namespace: str) -> None:
    new = exchange(namespace, "m")
    (there,) = await register(store, new)
    (outcome,) = await store.rehearse(exchanges.create, [new], namespace_id=namespace)
    assert isinstance(outcome, Refusal)
    assert there.id in outcome.ids.values() or there.id in str(outcome)


async def test_what_an_operation_refuses_its_rehearsal_refuses(
    store: Store, namespace: str
) -> None:
    def refuse(tx: Transaction, jobs: Sequence[None]) -> list[Refusal]:
        tx.execute('DELETE FROM "sequence" WHERE "namespace_id" = ?', (namespace,))
        return [invalid([Violation(field="x", rule="must not")])] * len(jobs)

    before = await contents(store, namespace)
    with pytest.raises(InvalidArgument):
        await store.rehearse(refuse, None, namespace_id=namespace)
    assert await contents(store, namespace) == before


async def test_a_rehearsal_that_breaks_leaves_nothing_and_harms_no_later_one(
    store: Store, namespace: str
) -> None:
    def break_(tx: Transaction, jobs: Sequence[None]) -> list[None]:
        tx.execute('DELETE FROM "sequence" WHERE "namespace_id" = ?', (namespace,))
        raise ZeroDivisionError(len(jobs))

    before = await contents(store, namespace)
    for _ in range(10):
        with pytest.raises(ZeroDivisionError):
            await store.rehearse(break_, None, namespace_id=namespace)
    assert await contents(store, namespace) == before
    (made,) = await register(store, exchange(namespace, "m"))
    assert made.id


async def test_rehearsals_among_writes_keep_nobody_from_writing(
    store: Store, namespace: str, new_namespace: Callable[..., Any]
) -> None:
    elsewhere = await new_namespace(store)
    rehearsals = [
        lambda n=n: store.rehearse(
            exchanges.create, [exchange(namespace, f"m{n}")], namespace_id=namespace
        )
        for n in range(10)
    ]
    writes = [
        lambda n=n, where=where: register(store, exchange(where, f"m{n}"))
        for n in range(10)
        for where in (namespace, elsewhere)
    ]
    outcomes = await in_one_group(store, *writes)
    assert not [o for o in outcomes if isinstance(o, BaseException)]
    for rehearsal in rehearsals:
        (outcome,) = await rehearsal()
        assert isinstance(outcome, Refusal), "the write came first"
    for where in (namespace, elsewhere):
        assert await rows(
            store, 'SELECT count(*) FROM "exchange" WHERE "namespace_id" = ?', where
        ) == [(10,)]
