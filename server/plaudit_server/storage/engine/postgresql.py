"""PostgreSQL, for more than one machine: several servers may write at the same time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

import psycopg
from playhouse.pool import PooledPostgresqlDatabase

from plaudit_server.storage.engine.backend import COLUMNS_OF_KEYS, Backend, Row, translator
from plaudit_server.storage.engine.database_url import passwords

SETTINGS = {
    "synchronous_commit": "on",  # OK means on disk
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",  # releases the locks of a server that hangs
    # A statement prepared while a table was small would keep its old plan.
    "plan_cache_mode": "force_custom_plan",
    # Every statement finds its rows by an index. Without statistics on a new tenant, the planner
    # would read a whole table instead.
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_material": "off",
    # A list reads the index that has its order. Without statistics, the planner would choose
    # another index of the tenant and sort all its rows.
    "enable_sort": "off",
    # Before PostgreSQL 18 a plan that still has to sort gets so high a cost that it would be
    # JIT-compiled, which takes some 0.4 seconds per query.
    "jit": "off",
}

_UNAVAILABLE_CLASSES = (
    "08",  # connection exception
    "25006",  # read-only transaction: a standby
    "40",  # deadlock or serialization failure: retry
    "53",  # insufficient resources: disk full, too many connections
    "55P03",  # lock not available
    "57",  # operator intervention: shutdown, cannot connect now
    "58",  # system error
)

STREAM_BATCH_ROWS = 10
"""How many rows a lazy read fetches at a time."""

_SCHEMA_LOCK = 0x706C617564697400
"""The id of the advisory lock, "plaudit" in ASCII: unlikely to be used by another program."""


def _keys(width: int) -> str:
    columns = ", ".join(f"value->>{i} AS {COLUMNS_OF_KEYS[i]}" for i in range(width))
    return f"WITH k AS MATERIALIZED (SELECT {columns} FROM json_array_elements(?::json))"


class PostgresqlBackend(Backend):
    """A PostgreSQL database, by its URL."""

    name = "postgresql"
    embedded = False

    def __init__(self, url: str) -> None:
        super().__init__(
            PooledPostgresqlDatabase(
                url,
                prefer_psycopg3=True,
                max_connections=16,
                connect_timeout=5,
                application_name="plaudit",
                keepalives_idle=30,
                keepalives_interval=5,
                keepalives_count=2,
                tcp_user_timeout=10_000,
                options=" ".join(f"-c {name}={value}" for name, value in SETTINGS.items()),
            ),
            passwords=passwords(url),
        )
        self._translate = translator("%s", _keys, r"position(\2 in \1) > 0")

    def transaction(self) -> AbstractContextManager[Any]:
        transaction: AbstractContextManager[Any] = self.database.atomic()
        return transaction

    def sql(self, statement: str) -> str:
        return self._translate(statement)

    def stream(self, statement: str, parameters: Row = ()) -> Iterator[Row]:
        with self.database.connection().cursor() as cursor:
            yield from cursor.stream(self.sql(statement), parameters, size=STREAM_BATCH_ROWS)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        names = ", ".join(f'"{column}"' for column in columns)
        with (
            self.database.connection().cursor() as cursor,
            cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def lock(self, namespace_ids: Sequence[str]) -> None:
        # Always in the same order, so that two servers cannot deadlock.
        self.execute(
            'SELECT 1 FROM "sequence" WHERE "namespace_id" = ANY(?)'
            ' ORDER BY "namespace_id" FOR UPDATE',
            (sorted(namespace_ids),),
        )

    def lock_schema(self) -> None:
        self.execute("SELECT pg_advisory_xact_lock(?)", (_SCHEMA_LOCK,))

    def rewrite(self) -> None:
        pass  # PostgreSQL vacuums its own files

    def checkpoint(self) -> bool:
        return True

    def says_unavailable(self, error: BaseException) -> bool:
        if not isinstance(error, psycopg.Error):
            return False
        if error.sqlstate is None:
            return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
        return error.sqlstate.startswith(_UNAVAILABLE_CLASSES)
