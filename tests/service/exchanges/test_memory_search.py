"""SearchMemories: finds memories for the context of an agent."""

from __future__ import annotations

import grpc
import pytest

from plaudit.v1 import exchange_pb2, feedback_pb2, memory_pb2
from plaudit.v1.feedback_pb2 import RATING_NEGATIVE, RATING_POSITIVE
from plaudit.v1.memory_pb2 import MemoryFilter
from support.messages import about, fresh, memories, register, submit, update


def search(client, query: str, *, max_results=0, **wanted) -> list[memory_pb2.MemoryMatch]:
    request = memory_pb2.SearchMemoriesRequest(
        query=query, filter=MemoryFilter(**wanted), max_results=max_results
    )
    return list(client.memories.SearchMemories(request).matches)


def found(client, query: str, **how) -> list[str]:
    """Return the prompts that a query finds."""
    return [match.memory.exchange.prompt for match in search(client, query, **how)]


def keep(client, **exchange) -> exchange_pb2.Exchange:
    """Make a memory."""
    made = register(client, **exchange)
    assert submit(client, target=about(made), rating=RATING_POSITIVE).stored
    return made


def keep_many(client, count: int, **exchange) -> None:
    """Make many memories in one batch."""
    session_id = fresh("ses")
    items = [
        exchange_pb2.Exchange(session_id=session_id, message_id=f"m{i}", **exchange)
        for i in range(count)
    ]
    client.exchanges.BatchCreateExchanges(exchange_pb2.BatchCreateExchangesRequest(items=items))
    votes = [feedback_pb2.Feedback(target=about(e), rating=RATING_POSITIVE) for e in items]
    client.feedback.BatchSubmit(feedback_pb2.BatchSubmitRequest(items=votes))


def test_a_memory_is_found_by_its_prompt_and_its_answer_as_soon_as_it_is_stored(tenant):
    exchange = keep(tenant, prompt="When do you open?", answer="At ten, on Sundays at noon.")
    for query in ("open", "SUNDAYS", "who opens? or: When do I?"):
        (match,) = search(tenant, query)
        assert match.memory == memories(tenant)[0]
        assert match.memory.exchange == exchange
        assert match.score > 0
    assert search(tenant, "monday") == []


def test_the_best_match_comes_first(tenant):
    keep_many(tenant, 30, prompt="How do I do it?", answer="It is in the menu.")
    keep(tenant, prompt="How do I export?", answer="It is in the menu.")
    keep(tenant, prompt="What is a gherkin export?", answer="A file.")
    matches = search(tenant, "how do I do a gherkin export", max_results=100)
    prompts = [match.memory.exchange.prompt for match in matches]
    assert prompts[:2] == ["What is a gherkin export?", "How do I export?"]
    scores = [match.score for match in matches]
    assert scores == sorted(scores, reverse=True)


def test_case_and_accents_make_no_difference(tenant):
    keep(tenant, prompt="Où est la CRÈME brûlée ?")
    for query in ("creme", "BRULEE", "crème brûlée", "cre\u0300me"):
        assert len(search(tenant, query)) == 1


@pytest.mark.parametrize(
    "query",
    ['"', "tea*", 'tea" OR "', "a:tea", "NOT tea", "tea AND zzz", "(tea", "-tea", "tea\\'", "^tea"],
)
def test_a_query_never_has_a_syntax_error(tenant, refused, query):
    keep(tenant, prompt="tea")
    if any(character.isalnum() for character in query):
        assert found(tenant, query) == ["tea"]
    else:
        request = memory_pb2.SearchMemoriesRequest(query=query)
        refused(tenant.memories.SearchMemories, request, "INVALID_ARGUMENT", "INVALID_FIELD")


@pytest.mark.parametrize("query", ["?!", " \t\n", "☕ 🙂", "_", "-- ''", "\u0301", "*" * 4096])
def test_a_query_without_a_word_is_refused(tenant, refused, query):
    request = memory_pb2.SearchMemoriesRequest(query=query)
    said = refused(tenant.memories.SearchMemories, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert said.fields == {"query": "must have at least one letter or digit"}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"query": ""}, "query"),
        ({"query": "x" * 4097}, "query"),
        ({"query": "a\0b"}, "query"),
        ({"query": "a", "max_results": -1}, "max_results"),
        ({"query": "a", "filter": MemoryFilter(topic="t" * 257)}, "filter.topic"),
        ({"query": "a", "filter": MemoryFilter(user_id="\x01")}, "filter.user_id"),
    ],
)
def test_a_request_that_breaks_a_rule_is_refused(tenant, refused, asked, field):
    request = memory_pb2.SearchMemoriesRequest(**asked)
    said = refused(tenant.memories.SearchMemories, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {field}


def test_the_first_64_different_words_of_a_query_count(tenant):
    keep(tenant, prompt="w63")
    keep(tenant, prompt="w64")
    query = " ".join(f"w{i} W{i}" for i in range(70))
    assert found(tenant, query) == ["w63"]


def test_the_longest_query_works(tenant):
    keep(tenant, prompt="first " + "𠀀" * 100)
    for query in ("first " + "x" * 4090, "first " + "𠀀" * 4090, "first " + "\ufdfa" * 4090):
        assert len(search(tenant, query)) == 1


def test_memories_of_another_namespace_are_never_found(tenant, new_tenant):
    other = new_tenant()
    exchange = keep(other, prompt="secret tea", topic="t", user_id="ann", session_id="s")
    for query in ("secret", other.id, exchange.id, f'tea" OR "{other.id}'):
        for wanted in ({}, {"topic": "t"}, {"user_id": "ann"}, {"session_id": "s"}):
            assert search(tenant, query, **wanted) == []


def test_a_withdrawn_memory_is_not_found_and_a_restored_one_is(tenant):
    exchange = keep(tenant, prompt="tea")
    submit(tenant, target=about(exchange), rating=RATING_NEGATIVE)
    assert search(tenant, "tea") == []
    submit(tenant, target=about(exchange), rating=RATING_POSITIVE)
    assert found(tenant, "tea") == ["tea"]


def test_a_memory_with_a_vote_left_is_still_found(tenant):
    exchange = keep(tenant, prompt="tea")
    submit(tenant, target=about(exchange), rating=RATING_POSITIVE, external_user_id="ben")
    submit(tenant, target=about(exchange), rating=RATING_NEGATIVE)
    (match,) = search(tenant, "tea")
    assert match.memory.positive_count == 1


def test_an_exchange_without_positive_feedback_is_not_found(tenant):
    exchange = register(tenant, prompt="tea")
    submit(tenant, target=about(exchange), rating=RATING_NEGATIVE)
    assert search(tenant, "tea") == []


def test_a_changed_memory_is_found_by_its_new_words_only(tenant):
    exchange = keep(tenant, prompt="tea", answer="black")
    update(tenant, "prompt", id=exchange.id, prompt="coffee")
    assert search(tenant, "tea") == []
    assert found(tenant, "coffee") == ["coffee"]
    update(tenant, "answer", "topic", id=exchange.id, answer="white", topic="drinks")
    assert found(tenant, "white", topic="drinks") == ["coffee"]
    assert search(tenant, "black") == []


@pytest.mark.parametrize(
    ("wanted", "prompts"),
    [
        ({"session_id": "s1"}, {"tea 1", "tea 3"}),
        ({"topic": "drinks"}, {"tea 1", "tea 2"}),
        ({"user_id": "ann"}, {"tea 2"}),
        ({"external_user_id": "x"}, {"tea 3"}),
        ({"session_id": "s1", "topic": "drinks"}, {"tea 1"}),
        ({"user_id": "ann", "external_user_id": "x"}, set()),
        ({"topic": "DRINKS"}, set()),
    ],
    ids=str,
)
def test_a_filter_limits_lists_and_searches_to_the_memories_that_match(tenant, wanted, prompts):
    keep(tenant, prompt="tea 1", session_id="s1", topic="drinks")
    keep(tenant, prompt="tea 2", topic="drinks", user_id="ann")
    keep(tenant, prompt="tea 3", session_id="s1", message_id="3", external_user_id="x")
    register(tenant, prompt="no memory", session_id="s1", message_id="4", topic="drinks")
    assert set(found(tenant, "tea", **wanted)) == prompts
    request = memory_pb2.ListMemoriesRequest(filter=MemoryFilter(**wanted))
    listed = tenant.memories.ListMemories(request).memories
    assert [m.exchange.prompt for m in listed] == sorted(prompts, reverse=True)


def test_a_search_returns_10_memories_by_default_and_100_at_most(tenant):
    keep_many(tenant, 110, prompt="tea")
    assert len(search(tenant, "tea")) == 10
    assert len(search(tenant, "tea", max_results=1)) == 1
    for asked in (100, 101, 2**31 - 1):
        assert len(search(tenant, "tea", max_results=asked)) == 100


def test_a_search_of_the_longest_texts_fits_into_what_clients_accept(tenant):
    for _ in range(4):
        keep(tenant, prompt="tea " + "漢" * 300_000, answer="🙂" * 300_000)
    assert 1 <= len(search(tenant, "tea", max_results=100)) < 4
    keep(tenant, prompt="p" * 1_048_576, answer="cup " + "a" * 1_048_570)
    assert len(search(tenant, "cup")) == 1


def test_readers_of_memories_may_search_them(tenant):
    keep(tenant, prompt="tea")
    assert found(tenant.client("memories.read"), "tea") == ["tea"]
    with pytest.raises(grpc.RpcError) as denied:
        search(tenant.client("feedback.read", "exchanges.write", "admin"), "tea")
    assert denied.value.code() == grpc.StatusCode.PERMISSION_DENIED


def test_an_empty_namespace_finds_nothing(tenant):
    assert search(tenant, "anything at all") == []
