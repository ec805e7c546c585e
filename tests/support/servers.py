"""A plaudit server in its own process, and the stubs to call it."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import psutil
import psycopg
from google.rpc import error_details_pb2, status_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc

from plaudit.v1 import (
    admin_pb2_grpc,
    analytics_pb2_grpc,
    dataset_pb2_grpc,
    exchange_pb2_grpc,
    export_pb2_grpc,
    feedback_pb2_grpc,
    memory_pb2_grpc,
)
from plaudit_server.domain.tenants.credentials import secret_digest
from plaudit_server.domain.tenants.scopes import Scope
from plaudit_server.storage.engine import schema
from plaudit_server.storage.engine.store import write_alone
from plaudit_server.storage.tenants import api_keys, namespaces
from plaudit_server.storage.tenants.api_keys import NewApiKey

KEY = "plaudit_development-key-of-the-tests"
COMMAND = (sys.executable, "-m", "plaudit_server")


def environment(**variables: str) -> dict[str, str]:
    """Return the environment of a process, with only the given variables of plaudit."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PLAUDIT")}
    return {**clean, **variables}


def keep_key(database: str, *, name: str = "tests") -> None:
    """Store KEY as a key with all scopes, for servers that are started without --dev."""
    backend = schema.open_backend(database)
    with backend.database.connection_context():
        namespace = namespaces.find(backend, "default")
    assert namespace is not None
    new = NewApiKey(
        namespace.id,
        secret_digest(KEY),
        name,
        frozenset(Scope),
        all_namespaces=True,
        expire_time=None,
    )
    write_alone(backend, api_keys.create, new)
    backend.database.close_all()


class Server:
    """One server process on a free port of 127.0.0.1, with the namespace `default` and KEY."""

    def __init__(self, database: str, log: Path, *options: str, address: str = "127.0.0.1:0"):
        self.database = database
        self.key = KEY
        self.log = log
        command = [sys.executable, "-m", "plaudit_server", "serve", "--dev", *options]
        command += ["--listen", address, "--database", database]
        with log.open("ab") as stderr:
            self.process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                env={**os.environ, "PLAUDIT_DEV_API_KEY": KEY},
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        announced = re.match(r"plaudit serves on (\S+),", line)
        assert announced, f"the server did not start:\n{line}{log.read_text()}"
        self.address = announced[1]
        (self.worker,) = psutil.Process(self.process.pid).children()
        """The process that serves; `process` watches it."""
        self.channel = grpc.insecure_channel(self.address)
        self._wait_until_serving()

    def _wait_until_serving(self) -> None:
        stub = health_pb2_grpc.HealthStub(self.channel)
        for answer in stub.Watch(health_pb2.HealthCheckRequest(), timeout=30, wait_for_ready=True):
            if answer.status == health_pb2.HealthCheckResponse.SERVING:
                return

    def client(self, key: str | None = KEY, **headers: str) -> Client:
        """Make stubs that send this key; `None` for no credential."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if key is not None:
            sent["authorization"] = f"Bearer {key}"
        return Client(self.channel, sent)

    def kill(self) -> None:
        """Kill both processes at once, like a power cut."""
        self.process.kill()
        with suppress(psutil.NoSuchProcess):
            self.worker.kill()
        psutil.wait_procs([self.worker], timeout=30)
        self._reap()

    def stop(self) -> int:
        """Send SIGTERM, and return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self._reap()

    def _reap(self) -> int:
        code = self.process.wait(timeout=60)
        self.channel.close()
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code


class Client:
    """The stubs of every service; each call sends the same headers."""

    def __init__(self, channel: grpc.Channel, headers: Mapping[str, str]) -> None:
        intercepted = grpc.intercept_channel(channel, _Headers(headers))
        self.feedback = feedback_pb2_grpc.FeedbackServiceStub(intercepted)
        self.exchanges = exchange_pb2_grpc.ExchangeServiceStub(intercepted)
        self.memories = memory_pb2_grpc.MemoryServiceStub(intercepted)
        self.datasets = dataset_pb2_grpc.DatasetServiceStub(intercepted)
        self.analytics = analytics_pb2_grpc.AnalyticsServiceStub(intercepted)
        self.exports = export_pb2_grpc.ExportServiceStub(intercepted)
        self.admin = admin_pb2_grpc.AdminServiceStub(intercepted)


class _Headers(
    grpc.UnaryUnaryClientInterceptor,
    grpc.UnaryStreamClientInterceptor,
    grpc.StreamStreamClientInterceptor,
):
    """Sends the headers with every call, and sets a deadline: a longer one for streams."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = tuple(headers.items())

    def intercept_unary_unary(self, continuation: Any, details: Any, request: Any) -> Any:
        return continuation(self._sent(details, timeout=30), request)

    def intercept_unary_stream(self, continuation: Any, details: Any, request: Any) -> Any:
        return continuation(self._sent(details, timeout=120), request)

    def intercept_stream_stream(
        self, continuation: Any, details: Any, requests: Iterator[Any]
    ) -> Any:
        return continuation(self._sent(details, timeout=120), requests)

    def _sent(self, details: Any, *, timeout: float) -> _Details:
        metadata = (*(details.metadata or ()), *self._headers)
        return _Details(details.method, details.timeout or timeout, metadata)


class _Details(grpc.ClientCallDetails):
    def __init__(self, method: str, timeout: float, metadata: tuple[tuple[str, str], ...]) -> None:
        self.method = method
        self.timeout = timeout
        self.metadata = metadata
        self.credentials = None
        self.wait_for_ready = None
        self.compression = None


@dataclass(frozen=True)
class Failure:
    """The parsed error of a call."""

    code: grpc.StatusCode
    message: str
    reason: str
    ids: dict[str, str]
    details: dict[str, Any] = field(default_factory=dict)
    """The other details by the name of their type, such as `BadRequest`."""

    @property
    def fields(self) -> dict[str, str]:
        """The violated fields and their rules."""
        bad_request = self.details["BadRequest"]
        return {v.field: v.description for v in bad_request.field_violations}


def failure(error: grpc.RpcError) -> Failure:
    """Parse the status of a refused call."""
    trailers = dict(error.trailing_metadata() or ())
    return parse_status(status_pb2.Status.FromString(trailers["grpc-status-details-bin"]))


def parse_status(status: status_pb2.Status) -> Failure:
    """Parse a status, also that of an item of a batch."""
    details: dict[str, Any] = {}
    for packed in status.details:
        name = packed.TypeName().rpartition(".")[2]
        message = getattr(error_details_pb2, name)()
        packed.Unpack(message)
        details[name] = message
    info = details.pop("ErrorInfo")
    assert info.domain == "plaudit"
    code = next(c for c in grpc.StatusCode if c.value[0] == status.code)
    return Failure(code, status.message, info.reason, dict(info.metadata), details)


def change_database(database: str, *statements: str) -> None:
    """Change the database directly."""
    if database.startswith("sqlite"):
        path = database.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, timeout=30)) as file, file:
            for statement in statements:
                file.execute(statement)
    else:
        with psycopg.connect(database) as connection:
            for statement in statements:
                connection.execute(statement)
