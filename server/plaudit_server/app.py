"""The composition root: what a server is made of, from start to drain."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress

import grpc.aio
import structlog

# The generated modules register the contract for reflection, and the error details with it.
from google.rpc import error_details_pb2  # noqa: F401
from grpc_health.v1 import health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from plaudit.v1 import (  # noqa: F401
    admin_pb2,
    analytics_pb2,
    dataset_pb2,
    exchange_pb2,
    export_pb2,
    feedback_pb2,
    memory_pb2,
)
from plaudit_server import contract, dev
from plaudit_server.domain.errors import Unavailable
from plaudit_server.health import Health
from plaudit_server.pipeline.audit import audit
from plaudit_server.pipeline.authentication import Authentication
from plaudit_server.pipeline.compose import Router, methods
from plaudit_server.pipeline.errors import errors
from plaudit_server.pipeline.limits import limits
from plaudit_server.pipeline.telemetry import telemetry
from plaudit_server.pipeline.validation import validation
from plaudit_server.servicers.admin import AdminServicer
from plaudit_server.servicers.analytics import AnalyticsServicer
from plaudit_server.servicers.dataset import DatasetServicer
from plaudit_server.servicers.exchange import ExchangeServicer
from plaudit_server.servicers.export import ExportServicer
from plaudit_server.servicers.feedback import FeedbackServicer
from plaudit_server.servicers.memory import MemoryServicer
from plaudit_server.settings import Settings
from plaudit_server.storage import schema
from plaudit_server.storage.backend import Backend
from plaudit_server.storage.feed import Feed
from plaudit_server.storage.housekeeping import keep_house
from plaudit_server.storage.store import Store

log = structlog.get_logger()


FAREWELL = 0.5
"""How long a leaving server answers new calls with DRAINING, in seconds."""


PENDING_REQUESTS = 1_000_000
"""How many calls gRPC keeps until the loop takes them."""


class CannotServe(Exception):
    """The server cannot start, and the message says what to do about it."""


async def serve(settings: Settings, *, announce: Callable[[str], None] = print) -> None:
    """Serve until SIGTERM or SIGINT, then let every call finish and leave.

    `announce` gets what a developer reads at start. Raises CannotServe.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)

    backend = schema.open_backend(settings.database)
    services = contract.services()
    health = Health(services)
    store = Store(backend, on_unavailable=health.doubt)
    feed = Feed(store)
    authentication = Authentication(store)
    servicers = (
        FeedbackServicer(store, feed, leaving=stop, forget_credentials=authentication.forget),
        ExchangeServicer(store),
        MemoryServicer(store),
        DatasetServicer(store),
        AnalyticsServicer(store),
        ExportServicer(store),
        AdminServicer(store, forget_credentials=authentication.forget),
    )
    served = [method for servicer in servicers for method in methods(servicer)]
    stages = (
        errors,
        telemetry,
        audit,
        limits(max_message_bytes=settings.max_message_bytes, is_leaving=stop.is_set),
        authentication.stage,
        validation,
    )

    server = grpc.aio.server(
        options=[
            ("grpc.so_reuseport", 0),  # a taken port is an error
            ("grpc.max_concurrent_streams", 1000),  # a connection
            # Else a stranger who opens and resets calls makes gRPC cancel those of others.
            ("grpc.server.max_pending_requests", PENDING_REQUESTS),
            ("grpc.server.max_pending_requests_hard_limit", PENDING_REQUESTS),
            # The longest session token and all else; from the first on gRPC drops calls at random.
            ("grpc.max_metadata_size", 16_384),
            ("grpc.absolute_max_metadata_size", 32_768),
            # Above our own limit, which answers with details; gRPC's own stops what is far over.
            ("grpc.max_receive_message_length", 4 * settings.max_message_bytes),
        ]
    )
    router = Router(served, stages)
    server.add_generic_rpc_handlers((router,))
    health_pb2_grpc.add_HealthServicer_to_server(health.servicer, server)
    reflection.enable_server_reflection(
        [*services, "grpc.health.v1.Health", reflection.SERVICE_NAME], server
    )
    try:
        port = server.add_insecure_port(settings.listen)
    except RuntimeError:
        raise CannotServe(
            f"cannot listen on {settings.listen}: another program has the port, or the address is"
            " not this machine's; choose another with --listen"
        ) from None
    address = f"{settings.listen.rpartition(':')[0]}:{port}"
    await server.start()
    log.info("listening", address=address, database=backend.name)

    _settle_collector()
    watching = asyncio.create_task(_get_ready(settings, backend, store, health, address, announce))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((watching, stopping), return_when=asyncio.FIRST_COMPLETED)
        if watching.done():
            watching.result()
    finally:
        stop.set()
        stopping.cancel()
        watching.cancel()
        health.leave()
        feed.close()
        log.info("draining")
        # Calls that are on their way are still told to try elsewhere; gRPC would cut them off.
        await asyncio.sleep(FAREWELL)
        end = time.monotonic() + settings.drain_seconds
        with suppress(TimeoutError):
            await asyncio.wait_for(router.long_answers_left(), settings.drain_seconds)
        await server.stop(max(end - time.monotonic(), 0))
        try:
            await asyncio.wait_for(store.close(), settings.drain_seconds)
        except TimeoutError:
            log.error("the database does not answer: leaving without it")  # noqa: TRY400
            os._exit(1)  # a thread waits for it, and Python would wait for the thread
        log.info("stopped")


def _settle_collector() -> None:
    """Keep the garbage collector from going through all that was imported, again and again.

    A call leaves few cycles behind; the defaults cost a fifth of the loop's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


async def _get_ready(
    settings: Settings,
    backend: Backend,
    store: Store,
    health: Health,
    address: str,
    announce: Callable[[str], None],
) -> None:
    """Wait for the database, check its schema, and serve; never returns."""
    while True:
        try:
            await store.query(_check_schema, migrate=settings.dev or backend.embedded)
            if settings.dev:
                announce(await dev.prepare(store, key=settings.dev_api_key, address=address))
            break
        except Unavailable:
            await asyncio.sleep(1)
    housekeeping = asyncio.create_task(keep_house(store))
    try:
        await health.watch(store)
    finally:
        housekeeping.cancel()


def _check_schema(backend: Backend, *, migrate: bool) -> None:
    if migrate:
        schema.migrate(backend)
    elif missing := schema.pending(backend):
        raise CannotServe(
            f"the database lacks the migrations {', '.join(missing)}: run"
            " plaudit-server migrate with the same --database first"
        )
