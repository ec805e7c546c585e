"""An exchange is registered once, found by each of its names, and final once it is done."""

from __future__ import annotations

from typing import Any

import pytest

from plaudit_server.domain.errors import AlreadyExists, FailedPrecondition, NotFound, Reason
from plaudit_server.domain.exchanges.exchange import ExchangeKey, ExchangeStatus
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.exchanges import exchanges
from plaudit_server.storage.exchanges.exchanges import ExchangeUpdate, NewExchange
from support.stores import exchange, in_one_group, register, rows

PENDING = ExchangeStatus.PENDING.value
COMPLETED = ExchangeStatus.COMPLETED.value
FAILED = ExchangeStatus.FAILED.value

EVERYTHING = {
    "session_id": "séance",
    "request_id": "r1",
    "prompt": "tab\t, new line\n, back\\slash, \\N, 漢字, 🎉",
    "answer": "x" * 100_000,
    "context": '[{"content": "c", "role": "system"}]',
    "topic": "tea",
    "confidence": 0.1,
    "model": "m",
    "metadata": '{"a": [1, null]}',
}


def by_message(message_id: str) -> ExchangeKey:
    return ExchangeKey(session_id="session-1", message_id=message_id)


def by_request(request_id: str) -> ExchangeKey:
    return ExchangeKey(session_id="session-1", request_id=request_id)


async def update(store: Store, namespace: str, key: ExchangeKey, **values: Any) -> Any:
    change = ExchangeUpdate(namespace, key, lambda stored: stored._replace(**values))
    return await store.write(exchanges.update, change, namespace_id=namespace)


async def find(store: Store, namespace: str, key: ExchangeKey) -> Any:
    return await store.read(exchanges.get, (namespace, key))


async def test_an_exchange_is_stored_as_submitted(store: Store, namespace: str) -> None:
    new = exchange(namespace, "m1", **EVERYTHING)
    (made,) = await register(store, new)
    assert made.id.startswith("ex_")
    assert made.create_time == made.update_time
    assert made.exchange == new.exchange._replace(occur_time=made.create_time)
    assert await find(store, namespace, ExchangeKey(id=made.id)) == made


async def test_an_exchange_is_found_by_its_id_its_message_and_its_request(
    store: Store, namespace: str
) -> None:
    (made, _) = await register(
        store, exchange(namespace, "m1", request_id="r1"), exchange(namespace, "m2")
    )
    for key in (ExchangeKey(id=made.id), by_message("m1"), by_request("r1")):
        assert await find(store, namespace, key) == made


@pytest.mark.parametrize(
    "key",
    [
        ExchangeKey(id="ex_0"),
        by_message("m2"),
        by_request("m1"),
        ExchangeKey(session_id="session-2", message_id="m1"),
        ExchangeKey(session_id="session-1"),
    ],
    ids=str,
)
async def test_nothing_is_found_under_another_name(
    store: Store, namespace: str, key: ExchangeKey
) -> None:
    await register(store, exchange(namespace, "m1", request_id="r1"))
    assert await find(store, namespace, key) is None


async def test_of_several_names_the_first_is_used(store: Store, namespace: str) -> None:
    """Id before message before request, as documented in ExchangeKey."""
    first, second = await register(
        store,
        exchange(namespace, "m1", request_id="r1"),
        exchange(namespace, "m2", request_id="r2"),
    )
    assert await find(store, namespace, ExchangeKey(first.id, "session-1", "m2", "r2")) == first
    assert await find(store, namespace, ExchangeKey("", "session-1", "m2", "r1")) == second


async def test_a_message_that_is_already_registered_is_refused_with_the_id_of_its_exchange(
    store: Store, namespace: str
) -> None:
    (made,) = await register(store, exchange(namespace, "m1"))
    (refusal,) = await register(store, exchange(namespace, "m1", prompt="another"))
    assert isinstance(refusal, AlreadyExists)
    assert (refusal.reason, refusal.resource_name) == (Reason.EXCHANGE_EXISTS, made.id)
    assert await find(store, namespace, by_message("m1")) == made


async def test_a_request_that_is_already_registered_is_refused(
    store: Store, namespace: str
) -> None:
    (made,) = await register(store, exchange(namespace, "m1", request_id="r1"))
    (refusal,) = await register(store, exchange(namespace, "m2", request_id="r1"))
    assert isinstance(refusal, AlreadyExists)
    assert refusal.resource_name == made.id
    assert await find(store, namespace, by_message("m2")) is None


async def test_names_are_unique_only_within_a_session(store: Store, namespace: str) -> None:
    made = await register(
        store,
        exchange(namespace, "m1", request_id="r1"),
        exchange(namespace, "m1", request_id="r1", session_id="session-2"),
    )
    assert len({one.id for one in made}) == 2


async def test_many_exchanges_of_a_session_may_have_no_request(
    store: Store, namespace: str
) -> None:
    made = await register(store, *(exchange(namespace, f"m{i}") for i in range(5)))
    assert [one.exchange.request_id for one in made] == [""] * 5
    assert (await find(store, namespace, by_message("m3"))).exchange.request_id == ""


async def test_many_exchanges_of_a_session_may_have_no_message(
    store: Store, namespace: str
) -> None:
    made = await register(store, *(exchange(namespace, "", request_id=f"r{i}") for i in range(5)))
    assert [one.exchange.message_id for one in made] == [""] * 5
    assert await find(store, namespace, by_request("r3")) == made[3]
    assert await find(store, namespace, by_message("")) is None
    (refusal,) = await register(store, exchange(namespace, "m1", request_id="r3"))
    assert isinstance(refusal, AlreadyExists)
    assert refusal.resource_name == made[3].id


async def test_a_missing_name_is_added_and_found_at_once(store: Store, namespace: str) -> None:
    (made,) = await register(store, exchange(namespace, "", request_id="r1"))
    named = await update(store, namespace, by_request("r1"), message_id="m1")
    assert (named.id, named.exchange.message_id) == (made.id, "m1")
    for key in (ExchangeKey(id=made.id), by_message("m1"), by_request("r1")):
        assert await find(store, namespace, key) == named


async def test_an_existing_name_never_changes(store: Store, namespace: str) -> None:
    (made,) = await register(store, exchange(namespace, "m1", request_id="r1"))
    for change in ({"message_id": "m2"}, {"request_id": "r2"}, {"message_id": ""}):
        with pytest.raises(FailedPrecondition) as refused:
            await update(store, namespace, ExchangeKey(id=made.id), topic="lost", **change)
        assert refused.value.reason is Reason.EXCHANGE_NAME_FINAL
    assert await find(store, namespace, ExchangeKey(id=made.id)) == made


async def test_a_name_of_another_exchange_is_not_added(store: Store, namespace: str) -> None:
    first, second, _ = await register(
        store,
        exchange(namespace, "", request_id="r1"),
        exchange(namespace, "m2"),
        exchange(namespace, "m1", session_id="session-2"),
    )
    with pytest.raises(AlreadyExists) as refused:
        await update(store, namespace, by_request("r1"), message_id="m2", topic="lost")
    assert (refused.value.reason, refused.value.resource_name) == (
        Reason.EXCHANGE_EXISTS,
        second.id,
    )
    assert await find(store, namespace, by_request("r1")) == first
    await update(store, namespace, by_request("r1"), message_id="m1")


async def test_an_update_looks_up_the_message_first_and_then_the_request(
    store: Store, namespace: str
) -> None:
    """As `ExchangeKey.each` has them."""
    by_both = ExchangeKey("", "session-1", "m1", "r1")
    (first,) = await register(store, exchange(namespace, "", request_id="r1"))
    assert (await update(store, namespace, by_both, topic="a")).id == first.id
    (second,) = await register(store, exchange(namespace, "m1"))
    assert (await update(store, namespace, by_both, topic="b")).id == second.id


async def test_a_name_added_by_one_update_of_a_group_is_found_by_the_next(
    store: Store, namespace: str
) -> None:
    first, _ = await register(
        store, exchange(namespace, "", request_id="r1"), exchange(namespace, "", request_id="r2")
    )
    named, found, refused = await in_one_group(
        store,
        lambda: update(store, namespace, by_request("r1"), message_id="m1"),
        lambda: update(store, namespace, by_message("m1"), topic="tea"),
        lambda: update(store, namespace, by_request("r2"), message_id="m1"),
    )
    assert named.id == found.id == first.id
    assert (found.exchange.message_id, found.exchange.topic) == ("m1", "tea")
    assert isinstance(refused, AlreadyExists)
    assert await find(store, namespace, by_message("m1")) == found


async def test_a_refused_exchange_does_not_affect_its_batch(store: Store, namespace: str) -> None:
    results = await register(
        store,
        exchange(namespace, "m1", request_id="r1"),
        exchange(namespace, "m1"),
        exchange(namespace, "m2"),
        exchange(namespace, "m3", request_id="r1"),
        exchange(namespace, "m3", request_id="r3"),
    )
    kinds = [type(result).__name__ for result in results]
    refused = "AlreadyExists"
    assert kinds == ["StoredExchange", refused, "StoredExchange", refused, "StoredExchange"]
    assert [result.resource_name for result in results[1::2]] == [results[0].id] * 2
    stored = await rows(
        store,
        'SELECT "message_id" FROM "exchange" WHERE "namespace_id" = ? ORDER BY "id"',
        namespace,
    )
    assert stored == [("m1",), ("m2",), ("m3",)]


async def test_one_message_in_two_batches_of_a_group_goes_to_the_first(
    store: Store, namespace: str
) -> None:
    (first,), (second, third) = await in_one_group(
        store,
        lambda: register(store, exchange(namespace, "m1")),
        lambda: register(store, exchange(namespace, "m1"), exchange(namespace, "m2")),
    )
    assert first.exchange.message_id == "m1"
    assert isinstance(second, AlreadyExists)
    assert second.resource_name == first.id
    assert third.exchange.message_id == "m2"


@pytest.mark.parametrize("status", [COMPLETED, FAILED])
async def test_a_pending_exchange_may_become(store: Store, namespace: str, status: int) -> None:
    (made,) = await register(store, exchange(namespace, "m1", status=PENDING, answer=""))
    done = await update(store, namespace, by_message("m1"), status=status, answer="done")
    assert (done.id, done.create_time) == (made.id, made.create_time)
    assert done.update_time > made.update_time
    assert (done.exchange.status, done.exchange.answer) == (status, "done")
    assert await find(store, namespace, ExchangeKey(id=made.id)) == done


@pytest.mark.parametrize(
    ("final", "wanted"),
    [
        (COMPLETED, PENDING),
        (COMPLETED, FAILED),
        (FAILED, PENDING),
        (FAILED, COMPLETED),
    ],
)
async def test_a_final_status_stays(store: Store, namespace: str, final: int, wanted: int) -> None:
    (made,) = await register(store, exchange(namespace, "m1", status=final))
    with pytest.raises(FailedPrecondition) as refused:
        await update(store, namespace, by_message("m1"), status=wanted, topic="changed")
    assert refused.value.reason is Reason.EXCHANGE_STATUS_FINAL
    assert await find(store, namespace, ExchangeKey(id=made.id)) == made


async def test_the_rest_of_a_final_exchange_may_change(store: Store, namespace: str) -> None:
    await register(store, exchange(namespace, "m1"))
    changed = await update(
        store, namespace, by_message("m1"), topic="coffee", confidence=None, metadata="{}"
    )
    assert (changed.exchange.topic, changed.exchange.status) == ("coffee", COMPLETED)


async def test_an_update_that_changes_nothing_keeps_the_time(store: Store, namespace: str) -> None:
    (made,) = await register(store, exchange(namespace, "m1", topic="tea"))
    assert await update(store, namespace, by_message("m1"), topic="tea") == made


async def test_an_unknown_exchange_is_not_updated(store: Store, namespace: str) -> None:
    with pytest.raises(NotFound) as refused:
        await update(store, namespace, by_request("r1"), topic="tea")
    assert refused.value.reason is Reason.EXCHANGE_NOT_FOUND
    assert refused.value.ids == {"session_id": "session-1", "exchange_request_id": "r1"}


async def test_updates_of_one_group_are_applied_in_their_order(
    store: Store, namespace: str
) -> None:
    """Whichever name each uses; a refused one does not affect those before it."""
    (made,) = await register(
        store, exchange(namespace, "m1", request_id="r1", status=PENDING, topic="")
    )
    keys = [ExchangeKey(id=made.id), by_message("m1"), by_request("r1")]

    def append(i: int) -> Any:
        change = ExchangeUpdate(
            namespace, keys[i % 3], lambda old: old._replace(topic=f"{old.topic}{i}")
        )
        return lambda: store.write(exchanges.update, change, namespace_id=namespace)

    *_, refused, last = await in_one_group(
        store,
        append(0),
        append(1),
        append(2),
        lambda: update(store, namespace, keys[0], status=COMPLETED),
        lambda: update(store, namespace, keys[1], status=FAILED, topic="lost"),
        append(5),
    )
    assert isinstance(refused, FailedPrecondition)
    assert last.exchange.topic == "0125"
    stored = await find(store, namespace, keys[0])
    assert (stored.exchange.topic, stored.exchange.status) == ("0125", COMPLETED)


async def test_every_caller_reads_the_exchange_that_it_requested(
    store: Store, namespace: str
) -> None:
    news: list[NewExchange] = [exchange(namespace, f"m{i}", request_id=f"r{i}") for i in range(20)]
    made = await register(store, *news)
    reading = [
        (one, store.read(exchanges.get, (namespace, key)))
        for i, one in enumerate(made)
        for key in (ExchangeKey(id=one.id), by_message(f"m{i}"), by_request(f"r{i}"))
    ]
    for one, read in reading:
        assert await read == one
