"""Measures satisfaction queries and exports of many feedbacks."""

from __future__ import annotations

import argparse
import random
import sqlite3
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import json_format

from benchmark import report
from benchmark.measuring import Generator, expect, peak_memory
from benchmark.sides import Plaudit, empty_handler
from plaudit.v1 import (
    analytics_pb2,
    export_pb2,
    export_pb2_grpc,
    feedback_pb2,
    feedback_pb2_grpc,
)
from plaudit_server.domain.analytics.satisfaction import (
    NO_COUNTS,
    QUARTER,
    Counts,
    Dimensions,
    confidence_band,
    counts_of,
)
from plaudit_server.domain.exchanges.exchange import prompt_key
from plaudit_server.storage import counts as satisfaction
from plaudit_server.storage.counts import Closing
from plaudit_server.storage.engine import schema
from plaudit_server.storage.engine.sqlite import PRAGMAS
from plaudit_server.storage.engine.store import write_alone
from plaudit_server.storage.exchanges import exchanges
from plaudit_server.storage.feedback.rows import COLUMNS
from support.servers import KEY

DAYS = 180
TOPICS = tuple(f"topic {i}" for i in range(10))
MODELS = ("small", "large")
CONFIDENCES = (0.3, 0.6, 0.9)
SAID = (("overall", 1, 1), ("tone", 2, 3))
"""Name, source and type."""
ON_ONE_EXCHANGE = 4
AT_ONCE = 20_000
ROUNDS = 5
CALLS = 300

DAY = 24 * 3600 * 1_000_000
QUESTIONS: dict[str, Callable[[int], dict[str, Any]]] = {
    "30 days": lambda now: {"time_range": since(now, 30)},
    "30 days by day": lambda now: {"time_range": since(now, 30), "period": 2},
    "30 days by day and topic": lambda now: {
        "time_range": since(now, 30),
        "period": 2,
        "group_by": [1],
    },
    "180 days by week, Kolkata": lambda now: {
        "time_range": since(now, 180),
        "period": 3,
        "time_zone": "Asia/Kolkata",
    },
    "90 days by day, Berlin, one topic": lambda now: {
        "time_range": since(now, 90),
        "period": 2,
        "time_zone": "Europe/Berlin",
        "filter": {"topics": ["topic 3"]},
    },
    "7 days by hour": lambda now: {"time_range": since(now, 7), "period": 1},
    "30 days by topic and model": lambda now: {
        "time_range": since(now, 30),
        "group_by": [1, 6],
    },
}


def since(now: int, days: int) -> dict[str, Any]:
    return {"start": {"seconds": (now - days * DAY) // 1_000_000}}


@dataclass(frozen=True)
class Filled:
    """A database with many feedbacks."""

    namespace_id: str
    now: int


def fill(folder: Path, path: Path, count: int) -> Filled:
    """Fill a new database with feedback of the last half year, counted as plaudit counts it."""
    with Plaudit(folder, f"sqlite:///{path}") as plaudit:  # creates it
        ((namespace_id,),) = plaudit.sql(
            'SELECT "namespace_id" FROM "namespace" WHERE "name" = \'default\''
        )
    now = time.time_ns() // 1000
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for pragma in ("synchronous = off", "cache_size = -4000000", "journal_mode = wal"):
            database.execute(f"PRAGMA {pragma}")
        indexes = database.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            " AND tbl_name IN ('feedback', 'exchange')"
        ).fetchall()
        for name, _ in indexes:
            database.execute(f'DROP INDEX "{name}"')
        counted: dict[tuple[int, Dimensions], Counts] = {}
        database.execute("BEGIN")
        for exchange_rows, feedback_rows in parts(namespace_id, now, count, counted):
            insert(database, "exchange", exchanges.STORED, exchange_rows)
            insert(database, "feedback", (*COLUMNS, "identity"), feedback_rows)
        rows = [
            (namespace_id, *satisfaction.BASE, start, *dimensions, *counts)
            for (start, dimensions), counts in counted.items()
        ]
        columns = ("namespace_id", "view", "quarters", "start")
        insert(database, "satisfaction", (*columns, *Dimensions._fields, *Counts._fields), rows)
        database.execute(
            'UPDATE "sequence" SET "value" = ? WHERE "namespace_id" = ?', (count, namespace_id)
        )
        database.execute("COMMIT")
        for _, statement in indexes:
            database.execute(statement)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    backend = schema.open_backend(f"sqlite:///{path}")
    while write_alone(backend, satisfaction.close, Closing(namespace_id, now // QUARTER - 1)):
        pass
    backend.database.close_all()
    return Filled(namespace_id, now)


def insert(
    database: sqlite3.Connection, table: str, columns: tuple[str, ...], rows: list[Any]
) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" for _ in columns)
    database.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)


def parts(
    namespace_id: str, now: int, count: int, counted: dict[tuple[int, Dimensions], Counts]
) -> Iterator[tuple[list[Any], list[Any]]]:
    """Create exchanges and feedback on them, evenly over the time, and count them."""
    choose = random.Random(1)
    exchange_rows: list[Any] = []
    feedback_rows: list[Any] = []
    began = now - DAYS * DAY
    for i in range(count):
        at = began + (now - began) * i // count
        if i % ON_ONE_EXCHANGE == 0:
            topic, model = choose.choice(TOPICS), choose.choice(MODELS)
            confidence = choose.choice(CONFIDENCES)
            exchange_id = id_at("ex_", at, i)
            prompt = f"Where is the report number {i}? I have looked in every folder that I know."
            answer = "In the folder Reports, under Friday's date; the newest one is on top."
            session_id, message_id = f"session-{i}", f"message-{i}"
            key = prompt_key(context="", prompt=prompt)
            stored = (
                session_id,
                message_id,
                None,
                2,
                prompt,
                answer,
                "",
                topic,
                confidence,
                model,
            )
            exchange_rows.append((namespace_id, exchange_id, *stored, "", "", "", at, at, key))
        name, source, type_ = choose.choice(SAID)
        rating = 1 if choose.random() < 0.8 else 2
        score = round(choose.random(), 2)
        content = (1, session_id, message_id, name, rating, None, None, None, None, score)
        content += ("Just what I was looking for.", "", type_, source, 1, 0, 0, "", "")
        content += ("", "", "", "", "", f"user-{i % 100_000}", "")
        head = (namespace_id, id_at("fb_", at, i), "key_1", "key_1")
        identity = f"{choose.getrandbits(128):032x}"
        feedback_rows.append((*head, *content, "", exchange_id, 1, 1, i + 1, at, at, identity))
        dimensions = Dimensions(topic, confidence_band(confidence), name, source, type_, model, 1)
        place = (at // QUARTER, dimensions)
        counted[place] = counted.get(place, NO_COUNTS).plus(counts_of(rating, score))
        if len(feedback_rows) == AT_ONCE:
            yield exchange_rows, feedback_rows
            exchange_rows, feedback_rows = [], []
    yield exchange_rows, feedback_rows


def id_at(prefix: str, time_: int, tail: int) -> str:
    """Return an id of a given time; `tail` follows the time."""
    return f"{prefix}{time_ // 1000:012x}7{tail:019x}"


def ask(generator: Generator, plaudit: Plaudit, empty: Any, filled: Filled) -> None:
    """Measure satisfaction queries against empty calls, one at a time."""
    report.head_of_questions()
    for name, question in QUESTIONS.items():
        request = analytics_pb2.QuerySatisfactionRequest(**question(filled.now))
        generator.load([request] * CALLS)
        pairs = [
            (
                generator.run(empty, "QuerySatisfaction", 1, service="AnalyticsService"),
                generator.run(plaudit.side, "QuerySatisfaction", 1, service="AnalyticsService"),
            )
            for _ in range(ROUNDS)
        ]
        report.questions(name, pairs)


def select(path: Path, statement: str) -> tuple[int, float]:
    """Read rows with a plain SELECT; return their number and the rows per second."""
    with closing(sqlite3.connect(path)) as database:
        for name in ("cache_size", "temp_store"):
            database.execute(f"PRAGMA {name} = {PRAGMAS[name]}")
        began = time.perf_counter()
        cursor = database.execute(statement)
        count = 0
        while rows := cursor.fetchmany(1000):
            count += len(rows)
        return count, count / (time.perf_counter() - began)


RAW = {
    export_pb2.TRAINING_FORMAT_KTO: (
        'SELECT f."id", f."rating", e."context", e."prompt", e."answer" FROM "feedback" f'
        ' JOIN "exchange" e ON e."namespace_id" = f."namespace_id" AND e."id" = f."exchange_id"'
        ' WHERE f."namespace_id" = \'{namespace_id}\' AND f."state" = 1'
        ' AND f."rating" IN (1, 2) ORDER BY f."id"'
    ),
    export_pb2.TRAINING_FORMAT_RAW: (
        'SELECT * FROM "feedback" f'
        ' WHERE f."namespace_id" = \'{namespace_id}\' AND f."state" = 1 ORDER BY f."id"'
    ),
}


def export(plaudit: Plaudit, path: Path, filled: Filled) -> None:
    """Measure exports against plain SELECTs of the same rows."""
    report.head_of_exports()
    for format_, raw in RAW.items():
        for form in (1, 2) if format_ == export_pb2.TRAINING_FORMAT_KTO else (1,):
            statement = raw.format(namespace_id=filled.namespace_id)
            request = export_pb2.ExportTrainingRequest(format=format_, prompt_form=form)
            request.filter.names.extend(name for name, _, _ in SAID)
            rows, plain = select(path, statement)
            before = peak_memory(plaudit.side.pid)
            count, rate = exported(plaudit.side.address, request)
            expect("examples", count, rows)
            name = export_pb2.TrainingFormat.Name(format_).removeprefix("TRAINING_FORMAT_")
            if format_ == export_pb2.TRAINING_FORMAT_KTO:
                name += " plain" if form == export_pb2.PROMPT_FORM_PLAIN else " conversational"
            report.export(name, rows, plain, rate, before, peak_memory(plaudit.side.pid))


def exported(address: str, request: export_pb2.ExportTrainingRequest) -> tuple[int, float]:
    with grpc.insecure_channel(address) as channel:
        stub = export_pb2_grpc.ExportServiceStub(channel)
        began = time.perf_counter()
        count = 0
        for chunk in stub.ExportTraining(request, metadata=[("x-api-key", KEY)]):
            count += len(chunk.examples)
        return count, count / (time.perf_counter() - began)


IMPORTED = 60_000
BATCH = 500


def imports(folder: Path) -> None:
    """Measure `plaudit import` against BatchSubmit of ready-made messages, two calls in flight."""
    report.head_of_imports()
    for round_ in range(3):
        rows = [
            feedback_pb2.Feedback(
                target={"search": {"search_id": f"{round_}-{i}"}},
                rating=1 if i % 5 else 2,
                text="Just what I was looking for.",
                external_user_id=f"user-{i}",
            )
            for i in range(IMPORTED)
        ]
        file = folder / "feedback.jsonl"
        with file.open("w") as lines:
            for row in rows:
                lines.write(json_format.MessageToJson(row, indent=None) + "\n")
        rates = []
        for submit in (partial(submitted, rows=rows), partial(imported, file=file)):
            with Plaudit(folder, f"sqlite:///{folder}/import-{round_}-{len(rates)}.db") as plaudit:
                began = time.perf_counter()
                submit(plaudit.side.address)
                rates.append(IMPORTED / (time.perf_counter() - began))
                expect("feedbacks", plaudit.count("feedback"), IMPORTED)
        report.imports(IMPORTED, *rates)


def submitted(address: str, *, rows: list[feedback_pb2.Feedback]) -> None:
    with grpc.insecure_channel(address) as channel:
        stub = feedback_pb2_grpc.FeedbackServiceStub(channel)
        waiting: deque[Any] = deque()
        for start in range(0, len(rows), BATCH):
            request = feedback_pb2.BatchSubmitRequest(items=rows[start : start + BATCH])
            waiting.append(stub.BatchSubmit.future(request, metadata=[("x-api-key", KEY)]))
            if len(waiting) == 2:
                expect("refused", waiting.popleft().result().failed_count, 0)
        for call in waiting:
            expect("refused", call.result().failed_count, 0)


def imported(address: str, *, file: Path) -> None:
    command = [sys.executable, "-m", "plaudit.cli", "--address", address, "--key", KEY]
    subprocess.run([*command, "import", "feedback", str(file)], check=True, capture_output=True)


def measure(arguments: argparse.Namespace, root: Path, folder: Path) -> None:
    """Fill a database and measure it."""
    with ExitStack() as running:
        enter = running.enter_context
        generator = Generator(root, folder)
        empty = enter(empty_handler())
        path = folder / "knowledge.db"
        print(f"{arguments.feedbacks:,} feedbacks, on SQLite; filling takes a while", flush=True)
        filled = fill(folder, path, arguments.feedbacks)
        plaudit = enter(Plaudit(folder, f"sqlite:///{path}"))
        report.introduction("sqlite", ROUNDS)
        ask(generator, plaudit, empty, filled)
        export(plaudit, path, filled)
        imports(folder)
