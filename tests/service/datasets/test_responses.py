"""Responses: one per author and record; create, update, list and delete them."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from plaudit.v1 import dataset_pb2
from plaudit.v1.dataset_pb2 import (
    RECORD_STATUS_COMPLETED,
    RECORD_STATUS_PENDING,
    RESPONSE_STATUS_DISCARDED,
    RESPONSE_STATUS_DRAFT,
    RESPONSE_STATUS_SUBMITTED,
    CreateResponseRequest,
    DeleteResponseRequest,
    ListResponsesRequest,
    RecordResponse,
    UpdateResponseRequest,
)
from support.messages import (
    define,
    label_question,
    record_by_id,
    recording,
    struct,
    text_question,
)


@pytest.fixture
def prepared(tenant):
    """A tenant that has a record in a dataset with a required and two optional questions."""
    made = define(
        tenant,
        questions=[
            label_question("tone", "a", "b", required=True),
            text_question("why"),
            dataset_pb2.Question(
                name="marks", span=dataset_pb2.SpanQuestion(field="shown", labels=["x"])
            ),
        ],
    )
    tenant.dataset = made.id
    tenant.record = tenant.datasets.CreateRecord(recording(made.id, {"shown": "abc"})).record.id
    return tenant


def create_request(
    record_id: str, values: dict[str, Any], **response: Any
) -> CreateResponseRequest:
    created = RecordResponse(record_id=record_id, values=struct(values), **response)
    return CreateResponseRequest(response=created)


def create(client, values: dict[str, Any], **response: Any) -> RecordResponse:
    return client.datasets.CreateResponse(
        create_request(client.record, values, **response)
    ).response


def update_request(*paths: str, values: dict[str, Any] | None = None, **response: Any):
    changed = RecordResponse(**response)
    if values is not None:
        changed.values.MergeFrom(struct(values))
        changed.values.SetInParent()
    return UpdateResponseRequest(response=changed, update_mask={"paths": paths})


def update(client, *paths: str, **response: Any) -> RecordResponse:
    return client.datasets.UpdateResponse(update_request(*paths, **response)).response


def record(client) -> dataset_pb2.Record:
    return record_by_id(client, client.record).record


def test_a_response_is_returned_as_it_was_sent_and_completes_its_record(prepared):
    values = {"tone": "b", "marks": [{"start": 0, "end": 3, "label": "x"}]}
    created = create(prepared, values, user_id="u", external_user_id="x")
    assert created.id.startswith("rsp_")
    assert created.values == struct(values)
    assert (created.dataset_id, created.record_id) == (prepared.dataset, prepared.record)
    assert (created.status, created.user_id, created.external_user_id) == (
        RESPONSE_STATUS_SUBMITTED,
        *("u", "x"),
    )
    assert list(record_by_id(prepared, prepared.record).responses) == [created]
    assert record(prepared).status == RECORD_STATUS_COMPLETED
    assert record(prepared).submitted_response_count == 1


def test_an_author_has_one_response_to_a_record(prepared, refused):
    first = create(prepared, {"tone": "a"}, user_id="u")
    error = refused(
        prepared.datasets.CreateResponse,
        create_request(prepared.record, {"tone": "b"}, user_id="u"),
        "ALREADY_EXISTS",
        "RESPONSE_EXISTS",
    )
    assert error.details["ResourceInfo"].resource_name == first.id
    assert error.details["ResourceInfo"].resource_type == "plaudit.v1.RecordResponse"
    others = [
        create(prepared, {"tone": "b"}, user_id="v"),
        create(prepared, {"tone": "b"}, external_user_id="u"),
        create(prepared, {"tone": "b"}),  # the credential itself
    ]
    assert len({first.id, *(other.id for other in others)}) == 4


@pytest.mark.parametrize(
    ("values", "status", "broken"),
    [
        ({}, RESPONSE_STATUS_SUBMITTED, {"tone": "ANSWER_DOES_NOT_FIT"}),
        ({"tone": "c"}, RESPONSE_STATUS_DRAFT, {"tone": "ANSWER_DOES_NOT_FIT"}),
        ({"tone": "a", "lost": 1}, RESPONSE_STATUS_SUBMITTED, {"lost": "UNKNOWN_FIELD_NAME"}),
        (
            {"tone": "a", "marks": [{"start": 0, "end": 4, "label": "x"}], "why": ""},
            RESPONSE_STATUS_SUBMITTED,
            {"marks": "ANSWER_DOES_NOT_FIT", "why": "ANSWER_DOES_NOT_FIT"},
        ),
    ],
    ids=str,
)
def test_create_and_update_list_the_answers_that_do_not_fit(
    prepared, refused, values, status, broken
):
    (reason, *_) = broken.values()
    existing = create(prepared, {"tone": "a"}, user_id="there")
    for call, request in (
        (prepared.datasets.CreateResponse, create_request(prepared.record, values, status=status)),
        (
            prepared.datasets.UpdateResponse,
            update_request(id=existing.id, values=values, status=status),
        ),
    ):
        error = refused(call, request, "INVALID_ARGUMENT", reason)
        found = {v.field: v.reason for v in error.details["BadRequest"].field_violations}
        assert found == {f"response.values.{name}": why for name, why in broken.items()}


def test_a_question_of_another_dataset_is_unknown_to_the_record(prepared, refused):
    define(prepared, questions=[text_question("elsewhere")])
    error = refused(
        prepared.datasets.CreateResponse,
        create_request(prepared.record, {"tone": "a", "elsewhere": "x"}),
        "INVALID_ARGUMENT",
        "UNKNOWN_FIELD_NAME",
    )
    assert set(error.fields) == {"response.values.elsewhere"}


@pytest.mark.parametrize("record_id", ["rec_lost", "ds_lost", "漢"])
def test_a_response_to_an_unknown_record_is_refused(prepared, refused, record_id):
    error = refused(
        prepared.datasets.CreateResponse,
        create_request(record_id, {"tone": "a"}),
        "NOT_FOUND",
        "RECORD_NOT_FOUND",
    )
    assert error.ids["record_id"] == record_id


def test_any_status_may_follow_any_other_and_updates_the_record(prepared):
    created = create(prepared, {"tone": "a"})
    statuses = (RESPONSE_STATUS_DRAFT, RESPONSE_STATUS_SUBMITTED, RESPONSE_STATUS_DISCARDED)
    for first in statuses:
        for then in statuses:
            for status in (first, then):
                changed = update(prepared, id=created.id, status=status)
                assert changed.status == status
                assert changed.values == created.values
                wanted = (
                    (RECORD_STATUS_COMPLETED, 1)
                    if status == RESPONSE_STATUS_SUBMITTED
                    else (RECORD_STATUS_PENDING, 0)
                )
                found = record(prepared)
                assert (found.status, found.submitted_response_count) == wanted


def test_an_update_replaces_values_as_a_whole_and_only_the_named_fields(prepared):
    created = create(prepared, {"tone": "a", "why": "so"}, user_id="u")
    changed = update(prepared, id=created.id, values={"tone": "b"})
    assert changed.values == struct({"tone": "b"})
    assert changed.update_time.ToNanoseconds() > created.update_time.ToNanoseconds()
    assert (changed.user_id, changed.create_time) == ("u", created.create_time)
    masked = update(
        prepared, "status", id=created.id, values={"tone": "a"}, status=RESPONSE_STATUS_DRAFT
    )
    assert (masked.values, masked.status) == (struct({"tone": "b"}), RESPONSE_STATUS_DRAFT)
    cleared = update(prepared, "values", id=created.id)
    assert not cleared.values.fields
    whole = update(prepared, "*", id=created.id, values={"tone": "a"})
    assert (whole.values, whole.status) == (struct({"tone": "a"}), RESPONSE_STATUS_SUBMITTED)
    assert update(prepared, id=created.id, values={"tone": "a"}) == whole  # nothing changes


def test_a_draft_without_required_answers_cannot_be_submitted(prepared, refused):
    created = create(prepared, {"why": "so"}, status=RESPONSE_STATUS_DRAFT)
    error = refused(
        prepared.datasets.UpdateResponse,
        update_request(id=created.id, status=RESPONSE_STATUS_SUBMITTED),
        "INVALID_ARGUMENT",
        "ANSWER_DOES_NOT_FIT",
    )
    assert set(error.fields) == {"response.values.tone"}


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (UpdateResponseRequest(), "response"),
        (update_request(status=RESPONSE_STATUS_DRAFT), "response.id"),
        (update_request("user_id", id="rsp_0"), "update_mask"),
        (update_request(id="rsp_0", status=9), "response.status"),
    ],
    ids=["nothing", "no id", "an author", "no status"],
)
def test_an_update_that_breaks_rules_names_them(prepared, refused, request_, field):
    error = refused(prepared.datasets.UpdateResponse, request_, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(error.fields) == {field}


def test_a_new_response_names_its_record(prepared, refused):
    error = refused(
        prepared.datasets.CreateResponse,
        create_request("", {}),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(error.fields) == {"response.record_id"}


def test_a_deleted_response_is_not_found_and_its_record_lacks_one(prepared, refused):
    created = create(prepared, {"tone": "a"}, user_id="u")
    request = DeleteResponseRequest(id=created.id)
    assert prepared.datasets.DeleteResponse(request).response == created
    error = refused(prepared.datasets.DeleteResponse, request, "NOT_FOUND", "RESPONSE_NOT_FOUND")
    assert error.ids["response_id"] == created.id
    refused(
        prepared.datasets.UpdateResponse,
        update_request(id=created.id, status=RESPONSE_STATUS_DRAFT),
        "NOT_FOUND",
        "RESPONSE_NOT_FOUND",
    )
    assert not record_by_id(prepared, prepared.record).responses
    assert record(prepared).status == RECORD_STATUS_PENDING
    assert create(prepared, {"tone": "a"}, user_id="u").id != created.id


def listed(client, **request: Any) -> list[RecordResponse]:
    """List page by page, one at a time."""
    request_ = ListResponsesRequest(page_size=1, **request)
    found: list[RecordResponse] = []
    while True:
        page = client.datasets.ListResponses(request_)
        assert len(page.responses) <= 1
        found += page.responses
        if not page.next_page_token:
            return found
        request_.page_token = page.next_page_token


def test_responses_that_match_the_filter_are_listed_oldest_first(prepared):
    first = create(prepared, {"tone": "a"}, user_id="v")
    second = create(prepared, {}, user_id="u", status=RESPONSE_STATUS_DRAFT)
    other = prepared.datasets.CreateRecord(
        recording(
            prepared.dataset, {}, {"tone": "b"}, user_id="u", status=RESPONSE_STATUS_DISCARDED
        )
    ).response
    elsewhere = define(prepared)
    prepared.datasets.CreateRecord(recording(elsewhere.id, {}, {"asked": "x"}, user_id="u"))
    last = create(prepared, {"tone": "b"}, external_user_id="u", user_id="v")
    own = create(prepared, {"tone": "b"})
    of_dataset, of_record = {"dataset_id": prepared.dataset}, {"record_id": prepared.record}
    for request, found in (
        (of_dataset, [first, second, other, last, own]),
        (of_record, [first, second, last, own]),
        ({**of_dataset, "annotator": {"user_id": "u"}}, [second, other]),
        ({**of_record, "annotator": {"user_id": "u"}}, [second]),
        ({**of_record, "annotator": {"external_user_id": "u"}}, [last]),
        ({**of_record, "annotator": {}}, [own]),
        ({**of_dataset, "statuses": [RESPONSE_STATUS_DISCARDED]}, [other]),
        ({**of_record, "statuses": [RESPONSE_STATUS_DRAFT, RESPONSE_STATUS_DISCARDED]}, [second]),
    ):
        assert listed(prepared, **request) == found


@pytest.mark.parametrize("parent", ["dataset", "record"])
def test_responses_of_an_unknown_dataset_or_record_are_not_found(prepared, refused, parent):
    request = ListResponsesRequest(**{f"{parent}_id": "lost"})
    reason = f"{parent.upper()}_NOT_FOUND"
    error = refused(prepared.datasets.ListResponses, request, "NOT_FOUND", reason)
    assert "lost" in error.ids.values()


def test_a_list_of_responses_names_its_parent(prepared, refused):
    refused(
        prepared.datasets.ListResponses, ListResponsesRequest(), "INVALID_ARGUMENT", "INVALID_FIELD"
    )


@pytest.mark.parametrize("method", ["CreateResponse", "UpdateResponse", "DeleteResponse"])
def test_a_retried_write_returns_the_first_response(prepared, method):
    created = create(prepared, {"tone": "a"}, user_id="u")
    request = {
        "CreateResponse": create_request(prepared.record, {"tone": "b"}, user_id="v"),
        "UpdateResponse": update_request(id=created.id, status=RESPONSE_STATUS_DRAFT),
        "DeleteResponse": DeleteResponseRequest(id=created.id),
    }[method]
    request.request_id = str(uuid.uuid4())
    call = getattr(prepared.datasets, method)
    assert call(request) == call(request)


def test_annotators_need_no_scope_to_write_datasets(prepared):
    client = prepared.client("datasets.annotate")
    answer = client.datasets.CreateResponse(create_request(prepared.record, {"tone": "a"})).response
    assert answer.user_id.startswith("key_")
    assert client.datasets.DeleteResponse(DeleteResponseRequest(id=answer.id)).response == answer
