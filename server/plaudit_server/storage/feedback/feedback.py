"""Submitting, updating and deleting feedback: each operation serves a whole group of calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from plaudit_server.domain.errors import Refusal, invalid
from plaudit_server.domain.feedback.criteria import Criterion, mismatch
from plaudit_server.domain.feedback.feedback import (
    Content,
    FeedbackDeletion,
    FeedbackState,
    FeedbackUpdate,
    StoredFeedback,
    Submission,
    Submitted,
    is_of_user,
    not_found,
    not_yours,
)
from plaudit_server.domain.feedback.tokens import used_up
from plaudit_server.storage.engine.backend import Row
from plaudit_server.storage.engine.transaction import Transaction, keys
from plaudit_server.storage.feedback import criteria, targets, tokens
from plaudit_server.storage.feedback.reads import find_last
from plaudit_server.storage.feedback.rows import (
    ACTIVE,
    CONTENT,
    EXCHANGE,
    FIND_BY_ID,
    FIND_BY_IDENTITY,
    PENDING,
    STATE,
    WRITER,
    from_row,
    keeps,
)
from plaudit_server.storage.feedback.write_buffer import WriteBuffer

Result = Submitted | Refusal

Job = TypeVar("Job", FeedbackUpdate, FeedbackDeletion)


def submit(tx: Transaction, batches: Sequence[Sequence[Submission]]) -> list[list[Result]]:
    """Record the submissions of a group with a few statements, each batch in order.

    Returns a result for each submission of each batch: what is stored now, or why it was refused.
    """
    return each_namespace(batches, lambda namespace_id, of_it: upsert(tx, namespace_id, of_it))


def each_namespace(
    batches: Sequence[Sequence[Submission]],
    record: Callable[[str, Sequence[Submission]], Sequence[Result]],
) -> list[list[Result]]:
    """Record the submissions of each namespace together; results come in the order of batches."""
    results: list[list[Result]] = [[None] * len(batch) for batch in batches]  # type: ignore[list-item]
    by_namespace: dict[str, list[tuple[int, int, Submission]]] = defaultdict(list)
    for i, batch in enumerate(batches):
        for j, submission in enumerate(batch):
            by_namespace[submission.namespace_id].append((i, j, submission))
    for namespace_id, placed in by_namespace.items():
        outcomes = record(namespace_id, [submission for _, _, submission in placed])
        for (i, j, _), outcome in zip(placed, outcomes, strict=True):
            results[i][j] = outcome
    return results


def upsert(tx: Transaction, namespace_id: str, submissions: Sequence[Submission]) -> list[Result]:
    """Insert, replace or keep each feedback of a namespace, in order; one may occur repeatedly."""
    exchange_ids, traits = targets.resolve(tx, namespace_id, [s.content[:3] for s in submissions])
    wanted = keys([(namespace_id, submission.identity) for submission in submissions])
    current: dict[str, Row] = {row[0]: row[1:] for row in tx.execute(FIND_BY_IDENTITY, wanted)}
    in_force = criteria.in_force(tx, namespace_id, {s.content.name for s in submissions})
    uses = _Uses(tx, namespace_id, submissions)
    changes = WriteBuffer(tx, namespace_id, traits)
    outcomes: list[Result] = []
    for submission in submissions:
        content = submission.content
        was = current.get(submission.identity)
        if was is not None and was[CONTENT] == content:
            # The session context of another credential must not be returned for repeated content.
            own = was[WRITER] == submission.principal_id
            outcomes.append(_submitted(was, replayed=True, with_context=own))
            continue
        exchange_id = exchange_ids.get(content[:3])
        if isinstance(exchange_id, Refusal):
            outcomes.append(exchange_id)
            continue
        criterion = in_force.get(content.name) if in_force else None
        if criterion and (refusal := criterion_error(criterion, submission)):
            outcomes.append(refusal)
            continue
        if submission.token_id and (refusal := uses.take(submission.token_id)):
            outcomes.append(refusal)
            continue
        state = ACTIVE
        if exchange_id == targets.EARLY:
            # Active feedback stays active: its exchange was erased, maybe for ever.
            exchange_id, state = None, PENDING if was is None else was[STATE]
        if was is None:
            row = changes.create(submission, exchange_id, state)
        else:
            # The feedback keeps its exchange.
            row = changes.change(
                was,
                content,
                submission.session_context,
                was[EXCHANGE] or exchange_id,
                state,
                writer=submission.principal_id,
            )
        current[submission.identity] = row
        outcomes.append(_submitted(row, replayed=False))
    changes.write()
    uses.write()
    return outcomes


def criterion_error(criterion: Criterion, submission: Submission) -> Refusal | None:
    """Return the error of a submission that does not match the criterion of its name."""
    violation = mismatch(criterion, submission.content)
    if violation is None:
        return None
    return invalid([replace(violation, field=f"{submission.path}{violation.field}")])


class _Uses:
    """Counts the uses of feedback tokens."""

    def __init__(
        self, tx: Transaction, namespace_id: str, submissions: Sequence[Submission]
    ) -> None:
        self._tx = tx
        self._namespace_id = namespace_id
        ids = {submission.token_id for submission in submissions if submission.token_id}
        self._left = tokens.uses_left(tx, namespace_id, sorted(ids)) if ids else {}
        self._taken: dict[str, int] = defaultdict(int)

    def take(self, token_id: str) -> Refusal | None:
        """Use a token once; return the error if it is used up."""
        if self._left.get(token_id, 0) <= 0:
            return used_up(token_id)
        self._left[token_id] -= 1
        self._taken[token_id] += 1
        return None

    def write(self) -> None:
        if self._taken:
            tokens.use(self._tx, self._namespace_id, self._taken)


def _submitted(row: Row, *, replayed: bool, with_context: bool = True) -> Submitted:
    (
        context,
        _,
        state,
        revision,
        _,
        create_time,
        update_time,
        occur_time,
        overruled_by,
        *_,
    ) = row[CONTENT.stop :]
    return Submitted(
        row[1],
        row[2],
        revision,
        state,
        context if with_context else "",
        create_time,
        update_time,
        replayed,
        keeps(row),
        occur_time=occur_time,
        overruled_by=overruled_by,
    )


def update(tx: Transaction, updates: Sequence[FeedbackUpdate]) -> list[StoredFeedback | Refusal]:
    """Change feedback, in order; one with the same content stays as it is."""

    def apply(changes: WriteBuffer, was: Row, job: FeedbackUpdate) -> Row:
        content = job.change(Content._make(was[CONTENT]))
        if content == was[CONTENT]:
            return was
        criterion = criteria.in_force(tx, job.namespace_id, {content.name}).get(content.name)
        if criterion and (violation := mismatch(criterion, content)):
            raise invalid([replace(violation, field=f"feedback.{violation.field}")])
        context, exchange_id, state, *_ = was[CONTENT.stop :]
        # After a change of what another principal wrote, no single principal has written all of it.
        writer = job.principal_id if was[WRITER] == job.principal_id else ""
        return changes.change(was, content, context, exchange_id, state, writer=writer)

    return _apply(tx, updates, apply)


def delete(
    tx: Transaction, deletions: Sequence[FeedbackDeletion]
) -> list[StoredFeedback | Refusal]:
    """Delete feedback; its revisions remain, the deletion as the last."""
    return _apply(tx, deletions, lambda changes, was, _: changes.remove(was))


def _apply(
    tx: Transaction, jobs: Sequence[Job], apply: Callable[[WriteBuffer, Row, Job], Row]
) -> list[StoredFeedback | Refusal]:
    """Find each feedback by its id and apply a job to it, in order; ids may repeat."""
    current: dict[tuple[str, str], Row] = {
        (row[0], row[1]): row
        for row in tx.execute(FIND_BY_ID, keys([(job.namespace_id, job.id) for job in jobs]))
    }
    changes: dict[str, WriteBuffer] = {}
    outcomes: list[StoredFeedback | Refusal] = []
    removed: dict[tuple[str, str], Row] = {}
    for job in jobs:
        was = current.get((job.namespace_id, job.id))
        if was is None:
            own = not job.user_id or _was_of_user(tx, job, removed.get((job.namespace_id, job.id)))
            outcomes.append(not_found(job.id) if own else not_yours(job.id))
            continue
        if job.user_id and not is_of_user(Content._make(was[CONTENT]), job.user_id):
            outcomes.append(not_yours(job.id))
            continue
        if job.namespace_id not in changes:
            changes[job.namespace_id] = WriteBuffer(tx, job.namespace_id)
        try:
            row = apply(changes[job.namespace_id], was, job)
        except Refusal as refusal:
            outcomes.append(refusal)
            continue
        if row[STATE] == FeedbackState.DELETED:
            removed[job.namespace_id, job.id] = current.pop((job.namespace_id, job.id))
        else:
            current[job.namespace_id, job.id] = row
        outcomes.append(from_row(row))
    for of_namespace in changes.values():
        of_namespace.write()
    return outcomes


def _was_of_user(
    tx: Transaction, job: FeedbackUpdate | FeedbackDeletion, removed: Row | None
) -> bool:
    """Whether a deleted feedback, maybe deleted in this transaction, was the calling user's."""
    if removed is not None:
        return is_of_user(Content._make(removed[CONTENT]), job.user_id)
    (last,) = find_last(tx, [(job.namespace_id, job.id)])
    return last is not None and is_of_user(last.content, job.user_id)
