"""What a stream of feedback sent and saw no acknowledgement of: it sends that again to resume."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Protocol

from plaudit.arguments import build
from plaudit.v1 import feedback_pb2

AHEAD = 1000
"""How many items of a stream may wait for their acknowledgement."""


class Room(Protocol):
    """A semaphore, of threads or of asyncio: who adds an item takes one of its places."""

    def release(self) -> None:
        """Give a place back."""


class Outbox:
    """The requests of a stream, numbered from 1, until they are acknowledged.

    Attributes:
        acknowledged: The number up to which all are acknowledged.
        failure: Why there are no more items although the caller did not end them.

    """

    def __init__(self, stream_id: str | None, room: Room) -> None:
        self.stream_id = stream_id or str(uuid.uuid4())
        self.acknowledged = 0
        self.failure: BaseException | None = None
        self._added = 0
        self._room = room
        self._requests: dict[int, feedback_pb2.StreamFeedbackRequest] = {}

    def get(self, number: int) -> feedback_pb2.StreamFeedbackRequest | None:
        """Return what was added under a number; `None` if it was not yet."""
        return self._requests.get(number)

    def add(self, item: Any) -> None:
        """Add an item under the next number.

        Args:
            item: A Feedback, a StreamFeedbackRequest, or a dictionary of the fields of one.

        Raises:
            TypeError: It is something else, or a value in it has the wrong type.
            ValueError: A value breaks a rule of its type.

        """
        number = self._added + 1
        kind = feedback_pb2.StreamFeedbackRequest
        try:
            if isinstance(item, kind):
                request = kind()
                request.CopyFrom(item)
            elif isinstance(item, Mapping) and "feedback" in item:
                request = build(kind, item)
            else:
                request = build(kind, {"feedback": item})
        except TypeError as error:
            raise TypeError(f"item {number}: {error}") from None
        except ValueError as error:
            raise ValueError(f"item {number}: {error}") from None
        request.stream_id = self.stream_id
        request.sequence_number = number
        self._added = number
        self._requests[number] = request

    def acknowledge(self, number: int) -> None:
        """Forget a request that is recorded or refused."""
        self.acknowledged = number
        if self._requests.pop(number, None) is not None:
            self._room.release()
