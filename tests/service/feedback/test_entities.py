"""Feedback on entities: anything of the application, named by a type, an id and maybe a parent."""

from __future__ import annotations

from typing import Any

import pytest

from plaudit.v1 import admin_pb2
from plaudit.v1.analytics_pb2 import (
    SATISFACTION_DIMENSION_TARGET_KIND,
    TARGET_KIND_ENTITY,
    QuerySatisfactionRequest,
    SatisfactionFilter,
)
from plaudit.v1.exchange_pb2 import Exchange
from plaudit.v1.export_pb2 import TRAINING_FORMAT_RAW, ExportTrainingRequest
from plaudit.v1.feedback_pb2 import (
    FEEDBACK_STATE_ACTIVE,
    RATING_POSITIVE,
    CreateFeedbackTokenRequest,
    Feedback,
    FeedbackFilter,
    FeedbackToken,
    ListFeedbackRequest,
    SubmitFeedbackRequest,
)
from plaudit.v1.target_pb2 import (
    EntityTarget,
    MessageTarget,
    SearchTarget,
    SessionTarget,
    Target,
)
from support.messages import (
    get,
    memories,
    on_entity,
    on_message,
    on_request,
    on_search,
    on_session,
    register,
    submission,
    submit,
)

PARENTS = {
    "nothing": None,
    "a message": on_message("s", "m"),
    "a request": on_request("s", "m"),
    "a session": on_session("s"),
    "a session like the message": on_session("m"),
}
NAMES = {
    "plain": ("span", "1"),
    "other type": ("spa", "n1"),
    "awkward": ("tool call '%_\\", '{"a": [1]} 🙂'),
    "longest": ("🙂" * 64, "🙂" * 256),
}


def listed(client: Any, **wanted: Any) -> list[Feedback]:
    """Read the list, newest first."""
    request = ListFeedbackRequest(filter=FeedbackFilter(**wanted), page_size=1000)
    return list(client.feedback.ListFeedback(request).feedback)


@pytest.fixture
def made(tenant) -> dict[str, Feedback]:
    """Feedback on entities of every kind of parent and name, which is its text."""
    return {
        f"{name} in {parent}": submit(
            tenant, target=on_entity(*NAMES[name], PARENTS[parent]), text=f"{name} in {parent}"
        ).feedback
        for name in NAMES
        for parent in PARENTS
    }


def test_entities_of_another_name_or_parent_are_other_targets(tenant, made):
    assert len({feedback.id for feedback in made.values()}) == len(made)
    for feedback in made.values():
        assert get(tenant, feedback.id) == feedback
        assert listed(tenant, target=feedback.target) == [feedback]
        replayed = submit(tenant, target=feedback.target, text=feedback.text)
        assert (replayed.feedback, replayed.replayed) == (feedback, True)


def test_feedback_on_an_entity_needs_no_exchange_and_makes_no_memory(tenant):
    register(tenant, session_id="s", message_id="m", prompt="p", answer="a")
    for parent in PARENTS.values():
        given = submit(tenant, target=on_entity("span", "1", parent), rating=RATING_POSITIVE)
        assert given.feedback.state == FEEDBACK_STATE_ACTIVE
        assert not given.stored
    assert memories(tenant) == []


def test_feedback_on_an_entity_is_listed_with_the_session_of_its_parent(tenant, made):
    inside = ("a message", "a request", "a session")
    expected = [made[name] for name in made if name.endswith(inside)]
    assert listed(tenant, session_id="s") == expected[::-1]


def test_feedback_is_listed_by_types_of_entities(tenant, made):
    spans = [one for name, one in made.items() if name.startswith("plain")]
    assert listed(tenant, entity_types=["span"]) == spans[::-1]
    longest = [one for name, one in made.items() if name.startswith("longest")]
    assert listed(tenant, entity_types=["span", "🙂" * 64, "none"]) == [
        *longest[::-1],
        *spans[::-1],
    ]
    assert listed(tenant, entity_types=["sp"]) == []


def test_feedback_is_listed_by_several_targets_of_any_kind(tenant, made):
    others = [
        submit(tenant, target=target, text="x").feedback
        for target in (on_search("q"), on_session("s"), on_search("r"))
    ]
    wanted = [made["plain in nothing"], made["awkward in a session"], *others[:2]]
    targets = [one.target for one in wanted]
    assert listed(tenant, targets=[*targets, on_message("none", "none")]) == wanted[::-1]
    assert listed(tenant, targets=targets, session_id="s") == [wanted[3], wanted[1]]


def test_targets_and_a_target_contradict_each_other(tenant, refused):
    wanted = FeedbackFilter(target=on_search("q"), targets=[on_search("q")])
    request = ListFeedbackRequest(filter=wanted)
    said = refused(tenant.feedback.ListFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert said.fields == {"filter.targets": "must be empty if target is set"}


@pytest.mark.parametrize(
    ("entity", "field"),
    [
        (EntityTarget(id="1"), "type"),
        (EntityTarget(type="span"), "id"),
        (EntityTarget(type="a\nb", id="1"), "type"),
        (EntityTarget(type="a\x1fb", id="1"), "type"),
        (EntityTarget(type="span", id="x" * 257), "id"),
        (EntityTarget(type="span", id="1", session=SessionTarget()), "session.session_id"),
        (
            EntityTarget(type="span", id="1", message=MessageTarget(session_id="s")),
            "message.message_id",
        ),
    ],
    ids=str,
)
def test_an_entity_without_a_valid_name_is_refused_by_field(tenant, refused, entity, field):
    request = submission(target=Target(entity=entity), text="x")
    said = refused(tenant.feedback.SubmitFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {f"feedback.target.entity.{field}"}


@pytest.mark.parametrize(
    ("target", "kind"),
    [(on_entity("span", "1", on_message("s", "m")), "an entity"), (on_search("q"), "a search")],
    ids=["entity", "search"],
)
def test_feedback_on_an_entity_is_sent_without_an_exchange(tenant, refused, target, kind):
    feedback = Feedback(target=target, text="x")
    request = SubmitFeedbackRequest(feedback=feedback, exchange=Exchange(prompt="p"))
    said = refused(tenant.feedback.SubmitFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    rule = f"must be omitted: feedback on {kind} has no exchange"
    assert said.fields == {"exchange": rule}


def test_a_feedback_token_may_be_for_an_entity(tenant, refused):
    target = on_entity("span", "1", on_session("s"))
    request = CreateFeedbackTokenRequest(feedback_token=FeedbackToken(target=target))
    created = tenant.feedback.CreateFeedbackToken(request)
    assert created.feedback_token.target == target
    bearer = tenant.server.client(None, x_feedback_token=created.token)
    other = submission(target=on_entity("span", "1"), text="x")
    said = refused(
        bearer.feedback.SubmitFeedback, other, "PERMISSION_DENIED", "FEEDBACK_TOKEN_FORBIDS"
    )
    assert "the span 1" in said.message
    assert submit(bearer, target=target, text="x").feedback.target == target


def test_feedback_on_entities_is_counted_as_a_kind_of_its_own(tenant):
    submit(tenant, target=on_entity("span", "1"), rating=RATING_POSITIVE)
    submit(tenant, target=Target(search=SearchTarget(search_id="q")), rating=RATING_POSITIVE)
    request = QuerySatisfactionRequest(
        filter=SatisfactionFilter(target_kinds=[TARGET_KIND_ENTITY]),
        group_by=[SATISFACTION_DIMENSION_TARGET_KIND],
    )
    (series,) = tenant.analytics.QuerySatisfaction(request).series
    assert series.group.target_kind == TARGET_KIND_ENTITY
    assert (series.total.feedback_count, series.total.positive_count) == (1, 1)


def test_feedback_on_entities_is_exported_raw_and_erased(tenant):
    target = on_entity("span", "1", on_message("s", "m"))
    given = submit(tenant, target=target, text="x", user_id="ann").feedback
    request = ExportTrainingRequest(format=TRAINING_FORMAT_RAW)
    exported = [e for part in tenant.exports.ExportTraining(request) for e in part.examples]
    assert [example.feedback for example in exported] == [given]
    receipt = tenant.admin.EraseSubject(admin_pb2.EraseSubjectRequest(user_id="ann"))
    assert receipt.feedback_count == 1
    assert listed(tenant, entity_types=["span"]) == []
