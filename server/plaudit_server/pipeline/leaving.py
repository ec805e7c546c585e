"""What a server that is about to stop answers to new calls."""

from __future__ import annotations

from collections.abc import Callable

from plaudit_server.domain.errors import draining
from plaudit_server.pipeline.call import Call, Handler, Method, Stage


def leaving(is_leaving: Callable[[], bool]) -> Stage:
    """Refuse every call once the server leaves, so that its caller tries elsewhere."""

    def stage(_: Method, handler: Handler) -> Handler:
        async def handle(call: Call) -> bytes:
            if is_leaving():
                raise draining()
            return await handler(call)

        return handle

    return stage
