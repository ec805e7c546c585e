"""A server for the tests of the Python client, and what stands in for a server that misbehaves.

Neither this nor the tests need more than the client and pytest, so that scripts/packages can run
them where only these are installed; the server then runs with another Python.
"""

from __future__ import annotations

import os

os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"  # tests start processes; gRPC aborts the children

import uuid
from collections.abc import Iterator
from contextlib import closing

import pytest

from clients.proxy import Proxy
from clients.servers import Server, running_server
from plaudit import Client


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server on SQLite for the whole run."""
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def client(server: Server) -> Iterator[Client]:
    """A client of that server."""
    with Client(server.address, api_key=server.key, timeout=60) as shared:
        yield shared


@pytest.fixture
def session(client: Client) -> str:
    """The id of a session that has an exchange with the message `m`."""
    name = f"ses_{uuid.uuid4()}"
    client.create_exchange(session_id=name, message_id="m", prompt="Why?", answer="Because.")
    return name


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    """A proxy before that server."""
    with closing(Proxy(server.address)) as between:
        yield between
