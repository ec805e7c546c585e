"""Memories: exchanges with positive feedback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from plaudit_server.domain.exchanges.exchange import StoredExchange
from plaudit_server.domain.exchanges.filters import MemoryFilter
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.pages import Seek, scan, take
from plaudit_server.storage.engine.transaction import Transaction, keys
from plaudit_server.storage.exchanges import exchanges, memory_search

# WHERE TRUE tells SQLite that ON CONFLICT is not a join.
VOTE_FOR = (
    'KEYS2 INSERT INTO "memory"'
    ' ("namespace_id", "exchange_id", "positive_count", "create_time", "update_time")'
    " SELECT ?, k.a, CAST(k.b AS INTEGER), CAST(? AS BIGINT), CAST(? AS BIGINT) FROM k WHERE TRUE"
    ' ON CONFLICT ("namespace_id", "exchange_id") DO UPDATE SET'
    ' "positive_count" = "memory"."positive_count" + excluded."positive_count",'
    ' "update_time" = excluded."update_time" RETURNING "exchange_id", "create_time"'
)
VOTE_AGAINST = (
    'UPDATE "memory" SET "positive_count" = "positive_count" + ?, "update_time" = ?'
    ' WHERE "namespace_id" = ? AND "exchange_id" = ?'
)
DELETE_EMPTY = (
    'DELETE FROM "memory" WHERE "namespace_id" = ? AND "exchange_id" = ? AND "positive_count" <= 0'
)
REMOVE = 'DELETE FROM "memory" WHERE "namespace_id" = ? AND "exchange_id" = ?'
FIND = (
    'KEYS2 SELECT m."exchange_id", m."positive_count", m."create_time", m."update_time"'
    ' FROM k CROSS JOIN "memory" m WHERE m."namespace_id" = k.a AND m."exchange_id" = k.b'
)
ALL = MemoryFilter()


class StoredMemory(NamedTuple):
    """A memory: an exchange, and the number of its positive feedbacks."""

    exchange: StoredExchange
    positive_count: int
    create_time: int
    update_time: int


def vote(tx: Transaction, namespace_id: str, votes: Mapping[str, int]) -> None:
    """Change the numbers of positive feedbacks, by exchange id; at 0 the memory is deleted.

    A change of 0 keeps the number, but still updates the memory's time.
    """
    up = [(exchange_id, n) for exchange_id, n in votes.items() if n > 0]
    down = [(exchange_id, n) for exchange_id, n in votes.items() if n <= 0]
    if up:
        voted = tx.execute(VOTE_FOR, (*keys(up), namespace_id, tx.now, tx.now)).fetchall()
        new = [id_ for id_, create_time in voted if create_time == tx.now]
        if new:
            memory_search.index(tx, namespace_id, new)
    if down:
        tx.execute_many(VOTE_AGAINST, [(n, tx.now, namespace_id, id_) for id_, n in down])
        tx.execute_many(DELETE_EMPTY, [(namespace_id, id_) for id_, _ in down])
        left = {row[0] for row in tx.execute(FIND, keys([(namespace_id, id_) for id_, _ in down]))}
        memory_search.unindex(tx, namespace_id, {id_ for id_, _ in down} - left)


def remove(tx: Transaction, namespace_id: str, exchange_ids: Sequence[str]) -> int:
    """Delete the memories of exchanges, regardless of feedback; return how many existed."""
    wanted = keys([(namespace_id, id_) for id_ in exchange_ids])
    kept = [row[0] for row in tx.execute(FIND, wanted)]
    tx.execute_many(REMOVE, [(namespace_id, id_) for id_ in kept])
    memory_search.unindex(tx, namespace_id, kept)
    return len(kept)


def list_page(
    backend: Backend,
    namespace_id: str,
    wanted: MemoryFilter = ALL,
    *,
    before: str,
    limit: int,
) -> tuple[list[StoredMemory], str]:
    """Read the memories that match, newest exchange first, before the exchange id `before`.

    Returns also the id to continue after; it is empty at the end of the list. A page may be short,
    even empty, before the end.
    """
    rows, end = scan(backend, seek_page(namespace_id, wanted, before=before), limit=limit + 1)
    found = {str(row[0]): row for row in rows[:limit]}
    page, cut = take(
        (
            StoredMemory(exchange, *found[exchange.id][1:4])
            for exchange in exchanges.read_in_parts(backend, namespace_id, list(found))
        ),
        limit=limit,
        weigh=_weigh,
    )
    if cut:
        return page, page[-1].exchange.id
    if len(rows) > limit:
        return page, str(rows[limit - 1][0])
    return page, str(end or "")


def seek_page(namespace_id: str, wanted: MemoryFilter, *, before: str) -> Seek:
    """Build the query of a page: along an index of exchanges, or along all memories."""
    counted = 'm."positive_count", m."create_time", m."update_time"'
    fits, fit_parameters = exchanges.equal(wanted._asdict().items())
    known = ", ".join(f'e."{name}"' for name in wanted._fields)
    # LEFT JOIN keeps the order of the tables, and counts each scanned row.
    if wanted.session_id or wanted.user_id or wanted.external_user_id:
        where, parameters = exchanges.drive(
            namespace_id, wanted.session_id, wanted.user_id, wanted.external_user_id
        )
        columns, key = f'e."id", {counted}, {known}', 'e."id"'
        source = (
            '"exchange" e LEFT JOIN "memory" m'
            ' ON m."namespace_id" = e."namespace_id" AND m."exchange_id" = e."id"'
        )
        fits = f'"positive_count" IS NOT NULL AND {fits}'
    else:
        where, parameters = 'm."namespace_id" = (SELECT CAST(? AS TEXT))', (namespace_id,)
        columns, key, source = f'm."exchange_id", {counted}', 'm."exchange_id"', '"memory" m'
        if wanted.topic:
            columns = f"{columns}, {known}"
            source += (
                ' LEFT JOIN "exchange" e'
                ' ON e."namespace_id" = m."namespace_id" AND e."id" = m."exchange_id"'
            )
    return Seek(
        columns=columns,
        source=source,
        where=where,
        parameters=parameters,
        key=key,
        descending=True,
        after=before or None,
        fits=fits,
        fit_parameters=fit_parameters,
    )


def search(
    backend: Backend, namespace_id: str, words: list[str], wanted: MemoryFilter, *, limit: int
) -> list[tuple[StoredMemory, float]]:
    """Find memories by the words of a query, the best first, each with its score."""
    matches = memory_search.search(backend, namespace_id, words, wanted)
    scores = {match.exchange_id: match.score for match in matches}
    live = (
        (memory, scores[memory.exchange.id])
        for memory in _live(backend, namespace_id, list(scores))
        if wanted.matches(memory.exchange.exchange)
    )
    page, _ = take(live, limit=limit, weigh=lambda found: _weigh(found[0]))
    return page


def _live(
    backend: Backend, namespace_id: str, exchange_ids: Sequence[str]
) -> Iterator[StoredMemory]:
    for i in range(0, len(exchange_ids), exchanges.READ_AT_ONCE):
        part = exchange_ids[i : i + exchanges.READ_AT_ONCE]
        wanted = keys([(namespace_id, id_) for id_ in part])
        found = {row[0]: row for row in backend.execute(FIND, wanted)}
        for exchange in exchanges.read_in_parts(backend, namespace_id, part):
            if exchange.id in found:
                yield StoredMemory(exchange, *found[exchange.id][1:])


def _weigh(memory: StoredMemory) -> int:
    return memory.exchange.exchange.weight
