"""What the tests of the service share: a tenant for each test, and refusals that leave nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from running import Server
from service.refusals import Refusals
from service.tenants import Tenant


@pytest.fixture
def new_tenant(server: Server) -> Callable[..., Tenant]:
    """Opens namespaces."""
    return lambda **namespace: Tenant(server, **namespace)


@pytest.fixture
def tenant(new_tenant: Callable[..., Tenant]) -> Tenant:
    """A namespace of the test's own."""
    return new_tenant()


@pytest.fixture
def refused(server: Server) -> Refusals:
    """Makes a call that must be refused with a code and a reason, and leave nothing behind."""
    return Refusals(server)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> str:
    """An empty database of each kind in turn, for a server that the test starts itself."""
    return new_database(request.param)


@pytest.fixture(autouse=True)
def the_server_survives(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test does to the shared server, it serves afterwards."""
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
