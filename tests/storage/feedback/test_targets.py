"""A message or request target names a completed exchange of the namespace."""

from __future__ import annotations

from typing import Any

import pytest

from plaudit_server.domain.errors import FailedPrecondition, NotFound, Reason
from plaudit_server.domain.exchanges.exchange import ExchangeKey, ExchangeStatus
from plaudit_server.domain.feedback.feedback import TargetKind
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.exchanges import exchanges
from plaudit_server.storage.exchanges.exchanges import ExchangeUpdate
from support.stores import (
    exchange,
    on_message,
    on_request,
    register,
    rows,
    submission,
    submit,
    submit_one,
)


@pytest.fixture(autouse=True)
def registered(runner: Any, store: Store, namespace: str) -> dict[str, str]:
    """The ids of an exchange in each status, with a message and a request of its name."""

    async def make() -> dict[str, str]:
        statuses = {status.name.lower(): status.value for status in ExchangeStatus}
        made = await register(
            store,
            *(
                exchange(namespace, name, request_id=name, status=status)
                for name, status in statuses.items()
            ),
        )
        return dict(zip(statuses, (one.id for one in made), strict=True))

    return runner.run(make())


TARGETS = pytest.mark.parametrize("target", [on_message, on_request], ids=["message", "request"])


@TARGETS
async def test_a_completed_exchange_accepts_feedback(
    store: Store, namespace: str, target: Any, registered: dict[str, str]
) -> None:
    result = await submit_one(store, namespace, text="x", **target("completed"))
    assert result.revision == 1
    assert await rows(
        store, 'SELECT "exchange_id" FROM "feedback" WHERE "namespace_id" = ?', namespace
    ) == [(registered["completed"],)]


@TARGETS
async def test_an_unknown_exchange_accepts_none(store: Store, namespace: str, target: Any) -> None:
    refusal = await submit_one(store, namespace, text="x", **target("unknown"))
    assert isinstance(refusal, NotFound)
    assert refusal.reason is Reason.EXCHANGE_NOT_FOUND
    assert set(refusal.ids.values()) == {"session-1", "unknown"}


@TARGETS
async def test_a_session_without_the_message_or_request_accepts_none(
    store: Store, namespace: str, target: Any
) -> None:
    said = target("completed", session_id="session-2")
    assert isinstance(await submit_one(store, namespace, text="x", **said), NotFound)


@TARGETS
@pytest.mark.parametrize("status", ["pending", "failed"])
async def test_an_exchange_accepts_none_while_it_is(
    store: Store, namespace: str, target: Any, status: str, registered: dict[str, str]
) -> None:
    refusal = await submit_one(store, namespace, text="x", **target(status))
    assert isinstance(refusal, FailedPrecondition)
    assert refusal.reason is Reason.EXCHANGE_NOT_COMPLETED
    assert refusal.ids == {"exchange_id": registered[status], "status": status.upper()}


async def test_an_exchange_accepts_feedback_once_it_is_completed(
    store: Store, namespace: str, registered: dict[str, str]
) -> None:
    completed = ExchangeUpdate(
        namespace,
        ExchangeKey(id=registered["pending"]),
        lambda old: old._replace(status=ExchangeStatus.COMPLETED.value),
    )
    await store.write(exchanges.update, completed, namespace_id=namespace)
    assert (await submit_one(store, namespace, text="x", **on_message("pending"))).revision == 1


async def test_a_refused_item_does_not_affect_its_batch(store: Store, namespace: str) -> None:
    results = await submit(
        store,
        submission(namespace, text="1"),
        submission(namespace, text="2", **on_message("unknown")),
        submission(namespace, text="3", **on_message("completed")),
        submission(namespace, text="4", **on_request("pending")),
        submission(namespace, text="5", **on_request("failed")),
        submission(namespace, text="6", **on_request("completed")),
    )
    assert [getattr(result, "reason", "stored") for result in results] == [
        "stored",
        Reason.EXCHANGE_NOT_FOUND,
        "stored",
        Reason.EXCHANGE_NOT_COMPLETED,
        Reason.EXCHANGE_NOT_COMPLETED,
        "stored",
    ]
    assert await rows(
        store,
        'SELECT "text", "sequence" FROM "feedback" WHERE "namespace_id" = ? ORDER BY "sequence"',
        namespace,
    ) == [("1", 1), ("3", 2), ("6", 3)]


@pytest.mark.parametrize(
    "said",
    [
        {"target_kind": TargetKind.SEARCH.value, "target_id": "never registered"},
        {"target_kind": TargetKind.SESSION.value, "session_id": "never registered"},
    ],
    ids=["search", "session"],
)
async def test_needs_no_registration(store: Store, namespace: str, said: dict[str, object]) -> None:
    assert (await submit_one(store, namespace, text="x", **said)).revision == 1
