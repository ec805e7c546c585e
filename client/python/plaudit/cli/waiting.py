"""How long to wait before a call is made again."""

from __future__ import annotations

import time
from collections.abc import Callable

import grpc

from plaudit.cli.failures import ServerFailure, failure_of, may_pass
from plaudit.cli.output import echo

TRIES = 8
FIRST_SECONDS = 0.5
MOST_SECONDS = 15.0


class Patience:
    """Waits longer from failure to failure, and gives up after some in a row."""

    def __init__(
        self,
        address: str,
        *,
        tries: int = TRIES,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._address = address
        self._tries = tries
        self._sleep = sleep
        self._failed = 0

    def wait(self, error: grpc.RpcError) -> None:
        """Wait until the call may be made again; raises where that does not help."""
        self._failed += 1
        if not may_pass(error) or self._failed >= self._tries:
            raise ServerFailure(error, self._address) from None
        seconds = min(FIRST_SECONDS * 2 ** (self._failed - 1), MOST_SECONDS)
        asked = failure_of(error).retry_seconds or 0.0
        if self._failed == 1:
            echo("the connection is lost or the server is busy: trying again", err=True)
        self._sleep(min(max(seconds, asked), 60.0))

    def succeeded(self) -> None:
        """Start from the beginning with the next failure."""
        self._failed = 0
