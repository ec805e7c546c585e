"""Finds and deletes records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.datasets.annotation import Counts, RecordStatus, count_response
from plaudit_server.domain.errors import Refusal
from plaudit_server.storage.datasets import assignments, datasets, response_lists
from plaudit_server.storage.datasets.progress import Progress
from plaudit_server.storage.datasets.responses import StoredResponse
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.json_text import weight
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
    occur_time: int
    exchange_id: str


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
COUNT_RESPONSES = (
    'SELECT p."status", count(*) FROM "record_response" p'
    ' WHERE p."namespace_id" = (SELECT CAST(? AS TEXT)) AND p."record_id" = ? GROUP BY p."status"'
)
REMOVE_RESPONSES = (
    'DELETE FROM "record_response" WHERE "namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND "record_id" = ?'
)
REMOVE = 'DELETE FROM "record" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'

READ_AT_ONCE = 50
"""How many records one query reads: few, because a page has no room for many long ones."""


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
        removed = Counts(records=1, completed=int(stored.status == RecordStatus.COMPLETED))
        for status, number in tx.execute(COUNT_RESPONSES, lookup).fetchall():
            removed = removed.plus(Counts(*(number * count for count in count_response(status))))
        progress.count(lookup[0], stored.dataset_id, Counts().minus(removed))
        for statement in (REMOVE_RESPONSES, assignments.RELEASE_RECORD, REMOVE):
            tx.execute(statement, lookup)
        results.append(stored)
    progress.write()
    return results


RESPONSE_BYTES = 3_900_000
"""About how long the response of a call may be: clients accept 4 MiB."""


def weigh(stored: StoredRecord) -> int:
    """Estimate how many bytes a record takes in a response."""
    return weight(stored.field_to_value, stored.metadata, stored.suggestions)


def read_in_parts(
    db: Backend | Transaction, namespace_id: str, ids: Sequence[str]
) -> Iterator[StoredRecord]:
    """Yield records in the order of these ids, read as needed; omit those that no longer exist."""
    for i in range(0, len(ids), READ_AT_ONCE):
        part = [(namespace_id, id_) for id_ in ids[i : i + READ_AT_ONCE]]
        found = find_all(db, part)
        yield from (found[lookup] for lookup in part if lookup in found)
