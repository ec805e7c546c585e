"""Exponential backoff for retries."""

from __future__ import annotations

import time
from collections.abc import Callable

import grpc

from plaudit.cli.failures import ServerFailure, error_of
from plaudit.cli.output import echo
from plaudit.errors import PlauditError

TRIES = 8
FIRST_SECONDS = 0.5
MOST_SECONDS = 15.0


class Patience:
    """Waits before each retry, longer each time, and fails after some failures in a row."""

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

    def wait(self, error: grpc.RpcError | PlauditError) -> None:
        """Wait before a retry. Raises ServerFailure if a retry cannot help, or after too many."""
        self._failed += 1
        found = error_of(error, self._address)
        if not found.is_retryable or self._failed >= self._tries:
            raise ServerFailure(found) from None
        seconds = min(FIRST_SECONDS * 2 ** (self._failed - 1), MOST_SECONDS)
        retry_after = found.retry_after or 0.0
        if self._failed == 1:
            echo("the connection is lost or the server is busy: retrying", err=True)
        self._sleep(min(max(seconds, retry_after), 60.0))

    def succeeded(self) -> None:
        """Reset the count of failures."""
        self._failed = 0
