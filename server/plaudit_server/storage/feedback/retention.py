"""Retention: what a namespace keeps no longer is removed in the background, in small parts."""

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
AT_ONCE = 200
"""How many rows of each table one write removes, so that callers do not wait for it."""
LOOKED_AT = 500
"""How many exchanges are looked at before a write removes those that no feedback is about."""

FIND_LIMITED = 'SELECT "namespace_id", "retention_days" FROM "namespace" WHERE "retention_days" > 0'
# By number, which is by the time of the last change.
FIND_FEEDBACK = (
    f'SELECT {SELECTED} FROM "feedback" f WHERE f."namespace_id" = (SELECT CAST(? AS TEXT))'
    ' ORDER BY f."sequence" LIMIT ?'
)
FIND_DELETED = (
    'SELECT f."id", f."update_time" FROM "feedback_revision" f'
    ' WHERE f."namespace_id" = (SELECT CAST(? AS TEXT)) AND f."state" >= 3'
    ' ORDER BY f."sequence" LIMIT ?'
)
# Feedback that waits for its exchange to be completed is not bound to it yet.
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
    """What a namespace keeps no longer."""

    namespace_id: str
    before: int
    """The time of the last change, in microseconds."""


def find_limits(backend: Backend, now: int) -> list[Limit]:
    """Find the namespaces that do not keep everything for good."""
    return [
        Limit(namespace_id, now - days * DAY)
        for namespace_id, days in backend.execute(FIND_LIMITED)
    ]


def purge(tx: Transaction, limits: Sequence[Limit]) -> list[bool]:
    """Remove some of what each namespace keeps no longer, and tell whether there may be more."""
    return [_purge(tx, limit) for limit in limits]


def _purge(tx: Transaction, limit: Limit) -> bool:
    removal = Removal(tx, limit.namespace_id)
    found = [_purge_feedback(tx, limit, removal), _purge_deleted(tx, limit, removal)]
    if last := removal.last_sequence:
        tx.execute(PURGED, (last, limit.namespace_id, last))
    return AT_ONCE in found


def _purge_feedback(tx: Transaction, limit: Limit, removal: Removal) -> int:
    rows = tx.execute(FIND_FEEDBACK, (limit.namespace_id, AT_ONCE)).fetchall()
    old: list[Row] = [row for row in rows if row[_UPDATE_TIME] < limit.before]
    if old:
        removal.remove(old)
    return len(old)


def _purge_deleted(tx: Transaction, limit: Limit, removal: Removal) -> int:
    """Remove the history of feedback that was deleted or erased."""
    rows = tx.execute(FIND_DELETED, (limit.namespace_id, AT_ONCE)).fetchall()
    old = [id_ for id_, update_time in rows if update_time < limit.before]
    if old:
        removal.remove_history(old)
    return len(old)


Place = tuple[int, str]
"""Where in the order of their last changes the look at a namespace's exchanges is."""
START: Place = (0, "")


class Unused(NamedTuple):
    """Exchanges that no feedback is about any more, on their way out."""

    limit: Limit
    ids: Sequence[str]


def find_unused(backend: Backend, limit: Limit, after: Place) -> tuple[Unused, Place | None]:
    """Look at the next old exchanges, and tell where to go on; `None` at their end."""
    time, id_ = after
    rows = backend.execute(FIND_EXCHANGES, (*limit, time, time, id_, LOOKED_AT)).fetchall()
    unused = Unused(limit, [row[1] for row in rows if not row[2]])
    return unused, (rows[-1][0], rows[-1][1]) if len(rows) == LOOKED_AT else None


def purge_exchanges(tx: Transaction, jobs: Sequence[Unused]) -> list[None]:
    """Remove exchanges with their memories, but for those that were used meanwhile."""
    for limit, ids in jobs:
        namespace_id = limit.namespace_id
        wanted = keys([(namespace_id, id_) for id_ in ids])
        found = [row[0] for row in tx.execute(FIND_UNUSED, (*wanted, limit.before))]
        memories.remove(tx, namespace_id, found)
        tx.execute_many(REMOVE_EXCHANGE, [(namespace_id, id_) for id_ in found])
    return [None] * len(jobs)
