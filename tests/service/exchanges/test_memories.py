"""Memories: exchanges with positive feedback."""

from __future__ import annotations

import time

import pytest

from plaudit.v1 import exchange_pb2, feedback_pb2, memory_pb2
from plaudit.v1.feedback_pb2 import (
    FEEDBACK_TYPE_THUMBS_DOWN,
    FEEDBACK_TYPE_THUMBS_UP,
    RATING_NEGATIVE,
    RATING_POSITIVE,
    RATING_UNSPECIFIED,
)
from support.messages import (
    about,
    memories,
    on_request,
    on_search,
    on_session,
    register,
    struct,
    submit,
    update,
)


def page(client, size: int, token: str = "") -> memory_pb2.ListMemoriesResponse:
    request = memory_pb2.ListMemoriesRequest(page_size=size, page_token=token)
    return client.memories.ListMemories(request)


def test_positive_feedback_makes_its_exchange_a_memory(tenant):
    exchange = register(
        tenant,
        request_id="req",
        prompt="When do you open?",
        answer="At ten.",
        context=[exchange_pb2.ChatMessage(role="system", content="Be brief.")],
        topic="hours",
        confidence=0.0,
        model="m-1",
        metadata=struct({"a": [None]}),
    )
    answer = submit(tenant, target=about(exchange), rating=RATING_POSITIVE)
    assert answer.stored
    (memory,) = memories(tenant)
    assert memory.id.startswith("mem_")
    assert memory.exchange == exchange
    assert memory.positive_count == 1
    assert memory.create_time == memory.update_time == answer.feedback.create_time


@pytest.mark.parametrize(
    "said",
    [
        {"rating": RATING_NEGATIVE},
        {"type": FEEDBACK_TYPE_THUMBS_DOWN},
        {"rating": RATING_UNSPECIFIED, "text": "Hm."},
        {"impact": RATING_POSITIVE, "score": 1.0},
    ],
    ids=["negative", "thumb down", "neither", "only the impact positive"],
)
def test_feedback_that_is_not_positive_makes_no_memory(tenant, said):
    exchange = register(tenant)
    assert not submit(tenant, target=about(exchange), **said).stored
    assert memories(tenant) == []


def test_a_thumb_up_and_feedback_by_request_make_memories_too(tenant):
    exchange = register(tenant, request_id="req")
    by_request = on_request(exchange.session_id, "req")
    assert submit(tenant, target=by_request, type=FEEDBACK_TYPE_THUMBS_UP).stored
    assert [memory.exchange for memory in memories(tenant)] == [exchange]


@pytest.mark.parametrize("target", [on_search("s"), on_session("s")], ids=["search", "session"])
def test_positive_feedback_on_other_targets_makes_no_memory(tenant, target):
    register(tenant, session_id="s")
    assert not submit(tenant, target=target, rating=RATING_POSITIVE).stored
    assert memories(tenant) == []


def test_an_author_who_changes_to_negative_withdraws_the_memory_and_may_restore_it(tenant):
    target = about(register(tenant))
    submit(tenant, target=target, rating=RATING_POSITIVE)
    (kept,) = memories(tenant)
    assert not submit(tenant, target=target, rating=RATING_NEGATIVE).stored
    assert memories(tenant) == []
    back = submit(tenant, target=target, rating=RATING_POSITIVE)
    assert back.stored
    (again,) = memories(tenant)
    assert again.id == kept.id
    assert again.create_time == back.feedback.update_time


def test_a_memory_stays_while_one_positive_vote_is_left(tenant):
    target = about(register(tenant))
    for author in ("ada", "ben", "cy"):
        submit(tenant, target=target, rating=RATING_POSITIVE, external_user_id=author)
    assert memories(tenant)[0].positive_count == 3
    first = memories(tenant)[0].create_time
    for author, left in (("ada", 2), ("ben", 1)):
        turned = submit(tenant, target=target, rating=RATING_NEGATIVE, external_user_id=author)
        (memory,) = memories(tenant)
        assert memory.positive_count == left
        assert memory.create_time == first
        assert memory.update_time == turned.feedback.update_time
    submit(tenant, target=target, rating=RATING_NEGATIVE, external_user_id="cy")
    assert memories(tenant) == []


def test_the_same_vote_again_or_with_another_text_counts_once(tenant):
    target = about(register(tenant))
    for text in ("a", "a", "b"):
        assert submit(tenant, target=target, rating=RATING_POSITIVE, text=text).stored
    assert memories(tenant)[0].positive_count == 1


def test_a_vote_that_replaces_another_changes_the_memory(tenant):
    target = about(register(tenant))
    submit(tenant, target=target, rating=RATING_POSITIVE, external_user_id="ada")
    items = [
        feedback_pb2.Feedback(target=target, rating=RATING_NEGATIVE, external_user_id="ada"),
        feedback_pb2.Feedback(target=target, rating=RATING_POSITIVE, external_user_id="ben"),
    ]
    answer = tenant.feedback.BatchSubmit(feedback_pb2.BatchSubmitRequest(items=items))
    assert [result.submitted.stored for result in answer.results] == [False, True]
    (memory,) = memories(tenant)
    assert memory.positive_count == 1
    assert memory.update_time == answer.results[1].submitted.feedback.update_time


def test_a_memory_has_its_exchange_in_its_current_state(tenant):
    exchange = register(tenant, answer="At ten.")
    submit(tenant, target=about(exchange), rating=RATING_POSITIVE)
    changed = update(tenant, "topic", id=exchange.id, topic="hours")
    assert memories(tenant)[0].exchange == changed


def test_memories_are_listed_newest_exchange_first_whatever_the_order_of_votes(tenant):
    exchanges = [register(tenant) for _ in range(5)]
    for i in (3, 0, 4, 2, 1):
        submit(tenant, target=about(exchanges[i]), rating=RATING_POSITIVE)
    assert [memory.exchange.id for memory in memories(tenant)] == [e.id for e in exchanges[::-1]]


def test_pages_of_memories_follow_one_another_and_the_last_has_no_token(tenant):
    exchanges = [register(tenant) for _ in range(5)]
    for exchange in exchanges:
        submit(tenant, target=about(exchange), rating=RATING_POSITIVE)
    pages, token = [], ""
    while True:
        answer = page(tenant, 2, token)
        pages.append([memory.exchange.id for memory in answer.memories])
        token = answer.next_page_token
        if not token:
            break
    newest_first = [exchange.id for exchange in exchanges[::-1]]
    assert pages == [newest_first[:2], newest_first[2:4], newest_first[4:]]
    exactly = page(tenant, 5)
    assert (len(exactly.memories), exactly.next_page_token) == (5, "")


def test_pages_stay_stable_while_memories_are_created_and_deleted(tenant):
    exchanges = [register(tenant) for _ in range(6)]
    for exchange in exchanges:
        submit(tenant, target=about(exchange), rating=RATING_POSITIVE)
    first = page(tenant, 3)
    for i in (5, 3):  # one before the position, and the one at the position
        submit(tenant, target=about(exchanges[i]), rating=RATING_NEGATIVE)
    submit(tenant, target=about(register(tenant)), rating=RATING_POSITIVE)
    second = page(tenant, 3, first.next_page_token)
    assert [memory.exchange.id for memory in second.memories] == [e.id for e in exchanges[2::-1]]
    assert second.next_page_token == ""


def test_a_page_has_50_memories_by_default_and_1000_at_most(tenant):
    items = [exchange_pb2.Exchange(session_id="s", message_id=f"m{i}") for i in range(1000)]
    votes = [
        feedback_pb2.Feedback(target=about(exchange), rating=RATING_POSITIVE) for exchange in items
    ]
    tenant.exchanges.BatchCreateExchanges(exchange_pb2.BatchCreateExchangesRequest(items=items))
    tenant.feedback.BatchSubmit(feedback_pb2.BatchSubmitRequest(items=votes))
    submit(tenant, target=about(register(tenant)), rating=RATING_POSITIVE)
    assert len(page(tenant, 0).memories) == 50
    for asked in (1000, 1001, 2**31 - 1):
        answer = page(tenant, asked)
        assert len(answer.memories) == 1000
        assert len(page(tenant, asked, answer.next_page_token).memories) == 1


def test_an_empty_namespace_has_no_memories_and_no_next_page(tenant):
    answer = page(tenant, 0)
    assert (list(answer.memories), answer.next_page_token) == ([], "")


def test_pages_of_memories_with_the_longest_texts_fit_into_what_clients_accept(tenant):
    ids = []
    for _ in range(4):
        exchange = register(tenant, prompt="漢" * 300_000, answer="🙂" * 300_000)
        submit(tenant, target=about(exchange), rating=RATING_POSITIVE)
        ids.append(exchange.id)
    read, token = [], ""
    while True:
        answer = page(tenant, 0, token)
        read += [memory.exchange.id for memory in answer.memories]
        token = answer.next_page_token
        if not token:
            break
    assert read == ids[::-1]


def test_a_memory_update_time_moves_with_each_vote(tenant):
    target = about(register(tenant))
    submit(tenant, target=target, rating=RATING_POSITIVE, external_user_id="ada")
    (first,) = memories(tenant)
    time.sleep(0.001)
    submit(tenant, target=target, rating=RATING_POSITIVE, external_user_id="ben")
    (second,) = memories(tenant)
    assert second.create_time == first.create_time
    assert second.update_time.ToNanoseconds() > first.update_time.ToNanoseconds()


def test_filtered_pages_of_memories_stay_stable_while_memories_are_created_and_deleted(tenant):
    kept = []
    for i in range(6):
        wanted = register(tenant, session_id="s", message_id=f"m{i}", topic="tea", user_id="ann")
        other = register(tenant, topic="milk")
        for exchange in (wanted, other):
            submit(tenant, target=about(exchange), rating=RATING_POSITIVE)
        kept.append(wanted)
    for turn, wanted in enumerate(({"session_id": "s"}, {"topic": "tea"}, {"user_id": "ann"})):
        read, token = [], ""
        while True:
            request = memory_pb2.ListMemoriesRequest(
                page_size=2, page_token=token, filter=memory_pb2.MemoryFilter(**wanted)
            )
            answer = tenant.memories.ListMemories(request)
            read += [memory.exchange.id for memory in answer.memories]
            token = answer.next_page_token
            if not token:
                break
            newer = register(
                tenant,
                session_id="s",
                message_id=f"new{turn}-{len(read)}",
                topic="tea",
                user_id="ann",
            )
            submit(tenant, target=about(newer), rating=RATING_POSITIVE)
            submit(tenant, target=about(newer), rating=RATING_NEGATIVE)
        assert read == [exchange.id for exchange in kept[::-1]]
