"""Handing out records: who annotates gets what still lacks responses, and holds it for a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.datasets.annotation import RecordStatus, ResponseStatus
from plaudit_server.domain.errors import Refusal
from plaudit_server.storage.datasets import assignments, datasets, records, responses
from plaudit_server.storage.datasets.records import StoredRecord
from plaudit_server.storage.datasets.responses import StoredResponse
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.pages import take
from plaudit_server.storage.engine.transaction import Transaction, now


class NextRecords(NamedTuple):
    """What an annotator asks for."""

    namespace_id: str
    dataset_id: str
    author: str
    limit: int
    hold: int
    """How long the records are held, in microseconds."""
    behind: str = ""
    """The record behind which others are looked for too; empty for the annotator's own last."""


class AssignedRecords(NamedTuple):
    """What an annotator holds, each with the draft where there is one."""

    records: list[tuple[StoredRecord, StoredResponse | None]]
    hold_until: int


# Who holds the record at present, the annotator apart. Those who are done with it hold it no more.
_HELD_BY_OTHERS = (
    '(SELECT count(*) FROM "record_assignment" a WHERE a."namespace_id" = r."namespace_id"'
    ' AND a."record_id" = r."id" AND a."author" != ? AND a."expire_time" > ?)'
)
_LACKS = (
    f'r."status" = {RecordStatus.PENDING.value} AND r."submitted_count" + {_HELD_BY_OTHERS} < ?'
)

# Of a record that more hold than it lacks, those hold it on whose authors come first.
_HELD_BY_EARLIER = (
    '(SELECT count(*) FROM "record_assignment" a WHERE a."namespace_id" = h."namespace_id"'
    ' AND a."record_id" = h."record_id" AND a."author" < h."author" AND a."expire_time" > ?)'
)
# Along the annotator's own, which are few: as an expression the order tempts nobody to all records.
FIND_HELD = (
    'SELECT h."record_id" FROM "record_assignment" h CROSS JOIN "record" r'
    ' WHERE h."namespace_id" = (SELECT CAST(? AS TEXT)) AND h."dataset_id" = ?'
    ' AND h."author" = ? AND h."expire_time" > ?'
    ' AND r."namespace_id" = h."namespace_id" AND r."id" = h."record_id"'
    f' AND r."status" + 0 = {RecordStatus.PENDING.value}'
    f' AND r."submitted_count" + {_HELD_BY_EARLIER} < ?'
    " ORDER BY h.\"record_id\" || '' LIMIT ?"
)
FIND_DRAFTS = (
    'SELECT p."record_id" FROM "record_response" p CROSS JOIN "record" r'
    ' WHERE p."namespace_id" = (SELECT CAST(? AS TEXT)) AND p."dataset_id" = ?'
    f' AND p."author" = ? AND p."status" = {ResponseStatus.DRAFT.value}'
    ' AND r."namespace_id" = p."namespace_id" AND r."id" = p."record_id"'
    f" AND {_LACKS}"
    ' ORDER BY p."record_id" LIMIT ?'
)
FIND_LAST_ANSWERED = (
    'SELECT p."record_id" FROM "record_response" p'
    ' WHERE p."namespace_id" = (SELECT CAST(? AS TEXT)) AND p."dataset_id" = ?'
    ' AND p."author" = ? ORDER BY p."record_id" DESC LIMIT 1'
)
FIND_LAST_HELD = (
    'SELECT max(h."record_id" || \'\') FROM "record_assignment" h'
    ' WHERE h."namespace_id" = (SELECT CAST(? AS TEXT)) AND h."dataset_id" = ?'
    ' AND h."author" = ?'
)
LOOKED_AT = 1_000
"""How many pending records one look goes through, so that others do not wait for it."""
_OPEN = (
    ' AND NOT EXISTS (SELECT 1 FROM "record_response" p'
    ' WHERE p."namespace_id" = r."namespace_id" AND p."record_id" = r."id" AND p."author" = ?)'
    ' AND NOT EXISTS (SELECT 1 FROM "record_assignment" h'
    ' WHERE h."namespace_id" = r."namespace_id" AND h."record_id" = r."id"'
    ' AND h."author" || \'\' = ? AND h."expire_time" > ?)'
)
_PENDING = (
    'SELECT q."namespace_id", q."id", q."status", q."submitted_count" FROM "record" q'
    ' WHERE q."namespace_id" = (SELECT CAST(? AS TEXT)) AND q."dataset_id" = ?'
    f' AND q."status" = {RecordStatus.PENDING.value} AND q."id" > ? ORDER BY q."id"'
)
FIND_PENDING = f'SELECT r."id" FROM ({_PENDING} LIMIT {LOOKED_AT}) r WHERE {_LACKS}{_OPEN} LIMIT ?'
# All of them: not while others wait to write.
FIND_ANY = f'SELECT r."id" FROM ({_PENDING}) r WHERE {_LACKS}{_OPEN} LIMIT 1'
FIND_BEFORE = (
    'SELECT r."id" FROM "record" r'
    ' WHERE r."namespace_id" = (SELECT CAST(? AS TEXT)) AND r."dataset_id" = ?'
    f' AND r."status" = {RecordStatus.PENDING.value} AND r."id" < ? ORDER BY r."id" DESC LIMIT 1'
)


def find_before(backend: Backend, asked: NextRecords) -> str | None:
    """Look through all pending records for one to hand out, and answer the one before it.

    `None` where there is none.
    """
    namespace_id, dataset_id, author, *_ = asked
    dataset = datasets.find(backend, namespace_id, id_=dataset_id)
    if dataset is None:
        return None
    time = now()
    wanted = dataset.definition.responses_per_record
    parameters = (namespace_id, dataset_id, "", author, time, wanted, author, author, time)
    found = backend.execute(FIND_ANY, parameters).fetchone()
    if found is None:
        return None
    row = backend.execute(FIND_BEFORE, (namespace_id, dataset_id, found[0])).fetchone()
    return "rec_" if row is None else str(row[0])


def assign(tx: Transaction, asked: Sequence[NextRecords]) -> list[AssignedRecords | Refusal]:
    """Hand out records, to each annotator in turn."""
    return [_assign(tx, one) for one in asked]


def _assign(tx: Transaction, asked: NextRecords) -> AssignedRecords | Refusal:
    namespace_id, dataset_id, author, limit, hold, _ = asked
    dataset = datasets.find(tx, namespace_id, id_=dataset_id)
    if dataset is None:
        return annotation.dataset_not_found(dataset_id)
    wanted = dataset.definition.responses_per_record
    found: dict[str, None] = {}  # in order, each once
    for id_ in _find(tx, asked, wanted=wanted, has_drafts=bool(dataset.counts.drafts)):
        found[id_] = None
        if len(found) == limit:
            break
    drafts = responses.find_by_author(tx, [(namespace_id, id_, author) for id_ in found])
    handed = (
        (record, drafts.get((namespace_id, record.id, author)))
        for record in records.read_in_parts(tx, namespace_id, list(found))
    )
    page, _ = take(handed, limit=limit, weigh=_weigh)
    page.sort(key=lambda one: one[0].id)
    until = tx.now + hold
    assignments.hold(
        tx, [(namespace_id, record.id, author, dataset_id, until) for record, _ in page]
    )
    return AssignedRecords(page, until)


def _weigh(handed: tuple[StoredRecord, StoredResponse | None]) -> int:
    record, draft = handed
    return records.weigh(record) + (0 if draft is None else responses.weigh(draft))


def _find(tx: Transaction, asked: NextRecords, *, wanted: int, has_drafts: bool) -> Iterator[str]:
    """Find the ids of records to hand out: what the annotator holds or has begun, then what is new.

    What is new is looked for from the beginning on, and then behind all that the annotator had in
    hand, where the most of it is.
    """
    namespace_id, dataset_id, author, limit, _, behind = asked
    own = (namespace_id, dataset_id, author)
    lacks = (author, tx.now, wanted)
    yield from _ids(tx, FIND_HELD, (*own, tx.now, tx.now, wanted, limit))
    if has_drafts:
        yield from _ids(tx, FIND_DRAFTS, (*own, *lacks, limit))
    last = behind or max(
        (
            str(id_)
            for statement in (FIND_LAST_ANSWERED, FIND_LAST_HELD)
            for id_ in _ids(tx, statement, own)
            if id_
        ),
        default="",
    )
    for start in dict.fromkeys(("", last)):
        parameters = (namespace_id, dataset_id, start, *lacks, author, author, tx.now, limit)
        yield from _ids(tx, FIND_PENDING, parameters)


def _ids(tx: Transaction, statement: str, parameters: tuple[object, ...]) -> list[str]:
    return [id_ for (id_,) in tx.execute(statement, parameters).fetchall()]
