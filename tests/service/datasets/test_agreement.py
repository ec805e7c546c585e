"""The agreement of annotators on real dialogs, checked against the published alpha."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import krippendorff
import numpy as np
import pytest

from plaudit.v1 import dataset_pb2
from plaudit.v1.dataset_pb2 import (
    MEASUREMENT_LEVEL_INTERVAL,
    MEASUREMENT_LEVEL_NOMINAL,
    MEASUREMENT_LEVEL_ORDINAL,
    MEASUREMENT_LEVEL_RATIO,
    RESPONSE_STATUS_DISCARDED,
    RESPONSE_STATUS_DRAFT,
    BatchCreateRecordsRequest,
    GetAgreementRequest,
    NewRecord,
    Record,
    RecordResponse,
)
from support.messages import (
    chat_field,
    define,
    label_question,
    multi_label_question,
    ranking_question,
    rating_question,
    struct,
    text_question,
)

DIALOGS = json.loads((Path(__file__).parents[2] / "data" / "dialog_annotations.json").read_text())
QUESTIONS = ("user_correction", "error_type", "user_reaction")
EXACT = 1e-9


def labels(question: str) -> list[str]:
    return sorted({a[question] for d in DIALOGS for a in d["annotations"]} - {""})


def turns(context: str) -> list[dict[str, str]]:
    """Split a dialog into the messages of the human and the bot."""
    messages = []
    for part in context.split("__p")[1:]:
        role = "user" if part.startswith("2__") else "assistant"
        messages.append({"role": role, "content": part[3:].strip()})
    return messages


@pytest.fixture
def dialogs(tenant):
    """A tenant that has the dialogs with three annotators' answers in a dataset."""
    made = define(
        tenant,
        fields=[chat_field("dialog", required=True)],
        questions=[
            label_question("user_correction", *labels("user_correction"), required=True),
            label_question("error_type", *labels("error_type")),
            label_question("user_reaction", *labels("user_reaction")),
            text_question("phrase"),
        ],
        responses_per_record=3,
    )
    items = []
    for number, dialog in enumerate(DIALOGS):
        record = Record(
            dataset_id=made.id,
            field_to_value=struct({"dialog": turns(dialog["context"])}),
            external_id=f"dialog-{number}",
        )
        answers = [
            {name: a[name] for name in (*QUESTIONS, "phrase") if a[name]}
            for a in dialog["annotations"]
        ]
        responses = [
            RecordResponse(values=struct(values), user_id=f"annotator-{i}")
            for i, values in enumerate(answers)
        ]
        items.append(NewRecord(record=record, responses=responses))
    answer = tenant.datasets.BatchCreateRecords(BatchCreateRecordsRequest(items=items))
    assert (answer.succeeded_count, answer.failed_count) == (50, 0), answer
    tenant.dataset = made.id
    return tenant


def matrix_of(question: str) -> np.ndarray:
    """The reliability data: a row an annotator, a column a dialog, a number a label."""
    known = {label: float(i) for i, label in enumerate(labels(question))}
    return np.array(
        [
            [known.get(dialog["annotations"][i][question], np.nan) for dialog in DIALOGS]
            for i in range(3)
        ]
    )


def alpha_of(matrix: np.ndarray) -> float | None:
    paired = matrix[:, (~np.isnan(matrix)).sum(axis=0) >= 2]
    if len(np.unique(paired[~np.isnan(paired)])) < 2:
        return None
    return float(krippendorff.alpha(reliability_data=matrix, level_of_measurement="nominal"))


def percent_of(matrix: np.ndarray) -> float:
    pairs = [
        a == b
        for unit in matrix.T
        for a, b in itertools.combinations(unit, 2)
        if not np.isnan(a) and not np.isnan(b)
    ]
    return sum(pairs) / len(pairs)


def close(message, name: str, expected: float | None) -> bool:
    if expected is None:
        return not message.HasField(name)
    return message.HasField(name) and abs(getattr(message, name) - expected) < EXACT


def test_fifty_dialogs_have_the_published_alpha(dialogs):
    answer = dialogs.datasets.GetAgreement(GetAgreementRequest(dataset_id=dialogs.dataset))
    assert tuple(found.question_name for found in answer.questions) == QUESTIONS
    for found in answer.questions:
        matrix = matrix_of(found.question_name)
        print(found.question_name, found.alpha, found.percent_agreement, found.unit_count)
        shared = (~np.isnan(matrix)).sum(axis=0) >= 2
        assert found.level == MEASUREMENT_LEVEL_NOMINAL
        assert close(found, "alpha", alpha_of(matrix))
        assert close(found, "percent_agreement", percent_of(matrix))
        assert found.unit_count == shared.sum()
        answered = (~np.isnan(matrix[:, shared])).sum(axis=1)
        assert found.annotator_count == (answered > 0).sum()
        assert [a.unit_count for a in found.annotators] == sorted(answered, reverse=True)
        for left_out in found.annotators:
            row = int(left_out.user_id.removeprefix("annotator-"))
            assert left_out.unit_count == answered[row]
            others = np.delete(matrix, row, axis=0)
            assert close(left_out, "alpha_without", alpha_of(others)), left_out
    assert {a.user_id for a in answer.questions[0].annotators} == {
        f"annotator-{i}" for i in range(3)
    }


def test_one_question_has_the_same_agreement_alone_as_among_all(dialogs):
    request = GetAgreementRequest(dataset_id=dialogs.dataset)
    every = dialogs.datasets.GetAgreement(request).questions
    for question in QUESTIONS:
        request.question_name = question
        (one,) = dialogs.datasets.GetAgreement(request).questions
        assert one == every[QUESTIONS.index(question)]


@pytest.fixture
def rated(tenant):
    """A tenant that has a dataset of ratings, rankings and label sets by two annotators."""
    made = define(
        tenant,
        questions=[
            rating_question("stars", 1, 2, 4),
            rating_question("balance", -1, 0, 1),
            multi_label_question("flaws", "a", "b"),
            ranking_question("best", "x", "y", allow_ties=True),
            text_question("asked"),
        ],
    )
    first = [
        {"stars": 1, "flaws": ["a", "b"], "best": ["x", "y"]},
        {"stars": 4, "flaws": [], "best": [["x", "y"]]},
        {"stars": 2, "balance": -1},
    ]
    second = [
        {"stars": 2, "flaws": ["b", "a"], "best": ["x", "y"]},
        {"stars": 4, "flaws": ["a"], "best": ["y", "x"]},
        {"stars": 2, "balance": -1},
    ]
    items = []
    for pair in zip(first, second, strict=True):
        record = Record(dataset_id=made.id, field_to_value=struct({"shown": "x"}))
        counted = [
            RecordResponse(values=struct(values), external_user_id=f"p{i}")
            for i, values in enumerate(pair)
        ]
        not_counted = [
            RecordResponse(
                values=struct({"stars": 4}), user_id=f"not-counted-{status}", status=status
            )
            for status in (RESPONSE_STATUS_DRAFT, RESPONSE_STATUS_DISCARDED)
        ]
        items.append(NewRecord(record=record, responses=counted + not_counted))
    answer = tenant.datasets.BatchCreateRecords(BatchCreateRecordsRequest(items=items))
    assert answer.succeeded_count == 3, answer
    tenant.dataset = made.id
    return tenant


@pytest.mark.parametrize(
    ("level", "name"),
    [
        (MEASUREMENT_LEVEL_NOMINAL, "nominal"),
        (MEASUREMENT_LEVEL_ORDINAL, "ordinal"),
        (MEASUREMENT_LEVEL_INTERVAL, "interval"),
        (MEASUREMENT_LEVEL_RATIO, "ratio"),
    ],
)
def test_ratings_and_rankings_are_measured_at_the_requested_level(rated, level, name):
    request = GetAgreementRequest(dataset_id=rated.dataset, level=level)
    found = {q.question_name: q for q in rated.datasets.GetAgreement(request).questions}
    assert list(found) == ["stars", "balance", "flaws", "best"]
    for question, matrix in (
        ("stars", [[1, 4, 2], [2, 4, 2]]),
        ("best", [[1, 2, 1.5, 1.5], [1, 2, 2, 1]]),
    ):
        expected = krippendorff.alpha(reliability_data=matrix, level_of_measurement=name)
        assert found[question].level == level
        assert close(found[question], "alpha", float(expected))
    assert found["stars"].percent_agreement == pytest.approx(2 / 3)
    assert (found["stars"].unit_count, found["best"].unit_count) == (3, 4)
    assert found["stars"].annotator_count == 2, "drafts and discarded responses do not count"
    assert {a.external_user_id for a in found["stars"].annotators} == {"p0", "p1"}
    assert found["flaws"].level == MEASUREMENT_LEVEL_NOMINAL
    assert found["flaws"].percent_agreement == 0.5
    assert not found["balance"].HasField("alpha"), "all the answers are the same"
    assert found["balance"].percent_agreement == 1.0


def test_the_default_level_is_ordinal_for_ratings_and_rankings_and_nominal_for_labels(rated):
    request = GetAgreementRequest(dataset_id=rated.dataset)
    found = rated.datasets.GetAgreement(request).questions
    assert [question.level for question in found] == [
        *(MEASUREMENT_LEVEL_ORDINAL, MEASUREMENT_LEVEL_ORDINAL),
        *(MEASUREMENT_LEVEL_NOMINAL, MEASUREMENT_LEVEL_ORDINAL),
    ]


def test_each_label_of_a_multi_label_question_has_an_agreement_of_its_own(rated):
    request = GetAgreementRequest(dataset_id=rated.dataset, question_name="flaws")
    (found,) = rated.datasets.GetAgreement(request).questions
    a, b = found.labels
    assert [(a.label, a.unit_count, a.chosen_count), (b.label, b.unit_count, b.chosen_count)] == [
        ("a", 2, 3),
        ("b", 2, 2),
    ]
    assert (a.percent_agreement, b.percent_agreement) == (0.5, 1.0)
    for label, matrix in ((a, [[1, 0], [1, 1]]), (b, [[1, 0], [1, 0]])):
        expected = krippendorff.alpha(reliability_data=matrix, level_of_measurement="nominal")
        assert close(label, "alpha", float(expected))
    assert b.gwet_ac == 1


def test_questions_of_the_same_scale_are_measured_together_and_alone(tenant):
    scale = (1, 2, 4)
    made = define(
        tenant,
        questions=[
            rating_question("of_a", *scale),
            label_question("better", "a", "b"),
            rating_question("of_b", *scale),
        ],
    )
    answers = [[(1, 2), (4, 4), (2, None)], [(2, 2), (4, 1), (1, None)]]
    items = []
    for record in zip(*answers, strict=True):
        responses = [
            RecordResponse(
                user_id=f"u{i}",
                values=struct({k: v for k, v in (("of_a", a), ("of_b", b)) if v is not None}),
            )
            for i, (a, b) in enumerate(record)
        ]
        values = Record(dataset_id=made.id, field_to_value=struct({"shown": "x"}))
        items.append(NewRecord(record=values, responses=responses))
    tenant.datasets.BatchCreateRecords(BatchCreateRecordsRequest(items=items))
    request = GetAgreementRequest(
        dataset_id=made.id, pooled_questions=[{"question_names": ["of_a", "of_b"]}]
    )
    answer = tenant.datasets.GetAgreement(request)
    assert [one.question_name for one in answer.questions] == ["of_a", "better", "of_b"]
    (pooled,) = answer.pooled
    matrix = [[1, 4, 2, 2, 4], [2, 4, 1, 2, 1]]
    expected = krippendorff.alpha(reliability_data=matrix, level_of_measurement="ordinal")
    assert list(pooled.pooled_question_names) == ["of_a", "of_b"]
    assert (pooled.question_name, pooled.unit_count) == ("", 5)
    assert close(pooled, "alpha", float(expected))
    assert pooled.percent_agreement == 0.4
    assert -1 < pooled.gwet_ac < 1


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"question_name": "lost"}, "question_name", "UNKNOWN_FIELD_NAME"),
        ({"question_name": "asked"}, "question_name", "INVALID_FIELD"),
        ({"question_name": "flaws", "level": MEASUREMENT_LEVEL_ORDINAL}, "level", "INVALID_FIELD"),
        ({"question_name": "balance", "level": MEASUREMENT_LEVEL_RATIO}, "level", "INVALID_FIELD"),
        ({"level": 9}, "level", "INVALID_FIELD"),
        (
            {"pooled_questions": [{"question_names": ["stars", "lost"]}]},
            "pooled_questions[0].question_names[1]",
            "UNKNOWN_FIELD_NAME",
        ),
        (
            {"pooled_questions": [{"question_names": ["stars", "balance"]}]},
            "pooled_questions[0].question_names[1]",
            "INVALID_FIELD",
        ),
        (
            {"pooled_questions": [{"question_names": ["stars"]}]},
            "pooled_questions[0].question_names",
            "INVALID_FIELD",
        ),
    ],
    ids=str,
)
def test_a_question_or_level_that_cannot_be_measured_is_refused(
    rated, refused, fields, field, reason
):
    request = GetAgreementRequest(dataset_id=rated.dataset, **fields)
    error = refused(rated.datasets.GetAgreement, request, "INVALID_ARGUMENT", reason)
    assert set(error.fields) == {field}


def test_without_answers_agreement_is_undefined(tenant):
    made = define(tenant, questions=[label_question("tone", "a", "b")])
    (found,) = tenant.datasets.GetAgreement(GetAgreementRequest(dataset_id=made.id)).questions
    assert found == dataset_pb2.QuestionAgreement(
        question_name="tone", level=MEASUREMENT_LEVEL_NOMINAL
    )
