"""Whether a namespace exists is told by no answer, and by no more or less work for it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, NamedTuple

import jwt
import pytest

from plaudit_server.contract import admin_pb2
from plaudit_server.domain.errors import Refusal
from plaudit_server.domain.feedback.tokens import new_token
from plaudit_server.domain.ids import Kind, new_id
from plaudit_server.domain.tenants import session_tokens
from plaudit_server.domain.tenants.credentials import new_secret, secret_digest
from plaudit_server.domain.tenants.scopes import FeedbackToken, Principal, Scope
from plaudit_server.domain.tenants.session_tokens import SigningAlgorithm
from plaudit_server.pipeline.authentication import Authentication
from plaudit_server.pipeline.call import Access, Call, no_rules
from plaudit_server.servicers.tenants.servicer import AdminServicer
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.feedback import tokens
from plaudit_server.storage.feedback.tokens import NewFeedbackToken
from plaudit_server.storage.tenants import api_keys, namespaces, signing_keys
from plaudit_server.storage.tenants.api_keys import NewApiKey
from plaudit_server.storage.tenants.namespaces import NewNamespace
from plaudit_server.storage.tenants.signing_keys import NewSigningKey

SECRET = "a secret of the application that is long enough"
ABSENT = "absent"


class Work(NamedTuple):
    """What the server did for a call, and how it was refused."""

    statements: list[str]
    parameters: list[tuple[Any, ...]]
    verified: int
    """How many signatures were verified."""
    reason: str
    message: str

    @property
    def kind(self) -> Work:
        """Leave out whom the statements asked for."""
        return self._replace(parameters=[])


@pytest.fixture
def existing(store: Store, namespace: str) -> Callable[[], Awaitable[str]]:
    """Opens a namespace that has a signing key, beside the test's own, and answers its name."""

    async def open_() -> str:
        name = f"existing-{new_id(Kind.NAMESPACE)[3:]}"
        made = await store.write(namespaces.create, NewNamespace(name), namespace_id="")
        key = NewSigningKey(made.id, "k", SigningAlgorithm.HS256.value, SECRET, "", "", 0)
        await store.write(signing_keys.create, key, namespace_id=made.id)
        return name

    return open_


@pytest.fixture
def work(store: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Awaitable[Work]]:
    """Makes a call that is refused, and answers what the server did for it."""
    ran: list[tuple[str, tuple[Any, ...]]] = []
    verified: list[bytes] = []
    execute, verifies = store.backend.execute, session_tokens._Verifier.verifies

    def noted(statement: str, parameters: tuple[Any, ...] = ()) -> Any:
        ran.append((statement, parameters))
        return execute(statement, parameters)

    def seen(verifier: Any, token: Any) -> bool:
        verified.append(token.signature)
        return verifies(verifier, token)

    @contextmanager
    def counting():
        with monkeypatch.context() as patch:
            patch.setattr(store.backend, "execute", noted)
            patch.setattr(session_tokens._Verifier, "verifies", seen)
            yield

    async def of(call: Callable[[], Awaitable[object]]) -> Work:
        ran.clear()
        verified.clear()
        with counting(), pytest.raises(Refusal) as raised:
            await call()
        statements, parameters = [s for s, _ in ran], [p for _, p in ran]
        return Work(statements, parameters, len(verified), *_told(raised.value))

    return of


def _told(refusal: Refusal) -> tuple[str, str]:
    return refusal.reason, refusal.message


def calling(store: Store, **headers: str) -> Callable[[], Awaitable[object]]:
    """Make a call to a method that is open to everybody, on a server that knows nobody yet."""
    access = Access(
        scopes=frozenset({Scope.FEEDBACK_WRITE}),
        end_users=True,
        feedback_tokens=True,
        rules=no_rules,
        batch="",
        item_rules=no_rules,
    )
    method: Any = SimpleNamespace(service="plaudit.v1.FeedbackService", name="M", access=access)

    async def serve(_: Call) -> bytes:
        return b""

    handle = Authentication(store).stage(method, serve)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda: handle(Call(context=None, headers=sent))  # type: ignore[arg-type]


async def test_a_key_of_one_namespace_does_not_learn_which_others_there_are(
    store: Store, namespace: str, existing: Any, work: Any
) -> None:
    secret = new_secret()
    scopes = frozenset({Scope.FEEDBACK_WRITE})
    new = NewApiKey(namespace, secret_digest(secret), "", scopes, False, None)
    await store.write(api_keys.create, new, namespace_id=namespace)
    there, absent = [
        await work(calling(store, x_api_key=secret, x_namespace=name))
        for name in (await existing(), ABSENT)
    ]
    assert there == absent
    assert there.reason == "NAMESPACE_FORBIDDEN"


async def test_nor_does_the_bearer_of_a_feedback_token(
    store: Store, namespace: str, existing: Any, work: Any
) -> None:
    text = new_token(namespace)
    allows = FeedbackToken((3, "", "q"), frozenset({"overall"}), frozenset(), "", "")
    new = NewFeedbackToken(namespace, secret_digest(text), allows, 1, 2**60)
    await store.write(tokens.create, new, namespace_id=namespace)
    there, absent = [
        await work(calling(store, x_feedback_token=text, x_namespace=name))
        for name in (await existing(), ABSENT)
    ]
    assert there == absent
    assert there.reason == "NAMESPACE_FORBIDDEN"


async def test_nor_who_makes_feedback_tokens_up(store: Store, namespace: str, work: Any) -> None:
    there, absent = [
        await work(calling(store, x_feedback_token=new_token(id_)))
        for id_ in (namespace, new_id(Kind.NAMESPACE))
    ]
    assert there.kind == absent.kind
    assert there.reason == "FEEDBACK_TOKEN_INVALID"


@pytest.mark.parametrize("kid", ["k", "sgk_unknown", None])
async def test_nor_who_makes_session_tokens_up(
    store: Store, existing: Any, work: Any, kid: str | None
) -> None:
    forged = jwt.encode(
        {"sub": "ada", "exp": time.time() + 600},
        "another secret that is long enough to sign with",
        "HS256",
        headers={"kid": kid} if kid else {},
    )
    there, absent = [
        await work(calling(store, x_session_token=forged, x_namespace=name))
        for name in (await existing(), ABSENT)
    ]
    assert there.kind == absent.kind
    assert (there.verified, there.reason) == (1, "SESSION_TOKEN_INVALID")


async def test_nor_who_administers_one_namespace_by_asking_for_another(
    store: Store, namespace: str, existing: Any, work: Any
) -> None:
    servicer = AdminServicer(store, forget_credentials=lambda: None)
    principal = Principal(
        id="key_1",
        namespace_id=namespace,
        scopes=frozenset({Scope.ADMIN}),
        all_namespaces=False,
    )
    call = Call(context=None, headers={})  # type: ignore[arg-type]
    call.principal = principal
    there, absent = [
        await work(
            lambda name=name: servicer.GetNamespace(admin_pb2.GetNamespaceRequest(name=name), call)
        )
        for name in (await existing(), ABSENT)
    ]
    assert there == absent
    assert there.reason == "NAMESPACE_FORBIDDEN"
