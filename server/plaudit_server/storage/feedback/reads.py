"""Reading feedback by id."""

from __future__ import annotations

from collections.abc import Sequence

from plaudit_server.domain.feedback.feedback import (
    NOTHING,
    StoredFeedback,
)
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.transaction import Transaction, keys
from plaudit_server.storage.feedback.rows import FIND_BY_ID, SELECTED, from_row

FIND_AUTHORS = (
    'KEYS2 SELECT f."namespace_id", f."id", f."creator", f."writer", f."user_id",'
    ' f."external_user_id" FROM k CROSS JOIN "feedback" f'
    ' WHERE f."namespace_id" = k.a AND f."id" = k.b'
)

FIND_LAST = (
    f'KEYS2 SELECT {SELECTED} FROM k CROSS JOIN "feedback_revision" f'
    ' WHERE f."namespace_id" = k.a AND f."id" = k.b AND f."revision" = (SELECT max(r."revision")'
    ' FROM "feedback_revision" r WHERE r."namespace_id" = k.a AND r."id" = k.b)'
)


def find_last(
    db: Backend | Transaction, wanted: Sequence[tuple[str, str]]
) -> list[StoredFeedback | None]:
    """Read the last past state of each feedback by (namespace, id); if deleted, its deletion."""
    found = {(row[0], row[1]): from_row(row) for row in db.execute(FIND_LAST, keys(wanted))}
    return [found.get(key) for key in wanted]


def get(backend: Backend, wanted: Sequence[tuple[str, str]]) -> list[StoredFeedback | None]:
    """Read feedback by (namespace, id); `None` if it does not exist."""
    found = {(row[0], row[1]): from_row(row) for row in backend.execute(FIND_BY_ID, keys(wanted))}
    return [found.get(key) for key in wanted]


READ_AT_ONCE = 100
"""How many feedbacks one query reads; few, because each may be long."""


def get_within(
    backend: Backend, wanted: Sequence[tuple[str, str]], *, room: int
) -> tuple[list[StoredFeedback | None], int]:
    """Read feedback by (namespace, id) until it has `room` bytes; `None` if it does not exist.

    Returns also how many were read in full. The others have only their id, creator, writer and
    users.
    """
    found: list[StoredFeedback | None] = []
    weight = 0
    while len(found) < len(wanted) and weight <= room:
        part = get(backend, wanted[len(found) : len(found) + READ_AT_ONCE])
        weight += sum(stored.weight for stored in part if stored is not None)
        found += part
    rest = wanted[len(found) :]
    if not rest:
        return found, len(found)
    authors = {
        (namespace_id, id_): StoredFeedback(
            id_,
            creator,
            NOTHING._replace(user_id=user_id, external_user_id=external_user_id),
            *("", 0, 0, 0, 0, 0),
            writer,
        )
        for namespace_id, id_, creator, writer, user_id, external_user_id in backend.execute(
            FIND_AUTHORS, keys(rest)
        )
    }
    return [*found, *(authors.get(key) for key in rest)], len(found)
