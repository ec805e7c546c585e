"""Servers of gRPC that answer as a test says: refusals, silence, certificates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn

import grpc
from google.protobuf.any_pb2 import Any as Packed
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

Behavior = Callable[[bytes, grpc.ServicerContext], Message]
StreamingBehavior = Callable[[Iterator[bytes], grpc.ServicerContext], Iterator[Message]]


@dataclass
class Fake:
    """A running fake."""

    address: str
    calls: list[dict[str, str]] = field(default_factory=list)
    """The headers of each call."""


@contextmanager
def fake_server(
    behaviors: Mapping[str, Behavior] | None = None,
    streams: Mapping[str, StreamingBehavior] | None = None,
    credentials: grpc.ServerCredentials | None = None,
) -> Iterator[Fake]:
    """Run a fake that has behaviors by the names of RPCs."""
    server = grpc.server(ThreadPoolExecutor(8))
    fake = Fake("")

    class Handler(grpc.GenericRpcHandler):
        def service(self, details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler | None:
            name = details.method.rpartition("/")[2]
            fake.calls.append(dict(details.invocation_metadata))
            if behavior := (behaviors or {}).get(name):
                return grpc.unary_unary_rpc_method_handler(
                    behavior, response_serializer=_serialized
                )
            if streaming := (streams or {}).get(name):
                return grpc.stream_stream_rpc_method_handler(
                    streaming, response_serializer=_serialized
                )
            return None

    server.add_generic_rpc_handlers((Handler(),))
    if credentials is None:
        port = server.add_insecure_port("127.0.0.1:0")
    else:
        port = server.add_secure_port("127.0.0.1:0", credentials)
    fake.address = f"127.0.0.1:{port}"
    server.start()
    try:
        yield fake
    finally:
        server.stop(None).wait()


def refuse(
    context: grpc.ServicerContext,
    code: grpc.StatusCode,
    reason: str,
    *,
    message: str = "no",
    retry_after: float | None = None,
    **metadata: str,
) -> NoReturn:
    """Refuse a call as plaudit does, with a status and its details."""
    details: list[Any] = [
        error_details_pb2.ErrorInfo(reason=reason, domain="plaudit", metadata=metadata)
    ]
    if retry_after is not None:
        details.append(error_details_pb2.RetryInfo())
        details[-1].retry_delay.FromMilliseconds(int(retry_after * 1000))
    status = status_pb2.Status(code=code.value[0], message=message)
    for detail in details:
        packed = Packed()
        packed.Pack(detail)
        status.details.append(packed)
    context.abort_with_status(rpc_status.to_status(status))
    raise AssertionError("unreachable")


def _serialized(message: Message) -> bytes:
    return message.SerializeToString()
