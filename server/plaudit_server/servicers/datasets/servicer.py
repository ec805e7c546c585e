"""DatasetService: define datasets, add records, hand them out, answer them, see who agrees."""

from __future__ import annotations

from collections.abc import Sequence

from google.protobuf.message import Message

from plaudit_server.contract import dataset_pb2
from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.datasets.annotation import ResponseStatus
from plaudit_server.domain.datasets.filters import RecordFilter, ResponseFilter
from plaudit_server.domain.errors import Refusal
from plaudit_server.domain.tenants.scopes import Scope
from plaudit_server.pipeline.call import Call, rpc
from plaudit_server.pipeline.errors import to_status
from plaudit_server.servicers.datasets import rules
from plaudit_server.servicers.datasets.messages import (
    CHANGEABLE,
    annotator,
    change,
    definition,
    new_record,
    new_response,
    write_agreement,
    write_dataset,
    write_record,
    write_response,
)
from plaudit_server.servicers.masks import paths
from plaudit_server.servicers.values import get_range, page, set_time, to_object
from plaudit_server.servicers.writes import write
from plaudit_server.storage.datasets import (
    agreement,
    datasets,
    next_records,
    record_creation,
    records,
    responses,
)
from plaudit_server.storage.datasets.datasets import (
    DatasetDeletion,
    DatasetUpdate,
    NewDataset,
    StoredDataset,
)
from plaudit_server.storage.datasets.next_records import AssignedRecords, NextRecords
from plaudit_server.storage.datasets.record_creation import AddedRecord
from plaudit_server.storage.datasets.records import StoredRecord
from plaudit_server.storage.datasets.responses import (
    ResponseCreation,
    ResponseUpdate,
    StoredResponse,
)
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.json_text import dump
from plaudit_server.storage.engine.store import Store

DEFAULT_HOLD = 30 * 60 * 1_000_000
"""How long an annotator holds records unless said, in microseconds."""


class DatasetServicer:
    """Serves `plaudit.v1.DatasetService`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @rpc(Scope.DATASETS_WRITE, rules=rules.create_dataset)
    async def CreateDataset(
        self, request: dataset_pb2.CreateDatasetRequest, call: Call
    ) -> Message | bytes:
        def answer(stored: StoredDataset) -> Message:
            response = dataset_pb2.CreateDatasetResponse()
            write_dataset(response.dataset, stored)
            return response

        new = NewDataset(call.principal.namespace_id, definition(request.dataset))
        return await write(self._store, call, datasets.create, new, answer)

    @rpc(Scope.DATASETS_WRITE, Scope.DATASETS_ANNOTATE)
    async def GetDataset(
        self, request: dataset_pb2.GetDatasetRequest, call: Call
    ) -> dataset_pb2.GetDatasetResponse:
        namespace_id = call.principal.namespace_id
        stored = await self._store.query(
            namespace_id, datasets.find, namespace_id, id_=request.id, name=request.name
        )
        if stored is None:
            raise annotation.dataset_not_found(request.id or request.name)
        response = dataset_pb2.GetDatasetResponse()
        write_dataset(response.dataset, stored)
        return response

    @rpc(Scope.DATASETS_WRITE, Scope.DATASETS_ANNOTATE)
    async def ListDatasets(
        self, request: dataset_pb2.ListDatasetsRequest, call: Call
    ) -> dataset_pb2.ListDatasetsResponse:
        namespace_id = call.principal.namespace_id
        wanted = page(request, "ListDatasets", namespace_id)
        found, next_id = await self._store.query(
            namespace_id, datasets.list_page, namespace_id, after=wanted.after, limit=wanted.size
        )
        response = dataset_pb2.ListDatasetsResponse()
        for stored in found:
            write_dataset(response.datasets.add(), stored)
        response.next_page_token = wanted.next_token(next_id, more=bool(next_id))
        return response

    @rpc(Scope.DATASETS_WRITE, rules=rules.update_dataset)
    async def UpdateDataset(
        self, request: dataset_pb2.UpdateDatasetRequest, call: Call
    ) -> Message | bytes:
        def answer(stored: StoredDataset) -> Message:
            response = dataset_pb2.UpdateDatasetResponse()
            write_dataset(response.dataset, stored)
            return response

        message = request.dataset
        names = paths(request.update_mask, message, CHANGEABLE)
        update = DatasetUpdate(call.principal.namespace_id, message.id, change(message, names))
        return await write(self._store, call, datasets.update, update, answer)

    @rpc(Scope.DATASETS_WRITE)
    async def DeleteDataset(
        self, request: dataset_pb2.DeleteDatasetRequest, call: Call
    ) -> Message | bytes:
        def answer(stored: StoredDataset) -> Message:
            response = dataset_pb2.DeleteDatasetResponse()
            write_dataset(response.dataset, stored)
            return response

        deletion = DatasetDeletion(call.principal.namespace_id, request.id, request.force)
        return await write(self._store, call, datasets.delete, deletion, answer)

    @rpc(Scope.DATASETS_WRITE, rules=rules.create_record)
    async def CreateRecord(
        self, request: dataset_pb2.CreateRecordRequest, call: Call
    ) -> Message | bytes:
        principal = call.principal
        given = (
            (new_response(request.response, principal.id),) if request.HasField("response") else ()
        )
        new = new_record(
            request.record, given, namespace_id=principal.namespace_id, upsert=request.upsert
        )

        def answer(results: Sequence[AddedRecord | Refusal]) -> Message:
            (result,) = results
            if isinstance(result, Refusal):
                raise result
            response = dataset_pb2.CreateRecordResponse(updated=result.updated)
            write_record(response.record, result.record)
            for stored in result.responses:
                write_response(response.response, stored)
            return response

        return await write(self._store, call, record_creation.add, (new,), answer)

    @rpc(Scope.DATASETS_WRITE, batch="items", item_rules=rules.batch_item)
    async def BatchCreateRecords(
        self, request: dataset_pb2.BatchCreateRecordsRequest, call: Call
    ) -> Message | bytes:
        principal = call.principal
        accepted = await call.compute(
            lambda: {
                i: new_record(
                    item.record,
                    tuple(
                        new_response(response, principal.id, path=f"responses[{j}]")
                        for j, response in enumerate(item.responses)
                    ),
                    namespace_id=principal.namespace_id,
                    upsert=request.upsert,
                )
                for i, item in enumerate(request.items)
                if i not in call.rejected
            }
        )

        def answer(results: Sequence[AddedRecord | Refusal]) -> Message:
            outcomes = {**dict(zip(accepted, results, strict=True)), **call.rejected}
            response = dataset_pb2.BatchCreateRecordsResponse()
            for i in range(len(request.items)):
                outcome = outcomes[i]
                result = response.results.add()
                if isinstance(outcome, Refusal):
                    result.error.MergeFromString(to_status(outcome).SerializeToString())
                    response.failed_count += 1
                else:
                    result.created.record_id = outcome.record.id
                    result.created.response_ids.extend(given.id for given in outcome.responses)
                    result.created.updated = outcome.updated
                    response.succeeded_count += 1
            return response

        news = tuple(accepted.values())
        if request.validate_only:
            namespace_id = principal.namespace_id
            return answer(
                await self._store.dry_run(record_creation.add, news, namespace_id=namespace_id)
            )
        return await write(self._store, call, record_creation.add, news, answer)

    @rpc(Scope.DATASETS_WRITE, Scope.DATASETS_ANNOTATE)
    async def GetRecord(
        self, request: dataset_pb2.GetRecordRequest, call: Call
    ) -> dataset_pb2.GetRecordResponse:
        namespace_id = call.principal.namespace_id

        def read(backend: Backend) -> dataset_pb2.GetRecordResponse:
            found = records.find_with_responses(backend, namespace_id, request.id)
            if found is None:
                raise annotation.record_not_found(request.id)
            stored, given, more = found
            response = dataset_pb2.GetRecordResponse(more_responses=more)
            write_record(response.record, stored)
            for one in given:
                write_response(response.responses.add(), one)
            return response

        return await self._store.query(namespace_id, read)

    @rpc(Scope.DATASETS_WRITE, Scope.DATASETS_ANNOTATE, rules=rules.list_records)
    async def ListRecords(
        self, request: dataset_pb2.ListRecordsRequest, call: Call
    ) -> dataset_pb2.ListRecordsResponse:
        namespace_id = call.principal.namespace_id
        asked = _record_filter(request.filter, call)
        bound = (dump(asked.metadata), *asked._replace(metadata={}, statuses=frozenset()))
        query = repr((sorted(asked.statuses), bound)).encode().hex()
        wanted = page(request, "ListRecords", namespace_id, request.dataset_id, query)

        def read(backend: Backend) -> dataset_pb2.ListRecordsResponse:
            found, next_id = records.list_page(
                backend,
                namespace_id,
                request.dataset_id,
                asked,
                after=wanted.after,
                limit=wanted.size,
            )
            response = dataset_pb2.ListRecordsResponse()
            for stored in found:
                write_record(response.records.add(), stored)
            response.next_page_token = wanted.next_token(next_id, more=bool(next_id))
            return response

        return await self._store.query(namespace_id, read)

    @rpc(Scope.DATASETS_ANNOTATE, rules=rules.next_records)
    async def NextRecords(
        self, request: dataset_pb2.NextRecordsRequest, call: Call
    ) -> dataset_pb2.NextRecordsResponse:
        hold = request.hold.seconds * 1_000_000 + request.hold.nanos // 1000
        asked = NextRecords(
            call.principal.namespace_id,
            request.dataset_id,
            _annotator(request.annotator, call),
            request.max_records or 1,
            hold if request.HasField("hold") else DEFAULT_HOLD,
        )
        assigned: AssignedRecords = await self._store.write(
            next_records.assign, asked, namespace_id=asked.namespace_id
        )
        if not assigned.records:
            # Not while others wait to write: it may be far between what is answered already.
            before = await self._store.query(asked.namespace_id, next_records.find_before, asked)
            if before is not None:
                assigned = await self._store.write(
                    next_records.assign,
                    asked._replace(behind=before),
                    namespace_id=asked.namespace_id,
                )

        def answer(_: Backend) -> dataset_pb2.NextRecordsResponse:
            response = dataset_pb2.NextRecordsResponse()
            for record, draft in assigned.records:
                added = response.records.add()
                write_record(added.record, record)
                if draft is not None:
                    write_response(added.draft, draft)
            set_time(response.hold_until, assigned.hold_until)
            return response

        return await self._store.query(asked.namespace_id, answer)  # off the loop

    @rpc(Scope.DATASETS_WRITE)
    async def DeleteRecord(
        self, request: dataset_pb2.DeleteRecordRequest, call: Call
    ) -> Message | bytes:
        def answer(stored: StoredRecord) -> Message:
            response = dataset_pb2.DeleteRecordResponse()
            write_record(response.record, stored)
            return response

        lookup = (call.principal.namespace_id, request.id)
        return await write(self._store, call, records.delete, lookup, answer)

    @rpc(Scope.DATASETS_ANNOTATE, rules=rules.create_response)
    async def CreateResponse(
        self, request: dataset_pb2.CreateResponseRequest, call: Call
    ) -> Message | bytes:
        def answer(stored: StoredResponse) -> Message:
            response = dataset_pb2.CreateResponseResponse()
            write_response(response.response, stored)
            return response

        message = request.response
        given = new_response(message, call.principal.id)
        new = ResponseCreation(call.principal.namespace_id, message.record_id, given)
        return await write(self._store, call, responses.create, new, answer)

    @rpc(Scope.DATASETS_ANNOTATE, rules=rules.update_response)
    async def UpdateResponse(
        self, request: dataset_pb2.UpdateResponseRequest, call: Call
    ) -> Message | bytes:
        def answer(stored: StoredResponse) -> Message:
            response = dataset_pb2.UpdateResponseResponse()
            write_response(response.response, stored)
            return response

        message = request.response
        changed = paths(request.update_mask, message, rules.RESPONSE_CHANGEABLE)
        update = ResponseUpdate(
            call.principal.namespace_id,
            message.id,
            (message.status or ResponseStatus.SUBMITTED.value) if "status" in changed else None,
            to_object(message.values) if "values" in changed else None,
        )
        return await write(self._store, call, responses.update, update, answer)

    @rpc(Scope.DATASETS_WRITE, Scope.DATASETS_ANNOTATE)
    async def ListResponses(
        self, request: dataset_pb2.ListResponsesRequest, call: Call
    ) -> dataset_pb2.ListResponsesResponse:
        namespace_id = call.principal.namespace_id
        asked = ResponseFilter(
            request.dataset_id,
            request.record_id,
            _annotator(request.annotator, call) if request.HasField("annotator") else "",
            frozenset(request.statuses),
        )
        query = (*asked[:-1], repr(sorted(asked.statuses)))
        wanted = page(request, "ListResponses", namespace_id, *query)

        def read(backend: Backend) -> dataset_pb2.ListResponsesResponse:
            found, next_id = responses.list_page(
                backend, namespace_id, asked, after=wanted.after, limit=wanted.size
            )
            response = dataset_pb2.ListResponsesResponse()
            for stored in found:
                write_response(response.responses.add(), stored)
            response.next_page_token = wanted.next_token(next_id, more=bool(next_id))
            return response

        return await self._store.query(namespace_id, read)

    @rpc(Scope.DATASETS_ANNOTATE)
    async def DeleteResponse(
        self, request: dataset_pb2.DeleteResponseRequest, call: Call
    ) -> Message | bytes:
        def answer(stored: StoredResponse) -> Message:
            response = dataset_pb2.DeleteResponseResponse()
            write_response(response.response, stored)
            return response

        lookup = (call.principal.namespace_id, request.id)
        return await write(self._store, call, responses.delete, lookup, answer)

    @rpc(Scope.DATASETS_WRITE, Scope.DATASETS_ANNOTATE)
    async def GetAgreement(
        self, request: dataset_pb2.GetAgreementRequest, call: Call
    ) -> dataset_pb2.GetAgreementResponse:
        measured, annotators = await self._store.work_in_parts(
            call.principal.namespace_id,
            agreement.measure,
            call.principal.namespace_id,
            request.dataset_id,
            question_name=request.question_name,
            level=request.level,
        )
        response = dataset_pb2.GetAgreementResponse()
        for one in measured:
            write_agreement(response.questions.add(), one, annotators)
        return response


def _annotator(message: dataset_pb2.Annotator, call: Call) -> str:
    return annotator(message.user_id, message.external_user_id, call.principal.id)


def _record_filter(message: dataset_pb2.RecordFilter, call: Call) -> RecordFilter:
    def whose(name: str) -> str:
        return _annotator(getattr(message, name), call) if message.HasField(name) else ""

    return RecordFilter(
        statuses=frozenset(message.statuses),
        answered_by=whose("answered_by"),
        not_answered_by=whose("not_answered_by"),
        metadata=to_object(message.metadata),
        create_time=get_range(message.create_time),
        update_time=get_range(message.update_time),
        external_id=message.external_id,
    )
