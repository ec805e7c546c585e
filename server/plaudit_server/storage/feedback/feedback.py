"""Submitting, updating and deleting feedback: each operation serves a whole group of calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
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
    exists,
    is_of_user,
    not_found,
    not_yours,
)
from plaudit_server.domain.feedback.tokens import used_up
from plaudit_server.domain.feedback.votes import Measure, judgement, measure
from plaudit_server.storage.engine.backend import Row
from plaudit_server.storage.engine.transaction import Transaction, keys
from plaudit_server.storage.feedback import criteria, external_ids, targets, tokens
from plaudit_server.storage.feedback.external_ids import ExternalIds
from plaudit_server.storage.feedback.overruling import Overruling
from plaudit_server.storage.feedback.reads import find_last
from plaudit_server.storage.feedback.rows import (
    ACTIVE,
    CONTENT,
    CREATE_TIME,
    EXCHANGE,
    EXTERNAL_ID,
    FIND_BY_ID,
    FIND_BY_IDENTITY,
    MEASURE,
    OCCUR_TIME,
    OVERRULED,
    OVERRULES,
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
    changes = WriteBuffer(tx, namespace_id, traits)
    rules = _Rules(tx, namespace_id, submissions, changes, current.values())
    outcomes: list[Result] = []
    for submitted in submissions:
        submission = submitted
        content = submission.content
        was = current.get(submission.identity)
        if was is not None:
            was = changes.latest(was)  # other feedback may have overruled it since
            if submission.is_limited:
                content = _with_what_is_not_theirs(was, content)
                submission = submission._replace(content=content)
        if was is not None and was[CONTENT] == content:
            # The session context of another credential must not be returned for repeated content.
            own = was[WRITER] == submission.principal_id
            outcomes.append(_submitted(was, replayed=True, with_context=own))
            continue
        exchange_id = exchange_ids.get(content[:3])
        if isinstance(exchange_id, Refusal):
            outcomes.append(exchange_id)
            continue
        if refusal := rules.use(submission, was, waits=exchange_id == targets.EARLY):
            outcomes.append(refusal)
            continue
        state = OVERRULED if was is not None and was[STATE] == OVERRULED else ACTIVE
        if exchange_id == targets.EARLY:
            # Active feedback stays active: its exchange was erased, maybe for ever.
            exchange_id, state = None, PENDING if was is None else was[STATE]
        measured = remeasure(was, rules.criterion(content.name), content)
        if was is None:
            row = changes.create(submission, exchange_id, state, measured)
        else:
            # The feedback keeps its exchange.
            row = changes.change(
                was,
                content,
                submission.session_context,
                was[EXCHANGE] or exchange_id,
                state,
                writer=submission.principal_id,
                measure=measured,
                occur_time=submission.occur_time,
            )
        rules.follow(was, row)
        current[submission.identity] = row
        outcomes.append(_submitted(row, replayed=False))
    changes.write()
    rules.write()
    return outcomes


def _with_what_is_not_theirs(was: Row, content: Content) -> Content:
    """Keep what end users and bearers of feedback tokens cannot set, or may not know."""
    return content._replace(
        overrules=was[OVERRULES], external_id=content.external_id or was[EXTERNAL_ID]
    )


def remeasure(was: Row | None, criterion: Criterion | None, content: Content) -> Measure:
    """Return the vote and the score of a feedback; what says nothing new keeps those it has."""
    if was is not None and judgement(Content._make(was[CONTENT])) == judgement(content):
        return Measure._make(was[MEASURE])
    return measure(criterion, content)


class _Rules:
    """The rules on submissions that depend on what is stored, for one namespace."""

    def __init__(
        self,
        tx: Transaction,
        namespace_id: str,
        submissions: Sequence[Submission],
        changes: WriteBuffer,
        current: Iterable[Row],
    ) -> None:
        names = {submission.content.name for submission in submissions}
        self._criteria = criteria.in_force(tx, namespace_id, names)
        self._uses = _Uses(tx, namespace_id, submissions)
        self._external_ids = ExternalIds(tx, namespace_id)
        self._external_ids.read(submission.content.external_id for submission in submissions)
        self._overruling = Overruling(tx, namespace_id, changes)
        self._overruling.load(submission.content.overrules for submission in submissions)
        self._overruling.load(row[OVERRULES] for row in current)

    def criterion(self, name: str) -> Criterion | None:
        """Return the criterion of a name."""
        return self._criteria.get(name) if self._criteria else None

    def use(self, submission: Submission, was: Row | None, *, waits: bool) -> Refusal | None:
        """Use the token of a submission, if it has one; return the error if a rule is broken.

        `was` is the stored state of the feedback, `None` if it is new; `waits` says that its
        exchange has not arrived.
        """
        content = submission.content
        if refusal := late(submission, was):
            return refusal
        criterion = self.criterion(content.name)
        if criterion and (refusal := criterion_error(criterion, submission)):
            return refusal
        if content.external_id:
            holder = self._external_ids.holder(content.external_id)
            if holder not in ("", was[1] if was else ""):
                return taken(submission, holder)
        if content.overrules and (
            refusal := self._overruling.refusal(
                was, content, f"{submission.path}overrules", waits=waits
            )
        ):
            return refusal
        return self._uses.take(submission.token_id) if submission.token_id else None

    def follow(self, was: Row | None, row: Row) -> None:
        """Let what depends on a feedback follow its change."""
        self._overruling.follow(was, row)
        had = "" if was is None else was[EXTERNAL_ID]
        self._external_ids.move(row[1], old=had, new=row[EXTERNAL_ID])

    def write(self) -> None:
        """Write the uses of tokens."""
        self._uses.write()


def late(submission: Submission, was: Row | None) -> Refusal | None:
    """Return the error of a submission whose time its caller may not set, if it is not stored."""
    if submission.late is None or (was is not None and was[OCCUR_TIME] == submission.occur_time):
        return None
    return submission.late


def criterion_error(criterion: Criterion, submission: Submission) -> Refusal | None:
    """Return the error of a submission that does not match the criterion of its name."""
    violation = mismatch(criterion, submission.content)
    if violation is None:
        return None
    return invalid([replace(violation, field=f"{submission.path}{violation.field}")])


def taken(submission: Submission, holder: str) -> Refusal:
    """Return the error of a submission whose external id other feedback has, given by its id."""
    return exists(submission.content.external_id, "" if submission.is_limited else holder)


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

    def apply(changes: _Changes, was: Row, job: FeedbackUpdate) -> Row:
        content = job.change(Content._make(was[CONTENT]))
        occur_time = was[OCCUR_TIME] if job.occur_time is None else job.occur_time
        occur_time = occur_time or was[CREATE_TIME]
        if content == was[CONTENT] and occur_time == was[OCCUR_TIME]:
            return was
        if job.late is not None and occur_time != was[OCCUR_TIME]:
            raise job.late
        criterion = criteria.in_force(tx, job.namespace_id, {content.name}).get(content.name)
        if criterion and (violation := mismatch(criterion, content)):
            raise invalid([replace(violation, field=f"feedback.{violation.field}")])
        holder = changes.external_ids.holder(content.external_id)
        if holder not in ("", was[1]):
            raise exists(content.external_id, "" if job.user_id else holder)
        if refusal := changes.overruling.refusal(was, content, "feedback.overrules"):
            raise refusal
        context, exchange_id, state, *_ = was[CONTENT.stop :]
        # After a change of what another principal wrote, no single principal has written all of it.
        writer = job.principal_id if was[WRITER] == job.principal_id else ""
        return changes.buffer.change(
            was,
            content,
            context,
            exchange_id,
            state,
            writer=writer,
            measure=remeasure(was, criterion, content),
            occur_time=occur_time,
        )

    return _apply(tx, updates, apply)


def delete(
    tx: Transaction, deletions: Sequence[FeedbackDeletion]
) -> list[StoredFeedback | Refusal]:
    """Delete feedback; its revisions remain, the deletion as the last."""
    return _apply(tx, deletions, lambda changes, was, _: changes.buffer.remove(was))


class _Changes:
    """The changes of a transaction to the feedback of one namespace, and what follows of them."""

    def __init__(self, tx: Transaction, namespace_id: str) -> None:
        self.buffer = WriteBuffer(tx, namespace_id)
        self.external_ids = ExternalIds(tx, namespace_id)
        self.overruling = Overruling(tx, namespace_id, self.buffer)

    def follow(self, was: Row, row: Row | None) -> None:
        """Let what depends on a feedback follow its change; `None` for a removal."""
        new = "" if row is None else row[EXTERNAL_ID]
        self.external_ids.move(was[1], old=was[EXTERNAL_ID], new=new)
        self.overruling.follow(was, row)


def _apply(
    tx: Transaction, jobs: Sequence[Job], apply: Callable[[_Changes, Row, Job], Row]
) -> list[StoredFeedback | Refusal]:
    """Find each feedback by one of its ids and apply a job to it, in order; ids may repeat."""
    current = _find(tx, jobs)
    changes = {namespace_id: _Changes(tx, namespace_id) for namespace_id, _ in current}
    for (namespace_id, id_), row in current.items():
        changes[namespace_id].external_ids.move(id_, old="", new=row[EXTERNAL_ID])
    for namespace_id, its_changes in changes.items():
        its_changes.overruling.load(
            row[OVERRULES] for row in current.values() if row[0] == namespace_id
        )
    outcomes: list[StoredFeedback | Refusal] = []
    removed: dict[tuple[str, str], Row] = {}
    for job in jobs:
        of_it = changes.get(job.namespace_id)
        id_ = job.id or (of_it.external_ids.holder(job.external_id) if of_it else "")
        key = (job.namespace_id, id_)
        found = current.get(key)
        if of_it is None or found is None:
            own = not job.user_id or (job.id and _was_of_user(tx, job, removed.get(key)))
            outcomes.append((not_found if own else not_yours)(job.id, job.external_id))
            continue
        if job.user_id and not is_of_user(Content._make(found[CONTENT]), job.user_id):
            outcomes.append(not_yours(job.id, job.external_id))
            continue
        was = of_it.buffer.latest(found)
        try:
            row = apply(of_it, was, job)
        except Refusal as refusal:
            outcomes.append(refusal)
            continue
        if row[STATE] == FeedbackState.DELETED:
            removed[key] = current.pop(key)
            of_it.follow(was, None)
        else:
            current[key] = row
            of_it.follow(was, row)
        outcomes.append(from_row(row))
    for of_it in changes.values():
        of_it.buffer.write()
    return outcomes


def _find(tx: Transaction, jobs: Sequence[Job]) -> dict[tuple[str, str], Row]:
    """Read the feedback of jobs, by namespace and id."""
    by_id = [(job.namespace_id, job.id) for job in jobs if job.id]
    found = tx.execute(FIND_BY_ID, keys(by_id)).fetchall() if by_id else []
    if named := [(job.namespace_id, job.external_id) for job in jobs if not job.id]:
        found += external_ids.find(tx, named)
    return {(row[0], row[1]): row for row in found}


def _was_of_user(
    tx: Transaction, job: FeedbackUpdate | FeedbackDeletion, removed: Row | None
) -> bool:
    """Whether a deleted feedback, maybe deleted in this transaction, was the calling user's."""
    if removed is not None:
        return is_of_user(Content._make(removed[CONTENT]), job.user_id)
    (last,) = find_last(tx, [(job.namespace_id, job.id)])
    return last is not None and is_of_user(last.content, job.user_id)
