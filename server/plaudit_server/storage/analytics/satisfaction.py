"""Satisfaction queries, answered from the longest precomputed sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plaudit_server.domain.analytics.satisfaction import Counts, Dimensions, SatisfactionFilter
from plaudit_server.storage.counts import BASE, DAY, FIND_CLOSED, FULL, HOUR
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.postgresql import PostgresqlBackend
from plaudit_server.storage.engine.transaction import keys

_SUMS = ", ".join(f'CAST(sum(s."{name}") AS BIGINT)' for name in Counts._fields)

Interval = tuple[int, int]
"""Quarters of an hour since the epoch: the first, and the one after the last."""
Group = tuple[object, ...]
"""The values of the dimensions that a query groups by."""


class SatisfactionQuery(NamedTuple):
    """Selects and groups the feedback of a namespace, for any interval."""

    namespace_id: str
    wanted: SatisfactionFilter
    group_by: Sequence[str]
    """Names of dimensions."""


def totals(backend: Backend, query: SatisfactionQuery, interval: Interval) -> dict[Group, Counts]:
    """Count the feedback of each group in an interval."""
    return {group: counts for _, group, counts in count(backend, query, [interval])}


def by_period(
    backend: Backend,
    query: SatisfactionQuery,
    intervals: Sequence[Interval],
    groups: Sequence[Group],
) -> Iterator[tuple[int, Group, Counts]]:
    """Count the feedback of some groups in each interval, ordered by the interval's index."""
    narrowed = query
    if groups and query.group_by:
        values = dict(zip(query.group_by, map(frozenset, zip(*groups, strict=True)), strict=True))
        narrowed = query._replace(wanted=query.wanted._replace(**values))
    among = set(groups)
    found = count(backend, narrowed, intervals)
    return iter(sorted((row for row in found if row[1] in among), key=lambda row: row[0]))


def count(
    backend: Backend, query: SatisfactionQuery, intervals: Sequence[Interval]
) -> list[tuple[int, Group, Counts]]:
    """Count the feedback of each group in each interval, with the interval's index."""
    namespace_id, wanted, group_by = query
    closed = backend.execute(FIND_CLOSED, (namespace_id,)).fetchone()
    view = _choose_view(wanted, group_by)
    segments = [
        (namespace_id, i, *segment)
        for i, interval in enumerate(intervals)
        for segment in split(*interval, closed=closed[0] if closed else 0, view=view)
    ]
    statement, parameters = count_statement(wanted, group_by, kind=backend.name)
    rows = backend.execute(statement, (*keys(segments), *parameters))
    width = len(group_by) + 1
    counted = [(row[0], row[1:width], Counts._make(row[width:])) for row in rows]
    return [one for one in counted if one[2].feedback_count or one[2].error_count]


def count_statement(
    wanted: SatisfactionFilter, group_by: Sequence[str], *, kind: str
) -> tuple[str, Row]:
    """Return the SQL that sums up segments, and the parameters that follow the segments' keys."""
    groups = "".join(f', s."{name}"' for name in group_by)
    fits, parameters = condition(wanted, "s")
    found = (
        's."namespace_id" = k.a'
        ' AND s."view" = CAST(k.c AS INTEGER) AND s."quarters" = CAST(k.d AS INTEGER)'
        ' AND s."start" >= CAST(k.e AS BIGINT) AND s."start" < CAST(k.f AS BIGINT)'
        f" AND {fits}"
    )
    source = f'"satisfaction" s WHERE {found}'
    if kind == PostgresqlBackend.name:  # otherwise it may read all rows for each segment
        source = f'LATERAL (SELECT * FROM "satisfaction" s WHERE {found} OFFSET 0) s'
    return (
        f"KEYS6 SELECT CAST(k.b AS INTEGER){groups}, {_SUMS} FROM k CROSS JOIN {source}"
        f" GROUP BY k.b{groups}"
    ), parameters


def condition(wanted: SatisfactionFilter, table: str, only: Sequence[str] = ()) -> tuple[str, Row]:
    """Return a filter as SQL on the columns of a table, for all dimensions or `only` some."""
    conditions: list[str] = []
    parameters: list[object] = []
    for name in only or wanted._fields:
        if values := sorted(getattr(wanted, name)):
            marks = ", ".join("?" for _ in values)
            conditions.append(f'{table}."{name}" IN ({marks})')
            parameters += values
    return " AND ".join(conditions) or "TRUE", tuple(parameters)


def _choose_view(wanted: SatisfactionFilter, group_by: Sequence[str]) -> int:
    """Choose the smallest view with the dimensions by which a query filters and groups."""
    needed = [
        1 << i
        for i, name in enumerate(Dimensions._fields)
        if name in group_by or getattr(wanted, name)
    ]
    return sum(needed) if len(needed) <= 1 else FULL


def split(first: int, end: int, *, closed: int, view: int) -> Iterator[tuple[int, int, int, int]]:
    """Split an interval into segments that have precomputed sums: view, length, first and end.

    Closed quarters are read from the longest sums that fit, the others from the full view, quarter
    by quarter.
    """
    done = max(min(end, closed), first)
    for quarters, start, stop in _split_closed(first, done):
        yield view, quarters, start, stop
    if done < end:
        yield *BASE, done, end


def _split_closed(first: int, end: int) -> Iterator[tuple[int, int, int]]:
    if end - first == HOUR and not first % HOUR:  # the most frequent case
        yield HOUR, first, end
        return
    inner, last = first, end
    before: list[tuple[int, int, int]] = []
    after: list[tuple[int, int, int]] = []
    for quarters, longer in ((1, HOUR), (HOUR, DAY)):
        start, stop = -(-inner // longer) * longer, last // longer * longer
        if start >= stop:
            before.append((quarters, inner, last))
            inner = last
            break
        before.append((quarters, inner, start))
        after.append((quarters, stop, last))
        inner, last = start, stop
    for segment in (*before, (DAY, inner, last), *reversed(after)):
        if segment[1] < segment[2]:
            yield segment
