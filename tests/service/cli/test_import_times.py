"""`plaudit import` keeps the times of rows: `create_time` becomes `occur_time`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from plaudit.cli.importing.kinds import KINDS
from plaudit.v1 import dataset_pb2, exchange_pb2
from support.messages import all_feedback, define, rating_question, text_field

THEN = "2024-05-06T07:08:09.123456Z"
LATER = "2025-01-02T03:04:05Z"
FUTURE = (datetime.now(UTC) + timedelta(days=2)).isoformat()
LABELS = ["exchanges", "feedback", "records"]


@pytest.fixture(autouse=True)
def dataset(tenant):
    """A dataset with a text field and the question quality."""
    questions = [rating_question("quality", 1, 2, 3)]
    return define(tenant, name="answers", fields=[text_field("shown")], questions=questions)


def row(kind, number, **more):
    rows = {
        "exchanges": {"session_id": "ses", "message_id": f"m{number}", "answer": "a"},
        "feedback": {"target": {"search": {"search_id": f"s{number}"}}, "rating": 1},
        "records": {"external_id": f"x{number}", "field_to_value": {"shown": f"{number}"}},
    }
    return {**rows[kind], **more}


def lines(path, *rows):
    path.write_text("".join(f"{json.dumps(one)}\n" for one in rows))


def command(kind):
    more = ("--dataset", "answers") if kind == "records" else ()
    return ("import", kind, "rows.jsonl", *more)


def stored(kind, tenant, dataset):
    if kind == "feedback":
        return list(all_feedback(tenant))
    if kind == "records":
        asked = dataset_pb2.ListRecordsRequest(dataset_id=dataset.id)
        return tenant.datasets.ListRecords(asked).records
    return tenant.exchanges.ListExchanges(exchange_pb2.ListExchangesRequest()).exchanges


@pytest.mark.parametrize("kind", LABELS)
def test_create_time_becomes_occur_time_unless_the_row_has_it(
    plaudit, tenant, tmp_path, dataset, kind
):
    rows = [row(kind, 1, create_time=THEN), row(kind, 2, createTime=THEN, occurTime=LATER)]
    lines(tmp_path / "rows.jsonl", *rows)
    done = plaudit(*command(kind), tenant=tenant)
    assert (done.returncode, done.stdout) == (0, f"2 {kind} imported\n")
    times = {one.occur_time.ToJsonString() for one in stored(kind, tenant, dataset)}
    assert times == {THEN, LATER}
    again = plaudit(*command(kind), tenant=tenant)
    assert again.stdout == f"0 {kind} imported, 2 unchanged\n"


def test_responses_of_records_keep_their_times(plaudit, tenant, tmp_path, dataset):
    answers = [
        {"user_id": "a", "values": {"quality": 1}, "create_time": THEN},
        {"user_id": "b", "values": {"quality": 1}, "create_time": THEN, "occur_time": LATER},
    ]
    lines(tmp_path / "rows.jsonl", {**row("records", 1), "responses": answers})
    assert plaudit(*command("records"), tenant=tenant).returncode == 0
    (record,) = stored("records", tenant, dataset)
    read = tenant.datasets.GetRecord(dataset_pb2.GetRecordRequest(id=record.id))
    assert {one.user_id: one.occur_time.ToJsonString() for one in read.responses} == {
        "a": THEN,
        "b": LATER,
    }


@pytest.mark.parametrize("kind", LABELS)
def test_a_time_that_cannot_be_is_refused_by_the_field_of_the_row(plaudit, tenant, tmp_path, kind):
    wrong = [
        row(kind, 1, create_time=FUTURE),
        row(kind, 2, createTime="1969-12-31T23:59:59Z"),
        row(kind, 3, occur_time=FUTURE),
        row(kind, 4, create_time="2026-11-01"),
        row(kind, 5, create_time=1700000000),
    ]
    lines(tmp_path / "rows.jsonl", *wrong, row(kind, 6))
    done = plaudit(*command(kind), tenant=tenant)
    assert f"1 {KINDS[kind].one} imported, 5 refused" in done.stderr
    kept = (tmp_path / "rows.jsonl.rejected.jsonl").read_text().splitlines()
    errors = [json.loads(line)["errors"] for line in kept]
    assert [[error["field"] for error in one] for one in errors] == [
        ["create_time"],
        ["createTime"],
        ["occur_time"],
        ["create_time"],
        ["create_time"],
    ]
    assert "future" in errors[0][0]["rule"]
    assert "1970" in errors[1][0]["rule"]
    assert "must be a time with its offset" in errors[3][0]["rule"]


@pytest.mark.parametrize("kind", LABELS)
def test_an_old_time_needs_a_scope_that_the_error_names(plaudit, tenant, tmp_path, kind):
    scopes = ("exchanges.write", "feedback.write", "datasets.write")
    key = tenant.new_key(*scopes).secret
    recent = (datetime.now(UTC) - timedelta(hours=23)).isoformat()
    rows = [row(kind, 1, create_time=THEN), row(kind, 2, create_time=recent)]
    if kind == "records":
        rows[1]["response"] = {"values": {"quality": 1}, "create_time": THEN}
    lines(tmp_path / "rows.jsonl", *rows)
    done = plaudit(*command(kind), tenant=tenant, PLAUDIT_API_KEY=key)
    assert done.returncode == 1
    assert f"1 {KINDS[kind].one} imported, 1 refused" in done.stderr
    assert "line 1: SCOPE_MISSING" in done.stderr
    assert "  create_time: is more than 24 hours ago, which requires the scope" in done.stderr
    assert "history.write" in done.stderr
    if kind == "records":
        assert "0 responses imported, 1 refused" in done.stderr
        assert "  response.create_time: is more than 24 hours ago" in done.stderr


@pytest.mark.parametrize("kind", ["exchanges", "feedback"])
def test_another_time_than_the_stored_one_is_a_conflict(plaudit, tenant, tmp_path, dataset, kind):
    lines(tmp_path / "rows.jsonl", row(kind, 1, create_time=LATER))
    assert plaudit(*command(kind), tenant=tenant).returncode == 0
    lines(tmp_path / "rows.jsonl", row(kind, 1, create_time=THEN), row(kind, 1))
    checked = plaudit(*command(kind), "--dry-run", tenant=tenant)
    done = plaudit(*command(kind), tenant=tenant)
    for said in (checked.stderr, done.stderr):
        assert f"0 {kind} imported, 1 unchanged, 1 in conflict" in said
    assert f'  create_time: the row has "{THEN}", stored is "{LATER}"' in done.stderr
    (one,) = stored(kind, tenant, dataset)
    assert one.occur_time.ToJsonString() == LATER
