"""Overruling: feedback that other feedback overrules does not count until that changes.

A feedback names the one that it overrules, and that one names it in turn, in the same transaction.
Every write holds the lock of its namespace, so no two can overrule the same feedback.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from plaudit_server.domain.errors import Refusal
from plaudit_server.domain.feedback import overruling as rules
from plaudit_server.domain.feedback.feedback import Content
from plaudit_server.storage.engine.backend import Row
from plaudit_server.storage.engine.transaction import Transaction, keys
from plaudit_server.storage.feedback.rows import (
    ACTIVE,
    CONTENT,
    FIND_BY_ID,
    OVERRULED,
    OVERRULED_BY,
    OVERRULES,
    PENDING,
    SELECTED,
    STATE,
)
from plaudit_server.storage.feedback.write_buffer import WriteBuffer

FIND_OVERRULED = (
    f'SELECT {SELECTED} FROM "feedback" f WHERE f."namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND f."overruled_by" = ? AND f."overruled_by" != \'\''
)


class Overruling:
    """Changes the feedback of a namespace that other feedback overrules, in one transaction.

    Without feedback that overrules any, it runs no statement.
    """

    def __init__(self, tx: Transaction, namespace_id: str, changes: WriteBuffer) -> None:
        self._tx = tx
        self._namespace_id = namespace_id
        self.changes = changes
        self._stored: dict[str, Row | None] = {}

    def load(self, overruled: Iterable[str]) -> None:
        """Read feedback that is or will be overruled, by id, at once; empty ids are left out."""
        wanted = sorted({id_ for id_ in overruled if id_} - self._stored.keys())
        if wanted:
            self._stored.update(dict.fromkeys(wanted))
            found = self._tx.execute(FIND_BY_ID, keys([(self._namespace_id, w) for w in wanted]))
            self._stored.update((row[1], row) for row in found)

    def refusal(
        self, was: Row | None, content: Content, field: str, *, waits: bool = False
    ) -> Refusal | None:
        """Return why a feedback may not get this content; `was` is its state, `None` if new.

        `waits` says that new feedback waits for its exchange.

        What it overrules already is not checked again. `field` is the path of `overrules`.
        """
        id_ = content.overrules
        if not id_ or (was is not None and was[OVERRULES] == id_):
            return None
        if was is not None and was[1] == id_:
            return rules.overrules_itself(field)
        other = self._find(id_)
        if other is None:
            return rules.overrules_unknown(field, id_)
        theirs = Content._make(other[CONTENT])
        if (theirs[:3], theirs.name) != (content[:3], content.name):
            return rules.overrules_other_subject(field)
        if other[STATE] == OVERRULED:
            return rules.already_overruled(field, id_, other[OVERRULED_BY])
        if other[STATE] == PENDING:
            return rules.not_active_yet(field, id_)
        if was[STATE] == PENDING if was is not None else waits:
            return rules.waits_itself(field, id_)
        return None if was is None else self._cycle(was, id_, field)

    def _cycle(self, was: Row, overruled: str, field: str) -> Refusal | None:
        """Return the error if the feedback to overrule overrules this one, also through others."""
        by = was[OVERRULED_BY]
        for _ in range(rules.CHAIN_AT_MOST):
            if not by:
                return None
            if by == overruled:
                return rules.overrules_itself(field)
            above = self._find(by)
            by = "" if above is None else above[OVERRULED_BY]
        return rules.chain_too_long(field) if by else None

    def follow(self, was: Row | None, now: Row | None) -> None:
        """Change what a feedback overrules, after its change from one state to another.

        `None` stands for feedback that does not exist, before or after.
        """
        before = "" if was is None else was[OVERRULES]
        after = "" if now is None else now[OVERRULES]
        if before == after:
            return
        if was is not None and before:
            self._release(was, by="" if now is not None else was[OVERRULED_BY])
        if now is not None and after:
            overruled = self._find(after)
            if overruled is not None:
                self.changes.change_state(overruled, OVERRULED, overruled_by=now[1])

    def erase(self, gone: Mapping[str, Row]) -> None:
        """Change what feedback overrules that is about to be erased; `gone` has its rows by id."""
        for was in gone.values():
            by = was[OVERRULED_BY]
            while by in gone:
                by = gone[by][OVERRULED_BY]
            self._release(was, by=by, but=gone)

    def _release(self, was: Row, *, by: str, but: Container[str] = ()) -> None:
        """Activate what a feedback overrules, or let the one that overrules it overrule that too.

        `by` is the id of that one; empty if there is none.
        """
        if not was[OVERRULES]:
            return
        stored = self._tx.execute(FIND_OVERRULED, (self._namespace_id, was[1])).fetchall()
        overruled = {row[1]: row for row in (*stored, *self.changes.changed())}
        for id_ in sorted(overruled):
            row = self.changes.find(id_, overruled[id_])
            if row is not None and row[OVERRULED_BY] == was[1] and id_ not in but:
                self.changes.change_state(row, OVERRULED if by else ACTIVE, overruled_by=by)

    def _find(self, feedback_id: str) -> Row | None:
        if feedback_id not in self._stored:
            self.load([feedback_id])
        return self.changes.find(feedback_id, self._stored[feedback_id])
