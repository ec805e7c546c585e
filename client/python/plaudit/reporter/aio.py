"""The reporter for asyncio."""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType
from typing import Any, TypeVar

from plaudit.reporter.reporter import FeedbackReporter
from plaudit.reporter.tally import Counts

R = TypeVar("R", bound="AsyncFeedbackReporter")


class AsyncFeedbackReporter:
    """FeedbackReporter for asyncio: the same queue and thread, and the loop never waits for them.

    `report` is a plain method, which returns at once; `flush` and `close` are awaited.
    """

    def __init__(self, address: str | None = None, **options: Any) -> None:
        """Take the arguments of FeedbackReporter."""
        self._reporter = FeedbackReporter(address, **options)

    def report(self, /, *positional: Any, **fields: Any) -> None:
        """Report a feedback, as FeedbackReporter.report does."""
        self._reporter.report(*positional, **fields)

    @property
    def counts(self) -> Counts:
        """What became of the reported feedback so far."""
        return self._reporter.counts

    async def flush(self, timeout: float | None = None) -> bool:
        """Send what was reported so far, as FeedbackReporter.flush does."""
        given_up = threading.Event()
        try:
            return await asyncio.to_thread(self._reporter.flush_unless, given_up, timeout)
        except asyncio.CancelledError:
            given_up.set()  # else the end of the loop would wait for the thread
            self._reporter.wake_flushes()
            raise

    async def close(self, timeout: float = 10.0) -> bool:
        """Send what was reported and end, as FeedbackReporter.close does."""
        return await asyncio.to_thread(self._reporter.close, timeout)

    async def __aenter__(self: R) -> R:  # noqa: PYI019 - Self is of Python 3.11
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()
