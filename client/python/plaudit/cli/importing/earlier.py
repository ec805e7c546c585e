"""What the earlier rows of a file would store, which a dry run has to know."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from google.protobuf.message import Message

from plaudit.cli.importing.kinds import Kind
from plaudit.cli.importing.results import Result


class Earlier:
    """Keeps what rows would store, by name, in a temporary file that ends with the process.

    A dry run stores nothing. So it sends, before the rows of a batch, the earlier ones that have
    the same names, and the server answers as it would if they were stored.
    """

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._database = sqlite3.connect("")  # without a name: in a file only if it becomes long
        self._database.execute(
            "CREATE TABLE part (key TEXT PRIMARY KEY, message BLOB) WITHOUT ROWID"
        )

    def keep(self, item: Message, result: Result) -> None:
        """Keep what a row would store."""
        self._database.executemany(
            "INSERT OR REPLACE INTO part VALUES (?, ?)",
            [(key, part.SerializeToString()) for key, part in self._kind.parts(item, result)],
        )

    def before(self, items: Iterable[Message]) -> list[Any]:
        """Return what is kept under the names of messages, each once."""
        names = {key for item in items for key, _ in self._kind.parts(item, None)}
        found: dict[bytes, Any] = {}
        for name in sorted(names):
            query = "SELECT message FROM part WHERE key = ?"
            for (packed,) in self._database.execute(query, (name,)):
                found[packed] = self._kind.new().FromString(packed)
        return list(found.values())
