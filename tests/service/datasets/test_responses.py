"""Responses are given once by each author, change, are listed and go."""

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
def asked(tenant):
    """A tenant that has a record in a dataset with a required and a free question."""
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


def giving(record_id: str, values: dict[str, Any], **response: Any) -> CreateResponseRequest:
    given = RecordResponse(record_id=record_id, values=struct(values), **response)
    return CreateResponseRequest(response=given)


def give(client, values: dict[str, Any], **response: Any) -> RecordResponse:
    return client.datasets.CreateResponse(giving(client.record, values, **response)).response


def changing(*paths: str, values: dict[str, Any] | None = None, **response: Any):
    said = RecordResponse(**response)
    if values is not None:
        said.values.MergeFrom(struct(values))
        said.values.SetInParent()
    return UpdateResponseRequest(response=said, update_mask={"paths": paths})


def change(client, *paths: str, **response: Any) -> RecordResponse:
    return client.datasets.UpdateResponse(changing(*paths, **response)).response


def record(client) -> dataset_pb2.Record:
    return record_by_id(client, client.record).record


def test_a_response_comes_back_as_it_was_given_and_completes_its_record(asked):
    values = {"tone": "b", "marks": [{"start": 0, "end": 3, "label": "x"}]}
    given = give(asked, values, user_id="u", external_user_id="x")
    assert given.id.startswith("rsp_")
    assert given.values == struct(values)
    assert (given.dataset_id, given.record_id) == (asked.dataset, asked.record)
    assert (given.status, given.user_id, given.external_user_id) == (
        RESPONSE_STATUS_SUBMITTED,
        *("u", "x"),
    )
    assert list(record_by_id(asked, asked.record).responses) == [given]
    assert record(asked).status == RECORD_STATUS_COMPLETED
    assert record(asked).submitted_response_count == 1


def test_an_author_has_one_response_to_a_record(asked, refused):
    first = give(asked, {"tone": "a"}, user_id="u")
    said = refused(
        asked.datasets.CreateResponse,
        giving(asked.record, {"tone": "b"}, user_id="u"),
        "ALREADY_EXISTS",
        "RESPONSE_EXISTS",
    )
    assert said.details["ResourceInfo"].resource_name == first.id
    assert said.details["ResourceInfo"].resource_type == "plaudit.v1.RecordResponse"
    others = [
        give(asked, {"tone": "b"}, user_id="v"),
        give(asked, {"tone": "b"}, external_user_id="u"),
        give(asked, {"tone": "b"}),  # the credential itself
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
def test_answers_that_do_not_fit_are_named_when_given_and_when_changed(
    asked, refused, values, status, broken
):
    (reason, *_) = broken.values()
    there = give(asked, {"tone": "a"}, user_id="there")
    for call, request in (
        (asked.datasets.CreateResponse, giving(asked.record, values, status=status)),
        (asked.datasets.UpdateResponse, changing(id=there.id, values=values, status=status)),
    ):
        said = refused(call, request, "INVALID_ARGUMENT", reason)
        found = {v.field: v.reason for v in said.details["BadRequest"].field_violations}
        assert found == {f"response.values.{name}": why for name, why in broken.items()}


def test_a_question_of_another_dataset_is_no_question_of_the_record(asked, refused):
    define(asked, questions=[text_question("elsewhere")])
    said = refused(
        asked.datasets.CreateResponse,
        giving(asked.record, {"tone": "a", "elsewhere": "x"}),
        "INVALID_ARGUMENT",
        "UNKNOWN_FIELD_NAME",
    )
    assert set(said.fields) == {"response.values.elsewhere"}


@pytest.mark.parametrize("record_id", ["rec_lost", "ds_lost", "漢"])
def test_a_response_to_no_record_is_refused(asked, refused, record_id):
    said = refused(
        asked.datasets.CreateResponse,
        giving(record_id, {"tone": "a"}),
        "NOT_FOUND",
        "RECORD_NOT_FOUND",
    )
    assert said.ids["record_id"] == record_id


def test_any_status_follows_any_other_and_the_record_follows(asked):
    given = give(asked, {"tone": "a"})
    statuses = (RESPONSE_STATUS_DRAFT, RESPONSE_STATUS_SUBMITTED, RESPONSE_STATUS_DISCARDED)
    for first in statuses:
        for then in statuses:
            for status in (first, then):
                changed = change(asked, id=given.id, status=status)
                assert changed.status == status
                assert changed.values == given.values
                wanted = (
                    (RECORD_STATUS_COMPLETED, 1)
                    if status == RESPONSE_STATUS_SUBMITTED
                    else (RECORD_STATUS_PENDING, 0)
                )
                found = record(asked)
                assert (found.status, found.submitted_response_count) == wanted


def test_values_change_as_a_whole_and_only_what_is_named(asked):
    given = give(asked, {"tone": "a", "why": "so"}, user_id="u")
    changed = change(asked, id=given.id, values={"tone": "b"})
    assert changed.values == struct({"tone": "b"})
    assert changed.update_time.ToNanoseconds() > given.update_time.ToNanoseconds()
    assert (changed.user_id, changed.create_time) == ("u", given.create_time)
    masked = change(
        asked, "status", id=given.id, values={"tone": "a"}, status=RESPONSE_STATUS_DRAFT
    )
    assert (masked.values, masked.status) == (struct({"tone": "b"}), RESPONSE_STATUS_DRAFT)
    cleared = change(asked, "values", id=given.id)
    assert not cleared.values.fields
    whole = change(asked, "*", id=given.id, values={"tone": "a"})
    assert (whole.values, whole.status) == (struct({"tone": "a"}), RESPONSE_STATUS_SUBMITTED)
    assert change(asked, id=given.id, values={"tone": "a"}) == whole  # nothing changes


def test_a_draft_without_what_is_required_cannot_be_submitted(asked, refused):
    given = give(asked, {"why": "so"}, status=RESPONSE_STATUS_DRAFT)
    said = refused(
        asked.datasets.UpdateResponse,
        changing(id=given.id, status=RESPONSE_STATUS_SUBMITTED),
        "INVALID_ARGUMENT",
        "ANSWER_DOES_NOT_FIT",
    )
    assert set(said.fields) == {"response.values.tone"}


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (UpdateResponseRequest(), "response"),
        (changing(status=RESPONSE_STATUS_DRAFT), "response.id"),
        (changing("user_id", id="rsp_0"), "update_mask"),
        (changing(id="rsp_0", status=9), "response.status"),
    ],
    ids=["nothing", "no id", "an author", "no status"],
)
def test_an_update_that_breaks_rules_names_them(asked, refused, request_, field):
    said = refused(asked.datasets.UpdateResponse, request_, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {field}


def test_a_new_response_names_its_record(asked, refused):
    said = refused(
        asked.datasets.CreateResponse, giving("", {}), "INVALID_ARGUMENT", "INVALID_FIELD"
    )
    assert set(said.fields) == {"response.record_id"}


def test_a_deleted_response_is_gone_and_its_record_lacks_one(asked, refused):
    given = give(asked, {"tone": "a"}, user_id="u")
    request = DeleteResponseRequest(id=given.id)
    assert asked.datasets.DeleteResponse(request).response == given
    said = refused(asked.datasets.DeleteResponse, request, "NOT_FOUND", "RESPONSE_NOT_FOUND")
    assert said.ids["response_id"] == given.id
    refused(
        asked.datasets.UpdateResponse,
        changing(id=given.id, status=RESPONSE_STATUS_DRAFT),
        "NOT_FOUND",
        "RESPONSE_NOT_FOUND",
    )
    assert not record_by_id(asked, asked.record).responses
    assert record(asked).status == RECORD_STATUS_PENDING
    assert give(asked, {"tone": "a"}, user_id="u").id != given.id


def listed(client, **request: Any) -> list[RecordResponse]:
    """List page by page, one at a time."""
    asked_for = ListResponsesRequest(page_size=1, **request)
    found: list[RecordResponse] = []
    while True:
        page = client.datasets.ListResponses(asked_for)
        assert len(page.responses) <= 1
        found += page.responses
        if not page.next_page_token:
            return found
        asked_for.page_token = page.next_page_token


def test_responses_are_listed_oldest_first_as_the_filter_says(asked):
    first = give(asked, {"tone": "a"}, user_id="v")
    second = give(asked, {}, user_id="u", status=RESPONSE_STATUS_DRAFT)
    other = asked.datasets.CreateRecord(
        recording(asked.dataset, {}, {"tone": "b"}, user_id="u", status=RESPONSE_STATUS_DISCARDED)
    ).response
    elsewhere = define(asked)
    asked.datasets.CreateRecord(recording(elsewhere.id, {}, {"asked": "x"}, user_id="u"))
    last = give(asked, {"tone": "b"}, external_user_id="u", user_id="v")
    own = give(asked, {"tone": "b"})
    of_dataset, of_record = {"dataset_id": asked.dataset}, {"record_id": asked.record}
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
        assert listed(asked, **request) == found


@pytest.mark.parametrize("parent", ["dataset", "record"])
def test_responses_of_what_is_not_there_are_not_found(asked, refused, parent):
    request = ListResponsesRequest(**{f"{parent}_id": "lost"})
    reason = f"{parent.upper()}_NOT_FOUND"
    said = refused(asked.datasets.ListResponses, request, "NOT_FOUND", reason)
    assert "lost" in said.ids.values()


def test_a_list_of_responses_names_its_parent(asked, refused):
    refused(
        asked.datasets.ListResponses, ListResponsesRequest(), "INVALID_ARGUMENT", "INVALID_FIELD"
    )


@pytest.mark.parametrize("method", ["CreateResponse", "UpdateResponse", "DeleteResponse"])
def test_a_retried_write_answers_the_same_again(asked, method):
    given = give(asked, {"tone": "a"}, user_id="u")
    request = {
        "CreateResponse": giving(asked.record, {"tone": "b"}, user_id="v"),
        "UpdateResponse": changing(id=given.id, status=RESPONSE_STATUS_DRAFT),
        "DeleteResponse": DeleteResponseRequest(id=given.id),
    }[method]
    request.request_id = str(uuid.uuid4())
    call = getattr(asked.datasets, method)
    assert call(request) == call(request)


def test_who_annotates_needs_no_right_to_write_datasets(asked):
    client = asked.client("datasets.annotate")
    answer = client.datasets.CreateResponse(giving(asked.record, {"tone": "a"})).response
    assert answer.user_id.startswith("key_")
    assert client.datasets.DeleteResponse(DeleteResponseRequest(id=answer.id)).response == answer
