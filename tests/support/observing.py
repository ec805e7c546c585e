"""Observing a server from outside: the rows on disk, and its health."""

from __future__ import annotations

import contextlib
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import grpc
import psycopg
from grpc_health.v1 import health_pb2, health_pb2_grpc

from plaudit.v1 import feedback_pb2, target_pb2
from support.servers import KEY, Client, Failure, failure

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
WATCHED = ("", "plaudit.v1.FeedbackService", "plaudit.v1.ExchangeService")
"""The server as a whole, and two of its services."""


def sqlite_file(database: str) -> Path:
    """Return the file of a SQLite database URL."""
    return Path(database.removeprefix("sqlite:///"))


def rows(database: str, statement: str) -> list[tuple[Any, ...]]:
    """Query the database directly."""
    if database.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(sqlite_file(database), timeout=30)) as connection:
            return connection.execute(statement).fetchall()
    with psycopg.connect(database) as server:
        return server.execute(statement).fetchall()


def texts(database: str) -> set[str]:
    """Read the texts of all stored feedback."""
    return {text for (text,) in rows(database, "SELECT text FROM feedback")}


def saying(text: str, *, search: str = "") -> feedback_pb2.SubmitFeedbackRequest:
    """Make a request for feedback with a new author, which needs no exchange."""
    target = target_pb2.Target(search=target_pb2.SearchTarget(search_id=search or text[:64]))
    return feedback_pb2.SubmitFeedbackRequest(
        feedback=feedback_pb2.Feedback(target=target, text=text, external_user_id=text[:64])
    )


def eventually(holds: Callable[[], bool], *, within: float = 30) -> bool:
    """Check repeatedly whether a condition holds, for at most `within` seconds."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


def outcome(call: Callable[[], Any]) -> Failure | None:
    """Make a call; return `None` or its error, which must come from plaudit."""
    refused = None
    try:
        call()
    except grpc.RpcError as error:
        refused = error
    if refused is None:
        return None
    trailers = dict(refused.trailing_metadata() or ())
    assert "grpc-status-details-bin" in trailers, f"not an error of plaudit: {refused}"
    return failure(refused)


def assert_storage_unavailable(said: Failure | None) -> None:
    """Check that an error is STORAGE_UNAVAILABLE, with the time to retry."""
    assert said is not None, "the call succeeded"
    assert (said.code, said.reason) == (grpc.StatusCode.UNAVAILABLE, "STORAGE_UNAVAILABLE"), said
    delay = said.details["RetryInfo"].retry_delay
    assert 0 < delay.ToNanoseconds() <= 60e9


HOLD_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def locked(database: str) -> Iterator[None]:
    """Let another process hold the write lock of a SQLite file."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD_LOCK, str(sqlite_file(database))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"locked\n"
        yield
    finally:
        holder.communicate(timeout=30)


class Launched:
    """A server process, started without waiting until it serves."""

    def __init__(self, database: str, log: Path, *options: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.database = database
        self.log = log
        where = ("--listen", self.address, "--database", database)
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "plaudit_server", "serve", *options, *where],
                stdout=out,
                stderr=out,
                env={**os.environ, "PLAUDIT_DEV_API_KEY": KEY},
            )
        self.channel = grpc.insecure_channel(self.address)
        self.client = Client(self.channel, {"authorization": f"Bearer {KEY}"})

    def end(self) -> None:
        """Kill the process if it still runs."""
        self.channel.close()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(timeout=30)


class HealthWatch:
    """Watches of the health of the server and of its services, on their own connection."""

    def __init__(self, address: str) -> None:
        self.heard: dict[str, list[int]] = {service: [] for service in WATCHED}
        self._channel = grpc.insecure_channel(address)
        self._threads = [
            threading.Thread(target=self._listen, args=(service,), daemon=True)
            for service in WATCHED
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._channel.close()
        for thread in self._threads:
            thread.join(timeout=30)

    def _listen(self, service: str) -> None:
        stub = health_pb2_grpc.HealthStub(self._channel)
        request = health_pb2.HealthCheckRequest(service=service)
        with contextlib.suppress(grpc.RpcError, ValueError):  # connection closed
            for answer in stub.Watch(request, wait_for_ready=True):
                self.heard[service].append(answer.status)

    def hears(self, status: int, *, within: float = 30) -> bool:
        """Whether every watch gets this status, now or within `within` seconds."""
        return eventually(
            lambda: all(heard[-1:] == [status] for heard in self.heard.values()), within=within
        )
