"""PostgreSQL, for more than one machine: several servers may write at once."""

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
    "idle_in_transaction_session_timeout": "60s",  # a server that stopped lets go of its locks
    # A statement that was prepared while a table was small would keep the plan of then.
    "plan_cache_mode": "force_custom_plan",
    # Every statement finds its rows by an index. A planner that knows a tenant badly, because it is
    # new, would read all of it instead.
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_material": "off",
    # A list goes along the index that has its order. Such a planner would take another index of the
    # tenant for as good and sort all that it finds.
    "enable_sort": "off",
    # Before PostgreSQL 18 such a plan that sorts all the same counts as so dear that compiling it
    # would pay: some 0.4 seconds a query.
    "jit": "off",
}

_UNAVAILABLE_CLASSES = (
    "08",  # connection exception
    "25006",  # read-only transaction: a standby
    "40",  # deadlock or serialization failure: try again
    "53",  # insufficient resources: disk full, too many connections
    "55P03",  # lock not available
    "57",  # operator intervention: shutdown, cannot connect now
    "58",  # system error
)

STREAMED = 10
"""How many rows come at once where they are read as they are asked for."""

_SCHEMA_LOCK = 0x706C617564697400
"""A number that no other program on the database is likely to lock: "plaudit" in ASCII."""


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
            yield from cursor.stream(self.sql(statement), parameters, size=STREAMED)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        names = ", ".join(f'"{column}"' for column in columns)
        with (
            self.database.connection().cursor() as cursor,
            cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def lock(self, namespace_ids: Sequence[str]) -> None:
        # In one order everywhere, so that two servers never wait for each other.
        self.execute(
            'SELECT 1 FROM "sequence" WHERE "namespace_id" = ANY(?)'
            ' ORDER BY "namespace_id" FOR UPDATE',
            (sorted(namespace_ids),),
        )

    def lock_schema(self) -> None:
        self.execute("SELECT pg_advisory_xact_lock(?)", (_SCHEMA_LOCK,))

    def rewrite(self) -> None:
        pass  # its files are its own: it vacuums them

    def settle(self) -> bool:
        return True

    def says_unavailable(self, error: BaseException) -> bool:
        if not isinstance(error, psycopg.Error):
            return False
        if error.sqlstate is None:
            return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
        return error.sqlstate.startswith(_UNAVAILABLE_CLASSES)
