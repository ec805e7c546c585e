"""Streams resume where they broke: each change arrives once, each item is recorded once."""

from __future__ import annotations

import asyncio
import gc
import itertools
import socket
import subprocess
import sys
import time
import uuid
import weakref
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import Any

import grpc
import pytest

import plaudit
from clients.fakes import fake_server, refuse
from clients.proxy import Proxy
from clients.servers import KEY, running_server
from plaudit import AsyncClient, Client, message, search
from plaudit.calls import channel
from plaudit.v1 import dataset_pb2, export_pb2, feedback_pb2

F = feedback_pb2


def texts(watched: list[F.WatchFeedbackResponse]) -> list[str]:
    return [one.change.feedback.text for one in watched]


def take(stream: Iterator[Any], number: int) -> list[Any]:
    return [next(stream) for _ in range(number)]


def until(condition: Any) -> None:
    while not condition():
        time.sleep(0.01)


@pytest.fixture
def nobody() -> str:
    """An address where no server is."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    return f"127.0.0.1:{port}"


@pytest.mark.slow
def test_a_watch_goes_on_after_its_server_was_killed(tmp_path):
    with ExitStack() as stack:
        server = stack.enter_context(running_server(tmp_path))
        client = stack.enter_context(Client(server.address, api_key=KEY, timeout=30))
        watch = stack.enter_context(client.watch_feedback(from_beginning=True))
        for number in range(4):
            client.submit_feedback(target=search("q"), text=str(number))
        seen = take(watch, 2)  # the others are on their way, or lost
        server.kill()
        stack.enter_context(running_server(tmp_path, server.port))
        seen += take(watch, 2)
        for number in range(4, 6):
            client.submit_feedback(target=search("q"), text=str(number))
        seen += take(watch, 2)
    assert texts(seen) == ["0", "1", "2", "3", "4", "5"]


@pytest.mark.slow
def test_an_async_watch_goes_on_after_its_server_was_killed(tmp_path):
    async def test(stack: ExitStack) -> list[str]:
        server = stack.enter_context(running_server(tmp_path))
        async with AsyncClient(server.address, api_key=KEY, timeout=30) as client:
            watch = client.watch_feedback(from_beginning=True)
            for number in range(4):
                await client.submit_feedback(target=search("q"), text=str(number))
            seen = [await watch.__anext__() for _ in range(2)]
            server.kill()
            stack.enter_context(running_server(tmp_path, server.port))
            seen += [await watch.__anext__() for _ in range(2)]
            await client.submit_feedback(target=search("q"), text="4")
            seen.append(await watch.__anext__())
            await watch.close()
        return texts(seen)

    with ExitStack() as stack:
        assert asyncio.run(test(stack)) == ["0", "1", "2", "3", "4"]


def test_a_watch_of_records_goes_on_after_its_connection_broke(client, server, proxy):
    dataset = client.create_dataset(
        name=str(uuid.uuid4()),
        fields=[{"name": "text", "text": {}}],
        questions=[{"name": "ok", "label": {"labels": ["yes", "no"]}}],
    ).dataset

    def add(text: str) -> str:
        values = {"text": text}
        return client.create_record(dataset_id=dataset.id, field_to_value=values).record.id

    with Client(proxy.address, api_key=server.key, timeout=30) as there:
        watch = there.watch_records(dataset_id=dataset.id, from_beginning=True)
        ids = [add("one"), add("two")]
        assert next(watch).WhichOneof("event") == "dataset"  # its creation
        seen = take(watch, 1)
        proxy.break_connections()
        ids.append(add("three"))
        seen += take(watch, 2)
        assert [type(one) for one in seen] == [dataset_pb2.WatchRecordsResponse] * 3
        assert [one.record.record.id for one in seen] == ids
    assert proxy.connections == 2


def test_an_export_goes_on_where_it_broke():
    asked: list[export_pb2.ExportTrainingRequest] = []

    def export(requests: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[Any]:
        asked.append(export_pb2.ExportTrainingRequest.FromString(next(requests)))
        if len(asked) == 1:
            yield part("first", "second", token="a")
            refuse(context, grpc.StatusCode.UNAVAILABLE, "DRAINING", retry_after=0.01)
        yield part("third", token="b")

    def part(*names: str, token: str) -> export_pb2.ExportTrainingResponse:
        examples = [export_pb2.TrainingExample(source_id=name) for name in names]
        return export_pb2.ExportTrainingResponse(examples=examples, resume_token=token)

    with (
        fake_server(streams={"ExportTraining": export}) as fake,
        Client(fake.address, api_key="k") as client,
    ):
        stream = client.export_training(format="sft", topics=["billing"])
        assert (next(stream).source_id, stream.resume_token) == ("first", "")
        assert (next(stream).source_id, stream.resume_token) == ("second", "a")
        assert [example.source_id for example in stream] == ["third"]
        assert stream.resume_token == "b"
    assert [request.resume_token for request in asked] == ["", "a"]
    assert [list(request.filter.topics) for request in asked] == [["billing"], ["billing"]]


def test_checkpoints_are_handed_out_on_request(client, session):
    with client.watch_feedback(session_id=session, checkpoints=True) as watch:
        first = next(watch)
        assert first.WhichOneof("event") == "checkpoint"
        assert watch.resume_token == first.resume_token != ""
    client.submit_feedback(target=message(session, "m"), text="later")
    with client.watch_feedback(session_id=session, resume_token=first.resume_token) as watch:
        assert texts(take(watch, 1)) == ["later"]


def test_another_thread_can_close_a_stream(client, session):
    watch = client.watch_feedback(session_id=session, checkpoints=True)
    seen: list[str | None] = []
    with ThreadPoolExecutor() as pool:
        reading = pool.submit(lambda: seen.extend(one.WhichOneof("event") for one in watch))
        until(lambda: seen or reading.done())
        watch.close()
        reading.result()
    assert seen == ["checkpoint"]


def test_a_block_ends_its_stream(client, session):
    with client.watch_feedback(session_id=session, from_beginning=True) as watch:
        client.submit_feedback(target=message(session, "m"), text="one")
        assert texts(take(watch, 1)) == ["one"]
    assert list(watch) == []


@pytest.mark.slow
def test_a_stream_to_nowhere_fails(nobody):
    with Client(nobody, api_key="k", timeout=0.3) as client:
        with pytest.raises(plaudit.Unavailable, match=f"^UNAVAILABLE: no server at {nobody}"):
            next(client.watch_feedback())
        with pytest.raises(plaudit.Unavailable):
            next(client.stream_feedback([{"text": "x"}]))

    async def test() -> None:
        async with AsyncClient(nobody, api_key="k", timeout=0.3) as client:
            with pytest.raises(plaudit.Unavailable):
                await client.watch_feedback().__anext__()
            with pytest.raises(plaudit.Unavailable):
                await client.stream_feedback([{"text": "x"}]).__anext__()

    asyncio.run(test())


def test_a_stream_with_a_wrong_key_fails_at_once(server, proxy):
    with Client(proxy.address, api_key="wrong-key-of-the-tests") as client:
        with pytest.raises(plaudit.Unauthenticated):
            next(client.watch_feedback())
        with pytest.raises(plaudit.Unauthenticated):
            next(client.stream_feedback([{"target": search("q"), "text": "x"}]))
    assert proxy.connections == 1


def test_a_stream_that_is_refused_for_longer_than_it_may_try_fails_at_once():
    def busy(requests: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[Any]:
        refuse(context, grpc.StatusCode.RESOURCE_EXHAUSTED, "RATE_LIMITED", retry_after=600)

    with (
        fake_server(streams={"WatchFeedback": busy}) as fake,
        Client(fake.address, api_key="k") as client,
        pytest.raises(plaudit.ResourceExhausted),
    ):
        next(client.watch_feedback())


def test_a_stream_ends_with_its_timeout(client, session):
    with pytest.raises(plaudit.DeadlineExceeded):
        list(client.watch_feedback(session_id=session, timeout=0.2))


@pytest.mark.slow
def test_a_watch_notices_a_peer_that_went_silent(monkeypatch):
    shortened = tuple((name, min(value, 300)) for name, value in channel._KEEPALIVE)
    monkeypatch.setattr(channel, "_KEEPALIVE", shortened)
    asked: list[str] = []

    def watch(requests: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[Any]:
        asked.append(F.WatchFeedbackRequest.FromString(next(requests)).resume_token)
        if len(asked) == 1:
            yield change("before", "a")
            until(lambda: not context.is_active())
        else:
            yield change("after", "b")

    def change(text: str, token: str) -> F.WatchFeedbackResponse:
        changed = F.FeedbackChange(feedback=F.Feedback(text=text))
        return F.WatchFeedbackResponse(change=changed, resume_token=token)

    with (
        fake_server(streams={"WatchFeedback": watch}) as fake,
        closing(Proxy(fake.address)) as proxy,
        Client(proxy.address, api_key="k") as client,
    ):
        stream = client.watch_feedback()
        seen = take(stream, 1)
        proxy.silence()
        seen += take(stream, 1)
        stream.close()
    assert texts(seen) == ["before", "after"]
    assert asked == ["", "a"]


def items(session: str, number: int) -> Iterator[dict[str, Any]]:
    """Make changes of one feedback: each that is recorded is a revision of it."""
    for text in range(number):
        yield {"target": message(session, "m"), "text": str(text), "external_user_id": "ada"}


def recorded(client: Client, session: str) -> list[str]:
    """Return the texts of the revisions, in their order."""
    (feedback,) = client.list_feedback(session_id=session)
    found = {one.revision: one.text for one in client.list_feedback_revisions(id=feedback.id)}
    return [found[revision] for revision in sorted(found)]


def numbers(results: list[F.StreamFeedbackResult]) -> list[int]:
    return [result.sequence_number for result in results]


def test_each_item_of_a_stream_is_acknowledged_in_order(client, session):
    whole = F.StreamFeedbackRequest(feedback=F.Feedback(target=search(f"q_{session}"), text="x"))
    refused = {"target": message(session, "nothing"), "text": "x"}
    with_exchange = {
        "feedback": {"target": message(session, "new"), "text": "x"},
        "exchange": {"prompt": "Why?", "answer": "So."},
    }
    results = list(client.stream_feedback([*items(session, 2), refused, whole, with_exchange]))
    assert numbers(results) == [1, 2, 3, 4, 5]
    assert [r.WhichOneof("result") for r in results] == ["submitted"] * 2 + ["error"] + [
        "submitted"
    ] * 2
    error = plaudit.from_status(results[2].error)
    assert isinstance(error, plaudit.NotFound)
    assert error.reason == "EXCHANGE_NOT_FOUND"


async def collect(results: AsyncIterator[F.StreamFeedbackResult], seen: list[int]) -> None:
    async for result in results:
        seen.append(result.sequence_number)  # noqa: PERF401 - what came before an error counts


class Broken(Exception):
    """What an application raises."""


def test_an_exception_of_the_items_comes_after_what_was_sent(client, session):
    def broken() -> Iterator[dict[str, Any]]:
        yield from items(session, 2)
        raise Broken

    seen: list[int] = []
    stream = client.stream_feedback(broken())
    with pytest.raises(Broken):
        seen.extend(result.sequence_number for result in stream)
    assert seen == [1, 2]
    assert recorded(client, session) == ["0", "1"]


def test_an_item_that_does_not_fit_is_named_after_what_was_sent(client, session):
    seen: list[int] = []
    stream = client.stream_feedback([*items(session, 1), {"rating": "good"}])
    with pytest.raises(ValueError, match=r'^item 2: feedback\.rating: must be one of .*"good"$'):
        seen.extend(result.sequence_number for result in stream)
    assert seen == [1]


class Unreadable(dict[str, Any]):
    """A dictionary of an application whose values cannot be read."""

    def items(self) -> Any:
        raise Broken


def unreadable(session: str) -> list[dict[str, Any]]:
    one, two = items(session, 2)
    return [one, Unreadable(two), two]


def test_no_item_is_left_out_whatever_is_wrong_with_it(client, server, session):
    seen: list[int] = []
    with pytest.raises(Broken):
        seen.extend(r.sequence_number for r in client.stream_feedback(unreadable(session)))

    async def test() -> None:
        async with AsyncClient(server.address, api_key=server.key) as there:
            with pytest.raises(Broken):
                await collect(there.stream_feedback(unreadable(session)), seen)

    asyncio.run(test())
    assert seen == [1, 1]


def test_a_stream_ends_when_its_items_exit_or_are_cancelled(client, server, session):
    def leaving() -> Iterator[dict[str, Any]]:
        yield from items(session, 1)
        raise SystemExit(3)

    async def cancelled() -> AsyncIterator[dict[str, Any]]:
        for item in items(session, 1):
            yield item
        raise asyncio.CancelledError

    with pytest.raises(SystemExit):
        list(client.stream_feedback(leaving(), timeout=30))

    async def test() -> None:
        async with AsyncClient(server.address, api_key=server.key) as there:
            with pytest.raises(asyncio.CancelledError):
                await collect(there.stream_feedback(cancelled(), timeout=30), [])

    asyncio.run(test())


def test_a_stream_takes_a_limited_number_of_items_ahead(client, session):
    taken: list[int] = []
    with client.stream_feedback(endless(session, taken)) as stream:
        acknowledged = len(take(stream, 1))
        until(lambda: len(taken) > 1000)
        time.sleep(0.5)  # without the limit it would take more meanwhile
        assert len(taken) <= 1001 + acknowledged + len(stream._ready)


def endless(session: str, taken: list[int]) -> Iterator[dict[str, Any]]:
    for number in itertools.count():
        taken.append(number)
        yield {"target": search(f"q_{session}"), "name": str(number), "rating": "positive"}


def test_a_stream_that_its_program_leaves_is_collected(client, server, session):
    stream = client.stream_feedback(endless(session, []))
    next(stream)
    left = weakref.ref(stream)
    del stream
    gc.collect()
    assert left() is None

    async def test() -> None:
        async with AsyncClient(server.address, api_key=server.key) as there:
            before = asyncio.all_tasks()
            stream = there.stream_feedback(endless(session, []))
            await stream.__anext__()
            del stream
            gc.collect()
            while asyncio.all_tasks() != before:
                await asyncio.sleep(0.01)

    asyncio.run(test())


def test_who_stops_waiting_for_a_result_can_go_on(client, server, session):
    go_on = asyncio.Event()

    async def slow() -> AsyncIterator[dict[str, Any]]:
        for item in items(session, 3):
            yield item
            if item["text"] == "1":
                await go_on.wait()

    async def test() -> list[int]:
        seen: list[int] = []
        async with AsyncClient(server.address, api_key=server.key) as there:
            stream = there.stream_feedback(slow())
            seen += [(await stream.__anext__()).sequence_number for _ in range(2)]
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(stream.__anext__(), 0.2)
            go_on.set()
            await collect(stream, seen)
        return seen

    assert asyncio.run(test()) == [1, 2, 3]
    assert recorded(client, session) == ["0", "1", "2"]


@pytest.mark.slow
def test_a_stream_whose_server_is_killed_records_each_item_once(tmp_path):
    with ExitStack() as stack:
        server = stack.enter_context(running_server(tmp_path))
        client = stack.enter_context(Client(server.address, api_key=KEY, timeout=30))
        client.create_exchange(session_id="s", message_id="m", prompt="Why?", answer="So.")

        def slow() -> Iterator[dict[str, Any]]:
            for number, item in enumerate(items("s", 300)):
                if number == 150:
                    until(lambda: server.process.poll() is not None)
                yield item

        stream = client.stream_feedback(slow())
        seen = take(stream, 5)
        server.kill()
        stack.enter_context(running_server(tmp_path, server.port))
        seen += stream
        assert numbers(seen) == list(range(1, 301))
        assert recorded(client, "s") == [str(number) for number in range(300)]


def test_a_stream_that_loses_acknowledgements_records_each_item_once(
    client, server, proxy, session
):
    with Client(proxy.address, api_key=server.key, timeout=30) as there:
        there.get_namespace(name="default")
        proxy.lose_next_response()
        seen = list(there.stream_feedback(items(session, 50)))
    assert proxy.connections == 2
    assert numbers(seen) == list(range(1, 51))
    assert recorded(client, session) == [str(number) for number in range(50)]


def test_a_stream_of_two_processes_with_one_id_records_each_item_once(client, session):
    stream_id = str(uuid.uuid4())
    first = list(client.stream_feedback(items(session, 3), stream_id=stream_id))
    again = list(client.stream_feedback(items(session, 5), stream_id=stream_id))
    assert [result.submitted.replayed for result in again] == [True] * 3 + [False] * 2
    assert [r.submitted.feedback.id for r in first] == [r.submitted.feedback.id for r in again[:3]]
    assert recorded(client, session) == ["0", "1", "2", "3", "4"]


def test_a_slow_producer_loses_nothing_when_the_connection_breaks(client, server, proxy, session):
    seen: list[int] = []

    def slow() -> Iterator[dict[str, Any]]:
        for number, item in enumerate(items(session, 4)):
            if number == 2:
                until(lambda: seen == [1, 2])
                proxy.break_connections()
                until(lambda: proxy.connections == 2)
            yield item

    with Client(proxy.address, api_key=server.key, timeout=30) as there:
        seen.extend(result.sequence_number for result in there.stream_feedback(slow()))
    assert seen == [1, 2, 3, 4]
    assert recorded(client, session) == ["0", "1", "2", "3"]


def test_an_async_stream_loses_nothing_when_the_connection_breaks(client, server, proxy, session):
    seen: list[int] = []

    async def slow() -> AsyncIterator[dict[str, Any]]:
        for number, item in enumerate(items(session, 4)):
            if number == 2:
                while seen != [1, 2]:
                    await asyncio.sleep(0.01)
                proxy.break_connections()
                while proxy.connections < 2:
                    await asyncio.sleep(0.01)
            yield item

    async def test() -> None:
        async with AsyncClient(proxy.address, api_key=server.key, timeout=30) as there:
            await collect(there.stream_feedback(slow()), seen)

    asyncio.run(test())
    assert seen == [1, 2, 3, 4]
    assert recorded(client, session) == ["0", "1", "2", "3"]


def test_an_exception_of_async_items_comes_after_what_was_sent(server, session):
    async def broken() -> AsyncIterator[dict[str, Any]]:
        for item in items(session, 2):
            yield item
        raise Broken

    async def test() -> None:
        seen: list[int] = []
        async with AsyncClient(server.address, api_key=server.key) as client:
            with pytest.raises(Broken):
                await collect(client.stream_feedback(broken()), seen)
        assert seen == [1, 2]

    asyncio.run(test())


def test_an_async_stream_takes_more_items_than_it_keeps(client, server, session):
    many = [
        {"target": search(f"q_{session}"), "name": str(n), "rating": "positive"}
        for n in range(2500)
    ]

    async def test() -> None:
        async with AsyncClient(server.address, api_key=server.key) as there:
            results = [result async for result in there.stream_feedback(many)]
        assert numbers(results) == list(range(1, 2501))

    asyncio.run(test())


def test_another_task_can_close_a_stream(server, session):
    async def test() -> None:
        async with AsyncClient(server.address, api_key=server.key) as client:
            watch = client.watch_feedback(session_id=session, checkpoints=True)
            assert (await watch.__anext__()).WhichOneof("event") == "checkpoint"

            async def rest() -> list[Any]:
                return [one async for one in watch]

            reading = asyncio.create_task(rest())
            await asyncio.sleep(0)
            await watch.close()
            assert await reading == []

    asyncio.run(test())


def test_who_stops_waiting_for_an_item_can_go_on(client, server, session):
    async def test() -> None:
        async with AsyncClient(server.address, api_key=server.key) as there:
            watch = there.watch_feedback(session_id=session, from_beginning=True)
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(watch.__anext__(), 0.2)
            client.submit_feedback(target=message(session, "m"), text="later")
            assert texts([await watch.__anext__()]) == ["later"]
            await watch.close()

    asyncio.run(test())


LEAVES_EARLY = """
import itertools, sys, threading
from plaudit import Client, search
client = Client(sys.argv[1], api_key=sys.argv[2])
def slow():
    yield {"target": search("q"), "text": "x"}
    threading.Event().wait()
for watched in client.watch_feedback(from_beginning=True, checkpoints=True):
    break
for result in client.stream_feedback(slow()):
    break
print("done")
"""
LEAVES_EARLY_ASYNC = """
import asyncio, sys
from plaudit import AsyncClient, search
async def slow():
    yield {"target": search("q"), "text": "x"}
    await asyncio.Event().wait()
async def main():
    client = AsyncClient(sys.argv[1], api_key=sys.argv[2])
    async for watched in client.watch_feedback(from_beginning=True, checkpoints=True):
        break
    async for result in client.stream_feedback(slow()):
        break
    print("done")
asyncio.run(main())
"""


@pytest.mark.parametrize("program", [LEAVES_EARLY, LEAVES_EARLY_ASYNC], ids=["sync", "async"])
def test_a_program_that_leaves_streams_early_ends(server, program):
    done = subprocess.run(
        [sys.executable, "-c", program, server.address, server.key],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")
