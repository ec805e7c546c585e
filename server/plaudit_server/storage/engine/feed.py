"""The feed: one reader that passes the changes of one kind of thing to all watchers.

A change has the number that its namespace gave to it when it was committed. The numbers of a
namespace follow the order of its commits, so whoever has seen a number has seen all changes up to
it. The changes of all kinds share these numbers.

The reader checks all watched namespaces with one query: at once after a commit of this server, and
every POLL_INTERVAL for commits of other servers. It reads each change once and passes it to every
watcher of the namespace. A watcher that resumes or reads slowly catches up by reads of its own,
which it shares with watchers at the same position. When it has nearly caught up, the reader starts
to queue changes for it. If it had to catch up fully first, frequent changes could keep it reading
forever.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, Protocol, TypeVar
from weakref import WeakValueDictionary

import structlog

from plaudit_server.domain.errors import Refusal, watch_elsewhere
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.engine.transaction import keys
from plaudit_server.storage.engine.turns import Turns

POLL_INTERVAL = 0.25
"""How often the reader checks for commits of other servers, in seconds."""
CHECKPOINT_INTERVAL = 10.0
"""After how long without changes a watcher gets a checkpoint, in seconds."""
CATCH_UP_READS = 2
"""How many reads run at a time for the watchers of a namespace that catch up: they share a few
threads with lists and searches."""
MAX_QUEUED = 1_000
"""The most changes queued for a watcher; a slower one must catch up by its own reads."""
MAX_QUEUED_BYTES = 8 * 1024 * 1024
"""The most bytes of changes queued for a watcher."""
TIME_SLICE = 0.005
"""How long the reader passes changes on before it yields to the event loop, in seconds."""

FIND_CHANGED = (
    'KEYS2 SELECT s."namespace_id" FROM k CROSS JOIN "sequence" s'
    ' WHERE s."namespace_id" = k.a AND s."value" > CAST(k.b AS BIGINT)'
)

log = structlog.get_logger()


class Change(Protocol):
    """A change, shared by all watchers that get it."""

    @property
    def sequence(self) -> int:
        """The number of the change."""

    @property
    def weight(self) -> int:
        """About how many bytes the change takes in a response."""


C = TypeVar("C", bound=Change)


class SequenceRange(NamedTuple):
    """The numbers of the stored changes of a namespace."""

    purged: int
    """All changes after this number are still stored."""
    last: int


class ChangeBatch(NamedTuple, Generic[C]):
    """The next changes of a namespace."""

    changes: Sequence[C]
    """Oldest first."""
    reached: int
    """The batch has all changes up to this number."""
    purged: int
    """Up to this number changes may be missing, because they were removed."""
    more: bool
    """Whether there are more changes after these."""


ReadChanges = Callable[[Backend, str, int], ChangeBatch[C]]
"""Reads the next changes of a namespace after a number, of limited number and size."""


def find_changed(backend: Backend, positions: Mapping[str, int]) -> list[str]:
    """Return the namespaces that have changes of any kind after these numbers."""
    wanted = keys([(namespace_id, str(n)) for namespace_id, n in positions.items()])
    return [row[0] for row in backend.execute(FIND_CHANGED, wanted)]


class PurgedError(Exception):
    """Changes that a watcher has not seen were removed."""

    def __init__(self, purged: int) -> None:
        """`purged` is the number of the last removed change."""
        super().__init__()
        self.purged = purged


class _Watcher(Generic[C]):
    """The position and the queue of one watcher."""

    def __init__(self, position: int, matches: Callable[[C], bool]) -> None:
        self.position = position
        """All changes up to here were passed on."""
        self.reached = position
        """All changes up to here were passed on or are queued."""
        self.joined = position
        """The reader's position when it began to queue: earlier changes must be read separately."""
        self.matches = matches
        self.queue: deque[C] = deque()
        self.catching_up = True
        """Whether the watcher reads for itself; the reader queues nothing for it."""
        self._weight = 0
        self.failure: Exception | None = None
        self.woken = asyncio.Event()
        self.scheduled = False
        """Whether it will be woken when its turn comes."""

    def enqueue(self, changes: Sequence[C], reached: int) -> bool:
        """Queue the matching changes; return whether there are any, for which to wake it."""
        if self.catching_up:
            return False
        news = [c for c in changes if c.sequence > self.position and self.matches(c)]
        weight = self._weight + sum(change.weight for change in news)
        if len(self.queue) + len(news) > MAX_QUEUED or weight > MAX_QUEUED_BYTES:
            self.drop_queue()
        else:
            self.queue.extend(news)
            self._weight = weight
            self.reached = max(self.reached, reached)
        return bool(news)

    def dequeue(self) -> C | None:
        """Take the next queued change that was not read while catching up."""
        while self.queue:
            change = self.queue.popleft()
            self._weight -= change.weight
            if change.sequence > self.position:
                self.position = change.sequence
                return change
        return None

    def drop_queue(self) -> None:
        """Drop the queue; the watcher must catch up by its own reads."""
        self.queue.clear()
        self._weight = 0
        self.catching_up = True

    def wake(self) -> None:
        self.scheduled = False
        self.woken.set()

    def fail(self, failure: Exception) -> None:
        self.failure = failure
        self.woken.set()


@dataclass
class _Head(Generic[C]):
    """The reader's position in a namespace, and the watchers for which it queues."""

    position: int
    watchers: set[_Watcher[C]] = field(default_factory=set)


class Feed(Generic[C]):
    """Passes changes to watchers as they are committed. All its state lives on the event loop."""

    def __init__(self, store: Store, read: ReadChanges[C]) -> None:
        """`read` reads the changes that are passed on."""
        self._store = store
        self._read = read
        self._heads: dict[str, _Head[C]] = {}
        self._watchers: set[_Watcher[C]] = set()
        self._committed = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None
        self._closed = False
        self._turns = Turns()
        self._catch_up_limits: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        """Limits the reads of each namespace whose watchers catch up, while they read."""
        self._catch_up_reads: dict[tuple[str, int], asyncio.Task[ChangeBatch[C]]] = {}
        """The running reads of watchers that catch up, by namespace and position."""

    async def follow(
        self, namespace_id: str, position: int, matches: Callable[[C], bool]
    ) -> AsyncGenerator[C | int, None]:
        """Yield each matching change after a position, in order, without end.

        A number is a checkpoint: all changes up to it were passed on. The first one is `position`
        itself. Errors: PurgedError; Unavailable if the
        server shuts down, or if the database is unavailable while the caller catches up.
        """
        if self._closed:
            raise watch_elsewhere()
        watcher = _Watcher(position, matches)
        self._watchers.add(watcher)
        try:
            yield position
            while True:
                async for event in self._catch_up(namespace_id, watcher):
                    yield event
                async for event in self._listen(namespace_id, watcher):
                    yield event
        finally:
            self._watchers.discard(watcher)
            self._leave(namespace_id, watcher)

    def close(self) -> None:
        """End all watches, because the server shuts down."""
        self._closed = True
        for watcher in self._watchers:
            watcher.fail(watch_elsewhere())

    async def _catch_up(
        self, namespace_id: str, watcher: _Watcher[C]
    ) -> AsyncGenerator[C | int, None]:
        """Read for a watcher until the changes that the reader queues follow without a gap."""
        self._leave(namespace_id, watcher)
        last_event = time.monotonic()
        while watcher.catching_up or watcher.position < watcher.joined:
            if watcher.failure:
                raise watcher.failure
            found = await self._shared_read(namespace_id, watcher.position)
            await self._turns.wait(namespace_id)  # many may have waited for the same read
            if found.purged > watcher.position:
                raise PurgedError(found.purged)
            for change in found.changes:
                if watcher.failure:
                    raise watcher.failure
                watcher.position = change.sequence
                if watcher.matches(change):
                    yield change
                    await self._turns.wait(namespace_id)
                    last_event = time.monotonic()
            watcher.position = found.reached
            if time.monotonic() - last_event > CHECKPOINT_INTERVAL:
                yield watcher.position
                last_event = time.monotonic()
            if watcher.catching_up and not found.more:
                self._join(namespace_id, watcher)

    async def _shared_read(self, namespace_id: str, position: int) -> ChangeBatch[C]:
        """Read the changes after a position, once for all watchers that need them now."""
        key = namespace_id, position
        reading = self._catch_up_reads.get(key)
        if reading is None:
            reading = self._catch_up_reads[key] = asyncio.create_task(self._read_after(*key))
            reading.add_done_callback(lambda _: self._catch_up_reads.pop(key))
        return await asyncio.shield(reading)

    async def _read_after(self, namespace_id: str, position: int) -> ChangeBatch[C]:
        semaphore = asyncio.Semaphore(CATCH_UP_READS)
        async with self._catch_up_limits.setdefault(namespace_id, semaphore):
            return await self._store.query(namespace_id, self._read, namespace_id, position)

    def _join(self, namespace_id: str, watcher: _Watcher[C]) -> None:
        """Let the reader queue its next changes for a watcher."""
        self._leave(namespace_id, watcher)
        head = self._heads.get(namespace_id)
        if head is None:
            head = self._heads[namespace_id] = _Head(watcher.position)
        watcher.joined = head.position
        watcher.reached = watcher.position
        watcher.catching_up = False
        head.watchers.add(watcher)
        if self._reader is None:
            self._store.on_commit.add(self._committed.set)
            self._reader = asyncio.create_task(self._run_reader())

    def _leave(self, namespace_id: str, watcher: _Watcher[C]) -> None:
        head = self._heads.get(namespace_id)
        if head is not None:
            head.watchers.discard(watcher)
            if not head.watchers:
                del self._heads[namespace_id]
        if not self._heads and self._reader is not None:
            self._reader.cancel()
            self._reader = None
            self._store.on_commit.discard(self._committed.set)

    async def _listen(
        self, namespace_id: str, watcher: _Watcher[C]
    ) -> AsyncGenerator[C | int, None]:
        """Yield queued changes until the queue overflows."""
        idle = False
        while not watcher.catching_up:
            watcher.woken.clear()
            while (change := watcher.dequeue()) is not None:
                if watcher.failure:
                    raise watcher.failure
                yield change
                await self._turns.wait(namespace_id)
            if watcher.failure:
                raise watcher.failure
            if watcher.catching_up:
                return
            watcher.position = max(watcher.position, watcher.reached)
            if idle:
                yield watcher.position
            try:
                async with asyncio.timeout(CHECKPOINT_INTERVAL):
                    await watcher.woken.wait()
                idle = False
            except TimeoutError:
                idle = True
                await self._turns.wait(namespace_id)  # many that began together time out together

    async def _run_reader(self) -> None:
        """Read committed changes for all watchers that have caught up."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_INTERVAL):
                    await self._committed.wait()
            self._committed.clear()
            try:
                positions = {namespace_id: h.position for namespace_id, h in self._heads.items()}
                for namespace_id in await self._store.query("", find_changed, positions):
                    if await self._advance(namespace_id):
                        self._committed.set()  # continue after the other namespaces
            except Refusal:
                await asyncio.sleep(POLL_INTERVAL)  # health reports it; the watchers wait
            except Exception as error:  # noqa: BLE001 - no error may end the watches
                log.error("cannot read changes", error=type(error).__qualname__)  # noqa: TRY400
                await asyncio.sleep(POLL_INTERVAL)

    async def _advance(self, namespace_id: str) -> bool:
        """Read the next changes of a namespace and queue them; return whether there are more."""
        head = self._heads.get(namespace_id)
        if head is None:
            return False
        # With no namespace, so that the read does not wait in the queue of one.
        found = await self._store.query("", self._read, namespace_id, head.position)
        if self._heads.get(namespace_id) is not head:
            return False
        if found.purged > head.position:
            for watcher in tuple(head.watchers):
                watcher.fail(PurgedError(found.purged))
        head.position = found.reached
        began = time.monotonic()
        for watcher in tuple(head.watchers):
            if watcher.enqueue(found.changes, found.reached) and not watcher.scheduled:
                watcher.scheduled = True
                self._turns.call(namespace_id, watcher.wake)
            if time.monotonic() - began > TIME_SLICE:
                await asyncio.sleep(0)  # lets other calls run
                began = time.monotonic()
        return found.more
