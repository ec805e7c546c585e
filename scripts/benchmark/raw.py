"""The yardstick of batches: rows into the feedback table with nothing around them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cache
from typing import Any

from plaudit_server.storage.engine import schema
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.feedback.rows import COLUMNS

BATCH = 500

Rows = Sequence[Sequence[Any]]


def insert(url: str, rows: Rows) -> float:
    """Insert rows with the driver's `executemany`, a batch a transaction; answers rows a second.

    The database stays open for the next time, as a server's does.
    """
    backend = _open(url)
    columns = (*COLUMNS, "identity")
    names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" for _ in columns)
    statement = backend.sql(f'INSERT INTO "feedback" ({names}) VALUES ({marks})')
    with backend.database.connection_context():
        cursor = backend.database.connection().cursor()
        started = time.perf_counter()
        for start in range(0, len(rows), BATCH):
            cursor.execute("BEGIN")
            cursor.executemany(statement, rows[start : start + BATCH])
            cursor.execute("COMMIT")
        return len(rows) / (time.perf_counter() - started)


@cache
def _open(url: str) -> Backend:
    backend = schema.open_backend(url)
    with backend.database.connection_context():
        schema.migrate(backend)
    return backend
