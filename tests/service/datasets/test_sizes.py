"""Responses about datasets fit into the 4 MiB that clients accept, however much is stored."""

from __future__ import annotations

import re
from typing import Any

import pytest

from plaudit.v1 import dataset_pb2
from plaudit.v1.dataset_pb2 import RESPONSE_STATUS_DRAFT
from plaudit_server.domain.datasets.answers import VIOLATIONS_AT_MOST
from support.messages import (
    define,
    label_question,
    record_by_id,
    recording,
    struct,
    text_field,
    text_question,
)

LONG = "x" * 600_000


def respond(client: Any, record_id: str, annotator: str, **response: Any) -> None:
    client.datasets.CreateResponse(
        dataset_pb2.CreateResponseRequest(
            response=dataset_pb2.RecordResponse(
                record_id=record_id, external_user_id=annotator, **response
            )
        )
    )


def pages(call: Any, request: Any) -> list[Any]:
    """Read every page of a list."""
    found = [call(request)]
    while found[-1].next_page_token:
        request.page_token = found[-1].next_page_token
        found.append(call(request))
    return found


def test_a_record_is_returned_with_as_many_responses_as_fit(tenant):
    dataset = define(tenant)
    record = tenant.datasets.CreateRecord(recording(dataset.id, {"shown": "s"})).record
    for i in range(10):
        respond(tenant, record.id, f"a{i}", values=struct({"asked": LONG}))
    answer = record_by_id(tenant, record.id)
    assert answer.more_responses
    assert [r.external_user_id for r in answer.responses] == [
        f"a{i}" for i in range(len(answer.responses))
    ]
    listed = pages(
        tenant.datasets.ListResponses, dataset_pb2.ListResponsesRequest(record_id=record.id)
    )
    assert sum(len(page.responses) for page in listed) == 10


def test_a_record_whose_responses_all_fit_has_no_more(tenant):
    dataset = define(tenant)
    created = tenant.datasets.CreateRecord(recording(dataset.id, {"shown": "s"}, {"asked": "a"}))
    assert not record_by_id(tenant, created.record.id).more_responses


def test_an_annotator_with_long_drafts_gets_some_of_them(tenant):
    dataset = define(tenant)
    for i in range(10):
        record = tenant.datasets.CreateRecord(recording(dataset.id, {"shown": str(i)})).record
        draft = {"values": struct({"asked": LONG}), "status": RESPONSE_STATUS_DRAFT}
        respond(tenant, record.id, "ada", **draft)
    answer = tenant.datasets.NextRecords(
        dataset_pb2.NextRecordsRequest(
            dataset_id=dataset.id, annotator={"external_user_id": "ada"}, max_records=10
        )
    )
    assert 0 < len(answer.records) < 10
    assert all(one.draft.values["asked"] == LONG for one in answer.records)


@pytest.mark.slow
def test_a_page_of_many_numbers_is_short(tenant):
    dataset = define(
        tenant, fields=[dataset_pb2.Field(name="numbers", custom=dataset_pb2.CustomField())]
    )
    for _ in range(100):
        tenant.datasets.CreateRecord(recording(dataset.id, {"numbers": [0] * 4_900}))
    listed = pages(
        tenant.datasets.ListRecords,
        dataset_pb2.ListRecordsRequest(dataset_id=dataset.id, page_size=1000),
    )
    assert len(listed) > 1
    assert sum(len(page.records) for page in listed) == 100


def test_a_page_of_long_definitions_is_short(tenant):
    labels = [f"{i:03}" + "l" * 250 for i in range(100)]
    for _ in range(50):
        define(tenant, questions=[label_question(f"q{i}", *labels) for i in range(4)])
    listed = pages(tenant.datasets.ListDatasets, dataset_pb2.ListDatasetsRequest())
    assert len(listed) > 1
    assert sum(len(page.datasets) for page in listed) == 50


@pytest.mark.parametrize("where", ["field_to_value", "values"])
def test_the_error_lists_some_of_very_many_unknown_names(tenant, refused, where):
    dataset = define(
        tenant,
        fields=[text_field("f" * 120 + f"{i}") for i in range(50)],
        questions=[text_question("q" * 120 + f"{i}") for i in range(50)],
    )
    unknown = {f"u{i}": "" for i in range(100)}
    shown, answers = (unknown, None) if where == "field_to_value" else ({}, unknown)
    request = recording(dataset.id, shown, answers)
    error = refused(tenant.datasets.CreateRecord, request, "INVALID_ARGUMENT", "UNKNOWN_FIELD_NAME")
    *listed_violations, rest = error.details["BadRequest"].field_violations
    more = re.fullmatch(r"and (\d+) more that do not fit into the response", rest.description)
    assert listed_violations
    assert len(listed_violations) + int(more[1]) <= VIOLATIONS_AT_MOST
