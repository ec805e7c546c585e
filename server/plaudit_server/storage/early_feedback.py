"""Early feedback: given before its exchange is completed, it waits, takes effect, or expires."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from plaudit_server.domain.errors import Refusal
from plaudit_server.domain.exchange import ExchangeStatus, StoredExchange
from plaudit_server.domain.feedback import FeedbackDeletion, FeedbackState, TargetKind
from plaudit_server.storage import exchanges, feedback
from plaudit_server.storage.backend import Backend
from plaudit_server.storage.exchanges import ExchangeUpdate, NewExchange
from plaudit_server.storage.namespaces import EARLY_FEEDBACK_HOURS
from plaudit_server.storage.targets import Target
from plaudit_server.storage.transaction import Transaction, now

HOUR = 3600 * 1_000_000
FIND_EXPIRED = (
    'SELECT f."namespace_id", f."id" FROM "feedback" f CROSS JOIN "namespace" n'
    f' WHERE f."state" = {FeedbackState.PENDING_TARGET.value}'
    ' AND n."namespace_id" = f."namespace_id"'
    f' AND f."create_time" < ? - {HOUR} * CAST(CASE n."early_feedback_hours"'
    f' WHEN 0 THEN {EARLY_FEEDBACK_HOURS} ELSE n."early_feedback_hours" END AS BIGINT) LIMIT ?'
)
EXPIRED_AT_ONCE = 500
"""How many feedbacks one write gives up, so that callers do not wait for it."""


def create_exchanges(
    tx: Transaction, batches: Sequence[Sequence[NewExchange]]
) -> list[list[StoredExchange | Refusal]]:
    """Register exchanges, and let the feedback take effect that waited for them."""
    results = exchanges.create(tx, batches)
    arrived = (
        (new.namespace_id, result)
        for batch, outcomes in zip(batches, results, strict=True)
        for new, result in zip(batch, outcomes, strict=True)
    )
    _take_effect(tx, arrived)
    return results


def update_exchanges(
    tx: Transaction, updates: Sequence[ExchangeUpdate]
) -> list[StoredExchange | Refusal]:
    """Change exchanges, and let the feedback take effect that waited for one to be completed."""
    results = exchanges.update(tx, updates)
    _take_effect(tx, zip((update.namespace_id for update in updates), results, strict=True))
    return results


def _take_effect(tx: Transaction, arrived: Iterable[tuple[str, StoredExchange | Refusal]]) -> None:
    completed: dict[str, dict[Target, str]] = defaultdict(dict)
    for namespace_id, stored in arrived:
        if isinstance(stored, Refusal) or stored.exchange.status != ExchangeStatus.COMPLETED:
            continue
        session_id, message_id, request_id, *_ = stored.exchange
        targets = completed[namespace_id]
        targets[TargetKind.MESSAGE.value, session_id, message_id] = stored.id
        if request_id:
            targets[TargetKind.REQUEST.value, session_id, request_id] = stored.id
    for namespace_id, targets in completed.items():
        feedback.take_effect(tx, namespace_id, targets)


def find_expired(backend: Backend) -> list[FeedbackDeletion]:
    """Find some of the feedback that waited for its exchange too long."""
    found = backend.execute(FIND_EXPIRED, (now(), EXPIRED_AT_ONCE))
    return [FeedbackDeletion(namespace_id, id_, "") for namespace_id, id_ in found]


def expire(tx: Transaction, jobs: Sequence[Sequence[FeedbackDeletion]]) -> list[None]:
    """Give up feedback that waited too long, unless its exchange has just come."""
    for deletions in jobs:
        waiting = feedback.still_pending(tx, deletions)
        feedback.delete(tx, waiting)
    return [None] * len(jobs)
