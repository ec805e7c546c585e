"""Composing the pipeline around each method of a servicer, once, at start."""

from __future__ import annotations

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
    """Finds the composed handler of a call by its path."""

    def __init__(self, all_methods: Iterable[Method], stages: Sequence[Stage]) -> None:
        self._handlers = {
            method.path: grpc.unary_unary_rpc_method_handler(self._unary(compose(method, stages)))
            for method in all_methods
        }

    def service(
        self, handler_call_details: grpc.HandlerCallDetails
    ) -> grpc.RpcMethodHandler[bytes, bytes] | None:
        return self._handlers.get(handler_call_details.method)

    @staticmethod
    def _unary(handler: Handler) -> Any:
        async def serve(data: bytes, context: grpc.aio.ServicerContext[bytes, bytes]) -> bytes:
            return await handler(Call(data, context, dict(context.invocation_metadata() or ())))

        return serve
