"""FeedbackReporter: hand over feedback and go on."""

from __future__ import annotations

import atexit
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, TypeVar

from plaudit.reporter import seam
from plaudit.reporter.batch import OWN_TIME, Record, complete_exchange, serialise
from plaudit.reporter.memory import MemorySpool
from plaudit.reporter.sender import Sender
from plaudit.reporter.tally import CLOSED, INVALID, NOT_SENT, Counts, OnDrop, Tally, log
from plaudit.v1 import exchange_pb2, feedback_pb2

LINGER = 0.2
MAX_ITEMS = 10_000
MAX_BYTES = 64 * 1024 * 1024
MAX_SPOOL_BYTES = 1024 * 1024 * 1024
EXIT_SECONDS = 3.0
_THREAD_SECONDS = 2.0
"""How long to wait for the thread to end once its connection is closed."""

R = TypeVar("R", bound="FeedbackReporter")


class FeedbackReporter:
    """Reports feedback in the background, for code that must not wait for it.

    `report` returns within microseconds and never raises. A thread sends what was reported in
    batches, tries again until the server has it, and logs to "plaudit.reporter". Make one reporter
    per process; it may be used from many threads, and after a fork also in the child, which has a
    queue and a connection of its own.

        with FeedbackReporter("127.0.0.1:50051", api_key=key) as reporter:
            reporter.report(target=target, rating="positive", external_user_id="ada")
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
        **connection: Any,
    ) -> None:
        """Prepare to report; the connection and the thread begin with the first report.

        Args:
            address: HOST:PORT of the server; else PLAUDIT_ADDRESS, else 127.0.0.1:50051.
            api_key: A key with the scope feedback.write, and exchanges.write to send exchanges;
                else PLAUDIT_API_KEY.
            spool: "memory" ends with the process. With "file", what was reported survives that the
                process is killed, and is sent by the next one with the same directory, server and
                namespace. It needs a POSIX system.
            spool_directory: Where the files are; else PLAUDIT_SPOOL, else
                $XDG_STATE_HOME/plaudit/spool, else ~/.local/state/plaudit/spool. In it, each server
                and namespace has a directory, readable only for this user. The directory does not
                depend on the key, so that a new key sends what was reported with the old one. With
                keys of different namespaces on one machine, name the namespace in the connection,
                or give each its own `spool_directory`.
            max_items: How many feedbacks wait in memory at most. Further ones are dropped: those
                that wait were reported first, and a batch that is being sent cannot change.
            max_bytes: How many bytes wait in memory at most.
            max_spool_bytes: How many bytes wait in the files of this process at most.
            linger: How long a batch waits for more, in seconds.
            exit_timeout: How long the exit of the interpreter waits for what is not sent yet, in
                seconds.
            on_drop: Called with each feedback that is dropped, and the reason, as in
                `Counts.dropped`: by the thread that called `report`, or by the one that sends. With
                arguments of which no feedback can be made, it gets these. What it raises is logged.
            **connection: `namespace`, `tls`: as for Client.

        Raises:
            ValueError: An option is wrong, or there is no API key.
            SpoolError: An OSError: the spool directory cannot be used.
        """
        if spool not in ("memory", "file"):
            raise ValueError(f'spool must be "memory" or "file", not {spool!r}')
        options = seam.options(address, api_key, **connection)
        self._connect: Callable[[], seam.Connection] = seam.connector(options)
        self._linger = linger
        self._exit_timeout = exit_timeout
        self._on_drop = on_drop
        self._lock: Any = threading.RLock()
        self._tally = Tally(self._lock, on_drop)
        self._memory = MemorySpool(self._lock, max_items, max_bytes)
        self._spool: Any = self._memory
        self._look_every: float | None = None
        if spool == "file":
            self._use_files(options, spool_directory, max_spool_bytes)
        self._closed = False
        self._putting = False
        self._interrupting: list[Record] = []
        """Records of a signal handler that interrupted `report`."""
        self._new_sender()
        _open.add(self)
        if self._look_every is not None and self._spool.left_files():
            self._sender.start()

    def _use_files(
        self, options: seam.Options, directory: str | os.PathLike[str] | None, max_bytes: int
    ) -> None:
        try:
            from plaudit.reporter import spool as files  # noqa: PLC0415 - not on every system
        except ImportError:
            raise ValueError('spool="file" needs the file locks of a POSIX system') from None
        base = Path(directory) if directory is not None else files.default_directory()
        self._spool = files.FileSpool(
            base / files.subdirectory(options.address, options.namespace),
            mark=files.key_mark(options.api_key),
            max_bytes=max_bytes,
            lock=self._lock,
            memory=self._memory,
            tally=self._tally,
        )
        self._look_every = files.ADOPT_SECONDS

    def _new_sender(self) -> None:
        self._sender = Sender(
            self._spool,
            self._tally,
            self._connect,
            linger=self._linger,
            look_every=self._look_every,
        )

    def report(
        self, /, *unexpected: Any, exchange: exchange_pb2.Exchange | None = None, **fields: Any
    ) -> None:
        """Report a feedback, and return at once.

        It takes the arguments of Client.submit_feedback, which are the fields of Feedback, and
        `exchange`, if the exchange of the target may not be registered yet. `occur_time` is the time
        of this call unless it is given. Never raises and never waits: what cannot be sent is counted
        as dropped, logged, and given to `on_drop`.
        """
        try:
            feedback: Any = fields
            try:
                if unexpected:
                    raise TypeError("report takes keyword arguments only")
                feedback = seam.build(fields)
                record = self._record(feedback, exchange)
            except (TypeError, ValueError, AttributeError) as error:
                self._drop(feedback, INVALID, str(error))
                return
            with self._lock:
                self._tally.reported += 1
                reason = CLOSED if self._closed else self._put(record)
            if reason:
                detail = "the reporter is closed" if reason == CLOSED else self._spool.full
                self._tally.drop(feedback, reason, detail)
                return
            sender = self._sender
            if self._spool.waiting >= sender.wake_at:
                sender.wake.set()
            elif not sender.running:
                self._start()
        except Exception:  # noqa: BLE001 - the caller's work is more important than feedback
            log.exception("a feedback could not be reported")

    def _drop(self, feedback: Any, reason: str, detail: str) -> None:
        with self._lock:
            self._tally.reported += 1
        self._tally.drop(feedback, reason, detail)

    @staticmethod
    def _record(
        feedback: feedback_pb2.Feedback, exchange: exchange_pb2.Exchange | None
    ) -> Record:
        seconds, nanos = divmod(time.time_ns(), 1_000_000_000)
        flags = 0
        if not feedback.HasField("occur_time"):
            feedback.occur_time.seconds = seconds
            feedback.occur_time.nanos = nanos
            flags = OWN_TIME
        if exchange is not None:
            sent = exchange_pb2.Exchange()
            sent.CopyFrom(exchange)
            complete_exchange(sent, feedback.target)
            if not sent.HasField("occur_time"):
                sent.occur_time.seconds = seconds
                sent.occur_time.nanos = nanos
            exchange = sent
        return serialise(feedback, exchange, flags)

    def _put(self, record: Record) -> str:
        """Queue a record. A signal handler that interrupts this leaves its own for later."""
        if self._putting:
            self._interrupting.append(record)
            return ""
        self._putting = True
        try:
            reason: str = self._spool.put(record)
            self._tally.queued += not reason
            while self._interrupting:
                late = self._interrupting.pop(0)
                if dropped := self._spool.put(late):
                    self._tally.drop(late.feedback, dropped, self._spool.full)
                else:
                    self._tally.queued += 1
            return reason
        finally:
            self._putting = False

    def _start(self) -> None:
        with self._lock:
            if not self._sender.running and not self._closed:
                self._sender.start()

    def flush(self, timeout: float | None = None) -> bool:
        """Wait until everything reported so far is sent or dropped.

        Batches do not wait for more meanwhile, and a pause between tries ends at once. With
        spool="file" this includes what was found of processes that have ended.

        Args:
            timeout: In seconds; no limit if None.

        Returns:
            Whether nothing of it waits any more.
        """
        sender = self._sender
        deadline = None if timeout is None else time.monotonic() + timeout
        with self._lock:
            goal = self._settled + self._own_waiting
        if not self._done(goal):
            if not sender.running:
                self._start()
            with sender.settled:
                sender.flushing += 1
            sender.wake.set()
            try:
                return self._wait_until_done(sender, goal, deadline)
            finally:
                with sender.settled:
                    sender.flushing -= 1
        return True

    def _wait_until_done(self, sender: Sender, goal: int, deadline: float | None) -> bool:
        with sender.settled:
            while not self._done(goal):
                left = None if deadline is None else deadline - time.monotonic()
                if (left is not None and left <= 0) or sender.ended:
                    return False
                sender.settled.wait(left)
        return True

    def _done(self, goal: int) -> bool:
        return self._settled >= goal and not self._adopted_waiting

    @property
    def _adopted_waiting(self) -> int:
        return 0 if self._spool is self._memory else int(self._spool.adopted_waiting)

    @property
    def _own_waiting(self) -> int:
        return int(self._spool.waiting) - self._adopted_waiting

    @property
    def _settled(self) -> int:
        """How many of the reports of this process were sent or dropped from the queue."""
        return self._tally.queued - self._own_waiting

    def close(self, timeout: float = 10.0) -> bool:
        """Send what was reported, as `flush` does, and end.

        What is left then is dropped with spool="memory", and stays in the files with spool="file".
        What is reported later is dropped. A second call does nothing.

        Args:
            timeout: How long to wait, in seconds.

        Returns:
            Whether nothing was left.
        """
        with self._lock:
            closed, self._closed = self._closed, True
        if closed:
            return not self._spool.waiting
        _open.discard(self)
        done = self.flush(timeout)
        if not self._sender.stop(_THREAD_SECONDS):
            log.warning("the thread that sends feedback did not end")
            return False
        kept = self._own_waiting
        left = self._spool.close()
        for record in left:
            self._tally.drop(record.feedback, NOT_SENT, "the reporter was closed before")
        if kept > len(left):
            log.info("%s feedbacks stay in %s", f"{kept - len(left):,}", self._spool.directory)
        self._tally.log_due(now=True)
        return done

    @property
    def counts(self) -> Counts:
        """What became of the reported feedback so far."""
        with self._lock:
            return self._tally.counts(self._spool.waiting)

    def __enter__(self: R) -> R:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _before_fork(self) -> None:
        self._lock.acquire()

    def _after_fork_in_parent(self) -> None:
        self._lock.release()

    def _after_fork_in_child(self) -> None:
        """Begin anew: what waits is sent by the parent, whose connection cannot be used here."""
        self._lock.release()
        _abandoned.append(self._sender.abandon())
        self._tally.forget()
        self._spool.forget()
        self._putting = False
        self._interrupting.clear()
        self._new_sender()


_open: set[FeedbackReporter] = set()
"""All reporters that are not closed."""
_forking: list[FeedbackReporter] = []
_abandoned: list[Any] = []
"""Connections of a parent process: to close one here would disturb it there."""


def _before_fork() -> None:
    _forking[:] = _open
    for reporter in _forking:
        reporter._before_fork()


def _after_fork_in_parent() -> None:
    while _forking:
        _forking.pop()._after_fork_in_parent()


def _after_fork_in_child() -> None:
    while _forking:
        _forking.pop()._after_fork_in_child()


def _close_all() -> None:
    """Close all reporters as the interpreter exits."""
    started = time.monotonic()
    for reporter in list(_open):
        passed = time.monotonic() - started
        reporter.close(timeout=max(0.0, reporter._exit_timeout - passed))


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_before_fork,
        after_in_parent=_after_fork_in_parent,
        after_in_child=_after_fork_in_child,
    )
