"""Sends batches to the server, several at a time, and reports the results in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import grpc

from plaudit.cli.connection import Connection
from plaudit.cli.failures import Failure, Violation, failure_of
from plaudit.cli.import_kinds import BadRow, Kind, Options, Outcome
from plaudit.cli.import_rows import Row
from plaudit.cli.waiting import Patience

BATCH_BYTES = 3_000_000
ITEM_BYTES = 3_900_000
"""The server accepts requests of 3,932,160 bytes, including the overhead of the batch."""
CALL_SECONDS = 120.0
_ROW_NAMES = {
    "exchanges": "a valid exchange",
    "feedback": "a valid feedback",
    "records": "a valid record",
}


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that was not imported, and why."""

    row: Row
    failure: Failure


@dataclass(slots=True)
class Batch:
    """Rows that are sent together, and those that could not be converted to messages."""

    first: int
    last: int
    rows: list[Row] = field(default_factory=list)
    messages: list[Any] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)

    def halves(self) -> tuple[Batch, Batch]:
        """Split a batch that is too large for the server."""
        at = len(self.rows) // 2
        middle = self.rows[at].number
        return (
            Batch(self.first, middle - 1, self.rows[:at], self.messages[:at]),
            Batch(middle, self.last, self.rows[at:], self.messages[at:]),
        )


@dataclass(slots=True)
class Done:
    """The outcomes of a batch's rows, and the number of its last row."""

    last: int
    outcomes: dict[Outcome, int] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)

    def count(self, outcome: Outcome, number: int = 1) -> None:
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + number

    def reject(self, rejection: Rejection) -> None:
        self.count(Outcome.REJECTED)
        self.rejections.append(rejection)


def batches(
    rows: Iterable[Row],
    kind: Kind,
    options: Options,
    size: int,
    *,
    most_bytes: int = BATCH_BYTES,
) -> Iterator[Batch]:
    """Group rows into batches, limited in rows and bytes."""
    batch: Batch | None = None
    held = 0
    for row in rows:
        message, failure, weight = _message(row, kind, options)
        full = batch is not None and (
            len(batch.rows) + len(batch.rejections) >= size or held + weight > most_bytes
        )
        if batch is not None and full:
            yield batch
            batch, held = None, 0
        if batch is None:
            batch = Batch(row.number, row.number)
        batch.last = row.number
        held += weight
        if failure is not None:
            batch.rejections.append(Rejection(row, failure))
        else:
            batch.rows.append(row)
            batch.messages.append(message)
    if batch is not None:
        yield batch


def _message(row: Row, kind: Kind, options: Options) -> tuple[Any, Failure | None, int]:
    if row.value is None:
        wrong = (row.wrong,) if row.wrong else ()
        return None, Failure("UNREADABLE", "the row cannot be read", wrong), 0
    try:
        message = kind.message(row.value, options)
    except BadRow as bad:
        return None, Failure("UNREADABLE", f"not {_ROW_NAMES[kind.name]}", bad.violations), 0
    weight = message.ByteSize()
    if weight > ITEM_BYTES:
        rule = f"has {weight:,} bytes; a request may have {ITEM_BYTES:,}"
        return None, Failure("MESSAGE_TOO_LARGE", "too large", (Violation("", rule),)), 0
    return message, None, weight + 8


class Sender:
    """Sends batches, some in flight at a time, and reports their outcomes in order."""

    def __init__(
        self,
        connection: Connection,
        kind: Kind,
        options: Options,
        request_id: Callable[[int, int], str],
        *,
        in_flight: int,
        patience: Patience | None = None,
    ) -> None:
        self._connection = connection
        self._method = kind.method(connection)
        self._metadata = connection.metadata
        self._kind = kind
        self._options = options
        self._request_id = request_id
        self._in_flight = in_flight
        self._patience = patience or Patience(connection.address)

    def send(self, batches: Iterable[Batch]) -> Iterator[Done]:
        """Send all batches; the next one is built while others are in flight."""
        flying: deque[tuple[Batch, grpc.CallFuture[Any] | None]] = deque()
        try:
            for batch in batches:
                flying.append((batch, self._start(batch)))
                if len(flying) >= self._in_flight:
                    yield self._finish(*flying.popleft())
            while flying:
                yield self._finish(*flying.popleft())
        finally:
            for _, call in flying:
                if call is not None:
                    call.cancel()  # type: ignore[no-untyped-call]

    def _start(self, batch: Batch) -> grpc.CallFuture[Any] | None:
        if not batch.messages:
            return None
        once = self._request_id(batch.first, batch.last)
        request = self._kind.request(batch.messages, once, self._options)
        return self._method.future(request, metadata=self._metadata, timeout=CALL_SECONDS)

    def _finish(self, batch: Batch, call: grpc.CallFuture[Any] | None) -> Done:
        done = Done(batch.last)
        for rejection in batch.rejections:
            done.reject(rejection)
        if call is not None:
            self._settle(batch, call, done)
        done.rejections.sort(key=lambda rejection: rejection.row.number)
        return done

    def _settle(self, batch: Batch, call: grpc.CallFuture[Any] | None, done: Done) -> None:
        """Wait for the response, retry if that may help, and read the results."""
        while True:
            try:
                assert call is not None  # noqa: S101  # a batch with messages has a call
                answer = call.result()
                break
            except grpc.RpcError as error:
                if _too_large(error):
                    self._part(batch, error, done)
                    return
                self._patience.wait(error)
                call = self._start(batch)
        self._patience.succeeded()
        for row, result in zip(batch.rows, answer.results, strict=True):
            outcome, failure = self._kind.outcome(result)
            if failure is None:
                done.count(outcome)
            else:
                done.reject(Rejection(row, failure))

    def _part(self, batch: Batch, error: grpc.RpcError, done: Done) -> None:
        if len(batch.rows) == 1:
            done.reject(Rejection(batch.rows[0], failure_of(error)))
            return
        for half in batch.halves():
            self._settle(half, self._start(half), done)


def _too_large(error: grpc.RpcError) -> bool:
    return failure_of(error).reason == "MESSAGE_TOO_LARGE"
