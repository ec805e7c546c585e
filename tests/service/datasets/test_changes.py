"""Datasets are listed, updated as their records allow, and deleted with their records."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from plaudit.v1 import dataset_pb2
from plaudit.v1.dataset_pb2 import (
    RESPONSE_STATUS_DISCARDED,
    RESPONSE_STATUS_DRAFT,
    Dataset,
    DatasetProgress,
    DeleteDatasetRequest,
    DeleteRecordRequest,
    DeleteResponseRequest,
    GetAgreementRequest,
    GetDatasetRequest,
    GetRecordRequest,
    ListDatasetsRequest,
    ListRecordsRequest,
    ListResponsesRequest,
    NextRecordsRequest,
    RecordResponse,
    UpdateDatasetRequest,
)
from support.messages import (
    chat_field,
    define,
    label_question,
    rating_question,
    recording,
    text_field,
    text_question,
)


def update_request(*paths: str, **dataset: Any) -> UpdateDatasetRequest:
    return UpdateDatasetRequest(dataset=Dataset(**dataset), update_mask={"paths": paths})


def update(client, *paths: str, **dataset: Any) -> Dataset:
    return client.datasets.UpdateDataset(update_request(*paths, **dataset)).dataset


def read(client, dataset_id: str) -> Dataset:
    return client.datasets.GetDataset(GetDatasetRequest(id=dataset_id)).dataset


def test_datasets_are_listed_oldest_first_page_by_page_with_their_progress(tenant):
    made = [define(tenant) for _ in range(5)]
    deleted = define(tenant)
    tenant.datasets.DeleteDataset(DeleteDatasetRequest(id=deleted.id))
    tenant.datasets.CreateRecord(recording(made[1].id, {"shown": "x"}, {"asked": "y"}))
    found: list[Dataset] = []
    token = ""
    while True:
        page = tenant.datasets.ListDatasets(ListDatasetsRequest(page_size=2, page_token=token))
        assert len(page.datasets) <= 2
        found += page.datasets
        if not (token := page.next_page_token):
            break
    assert [dataset.id for dataset in found] == [dataset.id for dataset in made]
    assert found == [read(tenant, dataset.id) for dataset in made]
    assert found[1].progress == DatasetProgress(
        record_count=1, completed_record_count=1, submitted_response_count=1
    )


def test_an_update_changes_the_set_fields_or_those_of_the_mask(tenant):
    made = define(tenant, description="first", responses_per_record=3)
    changed = update(tenant, id=made.id, name="renamed")
    assert (changed.name, changed.description, changed.responses_per_record) == (
        *("renamed", "first"),
        3,
    )
    assert changed.update_time.ToNanoseconds() > made.update_time.ToNanoseconds()
    assert changed.create_time == made.create_time
    changed = update(tenant, "description", id=made.id, name="not this")
    assert (changed.name, changed.description) == ("renamed", "")
    changed = update(
        tenant,
        "*",
        id=made.id,
        name="all",
        fields=[chat_field("talk")],
        questions=[rating_question("stars", 1, 2)],
    )
    assert changed.responses_per_record == 1
    assert read(tenant, made.id) == changed
    assert update(tenant, id=made.id, name="all") == changed  # nothing changes


def test_an_update_that_breaks_rules_is_refused_naming_each_field(tenant, refused):
    made = define(tenant)
    for request, fields in (
        (UpdateDatasetRequest(), {"dataset"}),
        (update_request("name", "id", "progress", id=made.id), {"dataset.name", "update_mask"}),
        (
            update_request("*"),
            {"dataset.id", "dataset.name", "dataset.fields", "dataset.questions"},
        ),
        (update_request("fields", id=made.id), {"dataset.fields"}),
        (
            update_request(id=made.id, questions=[text_question("a"), text_question("a")]),
            {"dataset.questions"},
        ),
        (
            update_request(
                id=made.id,
                questions=[
                    dataset_pb2.Question(
                        name="q", span=dataset_pb2.SpanQuestion(field="lost", labels=["x"])
                    )
                ],
            ),
            {"dataset.questions[0].span.field"},
        ),
    ):
        error = refused(tenant.datasets.UpdateDataset, request, "INVALID_ARGUMENT", "INVALID_FIELD")
        assert set(error.fields) == fields


def test_a_field_in_which_a_question_marks_spans_cannot_be_removed(tenant, refused):
    span = dataset_pb2.SpanQuestion(field="shown", labels=["x"])
    made = define(tenant, questions=[dataset_pb2.Question(name="q", span=span)])
    error = refused(
        tenant.datasets.UpdateDataset,
        update_request(id=made.id, fields=[text_field("other")]),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(error.fields) == {"dataset.questions[0].span.field"}
    both = update(
        tenant, id=made.id, fields=[text_field("other")], questions=[text_question("asked")]
    )
    assert both.fields == [text_field("other")]


def test_a_name_that_another_dataset_has_is_refused(tenant, refused):
    existing, made = define(tenant, name="there"), define(tenant, name="made")
    error = refused(
        tenant.datasets.UpdateDataset,
        update_request(id=made.id, name="there"),
        "ALREADY_EXISTS",
        "DATASET_EXISTS",
    )
    assert error.details["ResourceInfo"].resource_name == existing.id


def test_changes_that_records_do_not_allow_are_refused_with_reasons(tenant, refused):
    made = define(tenant, questions=[text_question("asked"), label_question("tone", "a", "b")])
    tenant.datasets.CreateRecord(recording(made.id, {"shown": "x"}, {"tone": "b"}))
    fits = [
        label_question("tone", "c", "b", "a"),
        text_question("asked"),
        text_question("new"),
    ]
    assert list(update(tenant, id=made.id, questions=fits).questions) == fits
    wrong = [
        label_question("tone", "a", "c", required=True),
        text_question("needed", required=True),
    ]
    error = refused(
        tenant.datasets.UpdateDataset,
        update_request(id=made.id, fields=[chat_field("shown")], questions=wrong),
        "FAILED_PRECONDITION",
        "DATASET_HAS_RECORDS",
    )
    named = {(v.subject, v.description) for v in error.details["PreconditionFailure"].violations}
    assert {subject for subject, _ in named} == {
        *("dataset.fields.shown", "dataset.questions.tone", "dataset.questions.asked"),
        *("dataset.questions.new", "dataset.questions.needed"),
    }
    assert any("must keep b" in why for _, why in named)
    assert error.ids["dataset_id"] == made.id


def test_the_error_lists_as_many_of_very_many_changes_as_fit(tenant, refused):
    made = define(tenant, questions=[text_question(f"{i}-" + "q" * 120) for i in range(100)])
    tenant.datasets.CreateRecord(recording(made.id, {"shown": "x"}))
    error = refused(
        tenant.datasets.UpdateDataset,
        update_request(id=made.id, questions=[text_question("asked")]),
        "FAILED_PRECONDITION",
        "DATASET_HAS_RECORDS",
    )
    *named, last = error.details["PreconditionFailure"].violations
    assert named
    assert last.description.startswith(f"and {100 - len(named)} more")


def test_a_new_number_of_responses_per_record_updates_every_status(tenant):
    made = define(tenant)
    for people in (0, 1, 2):
        added = tenant.datasets.CreateRecord(recording(made.id, {"shown": "x"})).record
        for i in range(people):
            response = RecordResponse(record_id=added.id, user_id=f"u{i}")
            tenant.datasets.CreateResponse(dataset_pb2.CreateResponseRequest(response=response))
    for wanted, completed in ((2, 1), (1, 2), (3, 0)):
        progress = update(tenant, id=made.id, responses_per_record=wanted).progress
        assert progress.completed_record_count == completed
        page = tenant.datasets.ListRecords(ListRecordsRequest(dataset_id=made.id))
        done = [r.status == dataset_pb2.RECORD_STATUS_COMPLETED for r in page.records]
        assert sum(done) == completed
        assert [r.submitted_response_count for r in page.records] == [0, 1, 2]


def test_the_progress_counts_responses_by_their_status(tenant):
    made = define(tenant, responses_per_record=2)
    added = tenant.datasets.CreateRecord(recording(made.id, {"shown": "x"})).record
    for i, status in enumerate(
        (0, 0, RESPONSE_STATUS_DRAFT, RESPONSE_STATUS_DRAFT, RESPONSE_STATUS_DISCARDED)
    ):
        response = RecordResponse(record_id=added.id, user_id=f"u{i}", status=status)
        tenant.datasets.CreateResponse(dataset_pb2.CreateResponseRequest(response=response))
    assert read(tenant, made.id).progress == DatasetProgress(
        record_count=1,
        completed_record_count=1,
        submitted_response_count=2,
        draft_response_count=2,
        discarded_response_count=1,
    )


def test_a_dataset_with_records_is_deleted_only_with_force(tenant, refused):
    made = define(tenant)
    tenant.datasets.CreateRecord(recording(made.id, {"shown": "x"}))
    error = refused(
        tenant.datasets.DeleteDataset,
        DeleteDatasetRequest(id=made.id),
        "FAILED_PRECONDITION",
        "DATASET_HAS_RECORDS",
    )
    (violation,) = error.details["PreconditionFailure"].violations
    assert violation.subject == made.id
    deleted = tenant.datasets.DeleteDataset(DeleteDatasetRequest(id=made.id, force=True)).dataset
    assert deleted.progress.record_count == 1
    assert deleted.name == made.name


def test_a_deleted_dataset_is_not_found_with_its_records_and_its_name_is_free(tenant, refused):
    made = define(tenant, name="n")
    added = tenant.datasets.CreateRecord(recording(made.id, {"shown": "x"}, {"asked": "y"}))
    record_id, response_id = added.record.id, added.response.id
    tenant.datasets.DeleteDataset(DeleteDatasetRequest(id=made.id, force=True))
    stub = tenant.datasets
    response = RecordResponse(id=response_id, record_id=record_id)
    upsert = recording(made.id, {"shown": "x"})
    upsert.upsert = True
    for call, request, noun in (
        (stub.GetDataset, GetDatasetRequest(id=made.id), "DATASET"),
        (stub.GetDataset, GetDatasetRequest(name="n"), "DATASET"),
        (stub.UpdateDataset, update_request(id=made.id, name="m"), "DATASET"),
        (stub.DeleteDataset, DeleteDatasetRequest(id=made.id, force=True), "DATASET"),
        (stub.CreateRecord, upsert, "DATASET"),
        (stub.ListRecords, ListRecordsRequest(dataset_id=made.id), "DATASET"),
        (stub.NextRecords, NextRecordsRequest(dataset_id=made.id), "DATASET"),
        (stub.ListResponses, ListResponsesRequest(dataset_id=made.id), "DATASET"),
        (stub.GetAgreement, GetAgreementRequest(dataset_id=made.id), "DATASET"),
        (stub.GetRecord, GetRecordRequest(id=record_id), "RECORD"),
        (stub.DeleteRecord, DeleteRecordRequest(id=record_id), "RECORD"),
        (stub.ListResponses, ListResponsesRequest(record_id=record_id), "RECORD"),
        (stub.CreateResponse, dataset_pb2.CreateResponseRequest(response=response), "RECORD"),
        (stub.UpdateResponse, dataset_pb2.UpdateResponseRequest(response=response), "RESPONSE"),
        (stub.DeleteResponse, DeleteResponseRequest(id=response_id), "RESPONSE"),
    ):
        refused(call, request, "NOT_FOUND", f"{noun}_NOT_FOUND")
    again = define(tenant, name="n")
    assert again.id != made.id
    assert not tenant.datasets.ListRecords(ListRecordsRequest(dataset_id=again.id)).records


def test_nothing_of_another_namespace_is_found(tenant, new_tenant, refused):
    made = define(tenant)
    added = tenant.datasets.CreateRecord(recording(made.id, {"shown": "x"}, {"asked": "y"}))
    stub = new_tenant().datasets
    response = RecordResponse(id=added.response.id, record_id=added.record.id)
    for call, request in (
        (stub.UpdateDataset, update_request(id=made.id, name="m")),
        (stub.DeleteDataset, DeleteDatasetRequest(id=made.id, force=True)),
        (stub.ListRecords, ListRecordsRequest(dataset_id=made.id)),
        (stub.NextRecords, NextRecordsRequest(dataset_id=made.id)),
        (stub.GetAgreement, GetAgreementRequest(dataset_id=made.id)),
        (stub.ListResponses, ListResponsesRequest(dataset_id=made.id)),
    ):
        refused(call, request, "NOT_FOUND", "DATASET_NOT_FOUND")
    for call, request in (
        (stub.GetRecord, GetRecordRequest(id=added.record.id)),
        (stub.DeleteRecord, DeleteRecordRequest(id=added.record.id)),
        (stub.ListResponses, ListResponsesRequest(record_id=added.record.id)),
        (stub.CreateResponse, dataset_pb2.CreateResponseRequest(response=response)),
    ):
        refused(call, request, "NOT_FOUND", "RECORD_NOT_FOUND")
    for call, request in (
        (stub.UpdateResponse, dataset_pb2.UpdateResponseRequest(response=response)),
        (stub.DeleteResponse, DeleteResponseRequest(id=added.response.id)),
    ):
        refused(call, request, "NOT_FOUND", "RESPONSE_NOT_FOUND")


@pytest.mark.parametrize("method", ["UpdateDataset", "DeleteDataset"])
def test_a_retried_change_returns_the_first_response(tenant, method):
    made = define(tenant, name="n")
    once = str(uuid.uuid4())
    request = (
        UpdateDatasetRequest(dataset=Dataset(id=made.id, name="m"), request_id=once)
        if method == "UpdateDataset"
        else DeleteDatasetRequest(id=made.id, request_id=once)
    )
    call = getattr(tenant.datasets, method)
    assert call(request) == call(request)
