"""A batch with `validate_only` returns the result of each item, and writes nothing."""

from __future__ import annotations

from plaudit.v1 import exchange_pb2, feedback_pb2
from plaudit.v1.feedback_pb2 import RATING_POSITIVE
from support.messages import about, all_feedback, memories, on_message, on_search, register
from support.servers import parse_status


def test_feedback_is_validated_and_not_recorded(tenant):
    exchange = register(tenant)
    request = feedback_pb2.BatchSubmitRequest(
        items=[
            feedback_pb2.Feedback(target=about(exchange), rating=RATING_POSITIVE),
            feedback_pb2.Feedback(target=on_message("lost", "lost"), rating=RATING_POSITIVE),
            feedback_pb2.Feedback(target=on_search("q")),
        ],
        validate_only=True,
    )
    checked = tenant.feedback.BatchSubmit(request)
    assert not list(all_feedback(tenant))
    assert not memories(tenant)
    request.validate_only = False
    done = tenant.feedback.BatchSubmit(request)
    assert (checked.succeeded_count, checked.failed_count) == (1, 2)
    for before, after in zip(checked.results, done.results, strict=True):
        if before.HasField("error"):
            assert parse_status(before.error).reason == parse_status(after.error).reason
    assert checked.results[0].submitted.stored
    assert not checked.results[0].submitted.replayed
    assert len(list(all_feedback(tenant))) == 1


def test_exchanges_are_validated_and_not_registered(tenant):
    there = register(tenant)
    request = exchange_pb2.BatchCreateExchangesRequest(
        items=[
            exchange_pb2.Exchange(session_id="s", message_id="m"),
            exchange_pb2.Exchange(session_id="s", message_id="m"),
            exchange_pb2.Exchange(session_id=there.session_id, message_id=there.message_id),
        ],
        validate_only=True,
    )
    for _ in range(2):
        checked = tenant.exchanges.BatchCreateExchanges(request)
        assert [result.HasField("error") for result in checked.results] == [False, True, True]
    listed = tenant.exchanges.ListExchanges(exchange_pb2.ListExchangesRequest())
    assert [exchange.id for exchange in listed.exchanges] == [there.id]


def test_a_dry_run_neither_answers_nor_makes_what_a_request_id_remembers(tenant):
    request = feedback_pb2.BatchSubmitRequest(
        items=[feedback_pb2.Feedback(target=on_search("q"), rating=RATING_POSITIVE)],
        request_id="4f8c5b0e-6c43-4a35-9d3e-0d8f4f0f3a11",
        validate_only=True,
    )
    tenant.feedback.BatchSubmit(request)
    request.validate_only = False
    done = tenant.feedback.BatchSubmit(request)
    (given,) = all_feedback(tenant)
    assert given.id == done.results[0].submitted.feedback.id
