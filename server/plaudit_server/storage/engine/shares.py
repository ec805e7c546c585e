"""Threads shared fairly by namespaces: none can use all, and none waits behind another's queue.

Waiting work is queued by namespace. A free thread takes work of the namespace with the fewest
pieces running, and among those of the one served longest ago. A namespace never has more than
`each` pieces running, so that the next one finds a free thread or waits for one short piece, not
for a queue. Threads choose their work without the event loop, so a busy loop leaves none idle.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NamedTuple, TypeVar, cast

from plaudit_server.domain.errors import ResourceExhausted, rate_limited

R = TypeVar("R")


class _Piece(NamedTuple):
    run: Callable[[], Any]
    future: Future[Any]


class Shares:
    """A few threads, shared fairly by namespaces."""

    def __init__(
        self, threads: int, *, each: int, waiting: int, name: str, rests: bool = False
    ) -> None:
        """Start the threads.

        A namespace has at most `each` pieces running and `waiting` more queued. With `rests`, a
        thread pauses after each piece for as long as the piece took.
        """
        self._each = each
        self._limit = waiting
        self._rests = rests
        self._waiting: OrderedDict[str, deque[_Piece]] = OrderedDict()
        """Queues by namespace, the one served longest ago first; no queue is empty."""
        self._running: Counter[str] = Counter()
        self._changed = threading.Condition()
        self._closed = False
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}-{i}", daemon=True)
            for i in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    async def run(
        self, namespace_id: str, function: Callable[[], R], *, continues: bool = False
    ) -> R:
        """Run a function on one of the threads and return its result.

        It is dropped if its caller cancels before it starts. With `continues` it is the next part
        of work already started: it goes to the front of its namespace's queue and is never refused.
        Errors: ResourceExhausted if the namespace's queue is full; the server's own queue, `""`, is
        unlimited.
        """
        piece = _Piece(function, Future())
        with self._changed:
            queue = self._waiting.setdefault(namespace_id, deque())
            if len(queue) >= self._limit and namespace_id and not continues:
                raise _too_many(namespace_id, self._limit)
            # Finish started work first; otherwise all queued work would start and hold its results.
            if continues:
                queue.appendleft(piece)
            else:
                queue.append(piece)
            self._changed.notify()
        try:
            return cast(R, await asyncio.wrap_future(piece.future))
        except asyncio.CancelledError:
            self._drop(namespace_id, piece)
            raise

    async def close(self) -> None:
        """Run all queued work, then end the threads."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            await asyncio.to_thread(thread.join)

    def _drop(self, namespace_id: str, piece: _Piece) -> None:
        with self._changed:
            queue = self._waiting.get(namespace_id)
            if queue is not None and piece in queue:
                queue.remove(piece)
                if not queue:
                    del self._waiting[namespace_id]

    def _work(self) -> None:
        while (taken := self._take()) is not None:
            namespace_id, piece = taken
            began = time.monotonic()
            if piece.future.set_running_or_notify_cancel():
                try:
                    piece.future.set_result(piece.run())
                except BaseException as error:  # noqa: BLE001 - raised to the caller
                    piece.future.set_exception(error)
            del taken, piece  # releases the result now, not with the next piece
            if self._rests:
                time.sleep(time.monotonic() - began)
            with self._changed:
                self._running[namespace_id] -= 1
                if not self._running[namespace_id]:
                    del self._running[namespace_id]
                if self._closed:
                    self._changed.notify_all()

    def _take(self) -> tuple[str, _Piece] | None:
        """Wait for the next piece; `None` after close, when the queues are empty."""
        with self._changed:
            while True:
                namespace_id = self._next()
                if namespace_id is not None:
                    break
                if self._closed and not self._waiting:
                    return None
                self._changed.wait()
            queue = self._waiting[namespace_id]
            piece = queue.popleft()
            if queue:
                self._waiting.move_to_end(namespace_id)
            else:
                del self._waiting[namespace_id]
            self._running[namespace_id] += 1
            return namespace_id, piece

    def _next(self) -> str | None:
        """Choose the namespace whose turn is next; `None` if none may run now."""
        chosen, fewest = None, self._each
        for namespace_id in self._waiting:
            running = self._running[namespace_id]
            if running < fewest:
                chosen, fewest = namespace_id, running
            if (
                not fewest
            ):  # found soon: no more namespaces have work running than there are threads
                break
        return chosen


def _too_many(namespace_id: str, limit: int) -> ResourceExhausted:
    return rate_limited(
        f"this namespace already has {limit} slow calls waiting: send fewer at once, and retry",
        subject=f"namespace:{namespace_id}",
        ids={"namespace_id": namespace_id},
    )
