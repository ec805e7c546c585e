"""Agreement equals what Krippendorff's package computes from the same answers."""

from __future__ import annotations

import random
from itertools import combinations

import krippendorff
import numpy as np
import pytest

from plaudit_server.domain.datasets import agreement, gwet
from plaudit_server.domain.datasets.agreement import Agreement, QuestionAnswers
from plaudit_server.domain.datasets.agreement_questions import (
    Level,
    choose_pools,
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


FOUR_RATERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, NAN],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
)
"""The ratings of 12 subjects by 4 raters in Gwet's handbook (2014)."""
FIVE_OBSERVERS = np.array(
    [
        [1, 1, 2, NAN, 0, 0, 1, 1, 2, 2, NAN, 0, 1, 3, 1],
        [1, 1, 3, 0, 0, 0, 0, NAN, 2, 1, 1, 0, 2, 3, 1],
        [2, 0, 3, 0, 0, 0, 2, 2, 2, 1, 0, 0, 2, 2, 1],
        [NAN, 1, 3, NAN, NAN, NAN, NAN, 0, NAN, 1, 0, 0, 2, 2, NAN],
        [2, NAN, NAN, 0, 0, 0, 1, NAN, 2, NAN, NAN, NAN, NAN, 3, 1],
    ]
)
"""The scores of 15 units by 5 observers in the same book."""


@pytest.mark.parametrize(
    ("matrix", "level", "published"),
    [
        (FOUR_RATERS, Level.NOMINAL, 0.77544),
        (FOUR_RATERS, Level.ORDINAL, 0.898939769908),
        (FOUR_RATERS, Level.INTERVAL, 0.914000723552),
        (FOUR_RATERS, Level.RATIO, 0.85736755783),
        (FIVE_OBSERVERS, Level.NOMINAL, 0.496622054873),
        (FIVE_OBSERVERS, Level.ORDINAL, 0.785341793553),
        (FIVE_OBSERVERS, Level.INTERVAL, 0.830433572655),
    ],
)
@pytest.mark.parametrize("cells", [1, 1_000_000])
def test_gwets_coefficient_has_the_published_values(
    matrix: np.ndarray, level: Level, published: float, cells: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is printed with five digits in the documentation of the packages irrCAC of R and of
    Python; the others are what that of Python, version 0.4.4, computes.
    """
    monkeypatch.setattr(gwet, "CELLS_AT_ONCE", cells)
    values = sorted(set(matrix[~np.isnan(matrix)]))
    scale = Question("s", "", "", False, QuestionKind.RATING, tuple(map(int, values)))
    found = measure(scale, level, matrix, {value: int(value) for value in values})
    assert found.gwet_ac == pytest.approx(published, abs=6e-6 if published == 0.77544 else 1e-11)


def test_gwets_coefficient_stays_high_where_nearly_all_agree_on_one_label() -> None:
    matrix = np.zeros((2, 100))
    matrix[0, 0] = matrix[1, 1] = 1
    found = measure(LABEL, Level.NOMINAL, matrix, {0: "a", 1: "b"})
    assert found.alpha == pytest.approx(-0.0050, abs=1e-3)
    assert found.gwet_ac == pytest.approx(0.98, abs=1e-2)
    same = measure(LABELS, Level.NOMINAL, np.zeros((2, 3)), {0: ["a"]})
    assert (same.alpha, same.gwet_ac) == (None, 1)


def test_without_ties_the_ranks_are_the_categories_of_gwets_coefficient() -> None:
    no_ties = RANKING._replace(allow_ties=False)
    rankings = [["a", "b", "c"], ["a", "c", "b"], ["b", "a", "c"]]
    question_answers = QuestionAnswers(no_ties, Level.INTERVAL)
    scale = Question("s", "", "", False, QuestionKind.RATING, (1, 2, 3))
    ranks = QuestionAnswers(scale, Level.INTERVAL)
    for annotator, ranking in enumerate(rankings):
        question_answers.add(0, annotator, ranking)
        for unit, option in enumerate("abc"):
            ranks.add(unit, annotator, ranking.index(option) + 1)
    assert measured(question_answers).gwet_ac == pytest.approx(measured(ranks).gwet_ac)


@pytest.mark.parametrize("seed", range(4))
def test_each_label_is_measured_as_a_question_of_its_own(by: str, seed: int) -> None:
    chance = random.Random(seed)
    together = QuestionAnswers(LABELS, Level.NOMINAL)
    yes_or_no = {
        label: QuestionAnswers(
            Question(label, "", "", False, QuestionKind.LABEL, ("no", "yes")), Level.NOMINAL
        )
        for label in "abc"
    }
    chosen = {label: [0] * 15 for label in "abc"}
    answered = [0] * 15
    for annotator in range(4):
        for unit in range(15):
            if chance.random() < 0.4:
                continue
            answer = [label for label in "abc" if chance.random() < 0.5]
            together.add(unit, annotator, answer)
            answered[unit] += 1
            for label, alone in yes_or_no.items():
                alone.add(unit, annotator, "yes" if label in answer else "no")
                chosen[label][unit] += label in answer
    for found in measured(together).labels:
        expected = measured(yes_or_no[found.label])
        assert found.alpha == pytest.approx(expected.alpha)
        assert found.percent == pytest.approx(expected.percent)
        assert found.gwet_ac == pytest.approx(expected.gwet_ac)
        assert found.unit_count == expected.unit_count
        times = zip(chosen[found.label], answered, strict=True)
        assert found.chosen_count == sum(n for n, of in times if of > 1)
    assert [one.label for one in measured(together).labels] == ["a", "b", "c"]


def test_of_labels_without_two_answers_nothing_is_measured(by: str) -> None:
    one = QuestionAnswers(LABELS, Level.NOMINAL)
    one.add(0, 0, ["a"])
    for answers in (one, QuestionAnswers(LABELS, Level.NOMINAL)):
        for found in measured(answers).labels:
            assert found[1:] == (None, None, None, 0, 0)


@pytest.mark.parametrize("question", [RATING, RANKING, LABELS])
def test_pooled_questions_have_the_alpha_of_their_units_side_by_side(
    by: str, question: Question
) -> None:
    chance = random.Random(7)
    answers: dict[QuestionKind, list] = {
        QuestionKind.RATING: [0, 1, 10],
        QuestionKind.RANKING: [["a", "b", "c"], [["a", "b"], "c"], ["c", "b", "a"]],
        QuestionKind.MULTI_LABEL: [[], ["a"], ["b", "c"]],
    }
    level = choose_questions(Schema((), (question,)), "", 0)[0][1]
    pooled = QuestionAnswers(question, level, question._replace(name="other"))
    side_by_side = QuestionAnswers(question, level)
    for annotator in range(3):
        for record in range(6):
            for number in range(2):
                answer = chance.choice(answers[question.kind])
                pooled.add(record, annotator, answer, number=number)
                side_by_side.add(record + 100 * number, annotator, answer)
    found, expected = measured(pooled), measured(side_by_side)
    assert found.alpha == pytest.approx(expected.alpha)
    assert found.gwet_ac == pytest.approx(expected.gwet_ac)
    assert found.percent == pytest.approx(expected.percent)
    assert [one.alpha for one in found.without] == pytest.approx(
        [one.alpha for one in expected.without]
    )
    assert found.unit_count == 12 * (3 if question is RANKING else 1)


OTHER = Question("o", "", "", False, QuestionKind.RATING, (0, 1, 3, 5, 10))
SHORT = Question("x", "", "", False, QuestionKind.RATING, (0, 1, 3))
TURNED = Question("y", "", "", False, QuestionKind.LABEL, ("c", "b", "a"))
NO_TIES = Question("z", "", "", False, QuestionKind.RANKING, ("a", "b", "c"))
POOLS = Schema((), (*SCHEMA.questions, OTHER, SHORT, TURNED, NO_TIES))


def test_questions_of_the_same_scale_are_pooled_at_their_level() -> None:
    chosen = choose_pools(POOLS, [["r", "o"], ["l", "y"]], Level.INTERVAL)
    assert [([q.name for q in questions], level) for questions, level in chosen] == [
        (["r", "o"], Level.INTERVAL),
        (["l", "y"], Level.NOMINAL),
    ]


@pytest.mark.parametrize(
    ("pools", "field", "word", "reason"),
    [
        ([["r", "lost"]], "pooled_questions[0].question_names[1]", "lost", "UNKNOWN_FIELD_NAME"),
        ([["lost", "r"]], "pooled_questions[0].question_names[0]", "lost", "UNKNOWN_FIELD_NAME"),
        ([["r", "t"]], "pooled_questions[0].question_names[1]", "text question t", "INVALID_FIELD"),
        ([["r", "l"]], "pooled_questions[0].question_names[1]", "l is label", "INVALID_FIELD"),
        ([["r", "x"]], "pooled_questions[0].question_names[1]", "that of x", "INVALID_FIELD"),
        ([["k", "z"]], "pooled_questions[0].question_names[1]", "that of z", "INVALID_FIELD"),
        (
            [["r", "o"], ["o", "r"]],
            "pooled_questions[1].question_names[0]",
            "repeat o",
            "INVALID_FIELD",
        ),
    ],
)
def test_a_pooled_question_that_does_not_fit_is_named(
    pools: list[list[str]], field: str, word: str, reason: str
) -> None:
    with pytest.raises(InvalidArgument) as raised:
        choose_pools(POOLS, pools, 0)
    first = raised.value.violations[0]
    assert (first.field, first.reason) == (field, reason)
    assert word in first.rule


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
