"""Fetches what is stored under the names of rows, several at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

import grpc

from plaudit.cli.connection import SECONDS, Connection
from plaudit.cli.importing.kinds import Kind
from plaudit.cli.waiting import Patience

AT_A_TIME = 16


def fetch(
    connection: Connection, kind: Kind, ids: Iterable[str], patience: Patience
) -> Iterator[Any | None]:
    """Yield what is stored under each id, in their order; `None` for what is not there any more."""
    flying: deque[tuple[str, Any]] = deque()
    try:
        for id_ in ids:
            flying.append((id_, _start(connection, kind, id_)))
            if len(flying) >= AT_A_TIME:
                yield _finish(connection, kind, *flying.popleft(), patience)
        while flying:
            yield _finish(connection, kind, *flying.popleft(), patience)
    finally:
        for _, call in flying:
            call.cancel()


def _start(connection: Connection, kind: Kind, id_: str) -> Any:
    method, request = kind.get(connection, id_)
    return method.future(request, metadata=connection.metadata, timeout=SECONDS)


def _finish(connection: Connection, kind: Kind, id_: str, call: Any, patience: Patience) -> Any:
    while True:
        try:
            found = call.result()
        except grpc.RpcError as error:
            if error.code() is grpc.StatusCode.NOT_FOUND:
                return None
            patience.wait(error)
            call = _start(connection, kind, id_)
        else:
            patience.succeeded()
            return found
