"""An exchange is a memory as long as it has positive feedback."""

from __future__ import annotations

from typing import Any

import pytest

from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.exchanges import memories
from plaudit_server.storage.exchanges.memories import StoredMemory
from support.stores import (
    NEGATIVE,
    POSITIVE,
    exchange,
    on_message,
    on_request,
    register,
    submission,
    submit,
    submit_one,
)


@pytest.fixture(autouse=True)
def made(runner: Any, store: Store, namespace: str) -> Any:
    """A completed exchange with the message and the request `m1`."""

    async def make() -> Any:
        (made,) = await register(store, exchange(namespace, "m1", request_id="m1", topic="tea"))
        return made

    return runner.run(make())


async def kept(store: Store, namespace: str) -> list[tuple[str, int]]:
    """Return message and count of every memory."""
    page, more = await store.query("", memories.list_page, namespace, before="", limit=1000)
    assert not more
    return [(memory.exchange.exchange.message_id, memory.positive_count) for memory in page]


async def test_positive_feedback_makes_its_exchange_a_memory(
    store: Store, namespace: str, made: Any
) -> None:
    result = await submit_one(store, namespace, rating=POSITIVE, **on_message("m1"))
    assert result.stored
    page, _ = await store.query("", memories.list_page, namespace, before="", limit=10)
    assert page == [StoredMemory(made, 1, result.create_time, result.create_time)]


@pytest.mark.parametrize("rating", [0, NEGATIVE], ids=["no rating", "a negative rating"])
async def test_makes_no_memory(store: Store, namespace: str, rating: int) -> None:
    result = await submit_one(store, namespace, rating=rating, text="x", **on_message("m1"))
    assert not result.stored
    assert await kept(store, namespace) == []


async def test_the_same_feedback_again_is_not_counted_again(store: Store, namespace: str) -> None:
    for _ in range(3):
        result = await submit_one(store, namespace, rating=POSITIVE, **on_message("m1"))
        assert result.stored
    assert await kept(store, namespace) == [("m1", 1)]


async def test_a_change_that_stays_positive_is_not_counted_again(
    store: Store, namespace: str
) -> None:
    for text in ("good", "very good"):
        said = {"rating": POSITIVE, "text": text, **on_message("m1")}
        assert (await submit_one(store, namespace, **said)).stored
    assert await kept(store, namespace) == [("m1", 1)]


@pytest.mark.parametrize("turned", [0, NEGATIVE], ids=["no rating", "a negative rating"])
async def test_the_memory_is_deleted_when_its_only_author_changes_to(
    store: Store, namespace: str, turned: int
) -> None:
    await submit_one(store, namespace, rating=POSITIVE, **on_message("m1"))
    result = await submit_one(store, namespace, rating=turned, text="x", **on_message("m1"))
    assert not result.stored
    assert await kept(store, namespace) == []


async def test_an_author_who_changes_back_makes_the_memory_again(
    store: Store, namespace: str
) -> None:
    for rating in (POSITIVE, NEGATIVE, POSITIVE):
        await submit_one(store, namespace, rating=rating, **on_message("m1"))
    assert await kept(store, namespace) == [("m1", 1)]


async def test_the_memory_stays_until_the_last_positive_author_changes(
    store: Store, namespace: str
) -> None:
    for user in ("ann", "bob", "eve"):
        said = {"user_id": user, **on_message("m1")}
        rating = NEGATIVE if user == "eve" else POSITIVE
        await submit_one(store, namespace, rating=rating, **said)
    assert await kept(store, namespace) == [("m1", 2)]
    await submit_one(store, namespace, rating=NEGATIVE, user_id="ann", **on_message("m1"))
    assert await kept(store, namespace) == [("m1", 1)]
    await submit_one(store, namespace, rating=NEGATIVE, user_id="bob", **on_message("m1"))
    assert await kept(store, namespace) == []


async def test_feedback_on_the_request_counts_for_the_same_exchange(
    store: Store, namespace: str
) -> None:
    await submit_one(store, namespace, rating=POSITIVE, user_id="ann", **on_message("m1"))
    await submit_one(store, namespace, rating=POSITIVE, user_id="bob", **on_request("m1"))
    assert await kept(store, namespace) == [("m1", 2)]


async def test_votes_of_one_batch_add_up_in_their_order(store: Store, namespace: str) -> None:
    await register(store, exchange(namespace, "m2"), exchange(namespace, "m3"))
    votes = [
        ("m1", "ann", POSITIVE),
        ("m1", "bob", POSITIVE),
        ("m2", "ann", POSITIVE),
        ("m1", "ann", NEGATIVE),
        ("m2", "ann", NEGATIVE),
        ("m3", "ann", NEGATIVE),
        ("m3", "ann", POSITIVE),
    ]
    results = await submit(
        store,
        *(
            submission(namespace, user_id=user, rating=rating, **on_message(message))
            for message, user, rating in votes
        ),
    )
    assert [result.stored for result in results] == [rating == POSITIVE for *_, rating in votes]
    assert await kept(store, namespace) == [("m3", 1), ("m1", 1)]


async def test_a_memory_has_the_times_of_its_creation_and_of_its_last_vote(
    store: Store, namespace: str
) -> None:
    first = await submit_one(store, namespace, user_id="ann", rating=POSITIVE, **on_message("m1"))
    last = await submit_one(store, namespace, user_id="bob", rating=POSITIVE, **on_message("m1"))
    (memory,), _ = await store.query("", memories.list_page, namespace, before="", limit=10)
    assert (memory.create_time, memory.update_time) == (first.create_time, last.create_time)


async def keep(store: Store, namespace: str, *messages: str) -> None:
    await register(store, *(exchange(namespace, message) for message in messages))
    await submit(
        store,
        *(submission(namespace, rating=POSITIVE, **on_message(message)) for message in messages),
    )


async def pages(store: Store, namespace: str, *, limit: int) -> Any:
    """Read all pages."""
    before = ""
    more = True
    while more:
        page, more = await store.query(
            "", memories.list_page, namespace, before=before, limit=limit
        )
        yield [memory.exchange.exchange.message_id for memory in page]
        if page:
            before = page[-1].exchange.id


async def test_pages_list_every_memory_once_newest_exchange_first(
    store: Store, namespace: str
) -> None:
    names = [f"n{i}" for i in range(25)]
    for name in names:
        await keep(store, namespace, name)
    listed = [page async for page in pages(store, namespace, limit=10)]
    assert listed == [names[:14:-1], names[14:4:-1], names[4::-1]]


async def test_a_full_last_page_has_no_next_page(store: Store, namespace: str) -> None:
    await keep(store, namespace, *(f"n{i}" for i in range(20)))
    assert [len(page) async for page in pages(store, namespace, limit=10)] == [10, 10]


async def test_memories_created_and_deleted_between_pages_do_not_move_others(
    store: Store, namespace: str
) -> None:
    names = [f"n{i}" for i in range(30)]
    await keep(store, namespace, *names)
    listed: list[str] = []
    turn = 0
    async for page in pages(store, namespace, limit=10):
        listed += page
        turn += 1
        await keep(store, namespace, *(f"new {turn} {i}" for i in range(3)))
        gone = names[turn], names[29 - turn]  # one listed later, one listed already
        await submit(
            store, *(submission(namespace, rating=NEGATIVE, **on_message(n)) for n in gone)
        )
    assert len(listed) == len(set(listed))
    assert [name for name in listed if name.startswith("new")] == []
    stayed = [name for name in names if (name, 1) in await kept(store, namespace)]
    assert [name for name in listed if name in stayed] == stayed[::-1]
