"""Datasets, records and responses for storage tests, and a recount of their progress."""

from __future__ import annotations

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
from plaudit_server.storage.datasets import datasets, next_records, record_creation, responses
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
