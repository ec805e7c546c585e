"""Unexpected errors are INTERNAL with an id to find in the log, which has no secrets."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest

from support.observing import SERVING, HealthWatch, Launched, outcome, saying, sqlite_file, texts
from support.servers import KEY, Server, keep_key

SAID = "nobody else may read this"


@pytest.mark.parametrize("options", [(), ("--dev",)], ids=["json", "readable"])
def test_the_log_of_an_internal_error_has_no_credential_and_no_content(
    options: tuple[str, ...],
    new_database: Callable[[str], str],
    start_server: Callable[..., Server],
    launch: Callable[..., Launched],
) -> None:
    database = new_database("sqlite")
    assert start_server(database).stop() == 0
    keep_key(database)
    server = launch(database, "--log-level", "debug", *options)
    with HealthWatch(server.address) as watch:
        assert watch.hears(SERVING)
    client = server.client
    client.feedback.SubmitFeedback(saying(f"{SAID} before"))
    _alter(database, "ALTER TABLE feedback RENAME TO gone")
    with ThreadPoolExecutor(8) as threads:
        refused = threads.map(
            lambda i: outcome(lambda: client.feedback.SubmitFeedback(saying(f"{SAID} {i}"))),
            range(8),
        )
    log = server.log.read_text()
    for said in refused:
        assert said is not None
        assert (said.code, said.reason) == (grpc.StatusCode.INTERNAL, "INTERNAL")
        assert said.ids["error_id"] in log
        assert "gone" not in said.message
        assert "feedback" not in said.message
    assert SAID not in log
    for shown in (f"API key {KEY}", f"PLAUDIT_API_KEY={KEY}", f"Bearer {KEY}'"):  # at the start
        log = log.replace(shown, "")
    assert KEY not in log
    _alter(database, "ALTER TABLE gone RENAME TO feedback")
    client.feedback.SubmitFeedback(saying(f"{SAID} after"))
    assert texts(database) == {f"{SAID} before", f"{SAID} after"}


def _alter(database: str, statement: str) -> None:
    with sqlite3.connect(sqlite_file(database), timeout=30) as connection:
        connection.execute(statement)
    connection.close()
