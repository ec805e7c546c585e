"""The methods of AnalyticsService. Made from the contract by scripts/python_client; do not edit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from plaudit.arguments import either
from plaudit.calls.aio import AsyncCalls
from plaudit.calls.method import Method
from plaudit.calls.sync import Calls
from plaudit.v1 import analytics_pb2
from plaudit.v1.analytics_pb2_grpc import AnalyticsServiceStub

if TYPE_CHECKING:
    from plaudit import params

_QUERY_SATISFACTION = Method(
    "plaudit.v1.AnalyticsService",
    "QuerySatisfaction",
    analytics_pb2.QuerySatisfactionRequest,
    analytics_pb2.QuerySatisfactionResponse,
    AnalyticsServiceStub,
    is_repeatable=True,
)
_LIST_LOW_SATISFACTION = Method(
    "plaudit.v1.AnalyticsService",
    "ListLowSatisfaction",
    analytics_pb2.ListLowSatisfactionRequest,
    analytics_pb2.ListLowSatisfactionResponse,
    AnalyticsServiceStub,
    is_repeatable=True,
)
METHODS: dict[str, Method[Any, Any]] = {
    "QuerySatisfaction": _QUERY_SATISFACTION,
    "ListLowSatisfaction": _LIST_LOW_SATISFACTION,
}


class AnalyticsMethods(Calls):
    """AnalyticsService as methods."""

    def query_satisfaction(
        self,
        *,
        topics: Sequence[str] | None = None,
        confidence_bands: Sequence[params.ConfidenceBand] | None = None,
        names: Sequence[str] | None = None,
        sources: Sequence[params.FeedbackSource] | None = None,
        types: Sequence[params.FeedbackType] | None = None,
        models: Sequence[str] | None = None,
        target_kinds: Sequence[params.TargetKind] | None = None,
        time_range: params.TimeRange | None = None,
        time_zone: str | None = None,
        period: params.Period | None = None,
        filter: analytics_pb2.SatisfactionFilter | params.SatisfactionFilterParam | None = None,
        group_by: Sequence[params.SatisfactionDimension] | None = None,
        max_groups: int | None = None,
        timeout: float | None = None,
    ) -> analytics_pb2.QuerySatisfactionResponse:
        """Counts feedback over time: how much there is, how much of it is positive or negative, and
        the mean score.

        Its cost depends on the number of periods and, with two or more dimensions, on the number of
        their combinations, not on the amount of feedback.

        Scope: analytics.read. Errors: INVALID_ARGUMENT (INVALID_FIELD) for an unknown time zone, a
        time range that ends before it starts, or more than 10,000 periods.

        Args:
            topics: Topics; an empty string matches feedback without a topic. At most 100, each of
                at most 256 characters.
            confidence_bands: Confidence bands.
            names: Names of feedback. At most 100, each of 1 to 128 characters.
            sources: Sources; FEEDBACK_SOURCE_UNSPECIFIED matches feedback without a source.
            types: Types; FEEDBACK_TYPE_UNSPECIFIED matches feedback without a type.
            models: Models; an empty string matches feedback without a model. At most 100, each of
                at most 256 characters.
            target_kinds: Kinds of target.
            time_range: When the feedback was given, by `occur_time`, in whole quarters of an hour:
                the start is rounded down, the end up. The end defaults to now, the start to 30 days
                before the end.
            time_zone: The time zone of the periods: an IANA name such as "Europe/Berlin"; "UTC"
                when empty. At most 64 characters.
            period: The length of the periods. The first and the last are cut off at the ends of the
                time range.
            filter: The filter as a whole, instead of its fields one by one.
            group_by: The dimensions to group by: each combination of values has a series. At most
                7.
            max_groups: The maximum number of series; those with the most feedback are returned. 100
                when 0, at most 1,000, and fewer if the series would have more than 30,000 periods
                together.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _QUERY_SATISFACTION,
            {
                "time_range": time_range,
                "time_zone": time_zone,
                "period": period,
                "filter": either(
                    "filter",
                    filter,
                    {
                        "topics": topics,
                        "confidence_bands": confidence_bands,
                        "names": names,
                        "sources": sources,
                        "types": types,
                        "models": models,
                        "target_kinds": target_kinds,
                    },
                ),
                "group_by": group_by,
                "max_groups": max_groups,
            },
            timeout,
        )

    def list_low_satisfaction(
        self,
        *,
        topics: Sequence[str] | None = None,
        confidence_bands: Sequence[params.ConfidenceBand] | None = None,
        names: Sequence[str] | None = None,
        sources: Sequence[params.FeedbackSource] | None = None,
        types: Sequence[params.FeedbackType] | None = None,
        models: Sequence[str] | None = None,
        target_kinds: Sequence[params.TargetKind] | None = None,
        time_range: params.TimeRange | None = None,
        subject: params.LowSatisfactionSubject | None = None,
        filter: analytics_pb2.SatisfactionFilter | params.SatisfactionFilterParam | None = None,
        max_results: int | None = None,
        max_examples: int | None = None,
        timeout: float | None = None,
    ) -> analytics_pb2.ListLowSatisfactionResponse:
        """Returns the exchanges or the topics that people are least satisfied with, worst first,
        with examples of their comments.

        Results are ordered by the lower bound of the 95% Wilson interval of the negative share of
        all ratings, so that few ratings weigh less than many: a single negative rating gives 0.21,
        ninety of a hundred give 0.83.

        Scope: analytics.read. Errors: as for QuerySatisfaction. Texts and ids of users and sessions
        are returned only to a key that also has feedback.read. Without it, an exchange has its id,
        topic, confidence, model and times, and there are no examples.

        Args:
            topics: Topics; an empty string matches feedback without a topic. At most 100, each of
                at most 256 characters.
            confidence_bands: Confidence bands.
            names: Names of feedback. At most 100, each of 1 to 128 characters.
            sources: Sources; FEEDBACK_SOURCE_UNSPECIFIED matches feedback without a source.
            types: Types; FEEDBACK_TYPE_UNSPECIFIED matches feedback without a type.
            models: Models; an empty string matches feedback without a model. At most 100, each of
                at most 256 characters.
            target_kinds: Kinds of target.
            time_range: As in QuerySatisfactionRequest.
            subject: What is ranked.
            filter: The filter as a whole, instead of its fields one by one.
            max_results: The maximum number of results: 10 when 0, at most 100.
            max_examples: The maximum number of examples per result: 3 when unset, at most 10.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _LIST_LOW_SATISFACTION,
            {
                "time_range": time_range,
                "subject": subject,
                "filter": either(
                    "filter",
                    filter,
                    {
                        "topics": topics,
                        "confidence_bands": confidence_bands,
                        "names": names,
                        "sources": sources,
                        "types": types,
                        "models": models,
                        "target_kinds": target_kinds,
                    },
                ),
                "max_results": max_results,
                "max_examples": max_examples,
            },
            timeout,
        )


class AsyncAnalyticsMethods(AsyncCalls):
    """AnalyticsService as methods."""

    async def query_satisfaction(
        self,
        *,
        topics: Sequence[str] | None = None,
        confidence_bands: Sequence[params.ConfidenceBand] | None = None,
        names: Sequence[str] | None = None,
        sources: Sequence[params.FeedbackSource] | None = None,
        types: Sequence[params.FeedbackType] | None = None,
        models: Sequence[str] | None = None,
        target_kinds: Sequence[params.TargetKind] | None = None,
        time_range: params.TimeRange | None = None,
        time_zone: str | None = None,
        period: params.Period | None = None,
        filter: analytics_pb2.SatisfactionFilter | params.SatisfactionFilterParam | None = None,
        group_by: Sequence[params.SatisfactionDimension] | None = None,
        max_groups: int | None = None,
        timeout: float | None = None,
    ) -> analytics_pb2.QuerySatisfactionResponse:
        """Counts feedback over time: how much there is, how much of it is positive or negative, and
        the mean score.

        Its cost depends on the number of periods and, with two or more dimensions, on the number of
        their combinations, not on the amount of feedback.

        Scope: analytics.read. Errors: INVALID_ARGUMENT (INVALID_FIELD) for an unknown time zone, a
        time range that ends before it starts, or more than 10,000 periods.

        Args:
            topics: Topics; an empty string matches feedback without a topic. At most 100, each of
                at most 256 characters.
            confidence_bands: Confidence bands.
            names: Names of feedback. At most 100, each of 1 to 128 characters.
            sources: Sources; FEEDBACK_SOURCE_UNSPECIFIED matches feedback without a source.
            types: Types; FEEDBACK_TYPE_UNSPECIFIED matches feedback without a type.
            models: Models; an empty string matches feedback without a model. At most 100, each of
                at most 256 characters.
            target_kinds: Kinds of target.
            time_range: When the feedback was given, by `occur_time`, in whole quarters of an hour:
                the start is rounded down, the end up. The end defaults to now, the start to 30 days
                before the end.
            time_zone: The time zone of the periods: an IANA name such as "Europe/Berlin"; "UTC"
                when empty. At most 64 characters.
            period: The length of the periods. The first and the last are cut off at the ends of the
                time range.
            filter: The filter as a whole, instead of its fields one by one.
            group_by: The dimensions to group by: each combination of values has a series. At most
                7.
            max_groups: The maximum number of series; those with the most feedback are returned. 100
                when 0, at most 1,000, and fewer if the series would have more than 30,000 periods
                together.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _QUERY_SATISFACTION,
            {
                "time_range": time_range,
                "time_zone": time_zone,
                "period": period,
                "filter": either(
                    "filter",
                    filter,
                    {
                        "topics": topics,
                        "confidence_bands": confidence_bands,
                        "names": names,
                        "sources": sources,
                        "types": types,
                        "models": models,
                        "target_kinds": target_kinds,
                    },
                ),
                "group_by": group_by,
                "max_groups": max_groups,
            },
            timeout,
        )

    async def list_low_satisfaction(
        self,
        *,
        topics: Sequence[str] | None = None,
        confidence_bands: Sequence[params.ConfidenceBand] | None = None,
        names: Sequence[str] | None = None,
        sources: Sequence[params.FeedbackSource] | None = None,
        types: Sequence[params.FeedbackType] | None = None,
        models: Sequence[str] | None = None,
        target_kinds: Sequence[params.TargetKind] | None = None,
        time_range: params.TimeRange | None = None,
        subject: params.LowSatisfactionSubject | None = None,
        filter: analytics_pb2.SatisfactionFilter | params.SatisfactionFilterParam | None = None,
        max_results: int | None = None,
        max_examples: int | None = None,
        timeout: float | None = None,
    ) -> analytics_pb2.ListLowSatisfactionResponse:
        """Returns the exchanges or the topics that people are least satisfied with, worst first,
        with examples of their comments.

        Results are ordered by the lower bound of the 95% Wilson interval of the negative share of
        all ratings, so that few ratings weigh less than many: a single negative rating gives 0.21,
        ninety of a hundred give 0.83.

        Scope: analytics.read. Errors: as for QuerySatisfaction. Texts and ids of users and sessions
        are returned only to a key that also has feedback.read. Without it, an exchange has its id,
        topic, confidence, model and times, and there are no examples.

        Args:
            topics: Topics; an empty string matches feedback without a topic. At most 100, each of
                at most 256 characters.
            confidence_bands: Confidence bands.
            names: Names of feedback. At most 100, each of 1 to 128 characters.
            sources: Sources; FEEDBACK_SOURCE_UNSPECIFIED matches feedback without a source.
            types: Types; FEEDBACK_TYPE_UNSPECIFIED matches feedback without a type.
            models: Models; an empty string matches feedback without a model. At most 100, each of
                at most 256 characters.
            target_kinds: Kinds of target.
            time_range: As in QuerySatisfactionRequest.
            subject: What is ranked.
            filter: The filter as a whole, instead of its fields one by one.
            max_results: The maximum number of results: 10 when 0, at most 100.
            max_examples: The maximum number of examples per result: 3 when unset, at most 10.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _LIST_LOW_SATISFACTION,
            {
                "time_range": time_range,
                "subject": subject,
                "filter": either(
                    "filter",
                    filter,
                    {
                        "topics": topics,
                        "confidence_bands": confidence_bands,
                        "names": names,
                        "sources": sources,
                        "types": types,
                        "models": models,
                        "target_kinds": target_kinds,
                    },
                ),
                "max_results": max_results,
                "max_examples": max_examples,
            },
            timeout,
        )
