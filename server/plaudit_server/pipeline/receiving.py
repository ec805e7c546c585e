"""Receives the messages of a call after authentication, within limits.

gRPC would receive the request before any check. Here the headers are checked first: a caller
without permission is refused before the request is read, and costs at most one flow-control window.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import cast

import grpc.aio

from plaudit_server.domain.errors import (
    Reason,
    ResourceExhausted,
    Violation,
    invalid,
    rate_limited,
)
from plaudit_server.pipeline.call import Call, Handler, Method, RunOnThread
from plaudit_server.pipeline.messages import Receiver
from plaudit_server.storage.engine.shares import Shares

MAX_END_USER_BYTES = 65_536
"""The longest message of an end user or of the bearer of a feedback token."""
LONG_REQUEST_BYTES = 65_536
"""Longer requests are processed off the event loop."""
LONG_BATCH_BYTES = 4_096
"""Longer batches too: a thousand short items may break thousands of rules."""
MAX_LONG_BYTES_OF_NAMESPACE = 268_435_456
"""The most bytes of long requests of one namespace that are processed or wait for it."""


class Receiving:
    """Receives the messages of calls, and refuses those longer than the caller may send."""

    def __init__(self, receiver: Receiver, *, max_message_bytes: int) -> None:
        self._receiver = receiver
        self._max_message_bytes = max_message_bytes
        # One thread: each thread competes with the event loop for the interpreter lock.
        self._thread = Shares(
            1,
            each=1,
            waiting=MAX_LONG_BYTES_OF_NAMESPACE // LONG_BATCH_BYTES,
            name="plaudit-request",
        )
        self._long_bytes: Counter[str] = Counter()
        """Bytes of long requests, by namespace."""

    def stage(self, method: Method, handler: Handler) -> Handler:
        """Set the call's message, or the function that reads those of its stream."""
        long = (
            LONG_BATCH_BYTES
            if method.access.batch and not method.streams_in
            else LONG_REQUEST_BYTES
        )

        async def handle(call: Call) -> bytes:
            principal = call.principal
            owner = (principal.namespace_id, principal.id)
            data = await self._receiver.receive(call.context, owner)
            if data is None:
                raise invalid([Violation(field="request", rule="must be sent")])
            self._check_size(call, data)
            call.data = data
            size = len(data)
            return await (handler(call) if size <= long else self._handle_long(call, size, handler))

        async def handle_stream(call: Call) -> bytes:
            async def read() -> bytes | None:
                # No deadline: a stream may be idle. Their number is limited when they are opened.
                data = await call.context.read()
                if data is grpc.aio.EOF:  # type: ignore[attr-defined]
                    return None
                self._check_size(call, data)
                call.run_on_thread = self._thread_for(call) if len(data) > long else None
                return cast(bytes, data)

            call.read = read
            return await handler(call)

        return handle_stream if method.streams_in else handle

    async def _handle_long(self, call: Call, size: int, handler: Handler) -> bytes:
        namespace_id = call.principal.namespace_id
        if self._long_bytes[namespace_id] + size > MAX_LONG_BYTES_OF_NAMESPACE:
            raise rate_limited(
                "the long requests of this namespace in progress have more than"
                f" {MAX_LONG_BYTES_OF_NAMESPACE} bytes: send fewer at once, and retry",
                subject=f"namespace:{namespace_id}",
                ids={"namespace_id": namespace_id},
            )
        self._long_bytes[namespace_id] += size
        try:
            call.run_on_thread = self._thread_for(call)
            return await handler(call)
        finally:
            self._long_bytes[namespace_id] -= size
            if not self._long_bytes[namespace_id]:
                del self._long_bytes[namespace_id]

    def _thread_for(self, call: Call) -> RunOnThread:
        return cast(RunOnThread, partial(self._thread.run, call.principal.namespace_id))

    def _check_size(self, call: Call, data: bytes) -> None:
        size = len(data)
        limit = self._max_message_bytes
        principal = call.principal
        whose = "this server accepts"
        if principal.user_id or principal.feedback_token is not None:
            limit = min(limit, MAX_END_USER_BYTES)
            whose = "end users and bearers of feedback tokens may send"
        if size > limit:
            raise ResourceExhausted(
                reason=Reason.MESSAGE_TOO_LARGE,
                message=f"the request has {size} bytes; {whose} at most {limit}: send smaller"
                " batches or shorter texts",
                subject="message",
            )
