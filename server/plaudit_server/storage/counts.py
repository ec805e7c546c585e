"""Counts of feedback, updated in the transaction of every change.

The full view groups by all dimensions and by quarters of an hour, and counts every feedback in
force. Further rows serve the most frequent queries and those over long times: views by one
dimension or none, and sums of hours and days. While a quarter is open, only the full view is
written, so that a submission costs one row. When the quarter is over it is closed: its counts are
added to the other views. Later changes update all views.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from plaudit_server.domain.analytics.satisfaction import (
    NO_COUNTS,
    NO_TRAITS,
    QUARTER,
    Counts,
    Dimensions,
    Traits,
    confidence_band,
    counts_of,
)
from plaudit_server.domain.feedback.feedback import FeedbackState
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.transaction import Transaction, keys

FULL = (1 << len(Dimensions._fields)) - 1
"""The view that groups by all dimensions: a bit for each, in their order."""
VIEWS = (0, *(1 << i for i in range(len(Dimensions._fields))), FULL)
DAY = 96
HOUR = 4
SPANS = (1, HOUR, DAY)
"""The time spans of rows, in quarters of an hour."""
BASE = (FULL, 1)

COUNTED = (
    "exchange_id",
    "occur_time",
    "name",
    "source",
    "type",
    "target_kind",
    "vote",
    "counted_score",
    "error_code",
)
"""The columns of a feedback that determine where it is counted, and what it adds."""

_COLUMNS = (*Dimensions._fields, *Counts._fields)
UPSERT = (
    'INSERT INTO "satisfaction" ("namespace_id", "view", "quarters", "start",'
    f" {', '.join(f'{chr(34)}{c}{chr(34)}' for c in _COLUMNS)})"
    f" VALUES ({', '.join('?' for _ in range(4 + len(_COLUMNS)))})"
    ' ON CONFLICT ("namespace_id", "view", "quarters", "start",'
    f" {', '.join(f'{chr(34)}{c}{chr(34)}' for c in Dimensions._fields)}) DO UPDATE SET "
    + ", ".join(f'"{c}" = "satisfaction"."{c}" + excluded."{c}"' for c in Counts._fields)
)
DELETE_EMPTY = (
    'DELETE FROM "satisfaction" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "view" = ?'
    ' AND "quarters" = ? AND "start" = ? AND '
    + " AND ".join(f'"{name}" = ?' for name in Dimensions._fields)
    + ' AND "feedback_count" = 0 AND "error_count" = 0'
)
FIND_TRAITS = (
    'KEYS2 SELECT e."id", e."topic", e."confidence", e."model" FROM k CROSS JOIN "exchange" e'
    ' WHERE e."namespace_id" = k.a AND e."id" = k.b'
)
FIND_FEEDBACK = (
    f"KEYS2 SELECT {', '.join(f'f.{chr(34)}{c}{chr(34)}' for c in COUNTED)}"
    ' FROM k CROSS JOIN "feedback" f WHERE f."namespace_id" = k.a AND f."exchange_id" = k.b'
    f' AND f."state" = {FeedbackState.ACTIVE.value}'
)
FIND_CLOSED = 'SELECT "satisfaction_closed" FROM "sequence" WHERE "namespace_id" = ?'
FIND_OPEN = (
    'SELECT q."namespace_id" FROM "sequence" q WHERE q."satisfaction_closed" < ?'
    ' AND EXISTS (SELECT 1 FROM "satisfaction" s WHERE s."namespace_id" = q."namespace_id"'
    f' AND s."view" = {FULL} AND s."quarters" = 1 AND s."start" >= q."satisfaction_closed"'
    ' AND s."start" < ?)'
)
FIND_QUARTERS = (
    f'SELECT "start", {", ".join(f"{chr(34)}{c}{chr(34)}" for c in _COLUMNS)} FROM "satisfaction"'
    f' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "view" = {FULL} AND "quarters" = 1'
    ' AND "start" >= ? AND "start" < ? ORDER BY "start" LIMIT ?'
)
CLOSED_AT_ONCE = 2_000
"""How many rows one write closes, so that callers do not wait for it."""
CLOSE_DELAY = 60 * 1_000_000
"""How long after its end a quarter is closed, in microseconds, because clocks differ."""

Place = tuple[int, int, int, Dimensions]
"""The key of a row: view, quarters, start and dimensions."""


class Tally:
    """The changes of one transaction to the counts of one namespace."""

    def __init__(
        self,
        tx: Transaction,
        namespace_id: str,
        traits: Mapping[str, Traits] | None = None,
    ) -> None:
        """`traits` are those of exchanges that are known already; the others are read."""
        self._tx = tx
        self._namespace_id = namespace_id
        self._traits: dict[str | None, Traits] = {None: NO_TRAITS}
        self._traits.update(traits or {})
        self._moves: list[tuple[Row, int]] = []

    def add(self, counted: Row) -> None:
        """Count a feedback in force, given by the columns COUNTED."""
        self._moves.append((counted, 1))

    def remove(self, counted: Row) -> None:
        """Subtract a feedback that was counted with these columns."""
        self._moves.append((counted, -1))

    def write(self) -> None:
        """Write the changes."""
        if not self._moves:
            return
        self._find_traits({counted[0] for counted, _ in self._moves} - self._traits.keys())
        changed: dict[tuple[int, Dimensions], Counts] = {}
        for (exchange_id, time, *columns), times in self._moves:
            key = (time // QUARTER, _dimensions(self._traits[exchange_id], columns))
            counts = counts_of(columns[4], columns[5], failed=bool(columns[6]))
            changed[key] = changed.get(key, NO_COUNTS).plus(counts, times)
        write(self._tx, self._namespace_id, changed)
        self._moves.clear()

    def _find_traits(self, exchange_ids: set[str | None]) -> None:
        if exchange_ids:
            self._traits |= dict.fromkeys(exchange_ids, NO_TRAITS)
            self._traits.update(find_traits(self._tx, self._namespace_id, exchange_ids))


def _dimensions(traits: Traits, columns: Sequence[object]) -> Dimensions:
    name, source, type_, target_kind, *_ = columns
    topic, band, model = traits
    return Dimensions._make((topic, band, name, source, type_, model, target_kind))


def find_traits(
    tx: Transaction, namespace_id: str, exchange_ids: Iterable[str | None]
) -> dict[str, Traits]:
    """Read the traits of exchanges; those that do not exist are left out."""
    wanted = keys([(namespace_id, id_) for id_ in exchange_ids])
    return {
        id_: Traits(topic, confidence_band(confidence), model)
        for id_, topic, confidence, model in tx.execute(FIND_TRAITS, wanted)
    }


def write(
    tx: Transaction, namespace_id: str, changed: Mapping[tuple[int, Dimensions], Counts]
) -> None:
    """Add to the counts of quarters, in every view that includes them."""
    changed = {key: counts for key, counts in changed.items() if any(counts)}
    if not changed:
        return
    closed = tx.satisfaction_closed(namespace_id)
    rows: dict[Place, Counts] = {}
    for (start, dimensions), counts in changed.items():
        rows[*BASE, start, dimensions] = counts
        if start < closed:
            _add_to_other_views(rows, start, dimensions, counts)
    _upsert(tx, namespace_id, rows)


def _add_to_other_views(
    rows: dict[Place, Counts], start: int, dimensions: Dimensions, counts: Counts
) -> None:
    """Add the counts of a quarter to every view and span except the full view of quarters."""
    for view in VIEWS:
        seen = project(view, dimensions)
        for quarters in SPANS:
            if (view, quarters) != BASE:
                place = (view, quarters, start - start % quarters, seen)
                rows[place] = rows.get(place, NO_COUNTS).plus(counts)


def project(view: int, dimensions: Dimensions) -> Dimensions:
    """Clear the dimensions that a view does not group by."""
    if view == FULL:
        return dimensions
    nothing = Dimensions()
    return Dimensions._make(
        dimensions[i] if view >> i & 1 else nothing[i] for i in range(len(nothing))
    )


def _upsert(tx: Transaction, namespace_id: str, rows: Mapping[Place, Counts]) -> None:
    written = [
        (namespace_id, view, quarters, start, *dimensions, *counts)
        for (view, quarters, start, dimensions), counts in rows.items()
        if any(counts)
    ]
    tx.execute_many(UPSERT, written)
    less = [
        place
        for place, counts in rows.items()
        if counts.feedback_count < 0 or counts.error_count < 0
    ]
    if less:
        tx.execute_many(
            DELETE_EMPTY,
            [(namespace_id, *place, *dimensions) for *place, dimensions in less],
        )


def move(
    tx: Transaction, namespace_id: str, exchanges: Mapping[str, tuple[Traits, Traits]]
) -> None:
    """Recount the feedback on exchanges whose traits change from the first to the second."""
    changed = {id_: pair for id_, pair in exchanges.items() if pair[0] != pair[1]}
    if not changed:
        return
    found = tx.execute(FIND_FEEDBACK, keys([(namespace_id, id_) for id_ in changed])).fetchall()
    before = Tally(tx, namespace_id, {id_: old for id_, (old, _) in changed.items()})
    after = Tally(tx, namespace_id, {id_: new for id_, (_, new) in changed.items()})
    for counted in found:
        before.remove(counted)
        after.add(counted)
    before.write()
    after.write()


def detach(tx: Transaction, namespace_id: str, exchange_ids: Iterable[str]) -> None:
    """Count the feedback on exchanges as feedback without one; call it before they are deleted."""
    found = find_traits(tx, namespace_id, exchange_ids)
    move(tx, namespace_id, {id_: (traits, NO_TRAITS) for id_, traits in found.items()})


class Closing(NamedTuple):
    """The quarters of a namespace to close: those before `until`."""

    namespace_id: str
    until: int


def find_open(backend: Backend, now: int) -> list[Closing]:
    """Find the namespaces that have quarters to close."""
    until = (now - CLOSE_DELAY) // QUARTER
    found = backend.execute(FIND_OPEN, (until, until))
    return [Closing(namespace_id, until) for (namespace_id,) in found]


def close(tx: Transaction, jobs: Sequence[Closing]) -> list[bool]:
    """Close some of the quarters of each namespace, and return whether there are more."""
    return [_close(tx, job) for job in jobs]


def _close(tx: Transaction, job: Closing) -> bool:
    namespace_id, until = job
    closed = tx.satisfaction_closed(namespace_id)
    if closed >= until:
        return False
    parameters = (namespace_id, closed, until, CLOSED_AT_ONCE + 1)
    found = tx.execute(FIND_QUARTERS, parameters).fetchall()
    more = len(found) > CLOSED_AT_ONCE
    if more:
        until = found[-1][0]
        if until == found[0][0]:  # a quarter is closed as a whole, however many rows it has
            until += 1
            found = tx.execute(FIND_QUARTERS, (namespace_id, closed, until, 2**31 - 1)).fetchall()
    rows: dict[Place, Counts] = {}
    width = len(Dimensions._fields) + 1
    for row in found:
        if row[0] < until:
            dimensions = Dimensions._make(row[1:width])
            _add_to_other_views(rows, row[0], dimensions, Counts._make(row[width:]))
    _upsert(tx, namespace_id, rows)
    tx.close_satisfaction(namespace_id, until)
    return more
