"""First answers to calls that carried a request id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from plaudit_server.storage.engine.transaction import Transaction, keys

KEPT_FOR = 24 * 60 * 60 * 1_000_000
"""How long a first answer is remembered, in microseconds."""

FIND = (
    'KEYS2 SELECT r."namespace_id", r."key", r."fingerprint", r."answer", r."create_time"'
    ' FROM k CROSS JOIN "remembered_request" r WHERE r."namespace_id" = k.a AND r."key" = k.b'
)
# An answer that was given anew meanwhile is none of the old; by no index of times is it found.
FORGET_ONE = (
    'DELETE FROM "remembered_request"'
    ' WHERE "namespace_id" = ? AND "key" = ? AND "create_time" + 0 < ?'
)
FIND_OLD = 'SELECT "namespace_id", "key" FROM "remembered_request" WHERE "create_time" < ? LIMIT ?'
PURGED_AT_ONCE = 500
"""How many old answers one write forgets, so that callers do not wait for it."""
TOUCH = (
    'INSERT INTO "remembered_request"'
    ' ("namespace_id", "key", "fingerprint", "answer", "create_time")'
    " VALUES ('', 'probe', '', ?, ?) ON CONFLICT (\"namespace_id\", \"key\")"
    ' DO UPDATE SET "create_time" = excluded."create_time"'
)
COLUMNS = ("namespace_id", "key", "fingerprint", "answer", "create_time")


class RequestKey(NamedTuple):
    """What makes a call the same call."""

    namespace_id: str
    key: str
    """A digest of the method, the principal and the request id."""
    fingerprint: str
    """A digest of the request itself."""


class FirstAnswer(NamedTuple):
    """What was answered first, and to which request."""

    fingerprint: str
    answer: bytes


def find(tx: Transaction, wanted: Sequence[RequestKey]) -> dict[tuple[str, str], FirstAnswer]:
    """Read the first answers that are still remembered, by namespace and key."""
    found: dict[tuple[str, str], FirstAnswer] = {}
    expired = []
    for namespace_id, key, fingerprint, answer, create_time in tx.execute(
        FIND, keys([w[:2] for w in wanted])
    ).fetchall():
        if create_time < tx.now - KEPT_FOR:
            expired.append((namespace_id, key))
        else:
            found[namespace_id, key] = FirstAnswer(fingerprint, bytes(answer))
    if expired:
        tx.execute_many(FORGET_ONE, [(*key, tx.now - KEPT_FOR) for key in expired])
    return found


def remember(tx: Transaction, answers: Sequence[tuple[RequestKey, bytes]]) -> None:
    """Keep first answers, in the transaction of what they answer."""
    tx.insert("remembered_request", COLUMNS, [(*key, answer, tx.now) for key, answer in answers])


def touch(tx: Transaction) -> None:
    """Write a row that means nothing, to learn whether the database takes writes."""
    tx.execute(TOUCH, (b"", tx.now))


def purge(tx: Transaction, jobs: Sequence[None]) -> list[bool]:
    """Forget some of the answers that nobody may ask for again, and tell whether there are more."""
    old = tx.execute(FIND_OLD, (tx.now - KEPT_FOR, PURGED_AT_ONCE)).fetchall()
    if old:
        tx.execute_many(FORGET_ONE, [(*key, tx.now - KEPT_FOR) for key in sorted(old)])
    return [len(old) == PURGED_AT_ONCE] * len(jobs)
