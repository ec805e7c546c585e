"""Every RPC of the contract is a method of both clients, with the fields of its request."""

from __future__ import annotations

import inspect
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message_factory import GetMessageClass

from plaudit import AsyncClient, Client
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

MODULES = (
    admin_pb2,
    analytics_pb2,
    dataset_pb2,
    exchange_pb2,
    export_pb2,
    feedback_pb2,
    memory_pb2,
    target_pb2,
)
PROTOS = Path(__file__).parents[2] / "proto/plaudit/v1"
RPCS = [
    rpc
    for module in MODULES
    for s in module.DESCRIPTOR.services_by_name.values()
    for rpc in s.methods
]
FIELD = re.compile(r"  +(?:repeated |optional )?(?:map<.*> |[\w.]+ )(\w+) = \d+")


def output_only() -> set[str]:
    """Read from the contract which fields only responses have, as `Feedback.state`."""
    found = set()
    for file in PROTOS.glob("*.proto"):
        message, comment = "", ""
        for line in file.read_text().splitlines():
            if opened := re.match(r"message (\w+) {", line):
                message = opened[1]
            if line.strip().startswith("//"):
                comment += line.strip().removeprefix("//")
                continue
            if (declared := FIELD.match(line)) and comment.startswith(" Output only"):
                found.add(f"{message}.{declared[1]}")
            comment = ""
    return found


OUTPUT_ONLY = output_only()


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def is_list(field: Any) -> bool:
    if hasattr(field, "is_repeated"):
        return field.is_repeated
    return field.label == FieldDescriptor.LABEL_REPEATED


def spread(rpc: Any) -> Any:
    """Return the field of a request whose own fields are arguments, if it has one."""
    resource = re.sub(r"^(submit|create|update)_", "", snake(rpc.name))
    names = rpc.input_type.fields_by_name
    field = names.get(resource) or names.get("filter")
    return field if field and not is_list(field) and field.message_type else None


def arguments(rpc: Any) -> dict[str, tuple[str, ...]]:
    """Return the arguments that the contract asks for, and the path of the field of each."""
    if rpc.name == "StreamFeedback":  # numbers its requests itself
        return {"items": (), "stream_id": ("stream_id",), "timeout": ()}
    found = {field.name: (field.name,) for field in rpc.input_type.fields}
    if "request_id" in found:
        found["idempotency_key"] = found.pop("request_id")
    if (inner := spread(rpc)) is not None:
        for field in inner.message_type.fields:
            is_key = field.name == "id"  # by which an update finds the resource
            hidden = f"{inner.message_type.name}.{field.name}" in OUTPUT_ONLY
            if rpc.name.startswith("Update") if is_key else not hidden:
                found[field.name] = (inner.name, field.name)
    if "checkpoint" in rpc.output_type.fields_by_name:
        found["checkpoints"] = ()
    return {**found, "timeout": ()}


def method(kind: type, rpc: Any) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(kind, snake(rpc.name))
    return found


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_every_rpc_is_a_method_and_every_input_field_an_argument(kind):
    for rpc in RPCS:
        parameters = list(inspect.signature(method(kind, rpc)).parameters.values())[1:]
        assert {one.name for one in parameters} == set(arguments(rpc)), rpc.full_name
        for one in parameters:
            is_positional = one.kind is not inspect.Parameter.KEYWORD_ONLY
            assert is_positional == (one.name == "items" and rpc.name == "StreamFeedback")


def test_the_contract_tells_the_output_fields():
    assert {"Feedback.state", "Feedback.create_time", "Exchange.id"} <= OUTPUT_ONLY
    assert "Feedback.text" not in OUTPUT_ONLY


def test_there_are_no_other_methods():
    public = {name for name, _ in inspect.getmembers(Client, callable) if not name.startswith("_")}
    assert public == {snake(rpc.name) for rpc in RPCS} | {"close"}


class Requests(Client):
    """Answers what each call would send."""

    def _unary(self, method, values, timeout):
        return method.make(values)

    def _list(self, method, values, field, timeout):
        return method.make(values)

    def _stream(self, method, values, items, timeout, give_up_after=0):
        return method.make(values)


def sample(field: Any) -> Any:
    if field.message_type:
        one: Any = GetMessageClass(field.message_type)()
    elif field.enum_type:
        one = field.enum_type.values[1].number
    else:
        one = str(uuid.UUID(int=1)) if field.cpp_type == FieldDescriptor.CPPTYPE_STRING else 1
        one = True if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL else one
    return [one] if is_list(field) else one


def test_every_argument_arrives_in_its_field():
    client = Requests("127.0.0.1:1", api_key="key")
    for rpc in RPCS:
        if rpc.client_streaming:
            continue
        for name, path in arguments(rpc).items():
            if not path:
                continue
            descriptor = rpc.input_type.fields_by_name[path[0]]
            for part in path[1:]:
                descriptor = descriptor.message_type.fields_by_name[part]
            given = sample(descriptor)
            sent: Any = getattr(client, snake(rpc.name))(**{name: given})
            for part in path[:-1]:
                assert sent.HasField(part)
                sent = getattr(sent, part)
            found = {field.name: value for field, value in sent.ListFields()}
            assert found[path[-1]] == given, f"{rpc.full_name}: {name}"


def test_both_clients_have_the_same_signatures():
    for rpc in RPCS:
        one, other = (inspect.signature(method(kind, rpc)) for kind in (Client, AsyncClient))
        assert list(one.parameters) == list(other.parameters)
        for name, parameter in one.parameters.items():
            if name == "items" and rpc.client_streaming:
                assert other.parameters[name].annotation == (
                    f"Async{parameter.annotation} | {parameter.annotation}"
                )
            else:
                assert parameter == other.parameters[name], f"{rpc.full_name}: {name}"


@pytest.mark.parametrize(("kind", "prefix"), [(Client, ""), (AsyncClient, "Async")])
def test_methods_return_responses_lists_and_streams(kind, prefix):
    def named(descriptor: Any) -> str:
        module = Path(descriptor.file.name).stem
        return f"{module}_pb2.{descriptor.name}"

    for rpc in RPCS:
        answer = rpc.output_type
        response = named(answer)
        items = next(
            (named(f.message_type) for f in answer.fields if is_list(f) and f.message_type), ""
        )
        if rpc.client_streaming:
            expected = f"{prefix}Upload"
        elif "checkpoint" in answer.fields_by_name:
            expected = f"{prefix}Stream[{response}, {response}]"
        elif rpc.server_streaming:
            expected = f"{prefix}Stream[{items}, {response}]"
        elif "next_page_token" in answer.fields_by_name:
            expected = f"{prefix}Pages[{items}, {response}]"
        else:
            expected = response
        found = method(kind, rpc)
        assert inspect.signature(found).return_annotation == expected, rpc.full_name
        assert inspect.iscoroutinefunction(found) == (expected == response and kind is AsyncClient)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_every_method_explains_itself_and_each_argument(kind):
    for rpc in RPCS:
        told = inspect.getdoc(method(kind, rpc)) or ""
        summary, _, rest = told.partition("\n\n")
        assert summary.endswith("."), rpc.full_name
        explained = re.findall(r"^    (\w+): \S", rest.partition("Args:")[2], re.MULTILINE)
        assert set(explained) - {"PlauditError", "TypeError", "ValueError"} == set(arguments(rpc))
        assert "Returns:\n" in rest
        assert "Raises:\n    PlauditError: " in rest
