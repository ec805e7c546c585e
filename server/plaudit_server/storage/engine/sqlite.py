"""SQLite, the embedded default: one file, one writer, many readers; readable by its owner only."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import threading
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import structlog
from playhouse.pool import PooledSqliteDatabase

from plaudit_server.storage.engine.backend import COLUMNS_OF_KEYS, Backend, Row, translator

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",  # OK means on disk: the log is flushed at every commit
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "cache_size": -65536,  # 64 MiB
    "wal_autocheckpoint": 4000,  # 16 MiB of log between checkpoints
    "temp_store": "memory",
    "secure_delete": 1,  # overwrite deleted data
}

_UNAVAILABLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
}


log = structlog.get_logger()


def _keys(width: int) -> str:
    columns = ", ".join(
        f"json_extract(value, '$[{i}]') AS {COLUMNS_OF_KEYS[i]}" for i in range(width)
    )
    return f"WITH k AS (SELECT {columns} FROM json_each(?))"


class _PrivateFile(PooledSqliteDatabase):
    """A pool whose file only its owner may read, whatever the umask.

    SQLite gives the files next to it (`-wal`, `-shm`) the permissions of the database file.
    """

    def __init__(self, path: str, **options: Any) -> None:
        super().__init__(path, **options)  # type: ignore[no-untyped-call]
        self._checking = threading.Lock()
        self._warned = False

    def _connect(self) -> Any:
        with self._checking, contextlib.suppress(OSError):  # SQLite reports such errors itself
            self._keep_private(Path(self.database).resolve())
        return super()._connect()

    def _keep_private(self, path: Path) -> None:
        # An existing file is never opened here: closing it would drop SQLite's locks on it.
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
        for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
            with contextlib.suppress(FileNotFoundError):
                self._restrict(file)

    def _restrict(self, file: Path) -> None:
        found = file.stat()
        mode = stat.S_IMODE(found.st_mode)
        if not stat.S_ISREG(found.st_mode) or not mode & 0o077:
            return
        if found.st_uid == os.geteuid():
            file.chmod(mode & 0o700)
        elif not self._warned:
            self._warned = True
            log.warning("others may open the database file", file=str(file), mode=f"{mode:04o}")


class SqliteBackend(Backend):
    """A database file."""

    name = "sqlite"
    embedded = True

    def __init__(self, path: str) -> None:
        """`path` is the file, which is created when it is first opened."""
        super().__init__(
            _PrivateFile(
                path, pragmas=PRAGMAS, max_connections=16, timeout=5, check_same_thread=False
            )
        )
        self.path = path
        self._translate = translator("?", _keys, r"instr(\1, \2) > 0")

    def transaction(self) -> AbstractContextManager[Any]:
        transaction: AbstractContextManager[Any] = self.database.atomic("IMMEDIATE")
        return transaction

    def sql(self, statement: str) -> str:
        return self._translate(statement)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" for _ in columns)
        self.database.connection().executemany(
            f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows
        )

    def lock(self, namespace_ids: Sequence[str]) -> None:
        pass  # SQLite has one write transaction at a time

    def lock_schema(self) -> None:
        pass

    def rewrite(self) -> None:
        # secure_delete overwrites a deleted row, but not the copies that remain in the free part of
        # a page when SQLite moves rows from one page to its neighbour.
        self.execute("PRAGMA temp_store = file")  # the new file may be larger than the memory
        try:
            self.execute("VACUUM")
        finally:
            self.execute(f"PRAGMA temp_store = {PRAGMAS['temp_store']}")

    def checkpoint(self) -> bool:
        busy, *_ = self.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def says_unavailable(self, error: BaseException) -> bool:
        code = getattr(error, "sqlite_errorcode", None)
        if code is not None:
            return code & 0xFF in _UNAVAILABLE
        return isinstance(error, sqlite3.OperationalError) and "unable to open" in str(error)
