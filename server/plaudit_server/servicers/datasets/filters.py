"""The filter of ListRecords: its rules, and how it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from plaudit_server.contract import dataset_pb2, struct_pb2
from plaudit_server.domain.datasets.filters import (
    AnswerFilter,
    NumberRange,
    RecordFilter,
    SuggestionFilter,
)
from plaudit_server.domain.errors import Violation
from plaudit_server.pipeline.call import Call
from plaudit_server.servicers.datasets.messages import annotator_of
from plaudit_server.servicers.values import (
    FILTER,
    get_range,
    json_violations,
    range_violations,
    to_object,
    to_value,
)
from plaudit_server.storage.engine.json_text import dump

TIMES = ("create_time", "update_time", "occur_time")


def list_records(request: dataset_pb2.ListRecordsRequest) -> Iterator[Violation]:
    """Validate the filter of a list of records."""
    wanted = request.filter
    yield from json_violations(wanted.metadata, "filter.metadata", FILTER)
    for name in TIMES:
        yield from range_violations(getattr(wanted, name), f"filter.{name}")
    for i, answer in enumerate(wanted.answers):
        yield from _value_violations(answer.values, f"filter.answers[{i}].values")
        yield from _order_violations(answer, f"filter.answers[{i}]", "min", "max")
    for i, suggestion in enumerate(wanted.suggestions):
        at = f"filter.suggestions[{i}]"
        yield from _value_violations(suggestion.values, f"{at}.values")
        yield from _order_violations(suggestion, at, "min_score", "max_score")
    for i, bounds in enumerate(wanted.metadata_ranges):
        at = f"filter.metadata_ranges[{i}]"
        if not (bounds.HasField("min") or bounds.HasField("max")):
            yield Violation(field=at, rule="needs min or max")
        yield from _order_violations(bounds, at, "min", "max")


def _value_violations(values: Sequence[struct_pb2.Value], field: str) -> Iterator[Violation]:
    for i, value in enumerate(values):
        if value.WhichOneof("kind") not in {"string_value", "number_value"}:
            yield Violation(field=f"{field}[{i}]", rule="must be a string or a number")


def _order_violations(message: Any, field: str, low: str, high: str) -> Iterator[Violation]:
    bounds = _number_range(message, low, high)
    if bounds.min is not None and bounds.max is not None and bounds.max < bounds.min:
        yield Violation(field=f"{field}.{high}", rule=f"must not be less than {low}")


def _number_range(message: Any, low: str, high: str) -> NumberRange:
    return NumberRange(
        *(getattr(message, name) if message.HasField(name) else None for name in (low, high))
    )


def record_filter(message: dataset_pb2.RecordFilter, call: Call) -> RecordFilter:
    """Read a filter of records."""

    def author_of(name: str) -> str:
        return annotator_of(getattr(message, name), call) if message.HasField(name) else ""

    return RecordFilter(
        statuses=frozenset(message.statuses),
        answered_by=author_of("answered_by"),
        not_answered_by=author_of("not_answered_by"),
        metadata=to_object(message.metadata),
        **{name: get_range(getattr(message, name)) for name in TIMES},
        external_id=message.external_id,
        exchange_ids=tuple(sorted(message.exchange_ids)),
        text=message.text,
        answers=tuple(
            AnswerFilter(
                one.question_name,
                tuple(to_value(value) for value in one.values),
                _number_range(one, "min", "max"),
            )
            for one in message.answers
        ),
        suggestions=tuple(
            SuggestionFilter(
                one.question_name,
                tuple(to_value(value) for value in one.values),
                _number_range(one, "min_score", "max_score"),
                one.agent,
            )
            for one in message.suggestions
        ),
        metadata_ranges=tuple(
            (one.key, _number_range(one, "min", "max")) for one in message.metadata_ranges
        ),
    )


def query_text(wanted: RecordFilter) -> str:
    """Write a filter as text, to recognise the same query again."""
    values = (dump(wanted.metadata), *wanted._replace(metadata={}, statuses=frozenset()))
    return repr((sorted(wanted.statuses), values)).encode().hex()
