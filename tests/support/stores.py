"""Feedback and exchanges for storage tests, and functions to store and query them."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from typing import Any

from plaudit_server.domain.exchanges.exchange import Exchange, ExchangeStatus
from plaudit_server.domain.feedback.feedback import (
    Content,
    Rating,
    Submission,
    TargetKind,
    identity,
)
from plaudit_server.storage.engine.requests import RequestKey
from plaudit_server.storage.engine.store import Once, Store
from plaudit_server.storage.engine.transaction import Transaction
from plaudit_server.storage.exchanges import exchanges
from plaudit_server.storage.exchanges.exchanges import NewExchange
from plaudit_server.storage.feedback import feedback

PRINCIPAL = "key_1"

POSITIVE = Rating.POSITIVE.value
NEGATIVE = Rating.NEGATIVE.value

_EMPTY = Content(
    target_kind=TargetKind.SEARCH.value,
    session_id="",
    target_id="search-1",
    name="overall",
    rating=0,
    value_bool=None,
    value_int=None,
    value_number=None,
    value_label=None,
    score=None,
    text="",
    correction="",
    type=0,
    source=0,
    origin=0,
    impact=0,
    processed=False,
    cited_memory_ids="",
    cited_node_ids="",
    user_message_class="",
    user_message_id="",
    assistant_message_class="",
    assistant_message_id="",
    user_id="",
    external_user_id="",
    metadata="",
)


def submission(
    namespace_id: str, *, principal_id: str = PRINCIPAL, session_context: str = "", **said: Any
) -> Submission:
    """Make a submission with only this content, by default on the search `search-1`."""
    content = _EMPTY._replace(**said)
    return Submission(
        namespace_id, principal_id, identity(content, principal_id), content, session_context
    )


def on_message(message_id: str, *, session_id: str = "session-1") -> dict[str, Any]:
    """Return the fields of a message target."""
    kind = TargetKind.MESSAGE.value
    return {"target_kind": kind, "session_id": session_id, "target_id": message_id}


def on_request(request_id: str, *, session_id: str = "session-1") -> dict[str, Any]:
    """Return the fields of a request target."""
    kind = TargetKind.REQUEST.value
    return {"target_kind": kind, "session_id": session_id, "target_id": request_id}


def exchange(namespace_id: str, message_id: str, **known: Any) -> NewExchange:
    """Make an exchange, by default completed and in the session `session-1`."""
    plain = Exchange(
        session_id="session-1",
        message_id=message_id,
        request_id="",
        status=ExchangeStatus.COMPLETED.value,
        prompt=f"prompt of {message_id}",
        answer=f"answer of {message_id}",
        context="",
        topic="",
        confidence=None,
        model="",
        metadata="",
    )
    return NewExchange(namespace_id, plain._replace(**known))


async def submit(store: Store, *submissions: Submission) -> list[Any]:
    """Submit a batch and return its results."""
    return await store.write(feedback.submit, submissions, namespace_id=submissions[0].namespace_id)


async def submit_one(store: Store, namespace_id: str, **said: Any) -> Any:
    """Submit one feedback and return its result."""
    (result,) = await submit(store, submission(namespace_id, **said))
    return result


async def register(store: Store, *news: NewExchange) -> list[Any]:
    """Register a batch of exchanges and return its results."""
    return await store.write(exchanges.create, news, namespace_id=news[0].namespace_id)


async def rows(store: Store, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    return await store.query("", lambda backend: list(backend.execute(statement, parameters)))


async def execute(store: Store, statement: str, *parameters: object) -> None:
    """Run and commit a statement that changes rows."""

    def run(tx: Transaction, jobs: Sequence[None]) -> list[None]:
        tx.execute(statement, parameters)
        return [None] * len(jobs)

    await store.write(run, None, namespace_id="")


def once(
    namespace_id: str,
    request_id: str,
    *,
    body: str = "",
    encode: Callable[[Any], bytes] = lambda result: repr(result).encode(),
) -> Once:
    """Make a write with a request id; by default its stored response is the `repr`."""
    return Once(RequestKey(namespace_id, request_id, body), encode)


async def in_one_group(store: Store, *calls: Callable[[], Awaitable[Any]]) -> list[Any]:
    """Make writes in the same group; return the result or exception of each.

    The writer is blocked until all of them wait for it.
    """
    all_waiting = threading.Event()

    def hold(_: Transaction, jobs: Sequence[None]) -> list[None]:
        assert all_waiting.wait(timeout=30)
        return [None] * len(jobs)

    holding = asyncio.ensure_future(store.write(hold, None, namespace_id=""))
    await asyncio.sleep(0)
    try:
        waiting = [asyncio.ensure_future(call()) for call in calls]
        await asyncio.sleep(0)
    finally:
        all_waiting.set()
    await holding
    return await asyncio.gather(*waiting, return_exceptions=True)


class Witness:
    """Records which writes shared a transaction; wrap every operation with `see`."""

    def __init__(self) -> None:
        self._writes: Counter[Transaction] = Counter()
        self.see = cache(self._see)

    @property
    def transactions(self) -> list[int]:
        """How many writes each transaction had, in order, including failed ones."""
        return list(self._writes.values())

    def _see(self, operation: Callable[..., Any]) -> Callable[..., Any]:
        def seen(tx: Transaction, payloads: Sequence[Any]) -> Any:
            self._writes[tx] += len(payloads)
            return operation(tx, payloads)

        return seen
