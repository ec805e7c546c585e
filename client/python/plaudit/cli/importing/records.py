"""Rows of records: a record with all its responses, or one row for each response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from google.protobuf.message import Message

from plaudit.cli.failures import Failure, failure_of
from plaudit.cli.importing import exchange_names
from plaudit.cli.importing.messages import Options, fill, place, violations_of
from plaudit.cli.importing.results import Difference, Outcome, Result, differences
from plaudit.cli.importing.words import Reading, spellings
from plaudit.errors import Violation, from_status
from plaudit.v1 import dataset_pb2

CONTENT = ("field_to_value", "metadata", "suggestions", "exchange_id")
"""What must be the same in all rows of a record."""
_CONFLICTS = frozenset({"RECORD_EXISTS", "RECORD_HAS_RESPONSES", "RESPONSE_EXISTS"})
_RESPONSES = frozenset({"response", "responses"})
FIELDS = (
    spellings(dataset_pb2.NewRecord.DESCRIPTOR)
    | spellings(dataset_pb2.Record.DESCRIPTOR)
    | {exchange_names.EXCHANGE}
)


def ignoring(fields: frozenset[str]) -> frozenset[str]:
    """Add to the fields that are left out those of `response`, or of `responses`, beside it."""
    other = {"response": "responses", "responses": "response"}
    steps = [field.partition(".") for field in fields]
    return fields | {f"{other[first]}{dot}{rest}" for first, dot, rest in steps if first in other}


def fill_record(
    row: Mapping[str, Any], made: dataset_pb2.NewRecord, options: Options, reading: Reading
) -> None:
    """Convert a row: its record under `record` or at the top, `response` or `responses` beside.

    An `exchange` is only checked: the id that it stands for is found for all rows of a batch.
    """
    exchange_names.read(row, reading)
    row = exchange_names.without(row)
    if "record" in row:
        beside = {key: value for key, value in row.items() if key != "response"}
        fill(beside, made, reading)
    else:
        record = {key: value for key, value in row.items() if key not in _RESPONSES}
        fill(record, made.record, reading)
        if row.get("responses") is not None:
            fill({"responses": row["responses"]}, made, reading)
    response = row.get("response")
    if response is not None and "response" in reading.ignore:
        reading.ignored.add("response")
    elif response is not None:
        if row.get("responses") is not None:
            reading.refuse("response", "is given beside responses: give one of them")
        elif isinstance(response, Mapping):
            fill(response, made.responses.add(), reading, path="response.")
        else:
            reading.refuse("response", "must be a JSON object")
    if not made.record.dataset_id:
        made.record.dataset_id = options.dataset_id


def request(items: Any, request_id: str, options: Options) -> dataset_pb2.BatchCreateRecordsRequest:
    """Make the request of a batch."""
    made = dataset_pb2.BatchCreateRecordsRequest(
        items=items,
        upsert=options.upsert,
        request_id=request_id,
        validate_only=options.validate_only,
    )
    made.merge_responses = not options.upsert
    return made


def place_of_record(row: Mapping[str, Any], field: str) -> str:
    """Return the path in a row of a field of its NewRecord."""
    if field == "record.exchange_id" and exchange_names.is_named(row):
        return exchange_names.path(row)
    if field.startswith("record.") and "record" not in row:
        return place(row, field.removeprefix("record."))
    if field.startswith("responses[0]") and row.get("response") is not None:
        return place(row, field.replace("responses[0]", "response", 1))
    return place(row, field)


def responses_in(row: Mapping[str, Any] | None) -> int:
    """Count the responses of a row, also of an invalid one."""
    if row is None:
        return 0
    several = row.get("responses")
    one = row.get("response") is not None
    return int(one) + (len(several) if isinstance(several, list) else 0)


def result(item: dataset_pb2.NewRecord, answer: dataset_pb2.BatchCreateRecordsResult) -> Result:
    """Convert the result of an item."""
    if answer.WhichOneof("result") == "error":
        return _failed(failure_of(from_status(answer.error)), "record_id", len(item.responses))
    created = answer.created
    if created.unchanged:
        outcome = Outcome.UNCHANGED
    else:
        outcome = Outcome.UPDATED if created.updated else Outcome.IMPORTED
    responses = tuple(map(_response, created.responses))
    compared = any(response.stored_id for response in responses)
    return Result(outcome, stored_id=created.record_id if compared else "", responses=responses)


def _response(answer: dataset_pb2.CreatedResponse) -> Result:
    if answer.WhichOneof("result") == "error":
        return _failed(failure_of(from_status(answer.error)), "response_id")
    if answer.unchanged:
        return Result(Outcome.UNCHANGED)
    return Result(Outcome.UPDATED if answer.updated else Outcome.IMPORTED)


def _failed(failure: Failure, id_: str, responses: int = 0) -> Result:
    """Return the result of a record or a response, and that its responses are refused with it."""
    gone = (Result(Outcome.REJECTED),) * responses
    if failure.reason in _CONFLICTS:
        return Result(Outcome.CONFLICT, failure, failure.metadata.get(id_, ""), gone)
    return Result(Outcome.REJECTED, failure, responses=gone)


def key(item: dataset_pb2.NewRecord) -> str:
    """Return the name of a record; empty if it has none."""
    record = item.record
    return f"{record.dataset_id}\0{record.external_id}" if record.external_id else ""


def keys(item: dataset_pb2.NewRecord) -> list[str]:
    """Return the name of a record, if it has one."""
    return [name] if (name := key(item)) else []


def parts(item: dataset_pb2.NewRecord, given: Result | None) -> list[tuple[str, Message]]:
    """Return the record alone, and with each of its responses, that were stored, by name."""
    if not (name := key(item)):
        return []
    stored = (Outcome.IMPORTED, Outcome.UPDATED)
    made: list[tuple[str, Message]] = []
    if given is None or given.outcome in stored:
        made.append((name, dataset_pb2.NewRecord(record=item.record)))
    for i, response in enumerate(item.responses):
        if given is None or given.responses[i].outcome in stored:
            one = dataset_pb2.NewRecord(record=item.record, responses=[response])
            made.append((f"{name}\0{_author(response)}", one))
    return made


def _author(response: dataset_pb2.RecordResponse) -> str:
    if response.external_user_id:
        return f"external {response.external_user_id}"
    return f"user {response.user_id}"


def compare(
    item: dataset_pb2.NewRecord, stored: dataset_pb2.GetRecordResponse, given: Result
) -> Result:
    """Add to a conflict the fields that differ, with both values."""
    if given.outcome is Outcome.CONFLICT and given.failure is not None:
        found = differences(
            _content(item.record),
            _content(stored.record),
            path="record.",
            stored_id=given.stored_id,
            both=True,
        )
        return replace(given, failure=_with(given.failure, found))
    responses = tuple(
        _compare_response(response, stored, one, f"responses[{i}].")
        for i, (response, one) in enumerate(zip(item.responses, given.responses, strict=True))
    )
    return replace(given, responses=responses)


def _compare_response(
    response: dataset_pb2.RecordResponse,
    stored: dataset_pb2.GetRecordResponse,
    given: Result,
    path: str,
) -> Result:
    if given.outcome is not Outcome.CONFLICT or given.failure is None:
        return given
    for other in stored.responses:
        if other.id == given.stored_id or _author(other) == _author(response):
            found = differences(
                _answers(response), _answers(other), path=path, stored_id=given.stored_id, both=True
            )
            return replace(given, failure=_with(given.failure, found))
    return given


def _content(record: dataset_pb2.Record) -> dataset_pb2.Record:
    """Return the part of a record that must be the same."""
    made = dataset_pb2.Record()
    made.CopyFrom(record)
    for field, _ in record.ListFields():
        if field.name not in CONTENT:
            made.ClearField(field.name)
    return made


def _answers(response: dataset_pb2.RecordResponse) -> dataset_pb2.RecordResponse:
    """Return the part of a response that must be the same."""
    submitted = dataset_pb2.RESPONSE_STATUS_SUBMITTED
    return dataset_pb2.RecordResponse(status=response.status or submitted, values=response.values)


def _with(failure: Failure, found: list[Difference]) -> Failure:
    return replace(failure, violations=tuple(found)) if found else failure


def stored(
    fetched: dataset_pb2.GetRecordResponse | None, earlier: list[Message]
) -> dataset_pb2.GetRecordResponse:
    """Complete what is stored under a name with what earlier rows of the file would store."""
    made = dataset_pb2.GetRecordResponse()
    if fetched is not None:
        made.CopyFrom(fetched)
    for part in earlier:
        if not made.HasField("record"):
            made.record.CopyFrom(part.record)  # type: ignore[attr-defined]
        made.responses.extend(part.responses)  # type: ignore[attr-defined]
    return made


def refused_responses(given: Result) -> Failure | None:
    """Return which responses of a stored record were not stored, and why."""
    refused = [(i, one.failure) for i, one in enumerate(given.responses) if one.failure is not None]
    if not refused:
        return None
    found: list[Violation] = []
    for i, failure in refused:
        found += violations_of(failure) or (Violation(f"responses[{i}]", failure.message),)
    reasons = {failure.reason for _, failure in refused}
    message = f"the record was imported without {len(refused)} of its responses"
    return Failure(" and ".join(sorted(reasons)), message, tuple(found))
