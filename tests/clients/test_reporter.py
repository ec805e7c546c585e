"""FeedbackReporter against a real server: what `report` promises to its caller."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import grpc
import pytest

from clients.reporting import python, search, stored, unused_address
from plaudit.reporter import AsyncFeedbackReporter, FeedbackReporter
from plaudit.v1 import (
    admin_pb2,
    admin_pb2_grpc,
    exchange_pb2,
    exchange_pb2_grpc,
    feedback_pb2,
    target_pb2,
)

Make = Callable[..., FeedbackReporter]
UTC = timezone.utc


@pytest.fixture
def make(server: Any, tmp_path: Any) -> Iterator[Make]:
    """Makes reporters to the server, and closes them after the test."""
    made: list[FeedbackReporter] = []

    def make_one(address: str = server.address, **options: Any) -> FeedbackReporter:
        options.setdefault("api_key", server.key)
        if options.get("spool") == "file":
            options.setdefault("spool_directory", tmp_path)
        made.append(FeedbackReporter(address, **options))
        return made[-1]

    yield make_one
    for reporter in made:
        reporter.close(timeout=0)


def answer(message_id: str) -> target_pb2.Target:
    return target_pb2.Target(
        message=target_pb2.MessageTarget(session_id="ses_1", message_id=message_id)
    )


@pytest.mark.parametrize("spool", ["memory", "file"])
def test_what_is_reported_arrives_with_all_its_fields(make, server, spool):
    reporter = make(spool=spool)
    target = search()
    before = datetime.now(UTC)
    reporter.report(target=target, rating="positive", text="Thanks", external_user_id="ada")
    after = datetime.now(UTC)
    assert reporter.flush(30)
    (found,) = stored(server, target)
    assert found.rating == feedback_pb2.RATING_POSITIVE
    assert (found.text, found.external_user_id, found.revision) == ("Thanks", "ada", 1)
    assert before <= found.occur_time.ToDatetime(UTC) <= after
    assert reporter.counts.sent == reporter.counts.reported == 1


@pytest.mark.parametrize("spool", ["memory", "file"])
def test_feedback_brings_the_exchange_it_is_about(make, server, spool):
    reporter = make(spool=spool)
    target = answer(uuid.uuid4().hex)
    exchange = exchange_pb2.Exchange(prompt="Where is the report?", answer="In Reports.")
    reporter.report(target=target, rating="negative", exchange=exchange)
    assert reporter.flush(30)
    assert [found.rating for found in stored(server, target)] == [feedback_pb2.RATING_NEGATIVE]
    assert not exchange.session_id, "the caller's exchange was changed"


def test_different_exchanges_of_one_target_are_not_mixed(make, server):
    reporter = make()
    target = answer(uuid.uuid4().hex)
    bad = exchange_pb2.Exchange(message_id=target.message.message_id, model="m" * 1000)
    good = exchange_pb2.Exchange(prompt="a question", answer="an answer")
    reporter.report(target=target, external_user_id="bob", rating="positive", exchange=bad)
    reporter.report(target=target, external_user_id="ada", rating="positive", exchange=good)
    assert reporter.flush(30)
    assert dict(reporter.counts.dropped) == {"invalid": 1}
    assert [found.external_user_id for found in stored(server, target)] == ["ada"]
    with grpc.insecure_channel(server.address) as channel:
        found = exchange_pb2_grpc.ExchangeServiceStub(channel).GetExchange(
            exchange_pb2.GetExchangeRequest(message=target.message),
            metadata=(("authorization", f"Bearer {server.key}"),),
        )
    assert found.exchange.prompt == "a question"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"rating": "good"}, "rating: must be one of"),
        ({"text": 3}, "text: "),
        ({"colour": "red"}, "colour: Feedback has no such field"),
        ({"exchange": "none"}, "exchange: must be Exchange"),
        ({"exchange": exchange_pb2.Exchange()}, "exchange: only feedback on a message"),
        ({"metadata": {"a": object()}}, "metadata.a: must be a JSON value"),
        ({"text": "x" * 4_000_000}, "a request may have 3,932,160"),
        ({"text": "\ud800"}, "text: "),
    ],
)
def test_wrong_arguments_are_dropped_and_never_raise(make, caplog, fields, named):
    dropped: list[tuple[Any, str]] = []
    reporter = make(on_drop=lambda feedback, reason: dropped.append((feedback, reason)))
    reporter.report(**{"target": search(), **fields})
    assert [reason for _, reason in dropped] == ["invalid"]
    assert named in caplog.text
    assert reporter.counts.dropped == {"invalid": 1}


def test_positional_arguments_are_dropped_and_never_raise(make, caplog):
    reporter = make()
    reporter.report(search(), "positive")
    assert reporter.counts.dropped == {"invalid": 1}
    assert "keyword arguments" in caplog.text


def test_what_the_server_refuses_is_dropped_with_its_reason_and_harms_no_other(
    make, server, caplog
):
    dropped: dict[str, str] = {}
    reporter = make(on_drop=lambda feedback, reason: dropped.update({feedback.text: reason}))
    target = search()
    reporter.report(target=target, external_user_id="ada", text="fine")
    reporter.report(target=answer(uuid.uuid4().hex), text="unknown exchange")
    reporter.report(target=target, external_user_id="bob", text="no name", name="\n")
    reporter.report(target=target, external_user_id="cyd", text="fine, too")
    assert reporter.flush(30)
    assert dropped == {"unknown exchange": "EXCHANGE_NOT_FOUND", "no name": "invalid"}
    assert "name: " in caplog.text
    assert [found.text for found in stored(server, target)] == ["fine", "fine, too"]
    counts = reporter.counts
    assert (counts.reported, counts.sent, counts.waiting) == (4, 2, 0)


@pytest.mark.parametrize("bound", [{"max_items": 3}, {"max_bytes": 300}])
def test_a_full_queue_drops_the_newest_and_logs_one_line(make, caplog, bound):
    dropped: list[str] = []
    text = "t" * 40
    reporter = make(
        unused_address(), **bound, on_drop=lambda feedback, reason: dropped.append(feedback.text)
    )
    for i in range(100):
        reporter.report(target=search(), text=f"{text}{i}")
    waiting = reporter.counts.waiting
    assert 1 <= waiting <= 3
    assert dropped == [f"{text}{i}" for i in range(waiting, 100)]
    assert reporter.counts.dropped == {"queue full": 100 - waiting}
    lines = [r.getMessage() for r in caplog.records if "queue full" in r.getMessage()]
    assert len(lines) == 1, lines
    assert lines[0].startswith("dropped 1 feedback: queue full (")
    reporter.close(timeout=0)
    assert f"dropped {99 - waiting} feedbacks in the last 30 s: queue full" in caplog.text


def test_what_on_drop_raises_is_logged_and_goes_no_further(make, caplog):
    def fail(feedback: Any, reason: str) -> None:
        raise LookupError("of the test")

    reporter = make(on_drop=fail)
    reporter.report(colour="red")
    assert "LookupError: of the test" in caplog.text


def test_an_on_drop_that_always_fails_does_not_flood_the_log(make, caplog):
    def fail(feedback: Any, reason: str) -> None:
        raise LookupError

    reporter = make(on_drop=fail)
    for _ in range(100):
        reporter.report(colour="red")
    assert caplog.text.count("on_drop failed") == 1
    assert reporter.counts.dropped == {"invalid": 100}


def test_on_drop_may_report_what_is_dropped_as_well(make, caplog):
    dropped: list[str] = []

    def report_again(feedback: Any, reason: str) -> None:
        dropped.append(reason)
        reporter.report(target=search(), text="instead")

    reporter = make(unused_address(), max_items=1, on_drop=report_again)
    for _ in range(3):
        reporter.report(target=search(), text="t")
    assert dropped == ["queue full", "queue full"]
    assert reporter.counts.dropped == {"queue full": 4}
    assert "failed" not in caplog.text


@pytest.mark.parametrize("spool", ["memory", "file"])
def test_on_drop_may_flush_and_close_in_the_thread_that_sends(make, server, caplog, spool):
    results: list[bool] = []
    target = search()

    def end(feedback: Any, reason: str) -> None:
        results.append(reporter.flush())
        results.append(reporter.close())

    reporter = make(spool=spool, on_drop=end, linger=0.3)
    reporter.report(target=answer(uuid.uuid4().hex), text="refused")
    reporter.report(target=target, text="kept")
    while any(t.name in {"plaudit-reporter", "plaudit-close"} for t in threading.enumerate()):
        threading.Event().wait(0.01)
    assert results == [False, False]
    assert (reporter.counts.sent, reporter.counts.waiting) == (1, 0)
    assert [found.text for found in stored(server, target)] == ["kept"]
    assert "failed" not in caplog.text


def test_an_on_drop_that_ends_its_thread_does_not_end_the_sending(make, server):
    def leave(feedback: Any, reason: str) -> None:
        raise SystemExit

    reporter = make(on_drop=leave)
    target = search()
    reporter.report(target=answer(uuid.uuid4().hex), text="refused")
    assert reporter.flush(30)
    reporter.report(target=target, text="later")
    assert reporter.flush(30)
    assert [found.text for found in stored(server, target)] == ["later"]


@pytest.mark.slow
@pytest.mark.parametrize("spool", ["memory", "file"])
def test_the_last_report_of_an_author_on_a_target_is_the_one_that_stays(make, server, spool):
    reporter = make(spool=spool)
    target = search()
    for i in range(1500):
        reporter.report(target=target, external_user_id="ada", text=f"{i}")
    assert reporter.flush(60)
    (found,) = stored(server, target)
    assert (found.text, found.revision) == ("1499", 1500)


def test_feedback_of_more_than_24_hours_ago_is_sent_without_its_time_rather_than_lost(
    make, server, caplog
):
    with grpc.insecure_channel(server.address) as channel:
        key = admin_pb2_grpc.AdminServiceStub(channel).CreateApiKey(
            admin_pb2.CreateApiKeyRequest(
                api_key=admin_pb2.ApiKey(name="writer", scopes=["SCOPE_FEEDBACK_WRITE"])
            ),
            metadata=(("authorization", f"Bearer {server.key}"), ("x-namespace", "default")),
        )
    reporter = make(api_key=key.secret)
    target = search()
    now = datetime.now(UTC)
    reporter.report(
        target=target, external_user_id="ada", text="late", occur_time=now - timedelta(hours=25)
    )
    reporter.report(
        target=target, external_user_id="bob", text="soon", occur_time=now - timedelta(hours=23)
    )
    assert reporter.flush(30)
    found = {one.text: one.occur_time.ToDatetime(UTC) for one in stored(server, target)}
    assert found["late"] > now - timedelta(minutes=5)
    assert found["soon"] == now - timedelta(hours=23)
    assert "1 feedbacks are sent without occur_time" in caplog.text


def test_a_clock_that_is_ahead_loses_nothing(make, server, monkeypatch):
    import time  # noqa: PLC0415

    reporter = make()
    target = search()
    ahead = time.time_ns() + 3600 * 10**9
    with monkeypatch.context() as patch:
        patch.setattr("plaudit.reporter.reporter.time.time_ns", lambda: ahead)
        reporter.report(target=target, text="from the future")
    assert reporter.flush(30)
    assert [found.text for found in stored(server, target)] == ["from the future"]


def test_nothing_starts_before_the_first_report(make):
    before = threading.active_count()
    reporter = make()
    assert threading.active_count() == before
    reporter.report(target=search(), rating="positive")
    assert any(t.name == "plaudit-reporter" and t.daemon for t in threading.enumerate())


def test_close_sends_what_waits_and_later_reports_are_dropped(make, server):
    target = search()
    with make(linger=60) as reporter:
        reporter.report(target=target, text="in time")
    reporter.report(target=target, text="too late")
    assert [found.text for found in stored(server, target)] == ["in time"]
    assert reporter.counts.dropped == {"closed": 1}
    assert reporter.close()


def test_what_close_cannot_send_from_memory_is_counted_and_given_back(make, caplog):
    dropped: list[tuple[str, str]] = []
    reporter = make(
        unused_address(), on_drop=lambda feedback, reason: dropped.append((feedback.text, reason))
    )
    for i in range(3):
        reporter.report(target=search(), text=f"{i}")
    assert not reporter.flush(timeout=0.3)
    assert reporter.counts.waiting == 3
    assert not reporter.close(timeout=0)
    assert dropped == [("0", "not sent"), ("1", "not sent"), ("2", "not sent")]
    assert reporter.counts.waiting == 0
    assert "not sent" in caplog.text


@pytest.mark.slow
def test_a_wrong_key_is_logged_once_and_the_feedback_is_kept(make, caplog):
    reporter = make(api_key="plaudit_wrong")
    reporter.report(target=search(), rating="positive")
    for _ in range(3):
        assert not reporter.flush(timeout=0.5)  # each is a try
    lines = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert len(lines) == 1
    assert "refuses all feedback: UNAUTHENTICATED (API_KEY_INVALID)" in lines[0].getMessage()
    assert reporter.counts.waiting == 1


@pytest.mark.slow
@pytest.mark.timeout(method="thread")  # its signal is the one of this test
def test_a_signal_handler_may_report_while_it_interrupts_a_report(make, server):
    reporter = make(max_items=1_000_000)
    target = search()
    handled = 0

    def handle(*_: object) -> None:
        nonlocal handled
        handled += 1
        reporter.report(target=target, external_user_id=f"handler {handled}", text="t")
        signal.setitimer(signal.ITIMER_REAL, 0.0002)

    before = signal.signal(signal.SIGALRM, handle)
    reported = 0
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.0002)
        while handled < 500 and reported < 100_000:
            reporter.report(target=target, external_user_id=f"loop {reported}", text="t")
            reported += 1
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert handled > 100
    assert reporter.flush(120)
    assert len(stored(server, target)) == reported + handled


def test_many_threads_may_report(make, server):
    reporter = make()
    target = search()

    def work(name: int) -> None:
        for i in range(200):
            reporter.report(target=target, external_user_id=f"{name}-{i}", text="t")

    threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reporter.flush(60)
    assert len(stored(server, target)) == 1600


@pytest.mark.slow
@pytest.mark.parametrize("spool", ["memory", "file"])
def test_the_exit_of_the_interpreter_sends_what_waits(server, tmp_path, spool):
    name = uuid.uuid4().hex
    code = """
    import sys
    from plaudit.reporter import FeedbackReporter
    from plaudit.v1 import target_pb2
    address, key, spool, directory, name = sys.argv[1:]
    place = {"spool_directory": directory} if spool == "file" else {}
    reporter = FeedbackReporter(address, api_key=key, spool=spool, linger=60, **place)
    target = target_pb2.Target(search=target_pb2.SearchTarget(search_id=name))
    reporter.report(target=target, text="goodbye")
    """
    process = python(code, server.address, server.key, spool, str(tmp_path), name)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output, errors) == (0, "", "")
    assert [found.text for found in stored(server, search(name))] == ["goodbye"]


FORK = """
import os, sys
from plaudit.reporter import FeedbackReporter
from plaudit.v1 import target_pb2
address, key, spool, directory, name, busy = sys.argv[1:]
linger = 0 if busy == "sending" else 1
place = {"spool_directory": directory} if spool == "file" else {}
reporter = FeedbackReporter(address, api_key=key, spool=spool, linger=linger, **place)
target = target_pb2.Target(search=target_pb2.SearchTarget(search_id=name))

def report(who):
    for i in range(300):
        reporter.report(target=target, external_user_id=f"{who} {i}", text="t")

if busy != "new":
    report("before")
    assert busy == "sending" or reporter.flush(30)
report("parent")
children = []
for number in range(2):
    child = os.fork()
    if not child:
        assert reporter.counts.reported == reporter.counts.waiting == 0
        report(f"child {number}")
        done = reporter.close(timeout=30)
        os._exit(0 if done and reporter.counts.sent == 300 else 1)
    children.append(child)
report("parent later")
codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
assert codes == [0, 0], codes
assert reporter.close(timeout=30)
"""


@pytest.mark.slow
@pytest.mark.parametrize("spool", ["memory", "file"])
@pytest.mark.parametrize("busy", ["new", "idle", "sending"])
def test_a_fork_sends_what_each_process_reported_once(server, tmp_path, spool, busy):
    name = uuid.uuid4().hex
    process = python(FORK, server.address, server.key, spool, str(tmp_path), name, busy)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    found = stored(server, search(name))
    whos = ["parent", "child 0", "child 1", "parent later", *(["before"] if busy != "new" else [])]
    expected = {f"{who} {i}" for who in whos for i in range(300)}
    assert {one.external_user_id for one in found} == expected
    assert {one.revision for one in found} == {1}


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux names threads in /proc"
)
def test_a_fork_waits_until_grpc_has_shut_down(server):
    code = """
    import os, sys
    from pathlib import Path

    def threads():
        return {path.read_text().strip() for path in Path("/proc/self/task").glob("*/comm")}

    seen = []
    os.register_at_fork(before=lambda: seen.append(threads()))  # runs after those that come later
    from plaudit.reporter import FeedbackReporter
    from plaudit.v1 import target_pb2

    reporter = FeedbackReporter(sys.argv[1], api_key=sys.argv[2])
    target = target_pb2.Target(search=target_pb2.SearchTarget(search_id=sys.argv[3]))
    reporter.report(target=target, text="t")
    assert reporter.flush(30)
    assert "event_engine" in threads(), threads()
    if not os.fork():
        os._exit(0)
    os.wait()
    print(*seen[0])
    """
    process = python(code, server.address, server.key, uuid.uuid4().hex)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert output
    assert {"event_engine", "grpc_global_tim", "lifeguard"}.isdisjoint(output.split())


def test_threads_may_fork_at_the_same_time(server):
    code = """
    import os, sys, threading
    from plaudit.reporter import FeedbackReporter
    from plaudit.v1 import target_pb2

    reporter = FeedbackReporter(sys.argv[1], api_key=sys.argv[2], linger=0)
    target = target_pb2.Target(search=target_pb2.SearchTarget(search_id=sys.argv[3]))

    def work(name):
        for i in range(20):
            reporter.report(target=target, external_user_id=f"{name} {i}", text="t")
            child = os.fork()
            if not child:
                os._exit(0)
            assert os.waitpid(child, 0)[1] == 0

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reporter.close(30)
    print(reporter.counts.sent)
    """
    process = python(code, server.address, server.key, name := uuid.uuid4().hex)
    try:
        output, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, output) == (0, "80\n"), errors
    assert len(stored(server, search(name))) == 80


def test_the_asyncio_twin_reports_at_once_and_sends_in_the_background(server):
    target = search()

    async def main() -> None:
        async with AsyncFeedbackReporter(server.address, api_key=server.key) as reporter:
            reporter.report(target=target, external_user_id="ada", text="one")
            assert await reporter.flush(timeout=30)
            assert reporter.counts.sent == 1
            reporter.report(target=target, external_user_id="bob", text="two")
        assert await reporter.close()

    asyncio.run(main())
    assert [found.text for found in stored(server, target)] == ["one", "two"]


@pytest.mark.slow
def test_the_loop_goes_on_while_the_asyncio_twin_flushes():
    async def main() -> None:
        reporter = AsyncFeedbackReporter(unused_address(), api_key="k")
        reporter.report(target=search(), text="waits")
        flush = asyncio.create_task(reporter.flush(timeout=1))
        turns = 0
        while not flush.done():
            await asyncio.sleep(0.01)
            turns += 1
        assert not await flush
        assert turns > 3
        assert not await reporter.close(timeout=0)

    asyncio.run(main())


@pytest.mark.slow
def test_a_flush_that_is_cancelled_does_not_hold_up_the_end_of_the_loop():
    made: list[AsyncFeedbackReporter] = []

    async def main() -> None:
        reporter = AsyncFeedbackReporter(unused_address(), api_key="k")
        reporter.report(target=search(), text="waits")
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(reporter.flush(), 0.1)
        made.append(reporter)

    runner = threading.Thread(target=asyncio.run, args=(main(),), daemon=True)
    runner.start()
    runner.join(30)
    assert not runner.is_alive()
    asyncio.run(made[0].close(timeout=0))


def test_address_and_key_come_from_the_environment(server, monkeypatch):
    monkeypatch.setenv("PLAUDIT_ADDRESS", server.address)
    monkeypatch.setenv("PLAUDIT_API_KEY", server.key)
    with FeedbackReporter() as reporter:
        reporter.report(target=search(), rating="positive")
    assert reporter.counts.sent == 1


def test_a_reporter_without_a_key_says_what_to_do(monkeypatch):
    monkeypatch.delenv("PLAUDIT_API_KEY", raising=False)
    with pytest.raises(ValueError, match="or set PLAUDIT_API_KEY"):
        FeedbackReporter("127.0.0.1:1")
