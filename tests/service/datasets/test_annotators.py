"""Records are assigned to annotators by name, and what these do is counted."""

from __future__ import annotations

from typing import Any

import pytest

from plaudit.v1.dataset_pb2 import (
    RESPONSE_STATUS_DISCARDED,
    RESPONSE_STATUS_DRAFT,
    RESPONSE_STATUS_SUBMITTED,
    Annotator,
    AnnotatorProgress,
    AssignRecordsRequest,
    BatchCreateRecordsRequest,
    CreateResponseRequest,
    DeleteResponseRequest,
    ListAnnotatorProgressRequest,
    NewRecord,
    NextRecordsRequest,
    Record,
    RecordResponse,
)
from support.messages import define, record_by_id, recording, struct
from support.refusals import check
from support.servers import Client, parse_status

ANN, BEN = Annotator(user_id="ann"), Annotator(external_user_id="ben")


def records(client: Client, dataset_id: str, count: int, *annotators: Annotator) -> list[str]:
    """Add records that are assigned to these; return their ids."""
    record = Record(
        dataset_id=dataset_id,
        field_to_value=struct({"shown": "x"}),
        assigned_annotators=annotators,
    )
    items = [NewRecord(record=record)] * count
    answer = client.datasets.BatchCreateRecords(BatchCreateRecordsRequest(items=items))
    assert answer.succeeded_count == count, answer
    return [result.created.record_id for result in answer.results]


def assign(client: Client, dataset_id: str, ids: list[str], *annotators: Annotator) -> int:
    request = AssignRecordsRequest(dataset_id=dataset_id, record_ids=ids, annotators=annotators)
    return client.datasets.AssignRecords(request).changed_record_count


def next_of(client: Client, dataset_id: str, annotator: Annotator) -> list[str]:
    request = NextRecordsRequest(dataset_id=dataset_id, annotator=annotator, max_records=100)
    return [one.record.id for one in client.datasets.NextRecords(request).records]


def respond(client: Client, record_id: str, annotator: Annotator, status: int) -> RecordResponse:
    response = RecordResponse(
        record_id=record_id,
        status=status,
        user_id=annotator.user_id,
        external_user_id=annotator.external_user_id,
        values=struct({"asked": "x"}),
    )
    return client.datasets.CreateResponse(CreateResponseRequest(response=response)).response


def progress(client: Client, dataset_id: str, page_size: int = 0) -> list[AnnotatorProgress]:
    """Read the progress of all annotators, page by page."""
    request = ListAnnotatorProgressRequest(dataset_id=dataset_id, page_size=page_size)
    found: list[AnnotatorProgress] = []
    while True:
        page = client.datasets.ListAnnotatorProgress(request)
        assert len(page.annotators) <= (page_size or 50)
        found += page.annotators
        if not page.next_page_token:
            return found
        request.page_token = page.next_page_token


def test_a_record_is_given_to_its_annotators_alone_and_says_who_they_are(tenant):
    made = define(tenant, responses_per_record=5)
    (of_ann,) = records(tenant, made.id, 1, ANN)
    (of_both,) = records(tenant, made.id, 1, BEN, ANN)
    (of_all,) = records(tenant, made.id, 1)
    assert next_of(tenant, made.id, ANN) == [of_ann, of_both, of_all]
    assert next_of(tenant, made.id, BEN) == [of_both, of_all]
    assert next_of(tenant, made.id, Annotator()) == [of_all]
    assert list(record_by_id(tenant, of_both).record.assigned_annotators) == [BEN, ANN]
    # The external user is the annotator, whatever the user id.
    acting = Annotator(external_user_id="ben", user_id="ann")
    assert next_of(tenant, made.id, acting) == [of_both, of_all]


def test_records_are_assigned_later_also_with_responses_and_in_hundreds(tenant):
    made = define(tenant, responses_per_record=2)
    ids = records(tenant, made.id, 120)
    respond(tenant, ids[0], Annotator(user_id="other"), RESPONSE_STATUS_SUBMITTED)
    assert assign(tenant, made.id, ids, ANN, BEN) == 120
    assert assign(tenant, made.id, ids, ANN, BEN) == 0
    before = record_by_id(tenant, ids[0])
    assert assign(tenant, made.id, ids[:60], BEN) == 60
    after = record_by_id(tenant, ids[0])
    assert after.responses == before.responses
    assert list(after.record.assigned_annotators) == [BEN]
    assert after.record.update_time.ToMicroseconds() > before.record.update_time.ToMicroseconds()
    assert next_of(tenant, made.id, ANN) == ids[60:]
    assert next_of(tenant, made.id, BEN) == ids[:100]
    counted = {one.user_id or one.external_user_id: one for one in progress(tenant, made.id)}
    assert counted["ann"].assigned_record_count == 60
    assert assign(tenant, made.id, ids) == 120
    # What lacks no response but those of ann and ben, who hold it, is not given to others.
    left = [*ids[1:60], *ids[100:]]
    assert next_of(tenant, made.id, Annotator(user_id="cal")) == left


@pytest.mark.parametrize(
    ("annotators", "field", "word"),
    [
        ([ANN, {}], "[1]", "user_id"),
        ([ANN, BEN, ANN], "[2]", "repeat"),
        ([BEN, {"external_user_id": "ben", "user_id": "x"}], "[1]", "repeat"),
        ([{"user_id": f"u{i}"} for i in range(101)], "", "100"),
        ([{"user_id": "x" * 257}], "[0].user_id", "256"),
        ([{"user_id": "a\nb"}], "[0].user_id", ""),
    ],
    ids=["unnamed", "twice", "one external user twice", "too many", "too long", "control"],
)
def test_annotators_must_be_named_and_different(tenant, refused, annotators, field, word):
    made = define(tenant)
    (record_id,) = records(tenant, made.id, 1)
    adding = recording(made.id, {"shown": "x"})
    adding.record.MergeFrom(Record(assigned_annotators=annotators))
    assigning = AssignRecordsRequest(
        dataset_id=made.id, record_ids=[record_id], annotators=annotators
    )
    for call, request, path in (
        (tenant.datasets.CreateRecord, adding, "record.assigned_annotators"),
        (tenant.datasets.AssignRecords, assigning, "annotators"),
    ):
        said = refused(call, request, "INVALID_ARGUMENT", "INVALID_FIELD")
        assert set(said.fields) == {f"{path}{field}"}
        assert word in said.message
    item = NewRecord(record=adding.record)
    answer = tenant.datasets.BatchCreateRecords(BatchCreateRecordsRequest(items=[item]))
    said = parse_status(answer.results[0].error)
    check(said)
    assert said.reason == "INVALID_FIELD"


def test_unknown_records_and_datasets_are_not_assigned(tenant, refused):
    made, other = define(tenant), define(tenant)
    ids = records(tenant, made.id, 2)
    for dataset_id, record_ids, reason in (
        ("ds_0", ids, "DATASET_NOT_FOUND"),
        (made.id, [*ids, "rec_0"], "RECORD_NOT_FOUND"),
        (other.id, ids, "RECORD_NOT_FOUND"),
    ):
        request = AssignRecordsRequest(
            dataset_id=dataset_id, record_ids=record_ids, annotators=[ANN]
        )
        refused(tenant.datasets.AssignRecords, request, "NOT_FOUND", reason)
    for record_ids in ([], [ids[0], ids[0]], [f"rec_{i}" for i in range(1001)]):
        request = AssignRecordsRequest(dataset_id=made.id, record_ids=record_ids)
        said = refused(tenant.datasets.AssignRecords, request, "INVALID_ARGUMENT", "INVALID_FIELD")
        assert set(said.fields) == {"record_ids"}


def test_a_record_with_fewer_annotators_than_responses_stays_pending(tenant):
    made = define(tenant, responses_per_record=2)
    (record_id,) = records(tenant, made.id, 1, ANN)
    respond(tenant, record_id, ANN, RESPONSE_STATUS_SUBMITTED)
    assert record_by_id(tenant, record_id).record.status == 1
    assert next_of(tenant, made.id, BEN) == []
    respond(tenant, record_id, BEN, RESPONSE_STATUS_SUBMITTED)  # without being assigned
    assert record_by_id(tenant, record_id).record.status == 2


def test_the_progress_of_each_annotator_is_counted(tenant):
    made = define(tenant, responses_per_record=9)
    ids = records(tenant, made.id, 4, ANN)
    assign(tenant, made.id, ids[:1], ANN, Annotator(user_id="idle"))
    respond(tenant, ids[0], ANN, RESPONSE_STATUS_SUBMITTED)
    last = respond(tenant, ids[1], ANN, RESPONSE_STATUS_DISCARDED)
    draft = respond(tenant, ids[0], BEN, RESPONSE_STATUS_DRAFT)
    by_key = respond(tenant, ids[0], Annotator(), RESPONSE_STATUS_SUBMITTED)
    found = {one.external_user_id or one.user_id: one for one in progress(tenant, made.id)}
    assert found == {
        "ann": AnnotatorProgress(
            user_id="ann",
            assigned_record_count=4,
            submitted_response_count=1,
            discarded_response_count=1,
            last_response_time=last.update_time,
        ),
        "idle": AnnotatorProgress(user_id="idle", assigned_record_count=1),
        "ben": AnnotatorProgress(
            external_user_id="ben", draft_response_count=1, last_response_time=draft.update_time
        ),
        by_key.user_id: AnnotatorProgress(
            user_id=by_key.user_id,
            submitted_response_count=1,
            last_response_time=by_key.update_time,
        ),
    }
    assert sorted(map(str, found.values())) == sorted(map(str, progress(tenant, made.id, 1)))
    tenant.datasets.DeleteResponse(DeleteResponseRequest(id=draft.id))
    assert "ben" not in {one.external_user_id for one in progress(tenant, made.id)}


def test_the_progress_of_annotators_is_of_one_dataset_and_of_one_that_exists(tenant, refused):
    made, other = define(tenant), define(tenant)
    records(tenant, made.id, 1, ANN)
    assert progress(tenant, other.id) == []
    call: Any = tenant.datasets.ListAnnotatorProgress
    lost = ListAnnotatorProgressRequest(dataset_id="ds_0")
    refused(call, lost, "NOT_FOUND", "DATASET_NOT_FOUND")
    records(tenant, made.id, 1, BEN)
    first = call(ListAnnotatorProgressRequest(dataset_id=made.id, page_size=1))
    foreign = ListAnnotatorProgressRequest(
        dataset_id=other.id, page_size=1, page_token=first.next_page_token
    )
    refused(call, foreign, "INVALID_ARGUMENT", "INVALID_PAGE_TOKEN")
