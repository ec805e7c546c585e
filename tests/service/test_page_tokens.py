"""A page token continues the query that gave it out, and nothing else."""

from __future__ import annotations

import base64

import grpc
import pytest

from plaudit.v1.admin_pb2 import ListApiKeysRequest, ListNamespacesRequest
from plaudit.v1.feedback_pb2 import RATING_POSITIVE
from plaudit.v1.memory_pb2 import ListMemoriesRequest
from plaudit_server.domain.ids import digest
from service.messages import about, register, submit


@pytest.fixture
def filled(tenant):
    """A tenant whose every list has more than one page of one."""
    for _ in range(2):
        submit(tenant, target=about(register(tenant)), rating=RATING_POSITIVE)
        tenant.new_key("feedback.write")
    return tenant


def lists(client):
    """Every list of the contract: the call and the request of its first page of one."""
    return {
        "memories": (client.memories.ListMemories, ListMemoriesRequest),
        "keys": (client.admin.ListApiKeys, ListApiKeysRequest),
        "namespaces": (client.admin.ListNamespaces, ListNamespacesRequest),
    }


def first_token(client, name: str) -> str:
    call, request = lists(client)[name]
    token = call(request(page_size=1)).next_page_token
    assert token
    return token


@pytest.mark.parametrize("name", ["memories", "keys", "namespaces"])
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
def test_a_token_that_was_not_given_out_is_refused(filled, refused, name, tamper):
    call, request = lists(filled)[name]
    said = refused(
        call,
        request(page_size=1, page_token=tamper(first_token(filled, name))),
        "INVALID_ARGUMENT",
        "INVALID_PAGE_TOKEN",
    )
    assert set(said.fields) == {"page_token"}
    (violation,) = said.details["BadRequest"].field_violations
    assert violation.reason == "INVALID_PAGE_TOKEN"


@pytest.mark.parametrize("name", ["memories", "keys"])
@pytest.mark.parametrize("place", ["\0", "é", "x" * 700], ids=["NUL", "no ASCII", "long"])
def test_a_token_made_by_the_servers_own_recipe_does_not_break_it(filled, name, place):
    """The source is open: who reads it can make tokens that name any place of the own list."""
    call, request = lists(filled)[name]
    list_name = {"memories": "ListMemories", "keys": "ListApiKeys"}[name]
    check = digest(digest(list_name, filled.id), place)[:16]
    made = base64.urlsafe_b64encode(f"{check}{place}".encode()).decode()
    try:
        call(request(page_size=1, page_token=made))
    except grpc.RpcError as error:
        if error.code() != grpc.StatusCode.INVALID_ARGUMENT:
            raise


@pytest.mark.parametrize("name", ["memories", "keys", "namespaces"])
def test_a_token_of_another_list_is_refused(filled, refused, name):
    for other, (call, request) in lists(filled).items():
        if other != name:
            asked = request(page_size=1, page_token=first_token(filled, name))
            refused(call, asked, "INVALID_ARGUMENT", "INVALID_PAGE_TOKEN")


@pytest.mark.parametrize("name", ["memories", "keys"])
def test_a_token_of_another_namespace_is_refused(filled, new_tenant, refused, name):
    call, request = lists(new_tenant())[name]
    asked = request(page_size=1, page_token=first_token(filled, name))
    refused(call, asked, "INVALID_ARGUMENT", "INVALID_PAGE_TOKEN")


@pytest.mark.parametrize("name", ["memories", "keys", "namespaces"])
def test_a_token_continues_with_another_page_size(filled, name):
    call, request = lists(filled)[name]
    answer = call(request(page_size=1000, page_token=first_token(filled, name)))
    assert answer.next_page_token == ""
