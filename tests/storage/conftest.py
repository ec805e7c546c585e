"""What storage tests share: every test runs on every database.

A test that is a coroutine runs on a loop of its own. `store` is one on a database that tests share,
each in the `namespace` of its own; a test that disturbs others, or looks at more than its
namespace, takes `own_database` and opens stores there.
"""

from __future__ import annotations

import asyncio
import inspect
import itertools
from collections.abc import Callable, Iterator
from functools import cache

import pytest
import uvloop

from plaudit_server.storage.engine import schema
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.tenants import namespaces
from plaudit_server.storage.tenants.namespaces import NewNamespace

OpenStore = Callable[..., Store]

_numbers = itertools.count()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    body = pyfuncitem.obj(**arguments)
    pyfuncitem.funcargs["runner"].run(asyncio.wait_for(body, timeout=180))
    return True


@pytest.fixture(autouse=True)
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as running:
        yield running


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database."""
    return request.param


@pytest.fixture(scope="session")
def migrated(new_database: Callable[[str], str]) -> Callable[[str], str]:
    """Answers the URL of a database of a kind with the schema, and nothing else, to be copied."""

    @cache
    def migrate(kind: str) -> str:
        url = new_database(kind)
        backend = schema.open_backend(url)
        schema.migrate(backend)
        backend.database.close_all()
        return url

    return migrate


@pytest.fixture(scope="session")
def database_on(
    migrated: Callable[[str], str], new_database: Callable[..., str]
) -> Callable[[str], str]:
    """Answers the URL of the database of a kind with the schema that is shared by the run."""
    return cache(lambda kind: new_database(kind, like=migrated(kind)))


@pytest.fixture(scope="session")
def database(kind: str, database_on: Callable[[str], str]) -> str:
    """The URL of a database with the schema, shared by the run."""
    return database_on(kind)


@pytest.fixture
def own_database(
    kind: str, migrated: Callable[[str], str], new_database: Callable[..., str]
) -> str:
    """The URL of a database with the schema, for one test."""
    return new_database(kind, like=migrated(kind))


@pytest.fixture
def open_store(runner: asyncio.Runner) -> Iterator[OpenStore]:
    """Opens stores, as servers do, and closes them after the test; call it in a coroutine."""
    opened: list[Store] = []

    def open_(url: str, *, on_unavailable: Callable[[], None] = lambda: None) -> Store:
        store = Store(schema.open_backend(url), on_unavailable=on_unavailable)
        opened.append(store)
        return store

    yield open_
    for store in opened:
        if not store._closed:
            runner.run(asyncio.wait_for(store.close(), timeout=30))


@pytest.fixture
def store(runner: asyncio.Runner, open_store: OpenStore, database: str) -> Store:
    async def open_() -> Store:
        return open_store(database)

    return runner.run(open_())


@pytest.fixture
def new_namespace() -> Callable[[Store], asyncio.Future[str]]:
    """Opens a namespace in a store and answers its id."""

    async def make(store: Store) -> str:
        new = NewNamespace(f"namespace-{next(_numbers)}")
        return (await store.write(namespaces.create, new, namespace_id="")).id

    return make


@pytest.fixture
def namespace(runner: asyncio.Runner, store: Store, new_namespace: Callable[..., object]) -> str:
    """The id of a namespace in `store` that is the test's own."""
    return runner.run(new_namespace(store))
