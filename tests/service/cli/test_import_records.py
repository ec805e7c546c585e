"""`plaudit import records`: records with their responses, in one row or in many."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from plaudit.v1 import dataset_pb2
from support.messages import define, rating_question, register, text_field

IMPORTING = Path(__file__).parents[3] / "docs" / "importing.md"
COMMAND = ("import", "records", "rows.jsonl", "--dataset", "answers")


@pytest.fixture
def dataset(tenant):
    """A dataset with a text field and the question quality."""
    fields = [text_field("shown", required=True)]
    questions = [rating_question("quality", 1, 2, 3)]
    return define(tenant, name="answers", fields=fields, questions=questions)


def lines(path, *rows):
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))


def refused(path):
    kept = path.with_name(f"{path.name}.rejected.jsonl")
    return [json.loads(line) for line in kept.read_text().splitlines()]


def record(number, text="text"):
    return {"external_id": f"x{number}", "field_to_value": {"shown": f"{text} {number}"}}


def answer(who, quality):
    return {"user_id": who, "values": {"quality": quality}}


def flat(number, who, quality, text="text"):
    return {**record(number, text), "response": answer(who, quality)}


def stored(tenant, dataset):
    """Read what is stored: of each record its text, and the quality by annotator."""
    listed = tenant.datasets.ListRecords(
        dataset_pb2.ListRecordsRequest(dataset_id=dataset.id, page_size=1000)
    )
    found = {}
    for one in listed.records:
        read = tenant.datasets.GetRecord(dataset_pb2.GetRecordRequest(id=one.id))
        answers = {r.user_id: r.values["quality"] for r in read.responses}
        assert one.external_id not in found
        found[one.external_id] = (one.field_to_value["shown"], answers)
    return found


@pytest.mark.parametrize("size", ["7", "500"])
def test_all_responses_of_a_flat_file_arrive_in_any_order(plaudit, tenant, dataset, tmp_path, size):
    rows = [flat(n, f"u{who}", 1 + (n + who) % 3) for who in range(8) for n in range(25)]
    random.Random(1).shuffle(rows)
    lines(tmp_path / "rows.jsonl", *rows)
    several = ("--batch-size", size, "--in-flight", "8")
    done = plaudit(*COMMAND, *several, tenant=tenant)
    told = "25 records imported, 175 unchanged; 200 responses imported\n"
    assert (done.returncode, done.stdout) == (0, told)
    assert stored(tenant, dataset) == {
        f"x{n}": (f"text {n}", {f"u{who}": 1 + (n + who) % 3 for who in range(8)})
        for n in range(25)
    }
    again = plaudit(*COMMAND, *several, tenant=tenant)
    told = "0 records imported, 200 unchanged; 0 responses imported, 200 unchanged\n"
    assert (again.returncode, again.stdout) == (0, told)


def test_a_row_may_have_its_record_at_the_top_or_inside_and_one_response_or_several(
    plaudit, tenant, dataset, tmp_path
):
    lines(
        tmp_path / "rows.jsonl",
        flat(1, "a", 1),
        {"record": record(1), "response": answer("b", 2)},
        {"record": record(1), "responses": [answer("c", 3), answer("d", 1)]},
        {**record(1), "responses": [answer("e", 2)]},
        record(2),
    )
    done = plaudit(*COMMAND, tenant=tenant)
    assert done.stdout == "2 records imported, 3 unchanged; 5 responses imported\n"
    assert stored(tenant, dataset) == {
        "x1": ("text 1", {"a": 1, "b": 2, "c": 3, "d": 1, "e": 2}),
        "x2": ("text 2", {}),
    }
    table = pa.Table.from_pylist(
        [
            {"external_id": "x3", "field_to_value": '{"shown": "t"}', "response": cell}
            for cell in ('{"user_id": "a", "values": {"quality": 1}}', '{"user_id": "b"}')
        ]
    )
    pq.write_table(table, tmp_path / "rows.parquet")
    done = plaudit("import", "records", "rows.parquet", "--dataset", "answers", tenant=tenant)
    assert done.stdout == "1 record imported, 1 unchanged; 2 responses imported\n"


def test_the_files_in_the_documentation_are_the_same(plaudit, tenant, dataset, tmp_path):
    blocks = re.findall(r"^```json\n(.*?)^```", IMPORTING.read_text(), re.MULTILINE | re.DOTALL)
    for i, block in enumerate(blocks):
        (tmp_path / "rows.jsonl").write_text(block.replace("q1", f"q{i}"))
        assert plaudit(*COMMAND, tenant=tenant).returncode == 0
    assert stored(tenant, dataset) == {f"q{i}": ("Hello", {"ada": 3, "eva": 2}) for i in range(3)}


def test_a_record_that_differs_is_a_conflict_with_both_sides(plaudit, tenant, dataset, tmp_path):
    file = tmp_path / "rows.jsonl"
    lines(file, flat(1, "a", 1), record(2))
    assert plaudit(*COMMAND, tenant=tenant).returncode == 0
    other = flat(1, "b", 2, text="other")
    lines(file, other, {"record": {**record(2), "metadata": {"k": 1}}}, flat(1, "b", 3))
    done = plaudit(*COMMAND, tenant=tenant)
    assert done.returncode == 1
    assert (
        "0 records imported, 1 unchanged, 2 in conflict; 1 response imported, 1 refused: see"
        " rows.jsonl.rejected.jsonl" in done.stderr
    )
    first, second = refused(file)
    assert (first["line"], first["row"], first["reason"]) == (1, other, "RECORD_EXISTS")
    assert [(e["field"], e["row"], e["stored"]) for e in first["errors"]] == [
        ("field_to_value.shown", "other 1", "text 1")
    ]
    assert first["errors"][0]["stored_id"].startswith("rec_")
    assert [(e["field"], e["row"], e["stored"]) for e in second["errors"]] == [
        ("record.metadata", {"k": 1}, None)
    ]
    assert stored(tenant, dataset)["x1"] == ("text 1", {"a": 1, "b": 3})


def test_a_refused_response_does_not_keep_the_others_back_and_can_be_mended(
    plaudit, tenant, dataset, tmp_path
):
    file = tmp_path / "rows.jsonl"
    lines(file, flat(1, "a", 1))
    assert plaudit(*COMMAND, tenant=tenant).returncode == 0
    bad = {"record": record(1), "responses": [answer("b", 2), answer("c", 9), answer("a", 3)]}
    lines(file, bad, flat(2, "a", 9), flat(3, "a", 1))
    done = plaudit(*COMMAND, tenant=tenant)
    assert done.returncode == 1
    assert (
        "2 records imported, 1 unchanged; 2 responses imported, 1 in conflict, 2 refused"
        in done.stderr
    )
    assert "line 1" in done.stderr
    assert "responses[1].values.quality" in done.stderr
    first, second = refused(file)
    assert first["row"] == bad
    errors = {error["field"]: error for error in first["errors"]}
    assert set(errors) == {"responses[1].values.quality", "responses[2].values.quality"}
    conflict = errors["responses[2].values.quality"]
    assert (conflict["row"], conflict["stored"]) == (3, 1)
    assert conflict["stored_id"].startswith("rsp_")
    assert [error["field"] for error in second["errors"]] == ["response.values.quality"]
    mended = file.with_name("rows.jsonl.rejected.jsonl")
    text = mended.read_text().replace('{"quality": 9}', '{"quality": 2}')
    mended.write_text(text.replace('{"quality": 3}', '{"quality": 1}'))
    command = ("import", "records", mended.name, "--dataset", "answers")
    done = plaudit(*command, tenant=tenant)
    told = "0 records imported, 2 unchanged; 2 responses imported, 2 unchanged\n"
    assert (done.returncode, done.stdout) == (0, told)
    assert stored(tenant, dataset)["x1"] == ("text 1", {"a": 1, "b": 2, "c": 2})


def linked(number, session, **names):
    return {**record(number), "exchange": {"session_id": session, **names}}


def exchange_ids(tenant, dataset):
    request = dataset_pb2.ListRecordsRequest(dataset_id=dataset.id, page_size=1000)
    return {
        one.external_id: one.exchange_id for one in tenant.datasets.ListRecords(request).records
    }


def test_a_row_may_say_what_its_exchange_is_known_by(plaudit, tenant, dataset, tmp_path):
    first = register(tenant, message_id="m", request_id="r")
    second = register(tenant, message_id="", request_id="r")
    third = register(tenant, message_id="m", request_id="")
    lines(
        tmp_path / "rows.jsonl",
        linked(1, first.session_id, message_id="m", request_id="r"),
        {"record": {**record(2), "exchange": {"sessionId": second.session_id, "requestId": "r"}}},
        {**linked(3, third.session_id, message_id="m", request_id="r"), "exchange_id": "ex_lost"},
        linked(4, second.session_id, message_id="m", request_id="r"),
        {**record(5), "exchange_id": first.id},
        {**record(6), "exchange": None},
    )
    for options, told in (
        (("--dry-run",), "the import would say: 6 records imported"),
        ((), "6 records imported"),
        ((), "0 records imported, 6 unchanged"),
        (("--dry-run",), "the import would say: 0 records imported, 6 unchanged"),
        (("--upsert",), "0 records imported, 6 unchanged"),
    ):
        done = plaudit(*COMMAND, *options, tenant=tenant)
        assert (done.returncode, done.stdout.splitlines()[-1].endswith(told)) == (0, True), done
    assert exchange_ids(tenant, dataset) == {
        "x1": first.id,
        "x2": second.id,
        "x3": third.id,
        "x4": second.id,
        "x5": first.id,
        "x6": "",
    }


def test_a_record_whose_exchange_is_not_there_is_refused_by_field(
    plaudit, tenant, dataset, tmp_path
):
    session = register(tenant, message_id="m", request_id="r").session_id
    nested = {"record": linked(2, session, message_id="lost"), "responses": [answer("a", 1)]}
    lines(
        tmp_path / "rows.jsonl",
        linked(1, session, message_id="m", request_id="other"),
        nested,
        linked(3, session),
        linked(4, session, message_id="m", id="ex_1"),
        {**record(5), "exchange": "ex_1"},
        linked(6, session, message_id="x" * 257),
        linked(7, session, message_id="m"),
    )
    done = plaudit(*COMMAND, "--dry-run", tenant=tenant)
    assert "would say: 1 record imported, 6 refused; 0 responses imported, 1 refused" in done.stderr
    done = plaudit(*COMMAND, tenant=tenant)
    assert done.returncode == 1
    assert "1 record imported, 6 refused; 0 responses imported, 1 refused" in done.stderr
    kept = refused(tmp_path / "rows.jsonl")
    assert [[error["field"] for error in row["errors"]] for row in kept] == [
        ["exchange.request_id"],
        ["record.exchange"],
        ["exchange"],
        ["exchange.id"],
        ["exchange"],
        ["exchange.message_id"],
    ]
    assert kept[1]["row"] == nested
    assert "--ignore record.exchange --ignore record.exchange_id" in kept[1]["errors"][0]["rule"]
    lines(tmp_path / "rows.jsonl", nested)
    options = ("--ignore", "record.exchange", "--ignore", "record.exchange_id")
    done = plaudit(*COMMAND, *options, tenant=tenant)
    assert done.stdout.startswith("1 record imported; 1 response imported\n")
    assert "record.exchange: ignored in 1 row\n" in done.stdout


def test_a_record_of_another_exchange_is_a_conflict(plaudit, tenant, dataset, tmp_path):
    first, second = (register(tenant, message_id="m") for _ in range(2))
    lines(tmp_path / "rows.jsonl", linked(1, first.session_id, message_id="m"))
    assert plaudit(*COMMAND, tenant=tenant).returncode == 0
    lines(tmp_path / "rows.jsonl", linked(1, second.session_id, message_id="m"))
    done = plaudit(*COMMAND, tenant=tenant)
    assert "0 records imported, 1 in conflict" in done.stderr
    (error,) = refused(tmp_path / "rows.jsonl")[0]["errors"]
    assert (error["field"], error["row"], error["stored"]) == ("exchange", second.id, first.id)


def test_an_exchange_in_a_parquet_column_is_read(plaudit, tenant, dataset, tmp_path):
    session = register(tenant, message_id="m").session_id
    names = {"session_id": session, "message_id": "m"}
    for i, cell in enumerate((names, json.dumps(names))):
        row = {"external_id": f"x{i}", "field_to_value": '{"shown": "t"}', "exchange": cell}
        pq.write_table(pa.Table.from_pylist([row]), tmp_path / "rows.parquet")
        done = plaudit("import", "records", "rows.parquet", "--dataset", "answers", tenant=tenant)
        assert done.stdout == "1 record imported\n", done.stderr
    assert all(exchange_ids(tenant, dataset).values())


def test_responses_of_rows_that_are_refused_are_counted(plaudit, tenant, dataset, tmp_path):
    lost = {"record": {**record(1), "lost": 1}, "responses": [answer("a", 1), answer("b", 1)]}
    both = {**flat(2, "a", 1), "responses": []}
    without = {"external_id": "x3", "response": answer("a", 1)}
    lines(tmp_path / "rows.jsonl", lost, both, without)
    done = plaudit(*COMMAND, tenant=tenant)
    assert "0 records imported, 3 refused; 0 responses imported, 4 refused" in done.stderr
    errors = [
        [error["field"] for error in row["errors"]] for row in refused(tmp_path / "rows.jsonl")
    ]
    assert errors == [["record.lost"], ["response"], ["field_to_value"]]


@pytest.mark.parametrize("size", ["3", "500"])
def test_a_dry_run_says_what_the_import_then_says(plaudit, tenant, dataset, tmp_path, size):
    file = tmp_path / "rows.jsonl"
    lines(file, *(flat(n, "a", 1) for n in range(5)))
    plaudit(*COMMAND, tenant=tenant)
    rows = [flat(n, who, 1 + n % 3) for n in range(12) for who in "abc"]
    rows += [flat(n, "d", 2, text="other") for n in range(12)]
    rows += [flat(n, "b", quality) for n in range(12) for quality in (1, 9)]
    rows += [{"record": record(n), "responses": [answer("e", 3), answer("c", 3)]} for n in range(9)]
    random.Random(2).shuffle(rows)
    lines(file, *rows)
    several = ("--batch-size", size, "--in-flight", "4")
    checked = plaudit(*COMMAND, *several, "--dry-run", tenant=tenant)
    done = plaudit(*COMMAND, *several, tenant=tenant)
    said = done.stderr.splitlines()[-1].partition(":")[0]
    assert "in conflict" in said
    assert checked.stderr.splitlines()[-1].endswith(f"the import would say: {said}")
    assert checked.returncode == done.returncode == 1


def test_an_interrupted_import_resumes_with_its_counts(server, plaudit, tenant, dataset, tmp_path):
    count = 10_000
    rows = [
        {**flat(n // 2, f"u{n % 2}", 9 if n % 100 == 0 else 1), "notes": "x"} for n in range(count)
    ]
    lines(tmp_path / "rows.jsonl", *rows)
    command = (*COMMAND, "--ignore", "notes", "--batch-size", "20")
    process = subprocess.Popen(
        [sys.executable, "-m", "plaudit.cli", *command],
        cwd=tmp_path,
        env={
            **os.environ,
            "PLAUDIT_ADDRESS": server.address,
            "PLAUDIT_API_KEY": server.key,
            "PLAUDIT_NAMESPACE": tenant.name,
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    state = tmp_path / "rows.jsonl.import"
    while not (state.exists() and json.loads(state.read_text())["responses"]):
        time.sleep(0.01)
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert 0 < json.loads(state.read_text())["rows_done"] < count
    done = plaudit(*command, tenant=tenant)
    assert "resuming after line" in done.stderr
    assert (
        "5,000 records imported, 5,000 unchanged; 9,900 responses imported, 100 refused"
        in done.stderr
    )
    assert "notes: ignored in 10,000 rows" in done.stderr
    assert len(refused(tmp_path / "rows.jsonl")) == 100
