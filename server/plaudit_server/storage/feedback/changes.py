"""The changes of a namespace's feedback in the order of their commits.

A change is the state that it created, with a sequence number. One table has the current state of
each feedback, another its past states and deletions. Both together, ordered by sequence number, are
the whole history. The numbers of a namespace follow the order of its commits, so a reader that has
seen a number has seen all changes up to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from plaudit_server.domain.feedback.feedback import StoredFeedback
from plaudit_server.domain.feedback.filters import FeedbackFilter
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.feed import ChangeBatch, SequenceRange
from plaudit_server.storage.engine.pages import take
from plaudit_server.storage.engine.transaction import keys
from plaudit_server.storage.feedback.rows import SELECTED, from_row

READ_AT_ONCE = 200
"""How many changes one call of `read` returns at most."""

_PART = (
    'SELECT * FROM (SELECT {columns} FROM "{table}" f'
    ' WHERE f."namespace_id" = (SELECT CAST(? AS TEXT)) AND f."sequence" > ?'
    ' ORDER BY f."sequence" LIMIT ?) {name}'
)
READ = (
    "SELECT * FROM ("
    + _PART.format(columns=SELECTED, table="feedback", name="now")
    + " UNION ALL "
    + _PART.format(columns=SELECTED, table="feedback_revision", name="past")
    + ') c ORDER BY "sequence" LIMIT ?'
)
FIND_REVISIONS = (
    f'KEYS3 SELECT {SELECTED} FROM k CROSS JOIN "feedback_revision" f'
    ' WHERE f."namespace_id" = k.a AND f."id" = k.b AND f."revision" = CAST(k.c AS INTEGER)'
)
FIND_SEQUENCE_RANGE = 'SELECT "purged", "value" FROM "sequence" WHERE "namespace_id" = ?'


@dataclass(slots=True, eq=False)
class Change:
    """One change of one feedback. Many watchers share it, and the results that it caches."""

    before: StoredFeedback | None
    """The state before; `None` for a creation and for erased feedback."""
    after: StoredFeedback
    weight: int
    """About how many bytes the change takes in a response."""
    matches: dict[FeedbackFilter, bool] = field(default_factory=dict)
    """Whether watchers with a filter get the change."""
    messages: dict[bool, bytes] = field(default_factory=dict)
    """The serialized response, by whether the feedback left the filter."""

    @property
    def sequence(self) -> int:
        """The sequence number of the change."""
        return self.after.sequence


def sequence_range(backend: Backend, namespace_id: str) -> SequenceRange:
    """Read the range of the changes of a namespace."""
    row = backend.execute(FIND_SEQUENCE_RANGE, (namespace_id,)).fetchone()
    return SequenceRange(0, 0) if row is None else SequenceRange(*row)


def read(backend: Backend, namespace_id: str, after: int) -> ChangeBatch[Change]:
    """Read the next changes after a number, at most READ_AT_ONCE and the bytes of a page."""
    # Read before the changes: all changes up to `last` are visible below.
    _, last = sequence_range(backend, namespace_id)
    parameters = (namespace_id, after, READ_AT_ONCE + 1)
    rows = backend.execute(READ, (*parameters, *parameters, READ_AT_ONCE + 1))
    states, more = take(map(from_row, rows), limit=READ_AT_ONCE, weigh=lambda state: state.weight)
    before = _before(backend, namespace_id, states)
    # Read after the changes: what retention removes in between is reported as purged.
    purged, _ = sequence_range(backend, namespace_id)
    seen = states[-1].sequence if states else after
    return ChangeBatch(
        [Change(before.get((s.id, s.revision - 1)), s, s.weight) for s in states],
        seen if more else max(seen, last),
        purged,
        more,
    )


def _before(
    backend: Backend, namespace_id: str, states: Sequence[StoredFeedback]
) -> dict[tuple[str, int], StoredFeedback]:
    wanted = [(namespace_id, s.id, str(s.revision - 1)) for s in states if s.revision > 1]
    if not wanted:
        return {}
    found = map(from_row, backend.execute(FIND_REVISIONS, keys(wanted)))
    return {(state.id, state.revision): state for state in found}
