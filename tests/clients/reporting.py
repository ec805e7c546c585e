"""What the tests of the reporter share: targets, what the server has, and a server that fails."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
from google.protobuf.duration_pb2 import Duration
from google.rpc import error_details_pb2, status_pb2

from plaudit.v1 import feedback_pb2, feedback_pb2_grpc, target_pb2

Request = feedback_pb2.BatchSubmitRequest
Response = feedback_pb2.BatchSubmitResponse
Answer = Callable[[Request, Callable[[], Response]], Response]
"""Answers a request, or raises what the caller gets; it may call the real server."""


def search(name: str = "") -> target_pb2.Target:
    """Make a target that no other test has."""
    return target_pb2.Target(search=target_pb2.SearchTarget(search_id=name or uuid.uuid4().hex))


def stored(server: Any, target: target_pb2.Target) -> list[feedback_pb2.Feedback]:
    """Return the feedback on a target, the oldest first."""
    with grpc.insecure_channel(server.address) as channel:
        request = feedback_pb2.ListFeedbackRequest(
            filter=feedback_pb2.FeedbackFilter(target=target),
            order=feedback_pb2.FEEDBACK_ORDER_CREATED_ASC,
            page_size=1000,
        )
        found: list[feedback_pb2.Feedback] = []
        while True:
            response = feedback_pb2_grpc.FeedbackServiceStub(channel).ListFeedback(
                request, metadata=headers(server), timeout=30
            )
            found += response.feedback
            request.page_token = response.next_page_token
            if not request.page_token:
                return found


def headers(server: Any) -> tuple[tuple[str, str], ...]:
    return (("authorization", f"Bearer {server.key}"),)


def status(
    code: grpc.StatusCode,
    reason: str = "",
    *,
    retry_after: float = 0.0,
    violation: tuple[str, str] | None = None,
) -> status_pb2.Status:
    """Make a status as the server does."""
    made = status_pb2.Status(code=code.value[0], message=f"{reason or code.name} of the test")
    if reason:
        made.details.add().Pack(error_details_pb2.ErrorInfo(domain="plaudit", reason=reason))
    if violation:
        bad = error_details_pb2.BadRequest()
        bad.field_violations.add(field=violation[0], description=violation[1])
        made.details.add().Pack(bad)
    if retry_after:
        delay = Duration()
        delay.FromMilliseconds(int(retry_after * 1000))
        made.details.add().Pack(error_details_pb2.RetryInfo(retry_delay=delay))
    return made


class CallError(Exception):
    """What an answer raises to fail the call."""

    def __init__(self, status: status_pb2.Status) -> None:
        super().__init__(status)
        self.status = status


class Front(feedback_pb2_grpc.FeedbackServiceServicer):
    """Stands before the real server, keeps the requests, and answers some of them itself.

    Each request takes the next of `answers`; without one it goes to the real server.
    """

    def __init__(self, server: Any) -> None:
        self.key = server.key
        self.answers: list[Answer] = []
        self.requests: list[Request] = []
        self.arrived = threading.Semaphore(0)
        self._channel = grpc.insecure_channel(server.address)
        self._stub = feedback_pb2_grpc.FeedbackServiceStub(self._channel)
        self._server = grpc.server(
            ThreadPoolExecutor(4), options=[("grpc.max_receive_message_length", 8 << 20)]
        )
        feedback_pb2_grpc.add_FeedbackServiceServicer_to_server(self, self._server)
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        self._server.start()

    def BatchSubmit(self, request: Request, context: Any) -> Response:  # noqa: N802
        self.requests.append(request)
        self.arrived.release()
        received = [pair for pair in context.invocation_metadata() if pair[0] == "authorization"]

        def forward() -> Response:
            return self._stub.BatchSubmit(request, metadata=received, timeout=30)

        try:
            return self.answers.pop(0)(request, forward) if self.answers else forward()
        except CallError as error:
            packed = error.status.SerializeToString()
            context.set_trailing_metadata([("grpc-status-details-bin", packed)])
            code = next(c for c in grpc.StatusCode if c.value[0] == error.status.code)
            context.abort(code, error.status.message)
        except grpc.RpcError as error:
            context.set_trailing_metadata(error.trailing_metadata())
            context.abort(error.code(), error.details())
        raise AssertionError

    @property
    def ids(self) -> list[str]:
        """The ids of the requests."""
        return [request.request_id for request in self.requests]

    def stop(self) -> None:
        self._server.stop(None).wait()
        self._channel.close()


def failing(status: status_pb2.Status) -> Answer:
    """Fail the call before anything is recorded."""

    def answer(request: Request, forward: Callable[[], Response]) -> Response:
        raise CallError(status)

    return answer


def losing(status: status_pb2.Status) -> Answer:
    """Record everything, and lose the response."""

    def answer(request: Request, forward: Callable[[], Response]) -> Response:
        forward()
        raise CallError(status)

    return answer


def python(code: str, *arguments: str, **popen: Any) -> subprocess.Popen[str]:
    """Run code in a process of its own."""
    command = [sys.executable, "-c", textwrap.dedent(code), *arguments]
    # Other tests turn off what makes gRPC work in forked processes.
    env = {name: v for name, v in os.environ.items() if name != "GRPC_ENABLE_FORK_SUPPORT"}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, **popen
    )


def unused_address() -> str:
    """Return an address at which nobody listens."""
    import socket  # noqa: PLC0415

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{listener.getsockname()[1]}"
