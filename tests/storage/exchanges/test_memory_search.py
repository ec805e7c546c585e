"""Memories are found by their words, only in their namespace, the rarest words first."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from plaudit_server.domain.exchanges.exchange import ExchangeKey
from plaudit_server.domain.exchanges.filters import MemoryFilter
from plaudit_server.domain.exchanges.words import MAX_TEXT, query_words
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.engine.transaction import Transaction
from plaudit_server.storage.exchanges import exchanges, memories, memory_search
from plaudit_server.storage.exchanges.exchanges import ExchangeUpdate
from support.stores import (
    NEGATIVE,
    POSITIVE,
    exchange,
    execute,
    on_message,
    register,
    rows,
    submission,
    submit,
)

EVERYTHING = MemoryFilter()


async def keep(store: Store, namespace: str, *prompts: str, **known: Any) -> list[str]:
    """Make memories with these prompts, and return the ids of their exchanges."""
    taken = await rows(store, 'SELECT count(*) FROM "exchange" WHERE "namespace_id" = ?', namespace)
    names = [f"m{taken[0][0] + i}" for i in range(len(prompts))]
    made = await register(
        store,
        *(
            exchange(namespace, name, **{"prompt": prompt, "answer": "", **known})
            for name, prompt in zip(names, prompts, strict=True)
        ),
    )
    about = [on_message(stored.exchange.message_id) for stored in made]
    if "session_id" in known:
        about = [{**target, "session_id": known["session_id"]} for target in about]
    await submit(store, *(submission(namespace, rating=POSITIVE, **target) for target in about))
    return [stored.id for stored in made]


async def found(
    store: Store, namespace: str, query: str, wanted: MemoryFilter = EVERYTHING, *, limit: int = 50
) -> list[str]:
    """Return the prompts that a query finds, the best first."""
    matches = await store.query(
        "", memories.search, namespace, query_words(query), wanted, limit=limit
    )
    return [memory.exchange.exchange.prompt for memory, _ in matches]


async def index_of(store: Store, namespace: str, *exchange_ids: str) -> set[str]:
    """Return which of these exchanges are in the index."""
    matches = await store.query(
        "", lambda backend: memory_search._read(backend, namespace, exchange_ids)
    )
    return set(matches)


async def test_a_rarer_word_counts_more_than_frequent_ones(store: Store, namespace: str) -> None:
    await keep(store, namespace, *("how is it in the city" for _ in range(20)))
    await keep(store, namespace, "refund")
    best, *others = await found(store, namespace, "How is the refund in it?")
    assert best == "refund"
    assert len(others) == 20


async def test_a_memory_with_more_of_the_words_ranks_higher(store: Store, namespace: str) -> None:
    await keep(store, namespace, "green tea", "green bicycle", "hot green tea", "bicycle")
    assert await found(store, namespace, "hot green tea") == [
        "hot green tea",
        "green tea",
        "green bicycle",
    ]


async def test_both_databases_rank_alike(store: Store, namespace: str) -> None:
    """The expected scores were computed by hand with the BM25 formula."""
    await keep(
        store,
        namespace,
        "alpha beta gamma",
        "alpha alpha alpha delta delta",
        "beta beta gamma and much more that nobody has asked for",
        "gamma",
        "alpha beta",
    )
    matches = await store.query(
        "", memories.search, namespace, ["alpha", "beta", "gamma"], EVERYTHING, limit=50
    )
    told = [(memory.exchange.exchange.message_id, round(score, 6)) for memory, score in matches]
    assert told == [
        ("m0", 1.775914),
        ("m4", 1.273334),
        ("m2", 0.953569),
        ("m1", 0.830314),
        ("m3", 0.688663),
    ]


async def test_a_query_of_frequent_words_finds_the_few_memories_with_all_of_them(
    store: Store, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory_search, "FOUND_AT_MOST", 5)
    monkeypatch.setattr(memory_search, "COUNTED_AT_MOST", 12)
    await keep(store, namespace, *("one" for _ in range(20)), *("two" for _ in range(20)))
    await keep(store, namespace, "one two")
    await keep(store, namespace, *("one" for _ in range(20)), *("two" for _ in range(20)))
    assert (await found(store, namespace, "two one"))[0] == "one two"
    await keep(store, namespace, "three")
    assert (await found(store, namespace, "one two three"))[0] == "three"


@pytest.mark.parametrize(
    ("query", "prompt"),
    [
        ("CREME brulee", "Crème Brûlée"),
        ("crème", "CREME"),
        ("Straße", "STRASSE"),
        ("fine", "\ufb01ne"),
        ("ΣΊΣΥΦΟΣ", "σισυφος"),
        ("ёлка", "ЕЛКА"),
        ("東京タワー", "昨日東京タワーへ行った"),
        ("猫", "黒猫がいる"),
        ("हिन्दी", "यह हिन्दी है"),
        ("ภาษา", "เรียนภาษาไทย"),
        ("x", "e\u0301x, x!"),
        ("e\u0301te\u0301", "été"),
        ("co-op", "op"),
        ("2026", "in 2026."),
        ("w" * 100, "w" * 80),
    ],
)
async def test_words_are_found_in_any_case_with_or_without_accents(
    store: Store, namespace: str, query: str, prompt: str
) -> None:
    await keep(store, namespace, prompt, "something else")
    assert await found(store, namespace, query) == [prompt]


@pytest.mark.parametrize(
    "query",
    [
        "tea AND coffee",
        "NOT tea",
        'tea" OR "x',
        "tea*",
        "words:tea",
        "^tea",
        "NEAR(tea, 5)",
        "{tea}",
        "tea') --",
        "%s ? tea %(x)s",
        "tea\\",
        "tea & ! | <->",
        "te_tea",
    ],
)
async def test_a_query_has_no_syntax_only_words(store: Store, namespace: str, query: str) -> None:
    await keep(store, namespace, "a cup of tea", "a glass of milk")
    assert await found(store, namespace, query) == ["a cup of tea"]


async def test_part_of_a_word_and_the_tags_of_the_index_find_nothing(
    store: Store, namespace: str
) -> None:
    (id_,) = await keep(store, namespace, "teacup")
    for query in ("tea", "cup", namespace, id_, "session_1", "ns"):
        assert await found(store, namespace, query) == []


async def test_another_namespace_is_never_found(
    store: Store, namespace: str, new_namespace: Callable[..., Any]
) -> None:
    other = await new_namespace(store)
    await keep(store, other, "a secret word", topic="tea")
    await keep(store, namespace, "a public word", topic="tea")
    for query in ("secret", f'secret" OR "{other}', other, other.replace("_", "")):
        assert await found(store, namespace, query) == []
    assert await found(store, namespace, "secret word") == ["a public word"]
    assert await found(store, namespace, "word", MemoryFilter(topic="tea")) == ["a public word"]


@pytest.mark.parametrize(
    ("wanted", "prompts"),
    [
        (MemoryFilter(session_id="s1"), {"tea one"}),
        (MemoryFilter(topic="drinks"), {"tea one", "tea two"}),
        (MemoryFilter(user_id="ann"), {"tea two"}),
        (MemoryFilter(external_user_id="x-1"), {"tea three"}),
        (MemoryFilter(topic="drinks", user_id="ann"), {"tea two"}),
        (MemoryFilter(session_id="s1", user_id="ann"), set()),
        (MemoryFilter(topic="drink"), set()),
        (MemoryFilter(topic="Drinks"), set()),
    ],
)
async def test_a_filter_narrows_a_search(
    store: Store, namespace: str, wanted: MemoryFilter, prompts: set[str]
) -> None:
    await keep(store, namespace, "tea one", session_id="s1", topic="drinks")
    await keep(store, namespace, "tea two", user_id="ann", topic="drinks")
    await keep(store, namespace, "tea three", external_user_id="x-1")
    await keep(store, namespace, "milk", session_id="s1", topic="drinks", user_id="ann")
    assert set(await found(store, namespace, "tea", wanted)) == prompts


async def test_a_filter_finds_a_rare_memory_among_many(
    store: Store, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory_search, "FOUND_AT_MOST", 5)
    await keep(store, namespace, *("tea" for _ in range(30)), topic="a")
    await keep(store, namespace, "tea too", topic="b")
    await keep(store, namespace, *("tea" for _ in range(30)), topic="a")
    assert await found(store, namespace, "tea", MemoryFilter(topic="b")) == ["tea too"]


async def test_a_deleted_memory_is_not_found(store: Store, namespace: str) -> None:
    first, second = await keep(store, namespace, "tea", "tea")
    vote = on_message("m0")
    await submit(store, submission(namespace, rating=NEGATIVE, **vote))
    assert len(await found(store, namespace, "tea")) == 1
    assert await index_of(store, namespace, first, second) == {second}
    await submit(store, submission(namespace, rating=POSITIVE, **vote))
    assert len(await found(store, namespace, "tea")) == 2


async def test_stale_entries_of_the_index_are_not_returned(store: Store, namespace: str) -> None:
    gone, _ = await keep(store, namespace, "tea", "tea")
    await execute(
        store,
        'DELETE FROM "memory" WHERE "namespace_id" = ? AND "exchange_id" = ?',
        namespace,
        gone,
    )
    assert len(await found(store, namespace, "tea")) == 1


async def test_changed_texts_are_found_by_their_new_words_only(
    store: Store, namespace: str
) -> None:
    (id_,) = await keep(store, namespace, "tea", topic="drinks")
    await register(store, exchange(namespace, "no memory", prompt="none"))

    async def change(name: ExchangeKey, **to: str) -> None:
        update = ExchangeUpdate(namespace, name, lambda stored: stored._replace(**to))
        await store.write(exchanges.update, update, namespace_id=namespace)

    await change(ExchangeKey(id_), prompt="coffee")
    await change(ExchangeKey("", "session-1", "no memory"), prompt="coffee coffee")
    assert await found(store, namespace, "tea") == []
    assert await found(store, namespace, "coffee") == ["coffee"]
    await change(ExchangeKey(id_), answer="with milk", topic="food")
    assert await found(store, namespace, "milk") == ["coffee"]
    assert await found(store, namespace, "milk", MemoryFilter(topic="drinks")) == []
    assert await found(store, namespace, "milk", MemoryFilter(topic="food")) == ["coffee"]


@pytest.mark.slow
async def test_the_longest_texts_are_found_by_the_words_at_their_start(
    store: Store, namespace: str
) -> None:
    texts = [
        "first " + "x" * 1_048_570,
        "first " + "\U00020000" * 1_048_570,
        "first " + " ".join(f"{i:x}" for i in range(150_000)),
        "first " + "\ufdfa" * 300_000,
        "first " + "".join(map(chr, range(0x4E00, 0x9FFF))) * 30,
        # As many different words and bytes as possible: a tsvector has at most 1 MiB.
        "first " + "".join(map(chr, range(0x20000, 0x2A6DF))),
    ]
    assert all(len(text) > MAX_TEXT for text in texts)
    for text in texts:
        await keep(store, namespace, text, answer=text[::-1])
    assert set(await found(store, namespace, "first", limit=1)) <= set(texts)
    matches = await store.query("", memory_search.search, namespace, ["first"], EVERYTHING)
    assert len(matches) == len(texts)


async def test_indexing_again_and_unindexing_the_unknown_do_no_harm(
    store: Store, namespace: str
) -> None:
    (id_,) = await keep(store, namespace, "tea")

    def again(tx: Transaction, jobs: Sequence[None]) -> list[None]:
        for _ in range(2):
            memory_search.index(tx, namespace, [id_, "ex_" + "0" * 32])
        memory_search.unindex(tx, namespace, ["ex_" + "1" * 32])
        memory_search.scrub(tx)
        return [None] * len(jobs)

    await store.write(again, None, namespace_id=namespace)
    assert await found(store, namespace, "tea") == ["tea"]


async def test_a_thousand_memories_of_one_batch_are_all_found(store: Store, namespace: str) -> None:
    await keep(store, namespace, *(f"tea number{i}" for i in range(1000)))
    for i in (0, 1, 499, 998, 999):
        assert await found(store, namespace, f"NUMBER{i}") == [f"tea number{i}"]
    assert len(await found(store, namespace, "tea", limit=100)) == 100


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True, scope="session")
async def test_words_of_deleted_memories_are_no_longer_in_the_file(
    own_database: str,
    open_store: Callable[..., Store],
    new_namespace: Callable[..., Any],
) -> None:
    """Erased words must not stay on disk; on PostgreSQL, autovacuum removes dead rows."""
    store = open_store(own_database)
    namespace = await new_namespace(store)
    await keep(store, namespace, *(f"filler {i}" for i in range(300)))
    ids = await keep(store, namespace, *("zanzibarquartz flamingo" for _ in range(200)))
    await keep(store, namespace, *(f"more filler {i}" for i in range(300)))
    path = Path(own_database.removeprefix("sqlite:///"))

    async def bytes_on_disk() -> bytes:
        await rows(store, "PRAGMA wal_checkpoint(TRUNCATE)")
        return path.read_bytes()

    assert b"zanzibarquartz" in await bytes_on_disk()

    def erase(tx: Transaction, jobs: Sequence[None]) -> list[None]:
        memory_search.unindex(tx, namespace, ids)
        for table, column in (("memory", "exchange_id"), ("exchange", "id")):
            tx.execute_many(
                f'DELETE FROM "{table}" WHERE "namespace_id" = ? AND "{column}" = ?',
                [(namespace, id_) for id_ in ids],
            )
        memory_search.scrub(tx)
        return [None] * len(jobs)

    await store.write(erase, None, namespace_id=namespace)
    for word in (b"zanzibarquartz", b"zanzibar", b"flamingo"):
        assert word not in await bytes_on_disk()
    assert await found(store, namespace, "filler 7", limit=2) == ["filler 7", "more filler 7"]
    with closing(sqlite3.connect(path)) as file:
        file.execute("INSERT INTO memory_text (memory_text) VALUES ('integrity-check')")


async def test_memories_older_than_the_index_are_found_after_the_migration(
    kind: str,
    own_database: str,
    open_store: Callable[..., Store],
    new_namespace: Callable[..., Any],
) -> None:
    store = open_store(own_database)
    namespace = await new_namespace(store)
    await keep(store, namespace, *(f"Crème {i}" for i in range(250)), topic="food")
    await execute(store, 'DROP TABLE "memory_text"')
    migration = import_module("plaudit_server.storage.migrations.0002_feedback_in_full")
    with store.backend.database.connection_context(), store.backend.transaction():
        make = getattr(migration, f"_search_on_{kind}")
        make(store.backend.database)
    for query in ("creme 0", "creme 249"):
        best, *_ = await found(store, namespace, query, MemoryFilter(topic="food"))
        assert best == query.replace("creme", "Crème")
    assert await found(store, namespace, "creme", MemoryFilter(topic="drinks")) == []


async def test_words_and_documents_are_found_by_an_index(
    store: Store, namespace: str, kind: str
) -> None:
    ids = await keep(store, namespace, *("tea" for _ in range(100)))
    index = memory_search._KINDS[kind]
    words = (index.match_query([namespace, "tea"]), 10)
    cases = [
        (index.FIND, words),
        (index.COUNT, words),
        (index.READ, index.read_parameters(namespace, ids[:2])),
    ]
    names = {"sqlite": ["0:M2", "0:M2", "0:="], "postgresql": ["words", "words", "pkey"]}[kind]
    explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}[kind]
    for (statement, parameters), name in zip(cases, names, strict=True):
        plan = str(await rows(store, f"{explain} {statement}", *parameters))
        assert "memory_text" in plan or "SCAN t VIRTUAL" in plan, plan
        assert name in plan, plan
        assert "Seq Scan" not in plan
