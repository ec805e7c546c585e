"""Health: serving while the database takes writes, for every service and for the server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

import grpc
import structlog
from grpc_health.v1 import health_pb2, health_pb2_grpc

from plaudit_server.domain.errors import Unavailable
from plaudit_server.storage.engine.store import Store

LOOK_EVERY = 5.0
"""How often a database that serves is looked at when no call needs it, in seconds."""
PATIENCE = 6.0
"""How long a look at the database may take, in seconds: longer than SQLite waits for a lock."""
TRY_EVERY = 0.5
"""How often a database that fails is tried again, in seconds."""

log = structlog.get_logger()


class Servicer(health_pb2_grpc.HealthServicer):  # type: ignore[misc]
    """The standard health service, whose watches end when the server leaves.

    The one that comes with gRPC never ends a watch, so that a server would wait for its watchers.
    """

    def __init__(self) -> None:
        self._status: dict[str, int] = {}
        self._changed = asyncio.Event()
        self._leaving = False

    def set(self, services: Iterable[str], *, serving: bool, for_good: bool = False) -> None:
        """Say whether services are served; `for_good` ends every watch."""
        if self._leaving:
            return
        response = health_pb2.HealthCheckResponse
        status = response.SERVING if serving else response.NOT_SERVING
        self._status.update(dict.fromkeys(services, status))
        self._leaving = for_good
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
        said = None
        while True:
            changed = self._changed
            unknown = health_pb2.HealthCheckResponse.SERVICE_UNKNOWN
            status = self._status.get(request.service, unknown)
            if status != said:
                await context.write(health_pb2.HealthCheckResponse(status=status))
                said = status
                continue  # it may have changed while that was written
            if self._leaving:
                return
            await changed.wait()


class Health:
    """Keeps the standard health service true."""

    def __init__(self, services: Sequence[str]) -> None:
        """Start out as not serving, for the services and for `""`, the server as a whole."""
        self.servicer = Servicer()
        self._services = ("", *services)
        self._doubt = asyncio.Event()
        self._serving = False
        self.servicer.set(self._services, serving=False)

    def doubt(self) -> None:
        """Say that the database just failed to serve a call."""
        self._doubt.set()

    async def watch(self, store: Store) -> None:
        """Follow the database for as long as the server runs."""
        while True:
            self._doubt.clear()
            serves = await self._looks_well(store)
            self._say(serving=serves)
            if not serves:
                await asyncio.sleep(TRY_EVERY)
                continue
            try:
                await asyncio.wait_for(self._doubt.wait(), LOOK_EVERY)
            except TimeoutError:
                continue
            if not store.is_rewriting:
                self._say(serving=False)

    async def _looks_well(self, store: Store) -> bool:
        try:
            # Erasing a person lets nobody write for a while; whoever reads is served.
            write = not self._serving and not store.is_rewriting
            await asyncio.wait_for(store.look(write=write), PATIENCE)
        except Unavailable:
            return False
        except TimeoutError:
            log.warning("the database keeps silent")
            store.suspend()
            return False
        except Exception as error:  # noqa: BLE001 - whatever it is, the server must outlive it
            log.error("cannot look at the database", error=type(error).__qualname__)  # noqa: TRY400
            return False
        store.resume()
        return True

    def leave(self) -> None:
        """Say for good that the server does not serve: it is about to stop."""
        self.servicer.set(self._services, serving=False, for_good=True)

    def _say(self, *, serving: bool) -> None:
        if serving == self._serving:
            return
        self._serving = serving
        log.info("serving" if serving else "not serving")
        self.servicer.set(self._services, serving=serving)
