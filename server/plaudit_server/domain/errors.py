"""Every way in which a call can be refused.

The rest of the server raises these; `pipeline/errors.py` alone turns them into statuses. A message
is for people, a reason is for programs, and neither ever quotes an exception or a secret.
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

    RESUME_TOKEN_EXPIRED = enum.auto()

    MESSAGE_TOO_LARGE = enum.auto()
    RATE_LIMITED = enum.auto()

    MESSAGE_TOO_SLOW = enum.auto()

    STORAGE_UNAVAILABLE = enum.auto()
    DRAINING = enum.auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One field that breaks one rule."""

    field: str
    """The path of the field as a caller writes it, such as `feedback.target.message.session_id`."""
    rule: str
    """What the field must be, as a sentence part that follows its name."""
    reason: Reason = Reason.INVALID_FIELD


@dataclass(slots=True, kw_only=True)
class Refusal(Exception):
    """A call, or an item of a batch, that is refused."""

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
    """Make the refusal of a request that breaks these rules; the first one gives the reason."""
    first = violations[0]
    more = f" (and {len(violations) - 1} more)" if len(violations) > 1 else ""
    return InvalidArgument(
        reason=first.reason, message=f"{first.field}: {first.rule}{more}", violations=violations
    )


@dataclass(slots=True, kw_only=True)
class Unauthenticated(Refusal):
    """The caller did not prove who it is."""

    code: ClassVar[str] = "UNAUTHENTICATED"


@dataclass(slots=True, kw_only=True)
class PermissionDenied(Refusal):
    """The caller is known and may not do this."""

    code: ClassVar[str] = "PERMISSION_DENIED"


@dataclass(slots=True, kw_only=True)
class _AboutResource(Refusal):
    resource_type: str
    resource_name: str


@dataclass(slots=True, kw_only=True)
class NotFound(_AboutResource):
    """The namespace has no such thing."""

    code: ClassVar[str] = "NOT_FOUND"


@dataclass(slots=True, kw_only=True)
class AlreadyExists(_AboutResource):
    """The namespace has such a thing already."""

    code: ClassVar[str] = "ALREADY_EXISTS"


@dataclass(slots=True, kw_only=True)
class FailedPrecondition(_AboutResource):
    """The thing is not in a state that allows this."""

    code: ClassVar[str] = "FAILED_PRECONDITION"
    violations: Sequence[Violation] = ()
    """What is not allowed, where the thing allows other parts of the same; none means all of it."""


@dataclass(slots=True, kw_only=True)
class OutOfRange(Refusal):
    """What is asked for was there once."""

    code: ClassVar[str] = "OUT_OF_RANGE"


@dataclass(slots=True, kw_only=True)
class ResourceExhausted(Refusal):
    """A limit is reached."""

    code: ClassVar[str] = "RESOURCE_EXHAUSTED"
    subject: str
    """What the limit is on."""
    retry_after: float | None = None
    """How long to wait before the same call may succeed, in seconds; `None` where it never will."""


@dataclass(slots=True, kw_only=True)
class DeadlineExceeded(Refusal):
    """The caller did not send its request in time."""

    code: ClassVar[str] = "DEADLINE_EXCEEDED"


@dataclass(slots=True, kw_only=True)
class Unavailable(Refusal):
    """Nothing was done; the same call may succeed in a moment."""

    code: ClassVar[str] = "UNAVAILABLE"
    retry_after: float = 1.0
    """How long to wait before the next try, in seconds."""


def rate_limited(
    message: str, *, subject: str, retry_after: float = 1.0, ids: Mapping[str, str] | None = None
) -> ResourceExhausted:
    """Make the refusal of what is too much at once, and may be tried again in so many seconds."""
    return ResourceExhausted(
        reason=Reason.RATE_LIMITED,
        message=message,
        subject=subject,
        retry_after=retry_after,
        ids=ids or {},
    )


def storage_unavailable() -> Unavailable:
    """Make the refusal of a call that the database could not serve."""
    return Unavailable(
        reason=Reason.STORAGE_UNAVAILABLE,
        message="the database does not answer or takes no writes; try again, the same is recorded"
        " only once",
    )


def draining() -> Unavailable:
    """Make the refusal of a call that came while the server was leaving."""
    return Unavailable(
        reason=Reason.DRAINING,
        message="this server is shutting down; nothing was recorded, try another or again",
    )


def watch_elsewhere() -> Unavailable:
    """Make the end of a watch on a server that leaves."""
    return Unavailable(
        reason=Reason.DRAINING,
        message="this server is shutting down; resume the watch with its last resume_token, on"
        " another or here again",
    )
