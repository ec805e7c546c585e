"""Requirements of tests on the machine."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Skip the test because the machine lacks something; in CI, fail instead."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


def need_command(name: str) -> None:
    """Skip the test if a command is not installed; in CI, fail instead."""
    if shutil.which(name) is None:
        missing(f"{name} is not installed")
