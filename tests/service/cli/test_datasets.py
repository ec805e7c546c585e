"""`plaudit datasets`, `annotate` and `import records` against a real server."""

from __future__ import annotations

import json

from plaudit.v1 import dataset_pb2
from support.messages import (
    define,
    label_question,
    multi_label_question,
    rating_question,
    struct,
    text_field,
)

DEFINITION = {
    "name": "answers",
    "fields": [{"name": "shown", "required": True, "text": {}}],
    "questions": [{"name": "quality", "required": True, "rating": {"values": [1, 2, 3]}}],
}


def test_a_dataset_is_created_listed_shown_and_deleted(plaudit, tenant, tmp_path):
    assert plaudit("datasets", tenant=tenant).stdout == "no datasets\n"
    (tmp_path / "new.json").write_text(json.dumps(DEFINITION))
    made = plaudit("datasets", "create", "new.json", tenant=tenant)
    assert made.returncode == 0
    assert "answers" in plaudit("datasets", "list", tenant=tenant).stdout
    for command in (("list",), ("show", "answers")):
        printed = json.loads(plaudit("datasets", *command, "--json", tenant=tenant).stdout)
        assert printed["name"] == "answers"
    for name in ("answers", made.stdout.split("\t")[0]):
        assert "quality" in plaudit("datasets", "show", name, tenant=tenant).stdout
    assert plaudit("datasets", "delete", "answers", tenant=tenant).returncode == 0
    assert plaudit("datasets", tenant=tenant).stdout == "no datasets\n"


def records(path, count, text="text"):
    rows = [
        {"external_id": f"x{n}", "field_to_value": {"shown": f"{text} {n}"}} for n in range(count)
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))


def test_records_are_imported_once_and_upserted_when_asked(plaudit, tenant, tmp_path):
    define(tenant, name="answers", fields=[text_field("shown")])
    records(tmp_path / "rows.jsonl", 5)
    command = ("import", "records", "rows.jsonl", "--dataset", "answers")
    assert plaudit(*command, tenant=tenant).stdout == "5 records imported\n"
    assert plaudit(*command, tenant=tenant).stdout == "0 records imported, 5 unchanged\n"
    records(tmp_path / "rows.jsonl", 5, text="another")
    assert plaudit(*command, "--upsert", tenant=tenant).stdout == "0 records imported, 5 updated\n"


def test_annotators_answer_and_their_agreement_is_printed(plaudit, tenant, tmp_path):
    questions = [rating_question("quality", 1, 2, 3, required=True), label_question("k", "a", "b")]
    made = define(
        tenant,
        name="answers",
        fields=[text_field("shown")],
        questions=questions,
        responses_per_record=2,
    )
    records(tmp_path / "rows.jsonl", 2)
    plaudit("import", "records", "rows.jsonl", "--dataset", "answers", tenant=tenant)
    for user in ("ada", "bob"):
        command = ("annotate", "answers", "--as", user)
        done = plaudit(*command, typed="1\na\n3\nb\n", tenant=tenant)
        assert done.returncode == 0
        assert "no records are left" in done.stdout
    told = plaudit("datasets", "agreement", made.id, tenant=tenant).stdout
    assert [line.split() for line in told.splitlines()] == [
        ["Question", "Kind", "Level", "Units", "Annotators", "Alpha", "AC", "Percent"],
        ["quality", "rating", "ordinal", "2", "2", "1.000", "1.000", "100.0%"],
        ["k", "label", "nominal", "2", "2", "1.000", "1.000", "100.0%"],
    ]
    told = plaudit("datasets", "progress", "answers", tenant=tenant).stdout.splitlines()
    assert told[0] == "2 of 2 records complete"
    assert [line.split()[:5] for line in told[2:]] == [
        ["ada", "0", "2", "0", "0"],
        ["bob", "0", "2", "0", "0"],
    ]
    request = dataset_pb2.GetDatasetRequest(id=made.id)
    assert tenant.datasets.GetDataset(request).dataset.progress.completed_record_count == 2


def test_the_agreement_fits_a_screen_and_its_details_are_shown_when_asked(plaudit, tenant):
    made = define(
        tenant,
        questions=[
            multi_label_question("flaws", "late", "rude"),
            rating_question("of_a", 1, 2, 3),
            rating_question("of_b", 1, 2, 3),
        ],
    )
    answers = [
        {"flaws": ["late"], "of_a": 1, "of_b": 3},
        {"flaws": ["late", "rude"], "of_a": 1, "of_b": 2},
    ]
    record = dataset_pb2.Record(dataset_id=made.id, field_to_value=struct({"shown": "x"}))
    responses = [
        dataset_pb2.RecordResponse(user_id=f"user-{i}", values=struct(values))
        for i, values in enumerate(answers)
    ]
    items = [dataset_pb2.NewRecord(record=record, responses=responses)]
    tenant.datasets.BatchCreateRecords(dataset_pb2.BatchCreateRecordsRequest(items=items))
    agreement = ("datasets", "agreement", made.id)
    plain = plaudit(*agreement, tenant=tenant).stdout
    assert len(plain.splitlines()) == 4
    assert "user-0" not in plain
    one = plaudit(*agreement, "--question", "flaws", tenant=tenant).stdout
    assert "of_a" not in one
    assert ["late", "2", "1", "–", "1.000", "100.0%"] in [line.split() for line in one.splitlines()]
    everything = plaudit(
        *agreement, "--annotators", "--pool", "of_a, of_b", tenant=tenant
    ).stdout.splitlines()
    assert everything[4].split()[:6] == ["of_a", "+", "of_b", "rating", "ordinal", "2"]
    assert sum(line.startswith("user-0") for line in everything) == 4
    failed = plaudit(*agreement, "--pool", "of_a,flaws", tenant=tenant)
    assert failed.returncode == 1
    assert "flaws is multi_label" in failed.stderr
