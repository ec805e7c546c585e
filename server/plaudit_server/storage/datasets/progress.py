"""The progress of annotation: what every write of records and responses keeps up to date.

The counts in datasets, in records and of annotators, which records are open to the annotators who
are assigned to them, and the log of changes.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from plaudit_server.domain.datasets.annotation import (
    Counts,
    RecordStatus,
    count_response,
    record_status,
)
from plaudit_server.storage.datasets.annotators import AnnotatorCounts
from plaudit_server.storage.datasets.change_log import ChangeLog, ChangeType
from plaudit_server.storage.datasets.open_records import REOPEN_RECORD
from plaudit_server.storage.engine.backend import Row
from plaudit_server.storage.engine.transaction import Transaction, keys

if TYPE_CHECKING:
    from plaudit_server.storage.datasets.responses import StoredResponse

FIND_RECORDS = (
    'KEYS2 SELECT r."namespace_id", r."id", r."dataset_id", r."submitted_count", r."status",'
    ' d."responses_per_record" FROM k CROSS JOIN "record" r CROSS JOIN "dataset" d'
    ' WHERE r."namespace_id" = k.a AND r."id" = k.b'
    ' AND d."namespace_id" = k.a AND d."id" = r."dataset_id"'
)
UPDATE_RECORD = (
    'UPDATE "record" SET "submitted_count" = ?, "status" = ?'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)
ADD_COUNTS = (
    'UPDATE "dataset" SET "record_count" = "record_count" + ?,'
    ' "completed_count" = "completed_count" + ?, "submitted_count" = "submitted_count" + ?,'
    ' "draft_count" = "draft_count" + ?, "discarded_count" = "discarded_count" + ?'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)


class Progress:
    """Collects the changes of a write; `write` must be the last step of the write."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self.annotators = AnnotatorCounts(tx)
        self.changes = ChangeLog(tx)
        self._reopened: dict[tuple[str, str], None] = {}
        self._counts: dict[tuple[str, str], Counts] = defaultdict(Counts)
        self._submitted: dict[tuple[str, str], int] = defaultdict(int)

    def count(self, namespace_id: str, dataset_id: str, counts: Counts) -> None:
        """Add to the counts of a dataset."""
        key = (namespace_id, dataset_id)
        self._counts[key] = self._counts[key].plus(counts)

    def reopen(self, namespace_id: str, record_id: str) -> None:
        """Let it be found out again to which annotators a record is open."""
        self._reopened[namespace_id, record_id] = None

    def change_response(
        self, namespace_id: str, response: StoredResponse, *, before: int | None, after: int | None
    ) -> None:
        """Add a change of a response and of its status; `None` means that there is no response.

        `response` is the response after the change, or the one that is removed.
        """
        difference = count_response(after).minus(count_response(before))
        self.count(namespace_id, response.dataset_id, difference)
        self._submitted[namespace_id, response.record_id] += difference.submitted
        self.note_response(namespace_id, response, before=before, after=after)

    def note_response(
        self, namespace_id: str, response: StoredResponse, *, before: int | None, after: int | None
    ) -> None:
        """Add a change of a response that the counts of its record and dataset already have."""
        self.annotators.count_response(namespace_id, response, before=before, after=after)
        self.reopen(namespace_id, response.record_id)
        type_ = ChangeType.UPDATED if before is not None else ChangeType.CREATED
        changed = (namespace_id, response.dataset_id, response.record_id, response.id)
        self.changes.add(changed, ChangeType.DELETED if after is None else type_)

    def write(self) -> None:
        """Write the changes."""
        self._write_records()
        self._tx.execute_many(
            ADD_COUNTS, [(*counts, *key) for key, counts in self._counts.items() if any(counts)]
        )
        self._tx.execute_many(REOPEN_RECORD, list(self._reopened))
        self.annotators.write()
        self.changes.write()

    def _write_records(self) -> None:
        changes = {key: change for key, change in self._submitted.items() if change}
        if not changes:
            return
        updates: list[Row] = []
        for row in self._tx.execute(FIND_RECORDS, keys(sorted(changes))).fetchall():
            namespace_id, id_, dataset_id, submitted, old, wanted = row
            submitted += changes[namespace_id, id_]
            new = record_status(submitted=submitted, wanted=wanted)
            if new != old:
                self.changes.add((namespace_id, dataset_id, id_, ""), ChangeType.UPDATED)
            updates.append((submitted, new.value, namespace_id, id_))
            completed = (new is RecordStatus.COMPLETED) - (old == RecordStatus.COMPLETED)
            self.count(namespace_id, dataset_id, Counts(completed=completed))
        self._tx.execute_many(UPDATE_RECORD, updates)
