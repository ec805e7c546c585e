"""What goes wrong inside stays inside: an id for the caller, the rest in the log."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import time

import grpc
import psycopg
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from plaudit.v1.feedback_pb2 import RATING_POSITIVE
from support.messages import on_search, submission, submit
from support.refusals import refusal
from support.servers import KEY, Client, keep_key

SAID = "words that nobody but the author may read"


def break_a_table(database: str) -> None:
    """Take the feedback table away from under a server, which it cannot foresee."""
    statement = "ALTER TABLE feedback RENAME TO gone"
    if database.startswith("sqlite"):
        path = database.removeprefix("sqlite:///")
        with contextlib.closing(sqlite3.connect(path)) as file:
            file.execute(statement)
    else:
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(params=["--dev", "--log-level=debug"])
def broken(request, start_server, database, tmp_path):
    """A server whose fault shows at the next submission: stubs and its log, in both its forms."""
    developing = start_server(database)
    if request.param == "--dev":
        client, log = developing.client(), developing.log
        submit(client, target=on_search("before"), text=SAID)
        break_a_table(database)
        yield client, log
        return
    developing.stop()
    keep_key(database)
    log = tmp_path / "json.log"
    command = [sys.executable, "-m", "plaudit_server", "serve", request.param]
    command += ["--listen", "127.0.0.1:0", "--database", database]
    with log.open("w") as stderr:
        process = subprocess.Popen(command, stderr=stderr, env={**os.environ})
    try:
        address = _address(log)
        with grpc.insecure_channel(address) as channel:
            health = health_pb2_grpc.HealthStub(channel)
            for answer in health.Watch(health_pb2.HealthCheckRequest(), timeout=30):
                if answer.status == health_pb2.HealthCheckResponse.SERVING:
                    break
            client = Client(channel, {"x-api-key": KEY})
            submit(client, target=on_search("before"), text=SAID)
            break_a_table(database)
            yield client, log
    finally:
        process.kill()
        process.wait()


def _address(log) -> str:
    """Wait until a server that prints nothing says in its log where it listens."""
    for _ in range(300):
        if '"listening"' in (said := log.read_text()):
            return said.split('"address": "')[1].split('"')[0]
        time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{log.read_text()}")


def test_an_internal_error_returns_only_an_id_that_is_in_the_log(broken):
    client, log = broken
    said = refusal(client.feedback.SubmitFeedback, submission(rating=RATING_POSITIVE))
    assert (said.code, said.reason) == (grpc.StatusCode.INTERNAL, "INTERNAL")
    assert said.ids["error_id"] in said.message
    assert said.ids["error_id"] in log.read_text()
    assert "feedback" in log.read_text(), "the log tells what went wrong"


def test_the_log_has_neither_credentials_nor_feedback(broken):
    client, log = broken
    refusal(client.feedback.SubmitFeedback, submission(text=SAID, rating=RATING_POSITIVE))
    told = log.read_text()
    assert "internal error" in told
    assert SAID not in told
    assert KEY not in told
