"""Streams of feedback: what was recorded is remembered by number, so that resuming is exact."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from plaudit_server.domain.errors import NotFound, Reason, Refusal
from plaudit_server.domain.feedback.feedback import StoredFeedback, Submission
from plaudit_server.storage.engine.transaction import Transaction, keys
from plaudit_server.storage.feedback import along
from plaudit_server.storage.feedback.feedback import Result
from plaudit_server.storage.feedback.rows import FIND_BY_IDENTITY, from_row, keeps

KEPT_FOR = 24 * 60 * 60 * 1_000_000
"""How long a stream may be resumed after its last item, in microseconds."""
REFUSED_AT_MOST = 1_000
"""How many refused items of a stream are remembered: the last ones."""
PURGED_AT_ONCE = 500
"""How many old streams one write forgets, so that callers do not wait for it."""

FIND = (
    'KEYS2 SELECT s."namespace_id", s."id", s."sequence_number", s."refused"'
    ' FROM k CROSS JOIN "feedback_stream" s WHERE s."namespace_id" = k.a AND s."id" = k.b'
)
REMEMBER = (
    'INSERT INTO "feedback_stream"'
    ' ("namespace_id", "id", "sequence_number", "refused", "update_time") VALUES (?, ?, ?, ?, ?)'
    ' ON CONFLICT ("namespace_id", "id") DO UPDATE SET'
    ' "sequence_number" = excluded."sequence_number", "refused" = excluded."refused",'
    ' "update_time" = excluded."update_time"'
)
FIND_OLD = 'SELECT "namespace_id", "id" FROM "feedback_stream" WHERE "update_time" < ? LIMIT ?'
# A stream that has gone on meanwhile is none of the old; by no index of times is it found.
FORGET = (
    'DELETE FROM "feedback_stream" WHERE "namespace_id" = ? AND "id" = ? AND "update_time" + 0 < ?'
)


class Item(NamedTuple):
    """A submission under the client's number."""

    number: int
    submission: Submission


class Items(NamedTuple):
    """The next items of a stream on their way to the store; numbers ascend."""

    namespace_id: str
    stream_id: str
    """A digest of the principal and the stream's id; empty for a stream that is not resumed."""
    items: Sequence[Item]
    refused: Sequence[int] = ()
    """The numbers of items that were refused before they came here."""

    @property
    def key(self) -> tuple[str, str]:
        """What the stream is remembered by."""
        return self.namespace_id, self.stream_id


class Resumed(NamedTuple):
    """What became of an item that had been recorded before the stream broke: what is stored now."""

    feedback: StoredFeedback
    stored: bool
    """Whether it keeps its exchange as a memory."""


class _Progress(NamedTuple):
    """How far a stream has come."""

    number: int = 0
    refused: frozenset[int] = frozenset()

    def has(self, number: int) -> bool:
        """Whether the item of this number was recorded.

        Where more were refused than are remembered, the older ones are not known: they come in as
        if for the first time, which records nothing twice that stands as it was.
        """
        if len(self.refused) >= REFUSED_AT_MOST and number < min(self.refused):
            return False
        return number <= self.number and number not in self.refused

    def after(self, job: Items, outcomes: Sequence[object]) -> _Progress:
        """Answer how far it has come with these items."""
        refused = {
            item.number
            for item, outcome in zip(job.items, outcomes, strict=True)
            if isinstance(outcome, Refusal) and not self.has(item.number)
        }
        # What was recorded before stays so, though the same number may now bring what is refused.
        refused.update(number for number in job.refused if not self.has(number))
        tried = {item.number for item in job.items}
        still = sorted((self.refused - tried) | refused)[-REFUSED_AT_MOST:]
        number = job.items[-1].number if job.items else 0
        return _Progress(max(self.number, number), frozenset(still))


def submit(tx: Transaction, jobs: Sequence[Items]) -> list[list[Result | Resumed]]:
    """Record the items of streams in their order, but for those that were recorded before."""
    results: list[list[Result | Resumed]] = [[] for _ in jobs]
    for part in _parts(jobs):
        outcomes = _submit(tx, [jobs[i] for i in part])
        for i, outcome in zip(part, outcomes, strict=True):
            results[i] = outcome
    return results


def _parts(jobs: Sequence[Items]) -> list[list[int]]:
    """Part the jobs so that none has a stream twice, each stream's in their order.

    A stream comes twice where it is resumed before the server has heard that it broke: its second
    call must find what the first one has recorded.
    """
    parts: list[list[int]] = [[]]
    seen: dict[tuple[str, str], int] = defaultdict(int)
    for i, job in enumerate(jobs):
        number = seen[job.key]
        if job.stream_id:
            seen[job.key] += 1
        if number == len(parts):
            parts.append([])
        parts[number].append(i)
    return parts


def _submit(tx: Transaction, jobs: Sequence[Items]) -> list[list[Result | Resumed]]:
    progress = _find(tx, jobs)
    fresh = [
        [i.submission for i in job.items if not progress[job.key].has(i.number)] for job in jobs
    ]
    present = _present(tx, jobs, progress)
    results: list[list[Result | Resumed]] = []
    remembered = []
    for job, recorded in zip(jobs, along.submit(tx, fresh), strict=True):
        before = progress[job.key]
        new = iter(recorded)
        outcomes: list[Result | Resumed] = [
            present.get((job.namespace_id, item.submission.identity), _gone(item.number))
            if before.has(item.number)
            else next(new)
            for item in job.items
        ]
        results.append(outcomes)
        if job.stream_id:
            number, refused = before.after(job, outcomes)
            remembered.append(
                (job.namespace_id, job.stream_id, number, json.dumps(sorted(refused)), tx.now)
            )
    if remembered:
        tx.execute_many(REMEMBER, remembered)
    return results


def _find(tx: Transaction, jobs: Sequence[Items]) -> dict[tuple[str, str], _Progress]:
    progress = {job.key: _Progress() for job in jobs}
    wanted = [job.key for job in jobs if job.stream_id]
    if wanted:
        for namespace_id, id_, number, refused in tx.execute(FIND, keys(wanted)):
            progress[namespace_id, id_] = _Progress(number, frozenset(json.loads(refused)))
    return progress


def _present(
    tx: Transaction, jobs: Sequence[Items], progress: dict[tuple[str, str], _Progress]
) -> dict[tuple[str, str], Resumed]:
    """Find what is stored now of the items that were recorded before."""
    wanted = [
        (job.namespace_id, item.submission.identity)
        for job in jobs
        for item in job.items
        if progress[job.key].has(item.number)
    ]
    if not wanted:
        return {}
    return {
        (row[1], row[0]): Resumed(from_row(row[1:]), keeps(row[1:]))
        for row in tx.execute(FIND_BY_IDENTITY, keys(wanted))
    }


def _gone(number: int) -> NotFound:
    return NotFound(
        reason=Reason.FEEDBACK_NOT_FOUND,
        message=f"the stream has recorded its item {number} before, and that feedback was deleted"
        " since; or the item is another than the one that had the number",
        resource_type="Feedback",
        resource_name=f"item {number} of the stream",
        ids={"sequence_number": str(number)},
    )


def purge(tx: Transaction, jobs: Sequence[None]) -> list[bool]:
    """Forget some of the streams that nobody may resume any more; tell whether there are more."""
    old = tx.execute(FIND_OLD, (tx.now - KEPT_FOR, PURGED_AT_ONCE)).fetchall()
    if old:
        tx.execute_many(FORGET, [(*key, tx.now - KEPT_FOR) for key in sorted(old)])
    return [len(old) == PURGED_AT_ONCE] * len(jobs)
