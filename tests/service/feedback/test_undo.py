"""UpdateFeedback, DeleteFeedback and ListFeedbackRevisions."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from plaudit.v1 import feedback_pb2
from plaudit.v1.admin_pb2 import CreateCriterionRequest, Criterion
from plaudit.v1.feedback_pb2 import (
    FEEDBACK_SOURCE_INLINE,
    FEEDBACK_STATE_ACTIVE,
    FEEDBACK_STATE_DELETED,
    FEEDBACK_TYPE_COPY_ACTION,
    FEEDBACK_TYPE_THUMBS_DOWN,
    FEEDBACK_TYPE_THUMBS_UP,
    FEEDBACK_TYPE_UNSPECIFIED,
    ORIGIN_CODE,
    ORIGIN_HUMAN,
    ORIGIN_MODEL,
    RATING_NEGATIVE,
    RATING_POSITIVE,
    DeleteFeedbackRequest,
    Feedback,
    FeedbackValue,
    GetFeedbackRequest,
    ObjectPointer,
    SubmitFeedbackRequest,
)
from support.messages import (
    about,
    get,
    memories,
    nested,
    on_search,
    register,
    struct,
    submission,
    submit,
)
from support.servers import change_database

BEFORE = {
    "rating": RATING_POSITIVE,
    "value": FeedbackValue(bool_value=True),
    "score": 0.5,
    "text": "before",
    "correction": "better before",
    "type": FEEDBACK_TYPE_THUMBS_UP,
    "source": FEEDBACK_SOURCE_INLINE,
    "origin": ORIGIN_MODEL,
    "impact": RATING_POSITIVE,
    "processed": True,
    "cited_memory_ids": ["a", "b"],
    "cited_node_ids": ["n"],
    "user_message": ObjectPointer(class_name="User", object_id="1"),
    "assistant_message": ObjectPointer(class_name="Answer", object_id="1"),
    "metadata": struct({"a": [1, None]}),
}
AFTER = {
    "rating": RATING_NEGATIVE,
    "value": FeedbackValue(label="after"),
    "score": 0.0,
    "text": "after",
    "correction": "better after",
    "type": FEEDBACK_TYPE_COPY_ACTION,
    "source": feedback_pb2.FEEDBACK_SOURCE_SESSION_END,
    "origin": ORIGIN_CODE,
    "impact": RATING_NEGATIVE,
    "processed": False,
    "cited_memory_ids": ["c"],
    "cited_node_ids": ["m", "o"],
    "user_message": ObjectPointer(class_name="User", object_id="2"),
    "assistant_message": ObjectPointer(class_name="Answer", object_id="2"),
    "metadata": struct({"b": {"c": 2.5}}),
}
FIELDS = tuple(BEFORE)


def change(
    feedback_id: str, *paths: str, once: str = "", **said
) -> feedback_pb2.UpdateFeedbackRequest:
    """Make an update request, with a mask if there are paths."""
    request = feedback_pb2.UpdateFeedbackRequest(
        feedback=Feedback(id=feedback_id, **said), request_id=once
    )
    request.update_mask.paths.extend(paths)
    return request


def update(client, feedback_id: str, *paths: str, **said) -> Feedback:
    return client.feedback.UpdateFeedback(change(feedback_id, *paths, **said)).feedback


def delete(client, feedback_id: str, *, once: str = "") -> Feedback:
    request = feedback_pb2.DeleteFeedbackRequest(id=feedback_id, request_id=once)
    return client.feedback.DeleteFeedback(request).feedback


def history(client, feedback_id: str, *, size: int = 0) -> list[Feedback]:
    """Read all the states of a feedback, the newest first."""
    found, token = [], ""
    while True:
        answer = client.feedback.ListFeedbackRevisions(
            feedback_pb2.ListFeedbackRevisionsRequest(
                id=feedback_id, page_size=size, page_token=token
            )
        )
        found += answer.revisions
        token = answer.next_page_token
        if not token:
            return found


def changed(before: Feedback, after: Feedback, **said) -> Feedback:
    """Return the expected feedback after a change of these fields."""
    expected = Feedback()
    expected.CopyFrom(before)
    for field in said:
        expected.ClearField(field)
    expected.MergeFrom(Feedback(**said))
    expected.revision = before.revision + 1
    expected.update_time.CopyFrom(after.update_time)
    return expected


@pytest.fixture
def made(tenant) -> Feedback:
    """A feedback of the tenant with every field set."""
    return submit(tenant, user_id="ann", name="tone", **BEFORE).feedback


@pytest.mark.parametrize("masked", [True, False], ids=["by its mask", "by what is set"])
@pytest.mark.parametrize("field", [field for field in FIELDS if field != "type"])
def test_each_field_changes_alone(tenant, field, masked):
    without_thumb = {**BEFORE, "type": FEEDBACK_TYPE_COPY_ACTION}
    made = submit(tenant, user_id="ann", **without_thumb).feedback
    if field == "processed" and not masked:
        made = update(tenant, made.id, "processed")
        said = {"processed": True}
    else:
        said = {field: AFTER[field]}
    after = update(tenant, made.id, *([field] if masked else []), **said)
    assert after == changed(made, after, **said)
    assert after.update_time.ToNanoseconds() > made.update_time.ToNanoseconds()
    assert get(tenant, made.id) == after


def test_the_type_changes_with_the_rating_that_it_implied(tenant, made):
    after = update(tenant, made.id, "type", type=FEEDBACK_TYPE_THUMBS_DOWN)
    said = {"type": FEEDBACK_TYPE_THUMBS_DOWN, "rating": RATING_NEGATIVE}
    assert after == changed(made, after, **said)


def test_a_mask_of_everything_sets_every_field_as_in_the_request(tenant, made):
    for paths in (["*"], list(FIELDS)):
        after = update(tenant, made.id, *paths, **AFTER)
        assert after == changed(made, after, **AFTER)
        made = update(tenant, made.id, *paths, **BEFORE)
    only = update(tenant, made.id, "*", text="only this")
    expected = changed(made, only, text="only this", origin=ORIGIN_HUMAN)
    for field in set(FIELDS) - {"text", "origin"}:
        expected.ClearField(field)
    assert only == expected


@pytest.mark.parametrize("field", [field for field in FIELDS if field not in ("type", "origin")])
def test_a_field_that_is_named_and_not_set_is_cleared(tenant, field):
    made = submit(tenant, **{**BEFORE, "type": FEEDBACK_TYPE_UNSPECIFIED}).feedback
    after = update(tenant, made.id, field, text="ignored") if field != "text" else None
    if after is None:
        after = update(tenant, made.id, field, score=9.0)
    expected = Feedback()
    expected.CopyFrom(made)
    expected.ClearField(field)
    expected.revision = 2
    expected.update_time.CopyFrom(after.update_time)
    assert after == expected
    assert get(tenant, made.id) == after


def test_a_cleared_origin_is_human(tenant, made):
    assert update(tenant, made.id, "origin").origin == ORIGIN_HUMAN


def test_fields_outside_the_mask_stay_whatever_the_request_has(tenant, made):
    after = update(
        tenant,
        made.id,
        "text",
        **{**AFTER, "name": "other", "user_id": "ben", "target": on_search("other")},
    )
    assert after == changed(made, after, text="after")


def test_an_empty_object_clears_metadata(tenant, made):
    after = update(tenant, made.id, metadata=struct({}))
    assert not after.HasField("metadata")
    assert get(tenant, made.id) == after


@pytest.mark.parametrize(
    ("before", "paths", "said", "rating"),
    [
        ({"type": FEEDBACK_TYPE_THUMBS_UP}, ["type"], {"type": FEEDBACK_TYPE_THUMBS_DOWN}, 2),
        ({"type": FEEDBACK_TYPE_THUMBS_UP}, [], {"type": FEEDBACK_TYPE_THUMBS_DOWN}, 2),
        ({"text": "x"}, ["type"], {"type": FEEDBACK_TYPE_THUMBS_UP}, 1),
        ({"type": FEEDBACK_TYPE_THUMBS_UP}, ["rating"], {}, 1),
        ({"type": FEEDBACK_TYPE_THUMBS_DOWN}, ["rating", "type"], {"rating": 1}, 1),
        ({"rating": 2, "text": "x"}, ["type"], {"type": FEEDBACK_TYPE_COPY_ACTION}, 2),
        ({"rating": 2, "text": "x"}, ["rating"], {}, 0),
    ],
    ids=[
        "the other thumb",
        "the other thumb without a mask",
        "a thumb",
        "a thumb of which the rating is cleared",
        "no thumb and a rating",
        "a type that implies nothing",
        "no rating",
    ],
)
def test_a_rating_changes_with_the_type_that_implies_it(tenant, before, paths, said, rating):
    made = submit(tenant, **before).feedback
    after = update(tenant, made.id, *paths, **said)
    assert after.rating == rating
    assert get(tenant, made.id) == after


@pytest.mark.parametrize(
    ("before", "paths", "said"),
    [
        ({"type": FEEDBACK_TYPE_THUMBS_UP}, ["rating"], {"rating": RATING_NEGATIVE}),
        ({"rating": RATING_NEGATIVE}, ["type"], {"type": FEEDBACK_TYPE_THUMBS_UP}),
        (
            {"text": "x"},
            ["type", "rating"],
            {"type": FEEDBACK_TYPE_THUMBS_DOWN, "rating": RATING_POSITIVE},
        ),
    ],
)
def test_an_update_that_would_contradict_itself_is_refused(tenant, refused, before, paths, said):
    made = submit(tenant, **before).feedback
    request = change(made.id, *paths, **said)
    told = refused(tenant.feedback.UpdateFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(told.fields) == {"feedback.rating"}
    assert "must not contradict" in told.fields["feedback.rating"]


@pytest.mark.parametrize("paths", [["text"], ["*"]], ids=["its text", "everything"])
def test_an_update_that_leaves_no_content_is_refused(tenant, refused, paths):
    made = submit(tenant, text="x", metadata=struct({"a": 1})).feedback
    request = change(made.id, *paths, metadata=struct({"b": 1}), processed=True)
    said = refused(tenant.feedback.UpdateFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {"feedback"}
    assert "must still have at least one of" in said.fields["feedback"]


@pytest.mark.parametrize(
    "path",
    [
        *("id", "target", "name", "user_id", "external_user_id", "state", "revision"),
        *("create_time", "update_time", "session_context", "nonsense", "text.a", "metadata.a"),
        *("Text", "", " text", "value.label", "feedback.text", "x" * 10_000, "漢" * 100),
    ],
    ids=lambda path: path[:20] or "empty",
)
def test_a_path_that_is_unknown_or_cannot_change_is_refused(tenant, refused, made, path):
    request = change(made.id, "text", path, text="after")
    said = refused(tenant.feedback.UpdateFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {"update_mask"}
    assert path[:20] in said.fields["update_mask"]


def test_the_star_must_be_the_only_path(tenant, refused, made):
    request = change(made.id, "*", "text", text="after")
    said = refused(tenant.feedback.UpdateFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {"update_mask"}


@pytest.mark.parametrize(
    ("request_", "fields"),
    [
        (feedback_pb2.UpdateFeedbackRequest(), {"feedback"}),
        (change("", "text", text="x"), {"feedback.id"}),
        (change("fb_1"), {"update_mask"}),
        (change("fb_1", name="n", user_id="u"), {"update_mask"}),
        (change("x" * 65, text="x"), {"feedback.id"}),
        (change("fb_1", text="x" * 32_769), {"feedback.text"}),
        (change("fb_1", text="a\0b"), {"feedback.text"}),
        (change("fb_1", score=float("nan")), {"feedback.score"}),
        (change("fb_1", rating=9), {"feedback.rating"}),
        (change("fb_1", value=FeedbackValue()), {"feedback.value"}),
        (change("fb_1", metadata=nested(31)), None),
        (change("fb_1", metadata=struct({"a": "\0"})), {"feedback.metadata.a"}),
        (change("fb_1", text="x", once="no uuid"), {"request_id"}),
        (change("", "nonsense"), {"feedback.id", "update_mask"}),
    ],
    ids=[
        *("nothing", "no id", "no field", "only what cannot change", "long id", "long text", "NUL"),
        *("NaN", "rating", "empty value", "deep metadata", "NUL in metadata", "request id", "two"),
    ],
)
def test_an_update_that_breaks_rules_is_refused_by_field(tenant, refused, request_, fields):
    said = refused(tenant.feedback.UpdateFeedback, request_, "INVALID_ARGUMENT", "INVALID_FIELD")
    if fields is None:
        assert all(field.startswith("feedback.metadata") for field in said.fields)
    else:
        assert set(said.fields) == fields


def test_an_update_must_match_the_criterion_of_the_name(tenant, refused, made):
    criterion = Criterion(name="tone", number={"min": 0, "max": 1})
    tenant.admin.CreateCriterion(CreateCriterionRequest(criterion=criterion))
    for said, field in (({"score": 7.0}, "feedback.value"), ({"text": "y"}, "feedback.value")):
        request = change(made.id, *said, **said)
        told = refused(
            tenant.feedback.UpdateFeedback, request, "INVALID_ARGUMENT", "VALUE_DOES_NOT_FIT"
        )
        assert set(told.fields) == {field}
    request = change(made.id, "value", "score", score=7.0)
    told = refused(
        tenant.feedback.UpdateFeedback, request, "INVALID_ARGUMENT", "VALUE_DOES_NOT_FIT"
    )
    assert set(told.fields) == {"feedback.score"}
    assert update(tenant, made.id, "value", "score", score=0.7).score == 0.7


def test_an_update_that_changes_nothing_makes_no_revision(tenant, made):
    for paths in ([], ["*"], ["text", "metadata"]):
        assert update(tenant, made.id, *paths, **BEFORE) == made
    assert history(tenant, made.id) == [made]


def test_the_same_content_submitted_after_an_update_is_replayed(tenant):
    target = on_search("q")
    made = submit(tenant, target=target, text="a", score=1.0).feedback
    after = update(tenant, made.id, text="b")
    again = submit(tenant, target=target, text="b", score=1.0)
    assert again.replayed
    assert again.feedback == after


def test_a_deletion_returns_the_feedback_and_leaves_only_its_history(tenant, refused, made):
    gone = delete(tenant, made.id)
    expected = changed(made, gone)
    expected.state = FEEDBACK_STATE_DELETED
    assert gone == expected
    assert gone.update_time.ToNanoseconds() > made.update_time.ToNanoseconds()
    request = feedback_pb2.GetFeedbackRequest(id=made.id)
    refused(tenant.feedback.GetFeedback, request, "NOT_FOUND", "FEEDBACK_NOT_FOUND")
    assert not tenant.feedback.ListFeedback(feedback_pb2.ListFeedbackRequest()).feedback
    assert history(tenant, made.id) == [gone, made]
    request = feedback_pb2.DeleteFeedbackRequest(id=made.id)
    refused(tenant.feedback.DeleteFeedback, request, "NOT_FOUND", "FEEDBACK_NOT_FOUND")
    request = change(made.id, text="late")
    refused(tenant.feedback.UpdateFeedback, request, "NOT_FOUND", "FEEDBACK_NOT_FOUND")


def test_after_a_deletion_the_same_author_creates_new_feedback(tenant):
    target = on_search("q")
    made = submit(tenant, target=target, text="a").feedback
    delete(tenant, made.id)
    again = submit(tenant, target=target, text="a")
    assert not again.replayed
    assert again.feedback.id > made.id
    assert again.feedback.revision == 1
    assert history(tenant, again.feedback.id) == [again.feedback]
    assert len(history(tenant, made.id)) == 2


def test_a_deletion_and_an_update_withdraw_the_memory_of_a_vote(tenant):
    target = about(register(tenant))

    def vote(user: str) -> str:
        answer = submit(tenant, target=target, rating=RATING_POSITIVE, user_id=user)
        assert answer.stored
        return answer.feedback.id

    ann, ben, eve = vote("ann"), vote("ben"), vote("eve")
    for withdraw, left in (
        (lambda: delete(tenant, ann), 2),
        (lambda: update(tenant, ben, rating=RATING_NEGATIVE), 1),
        (lambda: update(tenant, ben, rating=RATING_POSITIVE), 2),
        (lambda: delete(tenant, ben), 1),
        (lambda: update(tenant, eve, "rating", "text", text="so so"), 0),
    ):
        withdraw()
        assert [memory.positive_count for memory in memories(tenant)] == [left] * bool(left)


@pytest.mark.parametrize("size", [0, 1, 2, 5, 6, 1000])
def test_the_states_of_a_feedback_are_listed_newest_first(tenant, size):
    states = [submit(tenant, target=on_search("q"), text="1").feedback]
    states.append(submit(tenant, target=on_search("q"), text="2").feedback)
    states += [update(tenant, states[0].id, score=float(i)) for i in range(3)]
    submit(tenant, target=on_search("other"), text="other")
    assert history(tenant, states[0].id, size=size) == states[::-1]
    states.append(delete(tenant, states[0].id))
    assert history(tenant, states[0].id, size=size) == states[::-1]
    assert [state.revision for state in states] == [1, 2, 3, 4, 5, 6]
    assert {state.state for state in states[:-1]} == {FEEDBACK_STATE_ACTIVE}


def test_a_list_of_states_stays_stable_while_the_feedback_changes(tenant):
    made = submit(tenant, text="1").feedback
    for text in "234":
        update(tenant, made.id, text=text)
    request = feedback_pb2.ListFeedbackRevisionsRequest(id=made.id, page_size=2)
    first = tenant.feedback.ListFeedbackRevisions(request)
    update(tenant, made.id, text="5")
    delete(tenant, made.id)
    request.page_token = first.next_page_token
    rest = tenant.feedback.ListFeedbackRevisions(request)
    assert [state.text for state in (*first.revisions, *rest.revisions)] == ["4", "3", "2", "1"]
    assert rest.next_page_token == ""


def test_pages_of_states_with_the_longest_texts_fit_into_what_clients_accept(tenant):
    made = submit(tenant, correction="🙂" * 131_072).feedback
    for i in range(9):
        update(tenant, made.id, text=str(i))
    assert [state.revision for state in history(tenant, made.id, size=1000)] == [*range(10, 0, -1)]


@pytest.mark.parametrize("id_", ["fb_unknown", "x" * 64, "ex_1"])
def test_unknown_feedback_is_not_found(tenant, refused, id_):
    for call, request in (
        (tenant.feedback.UpdateFeedback, change(id_, text="x")),
        (tenant.feedback.DeleteFeedback, feedback_pb2.DeleteFeedbackRequest(id=id_)),
        (
            tenant.feedback.ListFeedbackRevisions,
            feedback_pb2.ListFeedbackRevisionsRequest(id=id_),
        ),
    ):
        said = refused(call, request, "NOT_FOUND", "FEEDBACK_NOT_FOUND")
        assert said.ids["feedback_id"] == id_
        assert said.details["ResourceInfo"].resource_name == id_


def test_feedback_of_another_namespace_is_not_found(tenant, new_tenant, refused, made):
    stranger = new_tenant()
    for call, request in (
        (stranger.feedback.UpdateFeedback, change(made.id, text="x")),
        (stranger.feedback.DeleteFeedback, feedback_pb2.DeleteFeedbackRequest(id=made.id)),
        (
            stranger.feedback.ListFeedbackRevisions,
            feedback_pb2.ListFeedbackRevisionsRequest(id=made.id),
        ),
    ):
        refused(call, request, "NOT_FOUND", "FEEDBACK_NOT_FOUND")
    assert get(tenant, made.id) == made


@pytest.mark.parametrize("id_", ["", "x" * 65, "a\nb"], ids=["empty", "long", "line end"])
def test_an_invalid_id_is_refused(tenant, refused, id_):
    for call, request in (
        (tenant.feedback.DeleteFeedback, feedback_pb2.DeleteFeedbackRequest(id=id_)),
        (
            tenant.feedback.ListFeedbackRevisions,
            feedback_pb2.ListFeedbackRevisionsRequest(id=id_),
        ),
    ):
        said = refused(call, request, "INVALID_ARGUMENT", "INVALID_FIELD")
        assert set(said.fields) == {"id"}


def test_a_key_without_the_scope_may_not_change_or_delete(tenant, refused, made):
    reader = tenant.client("feedback.read", "exchanges.write")
    for call, request in (
        (reader.feedback.UpdateFeedback, change(made.id, text="x")),
        (reader.feedback.DeleteFeedback, feedback_pb2.DeleteFeedbackRequest(id=made.id)),
    ):
        refused(call, request, "PERMISSION_DENIED", "SCOPE_MISSING")


def test_a_key_with_the_scope_may_change_and_delete_feedback_of_other_keys(tenant, made):
    writer = tenant.client("feedback.write")
    update(writer, made.id, text="moderated")
    assert get(tenant, made.id).text == "moderated"
    assert delete(writer, made.id).state == FEEDBACK_STATE_DELETED


def test_an_update_cannot_exceed_what_clients_accept(tenant, refused):
    large = submit(tenant, text="x").feedback
    # Such feedback could be stored before metadata was limited.
    long = '{"a": "' + "x" * 3_900_000 + '"}'
    change_database(
        tenant.server.database,
        f"UPDATE feedback SET metadata = '{long}' WHERE id = '{large.id}'",
    )
    change = feedback_pb2.UpdateFeedbackRequest(
        feedback=feedback_pb2.Feedback(id=large.id, correction="🙂" * 100_000)
    )
    said = refused(tenant.feedback.UpdateFeedback, change, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {"feedback"}
    assert "3932160 bytes" in said.fields["feedback"]
    assert update(tenant, large.id, correction="🙂").correction == "🙂"


def test_a_writer_without_the_scope_to_read_gets_the_state_and_not_the_content(tenant, made):
    writer = tenant.client("feedback.write")
    for told in (update(writer, made.id, processed=made.processed), delete(writer, made.id)):
        told_fields = {field.name for field, _ in told.ListFields()}
        assert told_fields == {"id", "state", "revision", "create_time", "update_time"}
    both = tenant.client("feedback.write", "feedback.read")
    other = submit(tenant, text="kept").feedback
    assert update(both, other.id, processed=True).text == "kept"


def test_the_history_is_for_readers_and_each_state_for_its_writer(tenant, refused):
    creator, other = tenant.client("feedback.write"), tenant.client("feedback.write")
    reader = tenant.client("feedback.read")
    made = submit(creator, text="1").feedback
    update(other, made.id, text="2")
    for gone in (False, True):
        if gone:
            delete(other, made.id)
        for size in (0, 1):
            assert len(history(reader, made.id, size=size)) == 2 + gone
            assert [state.text for state in history(creator, made.id, size=size)] == ["1"]
        for id_ in (made.id, "fb_unknown"):
            request = feedback_pb2.ListFeedbackRevisionsRequest(id=id_)
            refused(
                other.feedback.ListFeedbackRevisions,
                request,
                "PERMISSION_DENIED",
                "SCOPE_MISSING",
            )
    request = feedback_pb2.ListFeedbackRevisionsRequest(id="fb_unknown")
    refused(creator.feedback.ListFeedbackRevisions, request, "PERMISSION_DENIED", "SCOPE_MISSING")


def test_a_retried_update_returns_the_first_response_whatever_happened_since(tenant, refused, made):
    once = str(uuid.uuid4())
    request = change(made.id, "text", text="first", once=once)
    first = tenant.feedback.UpdateFeedback(request)
    update(tenant, made.id, text="since")
    assert tenant.feedback.UpdateFeedback(request) == first
    assert get(tenant, made.id).text == "since"
    delete(tenant, made.id)
    assert tenant.feedback.UpdateFeedback(request) == first
    other = change(made.id, "text", text="other", once=once)
    said = refused(tenant.feedback.UpdateFeedback, other, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {"request_id"}


def test_a_retried_deletion_returns_the_first_response_and_deletes_nothing_more(tenant, refused):
    once = str(uuid.uuid4())
    made = submit(tenant, target=on_search("q"), text="x").feedback
    first = delete(tenant, made.id, once=once)
    again = submit(tenant, target=on_search("q"), text="x").feedback
    assert delete(tenant, made.id, once=once) == first
    assert get(tenant, again.id) == again
    request = feedback_pb2.DeleteFeedbackRequest(id=again.id, request_id=once)
    said = refused(tenant.feedback.DeleteFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {"request_id"}


def test_a_request_id_is_separate_for_updates_and_deletions(tenant, made):
    once = str(uuid.uuid4())
    tenant.feedback.UpdateFeedback(change(made.id, text="first", once=once))
    assert delete(tenant, made.id, once=once).text == "first"


def test_a_refused_update_or_deletion_is_not_remembered(tenant, refused):
    once = str(uuid.uuid4())
    made = submit(tenant, target=on_search("q"), text="x").feedback
    request = change(made.id, "text", once=once)
    refused(tenant.feedback.UpdateFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    update(tenant, made.id, score=1.0)
    assert tenant.feedback.UpdateFeedback(request).feedback.text == ""


def test_concurrent_updates_and_deletions_leave_every_state_once(tenant, made):
    with ThreadPoolExecutor(16) as callers:
        answers = list(
            callers.map(lambda i: update(tenant, made.id, text=f"caller {i}"), range(64))
        )
    states = history(tenant, made.id, size=1000)
    assert [state.revision for state in states] == [*range(65, 0, -1)]
    assert states[:-1] == sorted(answers, key=lambda state: -state.revision)
    with ThreadPoolExecutor(16) as callers:
        calls = [callers.submit(delete, tenant, made.id) for _ in range(16)]
    assert [call.exception() is None for call in calls].count(True) == 1
    assert len(history(tenant, made.id, size=1000)) == 66


def test_a_batch_changes_feedback_that_was_updated(tenant, made):
    after = update(tenant, made.id, text="after")
    item = Feedback(target=made.target, name="tone", user_id="ann", text="batched")
    request = feedback_pb2.BatchSubmitRequest(items=[item])
    (result,) = tenant.feedback.BatchSubmit(request).results
    assert (result.submitted.feedback.id, result.submitted.feedback.revision) == (made.id, 3)
    assert [state.text for state in history(tenant, made.id)] == ["batched", "after", "before"]
    assert after.revision == 2


def test_a_first_submission_with_output_only_fields_of_a_deletion_is_not_a_deletion(tenant):
    request = submission(text="x", state=FEEDBACK_STATE_DELETED, revision=7)
    stored = tenant.feedback.SubmitFeedback(request).feedback
    assert (stored.state, stored.revision) == (FEEDBACK_STATE_ACTIVE, 1)


def test_deleted_feedback_is_not_found_by_who_deleted_it(tenant, refused):
    writer = tenant.client("feedback.write")
    stored = submit(writer, rating=RATING_POSITIVE).feedback
    writer.feedback.DeleteFeedback(DeleteFeedbackRequest(id=stored.id))
    for call, request in (
        (writer.feedback.GetFeedback, GetFeedbackRequest(id=stored.id)),
        (writer.feedback.DeleteFeedback, DeleteFeedbackRequest(id=stored.id)),
    ):
        refused(call, request, "NOT_FOUND", "FEEDBACK_NOT_FOUND")
    other = tenant.client("feedback.write")
    refused(
        other.feedback.GetFeedback,
        GetFeedbackRequest(id=stored.id),
        "PERMISSION_DENIED",
        "SCOPE_MISSING",
    )


def test_feedback_submitted_as_it_was_read_is_a_replay(tenant):
    """Without a user, the response has the credential's id as user_id."""
    stored = submit(tenant, rating=RATING_POSITIVE).feedback
    again = tenant.feedback.SubmitFeedback(SubmitFeedbackRequest(feedback=stored))
    assert again.replayed
    assert again.feedback == stored
