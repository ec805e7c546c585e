"""Exported files have the trainers' columns, and are there as a whole or not at all."""

import json

import click
import datasets
import grpc
import pyarrow.parquet as pq
import pytest

from plaudit.cli.exporting.examples import resumed, write
from plaudit.cli.exporting.lists import items
from plaudit.cli.exporting.refusals import in_options
from plaudit.cli.exporting.rows import example_row
from plaudit.cli.failures import Failure, ServerFailure
from plaudit.cli.waiting import Patience
from plaudit.errors import Violation
from plaudit.training_schema import EXCHANGES, RAW, schema
from plaudit.v1 import dataset_pb2, exchange_pb2, export_pb2, feedback_pb2
from plaudit.v1.export_pb2 import ExportTrainingRequest, ExportTrainingResponse, TrainingExample
from support.trainers import COLUMNS, OWN

EXPECTED = {**COLUMNS, **OWN}


def said(form, role, content):
    if form == "plain":
        return export_pb2.TrainingText(text=content)
    return export_pb2.TrainingText(messages=[{"role": role, "content": content}])


def example(format_, form):
    prompt, good, bad = (said(form, "user", "hi"), *(said(form, "assistant", a) for a in "ab"))
    match format_:
        case "kto":
            return TrainingExample(kto={"prompt": prompt, "completion": good, "label": True})
        case "dpo":
            return TrainingExample(dpo={"prompt": prompt, "chosen": good, "rejected": bad})
        case "reward":
            pair = {"prompt": prompt, "chosen": good, "rejected": bad, "margin": 0.75}
            return TrainingExample(reward_pair=pair)
        case "scores":
            rewards = {"prompt": prompt, "responses": [good, bad], "scores": [1.0, 0.25]}
            return TrainingExample(reward=rewards)
    if form == "plain":
        return TrainingExample(sft={"prompt": "hi", "completion": "a"})
    return TrainingExample(sft={"messages": [{"role": "user", "content": "hi"}]})


def chunk(*examples, token="t", progress=1.0):
    return ExportTrainingResponse(examples=examples, resume_token=token, progress=progress)


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".parquet"])
@pytest.mark.parametrize(("format_", "form"), list(EXPECTED))
def test_a_file_loads_with_exactly_the_columns_of_its_trainer(tmp_path, ending, format_, form):
    out = tmp_path / f"out{ending}"
    assert write([chunk(example(format_, form))], out, ending, format_, form) == 1
    loader = "parquet" if ending == ".parquet" else "json"
    loaded = datasets.load_dataset(
        loader, data_files=str(out), split="train", cache_dir=str(tmp_path / "cache")
    )
    assert loaded.features == datasets.Features(EXPECTED[format_, form])
    assert loaded[0] == example_row(example(format_, form))


def test_no_examples_still_give_a_parquet_file_with_its_columns(tmp_path):
    out = tmp_path / "out.parquet"
    assert write([chunk()], out, ".parquet", "kto", "plain") == 0
    assert pq.read_table(out).schema.equals(schema("kto", "plain"))


def test_raw_feedback_has_a_column_a_field(tmp_path):
    feedback = {"id": "fb_1", "target": {"search": {"search_id": "s"}}, "score": 0.5}
    made = TrainingExample(feedback={**feedback, "create_time": {"seconds": 5}})
    write([chunk(made)], tmp_path / "raw.parquet", ".parquet", "raw", "plain")
    write([chunk(made)], tmp_path / "raw.jsonl", ".jsonl", "raw", "plain")
    (row,) = pq.read_table(tmp_path / "raw.parquet").to_pylist()
    assert json.loads(row["target"]) == feedback["target"]
    assert row["create_time"].timestamp() == 5
    assert row["text"] is None
    assert json.loads((tmp_path / "raw.jsonl").read_text())["target"] == feedback["target"]


@pytest.mark.parametrize(
    ("schema", "message"),
    [(RAW, feedback_pb2.Feedback), (EXCHANGES, exchange_pb2.Exchange)],
    ids=["feedback", "exchanges"],
)
def test_every_field_of_a_message_has_a_column(schema, message):
    assert schema.names == [field.name for field in message.DESCRIPTOR.fields]


def split(record, responses, **options):
    made = items(dataset_pb2.Record(**record), iter(responses), **options)
    return [(one.record.external_id, [answer.user_id for answer in one.responses]) for one in made]


def said_by(*users, **values):
    return [dataset_pb2.RecordResponse(record_id="rec_1", user_id=u, values=values) for u in users]


def test_a_record_has_one_row_with_all_its_responses():
    assert split({"id": "rec_1"}, said_by("a", "b"), flat=False) == [("", ["a", "b"])]
    assert split({"id": "rec_1"}, [], flat=False) == [("", [])]


def test_a_record_with_more_than_an_import_takes_at_once_has_several_rows():
    users = [f"u{i}" for i in range(250)]
    for named, name in (("", "rec_1"), ("mine", "mine")):
        record = {"id": "rec_1", "external_id": named}
        found = split(record, said_by(*users), flat=False)
        assert [external_id for external_id, _ in found] == [name] * 3
        assert [len(answers) for _, answers in found] == [100, 100, 50]
        assert [user for _, answers in found for user in answers] == users
    long = said_by("a", "b", "c", "d", "e", text="x" * 1_000_000)
    found = split({"id": "rec_1"}, long, flat=False)
    assert [len(answers) for _, answers in found] == [3, 2]


def test_flat_rows_of_a_record_share_its_external_id():
    answers = said_by("a", "b")
    assert split({"id": "rec_1"}, answers, flat=True) == [("rec_1", ["a"]), ("rec_1", ["b"])]
    named = {"id": "rec_1", "external_id": "mine"}
    assert split(named, answers, flat=True) == [("mine", ["a"]), ("mine", ["b"])]
    assert split(named, [], flat=True) == [("mine", [])]


class Lost(grpc.RpcError):
    def __init__(self, code=grpc.StatusCode.UNAVAILABLE):
        self._code = code

    def code(self):
        return self._code

    def details(self):
        return "lost"

    def trailing_metadata(self):
        return ()


def scripted(*streams):
    """Answers streams in turn, and keeps the tokens with which they were asked for."""
    tokens, left = [], list(streams)

    def opened(asked):
        tokens.append(asked.resume_token)
        for part in left.pop(0):
            if isinstance(part, Exception):
                raise part
            yield part

    return opened, tokens


def patience(tries=3):
    return Patience("here", tries=tries, sleep=lambda _: None)


def test_a_lost_stream_resumes_after_the_last_chunk():
    opened, tokens = scripted(
        [chunk(token="a", progress=0.2), Lost()],
        [Lost()],
        [chunk(token="b", progress=0.5)],
        [chunk(token="c")],
    )
    came = list(resumed(opened, ExportTrainingRequest(), patience()))
    assert [one.resume_token for one in came] == ["a", "b", "c"]
    assert tokens == ["", "a", "a", "b"]


def test_an_export_fails_after_repeated_failures_or_endless_streams(tmp_path):
    opened, tokens = scripted(*[[Lost()]] * 5)
    out = tmp_path / "out.jsonl"
    out.write_text("before")
    chunks = resumed(opened, ExportTrainingRequest(), patience())
    with pytest.raises(ServerFailure, match="the connection to here was lost"):
        write(chunks, out, ".jsonl", "kto", "plain")
    assert len(tokens) == 3
    assert out.read_text() == "before"
    assert list(tmp_path.iterdir()) == [out]
    with pytest.raises(click.ClickException, match="before it was complete"):
        list(resumed(scripted(*[[]] * 5)[0], ExportTrainingRequest(), patience()))


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".parquet"])
def test_a_broken_export_leaves_nothing(tmp_path, ending):
    def breaks():
        yield chunk(example("kto", "plain"), progress=0.5)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(breaks(), tmp_path / f"out{ending}", ending, "kto", "plain")
    assert list(tmp_path.iterdir()) == []


def test_every_field_that_an_option_sets_has_its_name_in_errors():
    source = export_pb2.DatasetSource(answers=[{"completion_field": "a", "question_name": "q"}])
    source.answers.add(question_name="t")
    request = ExportTrainingRequest(dataset_sources=[source])
    at = "dataset_sources[0].answers"
    expected = {
        "filter.time_range.start": "--from",
        "filter.time_range.end": "--to",
        "filter.names[1]": "--name",
        "filter.topics": "--topic",
        "filter.models[0]": "--model",
        "filter.origins": "--origin",
        "preference_sources": "--preference-source",
        "dataset_id": "--dataset",
        "dataset_sources": "--dataset",
        "dataset_sources[0].dataset_id": "--dataset",
        "prompt_field": "--prompt-field",
        "dataset_sources[0].prompt_field": "--prompt-field",
        "majority": "--majority",
        "prompt_form": "--form",
        at: "--answer",
        f"{at}[0]": "--answer a=q",
        f"{at}[0].completion_field": "--answer a=q",
        f"{at}[1].question_name": "--text t",
        f"{at}[0].desirable_labels[2]": "--desirable",
        f"{at}[0].desirable_from": "--desirable",
        f"{at}[0].undesirable_labels": "--undesirable",
        f"{at}[0].undesirable_to": "--undesirable",
        "resume_token": "resume_token",
    }
    for field, option in expected.items():
        failure = Failure("INVALID_FIELD", "", (Violation(field, "rule"),))
        assert in_options(failure, request) == f"INVALID_FIELD: {option}: rule"
