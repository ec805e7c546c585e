"""Early feedback: given before its exchange is completed, where the namespace takes it."""

from __future__ import annotations

import pytest

from plaudit.v1 import admin_pb2, feedback_pb2
from plaudit.v1.exchange_pb2 import (
    EXCHANGE_STATUS_COMPLETED,
    EXCHANGE_STATUS_FAILED,
    EXCHANGE_STATUS_PENDING,
    BatchCreateExchangesRequest,
    Exchange,
)
from plaudit.v1.feedback_pb2 import (
    FEEDBACK_STATE_ACTIVE,
    FEEDBACK_STATE_PENDING_TARGET,
    RATING_NEGATIVE,
    RATING_POSITIVE,
    Feedback,
)
from support.messages import (
    get,
    memories,
    on_message,
    on_request,
    on_search,
    register,
    submission,
    submit,
    update,
)
from support.servers import parse_status

WAITS, COUNTS = FEEDBACK_STATE_PENDING_TARGET, FEEDBACK_STATE_ACTIVE
TARGETS = pytest.mark.parametrize("target", [on_message, on_request], ids=["message", "request"])


@pytest.fixture
def early(new_tenant):
    """A tenant that takes early feedback."""
    return new_tenant(early_feedback=True)


def states(client, *wanted) -> list[Feedback]:
    """List the feedback in these states, oldest first."""
    request = feedback_pb2.ListFeedbackRequest(
        filter={"states": wanted}, order=feedback_pb2.FEEDBACK_ORDER_CREATED_ASC
    )
    return list(client.feedback.ListFeedback(request).feedback)


def take_early(client, *, early: bool) -> None:
    client.admin.UpdateNamespace(
        admin_pb2.UpdateNamespaceRequest(
            namespace=admin_pb2.Namespace(early_feedback=early),
            update_mask={"paths": ["early_feedback"]},
        )
    )


@TARGETS
@pytest.mark.parametrize("known", [False, True], ids=["unknown", "pending"])
def test_feedback_waits_for_its_exchange_and_takes_effect_with_it(early, target, known):
    if known:
        register(
            early,
            session_id="s",
            message_id="m",
            request_id="m",
            status=EXCHANGE_STATUS_PENDING,
        )
    given = submit(early, target=target("s", "m"), rating=RATING_POSITIVE, text="x")
    assert (given.feedback.state, given.feedback.revision, given.stored) == (WAITS, 1, False)
    assert get(early, given.feedback.id) == given.feedback
    assert states(early, WAITS) == [given.feedback]
    assert states(early, COUNTS) == []
    assert memories(early) == []
    if known:
        update(
            early,
            "status",
            session_id="s",
            message_id="m",
            status=EXCHANGE_STATUS_COMPLETED,
        )
    else:
        register(early, session_id="s", message_id="m", request_id="m")
    after = get(early, given.feedback.id)
    assert (after.state, after.revision) == (COUNTS, 2)
    assert after.create_time == given.feedback.create_time
    assert after.update_time.ToNanoseconds() > after.create_time.ToNanoseconds()
    assert (states(early, WAITS), states(early, COUNTS)) == ([], [after])
    assert [memory.positive_count for memory in memories(early)] == [1]
    again = submit(early, target=target("s", "m"), rating=RATING_POSITIVE, text="x")
    assert (again.replayed, again.stored, again.feedback) == (True, True, after)


def test_feedback_that_waits_under_a_name_takes_effect_when_a_completed_exchange_gets_it(early):
    """Not before the exchange is completed, whichever comes first."""
    waiting = [
        submit(early, target=on_message("s", f"m{i}"), rating=RATING_POSITIVE).feedback
        for i in range(2)
    ]
    register(early, session_id="s", message_id="", request_id="r0")
    register(early, session_id="s", message_id="", request_id="r1", status=EXCHANGE_STATUS_PENDING)
    assert states(early, WAITS) == waiting
    for i in range(2):
        update(early, session_id="s", request_id=f"r{i}", message_id=f"m{i}")
    assert states(early, WAITS) == waiting[1:]
    update(early, session_id="s", request_id="r1", status=EXCHANGE_STATUS_COMPLETED)
    assert states(early, WAITS) == []
    assert [one.id for one in states(early, COUNTS)] == [one.id for one in waiting]
    assert sorted(m.exchange.message_id for m in memories(early)) == ["m0", "m1"]


@TARGETS
def test_a_namespace_that_did_not_ask_for_it_refuses_it(tenant, refused, target):
    request = submission(target=target("s", "m"), text="x")
    refused(tenant.feedback.SubmitFeedback, request, "NOT_FOUND", "EXCHANGE_NOT_FOUND")
    register(tenant, session_id="s", message_id="m", request_id="m", status=EXCHANGE_STATUS_PENDING)
    refused(
        tenant.feedback.SubmitFeedback, request, "FAILED_PRECONDITION", "EXCHANGE_NOT_COMPLETED"
    )
    take_early(tenant, early=True)
    assert tenant.feedback.SubmitFeedback(request).feedback.state == WAITS
    take_early(tenant, early=False)
    other = submission(target=target("s", "other"), text="x")
    refused(tenant.feedback.SubmitFeedback, other, "NOT_FOUND", "EXCHANGE_NOT_FOUND")


@TARGETS
def test_feedback_on_a_failed_exchange_is_refused(early, refused, target):
    register(early, session_id="s", message_id="m", request_id="m", status=EXCHANGE_STATUS_FAILED)
    request = submission(target=target("s", "m"), text="x")
    refused(early.feedback.SubmitFeedback, request, "FAILED_PRECONDITION", "EXCHANGE_NOT_COMPLETED")


def test_feedback_waits_on_where_its_exchange_fails(early):
    given = submit(early, target=on_message("s", "m"), rating=RATING_POSITIVE).feedback
    register(early, session_id="s", message_id="m", status=EXCHANGE_STATUS_PENDING)
    update(early, "status", session_id="s", message_id="m", status=EXCHANGE_STATUS_FAILED)
    assert get(early, given.id) == given
    assert memories(early) == []


def test_searches_and_completed_exchanges_wait_for_nothing(early):
    register(early, session_id="s", message_id="m")
    for target in (on_search("q"), on_message("s", "m")):
        assert submit(early, target=target, text="x").feedback.state == COUNTS


def test_items_of_a_batch_wait_each_for_its_own_exchange(early):
    items = [
        Feedback(target=on_message("s", f"m{i}"), rating=rating)
        for i in range(3)
        for rating in (RATING_POSITIVE,)
    ]
    items.append(Feedback(target=on_search("q"), rating=RATING_NEGATIVE))
    results = early.feedback.BatchSubmit(feedback_pb2.BatchSubmitRequest(items=items)).results
    assert [r.submitted.feedback.state for r in results] == [WAITS, WAITS, WAITS, COUNTS]
    exchanges = [
        Exchange(session_id="s", message_id="m0"),
        Exchange(session_id="s", message_id="m1", status=EXCHANGE_STATUS_PENDING),
    ]
    early.exchanges.BatchCreateExchanges(BatchCreateExchangesRequest(items=exchanges))
    waiting = [one.target.message.message_id for one in states(early, WAITS)]
    assert waiting == ["m1", "m2"]
    assert [memory.exchange.message_id for memory in memories(early)] == ["m0"]


def test_feedback_that_waits_is_changed_and_taken_back_like_any(early):
    given = submit(early, target=on_message("s", "m"), rating=RATING_POSITIVE).feedback
    request = feedback_pb2.UpdateFeedbackRequest(feedback=Feedback(id=given.id, text="more"))
    changed = early.feedback.UpdateFeedback(request).feedback
    assert (changed.state, changed.revision, changed.text) == (WAITS, 2, "more")
    gone = early.feedback.DeleteFeedback(feedback_pb2.DeleteFeedbackRequest(id=given.id)).feedback
    assert (gone.state, gone.revision) == (feedback_pb2.FEEDBACK_STATE_DELETED, 3)
    register(early, session_id="s", message_id="m")
    assert states(early) == []
    assert memories(early) == []


def test_the_wait_of_one_namespace_is_not_ended_by_the_exchange_of_another(early, new_tenant):
    other = new_tenant(early_feedback=True)
    given = submit(early, target=on_message("s", "m"), text="x").feedback
    register(other, session_id="s", message_id="m")
    assert get(early, given.id) == given


def test_a_refused_item_among_those_that_wait_gets_its_own_error(early):
    register(early, session_id="s", message_id="bad", status=EXCHANGE_STATUS_FAILED)
    items = [
        Feedback(target=on_message("s", "m"), text="x"),
        Feedback(target=on_message("s", "bad"), text="x"),
    ]
    answer = early.feedback.BatchSubmit(feedback_pb2.BatchSubmitRequest(items=items))
    assert answer.results[0].submitted.feedback.state == WAITS
    assert parse_status(answer.results[1].error).reason == "EXCHANGE_NOT_COMPLETED"
