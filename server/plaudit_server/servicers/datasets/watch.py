"""WatchRecords: sends changes from the feed, each with a token to resume the watch after it."""

from __future__ import annotations

from typing import NamedTuple

from plaudit_server.contract import dataset_pb2
from plaudit_server.domain.datasets import annotation
from plaudit_server.pipeline.call import Call
from plaudit_server.servicers import watches
from plaudit_server.servicers.datasets.messages import write_record, write_response
from plaudit_server.servicers.watches import Tokens
from plaudit_server.storage.datasets import changes, datasets
from plaudit_server.storage.datasets.change_log import ChangeType
from plaudit_server.storage.datasets.changes import StoredChange
from plaudit_server.storage.datasets.records import StoredRecord
from plaudit_server.storage.datasets.responses import StoredResponse
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.feed import ChangeBatch, Feed
from plaudit_server.storage.engine.store import Store


class WrittenChange(NamedTuple):
    """A change with its serialized response, which all watchers of the namespace share."""

    sequence: int
    dataset_id: str
    is_end: bool
    """Whether the dataset was deleted."""
    response: bytes

    @property
    def weight(self) -> int:
        """How many bytes the response has."""
        return len(self.response)


def read(backend: Backend, namespace_id: str, after: int) -> ChangeBatch[WrittenChange]:
    """Read the next changes after a number, and write their responses.

    This is on a thread, because a record may be long.
    """
    found = changes.read(backend, namespace_id, after)
    tokens = _tokens(namespace_id)
    return ChangeBatch(
        [_write(change, tokens) for change in found.changes],
        found.reached,
        found.purged,
        found.more,
    )


async def serve(
    store: Store,
    feed: Feed[WrittenChange],
    request: dataset_pb2.WatchRecordsRequest,
    call: Call,
) -> None:
    """Send changes until the caller leaves, its credential ends or its dataset is deleted."""
    namespace_id = call.principal.namespace_id
    tokens = _tokens(namespace_id)
    position = await tokens.start(store, request, changes.sequence_range)
    wanted = request.dataset_id
    if wanted and not request.resume_token:
        found = await store.query(namespace_id, datasets.find, namespace_id, id_=wanted)
        if found is None:
            raise annotation.dataset_not_found(wanted)

    def response(event: WrittenChange | int) -> bytes:
        if isinstance(event, WrittenChange):
            return event.response
        checkpoint = dataset_pb2.WatchRecordsResponse(resume_token=tokens.make(event))
        checkpoint.checkpoint.SetInParent()
        return checkpoint.SerializeToString()

    await watches.send(
        feed,
        call,
        tokens,
        position,
        matches=lambda change: not wanted or change.dataset_id == wanted,
        write=response,
        ends=lambda change: change.is_end and bool(wanted),
    )


def _tokens(namespace_id: str) -> Tokens:
    return Tokens.of("WatchRecords", namespace_id, noun="records and responses")


def _write(change: StoredChange, tokens: Tokens) -> WrittenChange:
    response = dataset_pb2.WatchRecordsResponse(resume_token=tokens.make(change.sequence))
    is_dataset = not change.record_id
    if change.response_id:
        response.response.type = change.type.value  # type: ignore[assignment]
        _write_response(response.response.response, change)
    elif not is_dataset:
        response.record.type = change.type.value  # type: ignore[assignment]
        _write_record(response.record.record, change)
    else:
        response.dataset.type = change.type.value  # type: ignore[assignment]
        response.dataset.dataset_id = change.dataset_id
    return WrittenChange(
        change.sequence,
        change.dataset_id,
        is_dataset and change.type is ChangeType.DELETED,
        response.SerializeToString(),
    )


def _write_record(message: dataset_pb2.Record, change: StoredChange) -> None:
    if isinstance(change.content, StoredRecord):
        write_record(message, change.content)
    else:
        message.id = change.record_id
        message.dataset_id = change.dataset_id


def _write_response(message: dataset_pb2.RecordResponse, change: StoredChange) -> None:
    if isinstance(change.content, StoredResponse):
        write_response(message, change.content)
    else:
        message.id = change.response_id
        message.record_id = change.record_id
        message.dataset_id = change.dataset_id
