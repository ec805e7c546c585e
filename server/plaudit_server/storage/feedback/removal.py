"""Removal of feedback with its history, by erasure and retention; a deletion keeps the history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from plaudit_server.domain.feedback.feedback import NOTHING, FeedbackState
from plaudit_server.storage.counts import Tally
from plaudit_server.storage.engine.backend import Row
from plaudit_server.storage.engine.transaction import Transaction, keys
from plaudit_server.storage.exchanges import memories
from plaudit_server.storage.feedback.overruling import Overruling
from plaudit_server.storage.feedback.rows import (
    COLUMNS,
    EXCHANGE,
    OVERRULES,
    STATE,
    counted,
    keeps,
)
from plaudit_server.storage.feedback.write_buffer import REMOVE, WriteBuffer

FIND_MEMORIES = (
    'KEYS2 SELECT m."exchange_id" FROM k CROSS JOIN "memory" m'
    ' WHERE m."namespace_id" = k.a AND m."exchange_id" = k.b'
)
FIND_HISTORY = (
    'KEYS2 SELECT f."id", f."revision", f."sequence" FROM k CROSS JOIN "feedback_revision" f'
    ' WHERE f."namespace_id" = k.a AND f."id" = k.b'
)
REMOVE_HISTORY = (
    'DELETE FROM "feedback_revision" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)

_SEQUENCE = COLUMNS.index("sequence")


class Removal:
    """Removes feedback of one namespace in one transaction, and updates memories and counts."""

    def __init__(self, tx: Transaction, namespace_id: str) -> None:
        self._tx = tx
        self._namespace_id = namespace_id
        self._votes: dict[str, int] = defaultdict(int)
        self._tally = Tally(tx, namespace_id)
        self.revision_count = 0
        self.memory_count = 0
        self.last_sequence = 0
        """The highest sequence number of a removed change."""

    def remove(self, rows: Sequence[Row]) -> None:
        """Remove feedback, given by rows of COLUMNS, with its past states."""
        for row in rows:
            self.last_sequence = max(self.last_sequence, row[_SEQUENCE])
            if row[STATE] == FeedbackState.ACTIVE:
                self._tally.remove(counted(row))
            if keeps(row):
                self._votes[row[EXCHANGE]] -= 1
        self._tx.execute_many(REMOVE, [row[:2] for row in rows])
        self.remove_history([row[1] for row in rows])
        memories.vote(self._tx, self._namespace_id, self._votes)
        wanted = keys([(self._namespace_id, id_) for id_ in self._votes])
        left = len(self._tx.execute(FIND_MEMORIES, wanted).fetchall())
        self.memory_count += len(self._votes) - left
        self._votes.clear()
        self._tally.write()

    def release(self, rows: Sequence[Row]) -> None:
        """Change what feedback overrules, before it is erased.

        So a memory that it keeps too is kept throughout.
        """
        if not any(row[OVERRULES] for row in rows):
            return
        changes = WriteBuffer(self._tx, self._namespace_id)
        Overruling(self._tx, self._namespace_id, changes).erase({row[1]: row for row in rows})
        changes.write()

    def remove_history(self, ids: Sequence[str]) -> dict[str, int]:
        """Remove past states of feedback, and return the last revision of each that had any."""
        last: dict[str, int] = {}
        wanted = keys([(self._namespace_id, id_) for id_ in ids])
        for id_, revision, sequence in self._tx.execute(FIND_HISTORY, wanted):
            last[id_] = max(revision, last.get(id_, 0))
            self.last_sequence = max(self.last_sequence, sequence)
            self.revision_count += 1
        self._tx.execute_many(REMOVE_HISTORY, [(self._namespace_id, id_) for id_ in last])
        return last

    def mark(self, ids: Mapping[str, int]) -> None:
        """Record that feedback was erased, for watchers: a last revision with only its id."""
        tx = self._tx
        tx.insert(
            "feedback_revision",
            COLUMNS,
            [
                (
                    self._namespace_id,
                    id_,
                    "",
                    "",
                    *NOTHING,
                    "",
                    None,
                    FeedbackState.ERASED.value,
                    revision + 1,
                    tx.next_sequence(self._namespace_id),
                    tx.now,
                    tx.now,
                    tx.now,
                    "",
                    0,
                    None,
                )
                for id_, revision in ids.items()
            ],
        )
