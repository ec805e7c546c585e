"""DatasetService: define datasets, add records, read both."""

from __future__ import annotations

import json
from collections.abc import Iterator

from google.protobuf.message import Message

from plaudit_server.contract import dataset_pb2
from plaudit_server.domain import annotation
from plaudit_server.domain.annotation import (
    Field,
    FieldKind,
    Question,
    QuestionKind,
    ResponseStatus,
    Schema,
)
from plaudit_server.domain.errors import Violation
from plaudit_server.domain.feedback import author
from plaudit_server.domain.ids import digest
from plaudit_server.domain.scopes import Scope
from plaudit_server.pipeline.call import Call, rpc
from plaudit_server.servicers.values import (
    json_violations,
    set_json,
    set_time,
    to_json,
    to_object,
)
from plaudit_server.servicers.writes import write
from plaudit_server.storage import datasets as storage
from plaudit_server.storage.datasets import (
    NewDataset,
    NewRecord,
    NewResponse,
    StoredDataset,
    StoredRecord,
    StoredResponse,
)
from plaudit_server.storage.store import Store


def _dataset_rules(request: dataset_pb2.CreateDatasetRequest) -> Iterator[Violation]:
    dataset = request.dataset
    yield from annotation.name_violations("dataset.fields", [f.name for f in dataset.fields])
    yield from annotation.name_violations("dataset.questions", [q.name for q in dataset.questions])
    for i, question in enumerate(dataset.questions):
        if list(question.rating.values) != sorted(question.rating.values):
            yield Violation(
                field=f"dataset.questions[{i}].rating.values", rule="must be in ascending order"
            )


def _record_rules(request: dataset_pb2.CreateRecordRequest) -> Iterator[Violation]:
    yield from json_violations(request.record.field_to_value, "record.field_to_value")
    yield from json_violations(request.record.metadata, "record.metadata")
    yield from json_violations(request.response.values, "response.values")


class DatasetServicer:
    """Serves `plaudit.v1.DatasetService`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @rpc(Scope.DATASETS_WRITE, rules=_dataset_rules)
    async def CreateDataset(
        self, request: dataset_pb2.CreateDatasetRequest, call: Call
    ) -> Message | bytes:
        message = request.dataset
        schema = Schema(
            tuple(_field(field) for field in message.fields),
            tuple(_question(question) for question in message.questions),
        )

        def answer(stored: StoredDataset) -> Message:
            response = dataset_pb2.CreateDatasetResponse()
            _write_dataset(response.dataset, stored)
            return response

        new = NewDataset(call.principal.namespace_id, message.name, message.description, schema)
        return await write(self._store, call, storage.create, new, answer)

    @rpc(Scope.DATASETS_WRITE, Scope.DATASETS_ANNOTATE)
    async def GetDataset(
        self, request: dataset_pb2.GetDatasetRequest, call: Call
    ) -> dataset_pb2.GetDatasetResponse:
        stored = await self._store.query(
            storage.find, call.principal.namespace_id, id_=request.id, name=request.name
        )
        if stored is None:
            raise annotation.dataset_not_found(request.id or request.name)
        response = dataset_pb2.GetDatasetResponse()
        _write_dataset(response.dataset, stored)
        return response

    @rpc(Scope.DATASETS_WRITE, rules=_record_rules)
    async def CreateRecord(
        self, request: dataset_pb2.CreateRecordRequest, call: Call
    ) -> Message | bytes:
        record = request.record
        new = NewRecord(
            call.principal.namespace_id,
            record.dataset_id,
            to_object(record.field_to_value),
            record.external_id,
            to_json(record.metadata),
            _response(request.response, call) if request.HasField("response") else None,
        )

        def answer(stored: StoredRecord) -> Message:
            response = dataset_pb2.CreateRecordResponse()
            _write_record(response.record, stored)
            for given in stored.responses:
                _write_response(response.response, given)
            return response

        return await write(self._store, call, storage.add_records, new, answer)

    @rpc(Scope.DATASETS_WRITE, Scope.DATASETS_ANNOTATE)
    async def GetRecord(
        self, request: dataset_pb2.GetRecordRequest, call: Call
    ) -> dataset_pb2.GetRecordResponse:
        stored = await self._store.query(
            storage.find_record, call.principal.namespace_id, request.id
        )
        if stored is None:
            raise annotation.record_not_found(request.id)
        response = dataset_pb2.GetRecordResponse()
        _write_record(response.record, stored)
        for given in stored.responses:
            _write_response(response.responses.add(), given)
        return response


def _field(message: dataset_pb2.Field) -> Field:
    kind = FieldKind(message.WhichOneof("kind"))
    return Field(message.name, message.title, message.required, kind)


def _question(message: dataset_pb2.Question) -> Question:
    kind = QuestionKind(message.WhichOneof("kind"))
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
    return Question(
        message.name,
        message.title,
        message.description,
        message.required,
        kind,
        options,
        message.ranking.allow_ties,
    )


def _response(message: dataset_pb2.RecordResponse, call: Call) -> NewResponse:
    who = author(
        user_id=message.user_id,
        external_user_id=message.external_user_id,
        principal_id=call.principal.id,
    )
    return NewResponse(
        digest(*who),
        call.principal.id,
        message.status or ResponseStatus.SUBMITTED.value,
        to_object(message.values),
        message.user_id,
        message.external_user_id,
    )


def _write_dataset(message: dataset_pb2.Dataset, stored: StoredDataset) -> None:
    message.id = stored.id
    message.name = stored.name
    message.description = stored.description
    for field in stored.schema.fields:
        added = message.fields.add(name=field.name, title=field.title, required=field.required)
        getattr(added, field.kind).SetInParent()
    for question in stored.schema.questions:
        _write_question(message.questions.add(), question)
    set_time(message.create_time, stored.create_time)
    set_time(message.update_time, stored.update_time)


def _write_question(message: dataset_pb2.Question, question: Question) -> None:
    message.name = question.name
    message.title = question.title
    message.description = question.description
    message.required = question.required
    match question.kind:
        case QuestionKind.TEXT:
            message.text.SetInParent()
        case QuestionKind.RATING:
            message.rating.values.extend(int(value) for value in question.options)
        case QuestionKind.LABEL:
            message.label.labels.extend(str(label) for label in question.options)
        case QuestionKind.MULTI_LABEL:
            message.multi_label.labels.extend(str(label) for label in question.options)
        case QuestionKind.RANKING:
            message.ranking.options.extend(str(option) for option in question.options)
            message.ranking.allow_ties = question.allow_ties


def _write_record(message: dataset_pb2.Record, stored: StoredRecord) -> None:
    message.id = stored.id
    message.dataset_id = stored.dataset_id
    message.field_to_value.update(json.loads(stored.field_to_value))
    message.external_id = stored.external_id
    set_json(message.metadata, stored.metadata)
    set_time(message.create_time, stored.create_time)
    set_time(message.update_time, stored.update_time)


def _write_response(message: dataset_pb2.RecordResponse, stored: StoredResponse) -> None:
    message.id = stored.id
    message.record_id = stored.record_id
    message.status = stored.status  # type: ignore[assignment]
    message.values.update(json.loads(stored.answers))
    message.user_id = stored.user_id or stored.creator
    message.external_user_id = stored.external_user_id
    set_time(message.create_time, stored.create_time)
    set_time(message.update_time, stored.update_time)
