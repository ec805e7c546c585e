"""Health: serving while the database takes writes, for every service and for the server."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from grpc_health.v1 import health, health_pb2

from plaudit_server.domain.errors import Unavailable
from plaudit_server.storage.store import Store

LOOK_EVERY = 5.0
"""How often a database that serves is looked at when no call needs it, in seconds."""
TRY_EVERY = 0.5
"""How often a database that fails is tried again, in seconds."""

log = structlog.get_logger()


class Health:
    """Keeps the standard health service true."""

    def __init__(self, services: Sequence[str]) -> None:
        """Start out as not serving, for the services and for `""`, the server as a whole."""
        self.servicer = health.aio.HealthServicer()  # type: ignore[attr-defined]
        self._services = ("", *services)
        self._doubt = asyncio.Event()
        self._serving = False

    def doubt(self) -> None:
        """Say that the database just failed to serve a call."""
        self._doubt.set()

    async def watch(self, store: Store) -> None:
        """Follow the database for as long as the server runs."""
        while True:
            self._doubt.clear()
            try:
                await (store.ping() if self._serving else store.probe())
            except Unavailable:
                await self._say(serving=False)
                await asyncio.sleep(TRY_EVERY)
                continue
            await self._say(serving=True)
            try:
                await asyncio.wait_for(self._doubt.wait(), LOOK_EVERY)
            except TimeoutError:
                continue
            await self._say(serving=False)

    async def leave(self) -> None:
        """Say for good that the server does not serve: it is about to stop."""
        await self.servicer.enter_graceful_shutdown()

    async def start(self) -> None:
        """Make every service known, as not serving yet."""
        for service in self._services:
            await self.servicer.set(service, health_pb2.HealthCheckResponse.NOT_SERVING)

    async def _say(self, *, serving: bool) -> None:
        if serving == self._serving:
            return
        self._serving = serving
        log.info("serving" if serving else "not serving")
        status = (
            health_pb2.HealthCheckResponse.SERVING
            if serving
            else health_pb2.HealthCheckResponse.NOT_SERVING
        )
        for service in self._services:
            await self.servicer.set(service, status)
