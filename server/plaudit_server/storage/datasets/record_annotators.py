"""The annotators who are assigned to records by name."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from plaudit_server.storage.datasets import assignments
from plaudit_server.storage.datasets.annotators import Annotator
from plaudit_server.storage.datasets.change_log import ChangeType
from plaudit_server.storage.datasets.progress import Progress
from plaudit_server.storage.engine.backend import Row
from plaudit_server.storage.engine.json_text import dump
from plaudit_server.storage.engine.transaction import Transaction, keys

COLUMNS = (
    *("namespace_id", "record_id", "author", "dataset_id", "user_id", "external_user_id"),
    "is_open",
)
FIND = (
    'KEYS2 SELECT m."namespace_id", m."record_id", m."author", m."user_id", m."external_user_id"'
    ' FROM k CROSS JOIN "record_annotator" m WHERE m."namespace_id" = k.a AND m."record_id" = k.b'
)
REMOVE = (
    'DELETE FROM "record_annotator" WHERE "namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND "record_id" = ? AND "author" = ?'
)
SET_ON_RECORD = (
    'UPDATE "record" SET "annotators" = ?, "update_time" = ?'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)


class RecordKey(NamedTuple):
    """A record in its dataset."""

    namespace_id: str
    dataset_id: str
    record_id: str


def to_text(annotators: Iterable[Annotator]) -> str:
    """Return the annotators of a record as the record keeps them: empty if there are none."""
    pairs = [[one.user_id, one.external_user_id] for one in annotators]
    return dump(pairs) if pairs else ""


def from_text(text: str) -> list[tuple[str, str]]:
    """Read the user ids and external user ids of the annotators that a record keeps."""
    return [(user_id, external) for user_id, external in json.loads(text or "[]")]


def replace(
    tx: Transaction, progress: Progress, changes: Sequence[tuple[RecordKey, Sequence[Annotator]]]
) -> None:
    """Replace the rows of the annotators of records; the records themselves are the caller's.

    Annotators who are no longer assigned lose the records that they hold.
    """
    old = _find(tx, [key for key, _ in changes])
    removed: list[Row] = []
    added: list[Row] = []
    released: list[tuple[str, str]] = []
    for key, annotators in changes:
        namespace_id, dataset_id, record_id = key
        before = old.get((namespace_id, record_id), {})
        after = {one.author: one for one in annotators}
        for one in before.values():
            if after.get(one.author) != one:
                removed.append((namespace_id, record_id, one.author))
                progress.annotators.count_assigned(namespace_id, dataset_id, one, -1)
        for one in after.values():
            if before.get(one.author) != one:
                names = (one.user_id, one.external_user_id)
                added.append((namespace_id, record_id, one.author, dataset_id, *names, 0))
                progress.annotators.count_assigned(namespace_id, dataset_id, one, 1)
        progress.reopen(namespace_id, record_id)
        if after:
            released.append((namespace_id, record_id))
    tx.execute_many(REMOVE, removed)
    if added:
        tx.insert("record_annotator", COLUMNS, added)
    tx.execute_many(assignments.RELEASE_UNASSIGNED, released)


def remove_of_record(tx: Transaction, progress: Progress, key: RecordKey) -> None:
    """Remove the rows of the annotators of a record that is deleted."""
    replace(tx, progress, [(key, ())])


def erase(tx: Transaction, rows: Sequence[tuple[str, str, str, str]]) -> None:
    """Take annotators off records, for good; each row has namespace, dataset, record and author.

    A record without annotators left may be given to anybody.
    """
    gone: dict[RecordKey, set[str]] = defaultdict(set)
    for namespace_id, dataset_id, record_id, author in rows:
        gone[RecordKey(namespace_id, dataset_id, record_id)].add(author)
    old = _find(tx, list(gone))
    progress = Progress(tx)
    changes = []
    for key, authors in gone.items():
        left = old.get((key.namespace_id, key.record_id), {}).values()
        changes.append((key, [one for one in left if one.author not in authors]))
    write(tx, progress, changes)
    progress.write()


def write(
    tx: Transaction, progress: Progress, changes: Sequence[tuple[RecordKey, Sequence[Annotator]]]
) -> None:
    """Replace the annotators of existing records."""
    replace(tx, progress, changes)
    rows = [
        (to_text(annotators), tx.now, key.namespace_id, key.record_id)
        for key, annotators in changes
    ]
    tx.execute_many(SET_ON_RECORD, rows)
    for key, _ in changes:
        progress.changes.add((*key, ""), ChangeType.UPDATED)


def _find(
    tx: Transaction, records: Sequence[RecordKey]
) -> dict[tuple[str, str], dict[str, Annotator]]:
    """Find the annotators of records by their authors, in a stable order."""
    found: dict[tuple[str, str], dict[str, Annotator]] = defaultdict(dict)
    wanted = sorted({(key.namespace_id, key.record_id) for key in records})
    for namespace_id, record_id, *names in sorted(tx.execute(FIND, keys(wanted)).fetchall()):
        found[namespace_id, record_id][names[0]] = Annotator(*names)
    return found
