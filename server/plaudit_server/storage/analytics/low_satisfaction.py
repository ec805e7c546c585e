"""Where people are not satisfied: the exchanges and topics with the most proven dissatisfaction."""

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
from plaudit_server.domain.ids import Kind, id_at
from plaudit_server.storage.analytics import satisfaction as satisfaction_queries
from plaudit_server.storage.analytics.satisfaction import Stretch, fit
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.transaction import keys
from plaudit_server.storage.exchanges import exchanges

LOOKED_AT = 100_000
"""How many thumbs down, of the newest, are looked at for exchanges."""
TEXTS_LOOKED_AT = 10_000
"""How many thumbs down, of the newest, are looked at for what people wrote about topics."""
AT_ONCE = 200
"""How many exchanges one query counts."""
MARGIN = 60_000
"""An id is made a moment after the time of its feedback is taken; no moment is as long, in ms."""

_OF_FEEDBACK = ("name", "source", "type", "target_kind")
_OF_EXCHANGE = ("topic", "model")
_NEGATIVE = (
    'SELECT {columns} FROM "feedback" f WHERE f."namespace_id" = (SELECT CAST(? AS TEXT))'
    f' AND f."rating" = {Rating.NEGATIVE.value} AND f."id" >= ? AND f."id" < ?'
    ' ORDER BY f."id" DESC LIMIT {limit}'
)
COUNT_NEGATIVE = (
    'SELECT x."exchange_id", count(*) FROM ('
    + _NEGATIVE.format(
        columns='f."exchange_id", f."state", f."create_time", f."name", f."source", f."type",'
        ' f."target_kind"',
        limit=LOOKED_AT,
    )
    + ') x CROSS JOIN "exchange" e WHERE e."namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND e."id" = x."exchange_id" AND '
    f'x."state" = {FeedbackState.ACTIVE.value} AND x."create_time" >= ? AND x."create_time" < ?'
    ' AND {fits} GROUP BY x."exchange_id"'
)
FIND_MORE = _NEGATIVE.format(columns="1", limit="1 OFFSET ?")
_ABOUT = (
    'FROM k CROSS JOIN "feedback" f WHERE f."namespace_id" = k.a AND f."exchange_id" = k.b'
    f' AND f."state" = {FeedbackState.ACTIVE.value} AND f."create_time" >= ?'
    ' AND f."create_time" < ? AND {fits}'
)
COUNT_ABOUT = (
    'KEYS2 SELECT f."exchange_id", count(*),'
    f' sum(CASE f."rating" WHEN {Rating.POSITIVE.value} THEN 1 ELSE 0 END),'
    f' sum(CASE f."rating" WHEN {Rating.NEGATIVE.value} THEN 1 ELSE 0 END),'
    f' sum(CASE WHEN abs(f."score") <= {MAX_SCORE} THEN 1 ELSE 0 END),'
    f' sum(CASE WHEN abs(f."score") <= {MAX_SCORE} THEN f."score" ELSE 0 END)'
    f' {_ABOUT} GROUP BY f."exchange_id"'
)
SHOWN = 1_000
"""How many characters of a text are read."""
_TEXT = (
    f'f."id", f."exchange_id", substr(f."text", 1, {SHOWN}) AS "text",'
    f' substr(f."correction", 1, {SHOWN}) AS "correction", f."create_time"'
)
# By the exchange alone, and sorted: another index would lead through the whole namespace.
FIND_TEXTS = (
    f'KEYS2 SELECT {_TEXT} {_ABOUT} AND f."rating" + 0 = {Rating.NEGATIVE.value}'
    " AND (f.\"text\" != '' OR f.\"correction\" != '') ORDER BY f.\"id\" || '' DESC LIMIT ?"
)
FIND_TEXTS_OF_TOPICS = (
    'SELECT x.*, e."topic" FROM ('
    + _NEGATIVE.format(
        columns=f'{_TEXT}, f."state", f."name", f."source", f."type", f."target_kind"',
        limit=TEXTS_LOOKED_AT,
    )
    + ') x CROSS JOIN "exchange" e WHERE e."namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND e."id" = x."exchange_id"'
    f' AND x."state" = {FeedbackState.ACTIVE.value} AND x."create_time" >= ?'
    ' AND x."create_time" < ? AND (x."text" != \'\' OR x."correction" != \'\') AND {fits}'
)


class Example(NamedTuple):
    """What somebody wrote with a thumb down."""

    feedback_id: str
    exchange_id: str
    text: str
    correction: str
    create_time: int


class Low(NamedTuple):
    """An exchange or a topic that people are not satisfied with."""

    subject: StoredExchange | str
    counts: Counts
    dissatisfaction: float
    examples: Sequence[Example]


def exchanges_page(
    backend: Backend,
    namespace_id: str,
    stretch: Stretch,
    wanted: SatisfactionFilter,
    *,
    limit: int,
    examples: int,
) -> tuple[list[Low], bool]:
    """Find the exchanges with the most proven dissatisfaction, the worst first.

    Answers also whether there were more thumbs down than are looked at.
    """
    time = (stretch[0] * QUARTER, stretch[1] * QUARTER)
    ids = _ids(time)
    fits, parameters = _fits(wanted, "x")
    found = backend.execute(
        COUNT_NEGATIVE.format(fits=fits),
        (namespace_id, *ids, namespace_id, *time, *parameters),
    ).fetchall()
    more = backend.execute(FIND_MORE, (namespace_id, *ids, LOOKED_AT)).fetchone() is not None
    candidates = sorted(((int(n), id_) for id_, n in found), reverse=True)
    worst = _worst(backend, namespace_id, time, wanted, candidates, limit)
    shown = exchanges.get(backend, [(namespace_id, ExchangeKey(id_)) for _, _, id_ in worst])
    return [
        Low(
            exchange,
            counts,
            proven,
            _examples(backend, namespace_id, exchange.id, time, wanted, examples),
        )
        for (proven, counts, _), exchange in zip(worst, shown, strict=True)
        if exchange is not None
    ], more


def _worst(
    backend: Backend,
    namespace_id: str,
    time: Stretch,
    wanted: SatisfactionFilter,
    candidates: Sequence[tuple[int, str]],
    limit: int,
) -> list[tuple[float, Counts, str]]:
    """Rank exchanges, those with the most thumbs down first, until no other can be worse."""
    heap: list[tuple[float, Counts, str]] = []
    for i in range(0, len(candidates), AT_ONCE):
        at_most = dissatisfaction(Counts(negative_count=candidates[i][0]))
        if len(heap) == limit and heap[0][0] >= at_most:
            break
        part = [id_ for _, id_ in candidates[i : i + AT_ONCE]]
        for id_, counts in _count_about(backend, namespace_id, part, time, wanted):
            heapq.heappush(heap, (dissatisfaction(counts), counts, id_))
            if len(heap) > limit:
                heapq.heappop(heap)
    return sorted(heap, reverse=True)


def _count_about(
    backend: Backend,
    namespace_id: str,
    exchange_ids: Sequence[str],
    time: Stretch,
    wanted: SatisfactionFilter,
) -> Iterable[tuple[str, Counts]]:
    fits, parameters = fit(wanted, "f", _OF_FEEDBACK)
    asked = (*keys([(namespace_id, id_) for id_ in exchange_ids]), *time, *parameters)
    for id_, n, positive, negative, scored, score in backend.execute(
        COUNT_ABOUT.format(fits=fits), asked
    ):
        counted = map(int, (n, positive, negative, scored, round(float(score) * MILLION)))
        yield id_, Counts._make(counted)


def _examples(
    backend: Backend,
    namespace_id: str,
    exchange_id: str,
    time: Stretch,
    wanted: SatisfactionFilter,
    limit: int,
) -> list[Example]:
    if not limit:
        return []
    fits, parameters = fit(wanted, "f", _OF_FEEDBACK)
    asked = (*keys([(namespace_id, exchange_id)]), *time, *parameters, limit)
    return [Example._make(row) for row in backend.execute(FIND_TEXTS.format(fits=fits), asked)]


def topics_page(
    backend: Backend,
    namespace_id: str,
    stretch: Stretch,
    wanted: SatisfactionFilter,
    *,
    limit: int,
    examples: int,
) -> list[Low]:
    """Find the topics with the most proven dissatisfaction, the worst first."""
    asked = satisfaction_queries.Question(namespace_id, wanted, ("topic",))
    counted = satisfaction_queries.totals(backend, asked, stretch)
    ranked = (
        (dissatisfaction(counts), counts, str(topic))
        for (topic,), counts in counted.items()
        if counts.negative_count
    )
    worst = heapq.nlargest(limit, ranked)
    topics = frozenset(topic for _, _, topic in worst)
    texts = _texts(backend, namespace_id, stretch, wanted._replace(topic=topics), examples)
    return [Low(topic, counts, proven, texts[topic]) for proven, counts, topic in worst]


def _texts(
    backend: Backend,
    namespace_id: str,
    stretch: Stretch,
    wanted: SatisfactionFilter,
    limit: int,
) -> dict[str, list[Example]]:
    texts: dict[str, list[Example]] = defaultdict(list)
    if not (limit and wanted.topic):
        return texts
    time = (stretch[0] * QUARTER, stretch[1] * QUARTER)
    fits, parameters = _fits(wanted, "x")
    rows: Iterable[Row] = backend.execute(
        FIND_TEXTS_OF_TOPICS.format(fits=fits),
        (namespace_id, *_ids(time), namespace_id, *time, *parameters),
    )
    for row in rows:
        texts[row[-1]].append(Example._make(row[:5]))
    return texts | {topic: sorted(found, reverse=True)[:limit] for topic, found in texts.items()}


def _fits(wanted: SatisfactionFilter, feedback: str) -> tuple[str, Row]:
    """Say a filter in SQL about a feedback and its exchange `e`."""
    of_feedback, parameters = fit(wanted, feedback, _OF_FEEDBACK)
    of_exchange, more = fit(wanted, "e", _OF_EXCHANGE)
    bands = {
        0: 'e."confidence" IS NULL',
        1: f'e."confidence" < {MEDIUM_FROM}',
        2: f'(e."confidence" >= {MEDIUM_FROM} AND e."confidence" < {HIGH_FROM})',
        3: f'e."confidence" >= {HIGH_FROM}',
    }
    banded = " OR ".join(bands[band] for band in sorted(wanted.confidence_band)) or "TRUE"
    return f"{of_feedback} AND {of_exchange} AND ({banded})", (*parameters, *more)


def _ids(time: Stretch) -> tuple[str, str]:
    """Bound the ids of the feedback of a time: they begin with it."""
    start, end = time
    first, last = start // 1000 - MARGIN, end // 1000 + MARGIN
    return id_at(Kind.FEEDBACK, first), id_at(Kind.FEEDBACK, last)
