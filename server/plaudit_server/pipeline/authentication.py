"""Who calls: API keys, remembered for a moment so that a call costs no look-up."""

from __future__ import annotations

import asyncio
import time
from typing import NamedTuple

from plaudit_server.domain.credentials import secret_digest
from plaudit_server.domain.errors import (
    PermissionDenied,
    Reason,
    Unauthenticated,
)
from plaudit_server.domain.scopes import Principal
from plaudit_server.pipeline.call import Call, Handler, Headers, Method
from plaudit_server.storage import api_keys, namespaces
from plaudit_server.storage.store import Store

REMEMBERED_FOR = 5.0
"""How long a verified key is trusted without another look, in seconds."""
REMEMBERED_AT_MOST = 10_000

ADMIN_SERVICE = "plaudit.v1.AdminService"


class _Known(NamedTuple):
    principal: Principal
    api_access_disabled: bool
    until: float
    """Monotonic time."""
    expire_time: float
    """Seconds since the epoch."""


class Authentication:
    """Turns the credential of a call into its principal."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[tuple[str, str], _Known] = {}
        self._asking: dict[tuple[str, str], asyncio.Task[_Known]] = {}

    def forget(self) -> None:
        """Look every key up again: one of them was revoked."""
        self._known.clear()
        self._asking.clear()

    def stage(self, method: Method, handler: Handler) -> Handler:
        """Let only callers through who may call the method."""
        scopes = method.access.scopes
        administers = method.service == ADMIN_SERVICE

        async def handle(call: Call) -> bytes:
            secret = secret_digest(_api_key(call))
            namespace = call.headers.get(Headers.NAMESPACE, "")
            known = self._known.get((secret, namespace))
            if known is None or known.until < time.monotonic():
                known = await self._ask(secret, namespace)
            if known.expire_time < time.time():
                raise _expired(known.principal.id)
            if known.api_access_disabled and not administers:
                raise PermissionDenied(
                    reason=Reason.API_ACCESS_DISABLED,
                    message="the namespace has no API access",
                    ids={"namespace_id": known.principal.namespace_id},
                )
            if scopes:
                known.principal.require(scopes)
            call.principal = known.principal
            return await handler(call)

        return handle

    async def _ask(self, secret: str, namespace: str) -> _Known:
        """Look a key up, once for all the calls that wait for it."""
        key = (secret, namespace)
        task = self._asking.get(key)
        if task is None:
            task = asyncio.create_task(self._look_up(secret, namespace))
            self._asking[key] = task
            task.add_done_callback(lambda done: self._answered(key, done))
        return await asyncio.shield(task)

    def _answered(self, key: tuple[str, str], task: asyncio.Task[_Known]) -> None:
        if self._asking.get(key) is not task:
            return  # forgotten meanwhile: what it found may be of before a revocation
        del self._asking[key]
        if task.cancelled() or task.exception() is not None:
            self._known.pop(key, None)
            return
        if len(self._known) >= REMEMBERED_AT_MOST:
            self._known.clear()
        self._known[key] = task.result()

    async def _look_up(self, secret: str, namespace: str) -> _Known:
        until = time.monotonic() + REMEMBERED_FOR
        key = await self._store.read(api_keys.find_each, secret)
        if key is None:
            raise Unauthenticated(
                reason=Reason.API_KEY_INVALID, message="the API key is not known here"
            )
        if key.revoke_time is not None:
            raise Unauthenticated(
                reason=Reason.API_KEY_REVOKED,
                message="the API key was revoked",
                ids={"key_id": key.id},
            )
        if key.expire_time is not None and key.expire_time < time.time() * 1e6:
            raise _expired(key.id)
        chosen = namespace or key.namespace_id
        found = await self._store.read(namespaces.find_each, chosen)
        if not key.all_namespaces and (found is None or found.id != key.namespace_id):
            raise PermissionDenied(
                reason=Reason.NAMESPACE_FORBIDDEN,
                message="the API key belongs to another namespace; leave x-namespace out",
                ids={"key_id": key.id},
            )
        if found is None:
            raise namespaces.not_found(chosen)
        return _Known(
            Principal(
                id=key.id,
                namespace_id=found.id,
                scopes=key.scopes,
                all_namespaces=key.all_namespaces,
            ),
            found.api_access_disabled,
            until,
            float("inf") if key.expire_time is None else key.expire_time / 1e6,
        )


def _api_key(call: Call) -> str:
    headers = call.headers
    authorization = headers.get(Headers.AUTHORIZATION)
    if authorization:
        scheme, _, key = authorization.partition(" ")
        if scheme.lower() != "bearer" or not key:
            raise Unauthenticated(
                reason=Reason.API_KEY_INVALID,
                message="the header authorization must be: Bearer, a space, the API key",
            )
        return key.strip()
    api_key = headers.get(Headers.API_KEY)
    if api_key:
        return api_key
    if Headers.SESSION_TOKEN in headers:
        raise Unauthenticated(
            reason=Reason.SESSION_TOKEN_INVALID,
            message="session tokens are not taken in this release; send an API key",
        )
    raise Unauthenticated(
        reason=Reason.CREDENTIAL_MISSING,
        message="send an API key, as authorization: Bearer KEY or as x-api-key: KEY",
    )


def _expired(key_id: str) -> Unauthenticated:
    return Unauthenticated(
        reason=Reason.API_KEY_EXPIRED,
        message="the API key has expired",
        ids={"key_id": key_id},
    )
