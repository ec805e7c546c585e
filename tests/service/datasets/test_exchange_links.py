"""A record may name the exchange that it was made from."""

from __future__ import annotations

from typing import Any

import pytest

from plaudit.v1.admin_pb2 import EraseSubjectRequest
from plaudit.v1.dataset_pb2 import (
    BatchCreateRecordsRequest,
    CreateRecordRequest,
    ListRecordsRequest,
    NewRecord,
    Record,
    RecordFilter,
)
from support.messages import define, fresh, record_by_id, register, struct
from support.servers import parse_status


def record(dataset_id: str, exchange_id: str = "", **known: Any) -> Record:
    return Record(
        dataset_id=dataset_id,
        field_to_value=struct({"shown": known.pop("shown", "x")}),
        exchange_id=exchange_id,
        **known,
    )


def test_a_record_names_an_exchange_of_its_namespace(tenant, new_tenant, refused):
    made = define(tenant)
    exchange = register(tenant)
    stored = tenant.datasets.CreateRecord(
        CreateRecordRequest(record=record(made.id, exchange.id))
    ).record
    assert stored.exchange_id == exchange.id
    assert record_by_id(tenant, stored.id).record == stored
    for other in ("ex_lost", register(new_tenant()).id):
        error = refused(
            tenant.datasets.CreateRecord,
            CreateRecordRequest(record=record(made.id, other)),
            *("NOT_FOUND", "EXCHANGE_NOT_FOUND"),
        )
        assert error.details["ResourceInfo"].resource_name == other


def test_an_unknown_exchange_refuses_only_its_item(tenant):
    made = define(tenant)
    exchange = register(tenant)
    records = [record(made.id, id_) for id_ in (exchange.id, "ex_lost", "")]
    answer = tenant.datasets.BatchCreateRecords(
        BatchCreateRecordsRequest(items=[NewRecord(record=one) for one in records])
    )
    assert [one.WhichOneof("result") for one in answer.results] == ["created", "error", "created"]
    error = parse_status(answer.results[1].error)
    assert (error.code.name, error.reason) == ("NOT_FOUND", "EXCHANGE_NOT_FOUND")
    assert error.ids["exchange_id"] == "ex_lost"


def test_an_upsert_keeps_the_exchange_and_cannot_change_it(tenant, refused):
    made = define(tenant)
    first, other = register(tenant), register(tenant)

    def upsert(name: str, exchange_id: str, shown: str) -> CreateRecordRequest:
        new = record(made.id, exchange_id, external_id=name, shown=shown)
        return CreateRecordRequest(record=new, upsert=True)

    tenant.datasets.CreateRecord(upsert("linked", first.id, "x"))
    tenant.datasets.CreateRecord(upsert("plain", "", "x"))
    for exchange_id in ("", first.id):
        stored = tenant.datasets.CreateRecord(upsert("linked", exchange_id, f"y{exchange_id}"))
        assert stored.updated
        assert stored.record.exchange_id == first.id
    for name in ("linked", "plain"):
        error = refused(
            tenant.datasets.CreateRecord,
            upsert(name, other.id, "z"),
            *("INVALID_ARGUMENT", "INVALID_FIELD"),
        )
        assert set(error.fields) == {"record.exchange_id"}


@pytest.mark.slow
def test_a_record_stays_without_its_exchange_once_that_is_erased(tenant):
    made = define(tenant)
    user = fresh("vera")
    hers, other = register(tenant, user_id=user), register(tenant)
    stored = [
        tenant.datasets.CreateRecord(CreateRecordRequest(record=record(made.id, one.id))).record
        for one in (hers, other)
    ]
    tenant.admin.EraseSubject(EraseSubjectRequest(user_id=user))
    left = [record_by_id(tenant, one.id).record for one in stored]
    assert [one.exchange_id for one in left] == ["", other.id]
    stored[0].exchange_id = ""
    assert left == stored


def test_records_are_filtered_by_their_exchanges(tenant):
    made, elsewhere = define(tenant), define(tenant)
    exchanges = [register(tenant).id for _ in range(3)]
    ids = []
    for i in range(8):
        new = record(made.id, exchanges[i % 3], external_id=f"e{i}")
        ids.append(tenant.datasets.CreateRecord(CreateRecordRequest(record=new)).record.id)
    for dataset_id, exchange_id in ((elsewhere.id, exchanges[0]), (made.id, "")):
        new = record(dataset_id, exchange_id)
        tenant.datasets.CreateRecord(CreateRecordRequest(record=new))

    def listed(size: int, **wanted: Any) -> list[str]:
        request = ListRecordsRequest(
            dataset_id=made.id, filter=RecordFilter(**wanted), page_size=size
        )
        found: list[str] = []
        while True:
            page = tenant.datasets.ListRecords(request)
            assert len(page.records) <= size
            found += [one.id for one in page.records]
            if not page.next_page_token:
                return found
            request.page_token = page.next_page_token

    for size in (1, 2, 3, 50):
        assert listed(size, exchange_ids=exchanges[:1]) == ids[::3]
        assert listed(size, exchange_ids=exchanges) == ids
        both = [id_ for i, id_ in enumerate(ids) if i % 3 != 1]
        assert listed(size, exchange_ids=[exchanges[2], "ex_lost", exchanges[0]]) == both
    assert listed(50, exchange_ids=exchanges[:2], text="X", external_id="e1") == ids[1:2]
    assert listed(50, exchange_ids=exchanges[:2], external_id="e2") == []
