"""Memories: exchanges that positive feedback keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from plaudit_server.domain.exchange import StoredExchange
from plaudit_server.storage import exchanges
from plaudit_server.storage.backend import Backend
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
    'SELECT m."positive_count", m."create_time", m."update_time", '
    + exchanges.SELECTED
    + ' FROM "memory" m JOIN "exchange" e'
    ' ON e."namespace_id" = m."namespace_id" AND e."id" = m."exchange_id"'
    ' WHERE m."namespace_id" = ? AND m."exchange_id" < ?'
    ' ORDER BY m."exchange_id" DESC LIMIT ?'
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
    """Count positive feedbacks up and down by exchange id; at none the memory goes."""
    up = [(exchange_id, n) for exchange_id, n in votes.items() if n > 0]
    down = [(exchange_id, n) for exchange_id, n in votes.items() if n < 0]
    if up:
        tx.execute(VOTE_FOR, (*keys(up), namespace_id, tx.now, tx.now))
    if down:
        tx.execute_many(VOTE_AGAINST, [(n, tx.now, namespace_id, id_) for id_, n in down])
        tx.execute_many(FORGET, [(namespace_id, id_) for id_, _ in down])


def list_page(
    backend: Backend, namespace_id: str, *, before: str, limit: int
) -> tuple[list[StoredMemory], bool]:
    """Read memories, newest exchange first, from behind the exchange id `before`; tell of more."""
    rows = backend.execute(LIST, (namespace_id, before or AFTER_ALL_IDS, limit + 1))
    found = (StoredMemory(exchanges.from_row(row[3:]), *row[:3]) for row in rows)
    return take(found, limit=limit, weigh=lambda memory: memory.exchange.exchange.weight)
