"""Lists records: pages of those that match a filter, at a bounded cost."""

from __future__ import annotations

from typing import NamedTuple

from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.datasets.annotation import RecordStatus
from plaudit_server.domain.datasets.filters import RecordFilter, question_violations
from plaudit_server.domain.errors import invalid
from plaudit_server.storage.datasets import datasets
from plaudit_server.storage.datasets.record_matching import RecordMatching
from plaudit_server.storage.datasets.records import (
    READ_AT_ONCE,
    StoredRecord,
    read_in_parts,
    weigh,
)
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.pages import SCANNED_AT_MOST, Seek, scan, take

IDS_AT_ONCE = 500
"""How many ids one query reads of records whose content is to be read."""
CONTENT_AT_MOST = 32 * 1024 * 1024
"""About how many characters of records and responses a page reads to find those that match. If few
match, the page is short, and the next page continues after what was read."""

_ANSWERED = (
    'EXISTS (SELECT 1 FROM "record_response" q WHERE q."namespace_id" = s."namespace_id"'
    ' AND q."record_id" = s."id" AND q."author" = ?)'
)


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
    Raises NotFound for an unknown dataset, and InvalidArgument for a filter by questions that the
    dataset does not have.
    """
    dataset = datasets.find(backend, namespace_id, id_=dataset_id)
    if dataset is None:
        raise annotation.dataset_not_found(dataset_id)
    schema = dataset.definition.schema
    if broken := list(question_violations(schema, wanted)):
        raise invalid(broken)
    matching = RecordMatching(backend, namespace_id, schema, wanted)
    search = _Search(backend, namespace_id, dataset_id, wanted, matching, limit)
    ids, end = search.find(after)
    page, cut = take(read_in_parts(backend, namespace_id, ids[:limit]), limit=limit, weigh=weigh)
    if cut:
        return page, page[-1].id
    if len(ids) > limit:
        return page, ids[limit - 1]
    return page, end


class _Search(NamedTuple):
    """The search for the records of a page."""

    backend: Backend
    namespace_id: str
    dataset_id: str
    wanted: RecordFilter
    matching: RecordMatching
    limit: int

    def find(self, after: str) -> tuple[list[str], str]:
        """Find the ids of one record more than the page holds, and the id where the search ended.

        The records of several exchanges are found exchange by exchange; as far as each search got,
        all are known.
        """
        exchange_ids = () if self.wanted.external_id else self.wanted.exchange_ids
        parts = [self._find_part(after, id_, len(exchange_ids)) for id_ in exchange_ids or [""]]
        end = min((end for _, end in parts if end), default="")
        found = sorted(id_ for ids, _ in parts for id_ in ids if not end or id_ <= end)
        return found, end

    def _find_part(self, after: str, exchange_id: str, parts: int) -> tuple[list[str], str]:
        """Find records, of one exchange if it is given, with a share of the cost of a page."""
        most = SCANNED_AT_MOST // max(parts, 1)
        left = CONTENT_AT_MOST // max(parts, 1)
        reads = self.matching.reads
        at_once = IDS_AT_ONCE if reads else self.limit + 1
        found: list[str] = []
        scanned = 0
        while True:
            seek = seek_page(
                self.namespace_id,
                self.dataset_id,
                self.wanted,
                after=after,
                exchange_id=exchange_id,
            )
            rows, end = scan(self.backend, seek._replace(at_most=most), limit=at_once)
            ids = [str(row[0]) for row in rows]
            for i in range(0, len(ids), READ_AT_ONCE) if reads else ():
                part = ids[i : i + READ_AT_ONCE]
                matching, weight = self.matching.find(part)
                found += [id_ for id_ in part if id_ in matching]
                left -= weight
                if len(found) > self.limit or left < 0:
                    return found, part[-1]
            if not reads:
                found += ids
            scanned += len(rows)
            after = str(end or "")
            if len(found) > self.limit or scanned >= most or len(rows) < at_once:
                return found, after


def seek_page(
    namespace_id: str,
    dataset_id: str,
    wanted: RecordFilter,
    *,
    after: str,
    exchange_id: str = "",
) -> Seek:
    """Return the seek of a page, in the order of ids, along the index that fits the filter best.

    `exchange_id` is the one exchange whose records are to be found, if any.
    """
    columns = (
        *("namespace_id", "external_id", "status", "create_time", "update_time", "occur_time"),
        *("exchange_id", "submitted_count"),
    )
    source, key = '"record" r', 'r."id"'
    where = 'r."namespace_id" = (SELECT CAST(? AS TEXT)) AND r."dataset_id" = ?'
    parameters: Row = (namespace_id, dataset_id)
    by_response = False
    if wanted.external_id:
        # At most one row; the expression keeps the planner on the index of external ids.
        key = "(r.\"id\" || '')"
        where += ' AND r."external_id" != \'\' AND r."external_id" = ?'
        parameters = (*parameters, wanted.external_id)
    elif exchange_id:
        where += ' AND r."exchange_id" != \'\' AND r."exchange_id" = ?'
        parameters = (*parameters, exchange_id)
    elif wanted.answered_by:
        by_response = True
        source = (
            '"record_response" p JOIN "record" r'
            ' ON r."namespace_id" = p."namespace_id" AND r."id" = p."record_id"'
        )
        key = 'p."record_id"'
        where = (
            'p."namespace_id" = (SELECT CAST(? AS TEXT)) AND p."dataset_id" = ? AND p."author" = ?'
        )
        parameters = (*parameters, wanted.answered_by)
    elif wanted.statuses == {RecordStatus.PENDING.value}:
        where += f' AND r."status" = {RecordStatus.PENDING.value}'
    fits, fit_parameters = _fits(wanted, answered=not by_response)
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


def _fits(wanted: RecordFilter, *, answered: bool) -> tuple[str, Row]:
    """Return the conditions on columns; `answered` includes who must have answered."""
    conditions, parameters = ["TRUE"], []
    if wanted.statuses:
        statuses = ", ".join(str(int(status)) for status in sorted(wanted.statuses))
        conditions.append(f'"status" IN ({statuses})')
    if wanted.external_id:
        conditions.append('"external_id" = ?')
        parameters.append(wanted.external_id)
    if wanted.exchange_ids:
        conditions.append(f'"exchange_id" IN ({", ".join("?" for _ in wanted.exchange_ids)})')
        parameters += wanted.exchange_ids
    if wanted.answers:
        conditions.append('"submitted_count" > 0')
    for name in ("create_time", "update_time", "occur_time"):
        start, end = getattr(wanted, name)
        for bound, than in ((start, ">="), (end, "<")):
            if bound is not None:
                conditions.append(f'"{name}" {than} {int(bound)}')
    if wanted.answered_by and answered:
        conditions.append(_ANSWERED)
        parameters.append(wanted.answered_by)
    if wanted.not_answered_by:
        conditions.append(f"NOT {_ANSWERED}")
        parameters.append(wanted.not_answered_by)
    return " AND ".join(conditions), tuple(parameters)
