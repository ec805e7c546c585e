"""Datasets, records and responses for storage tests, and a recount of their progress."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from plaudit_server.domain.datasets.annotation import (
    Counts,
    Definition,
    Field,
    FieldKind,
    Question,
    QuestionKind,
    ResponseStatus,
    Schema,
)
from plaudit_server.domain.errors import Refusal
from plaudit_server.domain.feedback.feedback import author
from plaudit_server.domain.ids import digest
from plaudit_server.storage.datasets import (
    annotators,
    assigning,
    datasets,
    next_records,
    record_annotators,
    record_creation,
    responses,
)
from plaudit_server.storage.datasets.annotators import Annotator
from plaudit_server.storage.datasets.assigning import Assigning
from plaudit_server.storage.datasets.datasets import DatasetUpdate, NewDataset
from plaudit_server.storage.datasets.next_records import AssignedRecords, AssignmentRequest
from plaudit_server.storage.datasets.record_creation import AddedRecord, NewRecord
from plaudit_server.storage.datasets.responses import NewResponse, ResponseCreation, StoredResponse
from plaudit_server.storage.engine.store import Store
from support.stores import rows

DRAFT, SUBMITTED, DISCARDED = (status.value for status in ResponseStatus)
MINUTE = 60_000_000

PLAIN = Schema(
    (Field("shown", "", required=False, kind=FieldKind.TEXT),),
    (Question("asked", "", "", required=False, kind=QuestionKind.TEXT),),
)


async def define(store: Store, namespace: str, name: str = "answers", *, wanted: int = 1) -> str:
    """Create a dataset with one text field and one text question; return its id."""
    new = NewDataset(namespace, Definition(name, "", PLAIN, wanted))
    return str((await store.write(datasets.create, new, namespace_id=namespace)).id)


async def set_wanted(store: Store, namespace: str, dataset_id: str, wanted: int) -> Any:
    """Change how many responses complete a record."""
    update = DatasetUpdate(
        namespace, dataset_id, lambda old: old._replace(responses_per_record=wanted)
    )
    return await store.write(datasets.update, update, namespace_id=namespace)


def response(
    author: str, status: int = SUBMITTED, answer: str = "an answer", **users: str
) -> NewResponse:
    """Make a response."""
    named = {"user_id": "", "external_user_id": "", **users}
    return NewResponse(author, "key_1", status, {"asked": answer}, **named)


async def add_all(store: Store, namespace: str, *news: NewRecord) -> list[AddedRecord | Refusal]:
    """Add records in one batch."""
    return await store.write(record_creation.add, news, namespace_id=namespace)


async def add(
    store: Store, namespace: str, dataset_id: str, *responses_: NewResponse, **changed: Any
) -> AddedRecord:
    """Add a record with responses; raises the Refusal of an invalid one."""
    new = NewRecord(namespace, dataset_id, {"shown": "x"}, responses=responses_)
    (result,) = await add_all(store, namespace, new._replace(**changed))
    if isinstance(result, Refusal):
        raise result
    return result


async def answer(
    store: Store, namespace: str, record_id: str, author: str, status: int = SUBMITTED
) -> StoredResponse:
    """Add a response to a record."""
    new = ResponseCreation(namespace, record_id, response(author, status))
    return await store.write(responses.create, new, namespace_id=namespace)


async def next_for(
    store: Store,
    request: AssignmentRequest | tuple[str, str, str],
    *,
    limit: int = 1,
    hold: int = MINUTE,
    after: str = "",
) -> AssignedRecords:
    """Request records; `request` is the namespace, the dataset and the author."""
    full = AssignmentRequest(*request[:3], limit, hold, after)
    return await store.write(next_records.assign, full, namespace_id=request[0])


def ids(assigned: AssignedRecords) -> list[str]:
    """Return the ids of the assigned records."""
    return [record.id for record, _ in assigned.records]


class Progress(NamedTuple):
    """The counts of a dataset and its records."""

    counts: Counts
    records: dict[str, tuple[int, int]]
    """The status and the number of submitted responses of each record."""


async def stored_progress(store: Store, namespace: str, dataset_id: str) -> Progress:
    """Read the stored progress."""
    stored = await store.query("", datasets.find, namespace, id_=dataset_id)
    assert stored is not None
    found = await rows(
        store,
        'SELECT "id", "status", "submitted_count" FROM "record"'
        ' WHERE "namespace_id" = ? AND "dataset_id" = ?',
        namespace,
        dataset_id,
    )
    return Progress(stored.counts, {id_: (status, count) for id_, status, count in found})


async def recount_progress(store: Store, namespace: str, dataset_id: str) -> Progress:
    """Count the progress from the responses."""
    stored = await store.query("", datasets.find, namespace, id_=dataset_id)
    assert stored is not None
    wanted = stored.definition.responses_per_record
    here = (namespace, dataset_id)
    where = 'WHERE "namespace_id" = ? AND "dataset_id" = ?'
    found = await rows(store, f'SELECT "id" FROM "record" {where}', *here)
    responses_ = await rows(
        store, f'SELECT "record_id", "status" FROM "record_response" {where}', *here
    )
    of_status = [sum(status == wanted_one for _, status in responses_) for wanted_one in (2, 1, 3)]
    submitted = {id_: sum(r == (id_, SUBMITTED) for r in responses_) for (id_,) in found}
    records = {id_: (2 if n >= wanted else 1, n) for id_, n in submitted.items()}
    completed = sum(status == 2 for status, _ in records.values())
    return Progress(Counts(len(found), completed, *of_status), records)


def named(user: str, *, external: str = "") -> Annotator:
    """Return an annotator by their name."""
    who = author(user_id=user, external_user_id=external, principal_id="")
    return Annotator(digest(*who), user, external)


async def assign_to(
    store: Store, namespace: str, dataset_id: str, record_ids: Sequence[str], *users: str
) -> int:
    """Assign records to users; return how many changed."""
    annotators = tuple(named(user) for user in users)
    request = Assigning(namespace, dataset_id, record_ids, annotators)
    return await store.write(assigning.assign, request, namespace_id=namespace)


Counted = dict[str, tuple[int, int, int, int]]
"""The numbers of assigned records and of submitted, draft and discarded responses, by author."""


async def stored_counts(store: Store, namespace: str, dataset_id: str) -> Counted:
    """Read the stored counts of annotators."""
    found, end = await store.query(
        "", annotators.list_page, namespace, dataset_id, after="", limit=1000
    )
    assert not end
    return {one.author: (one.assigned, one.submitted, one.drafts, one.discarded) for one in found}


async def recount_annotators(store: Store, namespace: str, dataset_id: str) -> Counted:
    """Count what annotators have to do and have done from the records and responses."""
    here = (namespace, dataset_id)
    where = 'WHERE "namespace_id" = ? AND "dataset_id" = ?'
    kept = await rows(store, f'SELECT "annotators" FROM "record" {where}', *here)
    assigned = Counter(
        named(user_id, external=external).author
        for (text,) in kept
        for user_id, external in record_annotators.from_text(text)
    )
    responses_ = await rows(
        store, f'SELECT "author", "status" FROM "record_response" {where}', *here
    )
    of = Counter(responses_)
    everybody = {*assigned, *(who for who, _ in responses_)}
    return {
        who: (assigned[who], of[who, SUBMITTED], of[who, DRAFT], of[who, DISCARDED])
        for who in everybody
    }


async def assert_open_records(store: Store, namespace: str, dataset_id: str) -> None:
    """Check that records have rows for their annotators, open as they must be."""
    here = (namespace, dataset_id)
    where = 'WHERE "namespace_id" = ? AND "dataset_id" = ?'
    kept = await rows(store, f'SELECT "id", "status", "annotators" FROM "record" {where}', *here)
    finished = await rows(
        store,
        f'SELECT "record_id", "author" FROM "record_response" {where} AND "status" != {DRAFT}',
        *here,
    )
    expected = {
        (id_, who.author, int(status == 1 and (id_, who.author) not in finished))
        for id_, status, text in kept
        for user, other in record_annotators.from_text(text)
        for who in [named(user, external=other)]
    }
    stored = await rows(
        store, f'SELECT "record_id", "author", "is_open" FROM "record_annotator" {where}', *here
    )
    assert set(stored) == expected
