"""The RPCs of DatasetService that add records: CreateRecord and BatchCreateRecords."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from google.protobuf.message import Message

from plaudit_server.contract import dataset_pb2
from plaudit_server.domain.errors import Refusal, Violation, invalid
from plaudit_server.pipeline.call import Call
from plaudit_server.pipeline.errors import to_short_status, to_status
from plaudit_server.servicers.datasets.messages import (
    new_record,
    new_response,
    write_record,
    write_response,
)
from plaudit_server.servicers.writes import write
from plaudit_server.storage.datasets import record_creation
from plaudit_server.storage.datasets.record_creation import AddedRecord, AddedResponse, NewRecord
from plaudit_server.storage.engine.store import Store

RESPONSES_AT_MOST = 20_000
"""The most responses in the items of a batch: the results of more do not fit into a response."""
ERROR_BYTES = 1024 * 1024
"""How many bytes the errors of responses in a batch take in full; those after them are short."""


async def create(
    store: Store, request: dataset_pb2.CreateRecordRequest, call: Call
) -> Message | bytes:
    """Serve CreateRecord."""
    principal = call.principal
    responses = (new_response(request.response, principal),) if request.HasField("response") else ()
    new = new_record(request.record, responses, request, principal, whole=True)

    def answer(results: Sequence[AddedRecord | Refusal]) -> Message:
        (result,) = results
        if isinstance(result, Refusal):
            raise result
        response = dataset_pb2.CreateRecordResponse(
            updated=result.updated, unchanged=result.unchanged
        )
        write_record(response.record, result.record)
        for added in result.responses:
            if isinstance(added, Refusal):
                raise added
            write_response(response.response, added.stored)
            response.response_unchanged = added.unchanged
        return response

    return await write(store, call, record_creation.add, (new,), answer)


async def create_batch(
    store: Store, request: dataset_pb2.BatchCreateRecordsRequest, call: Call
) -> Message | bytes:
    """Serve BatchCreateRecords."""
    if sum(len(item.responses) for item in request.items) > RESPONSES_AT_MOST:
        rule = f"must have at most {RESPONSES_AT_MOST:,} responses in all"
        raise invalid([Violation(field="items", rule=rule)])
    accepted = await call.compute(
        lambda: {
            i: _new_item(request, i, call)
            for i in range(len(request.items))
            if i not in call.rejected
        }
    )

    def answer(results: Sequence[AddedRecord | Refusal]) -> Message:
        outcomes = {**dict(zip(accepted, results, strict=True)), **call.rejected}
        return _batch_response(request, outcomes)

    news = tuple(accepted.values())
    return await write(store, call, record_creation.add, news, answer)


def _new_item(request: dataset_pb2.BatchCreateRecordsRequest, index: int, call: Call) -> NewRecord:
    item = request.items[index]
    responses = tuple(
        new_response(
            response,
            call.principal,
            path=f"responses[{i}]",
            rejected=call.rejected_parts.get((index, i)),
        )
        for i, response in enumerate(item.responses)
    )
    return new_record(item.record, responses, request, call.principal, whole=False)


def _batch_response(
    request: dataset_pb2.BatchCreateRecordsRequest, outcomes: Mapping[int, AddedRecord | Refusal]
) -> dataset_pb2.BatchCreateRecordsResponse:
    response = dataset_pb2.BatchCreateRecordsResponse()
    room = ERROR_BYTES
    for i, item in enumerate(request.items):
        outcome = outcomes[i]
        result = response.results.add()
        if isinstance(outcome, Refusal):
            result.error.MergeFromString(to_status(outcome).SerializeToString())
            response.failed_count += 1
            response.failed_response_count += len(item.responses)
            continue
        response.succeeded_count += 1
        response.unchanged_count += outcome.unchanged
        created = result.created
        created.record_id = outcome.record.id
        created.updated = outcome.updated
        created.unchanged = outcome.unchanged
        for one in outcome.responses:
            if isinstance(one, Refusal):
                room -= _add_error(response, created, one, short=room <= 0)
            else:
                _add_stored(response, created, one)
    return response


def _add_error(
    response: dataset_pb2.BatchCreateRecordsResponse,
    created: dataset_pb2.CreatedRecord,
    refusal: Refusal,
    *,
    short: bool,
) -> int:
    """Add the error of a response, and count it; return how many bytes it takes."""
    error = (to_short_status(refusal) if short else to_status(refusal)).SerializeToString()
    created.response_ids.append("")
    created.responses.add().error.MergeFromString(error)
    response.failed_response_count += 1
    return len(error)


def _add_stored(
    response: dataset_pb2.BatchCreateRecordsResponse,
    created: dataset_pb2.CreatedRecord,
    added: AddedResponse,
) -> None:
    """Add the id of a stored response, and count it."""
    created.response_ids.append(added.stored.id)
    created.responses.add(id=added.stored.id, updated=added.updated, unchanged=added.unchanged)
    response.succeeded_response_count += 1
    response.unchanged_response_count += added.unchanged
