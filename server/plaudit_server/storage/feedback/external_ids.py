"""External ids of feedback: each names one feedback of its namespace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from plaudit_server.domain.feedback.feedback import StoredFeedback
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.transaction import Transaction, keys
from plaudit_server.storage.feedback.rows import EXTERNAL_ID, SELECTED, from_row

FIND_BY_EXTERNAL_ID = (
    f'KEYS2 SELECT {SELECTED} FROM k CROSS JOIN "feedback" f'
    ' WHERE f."namespace_id" = k.a AND f."external_id" = k.b AND f."external_id" != \'\''
)
FIND_HOLDERS = (
    'KEYS2 SELECT f."external_id", f."id", f."identity" FROM k CROSS JOIN "feedback" f'
    ' WHERE f."namespace_id" = k.a AND f."external_id" = k.b AND f."external_id" != \'\''
)


def find(db: Backend | Transaction, wanted: Sequence[tuple[str, str]]) -> list[Row]:
    """Read feedback by (namespace, external id), as rows of COLUMNS."""
    rows: list[Row] = db.execute(FIND_BY_EXTERNAL_ID, keys(wanted)).fetchall()
    return rows


def get(backend: Backend, wanted: Sequence[tuple[str, str]]) -> list[StoredFeedback | None]:
    """Read feedback by (namespace, external id); `None` if it does not exist."""
    found = {(row[0], row[EXTERNAL_ID]): from_row(row) for row in find(backend, wanted)}
    return [found.get(name) for name in wanted]


class Holder(NamedTuple):
    """The feedback that has an external id."""

    id: str
    identity: str


def holders(
    db: Backend | Transaction, namespace_id: str, external_ids: Iterable[str]
) -> dict[str, Holder]:
    """Find the feedback that has each external id."""
    wanted = keys([(namespace_id, external_id) for external_id in sorted(set(external_ids))])
    return {row[0]: Holder(row[1], row[2]) for row in db.execute(FIND_HOLDERS, wanted)}


class ExternalIds:
    """Which feedback of a namespace has which external id, while a transaction changes them.

    Every write locks the namespace, so nobody else changes them meanwhile.
    """

    def __init__(self, tx: Transaction, namespace_id: str) -> None:
        self._tx = tx
        self._namespace_id = namespace_id
        self._holders: dict[str, str] = {}
        """The id of the feedback; empty if none has the external id."""

    def read(self, external_ids: Iterable[str]) -> None:
        """Read the holders of external ids with one statement, before any changes."""
        new = {external_id for external_id in external_ids if external_id} - self._holders.keys()
        if new:
            found = holders(self._tx, self._namespace_id, new)
            self._holders |= {one: found[one].id if one in found else "" for one in new}

    def holder(self, external_id: str) -> str:
        """Return the id of the feedback that has an external id; empty if none has."""
        if external_id:
            self.read([external_id])
        return self._holders.get(external_id, "")

    def move(self, feedback_id: str, *, old: str, new: str) -> None:
        """Record that the external id of a feedback changes; empty is none."""
        if old != new:
            self._holders |= {old: "", new: feedback_id}
            self._holders.pop("", None)
