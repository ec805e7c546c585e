"""Erasing a person: deletes all their data in a namespace, in small batches."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from plaudit_server.domain.errors import storage_unavailable
from plaudit_server.domain.feedback.feedback import FeedbackState, author
from plaudit_server.domain.ids import digest
from plaudit_server.storage import counts
from plaudit_server.storage.datasets import (
    assignments,
    exchange_links,
    record_annotators,
    responses,
)
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.engine.transaction import Transaction, keys, now
from plaudit_server.storage.exchanges import memories, memory_search
from plaudit_server.storage.feedback.removal import Removal
from plaudit_server.storage.feedback.rows import COLUMNS, SELECTED

BATCH_SIZE = 200
"""How many rows of each table one write erases; small, so that other writes need not wait."""
TRIES = 10
"""How many times a checkpoint is tried while readers still use the log."""

_REVISION = COLUMNS.index("revision")
_OF_SUBJECT = (
    '"namespace_id" = (SELECT CAST(? AS TEXT)) AND "{column}" != \'\' AND "{column}" = ? LIMIT ?'
)
FIND_FEEDBACK = f'SELECT {SELECTED} FROM "feedback" f WHERE {_OF_SUBJECT}'
FIND_REVISIONS = f'SELECT "id", "revision" FROM "feedback_revision" WHERE {_OF_SUBJECT}'
FIND_EXCHANGES = f'SELECT "id" FROM "exchange" WHERE {_OF_SUBJECT}'
FIND_RESPONSES = f'SELECT {", ".join(responses.COLUMNS)} FROM "record_response" WHERE {_OF_SUBJECT}'
FIND_ASSIGNED = (
    'SELECT "namespace_id", "dataset_id", "record_id", "author" FROM "record_annotator"'
    f" WHERE {_OF_SUBJECT}"
)
# Left by an end user who was also named by this user id.
FIND_NAMED = (
    f'SELECT "namespace_id", "dataset_id", "author" FROM "annotator_progress" WHERE {_OF_SUBJECT}'
)
FORGET_NAME = (
    'UPDATE "annotator_progress" SET "{column}" = \'\''
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "dataset_id" = ? AND "author" = ?'
)
FIND_TOKENS = f'SELECT "id" FROM "feedback_token" WHERE {_OF_SUBJECT}'
# The expressions on the state and the person keep the planner on the index by id: the indexes on
# these columns would read too many rows.
FIND_DELETED = (
    'KEYS2 SELECT f."id" FROM k CROSS JOIN "feedback_revision" f'
    ' WHERE f."namespace_id" = k.a AND f."id" = k.b'
    f' AND f."state" + 0 = {FeedbackState.DELETED.value} AND f."{{column}}" || \'\' = ?'
)
FIND_ON_EXCHANGES = (
    'KEYS2 SELECT f."namespace_id", f."id" FROM k CROSS JOIN "feedback" f'
    ' WHERE f."namespace_id" = k.a AND f."exchange_id" = k.b'
)
DETACH = (
    'UPDATE "feedback" SET "exchange_id" = NULL'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)
REMOVE_REVISION = (
    'DELETE FROM "feedback_revision"'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ? AND "revision" = ?'
)
REMOVE_BY_ID = 'DELETE FROM "{table}" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
FIND_REMEMBERED = (
    'SELECT r."key" FROM "remembered_request" r'
    ' WHERE r."namespace_id" = (SELECT CAST(? AS TEXT)) AND BYTES_IN(r."answer", ?) LIMIT ?'
)
DELETE_REMEMBERED = (
    'DELETE FROM "remembered_request" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "key" = ?'
)


class Subject(NamedTuple):
    """The person to erase, and the namespace."""

    namespace_id: str
    column: str
    """`user_id` or `external_user_id`."""
    value: str


class Receipt(NamedTuple):
    """The numbers of erased things."""

    feedback_count: int = 0
    revision_count: int = 0
    exchange_count: int = 0
    memory_count: int = 0
    response_count: int = 0
    feedback_token_count: int = 0
    assigned_record_count: int = 0
    erase_time: int = 0
    """In microseconds."""


async def erase(store: Store, subject: Subject) -> Receipt:
    """Erase a person, durably and also from the database's file.

    SQLite's file is always rewritten, which completes an erasure that was interrupted. Meanwhile
    others can read but not write. Errors: Unavailable if the file cannot be rewritten, or its log
    not checkpointed; a retry resumes the erasure.
    """
    namespace_id = subject.namespace_id
    receipt = Receipt()
    while True:
        part = await store.write(erase_part, subject, namespace_id=namespace_id)
        if part == Receipt():
            break
        receipt = Receipt(*map(sum, zip(receipt, part, strict=True)))
    while await store.write(_forget_names, subject, namespace_id=namespace_id):
        pass
    while found := await store.query(namespace_id, _find_remembered, subject):
        await store.write(_delete_remembered, found, namespace_id=namespace_id)
    await store.write(_scrub, None, namespace_id=namespace_id)
    await store.rewrite()
    for _ in range(TRIES):
        if await store.query("", lambda backend: backend.checkpoint()):
            return receipt._replace(erase_time=now())
        await asyncio.sleep(0.1)
    raise storage_unavailable()


def erase_part(tx: Transaction, subjects: Sequence[Subject]) -> list[Receipt]:
    """Erase a batch of each person's data; an empty receipt means that nothing was left."""
    return [_erase_part(tx, subject) for subject in subjects]


def _erase_part(tx: Transaction, subject: Subject) -> Receipt:
    removal = Removal(tx, subject.namespace_id)
    feedback_count = _erase_feedback(tx, subject, removal)
    feedback_count += _erase_history(tx, subject, removal)
    exchange_count, memory_count = _erase_exchanges(tx, subject)
    return Receipt(
        feedback_count,
        removal.revision_count,
        exchange_count,
        removal.memory_count + memory_count,
        _erase_responses(tx, subject),
        _erase_rows(tx, subject, FIND_TOKENS, "feedback_token"),
        _erase_assigned(tx, subject),
    )


def _find(tx: Transaction, subject: Subject, statement: str) -> list[Row]:
    namespace_id, column, value = subject
    rows: list[Row] = tx.execute(
        statement.format(column=column), (namespace_id, value, BATCH_SIZE)
    ).fetchall()
    return rows


def _erase_feedback(tx: Transaction, subject: Subject, removal: Removal) -> int:
    """Erase current feedback with its history."""
    rows = _find(tx, subject, FIND_FEEDBACK)
    if rows:
        removal.release(rows)
        removal.remove(rows)
        removal.mark({row[1]: row[_REVISION] for row in rows})
    return len(rows)


def _erase_history(tx: Transaction, subject: Subject, removal: Removal) -> int:
    """Erase past states: all of the person's deleted feedback, and their own of other feedback.

    Feedback of an external user may name different users in its revisions.
    """
    found = _find(tx, subject, FIND_REVISIONS)
    if not found:
        return 0
    wanted = keys(sorted({(subject.namespace_id, row[0]) for row in found}))
    statement = FIND_DELETED.format(column=subject.column)
    theirs = sorted({row[0] for row in tx.execute(statement, (*wanted, subject.value))})
    gone = removal.remove_history(theirs)
    removal.mark(gone)
    single = [(subject.namespace_id, *row) for row in found if row[0] not in gone]
    tx.execute_many(REMOVE_REVISION, single)
    removal.revision_count += len(single)
    return len(gone)


def _erase_exchanges(tx: Transaction, subject: Subject) -> tuple[int, int]:
    """Erase exchanges and their memories; what is linked to them stays, without the link."""
    namespace_id = subject.namespace_id
    found = _find(tx, subject, FIND_EXCHANGES)
    if not found:
        return 0, 0
    ids = [id_ for (id_,) in found]
    detached = tx.execute(FIND_ON_EXCHANGES, keys([(namespace_id, id_) for id_ in ids])).fetchall()
    counts.detach(tx, namespace_id, ids)
    tx.execute_many(DETACH, detached)
    exchange_links.unlink(tx, namespace_id, ids)
    memory_count = memories.remove(tx, namespace_id, ids)
    statement = REMOVE_BY_ID.format(table="exchange")
    tx.execute_many(statement, [(namespace_id, id_) for id_ in ids])
    return len(found), memory_count


def _erase_responses(tx: Transaction, subject: Subject) -> int:
    """Erase responses to records, and release the records assigned to the person."""
    named = {"user_id": "", "external_user_id": "", subject.column: subject.value}
    who = author(**named, principal_id="")
    assignments.release_author(tx, subject.namespace_id, digest(*who))
    found = _find(tx, subject, FIND_RESPONSES)
    responses.remove(tx, found)
    return len(found)


def _erase_assigned(tx: Transaction, subject: Subject) -> int:
    """Take the person off the records to which they are assigned by name."""
    found = _find(tx, subject, FIND_ASSIGNED)
    if found:
        record_annotators.erase(tx, [(row[0], row[1], row[2], row[3]) for row in found])
    return len(found)


def _forget_names(tx: Transaction, subjects: Sequence[Subject]) -> list[bool]:
    """Clear the person's name where the counts of others have it; return whether there is more."""
    more = []
    for subject in subjects:
        found = _find(tx, subject, FIND_NAMED)
        tx.execute_many(FORGET_NAME.format(column=subject.column), found)
        more.append(len(found) == BATCH_SIZE)
    return more


def _erase_rows(tx: Transaction, subject: Subject, statement: str, table: str) -> int:
    found = _find(tx, subject, statement)
    tx.execute_many(
        REMOVE_BY_ID.format(table=table), [(subject.namespace_id, row[0]) for row in found]
    )
    return len(found)


def _find_remembered(backend: Backend, subject: Subject) -> list[Row]:
    """Find remembered responses with the person's id, as protobuf writes it: length and text.

    The text may belong to something else. Then a retry of that request is executed again, as one
    without a request id.
    """
    names = [subject.value]
    if subject.column == "user_id":
        names.append(f"user:{subject.value}")  # the principal in the error of a refused item
    found: set[str] = set()
    for name in names:
        text = name.encode()
        high, low = divmod(len(text), 128)
        length = bytes([low + 128, high] if high else [low])
        parameters = (subject.namespace_id, length + text, BATCH_SIZE)
        found.update(key for (key,) in backend.execute(FIND_REMEMBERED, parameters))
    return [(subject.namespace_id, key) for key in sorted(found)]


def _delete_remembered(tx: Transaction, jobs: Sequence[Sequence[Row]]) -> list[None]:
    for rows in jobs:
        tx.execute_many(DELETE_REMEMBERED, list(rows))
    return [None] * len(jobs)


def _scrub(tx: Transaction, jobs: Sequence[None]) -> list[None]:
    memory_search.scrub(tx)
    return [None] * len(jobs)
