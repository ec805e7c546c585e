"""Every RPC of the contract, and a function that calls one by its path."""

from __future__ import annotations

import grpc
from google.protobuf import message_factory
from google.protobuf.descriptor import MethodDescriptor

from plaudit.v1 import (
    admin_pb2,
    analytics_pb2,
    dataset_pb2,
    exchange_pb2,
    export_pb2,
    feedback_pb2,
    memory_pb2,
)

FILES = (
    *(admin_pb2, analytics_pb2, dataset_pb2, exchange_pb2),
    *(export_pb2, feedback_pb2, memory_pb2),
)

METHODS: dict[str, MethodDescriptor] = {
    f"/{service.full_name}/{method.name}": method
    for file in FILES
    for service in file.DESCRIPTOR.services_by_name.values()
    for method in service.methods
}
"""Every RPC by its path."""


def call_empty(channel: grpc.Channel, path: str, **headers: str) -> None:
    """Call an RPC with an empty request and only these headers, and read all responses."""
    method = METHODS[path]
    metadata = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    data = message_factory.GetMessageClass(method.input_type)().SerializeToString()
    if method.client_streaming:
        list(channel.stream_stream(path)(iter([data]), metadata=metadata, timeout=30))
    elif method.server_streaming:
        list(channel.unary_stream(path)(data, metadata=metadata, timeout=30))
    else:
        channel.unary_unary(path)(data, metadata=metadata, timeout=30)
