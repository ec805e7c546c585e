"""Exchanges in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from plaudit_server.domain.analytics.satisfaction import Traits, confidence_band
from plaudit_server.domain.errors import Refusal
from plaudit_server.domain.exchanges import exchange as rules
from plaudit_server.domain.exchanges.exchange import (
    CHANGEABLE,
    Exchange,
    ExchangeKey,
    StoredExchange,
)
from plaudit_server.domain.exchanges.filters import ExchangeFilter
from plaudit_server.domain.ids import Kind, id_at, new_id
from plaudit_server.storage import counts
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.pages import Seek, scan, take
from plaudit_server.storage.engine.transaction import Transaction, keys
from plaudit_server.storage.exchanges import memory_search

COLUMNS = ("namespace_id", "id", *Exchange._fields, "create_time", "update_time")
"""The columns of an exchange, in the order of a row."""
STORED = (*COLUMNS, "prompt_key")

SELECTED = ", ".join(f'e."{column}"' for column in COLUMNS)
FIND_BY_ID = (
    f'KEYS2 SELECT {SELECTED} FROM k CROSS JOIN "exchange" e'
    ' WHERE e."namespace_id" = k.a AND e."id" = k.b'
)
FIND_BY_MESSAGE = (
    f'KEYS3 SELECT {SELECTED} FROM k CROSS JOIN "exchange" e'
    ' WHERE e."namespace_id" = k.a AND e."session_id" = k.b AND e."message_id" = k.c'
)
FIND_BY_REQUEST = (
    f'KEYS3 SELECT {SELECTED} FROM k CROSS JOIN "exchange" e'
    ' WHERE e."namespace_id" = k.a AND e."session_id" = k.b AND e."request_id" = k.c'
)
UPDATE = (
    f'UPDATE "exchange" SET {", ".join(f"{chr(34)}{c}{chr(34)} = ?" for c in CHANGEABLE)},'
    ' "update_time" = ?, "prompt_key" = ?'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)
NAME = (
    'UPDATE "exchange" SET "message_id" = ?, "request_id" = ?'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)

MARGIN = 60_000
"""How much later than its exchange's time an id may be made, in ms; in practice, much less."""
READ_AT_ONCE = 50
"""How many exchanges one query reads; few, because long ones may not fit into the page."""


class NewExchange(NamedTuple):
    """An exchange to register."""

    namespace_id: str
    exchange: Exchange


class ExchangeUpdate(NamedTuple):
    """A change of an exchange to store."""

    namespace_id: str
    key: ExchangeKey
    change: Callable[[Exchange], Exchange]
    """Returns the new exchange for the stored one, or raises Refusal."""


Lookup = tuple[str, ExchangeKey]
"""A namespace and the name of an exchange in it."""


def create(
    tx: Transaction, batches: Sequence[Sequence[NewExchange]]
) -> list[list[StoredExchange | Refusal]]:
    """Register exchanges; one whose message or request already has an exchange is refused."""
    flat = [new for batch in batches for new in batch]
    taken = _taken(tx, flat)
    free: list[tuple[str, StoredExchange]] = []
    results: list[list[StoredExchange | Refusal]] = []
    for batch in batches:
        outcomes: list[StoredExchange | Refusal] = []
        results.append(outcomes)
        for namespace_id, exchange in batch:
            names = exchange.names
            clash = next((name for name in names if (namespace_id, name) in taken), None)
            if clash is not None:
                outcomes.append(rules.exists(clash, taken[namespace_id, clash]))
                continue
            stored = _new(tx, exchange)
            taken.update({(namespace_id, name): stored.id for name in names})
            outcomes.append(stored)
            free.append((namespace_id, stored))
    _insert(tx, free)
    return results


def add(tx: Transaction, news: Sequence[NewExchange]) -> list[StoredExchange]:
    """Register exchanges whose names are known to be free."""
    free = [(new.namespace_id, _new(tx, new.exchange)) for new in news]
    _insert(tx, free)
    return [stored for _, stored in free]


def _new(tx: Transaction, exchange: Exchange) -> StoredExchange:
    dated = exchange._replace(occur_time=exchange.occur_time or tx.now)
    return StoredExchange(new_id(Kind.EXCHANGE), dated, tx.now, tx.now)


def _insert(tx: Transaction, news: Sequence[tuple[str, StoredExchange]]) -> None:
    rows = [
        (namespace_id, id_, *_stored(exchange), create_time, update_time, _prompt_key(exchange))
        for namespace_id, (id_, exchange, create_time, update_time) in news
    ]
    if rows:
        tx.insert("exchange", STORED, rows)


def _stored(exchange: Exchange) -> Row:
    # No message and no request is NULL, so that many exchanges of a session may have none.
    return exchange._replace(
        message_id=exchange.message_id or None,  # type: ignore[arg-type]
        request_id=exchange.request_id or None,  # type: ignore[arg-type]
    )


def _prompt_key(exchange: Exchange) -> str:
    return rules.prompt_key(context=exchange.context, prompt=exchange.prompt)


def _taken(tx: Transaction, news: Sequence[NewExchange]) -> dict[Lookup, str]:
    """Find the names of these exchanges that are taken, and the ids that have them."""
    lookups = [(new.namespace_id, name) for new in news for name in new.exchange.names]
    return {lookup: found.id for lookup, found in _find(tx, lookups).items()}


def _find(db: Backend | Transaction, lookups: Sequence[Lookup]) -> dict[Lookup, StoredExchange]:
    by_id = [(ns, key.id) for ns, key in lookups if key.id]
    by_message = [(ns, key.session_id, key.message_id) for ns, key in lookups if key.message_id]
    by_request = [(ns, key.session_id, key.request_id) for ns, key in lookups if key.request_id]
    found: dict[Lookup, StoredExchange] = {}
    if by_id:
        for row in db.execute(FIND_BY_ID, keys(by_id)):
            found[row[0], ExchangeKey(id=row[1])] = from_row(row)
    if by_message:
        for row in db.execute(FIND_BY_MESSAGE, keys(by_message)):
            found[row[0], ExchangeKey(session_id=row[2], message_id=row[3])] = from_row(row)
    if by_request:
        for row in db.execute(FIND_BY_REQUEST, keys(by_request)):
            found[row[0], ExchangeKey(session_id=row[2], request_id=row[4])] = from_row(row)
    return found


def update(tx: Transaction, updates: Sequence[ExchangeUpdate]) -> list[StoredExchange | Refusal]:
    """Change exchanges, in order.

    A change is refused if the status is final, if the exchange already has another name, or if the
    new name belongs to another exchange.
    """
    present: dict[str, StoredExchange] = {}
    found = _find(tx, [(u.namespace_id, name) for u in updates for name in u.key.each()])
    reworded: dict[str, set[str]] = defaultdict(set)
    moved: dict[str, dict[str, tuple[Traits, Traits]]] = defaultdict(dict)
    results: list[StoredExchange | Refusal] = []
    for namespace_id, key, change in updates:
        lookups = [(namespace_id, name) for name in key.each()]
        stored = next((found[lookup] for lookup in lookups if lookup in found), None)
        if stored is None:
            results.append(rules.not_found(key))
            continue
        stored = present.get(stored.id, stored)
        try:
            new = change(stored.exchange)
            rules.check_names(stored.id, old=stored.exchange, new=new)
            rules.check_transition(stored.id, old=stored.exchange.status, new=new.status)
            added = _add_names(tx, namespace_id, stored, new)
        except Refusal as refusal:
            results.append(refusal)
            continue
        if new != stored.exchange:
            if memory_search.words_differ(stored.exchange, new):
                reworded[namespace_id].add(stored.id)
            first, _ = moved[namespace_id].get(stored.id, (_traits(stored.exchange), None))
            moved[namespace_id][stored.id] = (first, _traits(new))
            stored = stored._replace(exchange=new, update_time=tx.now)
            present[stored.id] = stored
            found.update({(namespace_id, name): stored for name in added})
            changed = tuple(getattr(new, name) for name in CHANGEABLE)
            tx.execute(UPDATE, (*changed, tx.now, _prompt_key(new), namespace_id, stored.id))
        results.append(stored)
    for namespace_id, exchange_ids in reworded.items():
        memory_search.index(tx, namespace_id, exchange_ids)
    for namespace_id, exchanges in moved.items():
        counts.move(tx, namespace_id, exchanges)
    return results


def _add_names(
    tx: Transaction, namespace_id: str, stored: StoredExchange, new: Exchange
) -> list[ExchangeKey]:
    """Give an exchange the names that it lacks, and answer them; refused where one is taken."""
    added = [name for name in new.names if name not in stored.exchange.names]
    if added:
        for (_, name), other in _find(tx, [(namespace_id, name) for name in added]).items():
            raise rules.exists(name, other.id)
        tx.execute(NAME, (new.message_id or None, new.request_id or None, namespace_id, stored.id))
    return added


def _traits(exchange: Exchange) -> Traits:
    return Traits(exchange.topic, confidence_band(exchange.confidence), exchange.model)


def get(backend: Backend, lookups: Sequence[Lookup]) -> list[StoredExchange | None]:
    """Read exchanges by their names; `None` if there is none."""
    wanted = [(namespace_id, key.only()) for namespace_id, key in lookups]
    found = _find(backend, wanted)
    return [found.get(lookup) for lookup in wanted]


def list_page(
    backend: Backend,
    namespace_id: str,
    wanted: ExchangeFilter,
    *,
    descending: bool,
    after: str,
    limit: int,
) -> tuple[list[StoredExchange], str]:
    """Read a page of the exchanges that match, after the id `after`, and the id to continue after.

    It is empty where the list ends. A page may be short, even empty, and still go on.
    """
    seek = seek_page(namespace_id, wanted, descending=descending, after=after)
    rows, end = scan(backend, seek, limit=limit + 1)
    ids = [str(row[0]) for row in rows[:limit]]
    page, cut = take(
        read_in_parts(backend, namespace_id, ids),
        limit=limit,
        weigh=lambda stored: stored.exchange.weight,
    )
    if cut:
        return page, page[-1].id
    if len(rows) > limit:
        return page, ids[-1]
    return page, str(end or "")


def read_in_parts(
    backend: Backend, namespace_id: str, exchange_ids: Sequence[str]
) -> Iterator[StoredExchange]:
    """Yield exchanges in the order of the ids; those that no longer exist are left out."""
    for i in range(0, len(exchange_ids), READ_AT_ONCE):
        part = exchange_ids[i : i + READ_AT_ONCE]
        found = get(backend, [(namespace_id, ExchangeKey(id_)) for id_ in part])
        yield from (stored for stored in found if stored is not None)


def seek_page(namespace_id: str, wanted: ExchangeFilter, *, descending: bool, after: str) -> Seek:
    """Build the query of a page, along the index that fits the filter best, within its time range.

    Ids begin with the time.
    """
    where, parameters = drive(
        namespace_id, wanted.session_id, wanted.user_id, wanted.external_user_id
    )
    start, end = wanted.create_time
    least = "" if start is None else id_at(Kind.EXCHANGE, start // 1000 - MARGIN)
    most = "" if end is None else id_at(Kind.EXCHANGE, end // 1000 + MARGIN)
    first, last, than = (most, least, ">") if descending else (least, most, "<")
    if last:
        where, parameters = f'{where} AND e."id" {than} ?', (*parameters, last)
    if first and after:
        first = min(first, after) if descending else max(first, after)
    columns = (
        *("id", "session_id", "user_id", "external_user_id", "topic", "model", "status"),
        *("create_time", "occur_time"),
    )
    fits, fit_parameters = _fits(wanted)
    return Seek(
        columns=", ".join(f'e."{column}"' for column in columns),
        source='"exchange" e',
        where=where,
        parameters=parameters,
        key='e."id"',
        descending=descending,
        after=first or after or None,
        fits=fits,
        fit_parameters=fit_parameters,
    )


def drive(
    namespace_id: str, session_id: str, user_id: str, external_user_id: str
) -> tuple[str, Row]:
    """Choose the index of exchanges `e` with the fewest rows for these values, in the order of ids.

    The conditions of the partial ones are said as the schema says them.
    """
    where = 'e."namespace_id" = (SELECT CAST(? AS TEXT))'
    if session_id:
        return f'{where} AND e."session_id" = ?', (namespace_id, session_id)
    if external_user_id:
        where = f'{where} AND e."external_user_id" != \'\' AND e."external_user_id" = ?'
        return where, (namespace_id, external_user_id)
    if user_id:
        where = f'{where} AND e."user_id" != \'\' AND e."user_id" = ?'
        return where, (namespace_id, user_id)
    return where, (namespace_id,)


def equal(named: Iterable[tuple[str, object]]) -> tuple[str, Row]:
    """Write a condition that columns have these values; empty values match anything."""
    asked = [(name, value) for name, value in named if value]
    conditions = " AND ".join(f'"{name}" = ?' for name, _ in asked)
    return conditions or "TRUE", tuple(value for _, value in asked)


def _fits(wanted: ExchangeFilter) -> tuple[str, Row]:
    texts = ("session_id", "user_id", "external_user_id", "topic", "model")
    conditions, parameters = equal((name, getattr(wanted, name)) for name in texts)
    if statuses := sorted(wanted.statuses):
        conditions += f' AND "status" IN ({", ".join("?" for _ in statuses)})'
        parameters = (*parameters, *statuses)
    for column in ("create_time", "occur_time"):
        start, end = getattr(wanted, column)
        if start is not None:
            conditions, parameters = f'{conditions} AND "{column}" >= ?', (*parameters, start)
        if end is not None:
            conditions, parameters = f'{conditions} AND "{column}" < ?', (*parameters, end)
    return conditions, parameters


def from_row(row: Row) -> StoredExchange:
    """Read an exchange from a row of COLUMNS."""
    exchange = Exchange._make(row[2:-2])
    named = exchange._replace(
        message_id=exchange.message_id or "", request_id=exchange.request_id or ""
    )
    return StoredExchange(row[1], named, row[-2], row[-1])
