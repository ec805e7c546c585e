"""Responses in the database: one per author and record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.datasets.annotation import ResponseStatus, Schema
from plaudit_server.domain.datasets.answers import VIOLATIONS_AT_MOST, Json, response_violations
from plaudit_server.domain.errors import Refusal, invalid
from plaudit_server.domain.ids import Kind, new_id
from plaudit_server.storage.datasets import assignments, datasets
from plaudit_server.storage.datasets.progress import Progress
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.json_text import dump, weight
from plaudit_server.storage.engine.transaction import Transaction, keys


class NewResponse(NamedTuple):
    """A response to add."""

    author: str
    """The digest of the annotator."""
    creator: str
    status: int
    answers: dict[str, Json]
    user_id: str
    external_user_id: str
    path: str = "response"
    """Where the response is in the request, for errors."""
    occur_time: int | None = None
    """When it was given; `None` for now, or for what is stored."""
    refusal: Refusal | None = None
    """Why it is refused, if that is known from the request alone."""


class ResponseCreation(NamedTuple):
    """A response to add to an existing record."""

    namespace_id: str
    record_id: str
    response: NewResponse


class ResponseUpdate(NamedTuple):
    """A change of a response; `None` leaves a value as it is."""

    namespace_id: str
    id: str
    status: int | None
    answers: dict[str, Json] | None


class StoredResponse(NamedTuple):
    """A response as it is stored; the answers are a JSON text."""

    id: str
    dataset_id: str
    record_id: str
    author: str
    creator: str
    status: int
    answers: str
    user_id: str
    external_user_id: str
    create_time: int
    update_time: int
    occur_time: int


Lookup = tuple[str, str]
"""A namespace and an id in it."""

COLUMNS = ("namespace_id", *StoredResponse._fields)
SELECTED = ", ".join(f'p."{column}"' for column in COLUMNS)

FIND_BY_ID = (
    f'KEYS2 SELECT {SELECTED} FROM k CROSS JOIN "record_response" p'
    f' WHERE p."namespace_id" = k.a AND p."id" = k.b AND {datasets.in_active_dataset("p")}'
)
FIND_BY_AUTHOR = (
    f'KEYS3 SELECT {SELECTED} FROM k CROSS JOIN "record_response" p'
    ' WHERE p."namespace_id" = k.a AND p."record_id" = k.b AND p."author" = k.c'
)
FIND_RECORDS = (
    'KEYS2 SELECT r."namespace_id", r."id", r."dataset_id", r."field_to_value"'
    ' FROM k CROSS JOIN "record" r'
    f' WHERE r."namespace_id" = k.a AND r."id" = k.b AND {datasets.in_active_dataset("r")}'
)
UPDATE = (
    'UPDATE "record_response" SET "status" = ?, "answers" = ?, "user_id" = ?,'
    ' "external_user_id" = ?, "update_time" = ?, "occur_time" = ?'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)
REMOVE = (
    'DELETE FROM "record_response" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)


class _Record(NamedTuple):
    """The part of a record by which its responses are validated."""

    dataset_id: str
    schema: Schema
    values: dict[str, Json]


def create(tx: Transaction, news: Sequence[ResponseCreation]) -> list[StoredResponse | Refusal]:
    """Add responses; refused if the author already has a response to the record."""
    found = _find_records(tx, [(new.namespace_id, new.record_id) for new in news])
    wanted = [(new.namespace_id, new.record_id, new.response.author) for new in news]
    taken = {key: stored.id for key, stored in find_by_author(tx, wanted).items()}
    progress = Progress(tx)
    results: list[StoredResponse | Refusal] = []
    rows: list[Row] = []
    for namespace_id, record_id, new in news:
        record = found.get((namespace_id, record_id))
        if record is None:
            results.append(annotation.record_not_found(record_id))
            continue
        if new.refusal is not None:
            results.append(new.refusal)
            continue
        answers = dump(new.answers)
        if refusal := _refuse_misfit(record, new.answers, status=new.status):
            results.append(refusal)
            continue
        if (existing := taken.get((namespace_id, record_id, new.author))) is not None:
            results.append(annotation.response_exists(record_id, existing))
            continue
        stored = make(new, record.dataset_id, record_id, answers=answers, now=tx.now)
        taken[namespace_id, record_id, new.author] = stored.id
        rows.append((namespace_id, *stored))
        key = (namespace_id, record.dataset_id, record_id)
        progress.change_status(key, before=None, after=stored.status)
        results.append(stored)
    insert(tx, rows)
    release_finished(tx, rows)
    progress.write()
    return results


def update(tx: Transaction, updates: Sequence[ResponseUpdate]) -> list[StoredResponse | Refusal]:
    """Change responses one by one, in order; a change to invalid answers is refused."""
    present = find_all(tx, [(change.namespace_id, change.id) for change in updates])
    found = _find_records(tx, [(ns, stored.record_id) for (ns, _), stored in present.items()])
    progress = Progress(tx)
    results: list[StoredResponse | Refusal] = []
    changed: dict[Lookup, StoredResponse] = {}
    for namespace_id, id_, status, answers in updates:
        old = present.get((namespace_id, id_))
        if old is None:
            results.append(annotation.response_not_found(id_))
            continue
        new = old
        if status is not None:
            new = new._replace(status=status)
        if answers is not None:
            new = new._replace(answers=dump(answers))
        new_answers = json.loads(new.answers) if answers is None else answers
        record = found[namespace_id, old.record_id]
        if new != old:
            if refusal := _refuse_misfit(record, new_answers, status=new.status):
                results.append(refusal)
                continue
            new = new._replace(update_time=tx.now)
            key = (namespace_id, old.dataset_id, old.record_id)
            progress.change_status(key, before=old.status, after=new.status)
            present[namespace_id, id_] = changed[namespace_id, id_] = new
        results.append(new)
    replace(tx, [(namespace_id, *new) for (namespace_id, _), new in changed.items()])
    progress.write()
    return results


def delete(tx: Transaction, lookups: Sequence[Lookup]) -> list[StoredResponse | Refusal]:
    """Delete responses and return what they were."""
    present = find_all(tx, lookups)
    removed: list[Row] = []
    results: list[StoredResponse | Refusal] = []
    for lookup in lookups:
        stored = present.pop(lookup, None)
        if stored is None:
            results.append(annotation.response_not_found(lookup[1]))
        else:
            removed.append((lookup[0], *stored))
            results.append(stored)
    remove(tx, removed)
    return results


def make(
    new: NewResponse, dataset_id: str, record_id: str, *, answers: str, now: int
) -> StoredResponse:
    """Return a new response as it will be stored."""
    return StoredResponse(
        new_id(Kind.RESPONSE),
        dataset_id,
        record_id,
        new.author,
        new.creator,
        new.status,
        answers,
        new.user_id,
        new.external_user_id,
        now,
        now,
        now if new.occur_time is None else new.occur_time,
    )


def insert(tx: Transaction, rows: Sequence[Row]) -> None:
    """Insert rows of COLUMNS."""
    if rows:
        tx.insert("record_response", COLUMNS, rows)


def replace(tx: Transaction, rows: Sequence[Row]) -> None:
    """Update responses from rows of COLUMNS; end the assignments of finished ones."""
    changes = []
    for namespace_id, *columns in rows:
        new = StoredResponse._make(columns)
        values = (new.status, new.answers, new.user_id, new.external_user_id)
        changes.append((*values, new.update_time, new.occur_time, namespace_id, new.id))
    tx.execute_many(UPDATE, changes)
    release_finished(tx, rows)


def release_finished(tx: Transaction, rows: Sequence[Row]) -> None:
    """End the assignments of the responses in rows of COLUMNS that are not drafts."""
    finished = []
    for namespace_id, *columns in rows:
        stored = StoredResponse._make(columns)
        if stored.status != ResponseStatus.DRAFT:
            finished.append((namespace_id, stored.record_id, stored.author))
    assignments.release(tx, finished)


def remove(tx: Transaction, rows: Iterable[Row]) -> None:
    """Remove rows of COLUMNS."""
    progress = Progress(tx)
    ids: list[Row] = []
    for namespace_id, *columns in rows:
        stored = StoredResponse._make(columns)
        key = (namespace_id, stored.dataset_id, stored.record_id)
        progress.change_status(key, before=stored.status, after=None)
        ids.append((namespace_id, stored.id))
    tx.execute_many(REMOVE, ids)
    progress.write()


def find_all(db: Backend | Transaction, lookups: Sequence[Lookup]) -> dict[Lookup, StoredResponse]:
    """Read responses by their ids."""
    rows = db.execute(FIND_BY_ID, keys(lookups)).fetchall()
    return {(row[0], row[1]): StoredResponse._make(row[1:]) for row in rows}


def find_by_author(
    db: Backend | Transaction, lookups: Sequence[tuple[str, str, str]]
) -> dict[tuple[str, str, str], StoredResponse]:
    """Read responses by their namespaces, records and authors."""
    if not lookups:
        return {}
    rows = db.execute(FIND_BY_AUTHOR, keys(lookups)).fetchall()
    found = [(row[0], StoredResponse._make(row[1:])) for row in rows]
    return {(ns, stored.record_id, stored.author): stored for ns, stored in found}


def weigh(stored: StoredResponse) -> int:
    """Estimate how many bytes a response takes in the response of a call."""
    return 256 + weight(stored.answers)


def _find_records(tx: Transaction, lookups: Sequence[Lookup]) -> dict[Lookup, _Record]:
    rows = tx.execute(FIND_RECORDS, keys(sorted(set(lookups)))).fetchall()
    schemas = datasets.find_all(tx, [(row[0], row[2]) for row in rows])
    return {
        (ns, id_): _Record(
            dataset_id, schemas[ns, dataset_id].definition.schema, json.loads(values)
        )
        for ns, id_, dataset_id, values in rows
    }


def _refuse_misfit(record: _Record, answers: dict[str, Json], *, status: int) -> Refusal | None:
    found = response_violations(record.schema, answers, status=status, values=record.values)
    broken = list(islice(found, VIOLATIONS_AT_MOST))
    return invalid(broken) if broken else None
