"""What a test needs of the machine."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Skip the test for what the machine does not have; CI must run everything, and fails."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


def need_command(name: str) -> None:
    """Skip the test, but not in CI, where a command is not installed."""
    if shutil.which(name) is None:
        missing(f"{name} is not installed")
