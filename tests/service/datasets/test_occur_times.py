"""Records and responses say when they happened."""

from __future__ import annotations

import time
import uuid
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from plaudit.v1.dataset_pb2 import (
    BatchCreateRecordsRequest,
    CreateRecordRequest,
    CreateResponseRequest,
    ListRecordsRequest,
    NewRecord,
    Record,
    RecordFilter,
    RecordResponse,
    UpdateResponseRequest,
)
from support.messages import define, record_by_id, recording, struct
from support.servers import parse_status

HOUR = 3600


def ago(seconds: float) -> Timestamp:
    """Return a time before now; whole milliseconds stay exact."""
    made = Timestamp()
    made.FromMilliseconds(int((time.time() - seconds) * 1000))
    return made


def request(dataset_id: str, **record: Any) -> CreateRecordRequest:
    made = recording(dataset_id, {"shown": "x"}, {"asked": "a"}, user_id="u")
    made.record.MergeFrom(Record(**record))
    return made


def test_what_says_when_it_happened_keeps_that_beside_the_servers_time(tenant):
    made = define(tenant)
    wanted, answered = ago(23 * HOUR), ago(2 * HOUR)
    new = request(made.id, occur_time=wanted)
    new.response.occur_time.CopyFrom(answered)
    stored = tenant.datasets.CreateRecord(new)
    assert (stored.record.occur_time, stored.response.occur_time) == (wanted, answered)
    for one in (stored.record, stored.response):
        assert one.create_time.ToSeconds() > time.time() - HOUR
    later = RecordResponse(
        record_id=stored.record.id, user_id="v", values=struct({"asked": "b"}), occur_time=answered
    )
    second = tenant.datasets.CreateResponse(CreateResponseRequest(response=later)).response
    assert second.occur_time == answered
    read = record_by_id(tenant, stored.record.id)
    assert read.record.occur_time == wanted
    assert [one.occur_time for one in read.responses] == [answered, answered]


def test_what_does_not_say_when_it_happened_happened_when_it_was_created(tenant):
    stored = tenant.datasets.CreateRecord(request(define(tenant).id))
    assert stored.record.occur_time == stored.record.create_time
    assert stored.response.occur_time == stored.response.create_time
    new = RecordResponse(record_id=stored.record.id, user_id="v", values=struct({"asked": "b"}))
    second = tenant.datasets.CreateResponse(CreateResponseRequest(response=new)).response
    assert second.occur_time == second.create_time


def test_a_clock_that_is_a_little_ahead_means_now(tenant):
    stored = tenant.datasets.CreateRecord(request(define(tenant).id, occur_time=ago(-50))).record
    assert abs(stored.occur_time.ToMicroseconds() - stored.create_time.ToMicroseconds()) < 5e6


@pytest.mark.parametrize("field", ["record.occur_time", "response.occur_time"])
@pytest.mark.parametrize(
    "wrong", [ago(-120), Timestamp(seconds=-1), Timestamp(nanos=-1)], ids=["future", "1969", "no"]
)
def test_a_time_in_the_future_or_before_1970_is_refused(tenant, refused, field, wrong):
    new = request(define(tenant).id)
    getattr(new, field.partition(".")[0]).occur_time.CopyFrom(
        ago(-120) if wrong.seconds > 0 else wrong
    )
    error = refused(tenant.datasets.CreateRecord, new, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(error.fields) == {field}


def test_what_happened_more_than_a_day_ago_needs_the_scope_history_write(tenant, refused):
    made = define(tenant)
    writes = tenant.client("datasets.write", "datasets.annotate")
    imports = tenant.client("datasets.write", "datasets.annotate", "history.write")
    old = ago(25 * HOUR)
    error = refused(
        writes.datasets.CreateRecord,
        request(made.id, occur_time=old),
        *("PERMISSION_DENIED", "SCOPE_MISSING"),
    )
    assert "record.occur_time" in error.message
    assert error.ids["scopes"] == "history.write"
    stored = imports.datasets.CreateRecord(request(made.id, occur_time=old)).record
    assert stored.occur_time == old
    answer = RecordResponse(
        record_id=stored.id, user_id="v", values=struct({"asked": "b"}), occur_time=old
    )
    refused(
        writes.datasets.CreateResponse,
        CreateResponseRequest(response=answer),
        *("PERMISSION_DENIED", "SCOPE_MISSING"),
    )
    given = imports.datasets.CreateResponse(CreateResponseRequest(response=answer)).response
    assert given.occur_time == old


def test_a_bad_time_refuses_only_its_item_or_its_response(tenant):
    made = define(tenant)
    writes = tenant.client("datasets.write")
    old = ago(25 * HOUR)

    def item(*times: Timestamp | None, occur_time: Timestamp | None = None) -> NewRecord:
        record = Record(
            dataset_id=made.id, field_to_value=struct({"shown": "x"}), occur_time=occur_time
        )
        responses = [
            RecordResponse(user_id=f"u{i}", values=struct({"asked": "a"}), occur_time=one)
            for i, one in enumerate(times)
        ]
        return NewRecord(record=record, responses=responses)

    answer = writes.datasets.BatchCreateRecords(
        BatchCreateRecordsRequest(
            items=[
                item(occur_time=old),
                item(occur_time=ago(-120)),
                item(None, old, ago(-120), Timestamp(nanos=-1), ago(HOUR)),
            ]
        )
    )
    assert [parse_status(one.error).reason for one in answer.results[:2]] == [
        *("SCOPE_MISSING", "INVALID_FIELD")
    ]
    results = answer.results[2].created.responses
    errors = [parse_status(one.error) for one in results[1:4]]
    assert [error.reason for error in errors] == ["SCOPE_MISSING", "INVALID_FIELD", "INVALID_FIELD"]
    assert "responses[1].occur_time" in errors[0].message
    assert set(errors[1].fields) == {"responses[2].occur_time"}
    assert set(errors[2].fields) == {"responses[3].occur_time"}
    stored = record_by_id(tenant, answer.results[2].created.record_id).responses
    assert [one.id for one in stored] == [results[0].id, results[4].id]


def test_an_upsert_changes_the_time_only_together_with_the_content(tenant):
    made = define(tenant)
    first, second = ago(3 * HOUR), ago(HOUR)

    def upsert(value: str, answer: str, time: Timestamp | None) -> Any:
        new = request(made.id, external_id="e", occur_time=time, metadata=struct({"v": value}))
        new.upsert = True
        new.response.MergeFrom(RecordResponse(occur_time=time))
        new.response.values.CopyFrom(struct({"asked": answer}))
        return tenant.datasets.CreateRecord(new)

    upsert("x", "a", first)
    for value, answer, time_, times, unchanged in (
        ("x", "a", None, (first, first), (True, True)),
        ("x", "a", second, (first, first), (True, True)),
        ("y", "b", None, (first, first), (False, False)),
        ("y", "c", second, (first, second), (True, False)),
        ("z", "c", second, (second, second), (False, True)),
    ):
        stored = upsert(value, answer, time_)
        assert (stored.record.occur_time, stored.response.occur_time) == times
        assert (stored.unchanged, stored.response_unchanged) == unchanged
        read = record_by_id(tenant, stored.record.id)
        assert (read.record, list(read.responses)) == (stored.record, [stored.response])


def test_an_update_of_a_response_keeps_its_time(tenant):
    new = request(define(tenant).id)
    new.response.occur_time.CopyFrom(ago(HOUR))
    stored = tenant.datasets.CreateRecord(new).response
    change = RecordResponse(id=stored.id, values=struct({"asked": "b"}), occur_time=ago(1))
    updated = tenant.datasets.UpdateResponse(UpdateResponseRequest(response=change)).response
    assert updated.values == change.values
    assert updated.occur_time == stored.occur_time


def test_records_are_filtered_by_when_they_happened(tenant):
    made = define(tenant)
    times = [ago(hours * HOUR) for hours in (3, 2, 1)]
    ids = [
        tenant.datasets.CreateRecord(request(made.id, occur_time=one)).record.id for one in times
    ]
    for bounds, found in (
        ({"start": times[1]}, ids[1:]),
        ({"end": times[1]}, ids[:1]),
        ({"start": times[1], "end": times[2]}, ids[1:2]),
    ):
        wanted = ListRecordsRequest(dataset_id=made.id, filter=RecordFilter(occur_time=bounds))
        assert [one.id for one in tenant.datasets.ListRecords(wanted).records] == found


@pytest.mark.slow
def test_a_retry_gets_the_first_response_though_its_time_is_now_too_long_ago(tenant):
    """What a request id has recorded is not judged again."""
    made = define(tenant)
    writes = tenant.client("datasets.write")
    new = request(made.id, occur_time=ago(24 * HOUR - 3))
    new.request_id = str(uuid.uuid4())
    first = writes.datasets.CreateRecord(new)
    time.sleep(3.2)
    assert writes.datasets.CreateRecord(new) == first
