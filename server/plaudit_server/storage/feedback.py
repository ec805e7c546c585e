"""Feedback in the database: the set-based upsert of a whole group, and reading by id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from plaudit_server.domain import exchange as exchanges
from plaudit_server.domain.errors import Refusal
from plaudit_server.domain.exchange import ExchangeKey, ExchangeStatus
from plaudit_server.domain.feedback import (
    NEEDS_EXCHANGE,
    Content,
    FeedbackState,
    Rating,
    StoredFeedback,
    Submission,
    Submitted,
    TargetKind,
)
from plaudit_server.domain.ids import Kind, new_id
from plaudit_server.storage import memories
from plaudit_server.storage.backend import Backend, Row
from plaudit_server.storage.transaction import Transaction, keys

_HEAD = ("namespace_id", "id", "creator")
_TAIL = (
    "session_context",
    "exchange_id",
    "state",
    "revision",
    "sequence",
    "create_time",
    "update_time",
)
COLUMNS = (*_HEAD, *Content._fields, *_TAIL)
"""The columns of a state of a feedback, in the order of a row."""

_CONTENT = slice(len(_HEAD), len(_HEAD) + len(Content._fields))
_RATING = Content._fields.index("rating")
_ACTIVE = FeedbackState.ACTIVE.value
_SELECTED = ", ".join(f'f."{column}"' for column in COLUMNS)

# CROSS JOIN keeps SQLite from reordering: the few keys first, then one look-up each. And the
# namespace comes from `k` or a SELECT, so that PostgreSQL plans for any tenant: by its statistics a
# new one is empty, and any index will do.
FIND_BY_IDENTITY = (
    f'KEYS2 SELECT f."identity", {_SELECTED} FROM k CROSS JOIN "feedback" f'
    ' WHERE f."namespace_id" = k.a AND f."identity" = k.b'
)
FIND_BY_ID = (
    f'KEYS2 SELECT {_SELECTED} FROM k CROSS JOIN "feedback" f'
    ' WHERE f."namespace_id" = k.a AND f."id" = k.b'
)
FIND_EXCHANGES_BY_MESSAGE = (
    'KEYS3 SELECT e."session_id", e."message_id", e."id", e."status"'
    ' FROM k CROSS JOIN "exchange" e'
    ' WHERE e."namespace_id" = k.a AND e."session_id" = k.b AND e."message_id" = k.c'
)
FIND_EXCHANGES_BY_REQUEST = (
    'KEYS3 SELECT e."session_id", e."request_id", e."id", e."status"'
    ' FROM k CROSS JOIN "exchange" e'
    ' WHERE e."namespace_id" = k.a AND e."session_id" = k.b AND e."request_id" = k.c'
)
_REPLACED = (*Content._fields, "session_context", "state", "revision", "sequence", "update_time")
REPLACE = (
    f'UPDATE "feedback" SET {", ".join(f"{chr(34)}{c}{chr(34)} = ?" for c in _REPLACED)}'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)

Result = Submitted | Refusal


def submit(tx: Transaction, batches: Sequence[Sequence[Submission]]) -> list[list[Result]]:
    """Record the submissions of a group, each batch in its order, all with a few statements.

    Returns a result for each submission of each batch: what is stored now, or why it was refused.
    """
    results: list[list[Result]] = [[None] * len(batch) for batch in batches]  # type: ignore[list-item]
    by_namespace: dict[str, list[tuple[int, int, Submission]]] = defaultdict(list)
    for i, batch in enumerate(batches):
        for j, submission in enumerate(batch):
            by_namespace[submission.namespace_id].append((i, j, submission))
    for namespace_id, placed in by_namespace.items():
        exchange_ids = _resolve_targets(tx, namespace_id, [p[2] for p in placed])
        accepted = []
        for i, j, submission in placed:
            exchange_id = exchange_ids.get(submission.content[:3])
            if isinstance(exchange_id, Refusal):
                results[i][j] = exchange_id
            else:
                accepted.append((i, j, submission, exchange_id))
        outcomes = _upsert(tx, namespace_id, [(s, e) for _, _, s, e in accepted])
        for (i, j, _, _), outcome in zip(accepted, outcomes, strict=True):
            results[i][j] = outcome
    return results


def _resolve_targets(
    tx: Transaction, namespace_id: str, submissions: Sequence[Submission]
) -> dict[tuple[Any, ...], str | Refusal]:
    """Find the exchanges that the submissions are about: its id, or why it takes no feedback."""
    wanted: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for submission in submissions:
        kind, session_id, target_id = submission.content[:3]
        if kind in NEEDS_EXCHANGE:
            wanted[kind].add((session_id, target_id))
    resolved: dict[tuple[Any, ...], str | Refusal] = {}
    for kind, names in wanted.items():
        by_message = kind == TargetKind.MESSAGE
        statement = FIND_EXCHANGES_BY_MESSAGE if by_message else FIND_EXCHANGES_BY_REQUEST
        for session_id, target_id, exchange_id, status in tx.execute(
            statement, keys([(namespace_id, *name) for name in names])
        ):
            name = (kind, session_id, target_id)
            if status == ExchangeStatus.COMPLETED:
                resolved[name] = exchange_id
            else:
                key = _exchange_key(*name)
                resolved[name] = exchanges.not_completed(key, exchange_id, status)
        for session_id, target_id in names:
            name = (kind, session_id, target_id)
            if name not in resolved:
                resolved[name] = exchanges.not_found(_exchange_key(*name))
    return resolved


def _exchange_key(kind: int, session_id: str, target_id: str) -> ExchangeKey:
    if kind == TargetKind.MESSAGE:
        return ExchangeKey(session_id=session_id, message_id=target_id)
    return ExchangeKey(session_id=session_id, request_id=target_id)


def _upsert(
    tx: Transaction, namespace_id: str, submissions: Sequence[tuple[Submission, str | None]]
) -> list[Submitted]:
    """Insert, replace or leave each feedback, in order: one may come more than once.

    What stands in the table is read once and written once; only the states between become rows of
    their own, as revisions.
    """
    wanted = keys([(namespace_id, submission.identity) for submission, _ in submissions])
    current: dict[str, Row] = {row[0]: row[1:] for row in tx.execute(FIND_BY_IDENTITY, wanted)}
    votes: dict[str, int] = defaultdict(int)
    created: dict[str, Row] = {}
    replaced: dict[str, Row] = {}
    superseded: list[Row] = []
    outcomes: list[Submitted] = []
    for submission, exchange_id in submissions:
        content, identity = submission.content, submission.identity
        stored = exchange_id is not None and content.rating == Rating.POSITIVE
        was = current.get(identity)
        if was is not None and was[_CONTENT] == content:
            outcomes.append(_submitted(was, replayed=True, stored=stored))
            continue
        if was is None:
            row = created[identity] = (
                namespace_id,
                new_id(Kind.FEEDBACK),
                submission.principal_id,
                *content,
                submission.session_context,
                exchange_id,
                _ACTIVE,
                1,
                tx.next_sequence(namespace_id),
                tx.now,
                tx.now,
            )
        else:
            superseded.append(was)
            *_, was_about, state, revision, _, create_time, update_time = was
            row = (
                *was[: _CONTENT.start],
                *content,
                submission.session_context,
                was_about,
                state,
                revision + 1,
                tx.next_sequence(namespace_id),
                create_time,
                # Another server's clock may be ahead; the times of a feedback never go back.
                max(tx.now, update_time),
            )
            (created if identity in created else replaced)[identity] = row
        current[identity] = row
        was_stored = was is not None and was[_CONTENT][_RATING] == Rating.POSITIVE
        if exchange_id is not None and stored != was_stored:
            votes[exchange_id] += stored - was_stored
        outcomes.append(_submitted(row, replayed=False, stored=stored))
    if created:
        rows = [(*row, identity) for identity, row in created.items()]
        tx.insert("feedback", (*COLUMNS, "identity"), rows)
    if superseded:
        tx.insert("feedback_revision", COLUMNS, superseded)
    if replaced:
        tx.execute_many(REPLACE, [_replacement(row) for row in replaced.values()])
    memories.vote(tx, namespace_id, votes)
    return outcomes


def _submitted(row: Row, *, replayed: bool, stored: bool) -> Submitted:
    context, _, state, revision, _, create_time, update_time = row[_CONTENT.stop :]
    return Submitted(
        row[1],
        row[2],
        revision,
        state,
        context,
        create_time,
        update_time,
        replayed,
        stored,
    )


def _replacement(row: Row) -> Row:
    context, _, state, revision, sequence, _, update_time = row[_CONTENT.stop :]
    return (*row[_CONTENT], context, state, revision, sequence, update_time, row[0], row[1])


def get(backend: Backend, wanted: Sequence[tuple[str, str]]) -> list[StoredFeedback | None]:
    """Read feedbacks by (namespace, id); `None` where there is none."""
    found = {(row[0], row[1]): _from_row(row) for row in backend.execute(FIND_BY_ID, keys(wanted))}
    return [found.get(key) for key in wanted]


def _from_row(row: Row) -> StoredFeedback:
    session_context, _, state, revision, _, create_time, update_time = row[_CONTENT.stop :]
    return StoredFeedback(
        row[1],
        row[2],
        Content._make(row[_CONTENT]),
        session_context,
        revision,
        state,
        create_time,
        update_time,
    )
