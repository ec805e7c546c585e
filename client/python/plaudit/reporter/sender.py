"""The thread that sends what was reported: in batches, in order, until the server has them."""

from __future__ import annotations

import contextlib
import queue
import random
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from grpc import StatusCode

from plaudit.client import Client
from plaudit.errors import PlauditError, from_status
from plaudit.reporter.batch import BATCH_ITEMS, OWN_TIME, Batch, Record, superseded
from plaudit.reporter.tally import INVALID, LOG_INTERVAL, SUPERSEDED, Tally, log
from plaudit.v1 import feedback_pb2

CALL_SECONDS = 30.0
FORK_SECONDS = 2.0
"""How long a fork waits for the end of a call whose connection was closed."""
FORK_PAUSE = 0.01
"""How long the thread leaves a fork alone before it repeats the call that the fork ended."""
LOOK_SECONDS = 0.5
"""After this time of taking over what others left, the thread sends some of it first."""
FIRST_RETRY = 0.2
"""The first pause between two tries, in seconds; each further one is twice as long."""
LONGEST_RETRY = 30.0
FAULTS = 8
"""So many internal errors of the server in a row, and the batch is sent in parts."""

_TRANSIENT = {
    StatusCode.UNAVAILABLE,
    StatusCode.DEADLINE_EXCEEDED,
    StatusCode.INTERNAL,
    StatusCode.UNKNOWN,
    StatusCode.CANCELLED,
    StatusCode.ABORTED,
}
_REFUSES_CALLER = {
    StatusCode.UNAUTHENTICATED,
    StatusCode.PERMISSION_DENIED,
    StatusCode.NOT_FOUND,
    StatusCode.UNIMPLEMENTED,
}
"""The server refuses the whole call, because of the key, its namespace, or the server itself."""
NEVER = sys.maxsize


class Spool(Protocol):
    """Where records wait, in memory or in files."""

    @property
    def waiting(self) -> int:
        """How many records are neither sent nor dropped."""
        ...

    def look(self, *, deadline: float | None, now: bool = False) -> bool:
        """Take over what processes that have ended left, from time to time, or `now`.

        Returns False if `deadline`, by time.monotonic(), came before everything was taken over.
        """
        ...

    def next(self) -> Batch | None:
        """Return the batch to send; the same one until it is finished."""
        ...

    def save(self, batch: Batch) -> None:
        """Write down what is sent next, before it is sent."""
        ...

    def settle(self, batch: Batch, number: int) -> None:
        """Count down records of the batch that were sent or dropped."""
        ...

    def finish(self, batch: Batch) -> None:
        """Forget a settled batch."""
        ...


class Sender:
    """Sends what is in a spool, one batch after the other."""

    def __init__(
        self,
        spool: Spool,
        tally: Tally,
        connect: Callable[[], Client],
        *,
        linger: float,
        look_every: float | None,
    ) -> None:
        """Send what is in `spool` over what `connect` opens.

        A batch waits `linger` seconds for more. Nothing reported, the thread still looks into the
        spool every `look_every` seconds, if that is set.
        """
        self.settled = threading.Condition()
        """Notified when something was sent or dropped, and at the end."""
        self.wake_at: int = NEVER
        """How many records must wait so that `report` wakes the thread, once."""
        self.wake: queue.SimpleQueue[None] = queue.SimpleQueue()
        """Its `put` wakes the thread, and may interrupt another, as an Event may not."""
        self.flushing = 0
        """How many callers wait for a flush: batches do not wait for more."""
        self._spool = spool
        self._tally = tally
        self._connect = connect
        self._connection: Client | None = None
        self._calling = threading.Lock()
        """Held during a call, and during a fork."""
        self._held = False
        self._forking = False
        self._linger = linger
        self._look_every = look_every
        self._stopped = False
        self._failures = 0
        self._told = ""
        """The last refusal of the caller that was logged."""
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether the thread was started."""
        return self._thread is not None

    @property
    def is_current(self) -> bool:
        """Whether the thread is the one that asks."""
        return self._thread is threading.current_thread()

    @property
    def ended(self) -> bool:
        """Whether the thread will not send anything more."""
        return self._stopped or self._thread is None

    def start(self) -> None:
        """Start the thread, which does not keep the process from ending."""
        self._thread = threading.Thread(target=self._run, name="plaudit-reporter", daemon=True)
        try:
            self._thread.start()
        except RuntimeError:  # the interpreter is shutting down
            self._thread = None
            raise

    def stop(self, timeout: float) -> bool:
        """End the thread and the connection; False if it does not end in time."""
        self._stopped = True
        self.wake.put(None)
        with self._tally.lock:
            connection = self._connection
        if connection is not None:
            connection.close()  # a call in flight ends
        if self._thread is not None:
            self._thread.join(timeout)
            return not self._thread.is_alive()
        return True

    def before_fork(self) -> bool:
        """Close the connection, if there is one: gRPC does not survive a fork in a call.

        Returns whether there was one. The call is repeated.
        """
        with self._tally.lock:
            self._forking = True
            connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        self._held = self._calling.acquire(timeout=FORK_SECONDS)
        return connection is not None

    def after_fork(self) -> None:
        """Go on in the parent."""
        self._forking = False
        if self._held:
            self._calling.release()

    def _run(self) -> None:
        while not self._stopped:
            try:
                self._step()
            except Exception:  # noqa: BLE001 - the thread must go on, whatever happens
                log.exception("sending failed; it is tried again")
                self._pause(self._backoff())
        with self.settled:
            self.settled.notify_all()

    def _step(self) -> None:
        """Wait for records and send a batch, or a part of it."""
        self._tally.log_due()
        self._spool.look(deadline=time.monotonic() + LOOK_SECONDS)
        waiting = self._spool.waiting
        if not waiting:
            pending = LOG_INTERVAL if self._tally.has_unlogged() else None
            self._wait(1, self._shorter(self._look_every, pending))
        if waiting < BATCH_ITEMS and not self.flushing:
            self._wait(BATCH_ITEMS, self._linger)
        batch = None if self._stopped else self._spool.next()
        if batch is not None:
            self._send(batch)
        elif waiting:
            self._pause(FIRST_RETRY)

    @staticmethod
    def _shorter(one: float | None, other: float | None) -> float | None:
        if one is None or other is None:
            return one if other is None else other
        return min(one, other)

    def _wait(self, records: int, timeout: float | None) -> None:
        """Wait until so many records wait, a flush or the end."""
        self._forget_wakes()
        self.wake_at = records
        if self._spool.waiting < records and not self._stopped and not self.flushing:
            self._wait_for_wake(timeout)
        self.wake_at = NEVER

    def _pause(self, seconds: float) -> None:
        """Wait before a retry; a flush or the end cuts it short."""
        self._forget_wakes()
        if not self._stopped:
            self._wait_for_wake(seconds)

    def _forget_wakes(self) -> None:
        while not self.wake.empty():
            self.wake.get()

    def _wait_for_wake(self, timeout: float | None) -> None:
        with contextlib.suppress(queue.Empty):
            self.wake.get(timeout=timeout)

    def _backoff(self) -> float:
        seconds: float = min(FIRST_RETRY * 2**self._failures, LONGEST_RETRY)
        self._failures = min(self._failures + 1, 16)
        return seconds * random.uniform(0.5, 1)  # noqa: S311 - so that clients do not come in step

    def _send(self, batch: Batch) -> None:
        self._spool.save(batch)
        request = batch.request()
        response = failure = None
        with self._calling:
            connection = self._connection or self._connect()
            with self._tally.lock:
                interrupted = self._stopped or self._forking  # from here on they close it
                if not interrupted:
                    self._connection = connection
            if not interrupted:
                try:
                    response = connection.batch_submit(
                        items=request.items,
                        exchanges=request.exchanges,
                        idempotency_key=request.request_id,
                        timeout=CALL_SECONDS,
                    )
                except Exception as error:  # noqa: BLE001 - gRPC raises others if it was closed
                    failure = error
        if response is None:
            # A fork closes the connection: the call is repeated on another.
            if interrupted or self._stopped or connection is not self._connection:
                self._pause(FORK_PAUSE)
            elif isinstance(failure, PlauditError):
                self._failed(batch, failure)
            elif failure is not None:
                raise failure
            return
        if self._stopped:
            return
        if self._failures:
            log.info("the server takes feedback again")
        self._failures, self._told = 0, ""
        self._settle(batch, response)

    def _failed(self, batch: Batch, failure: PlauditError) -> None:
        """Decide what follows from the error of a whole call."""
        if _is_fault(failure):
            batch.faults += 1
        if (
            _is_too_large(failure)
            or failure.code is StatusCode.INVALID_ARGUMENT
            or batch.faults > FAULTS
        ):
            self._divide(batch, failure)
            return
        if failure.code in _REFUSES_CALLER or not _is_transient(failure):
            if _reason(failure) != self._told:
                log.error(
                    "the server refuses all feedback: %s. It is kept and tried again every %g s",
                    failure,
                    LONGEST_RETRY,
                )
            self._told = _reason(failure)
            self._failures = 16
            self._pause(LONGEST_RETRY)
            return
        if not self._failures:
            log.warning("the server does not take feedback: %s; it is tried again", failure)
        self._pause(max(self._backoff(), failure.retry_after or 0))

    def _divide(self, batch: Batch, failure: PlauditError) -> None:
        """Send half of a batch that the server does not take; drop it if it is one feedback."""
        batch.faults = self._failures = 0
        positions = batch.open()
        if len(positions) > 1:
            batch.hold_half()
            return
        batch.settled |= 1 << positions[0]
        self._drop(batch.records[positions[0]].feedback, failure)
        self._advance(batch, 1)

    def _settle(self, batch: Batch, response: feedback_pb2.BatchSubmitResponse) -> None:
        """Take the result of each item."""
        positions = batch.open()
        if len(response.results) != len(positions):
            raise ValueError(f"{len(response.results)} results for {len(positions)} feedbacks")
        results = _Results()
        if response.succeeded_count == len(positions):
            results.recorded = positions
        else:
            results.read(batch, positions, response)
        again = results.late + results.failed
        replaced = superseded(batch, again, results.recorded) if again else []
        settled = set(positions).difference(again).union(replaced)
        for i in settled:
            batch.settled |= 1 << i
        for i in results.late:
            batch.undated |= 1 << i
        batch.faults = batch.faults + 1 if results.failed else 0
        self._tally.count_sent(len(results.recorded))
        for i, failure in results.refused:
            self._drop(batch.records[i].feedback, failure)
        for i in replaced:
            detail = "a later feedback of the same author on the same target was recorded first"
            self._tally.drop(batch.records[i].feedback, SUPERSEDED, detail)
        if late := len(set(results.late).difference(replaced)):
            log.warning(
                "%d feedbacks are sent without occur_time, which the server refuses: they were"
                " reported more than 24 hours ago, or the clock here is wrong",
                late,
            )
        self._advance(batch, len(settled))
        if results.failed:
            self._pause(max(results.delay, self._backoff()))

    def _advance(self, batch: Batch, number: int) -> None:
        """Go on after some records of the batch were settled."""
        if batch.advance():
            self._spool.save(batch)
        else:
            self._spool.finish(batch)
        self._spool.settle(batch, number)
        with self.settled:
            self.settled.notify_all()

    def _drop(self, feedback: feedback_pb2.Feedback, failure: PlauditError) -> None:
        invalid = failure.reason == "INVALID_FIELD"
        reason = INVALID if invalid else _reason(failure)
        self._tally.drop(feedback, reason, str(failure))


@dataclass
class _Results:
    """The positions of a batch by what the server says of them."""

    recorded: list[int] = field(default_factory=list)
    refused: list[tuple[int, PlauditError]] = field(default_factory=list)
    late: list[int] = field(default_factory=list)
    """Refused because of their `occur_time` alone."""
    failed: list[int] = field(default_factory=list)
    """To be sent again as they are."""
    delay: float = 0.0
    """How long the server wants to be left alone before that, in seconds."""

    def read(
        self, batch: Batch, positions: list[int], response: feedback_pb2.BatchSubmitResponse
    ) -> None:
        """Read the response to a request with the records at these positions."""
        for i, result in zip(positions, response.results, strict=True):
            if result.WhichOneof("result") == "submitted":
                self.recorded.append(i)
                continue
            failure = from_status(result.error)
            if _refuses_time(failure, batch.records[i]) and not batch.undated >> i & 1:
                self.late.append(i)
            elif _is_transient(failure) and batch.faults <= FAULTS:
                self.failed.append(i)
                self.delay = max(self.delay, failure.retry_after or 0)
            else:
                self.refused.append((i, failure))


def _reason(failure: PlauditError) -> str:
    return failure.reason or failure.code.name


def _is_too_large(failure: PlauditError) -> bool:
    if failure.code is not StatusCode.RESOURCE_EXHAUSTED:
        return False
    return failure.reason == "MESSAGE_TOO_LARGE" or "larger than max" in failure.message


def _is_fault(failure: PlauditError) -> bool:
    """Whether the server itself failed, and not the connection."""
    return failure.code is StatusCode.INTERNAL and bool(failure.reason)


def _is_transient(failure: PlauditError) -> bool:
    if failure.code is StatusCode.RESOURCE_EXHAUSTED:
        return not _is_too_large(failure)
    return failure.code in _TRANSIENT


def _refuses_time(failure: PlauditError, record: Record) -> bool:
    """Whether the server would take the feedback without its `occur_time`."""
    if failure.reason == "SCOPE_MISSING":
        return failure.details.get("scopes") == "history.write"
    of_reporter = bool(record.flags & OWN_TIME)
    fields = {violation.field.rpartition(".")[2] for violation in failure.violations}
    return of_reporter and fields == {"occur_time"}
