"""A real server for tests that need only the client and pytest."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

KEY = "plaudit_development-key-of-the-clients"


@dataclass(frozen=True)
class Server:
    """Where the server is, and a key that may do everything."""

    address: str
    key: str


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    python = os.environ.get("PLAUDIT_SERVER_PYTHON", sys.executable)
    command = [python, "-m", "plaudit_server", "serve", "--dev", "--listen", "127.0.0.1:0"]
    command += ["--database", f"sqlite:///{folder}/plaudit.db"]
    log = folder / "log.txt"
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            env={**os.environ, "PLAUDIT_DEV_API_KEY": KEY},
        )
    assert process.stdout is not None
    line = process.stdout.readline()
    announced = re.match(r"plaudit serves on (\S+),", line)
    assert announced, f"the server did not start:\n{line}{Path(log).read_text()}"
    yield Server(announced[1], KEY)
    process.terminate()
    process.wait(timeout=60)
    process.stdout.close()
