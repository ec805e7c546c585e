"""The length of fault campaigns, and servers that need not serve at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.observing import Launched

Rounds = Callable[[int], int]


@pytest.fixture(scope="session")
def rounds(request: pytest.FixtureRequest) -> Rounds:
    """Answers how much to do of a whole campaign: all with --faults-whole, else a fifth of it."""
    whole = request.config.option.faults_whole
    return lambda all_of_them: all_of_them if whole else -(-all_of_them // 5)


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Callable[..., Launched]]:
    """Starts servers without waiting until they serve; kills them after the test."""
    started: list[Launched] = []

    def start(database: str, *options: str) -> Launched:
        launched = Launched(database, tmp_path / f"launched{len(started)}.txt", *options)
        started.append(launched)
        return launched

    yield start
    for launched in started:
        launched.end()
