"""The store: every read and every write of the server goes through it.

Operations are in the folders of their nouns (`feedback.submit`, `exchanges.create`, …). They are
set-based: one call of an operation serves all the callers of a group.
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
QUERIES_PER_NAMESPACE = 3
"""How many queries of one namespace may run at a time: one thread stays free for others."""
MAX_QUERIES_WAITING = 2_000
"""The most queued queries of a namespace: a client may start a thousand watches or lists at once,
but not without limit."""
LONG_WORK_THREADS = 2
LONG_WORK_PER_NAMESPACE = 1
MAX_LONG_WORK_WAITING = 2_000
"""More than the exports that a namespace may have open, so that no started export is refused."""
DRY_RUNS_PER_NAMESPACE = 1
MAX_DRY_RUNS_WAITING = 32
"""The most queued dry runs of a namespace: each may hold a batch of 4 MiB."""
SLICE_SECONDS = 0.05
"""How long a piece of long work runs before it yields to others, in seconds."""

log = structlog.get_logger()


class Once(NamedTuple):
    """Makes a write idempotent: a retry of the request gets the first response."""

    request: RequestKey
    encode: Callable[[Any], bytes]
    """Turns the result into the response to remember; may raise a refusal instead."""


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

    Writes join a group commit and are durable when they return. Point reads join a group too; other
    queries run on a few threads that namespaces share: each call names its namespace, and `""` is
    the server itself. Errors: the operation's refusal; ResourceExhausted if the namespace has too
    much work queued; Unavailable if the database is unavailable.
    """

    def __init__(self, backend: Backend, *, on_unavailable: Callable[[], None]) -> None:
        """`on_unavailable` is called on the loop each time the database is found unavailable."""
        self.backend = backend
        self._on_unavailable = on_unavailable
        self.key_of_process: StoredApiKey | None = None
        """An API key that only this process accepts and that is not in the database."""
        self.on_commit: set[Callable[[], None]] = set()
        """Called on the loop after each commit."""
        self._loop = asyncio.get_running_loop()
        self._writes: Cohort[_Write] = Cohort(self._run_writes, name="plaudit-writer")
        self._reads: Cohort[_Read] = Cohort(self._run_reads, name="plaudit-reader")
        self._closed = False
        self._suspended = False
        self._queries = Shares(
            QUERY_THREADS,
            each=QUERIES_PER_NAMESPACE,
            waiting=MAX_QUERIES_WAITING,
            name="plaudit-query",
        )
        self._long_work = Shares(
            LONG_WORK_THREADS,
            each=LONG_WORK_PER_NAMESPACE,
            waiting=MAX_LONG_WORK_WAITING,
            name="plaudit-work",
        )
        # Dry runs block writers: on SQLite all, on PostgreSQL those of the namespace. So dry runs
        # pause in between, which leaves writers at least half of the time.
        self._dry_runs = Shares(
            1 if backend.embedded else 2,
            each=DRY_RUNS_PER_NAMESPACE,
            waiting=MAX_DRY_RUNS_WAITING,
            name="plaudit-dry-run",
            rests=True,
        )
        # SQLite's own lock is polled: the thread that has just released it usually wins it again.
        self._writer = threading.Lock() if backend.embedded else nullcontext()
        self._rewriting = asyncio.Lock()
        self._next_rewrite: asyncio.Task[None] | None = None

    async def write(self, operation: WriteOperation[P, R], payload: P, *, namespace_id: str) -> R:
        """Run an operation in the next group and return its result once it is durable."""
        return cast(R, await self._join(_Write(namespace_id, operation, payload, None)))

    async def write_once(
        self, operation: WriteOperation[P, R], payload: P, *, namespace_id: str, once: Once
    ) -> bytes:
        """Run an operation unless its request was served before; return the first response."""
        return cast(bytes, await self._join(_Write(namespace_id, operation, payload, once)))

    async def dry_run(self, operation: WriteOperation[P, R], payload: P, *, namespace_id: str) -> R:
        """Run an operation in a transaction of its own, roll it back, and return its result.

        It sees all earlier writes, and blocks the writers of its namespace; on SQLite all writers.
        A namespace has one at a time.
        """

        def run(backend: Backend) -> R:
            with self._writer:
                return _dry_run(backend, operation, payload, namespace_id)

        return await self._run(self._dry_runs, namespace_id, run)

    async def read(self, operation: ReadOperation[P, R], payload: P) -> R:
        """Read by key, in one query with the other reads of the group."""
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
        """Run a query that may take long, on one of the threads that namespaces share."""
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
        """Run a part of long work, on threads apart from those of queries."""
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
        """Run long work that yields where it can be interrupted, and return its result.

        It is interrupted every SLICE_SECONDS and continued on any thread when its turn comes, so it
        must not hold a cursor or a transaction while it yields. It stops if its caller cancels.
        """
        parts = function(self.backend, *args, **kwargs)
        result: list[R] = []

        def run(_: Backend) -> bool:
            until = time.monotonic() + SLICE_SECONDS
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
            except Exception as error:  # noqa: BLE001 - raised again, as a refusal where it is one
                raise self._explain(error) from None

        return await shares.run(namespace_id, run, continues=continues)

    async def rewrite(self) -> None:
        """Rewrite the database's files without the remains of deleted rows.

        Concurrent callers share one rewrite. Writes wait meanwhile.
        """
        if self._next_rewrite is None:
            self._next_rewrite = asyncio.create_task(self._rewrite())
        await asyncio.shield(self._next_rewrite)

    async def _rewrite(self) -> None:
        async with self._rewriting:
            self._next_rewrite = None  # later deletions need the next rewrite
            await self.query("", lambda backend: backend.rewrite())

    @property
    def is_rewriting(self) -> bool:
        """Whether the files are being rewritten, so that writes have to wait."""
        return self._rewriting.locked()

    async def check(self, *, write: bool) -> None:
        """Check that the database accepts reads, or with `write` writes; raise if it does not."""
        if write:
            await self._writes.join(_Write("", _write_probe, None, None))
        else:
            await self._reads.join(_Read(_ping, None))

    def suspend(self) -> None:
        """Refuse all calls, including those in progress: the database does not respond."""
        self._suspended = True
        self._writes.fail_all(storage_unavailable())
        self._reads.fail_all(storage_unavailable())

    def resume(self) -> None:
        """Accept calls again."""
        self._suspended = False

    async def close(self) -> None:
        """Finish all accepted work, then close the connections."""
        self._closed = True
        await self._writes.drain()
        await self._reads.drain()
        for shares in (self._queries, self._long_work, self._dry_runs):
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
        first, duplicates = _split_duplicates(writes)
        outcomes: list[Outcome] = [None] * len(writes)
        for part in (first, duplicates):  # a duplicate then finds the response of the first
            for i, outcome in zip(part, self._run_part([writes[i] for i in part]), strict=True):
                outcomes[i] = outcome
        return outcomes

    def _run_part(self, writes: Sequence[_Write]) -> Sequence[Outcome]:
        if not writes:
            return []
        try:
            with self.backend.connected(), self._writer:
                outcomes = self._commit(writes)
        except Exception as error:  # noqa: BLE001 - raised to the callers, one by one if need be
            if len(writes) == 1 or self.backend.is_unavailable(error):
                return [self._explain(error)] * len(writes)
        else:
            for on_commit in tuple(self.on_commit):
                self._loop.call_soon_threadsafe(on_commit)
            return outcomes
        # One write made the transaction fail: retry in halves, so that only that one fails.
        half = len(writes) // 2
        return [*self._run_part(writes[:half]), *self._run_part(writes[half:])]

    def _commit(self, writes: Sequence[_Write]) -> Sequence[Outcome]:
        outcomes: list[Outcome] = [None] * len(writes)
        with self.backend.transaction():
            self.backend.lock(sorted({write.namespace_id for write in writes}))
            tx = Transaction(self.backend)  # takes its time after the lock, so times never go back
            first_responses = _find_first_responses(tx, writes)
            by_operation: dict[WriteOperation[Any, Any], list[int]] = defaultdict(list)
            for i, write in enumerate(writes):
                first = write.once and first_responses.get(write.once.request[:2])
                if write.once is not None and first is not None:
                    outcomes[i] = _replay(write.once.request, first)
                else:
                    by_operation[write.operation].append(i)
            remembered: list[tuple[RequestKey, bytes]] = []
            for operation, indexes in by_operation.items():
                results = operation(tx, [writes[i].payload for i in indexes])
                for i, result in zip(indexes, results, strict=True):
                    outcomes[i] = _encode(writes[i], result, remembered)
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
        except Exception as error:  # noqa: BLE001 - raised to the callers, one by one if need be
            if len(payloads) == 1 or self.backend.is_unavailable(error):
                return [self._explain(error)] * len(payloads)
        return [self._read(operation, [payload])[0] for payload in payloads]

    def _explain(self, error: Exception) -> Exception:
        """Turn a driver's error into a refusal if it means that the database is unavailable."""
        if isinstance(error, Refusal) or not self.backend.is_unavailable(error):
            return error
        detail = self.backend.without_passwords(error)
        log.warning("storage unavailable", error=type(error).__name__, detail=detail)
        self.backend.database.close_idle()
        self._loop.call_soon_threadsafe(self._on_unavailable)
        return storage_unavailable()


def _split_duplicates(writes: Sequence[_Write]) -> tuple[list[int], list[int]]:
    """Split the writes of a group into first ones and those that repeat an earlier request."""
    first: list[int] = []
    duplicates: list[int] = []
    seen: set[tuple[str, str]] = set()
    for i, write in enumerate(writes):
        key = write.once and write.once.request[:2]
        if key in seen:
            duplicates.append(i)
        else:
            first.append(i)
            if key is not None:
                seen.add(key)
    return first, duplicates


def _find_first_responses(
    tx: Transaction, writes: Sequence[_Write]
) -> dict[tuple[str, str], requests.FirstResponse]:
    wanted = [write.once.request for write in writes if write.once is not None]
    return requests.find(tx, wanted) if wanted else {}


def _replay(request: RequestKey, first: requests.FirstResponse) -> Outcome:
    if first.fingerprint == request.fingerprint:
        return first.response
    return invalid(
        [
            Violation(
                field="request_id",
                rule="must be new: it was used within 24 hours for another request",
            )
        ]
    )


def _encode(write: _Write, result: Any, remembered: list[tuple[RequestKey, bytes]]) -> Outcome:
    if write.once is None or isinstance(result, Refusal):
        return cast(Outcome, result)
    try:
        response = write.once.encode(result)
    except Refusal as refusal:
        return refusal
    remembered.append((write.once.request, response))
    return response


def write_alone(backend: Backend, operation: WriteOperation[P, R], payload: P) -> R:
    """Run one write in a transaction of its own, without a server; raises its refusal."""
    with backend.database.connection_context(), backend.transaction():
        tx = Transaction(backend)
        (result,) = operation(tx, [payload])
        tx.flush()
    if isinstance(result, Refusal):
        raise result
    return result


class _RolledBackError(Exception):
    """Rolls back the transaction of a dry run."""


def _dry_run(backend: Backend, operation: WriteOperation[P, R], payload: P, namespace_id: str) -> R:
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


def _write_probe(tx: Transaction, jobs: Sequence[None]) -> list[None]:
    requests.write_probe(tx)
    return [None] * len(jobs)
