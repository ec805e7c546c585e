"""Removes the rows of deleted datasets in the background, in small parts."""

from __future__ import annotations

from collections.abc import Sequence

from plaudit_server.storage.datasets import record_annotators
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.transaction import Transaction

AT_ONCE = 200
"""How many rows one write removes: few, so that other writes do not wait."""

FIND_DELETED = 'SELECT "namespace_id", "id" FROM "dataset" WHERE "delete_time" IS NOT NULL'
FIND_RESPONSES = (
    'SELECT p."namespace_id", p."id" FROM "record_response" p'
    ' WHERE p."namespace_id" = (SELECT CAST(? AS TEXT)) AND p."dataset_id" = ? LIMIT ?'
)
FIND_ASSIGNMENTS = (
    'SELECT a."namespace_id", a."record_id", a."author" FROM "record_assignment" a'
    ' WHERE a."namespace_id" = (SELECT CAST(? AS TEXT)) AND a."dataset_id" = ? LIMIT ?'
)
FIND_RECORDS = (
    'SELECT r."namespace_id", r."id" FROM "record" r'
    ' WHERE r."namespace_id" = (SELECT CAST(? AS TEXT)) AND r."dataset_id" = ? LIMIT ?'
)
FIND_ANNOTATORS = (
    'SELECT m."namespace_id", m."record_id", m."author" FROM "record_annotator" m'
    ' WHERE m."namespace_id" = (SELECT CAST(? AS TEXT)) AND m."dataset_id" = ? LIMIT ?'
)
FIND_PROGRESS = (
    'SELECT a."namespace_id", a."dataset_id", a."author" FROM "annotator_progress" a'
    ' WHERE a."namespace_id" = (SELECT CAST(? AS TEXT)) AND a."dataset_id" = ? LIMIT ?'
)
REMOVE_RESPONSE = (
    'DELETE FROM "record_response" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)
REMOVE_ASSIGNMENT = (
    'DELETE FROM "record_assignment" WHERE "namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND "record_id" = ? AND "author" = ?'
)
REMOVE_RECORD = 'DELETE FROM "record" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
REMOVE_PROGRESS = (
    'DELETE FROM "annotator_progress" WHERE "namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND "dataset_id" = ? AND "author" = ?'
)
REMOVE_DATASET = (
    'DELETE FROM "dataset" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
    ' AND "delete_time" IS NOT NULL'
)

PARTS = (
    (FIND_RESPONSES, REMOVE_RESPONSE),
    (FIND_ASSIGNMENTS, REMOVE_ASSIGNMENT),
    (FIND_ANNOTATORS, record_annotators.REMOVE),
    (FIND_PROGRESS, REMOVE_PROGRESS),
    (FIND_RECORDS, REMOVE_RECORD),
)

Lookup = tuple[str, str]
"""A namespace and the id of a dataset in it."""


def find_deleted(backend: Backend) -> list[Lookup]:
    """Find deleted datasets whose rows have not been removed."""
    return [(namespace_id, id_) for namespace_id, id_ in backend.execute(FIND_DELETED)]


def remove_part(tx: Transaction, lookups: Sequence[Lookup]) -> list[bool]:
    """Remove some rows of each dataset; return whether there may be more."""
    return [_remove_part(tx, lookup) for lookup in lookups]


def _remove_part(tx: Transaction, lookup: Lookup) -> bool:
    for find, remove in PARTS:
        if rows := tx.execute(find, (*lookup, AT_ONCE)).fetchall():
            tx.execute_many(remove, rows)
            return True
    tx.execute(REMOVE_DATASET, lookup)
    return False
