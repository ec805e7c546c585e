"""Many callers, and several servers on one database, leave what one after the other would."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from plaudit_server.domain.errors import AlreadyExists, Reason
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.exchanges import exchanges, memories
from plaudit_server.storage.tenants import namespaces
from plaudit_server.storage.tenants.namespaces import NewNamespace
from support.stores import (
    NEGATIVE,
    POSITIVE,
    exchange,
    on_message,
    register,
    rows,
    submission,
    submit,
    submit_one,
)

OpenStore = Callable[[str], Store]


@pytest.fixture
def second_store(
    runner: asyncio.Runner, open_store: OpenStore, store: Store, database: str
) -> Store:
    """Another server on the database of `store`."""

    async def open_() -> Store:
        return open_store(database)

    return runner.run(open_())


async def assert_one_history(store: Store, namespace: str, results: list[Any]) -> None:
    """Check that the results are those of one feedback whose every state is kept and numbered."""
    (present,) = await rows(
        store,
        'SELECT "id", "revision", "sequence" FROM "feedback" WHERE "namespace_id" = ?',
        namespace,
    )
    past = await rows(
        store,
        'SELECT "id", "revision", "sequence" FROM "feedback_revision" WHERE "namespace_id" = ?',
        namespace,
    )
    changes = [result.revision for result in results if not result.replayed]
    numbers = list(range(1, len(changes) + 1))
    assert sorted(changes) == numbers
    states = sorted([*past, present], key=lambda state: state[1])
    assert {id_ for id_, _, _ in states} == {result.id for result in results} == {present[0]}
    assert [revision for _, revision, _ in states] == numbers
    assert [sequence for _, _, sequence in states] == numbers
    assert await rows(
        store, 'SELECT "value" FROM "sequence" WHERE "namespace_id" = ?', namespace
    ) == [(len(changes),)]


async def test_one_feedback_from_200_callers_is_one_row_with_every_state_kept(
    store: Store, namespace: str
) -> None:
    results = await asyncio.gather(
        *(submit_one(store, namespace, text=f"text {i}") for i in range(200))
    )
    assert len([result for result in results if not result.replayed]) == 200
    await assert_one_history(store, namespace, results)


async def test_callers_who_alternate_make_a_revision_for_each_change_and_no_more(
    store: Store, namespace: str
) -> None:
    async def caller(i: int) -> list[Any]:
        return [await submit_one(store, namespace, text=f"{i % 2}") for _ in range(5)]

    results = await asyncio.gather(*(caller(i) for i in range(40)))
    await assert_one_history(store, namespace, [result for made in results for result in made])


async def test_one_feedback_through_two_servers_is_one_row_with_every_state_kept(
    store: Store, second_store: Store, namespace: str
) -> None:
    async def caller(server: Store, name: str) -> list[Any]:
        return [await submit_one(server, namespace, text=f"{name} {i}") for i in range(10)]

    results = await asyncio.gather(
        *(caller(server, f"{server} {i}") for server in (store, second_store) for i in range(20))
    )
    await assert_one_history(store, namespace, [result for made in results for result in made])


async def test_the_times_of_a_feedback_follow_its_revisions_through_several_servers(
    store: Store, namespace: str, open_store: OpenStore, database: str
) -> None:
    async def caller(server: Store, name: str) -> None:
        for i in range(40):
            await submit_one(server, namespace, text=f"{name} {i}")

    servers = [store, *(open_store(database) for _ in range(3))]
    await asyncio.gather(*(caller(server, f"{server} {i}") for server in servers for i in range(2)))
    times = await rows(
        store,
        'SELECT "update_time", "create_time" FROM "feedback_revision" WHERE "namespace_id" = ?'
        ' ORDER BY "revision"',
        namespace,
    )
    updates = [update for update, _ in times]
    assert updates == sorted(updates)
    assert all(update >= create for update, create in times)


async def test_numbers_are_consecutive_in_each_namespace_through_two_servers(
    store: Store, second_store: Store, new_namespace: Callable[..., Any]
) -> None:
    """Groups that span several namespaces never wait for each other in a circle, either."""
    tenants = [await new_namespace(store) for _ in range(5)]

    async def caller(server: Store, turn: int) -> None:
        for i in range(10):
            tenant = tenants[(turn + i) % len(tenants)]
            await submit_one(server, tenant, text=f"{server} {turn} {i}", name=f"name {turn % 3}")

    await asyncio.gather(
        *(caller(server, turn) for server in (store, second_store) for turn in range(20))
    )
    for tenant in tenants:
        found = await rows(
            store,
            'SELECT "sequence" FROM "feedback" WHERE "namespace_id" = ? UNION ALL'
            ' SELECT "sequence" FROM "feedback_revision" WHERE "namespace_id" = ? ORDER BY 1',
            tenant,
            tenant,
        )
        assert [sequence for (sequence,) in found] == list(range(1, 81))


async def test_votes_are_counted_right_through_two_servers(
    store: Store, second_store: Store, namespace: str
) -> None:
    """Everybody votes for, then three quarters turn against, one half of those comes back."""
    await register(store, exchange(namespace, "m1"))

    async def author(server: Store, i: int) -> None:
        said = {"user_id": f"user {server} {i}", **on_message("m1")}
        await submit_one(server, namespace, rating=POSITIVE, **said)
        if i % 4:
            await submit_one(server, namespace, rating=NEGATIVE, **said)
        if i % 4 == 2 or i % 8 == 1:
            await submit_one(server, namespace, rating=POSITIVE, **said)

    await asyncio.gather(
        *(author(server, i) for server in (store, second_store) for i in range(40))
    )
    (memory,), _ = await store.query("", memories.list_page, namespace, before="", limit=10)
    assert memory.positive_count == 2 * (10 + 10 + 5)


async def test_one_message_registered_by_many_callers_at_once_is_one_exchange(
    store: Store, second_store: Store, namespace: str
) -> None:
    results = await asyncio.gather(
        *(
            register(server, exchange(namespace, "m1"))
            for server in (store, second_store)
            for _ in range(20)
        )
    )
    taken = [result for (result,) in results if isinstance(result, AlreadyExists)]
    assert len(taken) == 39
    assert {refusal.reason for refusal in taken} == {Reason.EXCHANGE_EXISTS}


async def test_updates_of_one_exchange_all_count_through_two_servers(
    store: Store, second_store: Store, namespace: str
) -> None:
    ((made,),) = [await register(store, exchange(namespace, "m1", topic=""))]

    def update(mark: str) -> exchanges.ExchangeUpdate:
        key = exchanges.ExchangeKey(id=made.id)
        return exchanges.ExchangeUpdate(
            namespace, key, lambda old: old._replace(topic=f"{old.topic}{mark}")
        )

    await asyncio.gather(
        *(
            server.write(exchanges.update, update(mark), namespace_id=namespace)
            for server, marks in ((store, "abcdefghij"), (second_store, "klmnopqrst"))
            for mark in marks
        )
    )
    stored = await store.read(exchanges.get, (namespace, exchanges.ExchangeKey(id=made.id)))
    assert sorted(stored.exchange.topic) == list("abcdefghijklmnopqrst")


async def test_one_name_opened_on_two_servers_at_once_is_one_namespace(
    store: Store, second_store: Store
) -> None:
    for i in range(10):
        new = NewNamespace(f"raced-{id(store)}-{i}")
        outcomes = await asyncio.gather(
            *(
                server.write(namespaces.create, new, namespace_id="")
                for server in (store, second_store)
            ),
            return_exceptions=True,
        )
        refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        assert len(refused) == 1
        assert isinstance(refused[0], AlreadyExists), repr(refused[0])


async def test_servers_that_look_after_their_database_at_once_do_not_disturb_each_other(
    store: Store, second_store: Store
) -> None:
    for _ in range(20):
        await asyncio.gather(
            store.check(write=True),
            second_store.check(write=True),
            store.check(write=False),
            second_store.check(write=False),
        )


async def test_a_batch_and_single_callers_share_a_feedback(store: Store, namespace: str) -> None:
    batch = submit(store, *(submission(namespace, text=f"batch {i}") for i in range(20)))
    singles = (submit_one(store, namespace, text=f"single {i}") for i in range(20))
    (batched, *single) = await asyncio.gather(batch, *singles)
    assert [result.revision for result in batched] == sorted(r.revision for r in batched)
    await assert_one_history(store, namespace, [*batched, *single])
