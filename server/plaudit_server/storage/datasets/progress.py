"""How far an annotation has come, kept in its dataset and its records as responses come and go."""

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
JUDGE_RECORD = (
    'UPDATE "record" SET "submitted_count" = ?, "status" = ?'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)
COUNT = (
    'UPDATE "dataset" SET "record_count" = "record_count" + ?,'
    ' "completed_count" = "completed_count" + ?, "submitted_count" = "submitted_count" + ?,'
    ' "draft_count" = "draft_count" + ?, "discarded_count" = "discarded_count" + ?'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)


class Progress:
    """Collects what a write changes, and writes it as the last thing of its operation."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._counts: dict[tuple[str, str], Counts] = defaultdict(Counts)
        self._submitted: dict[tuple[str, str], int] = defaultdict(int)

    def count(self, namespace_id: str, dataset_id: str, counts: Counts) -> None:
        """Add to the counts of a dataset."""
        key = (namespace_id, dataset_id)
        self._counts[key] = self._counts[key].plus(counts)

    def respond(self, key: tuple[str, str, str], *, before: int | None, after: int | None) -> None:
        """Take the status of a response before and after; `None` where there is none.

        `key` is the namespace, the dataset and the record.
        """
        namespace_id, dataset_id, record_id = key
        self.count(namespace_id, dataset_id, count_response(after).minus(count_response(before)))
        self._submitted[namespace_id, record_id] += (after == ResponseStatus.SUBMITTED) - (
            before == ResponseStatus.SUBMITTED
        )

    def write(self) -> None:
        """Write what has changed to records and datasets."""
        self._judge_records()
        self._tx.execute_many(
            COUNT, [(*counts, *key) for key, counts in self._counts.items() if any(counts)]
        )

    def _judge_records(self) -> None:
        moved = {key: by for key, by in self._submitted.items() if by}
        if not moved:
            return
        judged: list[Row] = []
        for row in self._tx.execute(FIND_RECORDS, keys(sorted(moved))).fetchall():
            namespace_id, id_, dataset_id, submitted, old, wanted = row
            submitted += moved[namespace_id, id_]
            new = record_status(submitted=submitted, wanted=wanted)
            judged.append((submitted, new.value, namespace_id, id_))
            completed = (new is RecordStatus.COMPLETED) - (old == RecordStatus.COMPLETED)
            self.count(namespace_id, dataset_id, Counts(completed=completed))
        self._tx.execute_many(JUDGE_RECORD, judged)
