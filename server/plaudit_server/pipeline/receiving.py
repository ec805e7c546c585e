"""Receiving the messages of a call, once its caller is known, within bounds.

gRPC would receive a request before anybody looks at the call. Here its headers come first: who may
not call is refused unheard, and costs no more than the window of a stream.
"""

from __future__ import annotations

from functools import partial

import grpc.aio

from plaudit_server.domain.errors import (
    Reason,
    ResourceExhausted,
    Violation,
    invalid,
)
from plaudit_server.pipeline.call import Apart, Call, Handler, Method
from plaudit_server.pipeline.slow_messages import Receiver
from plaudit_server.storage.shares import Shares

END_USERS_BYTES = 65_536
"""How long a message of an end user or of the bearer of a feedback token may be."""
LONG = 65_536
"""What is longer than this, in bytes, is worked on off the event loop."""
LONG_WAITING = 64
"""How many long requests of a namespace wait for their turn at most: each may have 4 MiB."""


class Receiving:
    """Gives calls their messages, none longer than its caller may send."""

    def __init__(self, receiver: Receiver, *, max_message_bytes: int) -> None:
        self._receiver = receiver
        self._max_message_bytes = max_message_bytes
        # One thread alone: the loop takes turns with each that computes.
        self._threads = Shares(1, each=1, waiting=LONG_WAITING, name="plaudit-long-request")

    def stage(self, method: Method, handler: Handler) -> Handler:
        """Give a call its message, or what reads those of its stream."""

        async def handle(call: Call) -> bytes:
            data = await self._receiver.receive(call.context)
            if data is None:
                raise invalid([Violation(field="request", rule="must be sent")])
            self._check_size(call, data)
            call.data = data
            call.apart = self._apart(call, data)
            return await handler(call)

        async def handle_stream(call: Call) -> bytes:
            async def read() -> bytes | None:
                # A stream may rest: how many there are is bounded where they are opened.
                data = await call.context.read()
                if data is grpc.aio.EOF:  # type: ignore[attr-defined]
                    return None
                self._check_size(call, data)
                call.apart = self._apart(call, data)
                return data

            call.read = read
            return await handler(call)

        return handle_stream if method.streams_in else handle

    def _apart(self, call: Call, data: bytes) -> Apart | None:
        if len(data) <= LONG:
            return None
        return partial(self._threads.run, call.principal.namespace_id)

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
