"""EraseSubject: a person's data is erased from every list, and the receipt counts it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from typing import Any

import grpc
import pytest

from plaudit.v1.admin_pb2 import EraseSubjectRequest, EraseSubjectResponse
from plaudit.v1.exchange_pb2 import GetExchangeRequest, ListExchangesRequest
from plaudit.v1.feedback_pb2 import (
    FEEDBACK_CHANGE_TYPE_DELETED,
    FEEDBACK_STATE_ERASED,
    RATING_NEGATIVE,
    RATING_POSITIVE,
    CreateFeedbackTokenRequest,
    DeleteFeedbackRequest,
    Feedback,
    FeedbackFilter,
    FeedbackToken,
    GetFeedbackRequest,
    ListFeedbackRevisionsRequest,
    UpdateFeedbackRequest,
)
from plaudit.v1.memory_pb2 import SearchMemoriesRequest
from support.applications import Application
from support.messages import (
    about,
    all_feedback,
    define,
    fresh,
    get,
    memories,
    on_search,
    record_by_id,
    recording,
    register,
    registration,
    submission,
    submit,
)
from support.servers import failure
from support.streams import FeedbackStream, Watch


@pytest.fixture(params=["user_id", "external_user_id"])
def hers(request: pytest.FixtureRequest) -> dict[str, str]:
    """Which kind of id the person has."""
    return {request.param: fresh("vera")}


def erase(client: Any, **subject: str) -> EraseSubjectResponse:
    return client.admin.EraseSubject(EraseSubjectRequest(**subject))


def revisions(client: Any, feedback_id: str) -> list[Feedback]:
    request = ListFeedbackRevisionsRequest(id=feedback_id)
    return list(client.feedback.ListFeedbackRevisions(request).revisions)


def reason(call: Any, request: Any) -> str:
    with pytest.raises(grpc.RpcError) as raised:
        call(request)
    return failure(raised.value).reason


def test_all_data_of_a_person_is_erased_and_the_receipt_counts_it(tenant, hers):
    exchange = register(tenant, prompt="hushed question", **hers)
    other = register(tenant, prompt="public question", user_id="ann")
    on_hers = submit(tenant, target=about(exchange), rating=RATING_POSITIVE, **hers).feedback
    submit(tenant, target=about(other), rating=RATING_POSITIVE, **hers)
    for text in "abc":
        changed = submit(tenant, target=on_search("s"), text=text, **hers).feedback
    deleted = submit(tenant, target=on_search("s"), name="d", text="x", **hers).feedback
    tenant.feedback.DeleteFeedback(DeleteFeedbackRequest(id=deleted.id))
    dataset = define(tenant)
    record = tenant.datasets.CreateRecord(
        recording(dataset.id, {"shown": "x"}, {"asked": "hushed answer"}, **hers)
    ).record
    token = tenant.feedback.CreateFeedbackToken(
        CreateFeedbackTokenRequest(feedback_token=FeedbackToken(target=on_search("s"), **hers))
    ).token

    started = time.time()
    receipt = erase(tenant, **hers)

    assert started - 60 < receipt.erase_time.seconds < time.time() + 60
    receipt.ClearField("erase_time")
    assert receipt == EraseSubjectResponse(
        feedback_count=4,
        revision_count=4,
        exchange_count=1,
        memory_count=2,
        response_count=1,
        feedback_token_count=1,
    )
    for feedback in (on_hers, changed, deleted):
        get_request = GetFeedbackRequest(id=feedback.id)
        assert reason(tenant.feedback.GetFeedback, get_request) == "FEEDBACK_NOT_FOUND"
        (left,) = revisions(tenant, feedback.id)
        assert (left.id, left.state) == (feedback.id, FEEDBACK_STATE_ERASED)
        assert not left.text
        assert not left.HasField("target")
        assert hers.items() != {("user_id", left.user_id)}
        assert not left.external_user_id
    assert list(all_feedback(tenant)) == []
    get_exchange = GetExchangeRequest(id=exchange.id)
    assert reason(tenant.exchanges.GetExchange, get_exchange) == "EXCHANGE_NOT_FOUND"
    listed = tenant.exchanges.ListExchanges(ListExchangesRequest()).exchanges
    assert [e.id for e in listed] == [other.id]
    assert memories(tenant) == []
    found = tenant.memories.SearchMemories(SearchMemoriesRequest(query="hushed question"))
    assert not found.ByteSize()
    assert not record_by_id(tenant, record.id).responses
    bearer = tenant.server.client(None, x_feedback_token=token, x_namespace=tenant.id)
    late = submission(target=on_search("s"), text="late")
    assert reason(bearer.feedback.SubmitFeedback, late) == "FEEDBACK_TOKEN_INVALID"
    assert erase(tenant, **hers).feedback_count == 0


def test_the_two_kinds_of_user_ids_are_separate(tenant):
    name = fresh("vera")
    user = submit(tenant, text="user", user_id=name).feedback
    end_user = submit(tenant, text="end user", external_user_id=name).feedback
    assert erase(tenant, user_id=name).feedback_count == 1
    assert [f.id for f in all_feedback(tenant)] == [end_user.id]
    assert [r.state for r in revisions(tenant, user.id)] == [FEEDBACK_STATE_ERASED]


def test_other_namespaces_keep_their_data_of_a_person(new_tenant, hers):
    here, elsewhere = new_tenant(), new_tenant()
    submit(here, text="here", **hers)
    kept = submit(elsewhere, text="elsewhere", **hers).feedback
    erase(here, **hers)
    assert list(all_feedback(here)) == []
    assert get(elsewhere, kept.id) == kept


def test_remembered_responses_about_a_person_are_erased_and_those_of_others_kept(tenant, hers):
    requests = {
        name: submission(once=str(uuid.uuid4()), target=on_search(name), text=name, **who)
        for name, who in (("hers", hers), ("another's", {"user_id": "ann"}))
    }
    first = {name: tenant.feedback.SubmitFeedback(r) for name, r in requests.items()}
    created = registration(once=str(uuid.uuid4()), **hers)
    exchange = tenant.exchanges.CreateExchange(created).exchange
    assert tenant.exchanges.CreateExchange(created).exchange == exchange
    assert erase(tenant, **hers).feedback_count == 1
    again = {name: tenant.feedback.SubmitFeedback(r) for name, r in requests.items()}
    assert again["another's"] == first["another's"]
    assert again["hers"].feedback.id != first["hers"].feedback.id
    assert tenant.exchanges.CreateExchange(created).exchange.id != exchange.id


def test_what_an_end_user_submitted_is_erased_by_the_user_id(tenant):
    name = fresh("vera")
    alice = Application(tenant).client(name)
    mine = submit(alice, text="mine").feedback
    assert erase(tenant, user_id=name).feedback_count == 1
    (left,) = revisions(tenant, mine.id)
    assert name not in str(left)


def test_feedback_of_others_on_an_erased_exchange_can_still_be_changed_and_deleted(tenant, hers):
    exchange = register(tenant, **hers)
    judged = {"target": about(exchange), "user_id": "ann"}
    stays = submit(tenant, rating=RATING_POSITIVE, **judged).feedback
    erase(tenant, **hers)
    assert get(tenant, stays.id) == stays
    changed = tenant.feedback.UpdateFeedback(
        UpdateFeedbackRequest(feedback=Feedback(id=stays.id, rating=RATING_NEGATIVE))
    ).feedback
    assert changed.revision == 2
    again = submission(rating=RATING_POSITIVE, **judged)
    assert reason(tenant.feedback.SubmitFeedback, again) == "EXCHANGE_NOT_FOUND"
    tenant.feedback.DeleteFeedback(DeleteFeedbackRequest(id=stays.id))
    assert len(revisions(tenant, stays.id)) == 3


def test_every_watcher_gets_the_ids_of_erased_feedback(tenant, hers):
    stays = submit(tenant, text="stays", user_id="ann").feedback
    went = [submit(tenant, text=f"{i}", **hers).feedback.id for i in range(3)]
    with (
        Watch(tenant) as all_,
        Watch(tenant, filter=FeedbackFilter(user_id="ann")) as of_ann,
        Watch(tenant, from_beginning=True) as from_beginning,
    ):
        from_beginning.changes(4)
        erase(tenant, **hers)
        for watch in (all_, of_ann, from_beginning):
            told = watch.changes(3)
            assert sorted(change.feedback.id for change in told) == sorted(went)
            assert all(change.type == FEEDBACK_CHANGE_TYPE_DELETED for change in told)
            assert all(change.left_filter for change in told)
            assert not any(change.feedback.text for change in told)
    with Watch(tenant, from_beginning=True) as again:
        assert [change.feedback.id for change in again.changes(4)] == [stays.id, *went]


def test_a_resumed_stream_does_not_restore_an_erased_person(tenant, hers):
    stream_id = str(uuid.uuid4())
    items = [(1, Feedback(target=on_search("s"), text="a", **hers)), (2, Feedback(
        target=on_search("s"), text="b", user_id="ann"))]  # fmt: skip
    for _ in range(2):
        with FeedbackStream(tenant, stream_id) as stream:
            stream.send_all(items)
            first, second = stream.rest()
        erase(tenant, **hers)
    assert first.WhichOneof("result") == "error"
    assert second.submitted.replayed
    assert [f.text for f in all_feedback(tenant)] == ["b"]


def bad_requests() -> Iterator[Any]:
    yield pytest.param(EraseSubjectRequest(), id="nobody")
    yield pytest.param(EraseSubjectRequest(user_id=""), id="no name")
    yield pytest.param(EraseSubjectRequest(external_user_id="x" * 257), id="long name")
    yield pytest.param(EraseSubjectRequest(user_id="a\nb"), id="control character")


@pytest.mark.parametrize("request_", list(bad_requests()))
def test_a_request_without_a_person_is_refused(tenant, refused, request_):
    refused(tenant.admin.EraseSubject, request_, "INVALID_ARGUMENT", "INVALID_FIELD")


def test_only_administrators_may_erase(tenant, refused):
    client = tenant.client("feedback.write", "feedback.read")
    refused(
        client.admin.EraseSubject,
        EraseSubjectRequest(user_id="vera"),
        "PERMISSION_DENIED",
        "SCOPE_MISSING",
    )
