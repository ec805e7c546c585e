"""The kinds of rows: how a row becomes a message, and which call imports it."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import grpc
from google.protobuf import json_format
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from plaudit.cli.connection import Connection
from plaudit.cli.failures import Failure, Violation, failure_in
from plaudit.cli.import_words import field_of, is_ours, listed, translate
from plaudit.v1 import dataset_pb2, exchange_pb2, feedback_pb2

JSON_AS_TEXT = frozenset(
    {
        "google.protobuf.Timestamp",
        "google.protobuf.Duration",
        "google.protobuf.FieldMask",
        "google.protobuf.Value",
    }
)
"""Messages whose JSON mapping may be a text."""

RULES: Mapping[Any, str] = {
    FieldDescriptor.CPPTYPE_BOOL: "must be true or false",
    FieldDescriptor.CPPTYPE_DOUBLE: "must be a number",
    FieldDescriptor.CPPTYPE_INT32: "must be a whole number within 32 bits",
    FieldDescriptor.CPPTYPE_INT64: "must be a whole number within 64 bits",
    FieldDescriptor.CPPTYPE_STRING: "must be a text",
    "google.protobuf.Struct": "must be a JSON object",
    "google.protobuf.Timestamp": "must be a time with its offset, such as 2026-11-01T10:00:00Z",
    "list": "must be a list",
}
"""What the value of a field must be, by the field's type."""


class BadRow(Exception):
    """A row that cannot be converted to a message, with all its violations."""

    def __init__(self, *violations: Violation) -> None:
        super().__init__("; ".join(map(str, violations)))
        self.violations = violations


class Outcome(enum.Enum):
    """The outcome of a row."""

    IMPORTED = "imported"
    UPDATED = "updated"
    THERE = "already there"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Options:
    """The options that apply to every row."""

    dataset_id: str = ""
    upsert: bool = False
    validate_only: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of row."""

    name: str
    message: Callable[[Mapping[str, Any], Options], Message]
    """Converts a row to a message; raises BadRow."""
    fields: frozenset[str]
    """The keys that a row may have, in both spellings."""
    descriptors: tuple[Any, ...]
    """Of the messages that have these fields, the whole row first."""
    request: Callable[[Sequence[Any], str, Options], Any]
    """Builds the request of a batch, with a request id."""
    method: Callable[[Connection], grpc.UnaryUnaryMultiCallable[Any, Any]]
    outcome: Callable[[Any], tuple[Outcome, Failure | None]]
    """Converts one result of the response to an outcome."""


def _parsed(row: Mapping[str, Any], made: Message) -> Message:
    translated, wrong = translate(row, made.DESCRIPTOR)
    try:
        json_format.ParseDict(translated, made)
    except json_format.ParseError:
        wrong += _violations(translated, type(made)())
    except RecursionError:
        raise BadRow(Violation("", "is nested too deeply")) from None
    if wrong:
        raise BadRow(*wrong)
    return made


def _violations(row: Mapping[str, Any], made: Message, path: str = "") -> list[Violation]:
    """Parse each field by itself, because the parser stops at the first error."""
    found: list[Violation] = []
    for key, value in row.items():
        alone = type(made)()
        try:
            json_format.ParseDict({key: value}, alone)
        except json_format.ParseError as error:
            field = field_of(made.DESCRIPTOR, key)
            if is_ours(field) and not field.is_repeated:
                found += _violations(value, getattr(alone, field.name), f"{path}{key}.")
            else:
                found.append(Violation(f"{path}{key}", RULES.get(_type(field)) or str(error)))
    where = path.removesuffix(".")
    return found or [Violation(where, f"has two of {', '.join(row)}, of which only one may be set")]


def _type(field: Any) -> Any:
    """Return what RULES knows a field's type by."""
    if field.is_repeated:
        return "list"
    return field.message_type.full_name if field.message_type is not None else field.cpp_type


def _keys(descriptor: Any) -> frozenset[str]:
    return frozenset(key for field in descriptor.fields for key in (field.name, field.json_name))


def _exchange(row: Mapping[str, Any], options: Options) -> Message:
    del options
    return _parsed(row, exchange_pb2.Exchange())


def _feedback(row: Mapping[str, Any], options: Options) -> Message:
    del options
    return _parsed(row, feedback_pb2.Feedback())


def _record(row: Mapping[str, Any], options: Options) -> Message:
    made = dataset_pb2.NewRecord()
    if "record" in row:
        _parsed(row, made)
    else:
        _parsed(row, made.record)
    if not made.record.dataset_id:
        made.record.dataset_id = options.dataset_id
    return made


def _exchange_outcome(result: exchange_pb2.BatchCreateExchangesResult) -> Any:
    if result.WhichOneof("result") == "error":
        return _refused(result.error, there="EXCHANGE_EXISTS")
    return Outcome.IMPORTED, None


def _feedback_outcome(result: feedback_pb2.BatchSubmitResult) -> Any:
    if result.WhichOneof("result") == "error":
        return _refused(result.error)
    return (Outcome.THERE if result.submitted.replayed else Outcome.IMPORTED), None


def _record_outcome(result: dataset_pb2.BatchCreateRecordsResult) -> Any:
    if result.WhichOneof("result") == "error":
        return _refused(result.error, there="RECORD_EXISTS")
    return (Outcome.UPDATED if result.created.updated else Outcome.IMPORTED), None


def _refused(error: Any, *, there: str = "") -> tuple[Outcome, Failure | None]:
    failure = failure_in(error)
    if there and failure.reason == there:
        return Outcome.THERE, None
    return Outcome.REJECTED, failure


EXCHANGES = Kind(
    name="exchanges",
    message=_exchange,
    fields=_keys(exchange_pb2.Exchange.DESCRIPTOR),
    descriptors=(exchange_pb2.Exchange.DESCRIPTOR,),
    request=lambda items, once, options: exchange_pb2.BatchCreateExchangesRequest(
        items=items, request_id=once, validate_only=options.validate_only
    ),
    method=lambda connection: connection.exchanges.BatchCreateExchanges,
    outcome=_exchange_outcome,
)
FEEDBACK = Kind(
    name="feedback",
    message=_feedback,
    fields=_keys(feedback_pb2.Feedback.DESCRIPTOR),
    descriptors=(feedback_pb2.Feedback.DESCRIPTOR,),
    request=lambda items, once, options: feedback_pb2.BatchSubmitRequest(
        items=items, request_id=once, validate_only=options.validate_only
    ),
    method=lambda connection: connection.feedback.BatchSubmit,
    outcome=_feedback_outcome,
)
RECORDS = Kind(
    name="records",
    message=_record,
    fields=_keys(dataset_pb2.NewRecord.DESCRIPTOR) | _keys(dataset_pb2.Record.DESCRIPTOR),
    descriptors=(dataset_pb2.NewRecord.DESCRIPTOR, dataset_pb2.Record.DESCRIPTOR),
    request=lambda items, once, options: dataset_pb2.BatchCreateRecordsRequest(
        items=items,
        request_id=once,
        upsert=options.upsert,
        validate_only=options.validate_only,
    ),
    method=lambda connection: connection.datasets.BatchCreateRecords,
    outcome=_record_outcome,
)
KINDS = {kind.name: kind for kind in (EXCHANGES, FEEDBACK, RECORDS)}


def listed_words() -> list[tuple[str, str, list[str]]]:
    """List what rows say by words: the kind of row, the field, and the words."""
    return [
        (kind.name, path, words)
        for kind in KINDS.values()
        for path, words in listed(kind.descriptors[0])
    ]


def holds_json(kind: Kind, column: str) -> bool:
    """Whether a text in this column is the JSON of an object or a list."""
    for descriptor in kind.descriptors:
        for field in descriptor.fields:
            if column in {field.name, field.json_name}:
                return _holds_json(field)
    return False


def _holds_json(field: Any) -> bool:
    if field.is_repeated:
        return True
    return field.message_type is not None and field.message_type.full_name not in JSON_AS_TEXT
