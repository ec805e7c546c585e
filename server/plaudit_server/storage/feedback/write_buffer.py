"""Collects the changes of one transaction to the feedback of one namespace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from plaudit_server.domain.analytics.satisfaction import Traits
from plaudit_server.domain.feedback.feedback import (
    Content,
    FeedbackState,
    Submission,
)
from plaudit_server.domain.feedback.votes import Measure
from plaudit_server.domain.ids import Kind, new_id
from plaudit_server.storage.counts import Tally
from plaudit_server.storage.engine.backend import Row
from plaudit_server.storage.engine.transaction import Transaction
from plaudit_server.storage.exchanges import memories
from plaudit_server.storage.feedback.rows import (
    ACTIVE,
    COLUMNS,
    CONTENT,
    EXCHANGE,
    EXTERNAL_ID,
    MEASURE,
    OCCUR_TIME,
    OVERRULED_BY,
    STATE,
    WRITER,
    counted,
    keeps,
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
    "occur_time",
    "overruled_by",
    "vote",
    "counted_score",
)

REPLACE = (
    f'UPDATE "feedback" SET {", ".join(f"{chr(34)}{c}{chr(34)} = ?" for c in _REPLACED)}'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)

FREE_EXTERNAL_ID = (
    'UPDATE "feedback" SET "external_id" = \'\''
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)

REMOVE = 'DELETE FROM "feedback" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'


class WriteBuffer:
    """The changes of a transaction to the feedback of one namespace.

    Each feedback is written once, in its last state; the states before it become revisions.
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
        self._freed: set[str] = set()
        """The stored feedback that gives up its external id, which other feedback may get."""
        self._latest: dict[str, Row | None] = {}
        """The last state of each changed feedback by its id; `None` if it was removed."""
        self._votes: dict[str, int] = defaultdict(int)

    def latest(self, was: Row) -> Row:
        """Return the last state of a feedback that is not removed: `was`, or a later one."""
        return self._latest.get(was[1]) or was

    def find(self, feedback_id: str, stored: Row | None) -> Row | None:
        """Return the last state of a feedback, given the stored one; `None` if it is removed."""
        return self._latest.get(feedback_id, stored)

    def changed(self) -> list[Row]:
        """Return the last state of each changed feedback that is not removed."""
        return [row for row in self._latest.values() if row is not None]

    def create(
        self, submission: Submission, exchange_id: str | None, state: int, measure: Measure
    ) -> Row:
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
            submission.occur_time or tx.now,
            "",
            *measure,
        )
        self._created[row[1]] = (row, submission.identity)
        self._latest[row[1]] = row
        if state == ACTIVE:
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
        measure: Measure,
        occur_time: int = 0,
    ) -> Row:
        """Change the content of a feedback, or its state with it; `occur_time` unless it is 0."""
        row = self._next(was, content, context, exchange_id, state, writer=writer, measure=measure)
        if occur_time:
            row = (*row[:OCCUR_TIME], occur_time, *row[OCCUR_TIME + 1 :])
        return self._replace(was, row)

    def change_state(
        self,
        was: Row,
        state: int,
        *,
        exchange_id: str | None = None,
        overruled_by: str = "",
    ) -> Row:
        """Change the state of a feedback, which keeps its content, and its exchange if it has one.

        `overruled_by` is the feedback that overrules it from now on.
        """
        return self._replace(
            was,
            self._next_state(
                was, state, exchange_id=was[EXCHANGE] or exchange_id, overruled_by=overruled_by
            ),
        )

    def _replace(self, was: Row, row: Row) -> Row:
        self._latest[row[1]] = row
        if row[1] in self._created:
            self._created[row[1]] = (row, self._created[row[1]][1])
        else:
            self._replaced[row[1]] = row
            if was[EXTERNAL_ID] and was[EXTERNAL_ID] != row[EXTERNAL_ID]:
                self._freed.add(row[1])
        if was[STATE] == ACTIVE:
            self._tally.remove(counted(was))
        if row[STATE] == ACTIVE:
            self._tally.add(counted(row))
        # A feedback stays with one exchange, so the vote is for the same exchange before and after.
        if keeps(row) != keeps(was):
            self._votes[row[EXCHANGE] or was[EXCHANGE]] += keeps(row) - keeps(was)
        return row

    def remove(self, was: Row) -> Row:
        row = self._next_state(
            was,
            FeedbackState.DELETED.value,
            exchange_id=was[EXCHANGE],
            overruled_by=was[OVERRULED_BY],
        )
        self._latest[row[1]] = None
        self._superseded.append(row)
        self._replaced.pop(row[1], None)
        self._removed.append((self._namespace_id, row[1]))
        if was[STATE] == ACTIVE:
            self._tally.remove(counted(was))
        if keeps(was):
            self._votes[was[EXCHANGE]] -= 1
        return row

    def _next_state(
        self, was: Row, state: int, *, exchange_id: str | None, overruled_by: str
    ) -> Row:
        """Return the next state of a feedback whose content, and its writer, stay the same."""
        row = self._next(
            was,
            Content._make(was[CONTENT]),
            was[CONTENT.stop],
            exchange_id,
            state,
            writer=was[WRITER],
            measure=Measure._make(was[MEASURE]),
        )
        return (*row[:OVERRULED_BY], overruled_by, *row[OVERRULED_BY + 1 :])

    def _next(
        self,
        was: Row,
        content: Content,
        context: str,
        exchange_id: str | None,
        state: int,
        *,
        writer: str,
        measure: Measure,
    ) -> Row:
        self._superseded.append(was)
        revision, _, create_time, update_time, occur_time, overruled_by, *_ = was[STATE + 1 :]
        return (
            *was[:WRITER],
            writer,
            *content,
            context,
            exchange_id,
            state,
            revision + 1,
            self._tx.next_sequence(self._namespace_id),
            create_time,
            # Another server's clock may be ahead; the times of a feedback never decrease.
            max(self._tx.now, update_time),
            occur_time,
            overruled_by,
            *measure,
        )

    def write(self) -> None:
        tx = self._tx
        if self._freed:
            freed = [(self._namespace_id, id_) for id_ in sorted(self._freed)]
            tx.execute_many(FREE_EXTERNAL_ID, freed)
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


def _replacement(row: Row) -> Row:
    context, exchange_id, state, revision, sequence, _, *rest = row[CONTENT.stop :]
    changed = (context, exchange_id, state, revision, sequence, *rest)
    return (row[WRITER], *row[CONTENT], *changed, row[0], row[1])
