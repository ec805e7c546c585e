"""`plaudit import` of files with something wrong in them: it is named, and the rest is imported."""

from __future__ import annotations

import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq

from support.messages import all_feedback


def lines(path, *rows):
    path.write_text(
        "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)
    )


def judgement(number, **more):
    return {"target": {"search": {"search_id": f"s{number}"}}, "rating": "positive", **more}


def test_every_row_that_an_import_would_lose_something_of_is_refused_by_field(
    plaudit, tenant, tmp_path
):
    wrong = {
        "ratings": judgement(1, ratings="x"),
        "metadata.id": judgement(1, metadata={"id": 2**60 + 1}),
        "metadata.a[0]": judgement(1, metadata={"a": [10**400]}),
        "text": judgement(1, text="\ud800"),
        "score": '{"target": {"search": {"search_id": "s"}}, "score": NaN}',
        "rating": '{"target": {"search": {"search_id": "s"}}, "rating": 1, "rating": 0}',
        "state": judgement(1, state="FEEDBACK_STATE_DELETED"),
        "create_time": judgement(1, create_time="yesterday"),
        "target.search.search_id": judgement(1, target={"search": {"search_id": ""}}),
    }
    lines(tmp_path / "rows.jsonl", *wrong.values(), judgement(2))
    done = plaudit("import", "feedback", "rows.jsonl", tenant=tenant)
    assert done.returncode == 1
    assert f"1 feedback imported, {len(wrong)} refused" in done.stderr
    kept = [
        json.loads(line)
        for line in (tmp_path / "rows.jsonl.rejected.jsonl").read_text().splitlines()
    ]
    named = {row["line"]: [error["field"] for error in row["errors"]] for row in kept}
    assert named == {i: [field] for i, field in enumerate(wrong, 1)}
    assert "did you mean rating?" in kept[0]["errors"][0]["rule"]


def test_a_file_that_is_cut_off_is_imported_up_to_there(plaudit, tenant, tmp_path):
    rows = "".join(
        f"{json.dumps(judgement(n, text=str(hash(str(n)))))}\n" for n in range(2000)
    ).encode()
    packed = gzip.compress(rows)
    (tmp_path / "rows.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    done = plaudit("import", "feedback", "rows.jsonl.gz", tenant=tenant)
    assert done.returncode == 1
    count = len(list(all_feedback(tenant)))
    assert 0 < count < 2000
    assert f"{count:,} feedback imported, 1 refused" in done.stderr
    assert f"line {count + 1}: UNREADABLE" in done.stderr
    assert "cut off" in done.stderr


def test_rows_of_another_kind_are_named_with_it(plaudit, tenant, tmp_path):
    rows = [
        {"session_id": "s", "message_id": "m", "prompt": "p"},
        {"record": {"field_to_value": {}}, "response": {}},
        judgement(1),
    ]
    lines(tmp_path / "rows.jsonl", *rows)
    done = plaudit("import", "feedback", "rows.jsonl", tenant=tenant)
    assert "1 feedback imported, 2 refused" in done.stderr
    assert "looks like one of the exchanges: use plaudit import exchanges" in done.stderr
    assert "looks like one of the records: use plaudit import records" in done.stderr


def test_a_file_that_is_no_file_of_rows_is_named(plaudit, tenant, tmp_path):
    (tmp_path / "empty.jsonl").touch()
    done = plaudit("import", "feedback", "empty.jsonl", tenant=tenant)
    assert (done.returncode, done.stderr) == (0, "empty.jsonl has no rows\n")
    (tmp_path / "folder.jsonl").mkdir()
    done = plaudit("import", "feedback", "folder.jsonl", tenant=tenant)
    assert done.returncode == 2
    assert "folder.jsonl' is a directory" in done.stderr
    (tmp_path / "wide.jsonl").write_text(json.dumps(judgement(1)), encoding="utf-16")
    done = plaudit("import", "feedback", "wide.jsonl", tenant=tenant)
    assert done.returncode == 1
    assert "wide.jsonl is UTF-16, and must be UTF-8; nothing was imported" in done.stderr
    (tmp_path / "plain.jsonl.gz").write_text(json.dumps(judgement(1)))
    (tmp_path / "nothing.jsonl.gz").touch()
    for name, said in (("plain", "is not gzip"), ("nothing", "is empty: it is cut off")):
        done = plaudit("import", "feedback", f"{name}.jsonl.gz", tenant=tenant)
        assert (done.returncode, f"{name}.jsonl.gz {said}" in done.stderr) == (1, True)
    assert not [*tmp_path.glob("*.import"), *tmp_path.glob("*.rejected.jsonl")]
    lines(tmp_path / "latin.jsonl", judgement(1), judgement(2))
    with (tmp_path / "latin.jsonl").open("ab") as file:
        file.write('{"text": "é"}\n'.encode("latin-1"))
    done = plaudit("import", "feedback", "latin.jsonl", tenant=tenant)
    assert "2 feedback imported, 1 refused" in done.stderr
    assert "line 3" in done.stderr


def test_refused_rows_of_parquet_keep_their_number(plaudit, tenant, tmp_path):
    table = pa.Table.from_pylist([judgement(1), judgement(2, rating="great")])
    pq.write_table(table, tmp_path / "rows.parquet")
    done = plaudit("import", "feedback", "rows.parquet", tenant=tenant)
    assert done.returncode == 1
    kept = json.loads((tmp_path / "rows.parquet.rejected.jsonl").read_text())
    assert (kept["row_number"], kept["row"]["rating"]) == (2, "great")


def test_a_field_that_is_left_out_on_purpose_is_counted(plaudit, tenant, tmp_path):
    rows = [judgement(n, notes="x", metadata={"a": 1}) for n in range(3)]
    lines(tmp_path / "rows.jsonl", *rows, judgement(3, notes="x", ratings=1), judgement(4))
    command = ("import", "feedback", "rows.jsonl", "--ignore", "notes", "--ignore", "target.lost")
    done = plaudit(*command, tenant=tenant)
    assert "4 feedback imported, 1 refused" in done.stderr
    assert "notes: ignored in 3 rows" in done.stderr
    table = pa.Table.from_pylist([judgement(5, notes="x")])
    pq.write_table(table, tmp_path / "rows.parquet")
    done = plaudit("import", "feedback", "rows.parquet", tenant=tenant)
    assert (done.returncode, "notes; leave one out with --ignore" in done.stderr) == (2, True)
    done = plaudit("import", "feedback", "rows.parquet", "--ignore", "notes", tenant=tenant)
    assert done.stdout == "1 feedback imported\nnotes: ignored in 1 row\n"


def test_an_export_is_imported_again_and_what_it_loses_is_counted(plaudit, tenant, tmp_path):
    exported = {
        "id": "fb_1",
        "state": "FEEDBACK_STATE_ACTIVE",
        "revision": 3,
        "update_time": "2026-11-01T10:00:00Z",
    }
    rows = [judgement(1, **exported), judgement(2, session_context={"a": 1}, **exported)]
    lines(tmp_path / "rows.jsonl", *rows)
    done = plaudit("import", "feedback", "rows.jsonl", tenant=tenant)
    assert (done.returncode, done.stdout) == (
        0,
        "2 feedback imported\nsession_context: not imported, from 1 row: only plaudit sets it\n",
    )
    assert all(one.revision == 1 and one.id != "fb_1" for one in all_feedback(tenant))
