"""Adds records with their responses, replaces existing records, and merges responses into them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.datasets.annotation import Counts, Definition, RecordStatus, Schema
from plaudit_server.domain.datasets.answers import (
    VIOLATIONS_AT_MOST,
    Json,
    Suggestion,
    record_violations,
    response_violations,
    suggestion_violations,
)
from plaudit_server.domain.errors import InvalidArgument, Refusal, Violation, invalid
from plaudit_server.domain.ids import Kind, new_id
from plaudit_server.storage.datasets import datasets, exchange_links, working_records
from plaudit_server.storage.datasets.records import StoredRecord
from plaudit_server.storage.datasets.responses import NewResponse, StoredResponse
from plaudit_server.storage.datasets.working_records import ExternalKey, WorkingRecord
from plaudit_server.storage.engine.json_text import dump
from plaudit_server.storage.engine.transaction import Transaction


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
    merge: bool = False
    """Whether its responses are added to an existing, equal record with its external id."""
    exchange_id: str = ""
    occur_time: int | None = None
    """When it happened; `None` for now, or for what is stored."""
    whole: bool = False
    """Whether a refused response refuses the record too."""
    refusal: Refusal | None = None
    """Why it is refused, if that is known from the request alone."""

    @property
    def key(self) -> ExternalKey:
        """The namespace, the dataset and the external id."""
        return self.namespace_id, self.dataset_id, self.external_id


class AddedResponse(NamedTuple):
    """A response as it is stored."""

    stored: StoredResponse
    updated: bool
    """Whether it replaced an existing response."""
    unchanged: bool
    """Whether it existed before and has not changed."""


class AddedRecord(NamedTuple):
    """A record as it is stored, and the result of each of its responses, in order."""

    record: StoredRecord
    responses: tuple[AddedResponse | Refusal, ...]
    updated: bool
    """Whether an upsert replaced an existing record."""
    unchanged: bool
    """Whether the record existed before and its content has not changed."""


class _Item(NamedTuple):
    """A valid item, as it will be stored."""

    new: NewRecord
    values: str
    suggestions: str


def add(
    tx: Transaction, batches: Sequence[Sequence[NewRecord]]
) -> list[list[AddedRecord | Refusal]]:
    """Add the records of batches one by one, in order; an invalid record or response is refused.

    An item sees the records and responses that the items before it have added.
    """
    flat = [new for batch in batches for new in batch]
    adding = _Adding(tx, flat)
    results = [[adding.add(new) for new in batch] for batch in batches]
    adding.write()
    return results


class _Adding:
    """The state of one write of new records."""

    def __init__(self, tx: Transaction, news: Sequence[NewRecord]) -> None:
        self._tx = tx
        self._known = datasets.find_all(tx, [(new.namespace_id, new.dataset_id) for new in news])
        self._exchanges = exchange_links.find_existing(
            tx, {(new.namespace_id, new.exchange_id) for new in news if new.exchange_id}
        )
        self._present = working_records.find(
            tx,
            (new.key for new in news),
            self._known,
            ((new.key, response.author) for new in news for response in new.responses),
        )
        self._working = list(self._present.values())

    def write(self) -> None:
        """Write all that was added."""
        working_records.write(self._tx, self._working)

    def add(self, new: NewRecord) -> AddedRecord | Refusal:
        """Add one record; nothing of a refused one is kept."""
        dataset = self._known.get((new.namespace_id, new.dataset_id))
        if new.refusal is not None:
            return new.refusal
        if dataset is None:
            return annotation.dataset_not_found(new.dataset_id)
        schema = dataset.definition.schema
        refused = _refused_responses(schema, new)
        if refusal := _refuse_record(schema, new, refused):
            return refusal
        if new.exchange_id and (new.namespace_id, new.exchange_id) not in self._exchanges:
            return annotation.exchange_not_found(new.exchange_id)
        item = _Item(new, dump(new.field_to_value), _suggestions(new))
        working = self._present.get(new.key) if new.external_id else None
        if working is None:
            return self._add_new(item, dataset.definition, refused)
        if new.upsert:
            return self._replace(item, working, refused)
        if new.merge:
            return self._merge(item, working, refused)
        return annotation.record_exists(new.external_id, working.stored.id)

    def _add_new(
        self, item: _Item, definition: Definition, refused: dict[int, Refusal]
    ) -> AddedRecord:
        new = item.new
        working = WorkingRecord(
            new.namespace_id,
            _start(item, self._tx.now),
            definition.responses_per_record,
            counts=Counts(records=1),
        )
        self._working.append(working)
        if new.external_id:
            self._present[new.key] = working
        added = self._add_responses(item, working, refused)
        return AddedRecord(working.stored, added, updated=False, unchanged=False)

    def _replace(
        self, item: _Item, working: WorkingRecord, refused: dict[int, Refusal]
    ) -> AddedRecord | Refusal:
        new, stored = item.new, working.stored
        if new.exchange_id and new.exchange_id != stored.exchange_id:
            linked = f"names {stored.exchange_id}" if stored.exchange_id else "names none"
            rule = f"cannot change: the record {stored.id} {linked}"
            return invalid([Violation(field="record.exchange_id", rule=rule)])
        if working.answered and item.values != stored.field_to_value:
            return annotation.record_has_responses(stored.id)
        changed = working.replace_content(
            values=item.values,
            metadata=new.metadata,
            suggestions=item.suggestions,
            occur_time=new.occur_time,
            now=self._tx.now,
        )
        added = self._add_responses(item, working, refused)
        return AddedRecord(working.stored, added, updated=True, unchanged=not changed)

    def _merge(
        self, item: _Item, working: WorkingRecord, refused: dict[int, Refusal]
    ) -> AddedRecord | Refusal:
        if differing := _differing(item, working.stored):
            return annotation.record_differs(working.stored.id, differing)
        if item.new.whole:
            for response in item.new.responses:
                if refusal := _refuse_other(working, response):
                    return refusal
        added = self._add_responses(item, working, refused)
        return AddedRecord(working.stored, added, updated=False, unchanged=True)

    def _add_responses(
        self, item: _Item, working: WorkingRecord, refused: dict[int, Refusal]
    ) -> tuple[AddedResponse | Refusal, ...]:
        """Add the responses that are not refused; of one author, the first that is valid."""
        results: list[AddedResponse | Refusal] = []
        authors: set[str] = set()
        for i, response in enumerate(item.new.responses):
            if i in refused:
                results.append(refused[i])
            elif response.author in authors:
                results.append(_refuse_second(response))
            elif item.new.merge and (other := _refuse_other(working, response)):
                results.append(other)
            else:
                authors.add(response.author)
                results.append(self._add_response(item, working, response))
        return tuple(results)

    def _add_response(
        self, item: _Item, working: WorkingRecord, response: NewResponse
    ) -> AddedResponse:
        old = working.by_author.get(response.author)
        if old is not None and item.new.merge:
            return AddedResponse(old, updated=False, unchanged=True)
        stored = working.add_response(response, answers=dump(response.answers), now=self._tx.now)
        return AddedResponse(stored, updated=old is not None, unchanged=stored == old)


def _refused_responses(schema: Schema, new: NewRecord) -> dict[int, Refusal]:
    """Return the responses that are refused for themselves, by their places."""
    refused: dict[int, Refusal] = {}
    for i, response in enumerate(new.responses):
        if response.refusal is not None:
            refused[i] = response.refusal
            continue
        found = response_violations(
            schema,
            response.answers,
            status=response.status,
            values=new.field_to_value,
            path=f"{response.path}.values",
        )
        if broken := list(islice(found, VIOLATIONS_AT_MOST)):
            refused[i] = invalid(broken)
    return refused


def _refuse_record(schema: Schema, new: NewRecord, refused: dict[int, Refusal]) -> Refusal | None:
    """Refuse an invalid record, or as a whole one with a refused response; name all violations."""
    broken = list(islice(_violations(schema, new), VIOLATIONS_AT_MOST))
    for refusal in refused.values() if new.whole else ():
        if not isinstance(refusal, InvalidArgument):
            return refusal
        broken += refusal.violations
    return invalid(broken) if broken else None


def _violations(schema: Schema, new: NewRecord) -> Iterator[Violation]:
    yield from record_violations(schema, new.field_to_value)
    yield from suggestion_violations(schema, new.suggestions, values=new.field_to_value)


def _refuse_second(response: NewResponse) -> Refusal:
    return invalid([Violation(field=response.path, rule="must be the only response by its author")])


def _refuse_other(working: WorkingRecord, response: NewResponse) -> Refusal | None:
    """Refuse to merge a response that differs from the one that its author has given."""
    old = working.by_author.get(response.author)
    if old is None or (old.status, old.answers) == (response.status, dump(response.answers)):
        return None
    return annotation.response_exists(working.stored.id, old.id)


def _differing(item: _Item, stored: StoredRecord) -> list[str]:
    """Return the parts in which a record differs from the stored one."""
    sent = {
        "field_to_value": item.values,
        "metadata": item.new.metadata,
        "suggestions": item.suggestions,
        "exchange_id": item.new.exchange_id,
    }
    return [name for name, value in sent.items() if value != getattr(stored, name)]


def _start(item: _Item, now: int) -> StoredRecord:
    new = item.new
    return StoredRecord(
        id=new_id(Kind.RECORD),
        dataset_id=new.dataset_id,
        field_to_value=item.values,
        external_id=new.external_id,
        metadata=new.metadata,
        create_time=now,
        update_time=now,
        suggestions=item.suggestions,
        status=RecordStatus.PENDING.value,
        submitted_count=0,
        occur_time=now if new.occur_time is None else new.occur_time,
        exchange_id=new.exchange_id,
    )


def _suggestions(new: NewRecord) -> str:
    return dump([suggestion._asdict() for suggestion in new.suggestions]) if new.suggestions else ""
