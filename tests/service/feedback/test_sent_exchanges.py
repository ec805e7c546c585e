"""Feedback sent with its exchange: one call records the feedback and registers the exchange."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from plaudit.v1 import admin_pb2, exchange_pb2
from plaudit.v1.exchange_pb2 import (
    EXCHANGE_STATUS_COMPLETED,
    EXCHANGE_STATUS_FAILED,
    EXCHANGE_STATUS_PENDING,
    ChatMessage,
    Exchange,
)
from plaudit.v1.feedback_pb2 import (
    FEEDBACK_STATE_ACTIVE,
    FEEDBACK_STATE_PENDING_TARGET,
    RATING_NEGATIVE,
    RATING_POSITIVE,
    BatchSubmitRequest,
    CreateFeedbackTokenRequest,
    Feedback,
    FeedbackToken,
    StreamFeedbackRequest,
    SubmitFeedbackRequest,
)
from support.applications import Application
from support.messages import (
    all_feedback,
    get,
    memories,
    on_message,
    on_request,
    on_search,
    on_session,
    register,
    struct,
    submission,
    submit,
    update,
)
from support.refusals import refusal
from support.servers import parse_status
from support.streams import FeedbackStream

ANSWERED = {"prompt": "When do you open on Sundays?", "answer": "At ten."}


def with_exchange(
    target: Any, *, once: str = "", by: str = "", **exchange: Any
) -> SubmitFeedbackRequest:
    """Make a request for a thumb up with its exchange."""
    feedback = Feedback(target=target, rating=RATING_POSITIVE, user_id=by)
    return SubmitFeedbackRequest(feedback=feedback, exchange=Exchange(**exchange), request_id=once)


def registered(client) -> list[Exchange]:
    """List the exchanges of the namespace, oldest first."""
    request = exchange_pb2.ListExchangesRequest(order=exchange_pb2.EXCHANGE_ORDER_CREATED_ASC)
    return list(client.exchanges.ListExchanges(request).exchanges)


@pytest.mark.parametrize(
    ("target", "named"),
    [
        (on_request, {"request_id": "x"}),
        (on_message, {"message_id": "x"}),
        (on_request, {"request_id": "x", "message_id": "m"}),
        (on_message, {"message_id": "x", "request_id": "r"}),
    ],
    ids=["request", "message", "request with message", "message with request"],
)
@pytest.mark.parametrize("said", [False, True], ids=["names left out", "names said"])
def test_one_call_records_a_thumb_up_and_registers_its_exchange(tenant, target, named, said):
    follows = "request_id" if target is on_request else "message_id"
    sent = {**named, "session_id": "s"} if said else {**named, follows: ""}
    request = with_exchange(
        target("s", "x"),
        **sent,
        **ANSWERED,
        context=[ChatMessage(role="system", content="Be brief.")],
        topic="opening hours",
        confidence=0.82,
        metadata=struct({"a": 1}),
        user_id="ann",
    )
    answer = tenant.feedback.SubmitFeedback(request)
    assert (answer.exchange_created, answer.stored, answer.replayed) == (True, True, False)
    assert answer.feedback.state == FEEDBACK_STATE_ACTIVE
    (exchange,) = registered(tenant)
    expected = Exchange()
    expected.CopyFrom(request.exchange)
    expected.MergeFrom(
        Exchange(
            id=exchange.id,
            session_id="s",
            status=EXCHANGE_STATUS_COMPLETED,
            create_time=exchange.create_time,
            update_time=exchange.update_time,
            occur_time=exchange.occur_time,
            **named,
        )
    )
    assert exchange == expected
    (memory,) = memories(tenant)
    assert memory.exchange == exchange
    again = tenant.feedback.SubmitFeedback(request)
    assert (again.exchange_created, again.stored, again.replayed) == (False, True, True)
    request.feedback.rating = RATING_NEGATIVE
    changed = tenant.feedback.SubmitFeedback(request)
    assert (changed.exchange_created, changed.feedback.revision) == (False, 2)
    assert registered(tenant) == [exchange]


def test_an_existing_exchange_does_not_change(tenant):
    there = register(tenant, session_id="s", message_id="m", request_id="r", prompt="first")
    for target in (on_message("s", "m"), on_request("s", "r")):
        answer = tenant.feedback.SubmitFeedback(with_exchange(target, prompt="other", topic="t"))
        assert (answer.exchange_created, answer.stored) == (False, True)
    assert registered(tenant) == [there]


def test_an_existing_pending_exchange_is_not_completed_by_the_one_sent(tenant, refused):
    there = register(tenant, session_id="s", message_id="m", status=EXCHANGE_STATUS_PENDING)
    said = refused(
        tenant.feedback.SubmitFeedback,
        with_exchange(on_message("s", "m"), **ANSWERED),
        "FAILED_PRECONDITION",
        "EXCHANGE_NOT_COMPLETED",
    )
    assert said.ids["exchange_id"] == there.id
    assert registered(tenant) == [there]


@pytest.mark.parametrize(
    ("target", "sent", "field"),
    [
        (on_message("s", "m"), {"session_id": "other"}, "exchange.session_id"),
        (on_message("s", "m"), {"message_id": "other"}, "exchange.message_id"),
        (on_request("s", "r"), {"request_id": "other"}, "exchange.request_id"),
        (on_search("q"), {}, "exchange"),
        (on_session("s"), {"session_id": "s"}, "exchange"),
        (on_message("s", "m"), {"topic": "x" * 257}, "exchange.topic"),
        (on_message("s", "m"), {"confidence": 2.0}, "exchange.confidence"),
        (on_message("s", "m"), {"metadata": struct({"a": "\0"})}, "exchange.metadata.a"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_invalid_exchange_is_refused_and_nothing_is_recorded(
    tenant, refused, target, sent, field
):
    said = refused(
        tenant.feedback.SubmitFeedback,
        with_exchange(target, **sent),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(said.fields) == {field}
    assert registered(tenant) == []
    with FeedbackStream(tenant) as stream:
        feedback = Feedback(target=target, rating=RATING_POSITIVE)
        stream.send_message(
            StreamFeedbackRequest(sequence_number=1, feedback=feedback, exchange=Exchange(**sent))
        )
        stream.send(2, Feedback(target=on_search("other"), text="x"))
        bad, good = stream.rest()
    assert set(parse_status(bad.error).fields) == {field}
    assert good.WhichOneof("result") == "submitted"
    assert registered(tenant) == []


@pytest.mark.parametrize("status", [EXCHANGE_STATUS_PENDING, EXCHANGE_STATUS_FAILED])
def test_feedback_with_an_exchange_that_is_not_completed_is_refused_and_leaves_nothing(
    tenant, refused, status
):
    said = refused(
        tenant.feedback.SubmitFeedback,
        with_exchange(on_request("s", "r"), status=status),
        "FAILED_PRECONDITION",
        "EXCHANGE_NOT_COMPLETED",
    )
    assert "exchange_id" not in said.ids
    assert registered(tenant) == []


def test_feedback_that_does_not_match_its_criterion_leaves_no_exchange(tenant, refused):
    tenant.admin.CreateCriterion(
        admin_pb2.CreateCriterionRequest(
            criterion=admin_pb2.Criterion(name="overall", bool=admin_pb2.BoolCriterion())
        )
    )
    request = with_exchange(on_request("s", "r"), **ANSWERED)
    said = refused(
        tenant.feedback.SubmitFeedback, request, "INVALID_ARGUMENT", "VALUE_DOES_NOT_FIT"
    )
    assert set(said.fields) == {"feedback.value"}
    assert registered(tenant) == []
    request.feedback.value.bool_value = True
    assert tenant.feedback.SubmitFeedback(request).exchange_created


def test_a_pending_exchange_may_be_sent_if_early_feedback_is_accepted(new_tenant):
    early = new_tenant(early_feedback=True)
    others = submit(early, target=on_request("s", "r"), rating=RATING_POSITIVE).feedback
    request = with_exchange(on_request("s", "r"), status=EXCHANGE_STATUS_PENDING, by="ann")
    mine = early.feedback.SubmitFeedback(request)
    assert mine.exchange_created
    assert mine.feedback.state == others.state == FEEDBACK_STATE_PENDING_TARGET
    update(early, session_id="s", request_id="r", status=EXCHANGE_STATUS_COMPLETED)
    for given in (mine.feedback, others):
        assert get(early, given.id).state == FEEDBACK_STATE_ACTIVE
    (memory,) = memories(early)
    assert memory.positive_count == 2


def test_early_feedback_takes_effect_with_an_exchange_sent_with_other_feedback(new_tenant):
    early = new_tenant(early_feedback=True)
    waiting = [
        submit(early, target=target, rating=RATING_POSITIVE).feedback
        for target in (on_message("s", "m"), on_request("s", "r"))
    ]
    request = with_exchange(on_message("s", "m"), request_id="r", by="ann")
    assert early.feedback.SubmitFeedback(request).exchange_created
    for given in waiting:
        assert get(early, given.id).state == FEEDBACK_STATE_ACTIVE
    again = with_exchange(on_message("s", "m"))
    answer = early.feedback.SubmitFeedback(again)
    assert (answer.replayed, answer.stored, answer.exchange_created) == (True, True, False)


def test_the_author_of_pending_feedback_may_send_the_exchange(new_tenant):
    early = new_tenant(early_feedback=True)
    request = with_exchange(on_message("s", "m"))
    waiting = submit(early, target=on_message("s", "m"), rating=RATING_POSITIVE).feedback
    answer = early.feedback.SubmitFeedback(request)
    assert (answer.replayed, answer.exchange_created, answer.stored) == (True, True, True)
    assert (answer.feedback.id, answer.feedback.state) == (waiting.id, FEEDBACK_STATE_ACTIVE)


def test_an_exchange_with_the_request_of_another_is_refused(tenant, refused):
    there = register(tenant, session_id="s", message_id="m", request_id="r")
    said = refused(
        tenant.feedback.SubmitFeedback,
        with_exchange(on_message("s", "new"), request_id="r"),
        "ALREADY_EXISTS",
        "EXCHANGE_EXISTS",
    )
    assert said.ids["exchange_id"] == there.id
    assert registered(tenant) == [there]


def test_sending_an_exchange_requires_its_own_scope(tenant):
    request = with_exchange(on_request("s", "r"), **ANSWERED)
    batch = BatchSubmitRequest(
        items=[request.feedback], exchanges=[Exchange(session_id="s", request_id="r")]
    )
    poor = tenant.client("feedback.write")
    user = Application(tenant).client("ann")
    made = tenant.feedback.CreateFeedbackToken(
        CreateFeedbackTokenRequest(feedback_token=FeedbackToken(target=on_request("s", "r")))
    )
    bearer = tenant.server.client(None, x_feedback_token=made.token)
    for client in (poor, user, bearer):
        said = refusal(client.feedback.SubmitFeedback, request)
        assert (said.code.name, said.reason) == ("PERMISSION_DENIED", "SCOPE_MISSING")
        assert said.ids["scopes"] == "exchanges.write"
    for client in (poor, user):
        assert refusal(client.feedback.BatchSubmit, batch).reason == "SCOPE_MISSING"
        with FeedbackStream(client) as stream:
            stream.send_message(
                StreamFeedbackRequest(
                    sequence_number=1, feedback=request.feedback, exchange=request.exchange
                )
            )
            stream.send(2, Feedback(target=on_search("q"), text="x"))
            refused_item, other = stream.rest()
        assert parse_status(refused_item.error).reason == "SCOPE_MISSING"
        assert other.WhichOneof("result") == "submitted"
    assert registered(tenant) == []
    rich = tenant.client("feedback.write", "exchanges.write")
    assert rich.feedback.SubmitFeedback(request).exchange_created
    request.ClearField("exchange")
    for client in (poor, user, bearer):
        assert client.feedback.SubmitFeedback(request).stored


def test_a_request_id_returns_the_first_response(tenant):
    request = with_exchange(on_request("s", "r"), once=str(uuid.uuid4()), **ANSWERED)
    first = tenant.feedback.SubmitFeedback(request)
    assert first.exchange_created
    assert tenant.feedback.SubmitFeedback(request) == first
    request.exchange.answer = "At nine."
    said = refusal(tenant.feedback.SubmitFeedback, request)
    assert set(said.fields) == {"request_id"}


def test_the_error_of_an_unknown_exchange_names_the_next_step(tenant, refused):
    said = refused(
        tenant.feedback.SubmitFeedback,
        submission(target=on_request("s", "r"), rating=RATING_POSITIVE),
        "NOT_FOUND",
        "EXCHANGE_NOT_FOUND",
    )
    for way in ("CreateExchange", "send it with the feedback", "early_feedback"):
        assert way in said.message


def batch(*items: Feedback, exchanges: list[Exchange], **request: Any) -> BatchSubmitRequest:
    return BatchSubmitRequest(items=items, exchanges=exchanges, **request)


def up(target: Any, by: str = "") -> Feedback:
    return Feedback(target=target, rating=RATING_POSITIVE, user_id=by)


def test_a_batch_registers_the_exchanges_of_its_items(tenant):
    there = register(tenant, session_id="s", message_id="there")
    request = batch(
        up(on_message("s", "m1"), "ann"),
        up(on_request("s", "r1"), "ann"),
        up(on_message("s", "m1"), "ben"),
        up(on_request("s", "r2")),
        up(on_message("s", "there")),
        up(on_search("q")),
        up(on_message("s", "lost")),
        exchanges=[
            Exchange(session_id="s", request_id="r2"),
            Exchange(session_id="s", message_id="m1", request_id="r1", prompt="first"),
            Exchange(session_id="s", message_id="there", prompt="other"),
            Exchange(session_id="s", message_id="m1", request_id="r1", prompt="again"),
        ],
    )
    request.validate_only = True
    rehearsed = tenant.feedback.BatchSubmit(request)
    assert registered(tenant) == [there]
    request.validate_only = False
    answer = tenant.feedback.BatchSubmit(request)
    for made in (rehearsed, answer):
        assert (made.succeeded_count, made.failed_count) == (6, 1)
        created = [result.submitted.exchange_created for result in made.results]
        assert created == [True, False, False, True, False, False, False]
        assert parse_status(made.results[6].error).reason == "EXCHANGE_NOT_FOUND"
    found = registered(tenant)
    assert found[0] == there
    named = [(one.message_id, one.request_id, one.prompt) for one in found[1:]]
    assert sorted(named) == [("", "r2", ""), ("m1", "r1", "first")]
    assert all(result.submitted.stored for result in answer.results[:5])


def test_a_bad_exchange_of_a_batch_affects_only_the_items_on_it(tenant):
    request = batch(
        up(on_message("s", "good"), "ann"),
        up(on_message("s", "long"), "ann"),
        up(on_message("s", "long"), "ben"),
        Feedback(target=on_message("s", "bad item")),
        up(on_message("s", "pending")),
        up(on_message("s", "good"), "ben"),
        exchanges=[
            Exchange(session_id="s", message_id="good"),
            Exchange(session_id="s", message_id="long", topic="x" * 257, confidence=2),
            Exchange(session_id="s", message_id="bad item"),
            Exchange(session_id="s", message_id="pending", status=EXCHANGE_STATUS_PENDING),
        ],
    )
    answer = tenant.feedback.BatchSubmit(request)
    assert (answer.succeeded_count, answer.failed_count) == (2, 4)
    said = {i: parse_status(r.error) for i, r in enumerate(answer.results) if r.HasField("error")}
    assert {i: one.reason for i, one in said.items()} == {
        1: "INVALID_FIELD",
        2: "INVALID_FIELD",
        3: "INVALID_FIELD",
        4: "EXCHANGE_NOT_COMPLETED",
    }
    for i in (1, 2):
        assert set(said[i].fields) == {"exchanges[1].topic", "exchanges[1].confidence"}
    assert [one.message_id for one in registered(tenant)] == ["good"]
    assert len(list(all_feedback(tenant))) == 2


@pytest.mark.parametrize(
    ("exchanges", "fields"),
    [
        ([{"session_id": "s", "message_id": "other"}], {"exchanges[0]"}),
        (
            [{"session_id": "s", "message_id": "m"}, {"session_id": "t", "message_id": "m"}],
            {"exchanges[1]"},
        ),
        (
            [{"session_id": "s", "message_id": "m"}, {}],
            {"exchanges[1].session_id", "exchanges[1].message_id"},
        ),
        ([{"session_id": "s"}], {"exchanges[0].message_id"}),
        ([{"session_id": "s", "message_id": "m"}] * 1001, {"exchanges"}),
    ],
    ids=["other message", "other session", "no name", "session alone", "too many"],
)
def test_a_batch_with_an_exchange_without_items_is_refused_as_a_whole(
    tenant, refused, exchanges, fields
):
    request = batch(
        up(on_message("s", "m")), Feedback(), exchanges=[Exchange(**one) for one in exchanges]
    )
    said = refused(tenant.feedback.BatchSubmit, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == fields
    assert registered(tenant) == []


def test_a_batch_may_have_a_thousand_exchanges(tenant):
    request = batch(
        *(up(on_message("s", f"m{i}")) for i in range(1000)),
        exchanges=[Exchange(session_id="s", message_id=f"m{i}") for i in range(1000)],
    )
    answer = tenant.feedback.BatchSubmit(request)
    assert answer.succeeded_count == 1000
    assert all(result.submitted.exchange_created for result in answer.results)


def test_items_of_a_stream_may_have_their_exchanges(tenant):
    def item(number: int, target: Any, **exchange: Any) -> StreamFeedbackRequest:
        message = StreamFeedbackRequest(sequence_number=number, feedback=up(target, f"u{number}"))
        if exchange:
            message.exchange.MergeFrom(Exchange(**exchange))
        return message

    stream_id = str(uuid.uuid4())
    sent = [
        item(1, on_message("s", "m1"), prompt="p", request_id="r1"),
        item(2, on_message("s", "m1"), prompt="other"),
        item(3, on_request("s", "r1")),
        item(4, on_request("s", "r2"), status=EXCHANGE_STATUS_FAILED),
        item(5, on_request("s", "r2"), answer="a"),
    ]
    sent[0].stream_id = stream_id
    for expected in ([True, False, False, None, True], [False, False, False, None, False]):
        with FeedbackStream(tenant) as stream:
            for message in sent:
                stream.send_message(message)
            results = stream.rest()
        created = [
            r.submitted.exchange_created if r.HasField("submitted") else None for r in results
        ]
        if expected[0]:
            assert created == expected
            assert parse_status(results[3].error).reason == "EXCHANGE_NOT_COMPLETED"
        else:
            assert all(r.submitted.replayed for i, r in enumerate(results) if i != 3)
            assert not any(created)
    named = [(one.message_id, one.request_id, one.prompt) for one in registered(tenant)]
    assert named == [("m1", "r1", "p"), ("", "r2", "")]


def test_concurrent_calls_with_the_same_exchange_register_it_once(tenant):
    calls = [
        tenant.feedback.SubmitFeedback.future(
            with_exchange(on_request("s", "r"), by=f"user {i}", prompt=f"p{i}")
        )
        for i in range(50)
    ]
    answers = [call.result() for call in calls]
    assert sum(answer.exchange_created for answer in answers) == 1
    assert all(answer.stored for answer in answers)
    assert len(registered(tenant)) == 1
