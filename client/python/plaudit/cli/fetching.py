"""Fetches things from the server one by one, several calls at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import grpc

from plaudit.cli.connection import SECONDS, Connection
from plaudit.cli.waiting import Patience

AT_A_TIME = 16
Name = TypeVar("Name")
"""What names a thing: an id, or another name."""
Get = Callable[[Connection, Name], tuple[Any, Any]]
"""Returns the call that gets the thing of a name, and its request."""


def fetch(
    connection: Connection, get: Get[Name], names: Iterable[Name], patience: Patience
) -> Iterator[Any | None]:
    """Yield the response for each name, in their order; `None` for what does not exist."""
    flying: deque[tuple[Name, Any]] = deque()
    try:
        for name in names:
            flying.append((name, _start(connection, get, name)))
            if len(flying) >= AT_A_TIME:
                yield _finish(connection, get, *flying.popleft(), patience)
        while flying:
            yield _finish(connection, get, *flying.popleft(), patience)
    finally:
        for _, call in flying:
            call.cancel()


def _start(connection: Connection, get: Get[Name], name: Name) -> Any:
    method, request = get(connection, name)
    return method.future(request, metadata=connection.metadata, timeout=SECONDS)


def _finish(
    connection: Connection, get: Get[Name], name: Name, call: Any, patience: Patience
) -> Any:
    while True:
        try:
            found = call.result()
        except grpc.RpcError as error:
            if error.code() is grpc.StatusCode.NOT_FOUND:
                return None
            patience.wait(error)
            call = _start(connection, get, name)
        else:
            patience.succeeded()
            return found
