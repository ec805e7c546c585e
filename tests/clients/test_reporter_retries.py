"""FeedbackReporter when calls fail: what is sent again, what is not, and in which order."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import grpc
import pytest

from clients.reporting import CallError, Front, failing, losing, search, status, stored
from plaudit.reporter import FeedbackReporter
from plaudit.v1 import feedback_pb2, target_pb2

Make = Callable[..., FeedbackReporter]
Code = grpc.StatusCode


@pytest.fixture
def front(server: Any) -> Iterator[Front]:
    """A server before the shared one, which fails as a test says."""
    front = Front(server)
    yield front
    front.stop()


@pytest.fixture(params=["memory", "file"])
def make(request: pytest.FixtureRequest, front: Front, tmp_path: Any) -> Iterator[Make]:
    """Makes reporters with each spool, and closes them after the test."""
    made: list[FeedbackReporter] = []

    def make_one(**options: Any) -> FeedbackReporter:
        options = {"api_key": front.key, "spool": request.param, "linger": 0.05, **options}
        if options["spool"] == "file":
            options["spool_directory"] = tmp_path
        made.append(FeedbackReporter(front.address, **options))
        return made[-1]

    yield make_one
    for reporter in made:
        reporter.close(timeout=0)


@pytest.mark.parametrize(
    "error",
    [
        status(Code.UNAVAILABLE, "STORAGE_UNAVAILABLE", retry_after=0.1),
        status(Code.UNAVAILABLE),
        status(Code.RESOURCE_EXHAUSTED, "RATE_LIMITED", retry_after=0.1),
        status(Code.RESOURCE_EXHAUSTED, "QUOTA_EXCEEDED"),
        status(Code.DEADLINE_EXCEEDED),
        status(Code.INTERNAL, "INTERNAL"),
    ],
    ids=lambda error: error.message,
)
@pytest.mark.parametrize("lost", [False, True], ids=["refused", "response lost"])
def test_a_failed_batch_is_sent_again_under_its_id_and_recorded_once(
    make, front, server, error, lost
):
    front.answers = [losing(error) if lost else failing(error)] * 2
    reporter = make()
    target = search()
    for i in range(5):
        reporter.report(target=target, external_user_id="ada", text=f"{i}")
    assert reporter.flush(30)
    (found,) = stored(server, target)
    assert (found.text, found.revision) == ("4", 5)
    assert len(front.requests) == 3
    assert front.requests[0] == front.requests[1] == front.requests[2]
    assert str(uuid.UUID(front.ids[0])) == front.ids[0]
    assert (reporter.counts.sent, dict(reporter.counts.dropped)) == (5, {})


def test_a_batch_has_at_most_a_thousand_items(make, front, server):
    reporter = make(linger=60)
    target = search()
    for i in range(2500):
        reporter.report(target=target, external_user_id=f"{i}", text="t")
    assert reporter.flush(60)
    sizes = [len(request.items) for request in front.requests]
    assert (sum(sizes), max(sizes)) == (2500, 1000)
    assert len(set(front.ids)) == len(front.ids)
    assert len(stored(server, target)) == 2500


def test_a_batch_is_not_longer_than_the_server_takes(make, front, server):
    reporter = make(linger=1)
    target = search()
    for i in range(70):
        reporter.report(target=target, external_user_id=f"{i}", correction="c" * 120_000)
    assert reporter.flush(60)
    assert len(front.requests) == 3
    assert max(request.ByteSize() for request in front.requests) <= 3_932_160
    assert len(stored(server, target)) == 70


def test_a_batch_that_is_too_much_for_the_server_is_sent_in_parts(make, front, server):
    def small(request: Any, forward: Callable[[], Any]) -> Any:
        if len(request.items) > 3:
            raise CallError(status(Code.RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE"))
        return forward()

    front.answers = [small] * 100
    reporter = make(linger=0.3)
    target = search()
    for i in range(20):
        reporter.report(target=target, external_user_id="ada", text=f"{i}")
    assert reporter.flush(30)
    (found,) = stored(server, target)
    assert (found.text, found.revision) == ("19", 20)


def test_one_feedback_that_is_too_much_is_dropped_and_harms_no_other(make, front, server):
    def picky(request: Any, forward: Callable[[], Any]) -> Any:
        if any(item.text == "too much" for item in request.items):
            raise CallError(status(Code.RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE"))
        return forward()

    front.answers = [picky] * 100
    reporter = make(linger=0.3)
    target = search()
    for i in range(9):
        text = "too much" if i == 4 else f"{i}"
        reporter.report(target=target, external_user_id=f"{i}", text=text)
    assert reporter.flush(30)
    assert [found.text for found in stored(server, target)] == [*"0123", *"5678"]
    assert reporter.counts.dropped == {"MESSAGE_TOO_LARGE": 1}


def fail_items(*texts: str) -> Any:
    """Record all items but those with these texts, which fail for the moment."""

    def answer(request: Any, forward: Callable[[], Any]) -> Any:
        kept = [item for item in request.items if item.text not in texts]
        failed = [item.text in texts for item in request.items]
        del request.items[:]
        request.items.extend(kept)
        results = iter(forward().results)
        response = feedback_pb2.BatchSubmitResponse(
            succeeded_count=len(kept), failed_count=sum(failed)
        )
        for fails in failed:
            if fails:
                error = status(Code.UNAVAILABLE, "STORAGE_UNAVAILABLE", retry_after=0.1)
                response.results.add().error.MergeFromString(error.SerializeToString())
            else:
                response.results.append(next(results))
        return response

    return answer


def test_items_that_failed_for_the_moment_are_sent_again_alone(make, front, server):
    front.answers = [fail_items("1", "3")]
    reporter = make(linger=0.3)
    target = search()
    for i in range(5):
        reporter.report(target=target, external_user_id=f"{i}", text=f"{i}")
    assert reporter.flush(30)
    assert [item.text for item in front.requests[1].items] == ["1", "3"]
    assert front.ids[0] != front.ids[1]
    found = stored(server, target)
    assert sorted(one.text for one in found) == [*"01234"]
    assert {one.revision for one in found} == {1}
    assert reporter.counts.sent == 5


def test_a_failed_item_does_not_overtake_a_later_one_of_its_author(make, front, server):
    front.answers = [fail_items("first of ada", "of bob")]
    reporter = make(linger=0.3)
    target = search()
    reporter.report(target=target, external_user_id="ada", text="first of ada")
    reporter.report(target=target, external_user_id="bob", text="of bob")
    reporter.report(target=target, external_user_id="ada", text="second of ada")
    assert reporter.flush(30)
    assert {one.text for one in stored(server, target)} == {"of bob", "second of ada"}
    assert reporter.counts.dropped == {"superseded": 1}
    assert reporter.counts.sent == 2


@pytest.mark.slow
def test_reports_wait_behind_a_batch_that_fails(make, front, server):
    front.answers = [failing(status(Code.UNAVAILABLE))] * 3
    reporter = make()
    target = search()
    reporter.report(target=target, external_user_id="ada", text="early")
    assert front.arrived.acquire(timeout=30)
    reporter.report(target=target, external_user_id="ada", text="late")
    assert reporter.flush(30)
    (found,) = stored(server, target)
    assert (found.text, found.revision) == ("late", 2)


def test_report_and_counts_go_on_while_a_call_hangs(make, front, server):
    release = threading.Event()

    def hang(request: Any, forward: Callable[[], Any]) -> Any:
        release.wait(30)
        return forward()

    front.answers = [hang]
    reporter = make()
    target = search()
    reporter.report(target=target, external_user_id="0", text="t")
    assert front.arrived.acquire(timeout=30)
    for i in range(1, 500):
        reporter.report(target=target, external_user_id=f"{i}", text="t")
    assert (reporter.counts.reported, reporter.counts.waiting) == (500, 500)
    release.set()
    assert reporter.flush(30)
    assert len(stored(server, target)) == 500


@pytest.mark.slow
def test_a_feedback_at_which_the_server_always_fails_does_not_hold_up_others(
    make, front, server, monkeypatch
):
    monkeypatch.setattr("plaudit.reporter.sender.FIRST_RETRY", 0.001)

    def fault(request: Any, forward: Callable[[], Any]) -> Any:
        if any(item.text == "poison" for item in request.items):
            raise CallError(status(Code.INTERNAL, "INTERNAL"))
        return forward()

    front.answers = [fault] * 200
    reporter = make(linger=0.3)
    target = search()
    for text in ("one", "poison", "two"):
        reporter.report(target=target, external_user_id=text, text=text)
    assert reporter.flush(60)
    assert {one.text for one in stored(server, target)} == {"one", "two"}
    assert reporter.counts.dropped == {"INTERNAL": 1}


def test_feedback_survives_a_refused_key_until_the_server_takes_it(make, front, server, caplog):
    front.answers = [failing(status(Code.UNAUTHENTICATED, "API_KEY_REVOKED"))] * 3
    reporter = make()
    target = search()
    reporter.report(target=target, text="patient")
    while len(front.requests) < 4:
        reporter.flush(timeout=0.2)  # each tries once, so that the test need not wait
    assert reporter.flush(30)
    assert [found.text for found in stored(server, target)] == ["patient"]
    assert caplog.text.count("refuses all feedback: UNAUTHENTICATED (API_KEY_REVOKED)") == 1
    assert len(set(front.ids)) == 1


def test_the_same_exchange_is_sent_once_in_a_batch(make, front, server):
    from plaudit.v1 import exchange_pb2  # noqa: PLC0415

    reporter = make(linger=0.3)
    message = target_pb2.MessageTarget(session_id="ses_1", message_id=uuid.uuid4().hex)
    target = target_pb2.Target(message=message)
    exchange = exchange_pb2.Exchange(prompt="a question", answer="an answer")
    exchange.occur_time.GetCurrentTime()
    for user in ("ada", "bob"):
        reporter.report(target=target, external_user_id=user, rating="positive", exchange=exchange)
    assert reporter.flush(30)
    (request,) = front.requests
    assert (len(request.items), len(request.exchanges)) == (2, 1)
    assert len(stored(server, target)) == 2
