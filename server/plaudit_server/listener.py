"""The gRPC server: how calls are accepted, and the limits of a connection.

grpc.aio accepts all calls in one loop that decodes the path the client sent. A path that is not
UTF-8 ends that loop, and with it the server. Here each method of the contract has a task of its
own, which gRPC's core wakes for calls of that method only. Calls of unknown methods get
UNIMPLEMENTED, and their path is never decoded.
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
"""How many calls gRPC queues until the loop accepts them."""
STREAMS = 4_000
"""How many calls a connection may have open. gRPC counts a call for a moment after it has ended, so
a client with more than half as many at a time may have some refused."""
WINDOW_BYTES = 262_144
"""The flow-control window, of a stream and of a connection: about what a distant client sends in
one round trip."""
METADATA_BYTES = 16_384
"""The longest headers of a call: room for the longest session token and the rest."""
HANDSHAKE_SECONDS = 10
"""The timeout of the HTTP/2 handshake."""
IDLE_SECONDS = 300
"""How long a connection without calls is kept open."""
PING_SECONDS = 20
"""How often a client may ask whether its connection is alive."""
AGE_SECONDS = 3_600
"""The longest life of a connection. Then its client is asked to open a new one; open calls
continue."""
LINGER_SECONDS = 5
"""How long a draining server waits for connections whose calls have all been answered."""
DESCRIPTORS_KEPT = 256
"""How many file descriptors are reserved for files and the database."""

log = structlog.get_logger()


def make_server(settings: Settings) -> Server:
    """Create a server, not started yet, with limits for each connection."""
    options: dict[str, Any] = {
        "grpc.so_reuseport": 0,  # a taken port is an error
        "grpc.max_concurrent_streams": STREAMS,
        # With less, a client that opens and resets calls makes gRPC cancel those of others.
        "grpc.server.max_pending_requests": PENDING_REQUESTS,
        "grpc.server.max_pending_requests_hard_limit": PENDING_REQUESTS,
        # Headers above the first limit may be refused; above the second they always are.
        "grpc.max_metadata_size": METADATA_BYTES,
        "grpc.absolute_max_metadata_size": 2 * METADATA_BYTES,
        "grpc.max_receive_message_length": settings.received_bytes,
        # No compression: a few kilobytes of gzip unpack to gigabytes before any check runs.
        "grpc.compression_enabled_algorithms_bitset": 1,
        # Keep the window fixed: gRPC would grow it to 4 MiB, for each call that waits unread.
        "grpc.http2.bdp_probe": 0,
        "grpc.http2.lookahead_bytes": WINDOW_BYTES,
        "grpc.max_allowed_incoming_connections": connections_allowed(settings.max_connections),
        "grpc.server_handshake_timeout_ms": 1000 * HANDSHAKE_SECONDS,
        "grpc.max_connection_idle_ms": 1000 * IDLE_SECONDS,
        "grpc.max_connection_age_ms": 1000 * AGE_SECONDS,
        # A client may ping a silent connection this often; ours do every 30 seconds. gRPC itself
        # allows one in 5 minutes, and closes the connection of a client that sends more.
        "grpc.http2.min_ping_interval_without_data_ms": 1000 * PING_SECONDS,
    }
    return Server(tuple(options.items()))


def connections_allowed(wanted: int) -> int:
    """Raise the process's limit of open files; return how many connections it allows."""
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
    """A grpc.aio server with the listener of this module; grpc has no public way to set it."""

    def __init__(self, options: tuple[tuple[str, Any], ...]) -> None:
        self._loop = asyncio.get_running_loop()
        self._server: _Listener = _Listener(self._loop, options)

    async def ended(self) -> None:
        """Wait until the server accepts no more calls; raise the error that ended it.

        gRPC's own wait_for_termination also waits for every open call.
        """
        await asyncio.shield(self._server.ended)

    async def drain(self, grace: float) -> None:
        """Accept no more calls, and let open calls finish within `grace` seconds.

        gRPC waits until each client confirms that its connection is closed; one that does not
        respond gets LINGER_SECONDS.
        """
        stopping = asyncio.ensure_future(self.stop(grace))
        answering = asyncio.ensure_future(self._server.calls_ended())
        try:
            await asyncio.wait((stopping, answering), return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait((stopping,), timeout=LINGER_SECONDS)
        finally:
            answering.cancel()


class _Listener(cygrpc.AioServer):  # type: ignore[misc]
    """Accepts the calls of each registered method in a task of its own."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, options: tuple[tuple[str, Any], ...]
    ) -> None:
        super().__init__(loop, None, (), (), options, None)
        self._own_loop = loop
        self._methods: dict[str, Any] = {}
        self._calls: set[asyncio.Task[None]] = set()
        self._acceptors: set[asyncio.Task[None]] = set()
        self.ended: asyncio.Future[Any] = loop.create_future()
        """Done, or failed, when the acceptors are; gRPC's own loop waits for it."""

    def add_registered_method_handlers(self, method_handlers: Mapping[str, Any]) -> None:
        self._methods.update(method_handlers)
        super().add_registered_method_handlers(dict(method_handlers))

    def _make_request_call_future(self, method: bytes | None) -> asyncio.Future[Any]:
        """Start a task that accepts the calls of a method; `None` is all unregistered methods.

        gRPC's own loop calls this once for each method, and never gets a call to handle.
        """
        acceptor = self._own_loop.create_task(self._accept(method))
        self._acceptors.add(acceptor)
        acceptor.add_done_callback(self._acceptor_ended)
        return self.ended

    async def _accept(self, method: bytes | None) -> None:
        name = "" if method is None else method.decode()
        serve = self._handler_of(name)
        while self.is_running():
            try:
                if method is None:
                    state = await self._request_call()
                else:
                    state = await self._request_registered_call(method)
            except cygrpc._RequestCallError:  # noqa: SLF001
                continue  # this call was dropped, or the server is stopping
            call = self._own_loop.create_task(
                cygrpc._schedule_rpc_coro(serve(state), state, self._own_loop, name)  # noqa: SLF001
            )
            self._calls.add(call)  # the event loop keeps only weak references to tasks
            call.add_done_callback(self._calls.discard)

    def _handler_of(self, name: str) -> Callable[[Any], Coroutine[Any, Any, None]]:
        """Return what serves the calls of a method; an unknown method gets UNIMPLEMENTED."""
        loop = self._own_loop
        handler = self._methods.get(name)
        if handler is None:
            nothing = cygrpc._MethodResolver([], {})  # noqa: SLF001
            return lambda state: cygrpc._handle_rpc("", nothing, (), state, loop, False)  # noqa: SLF001
        # All our handlers read a stream of requests: see pipeline/compose.py.
        if handler.response_streaming:
            return lambda state: cygrpc._handle_stream_stream_rpc(handler, state, loop)  # noqa: SLF001
        return lambda state: cygrpc._handle_stream_unary_rpc(handler, state, loop)  # noqa: SLF001

    async def calls_ended(self) -> None:
        """Wait until no call is open."""
        while self._calls:
            await asyncio.wait(self._calls)

    def _acceptor_ended(self, acceptor: asyncio.Task[None]) -> None:
        self._acceptors.discard(acceptor)
        if self.ended.done():
            return
        if not acceptor.cancelled() and (error := acceptor.exception()) is not None:
            self.ended.set_exception(error)  # ends the server: app.serve logs it and shuts down
        elif not self._acceptors:
            self.ended.set_exception(cygrpc._RequestCallError())  # noqa: SLF001
