"""The exchanges that records were made from: a record names at most one."""

from __future__ import annotations

from collections.abc import Sequence

from plaudit_server.storage.engine.transaction import Transaction, keys

FIND_EXCHANGES = (
    'KEYS2 SELECT e."namespace_id", e."id" FROM k CROSS JOIN "exchange" e'
    ' WHERE e."namespace_id" = k.a AND e."id" = k.b'
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
    """Remove the links of records to exchanges that are being removed."""
    tx.execute_many(UNLINK, [(namespace_id, id_) for id_ in exchange_ids])
