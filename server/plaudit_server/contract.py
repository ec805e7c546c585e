"""The contract as the server sees it: message classes whose descriptors carry the rules.

The generated stubs leave the rules out, so that no client depends on them. The server loads the
compiled contract, rules included, into a pool of its own. The classes made from it behave exactly
like the generated ones and are typed as those; messages of the two must not be mixed.
"""

from __future__ import annotations

from importlib import resources
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from google.protobuf import descriptor, descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.message import Message

PACKAGE = "plaudit.v1"
_NOUNS = ("admin", "analytics", "dataset", "exchange", "export", "feedback", "memory", "target")


def _load() -> descriptor_pool.DescriptorPool:
    image = descriptor_pb2.FileDescriptorSet.FromString(
        resources.files("plaudit_server").joinpath("contract.binpb").read_bytes()
    )
    pool = descriptor_pool.DescriptorPool()
    for file in image.file:
        pool.Add(file)
    return pool


_pool = _load()


def message_class(full_name: str) -> type[Message]:
    """Answer the class of a message, such as `plaudit.v1.Feedback`."""
    return message_factory.GetMessageClass(_pool.FindMessageTypeByName(full_name))


def service(name: str) -> descriptor.ServiceDescriptor:
    """Answer the descriptor of one of the contract's services, such as `FeedbackService`."""
    return _pool.FindServiceByName(f"{PACKAGE}.{name}")


def services() -> list[str]:
    """Name every service of the contract, in full."""
    image = (_pool.FindFileByName(f"plaudit/v1/{noun}.proto") for noun in _NOUNS)
    return sorted(s.full_name for file in image for s in file.services_by_name.values())


def field_rules(field: descriptor.FieldDescriptor) -> Any:
    """Return the rules of a field, a `buf.validate.FieldRules`, empty if it has none."""
    # In the pool's own class the options know their extension.
    options: Any = message_class("google.protobuf.FieldOptions")
    known = options.FromString(field.GetOptions().SerializeToString())
    return known.Extensions[_pool.FindExtensionByName("buf.validate.field")]


def _module(file: str) -> Any:
    found = _pool.FindFileByName(file)
    members: dict[str, Any] = {
        name: message_factory.GetMessageClass(message)
        for name, message in found.message_types_by_name.items()
    }
    for enum in found.enum_types_by_name.values():
        members |= {value.name: value.number for value in enum.values}
    return SimpleNamespace(**members)


if TYPE_CHECKING:
    from google.protobuf import duration_pb2, field_mask_pb2, struct_pb2, timestamp_pb2
    from google.rpc import status_pb2

    from plaudit.v1 import (
        admin_pb2,
        analytics_pb2,
        dataset_pb2,
        exchange_pb2,
        export_pb2,
        feedback_pb2,
        memory_pb2,
        target_pb2,
    )
else:
    admin_pb2 = _module("plaudit/v1/admin.proto")
    analytics_pb2 = _module("plaudit/v1/analytics.proto")
    dataset_pb2 = _module("plaudit/v1/dataset.proto")
    exchange_pb2 = _module("plaudit/v1/exchange.proto")
    export_pb2 = _module("plaudit/v1/export.proto")
    feedback_pb2 = _module("plaudit/v1/feedback.proto")
    memory_pb2 = _module("plaudit/v1/memory.proto")
    target_pb2 = _module("plaudit/v1/target.proto")
    duration_pb2 = _module("google/protobuf/duration.proto")
    field_mask_pb2 = _module("google/protobuf/field_mask.proto")
    status_pb2 = _module("google/rpc/status.proto")
    struct_pb2 = _module("google/protobuf/struct.proto")
    timestamp_pb2 = _module("google/protobuf/timestamp.proto")

__all__ = [
    "admin_pb2",
    "analytics_pb2",
    "dataset_pb2",
    "duration_pb2",
    "exchange_pb2",
    "export_pb2",
    "feedback_pb2",
    "field_mask_pb2",
    "field_rules",
    "memory_pb2",
    "message_class",
    "service",
    "status_pb2",
    "struct_pb2",
    "target_pb2",
    "timestamp_pb2",
]
