"""The feed: one reader that tells everyone who watches of the changes of feedback.

The reader looks at the namespaces that are watched, all with one query: at once when this server
has committed, and every POLL for what other servers commit. It reads each change once and hands it
to every watcher of the namespace. A watcher that is behind, because it resumes or reads slowly,
reads with those who are at the same place until it has caught up. It has the reader's changes kept
for it as soon as it is near: were it to catch up first, changes that come fast would keep it
reading, and with many others like it nobody would ever catch up.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

import structlog

from plaudit_server.domain.errors import Refusal, watch_elsewhere
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.engine.turns import Turns
from plaudit_server.storage.feedback import changes as feedback_changes
from plaudit_server.storage.feedback.changes import Change, Read

POLL = 0.25
"""How often the reader looks for what other servers have committed, in seconds."""
CHECKPOINT_EVERY = 10.0
"""How long a watcher that is told nothing waits for a checkpoint, in seconds."""
READ_BEHIND_AT_ONCE = 2
"""How many reads for those of a namespace who are behind run at a time: its lists and searches have
the same few threads."""
AHEAD = 1_000
"""How many changes wait for a watcher at most; one that reads slower reads for itself."""
AHEAD_BYTES = 8 * 1024 * 1024
"""How long all that waits for a watcher may be."""
AT_A_STRETCH = 0.005
"""How long the reader hands changes out before the loop's other work has its turn, in seconds."""

Event = Change | int
"""A change, or the number up to which everything was told."""
Concerns = Callable[[Change], bool]
"""Says whether a watcher is told of a change."""

log = structlog.get_logger()


class PurgedError(Exception):
    """Changes that a watcher was to be told of are kept no more."""

    def __init__(self, purged: int) -> None:
        """Say up to which number changes are gone."""
        super().__init__()
        self.purged = purged


class _Watcher:
    """One who watches: where it is, and what waits for it."""

    def __init__(self, position: int, concerns: Concerns) -> None:
        self.position = position
        """Everything up to here was told."""
        self.reached = position
        """Everything up to here was told, or waits."""
        self.joined = position
        """How far the reader was when it was asked to tell: all that came before is read alone."""
        self.concerns = concerns
        self.waiting: deque[Change] = deque()
        self.behind = True
        """Whether the reader tells it nothing."""
        self._weight = 0
        self.failure: Exception | None = None
        self.woken = asyncio.Event()
        self.called = False
        """Whether it is to be woken when its turn has come."""

    def tell(self, changes: Sequence[Change], reached: int) -> bool:
        """Take what the reader tells; answers whether there is news to wake for."""
        if self.behind:
            return False
        news = [c for c in changes if c.sequence > self.position and self.concerns(c)]
        weight = self._weight + sum(change.weight for change in news)
        if len(self.waiting) + len(news) > AHEAD or weight > AHEAD_BYTES:
            self.drop()
        else:
            self.waiting.extend(news)
            self._weight = weight
            self.reached = max(self.reached, reached)
        return bool(news)

    def take(self) -> Change | None:
        """Take the next change that waits and was not read alone."""
        while self.waiting:
            change = self.waiting.popleft()
            self._weight -= change.weight
            if change.sequence > self.position:
                self.position = change.sequence
                return change
        return None

    def drop(self) -> None:
        """Let go of what waits; it is to be read alone."""
        self.waiting.clear()
        self._weight = 0
        self.behind = True

    def wake(self) -> None:
        self.called = False
        self.woken.set()

    def fail(self, failure: Exception) -> None:
        self.failure = failure
        self.woken.set()


@dataclass(slots=True)
class _Head:
    """How far the reader has read a namespace, and who is told."""

    position: int
    watchers: set[_Watcher] = field(default_factory=set)


class Feed:
    """Tells of changes as they are committed; all its state lives on the event loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._heads: dict[str, _Head] = {}
        self._everyone: set[_Watcher] = set()
        self._committed = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None
        self._closed = False
        self._turns = Turns()
        self._behind: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        """Of each namespace with some who are behind, while they read."""
        self._reading: dict[tuple[str, int], asyncio.Task[Read]] = {}
        """What is read for those who are behind, by place."""

    async def follow(
        self, namespace_id: str, position: int, concerns: Concerns
    ) -> AsyncGenerator[Event, None]:
        """Tell of each change after a position that concerns the caller, in order, without end.

        Starts with `position` itself, as a checkpoint. Errors: PurgedError; Unavailable where the
        server leaves, or where the database does not serve one who is behind.
        """
        if self._closed:
            raise watch_elsewhere()
        watcher = _Watcher(position, concerns)
        self._everyone.add(watcher)
        try:
            yield position
            while True:
                async for event in self._catch_up(namespace_id, watcher):
                    yield event
                async for event in self._listen(namespace_id, watcher):
                    yield event
        finally:
            self._everyone.discard(watcher)
            self._leave(namespace_id, watcher)

    def close(self) -> None:
        """Tell everyone to watch elsewhere: the server leaves."""
        self._closed = True
        for watcher in self._everyone:
            watcher.fail(watch_elsewhere())

    async def _catch_up(self, namespace_id: str, watcher: _Watcher) -> AsyncGenerator[Event, None]:
        """Read for one who is behind, until what the reader tells follows."""
        self._leave(namespace_id, watcher)
        said = time.monotonic()
        while watcher.behind or watcher.position < watcher.joined:
            if watcher.failure:
                raise watcher.failure
            found = await self._read_behind(namespace_id, watcher.position)
            await self._turns.wait(namespace_id)  # many may have waited for the same
            if found.purged > watcher.position:
                raise PurgedError(found.purged)
            for change in found.changes:
                if watcher.failure:
                    raise watcher.failure
                watcher.position = change.sequence
                if watcher.concerns(change):
                    yield change
                    await self._turns.wait(namespace_id)
                    said = time.monotonic()
            watcher.position = found.reached
            if time.monotonic() - said > CHECKPOINT_EVERY:
                yield watcher.position
                said = time.monotonic()
            if watcher.behind and not found.more:
                self._join(namespace_id, watcher)

    async def _read_behind(self, namespace_id: str, position: int) -> Read:
        """Read for those who are behind, once for all who are at the same place now."""
        place = namespace_id, position
        reading = self._reading.get(place)
        if reading is None:
            reading = self._reading[place] = asyncio.create_task(self._read_at(*place))
            reading.add_done_callback(lambda _: self._reading.pop(place))
        return await asyncio.shield(reading)

    async def _read_at(self, namespace_id: str, position: int) -> Read:
        semaphore = asyncio.Semaphore(READ_BEHIND_AT_ONCE)
        async with self._behind.setdefault(namespace_id, semaphore):
            return await self._store.query(
                namespace_id, feedback_changes.read, namespace_id, position
            )

    def _join(self, namespace_id: str, watcher: _Watcher) -> None:
        """Be told what the reader reads from now on."""
        self._leave(namespace_id, watcher)
        head = self._heads.get(namespace_id)
        if head is None:
            head = self._heads[namespace_id] = _Head(watcher.position)
        watcher.joined = head.position
        watcher.reached = watcher.position
        watcher.behind = False
        head.watchers.add(watcher)
        if self._reader is None:
            self._store.on_commit = self._committed.set
            self._reader = asyncio.create_task(self._read())

    def _leave(self, namespace_id: str, watcher: _Watcher) -> None:
        head = self._heads.get(namespace_id)
        if head is not None:
            head.watchers.discard(watcher)
            if not head.watchers:
                del self._heads[namespace_id]
        if not self._heads and self._reader is not None:
            self._reader.cancel()
            self._reader = None
            self._store.on_commit = None

    async def _listen(self, namespace_id: str, watcher: _Watcher) -> AsyncGenerator[Event, None]:
        """Pass on what the reader tells, until it tells more than is taken."""
        idle = False
        while not watcher.behind:
            watcher.woken.clear()
            while (change := watcher.take()) is not None:
                if watcher.failure:
                    raise watcher.failure
                yield change
                await self._turns.wait(namespace_id)
            if watcher.failure:
                raise watcher.failure
            if watcher.behind:
                return
            watcher.position = max(watcher.position, watcher.reached)
            if idle:
                yield watcher.position
            try:
                async with asyncio.timeout(CHECKPOINT_EVERY):
                    await watcher.woken.wait()
                idle = False
            except TimeoutError:
                idle = True
                await self._turns.wait(namespace_id)  # those who began together are idle together

    async def _read(self) -> None:
        """Read what is committed, for all who are not behind."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL):
                    await self._committed.wait()
            self._committed.clear()
            try:
                positions = {namespace_id: h.position for namespace_id, h in self._heads.items()}
                for namespace_id in await self._store.query("", feedback_changes.moved, positions):
                    if await self._advance(namespace_id):
                        self._committed.set()  # goes on when the others have had their turn
            except Refusal:
                await asyncio.sleep(POLL)  # health says so; the watchers wait
            except Exception as error:  # noqa: BLE001 - whatever it is, the watchers must outlive it
                log.error("cannot read changes", error=type(error).__qualname__)  # noqa: TRY400
                await asyncio.sleep(POLL)

    async def _advance(self, namespace_id: str) -> bool:
        """Read the next changes of a namespace and tell of them; answers whether there are more."""
        head = self._heads.get(namespace_id)
        if head is None:
            return False
        # As the server itself: the reader waits behind no queue of a namespace.
        found = await self._store.query("", feedback_changes.read, namespace_id, head.position)
        if self._heads.get(namespace_id) is not head:
            return False
        if found.purged > head.position:
            for watcher in tuple(head.watchers):
                watcher.fail(PurgedError(found.purged))
        head.position = found.reached
        began = time.monotonic()
        for watcher in tuple(head.watchers):
            if watcher.tell(found.changes, found.reached) and not watcher.called:
                watcher.called = True
                self._turns.call(namespace_id, watcher.wake)
            if time.monotonic() - began > AT_A_STRETCH:
                await asyncio.sleep(0)  # others have calls to make
                began = time.monotonic()
        return found.more
