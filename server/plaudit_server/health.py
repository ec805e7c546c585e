"""Health: every service, and the server, is SERVING while the database accepts writes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

import grpc
import structlog
from grpc_health.v1 import health_pb2, health_pb2_grpc

from plaudit_server.domain.errors import Unavailable
from plaudit_server.storage.engine.store import Store

CHECK_EVERY = 5.0
"""How often a healthy database is checked, in seconds."""
CHECK_TIMEOUT = 6.0
"""The timeout of a check, in seconds: longer than SQLite waits for a lock."""
RETRY_EVERY = 0.5
"""How often a failing database is checked, in seconds."""

log = structlog.get_logger()


class Servicer(health_pb2_grpc.HealthServicer):  # type: ignore[misc]
    """The standard health service, with watches that end when the server shuts down.

    gRPC's own servicer never ends a watch, so a server would wait for its watchers.
    """

    def __init__(self) -> None:
        self._status: dict[str, int] = {}
        self._changed = asyncio.Event()
        self._shut_down = False

    def set(self, services: Iterable[str], *, serving: bool, for_good: bool = False) -> None:
        """Set whether services are served; `for_good` makes it final and ends every watch."""
        if self._shut_down:
            return
        response = health_pb2.HealthCheckResponse
        status = response.SERVING if serving else response.NOT_SERVING
        self._status.update(dict.fromkeys(services, status))
        self._shut_down = for_good
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def Check(
        self, request: health_pb2.HealthCheckRequest, context: Any
    ) -> health_pb2.HealthCheckResponse:
        status = self._status.get(request.service)
        if status is None:
            await context.abort(grpc.StatusCode.NOT_FOUND, "this server has no such service")
        return health_pb2.HealthCheckResponse(status=status)

    async def Watch(self, request: health_pb2.HealthCheckRequest, context: Any) -> None:
        sent = None
        while True:
            changed = self._changed
            unknown = health_pb2.HealthCheckResponse.SERVICE_UNKNOWN
            status = self._status.get(request.service, unknown)
            if status != sent:
                await context.write(health_pb2.HealthCheckResponse(status=status))
                sent = status
                continue  # it may have changed meanwhile
            if self._shut_down:
                return
            await changed.wait()


class Health:
    """Checks the database and keeps the health service up to date."""

    def __init__(self, services: Sequence[str]) -> None:
        """Start as NOT_SERVING, for the services and for `""`, the server as a whole."""
        self.servicer = Servicer()
        self._services = ("", *services)
        self._failure_reported = asyncio.Event()
        self._serving = False
        self.servicer.set(self._services, serving=False)

    def report_failure(self) -> None:
        """Report that the database just failed a call: it is checked at once."""
        self._failure_reported.set()

    async def watch(self, store: Store) -> None:
        """Check the database for as long as the server runs; never returns."""
        while True:
            self._failure_reported.clear()
            serves = await self._is_healthy(store)
            self._set_serving(serving=serves)
            if not serves:
                await asyncio.sleep(RETRY_EVERY)
                continue
            try:
                await asyncio.wait_for(self._failure_reported.wait(), CHECK_EVERY)
            except TimeoutError:
                continue
            if not store.is_rewriting:
                self._set_serving(serving=False)

    async def _is_healthy(self, store: Store) -> bool:
        try:
            # Erasing a person blocks writes for a while; reads are still served.
            write = not self._serving and not store.is_rewriting
            await asyncio.wait_for(store.check(write=write), CHECK_TIMEOUT)
        except Unavailable:
            return False
        except TimeoutError:
            log.warning("the database does not respond")
            store.suspend()
            return False
        except Exception as error:  # noqa: BLE001 - no error of a check may end the server
            log.error("cannot check the database", error=type(error).__qualname__)  # noqa: TRY400
            return False
        store.resume()
        return True

    def shut_down(self) -> None:
        """Set NOT_SERVING for good: the server is about to stop."""
        self.servicer.set(self._services, serving=False, for_good=True)

    def _set_serving(self, *, serving: bool) -> None:
        if serving == self._serving:
            return
        self._serving = serving
        log.info("serving" if serving else "not serving")
        self.servicer.set(self._services, serving=serving)
