"""A request id makes a retry safe: the first answer again, byte for byte."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from plaudit.v1 import exchange_pb2
from plaudit.v1.feedback_pb2 import (
    RATING_NEGATIVE,
    RATING_POSITIVE,
    BatchSubmitRequest,
    Feedback,
    SubmitFeedbackRequest,
)
from support.messages import (
    about,
    define,
    definition,
    exchange_by_id,
    fresh,
    get,
    on_message,
    on_search,
    record_by_id,
    recording,
    register,
    registration,
    struct,
    submission,
    submit,
    update,
)
from support.servers import KEY

NAMESPACE = "default"


def new_id() -> str:
    return str(uuid.uuid4())


def bytes_of(server, method: str, request, *, namespace: str = NAMESPACE) -> bytes:
    """Make a call and answer the bytes of the response."""
    call = server.channel.unary_unary(f"/plaudit.v1.{method}", lambda r: r.SerializeToString())
    headers = (("authorization", f"Bearer {KEY}"), ("x-namespace", namespace))
    return call(request, metadata=headers, timeout=30)


def test_a_retry_of_a_submission_answers_the_first_answer_whatever_happened_since(tenant):
    target = about(register(tenant))
    request = submission(
        once=new_id(),
        target=target,
        rating=RATING_POSITIVE,
        external_user_id="ada",
        metadata=struct({chr(97 + i): {"n": i} for i in range(20)}),
    )
    method = "FeedbackService/SubmitFeedback"
    first = bytes_of(tenant.server, method, request, namespace=tenant.id)
    changed = submit(tenant, target=target, rating=RATING_NEGATIVE, external_user_id="ada").feedback
    assert changed.revision == 2
    for _ in range(3):
        assert bytes_of(tenant.server, method, request, namespace=tenant.id) == first
    assert get(tenant, changed.id) == changed, "a retry changes nothing"


def test_retries_of_every_write_answer_the_first_answer_across_a_restart(start_server, database):
    server = start_server(database)
    client = server.client()
    pending = register(client, status=exchange_pb2.EXCHANGE_STATUS_PENDING)
    dataset = define(client)
    once = new_id()  # the same id to every method: each method has its own
    requests = {
        "FeedbackService/SubmitFeedback": submission(
            once=once, target=on_search("s"), rating=RATING_POSITIVE
        ),
        "FeedbackService/BatchSubmit": BatchSubmitRequest(
            request_id=once,
            items=[
                Feedback(target=on_search("t"), text="a"),
                Feedback(target=on_search("t"), rating=99),
                Feedback(target=on_message("x", "lost"), text="b"),
                Feedback(target=on_message(pending.session_id, "msg"), text="c"),
            ],
            session_context=struct({"b": 1, "a": [None, {"z": 1, "y": 2}]}),
        ),
        "ExchangeService/CreateExchange": registration(once=once, session_id="s1"),
        "ExchangeService/BatchCreateExchanges": exchange_pb2.BatchCreateExchangesRequest(
            request_id=once,
            items=[
                exchange_pb2.Exchange(session_id="s2", message_id="m"),
                exchange_pb2.Exchange(session_id="s2", message_id="m"),
            ],
        ),
        "DatasetService/CreateDataset": definition(once=once, name="remembered"),
        "DatasetService/CreateRecord": recording(
            dataset.id, {"shown": "x"}, {"asked": "y"}, once=once
        ),
    }
    first = {method: bytes_of(server, method, request) for method, request in requests.items()}
    submit(client, target=on_search("s"), rating=RATING_NEGATIVE)
    submit(client, target=on_search("t"), text="changed")
    update(client, "status", id=pending.id, status=exchange_pb2.EXCHANGE_STATUS_COMPLETED)
    for restart in (False, True):
        if restart:
            server.kill()
            server = start_server(database)
        for method, request in requests.items():
            assert bytes_of(server, method, request) == first[method], method


def test_without_a_request_id_a_retry_after_a_change_is_another_change(tenant):
    target = on_search(fresh("search"))
    for revision, text in enumerate(["a", "b", "a"], start=1):
        assert submit(tenant, target=target, text=text).feedback.revision == revision


def test_a_retried_exchange_record_or_dataset_is_not_made_twice(tenant):
    dataset = define(tenant)
    exchange, record, other = (
        registration(once=new_id()),
        recording(dataset.id, {"shown": "x"}, {"asked": "y"}, once=new_id()),
        definition(once=new_id()),
    )
    stored = tenant.exchanges.CreateExchange(exchange).exchange
    assert tenant.exchanges.CreateExchange(exchange).exchange == stored
    assert exchange_by_id(tenant, stored.id) == stored
    made = tenant.datasets.CreateRecord(record)
    assert tenant.datasets.CreateRecord(record) == made
    assert list(record_by_id(tenant, made.record.id).responses) == [made.response]
    defined = tenant.datasets.CreateDataset(other).dataset
    assert tenant.datasets.CreateDataset(other).dataset == defined


def test_the_letters_of_a_request_id_may_be_large_or_small(tenant):
    once = new_id()
    request = submission(once=once.lower(), rating=RATING_POSITIVE)
    first = tenant.feedback.SubmitFeedback(request)
    request.request_id = once.upper()
    assert tenant.feedback.SubmitFeedback(request) == first


@pytest.mark.parametrize(
    "other",
    [
        lambda request: request.feedback.MergeFrom(Feedback(text="other")),
        lambda request: request.feedback.target.MergeFrom(on_search("other")),
        lambda request: request.feedback.metadata.update({"a": 1}),
    ],
    ids=["text", "target", "metadata"],
)
def test_a_request_id_of_another_request_is_refused(tenant, refused, other):
    request = submission(once=new_id(), rating=RATING_POSITIVE)
    first = tenant.feedback.SubmitFeedback(request)
    changed = SubmitFeedbackRequest()
    changed.CopyFrom(request)
    other(changed)
    said = refused(tenant.feedback.SubmitFeedback, changed, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {"request_id"}
    assert tenant.feedback.SubmitFeedback(request) == first


@pytest.mark.parametrize(
    "once", ["x", "f81d4fae7dec41d0a76500a0c91e6bf6x", "f81d4fae-7dec-41d0-a765-00a0c91e6bf", " "]
)
def test_a_request_id_that_is_no_uuid_is_refused(tenant, refused, once):
    said = refused(
        tenant.feedback.SubmitFeedback,
        submission(once=once, rating=RATING_POSITIVE),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(said.fields) == {"request_id"}
    assert "UUID" in said.message


def test_another_key_and_another_namespace_have_request_ids_of_their_own(tenant, new_tenant):
    other = new_tenant()
    request = submission(once=new_id(), rating=RATING_POSITIVE)
    clients = (
        tenant,
        tenant.client("feedback.write"),
        tenant.client("feedback.write"),
        other,
    )
    answers = [client.feedback.SubmitFeedback(request) for client in clients]
    assert len({answer.feedback.id for answer in answers}) == 4


def test_a_failure_is_not_remembered(tenant, refused):
    request = submission(once=new_id(), target=on_message("later", "msg"), rating=RATING_POSITIVE)
    refused(tenant.feedback.SubmitFeedback, request, "NOT_FOUND", "EXCHANGE_NOT_FOUND")
    register(tenant, session_id="later")
    assert tenant.feedback.SubmitFeedback(request).stored


def test_a_batch_remembers_its_refused_items_too(tenant):
    request = BatchSubmitRequest(
        request_id=new_id(),
        items=[Feedback(target=on_message("later", "msg"), rating=RATING_POSITIVE)],
    )
    first = tenant.feedback.BatchSubmit(request)
    assert first.failed_count == 1
    register(tenant, session_id="later")
    assert tenant.feedback.BatchSubmit(request) == first


def test_many_retries_at_once_answer_the_same(tenant):
    request = submission(once=new_id(), text="x")
    register_once = registration(once=new_id())
    with ThreadPoolExecutor(16) as callers:
        feedbacks = [callers.submit(tenant.feedback.SubmitFeedback, request) for _ in range(16)]
        exchanges = [
            callers.submit(tenant.exchanges.CreateExchange, register_once) for _ in range(16)
        ]
    assert len({answer.result().SerializeToString() for answer in feedbacks}) == 1
    assert not feedbacks[0].result().replayed
    assert len({answer.result().exchange.id for answer in exchanges}) == 1
