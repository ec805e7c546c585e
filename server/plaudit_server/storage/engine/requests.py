"""Remembered responses to calls with a request id: a retry gets the first response again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from plaudit_server.storage.engine.transaction import Transaction, keys

KEPT_FOR = 24 * 60 * 60 * 1_000_000
"""How long a response is remembered, in microseconds."""

FIND = (
    'KEYS2 SELECT r."namespace_id", r."key", r."fingerprint", r."answer", r."create_time"'
    ' FROM k CROSS JOIN "remembered_request" r WHERE r."namespace_id" = k.a AND r."key" = k.b'
)
# The time is checked again, because a newer response may have replaced the expired one. The + 0
# keeps the planner from using the index of times.
DELETE_ONE = (
    'DELETE FROM "remembered_request"'
    ' WHERE "namespace_id" = ? AND "key" = ? AND "create_time" + 0 < ?'
)
FIND_OLD = 'SELECT "namespace_id", "key" FROM "remembered_request" WHERE "create_time" < ? LIMIT ?'
PURGED_AT_ONCE = 500
"""How many expired responses one write deletes, so that callers do not wait for it."""
WRITE_PROBE = (
    'INSERT INTO "remembered_request"'
    ' ("namespace_id", "key", "fingerprint", "answer", "create_time")'
    " VALUES ('', 'probe', '', ?, ?) ON CONFLICT (\"namespace_id\", \"key\")"
    ' DO UPDATE SET "create_time" = excluded."create_time"'
)
COLUMNS = ("namespace_id", "key", "fingerprint", "answer", "create_time")


class RequestKey(NamedTuple):
    """Identifies a call: a retry has the same key and the same fingerprint."""

    namespace_id: str
    key: str
    """A digest of the method, the principal and the request id."""
    fingerprint: str
    """A digest of the request itself."""


class FirstResponse(NamedTuple):
    """The first response to a request, and the fingerprint of that request."""

    fingerprint: str
    response: bytes


def find(tx: Transaction, wanted: Sequence[RequestKey]) -> dict[tuple[str, str], FirstResponse]:
    """Read the remembered responses that have not expired, by namespace and key."""
    found: dict[tuple[str, str], FirstResponse] = {}
    expired = []
    for namespace_id, key, fingerprint, response, create_time in tx.execute(
        FIND, keys([w[:2] for w in wanted])
    ).fetchall():
        if create_time < tx.now - KEPT_FOR:
            expired.append((namespace_id, key))
        else:
            found[namespace_id, key] = FirstResponse(fingerprint, bytes(response))
    if expired:
        tx.execute_many(DELETE_ONE, [(*key, tx.now - KEPT_FOR) for key in expired])
    return found


def remember(tx: Transaction, responses: Sequence[tuple[RequestKey, bytes]]) -> None:
    """Store first responses, in the same transaction as the writes that they acknowledge."""
    tx.insert(
        "remembered_request", COLUMNS, [(*key, response, tx.now) for key, response in responses]
    )


def write_probe(tx: Transaction) -> None:
    """Write a row without meaning, to check that the database accepts writes."""
    tx.execute(WRITE_PROBE, (b"", tx.now))


def purge(tx: Transaction, jobs: Sequence[None]) -> list[bool]:
    """Delete some of the expired responses, and return whether there are more."""
    old = tx.execute(FIND_OLD, (tx.now - KEPT_FOR, PURGED_AT_ONCE)).fetchall()
    if old:
        tx.execute_many(DELETE_ONE, [(*key, tx.now - KEPT_FOR) for key in sorted(old)])
    return [len(old) == PURGED_AT_ONCE] * len(jobs)
