"""Questions about satisfaction, answered from the rows that have it summed up furthest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plaudit_server.domain.analytics.satisfaction import Counts, Dimensions, SatisfactionFilter
from plaudit_server.storage.counts import BASE, DAY, FIND_CLOSED, FULL, HOUR
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.postgresql import PostgresqlBackend
from plaudit_server.storage.engine.transaction import keys

_SUMS = ", ".join(f'CAST(sum(s."{name}") AS BIGINT)' for name in Counts._fields)

Stretch = tuple[int, int]
"""Quarters of an hour from the epoch, from the first up to but not including the second."""
Group = tuple[object, ...]


class Question(NamedTuple):
    """What is asked of a namespace, whatever the time."""

    namespace_id: str
    wanted: SatisfactionFilter
    group_by: Sequence[str]
    """Names of dimensions; a group has their values."""


def totals(backend: Backend, asked: Question, stretch: Stretch) -> dict[Group, Counts]:
    """Count the feedback in a time, each group apart."""
    return {group: counts for _, group, counts in count(backend, asked, [stretch])}


def by_period(
    backend: Backend, asked: Question, stretches: Sequence[Stretch], groups: Sequence[Group]
) -> Iterator[tuple[int, Group, Counts]]:
    """Count the feedback of some groups in each stretch of time, by its index, oldest first."""
    narrowed = asked
    if groups and asked.group_by:
        values = dict(zip(asked.group_by, map(frozenset, zip(*groups, strict=True)), strict=True))
        narrowed = asked._replace(wanted=asked.wanted._replace(**values))
    among = set(groups)
    found = count(backend, narrowed, stretches)
    return iter(sorted((row for row in found if row[1] in among), key=lambda row: row[0]))


def count(
    backend: Backend, asked: Question, stretches: Sequence[Stretch]
) -> list[tuple[int, Group, Counts]]:
    """Count the feedback in each stretch of time that has any, by its index, and for each group."""
    namespace_id, wanted, group_by = asked
    closed = backend.execute(FIND_CLOSED, (namespace_id,)).fetchone()
    view = _view(wanted, group_by)
    segments = [
        (namespace_id, i, *segment)
        for i, stretch in enumerate(stretches)
        for segment in part(*stretch, closed=closed[0] if closed else 0, view=view)
    ]
    statement, parameters = count_statement(wanted, group_by, kind=backend.name)
    rows = backend.execute(statement, (*keys(segments), *parameters))
    width = len(group_by) + 1
    return [(row[0], row[1:width], Counts._make(row[width:])) for row in rows if row[width]]


def count_statement(
    wanted: SatisfactionFilter, group_by: Sequence[str], *, kind: str
) -> tuple[str, Row]:
    """Write the query that sums up segments, and the parameters behind these."""
    groups = "".join(f', s."{name}"' for name in group_by)
    fits, parameters = fit(wanted, "s")
    found = (
        's."namespace_id" = k.a'
        ' AND s."view" = CAST(k.c AS INTEGER) AND s."quarters" = CAST(k.d AS INTEGER)'
        ' AND s."start" >= CAST(k.e AS BIGINT) AND s."start" < CAST(k.f AS BIGINT)'
        f" AND {fits}"
    )
    source = f'"satisfaction" s WHERE {found}'
    if kind == PostgresqlBackend.name:  # else it may go through all rows for each segment
        source = f'LATERAL (SELECT * FROM "satisfaction" s WHERE {found} OFFSET 0) s'
    return (
        f"KEYS6 SELECT CAST(k.b AS INTEGER){groups}, {_SUMS} FROM k CROSS JOIN {source}"
        f" GROUP BY k.b{groups}"
    ), parameters


def fit(wanted: SatisfactionFilter, table: str, only: Sequence[str] = ()) -> tuple[str, Row]:
    """Say a filter in SQL about the columns of a table; of all dimensions, or `only` of some."""
    conditions: list[str] = []
    parameters: list[object] = []
    for name in only or wanted._fields:
        if values := sorted(getattr(wanted, name)):
            marks = ", ".join("?" for _ in values)
            conditions.append(f'{table}."{name}" IN ({marks})')
            parameters += values
    return " AND ".join(conditions) or "TRUE", tuple(parameters)


def _view(wanted: SatisfactionFilter, group_by: Sequence[str]) -> int:
    """Choose the view that tells apart what is asked for, and as little else as possible."""
    needed = [
        1 << i
        for i, name in enumerate(Dimensions._fields)
        if name in group_by or getattr(wanted, name)
    ]
    return sum(needed) if len(needed) <= 1 else FULL


def part(first: int, end: int, *, closed: int, view: int) -> Iterator[tuple[int, int, int, int]]:
    """Part a stretch of time into segments that stand summed up: view, length, first and end.

    What is closed comes in as long sums as fit in, the rest from the full view of quarters.
    """
    done = max(min(end, closed), first)
    for quarters, start, stop in _spans(first, done):
        yield view, quarters, start, stop
    if done < end:
        yield *BASE, done, end


def _spans(first: int, end: int) -> Iterator[tuple[int, int, int]]:
    if end - first == HOUR and not first % HOUR:  # as most hours are
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
