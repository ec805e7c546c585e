"""Assigns existing records to annotators by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.errors import NotFound, Refusal
from plaudit_server.storage.datasets import datasets, record_annotators
from plaudit_server.storage.datasets.annotators import Annotator
from plaudit_server.storage.datasets.progress import Progress
from plaudit_server.storage.datasets.record_annotators import RecordKey
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.transaction import Transaction, keys

AT_ONCE = 50
"""How many records one write assigns: few, because each may have a hundred annotators before and
after, and other writes wait."""

# Without the content, which may be long.
FIND = (
    'KEYS2 SELECT r."id", r."annotators" FROM k CROSS JOIN "record" r'
    ' WHERE r."namespace_id" = k.a AND r."id" = k.b AND r."dataset_id" || \'\' = ?'
    f" AND {datasets.in_active_dataset('r')}"
)


class Assigning(NamedTuple):
    """Records to assign, at most AT_ONCE, and all the annotators that they shall have."""

    namespace_id: str
    dataset_id: str
    record_ids: Sequence[str]
    annotators: tuple[Annotator, ...]


def find_missing(
    backend: Backend, namespace_id: str, dataset_id: str, record_ids: Sequence[str]
) -> NotFound | None:
    """Return the error for a dataset or a record that does not exist; `None` if all exist."""
    if datasets.find(backend, namespace_id, id_=dataset_id) is None:
        return annotation.dataset_not_found(dataset_id)
    found = _find(backend, Assigning(namespace_id, dataset_id, record_ids, ()))
    return next((annotation.record_not_found(id_) for id_ in record_ids if id_ not in found), None)


def assign(tx: Transaction, requests: Sequence[Assigning]) -> list[int | Refusal]:
    """Assign records; return how many got other annotators than they had."""
    return [_assign(tx, request) for request in requests]


def _assign(tx: Transaction, request: Assigning) -> int | Refusal:
    namespace_id, dataset_id, record_ids, annotators = request
    found = _find(tx, request)
    for id_ in record_ids:
        if id_ not in found:
            return annotation.record_not_found(id_)
    text = record_annotators.to_text(annotators)
    changed = [id_ for id_ in record_ids if found[id_] != text]
    progress = Progress(tx)
    changes = [(RecordKey(namespace_id, dataset_id, id_), annotators) for id_ in changed]
    record_annotators.write(tx, progress, changes)
    progress.write()
    return len(changed)


def _find(db: Backend | Transaction, request: Assigning) -> dict[str, str]:
    """Find the annotators of records, by the ids of the records."""
    wanted = keys([(request.namespace_id, id_) for id_ in request.record_ids])
    return dict(db.execute(FIND, (*wanted, request.dataset_id)).fetchall())
