"""The selection of tests for `scripts/test --quick`."""

from __future__ import annotations

import pytest

RULE = "tests of code, of SQLite, and of the shared server on it, but those marked slow"

_START_PROCESSES = {
    *("plaudit", "on_terminal", "watching"),
    *("start_server", "serving", "launch", "grpcurl"),
}
"""Fixtures that start a process for one test."""


def select(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the quick tests."""
    quick = [item for item in items if _is_quick(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(quick)])
    items[:] = quick


def _is_quick(item: pytest.Item) -> bool:
    room, *_ = item.path.relative_to(item.config.rootpath / "tests").parts
    fixtures = set(getattr(item, "fixturenames", ()))
    if item.get_closest_marker("slow") or fixtures & _START_PROCESSES:
        return False
    if "postgresql" in item.name.lower():
        return False
    return room in {"unit", "storage", "clients"} or (room == "service" and "server" in fixtures)
