"""A server for the tests of the Python client.

Neither this nor the tests need more than the client and pytest, so that scripts/packages can run
them where only these are installed; the server then runs with another Python.
"""

from __future__ import annotations

import os

os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"  # tests start processes; gRPC aborts the children

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

KEY = "my-development-key"
"""That of the samples in the documentation, so that tests run them as they stand."""


@dataclass(frozen=True)
class Server:
    """A running server with the namespace `default`."""

    address: str
    key: str
    """A key with all scopes."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server on SQLite for the whole run.

    PLAUDIT_SERVER_PYTHON names the Python that has the server; by default it is that of the tests.
    """
    folder = tmp_path_factory.mktemp("server")
    python = os.environ.get("PLAUDIT_SERVER_PYTHON", sys.executable)
    command = [python, "-m", "plaudit_server", "serve", "--dev", "--listen", "127.0.0.1:0"]
    command += ["--database", f"sqlite:///{folder / 'plaudit.db'}"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PLAUDIT")}
    log = folder / "log.txt"
    with (
        log.open("wb") as stderr,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            env={**clean, "PLAUDIT_DEV_API_KEY": KEY},
        ) as process,
    ):
        try:
            line = process.stdout.readline()
            announced = re.match(r"plaudit serves on (\S+),", line)
            assert announced, f"the server did not start:\n{line}{log.read_text()}"
            yield Server(announced[1], KEY)
            process.terminate()
            assert process.wait(timeout=60) == 0, log.read_text()
        finally:
            process.kill()
