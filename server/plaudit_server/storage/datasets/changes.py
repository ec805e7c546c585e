"""Reads the changes of a namespace's datasets, records and responses in the order of commits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plaudit_server.storage.datasets import records, responses
from plaudit_server.storage.datasets.change_log import ChangeType
from plaudit_server.storage.datasets.records import StoredRecord
from plaudit_server.storage.datasets.responses import StoredResponse
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.feed import ChangeBatch, SequenceRange
from plaudit_server.storage.engine.pages import take

READ_AT_ONCE = 200
"""How many changes one call of `read` returns at most."""
CONTENT_AT_ONCE = 50
"""Of how many changes the content is read together: few, because a batch has no room for many long
ones."""

READ = (
    'SELECT c."sequence", c."type", c."dataset_id", c."record_id", c."response_id"'
    ' FROM "record_change" c WHERE c."namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND c."sequence" > ? ORDER BY c."sequence" LIMIT ?'
)
FIND_SEQUENCE_RANGE = 'SELECT "records_purged", "value" FROM "sequence" WHERE "namespace_id" = ?'


class StoredChange(NamedTuple):
    """One change of one thing, with its content if it still exists."""

    sequence: int
    type: ChangeType
    dataset_id: str
    record_id: str
    response_id: str
    content: StoredRecord | StoredResponse | None
    """What changed as it is now; `None` for a dataset, and for what is gone."""

    @property
    def is_shown(self) -> bool:
        """Whether watchers get it: a change of what is gone says nothing any more."""
        is_dataset = not self.record_id
        return is_dataset or self.type is ChangeType.DELETED or self.content is not None

    @property
    def weight(self) -> int:
        """About how many bytes the change takes in a response."""
        match self.content:
            case StoredRecord():
                return 256 + records.weigh(self.content)
            case StoredResponse():
                return responses.weigh(self.content)
            case _:
                return 256


def sequence_range(backend: Backend, namespace_id: str) -> SequenceRange:
    """Read the range of the changes of a namespace."""
    row = backend.execute(FIND_SEQUENCE_RANGE, (namespace_id,)).fetchone()
    return SequenceRange(0, 0) if row is None else SequenceRange(*row)


def read(backend: Backend, namespace_id: str, after: int) -> ChangeBatch[StoredChange]:
    """Read the next changes after a number, at most READ_AT_ONCE and the bytes of a page."""
    # Read before the changes: all changes up to `last` are visible below.
    _, last = sequence_range(backend, namespace_id)
    rows = backend.execute(READ, (namespace_id, after, READ_AT_ONCE + 1)).fetchall()
    changes, more = take(
        _with_content(backend, namespace_id, rows),
        limit=READ_AT_ONCE,
        weigh=lambda change: change.weight,
    )
    # Read after the changes: what is removed in between is reported as purged.
    purged, _ = sequence_range(backend, namespace_id)
    seen = changes[-1].sequence if changes else after
    shown = [change for change in changes if change.is_shown]
    return ChangeBatch(shown, seen if more else max(seen, last), purged, more)


def _with_content(
    backend: Backend, namespace_id: str, rows: Sequence[Row]
) -> Iterator[StoredChange]:
    """Yield changes with what changed, read as needed."""
    for i in range(0, len(rows), CONTENT_AT_ONCE):
        part = [
            StoredChange(sequence, ChangeType(type_), dataset_id, record_id, response_id, None)
            for sequence, type_, dataset_id, record_id, response_id in rows[i : i + CONTENT_AT_ONCE]
        ]
        existing = [change for change in part if change.type is not ChangeType.DELETED]
        record_ids = {c.record_id for c in existing if c.record_id and not c.response_id}
        response_ids = {c.response_id for c in existing if c.response_id}
        content: dict[tuple[str, str], StoredRecord | StoredResponse] = {
            **(records.find_all(backend, _lookups(namespace_id, record_ids)) if record_ids else {}),
            **(
                responses.find_all(backend, _lookups(namespace_id, response_ids))
                if response_ids
                else {}
            ),
        }
        for change in part:
            id_ = change.response_id or change.record_id
            gone = change.type is ChangeType.DELETED
            yield change._replace(content=None if gone else content.get((namespace_id, id_)))


def _lookups(namespace_id: str, ids: set[str]) -> list[tuple[str, str]]:
    return [(namespace_id, id_) for id_ in sorted(ids)]
