"""Assigns records that lack responses to annotators, who hold them for a time.

A record with assigned annotators goes only to these, the others go to anybody.
"""

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


class AssignmentRequest(NamedTuple):
    """A request of an annotator for records."""

    namespace_id: str
    dataset_id: str
    author: str
    limit: int
    hold: int
    """How long the assignments last, in microseconds."""
    after: str = ""
    """Search also after this record id; if empty, after the annotator's latest record."""


class AssignedRecords(NamedTuple):
    """The records that an annotator holds, each with the annotator's draft, if any."""

    records: list[tuple[StoredRecord, StoredResponse | None]]
    hold_until: int


# The number of other annotators who hold the record; a finished response ends an assignment.
_HELD_BY_OTHERS = (
    '(SELECT count(*) FROM "record_assignment" a WHERE a."namespace_id" = r."namespace_id"'
    ' AND a."record_id" = r."id" AND a."author" != ? AND a."expire_time" > ?)'
)
_LACKS = (
    f'r."status" = {RecordStatus.PENDING.value} AND r."submitted_count" + {_HELD_BY_OTHERS} < ?'
)

# If more annotators hold a record than it lacks responses, the first by author keep it.
_HELD_BY_EARLIER = (
    '(SELECT count(*) FROM "record_assignment" a WHERE a."namespace_id" = h."namespace_id"'
    ' AND a."record_id" = h."record_id" AND a."author" < h."author" AND a."expire_time" > ?)'
)
# The expression in ORDER BY keeps the planner on the annotator's own assignments, which are few.
FIND_HELD = (
    'SELECT h."record_id" FROM "record_assignment" h CROSS JOIN "record" r'
    ' WHERE h."namespace_id" = (SELECT CAST(? AS TEXT)) AND h."dataset_id" = ?'
    ' AND h."author" = ? AND h."expire_time" > ?'
    ' AND r."namespace_id" = h."namespace_id" AND r."id" = h."record_id"'
    f' AND r."status" + 0 = {RecordStatus.PENDING.value}'
    f' AND r."submitted_count" + {_HELD_BY_EARLIER} < ?'
    " ORDER BY h.\"record_id\" || '' LIMIT ?"
)
# Anybody may have a record without assigned annotators; the parameter is the annotator.
_MAY_HAVE = (
    '(r."annotators" = \'\' OR EXISTS (SELECT 1 FROM "record_annotator" m'
    ' WHERE m."namespace_id" = r."namespace_id" AND m."record_id" = r."id" AND m."author" = ?))'
)
FIND_DRAFTS = (
    'SELECT p."record_id" FROM "record_response" p CROSS JOIN "record" r'
    ' WHERE p."namespace_id" = (SELECT CAST(? AS TEXT)) AND p."dataset_id" = ?'
    f' AND p."author" = ? AND p."status" = {ResponseStatus.DRAFT.value}'
    ' AND r."namespace_id" = p."namespace_id" AND r."id" = p."record_id"'
    f" AND {_LACKS} AND {_MAY_HAVE}"
    ' ORDER BY p."record_id" LIMIT ?'
)
_NOT_HELD = (
    ' AND NOT EXISTS (SELECT 1 FROM "record_assignment" h'
    ' WHERE h."namespace_id" = r."namespace_id" AND h."record_id" = r."id"'
    ' AND h."author" || \'\' = ? AND h."expire_time" > ?)'
)
# Skips only what the annotator or the other assigned annotators hold, which is not much: a call
# returns first what its annotator holds, so nobody holds many more records than one call gives.
FIND_OWN = (
    'SELECT m."record_id" FROM "record_annotator" m CROSS JOIN "record" r'
    ' WHERE m."namespace_id" = (SELECT CAST(? AS TEXT)) AND m."dataset_id" = ?'
    ' AND m."author" = ? AND m."is_open" = 1'
    ' AND r."namespace_id" = m."namespace_id" AND r."id" = m."record_id"'
    f" AND {_LACKS}{_NOT_HELD}"
    ' ORDER BY m."record_id" LIMIT ?'
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
PENDING_AT_ONCE = 1_000
"""How many pending records one query reads: few, so that other writes do not wait."""
_NEW_TO_ANNOTATOR = (
    ' AND NOT EXISTS (SELECT 1 FROM "record_response" p'
    ' WHERE p."namespace_id" = r."namespace_id" AND p."record_id" = r."id" AND p."author" = ?)'
    f"{_NOT_HELD}"
)
_UNASSIGNED = (
    'SELECT q."namespace_id", q."id", q."status", q."submitted_count" FROM "record" q'
    ' WHERE q."namespace_id" = (SELECT CAST(? AS TEXT)) AND q."dataset_id" = ?'
    " AND q.\"annotators\" = ''"
    f' AND q."status" < {RecordStatus.COMPLETED.value} AND q."id" > ? ORDER BY q."id"'
)
FIND_ASSIGNABLE = (
    f'SELECT r."id" FROM ({_UNASSIGNED} LIMIT {PENDING_AT_ONCE}) r'
    f" WHERE {_LACKS}{_NEW_TO_ANNOTATOR} LIMIT ?"
)
# Reads all pending records that anybody may have, so it must not run in a write.
FIND_FIRST_ASSIGNABLE = (
    f'SELECT r."id" FROM ({_UNASSIGNED}) r WHERE {_LACKS}{_NEW_TO_ANNOTATOR} LIMIT 1'
)
FIND_BEFORE = (
    'SELECT r."id" FROM "record" r'
    ' WHERE r."namespace_id" = (SELECT CAST(? AS TEXT)) AND r."dataset_id" = ?'
    f' AND r."status" = {RecordStatus.PENDING.value} AND r."id" < ? ORDER BY r."id" DESC LIMIT 1'
)


def find_before_assignable(backend: Backend, request: AssignmentRequest) -> str | None:
    """Search all pending records that anybody may have for one that can be assigned.

    Return the id of the pending record before it; `None` if no record can be assigned.
    """
    namespace_id, dataset_id, author, *_ = request
    dataset = datasets.find(backend, namespace_id, id_=dataset_id)
    if dataset is None:
        return None
    time = now()
    wanted = dataset.definition.responses_per_record
    parameters = (namespace_id, dataset_id, "", author, time, wanted, author, author, time)
    found = backend.execute(FIND_FIRST_ASSIGNABLE, parameters).fetchone()
    if found is None:
        return None
    row = backend.execute(FIND_BEFORE, (namespace_id, dataset_id, found[0])).fetchone()
    return "rec_" if row is None else str(row[0])


def assign(
    tx: Transaction, requests: Sequence[AssignmentRequest]
) -> list[AssignedRecords | Refusal]:
    """Assign records to each annotator in turn."""
    return [_assign(tx, request) for request in requests]


def _assign(tx: Transaction, request: AssignmentRequest) -> AssignedRecords | Refusal:
    namespace_id, dataset_id, author, limit, hold, _ = request
    dataset = datasets.find(tx, namespace_id, id_=dataset_id)
    if dataset is None:
        return annotation.dataset_not_found(dataset_id)
    wanted = dataset.definition.responses_per_record
    found: dict[str, None] = {}  # in order, each once
    for id_ in _find(tx, request, wanted=wanted, has_drafts=bool(dataset.counts.drafts)):
        found[id_] = None
        if len(found) == limit:
            break
    drafts = responses.find_by_author(tx, [(namespace_id, id_, author) for id_ in found])
    assigned = (
        (record, drafts.get((namespace_id, record.id, author)))
        for record in records.read_in_parts(tx, namespace_id, list(found))
    )
    page, _ = take(assigned, limit=limit, weigh=_weigh)
    page.sort(key=lambda one: one[0].id)
    until = tx.now + hold
    assignments.hold(
        tx, [(namespace_id, record.id, author, dataset_id, until) for record, _ in page]
    )
    return AssignedRecords(page, until)


def _weigh(assigned: tuple[StoredRecord, StoredResponse | None]) -> int:
    record, draft = assigned
    return records.weigh(record) + (0 if draft is None else responses.weigh(draft))


def _find(
    tx: Transaction, request: AssignmentRequest, *, wanted: int, has_drafts: bool
) -> Iterator[str]:
    """Find records to assign.

    First those that the annotator holds or has drafts of, then those that are assigned to the
    annotator by name, then those that anybody may have. The last are searched from the beginning of
    the dataset and then after the annotator's latest record, where most of them are.
    """
    namespace_id, dataset_id, author, limit, _, after = request
    own = (namespace_id, dataset_id, author)
    lacks = (author, tx.now, wanted)
    yield from _ids(tx, FIND_HELD, (*own, tx.now, tx.now, wanted, limit))
    if has_drafts:
        yield from _ids(tx, FIND_DRAFTS, (*own, *lacks, author, limit))
    yield from _ids(tx, FIND_OWN, (*own, *lacks, author, tx.now, limit))
    last = after or max(
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
        yield from _ids(tx, FIND_ASSIGNABLE, parameters)


def _ids(tx: Transaction, statement: str, parameters: tuple[object, ...]) -> list[str]:
    return [id_ for (id_,) in tx.execute(statement, parameters).fetchall()]
