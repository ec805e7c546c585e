"""What differs between the databases: connections, locks, bulk writes, and the meaning of errors.

SQL is written once, for both, with `?` for a parameter. `KEYS` stands for a common table expression
`k` that turns one JSON parameter, a list of lists, into rows with the text columns `a`, `b`, … (on
SQLite numbers stay numbers: cast them).
`BYTES_IN(column, ?)` tests whether a column of bytes contains the given bytes.
"""

from __future__ import annotations

import re
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import lru_cache
from typing import Any, ClassVar

Row = tuple[Any, ...]

_BYTES_IN = re.compile(r"BYTES_IN\((.+?), (.+?)\)")

MAX_CACHED_STATEMENTS = 2_000
"""The most translated statements in the cache: filters produce many different ones."""
COLUMNS_OF_KEYS = "abcdef"
"""The names of the columns of `KEYS`, one letter each."""
MAX_WIDTH = len(COLUMNS_OF_KEYS)
IDLE_SECONDS = 1.0
"""A connection idle for longer is checked before its next use."""


class Backend(ABC):
    """One kind of database. Connections are pooled by Peewee; each thread has one."""

    name: ClassVar[str]
    embedded: ClassVar[bool]
    """Whether the database is the server's own; the server then migrates it at start."""

    def __init__(self, database: Any, *, passwords: Sequence[str] = ()) -> None:
        """`database` is one of Peewee's pooled databases; `passwords` never appear in messages."""
        self.database = database
        self._passwords = passwords
        self._used = threading.local()

    @abstractmethod
    def transaction(self) -> AbstractContextManager[Any]:
        """Open a write transaction; its end commits durably, or rolls back after an error."""

    @abstractmethod
    def sql(self, statement: str) -> str:
        """Translate a statement to the database's own parameter marks and JSON functions."""

    @abstractmethod
    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Insert many rows by the fastest way of the database."""

    @abstractmethod
    def lock(self, namespace_ids: Sequence[str]) -> None:
        """Hold the write lock of these namespaces until the transaction ends."""

    @abstractmethod
    def lock_schema(self) -> None:
        """Hold the migration lock until the transaction ends."""

    @abstractmethod
    def rewrite(self) -> None:
        """Rewrite the database's files without the remains of deleted rows, if it is embedded."""

    @abstractmethod
    def checkpoint(self) -> bool:
        """Empty the write-ahead log of an embedded database; return whether that succeeded.

        It fails while readers still use the log.
        """

    def without_passwords(self, error: BaseException) -> str:
        """Return the driver's message with the database's passwords removed."""
        diagnosis = getattr(error, "diag", None)  # the rest of PostgreSQL's message may quote rows
        text = getattr(diagnosis, "message_primary", None) or str(error)
        for password in self._passwords:
            text = text.replace(password, "…")
        return text

    def is_unavailable(self, error: BaseException) -> bool:
        """Whether an error means that the database is unavailable, not that a statement is wrong.

        The causes of the error are checked too, because clean-up may raise errors of its own.
        """
        return any(map(self.says_unavailable, _chain(error)))

    @abstractmethod
    def says_unavailable(self, error: BaseException) -> bool:
        """Whether a driver's error, by itself, means that the database is unavailable."""

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Use this thread's connection: opened on first use, closed when the database fails."""
        self._check_idle()
        self.database.connect(reuse_if_open=True)
        try:
            yield
        except Exception as error:
            if self.is_unavailable(error):
                with suppress(Exception):
                    self.database.manual_close()
            raise

    def _check_idle(self) -> None:
        """Close a connection that was lost while it was idle."""
        now, last = time.monotonic(), getattr(self._used, "last", 0.0)
        self._used.last = now
        if self.embedded or now - last < IDLE_SECONDS or self.database.is_closed():
            return
        try:
            self.execute("SELECT 1").fetchone()
        except Exception:  # noqa: BLE001 - after any error, a new connection is opened
            with suppress(Exception):
                self.database.manual_close()

    def execute(self, statement: str, parameters: Row = ()) -> Any:
        """Run one statement on this thread's connection and return its cursor."""
        return self.database.connection().execute(self.sql(statement), parameters)

    def stream(self, statement: str, parameters: Row = ()) -> Iterator[Row]:
        """Run one statement and fetch its rows lazily; run nothing else until the end."""
        return iter(self.execute(statement, parameters))

    def execute_many(self, statement: str, rows: Sequence[Row]) -> None:
        """Run one statement for many rows."""
        cursor = self.database.connection().cursor()
        cursor.executemany(self.sql(statement), rows)
        cursor.close()


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, the error that Peewee wrapped in it, and its causes."""
    seen: list[BaseException] = []
    waiting = [error]
    while waiting:
        error = waiting.pop()
        if error in seen:
            continue
        seen.append(error)
        yield error
        inner = (*error.args[:1], error.__cause__, error.__context__)
        waiting += [e for e in inner if isinstance(e, BaseException)]


def translator(parameter: str, keys: Callable[[int], str], bytes_in: str) -> Callable[[str], str]:
    """Return a function that translates statements, with a cache.

    `KEYS2` in a statement stands for keys of two columns. In `bytes_in`, groups 1 and 2 are the
    arguments of `BYTES_IN`.
    """

    @lru_cache(maxsize=MAX_CACHED_STATEMENTS)
    def translate(statement: str) -> str:
        for width in range(1, MAX_WIDTH + 1):
            statement = statement.replace(f"KEYS{width}", keys(width))
        statement = _BYTES_IN.sub(bytes_in, statement)
        return statement.replace("?", parameter)

    return translate
