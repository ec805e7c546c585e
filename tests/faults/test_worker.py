"""The process that serves is replaced when it dies, and ends with the one that watches it."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import grpc
import psutil
import pytest

from faults.observing import eventually, saying, texts
from plaudit.v1 import feedback_pb2_grpc
from running import KEY, Server

MORE = 20
"""How many writes go well before each kill and after it."""


def _worker(server: Server) -> psutil.Process:
    (worker,) = psutil.Process(server.process.pid).children()
    return worker


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_worker_that_is_killed_is_replaced_and_loses_no_acknowledged_write(
    kind: str, new_database: Callable[[str], str], start_server: Callable[..., Server]
) -> None:
    database = new_database(kind)
    server = start_server(database)
    client = server.client()
    acknowledged: list[str] = []
    done = threading.Event()

    def submit() -> None:
        number = 0
        while not done.is_set():
            number += 1
            with suppress(grpc.RpcError):
                client.feedback.SubmitFeedback(saying(f"{number}"), timeout=10)
                acknowledged.append(f"{number}")

    caller = threading.Thread(target=submit)
    caller.start()
    killed = []
    try:
        for _ in range(3):
            wanted = len(acknowledged) + MORE
            assert eventually(lambda wanted=wanted: len(acknowledged) >= wanted)
            killed.append(_worker(server))
            killed[-1].kill()
        wanted = len(acknowledged) + MORE
        assert eventually(lambda: len(acknowledged) >= wanted)
    finally:
        done.set()
        caller.join(timeout=60)
    assert set(acknowledged) <= texts(database)
    assert server.log.read_text().count("the worker died") == len(killed)
    assert server.stop() == 0


def test_a_worker_ends_with_the_process_that_watches_it(
    new_database: Callable[[str], str], start_server: Callable[..., Server]
) -> None:
    server = start_server(new_database("sqlite"))
    server.process.kill()
    assert server.process.wait(timeout=30)
    gone, _ = psutil.wait_procs([server.worker], timeout=30)
    assert gone == [server.worker]


FAILS = """
from plaudit_server import listener
from plaudit_server.cli import main

take = listener._Listener._request_call

async def fail(self):
    await take(self)
    raise RuntimeError("the first call of an unknown method ends the listener")

listener._Listener._request_call = fail
main()
"""


def test_whatever_ends_the_listener_a_fresh_process_takes_its_place_and_the_log_says_so(
    new_database: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAUDIT_DEV_API_KEY", KEY)
    log = tmp_path / "log.txt"
    where = ("--listen", "127.0.0.1:0", "--database", new_database("sqlite"))
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-c", FAILS, "serve", "--dev", *where],
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().split()[3].rstrip(",")
        with grpc.insecure_channel(address) as channel:
            unknown = channel.unary_unary("/unknown/Unknown")
            with pytest.raises(grpc.RpcError):
                unknown(b"", timeout=10)
            stub = feedback_pb2_grpc.FeedbackServiceStub(channel)
            key = [("x-api-key", KEY)]
            told = []

            def served() -> bool:
                with suppress(grpc.RpcError):
                    answer = stub.SubmitFeedback(saying("x"), metadata=key, timeout=10)
                    told.append(answer.feedback.id)
                return len(told) >= MORE

            assert eventually(served)
    finally:
        process.terminate()
        assert process.wait(timeout=60) == 0
        process.stdout.close()
    said = log.read_text()
    assert "the server ended unasked" in said
    assert "the worker died" in said
    assert "ends the listener" not in said, "no text of an exception"
