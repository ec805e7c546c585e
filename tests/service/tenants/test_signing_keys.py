"""Signing keys: registered, listed and ended over the wire."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from plaudit.v1.admin_pb2 import (
    SIGNING_ALGORITHM_ES256,
    SIGNING_ALGORITHM_HS256,
    SIGNING_ALGORITHM_RS256,
    CreateSigningKeyRequest,
    ListApiKeysRequest,
    ListSigningKeysRequest,
    RevokeSigningKeyRequest,
    SigningKey,
)
from support.applications import ALGORITHMS, Application, public

SECRET = "Yk3vT0q9WmZr7LhXc2Jf8BnGs5DpAeUi1oKlQyR4wEg"
P256 = ec.generate_private_key(ec.SECP256R1())


def creation(**key: Any) -> CreateSigningKeyRequest:
    key.setdefault("algorithm", SIGNING_ALGORITHM_ES256)
    key.setdefault("key", public(P256))
    return CreateSigningKeyRequest(signing_key=SigningKey(**key))


def create(client, **key: Any) -> SigningKey:
    return client.admin.CreateSigningKey(creation(**key)).signing_key


def listed(client, size: int = 0) -> list[SigningKey]:
    """Read all keys, page by page."""
    read, token = [], ""
    while True:
        answer = client.admin.ListSigningKeys(
            ListSigningKeysRequest(page_size=size, page_token=token)
        )
        assert len(answer.signing_keys) <= (size or 50)
        read += answer.signing_keys
        token = answer.next_page_token
        if not token:
            return read


def test_a_key_comes_back_from_create_and_in_the_list(tenant):
    key = create(
        tenant, key_id="2026 漢 🙂", issuer="app", audience="plaudit", clock_skew_seconds=0
    )
    assert key.id.startswith("sgk_")
    assert key.key_id == "2026 漢 🙂"
    assert key.algorithm == SIGNING_ALGORITHM_ES256
    assert key.key == public(P256)
    assert (key.issuer, key.audience) == ("app", "plaudit")
    assert key.HasField("clock_skew_seconds")
    assert key.clock_skew_seconds == 0
    assert key.HasField("create_time")
    assert not key.HasField("revoke_time")
    assert listed(tenant) == [key]


def test_a_key_that_says_little_goes_by_its_id_and_allows_a_minute(tenant):
    key = create(tenant)
    assert key.key_id == key.id
    assert key.clock_skew_seconds == 60


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_shared_secret_is_never_shown_and_a_public_key_is(tenant, algorithm):
    application = Application(tenant, algorithm)
    application.revoke()
    (key,) = listed(tenant)
    if algorithm == "HS256":
        assert application.key.key == key.key == ""
        assert application.private not in str(key)
    else:
        assert application.key.key == key.key == application.public


def test_keys_are_listed_newest_first_in_pages_ended_ones_too(tenant):
    made = [create(tenant, key_id=str(i)) for i in range(5)]
    ended = tenant.admin.RevokeSigningKey(RevokeSigningKeyRequest(id=made[1].id)).signing_key
    expected = [made[4], made[3], made[2], ended, made[0]]
    assert listed(tenant) == expected
    assert listed(tenant, size=2) == expected


def test_a_list_goes_on_with_its_own_page_token_only(tenant, refused):
    for _ in range(2):
        create(tenant)
        tenant.new_key("admin")
    token = tenant.admin.ListApiKeys(ListApiKeysRequest(page_size=1)).next_page_token
    assert token
    for foreign in (token, "x"):
        refused(
            tenant.admin.ListSigningKeys,
            ListSigningKeysRequest(page_token=foreign),
            "INVALID_ARGUMENT",
            "INVALID_PAGE_TOKEN",
        )


def test_keys_of_another_namespace_are_neither_listed_nor_ended(tenant, new_tenant, refused):
    key = create(tenant)
    other = new_tenant()
    assert listed(other) == []
    refused(
        other.admin.RevokeSigningKey,
        RevokeSigningKeyRequest(id=key.id),
        "NOT_FOUND",
        "SIGNING_KEY_NOT_FOUND",
    )
    assert create(other, key_id=key.key_id).key_id == key.key_id


def test_a_name_is_given_once(tenant, refused):
    key = create(tenant, key_id="k")
    for _ in range(2):
        said = refused(
            tenant.admin.CreateSigningKey,
            creation(key_id="k", algorithm=SIGNING_ALGORITHM_HS256, key=SECRET),
            "ALREADY_EXISTS",
            "SIGNING_KEY_EXISTS",
        )
        assert said.details["ResourceInfo"].resource_name == key.id
        tenant.admin.RevokeSigningKey(RevokeSigningKeyRequest(id=key.id))


def private(key: Any) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.mark.parametrize(
    ("key", "fields"),
    [
        ({"algorithm": 0}, {"signing_key.algorithm"}),
        ({"algorithm": 5}, {"signing_key.algorithm"}),
        ({"key_id": "x" * 129}, {"signing_key.key_id"}),
        ({"key_id": "a\tb"}, {"signing_key.key_id"}),
        ({"issuer": "x" * 513}, {"signing_key.issuer"}),
        ({"audience": "a\nb"}, {"signing_key.audience"}),
        ({"clock_skew_seconds": -1}, {"signing_key.clock_skew_seconds"}),
        ({"clock_skew_seconds": 301}, {"signing_key.clock_skew_seconds"}),
        ({"key": "x" * 16_385}, {"signing_key.key"}),
        ({"key": ""}, {"signing_key.key"}),
        ({"key": "nonsense", "issuer": "a\0"}, {"signing_key.key", "signing_key.issuer"}),
        ({"algorithm": SIGNING_ALGORITHM_RS256}, {"signing_key.key"}),
        ({"algorithm": SIGNING_ALGORITHM_HS256}, {"signing_key.key"}),
        ({"algorithm": SIGNING_ALGORITHM_HS256, "key": SECRET[:31]}, {"signing_key.key"}),
        ({"key": private(P256)}, {"signing_key.key"}),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_key_that_breaks_rules_is_refused_by_field(tenant, refused, key, fields):
    said = refused(
        tenant.admin.CreateSigningKey, creation(**key), "INVALID_ARGUMENT", "INVALID_FIELD"
    )
    assert set(said.fields) == fields
    assert listed(tenant) == []


def test_what_a_key_must_be_is_said_and_the_key_is_not_repeated(tenant, refused):
    weak = public(rsa.generate_private_key(public_exponent=65537, key_size=1024))
    pem = private(P256)
    for algorithm, key, rule in (
        (SIGNING_ALGORITHM_RS256, weak, "2,048"),
        (SIGNING_ALGORITHM_ES256, pem, "private"),
    ):
        said = refused(
            tenant.admin.CreateSigningKey,
            creation(algorithm=algorithm, key=key),
            "INVALID_ARGUMENT",
            "INVALID_FIELD",
        )
        assert rule in said.fields["signing_key.key"]
        assert key.splitlines()[1] not in f"{said}"
        assert key.splitlines()[1] not in tenant.server.log.read_text()


def test_a_request_without_a_key_is_refused(tenant, refused):
    said = refused(
        tenant.admin.CreateSigningKey,
        CreateSigningKeyRequest(),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert "signing_key" in said.fields


def test_revoking_a_revoked_key_changes_nothing(tenant):
    application = Application(tenant)
    first = application.revoke()
    assert first.revoke_time.ToMicroseconds() >= first.create_time.ToMicroseconds()
    assert application.revoke() == first
    assert listed(tenant) == [first]


def test_a_key_that_is_not_there_cannot_be_revoked(tenant, refused):
    said = refused(
        tenant.admin.RevokeSigningKey,
        RevokeSigningKeyRequest(id="sgk_lost"),
        "NOT_FOUND",
        "SIGNING_KEY_NOT_FOUND",
    )
    assert said.ids["signing_key_id"] == "sgk_lost"
    assert said.details["ResourceInfo"].resource_type == "plaudit.v1.SigningKey"


@pytest.mark.parametrize(
    "secret",
    [
        "a" * 64,
        "correct horse battery staple and so on and on",
        "0123456789" * 4,
        "Passw0rd!Secret1" * 2 + "Passw0",
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "1212121212a1212121212a121212121212",
    ],
    ids=["one character", "words", "digits", "repeated", "counting", "few characters"],
)
def test_a_shared_secret_that_is_easily_guessed_is_refused(tenant, refused, secret):
    said = refused(
        tenant.admin.CreateSigningKey,
        creation(algorithm=SIGNING_ALGORITHM_HS256, key=secret),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert "openssl rand" in said.fields["signing_key.key"]
    assert secret not in str(said)


@pytest.mark.parametrize(
    "secret",
    [
        "q83vEjRWeJCrze8BI0VniavN7/6pFvPzYwQkTnZxUbE=",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "7f1d2c3e-9b4a-4c5d-8e6f-0a1b2c3d4e5f",
    ],
    ids=["base64", "hexadecimal", "UUID"],
)
def test_a_random_secret_is_taken_however_it_is_written(tenant, secret):
    assert create(tenant, algorithm=SIGNING_ALGORITHM_HS256, key=secret).id
