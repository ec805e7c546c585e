"""The store: every read and every write of the server goes through here.

Operations live beside their nouns (`feedback.submit`, `exchanges.create`, …) and are set-based: one
call of an operation serves all the callers of a group.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Sequence
from contextlib import nullcontext, suppress
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar, cast

import structlog

from plaudit_server.domain.errors import (
    Refusal,
    Violation,
    draining,
    invalid,
    storage_unavailable,
)
from plaudit_server.domain.tenants.api_keys import StoredApiKey
from plaudit_server.storage.engine import requests
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.group_commit import Cohort, Outcome
from plaudit_server.storage.engine.requests import RequestKey
from plaudit_server.storage.engine.shares import Shares
from plaudit_server.storage.engine.transaction import Transaction

P = TypeVar("P")
R = TypeVar("R")
Arguments = ParamSpec("Arguments")

WriteOperation = Callable[[Transaction, Sequence[P]], Sequence[R | Refusal]]
"""Serves the writes of a group in one transaction: a result or a refusal for each, in order."""
ReadOperation = Callable[[Backend, Sequence[P]], Sequence[R]]
"""Serves the reads of a group with one query: a result for each, in order."""

QUERY_THREADS = 4
QUERIES_OF_EACH = 3
"""How many queries of one namespace run at a time: a thread is left for whoever comes next."""
QUERIES_WAITING = 2_000
"""How many queries of a namespace wait at most: a client that opens a thousand watches or lists at
once is served, one that asks without end is refused."""
LONG_WORK_THREADS = 2
LONG_WORK_OF_EACH = 1
LONG_WORK_WAITING = 2_000
"""More than the exports that a namespace may have open: none is refused once it has begun."""
REHEARSALS_OF_EACH = 1
REHEARSALS_WAITING = 32
"""How many rehearsals of a namespace wait at most: each may hold a batch of 4 MiB."""
SLICE = 0.05
"""How long a piece of long work goes on before it gives way to others, in seconds."""

log = structlog.get_logger()


class Once(NamedTuple):
    """What makes a write answer only once, whatever comes again."""

    request: RequestKey
    encode: Callable[[Any], bytes]
    """Makes the answer to remember from the result; it may raise a refusal instead."""


class _Write(NamedTuple):
    namespace_id: str
    operation: WriteOperation[Any, Any]
    payload: Any
    once: Once | None


class _Read(NamedTuple):
    operation: ReadOperation[Any, Any]
    payload: Any


class Store:
    """A database, shared by concurrent callers on one event loop.

    Writes join a group commit and are durable when answered. Point reads join a group too; other
    queries run on a few threads, which namespaces share: each call says for which one it is, and
    `""` is the server itself. Errors: a refusal where the operation refuses; ResourceExhausted
    where too much of the namespace waits for a thread; Unavailable where the database does not
    serve.
    """

    def __init__(self, backend: Backend, *, on_unavailable: Callable[[], None]) -> None:
        """Take the database; `on_unavailable` is called on the loop whenever it fails to serve."""
        self.backend = backend
        self._on_unavailable = on_unavailable
        self.key_of_process: StoredApiKey | None = None
        """The API key that this process alone takes: it is in no database."""
        self.on_commit: Callable[[], None] | None = None
        """Called on the loop when a group was committed, while somebody wants to know."""
        self._loop = asyncio.get_running_loop()
        self._writes: Cohort[_Write] = Cohort(self._run_writes, name="plaudit-writer")
        self._reads: Cohort[_Read] = Cohort(self._run_reads, name="plaudit-reader")
        self._closed = False
        self._suspended = False
        self._queries = Shares(
            QUERY_THREADS, each=QUERIES_OF_EACH, waiting=QUERIES_WAITING, name="plaudit-query"
        )
        self._long_work = Shares(
            LONG_WORK_THREADS,
            each=LONG_WORK_OF_EACH,
            waiting=LONG_WORK_WAITING,
            name="plaudit-work",
        )
        # Writers wait for rehearsals, on SQLite all of them, on PostgreSQL those of the namespace.
        # So rehearsals rest in between: writers have at least half of the time.
        self._rehearsals = Shares(
            1 if backend.embedded else 2,
            each=REHEARSALS_OF_EACH,
            waiting=REHEARSALS_WAITING,
            name="plaudit-rehearsal",
            rests=True,
        )
        # Threads that meet at SQLite's own lock poll for it, and whoever has just let go wins.
        self._writer = threading.Lock() if backend.embedded else nullcontext()
        self._rewriting = asyncio.Lock()
        self._next_rewrite: asyncio.Task[None] | None = None

    async def write(self, operation: WriteOperation[P, R], payload: P, *, namespace_id: str) -> R:
        """Run an operation in the next group and answer its result, durable."""
        return cast(R, await self._join(_Write(namespace_id, operation, payload, None)))

    async def write_once(
        self, operation: WriteOperation[P, R], payload: P, *, namespace_id: str, once: Once
    ) -> bytes:
        """Run an operation unless its request was answered before; answer the first answer."""
        return cast(bytes, await self._join(_Write(namespace_id, operation, payload, once)))

    async def rehearse(
        self, operation: WriteOperation[P, R], payload: P, *, namespace_id: str
    ) -> R:
        """Run an operation in a transaction of its own, answer its result and write nothing.

        It sees what every write before it left, and holds the writers of its namespace up: on
        SQLite all of them. A namespace has one at a time.
        """

        def run(backend: Backend) -> R:
            with self._writer:
                return _rehearse(backend, operation, payload, namespace_id)

        return await self._run(self._rehearsals, namespace_id, run)

    async def read(self, operation: ReadOperation[P, R], payload: P) -> R:
        """Read by key, together with everybody who reads now."""
        self._admit()
        return cast(R, await self._reads.join(_Read(operation, payload)))

    async def query(
        self,
        namespace_id: str,
        function: Callable[Concatenate[Backend, Arguments], R],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> R:
        """Run a query that takes its time, on one of the threads that namespaces share."""
        return await self._run(
            self._queries, namespace_id, lambda backend: function(backend, *args, **kwargs)
        )

    async def work(
        self,
        namespace_id: str,
        function: Callable[Concatenate[Backend, Arguments], R],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> R:
        """Run a part of something long, on threads that no query waits for."""
        return await self._run(
            self._long_work, namespace_id, lambda backend: function(backend, *args, **kwargs)
        )

    async def work_in_parts(
        self,
        namespace_id: str,
        function: Callable[Concatenate[Backend, Arguments], Generator[None, None, R]],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> R:
        """Run something long that yields where it can be interrupted, and answer its result.

        It gives way every SLICE, and goes on where its turn comes, on any thread: it must not hold
        a cursor or a transaction while it yields. It ends where its caller goes.
        """
        parts = function(self.backend, *args, **kwargs)
        result: list[R] = []

        def run(_: Backend) -> bool:
            until = time.monotonic() + SLICE
            try:
                while time.monotonic() < until:
                    next(parts)
            except StopIteration as end:
                result.append(end.value)
                return True
            return False

        ended = await self._run(self._long_work, namespace_id, run)
        while not ended:
            ended = await self._run(self._long_work, namespace_id, run, continues=True)
        return result[0]

    async def _run(
        self,
        shares: Shares,
        namespace_id: str,
        function: Callable[[Backend], R],
        *,
        continues: bool = False,
    ) -> R:
        self._admit()

        def run() -> R:
            try:
                with self.backend.connected():
                    return function(self.backend)
            except Exception as error:  # noqa: BLE001 - raised again, explained
                raise self._explain(error) from None

        return await shares.run(namespace_id, run, continues=continues)

    async def rewrite(self) -> None:
        """Write the files anew, without traces of what was deleted before: once for all who wait.

        Nobody writes meanwhile.
        """
        if self._next_rewrite is None:
            self._next_rewrite = asyncio.create_task(self._rewrite())
        await asyncio.shield(self._next_rewrite)

    async def _rewrite(self) -> None:
        async with self._rewriting:
            self._next_rewrite = None  # what is deleted from now on is for the next one
            await self.query("", lambda backend: backend.rewrite())

    @property
    def is_rewriting(self) -> bool:
        """Whether the files are being written anew, so that writes have to wait."""
        return self._rewriting.locked()

    async def check(self, *, write: bool) -> None:
        """Ask the database for nothing, or write nothing: refused as long as it does not serve."""
        if write:
            await self._writes.join(_Write("", _probe, None, None))
        else:
            await self._reads.join(_Read(_ping, None))

    def suspend(self) -> None:
        """Refuse every call at once, and those under way: the database keeps silent."""
        self._suspended = True
        self._writes.abandon(storage_unavailable())
        self._reads.abandon(storage_unavailable())

    def resume(self) -> None:
        """Take calls again."""
        self._suspended = False

    async def close(self) -> None:
        """Finish every write that joined, then let go of the database."""
        self._closed = True
        await self._writes.drain()
        await self._reads.drain()
        for shares in (self._queries, self._long_work, self._rehearsals):
            await shares.close()
        self.backend.database.close_all()

    def _join(self, write: _Write) -> asyncio.Future[Outcome]:
        self._admit()
        return self._writes.join(write)

    def _admit(self) -> None:
        if self._closed:
            raise draining()
        if self._suspended:
            raise storage_unavailable()

    def _run_writes(self, writes: Sequence[_Write]) -> Sequence[Outcome]:
        first, twins = _part_twins(writes)
        outcomes: list[Outcome] = [None] * len(writes)
        for part in (first, twins):  # a twin then finds the answer of the one before it
            for i, outcome in zip(part, self._run_part([writes[i] for i in part]), strict=True):
                outcomes[i] = outcome
        return outcomes

    def _run_part(self, writes: Sequence[_Write]) -> Sequence[Outcome]:
        if not writes:
            return []
        try:
            with self.backend.connected(), self._writer:
                outcomes = self._commit(writes)
        except Exception as error:  # noqa: BLE001 - told apart below, answered to its caller
            if len(writes) == 1 or self.backend.is_unavailable(error):
                return [self._explain(error)] * len(writes)
        else:
            if (on_commit := self.on_commit) is not None:
                self._loop.call_soon_threadsafe(on_commit)
            return outcomes
        # Somebody's write broke the transaction: let only the culprit fail.
        half = len(writes) // 2
        return [*self._run_part(writes[:half]), *self._run_part(writes[half:])]

    def _commit(self, writes: Sequence[_Write]) -> Sequence[Outcome]:
        outcomes: list[Outcome] = [None] * len(writes)
        with self.backend.transaction():
            self.backend.lock(sorted({write.namespace_id for write in writes}))
            tx = Transaction(self.backend)  # its time is later than that of all who held the lock
            first_answers = _first_answers(tx, writes)
            by_operation: dict[WriteOperation[Any, Any], list[int]] = defaultdict(list)
            for i, write in enumerate(writes):
                first = write.once and first_answers.get(write.once.request[:2])
                if write.once is not None and first is not None:
                    outcomes[i] = _replay(write.once.request, first)
                else:
                    by_operation[write.operation].append(i)
            remembered: list[tuple[RequestKey, bytes]] = []
            for operation, indexes in by_operation.items():
                results = operation(tx, [writes[i].payload for i in indexes])
                for i, result in zip(indexes, results, strict=True):
                    outcomes[i] = _answer(writes[i], result, remembered)
            if remembered:
                requests.remember(tx, remembered)
            tx.flush()
        return outcomes

    def _run_reads(self, reads: Sequence[_Read]) -> Sequence[Outcome]:
        outcomes: list[Outcome] = [None] * len(reads)
        by_operation: dict[ReadOperation[Any, Any], list[int]] = defaultdict(list)
        for i, read in enumerate(reads):
            by_operation[read.operation].append(i)
        for operation, indexes in by_operation.items():
            results = self._read(operation, [reads[i].payload for i in indexes])
            for i, result in zip(indexes, results, strict=True):
                outcomes[i] = result
        return outcomes

    def _read(
        self, operation: ReadOperation[Any, Any], payloads: Sequence[Any]
    ) -> Sequence[Outcome]:
        try:
            with self.backend.connected():
                return operation(self.backend, payloads)
        except Exception as error:  # noqa: BLE001 - told apart below, answered to its caller
            if len(payloads) == 1 or self.backend.is_unavailable(error):
                return [self._explain(error)] * len(payloads)
        return [self._read(operation, [payload])[0] for payload in payloads]

    def _explain(self, error: Exception) -> Exception:
        """Turn an error of the driver into a refusal where the database is out of reach."""
        if isinstance(error, Refusal) or not self.backend.is_unavailable(error):
            return error
        detail = self.backend.without_passwords(error)
        log.warning("storage unavailable", error=type(error).__name__, detail=detail)
        self.backend.database.close_idle()
        self._loop.call_soon_threadsafe(self._on_unavailable)
        return storage_unavailable()


def _part_twins(writes: Sequence[_Write]) -> tuple[list[int], list[int]]:
    """Part the writes of a group from those that repeat the request of an earlier one."""
    first: list[int] = []
    twins: list[int] = []
    seen: set[tuple[str, str]] = set()
    for i, write in enumerate(writes):
        key = write.once and write.once.request[:2]
        if key in seen:
            twins.append(i)
        else:
            first.append(i)
            if key is not None:
                seen.add(key)
    return first, twins


def _first_answers(
    tx: Transaction, writes: Sequence[_Write]
) -> dict[tuple[str, str], requests.FirstAnswer]:
    wanted = [write.once.request for write in writes if write.once is not None]
    return requests.find(tx, wanted) if wanted else {}


def _replay(request: RequestKey, first: requests.FirstAnswer) -> Outcome:
    if first.fingerprint == request.fingerprint:
        return first.answer
    return invalid(
        [
            Violation(
                field="request_id",
                rule="must be new: it was used within 24 hours for another request",
            )
        ]
    )


def _answer(write: _Write, result: Any, remembered: list[tuple[RequestKey, bytes]]) -> Outcome:
    if write.once is None or isinstance(result, Refusal):
        return cast(Outcome, result)
    try:
        answer = write.once.encode(result)
    except Refusal as refusal:
        return refusal
    remembered.append((write.once.request, answer))
    return answer


def write_alone(backend: Backend, operation: WriteOperation[P, R], payload: P) -> R:
    """Run one write in a transaction of its own, without a server; raises what it refuses."""
    with backend.database.connection_context(), backend.transaction():
        tx = Transaction(backend)
        (result,) = operation(tx, [payload])
        tx.flush()
    if isinstance(result, Refusal):
        raise result
    return result


class _RolledBackError(Exception):
    """Ends a transaction whose outcome is known and not wanted."""


def _rehearse(
    backend: Backend, operation: WriteOperation[P, R], payload: P, namespace_id: str
) -> R:
    results: Sequence[R | Refusal] = ()
    with suppress(_RolledBackError), backend.transaction():
        backend.lock([namespace_id])
        tx = Transaction(backend)
        results = operation(tx, [payload])
        tx.flush()
        raise _RolledBackError
    (result,) = results
    if isinstance(result, Refusal):
        raise result
    return result


def _ping(backend: Backend, jobs: Sequence[None]) -> list[None]:
    backend.execute("SELECT 1").fetchone()
    return [None] * len(jobs)


def _probe(tx: Transaction, jobs: Sequence[None]) -> list[None]:
    requests.touch(tx)
    return [None] * len(jobs)
