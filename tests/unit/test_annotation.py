"""An answer fits its question or is refused with a sentence that says what would fit."""

from __future__ import annotations

from typing import Any

import pytest

from plaudit_server.domain.annotation import (
    Field,
    FieldKind,
    Question,
    QuestionKind,
    ResponseStatus,
    Schema,
    misfit,
    name_violations,
    record_violations,
    response_violations,
)
from plaudit_server.domain.errors import Reason


def question(kind: QuestionKind, *options: int | str, **known: Any) -> Question:
    plain = Question("q", "", "", required=False, kind=kind, options=options)
    return plain._replace(**known)


TEXT = question(QuestionKind.TEXT)
RATING = question(QuestionKind.RATING, -1, 0, 1, 5)
LABEL = question(QuestionKind.LABEL, "good", "bad", "1")
MULTI_LABEL = question(QuestionKind.MULTI_LABEL, "long", "wrong", "rude")
RANKING = question(QuestionKind.RANKING, "a", "b", "c")
TIES = question(QuestionKind.RANKING, "a", "b", "c", allow_ties=True)

FITTING: list[tuple[Question, Any]] = [
    (TEXT, "because"),
    (TEXT, " . "),
    (TEXT, "漢字"),
    (RATING, 5),
    (RATING, 0),
    (RATING, -1),
    (RATING, 5.0),  # JSON has one kind of number
    (LABEL, "good"),
    (LABEL, "1"),
    (MULTI_LABEL, ["rude"]),
    (MULTI_LABEL, ["rude", "long", "wrong"]),
    (MULTI_LABEL, []),  # none applies
    (RANKING, ["a", "b", "c"]),
    (RANKING, ["c", "a", "b"]),
    (TIES, ["c", "a", "b"]),
    (TIES, ["c", ["a", "b"]]),
    (TIES, [["c", "a"], "b"]),
    (TIES, [["a", "b", "c"]]),
    (TIES, [["b"], ["a", "c"]]),
]

EVERY_OTHER_TYPE: dict[str, Any] = {
    "true": True,
    "false": False,
    "a number": 7,
    "a fraction": 0.5,
    "not a number": float("nan"),
    "infinity": float("inf"),
    "a text": "other",
    "no text": "",
    "a list": ["other"],
    "an object": {"good": 1},
    "no object": {},
    "a list of lists": [[["a"]]],
    "a list of nothing": [None],
    "a list of objects": [{}],
}
TAKES = {
    QuestionKind.TEXT: {"a text"},
}

MISFITTING: list[tuple[Question, Any]] = [
    *[
        (asked, answer)
        for asked in (TEXT, RATING, LABEL, MULTI_LABEL, RANKING, TIES)
        for name, answer in EVERY_OTHER_TYPE.items()
        if name not in TAKES.get(asked.kind, set())
    ],
    (TEXT, " \t\n"),
    (TEXT, ["because"]),
    (RATING, 4),
    (RATING, "5"),
    (RATING, [5]),
    (RATING, 10**400),
    (LABEL, "Good"),
    (LABEL, "good "),
    (LABEL, 1),
    (LABEL, ["good"]),
    (MULTI_LABEL, "rude"),
    (MULTI_LABEL, ["rude", "rude"]),
    (MULTI_LABEL, ["rude", "nice"]),
    (MULTI_LABEL, ["rude", 1]),
    (MULTI_LABEL, ["rude", ["long"]]),
    (MULTI_LABEL, {"rude": True}),
    (RANKING, []),
    (RANKING, ["a", "b"]),
    (RANKING, ["a", "b", "b"]),
    (RANKING, ["a", "b", "c", "c"]),
    (RANKING, ["a", "b", "c", "d"]),
    (RANKING, ["a", ["b", "c"]]),
    (RANKING, [["a", "b", "c"]]),
    (RANKING, ["a", "b", "c", []]),
    (RANKING, "abc"),
    (TIES, []),
    (TIES, ["a", ["b"]]),
    (TIES, ["a", ["b", "a"], "c"]),
    (TIES, ["a", ["b", ["c"]]]),
    (TIES, ["a", "b", "c", []]),
    (TIES, [["a", "b"], ["c", "d"]]),
]


def name(value: Any) -> str:
    return f"{value.kind}" if isinstance(value, Question) else f"{value!r:.40}"


@pytest.mark.parametrize(("asked", "answer"), FITTING, ids=name)
def test_fits(asked: Question, answer: Any) -> None:
    assert misfit(asked, answer) == ""


@pytest.mark.parametrize(("asked", "answer"), MISFITTING, ids=name)
def test_does_not_fit_and_the_rule_says_what_would(asked: Question, answer: Any) -> None:
    rule = misfit(asked, answer)
    assert rule.startswith("must be ")
    tied = isinstance(answer, list) and any(isinstance(place, list) for place in answer)
    if not (tied and not asked.allow_ties):
        for option in asked.options:
            assert str(option) in rule


def test_a_ranking_without_ties_says_so_to_an_answer_with_ties() -> None:
    assert "without ties" in misfit(RANKING, ["a", ["b", "c"]])
    assert "options of one place as a list" in misfit(TIES, ["a"])


def test_a_rule_stays_short_however_many_options_there_are() -> None:
    asked = question(QuestionKind.LABEL, *(f"label {i}" for i in range(100)))
    rule = misfit(asked, "other")
    assert "label 19" in rule
    assert "label 20" not in rule
    assert rule.endswith("…")


SCHEMA = Schema(
    (
        Field("prompt", "", required=True, kind=FieldKind.TEXT),
        Field("chat", "", required=False, kind=FieldKind.CHAT),
    ),
    (RATING._replace(name="stars", required=True), TEXT._replace(name="why")),
)


@pytest.mark.parametrize(
    ("answers", "status", "broken"),
    [
        ({"stars": 5}, ResponseStatus.SUBMITTED, {}),
        ({"stars": 5, "why": None}, ResponseStatus.SUBMITTED, {}),
        ({}, ResponseStatus.SUBMITTED, {"stars": Reason.ANSWER_DOES_NOT_FIT}),
        ({"stars": None}, ResponseStatus.SUBMITTED, {"stars": Reason.ANSWER_DOES_NOT_FIT}),
        ({}, ResponseStatus.DRAFT, {}),
        ({}, ResponseStatus.DISCARDED, {}),
        ({"stars": 7}, ResponseStatus.DRAFT, {"stars": Reason.ANSWER_DOES_NOT_FIT}),
        (
            {"stars": 7, "why": 1, "who": "me"},
            ResponseStatus.DISCARDED,
            {
                "stars": Reason.ANSWER_DOES_NOT_FIT,
                "why": Reason.ANSWER_DOES_NOT_FIT,
                "who": Reason.UNKNOWN_FIELD_NAME,
            },
        ),
    ],
)
def test_a_response_answers_what_is_asked_and_when_submitted_all_that_is_required(
    answers: dict[str, Any], status: ResponseStatus, broken: dict[str, Reason]
) -> None:
    found = list(response_violations(SCHEMA, answers, status=status))
    assert {v.field: v.reason for v in found} == {
        f"response.values.{name}": reason for name, reason in broken.items()
    }


@pytest.mark.parametrize(
    ("values", "broken"),
    [
        ({"prompt": "p"}, set()),
        ({"prompt": ""}, set()),
        ({"prompt": "p", "chat": None}, set()),
        ({"prompt": "p", "chat": []}, set()),
        ({"prompt": "p", "chat": [{"role": "user", "content": ""}]}, set()),
        ({}, {"prompt"}),
        ({"prompt": None}, {"prompt"}),
        ({"prompt": 1, "chat": "hi", "other": 1}, {"prompt", "chat", "other"}),
        ({"prompt": "p", "chat": {}}, {"chat"}),
        ({"prompt": "p", "chat": ["hi"]}, {"chat"}),
        ({"prompt": "p", "chat": [{"role": "user"}]}, {"chat"}),
        ({"prompt": "p", "chat": [{"role": "user", "content": 1}]}, {"chat"}),
        ({"prompt": "p", "chat": [{"role": 1, "content": "hi"}]}, {"chat"}),
        ({"prompt": "p", "chat": [{"role": "u", "content": "c", "name": "n"}]}, {"chat"}),
    ],
)
def test_a_record_has_values_that_fit_its_fields(values: dict[str, Any], broken: set[str]) -> None:
    found = {v.field for v in record_violations(SCHEMA, values)}
    assert found == {f"record.field_to_value.{name}" for name in broken}


def test_names_that_come_twice_are_named_once() -> None:
    assert list(name_violations("dataset.fields", ["a", "b"])) == []
    (violation,) = name_violations("dataset.fields", ["a", "b", "a", "a"])
    assert violation.field == "dataset.fields"
    assert "a" in violation.rule
