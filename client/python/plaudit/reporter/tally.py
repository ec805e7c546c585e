"""What became of the reported feedback: counts, one line of log per interval, and on_drop."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

from plaudit.v1 import feedback_pb2

log = logging.getLogger("plaudit.reporter")

LOG_INTERVAL = 30.0
"""At most one line about drops of one reason is logged in so many seconds."""

Dropped: TypeAlias = "feedback_pb2.Feedback | Mapping[str, Any]"
"""A dropped feedback; the arguments of `report` if no feedback can be made of them."""
OnDrop: TypeAlias = Callable[[Dropped, str], object]

INVALID = "invalid"
QUEUE_FULL = "queue full"
SPOOL_FULL = "spool full"
CLOSED = "closed"
NOT_SENT = "not sent"
SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Counts:
    """What became of the reported feedback so far, in this process.

    `reported` + `adopted` = `sent` + all `dropped` + `waiting`.
    """

    reported: int
    """The calls of `report`."""
    sent: int
    """Recorded by the server."""
    dropped: Mapping[str, int]
    """Given up, by reason: "invalid", "queue full", "spool full", "closed" (reported after
    `close`), "not sent" (left in memory at `close`), "superseded" (a later feedback of the same
    author on the same target and name was recorded first), or the reason with which the server
    refused it, such as "EXCHANGE_NOT_FOUND"."""
    waiting: int
    """Neither sent nor dropped yet."""
    adopted: int = 0
    """Taken over from the spool of processes that have ended."""


@dataclass
class _Pending:
    """Drops of one reason that are not logged yet."""

    count: int = 0
    detail: str = ""
    next_time: float = 0.0
    logged: bool = False


@dataclass
class Tally:
    """The counts. All methods may be called from any thread."""

    lock: Any
    """An RLock: the caller of `report` may be a signal handler that interrupts another."""
    on_drop: OnDrop | None = None
    interval: float = LOG_INTERVAL
    reported: int = 0
    queued: int = 0
    """How many of the reported went into the queue."""
    sent: int = 0
    adopted: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    _pending: dict[str, _Pending] = field(default_factory=dict)
    _telling: threading.local = field(default_factory=threading.local)
    """Whether this thread is in on_drop, which may itself report what is dropped."""
    _next_failure: float = 0.0
    """When the log tells again that on_drop failed."""

    def counts(self, waiting: int) -> Counts:
        """Return the counts."""
        with self.lock:
            dropped = MappingProxyType(dict(self.dropped))
            return Counts(self.reported, self.sent, dropped, waiting, self.adopted)

    def drop(self, feedback: Dropped, reason: str, detail: str) -> None:
        """Count a dropped feedback, log it if a line is due, and call on_drop."""
        with self.lock:
            self.dropped[reason] += 1
            pending = self._pending.setdefault(reason, _Pending())
            pending.count += 1
            pending.detail = detail
        self.log_due()
        if self.on_drop is None or getattr(self._telling, "active", False):
            return
        self._telling.active = True
        try:
            self.on_drop(feedback, reason)
        except (Exception, SystemExit):
            if time.monotonic() >= self._next_failure:
                self._next_failure = time.monotonic() + self.interval
                log.exception("on_drop failed")
        finally:
            self._telling.active = False

    def log_due(self, *, now: bool = False) -> None:
        """Log the drops whose interval is over; all of them `now`."""
        due = []
        with self.lock:
            time_ = time.monotonic()
            for reason, pending in self._pending.items():
                if pending.count and (now or time_ >= pending.next_time):
                    since = f" in the last {self.interval:g} s" if pending.logged else ""
                    due.append((pending.count, since, reason, pending.detail))
                    pending.count, pending.logged = 0, True
                    pending.next_time = time_ + self.interval
        for count, since, reason, detail in due:
            noun = "feedback" if count == 1 else "feedbacks"
            log.warning("dropped %s %s%s: %s (%s)", f"{count:,}", noun, since, reason, detail)

    def has_unlogged(self) -> bool:
        """Whether drops are counted that are not logged yet."""
        with self.lock:
            return any(pending.count for pending in self._pending.values())

    def forget(self) -> None:
        """Begin anew, in a forked process."""
        with self.lock:
            self.reported = self.queued = self.sent = self.adopted = 0
            self.dropped.clear()
            self._pending.clear()

    def count_sent(self, number: int) -> None:
        """Count recorded feedbacks."""
        with self.lock:
            self.sent += number

    def count_adopted(self, number: int) -> None:
        """Count feedbacks taken over from other processes."""
        with self.lock:
            self.adopted += number
