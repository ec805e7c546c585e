"""However much a caller sends, the answer reaches it and the server goes on."""

from __future__ import annotations

import grpc
import pytest

from plaudit.v1 import exchange_pb2, feedback_pb2, memory_pb2
from plaudit.v1.feedback_pb2 import RATING_POSITIVE, BatchSubmitRequest, Feedback
from support.messages import (
    about,
    define,
    fresh,
    get,
    label_question,
    memories,
    nested,
    on_message,
    on_search,
    on_session,
    record_by_id,
    recording,
    register,
    registration,
    submission,
    submit,
)
from support.refusals import check
from support.servers import parse_status


def test_a_request_over_the_limit_is_refused_saying_the_limit(tenant, refused):
    said = refused(
        tenant.feedback.SubmitFeedback,
        submission(text="x" * 5_000_000),
        "RESOURCE_EXHAUSTED",
        "MESSAGE_TOO_LARGE",
    )
    assert "3932160" in said.message
    (violation,) = said.details["QuotaFailure"].violations
    assert "3932160" in violation.description


def test_the_limit_can_be_set(start_server, new_database):
    server = start_server(new_database("sqlite"), "--max-message-bytes", "2000")
    client = server.client()
    assert submit(client, text="x" * 1900).feedback.id
    with pytest.raises(grpc.RpcError) as failed:
        submit(client, text="x" * 2000)
    assert failed.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
    assert "2000" in failed.value.details()


def test_a_request_far_over_the_limit_is_stopped_by_grpc_and_the_server_goes_on(tenant):
    with pytest.raises(grpc.RpcError) as failed:
        submit(tenant, text="x" * 20_000_000)
    assert failed.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
    assert submit(tenant, text="x").feedback.id


def test_thousands_of_violations_are_listed_as_far_as_they_fit(tenant, refused):
    count = 4_900
    said = refused(
        tenant.feedback.SubmitFeedback,
        submission(rating=9, cited_node_ids=[""] * count),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    *listed, last = said.details["BadRequest"].field_violations
    assert len(listed) > 10
    assert {"feedback.rating", "feedback.cited_node_ids"} <= {v.field for v in listed}
    assert last.field == ""
    assert str(count + 2 - len(listed)) in last.description, "it says how many are left out"


WIDE = "漢" * 256
"""The longest id there is: 256 characters, three bytes each."""


@pytest.mark.parametrize("make", [on_message, None], ids=["unknown exchange", "clash"])
def test_a_refusal_with_the_longest_ids_reaches_the_caller(tenant, refused, make):
    if make:
        request = submission(target=on_message(WIDE, WIDE), rating=RATING_POSITIVE)
        call, code, reason = tenant.feedback.SubmitFeedback, "NOT_FOUND", "EXCHANGE_NOT_FOUND"
    else:
        request = registration(session_id=WIDE, message_id=WIDE)
        tenant.exchanges.CreateExchange(request)
        call, code, reason = tenant.exchanges.CreateExchange, "ALREADY_EXISTS", "EXCHANGE_EXISTS"
    refused(call, request, code, reason)


def test_a_refusal_of_an_answer_to_long_labels_reaches_the_caller(tenant, refused):
    labels = [f"{i} " + "漢" * 250 for i in range(100)]
    dataset = define(tenant, questions=[label_question("q", *labels)])
    said = refused(
        tenant.datasets.CreateRecord,
        recording(dataset.id, {"shown": "x"}, {"q": "none of them"}),
        "INVALID_ARGUMENT",
        "ANSWER_DOES_NOT_FIT",
    )
    assert set(said.fields) == {"response.values.q"}


@pytest.mark.parametrize("where", ["fields", "questions", "NaN", "mask", "exchange id"])
def test_a_refusal_of_a_very_long_name_reaches_the_caller(tenant, refused, where):
    long = "n" * 20_000
    call, reason = tenant.datasets.CreateRecord, "UNKNOWN_FIELD_NAME"
    if where == "fields":
        request = recording(define(tenant).id, {"shown": "x", long: 1})
    elif where == "questions":
        request = recording(define(tenant).id, {"shown": "x"}, {long: 1})
    elif where == "NaN":
        call, reason = tenant.feedback.SubmitFeedback, "INVALID_FIELD"
        request = submission(rating=RATING_POSITIVE)
        request.feedback.metadata.update({long: float("nan")})
    else:
        call, reason = tenant.exchanges.UpdateExchange, "INVALID_FIELD"
        request = exchange_pb2.UpdateExchangeRequest()
        request.exchange.id = register(tenant).id if where == "mask" else long
        request.update_mask.paths.append(long if where == "mask" else "answer")
    refused(call, request, "INVALID_ARGUMENT", reason)


def test_a_refusal_of_a_very_long_namespace_reaches_the_caller(server, refused):
    refused(
        server.client(x_namespace="n" * 4000).memories.ListMemories,
        memory_pb2.ListMemoriesRequest(),
        "NOT_FOUND",
        "NAMESPACE_NOT_FOUND",
    )


def test_the_answer_to_a_batch_of_bad_items_reaches_the_caller(tenant):
    request = BatchSubmitRequest()
    for _ in range(700):
        item = request.items.add(target=on_search("s"), rating=RATING_POSITIVE)
        item.metadata.update({"k" * 4000: float("nan")})
    answer = tenant.feedback.BatchSubmit(request)
    assert answer.failed_count == 700
    for result in answer.results:
        check(parse_status(result.error))


def test_the_answer_to_the_longest_batch_reaches_the_caller(tenant):
    items = [Feedback(target=on_search(fresh("s")), text="x" * 3870) for _ in range(1000)]
    request = BatchSubmitRequest(items=items)
    assert 3_880_000 < request.ByteSize() <= 3_932_160
    answer = tenant.feedback.BatchSubmit(request)
    assert answer.succeeded_count == 1000


def test_the_answer_to_the_longest_exchange_reaches_the_caller(tenant):
    context = [exchange_pb2.ChatMessage(role="user", content="c" * 1_048_000)] * 3
    request = registration(context=context)
    request.exchange.prompt = "p" * (3_670_016 - request.exchange.ByteSize() - 20)
    assert 3_669_900 < request.exchange.ByteSize() <= 3_670_016
    stored = tenant.exchanges.CreateExchange(request).exchange
    assert stored.prompt == request.exchange.prompt


def test_a_batch_with_more_violations_than_anybody_reads_does_not_keep_others_waiting(
    start_server, new_database
):
    server = start_server(new_database("sqlite"))
    client = server.client()
    submit(client, rating=RATING_POSITIVE)
    bad = Feedback(target=on_search("s"), cited_node_ids=[""] * 24_000)
    answer = client.feedback.BatchSubmit.future(BatchSubmitRequest(items=[bad] * 8), timeout=120)
    other = submission(rating=RATING_POSITIVE)
    for _ in range(20):  # while the batch is being judged
        assert client.feedback.SubmitFeedback(other, timeout=5).feedback.id
    assert answer.result().failed_count == 8


DEEP = [10, 30, 37, 38, 39, 40, 45]
"""Levels of nesting around what protobuf takes: about 100 messages within one another."""


@pytest.mark.parametrize("levels", DEEP)
def test_what_is_nested_deeply_is_refused_or_read_back_wherever_it_comes_out(tenant, levels):
    made = nested(levels)

    def kept(call, request) -> bool:
        try:
            call(request)
        except grpc.RpcError as error:
            if error.code() != grpc.StatusCode.INVALID_ARGUMENT:
                raise
            return False
        return True

    exchange = registration(session_id="s", message_id="single")
    exchange.exchange.metadata.CopyFrom(made)
    if kept(tenant.exchanges.CreateExchange, exchange):
        submit(tenant, target=about(exchange.exchange), rating=RATING_POSITIVE)
        assert memories(tenant)[0].exchange.metadata == made

    batch = exchange_pb2.BatchCreateExchangesRequest()
    batch.items.add(session_id="s", message_id="batch").metadata.CopyFrom(made)
    kept(tenant.exchanges.BatchCreateExchanges, batch)

    single = submission(target=on_session("s"), rating=RATING_POSITIVE)
    single.feedback.metadata.CopyFrom(made)
    if kept(tenant.feedback.SubmitFeedback, single):
        again = tenant.feedback.SubmitFeedback(single)
        assert get(tenant, again.feedback.id).metadata == made

    for place in ("metadata", "session_context"):
        submissions = feedback_pb2.BatchSubmitRequest()
        item = submissions.items.add(target=on_search(place), rating=RATING_POSITIVE)
        getattr(item if place == "metadata" else submissions, place).CopyFrom(made)
        kept(tenant.feedback.BatchSubmit, submissions)

    record = recording(define(tenant).id, {"shown": "x"}, {"asked": "y"})
    record.record.metadata.CopyFrom(made)
    if kept(tenant.datasets.CreateRecord, record):
        stored = tenant.datasets.CreateRecord(record).record
        assert record_by_id(tenant, stored.id).record.metadata == made


def test_what_is_nested_too_deeply_is_refused_saying_so(tenant, refused):
    request = submission(rating=RATING_POSITIVE)
    request.feedback.metadata.CopyFrom(nested(60))
    said = refused(tenant.feedback.SubmitFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert "nest" in said.message or "deep" in said.message
