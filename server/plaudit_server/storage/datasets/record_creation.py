"""Adds records with their responses, or replaces existing records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.datasets.annotation import (
    Counts,
    RecordStatus,
    Schema,
    count_response,
    record_status,
)
from plaudit_server.domain.datasets.answers import (
    VIOLATIONS_AT_MOST,
    Json,
    Suggestion,
    record_violations,
    response_violations,
    suggestion_violations,
)
from plaudit_server.domain.errors import Refusal, Violation, invalid
from plaudit_server.domain.ids import Kind, new_id
from plaudit_server.storage.datasets import datasets, record_annotators, records, responses
from plaudit_server.storage.datasets.annotators import Annotator
from plaudit_server.storage.datasets.change_log import ChangeType
from plaudit_server.storage.datasets.datasets import StoredDataset
from plaudit_server.storage.datasets.progress import Progress
from plaudit_server.storage.datasets.record_annotators import RecordKey
from plaudit_server.storage.datasets.records import StoredRecord
from plaudit_server.storage.datasets.responses import NewResponse, StoredResponse
from plaudit_server.storage.engine.json_text import dump
from plaudit_server.storage.engine.transaction import Transaction, keys

# `k` holds the keys of existing records.
FIND_ANSWERED = (
    'KEYS2 SELECT k.a, k.b FROM k WHERE EXISTS (SELECT 1 FROM "record_response" p'
    ' WHERE p."namespace_id" = k.a AND p."record_id" = k.b)'
)
REPLACE = (
    'UPDATE "record" SET "field_to_value" = ?, "metadata" = ?, "suggestions" = ?,'
    ' "annotators" = ?, "update_time" = ?, "status" = ?, "submitted_count" = ?'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)


class NewRecord(NamedTuple):
    """A record to add, with its responses."""

    namespace_id: str
    dataset_id: str
    field_to_value: dict[str, Json]
    external_id: str = ""
    metadata: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    responses: tuple[NewResponse, ...] = ()
    upsert: bool = False
    """Whether it replaces an existing record with its external id."""
    annotators: tuple[Annotator, ...] = ()
    """The annotators to whom it is assigned, all different."""


class AddedRecord(NamedTuple):
    """A record as it is stored, with the responses that were added with it, in the same order."""

    record: StoredRecord
    responses: tuple[StoredResponse, ...]
    updated: bool
    """Whether the record existed before."""


@dataclass(slots=True)
class _WorkingRecord:
    """The state of a record while the items of a batch change it, before it is written."""

    namespace_id: str
    stored: StoredRecord
    wanted: int
    """How many submitted responses complete it."""
    is_new: bool = False
    answered: bool = False
    """Whether it has any response."""
    by_author: dict[str, StoredResponse] = field(default_factory=dict)
    """Its responses by the authors whom the batch names."""
    added: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    """The authors whose responses are new, and those whose existing responses change."""
    counts: Counts = field(default_factory=Counts)
    """The change of the counts of its dataset."""
    before: StoredRecord | None = None
    """What it was before the write; `None` if it is new."""
    statuses_before: dict[str, int | None] = field(default_factory=dict)
    """The statuses that the responses in `added` and `changed` had, by author."""
    annotators: tuple[Annotator, ...] = ()
    """The annotators that the last item gives to it."""

    def replace_content(self, new: NewRecord, *, now: int) -> None:
        """Replace the values, metadata, suggestions and annotators."""
        old = self.stored
        replaced = old._replace(
            field_to_value=dump(new.field_to_value),
            metadata=new.metadata,
            suggestions=_suggestions(new),
            annotators=record_annotators.to_text(new.annotators),
        )
        self.annotators = new.annotators
        if replaced != old:
            self.stored = replaced._replace(update_time=now)

    @property
    def key(self) -> RecordKey:
        return RecordKey(self.namespace_id, self.stored.dataset_id, self.stored.id)

    @property
    def is_assigned_anew(self) -> bool:
        """Whether its annotators change."""
        return self.stored.annotators != (self.before.annotators if self.before else "")

    @property
    def change(self) -> ChangeType | None:
        """What happened to the record itself, apart from its responses."""
        if self.before is None:
            return ChangeType.CREATED
        only_counted = self.before._replace(submitted_count=self.stored.submitted_count)
        return ChangeType.UPDATED if self.stored != only_counted else None

    def add_response(self, new: NewResponse, *, now: int) -> StoredResponse:
        """Add a response, or replace the author's existing one."""
        old = self.by_author.get(new.author)
        answers = dump(new.answers)
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
            stored = stored._replace(update_time=now)
            if new.author not in self.added:
                self.changed.add(new.author)
        self.statuses_before.setdefault(new.author, old.status if old else None)
        self.by_author[new.author] = stored
        self.answered = True
        change = count_response(stored.status).minus(count_response(old.status if old else None))
        self.change_counts(change)
        return stored

    def change_counts(self, change: Counts) -> None:
        """Apply a change of the counts, and update the status of the record."""
        submitted = self.stored.submitted_count + change.submitted
        status = record_status(submitted=submitted, wanted=self.wanted)
        was = RecordStatus(self.stored.status)
        completed = (status is RecordStatus.COMPLETED) - (was is RecordStatus.COMPLETED)
        self.stored = self.stored._replace(submitted_count=submitted, status=status.value)
        self.counts = self.counts.plus(change).plus(Counts(completed=completed))


ExternalKey = tuple[str, str, str]
"""A namespace, a dataset, and the external id of a record."""


def add(
    tx: Transaction, batches: Sequence[Sequence[NewRecord]]
) -> list[list[AddedRecord | Refusal]]:
    """Add the records of batches one by one, in order; an invalid one is refused.

    An item sees the records that the items before it have added.
    """
    flat = [new for batch in batches for new in batch]
    known = datasets.find_all(tx, [(new.namespace_id, new.dataset_id) for new in flat])
    present = _find_present(tx, flat, known)
    working_records: dict[str, _WorkingRecord] = {
        working.stored.id: working for working in present.values()
    }

    def add_one(new: NewRecord) -> AddedRecord | Refusal:
        dataset = known.get((new.namespace_id, new.dataset_id))
        if dataset is None:
            return annotation.dataset_not_found(new.dataset_id)
        if broken := list(islice(_violations(dataset.definition.schema, new), VIOLATIONS_AT_MOST)):
            return invalid(broken)
        key = (new.namespace_id, new.dataset_id, new.external_id)
        working = present.get(key) if new.external_id else None
        updated = working is not None
        if working is None:
            working = _start(new, dataset.definition.responses_per_record, tx.now)
            working_records[working.stored.id] = working
            if new.external_id:
                present[key] = working
        elif not new.upsert:
            return annotation.record_exists(new.external_id, working.stored.id)
        if working.answered and dump(new.field_to_value) != working.stored.field_to_value:
            return annotation.record_has_responses(working.stored.id)
        working.replace_content(new, now=tx.now)
        added = tuple(working.add_response(response, now=tx.now) for response in new.responses)
        return AddedRecord(working.stored, added, updated)

    results = [[add_one(new) for new in batch] for batch in batches]
    _write(tx, list(working_records.values()))
    return results


def _violations(schema: Schema, new: NewRecord) -> Iterator[Violation]:
    values = new.field_to_value
    yield from record_violations(schema, values)
    yield from suggestion_violations(schema, new.suggestions, values=values)
    authors = Counter(response.author for response in new.responses)
    for response in new.responses:
        if authors[response.author] > 1:
            yield Violation(field=response.path, rule="must be the only response by its author")
        yield from response_violations(
            schema,
            response.answers,
            status=response.status,
            values=values,
            path=f"{response.path}.values",
        )


def _start(new: NewRecord, wanted: int, now: int) -> _WorkingRecord:
    stored = StoredRecord(
        id=new_id(Kind.RECORD),
        dataset_id=new.dataset_id,
        field_to_value=dump(new.field_to_value),
        external_id=new.external_id,
        metadata=new.metadata,
        create_time=now,
        update_time=now,
        suggestions=_suggestions(new),
        status=RecordStatus.PENDING.value,
        submitted_count=0,
        annotators=record_annotators.to_text(new.annotators),
    )
    return _WorkingRecord(new.namespace_id, stored, wanted, is_new=True, counts=Counts(records=1))


def _suggestions(new: NewRecord) -> str:
    return dump([suggestion._asdict() for suggestion in new.suggestions]) if new.suggestions else ""


def _find_present(
    tx: Transaction,
    news: Sequence[NewRecord],
    known: dict[datasets.Lookup, StoredDataset],
) -> dict[ExternalKey, _WorkingRecord]:
    """Find existing records with the external ids of new ones, and their responses."""
    names = {
        (new.namespace_id, new.dataset_id, new.external_id)
        for new in news
        if new.external_id and (new.namespace_id, new.dataset_id) in known
    }
    if not names:
        return {}
    present: dict[ExternalKey, _WorkingRecord] = {}
    for row in tx.execute(records.FIND_BY_EXTERNAL_ID, keys(sorted(names))).fetchall():
        namespace_id, stored = row[0], StoredRecord._make(row[1:])
        wanted = known[namespace_id, stored.dataset_id].definition.responses_per_record
        key = (namespace_id, stored.dataset_id, stored.external_id)
        present[key] = _WorkingRecord(namespace_id, stored, wanted, before=stored)
    if present:
        _find_responses(tx, news, present)
    return present


def _find_responses(
    tx: Transaction, news: Sequence[NewRecord], present: dict[ExternalKey, _WorkingRecord]
) -> None:
    by_id = {(working.namespace_id, working.stored.id): working for working in present.values()}
    for row in tx.execute(FIND_ANSWERED, keys(sorted(by_id))).fetchall():
        by_id[row[0], row[1]].answered = True
    authors = {
        (new.namespace_id, working.stored.id, response.author)
        for new in news
        if (working := present.get((new.namespace_id, new.dataset_id, new.external_id)))
        and working.answered
        for response in new.responses
    }
    for (namespace_id, record_id, author), stored in responses.find_by_author(
        tx, sorted(authors)
    ).items():
        by_id[namespace_id, record_id].by_author[author] = stored


def _write(tx: Transaction, working_records: Sequence[_WorkingRecord]) -> None:
    """Write the records, their responses and the counts of their datasets."""
    news = [(w.namespace_id, *w.stored) for w in working_records if w.is_new]
    if news:
        tx.insert("record", records.COLUMNS, news)
    tx.execute_many(
        REPLACE,
        [
            (
                *(w.stored.field_to_value, w.stored.metadata, w.stored.suggestions),
                *(w.stored.annotators, w.stored.update_time, w.stored.status),
                w.stored.submitted_count,
                *(w.namespace_id, w.stored.id),
            )
            for w in working_records
            if not w.is_new
        ],
    )
    added = [
        (w.namespace_id, *w.by_author[author])
        for w in working_records
        for author in sorted(w.added)
    ]
    responses.insert(tx, added)
    new_ids = {w.stored.id for w in working_records if w.is_new}
    responses.release_finished(tx, [row for row in added if row[3] not in new_ids])
    responses.replace(
        tx,
        [(w.namespace_id, *w.by_author[author]) for w in working_records for author in w.changed],
    )
    progress = Progress(tx)
    record_annotators.replace(
        tx, progress, [(w.key, w.annotators) for w in working_records if w.is_assigned_anew]
    )
    for working in working_records:
        progress.count(working.namespace_id, working.stored.dataset_id, working.counts)
        if working.change is not None:
            progress.changes.add((*working.key, ""), working.change)
        if working.stored.annotators:
            progress.reopen(working.namespace_id, working.stored.id)
        for author, before in working.statuses_before.items():
            response = working.by_author[author]
            progress.note_response(
                working.namespace_id, response, before=before, after=response.status
            )
    progress.write()
