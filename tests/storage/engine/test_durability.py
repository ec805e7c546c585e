"""An answered write is on disk: the databases are told so, on every connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.engine.transaction import Transaction

PROMISED = {
    "sqlite": {
        "PRAGMA journal_mode": "wal",
        "PRAGMA synchronous": 2,  # FULL: the log is flushed at every commit
        "PRAGMA foreign_keys": 1,
        "PRAGMA busy_timeout": 5000,
    },
    "postgresql": {
        "SHOW synchronous_commit": "on",
        "SHOW transaction_isolation": "read committed",
        "SHOW lock_timeout": "10s",
    },
}


async def test_the_connection_that_writes_flushes_every_commit(store: Store, kind: str) -> None:
    def ask(tx: Transaction, _: Sequence[None]) -> list[dict[str, Any]]:
        return [{q: tx.execute(q).fetchone()[0] for q in PROMISED[kind]}]

    assert await store.write(ask, None, namespace_id="") == PROMISED[kind]


@pytest.mark.parametrize("how", ["read", "query"])
async def test_the_connections_that_read_are_set_up_alike(
    store: Store, kind: str, how: str
) -> None:
    def ask(backend: Backend) -> dict[str, Any]:
        return {q: backend.execute(q).fetchone()[0] for q in PROMISED[kind]}

    answer = (
        await store.query("", ask)
        if how == "query"
        else await store.read(lambda backend, _: [ask(backend)], None)
    )
    assert answer == PROMISED[kind]
