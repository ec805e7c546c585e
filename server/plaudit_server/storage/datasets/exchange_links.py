"""The exchanges that records were made from: a record names at most one."""

from __future__ import annotations

from collections.abc import Sequence

from plaudit_server.storage.datasets.change_log import ChangeLog, ChangeType
from plaudit_server.storage.engine.transaction import Transaction, keys

FIND_EXCHANGES = (
    'KEYS2 SELECT e."namespace_id", e."id" FROM k CROSS JOIN "exchange" e'
    ' WHERE e."namespace_id" = k.a AND e."id" = k.b'
)
FIND_LINKED = (
    'KEYS2 SELECT r."namespace_id", r."dataset_id", r."id" FROM k CROSS JOIN "record" r'
    ' WHERE r."namespace_id" = k.a AND r."exchange_id" != \'\' AND r."exchange_id" = k.b'
)
UNLINK = (
    'UPDATE "record" SET "exchange_id" = \'\' WHERE "namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND "exchange_id" != \'\' AND "exchange_id" = ?'
)

Lookup = tuple[str, str]
"""A namespace and the id of an exchange in it."""


def find_existing(tx: Transaction, lookups: set[Lookup]) -> set[Lookup]:
    """Return which of these exchanges exist."""
    if not lookups:
        return set()
    rows = tx.execute(FIND_EXCHANGES, keys(sorted(lookups))).fetchall()
    return {(namespace_id, id_) for namespace_id, id_ in rows}


def unlink(tx: Transaction, namespace_id: str, exchange_ids: Sequence[str]) -> None:
    """Remove the links of records to exchanges that are being removed; log the records' change."""
    lookups = [(namespace_id, id_) for id_ in exchange_ids]
    linked = tx.execute(FIND_LINKED, keys(lookups)).fetchall()
    if not linked:
        return
    tx.execute_many(UNLINK, lookups)
    changes = ChangeLog(tx)
    for _, dataset_id, id_ in linked:
        changes.add((namespace_id, dataset_id, id_, ""), ChangeType.UPDATED)
    changes.write()
