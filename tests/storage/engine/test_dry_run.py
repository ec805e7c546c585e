"""A dry run returns what the write would return, and writes nothing."""

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


async def test_a_dry_run_returns_what_the_write_returns_and_writes_nothing(
    store: Store, namespace: str
) -> None:
    await submit_one(store, namespace, text="there")
    before = await contents(store, namespace)
    items = [submission(namespace, text="new", name="another", rating=POSITIVE)]
    (checked,) = await store.dry_run(feedback.submit, items, namespace_id=namespace)
    assert await contents(store, namespace) == before
    (written,) = await store.write(feedback.submit, items, namespace_id=namespace)
    assert type(checked) is type(written)
    assert (checked.revision, checked.stored) == (written.revision, written.stored)
    assert await contents(store, namespace) != before


async def test_a_dry_run_sees_what_was_written_before_it(store: Store, namespace: str) -> None:
    new = exchange(namespace, "m")
    (there,) = await register(store, new)
    (outcome,) = await store.dry_run(exchanges.create, [new], namespace_id=namespace)
    assert isinstance(outcome, Refusal)
    assert there.id in outcome.ids.values() or there.id in str(outcome)


async def test_what_an_operation_refuses_its_dry_run_refuses(store: Store, namespace: str) -> None:
    def refuse(tx: Transaction, jobs: Sequence[None]) -> list[Refusal]:
        tx.execute('DELETE FROM "sequence" WHERE "namespace_id" = ?', (namespace,))
        return [invalid([Violation(field="x", rule="must not")])] * len(jobs)

    before = await contents(store, namespace)
    with pytest.raises(InvalidArgument):
        await store.dry_run(refuse, None, namespace_id=namespace)
    assert await contents(store, namespace) == before


async def test_a_dry_run_that_breaks_leaves_nothing_and_harms_no_later_one(
    store: Store, namespace: str
) -> None:
    def break_(tx: Transaction, jobs: Sequence[None]) -> list[None]:
        tx.execute('DELETE FROM "sequence" WHERE "namespace_id" = ?', (namespace,))
        raise ZeroDivisionError(len(jobs))

    before = await contents(store, namespace)
    for _ in range(10):
        with pytest.raises(ZeroDivisionError):
            await store.dry_run(break_, None, namespace_id=namespace)
    assert await contents(store, namespace) == before
    (made,) = await register(store, exchange(namespace, "m"))
    assert made.id


async def test_dry_runs_among_writes_do_not_block_writers(
    store: Store, namespace: str, new_namespace: Callable[..., Any]
) -> None:
    elsewhere = await new_namespace(store)
    dry_runs = [
        lambda n=n: store.dry_run(
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
    for dry_run in dry_runs:
        (outcome,) = await dry_run()
        assert isinstance(outcome, Refusal), "the write came first"
    for where in (namespace, elsewhere):
        assert await rows(
            store, 'SELECT count(*) FROM "exchange" WHERE "namespace_id" = ?', where
        ) == [(10,)]
