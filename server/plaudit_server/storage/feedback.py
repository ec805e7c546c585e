"""Feedback in the database: the set-based writes of a whole group, and reading by id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import TypeVar

from plaudit_server.domain.criteria import misfit
from plaudit_server.domain.errors import Refusal, invalid
from plaudit_server.domain.feedback import (
    NOTHING,
    Content,
    FeedbackDeletion,
    FeedbackState,
    FeedbackUpdate,
    Rating,
    StoredFeedback,
    Submission,
    Submitted,
    is_of_user,
    not_found,
    not_yours,
)
from plaudit_server.domain.feedback_tokens import used_up
from plaudit_server.domain.ids import Kind, new_id
from plaudit_server.domain.satisfaction import Traits
from plaudit_server.storage import criteria, feedback_tokens, memories, targets
from plaudit_server.storage.backend import Backend, Row
from plaudit_server.storage.satisfaction import COUNTED, Tally
from plaudit_server.storage.transaction import Transaction, keys

_HEAD = ("namespace_id", "id", "creator", "writer")
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
_RATING = _CONTENT.start + Content._fields.index("rating")
_WRITER = _HEAD.index("writer")
EXCHANGE = COLUMNS.index("exchange_id")
STATE = COLUMNS.index("state")
counted: Callable[[Row], Row] = itemgetter(*map(COLUMNS.index, COUNTED))
"""Takes from a row what the counts of satisfaction need."""
_ACTIVE = FeedbackState.ACTIVE.value
_PENDING = FeedbackState.PENDING_TARGET.value
SELECTED = ", ".join(f'f."{column}"' for column in COLUMNS)

# CROSS JOIN keeps SQLite from reordering: the few keys first, then one look-up each. And the
# namespace comes from `k` or a SELECT, so that PostgreSQL plans for any tenant: by its statistics a
# new one is empty, and any index will do.
FIND_BY_IDENTITY = (
    f'KEYS2 SELECT f."identity", {SELECTED} FROM k CROSS JOIN "feedback" f'
    ' WHERE f."namespace_id" = k.a AND f."identity" = k.b'
)
FIND_BY_ID = (
    f'KEYS2 SELECT {SELECTED} FROM k CROSS JOIN "feedback" f'
    ' WHERE f."namespace_id" = k.a AND f."id" = k.b'
)
FIND_AUTHORS = (
    'KEYS2 SELECT f."namespace_id", f."id", f."creator", f."writer", f."user_id",'
    ' f."external_user_id" FROM k CROSS JOIN "feedback" f'
    ' WHERE f."namespace_id" = k.a AND f."id" = k.b'
)
# The state is no parameter: only so the index of the pending is good for it.
FIND_PENDING = (
    f'KEYS3 SELECT {SELECTED} FROM k CROSS JOIN "feedback" f'
    ' WHERE f."namespace_id" = k.a AND f."session_id" = k.b AND f."target_id" = k.c'
    f' AND f."state" = {_PENDING}'
)
_REPLACED = (
    "writer",
    *Content._fields,
    "session_context",
    "exchange_id",
    "state",
    "revision",
    "sequence",
    "update_time",
)
REPLACE = (
    f'UPDATE "feedback" SET {", ".join(f"{chr(34)}{c}{chr(34)} = ?" for c in _REPLACED)}'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)
REMOVE = 'DELETE FROM "feedback" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
FIND_LAST = (
    f'KEYS2 SELECT {SELECTED} FROM k CROSS JOIN "feedback_revision" f'
    ' WHERE f."namespace_id" = k.a AND f."id" = k.b AND f."revision" = (SELECT max(r."revision")'
    ' FROM "feedback_revision" r WHERE r."namespace_id" = k.a AND r."id" = k.b)'
)
Result = Submitted | Refusal
Job = TypeVar("Job", FeedbackUpdate, FeedbackDeletion)


class _Changes:
    """What a transaction does to the feedback of one namespace.

    What stands in the table is read once and written once; only the states between become rows of
    their own, as revisions.
    """

    def __init__(
        self, tx: Transaction, namespace_id: str, traits: Mapping[str, Traits] | None = None
    ) -> None:
        self._tx = tx
        self._namespace_id = namespace_id
        self._tally = Tally(tx, namespace_id, traits)
        self._created: dict[str, tuple[Row, str]] = {}
        self._replaced: dict[str, Row] = {}
        self._removed: list[tuple[str, str]] = []
        self._superseded: list[Row] = []
        self._votes: dict[str, int] = defaultdict(int)

    def create(self, submission: Submission, exchange_id: str | None, state: int) -> Row:
        tx = self._tx
        row: Row = (
            self._namespace_id,
            new_id(Kind.FEEDBACK),
            submission.principal_id,
            submission.principal_id,
            *submission.content,
            submission.session_context,
            exchange_id,
            state,
            1,
            tx.next_sequence(self._namespace_id),
            tx.now,
            tx.now,
        )
        self._created[row[1]] = (row, submission.identity)
        if state == _ACTIVE:
            self._tally.add(counted(row))
            if keeps(row):
                self._votes[row[EXCHANGE]] += 1
        return row

    def change(
        self,
        was: Row,
        content: Content,
        context: str,
        exchange_id: str | None,
        state: int,
        *,
        writer: str,
    ) -> Row:
        row = self._next(was, content, context, exchange_id, state, writer=writer)
        if row[1] in self._created:
            self._created[row[1]] = (row, self._created[row[1]][1])
        else:
            self._replaced[row[1]] = row
        if was[STATE] == _ACTIVE:
            self._tally.remove(counted(was))
        if state == _ACTIVE:
            self._tally.add(counted(row))
        # Of one exchange for good: it is not another's that the feedback is about.
        if keeps(row) != keeps(was):
            self._votes[row[EXCHANGE] or was[EXCHANGE]] += keeps(row) - keeps(was)
        return row

    def remove(self, was: Row) -> Row:
        row = self._next(
            was,
            Content._make(was[_CONTENT]),
            was[_CONTENT.stop],
            was[EXCHANGE],
            FeedbackState.DELETED.value,
            writer=was[_WRITER],  # who deletes it has not said what it says
        )
        self._superseded.append(row)
        self._replaced.pop(row[1], None)
        self._removed.append((self._namespace_id, row[1]))
        if was[STATE] == _ACTIVE:
            self._tally.remove(counted(was))
        if keeps(was):
            self._votes[was[EXCHANGE]] -= 1
        return row

    def _next(
        self,
        was: Row,
        content: Content,
        context: str,
        exchange_id: str | None,
        state: int,
        *,
        writer: str,
    ) -> Row:
        self._superseded.append(was)
        *_, revision, _, create_time, update_time = was
        return (
            *was[:_WRITER],
            writer,
            *content,
            context,
            exchange_id,
            state,
            revision + 1,
            self._tx.next_sequence(self._namespace_id),
            create_time,
            # Another server's clock may be ahead; the times of a feedback never go back.
            max(self._tx.now, update_time),
        )

    def write(self) -> None:
        tx = self._tx
        if self._created:
            rows = [(*row, identity) for row, identity in self._created.values()]
            tx.insert("feedback", (*COLUMNS, "identity"), rows)
        if self._superseded:
            tx.insert("feedback_revision", COLUMNS, self._superseded)
        if self._replaced:
            tx.execute_many(REPLACE, [_replacement(row) for row in self._replaced.values()])
        if self._removed:
            tx.execute_many(REMOVE, self._removed)
        memories.vote(tx, self._namespace_id, self._votes)
        self._tally.write()


def keeps(row: Row) -> bool:
    """Whether a feedback, as a row of COLUMNS, keeps its exchange as a memory."""
    return row[_RATING] == Rating.POSITIVE and row[STATE] == _ACTIVE and row[EXCHANGE] is not None


def _replacement(row: Row) -> Row:
    context, exchange_id, state, revision, sequence, _, update_time = row[_CONTENT.stop :]
    changed = (context, exchange_id, state, revision, sequence, update_time)
    return (row[_WRITER], *row[_CONTENT], *changed, row[0], row[1])


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
        outcomes = _upsert(tx, namespace_id, [submission for _, _, submission in placed])
        for (i, j, _), outcome in zip(placed, outcomes, strict=True):
            results[i][j] = outcome
    return results


def _upsert(tx: Transaction, namespace_id: str, submissions: Sequence[Submission]) -> list[Result]:
    """Insert, replace or leave each feedback, in order: one may come more than once."""
    exchange_ids, traits = targets.resolve(tx, namespace_id, [s.content[:3] for s in submissions])
    wanted = keys([(namespace_id, submission.identity) for submission in submissions])
    current: dict[str, Row] = {row[0]: row[1:] for row in tx.execute(FIND_BY_IDENTITY, wanted)}
    in_force = criteria.in_force(tx, namespace_id, {s.content.name for s in submissions})
    uses = _Uses(tx, namespace_id, submissions)
    changes = _Changes(tx, namespace_id, traits)
    outcomes: list[Result] = []
    for submission in submissions:
        content = submission.content
        was = current.get(submission.identity)
        if was is not None and was[_CONTENT] == content:
            # What another credential left with it is not for whoever repeats what it says.
            own = was[_WRITER] == submission.principal_id
            outcomes.append(_submitted(was, replayed=True, with_context=own))
            continue
        exchange_id = exchange_ids.get(content[:3])
        if isinstance(exchange_id, Refusal):
            outcomes.append(exchange_id)
            continue
        criterion = in_force.get(content.name) if in_force else None
        if criterion and (violation := misfit(criterion, content)):
            field = f"{submission.path}{violation.field}"
            outcomes.append(invalid([replace(violation, field=field)]))
            continue
        if submission.token_id and (refusal := uses.take(submission.token_id)):
            outcomes.append(refusal)
            continue
        state = _ACTIVE
        if exchange_id == targets.EARLY:
            # What counted already counts on: its exchange was erased, and none may come again.
            exchange_id, state = None, _PENDING if was is None else was[STATE]
        if was is None:
            row = changes.create(submission, exchange_id, state)
        else:
            # What it is about stays, whatever became of the exchange.
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


class _Uses:
    """Counts the uses of feedback tokens."""

    def __init__(
        self, tx: Transaction, namespace_id: str, submissions: Sequence[Submission]
    ) -> None:
        self._tx = tx
        self._namespace_id = namespace_id
        ids = {submission.token_id for submission in submissions if submission.token_id}
        self._left = feedback_tokens.uses_left(tx, namespace_id, sorted(ids)) if ids else {}
        self._taken: dict[str, int] = defaultdict(int)

    def take(self, token_id: str) -> Refusal | None:
        """Use a token once, or say that it is used up."""
        if self._left.get(token_id, 0) <= 0:
            return used_up(token_id)
        self._left[token_id] -= 1
        self._taken[token_id] += 1
        return None

    def write(self) -> None:
        if self._taken:
            feedback_tokens.use(self._tx, self._namespace_id, self._taken)


def _submitted(row: Row, *, replayed: bool, with_context: bool = True) -> Submitted:
    context, _, state, revision, _, create_time, update_time = row[_CONTENT.stop :]
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
    )


def update(tx: Transaction, updates: Sequence[FeedbackUpdate]) -> list[StoredFeedback | Refusal]:
    """Change feedbacks, each on its own and in order; one that says the same stays as it is."""

    def apply(changes: _Changes, was: Row, job: FeedbackUpdate) -> Row:
        content = job.change(Content._make(was[_CONTENT]))
        if content == was[_CONTENT]:
            return was
        criterion = criteria.in_force(tx, job.namespace_id, {content.name}).get(content.name)
        if criterion and (violation := misfit(criterion, content)):
            raise invalid([replace(violation, field=f"feedback.{violation.field}")])
        context, exchange_id, state, *_ = was[_CONTENT.stop :]
        # What others have said stands beside the change: together it is nobody's own.
        writer = job.principal_id if was[_WRITER] == job.principal_id else ""
        return changes.change(was, content, context, exchange_id, state, writer=writer)

    return _apply(tx, updates, apply)


def delete(
    tx: Transaction, deletions: Sequence[FeedbackDeletion]
) -> list[StoredFeedback | Refusal]:
    """Take feedbacks back: what remains are revisions, the deletion the last of them."""
    return _apply(tx, deletions, lambda changes, was, _: changes.remove(was))


def _apply(
    tx: Transaction, jobs: Sequence[Job], apply: Callable[[_Changes, Row, Job], Row]
) -> list[StoredFeedback | Refusal]:
    """Find each feedback by its id and apply a job to it, in order: one may be named twice."""
    current: dict[tuple[str, str], Row] = {
        (row[0], row[1]): row
        for row in tx.execute(FIND_BY_ID, keys([(job.namespace_id, job.id) for job in jobs]))
    }
    changes: dict[str, _Changes] = {}
    outcomes: list[StoredFeedback | Refusal] = []
    removed: dict[tuple[str, str], Row] = {}
    for job in jobs:
        was = current.get((job.namespace_id, job.id))
        if was is None:
            own = not job.user_id or _was_of_user(tx, job, removed.get((job.namespace_id, job.id)))
            outcomes.append(not_found(job.id) if own else not_yours(job.id))
            continue
        if job.user_id and not is_of_user(Content._make(was[_CONTENT]), job.user_id):
            outcomes.append(not_yours(job.id))
            continue
        if job.namespace_id not in changes:
            changes[job.namespace_id] = _Changes(tx, job.namespace_id)
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
    """Whether a feedback that is there no more, perhaps only just, was the user's who asks."""
    if removed is not None:
        return is_of_user(Content._make(removed[_CONTENT]), job.user_id)
    (last,) = find_last(tx, [(job.namespace_id, job.id)])
    return last is not None and is_of_user(last.content, job.user_id)


def find_last(
    db: Backend | Transaction, wanted: Sequence[tuple[str, str]]
) -> list[StoredFeedback | None]:
    """Read the last past states of feedbacks by (namespace, id): of a deleted one its deletion."""
    found = {(row[0], row[1]): from_row(row) for row in db.execute(FIND_LAST, keys(wanted))}
    return [found.get(key) for key in wanted]


def take_effect(tx: Transaction, namespace_id: str, completed: dict[targets.Target, str]) -> None:
    """Make the feedback count that waited for these exchanges, given by target, oldest first."""
    # A message and a request of one id are one key.
    waited = keys(sorted({(namespace_id, *target[1:]) for target in completed}))
    changes = _Changes(tx, namespace_id)
    for row in sorted(tx.execute(FIND_PENDING, waited), key=lambda row: str(row[1])):
        content = Content._make(row[_CONTENT])
        exchange_id = completed.get(content[:3])
        if exchange_id is not None:
            context, writer = row[_CONTENT.stop], row[_WRITER]
            changes.change(row, content, context, exchange_id, _ACTIVE, writer=writer)
    changes.write()


def still_pending(tx: Transaction, deletions: Sequence[FeedbackDeletion]) -> list[FeedbackDeletion]:
    """Leave out the feedback that no longer waits for its exchange."""
    found = tx.execute(FIND_BY_ID, keys([(d.namespace_id, d.id) for d in deletions]))
    pending = {(row[0], row[1]) for row in found if row[STATE] == _PENDING}
    return [d for d in deletions if (d.namespace_id, d.id) in pending]


def get(backend: Backend, wanted: Sequence[tuple[str, str]]) -> list[StoredFeedback | None]:
    """Read feedbacks by (namespace, id); `None` where there is none."""
    found = {(row[0], row[1]): from_row(row) for row in backend.execute(FIND_BY_ID, keys(wanted))}
    return [found.get(key) for key in wanted]


READ_AT_ONCE = 100
"""How many feedbacks one look reads: the longest are long."""


def get_within(
    backend: Backend, wanted: Sequence[tuple[str, str]], *, room: int
) -> tuple[list[StoredFeedback | None], int]:
    """Read feedbacks by (namespace, id), `None` where there is none, until they weigh too much.

    Answers also how many were read; behind these a feedback says no more than its id, its creator,
    its writer and its users.
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


def from_row(row: Row) -> StoredFeedback:
    """Read a feedback from a row of COLUMNS."""
    session_context, _, state, revision, sequence, create_time, update_time = row[_CONTENT.stop :]
    return StoredFeedback(
        row[1],
        row[2],
        Content._make(row[_CONTENT]),
        session_context,
        revision,
        state,
        sequence,
        create_time,
        update_time,
        row[_WRITER],
    )
