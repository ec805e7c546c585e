"""The composition root: builds a server from its parts, and runs it from start to drain."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

import structlog

# The generated modules register the contract for reflection, and the error details with it.
from google.rpc import error_details_pb2  # noqa: F401

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
from plaudit_server.listener import WINDOW_BYTES, make_server
from plaudit_server.logs import kind_and_place
from plaudit_server.open_services import add_open_services
from plaudit_server.pipeline.audit import audit
from plaudit_server.pipeline.authentication import Authentication
from plaudit_server.pipeline.compose import Router, methods
from plaudit_server.pipeline.errors import errors
from plaudit_server.pipeline.messages import Receiver, Room
from plaudit_server.pipeline.readiness import refuse_unless_ready
from plaudit_server.pipeline.receiving import Receiving
from plaudit_server.pipeline.streams import Streams
from plaudit_server.pipeline.telemetry import telemetry
from plaudit_server.pipeline.unread_responses import UnreadResponses
from plaudit_server.pipeline.validation import validation
from plaudit_server.servicers.analytics.servicer import AnalyticsServicer
from plaudit_server.servicers.datasets import watch as record_watch
from plaudit_server.servicers.datasets.servicer import DatasetServicer
from plaudit_server.servicers.datasets.watch import WrittenChange
from plaudit_server.servicers.exchanges.exchanges import ExchangeServicer
from plaudit_server.servicers.exchanges.memories import MemoryServicer
from plaudit_server.servicers.feedback.servicer import FeedbackServicer
from plaudit_server.servicers.tenants.servicer import AdminServicer
from plaudit_server.servicers.training.servicer import ExportServicer
from plaudit_server.settings import Settings
from plaudit_server.storage.engine import schema
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.feed import Feed
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.feedback import changes as feedback_changes
from plaudit_server.storage.feedback.changes import Change
from plaudit_server.storage.housekeeping import run_chores

log = structlog.get_logger()


DRAIN_NOTICE_SECONDS = 0.5
"""How long a server that shuts down still refuses new calls with DRAINING, in seconds."""


UNCLEAN_EXIT = 70
"""The exit code of a server that stops with work unfinished."""


class CannotServe(Exception):
    """The server cannot start; the message says how to fix it."""


class Feeds(NamedTuple):
    """The feeds of all watches."""

    feedback: Feed[Change]
    records: Feed[WrittenChange]


async def serve(
    settings: Settings,
    *,
    listening: Callable[[str], None],
    announce: Callable[[str], None],
) -> None:
    """Serve until SIGTERM or SIGINT, then let open calls finish and shut down.

    `listening` is called with the bound address, `announce` with the text that `--dev` prints.
    Raises CannotServe, and any error that ends the server before a signal does.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)

    backend = schema.open_backend(settings.database)
    services = contract.services()
    health = Health(services)
    store = Store(backend, on_unavailable=health.report_failure)
    feeds = Feeds(Feed(store, feedback_changes.read), Feed(store, record_watch.read))
    prepared = asyncio.Event()
    router = _route(settings, store, feeds, prepared, stop)
    server = make_server(settings)
    router.register(server)
    add_open_services(server, health.servicer, services, message_seconds=settings.message_seconds)
    try:
        port = server.add_insecure_port(settings.listen)
    except RuntimeError:
        raise CannotServe(
            f"cannot listen on {settings.listen}: another program has the port, or the address is"
            " not this machine's; choose another with --listen"
        ) from None
    address = f"{settings.listen.rpartition(':')[0]}:{port}"
    await server.start()
    listening(address)
    log.info("listening", address=address, database=backend.name)

    _tune_garbage_collector()
    watching = asyncio.create_task(
        _prepare_and_watch(settings, backend, store, prepared, health, address, announce)
    )
    stopping = asyncio.create_task(stop.wait())
    ending = asyncio.create_task(server.ended())
    try:
        await asyncio.wait((watching, stopping, ending), return_when=asyncio.FIRST_COMPLETED)
        for task in (watching, ending):
            if task.done():
                _log_failure(task)
                task.result()
    finally:
        stop.set()
        stopping.cancel()
        watching.cancel()
        health.shut_down()
        for feed in feeds:
            feed.close()
        log.info("draining")
        end = time.monotonic() + settings.drain_seconds
        if ending.cancel():  # False: the server has ended by itself and accepts no calls
            # Refuse calls that are already on their way, so that clients retry on another server;
            # gRPC would drop them.
            await asyncio.sleep(DRAIN_NOTICE_SECONDS)
            with suppress(TimeoutError):
                await asyncio.wait_for(router.long_responses_sent(), settings.drain_seconds)
            await server.drain(max(end - time.monotonic(), 0))
        try:
            await asyncio.wait_for(store.close(), settings.drain_seconds)
        except TimeoutError:
            log.error("the database does not respond: exiting without it")  # noqa: TRY400
            os._exit(UNCLEAN_EXIT)  # a normal exit would wait for the thread that waits for it
        log.info("stopped")


def _log_failure(task: asyncio.Task[Any]) -> None:
    """Log the error that ended a server that was not asked to stop."""
    error = task.exception()
    if error is not None and not isinstance(error, CannotServe):
        log.error("the server stopped unexpectedly", **kind_and_place(error))


def _route(
    settings: Settings, store: Store, feeds: Feeds, prepared: asyncio.Event, stop: asyncio.Event
) -> Router:
    """Build the handler of every method of the contract: the servicer behind the pipeline."""
    authentication = Authentication(store)
    # At worst every message is as long as gRPC accepts.
    room = Room.of_bytes(
        settings.max_receiving_bytes, message=settings.received_bytes, window=WINDOW_BYTES
    )
    receiving = Receiving(
        Receiver(room, seconds=settings.message_seconds),
        max_message_bytes=settings.max_message_bytes,
    )
    servicers = (
        FeedbackServicer(
            store, feeds.feedback, leaving=stop, forget_credentials=authentication.forget
        ),
        ExchangeServicer(store),
        MemoryServicer(store),
        DatasetServicer(store, feeds.records),
        AnalyticsServicer(store),
        ExportServicer(store),
        AdminServicer(store, forget_credentials=authentication.forget),
    )
    stages = (
        errors,
        telemetry,
        audit,
        refuse_unless_ready(is_prepared=prepared.is_set, is_draining=stop.is_set),
        authentication.stage,
        Streams(incoming=4 * room.read).stage,
        UnreadResponses().stage,
        receiving.stage,
        validation,
    )
    return Router([method for servicer in servicers for method in methods(servicer)], stages)


def _tune_garbage_collector() -> None:
    """Exclude everything imported from garbage collection, and collect less often.

    A call creates few reference cycles; the default thresholds cost a fifth of the loop's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


async def _prepare_and_watch(
    settings: Settings,
    backend: Backend,
    store: Store,
    prepared: asyncio.Event,
    health: Health,
    address: str,
    announce: Callable[[str], None],
) -> None:
    """Wait for the database, check its schema, then run the health checks; never returns."""
    while True:
        try:
            await store.query("", _check_schema, migrate=settings.dev or backend.embedded)
            usage = ""
            if settings.dev:
                usage = await dev.prepare(store, key=settings.dev_api_key, address=address)
            prepared.set()
            if usage:
                with suppress(OSError):  # standard output may be closed
                    announce(usage)
            break
        except Unavailable:
            await asyncio.sleep(1)
        except CannotServe:
            raise
        except Exception as error:  # noqa: BLE001 - an unexpected error is not retried for ever
            log.error("cannot prepare the database", **kind_and_place(error))  # noqa: TRY400
            raise CannotServe(
                "the database cannot be prepared, and a retry would not help: the log says where"
                " it failed"
            ) from None
    housekeeping = asyncio.create_task(run_chores(store))
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
