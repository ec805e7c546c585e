"""Records that arrive whole: responses are added to what is there already."""

from __future__ import annotations

from typing import Any

import pytest

from plaudit.v1.dataset_pb2 import (
    RESPONSE_STATUS_DRAFT,
    BatchCreateRecordsRequest,
    BatchCreateRecordsResponse,
    CreatedRecord,
    CreateRecordRequest,
    DatasetProgress,
    GetDatasetRequest,
    NewRecord,
    Record,
    RecordResponse,
    Suggestion,
)
from support.messages import define, record_by_id, register, struct
from support.servers import parse_status


def answer(user: str, said: str = "a", **known: Any) -> RecordResponse:
    return RecordResponse(user_id=user, values=struct({"asked": said}), **known)


def whole(dataset_id: str, *responses: RecordResponse, **known: Any) -> NewRecord:
    known = {"field_to_value": struct({"shown": "x"}), "external_id": "e", **known}
    return NewRecord(record=Record(dataset_id=dataset_id, **known), responses=responses)


def merge(client, *items: NewRecord, **options: Any) -> BatchCreateRecordsResponse:
    request = BatchCreateRecordsRequest(items=items, merge_responses=True, **options)
    return client.datasets.BatchCreateRecords(request)


def outcomes(created: CreatedRecord) -> list[str]:
    """Name the result of each response."""

    def name(one: Any) -> str:
        if one.HasField("error"):
            return parse_status(one.error).reason
        return "updated" if one.updated else "unchanged" if one.unchanged else "created"

    return [name(one) for one in created.responses]


def progress(client, dataset_id: str) -> DatasetProgress:
    return client.datasets.GetDataset(GetDatasetRequest(id=dataset_id)).dataset.progress


def test_responses_that_are_not_there_yet_are_added_and_the_rest_is_unchanged(tenant):
    made = define(tenant, responses_per_record=2)
    first = merge(tenant, whole(made.id, answer("u"))).results[0].created
    assert not first.unchanged
    assert outcomes(first) == ["created"]
    before = record_by_id(tenant, first.record_id)
    again = merge(tenant, whole(made.id, answer("u"), answer("v")))
    second = again.results[0].created
    assert (second.record_id, second.unchanged, second.updated) == (first.record_id, True, False)
    assert outcomes(second) == ["unchanged", "created"]
    assert second.response_ids[0] == first.response_ids[0]
    assert list(second.response_ids) == [one.id for one in second.responses]
    assert (again.succeeded_count, again.unchanged_count) == (1, 1)
    assert (again.succeeded_response_count, again.unchanged_response_count) == (2, 1)
    assert again.failed_response_count == 0
    read = record_by_id(tenant, first.record_id)
    assert [one.user_id for one in read.responses] == ["u", "v"]
    assert read.responses[0] == before.responses[0]
    assert read.record.update_time == before.record.update_time
    assert progress(tenant, made.id) == DatasetProgress(
        record_count=1, completed_record_count=1, submitted_response_count=2
    )


def test_the_same_batch_again_changes_nothing(tenant, refused):
    made = define(tenant)
    batch = [
        whole(made.id, answer("u"), external_id="1"),
        whole(made.id, answer("u"), answer("v", status=RESPONSE_STATUS_DRAFT), external_id="2"),
        whole(made.id, external_id="3"),
    ]
    first = merge(tenant, *batch)
    before = [record_by_id(tenant, one.created.record_id) for one in first.results]
    second = merge(tenant, *batch)
    assert (second.unchanged_count, second.unchanged_response_count) == (3, 3)
    assert [one.created.response_ids for one in second.results] == [
        one.created.response_ids for one in first.results
    ]
    assert [record_by_id(tenant, one.created.record_id) for one in second.results] == before


def test_items_of_a_batch_add_to_what_the_items_before_them_added(tenant):
    made = define(tenant, responses_per_record=3)
    result = merge(
        tenant,
        whole(made.id, answer("u")),
        whole(made.id, answer("v"), answer("u")),
        whole(made.id, answer("u", "other"), answer("w")),
    )
    created = [one.created for one in result.results]
    assert len({one.record_id for one in created}) == 1
    assert [one.unchanged for one in created] == [False, True, True]
    assert [outcomes(one) for one in created] == [
        *(["created"], ["created", "unchanged"], ["RESPONSE_EXISTS", "created"])
    ]
    read = record_by_id(tenant, created[0].record_id)
    assert [one.user_id for one in read.responses] == ["u", "v", "w"]


def test_a_different_response_by_the_same_author_is_refused_by_itself(tenant):
    made = define(tenant)
    first = merge(tenant, whole(made.id, answer("u"), answer("v"))).results[0].created
    second = merge(
        tenant,
        whole(
            made.id,
            answer("u", "other"),
            answer("v", status=RESPONSE_STATUS_DRAFT),
            answer("w"),
        ),
    )
    created = second.results[0].created
    assert outcomes(created) == ["RESPONSE_EXISTS", "RESPONSE_EXISTS", "created"]
    error = parse_status(created.responses[0].error)
    assert error.code.name == "ALREADY_EXISTS"
    assert error.details["ResourceInfo"].resource_name == first.response_ids[0]
    assert (second.succeeded_response_count, second.failed_response_count) == (1, 2)
    read = record_by_id(tenant, first.record_id)
    assert [one.values["asked"] for one in read.responses] == ["a", "a", "a"]


SUGGESTED = Suggestion(question_name="asked", value={"string_value": "b"})


@pytest.mark.parametrize(
    ("differing", "changed"),
    [
        ("field_to_value", {"field_to_value": struct({"shown": "y"})}),
        ("metadata", {"metadata": struct({"a": 1})}),
        ("suggestions", {"suggestions": [SUGGESTED]}),
        ("exchange_id", {"exchange_id": "another"}),
        ("metadata,suggestions", {"metadata": struct({"a": 1}), "suggestions": [SUGGESTED]}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_record_that_contradicts_the_stored_one_is_refused(tenant, differing, changed):
    made = define(tenant)
    if "exchange_id" in changed:
        changed = {"exchange_id": register(tenant).id}
    stored = merge(tenant, whole(made.id, answer("u"))).results[0].created
    result = merge(tenant, whole(made.id, answer("v"), **changed))
    error = parse_status(result.results[0].error)
    assert (error.code.name, error.reason) == ("ALREADY_EXISTS", "RECORD_EXISTS")
    assert error.details["ResourceInfo"].resource_name == stored.record_id
    assert error.ids["differing"] == differing
    assert all(name in error.message for name in differing.split(","))
    assert (result.failed_count, result.failed_response_count) == (1, 1)
    assert len(record_by_id(tenant, stored.record_id).responses) == 1


def test_a_record_with_all_its_parts_is_recognised(tenant):
    made = define(tenant)
    parts = {
        "metadata": struct({"b": 1.5, "a": [True, None]}),
        "suggestions": [SUGGESTED],
        "exchange_id": register(tenant).id,
    }
    merge(tenant, whole(made.id, **parts))
    assert merge(tenant, whole(made.id, answer("u"), **parts)).results[0].created.unchanged


def test_one_record_is_merged_whole_or_not_at_all(tenant, refused):
    made = define(tenant)

    def one(response: RecordResponse, **known: Any) -> CreateRecordRequest:
        item = whole(made.id, **known)
        return CreateRecordRequest(record=item.record, response=response, merge_responses=True)

    first = tenant.datasets.CreateRecord(one(answer("u")))
    assert (first.unchanged, first.response_unchanged) == (False, False)
    again = tenant.datasets.CreateRecord(one(answer("u")))
    assert (again.unchanged, again.response_unchanged) == (True, True)
    assert (again.record, again.response) == (first.record, first.response)
    other = tenant.datasets.CreateRecord(one(answer("v")))
    assert (other.unchanged, other.response_unchanged) == (True, False)
    assert other.record.id == first.record.id
    for request, reason in (
        (one(answer("u", "other")), "RESPONSE_EXISTS"),
        (one(answer("w"), metadata=struct({"a": 1})), "RECORD_EXISTS"),
    ):
        refused(tenant.datasets.CreateRecord, request, "ALREADY_EXISTS", reason)


def test_merging_and_replacing_exclude_each_other(tenant, refused):
    made = define(tenant)
    item = whole(made.id)
    for call, request in (
        (tenant.datasets.CreateRecord, CreateRecordRequest(record=item.record)),
        (tenant.datasets.BatchCreateRecords, BatchCreateRecordsRequest(items=[item])),
    ):
        request.upsert = request.merge_responses = True
        error = refused(call, request, "INVALID_ARGUMENT", "INVALID_FIELD")
        assert set(error.fields) == {"merge_responses"}


def test_a_record_without_an_external_id_is_always_new(tenant):
    made = define(tenant)
    item = whole(made.id, answer("u"), external_id="")
    result = merge(tenant, item, item)
    assert len({one.created.record_id for one in result.results}) == 2
    assert result.unchanged_count == 0
