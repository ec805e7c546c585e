"""Receiving the messages of a call, once its caller is known, within bounds.

gRPC would receive a request before anybody looks at the call. Here its headers come first: who may
not call is refused before the request is read, and costs at most one flow-control window.
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

END_USERS_BYTES = 65_536
"""How long a message of an end user or of the bearer of a feedback token may be."""
LONG = 65_536
"""A longer request, in bytes, is worked on off the event loop."""
LONG_BATCH = 4_096
"""A longer batch too: a thousand short items may break thousands of rules."""
LONG_IN_ALL = 268_435_456
"""How many bytes of long requests of one namespace may be at work or wait for it."""


class Receiving:
    """Gives calls their messages, none longer than its caller may send."""

    def __init__(self, receiver: Receiver, *, max_message_bytes: int) -> None:
        self._receiver = receiver
        self._max_message_bytes = max_message_bytes
        # One thread: each that computes competes with the event loop for the interpreter lock.
        self._thread = Shares(1, each=1, waiting=LONG_IN_ALL // LONG_BATCH, name="plaudit-request")
        self._at_work: Counter[str] = Counter()
        """Bytes of long requests, by namespace."""

    def stage(self, method: Method, handler: Handler) -> Handler:
        """Give a call its message, or what reads those of its stream."""
        long = LONG_BATCH if method.access.batch and not method.streams_in else LONG

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
                # A stream may rest: how many there are is bounded where they are opened.
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
        if self._at_work[namespace_id] + size > LONG_IN_ALL:
            raise rate_limited(
                f"the long requests of this namespace that are at work have more than {LONG_IN_ALL}"
                " bytes: send fewer at once, and retry",
                subject=f"namespace:{namespace_id}",
                ids={"namespace_id": namespace_id},
            )
        self._at_work[namespace_id] += size
        try:
            call.run_on_thread = self._thread_for(call)
            return await handler(call)
        finally:
            self._at_work[namespace_id] -= size
            if not self._at_work[namespace_id]:
                del self._at_work[namespace_id]

    def _thread_for(self, call: Call) -> RunOnThread:
        return cast(RunOnThread, partial(self._thread.run, call.principal.namespace_id))

    def _check_size(self, call: Call, data: bytes) -> None:
        size = len(data)
        limit = self._max_message_bytes
        principal = call.principal
        whose = "this server takes"
        if principal.user_id or principal.feedback_token is not None:
            limit = min(limit, END_USERS_BYTES)
            whose = "end users and bearers of feedback tokens send"
        if size > limit:
            raise ResourceExhausted(
                reason=Reason.MESSAGE_TOO_LARGE,
                message=f"the request has {size} bytes; {whose} at most {limit}: send smaller"
                " batches or shorter texts",
                subject="message",
            )
