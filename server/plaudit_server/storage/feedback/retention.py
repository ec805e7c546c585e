"""Retention: removes expired feedback and exchanges in the background, in small batches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from plaudit_server.domain.feedback.feedback import FeedbackState
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.transaction import Transaction, keys
from plaudit_server.storage.exchanges import memories
from plaudit_server.storage.feedback.removal import Removal
from plaudit_server.storage.feedback.rows import COLUMNS, SELECTED

DAY = 24 * 3600 * 1_000_000
BATCH_SIZE = 200
"""How many rows of each table one write removes; small, so that other writes need not wait."""
SCAN_SIZE = 500
"""How many exchanges are checked before a write removes those without feedback."""

FIND_LIMITED = 'SELECT "namespace_id", "retention_days" FROM "namespace" WHERE "retention_days" > 0'
# By sequence number, which follows the time of the last change.
FIND_FEEDBACK = (
    f'SELECT {SELECTED} FROM "feedback" f WHERE f."namespace_id" = (SELECT CAST(? AS TEXT))'
    ' ORDER BY f."sequence" LIMIT ?'
)
FIND_DELETED = (
    'SELECT f."id", f."update_time" FROM "feedback_revision" f'
    ' WHERE f."namespace_id" = (SELECT CAST(? AS TEXT)) AND f."state" IN (3, 4)'
    ' ORDER BY f."sequence" LIMIT ?'
)
# Early feedback has no exchange_id yet.
_WAITS = (
    'FROM "feedback" p WHERE p."namespace_id" = e."namespace_id"'
    ' AND p."session_id" = e."session_id" AND p."target_id" IN (e."message_id", e."request_id")'
    f' AND p."state" = {FeedbackState.PENDING_TARGET.value}'
)
FIND_EXCHANGES = (
    'SELECT e."update_time", e."id", COALESCE((SELECT 1 FROM "feedback" f'
    ' WHERE f."namespace_id" = e."namespace_id" AND f."exchange_id" = e."id" LIMIT 1),'
    f" (SELECT 1 {_WAITS} LIMIT 1))"
    ' FROM "exchange" e WHERE e."namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND e."update_time" < ? AND e."update_time" >= ?'
    ' AND (e."update_time" > ? OR e."id" > ?) ORDER BY e."update_time", e."id" LIMIT ?'
)
FIND_UNUSED = (
    'KEYS2 SELECT e."id" FROM k CROSS JOIN "exchange" e'
    ' WHERE e."namespace_id" = k.a AND e."id" = k.b AND e."update_time" < ?'
    ' AND NOT EXISTS (SELECT 1 FROM "feedback" f WHERE f."namespace_id" = e."namespace_id"'
    ' AND f."exchange_id" = e."id")'
    f" AND NOT EXISTS (SELECT 1 {_WAITS})"
)
REMOVE_EXCHANGE = (
    'DELETE FROM "exchange" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)
PURGED = (
    'UPDATE "sequence" SET "purged" = ?'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "purged" < ?'
)
_UPDATE_TIME = COLUMNS.index("update_time")


class Limit(NamedTuple):
    """The retention limit of a namespace."""

    namespace_id: str
    before: int
    """What was last changed before this time is removed; in microseconds."""


def find_limits(backend: Backend, now: int) -> list[Limit]:
    """Find the namespaces with a retention limit."""
    return [
        Limit(namespace_id, now - days * DAY)
        for namespace_id, days in backend.execute(FIND_LIMITED)
    ]


def purge(tx: Transaction, limits: Sequence[Limit]) -> list[bool]:
    """Remove some expired feedback of each namespace; return whether there may be more."""
    return [_purge(tx, limit) for limit in limits]


def _purge(tx: Transaction, limit: Limit) -> bool:
    removal = Removal(tx, limit.namespace_id)
    found = [_purge_feedback(tx, limit, removal), _purge_deleted(tx, limit, removal)]
    if last := removal.last_sequence:
        tx.execute(PURGED, (last, limit.namespace_id, last))
    return BATCH_SIZE in found


def _purge_feedback(tx: Transaction, limit: Limit, removal: Removal) -> int:
    rows = tx.execute(FIND_FEEDBACK, (limit.namespace_id, BATCH_SIZE)).fetchall()
    old: list[Row] = [row for row in rows if row[_UPDATE_TIME] < limit.before]
    if old:
        removal.remove(old)
    return len(old)


def _purge_deleted(tx: Transaction, limit: Limit, removal: Removal) -> int:
    """Remove the history of feedback that was deleted or erased."""
    rows = tx.execute(FIND_DELETED, (limit.namespace_id, BATCH_SIZE)).fetchall()
    old = [id_ for id_, update_time in rows if update_time < limit.before]
    if old:
        removal.remove_history(old)
    return len(old)


Place = tuple[int, str]
"""A position in the exchanges of a namespace: the last change and the id."""
START: Place = (0, "")


class Unused(NamedTuple):
    """Expired exchanges without feedback, to be removed."""

    limit: Limit
    ids: Sequence[str]


def find_unused(backend: Backend, limit: Limit, after: Place) -> tuple[Unused, Place | None]:
    """Check the next expired exchanges; return also the next position, `None` at the end."""
    time, id_ = after
    rows = backend.execute(FIND_EXCHANGES, (*limit, time, time, id_, SCAN_SIZE)).fetchall()
    unused = Unused(limit, [row[1] for row in rows if not row[2]])
    return unused, (rows[-1][0], rows[-1][1]) if len(rows) == SCAN_SIZE else None


def purge_exchanges(tx: Transaction, jobs: Sequence[Unused]) -> list[None]:
    """Remove exchanges with their memories, except those that got feedback or changed since."""
    for limit, ids in jobs:
        namespace_id = limit.namespace_id
        wanted = keys([(namespace_id, id_) for id_ in ids])
        found = [row[0] for row in tx.execute(FIND_UNUSED, (*wanted, limit.before))]
        memories.remove(tx, namespace_id, found)
        tx.execute_many(REMOVE_EXCHANGE, [(namespace_id, id_) for id_ in found])
    return [None] * len(jobs)
