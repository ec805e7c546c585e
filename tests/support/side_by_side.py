"""What processes that run tests side by side must do one after the other."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def alone(what: str) -> Iterator[None]:
    """Let no other process of the run in: for what they share, such as a folder to build in."""
    with Path(tempfile.gettempdir(), f"plaudit-tests-{os.getuid()}-{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
