"""AnalyticsService: satisfaction over time, and the exchanges and topics with the lowest."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit_server.contract import analytics_pb2, timestamp_pb2
from plaudit_server.domain.analytics.periods import periods, time_zone
from plaudit_server.domain.analytics.satisfaction import (
    QUARTER,
    Counts,
    Dimensions,
    SatisfactionFilter,
    sum_up,
)
from plaudit_server.domain.errors import Violation
from plaudit_server.domain.exchanges.exchange import NOTHING, StoredExchange
from plaudit_server.domain.tenants.scopes import Scope
from plaudit_server.pipeline.call import Call, rpc
from plaudit_server.servicers.exchanges.exchanges import write_exchange
from plaudit_server.servicers.feedback.feedback_values import untagged, write_value
from plaudit_server.servicers.values import get_range, range_violations, set_time
from plaudit_server.storage.analytics import low_satisfaction
from plaudit_server.storage.analytics import satisfaction as satisfaction_queries
from plaudit_server.storage.analytics.low_satisfaction import TEXT_LENGTH, LowSatisfaction
from plaudit_server.storage.analytics.satisfaction import Interval
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.engine.transaction import now

DEFAULT_TIME = 30 * 24 * 3600 * 1_000_000
"""How long a time range without a start is, in microseconds."""
DEFAULT_GROUPS = 100
DEFAULT_RESULTS = 10
DEFAULT_EXAMPLES = 3
PERIODS_AT_MOST = 30_000
"""How many periods the series of a response have together: clients accept 4 MiB."""
FIRST = 0
LAST = 220_898_448_000_000_000
"""The earliest and the latest time that is counted: 1970 and 8970, which calendars support."""

_DIMENSIONS = dict(enumerate(Dimensions._fields, start=1))
"""The dimensions by the contract's numbers."""


def _query_rules(request: analytics_pb2.QuerySatisfactionRequest) -> Iterator[Violation]:
    yield from range_violations(request.time_range, "time_range")
    if time_zone(request.time_zone) is None:
        yield Violation(
            field="time_zone", rule="must be the IANA name of a time zone, such as Europe/Berlin"
        )


def _low_rules(request: analytics_pb2.ListLowSatisfactionRequest) -> Iterator[Violation]:
    return range_violations(request.time_range, "time_range")


class AnalyticsServicer:
    """Serves `plaudit.v1.AnalyticsService`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @rpc(Scope.ANALYTICS_READ, rules=_query_rules)
    async def QuerySatisfaction(
        self, request: analytics_pb2.QuerySatisfactionRequest, call: Call
    ) -> bytes:
        # Writing the response takes long: not on the event loop.
        namespace_id = call.principal.namespace_id
        return await self._store.query(namespace_id, _query_satisfaction, request, namespace_id)

    @rpc(Scope.ANALYTICS_READ, rules=_low_rules)
    async def ListLowSatisfaction(
        self, request: analytics_pb2.ListLowSatisfactionRequest, call: Call
    ) -> analytics_pb2.ListLowSatisfactionResponse:
        may_read = Scope.FEEDBACK_READ in call.principal.scopes
        examples = request.max_examples if request.HasField("max_examples") else DEFAULT_EXAMPLES
        namespace_id = call.principal.namespace_id
        query = (namespace_id, _interval(request), _filter(request.filter))
        limit = request.max_results or DEFAULT_RESULTS
        example_limit = examples if may_read else 0
        response = analytics_pb2.ListLowSatisfactionResponse()
        if request.subject == analytics_pb2.LOW_SATISFACTION_SUBJECT_TOPIC:
            lows = await self._store.query(
                namespace_id,
                low_satisfaction.worst_topics,
                *query,
                limit=limit,
                examples=example_limit,
            )
        else:
            lows, response.truncated = await self._store.query(
                namespace_id,
                low_satisfaction.worst_exchanges,
                *query,
                limit=limit,
                examples=example_limit,
            )
        for low in lows:
            _write_low(response.results.add(), low, may_read=may_read)
        return response


def _query_satisfaction(
    backend: Backend, request: analytics_pb2.QuerySatisfactionRequest, namespace_id: str
) -> bytes:
    """Make the response of QuerySatisfaction."""
    interval = _interval(request)
    zone = time_zone(request.time_zone)
    assert zone is not None  # noqa: S101 - the rules have checked it
    first, end = (quarter * QUARTER for quarter in interval)
    times = periods(first, end, period=request.period, zone=zone)
    group_by = [_DIMENSIONS[dimension] for dimension in request.group_by]
    query = satisfaction_queries.SatisfactionQuery(namespace_id, _filter(request.filter), group_by)
    totals = satisfaction_queries.totals(backend, query, interval)
    most = min(request.max_groups or DEFAULT_GROUPS, max(PERIODS_AT_MOST // len(times), 1))
    ranked = sorted(totals, key=lambda g: (-totals[g].feedback_count, tuple(map(str, g))))
    returned = ranked[:most]
    response = analytics_pb2.QuerySatisfactionResponse()
    series = {group: response.series.add() for group in returned}
    for group, added in series.items():
        added.group.SetInParent()
        for name, value in zip(group_by, group, strict=True):
            setattr(added.group, name, value)
        added.total.CopyFrom(_satisfaction(totals[group]))
    if request.period:
        intervals = [(start // QUARTER, stop // QUARTER) for start, stop in times]
        bounds = [(_time(start), _time(stop)) for start, stop in times]
        for i, group, counts in satisfaction_queries.by_period(backend, query, intervals, returned):
            start_time, end_time = bounds[i]
            series[group].periods.add(
                start_time=start_time, end_time=end_time, satisfaction=_satisfaction(counts)
            )
    response.omitted_group_count = len(ranked) - len(returned)
    response.total.CopyFrom(_satisfaction(sum_up(totals.values())))
    set_time(response.time_range.start, first)
    set_time(response.time_range.end, end)
    return response.SerializeToString()


def _interval(
    request: analytics_pb2.QuerySatisfactionRequest | analytics_pb2.ListLowSatisfactionRequest,
) -> Interval:
    """Read the time range of a request as quarters of an hour."""
    start, end = get_range(request.time_range)
    last = min(max(now() if end is None else end, FIRST), LAST)
    first = min(max(last - DEFAULT_TIME if start is None else start, FIRST), LAST)
    # A start in the future makes the interval empty.
    return first // QUARTER, max(-(-last // QUARTER), first // QUARTER)


def _filter(message: analytics_pb2.SatisfactionFilter) -> SatisfactionFilter:
    return SatisfactionFilter(
        frozenset(message.topics),
        frozenset(message.confidence_bands),
        frozenset(message.names),
        frozenset(message.sources),
        frozenset(message.types),
        frozenset(message.models),
        frozenset(message.target_kinds),
    )


def _satisfaction(counts: Counts) -> analytics_pb2.Satisfaction:
    return analytics_pb2.Satisfaction(
        feedback_count=counts.feedback_count,
        positive_count=counts.positive_count,
        negative_count=counts.negative_count,
        score_count=counts.score_count,
        satisfaction_rate=counts.satisfaction_rate,
        mean_score=counts.mean_score,
        error_count=counts.error_count,
    )


def _time(microseconds: int) -> timestamp_pb2.Timestamp:
    timestamp = timestamp_pb2.Timestamp()
    set_time(timestamp, microseconds)
    return timestamp


def _write_low(
    message: analytics_pb2.LowSatisfaction, low: LowSatisfaction, *, may_read: bool
) -> None:
    if isinstance(low.subject, StoredExchange):
        exchange = low.subject.exchange
        if may_read:
            prompt, answer = exchange.prompt[:TEXT_LENGTH], exchange.answer[:TEXT_LENGTH]
            visible = exchange._replace(prompt=prompt, answer=answer, context="", metadata="")
        else:
            visible = NOTHING._replace(
                topic=exchange.topic,
                confidence=exchange.confidence,
                model=exchange.model,
                occur_time=exchange.occur_time,
            )
        write_exchange(message.exchange, low.subject._replace(exchange=visible))
    else:
        message.topic = low.subject
    message.satisfaction.CopyFrom(_satisfaction(low.counts))
    message.dissatisfaction = low.dissatisfaction
    for example in low.examples:
        added = message.examples.add(
            feedback_id=example.feedback_id,
            exchange_id=example.exchange_id,
            text=example.text,
            correction=example.correction,
        )
        set_time(added.create_time, example.create_time)
        set_time(added.occur_time, example.occur_time)
        write_value(added, "correction_value", untagged(example.correction_value))
