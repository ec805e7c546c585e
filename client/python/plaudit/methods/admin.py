"""The methods of AdminService. Made from the contract by scripts/python_client; do not edit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from plaudit.arguments import either, mask
from plaudit.calls.aio import AsyncCalls, AsyncPages
from plaudit.calls.method import Method
from plaudit.calls.sync import Calls, Pages
from plaudit.v1 import admin_pb2
from plaudit.v1.admin_pb2_grpc import AdminServiceStub

if TYPE_CHECKING:
    from plaudit import params

_CREATE_NAMESPACE = Method(
    "plaudit.v1.AdminService",
    "CreateNamespace",
    admin_pb2.CreateNamespaceRequest,
    admin_pb2.CreateNamespaceResponse,
    AdminServiceStub,
    is_repeatable=False,
)
_GET_NAMESPACE = Method(
    "plaudit.v1.AdminService",
    "GetNamespace",
    admin_pb2.GetNamespaceRequest,
    admin_pb2.GetNamespaceResponse,
    AdminServiceStub,
    is_repeatable=True,
)
_LIST_NAMESPACES = Method(
    "plaudit.v1.AdminService",
    "ListNamespaces",
    admin_pb2.ListNamespacesRequest,
    admin_pb2.ListNamespacesResponse,
    AdminServiceStub,
    is_repeatable=True,
)
_UPDATE_NAMESPACE = Method(
    "plaudit.v1.AdminService",
    "UpdateNamespace",
    admin_pb2.UpdateNamespaceRequest,
    admin_pb2.UpdateNamespaceResponse,
    AdminServiceStub,
    is_repeatable=True,
)
_UPDATE_NAMESPACE_PATHS = (
    "api_access_disabled", "early_feedback", "early_feedback_hours", "retention_days",
)
_CREATE_API_KEY = Method(
    "plaudit.v1.AdminService",
    "CreateApiKey",
    admin_pb2.CreateApiKeyRequest,
    admin_pb2.CreateApiKeyResponse,
    AdminServiceStub,
    is_repeatable=False,
)
_LIST_API_KEYS = Method(
    "plaudit.v1.AdminService",
    "ListApiKeys",
    admin_pb2.ListApiKeysRequest,
    admin_pb2.ListApiKeysResponse,
    AdminServiceStub,
    is_repeatable=True,
)
_REVOKE_API_KEY = Method(
    "plaudit.v1.AdminService",
    "RevokeApiKey",
    admin_pb2.RevokeApiKeyRequest,
    admin_pb2.RevokeApiKeyResponse,
    AdminServiceStub,
    is_repeatable=True,
)
_CREATE_SIGNING_KEY = Method(
    "plaudit.v1.AdminService",
    "CreateSigningKey",
    admin_pb2.CreateSigningKeyRequest,
    admin_pb2.CreateSigningKeyResponse,
    AdminServiceStub,
    is_repeatable=False,
)
_LIST_SIGNING_KEYS = Method(
    "plaudit.v1.AdminService",
    "ListSigningKeys",
    admin_pb2.ListSigningKeysRequest,
    admin_pb2.ListSigningKeysResponse,
    AdminServiceStub,
    is_repeatable=True,
)
_REVOKE_SIGNING_KEY = Method(
    "plaudit.v1.AdminService",
    "RevokeSigningKey",
    admin_pb2.RevokeSigningKeyRequest,
    admin_pb2.RevokeSigningKeyResponse,
    AdminServiceStub,
    is_repeatable=True,
)
_CREATE_CRITERION = Method(
    "plaudit.v1.AdminService",
    "CreateCriterion",
    admin_pb2.CreateCriterionRequest,
    admin_pb2.CreateCriterionResponse,
    AdminServiceStub,
    is_repeatable=False,
)
_LIST_CRITERIA = Method(
    "plaudit.v1.AdminService",
    "ListCriteria",
    admin_pb2.ListCriteriaRequest,
    admin_pb2.ListCriteriaResponse,
    AdminServiceStub,
    is_repeatable=True,
)
_ARCHIVE_CRITERION = Method(
    "plaudit.v1.AdminService",
    "ArchiveCriterion",
    admin_pb2.ArchiveCriterionRequest,
    admin_pb2.ArchiveCriterionResponse,
    AdminServiceStub,
    is_repeatable=True,
)
_UPDATE_CRITERION = Method(
    "plaudit.v1.AdminService",
    "UpdateCriterion",
    admin_pb2.UpdateCriterionRequest,
    admin_pb2.UpdateCriterionResponse,
    AdminServiceStub,
    is_repeatable=True,
)
_UPDATE_CRITERION_PATHS = (
    "description", "bool.direction", "number.min", "number.max", "number.direction",
    "label.labels", "label.scores", "label.several", "label.direction",
)
_ERASE_SUBJECT = Method(
    "plaudit.v1.AdminService",
    "EraseSubject",
    admin_pb2.EraseSubjectRequest,
    admin_pb2.EraseSubjectResponse,
    AdminServiceStub,
    is_repeatable=False,
)
METHODS: dict[str, Method[Any, Any]] = {
    "CreateNamespace": _CREATE_NAMESPACE,
    "GetNamespace": _GET_NAMESPACE,
    "ListNamespaces": _LIST_NAMESPACES,
    "UpdateNamespace": _UPDATE_NAMESPACE,
    "CreateApiKey": _CREATE_API_KEY,
    "ListApiKeys": _LIST_API_KEYS,
    "RevokeApiKey": _REVOKE_API_KEY,
    "CreateSigningKey": _CREATE_SIGNING_KEY,
    "ListSigningKeys": _LIST_SIGNING_KEYS,
    "RevokeSigningKey": _REVOKE_SIGNING_KEY,
    "CreateCriterion": _CREATE_CRITERION,
    "ListCriteria": _LIST_CRITERIA,
    "ArchiveCriterion": _ARCHIVE_CRITERION,
    "UpdateCriterion": _UPDATE_CRITERION,
    "EraseSubject": _ERASE_SUBJECT,
}


class AdminMethods(Calls):
    """AdminService as methods."""

    def create_namespace(
        self,
        *,
        name: str | None = None,
        api_access_disabled: bool | None = None,
        early_feedback: bool | None = None,
        early_feedback_hours: int | None = None,
        retention_days: int | None = None,
        namespace: admin_pb2.Namespace | params.NamespaceParam | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.CreateNamespaceResponse:
        """Creates a new tenant.

        Scope: admin, on a key that spans all namespaces. Errors: PERMISSION_DENIED
        (NAMESPACE_FORBIDDEN) for a key of one namespace. ALREADY_EXISTS (NAMESPACE_EXISTS).

        Args:
            name: Required to create. Unique. A lower-case letter, then up to 62 lower-case letters,
                digits or "-".
            api_access_disabled: Refuses all calls for this namespace with PERMISSION_DENIED
                (API_ACCESS_DISABLED), except calls of AdminService with the scope admin. For
                tenants whose plan has no API access.
            early_feedback: Accepts feedback on exchanges that do not exist yet or are pending, in
                state PENDING_TARGET. Without it such feedback is NOT_FOUND (EXCHANGE_NOT_FOUND) or
                FAILED_PRECONDITION (EXCHANGE_NOT_COMPLETED).
            early_feedback_hours: How long early feedback waits for its exchange, in hours; then it
                is deleted. At most 8,760; 0 means 24.
            retention_days: How many days after its `occur_time` a feedback is removed, or after its
                last change if it changed, with its revisions and its vote for a memory. An exchange
                is removed likewise, with its memory, once it has no feedback. At most 36,500; 0
                means never. Datasets are not removed.
            namespace: The namespace as a whole, instead of its fields one by one.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _CREATE_NAMESPACE,
            {
                "namespace": either(
                    "namespace",
                    namespace,
                    {
                        "name": name,
                        "api_access_disabled": api_access_disabled,
                        "early_feedback": early_feedback,
                        "early_feedback_hours": early_feedback_hours,
                        "retention_days": retention_days,
                    },
                ),
            },
            timeout,
        )

    def get_namespace(
        self,
        *,
        id: str | None = None,
        name: str | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.GetNamespaceResponse:
        """Returns a namespace by its id or its name.

        Scope: admin. Errors: NOT_FOUND (NAMESPACE_NOT_FOUND). PERMISSION_DENIED
        (NAMESPACE_FORBIDDEN) for a key of another namespace, whether the namespace exists or not.

        Args:
            id: Its id (`ns_…`), 1 to 64 characters.
            name: Its name, 1 to 63 characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _GET_NAMESPACE,
            {
                "id": id,
                "name": name,
            },
            timeout,
        )

    def list_namespaces(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> Pages[admin_pb2.Namespace, admin_pb2.ListNamespacesResponse]:
        """Lists the namespaces that the key gives access to, by name.

        Scope: admin.

        Args:
            page_size: The most to return. At most 1,000 (more is reduced to 1,000); 0 means 50. Not
                negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. It is
                valid only for the same query; anything else is INVALID_ARGUMENT
                (INVALID_PAGE_TOKEN).
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the namespaces, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_NAMESPACES,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            "namespaces",
            timeout,
        )

    def update_namespace(
        self,
        *,
        id: str | None = None,
        name: str | None = None,
        api_access_disabled: bool | None = None,
        early_feedback: bool | None = None,
        early_feedback_hours: int | None = None,
        retention_days: int | None = None,
        namespace: admin_pb2.Namespace | params.NamespaceParam | None = None,
        update_mask: params.Mask | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.UpdateNamespaceResponse:
        """Changes the settings of the namespace of the call.

        They take effect on this server before the response, and within 5 seconds on other servers
        of the same database.

        Scope: admin. To change `api_access_disabled` the key must span all namespaces. Errors:
        PERMISSION_DENIED (NAMESPACE_FORBIDDEN). INVALID_ARGUMENT (INVALID_FIELD): a path of the
        mask is unknown or cannot change.

        Args:
            id: The id of the namespace. Starts with `ns_`; sorts by creation. At most 64
                characters.
            name: Required to create. Unique. A lower-case letter, then up to 62 lower-case letters,
                digits or "-".
            api_access_disabled: Refuses all calls for this namespace with PERMISSION_DENIED
                (API_ACCESS_DISABLED), except calls of AdminService with the scope admin. For
                tenants whose plan has no API access.
            early_feedback: Accepts feedback on exchanges that do not exist yet or are pending, in
                state PENDING_TARGET. Without it such feedback is NOT_FOUND (EXCHANGE_NOT_FOUND) or
                FAILED_PRECONDITION (EXCHANGE_NOT_COMPLETED).
            early_feedback_hours: How long early feedback waits for its exchange, in hours; then it
                is deleted. At most 8,760; 0 means 24.
            retention_days: How many days after its `occur_time` a feedback is removed, or after its
                last change if it changed, with its revisions and its vote for a memory. An exchange
                is removed likewise, with its memory, once it has no feedback. At most 36,500; 0
                means never. Datasets are not removed.
            namespace: The namespace as a whole, instead of its fields one by one. The namespace is
                that of the call; if its id or name is set, they must match.
            update_mask: Which settings change: any of api_access_disabled, early_feedback,
                early_feedback_hours and retention_days; "*" means all of them. Without a mask, the
                fields that are set change. At most 100 paths.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _UPDATE_NAMESPACE,
            {
                "namespace": either(
                    "namespace",
                    namespace,
                    {
                        "id": id,
                        "name": name,
                        "api_access_disabled": api_access_disabled,
                        "early_feedback": early_feedback,
                        "early_feedback_hours": early_feedback_hours,
                        "retention_days": retention_days,
                    },
                ),
                "update_mask": update_mask
                if update_mask is not None
                else mask(
                    _UPDATE_NAMESPACE_PATHS,
                    {
                        "api_access_disabled": api_access_disabled,
                        "early_feedback": early_feedback,
                        "early_feedback_hours": early_feedback_hours,
                        "retention_days": retention_days,
                    },
                ),
            },
            timeout,
        )

    def create_api_key(
        self,
        *,
        name: str | None = None,
        scopes: Sequence[params.Scope] | None = None,
        all_namespaces: bool | None = None,
        expire_time: params.Time | None = None,
        api_key: admin_pb2.ApiKey | params.ApiKeyParam | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.CreateApiKeyResponse:
        """Creates a key for the namespace of the call.

        The response is the only place where the secret is shown: plaudit stores only its SHA-256.
        So a retry creates another key; revoke the one whose response was lost.

        The new key cannot have scopes that the calling key lacks, or expire later.

        Scope: admin. Errors: PERMISSION_DENIED (NAMESPACE_FORBIDDEN): `all_namespaces` is set, and
        the calling key is of one namespace; (SCOPE_MISSING): the calling key lacks some of
        `scopes`; ErrorInfo has the missing ones as `scopes`. INVALID_ARGUMENT (INVALID_FIELD): also
        if the calling key expires, and `expire_time` is unset or later.

        Args:
            name: What the key is for, in words. At most 128 characters, no control characters.
            scopes: Required. What the key may do: only scopes that the calling key has. 1 to 100
                different scopes.
            all_namespaces: Whether the key gives access to every namespace. Its own is the default;
                `x-namespace` chooses another.
            expire_time: When the key expires; never if unset. Later than now, before the year
                10000. Required if the calling key expires, and then not later than that.
            api_key: The api key as a whole, instead of its fields one by one.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _CREATE_API_KEY,
            {
                "api_key": either(
                    "api_key",
                    api_key,
                    {
                        "name": name,
                        "scopes": scopes,
                        "all_namespaces": all_namespaces,
                        "expire_time": expire_time,
                    },
                ),
            },
            timeout,
        )

    def list_api_keys(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> Pages[admin_pb2.ApiKey, admin_pb2.ListApiKeysResponse]:
        """Lists the keys of the namespace of the call, newest first, including expired and revoked
        ones, never with their secrets.

        Scope: admin.

        Args:
            page_size: The most to return. At most 1,000 (more is reduced to 1,000); 0 means 50. Not
                negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. It is
                valid only for the same query; anything else is INVALID_ARGUMENT
                (INVALID_PAGE_TOKEN).
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the api keys, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_API_KEYS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            "api_keys",
            timeout,
        )

    def revoke_api_key(
        self,
        *,
        id: str | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.RevokeApiKeyResponse:
        """Revokes a key of the namespace of the call.

        This server refuses it for every call that starts after the response; other servers of the
        same database refuse it within 5 seconds. The feedback tokens that the key created become
        invalid with it. Revoking a revoked key changes nothing.

        Scope: admin. Errors: NOT_FOUND (API_KEY_NOT_FOUND). PERMISSION_DENIED
        (NAMESPACE_FORBIDDEN): the key spans all namespaces, as operators' keys do, and the calling
        key does not.

        Args:
            id: Required. The key's id (`key_…`), 1 to 64 characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _REVOKE_API_KEY,
            {
                "id": id,
            },
            timeout,
        )

    def create_signing_key(
        self,
        *,
        key_id: str | None = None,
        algorithm: params.SigningAlgorithm | None = None,
        key: str | None = None,
        issuer: str | None = None,
        audience: str | None = None,
        clock_skew_seconds: int | None = None,
        signing_key: admin_pb2.SigningKey | params.SigningKeyParam | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.CreateSigningKeyResponse:
        """Registers a key that verifies the session tokens that the application signs for its end
        users, in the namespace of the call.

        Scope: admin, together with feedback.read and feedback.write, which session tokens grant.
        Errors: INVALID_ARGUMENT (INVALID_FIELD): the key does not suit its algorithm, or is too
        weak. PERMISSION_DENIED (SCOPE_MISSING): the calling key lacks one of the three.
        ALREADY_EXISTS (SIGNING_KEY_EXISTS): the namespace already has a key with that `key_id`.

        Args:
            key_id: The key's name in tokens, as `kid`; plaudit's id of the key if empty. Unique in
                the namespace, including revoked keys. At most 128 characters, no control
                characters.
            algorithm: Required. How the tokens are signed. A token with another algorithm is
                refused.
            key: Required; never returned for HS256. The public key in PEM: for RS256 of 2,048 to
                4,096 bits, for ES256 on the curve P-256, for EdDSA of Ed25519. For HS256 the shared
                secret: a text of 32 bytes or more, whose UTF-8 is the HMAC key. At most 16,384
                characters; no NUL. A shared secret must be hard to guess, such as `openssl rand
                -base64 32` prints: it has letters and digits and at least 10 different characters,
                is not one part repeated, and at most half of its characters repeat the one before
                or continue a sequence, as in "aaaa", "1234" and "dcba". If a random secret breaks
                this by chance, which is very rare, generate another. Secrets that were registered
                before this rule still work.
            issuer: What the tokens must have as `iss`; not checked if empty. At most 512
                characters, no control characters.
            audience: What the tokens must have as `aud`, or in the list of that name. If empty, a
                token with `aud` is refused, because it is for another recipient. At most 512
                characters, no control characters.
            clock_skew_seconds: How far the application's clock may be off, in seconds. At most 300;
                60 if unset.
            signing_key: The signing key as a whole, instead of its fields one by one.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _CREATE_SIGNING_KEY,
            {
                "signing_key": either(
                    "signing_key",
                    signing_key,
                    {
                        "key_id": key_id,
                        "algorithm": algorithm,
                        "key": key,
                        "issuer": issuer,
                        "audience": audience,
                        "clock_skew_seconds": clock_skew_seconds,
                    },
                ),
            },
            timeout,
        )

    def list_signing_keys(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> Pages[admin_pb2.SigningKey, admin_pb2.ListSigningKeysResponse]:
        """Lists the signing keys of the namespace of the call, newest first, including revoked
        ones, never with shared secrets.

        Scope: admin.

        Args:
            page_size: The most to return. At most 1,000 (more is reduced to 1,000); 0 means 50. Not
                negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. It is
                valid only for the same query; anything else is INVALID_ARGUMENT
                (INVALID_PAGE_TOKEN).
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the signing keys, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_SIGNING_KEYS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            "signing_keys",
            timeout,
        )

    def revoke_signing_key(
        self,
        *,
        id: str | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.RevokeSigningKeyResponse:
        """Revokes a signing key of the namespace of the call, and with it every session token that
        it signed: at once on this server, within 5 seconds on others.

        Revoking a revoked key changes nothing.

        Scope: admin. Errors: NOT_FOUND (SIGNING_KEY_NOT_FOUND).

        Args:
            id: Required. The key's id (`sgk_…`), 1 to 64 characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _REVOKE_SIGNING_KEY,
            {
                "id": id,
            },
            timeout,
        )

    def create_criterion(
        self,
        *,
        name: str | None = None,
        description: str | None = None,
        bool: admin_pb2.BoolCriterion | params.BoolCriterionParam | None = None,
        number: admin_pb2.NumberCriterion | params.NumberCriterionParam | None = None,
        label: admin_pb2.LabelCriterion | params.LabelCriterionParam | None = None,
        text: admin_pb2.TextCriterion | params.TextCriterionParam | None = None,
        criterion: admin_pb2.Criterion | params.CriterionParam | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.CreateCriterionResponse:
        """Sets the kind of value that feedback under a name must have, in the namespace of the
        call.

        From then on, feedback under that name that does not match is refused; stored feedback does
        not change. Names without a criterion accept any value.

        Scope: admin. Errors: ALREADY_EXISTS (CRITERION_EXISTS): the namespace has a criterion of
        that name that is not archived.

        Args:
            name: Required, except for UpdateCriterion. The name of the feedback that it applies to,
                1 to 128 characters, no control characters. It never changes.
            description: What it means, for people who give the feedback. At most 1,024 characters;
                no NUL.
            bool: A yes or no, in `value.bool_value`.
            number: A number, in `value.int_value`, `value.number_value` or `score`.
            label: A label, in `value.label`, or several, in `value.labels`.
            text: A comment, in `text`; no value and no score.
            criterion: The criterion as a whole, instead of its fields one by one.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _CREATE_CRITERION,
            {
                "criterion": either(
                    "criterion",
                    criterion,
                    {
                        "name": name,
                        "description": description,
                        "bool": bool,
                        "number": number,
                        "label": label,
                        "text": text,
                    },
                ),
            },
            timeout,
        )

    def list_criteria(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        include_archived: bool | None = None,
        timeout: float | None = None,
    ) -> Pages[admin_pb2.Criterion, admin_pb2.ListCriteriaResponse]:
        """Lists the criteria of the namespace of the call, newest first; archived ones only on
        request.

        Scope: admin, feedback.read or feedback.write. Errors: PERMISSION_DENIED
        (API_ACCESS_DISABLED): the namespace has no API access, and the key lacks the scope admin.

        Args:
            page_size: The most to return. At most 1,000 (more is reduced to 1,000); 0 means 50. Not
                negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. It is
                valid only for the same query; anything else is INVALID_ARGUMENT
                (INVALID_PAGE_TOKEN).
            include_archived: Includes archived criteria.
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the criteria, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_CRITERIA,
            {
                "page_size": page_size,
                "page_token": page_token,
                "include_archived": include_archived,
            },
            "criteria",
            timeout,
        )

    def archive_criterion(
        self,
        *,
        id: str | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.ArchiveCriterionResponse:
        """Archives a criterion of the namespace of the call: its name accepts any value again, and
        may get a new criterion.

        Archiving an archived criterion changes nothing.

        Scope: admin. Errors: NOT_FOUND (CRITERION_NOT_FOUND).

        Args:
            id: Required. The criterion's id (`crit_…`), 1 to 64 characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _ARCHIVE_CRITERION,
            {
                "id": id,
            },
            timeout,
        )

    def update_criterion(
        self,
        *,
        id: str | None = None,
        name: str | None = None,
        description: str | None = None,
        bool: admin_pb2.BoolCriterion | params.BoolCriterionParam | None = None,
        number: admin_pb2.NumberCriterion | params.NumberCriterionParam | None = None,
        label: admin_pb2.LabelCriterion | params.LabelCriterionParam | None = None,
        text: admin_pb2.TextCriterion | params.TextCriterionParam | None = None,
        criterion: admin_pb2.Criterion | params.CriterionParam | None = None,
        update_mask: params.Mask | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.UpdateCriterionResponse:
        """Changes a criterion that is not archived, if all stored feedback under its name that
        matches it still does afterwards.

        What makes it wider is always possible: a new description, direction or score, more labels,
        wider limits, several labels. A direction and scores apply to feedback from then on; what is
        stored keeps its vote and its score, until its rating, value, score or error changes. A
        change that could exclude feedback reads all of the namespace's feedback, which takes some
        seconds for millions.

        Scope: admin. Errors: NOT_FOUND (CRITERION_NOT_FOUND), also for an archived criterion.
        FAILED_PRECONDITION (CRITERION_DOES_NOT_FIT): stored feedback does not match the change;
        ErrorInfo has the id of one. INVALID_ARGUMENT (INVALID_FIELD): the kind or the name would
        change, or a path of the mask is unknown.

        Args:
            id: The id of the criterion. Starts with `crit_`; sorts by creation. At most 64
                characters.
            name: Required, except for UpdateCriterion. The name of the feedback that it applies to,
                1 to 128 characters, no control characters. It never changes.
            description: What it means, for people who give the feedback. At most 1,024 characters;
                no NUL.
            bool: A yes or no, in `value.bool_value`.
            number: A number, in `value.int_value`, `value.number_value` or `score`.
            label: A label, in `value.label`, or several, in `value.labels`.
            text: A comment, in `text`; no value and no score.
            criterion: The criterion as a whole, instead of its fields one by one.
            update_mask: What to update: any of description, bool.direction, number.min, number.max,
                number.direction, label.labels, label.scores, label.several and label.direction; "*"
                means all of those of its kind. Without a mask, the fields that are set are updated.
                A path that is in the mask and not set is cleared. At most 100 paths.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _UPDATE_CRITERION,
            {
                "criterion": either(
                    "criterion",
                    criterion,
                    {
                        "id": id,
                        "name": name,
                        "description": description,
                        "bool": bool,
                        "number": number,
                        "label": label,
                        "text": text,
                    },
                ),
                "update_mask": update_mask
                if update_mask is not None
                else mask(
                    _UPDATE_CRITERION_PATHS,
                    {
                        "description": description,
                        "bool": bool,
                        "number": number,
                        "label": label,
                    },
                ),
            },
            timeout,
        )

    def erase_subject(
        self,
        *,
        user_id: str | None = None,
        external_user_id: str | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.EraseSubjectResponse:
        """Erases all data of one person in the namespace of the call: their feedback and its
        revisions, their exchanges and the memories of those, their responses to records, tokens
        created for them, and responses stored for retries.

        After the response none of it is left in the database, and on SQLite not in the file either.
        Their votes for memories are withdrawn. Watchers get the ids of the erased feedback. Erasing
        again erases newer data. A `user_id` includes all data with that user id, also what the user
        did on behalf of an end user.

        SQLite's file is rewritten, once for all waiting calls, which takes some seconds per
        gigabyte: meanwhile reads are served, and writes wait or are UNAVAILABLE.

        Feedback of others on an erased exchange stays and is still counted, but keeps no memory.
        Data of others that mentions the person in a text is not found. On PostgreSQL erased data is
        inaccessible at once and removed from the files by the next vacuum. Backups are up to the
        operator.

        Scope: admin. Errors: UNAVAILABLE (STORAGE_UNAVAILABLE): not everything is erased yet;
        retry.

        Args:
            user_id: The user, 1 to 256 characters, no control characters.
            external_user_id: The end user, 1 to 256 characters, no control characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _ERASE_SUBJECT,
            {
                "user_id": user_id,
                "external_user_id": external_user_id,
            },
            timeout,
        )


class AsyncAdminMethods(AsyncCalls):
    """AdminService as methods."""

    async def create_namespace(
        self,
        *,
        name: str | None = None,
        api_access_disabled: bool | None = None,
        early_feedback: bool | None = None,
        early_feedback_hours: int | None = None,
        retention_days: int | None = None,
        namespace: admin_pb2.Namespace | params.NamespaceParam | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.CreateNamespaceResponse:
        """Creates a new tenant.

        Scope: admin, on a key that spans all namespaces. Errors: PERMISSION_DENIED
        (NAMESPACE_FORBIDDEN) for a key of one namespace. ALREADY_EXISTS (NAMESPACE_EXISTS).

        Args:
            name: Required to create. Unique. A lower-case letter, then up to 62 lower-case letters,
                digits or "-".
            api_access_disabled: Refuses all calls for this namespace with PERMISSION_DENIED
                (API_ACCESS_DISABLED), except calls of AdminService with the scope admin. For
                tenants whose plan has no API access.
            early_feedback: Accepts feedback on exchanges that do not exist yet or are pending, in
                state PENDING_TARGET. Without it such feedback is NOT_FOUND (EXCHANGE_NOT_FOUND) or
                FAILED_PRECONDITION (EXCHANGE_NOT_COMPLETED).
            early_feedback_hours: How long early feedback waits for its exchange, in hours; then it
                is deleted. At most 8,760; 0 means 24.
            retention_days: How many days after its `occur_time` a feedback is removed, or after its
                last change if it changed, with its revisions and its vote for a memory. An exchange
                is removed likewise, with its memory, once it has no feedback. At most 36,500; 0
                means never. Datasets are not removed.
            namespace: The namespace as a whole, instead of its fields one by one.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _CREATE_NAMESPACE,
            {
                "namespace": either(
                    "namespace",
                    namespace,
                    {
                        "name": name,
                        "api_access_disabled": api_access_disabled,
                        "early_feedback": early_feedback,
                        "early_feedback_hours": early_feedback_hours,
                        "retention_days": retention_days,
                    },
                ),
            },
            timeout,
        )

    async def get_namespace(
        self,
        *,
        id: str | None = None,
        name: str | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.GetNamespaceResponse:
        """Returns a namespace by its id or its name.

        Scope: admin. Errors: NOT_FOUND (NAMESPACE_NOT_FOUND). PERMISSION_DENIED
        (NAMESPACE_FORBIDDEN) for a key of another namespace, whether the namespace exists or not.

        Args:
            id: Its id (`ns_…`), 1 to 64 characters.
            name: Its name, 1 to 63 characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _GET_NAMESPACE,
            {
                "id": id,
                "name": name,
            },
            timeout,
        )

    def list_namespaces(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> AsyncPages[admin_pb2.Namespace, admin_pb2.ListNamespacesResponse]:
        """Lists the namespaces that the key gives access to, by name.

        Scope: admin.

        Args:
            page_size: The most to return. At most 1,000 (more is reduced to 1,000); 0 means 50. Not
                negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. It is
                valid only for the same query; anything else is INVALID_ARGUMENT
                (INVALID_PAGE_TOKEN).
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the namespaces, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_NAMESPACES,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            "namespaces",
            timeout,
        )

    async def update_namespace(
        self,
        *,
        id: str | None = None,
        name: str | None = None,
        api_access_disabled: bool | None = None,
        early_feedback: bool | None = None,
        early_feedback_hours: int | None = None,
        retention_days: int | None = None,
        namespace: admin_pb2.Namespace | params.NamespaceParam | None = None,
        update_mask: params.Mask | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.UpdateNamespaceResponse:
        """Changes the settings of the namespace of the call.

        They take effect on this server before the response, and within 5 seconds on other servers
        of the same database.

        Scope: admin. To change `api_access_disabled` the key must span all namespaces. Errors:
        PERMISSION_DENIED (NAMESPACE_FORBIDDEN). INVALID_ARGUMENT (INVALID_FIELD): a path of the
        mask is unknown or cannot change.

        Args:
            id: The id of the namespace. Starts with `ns_`; sorts by creation. At most 64
                characters.
            name: Required to create. Unique. A lower-case letter, then up to 62 lower-case letters,
                digits or "-".
            api_access_disabled: Refuses all calls for this namespace with PERMISSION_DENIED
                (API_ACCESS_DISABLED), except calls of AdminService with the scope admin. For
                tenants whose plan has no API access.
            early_feedback: Accepts feedback on exchanges that do not exist yet or are pending, in
                state PENDING_TARGET. Without it such feedback is NOT_FOUND (EXCHANGE_NOT_FOUND) or
                FAILED_PRECONDITION (EXCHANGE_NOT_COMPLETED).
            early_feedback_hours: How long early feedback waits for its exchange, in hours; then it
                is deleted. At most 8,760; 0 means 24.
            retention_days: How many days after its `occur_time` a feedback is removed, or after its
                last change if it changed, with its revisions and its vote for a memory. An exchange
                is removed likewise, with its memory, once it has no feedback. At most 36,500; 0
                means never. Datasets are not removed.
            namespace: The namespace as a whole, instead of its fields one by one. The namespace is
                that of the call; if its id or name is set, they must match.
            update_mask: Which settings change: any of api_access_disabled, early_feedback,
                early_feedback_hours and retention_days; "*" means all of them. Without a mask, the
                fields that are set change. At most 100 paths.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _UPDATE_NAMESPACE,
            {
                "namespace": either(
                    "namespace",
                    namespace,
                    {
                        "id": id,
                        "name": name,
                        "api_access_disabled": api_access_disabled,
                        "early_feedback": early_feedback,
                        "early_feedback_hours": early_feedback_hours,
                        "retention_days": retention_days,
                    },
                ),
                "update_mask": update_mask
                if update_mask is not None
                else mask(
                    _UPDATE_NAMESPACE_PATHS,
                    {
                        "api_access_disabled": api_access_disabled,
                        "early_feedback": early_feedback,
                        "early_feedback_hours": early_feedback_hours,
                        "retention_days": retention_days,
                    },
                ),
            },
            timeout,
        )

    async def create_api_key(
        self,
        *,
        name: str | None = None,
        scopes: Sequence[params.Scope] | None = None,
        all_namespaces: bool | None = None,
        expire_time: params.Time | None = None,
        api_key: admin_pb2.ApiKey | params.ApiKeyParam | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.CreateApiKeyResponse:
        """Creates a key for the namespace of the call.

        The response is the only place where the secret is shown: plaudit stores only its SHA-256.
        So a retry creates another key; revoke the one whose response was lost.

        The new key cannot have scopes that the calling key lacks, or expire later.

        Scope: admin. Errors: PERMISSION_DENIED (NAMESPACE_FORBIDDEN): `all_namespaces` is set, and
        the calling key is of one namespace; (SCOPE_MISSING): the calling key lacks some of
        `scopes`; ErrorInfo has the missing ones as `scopes`. INVALID_ARGUMENT (INVALID_FIELD): also
        if the calling key expires, and `expire_time` is unset or later.

        Args:
            name: What the key is for, in words. At most 128 characters, no control characters.
            scopes: Required. What the key may do: only scopes that the calling key has. 1 to 100
                different scopes.
            all_namespaces: Whether the key gives access to every namespace. Its own is the default;
                `x-namespace` chooses another.
            expire_time: When the key expires; never if unset. Later than now, before the year
                10000. Required if the calling key expires, and then not later than that.
            api_key: The api key as a whole, instead of its fields one by one.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _CREATE_API_KEY,
            {
                "api_key": either(
                    "api_key",
                    api_key,
                    {
                        "name": name,
                        "scopes": scopes,
                        "all_namespaces": all_namespaces,
                        "expire_time": expire_time,
                    },
                ),
            },
            timeout,
        )

    def list_api_keys(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> AsyncPages[admin_pb2.ApiKey, admin_pb2.ListApiKeysResponse]:
        """Lists the keys of the namespace of the call, newest first, including expired and revoked
        ones, never with their secrets.

        Scope: admin.

        Args:
            page_size: The most to return. At most 1,000 (more is reduced to 1,000); 0 means 50. Not
                negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. It is
                valid only for the same query; anything else is INVALID_ARGUMENT
                (INVALID_PAGE_TOKEN).
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the api keys, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_API_KEYS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            "api_keys",
            timeout,
        )

    async def revoke_api_key(
        self,
        *,
        id: str | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.RevokeApiKeyResponse:
        """Revokes a key of the namespace of the call.

        This server refuses it for every call that starts after the response; other servers of the
        same database refuse it within 5 seconds. The feedback tokens that the key created become
        invalid with it. Revoking a revoked key changes nothing.

        Scope: admin. Errors: NOT_FOUND (API_KEY_NOT_FOUND). PERMISSION_DENIED
        (NAMESPACE_FORBIDDEN): the key spans all namespaces, as operators' keys do, and the calling
        key does not.

        Args:
            id: Required. The key's id (`key_…`), 1 to 64 characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _REVOKE_API_KEY,
            {
                "id": id,
            },
            timeout,
        )

    async def create_signing_key(
        self,
        *,
        key_id: str | None = None,
        algorithm: params.SigningAlgorithm | None = None,
        key: str | None = None,
        issuer: str | None = None,
        audience: str | None = None,
        clock_skew_seconds: int | None = None,
        signing_key: admin_pb2.SigningKey | params.SigningKeyParam | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.CreateSigningKeyResponse:
        """Registers a key that verifies the session tokens that the application signs for its end
        users, in the namespace of the call.

        Scope: admin, together with feedback.read and feedback.write, which session tokens grant.
        Errors: INVALID_ARGUMENT (INVALID_FIELD): the key does not suit its algorithm, or is too
        weak. PERMISSION_DENIED (SCOPE_MISSING): the calling key lacks one of the three.
        ALREADY_EXISTS (SIGNING_KEY_EXISTS): the namespace already has a key with that `key_id`.

        Args:
            key_id: The key's name in tokens, as `kid`; plaudit's id of the key if empty. Unique in
                the namespace, including revoked keys. At most 128 characters, no control
                characters.
            algorithm: Required. How the tokens are signed. A token with another algorithm is
                refused.
            key: Required; never returned for HS256. The public key in PEM: for RS256 of 2,048 to
                4,096 bits, for ES256 on the curve P-256, for EdDSA of Ed25519. For HS256 the shared
                secret: a text of 32 bytes or more, whose UTF-8 is the HMAC key. At most 16,384
                characters; no NUL. A shared secret must be hard to guess, such as `openssl rand
                -base64 32` prints: it has letters and digits and at least 10 different characters,
                is not one part repeated, and at most half of its characters repeat the one before
                or continue a sequence, as in "aaaa", "1234" and "dcba". If a random secret breaks
                this by chance, which is very rare, generate another. Secrets that were registered
                before this rule still work.
            issuer: What the tokens must have as `iss`; not checked if empty. At most 512
                characters, no control characters.
            audience: What the tokens must have as `aud`, or in the list of that name. If empty, a
                token with `aud` is refused, because it is for another recipient. At most 512
                characters, no control characters.
            clock_skew_seconds: How far the application's clock may be off, in seconds. At most 300;
                60 if unset.
            signing_key: The signing key as a whole, instead of its fields one by one.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _CREATE_SIGNING_KEY,
            {
                "signing_key": either(
                    "signing_key",
                    signing_key,
                    {
                        "key_id": key_id,
                        "algorithm": algorithm,
                        "key": key,
                        "issuer": issuer,
                        "audience": audience,
                        "clock_skew_seconds": clock_skew_seconds,
                    },
                ),
            },
            timeout,
        )

    def list_signing_keys(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> AsyncPages[admin_pb2.SigningKey, admin_pb2.ListSigningKeysResponse]:
        """Lists the signing keys of the namespace of the call, newest first, including revoked
        ones, never with shared secrets.

        Scope: admin.

        Args:
            page_size: The most to return. At most 1,000 (more is reduced to 1,000); 0 means 50. Not
                negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. It is
                valid only for the same query; anything else is INVALID_ARGUMENT
                (INVALID_PAGE_TOKEN).
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the signing keys, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_SIGNING_KEYS,
            {
                "page_size": page_size,
                "page_token": page_token,
            },
            "signing_keys",
            timeout,
        )

    async def revoke_signing_key(
        self,
        *,
        id: str | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.RevokeSigningKeyResponse:
        """Revokes a signing key of the namespace of the call, and with it every session token that
        it signed: at once on this server, within 5 seconds on others.

        Revoking a revoked key changes nothing.

        Scope: admin. Errors: NOT_FOUND (SIGNING_KEY_NOT_FOUND).

        Args:
            id: Required. The key's id (`sgk_…`), 1 to 64 characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _REVOKE_SIGNING_KEY,
            {
                "id": id,
            },
            timeout,
        )

    async def create_criterion(
        self,
        *,
        name: str | None = None,
        description: str | None = None,
        bool: admin_pb2.BoolCriterion | params.BoolCriterionParam | None = None,
        number: admin_pb2.NumberCriterion | params.NumberCriterionParam | None = None,
        label: admin_pb2.LabelCriterion | params.LabelCriterionParam | None = None,
        text: admin_pb2.TextCriterion | params.TextCriterionParam | None = None,
        criterion: admin_pb2.Criterion | params.CriterionParam | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.CreateCriterionResponse:
        """Sets the kind of value that feedback under a name must have, in the namespace of the
        call.

        From then on, feedback under that name that does not match is refused; stored feedback does
        not change. Names without a criterion accept any value.

        Scope: admin. Errors: ALREADY_EXISTS (CRITERION_EXISTS): the namespace has a criterion of
        that name that is not archived.

        Args:
            name: Required, except for UpdateCriterion. The name of the feedback that it applies to,
                1 to 128 characters, no control characters. It never changes.
            description: What it means, for people who give the feedback. At most 1,024 characters;
                no NUL.
            bool: A yes or no, in `value.bool_value`.
            number: A number, in `value.int_value`, `value.number_value` or `score`.
            label: A label, in `value.label`, or several, in `value.labels`.
            text: A comment, in `text`; no value and no score.
            criterion: The criterion as a whole, instead of its fields one by one.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _CREATE_CRITERION,
            {
                "criterion": either(
                    "criterion",
                    criterion,
                    {
                        "name": name,
                        "description": description,
                        "bool": bool,
                        "number": number,
                        "label": label,
                        "text": text,
                    },
                ),
            },
            timeout,
        )

    def list_criteria(
        self,
        *,
        page_size: int | None = None,
        page_token: str | None = None,
        include_archived: bool | None = None,
        timeout: float | None = None,
    ) -> AsyncPages[admin_pb2.Criterion, admin_pb2.ListCriteriaResponse]:
        """Lists the criteria of the namespace of the call, newest first; archived ones only on
        request.

        Scope: admin, feedback.read or feedback.write. Errors: PERMISSION_DENIED
        (API_ACCESS_DISABLED): the namespace has no API access, and the key lacks the scope admin.

        Args:
            page_size: The most to return. At most 1,000 (more is reduced to 1,000); 0 means 50. Not
                negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. It is
                valid only for the same query; anything else is INVALID_ARGUMENT
                (INVALID_PAGE_TOKEN).
            include_archived: Includes archived criteria.
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the criteria, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_CRITERIA,
            {
                "page_size": page_size,
                "page_token": page_token,
                "include_archived": include_archived,
            },
            "criteria",
            timeout,
        )

    async def archive_criterion(
        self,
        *,
        id: str | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.ArchiveCriterionResponse:
        """Archives a criterion of the namespace of the call: its name accepts any value again, and
        may get a new criterion.

        Archiving an archived criterion changes nothing.

        Scope: admin. Errors: NOT_FOUND (CRITERION_NOT_FOUND).

        Args:
            id: Required. The criterion's id (`crit_…`), 1 to 64 characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _ARCHIVE_CRITERION,
            {
                "id": id,
            },
            timeout,
        )

    async def update_criterion(
        self,
        *,
        id: str | None = None,
        name: str | None = None,
        description: str | None = None,
        bool: admin_pb2.BoolCriterion | params.BoolCriterionParam | None = None,
        number: admin_pb2.NumberCriterion | params.NumberCriterionParam | None = None,
        label: admin_pb2.LabelCriterion | params.LabelCriterionParam | None = None,
        text: admin_pb2.TextCriterion | params.TextCriterionParam | None = None,
        criterion: admin_pb2.Criterion | params.CriterionParam | None = None,
        update_mask: params.Mask | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.UpdateCriterionResponse:
        """Changes a criterion that is not archived, if all stored feedback under its name that
        matches it still does afterwards.

        What makes it wider is always possible: a new description, direction or score, more labels,
        wider limits, several labels. A direction and scores apply to feedback from then on; what is
        stored keeps its vote and its score, until its rating, value, score or error changes. A
        change that could exclude feedback reads all of the namespace's feedback, which takes some
        seconds for millions.

        Scope: admin. Errors: NOT_FOUND (CRITERION_NOT_FOUND), also for an archived criterion.
        FAILED_PRECONDITION (CRITERION_DOES_NOT_FIT): stored feedback does not match the change;
        ErrorInfo has the id of one. INVALID_ARGUMENT (INVALID_FIELD): the kind or the name would
        change, or a path of the mask is unknown.

        Args:
            id: The id of the criterion. Starts with `crit_`; sorts by creation. At most 64
                characters.
            name: Required, except for UpdateCriterion. The name of the feedback that it applies to,
                1 to 128 characters, no control characters. It never changes.
            description: What it means, for people who give the feedback. At most 1,024 characters;
                no NUL.
            bool: A yes or no, in `value.bool_value`.
            number: A number, in `value.int_value`, `value.number_value` or `score`.
            label: A label, in `value.label`, or several, in `value.labels`.
            text: A comment, in `text`; no value and no score.
            criterion: The criterion as a whole, instead of its fields one by one.
            update_mask: What to update: any of description, bool.direction, number.min, number.max,
                number.direction, label.labels, label.scores, label.several and label.direction; "*"
                means all of those of its kind. Without a mask, the fields that are set are updated.
                A path that is in the mask and not set is cleared. At most 100 paths.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _UPDATE_CRITERION,
            {
                "criterion": either(
                    "criterion",
                    criterion,
                    {
                        "id": id,
                        "name": name,
                        "description": description,
                        "bool": bool,
                        "number": number,
                        "label": label,
                        "text": text,
                    },
                ),
                "update_mask": update_mask
                if update_mask is not None
                else mask(
                    _UPDATE_CRITERION_PATHS,
                    {
                        "description": description,
                        "bool": bool,
                        "number": number,
                        "label": label,
                    },
                ),
            },
            timeout,
        )

    async def erase_subject(
        self,
        *,
        user_id: str | None = None,
        external_user_id: str | None = None,
        timeout: float | None = None,
    ) -> admin_pb2.EraseSubjectResponse:
        """Erases all data of one person in the namespace of the call: their feedback and its
        revisions, their exchanges and the memories of those, their responses to records, tokens
        created for them, and responses stored for retries.

        After the response none of it is left in the database, and on SQLite not in the file either.
        Their votes for memories are withdrawn. Watchers get the ids of the erased feedback. Erasing
        again erases newer data. A `user_id` includes all data with that user id, also what the user
        did on behalf of an end user.

        SQLite's file is rewritten, once for all waiting calls, which takes some seconds per
        gigabyte: meanwhile reads are served, and writes wait or are UNAVAILABLE.

        Feedback of others on an erased exchange stays and is still counted, but keeps no memory.
        Data of others that mentions the person in a text is not found. On PostgreSQL erased data is
        inaccessible at once and removed from the files by the next vacuum. Backups are up to the
        operator.

        Scope: admin. Errors: UNAVAILABLE (STORAGE_UNAVAILABLE): not everything is erased yet;
        retry.

        Args:
            user_id: The user, 1 to 256 characters, no control characters.
            external_user_id: The end user, 1 to 256 characters, no control characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _ERASE_SUBJECT,
            {
                "user_id": user_id,
                "external_user_id": external_user_id,
            },
            timeout,
        )
