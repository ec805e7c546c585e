"""The changes of a namespace's feedback in the order of their commits.

A change is the state that it made, under the number that it was given. The present state of each
feedback stands in one table, the past ones and the deletions in another, each with its number; both
together, by number, are all that ever happened. A namespace's numbers follow its commits, so what a
reader has seen is always all up to some number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from plaudit_server.domain.feedback.feedback import StoredFeedback
from plaudit_server.domain.feedback.filters import FeedbackFilter
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.pages import take
from plaudit_server.storage.engine.transaction import keys
from plaudit_server.storage.feedback.rows import SELECTED, from_row

READ_AT_ONCE = 200
"""How many changes one look reads."""

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
FIND_REACH = 'SELECT "purged", "value" FROM "sequence" WHERE "namespace_id" = ?'
FIND_MOVED = (
    'KEYS2 SELECT s."namespace_id" FROM k CROSS JOIN "sequence" s'
    ' WHERE s."namespace_id" = k.a AND s."value" > CAST(k.b AS BIGINT)'
)


@dataclass(slots=True, eq=False)
class Change:
    """One change of one feedback, handed to many watchers: what they ask of it is found once."""

    before: StoredFeedback | None
    """The state before; `None` for a creation, and for what was erased."""
    after: StoredFeedback
    weight: int
    """About how many bytes it takes to tell."""
    verdicts: dict[FeedbackFilter, bool] = field(default_factory=dict)
    """Whether it concerns those who watch with a filter."""
    told: dict[bool, bytes] = field(default_factory=dict)
    """What watchers are told of it, by whether it left their filter."""

    @property
    def sequence(self) -> int:
        """The change's number."""
        return self.after.sequence


class Reach(NamedTuple):
    """The numbers of the changes that a namespace has."""

    purged: int
    """All changes after this one are kept."""
    last: int


def reach(backend: Backend, namespace_id: str) -> Reach:
    """Tell how far the changes of a namespace reach."""
    row = backend.execute(FIND_REACH, (namespace_id,)).fetchone()
    return Reach(0, 0) if row is None else Reach(*row)


class Read(NamedTuple):
    """What one look has found."""

    changes: list[Change]
    """Oldest first."""
    reached: int
    """The number up to which these are all changes."""
    purged: int
    """The number up to which changes may be missing, because retention removed them."""
    more: bool
    """Whether there are more behind these."""


def read(backend: Backend, namespace_id: str, after: int) -> Read:
    """Read the next changes after a number: at most READ_AT_ONCE, or what a page has bytes for."""
    # Before the changes, so that none up to it is missed, ...
    _, last = reach(backend, namespace_id)
    parameters = (namespace_id, after, READ_AT_ONCE + 1)
    rows = backend.execute(READ, (*parameters, *parameters, READ_AT_ONCE + 1))
    states, more = take(map(from_row, rows), limit=READ_AT_ONCE, weigh=lambda state: state.weight)
    before = _before(backend, namespace_id, states)
    # ... and after them, so that what went in between is not taken for never having been.
    purged, _ = reach(backend, namespace_id)
    seen = states[-1].sequence if states else after
    return Read(
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


def moved(backend: Backend, positions: Mapping[str, int]) -> list[str]:
    """Name the namespaces that have changes after these numbers."""
    wanted = keys([(namespace_id, str(n)) for namespace_id, n in positions.items()])
    return [row[0] for row in backend.execute(FIND_MOVED, wanted)]
