"""Lists responses: those to one record, and pages of those that match a filter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.datasets.filters import ResponseFilter
from plaudit_server.storage.datasets import datasets
from plaudit_server.storage.datasets.responses import (
    FIND_RECORDS,
    SELECTED,
    StoredResponse,
    find_all,
    weigh,
)
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.json_text import weight
from plaudit_server.storage.engine.pages import Seek, scan, take
from plaudit_server.storage.engine.transaction import keys

RESPONSES_AT_MOST = 1_000
"""How many responses are returned with their record."""
READ_AT_ONCE = 100
"""How many responses one query reads: few, because a page has no room for many long ones."""

# Ordered by time first: otherwise SQLite reads the whole namespace in the order of ids.
FIND_BY_RECORD = (
    f'SELECT {SELECTED} FROM "record_response" p'
    ' WHERE p."namespace_id" = (SELECT CAST(? AS TEXT)) AND p."record_id" = ?'
    ' ORDER BY p."create_time", p."id"'
)


def find_by_record(
    backend: Backend, namespace_id: str, record_id: str, *, room: int
) -> tuple[list[StoredResponse], bool]:
    """Read the responses to a record, oldest first, up to `room` bytes, and whether it has more."""
    rows = backend.stream(FIND_BY_RECORD, (namespace_id, record_id))
    found: list[StoredResponse] = []
    for row in rows:
        stored = StoredResponse._make(row[1:])
        room -= weigh(stored)
        if room < 0 or len(found) == RESPONSES_AT_MOST:
            return found, True
        found.append(stored)
    return found, False


def list_page(
    backend: Backend, namespace_id: str, wanted: ResponseFilter, *, after: str, limit: int
) -> tuple[list[StoredResponse], str]:
    """Read a page of matching responses after an id; return it and the id where the next starts.

    That id is empty at the end of the list. Raises NotFound for an unknown dataset or record.
    """
    if wanted.record_id:
        lookup = [(namespace_id, wanted.record_id)]
        if backend.execute(FIND_RECORDS, keys(lookup)).fetchone() is None:
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


def _read_in_parts(
    backend: Backend, namespace_id: str, ids: Sequence[str]
) -> Iterator[StoredResponse]:
    for i in range(0, len(ids), READ_AT_ONCE):
        part = [(namespace_id, id_) for id_ in ids[i : i + READ_AT_ONCE]]
        found = find_all(backend, part)
        yield from (found[lookup] for lookup in part if lookup in found)


def seek_page(namespace_id: str, wanted: ResponseFilter, *, after: str) -> Seek:
    """Return the seek of a page, along the ids of a dataset or of the few responses to a record."""
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
        # The expression keeps the databases from reading all ids of the namespace.
        key="(p.\"id\" || '')" if of_record else 'p."id"',
        descending=False,
        after=after or None,
        fits=" AND ".join(conditions),
        fit_parameters=tuple(parameters),
    )
