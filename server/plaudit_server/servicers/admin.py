"""AdminService: namespaces and the keys that open them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from plaudit_server.contract import admin_pb2
from plaudit_server.domain.credentials import new_secret, secret_digest
from plaudit_server.domain.errors import PermissionDenied, Reason, Violation
from plaudit_server.domain.scopes import Principal, Scope
from plaudit_server.pipeline.call import Call, rpc
from plaudit_server.servicers.values import get_time, page, set_time, time_violations
from plaudit_server.storage import api_keys, namespaces
from plaudit_server.storage.api_keys import KeyName, NewApiKey, StoredApiKey
from plaudit_server.storage.namespaces import NewNamespace, StoredNamespace
from plaudit_server.storage.store import Store

_SCOPES = {getattr(admin_pb2, f"SCOPE_{scope.name}"): scope for scope in Scope}
_NUMBERS = {scope: number for number, scope in _SCOPES.items()}


def _key_rules(request: admin_pb2.CreateApiKeyRequest) -> Iterator[Violation]:
    if request.api_key.HasField("expire_time"):
        yield from time_violations(request.api_key.expire_time, "api_key.expire_time")


class AdminServicer:
    """Serves `plaudit.v1.AdminService`."""

    def __init__(self, store: Store, *, forget_credentials: Callable[[], None]) -> None:
        """Take the store, and what makes this server look its credentials up again."""
        self._store = store
        self._forget_credentials = forget_credentials

    @rpc(Scope.ADMIN)
    async def CreateNamespace(
        self, request: admin_pb2.CreateNamespaceRequest, call: Call
    ) -> admin_pb2.CreateNamespaceResponse:
        _require_all_namespaces(call.principal, "opens no namespaces")
        new = NewNamespace(request.namespace.name, request.namespace.api_access_disabled)
        stored = await self._store.write(
            namespaces.create, new, namespace_id=call.principal.namespace_id
        )
        response = admin_pb2.CreateNamespaceResponse()
        _write_namespace(response.namespace, stored)
        return response

    @rpc(Scope.ADMIN)
    async def GetNamespace(
        self, request: admin_pb2.GetNamespaceRequest, call: Call
    ) -> admin_pb2.GetNamespaceResponse:
        wanted = request.id or request.name
        stored = await self._store.query(namespaces.find, wanted)
        if stored is None or stored.id != call.principal.namespace_id:
            _require_all_namespaces(call.principal, "sees no other namespace")
        if stored is None:
            raise namespaces.not_found(wanted)
        response = admin_pb2.GetNamespaceResponse()
        _write_namespace(response.namespace, stored)
        return response

    @rpc(Scope.ADMIN)
    async def ListNamespaces(
        self, request: admin_pb2.ListNamespacesRequest, call: Call
    ) -> admin_pb2.ListNamespacesResponse:
        principal = call.principal
        wanted = page(request, "ListNamespaces", principal.id)
        if principal.all_namespaces:
            listed, more = await self._store.query(
                namespaces.list_page, after=wanted.after, limit=wanted.size
            )
        else:
            own = await self._store.query(namespaces.find, principal.namespace_id)
            listed, more = [own] if own else [], False
        response = admin_pb2.ListNamespacesResponse()
        for namespace in listed:
            _write_namespace(response.namespaces.add(), namespace)
            response.next_page_token = wanted.next_token(namespace.name, more=more)
        return response

    @rpc(Scope.ADMIN, rules=_key_rules)
    async def CreateApiKey(
        self, request: admin_pb2.CreateApiKeyRequest, call: Call
    ) -> admin_pb2.CreateApiKeyResponse:
        key = request.api_key
        if key.all_namespaces:
            _require_all_namespaces(call.principal, "makes no keys for all of them")
        secret = new_secret()
        stored = await self._store.write(
            api_keys.create,
            NewApiKey(
                call.principal.namespace_id,
                secret_digest(secret),
                key.name,
                frozenset(_SCOPES[number] for number in key.scopes),
                key.all_namespaces,
                get_time(key.expire_time) if key.HasField("expire_time") else None,
            ),
            namespace_id=call.principal.namespace_id,
        )
        response = admin_pb2.CreateApiKeyResponse(secret=secret)
        _write_key(response.api_key, stored)
        return response

    @rpc(Scope.ADMIN)
    async def ListApiKeys(
        self, request: admin_pb2.ListApiKeysRequest, call: Call
    ) -> admin_pb2.ListApiKeysResponse:
        namespace_id = call.principal.namespace_id
        wanted = page(request, "ListApiKeys", namespace_id)
        listed, more = await self._store.query(
            api_keys.list_page, namespace_id, before=wanted.after, limit=wanted.size
        )
        response = admin_pb2.ListApiKeysResponse()
        for key in listed:
            _write_key(response.api_keys.add(), key)
            response.next_page_token = wanted.next_token(key.id, more=more)
        return response

    @rpc(Scope.ADMIN)
    async def RevokeApiKey(
        self, request: admin_pb2.RevokeApiKeyRequest, call: Call
    ) -> admin_pb2.RevokeApiKeyResponse:
        namespace_id = call.principal.namespace_id
        stored = await self._store.write(
            api_keys.revoke, KeyName(namespace_id, request.id), namespace_id=namespace_id
        )
        self._forget_credentials()
        response = admin_pb2.RevokeApiKeyResponse()
        _write_key(response.api_key, stored)
        return response


def _require_all_namespaces(principal: Principal, otherwise: str) -> None:
    if not principal.all_namespaces:
        raise PermissionDenied(
            reason=Reason.NAMESPACE_FORBIDDEN,
            message=f"a key of one namespace {otherwise}",
            ids={"key_id": principal.id, "namespace_id": principal.namespace_id},
        )


def _write_namespace(message: admin_pb2.Namespace, stored: StoredNamespace) -> None:
    message.id = stored.id
    message.name = stored.name
    message.api_access_disabled = bool(stored.api_access_disabled)
    set_time(message.create_time, stored.create_time)
    set_time(message.update_time, stored.update_time)


def _write_key(message: admin_pb2.ApiKey, stored: StoredApiKey) -> None:
    message.id = stored.id
    message.namespace_id = stored.namespace_id
    message.name = stored.name
    message.scopes.extend(sorted(_NUMBERS[scope] for scope in stored.scopes))
    message.all_namespaces = bool(stored.all_namespaces)
    set_time(message.create_time, stored.create_time)
    if stored.expire_time is not None:
        set_time(message.expire_time, stored.expire_time)
    if stored.revoke_time is not None:
        set_time(message.revoke_time, stored.revoke_time)
