"""Background chores of a server: closing counts, and deleting expired data."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from plaudit_server.storage import counts
from plaudit_server.storage.datasets import assignments, change_log, removal
from plaudit_server.storage.engine import requests
from plaudit_server.storage.engine.store import Store, WriteOperation
from plaudit_server.storage.engine.transaction import now
from plaudit_server.storage.feedback import early, retention, streams, tokens

PARTS_OF_DATASET = 500
"""How many parts of a deleted dataset one round removes, so that other chores do not wait long."""
INTERVAL = 30.0
"""The pause between two rounds, in seconds."""

log = structlog.get_logger()


async def run_chores(store: Store) -> None:
    """Run all chores, round after round, for as long as the server runs; never returns."""
    while True:
        for chore in CHORES:
            try:
                await chore(store)
            except Exception as error:  # noqa: BLE001 - the next round retries
                log.warning("housekeeping failed", error=type(error).__qualname__)
        await asyncio.sleep(INTERVAL)


def _purging(purge: WriteOperation[None, bool]) -> Callable[[Store], Awaitable[None]]:
    async def chore(store: Store) -> None:
        while await store.write(purge, None, namespace_id=""):
            pass

    return chore


async def expire_early_feedback(store: Store) -> None:
    """Expire early feedback whose exchange did not arrive in time."""
    while found := await store.query("", early.find_expired):
        for namespace_id in {deletion.namespace_id for deletion in found}:
            of_namespace = [d for d in found if d.namespace_id == namespace_id]
            await store.write(early.expire, of_namespace, namespace_id=namespace_id)


async def apply_retention(store: Store) -> None:
    """Remove what is older than the retention of its namespace."""
    for limit in await store.query("", retention.find_limits, now()):
        while await store.write(retention.purge, limit, namespace_id=limit.namespace_id):
            pass
        place: retention.Place | None = retention.START
        while place is not None:
            unused, place = await store.query("", retention.find_unused, limit, place)
            if unused.ids:
                await store.write(
                    retention.purge_exchanges, unused, namespace_id=limit.namespace_id
                )


async def close_quarters(store: Store) -> None:
    """Close the quarters of an hour that are over."""
    for closing in await store.query("", counts.find_open, now()):
        while await store.write(counts.close, closing, namespace_id=closing.namespace_id):
            pass


async def remove_deleted_datasets(store: Store) -> None:
    """Remove the rows of deleted datasets."""
    for lookup in await store.query("", removal.find_deleted):
        for _ in range(PARTS_OF_DATASET):  # the next round removes the rest
            if not await store.write(removal.remove_part, lookup, namespace_id=lookup[0]):
                break


async def remove_old_record_changes(store: Store) -> None:
    """Remove changes of datasets, records and responses that are no longer kept for watchers."""
    for limit in await store.query("", change_log.find_old, now()):
        while await store.write(change_log.purge, limit, namespace_id=limit.namespace_id):
            pass


CHORES = (
    close_quarters,
    _purging(requests.purge),
    _purging(streams.purge),
    _purging(tokens.purge),
    expire_early_feedback,
    apply_retention,
    _purging(assignments.purge),
    remove_deleted_datasets,
    remove_old_record_changes,
)
