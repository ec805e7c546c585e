"""`plaudit export` against a real server."""

from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest

from plaudit.training_schema import RECORDS, schema
from plaudit.v1 import dataset_pb2, exchange_pb2
from plaudit.v1.feedback_pb2 import RATING_NEGATIVE, RATING_POSITIVE
from support.messages import (
    about,
    chat_field,
    define,
    label_question,
    on_search,
    on_session,
    rating_question,
    register,
    struct,
    submit,
    text_field,
    text_question,
)


@pytest.fixture
def judged(tenant):
    """A namespace with an exchange that was liked and one that was not."""
    for rating in (RATING_POSITIVE, RATING_NEGATIVE):
        exchange = register(tenant, prompt="p", answer=f"a{rating}")
        submit(tenant, target=about(exchange), rating=rating, correction="better")
    return tenant


@pytest.mark.parametrize("form", ["conversational", "plain"])
@pytest.mark.parametrize(
    ("format_", "rows"), [("kto", 2), ("dpo", 3), ("sft", 1), ("reward", 1), ("scores", 1)]
)
def test_examples_are_written(plaudit, judged, tmp_path, format_, rows, form):
    told = "1 example" if rows == 1 else f"{rows} examples"
    for out in ("out.jsonl", "out.parquet"):
        done = plaudit("export", format_, out, "--form", form, tenant=judged)
        assert (done.returncode, done.stdout) == (0, f"{told} in {out}\n")
    read = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    table = pq.read_table(tmp_path / "out.parquet")
    assert len(read) == table.num_rows == rows
    assert read == table.to_pylist()


def test_an_empty_export_is_reported(plaudit, tenant, tmp_path):
    done = plaudit("export", "kto", "out.jsonl", tenant=tenant)
    assert (done.returncode, done.stdout) == (0, "no examples: out.jsonl has no rows\n")
    assert (tmp_path / "out.jsonl").read_text() == ""


def test_an_unknown_dataset_leaves_no_file(plaudit, tenant, tmp_path):
    done = plaudit("export", "dpo", "out.jsonl", "--dataset", "lost", tenant=tenant)
    assert done.returncode == 1
    assert "DATASET_NOT_FOUND" in done.stderr
    assert list(tmp_path.iterdir()) == []


DRAFT, DISCARDED = dataset_pb2.RESPONSE_STATUS_DRAFT, dataset_pb2.RESPONSE_STATUS_DISCARDED


def quality_dataset(client, name):
    return define(
        client,
        name=name,
        fields=[chat_field("question"), text_field("a"), text_field("b")],
        questions=[
            label_question("quality", "good", "bad"),
            rating_question("stars_a", 1, 2, 3),
            rating_question("stars_b", 1, 2, 3),
            text_question("rewrite"),
        ],
    )


def records(client, dataset, *items):
    request = dataset_pb2.BatchCreateRecordsRequest()
    for item in items:
        item["record"]["dataset_id"] = dataset.id
        request.items.add(**item)
    answer = client.datasets.BatchCreateRecords(request)
    assert not answer.failed_count, answer


def shown(**values):
    return struct({"question": [{"role": "user", "content": "Hi"}], **values})


@pytest.fixture
def annotated(tenant):
    """A dataset with records of every kind, and responses of every status."""
    dataset = quality_dataset(tenant, "first")
    answers = [
        {"external_user_id": "ada", "values": struct({"quality": "good", "stars_a": 3})},
        {"user_id": "bob", "values": struct({"quality": "bad"}), "status": DRAFT},
        {"values": struct({}), "status": DISCARDED},
    ]
    suggestion = dataset_pb2.Suggestion(question_name="stars_a", score=0.5, agent="judge")
    suggestion.value.number_value = 2
    named = {
        "field_to_value": shown(a="A", b="\u2028 é"),
        "external_id": "one",
        "metadata": struct({"n": 1.5, "list": [1, None, True]}),
        "suggestions": [suggestion],
    }
    records(
        tenant,
        dataset,
        {"record": named, "responses": answers},
        {"record": {"field_to_value": shown(a="A")}, "responses": answers[:2]},
        {"record": {"field_to_value": shown(a="unanswered"), "external_id": "three"}},
    )
    return tenant


GIVEN_BY_THE_SERVER = {"id", "create_time", "update_time"}


def rows(path):
    """Read the rows of a file of records, without what only the server sets."""
    if path.suffix == ".parquet":
        found = [
            {name: json.loads(value) for name, value in row.items()}
            for row in pq.read_table(path).to_pylist()
        ]
    else:
        found = [json.loads(line) for line in path.open()]
    for row in found:
        for one in (row["record"], *row["responses"]):
            for name in GIVEN_BY_THE_SERVER:
                del one[name]
    return found


@pytest.mark.parametrize("options", [(), ("--flat",)], ids=["nested", "flat"])
@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_exported_records_make_the_same_dataset_again(
    plaudit, annotated, tmp_path, ending, options
):
    first, second = f"first.{ending}", f"second.{ending}"
    done = plaudit("export", "records", "first", first, *options, tenant=annotated)
    assert done.stdout == f"3 records with 5 responses in {first}\n"
    copy = quality_dataset(annotated, "copy")
    done = plaudit(*("import", "records", first, "--dataset", "copy", "--upsert"), tenant=annotated)
    assert done.returncode == 0, done.stderr
    found = annotated.datasets.GetDataset(dataset_pb2.GetDatasetRequest(id=copy.id)).dataset
    counts = found.progress
    assert (counts.record_count, counts.submitted_response_count) == (3, 2)
    assert (counts.draft_response_count, counts.discarded_response_count) == (2, 1)
    plaudit("export", "records", "copy", second, *options, tenant=annotated)
    assert rows(tmp_path / second) == rows(tmp_path / first)


@pytest.mark.parametrize("options", [(), ("--flat",)], ids=["nested", "flat"])
@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_records_keep_their_exchanges_in_another_namespace(
    plaudit, annotated, new_tenant, tmp_path, ending, options
):
    """The ids of exchanges differ there, so a row says what its exchange is known by."""
    dataset = annotated.datasets.GetDataset(dataset_pb2.GetDatasetRequest(name="first")).dataset
    made_from = [
        register(annotated, prompt="p"),
        register(annotated, message_id="", request_id="r"),
    ]
    answers = [{"external_user_id": u, "values": struct({"stars_a": 1})} for u in "ab"]
    for i, one in enumerate(made_from):
        record = {"field_to_value": shown(a="A"), "external_id": f"x{i}", "exchange_id": one.id}
        records(annotated, dataset, {"record": record, "responses": answers})
    there = new_tenant()
    register(there)  # so that no id is the same by chance
    quality_dataset(there, "first")
    files = {}
    for where, client in (("here", annotated), ("there", there)):
        for what in (("exchanges",), ("records", "first")):
            file = f"{what[0]}-{where}.{ending}"
            if client is there:
                more = ("--dataset", "first", "--upsert") if len(what) > 1 else ()
                source = f"{what[0]}-here.{ending}"
                done = plaudit("import", what[0], source, *more, tenant=client)
                assert done.returncode == 0, done.stderr
            flat = options if len(what) > 1 else ()
            assert plaudit("export", *what, file, *flat, tenant=client).returncode == 0
        files[where] = rows(tmp_path / f"records-{where}.{ending}")
        linked = [row["record"] for row in files[where] if "exchange_id" in row["record"]]
        assert len(linked) == (4 if options else 2)
        for record in linked:
            request = exchange_pb2.GetExchangeRequest(id=record.pop("exchange_id"))
            stored = client.exchanges.GetExchange(request).exchange
            names = ("session_id", "message_id", "request_id")
            known = {name: getattr(stored, name) for name in names if getattr(stored, name)}
            assert record["exchange"] == known
    assert files["here"] == files["there"]
    command = ("import", "records", f"records-here.{ending}", "--dataset", "first")
    again = plaudit(*command, tenant=there)
    assert again.returncode == 0, again.stderr
    assert "in conflict" not in again.stdout


def test_a_row_is_a_record_with_its_responses_or_one_of_them(plaudit, annotated, tmp_path):
    plaudit("export", "records", "first", "nested.jsonl", tenant=annotated)
    plaudit("export", "records", "first", "flat.jsonl", "--flat", tenant=annotated)
    nested = rows(tmp_path / "nested.jsonl")
    assert [len(row["responses"]) for row in nested] == [3, 2, 0]
    assert nested[0]["record"]["suggestions"] == [
        {"question_name": "stars_a", "value": 2, "score": 0.5, "agent": "judge"}
    ]
    assert nested[0]["responses"][0] == {
        "status": "RESPONSE_STATUS_SUBMITTED",
        "values": {"quality": "good", "stars_a": 3},
        "external_user_id": "ada",
        "user_id": nested[0]["responses"][0]["user_id"],
        "occur_time": nested[0]["responses"][0]["occur_time"],
    }
    flat = rows(tmp_path / "flat.jsonl")
    assert [len(row["responses"]) for row in flat] == [1, 1, 1, 1, 1, 0]
    names = [row["record"]["external_id"] for row in flat]
    assert names == ["one"] * 3 + [names[3]] * 2 + ["three"]
    assert names[3].startswith("rec_")


def test_a_long_list_of_records_is_exported_whole(plaudit, tenant, tmp_path):
    """Responses are listed in another order than their records, and both in several pages."""
    dataset = quality_dataset(tenant, "long")
    every = range(1_100)
    for start in range(0, len(every), 550):
        items = [
            {"record": {"field_to_value": shown(a="A"), "external_id": f"r{i}"}}
            for i in every[start : start + 550]
        ]
        records(tenant, dataset, *items)
    request = dataset_pb2.BatchCreateRecordsRequest(upsert=True)
    for i in reversed(every[100:]):
        answers = [{"external_user_id": u, "values": struct({"stars_a": 1})} for u in "ab"]
        record = {"field_to_value": shown(a="A"), "external_id": f"r{i}", "dataset_id": dataset.id}
        request.items.add(record=record, responses=answers)
    assert not tenant.datasets.BatchCreateRecords(request).failed_count
    done = plaudit("export", "records", "long", "out.jsonl", tenant=tenant)
    assert done.stdout == "1,100 records with 2,000 responses in out.jsonl\n"
    found = rows(tmp_path / "out.jsonl")
    assert [row["record"]["external_id"] for row in found] == [f"r{i}" for i in every]
    assert [len(row["responses"]) for row in found] == [0] * 100 + [2] * 1_000


def test_an_empty_dataset_is_reported(plaudit, tenant, tmp_path):
    quality_dataset(tenant, "empty")
    done = plaudit("export", "records", "empty", "out.parquet", tenant=tenant)
    assert done.stdout == "no records: out.parquet has no rows\n"
    assert pq.read_table(tmp_path / "out.parquet").column_names == ["record", "responses"]


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_exported_exchanges_and_feedback_make_the_same_again(
    plaudit, tenant, new_tenant, tmp_path, ending
):
    context = [exchange_pb2.ChatMessage(role="system", content="Be brief.")]
    exchange = register(
        tenant,
        prompt="p",
        answer="a",
        context=context,
        topic="t",
        confidence=0.5,
        metadata=struct({"a": [1, {"b": None}]}),
        external_user_id="eve",
    )
    register(tenant, prompt="waiting", status=exchange_pb2.EXCHANGE_STATUS_PENDING)
    register(tenant, message_id="", request_id="r", prompt="p", answer="a")
    submit(
        tenant,
        target=about(exchange),
        rating=RATING_POSITIVE,
        score=0.1,
        text="é \u2028",
        correction="c",
        name="tone",
        origin=2,
        processed=True,
        cited_memory_ids=["m"],
        metadata=struct({"k": {"deep": [1.5]}}),
        value={"int_value": 2**53 + 1},
        external_user_id="ada",
    )
    submit(tenant, target=on_session("s"), rating=RATING_NEGATIVE, user_id="bob")
    submit(tenant, target=on_search("q"), value={"bool_value": False})
    other = new_tenant()
    files = {}
    for where, client in (("here", tenant), ("there", other)):
        for what, kind in (("exchanges", "exchanges"), ("raw", "feedback")):
            file = f"{what}-{where}.{ending}"
            if client is other:
                source = f"{what}-here.{ending}"
                done = plaudit("import", kind, source, tenant=other)
                told = f"3 {kind} imported\n"
                assert (done.returncode, done.stdout) == (0, told), done.stderr
            assert plaudit("export", what, file, tenant=client).returncode == 0
            files[what, where] = messages(tmp_path / file)
    for what in ("exchanges", "raw"):
        assert all(row["occur_time"] for row in files[what, "here"])
        assert files[what, "here"] == files[what, "there"]
        assert len(files[what, "here"]) == 3


def messages(path):
    """Read the rows of a file of messages, without what only the server sets."""
    if path.suffix == ".parquet":
        found = pq.read_table(path).to_pylist()
    else:
        found = [json.loads(line) for line in path.open()]
    for row in found:
        for name in (*GIVEN_BY_THE_SERVER, "state", "revision", "session_context"):
            row.pop(name, None)
    return found


GOOD = ("--desirable", "good", "--undesirable", "bad")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("kto", "--answer", "a=quality", *GOOD), [True, False]),
        (("kto", "--answer", "a=quality", *GOOD, "--majority"), []),
        (("kto", "--answer", "a=stars_a", "--desirable", "3", "--undesirable", "1"), [True]),
        (("kto", "--answer", "a=stars_a", "--desirable", "2"), [True, True]),
        (("dpo", "--answer", "a=stars_a", "--answer", "b=stars_b"), ["A", "B"]),
        (("dpo", "--answer", "a=rewrite"), ["Better."]),
        (("reward", "--answer", "a=stars_a", "--answer", "b=stars_b", "--majority"), [0.5]),
        (("sft", "--text", "rewrite"), ["Better."]),
        (("sft", "--answer", "a=stars_a", "--desirable", "2"), ["A"]),
    ],
)
def test_the_responses_to_a_dataset_make_examples(plaudit, tenant, tmp_path, arguments, expected):
    dataset = quality_dataset(tenant, "qa")
    said = [
        {"quality": "good", "stars_a": 3, "stars_b": 1, "rewrite": "Better."},
        {"quality": "bad", "stars_a": 2, "stars_b": 3},
    ]
    answers = [{"external_user_id": f"u{i}", "values": struct(one)} for i, one in enumerate(said)]
    record = {"record": {"field_to_value": shown(a="A", b="B")}, "responses": answers}
    records(tenant, dataset, record)
    format_, *options = arguments
    done = plaudit(
        *("export", format_, "out.jsonl", "--dataset", "qa", "--prompt-field", "question"),
        *("--form", "plain", *options),
        tenant=tenant,
    )
    assert done.returncode == 0, done.stderr
    read = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    column = {"kto": "label", "dpo": "chosen", "reward": "margin", "sft": "completion"}[format_]
    assert [row[column] for row in read] == expected


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--answer", "a=quality"), "need --dataset"),
        (("--dataset", "qa"), "needs --answer"),
        (("--dataset", "qa", "--answer", "a"), "must be FIELD=QUESTION"),
        (("--dataset", "qa", "--answer", "a=stars_a", "--desirable", "x"), "must be one rating"),
    ],
)
def test_options_of_a_dataset_that_do_not_fit_are_refused(
    plaudit, tenant, tmp_path, arguments, said
):
    quality_dataset(tenant, "qa")
    done = plaudit("export", "kto", "out.jsonl", *arguments, tenant=tenant)
    assert done.returncode != 0
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


HAS = "must be a text or chat field of the dataset, which has question, a, b"
PROMPT = ("--prompt-field", "question")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("kto", "--answer", "a=quality", *GOOD), [f"--prompt-field: {HAS}"]),
        (
            ("kto", *PROMPT, "--answer", "a=quality"),
            ["--desirable: must have a label of quality, here or in --undesirable"],
        ),
        (("kto", *PROMPT, "--answer", "x=quality", *GOOD), [f"--answer x=quality: {HAS}"]),
        (
            ("kto", "--answer", "a=quality", *GOOD, "--model", "m"),
            ["--model: must not be set with --dataset: it selects feedback"],
        ),
        (
            ("sft", *PROMPT, "--answer", "a=stars_a", "--text", "rewrite"),
            ["--desirable: must be set: from which rating of stars_a an answer is desirable"],
        ),
        (
            ("kto", "--answer", "x=quality", "--answer", "y=quality"),
            [
                f"--prompt-field: {HAS}",
                f"--answer x=quality: {HAS}",
                "--desirable: must have a label of quality, here or in --undesirable",
                f"--answer y=quality: {HAS}",
            ],
        ),
    ],
)
def test_an_error_names_each_option_once(plaudit, tenant, tmp_path, arguments, told):
    quality_dataset(tenant, "qa")
    format_, *options = arguments
    done = plaudit("export", format_, "out.jsonl", "--dataset", "qa", *options, tenant=tenant)
    assert done.returncode == 1
    said = done.stderr.splitlines()
    if len(told) == 1:
        assert said == [f"Error: INVALID_FIELD: {told[0]}"]
    else:
        first = "Error: INVALID_FIELD: several options are not valid"
        assert sorted(said) == sorted([first, *(f"  {line}" for line in told)])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("quality", "; quality is a label question: use --answer FIELD=quality"),
        ("stars_a", "; stars_a is a rating question: use --answer FIELD=stars_a"),
        ("lost", "the dataset, which has rewrite\n"),
    ],
)
def test_a_text_is_a_text_question(plaudit, tenant, question, told):
    quality_dataset(tenant, "qa")
    done = plaudit(
        "export", "sft", "out.jsonl", "--dataset", "qa", "--text", question, tenant=tenant
    )
    assert done.returncode == 2
    wanted = f"--text {question}: must be a text question of the dataset, which has rewrite"
    assert wanted in done.stderr
    assert told in done.stderr


@pytest.mark.parametrize("format_", ["kto", "dpo", "sft", "reward", "scores", "raw", "records"])
def test_the_help_of_an_export_names_its_columns(plaudit, format_):
    said = " ".join(plaudit("export", format_, "--help").stdout.split())
    assert "Column" in said
    if format_ == "raw":
        return
    for form in ("conversational", "plain"):
        names = RECORDS.names if format_ == "records" else schema(format_, form).names
        for name in names:
            assert name in said.partition("Column")[2].partition("Options:")[0]
