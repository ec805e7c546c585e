"""`plaudit import`, run as people run it, against a real server."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from plaudit.cli.connection import Connection
from plaudit.cli.importing.state import Import, State, StateFile, identity
from plaudit.v1 import exchange_pb2
from support.messages import all_feedback, fresh


def lines(path, *rows):
    path.write_text(
        "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)
    )


def judgement(number, **more):
    return {"target": {"search": {"search_id": f"s{number}"}}, "rating": "RATING_POSITIVE", **more}


def exchange(number, **more):
    return {"session_id": "ses", "message_id": f"m{number}", "prompt": "p", "answer": "a", **more}


def test_every_valid_row_is_imported_and_every_invalid_one_is_printed(plaudit, tenant, tmp_path):
    file = tmp_path / "rows.jsonl"
    lines(file, *map(judgement, range(50)), "{", judgement(50, score="x"), judgement(51, name="\t"))
    with file.open("a") as more:
        more.write('{"target": {"sear')
    done = plaudit("import", "feedback", "rows.jsonl", "--batch-size", "7", tenant=tenant)
    assert done.returncode == 1
    assert "50 feedback imported, 4 refused: see rows.jsonl.rejected.jsonl" in done.stderr
    assert "line 54" in done.stderr
    rejected = (tmp_path / "rows.jsonl.rejected.jsonl").read_text()
    kept = [json.loads(line) for line in rejected.splitlines()]
    assert [row["line"] for row in kept] == [51, 52, 53, 54]
    assert kept[2]["errors"][0]["field"] == "name"
    assert len(list(all_feedback(tenant))) == 50
    assert not (tmp_path / "rows.jsonl.import").exists()


def test_rows_in_usual_words_are_imported_and_unknown_words_printed(plaudit, tenant, tmp_path):
    words = ["positive", "thumbs_up", 1, "Negative", "thumbs-down", 0]
    rows = [
        {"target": {"search": {"searchId": f"s{i}"}}, "rating": word, "externalUserId": "u"}
        for i, word in enumerate(words)
    ]
    lines(tmp_path / "rows.jsonl", *rows, judgement(6, rating="great"))
    done = plaudit("import", "feedback", "rows.jsonl", tenant=tenant)
    assert done.returncode == 1
    assert "6 feedback imported, 1 refused" in done.stderr
    assert "line 7" in done.stderr
    assert "rating: must be one of positive, negative, thumbs_up, thumbs_down, good" in done.stderr
    stored = {feedback.target.search.search_id: feedback for feedback in all_feedback(tenant)}
    assert [stored[f"s{i}"].rating for i in range(6)] == [1, 1, 1, 2, 2, 2]
    assert {feedback.external_user_id for feedback in stored.values()} == {"u"}


def test_rows_that_exist_already_are_not_errors(plaudit, tenant, tmp_path):
    lines(tmp_path / "rows.ndjson", *map(exchange, range(5)))
    first, again = (plaudit("import", "exchanges", "rows.ndjson", tenant=tenant) for _ in range(2))
    assert (first.returncode, first.stdout) == (0, "5 exchanges imported\n")
    assert (again.returncode, again.stdout) == (0, "0 exchanges imported, 5 unchanged\n")
    assert not (tmp_path / "rows.ndjson.rejected.jsonl").exists()


def test_parquet_is_imported(plaudit, tenant, tmp_path):
    table = pa.Table.from_pylist([exchange(n, metadata='{"a": 1}') for n in range(2500)])
    pq.write_table(table, tmp_path / "rows.parquet")
    done = plaudit("import", "exchanges", "rows.parquet", tenant=tenant)
    assert (done.returncode, done.stdout) == (0, "2,500 exchanges imported\n")
    found = tenant.exchanges.ListExchanges(exchange_pb2.ListExchangesRequest(page_size=1))
    assert found.exchanges[0].metadata["a"] == 1


def test_a_cut_off_parquet_file_imports_nothing(plaudit, tenant, tmp_path):
    pq.write_table(pa.Table.from_pylist([exchange(1)]), tmp_path / "rows.parquet")
    whole = (tmp_path / "rows.parquet").read_bytes()
    (tmp_path / "rows.parquet").write_bytes(whole[: len(whole) // 2])
    done = plaudit("import", "exchanges", "rows.parquet", tenant=tenant)
    assert done.returncode == 1
    assert "not a complete Parquet file; nothing was imported" in done.stderr


def keep_state(path, connection, kind, **more):
    """Write the state that an interrupted import of a file leaves."""
    whole = Import(identity(path), kind, connection.address, connection.place, "", upsert=False)
    StateFile(path).save(State(whole, batch_size=500, **more))
    return path.with_name(f"{path.name}.import")


def test_an_interrupted_import_resumes(plaudit, server, tenant, tmp_path):
    lines(tmp_path / "rows.jsonl", *map(judgement, range(20)))
    here = Connection(server.address, server.key, tenant.name)
    keep_state(tmp_path / "rows.jsonl", here, "feedback", rows_done=15, counts={"imported": 15})
    done = plaudit("import", "feedback", "rows.jsonl", tenant=tenant)
    assert (done.returncode, done.stdout) == (0, "20 feedback imported\n")
    assert "resuming after line 15" in done.stderr
    assert len(list(all_feedback(tenant))) == 5


def test_a_batch_whose_response_was_lost_is_not_imported_twice(plaudit, server, tenant, tmp_path):
    lines(tmp_path / "rows.jsonl", *map(exchange, range(20)))
    here = Connection(server.address, server.key, tenant.name)
    state = keep_state(tmp_path / "rows.jsonl", here, "exchanges")
    sent = state.read_bytes()
    told = "20 exchanges imported\n"
    assert plaudit("import", "exchanges", "rows.jsonl", tenant=tenant).stdout == told
    state.write_bytes(sent)  # as if no answer had come
    assert plaudit("import", "exchanges", "rows.jsonl", tenant=tenant).stdout == told
    restarted = plaudit("import", "exchanges", "rows.jsonl", "--restart", tenant=tenant)
    assert restarted.stdout == "0 exchanges imported, 20 unchanged\n"


def test_a_refused_caller_leaves_nothing_to_finish(plaudit, tenant, tmp_path):
    lines(tmp_path / "rows.jsonl", judgement(1))
    reader, writer = (tenant.new_key(scope).secret for scope in ("feedback.read", "feedback.write"))
    command = ("import", "feedback", "rows.jsonl")
    for variables, reason in (
        ({"PLAUDIT_API_KEY": "bad"}, "API_KEY_INVALID"),
        ({"PLAUDIT_API_KEY": ""}, "no API key"),
        ({"PLAUDIT_API_KEY": reader}, "SCOPE_MISSING"),
        ({"PLAUDIT_NAMESPACE": fresh("lost")}, "NAMESPACE_NOT_FOUND"),
    ):
        gone = plaudit(*command, **variables)
        assert gone.returncode == 1
        assert reason in gone.stderr
        assert [path.name for path in tmp_path.iterdir()] == ["rows.jsonl"]
    assert plaudit(*command, PLAUDIT_API_KEY=writer).stdout == "1 feedback imported\n"


def test_an_import_of_which_nothing_is_confirmed_does_not_stop_another(
    plaudit, server, tenant, tmp_path
):
    """Such as one with a wrong address."""
    file = tmp_path / "rows.jsonl"
    lines(file, judgement(1))
    wrong = Connection("127.0.0.1:1", server.key, tenant.name)
    state = keep_state(file, wrong, "feedback")
    done = plaudit("import", "feedback", "rows.jsonl", tenant=tenant)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 feedback imported\n", "")
    assert not state.exists()


def test_a_different_import_does_not_resume_the_state_of_another(
    plaudit, server, tenant, new_tenant, tmp_path
):
    file = tmp_path / "rows.jsonl"
    lines(file, judgement(1), judgement(2))
    writer, other = (one.new_key("feedback.write").secret for one in (tenant, new_tenant()))
    state = keep_state(file, Connection(server.address, writer), "feedback", rows_done=1)
    told = state.read_text()
    assert writer not in told
    command = ("import", "feedback", "rows.jsonl")
    done = plaudit(*command, PLAUDIT_API_KEY=other)
    assert (done.returncode, state.read_text()) == (1, told)
    assert "differs in: namespace." in done.stderr
    assert "--restart" in done.stderr
    done = plaudit(*command, "--restart", PLAUDIT_API_KEY=writer)
    assert done.stdout == "2 feedback imported\n"


def test_a_file_that_was_edited_anywhere_is_not_resumed(plaudit, server, tenant, tmp_path):
    rows = [judgement(n, text="x" * 1000) for n in range(1500)]
    lines(tmp_path / "rows.jsonl", *rows)
    here = Connection(server.address, server.key, tenant.name)
    keep_state(tmp_path / "rows.jsonl", here, "feedback", rows_done=1)
    lines(tmp_path / "rows.jsonl", *rows[:-1], judgement(1499, text="y" * 1000))
    done = plaudit("import", "feedback", "rows.jsonl", tenant=tenant)
    assert done.returncode == 1
    assert "differs in: file." in done.stderr


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["SIGINT", "SIGKILL"])
def test_an_import_resumes_after_its_first_confirmed_rows(server, plaudit, tenant, tmp_path, how):
    count = 30_000
    lines(tmp_path / "rows.jsonl", *map(judgement, range(count)))
    variables = {"PLAUDIT_ADDRESS": server.address, "PLAUDIT_API_KEY": server.key}
    process = subprocess.Popen(
        [sys.executable, "-m", "plaudit.cli", "import", "feedback", "rows.jsonl"],
        cwd=tmp_path,
        env={**os.environ, **variables, "PLAUDIT_NAMESPACE": tenant.name},
        stderr=subprocess.DEVNULL,
    )
    state = tmp_path / "rows.jsonl.import"
    while not (state.exists() and json.loads(state.read_text())["rows_done"]):
        time.sleep(0.01)
        assert process.poll() is None
    process.send_signal(how)
    process.wait(timeout=60)
    assert 0 < json.loads(state.read_text())["rows_done"] < count
    done = plaudit("import", "feedback", "rows.jsonl", tenant=tenant)
    assert (done.returncode, done.stdout) == (0, f"{count:,} feedback imported\n")
    assert "resuming after line" in done.stderr


def test_a_field_to_ignore_that_no_row_has_is_named(plaudit, tenant, tmp_path):
    file = tmp_path / "rows.jsonl"
    lines(
        file, judgement(1, notes="x"), judgement(2, name="\t", tags=1), judgement(3, lost=1, more=1)
    )
    ignore = [part for name in ("notes", "nots", "tags", "more") for part in ("--ignore", name)]
    for options in (("--dry-run",), ()):
        done = plaudit("import", "feedback", "rows.jsonl", *ignore, *options, tenant=tenant)
        assert "1 feedback imported, 2 refused" in done.stderr
        assert "notes: ignored in 1 row\n" in done.stderr
        named = re.findall(r"^(\w+): no row has this field", done.stderr, re.MULTILINE)
        assert named == ["nots"]


def test_a_dry_run_prints_every_invalid_row_and_writes_nothing(plaudit, tenant, tmp_path):
    rows = [judgement(n, name="\t") for n in range(30)]
    lines(tmp_path / "rows.jsonl", judgement(99), *rows)
    done = plaudit("import", "feedback", "rows.jsonl", "--dry-run", tenant=tenant)
    assert done.returncode == 1
    assert len(re.findall(r"^line \d+: INVALID_FIELD", done.stdout, re.MULTILINE)) == 30
    assert "the import would say: 1 feedback imported, 30 refused" in done.stderr
    assert list(all_feedback(tenant)) == []
    assert [path.name for path in tmp_path.iterdir()] == ["rows.jsonl"]


def test_the_address_of_a_missing_server_is_printed(plaudit):
    done = plaudit("datasets", "list", PLAUDIT_ADDRESS="127.0.0.1:1")
    assert done.returncode == 1
    assert "no server at 127.0.0.1:1" in done.stderr


def test_a_refusal_is_a_readable_message(plaudit):
    for key, reason in (("", "no API key"), ("wrong", "API_KEY_INVALID"), ("ä", "--key")):
        done = plaudit("datasets", "show", fresh("lost"), PLAUDIT_API_KEY=key)
        assert done.returncode == 1
        assert reason in done.stderr
    lost = plaudit("datasets", "show", fresh("lost"))
    assert lost.returncode == 1
    assert "DATASET_NOT_FOUND" in lost.stderr


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("import", "feedback", "rows.csv"), ".parquet"),
        (("import", "feedback", "lost.jsonl"), "lost.jsonl"),
        (("export", "kto", "out.csv"), ".parquet"),
        (("export", "kto", "lost/out.jsonl"), "no folder"),
        (("stats", "--out", "chart.pdf"), ".svg"),
        (("stats", "--from", "yesterday"), "2026-11-01"),
        (("stats", "--time-zone", "Mars/Base"), "Mars/Base"),
        (("stats", "--from", "2026-11-02", "--to", "2026-11-01"), "--to"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_a_usage_error_is_printed_before_anything_is_sent(plaudit, tmp_path, arguments, word):
    (tmp_path / "rows.csv").touch()
    done = plaudit(*arguments, PLAUDIT_ADDRESS="127.0.0.1:1")
    assert done.returncode == 2
    assert word in done.stderr


def test_every_command_has_help(plaudit):
    told = plaudit("--help").stdout
    for name in ("stats", "datasets", "annotate", "import", "export"):
        assert name in told
        assert plaudit(name, "--help").returncode == 0


def test_ctrl_c_exits_cleanly_and_the_import_resumes_later(server, plaudit, tenant, tmp_path):
    count = 30_000
    lines(tmp_path / "rows.jsonl", *map(judgement, range(count)))
    process = subprocess.Popen(
        [sys.executable, "-m", "plaudit.cli", "import", "feedback", "rows.jsonl"],
        cwd=tmp_path,
        env={
            **os.environ,
            "PLAUDIT_ADDRESS": server.address,
            "PLAUDIT_API_KEY": server.key,
            "PLAUDIT_NAMESPACE": tenant.name,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    state = tmp_path / "rows.jsonl.import"
    while not state.exists():
        time.sleep(0.01)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert "Traceback" not in said
    assert process.returncode == 130
    assert json.loads(state.read_text())["rows_done"] < count
    done = plaudit("import", "feedback", "rows.jsonl", tenant=tenant)
    assert (done.returncode, done.stdout) == (0, f"{count:,} feedback imported\n")
    assert len(list(all_feedback(tenant))) == count


def test_an_import_survives_a_restart_of_the_server(start_server, new_database, tmp_path):
    database, count = new_database("sqlite"), 20_000
    server = start_server(database)
    lines(tmp_path / "rows.jsonl", *map(judgement, range(count)))
    process = subprocess.Popen(
        [sys.executable, "-m", "plaudit.cli", "import", "feedback", "rows.jsonl"],
        cwd=tmp_path,
        env={**os.environ, "PLAUDIT_ADDRESS": server.address, "PLAUDIT_API_KEY": server.key},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (tmp_path / "rows.jsonl.import").exists():
        time.sleep(0.01)
    time.sleep(0.4)
    server.kill()
    again = start_server(database, address=server.address)
    out, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert "retrying" in said
    assert sum(int(number.replace(",", "")) for number in re.findall(r"[\d,]+(?= )", out)) == count
    assert len(list(all_feedback(again.client()))) == count
