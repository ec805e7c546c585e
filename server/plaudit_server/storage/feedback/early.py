"""Early feedback: it is pending until its exchange is completed, or expires."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from plaudit_server.domain.errors import Refusal
from plaudit_server.domain.exchanges.exchange import ExchangeStatus, StoredExchange
from plaudit_server.domain.feedback.feedback import (
    Content,
    FeedbackDeletion,
    FeedbackState,
)
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.transaction import Transaction, keys, now
from plaudit_server.storage.exchanges import exchanges
from plaudit_server.storage.exchanges.exchanges import ExchangeUpdate, NewExchange
from plaudit_server.storage.feedback import feedback
from plaudit_server.storage.feedback.rows import (
    ACTIVE,
    CONTENT,
    FIND_BY_ID,
    PENDING,
    SELECTED,
    STATE,
)
from plaudit_server.storage.feedback.targets import Target, names_of
from plaudit_server.storage.feedback.write_buffer import WriteBuffer
from plaudit_server.storage.tenants.namespaces import EARLY_FEEDBACK_HOURS

HOUR = 3600 * 1_000_000
# The state is not a parameter, so that the partial index of pending feedback is used.
FIND_PENDING = (
    f'KEYS3 SELECT {SELECTED} FROM k CROSS JOIN "feedback" f'
    ' WHERE f."namespace_id" = k.a AND f."session_id" = k.b AND f."target_id" = k.c'
    f' AND f."state" = {PENDING}'
)

FIND_EXPIRED = (
    'SELECT f."namespace_id", f."id" FROM "feedback" f CROSS JOIN "namespace" n'
    f' WHERE f."state" = {FeedbackState.PENDING_TARGET.value}'
    ' AND n."namespace_id" = f."namespace_id"'
    f' AND f."create_time" < ? - {HOUR} * CAST(CASE n."early_feedback_hours"'
    f' WHEN 0 THEN {EARLY_FEEDBACK_HOURS} ELSE n."early_feedback_hours" END AS BIGINT) LIMIT ?'
)
EXPIRED_AT_ONCE = 500
"""How many feedbacks one write deletes; few, so that other writes need not wait."""


def create_exchanges(
    tx: Transaction, batches: Sequence[Sequence[NewExchange]]
) -> list[list[StoredExchange | Refusal]]:
    """Register exchanges, and activate the feedback that is pending for them."""
    results = exchanges.create(tx, batches)
    arrived = (
        (new.namespace_id, result)
        for batch, outcomes in zip(batches, results, strict=True)
        for new, result in zip(batch, outcomes, strict=True)
    )
    _take_effect(tx, arrived)
    return results


def add_exchanges(tx: Transaction, news: Sequence[NewExchange]) -> list[StoredExchange]:
    """Register exchanges whose names are free, and let the feedback that waited take effect."""
    added = exchanges.add(tx, news)
    _take_effect(tx, zip((new.namespace_id for new in news), added, strict=True))
    return added


def update_exchanges(
    tx: Transaction, updates: Sequence[ExchangeUpdate]
) -> list[StoredExchange | Refusal]:
    """Change exchanges, and activate the feedback that is pending for them.

    It is pending until the exchange is completed, or until a completed one gets its name.
    """
    results = exchanges.update(tx, updates)
    _take_effect(tx, zip((update.namespace_id for update in updates), results, strict=True))
    return results


def _take_effect(tx: Transaction, arrived: Iterable[tuple[str, StoredExchange | Refusal]]) -> None:
    completed: dict[str, dict[Target, str]] = defaultdict(dict)
    for namespace_id, stored in arrived:
        if isinstance(stored, Refusal) or stored.exchange.status != ExchangeStatus.COMPLETED:
            continue
        completed[namespace_id].update(dict.fromkeys(names_of(stored.exchange), stored.id))
    for namespace_id, targets in completed.items():
        _activate(tx, namespace_id, targets)


def awaited(tx: Transaction, namespace_id: str, names: Iterable[Target]) -> set[Target]:
    """Return those of the names of exchanges for which feedback waits."""
    # A message and a request with the same id have one key.
    wanted = keys(sorted({(namespace_id, *target[1:]) for target in names}))
    return {Content._make(row[CONTENT])[:3] for row in tx.execute(FIND_PENDING, wanted)}


def find_expired(backend: Backend) -> list[FeedbackDeletion]:
    """Find some of the pending feedback that has expired."""
    found = backend.execute(FIND_EXPIRED, (now(), EXPIRED_AT_ONCE))
    return [FeedbackDeletion(namespace_id, id_, "") for namespace_id, id_ in found]


def expire(tx: Transaction, jobs: Sequence[Sequence[FeedbackDeletion]]) -> list[None]:
    """Delete expired pending feedback, unless its exchange was completed meanwhile."""
    for deletions in jobs:
        waiting = _still_pending(tx, deletions)
        feedback.delete(tx, waiting)
    return [None] * len(jobs)


def _activate(tx: Transaction, namespace_id: str, completed: dict[Target, str]) -> None:
    """Activate the feedback that is pending for these exchanges, given by target, oldest first."""
    # A message and a request with the same id have one key.
    waited = keys(sorted({(namespace_id, *target[1:]) for target in completed}))
    changes = WriteBuffer(tx, namespace_id)
    for row in sorted(tx.execute(FIND_PENDING, waited), key=lambda row: str(row[1])):
        content = Content._make(row[CONTENT])
        exchange_id = completed.get(content[:3])
        if exchange_id is not None:
            changes.change_state(row, ACTIVE, exchange_id=exchange_id)
    changes.write()


def _still_pending(
    tx: Transaction, deletions: Sequence[FeedbackDeletion]
) -> list[FeedbackDeletion]:
    """Leave out the feedback that is no longer pending."""
    found = tx.execute(FIND_BY_ID, keys([(d.namespace_id, d.id) for d in deletions]))
    pending = {(row[0], row[1]) for row in found if row[STATE] == PENDING}
    return [d for d in deletions if (d.namespace_id, d.id) in pending]
