"""Failed judgements: feedback with an error, which is counted apart and is never a vote."""

from __future__ import annotations

from typing import Any

import pytest

from plaudit.v1.admin_pb2 import CreateCriterionRequest, Criterion, NumberCriterion
from plaudit.v1.analytics_pb2 import (
    PERIOD_HOUR,
    SATISFACTION_DIMENSION_NAME,
    ListLowSatisfactionRequest,
    QuerySatisfactionRequest,
    QuerySatisfactionResponse,
    Satisfaction,
)
from plaudit.v1.export_pb2 import TRAINING_FORMAT_KTO, ExportTrainingRequest
from plaudit.v1.feedback_pb2 import (
    FEEDBACK_TYPE_REPORT,
    FEEDBACK_TYPE_THUMBS_UP,
    ORIGIN_CODE,
    ORIGIN_HUMAN,
    ORIGIN_MODEL,
    ORIGIN_UNSPECIFIED,
    RATING_NEGATIVE,
    RATING_POSITIVE,
    Feedback,
    FeedbackError,
    FeedbackFilter,
    FeedbackValue,
    ListFeedbackRequest,
    UpdateFeedbackRequest,
)
from support.messages import about, get, memories, register, struct, submission, submit

LIMITED = FeedbackError(code="RATE_LIMIT_EXCEEDED", message="Try again in a minute.")


def query(client: Any, **request: Any) -> QuerySatisfactionResponse:
    return client.analytics.QuerySatisfaction(QuerySatisfactionRequest(**request))


def change(client: Any, *paths: str, **said: Any) -> Feedback:
    request = UpdateFeedbackRequest(feedback=Feedback(**said), update_mask={"paths": paths})
    return client.feedback.UpdateFeedback(request).feedback


def counts(total: Satisfaction) -> tuple[int, int, int, int, int]:
    return (
        total.feedback_count,
        total.positive_count,
        total.negative_count,
        total.score_count,
        total.error_count,
    )


@pytest.mark.parametrize("origin", [ORIGIN_MODEL, ORIGIN_CODE], ids=["model", "code"])
def test_a_judge_reports_that_it_failed_and_why(tenant, origin):
    said = {"origin": origin, "error": LIMITED, "text": "3 tries", "metadata": struct({"a": 1})}
    given = submit(tenant, **said).feedback
    assert given.error == LIMITED
    assert get(tenant, given.id) == given
    assert submit(tenant, target=given.target, **said).replayed


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"origin": ORIGIN_UNSPECIFIED}, "origin"),
        ({"origin": ORIGIN_HUMAN}, "origin"),
        ({"rating": RATING_POSITIVE}, "rating"),
        ({"value": FeedbackValue(bool_value=False)}, "value"),
        ({"score": 0.0}, "score"),
        ({"type": FEEDBACK_TYPE_REPORT}, "type"),
        ({"type": FEEDBACK_TYPE_THUMBS_UP}, "type"),
        ({"correction": "better"}, "correction"),
        ({"correction_value": FeedbackValue(label="a")}, "correction_value"),
        ({"error": FeedbackError(message="why")}, "error.code"),
        ({"error": FeedbackError(code="A\nB")}, "error.code"),
        ({"error": FeedbackError(code="A", message="a\0b")}, "error.message"),
    ],
    ids=lambda value: " ".join(str(value).split()),
)
def test_a_failed_judgement_has_no_judgement(tenant, refused, said, field):
    request = submission(**{"origin": ORIGIN_MODEL, "error": LIMITED, **said})
    broken = refused(tenant.feedback.SubmitFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(broken.fields) == {f"feedback.{field}"}


def test_failed_judgements_are_counted_apart_and_are_no_votes(tenant):
    exchange = register(tenant, prompt="p", answer="a")
    given = submit(tenant, target=about(exchange), origin=ORIGIN_MODEL, error=LIMITED)
    assert not given.stored
    response = query(tenant, period=PERIOD_HOUR, group_by=[SATISFACTION_DIMENSION_NAME])
    assert counts(response.total) == (0, 0, 0, 0, 1)
    assert not response.total.HasField("satisfaction_rate")
    (series,) = response.series
    assert [counts(period.satisfaction) for period in series.periods] == [(0, 0, 0, 0, 1)]
    assert memories(tenant) == []
    request = ExportTrainingRequest(format=TRAINING_FORMAT_KTO)
    assert [e for part in tenant.exports.ExportTraining(request) for e in part.examples] == []


def test_an_exchange_with_low_satisfaction_counts_its_failed_judgements_apart(tenant):
    exchange = register(tenant)
    submit(tenant, target=about(exchange), rating=RATING_NEGATIVE, user_id="ann")
    submit(tenant, target=about(exchange), origin=ORIGIN_MODEL, error=LIMITED)
    (low,) = tenant.analytics.ListLowSatisfaction(ListLowSatisfactionRequest()).results
    assert counts(low.satisfaction) == (1, 0, 1, 0, 1)


def test_a_judgement_and_an_error_replace_each_other(tenant):
    said = {"origin": ORIGIN_MODEL, "score": 0.5, "rating": RATING_POSITIVE}
    given = submit(tenant, **said).feedback
    assert counts(query(tenant).total) == (1, 1, 0, 1, 0)
    failed = change(tenant, "rating", "score", "error", id=given.id, error=LIMITED)
    assert (failed.error, failed.HasField("score")) == (LIMITED, False)
    assert counts(query(tenant).total) == (0, 0, 0, 0, 1)
    judged = change(tenant, "rating", "error", id=given.id, rating=RATING_NEGATIVE)
    assert not judged.HasField("error")
    assert counts(query(tenant).total) == (1, 0, 1, 0, 0)
    submit(tenant, target=given.target, origin=ORIGIN_MODEL, error=LIMITED)
    assert counts(query(tenant).total) == (0, 0, 0, 0, 1)


def test_an_update_cannot_leave_a_judgement_beside_an_error(tenant, refused):
    given = submit(tenant, rating=RATING_POSITIVE, value=FeedbackValue(label="a")).feedback
    request = UpdateFeedbackRequest(feedback=Feedback(id=given.id, error=LIMITED))
    said = refused(tenant.feedback.UpdateFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {"feedback.origin", "feedback.rating", "feedback.value"}


def test_a_criterion_does_not_apply_to_a_failed_judgement(tenant, refused):
    criterion = Criterion(name="quality", number=NumberCriterion(min=1, max=5))
    tenant.admin.CreateCriterion(CreateCriterionRequest(criterion=criterion))
    given = submit(tenant, name="quality", origin=ORIGIN_MODEL, error=LIMITED).feedback
    assert given.error == LIMITED
    judged = Feedback(id=given.id, text="x")
    request = UpdateFeedbackRequest(feedback=judged, update_mask={"paths": ["error", "text"]})
    said = refused(
        tenant.feedback.UpdateFeedback, request, "INVALID_ARGUMENT", "VALUE_DOES_NOT_FIT"
    )
    assert set(said.fields) == {"feedback.value"}


def test_failed_judgements_are_listed_on_request(tenant):
    judged = submit(tenant, text="x").feedback
    failed = submit(tenant, origin=ORIGIN_CODE, error=LIMITED).feedback
    for has_error, expected in ((True, [failed]), (False, [judged]), (None, [failed, judged])):
        wanted = FeedbackFilter(has_error=has_error)
        found = tenant.feedback.ListFeedback(ListFeedbackRequest(filter=wanted)).feedback
        assert list(found) == expected
