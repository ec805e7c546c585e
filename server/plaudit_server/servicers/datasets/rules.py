"""The validation rules of DatasetService that the contract cannot state."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit_server.contract import dataset_pb2
from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.errors import Violation
from plaudit_server.servicers.datasets.messages import CHANGEABLE, definition
from plaudit_server.servicers.masks import mask_violations, paths
from plaudit_server.servicers.values import (
    CONTENT,
    json_violations,
    timestamp_violations,
    value_violations,
)

LONGEST_HOLD = 24 * 3600
"""The longest time for which records can be assigned, in seconds."""

RESPONSE_CHANGEABLE = ("status", "values")


def create_dataset(request: dataset_pb2.CreateDatasetRequest) -> Iterator[Violation]:
    """Validate a new dataset."""
    if request.HasField("dataset"):
        yield from annotation.definition_violations(definition(request.dataset))


def update_dataset(request: dataset_pb2.UpdateDatasetRequest) -> Iterator[Violation]:
    """Validate an update of a dataset, except for rules between changed and unchanged parts."""
    if not request.HasField("dataset"):
        return
    if not request.dataset.id:
        yield Violation(field="dataset.id", rule="must not be empty")
    changed = paths(request.update_mask, request.dataset, CHANGEABLE)
    yield from mask_violations(changed, CHANGEABLE)
    for violation in annotation.definition_violations(definition(request.dataset)):
        part = violation.field.removeprefix("dataset.").partition("[")[0]
        between_parts = violation.field.endswith(".span.field")
        if part in changed and not (between_parts and "fields" not in changed):
            yield violation


def create_record(request: dataset_pb2.CreateRecordRequest) -> Iterator[Violation]:
    """Validate a new record and its response."""
    yield from _options(request)
    if request.HasField("record"):
        yield from _record(request.record)
    yield from new_response(request.response, "response.")


def create_records(request: dataset_pb2.BatchCreateRecordsRequest) -> Iterator[Violation]:
    """Validate a batch of records, except for its items."""
    yield from _options(request)


def batch_item(item: dataset_pb2.NewRecord) -> Iterator[Violation]:
    """Validate a new record of a batch and its responses."""
    if item.HasField("record"):
        yield from _record(item.record)
    for i, response in enumerate(item.responses):
        yield from new_response(response, f"responses[{i}].")


def _options(
    request: dataset_pb2.CreateRecordRequest | dataset_pb2.BatchCreateRecordsRequest,
) -> Iterator[Violation]:
    if request.merge_responses and request.upsert:
        yield Violation(field="merge_responses", rule="must not be set together with upsert")


def new_response(response: dataset_pb2.RecordResponse, prefix: str) -> Iterator[Violation]:
    """Validate a new response; the prefix, such as `responses[0].`, names its place."""
    yield from json_violations(response.values, f"{prefix}values", CONTENT)
    if response.HasField("occur_time"):
        yield from timestamp_violations(response.occur_time, f"{prefix}occur_time")


def _record(record: dataset_pb2.Record) -> Iterator[Violation]:
    if record.HasField("field_to_value"):
        yield from json_violations(record.field_to_value, "record.field_to_value", CONTENT)
    else:
        yield Violation(field="record.field_to_value", rule="is required")
    yield from json_violations(record.metadata, "record.metadata")
    if record.HasField("occur_time"):
        yield from timestamp_violations(record.occur_time, "record.occur_time")
    for i, suggestion in enumerate(record.suggestions):
        field = f"record.suggestions[{i}].value"
        if suggestion.HasField("value"):
            yield from value_violations(suggestion.value, field, CONTENT)
        else:
            yield Violation(field=field, rule="is required")


def next_records(request: dataset_pb2.NextRecordsRequest) -> Iterator[Violation]:
    """Validate how long records are to be assigned."""
    if request.HasField("hold"):
        held = request.hold.seconds * 1_000_000_000 + request.hold.nanos
        # The store counts in microseconds.
        if not 1000 <= held <= LONGEST_HOLD * 1_000_000_000:
            yield Violation(field="hold", rule="must be more than 0 and at most 24 hours")


def create_response(request: dataset_pb2.CreateResponseRequest) -> Iterator[Violation]:
    """Validate a new response."""
    if request.HasField("response") and not request.response.record_id:
        yield Violation(field="response.record_id", rule="must not be empty")
    yield from new_response(request.response, "response.")


def update_response(request: dataset_pb2.UpdateResponseRequest) -> Iterator[Violation]:
    """Validate an update of a response."""
    if not request.HasField("response"):
        return
    if not request.response.id:
        yield Violation(field="response.id", rule="must not be empty")
    changed = paths(request.update_mask, request.response, RESPONSE_CHANGEABLE)
    yield from mask_violations(changed, RESPONSE_CHANGEABLE)
    yield from json_violations(request.response.values, "response.values", CONTENT)
