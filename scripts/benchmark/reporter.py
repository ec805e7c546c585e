"""What a report costs its caller, and how fast reports arrive, against calls one by one."""

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
from plaudit.reporter import FeedbackReporter
from plaudit.v1 import feedback_pb2, feedback_pb2_grpc, target_pb2
from support.servers import KEY, Server

REPORTS = 20_000
"""Reports of one round."""
CALLS = 1_000
"""Calls of one round."""
TEXT = "Just what I was looking for."


def measure(folder: Path, rounds: int) -> None:
    """Measure FeedbackReporter and SubmitFeedback in turn, from this process."""
    server = Server(f"sqlite:///{folder}/reporter.db", folder / "plaudit.log")
    print(f"On sqlite; medians of {rounds} rounds of {REPORTS:,} reports and {CALLS:,} calls.")
    print("report: µs until it returns; arriving: from the first report until all are on disk")
    print()
    line = "{:<8}{:>6} |{:>12}{:>12} |{:>14} |{:>16}{:>8}"
    print(line.format("spool", "text", "report p50", "p99", "arriving/s", "one by one/s", "ratio"))
    try:
        for spool in ("memory", "file"):
            for text in ("", TEXT):
                seen = [_round(server, folder, spool, text) for _ in range(rounds)]
                p50, p99, reported, called = (
                    median(figures) for figures in zip(*seen, strict=True)
                )
                ratio = median(reported / called for _, _, reported, called in seen)
                said = "yes" if text else "no"
                figures = (f"{p50:.1f}", f"{p99:.1f}", f"{reported:,.0f}", f"{called:,.0f}")
                print(line.format(spool, said, *figures, f"{ratio:.1f}"), flush=True)
    finally:
        server.stop()


def _round(
    server: Server, folder: Path, spool: Any, text: str
) -> tuple[float, float, float, float]:
    called = _one_by_one(server, text)
    with FeedbackReporter(
        server.address,
        api_key=KEY,
        spool=spool,
        spool_directory=folder / "spool",
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
        yield lambda request: stub.SubmitFeedback(request, metadata=metadata, timeout=30)


def _feedbacks(count: int, text: str) -> Iterator[dict[str, Any]]:
    """Yield the fields of feedbacks on searches."""
    for i in range(count):
        target = target_pb2.Target(search=target_pb2.SearchTarget(search_id=uuid.uuid4().hex))
        fields: dict[str, Any] = {
            "target": target,
            "rating": feedback_pb2.RATING_POSITIVE,
            "external_user_id": f"user-{i}",
        }
        if text:
            fields["text"] = text
        yield fields
