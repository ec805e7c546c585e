"""The queue in memory."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import Any

from plaudit.reporter.batch import BATCH_ITEMS, Batch, Record, count_of_batch
from plaudit.reporter.tally import QUEUE_FULL


class MemorySpool:
    """A bounded queue. What is in it ends with the process."""

    def __init__(self, lock: Any, max_items: int, max_bytes: int) -> None:
        """`lock` is an RLock, which the caller of `put` holds."""
        self._lock = lock
        self._max_items = max_items
        self._max_bytes = max_bytes
        self._records: deque[Record] = deque()
        self._bytes = 0
        self._batch: Batch | None = None
        self.waiting = 0
        """How many records are neither sent nor dropped."""

    @property
    def full(self) -> str:
        """What is full, for the log."""
        return (
            f"{self.waiting:,} feedbacks of {self._bytes:,} bytes wait;"
            f" it holds {self._max_items:,}, or {self._max_bytes:,} bytes"
        )

    @property
    def has_batch(self) -> bool:
        """Whether a batch is not finished."""
        return self._batch is not None

    def put(self, record: Record) -> str:
        """Add a record; return the reason for which it was dropped, or ""."""
        size = self._bytes + len(record.payload)
        if self.waiting >= self._max_items or size > self._max_bytes:
            return QUEUE_FULL
        self._bytes = size
        self.waiting += 1
        self._records.append(record)
        return ""

    def take_first(self) -> Record | None:
        """Remove the oldest record that is not in the batch."""
        with self._lock:
            if not self._records:
                return None
            record = self._records.popleft()
            self._bytes -= len(record.payload)
            self.waiting -= 1
            return record

    def put_back(self, record: Record) -> None:
        """Undo `take_first`."""
        with self._lock:
            self._records.appendleft(record)
            self._bytes += len(record.payload)
            self.waiting += 1

    def look(self, *, deadline: float | None, now: bool = False) -> bool:
        """Nothing to do: nobody leaves anything in memory."""
        return True

    def next(self) -> Batch | None:
        """Return the batch to send; the same one until it is finished."""
        if self._batch is None:
            with self._lock:
                first = list(islice(self._records, BATCH_ITEMS))
            if not first:
                return None
            count = count_of_batch(first)
            with self._lock:
                for _ in range(count):
                    self._records.popleft()
                self._batch = Batch(first[:count])
        return self._batch

    def save(self, batch: Batch) -> None:
        """Nothing to do: the batch is where it is."""

    def finish(self, batch: Batch) -> None:
        """Forget a settled batch."""
        with self._lock:
            self._batch = None
            self._bytes -= sum(len(record.payload) for record in batch.records)

    def settle(self, batch: Batch, number: int) -> None:
        """Count down records of the batch that were sent or dropped."""
        with self._lock:
            self.waiting -= number

    def close(self) -> list[Record]:
        """Return what is left."""
        with self._lock:
            left = self._batch.unsettled() if self._batch is not None else []
            left += self._records
            self._records.clear()
            self._batch = None
            self._bytes = self.waiting = 0
            return left

    def before_fork(self) -> None:
        """Nothing to do: the caller's lock is enough."""

    def after_fork(self) -> None:
        """Nothing to do."""

    def forget(self) -> None:
        """Forget everything in a forked process: its parent sends it."""
        self.close()
