"""Composing the pipeline around each method of a servicer, once, at start."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import grpc
import grpc.aio

from plaudit_server import contract
from plaudit_server.pipeline.call import Access, Call, Handler, Method, Stage


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
        )


def compose(method: Method, stages: Sequence[Stage]) -> Handler:
    """Wrap the function of a method into the stages, the first one outermost."""
    serve = method.serve

    async def invoke(call: Call) -> bytes:
        response = await serve(call.request, call)
        return response if isinstance(response, bytes) else response.SerializeToString()

    handler: Handler = invoke
    for stage in reversed(stages):
        handler = stage(method, handler)
    return handler


class Router(grpc.GenericRpcHandler):  # type: ignore[type-arg]
    """Finds the composed handler of a call by its path, and knows how many calls are under way."""

    def __init__(self, all_methods: Iterable[Method], stages: Sequence[Stage]) -> None:
        self._under_way = 0
        self._handlers = {
            method.path: grpc.unary_unary_rpc_method_handler(self._unary(compose(method, stages)))
            for method in all_methods
        }

    def service(
        self, handler_call_details: grpc.HandlerCallDetails
    ) -> grpc.RpcMethodHandler[bytes, bytes] | None:
        return self._handlers.get(handler_call_details.method)

    async def quiet(self) -> None:
        """Wait until no call has been under way for a moment."""
        calm = 0
        while calm < 2:
            await asyncio.sleep(0.05)
            calm = 0 if self._under_way else calm + 1

    def _unary(self, handler: Handler) -> Any:
        async def serve(data: bytes, context: grpc.aio.ServicerContext[bytes, bytes]) -> bytes:
            self._under_way += 1
            try:
                return await handler(Call(data, context, dict(context.invocation_metadata() or ())))
            finally:
                self._under_way -= 1

        return serve
