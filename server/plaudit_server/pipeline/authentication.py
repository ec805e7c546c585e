"""Who calls: credentials, remembered for a moment so that a call costs no look-up."""

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
    sent,
)
from plaudit_server.storage.engine.store import Store

REMEMBERED_FOR = 5.0
"""How long a credential is trusted without another look, in seconds."""
REMEMBERED_AT_MOST = 10_000
COUNTED_AT_MOST = 100_000
"""Of how many feedback tokens calls are counted; then the oldest counts are forgotten."""

ADMIN_SERVICE = "plaudit.v1.AdminService"


class _Known(NamedTuple):
    principal: Principal
    api_access_disabled: bool
    expire_time: float
    """Seconds since the epoch."""
    until: float
    """Monotonic time."""


class Authentication:
    """Turns the credential of a call into its principal."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._find: dict[str, Callable[[Store, CredentialKey, str], Awaitable[Found]]] = {
            API_KEY: find_api_key,
            SESSION_TOKEN: SessionTokens().find,
            FEEDBACK_TOKEN: find_feedback_token,
        }
        self._known: dict[CredentialKey, _Known] = {}
        self._asking: dict[CredentialKey, asyncio.Task[_Known]] = {}
        self._calls: OrderedDict[str, int] = OrderedDict()
        """How many calls each feedback token has made on this server."""

    def forget(self, principal_id: str = "") -> None:
        """Look a credential up again, or all of them, as it or the key behind it was revoked."""
        if principal_id:
            of_it = [
                key for key, known in self._known.items() if known.principal.id == principal_id
            ]
            for key in of_it:
                del self._known[key]
        else:
            self._known.clear()
        self._asking.clear()

    def stage(self, method: Method, handler: Handler) -> Handler:
        """Let only callers through who may call the method.

        The call gets its principal, and `still_allowed`, which refuses as the stage itself would.
        """
        judge = _judge(method)

        async def handle(call: Call) -> bytes:
            key, text = _credential(call)
            known = self._known.get(key)
            if known is None or known.until < time.monotonic():
                known = await self._ask(key, text)
            call.principal = known.principal  # also where it is refused: the log says who was
            judge(key[0], known)
            call.still_allowed = partial(self._check, call, judge)
            if known.principal.feedback_token is not None:
                return await self._serve_bearer(known.principal, call, handler)
            return await handler(call)

        return handle

    async def _serve_bearer(self, bearer: Principal, call: Call, handler: Handler) -> bytes:
        """Serve the call of a feedback token, unless too many were made with it.

        So a stranger who holds one cannot keep the server at work for ever, whether its calls are
        refused or repeat what was recorded.
        """
        calls = self._calls.pop(bearer.id, 0)
        self._calls[bearer.id] = calls + 1
        if len(self._calls) > COUNTED_AT_MOST:
            self._calls.popitem(last=False)
        if calls >= bearer.calls:
            raise called_too_often(bearer.id)
        try:
            return await handler(call)
        except Refusal as refusal:
            if getattr(refusal, "retry_after", None) is not None and bearer.id in self._calls:
                self._calls[bearer.id] -= 1  # the bearer is not to blame, and tries again
            raise

    async def _check(self, call: Call, judge: Callable[[str, _Known], None]) -> None:
        """Judge the credential of an open call as if it were sent now."""
        key, text = _credential(call)
        known = self._known.get(key)
        if known is None or known.until < time.monotonic():
            known = await self._ask(key, text)
        judge(key[0], known)

    async def _ask(self, key: CredentialKey, text: str) -> _Known:
        """Look a credential up, once for all the calls that wait for it."""
        task = self._asking.get(key)
        if task is None:
            task = asyncio.create_task(self._look_up(key, text))
            self._asking[key] = task
            task.add_done_callback(lambda done: self._answered(key, done))
        return await asyncio.shield(task)

    async def _look_up(self, key: CredentialKey, text: str) -> _Known:
        until = time.monotonic() + REMEMBERED_FOR
        return _Known(*await self._find[key[0]](self._store, key, text), until)

    def _answered(self, key: CredentialKey, task: asyncio.Task[_Known]) -> None:
        if self._asking.get(key) is not task:
            return  # forgotten meanwhile: what it found may be of before a revocation
        del self._asking[key]
        if task.cancelled() or task.exception() is not None:
            self._known.pop(key, None)
            return
        if len(self._known) >= REMEMBERED_AT_MOST:
            self._known.clear()
        self._known[key] = task.result()


def _credential(call: Call) -> tuple[CredentialKey, str]:
    kind, text = sent(call.headers)
    return (kind, secret_digest(text), call.headers.get(Headers.NAMESPACE, "")), text


def _judge(method: Method) -> Callable[[str, _Known], None]:
    """Make what refuses a known credential that may not call the method, or no more."""
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
                message=f"{who} may not call {method.name}: it takes an API key"
                + (" or a session token" if access.end_users else ""),
                ids={"principal": principal.id, "scopes": ",".join(sorted(scopes))},
            )

    return judge
