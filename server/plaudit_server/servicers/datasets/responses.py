"""The RPCs of DatasetService on responses: create, update, list and delete them."""

from __future__ import annotations

from google.protobuf.message import Message

from plaudit_server.contract import dataset_pb2
from plaudit_server.domain.datasets.annotation import ResponseStatus
from plaudit_server.domain.datasets.filters import ResponseFilter
from plaudit_server.pipeline.call import Call
from plaudit_server.servicers.datasets import rules
from plaudit_server.servicers.datasets.messages import annotator_of, new_response, write_response
from plaudit_server.servicers.masks import paths
from plaudit_server.servicers.values import page, to_object
from plaudit_server.servicers.writes import write
from plaudit_server.storage.datasets import response_lists
from plaudit_server.storage.datasets import responses as storage
from plaudit_server.storage.datasets.responses import (
    ResponseCreation,
    ResponseUpdate,
    StoredResponse,
)
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.store import Store


async def create(
    store: Store, request: dataset_pb2.CreateResponseRequest, call: Call
) -> Message | bytes:
    """Serve CreateResponse."""

    def answer(stored: StoredResponse) -> Message:
        response = dataset_pb2.CreateResponseResponse()
        write_response(response.response, stored)
        return response

    message = request.response
    response = new_response(message, call.principal)
    new = ResponseCreation(call.principal.namespace_id, message.record_id, response)
    return await write(store, call, storage.create, new, answer)


async def update(
    store: Store, request: dataset_pb2.UpdateResponseRequest, call: Call
) -> Message | bytes:
    """Serve UpdateResponse."""

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
    return await write(store, call, storage.update, update, answer)


async def list_(
    store: Store, request: dataset_pb2.ListResponsesRequest, call: Call
) -> dataset_pb2.ListResponsesResponse:
    """Serve ListResponses."""
    namespace_id = call.principal.namespace_id
    filter_ = ResponseFilter(
        request.dataset_id,
        request.record_id,
        annotator_of(request.annotator, call) if request.HasField("annotator") else "",
        frozenset(request.statuses),
    )
    query = (*filter_[:-1], repr(sorted(filter_.statuses)))
    wanted = page(request, "ListResponses", namespace_id, *query)

    def read(backend: Backend) -> dataset_pb2.ListResponsesResponse:
        found, next_id = response_lists.list_page(
            backend, namespace_id, filter_, after=wanted.after, limit=wanted.size
        )
        response = dataset_pb2.ListResponsesResponse()
        for stored in found:
            write_response(response.responses.add(), stored)
        response.next_page_token = wanted.next_token(next_id, more=bool(next_id))
        return response

    return await store.query(namespace_id, read)


async def delete(
    store: Store, request: dataset_pb2.DeleteResponseRequest, call: Call
) -> Message | bytes:
    """Serve DeleteResponse."""

    def answer(stored: StoredResponse) -> Message:
        response = dataset_pb2.DeleteResponseResponse()
        write_response(response.response, stored)
        return response

    lookup = (call.principal.namespace_id, request.id)
    return await write(store, call, storage.delete, lookup, answer)
