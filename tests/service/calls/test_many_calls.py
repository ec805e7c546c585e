"""One connection carries hundreds of calls at a time, from nearby and from far away."""

from __future__ import annotations

import asyncio

import grpc.aio

from plaudit.v1 import feedback_pb2_grpc
from support.http2_frames import DATA, END_STREAM, Stranger, frame, headers, message
from support.messages import on_search, submission
from support.servers import KEY


def test_a_client_has_hundreds_of_calls_at_a_time(start_server, new_database):
    server = start_server(new_database("sqlite"))

    async def run() -> None:
        async with grpc.aio.insecure_channel(server.address) as channel:
            service = feedback_pb2_grpc.FeedbackServiceStub(channel)
            room = asyncio.Semaphore(1_000)

            async def submit(i: int) -> None:
                async with room:
                    request = submission(target=on_search(f"{i}"), text="x" * 500)
                    answer = await service.SubmitFeedback(request, metadata=[("x-api-key", KEY)])
                    assert answer.feedback.id

            await asyncio.gather(*map(submit, range(8_000)))

    asyncio.run(run())


def test_hundreds_of_messages_may_be_half_sent_for_a_while(start_server, new_database):
    """So they are where a round trip takes long, and more is sent than fits into a window."""
    server = start_server(new_database("sqlite"))
    body = message(submission(text="x").SerializeToString())
    with Stranger(server.address) as client:
        calls = [client.call(headers(key=KEY), body[:20], ends=False) for _ in range(600)]
        client.listen(within=0.5)
        for call in calls:
            client.send(frame(DATA, body[20:], flags=END_STREAM, stream=call))
        assert client.listen(client.answered)
        assert {answer.status for answer in client.answers.values()} == {0}
