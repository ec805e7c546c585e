"""A write transaction, shared by a group of calls."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from typing import Any

from plaudit_server.storage.engine.backend import Backend, Row


def now() -> int:
    """Return the time as the store keeps it: microseconds since the epoch."""
    return time.time_ns() // 1000


def keys(rows: Iterable[Sequence[object]]) -> Row:
    """Return the parameter of a statement with `KEYS`."""
    return (json.dumps(list(rows), ensure_ascii=False),)


FIND_SEQUENCE = 'SELECT "value", "satisfaction_closed" FROM "sequence" WHERE "namespace_id" = ?'
CLOSE_SATISFACTION = 'UPDATE "sequence" SET "satisfaction_closed" = ? WHERE "namespace_id" = ?'


class Transaction:
    """What the operations of a group share: the connection, the time, the sequence numbers."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._sequences: dict[str, int] = {}
        self._closed: dict[str, int] = {}
        self.now = now()

    @property
    def kind(self) -> str:
        """The kind of the database, for SQL that differs between the two."""
        return self._backend.name

    def execute(self, statement: str, parameters: Row = ()) -> Any:
        """Run one statement and return its cursor."""
        return self._backend.execute(statement, parameters)

    def execute_many(self, statement: str, rows: Sequence[Row]) -> None:
        """Run one statement for many rows."""
        self._backend.execute_many(statement, rows)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Insert many rows."""
        self._backend.insert(table, columns, rows)

    def next_sequence(self, namespace_id: str) -> int:
        """Return the number of the next change; in a namespace numbers follow commit order."""
        if namespace_id not in self._sequences:
            self._read(namespace_id)
        self._sequences[namespace_id] += 1
        return self._sequences[namespace_id]

    def satisfaction_closed(self, namespace_id: str) -> int:
        """Return the quarter of an hour before which all views of the counts are kept."""
        if namespace_id not in self._closed:
            self._read(namespace_id)
        return self._closed[namespace_id]

    def close_satisfaction(self, namespace_id: str, until: int) -> None:
        """Set the quarter of an hour before which all views of the counts are kept."""
        self.execute(CLOSE_SATISFACTION, (until, namespace_id))
        self._closed[namespace_id] = until

    def _read(self, namespace_id: str) -> None:
        value, closed = self.execute(FIND_SEQUENCE, (namespace_id,)).fetchone()
        self._sequences.setdefault(namespace_id, value)
        self._closed[namespace_id] = closed

    def flush(self) -> None:
        """Write the last sequence numbers; call it right before the commit."""
        self.execute_many(
            'UPDATE "sequence" SET "value" = ? WHERE "namespace_id" = ?',
            [(value, namespace_id) for namespace_id, value in self._sequences.items()],
        )
