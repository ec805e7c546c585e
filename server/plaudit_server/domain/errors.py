"""The errors with which a call can be refused.

The rest of the server raises these, and only `pipeline/errors.py` turns them into statuses. A
message is for people, a reason is for programs, and neither ever quotes an exception or a secret.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar


class Reason(enum.StrEnum):
    """What went wrong, for programs. A published reason is never renamed."""

    @staticmethod
    def _generate_next_value_(name: str, *_: object) -> str:
        return name

    INVALID_FIELD = enum.auto()
    INVALID_PAGE_TOKEN = enum.auto()
    UNKNOWN_FIELD_NAME = enum.auto()
    ANSWER_DOES_NOT_FIT = enum.auto()
    VALUE_DOES_NOT_FIT = enum.auto()
    INVALID_RESUME_TOKEN = enum.auto()

    CREDENTIAL_MISSING = enum.auto()
    API_KEY_INVALID = enum.auto()
    API_KEY_EXPIRED = enum.auto()
    API_KEY_REVOKED = enum.auto()
    SESSION_TOKEN_INVALID = enum.auto()
    SESSION_TOKEN_EXPIRED = enum.auto()
    FEEDBACK_TOKEN_INVALID = enum.auto()
    FEEDBACK_TOKEN_EXPIRED = enum.auto()
    FEEDBACK_TOKEN_REVOKED = enum.auto()

    SCOPE_MISSING = enum.auto()
    API_ACCESS_DISABLED = enum.auto()
    NAMESPACE_FORBIDDEN = enum.auto()
    AUTHOR_FORBIDDEN = enum.auto()
    FEEDBACK_TOKEN_FORBIDS = enum.auto()
    FEEDBACK_TOKEN_USED_UP = enum.auto()

    EXCHANGE_NOT_FOUND = enum.auto()
    FEEDBACK_NOT_FOUND = enum.auto()
    DATASET_NOT_FOUND = enum.auto()
    RECORD_NOT_FOUND = enum.auto()
    RESPONSE_NOT_FOUND = enum.auto()
    NAMESPACE_NOT_FOUND = enum.auto()
    API_KEY_NOT_FOUND = enum.auto()
    SIGNING_KEY_NOT_FOUND = enum.auto()
    FEEDBACK_TOKEN_NOT_FOUND = enum.auto()
    CRITERION_NOT_FOUND = enum.auto()

    FEEDBACK_EXISTS = enum.auto()
    EXCHANGE_EXISTS = enum.auto()
    DATASET_EXISTS = enum.auto()
    RECORD_EXISTS = enum.auto()
    RESPONSE_EXISTS = enum.auto()
    NAMESPACE_EXISTS = enum.auto()
    SIGNING_KEY_EXISTS = enum.auto()
    CRITERION_EXISTS = enum.auto()

    EXCHANGE_NOT_COMPLETED = enum.auto()
    EXCHANGE_STATUS_FINAL = enum.auto()
    EXCHANGE_NAME_FINAL = enum.auto()
    DATASET_HAS_RECORDS = enum.auto()
    RECORD_HAS_RESPONSES = enum.auto()
    FEEDBACK_OVERRULED = enum.auto()
    CRITERION_DOES_NOT_FIT = enum.auto()

    RESUME_TOKEN_EXPIRED = enum.auto()

    MESSAGE_TOO_LARGE = enum.auto()
    RATE_LIMITED = enum.auto()

    MESSAGE_TOO_SLOW = enum.auto()

    STORAGE_UNAVAILABLE = enum.auto()
    DRAINING = enum.auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A field and the rule that it breaks."""

    field: str
    """The path of the field as a caller writes it, such as `feedback.target.message.session_id`."""
    rule: str
    """The rule, as the part of a sentence that follows the field's name."""
    reason: Reason = Reason.INVALID_FIELD


@dataclass(slots=True, kw_only=True)
class Refusal(Exception):
    """The error of a call, or of an item of a batch."""

    code: ClassVar[str]
    """The name of the gRPC status code."""
    reason: Reason
    message: str
    ids: Mapping[str, str] = field(default_factory=dict)
    """The ids concerned, for the caller's log."""

    def __str__(self) -> str:
        return f"{self.reason}: {self.message}"


@dataclass(slots=True, kw_only=True)
class InvalidArgument(Refusal):
    """The request breaks rules of the contract; all of them are listed."""

    code: ClassVar[str] = "INVALID_ARGUMENT"
    violations: Sequence[Violation] = ()


def invalid(violations: Sequence[Violation]) -> InvalidArgument:
    """Return the error for a request with these violations; the first one gives the reason."""
    first = violations[0]
    more = f" (and {len(violations) - 1} more)" if len(violations) > 1 else ""
    return InvalidArgument(
        reason=first.reason, message=f"{first.field}: {first.rule}{more}", violations=violations
    )


@dataclass(slots=True, kw_only=True)
class Unauthenticated(Refusal):
    """The caller could not be authenticated."""

    code: ClassVar[str] = "UNAUTHENTICATED"


@dataclass(slots=True, kw_only=True)
class PermissionDenied(Refusal):
    """The caller is authenticated but has no permission."""

    code: ClassVar[str] = "PERMISSION_DENIED"


@dataclass(slots=True, kw_only=True)
class _AboutResource(Refusal):
    resource_type: str
    resource_name: str


@dataclass(slots=True, kw_only=True)
class NotFound(_AboutResource):
    """The namespace has no such resource."""

    code: ClassVar[str] = "NOT_FOUND"


@dataclass(slots=True, kw_only=True)
class AlreadyExists(_AboutResource):
    """The namespace already has such a resource."""

    code: ClassVar[str] = "ALREADY_EXISTS"


@dataclass(slots=True, kw_only=True)
class FailedPrecondition(_AboutResource):
    """The state of the resource does not allow this."""

    code: ClassVar[str] = "FAILED_PRECONDITION"
    violations: Sequence[Violation] = ()
    """The parts of the request that are not allowed; empty if none of it is."""


@dataclass(slots=True, kw_only=True)
class OutOfRange(Refusal):
    """The requested position existed, but its data has been removed."""

    code: ClassVar[str] = "OUT_OF_RANGE"


@dataclass(slots=True, kw_only=True)
class ResourceExhausted(Refusal):
    """A limit is reached."""

    code: ClassVar[str] = "RESOURCE_EXHAUSTED"
    subject: str
    """What the limit applies to."""
    retry_after: float | None = None
    """How long to wait before the same call may succeed, in seconds; `None` if it never will."""


@dataclass(slots=True, kw_only=True)
class DeadlineExceeded(Refusal):
    """The caller did not send its request in time."""

    code: ClassVar[str] = "DEADLINE_EXCEEDED"


@dataclass(slots=True, kw_only=True)
class Unavailable(Refusal):
    """The server cannot serve the call now; the same call may succeed in a moment."""

    code: ClassVar[str] = "UNAVAILABLE"
    retry_after: float = 1.0
    """How long to wait before a retry, in seconds."""


def rate_limited(
    message: str, *, subject: str, retry_after: float = 1.0, ids: Mapping[str, str] | None = None
) -> ResourceExhausted:
    """Return the error for too much at once; `retry_after` is in seconds."""
    return ResourceExhausted(
        reason=Reason.RATE_LIMITED,
        message=message,
        subject=subject,
        retry_after=retry_after,
        ids=ids or {},
    )


def storage_unavailable() -> Unavailable:
    """Return the error for a call that failed because the database is unavailable."""
    return Unavailable(
        reason=Reason.STORAGE_UNAVAILABLE,
        message="the database does not respond or does not accept writes; retry: the same content"
        " is recorded only once",
    )


def preparing() -> Unavailable:
    """Return the error for a call that arrived before the server had prepared its database."""
    return Unavailable(
        reason=Reason.STORAGE_UNAVAILABLE,
        message="this server still prepares its database; nothing was recorded, retry",
    )


def draining() -> Unavailable:
    """Return the error for a call that arrived while the server was shutting down."""
    return Unavailable(
        reason=Reason.DRAINING,
        message="this server is shutting down; nothing was recorded, retry here or on another",
    )


def watch_elsewhere() -> Unavailable:
    """Return the error that ends a watch when the server shuts down."""
    return Unavailable(
        reason=Reason.DRAINING,
        message="this server is shutting down; resume the watch with its last resume_token, here or"
        " on another",
    )
