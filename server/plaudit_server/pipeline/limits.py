"""Bounds on what one call may ask for."""

from __future__ import annotations

from collections.abc import Callable

import grpc.aio

from plaudit_server.domain.errors import Reason, ResourceExhausted, draining
from plaudit_server.pipeline.call import Call, Handler, Method, Stage


def limits(*, max_message_bytes: int, is_leaving: Callable[[], bool]) -> Stage:
    """Refuse a request message that is longer than this, and every call once the server leaves."""

    def stage(method: Method, handler: Handler) -> Handler:
        def check(data: bytes) -> None:
            if len(data) > max_message_bytes:
                raise ResourceExhausted(
                    reason=Reason.MESSAGE_TOO_LARGE,
                    message=f"the request has {len(data)} bytes; this server takes at most"
                    f" {max_message_bytes}: send smaller batches or shorter texts",
                    subject=f"message:{method.path}",
                )

        async def handle(call: Call) -> bytes:
            if is_leaving():
                raise draining()
            check(call.data)
            return await handler(call)

        async def handle_stream(call: Call) -> bytes:
            if is_leaving():
                raise draining()

            async def read() -> bytes | None:
                data = await call.context.read()
                if data is grpc.aio.EOF:  # type: ignore[attr-defined]
                    return None
                check(data)
                return data

            call.read = read
            return await handler(call)

        return handle_stream if method.streams_in else handle

    return stage
