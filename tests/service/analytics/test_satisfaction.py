"""QuerySatisfaction and ListLowSatisfaction."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from plaudit.v1 import admin_pb2, analytics_pb2, feedback_pb2, target_pb2
from plaudit.v1.analytics_pb2 import (
    CONFIDENCE_BAND_HIGH,
    CONFIDENCE_BAND_LOW,
    CONFIDENCE_BAND_UNSPECIFIED,
    LOW_SATISFACTION_SUBJECT_TOPIC,
    PERIOD_DAY,
    PERIOD_HOUR,
    PERIOD_MONTH,
    SATISFACTION_DIMENSION_CONFIDENCE_BAND,
    SATISFACTION_DIMENSION_MODEL,
    SATISFACTION_DIMENSION_NAME,
    SATISFACTION_DIMENSION_SOURCE,
    SATISFACTION_DIMENSION_TARGET_KIND,
    SATISFACTION_DIMENSION_TOPIC,
    SATISFACTION_DIMENSION_TYPE,
    TARGET_KIND_MESSAGE,
    TARGET_KIND_SEARCH,
)
from plaudit.v1.feedback_pb2 import (
    FEEDBACK_SOURCE_INLINE,
    FEEDBACK_SOURCE_UNSPECIFIED,
    FEEDBACK_TYPE_REPORT,
    FEEDBACK_TYPE_UNSPECIFIED,
    RATING_NEGATIVE,
    RATING_POSITIVE,
)
from support.messages import about, fresh, on_search, register, submit, update
from support.servers import Client


def query(client: Client, **request: Any) -> analytics_pb2.QuerySatisfactionResponse:
    return client.analytics.QuerySatisfaction(analytics_pb2.QuerySatisfactionRequest(**request))


def low(client: Client, **request: Any) -> analytics_pb2.ListLowSatisfactionResponse:
    return client.analytics.ListLowSatisfaction(analytics_pb2.ListLowSatisfactionRequest(**request))


def time_range(start: datetime | None = None, end: datetime | None = None) -> target_pb2.TimeRange:
    made = target_pb2.TimeRange()
    if start is not None:
        made.start.FromDatetime(start)
    if end is not None:
        made.end.FromDatetime(end)
    return made


def thumbs(client: Client, exchange: Any, up: int = 0, down: int = 0, **fields: Any) -> None:
    """Rate an exchange, each time as a different user."""
    for rating in [RATING_POSITIVE] * up + [RATING_NEGATIVE] * down:
        submit(client, target=about(exchange), rating=rating, external_user_id=fresh("u"), **fields)


def counted(satisfaction: analytics_pb2.Satisfaction) -> tuple[int, int, int]:
    return (
        satisfaction.feedback_count,
        satisfaction.positive_count,
        satisfaction.negative_count,
    )


def test_feedback_is_counted_with_its_rate_and_mean_score(tenant):
    exchange = register(tenant)
    thumbs(tenant, exchange, up=3, down=1)
    submit(tenant, target=about(exchange), score=0.5, external_user_id="ada")
    submit(tenant, target=on_search("q"), score=1.0, rating=RATING_NEGATIVE)
    total = query(tenant).total
    assert counted(total) == (6, 3, 2)
    assert total.score_count == 2
    assert total.satisfaction_rate == 0.6
    assert total.mean_score == 0.75


def test_without_ratings_and_scores_there_is_no_rate_and_no_mean(tenant):
    submit(tenant, text="hm")
    total = query(tenant).total
    assert total.feedback_count == 1
    assert not total.HasField("satisfaction_rate")
    assert not total.HasField("mean_score")


def test_a_namespace_without_feedback_has_no_series(tenant):
    answer = query(tenant, period=PERIOD_DAY)
    assert not answer.series
    assert counted(answer.total) == (0, 0, 0)


@pytest.mark.parametrize(
    ("dimension", "field", "expected"),
    [
        (SATISFACTION_DIMENSION_TOPIC, "topic", {"billing": 2, "": 1}),
        (
            SATISFACTION_DIMENSION_CONFIDENCE_BAND,
            "confidence_band",
            {CONFIDENCE_BAND_LOW: 1, CONFIDENCE_BAND_HIGH: 1, CONFIDENCE_BAND_UNSPECIFIED: 1},
        ),
        (SATISFACTION_DIMENSION_NAME, "name", {"overall": 2, "tone": 1}),
        (
            SATISFACTION_DIMENSION_SOURCE,
            "source",
            {FEEDBACK_SOURCE_INLINE: 1, FEEDBACK_SOURCE_UNSPECIFIED: 2},
        ),
        (
            SATISFACTION_DIMENSION_TYPE,
            "type",
            {FEEDBACK_TYPE_REPORT: 1, FEEDBACK_TYPE_UNSPECIFIED: 2},
        ),
        (SATISFACTION_DIMENSION_MODEL, "model", {"m-1": 2, "": 1}),
        (
            SATISFACTION_DIMENSION_TARGET_KIND,
            "target_kind",
            {TARGET_KIND_MESSAGE: 2, TARGET_KIND_SEARCH: 1},
        ),
    ],
)
def test_feedback_is_grouped_and_filtered_by_every_dimension(tenant, dimension, field, expected):
    sure = register(tenant, topic="billing", confidence=0.9, model="m-1")
    unsure = register(tenant, topic="billing", confidence=0.1, model="m-1")
    submit(tenant, target=about(sure), rating=RATING_POSITIVE, source=FEEDBACK_SOURCE_INLINE)
    submit(tenant, target=about(unsure), rating=RATING_NEGATIVE, name="tone")
    submit(tenant, rating=RATING_POSITIVE, type=FEEDBACK_TYPE_REPORT)
    answer = query(tenant, group_by=[dimension])
    found = {getattr(s.group, field): s.total.feedback_count for s in answer.series}
    assert found == expected
    assert all(s.group.HasField(field) for s in answer.series)
    assert [s.total.feedback_count for s in answer.series] == sorted(found.values(), reverse=True)
    plural = {"confidence_band": "confidence_bands", "target_kind": "target_kinds"}
    for value, count in expected.items():
        wanted = {plural.get(field, f"{field}s"): [value]}
        assert query(tenant, filter=wanted).total.feedback_count == count


def test_groups_of_several_dimensions_are_those_that_have_feedback(tenant):
    for topic, model, up in (("a", "m", 2), ("a", "n", 1), ("b", "m", 1)):
        thumbs(tenant, register(tenant, topic=topic, model=model), up=up)
    answer = query(
        tenant,
        group_by=[SATISFACTION_DIMENSION_TOPIC, SATISFACTION_DIMENSION_MODEL],
        filter={"models": ["m"]},
    )
    found = [(s.group.topic, s.group.model, s.total.positive_count) for s in answer.series]
    assert found == [("a", "m", 2), ("b", "m", 1)]


def test_the_groups_with_the_least_feedback_are_left_out_and_counted(tenant):
    for topic, up in (("a", 3), ("b", 2), ("c", 1)):
        thumbs(tenant, register(tenant, topic=topic), up=up)
    answer = query(tenant, group_by=[SATISFACTION_DIMENSION_TOPIC], max_groups=2)
    assert [s.group.topic for s in answer.series] == ["a", "b"]
    assert answer.omitted_group_count == 1
    assert answer.total.positive_count == 6


def test_there_are_fewer_series_when_each_may_have_very_many_periods(tenant):
    for topic, up in (("a", 5), ("b", 4), ("c", 3), ("d", 2), ("e", 1)):
        thumbs(tenant, register(tenant, topic=topic), up=up)
    long = time_range(datetime.now(UTC) - timedelta(hours=8000))
    answer = query(
        tenant, time_range=long, period=PERIOD_HOUR, group_by=[SATISFACTION_DIMENSION_TOPIC]
    )
    assert [s.group.topic for s in answer.series] == ["a", "b", "c"]
    assert answer.omitted_group_count == 2
    assert answer.total.positive_count == 15
    assert all(len(s.periods) == 1 for s in answer.series)


@pytest.mark.parametrize("zone", ["", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns"])
@pytest.mark.parametrize("period", [PERIOD_HOUR, PERIOD_DAY, PERIOD_MONTH])
def test_the_period_of_a_feedback_holds_its_time_in_any_zone(tenant, zone, period):
    given = submit(tenant, rating=RATING_POSITIVE).feedback.create_time.ToDatetime()
    answer = query(tenant, period=period, time_zone=zone)
    (series,) = answer.series
    (only,) = series.periods
    assert only.start_time.ToDatetime() <= given < only.end_time.ToDatetime()
    assert counted(only.satisfaction) == (1, 1, 0)
    assert only.end_time.ToDatetime() <= answer.time_range.end.ToDatetime()


def test_a_time_range_is_counted_in_whole_quarters_of_an_hour(tenant):
    given = submit(tenant, rating=RATING_POSITIVE).feedback.create_time.ToDatetime()
    answer = query(tenant, time_range=time_range(given, given + timedelta(microseconds=1)))
    assert answer.total.feedback_count == 1
    covered = answer.time_range
    assert covered.end.ToDatetime() - covered.start.ToDatetime() == timedelta(minutes=15)
    before = time_range(given - timedelta(days=2), given - timedelta(minutes=15))
    assert query(tenant, time_range=before).total.feedback_count == 0


def test_counts_follow_changes_deletion_and_erasure_at_once(tenant):
    exchange = register(tenant, topic="billing")
    given = submit(
        tenant, target=about(exchange), rating=RATING_POSITIVE, external_user_id="ada"
    ).feedback
    by_topic = {"group_by": [SATISFACTION_DIMENSION_TOPIC]}

    def found():
        return {s.group.topic: counted(s.total) for s in query(tenant, **by_topic).series}

    assert found() == {"billing": (1, 1, 0)}
    submit(tenant, target=about(exchange), rating=RATING_NEGATIVE, external_user_id="ada")
    assert found() == {"billing": (1, 0, 1)}
    tenant.feedback.UpdateFeedback(
        feedback_pb2.UpdateFeedbackRequest(
            feedback=feedback_pb2.Feedback(id=given.id, rating=RATING_POSITIVE)
        )
    )
    assert found() == {"billing": (1, 1, 0)}
    update(tenant, "topic", id=exchange.id, topic="refunds")
    assert found() == {"refunds": (1, 1, 0)}
    other = submit(tenant, target=about(exchange), rating=RATING_NEGATIVE).feedback
    tenant.feedback.DeleteFeedback(feedback_pb2.DeleteFeedbackRequest(id=other.id))
    assert found() == {"refunds": (1, 1, 0)}
    tenant.admin.EraseSubject(admin_pb2.EraseSubjectRequest(external_user_id="ada"))
    assert found() == {}


@pytest.mark.parametrize(
    ("request_fields", "field", "message"),
    [
        ({"time_zone": "Europe/Atlantis"}, "time_zone", "IANA name"),
        ({"time_zone": "../../etc/passwd"}, "time_zone", "IANA name"),
        (
            {"time_range": time_range(datetime(2026, 2, 1), datetime(2026, 1, 1))},
            "time_range.end",
            "later than start",
        ),
        (
            {
                "time_range": time_range(datetime(2020, 1, 1), datetime(2026, 1, 1)),
                "period": PERIOD_HOUR,
            },
            "time_range",
            "at most 10000 hours",
        ),
        ({"group_by": [0]}, "group_by[0]", ""),
        ({"max_groups": 1001}, "max_groups", ""),
        ({"max_groups": -1}, "max_groups", ""),
        ({"period": 9}, "period", ""),
        ({"filter": {"names": [""]}}, "filter.names[0]", ""),
    ],
)
def test_a_query_that_breaks_rules_is_refused_naming_each_field(
    tenant, refused, request_fields, field, message
):
    error = refused(
        tenant.analytics.QuerySatisfaction,
        analytics_pb2.QuerySatisfactionRequest(**request_fields),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert message in error.fields[field]


def test_the_time_range_may_span_all_of_time(tenant):
    submit(tenant, rating=RATING_POSITIVE)
    ever = time_range(datetime(1, 1, 1), datetime(9999, 12, 31))
    assert query(tenant, time_range=ever).total.positive_count == 1


def test_one_negative_rating_ranks_below_many(tenant):
    once = register(tenant, topic="rare")
    often = register(tenant, topic="common")
    fine = register(tenant, topic="fine")
    thumbs(tenant, once, down=1)
    thumbs(tenant, often, up=2, down=18)
    thumbs(tenant, fine, up=5)
    answer = low(tenant)
    assert [result.exchange.id for result in answer.results] == [often.id, once.id]
    assert counted(answer.results[0].satisfaction) == (20, 2, 18)
    assert answer.results[0].satisfaction.satisfaction_rate == 0.1
    bounds = [result.dissatisfaction for result in answer.results]
    assert bounds == pytest.approx([0.6990, 0.2065], abs=1e-4)
    topics = low(tenant, subject=LOW_SATISFACTION_SUBJECT_TOPIC)
    assert [result.topic for result in topics.results] == ["common", "rare"]
    assert [result.dissatisfaction for result in topics.results] == bounds
    assert not answer.truncated


def test_low_satisfaction_comes_with_the_newest_texts(tenant):
    exchange = register(tenant, topic="hours", prompt="When?" * 500, answer="At ten.")
    for i in range(4):
        thumbs(tenant, exchange, down=1, text=f"wrong {i}", correction="At nine.")
        time.sleep(0.002)  # ids sort by the millisecond
    thumbs(tenant, exchange, down=1)
    thumbs(tenant, exchange, up=1, text="right")
    for subject in ("exchange", "topic"):
        number = analytics_pb2.LowSatisfactionSubject.Value(
            f"LOW_SATISFACTION_SUBJECT_{subject.upper()}"
        )
        (found,) = low(tenant, subject=number, max_examples=2).results
        assert [example.text for example in found.examples] == ["wrong 3", "wrong 2"]
        assert {example.exchange_id for example in found.examples} == {exchange.id}
        assert {example.correction for example in found.examples} == {"At nine."}
        assert not low(tenant, subject=number, max_examples=0).results[0].examples
        assert len(low(tenant, subject=number).results[0].examples) == 3
    shown = low(tenant).results[0].exchange
    assert shown.answer == "At ten."
    assert len(shown.prompt) == 1000


def test_texts_are_returned_only_to_keys_that_may_read_feedback(tenant):
    exchange = register(tenant, topic="hours", prompt="When?", answer="At ten.")
    thumbs(tenant, exchange, down=1, text="wrong")
    client = tenant.client("analytics.read")
    (found,) = low(client).results
    assert found.exchange.id == exchange.id
    assert (found.exchange.prompt, found.exchange.answer) == ("", "")
    assert (found.exchange.session_id, found.exchange.message_id) == ("", "")
    assert found.exchange.topic == "hours"
    assert not found.examples
    (topic,) = low(client, subject=LOW_SATISFACTION_SUBJECT_TOPIC).results
    assert not topic.examples
    (found,) = low(tenant.client("analytics.read", "feedback.read")).results
    assert found.exchange.prompt == "When?"
    assert found.examples


def test_low_satisfaction_counts_only_what_matches_the_filter(tenant):
    one = register(tenant, topic="a", model="m", confidence=0.9)
    other = register(tenant, topic="b", model="n")
    thumbs(tenant, one, down=2)
    thumbs(tenant, one, down=1, up=1, name="tone")
    thumbs(tenant, other, down=5)
    (found,) = low(tenant, filter={"models": ["m"], "names": ["tone"]}).results
    assert found.exchange.id == one.id
    assert counted(found.satisfaction) == (2, 1, 1)
    (found,) = low(tenant, filter={"confidence_bands": [CONFIDENCE_BAND_HIGH]}).results
    assert found.exchange.id == one.id
    (found,) = low(tenant, subject=LOW_SATISFACTION_SUBJECT_TOPIC, filter={"topics": ["b"]}).results
    assert (found.topic, found.satisfaction.negative_count) == ("b", 5)
    past = time_range(end=datetime.now(UTC) - timedelta(days=1))
    assert not low(tenant, time_range=past).results
    assert len(low(tenant, max_results=1).results) == 1


def test_values_are_votes_where_the_criterion_of_their_name_says_which_are_better(tenant):
    criterion = admin_pb2.Criterion(
        name="tone",
        label={
            "labels": ["rude", "flat", "kind"],
            "scores": [1, 2, 3],
            "direction": admin_pb2.DIRECTION_HIGHER_IS_BETTER,
        },
    )
    tenant.admin.CreateCriterion(admin_pb2.CreateCriterionRequest(criterion=criterion))
    exchange, other = register(tenant), register(tenant)
    said = {"name": "tone", "target": about(exchange)}
    for label in ("rude", "rude", "flat", "kind"):
        value = feedback_pb2.FeedbackValue(label=label)
        submit(tenant, value=value, external_user_id=fresh("user"), **said)
    submit(tenant, value={"label": "kind"}, rating=RATING_NEGATIVE, text="but no", **said)
    thumbs(tenant, other, up=1)
    total = query(tenant, filter={"names": ["tone"]}).total
    assert counted(total) == (5, 1, 3)
    assert (total.score_count, total.mean_score) == (5, 2.0)
    (found,) = low(tenant).results
    assert (found.exchange.id, counted(found.satisfaction)) == (exchange.id, (5, 1, 3))
    assert (found.satisfaction.score_count, found.satisfaction.mean_score) == (5, 2.0)
    assert [example.text for example in found.examples] == ["but no"]


def test_a_direction_applies_to_feedback_given_or_changed_from_then_on(tenant):
    criterion = admin_pb2.Criterion(name="useful", bool={})
    request = admin_pb2.CreateCriterionRequest(criterion=criterion)
    made = tenant.admin.CreateCriterion(request).criterion
    said = {"name": "useful", "value": feedback_pb2.FeedbackValue(bool_value=True)}
    target = on_search(fresh("search"))
    submit(tenant, target=target, **said)
    better = {"direction": admin_pb2.DIRECTION_HIGHER_IS_BETTER}
    tenant.admin.UpdateCriterion(
        admin_pb2.UpdateCriterionRequest(criterion=admin_pb2.Criterion(id=made.id, bool=better))
    )
    assert counted(query(tenant).total) == (1, 0, 0)
    submit(tenant, **said)
    assert counted(query(tenant).total) == (2, 1, 0)
    submit(tenant, target=target, text="changed", **said)
    assert counted(query(tenant).total) == (2, 1, 0), "the text says nothing new"
    said["value"] = feedback_pb2.FeedbackValue(bool_value=False)
    submit(tenant, target=target, **said)
    assert counted(query(tenant).total) == (2, 1, 1)


def test_low_satisfaction_leaves_out_overruled_feedback(tenant):
    exchange = register(tenant)
    bad = submit(
        tenant, target=about(exchange), rating=RATING_NEGATIVE, external_user_id="judge"
    ).feedback
    assert len(low(tenant).results) == 1
    submit(tenant, target=about(exchange), rating=RATING_POSITIVE, overrules=bad.id)
    assert not low(tenant).results
