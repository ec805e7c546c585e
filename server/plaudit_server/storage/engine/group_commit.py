"""Group commit: concurrent jobs run together, in groups formed by the cohort rule.

A job waits until about as many jobs have joined as last time. Then all of them run together on one
worker thread: one transaction, one flush to disk, one wake-up each way. A group closes when it has
as many jobs as the last group plus those that queued while that ran, or `MAX_WAIT` after its first
job. A lone caller never waits.

A writer that takes whatever is queued forms small groups instead, because its callers still read
their responses when the next group starts. It then spends most of its time on thread switches and
flushes.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Generic, TypeVar

MAX_WAIT = 0.008
"""How long the first job of a group waits for the others, in seconds."""

Outcome = object
"""The outcome of a job: its result, or an exception to raise to its caller."""


Job = TypeVar("Job")


class Cohort(Generic[Job]):
    """Runs the jobs of concurrent callers together, on a thread of its own.

    All its state belongs to the event loop that created it.
    """

    def __init__(self, run: Callable[[Sequence[Job]], Sequence[Outcome]], *, name: str) -> None:
        self._run = run
        self._loop = asyncio.get_running_loop()
        self._waiting: list[tuple[Job, asyncio.Future[Outcome]]] = []
        self._group: list[tuple[Job, asyncio.Future[Outcome]]] = []
        self._expected = 1
        self._running = False
        self._timer: asyncio.TimerHandle | None = None
        self._inbox: SimpleQueue[list[tuple[Job, asyncio.Future[Outcome]]] | None] = SimpleQueue()
        self._idle = asyncio.Event()
        self._idle.set()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def join(self, job: Job) -> asyncio.Future[Outcome]:
        """Add a job to the next group. Cancelling the future before the group closes drops it."""
        future: asyncio.Future[Outcome] = self._loop.create_future()
        self._waiting.append((job, future))
        self._idle.clear()
        if not self._running:
            if len(self._waiting) >= self._expected:
                self._close()
            elif self._timer is None:
                self._timer = self._loop.call_later(MAX_WAIT, self._close)
        return future

    def fail_all(self, error: BaseException) -> None:
        """Fail all waiting jobs, including those of the running group, which may never end."""
        for _, future in (*self._group, *self._waiting):
            if not future.done():
                future.set_exception(error)

    async def drain(self) -> None:
        """Wait until every job that joined is done, then end the thread."""
        await self._idle.wait()
        self._inbox.put(None)
        await asyncio.to_thread(self._thread.join)

    def _close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        # Skip the jobs of callers that have cancelled.
        group = [member for member in self._waiting if not member[1].done()]
        self._waiting = []
        if group:
            self._running = True
            self._group = group
            self._inbox.put(group)
        else:
            self._expected = 1
            self._idle.set()

    def _done(
        self, group: list[tuple[Job, asyncio.Future[Outcome]]], outcomes: Sequence[Outcome]
    ) -> None:
        self._running = False
        self._group = []
        self._expected = len(group) + len(self._waiting)
        for (_, future), outcome in zip(group, outcomes, strict=True):
            if future.done():
                continue
            if isinstance(outcome, BaseException):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)
        if self._waiting:
            self._timer = self._loop.call_later(MAX_WAIT, self._close)
        else:
            self._idle.set()

    def _work(self) -> None:
        while (group := self._inbox.get()) is not None:
            try:
                outcomes = self._run([job for job, _ in group])
            except BaseException as error:  # noqa: BLE001 - a bug must not leave callers waiting
                outcomes = [_raisable(error)] * len(group)
            self._loop.call_soon_threadsafe(self._done, group, outcomes)


def _raisable(error: BaseException) -> BaseException:
    """Return the error, or a substitute for StopIteration, which a future does not accept."""
    if isinstance(error, StopIteration):
        return RuntimeError("an operation raised StopIteration")
    return error
