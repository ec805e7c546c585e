"""Health and reflection: open to everybody, and true."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator

import grpc
import psycopg
import pytest
from google.protobuf import descriptor_pb2, message_factory
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from plaudit.v1.feedback_pb2 import RATING_POSITIVE, SubmitFeedbackRequest
from support.messages import get, on_search, submission, submit

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
SERVICE_UNKNOWN = health_pb2.HealthCheckResponse.SERVICE_UNKNOWN
SERVICES = [
    "plaudit.v1.AdminService",
    "plaudit.v1.AnalyticsService",
    "plaudit.v1.DatasetService",
    "plaudit.v1.ExchangeService",
    "plaudit.v1.ExportService",
    "plaudit.v1.FeedbackService",
    "plaudit.v1.MemoryService",
]


@pytest.mark.parametrize("service", ["", *SERVICES])
def test_a_server_with_a_database_serves_and_says_so_to_everybody(server, service):
    stub = health_pb2_grpc.HealthStub(server.channel)
    assert stub.Check(health_pb2.HealthCheckRequest(service=service)).status == SERVING


def test_an_unknown_service_is_not_found(server):
    stub = health_pb2_grpc.HealthStub(server.channel)
    with pytest.raises(grpc.RpcError) as failed:
        stub.Check(health_pb2.HealthCheckRequest(service="plaudit.v1.Nonsense"))
    assert failed.value.code() == grpc.StatusCode.NOT_FOUND
    watch = stub.Watch(health_pb2.HealthCheckRequest(service="plaudit.v1.Nonsense"), timeout=10)
    assert next(watch).status == SERVICE_UNKNOWN
    watch.cancel()


def test_an_unknown_rpc_is_unimplemented(server):
    for path in ("/plaudit.v1.FeedbackService/Nonsense", "/plaudit.v1.Nonsense/SubmitFeedback"):
        with pytest.raises(grpc.RpcError) as failed:
            server.channel.unary_unary(path)(b"", timeout=10)
        assert failed.value.code() == grpc.StatusCode.UNIMPLEMENTED


@contextlib.contextmanager
def writes_wait(database: str) -> Iterator[None]:
    """Hold a lock that makes every write of a feedback wait."""
    if database.startswith("sqlite"):
        path = database.removeprefix("sqlite:///")
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as file:
            file.execute("BEGIN IMMEDIATE")
            yield
            file.execute("ROLLBACK")
    else:
        with psycopg.connect(database) as connection:
            connection.execute("LOCK TABLE feedback IN ACCESS EXCLUSIVE MODE")
            yield
            connection.rollback()


def test_on_sigterm_health_turns_calls_in_flight_finish_and_the_process_exits_0(
    start_server, database
):
    server = start_server(database)
    client = server.client()
    submit(client, target=on_search("before"), rating=RATING_POSITIVE)
    heard: list[int] = []
    turned = threading.Event()

    def listen() -> None:
        stub = health_pb2_grpc.HealthStub(server.channel)
        watch = stub.Watch(health_pb2.HealthCheckRequest(), timeout=30)
        for answer in watch:
            heard.append(answer.status)
            if answer.status == NOT_SERVING:
                turned.set()
                watch.cancel()
                return

    watcher = threading.Thread(target=listen)
    watcher.start()
    with writes_wait(database):
        request = submission(target=on_search("in flight"), rating=RATING_POSITIVE)
        answer = client.feedback.SubmitFeedback.future(request)
        time.sleep(1)  # it has reached the database
        server.process.send_signal(signal.SIGTERM)
        assert turned.wait(10)
        assert not answer.done()
        with pytest.raises(grpc.RpcError):
            submit(client, target=on_search("late"), rating=RATING_POSITIVE)
    stored = answer.result(timeout=10).feedback
    watcher.join(10)
    assert heard == [SERVING, NOT_SERVING]
    assert server.process.wait(20) == 0

    again = start_server(database)
    assert get(again.client(), stored.id) == stored
    assert not submit(again.client(), target=on_search("late"), rating=RATING_POSITIVE).replayed


def test_calls_during_a_shutdown_are_refused_as_draining(start_server, database):
    server = start_server(database)
    client = server.client()
    submit(client, rating=RATING_POSITIVE)
    refused: list[grpc.RpcError] = []
    stored: list[str] = []

    def keep_calling() -> None:
        while len(refused) < 20:
            try:
                stored.append(submit(client, rating=RATING_POSITIVE).feedback.id)
            except grpc.RpcError as error:
                refused.append(error)

    callers = [threading.Thread(target=keep_calling) for _ in range(8)]
    for caller in callers:
        caller.start()
    time.sleep(0.3)
    server.process.send_signal(signal.SIGTERM)
    for caller in callers:
        caller.join(60)
    assert server.process.wait(20) == 0
    codes = Counter(error.code().name for error in refused)
    assert set(codes) == {"UNAVAILABLE"}, codes

    again = start_server(database)
    for feedback_id in stored:
        assert get(again.client(), feedback_id).id == feedback_id


def test_a_watcher_of_health_does_not_delay_a_shutdown(start_server, database):
    server = start_server(database)
    stub = health_pb2_grpc.HealthStub(server.channel)
    watch = stub.Watch(health_pb2.HealthCheckRequest(), timeout=60)
    assert next(watch).status == SERVING
    server.process.send_signal(signal.SIGTERM)
    assert next(watch).status == NOT_SERVING
    # Far less than the 30 seconds that calls get to finish: no call is under way.
    assert server.process.wait(10) == 0


@pytest.fixture
def reflected(server):
    """Asks the reflection service, without a credential."""
    stub = reflection_pb2_grpc.ServerReflectionStub(server.channel)

    def ask(**request) -> reflection_pb2.ServerReflectionResponse:
        (answer,) = stub.ServerReflectionInfo(
            iter([reflection_pb2.ServerReflectionRequest(**request)]), timeout=10
        )
        return answer

    return ask


def test_reflection_lists_every_service(reflected):
    listed = reflected(list_services="").list_services_response.service
    assert sorted(service.name for service in listed) == sorted(
        [*SERVICES, "grpc.health.v1.Health", "grpc.reflection.v1alpha.ServerReflection"]
    )


@pytest.mark.parametrize(
    "symbol", [*SERVICES, "google.rpc.ErrorInfo", "google.rpc.BadRequest", "google.rpc.Status"]
)
def test_reflection_resolves_the_services_and_the_error_details(reflected, symbol):
    files = reflected(file_containing_symbol=symbol).file_descriptor_response
    assert files.file_descriptor_proto
    names = [
        f"{file.package}.{part.name}"
        for file in map(descriptor_pb2.FileDescriptorProto.FromString, files.file_descriptor_proto)
        for part in (*file.service, *file.message_type)
    ]
    assert symbol in names


def test_reflection_is_enough_to_make_a_call(server, reflected):
    pool, added = DescriptorPool(), set()

    def add(files) -> None:
        for data in files.file_descriptor_proto:
            file = descriptor_pb2.FileDescriptorProto.FromString(data)
            if file.name in added:
                continue
            added.add(file.name)
            for needed in file.dependency:
                if needed not in added:
                    add(reflected(file_by_filename=needed).file_descriptor_response)
            pool.Add(file)

    add(reflected(file_containing_symbol="plaudit.v1.FeedbackService").file_descriptor_response)
    method = pool.FindServiceByName("plaudit.v1.FeedbackService").FindMethodByName("SubmitFeedback")
    message = message_factory.GetMessageClass(method.input_type)
    assert message.DESCRIPTOR.full_name == SubmitFeedbackRequest.DESCRIPTOR.full_name
    request = message.FromString(submission(rating=RATING_POSITIVE).SerializeToString())
    answer = server.channel.unary_unary(
        "/plaudit.v1.FeedbackService/SubmitFeedback",
        lambda r: r.SerializeToString(),
        message_factory.GetMessageClass(method.output_type).FromString,
    )(request, metadata=(("x-api-key", server.key),), timeout=10)
    assert answer.feedback.rating == RATING_POSITIVE
