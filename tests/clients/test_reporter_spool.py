"""FeedbackReporter with spool="file": what survives the process."""

from __future__ import annotations

import os
import resource
import signal
import stat
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from clients.reporting import Front, failing, losing, python, search, status, stored
from clients.reporting import unused_address as unused
from plaudit.reporter import FeedbackReporter
from plaudit.reporter.spool import SpoolError, default_directory

Make = Callable[..., FeedbackReporter]

REPORT = """
import sys, time
from plaudit.reporter import FeedbackReporter
from plaudit.v1 import target_pb2
address, key, directory, name, count, linger = sys.argv[1:]
reporter = FeedbackReporter(
    address, api_key=key, spool="file", spool_directory=directory, linger=float(linger)
)
target = target_pb2.Target(search=target_pb2.SearchTarget(search_id=name))
for i in range(int(count)):
    reporter.report(target=target, external_user_id=f"{i}", text="t")
print("reported", flush=True)
time.sleep(60)
"""


@pytest.fixture
def make(server: Any, tmp_path: Path) -> Iterator[Make]:
    """Makes reporters with one spool directory, and closes them after the test."""
    made: list[FeedbackReporter] = []

    def make_one(address: str = server.address, **options: Any) -> FeedbackReporter:
        options = {"api_key": server.key, "spool_directory": tmp_path, "linger": 0.05, **options}
        made.append(FeedbackReporter(address, spool="file", **options))
        return made[-1]

    yield make_one
    for reporter in made:
        reporter.close(timeout=0)


@pytest.fixture
def front(server: Any) -> Iterator[Front]:
    front = Front(server)
    yield front
    front.stop()


def report_and_be_killed(
    address: str, key: str, directory: Path, name: str, count: int, *, linger: float = 60
) -> None:
    """Let a process report, and kill it as soon as the last `report` has returned."""
    with python(REPORT, address, key, str(directory), name, str(count), str(linger)) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.kill()
        _, errors = process.communicate(timeout=30)
        assert (line, process.returncode) == ("reported\n", -signal.SIGKILL), errors


def files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*") if path.is_file())


@pytest.mark.slow
def test_what_was_reported_survives_kill_9_and_the_next_process_sends_it(make, server, tmp_path):
    name = uuid.uuid4().hex
    report_and_be_killed(server.address, server.key, tmp_path, name, 1500)
    assert not stored(server, search(name))
    reporter = make()
    assert reporter.flush(30)
    found = stored(server, search(name))
    assert {one.external_user_id for one in found} == {f"{i}" for i in range(1500)}
    assert {one.revision for one in found} == {1}
    counts = reporter.counts
    assert (counts.reported, counts.adopted, counts.sent, counts.waiting) == (0, 1500, 1500, 0)
    assert reporter.close()
    assert not files(tmp_path)


def test_the_next_process_repeats_the_batch_whose_response_was_lost(make, front, tmp_path):
    name = uuid.uuid4().hex
    lost = losing(status(grpc.StatusCode.UNAVAILABLE))
    unavailable = failing(status(grpc.StatusCode.UNAVAILABLE))
    front.answers = [lost, *[unavailable] * 1000]
    with python(REPORT, front.address, front.key, str(tmp_path), name, "5", "0") as process:
        for _ in range(2):  # the second try says that the first failed
            assert front.arrived.acquire(timeout=30)
        process.kill()
        process.communicate(timeout=30)
    front.answers.clear()
    before = len(front.requests)
    assert make(front.address).flush(30)
    assert front.requests[before] == front.requests[0]
    items = [item.external_user_id for request in front.requests[before:] for item in request.items]
    assert items == ["0", "1", "2", "3", "4"]


@pytest.mark.slow
def test_living_processes_leave_each_other_alone_and_send_what_a_dead_one_left(
    make, server, tmp_path, monkeypatch
):
    monkeypatch.setattr("plaudit.reporter.spool.ADOPT_SECONDS", 0.1)
    name = uuid.uuid4().hex
    living = make()
    living.report(target=search(), text="t")
    assert living.flush(30)
    with python(REPORT, server.address, server.key, str(tmp_path), name, "10", "60") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "reported\n"
        for _ in range(3):
            living.report(target=search(), text="t")
            assert living.flush(30)
        assert living.counts.adopted == 0
        process.kill()
        process.communicate(timeout=30)
    while not living.counts.adopted:
        living.report(target=search(), text="t")
        assert living.flush(30)
    assert living.flush(30)
    assert len(stored(server, search(name))) == 10


def test_close_leaves_what_it_cannot_send_to_the_next_process(make, server, tmp_path):
    target = search()
    front = Front(server)
    front.answers = [failing(status(grpc.StatusCode.UNAVAILABLE))] * 1000
    reporter = make(front.address)
    for i in range(10):
        reporter.report(target=target, external_user_id=f"{i}", text="t")
    assert not reporter.close(timeout=0.3)
    assert (reporter.counts.dropped, files(tmp_path) != []) == ({}, True)
    front.answers.clear()
    assert make(front.address).flush(30)
    assert len(stored(server, target)) == 10
    front.stop()


def test_a_new_key_sends_what_was_reported_with_the_old_one(make, server, caplog):
    target = search()
    revoked = make(api_key="plaudit_revoked")
    revoked.report(target=target, external_user_id="ada", text="kept")
    assert not revoked.close(timeout=0.3)
    assert revoked.counts.dropped == {}
    assert make().flush(30)
    assert [found.text for found in stored(server, target)] == ["kept"]
    assert "reported with another API key" in caplog.text


def test_servers_and_namespaces_are_kept_apart(make, server, tmp_path):
    target = search()
    elsewhere = [make(unused()), make(namespace="another")]
    for reporter in elsewhere:
        reporter.report(target=target, text="not for this one")
        reporter.close(timeout=0)
    reporter = make()
    reporter.report(target=target, text="for this one")
    assert reporter.flush(30)
    assert reporter.counts.adopted == 0
    assert [found.text for found in stored(server, target)] == ["for this one"]
    assert len(list(tmp_path.iterdir())) == 3


def test_a_torn_end_is_recognised_and_nothing_before_it_is_lost(make, server, tmp_path):
    name = uuid.uuid4().hex
    report_and_be_killed(server.address, server.key, tmp_path, name, 3)
    (file,) = files(tmp_path)
    os.truncate(file, file.stat().st_size - 5)
    reporter = make()
    assert reporter.flush(30)
    assert [found.external_user_id for found in stored(server, search(name))] == ["0", "1"]
    assert not file.exists()


def test_a_spool_of_a_newer_version_is_left_alone(make, server, tmp_path, caplog):
    name = uuid.uuid4().hex
    report_and_be_killed(server.address, server.key, tmp_path, name, 3)
    (file,) = files(tmp_path)
    content = file.read_bytes().replace(b"plaudit spool 1\n", b"plaudit spool 2\n", 1)
    file.write_bytes(content)
    reporter = make()
    reporter.report(target=search(), text="t")
    assert reporter.flush(30)
    reporter.close()
    assert file.read_bytes() == content
    assert f"{file} is left alone: this version does not know its format" in caplog.text


def test_an_unusable_directory_is_told_by_the_constructor(make, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SpoolError) as raised:
        make(spool_directory=tmp_path / "file")
    assert str(tmp_path / "file") in str(raised.value)
    assert "spool_directory or PLAUDIT_SPOOL" in str(raised.value)


def test_a_directory_without_files_in_it_is_refused(tmp_path):
    """Who names one expects to find what was reported there."""
    with pytest.raises(ValueError, match=r'^spool_directory: only with spool="file"'):
        FeedbackReporter(unused(), api_key="k", spool_directory=tmp_path)


def test_only_its_owner_reads_the_spool(make, tmp_path):
    reporter = make(unused())
    reporter.report(target=search(), text="t")
    (file,) = files(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_full_spool_drops_the_newest(make, server):
    front = Front(server)
    front.answers = [failing(status(grpc.StatusCode.UNAVAILABLE))] * 1000
    reporter = make(front.address, max_spool_bytes=1000)
    target = search()
    for i in range(100):
        reporter.report(target=target, external_user_id=f"{i}", text="t" * 50)
    waiting = reporter.counts.waiting
    assert 5 <= waiting <= 20
    assert reporter.counts.dropped == {"spool full": 100 - waiting}
    front.answers.clear()
    assert reporter.flush(30)
    reporter.report(target=target, external_user_id="again", text="room again")
    assert reporter.flush(30)
    assert len(stored(server, target)) == waiting + 1
    front.stop()


def test_a_full_disk_makes_it_keep_feedback_in_memory_until_there_is_room(
    make, server, monkeypatch, caplog
):
    monkeypatch.setattr("plaudit.reporter.spool.RECOVER_SECONDS", 0.1)
    front = Front(server)
    front.answers = [failing(status(grpc.StatusCode.UNAVAILABLE))] * 1000
    reporter = make(front.address)
    target = search()

    def report(count: int) -> None:
        for _ in range(count):
            text = f"{reporter.counts.reported}"
            reporter.report(target=target, external_user_id="ada", text=text)

    report(3)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4500, hard))  # no file grows beyond it
    try:
        report(50)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "takes no more" in caplog.text
    assert (reporter.counts.waiting, reporter.counts.dropped) == (53, {})
    report(50)
    front.answers.clear()
    assert reporter.flush(30)
    while "takes feedback again" not in caplog.text:
        report(1)
        assert reporter.flush(30)
    report(50)
    assert reporter.flush(30)
    (found,) = stored(server, target)
    count = reporter.counts.reported
    assert (found.text, found.revision) == (f"{count - 1}", count)
    front.stop()


def test_a_file_that_is_sent_is_removed_and_another_begun(make, server, tmp_path, monkeypatch):
    monkeypatch.setattr("plaudit.reporter.spool.SEGMENT_BYTES", 20_000)
    reporter = make()
    target = search()
    for i in range(1000):
        reporter.report(target=target, external_user_id=f"{i}", text="t" * 100)
    assert len(files(tmp_path)) > 3
    assert reporter.flush(30)
    assert len(stored(server, target)) == 1000
    reporter.report(target=target, external_user_id="last", text="t")
    assert reporter.flush(30)
    assert len(files(tmp_path)) <= 2
    assert sum(file.stat().st_size for file in files(tmp_path)) < 50_000


def test_the_directory_is_that_of_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("PLAUDIT_SPOOL", str(tmp_path / "named"))
    assert default_directory() == tmp_path / "named"
    monkeypatch.delenv("PLAUDIT_SPOOL")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert default_directory() == tmp_path / "plaudit" / "spool"
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_directory() == tmp_path / ".local" / "state" / "plaudit" / "spool"
