"""Datasets in the database: their definitions and the counts of their progress.

The row of a deleted dataset stays until its records are removed, but no statement finds it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.datasets.annotation import (
    Counts,
    Definition,
    Field,
    FieldKind,
    Question,
    QuestionKind,
    RecordStatus,
    Schema,
)
from plaudit_server.domain.datasets.changes import incompatible_changes, refuse_changes
from plaudit_server.domain.errors import Refusal
from plaudit_server.domain.ids import Kind, new_id
from plaudit_server.storage.datasets.change_log import ChangeLog, ChangeType
from plaudit_server.storage.datasets.open_records import REOPEN_DATASET
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.json_text import dump, weight
from plaudit_server.storage.engine.pages import Seek, scan, take
from plaudit_server.storage.engine.transaction import Transaction

COLUMNS = (
    *("namespace_id", "id", "name", "description", "fields", "questions", "responses_per_record"),
    *("create_time", "update_time"),
    *("record_count", "completed_count", "submitted_count", "draft_count", "discarded_count"),
)
_SELECTED = ", ".join(f'd."{column}"' for column in COLUMNS)
# The expression keeps the planner on the index of ids.
_NOT_DELETED = 'COALESCE(d."delete_time", 0) = 0'

FIND_BY_ID = (
    f'SELECT {_SELECTED} FROM "dataset" d'
    f' WHERE d."namespace_id" = (SELECT CAST(? AS TEXT)) AND d."id" = ? AND {_NOT_DELETED}'
)
FIND_BY_NAME = (
    f'SELECT {_SELECTED} FROM "dataset" d'
    ' WHERE d."namespace_id" = ? AND d."name" = ? AND d."delete_time" IS NULL'
)
UPDATE = (
    'UPDATE "dataset" SET "name" = ?, "description" = ?, "fields" = ?, "questions" = ?,'
    ' "responses_per_record" = ?, "update_time" = ?'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)
_STATUS = (
    f'CASE WHEN "submitted_count" >= ? THEN {RecordStatus.COMPLETED.value}'
    f" ELSE {RecordStatus.PENDING.value} END"
)
UPDATE_STATUSES = (
    f'UPDATE "record" SET "status" = {_STATUS}'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "dataset_id" = ?'
    f' AND "status" != {_STATUS}'
)
COUNT_COMPLETED = (
    'UPDATE "dataset" SET "completed_count" = (SELECT count(*) FROM "record" r'
    ' WHERE r."namespace_id" = "dataset"."namespace_id" AND r."dataset_id" = "dataset"."id"'
    ' AND r."submitted_count" >= ?)'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)
DELETE = (
    'UPDATE "dataset" SET "delete_time" = ?'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)

Lookup = tuple[str, str]
"""A namespace and the id of a dataset in it."""


def in_active_dataset(alias: str) -> str:
    """Return the SQL condition that the dataset of a row, named by its alias, is not deleted."""
    # A scalar, not EXISTS: PostgreSQL would turn that into a join that starts at the datasets.
    return (
        '(SELECT COALESCE(d."delete_time", 0) FROM "dataset" d'
        f' WHERE d."namespace_id" = {alias}."namespace_id"'
        f' AND d."id" = {alias}."dataset_id") = 0'
    )


class NewDataset(NamedTuple):
    """A dataset to create."""

    namespace_id: str
    definition: Definition


class DatasetUpdate(NamedTuple):
    """A change of a dataset."""

    namespace_id: str
    id: str
    change: Callable[[Definition], Definition]
    """Makes the new definition from the stored one; raises a Refusal if it would be invalid."""


class DatasetDeletion(NamedTuple):
    """A deletion of a dataset."""

    namespace_id: str
    id: str
    force: bool
    """Whether to delete it even if it has records."""


class StoredDataset(NamedTuple):
    """A dataset as it is stored; times are in microseconds."""

    id: str
    definition: Definition
    create_time: int
    update_time: int
    counts: Counts


def create(tx: Transaction, news: Sequence[NewDataset]) -> list[StoredDataset | Refusal]:
    """Create datasets; a dataset whose name is taken is refused."""
    results: list[StoredDataset | Refusal] = []
    changes = ChangeLog(tx)
    for namespace_id, definition in news:
        existing = find(tx, namespace_id, name=definition.name)
        if existing is not None:
            results.append(annotation.dataset_exists(definition.name, existing.id))
            continue
        stored = StoredDataset(new_id(Kind.DATASET), definition, tx.now, tx.now, Counts())
        row = (namespace_id, stored.id, *_columns(definition), tx.now, tx.now, *stored.counts)
        tx.insert("dataset", COLUMNS, [row])
        changes.add((namespace_id, stored.id, "", ""), ChangeType.CREATED)
        results.append(stored)
    changes.write()
    return results


def update(tx: Transaction, updates: Sequence[DatasetUpdate]) -> list[StoredDataset | Refusal]:
    """Change definitions one by one; a change that the records do not allow is refused."""
    results: list[StoredDataset | Refusal] = []
    changes = ChangeLog(tx)
    for requested in updates:
        try:
            results.append(_update(tx, requested, changes))
        except Refusal as refusal:
            results.append(refusal)
    changes.write()
    return results


def _update(tx: Transaction, requested: DatasetUpdate, changes: ChangeLog) -> StoredDataset:
    namespace_id, id_, change = requested
    stored = find(tx, namespace_id, id_=id_)
    if stored is None:
        raise annotation.dataset_not_found(id_)
    old, new = stored.definition, change(stored.definition)
    if new == old:
        return stored
    if new.name != old.name and (taken := find(tx, namespace_id, name=new.name)) is not None:
        raise annotation.dataset_exists(new.name, taken.id)
    if stored.counts.records and (broken := incompatible_changes(old.schema, new.schema)):
        raise refuse_changes(id_, broken)
    tx.execute(UPDATE, (*_columns(new), tx.now, namespace_id, id_))
    changes.add((namespace_id, id_, "", ""), ChangeType.UPDATED)
    if new.responses_per_record != old.responses_per_record:
        wanted = new.responses_per_record
        tx.execute(UPDATE_STATUSES, (wanted, namespace_id, id_, wanted))
        tx.execute(COUNT_COMPLETED, (wanted, namespace_id, id_))
        tx.execute(REOPEN_DATASET, (namespace_id, id_))
    return find_all(tx, [(namespace_id, id_)])[namespace_id, id_]


def delete(tx: Transaction, deletions: Sequence[DatasetDeletion]) -> list[StoredDataset | Refusal]:
    """Delete datasets and return what they were; one with records is refused without `force`."""
    results: list[StoredDataset | Refusal] = []
    changes = ChangeLog(tx)
    for namespace_id, id_, force in deletions:
        stored = find(tx, namespace_id, id_=id_)
        if stored is None:
            results.append(annotation.dataset_not_found(id_))
        elif stored.counts.records and not force:
            results.append(annotation.dataset_has_records(id_))
        else:
            tx.execute(DELETE, (tx.now, namespace_id, id_))
            changes.add((namespace_id, id_, "", ""), ChangeType.DELETED)
            results.append(stored)
    changes.write()
    return results


def find(
    db: Backend | Transaction, namespace_id: str, *, id_: str = "", name: str = ""
) -> StoredDataset | None:
    """Read one dataset by its id or its name."""
    if id_:
        return find_all(db, [(namespace_id, id_)]).get((namespace_id, id_))
    row = db.execute(FIND_BY_NAME, (namespace_id, name)).fetchone()
    return None if row is None else _from_row(row)


def find_all(db: Backend | Transaction, lookups: Collection[Lookup]) -> dict[Lookup, StoredDataset]:
    """Read datasets by their ids, one query each: a group of calls names few."""
    rows = [db.execute(FIND_BY_ID, lookup).fetchone() for lookup in sorted(set(lookups))]
    return {(row[0], row[1]): _from_row(row) for row in rows if row is not None}


def list_page(
    backend: Backend, namespace_id: str, *, after: str, limit: int
) -> tuple[list[StoredDataset], str]:
    """Read a page of the datasets after an id; return it and the id where the next one starts.

    That id is empty at the end of the list.
    """
    rows, end = scan(backend, seek_page(namespace_id, after=after), limit=limit + 1)
    page, more = take(rows, limit=limit, weigh=lambda row: weight(*map(str, row[3:7])))
    last = page[-1][0] if more else str(end or "")
    return [_from_row(row[1:]) for row in page], last


def seek_page(namespace_id: str, *, after: str) -> Seek:
    """Return the seek of a page, in the order of ids."""
    return Seek(
        columns=f'd."id" AS "key", {_SELECTED}, d."delete_time"',
        source='"dataset" d',
        where='d."namespace_id" = (SELECT CAST(? AS TEXT))',
        parameters=(namespace_id,),
        key='d."id"',
        descending=False,
        after=after or None,
        fits='"delete_time" IS NULL',
    )


def _columns(definition: Definition) -> Row:
    fields, questions = (dump([part._asdict() for part in parts]) for parts in definition.schema)
    return (
        definition.name,
        definition.description,
        fields,
        questions,
        definition.responses_per_record,
    )


def _from_row(row: Row) -> StoredDataset:
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
    definition = Definition(row[2], row[3], Schema(fields, questions), row[6])
    return StoredDataset(row[1], definition, row[7], row[8], Counts(*row[9:14]))
