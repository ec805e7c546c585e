"""What storage tests of annotation put into a store, and how they count what is there."""

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
from plaudit_server.storage.datasets.next_records import AssignedRecords, NextRecords
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
    """Define a dataset of one text field and one text question; answer its id."""
    new = NewDataset(namespace, Definition(name, "", PLAIN, wanted))
    return str((await store.write(datasets.create, new, namespace_id=namespace)).id)


async def want(store: Store, namespace: str, dataset_id: str, wanted: int) -> Any:
    """Change how many responses each record wants."""
    update = DatasetUpdate(
        namespace, dataset_id, lambda old: old._replace(responses_per_record=wanted)
    )
    return await store.write(datasets.update, update, namespace_id=namespace)


def said(author: str, status: int = SUBMITTED, answer: str = "said", **users: str) -> NewResponse:
    """Make a response."""
    named = {"user_id": "", "external_user_id": "", **users}
    return NewResponse(author, "key_1", status, {"asked": answer}, **named)


async def add_all(store: Store, namespace: str, *news: NewRecord) -> list[AddedRecord | Refusal]:
    """Add records in one batch."""
    return await store.write(record_creation.add, news, namespace_id=namespace)


async def add(
    store: Store, namespace: str, dataset_id: str, *given: NewResponse, **known: Any
) -> AddedRecord:
    """Add a record with these responses; raises what refuses it."""
    new = NewRecord(namespace, dataset_id, {"shown": "x"}, responses=given)
    (result,) = await add_all(store, namespace, new._replace(**known))
    if isinstance(result, Refusal):
        raise result
    return result


async def answer(
    store: Store, namespace: str, record_id: str, author: str, status: int = SUBMITTED
) -> StoredResponse:
    """Answer a record."""
    new = ResponseCreation(namespace, record_id, said(author, status))
    return await store.write(responses.create, new, namespace_id=namespace)


async def next_for(
    store: Store,
    asked: NextRecords | tuple[str, str, str],
    *,
    limit: int = 1,
    hold: int = MINUTE,
    behind: str = "",
) -> AssignedRecords:
    """Ask for records: the namespace, the dataset and the author."""
    full = NextRecords(*asked[:3], limit, hold, behind)
    return await store.write(next_records.assign, full, namespace_id=asked[0])


def ids(assigned: AssignedRecords) -> list[str]:
    """Answer the ids of what was handed out."""
    return [record.id for record, _ in assigned.records]


class Progress(NamedTuple):
    """How far a dataset has come."""

    counts: Counts
    records: dict[str, tuple[int, int]]
    """The status and the number of submitted responses of each record."""


async def recorded(store: Store, namespace: str, dataset_id: str) -> Progress:
    """Read the progress as it is kept."""
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


async def recounted(store: Store, namespace: str, dataset_id: str) -> Progress:
    """Count the progress anew from the responses."""
    stored = await store.query("", datasets.find, namespace, id_=dataset_id)
    assert stored is not None
    wanted = stored.definition.responses_per_record
    here = (namespace, dataset_id)
    where = 'WHERE "namespace_id" = ? AND "dataset_id" = ?'
    found = await rows(store, f'SELECT "id" FROM "record" {where}', *here)
    given = await rows(store, f'SELECT "record_id", "status" FROM "record_response" {where}', *here)
    of_status = [sum(status == wanted_one for _, status in given) for wanted_one in (2, 1, 3)]
    submitted = {id_: sum(g == (id_, SUBMITTED) for g in given) for (id_,) in found}
    records = {id_: (2 if n >= wanted else 1, n) for id_, n in submitted.items()}
    completed = sum(status == 2 for status, _ in records.values())
    return Progress(Counts(len(found), completed, *of_status), records)
