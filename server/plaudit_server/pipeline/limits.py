"""Bounds on what one call may ask for."""

from __future__ import annotations

from plaudit_server.domain.errors import Reason, ResourceExhausted
from plaudit_server.pipeline.call import Call, Handler, Method, Stage


def limits(*, max_message_bytes: int) -> Stage:
    """Refuse a request message that is longer than this."""

    def stage(method: Method, handler: Handler) -> Handler:
        async def handle(call: Call) -> bytes:
            if len(call.data) > max_message_bytes:
                raise ResourceExhausted(
                    reason=Reason.MESSAGE_TOO_LARGE,
                    message=f"the request has {len(call.data)} bytes; this server takes at most"
                    f" {max_message_bytes}: send smaller batches or shorter texts",
                    subject=f"message:{method.path}",
                )
            return await handler(call)

        return handle

    return stage
