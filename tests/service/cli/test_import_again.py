"""`plaudit import` of rows that are stored already: unchanged, updated, or in conflict."""

from __future__ import annotations

import json

import pytest
from google.protobuf import json_format

from plaudit.v1 import exchange_pb2
from support.messages import about, all_feedback, on_search, register, submit


def lines(path, *rows):
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))


def exchange(number, **more):
    return {"session_id": "ses", "message_id": f"m{number}", "prompt": "p", "answer": "a", **more}


def judgement(number, **more):
    return {"target": {"search": {"search_id": f"s{number}"}}, "rating": "positive", **more}


def refused(path):
    kept = path.with_name(f"{path.name}.rejected.jsonl")
    return [json.loads(line) for line in kept.read_text().splitlines()]


def test_an_exchange_that_differs_is_a_conflict_with_both_sides(plaudit, tenant, tmp_path):
    file = tmp_path / "rows.jsonl"
    lines(file, exchange(1, metadata={"a": 1, "b": 2}), exchange(2))
    assert plaudit("import", "exchanges", "rows.jsonl", tenant=tenant).returncode == 0
    other = exchange(1, answer="another", metadata={"a": 1, "b": 3})
    lines(file, other, exchange(2), exchange(3))
    done = plaudit("import", "exchanges", "rows.jsonl", tenant=tenant)
    assert done.returncode == 1
    assert (
        "1 exchange imported, 1 unchanged, 1 in conflict: see rows.jsonl.rejected.jsonl"
        in done.stderr
    )
    assert "line 1: EXCHANGE_EXISTS" in done.stderr
    assert 'answer: the row has "another", stored is "a"' in done.stderr
    (kept,) = refused(file)
    assert (kept["line"], kept["row"], kept["reason"]) == (1, other, "EXCHANGE_EXISTS")
    errors = {error["field"]: (error["row"], error["stored"]) for error in kept["errors"]}
    assert errors == {"answer": ("another", "a"), "metadata.b": (3, 2)}
    asked = exchange_pb2.GetExchangeRequest(id=kept["errors"][0]["stored_id"])
    assert tenant.exchanges.GetExchange(asked).exchange.answer == "a"


def test_an_exchange_is_unchanged_if_what_its_row_says_is_stored(plaudit, tenant, tmp_path):
    file = tmp_path / "rows.jsonl"
    whole = exchange(1, request_id="r1", topic="billing", confidence=0, status="pending")
    lines(file, whole, exchange(2, context=[{"role": "user", "content": "c"}], metadata={}))
    told = [
        plaudit("import", "exchanges", "rows.jsonl", "--restart", tenant=tenant).stdout
        for _ in range(2)
    ]
    assert told == ["2 exchanges imported\n", "0 exchanges imported, 2 unchanged\n"]
    part = {key: whole[key] for key in ("session_id", "message_id", "status")}
    lines(file, part, {**part, "status": "completed"})
    done = plaudit("import", "exchanges", "rows.jsonl", tenant=tenant)
    assert "0 exchanges imported, 1 unchanged, 1 in conflict" in done.stderr
    assert 'status: the row has "EXCHANGE_STATUS_COMPLETED"' in done.stderr


def test_the_first_row_of_a_name_stands_however_many_calls_are_in_flight(plaudit, tenant, tmp_path):
    rows = [exchange(n, answer=f"{n}") for n in range(20)]
    others = [exchange(n, answer="later") for n in reversed(range(20))]
    lines(tmp_path / "rows.jsonl", *rows, *others, *rows)
    command = ("import", "exchanges", "rows.jsonl", "--batch-size", "3", "--in-flight", "8")
    done = plaudit(*command, tenant=tenant)
    assert "20 exchanges imported, 20 unchanged, 20 in conflict" in done.stderr
    asked = exchange_pb2.ListExchangesRequest(page_size=100)
    stored = tenant.exchanges.ListExchanges(asked).exchanges
    assert {one.message_id: one.answer for one in stored} == {f"m{n}": f"{n}" for n in range(20)}


def test_feedback_with_other_content_is_updated_in_the_order_of_the_file(plaudit, tenant, tmp_path):
    file = tmp_path / "rows.jsonl"
    texts = [f"text {n}" for n in range(12)]
    lines(file, *(judgement(1, text=text, user_id="ada") for text in texts), judgement(2))
    command = ("import", "feedback", "rows.jsonl", "--batch-size", "2", "--in-flight", "8")
    done = plaudit(*command, tenant=tenant)
    assert (done.returncode, done.stdout) == (0, "2 feedback imported, 11 updated\n")
    stored = {one.target.search.search_id: one.text for one in all_feedback(tenant)}
    assert stored == {"s1": "text 11", "s2": ""}
    lines(file, judgement(1, text="text 11", user_id="ada"), judgement(2, text="more"))
    done = plaudit(*command, tenant=tenant)
    assert (done.returncode, done.stdout) == (0, "0 feedback imported, 1 updated, 1 unchanged\n")


@pytest.mark.parametrize("kind", ["exchanges", "feedback"])
@pytest.mark.parametrize("size", ["2", "500"])
def test_a_dry_run_says_what_the_import_then_says(plaudit, tenant, tmp_path, kind, size):
    file = tmp_path / "rows.jsonl"
    make = exchange if kind == "exchanges" else judgement
    field = "answer" if kind == "exchanges" else "text"
    lines(file, *(make(n, **{field: "stored"}) for n in range(4)))
    plaudit("import", kind, "rows.jsonl", tenant=tenant)
    rows = [make(n, **{field: text}) for n in range(8) for text in ("stored", "other", "stored")]
    lines(file, *rows, {"lost": 1}, *reversed(rows), make(9, metadata={"a": 10**40}))
    command = ("import", kind, "rows.jsonl", "--batch-size", size)
    checked = plaudit(*command, "--dry-run", tenant=tenant)
    done = plaudit(*command, tenant=tenant)
    said = done.stderr.splitlines()[-1].partition(":")[0]
    assert checked.stderr.splitlines()[-1].endswith(f"the import would say: {said}")
    assert checked.returncode == done.returncode == 1
    lines_of = [
        {line.partition(":")[0] for line in text.splitlines() if line.startswith("line ")}
        for text in (checked.stdout, done.stderr)
    ]
    assert lines_of[0] >= lines_of[1]


def test_a_mended_file_of_refused_rows_is_imported(plaudit, tenant, tmp_path):
    file = tmp_path / "rows.jsonl"
    lines(file, judgement(1), judgement(2, rating="great"))
    with file.open("a") as more:
        more.write(json.dumps(judgement(3, text='é "x"'))[:-1] + "[}\n")
    assert plaudit("import", "feedback", "rows.jsonl", tenant=tenant).returncode == 1
    bad = file.with_name("rows.jsonl.rejected.jsonl")
    mended = bad.read_text().replace('"great"', '"good"').replace("[}", "}")
    file.with_name("mended.jsonl").write_text(mended)
    done = plaudit("import", "feedback", "mended.jsonl", tenant=tenant)
    assert (done.returncode, done.stdout) == (0, "2 feedback imported\n"), done.stderr


def test_feedback_that_overrules_is_moved_without_it_and_counted(
    plaudit, tenant, new_tenant, tmp_path
):
    judged = submit(tenant, target=on_search("q"), rating=2, user_id="model").feedback
    submit(tenant, target=on_search("q"), rating=1, user_id="ada", overrules=judged.id)
    assert plaudit("export", "raw", "rows.jsonl", tenant=tenant).returncode == 0
    other = new_tenant()
    done = plaudit("import", "feedback", "rows.jsonl", tenant=other)
    assert done.returncode == 0, done.stderr
    assert "overrules: not imported, from 1 row: it is an id of the server" in done.stdout
    assert [one.overrules for one in all_feedback(other) if one.user_id == "ada"] == [""]


def test_an_error_of_the_server_has_the_field_that_is_meant(plaudit, tenant, tmp_path):
    file = tmp_path / "rows.jsonl"
    judged = submit(tenant, target=on_search("s2"), rating=2, user_id="model").feedback
    waiting = register(tenant, prompt="p", status=exchange_pb2.EXCHANGE_STATUS_PENDING)
    target = json_format.MessageToDict(about(waiting), preserving_proto_field_name=True)
    lost, found = judgement(1, overrules="fb_lost"), judgement(2, overrules=judged.id)
    lines(file, lost, found, {"target": target, "rating": "positive"})
    done = plaudit("import", "feedback", "rows.jsonl", tenant=tenant)
    assert "1 feedback imported, 2 refused" in done.stderr
    fields = {row["reason"]: [e["field"] for e in row["errors"]] for row in refused(file)}
    assert fields == {"FEEDBACK_NOT_FOUND": ["overrules"], "EXCHANGE_NOT_COMPLETED": ["target"]}


def test_an_external_id_of_other_feedback_is_refused(plaudit, tenant, tmp_path):
    file = tmp_path / "rows.jsonl"
    rows = [judgement(1, external_id="x", user_id="ada"), judgement(2, external_id="x")]
    lines(file, rows[0], judgement(3), rows[1])
    command = ("import", "feedback", "rows.jsonl", "--batch-size", "1", "--in-flight", "8")
    checked = plaudit(*command, "--dry-run", tenant=tenant)
    done = plaudit(*command, tenant=tenant)
    for said in (checked.stderr, done.stderr):
        assert "2 feedback imported, 1 refused" in said
    (kept,) = refused(file)
    assert (kept["line"], kept["reason"]) == (3, "FEEDBACK_EXISTS")
