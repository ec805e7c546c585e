"""Each call is a span of OpenTelemetry where that is installed, and its context travels along."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import grpc
import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

import plaudit
from clients.fakes import Fake, fake_server, refuse
from plaudit import AsyncClient, Client, search
from plaudit.v1 import feedback_pb2

F = feedback_pb2


@pytest.fixture(scope="module")
def exporter() -> InMemorySpanExporter:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return exporter


@pytest.fixture
def spans(exporter: InMemorySpanExporter) -> Iterator[Callable[[], list[ReadableSpan]]]:
    """Returns the spans of the client that have ended."""
    exporter.clear()
    return lambda: [
        span
        for span in exporter.get_finished_spans()
        if span.instrumentation_scope and span.instrumentation_scope.name == "plaudit"
    ]


@pytest.fixture
def fake() -> Iterator[Fake]:
    """A server that records feedback but not that on the search `refused`, and sends changes."""
    watches = 0

    def submit(request: bytes, context: grpc.ServicerContext) -> F.SubmitFeedbackResponse:
        asked = F.SubmitFeedbackRequest.FromString(request)
        if asked.feedback.target.search.search_id == "refused":
            refuse(context, grpc.StatusCode.NOT_FOUND, "EXCHANGE_NOT_FOUND", message="none")
        return F.SubmitFeedbackResponse(stored=True)

    def watch(requests: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[Any]:
        nonlocal watches
        watches += 1
        yield F.WatchFeedbackResponse(change=F.FeedbackChange(), resume_token=str(watches))
        if watches == 1:
            refuse(context, grpc.StatusCode.UNAVAILABLE, "DRAINING", retry_after=0.01)
        yield F.WatchFeedbackResponse(change=F.FeedbackChange(), resume_token="more")

    with fake_server({"SubmitFeedback": submit}, {"WatchFeedback": watch}) as running:
        yield running


def attributes(fake: Fake, method: str, code: int) -> dict[str, Any]:
    host, _, port = fake.address.rpartition(":")
    return {
        "rpc.system": "grpc",
        "rpc.service": "plaudit.v1.FeedbackService",
        "rpc.method": method,
        "rpc.grpc.status_code": code,
        "server.address": host,
        "server.port": int(port),
    }


def contexts(spans: list[ReadableSpan]) -> list[list[str]]:
    return [[f"{s.context.trace_id:032x}", f"{s.context.span_id:016x}"] for s in spans]


def sent_contexts(fake: Fake) -> list[list[str]]:
    """Return the ids of trace and span that each call brought."""
    return [call["traceparent"].split("-")[1:3] for call in fake.calls]


def test_a_call_is_a_span_of_the_client(spans, fake):
    with (
        Client(fake.address, api_key="k") as client,
        trace.get_tracer("application").start_as_current_span("request") as parent,
    ):
        client.submit_feedback(target=search("q"), text="x")
    (span,) = spans()
    assert span.name == "plaudit.v1.FeedbackService/SubmitFeedback"
    assert span.kind is trace.SpanKind.CLIENT
    assert dict(span.attributes) == attributes(fake, "SubmitFeedback", 0)
    assert span.status.is_unset
    assert span.parent == parent.get_span_context()
    assert sent_contexts(fake) == contexts([span])


def test_a_failed_call_is_a_span_with_its_error(spans, fake):
    with (
        Client(fake.address, api_key="k") as client,
        pytest.raises(plaudit.NotFound) as raised,
    ):
        client.submit_feedback(target=search("refused"), text="x")
    (span,) = spans()
    assert dict(span.attributes) == {
        **attributes(fake, "SubmitFeedback", 5),
        "error.type": "EXCHANGE_NOT_FOUND",
    }
    assert span.status.status_code is trace.StatusCode.ERROR
    assert span.status.description == str(raised.value)


def test_each_call_of_a_stream_is_a_span(spans, fake):
    with Client(fake.address, api_key="k") as client, client.watch_feedback() as watch:
        assert [next(watch).resume_token, next(watch).resume_token] == ["1", "2"]
    broken, closed = spans()
    assert broken.attributes["rpc.grpc.status_code"] == 14
    assert broken.attributes["error.type"] == "DRAINING"
    assert dict(closed.attributes) == attributes(fake, "WatchFeedback", 0)
    assert sent_contexts(fake) == contexts(spans())


def test_calls_of_asyncio_are_spans_too(spans, fake):
    async def call() -> None:
        async with AsyncClient(fake.address, api_key="k") as client:
            await client.submit_feedback(target=search("q"), text="x")
            with pytest.raises(plaudit.NotFound):
                await client.submit_feedback(target=search("refused"), text="x")
            async with client.watch_feedback() as watch:
                await watch.__anext__()
                await watch.__anext__()

    asyncio.run(call())
    assert [span.attributes["rpc.grpc.status_code"] for span in spans()] == [0, 5, 14, 0]
    assert sent_contexts(fake) == contexts(spans())


def test_a_cancelled_task_leaves_a_cancelled_span(spans):
    def submit(request: bytes, context: grpc.ServicerContext) -> F.SubmitFeedbackResponse:
        over = threading.Event()
        context.add_callback(over.set)
        over.wait(60)
        return F.SubmitFeedbackResponse()

    async def call(address: str) -> None:
        async with AsyncClient(address, api_key="k") as client:
            calling = client.submit_feedback(target=search("q"), text="x")
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(calling, 0.1)

    with fake_server({"SubmitFeedback": submit}) as running:
        asyncio.run(call(running.address))
    assert [span.attributes["error.type"] for span in spans()] == ["CANCELLED"]


WITHOUT = """
import sys
import threading
sys.modules["opentelemetry"] = None # as if it were not installed
from plaudit import Client, search
with Client(sys.argv[1], api_key="k") as client:
    print(client.submit_feedback(target=search("q"), text="x").stored)
print([name for name in sys.modules if name.startswith("opentelemetry.")])
"""


def test_without_opentelemetry_calls_work(fake):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, fake.address], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "True\n[]\n"), done.stderr
    assert "traceparent" not in fake.calls[0]
