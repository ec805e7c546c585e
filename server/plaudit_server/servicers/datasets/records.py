"""The RPCs of DatasetService on records: read, assign and delete them."""

from __future__ import annotations

from google.protobuf.message import Message

from plaudit_server.contract import dataset_pb2
from plaudit_server.domain.datasets import annotation
from plaudit_server.pipeline.call import Call
from plaudit_server.servicers.datasets.filters import query_text, record_filter
from plaudit_server.servicers.datasets.messages import (
    annotator_of,
    write_record,
    write_response,
)
from plaudit_server.servicers.values import page, set_time
from plaudit_server.servicers.writes import write
from plaudit_server.storage.datasets import next_records, record_lists
from plaudit_server.storage.datasets import records as storage
from plaudit_server.storage.datasets.next_records import AssignedRecords, AssignmentRequest
from plaudit_server.storage.datasets.records import StoredRecord
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.store import Store

DEFAULT_HOLD = 30 * 60 * 1_000_000
"""How long records are assigned by default, in microseconds."""


async def get(
    store: Store, request: dataset_pb2.GetRecordRequest, call: Call
) -> dataset_pb2.GetRecordResponse:
    """Serve GetRecord."""
    namespace_id = call.principal.namespace_id

    def read(backend: Backend) -> dataset_pb2.GetRecordResponse:
        found = storage.find_with_responses(backend, namespace_id, request.id)
        if found is None:
            raise annotation.record_not_found(request.id)
        stored, responses, more = found
        response = dataset_pb2.GetRecordResponse(more_responses=more)
        write_record(response.record, stored)
        for one in responses:
            write_response(response.responses.add(), one)
        return response

    return await store.query(namespace_id, read)


async def list_(
    store: Store, request: dataset_pb2.ListRecordsRequest, call: Call
) -> dataset_pb2.ListRecordsResponse:
    """Serve ListRecords."""
    namespace_id = call.principal.namespace_id
    filter_ = record_filter(request.filter, call)
    query = query_text(filter_)
    wanted = page(request, "ListRecords", namespace_id, request.dataset_id, query)

    def read(backend: Backend) -> dataset_pb2.ListRecordsResponse:
        found, next_id = record_lists.list_page(
            backend,
            namespace_id,
            request.dataset_id,
            filter_,
            after=wanted.after,
            limit=wanted.size,
        )
        response = dataset_pb2.ListRecordsResponse()
        for stored in found:
            write_record(response.records.add(), stored)
        response.next_page_token = wanted.next_token(next_id, more=bool(next_id))
        return response

    return await store.query(namespace_id, read)


async def assign_next(
    store: Store, request: dataset_pb2.NextRecordsRequest, call: Call
) -> dataset_pb2.NextRecordsResponse:
    """Serve NextRecords."""
    hold = request.hold.seconds * 1_000_000 + request.hold.nanos // 1000
    assignment = AssignmentRequest(
        call.principal.namespace_id,
        request.dataset_id,
        annotator_of(request.annotator, call),
        request.max_records or 1,
        hold if request.HasField("hold") else DEFAULT_HOLD,
    )
    assigned: AssignedRecords = await store.write(
        next_records.assign, assignment, namespace_id=assignment.namespace_id
    )
    if not assigned.records:
        # Not in the write, so that others do not wait: the next record may be far away.
        before = await store.query(
            assignment.namespace_id, next_records.find_before_assignable, assignment
        )
        if before is not None:
            assigned = await store.write(
                next_records.assign,
                assignment._replace(after=before),
                namespace_id=assignment.namespace_id,
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

    return await store.query(assignment.namespace_id, answer)  # off the event loop


async def delete(
    store: Store, request: dataset_pb2.DeleteRecordRequest, call: Call
) -> Message | bytes:
    """Serve DeleteRecord."""

    def answer(stored: StoredRecord) -> Message:
        response = dataset_pb2.DeleteRecordResponse()
        write_record(response.record, stored)
        return response

    lookup = (call.principal.namespace_id, request.id)
    return await write(store, call, storage.delete, lookup, answer)
