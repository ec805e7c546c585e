"""What reporters do when the process forks or exits."""

from __future__ import annotations

import atexit
import os
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Hooks:
    """What one reporter does."""

    before_fork: Callable[[], None]
    after_fork_in_parent: Callable[[], None]
    after_fork_in_child: Callable[[], None]
    at_exit: Callable[[float], object]
    """Gets how many seconds the exit has taken already."""


_open: set[Hooks] = set()
"""Of all reporters that are not closed."""
_forking: list[Hooks] = []


def register(hooks: Hooks) -> None:
    """Call these hooks from now on."""
    _open.add(hooks)


def unregister(hooks: Hooks) -> None:
    """Do not call these hooks any more."""
    _open.discard(hooks)


def _before_fork() -> None:
    _forking[:] = _open
    for hooks in _forking:
        hooks.before_fork()


def _after_fork_in_parent() -> None:
    while _forking:
        _forking.pop().after_fork_in_parent()


def _after_fork_in_child() -> None:
    while _forking:
        _forking.pop().after_fork_in_child()


def _at_exit() -> None:
    started = time.monotonic()
    for hooks in list(_open):
        hooks.at_exit(time.monotonic() - started)


atexit.register(_at_exit)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_before_fork,
        after_in_parent=_after_fork_in_parent,
        after_in_child=_after_fork_in_child,
    )
