"""Servers that are not expected to serve at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.observing import Launched


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Callable[..., Launched]]:
    """Starts servers without waiting for them; those that a test leaves running are killed."""
    started: list[Launched] = []

    def start(database: str, *options: str) -> Launched:
        launched = Launched(database, tmp_path / f"launched{len(started)}.txt", *options)
        started.append(launched)
        return launched

    yield start
    for launched in started:
        launched.end()
