"""AdminService: namespaces, their settings and criteria, API keys and signing keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from plaudit_server.contract import admin_pb2
from plaudit_server.domain.errors import PermissionDenied, Reason, Violation, invalid
from plaudit_server.domain.tenants.api_keys import StoredApiKey
from plaudit_server.domain.tenants.credentials import new_secret, secret_digest
from plaudit_server.domain.tenants.scopes import Principal, Scope
from plaudit_server.pipeline.call import Call, rpc
from plaudit_server.servicers.masks import mask_violations, paths
from plaudit_server.servicers.tenants import signing_keys as signing
from plaudit_server.servicers.tenants.criteria import (
    criterion_rules,
    read_criterion,
    write_criterion,
)
from plaudit_server.servicers.values import get_time, page, set_time, time_violations
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.feedback import criteria
from plaudit_server.storage.feedback.criteria import CriterionName
from plaudit_server.storage.feedback.erasure import Subject, erase
from plaudit_server.storage.tenants import api_keys, namespaces, signing_keys
from plaudit_server.storage.tenants.api_keys import KeyName, NewApiKey
from plaudit_server.storage.tenants.namespaces import (
    SETTINGS,
    NamespaceUpdate,
    NewNamespace,
    StoredNamespace,
)

_SCOPES = {getattr(admin_pb2, f"SCOPE_{scope.name}"): scope for scope in Scope}
SESSION_TOKEN_SCOPES = {Scope.FEEDBACK_READ, Scope.FEEDBACK_WRITE}
"""The scopes that session tokens grant, each for one user: who signs them can be any user."""
_NUMBERS = {scope: number for number, scope in _SCOPES.items()}


def _creation_rules(request: admin_pb2.CreateNamespaceRequest) -> Iterator[Violation]:
    if request.HasField("namespace") and not request.namespace.name:
        yield Violation(
            field="namespace.name",
            rule="must be a lower-case letter, then up to 62 lower-case letters, digits or -",
        )


def _update_rules(request: admin_pb2.UpdateNamespaceRequest) -> Iterator[Violation]:
    changed = _paths(request)
    yield from mask_violations(changed, SETTINGS)
    if not changed:
        yield Violation(field="update_mask", rule="must name a setting, or namespace must set one")


def _paths(request: admin_pb2.UpdateNamespaceRequest) -> set[str]:
    """Return the settings that an update changes: those of its mask, or without one those set."""
    return paths(request.update_mask, request.namespace, SETTINGS)


def _key_rules(request: admin_pb2.CreateApiKeyRequest) -> Iterator[Violation]:
    if request.api_key.HasField("expire_time"):
        yield from time_violations(request.api_key.expire_time, "api_key.expire_time")


class AdminServicer:
    """Serves `plaudit.v1.AdminService`."""

    def __init__(self, store: Store, *, forget_credentials: Callable[[], None]) -> None:
        """`forget_credentials` empties this server's cache of credentials."""
        self._store = store
        self._forget_credentials = forget_credentials

    @rpc(Scope.ADMIN, rules=_creation_rules)
    async def CreateNamespace(
        self, request: admin_pb2.CreateNamespaceRequest, call: Call
    ) -> admin_pb2.CreateNamespaceResponse:
        _require_all_namespaces(call.principal, "may not create namespaces")
        message = request.namespace
        new = NewNamespace(message.name, *(getattr(message, name) for name in SETTINGS))
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
        principal = call.principal
        # With a key of one namespace, no other is looked up, so timing does not reveal what exists.
        looked_up = wanted if principal.all_namespaces else principal.namespace_id
        stored = await self._store.query(principal.namespace_id, namespaces.find, looked_up)
        if stored is None or wanted not in (stored.id, stored.name):
            _require_all_namespaces(principal, "may not read other namespaces")
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
                principal.namespace_id, namespaces.list_page, after=wanted.after, limit=wanted.size
            )
        else:
            own = await self._store.query(
                principal.namespace_id, namespaces.find, principal.namespace_id
            )
            listed, more = [own] if own else [], False
        response = admin_pb2.ListNamespacesResponse()
        for namespace in listed:
            _write_namespace(response.namespaces.add(), namespace)
            response.next_page_token = wanted.next_token(namespace.name, more=more)
        return response

    @rpc(Scope.ADMIN, rules=_update_rules)
    async def UpdateNamespace(
        self, request: admin_pb2.UpdateNamespaceRequest, call: Call
    ) -> admin_pb2.UpdateNamespaceResponse:
        namespace_id = call.principal.namespace_id
        await self._check_own(request.namespace, namespace_id)
        settings = {name: getattr(request.namespace, name) for name in _paths(request)}
        if "api_access_disabled" in settings:
            _require_all_namespaces(call.principal, "may not change api_access_disabled")
        stored = await self._store.write(
            namespaces.update, NamespaceUpdate(namespace_id, settings), namespace_id=namespace_id
        )
        self._forget_credentials()
        response = admin_pb2.UpdateNamespaceResponse()
        _write_namespace(response.namespace, stored)
        return response

    async def _check_own(self, message: admin_pb2.Namespace, namespace_id: str) -> None:
        """Refuse settings for a namespace other than that of the call."""
        broken = []
        if message.id not in ("", namespace_id):
            broken.append("namespace.id")
        if message.name:
            own = await self._store.query(namespace_id, namespaces.find, namespace_id)
            if own is None or own.name != message.name:
                broken.append("namespace.name")
        if broken:
            rule = "must be empty or that of the namespace of the call, which x-namespace chooses"
            raise invalid([Violation(field=field, rule=rule) for field in broken])

    @rpc(Scope.ADMIN, rules=_key_rules)
    async def CreateApiKey(
        self, request: admin_pb2.CreateApiKeyRequest, call: Call
    ) -> admin_pb2.CreateApiKeyResponse:
        key = request.api_key
        if key.all_namespaces:
            _require_all_namespaces(call.principal, "may not create keys for all namespaces")
        _require_not_stronger(key, call.principal)
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
            namespace_id, api_keys.list_page, namespace_id, before=wanted.after, limit=wanted.size
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
        name = KeyName(namespace_id, request.id)
        if not call.principal.all_namespaces:
            key = await self._store.query(namespace_id, api_keys.find_named, name)
            if key is not None and key.all_namespaces:  # which never changes
                _require_all_namespaces(
                    call.principal, "may not revoke a key that spans all namespaces"
                )
        stored = await self._store.write(api_keys.revoke, name, namespace_id=namespace_id)
        self._forget_credentials()
        response = admin_pb2.RevokeApiKeyResponse()
        _write_key(response.api_key, stored)
        return response

    @rpc(Scope.ADMIN, rules=signing.create_rules)
    async def CreateSigningKey(
        self, request: admin_pb2.CreateSigningKeyRequest, call: Call
    ) -> admin_pb2.CreateSigningKeyResponse:
        namespace_id = call.principal.namespace_id
        _require_scopes(
            call.principal,
            SESSION_TOKEN_SCOPES,
            field="signing_key",
            rule="lets end users read and write feedback; the calling key lacks the scopes",
        )
        stored = await self._store.write(
            signing_keys.create,
            signing.read_key(request.signing_key, namespace_id),
            namespace_id=namespace_id,
        )
        response = admin_pb2.CreateSigningKeyResponse()
        signing.write_key(response.signing_key, stored)
        return response

    @rpc(Scope.ADMIN)
    async def ListSigningKeys(
        self, request: admin_pb2.ListSigningKeysRequest, call: Call
    ) -> admin_pb2.ListSigningKeysResponse:
        namespace_id = call.principal.namespace_id
        wanted = page(request, "ListSigningKeys", namespace_id)
        listed, more = await self._store.query(
            namespace_id,
            signing_keys.list_page,
            namespace_id,
            before=wanted.after,
            limit=wanted.size,
        )
        response = admin_pb2.ListSigningKeysResponse()
        for key in listed:
            signing.write_key(response.signing_keys.add(), key)
            response.next_page_token = wanted.next_token(key.id, more=more)
        return response

    @rpc(Scope.ADMIN)
    async def RevokeSigningKey(
        self, request: admin_pb2.RevokeSigningKeyRequest, call: Call
    ) -> admin_pb2.RevokeSigningKeyResponse:
        namespace_id = call.principal.namespace_id
        stored = await self._store.write(
            signing_keys.revoke, KeyName(namespace_id, request.id), namespace_id=namespace_id
        )
        self._forget_credentials()
        response = admin_pb2.RevokeSigningKeyResponse()
        signing.write_key(response.signing_key, stored)
        return response

    @rpc(Scope.ADMIN, rules=criterion_rules)
    async def CreateCriterion(
        self, request: admin_pb2.CreateCriterionRequest, call: Call
    ) -> admin_pb2.CreateCriterionResponse:
        namespace_id = call.principal.namespace_id
        new = read_criterion(request.criterion, namespace_id)
        stored = await self._store.write(criteria.create, new, namespace_id=namespace_id)
        response = admin_pb2.CreateCriterionResponse()
        write_criterion(response.criterion, stored)
        return response

    @rpc(Scope.ADMIN, Scope.FEEDBACK_READ, Scope.FEEDBACK_WRITE)
    async def ListCriteria(
        self, request: admin_pb2.ListCriteriaRequest, call: Call
    ) -> admin_pb2.ListCriteriaResponse:
        namespace_id = call.principal.namespace_id
        wanted = page(request, "ListCriteria", namespace_id, str(request.include_archived))
        listed, more = await self._store.query(
            namespace_id,
            criteria.list_page,
            namespace_id,
            before=wanted.after,
            limit=wanted.size,
            include_archived=request.include_archived,
        )
        response = admin_pb2.ListCriteriaResponse()
        for criterion in listed:
            write_criterion(response.criteria.add(), criterion)
            response.next_page_token = wanted.next_token(criterion.id, more=more)
        return response

    @rpc(Scope.ADMIN)
    async def UpdateCriterion(
        self, request: admin_pb2.UpdateCriterionRequest, call: Call
    ) -> admin_pb2.UpdateCriterionResponse:
        raise NotImplementedError

    @rpc(Scope.ADMIN)
    async def ArchiveCriterion(
        self, request: admin_pb2.ArchiveCriterionRequest, call: Call
    ) -> admin_pb2.ArchiveCriterionResponse:
        namespace_id = call.principal.namespace_id
        name = CriterionName(namespace_id, request.id)
        stored = await self._store.write(criteria.archive, name, namespace_id=namespace_id)
        response = admin_pb2.ArchiveCriterionResponse()
        write_criterion(response.criterion, stored)
        return response

    @rpc(Scope.ADMIN)
    async def EraseSubject(
        self, request: admin_pb2.EraseSubjectRequest, call: Call
    ) -> admin_pb2.EraseSubjectResponse:
        column = str(request.WhichOneof("subject"))
        subject = Subject(call.principal.namespace_id, column, getattr(request, column))
        receipt = await erase(self._store, subject)
        self._forget_credentials()  # a feedback token of the person may be cached
        response = admin_pb2.EraseSubjectResponse(
            feedback_count=receipt.feedback_count,
            revision_count=receipt.revision_count,
            exchange_count=receipt.exchange_count,
            memory_count=receipt.memory_count,
            response_count=receipt.response_count,
            feedback_token_count=receipt.feedback_token_count,
        )
        set_time(response.erase_time, receipt.erase_time)
        return response


def _require_not_stronger(key: admin_pb2.ApiKey, maker: Principal) -> None:
    """Refuse a new key with scopes that its maker lacks, or that expires later than its maker."""
    _require_scopes(
        maker,
        {_SCOPES[number] for number in key.scopes},
        field="api_key.scopes",
        rule="must be among those of the calling key, which lacks",
    )
    end = maker.expire_time
    if end is not None and (not key.HasField("expire_time") or get_time(key.expire_time) > end):
        rule = "must be set, and not later than the expire_time of the calling key"
        raise invalid([Violation(field="api_key.expire_time", rule=rule)])


def _require_scopes(maker: Principal, wanted: set[Scope], *, field: str, rule: str) -> None:
    lacking = sorted(wanted - maker.scopes)
    if lacking:
        raise PermissionDenied(
            reason=Reason.SCOPE_MISSING,
            message=f"{field}: {rule} {', '.join(lacking)}",
            ids={"field": field, "scopes": ",".join(lacking)},
        )


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
    for name in SETTINGS:
        setattr(message, name, getattr(stored, name))
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
