"""Assignments: records that annotators hold until they respond or the assignment expires.

Those who are assigned to a record by name are in `record_annotators.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from plaudit_server.storage.engine.backend import Row
from plaudit_server.storage.engine.transaction import Transaction, keys

AT_ONCE = 500
"""How many assignments one write removes: few, so that other writes do not wait."""

HOLD = (
    'INSERT INTO "record_assignment"'
    ' ("namespace_id", "record_id", "author", "dataset_id", "expire_time")'
    ' VALUES (?, ?, ?, ?, ?) ON CONFLICT ("namespace_id", "record_id", "author")'
    ' DO UPDATE SET "expire_time" = excluded."expire_time"'
)
RELEASE = (
    'DELETE FROM "record_assignment" WHERE "namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND "record_id" = ? AND "author" = ?'
)
RELEASE_RECORD = (
    'DELETE FROM "record_assignment" WHERE "namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND "record_id" = ?'
)
# A count, not NOT EXISTS, which PostgreSQL would turn into a join that reads the namespace.
RELEASE_UNASSIGNED = (
    'DELETE FROM "record_assignment" WHERE "namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND "record_id" = ? AND (SELECT count(*) FROM "record_annotator" m'
    ' WHERE m."namespace_id" = "record_assignment"."namespace_id"'
    ' AND m."record_id" = "record_assignment"."record_id"'
    ' AND m."author" = "record_assignment"."author") = 0'
)
# Also datasets that are being deleted.
FIND_DATASETS = (
    'SELECT d."namespace_id", d."id" FROM "dataset" d'
    ' WHERE d."namespace_id" = (SELECT CAST(? AS TEXT))'
)
FIND_BY_AUTHOR = (
    'KEYS3 SELECT a."namespace_id", a."record_id", a."author"'
    ' FROM k CROSS JOIN "record_assignment" a'
    ' WHERE a."namespace_id" = k.a AND a."dataset_id" = k.b AND a."author" = k.c'
)
FIND_EXPIRED = (
    'SELECT "namespace_id", "record_id", "author" FROM "record_assignment"'
    ' WHERE "expire_time" <= ? ORDER BY "expire_time" LIMIT ?'
)
REMOVE_EXPIRED = f'{RELEASE} AND "expire_time" <= ?'


def hold(tx: Transaction, rows: Sequence[Row]) -> None:
    """Assign records; each row has the namespace, record, author, dataset and expire time."""
    tx.execute_many(HOLD, rows)


def release(tx: Transaction, rows: Sequence[Row]) -> None:
    """End assignments; each row has the namespace, record and author."""
    tx.execute_many(RELEASE, rows)


def release_author(tx: Transaction, namespace_id: str, author: str) -> None:
    """End all assignments of an annotator."""
    datasets = tx.execute(FIND_DATASETS, (namespace_id,)).fetchall()
    wanted = keys([(*dataset, author) for dataset in datasets])
    release(tx, tx.execute(FIND_BY_AUTHOR, wanted).fetchall())


def purge(tx: Transaction, jobs: Sequence[None]) -> list[bool]:
    """Remove some of the expired assignments; return whether there may be more."""
    found = tx.execute(FIND_EXPIRED, (tx.now, AT_ONCE)).fetchall()
    tx.execute_many(REMOVE_EXPIRED, [(*row, tx.now) for row in found])
    return [len(found) == AT_ONCE] * len(jobs)
