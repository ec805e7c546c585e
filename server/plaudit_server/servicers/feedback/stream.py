"""StreamFeedback: items come as fast as they are recorded, and are acknowledged in their order.

One task reads and judges items while the writes of those before them are under way; what has
gathered when a write is done is the next one. So a fast client's writes grow, and a slow client's
items do not wait.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from plaudit_server.contract import feedback_pb2
from plaudit_server.domain.errors import Refusal, Violation, draining, invalid
from plaudit_server.domain.feedback.authors import may_read
from plaudit_server.domain.feedback.feedback import Submission, Submitted, json_weight
from plaudit_server.domain.ids import digest
from plaudit_server.domain.tenants.scopes import Principal
from plaudit_server.pipeline.call import Call
from plaudit_server.pipeline.errors import to_status
from plaudit_server.servicers.feedback.along import bring
from plaudit_server.servicers.feedback.messages import (
    read_submission,
    write_change,
    write_submitted,
)
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.feedback import streams
from plaudit_server.storage.feedback.feedback import Result
from plaudit_server.storage.feedback.streams import Item, Items, Resumed

WAITING_AT_MOST = 1_000
"""How many items wait to be recorded; the client is not read from until there are fewer."""
WAITING_BYTES = 8_388_608
"""How long all items that wait may be: a thousand of the longest would be gigabytes."""
WRITTEN_AT_ONCE = 500
"""How many items of one stream a write records, so that other callers do not wait for it."""
MAX_ANSWER = 1_048_576
"""About how long one acknowledgement may get, in bytes, before the next one is begun.

An item that is longer gets one of its own: clients take 4 MiB, and that is hardly more than an item
may have.
"""


async def serve(store: Store, call: Call, *, leaving: asyncio.Event) -> None:
    """Record the items of a call's stream until it ends, or the server leaves."""
    stream = _Stream(call)
    reading = asyncio.create_task(stream.read())
    ending = asyncio.create_task(_end(stream, leaving))
    try:
        while received := await stream.take():
            await call.still_allowed()  # a credential may end while its stream goes on
            await _record(store, call, stream, received)
        if stream.failure is not None:
            raise stream.failure
    finally:
        reading.cancel()
        ending.cancel()


async def _end(stream: _Stream, leaving: asyncio.Event) -> None:
    await leaving.wait()
    stream.end(draining())


class _Received(NamedTuple):
    """An item as it came: to be recorded, or refused already."""

    number: int
    message: feedback_pb2.Feedback
    size: int
    """Of all that came, in bytes."""
    submission: Submission | Refusal


class _Stream:
    """What came and was not taken yet, and how the stream ended."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._waiting: deque[_Received] = deque()
        self._size = 0
        self._arrived = asyncio.Event()
        self._taken = asyncio.Event()
        self._ended = False
        self._last = 0
        self.stream_id = ""
        self.failure: Exception | None = None
        """Why it ended before the client ended it."""

    def end(self, failure: Exception | None) -> None:
        """Take nothing more that comes; what waits is still recorded."""
        if not self._ended:
            self._ended = True
            self.failure = failure
            self._arrived.set()

    async def read(self) -> None:
        """Read what comes until the client ends it, or breaks a rule of the stream."""
        try:
            while not self._ended:
                received = await self._call.receive()
                if received is None:
                    self.end(None)
                    return
                await self._accept(*received)
                if len(self._waiting) >= WAITING_AT_MOST or self._size >= WAITING_BYTES:
                    self._taken.clear()
                    await self._taken.wait()
        except Exception as error:  # noqa: BLE001 - raised where the stream is served
            self.end(error)

    async def _accept(
        self, message: feedback_pb2.StreamFeedbackRequest, refusal: Refusal | None
    ) -> None:
        if broken := list(self._broken(message)):
            raise invalid(broken)
        number = message.sequence_number
        self.stream_id = self.stream_id or message.stream_id.lower()
        self._last = number
        feedback = message.feedback
        submission = refusal or read_submission(feedback, self._call.principal)
        if message.HasField("exchange") and isinstance(submission, Submission):
            read = partial(bring, submission, message, self._call.principal)
            submission = await self._call.compute(read)
        received = _Received(number, feedback, message.ByteSize(), submission)
        self._waiting.append(received)
        self._size += received.size
        self._arrived.set()

    def _broken(self, message: feedback_pb2.StreamFeedbackRequest) -> Iterator[Violation]:
        if message.sequence_number <= self._last:
            yield Violation(
                field="sequence_number",
                rule=f"must be higher than that of the item before, {self._last}",
            )
        if message.stream_id and message.stream_id.lower() != self.stream_id and self._last:
            yield Violation(field="stream_id", rule="must be that of the first message, or empty")

    async def take(self) -> Sequence[_Received]:
        """Take the next items, at least one; none at the end."""
        while not self._waiting and not self._ended:
            self._arrived.clear()
            await self._arrived.wait()
        count = min(len(self._waiting), WRITTEN_AT_ONCE)
        taken = [self._waiting.popleft() for _ in range(count)]
        self._size -= sum(received.size for received in taken)
        self._taken.set()
        return taken


async def _record(store: Store, call: Call, stream: _Stream, received: Sequence[_Received]) -> None:
    principal = call.principal
    items = [
        Item(number, submission)
        for number, *_, submission in received
        if isinstance(submission, Submission)
    ]
    refused = [number for number, *_, submission in received if isinstance(submission, Refusal)]
    outcomes: Iterator[Result | Resumed] = iter(())
    if items or stream.stream_id:
        stream_id = digest(principal.id, stream.stream_id) if stream.stream_id else ""
        outcomes = iter(
            await store.write(
                streams.submit,
                Items(principal.namespace_id, stream_id, items, refused),
                namespace_id=principal.namespace_id,
            )
        )
    response = feedback_pb2.StreamFeedbackResponse()
    size = 0
    for number, message, length, submission in received:
        outcome = submission if isinstance(submission, Refusal) else next(outcomes)
        more = 256 + length
        if isinstance(outcome, Resumed):
            more = 256 + outcome.feedback.weight
        elif isinstance(outcome, Submitted):
            more += json_weight(outcome.session_context)
        if size and size + more > MAX_ANSWER:
            await call.context.write(response.SerializeToString())
            response = feedback_pb2.StreamFeedbackResponse()
            size = 0
        size += more
        result = response.results.add(sequence_number=number)
        if isinstance(outcome, Refusal):
            _refuse(result, outcome)
        elif isinstance(submission, Submission):
            _acknowledge(result, message, submission, outcome, principal)
    if response.results:
        await call.context.write(response.SerializeToString())


def _acknowledge(
    result: feedback_pb2.StreamFeedbackResult,
    message: feedback_pb2.Feedback,
    submission: Submission,
    outcome: Submitted | Resumed,
    principal: Principal,
) -> None:
    if isinstance(outcome, Resumed):
        result.submitted.replayed = True
        # Whether it is positive is part of what it says.
        result.submitted.stored = outcome.stored and may_read(outcome.feedback, principal)
        write_change(result.submitted.feedback, outcome.feedback, principal)
    else:
        write_submitted(result.submitted, message, submission.content, outcome)


def _refuse(result: feedback_pb2.StreamFeedbackResult, refusal: Refusal) -> None:
    result.error.MergeFromString(to_status(refusal).SerializeToString())
