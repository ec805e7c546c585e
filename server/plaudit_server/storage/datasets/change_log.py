"""The log of the changes of datasets, records and responses: written by every write, kept for days.

A change has a sequence number and no content: `changes.py` reads what changed as it is by then.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import NamedTuple

from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.transaction import Transaction

KEPT = 7 * 24 * 3600 * 1_000_000
"""How long changes are kept at least, in microseconds."""
AT_ONCE = 500
"""How many changes one write removes: few, so that other writes do not wait."""
NAMESPACES_AT_ONCE = 1_000
"""How many old changes are looked at to find the namespaces that have some."""

COLUMNS = (
    *("namespace_id", "sequence", "dataset_id", "record_id", "response_id", "type"),
    "change_time",
)
FIND_NAMESPACES = (
    'SELECT DISTINCT o."namespace_id" FROM (SELECT c."namespace_id" FROM "record_change" c'
    ' WHERE c."change_time" < ? ORDER BY c."change_time" LIMIT ?) o'
)
FIND_OLD = (
    'SELECT c."sequence", c."change_time" FROM "record_change" c'
    ' WHERE c."namespace_id" = (SELECT CAST(? AS TEXT)) ORDER BY c."sequence" LIMIT ?'
)
REMOVE = (
    'DELETE FROM "record_change"'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "sequence" <= ?'
)
PURGED = 'UPDATE "sequence" SET "records_purged" = ? WHERE "namespace_id" = ?'


class ChangeType(enum.IntEnum):
    """What happened, with the numbers of the contract."""

    CREATED = 1
    UPDATED = 2
    DELETED = 3


Changed = tuple[str, str, str, str]
"""The namespace, the dataset, the record and the response; the last two are empty where it is the
dataset or the record itself that changed."""


class ChangeLog:
    """Collects the changes of a write; `write` adds them to the log, one for each thing."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._types: dict[Changed, ChangeType] = {}

    def add(self, changed: Changed, type_: ChangeType) -> None:
        """Add a change; a thing that was created in this write stays a created one."""
        if type_ is ChangeType.UPDATED and changed in self._types:
            return
        self._types.pop(changed, None)  # a deletion comes after the other changes
        self._types[changed] = type_

    def write(self) -> None:
        """Add the changes to the log, each with its number."""
        rows = [
            (
                namespace_id,
                self._tx.next_sequence(namespace_id),
                *(dataset_id, record_id, response_id, type_.value),
                self._tx.now,
            )
            for (namespace_id, dataset_id, record_id, response_id), type_ in self._types.items()
        ]
        if rows:
            self._tx.insert("record_change", COLUMNS, rows)
        self._types.clear()


class Limit(NamedTuple):
    """The age at which the changes of a namespace are removed."""

    namespace_id: str
    before: int
    """What was changed before this time is removed; in microseconds."""


def find_old(backend: Backend, now: int) -> list[Limit]:
    """Find namespaces that have changes which are no longer kept."""
    before = now - KEPT
    found = backend.execute(FIND_NAMESPACES, (before, NAMESPACES_AT_ONCE)).fetchall()
    return [Limit(namespace_id, before) for (namespace_id,) in found]


def purge(tx: Transaction, limits: Sequence[Limit]) -> list[bool]:
    """Remove the oldest changes of each namespace; return whether there may be more."""
    return [_purge(tx, limit) for limit in limits]


def _purge(tx: Transaction, limit: Limit) -> bool:
    rows = tx.execute(FIND_OLD, (limit.namespace_id, AT_ONCE)).fetchall()
    # Only a first part of them: a clock that was set back must not leave gaps.
    last = 0
    removed = 0
    for sequence, change_time in rows:
        if change_time >= limit.before:
            break
        last, removed = sequence, removed + 1
    if removed:
        tx.execute(REMOVE, (limit.namespace_id, last))
        tx.execute(PURGED, (last, limit.namespace_id))
    return removed == AT_ONCE
