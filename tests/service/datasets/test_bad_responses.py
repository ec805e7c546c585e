"""A bad response in a batch of records is refused by itself."""

from __future__ import annotations

from typing import Any

import pytest

from plaudit.v1.dataset_pb2 import (
    BatchCreateRecordsRequest,
    BatchCreateRecordsResponse,
    DatasetProgress,
    GetDatasetRequest,
    NewRecord,
    Record,
    RecordResponse,
)
from support.messages import define, record_by_id, struct
from support.refusals import check
from support.servers import parse_status


def answer(user: str, said: Any = "a", **known: Any) -> RecordResponse:
    return RecordResponse(user_id=user, values=struct({"asked": said}), **known)


def batch(client, *items: NewRecord, **options: Any) -> BatchCreateRecordsResponse:
    return client.datasets.BatchCreateRecords(BatchCreateRecordsRequest(items=items, **options))


def item(dataset_id: str, *responses: RecordResponse, **record: Any) -> NewRecord:
    shown = Record(dataset_id=dataset_id, field_to_value=struct({"shown": "x"}), **record)
    return NewRecord(record=shown, responses=responses)


@pytest.mark.parametrize("option", ["", "upsert", "merge_responses"])
def test_the_record_and_the_other_responses_are_stored(tenant, option):
    made = define(tenant, responses_per_record=9)
    options = {option: True} if option else {}
    result = batch(
        tenant,
        item(
            made.id,
            answer("ann"),
            answer("bob", 1),
            answer("cleo", "\0"),
            RecordResponse(user_id="dan", values=struct({"lost": 1})),
            RecordResponse(user_id="u" * 257, values=struct({"asked": "a"})),
            answer("eve"),
            external_id="e",
        ),
        item(made.id, answer("ann")),
        **options,
    )
    created = result.results[0].created
    errors = {
        i: parse_status(one.error)
        for i, one in enumerate(created.responses)
        if one.HasField("error")
    }
    for error in errors.values():
        check(error)
    assert {i: (error.reason, set(error.fields)) for i, error in errors.items()} == {
        1: ("ANSWER_DOES_NOT_FIT", {"responses[1].values.asked"}),
        2: ("INVALID_FIELD", {"responses[2].values.asked"}),
        3: ("UNKNOWN_FIELD_NAME", {"responses[3].values.lost"}),
        4: ("INVALID_FIELD", {"responses[4].user_id"}),
    }
    ids = list(created.response_ids)
    assert ids[1:5] == [""] * 4
    assert [one.id for one in created.responses] == ids
    read = record_by_id(tenant, created.record_id)
    assert [(one.id, one.user_id) for one in read.responses] == [(ids[0], "ann"), (ids[5], "eve")]
    assert read.record.submitted_response_count == 2
    assert (result.succeeded_count, result.failed_count) == (2, 0)
    assert (result.succeeded_response_count, result.failed_response_count) == (3, 4)
    progress = tenant.datasets.GetDataset(GetDatasetRequest(id=made.id)).dataset.progress
    assert progress == DatasetProgress(record_count=2, submitted_response_count=3)


def test_of_two_responses_by_one_author_the_first_valid_one_stands(tenant):
    made = define(tenant)
    result = batch(
        tenant, item(made.id, answer("u", 1), answer("u", "b"), answer("v"), answer("u", "c"))
    )
    created = result.results[0].created
    first, last = (parse_status(created.responses[i].error) for i in (0, 3))
    assert set(first.fields) == {"responses[0].values.asked"}
    assert set(last.fields) == {"responses[3]"}
    read = record_by_id(tenant, created.record_id)
    assert {one.user_id: one.values["asked"] for one in read.responses} == {"u": "b", "v": "a"}


def test_a_bad_record_refuses_its_responses_too(tenant):
    made = define(tenant)
    wrong = item(made.id, answer("u"), RecordResponse(user_id="u" * 257))
    wrong.record.field_to_value.CopyFrom(struct({"lost": 1}))
    worse = item(made.id, answer("u"), RecordResponse(user_id="u" * 257))
    worse.record.external_id = "e" * 257
    result = batch(tenant, wrong, worse)
    assert (result.failed_count, result.failed_response_count) == (2, 4)
    assert parse_status(result.results[0].error).reason == "UNKNOWN_FIELD_NAME"
    fields = set(parse_status(result.results[1].error).fields)
    assert fields == {"record.external_id", "responses[1].user_id"}


def test_so_many_errors_that_they_do_not_fit_keep_their_reasons(tenant):
    made = define(tenant)
    bad = [answer(f"u{i}", 1) for i in range(100)]
    result = batch(tenant, *[item(made.id, *bad)] * 60)
    assert result.failed_response_count == 6000
    assert result.ByteSize() < 4 * 1024 * 1024
    errors = [parse_status(one.error) for r in result.results for one in r.created.responses]
    assert {error.reason for error in errors} == {"ANSWER_DOES_NOT_FIT"}
    assert "BadRequest" in errors[0].details
    assert "BadRequest" not in errors[-1].details


def test_a_batch_has_a_limit_of_responses(tenant, refused):
    made = define(tenant)
    empty = [RecordResponse()] * 100
    request = BatchCreateRecordsRequest(items=[item(made.id, *empty)] * 201)
    error = refused(
        tenant.datasets.BatchCreateRecords, request, "INVALID_ARGUMENT", "INVALID_FIELD"
    )
    assert set(error.fields) == {"items"}
