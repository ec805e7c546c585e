"""Fixtures of the service tests: tenants, calls that must be refused, servers and the command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from support.refusals import Refusals
from support.servers import COMMAND, Server, environment
from support.tenants import Tenant


@pytest.fixture
def new_tenant(server: Server) -> Callable[..., Tenant]:
    """Creates namespaces."""
    return lambda **namespace: Tenant(server, **namespace)


@pytest.fixture
def tenant(new_tenant: Callable[..., Tenant]) -> Tenant:
    """A new namespace."""
    return new_tenant()


@pytest.fixture
def refused(server: Server) -> Iterator[Refusals]:
    """Makes calls that must be refused with a code and a reason, and change nothing."""
    with Refusals(server) as refusals:
        yield refusals


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> str:
    """An empty database, of each kind in turn, for a server that the test starts."""
    return new_database(request.param)


@pytest.fixture(autouse=True)
def the_server_survives(request: pytest.FixtureRequest) -> Iterator[None]:
    """Check that the shared server still serves after each test."""
    yield
    if "server" in request.fixturenames:
        stub = health_pb2_grpc.HealthStub(request.getfixturevalue("server").channel)
        answer = stub.Check(health_pb2.HealthCheckRequest(), timeout=10)
        assert answer.status == health_pb2.HealthCheckResponse.SERVING


@pytest.fixture
def plaudit(server: Server, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command in an empty folder with the key of the server."""

    def run(*arguments: str, tenant: Tenant | None = None, typed: str = "", **variables: str):
        clean = {name: value for name, value in os.environ.items() if "PLAUDIT" not in name}
        variables = {"PLAUDIT_ADDRESS": server.address, "PLAUDIT_API_KEY": server.key, **variables}
        if tenant is not None:
            variables["PLAUDIT_NAMESPACE"] = tenant.name
        done = subprocess.run(
            [sys.executable, "-m", "plaudit.cli", *arguments],
            cwd=tmp_path,
            env={**clean, **variables},
            capture_output=True,
            text=True,
            input=typed,
            timeout=120,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Starts servers without --dev, with options and variables; returns their address."""
    started: list[subprocess.Popen[bytes]] = []

    def serve(*options: str, **variables: str) -> str:
        log = tmp_path / f"log-{len(started)}.txt"
        with log.open("wb") as stderr:
            process = subprocess.Popen(
                [*COMMAND, "serve", *options],
                cwd=tmp_path,
                env=environment(**variables),
                stdout=subprocess.DEVNULL,
                stderr=stderr,
            )
        started.append(process)
        for _ in range(300):
            told = re.sub(r"\x1b\[\d*m", "", log.read_text())  # a developer's log has colours
            found = re.search(r"address\W+([\w.:\[\]]+:\d+)", told)
            if found and "listening" in told:
                break
            assert process.poll() is None, told
            time.sleep(0.05)
        assert found, told
        address = found[1]
        with grpc.insecure_channel(address) as channel:
            health = health_pb2_grpc.HealthStub(channel)
            for answer in health.Watch(health_pb2.HealthCheckRequest(), timeout=30):
                if answer.status == health_pb2.HealthCheckResponse.SERVING:
                    return address
        raise AssertionError(log.read_text())

    yield serve
    for process in started:
        process.terminate()
        assert process.wait(60) == 0
