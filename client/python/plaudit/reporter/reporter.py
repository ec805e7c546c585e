"""FeedbackReporter: hand over feedback and go on."""

from __future__ import annotations

import contextlib
import functools
import os
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Union

from plaudit.arguments import build, either
from plaudit.client import Client
from plaudit.reporter import lifetime
from plaudit.reporter.batch import OWN_TIME, Record, complete_exchange, serialise
from plaudit.reporter.memory import MemorySpool
from plaudit.reporter.sender import NEVER, Sender
from plaudit.reporter.tally import CLOSED, INVALID, NOT_SENT, Counts, OnDrop, Tally, log
from plaudit.v1 import exchange_pb2, feedback_pb2

if TYPE_CHECKING:
    from typing_extensions import Never, Unpack

    from plaudit import params

LINGER = 0.2
MAX_ITEMS = 10_000
MAX_BYTES = 64 * 1024 * 1024
MAX_SPOOL_BYTES = 1024 * 1024 * 1024
EXIT_SECONDS = 3.0
_THREAD_SECONDS = 2.0
"""How long to wait for the thread to end once its connection is closed."""

R = TypeVar("R", bound="FeedbackReporter")
File = Union[str, "os.PathLike[str]"]


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
        namespace: str | None = None,
        tls: bool | None = None,
        ca: File | bytes | None = None,
        client_certificate: tuple[File, File] | None = None,
        authority: str | None = None,
    ) -> None:
        """Prepare to report; the connection and the thread begin with the first report.

        `address`, `api_key`, `namespace`, `tls`, `ca`, `client_certificate` and `authority` are
        those of Client. The key has the scope feedback.write, and to send exchanges also
        exchanges.write.

        A `spool` in "memory" ends with the process. With "file", what was reported survives that
        the process is killed, and the next one with the same directory, server and namespace sends
        it; it needs a POSIX system. The files are in `spool_directory`, else PLAUDIT_SPOOL, else
        $XDG_STATE_HOME/plaudit/spool, else ~/.local/state/plaudit/spool. In it, each server and
        namespace has a directory, for this user alone. It does not depend on the key, so that a new
        key sends what was reported with the old one. With keys of different namespaces on one
        machine, give `namespace`, or each its own `spool_directory`.

        In memory wait at most `max_items` feedbacks of together `max_bytes`, in the files of this
        process, with those it took over, `max_spool_bytes`. Further ones are dropped, and not those
        that wait: they were reported first, and a batch that is being sent cannot change.

        A batch waits `linger` seconds for more. The exit of the interpreter waits `exit_timeout`
        seconds for what is not sent yet.

        `on_drop` is called with each feedback that is dropped and the reason, as in
        `Counts.dropped`, by the thread that called `report` or by the one that sends. If no
        feedback can be made of the arguments, it gets these. What it raises is logged. It is not
        called again for what it reports itself.

        Raises ValueError if an option is wrong or there is no API key, and OSError if a file of a
        certificate cannot be read; one of these is SpoolError: the directory cannot be used.
        """
        if spool not in ("memory", "file"):
            raise ValueError(f'spool must be "memory" or "file", not {spool!r}')
        if spool == "memory" and spool_directory is not None:
            raise ValueError('spool_directory: only with spool="file", which keeps feedback there')
        self._connect: Callable[[], Client] = functools.partial(
            Client,
            address,
            api_key=api_key,
            namespace=namespace,
            tls=tls,
            ca=ca,
            client_certificate=client_certificate,
            authority=authority,
            retries=False,  # the sender's are longer
        )
        client = self._connect()  # checks the options, and connects to nothing
        self._linger = linger
        self._exit_timeout = exit_timeout
        self._on_drop = on_drop
        self._lock: Any = threading.RLock()
        self._tally = Tally(self._lock, on_drop)
        self._memory = MemorySpool(self._lock, max_items, max_bytes)
        self._spool: Any = self._memory
        self._look_every: float | None = None
        if spool == "file":
            self._use_files(spool_directory, client.address, namespace, api_key, max_spool_bytes)
        self._closed = False
        self._putting = False
        self._interrupting: list[Record] = []
        """Records of a signal handler that interrupted `report`."""
        self._new_sender()
        self._hooks = lifetime.Hooks(
            self._before_fork, self._after_fork_in_parent, self._after_fork_in_child, self._at_exit
        )
        lifetime.register(self._hooks)
        if self._look_every is not None and self._spool.left_files():
            self._sender.start()

    def _use_files(
        self,
        directory: File | None,
        address: str,
        namespace: str | None,
        api_key: str | None,
        max_bytes: int,
    ) -> None:
        try:
            from plaudit.reporter import spool as files  # noqa: PLC0415 - not on every system
        except ImportError:
            raise ValueError('spool="file" needs the file locks of a POSIX system') from None
        base = Path(directory) if directory is not None else files.default_directory()
        self._spool = files.FileSpool(
            base / files.subdirectory(address, namespace or ""),
            mark=files.key_mark(api_key or os.environ.get("PLAUDIT_API_KEY", "")),
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
        self,
        /,
        *positional: Never,
        feedback: feedback_pb2.Feedback | params.FeedbackParam | None = None,
        exchange: exchange_pb2.Exchange | params.ExchangeParam | None = None,
        **fields: Unpack[params.FeedbackParam],
    ) -> None:
        """Report a feedback, and return at once.

        It takes the arguments of Client.submit_feedback: the fields of Feedback, or `feedback` as a
        whole, and `exchange`, if the exchange of the target may not be registered yet. `occur_time`
        is the time of this call unless it is given. Never raises and never waits: what cannot be
        sent is counted as dropped, logged, and given to `on_drop`.
        """
        try:
            given: Any = fields if feedback is None else feedback
            try:
                built = self._build(feedback, fields, positional)
                record = self._record(built, exchange)
            except Exception as error:  # noqa: BLE001 - arguments may be anything
                self._drop(given, INVALID, str(error))
                return
            with self._lock:
                if self._closed:
                    self._tally.reported += 1
                    reason = CLOSED
                else:
                    reason = self._put(record)
            if reason:
                detail = "the reporter is closed" if reason == CLOSED else self._spool.full
                self._tally.drop(built, reason, detail)
                return
            sender = self._sender
            if self._spool.waiting >= sender.wake_at:
                sender.wake_at = NEVER
                sender.wake.put(None)
            elif not sender.running:
                self._start()
        except Exception:  # noqa: BLE001 - the caller's work is more important than feedback
            log.exception("a feedback could not be reported")

    def _drop(self, feedback: Any, reason: str, detail: str) -> None:
        with self._lock:
            self._tally.reported += 1
        self._tally.drop(feedback, reason, detail)

    @staticmethod
    def _build(
        whole: Any, fields: Mapping[str, Any], positional: tuple[Any, ...]
    ) -> feedback_pb2.Feedback:
        if positional:
            raise TypeError("report takes keyword arguments only, such as target and rating")
        if whole is None:
            return build(feedback_pb2.Feedback, fields)
        found = either("feedback", whole, fields)
        if isinstance(found, Mapping):
            return build(feedback_pb2.Feedback, found)
        if not isinstance(found, feedback_pb2.Feedback):
            raise TypeError(f"feedback: must be a Feedback, not {type(found).__name__}")
        copy = feedback_pb2.Feedback()
        copy.CopyFrom(found)
        return copy

    @staticmethod
    def _record(feedback: feedback_pb2.Feedback, exchange: Any) -> Record:
        seconds, nanos = divmod(time.time_ns(), 1_000_000_000)
        flags = 0
        if not feedback.HasField("occur_time"):
            feedback.occur_time.seconds = seconds
            feedback.occur_time.nanos = nanos
            flags = OWN_TIME
        if exchange is not None:
            sent = build(feedback_pb2.SubmitFeedbackRequest, {"exchange": exchange}).exchange
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
        reason = self._put_one(record)
        while self._interrupting:
            with contextlib.suppress(IndexError):  # a signal handler has just put it
                late = self._interrupting.pop(0)
                if dropped := self._put_one(late):
                    self._tally.drop(late.feedback, dropped, self._spool.full)
        return reason

    def _put_one(self, record: Record) -> str:
        self._putting = True
        try:
            self._tally.reported += 1
            reason: str = self._spool.put(record)
            self._tally.queued += not reason
            return reason
        finally:
            self._putting = False

    def _start(self) -> None:
        with self._lock:
            if not self._sender.running and not self._closed:
                self._sender.start()

    def flush(self, timeout: float | None = None) -> bool:
        """Wait until everything reported so far is sent or dropped; False after `timeout` seconds.

        Batches do not wait for more meanwhile, and a pause between tries ends at once. With
        spool="file" this includes what processes that have ended left. In `on_drop` it does not
        wait: the thread that sends may be waiting for `on_drop`.
        """
        return self.flush_unless(threading.Event(), timeout)

    def flush_unless(self, given_up: threading.Event, timeout: float | None) -> bool:
        """Flush, and return False once `given_up` is set and `wake_flushes` called."""
        deadline = None if timeout is None else time.monotonic() + timeout
        looked = self._spool.look(deadline=deadline, now=True)
        return self._flush(deadline, given_up) and looked

    def wake_flushes(self) -> None:
        """Let flushes look whether they are given up."""
        with self._sender.settled:
            self._sender.settled.notify_all()

    def _flush(self, deadline: float | None, given_up: threading.Event | None = None) -> bool:
        sender = self._sender
        with self._lock:
            goal = self._settled + self._own_waiting
        if sender.is_current:
            return self._done(goal)
        if not self._done(goal):
            if not sender.running:
                self._start()
            with sender.settled:
                sender.flushing += 1
            sender.wake.put(None)
            try:
                return self._wait_until_done(sender, goal, deadline, given_up)
            finally:
                with sender.settled:
                    sender.flushing -= 1
        return True

    def _wait_until_done(
        self, sender: Sender, goal: int, deadline: float | None, given_up: threading.Event | None
    ) -> bool:
        with sender.settled:
            while not self._done(goal):
                left = None if deadline is None else deadline - time.monotonic()
                if (left is not None and left <= 0) or sender.ended:
                    return False
                if given_up is not None and given_up.is_set():
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
        """Send what was reported, as `flush` does, and end; False if something was left.

        What is left after `timeout` seconds is dropped with spool="memory", and stays in the files
        with spool="file". What is reported later is dropped. A second call does nothing. In
        `on_drop`, where nothing may wait, it does its work in the background and returns False.
        """
        if self._sender.is_current:
            threading.Thread(target=self.close, args=(timeout,), name="plaudit-close").start()
            return False
        with self._lock:
            closed, self._closed = self._closed, True
        if closed:
            return not self._spool.waiting
        done = self._flush(time.monotonic() + timeout)
        if not self._sender.stop(_THREAD_SECONDS):
            log.warning("the thread that sends feedback did not end")
            return False
        kept = self._own_waiting
        left = self._spool.close()
        lifetime.unregister(self._hooks)
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

    def __enter__(self: R) -> R:  # noqa: PYI019 - Self is of Python 3.11
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _before_fork(self) -> bool:
        connected = self._sender.before_fork()
        self._spool.before_fork()
        self._lock.acquire()
        return connected

    def _after_fork_in_parent(self) -> None:
        self._lock.release()
        self._spool.after_fork()
        self._sender.after_fork()

    def _after_fork_in_child(self) -> None:
        """Begin anew: what waits is sent by the parent."""
        self._lock.release()
        self._tally.forget()
        self._spool.forget()
        self._putting = False
        self._interrupting.clear()
        self._new_sender()

    def _at_exit(self, passed: float) -> None:
        self.close(timeout=max(0.0, self._exit_timeout - passed))
