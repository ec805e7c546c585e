"""Refuses calls while the server starts and while it shuts down."""

from __future__ import annotations

from collections.abc import Callable

from plaudit_server.domain.errors import draining, preparing
from plaudit_server.pipeline.call import Call, Handler, Method, Stage


def refuse_unless_ready(
    *, is_prepared: Callable[[], bool], is_draining: Callable[[], bool]
) -> Stage:
    """Refuse calls until the database is prepared, and once the server shuts down.

    Both are UNAVAILABLE, so that clients retry, here or on another server.
    """

    def stage(_: Method, handler: Handler) -> Handler:
        async def handle(call: Call) -> bytes:
            if is_draining():
                raise draining()
            if not is_prepared():
                raise preparing()
            return await handler(call)

        return handle

    return stage
