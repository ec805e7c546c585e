"""Agreement equals what Krippendorff's package computes from the same answers."""

from __future__ import annotations

import random
from itertools import combinations

import krippendorff
import numpy as np
import pytest

from plaudit_server.domain.datasets import agreement
from plaudit_server.domain.datasets.agreement import (
    Agreement,
    Level,
    QuestionAnswers,
    choose_questions,
)
from plaudit_server.domain.datasets.annotation import (
    Field,
    FieldKind,
    Question,
    QuestionKind,
    Schema,
)
from plaudit_server.domain.errors import InvalidArgument

RATING = Question("r", "", "", False, QuestionKind.RATING, (0, 1, 3, 5, 10))
LABEL = Question("l", "", "", False, QuestionKind.LABEL, ("a", "b", "c"))
LABELS = Question("m", "", "", False, QuestionKind.MULTI_LABEL, ("a", "b", "c"))
RANKING = Question("k", "", "", False, QuestionKind.RANKING, ("a", "b", "c"), allow_ties=True)
TEXT = Question("t", "", "", False, QuestionKind.TEXT)
SCHEMA = Schema((Field("shown", "", True, FieldKind.TEXT),), (RATING, LABEL, LABELS, RANKING, TEXT))
NAN = float("nan")


@pytest.fixture(params=["package", "sums"])
def by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The way in which alpha is computed."""
    if request.param == "sums":
        monkeypatch.setattr(agreement, "PAIRS_AT_MOST", 0)
        monkeypatch.setattr(agreement, "UNITS_AT_ONCE", 3)
    return request.param


def alpha_of(matrix: np.ndarray, level: str) -> float | None:
    """Compute alpha of a matrix of annotators and units with the package."""
    pairable = (~np.isnan(matrix)).sum(axis=0) >= 2
    known = matrix[:, pairable]
    if len(np.unique(known[~np.isnan(known)])) < 2:
        return None
    return float(krippendorff.alpha(reliability_data=known, level_of_measurement=level))


def percent_of(matrix: np.ndarray) -> float:
    pairs = [
        one == other for unit in matrix.T for one, other in combinations(unit[~np.isnan(unit)], 2)
    ]
    return sum(pairs) / len(pairs)


def measured(answers: QuestionAnswers) -> Agreement:
    """Measure all parts at once."""
    parts = answers.measure()
    while True:
        try:
            next(parts)
        except StopIteration as end:
            return end.value


def measure(question: Question, level: Level, matrix: np.ndarray, answers: dict) -> object:
    question_answers = QuestionAnswers(question, level)
    for annotator, row in enumerate(matrix):
        for unit, value in enumerate(row):
            question_answers.add(unit, annotator, None if np.isnan(value) else answers[value])
    return measured(question_answers)


def assert_same(found: object, matrix: np.ndarray, level: Level) -> None:
    name = level.name.lower()
    shared = matrix[:, (~np.isnan(matrix)).sum(axis=0) >= 2]
    assert found.unit_count == shared.shape[1]
    assert found.alpha == pytest.approx(alpha_of(matrix, name))
    assert found.percent == pytest.approx(percent_of(matrix))
    assert found.annotator_count == int(((~np.isnan(shared)).sum(axis=1) > 0).sum())
    for without in found.without:
        rest = np.delete(shared, without.annotator, axis=0)
        assert without.alpha == pytest.approx(alpha_of(rest, name))
        assert without.unit_count == int((~np.isnan(shared[without.annotator])).sum())


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("level", list(Level))
def test_ratings_have_the_alpha_of_the_package(by: str, level: Level, seed: int) -> None:
    chance = random.Random(seed)
    values = [float(value) for value in RATING.options]
    matrix = np.array([[chance.choice([*values, NAN]) for _ in range(17)] for _ in range(2 + seed)])
    answers = {value: int(value) for value in values}
    assert_same(measure(RATING, level, matrix, answers), matrix, level)


@pytest.mark.parametrize("seed", range(4))
def test_labels_and_sets_of_labels_have_the_alpha_of_the_package(by: str, seed: int) -> None:
    chance = random.Random(seed)
    sets = [[], ["a"], ["b", "a"], ["c", "a", "b"]]
    for question, known in ((LABEL, ["a", "b", "c"]), (LABELS, sets)):
        matrix = np.array(
            [
                [chance.choice([*map(float, range(len(known))), NAN]) for _ in range(12)]
                for _ in range(4)
            ]
        )
        found = measure(question, Level.NOMINAL, matrix, dict(enumerate(known)))
        assert_same(found, matrix, Level.NOMINAL)


def test_sets_of_labels_are_equal_in_any_order() -> None:
    question_answers = QuestionAnswers(LABELS, Level.NOMINAL)
    for unit, answers in enumerate(([["a", "b"], ["b", "a"]], [["c"], ["c"]])):
        for annotator, answer in enumerate(answers):
            question_answers.add(unit, annotator, answer)
    assert measured(question_answers).alpha == 1


def test_each_option_of_a_ranking_is_a_unit_whose_value_is_its_rank(by: str) -> None:
    question_answers = QuestionAnswers(RANKING, Level.ORDINAL)
    rankings = [
        [["a", "b", "c"], ["a", "c", "b"], ["b", ["a", "c"]]],
        [["c", "b", "a"], [["a", "b", "c"]], None],
    ]
    for unit, answers in enumerate(rankings):
        for annotator, answer in enumerate(answers):
            question_answers.add(unit, annotator, answer)
    matrix = np.array(
        [
            [1, 2, 3, 3, 2, 1],
            [1, 3, 2, 2, 2, 2],
            [2.5, 1, 2.5, NAN, NAN, NAN],
        ]
    )
    assert_same(measured(question_answers), matrix, Level.ORDINAL)


@pytest.mark.parametrize(
    "matrix",
    [
        [[NAN, NAN], [NAN, NAN]],
        [[1, NAN], [NAN, 3]],
        [[1, 1], [1, 1]],
    ],
    ids=["no answer", "no unit with two", "all the same"],
)
def test_undefined_alpha_is_none(by: str, matrix: list) -> None:
    found = measure(RATING, Level.ORDINAL, np.array(matrix, dtype=float), {1: 1, 3: 3})
    assert found.alpha is None


def test_units_with_one_annotator_do_not_count(by: str) -> None:
    matrix = np.array([[1, 3, 1, 5], [1, 1, NAN, NAN], [NAN, NAN, NAN, NAN]])
    found = measure(RATING, Level.INTERVAL, matrix, {1: 1, 3: 3, 5: 5})
    assert (found.unit_count, found.annotator_count) == (2, 2)
    assert found.percent == 0.5


def test_each_question_has_a_default_level() -> None:
    chosen = {question.name: level for question, level in choose_questions(SCHEMA, "", 0)}
    assert chosen == {
        "r": Level.ORDINAL,
        "l": Level.NOMINAL,
        "m": Level.NOMINAL,
        "k": Level.ORDINAL,
    }


def test_labels_stay_nominal_when_all_questions_are_measured_at_another_level() -> None:
    chosen = {
        question.name: level for question, level in choose_questions(SCHEMA, "", Level.INTERVAL)
    }
    assert chosen["r"] is Level.INTERVAL
    assert chosen["l"] is Level.NOMINAL


@pytest.mark.parametrize(
    ("name", "level", "field"),
    [
        ("lost", 0, "question_name"),
        ("t", 0, "question_name"),
        ("l", Level.ORDINAL, "level"),
        ("m", Level.RATIO, "level"),
    ],
)
def test_a_question_that_cannot_be_measured_is_refused(name: str, level: int, field: str) -> None:
    with pytest.raises(InvalidArgument) as raised:
        choose_questions(SCHEMA, name, level)
    assert [violation.field for violation in raised.value.violations] == [field]


def test_a_scale_with_negative_values_has_no_ratio_level() -> None:
    scale = Question("s", "", "", False, QuestionKind.RATING, (-1, 0, 1))
    with pytest.raises(InvalidArgument):
        choose_questions(Schema((), (scale,)), "s", Level.RATIO)
