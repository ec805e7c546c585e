"""Values fit their fields, and answers fit their questions."""

from __future__ import annotations

import pytest

from plaudit.v1 import dataset_pb2
from support.messages import (
    chat_field,
    define,
    label_question,
    multi_label_question,
    ranking_question,
    rating_question,
    record_by_id,
    recording,
    text_field,
    text_question,
)

NAN = float("nan")


@pytest.fixture
def dataset(tenant):
    """A dataset with a field and a question of each kind."""
    return define(
        tenant,
        fields=[text_field("text", required=True), chat_field("chat")],
        questions=[
            text_question("text"),
            rating_question("rating", 1, 2, 3),
            label_question("label", "yes", "no"),
            multi_label_question("labels", "a", "b", "c"),
            ranking_question("order", "x", "y", "z"),
            ranking_question("ties", "x", "y", "z", allow_ties=True),
        ],
    )


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("text", "x"),
        ("text", " x\n"),
        ("rating", 1),
        ("rating", 3.0),
        ("label", "no"),
        ("labels", []),
        ("labels", ["c", "a"]),
        ("order", ["z", "x", "y"]),
        ("ties", ["z", "x", "y"]),
        ("ties", ["z", ["x", "y"]]),
        ("ties", [["x", "y", "z"]]),
        ("text", None),
    ],
    ids=str,
)
def test_an_answer_that_fits_is_kept(tenant, dataset, question, answer):
    request = recording(dataset.id, {"text": "t"}, {question: answer})
    stored = tenant.datasets.CreateRecord(request)
    assert stored.response.values == request.response.values
    assert record_by_id(tenant, stored.record.id).responses[0] == stored.response


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("text", ""),
        ("text", " \n\t"),
        ("text", 1),
        ("text", True),
        ("text", ["x"]),
        ("text", {"x": "y"}),
        ("rating", 0),
        ("rating", 4),
        ("rating", 1.5),
        ("rating", -1),
        ("rating", 1e300),
        ("rating", "1"),
        ("rating", True),
        ("rating", [1]),
        ("label", "maybe"),
        ("label", "Yes"),
        ("label", ""),
        ("label", ["yes"]),
        ("label", 1),
        ("label", {}),
        ("labels", "a"),
        ("labels", ["d"]),
        ("labels", ["a", "a"]),
        ("labels", ["a", 1]),
        ("labels", ["a", None]),
        ("labels", [["a"]]),
        ("labels", {"a": True}),
        ("order", []),
        ("order", "x"),
        ("order", ["x", "y"]),
        ("order", ["x", "y", "z", "z"]),
        ("order", ["x", "y", "w"]),
        ("order", ["x", ["y", "z"]]),
        ("order", ["x", "y", 3]),
        ("order", {"x": 1}),
        ("ties", []),
        ("ties", [[]]),
        ("ties", [["x", "y"]]),
        ("ties", ["x", ["x", "y", "z"]]),
        ("ties", ["x", [["y", "z"]]]),
        ("ties", ["x", ["y", "z", None]]),
        ("ties", ["x", "y", "z", []]),
    ],
    ids=str,
)
def test_the_error_of_an_answer_that_does_not_fit_says_what_would_fit(
    tenant, dataset, refused, question, answer
):
    error = refused(
        tenant.datasets.CreateRecord,
        recording(dataset.id, {"text": "t"}, {question: answer}),
        "INVALID_ARGUMENT",
        "ANSWER_DOES_NOT_FIT",
    )
    ((field, rule),) = error.fields.items()
    assert field == f"response.values.{question}"
    allowed = {
        "text": "string",
        "rating": "1, 2, 3",
        "label": "yes, no",
        "labels": "a, b, c",
        "order": "list",
        "ties": "list",
    }
    assert allowed[question] in rule
    (violation,) = error.details["BadRequest"].field_violations
    assert violation.reason == "ANSWER_DOES_NOT_FIT"


@pytest.mark.parametrize(
    "value",
    [
        "t",
        {"role": "user", "content": "c"},
        ["t"],
        [{"role": "user"}],
        [{"content": "c"}],
        [{"role": 1, "content": "c"}],
        [{"role": "user", "content": None}],
        [{"role": "user", "content": "c"}, None],
        1,
    ],
    ids=str,
)
def test_a_value_that_is_not_a_chat_is_refused(tenant, dataset, refused, value):
    error = refused(
        tenant.datasets.CreateRecord,
        recording(dataset.id, {"text": "t", "chat": value}),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    ((field, rule),) = error.fields.items()
    assert field == "record.field_to_value.chat"
    assert "role" in rule
    assert "content" in rule


@pytest.mark.parametrize("value", [1, True, ["t"], {"t": "t"}], ids=str)
def test_a_value_that_is_not_a_text_is_refused(tenant, dataset, refused, value):
    error = refused(
        tenant.datasets.CreateRecord,
        recording(dataset.id, {"text": value}),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert error.fields == {"record.field_to_value.text": "must be a string"}


@pytest.mark.parametrize("values", [{}, {"text": None}, {"chat": []}], ids=str)
def test_a_required_field_must_have_a_value(tenant, dataset, refused, values):
    error = refused(
        tenant.datasets.CreateRecord,
        recording(dataset.id, values),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(error.fields) == {"record.field_to_value.text"}
    assert "required" in error.message


def test_the_error_of_an_unknown_field_lists_the_known_ones(tenant, dataset, refused):
    error = refused(
        tenant.datasets.CreateRecord,
        recording(dataset.id, {"text": "t", "txet": "t", "é": 1}),
        "INVALID_ARGUMENT",
        "UNKNOWN_FIELD_NAME",
    )
    assert set(error.fields) == {"record.field_to_value.txet", "record.field_to_value.é"}
    assert all("text, chat" in rule for rule in error.fields.values())


def test_the_error_of_an_unknown_question_lists_the_known_ones(tenant, dataset, refused):
    error = refused(
        tenant.datasets.CreateRecord,
        recording(dataset.id, {"text": "t"}, {"lable": "yes"}),
        "INVALID_ARGUMENT",
        "UNKNOWN_FIELD_NAME",
    )
    ((field, rule),) = error.fields.items()
    assert field == "response.values.lable"
    assert "label" in rule


def test_every_violation_of_a_record_and_its_response_is_listed_with_its_reason(
    tenant, dataset, refused
):
    error = refused(
        tenant.datasets.CreateRecord,
        recording(dataset.id, {"chat": "c", "more": 1}, {"rating": 9, "label": "?", "who": "me"}),
        "INVALID_ARGUMENT",
        "UNKNOWN_FIELD_NAME",
    )
    assert {v.field: v.reason for v in error.details["BadRequest"].field_violations} == {
        "record.field_to_value.more": "UNKNOWN_FIELD_NAME",
        "record.field_to_value.text": "INVALID_FIELD",
        "record.field_to_value.chat": "INVALID_FIELD",
        "response.values.who": "UNKNOWN_FIELD_NAME",
        "response.values.rating": "ANSWER_DOES_NOT_FIT",
        "response.values.label": "ANSWER_DOES_NOT_FIT",
    }


@pytest.mark.parametrize("bad", [NAN, "\0"], ids=["NaN", "NUL"])
@pytest.mark.parametrize("place", ["record.field_to_value", "record.metadata", "response.values"])
def test_numbers_that_json_lacks_and_nul_are_refused_wherever_they_are(
    tenant, dataset, refused, place, bad
):
    request = recording(dataset.id, {"text": "t"}, {"text": "t"})
    message, field = place.split(".")
    getattr(getattr(request, message), field).update({"chat": {"a": [1, bad]}})
    error = refused(tenant.datasets.CreateRecord, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert f"{place}.chat.a[1]" in error.fields


def test_a_record_names_its_dataset_and_has_values(tenant, refused):
    error = refused(
        tenant.datasets.CreateRecord,
        dataset_pb2.CreateRecordRequest(record=dataset_pb2.Record()),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(error.fields) == {"record.dataset_id", "record.field_to_value"}
