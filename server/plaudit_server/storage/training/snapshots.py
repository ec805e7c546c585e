"""Feedback as it stood at a moment, whatever became of it since.

A moment is the number of the last change by then. Feedback that has changed since bears a higher
number, and its past states stand in the history with theirs; so does what was deleted since. What
was erased, or removed by retention, is nowhere.
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
"""About how many bytes a page has; then one more row at most, however long."""
WINDOW = 10_000
"""How many feedbacks one query looks through."""
MARGIN = 3_600_000
"""How far the time in an id may be from the time of its feedback, in ms: clocks differ."""
CHANGED_AT_ONCE = 100
"""How many past states a page has: what they say is weighed only when it is read."""


class Snapshot(NamedTuple):
    """A moment of a namespace."""

    sequence: int
    """The number of the last change by then."""
    time: int
    """In microseconds."""


class Judgement(NamedTuple):
    """What a feedback says of an exchange."""

    id: str
    sequence: int
    state: int
    exchange_id: str | None
    name: str
    rating: int
    score: float | None
    origin: int
    create_time: int


JUDGED = ", ".join(f'f."{column}"' for column in Judgement._fields)

FIND_SEQUENCE = 'SELECT "value" FROM "sequence" WHERE "namespace_id" = ?'
FIND_WINDOW = (
    'SELECT f."id" FROM "feedback" f WHERE f."namespace_id" = (SELECT CAST(? AS TEXT))'
    f' AND f."id" > ? AND f."id" < ? ORDER BY f."id" LIMIT 1 OFFSET {WINDOW - 1}'
)
FIND_GONE = (
    'SELECT f."sequence", f."id", f."exchange_id" FROM "feedback_revision" f'
    ' WHERE f."namespace_id" = (SELECT CAST(? AS TEXT)) AND f."state" >= 3 AND f."sequence" > ?'
    ' ORDER BY f."sequence"'
)
FIND_ABOUT = (
    f'KEYS2 SELECT {JUDGED} FROM k CROSS JOIN "feedback" f'
    ' WHERE f."namespace_id" = k.a AND f."exchange_id" = k.b'
)
FIND_BY_EXCHANGE = (
    f'SELECT {JUDGED} FROM "feedback" f WHERE f."namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND f."exchange_id" IS NOT NULL AND f."exchange_id" > ? AND f."exchange_id" < ?'
    ' ORDER BY f."exchange_id" LIMIT ?'
)


class Look(NamedTuple):
    """What a walk reads of each feedback `f`, with its exchange `e` where it needs that."""

    columns: str
    """Behind the id and the number."""
    fits: str
    """A condition on `f` and `e`."""
    parameters: Row
    exchange: bool
    """Whether `e` is read, and feedback without one left out."""

    @property
    def selected(self) -> str:
        return f'f."id", f."sequence", {self.columns}'

    @property
    def joined(self) -> str:
        """The exchange, behind the feedback in a FROM, and how it is found."""
        return ' CROSS JOIN "exchange" e' if self.exchange else ""

    @property
    def found(self) -> str:
        if not self.exchange:
            return ""
        return ' AND e."namespace_id" = f."namespace_id" AND e."id" = f."exchange_id"'


JUDGING = Look(
    ", ".join(f'f."{column}"' for column in Judgement._fields[2:]), "TRUE", (), exchange=False
)


def look_statement(look: Look) -> str:
    """Write the query of one page of a walk."""
    return (
        f'SELECT {look.selected} FROM "feedback" f{look.joined}'
        ' WHERE f."namespace_id" = (SELECT CAST(? AS TEXT)) AND f."id" > ? AND f."id" <= ?'
        f' AND (f."sequence" > ? OR {look.fits}){look.found} ORDER BY f."id" LIMIT ?'
    )


def past_statement(look: Look) -> str:
    """Write the query of the past states of feedback that fit."""
    return (
        f'KEYS2 SELECT {look.selected} FROM k CROSS JOIN "feedback_revision" f{look.joined}'
        ' WHERE f."namespace_id" = k.a AND f."id" = k.b'
        # By the id alone: as an expression the number fits no index.
        ' AND f."sequence" + 0 = (SELECT max(r."sequence") FROM "feedback_revision" r'
        ' WHERE r."namespace_id" = k.a AND r."id" = k.b AND r."sequence" + 0 <= ?)'
        f" AND {look.fits}{look.found}"
    )


def take(backend: Backend, namespace_id: str) -> Snapshot:
    """Answer the present moment."""
    row = backend.execute(FIND_SEQUENCE, (namespace_id,)).fetchone()
    return Snapshot(row[0] if row else 0, now())


class View:
    """A namespace as it stood at a snapshot."""

    def __init__(self, backend: Backend, namespace_id: str, snapshot: Snapshot) -> None:
        self.backend = backend
        self.namespace_id = namespace_id
        self.snapshot = snapshot
        self._gone: dict[str, str | None] = {}
        """The feedback that was deleted since, with its exchange."""
        self._seen = snapshot.sequence

    def gone(self) -> dict[str, str | None]:
        """Answer what was deleted since, up to this moment."""
        for sequence, id_, exchange_id in self.backend.execute(
            FIND_GONE, (self.namespace_id, self._seen)
        ):
            self._seen = sequence
            self._gone[id_] = exchange_id
        return self._gone

    def end(self, kind: Kind) -> str:
        """Answer the id behind all that there was."""
        return id_at(kind, self.snapshot.time // 1000 + MARGIN)

    def past(self, look: Look, ids: set[str]) -> Sequence[Row]:
        """Read the states that feedback had which has changed or gone since, where they fit."""
        found: list[Row] = []
        wanted = sorted(ids)
        for i in range(0, len(wanted), AT_ONCE):
            part = keys([(self.namespace_id, id_) for id_ in wanted[i : i + AT_ONCE]])
            asked = (*part, self.snapshot.sequence, *look.parameters)
            found += self.backend.execute(past_statement(look), asked).fetchall()
        return found


def walk(
    view: View,
    look: Look,
    *,
    after: str,
    time: TimeRange,
    weigh: Callable[[Row], int],
) -> Iterator[tuple[str, Sequence[Row]]]:
    """Go through the feedback of a time that fitted, in the order of ids, from behind one.

    Answers pages of about PAGE_WEIGHT bytes, as `weigh` says of a row, each with the last id that
    was looked at.
    """
    backend, namespace_id, snapshot = view.backend, view.namespace_id, view.snapshot
    end = view.end(Kind.FEEDBACK)
    if time.end is not None:
        end = min(end, id_at(Kind.FEEDBACK, time.end // 1000 + MARGIN))
    if time.start is not None:
        after = max(after, id_at(Kind.FEEDBACK, time.start // 1000 - MARGIN))
    statement = look_statement(look)
    while True:
        row = backend.execute(FIND_WINDOW, (namespace_id, after, end)).fetchone()
        window = end if row is None else row[0]
        while True:
            asked = (namespace_id, after, window, snapshot.sequence, *look.parameters, AT_ONCE)
            rows, cut = _page(backend.stream(statement, asked), weigh)
            last = rows[-1][0] if cut or len(rows) == AT_ONCE else window
            last, page = _as_they_were(view, look, rows, after, last)
            yield last, page
            after = last
            if last == window:
                break
        if window == end:
            return


def _page(rows: Iterator[Row], weigh: Callable[[Row], int]) -> tuple[list[Row], bool]:
    """Read rows until they weigh enough, and tell whether that was before their end."""
    page: list[Row] = []
    weight = 0
    for row in rows:
        page.append(row)
        weight += weigh(row)
        if weight > PAGE_WEIGHT:
            return page, True
    return page, False


def _as_they_were(
    view: View, look: Look, rows: Sequence[Row], after: str, last: str
) -> tuple[str, Sequence[Row]]:
    """Put past states in the place of what has changed since, up to so many of them."""
    number = view.snapshot.sequence
    since = {id_ for id_ in view.gone() if after < id_ <= last}
    since |= {row[0] for row in rows if row[1] > number}
    if not since:
        return last, rows
    if len(since) > CHANGED_AT_ONCE:
        last = sorted(since)[CHANGED_AT_ONCE - 1]
        since = {id_ for id_ in since if id_ <= last}
    found = {row[0]: row for row in rows if row[1] <= number and row[0] <= last}
    found.update((row[0], row) for row in view.past(look, since - found.keys()))
    return last, [row for _, row in sorted(found.items())]


def by_exchange(view: View, *, after: str) -> Iterator[tuple[str, Sequence[Judgement]]]:
    """Go through the exchanges that have feedback, in the order of ids, with all of it.

    An exchange without any says how far the walk is.
    """
    limit = AT_ONCE
    end = view.end(Kind.EXCHANGE)
    while True:
        asked = (view.namespace_id, after, end, limit)
        rows = view.backend.execute(FIND_BY_EXCHANGE, asked).fetchall()
        ended = len(rows) < limit
        # The last exchange may go on behind the page: it is read with the next one.
        last = rows[-1][3] if rows else ""
        whole = rows if ended else [row for row in rows if row[3] != last]
        if not (whole or ended):
            limit *= 2  # one exchange has more feedback than a page
            continue
        limit = AT_ONCE
        reached = end if ended else whole[-1][3]
        since = {id_ for id_, of in view.gone().items() if of and after < of <= reached}
        judged = sorted(_restored(view, whole, since), key=lambda j: (_exchange_of(j), j.id))
        for exchange_id, of_one in groupby(judged, key=_exchange_of):
            yield exchange_id, list(of_one)
        yield reached, ()
        if ended:
            return
        after = reached


def about(view: View, exchange_ids: Sequence[str]) -> dict[str, list[Judgement]]:
    """Read the feedback on some exchanges."""
    wanted = keys([(view.namespace_id, id_) for id_ in exchange_ids])
    rows = view.backend.execute(FIND_ABOUT, wanted).fetchall()
    among = set(exchange_ids)
    since = {id_ for id_, exchange_id in view.gone().items() if exchange_id in among}
    found: dict[str, list[Judgement]] = {}
    for judgement in _restored(view, rows, since):
        found.setdefault(_exchange_of(judgement), []).append(judgement)
    return found


def _restored(view: View, rows: Sequence[Row], gone: set[str]) -> list[Judgement]:
    number = view.snapshot.sequence
    since = gone | {row[0] for row in rows if row[1] > number}
    judged = [Judgement._make(row) for row in rows if row[1] <= number]
    since -= {judgement.id for judgement in judged}
    if since:
        judged += map(Judgement._make, view.past(JUDGING, since))
    # What waited for its exchange then had none.
    return [judgement for judgement in judged if judgement.exchange_id]


def _exchange_of(judgement: Judgement) -> str:
    return judgement.exchange_id or ""


def in_force(
    *, names: frozenset[str], origins: frozenset[int], start: int | None, end: int | None
) -> tuple[Callable[[Judgement], bool], tuple[str, Row]]:
    """Say which judgements count, as a function and in SQL."""

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
