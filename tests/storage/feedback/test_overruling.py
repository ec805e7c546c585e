"""Overruling under chores and concurrent writers, and what it costs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from plaudit_server.domain.errors import FailedPrecondition, Refusal
from plaudit_server.domain.feedback.feedback import FeedbackDeletion, FeedbackState
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.engine.transaction import now
from plaudit_server.storage.feedback import feedback, overruling, reads, retention
from plaudit_server.storage.feedback.retention import Limit
from support.stores import (
    NEGATIVE,
    POSITIVE,
    execute,
    in_one_group,
    submission,
    submit,
    submit_one,
)


async def states(store: Store, namespace: str, *ids: str) -> list[tuple[int, str] | None]:
    """Return the state of each feedback, and what overrules it; `None` if it is removed."""
    found = [await store.read(reads.get, (namespace, id_)) for id_ in ids]
    return [None if f is None else (f.state, f.overruled_by) for f in found]


async def delete(store: Store, namespace: str, id_: str) -> None:
    deletion = FeedbackDeletion(namespace, id_, "")
    await store.write(feedback.delete, deletion, namespace_id=namespace)


async def pair(store: Store, namespace: str) -> tuple[Any, Any]:
    """Return feedback that is overruled, and the one that overrules it."""
    judged = await submit_one(store, namespace, rating=POSITIVE, external_user_id="judge")
    human = await submit_one(
        store, namespace, rating=NEGATIVE, external_user_id="ada", overrules=judged.id
    )
    return judged, human


async def grow_old(store: Store, namespace: str, *ids: str) -> Limit:
    """Make feedback old, and return a limit that it exceeds."""
    for id_ in ids:
        await execute(
            store,
            'UPDATE "feedback" SET "update_time" = 1, "create_time" = 1, "occur_time" = 1'
            ' WHERE "namespace_id" = ? AND "id" = ?',
            *(namespace, id_),
        )
    return Limit(namespace, 2)


async def test_retention_of_the_overruling_feedback_alone_leaves_the_other_overruled(
    store: Store, namespace: str
) -> None:
    judged, human = await pair(store, namespace)
    limit = await grow_old(store, namespace, human.id)
    # By sequence, the other is older: it has changed since.
    await submit_one(store, namespace, rating=POSITIVE, external_user_id="judge", text="sure")
    await store.write(retention.purge, limit, namespace_id=namespace)
    assert await states(store, namespace, human.id, judged.id) == [
        None,
        (FeedbackState.OVERRULED, human.id),
    ]


async def test_deleting_the_middle_of_a_chain_lets_the_last_overrule_the_first(
    store: Store, namespace: str
) -> None:
    judged, human = await pair(store, namespace)
    last = await submit_one(
        store, namespace, rating=POSITIVE, external_user_id="chief", overrules=human.id
    )
    await delete(store, namespace, human.id)
    assert await states(store, namespace, judged.id, last.id) == [
        (FeedbackState.OVERRULED, last.id),
        (FeedbackState.ACTIVE, ""),
    ]
    await delete(store, namespace, last.id)
    assert await states(store, namespace, judged.id) == [(FeedbackState.ACTIVE, "")]


async def test_retention_removes_both_at_once(store: Store, namespace: str) -> None:
    judged, human = await pair(store, namespace)
    limit = await grow_old(store, namespace, human.id, judged.id)
    await store.write(retention.purge, limit, namespace_id=namespace)
    assert await states(store, namespace, human.id, judged.id) == [None, None]


async def test_retention_of_the_overruled_feedback_leaves_the_other(
    store: Store, namespace: str
) -> None:
    judged, human = await pair(store, namespace)
    await submit_one(
        store,
        namespace,
        rating=NEGATIVE,
        external_user_id="ada",
        overrules=judged.id,
        text="still",
    )
    limit = await grow_old(store, namespace, judged.id)
    await store.write(retention.purge, limit, namespace_id=namespace)
    assert await states(store, namespace, judged.id, human.id) == [
        None,
        (FeedbackState.ACTIVE, ""),
    ]


async def test_of_a_group_of_calls_the_first_overrules(store: Store, namespace: str) -> None:
    judged = await submit_one(store, namespace, rating=POSITIVE, external_user_id="judge")
    outcomes = await in_one_group(
        store,
        *(
            lambda i=i: submit_one(
                store, namespace, rating=NEGATIVE, external_user_id=f"{i}", overrules=judged.id
            )
            for i in range(3)
        ),
    )
    assert [isinstance(outcome, FailedPrecondition) for outcome in outcomes] == [False, True, True]
    assert await states(store, namespace, judged.id) == [(FeedbackState.OVERRULED, outcomes[0].id)]


async def test_of_two_servers_only_one_overrules_a_feedback(
    store: Store, namespace: str, open_store: Callable[..., Store], database: str
) -> None:
    other = open_store(database)
    for n in range(10):
        judged = await submit_one(store, namespace, rating=POSITIVE, external_user_id=f"judge {n}")
        tries = await asyncio.gather(
            *(
                submit_one(
                    of, namespace, rating=NEGATIVE, external_user_id=f"{n} {i}", overrules=judged.id
                )
                for i, of in enumerate((store, other) * 2)
            )
        )
        (winner,) = [one for one in tries if not isinstance(one, Refusal)]
        assert await states(store, namespace, judged.id) == [(FeedbackState.OVERRULED, winner.id)]


async def test_feedback_that_overrules_none_costs_no_statement(
    store: Store, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    execute_ = Backend.execute
    monkeypatch.setattr(
        Backend,
        "execute",
        lambda self, statement, *rest: ran.append(statement) or execute_(self, statement, *rest),
    )
    await submit(store, *(submission(namespace, text=f"{n}") for n in range(5)))
    assert overruling.FIND_BY_ID not in ran
    judged, _ = await pair(store, namespace)
    assert ran.count(overruling.FIND_BY_ID) == 1
    ran.clear()
    await submit_one(store, namespace, external_user_id="judge", text="replaced")
    assert overruling.FIND_BY_ID not in ran
    assert now() > judged.update_time
