"""Datasets, records and responses in the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from plaudit_server.domain import annotation
from plaudit_server.domain.annotation import (
    Field,
    FieldKind,
    Json,
    Question,
    QuestionKind,
    Schema,
)
from plaudit_server.domain.errors import Refusal, invalid
from plaudit_server.domain.ids import Kind, new_id
from plaudit_server.storage.backend import Backend, Row
from plaudit_server.storage.transaction import Transaction

DATASET_COLUMNS = (
    "namespace_id",
    "id",
    "name",
    "description",
    "fields",
    "questions",
    "create_time",
    "update_time",
)
RECORD_COLUMNS = (
    "namespace_id",
    "id",
    "dataset_id",
    "field_to_value",
    "external_id",
    "metadata",
    "create_time",
    "update_time",
)
RESPONSE_COLUMNS = (
    "namespace_id",
    "id",
    "record_id",
    "author",
    "creator",
    "status",
    "answers",
    "user_id",
    "external_user_id",
    "create_time",
    "update_time",
)


def _select(table: str, columns: Sequence[str]) -> str:
    return f'SELECT {", ".join(f"{chr(34)}{c}{chr(34)}" for c in columns)} FROM "{table}"'


FIND_DATASET_BY_ID = (
    f"{_select('dataset', DATASET_COLUMNS)}"
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)
FIND_DATASET_BY_NAME = (
    f'{_select("dataset", DATASET_COLUMNS)} WHERE "namespace_id" = ? AND "name" = ?'
)
FIND_RECORD = f'{_select("record", RECORD_COLUMNS)} WHERE "namespace_id" = ? AND "id" = ?'
# By time first: else SQLite reads the whole namespace in the order of its ids.
FIND_RESPONSES = (
    f"{_select('record_response', RESPONSE_COLUMNS)}"
    ' WHERE "namespace_id" = ? AND "record_id" = ? ORDER BY "create_time", "id"'
)


class NewDataset(NamedTuple):
    """A dataset on its way to the store."""

    namespace_id: str
    name: str
    description: str
    schema: Schema


class StoredDataset(NamedTuple):
    """A dataset as the store has it; times in microseconds."""

    id: str
    name: str
    description: str
    schema: Schema
    create_time: int
    update_time: int


class NewResponse(NamedTuple):
    """A response on its way to the store."""

    author: str
    """A digest of who answers."""
    creator: str
    status: int
    answers: dict[str, Json]
    user_id: str
    external_user_id: str


class NewRecord(NamedTuple):
    """A record on its way to the store, with the first response where there is one."""

    namespace_id: str
    dataset_id: str
    field_to_value: dict[str, Json]
    external_id: str
    metadata: str
    response: NewResponse | None


class StoredResponse(NamedTuple):
    """A response as the store has it."""

    id: str
    record_id: str
    creator: str
    status: int
    answers: str
    user_id: str
    external_user_id: str
    create_time: int
    update_time: int


class StoredRecord(NamedTuple):
    """A record as the store has it, with its responses, oldest first. Values are JSON texts."""

    id: str
    dataset_id: str
    field_to_value: str
    external_id: str
    metadata: str
    create_time: int
    update_time: int
    responses: tuple[StoredResponse, ...]


def create(tx: Transaction, news: Sequence[NewDataset]) -> list[StoredDataset | Refusal]:
    """Define datasets; one whose name is taken is refused."""
    results: list[StoredDataset | Refusal] = []
    for new in news:
        row = tx.execute(FIND_DATASET_BY_NAME, (new.namespace_id, new.name)).fetchone()
        if row is not None:
            results.append(annotation.dataset_exists(new.name, row[1]))
            continue
        stored = StoredDataset(
            new_id(Kind.DATASET), new.name, new.description, new.schema, tx.now, tx.now
        )
        fields, questions = (_dump([part._asdict() for part in parts]) for parts in new.schema)
        tx.insert(
            "dataset",
            DATASET_COLUMNS,
            [
                (
                    new.namespace_id,
                    stored.id,
                    new.name,
                    new.description,
                    fields,
                    questions,
                    tx.now,
                    tx.now,
                )
            ],
        )
        results.append(stored)
    return results


def find(
    db: Backend | Transaction, namespace_id: str, *, id_: str = "", name: str = ""
) -> StoredDataset | None:
    """Read one dataset by its id or its name."""
    statement = FIND_DATASET_BY_ID if id_ else FIND_DATASET_BY_NAME
    row = db.execute(statement, (namespace_id, id_ or name)).fetchone()
    if row is None:
        return None
    fields = tuple(
        Field(**{**field, "kind": FieldKind(field["kind"])}) for field in json.loads(row[4])
    )
    questions = tuple(
        Question(
            **{
                **question,
                "kind": QuestionKind(question["kind"]),
                "options": tuple(question["options"]),
            }
        )
        for question in json.loads(row[5])
    )
    return StoredDataset(row[1], row[2], row[3], Schema(fields, questions), row[6], row[7])


def add_records(tx: Transaction, news: Sequence[NewRecord]) -> list[StoredRecord | Refusal]:
    """Add records with their first responses; one that does not fit its dataset is refused."""
    datasets: dict[tuple[str, str], StoredDataset | None] = {}
    results: list[StoredRecord | Refusal] = []
    records: list[Row] = []
    responses: list[Row] = []
    for new in news:
        key = (new.namespace_id, new.dataset_id)
        if key not in datasets:
            datasets[key] = find(tx, new.namespace_id, id_=new.dataset_id)
        refusal = _refusal(new, datasets[key])
        if refusal is not None:
            results.append(refusal)
            continue
        record_id = new_id(Kind.RECORD)
        first: tuple[StoredResponse, ...] = ()
        if new.response is not None:
            response = StoredResponse(
                new_id(Kind.RESPONSE),
                record_id,
                new.response.creator,
                new.response.status,
                _dump(new.response.answers),
                new.response.user_id,
                new.response.external_user_id,
                tx.now,
                tx.now,
            )
            responses.append(
                (
                    new.namespace_id,
                    response.id,
                    record_id,
                    new.response.author,
                    *response[2:],
                )
            )
            first = (response,)
        stored = StoredRecord(
            record_id,
            new.dataset_id,
            _dump(new.field_to_value),
            new.external_id,
            new.metadata,
            tx.now,
            tx.now,
            first,
        )
        records.append((new.namespace_id, *stored[:-1]))
        results.append(stored)
    if records:
        tx.insert("record", RECORD_COLUMNS, records)
    if responses:
        tx.insert("record_response", RESPONSE_COLUMNS, responses)
    return results


def _refusal(new: NewRecord, dataset: StoredDataset | None) -> Refusal | None:
    if dataset is None:
        return annotation.dataset_not_found(new.dataset_id)
    broken = list(annotation.record_violations(dataset.schema, new.field_to_value))
    if new.response is not None:
        broken += annotation.response_violations(
            dataset.schema, new.response.answers, status=new.response.status
        )
    return invalid(broken) if broken else None


def find_record(backend: Backend, namespace_id: str, id_: str) -> StoredRecord | None:
    """Read one record with the responses to it."""
    row = backend.execute(FIND_RECORD, (namespace_id, id_)).fetchone()
    if row is None:
        return None
    responses = tuple(
        StoredResponse(row[1], row[2], *row[4:])
        for row in backend.execute(FIND_RESPONSES, (namespace_id, id_))
    )
    return StoredRecord._make((*row[1:], responses))


def _dump(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
