"""The command runs against one kind of database: it knows the contract alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support.servers import Server


@pytest.fixture(scope="session")
def server(server_on: Callable[[str], Server]) -> Server:
    """The running server on SQLite, shared by the whole run."""
    return server_on("sqlite")
