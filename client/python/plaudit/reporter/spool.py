"""The queue in files, which outlives the process.

Every process has files of its own, locked as long as it lives. Files that nobody holds are those of
processes that have ended: the next process that looks sends what is in them, before its own.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import threading
import time
import uuid
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from plaudit.reporter.batch import Batch, Record
from plaudit.reporter.memory import MemorySpool
from plaudit.reporter.segment import (
    DAMAGED_SUFFIX,
    FRAME_BYTES,
    NEW_SUFFIX,
    SUFFIX,
    Segment,
    UnknownVersionError,
)
from plaudit.reporter.tally import LOG_INTERVAL, SPOOL_FULL, Tally, log

SEGMENT_BYTES = 32 * 1024 * 1024
"""A process begins another file when one is so long."""
ADOPT_SECONDS = 15.0
"""How often a process looks for files of others that have ended."""
ADOPT_AT_ONCE = 200
RECOVER_SECONDS = 5.0
"""How often a process tries again to write to a full disk."""
_LEFT_BEHIND = 60.0
"""Seconds after which a file that was never locked belongs to nobody."""


class SpoolError(OSError):
    """The spool directory cannot be used; the message says what to do."""


def default_directory() -> Path:
    """Return PLAUDIT_SPOOL, or the place for such data of this user."""
    if named := os.environ.get("PLAUDIT_SPOOL"):
        return Path(named)
    state = os.environ.get("XDG_STATE_HOME")
    base = Path(state) if state and Path(state).is_absolute() else Path.home() / ".local" / "state"
    return base / "plaudit" / "spool"


def subdirectory(address: str, namespace: str) -> str:
    """Return the name of the directory for one namespace of one server."""
    readable = re.sub(r"[^A-Za-z0-9.-]+", "_", address)[:64]
    digest = hashlib.sha256(f"{address}\0{namespace}".encode(errors="surrogatepass")).hexdigest()
    return f"{readable}-{digest[:12]}"


def key_mark(api_key: str) -> str:
    """Return what tells keys apart in names of files, and does not reveal them."""
    return hashlib.sha256(f"spool of {api_key}".encode(errors="surrogatepass")).hexdigest()[:8]


class FileSpool:
    """The queue of one process in files, behind what others left, and before a queue in memory."""

    def __init__(
        self,
        directory: Path,
        *,
        mark: str,
        max_bytes: int,
        lock: Any,
        memory: MemorySpool,
        tally: Tally,
    ) -> None:
        """Create the directory and the first file; raises SpoolError.

        `lock` is an RLock, which the caller of `put` holds. `memory` takes what the disk does not.
        """
        self.directory = directory
        self._mark = mark
        self._max_bytes = max_bytes
        self._segment_bytes = min(SEGMENT_BYTES, max_bytes)
        self._lock = lock
        self._memory = memory
        self._tally = tally
        self._own: deque[Segment] = deque()
        self._adopted: deque[Segment] = deque()
        self._bytes = 0
        """How long the records in all files are that are not settled."""
        self._waiting = 0
        self._owner = ""
        self._stamp = 0
        self._looking = threading.Lock()
        """Held while files are taken over, so that a flush knows of all of them."""
        self._taking = threading.RLock()
        """Held while one file is taken over, and during a fork."""
        self._next_look = 0.0
        self._next_try = 0.0
        self._in_memory = False
        self._told_of: set[Path] = set()
        """Files that are left alone, and of which the log says so."""
        self._next_told = 0.0
        self._told_of_other_key = False
        self.adopted_waiting = 0
        """How many records of other processes are neither sent nor dropped."""
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            directory.chmod(0o700)
            self._begin_file()
        except OSError as error:
            raise SpoolError(
                f"reports cannot be kept in the spool directory {directory}: {error.strerror}."
                " Make it writable for this user and free space there, or name another with"
                " spool_directory or PLAUDIT_SPOOL; spool='memory' needs none"
            ) from error

    @property
    def waiting(self) -> int:
        """How many records are neither sent nor dropped."""
        return self._waiting + self.adopted_waiting + self._memory.waiting

    @property
    def full(self) -> str:
        """What is full, for the log."""
        if self._in_memory:
            return f"{self.directory} takes no more, and in memory {self._memory.full}"
        return f"{self._bytes:,} bytes wait in {self.directory}; it may hold {self._max_bytes:,}"

    def put(self, record: Record) -> str:
        """Write a record to the file; return the reason for which it was dropped, or ""."""
        if self._in_memory:
            return self._memory.put(record)
        if self._bytes + len(record.payload) + FRAME_BYTES > self._max_bytes:
            return SPOOL_FULL
        try:
            self._append(record)
        except OSError as error:
            self._in_memory = True
            self._next_try = time.monotonic() + RECOVER_SECONDS
            log.error(
                "%s takes no more: %s. Until it does, feedback is kept in memory only",
                self.directory,
                error.strerror or error,
            )
            return self._memory.put(record)
        return ""

    def _append(self, record: Record) -> None:
        if not self._own or self._own[-1].size >= self._segment_bytes:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)  # somebody may remove it
            self._begin_file()
        self._bytes += self._own[-1].append(record)
        self._waiting += 1

    def _begin_file(self) -> None:
        """Create a file whose name comes after those before it, also if the clock goes back."""
        self._owner = self._owner or f"{os.getpid()}-{uuid.uuid4().hex[:8]}-{self._mark}"
        self._stamp = max(time.time_ns(), self._stamp + 1)
        name = f"{self._stamp:020d}-{self._owner}"
        self._own.append(Segment.create(self.directory, name))

    def next(self) -> Batch | None:
        """Return the batch to send; the same one until it is finished."""
        if self._memory.has_batch:  # older than what is in the file since the disk has recovered
            return self._memory.next()
        self._recover()
        for adopted in (True, False):
            batch = self._next_of(self._adopted if adopted else self._own, adopted=adopted)
            if batch is not None:
                return batch
        return self._memory.next()

    def _next_of(self, segments: deque[Segment], *, adopted: bool) -> Batch | None:
        while segments:
            segment = segments[0]
            batch = segment.next()
            if batch is not None:
                return batch
            with self._lock:
                if segment.start < segment.size and segment.next() is not None:
                    continue  # reported meanwhile
                if not adopted and len(segments) == 1:
                    return None  # the file to which reports are written
                segments.popleft()
            with self._refusals():
                segment.delete()
        return None

    @contextlib.contextmanager
    def _refusals(self) -> Iterator[None]:
        """Log that the disk refuses to note what is sent, and go on."""
        try:
            yield
        except OSError as error:
            if time.monotonic() >= self._next_told:
                self._next_told = time.monotonic() + LOG_INTERVAL
                log.error(
                    "%s does not take a note of what is sent: %s. Feedback is sent nevertheless;"
                    " if this process is killed, the next may send it again",
                    self.directory,
                    error.strerror or error,
                )

    def save(self, batch: Batch) -> None:
        """Write down what is sent next, before it is sent."""
        if batch.source is not None:
            with self._refusals():
                batch.source.segment.save(batch)

    def settle(self, batch: Batch, number: int) -> None:
        """Count down records of the batch that were sent or dropped."""
        if batch.source is None:
            self._memory.settle(batch, number)
            return
        with self._lock:
            if batch.source.segment in self._adopted:
                self.adopted_waiting -= number
            else:
                self._waiting -= number

    def finish(self, batch: Batch) -> None:
        """Write down that a batch is settled."""
        if batch.source is None:
            self._memory.finish(batch)
            return
        segment: Segment = batch.source.segment
        start = segment.start
        with self._refusals():
            segment.finish(batch)
        with self._lock:
            self._bytes -= batch.source.end - start

    def look(self, *, deadline: float | None, now: bool = False) -> bool:
        """Take over files of processes that have ended, from time to time, or `now`.

        Stops after a file once the clock passes `deadline`, and then returns False.
        """
        time_ = time.monotonic()
        if time_ < self._next_look and not now:
            return True
        if not self._looking.acquire(timeout=-1 if deadline is None else max(0, deadline - time_)):
            return False
        try:
            self._next_look = time_ + ADOPT_SECONDS
            held = set()
            for path in self.left_files():
                if len(self._adopted) >= ADOPT_AT_ONCE:
                    self._next_look = 0.0
                    return True
                owner = path.stem.partition("-")[2]
                if owner in held:  # the later files of a process come after its earlier ones
                    continue
                with self._taking:
                    if not self._adopt(path):
                        held.add(owner)
                if deadline is not None and time.monotonic() > deadline:
                    self._next_look = 0.0
                    return False
            return True
        finally:
            self._looking.release()

    def left_files(self) -> list[Path]:
        """Return files that may be of processes that have ended, oldest first."""
        with self._lock:
            mine = {segment.path for segment in (*self._own, *self._adopted)}
        try:
            found = sorted(self.directory.iterdir())
        except OSError:
            return []
        for path in found:
            if path.suffix == NEW_SUFFIX:
                _remove_left_behind(path)
        return [path for path in found if path.suffix == SUFFIX and path not in mine]

    def _adopt(self, path: Path) -> bool:
        """Take over a file if nobody holds it; False if it stays where it is."""
        try:
            segment = Segment.adopt(path)
            if segment is None:
                return not path.exists()
            return self._take_over(segment)
        except (UnknownVersionError, OSError) as error:
            if path not in self._told_of:
                self._told_of.add(path)
                log.warning("%s is left alone: %s", path, getattr(error, "strerror", None) or error)
            return False

    def _take_over(self, segment: Segment) -> bool:
        path = segment.path
        try:
            count, rest = segment.scan()
        except OSError:
            segment.release()
            raise
        if segment.damaged:
            log.error(
                "%s is damaged: %s feedbacks in it are sent, the rest cannot be read. It is kept"
                " with the suffix %s",
                path,
                f"{count:,}",
                DAMAGED_SUFFIX,
            )
        elif rest:
            log.info("the last %s bytes of %s are not whole, and are ignored", f"{rest:,}", path)
        if not count:
            segment.delete()
            return True
        if not path.stem.endswith(self._mark) and not self._told_of_other_key:
            self._told_of_other_key = True
            log.warning(
                "feedback that was reported with another API key is sent with this one: %s. If its"
                " key is of another namespace, give each a spool_directory, or name the namespace",
                path,
            )
        with self._lock:
            self._adopted.append(segment)
            self.adopted_waiting += count
            self._bytes += segment.waiting_bytes
        self._tally.count_adopted(count)
        return True

    def _recover(self) -> None:
        """Move what is in memory to the file, if the disk takes it again."""
        if not self._in_memory or time.monotonic() < self._next_try:
            return
        self._next_try = time.monotonic() + RECOVER_SECONDS
        while True:
            with self._lock:
                record = self._memory.take_first()
                if record is None:
                    self._in_memory = False
                    break
                try:
                    self._append(record)
                except OSError:
                    self._memory.put_back(record)
                    return
        log.warning("%s takes feedback again", self.directory)

    def close(self) -> list[Record]:
        """Leave the files to others; return what is only in memory."""
        with self._lock:
            for segment in (*self._own, *self._adopted):
                if segment.next() is None:
                    with self._refusals():
                        segment.delete()
                else:
                    segment.release()
            self._own.clear()
            self._adopted.clear()
            return self._memory.close()

    def before_fork(self) -> None:
        """Wait until no file is being taken over: a child would keep it locked, and not know it."""
        self._taking.acquire()

    def after_fork(self) -> None:
        """Go on in the parent."""
        self._taking.release()

    def forget(self) -> None:
        """Forget everything in a forked process: the files are those of its parent."""
        for segment in (*self._own, *self._adopted):
            segment.release()
        self._own.clear()
        self._adopted.clear()
        self._bytes = self._waiting = self.adopted_waiting = 0
        self._in_memory = False
        self._owner = ""
        self._looking = threading.Lock()  # a thread of the parent may have held the other one
        self._taking.release()
        self._memory.forget()


def _remove_left_behind(path: Path) -> None:
    try:
        if time.time() - path.stat().st_mtime > _LEFT_BEHIND:
            path.unlink()
    except OSError:
        pass
