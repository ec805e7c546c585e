"""Refuses new calls while the server shuts down."""

from __future__ import annotations

from collections.abc import Callable

from plaudit_server.domain.errors import draining
from plaudit_server.pipeline.call import Call, Handler, Method, Stage


def refuse_while_draining(is_draining: Callable[[], bool]) -> Stage:
    """Refuse new calls with DRAINING once the server shuts down, so that clients go elsewhere."""

    def stage(_: Method, handler: Handler) -> Handler:
        async def handle(call: Call) -> bytes:
            if is_draining():
                raise draining()
            return await handler(call)

        return handle

    return stage
