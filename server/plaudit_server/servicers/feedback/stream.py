"""StreamFeedback: reads items as fast as they are recorded, and acknowledges them in order.

One task reads and validates items while the previous ones are written. When a write is done, the
items read since are the next write. So a fast client gets large writes, and the items of a slow
client do not wait.
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
from plaudit_server.servicers.feedback.messages import (
    read_submission,
    write_change,
    write_submitted,
)
from plaudit_server.servicers.feedback.sent_exchanges import add_sent_exchange
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.feedback import streams
from plaudit_server.storage.feedback.feedback import Result
from plaudit_server.storage.feedback.streams import Item, Items, Resumed

WAITING_AT_MOST = 1_000
"""How many items may wait to be recorded; until there are fewer, no more are read."""
WAITING_BYTES = 8_388_608
"""How many bytes all waiting items may have: a thousand of the longest would be gigabytes."""
BATCH_SIZE = 500
"""How many items of one stream a write records; few, so that other writes need not wait."""
MAX_RESPONSE = 1_048_576
"""About how many bytes of acknowledgements one response may have.

A longer item gets a response of its own: clients accept 4 MiB, little more than the longest item.
"""


async def serve(store: Store, call: Call, *, leaving: asyncio.Event) -> None:
    """Record the items of a call's stream until it ends, or the server shuts down."""
    stream = _Stream(call)
    reading = asyncio.create_task(stream.read())
    ending = asyncio.create_task(_end(stream, leaving))
    try:
        while received := await stream.take():
            await call.still_allowed()  # the credential may become invalid during the stream
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
    """An item that was read: to be recorded, or already refused."""

    number: int
    message: feedback_pb2.Feedback
    size: int
    """Of all that came, in bytes."""
    submission: Submission | Refusal


class _Stream:
    """The items that were read and not taken yet, and the end of the stream."""

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
        """Why the stream failed; `None` if the client ended it."""

    def end(self, failure: Exception | None) -> None:
        """Accept no more items; those that wait are still recorded."""
        if not self._ended:
            self._ended = True
            self.failure = failure
            self._arrived.set()

    async def read(self) -> None:
        """Read items until the client ends the stream, or breaks one of its rules."""
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
        except Exception as error:  # noqa: BLE001 - raised by `serve`
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
            read = partial(add_sent_exchange, submission, message, self._call.principal)
            submission = await self._call.compute(read)
        received = _Received(number, feedback, message.ByteSize(), submission)
        self._waiting.append(received)
        self._size += received.size
        self._arrived.set()

    def _broken(self, message: feedback_pb2.StreamFeedbackRequest) -> Iterator[Violation]:
        if message.sequence_number <= self._last:
            yield Violation(
                field="sequence_number",
                rule=f"must be higher than that of the previous item, {self._last}",
            )
        if message.stream_id and message.stream_id.lower() != self.stream_id and self._last:
            yield Violation(field="stream_id", rule="must be that of the first message, or empty")

    async def take(self) -> Sequence[_Received]:
        """Take the next items, at least one; none at the end."""
        while not self._waiting and not self._ended:
            self._arrived.clear()
            await self._arrived.wait()
        count = min(len(self._waiting), BATCH_SIZE)
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
        if size and size + more > MAX_RESPONSE:
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
        # `stored` reveals whether it is positive, which is content.
        result.submitted.stored = outcome.stored and may_read(outcome.feedback, principal)
        write_change(result.submitted.feedback, outcome.feedback, principal)
    else:
        write_submitted(result.submitted, message, submission.content, outcome)


def _refuse(result: feedback_pb2.StreamFeedbackResult, refusal: Refusal) -> None:
    result.error.MergeFromString(to_status(refusal).SerializeToString())
