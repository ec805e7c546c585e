"""What differs between the databases: opening, locking, bulk writes, and what an error means.

SQL is written once, for both, with `?` for a parameter. `KEYS` stands for a common table expression
`k` that turns one JSON parameter, a list of lists, into rows with the text columns `a`, `b`, … (on
SQLite numbers stay numbers: cast them).
`BYTES_IN(column, ?)` asks whether a column of bytes holds others.
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

TRANSLATED = 2_000
"""How many translated statements are kept: filters make ever new ones."""
COLUMNS_OF_KEYS = "abcdef"
"""What the columns of `KEYS` are called; there are at most so many."""
MAX_WIDTH = len(COLUMNS_OF_KEYS)
IDLE = 1.0
"""After how long a connection is looked at before it is used again, in seconds."""


class Backend(ABC):
    """One kind of database. Connections are pooled by Peewee; each thread has one."""

    name: ClassVar[str]
    embedded: ClassVar[bool]
    """Whether the database is the server's own: it then keeps the schema up to date itself."""

    def __init__(self, database: Any, *, passwords: Sequence[str] = ()) -> None:
        """Take one of Peewee's pooled databases, which have no types, and what it is opened by."""
        self.database = database
        self._passwords = passwords
        self._used = threading.local()

    @abstractmethod
    def transaction(self) -> AbstractContextManager[Any]:
        """Open a transaction that writes; leaving it commits durably, or rolls back on an error."""

    @abstractmethod
    def sql(self, statement: str) -> str:
        """Translate a statement into the database's own parameters and JSON functions."""

    @abstractmethod
    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Insert many rows at the least cost a row."""

    @abstractmethod
    def lock(self, namespace_ids: Sequence[str]) -> None:
        """Hold the write lock of these namespaces until the transaction ends."""

    @abstractmethod
    def lock_schema(self) -> None:
        """Keep others from migrating until the transaction ends."""

    @abstractmethod
    def rewrite(self) -> None:
        """Write the files that are the server's own anew, without traces of what was deleted."""

    @abstractmethod
    def settle(self) -> bool:
        """Bring what was deleted out of the files that are the server's own; whether it is done."""

    def without_passwords(self, error: BaseException) -> str:
        """Return the driver's message with the database's passwords removed."""
        diagnosis = getattr(error, "diag", None)  # the rest of PostgreSQL's message may quote rows
        text = getattr(diagnosis, "message_primary", None) or str(error)
        for password in self._passwords:
            text = text.replace(password, "…")
        return text

    def is_unavailable(self, error: BaseException) -> bool:
        """Whether the database is out of reach, not a statement wrong.

        The first error counts, whatever went wrong while it was cleaned up.
        """
        return any(map(self.says_unavailable, _chain(error)))

    @abstractmethod
    def says_unavailable(self, error: BaseException) -> bool:
        """Whether an error of the driver says that the database is out of reach."""

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Use this thread's connection: opened when first needed, closed when it failed."""
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
        """Let go of a connection that was lost while it was idle."""
        now, last = time.monotonic(), getattr(self._used, "last", 0.0)
        self._used.last = now
        if self.embedded or now - last < IDLE or self.database.is_closed():
            return
        try:
            self.execute("SELECT 1").fetchone()
        except Exception:  # noqa: BLE001 - whatever it is, a new connection is tried next
            with suppress(Exception):
                self.database.manual_close()

    def execute(self, statement: str, parameters: Row = ()) -> Any:
        """Run one statement on this thread's connection and answer its cursor."""
        return self.database.connection().execute(self.sql(statement), parameters)

    def stream(self, statement: str, parameters: Row = ()) -> Iterator[Row]:
        """Run one statement and read its rows as they are asked for; nothing else meanwhile."""
        return iter(self.execute(statement, parameters))

    def execute_many(self, statement: str, rows: Sequence[Row]) -> None:
        """Run one statement for many rows."""
        cursor = self.database.connection().cursor()
        cursor.executemany(self.sql(statement), rows)
        cursor.close()


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Go through an error, what Peewee wrapped into it, and what it arose from."""
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
    """Make the function that translates statements; each is translated once, while it is in use.

    `KEYS2` in a statement stands for keys of two columns. `bytes_in` has groups 1 and 2 for what is
    asked of `BYTES_IN`.
    """

    @lru_cache(maxsize=TRANSLATED)
    def translate(statement: str) -> str:
        for width in range(1, MAX_WIDTH + 1):
            statement = statement.replace(f"KEYS{width}", keys(width))
        statement = _BYTES_IN.sub(bytes_in, statement)
        return statement.replace("?", parameter)

    return translate
