"""A lock between processes that run tests in parallel."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def alone(what: str) -> Iterator[None]:
    """Exclude other processes of the run while using something shared, such as a build folder."""
    with Path(tempfile.gettempdir(), f"plaudit-tests-{os.getuid()}-{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
