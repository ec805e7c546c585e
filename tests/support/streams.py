"""Calls of methods that stream, which a test controls message by message."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, Self, TypeVar

import grpc

from plaudit.v1 import feedback_pb2
from plaudit.v1.dataset_pb2 import WatchRecordsRequest, WatchRecordsResponse
from plaudit.v1.feedback_pb2 import (
    FeedbackChange,
    StreamFeedbackRequest,
    StreamFeedbackResult,
    WatchFeedbackRequest,
    WatchFeedbackResponse,
)
from support.servers import Client, Failure, failure

Message = TypeVar("Message", WatchFeedbackResponse, WatchRecordsResponse)


def item(number: int, feedback: feedback_pb2.Feedback, stream_id: str = "") -> Any:
    """Make the message of an item."""
    return StreamFeedbackRequest(sequence_number=number, feedback=feedback, stream_id=stream_id)


class FeedbackStream:
    """A call of StreamFeedback. Its first item carries the `stream_id`."""

    def __init__(self, client: Client, stream_id: str = "", **call: Any) -> None:
        self._stream_id = stream_id
        self._items: queue.SimpleQueue[StreamFeedbackRequest | None] = queue.SimpleQueue()
        self._results: list[StreamFeedbackResult] = []
        self.call = client.feedback.StreamFeedback(iter(self._items.get, None), **call)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.cancel()

    def send(self, number: int, feedback: feedback_pb2.Feedback) -> None:
        """Send an item."""
        self.send_message(item(number, feedback, self._stream_id))
        self._stream_id = ""

    def send_all(self, items: Iterable[tuple[int, feedback_pb2.Feedback]]) -> None:
        """Send items by their numbers."""
        for number, feedback in items:
            self.send(number, feedback)

    def send_message(self, message: StreamFeedbackRequest) -> None:
        """Send any message."""
        self._items.put(message)

    def done(self) -> None:
        """Close the request stream."""
        self._items.put(None)

    def take(self, count: int) -> list[StreamFeedbackResult]:
        """Read the next results."""
        while len(self._results) < count:
            self._results += next(self.call).results
        taken, self._results = self._results[:count], self._results[count:]
        return taken

    def rest(self) -> list[StreamFeedbackResult]:
        """Close the request stream, and read all remaining results."""
        self.done()
        for response in self.call:
            self._results += response.results
        return self.take(len(self._results))

    def failed(self) -> tuple[list[StreamFeedbackResult], Failure]:
        """Read the remaining results of a stream that the server ends, and its error."""
        said = _read_until_refused(
            lambda: self._results.extend(next(self.call).results)  # StopIteration: no error
        )
        self.done()
        return self.take(len(self._results)), said

    def cancel(self) -> None:
        """Cancel the call, like a client that disconnects."""
        self.call.cancel()
        self.done()


class AnyWatch(Generic[Message]):
    """A call of a watch, from which the first message, a checkpoint, was read."""

    def __init__(self, call: Any) -> None:
        self.call = call
        self.token = ""
        """The `resume_token` of the message that was read last."""
        self.start = self.next()
        assert self.start.WhichOneof("event") == "checkpoint"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.call.cancel()

    def next(self) -> Message:
        """Read the next message."""
        message: Message = next(self.call)
        self.token = message.resume_token
        return message

    def next_change(self) -> Message:
        """Read the next message with a change; checkpoints may come before it."""
        while (message := self.next()).WhichOneof("event") == "checkpoint":
            pass
        return message

    def failed(self) -> tuple[Sequence[Message], Failure]:
        """Read the remaining messages of a watch that the server ends, and its error."""
        messages: list[Message] = []
        return messages, _read_until_refused(lambda: messages.append(self.next()))


class Watch(AnyWatch[WatchFeedbackResponse]):
    """A call of WatchFeedback."""

    def __init__(self, client: Client, *, timeout: float | None = None, **request: Any) -> None:
        super().__init__(
            client.feedback.WatchFeedback(WatchFeedbackRequest(**request), timeout=timeout)
        )

    def change(self) -> FeedbackChange:
        """Read the next change."""
        return self.next_change().change

    def changes(self, count: int) -> list[FeedbackChange]:
        """Read the next changes."""
        return [self.change() for _ in range(count)]


class RecordWatch(AnyWatch[WatchRecordsResponse]):
    """A call of WatchRecords."""

    def __init__(self, client: Client, dataset_id: str = "", **request: Any) -> None:
        super().__init__(
            client.datasets.WatchRecords(WatchRecordsRequest(dataset_id=dataset_id, **request))
        )

    def changes(self, count: int) -> list[Any]:
        """Read the next changes, of records, responses and datasets."""
        messages = [self.next_change() for _ in range(count)]
        return [getattr(message, message.WhichOneof("event")) for message in messages]


def _read_until_refused(read: Callable[[], None]) -> Failure:
    while True:
        try:
            read()
        except grpc.RpcError as error:
            return failure(error)
