"""The services that need no credential, health and reflection, with limits of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from typing import Any

import grpc
import grpc.aio
from google.protobuf.message import DecodeError
from grpc_health.v1 import health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2_grpc
from grpc_reflection.v1alpha._async import ReflectionServicer
from grpc_reflection.v1alpha.reflection import SERVICE_NAME

from plaudit_server.domain.errors import Refusal, Violation, invalid, rate_limited
from plaudit_server.health import Servicer
from plaudit_server.pipeline.call import Context
from plaudit_server.pipeline.errors import abort
from plaudit_server.pipeline.messages import Receiver, Room

HEALTH = "grpc.health.v1.Health"
CAPACITY = Room(read=16, waiting=1_024)
"""How many of their requests, which are short, may be in flight."""
ANONYMOUS = ("", "")
"""The owner of their requests."""
MAX_OPEN_STREAMS = 5_000
"""How many of their streams, such as health watches, may be open; a tenth for one connection."""

Deserialize = Callable[[bytes], Any]


def add_open_services(
    server: grpc.aio.Server, health: Servicer, services: Sequence[str], *, message_seconds: float
) -> None:
    """Add the health service, and reflection of these services, to the server."""
    bounds = _Bounds(message_seconds)
    collector = _HandlerCollector()
    health_pb2_grpc.add_HealthServicer_to_server(health, collector)
    described = ReflectionServicer([*services, HEALTH, SERVICE_NAME])
    reflection_pb2_grpc.add_ServerReflectionServicer_to_server(described, collector)
    for service, handlers in collector.handlers.items():
        bounded = {name: bounds.around(handler) for name, handler in handlers.items()}
        server.add_registered_method_handlers(service, bounded)  # type: ignore[attr-defined]


class _HandlerCollector:
    """Collects the handlers that the generated code would add to a server."""

    def __init__(self) -> None:
        self.handlers: dict[str, dict[str, Any]] = {}

    def add_generic_rpc_handlers(self, _: Any) -> None:
        pass  # the same handlers come through add_registered_method_handlers

    def add_registered_method_handlers(self, service: str, handlers: dict[str, Any]) -> None:
        self.handlers[service] = handlers


class _Bounds:
    def __init__(self, message_seconds: float) -> None:
        self._receiver = Receiver(CAPACITY, seconds=message_seconds)
        self._open: Counter[str] = Counter()
        """Streams by connection."""

    def around(self, handler: Any) -> Any:
        """Wrap a handler of gRPC's in one that receives its requests within the limits."""
        read = handler.request_deserializer
        write = handler.response_serializer
        if handler.unary_unary:

            async def respond(_: Any, context: Context) -> Any:
                return await _abort_on_refusal(
                    context, self._once(handler.unary_unary, read, context)
                )

            return grpc.stream_unary_rpc_method_handler(respond, None, write)
        if handler.unary_stream:

            async def respond_stream(_: Any, context: Context) -> None:
                await self._stream(context, self._once(handler.unary_stream, read, context))

            return grpc.stream_stream_rpc_method_handler(respond_stream, None, write)

        async def converse(_: Any, context: Context) -> None:
            async def requests() -> AsyncIterator[Any]:
                while (data := await self._receiver.receive(context, ANONYMOUS)) is not None:
                    yield _parse(read, data)

            async def talk() -> None:
                async for response in handler.stream_stream(requests(), context):
                    await context.write(response)

            await self._stream(context, talk())

        return grpc.stream_stream_rpc_method_handler(converse, None, write)

    async def _once(self, serve: Any, read: Deserialize, context: Context) -> Any:
        data = await self._receiver.receive(context, ANONYMOUS)
        if data is None:
            raise invalid([Violation(field="request", rule="must be sent")])
        return await serve(_parse(read, data), context)

    async def _stream(self, context: Context, serving: Coroutine[Any, Any, Any]) -> None:
        peer = context.peer()
        if self._open[peer] >= MAX_OPEN_STREAMS // 10 or self._open.total() >= MAX_OPEN_STREAMS:
            serving.close()
            await abort(context, _too_many())
        self._open[peer] += 1
        try:
            await _abort_on_refusal(context, serving)
        finally:
            self._open[peer] -= 1
            if not self._open[peer]:
                del self._open[peer]


async def _abort_on_refusal(context: Context, serving: Coroutine[Any, Any, Any]) -> Any:
    try:
        return await serving
    except Refusal as refusal:
        return await abort(context, refusal)


def _parse(read: Deserialize, data: bytes) -> Any:
    try:
        return read(data)
    except DecodeError:
        raise invalid([Violation(field="request", rule="must be a serialized message")]) from None


def _too_many() -> Refusal:
    return rate_limited(
        "too many streams without a credential are open", subject="streams without a credential"
    )
