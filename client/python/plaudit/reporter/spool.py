"""The queue in files, which outlives the process.

Every process has files of its own, locked as long as it lives. Files that nobody holds are those of
processes that have ended: the next process that looks sends what is in them, before its own.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
import time
from collections import deque
from pathlib import Path
from typing import Any

from plaudit.reporter.batch import Batch, Record
from plaudit.reporter.memory import MemorySpool
from plaudit.reporter.segment import NEW_SUFFIX, SUFFIX, Segment, UnknownVersionError
from plaudit.reporter.tally import SPOOL_FULL, Tally, log

SEGMENT_BYTES = 32 * 1024 * 1024
"""A process begins another file when one is so long."""
ADOPT_SECONDS = 15.0
"""How often a process looks for files of others that have ended."""
ADOPT_AT_ONCE = 200
RECOVER_SECONDS = 5.0
"""How often a process tries again to write to a full disk."""
FORK_SECONDS = 2.0
"""How long a fork waits for the end of a look for files."""
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
        self._waiting = 0
        self._looking = threading.RLock()
        """Held while files are taken over, so that a flush knows of all of them, and in a fork."""
        self._held = False
        self._next_look = 0.0
        self._next_try = 0.0
        self._in_memory = False
        self._unknown: set[Path] = set()
        self._told_of_other_key = False
        self.adopted_waiting = 0
        """How many records of other processes are neither sent nor dropped."""
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            directory.chmod(0o700)
            self._own.append(Segment.create(directory, mark))
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
        if self._bytes + len(record.payload) > self._max_bytes:
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
            self._own.append(Segment.create(self.directory, self._mark))
        self._own[-1].append(record)
        self._bytes += len(record.payload)
        self._waiting += 1

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
            segment.delete()
        return None

    def save(self, batch: Batch) -> None:
        """Write down what is sent next, before it is sent. Raises OSError."""
        if batch.source is not None:
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
        """Write down that a batch is settled. Raises OSError."""
        if batch.source is None:
            self._memory.finish(batch)
            return
        segment: Segment = batch.source.segment
        segment.finish(batch)
        if segment not in self._adopted:
            with self._lock:
                self._bytes -= sum(len(record.payload) for record in batch.records)

    def look(self, *, now: bool = False) -> None:
        """Take over files of processes that have ended, from time to time, or `now`."""
        time_ = time.monotonic()
        if time_ < self._next_look and not now:
            return
        with self._looking:
            self._next_look = time_ + ADOPT_SECONDS
            for path in self.left_files():
                if len(self._adopted) >= ADOPT_AT_ONCE:
                    self._next_look = 0.0
                    break
                if path not in self._unknown:
                    self._adopt(path)

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

    def _adopt(self, path: Path) -> None:
        try:
            segment = Segment.adopt(path)
        except UnknownVersionError as error:
            self._unknown.add(path)
            log.warning(
                "%s is left alone: this version does not know its format (%r)."
                " A newer version of plaudit, which wrote it, can send it",
                path,
                str(error),
            )
            return
        except OSError as error:
            self._unknown.add(path)
            log.warning("%s is left alone: %s", path, error.strerror)
            return
        if segment is None:
            return
        count, torn = segment.scan()
        if torn:
            log.info("the last %s bytes of %s are not whole, and are ignored", f"{torn:,}", path)
        if not count:
            segment.delete()
            return
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
        self._tally.count_adopted(count)

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
                    segment.delete()
                else:
                    segment.release()
            self._own.clear()
            self._adopted.clear()
            return self._memory.close()

    def before_fork(self) -> None:
        """Wait until no file is being taken over: a child would keep it locked, and not know it."""
        self._held = self._looking.acquire(timeout=FORK_SECONDS)

    def after_fork(self) -> None:
        """Go on in the parent."""
        if self._held:
            self._looking.release()

    def forget(self) -> None:
        """Forget everything in a forked process: the files are those of its parent."""
        for segment in (*self._own, *self._adopted):
            segment.release()
        self._own.clear()
        self._adopted.clear()
        self._bytes = self._waiting = self.adopted_waiting = 0
        self._in_memory = False
        self._looking = threading.RLock()
        self._memory.forget()


def _remove_left_behind(path: Path) -> None:
    try:
        if time.time() - path.stat().st_mtime > _LEFT_BEHIND:
            path.unlink()
    except OSError:
        pass
