"""Criteria: which feedback matches, and the violations of feedback that does not."""

from __future__ import annotations

from typing import Any

import pytest

from plaudit_server.domain.errors import Reason
from plaudit_server.domain.feedback.criteria import Criterion, CriterionKind, mismatch
from support.stores import submission


def criterion(kind: CriterionKind, **known: Any) -> Criterion:
    plain = Criterion(
        id="crit_1",
        name="usefulness",
        description="",
        kind=kind,
        minimum=None,
        maximum=None,
        labels=(),
        create_time=1,
        archive_time=None,
    )
    return plain._replace(**known)


BOOL = criterion(CriterionKind.BOOL)
NUMBER = criterion(CriterionKind.NUMBER)
STARS = criterion(CriterionKind.NUMBER, minimum=1.0, maximum=5.0)
LABEL = criterion(CriterionKind.LABEL, labels=("helpful", "wrong"))
TEXT = criterion(CriterionKind.TEXT)

FITTING = [
    (BOOL, {"value_bool": True}),
    (BOOL, {"value_bool": False}),
    (NUMBER, {"value_int": 0}),
    (NUMBER, {"value_int": -(2**63)}),
    (NUMBER, {"value_number": 0.0}),
    (NUMBER, {"value_number": -1e308}),
    (NUMBER, {"score": 0.0}),
    (NUMBER, {"value_int": 3, "score": -7.5}),
    (NUMBER, {"value_number": 3.5, "score": 1e300}),
    (STARS, {"value_int": 1}),
    (STARS, {"value_int": 5}),
    (STARS, {"value_number": 1.0}),
    (STARS, {"value_number": 5.0}),
    (STARS, {"score": 1.0}),
    (STARS, {"score": 5.0}),
    (STARS, {"value_int": 2, "score": 4.5}),
    (LABEL, {"value_label": "helpful"}),
    (LABEL, {"value_label": "wrong"}),
    (TEXT, {"text": "because"}),
    (BOOL, {"value_bool": True, "correction_value": '{"bool_": false}'}),
    (STARS, {"value_int": 1, "correction_value": '{"int_": 5}'}),
    (STARS, {"score": 1.0, "correction_value": '{"number": 5.0}'}),
    (LABEL, {"value_label": "wrong", "correction_value": '{"label": "helpful"}'}),
    *((kind, {"error_code": "TIMEOUT"}) for kind in (BOOL, STARS, LABEL, TEXT)),
]

EVERYTHING_ELSE = {"rating": 2, "type": 3, "correction": "so", "metadata": '{"a": 1}'}
"""The fields that no criterion checks."""

VALUES: dict[str, Any] = {
    "value_bool": False,
    "value_int": 0,
    "value_number": 0.0,
    "value_label": "other",
}
"""A value of each kind that could be mistaken for an unset one."""

MISFITTING = [
    *[
        (kind, {name: value}, "value")
        for kind, own in (
            (BOOL, {"value_bool"}),
            (NUMBER, {"value_int", "value_number"}),
            (LABEL, set[str]()),
            (TEXT, set[str]()),
        )
        for name, value in VALUES.items()
        if name not in own
    ],
    *[(kind, {}, "value") for kind in (BOOL, NUMBER, LABEL)],
    *[(kind, {"text": "because"}, "value") for kind in (BOOL, NUMBER, LABEL)],
    (BOOL, {"score": 1.0}, "value"),
    (BOOL, {"value_int": 1, "score": 1.0}, "value"),
    (BOOL, {"value_bool": True, "score": 0.0}, "score"),
    (NUMBER, {"value_bool": True, "score": 1.0}, "value"),
    (NUMBER, {"value_label": "3", "score": 3.0}, "value"),
    (STARS, {"value_int": 0}, "value"),
    (STARS, {"value_int": 6}, "value"),
    (STARS, {"value_number": 0.9999999999999999}, "value"),
    (STARS, {"value_number": 5.000000000000001}, "value"),
    (STARS, {"score": 0.9999999999999999}, "score"),
    (STARS, {"score": 5.000000000000001}, "score"),
    (STARS, {"value_int": 3, "score": 6.0}, "score"),
    (STARS, {"value_int": 6, "score": 3.0}, "value"),
    (STARS, {"value_number": 0.0, "score": 9.0}, "value"),
    (LABEL, {"score": 1.0}, "value"),
    (LABEL, {"value_label": "Helpful"}, "value"),
    (LABEL, {"value_label": "helpful "}, "value"),
    (LABEL, {"value_label": "helpful", "score": 0.0}, "score"),
    (TEXT, {}, "text"),
    (TEXT, {"score": 1.0}, "text"),
    (TEXT, {"text": "because", "score": 0.0}, "score"),
    *[(TEXT, {"text": "because", name: value}, "value") for name, value in VALUES.items()],
]


def name(value: object) -> str:
    if isinstance(value, Criterion):
        return f"{value.kind.name} {value.minimum}" if value.minimum else value.kind.name
    return f"{value}"


@pytest.mark.parametrize(("asked", "said"), FITTING, ids=name)
def test_other_fields_do_not_matter(asked: Criterion, said: dict[str, Any]) -> None:
    assert mismatch(asked, submission("ns_1", **said).content) is None
    assert mismatch(asked, submission("ns_1", **{**EVERYTHING_ELSE, **said}).content) is None


@pytest.mark.parametrize(("asked", "said"), [f for f in FITTING if f[0] is not TEXT], ids=name)
def test_a_text_together_with_a_value_matches(asked: Criterion, said: dict[str, Any]) -> None:
    assert mismatch(asked, submission("ns_1", text="because", **said).content) is None


TAKES = {
    CriterionKind.BOOL: "a yes or no",
    CriterionKind.NUMBER: "a number",
    CriterionKind.LABEL: "a label",
    CriterionKind.TEXT: "a comment",
}


@pytest.mark.parametrize(("asked", "said", "field"), MISFITTING, ids=name)
def test_a_mismatch_names_what_the_criterion_takes(
    asked: Criterion, said: dict[str, Any], field: str
) -> None:
    for more in ({}, EVERYTHING_ELSE):
        broken = mismatch(asked, submission("ns_1", **more, **said).content)
        assert broken is not None
        assert (broken.field, broken.reason) == (field, Reason.VALUE_DOES_NOT_FIT)
        assert broken.rule.startswith("must ")
        assert broken.rule.endswith(f': the criterion "usefulness" takes {TAKES[asked.kind]}')


@pytest.mark.parametrize(
    ("bounds", "number", "fits"),
    [
        ({"maximum": 2.0**53}, 2**53, True),
        ({"maximum": 2.0**53}, 2**53 + 1, False),
        ({"minimum": -(2.0**53)}, -(2**53) - 1, False),
        ({"maximum": 2.0**63}, 2**63 - 1, True),
        ({"minimum": 2.0**63}, 2**63 - 1, False),
        ({"minimum": -(2.0**63)}, -(2**63), True),
        ({"maximum": 0.5}, 1, False),
        ({"minimum": 0.5}, 1, True),
        ({"maximum": 1e308}, 2**63 - 1, True),
    ],
    ids=str,
)
def test_large_integers_are_compared_with_the_bounds_exactly(
    bounds: dict[str, float], number: int, fits: bool
) -> None:
    """As doubles, 2**53 + 1 and 2**63 - 1 would be other numbers."""
    asked = criterion(CriterionKind.NUMBER, **bounds)
    broken = mismatch(asked, submission("ns_1", value_int=number).content)
    assert (broken is None) == fits


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ({"minimum": 0.0, "maximum": 10.0}, "from 0 to 10"),
        ({"minimum": 0.5, "maximum": 0.5}, "from 0.5 to 0.5"),
        ({"minimum": -1.0}, "of at least -1"),
        ({"maximum": 0.0}, "of at most 0"),
    ],
    ids=str,
)
def test_the_rule_of_a_number_has_its_bounds(bounds: dict[str, float], said: str) -> None:
    asked = criterion(CriterionKind.NUMBER, **bounds)
    for wrong in ({"value_label": "x"}, {"value_int": 11 if "maximum" in bounds else -11}):
        broken = mismatch(asked, submission("ns_1", **wrong).content)
        assert broken is not None
        assert f" {said}" in broken.rule


def test_a_zero_is_a_bound_and_none_is_not() -> None:
    at_least_zero = criterion(CriterionKind.NUMBER, minimum=0.0)
    assert mismatch(at_least_zero, submission("ns_1", value_int=-1).content)
    assert mismatch(at_least_zero, submission("ns_1", value_int=10**18).content) is None


def test_the_rule_of_a_label_lists_the_labels() -> None:
    broken = mismatch(LABEL, submission("ns_1", value_label="other").content)
    assert broken is not None
    assert broken.rule == 'must be one of helpful, wrong: the criterion "usefulness" takes a label'


@pytest.mark.parametrize("letter", ["x", "é", "漢", "🙂"])
def test_a_rule_stays_short_however_long_the_labels_and_the_name_are(letter: str) -> None:
    """A longer one would be cut, and its end has the name of the criterion."""
    labels = tuple(f"{i} {letter * 250}" for i in range(200))
    asked = criterion(CriterionKind.LABEL, name=letter * 128, labels=labels)
    broken = mismatch(asked, submission("ns_1", value_label="other").content)
    assert broken is not None
    assert len(broken.rule.encode()) <= 256
    assert f"must be one of 0 {letter * 3}" in broken.rule
    assert f"{letter}…" in broken.rule
    assert broken.rule.endswith("takes a label")


def test_many_short_labels_are_cut_between_two_of_them() -> None:
    labels = tuple(f"label-{i}" for i in range(200))
    broken = mismatch(
        criterion(CriterionKind.LABEL, labels=labels), submission("ns_1", score=1.0).content
    )
    assert broken is not None
    shown = broken.rule.removeprefix("must be one of ").partition(":")[0].split(", ")
    assert len(shown) > 5
    assert shown == [*labels[: len(shown) - 1], "…"]
