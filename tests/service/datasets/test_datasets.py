"""Datasets with their fields and questions, and records with their first responses."""

from __future__ import annotations

import pytest

from plaudit.v1 import dataset_pb2
from plaudit.v1.dataset_pb2 import (
    RESPONSE_STATUS_DISCARDED,
    RESPONSE_STATUS_DRAFT,
    RESPONSE_STATUS_SUBMITTED,
    Dataset,
    Field,
    Question,
)
from support.messages import (
    chat_field,
    define,
    definition,
    fresh,
    label_question,
    multi_label_question,
    ranking_question,
    rating_question,
    record_by_id,
    recording,
    struct,
    text_field,
    text_question,
)

UNICODE = "é 漢字 🙂 e\u0301 \uffff \u2028"
AWKWARD = "'\"`\\ \\N \\. %s {} $1 ? ; -- /*"


def every_kind() -> dict:
    """A dataset with a field and a question of each kind, and every attribute set."""
    fields = [text_field("prompt", required=True), chat_field("so-far_1")]
    questions = [
        text_question("comment"),
        rating_question("stars", -1, 0, 2**31 - 1),
        label_question("tone", UNICODE, AWKWARD, "b", "a"),
        multi_label_question("topics", "one"),
        ranking_question("best", "x", "y", allow_ties=True),
        ranking_question("strict", "y", "x"),
        label_question("needed", "yes", "no", required=True),
    ]
    for part in (*fields, *questions):
        part.title = f"{part.name} {UNICODE}"
    for question in questions:
        question.description = f"{AWKWARD}\n\t{UNICODE}"
    return {
        "name": f"{fresh('all')} {UNICODE} {AWKWARD}",
        "description": f"{UNICODE}\n{AWKWARD}",
        "fields": fields,
        "questions": questions,
    }


def by_id(client, dataset_id: str) -> Dataset:
    return client.datasets.GetDataset(dataset_pb2.GetDatasetRequest(id=dataset_id)).dataset


def by_name(client, name: str) -> Dataset:
    return client.datasets.GetDataset(dataset_pb2.GetDatasetRequest(name=name)).dataset


def test_a_dataset_is_returned_by_create_by_id_and_by_name(tenant):
    requested = every_kind()
    stored = define(tenant, **requested)
    assert stored.id.startswith("ds_")
    assert stored.create_time == stored.update_time
    assert by_id(tenant, stored.id) == stored
    assert by_name(tenant, requested["name"]) == stored
    assert stored.progress == dataset_pb2.DatasetProgress()
    for field in ("id", "create_time", "update_time", "progress"):
        stored.ClearField(field)
    assert stored == Dataset(**requested, responses_per_record=1)


def test_a_dataset_may_have_a_hundred_fields_and_questions_and_options(tenant):
    options = [f"{i} " + "漢" * 250 for i in range(100)]
    stored = define(
        tenant,
        description="漢" * 32_768,
        fields=[text_field(f"{i}-" + "f" * 124) for i in range(100)],
        questions=[
            *[text_question(f"q{i}") for i in range(96)],
            rating_question("r", *range(100)),
            label_question("l", *options),
            multi_label_question("m", *options),
            ranking_question("o", *options),
        ],
    )
    assert by_id(tenant, stored.id) == stored
    assert list(stored.questions[-1].ranking.options) == options


def test_a_name_is_taken_once_in_a_namespace(tenant, refused):
    existing = define(tenant, name="answers")
    error = refused(
        tenant.datasets.CreateDataset,
        definition(name="answers", description="another"),
        "ALREADY_EXISTS",
        "DATASET_EXISTS",
    )
    assert error.ids["dataset_id"] == existing.id
    assert error.details["ResourceInfo"].resource_type == "plaudit.v1.Dataset"
    assert error.details["ResourceInfo"].resource_name == existing.id
    assert "answers" in error.message


@pytest.mark.parametrize(
    "request_", [{"id": "ds_lost"}, {"name": "lost"}, {"name": "ds_lost"}], ids=str
)
def test_an_unknown_dataset_is_not_found(tenant, refused, request_):
    error = refused(
        tenant.datasets.GetDataset,
        dataset_pb2.GetDatasetRequest(**request_),
        "NOT_FOUND",
        "DATASET_NOT_FOUND",
    )
    assert error.details["ResourceInfo"].resource_name in request_.values()


@pytest.mark.parametrize(
    ("dataset", "fields"),
    [
        (Dataset(), {"dataset.name", "dataset.fields", "dataset.questions"}),
        (
            Dataset(name="d", fields=[Field()], questions=[Question()]),
            {
                "dataset.fields[0].name",
                "dataset.fields[0]",
                "dataset.questions[0].name",
                "dataset.questions[0]",
            },
        ),
        (
            Dataset(
                name="d",
                fields=[text_field("a b"), text_field("é"), text_field("x" * 129)],
                questions=[rating_question("r", 1), label_question("l", "same", "same")],
            ),
            {
                "dataset.fields[0].name",
                "dataset.fields[1].name",
                "dataset.fields[2].name",
                "dataset.questions[0].rating.values",
                "dataset.questions[1].label.labels",
            },
        ),
        (
            Dataset(
                name="d",
                fields=[text_field("a"), chat_field("a")],
                questions=[
                    text_question("q"),
                    text_question("q"),
                    rating_question("r", 2, 1),
                ],
            ),
            {"dataset.fields", "dataset.questions", "dataset.questions[2].rating.values"},
        ),
        (
            Dataset(
                name="d",
                fields=[text_field(f"f{i}") for i in range(101)],
                questions=[
                    multi_label_question("m"),
                    ranking_question("o", "one"),
                    label_question("l", "", "x" * 257, "a\tb"),
                    rating_question("r", *range(101)),
                ],
            ),
            {
                "dataset.fields",
                "dataset.questions[0].multi_label.labels",
                "dataset.questions[1].ranking.options",
                "dataset.questions[2].label.labels[0]",
                "dataset.questions[2].label.labels[1]",
                "dataset.questions[2].label.labels[2]",
                "dataset.questions[3].rating.values",
            },
        ),
    ],
    ids=["nothing", "no kinds", "names and options", "between parts", "counts"],
)
def test_a_dataset_that_breaks_rules_is_refused_naming_each_field(tenant, refused, dataset, fields):
    error = refused(
        tenant.datasets.CreateDataset,
        dataset_pb2.CreateDatasetRequest(dataset=dataset),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(error.fields) == fields


def test_a_record_is_returned_with_its_first_response(tenant):
    dataset = define(tenant, **every_kind())
    request = recording(
        dataset.id,
        {
            "prompt": f"{UNICODE}\n{AWKWARD}",
            "so-far_1": [{"role": "user", "content": UNICODE}, {"role": "", "content": ""}],
        },
        {
            "comment": AWKWARD,
            "stars": -1,
            "tone": AWKWARD,
            "topics": [],
            "best": [["y", "x"]],
            "strict": ["x", "y"],
            "needed": "yes",
        },
        user_id=f"u {UNICODE}",
        external_user_id=AWKWARD,
    )
    request.record.external_id = f"mine {UNICODE}"
    request.record.metadata.MergeFrom(struct({"a": [None, {}, []], "": 0.5}))
    answer = tenant.datasets.CreateRecord(request)
    assert answer.record.id.startswith("rec_")
    assert answer.response.id.startswith("rsp_")
    assert answer.response.record_id == answer.record.id
    assert answer.response.status == RESPONSE_STATUS_SUBMITTED
    for field in ("dataset_id", "field_to_value", "external_id", "metadata"):
        assert getattr(answer.record, field) == getattr(request.record, field)
    for field in ("values", "user_id", "external_user_id"):
        assert getattr(answer.response, field) == getattr(request.response, field)
    read = record_by_id(tenant, answer.record.id)
    assert read.record == answer.record
    assert list(read.responses) == [answer.response]


def test_a_record_may_come_without_a_response(tenant):
    dataset = define(tenant, questions=[label_question("q", "a", "b", required=True)])
    answer = tenant.datasets.CreateRecord(recording(dataset.id, {"shown": "x"}))
    assert not answer.HasField("response")
    read = record_by_id(tenant, answer.record.id)
    assert read.record == answer.record
    assert not read.responses


@pytest.mark.parametrize("status", dataset_pb2.ResponseStatus.values()[1:])
def test_a_response_has_the_status_that_it_was_given(tenant, status):
    dataset = define(tenant)
    answer = tenant.datasets.CreateRecord(
        recording(dataset.id, {"shown": "x"}, {"asked": "y"}, status=status)
    )
    assert answer.response.status == status
    assert record_by_id(tenant, answer.record.id).responses[0].status == status


@pytest.mark.parametrize("status", [RESPONSE_STATUS_DRAFT, RESPONSE_STATUS_DISCARDED])
def test_only_a_submitted_response_must_answer_required_questions(tenant, refused, status):
    dataset = define(
        tenant,
        questions=[text_question("a", required=True), text_question("b", required=True)],
    )
    answer = tenant.datasets.CreateRecord(
        recording(dataset.id, {"shown": "x"}, {"a": "yes"}, status=status)
    )
    assert answer.response.values == struct({"a": "yes"})
    for answers in ({"a": "yes"}, {"a": "yes", "b": None}):
        error = refused(
            tenant.datasets.CreateRecord,
            recording(dataset.id, {"shown": "x"}, answers),
            "INVALID_ARGUMENT",
            "ANSWER_DOES_NOT_FIT",
        )
        assert set(error.fields) == {"response.values.b"}


def test_the_annotator_without_a_name_is_the_key(tenant):
    dataset = define(tenant)
    key = tenant.new_key("datasets.write")
    client = tenant.server.client(key.secret)
    answer = client.datasets.CreateRecord(recording(dataset.id, {"shown": "x"}, {"asked": "y"}))
    assert answer.response.user_id == key.api_key.id
    assert record_by_id(tenant, answer.record.id).responses[0] == answer.response


def test_output_only_fields_are_ignored_on_input(tenant):
    dataset = define(tenant, id="ds_mine")
    assert dataset.id != "ds_mine"
    request = recording(dataset.id, {"shown": "x"}, {"asked": "y"}, id="rsp_mine", record_id="r")
    request.record.id = "rec_mine"
    answer = tenant.datasets.CreateRecord(request)
    assert answer.record.id != "rec_mine"
    assert answer.response.id != "rsp_mine"
    assert answer.response.record_id == answer.record.id


def test_two_records_may_have_the_same_values(tenant):
    dataset = define(tenant)
    request = recording(dataset.id, {"shown": "x"}, {"asked": "y"})
    first, second = (tenant.datasets.CreateRecord(request) for _ in range(2))
    assert first.record.id < second.record.id


def test_a_record_of_an_unknown_dataset_is_refused(tenant, refused):
    error = refused(
        tenant.datasets.CreateRecord,
        recording("ds_lost", {"shown": "x"}),
        "NOT_FOUND",
        "DATASET_NOT_FOUND",
    )
    assert error.details["ResourceInfo"].resource_name == "ds_lost"
    assert "ds_lost" in error.ids.values()


def test_an_unknown_record_is_not_found(tenant, refused):
    error = refused(
        tenant.datasets.GetRecord,
        dataset_pb2.GetRecordRequest(id="rec_lost"),
        "NOT_FOUND",
        "RECORD_NOT_FOUND",
    )
    assert error.ids["record_id"] == "rec_lost"
    assert error.details["ResourceInfo"].resource_type == "plaudit.v1.Record"
    assert error.details["ResourceInfo"].resource_name == "rec_lost"
