"""A feedback: one author's judgement of one target under one name."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from plaudit.v1 import feedback_pb2
from plaudit.v1.feedback_pb2 import (
    FEEDBACK_STATE_ACTIVE,
    FEEDBACK_STATE_DELETED,
    FEEDBACK_TYPE_COPY_ACTION,
    FEEDBACK_TYPE_THUMBS_DOWN,
    FEEDBACK_TYPE_THUMBS_UP,
    ORIGIN_HUMAN,
    RATING_NEGATIVE,
    RATING_POSITIVE,
    RATING_UNSPECIFIED,
    Feedback,
    FeedbackValue,
)
from support.messages import (
    about,
    fresh,
    get,
    on_message,
    on_request,
    on_search,
    on_session,
    register,
    struct,
    submission,
    submit,
)


def test_submitted_feedback_is_stored_and_the_next_call_reads_it(tenant):
    answer = submit(tenant, rating=RATING_POSITIVE, text="That solved it.", external_user_id="ada")
    assert not answer.replayed
    stored = answer.feedback
    assert stored.id.startswith("fb_")
    assert stored.name == "overall"
    assert stored.rating == RATING_POSITIVE
    assert stored.text == "That solved it."
    assert stored.origin == ORIGIN_HUMAN
    assert stored.state == FEEDBACK_STATE_ACTIVE
    assert stored.revision == 1
    assert stored.create_time == stored.update_time
    assert get(tenant, stored.id) == stored


def test_ids_of_feedbacks_sort_by_creation(tenant):
    ids = [submit(tenant, rating=RATING_POSITIVE).feedback.id for _ in range(20)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 20


@pytest.mark.parametrize(
    "said",
    [
        {"rating": RATING_NEGATIVE},
        {"value": FeedbackValue(bool_value=False)},
        {"value": FeedbackValue(int_value=0)},
        {"value": FeedbackValue(number_value=0.0)},
        {"value": FeedbackValue(label="helpful")},
        {"score": 0.0},
        {"text": "Too long."},
        {"correction": "At ten."},
        {"type": FEEDBACK_TYPE_COPY_ACTION},
    ],
    ids=lambda said: " ".join(map(str, said.values())).strip().replace("\n", ""),
)
def test_each_kind_of_content_is_enough_alone(tenant, said):
    stored = submit(tenant, **said).feedback
    for field, value in said.items():
        assert getattr(stored, field) == value
    assert get(tenant, stored.id) == stored


def test_feedback_without_content_is_refused(tenant, refused):
    silent = submission(external_user_id="ada", metadata=struct({"a": 1}), name="tone")
    said = refused(tenant.feedback.SubmitFeedback, silent, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {"feedback"}
    for thing in ("rating", "value", "score", "text", "correction", "type"):
        assert thing in said.message


@pytest.mark.parametrize(
    ("thumb", "rating"),
    [
        (FEEDBACK_TYPE_THUMBS_UP, RATING_POSITIVE),
        (FEEDBACK_TYPE_THUMBS_DOWN, RATING_NEGATIVE),
    ],
)
def test_a_thumb_implies_the_rating(tenant, thumb, rating):
    target = on_search(fresh("search"))
    stored = submit(tenant, target=target, type=thumb).feedback
    assert stored.rating == rating
    assert get(tenant, stored.id).rating == rating
    assert submit(tenant, target=target, type=thumb, rating=rating).replayed


@pytest.mark.parametrize(
    ("thumb", "rating"),
    [
        (FEEDBACK_TYPE_THUMBS_UP, RATING_NEGATIVE),
        (FEEDBACK_TYPE_THUMBS_DOWN, RATING_POSITIVE),
    ],
)
def test_a_rating_that_contradicts_the_thumb_is_refused(tenant, refused, thumb, rating):
    said = refused(
        tenant.feedback.SubmitFeedback,
        submission(type=thumb, rating=rating),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(said.fields) == {"feedback.rating"}


def test_the_same_content_again_returns_the_stored_feedback_unchanged(tenant):
    content = {
        "target": on_search(fresh("search")),
        "score": 0.0,
        "value": FeedbackValue(bool_value=False),
        "metadata": struct({"b": [1, {"c": None}], "a": "ü"}),
        "cited_node_ids": ["n1", "n2"],
    }
    first = submit(tenant, **content)
    again = submit(tenant, **content)
    assert (first.replayed, again.replayed) == (False, True)
    assert again.feedback == first.feedback
    assert get(tenant, first.feedback.id) == first.feedback


def test_changed_content_replaces_the_stored_one_as_a_whole(tenant):
    target = on_search(fresh("search"))
    first = submit(tenant, target=target, rating=RATING_POSITIVE, text="Good.", score=1).feedback
    changed = submit(tenant, target=target, rating=RATING_NEGATIVE)
    assert not changed.replayed
    stored = changed.feedback
    assert (stored.id, stored.revision) == (first.id, 2)
    assert stored.create_time == first.create_time
    assert stored.update_time.ToNanoseconds() > first.update_time.ToNanoseconds()
    assert stored.rating == RATING_NEGATIVE
    assert stored.text == ""
    assert not stored.HasField("score")
    assert get(tenant, first.id) == stored


def test_each_change_increments_the_revision_also_back_to_earlier_content(tenant):
    target = on_search(fresh("search"))
    for revision, text in enumerate(["a", "b", "a", "b"], start=1):
        stored = submit(tenant, target=target, text=text).feedback
        assert stored.revision == revision
    assert submit(tenant, target=target, text="b").feedback.revision == 4


@pytest.mark.parametrize(
    "change",
    [
        {"rating": RATING_NEGATIVE},
        {"score": 0.0},
        {"value": FeedbackValue(int_value=1)},
        {"processed": True},
        {"user_id": "someone"},
        {"cited_memory_ids": ["b", "a"]},
        {"metadata": struct({"a": [2, 1]})},
        {"assistant_message": feedback_pb2.ObjectPointer(class_name="P", object_id="2")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_change_of_any_field_is_a_change(tenant, change):
    content = {
        "target": on_search(fresh("search")),
        "rating": RATING_POSITIVE,
        "value": FeedbackValue(bool_value=True),
        "external_user_id": "ada",
        "cited_memory_ids": ["a", "b"],
        "metadata": struct({"a": [1, 2]}),
        "assistant_message": feedback_pb2.ObjectPointer(class_name="P", object_id="1"),
    }
    first = submit(tenant, **content).feedback
    changed = submit(tenant, **{**content, **change})
    assert not changed.replayed
    assert changed.feedback.id == first.id
    assert changed.feedback.revision == 2
    assert get(tenant, first.id) == changed.feedback


def test_another_target_author_or_name_is_another_feedback(tenant):
    content = {
        "target": on_search(fresh("search")),
        "external_user_id": "ada",
        "name": "tone",
        "rating": RATING_POSITIVE,
    }
    others = (
        {},
        {"target": on_search(fresh("search"))},
        {"external_user_id": "ben"},
        {"name": "speed"},
        {"name": ""},
    )
    answers = [submit(tenant, **{**content, **other}) for other in others]
    assert len({answer.feedback.id for answer in answers}) == len(others)
    assert not any(answer.replayed for answer in answers)


def test_targets_of_different_kinds_with_the_same_ids_are_different_targets(tenant):
    register(tenant, session_id="x", message_id="x", request_id="x")
    targets = (on_message("x", "x"), on_request("x", "x"), on_search("x"), on_session("x"))
    ids = {submit(tenant, target=target, rating=RATING_POSITIVE).feedback.id for target in targets}
    assert len(ids) == 4


def test_feedback_without_a_name_has_the_name_overall(tenant):
    target = on_search(fresh("search"))
    submit(tenant, target=target, rating=RATING_POSITIVE)
    assert submit(tenant, target=target, rating=RATING_POSITIVE, name="overall").replayed


def test_the_author_is_the_external_user_else_the_user_else_the_key(tenant):
    target = on_search(fresh("search"))

    def by(**author: str) -> Feedback:
        return submit(tenant, target=target, rating=RATING_POSITIVE, **author).feedback

    external = by(external_user_id="ada")
    assert by(external_user_id="ada", user_id="u1").id == external.id
    user = by(user_id="ada")
    key = by()
    assert len({external.id, user.id, key.id}) == 3
    assert user.user_id == "ada"
    assert key.user_id == external.user_id
    assert key.user_id.startswith("key_")


def test_without_a_user_each_key_is_its_own_author(tenant):
    target = on_search(fresh("search"))
    keys = [tenant.new_key("feedback.write") for _ in range(2)]
    stored = [
        submit(tenant.server.client(key.secret), target=target, rating=RATING_POSITIVE).feedback
        for key in keys
    ]
    assert stored[0].id != stored[1].id
    assert [feedback.user_id for feedback in stored] == [key.api_key.id for key in keys]


def test_a_change_through_another_key_still_names_the_key_that_submitted_first(tenant):
    first, second = (tenant.new_key("feedback.write") for _ in range(2))
    content = {"target": on_search(fresh("search")), "external_user_id": "ada"}
    submit(tenant.server.client(first.secret), **content, text="a")
    changed = submit(tenant.server.client(second.secret), **content, text="b").feedback
    assert changed.user_id == first.api_key.id
    assert get(tenant, changed.id) == changed


def test_output_only_fields_are_ignored_on_input(tenant):
    asked = Feedback(
        target=on_search(fresh("search")),
        rating=RATING_POSITIVE,
        id="fb_mine",
        state=FEEDBACK_STATE_DELETED,
        revision=7,
        session_context=struct({"mine": True}),
    )
    asked.create_time.FromSeconds(1)
    asked.update_time.FromSeconds(2)
    request = feedback_pb2.SubmitFeedbackRequest(feedback=asked)
    stored = tenant.feedback.SubmitFeedback(request).feedback
    assert stored.id != "fb_mine"
    assert (stored.state, stored.revision) == (FEEDBACK_STATE_ACTIVE, 1)
    assert not stored.HasField("session_context")
    assert stored.create_time.seconds > 1_700_000_000
    assert get(tenant, stored.id) == stored
    assert tenant.feedback.SubmitFeedback(request).replayed


def test_many_callers_with_the_same_feedback_at_once_make_one(tenant):
    request = submission(rating=RATING_POSITIVE, external_user_id="ada")
    together = threading.Barrier(16)

    def call(_: int) -> feedback_pb2.SubmitFeedbackResponse:
        together.wait()
        return tenant.feedback.SubmitFeedback(request)

    with ThreadPoolExecutor(16) as callers:
        answers = list(callers.map(call, range(16)))
    assert len({answer.feedback.id for answer in answers}) == 1
    assert [answer.replayed for answer in answers].count(False) == 1
    assert {answer.feedback.revision for answer in answers} == {1}


def test_many_callers_with_changes_at_once_each_make_a_revision(tenant):
    target = on_search(fresh("search"))

    def call(i: int) -> Feedback:
        return submit(tenant, target=target, text=f"text {i}").feedback

    with ThreadPoolExecutor(16) as callers:
        stored = list(callers.map(call, range(32)))
    assert len({feedback.id for feedback in stored}) == 1
    assert sorted(feedback.revision for feedback in stored) == list(range(1, 33))
    last = max(stored, key=lambda feedback: feedback.revision)
    assert get(tenant, last.id) == last


def test_feedback_on_an_exchange_can_name_it_by_message_or_by_request(tenant):
    exchange = register(tenant, request_id="req")
    by_message = submit(tenant, target=about(exchange), rating=RATING_NEGATIVE).feedback
    by_request = submit(
        tenant, target=on_request(exchange.session_id, "req"), rating=RATING_NEGATIVE
    ).feedback
    assert by_message.id != by_request.id
    assert get(tenant, by_request.id).target == on_request(exchange.session_id, "req")


@pytest.mark.parametrize("target", [on_search("any"), on_session("any")], ids=["search", "session"])
def test_feedback_on_a_search_or_a_session_needs_no_registration(tenant, target):
    answer = submit(tenant, target=target, rating=RATING_POSITIVE)
    assert not answer.stored
    assert get(tenant, answer.feedback.id).target == target


@pytest.mark.parametrize("make", [on_message, on_request], ids=["message", "request"])
def test_feedback_on_an_unknown_exchange_is_refused(tenant, refused, make):
    register(tenant, session_id="known", message_id="m1", request_id="r1")
    for session, name in (("known", "other"), ("other", "m1"), ("other", "r1")):
        said = refused(
            tenant.feedback.SubmitFeedback,
            submission(target=make(session, name), rating=RATING_POSITIVE),
            "NOT_FOUND",
            "EXCHANGE_NOT_FOUND",
        )
        assert said.ids["session_id"] == session
        assert said.details["ResourceInfo"].resource_type == "plaudit.v1.Exchange"
        assert session in said.details["ResourceInfo"].resource_name
        assert name in said.details["ResourceInfo"].resource_name


@pytest.mark.parametrize("make", [on_message, on_request], ids=["message", "request"])
def test_the_error_for_an_unknown_exchange_has_its_ids_and_the_request_id(tenant, refused, make):
    calling = tenant.server.client(x_namespace=tenant.id, x_request_id="the-call")
    said = refused(
        calling.feedback.SubmitFeedback,
        submission(target=make("the-session", "the-answer"), rating=RATING_POSITIVE),
        "NOT_FOUND",
        "EXCHANGE_NOT_FOUND",
    )
    assert {"the-session", "the-answer", "the-call"} <= set(said.ids.values())


def test_a_message_id_is_not_a_request_id(tenant, refused):
    register(tenant, session_id="ses", message_id="m1", request_id="r1")
    for target in (on_message("ses", "r1"), on_request("ses", "m1")):
        refused(
            tenant.feedback.SubmitFeedback,
            submission(target=target, rating=RATING_POSITIVE),
            "NOT_FOUND",
            "EXCHANGE_NOT_FOUND",
        )


@pytest.mark.parametrize("reads", [False, True], ids=["by its creator", "with feedback.read"])
def test_a_feedback_is_read_by_its_creator_and_with_the_scope(tenant, reads):
    creator = tenant.client("feedback.write")
    stored = submit(creator, rating=RATING_UNSPECIFIED, text="hm").feedback
    reader = tenant.client("feedback.read") if reads else creator
    assert get(reader, stored.id) == stored


def test_others_do_not_learn_whether_a_feedback_exists(tenant, refused):
    stored = submit(tenant, rating=RATING_POSITIVE).feedback
    other = tenant.client("feedback.write", "exchanges.write", "memories.read", "admin")
    answers = [
        refused(
            other.feedback.GetFeedback,
            feedback_pb2.GetFeedbackRequest(id=feedback_id),
            "PERMISSION_DENIED",
            "SCOPE_MISSING",
        )
        for feedback_id in (stored.id, "fb_0", "no id at all")
    ]
    assert len({said.message for said in answers}) == 1
    assert {said.ids["scopes"] for said in answers} == {"feedback.read"}


def test_feedback_submitted_by_another_key_is_read_by_that_key_and_no_longer_by_the_first(
    tenant, refused
):
    content = {"target": on_search(fresh("search")), "external_user_id": "ada"}
    first, later = tenant.client("feedback.write"), tenant.client("feedback.write")
    submit(first, **content, text="a")
    stored = submit(later, **content, text="b").feedback
    assert get(later, stored.id).text == "b"
    refused(
        first.feedback.GetFeedback,
        feedback_pb2.GetFeedbackRequest(id=stored.id),
        "PERMISSION_DENIED",
        "SCOPE_MISSING",
    )


def test_unknown_feedback_is_not_found(tenant, refused):
    said = refused(
        tenant.feedback.GetFeedback,
        feedback_pb2.GetFeedbackRequest(id="fb_lost"),
        "NOT_FOUND",
        "FEEDBACK_NOT_FOUND",
    )
    assert said.ids["feedback_id"] == "fb_lost"
    assert said.details["ResourceInfo"].resource_type == "plaudit.v1.Feedback"
    assert said.details["ResourceInfo"].resource_name == "fb_lost"
