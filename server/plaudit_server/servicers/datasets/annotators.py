"""The RPCs of DatasetService on annotators: assign records to them, and count what they do."""

from __future__ import annotations

from plaudit_server.contract import dataset_pb2
from plaudit_server.pipeline.call import Call
from plaudit_server.servicers.datasets.messages import assigned, write_progress
from plaudit_server.servicers.values import page
from plaudit_server.storage.datasets import annotators, assigning
from plaudit_server.storage.datasets.assigning import AT_ONCE, Assigning
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.store import Store


async def assign(
    store: Store, request: dataset_pb2.AssignRecordsRequest, call: Call
) -> dataset_pb2.AssignRecordsResponse:
    """Serve AssignRecords, some records at a time, so that other writes do not wait."""
    namespace_id = call.principal.namespace_id
    ids = list(request.record_ids)
    dataset_id = request.dataset_id
    missing = await store.query(namespace_id, assigning.find_missing, namespace_id, dataset_id, ids)
    if missing is not None:
        raise missing
    chosen = assigned(request.annotators)
    changed = 0
    for i in range(0, len(ids), AT_ONCE):
        part = Assigning(namespace_id, dataset_id, ids[i : i + AT_ONCE], chosen)
        changed += await store.write(assigning.assign, part, namespace_id=namespace_id)
    return dataset_pb2.AssignRecordsResponse(changed_record_count=changed)


async def list_progress(
    store: Store, request: dataset_pb2.ListAnnotatorProgressRequest, call: Call
) -> dataset_pb2.ListAnnotatorProgressResponse:
    """Serve ListAnnotatorProgress."""
    namespace_id = call.principal.namespace_id
    wanted = page(request, "ListAnnotatorProgress", namespace_id, request.dataset_id)

    def read(backend: Backend) -> dataset_pb2.ListAnnotatorProgressResponse:
        found, next_author = annotators.list_page(
            backend, namespace_id, request.dataset_id, after=wanted.after, limit=wanted.size
        )
        response = dataset_pb2.ListAnnotatorProgressResponse()
        for stored in found:
            write_progress(response.annotators.add(), stored)
        response.next_page_token = wanted.next_token(next_author, more=bool(next_author))
        return response

    return await store.query(namespace_id, read)
