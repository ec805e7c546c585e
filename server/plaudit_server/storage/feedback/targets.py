"""Targets of feedback: finds the exchange of a message or a request, which must be completed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from plaudit_server.domain.analytics.satisfaction import Traits, confidence_band
from plaudit_server.domain.errors import Refusal
from plaudit_server.domain.exchanges import exchange as exchanges
from plaudit_server.domain.exchanges.exchange import Exchange, ExchangeKey, ExchangeStatus
from plaudit_server.domain.feedback.feedback import NEEDS_EXCHANGE, TargetKind
from plaudit_server.storage.engine.transaction import Transaction, keys

FIND_EXCHANGES_BY_MESSAGE = (
    'KEYS3 SELECT e."session_id", e."message_id", e."id", e."status", e."topic",'
    ' e."confidence", e."model"'
    ' FROM k CROSS JOIN "exchange" e'
    ' WHERE e."namespace_id" = k.a AND e."session_id" = k.b AND e."message_id" = k.c'
)
FIND_EXCHANGES_BY_REQUEST = (
    'KEYS3 SELECT e."session_id", e."request_id", e."id", e."status", e."topic",'
    ' e."confidence", e."model"'
    ' FROM k CROSS JOIN "exchange" e'
    ' WHERE e."namespace_id" = k.a AND e."session_id" = k.b AND e."request_id" = k.c'
)
TAKES_EARLY = 'SELECT "early_feedback" FROM "namespace" WHERE "namespace_id" = ?'

EARLY = ""
"""Stands for an exchange that is not completed, if the namespace accepts early feedback."""

Target = tuple[int, str, str]
"""Kind, session id and target id."""


class Resolved(NamedTuple):
    """The exchanges of targets."""

    exchange_ids: dict[Target, str | Refusal]
    """For each target that needs an exchange: its id, EARLY, or why it accepts no feedback."""
    traits: dict[str, Traits]
    """The traits of each exchange, by its id."""


def names_of(exchange: Exchange) -> list[Target]:
    """Return the targets of feedback on an exchange: its message, its request, or both."""
    session_id, message_id, request_id, *_ = exchange
    names: list[Target] = []
    if message_id:
        names.append((TargetKind.MESSAGE.value, session_id, message_id))
    if request_id:
        names.append((TargetKind.REQUEST.value, session_id, request_id))
    return names


def find(tx: Transaction, namespace_id: str, targets: Iterable[Target]) -> dict[Target, str]:
    """Return the ids of existing exchanges, whatever their status."""
    found: dict[Target, str] = {}
    for kind, names in _by_kind(targets).items():
        rows = tx.execute(_STATEMENTS[kind], keys([(namespace_id, *name) for name in names]))
        found.update({(kind, row[0], row[1]): row[2] for row in rows})
    return found


def resolve(tx: Transaction, namespace_id: str, targets: Iterable[Target]) -> Resolved:
    """Find the exchanges of targets; searches and sessions need none."""
    resolved: dict[Target, str | Refusal] = {}
    unfinished: dict[Target, Refusal] = {}
    traits: dict[str, Traits] = {}
    for kind, names in _by_kind(targets).items():
        for session_id, target_id, exchange_id, status, topic, confidence, model in tx.execute(
            _STATEMENTS[kind], keys([(namespace_id, *name) for name in names])
        ):
            target = (kind, session_id, target_id)
            if status == ExchangeStatus.COMPLETED:
                resolved[target] = exchange_id
                traits[exchange_id] = Traits(topic, confidence_band(confidence), model)
                continue
            refusal = exchanges.not_completed(exchange_key(*target), exchange_id, status)
            (unfinished if status == ExchangeStatus.PENDING else resolved)[target] = refusal
        for name in names:
            target = (kind, *name)
            if target not in resolved and target not in unfinished:
                unfinished[target] = exchanges.not_registered(exchange_key(*target))
    if unfinished and takes_early(tx, namespace_id):
        return Resolved({**resolved, **dict.fromkeys(unfinished, EARLY)}, traits)
    return Resolved({**resolved, **unfinished}, traits)


_STATEMENTS: dict[int, str] = {
    TargetKind.MESSAGE: FIND_EXCHANGES_BY_MESSAGE,
    TargetKind.REQUEST: FIND_EXCHANGES_BY_REQUEST,
}


def _by_kind(targets: Iterable[Target]) -> dict[int, set[tuple[str, str]]]:
    """Group targets that need an exchange by kind: their session ids and target ids."""
    wanted: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for kind, session_id, target_id in targets:
        if kind in NEEDS_EXCHANGE:
            wanted[kind].add((session_id, target_id))
    return wanted


def takes_early(tx: Transaction, namespace_id: str) -> bool:
    """Whether a namespace accepts feedback on exchanges that are not completed."""
    row = tx.execute(TAKES_EARLY, (namespace_id,)).fetchone()
    return row is not None and bool(row[0])


def exchange_key(kind: int, session_id: str, target_id: str) -> ExchangeKey:
    """Name the exchange of a target."""
    if kind == TargetKind.MESSAGE:
        return ExchangeKey(session_id=session_id, message_id=target_id)
    return ExchangeKey(session_id=session_id, request_id=target_id)
