"""Remembers what items refer to, on disk, so that large files need no memory."""

from __future__ import annotations

import json
import sqlite3
from typing import Any


class Index:
    """Values by key, in a temporary file that ends with the command."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)  # "" is a temporary file
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("CREATE TABLE known (key TEXT PRIMARY KEY, value) WITHOUT ROWID")
        self._database.execute("BEGIN")

    def put(self, kind: str, key: str, value: Any) -> bool:
        """Remember a value; the first one of a key stays. Return whether it is the first."""
        done = self._database.execute(
            "INSERT OR IGNORE INTO known VALUES (?, ?)", (f"{kind} {key}", json.dumps(value))
        )
        return done.rowcount == 1

    def replace(self, kind: str, key: str, value: Any) -> None:
        """Remember a value instead of the earlier one of the key."""
        self._database.execute(
            "INSERT OR REPLACE INTO known VALUES (?, ?)", (f"{kind} {key}", json.dumps(value))
        )

    def get(self, kind: str, key: str) -> Any:
        """Return the value of a key; `None` if there is none."""
        found = self._database.execute(
            "SELECT value FROM known WHERE key = ?", (f"{kind} {key}",)
        ).fetchone()
        return None if found is None else json.loads(found[0])

    def clear(self, kind: str) -> None:
        """Forget everything of a kind."""
        self._database.execute(
            "DELETE FROM known WHERE key >= ? AND key < ?", (f"{kind} ", f"{kind}!")
        )

    def close(self) -> None:
        """Remove it."""
        self._database.close()
