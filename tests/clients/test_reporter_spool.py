"""FeedbackReporter with spool="file": what survives the process."""

from __future__ import annotations

import itertools
import os
import resource
import shutil
import signal
import stat
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from clients.reporting import Front, failing, losing, python, search, status, stored
from clients.reporting import unused_address as unused
from plaudit.reporter import FeedbackReporter
from plaudit.reporter.batch import OWN_TIME, Record, serialise
from plaudit.reporter.memory import MemorySpool
from plaudit.reporter.segment import Segment
from plaudit.reporter.spool import FileSpool, SpoolError, default_directory
from plaudit.reporter.tally import Tally
from plaudit.v1 import feedback_pb2

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


RECORDS = [serialise(feedback_pb2.Feedback(text=f"{i}" * 20), None, OWN_TIME) for i in range(4)]


def written(directory: Path) -> tuple[bytes, list[int]]:
    """Return a file whose first record is settled, and where each record ends."""
    segment = Segment.create(directory, "1-written")
    segment.append(RECORDS[0])
    batch = segment.next()
    assert batch is not None
    segment.save(batch)
    segment.finish(batch)
    ends = [segment.size]
    for record in RECORDS[1:]:
        segment.append(record)
        ends.append(segment.size)
    segment.release()
    return segment.path.read_bytes(), ends


def taken_over(directory: Path, content: bytes) -> tuple[list[Record], list[Path]]:
    """Return what a spool sends of a file with this content, and the files that it leaves."""
    (directory / "2-left.spool").write_bytes(content)
    lock = threading.RLock()
    memory = MemorySpool(lock, 10, 1000)
    spool = FileSpool(
        directory, mark="left", max_bytes=1 << 20, lock=lock, memory=memory, tally=Tally(lock)
    )
    spool.look(deadline=None)
    records: list[Record] = []
    while batch := spool.next():
        records += batch.unsettled()
        spool.finish(batch)
        spool.settle(batch, len(batch.unsettled()))
    assert spool.waiting == 0
    spool.close()
    left = files(directory)
    for path in left:
        path.unlink()
    return records, left


def test_a_file_cut_anywhere_gives_its_whole_records(tmp_path):
    content, ends = written(tmp_path)
    (tmp_path / "1-written.spool").unlink()
    for length in range(len(content)):
        if 600 < length < 4000:  # nothing but zeros
            continue
        records, left = taken_over(tmp_path, content[:length])
        whole = sum(end <= length for end in ends)
        if length >= ends[0]:
            assert records == RECORDS[1:whole], length
            assert not left, length  # a torn end is no damage
        else:
            assert records in ([], RECORDS[:whole]), length
            assert left or length >= 4096, length


def test_a_byte_changed_anywhere_sends_nothing_that_was_not_reported_and_is_kept(tmp_path):
    content, ends = written(tmp_path)
    (tmp_path / "1-written.spool").unlink()
    places = [*range(16), *range(500, 600), *range(1020, 1120), *range(4096, len(content))]
    for at in places:
        changed = bytearray(content)
        changed[at] ^= 0x55
        records, left = taken_over(tmp_path, bytes(changed))
        assert records in [RECORDS[i:j] for i in range(5) for j in range(i, 5)], at
        if at >= ends[0]:
            before = sum(end <= at for end in ends)
            assert records == RECORDS[1:before], at
            # What claims to reach beyond the end of the file is a torn end, as in the last record.
            if at < ends[2] and at - ends[before - 1] not in (0, 1, 2):
                assert [path.suffix for path in left] == [".damaged"], at


def test_a_damaged_file_is_told_of_and_kept_while_the_rest_is_sent(make, server, tmp_path, caplog):
    name = uuid.uuid4().hex
    report_and_be_killed(server.address, server.key, tmp_path, name, 3)
    (file,) = files(tmp_path)
    content = bytearray(file.read_bytes())
    content[4096 + (len(content) - 4096) // 2] ^= 1  # in the second of three
    file.write_bytes(content)
    reporter = make()
    assert reporter.flush(30)
    reporter.close()
    assert [found.external_user_id for found in stored(server, search(name))] == ["0"]
    assert f"{file} is damaged: 1 feedbacks in it are sent" in caplog.text
    assert [path.name for path in files(tmp_path)] == [f"{file.stem}.damaged"]


def test_a_file_that_cannot_be_opened_harms_no_other(make, server, tmp_path, caplog):
    name = uuid.uuid4().hex
    report_and_be_killed(server.address, server.key, tmp_path, name, 3)
    (file,) = files(tmp_path)
    bad = file.with_name("0-bad.spool")
    bad.mkdir()
    reporter = make()
    for _ in range(3):
        assert reporter.flush(30)
    assert len(stored(server, search(name))) == 3
    assert caplog.text.count(f"{bad} is left alone: ") == 1


def test_a_flush_does_not_read_all_files_when_its_time_is_over(make, front, tmp_path):
    front.answers = [failing(status(grpc.StatusCode.UNAVAILABLE))] * 1000
    for i in range(5):
        reporter = make(front.address, linger=60)
        reporter.report(target=search(), text=f"{i}")
        reporter.close(timeout=0)
    (directory,) = tmp_path.iterdir()
    lock = threading.RLock()
    memory = MemorySpool(lock, 10, 1000)
    spool = FileSpool(
        directory, mark="", max_bytes=1 << 20, lock=lock, memory=memory, tally=Tally(lock)
    )
    assert not spool.look(now=True, deadline=time.monotonic())
    assert spool.adopted_waiting == 1
    assert spool.look(deadline=None)
    assert spool.adopted_waiting >= 2
    spool.close()


def test_the_limit_includes_what_was_taken_over(make, front):
    front.answers = [failing(status(grpc.StatusCode.UNAVAILABLE))] * 1000
    waiting = 0
    for _ in range(3):
        reporter = make(front.address, max_spool_bytes=1000)
        reporter.flush(timeout=0.5)  # takes over
        for i in range(20):
            reporter.report(target=search(), external_user_id=f"{i}", text="t" * 50)
        assert waiting in (0, reporter.counts.waiting)
        waiting = reporter.counts.waiting
        assert 5 <= waiting <= 20
        reporter.close(timeout=0)


def test_the_files_of_a_process_stay_in_order_when_its_clock_goes_back(
    make, front, server, monkeypatch
):
    front.answers = [failing(status(grpc.StatusCode.UNAVAILABLE))] * 1000
    monkeypatch.setattr("plaudit.reporter.spool.SEGMENT_BYTES", 5000)
    now = time.time_ns()
    earlier = itertools.count(now, -3600 * 10**9)
    target = search()
    reporter = make(front.address)
    with monkeypatch.context() as patch:
        patch.setattr("plaudit.reporter.spool.time.time_ns", lambda: next(earlier))
        for i in range(40):
            reporter.report(target=target, external_user_id="ada", text=f"{i} " + "t" * 900)
    assert not reporter.close(timeout=0)
    front.answers.clear()
    assert make(front.address).flush(30)
    (found,) = stored(server, target)
    assert (found.text.split()[0], found.revision) == ("39", 40)


def test_the_later_files_of_a_process_wait_for_its_earlier_ones(tmp_path):
    for number in range(3):
        segment = Segment.create(tmp_path, f"{number}-owner")
        segment.append(RECORDS[number])
        segment.release()
    first = Segment.adopt(tmp_path / "0-owner.spool")  # by another process
    assert first is not None
    lock = threading.RLock()
    spool = FileSpool(
        tmp_path,
        mark="owner",
        max_bytes=1 << 20,
        lock=lock,
        memory=MemorySpool(lock, 10, 1000),
        tally=Tally(lock),
    )
    spool.look(now=True, deadline=None)
    assert spool.adopted_waiting == 0
    first.delete()
    spool.look(now=True, deadline=None)
    assert spool.adopted_waiting == 2
    spool.close()


def test_what_is_sent_counts_as_sent_though_the_disk_takes_no_note_of_it(make, server, caplog):
    reporter = make(linger=60)
    target = search()
    for i in range(3):
        reporter.report(target=target, external_user_id=f"{i}", text="t")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        assert reporter.flush(30)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "does not take a note of what is sent" in caplog.text
    assert (reporter.counts.sent, reporter.counts.waiting) == (3, 0)
    reporter.report(target=target, external_user_id="3", text="t")
    assert reporter.flush(30)
    assert {one.revision for one in stored(server, target)} == {1}


def test_a_directory_that_is_removed_is_made_again(make, server, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr("plaudit.reporter.spool.SEGMENT_BYTES", 5000)
    reporter = make()
    shutil.rmtree(tmp_path)
    target = search()
    for i in range(20):
        reporter.report(target=target, external_user_id=f"{i}", text="t" * 1000)
    assert files(tmp_path)
    assert "takes no more" not in caplog.text
    assert reporter.flush(30)
    assert len(stored(server, target)) == 20


def test_a_forked_child_does_not_keep_the_files_of_its_parent_locked(make, server, tmp_path):
    name = uuid.uuid4().hex
    code = """
    import os, sys, threading, time
    from plaudit.reporter import FeedbackReporter
    from plaudit.reporter.segment import Segment
    from plaudit.v1 import target_pb2

    address, key, directory, name = sys.argv[1:]
    options = dict(api_key=key, spool="file", spool_directory=directory, linger=60)
    target = target_pb2.Target(search=target_pb2.SearchTarget(search_id=name))
    left = FeedbackReporter("127.0.0.1:1", **options)
    left.report(target=target, text="left")
    left.close(timeout=0)

    taking, scan = threading.Event(), Segment.scan
    def slow(segment):
        taking.set()
        time.sleep(0.5)
        return scan(segment)
    Segment.scan = slow
    reporter = FeedbackReporter("127.0.0.1:1", **options)
    reporter.report(target=target, external_user_id="own", text="own")
    assert taking.wait(30)
    child = os.fork()  # while the other file is being taken over
    if not child:
        time.sleep(60)
        os._exit(0)
    print(child, flush=True)
    time.sleep(60)
    """
    address = unused()
    code = code.replace("127.0.0.1:1", address)
    with python(code, address, server.key, str(tmp_path), name) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.kill()
        process.wait(timeout=30)
        try:
            reporter = make(address)
            reporter.flush(timeout=1)
            assert reporter.counts.adopted == 2
        finally:
            os.kill(child, signal.SIGKILL)


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
