"""What applications write, for type checkers: test_types.py has them read this; nothing runs it."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta, timezone

from typing_extensions import assert_type

from plaudit import (
    AsyncClient,
    Client,
    PlauditError,
    Unavailable,
    entity,
    from_status,
    message,
    session,
)
from plaudit.params import FeedbackParam, RecordParam
from plaudit.v1 import dataset_pb2, export_pb2, feedback_pb2


def give(client: Client) -> str:
    client.create_exchange(
        session_id="ses_1",
        message_id="msg_1",
        prompt="How do I reset my password?",
        answer="Open Settings.",
    )
    result = client.submit_feedback(
        target=message("ses_1", "msg_1"),
        rating="positive",
        text="Thanks",
        external_user_id="ada",
        value=["good", "short"],
        metadata={"plan": "pro", "seats": [1, None, {"a": True}]},
        occur_time=datetime.now(timezone.utc) - timedelta(hours=1),
        origin=feedback_pb2.ORIGIN_HUMAN,
        exchange={"prompt": "Why?", "answer": "So.", "confidence": 0.5},
        idempotency_key="1c1b1f4e-0e2b-4f4b-9d6a-2f1f9a7f2a10",
        timeout=math.inf,
    )
    assert_type(result, feedback_pb2.SubmitFeedbackResponse)
    client.update_feedback(id=result.feedback.id, text="", update_mask=["text", "score"])
    client.submit_feedback(target=entity("document", "d", parent=session("s")), value=3)
    return result.feedback.id


def read(client: Client) -> None:
    for feedback in client.list_feedback(
        session_id="ses_1",
        ratings=["positive", feedback_pb2.RATING_NEGATIVE],
        create_time=(None, datetime.now(timezone.utc)),
        order="created_asc",
    ):
        assert_type(feedback, feedback_pb2.Feedback)
    for page in client.list_feedback().pages():
        assert_type(page, feedback_pb2.ListFeedbackResponse)


def batch(client: Client) -> None:
    item: FeedbackParam = {"target": message("s", "m"), "rating": "negative"}
    for result in client.batch_submit(items=[item, feedback_pb2.Feedback(text="x")]).results:
        if result.HasField("error"):
            assert_type(from_status(result.error), PlauditError)
    record: RecordParam = {"dataset_id": "ds", "field_to_value": {"text": "Hello"}}
    client.batch_create_records(items=[{"record": record}])
    client.create_dataset(name="d", questions=[{"name": "ok", "label": {"labels": ["yes", "no"]}}])


def watch(client: Client) -> None:
    with client.watch_feedback(from_beginning=True) as changes:
        for change in changes:
            assert_type(change, feedback_pb2.WatchFeedbackResponse)
        assert_type(changes.resume_token, str)
    for record in client.watch_records(dataset_id="ds"):
        assert_type(record, dataset_pb2.WatchRecordsResponse)
    for example in client.export_training(format="kto"):
        assert_type(example, export_pb2.TrainingExample)


def stream(client: Client) -> None:
    def items() -> Iterator[FeedbackParam]:
        yield {"target": message("s", "m"), "text": "x"}

    for result in client.stream_feedback(items()):
        assert_type(result, feedback_pb2.StreamFeedbackResult)
    client.stream_feedback([feedback_pb2.Feedback()], stream_id="id")
    client.stream_feedback([{"feedback": {"text": "x"}, "exchange": {"prompt": "?"}}])


async def use_async(client: AsyncClient) -> None:
    async def items() -> AsyncIterator[FeedbackParam]:
        yield {"target": message("s", "m"), "text": "x"}

    result = await client.submit_feedback(target=message("s", "m"), rating="positive")
    assert_type(result, feedback_pb2.SubmitFeedbackResponse)
    async for feedback in client.list_feedback(session_id="s"):
        assert_type(feedback, feedback_pb2.Feedback)
    async with client.watch_feedback() as changes:
        async for change in changes:
            assert_type(change, feedback_pb2.WatchFeedbackResponse)
    async for answer in client.stream_feedback(items()):
        assert_type(answer, feedback_pb2.StreamFeedbackResult)


async def main() -> None:
    with Client("127.0.0.1:50051", api_key="my-development-key") as client:
        try:
            give(client)
        except Unavailable as error:
            assert_type(error.retry_after, "float | None")
            print(error.reason, error.violations[0].field)
    async with AsyncClient("plaudit.example:443", session_token="…", tls=True) as client_:
        await use_async(client_)
