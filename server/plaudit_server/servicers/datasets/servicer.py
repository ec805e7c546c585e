"""DatasetService: datasets, their records and responses, and the agreement of annotators.

The RPCs on datasets are in this file; those on records and responses are in files of their own.
"""

from __future__ import annotations

from google.protobuf.message import Message

from plaudit_server.contract import dataset_pb2
from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.tenants.scopes import Scope
from plaudit_server.pipeline.call import Call, rpc
from plaudit_server.servicers.datasets import (
    filters,
    record_creation,
    records,
    responses,
    rules,
)
from plaudit_server.servicers.datasets.messages import (
    CHANGEABLE,
    change,
    definition,
    write_agreement,
    write_dataset,
)
from plaudit_server.servicers.masks import paths
from plaudit_server.servicers.values import page
from plaudit_server.servicers.writes import write
from plaudit_server.storage.datasets import agreement, datasets
from plaudit_server.storage.datasets.datasets import (
    DatasetDeletion,
    DatasetUpdate,
    NewDataset,
    StoredDataset,
)
from plaudit_server.storage.engine.store import Store


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
        return await record_creation.create(self._store, request, call)

    @rpc(
        Scope.DATASETS_WRITE,
        rules=rules.create_records,
        batch="items",
        item_rules=rules.batch_item,
        parts="responses",
        part_rules=rules.new_response,
    )
    async def BatchCreateRecords(
        self, request: dataset_pb2.BatchCreateRecordsRequest, call: Call
    ) -> Message | bytes:
        return await record_creation.create_batch(self._store, request, call)

    @rpc(Scope.DATASETS_WRITE, Scope.DATASETS_ANNOTATE)
    async def GetRecord(
        self, request: dataset_pb2.GetRecordRequest, call: Call
    ) -> dataset_pb2.GetRecordResponse:
        return await records.get(self._store, request, call)

    @rpc(Scope.DATASETS_WRITE, Scope.DATASETS_ANNOTATE, rules=filters.list_records)
    async def ListRecords(
        self, request: dataset_pb2.ListRecordsRequest, call: Call
    ) -> dataset_pb2.ListRecordsResponse:
        return await records.list_(self._store, request, call)

    @rpc(Scope.DATASETS_ANNOTATE, rules=rules.next_records)
    async def NextRecords(
        self, request: dataset_pb2.NextRecordsRequest, call: Call
    ) -> dataset_pb2.NextRecordsResponse:
        return await records.assign_next(self._store, request, call)

    @rpc(Scope.DATASETS_WRITE)
    async def DeleteRecord(
        self, request: dataset_pb2.DeleteRecordRequest, call: Call
    ) -> Message | bytes:
        return await records.delete(self._store, request, call)

    @rpc(Scope.DATASETS_ANNOTATE, rules=rules.create_response)
    async def CreateResponse(
        self, request: dataset_pb2.CreateResponseRequest, call: Call
    ) -> Message | bytes:
        return await responses.create(self._store, request, call)

    @rpc(Scope.DATASETS_ANNOTATE, rules=rules.update_response)
    async def UpdateResponse(
        self, request: dataset_pb2.UpdateResponseRequest, call: Call
    ) -> Message | bytes:
        return await responses.update(self._store, request, call)

    @rpc(Scope.DATASETS_WRITE, Scope.DATASETS_ANNOTATE)
    async def ListResponses(
        self, request: dataset_pb2.ListResponsesRequest, call: Call
    ) -> dataset_pb2.ListResponsesResponse:
        return await responses.list_(self._store, request, call)

    @rpc(Scope.DATASETS_ANNOTATE)
    async def DeleteResponse(
        self, request: dataset_pb2.DeleteResponseRequest, call: Call
    ) -> Message | bytes:
        return await responses.delete(self._store, request, call)

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
