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
            submission.occur_time or tx.now,
            "",
            submission.content.rating,
            submission.content.score,
        )
        self._created[row[1]] = (row, submission.identity)
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
    ) -> Row:
        row = self._next(was, content, context, exchange_id, state, writer=writer)
        if row[1] in self._created:
            self._created[row[1]] = (row, self._created[row[1]][1])
        else:
            self._replaced[row[1]] = row
        if was[STATE] == ACTIVE:
            self._tally.remove(counted(was))
        if state == ACTIVE:
            self._tally.add(counted(row))
        # A feedback stays with one exchange, so the vote is for the same exchange before and after.
        if keeps(row) != keeps(was):
            self._votes[row[EXCHANGE] or was[EXCHANGE]] += keeps(row) - keeps(was)
        return row

    def remove(self, was: Row) -> Row:
        row = self._next(
            was,
            Content._make(was[CONTENT]),
            was[CONTENT.stop],
            was[EXCHANGE],
            FeedbackState.DELETED.value,
            writer=was[WRITER],  # deleting does not change who wrote the content
        )
        self._superseded.append(row)
        self._replaced.pop(row[1], None)
        self._removed.append((self._namespace_id, row[1]))
        if was[STATE] == ACTIVE:
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
            content.rating,
            content.score,
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


def _replacement(row: Row) -> Row:
    context, exchange_id, state, revision, sequence, _, *rest = row[CONTENT.stop :]
    changed = (context, exchange_id, state, revision, sequence, *rest)
    return (row[WRITER], *row[CONTENT], *changed, row[0], row[1])
