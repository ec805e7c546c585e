"""Feedback that other feedback overrules is kept, and does not count until that ends."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from plaudit.v1.admin_pb2 import EraseSubjectRequest
from plaudit.v1.analytics_pb2 import QuerySatisfactionRequest
from plaudit.v1.exchange_pb2 import EXCHANGE_STATUS_PENDING
from plaudit.v1.export_pb2 import TRAINING_FORMAT_KTO, ExportTrainingRequest
from plaudit.v1.feedback_pb2 import (
    FEEDBACK_CHANGE_TYPE_UPDATED,
    FEEDBACK_STATE_ACTIVE,
    FEEDBACK_STATE_DELETED,
    FEEDBACK_STATE_OVERRULED,
    ORIGIN_MODEL,
    RATING_NEGATIVE,
    RATING_POSITIVE,
    BatchGetFeedbackRequest,
    BatchSubmitRequest,
    CreateFeedbackTokenRequest,
    DeleteFeedbackRequest,
    Feedback,
    FeedbackToken,
    ListFeedbackRequest,
    ListFeedbackRevisionsRequest,
    UpdateFeedbackRequest,
)
from plaudit_server.domain.feedback.overruling import CHAIN_AT_MOST
from support.applications import Application
from support.messages import about, fresh, get, memories, on_search, register, submission, submit
from support.streams import FeedbackStream, Watch

ACTIVE = FEEDBACK_STATE_ACTIVE
OVERRULED = FEEDBACK_STATE_OVERRULED
JUDGED = {"rating": RATING_POSITIVE, "external_user_id": "judge", "origin": ORIGIN_MODEL}
HUMAN = {"rating": RATING_NEGATIVE, "external_user_id": "ada"}


@pytest.fixture
def target(tenant) -> Any:
    """A message target, so that positive feedback keeps a memory."""
    return about(register(tenant, prompt="Why?", answer="Because."))


def delete(client, feedback_id: str) -> Feedback:
    return client.feedback.DeleteFeedback(DeleteFeedbackRequest(id=feedback_id)).feedback


def change(client, *paths: str, **said) -> Feedback:
    request = UpdateFeedbackRequest(feedback=Feedback(**said), update_mask={"paths": paths})
    return client.feedback.UpdateFeedback(request).feedback


def votes(client) -> tuple[int, int]:
    total = client.analytics.QuerySatisfaction(QuerySatisfactionRequest()).total
    return total.positive_count, total.negative_count


def state(client, feedback: Feedback) -> tuple[int, str, int]:
    found = get(client, feedback.id)
    return found.state, found.overruled_by, found.revision


def chain(client, target, *authors: str) -> list[Feedback]:
    """Make feedback of which each overrules the one before."""
    made: list[Feedback] = []
    for author in authors:
        overrules = made[-1].id if made else ""
        made.append(
            submit(
                client,
                target=target,
                rating=RATING_POSITIVE,
                external_user_id=author,
                overrules=overrules,
            ).feedback
        )
    return made


def exported(client) -> set[str]:
    request = ExportTrainingRequest(format=TRAINING_FORMAT_KTO)
    chunks = client.exports.ExportTraining(request)
    return {example.source_id for chunk in chunks for example in chunk.examples}


def test_overruled_feedback_is_kept_and_does_not_count_until_the_other_is_deleted(tenant, target):
    judged = submit(tenant, target=target, **JUDGED).feedback
    assert (votes(tenant), len(memories(tenant))) == ((1, 0), 1)
    human = submit(tenant, target=target, overrules=judged.id, **HUMAN).feedback
    assert (human.overrules, human.overruled_by, human.state) == (judged.id, "", ACTIVE)
    assert state(tenant, judged) == (OVERRULED, human.id, 2)
    assert get(tenant, judged.id).update_time.ToNanoseconds() > judged.update_time.ToNanoseconds()
    assert (votes(tenant), memories(tenant), exported(tenant)) == ((0, 1), [], {human.id})
    delete(tenant, human.id)
    assert state(tenant, judged) == (ACTIVE, "", 3)
    assert (votes(tenant), len(memories(tenant))) == ((1, 0), 1)
    assert exported(tenant) == {judged.id}
    request = ListFeedbackRevisionsRequest(id=judged.id)
    revisions = tenant.feedback.ListFeedbackRevisions(request).revisions
    assert [(r.revision, r.state, r.overruled_by) for r in revisions] == [
        (3, ACTIVE, ""),
        (2, OVERRULED, human.id),
        (1, ACTIVE, ""),
    ]


def test_lists_contain_overruled_feedback_and_find_it_by_its_state(tenant, target):
    judged = submit(tenant, target=target, **JUDGED).feedback
    human = submit(tenant, target=target, overrules=judged.id, **HUMAN).feedback

    def listed(*states: int) -> list[str]:
        request = ListFeedbackRequest(filter={"states": states})
        return [f.id for f in tenant.feedback.ListFeedback(request).feedback]

    assert listed() == [human.id, judged.id]
    assert listed(OVERRULED) == [judged.id]
    assert listed(ACTIVE) == [human.id]
    request = BatchGetFeedbackRequest(ids=[judged.id])
    (found,) = tenant.feedback.BatchGetFeedback(request).results
    assert (found.feedback.state, found.feedback.overruled_by) == (OVERRULED, human.id)


def test_watchers_are_told_when_feedback_is_overruled_and_when_that_ends(tenant, target):
    judged = submit(tenant, target=target, **JUDGED).feedback
    with Watch(tenant, filter={"states": [ACTIVE]}) as watch:
        human = submit(tenant, target=target, overrules=judged.id, **HUMAN).feedback
        assert watch.change().feedback.id == human.id
        overruled = watch.change()
        assert (overruled.feedback.id, overruled.feedback.state) == (judged.id, OVERRULED)
        assert (overruled.type, overruled.left_filter) == (FEEDBACK_CHANGE_TYPE_UPDATED, True)
        delete(tenant, human.id)
        assert watch.change().feedback.state == FEEDBACK_STATE_DELETED
        again = watch.change()
        assert (again.feedback.id, again.feedback.state) == (judged.id, ACTIVE)
        assert (again.type, again.left_filter) == (FEEDBACK_CHANGE_TYPE_UPDATED, False)


def test_an_update_can_overrule_feedback_and_end_it(tenant, target):
    judged = submit(tenant, target=target, **JUDGED).feedback
    human = submit(tenant, target=target, **HUMAN).feedback
    change(tenant, id=human.id, overrules=judged.id)
    assert state(tenant, judged) == (OVERRULED, human.id, 2)
    change(tenant, "overrules", id=human.id)
    assert get(tenant, human.id).overrules == ""
    assert state(tenant, judged) == (ACTIVE, "", 3)


def test_what_an_author_submits_again_without_it_no_longer_overrules(tenant, target):
    judged = submit(tenant, target=target, **JUDGED).feedback
    other = submit(tenant, target=target, **{**JUDGED, "external_user_id": "other"}).feedback
    submit(tenant, target=target, overrules=judged.id, **HUMAN)
    human = submit(tenant, target=target, overrules=other.id, **HUMAN).feedback
    assert state(tenant, judged) == (ACTIVE, "", 3)
    assert state(tenant, other) == (OVERRULED, human.id, 2)
    submit(tenant, target=target, **HUMAN)
    assert state(tenant, other) == (ACTIVE, "", 3)


def test_the_same_content_with_the_same_overrules_is_a_replay(tenant, target):
    judged = submit(tenant, target=target, **JUDGED).feedback
    human = submit(tenant, target=target, overrules=judged.id, **HUMAN)
    again = submit(tenant, target=target, overrules=judged.id, **HUMAN)
    assert again.replayed
    assert again.feedback == human.feedback
    assert state(tenant, judged) == (OVERRULED, human.feedback.id, 2)


def test_overruled_feedback_that_its_author_changes_stays_overruled(tenant, target):
    judged = submit(tenant, target=target, **JUDGED).feedback
    human = submit(tenant, target=target, overrules=judged.id, **HUMAN).feedback
    again = submit(tenant, target=target, text="sure", **JUDGED)
    assert (again.feedback.state, again.feedback.overruled_by) == (OVERRULED, human.id)
    assert not again.stored
    change(tenant, id=judged.id, text="quite sure")
    assert state(tenant, judged) == (OVERRULED, human.id, 4)
    assert votes(tenant) == (0, 1)
    delete(tenant, human.id)
    assert get(tenant, judged.id).text == "quite sure"
    assert votes(tenant) == (1, 0)


def test_deleting_overruled_feedback_leaves_the_other_as_it_is(tenant, target):
    judged = submit(tenant, target=target, **JUDGED).feedback
    human = submit(tenant, target=target, overrules=judged.id, **HUMAN).feedback
    delete(tenant, judged.id)
    assert get(tenant, human.id) == human
    assert change(tenant, id=human.id, text="still").overrules == judged.id
    anew = submit(tenant, target=target, **JUDGED).feedback
    assert state(tenant, anew) == (ACTIVE, "", 1)


def test_of_a_chain_only_the_last_counts_and_its_deletion_activates_one(tenant, target):
    first, second, third = chain(tenant, target, "a", "b", "c")
    assert state(tenant, first) == (OVERRULED, second.id, 2)
    assert state(tenant, second) == (OVERRULED, third.id, 2)
    assert votes(tenant) == (1, 0)
    delete(tenant, third.id)
    assert state(tenant, second) == (ACTIVE, "", 3)
    assert state(tenant, first) == (OVERRULED, second.id, 2)
    assert votes(tenant) == (1, 0)


def test_erasing_the_author_activates_what_they_overruled(tenant, target):
    judged = submit(tenant, target=target, **JUDGED).feedback
    submit(tenant, target=target, overrules=judged.id, **{**HUMAN, "rating": RATING_POSITIVE})
    receipt = tenant.admin.EraseSubject(EraseSubjectRequest(external_user_id="ada"))
    assert (receipt.feedback_count, receipt.memory_count) == (1, 0), "the memory is kept by another"
    assert state(tenant, judged) == (ACTIVE, "", 3)
    assert (votes(tenant), len(memories(tenant))) == ((1, 0), 1)


def test_erasing_both_authors_at_once_leaves_nothing(tenant, target):
    same = {"user_id": "mallory", "target": target, "rating": RATING_POSITIVE}
    first = submit(tenant, external_user_id="x", **same).feedback
    submit(tenant, external_user_id="y", overrules=first.id, **same)
    receipt = tenant.admin.EraseSubject(EraseSubjectRequest(user_id="mallory"))
    assert receipt.feedback_count == 2
    assert (votes(tenant), memories(tenant)) == ((0, 0), [])


def refused_field(said) -> str:
    (violation,) = said.details["BadRequest"].field_violations
    return violation.field


def test_unknown_feedback_cannot_be_overruled(tenant, new_tenant, target, refused):
    foreign = submit(new_tenant(), **JUDGED).feedback
    gone = submit(tenant, target=target, **JUDGED).feedback
    delete(tenant, gone.id)
    for id_ in ("fb_lost", gone.id, foreign.id):
        said = refused(
            tenant.feedback.SubmitFeedback,
            submission(target=target, overrules=id_, **HUMAN),
            "NOT_FOUND",
            "FEEDBACK_NOT_FOUND",
        )
        assert said.details["ResourceInfo"].resource_name == id_
        assert said.message.startswith("feedback.overrules: ")


def test_only_feedback_of_the_same_target_and_name_can_be_overruled(tenant, target, refused):
    judged = submit(tenant, target=target, **JUDGED).feedback
    for other in ({"target": on_search("s")}, {"target": target, "name": "tone"}):
        said = refused(
            tenant.feedback.SubmitFeedback,
            submission(overrules=judged.id, **other, **HUMAN),
            "INVALID_ARGUMENT",
            "INVALID_FIELD",
        )
        assert refused_field(said) == "feedback.overrules"
    assert state(tenant, judged) == (ACTIVE, "", 1)


def test_feedback_is_overruled_by_one_only(tenant, target, refused):
    judged, human = chain(tenant, target, "a", "b")
    said = refused(
        tenant.feedback.SubmitFeedback,
        submission(target=target, overrules=judged.id, **JUDGED),
        "FAILED_PRECONDITION",
        "FEEDBACK_OVERRULED",
    )
    assert (said.ids["feedback_id"], said.ids["overruled_by"]) == (judged.id, human.id)
    (violation,) = said.details["PreconditionFailure"].violations
    assert (violation.subject, human.id in violation.description) == ("feedback.overrules", True)
    assert state(tenant, judged) == (OVERRULED, human.id, 2)


def test_feedback_that_waits_for_its_exchange_cannot_be_overruled(new_tenant, refused):
    tenant = new_tenant(early_feedback=True)
    target = about(register(tenant, status=EXCHANGE_STATUS_PENDING))
    early = submit(tenant, target=target, **JUDGED).feedback
    refused(
        tenant.feedback.SubmitFeedback,
        submission(target=target, overrules=early.id, **HUMAN),
        "FAILED_PRECONDITION",
        "FEEDBACK_OVERRULED",
    )


@pytest.mark.parametrize("length", [1, 2, 3, CHAIN_AT_MOST + 2])
def test_feedback_cannot_overrule_itself_at_once_or_through_others(tenant, target, refused, length):
    made = chain(tenant, target, *(str(i) for i in range(length)))
    request = UpdateFeedbackRequest(feedback=Feedback(id=made[0].id, overrules=made[-1].id))
    said = refused(tenant.feedback.UpdateFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert refused_field(said) == "feedback.overrules"
    assert get(tenant, made[0].id).overrules == ""
    assert get(tenant, made[-1].id).state == ACTIVE


def test_items_of_a_batch_overrule_in_order(tenant, target):
    judged = submit(tenant, target=target, **JUDGED).feedback

    def item(author: str, **said: Any) -> Feedback:
        return Feedback(target=target, rating=RATING_NEGATIVE, external_user_id=author, **said)

    items = [
        item("ada", overrules=judged.id),
        item("bob", overrules=judged.id),  # too late
        item("ada"),
        item("bob", overrules=judged.id),
        Feedback(target=target, text="changed", **JUDGED),
    ]
    answer = tenant.feedback.BatchSubmit(BatchSubmitRequest(items=items))
    assert [result.HasField("error") for result in answer.results] == [
        *(False, True, False, False, False)
    ]
    bob = answer.results[3].submitted.feedback
    assert answer.results[4].submitted.feedback.overruled_by == bob.id
    # overruled, active, overruled, and changed
    assert state(tenant, judged) == (OVERRULED, bob.id, 5)
    assert votes(tenant) == (0, 2)


def test_items_of_a_stream_overrule_too(tenant, target):
    judged = submit(tenant, target=target, **JUDGED).feedback
    with FeedbackStream(tenant, str(uuid.uuid4())) as stream:
        stream.send(1, Feedback(target=target, overrules=judged.id, **HUMAN))
        stream.send(2, Feedback(target=target, overrules="fb_lost", **JUDGED))
        first, second = stream.rest()
    assert state(tenant, judged) == (OVERRULED, first.submitted.feedback.id, 2)
    assert second.HasField("error")


def test_end_users_cannot_overrule_and_keep_what_a_key_set(tenant, target, refused):
    judged = submit(tenant, target=target, **JUDGED).feedback
    user = Application(tenant).client("ada")
    said = {"rating": RATING_NEGATIVE, "target": target}
    refused(
        user.feedback.SubmitFeedback,
        submission(overrules=judged.id, **said),
        "PERMISSION_DENIED",
        "AUTHOR_FORBIDDEN",
    )
    own = submit(tenant, user_id="ada", overrules=judged.id, **said).feedback
    for update in (
        UpdateFeedbackRequest(feedback=Feedback(id=own.id, overrules=judged.id)),
        UpdateFeedbackRequest(feedback=Feedback(id=own.id), update_mask={"paths": ["overrules"]}),
    ):
        refused(user.feedback.UpdateFeedback, update, "PERMISSION_DENIED", "AUTHOR_FORBIDDEN")
    change(user, "*", id=own.id, text="all of it")
    assert get(tenant, own.id).overrules == judged.id
    assert state(tenant, judged)[:2] == (OVERRULED, own.id)


def test_bearers_of_feedback_tokens_cannot_overrule(tenant, target, refused):
    judged = submit(tenant, target=target, **JUDGED).feedback
    request = CreateFeedbackTokenRequest(feedback_token=FeedbackToken(target=target))
    token = tenant.feedback.CreateFeedbackToken(request).token
    bearer = tenant.server.client(None, x_feedback_token=token)
    refused(
        bearer.feedback.SubmitFeedback,
        submission(target=target, rating=RATING_NEGATIVE, overrules=judged.id),
        "PERMISSION_DENIED",
        "FEEDBACK_TOKEN_FORBIDS",
    )


def test_sessions_and_searches_have_overruled_feedback_too(tenant):
    target = on_search(fresh("s"))
    judged, human = chain(tenant, target, "a", "b")
    assert state(tenant, judged) == (OVERRULED, human.id, 2)
    assert votes(tenant) == (1, 0)


def test_a_token_bearer_who_submits_again_keeps_what_the_key_set(tenant, target):
    judged = submit(tenant, target=target, **JUDGED).feedback
    said = {"target": target, "rating": RATING_NEGATIVE, "user_id": "tu"}
    human = submit(tenant, overrules=judged.id, external_id=fresh("x"), **said).feedback
    token = FeedbackToken(target=target, user_id="tu", max_uses=2)
    made = tenant.feedback.CreateFeedbackToken(CreateFeedbackTokenRequest(feedback_token=token))
    bearer = tenant.server.client(None, x_feedback_token=made.token)
    request = submission(target=target, rating=RATING_NEGATIVE)
    assert bearer.feedback.SubmitFeedback(request).replayed
    changed = submission(target=target, rating=RATING_NEGATIVE, text="still")
    assert not bearer.feedback.SubmitFeedback(changed).replayed
    kept = get(tenant, human.id)
    assert (kept.overrules, kept.external_id, kept.text) == (
        judged.id,
        human.external_id,
        "still",
    )
    assert state(tenant, judged)[0] == OVERRULED


def test_feedback_that_waits_for_its_exchange_overrules_nothing(new_tenant, refused):
    tenant = new_tenant(early_feedback=True)
    exchange = register(tenant, external_user_id="gone")
    target = about(exchange)
    judged = submit(tenant, target=target, **JUDGED).feedback
    tenant.admin.EraseSubject(EraseSubjectRequest(external_user_id="gone"))
    said = refused(
        tenant.feedback.SubmitFeedback,
        submission(target=target, overrules=judged.id, **HUMAN),
        "FAILED_PRECONDITION",
        "FEEDBACK_OVERRULED",
    )
    assert "feedback.overrules" in said.message
    assert state(tenant, judged)[0] == ACTIVE


def test_a_failed_judgement_overrules_nothing(tenant, target, refused):
    judged = submit(tenant, target=target, **JUDGED).feedback
    said = refused(
        tenant.feedback.SubmitFeedback,
        submission(
            target=target,
            overrules=judged.id,
            external_user_id="other judge",
            origin=ORIGIN_MODEL,
            error={"code": "TIMEOUT"},
        ),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(said.fields) == {"feedback.overrules"}
