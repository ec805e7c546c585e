"""What a failed call raises: one class for each status code, and what the server said about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

import grpc
from google.protobuf.message import DecodeError
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

DOMAIN = "plaudit"
"""The domain of every ErrorInfo of plaudit."""


@dataclass(frozen=True)
class Violation:
    """A field of the request, and the rule that it breaks."""

    field: str
    """The path of the field, such as `feedback.text`; of a precondition, what it is about."""
    rule: str
    """The rule, in words."""
    reason: str = ""
    """The contract's reason for this field, such as `INVALID_FIELD`; empty if there is none."""

    def __str__(self) -> str:
        return f"{self.field}: {self.rule}" if self.field else self.rule

    def is_in(self, message: str) -> bool:
        """Whether a message tells it already; a long one is cut, and ends in an ellipsis."""
        cut = message.endswith("…") and str(self).startswith(message[:-1])
        return cut or self.rule in message


class PlauditError(Exception):
    """A call that failed.

    Each status code has a subclass, such as `NotFound`, and catching this class catches all of
    them. The text of the error is one line for people and logs.

    Attributes:
        code: The status code of gRPC.
        reason: The contract's reason, such as `EXCHANGE_NOT_FOUND`; empty if the error does not
            come from plaudit, such as that of a lost connection.
        message: What the server said, without the violations.
        violations: The fields that break rules, all of them.
        retry_after: The seconds after which the same call may succeed; `None` if not given.
        request_id: The id of the call, which the server's log has too; empty if no server answered.
        details: What else the reason tells, such as `restart_token` or the id of another resource.

    """

    default_code: ClassVar[grpc.StatusCode] = grpc.StatusCode.UNKNOWN

    def __init__(
        self,
        message: str,
        *,
        code: grpc.StatusCode | None = None,
        reason: str = "",
        violations: Iterable[Violation] = (),
        retry_after: float | None = None,
        request_id: str = "",
        details: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code or self.default_code
        self.reason = reason
        self.message = message
        self.violations = tuple(violations)
        self.retry_after = retry_after
        self.request_id = request_id
        self.details = details or {}

    @property
    def rpc_error(self) -> grpc.RpcError | None:
        """The error of gRPC that this was made of; `None` for that of an item of a batch."""
        cause = self.__cause__
        return cause if isinstance(cause, grpc.RpcError) else None

    @property
    def is_retryable(self) -> bool:
        """Whether the same call may succeed later, unchanged."""
        if self.reason:
            return self.code is grpc.StatusCode.UNAVAILABLE or self.reason == "RATE_LIMITED"
        return self.code in _OF_CONNECTIONS

    def __str__(self) -> str:
        name = f"{self.code.name} ({self.reason})" if self.reason else self.code.name
        told = [str(one) for one in self.violations if not one.is_in(self.message)]
        parts = [f"{name}: {' '.join('; '.join([self.message, *told]).split())}"]
        if self.retry_after:
            parts.append(f"retry after {self.retry_after:g} s")
        if self.request_id:
            parts.append(f"request {self.request_id}")
        return parts[0] + (f" [{'; '.join(parts[1:])}]" if parts[1:] else "")

    def __reduce__(self) -> tuple[Any, ...]:  # so that it passes between processes
        return _rebuild, (type(self), self.message, dict(self.__dict__))


class Cancelled(PlauditError):
    """The caller ended the call."""

    default_code = grpc.StatusCode.CANCELLED


class Unknown(PlauditError):
    """Something between the client and the server failed without saying why."""

    default_code = grpc.StatusCode.UNKNOWN


class InvalidArgument(PlauditError):
    """Fields of the request break rules: see `violations`."""

    default_code = grpc.StatusCode.INVALID_ARGUMENT


class DeadlineExceeded(PlauditError):
    """No response within the timeout. The server may have done it: the same call again is safe."""

    default_code = grpc.StatusCode.DEADLINE_EXCEEDED


class NotFound(PlauditError):
    """What the request names does not exist in this namespace."""

    default_code = grpc.StatusCode.NOT_FOUND


class AlreadyExists(PlauditError):
    """Something else has the name or the id already."""

    default_code = grpc.StatusCode.ALREADY_EXISTS


class PermissionDenied(PlauditError):
    """The credential may not do this."""

    default_code = grpc.StatusCode.PERMISSION_DENIED


class Unauthenticated(PlauditError):
    """The credential is missing, unknown, expired or revoked."""

    default_code = grpc.StatusCode.UNAUTHENTICATED


class ResourceExhausted(PlauditError):
    """A limit: too many calls, a used up quota, or a message that is too large."""

    default_code = grpc.StatusCode.RESOURCE_EXHAUSTED


class FailedPrecondition(PlauditError):
    """The state of what the request names does not allow it."""

    default_code = grpc.StatusCode.FAILED_PRECONDITION


class Aborted(PlauditError):
    """Another change came between."""

    default_code = grpc.StatusCode.ABORTED


class OutOfRange(PlauditError):
    """The position is gone, such as that of a watch that retention has passed."""

    default_code = grpc.StatusCode.OUT_OF_RANGE


class Unimplemented(PlauditError):
    """The server does not know this call: it is older than this client, or is not plaudit."""

    default_code = grpc.StatusCode.UNIMPLEMENTED


class Internal(PlauditError):
    """The server failed; its log has the `request_id`."""

    default_code = grpc.StatusCode.INTERNAL


class Unavailable(PlauditError):
    """No server answers, or it cannot serve now: try again."""

    default_code = grpc.StatusCode.UNAVAILABLE


class DataLoss(PlauditError):
    """Data was lost or damaged."""

    default_code = grpc.StatusCode.DATA_LOSS


def from_status(status: status_pb2.Status) -> PlauditError:
    """Make the error of an item of a batch, such as `BatchSubmitResult.error`.

    Args:
        status: The status of the item.

    Returns:
        The error, not raised.

    """
    return _of_status(_CODES.get(status.code, grpc.StatusCode.UNKNOWN), status)


def from_call(error: grpc.RpcError, address: str) -> PlauditError:
    """Make the error of a call of what gRPC raised.

    Args:
        error: What gRPC raised.
        address: The address of the server, for errors without a server.

    Returns:
        The error, to be raised from the other.

    """
    call: Any = error
    code = call.code() or grpc.StatusCode.UNKNOWN
    try:
        status = rpc_status.from_call(call)
    except (AttributeError, DecodeError, ValueError):  # trailers that are not plaudit's
        status = None
    if status is not None:
        return _of_status(code, status)
    said = " ".join((call.details() or "no details").split())
    return _class_of(code)(_in_words(code, said, address), code=code)


def _of_status(code: grpc.StatusCode, status: status_pb2.Status) -> PlauditError:
    info = error_details_pb2.ErrorInfo()
    violations: list[Violation] = []
    retry_after = None
    for packed in status.details:
        bad = error_details_pb2.BadRequest()
        precondition = error_details_pb2.PreconditionFailure()
        delay = error_details_pb2.RetryInfo()
        if packed.Unpack(info):
            continue
        if packed.Unpack(bad):
            violations += [
                Violation(v.field, v.description, v.reason) for v in bad.field_violations
            ]
        elif packed.Unpack(precondition):
            violations += [
                Violation(v.subject, v.description, v.type) for v in precondition.violations
            ]
        elif packed.Unpack(delay):
            retry_after = delay.retry_delay.ToNanoseconds() / 1e9
    details = dict(info.metadata)
    request_id = details.pop("request_id", "")
    return _class_of(code)(
        status.message,
        code=code,
        reason=info.reason,
        violations=violations,
        retry_after=retry_after,
        request_id=request_id,
        details=details,
    )


def _in_words(code: grpc.StatusCode, said: str, address: str) -> str:
    """Say what a failure of the connection means, and what to do about it."""
    if code is grpc.StatusCode.DEADLINE_EXCEEDED:
        meaning = (
            "{} did not respond in time: is the server running, the address right, and the timeout"
            " long enough?"
        )
    elif code is grpc.StatusCode.UNIMPLEMENTED:
        meaning = "the server at {} does not know this call: it is older, or not plaudit"
    elif code is grpc.StatusCode.RESOURCE_EXHAUSTED and "larger than max" in said:
        meaning = "a message to or from {} is too large: use smaller batches or pages"
    elif code is grpc.StatusCode.UNAVAILABLE:
        lower = said.lower().replace("_", " ")
        meaning = next(words for part, words in _OF_GRPC if part in lower)
    else:
        return said
    return f"{meaning.format(address)} ({said})"


_OF_GRPC = (
    ("wrong version", "{} does not speak TLS: connect with tls=False, or to another port"),
    ("has expired", "the certificate of {} has expired: renew it on the server"),
    *(
        (part, "the certificate of {} is for another host: name that one with authority=HOST")
        for part in ("hostname verification", "not in peer certificate")
    ),
    (
        "certificate verify failed",
        "the certificate of {} is from a CA that is not trusted here: name the CA with ca=FILE",
    ),
    ("http/2", "{} does not speak gRPC: is it the right port?"),
    ("http1", "{} does not speak gRPC: is it the right port?"),
    ("name resolution", "the host of {} is unknown: check the address"),
    ("domain name", "the host of {} is unknown: check the address"),
    ("dns", "the host of {} is unknown: check the address"),
    ("refused", "no server at {}: is it running, and is the address right?"),
    ("no such file", "no server at {}: is it running, and is the address right?"),
    (
        "last error: unavailable",
        "{} ended the connection at once: does it need TLS (tls=True), or a client certificate?",
    ),
    ("failed to connect", "no connection to {}: is the server running, and the address right?"),
    ("", "the connection to {} was lost"),
)
"""What gRPC says of a connection that fails, underscores as spaces, and what it means; the first
that is part of the text counts."""


def _rebuild(kind: type[PlauditError], message: str, state: dict[str, Any]) -> PlauditError:
    error = kind(message)
    error.__dict__.update(state)
    return error


def _class_of(code: grpc.StatusCode) -> type[PlauditError]:
    return _CLASSES.get(code, Unknown)


_CODES = {code.value[0]: code for code in grpc.StatusCode}
_CLASSES = {kind.default_code: kind for kind in PlauditError.__subclasses__()}
_OF_CONNECTIONS = frozenset(
    {
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.INTERNAL,
        grpc.StatusCode.UNKNOWN,
    }
)
"""The status codes with which gRPC itself reports a lost connection."""
