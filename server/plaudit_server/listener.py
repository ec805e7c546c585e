"""The gRPC server: how calls are taken from the wire, and what any connection may cost.

grpc.aio takes every call with one loop, which decodes the path that the client sent. A path that is
not UTF-8 ends that loop, and the server with it. Here each method of the contract has a task of its
own, which gRPC's core wakes for calls of that method alone, and whatever else is asked for is
answered UNIMPLEMENTED without a look at its path.
"""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import grpc.aio
import structlog
from grpc._cython import cygrpc  # type: ignore[attr-defined]

from plaudit_server.settings import Settings

PENDING_REQUESTS = 1_000_000
"""How many calls gRPC keeps until the loop takes them."""
STREAMS = 4_000
"""How many calls a connection may have open. Calls that have ended count for a moment longer, so
that gRPC refuses some of a client's that has more than half as many at a time."""
WINDOW_BYTES = 262_144
"""How much of a message arrives before somebody reads it, and of all messages of a connection
before gRPC asks for more: what a client at a distance sends in one round trip."""
METADATA_BYTES = 16_384
"""How long the headers of a call may be: the longest session token and all else."""
HANDSHAKE_SECONDS = 10
"""How long a connection may take to begin HTTP/2."""
IDLE_SECONDS = 300
"""How long a connection without a call is kept."""
AGE_SECONDS = 3_600
"""How long a connection is used at most before its client is asked to open another; calls that are
open then go on."""
LINGER_SECONDS = 5
"""How long a server that leaves waits for connections whose calls have all been answered."""
DESCRIPTORS_KEPT = 256
"""How many descriptors are kept for files and the database, beyond connections."""

log = structlog.get_logger()


def make_server(settings: Settings) -> Server:
    """Make a server, not started yet, that bounds what a connection may cost."""
    options: dict[str, Any] = {
        "grpc.so_reuseport": 0,  # a taken port is an error
        "grpc.max_concurrent_streams": STREAMS,
        # Else a stranger who opens and resets calls makes gRPC cancel those of others.
        "grpc.server.max_pending_requests": PENDING_REQUESTS,
        "grpc.server.max_pending_requests_hard_limit": PENDING_REQUESTS,
        # Headers longer than the first bound may be refused, than the second always.
        "grpc.max_metadata_size": METADATA_BYTES,
        "grpc.absolute_max_metadata_size": 2 * METADATA_BYTES,
        "grpc.max_receive_message_length": settings.received_bytes,
        # A few kilobytes of gzip unfold to gigabytes before anybody can look at them.
        "grpc.compression_enabled_algorithms_bitset": 1,
        # The window stays as it is: else gRPC makes it 4 MiB, for each call that nobody reads.
        "grpc.http2.bdp_probe": 0,
        "grpc.http2.lookahead_bytes": WINDOW_BYTES,
        "grpc.max_allowed_incoming_connections": connections_allowed(settings.max_connections),
        "grpc.server_handshake_timeout_ms": 1000 * HANDSHAKE_SECONDS,
        "grpc.max_connection_idle_ms": 1000 * IDLE_SECONDS,
        "grpc.max_connection_age_ms": 1000 * AGE_SECONDS,
    }
    return Server(tuple(options.items()))


def connections_allowed(wanted: int) -> int:
    """Raise the process's limit of descriptors, and say how many connections it leaves room for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + DESCRIPTORS_KEPT
    if hard == resource.RLIM_INFINITY or needed <= hard:
        if soft != resource.RLIM_INFINITY and soft < needed:
            resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
        return wanted
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    allowed = max(hard - DESCRIPTORS_KEPT, hard // 2)
    log.warning("the system allows fewer connections than wanted", wanted=wanted, allowed=allowed)
    return allowed


class Server(grpc.aio._server.Server):  # type: ignore[misc, name-defined]  # noqa: SLF001
    """A server of grpc.aio that listens as this module says: nothing public lets it."""

    def __init__(self, options: tuple[tuple[str, Any], ...]) -> None:
        self._loop = asyncio.get_running_loop()
        self._server: _Listener = _Listener(self._loop, options)

    async def ended(self) -> None:
        """Wait until the server takes no more calls; raises what ended it.

        gRPC's own wait_for_termination waits for every open call too.
        """
        await asyncio.shield(self._server.ended)

    async def leave(self, grace: float) -> None:
        """Take no more calls, and let those that are open finish within this many seconds.

        gRPC waits for each connection to confirm its end; one that stays silent has LINGER_SECONDS.
        """
        stopping = asyncio.ensure_future(self.stop(grace))
        answering = asyncio.ensure_future(self._server.calls_ended())
        try:
            await asyncio.wait((stopping, answering), return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait((stopping,), timeout=LINGER_SECONDS)
        finally:
            answering.cancel()


class _Listener(cygrpc.AioServer):  # type: ignore[misc]
    """Takes the calls of each registered method by a task of its own."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, options: tuple[tuple[str, Any], ...]
    ) -> None:
        super().__init__(loop, None, (), (), options, None)
        self._own_loop = loop
        self._methods: dict[str, Any] = {}
        self._calls: set[asyncio.Task[None]] = set()
        self._takers: set[asyncio.Task[None]] = set()
        self.ended: asyncio.Future[Any] = loop.create_future()
        """What gRPC's own loop waits for: it ends, or fails, when the takers have."""

    def add_registered_method_handlers(self, method_handlers: Mapping[str, Any]) -> None:
        self._methods.update(method_handlers)
        super().add_registered_method_handlers(dict(method_handlers))

    def _make_request_call_future(self, method: bytes | None) -> asyncio.Future[Any]:
        """Start what takes the calls of a method; of all that are not registered for `None`.

        gRPC's own loop calls this once for each of them, and gets no call to handle itself.
        """
        taker = self._own_loop.create_task(self._take(method))
        self._takers.add(taker)
        taker.add_done_callback(self._taker_ended)
        return self.ended

    async def _take(self, method: bytes | None) -> None:
        name = "" if method is None else method.decode()
        serve = self._server_of(name)
        while self.is_running():
            try:
                if method is None:
                    state = await self._request_call()
                else:
                    state = await self._request_registered_call(method)
            except cygrpc._RequestCallError:  # noqa: SLF001
                continue  # this one call was dropped, or the server stops
            call = self._own_loop.create_task(
                cygrpc._schedule_rpc_coro(serve(state), state, self._own_loop, name)  # noqa: SLF001
            )
            self._calls.add(call)  # the loop itself holds no task
            call.add_done_callback(self._calls.discard)

    def _server_of(self, name: str) -> Callable[[Any], Coroutine[Any, Any, None]]:
        """Answer what serves the calls of a method; what refuses them where it is not ours."""
        loop = self._own_loop
        handler = self._methods.get(name)
        if handler is None:
            nothing = cygrpc._MethodResolver([], {})  # noqa: SLF001
            return lambda state: cygrpc._handle_rpc("", nothing, (), state, loop, False)  # noqa: SLF001
        # All our handlers take a stream of requests: see pipeline/compose.py.
        if handler.response_streaming:
            return lambda state: cygrpc._handle_stream_stream_rpc(handler, state, loop)  # noqa: SLF001
        return lambda state: cygrpc._handle_stream_unary_rpc(handler, state, loop)  # noqa: SLF001

    async def calls_ended(self) -> None:
        """Wait until no call is open."""
        while self._calls:
            await asyncio.wait(self._calls)

    def _taker_ended(self, taker: asyncio.Task[None]) -> None:
        self._takers.discard(taker)
        if self.ended.done():
            return
        if not taker.cancelled() and (error := taker.exception()) is not None:
            self.ended.set_exception(error)  # ends the server: app.serve says so and leaves
        elif not self._takers:
            self.ended.set_exception(cygrpc._RequestCallError())  # noqa: SLF001
