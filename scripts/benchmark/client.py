"""What the Python client costs: a call against the bare stub, and a report against a call."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import grpc

from benchmark.measuring import expect
from plaudit import Client, search
from plaudit.reporter import FeedbackReporter
from plaudit.v1 import feedback_pb2, feedback_pb2_grpc
from support.servers import KEY, Server

REPORTS = 20_000
"""Reports of one round."""
CALLS = 1_000
"""Calls of one round."""
BLOCK = 250
"""Calls of a side before it is the other's turn, so that both see the same machine."""
TEXT = "Just what I was looking for."


def measure(folder: Path, rounds: int) -> None:
    """Measure Client against the stub, and FeedbackReporter against calls, in turn."""
    server = Server(f"sqlite:///{folder}/client.db", folder / "plaudit.log")
    try:
        _measure_client(server, rounds)
        print()
        _measure_reporter(server, folder, rounds)
    finally:
        server.stop()


def _measure_client(server: Server, rounds: int) -> None:
    print(f"Client.submit_feedback and the bare stub; {rounds} rounds of {CALLS:,} calls each.")
    print(
        "CPU of this process a call in µs, without the server's; the ratio is the median of rounds"
    )
    print()
    line = "{:<14}{:>8}{:>10}{:>8}"
    print(line.format("OpenTelemetry", "stub", "Client", "ratio"))
    for traced in (False, True):
        with Client(server.address, api_key=KEY) as client, _submit(server) as submit:
            if not traced:
                client._tracing = None  # noqa: SLF001 - as where OpenTelemetry is not installed
            seen = [_calls_in_turn(client, submit) for _ in range(rounds + 1)][1:]
        stub, ours = (median(side) for side in zip(*seen, strict=True))
        ratio = median(ours / stub for stub, ours in seen)
        said = "without SDK" if traced else "no"
        print(line.format(said, f"{stub:.0f}", f"{ours:.0f}", f"{ratio:.2f}"), flush=True)


def _calls_in_turn(client: Client, submit: Callable[..., Any]) -> tuple[float, float]:
    """Return the CPU of one call with the stub and with the client, in µs."""
    spent = {True: 0.0, False: 0.0}
    for block in range(2 * CALLS // BLOCK):
        ours = block % 2 == 1
        started = time.process_time()
        for i in range(BLOCK):
            target = search(uuid.uuid4().hex)
            if ours:
                client.submit_feedback(
                    target=target, rating="positive", text=TEXT, external_user_id=f"user-{i}"
                )
            else:
                submit(
                    feedback_pb2.SubmitFeedbackRequest(
                        feedback=feedback_pb2.Feedback(
                            target=target,
                            rating=feedback_pb2.RATING_POSITIVE,
                            text=TEXT,
                            external_user_id=f"user-{i}",
                        ),
                        request_id=str(uuid.uuid4()),
                    )
                )
        spent[ours] += time.process_time() - started
    return spent[False] / CALLS * 1e6, spent[True] / CALLS * 1e6


def _measure_reporter(server: Server, folder: Path, rounds: int) -> None:
    print(
        f"FeedbackReporter; medians of {rounds} rounds of {REPORTS:,} reports and {CALLS:,} calls."
    )
    print("report: µs until it returns; arriving: from the first report until all are on disk")
    print()
    line = "{:<8}{:>6} |{:>12}{:>12} |{:>14} |{:>16}{:>8}"
    print(line.format("spool", "text", "report p50", "p99", "arriving/s", "one by one/s", "ratio"))
    for spool in ("memory", "file"):
        for text in ("", TEXT):
            seen = [_round(server, folder, spool, text) for _ in range(rounds)]
            p50, p99, reported, called = (median(figures) for figures in zip(*seen, strict=True))
            ratio = median(reported / called for _, _, reported, called in seen)
            said = "yes" if text else "no"
            figures = (f"{p50:.1f}", f"{p99:.1f}", f"{reported:,.0f}", f"{called:,.0f}")
            print(line.format(spool, said, *figures, f"{ratio:.1f}"), flush=True)


def _round(
    server: Server, folder: Path, spool: Any, text: str
) -> tuple[float, float, float, float]:
    called = _one_by_one(server, text)
    with FeedbackReporter(
        server.address,
        api_key=KEY,
        spool=spool,
        spool_directory=folder / "spool" if spool == "file" else None,
        max_items=REPORTS,
    ) as reporter:
        took = []
        started = time.perf_counter()
        for fields in _feedbacks(REPORTS, text):
            before = time.perf_counter()
            reporter.report(**fields)
            took.append(time.perf_counter() - before)
        expect("flushed", reporter.flush(120), True)
        rate = REPORTS / (time.perf_counter() - started)
        expect("sent", reporter.counts.sent, REPORTS)
    took.sort()
    return median(took) * 1e6, took[REPORTS * 99 // 100] * 1e6, rate, called


def _one_by_one(server: Server, text: str) -> float:
    """Return how many calls per second one caller makes."""
    with _submit(server) as submit:
        started = time.perf_counter()
        for fields in _feedbacks(CALLS, text):
            submit(feedback_pb2.SubmitFeedbackRequest(feedback=feedback_pb2.Feedback(**fields)))
        return CALLS / (time.perf_counter() - started)


@contextmanager
def _submit(server: Server) -> Iterator[Callable[[feedback_pb2.SubmitFeedbackRequest], Any]]:
    metadata = (("authorization", f"Bearer {KEY}"),)
    with grpc.insecure_channel(server.address) as channel:
        stub = feedback_pb2_grpc.FeedbackServiceStub(channel)
        yield lambda request: stub.SubmitFeedback(request, metadata=metadata, timeout=10)


def _feedbacks(count: int, text: str) -> Iterator[dict[str, Any]]:
    """Yield the fields of feedbacks on searches."""
    for i in range(count):
        fields: dict[str, Any] = {
            "target": search(uuid.uuid4().hex),
            "rating": feedback_pb2.RATING_POSITIVE,
            "external_user_id": f"user-{i}",
        }
        if text:
            fields["text"] = text
        yield fields
