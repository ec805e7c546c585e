"""Groups of concurrent jobs that run as one: the cohort rule.

A job that joins waits for the others who were here last time, then all of them run together on one
worker thread: one transaction, one flush to disk, one wake-up each way. A group closes when as many
jobs have joined as the last group had, plus those who queued while it ran, or `PATIENCE` after its
first one. A lone caller expects nobody and never waits.

A writer that takes whatever has gathered instead forms small groups, because its callers are busy
reading their answers while it starts the next one; it then pays most of its time for thread
switches and flushes.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Generic, TypeVar

PATIENCE = 0.008
"""How long the first job of a group waits for the others, in seconds."""

Outcome = object
"""What became of a job: its result, or an exception to raise to its caller."""


Job = TypeVar("Job")


class Cohort(Generic[Job]):
    """Runs the jobs of concurrent callers together, on a thread of its own.

    All its state lives on the event loop that made it.
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
                self._timer = self._loop.call_later(PATIENCE, self._close)
        return future

    def abandon(self, error: BaseException) -> None:
        """Answer all who wait with an error, also those whose group runs: it may never end."""
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
        # A caller that has gone took its future along; its job must not be done.
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
            self._timer = self._loop.call_later(PATIENCE, self._close)
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
    """Answer the error, or what can stand for it in a future, which takes no StopIteration."""
    if isinstance(error, StopIteration):
        return RuntimeError("an operation ended an iteration that was not its own")
    return error
