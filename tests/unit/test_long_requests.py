"""Long requests are judged on a thread of their own, so that the event loop serves others."""

from __future__ import annotations

import asyncio
from threading import Event
from typing import Any

import pytest
from google.protobuf.message import Message

from plaudit.v1.feedback_pb2 import BatchSubmitRequest, GetFeedbackRequest
from plaudit_server.pipeline.call import Call, Method
from plaudit_server.pipeline.messages import Receiver, Room
from plaudit_server.pipeline.receiving import LONG, LONG_BATCH, Receiving
from plaudit_server.pipeline.validation import validation
from unit.stages import call_of, method


class Context:
    """Has one message, which has arrived whole."""

    def __init__(self, request: Message) -> None:
        self._data = request.SerializeToString()

    async def read(self) -> bytes:
        return self._data

    def peer(self) -> str:
        return "ipv4:127.0.0.1:1"


class Served:
    """Serves calls as the pipeline does, from receiving a request to having judged it."""

    def __init__(self) -> None:
        receiver = Receiver(Room(100, 100), seconds=30)
        self._receiving = Receiving(receiver, max_message_bytes=4_000_000)

    async def call(self, of: Method, request: Message) -> bytes:
        async def answer(_: Call) -> bytes:
            return b"answered"

        handle = self._receiving.stage(of, validation(of, answer))
        context: Any = Context(request)
        return await handle(call_of("key_1", context=context))


LONG_REQUEST = GetFeedbackRequest(id="x" * LONG)
BATCH = BatchSubmitRequest(request_id="x" * LONG_BATCH)


@pytest.mark.parametrize(("request_", "batch"), [(LONG_REQUEST, ""), (BATCH, "items")])
def test_others_are_answered_while_a_long_request_is_judged(request_, batch):
    begun, let_go = Event(), Event()

    def takes_long(_: Message):
        begun.set()
        assert let_go.wait(timeout=30), "nobody else was answered meanwhile"
        return ()

    async def run() -> None:
        served = Served()
        slow = method("Long", type(request_), rules=takes_long, batch=batch)
        long = asyncio.ensure_future(served.call(slow, request_))
        while not begun.is_set():
            await asyncio.sleep(0.001)
        short = method("GetFeedback", GetFeedbackRequest)
        assert await served.call(short, GetFeedbackRequest(id="fb_1")) == b"answered"
        assert not long.done()
        let_go.set()
        assert await long == b"answered"

    asyncio.run(run())
