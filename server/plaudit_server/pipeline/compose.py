"""Composing the pipeline around each method of a servicer, once, at start."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import grpc
import grpc.aio

from plaudit_server import contract
from plaudit_server.pipeline.call import Access, Call, Handler, Method, Stage

Context = grpc.aio.ServicerContext[bytes, bytes]

LONG = 65_536
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


class Router(grpc.GenericRpcHandler):  # type: ignore[type-arg]
    """Finds the composed handler of a call by its path."""

    def __init__(self, all_methods: Iterable[Method], stages: Sequence[Stage]) -> None:
        self._handlers = {
            method.path: self._rpc_handler(method, compose(method, stages))
            for method in all_methods
        }
        self._leaving: set[Context] = set()
        self._left = asyncio.Event()

    def service(
        self, handler_call_details: grpc.HandlerCallDetails
    ) -> grpc.RpcMethodHandler[bytes, bytes] | None:
        return self._handlers.get(handler_call_details.method)

    async def long_answers_left(self) -> None:
        """Wait until gRPC has taken the whole of every long answer.

        A server that stops sends each client a farewell behind what gRPC has taken by then, and
        closes the connection when the client confirms it: what is taken later may be lost.
        """
        while self._leaving:
            self._left.clear()
            await self._left.wait()

    def _rpc_handler(self, method: Method, handler: Handler) -> grpc.RpcMethodHandler[bytes, bytes]:
        async def unary(data: bytes, context: Context) -> bytes:
            answer = await handler(Call(data, context, dict(context.invocation_metadata() or ())))
            if len(answer) > LONG:
                self._leaving.add(context)
                context.add_done_callback(self._has_left)  # type: ignore[arg-type]
            return answer

        async def answer_stream(data: bytes, context: Context) -> None:
            await unary(data, context)

        async def both_stream(_: Any, context: Context) -> None:
            await unary(b"", context)

        if method.streams_in:
            return grpc.stream_stream_rpc_method_handler(both_stream)
        if method.streams_out:
            return grpc.unary_stream_rpc_method_handler(answer_stream)
        return grpc.unary_unary_rpc_method_handler(unary)

    def _has_left(self, context: Context) -> None:
        self._leaving.discard(context)
        self._left.set()
