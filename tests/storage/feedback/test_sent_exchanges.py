"""Feedback sent with its exchange: both are recorded, or neither is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from plaudit_server.domain.errors import (
    AlreadyExists,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
)
from plaudit_server.domain.exchanges.exchange import ExchangeKey, ExchangeStatus
from plaudit_server.domain.feedback.criteria import CriterionKind
from plaudit_server.domain.feedback.feedback import FeedbackState, Submission
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.exchanges import exchanges
from plaudit_server.storage.feedback import criteria, reads, sent_exchanges
from plaudit_server.storage.feedback.criteria import NewCriterion
from support.stores import (
    POSITIVE,
    exchange,
    execute,
    in_one_group,
    on_message,
    on_request,
    register,
    rows,
    submission,
)

PENDING, FAILED = ExchangeStatus.PENDING.value, ExchangeStatus.FAILED.value
WAITS, COUNTS = FeedbackState.PENDING_TARGET, FeedbackState.ACTIVE


def with_exchange(namespace: str, message_id: str, *, on: Any = None, **known: Any) -> Submission:
    """Make a positive feedback with its exchange, by default on the message."""
    user = known.pop("by", "")
    said = {"rating": POSITIVE, "user_id": user, **(on or on_message(message_id))}
    sent = exchange(namespace, message_id, **known).exchange
    return submission(namespace, **said)._replace(exchange=sent)


async def submit(store: Store, *submissions: Submission) -> list[Any]:
    return await store.write(
        sent_exchanges.submit, submissions, namespace_id=submissions[0].namespace_id
    )


async def registered(store: Store, namespace: str) -> list[tuple[Any, ...]]:
    return await rows(
        store,
        'SELECT COALESCE("message_id", \'\'), COALESCE("request_id", \'\') FROM "exchange"'
        ' WHERE "namespace_id" = ? ORDER BY "id"',
        namespace,
    )


async def take_early(store: Store, namespace: str) -> None:
    await execute(
        store, 'UPDATE "namespace" SET "early_feedback" = TRUE WHERE "namespace_id" = ?', namespace
    )


async def test_an_exchange_is_registered_with_the_first_feedback_sent_with_it(
    store: Store, namespace: str
) -> None:
    results = await in_one_group(
        store,
        lambda: submit(store, with_exchange(namespace, "m1", request_id="r1", by="a")),
        lambda: submit(store, with_exchange(namespace, "m1", prompt="other", by="b")),
        lambda: submit(store, with_exchange(namespace, "", request_id="r1", on=on_request("r1"))),
        lambda: submit(store, submission(namespace, text="on a search")),
        lambda: submit(store, with_exchange(namespace, "m2")),
    )
    flat = [one for (one,) in results]
    assert [one.exchange_created for one in flat] == [True, False, False, False, True]
    assert [one.stored for one in flat] == [True, True, True, False, True]
    assert await registered(store, namespace) == [("m1", "r1"), ("m2", "")]
    key = ExchangeKey(session_id="session-1", message_id="m1")
    (stored,) = [await store.read(exchanges.get, (namespace, key))]
    assert stored is not None
    sent = exchange(namespace, "m1", request_id="r1").exchange
    assert stored.exchange == sent._replace(occur_time=stored.create_time)


async def test_a_group_is_recorded_as_if_one_came_after_the_other(
    store: Store, namespace: str
) -> None:
    """Feedback before its exchange is refused or pending; feedback after it is active."""
    plain = submission(namespace, text="plain", **on_message("m1"))
    first, second, third, fourth = await submit(
        store,
        plain,
        with_exchange(namespace, "m1", request_id="r1"),
        submission(namespace, text="after", **on_request("r1")),
        plain,
    )
    assert isinstance(first, NotFound)
    assert second.exchange_created
    assert (third.state, fourth.state) == (COUNTS, COUNTS)
    await take_early(store, namespace)
    waiting, bringer = await submit(
        store,
        submission(namespace, text="early", user_id="a", **on_message("m2")),
        with_exchange(namespace, "m2"),
    )
    assert (waiting.state, waiting.revision) == (WAITS, 1)
    assert bringer.state == COUNTS
    (now,) = await store.query("", reads.get, [(namespace, waiting.id)])
    assert (now.state, now.revision) == (COUNTS, 2)


@pytest.mark.parametrize("early", [False, True], ids=["strict", "early"])
async def test_a_name_that_another_exchange_has_is_refused_and_nothing_is_left(
    store: Store, namespace: str, early: bool
) -> None:
    if early:
        await take_early(store, namespace)
    (there,) = await register(store, exchange(namespace, "m1", request_id="r1"))
    refused, made, clash = await submit(
        store,
        with_exchange(namespace, "m2", request_id="r1"),
        with_exchange(namespace, "m3", request_id="r3"),
        with_exchange(namespace, "m4", request_id="r3"),
    )
    assert isinstance(refused, AlreadyExists)
    assert refused.resource_name == there.id
    assert made.exchange_created
    assert isinstance(clash, AlreadyExists)
    assert await registered(store, namespace) == [("m1", "r1"), ("m3", "r3")]
    found = await rows(store, 'SELECT "id" FROM "feedback" WHERE "namespace_id" = ?', namespace)
    assert found == [(made.id,)]


async def test_the_same_again_is_replayed_whatever_exchange_is_sent(
    store: Store, namespace: str
) -> None:
    await take_early(store, namespace)
    said = submission(namespace, rating=POSITIVE, **on_message("m1"))
    (first,) = await submit(store, said)
    await execute(
        store, 'UPDATE "namespace" SET "early_feedback" = FALSE WHERE "namespace_id" = ?', namespace
    )
    (again,) = await submit(store, with_exchange(namespace, "m1", status=PENDING))
    assert (again.id, again.replayed, again.exchange_created) == (first.id, True, True)
    (other,) = await submit(store, with_exchange(namespace, "m2", status=PENDING))
    assert isinstance(other, FailedPrecondition)
    assert await registered(store, namespace) == [("m1", "")]


async def test_a_batch_whose_exchanges_share_names_takes_no_more_statements_than_one_pair(
    store: Store, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a batch of five hundred such pairs would keep all writers waiting for a second."""
    execute = store.backend.execute
    counted: list[str] = []

    def count(statement: str, *parameters: Any) -> Any:
        counted.append(statement)
        return execute(statement, *parameters)

    monkeypatch.setattr(store.backend, "execute", count)
    took = []
    for pairs in (range(1), range(1, 21)):
        counted.clear()
        results = await submit(
            store,
            *(with_exchange(namespace, f"{m}{i}", request_id=f"r{i}") for i in pairs for m in "ab"),
        )
        assert [isinstance(one, AlreadyExists) for one in results] == [False, True] * len(pairs)
        took.append(len(counted))
    assert took[0] == took[1]


@pytest.mark.parametrize("brought", [{"status": FAILED}, {"request_id": "taken"}])
async def test_the_same_again_is_replayed_also_right_after_what_it_repeats(
    store: Store, namespace: str, brought: dict[str, Any]
) -> None:
    """A group answers as if one came after the other: the first is recorded before the second."""
    await take_early(store, namespace)
    await register(store, exchange(namespace, "other", request_id="taken"))
    said = submission(namespace, rating=POSITIVE, **on_message("m1"))
    first, again = await submit(store, said, with_exchange(namespace, "m1", **brought))
    assert (again.id, again.replayed) == (first.id, True)


async def test_feedback_that_was_changed_in_the_same_group_and_is_refused_leaves_no_exchange(
    store: Store, namespace: str
) -> None:
    """It says what was said before the change, which the criterion no longer takes."""
    await take_early(store, namespace)
    unfit = submission(namespace, rating=POSITIVE, **on_message("m1"))
    await submit(store, unfit)
    criterion = NewCriterion(namespace, "overall", "", CriterionKind.BOOL)
    await store.write(criteria.create, criterion, namespace_id=namespace)
    fit = submission(namespace, rating=POSITIVE, value_bool=True, **on_message("m1"))
    changed, refused = await submit(store, fit, with_exchange(namespace, "m1"))
    assert changed.revision == 2
    assert isinstance(refused, InvalidArgument)
    assert await registered(store, namespace) == []


async def test_servers_that_receive_the_same_exchange_at_once_register_it_once(
    open_store: Callable[[str], Store],
    store: Store,
    database: str,
    namespace: str,
) -> None:
    other = open_store(database)
    results = await asyncio.gather(
        *(
            submit(
                of, with_exchange(namespace, f"m{i % 5}", request_id=f"r{i % 5}", by=f"user {i}")
            )
            for i in range(100)
            for of in (store, other)
        )
    )
    flat = [one for (one,) in results]
    assert sum(one.exchange_created for one in flat) == 5
    assert all(one.stored for one in flat)
    assert sorted(await registered(store, namespace)) == [(f"m{i}", f"r{i}") for i in range(5)]
