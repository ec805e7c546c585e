"""The reporter for asyncio."""

from __future__ import annotations

import asyncio
import os
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Literal, TypeVar

from plaudit.reporter.reporter import (
    EXIT_SECONDS,
    LINGER,
    MAX_BYTES,
    MAX_ITEMS,
    MAX_SPOOL_BYTES,
    FeedbackReporter,
    File,
)
from plaudit.reporter.tally import Counts, OnDrop
from plaudit.v1 import exchange_pb2, feedback_pb2

if TYPE_CHECKING:
    from typing_extensions import Never, Unpack

    from plaudit import params

R = TypeVar("R", bound="AsyncFeedbackReporter")


class AsyncFeedbackReporter:
    """FeedbackReporter for asyncio: the same queue and thread, and the loop never waits for them.

    `report` is a plain method, which returns at once; `flush` and `close` are awaited.
    """

    def __init__(
        self,
        address: str | None = None,
        *,
        api_key: str | None = None,
        spool: Literal["memory", "file"] = "memory",
        spool_directory: str | os.PathLike[str] | None = None,
        max_items: int = MAX_ITEMS,
        max_bytes: int = MAX_BYTES,
        max_spool_bytes: int = MAX_SPOOL_BYTES,
        linger: float = LINGER,
        exit_timeout: float = EXIT_SECONDS,
        on_drop: OnDrop | None = None,
        namespace: str | None = None,
        tls: bool | None = None,
        ca: File | bytes | None = None,
        client_certificate: tuple[File, File] | None = None,
        authority: str | None = None,
    ) -> None:
        """Take the arguments of FeedbackReporter."""
        self._reporter = FeedbackReporter(
            address,
            api_key=api_key,
            spool=spool,
            spool_directory=spool_directory,
            max_items=max_items,
            max_bytes=max_bytes,
            max_spool_bytes=max_spool_bytes,
            linger=linger,
            exit_timeout=exit_timeout,
            on_drop=on_drop,
            namespace=namespace,
            tls=tls,
            ca=ca,
            client_certificate=client_certificate,
            authority=authority,
        )

    def report(
        self,
        /,
        *positional: Never,
        feedback: feedback_pb2.Feedback | params.FeedbackParam | None = None,
        exchange: exchange_pb2.Exchange | params.ExchangeParam | None = None,
        **fields: Unpack[params.FeedbackParam],
    ) -> None:
        """Report a feedback, as FeedbackReporter.report does."""
        self._reporter.report(*positional, feedback=feedback, exchange=exchange, **fields)

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
