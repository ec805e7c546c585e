"""kill -9 of a reporting process and of the server: what was reported arrives exactly once.

A process reports with `spool="file"` and prints each number after `report` has returned. In each
round it is killed at a random moment, the server too, every other time; both start again, on the
same spool, database and port. In the end everything printed is there once, in its first revision.
The one report that was under way at a kill may be there or not.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from plaudit.reporter import FeedbackReporter
from plaudit.v1 import feedback_pb2, target_pb2
from support.servers import KEY, Server

ROUNDS = 20
LONGEST_ROUND = 0.8
"""Each process reports for a random time up to this, in seconds, before it is killed."""

REPORT = """
import sys, time
from plaudit.reporter import FeedbackReporter
from plaudit.v1 import target_pb2
address, key, directory, round_ = sys.argv[1:]
reporter = FeedbackReporter(
    address, api_key=key, spool="file", spool_directory=directory, linger=0.01
)
target = target_pb2.Target(search=target_pb2.SearchTarget(search_id="killed"))
number = 0
while True:
    for _ in range(20):
        name = f"{round_}-{number}"
        reporter.report(target=target, external_user_id=name, text=name)
        print(name, flush=True)
        number += 1
    time.sleep(0.005)
"""


def test_kill_9_of_reporter_and_server_delivers_every_report_exactly_once(
    new_database: Callable[[str], str],
    start_server: Callable[..., Server],
    rounds: Callable[[int], int],
    tmp_path: Path,
) -> None:
    database = new_database("sqlite")
    server = start_server(database)
    address = server.address
    spool = tmp_path / "spool"
    moments = random.Random("reporter")
    reported: set[str] = set()
    for round_ in range(rounds(ROUNDS)):
        process = subprocess.Popen(
            [sys.executable, "-c", REPORT, address, KEY, str(spool), str(round_)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        reported.add(process.stdout.readline().strip())  # it has begun
        reader = threading.Thread(target=_read, args=(process, reported))
        reader.start()
        time.sleep(moments.uniform(0.02, LONGEST_ROUND / 2))
        if round_ % 2:
            server.kill()
        time.sleep(moments.uniform(0.02, LONGEST_ROUND / 2))
        os.kill(process.pid, signal.SIGKILL)
        reader.join(timeout=30)
        process.wait(timeout=30)
        process.stdout.close()
        if round_ % 2:
            server = start_server(database, address=address)
    with FeedbackReporter(address, api_key=KEY, spool="file", spool_directory=spool) as last:
        assert last.flush(timeout=120)
    assert not [path for path in spool.rglob("*") if path.is_file()]
    found = _stored(server)
    assert len(reported) > rounds(ROUNDS) * 20, "too few reports for a test"
    assert reported <= set(found), "a report is lost"
    assert len(set(found) - reported) <= rounds(ROUNDS), "nobody reported this"
    assert set(found.values()) == {1}, "a report arrived twice"


def _read(process: subprocess.Popen[str], reported: set[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if line.endswith("\n"):
            reported.add(line.strip())


def _stored(server: Server) -> dict[str, int]:
    """Return the revision of each feedback by its text."""
    target = target_pb2.Target(search=target_pb2.SearchTarget(search_id="killed"))
    request = feedback_pb2.ListFeedbackRequest(
        filter=feedback_pb2.FeedbackFilter(target=target), page_size=1000
    )
    found: dict[str, int] = {}
    while True:
        response: feedback_pb2.ListFeedbackResponse = server.client().feedback.ListFeedback(request)
        for feedback in response.feedback:
            assert feedback.external_user_id == feedback.text
            found[feedback.text] = feedback.revision
        request.page_token = response.next_page_token
        if not request.page_token:
            return found
