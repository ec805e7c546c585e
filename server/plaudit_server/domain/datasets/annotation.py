"""Datasets: their schema and definition, the counts of their progress, and their errors."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from plaudit_server.domain.errors import (
    AlreadyExists,
    FailedPrecondition,
    NotFound,
    Reason,
    Violation,
)


class ResponseStatus(enum.IntEnum):
    """The status of a response, with the numbers of the contract; only submitted ones count."""

    DRAFT = 1
    SUBMITTED = 2
    DISCARDED = 3


class RecordStatus(enum.IntEnum):
    """Whether a record has enough submitted responses, with the numbers of the contract."""

    PENDING = 1
    COMPLETED = 2


class FieldKind(enum.StrEnum):
    """The kind of value that a field holds, by the name in the contract's oneof."""

    TEXT = "text"
    CHAT = "chat"
    IMAGE = "image"
    CUSTOM = "custom"


class Field(NamedTuple):
    """One part of a record that annotators see."""

    name: str
    title: str
    required: bool
    kind: FieldKind


class QuestionKind(enum.StrEnum):
    """The kind of answer that a question takes, by the name in the contract's oneof."""

    TEXT = "text"
    RATING = "rating"
    LABEL = "label"
    MULTI_LABEL = "multi_label"
    RANKING = "ranking"
    SPAN = "span"


class Question(NamedTuple):
    """One question that annotators answer."""

    name: str
    title: str
    description: str
    required: bool
    kind: QuestionKind
    options: tuple[int | str, ...] = ()
    """The values of a rating, the labels, or the options to rank."""
    allow_ties: bool = False
    field: str = ""
    """The text field in which spans are marked."""
    allow_overlapping: bool = False


class Schema(NamedTuple):
    """The fields and the questions of a dataset."""

    fields: tuple[Field, ...]
    questions: tuple[Question, ...]


class Definition(NamedTuple):
    """The part of a dataset that its owner defines."""

    name: str
    description: str
    schema: Schema
    responses_per_record: int = 1


class Counts(NamedTuple):
    """The counts of a dataset's records and responses, or a change of these counts."""

    records: int = 0
    completed: int = 0
    submitted: int = 0
    drafts: int = 0
    discarded: int = 0

    def plus(self, other: Counts) -> Counts:
        """Add other counts to these."""
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))

    def minus(self, other: Counts) -> Counts:
        """Subtract other counts from these."""
        return Counts(*(a - b for a, b in zip(self, other, strict=True)))


def record_status(*, submitted: int, wanted: int) -> RecordStatus:
    """Return the status of a record with so many submitted responses."""
    return RecordStatus.COMPLETED if submitted >= wanted else RecordStatus.PENDING


def count_response(status: int | None) -> Counts:
    """Return the counts of one response by its status; `None` means no response."""
    return Counts(
        submitted=int(status == ResponseStatus.SUBMITTED),
        drafts=int(status == ResponseStatus.DRAFT),
        discarded=int(status == ResponseStatus.DISCARDED),
    )


def definition_violations(definition: Definition) -> Iterator[Violation]:
    """Yield the violations of a definition that the contract's rules on fields cannot find."""
    if not definition.name:
        yield Violation(field="dataset.name", rule="must not be empty")
    for path, parts in (
        ("dataset.fields", definition.schema.fields),
        ("dataset.questions", definition.schema.questions),
    ):
        if not parts:
            yield Violation(field=path, rule="must have at least one item")
        yield from name_violations(path, [part.name for part in parts])
    texts = {field.name for field in definition.schema.fields if field.kind is FieldKind.TEXT}
    for i, question in enumerate(definition.schema.questions):
        at = f"dataset.questions[{i}]"
        if question.kind is QuestionKind.RATING and not _is_ascending(question.options):
            yield Violation(field=f"{at}.rating.values", rule="must be in ascending order")
        if question.kind is QuestionKind.SPAN and question.field not in texts:
            yield Violation(
                field=f"{at}.span.field", rule="must be the name of a text field of the dataset"
            )


def _is_ascending(options: Sequence[object]) -> bool:
    numbers = [int(str(option)) for option in options]
    return numbers == sorted(numbers)


def name_violations(field: str, names: Iterable[str]) -> Iterator[Violation]:
    """Yield a violation for each name that occurs more than once."""
    for name, count in Counter(names).items():
        if count > 1:
            yield Violation(field=field, rule=f"must not repeat the name {name}")


def dataset_not_found(id_or_name: str) -> NotFound:
    """Return the error for a dataset that does not exist in the namespace."""
    return NotFound(
        reason=Reason.DATASET_NOT_FOUND,
        message=f"the namespace has no dataset {id_or_name}",
        resource_type="Dataset",
        resource_name=id_or_name,
        ids={"dataset": id_or_name},
    )


def dataset_exists(name: str, dataset_id: str) -> AlreadyExists:
    """Return the error for a dataset whose name is taken."""
    return AlreadyExists(
        reason=Reason.DATASET_EXISTS,
        message=f"the namespace already has a dataset with the name {name}",
        resource_type="Dataset",
        resource_name=dataset_id,
        ids={"dataset_id": dataset_id},
    )


def record_not_found(record_id: str) -> NotFound:
    """Return the error for a record that does not exist in the namespace."""
    return NotFound(
        reason=Reason.RECORD_NOT_FOUND,
        message=f"the namespace has no record {record_id}",
        resource_type="Record",
        resource_name=record_id,
        ids={"record_id": record_id},
    )


def response_not_found(response_id: str) -> NotFound:
    """Return the error for a response that does not exist in the namespace."""
    return NotFound(
        reason=Reason.RESPONSE_NOT_FOUND,
        message=f"the namespace has no response {response_id}",
        resource_type="RecordResponse",
        resource_name=response_id,
        ids={"response_id": response_id},
    )


def record_exists(external_id: str, record_id: str) -> AlreadyExists:
    """Return the error for a record whose external id is taken."""
    return AlreadyExists(
        reason=Reason.RECORD_EXISTS,
        message=f"the dataset already has a record with the external id {external_id}; set upsert"
        " to replace it, or merge_responses to add responses to it",
        resource_type="Record",
        resource_name=record_id,
        ids={"record_id": record_id},
    )


def record_differs(record_id: str, differing: Sequence[str]) -> AlreadyExists:
    """Return the error for a record to merge that differs from the stored one in these parts."""
    return AlreadyExists(
        reason=Reason.RECORD_EXISTS,
        message=f"responses cannot be merged into the record {record_id}: it has a different"
        f" {', '.join(differing)}",
        resource_type="Record",
        resource_name=record_id,
        ids={"record_id": record_id, "differing": ",".join(differing)},
    )


def exchange_not_found(exchange_id: str) -> NotFound:
    """Return the error for a record that names an exchange which the namespace does not have."""
    return NotFound(
        reason=Reason.EXCHANGE_NOT_FOUND,
        message=f"the namespace has no exchange {exchange_id}: record.exchange_id must name one",
        resource_type="Exchange",
        resource_name=exchange_id,
        ids={"exchange_id": exchange_id},
    )


def response_exists(record_id: str, response_id: str) -> AlreadyExists:
    """Return the error for a second response by the same author."""
    return AlreadyExists(
        reason=Reason.RESPONSE_EXISTS,
        message=f"the author already has a response to this record: update {response_id} instead",
        resource_type="RecordResponse",
        resource_name=response_id,
        ids={"record_id": record_id, "response_id": response_id},
    )


def record_has_responses(record_id: str) -> FailedPrecondition:
    """Return the error for new field values of a record that has responses."""
    return FailedPrecondition(
        reason=Reason.RECORD_HAS_RESPONSES,
        message=f"field_to_value cannot change: the record {record_id} has responses",
        resource_type="Record",
        resource_name=record_id,
        ids={"record_id": record_id},
    )


def dataset_has_records(dataset_id: str) -> FailedPrecondition:
    """Return the error for deleting a dataset that has records, without force."""
    return FailedPrecondition(
        reason=Reason.DATASET_HAS_RECORDS,
        message=f"the dataset {dataset_id} has records; set force to delete them with it",
        resource_type="Dataset",
        resource_name=dataset_id,
        ids={"dataset_id": dataset_id},
    )
