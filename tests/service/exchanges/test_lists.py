"""Finding exchanges: their users, each field of a filter, and stable pages."""

from __future__ import annotations

import datetime
import time

import grpc
import pytest
from google.protobuf import timestamp_pb2

from plaudit.v1 import exchange_pb2
from plaudit.v1.exchange_pb2 import (
    EXCHANGE_ORDER_CREATED_ASC,
    EXCHANGE_ORDER_CREATED_DESC,
    EXCHANGE_STATUS_COMPLETED,
    EXCHANGE_STATUS_FAILED,
    EXCHANGE_STATUS_PENDING,
    Exchange,
    ExchangeFilter,
)
from plaudit.v1.target_pb2 import TimeRange
from support.messages import change, exchange_by_id, fresh, register

ORDERS = [EXCHANGE_ORDER_CREATED_DESC, EXCHANGE_ORDER_CREATED_ASC]


def page(client, *, size=0, token="", order=0, **wanted) -> exchange_pb2.ListExchangesResponse:
    request = exchange_pb2.ListExchangesRequest(
        filter=ExchangeFilter(**wanted), order=order, page_size=size, page_token=token
    )
    return client.exchanges.ListExchanges(request)


def listed(client, *, size=0, order=0, **wanted) -> list[Exchange]:
    """Read a list to its end."""
    found, token = [], ""
    while True:
        answer = page(client, size=size, token=token, order=order, **wanted)
        found += answer.exchanges
        token = answer.next_page_token
        if not token:
            return found


def registered(client, count: int, **known) -> list[str]:
    """Register a batch of exchanges in a new session, and return their ids."""
    session_id = known.pop("session_id", fresh("ses"))
    items = [Exchange(session_id=session_id, message_id=f"m{i}", **known) for i in range(count)]
    request = exchange_pb2.BatchCreateExchangesRequest(items=items)
    results = client.exchanges.BatchCreateExchanges(request).results
    return [result.created.exchange.id for result in results]


def ids(exchanges) -> list[str]:
    return [exchange.id for exchange in exchanges]


def at(exchange: Exchange, *, later: int = 0) -> timestamp_pb2.Timestamp:
    """Return a time `later` microseconds after an exchange."""
    made = timestamp_pb2.Timestamp()
    made.FromMicroseconds(exchange.create_time.ToMicroseconds() + later)
    return made


def test_the_users_of_an_exchange_are_stored_and_returned_everywhere(tenant):
    asker = {"user_id": "ann", "external_user_id": "shop-7"}
    created = register(tenant, **asker)
    (batched,) = registered(tenant, 1, **asker)
    for exchange in (created, *listed(tenant), exchange_by_id(tenant, batched)):
        assert (exchange.user_id, exchange.external_user_id) == ("ann", "shop-7")


@pytest.mark.parametrize("field", ["user_id", "external_user_id"])
def test_the_users_of_an_exchange_cannot_change(tenant, refused, field):
    exchange = register(tenant, user_id="ann", external_user_id="shop-7")
    renamed = change(field, id=exchange.id, **{field: "ben"})
    said = refused(tenant.exchanges.UpdateExchange, renamed, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {"update_mask"}
    assert field in said.fields["update_mask"]
    unmasked = change(id=exchange.id, topic="tea", **{field: "ben"})
    tenant.exchanges.UpdateExchange(unmasked)
    stored = exchange_by_id(tenant, exchange.id)
    assert (stored.user_id, stored.external_user_id) == ("ann", "shop-7")
    assert stored.topic == "tea"


@pytest.mark.parametrize(
    ("order", "newest_first"),
    [(0, True), (EXCHANGE_ORDER_CREATED_DESC, True), (EXCHANGE_ORDER_CREATED_ASC, False)],
    ids=["unspecified", "descending", "ascending"],
)
def test_exchanges_are_listed_by_creation_page_by_page(tenant, order, newest_first):
    made = registered(tenant, 5)
    expected = made[::-1] if newest_first else made
    pages, token = [], ""
    while True:
        answer = page(tenant, size=2, token=token, order=order)
        pages.append(ids(answer.exchanges))
        token = answer.next_page_token
        if not token:
            break
    assert pages == [expected[:2], expected[2:4], expected[4:]]
    assert page(tenant, size=5, order=order).next_page_token == ""


def test_a_listed_exchange_is_whole(tenant):
    made = register(
        tenant,
        request_id="r",
        prompt="p",
        answer="a",
        context=[exchange_pb2.ChatMessage(role="user", content="c")],
        topic="t",
        confidence=0.5,
        model="m",
        user_id="ann",
    )
    assert listed(tenant) == [made]


@pytest.mark.parametrize("order", ORDERS, ids=["newest first", "oldest first"])
def test_pages_stay_stable_while_exchanges_are_created(tenant, order):
    made = registered(tenant, 6)
    first = page(tenant, size=2, order=order)
    arrived = registered(tenant, 3)
    read, token = ids(first.exchanges), first.next_page_token
    while token:
        answer = page(tenant, size=2, token=token, order=order)
        read += ids(answer.exchanges)
        token = answer.next_page_token
    newest_first = order == EXCHANGE_ORDER_CREATED_DESC
    assert read == (made[::-1] if newest_first else [*made, *arrived])


@pytest.fixture
def mixed(tenant):
    """A tenant with exchanges that each differ in one field, by the name of the difference."""
    plain = {"user_id": "ann", "external_user_id": "x1", "topic": "tea", "model": "m1"}
    tenant.made = {
        "plain": register(tenant, session_id="s1", **plain),
        "session": register(tenant, session_id="s2", **plain),
        **{
            field: register(tenant, session_id="s1", message_id=field, **{**plain, field: "else"})
            for field in plain
        },
        "pending": register(
            tenant, session_id="s1", message_id="p", status=EXCHANGE_STATUS_PENDING, **plain
        ),
        "failed": register(
            tenant, session_id="s1", message_id="f", status=EXCHANGE_STATUS_FAILED, **plain
        ),
    }
    return tenant


EVERYONE = {
    "plain",
    "session",
    "user_id",
    "external_user_id",
    "topic",
    "model",
    "pending",
    "failed",
}


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({}, EVERYONE),
        ({"session_id": "s1"}, EVERYONE - {"session"}),
        ({"session_id": "s2"}, {"session"}),
        ({"user_id": "ann"}, EVERYONE - {"user_id"}),
        ({"user_id": "else"}, {"user_id"}),
        ({"external_user_id": "x1"}, EVERYONE - {"external_user_id"}),
        ({"external_user_id": "else"}, {"external_user_id"}),
        ({"topic": "tea"}, EVERYONE - {"topic"}),
        ({"model": "else"}, {"model"}),
        ({"statuses": [EXCHANGE_STATUS_PENDING]}, {"pending"}),
        ({"statuses": [EXCHANGE_STATUS_FAILED, EXCHANGE_STATUS_PENDING]}, {"pending", "failed"}),
        ({"session_id": "s1", "topic": "else"}, {"topic"}),
        ({"session_id": "s2", "user_id": "else"}, set()),
        ({"user_id": "ann", "external_user_id": "else"}, {"external_user_id"}),
        (
            {
                "session_id": "s1",
                "user_id": "ann",
                "external_user_id": "x1",
                "topic": "tea",
                "model": "m1",
                "statuses": [EXCHANGE_STATUS_COMPLETED],
            },
            {"plain"},
        ),
        ({"session_id": "S1"}, set()),
        ({"topic": "te"}, set()),
        ({"user_id": "' OR '1'='1"}, set()),
    ],
    ids=str,
)
@pytest.mark.parametrize("order", ORDERS, ids=["newest first", "oldest first"])
def test_a_filter_finds_the_exchanges_that_match_all_its_fields(mixed, wanted, names, order):
    expected = sorted(mixed.made[name].id for name in names)
    if order == EXCHANGE_ORDER_CREATED_DESC:
        expected.reverse()
    assert ids(listed(mixed, order=order, **wanted)) == expected
    assert ids(listed(mixed, order=order, size=1, **wanted)) == expected


@pytest.mark.parametrize("order", ORDERS, ids=["newest first", "oldest first"])
@pytest.mark.parametrize("session", [{}, {"session_id": "s"}], ids=["all", "a session"])
def test_a_time_range_includes_its_start_and_excludes_its_end(tenant, order, session):
    made = []
    for i in range(4):
        made.append(register(tenant, session_id="s", message_id=f"m{i}"))
        time.sleep(0.002)
    inside = TimeRange(start=at(made[1]), end=at(made[3]))
    for size in (0, 1):
        found = listed(tenant, create_time=inside, order=order, size=size, **session)
        assert sorted(ids(found)) == ids(made[1:3])
    cases = [
        (TimeRange(start=at(made[2])), made[2:]),
        (TimeRange(end=at(made[2])), made[:2]),
        (TimeRange(start=at(made[1], later=1), end=at(made[3], later=1)), made[2:]),
        (TimeRange(start=timestamp_pb2.Timestamp(seconds=0)), made),
        (TimeRange(start=at(made[0], later=-100_000_000), end=at(made[0])), []),
        (TimeRange(start=at(made[3], later=1)), []),
        (TimeRange(), made),
    ]
    for wanted, expected in cases:
        found = listed(tenant, create_time=wanted, order=order, **session)
        assert sorted(ids(found)) == ids(expected)


def test_a_bound_between_two_microseconds_is_exact(tenant):
    made = register(tenant)
    just_after = at(made)
    just_after.nanos += 1
    assert listed(tenant, create_time=TimeRange(start=just_after)) == []
    assert listed(tenant, create_time=TimeRange(end=just_after)) == [made]
    assert listed(tenant, create_time=TimeRange(end=at(made))) == []


@pytest.mark.parametrize(
    ("start", "end", "field", "rule"),
    [
        ({"seconds": 5}, {"seconds": 5}, "end", "must be later than start"),
        ({"seconds": 5, "nanos": 2}, {"seconds": 5, "nanos": 1}, "end", "must be later than start"),
        ({"seconds": 6}, {"seconds": 5}, "end", "must be later than start"),
        ({"seconds": 253402300800}, None, "start", "must be a time of the years 1 to 9999"),
        ({"seconds": -62135596801}, None, "start", "must be a time of the years 1 to 9999"),
        ({"seconds": 2**63 - 1}, None, "start", "must be a time of the years 1 to 9999"),
        (None, {"seconds": -(2**63)}, "end", "must be a time of the years 1 to 9999"),
        (None, {"nanos": -1}, "end", "must be a time of the years 1 to 9999"),
        (None, {"nanos": 1_000_000_000}, "end", "must be a time of the years 1 to 9999"),
    ],
)
def test_an_invalid_or_reversed_time_range_is_refused(tenant, refused, start, end, field, rule):
    bounds = {"start": start, "end": end}
    wanted = TimeRange(
        **{name: timestamp_pb2.Timestamp(**to) for name, to in bounds.items() if to is not None}
    )
    request = exchange_pb2.ListExchangesRequest(filter=ExchangeFilter(create_time=wanted))
    said = refused(tenant.exchanges.ListExchanges, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert said.fields == {f"filter.create_time.{field}": rule}


def test_the_earliest_and_latest_times_find_everything_or_nothing(tenant):
    made = register(tenant)
    first = timestamp_pb2.Timestamp(seconds=-62_135_596_800)
    last = timestamp_pb2.Timestamp(seconds=253_402_300_799, nanos=999_999_999)
    for order in ORDERS:
        everything = TimeRange(start=first, end=last)
        assert listed(tenant, create_time=everything, order=order) == [made]
        assert listed(tenant, create_time=TimeRange(start=last), order=order) == []
        assert listed(tenant, create_time=TimeRange(end=first), order=order) == []
    soon = timestamp_pb2.Timestamp()
    soon.FromDatetime(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=5))
    assert listed(tenant, create_time=TimeRange(end=soon)) == [made]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"statuses": [99]}, "filter.statuses[0]"),
        ({"statuses": [0]}, "filter.statuses[0]"),
        ({"statuses": [1, 1]}, "filter.statuses"),
        ({"session_id": "s" * 257}, "filter.session_id"),
        ({"topic": "a\nb"}, "filter.topic"),
    ],
)
def test_a_filter_that_breaks_a_rule_is_refused(tenant, refused, wanted, field):
    request = exchange_pb2.ListExchangesRequest(filter=ExchangeFilter(**wanted))
    said = refused(tenant.exchanges.ListExchanges, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {field}


def test_exchanges_of_another_namespace_are_never_listed(tenant, new_tenant):
    other = new_tenant()
    for client in (tenant, other):
        register(client, session_id="s", user_id="ann", external_user_id="x", topic=client.id)
    for wanted in ({}, {"session_id": "s"}, {"user_id": "ann"}, {"external_user_id": "x"}):
        assert [exchange.topic for exchange in listed(tenant, **wanted)] == [tenant.id]


def test_a_page_has_50_exchanges_by_default_and_1000_at_most(tenant):
    made = {*registered(tenant, 1000), *registered(tenant, 1)}
    assert len(page(tenant).exchanges) == 50
    for asked in (1000, 1001, 2**31 - 1):
        answer = page(tenant, size=asked)
        assert len(answer.exchanges) == 1000
        rest = page(tenant, size=asked, token=answer.next_page_token)
        assert {*ids(answer.exchanges), *ids(rest.exchanges)} == made


def test_a_list_with_few_matches_continues_to_the_last_match(tenant):
    """A page scans a limited number, and has a token to continue."""
    first = register(tenant, topic="rare")
    for _ in range(11):
        registered(tenant, 1000)
    short = page(tenant, topic="rare")
    assert (list(short.exchanges), bool(short.next_page_token)) == ([], True)
    assert ids(listed(tenant, topic="rare")) == [first.id]
    assert ids(page(tenant, topic="rare", order=EXCHANGE_ORDER_CREATED_ASC).exchanges) == [first.id]


def test_pages_of_exchanges_with_the_longest_texts_fit_into_what_clients_accept(tenant):
    made = [register(tenant, prompt="漢" * 300_000, answer="🙂" * 300_000).id for _ in range(4)]
    assert ids(listed(tenant)) == made[::-1]
    assert ids(listed(tenant, order=EXCHANGE_ORDER_CREATED_ASC)) == made


def test_readers_of_feedback_and_writers_of_exchanges_may_list_exchanges(tenant):
    made = register(tenant)
    for scope in ("exchanges.write", "feedback.read"):
        assert listed(tenant.client(scope)) == [made]
    with pytest.raises(grpc.RpcError) as denied:
        page(tenant.client("memories.read", "feedback.write"))
    assert denied.value.code() == grpc.StatusCode.PERMISSION_DENIED
