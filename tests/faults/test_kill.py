"""kill -9 at any moment loses no acknowledged write, and leaves none half done.

Many callers write at once and record what was acknowledged. The server is killed at a random
moment, on SQLite every other time just as a commit begins to change the file, and started again
with the same database and port. Then the database is compared with the records. A write that was
not acknowledged may be stored or not, but never in part.
"""

from __future__ import annotations

import itertools
import json
import random
import subprocess
import sys
import threading
import time
import uuid
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import psycopg
import pytest
from google.protobuf.struct_pb2 import Struct

from plaudit.v1 import exchange_pb2, feedback_pb2, target_pb2
from support.observing import rows, sqlite_file
from support.servers import Client, Server

KILLS = 22
CALLERS = 32
EXCHANGES = 24
LONGEST_ROUND = 0.45
"""Each server runs under load for a random time up to this, in seconds, before it is killed."""

KILL_AS_FILE_CHANGES = """
import os, signal, sys, time
pid, path, moment, delay = int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), float(sys.argv[4])
time.sleep(moment)
before = os.stat(path).st_mtime_ns
end = time.monotonic() + 1
while os.stat(path).st_mtime_ns == before and time.monotonic() < end:
    pass
end = time.monotonic() + delay
while time.monotonic() < end:
    pass
os.kill(pid, signal.SIGKILL)
"""
"""A separate program, because the threads of the callers would delay its loop."""

COLUMNS = "id, external_user_id, revision, text, correction, value_label, score, metadata, rating"


@dataclass
class Note:
    """The record of one feedback. Its author has at most one write in flight."""

    author: str
    target: target_pb2.Target
    id: str = ""
    """Empty until the first acknowledgement."""
    said: list[str] = field(default_factory=list)
    """The acknowledged tokens, oldest first; the last is revision `len(said)`."""
    trying: str = ""
    """The token that was sent and not acknowledged yet."""
    trying_request: feedback_pb2.SubmitFeedbackRequest | None = None
    """The request that was not acknowledged, if it has a request id."""

    def next(self, token: str) -> feedback_pb2.Feedback:
        """Make the next content; all its fields are derived from the token."""
        self.trying = token
        self.trying_request = None
        metadata = Struct()
        metadata["token"] = token
        return feedback_pb2.Feedback(
            target=self.target,
            external_user_id=self.author,
            text=token,
            correction=token,
            value=feedback_pb2.FeedbackValue(label=token),
            score=_number(token),
            rating=_rating(token),  # type: ignore[arg-type]
            metadata=metadata,
        )

    def acknowledged(self, answer: feedback_pb2.SubmitFeedbackResponse) -> None:
        """Record an acknowledged write, which must be the next revision."""
        stored = answer.feedback
        assert not self.id or stored.id == self.id
        assert stored.text == self.trying
        assert stored.revision == len(self.said) + 1, (self, stored)
        self.id = stored.id
        self._settle()

    def compare(self, row: tuple[Any, ...] | None, history: list[str]) -> None:
        """Compare with the stored rows; a stored write in flight counts as acknowledged."""
        if row is None:
            assert not self.id, f"an acknowledged feedback is lost: {self}"
        else:
            id_, author, revision, token = row[:4]
            assert author == self.author
            assert id_ == self.id or not self.id
            if revision == len(self.said) + 1:
                assert token == self.trying, f"nobody sent this: {row}, {self}"
                self.id = id_
                self._settle()
            assert revision == len(self.said), f"an acknowledged change is lost: {row}, {self}"
            assert token == self.said[-1]
            assert history == self.said[:-1]
        self.trying = ""
        self.trying_request = None

    def _settle(self) -> None:
        self.said.append(self.trying)
        self.trying = ""
        self.trying_request = None


def _number(token: str) -> float:
    return float(zlib.crc32(token.encode()))


def _rating(token: str) -> int:
    return 1 + zlib.crc32(token.encode()) % 2


class Caller:
    """A concurrent caller, which makes random writes until the server is killed."""

    def __init__(self, number: int, seed: int) -> None:
        self.notes: list[Note] = []
        self.exchanges: dict[str, exchange_pb2.Exchange] = {}
        """The acknowledged exchanges, by id."""
        self.answers: list[tuple[feedback_pb2.SubmitFeedbackRequest, bytes]] = []
        """Acknowledged calls of this round with a request id."""
        self._name = f"caller{number}"
        self._random = random.Random(seed)
        self._numbers = itertools.count()

    def write_until(self, killed: threading.Event, client: Client, shared: list[str]) -> int:
        """Write until the server is killed; return the number of acknowledged calls."""
        self.answers.clear()
        done = 0
        while True:
            action = self._random.choices(
                (self._submit, self._batch, self._create_exchange), weights=(80, 12, 8)
            )[0]
            try:
                action(client, shared)
            except grpc.RpcError as error:
                failed = error
                break
            done += 1
        # The kill comes first, and the error soon after it.
        assert killed.wait(timeout=5), f"a call failed before the kill: {failed}"
        assert failed.code() == grpc.StatusCode.UNAVAILABLE, failed
        return done

    def _submit(self, client: Client, shared: list[str]) -> None:
        note = self._note(shared)
        request = feedback_pb2.SubmitFeedbackRequest(feedback=note.next(self._token()))
        if self._random.random() < 0.3:
            request.request_id = str(uuid.UUID(int=self._random.getrandbits(128), version=4))
            note.trying_request = request
        answer = client.feedback.SubmitFeedback(request)
        note.acknowledged(answer)
        if request.request_id:
            self.answers.append((request, answer.SerializeToString(deterministic=True)))

    def _batch(self, client: Client, shared: list[str]) -> None:
        notes = {id(n): n for n in (self._note(shared) for _ in range(self._random.randint(2, 20)))}
        items = [note.next(self._token()) for note in notes.values()]
        answer = client.feedback.BatchSubmit(feedback_pb2.BatchSubmitRequest(items=items))
        assert answer.succeeded_count == len(items) == len(answer.results), answer
        for note, result in zip(notes.values(), answer.results, strict=True):
            note.acknowledged(result.submitted)

    def _create_exchange(self, client: Client, _: list[str]) -> None:
        token = self._token()
        wanted = exchange_pb2.Exchange(
            session_id="s", message_id=token, prompt=token, answer=token, model=token
        )
        answer = client.exchanges.CreateExchange(
            exchange_pb2.CreateExchangeRequest(exchange=wanted)
        )
        self.exchanges[answer.exchange.id] = wanted

    def _note(self, shared: list[str]) -> Note:
        """Choose a feedback to write: a new one, or one written before."""
        if self.notes and self._random.random() < 0.4:
            return self._random.choice(self.notes)
        if self._random.random() < 0.2:
            target = target_pb2.Target(search=target_pb2.SearchTarget(search_id=self._token()))
        else:
            message = target_pb2.MessageTarget(session_id="s", message_id=self._message(shared))
            target = target_pb2.Target(message=message)
        note = Note(f"{self._name}-{next(self._numbers)}", target)
        self.notes.append(note)
        return note

    def _message(self, shared: list[str]) -> str:
        own = list(self.exchanges.values())
        if own and self._random.random() < 0.3:
            return self._random.choice(own).message_id
        return self._random.choice(shared)

    def _token(self) -> str:
        return f"{self._name}+{next(self._numbers)}"


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_kill_9_under_load_loses_no_acknowledged_write(
    kind: str,
    new_database: Callable[[str], str],
    start_server: Callable[..., Server],
    rounds: Callable[[int], int],
) -> None:
    database = new_database(kind)
    moments = random.Random(f"moments {kind}")
    callers = [Caller(i, seed=1000 + i) for i in range(CALLERS)]
    server = start_server(database)
    shared = [f"shared{i}" for i in range(EXCHANGES)]
    server.client().exchanges.BatchCreateExchanges(
        exchange_pb2.BatchCreateExchangesRequest(
            items=[exchange_pb2.Exchange(session_id="s", message_id=m, prompt=m) for m in shared]
        )
    )
    acknowledged = 0
    with ThreadPoolExecutor(CALLERS) as threads:
        for i in range(rounds(KILLS)):
            killed = threading.Event()
            client = server.client()
            working = [threads.submit(c.write_until, killed, client, shared) for c in callers]
            _kill(server, moments, as_it_commits=kind == "sqlite" and i % 2 == 1)
            killed.set()
            acknowledged += sum(work.result(timeout=60) for work in working)
            leftover = _connections(database)
            address = server.address
            server.kill()  # closes the pipes of the killed one
            server = start_server(database, address=address)
            _wait_until_gone(database, leftover)
            for caller in callers:
                _repeat(caller, server.client())
            _compare(database, callers)
    assert acknowledged > rounds(KILLS) * CALLERS, "too few writes for a test"
    _read_back(server.client(), callers)
    assert server.stop() == 0
    _compare(database, callers)
    if kind == "sqlite":
        assert rows(database, "PRAGMA integrity_check") == [("ok",)]
        assert rows(database, "PRAGMA foreign_key_check") == []


def _kill(server: Server, moments: random.Random, *, as_it_commits: bool) -> None:
    moment = moments.uniform(0.02, LONGEST_ROUND)
    if as_it_commits:
        log = f"{sqlite_file(server.database)}-wal"
        delay = moments.uniform(0, 0.003)
        arguments = [str(server.worker.pid), log, str(moment), str(delay)]
        subprocess.run([sys.executable, "-c", KILL_AS_FILE_CHANGES, *arguments], check=True)
    else:
        time.sleep(moment)
    server.kill()


def _connections(database: str) -> list[int]:
    """Return the processes of PostgreSQL that still work for the killed server."""
    if database.startswith("sqlite"):
        return []
    return [pid for (pid,) in rows(database, _OF_SERVER)]


_OF_SERVER = (
    "SELECT pid FROM pg_stat_activity"
    " WHERE application_name = 'plaudit' AND datname = current_database()"
)


def _wait_until_gone(database: str, pids: list[int]) -> None:
    """Wait until PostgreSQL notices the kill: it may commit pending transactions until then."""
    end = time.monotonic() + 30
    while pids and set(pids) & set(_connections(database)):
        assert time.monotonic() < end
        time.sleep(0.02)


def _repeat(caller: Caller, client: Client) -> None:
    """Repeat, with their request ids, the last acknowledged call and the one in flight."""
    for request, answer in caller.answers[-2:]:
        again = client.feedback.SubmitFeedback(request)
        assert again.SerializeToString(deterministic=True) == answer
    for note in caller.notes:
        if note.trying_request is not None:
            note.acknowledged(client.feedback.SubmitFeedback(note.trying_request))


def _compare(database: str, callers: list[Caller]) -> None:
    """Compare all stored rows with all acknowledged writes, and with each other."""
    stored = {row[1]: row for row in rows(database, f"SELECT {COLUMNS} FROM feedback")}
    past: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows(database, f"SELECT {COLUMNS} FROM feedback_revision ORDER BY id, revision"):
        past.setdefault(row[1], []).append(row)
    for row in itertools.chain(stored.values(), *past.values()):
        _, _, _, text, correction, label, score, metadata, rating = row
        assert (correction, label, json.loads(metadata)) == (text, text, {"token": text}), row
        assert (score, rating) == (_number(text), _rating(text)), f"torn: {row}"
    for author, revisions in past.items():
        assert [row[2] for row in revisions] == list(range(1, stored[author][2])), author
    notes = {note.author: note for caller in callers for note in caller.notes}
    assert set(stored) <= set(notes)
    for note in notes.values():
        note.compare(stored.get(note.author), [row[3] for row in past.get(note.author, [])])
    revisions = sum(row[2] - 1 for row in stored.values())
    assert rows(database, "SELECT count(*) FROM feedback_revision") == [(revisions,)]
    _compare_exchanges(database, callers)
    positive = "exchange_id IS NOT NULL AND rating = 1 AND state = 1"
    counted = f"SELECT exchange_id, count(*) FROM feedback WHERE {positive} GROUP BY exchange_id"
    memories = rows(database, "SELECT exchange_id, positive_count FROM memory")
    assert dict(memories) == dict(rows(database, counted))
    numbers = rows(
        database,
        "SELECT namespace_id, sequence FROM feedback"
        " UNION ALL SELECT namespace_id, sequence FROM feedback_revision",
    )
    assert [number for number, n in Counter(numbers).items() if n > 1] == []
    last = dict(rows(database, "SELECT namespace_id, value FROM sequence"))
    assert all(number <= last[namespace] for namespace, number in numbers)


def _compare_exchanges(database: str, callers: list[Caller]) -> None:
    stored = {
        row[0]: row
        for row in rows(database, "SELECT id, message_id, prompt, answer, model FROM exchange")
    }
    for caller in callers:
        for id_, exchange in caller.exchanges.items():
            token = exchange.message_id
            assert stored.get(id_) == (id_, token, token, token, token), "an exchange is lost"


def _read_back(client: Client, callers: list[Caller]) -> None:
    """Read the last write of each caller through the API."""
    for caller in callers:
        for note in [note for note in caller.notes if note.id][-5:]:
            found = client.feedback.GetFeedback(feedback_pb2.GetFeedbackRequest(id=note.id))
            assert found.feedback.text == note.said[-1]
            assert found.feedback.revision == len(note.said)


@pytest.mark.parametrize(("kind", "kills"), [("sqlite", 8), ("postgresql", 6)])
def test_kill_9_during_the_creation_of_a_database_leaves_one_that_the_next_start_completes(
    kind: str,
    kills: int,
    new_database: Callable[[str], str],
    start_server: Callable[..., Server],
    tmp_path: Path,
    rounds: Callable[[int], int],
) -> None:
    moments = random.Random(f"starts {kind}")
    for _ in range(rounds(kills)):
        database = new_database(kind)
        with (tmp_path / "killed.txt").open("ab") as log:
            where = ("--listen", "127.0.0.1:0", "--database", database)
            command = (sys.executable, "-m", "plaudit_server", "serve", "--dev", *where)
            process = subprocess.Popen(command, stdout=log, stderr=log)
        for begun in _first_signs(database):
            if begun or process.poll() is not None:
                break
        time.sleep(moments.uniform(0, 0.06))
        process.kill()
        process.wait(timeout=30)
        server = start_server(database)
        note = Note("author", target_pb2.Target(search=target_pb2.SearchTarget(search_id="s")))
        request = feedback_pb2.SubmitFeedbackRequest(feedback=note.next("hello"))
        note.acknowledged(server.client().feedback.SubmitFeedback(request))
        assert server.stop() == 0


def _first_signs(database: str) -> Iterator[bool]:
    """Check repeatedly whether a server has begun to create its tables."""
    end = time.monotonic() + 30
    if database.startswith("sqlite"):
        while time.monotonic() < end:
            yield sqlite_file(database).exists()
            time.sleep(0.001)
        return
    with psycopg.connect(database, autocommit=True) as connection:
        while time.monotonic() < end:
            yield connection.execute(_OF_SERVER).fetchone() is not None
            time.sleep(0.001)
