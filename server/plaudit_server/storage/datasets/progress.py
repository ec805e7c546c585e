"""The progress of annotation: counts in datasets and records that every write keeps up to date."""

from __future__ import annotations

from collections import defaultdict

from plaudit_server.domain.datasets.annotation import (
    Counts,
    RecordStatus,
    ResponseStatus,
    count_response,
    record_status,
)
from plaudit_server.storage.engine.backend import Row
from plaudit_server.storage.engine.transaction import Transaction, keys

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
    """Collects the changes of counts in a write; `write` must be the last step of the write."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._counts: dict[tuple[str, str], Counts] = defaultdict(Counts)
        self._submitted: dict[tuple[str, str], int] = defaultdict(int)

    def count(self, namespace_id: str, dataset_id: str, counts: Counts) -> None:
        """Add to the counts of a dataset."""
        key = (namespace_id, dataset_id)
        self._counts[key] = self._counts[key].plus(counts)

    def change_status(
        self, key: tuple[str, str, str], *, before: int | None, after: int | None
    ) -> None:
        """Add a change of a response's status; `None` means that there is no response.

        `key` is the namespace, the dataset and the record.
        """
        namespace_id, dataset_id, record_id = key
        self.count(namespace_id, dataset_id, count_response(after).minus(count_response(before)))
        self._submitted[namespace_id, record_id] += (after == ResponseStatus.SUBMITTED) - (
            before == ResponseStatus.SUBMITTED
        )

    def write(self) -> None:
        """Write the changed counts to records and datasets."""
        self._write_records()
        self._tx.execute_many(
            ADD_COUNTS, [(*counts, *key) for key, counts in self._counts.items() if any(counts)]
        )

    def _write_records(self) -> None:
        changes = {key: change for key, change in self._submitted.items() if change}
        if not changes:
            return
        updates: list[Row] = []
        for row in self._tx.execute(FIND_RECORDS, keys(sorted(changes))).fetchall():
            namespace_id, id_, dataset_id, submitted, old, wanted = row
            submitted += changes[namespace_id, id_]
            new = record_status(submitted=submitted, wanted=wanted)
            updates.append((submitted, new.value, namespace_id, id_))
            completed = (new is RecordStatus.COMPLETED) - (old == RecordStatus.COMPLETED)
            self.count(namespace_id, dataset_id, Counts(completed=completed))
        self._tx.execute_many(UPDATE_RECORD, updates)
