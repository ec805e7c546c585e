"""Responses in the database: one of each author to each record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.datasets.annotation import ResponseStatus, Schema
from plaudit_server.domain.datasets.answers import BROKEN_AT_MOST, Json, response_violations
from plaudit_server.domain.datasets.filters import ResponseFilter
from plaudit_server.domain.errors import Refusal, invalid
from plaudit_server.domain.ids import Kind, new_id
from plaudit_server.storage.datasets import assignments, datasets
from plaudit_server.storage.datasets.progress import Progress
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.json_text import dump, weight
from plaudit_server.storage.engine.pages import Seek, scan, take
from plaudit_server.storage.engine.transaction import Transaction, keys


class NewResponse(NamedTuple):
    """A response on its way to the store."""

    author: str
    """A digest of who answers."""
    creator: str
    status: int
    answers: dict[str, Json]
    user_id: str
    external_user_id: str
    path: str = "response"
    """What the request calls it."""


class ResponseCreation(NamedTuple):
    """A response to a record that is there, on its way to the store."""

    namespace_id: str
    record_id: str
    response: NewResponse


class ResponseUpdate(NamedTuple):
    """A change of a response on its way to the store; `None` leaves as it is."""

    namespace_id: str
    id: str
    status: int | None
    answers: dict[str, Json] | None


class StoredResponse(NamedTuple):
    """A response as the store has it; the answers are a JSON text."""

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


Lookup = tuple[str, str]
"""A namespace and an id in it."""

COLUMNS = ("namespace_id", *StoredResponse._fields)
_SELECTED = ", ".join(f'p."{column}"' for column in COLUMNS)

FIND_BY_ID = (
    f'KEYS2 SELECT {_SELECTED} FROM k CROSS JOIN "record_response" p'
    f' WHERE p."namespace_id" = k.a AND p."id" = k.b AND {datasets.is_there("p")}'
)
FIND_BY_AUTHOR = (
    f'KEYS3 SELECT {_SELECTED} FROM k CROSS JOIN "record_response" p'
    ' WHERE p."namespace_id" = k.a AND p."record_id" = k.b AND p."author" = k.c'
)
# By time first: else SQLite reads the whole namespace in the order of its ids.
FIND_OF_RECORD = (
    f'SELECT {_SELECTED} FROM "record_response" p'
    ' WHERE p."namespace_id" = (SELECT CAST(? AS TEXT)) AND p."record_id" = ?'
    ' ORDER BY p."create_time", p."id"'
)
FIND_SHOWN = (
    'KEYS2 SELECT r."namespace_id", r."id", r."dataset_id", r."field_to_value"'
    ' FROM k CROSS JOIN "record" r'
    f' WHERE r."namespace_id" = k.a AND r."id" = k.b AND {datasets.is_there("r")}'
)
UPDATE = (
    'UPDATE "record_response" SET "status" = ?, "answers" = ?, "user_id" = ?,'
    ' "external_user_id" = ?, "update_time" = ?'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)
REMOVE = (
    'DELETE FROM "record_response" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)


class _Shown(NamedTuple):
    """What a response is judged by: the schema of the dataset and what the record shows."""

    dataset_id: str
    schema: Schema
    values: dict[str, Json]


def create(tx: Transaction, news: Sequence[ResponseCreation]) -> list[StoredResponse | Refusal]:
    """Answer records; refused where the record has a response of the author."""
    shown = _find_shown(tx, [(new.namespace_id, new.record_id) for new in news])
    wanted = [(new.namespace_id, new.record_id, new.response.author) for new in news]
    taken = {key: stored.id for key, stored in find_by_author(tx, wanted).items()}
    progress = Progress(tx)
    results: list[StoredResponse | Refusal] = []
    rows: list[Row] = []
    for namespace_id, record_id, new in news:
        record = shown.get((namespace_id, record_id))
        if record is None:
            results.append(annotation.record_not_found(record_id))
            continue
        answers = dump(new.answers)
        if refusal := _misfit(record, new.answers, status=new.status):
            results.append(refusal)
            continue
        if (there := taken.get((namespace_id, record_id, new.author))) is not None:
            results.append(annotation.response_exists(record_id, there))
            continue
        stored = make(new, record.dataset_id, record_id, answers=answers, now=tx.now)
        taken[namespace_id, record_id, new.author] = stored.id
        rows.append((namespace_id, *stored))
        key = (namespace_id, record.dataset_id, record_id)
        progress.respond(key, before=None, after=stored.status)
        results.append(stored)
    insert(tx, rows)
    release_answered(tx, rows)
    progress.write()
    return results


def update(tx: Transaction, updates: Sequence[ResponseUpdate]) -> list[StoredResponse | Refusal]:
    """Change responses, each on its own and in order; refused where it would not fit."""
    present = find_all(tx, [(asked.namespace_id, asked.id) for asked in updates])
    shown = _find_shown(tx, [(ns, stored.record_id) for (ns, _), stored in present.items()])
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
        said = json.loads(new.answers) if answers is None else answers
        record = shown[namespace_id, old.record_id]
        if new != old:
            if refusal := _misfit(record, said, status=new.status):
                results.append(refusal)
                continue
            new = new._replace(update_time=tx.now)
            key = (namespace_id, old.dataset_id, old.record_id)
            progress.respond(key, before=old.status, after=new.status)
            present[namespace_id, id_] = changed[namespace_id, id_] = new
        results.append(new)
    replace(tx, [(namespace_id, *new) for (namespace_id, _), new in changed.items()])
    progress.write()
    return results


def delete(tx: Transaction, lookups: Sequence[Lookup]) -> list[StoredResponse | Refusal]:
    """Delete responses and answer what they were."""
    present = find_all(tx, lookups)
    gone: list[Row] = []
    results: list[StoredResponse | Refusal] = []
    for lookup in lookups:
        stored = present.pop(lookup, None)
        if stored is None:
            results.append(annotation.response_not_found(lookup[1]))
        else:
            gone.append((lookup[0], *stored))
            results.append(stored)
    remove(tx, gone)
    return results


def make(
    new: NewResponse, dataset_id: str, record_id: str, *, answers: str, now: int
) -> StoredResponse:
    """Make what the store has of a new response."""
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
    )


def insert(tx: Transaction, rows: Sequence[Row]) -> None:
    """Insert rows of COLUMNS."""
    if rows:
        tx.insert("record_response", COLUMNS, rows)


def replace(tx: Transaction, rows: Sequence[Row]) -> None:
    """Replace what rows of COLUMNS say by their ids; they are out of hands where they are done."""
    changes = []
    for namespace_id, *columns in rows:
        new = StoredResponse._make(columns)
        said = (new.status, new.answers, new.user_id, new.external_user_id, new.update_time)
        changes.append((*said, namespace_id, new.id))
    tx.execute_many(UPDATE, changes)
    release_answered(tx, rows)


def release_answered(tx: Transaction, rows: Sequence[Row]) -> None:
    """Take the records of rows of COLUMNS out of the hands of who is done with them."""
    done = []
    for namespace_id, *columns in rows:
        stored = StoredResponse._make(columns)
        if stored.status != ResponseStatus.DRAFT:
            done.append((namespace_id, stored.record_id, stored.author))
    assignments.release(tx, done)


def remove(tx: Transaction, rows: Iterable[Row]) -> None:
    """Remove rows of COLUMNS."""
    progress = Progress(tx)
    gone: list[Row] = []
    for namespace_id, *columns in rows:
        stored = StoredResponse._make(columns)
        key = (namespace_id, stored.dataset_id, stored.record_id)
        progress.respond(key, before=stored.status, after=None)
        gone.append((namespace_id, stored.id))
    tx.execute_many(REMOVE, gone)
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


OF_RECORD_AT_MOST = 1_000
"""How many responses are answered with their record."""


def find_of_record(
    backend: Backend, namespace_id: str, record_id: str, *, room: int
) -> tuple[list[StoredResponse], bool]:
    """Read the responses to a record, oldest first, and tell of more that have no room."""
    rows = backend.stream(FIND_OF_RECORD, (namespace_id, record_id))
    found: list[StoredResponse] = []
    for row in rows:
        stored = StoredResponse._make(row[1:])
        room -= weigh(stored)
        if room < 0 or len(found) == OF_RECORD_AT_MOST:
            return found, True
        found.append(stored)
    return found, False


def weigh(stored: StoredResponse) -> int:
    """Count about how many bytes a response takes in an answer."""
    return 256 + weight(stored.answers)


def _find_shown(tx: Transaction, lookups: Sequence[Lookup]) -> dict[Lookup, _Shown]:
    rows = tx.execute(FIND_SHOWN, keys(sorted(set(lookups)))).fetchall()
    schemas = datasets.find_all(tx, [(row[0], row[2]) for row in rows])
    return {
        (ns, id_): _Shown(dataset_id, schemas[ns, dataset_id].definition.schema, json.loads(values))
        for ns, id_, dataset_id, values in rows
    }


def _misfit(record: _Shown, answers: dict[str, Json], *, status: int) -> Refusal | None:
    found = response_violations(record.schema, answers, status=status, shown=record.values)
    broken = list(islice(found, BROKEN_AT_MOST))
    return invalid(broken) if broken else None


def list_page(
    backend: Backend, namespace_id: str, wanted: ResponseFilter, *, after: str, limit: int
) -> tuple[list[StoredResponse], str]:
    """Read a page of the responses that fit, from behind the id `after`; and the id to go on from.

    It is empty where the list ends. Refused where there is no such dataset or record.
    """
    if wanted.record_id:
        lookup = [(namespace_id, wanted.record_id)]
        if backend.execute(FIND_SHOWN, keys(lookup)).fetchone() is None:
            raise annotation.record_not_found(wanted.record_id)
    elif datasets.find(backend, namespace_id, id_=wanted.dataset_id) is None:
        raise annotation.dataset_not_found(wanted.dataset_id)
    rows, end = scan(backend, seek_page(namespace_id, wanted, after=after), limit=limit + 1)
    ids = [str(row[0]) for row in rows[:limit]]
    page, cut = take(
        _read_in_parts(backend, namespace_id, ids),
        limit=limit,
        weigh=lambda stored: weight(stored.answers),
    )
    if cut:
        return page, page[-1].id
    if len(rows) > limit:
        return page, ids[-1]
    return page, str(end or "")


READ_AT_ONCE = 100
"""Of a page of long responses so few are read that it may have no room for."""


def _read_in_parts(
    backend: Backend, namespace_id: str, ids: Sequence[str]
) -> Iterator[StoredResponse]:
    for i in range(0, len(ids), READ_AT_ONCE):
        part = [(namespace_id, id_) for id_ in ids[i : i + READ_AT_ONCE]]
        found = find_all(backend, part)
        yield from (found[lookup] for lookup in part if lookup in found)


def seek_page(namespace_id: str, wanted: ResponseFilter, *, after: str) -> Seek:
    """Make the seek of a page: along the ids of a dataset, or of the few responses to a record."""
    conditions, parameters = ["TRUE"], []
    if wanted.author:
        conditions.append('"author" = ?')
        parameters.append(wanted.author)
    if wanted.statuses:
        statuses = sorted(wanted.statuses)
        conditions.append(f'"status" IN ({", ".join(str(int(status)) for status in statuses)})')
    of_record = bool(wanted.record_id)
    column = "record_id" if of_record else "dataset_id"
    return Seek(
        columns='p."id", p."author", p."status"',
        source='"record_response" p',
        where=f'p."namespace_id" = (SELECT CAST(? AS TEXT)) AND p."{column}" = ?',
        parameters=(namespace_id, wanted.record_id or wanted.dataset_id),
        # As an expression it keeps the databases from going along all ids of the namespace.
        key="(p.\"id\" || '')" if of_record else 'p."id"',
        descending=False,
        after=after or None,
        fits=" AND ".join(conditions),
        fit_parameters=tuple(parameters),
    )
