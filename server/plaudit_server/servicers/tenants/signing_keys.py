"""Signing keys of AdminService: rules beyond the contract's, and conversion of messages."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit_server.contract import admin_pb2
from plaudit_server.domain.errors import Violation
from plaudit_server.domain.tenants.session_tokens import (
    DEFAULT_CLOCK_SKEW,
    SigningAlgorithm,
    key_problem,
    secret_weakness,
)
from plaudit_server.servicers.values import set_time
from plaudit_server.storage.tenants.signing_keys import NewSigningKey, StoredSigningKey

_ALGORITHMS: frozenset[int] = frozenset(SigningAlgorithm)
_MAX_KEY = 16_384
"""The contract's limit; it refuses longer keys, so they are not checked here."""


def create_rules(request: admin_pb2.CreateSigningKeyRequest) -> Iterator[Violation]:
    """Yield why a key does not suit its algorithm, or is too weak."""
    key = request.signing_key
    if not key.key and request.HasField("signing_key") and key.algorithm not in _ALGORITHMS:
        yield Violation(field="signing_key.key", rule="must not be empty")
    if key.algorithm in _ALGORITHMS and len(key.key) <= _MAX_KEY:
        problem = key_problem(key.algorithm, key.key)
        if not problem and key.algorithm == admin_pb2.SIGNING_ALGORITHM_HS256:
            problem = secret_weakness(key.key)
        if problem:
            yield Violation(field="signing_key.key", rule=problem)


def read_key(message: admin_pb2.SigningKey, namespace_id: str) -> NewSigningKey:
    """Read a new key from a message."""
    skew = message.clock_skew_seconds
    return NewSigningKey(
        namespace_id,
        message.key_id,
        message.algorithm,
        message.key,
        message.issuer,
        message.audience,
        skew if message.HasField("clock_skew_seconds") else DEFAULT_CLOCK_SKEW,
    )


def write_key(message: admin_pb2.SigningKey, stored: StoredSigningKey) -> None:
    """Write a stored key into a message, without a shared secret."""
    message.id = stored.id
    message.key_id = stored.key_id
    message.algorithm = stored.algorithm  # type: ignore[assignment]
    if stored.algorithm != SigningAlgorithm.HS256:
        message.key = stored.key
    message.issuer = stored.issuer
    message.audience = stored.audience
    message.clock_skew_seconds = stored.clock_skew_seconds
    set_time(message.create_time, stored.create_time)
    if stored.revoke_time is not None:
        set_time(message.revoke_time, stored.revoke_time)
