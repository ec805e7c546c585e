"""Feedback as it was at a snapshot, whatever changed since.

A snapshot is the sequence number of the last change. Feedback that has changed since has a higher
number; its earlier states, and those of deleted feedback, are in the revisions with their numbers.
Erased feedback, and feedback removed by retention, is not found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from plaudit_server.domain.feedback.feedback import FeedbackState
from plaudit_server.domain.ids import Kind, id_at
from plaudit_server.domain.times import TimeRange
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.transaction import keys, now

AT_ONCE = 1_000
"""How many feedbacks one query reads."""
PAGE_WEIGHT = 1024 * 1024
"""About how many bytes a page has; it ends with the first row that exceeds them."""
WINDOW = 10_000
"""How many feedbacks one query searches."""
MARGIN = 3_600_000
"""How far the time in an id may be from the time of its feedback, in ms: clocks differ."""
CHANGED_AT_ONCE = 100
"""How many past states a page has: their size is not known before they are read."""


class Snapshot(NamedTuple):
    """A moment in the history of a namespace."""

    sequence: int
    """The sequence number of the last change."""
    time: int
    """In microseconds."""


class Judgement(NamedTuple):
    """The part of a feedback that rates an exchange."""

    id: str
    sequence: int
    state: int
    exchange_id: str | None
    name: str
    rating: int
    score: float | None
    origin: int
    create_time: int


JUDGEMENT_COLUMNS = ", ".join(f'f."{column}"' for column in Judgement._fields)

FIND_SEQUENCE = 'SELECT "value" FROM "sequence" WHERE "namespace_id" = ?'
FIND_WINDOW = (
    'SELECT f."id" FROM "feedback" f WHERE f."namespace_id" = (SELECT CAST(? AS TEXT))'
    f' AND f."id" > ? AND f."id" < ? ORDER BY f."id" LIMIT 1 OFFSET {WINDOW - 1}'
)
FIND_DELETED = (
    'SELECT f."sequence", f."id", f."exchange_id" FROM "feedback_revision" f'
    ' WHERE f."namespace_id" = (SELECT CAST(? AS TEXT)) AND f."state" IN (3, 4)'
    ' AND f."sequence" > ?'
    ' ORDER BY f."sequence"'
)
FIND_OF_EXCHANGES = (
    f'KEYS2 SELECT {JUDGEMENT_COLUMNS} FROM k CROSS JOIN "feedback" f'
    ' WHERE f."namespace_id" = k.a AND f."exchange_id" = k.b'
)
LIST_BY_EXCHANGE = (
    f'SELECT {JUDGEMENT_COLUMNS} FROM "feedback" f'
    ' WHERE f."namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND f."exchange_id" IS NOT NULL AND f."exchange_id" > ? AND f."exchange_id" < ?'
    ' ORDER BY f."exchange_id" LIMIT ?'
)


class Selection(NamedTuple):
    """The columns and the condition of a walk through feedback `f` and its exchange `e`."""

    columns: str
    """The columns that follow the id and the sequence number."""
    fits: str
    """A condition on `f` and `e`."""
    parameters: Row
    exchange: bool
    """Whether `e` is joined; feedback without an exchange is then left out."""

    @property
    def all_columns(self) -> str:
        return f'f."id", f."sequence", {self.columns}'

    @property
    def join(self) -> str:
        """The join of the exchange, after the feedback in a FROM."""
        return ' CROSS JOIN "exchange" e' if self.exchange else ""

    @property
    def join_condition(self) -> str:
        """The condition of the join, after others in a WHERE."""
        if not self.exchange:
            return ""
        return ' AND e."namespace_id" = f."namespace_id" AND e."id" = f."exchange_id"'


JUDGEMENTS = Selection(
    ", ".join(f'f."{column}"' for column in Judgement._fields[2:]), "TRUE", (), exchange=False
)


def page_statement(selection: Selection) -> str:
    """Return the SQL of one page of a walk."""
    return (
        f'SELECT {selection.all_columns} FROM "feedback" f{selection.join}'
        ' WHERE f."namespace_id" = (SELECT CAST(? AS TEXT)) AND f."id" > ? AND f."id" <= ?'
        f' AND (f."sequence" > ? OR {selection.fits}){selection.join_condition}'
        ' ORDER BY f."id" LIMIT ?'
    )


def past_statement(selection: Selection) -> str:
    """Return the SQL of the states that feedback had at a snapshot, where they fit."""
    return (
        f"KEYS2 SELECT {selection.all_columns}"
        f' FROM k CROSS JOIN "feedback_revision" f{selection.join}'
        ' WHERE f."namespace_id" = k.a AND f."id" = k.b'
        # Only the id uses an index: as an expression, the number fits none.
        ' AND f."sequence" + 0 = (SELECT max(r."sequence") FROM "feedback_revision" r'
        ' WHERE r."namespace_id" = k.a AND r."id" = k.b AND r."sequence" + 0 <= ?)'
        f" AND {selection.fits}{selection.join_condition}"
    )


def take(backend: Backend, namespace_id: str) -> Snapshot:
    """Take a snapshot of the present."""
    row = backend.execute(FIND_SEQUENCE, (namespace_id,)).fetchone()
    return Snapshot(row[0] if row else 0, now())


class View:
    """A namespace as it was at a snapshot."""

    def __init__(self, backend: Backend, namespace_id: str, snapshot: Snapshot) -> None:
        self.backend = backend
        self.namespace_id = namespace_id
        self.snapshot = snapshot
        self._deleted: dict[str, str | None] = {}
        """The feedback that was deleted since, with its exchange."""
        self._seen = snapshot.sequence

    def deleted(self) -> dict[str, str | None]:
        """Return the feedback that has been deleted since the snapshot, with its exchange."""
        for sequence, id_, exchange_id in self.backend.execute(
            FIND_DELETED, (self.namespace_id, self._seen)
        ):
            self._seen = sequence
            self._deleted[id_] = exchange_id
        return self._deleted

    def end(self, kind: Kind) -> str:
        """Return an id that sorts after all ids of the snapshot."""
        return id_at(kind, self.snapshot.time // 1000 + MARGIN)

    def past_states(self, selection: Selection, ids: set[str]) -> Sequence[Row]:
        """Read the states of changed or deleted feedback at the snapshot, where they fit."""
        found: list[Row] = []
        wanted = sorted(ids)
        for i in range(0, len(wanted), AT_ONCE):
            part = keys([(self.namespace_id, id_) for id_ in wanted[i : i + AT_ONCE]])
            parameters = (*part, self.snapshot.sequence, *selection.parameters)
            found += self.backend.execute(past_statement(selection), parameters).fetchall()
        return found


def walk(
    view: View,
    selection: Selection,
    *,
    after: str,
    time: TimeRange,
    weigh: Callable[[Row], int],
) -> Iterator[tuple[str, Sequence[Row]]]:
    """Yield pages of the feedback of a time range that fits, in the order of ids, after one id.

    A page has about PAGE_WEIGHT bytes, measured by `weigh`. Each comes with the last id that the
    walk has seen.
    """
    backend, namespace_id, snapshot = view.backend, view.namespace_id, view.snapshot
    end = view.end(Kind.FEEDBACK)
    if time.end is not None:
        end = min(end, id_at(Kind.FEEDBACK, time.end // 1000 + MARGIN))
    if time.start is not None:
        after = max(after, id_at(Kind.FEEDBACK, time.start // 1000 - MARGIN))
    statement = page_statement(selection)
    while True:
        row = backend.execute(FIND_WINDOW, (namespace_id, after, end)).fetchone()
        window = end if row is None else row[0]
        while True:
            parameters = (
                namespace_id,
                after,
                window,
                snapshot.sequence,
                *selection.parameters,
                AT_ONCE,
            )
            rows, cut = _page(backend.stream(statement, parameters), weigh)
            last = rows[-1][0] if cut or len(rows) == AT_ONCE else window
            last, page = _as_they_were(view, selection, rows, after, last)
            yield last, page
            after = last
            if last == window:
                break
        if window == end:
            return


def _page(rows: Iterator[Row], weigh: Callable[[Row], int]) -> tuple[list[Row], bool]:
    """Read rows up to PAGE_WEIGHT; return them and whether they were cut off."""
    page: list[Row] = []
    weight = 0
    for row in rows:
        page.append(row)
        weight += weigh(row)
        if weight > PAGE_WEIGHT:
            return page, True
    return page, False


def _as_they_were(
    view: View, selection: Selection, rows: Sequence[Row], after: str, last: str
) -> tuple[str, Sequence[Row]]:
    """Replace feedback that has changed since by its past states, up to CHANGED_AT_ONCE."""
    number = view.snapshot.sequence
    since = {id_ for id_ in view.deleted() if after < id_ <= last}
    since |= {row[0] for row in rows if row[1] > number}
    if not since:
        return last, rows
    if len(since) > CHANGED_AT_ONCE:
        last = sorted(since)[CHANGED_AT_ONCE - 1]
        since = {id_ for id_ in since if id_ <= last}
    found = {row[0]: row for row in rows if row[1] <= number and row[0] <= last}
    found.update((row[0], row) for row in view.past_states(selection, since - found.keys()))
    return last, [row for _, row in sorted(found.items())]


def by_exchange(view: View, *, after: str) -> Iterator[tuple[str, Sequence[Judgement]]]:
    """Yield the exchanges that have feedback with all of it, in the order of ids.

    An exchange without feedback reports the progress of the walk.
    """
    limit = AT_ONCE
    end = view.end(Kind.EXCHANGE)
    while True:
        parameters = (view.namespace_id, after, end, limit)
        rows = view.backend.execute(LIST_BY_EXCHANGE, parameters).fetchall()
        ended = len(rows) < limit
        # The last exchange may continue on the next page: it is read with that.
        last = rows[-1][3] if rows else ""
        whole = rows if ended else [row for row in rows if row[3] != last]
        if not (whole or ended):
            limit *= 2  # one exchange has more feedback than a page
            continue
        limit = AT_ONCE
        reached = end if ended else whole[-1][3]
        since = {id_ for id_, of in view.deleted().items() if of and after < of <= reached}
        judgements = sorted(_restored(view, whole, since), key=lambda j: (_exchange_of(j), j.id))
        for exchange_id, of_one in groupby(judgements, key=_exchange_of):
            yield exchange_id, list(of_one)
        yield reached, ()
        if ended:
            return
        after = reached


def of_exchanges(view: View, exchange_ids: Sequence[str]) -> dict[str, list[Judgement]]:
    """Read the feedback on exchanges, by their ids."""
    wanted = keys([(view.namespace_id, id_) for id_ in exchange_ids])
    rows = view.backend.execute(FIND_OF_EXCHANGES, wanted).fetchall()
    among = set(exchange_ids)
    since = {id_ for id_, exchange_id in view.deleted().items() if exchange_id in among}
    found: dict[str, list[Judgement]] = {}
    for judgement in _restored(view, rows, since):
        found.setdefault(_exchange_of(judgement), []).append(judgement)
    return found


def _restored(view: View, rows: Sequence[Row], deleted: set[str]) -> list[Judgement]:
    number = view.snapshot.sequence
    since = deleted | {row[0] for row in rows if row[1] > number}
    judgements = [Judgement._make(row) for row in rows if row[1] <= number]
    since -= {judgement.id for judgement in judgements}
    if since:
        judgements += map(Judgement._make, view.past_states(JUDGEMENTS, since))
    # Feedback that was waiting for its exchange then had none.
    return [judgement for judgement in judgements if judgement.exchange_id]


def _exchange_of(judgement: Judgement) -> str:
    return judgement.exchange_id or ""


def active_filter(
    *, names: frozenset[str], origins: frozenset[int], start: int | None, end: int | None
) -> tuple[Callable[[Judgement], bool], tuple[str, Row]]:
    """Return the filter on active judgements, as a function and as SQL with its parameters."""

    def counts(judgement: Judgement) -> bool:
        return (
            judgement.state == FeedbackState.ACTIVE
            and (not names or judgement.name in names)
            and (not origins or judgement.origin in origins)
            and (start is None or judgement.create_time >= start)
            and (end is None or judgement.create_time < end)
        )

    conditions: list[str] = [f'f."state" = {FeedbackState.ACTIVE.value}']
    parameters: list[object] = []
    for column, values in (("name", sorted(names)), ("origin", sorted(origins))):
        if values:
            conditions.append(f'f."{column}" IN ({", ".join("?" for _ in values)})')
            parameters += values
    for condition, bound in (('f."create_time" >= ?', start), ('f."create_time" < ?', end)):
        if bound is not None:
            conditions.append(condition)
            parameters.append(bound)
    return counts, (" AND ".join(conditions), tuple(parameters))
