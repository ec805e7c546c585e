"""Open streams are counted by namespace and principal, until they end in whatever way."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from plaudit.v1 import feedback_pb2
from plaudit_server.domain.errors import Reason, ResourceExhausted
from plaudit_server.domain.tenants.scopes import Principal
from plaudit_server.pipeline import streams
from plaudit_server.pipeline.call import Access, Call, Method, no_rules
from plaudit_server.pipeline.streams import Limits, Streams

LIMITS = Limits(2, 3)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "STREAMS", LIMITS)


def method(name: str = "StreamFeedback", *, streams_out: bool = True) -> Method:
    access = Access(
        scopes=frozenset(),
        end_users=False,
        feedback_tokens=False,
        rules=no_rules,
        batch="",
        item_rules=no_rules,
    )
    return Method(
        service="plaudit.v1.FeedbackService",
        name=name,
        request_class=feedback_pb2.StreamFeedbackRequest,
        access=access,
        serve=lambda *_: asyncio.sleep(0),
        streams_in=False,
        streams_out=streams_out,
    )


class Opened:
    """Streams through one stage, each open until it is told how to end."""

    def __init__(self, of: Method) -> None:
        self._ends: dict[asyncio.Task[bytes], asyncio.Future[bytes]] = {}
        self._handle = Streams(incoming=100).stage(of, self._serve)

    async def _serve(self, _: Call) -> bytes:
        task = asyncio.current_task()
        assert task is not None
        self._ends[task] = asyncio.get_running_loop().create_future()
        return await self._ends[task]

    async def open(
        self, principal: str, namespace: str = "ns_1", *, user: str = ""
    ) -> asyncio.Task[bytes]:
        """Open one; raises what refuses it."""
        context: Any = None
        call = Call(context=context, headers={})
        call.principal = Principal(
            id=principal,
            namespace_id=namespace,
            scopes=frozenset(),
            all_namespaces=False,
            user_id=user,
        )
        task: asyncio.Task[bytes] = asyncio.ensure_future(self._handle(call))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        if task.done():
            task.result()
        return task

    def end(self, task: asyncio.Task[bytes]) -> asyncio.Future[bytes]:
        return self._ends[task]


def refused(raised: pytest.ExceptionInfo[ResourceExhausted], subject: str, limit: int) -> bool:
    said = raised.value
    return (
        said.reason is Reason.RATE_LIMITED
        and said.subject == subject
        and str(limit) in said.message
        and bool(said.retry_after)
    )


def test_streams_are_limited_per_principal_and_per_namespace() -> None:
    async def run() -> None:
        opened = Opened(method())
        for _ in range(LIMITS.of_principal):
            await opened.open("key_1")
        with pytest.raises(ResourceExhausted) as raised:
            await opened.open("key_1")
        assert refused(raised, "principal:key_1", LIMITS.of_principal)
        await opened.open("key_2")
        with pytest.raises(ResourceExhausted) as raised:
            await opened.open("key_3")
        assert refused(raised, "namespace:ns_1", LIMITS.of_namespace)
        await opened.open("key_1", "ns_2")

    asyncio.run(run())


def test_a_stream_frees_its_slot_however_it_ends() -> None:
    async def run() -> None:
        opened = Opened(method())
        first, second = [await opened.open("key_1") for _ in range(2)]
        opened.end(first).set_result(b"")
        await first
        third = await opened.open("key_1")
        opened.end(second).set_exception(ZeroDivisionError())
        await asyncio.wait([second])
        await opened.open("key_1")
        third.cancel()
        await asyncio.wait([third])
        await opened.open("key_1")
        with pytest.raises(ResourceExhausted):
            await opened.open("key_1")

    asyncio.run(run())


def test_calls_that_do_not_stream_are_not_counted() -> None:
    async def run() -> None:
        opened = Opened(method("GetFeedback", streams_out=False))
        for _ in range(5):
            await opened.open("key_1")

    asyncio.run(run())


def test_open_calls_are_limited_for_end_users_and_not_for_keys() -> None:
    async def run() -> None:
        opened = Opened(method("GetFeedback", streams_out=False))
        calls = [
            await opened.open("user:ada", user="ada") for _ in range(streams.MAX_CALLS_OF_PERSON)
        ]
        with pytest.raises(ResourceExhausted) as raised:
            await opened.open("user:ada", user="ada")
        assert refused(raised, "principal:user:ada", streams.MAX_CALLS_OF_PERSON)
        await opened.open("user:grace", user="grace")
        opened.end(calls[0]).set_result(b"")
        await calls[0]
        await opened.open("user:ada", user="ada")
        for _ in range(streams.MAX_CALLS_OF_PERSON + 1):
            await opened.open("key_1")

    asyncio.run(run())
