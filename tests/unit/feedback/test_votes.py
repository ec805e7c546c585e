"""What feedback counts as: its rating and score, or what the criterion makes of its value."""

from __future__ import annotations

import json
from typing import Any

import pytest

from plaudit_server.domain.feedback.criteria import Criterion, CriterionKind, Direction
from plaudit_server.domain.feedback.feedback import NOTHING, Rating
from plaudit_server.domain.feedback.votes import measure

UP, DOWN, NONE = Rating.POSITIVE.value, Rating.NEGATIVE.value, Rating.UNSPECIFIED.value
HIGHER, LOWER = Direction.HIGHER_IS_BETTER.value, Direction.LOWER_IS_BETTER.value
LABELS = ("bad", "so-so", "good", "odd")
SCORES = (-2.0, 1.0, 4.0, 1.5)


def criterion(kind: CriterionKind, **known: Any) -> Criterion:
    plain = Criterion("crit_1", "name", "", kind, None, None, (), 0, None)
    return plain._replace(**known)


def yes_or_no(direction: int) -> Criterion:
    return criterion(CriterionKind.BOOL, direction=direction)


def number(least: float | None, most: float | None, direction: int = HIGHER) -> Criterion:
    return criterion(CriterionKind.NUMBER, minimum=least, maximum=most, direction=direction)


def label(direction: int = HIGHER, **known: Any) -> Criterion:
    return criterion(
        CriterionKind.LABEL, labels=LABELS, direction=direction, **{"scores": SCORES, **known}
    )


def several(*labels: str) -> dict[str, Any]:
    return {"value_labels": json.dumps(labels)}


@pytest.mark.parametrize(
    ("criterion", "said", "expected"),
    [
        (None, {"value_bool": True, "score": 2.5, "rating": DOWN}, (DOWN, 2.5)),
        (yes_or_no(HIGHER), {"value_bool": True}, (UP, None)),
        (yes_or_no(HIGHER), {"value_bool": False}, (DOWN, None)),
        (yes_or_no(LOWER), {"value_bool": False}, (UP, None)),
        (yes_or_no(NONE), {"value_bool": True}, (NONE, None)),
        (yes_or_no(HIGHER), {"value_bool": True, "rating": DOWN}, (DOWN, None)),
        (number(1, 5), {"value_int": 4}, (UP, 4.0)),
        (number(1, 5), {"value_number": 2.9}, (DOWN, 2.9)),
        (number(1, 5), {"value_int": 3}, (NONE, 3.0)),
        (number(1, 5, LOWER), {"value_int": 1}, (UP, 1.0)),
        (number(1, 5), {"score": 4.5}, (UP, 4.5)),
        (number(1, 5), {"value_int": 1, "score": 5.0}, (DOWN, 5.0)),
        (number(1, 5), {"value_int": 1, "rating": UP}, (UP, 1.0)),
        (number(1, None), {"value_int": 4}, (NONE, 4.0)),
        (number(1, 5, NONE), {"value_int": 4}, (NONE, None)),
        (number(3, 3), {"value_int": 3}, (NONE, 3.0)),
        (number(-1.7e308, 1.7e308), {"value_number": 1e300}, (UP, 1e300)),
        (label(), {"value_label": "good"}, (UP, 4.0)),
        (label(), {"value_label": "bad"}, (DOWN, -2.0)),
        (label(), {"value_label": "so-so"}, (NONE, 1.0)),
        (label(LOWER), {"value_label": "good"}, (DOWN, 4.0)),
        (label(NONE), {"value_label": "good"}, (NONE, 4.0)),
        (label(scores=()), {"value_label": "good"}, (NONE, None)),
        (label(several=True), several("bad", "good"), (NONE, 1.0)),
        (label(several=True), several("good", "odd"), (UP, 2.75)),
        (label(several=True), several(), (NONE, None)),
        (
            label(several=True, scores=(1.7e308, 1.7e308, 0, 0)),
            several("bad", "so-so"),
            (UP, 1.7e308),
        ),
        (criterion(CriterionKind.TEXT), {"text": "because"}, (NONE, None)),
        (yes_or_no(HIGHER), {"error_code": "PARSE_ERROR"}, (NONE, None)),
    ],
    ids=str,
)
def test_a_feedback_counts_as_its_criterion_says(
    criterion: Criterion | None, said: dict[str, Any], expected: tuple[int, float | None]
) -> None:
    assert measure(criterion, NOTHING._replace(**said)) == expected
