"""UpdateCriterion changes a criterion as long as stored feedback still matches it."""

from __future__ import annotations

from typing import Any

import pytest

from plaudit.v1.admin_pb2 import (
    DIRECTION_HIGHER_IS_BETTER,
    DIRECTION_LOWER_IS_BETTER,
    ArchiveCriterionRequest,
    BoolCriterion,
    CreateCriterionRequest,
    Criterion,
    LabelCriterion,
    ListCriteriaRequest,
    NumberCriterion,
    TextCriterion,
    UpdateCriterionRequest,
)
from plaudit.v1.feedback_pb2 import DeleteFeedbackRequest, FeedbackValue
from support.messages import submit

NAME = "usefulness"


def create(client, **kind: Any) -> Criterion:
    criterion = Criterion(name=NAME, description="before", **kind)
    return client.admin.CreateCriterion(CreateCriterionRequest(criterion=criterion)).criterion


def request(*paths: str, **criterion: Any) -> UpdateCriterionRequest:
    return UpdateCriterionRequest(
        criterion=Criterion(**criterion), update_mask={"paths": paths} if paths else None
    )


def change(client, *paths: str, **criterion: Any) -> Criterion:
    return client.admin.UpdateCriterion(request(*paths, **criterion)).criterion


def stored(client) -> Criterion:
    (criterion,) = client.admin.ListCriteria(ListCriteriaRequest()).criteria
    return criterion


def labels(*labels: str, **more: Any) -> dict[str, Any]:
    return {"label": LabelCriterion(labels=labels, **more)}


def numbers(**bounds: Any) -> dict[str, Any]:
    return {"number": NumberCriterion(**bounds)}


UP, DOWN = DIRECTION_HIGHER_IS_BETTER, DIRECTION_LOWER_IS_BETTER

CHANGES = [
    ({"bool": BoolCriterion()}, (), {"bool": BoolCriterion(direction=UP)}, None),
    (numbers(min=1, max=5), (), numbers(min=0), numbers(min=0, max=5)),
    (numbers(min=1, max=5), ("number.min",), {}, numbers(max=5)),
    (numbers(min=1, max=5), ("*",), numbers(max=9, direction=DOWN), None),
    (labels("a"), (), labels("b", "a"), None),
    (
        labels("a", "b"),
        ("label.scores", "label.direction"),
        labels(scores=[0, 1], direction=UP),
        labels("a", "b", scores=[0, 1], direction=UP),
    ),
    (labels("a", "b", scores=[0, 1]), ("label.scores",), {}, labels("a", "b")),
    (labels("a"), (), labels(several=True), labels("a", several=True)),
    ({"text": TextCriterion()}, ("description",), {"description": "after"}, None),
]


@pytest.mark.parametrize(("kind", "paths", "sent", "expected"), CHANGES, ids=str)
def test_the_named_or_set_fields_change_and_the_others_stay(tenant, kind, paths, sent, expected):
    made = create(tenant, **kind)
    changed = change(tenant, *paths, id=made.id, **sent)
    assert changed.update_time.ToNanoseconds() > made.update_time.ToNanoseconds()
    described = sent.get("description") or ("" if paths == ("*",) else "before")
    wanted = Criterion(
        id=made.id,
        name=NAME,
        description=described,
        create_time=made.create_time,
        update_time=changed.update_time,
        **(expected or ({} if "description" in sent else sent) or kind),
    )
    assert changed == wanted
    assert stored(tenant) == wanted


def test_feedback_must_match_the_changed_criterion(tenant, refused):
    made = create(tenant, **labels("a"))
    change(tenant, id=made.id, **labels("a", "b"))
    assert submit(tenant, name=NAME, value=FeedbackValue(label="b")).feedback.id
    assert change(tenant, id=made.id, **labels("b"), description="narrow").label.labels == ["b"]


NARROWER = [
    (labels("a", "b"), {"value": FeedbackValue(label="a")}, labels("b")),
    (
        labels("a", "b", several=True),
        {"value": FeedbackValue(labels={"labels": ["b", "a"]})},
        labels("b"),
    ),
    (numbers(), {"value": FeedbackValue(int_value=0)}, numbers(min=1)),
    (numbers(min=-5), {"score": -4}, numbers(min=-3)),
    (numbers(max=5), {"value": FeedbackValue(number_value=4.5)}, numbers(max=4)),
]


@pytest.mark.parametrize(("kind", "said", "narrow"), NARROWER, ids=str)
def test_a_change_that_stored_feedback_does_not_match_is_refused(
    tenant, refused, kind, said, narrow
):
    made = create(tenant, **kind)
    submit(tenant, name="other", **said)
    kept = submit(tenant, name=NAME, **said).feedback
    refusal = refused(
        tenant.admin.UpdateCriterion,
        request(id=made.id, **narrow),
        "FAILED_PRECONDITION",
        "CRITERION_DOES_NOT_FIT",
    )
    assert (refusal.ids["criterion_id"], refusal.ids["feedback_id"]) == (made.id, kept.id)
    assert stored(tenant) == made
    tenant.feedback.DeleteFeedback(DeleteFeedbackRequest(id=kept.id))
    change(tenant, id=made.id, **narrow)


def test_one_label_instead_of_several_needs_feedback_with_one(tenant, refused):
    made = create(tenant, **labels("a", several=True))
    submit(tenant, name=NAME, value=FeedbackValue(label="a"))
    assert not change(tenant, "label.several", id=made.id).label.several
    change(tenant, id=made.id, **labels(several=True))
    submit(tenant, name=NAME, value=FeedbackValue(labels={"labels": ["a"]}))
    refused(
        tenant.admin.UpdateCriterion,
        request("label.several", id=made.id),
        "FAILED_PRECONDITION",
        "CRITERION_DOES_NOT_FIT",
    )


def test_feedback_older_than_the_criterion_hinders_no_change(tenant):
    submit(tenant, name=NAME, value=FeedbackValue(label="nice"))
    made = create(tenant, **labels("a", "b"))
    assert change(tenant, id=made.id, **labels("a")).label.labels == ["a"]


@pytest.mark.parametrize(
    ("paths", "sent", "field"),
    [
        ((), {}, "update_mask"),
        (("name",), {}, "update_mask"),
        (("label.color",), {}, "update_mask"),
        (("number.min",), {}, "update_mask"),
        ((), {"name": "other", "description": "x"}, "criterion.name"),
        ((), {"number": NumberCriterion(min=1)}, "criterion"),
        (("label.labels",), {}, "criterion.label.labels"),
        ((), labels("a"), "criterion.label.scores"),
        ((), labels(scores=[1]), "criterion.label.scores"),
        ((), labels(scores=[1, float("nan")]), "criterion.label.scores[1]"),
        (("*",), {"description": "x"}, "criterion.label.labels"),
        ((), {"id": "", "description": "x"}, "criterion.id"),
    ],
    ids=str,
)
def test_a_change_that_breaks_rules_is_refused(tenant, refused, paths, sent, field):
    made = create(tenant, **labels("a", "b", scores=[0, 1]))
    said = refused(
        tenant.admin.UpdateCriterion,
        request(*paths, **{"id": made.id, **sent}),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(said.fields) == {field}
    assert stored(tenant) == made


def test_limits_that_no_number_can_meet_are_refused(tenant, refused):
    made = create(tenant, **numbers(min=1, max=5))
    said = refused(
        tenant.admin.UpdateCriterion,
        request(id=made.id, **numbers(min=6)),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(said.fields) == {"criterion.number.max"}


def test_an_unknown_or_archived_criterion_is_not_found(tenant, refused):
    made = create(tenant, **labels("a"))
    tenant.admin.ArchiveCriterion(ArchiveCriterionRequest(id=made.id))
    for id_ in (made.id, "crit_lost"):
        refused(
            tenant.admin.UpdateCriterion,
            request(id=id_, description="x"),
            "NOT_FOUND",
            "CRITERION_NOT_FOUND",
        )


def test_writers_of_feedback_may_not_change_criteria(tenant, refused):
    made = create(tenant, **labels("a"))
    refused(
        tenant.client("feedback.write", "feedback.read").admin.UpdateCriterion,
        request(id=made.id, description="x"),
        "PERMISSION_DENIED",
        "SCOPE_MISSING",
    )
