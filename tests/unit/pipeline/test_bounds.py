"""Every list, text and JSON object that a caller sends has a bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from google.protobuf.descriptor import FieldDescriptor

from plaudit_server import contract
from plaudit_server.pipeline.call import Access
from plaudit_server.pipeline.counting import holds_more_fields
from plaudit_server.pipeline.excess import CONTENT, FIELDS_SCANNED, Excess
from plaudit_server.servicers.analytics.servicer import AnalyticsServicer
from plaudit_server.servicers.datasets.servicer import DatasetServicer
from plaudit_server.servicers.exchanges.exchanges import ExchangeServicer
from plaudit_server.servicers.exchanges.memories import MemoryServicer
from plaudit_server.servicers.feedback.servicer import FeedbackServicer
from plaudit_server.servicers.tenants.servicer import AdminServicer
from plaudit_server.servicers.training.servicer import ExportServicer

MASK = "google.protobuf.FieldMask"
JSON = {"google.protobuf.Struct", "google.protobuf.Value"}
BOUNDING_PATTERN = re.compile(r"\^.*\{\d+,\d+\}\$")
"""A pattern that says how long the text may be, such as `^[a-z]{1,128}$`."""


class Place(NamedTuple):
    """A field that a request of a method holds, however deep."""

    method: Any
    path: tuple[FieldDescriptor, ...]

    @property
    def field(self) -> FieldDescriptor:
        return self.path[-1]

    def __str__(self) -> str:
        return f"{self.method.name}:{'.'.join(field.name for field in self.path)}"


def places() -> Iterator[Place]:
    for service in contract.services():
        for method in contract.service(service.rpartition(".")[2]).methods:
            yield from _places(method, method.input_type, ())


def _places(method: Any, message: Any, path: tuple[FieldDescriptor, ...]) -> Iterator[Place]:
    for field in message.fields:
        yield Place(method, (*path, field))
        inner = field.message_type
        if inner is not None and inner.file.package != "google.protobuf" and field not in path:
            yield from _places(method, inner, (*path, field))


ALL = list(places())


def kind(place: Place) -> str:
    return place.field.message_type.full_name if place.field.message_type else ""


def test_every_list_of_a_request_has_a_bound_in_the_contract():
    lists = [place for place in ALL if place.field.is_repeated]
    assert lists
    unbounded = {
        place.field.full_name
        for place in lists
        if not (
            contract.field_rules(place.field).map.max_pairs
            if kind(place) and place.field.message_type.GetOptions().map_entry
            else contract.field_rules(place.field).repeated.max_items
        )
    }
    assert not unbounded


def test_every_mask_of_a_request_names_at_most_100_paths():
    masks = [place for place in ALL if kind(place) == MASK]
    assert masks
    for place in masks:
        (rule,) = contract.field_rules(place.field).cel
        assert rule.expression == "this.paths.size() <= 100"


def test_every_text_of_a_request_has_a_bound_in_the_contract():
    texts = [place for place in ALL if place.field.type == FieldDescriptor.TYPE_STRING]
    assert texts
    unbounded = set()
    for place in texts:
        rules = contract.field_rules(place.field)
        text = rules.repeated.items.string if place.field.is_repeated else rules.string
        if not (text.max_len or text.uuid or BOUNDING_PATTERN.fullmatch(text.pattern)):
            unbounded.add(place.field.full_name)
    assert not unbounded


SERVICERS = {
    "AdminService": AdminServicer,
    "AnalyticsService": AnalyticsServicer,
    "DatasetService": DatasetServicer,
    "ExchangeService": ExchangeServicer,
    "ExportService": ExportServicer,
    "FeedbackService": FeedbackServicer,
    "MemoryService": MemoryServicer,
}


def access(place: Place) -> Access:
    servicer = SERVICERS[place.method.containing_service.name]
    found: Access = getattr(servicer, place.method.name).access
    return found


def filled(place: Place, value: bytes) -> bytes:
    """Make the request in which this field holds these bytes, and nothing else is set."""
    for field in reversed(place.path):
        value = varint(field.number << 3 | 2) + varint(len(value)) + value
    return value


def varint(number: int) -> bytes:
    low, high = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + varint(high) if high else bytes([low])


JSON_PLACES = [place for place in ALL if kind(place) in JSON]


def of_struct(place: Place, values: int, text: str) -> bytes:
    if kind(place) == "google.protobuf.Value":
        value = contract.struct_pb2.Value()
        value.list_value.values.extend(
            [contract.struct_pb2.Value(string_value=text) for _ in range(values)]
        )
        return value.SerializeToString()
    struct = contract.struct_pb2.Struct()
    struct.update({f"{i}": text for i in range(values)})
    return struct.SerializeToString()


@pytest.mark.parametrize("place", JSON_PLACES, ids=str)
def test_json_that_is_too_long_is_found_before_it_is_parsed(place):
    limit = 1_048_576 if place.field.full_name in CONTENT else 65_536
    excess = Excess(place.method.input_type)
    assert excess.find(filled(place, of_struct(place, 1, "x" * (limit - 100)))) is None
    found = excess.find(filled(place, of_struct(place, 1, "x" * limit)))
    assert found is not None
    assert re.sub(r"\[0\]", "", found.field) == str(place).partition(":")[2]
    assert found.rule == f"must have at most {limit} bytes"


@pytest.mark.parametrize(
    "place", [p for p in JSON_PLACES if p.path[-1].name != "session_context"], ids=str
)
def test_json_of_too_many_values_is_refused_by_the_rules_of_its_method(place):
    request = contract.message_class(place.method.input_type.full_name).FromString(
        filled(place, of_struct(place, 5_001, "x"))
    )
    declared = access(place)
    path = str(place).partition(":")[2]
    violations = list(declared.rules(request))
    if declared.batch and declared.batch == place.path[0].name:
        item = getattr(request, declared.batch)
        item = item[0] if place.path[0].is_repeated else item
        path = path.partition(".")[2]
        violations = list(declared.item_rules(item))
    if declared.attached and declared.attached == place.path[0].name:
        sent = getattr(request, declared.attached)
        sent = sent[0] if place.path[0].is_repeated else sent
        violations = list(declared.attached_rules(sent, f"{declared.attached}."))
    assert path in {re.sub(r"\[0\]", "", violation.field) for violation in violations}


def test_items_of_a_batch_are_counted_and_left_to_whoever_judges_them():
    request = contract.feedback_pb2.BatchSubmitRequest()
    request.items.add().metadata.update({"long": "x" * 65_536})
    of_all = Excess(request.DESCRIPTOR)
    of_batch = Excess(request.DESCRIPTOR, one_by_one=["items"])
    found = of_all.find(request.SerializeToString())
    assert found is not None
    assert found.field == "items[0].metadata"
    assert of_batch.find(request.SerializeToString()) is None
    for _ in range(1_000):
        request.items.add()
    found = of_batch.find(request.SerializeToString())
    assert found is not None
    assert (found.field, found.rule) == ("items", "must contain no more than 1000 item(s)")


@pytest.mark.parametrize(
    "data",
    [
        b"\x0a",  # a field that breaks off
        b"\xff" * 30,  # no number
        b"\xc3\x3e\xc4\x3e" + b"\x0a\x00" * 2_000,  # a group
        b"\xc2\x3e\x00" * (FIELDS_SCANNED + 1) + b"\x0a\x00" * 2_000,  # more than is looked at
    ],
    ids=["half a field", "no field", "a group", "very many fields"],
)
def test_what_cannot_be_read_or_is_not_looked_at_is_left_to_those_behind(data):
    assert Excess(contract.feedback_pb2.BatchSubmitRequest.DESCRIPTOR).find(data) is None


def test_so_many_fields_that_nobody_looks_at_them_are_too_many():
    data = b"\xc2\x3e\x00" * 200_001
    message = contract.feedback_pb2.BatchSubmitRequest.DESCRIPTOR
    assert holds_more_fields(data, message, 200_000)
