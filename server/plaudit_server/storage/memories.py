"""Memories: exchanges that positive feedback keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from plaudit_server.domain.exchange import ExchangeKey, StoredExchange
from plaudit_server.storage import exchanges
from plaudit_server.storage.backend import Backend, Row
from plaudit_server.storage.pages import take
from plaudit_server.storage.transaction import Transaction, keys

# WHERE TRUE tells SQLite that ON CONFLICT is not a join.
VOTE_FOR = (
    'KEYS2 INSERT INTO "memory"'
    ' ("namespace_id", "exchange_id", "positive_count", "create_time", "update_time")'
    " SELECT ?, k.a, CAST(k.b AS INTEGER), CAST(? AS BIGINT), CAST(? AS BIGINT) FROM k WHERE TRUE"
    ' ON CONFLICT ("namespace_id", "exchange_id") DO UPDATE SET'
    ' "positive_count" = "memory"."positive_count" + excluded."positive_count",'
    ' "update_time" = excluded."update_time"'
)
VOTE_AGAINST = (
    'UPDATE "memory" SET "positive_count" = "positive_count" + ?, "update_time" = ?'
    ' WHERE "namespace_id" = ? AND "exchange_id" = ?'
)
FORGET = (
    'DELETE FROM "memory" WHERE "namespace_id" = ? AND "exchange_id" = ? AND "positive_count" <= 0'
)
LIST = (
    'SELECT "exchange_id", "positive_count", "create_time", "update_time" FROM "memory" m'
    ' WHERE "namespace_id" = ? AND "exchange_id" < ? ORDER BY "exchange_id" DESC LIMIT ?'
)
AFTER_ALL_IDS = "ex_g"
"""Sorts behind every exchange id in every collation: ids are hexadecimal."""


class StoredMemory(NamedTuple):
    """A kept exchange."""

    exchange: StoredExchange
    positive_count: int
    create_time: int
    update_time: int


def vote(tx: Transaction, namespace_id: str, votes: Mapping[str, int]) -> None:
    """Count positive feedbacks up and down by exchange id; at none the memory goes.

    As many up as down leave the count and still change the memory.
    """
    up = [(exchange_id, n) for exchange_id, n in votes.items() if n > 0]
    down = [(exchange_id, n) for exchange_id, n in votes.items() if n <= 0]
    if up:
        tx.execute(VOTE_FOR, (*keys(up), namespace_id, tx.now, tx.now))
    if down:
        tx.execute_many(VOTE_AGAINST, [(n, tx.now, namespace_id, id_) for id_, n in down])
        tx.execute_many(FORGET, [(namespace_id, id_) for id_, _ in down])


def list_page(
    backend: Backend, namespace_id: str, *, before: str, limit: int
) -> tuple[list[StoredMemory], bool]:
    """Read memories, newest exchange first, from behind the exchange id `before`; tell of more."""
    rows = backend.execute(LIST, (namespace_id, before or AFTER_ALL_IDS, limit + 1)).fetchall()
    # In small parts, so that a page of long exchanges reads few of those that it has no room for.
    kept = (
        StoredMemory(exchange, *row[1:])
        for part in (rows[i : i + 50] for i in range(0, len(rows), 50))
        for row, exchange in zip(part, _exchanges(backend, namespace_id, part), strict=True)
        if exchange is not None
    )
    return take(kept, limit=limit, weigh=lambda memory: memory.exchange.exchange.weight)


def _exchanges(
    backend: Backend, namespace_id: str, rows: Sequence[Row]
) -> list[StoredExchange | None]:
    return exchanges.get(backend, [(namespace_id, ExchangeKey(row[0])) for row in rows])
