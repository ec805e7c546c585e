"""The client for asyncio does what the other one does, without blocking the loop."""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import grpc
import pytest

import plaudit
from clients.fakes import fake_server, refuse
from plaudit import AsyncClient, message, search
from plaudit.v1 import feedback_pb2

Test = Callable[[AsyncClient], Coroutine[Any, Any, None]]


@pytest.fixture
def run(server) -> Callable[[Test], None]:
    """Runs a coroutine with a client of the shared server."""

    def run(test: Test) -> None:
        async def with_client() -> None:
            async with AsyncClient(server.address, api_key=server.key, timeout=60) as client:
                await test(client)

        asyncio.run(with_client())

    return run


@asynccontextmanager
async def client_of(address: str, **options: Any) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(address, api_key="k", **options) as client:
        yield client


def test_feedback_is_given_listed_and_changed(run, session):
    async def test(client: AsyncClient) -> None:
        target = message(session, "m")
        names = ["a", "b", "c"]
        given = await asyncio.gather(
            *(client.submit_feedback(target=target, name=n, rating="positive") for n in names)
        )
        ids = {result.feedback.id for result in given}
        assert {f.id async for f in client.list_feedback(session_id=session, page_size=2)} == ids
        pages = client.list_feedback(session_id=session, page_size=2).pages()
        assert [len(page.feedback) async for page in pages] == [2, 1]
        changed = await client.update_feedback(id=given[0].feedback.id, text="now with words")
        assert changed.feedback.rating == feedback_pb2.RATING_POSITIVE
        cleared = await client.update_feedback(id=given[0].feedback.id, text="")
        assert cleared.feedback.text == ""

    run(test)


def test_an_error_has_its_class_and_details(run):
    async def test(client: AsyncClient) -> None:
        with pytest.raises(plaudit.NotFound) as raised:
            await client.get_feedback(id="fb_none")
        assert raised.value.reason == "FEEDBACK_NOT_FOUND"
        assert raised.value.request_id
        assert isinstance(raised.value.rpc_error, grpc.aio.AioRpcError)
        with pytest.raises(ValueError, match=r'^feedback\.rating: must be one of .* not "good"$'):
            await client.submit_feedback(target=search("q"), rating="good")  # type: ignore[arg-type]

    run(test)


def test_a_write_whose_response_is_lost_is_recorded_once(client, server, proxy):
    dataset = client.create_dataset(
        name=str(uuid.uuid4()),
        fields=[{"name": "text", "text": {}}],
        questions=[{"name": "ok", "label": {"labels": ["yes", "no"]}}],
    ).dataset

    async def create() -> str:
        async with AsyncClient(proxy.address, api_key=server.key) as there:
            proxy.lose_next_response()
            values = {"text": "only once"}
            done = await there.create_record(dataset_id=dataset.id, field_to_value=values)
            return done.record.id

    created = asyncio.run(create())
    assert proxy.connections == 2
    assert [record.id for record in client.list_records(dataset_id=dataset.id)] == [created]


def test_a_call_that_is_limited_for_a_while_is_made_again():
    asked: list[bytes] = []

    def submit(
        request: bytes, context: grpc.ServicerContext
    ) -> feedback_pb2.SubmitFeedbackResponse:
        asked.append(request)
        if len(asked) <= 2:
            code = grpc.StatusCode.RESOURCE_EXHAUSTED
            refuse(context, code, "RATE_LIMITED", retry_after=0.05)
        return feedback_pb2.SubmitFeedbackResponse(stored=True)

    async def call(address: str) -> None:
        async with client_of(address) as client:
            assert (await client.submit_feedback(target=search("q"), text="x")).stored

    with fake_server({"SubmitFeedback": submit}) as fake:
        asyncio.run(call(fake.address))
    assert len(asked) == 3


@pytest.fixture
def silent():
    """The address of a server that never answers, and what is set when it is called."""
    called, over = threading.Event(), threading.Event()

    def submit(
        request: bytes, context: grpc.ServicerContext
    ) -> feedback_pb2.SubmitFeedbackResponse:
        called.set()
        over.wait(60)
        return feedback_pb2.SubmitFeedbackResponse()

    with fake_server({"SubmitFeedback": submit}) as fake:
        yield fake.address, called
        over.set()


def test_a_call_ends_with_its_timeout(silent):
    address, _ = silent

    async def call() -> None:
        async with client_of(address, timeout=0.2) as client:
            with pytest.raises(plaudit.DeadlineExceeded):
                await client.submit_feedback(target=search("q"), text="x")
        async with client_of(address) as client:
            with pytest.raises(plaudit.DeadlineExceeded):
                await client.submit_feedback(target=search("q"), text="x", timeout=0.2)

    asyncio.run(call())


def test_closing_a_client_ends_its_calls_with_cancelled(silent):
    address, called = silent

    async def call() -> None:
        client = AsyncClient(address, api_key="k")
        waiting = asyncio.create_task(client.submit_feedback(target=search("q"), text="x"))
        await asyncio.to_thread(called.wait)
        await client.close()
        with pytest.raises(plaudit.Cancelled):
            await waiting

    asyncio.run(call())


def test_a_task_that_is_cancelled_is_cancelled(silent):
    address, called = silent

    async def call() -> None:
        async with client_of(address) as client:
            waiting = asyncio.create_task(client.submit_feedback(target=search("q"), text="x"))
            await asyncio.to_thread(called.wait)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting

    asyncio.run(call())


def test_a_client_can_be_made_outside_of_the_loop(server):
    client = AsyncClient(server.address, api_key=server.key)

    async def call() -> str:
        async with client:
            return (await client.get_namespace(name="default")).namespace.name

    assert asyncio.run(call()) == "default"


def test_a_client_says_that_it_belongs_to_another_loop(server):
    client = AsyncClient(server.address, api_key=server.key)

    async def call() -> str:
        return (await client.get_namespace(name="default")).namespace.name

    async def watch() -> None:
        async for _ in client.watch_feedback():
            pass

    assert asyncio.run(call()) == "default"
    for again in (call, watch):
        with pytest.raises(RuntimeError, match="belongs to the event loop of its first call"):
            asyncio.run(again())


def test_a_closed_client_says_so(server):
    async def call() -> None:
        client = AsyncClient(server.address, api_key=server.key)
        await client.get_namespace(name="default")
        await client.close()
        with pytest.raises(plaudit.Cancelled, match="the client is closed"):
            await client.get_namespace(name="default")

    asyncio.run(call())
