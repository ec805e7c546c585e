"""Authentication: credentials are cached for a few seconds, so that most calls need no query."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from functools import partial
from typing import NamedTuple

from plaudit_server.domain.errors import PermissionDenied, Reason, Refusal
from plaudit_server.domain.feedback.tokens import called_too_often
from plaudit_server.domain.tenants.credentials import secret_digest
from plaudit_server.domain.tenants.scopes import Principal, Scope
from plaudit_server.pipeline.call import Call, Handler, Headers, Method
from plaudit_server.pipeline.credentials import (
    API_KEY,
    FEEDBACK_TOKEN,
    SESSION_TOKEN,
    CredentialKey,
    Found,
    SessionTokens,
    expired,
    find_api_key,
    find_feedback_token,
    read_credential,
)
from plaudit_server.storage.engine.store import Store

CACHE_SECONDS = 5.0
"""How long a credential is trusted before it is read again, in seconds."""
MAX_CACHED_CREDENTIALS = 10_000
MAX_COUNTED_TOKENS = 100_000
"""The most feedback tokens whose calls are counted; beyond it the oldest counts are dropped."""

ADMIN_SERVICE = "plaudit.v1.AdminService"


class _Known(NamedTuple):
    principal: Principal
    api_access_disabled: bool
    expire_time: float
    """Seconds since the epoch."""
    until: float
    """Monotonic time."""


class Authentication:
    """Finds the principal of a call by its credential."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._find: dict[str, Callable[[Store, CredentialKey, str], Awaitable[Found]]] = {
            API_KEY: find_api_key,
            SESSION_TOKEN: SessionTokens().find,
            FEEDBACK_TOKEN: find_feedback_token,
        }
        self._known: dict[CredentialKey, _Known] = {}
        self._lookups: dict[CredentialKey, asyncio.Task[_Known]] = {}
        self._calls: OrderedDict[str, int] = OrderedDict()
        """How many calls each feedback token has made on this server."""

    def forget(self, principal_id: str = "") -> None:
        """Drop one credential from the cache, or all: it, or the key it depends on, was revoked."""
        if principal_id:
            of_it = [
                key for key, known in self._known.items() if known.principal.id == principal_id
            ]
            for key in of_it:
                del self._known[key]
        else:
            self._known.clear()
        self._lookups.clear()

    def stage(self, method: Method, handler: Handler) -> Handler:
        """Refuse callers who may not call the method.

        Sets the call's principal, and `still_allowed`, which repeats this stage's checks.
        """
        judge = _judge(method)

        async def handle(call: Call) -> bytes:
            key, text = _credential(call)
            known = self._known.get(key)
            if known is None or known.until < time.monotonic():
                known = await self._resolve(key, text)
            call.principal = known.principal  # set before a refusal, so that the log names it
            judge(key[0], known)
            call.still_allowed = partial(self._check, call, judge)
            if known.principal.feedback_token is not None:
                return await self._serve_bearer(known.principal, call, handler)
            return await handler(call)

        return handle

    async def _serve_bearer(self, bearer: Principal, call: Call, handler: Handler) -> bytes:
        """Serve the call of a feedback token, unless the token has used up its calls.

        Refused and repeated calls count too, so nobody can load the server for ever with one token.
        """
        calls = self._calls.pop(bearer.id, 0)
        self._calls[bearer.id] = calls + 1
        if len(self._calls) > MAX_COUNTED_TOKENS:
            self._calls.popitem(last=False)
        if calls >= bearer.calls:
            raise called_too_often(bearer.id)
        try:
            return await handler(call)
        except Refusal as refusal:
            if getattr(refusal, "retry_after", None) is not None and bearer.id in self._calls:
                self._calls[bearer.id] -= 1  # not the bearer's fault, and it will retry
            raise

    async def _check(self, call: Call, judge: Callable[[str, _Known], None]) -> None:
        """Check the credential of an open call as if it were sent now."""
        key, text = _credential(call)
        known = self._known.get(key)
        if known is None or known.until < time.monotonic():
            known = await self._resolve(key, text)
        judge(key[0], known)

    async def _resolve(self, key: CredentialKey, text: str) -> _Known:
        """Look a credential up; calls that wait for the same one share the query."""
        task = self._lookups.get(key)
        if task is None:
            task = asyncio.create_task(self._look_up(key, text))
            self._lookups[key] = task
            task.add_done_callback(lambda done: self._looked_up(key, done))
        return await asyncio.shield(task)

    async def _look_up(self, key: CredentialKey, text: str) -> _Known:
        until = time.monotonic() + CACHE_SECONDS
        return _Known(*await self._find[key[0]](self._store, key, text), until)

    def _looked_up(self, key: CredentialKey, task: asyncio.Task[_Known]) -> None:
        if self._lookups.get(key) is not task:
            return  # dropped meanwhile: the result may be older than a revocation
        del self._lookups[key]
        if task.cancelled() or task.exception() is not None:
            self._known.pop(key, None)
            return
        if len(self._known) >= MAX_CACHED_CREDENTIALS:
            self._known.clear()
        self._known[key] = task.result()


def _credential(call: Call) -> tuple[CredentialKey, str]:
    kind, text = read_credential(call.headers)
    return (kind, secret_digest(text), call.headers.get(Headers.NAMESPACE, "")), text


def _judge(method: Method) -> Callable[[str, _Known], None]:
    """Return a check that refuses credentials that have expired or may not call the method."""
    access = method.access
    scopes = access.scopes
    administers = method.service == ADMIN_SERVICE
    others = {
        SESSION_TOKEN: ("end users", access.end_users),
        FEEDBACK_TOKEN: ("bearers of feedback tokens", access.feedback_tokens),
    }

    def judge(kind: str, known: _Known) -> None:
        principal = known.principal
        if known.expire_time <= time.time():
            raise expired(kind, principal)
        if known.api_access_disabled and not (administers and Scope.ADMIN in principal.scopes):
            raise PermissionDenied(
                reason=Reason.API_ACCESS_DISABLED,
                message="the namespace has no API access",
                ids={"namespace_id": principal.namespace_id},
            )
        if kind is API_KEY:
            if scopes:
                principal.require(scopes)
            return
        who, admitted = others[kind]
        if not admitted:
            raise PermissionDenied(
                reason=Reason.SCOPE_MISSING,
                message=f"{who} may not call {method.name}: it needs an API key"
                + (" or a session token" if access.end_users else ""),
                ids={"principal": principal.id, "scopes": ",".join(sorted(scopes))},
            )

    return judge
