"""Changing a criterion: refused if stored feedback would no longer match it.

A change that could exclude feedback first checks all of the namespace's feedback, in bounded reads
and without a transaction. The transaction then checks only what changed since, which its sequence
number tells, so that writers do not wait and nothing escapes the check.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from typing import NamedTuple

from plaudit_server.domain.errors import Refusal
from plaudit_server.domain.feedback.criteria import (
    Criterion,
    does_not_fit,
    narrows,
    stops_matching,
)
from plaudit_server.domain.feedback.feedback import NOTHING
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.pages import Seek, scan
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.engine.transaction import Transaction
from plaudit_server.storage.feedback import criteria
from plaudit_server.storage.feedback.changes import sequence_range
from plaudit_server.storage.feedback.criteria import CriterionName

READ_AT_ONCE = 1_000
"""How many feedbacks one query reads."""
CHANGED_AT_MOST = 500
"""How many changed feedbacks the transaction checks; few, so that other writes need not wait. If
there are more, they are checked before another try."""

_VALUES = (
    "value_bool",
    "value_int",
    "value_number",
    "value_label",
    "value_labels",
    "correction_value",
    "score",
    "error_code",
)
"""The columns on which it depends whether a feedback matches a criterion."""
_COLUMNS = (
    'f."id" AS "key", f."sequence" AS "number", f."name" AS "name", '
    + ", ".join(f'f."{column}" AS "{column}"' for column in _VALUES)
    # Long, and not needed beyond whether there is any.
    + ', CASE WHEN f."value_json" IS NULL THEN NULL ELSE \'\' END AS "value_json"'
)
FIND_CHANGED = (
    f'SELECT {_COLUMNS} FROM "feedback" f WHERE f."namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND f."sequence" > ? ORDER BY f."sequence" LIMIT ?'
)


class CriterionUpdate(NamedTuple):
    """A change of a criterion."""

    namespace_id: str
    id: str
    change: Callable[[Criterion], Criterion]
    """Returns the changed criterion for the stored one, or raises Refusal."""

    @property
    def name(self) -> CriterionName:
        """The key of the criterion."""
        return CriterionName(self.namespace_id, self.id)


class Checked(NamedTuple):
    """A change that all feedback up to a sequence number matches."""

    namespace_id: str
    old: Criterion
    new: Criterion
    sequence: int | None
    """`None` if no feedback needs to be checked."""


async def update(store: Store, wanted: CriterionUpdate) -> Criterion:
    """Change a criterion and return it.

    Errors: NotFound, also for an archived criterion; FailedPrecondition if stored feedback would
    not match the change any more; those of the change.
    """
    namespace_id = wanted.namespace_id
    checked: Checked | None = None
    while True:
        old = await store.query(namespace_id, criteria.find, wanted.name)
        if checked is None or checked.old != old:
            checked = Checked(namespace_id, old, wanted.change(old), None)
        if narrows(checked.old, checked.new):
            checked = await store.work_in_parts(namespace_id, _check, checked)
        stored = await store.write(apply, checked, namespace_id=namespace_id)
        if stored is not None:
            return stored


def _check(backend: Backend, job: Checked) -> Generator[None, None, Checked]:
    """Check all feedback of the namespace, or what changed after a checked sequence number."""
    sequence = job.sequence
    if sequence is None:
        # Read first: what changes during the walk has a higher number.
        sequence = sequence_range(backend, job.namespace_id).last
        after: object = ""
        while after is not None:
            rows, after = scan(backend, seek_page(job, after), limit=READ_AT_ONCE)
            if refusal := _misfit(job, rows):
                raise refusal
            yield
    while True:
        parameters = (job.namespace_id, sequence, READ_AT_ONCE)
        rows = backend.execute(FIND_CHANGED, parameters).fetchall()
        if refusal := _misfit(job, rows):
            raise refusal
        if rows:
            sequence = rows[-1][1]
        if len(rows) < READ_AT_ONCE:
            return job._replace(sequence=sequence)
        yield


def seek_page(job: Checked, after: object) -> Seek:
    """Build the query of a part of the namespace's feedback with the name of the criterion."""
    return Seek(
        columns=_COLUMNS,
        source='"feedback" f',
        where='f."namespace_id" = (SELECT CAST(? AS TEXT))',
        parameters=(job.namespace_id,),
        key='f."id"',
        descending=False,
        after=after,
        fits='"name" = ?',
        fit_parameters=(job.old.name,),
    )


def _misfit(job: Checked, rows: Iterable[Row]) -> Refusal | None:
    """Return the error if one of these feedbacks would not match the criterion any more."""
    for id_, _, name, *values, json in rows:
        if name == job.old.name:
            content = NOTHING._replace(
                **dict(zip(_VALUES, values, strict=True)), value_json=json, text="-"
            )
            if stops_matching(job.old, job.new, content):
                return does_not_fit(job.old, id_)
    return None


def apply(tx: Transaction, jobs: Sequence[Checked]) -> list[Criterion | Refusal | None]:
    """Store changes of criteria; `None` for one to be checked again, because much changed since."""
    return [_apply(tx, job) for job in jobs]


def _apply(tx: Transaction, job: Checked) -> Criterion | Refusal | None:
    try:
        old = criteria.find(tx, CriterionName(job.namespace_id, job.old.id))
    except Refusal as gone:
        return gone
    if old != job.old:
        return None
    if job.sequence is not None:
        parameters = (job.namespace_id, job.sequence, CHANGED_AT_MOST + 1)
        rows = tx.execute(FIND_CHANGED, parameters).fetchall()
        if len(rows) > CHANGED_AT_MOST:
            return None
        if refusal := _misfit(job, rows):
            return refusal
    return criteria.replace(tx, job.namespace_id, job.new) if job.new != job.old else old
