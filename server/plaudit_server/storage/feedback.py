"""Feedback in the database: the set-based upsert of a whole group, and reading by id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
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
        for round_ in _rounds(accepted):
            outcomes = _submit_distinct(tx, namespace_id, [(s, e) for _, _, s, e in round_])
            for (i, j, _, _), outcome in zip(round_, outcomes, strict=True):
                results[i][j] = outcome
    return results


_Accepted = tuple[int, int, Submission, str | None]


def _rounds(accepted: list[_Accepted]) -> Iterator[list[_Accepted]]:
    """Part the submissions so that no feedback comes twice in one part, keeping their order."""
    rest = accepted
    while rest:
        seen: set[str] = set()
        round_: list[_Accepted] = []
        later: list[_Accepted] = []
        for item in rest:
            identity = item[2].identity
            if identity in seen:
                later.append(item)
            else:
                seen.add(identity)
                round_.append(item)
        yield round_
        rest = later


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


def _submit_distinct(
    tx: Transaction, namespace_id: str, submissions: Sequence[tuple[Submission, str | None]]
) -> list[Submitted]:
    """Insert, replace or leave each feedback; no two of the submissions are of the same one."""
    existing: dict[str, Row] = {
        row[0]: row[1:]
        for row in tx.execute(
            FIND_BY_IDENTITY, keys([(namespace_id, s.identity) for s, _ in submissions])
        )
    }
    votes: dict[str, int] = defaultdict(int)
    created: list[Row] = []
    superseded: list[Row] = []
    replaced: list[Row] = []
    outcomes: list[Submitted] = []
    for submission, exchange_id in submissions:
        content = submission.content
        stored = exchange_id is not None and content.rating == Rating.POSITIVE
        row = existing.get(submission.identity)
        if row is None:
            id_ = new_id(Kind.FEEDBACK)
            if stored:
                votes[exchange_id] += 1  # type: ignore[index]
            outcomes.append(
                Submitted(
                    id_,
                    submission.principal_id,
                    1,
                    FeedbackState.ACTIVE,
                    submission.session_context,
                    tx.now,
                    tx.now,
                    replayed=False,
                    stored=stored,
                )
            )
            created.append(
                (
                    namespace_id,
                    id_,
                    submission.principal_id,
                    *content,
                    submission.session_context,
                    exchange_id,
                    FeedbackState.ACTIVE.value,
                    1,
                    tx.next_sequence(namespace_id),
                    tx.now,
                    tx.now,
                    submission.identity,
                )
            )
            continue
        was = _from_row(row)
        if was.content == content:
            outcomes.append(
                Submitted(
                    was.id,
                    was.creator,
                    was.revision,
                    was.state,
                    was.session_context,
                    was.create_time,
                    was.update_time,
                    replayed=True,
                    stored=stored,
                )
            )
            continue
        was_stored = exchange_id is not None and was.content.rating == Rating.POSITIVE
        if exchange_id is not None and stored != was_stored:
            votes[exchange_id] += stored - was_stored
        # Another server's clock may be ahead; the times of a feedback never go back.
        update_time = max(tx.now, was.update_time)
        outcomes.append(
            Submitted(
                was.id,
                was.creator,
                was.revision + 1,
                was.state,
                submission.session_context,
                was.create_time,
                update_time,
                replayed=False,
                stored=stored,
            )
        )
        superseded.append(row)
        replaced.append(
            (
                *content,
                submission.session_context,
                FeedbackState.ACTIVE.value,
                was.revision + 1,
                tx.next_sequence(namespace_id),
                update_time,
                namespace_id,
                was.id,
            )
        )
    if created:
        tx.insert("feedback", (*COLUMNS, "identity"), created)
    if replaced:
        tx.insert("feedback_revision", COLUMNS, superseded)
        tx.execute_many(REPLACE, replaced)
    memories.vote(tx, namespace_id, votes)
    return outcomes


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
