"""A batch of feedback: independent items, with results in their order."""

from __future__ import annotations

import pytest

from plaudit.v1.exchange_pb2 import EXCHANGE_STATUS_FAILED, EXCHANGE_STATUS_PENDING
from plaudit.v1.feedback_pb2 import (
    FEEDBACK_TYPE_THUMBS_UP,
    RATING_NEGATIVE,
    RATING_POSITIVE,
    BatchSubmitRequest,
    BatchSubmitResponse,
    Feedback,
    FeedbackValue,
)
from plaudit.v1.target_pb2 import Target
from support.messages import (
    about,
    fresh,
    get,
    memories,
    on_message,
    on_request,
    on_search,
    register,
    struct,
    submit,
)
from support.refusals import check, refusal
from support.servers import Failure, parse_status


def submit_all(client, *items: Feedback, **request) -> BatchSubmitResponse:
    return client.feedback.BatchSubmit(BatchSubmitRequest(items=items, **request))


def on_its_own(**said) -> Feedback:
    return Feedback(target=on_search(fresh("search")), **said)


def refusals(answer: BatchSubmitResponse) -> dict[int, Failure]:
    """Return the errors by index, after checking each."""
    found = {
        i: parse_status(result.error)
        for i, result in enumerate(answer.results)
        if result.WhichOneof("result") == "error"
    }
    for said in found.values():
        check(said)
    return found


def test_results_are_in_the_order_of_items_each_as_from_submit(tenant):
    items = [on_its_own(text=f"text {i}") for i in range(50)]
    answer = submit_all(tenant, *items)
    assert (answer.succeeded_count, answer.failed_count) == (50, 0)
    assert len(answer.results) == 50
    for i, result in enumerate(answer.results):
        stored = result.submitted.feedback
        assert stored.text == f"text {i}"
        assert stored.revision == 1
        assert not result.submitted.replayed
        assert get(tenant, stored.id) == stored


def test_ids_of_a_batch_sort_in_the_order_of_its_items(tenant):
    answer = submit_all(tenant, *[on_its_own(score=float(i)) for i in range(100)])
    ids = [result.submitted.feedback.id for result in answer.results]
    assert ids == sorted(ids)


def test_a_bad_item_gets_its_own_error_and_does_not_affect_others(tenant):
    good = register(tenant, session_id="s", message_id="good")
    pending = register(tenant, session_id="s", message_id="p", status=EXCHANGE_STATUS_PENDING)
    failed = register(tenant, session_id="s", message_id="f", status=EXCHANGE_STATUS_FAILED)
    items = [
        Feedback(target=about(good), rating=RATING_POSITIVE),
        on_its_own(text="x" * 32_769),
        on_its_own(rating=99),
        Feedback(rating=RATING_POSITIVE),
        on_its_own(),
        on_its_own(type=FEEDBACK_TYPE_THUMBS_UP, rating=RATING_NEGATIVE),
        Feedback(target=on_message("s", "lost"), rating=RATING_POSITIVE),
        Feedback(target=on_request("s", "lost"), rating=RATING_POSITIVE),
        Feedback(target=about(pending), rating=RATING_POSITIVE),
        Feedback(target=about(failed), rating=RATING_POSITIVE),
        on_its_own(text="a\0b"),
        on_its_own(text="x", metadata=struct({"deep": {"list": [1, "a\0"]}})),
        on_its_own(score=float("nan")),
        on_its_own(cited_memory_ids=["a", ""]),
        on_its_own(text="good"),
    ]
    answer = submit_all(tenant, *items)
    assert (answer.succeeded_count, answer.failed_count) == (2, 13)
    assert len(answer.results) == len(items)
    said = refusals(answer)
    assert set(said) == set(range(1, 14))
    fields = {i: set(said[i].fields) for i in said if said[i].reason == "INVALID_FIELD"}
    assert fields == {
        1: {"text"},
        2: {"rating"},
        3: {"target"},
        4: {"feedback"},
        5: {"rating"},
        10: {"text"},
        11: {"metadata.deep.list[1]"},
        12: {"score"},
        13: {"cited_memory_ids[1]", "feedback"},
    }
    for i in (6, 7):
        assert said[i].reason == "EXCHANGE_NOT_FOUND"
        assert said[i].ids["session_id"] == "s"
        assert "lost" in said[i].ids.values()
    for i, exchange in ((8, pending), (9, failed)):
        assert said[i].reason == "EXCHANGE_NOT_COMPLETED"
        assert said[i].ids["exchange_id"] == exchange.id
    assert answer.results[0].submitted.stored
    for i in (0, 14):
        stored = answer.results[i].submitted.feedback
        assert get(tenant, stored.id) == stored
    assert [memory.exchange for memory in memories(tenant)] == [good]


def test_a_refused_item_has_the_error_of_a_single_call(tenant):
    items = [
        on_its_own(text="x" * 32_769, rating=99),
        Feedback(target=on_message("s", "lost"), rating=RATING_POSITIVE),
        on_its_own(type=FEEDBACK_TYPE_THUMBS_UP, rating=RATING_NEGATIVE),
    ]
    said = refusals(submit_all(tenant, *items))
    for i, item in enumerate(items):
        with_item = refusal(
            lambda one: submit(tenant, **{f.name: v for f, v in one.ListFields()}), item
        )
        assert said[i].code == with_item.code
        assert said[i].reason == with_item.reason
        assert said[i].details.keys() == with_item.details.keys()
        if "BadRequest" in said[i].details:
            assert {f"feedback.{field}" for field in said[i].fields} == set(with_item.fields)


def test_every_violation_of_an_item_is_listed(tenant):
    item = Feedback(
        target=Target(),
        name="a\nb",
        rating=99,
        value=FeedbackValue(),
        score=float("inf"),
        text="\0",
        cited_node_ids=[""],
        user_id="x" * 257,
    )
    (said,) = refusals(submit_all(tenant, item)).values()
    assert set(said.fields) == {
        "target",
        "name",
        "rating",
        "value",
        "score",
        "text",
        "cited_node_ids[0]",
        "user_id",
    }


def test_an_item_that_repeats_another_is_a_replay_and_one_that_changes_it_a_revision(tenant):
    target = on_search(fresh("search"))
    items = [Feedback(target=target, text=text, external_user_id="ada") for text in "aab" + "abb"]
    answer = submit_all(tenant, *items)
    assert (answer.succeeded_count, answer.failed_count) == (6, 0)
    submitted = [result.submitted for result in answer.results]
    assert len({one.feedback.id for one in submitted}) == 1
    assert [one.replayed for one in submitted] == [False, True, False, False, False, True]
    assert [one.feedback.revision for one in submitted] == [1, 1, 2, 3, 4, 4]
    assert get(tenant, submitted[0].feedback.id) == submitted[-1].feedback


def test_votes_of_one_author_within_a_batch_end_with_the_last(tenant):
    target = about(register(tenant))
    ratings = [RATING_POSITIVE, RATING_NEGATIVE, RATING_POSITIVE, RATING_NEGATIVE]
    answer = submit_all(tenant, *[Feedback(target=target, rating=rating) for rating in ratings])
    assert [result.submitted.stored for result in answer.results] == [True, False, True, False]
    assert memories(tenant) == []


def test_the_session_context_is_stored_with_every_item(tenant):
    context = struct({"app": "help", "tags": ["a", None], "nested": {"empty": {}, "n": 1.5}})
    answer = submit_all(tenant, *[on_its_own(text="x") for _ in range(3)], session_context=context)
    for result in answer.results:
        answered = result.submitted.feedback
        assert not answered.HasField("session_context"), "a thousand copies would be too long"
        stored = get(tenant, answered.id)
        assert stored.session_context == context
        stored.ClearField("session_context")
        assert stored == answered


def test_another_session_context_is_not_a_change_of_content(tenant):
    item = on_its_own(text="x")
    first = submit_all(tenant, item, session_context=struct({"a": 1}))
    again = submit_all(tenant, item, session_context=struct({"a": 2}))
    assert again.results[0].submitted.replayed
    assert again.results[0].submitted.feedback == first.results[0].submitted.feedback
    kept = get(tenant, first.results[0].submitted.feedback.id)
    assert kept.session_context == struct({"a": 1})


def test_a_change_stores_the_session_context_of_its_own_batch(tenant):
    target = on_search(fresh("search"))
    submit_all(tenant, Feedback(target=target, text="a"), session_context=struct({"a": 1}))
    changed = submit_all(
        tenant, Feedback(target=target, text="b"), session_context=struct({"a": 2})
    )
    stored = changed.results[0].submitted.feedback
    assert get(tenant, stored.id).session_context == struct({"a": 2})
    alone = submit(tenant, target=target, text="c").feedback
    assert not alone.HasField("session_context")
    assert get(tenant, stored.id) == alone


@pytest.mark.parametrize(
    ("context", "field"),
    [
        ({"a": {"b": [1, float("nan")]}}, "session_context.a.b[1]"),
        ({"a": "\0"}, "session_context.a"),
    ],
    ids=["NaN", "NUL"],
)
def test_a_bad_session_context_refuses_the_whole_batch(tenant, refused, context, field):
    request = BatchSubmitRequest(items=[on_its_own(text="x")])
    request.session_context.update(context)
    said = refused(tenant.feedback.BatchSubmit, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {field}


@pytest.mark.parametrize("first", [{"text": "x"}, {"rating": 99}], ids=["good", "bad"])
@pytest.mark.parametrize("count", [0, 1001])
def test_a_batch_of_no_or_too_many_items_is_refused_as_a_whole(tenant, refused, count, first):
    items = [on_its_own(text="x") for _ in range(count)]
    if items:
        items[0] = on_its_own(**first)
    said = refused(
        tenant.feedback.BatchSubmit,
        BatchSubmitRequest(items=items),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert "items" in said.fields


def test_a_batch_of_a_thousand_is_accepted(tenant):
    answer = submit_all(tenant, *[on_its_own(text=str(i)) for i in range(1000)])
    assert (answer.succeeded_count, len(answer.results)) == (1000, 1000)
    last = answer.results[999].submitted.feedback
    assert get(tenant, last.id).text == "999"


def test_a_batch_with_only_bad_items_gets_results_too(tenant):
    answer = submit_all(tenant, *[on_its_own(rating=99) for _ in range(1000)])
    assert (answer.succeeded_count, answer.failed_count) == (0, 1000)
    assert len(refusals(answer)) == 1000
