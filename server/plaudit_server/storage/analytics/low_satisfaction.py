"""The exchanges and topics with the lowest satisfaction."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from plaudit_server.domain.analytics.satisfaction import (
    HIGH_FROM,
    MAX_SCORE,
    MEDIUM_FROM,
    MILLION,
    QUARTER,
    Counts,
    SatisfactionFilter,
    dissatisfaction,
)
from plaudit_server.domain.exchanges.exchange import ExchangeKey, StoredExchange
from plaudit_server.domain.feedback.feedback import FeedbackState, Rating
from plaudit_server.storage.analytics import satisfaction as satisfaction_queries
from plaudit_server.storage.analytics.satisfaction import Interval, condition
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.transaction import keys
from plaudit_server.storage.exchanges import exchanges

NEGATIVES_AT_MOST = 100_000
"""How many negative votes, the newest, are used to find exchanges."""
TEXTS_AT_MOST = 10_000
"""How many negative votes, the newest, are searched for examples on topics."""
AT_ONCE = 200
"""How many exchanges one query counts."""

_OF_FEEDBACK = ("name", "source", "type", "target_kind")
_OF_EXCHANGE = ("topic", "model")
_NEGATIVE = (
    'SELECT {columns} FROM "feedback" f WHERE f."namespace_id" = (SELECT CAST(? AS TEXT))'
    f' AND f."vote" = {Rating.NEGATIVE.value} AND f."occur_time" >= ? AND f."occur_time" < ?'
    ' ORDER BY f."occur_time" DESC, f."id" DESC LIMIT {limit}'
)
COUNT_NEGATIVE = (
    'SELECT x."exchange_id", count(*) FROM ('
    + _NEGATIVE.format(
        columns='f."exchange_id", f."state", f."name", f."source", f."type", f."target_kind"',
        limit=NEGATIVES_AT_MOST,
    )
    + ') x CROSS JOIN "exchange" e WHERE e."namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND e."id" = x."exchange_id" AND '
    f'x."state" = {FeedbackState.ACTIVE.value}'
    ' AND {fits} GROUP BY x."exchange_id"'
)
FIND_MORE = _NEGATIVE.format(columns="1", limit="1 OFFSET ?")
_ON_EXCHANGES = (
    'FROM k CROSS JOIN "feedback" f WHERE f."namespace_id" = k.a AND f."exchange_id" = k.b'
    f' AND f."state" = {FeedbackState.ACTIVE.value} AND f."occur_time" >= ?'
    ' AND f."occur_time" < ? AND {fits}'
)
COUNT_BY_EXCHANGE = (
    'KEYS2 SELECT f."exchange_id", sum(CASE f."error_code" WHEN \'\' THEN 1 ELSE 0 END),'
    f' sum(CASE f."vote" WHEN {Rating.POSITIVE.value} THEN 1 ELSE 0 END),'
    f' sum(CASE f."vote" WHEN {Rating.NEGATIVE.value} THEN 1 ELSE 0 END),'
    f' sum(CASE WHEN abs(f."counted_score") <= {MAX_SCORE} THEN 1 ELSE 0 END),'
    f' sum(CASE WHEN abs(f."counted_score") <= {MAX_SCORE} THEN f."counted_score" ELSE 0 END),'
    " sum(CASE f.\"error_code\" WHEN '' THEN 0 ELSE 1 END)"
    f' {_ON_EXCHANGES} GROUP BY f."exchange_id"'
)
TEXT_LENGTH = 1_000
"""How many characters of a text are read."""
_TEXT = (
    f'f."id", f."exchange_id", substr(f."text", 1, {TEXT_LENGTH}) AS "text",'
    f' substr(f."correction", 1, {TEXT_LENGTH}) AS "correction", f."create_time", f."occur_time",'
    f' CASE WHEN length(f."correction_value") <= {TEXT_LENGTH} THEN f."correction_value"'
    " ELSE '' END AS \"correction_value\""
)
# The expressions keep other indexes out: they would read the whole namespace.
FIND_TEXTS = (
    f'KEYS2 SELECT {_TEXT} {_ON_EXCHANGES} AND f."vote" + 0 = {Rating.NEGATIVE.value}'
    " AND (f.\"text\" != '' OR f.\"correction\" != '' OR f.\"correction_value\" != '')"
    ' ORDER BY f."occur_time" + 0 DESC, f."id" DESC LIMIT ?'
)
FIND_TEXTS_OF_TOPICS = (
    'SELECT x.*, e."topic" FROM ('
    + _NEGATIVE.format(
        columns=f'{_TEXT}, f."state", f."name", f."source", f."type", f."target_kind"',
        limit=TEXTS_AT_MOST,
    )
    + ') x CROSS JOIN "exchange" e WHERE e."namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND e."id" = x."exchange_id"'
    f' AND x."state" = {FeedbackState.ACTIVE.value}'
    " AND (x.\"text\" != '' OR x.\"correction\" != '' OR x.\"correction_value\" != '')"
    " AND {fits}"
)


class Example(NamedTuple):
    """The texts of a negative feedback."""

    feedback_id: str
    exchange_id: str
    text: str
    correction: str
    create_time: int
    occur_time: int
    correction_value: str


class LowSatisfaction(NamedTuple):
    """An exchange or a topic with low satisfaction."""

    subject: StoredExchange | str
    counts: Counts
    dissatisfaction: float
    examples: Sequence[Example]


def worst_exchanges(
    backend: Backend,
    namespace_id: str,
    interval: Interval,
    wanted: SatisfactionFilter,
    *,
    limit: int,
    examples: int,
) -> tuple[list[LowSatisfaction], bool]:
    """Find the exchanges with the lowest satisfaction, worst first.

    Returns also whether there are more negative votes than NEGATIVES_AT_MOST.
    """
    time = (interval[0] * QUARTER, interval[1] * QUARTER)
    fits, parameters = _condition(wanted, "x")
    found = backend.execute(
        COUNT_NEGATIVE.format(fits=fits),
        (namespace_id, *time, namespace_id, *parameters),
    ).fetchall()
    truncated = (
        backend.execute(FIND_MORE, (namespace_id, *time, NEGATIVES_AT_MOST)).fetchone() is not None
    )
    candidates = sorted(((int(n), id_) for id_, n in found), reverse=True)
    worst = _worst(backend, namespace_id, time, wanted, candidates, limit)
    stored = exchanges.get(backend, [(namespace_id, ExchangeKey(id_)) for _, _, id_ in worst])
    return [
        LowSatisfaction(
            exchange,
            counts,
            bound,
            _examples(backend, namespace_id, exchange.id, time, wanted, examples),
        )
        for (bound, counts, _), exchange in zip(worst, stored, strict=True)
        if exchange is not None
    ], truncated


def _worst(
    backend: Backend,
    namespace_id: str,
    time: tuple[int, int],
    wanted: SatisfactionFilter,
    candidates: Sequence[tuple[int, str]],
    limit: int,
) -> list[tuple[float, Counts, str]]:
    """Rank exchanges from the most negative votes down, until no other can be worse."""
    heap: list[tuple[float, Counts, str]] = []
    for i in range(0, len(candidates), AT_ONCE):
        at_most = dissatisfaction(Counts(negative_count=candidates[i][0]))
        if len(heap) == limit and heap[0][0] >= at_most:
            break
        part = [id_ for _, id_ in candidates[i : i + AT_ONCE]]
        for id_, counts in _count_by_exchange(backend, namespace_id, part, time, wanted):
            heapq.heappush(heap, (dissatisfaction(counts), counts, id_))
            if len(heap) > limit:
                heapq.heappop(heap)
    return sorted(heap, reverse=True)


def _count_by_exchange(
    backend: Backend,
    namespace_id: str,
    exchange_ids: Sequence[str],
    time: tuple[int, int],
    wanted: SatisfactionFilter,
) -> Iterable[tuple[str, Counts]]:
    fits, parameters = condition(wanted, "f", _OF_FEEDBACK)
    values = (*keys([(namespace_id, id_) for id_ in exchange_ids]), *time, *parameters)
    for id_, n, positive, negative, scored, score, failed in backend.execute(
        COUNT_BY_EXCHANGE.format(fits=fits), values
    ):
        total = round(float(score) * MILLION)
        yield id_, Counts._make(map(int, (n, positive, negative, scored, total, failed)))


def _examples(
    backend: Backend,
    namespace_id: str,
    exchange_id: str,
    time: tuple[int, int],
    wanted: SatisfactionFilter,
    limit: int,
) -> list[Example]:
    if not limit:
        return []
    fits, parameters = condition(wanted, "f", _OF_FEEDBACK)
    values = (*keys([(namespace_id, exchange_id)]), *time, *parameters, limit)
    return [Example._make(row) for row in backend.execute(FIND_TEXTS.format(fits=fits), values)]


def worst_topics(
    backend: Backend,
    namespace_id: str,
    interval: Interval,
    wanted: SatisfactionFilter,
    *,
    limit: int,
    examples: int,
) -> list[LowSatisfaction]:
    """Find the topics with the lowest satisfaction, worst first."""
    query = satisfaction_queries.SatisfactionQuery(namespace_id, wanted, ("topic",))
    counted = satisfaction_queries.totals(backend, query, interval)
    ranked = (
        (dissatisfaction(counts), counts, str(topic))
        for (topic,), counts in counted.items()
        if counts.negative_count
    )
    worst = heapq.nlargest(limit, ranked)
    topics = frozenset(topic for _, _, topic in worst)
    texts = _examples_by_topic(
        backend, namespace_id, interval, wanted._replace(topic=topics), examples
    )
    return [LowSatisfaction(topic, counts, bound, texts[topic]) for bound, counts, topic in worst]


def _examples_by_topic(
    backend: Backend,
    namespace_id: str,
    interval: Interval,
    wanted: SatisfactionFilter,
    limit: int,
) -> dict[str, list[Example]]:
    texts: dict[str, list[Example]] = defaultdict(list)
    if not (limit and wanted.topic):
        return texts
    time = (interval[0] * QUARTER, interval[1] * QUARTER)
    fits, parameters = _condition(wanted, "x")
    rows: Iterable[Row] = backend.execute(
        FIND_TEXTS_OF_TOPICS.format(fits=fits),
        (namespace_id, *time, namespace_id, *parameters),
    )
    for row in rows:
        texts[row[-1]].append(Example._make(row[: len(Example._fields)]))
    return texts | {
        topic: sorted(found, key=lambda e: (e.occur_time, e.feedback_id), reverse=True)[:limit]
        for topic, found in texts.items()
    }


def _condition(wanted: SatisfactionFilter, feedback: str) -> tuple[str, Row]:
    """Return a filter as SQL on a feedback and its exchange `e`."""
    of_feedback, parameters = condition(wanted, feedback, _OF_FEEDBACK)
    of_exchange, more = condition(wanted, "e", _OF_EXCHANGE)
    bands = {
        0: 'e."confidence" IS NULL',
        1: f'e."confidence" < {MEDIUM_FROM}',
        2: f'(e."confidence" >= {MEDIUM_FROM} AND e."confidence" < {HIGH_FROM})',
        3: f'e."confidence" >= {HIGH_FROM}',
    }
    banded = " OR ".join(bands[band] for band in sorted(wanted.confidence_band)) or "TRUE"
    return f"{of_feedback} AND {of_exchange} AND ({banded})", (*parameters, *more)
