"""A dataset with records allows every change that keeps them valid, and no other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plaudit_server.domain.datasets.annotation import (
    Field,
    FieldKind,
    Question,
    QuestionKind,
    Schema,
)
from plaudit_server.domain.datasets.changes import incompatible_changes, refuse_changes
from plaudit_server.domain.errors import Reason

KINDS = QuestionKind
TEXT = Field("prompt", "", required=True, kind=FieldKind.TEXT)
CHAT = Field("chat", "", required=False, kind=FieldKind.CHAT)


def question(name: str, kind: QuestionKind, *options: int | str, **more: object) -> Question:
    plain = Question(name, "", "", required=False, kind=kind, options=options)
    return plain._replace(**more)  # type: ignore[arg-type]


OLD = Schema(
    (TEXT, CHAT),
    (
        question("why", KINDS.TEXT),
        question("stars", KINDS.RATING, 1, 2, 3, required=True),
        question("tone", KINDS.LABEL, "good", "bad"),
        question("flaws", KINDS.MULTI_LABEL, "long", "wrong"),
        question("best", KINDS.RANKING, "a", "b"),
        question("ties", KINDS.RANKING, "a", "b", allow_ties=True),
        question("marks", KINDS.SPAN, "x", "y", field="prompt"),
        question("overlaps", KINDS.SPAN, "x", "y", field="prompt", allow_overlapping=True),
    ),
)


def with_field(name: str, /, **changed: object) -> Callable[[Schema], Schema]:
    return lambda schema: schema._replace(
        fields=tuple(
            f._replace(**changed) if f.name == name else f  # type: ignore[arg-type]
            for f in schema.fields
        )
    )


def with_question(name: str, /, **changed: object) -> Callable[[Schema], Schema]:
    return lambda schema: schema._replace(
        questions=tuple(
            q._replace(**changed) if q.name == name else q  # type: ignore[arg-type]
            for q in schema.questions
        )
    )


def with_more(*parts: Field | Question) -> Callable[[Schema], Schema]:
    return lambda schema: Schema(
        (*schema.fields, *(p for p in parts if isinstance(p, Field))),
        (*schema.questions, *(p for p in parts if isinstance(p, Question))),
    )


def without(name: str) -> Callable[[Schema], Schema]:
    return lambda schema: Schema(
        tuple(f for f in schema.fields if f.name != name),
        tuple(q for q in schema.questions if q.name != name),
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda schema: schema,
        lambda schema: Schema(schema.fields[::-1], schema.questions[::-1]),
        with_field("chat", title="Chat"),
        with_question("why", title="Why?", description="In short."),
        with_more(CHAT._replace(name="more")),
        with_more(question("more", KINDS.TEXT)),
        with_field("prompt", required=False),
        with_question("stars", required=False),
        with_question("stars", options=(0, 1, 2, 3, 4)),
        with_question("tone", options=("meh", "bad", "good")),
        with_question("flaws", options=("wrong", "long", "rude")),
        with_question("marks", options=("y", "x", "z")),
        with_question("best", options=("b", "a")),
        with_question("best", allow_ties=True),
        with_question("marks", allow_overlapping=True),
    ],
)
def test_a_change_that_keeps_all_records_valid_is_allowed(
    change: Callable[[Schema], Schema],
) -> None:
    assert incompatible_changes(OLD, change(OLD)) == []


@pytest.mark.parametrize(
    ("change", "where", "reason"),
    [
        (without("chat"), "fields.chat", "must not be removed"),
        (with_field("chat", name="talk"), "fields.chat", "must not be removed"),
        (with_field("chat", kind=FieldKind.CUSTOM), "fields.chat", "kind chat"),
        (with_field("chat", required=True), "fields.chat", "must not become required"),
        (with_more(CHAT._replace(name="n", required=True)), "fields.n", "it is new"),
        (without("why"), "questions.why", "must not be removed"),
        (with_question("why", kind=KINDS.LABEL, options=("a",)), "questions.why", "kind text"),
        (with_question("why", required=True), "questions.why", "must not become required"),
        (with_more(question("n", KINDS.TEXT, required=True)), "questions.n", "it is new"),
        (with_question("stars", options=(1, 2)), "questions.stars", "must keep 3"),
        (with_question("tone", options=("good", "evil")), "questions.tone", "must keep bad"),
        (with_question("flaws", options=("long",)), "questions.flaws", "must keep wrong"),
        (with_question("marks", options=("x",)), "questions.marks", "must keep y"),
        (with_question("best", options=("a",)), "questions.best", "must keep b"),
        (with_question("best", options=("a", "b", "c")), "questions.best", "no new options"),
        (with_question("ties", allow_ties=False), "questions.ties", "keep allowing ties"),
        (with_question("marks", field="chat"), "questions.marks", "field prompt"),
        (with_question("overlaps", allow_overlapping=False), "questions.overlaps", "overlaps"),
    ],
)
def test_a_change_that_may_make_them_invalid_is_refused_with_its_reason(
    change: Callable[[Schema], Schema], where: str, reason: str
) -> None:
    (violation,) = [
        v for v in incompatible_changes(OLD, change(OLD)) if v.field == f"dataset.{where}"
    ]
    assert reason in violation.rule
    assert violation.reason is Reason.DATASET_HAS_RECORDS


def test_the_error_lists_every_incompatible_change() -> None:
    new = without("chat")(with_question("tone", options=("good", "evil"))(OLD))
    changes = incompatible_changes(OLD, new)
    refusal = refuse_changes("ds_1", changes)
    assert refusal.violations == changes
    assert [v.field for v in changes] == ["dataset.fields.chat", "dataset.questions.tone"]
    for change in changes:
        assert change.field in refusal.message
        assert change.rule in refusal.message
