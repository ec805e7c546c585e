"""Composing the pipeline around each method of a servicer, once, at start."""

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

LONG_ANSWER = 65_536
"""How long an answer is, in bytes, that may take a while to its reader."""


def methods(servicer: object) -> Iterator[Method]:
    """Match a servicer named like its service with the RPCs of the contract, every one of them."""
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
    """Wrap the function of a method into the stages, the first one outermost."""
    serve = method.serve

    async def invoke(call: Call) -> bytes:
        response = await serve(call.request, call)
        if response is None:
            return b""  # it was sent as a stream
        return response if isinstance(response, bytes) else response.SerializeToString()

    handler: Handler = invoke
    for stage in reversed(stages):
        handler = stage(method, handler)
    return handler


class Router:
    """The composed handlers of all methods, as gRPC wants them."""

    def __init__(self, all_methods: Iterable[Method], stages: Sequence[Stage]) -> None:
        self._handlers: dict[str, dict[str, RpcHandler]] = defaultdict(dict)
        for method in all_methods:
            handler = self._rpc_handler(method, compose(method, stages))
            self._handlers[method.service][method.name] = handler
        self._leaving: set[Context] = set()
        self._left = asyncio.Event()

    def register(self, server: grpc.aio.Server) -> None:
        """Have the server serve all methods."""
        for service, handlers in self._handlers.items():
            server.add_registered_method_handlers(service, handlers)  # type: ignore[attr-defined]

    async def long_answers_left(self) -> None:
        """Wait until gRPC has taken the whole of every long answer.

        A server that stops sends each client a farewell behind what gRPC has taken by then, and
        closes the connection when the client confirms it: what is taken later may be lost.
        """
        while self._leaving:
            self._left.clear()
            await self._left.wait()

    def _rpc_handler(self, method: Method, handler: Handler) -> RpcHandler:
        # To gRPC every request is a stream: it then calls when the headers are there, and the
        # request is received by the pipeline, once the caller is known.
        async def answer(_: Any, context: Context) -> bytes:
            response = await handler(
                Call(context=context, headers=dict(context.invocation_metadata() or ()))
            )
            if len(response) > LONG_ANSWER:
                self._leaving.add(context)
                context.add_done_callback(self._has_left)  # type: ignore[arg-type]
            return response

        async def answer_stream(_: Any, context: Context) -> None:
            await answer(_, context)

        if method.streams_out:
            return grpc.stream_stream_rpc_method_handler(answer_stream)
        return grpc.stream_unary_rpc_method_handler(answer)

    def _has_left(self, context: Context) -> None:
        self._leaving.discard(context)
        self._left.set()
