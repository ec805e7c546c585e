"""Finds, lists and deletes records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.datasets.annotation import Counts, RecordStatus, count_response
from plaudit_server.domain.datasets.filters import RecordFilter
from plaudit_server.domain.errors import Refusal
from plaudit_server.storage.datasets import (
    assignments,
    datasets,
    record_annotators,
    response_lists,
    responses,
)
from plaudit_server.storage.datasets.change_log import ChangeType
from plaudit_server.storage.datasets.progress import Progress
from plaudit_server.storage.datasets.record_annotators import RecordKey
from plaudit_server.storage.datasets.responses import StoredResponse
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.json_text import dump, weight
from plaudit_server.storage.engine.pages import SCANNED_AT_MOST, Seek, scan, take
from plaudit_server.storage.engine.transaction import Transaction, keys


class StoredRecord(NamedTuple):
    """A record as it is stored; values, metadata and suggestions are JSON texts."""

    id: str
    dataset_id: str
    field_to_value: str
    external_id: str
    metadata: str
    create_time: int
    update_time: int
    suggestions: str
    status: int
    submitted_count: int
    annotators: str
    """The assigned annotators, as a JSON text."""


Lookup = tuple[str, str]
"""A namespace and the id of a record in it."""

COLUMNS = ("namespace_id", *StoredRecord._fields)
SELECTED = ", ".join(f'r."{column}"' for column in COLUMNS)

FIND_BY_ID = (
    f'KEYS2 SELECT {SELECTED} FROM k CROSS JOIN "record" r'
    f' WHERE r."namespace_id" = k.a AND r."id" = k.b AND {datasets.in_active_dataset("r")}'
)
FIND_BY_EXTERNAL_ID = (
    f'KEYS3 SELECT {SELECTED} FROM k CROSS JOIN "record" r WHERE r."namespace_id" = k.a'
    ' AND r."dataset_id" = k.b AND r."external_id" = k.c AND r."external_id" != \'\''
)
FIND_RESPONSES = (
    f'SELECT {responses.SELECTED_BUT_ANSWERS} FROM "record_response" p'
    ' WHERE p."namespace_id" = (SELECT CAST(? AS TEXT)) AND p."record_id" = ?'
)
REMOVE_RESPONSES = (
    'DELETE FROM "record_response" WHERE "namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND "record_id" = ?'
)
REMOVE = 'DELETE FROM "record" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'

READ_AT_ONCE = 50
"""How many records one query reads: few, because a page has no room for many long ones."""
METADATA_AT_ONCE = 500
"""How many records one query reads to filter them by metadata."""


def find(backend: Backend, namespace_id: str, id_: str) -> StoredRecord | None:
    """Read one record."""
    return find_all(backend, [(namespace_id, id_)]).get((namespace_id, id_))


def find_with_responses(
    backend: Backend, namespace_id: str, id_: str
) -> tuple[StoredRecord, list[StoredResponse], bool] | None:
    """Read one record and its responses, oldest first, and whether it has more responses."""
    stored = find(backend, namespace_id, id_)
    if stored is None:
        return None
    room = RESPONSE_BYTES - weigh(stored)
    return stored, *response_lists.find_by_record(backend, namespace_id, id_, room=room)


def find_all(db: Backend | Transaction, lookups: Sequence[Lookup]) -> dict[Lookup, StoredRecord]:
    """Read records by their ids."""
    rows = db.execute(FIND_BY_ID, keys(lookups)).fetchall()
    return {(row[0], row[1]): StoredRecord._make(row[1:]) for row in rows}


def delete(tx: Transaction, lookups: Sequence[Lookup]) -> list[StoredRecord | Refusal]:
    """Delete records with their responses; return what the records were."""
    present = find_all(tx, lookups)
    progress = Progress(tx)
    results: list[StoredRecord | Refusal] = []
    for lookup in lookups:
        stored = present.pop(lookup, None)
        if stored is None:
            results.append(annotation.record_not_found(lookup[1]))
            continue
        namespace_id, record_id = lookup
        removed = Counts(records=1, completed=int(stored.status == RecordStatus.COMPLETED))
        for row in tx.execute(FIND_RESPONSES, lookup).fetchall():
            response = StoredResponse._make(row[1:])
            removed = removed.plus(count_response(response.status))
            progress.annotators.count_response(
                namespace_id, response, before=response.status, after=None
            )
        progress.count(namespace_id, stored.dataset_id, Counts().minus(removed))
        key = RecordKey(namespace_id, stored.dataset_id, record_id)
        if stored.annotators:
            record_annotators.remove_of_record(tx, progress, key)
        progress.changes.add((*key, ""), ChangeType.DELETED)
        for statement in (REMOVE_RESPONSES, assignments.RELEASE_RECORD, REMOVE):
            tx.execute(statement, lookup)
        results.append(stored)
    progress.write()
    return results


def list_page(
    backend: Backend,
    namespace_id: str,
    dataset_id: str,
    wanted: RecordFilter,
    *,
    after: str,
    limit: int,
) -> tuple[list[StoredRecord], str]:
    """Read a page of matching records after an id; return it and the id where the next one starts.

    That id is empty at the end of the list; a page may be short, even empty, before that.
    Raises NotFound for an unknown dataset.
    """
    if datasets.find(backend, namespace_id, id_=dataset_id) is None:
        raise annotation.dataset_not_found(dataset_id)
    ids, end = _find_ids(backend, namespace_id, dataset_id, wanted, after=after, limit=limit)
    page, cut = take(read_in_parts(backend, namespace_id, ids[:limit]), limit=limit, weigh=weigh)
    if cut:
        return page, page[-1].id
    if len(ids) > limit:
        return page, ids[limit - 1]
    return page, end


RESPONSE_BYTES = 3_900_000
"""About how long the response of a call may be: clients accept 4 MiB."""


def weigh(stored: StoredRecord) -> int:
    """Estimate how many bytes a record takes in a response."""
    return weight(stored.field_to_value, stored.metadata, stored.suggestions, stored.annotators)


def read_in_parts(
    db: Backend | Transaction, namespace_id: str, ids: Sequence[str]
) -> Iterator[StoredRecord]:
    """Yield records in the order of these ids, read as needed; omit those that no longer exist."""
    for i in range(0, len(ids), READ_AT_ONCE):
        part = [(namespace_id, id_) for id_ in ids[i : i + READ_AT_ONCE]]
        found = find_all(db, part)
        yield from (found[lookup] for lookup in part if lookup in found)


def _find_ids(
    backend: Backend,
    namespace_id: str,
    dataset_id: str,
    wanted: RecordFilter,
    *,
    after: str,
    limit: int,
) -> tuple[list[str], str]:
    """Find the ids of one record more than a page holds, and the id where the search ended.

    Metadata is filtered here: the databases have no common SQL for JSON.
    """
    at_once = METADATA_AT_ONCE if wanted.metadata else limit + 1
    found: list[str] = []
    scanned = 0
    while True:
        seek = seek_page(namespace_id, dataset_id, wanted, after=after)
        rows, end = scan(backend, seek, limit=at_once)
        found += [str(row[0]) for row in rows if _has_metadata(row, wanted)]
        scanned += len(rows)
        after = str(end or "")
        full = len(found) > limit or scanned >= SCANNED_AT_MOST
        if full or len(rows) < at_once:
            return found, after


def _has_metadata(row: Row, wanted: RecordFilter) -> bool:
    if not wanted.metadata:
        return True
    metadata = json.loads(row[-1] or "{}")
    return all(
        key in metadata and dump(metadata[key]) == dump(value)
        for key, value in wanted.metadata.items()
    )


def seek_page(namespace_id: str, dataset_id: str, wanted: RecordFilter, *, after: str) -> Seek:
    """Return the seek of a page, in the order of ids, along the index that fits the filter best."""
    columns = ["namespace_id", "external_id", "status", "create_time", "update_time"]
    if wanted.metadata:
        columns.append("metadata")
    fits, fit_parameters = _fits(wanted)
    if wanted.answered_by:
        source = (
            '"record_response" p JOIN "record" r'
            ' ON r."namespace_id" = p."namespace_id" AND r."id" = p."record_id"'
        )
        key = 'p."record_id"'
        where = (
            'p."namespace_id" = (SELECT CAST(? AS TEXT)) AND p."dataset_id" = ? AND p."author" = ?'
        )
        parameters: Row = (namespace_id, dataset_id, wanted.answered_by)
    else:
        source = '"record" r'
        key = 'r."id"'
        where = 'r."namespace_id" = (SELECT CAST(? AS TEXT)) AND r."dataset_id" = ?'
        parameters = (namespace_id, dataset_id)
        if wanted.external_id:
            # At most one row; the expression keeps the planner on the index of external ids.
            key = "(r.\"id\" || '')"
            where += ' AND r."external_id" != \'\' AND r."external_id" = ?'
            parameters = (*parameters, wanted.external_id)
        elif wanted.statuses == {RecordStatus.PENDING.value}:
            where += f' AND r."status" = {RecordStatus.PENDING.value}'
    return Seek(
        columns=", ".join([f'{key} AS "id"', *(f'r."{column}"' for column in columns)]),
        source=source,
        where=where,
        parameters=parameters,
        key=key,
        descending=False,
        after=after or None,
        fits=fits,
        fit_parameters=fit_parameters,
    )


def _fits(wanted: RecordFilter) -> tuple[str, Row]:
    conditions, parameters = ["TRUE"], []
    if wanted.statuses:
        statuses = ", ".join(str(int(status)) for status in sorted(wanted.statuses))
        conditions.append(f'"status" IN ({statuses})')
    if wanted.external_id:
        conditions.append('"external_id" = ?')
        parameters.append(wanted.external_id)
    for name, (start, end) in (
        ("create_time", wanted.create_time),
        ("update_time", wanted.update_time),
    ):
        for bound, than in ((start, ">="), (end, "<")):
            if bound is not None:
                conditions.append(f'"{name}" {than} {int(bound)}')
    if wanted.not_answered_by:
        conditions.append(
            'NOT EXISTS (SELECT 1 FROM "record_response" q WHERE q."namespace_id" ='
            ' s."namespace_id" AND q."record_id" = s."id" AND q."author" = ?)'
        )
        parameters.append(wanted.not_answered_by)
    return " AND ".join(conditions), tuple(parameters)
