"""Sends batches to the server, several at a time, and reports the results in order."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import grpc

from plaudit.cli.connection import Connection
from plaudit.cli.failures import Failure, error_of, failure_of
from plaudit.cli.fetching import fetch
from plaudit.cli.importing.earlier import Earlier
from plaudit.cli.importing.kinds import BadRow, Kind, Notes, Options
from plaudit.cli.importing.messages import in_row, located
from plaudit.cli.importing.results import BAD, Outcome, Result
from plaudit.cli.importing.rows import Row
from plaudit.cli.waiting import Patience
from plaudit.errors import Violation

BATCH_BYTES = 3_000_000
ITEM_BYTES = 3_900_000
"""The server accepts requests of 3,932,160 bytes, including the overhead of the batch."""
BATCH_ITEMS = 1000
"""How many items the server accepts in a request."""
CALL_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that was not imported, or not with all its responses, and why."""

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
    keys: set[str] = field(default_factory=set)
    """The names under which its rows are stored."""
    notes: Notes = field(default_factory=Notes)
    before: list[Any] = field(default_factory=list)
    """Earlier rows of a dry run that are sent before these; their results are left out."""

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
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    responses: Counter[Outcome] = field(default_factory=Counter)
    """The outcomes of the responses in them."""
    rejections: list[Rejection] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)


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
    notes = Notes()
    for row in rows:
        message, failure, weight = _message(row, kind, options, notes)
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
            batch.notes.refused(notes)
            notes = Notes()
        else:
            batch.rows.append(row)
            batch.messages.append(message)
            batch.keys.update(kind.keys(message))
            if notes.ignored or notes.lost:
                batch.notes.imported(notes)
                notes = Notes()
    if batch is not None:
        yield batch


def _message(
    row: Row, kind: Kind, options: Options, notes: Notes
) -> tuple[Any, Failure | None, int]:
    if row.value is None or row.wrong is not None:
        wrong = (row.wrong,) if row.wrong else ()
        return None, Failure("UNREADABLE", "the row cannot be read", wrong), 0
    try:
        message = kind.message(row.value, options, notes)
    except BadRow as bad:
        return None, Failure("UNREADABLE", f"not a valid {kind.one}", bad.violations), 0
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
        self._earlier = Earlier(kind) if options.validate_only else None

    def send(self, batches: Iterable[Batch]) -> Iterator[Done]:
        """Send all batches; the next one is built while others are in flight.

        A batch waits for those in flight with rows of the same names, so that the rows of a name
        are imported in the order of the file.
        """
        flying: deque[tuple[Batch, grpc.CallFuture[Any] | None]] = deque()
        try:
            for batch in batches:
                while flying and (
                    len(flying) >= self._in_flight
                    or any(not batch.keys.isdisjoint(other.keys) for other, _ in flying)
                ):
                    yield self._finish(*flying.popleft())
                flying.append((batch, self._start(batch)))
            while flying:
                yield self._finish(*flying.popleft())
        finally:
            for _, call in flying:
                if call is not None:
                    call.cancel()  # type: ignore[no-untyped-call]

    def _start(self, batch: Batch) -> grpc.CallFuture[Any] | None:
        """Send a batch. Returns `None` if it has nothing to send, or is too large."""
        if not batch.messages:
            return None
        if self._earlier is not None:
            batch.before = self._earlier.before(batch.messages)
            if batch.before and _overfull(batch):
                if len(batch.rows) > 1:
                    return None
                batch.before = []  # the row itself is still checked
        once = self._request_id(batch.first, batch.last)
        request = self._kind.request([*batch.before, *batch.messages], once, self._options)
        return self._method.future(request, metadata=self._metadata, timeout=CALL_SECONDS)

    def _finish(self, batch: Batch, call: grpc.CallFuture[Any] | None) -> Done:
        done = Done(batch.last, notes=batch.notes)
        for rejection in batch.rejections:
            done.rejections.append(rejection)
            done.outcomes[Outcome.REJECTED] += 1
            done.responses[Outcome.REJECTED] += self._kind.responses_in(rejection.row.value)
        if batch.messages:
            self._settle(batch, call, done)
        done.rejections.sort(key=lambda rejection: rejection.row.number)
        return done

    def _settle(self, batch: Batch, call: grpc.CallFuture[Any] | None, done: Done) -> None:
        """Wait for the response, retry if that may help, and read the results."""
        while True:
            if call is None:
                self._part(batch, done)
                return
            try:
                answer = call.result()
                break
            except grpc.RpcError as error:
                failure = failure_of(error_of(error, self._connection.address))
                if failure.reason == "MESSAGE_TOO_LARGE" and len(batch.rows) > 1:
                    self._part(batch, done)
                    return
                if failure.reason == "MESSAGE_TOO_LARGE":
                    self._count(batch.rows[0], Result(Outcome.REJECTED, failure), done)
                    return
                self._patience.wait(error)
                call = self._start(batch)
        self._patience.succeeded()
        self._read(batch, list(answer.results)[len(batch.before) :], done)

    def _part(self, batch: Batch, done: Done) -> None:
        for half in batch.halves():
            self._settle(half, self._start(half), done)

    def _read(self, batch: Batch, answers: list[Any], done: Done) -> None:
        """Read the results of a batch, and compare rows with what is stored where they must be."""
        results = [
            self._kind.result(message, answer)
            for message, answer in zip(batch.messages, answers, strict=True)
        ]
        if self._earlier is not None:
            for message, result in zip(batch.messages, results, strict=True):
                self._earlier.keep(message, result)
        ids = [result.stored_id for result in results if result.stored_id]
        fetched = fetch(self._connection, self._kind.get, ids, self._patience)
        for row, message, result in zip(batch.rows, batch.messages, results, strict=True):
            compared = self._compare(message, next(fetched), result) if result.stored_id else result
            self._count(row, compared, done)

    def _compare(self, message: Any, fetched: Any, result: Result) -> Result:
        earlier = self._earlier.before([message]) if self._earlier is not None else []
        if fetched is None and not earlier:
            return result  # it was removed in the meantime
        return self._kind.compare(message, self._kind.stored(fetched, earlier), result)

    def _count(self, row: Row, result: Result, done: Done) -> None:
        done.outcomes[result.outcome] += 1
        if result.responses:
            done.responses.update(response.outcome for response in result.responses)
        elif result.outcome in BAD:
            done.responses[Outcome.REJECTED] += self._kind.responses_in(row.value)
        failure = result.failure or self._kind.refused_responses(result)
        if failure is not None:
            failure = located(failure, self._kind.field_of, self._kind.fields)
            named = partial(self._kind.place, row.value or {})
            done.rejections.append(Rejection(row, in_row(failure, named)))


def _overfull(batch: Batch) -> bool:
    """Whether a batch is too large for the server together with the rows before it."""
    items = [*batch.before, *batch.messages]
    return len(items) > BATCH_ITEMS or sum(item.ByteSize() + 8 for item in items) > ITEM_BYTES
