"""Records are added alone and in batches, replaced, listed, assigned and deleted."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from plaudit.v1 import dataset_pb2
from plaudit.v1.dataset_pb2 import (
    RECORD_STATUS_COMPLETED,
    RECORD_STATUS_PENDING,
    RESPONSE_STATUS_DRAFT,
    AssignedRecord,
    BatchCreateRecordsRequest,
    CreateRecordRequest,
    CreateResponseRequest,
    DatasetProgress,
    DeleteRecordRequest,
    GetDatasetRequest,
    ListRecordsRequest,
    NewRecord,
    NextRecordsRequest,
    Record,
    RecordFilter,
    RecordResponse,
    Suggestion,
)
from support.messages import (
    define,
    label_question,
    record_by_id,
    recording,
    struct,
    text_field,
    text_question,
)
from support.refusals import check
from support.servers import parse_status


def upserting(dataset_id: str, values: dict, answers: dict | None = None, **known: Any):
    request = recording(dataset_id, values, answers, user_id=known.pop("user_id", ""))
    request.record.external_id = known.pop("external_id", "e")
    request.upsert = known.pop("upsert", True)
    assert not known
    return request


def progress(client, dataset_id: str) -> DatasetProgress:
    return client.datasets.GetDataset(GetDatasetRequest(id=dataset_id)).dataset.progress


def listed(client, dataset_id: str, **filter_: Any) -> list[str]:
    request = ListRecordsRequest(dataset_id=dataset_id, filter=RecordFilter(**filter_))
    return [record.id for record in client.datasets.ListRecords(request).records]


def every_kind(client) -> dataset_pb2.Dataset:
    return define(
        client,
        fields=[
            text_field("shown"),
            dataset_pb2.Field(name="image", image={}),
            dataset_pb2.Field(name="custom", custom={}),
        ],
        questions=[
            label_question("tone", "a", "b"),
            dataset_pb2.Question(
                name="marks", span=dataset_pb2.SpanQuestion(field="shown", labels=["x", "y"])
            ),
        ],
    )


def test_a_record_is_returned_with_images_custom_values_spans_and_suggestions(tenant):
    made = every_kind(tenant)
    values = {
        "shown": "漢字 🙂",
        "image": "data:image/png;base64,AA==",
        "custom": {"rows": [[1, None], {"deep": [True]}]},
    }
    spans = [{"start": 3, "end": 4, "label": "y"}, {"start": 0, "end": 2, "label": "x"}]
    request = recording(made.id, values, {"marks": spans, "tone": "a"})
    request.record.suggestions.add(question_name="tone", score=0.0, agent="model 1").value.CopyFrom(
        struct({"v": "b"}).fields["v"]
    )
    request.record.suggestions.add(question_name="marks").value.CopyFrom(
        struct({"v": spans}).fields["v"]
    )
    answer = tenant.datasets.CreateRecord(request)
    assert answer.record.field_to_value == request.record.field_to_value
    assert answer.record.suggestions == request.record.suggestions
    assert answer.record.suggestions[0].HasField("score")
    assert not answer.record.suggestions[1].HasField("score")
    assert answer.response.values == request.response.values
    assert answer.response.dataset_id == made.id
    assert (answer.record.status, answer.record.submitted_response_count) == (
        RECORD_STATUS_COMPLETED,
        1,
    )
    read = record_by_id(tenant, answer.record.id)
    assert (read.record, list(read.responses)) == (answer.record, [answer.response])
    page = tenant.datasets.ListRecords(ListRecordsRequest(dataset_id=made.id))
    assert list(page.records) == [answer.record]


def test_the_error_lists_suggestions_and_spans_that_do_not_fit(tenant, refused):
    made = every_kind(tenant)
    values = {"shown": "ab", "image": "x.png"}
    request = recording(made.id, values, {"marks": [{"start": 0, "end": 3, "label": "x"}]})
    tone = Suggestion(question_name="tone", value={"string_value": "c"})
    request.record.suggestions.extend([tone, tone])
    request.record.suggestions.add(question_name="lost", value={"bool_value": True})
    error = refused(tenant.datasets.CreateRecord, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    reasons = {v.field: v.reason for v in error.details["BadRequest"].field_violations}
    assert reasons == {
        "record.field_to_value.image": "INVALID_FIELD",
        "record.suggestions": "INVALID_FIELD",
        "record.suggestions[0].value": "ANSWER_DOES_NOT_FIT",
        "record.suggestions[1].value": "ANSWER_DOES_NOT_FIT",
        "record.suggestions[2].question_name": "UNKNOWN_FIELD_NAME",
        "response.values.marks": "ANSWER_DOES_NOT_FIT",
    }


def test_an_external_id_names_one_record_of_a_dataset(tenant, refused):
    made, other = define(tenant), define(tenant)
    existing = tenant.datasets.CreateRecord(upserting(made.id, {}, upsert=False)).record
    error = refused(
        tenant.datasets.CreateRecord,
        upserting(made.id, {}, upsert=False),
        "ALREADY_EXISTS",
        "RECORD_EXISTS",
    )
    assert error.details["ResourceInfo"].resource_name == existing.id
    elsewhere = tenant.datasets.CreateRecord(upserting(other.id, {}, upsert=False))
    assert elsewhere.record.id != existing.id


def test_an_upsert_replaces_the_record_with_its_external_id(tenant):
    made = define(tenant)
    first = tenant.datasets.CreateRecord(upserting(made.id, {"shown": "x"}))
    assert not first.updated
    request = upserting(made.id, {"shown": "y"}, {"asked": "a"}, user_id="u")
    request.record.metadata.MergeFrom(struct({"a": 1}))
    second = tenant.datasets.CreateRecord(request)
    assert second.updated
    assert second.record.id == first.record.id
    assert second.record.field_to_value == struct({"shown": "y"})
    assert second.record.metadata == struct({"a": 1})
    assert second.record.create_time == first.record.create_time
    assert second.record.submitted_response_count == 1
    third = tenant.datasets.CreateRecord(
        upserting(made.id, {"shown": "y"}, {"asked": "b"}, user_id="u")
    )
    assert third.response.id == second.response.id
    assert third.response.values == struct({"asked": "b"})
    assert not third.record.HasField("metadata") or not third.record.metadata.fields
    assert progress(tenant, made.id) == DatasetProgress(
        record_count=1, completed_record_count=1, submitted_response_count=1
    )


def test_an_upsert_does_not_change_the_values_of_a_record_with_responses(tenant, refused):
    made = define(tenant)
    existing = tenant.datasets.CreateRecord(upserting(made.id, {"shown": "x"}, {"asked": "a"}))
    error = refused(
        tenant.datasets.CreateRecord,
        upserting(made.id, {"shown": "y"}),
        "FAILED_PRECONDITION",
        "RECORD_HAS_RESPONSES",
    )
    assert error.ids["record_id"] == existing.record.id
    again = tenant.datasets.CreateRecord(upserting(made.id, {"shown": "x"}))
    assert again.updated


def batch(*items: NewRecord, **known: Any) -> BatchCreateRecordsRequest:
    return BatchCreateRecordsRequest(items=items, **known)


def item(dataset_id: str, values: dict, *responses: RecordResponse, **record: Any) -> NewRecord:
    made = Record(dataset_id=dataset_id, field_to_value=struct(values), **record)
    return NewRecord(record=made, responses=responses)


def by(user: str, **response: Any) -> RecordResponse:
    return RecordResponse(user_id=user, values=struct({"asked": "a"}), **response)


def test_an_invalid_item_of_a_batch_does_not_affect_the_others(tenant):
    made = define(tenant)
    request = batch(
        item(made.id, {"shown": "x"}, by("u"), by("v", status=RESPONSE_STATUS_DRAFT)),
        item("ds_lost", {"shown": "x"}),
        NewRecord(),
        item(made.id, {"other": 1}, by("u")),
        item(made.id, {}, external_id="e"),
        item(made.id, {}, external_id="e"),
    )
    answer = tenant.datasets.BatchCreateRecords(request)
    assert (answer.succeeded_count, answer.failed_count) == (2, 4)
    assert (answer.succeeded_response_count, answer.failed_response_count) == (2, 1)
    first = answer.results[0].created
    read = record_by_id(tenant, first.record_id)
    assert {r.id: r.user_id for r in read.responses} == dict(
        zip(first.response_ids, ("u", "v"), strict=True)
    )
    refusals = [parse_status(result.error) for result in answer.results if result.HasField("error")]
    for error in refusals:
        check(error)
    assert [error.reason for error in refusals] == [
        *("DATASET_NOT_FOUND", "INVALID_FIELD", "UNKNOWN_FIELD_NAME", "RECORD_EXISTS")
    ]
    assert refusals[3].ids["record_id"] == answer.results[4].created.record_id
    assert progress(tenant, made.id) == DatasetProgress(
        record_count=2,
        completed_record_count=1,
        submitted_response_count=1,
        draft_response_count=1,
    )


def test_items_of_an_upsert_see_the_items_before_them(tenant):
    made = define(tenant)
    answer = tenant.datasets.BatchCreateRecords(
        batch(
            item(made.id, {"shown": "x"}, external_id="e"),
            item(made.id, {"shown": "y"}, by("u"), external_id="e"),
            item(made.id, {"shown": "y"}, by("u"), by("v"), external_id="e"),
            item(made.id, {"shown": "z"}, external_id="e"),
            upsert=True,
        )
    )
    created = [result.created for result in answer.results[:3]]
    assert len({one.record_id for one in created}) == 1
    assert [one.updated for one in created] == [False, True, True]
    assert created[1].response_ids[0] == created[2].response_ids[0]
    assert parse_status(answer.results[3].error).reason == "RECORD_HAS_RESPONSES"
    read = record_by_id(tenant, created[0].record_id)
    assert read.record.field_to_value == struct({"shown": "y"})
    assert [response.user_id for response in read.responses] == ["u", "v"]


def test_validating_a_batch_returns_the_same_results_and_writes_nothing(tenant):
    made = define(tenant)
    request = batch(
        item(made.id, {"shown": "x"}, by("u"), external_id="e"),
        item(made.id, {"shown": 1}),
        item(made.id, {"shown": "x"}, external_id="e"),
        validate_only=True,
        request_id=str(uuid.uuid4()),
    )
    checked = tenant.datasets.BatchCreateRecords(request)
    assert progress(tenant, made.id) == DatasetProgress()
    assert listed(tenant, made.id) == []
    request.validate_only = False
    request.request_id = str(uuid.uuid4())
    written = tenant.datasets.BatchCreateRecords(request)
    assert [r.WhichOneof("result") for r in checked.results] == [
        r.WhichOneof("result") for r in written.results
    ]
    assert checked.results[1] == written.results[1]
    assert (checked.succeeded_count, checked.failed_count) == (1, 2)
    assert tenant.datasets.BatchCreateRecords(request) == written


def test_a_batch_has_a_record_and_at_most_a_thousand(tenant, refused):
    made = define(tenant)
    for count in (0, 1001):
        error = refused(
            tenant.datasets.BatchCreateRecords,
            batch(*[item(made.id, {})] * count),
            "INVALID_ARGUMENT",
            "INVALID_FIELD",
        )
        assert set(error.fields) == {"items"}
    answer = tenant.datasets.BatchCreateRecords(batch(*[item(made.id, {})] * 1000))
    assert answer.succeeded_count == 1000


@pytest.fixture
def filled(tenant):
    """A tenant that has a dataset of five records, each different to the filters."""
    made = define(tenant, responses_per_record=2)
    items = [
        item(made.id, {}, external_id="first"),
        item(made.id, {}, by("u"), metadata=struct({"a": 1, "b": [True]})),
        item(made.id, {}, by("u"), by("v"), metadata=struct({"a": True})),
        item(made.id, {}, by("v", status=RESPONSE_STATUS_DRAFT), metadata=struct({"a": 1})),
        item(made.id, {}, RecordResponse(external_user_id="u")),
    ]
    answer = tenant.datasets.BatchCreateRecords(batch(*items))
    tenant.dataset = made.id
    tenant.records = [result.created.record_id for result in answer.results]
    return tenant


def test_records_that_match_the_filter_are_listed(filled):
    made = filled.records
    for filter_, found in (
        ({}, [0, 1, 2, 3, 4]),
        ({"statuses": [RECORD_STATUS_PENDING]}, [0, 1, 3, 4]),
        ({"statuses": [RECORD_STATUS_COMPLETED]}, [2]),
        ({"statuses": [RECORD_STATUS_COMPLETED, RECORD_STATUS_PENDING]}, [0, 1, 2, 3, 4]),
        ({"answered_by": {"user_id": "u"}}, [1, 2]),
        ({"answered_by": {"user_id": "v"}}, [2, 3]),
        ({"answered_by": {"external_user_id": "u", "user_id": "v"}}, [4]),
        ({"not_answered_by": {"user_id": "v"}}, [0, 1, 4]),
        ({"not_answered_by": {}}, [0, 1, 2, 3, 4]),
        ({"answered_by": {}}, []),
        ({"answered_by": {"user_id": "u"}, "not_answered_by": {"user_id": "v"}}, [1]),
        ({"metadata": struct({"a": 1})}, [1, 3]),
        ({"metadata": struct({"a": 1, "b": [True]})}, [1]),
        ({"metadata": struct({"a": True})}, [2]),
        ({"metadata": struct({"a": None})}, []),
        ({"external_id": "first"}, [0]),
        ({"external_id": "first", "statuses": [RECORD_STATUS_COMPLETED]}, []),
        ({"external_id": "lost"}, []),
    ):
        assert listed(filled, filled.dataset, **filter_) == [made[i] for i in found], filter_


def test_records_are_filtered_by_create_and_update_time(filled):
    last = record_by_id(filled, filled.records[-1]).record
    request = recording(filled.dataset, {})
    later = filled.datasets.CreateRecord(request).record
    assert listed(filled, filled.dataset, create_time={"start": later.create_time}) == [later.id]
    assert listed(filled, filled.dataset, create_time={"end": later.create_time}) == filled.records
    change = CreateRecordRequest(
        record=Record(
            dataset_id=filled.dataset,
            external_id="first",
            field_to_value=struct({}),
            metadata=struct({"new": 1}),
        ),
        upsert=True,
    )
    changed = filled.datasets.CreateRecord(change).record
    since = {"start": changed.update_time}
    assert listed(filled, filled.dataset, update_time=since) == [filled.records[0]]
    assert changed.create_time == last.create_time


@pytest.mark.parametrize(
    "filter_",
    [
        {},
        {"statuses": [RECORD_STATUS_PENDING]},
        {"answered_by": {"user_id": "u"}},
        {"not_answered_by": {"user_id": "u"}},
        {"metadata": struct({"a": 1})},
        {"external_id": "first"},
    ],
    ids=str,
)
def test_pages_of_records_make_up_the_list(filled, filter_):
    request = ListRecordsRequest(
        dataset_id=filled.dataset, filter=RecordFilter(**filter_), page_size=1
    )
    found: list[str] = []
    while True:
        page = filled.datasets.ListRecords(request)
        assert len(page.records) <= 1
        found += [record.id for record in page.records]
        if not page.next_page_token:
            break
        request.page_token = page.next_page_token
    assert found == listed(filled, filled.dataset, **filter_)


def test_a_page_of_long_records_is_short_and_has_a_next_page(tenant):
    made = define(tenant)
    for _ in range(5):
        tenant.datasets.CreateRecord(recording(made.id, {"shown": "漢" * 340_000}))
    request = ListRecordsRequest(dataset_id=made.id)
    sizes = []
    while True:
        page = tenant.datasets.ListRecords(request)
        sizes.append(len(page.records))
        if not page.next_page_token:
            break
        request.page_token = page.next_page_token
    assert sum(sizes) == 5
    assert 1 <= max(sizes) <= 3, "clients take 4 MiB"


def test_a_deleted_record_is_removed_with_its_responses_and_from_every_count(filled, refused):
    record = filled.records[2]
    deleted = filled.datasets.DeleteRecord(DeleteRecordRequest(id=record)).record
    assert (deleted.id, deleted.submitted_response_count) == (record, 2)
    refused(
        filled.datasets.DeleteRecord,
        DeleteRecordRequest(id=record),
        "NOT_FOUND",
        "RECORD_NOT_FOUND",
    )
    assert progress(filled, filled.dataset) == DatasetProgress(
        record_count=4, submitted_response_count=2, draft_response_count=1
    )
    assert listed(filled, filled.dataset) == [r for r in filled.records if r != record]
    assert listed(filled, filled.dataset, answered_by={"user_id": "u"}) == [filled.records[1]]


def assigned_to(client, dataset_id: str, user: str = "", **known: Any) -> list[AssignedRecord]:
    annotator = {"annotator": {"user_id": user}} if user else {}
    request = NextRecordsRequest(dataset_id=dataset_id, **annotator, **known)
    return list(client.datasets.NextRecords(request).records)


def test_annotators_are_assigned_records_until_each_record_is_complete(tenant):
    made = define(tenant, responses_per_record=2)
    tenant.datasets.BatchCreateRecords(batch(*[item(made.id, {"shown": "x"})] * 5))
    people = ("a", "b", "c", "")
    left = dict.fromkeys(people, True)
    while any(left.values()):
        for user in people:
            assigned = assigned_to(tenant, made.id, user, max_records=2)
            left[user] = bool(assigned)
            for one in assigned:
                assert one.record.status == RECORD_STATUS_PENDING
                response = RecordResponse(record_id=one.record.id, user_id=user)
                response.values.MergeFrom(struct({"asked": "a"}))
                tenant.datasets.CreateResponse(CreateResponseRequest(response=response))
    assert progress(tenant, made.id) == DatasetProgress(
        record_count=5, completed_record_count=5, submitted_response_count=10
    )


def test_a_record_is_assigned_with_its_draft_for_the_requested_time(tenant):
    made = define(tenant)
    record = tenant.datasets.CreateRecord(recording(made.id, {"shown": "x"})).record
    (first,) = assigned_to(tenant, made.id, "a")
    assert not first.HasField("draft")
    assert assigned_to(tenant, made.id, "b") == []
    response = RecordResponse(record_id=record.id, user_id="a", status=RESPONSE_STATUS_DRAFT)
    draft = tenant.datasets.CreateResponse(CreateResponseRequest(response=response)).response
    request = NextRecordsRequest(
        dataset_id=made.id, annotator={"user_id": "a"}, hold={"seconds": 24 * 3600}
    )
    answer = tenant.datasets.NextRecords(request)
    assert list(answer.records) == [AssignedRecord(record=record, draft=draft)]
    held = answer.hold_until.ToMicroseconds() - draft.create_time.ToMicroseconds()
    assert held >= 24 * 3600 * 1_000_000


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        ({"hold": {"seconds": 0}}, "hold"),
        ({"hold": {"seconds": -1}}, "hold"),
        ({"hold": {"nanos": 999}}, "hold"),
        ({"hold": {"seconds": 24 * 3600, "nanos": 1}}, "hold"),
        ({"hold": {"seconds": 2**62}}, "hold"),
        ({"max_records": 101}, "max_records"),
        ({"max_records": -1}, "max_records"),
        ({"dataset_id": ""}, "dataset_id"),
        ({"annotator": {"user_id": "a\tb"}}, "annotator.user_id"),
    ],
    ids=str,
)
def test_next_records_validates_its_limits(tenant, refused, request_, field):
    made = define(tenant, questions=[text_question("asked")])
    error = refused(
        tenant.datasets.NextRecords,
        NextRecordsRequest(**({"dataset_id": made.id} | request_)),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(error.fields) == {field}
