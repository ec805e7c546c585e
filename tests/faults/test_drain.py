"""SIGTERM: health changes to NOT_SERVING, calls in flight finish, and the process exits with 0.
Work of callers who have disconnected is dropped."""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Self

import grpc
import pytest

from plaudit.v1 import feedback_pb2
from support.observing import (
    NOT_SERVING,
    SERVING,
    HealthWatch,
    eventually,
    locked,
    rows,
    saying,
    texts,
)
from support.servers import Client, Server

CALLERS = 32
STOPS = 5


def _write_until_refused(
    client: Client, caller: int, stored: set[str], refused: dict[str, grpc.RpcError]
) -> None:
    number = 0
    while True:
        number += 1
        text = f"{caller}.{number}"
        try:
            client.feedback.SubmitFeedback(saying(text))
        except grpc.RpcError as error:
            refused[text] = error
            return
        stored.add(text)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_sigterm_under_load_responds_to_every_call_and_stores_exactly_what_was_acknowledged(
    kind: str,
    new_database: Callable[[str], str],
    start_server: Callable[..., Server],
    rounds: Callable[[int], int],
) -> None:
    acknowledged: set[str] = set()
    refused: dict[str, grpc.RpcError] = {}
    server = start_server(new_database(kind))
    address = server.address
    for _ in range(rounds(STOPS)):
        client = server.client()
        with HealthWatch(address) as watch, ThreadPoolExecutor(CALLERS) as threads:
            assert watch.hears(SERVING)
            before = len(acknowledged)
            working = [
                threads.submit(
                    _write_until_refused, client, i + len(refused), acknowledged, refused
                )
                for i in range(CALLERS)
            ]
            assert eventually(lambda before=before: len(acknowledged) > before + 200)
            server.process.send_signal(signal.SIGTERM)
            assert watch.hears(NOT_SERVING)
            for work in working:
                work.result(timeout=60)
        assert server.stop() == 0
        server = start_server(server.database, address=address)
    assert len(refused) == rounds(STOPS) * CALLERS
    for error in refused.values():
        assert error.code() == grpc.StatusCode.UNAVAILABLE, error
    assert texts(server.database) == acknowledged


def test_calls_in_flight_at_sigterm_finish_while_health_is_not_serving(
    new_database: Callable[[str], str], start_server: Callable[..., Server]
) -> None:
    server = start_server(new_database("sqlite"))
    client = server.client()
    client.feedback.SubmitFeedback(saying("before"))
    in_flight = [f"in flight {i}" for i in range(CALLERS)]
    batch = feedback_pb2.BatchSubmitRequest(
        items=[saying(f"batch {i}").feedback for i in range(100)]
    )
    with HealthWatch(server.address) as watch, ThreadPoolExecutor(CALLERS + 1) as threads:
        assert watch.hears(SERVING)
        with locked(server.database):
            singles = [
                threads.submit(client.feedback.SubmitFeedback, saying(text)) for text in in_flight
            ]
            many = threads.submit(client.feedback.BatchSubmit, batch)
            time.sleep(0.5)  # all of them arrive
            server.process.send_signal(signal.SIGTERM)
            assert watch.hears(NOT_SERVING)
            with pytest.raises(grpc.RpcError) as late:
                client.feedback.SubmitFeedback(saying("late"))
            assert late.value.code() == grpc.StatusCode.UNAVAILABLE
            assert not any(work.done() for work in (*singles, many))
        for text, work in zip(in_flight, singles, strict=True):
            assert work.result(timeout=30).feedback.text == text
        assert many.result(timeout=30).succeeded_count == 100
    assert server.stop() == 0
    assert texts(server.database) == {"before", *in_flight, *(f"batch {i}" for i in range(100))}


class SlowNetwork:
    """A proxy that stops forwarding responses after some bytes, until it is resumed."""

    def __init__(self, address: str) -> None:
        self._to = address.rsplit(":", 1)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self.stops_after = 2**62
        """How many bytes of the server are forwarded."""
        self.stopped = threading.Event()
        self.resumed = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.resumed.set()
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._listener.accept()
                server = socket.create_connection((self._to[0], int(self._to[1])))
                there = threading.Thread(target=self._forward, args=(caller, server, False))
                back = threading.Thread(target=self._forward, args=(server, caller, True))
                for thread in (there, back):
                    thread.daemon = True
                    thread.start()

    def _forward(self, source: socket.socket, sink: socket.socket, back: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(16384):
                if back and self.stops_after < len(data):
                    self.stopped.set()
                    self.resumed.wait()
                elif back:
                    self.stops_after -= len(data)
                sink.sendall(data)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)


def test_a_response_to_a_slow_reader_at_sigterm_still_arrives(
    new_database: Callable[[str], str], start_server: Callable[..., Server]
) -> None:
    server = start_server(new_database("sqlite"), "--max-message-bytes", str(2**25))
    batch = feedback_pb2.BatchSubmitRequest(  # more than what the kernel buffers
        items=[saying(f"{i} {'x' * 30_000}").feedback for i in range(500)]
    )
    any_size = [("grpc.max_receive_message_length", -1)]
    with HealthWatch(server.address) as watch, SlowNetwork(server.address) as network:
        assert watch.hears(SERVING)
        with (
            grpc.insecure_channel(network.address, any_size) as channel,
            ThreadPoolExecutor(1) as threads,
        ):
            client = Client(channel, {"authorization": f"Bearer {server.key}"})
            client.feedback.SubmitFeedback(saying("before"))
            network.stops_after = 100_000
            call = threads.submit(client.feedback.BatchSubmit, batch)
            assert network.stopped.wait(timeout=30)  # in the middle of the response
            server.process.send_signal(signal.SIGTERM)
            assert watch.hears(NOT_SERVING)
            time.sleep(1)
            network.resumed.set()
            assert call.result(timeout=30).succeeded_count == len(batch.items)
    assert server.stop() == 0


def test_a_watcher_of_health_does_not_delay_the_shutdown(
    new_database: Callable[[str], str], start_server: Callable[..., Server]
) -> None:
    server = start_server(new_database("sqlite"), "--drain-seconds", "300")
    with HealthWatch(server.address) as watch:
        assert watch.hears(SERVING)
        assert server.stop() == 0  # waits a minute
        assert watch.hears(NOT_SERVING)


def test_a_call_that_outlasts_the_drain_is_refused_and_the_process_exits(
    new_database: Callable[[str], str], start_server: Callable[..., Server]
) -> None:
    server = start_server(new_database("sqlite"), "--drain-seconds", "1")
    client = server.client()
    client.feedback.SubmitFeedback(saying("before"))
    with ThreadPoolExecutor(2) as threads, locked(server.database):
        first = threads.submit(client.feedback.SubmitFeedback, saying("first"), timeout=60)
        time.sleep(0.3)
        second = threads.submit(client.feedback.SubmitFeedback, saying("second"), timeout=60)
        time.sleep(0.3)
        assert server.stop() in (0, 70)  # 70 if a group was still being written
        for call in (first, second):
            error = call.exception(timeout=60)
            assert isinstance(error, grpc.RpcError)
            assert error.code() == grpc.StatusCode.UNAVAILABLE, error
    assert texts(server.database) == {"before"}


def test_a_second_sigterm_still_lets_calls_finish(
    new_database: Callable[[str], str], start_server: Callable[..., Server]
) -> None:
    server = start_server(new_database("sqlite"))
    client = server.client()
    with ThreadPoolExecutor(1) as threads:
        with locked(server.database):
            call = threads.submit(client.feedback.SubmitFeedback, saying("in flight"))
            time.sleep(0.3)
            for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGINT):
                server.process.send_signal(number)
                time.sleep(0.2)
        assert call.result(timeout=30).feedback.text == "in flight"
    assert server.stop() == 0


def test_work_of_a_cancelled_call_is_dropped_before_it_is_written(
    new_database: Callable[[str], str], start_server: Callable[..., Server]
) -> None:
    server = start_server(new_database("sqlite"))
    client = server.client()
    client.feedback.SubmitFeedback(saying("before"))
    with locked(server.database):
        # The first write is already with the writer, which waits for the lock: it may be written
        # even if its caller disconnects. The writes after it wait for the next group.
        first = client.feedback.SubmitFeedback.future(saying("first"))
        time.sleep(0.3)
        cancelled = [
            client.feedback.SubmitFeedback.future(saying(f"cancelled {i}")) for i in range(8)
        ]
        batch = feedback_pb2.BatchSubmitRequest(
            items=[saying(f"batch {i}").feedback for i in range(8)]
        )
        cancelled.append(client.feedback.BatchSubmit.future(batch))
        late = [
            client.feedback.SubmitFeedback.future(saying(f"late {i}"), timeout=0.5)
            for i in range(8)
        ]
        staying = [client.feedback.SubmitFeedback.future(saying(f"stays {i}")) for i in range(8)]
        time.sleep(0.5)  # all of them arrive
        for call in cancelled:
            call.cancel()
        for call in late:
            assert call.exception(timeout=30).code() == grpc.StatusCode.DEADLINE_EXCEEDED
        time.sleep(0.5)  # the server notices
    assert first.result(timeout=30).feedback.text == "first"
    for i, call in enumerate(staying):
        assert call.result(timeout=30).feedback.text == f"stays {i}"
    client.feedback.SubmitFeedback(saying("after"))
    wanted = {"before", "first", "after", *(f"stays {i}" for i in range(8))}
    assert texts(server.database) == wanted
    assert server.stop() == 0
    assert rows(server.database, "SELECT count(*) FROM feedback") == [(len(wanted),)]


def test_many_cancelled_calls_do_not_block_others(
    new_database: Callable[[str], str], start_server: Callable[..., Server]
) -> None:
    server = start_server(new_database("sqlite"))
    client = server.client()
    for round_ in range(10):
        calls = [
            client.feedback.SubmitFeedback.future(saying(f"{round_} gives up {i}"))
            for i in range(100)
        ]
        stays = client.feedback.SubmitFeedback.future(saying(f"{round_} stays"))
        for call in calls:
            call.cancel()
        assert stays.result(timeout=30).feedback.revision == 1
    assert {f"{round_} stays" for round_ in range(10)} <= texts(server.database)
    assert server.stop() == 0
