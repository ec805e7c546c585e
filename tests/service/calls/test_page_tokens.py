"""A page token continues the query that gave it out, and nothing else."""

from __future__ import annotations

import base64
from functools import partial

import grpc
import pytest

from plaudit.v1.admin_pb2 import (
    CreateCriterionRequest,
    Criterion,
    ListApiKeysRequest,
    ListCriteriaRequest,
    ListNamespacesRequest,
)
from plaudit.v1.dataset_pb2 import (
    CreateResponseRequest,
    ListDatasetsRequest,
    ListRecordsRequest,
    ListResponsesRequest,
    RecordFilter,
    RecordResponse,
)
from plaudit.v1.exchange_pb2 import (
    EXCHANGE_ORDER_CREATED_ASC,
    EXCHANGE_ORDER_CREATED_DESC,
    ExchangeFilter,
    ListExchangesRequest,
)
from plaudit.v1.feedback_pb2 import (
    FEEDBACK_ORDER_CREATED_ASC,
    FEEDBACK_ORDER_CREATED_DESC,
    FEEDBACK_ORDER_UPDATED_ASC,
    FEEDBACK_ORDER_UPDATED_DESC,
    RATING_NEGATIVE,
    RATING_POSITIVE,
    Feedback,
    FeedbackFilter,
    ListFeedbackRequest,
    ListFeedbackRevisionsRequest,
    UpdateFeedbackRequest,
)
from plaudit.v1.memory_pb2 import ListMemoriesRequest, MemoryFilter
from plaudit.v1.target_pb2 import TimeRange
from plaudit_server.domain.feedback import filters
from plaudit_server.domain.ids import digest
from plaudit_server.servicers.feedback.servicer import _bound
from plaudit_server.storage.feedback.lists import Order
from support.messages import about, define, on_search, recording, register, struct, submit

LISTS_OF_A_NAMESPACE = (
    *("exchanges", "memories", "keys", "criteria", "datasets"),
    *("feedback", "feedback by change", "states"),
)
LISTS_OF_A_DATASET = ("records", "responses", "responses to a record")
LISTS = (*LISTS_OF_A_NAMESPACE, *LISTS_OF_A_DATASET, "namespaces")


@pytest.fixture
def filled(tenant):
    """A tenant whose every list has more than one page of one."""
    for i in range(2):
        given = submit(tenant, target=about(register(tenant)), rating=RATING_POSITIVE).feedback
        tenant.new_key("feedback.write")
        criterion = Criterion(name=f"criterion {i}", text={})
        tenant.admin.CreateCriterion(CreateCriterionRequest(criterion=criterion))
    tenant.feedback.UpdateFeedback(
        UpdateFeedbackRequest(feedback=Feedback(id=given.id, text="changed"))
    )
    tenant.given = given.id
    define(tenant)
    tenant.dataset = define(tenant).id
    for user in ("u", "v"):
        added = tenant.datasets.CreateRecord(
            recording(tenant.dataset, {"shown": "x"}, {"asked": "y"}, user_id=user)
        )
    tenant.record = added.record.id
    second = RecordResponse(record_id=tenant.record, user_id="w")
    tenant.datasets.CreateResponse(CreateResponseRequest(response=second))
    return tenant


def lists(client):
    """Every list of the contract: the call and the request of its first page of one."""
    return {
        "exchanges": (client.exchanges.ListExchanges, ListExchangesRequest),
        "memories": (client.memories.ListMemories, ListMemoriesRequest),
        "keys": (client.admin.ListApiKeys, ListApiKeysRequest),
        "criteria": (client.admin.ListCriteria, ListCriteriaRequest),
        "namespaces": (client.admin.ListNamespaces, ListNamespacesRequest),
        "feedback": (client.feedback.ListFeedback, ListFeedbackRequest),
        "feedback by change": (
            client.feedback.ListFeedback,
            partial(ListFeedbackRequest, order=FEEDBACK_ORDER_UPDATED_DESC),
        ),
        "states": (
            client.feedback.ListFeedbackRevisions,
            partial(ListFeedbackRevisionsRequest, id=getattr(client, "given", "fb_0")),
        ),
        "datasets": (client.datasets.ListDatasets, ListDatasetsRequest),
        "records": (
            client.datasets.ListRecords,
            partial(ListRecordsRequest, dataset_id=getattr(client, "dataset", "ds_0")),
        ),
        "responses": (
            client.datasets.ListResponses,
            partial(ListResponsesRequest, dataset_id=getattr(client, "dataset", "ds_0")),
        ),
        "responses to a record": (
            client.datasets.ListResponses,
            partial(ListResponsesRequest, record_id=getattr(client, "record", "rec_0")),
        ),
    }


def first_token(client, name: str) -> str:
    call, request = lists(client)[name]
    token = call(request(page_size=1)).next_page_token
    assert token
    return token


@pytest.mark.parametrize(
    "tamper",
    [
        lambda token: "x",
        lambda token: "é",
        lambda token: "\0",
        lambda token: "%%%" * 100,
        lambda token: token[:-4],
        lambda token: token + "AAAA",
        lambda token: token[:-5] + ("A" if token[-5] != "A" else "B") + token[-4:],
        lambda token: token.swapcase(),
        lambda token: f" {token}",
        lambda token: f"{token}\n",
        lambda token: base64.urlsafe_b64encode(b"\xff" * 40).decode(),
    ],
    ids=[
        "letter",
        "no ASCII",
        "NUL",
        "long",
        "cut",
        "longer",
        "changed",
        "case",
        "space",
        "line end",
        "no text",
    ],
)
def test_a_token_that_was_not_given_out_is_refused(filled, refused, subtests, tamper):
    for name, (call, request) in lists(filled).items():
        with subtests.test(name):
            said = refused(
                call,
                request(page_size=1, page_token=tamper(first_token(filled, name))),
                "INVALID_ARGUMENT",
                "INVALID_PAGE_TOKEN",
            )
            assert set(said.fields) == {"page_token"}
            (violation,) = said.details["BadRequest"].field_violations
            assert violation.reason == "INVALID_PAGE_TOKEN"


@pytest.mark.parametrize("place", ["\0", "é", "x" * 700], ids=["NUL", "no ASCII", "long"])
def test_a_token_made_by_the_servers_own_recipe_does_not_break_it(filled, subtests, place):
    """The source is open: who reads it can make tokens that name any place of the own list."""
    for name in LISTS_OF_A_NAMESPACE:
        call, request = lists(filled)[name]
        with subtests.test(name):
            try:
                call(request(page_size=1, page_token=made_by_recipe(filled, name, place)))
            except grpc.RpcError as error:
                if error.code() != grpc.StatusCode.INVALID_ARGUMENT:
                    raise


def made_by_recipe(client, name: str, place: str) -> str:
    """Make the token of the first query of a list that goes on at a place."""
    everything = _bound(filters.FeedbackFilter())
    query = {
        "exchanges": ("ListExchanges", client.id, "", str(EXCHANGE_ORDER_CREATED_DESC)),
        "memories": ("ListMemories", client.id, ""),
        "keys": ("ListApiKeys", client.id),
        "criteria": ("ListCriteria", client.id, "False"),
        "datasets": ("ListDatasets", client.id),
        "feedback": (
            *("ListFeedback", client.id),
            *(repr(Order(by_update=False, descending=True)), everything),
        ),
        "feedback by change": (
            *("ListFeedback", client.id),
            *(repr(Order(by_update=True, descending=True)), everything),
        ),
        "states": ("ListFeedbackRevisions", client.id, getattr(client, "given", "")),
    }[name]
    check = digest(digest(*query), place)[:16]
    return base64.urlsafe_b64encode(f"{check}{place}".encode()).decode()


@pytest.mark.parametrize("name", ["feedback by change", "states"])
def test_a_list_that_goes_by_numbers_takes_no_other_place(filled, refused, subtests, name):
    call, request = lists(filled)[name]
    for place in ("fb_0", "-1", "1_0", "1e3", "0x1", "٣", "9" * 19, "1" * 128):
        with subtests.test(place):
            made = request(page_size=1, page_token=made_by_recipe(filled, name, place))
            refused(call, made, "INVALID_ARGUMENT", "INVALID_PAGE_TOKEN")


@pytest.mark.parametrize("name", ["feedback by change", "states"])
def test_any_number_is_a_place_in_a_list_that_goes_by_numbers(filled, subtests, name):
    call, request = lists(filled)[name]
    for place in ("0", "1", "2", "007", "9" * 18):
        with subtests.test(place):
            answer = call(request(page_token=made_by_recipe(filled, name, place)))
            assert answer.next_page_token == ""


def test_the_recipe_of_these_tests_is_the_servers(filled):
    """Or the tests that make tokens prove nothing."""
    for name, place in (("feedback by change", "3"), ("states", "2")):
        assert made_by_recipe(filled, name, place) == first_token(filled, name)


def test_a_token_of_another_list_is_refused(filled, refused, subtests):
    tokens = {name: first_token(filled, name) for name in LISTS}
    for other, (call, request) in lists(filled).items():
        for name, token in tokens.items():
            if other != name:
                with subtests.test(f"{name} given to {other}"):
                    asked = request(page_size=1, page_token=token)
                    refused(call, asked, "INVALID_ARGUMENT", "INVALID_PAGE_TOKEN")


@pytest.mark.parametrize("name", LISTS_OF_A_NAMESPACE)
def test_a_token_of_another_namespace_is_refused(filled, new_tenant, refused, name):
    call, request = lists(new_tenant())[name]
    asked = request(page_size=1, page_token=first_token(filled, name))
    refused(call, asked, "INVALID_ARGUMENT", "INVALID_PAGE_TOKEN")


@pytest.mark.parametrize("name", LISTS)
def test_a_token_continues_with_another_page_size(filled, name):
    call, request = lists(filled)[name]
    first = token = first_token(filled, name)
    while token:  # all namespaces of the run may be more than a thousand
        token = call(request(page_size=1000, page_token=token)).next_page_token
        assert token != first


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("exchanges", {"filter": ExchangeFilter(session_id="s")}),
        ("exchanges", {"filter": ExchangeFilter(statuses=[2])}),
        ("exchanges", {"order": EXCHANGE_ORDER_CREATED_ASC}),
        ("feedback", {"filter": FeedbackFilter(session_id="s")}),
        ("feedback", {"filter": FeedbackFilter(user_id="s")}),
        ("feedback", {"filter": FeedbackFilter(external_user_id="s")}),
        ("feedback", {"filter": FeedbackFilter(creator_id="s")}),
        ("feedback", {"filter": FeedbackFilter(target=on_search("s"))}),
        ("feedback", {"filter": FeedbackFilter(names=["s"])}),
        ("feedback", {"filter": FeedbackFilter(ratings=[RATING_NEGATIVE])}),
        ("feedback", {"filter": FeedbackFilter(text="s")}),
        ("feedback", {"filter": FeedbackFilter(min_score=0.0)}),
        ("feedback", {"filter": FeedbackFilter(create_time=TimeRange(start={"seconds": 1}))}),
        ("feedback", {"filter": FeedbackFilter(states=[1])}),
        ("feedback", {"order": FEEDBACK_ORDER_CREATED_ASC}),
        ("feedback", {"order": FEEDBACK_ORDER_UPDATED_DESC}),
        ("feedback by change", {"order": FEEDBACK_ORDER_UPDATED_ASC}),
        ("feedback by change", {"order": FEEDBACK_ORDER_CREATED_DESC}),
        ("states", {"id": "fb_0"}),
        ("memories", {"filter": MemoryFilter(topic="s")}),
        ("records", {"dataset_id": "ds_0"}),
        ("records", {"filter": RecordFilter(statuses=[1])}),
        ("records", {"filter": RecordFilter(answered_by={"user_id": "u"})}),
        ("records", {"filter": RecordFilter(not_answered_by={})}),
        ("records", {"filter": RecordFilter(metadata=struct({"a": 1}))}),
        ("records", {"filter": RecordFilter(external_id="e")}),
        ("records", {"filter": RecordFilter(create_time=TimeRange(start={"seconds": 1}))}),
        ("records", {"filter": RecordFilter(update_time=TimeRange(start={"seconds": 1}))}),
        ("responses", {"dataset_id": "ds_0"}),
        ("responses", {"annotator": {}}),
        ("responses", {"annotator": {"user_id": "u"}}),
        ("responses", {"statuses": [2]}),
        ("responses to a record", {"record_id": "rec_0"}),
        ("criteria", {"include_archived": True}),
    ],
    ids=lambda value: " ".join(str(value).split()),
)
def test_a_token_of_another_query_is_refused(filled, refused, name, other):
    call, request = lists(filled)[name]
    asked = request(page_size=1, page_token=first_token(filled, name), **other)
    refused(call, asked, "INVALID_ARGUMENT", "INVALID_PAGE_TOKEN")


def test_a_token_continues_where_the_default_order_is_named(filled):
    call, request = lists(filled)["exchanges"]
    token = first_token(filled, "exchanges")
    named = request(order=EXCHANGE_ORDER_CREATED_DESC, page_token=token)
    assert len(call(named).exchanges) == 1
    call, request = lists(filled)["feedback"]
    token = first_token(filled, "feedback")
    named = request(order=FEEDBACK_ORDER_CREATED_DESC, page_token=token)
    assert len(call(named).feedback) == 1


def test_a_token_continues_a_filter_that_is_written_otherwise_and_means_the_same(filled):
    call, request = lists(filled)["feedback"]
    wanted = FeedbackFilter(names=["overall", "tone"], ratings=[1, 2], create_time=TimeRange())
    token = call(request(page_size=1, filter=wanted)).next_page_token
    same = FeedbackFilter(names=["tone", "overall"], ratings=[2, 1])
    assert len(call(request(filter=same, page_token=token)).feedback) == 1
