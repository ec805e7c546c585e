"""Signing keys between messages and the store."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit_server.contract import admin_pb2
from plaudit_server.domain.errors import Violation
from plaudit_server.domain.tenants.session_tokens import (
    DEFAULT_CLOCK_SKEW,
    SigningAlgorithm,
    guessable,
    key_misfit,
)
from plaudit_server.servicers.values import set_time
from plaudit_server.storage.tenants.signing_keys import NewSigningKey, StoredSigningKey

_ALGORITHMS: frozenset[int] = frozenset(SigningAlgorithm)
_MAX_KEY = 16_384
"""What the contract allows; a longer key is refused by it and not looked at here."""


def create_rules(request: admin_pb2.CreateSigningKeyRequest) -> Iterator[Violation]:
    """Say why a key is none of its algorithm, or too weak."""
    key = request.signing_key
    if not key.key and request.HasField("signing_key") and key.algorithm not in _ALGORITHMS:
        yield Violation(field="signing_key.key", rule="must not be empty")
    if key.algorithm in _ALGORITHMS and len(key.key) <= _MAX_KEY:
        misfit = key_misfit(key.algorithm, key.key)
        if not misfit and key.algorithm == admin_pb2.SIGNING_ALGORITHM_HS256:
            misfit = guessable(key.key)
        if misfit:
            yield Violation(field="signing_key.key", rule=misfit)


def read_key(message: admin_pb2.SigningKey, namespace_id: str) -> NewSigningKey:
    """Read a key that is to be registered."""
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
    """Write a key as it is answered: a shared secret never is."""
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
