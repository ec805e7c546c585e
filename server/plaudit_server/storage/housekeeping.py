"""What a server does in the background: forgetting what nobody may ask for again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from plaudit_server.storage import (
    early_feedback,
    feedback_streams,
    feedback_tokens,
    requests,
    retention,
)
from plaudit_server.storage.store import Store, WriteOperation
from plaudit_server.storage.transaction import now

EVERY = 30.0
"""How long it rests in between, in seconds."""

log = structlog.get_logger()


async def keep_house(store: Store) -> None:
    """Do every chore again and again, for as long as the server runs."""
    while True:
        for chore in CHORES:
            try:
                await chore(store)
            except Exception as error:  # noqa: BLE001 - the next round tries again
                log.warning("housekeeping failed", error=type(error).__qualname__)
        await asyncio.sleep(EVERY)


def _purging(purge: WriteOperation[None, bool]) -> Callable[[Store], Awaitable[None]]:
    async def chore(store: Store) -> None:
        while await store.write(purge, None, namespace_id=""):
            pass

    return chore


async def expire_early_feedback(store: Store) -> None:
    """Give up the feedback whose exchange did not come in time."""
    while found := await store.query(early_feedback.find_expired):
        for namespace_id in {deletion.namespace_id for deletion in found}:
            of_namespace = [d for d in found if d.namespace_id == namespace_id]
            await store.write(early_feedback.expire, of_namespace, namespace_id=namespace_id)


async def apply_retention(store: Store) -> None:
    """Remove what the namespaces keep no longer."""
    for limit in await store.query(retention.find_limits, now()):
        while await store.write(retention.purge, limit, namespace_id=limit.namespace_id):
            pass
        place: retention.Place | None = retention.START
        while place is not None:
            unused, place = await store.query(retention.find_unused, limit, place)
            if unused.ids:
                await store.write(
                    retention.purge_exchanges, unused, namespace_id=limit.namespace_id
                )


CHORES = (
    _purging(requests.purge),
    _purging(feedback_streams.purge),
    _purging(feedback_tokens.purge),
    expire_early_feedback,
    apply_retention,
)
