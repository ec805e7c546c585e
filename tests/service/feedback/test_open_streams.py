"""The limit on open streams of a credential."""

from __future__ import annotations

import time

import grpc

from plaudit.v1.feedback_pb2 import Feedback
from plaudit_server.pipeline.streams import STREAMS
from support.messages import fresh, on_search
from support.refusals import check
from support.servers import Client, Failure
from support.streams import FeedbackStream, Watch


def opened(client: Client) -> FeedbackStream:
    """Open a stream, and check that it records."""
    stream = FeedbackStream(client)
    stream.send(1, Feedback(target=on_search(fresh("search")), text="text"))
    try:
        stream.take(1)
    except grpc.RpcError:
        stream.done()
        raise
    return stream


def refused(client: Client) -> Failure:
    """Try to open one stream too many, and return the error."""
    stream = FeedbackStream(client)
    _, said = stream.failed()
    assert (said.code.name, said.reason) == ("RESOURCE_EXHAUSTED", "RATE_LIMITED")
    check(said)
    return said


def test_the_streams_of_a_credential_are_limited_and_one_that_ends_makes_room(tenant, new_tenant):
    client = tenant.client("feedback.write")
    streams = [opened(client) for _ in range(STREAMS.of_principal)]
    try:
        said = refused(client)
        assert f"{STREAMS.of_principal} calls of StreamFeedback" in said.message
        for other in (tenant, new_tenant()):
            opened(other).rest()
        with Watch(tenant):  # counted separately
            pass
        streams.pop().rest()
        streams.append(opened(client))
        streams.pop().cancel()
        deadline = time.monotonic() + 20
        while True:  # the server notices it a moment later
            try:
                streams.append(opened(client))
                break
            except grpc.RpcError:
                assert time.monotonic() < deadline
        refused(client)
    finally:
        for stream in streams:
            stream.cancel()
