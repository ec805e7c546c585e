"""A key without feedback.read can read only what it wrote itself."""

from __future__ import annotations

import uuid

import pytest

from plaudit.v1.feedback_pb2 import (
    BatchGetFeedbackRequest,
    BatchSubmitRequest,
    DeleteFeedbackRequest,
    Feedback,
    GetFeedbackRequest,
    ListFeedbackRevisionsRequest,
    UpdateFeedbackRequest,
)
from support.applications import Application
from support.messages import fresh, get, on_search, struct, submit
from support.servers import Client, parse_status
from support.streams import FeedbackStream
from support.tenants import Tenant


@pytest.fixture
def key(tenant: Tenant) -> Client:
    """Stubs with a key that may write feedback and nothing else."""
    return tenant.client("feedback.write")


@pytest.fixture
def ada(tenant: Tenant) -> Client:
    """Stubs with the session token of the end user ada."""
    return Application(tenant).client("ada")


@pytest.fixture
def said() -> dict[str, object]:
    """The fields that identify ada's feedback on a search."""
    return {"target": on_search(fresh("search")), "user_id": "ada"}


def states(client: Client, feedback_id: str, size: int = 0) -> list[str]:
    """Read the texts of all returned states, page by page."""
    request = ListFeedbackRevisionsRequest(id=feedback_id, page_size=size)
    texts: list[str] = []
    while True:
        answer = client.feedback.ListFeedbackRevisions(request)
        texts += [state.text for state in answer.revisions]
        if not answer.next_page_token:
            return texts
        request.page_token = answer.next_page_token


def update(client: Client, feedback_id: str, **changed: object) -> Feedback:
    request = UpdateFeedbackRequest(feedback=Feedback(id=feedback_id, **changed))
    return client.feedback.UpdateFeedback(request).feedback


def test_a_key_cannot_read_what_a_user_wrote_over_its_feedback(key, ada, said, refused):
    first = submit(key, **said, text="guessed").feedback
    assert get(key, first.id).text == "guessed"
    submit(ada, **said, text="private")
    refused(
        key.feedback.GetFeedback,
        GetFeedbackRequest(id=first.id),
        "PERMISSION_DENIED",
        "SCOPE_MISSING",
    )


def test_nor_in_a_batch_get(key, ada, said):
    first = submit(key, **said, text="guessed").feedback
    submit(ada, **said, text="private")
    request = BatchGetFeedbackRequest(ids=[first.id])
    (result,) = key.feedback.BatchGetFeedback(request).results
    assert parse_status(result.error).reason == "SCOPE_MISSING"


def test_nor_by_updating_a_part_of_it(tenant, key, ada, said, refused):
    first = submit(key, **said, text="guessed").feedback
    submit(ada, **said, text="private")
    told = update(key, first.id, processed=True)
    assert {field.name for field, _ in told.ListFields()} == {
        *("id", "state", "revision", "create_time", "update_time")
    }
    refused(
        key.feedback.GetFeedback,
        GetFeedbackRequest(id=first.id),
        "PERMISSION_DENIED",
        "SCOPE_MISSING",
    )
    assert get(tenant, first.id).text == "private"


def test_nor_by_deleting_it(key, ada, said, refused):
    first = submit(key, **said, text="guessed").feedback
    submit(ada, **said, text="private")
    told = key.feedback.DeleteFeedback(DeleteFeedbackRequest(id=first.id)).feedback
    assert not told.text
    refused(
        key.feedback.GetFeedback,
        GetFeedbackRequest(id=first.id),
        "PERMISSION_DENIED",
        "SCOPE_MISSING",
    )
    assert states(key, first.id) == ["guessed"]


def test_nor_by_resuming_a_stream_that_wrote_before(key, ada, said):
    stream_id = str(uuid.uuid4())
    item = Feedback(**said, text="guessed")
    with FeedbackStream(key, stream_id) as stream:
        stream.send(1, item)
        assert stream.take(1)[0].submitted.feedback.text == "guessed"
    submit(ada, **said, text="private")
    with FeedbackStream(key, stream_id) as stream:
        stream.send(1, item)
        told = stream.take(1)[0].submitted
    assert told.replayed
    assert {field.name for field, _ in told.feedback.ListFields()} == {
        *("id", "state", "revision", "create_time", "update_time")
    }


@pytest.mark.parametrize("size", [0, 1])
def test_of_the_history_a_key_gets_the_states_that_it_wrote_itself(tenant, key, ada, said, size):
    first = submit(key, **said, text="1").feedback
    submit(ada, **said, text="private")
    submit(key, **said, text="3")
    submit(ada, **said, text="private too")
    assert states(key, first.id, size) == ["3", "1"]
    assert states(tenant, first.id, size) == ["private too", "3", "private", "1"]


def test_the_history_of_feedback_that_it_never_wrote_is_refused_whether_it_exists_or_not(
    key, ada, said, refused
):
    theirs = submit(ada, **said, text="private").feedback
    answers = [
        refused(
            key.feedback.ListFeedbackRevisions,
            ListFeedbackRevisionsRequest(id=feedback_id),
            "PERMISSION_DENIED",
            "SCOPE_MISSING",
        ).message
        for feedback_id in (theirs.id, "fb_unknown")
    ]
    assert len(set(answers)) == 1


def test_a_key_that_updates_its_own_feedback_can_still_read_it(key):
    own = submit(key, text="own").feedback
    assert update(key, own.id, correction="and more").text == "own"
    assert get(key, own.id).correction == "and more"


def test_a_user_can_read_what_a_key_wrote_for_them_and_all_its_history(key, ada, said):
    first = submit(key, **said, text="for ada").feedback
    assert get(ada, first.id).text == "for ada"
    submit(ada, **said, text="by ada")
    assert states(ada, first.id) == ["by ada", "for ada"]


def batch(client: Client, context: dict[str, object], **feedback: object) -> str:
    request = BatchSubmitRequest(items=[Feedback(**feedback)], session_context=struct(context))
    (result,) = client.feedback.BatchSubmit(request).results
    return result.submitted.feedback.id


def test_repeating_the_content_of_another_key_does_not_reveal_its_session_context(
    tenant, key, said
):
    id_ = batch(tenant.client("feedback.write"), {"internal": "secret"}, **said, text="good")
    again = submit(key, **said, text="good")
    assert again.replayed
    assert not again.feedback.HasField("session_context")
    assert get(tenant, id_).session_context == struct({"internal": "secret"})


def test_nor_on_a_stream(tenant, key, said):
    batch(tenant.client("feedback.write"), {"internal": "secret"}, **said, text="good")
    with FeedbackStream(key) as stream:
        stream.send(1, Feedback(**said, text="good"))
        told = stream.take(1)[0].submitted
    assert told.replayed
    assert not told.feedback.HasField("session_context")


def test_repeating_the_own_content_returns_the_session_context_that_was_sent(key, said):
    batch(key, {"page": 1}, **said, text="good")
    again = submit(key, **said, text="good").feedback
    assert again.session_context == struct({"page": 1})
