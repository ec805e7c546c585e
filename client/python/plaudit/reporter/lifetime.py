"""What reporters do when the process forks or exits."""

from __future__ import annotations

import atexit
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

GRPC_SECONDS = 1.0
"""How long a fork waits at most for gRPC to end its threads; others may use gRPC and keep them."""
_GRPC_THREADS = {"event_engine", "grpc_global_tim", "grpc_shutdown", "lifeguard"}


@dataclass(frozen=True, eq=False)
class Hooks:
    """What one reporter does."""

    before_fork: Callable[[], bool]
    """Says whether it closed a connection."""
    after_fork_in_parent: Callable[[], None]
    after_fork_in_child: Callable[[], None]
    at_exit: Callable[[float], object]
    """Gets how many seconds the exit has taken already."""


_open: set[Hooks] = set()
"""Of all reporters that are not closed."""
_fork = threading.RLock()
"""Held during a fork: those of several threads take turns."""
_forking: list[list[Hooks]] = []


def register(hooks: Hooks) -> None:
    """Call these hooks from now on."""
    _open.add(hooks)


def unregister(hooks: Hooks) -> None:
    """Do not call these hooks any more."""
    _open.discard(hooks)


def _before_fork() -> None:
    _fork.acquire()
    _forking.append(list(_open))
    if sum([hooks.before_fork() for hooks in _forking[-1]]):
        _wait_for_grpc()


def _wait_for_grpc() -> None:
    """Wait until gRPC has shut down, which it does in the background when nobody uses it.

    A child that is forked in the middle of this inherits locks that nobody releases.
    """
    deadline = time.monotonic() + GRPC_SECONDS
    while _grpc_runs() and time.monotonic() < deadline:
        time.sleep(0.002)


def _grpc_runs() -> bool:
    """Whether gRPC has threads, as far as the system tells: Linux does."""
    for thread in Path("/proc/self/task").glob("*/comm"):
        with suppress(OSError):  # it has just ended
            if thread.read_text(errors="replace").strip() in _GRPC_THREADS:
                return True
    return False


def _after_fork_in_parent() -> None:
    for hooks in _forking.pop():
        hooks.after_fork_in_parent()
    _fork.release()


def _after_fork_in_child() -> None:
    for hooks in _forking.pop():
        hooks.after_fork_in_child()
    _fork.release()


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
