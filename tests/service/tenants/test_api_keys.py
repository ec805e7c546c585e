"""API keys: made, listed and ended over the wire."""

from __future__ import annotations

import time

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from plaudit.v1 import admin_pb2, memory_pb2
from plaudit.v1.admin_pb2 import (
    SCOPE_ADMIN,
    SCOPE_FEEDBACK_WRITE,
    SCOPE_MEMORIES_READ,
    ApiKey,
    CreateApiKeyRequest,
    ListApiKeysRequest,
    RevokeApiKeyRequest,
)
from plaudit.v1.feedback_pb2 import RATING_POSITIVE
from support.messages import submission, submit


def create(client, **key) -> admin_pb2.CreateApiKeyResponse:
    key.setdefault("scopes", [SCOPE_FEEDBACK_WRITE])
    return client.admin.CreateApiKey(CreateApiKeyRequest(api_key=ApiKey(**key)))


def listed(client, size: int = 0) -> list[ApiKey]:
    """Read all keys, page by page."""
    read, token = [], ""
    while True:
        answer = client.admin.ListApiKeys(ListApiKeysRequest(page_size=size, page_token=token))
        read += answer.api_keys
        token = answer.next_page_token
        if not token:
            return read


def test_a_key_comes_back_from_create_and_in_the_list_and_works(tenant):
    ends = Timestamp()
    ends.FromMicroseconds(int((time.time() + 3600) * 1e6))
    made = create(
        tenant,
        name="chat 漢 🙂",
        scopes=[SCOPE_MEMORIES_READ, SCOPE_FEEDBACK_WRITE],
        expire_time=ends,
    )
    key = made.api_key
    assert key.id.startswith("key_")
    assert key.namespace_id == tenant.id
    assert key.name == "chat 漢 🙂"
    assert set(key.scopes) == {SCOPE_FEEDBACK_WRITE, SCOPE_MEMORIES_READ}
    assert not key.all_namespaces
    assert key.expire_time == ends
    assert not key.HasField("revoke_time")
    assert listed(tenant) == [key]
    assert submit(tenant.server.client(made.secret), rating=RATING_POSITIVE).feedback.id


def test_a_secret_is_never_shown_again_and_never_the_same(tenant):
    made = [create(tenant) for _ in range(5)]
    secrets = {one.secret for one in made}
    assert len(secrets) == 5
    for secret in secrets:
        assert len(secret) >= 43  # 256 random bits
        assert secret not in str(listed(tenant))


@pytest.mark.parametrize("scope", admin_pb2.Scope.values()[1:], ids=admin_pb2.Scope.Name)
def test_a_key_may_have_each_scope_alone(tenant, scope):
    assert list(create(tenant, scopes=[scope]).api_key.scopes) == [scope]
    assert [list(key.scopes) for key in listed(tenant)] == [[scope]]


def test_keys_are_listed_newest_first_in_pages_ended_ones_too(tenant):
    made = [create(tenant, name=str(i)).api_key for i in range(5)]
    ended = tenant.admin.RevokeApiKey(RevokeApiKeyRequest(id=made[1].id)).api_key
    expected = [made[4], made[3], made[2], ended, made[0]]
    assert listed(tenant) == expected
    assert listed(tenant, size=2) == expected


@pytest.mark.parametrize(
    ("key", "fields"),
    [
        ({"scopes": []}, {"api_key.scopes"}),
        ({"scopes": [0]}, {"api_key.scopes[0]"}),
        ({"scopes": [SCOPE_ADMIN, 99]}, {"api_key.scopes[1]"}),
        ({"scopes": [SCOPE_ADMIN, SCOPE_ADMIN]}, {"api_key.scopes"}),
        ({"name": "x" * 129}, {"api_key.name"}),
        ({"name": "a\tb"}, {"api_key.name"}),
        ({"expire_time": Timestamp(seconds=1)}, {"api_key.expire_time"}),
    ],
    ids=["no scope", "unspecified", "undefined", "twice", "long", "control", "past"],
)
def test_a_key_that_breaks_rules_is_refused(tenant, refused, key, fields):
    said = refused(
        tenant.admin.CreateApiKey,
        CreateApiKeyRequest(api_key=ApiKey(**{"scopes": [SCOPE_ADMIN], **key})),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(said.fields) == fields


@pytest.mark.parametrize(
    "time_",
    [
        Timestamp(seconds=253_402_300_800),
        Timestamp(seconds=9_000_000_000_000),
        Timestamp(seconds=2**62),
        Timestamp(seconds=4_000_000_000, nanos=-1),
        Timestamp(seconds=4_000_000_000, nanos=2_000_000_000),
    ],
    ids=["year 10000", "year 287000", "2**62 seconds", "negative nanos", "too many nanos"],
)
def test_a_time_that_is_none_is_refused(tenant, refused, time_):
    key = ApiKey(scopes=[SCOPE_ADMIN], expire_time=time_)
    said = refused(
        tenant.admin.CreateApiKey,
        CreateApiKeyRequest(api_key=key),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(said.fields) == {"api_key.expire_time"}


def test_a_key_of_one_namespace_makes_none_for_all(tenant, refused):
    refused(
        tenant.client("admin").admin.CreateApiKey,
        CreateApiKeyRequest(api_key=ApiKey(scopes=[SCOPE_ADMIN], all_namespaces=True)),
        "PERMISSION_DENIED",
        "NAMESPACE_FORBIDDEN",
    )


def test_a_key_of_one_namespace_makes_and_ends_keys_of_its_own(tenant):
    admin = tenant.client("admin", "feedback.write")
    made = create(admin).api_key
    assert made.namespace_id == tenant.id
    assert admin.admin.RevokeApiKey(RevokeApiKeyRequest(id=made.id)).api_key.HasField("revoke_time")


def test_a_revoked_key_passes_no_call_that_starts_after_the_answer(tenant, refused):
    made = create(tenant, scopes=[SCOPE_FEEDBACK_WRITE, SCOPE_MEMORIES_READ])
    client = tenant.server.client(made.secret)
    submit(client, rating=RATING_POSITIVE)  # the key is known to the server now
    revoked = tenant.admin.RevokeApiKey(RevokeApiKeyRequest(id=made.api_key.id)).api_key
    assert revoked.revoke_time.seconds >= made.api_key.create_time.seconds
    for call, request in (
        (client.feedback.SubmitFeedback, submission(rating=RATING_POSITIVE)),
        (client.memories.ListMemories, memory_pb2.ListMemoriesRequest()),
    ):
        said = refused(call, request, "UNAUTHENTICATED", "API_KEY_REVOKED")
        assert said.ids["key_id"] == made.api_key.id


def test_revoking_a_revoked_key_changes_nothing(tenant):
    made = create(tenant)
    request = RevokeApiKeyRequest(id=made.api_key.id)
    first = tenant.admin.RevokeApiKey(request)
    assert tenant.admin.RevokeApiKey(request) == first
    assert listed(tenant) == [first.api_key]


def test_a_key_that_is_not_there_cannot_be_revoked(tenant, refused):
    said = refused(
        tenant.admin.RevokeApiKey,
        RevokeApiKeyRequest(id="key_lost"),
        "NOT_FOUND",
        "API_KEY_NOT_FOUND",
    )
    assert said.ids["key_id"] == "key_lost"
    assert said.details["ResourceInfo"].resource_type == "plaudit.v1.ApiKey"
    assert said.details["ResourceInfo"].resource_name == "key_lost"


def test_a_key_ends_by_itself_also_when_the_server_has_just_seen_it(tenant, refused):
    made = tenant.new_key("feedback.write", expires_in=1)
    client = tenant.server.client(made.secret)
    submit(client, rating=RATING_POSITIVE)
    time.sleep(max(0, made.api_key.expire_time.ToMicroseconds() / 1e6 - time.time()) + 0.01)
    for _ in range(2):
        said = refused(
            client.feedback.SubmitFeedback,
            submission(rating=RATING_POSITIVE),
            "UNAUTHENTICATED",
            "API_KEY_EXPIRED",
        )
        assert said.ids["key_id"] == made.api_key.id
    assert listed(tenant) == [made.api_key]


def test_a_key_makes_none_with_a_scope_that_it_lacks(tenant, refused):
    said = refused(
        tenant.client("admin", "feedback.write").admin.CreateApiKey,
        CreateApiKeyRequest(api_key=ApiKey(scopes=[SCOPE_FEEDBACK_WRITE, SCOPE_MEMORIES_READ])),
        "PERMISSION_DENIED",
        "SCOPE_MISSING",
    )
    assert (said.ids["field"], said.ids["scopes"]) == ("api_key.scopes", "memories.read")
    assert "memories.read" in said.message


@pytest.mark.parametrize("later", [None, 1200], ids=["never ends", "ends later"])
def test_a_key_makes_none_that_outlives_it(tenant, refused, later):
    maker = tenant.new_key("admin", expires_in=600)
    key = ApiKey(scopes=[SCOPE_ADMIN])
    if later:
        key.expire_time.FromSeconds(int(time.time()) + later)
    said = refused(
        tenant.server.client(maker.secret).admin.CreateApiKey,
        CreateApiKeyRequest(api_key=key),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert "not later" in said.fields["api_key.expire_time"]


def test_a_key_that_ends_makes_one_that_ends_with_it(tenant):
    maker = tenant.new_key("admin", expires_in=600)
    ends = maker.api_key.expire_time
    made = create(tenant.server.client(maker.secret), scopes=[SCOPE_ADMIN], expire_time=ends)
    assert made.api_key.expire_time == ends


def test_no_tenant_revokes_a_key_that_spans_all_namespaces(tenant, refused):
    operators = create(tenant, all_namespaces=True).api_key
    refused(
        tenant.client("admin").admin.RevokeApiKey,
        RevokeApiKeyRequest(id=operators.id),
        "PERMISSION_DENIED",
        "NAMESPACE_FORBIDDEN",
    )
    ended = tenant.admin.RevokeApiKey(RevokeApiKeyRequest(id=operators.id)).api_key
    assert ended.HasField("revoke_time")
