"""What a server remembers of credentials: enough to be fast, no secret, and nothing that ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import jwt
import pytest

from plaudit_server.domain.errors import Reason, Refusal
from plaudit_server.domain.feedback.tokens import new_token
from plaudit_server.domain.tenants import session_tokens
from plaudit_server.domain.tenants.credentials import new_secret, secret_digest
from plaudit_server.domain.tenants.scopes import FeedbackToken, Scope
from plaudit_server.domain.tenants.session_tokens import SigningAlgorithm
from plaudit_server.pipeline import authentication, credentials
from plaudit_server.pipeline.authentication import Authentication
from plaudit_server.pipeline.call import Access, Call, no_rules
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.feedback import tokens as feedback_tokens
from plaudit_server.storage.feedback.tokens import NewFeedbackToken
from plaudit_server.storage.tenants import api_keys, signing_keys
from plaudit_server.storage.tenants.api_keys import KeyName, NewApiKey
from plaudit_server.storage.tenants.signing_keys import NewSigningKey, StoredSigningKey
from support.stores import execute

SECRET = "a secret of the application that is long enough"


class Server:
    """The authentication of a server that has one method, open to everybody."""

    def __init__(self, store: Store) -> None:
        self.authentication = Authentication(store)
        access = Access(
            scopes=frozenset({Scope.FEEDBACK_WRITE}),
            end_users=True,
            feedback_tokens=True,
            rules=no_rules,
            batch="",
            item_rules=no_rules,
        )
        method: Any = SimpleNamespace(service="plaudit.v1.FeedbackService", name="M", access=access)
        self._handle = self.authentication.stage(method, self._serve)

    async def _serve(self, _: Call) -> bytes:
        return b""

    async def call(self, **headers: str) -> Call:
        """Make a call that comes through, and answer it."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        made = Call(context=None, headers=sent)  # type: ignore[arg-type]
        await self._handle(made)
        return made


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Notes every signature that is verified."""
    seen: list[bool] = []
    is_signed_by = session_tokens.is_signed_by

    def noted(*args: Any) -> bool:
        seen.append(is_signed_by(*args))
        return seen[-1]

    monkeypatch.setattr(session_tokens, "is_signed_by", noted)
    return seen


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets every call look its credential up, as those do that come seconds later."""
    monkeypatch.setattr(authentication, "CACHE_SECONDS", -1.0)


async def register(store: Store, namespace: str) -> StoredSigningKey:
    new = NewSigningKey(namespace, "k", SigningAlgorithm.HS256.value, SECRET, "", "", 0)
    return await store.write(signing_keys.create, new, namespace_id=namespace)


async def revoke(store: Store, key: StoredSigningKey) -> None:
    name = KeyName(key.namespace_id, key.id)
    await store.write(signing_keys.revoke, name, namespace_id=key.namespace_id)


def token(user: str = "alice", *, lives: float = 600) -> str:
    return jwt.encode(
        {"sub": user, "exp": time.time() + lives}, SECRET, "HS256", headers={"kid": "k"}
    )


async def refusal(call: Callable[[], Any]) -> Refusal:
    with pytest.raises(Refusal) as raised:
        await call()
    return raised.value


async def test_a_signature_is_verified_once_not_per_call(
    store: Store, namespace: str, verified: list[bool]
) -> None:
    await register(store, namespace)
    server, text = Server(store), token()
    for _ in range(5):
        call = await server.call(x_session_token=text, x_namespace=namespace)
        assert (call.principal.id, call.principal.user_id) == ("user:alice", "alice")
        assert call.principal.namespace_id == namespace
        assert call.principal.scopes == frozenset()
    assert verified == [True]


async def test_a_signature_is_not_verified_again_when_its_key_is_read_again(
    store: Store, namespace: str, verified: list[bool], forgetful: None
) -> None:
    await register(store, namespace)
    server, text = Server(store), token()
    for _ in range(3):
        await server.call(x_session_token=text, x_namespace=namespace)
        server.authentication.forget()
    assert verified == [True]


async def test_a_refused_token_is_not_cached(
    store: Store, namespace: str, verified: list[bool]
) -> None:
    server, text = Server(store), token()
    for _ in range(2):
        said = await refusal(lambda: server.call(x_session_token=text, x_namespace=namespace))
        assert said.reason is Reason.SESSION_TOKEN_INVALID
    await register(store, namespace)
    await server.call(x_session_token=text, x_namespace=namespace)
    assert verified == [True]


async def test_a_key_revoked_on_another_server_ends_its_tokens_at_the_next_read(
    store: Store, namespace: str, forgetful: None
) -> None:
    key = await register(store, namespace)
    server, text = Server(store), token()
    open_call = await server.call(x_session_token=text, x_namespace=namespace)
    await open_call.still_allowed()
    await revoke(store, key)
    for again in (
        lambda: server.call(x_session_token=text, x_namespace=namespace),
        open_call.still_allowed,
    ):
        assert (await refusal(again)).reason is Reason.SESSION_TOKEN_INVALID


async def test_forget_drops_a_revoked_key_from_the_cache_at_once(
    store: Store, namespace: str
) -> None:
    key = await register(store, namespace)
    server, text = Server(store), token()
    open_call = await server.call(x_session_token=text, x_namespace=namespace)
    await revoke(store, key)
    await open_call.still_allowed()  # as on another server, for some seconds
    server.authentication.forget()
    assert (await refusal(open_call.still_allowed)).reason is Reason.SESSION_TOKEN_INVALID


async def test_the_credential_of_an_open_call_ends_with_its_time(
    store: Store, namespace: str
) -> None:
    await register(store, namespace)
    server, ends = Server(store), time.time() + 0.3
    text = token(lives=0.3)
    open_call = await server.call(x_session_token=text, x_namespace=namespace)
    await open_call.still_allowed()
    time.sleep(max(0, ends - time.time()) + 0.01)
    assert (await refusal(open_call.still_allowed)).reason is Reason.SESSION_TOKEN_EXPIRED


async def test_an_open_call_ends_with_its_api_key_and_with_api_access(
    store: Store, namespace: str, forgetful: None
) -> None:
    secret = new_secret()
    scopes = frozenset({Scope.FEEDBACK_WRITE})
    new = NewApiKey(namespace, secret_digest(secret), "", scopes, False, None)
    key = await store.write(api_keys.create, new, namespace_id=namespace)
    open_call = await Server(store).call(x_api_key=secret)
    await open_call.still_allowed()
    for disabled in (True, False):
        await execute(
            store,
            'UPDATE "namespace" SET "api_access_disabled" = ? WHERE "namespace_id" = ?',
            disabled,
            namespace,
        )
        if disabled:
            said = await refusal(open_call.still_allowed)
            assert said.reason is Reason.API_ACCESS_DISABLED
    await open_call.still_allowed()
    await store.write(api_keys.revoke, KeyName(namespace, key.id), namespace_id=namespace)
    assert (await refusal(open_call.still_allowed)).reason is Reason.API_KEY_REVOKED


async def test_the_cache_has_no_credential_texts(store: Store, namespace: str) -> None:
    await register(store, namespace)
    text, fbt = token(), new_token(namespace)
    allows = FeedbackToken((3, "", "q"), frozenset({"overall"}), frozenset(), "", "")
    new = NewFeedbackToken(namespace, secret_digest(fbt), allows, 1, 2**60)
    made = await store.write(feedback_tokens.create, new, namespace_id=namespace)
    server = Server(store)
    await server.call(x_session_token=text, x_namespace=namespace)
    call = await server.call(x_feedback_token=fbt)
    assert call.principal.id == made.id
    assert call.principal.feedback_token == allows
    known = server.authentication._known
    session_tokens_known = server.authentication._find[credentials.SESSION_TOKEN].__self__  # type: ignore[attr-defined]
    remembered = f"{known} {session_tokens_known._verified}"
    assert "alice" in remembered
    assert made.id in remembered
    for piece in (*text.split("."), fbt[-43:]):
        assert piece not in remembered


async def test_the_cache_is_limited_and_dropped_credentials_work_again(
    store: Store, namespace: str, monkeypatch: pytest.MonkeyPatch, verified: list[bool]
) -> None:
    monkeypatch.setattr(authentication, "MAX_CACHED_CREDENTIALS", 3)
    monkeypatch.setattr(credentials, "MAX_VERIFIED_TOKENS", 4)
    await register(store, namespace)
    server, tokens = Server(store), [token(f"user-{i}") for i in range(10)]
    known = server.authentication._known
    session_tokens_known = server.authentication._find[credentials.SESSION_TOKEN].__self__  # type: ignore[attr-defined]
    for text in (*tokens, tokens[0]):
        await server.call(x_session_token=text, x_namespace=namespace)
        assert len(known) <= 3
        assert len(session_tokens_known._verified) <= 4
    assert len(verified) == 11
