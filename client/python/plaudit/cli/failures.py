"""The errors of a server, in words for people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import click
import grpc
from google.protobuf.message import DecodeError
from google.rpc import error_details_pb2, status_pb2

DETAILS = "grpc-status-details-bin"

CONNECTION_ERRORS = frozenset(
    {
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.INTERNAL,
        grpc.StatusCode.UNKNOWN,
    }
)
"""The status codes with which gRPC itself reports a lost connection."""

_OF_CALLERS = (grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED)


@dataclass(frozen=True)
class Violation:
    """A field and the rule that it breaks."""

    field: str
    rule: str

    def __str__(self) -> str:
        return f"{self.field}: {self.rule}" if self.field else self.rule


@dataclass(frozen=True)
class Failure:
    """A parsed error."""

    reason: str
    """The contract's reason; empty for an error of gRPC itself."""
    message: str
    violations: tuple[Violation, ...] = ()
    retry_seconds: float | None = None
    metadata: dict[str, str] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """Return it as lines: the reason and the message, then each violation."""
        text = f"{self.reason}: {self.message}" if self.reason else self.message
        told = [one for one in self.violations if one.rule != self.message]
        lines = [text, *(f"  {violation}" for violation in told)]
        if self.retry_seconds:
            lines.append(f"  retry in {self.retry_seconds:g} seconds")
        return lines


def failure_of(error: grpc.RpcError) -> Failure:
    """Parse the status of a failed call."""
    trailers: Any = error.trailing_metadata() or ()
    if packed := dict(trailers).get(DETAILS):
        try:
            return failure_in(status_pb2.Status.FromString(packed))
        except DecodeError:
            pass
    return Failure("", f"{error.code().name}: {error.details()}")


def failure_in(status: Any) -> Failure:
    """Parse a status, of a call or of an item of a batch."""
    reason, ids, retry = "", {}, None
    violations: list[Violation] = []
    for packed in status.details:
        info = error_details_pb2.ErrorInfo()
        bad = error_details_pb2.BadRequest()
        precondition = error_details_pb2.PreconditionFailure()
        delay = error_details_pb2.RetryInfo()
        if packed.Unpack(info):
            reason, ids = info.reason, dict(info.metadata)
        elif packed.Unpack(bad):
            violations += [Violation(v.field, v.description) for v in bad.field_violations]
        elif packed.Unpack(precondition):
            violations += [Violation(v.subject, v.description) for v in precondition.violations]
        elif packed.Unpack(delay):
            retry = delay.retry_delay.ToNanoseconds() / 1e9
    return Failure(reason, status.message, tuple(violations), retry, ids)


def is_retryable(error: grpc.RpcError) -> bool:
    """Whether the same call may succeed later."""
    failure = failure_of(error)
    if failure.reason:
        return error.code() is grpc.StatusCode.UNAVAILABLE or failure.reason in {
            "RATE_LIMITED",
            "QUOTA_EXCEEDED",
        }
    return error.code() in CONNECTION_ERRORS


class ServerFailure(click.ClickException):
    """A failed call, with a readable message."""

    def __init__(self, error: grpc.RpcError, address: str) -> None:
        super().__init__(_describe_error(error, address))
        self.code = error.code()
        self.failure = failure_of(error)

    @property
    def refuses_caller(self) -> bool:
        """Whether the server refused the key or the namespace, and so every call of the command."""
        return self.code in _OF_CALLERS or self.failure.reason == "NAMESPACE_NOT_FOUND"


def _describe_error(error: grpc.RpcError, address: str) -> str:
    failure = failure_of(error)
    if failure.reason:
        return "\n".join(failure.lines())
    match error.code():
        case grpc.StatusCode.UNAVAILABLE:
            return (
                f"no plaudit server at {address}: {error.details()}\n"
                "  Is it running? Choose another address with --address HOST:PORT, and how to"
                " connect with --tls or --plaintext."
            )
        case grpc.StatusCode.DEADLINE_EXCEEDED:
            return f"plaudit at {address} did not respond in time"
        case grpc.StatusCode.UNIMPLEMENTED:
            return f"the server at {address} does not know this call: {error.details()}"
    return failure.message
