"""Converts datasets, records and responses between messages and values."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from google.protobuf import json_format

from plaudit_server.contract import dataset_pb2
from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.datasets.annotation import (
    Definition,
    Field,
    FieldKind,
    Question,
    QuestionKind,
    ResponseStatus,
    Schema,
)
from plaudit_server.domain.datasets.answers import Suggestion
from plaudit_server.domain.errors import Refusal, invalid
from plaudit_server.domain.feedback import feedback
from plaudit_server.domain.ids import digest
from plaudit_server.domain.occurrence import occurrence
from plaudit_server.domain.tenants.scopes import Principal
from plaudit_server.pipeline.call import Call
from plaudit_server.servicers.values import (
    get_time,
    set_json,
    set_time,
    to_json,
    to_object,
    to_value,
)
from plaudit_server.storage.datasets.agreement import Annotator, QuestionAgreement
from plaudit_server.storage.datasets.datasets import StoredDataset
from plaudit_server.storage.datasets.record_creation import NewRecord
from plaudit_server.storage.datasets.records import StoredRecord
from plaudit_server.storage.datasets.responses import NewResponse, StoredResponse
from plaudit_server.storage.engine.transaction import now

CHANGEABLE = ("name", "description", "fields", "questions", "responses_per_record")
"""The fields of a dataset that can be updated."""


def definition(message: dataset_pb2.Dataset) -> Definition:
    """Read the definition of a dataset; parts without a kind are invalid and get any kind."""
    return Definition(
        message.name,
        message.description,
        Schema(
            tuple(_field(field) for field in message.fields),
            tuple(_question(question) for question in message.questions),
        ),
        message.responses_per_record or 1,
    )


def change(message: dataset_pb2.Dataset, names: set[str]) -> Callable[[Definition], Definition]:
    """Return a function that replaces these parts of a definition; it refuses an invalid result."""
    requested = definition(message)

    def changed(old: Definition) -> Definition:
        texts = {
            name: getattr(requested, name)
            for name in ("name", "description", "responses_per_record")
            if name in names
        }
        parts = {
            name: getattr(requested.schema, name)
            for name in ("fields", "questions")
            if name in names
        }
        new = old._replace(**texts, schema=old.schema._replace(**parts))
        if broken := list(annotation.definition_violations(new)):
            raise invalid(broken)
        return new

    return changed


def _field(message: dataset_pb2.Field) -> Field:
    kind = FieldKind(message.WhichOneof("kind") or FieldKind.CUSTOM)
    return Field(message.name, message.title, message.required, kind)


def _question(message: dataset_pb2.Question) -> Question:
    kind = QuestionKind(message.WhichOneof("kind") or QuestionKind.TEXT)
    options: tuple[int | str, ...] = ()
    match kind:
        case QuestionKind.RATING:
            options = tuple(message.rating.values)
        case QuestionKind.LABEL:
            options = tuple(message.label.labels)
        case QuestionKind.MULTI_LABEL:
            options = tuple(message.multi_label.labels)
        case QuestionKind.RANKING:
            options = tuple(message.ranking.options)
        case QuestionKind.SPAN:
            options = tuple(message.span.labels)
    return Question(
        message.name,
        message.title,
        message.description,
        message.required,
        kind,
        options,
        message.ranking.allow_ties,
        message.span.field,
        message.span.allow_overlapping,
    )


def write_dataset(message: dataset_pb2.Dataset, stored: StoredDataset) -> None:
    """Write a stored dataset into a message."""
    defined, counts = stored.definition, stored.counts
    message.id = stored.id
    message.name = defined.name
    message.description = defined.description
    for field in defined.schema.fields:
        added = message.fields.add(name=field.name, title=field.title, required=field.required)
        getattr(added, field.kind).SetInParent()
    for question in defined.schema.questions:
        _write_question(message.questions.add(), question)
    set_time(message.create_time, stored.create_time)
    set_time(message.update_time, stored.update_time)
    message.responses_per_record = defined.responses_per_record
    progress = message.progress
    progress.SetInParent()
    progress.record_count = counts.records
    progress.completed_record_count = counts.completed
    progress.submitted_response_count = counts.submitted
    progress.draft_response_count = counts.drafts
    progress.discarded_response_count = counts.discarded


def _write_question(message: dataset_pb2.Question, question: Question) -> None:
    message.name = question.name
    message.title = question.title
    message.description = question.description
    message.required = question.required
    labels = [str(option) for option in question.options]
    match question.kind:
        case QuestionKind.TEXT:
            message.text.SetInParent()
        case QuestionKind.RATING:
            message.rating.values.extend(int(value) for value in question.options)
        case QuestionKind.LABEL:
            message.label.labels.extend(labels)
        case QuestionKind.MULTI_LABEL:
            message.multi_label.labels.extend(labels)
        case QuestionKind.RANKING:
            message.ranking.options.extend(labels)
            message.ranking.allow_ties = question.allow_ties
        case QuestionKind.SPAN:
            message.span.field = question.field
            message.span.labels.extend(labels)
            message.span.allow_overlapping = question.allow_overlapping


def annotator_digest(user_id: str, external_user_id: str, principal_id: str) -> str:
    """Return the digest of an annotator."""
    return digest(
        *feedback.author(
            user_id=user_id, external_user_id=external_user_id, principal_id=principal_id
        )
    )


def annotator_of(message: dataset_pb2.Annotator, call: Call) -> str:
    """Return the digest of the annotator whom a request names, or of its caller."""
    return annotator_digest(message.user_id, message.external_user_id, call.principal.id)


def new_record(
    message: dataset_pb2.Record,
    responses: tuple[NewResponse, ...],
    request: dataset_pb2.CreateRecordRequest | dataset_pb2.BatchCreateRecordsRequest,
    principal: Principal,
    *,
    whole: bool,
) -> NewRecord:
    """Read a record to add, with its responses and the options of the request.

    In a `whole` one a refused response refuses the record too.
    """
    occur_time, refusal = _occurred(message, principal, "record.occur_time")
    return NewRecord(
        principal.namespace_id,
        message.dataset_id,
        to_object(message.field_to_value),
        message.external_id,
        to_json(message.metadata),
        tuple(_suggestion(suggestion) for suggestion in message.suggestions),
        responses,
        request.upsert,
        request.merge_responses,
        message.exchange_id,
        occur_time,
        whole,
        refusal,
    )


def _occurred(
    message: dataset_pb2.Record | dataset_pb2.RecordResponse, principal: Principal, field: str
) -> tuple[int | None, Refusal | None]:
    """Read when something happened, `None` if that is not said, and the refusal of a bad time."""
    if not message.HasField("occur_time"):
        return None, None
    try:
        return occurrence(get_time(message.occur_time), principal, now=now(), field=field), None
    except Refusal as refusal:
        return None, refusal.with_traceback(None)


def _suggestion(message: dataset_pb2.Suggestion) -> Suggestion:
    return Suggestion(
        message.question_name,
        to_value(message.value),
        message.score if message.HasField("score") else None,
        message.agent,
    )


def new_response(
    message: dataset_pb2.RecordResponse,
    principal: Principal,
    *,
    path: str = "response",
    rejected: Refusal | None = None,
) -> NewResponse:
    """Read a response to add; `rejected` if the rules of its request refuse it."""
    author = annotator_digest(message.user_id, message.external_user_id, principal.id)
    if rejected is not None:
        return NewResponse(author, principal.id, 0, {}, "", "", path, refusal=rejected)
    occur_time, refusal = _occurred(message, principal, f"{path}.occur_time")
    return NewResponse(
        author,
        principal.id,
        message.status or ResponseStatus.SUBMITTED.value,
        to_object(message.values),
        message.user_id,
        message.external_user_id,
        path,
        occur_time,
        refusal,
    )


def write_record(message: dataset_pb2.Record, stored: StoredRecord) -> None:
    """Write a stored record into a message."""
    message.id = stored.id
    message.dataset_id = stored.dataset_id
    message.field_to_value.update(json.loads(stored.field_to_value))
    message.external_id = stored.external_id
    set_json(message.metadata, stored.metadata)
    set_time(message.create_time, stored.create_time)
    set_time(message.update_time, stored.update_time)
    suggestions: list[dict[str, Any]] = json.loads(stored.suggestions or "[]")
    for suggested in (Suggestion(**s) for s in suggestions):
        added = message.suggestions.add(
            question_name=suggested.question_name, score=suggested.score, agent=suggested.agent
        )
        json_format.ParseDict(suggested.value, added.value)
    message.status = stored.status  # type: ignore[assignment]
    message.submitted_response_count = stored.submitted_count
    message.exchange_id = stored.exchange_id
    set_time(message.occur_time, stored.occur_time)


def write_response(message: dataset_pb2.RecordResponse, stored: StoredResponse) -> None:
    """Write a stored response into a message."""
    message.id = stored.id
    message.record_id = stored.record_id
    message.dataset_id = stored.dataset_id
    message.status = stored.status  # type: ignore[assignment]
    message.values.update(json.loads(stored.answers))
    message.user_id = stored.user_id or stored.creator
    message.external_user_id = stored.external_user_id
    set_time(message.create_time, stored.create_time)
    set_time(message.update_time, stored.update_time)
    set_time(message.occur_time, stored.occur_time)


def write_agreement(
    message: dataset_pb2.QuestionAgreement,
    measured: QuestionAgreement,
    annotators: Sequence[Annotator],
) -> None:
    """Write the agreement on a question into a message."""
    agreement = measured.agreement
    message.question_name = measured.question.name
    message.level = measured.level.value  # type: ignore[assignment]
    if agreement.alpha is not None:
        message.alpha = agreement.alpha
    if agreement.percent is not None:
        message.percent_agreement = agreement.percent
    message.unit_count = agreement.unit_count
    message.annotator_count = agreement.annotator_count
    for without in agreement.without:
        annotator = annotators[without.annotator]
        message.annotators.add(
            user_id=annotator.user_id or annotator.creator,
            external_user_id=annotator.external_user_id,
            unit_count=without.unit_count,
            alpha_without=without.alpha,
        )
