"""A database that does not serve is said so, harms nothing, and is used again when it is back."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from plaudit_server.domain.errors import Reason, Unavailable
from plaudit_server.storage.engine import sqlite
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.engine.transaction import Transaction
from plaudit_server.storage.feedback import reads
from support.stores import exchange, in_one_group, register, rows, submit_one

# One kind of database each: they fail in ways of their own.
SQLITE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True, scope="session")
POSTGRESQL = pytest.mark.parametrize("kind", ["postgresql"], indirect=True, scope="session")


@pytest.fixture
def failures() -> list[str]:
    """Gets an entry each time the store reports that its database is unavailable."""
    return []


@pytest.fixture
def store(
    runner: asyncio.Runner,
    open_store: Callable[..., Store],
    own_database: str,
    failures: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Store:
    """A store whose database others may break; it waits for a lock for 0.3 s instead of 5."""
    monkeypatch.setitem(sqlite.PRAGMAS, "busy_timeout", 300)

    async def open_() -> Store:
        return open_store(own_database, on_unavailable=lambda: failures.append("failure"))

    return runner.run(open_())


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Hold the write lock of a SQLite file, as another program would."""
    holder = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    yield
    holder.execute("ROLLBACK")
    holder.close()


def assert_unavailable(*outcomes: object) -> None:
    for outcome in outcomes:
        assert isinstance(outcome, Unavailable), repr(outcome)
        assert outcome.reason is Reason.STORAGE_UNAVAILABLE
        assert outcome.retry_after > 0


async def outcome_of(call: Any) -> Any:
    (outcome,) = await asyncio.gather(call, return_exceptions=True)
    return outcome


async def texts(store: Store) -> list[str]:
    return sorted(text for (text,) in await rows(store, 'SELECT "text" FROM "feedback"'))


@SQLITE
async def test_a_locked_file_refuses_writes_and_takes_them_when_it_is_free(
    store: Store, namespace: str, own_database: str, failures: list[str]
) -> None:
    with locked(own_database):
        assert_unavailable(await outcome_of(submit_one(store, namespace, text="locked")))
    assert failures
    assert await texts(store) == []
    assert (await submit_one(store, namespace, text="free")).revision == 1
    assert await texts(store) == ["free"]


@SQLITE
async def test_a_locked_file_is_waited_for_once_by_a_whole_group(
    store: Store, namespace: str, own_database: str, failures: list[str]
) -> None:
    """The first caller is alone; the others are the group behind it."""
    calls = (submit_one(store, namespace, name=f"{i}", text="locked") for i in range(10))
    with locked(own_database):
        assert_unavailable(*await asyncio.gather(*calls, return_exceptions=True))
    await asyncio.sleep(0)
    assert len(failures) == 2


@SQLITE
async def test_reads_go_on_while_the_file_is_locked(
    store: Store, namespace: str, own_database: str
) -> None:
    made = await submit_one(store, namespace, text="before")
    with locked(own_database):
        writing = asyncio.ensure_future(outcome_of(submit_one(store, namespace, text="locked")))
        await asyncio.sleep(0)
        found = await store.read(reads.get, (namespace, made.id))
        assert found.content.text == "before"
        assert await texts(store) == ["before"]
        assert not writing.done()
        await writing


@SQLITE
async def test_a_lock_that_goes_in_time_is_no_failure(
    store: Store, namespace: str, own_database: str
) -> None:
    with locked(own_database):
        writing = asyncio.ensure_future(submit_one(store, namespace, text="waits"))
        await asyncio.sleep(0.05)
        assert not writing.done()
    assert (await writing).revision == 1


@SQLITE
async def test_a_full_disk_refuses_the_whole_group_and_recovers(
    store: Store, namespace: str
) -> None:
    """The limit is the connection's, so a new connection has space again."""

    def fill(tx: Transaction, _: Sequence[None]) -> list[None]:
        ((pages,),) = tx.execute("PRAGMA page_count").fetchall()
        tx.execute(f"PRAGMA max_page_count = {pages}")
        return [None]

    outcomes = await in_one_group(
        store,
        lambda: store.write(fill, None, namespace_id=namespace),
        lambda: submit_one(store, namespace, text="x" * 1_000_000),
        lambda: register(store, exchange(namespace, "m1")),
    )
    assert_unavailable(*outcomes)
    assert await texts(store) == []
    assert (await submit_one(store, namespace, text="space")).revision == 1


@POSTGRESQL
async def test_idle_connections_that_the_server_ended_are_replaced(
    store: Store, namespace: str, own_database: str
) -> None:
    made = await submit_one(store, namespace, text="before")
    await store.read(reads.get, (namespace, made.id))
    await texts(store)
    end_connections(own_database)
    outcomes = await asyncio.gather(
        submit_one(store, namespace, text="first"),
        store.read(reads.get, (namespace, made.id)),
        texts(store),
        return_exceptions=True,
    )
    assert_unavailable(*(outcome for outcome in outcomes if isinstance(outcome, Exception)))
    assert (await submit_one(store, namespace, text="behind")).id == made.id
    assert (await store.read(reads.get, (namespace, made.id))).content.text == "behind"
    assert await texts(store) == ["behind"]


def end_connections(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        ended = connection.execute(
            "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'plaudit'"
        ).fetchone()
    assert ended is not None
    assert ended[0] >= 1


def die(db: Transaction | Backend, _: Sequence[None]) -> list[None]:
    db.execute("SELECT pg_terminate_backend(pg_backend_pid())").fetchall()
    raise AssertionError("the connection should be gone")


@POSTGRESQL
async def test_a_connection_lost_within_a_group_refuses_the_group_and_stores_nothing_of_it(
    store: Store, namespace: str, failures: list[str]
) -> None:
    outcomes = await in_one_group(
        store,
        lambda: submit_one(store, namespace, text="lost"),
        lambda: register(store, exchange(namespace, "m1")),
        lambda: store.write(die, None, namespace_id=namespace),
    )
    assert_unavailable(*outcomes)
    assert failures
    assert await texts(store) == []
    assert await rows(store, 'SELECT "id" FROM "exchange"') == []
    assert (await submit_one(store, namespace, text="behind")).revision == 1


@POSTGRESQL
@pytest.mark.parametrize("how", ["read", "query"])
async def test_a_connection_lost_while_reading_refuses_the_read_and_the_next_one_works(
    store: Store, namespace: str, failures: list[str], how: str
) -> None:
    lost = store.read(die, None) if how == "read" else store.query("", die, [None])
    assert_unavailable(await outcome_of(lost))
    await asyncio.sleep(0)
    assert failures
    assert await store.read(reads.get, (namespace, "fb_1")) is None
    assert await texts(store) == []


async def test_a_database_that_cannot_be_reached_refuses_everything(
    open_store: Callable[..., Store], kind: str, tmp_path: Path
) -> None:
    nowhere = {
        "sqlite": f"sqlite:///{tmp_path}",  # a folder
        "postgresql": "postgresql://nobody@127.0.0.1:1/plaudit",
    }
    store = open_store(nowhere[kind])
    outcomes = await asyncio.gather(
        submit_one(store, "ns_1", text="x"),
        submit_one(store, "ns_1", text="y"),
        store.read(reads.get, ("ns_1", "fb_1")),
        texts(store),
        store.check(write=True),
        store.check(write=False),
        return_exceptions=True,
    )
    assert_unavailable(*outcomes)


@POSTGRESQL
async def test_a_database_that_takes_no_writes_refuses_them_and_serves_reads(
    store: Store, namespace: str, own_database: str
) -> None:
    """As a standby does."""
    made = await submit_one(store, namespace, text="before")
    read_only(own_database, on=True)
    assert_unavailable(await outcome_of(submit_one(store, namespace, text="refused")))
    assert (await store.read(reads.get, (namespace, made.id))).content.text == "before"
    read_only(own_database, on=False)
    await outcome_of(submit_one(store, namespace, text="behind"))
    assert (await submit_one(store, namespace, text="behind")).revision == 2


def read_only(url: str, *, on: bool) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        (name,) = connection.execute("SELECT current_database()").fetchone() or ("",)
        connection.execute(
            f"ALTER DATABASE {name} SET default_transaction_read_only = {'on' if on else 'off'}"
        )
    end_connections(url)


@POSTGRESQL
async def test_a_deadlock_with_another_program_refuses_the_group_and_the_same_call_works_again(
    store: Store, namespace: str, own_database: str
) -> None:
    (exchange_,) = await register(store, exchange(namespace, "m1"))
    lock_exchange = f"""SELECT 1 FROM "exchange" WHERE "id" = '{exchange_.id}' FOR UPDATE"""
    lock_namespace = f"""SELECT 1 FROM "sequence" WHERE "namespace_id" = '{namespace}' FOR UPDATE"""
    locked_namespace = threading.Event()

    def close_the_circle(tx: Transaction, jobs: Sequence[None]) -> list[None]:
        locked_namespace.set()
        while not tx.execute(
            "SELECT 1 FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ).fetchone():
            time.sleep(0.01)
        tx.execute("SET LOCAL deadlock_timeout = '10ms'")
        tx.execute(lock_exchange)
        return [None] * len(jobs)

    with psycopg.connect(own_database) as other:
        other.execute("SET LOCAL deadlock_timeout = '1h'")
        other.execute(lock_exchange)
        writing = asyncio.ensure_future(
            in_one_group(
                store,
                lambda: submit_one(store, namespace, text="refused"),
                lambda: store.write(close_the_circle, None, namespace_id=namespace),
            )
        )
        await asyncio.to_thread(locked_namespace.wait, 30)
        await asyncio.to_thread(other.execute, lock_namespace)
        assert_unavailable(*await writing)
    assert await texts(store) == []
    assert (await submit_one(store, namespace, text="again")).revision == 1


@POSTGRESQL
async def test_the_event_loop_goes_on_while_the_database_keeps_silent(
    open_store: Callable[..., Store], kind: str
) -> None:
    """Health and every other call live on the loop; two threads wait 2 seconds each here."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = open_store(f"postgresql://nobody@127.0.0.1:{silent.getsockname()[1]}/plaudit")
        store.backend.database.connect_params["connect_timeout"] = 2
        pings = asyncio.gather(
            store.check(write=False), store.check(write=False), return_exceptions=True
        )
        loop = asyncio.get_running_loop()
        longest = 0.0
        while not pings.done():
            before = loop.time()
            await asyncio.sleep(0.01)
            longest = max(longest, loop.time() - before)
        assert_unavailable(*await pings)
        assert longest < 1
