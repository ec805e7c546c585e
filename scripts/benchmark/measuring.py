"""Drives a side with the load generator, and measures the cost."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from google.protobuf.message import Message

from support.servers import KEY

if TYPE_CHECKING:
    from benchmark.sides import Side

_PACKAGE = "plaudit.v1"
_TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Seen:
    """One side in one round. Times in microseconds."""

    rate: float
    """Calls per second."""
    p50: float
    p99: float
    cpu: float
    """CPU of the server's process per call."""
    generator: float
    """CPU of the load generator per call."""
    response_size: float
    """Bytes of a response."""
    others: float
    """How many processors other processes kept busy meanwhile."""


class Generator:
    """The load generator."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._program = root / ".tools" / "bin" / "loadgen"
        self._requests = folder / "requests.bin"
        build = ["go", "build", "-o", str(self._program), "."]
        subprocess.run(build, cwd=root / "scripts" / "loadgen", check=True, timeout=300)

    def load(self, requests: Iterable[Message]) -> None:
        """Set the requests that every run sends, each once."""
        write_requests(self._requests, requests)

    def run(
        self,
        side: Side,
        method: str,
        in_flight: int,
        *,
        messages: int = 1,
        service: str = "FeedbackService",
    ) -> Seen:
        """Drive a side; a failed call ends the run. A stream has several messages per call."""
        command = self._command(side.address, f"{service}/{method}", self._requests, KEY)
        command += ["-in-flight", str(in_flight), "-limit", "2m", "-messages", str(messages)]
        started, server, all_ = time.monotonic(), _cpu_of(side.pid), _cpu_of_all()
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=150)
        took, server, all_ = (
            time.monotonic() - started,
            _cpu_of(side.pid) - server,
            _cpu_of_all() - all_,
        )
        if done.returncode:
            sys.exit(f"scripts/bench: {done.stderr}")
        seen = json.loads(done.stdout)
        expect(f"failed calls of {method}", seen["errors"], {})
        calls = seen["calls"]
        return Seen(
            rate=seen["rate"],
            p50=seen["p50"],
            p99=seen["p99"],
            cpu=server / calls * 1e6,
            generator=seen["cpu"],
            response_size=seen["response_bytes"] / calls,
            others=max(0.0, all_ - server - seen["cpu"] * calls / 1e6) / took,
        )

    def start(
        self,
        address: str,
        method: str,
        requests: Path,
        *,
        key: str,
        in_flight: int,
        seconds: float,
    ) -> subprocess.Popen[str]:
        """Begin to send requests again and again for a time; calls may fail."""
        command = self._command(address, f"FeedbackService/{method}", requests, key)
        command += ["-in-flight", str(in_flight), "-for", f"{seconds}s", "-limit", "2m"]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def seen(self, started: subprocess.Popen[str]) -> dict[str, Any]:
        """Wait for what was started, and answer what the load generator reports."""
        output, _ = started.communicate(timeout=150)
        if started.returncode:
            sys.exit("scripts/bench: the load generator failed")
        return cast(dict[str, Any], json.loads(output))

    def _command(self, address: str, method: str, requests: Path, key: str) -> list[str]:
        command = [str(self._program), "-address", address, "-method", f"/{_PACKAGE}.{method}"]
        return [*command, "-requests", str(requests), "-authorization", f"Bearer {key}"]


def write_requests(path: Path, requests: Iterable[Message]) -> None:
    """Write requests as the load generator reads them."""
    with path.open("wb") as file:
        for request in requests:
            body = request.SerializeToString()
            file.write(b"\0" + len(body).to_bytes(4, "big") + body)


def expect(what: str, found: object, expected: object) -> None:
    """End the run unless the two are the same."""
    if found != expected:
        sys.exit(f"scripts/bench: {what}: {found}, expected {expected}")


def seconds_of_flush(folder: Path) -> float:
    """Return how long it takes here to append a page to a file and flush it to disk."""
    took = []
    with (folder / "flushed").open("wb", buffering=0) as file:
        for _ in range(100):
            started = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            took.append(time.perf_counter() - started)
    return statistics.median(took)


def peak_memory(pid: int) -> int:
    """Return the peak memory of a process, in bytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def _cpu_of(pid: int) -> float:
    """Return the CPU time of a process with all its threads, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * _TICK


def _cpu_of_all() -> float:
    user, nice, system, _, _, irq, softirq, steal = map(
        int, Path("/proc/stat").read_text().split()[1:9]
    )
    return (user + nice + system + irq + softirq + steal) * _TICK
