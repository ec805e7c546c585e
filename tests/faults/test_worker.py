"""The worker process is replaced when it dies, and exits with its supervisor."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import grpc
import psutil
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from plaudit.v1 import feedback_pb2_grpc
from support.observing import eventually, saying, texts
from support.servers import KEY, Server

MORE = 20
"""How many writes must succeed before each kill and after it."""


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


def test_a_worker_ends_with_its_supervisor(
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


def test_a_listener_that_fails_is_replaced_by_a_new_process_and_logged(
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
            watch = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest())
            next(watch)  # an open watch, which must not delay the restart
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
    assert "the server stopped unexpectedly" in said
    assert "the worker died" in said
    assert "ends the listener" not in said, "the log must not have the text of the exception"


DIES = """
import os, sys, time
from plaudit_server.settings import Settings
from plaudit_server.workers import supervise

def work(settings, tell):
    print("started", flush=True)
    os._exit(3)

sys.exit(supervise(Settings(), work))
"""


def test_a_signal_between_two_workers_is_not_lost() -> None:
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", DIES],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdout is not None
        started = 0
        while started < 3:
            started += process.stdout.readline() == "started\n"
        time.sleep(0.05)  # in the pause between the workers
        process.terminate()
        assert process.wait(timeout=30) in {0, 3}
        process.stdout.close()


LEAVES = """
import os, sys, time
from plaudit_server.settings import Settings
from plaudit_server.workers import supervise

class Last:
    def __del__(self, write=os.write, sleep=time.sleep):
        write(1, b"leaving\\n")
        sleep(0.5)

last = Last()
sys.exit(supervise(Settings(), lambda settings, tell: os._exit(0)))
"""


def test_a_second_signal_while_it_exits_does_not_change_the_exit_code() -> None:
    command = [sys.executable, "-c", LEAVES]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "leaving\n"
        process.terminate()
        assert process.wait(timeout=30) == 0


def test_an_unusable_database_is_reported_once_and_not_retried_for_ever(
    new_database: Callable[[str], str], tmp_path: Path
) -> None:
    database = new_database("sqlite")
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as file:
        file.execute("CREATE TABLE feedback (of_somebody_else TEXT)")
    command = [sys.executable, "-m", "plaudit_server", "serve", "--listen", "127.0.0.1:0"]
    done = subprocess.run(
        [*command, "--database", database], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert "the database cannot be prepared" in done.stderr
    assert done.stderr.count("listening") == 1
