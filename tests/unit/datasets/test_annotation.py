"""An answer fits its question, or the violation says what would fit."""

from __future__ import annotations

from typing import Any

import pytest

from plaudit_server.domain.datasets.annotation import (
    Definition,
    Field,
    FieldKind,
    Question,
    QuestionKind,
    ResponseStatus,
    Schema,
    definition_violations,
    name_violations,
)
from plaudit_server.domain.datasets.answers import (
    MAX_URL,
    Suggestion,
    misfit,
    record_violations,
    response_violations,
    suggestion_violations,
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
TEXT_OF_SPANS = "Ünï 🙂 x"
"""Seven characters, although more bytes and UTF-16 code units."""
SPAN = question(QuestionKind.SPAN, "good", "bad", field="shown")
OVERLAPS = question(QuestionKind.SPAN, "good", "bad", field="shown", allow_overlapping=True)


def mark(start: Any, end: Any, label: Any = "good", **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label, **more}


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
    (SPAN, []),  # no spans
    (SPAN, [mark(0, 7)]),
    (SPAN, [mark(6, 7), mark(0, 4, "bad"), mark(4, 6)]),
    (OVERLAPS, [mark(0, 7), mark(0, 7), mark(2, 3, "bad")]),
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
VALID_TYPES = {
    QuestionKind.TEXT: {"a text"},
}

MISFITTING: list[tuple[Question, Any]] = [
    *[
        (asked, answer)
        for asked in (TEXT, RATING, LABEL, MULTI_LABEL, RANKING, TIES, SPAN, OVERLAPS)
        for name, answer in EVERY_OTHER_TYPE.items()
        if name not in VALID_TYPES.get(asked.kind, set())
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
    (SPAN, mark(0, 1)),
    (SPAN, [[0, 1, "good"]]),
    (SPAN, [mark(0, 8)]),
    (SPAN, [mark(-1, 1)]),
    (SPAN, [mark(1, 1)]),
    (SPAN, [mark(2, 1)]),
    (SPAN, [mark(0.5, 1)]),
    (SPAN, [mark(False, True)]),
    (SPAN, [mark("0", "1")]),
    (SPAN, [mark(0, 10**400)]),
    (SPAN, [mark(0, 1, "other")]),
    (SPAN, [mark(0, 1, ["good"])]),
    (SPAN, [mark(0, 1, None)]),
    (SPAN, [mark(0, 1, text="Ü")]),
    (SPAN, [{"start": 0, "end": 1}]),
    (SPAN, [mark(0, 2), mark(1, 3)]),
    (SPAN, [mark(0, 7), mark(2, 3, "bad")]),
    (SPAN, [mark(0, 1), mark(0, 1)]),
    (OVERLAPS, [mark(0, 7), mark(0, 8)]),
]


def name(value: Any) -> str:
    return f"{value.kind}" if isinstance(value, Question) else f"{value!r:.40}"


@pytest.mark.parametrize(("asked", "answer"), FITTING, ids=name)
def test_an_answer_that_fits_breaks_no_rule(asked: Question, answer: Any) -> None:
    assert misfit(asked, answer, text=TEXT_OF_SPANS) == ""


@pytest.mark.parametrize(("asked", "answer"), MISFITTING, ids=name)
def test_the_rule_of_an_answer_that_does_not_fit_says_what_would_fit(
    asked: Question, answer: Any
) -> None:
    rule = misfit(asked, answer, text=TEXT_OF_SPANS)
    assert rule.startswith("must be ")
    tied = isinstance(answer, list) and any(isinstance(place, list) for place in answer)
    if asked.kind is not QuestionKind.SPAN and not (tied and not asked.allow_ties):
        for option in asked.options:
            assert str(option) in rule


def test_the_rule_of_a_ranking_says_whether_ties_are_allowed() -> None:
    assert "without ties" in misfit(RANKING, ["a", ["b", "c"]])
    assert "tied options as a list" in misfit(TIES, ["a"])


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
def test_a_response_answers_known_questions_and_when_submitted_all_required_ones(
    answers: dict[str, Any], status: ResponseStatus, broken: dict[str, Reason]
) -> None:
    found = list(response_violations(SCHEMA, answers, status=status, values={}))
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


def test_a_repeated_name_is_one_violation() -> None:
    assert list(name_violations("dataset.fields", ["a", "b"])) == []
    (violation,) = name_violations("dataset.fields", ["a", "b", "a", "a"])
    assert violation.field == "dataset.fields"
    assert "a" in violation.rule


SHOWN = Schema(
    (
        Field("image", "", required=False, kind=FieldKind.IMAGE),
        Field("custom", "", required=True, kind=FieldKind.CUSTOM),
    ),
    (TEXT,),
)


@pytest.mark.parametrize(
    ("values", "broken"),
    [
        ({"custom": {"any": [1, None]}}, set()),
        ({"custom": False}, set()),
        ({"custom": ""}, set()),
        ({"custom": None}, {"custom"}),
        ({}, {"custom"}),
        ({"custom": 1, "image": "https://example.org/x.png"}, set()),
        ({"custom": 1, "image": "HTTP://example.org/x.png"}, set()),
        ({"custom": 1, "image": "data:image/png;base64,AA"}, set()),
        ({"custom": 1, "image": "data:text/html,x"}, {"image"}),
        ({"custom": 1, "image": "javascript:alert(1)"}, {"image"}),
        ({"custom": 1, "image": "x.png"}, {"image"}),
        ({"custom": 1, "image": ["https://example.org/x.png"]}, {"image"}),
        ({"custom": 1, "image": "https:".ljust(MAX_URL, "x")}, set()),
        ({"custom": 1, "image": "https:".ljust(MAX_URL + 1, "x")}, {"image"}),
    ],
    ids=lambda value: f"{value!r:.60}",
)
def test_an_image_is_a_url_and_a_custom_field_any_value_but_null(
    values: dict[str, Any], broken: set[str]
) -> None:
    found = {v.field for v in record_violations(SHOWN, values)}
    assert found == {f"record.field_to_value.{name}" for name in broken}


MARKED = Schema(
    (Field("shown", "", required=False, kind=FieldKind.TEXT),),
    (SPAN._replace(name="marks"), LABEL._replace(name="tone")),
)


def test_spans_must_lie_within_the_text_of_the_record() -> None:
    answers = {"marks": [mark(0, 3)]}
    for shown, fits in (({"shown": "abc"}, True), ({"shown": "ab"}, False), ({}, False)):
        found = list(
            response_violations(MARKED, answers, status=ResponseStatus.SUBMITTED, values=shown)
        )
        assert (not found) == fits
    assert not list(
        response_violations(MARKED, {"marks": []}, status=ResponseStatus.SUBMITTED, values={})
    )


def test_suggestions_fit_their_questions_at_most_one_each() -> None:
    def broken(*suggestions: Suggestion) -> dict[str, Reason]:
        found = suggestion_violations(MARKED, suggestions, values={"shown": "abc"})
        return {v.field.removeprefix("record.suggestions"): v.reason for v in found}

    good = Suggestion("tone", "good", None, "model")
    assert broken(good, Suggestion("marks", [mark(0, 3)], 0.5, "")) == {}
    assert broken(good, good) == {"": Reason.INVALID_FIELD}
    assert broken(good._replace(value="meh"), Suggestion("marks", [mark(0, 4)], None, "")) == {
        "[0].value": Reason.ANSWER_DOES_NOT_FIT,
        "[1].value": Reason.ANSWER_DOES_NOT_FIT,
    }
    assert broken(good._replace(value=None)) == {"[0].value": Reason.ANSWER_DOES_NOT_FIT}
    assert broken(good._replace(question_name="lost")) == {
        "[0].question_name": Reason.UNKNOWN_FIELD_NAME
    }


def test_a_definition_has_fields_and_questions_and_marks_spans_in_a_text_field() -> None:
    def broken(definition: Definition) -> set[str]:
        return {v.field.removeprefix("dataset.") for v in definition_violations(definition)}

    fine = Definition("d", "", MARKED)
    assert broken(fine) == set()
    assert broken(Definition("", "", Schema((), ()))) == {"name", "fields", "questions"}
    for field in ("lost", "chat"):
        fields = (*MARKED.fields, Field("chat", "", required=False, kind=FieldKind.CHAT))
        questions = (TEXT, SPAN._replace(name="marks", field=field))
        wrong = fine._replace(schema=Schema(fields, questions))
        assert broken(wrong) == {"questions[1].span.field"}
    scale = (RATING._replace(options=(1, 3, 2)),)
    assert broken(fine._replace(schema=MARKED._replace(questions=scale))) == {
        "questions[0].rating.values"
    }
