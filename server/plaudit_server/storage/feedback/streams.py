"""Streams of feedback: recorded items are remembered by number, so that resuming is exact."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from plaudit_server.domain.errors import NotFound, Reason, Refusal
from plaudit_server.domain.feedback.feedback import StoredFeedback, Submission
from plaudit_server.storage.engine.transaction import Transaction, keys
from plaudit_server.storage.feedback import sent_exchanges
from plaudit_server.storage.feedback.feedback import Result
from plaudit_server.storage.feedback.rows import FIND_BY_IDENTITY, from_row, keeps

KEPT_FOR = 24 * 60 * 60 * 1_000_000
"""How long a stream may be resumed after its last item, in microseconds."""
REFUSED_AT_MOST = 1_000
"""How many refused items of a stream are remembered: the latest."""
PURGED_AT_ONCE = 500
"""How many old streams one write deletes; few, so that other writes need not wait."""

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
# Streams with newer items are kept; the expression keeps the planner off the index of times.
FORGET = (
    'DELETE FROM "feedback_stream" WHERE "namespace_id" = ? AND "id" = ? AND "update_time" + 0 < ?'
)


class Item(NamedTuple):
    """A submission with the client's number."""

    number: int
    submission: Submission


class Items(NamedTuple):
    """The next items of a stream to record; numbers ascend."""

    namespace_id: str
    stream_id: str
    """A digest of the principal and the stream id; empty for a stream without an id."""
    items: Sequence[Item]
    refused: Sequence[int] = ()
    """The numbers of items that were already refused."""

    @property
    def key(self) -> tuple[str, str]:
        """The key of the stream."""
        return self.namespace_id, self.stream_id


class Resumed(NamedTuple):
    """The result of an item that was recorded before the stream was resumed: its current state."""

    feedback: StoredFeedback
    stored: bool
    """Whether it keeps its exchange as a memory."""


class _Progress(NamedTuple):
    """The recorded and refused items of a stream."""

    number: int = 0
    refused: frozenset[int] = frozenset()

    def has(self, number: int) -> bool:
        """Whether the item with this number was recorded.

        If more items were refused than are remembered, older ones count as new. Submitting them
        again is safe: unchanged content is a replay.
        """
        if len(self.refused) >= REFUSED_AT_MOST and number < min(self.refused):
            return False
        return number <= self.number and number not in self.refused

    def after(self, job: Items, outcomes: Sequence[object]) -> _Progress:
        """Return the progress after these items."""
        refused = {
            item.number
            for item, outcome in zip(job.items, outcomes, strict=True)
            if isinstance(outcome, Refusal) and not self.has(item.number)
        }
        # A recorded number stays recorded, even if a refused item is sent with it now.
        refused.update(number for number in job.refused if not self.has(number))
        tried = {item.number for item in job.items}
        still = sorted((self.refused - tried) | refused)[-REFUSED_AT_MOST:]
        number = job.items[-1].number if job.items else 0
        return _Progress(max(self.number, number), frozenset(still))


def submit(tx: Transaction, jobs: Sequence[Items]) -> list[list[Result | Resumed]]:
    """Record the items of streams in order, except those that were recorded before."""
    results: list[list[Result | Resumed]] = [[] for _ in jobs]
    for part in _parts(jobs):
        outcomes = _submit(tx, [jobs[i] for i in part])
        for i, outcome in zip(part, outcomes, strict=True):
            results[i] = outcome
    return results


def _parts(jobs: Sequence[Items]) -> list[list[int]]:
    """Split the jobs so that no part has a stream twice, in the order of each stream.

    A stream may come twice if it is resumed before the server notices that its connection broke.
    The second call must see what the first one recorded.
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
    for job, recorded in zip(jobs, sent_exchanges.submit(tx, fresh), strict=True):
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
    """Read the current state of the items that were recorded before."""
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
        message=f"item {number} of the stream was recorded before, and its feedback was deleted"
        " since; or another item was sent with the same number",
        resource_type="Feedback",
        resource_name=f"item {number} of the stream",
        ids={"sequence_number": str(number)},
    )


def purge(tx: Transaction, jobs: Sequence[None]) -> list[bool]:
    """Delete a batch of streams too old to resume; return whether there may be more."""
    old = tx.execute(FIND_OLD, (tx.now - KEPT_FOR, PURGED_AT_ONCE)).fetchall()
    if old:
        tx.execute_many(FORGET, [(*key, tx.now - KEPT_FOR) for key in sorted(old)])
    return [len(old) == PURGED_AT_ONCE] * len(jobs)
