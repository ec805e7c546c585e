"""What a client knows of an RPC, and which failures it repeats."""

from __future__ import annotations

import math
import random
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from google.protobuf.message import Message

from plaudit.arguments import build
from plaudit.errors import PlauditError

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)


_UUID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True)
class Method(Generic[Request, Response]):
    """An RPC of the contract."""

    service: str
    """The service, such as `plaudit.v1.FeedbackService`."""
    name: str
    request: type[Request]
    response: type[Response]
    stub: type[Any]
    """The generated stub of the service."""
    is_repeatable: bool
    """Whether a call that may have reached the server can be made again."""
    takes_request_id: bool = field(init=False)

    def __post_init__(self) -> None:
        takes = "request_id" in self.request.DESCRIPTOR.fields_by_name
        object.__setattr__(self, "takes_request_id", takes)

    def make(self, values: dict[str, Any]) -> Request:
        """Make a request, with an id of its own that makes a retry safe."""
        if self.takes_request_id:
            key = values.get("request_id")
            if key is None:
                values["request_id"] = str(uuid.uuid4())
            elif isinstance(key, uuid.UUID):
                values["request_id"] = str(key)
            elif not isinstance(key, str) or not _UUID.fullmatch(key):
                raise ValueError(
                    f"idempotency_key: must be a UUID, such as uuid.uuid4(), not {key!r}"
                )
        return build(self.request, values)


def service_config(methods: Mapping[str, Method[Any, Any]]) -> dict[str, Any]:
    """Return gRPC's configuration: which calls it repeats by itself when no server serves them."""
    names = [{"service": m.service, "method": m.name} for m in methods.values() if m.is_repeatable]
    if not names:
        return {}
    policy = {
        "maxAttempts": 5,  # the most that gRPC allows
        "initialBackoff": "0.1s",
        "maxBackoff": "2s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": ["UNAVAILABLE"],
    }
    return {"methodConfig": [{"name": names, "retryPolicy": policy}]}


def wait_before_retry(error: PlauditError, method: Method[Any, Any], left: float) -> float | None:
    """Say after how many seconds the server wants a refused call again.

    Args:
        error: Why the call failed.
        method: What was called.
        left: The seconds until the deadline.

    Returns:
        The seconds; `None` if the call is not to be repeated, or not in time.

    """
    refused = error.reason in _BEFORE_ANYTHING or (
        method.is_repeatable and error.reason == "STORAGE_UNAVAILABLE"
    )
    if not refused or not error.retry_after:
        return None
    # A little later than asked for, so that those who were refused together do not come together.
    wait = error.retry_after * (1 + random.random() / 4)  # noqa: S311 - no secret
    return wait if wait < left else None


_BEFORE_ANYTHING = frozenset({"RATE_LIMITED", "DRAINING"})
"""The reasons of calls that were refused before they did anything."""


class Backoff:
    """The growing waits between the attempts to resume a stream."""

    FIRST, MOST = 0.1, 30.0

    def __init__(self, at_first: float, later: float = math.inf) -> None:
        """Make one.

        Args:
            at_first: The seconds to wait in all for the first message: without one the address
                or the way to connect may be wrong.
            later: The seconds to wait in all from one message to the next.

        """
        self._most = min(at_first, later)
        self._later = later
        self._next = self.FIRST
        self._waited = 0.0

    def reset(self, *, has_item: bool) -> None:
        """Wait in all as long as before: a message has arrived. After an item, begin anew."""
        self._most = self._later
        self._waited = 0.0
        if has_item:  # a checkpoint alone: the next call may break as soon
            self._next = self.FIRST

    def wait(self, error: PlauditError) -> float | None:
        """Say how many seconds to wait after an error; `None` to give up."""
        left = self._most - self._waited
        if not error.is_retryable or left <= 0 or (error.retry_after or 0) > left:
            return None
        seconds = min(self._next * (0.75 + random.random() / 2), left)  # noqa: S311 - no secret
        seconds = max(seconds, error.retry_after or 0)
        self._next = min(self._next * 2, self.MOST)
        self._waited += seconds
        return seconds


def everything(response: Response) -> tuple[Response, ...]:
    """Return what a watch sends, checkpoints included."""
    return (response,)


def changes(response: Response) -> tuple[Response, ...]:
    """Return what a watch sends, without its checkpoints."""
    event = response.WhichOneof("event")
    return () if event == "checkpoint" else (response,)
