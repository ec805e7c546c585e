"""A thousand watches on one server: all get their changes, in bounded memory, and end cleanly."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable
from itertools import pairwise

import grpc.aio
import psutil

from plaudit.v1 import feedback_pb2, feedback_pb2_grpc, target_pb2
from support.observing import eventually
from support.servers import Server

WATCHERS = 1000
EAGER = 50
ROUNDS = 5
LEAST_ROUNDS = 3
"""In the first round the server grows once; then two can be compared."""
CONNECTIONS = 8
"""A key may have 1,000 watches; the test spreads them over several connections."""


class _Watchers:
    """Open watches, and the number of changes that each got.

    The first EAGER watches get all changes, the others those that match their filter.
    """

    def __init__(self, server: Server) -> None:
        self._headers = (("authorization", f"Bearer {server.key}"),)
        self._channels = [
            grpc.aio.insecure_channel(server.address, [("grpc.use_local_subchannel_pool", 1)])
            for _ in range(CONNECTIONS)
        ]
        self.counts = [0] * WATCHERS
        self.last = [""] * WATCHERS
        self.begun = 0
        self.calls: list[grpc.aio.UnaryStreamCall] = []
        self.tasks: list[asyncio.Task[None]] = []

    def open(self) -> None:
        for i in range(WATCHERS):
            stub = feedback_pb2_grpc.FeedbackServiceStub(self._channels[i % CONNECTIONS])
            wanted = feedback_pb2.FeedbackFilter(external_user_id="" if i < EAGER else "news")
            request = feedback_pb2.WatchFeedbackRequest(filter=wanted)
            call = stub.WatchFeedback(request, metadata=self._headers, timeout=240)
            self.calls.append(call)
            self.tasks.append(asyncio.create_task(self._read(i, call)))

    async def _read(self, i: int, call: grpc.aio.UnaryStreamCall) -> None:
        async for response in call:
            if response.WhichOneof("event") == "change":
                assert response.change.feedback.revision == 1
                self.counts[i] += 1
                said = response.change.feedback.text
                assert i >= EAGER or said == f"{self.counts[i]}", "missed or repeated"
            elif not self.last[i]:
                self.begun += 1
            self.last[i] = response.resume_token

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not holds():
                for task in self.tasks:
                    if task.done():
                        task.result()
                await asyncio.sleep(0.02)

    async def close(self) -> None:
        for call in self.calls:
            call.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for channel in self._channels:
            await channel.close()


def _submit(server: Server, author: str, first: int, count: int) -> None:
    """Submit feedback with numbers as texts."""
    client = server.client()
    for i in range(first, first + count, 20):
        items = [
            feedback_pb2.Feedback(
                target=target_pb2.Target(search=target_pb2.SearchTarget(search_id=f"{j}")),
                text=f"{j}",
                external_user_id=author,
            )
            for j in range(i, min(i + 20, first + count))
        ]
        answer = client.feedback.BatchSubmit(feedback_pb2.BatchSubmitRequest(items=items))
        assert answer.failed_count == 0


def test_1000_watches_get_all_changes_in_bounded_memory_and_end_cleanly(
    new_database: Callable[[str], str],
    start_server: Callable[..., Server],
    rounds: Callable[[int], int],
) -> None:
    batches = max(LEAST_ROUNDS, rounds(ROUNDS))
    server = start_server(new_database("sqlite"))
    process = server.worker
    connections = _connections(process)

    async def watch() -> list[int]:
        watchers = _Watchers(server)
        watchers.open()
        sizes = []
        try:
            await watchers.until(lambda: watchers.begun == WATCHERS)
            await asyncio.to_thread(_submit, server, "news", 1, 40)
            await watchers.until(lambda: min(watchers.counts) == 40)
            for round_ in range(batches):
                first = 41 + round_ * 1000
                await asyncio.to_thread(_submit, server, "others", first, 1000)
                expected = [first + 999] * EAGER
                await watchers.until(lambda expected=expected: watchers.counts[:EAGER] == expected)
                sizes.append(process.memory_info().rss)
            assert watchers.counts[EAGER:] == [40] * (WATCHERS - EAGER)
            await asyncio.to_thread(_submit, server, "news", 41 + batches * 1000, 10)
            await watchers.until(lambda: watchers.counts[EAGER:] == [50] * (WATCHERS - EAGER))
            assert _connections(process) > connections
            return sizes
        finally:
            await watchers.close()

    sizes = asyncio.run(watch())
    # If each of the 1,000 changes of a round were kept for each watcher, the references alone would
    # take 8 MB per round. SQLite's cache of 1,000 rows takes some 1.5 MB; watchers that catch up
    # take some 20 MB, once.
    grown = [after - before for before, after in pairwise(sizes)]
    assert min(grown) < 4_000_000, f"the server grew by {grown} bytes, round by round"
    gc.collect()  # the client's channels close when nothing refers to them
    assert eventually(lambda: _connections(process) <= connections), "connections were left open"
    started = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - started < 20, "the server waited for closed watches"


def _connections(process: psutil.Process) -> int:
    return sum(c.status == psutil.CONN_ESTABLISHED for c in process.net_connections("tcp"))
