"""Lists of feedback, read along the index that fits the filter best, and of its revisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from plaudit_server.domain.feedback.entities import prefix_of_type
from plaudit_server.domain.feedback.feedback import Rating, StoredFeedback, TargetKind
from plaudit_server.domain.feedback.filters import AMONG, FeedbackFilter, entry
from plaudit_server.domain.ids import Kind, id_at
from plaudit_server.storage.engine import pages
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.pages import Seek, scan, take
from plaudit_server.storage.feedback.external_ids import holders
from plaudit_server.storage.feedback.rows import SELECTED, from_row

FEW = 1_000
"""Up to so many feedbacks of a user or a session are sorted; if there are more, the list of all
changes is scanned, where they are frequent enough."""
MARGIN = 60_000
"""How much later than its feedback's time an id may be made, in ms; in practice, much less."""
READ_AT_ONCE = 100
"""How many feedbacks one query reads; few, because each may be long."""

LIST_REVISIONS = (
    f'SELECT {SELECTED} FROM "feedback_revision" f'
    ' WHERE f."namespace_id" = (SELECT CAST(? AS TEXT)) AND f."id" = ? AND f."revision" < ?'
    ' ORDER BY f."revision" DESC LIMIT ?'
)
LIST_OWN_REVISIONS = LIST_REVISIONS.replace(" ORDER BY", ' AND f."writer" = ? ORDER BY')
FIND_ONE = (
    f'SELECT {SELECTED} FROM "feedback" f WHERE f."namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND f."id" = ?'
)
BEFORE_FIRST = 2**31 - 1


class Order(NamedTuple):
    """By time of creation or of the last change, ascending or descending."""

    by_update: bool
    descending: bool


class _Drive(NamedTuple):
    """The condition of an index, whose rows are in the order of ids."""

    where: str
    parameters: Row


def list_page(
    backend: Backend,
    namespace_id: str,
    wanted: FeedbackFilter,
    order: Order,
    *,
    after: str,
    limit: int,
) -> tuple[list[StoredFeedback], str]:
    """Read a page of the feedback that matches, after the key `after`.

    Returns also the key to continue after; it is empty at the end of the list. A page may be short,
    even empty, before the end.
    """
    drive = _drive(namespace_id, wanted)
    ids = _find_few(backend, namespace_id, wanted)
    few = order.by_update and drive != _everything(namespace_id) and _is_few(backend, drive)
    seek = seek_page(namespace_id, wanted, order, after=after, few=few, ids=ids)
    end: list[object] = []
    matches = wanted.predicate()
    rows = _scan(backend, seek, end, at_first=limit + 1)
    found = (feedback for feedback in rows if matches(feedback))
    page, more = take(found, limit=limit, weigh=lambda feedback: feedback.weight)
    if more:
        last = page[-1]
        return page, str(last.sequence) if order.by_update else last.id
    return page, "" if end[0] is None else str(end[0])


def _scan(
    backend: Backend, seek: Seek, end: list[object], *, at_first: int
) -> Iterator[StoredFeedback]:
    """Read the rows of a query in parts, and append its end to `end` after the last."""
    part, looked = at_first, 0
    while True:
        part = min(part, READ_AT_ONCE)
        rows, last = scan(backend, seek, limit=part)
        for row in rows:
            yield from_row(row[1:])
        if last is None or len(rows) < part:
            break
        looked += pages.count_scanned(backend, seek, last)
        if looked >= pages.SCANNED_AT_MOST:
            break
        seek = seek._replace(after=last)
        part *= 2
    end.append(last)


def seek_page(
    namespace_id: str,
    wanted: FeedbackFilter,
    order: Order,
    *,
    after: str,
    few: bool,
    ids: Sequence[str] | None = None,
) -> Seek:
    """Build the query of a page.

    By creation, it reads along the index that fits the filter best. By last change, it reads along
    the index of all changes, or sorts the rows of the best index if they are `few`. With `ids`, it
    reads only this feedback.
    """
    drive = _drive(namespace_id, wanted)
    if ids is not None:
        drive, few = _these(namespace_id, ids), True
    fits, parameters = _fits(wanted)
    key = 'f."id"'
    start: int | str | None = after or None
    if order.by_update:
        key = 'f."sequence"'
        start = int(after) if after else None
        if few:
            # An expression, so that the rows are sorted, not read along the index of all changes.
            key = '(f."sequence" + 0)'
        else:
            drive = _everything(namespace_id)
    else:
        drive, start = _bounded(drive, wanted, order, after or None)
    return Seek(
        columns=f'{key} AS "key", {SELECTED}',
        source='"feedback" f',
        where=drive.where,
        parameters=drive.parameters,
        key=key,
        descending=order.descending,
        after=start,
        fits=fits,
        fit_parameters=parameters,
    )


def _everything(namespace_id: str) -> _Drive:
    return _Drive('f."namespace_id" = (SELECT CAST(? AS TEXT))', (namespace_id,))


def _these(namespace_id: str, ids: Sequence[str]) -> _Drive:
    where, parameters = _everything(namespace_id)
    marks = ", ".join("?" for _ in ids)
    # No id is smaller than the empty one: an empty list is not valid SQL in PostgreSQL.
    among = f'f."id" IN ({marks})' if ids else "f.\"id\" < ''"
    return _Drive(f"{where} AND {among}", (*parameters, *ids))


def _find_few(backend: Backend, namespace_id: str, wanted: FeedbackFilter) -> Sequence[str] | None:
    """Find the ids of the feedback with the external ids, or on the targets, if there are few.

    Returns `None` if the filter has neither, or if there may be many. The result may include
    feedback that does not match.
    """
    if wanted.external_ids:
        found = holders(backend, namespace_id, wanted.external_ids).values()
        return sorted(holder.id for holder in found)
    if not wanted.targets:
        return None
    where, parameters = _everything(namespace_id)
    ids: set[str] = set()
    for condition, value in sorted({_of_target(target) for target in wanted.targets}):
        statement = (
            f'SELECT f."id" FROM "feedback" f WHERE {where} AND {condition}'
            f' ORDER BY f."id" LIMIT {FEW + 1}'
        )
        ids.update(id_ for (id_,) in backend.execute(statement, (*parameters, value)))
        if len(ids) > FEW:
            return None
    return sorted(ids)


def _of_target(target: tuple[int, str, str]) -> tuple[str, str]:
    """Return the condition of the index with the feedback on a target, and its parameter."""
    kind, session_id, target_id = target
    if kind in (TargetKind.SEARCH, TargetKind.ENTITY):
        return f'f."target_kind" = {int(kind)} AND f."target_id" = ?', target_id
    return 'f."session_id" != \'\' AND f."session_id" = ?', session_id


def _drive(namespace_id: str, wanted: FeedbackFilter) -> _Drive:
    """Choose the index; conditions on partial indexes are written as in the schema."""
    where, parameters = _everything(namespace_id)
    target = wanted.target
    more: str
    values: Row
    if target is not None and target[0] in (TargetKind.SEARCH, TargetKind.ENTITY):
        more, values = f'f."target_kind" = {int(target[0])} AND f."target_id" = ?', (target[2],)
    elif session_id := wanted.session_id or (target[1] if target else ""):
        more, values = 'f."session_id" != \'\' AND f."session_id" = ?', (session_id,)
    elif wanted.external_user_id:
        more = 'f."external_user_id" != \'\' AND f."external_user_id" = ?'
        values = (wanted.external_user_id,)
    elif wanted.user_id:
        more, values = 'f."user_id" != \'\' AND f."user_id" = ?', (wanted.user_id,)
    elif wanted.ratings == {Rating.NEGATIVE.value}:
        return _Drive(f'{where} AND f."rating" = {Rating.NEGATIVE.value}', parameters)
    elif wanted.entity_types:
        return _Drive(f'{where} AND f."target_kind" + 0 = {TargetKind.ENTITY.value}', parameters)
    else:
        return _Drive(where, parameters)
    return _Drive(f"{where} AND {more}", (*parameters, *values))


def _is_few(backend: Backend, drive: _Drive) -> bool:
    """Whether the index has few enough rows for this filter to sort them."""
    # Ordered by the index: else PostgreSQL collects all rows before it counts.
    statement = (
        f'SELECT 1 FROM "feedback" f WHERE {drive.where} ORDER BY f."id" LIMIT 1 OFFSET {FEW}'
    )
    return backend.execute(statement, drive.parameters).fetchone() is None


def _bounded(
    drive: _Drive, wanted: FeedbackFilter, order: Order, after: str | None
) -> tuple[_Drive, str | None]:
    """Limit the ids by the time of creation, with which they begin."""
    start, end = wanted.create_time
    least = None if start is None else id_at(Kind.FEEDBACK, start // 1000 - MARGIN)
    most = None if end is None else id_at(Kind.FEEDBACK, end // 1000 + MARGIN)
    where, parameters = drive
    first, last, than = (most, least, ">") if order.descending else (least, most, "<")
    if last is not None:
        where, parameters = f'{where} AND f."id" {than} ?', (*parameters, last)
    if first is not None:
        furthest = min if order.descending else max
        after = first if after is None else furthest(first, after)
    return _Drive(where, parameters), after


_Condition = tuple[str, tuple[object, ...]]
"""A condition in SQL, and its parameters."""
_ON_TARGET = '"target_kind" = ? AND "session_id" = ? AND "target_id" = ?'


def _fits(wanted: FeedbackFilter) -> tuple[str, Row]:
    """Write the filter in SQL, as far as it means the same on both databases."""
    conditions: list[_Condition] = []
    if wanted.target is not None:
        conditions.append((_ON_TARGET, wanted.target))
    if wanted.targets:
        either = " OR ".join(f"({_ON_TARGET})" for _ in wanted.targets)
        named = tuple(part for target in sorted(wanted.targets) for part in target)
        conditions.append((f"({either})", named))
    if wanted.entity_types:
        conditions.append(_of_types(wanted.entity_types))
    for column in ("session_id", "user_id", "external_user_id", "creator"):
        value = getattr(wanted, column)
        conditions += [(f'"{column}" = ?', (value,))] if value else []
    if wanted.own:
        conditions.append(("\"external_user_id\" = ''", ()))
    for values, column in {**AMONG, "states": "state"}.items():
        if listed := sorted(getattr(wanted, values)):
            marks = ", ".join("?" for _ in listed)
            conditions.append((f'"{column}" IN ({marks})', tuple(listed)))
    bounds = (
        ('"score" >= ?', wanted.min_score),
        ('"score" <= ?', wanted.max_score),
        ('"create_time" >= ?', wanted.create_time.start),
        ('"create_time" < ?', wanted.create_time.end),
        ('"occur_time" >= ?', wanted.occur_time.start),
        ('"occur_time" < ?', wanted.occur_time.end),
        ('"update_time" >= ?', wanted.update_time.start),
        ('"update_time" < ?', wanted.update_time.end),
    )
    conditions += [(condition, (bound,)) for condition, bound in bounds if bound is not None]
    conditions += _on_values(wanted)
    where = " AND ".join(condition for condition, _ in conditions)
    return where or "TRUE", tuple(value for _, values in conditions for value in values)


def _of_types(entity_types: Iterable[str]) -> _Condition:
    """Return the condition of entities of these types, which does not depend on a collation."""
    begins: list[str] = []
    parameters: list[object] = []
    for entity_type in sorted(entity_types):
        prefix = prefix_of_type(entity_type)
        begins.append(f'substr("target_id", 1, {len(prefix)}) = ?')
        parameters.append(prefix)
    kind = f'"target_kind" = {TargetKind.ENTITY.value}'
    return f"{kind} AND ({' OR '.join(begins)})", tuple(parameters)


def _on_values(wanted: FeedbackFilter) -> Iterator[_Condition]:
    if wanted.value_bool is not None:
        yield '"value_bool" = ?', (wanted.value_bool,)
    for than, bound in ((">=", wanted.min_value), ("<=", wanted.max_value)):
        if bound is not None:
            # PostgreSQL rounds the integer, so that too many may fit, but never too few.
            yield f'("value_int" {than} ? OR "value_number" {than} ?)', (bound, bound)
    if labels := sorted(wanted.value_labels):
        marks = ", ".join("?" for _ in labels)
        # Several labels are a JSON text, which only the predicate reads.
        yield f'("value_label" IN ({marks}) OR "value_labels" IS NOT NULL)', tuple(labels)
    if wanted.has_error is not None:
        yield f"\"error_code\" {'!=' if wanted.has_error else '='} ''", ()
    for key, value in sorted(wanted.metadata):
        # Removing the entry changes the text: the databases have no common search for a part.
        yield 'replace("metadata", CAST(? AS TEXT), \'\') != "metadata"', (entry(key, value),)


def list_revisions(
    backend: Backend,
    namespace_id: str,
    feedback_id: str,
    *,
    before: int | None,
    limit: int,
    writer: str = "",
) -> tuple[list[StoredFeedback], bool]:
    """Read the states of a feedback before a revision, newest first, and whether there are more.

    With a `writer`, only the states that this principal wrote.
    """
    states = _states(backend, namespace_id, feedback_id, before, writer)
    return take(states, limit=limit, weigh=lambda state: state.weight)


def _states(
    backend: Backend, namespace_id: str, feedback_id: str, before: int | None, writer: str
) -> Iterator[StoredFeedback]:
    """Read the states of a feedback in parts, newest first."""
    rows: list[Row] = []
    if before is None:
        rows = backend.execute(FIND_ONE, (namespace_id, feedback_id)).fetchall()
        before = BEFORE_FIRST
    statement, only = (LIST_OWN_REVISIONS, (writer,)) if writer else (LIST_REVISIONS, ())
    while True:
        parameters = (namespace_id, feedback_id, before, *only, READ_AT_ONCE)
        past = backend.execute(statement, parameters).fetchall()
        # Between the statements the current state may have become a revision, followed by others.
        states = {
            state.revision: state
            for state in map(from_row, (*rows, *past))
            if writer in ("", state.writer)
        }
        yield from sorted(states.values(), key=lambda state: state.revision, reverse=True)
        if len(past) < READ_AT_ONCE:
            return
        rows, before = [], min(states)
