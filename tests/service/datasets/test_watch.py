"""A watch of records sends every change in commit order, and can resume after any message."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest

from plaudit.v1 import admin_pb2
from plaudit.v1.dataset_pb2 import (
    DATASET_CHANGE_TYPE_CREATED,
    DATASET_CHANGE_TYPE_DELETED,
    DATASET_CHANGE_TYPE_UPDATED,
    RECORD_STATUS_COMPLETED,
    RESPONSE_STATUS_DRAFT,
    BatchCreateRecordsRequest,
    CreateResponseRequest,
    Dataset,
    DatasetChange,
    DeleteDatasetRequest,
    DeleteRecordRequest,
    DeleteResponseRequest,
    NewRecord,
    Record,
    RecordChange,
    RecordResponse,
    RecordResponseChange,
    UpdateDatasetRequest,
    UpdateResponseRequest,
    WatchRecordsRequest,
)
from plaudit_server.pipeline.streams import STREAMS
from plaudit_server.storage.datasets.change_log import KEPT
from support.messages import define, record_by_id, recording, struct
from support.refusals import refusal
from support.servers import Client, Server, change_database
from support.streams import RecordWatch

CREATED = DATASET_CHANGE_TYPE_CREATED
UPDATED = DATASET_CHANGE_TYPE_UPDATED
DELETED = DATASET_CHANGE_TYPE_DELETED


def create(client: Client, dataset_id: str, shown: str = "x", **known: Any) -> Record:
    request = recording(dataset_id, {"shown": shown})
    request.record.MergeFrom(Record(**known))
    return client.datasets.CreateRecord(request).record


def respond(client: Client, record_id: str, user_id: str, **known: Any) -> RecordResponse:
    response = RecordResponse(
        record_id=record_id, values=struct({"asked": "x"}), user_id=user_id, **known
    )
    return client.datasets.CreateResponse(CreateResponseRequest(response=response)).response


def shown(changes: list[Any]) -> list[str]:
    return [change.record.field_to_value["shown"] for change in changes]


def watch_until_refused(client: Client) -> Callable[[Any], Any]:
    """Return a call for `refusal` that opens a watch and reads it."""
    return lambda request: list(client.datasets.WatchRecords(request))


def test_changes_of_every_kind_arrive_in_the_order_of_commits(tenant):
    made = define(tenant)
    with RecordWatch(tenant, made.id) as watch:
        record = create(tenant, made.id, assigned_annotators=[{"user_id": "ann"}])
        assert watch.changes(1) == [RecordChange(type=CREATED, record=record)]
        draft = respond(tenant, record.id, "ann", status=RESPONSE_STATUS_DRAFT)
        assert watch.changes(1) == [RecordResponseChange(type=CREATED, response=draft)]
        submitted = tenant.datasets.UpdateResponse(
            UpdateResponseRequest(response={"id": draft.id, "status": "RESPONSE_STATUS_SUBMITTED"})
        ).response
        response, completed = watch.changes(2)
        assert response == RecordResponseChange(type=UPDATED, response=submitted)
        assert completed.type == UPDATED
        assert completed.record == record_by_id(tenant, record.id).record
        assert completed.record.status == RECORD_STATUS_COMPLETED
        change = Dataset(id=made.id, responses_per_record=2)
        tenant.datasets.UpdateDataset(UpdateDatasetRequest(dataset=change))
        assert watch.changes(1) == [DatasetChange(type=UPDATED, dataset_id=made.id)]
        tenant.datasets.DeleteResponse(DeleteResponseRequest(id=draft.id))
        gone = {"id": draft.id, "record_id": record.id, "dataset_id": made.id}
        assert watch.changes(1) == [RecordResponseChange(type=DELETED, response=gone)]
        tenant.datasets.DeleteRecord(DeleteRecordRequest(id=record.id))
        gone = {"id": record.id, "dataset_id": made.id}
        assert watch.changes(1) == [RecordChange(type=DELETED, record=gone)]


def test_an_erased_response_leaves_only_its_ids(tenant):
    made = define(tenant)
    record = create(tenant, made.id, assigned_annotators=[{"user_id": "mallory"}])
    given = respond(tenant, record.id, "mallory", status=RESPONSE_STATUS_DRAFT)
    with RecordWatch(tenant, made.id) as watch:
        receipt = tenant.admin.EraseSubject(admin_pb2.EraseSubjectRequest(user_id="mallory"))
        assert (receipt.response_count, receipt.assigned_record_count) == (1, 1)
        changes = {type(change): change for change in watch.changes(2)}
    gone = {"id": given.id, "record_id": record.id, "dataset_id": made.id}
    assert changes[RecordResponseChange] == RecordResponseChange(type=DELETED, response=gone)
    assert changes[RecordChange].record == record_by_id(tenant, record.id).record
    assert not changes[RecordChange].record.assigned_annotators


def test_a_watch_of_a_dataset_gets_its_changes_and_one_of_all_gets_those_of_all(new_tenant):
    tenant, elsewhere = new_tenant(), new_tenant()
    first, second = define(tenant), define(tenant)
    with (
        RecordWatch(tenant, first.id) as one,
        RecordWatch(tenant) as all_,
        RecordWatch(elsewhere) as other,
    ):
        for number in range(4):
            create(tenant, (first, second)[number % 2].id, f"{number}")
        create(elsewhere, define(elsewhere).id, "elsewhere")
        assert shown(one.changes(2)) == ["0", "2"]
        assert shown(all_.changes(4)) == ["0", "1", "2", "3"]
        dataset, record = other.changes(2)
        assert isinstance(dataset, DatasetChange)
        assert shown([record]) == ["elsewhere"]


def test_the_watch_of_a_deleted_dataset_ends_and_one_of_all_goes_on(tenant):
    made = define(tenant)
    create(tenant, made.id)
    with RecordWatch(tenant, made.id) as one, RecordWatch(tenant) as all_:
        token = one.token
        tenant.datasets.DeleteDataset(DeleteDatasetRequest(id=made.id, force=True))
        deleted = DatasetChange(type=DELETED, dataset_id=made.id)
        assert one.changes(1) == [deleted]
        with pytest.raises(StopIteration):
            one.next()
        assert all_.changes(1) == [deleted]
        again = define(tenant)
        assert all_.changes(1) == [DatasetChange(type=CREATED, dataset_id=again.id)]
    with RecordWatch(tenant, made.id, resume_token=token) as late:
        assert late.changes(1) == [deleted]


def test_a_watch_resumes_after_any_of_its_messages(tenant):
    made = define(tenant)
    with RecordWatch(tenant, made.id) as watch:
        tokens = [watch.token]
        items = [
            NewRecord(record=Record(dataset_id=made.id, field_to_value=struct({"shown": f"{i}"})))
            for i in range(10)
        ]
        tenant.datasets.BatchCreateRecords(BatchCreateRecordsRequest(items=items))
        for i in range(10):
            assert shown(watch.changes(1)) == [f"{i}"]
            tokens.append(watch.token)
    for behind, token in enumerate(tokens):
        with RecordWatch(tenant, made.id, resume_token=token) as watch:
            assert watch.token == token
            assert shown(watch.changes(10 - behind)) == [f"{i}" for i in range(behind, 10)]
    with RecordWatch(tenant, made.id, from_beginning=True) as watch:
        assert watch.changes(1) == [DatasetChange(type=CREATED, dataset_id=made.id)]
        assert shown(watch.changes(10)) == [f"{i}" for i in range(10)]


def test_a_token_or_dataset_that_does_not_exist_is_refused(new_tenant, refused):
    tenant, elsewhere = new_tenant(), new_tenant()
    made = define(tenant)
    with RecordWatch(elsewhere) as watch:
        foreign = watch.token
    call = watch_until_refused(tenant)
    for token in (foreign, "x", f"{foreign[:-4]}AAAA"):
        said = refused(
            call,
            WatchRecordsRequest(dataset_id=made.id, resume_token=token),
            "INVALID_ARGUMENT",
            "INVALID_RESUME_TOKEN",
        )
        assert set(said.fields) == {"resume_token"}
    lost = WatchRecordsRequest(dataset_id="ds_0")
    refused(call, lost, "NOT_FOUND", "DATASET_NOT_FOUND")
    refused(
        watch_until_refused(tenant.client("feedback.read")),
        WatchRecordsRequest(),
        "PERMISSION_DENIED",
        "SCOPE_MISSING",
    )


def test_a_token_after_which_changes_are_no_longer_kept_gets_a_restart_token(
    database: str, start_server: Callable[..., Server]
) -> None:
    server = start_server(database)
    client = server.client()
    with RecordWatch(client) as watch:
        old = watch.token
    made = define(client)
    with RecordWatch(client) as watch:
        create(client, made.id, "old")
        watch.changes(1)
    assert server.stop() == 0
    change_database(database, f"UPDATE record_change SET change_time = change_time - {KEPT + 1}")
    server = start_server(database)
    client = server.client()
    end = time.monotonic() + 30
    call = watch_until_refused(client)
    while True:
        try:
            with RecordWatch(client, resume_token=old):
                assert time.monotonic() < end, "no change was removed"
            time.sleep(0.1)
        except grpc.RpcError:
            break
    said = refusal(call, WatchRecordsRequest(resume_token=old))
    assert (said.code.name, said.reason) == ("OUT_OF_RANGE", "RESUME_TOKEN_EXPIRED")
    create(client, made.id, "new")
    with RecordWatch(client, resume_token=said.ids["restart_token"]) as watch:
        assert shown(watch.changes(1)) == ["new"]
    with RecordWatch(client, from_beginning=True) as watch:
        assert watch.token == said.ids["restart_token"]
        assert shown(watch.changes(1)) == ["new"]
    assert server.stop() == 0


def test_sigterm_ends_watches_and_does_not_wait_for_them(
    database: str, start_server: Callable[..., Server]
) -> None:
    server = start_server(database, "--drain-seconds", "300")
    client = server.client()
    made = define(client)
    watch, slow = RecordWatch(client, made.id), RecordWatch(client, made.id)
    for i in range(40):
        create(client, made.id, f"{i} {'x' * 10_000}")
    watch.changes(40)
    server.process.send_signal(signal.SIGTERM)
    told, said = watch.failed()
    assert told == []
    assert (said.code.name, said.reason) == ("UNAVAILABLE", "DRAINING")
    assert len(slow.changes(40)) == 40
    assert slow.failed()[1].reason == "DRAINING"
    assert server.stop() == 0  # waits up to a minute
    server = start_server(database)
    client = server.client()
    with RecordWatch(client, made.id, resume_token=watch.token) as watch:
        create(client, made.id, "after")
        assert shown(watch.changes(1)) == ["after"]
    assert server.stop() == 0


def test_a_credential_may_have_more_watches_open_than_other_streams(tenant):
    made = define(tenant)
    watches = [RecordWatch(tenant, made.id) for _ in range(STREAMS.of_principal + 20)]
    try:
        create(tenant, made.id, "for all")
        for watch in watches:
            assert shown(watch.changes(1)) == ["for all"]
    finally:
        for watch in watches:
            watch.call.cancel()


@pytest.mark.slow
def test_watches_end_soon_after_their_key_is_revoked(server, tenant):
    made = define(tenant)
    key = tenant.new_key("datasets.annotate")
    over = threading.Event()

    def write() -> None:
        while not over.wait(0.02):
            create(tenant, made.id)

    client = server.client(key.secret)
    idle_dataset = define(tenant)
    with (
        ThreadPoolExecutor(1) as threads,
        RecordWatch(client, idle_dataset.id) as idle,
        RecordWatch(client, made.id) as busy,
    ):
        writing = threads.submit(write)
        busy.changes(1)
        tenant.admin.RevokeApiKey(admin_pb2.RevokeApiKeyRequest(id=key.api_key.id))
        try:
            for watch in (idle, busy):
                _, said = watch.failed()
                assert (said.code.name, said.reason) == ("UNAUTHENTICATED", "API_KEY_REVOKED")
        finally:
            over.set()
        writing.result()


@pytest.mark.slow
def test_an_idle_watch_gets_checkpoints_with_newer_tokens(tenant):
    made = define(tenant)
    with RecordWatch(tenant, made.id) as watch:
        started = watch.token
        define(tenant)
        message = watch.next()
        assert message.WhichOneof("event") == "checkpoint"
    assert message.resume_token != started
    with RecordWatch(tenant, made.id, resume_token=message.resume_token) as watch:
        create(tenant, made.id, "after")
        assert shown(watch.changes(1)) == ["after"]


@pytest.mark.slow
def test_a_watcher_that_does_not_read_for_a_while_misses_nothing(tenant):
    """3,000 changes of 10 KB exceed the queue of a watcher and the buffers of a connection."""
    made = define(tenant)
    with RecordWatch(tenant, made.id) as watch:
        for i in range(0, 3000, 250):
            items = [
                NewRecord(
                    record=Record(
                        dataset_id=made.id,
                        field_to_value=struct({"shown": f"{j} {'x' * 10_000}"}),
                    )
                )
                for j in range(i, i + 250)
            ]
            answer = tenant.datasets.BatchCreateRecords(BatchCreateRecordsRequest(items=items))
            assert answer.succeeded_count == 250
        told = [int(text.split()[0]) for text in shown(watch.changes(3000))]
        assert told == list(range(3000))
        create(tenant, made.id, "after")
        assert shown(watch.changes(1)) == ["after"]


def test_watchers_get_changes_of_two_servers_in_order(
    new_database: Callable[[str], str], start_server: Callable[..., Server]
) -> None:
    url = new_database("postgresql")
    servers = [start_server(url), start_server(url)]
    clients = [server.client() for server in servers]
    made = define(clients[0])
    watches = [RecordWatch(client, made.id) for client in clients]

    def write(number: int) -> None:
        for i in range(30):
            record = create(clients[number % 2], made.id, f"{number}.{i}")
            respond(clients[i % 2], record.id, "a", status=RESPONSE_STATUS_DRAFT)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(write, range(6)))
    seen, also = (
        [(type(c), (c.record if isinstance(c, RecordChange) else c.response).id) for c in changes]
        for changes in (watch.changes(360) for watch in watches)
    )
    assert seen == also, "both servers must send the same changes in the same order"
    assert len(set(seen)) == 360
    for watch in watches:
        watch.call.cancel()
    for server in servers:
        assert server.stop() == 0
