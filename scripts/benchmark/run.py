"""The steps of a run."""

from __future__ import annotations

import argparse
import multiprocessing
import random
import signal
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmark import client, knowledge, neighbours, report
from benchmark.measuring import Generator, Seen, expect, seconds_of_flush
from benchmark.raw import BATCH, Rows, insert
from benchmark.sides import Plaudit, Side, databases, empty_handler
from plaudit.v1 import feedback_pb2

SECONDS_AT_MOST = 1800
STREAM = 2_000
"""Items of one stream."""
STREAMS = 5
"""Streams in a round, one after the other."""
LEAST_FEEDBACK = 200
"""The bytes of the shortest feedback of the benchmark, as a message."""


@dataclass(frozen=True)
class Size:
    """How much a run measures."""

    rounds: int
    calls: int
    """Calls per side and round, many in flight."""
    lone_calls: int
    """Calls per side and round, one in flight."""
    batches: int
    """On each side in a round."""


FULL = Size(rounds=5, calls=6000, lone_calls=600, batches=20)
QUICK = Size(rounds=3, calls=2500, lone_calls=200, batches=10)


@dataclass(frozen=True)
class Bench:
    """A run: its two sides and the load generator."""

    size: Size
    generator: Generator
    empty: Side
    folder: Path

    def pair(self, plaudit: Plaudit, method: str, in_flight: int) -> tuple[Seen, Seen]:
        return (
            self.generator.run(self.empty, method, in_flight),
            self.generator.run(plaudit.side, method, in_flight),
        )

    def submit_new(self, plaudit: Plaudit, in_flight: int) -> list[list[feedback_pb2.Feedback]]:
        """Measure first submissions; return the requests of each round."""
        calls = self.size.lone_calls if in_flight == 1 else self.size.calls
        pairs, submitted, flushes = [], [], []
        for _ in range(self.size.rounds):
            feedbacks = plaudit.prepare(calls)
            before = plaudit.count("feedback"), plaudit.count("memory")
            self.generator.load(requests(feedbacks))
            flushes.append(seconds_of_flush(self.folder))
            pairs.append(self.pair(plaudit, "SubmitFeedback", in_flight))
            submitted.append(feedbacks)
            positive = sum(f.rating == feedback_pb2.RATING_POSITIVE for f in feedbacks)
            expect("feedbacks", plaudit.count("feedback"), before[0] + calls)
            expect("memories", plaudit.count("memory"), before[1] + positive)
        report.calls("SubmitFeedback", in_flight, pairs)
        if in_flight == 1:
            report.lone_caller(pairs, flushes)
        return submitted

    def submit_again(
        self, plaudit: Plaudit, title: str, rounds: Sequence[list[feedback_pb2.Feedback]], new: int
    ) -> None:
        """Measure submissions of feedbacks that exist; each creates `new` revisions."""
        pairs = []
        for feedbacks in rounds:
            before = plaudit.count("feedback"), plaudit.count("feedback_revision")
            self.generator.load(requests(feedbacks))
            pairs.append(self.pair(plaudit, "SubmitFeedback", 64))
            expect("feedbacks", plaudit.count("feedback"), before[0])
            revisions = before[1] + new * len(feedbacks)
            expect("revisions", plaudit.count("feedback_revision"), revisions)
        report.calls(title, 64, pairs)

    def get(self, plaudit: Plaudit) -> None:
        ids = [id_ for (id_,) in plaudit.sql('SELECT "id" FROM "feedback"')]
        pairs = []
        for _ in range(self.size.rounds):
            wanted = random.choices(ids, k=self.size.calls)
            self.generator.load(feedback_pb2.GetFeedbackRequest(id=id_) for id_ in wanted)
            pairs.append(self.pair(plaudit, "GetFeedback", 64))
            expect("whole feedbacks returned", pairs[-1][1].response_size > LEAST_FEEDBACK, True)
        report.calls("GetFeedback", 64, pairs)

    def stream(self, plaudit: Plaudit) -> None:
        """Measure one client's stream against the same submissions as unary calls, 64 in flight."""
        pairs = []
        for _ in range(self.size.rounds):
            before = plaudit.count("feedback")
            self.generator.load(requests(plaudit.prepare(self.size.calls)))
            unary = self.generator.run(plaudit.side, "SubmitFeedback", 64)
            self.generator.load(items(plaudit.prepare(STREAMS * STREAM), STREAM))
            streamed = self.generator.run(plaudit.side, "StreamFeedback", 1, messages=STREAM)
            expect(
                "feedbacks", plaudit.count("feedback"), before + self.size.calls + STREAMS * STREAM
            )
            pairs.append((unary, streamed))
        report.stream(pairs, STREAM)

    def batch(self, plaudit: Plaudit, raw: Callable[[Rows], float], in_flight: int) -> None:
        """Measure batches on a server against raw inserts, in rows per second."""
        count = BATCH * self.size.batches
        pairs = []
        for _ in range(self.size.rounds):
            feedbacks = plaudit.prepare(count)
            before = plaudit.count("feedback")
            self.generator.load(
                feedback_pb2.BatchSubmitRequest(items=feedbacks[start : start + BATCH])
                for start in range(0, count, BATCH)
            )
            seen = self.generator.run(plaudit.side, "BatchSubmit", in_flight)
            expect("feedbacks", plaudit.count("feedback"), before + count)
            pairs.append((raw(plaudit.newest_rows(count)), seen))
        report.batches(in_flight, pairs)


def requests(
    feedbacks: Sequence[feedback_pb2.Feedback],
) -> list[feedback_pb2.SubmitFeedbackRequest]:
    return [feedback_pb2.SubmitFeedbackRequest(feedback=feedback) for feedback in feedbacks]


def items(
    feedbacks: Sequence[feedback_pb2.Feedback], length: int
) -> Iterator[feedback_pb2.StreamFeedbackRequest]:
    """Build the items of streams of this length."""
    for i, feedback in enumerate(feedbacks):
        number = i % length + 1
        stream_id = str(uuid.uuid4()) if number == 1 else ""
        yield feedback_pb2.StreamFeedbackRequest(
            stream_id=stream_id, sequence_number=number, feedback=feedback
        )


def changed(feedbacks: Sequence[feedback_pb2.Feedback]) -> list[feedback_pb2.Feedback]:
    """Return the same feedbacks with another text."""
    others = []
    for feedback in feedbacks:
        other = feedback_pb2.Feedback()
        other.CopyFrom(feedback)
        other.text = "On second thought, it was the year before that I meant."
        others.append(other)
    return others


def main(root: Path, description: str) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--knowledge", action="store_true")
    parser.add_argument("--neighbours", action="store_true")
    parser.add_argument("--client", action="store_true")
    parser.add_argument("--tree", type=Path, default=root)
    parser.add_argument("--feedbacks", type=int, default=1_000_000)
    arguments = parser.parse_args()
    # Processes started by the run end with it, also after a signal.
    for number in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, lambda *_: sys.exit("scripts/bench: terminated, or too slow"))
    signal.alarm(SECONDS_AT_MOST)

    with ExitStack() as running:
        enter = running.enter_context
        (root / ".tools").mkdir(exist_ok=True)
        folder = Path(enter(tempfile.TemporaryDirectory(prefix="bench-", dir=root / ".tools")))
        if arguments.knowledge:
            knowledge.measure(arguments, root, folder)
            return
        if arguments.neighbours:
            neighbours.measure(root, folder, arguments.tree.resolve())
            return
        if arguments.client:
            client.measure(folder, (QUICK if arguments.quick else FULL).rounds)
            return
        new_database = enter(databases(arguments.database, folder))
        generator = Generator(root, folder)
        bench = Bench(QUICK if arguments.quick else FULL, generator, enter(empty_handler()), folder)
        plaudit = enter(Plaudit(folder, new_database("calls")))

        report.introduction(arguments.database, bench.size.rounds)
        report.head_of_calls("method")
        for in_flight in (1, 32, 64, 256):
            submitted = bench.submit_new(plaudit, in_flight)
            if in_flight == 64:
                again = submitted
        bench.get(plaudit)
        report.head_of_calls("SubmitFeedback again")
        bench.submit_again(plaudit, "the same", again, new=0)
        bench.submit_again(plaudit, "changed", [changed(round_) for round_ in again], new=1)
        report.head_of_streams()
        bench.stream(plaudit)

        plaudit = enter(Plaudit(folder, new_database("batches")))
        pool = enter(ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")))
        url = new_database("raw")
        report.head_of_batches()
        for in_flight in (1, 4):
            bench.batch(plaudit, lambda rows: pool.submit(insert, url, rows).result(120), in_flight)
