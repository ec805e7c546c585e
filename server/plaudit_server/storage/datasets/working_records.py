"""Records while the items of batches add to them: read once, changed in memory, written once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from plaudit_server.domain.datasets.annotation import (
    Counts,
    RecordStatus,
    count_response,
    record_status,
)
from plaudit_server.storage.datasets import datasets, records, responses
from plaudit_server.storage.datasets.datasets import StoredDataset
from plaudit_server.storage.datasets.progress import Progress
from plaudit_server.storage.datasets.records import StoredRecord
from plaudit_server.storage.datasets.responses import NewResponse, StoredResponse
from plaudit_server.storage.engine.transaction import Transaction, keys

# `k` holds the keys of existing records.
FIND_ANSWERED = (
    'KEYS2 SELECT k.a, k.b FROM k WHERE EXISTS (SELECT 1 FROM "record_response" p'
    ' WHERE p."namespace_id" = k.a AND p."record_id" = k.b)'
)
REPLACE = (
    'UPDATE "record" SET "field_to_value" = ?, "metadata" = ?, "suggestions" = ?,'
    ' "update_time" = ?, "status" = ?, "submitted_count" = ?, "occur_time" = ?'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)

ExternalKey = tuple[str, str, str]
"""A namespace, a dataset, and the external id of a record."""


@dataclass(slots=True)
class WorkingRecord:
    """The state of a record while the items of a batch change it, before it is written."""

    namespace_id: str
    stored: StoredRecord
    wanted: int
    """How many submitted responses complete it."""
    before: StoredRecord | None = None
    """What is in the database; `None` for a new record."""
    answered: bool = False
    """Whether it has any response."""
    by_author: dict[str, StoredResponse] = field(default_factory=dict)
    """Its responses by the authors whom the batch names."""
    added: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    """The authors whose responses are new, and those whose existing responses change."""
    counts: Counts = field(default_factory=Counts)
    """The change of the counts of its dataset."""

    def replace_content(
        self, *, values: str, metadata: str, suggestions: str, occur_time: int | None, now: int
    ) -> bool:
        """Replace the content, and with it the time; return whether the content is new.

        `None` keeps the time.
        """
        old = self.stored
        new = old._replace(field_to_value=values, metadata=metadata, suggestions=suggestions)
        if new == old:
            return False
        kept = old.occur_time if occur_time is None else occur_time
        self.stored = new._replace(update_time=now, occur_time=kept)
        return True

    def add_response(self, new: NewResponse, *, answers: str, now: int) -> StoredResponse:
        """Add a response, or replace the author's existing one."""
        old = self.by_author.get(new.author)
        if old is None:
            stored = responses.make(
                new, self.stored.dataset_id, self.stored.id, answers=answers, now=now
            )
            self.added.add(new.author)
        else:
            stored = old._replace(
                status=new.status,
                answers=answers,
                user_id=new.user_id,
                external_user_id=new.external_user_id,
            )
            if stored == old:
                return old
            kept = old.occur_time if new.occur_time is None else new.occur_time
            stored = stored._replace(update_time=now, occur_time=kept)
            if new.author not in self.added:
                self.changed.add(new.author)
        self.by_author[new.author] = stored
        self.answered = True
        change = count_response(stored.status).minus(count_response(old.status if old else None))
        self._change_counts(change)
        return stored

    def _change_counts(self, change: Counts) -> None:
        """Apply a change of the counts, and update the status of the record."""
        submitted = self.stored.submitted_count + change.submitted
        status = record_status(submitted=submitted, wanted=self.wanted)
        was = RecordStatus(self.stored.status)
        completed = (status is RecordStatus.COMPLETED) - (was is RecordStatus.COMPLETED)
        self.stored = self.stored._replace(submitted_count=submitted, status=status.value)
        self.counts = self.counts.plus(change).plus(Counts(completed=completed))


def find(
    tx: Transaction,
    names: Iterable[ExternalKey],
    known: dict[datasets.Lookup, StoredDataset],
    authors: Iterable[tuple[ExternalKey, str]],
) -> dict[ExternalKey, WorkingRecord]:
    """Find existing records by their external ids, with the responses to them by these authors."""
    wanted = sorted({name for name in names if name[2] and name[:2] in known})
    if not wanted:
        return {}
    present: dict[ExternalKey, WorkingRecord] = {}
    for row in tx.execute(records.FIND_BY_EXTERNAL_ID, keys(wanted)).fetchall():
        namespace_id, stored = row[0], StoredRecord._make(row[1:])
        completes = known[namespace_id, stored.dataset_id].definition.responses_per_record
        key = (namespace_id, stored.dataset_id, stored.external_id)
        present[key] = WorkingRecord(namespace_id, stored, completes, before=stored)
    if present:
        _find_responses(tx, present, authors)
    return present


def _find_responses(
    tx: Transaction,
    present: dict[ExternalKey, WorkingRecord],
    authors: Iterable[tuple[ExternalKey, str]],
) -> None:
    by_id = {(working.namespace_id, working.stored.id): working for working in present.values()}
    for row in tx.execute(FIND_ANSWERED, keys(sorted(by_id))).fetchall():
        by_id[row[0], row[1]].answered = True
    wanted = {
        (key[0], working.stored.id, author)
        for key, author in authors
        if (working := present.get(key)) and working.answered
    }
    for (namespace_id, record_id, author), stored in responses.find_by_author(
        tx, sorted(wanted)
    ).items():
        by_id[namespace_id, record_id].by_author[author] = stored


def write(tx: Transaction, working_records: Sequence[WorkingRecord]) -> None:
    """Write the records, their responses and the counts of their datasets."""
    news = [(w.namespace_id, *w.stored) for w in working_records if w.before is None]
    if news:
        tx.insert("record", records.COLUMNS, news)
    tx.execute_many(
        REPLACE,
        [
            (
                *(w.stored.field_to_value, w.stored.metadata, w.stored.suggestions),
                *(w.stored.update_time, w.stored.status, w.stored.submitted_count),
                *(w.stored.occur_time, w.namespace_id, w.stored.id),
            )
            for w in working_records
            if w.before is not None and w.before != w.stored
        ],
    )
    added = [
        (w.namespace_id, *w.by_author[author])
        for w in working_records
        for author in sorted(w.added)
    ]
    responses.insert(tx, added)
    new_ids = {w.stored.id for w in working_records if w.before is None}
    responses.release_finished(tx, [row for row in added if row[3] not in new_ids])
    responses.replace(
        tx,
        [(w.namespace_id, *w.by_author[author]) for w in working_records for author in w.changed],
    )
    progress = Progress(tx)
    for working in working_records:
        progress.count(working.namespace_id, working.stored.dataset_id, working.counts)
    progress.write()
