"""A plaudit server in processes of its own, for tests that have only the client."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

KEY = "my-development-key"
"""That of the samples in the documentation, so that tests run them as they stand."""


@dataclass(frozen=True)
class Server:
    """A running server with the namespace `default`."""

    address: str
    key: str
    """A key with all scopes."""
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def kill(self) -> None:
        """Kill all of its processes at once, like a power cut."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=60)


@contextmanager
def running_server(folder: Path, port: int = 0) -> Iterator[Server]:
    """Run a server whose database is in a folder, as long as the block lasts or until it is killed.

    PLAUDIT_SERVER_PYTHON names the Python that has the server; by default it is that of the tests.
    """
    python = os.environ.get("PLAUDIT_SERVER_PYTHON", sys.executable)
    command = [python, "-m", "plaudit_server", "serve", "--dev", "--listen", f"127.0.0.1:{port}"]
    command += ["--database", f"sqlite:///{folder / 'plaudit.db'}"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PLAUDIT")}
    log = folder / "log.txt"
    with (
        log.open("ab") as stderr,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            env={**clean, "PLAUDIT_DEV_API_KEY": KEY},
            start_new_session=True,  # a group of its own, to be killed as a whole
        ) as process,
    ):
        server = Server("", KEY, process)
        try:
            line = process.stdout.readline()
            announced = re.match(r"plaudit serves on (\S+),", line)
            assert announced, f"the server did not start:\n{line}{log.read_text()}"
            yield Server(announced[1], KEY, process)
            if process.poll() is None:
                process.terminate()
                assert process.wait(timeout=60) == 0, log.read_text()
        finally:
            server.kill()
