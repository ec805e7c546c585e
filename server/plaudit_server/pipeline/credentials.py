"""Reads the credential of a call and looks it up in the database."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import NamedTuple

from plaudit_server.domain.errors import PermissionDenied, Reason, Unauthenticated
from plaudit_server.domain.feedback import tokens
from plaudit_server.domain.ids import Kind
from plaudit_server.domain.tenants import session_tokens
from plaudit_server.domain.tenants.scopes import Principal
from plaudit_server.pipeline.call import Headers
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.feedback import tokens as stored_tokens
from plaudit_server.storage.tenants import api_keys, namespaces, signing_keys
from plaudit_server.storage.tenants.api_keys import KeyName
from plaudit_server.storage.tenants.namespaces import StoredNamespace
from plaudit_server.storage.tenants.signing_keys import KeyHint, StoredSigningKey

API_KEY = "an API key"
SESSION_TOKEN = "a session token"  # noqa: S105 - a kind
FEEDBACK_TOKEN = "a feedback token"  # noqa: S105 - a kind

MAX_VERIFIED_TOKENS = 50_000
"""The most session tokens cached as verified; beyond it the oldest are dropped."""

CredentialKey = tuple[str, str, str]
"""The kind of a credential, the SHA-256 of its text and `x-namespace`: never the text itself."""


class Found(NamedTuple):
    """The principal of a credential, and how long the credential is valid."""

    principal: Principal
    api_access_disabled: bool
    expire_time: float
    """Seconds since the epoch."""


def read_credential(headers: Mapping[str, str]) -> tuple[str, str]:
    """Return the kind and the text of the first credential, in the order of the contract."""
    authorization = headers.get(Headers.AUTHORIZATION)
    if authorization:
        scheme, _, key = authorization.partition(" ")
        if scheme.lower() != "bearer" or not key:
            raise Unauthenticated(
                reason=Reason.API_KEY_INVALID,
                message="the header authorization must be: Bearer, a space, the API key",
            )
        return API_KEY, key.strip()
    api_key = headers.get(Headers.API_KEY)
    if api_key:
        return API_KEY, api_key
    session_token = headers.get(Headers.SESSION_TOKEN)
    if session_token is not None:
        return SESSION_TOKEN, session_token
    feedback_token = headers.get(Headers.FEEDBACK_TOKEN)
    if feedback_token is not None:
        return FEEDBACK_TOKEN, feedback_token
    raise Unauthenticated(
        reason=Reason.CREDENTIAL_MISSING,
        message="send an API key, as authorization: Bearer KEY or as x-api-key: KEY; end users send"
        " x-session-token, and bearers of feedback tokens x-feedback-token",
    )


def expired(kind: str, principal: Principal) -> Unauthenticated:
    """Return the error for an expired credential."""
    if kind == SESSION_TOKEN:
        return session_tokens.expired()
    if kind == FEEDBACK_TOKEN:
        return tokens.expired(principal.id)
    return _expired_key(principal.id)


async def find_api_key(store: Store, key: CredentialKey, _: str) -> Found:
    """Look up an API key, and the namespace of the call."""
    _, secret, namespace = key
    own = store.key_of_process
    stored = own if own is not None and own.secret_sha256 == secret else None
    if stored is None:
        stored = await store.read(api_keys.find_each, secret)
    if stored is None:
        raise Unauthenticated(
            reason=Reason.API_KEY_INVALID, message="the API key is unknown to this server"
        )
    if stored.revoke_time is not None:
        raise Unauthenticated(
            reason=Reason.API_KEY_REVOKED,
            message="the API key was revoked",
            ids={"key_id": stored.id},
        )
    if stored.expire_time is not None and stored.expire_time < time.time() * 1e6:
        raise _expired_key(stored.id)
    # With a key of one namespace, no other is looked up, so timing does not reveal what exists.
    chosen = (namespace if stored.all_namespaces else "") or stored.namespace_id
    found = await store.read(namespaces.find_each, chosen)
    if not stored.all_namespaces and not _is_of(namespace, found):
        raise _of_another_namespace("API key", key_id=stored.id)
    if found is None:
        raise namespaces.not_found(chosen)
    return Found(
        Principal(
            id=stored.id,
            namespace_id=found.id,
            scopes=stored.scopes,
            all_namespaces=stored.all_namespaces,
            expire_time=stored.expire_time,
            key_namespace_id=stored.namespace_id,
        ),
        found.api_access_disabled,
        float("inf") if stored.expire_time is None else stored.expire_time / 1e6,
    )


async def find_feedback_token(store: Store, key: CredentialKey, text: str) -> Found:
    """Look up a feedback token in the namespace that its text names."""
    _, secret, namespace = key
    namespace_id = tokens.namespace_of(text)
    if not namespace_id:
        raise tokens.unknown()
    stored = await store.read(stored_tokens.find_each, (namespace_id, secret))
    if stored is None:
        raise tokens.unknown()
    found = await store.read(namespaces.find_each, stored.namespace_id)
    if found is None or not _is_of(namespace, found):
        raise _of_another_namespace("feedback token", feedback_token_id=stored.id)
    if stored.expire_time <= time.time() * 1e6:
        raise tokens.expired(stored.id)
    own = store.key_of_process
    key_ended = stored.key_ended and not (own is not None and own.id == stored.creator)
    if stored.revoke_time is not None or key_ended:
        raise tokens.revoked(stored.id, with_its_key=stored.revoke_time is None)
    return Found(
        Principal(
            id=stored.id,
            namespace_id=found.id,
            scopes=frozenset(),
            all_namespaces=False,
            feedback_token=stored.allows,
            calls=2 * stored.max_uses + tokens.SPARE_CALLS,
        ),
        found.api_access_disabled,
        stored.expire_time / 1e6,
    )


class _Verified(NamedTuple):
    """A session token whose signature was verified, and the key that verified it."""

    signing_key: KeyName
    session: session_tokens.Session


class SessionTokens:
    """Verifies session tokens; a verified signature is cached until the token expires.

    What may change is read each time: whether the signing key was revoked, and the namespace.
    """

    def __init__(self) -> None:
        self._verified: OrderedDict[CredentialKey, _Verified] = OrderedDict()

    async def find(self, store: Store, key: CredentialKey, text: str) -> Found:
        """Verify a session token, unless it is cached, and return its principal."""
        verified = self._verified.get(key)
        if verified is not None and not await _still_good(store, verified):
            self._verified.pop(key, None)  # a concurrent call may have removed it already
            verified = None
        if verified is None:
            verified = await _verify(store, text, key[2])
            if len(self._verified) >= MAX_VERIFIED_TOKENS:
                self._verified.popitem(last=False)
            self._verified[key] = verified
        namespace = await store.read(namespaces.find_each, verified.signing_key.namespace_id)
        if namespace is None:
            raise session_tokens.not_signed()
        subject = verified.session.subject
        return Found(
            Principal(
                id=f"user:{subject}",
                namespace_id=namespace.id,
                scopes=frozenset(),
                all_namespaces=False,
                user_id=subject,
            ),
            namespace.api_access_disabled,
            verified.session.expire_time,
        )


async def _still_good(store: Store, verified: _Verified) -> bool:
    key = await store.read(signing_keys.find_each, verified.signing_key)
    return (
        key is not None and key.revoke_time is None and verified.session.expire_time > time.time()
    )


async def _verify(store: Store, text: str, namespace: str) -> _Verified:
    token = session_tokens.read(text)
    if namespace:
        tenant = await store.read(namespaces.find_each, namespace)
        # For an unknown namespace keys are looked for all the same, so that timing reveals nothing.
        namespace_id = namespaces.NO_NAMESPACE if tenant is None else tenant.id
    elif token.key_id is not None and token.key_id.startswith(Kind.SIGNING_KEY):
        namespace_id = ""
    else:
        raise session_tokens.invalid(
            "does not say which namespace it belongs to: send x-namespace, or set kid to plaudit's"
            " id of the signing key"
        )
    wanted = KeyHint(namespace_id, token.key_id, token.algorithm)
    candidates: list[StoredSigningKey] = await store.read(signing_keys.candidates_each, wanted)
    candidates.sort(key=lambda key: key.revoke_time is not None)
    index, session = session_tokens.verify(
        token, [candidate.verifying for candidate in candidates], now=time.time()
    )
    found = candidates[index]
    if found.revoke_time is not None:
        raise session_tokens.invalid("is signed with a revoked key", signing_key_id=found.id)
    return _Verified(KeyName(*found[:2]), session)


def _is_of(chosen: str, namespace: StoredNamespace | None) -> bool:
    """Whether `x-namespace` is not sent, or names this namespace."""
    return namespace is not None and chosen in ("", namespace.id, namespace.name)


def _of_another_namespace(what: str, **ids: str) -> PermissionDenied:
    return PermissionDenied(
        reason=Reason.NAMESPACE_FORBIDDEN,
        message=f"the {what} belongs to another namespace; omit x-namespace",
        ids=ids,
    )


def _expired_key(key_id: str) -> Unauthenticated:
    return Unauthenticated(
        reason=Reason.API_KEY_EXPIRED,
        message="the API key has expired",
        ids={"key_id": key_id},
    )
