"""The kinds of rows: how a row becomes a message, which call imports it, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import grpc
from google.protobuf.message import Message

from plaudit.cli.connection import Connection
from plaudit.cli.failures import Failure, failure_of
from plaudit.cli.importing import records
from plaudit.cli.importing.exchange_names import EXCHANGE
from plaudit.cli.importing.messages import JSON_AS_TEXT, BadRow, Notes, Options, fill, place
from plaudit.cli.importing.results import Outcome, Result, differences
from plaudit.cli.importing.words import Reading, listed, spellings
from plaudit.errors import Violation, from_status
from plaudit.v1 import dataset_pb2, exchange_pb2, feedback_pb2
from plaudit.v1.dataset_pb2_grpc import DatasetServiceStub
from plaudit.v1.exchange_pb2_grpc import ExchangeServiceStub
from plaudit.v1.feedback_pb2_grpc import FeedbackServiceStub

__all__ = ["KINDS", "BadRow", "Kind", "Notes", "Options", "Outcome"]


@dataclass(frozen=True)
class Kind:
    """A kind of row."""

    name: str
    one: str
    """One of them, as in "not a valid exchange"."""
    new: Callable[[], Any]
    """Makes an empty message."""
    fill: Callable[[Mapping[str, Any], Any, Options, Reading], None]
    """Writes a row into a message; adds what is wrong to the reading."""
    fields: frozenset[str]
    """The keys that a row may have, in both spellings."""
    descriptors: tuple[Any, ...]
    """Of the messages that have these fields, the whole row first."""
    request: Callable[[Sequence[Any], str, Options], Any]
    """Builds the request of a batch, with a request id."""
    method: Callable[[Connection], grpc.UnaryUnaryMultiCallable[Any, Any]]
    result: Callable[[Any, Any], Result]
    """Converts one result of the response, given the message."""
    keys: Callable[[Any], list[str]]
    """Under which names a message is stored: rows that share one are imported in their order."""
    parts: Callable[[Any, Result | None], list[tuple[str, Message]]]
    """What a message stores, by name; all of it without a result. A dry run keeps it."""
    get: Callable[[Connection, str], tuple[grpc.UnaryUnaryMultiCallable[Any, Any], Message]]
    """The call that returns what is stored under an id, and its request."""
    stored: Callable[[Any, list[Any]], Any]
    """Completes the response of `get`, if any, with what earlier rows would store."""
    compare: Callable[[Any, Any, Result], Result]
    """Compares a message with what is stored, and completes its result."""
    field_of: Mapping[str, str]
    """The fields that are meant by errors of the server which name none, by reason."""
    place: Callable[[Mapping[str, Any], str], str] = place
    """Returns the path in a row of a field that the server names."""
    ignoring: Callable[[frozenset[str]], frozenset[str]] = lambda fields: fields
    """Completes the fields to leave out with those that mean the same in other forms of rows."""
    responses_in: Callable[[Mapping[str, Any] | None], int] = lambda _: 0
    """Counts the responses in a row."""
    refused_responses: Callable[[Result], Failure | None] = lambda _: None
    """Names the responses that were not stored of a record that was."""

    def message(
        self, row: Mapping[str, Any], options: Options, notes: Notes | None = None
    ) -> Message:
        """Convert a row to a message. Raises BadRow."""
        reading = Reading(options.ignore)
        made: Message = self.new()
        try:
            self.fill(row, made, options, reading)
        except RecursionError:
            raise BadRow(Violation("", "is nested too deeply")) from None
        if notes is not None:
            notes.add(reading)
        if reading.wrong:
            raise BadRow(*reading.wrong, *_other_kinds(self, row))
        return made


def _other_kinds(kind: Kind, row: Mapping[str, Any]) -> list[Violation]:
    """Name the kinds that have all keys of a row which this one has not."""
    if all(key in kind.fields for key in row):
        return []
    return [
        Violation("", f"looks like one of the {name}: use plaudit import {name}")
        for name, other in KINDS.items()
        if all(key in other.fields for key in row)
    ]


def _result(reason: str, id_: str, failure: Failure) -> Result:
    """Return the result of a refused item, which is to be compared if its name is taken."""
    if failure.reason == reason:
        return Result(Outcome.CONFLICT, failure, failure.metadata.get(id_, ""))
    return Result(Outcome.REJECTED, failure)


def _fill(row: Mapping[str, Any], made: Message, options: Options, reading: Reading) -> None:
    del options
    fill(row, made, reading)


def _fill_feedback(
    row: Mapping[str, Any], made: Message, options: Options, reading: Reading
) -> None:
    """Convert a row. One with an id was exported, so what it overrules is an id elsewhere."""
    if row.get("id") and row.get("overrules") and "overrules" not in reading.ignore:
        reading.lost.add("overrules")
        row = {key: value for key, value in row.items() if key != "overrules"}
    _fill(row, made, options, reading)


def _whole(keys: Callable[[Any], list[str]]) -> Callable[[Any, Result | None], Any]:
    """Make the `parts` of a kind whose messages are stored whole."""

    def parts(item: Any, given: Result | None) -> list[tuple[str, Message]]:
        stored = given is None or given.outcome in {Outcome.IMPORTED, Outcome.UPDATED}
        return [(key, item) for key in keys(item)] if stored else []

    return parts


def _exchange_result(
    item: exchange_pb2.Exchange, answer: exchange_pb2.BatchCreateExchangesResult
) -> Result:
    del item
    if answer.WhichOneof("result") == "error":
        return _result("EXCHANGE_EXISTS", "exchange_id", failure_of(from_status(answer.error)))
    return Result(Outcome.IMPORTED)


def _exchange_keys(item: exchange_pb2.Exchange) -> list[str]:
    names = {"message": item.message_id, "request": item.request_id}
    return [f"{kind}\0{item.session_id}\0{name}" for kind, name in names.items() if name]


def _stored_exchange(
    fetched: exchange_pb2.GetExchangeResponse | None, earlier: list[exchange_pb2.Exchange]
) -> exchange_pb2.GetExchangeResponse:
    if fetched is not None:
        return fetched
    return exchange_pb2.GetExchangeResponse(exchange=earlier[0] if earlier else None)


def _compare_exchange(
    item: exchange_pb2.Exchange, stored: exchange_pb2.GetExchangeResponse, given: Result
) -> Result:
    """Compare what an exchange sets with the stored one: if nothing differs, it is unchanged."""
    wanted, found = exchange_pb2.Exchange(), exchange_pb2.Exchange()
    wanted.CopyFrom(item)
    found.CopyFrom(stored.exchange)
    for one in (wanted, found):
        one.status = one.status or exchange_pb2.EXCHANGE_STATUS_COMPLETED
    differing = differences(wanted, found, stored_id=given.stored_id)
    if not differing:
        return Result(Outcome.UNCHANGED)
    message = f"exchange {given.stored_id or 'of an earlier row'} has the same name, and differs"
    return Result(Outcome.CONFLICT, Failure("EXCHANGE_EXISTS", message, tuple(differing)))


def _feedback_result(item: feedback_pb2.Feedback, answer: feedback_pb2.BatchSubmitResult) -> Result:
    if answer.WhichOneof("result") == "error":
        return Result(Outcome.REJECTED, failure_of(from_status(answer.error)))
    submitted = answer.submitted
    if submitted.replayed:
        return _repeated_feedback(item, submitted.feedback)
    return Result(Outcome.UPDATED if submitted.feedback.revision > 1 else Outcome.IMPORTED)


def _repeated_feedback(item: feedback_pb2.Feedback, stored: feedback_pb2.Feedback) -> Result:
    """Compare the time of feedback whose content is stored: it is not part of the content."""
    names = item.DESCRIPTOR.fields_by_name
    if "occur_time" not in names or not item.HasField("occur_time"):
        return Result(Outcome.UNCHANGED)
    wanted, found = (feedback_pb2.Feedback() for _ in range(2))
    for one, other in ((wanted, item), (found, stored)):
        one.occur_time.CopyFrom(other.occur_time)
    differing = differences(wanted, found, stored_id=stored.id)
    if not differing:
        return Result(Outcome.UNCHANGED)
    message = f"feedback {stored.id} has the same content with another time"
    return Result(Outcome.CONFLICT, Failure("FEEDBACK_EXISTS", message, tuple(differing)))


def _feedback_keys(item: feedback_pb2.Feedback) -> list[str]:
    target = item.target.SerializeToString(deterministic=True).hex()
    author = f"\0external {item.external_user_id}\0user {item.user_id}"
    keys = [f"feedback\0{target}\0{item.name or 'overall'}{author}"]
    if external_id := getattr(item, "external_id", ""):
        keys.append(f"external\0{external_id}")
    return keys


EXCHANGES = Kind(
    name="exchanges",
    one="exchange",
    new=exchange_pb2.Exchange,
    fill=_fill,
    fields=spellings(exchange_pb2.Exchange.DESCRIPTOR),
    descriptors=(exchange_pb2.Exchange.DESCRIPTOR,),
    request=lambda items, once, options: exchange_pb2.BatchCreateExchangesRequest(
        items=items, request_id=once, validate_only=options.validate_only
    ),
    method=lambda connection: connection.stub(ExchangeServiceStub).BatchCreateExchanges,
    result=_exchange_result,
    keys=_exchange_keys,
    parts=_whole(_exchange_keys),
    get=lambda connection, id_: (
        connection.stub(ExchangeServiceStub).GetExchange,
        exchange_pb2.GetExchangeRequest(id=id_),
    ),
    stored=_stored_exchange,
    compare=_compare_exchange,
    field_of={},
)
FEEDBACK = Kind(
    name="feedback",
    one="feedback",
    new=feedback_pb2.Feedback,
    fill=_fill_feedback,
    fields=spellings(feedback_pb2.Feedback.DESCRIPTOR),
    descriptors=(feedback_pb2.Feedback.DESCRIPTOR,),
    request=lambda items, once, options: feedback_pb2.BatchSubmitRequest(
        items=items, request_id=once, validate_only=options.validate_only
    ),
    method=lambda connection: connection.stub(FeedbackServiceStub).BatchSubmit,
    result=_feedback_result,
    keys=_feedback_keys,
    parts=_whole(_feedback_keys),
    get=lambda connection, id_: (
        connection.stub(FeedbackServiceStub).GetFeedback,
        feedback_pb2.GetFeedbackRequest(id=id_),
    ),
    stored=lambda fetched, earlier: fetched,
    compare=lambda item, stored, given: given,
    field_of={
        "FEEDBACK_NOT_FOUND": "overrules",
        "EXCHANGE_NOT_COMPLETED": "target",
        "FEEDBACK_EXISTS": "external_id",
    },
)
RECORDS = Kind(
    name="records",
    one="record",
    new=dataset_pb2.NewRecord,
    fill=records.fill_record,
    fields=records.FIELDS | {"response"},
    descriptors=(dataset_pb2.NewRecord.DESCRIPTOR, dataset_pb2.Record.DESCRIPTOR),
    request=records.request,
    method=lambda connection: connection.stub(DatasetServiceStub).BatchCreateRecords,
    result=records.result,
    keys=records.keys,
    parts=records.parts,
    get=lambda connection, id_: (
        connection.stub(DatasetServiceStub).GetRecord,
        dataset_pb2.GetRecordRequest(id=id_),
    ),
    stored=records.stored,
    compare=records.compare,
    field_of={
        "DATASET_NOT_FOUND": "record.dataset_id",
        "EXCHANGE_NOT_FOUND": "record.exchange_id",
    },
    place=records.place_of_record,
    ignoring=records.ignoring,
    responses_in=records.responses_in,
    refused_responses=records.refused_responses,
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
    if column in {"response", EXCHANGE} and column in kind.fields:
        return True
    for descriptor in kind.descriptors:
        for field in descriptor.fields:
            if column in {field.name, field.json_name}:
                return _holds_json(field)
    return False


def _holds_json(field: Any) -> bool:
    if field.is_repeated:
        return True
    return field.message_type is not None and field.message_type.full_name not in JSON_AS_TEXT
