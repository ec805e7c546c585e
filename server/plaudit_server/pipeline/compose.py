"""Composes the pipeline around each method of a servicer, once, at start."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import grpc
import grpc.aio

from plaudit_server import contract
from plaudit_server.pipeline.call import Access, Call, Context, Handler, Method, Stage

RpcHandler: TypeAlias = "grpc.RpcMethodHandler[bytes, bytes]"

LONG_RESPONSE = 65_536
"""A longer response, in bytes, may take a while to send; a shutdown waits for it."""


def methods(servicer: object) -> Iterator[Method]:
    """Yield every RPC of the service with the servicer's method; the servicer's name names it."""
    service = contract.service(type(servicer).__name__.removesuffix("r"))
    for descriptor in service.methods:
        serve = getattr(servicer, descriptor.name)
        access: Access = serve.access
        yield Method(
            service=service.full_name,
            name=descriptor.name,
            request_class=contract.message_class(descriptor.input_type.full_name),
            access=access,
            serve=serve,
            streams_in=descriptor.client_streaming,
            streams_out=descriptor.server_streaming,
        )


def compose(method: Method, stages: Sequence[Stage]) -> Handler:
    """Wrap the function of a method in the stages, the first one outermost."""
    serve = method.serve

    async def invoke(call: Call) -> bytes:
        response = await serve(call.request, call)
        if response is None:
            return b""  # the responses were streamed
        return response if isinstance(response, bytes) else response.SerializeToString()

    handler: Handler = invoke
    for stage in reversed(stages):
        handler = stage(method, handler)
    return handler


class Router:
    """The composed handlers of all methods, in gRPC's form."""

    def __init__(self, all_methods: Iterable[Method], stages: Sequence[Stage]) -> None:
        self._handlers: dict[str, dict[str, RpcHandler]] = defaultdict(dict)
        for method in all_methods:
            handler = self._rpc_handler(method, compose(method, stages))
            self._handlers[method.service][method.name] = handler
        self._unsent: set[Context] = set()
        self._sent = asyncio.Event()

    def register(self, server: grpc.aio.Server) -> None:
        """Add all methods to the server."""
        for service, handlers in self._handlers.items():
            server.add_registered_method_handlers(service, handlers)  # type: ignore[attr-defined]

    async def long_responses_sent(self) -> None:
        """Wait until gRPC has accepted every long response whole.

        A server that stops sends each client a GOAWAY after the data that gRPC has accepted so far,
        and closes the connection when the client confirms it: data accepted later may be lost.
        """
        while self._unsent:
            self._sent.clear()
            await self._sent.wait()

    def _rpc_handler(self, method: Method, handler: Handler) -> RpcHandler:
        # Registered as a request stream, so that gRPC calls the handler when the headers arrive,
        # and the pipeline reads the request after authentication.
        async def respond(_: Any, context: Context) -> bytes:
            call = Call(context=context, headers=dict(context.invocation_metadata() or ()))
            try:
                response = await handler(call)
            finally:
                call.release()
            if len(response) > LONG_RESPONSE:
                self._unsent.add(context)
                context.add_done_callback(self._mark_sent)  # type: ignore[arg-type]
            return response

        async def respond_stream(_: Any, context: Context) -> None:
            await respond(_, context)

        if method.streams_out:
            return grpc.stream_stream_rpc_method_handler(respond_stream)
        return grpc.stream_unary_rpc_method_handler(respond)

    def _mark_sent(self, context: Context) -> None:
        self._unsent.discard(context)
        self._sent.set()
