"""When feedback was given and exchanges took place, as the caller says."""

from __future__ import annotations

import time
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from plaudit.v1.analytics_pb2 import ListLowSatisfactionRequest, QuerySatisfactionRequest
from plaudit.v1.exchange_pb2 import (
    CreateExchangeRequest,
    Exchange,
    ExchangeFilter,
    ListExchangesRequest,
)
from plaudit.v1.feedback_pb2 import (
    RATING_NEGATIVE,
    RATING_POSITIVE,
    BatchSubmitRequest,
    Feedback,
    FeedbackFilter,
    FeedbackValue,
    ListFeedbackRequest,
    SubmitFeedbackRequest,
    UpdateFeedbackRequest,
)
from plaudit.v1.target_pb2 import TimeRange
from support.messages import fresh, get, on_message, on_search, register, submission, submit
from support.refusals import refusal
from support.servers import parse_status

HOUR = 3600
DAY = 24 * HOUR
YEAR = 365 * DAY


def ago(seconds: float) -> Timestamp:
    return Timestamp(seconds=int(time.time() - seconds))


def given(client: Any, occurred: Timestamp | None = None, **said: Any) -> Feedback:
    said.setdefault("text", "x")
    return submit(client, occur_time=occurred, **said).feedback


def listed(client: Any, **wanted: Any) -> set[str]:
    request = ListFeedbackRequest(filter=FeedbackFilter(**wanted))
    return {feedback.id for feedback in client.feedback.ListFeedback(request).feedback}


def change(client: Any, feedback_id: str, *paths: str, **said: Any) -> Feedback:
    request = UpdateFeedbackRequest(
        feedback=Feedback(id=feedback_id, **said), update_mask={"paths": paths}
    )
    return client.feedback.UpdateFeedback(request).feedback


def test_feedback_without_a_time_was_given_when_it_was_submitted(tenant):
    made = given(tenant)
    assert made.occur_time == made.create_time
    assert get(tenant, made.id).occur_time == made.create_time


def test_feedback_keeps_when_it_was_given_and_when_it_was_submitted(tenant):
    then = ago(3 * YEAR)
    made = given(tenant, then)
    assert (made.occur_time, get(tenant, made.id).occur_time) == (then, then)
    assert made.create_time.seconds > time.time() - HOUR


def test_a_day_back_is_for_everybody_and_more_needs_the_scope(tenant):
    client = tenant.client("feedback.write", "feedback.read")
    then = ago(23 * HOUR)
    assert given(client, then).occur_time == then
    late = submission(target=on_search(fresh("q")), text="x", occur_time=ago(25 * HOUR))
    said = refusal(client.feedback.SubmitFeedback, late)
    assert (said.code.name, said.reason) == ("PERMISSION_DENIED", "SCOPE_MISSING")
    assert said.ids["scopes"] == "history.write"
    assert "feedback.occur_time" in said.message
    importer = tenant.client("feedback.write", "history.write")
    assert importer.feedback.SubmitFeedback(late).feedback.occur_time == late.feedback.occur_time


@pytest.mark.parametrize(
    ("seconds", "rule"),
    [(-HOUR, "must not be in the future"), (60 * YEAR, "must be later than the start of 1970")],
    ids=["in the future", "before 1970"],
)
def test_a_time_that_cannot_be_is_refused(tenant, refused, seconds, rule):
    said = refused(
        tenant.feedback.SubmitFeedback,
        submission(target=on_search(fresh("q")), text="x", occur_time=ago(seconds)),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert said.fields["feedback.occur_time"] == rule


def test_a_clock_that_is_a_little_ahead_means_now(tenant):
    made = given(tenant, ago(-20))
    assert made.occur_time.ToNanoseconds() <= made.create_time.ToNanoseconds()


def test_a_bad_time_of_one_item_leaves_the_others(tenant):
    client = tenant.client("feedback.write")
    times = [None, ago(-HOUR), ago(2 * DAY), ago(HOUR)]
    items = [
        Feedback(target=on_search(fresh("q")), text="x", occur_time=occurred) for occurred in times
    ]
    results = client.feedback.BatchSubmit(BatchSubmitRequest(items=items)).results
    assert [
        parse_status(result.error).reason if result.HasField("error") else "" for result in results
    ] == ["", "INVALID_FIELD", "SCOPE_MISSING", ""]


def test_the_same_content_with_another_time_is_a_replay(tenant):
    search, then = fresh("q"), ago(2 * DAY)
    made = given(tenant, then, target=on_search(search))
    again = submit(tenant, target=on_search(search), text="x", occur_time=ago(HOUR))
    assert (again.replayed, again.feedback.occur_time) == (True, then)
    writer = tenant.client("feedback.write")
    own = given(writer, target=on_search(fresh("q")))
    late = submission(target=own.target, text="x", occur_time=ago(2 * DAY))
    assert writer.feedback.SubmitFeedback(late).replayed, "a retry of long ago is a replay too"
    assert get(tenant, made.id).revision == 1


def test_a_change_keeps_the_time_unless_it_has_its_own(tenant):
    search, then, later = fresh("q"), ago(3 * DAY), ago(2 * DAY)
    given(tenant, then, target=on_search(search))
    assert given(tenant, target=on_search(search), text="y").occur_time == then
    assert given(tenant, later, target=on_search(search), text="z").occur_time == later


def test_update_changes_the_time_alone_and_clears_it(tenant):
    made = given(tenant, ago(3 * DAY))
    then = ago(5 * DAY)
    moved = change(tenant, made.id, "occur_time", occur_time=then)
    assert (moved.occur_time, moved.revision, moved.text) == (then, 2, "x")
    assert change(tenant, made.id, "occur_time").occur_time == made.create_time
    assert change(tenant, made.id, "text", text="y").occur_time == made.create_time


def test_lists_select_by_when_feedback_was_given(tenant):
    old, new = given(tenant, ago(2 * YEAR)), given(tenant)
    before = TimeRange(end=ago(YEAR))
    assert listed(tenant, occur_time=before) == {old.id}
    assert listed(tenant, occur_time=TimeRange(start=ago(YEAR))) == {new.id}
    assert listed(tenant, create_time=before) == set()


def test_satisfaction_counts_history_at_its_own_time(tenant):
    exchange = register(tenant)
    about = on_message(exchange.session_id, exchange.message_id)
    then = ago(2 * YEAR)
    given(tenant, then, target=about, rating=RATING_NEGATIVE, text="wrong", user_id="ann")
    given(tenant, target=about, rating=RATING_POSITIVE, user_id="ben")

    def counted(range_: TimeRange) -> tuple[int, int]:
        request = QuerySatisfactionRequest(time_range=range_)
        total = tenant.analytics.QuerySatisfaction(request).total
        return total.positive_count, total.negative_count

    past = TimeRange(start=ago(2 * YEAR + DAY), end=ago(2 * YEAR - DAY))
    assert counted(past) == (0, 1)
    assert counted(TimeRange(start=ago(DAY))) == (1, 0)
    low = tenant.analytics.ListLowSatisfaction(ListLowSatisfactionRequest(time_range=past))
    (worst,) = low.results
    assert worst.exchange.id == exchange.id
    assert [(one.text, one.occur_time) for one in worst.examples] == [("wrong", then)]
    recent = ListLowSatisfactionRequest(time_range=TimeRange(start=ago(DAY)))
    assert not tenant.analytics.ListLowSatisfaction(recent).results


def test_an_exchange_keeps_when_it_took_place(tenant):
    then = ago(YEAR)
    old = register(tenant, occur_time=then)
    new = register(tenant)
    assert old.occur_time == then
    assert new.occur_time == new.create_time
    request = ListExchangesRequest(filter=ExchangeFilter(occur_time=TimeRange(end=ago(YEAR - DAY))))
    assert [one.id for one in tenant.exchanges.ListExchanges(request).exchanges] == [old.id]


def test_an_exchange_of_long_ago_needs_the_scope(tenant, refused):
    client = tenant.client("exchanges.write")
    exchange = Exchange(session_id="s", message_id=fresh("m"), occur_time=ago(2 * DAY))
    said = refused(
        client.exchanges.CreateExchange,
        CreateExchangeRequest(exchange=exchange),
        "PERMISSION_DENIED",
        "SCOPE_MISSING",
    )
    assert said.ids["scopes"] == "history.write"


def test_a_retry_with_an_exchange_of_long_ago_is_a_replay(tenant):
    client = tenant.client("feedback.write", "exchanges.write")
    exchange = register(tenant)
    target = on_message(exchange.session_id, exchange.message_id)
    request = SubmitFeedbackRequest(
        feedback=Feedback(target=target, text="x"),
        exchange=Exchange(occur_time=ago(2 * DAY), prompt="Why?"),
    )
    assert not client.feedback.SubmitFeedback(request).replayed
    assert client.feedback.SubmitFeedback(request).replayed
    request.feedback.target.message.message_id = fresh("m")
    said = refusal(client.feedback.SubmitFeedback, request)
    assert said.reason == "SCOPE_MISSING"
    assert "exchange.occur_time" in said.message


def test_low_satisfaction_has_the_time_of_exchanges_for_all_and_cuts_no_values(tenant):
    exchange = register(tenant, occur_time=ago(DAY))
    target = on_message(exchange.session_id, exchange.message_id)
    for size, author in ((100, "ann"), (60_000, "ben")):
        value = FeedbackValue(object_value={"said": "x" * size})
        submit(
            tenant,
            target=target,
            rating=RATING_NEGATIVE,
            correction_value=value,
            external_user_id=author,
        )
    reader = tenant.client("analytics.read")
    (worst,) = reader.analytics.ListLowSatisfaction(ListLowSatisfactionRequest()).results
    assert worst.exchange.occur_time == exchange.occur_time
    (worst,) = tenant.analytics.ListLowSatisfaction(ListLowSatisfactionRequest()).results
    sizes = sorted(
        len(one.correction_value.object_value.fields["said"].string_value)
        for one in worst.examples
        if one.HasField("correction_value")
    )
    assert sizes == [100]
