"""What the reporter needs of the client: a connection, feedback from plain values, and errors."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import grpc
from google.protobuf.message import DecodeError
from google.protobuf.timestamp_pb2 import Timestamp
from google.rpc import error_details_pb2, status_pb2

from plaudit.v1 import feedback_pb2
from plaudit.v1.feedback_pb2_grpc import FeedbackServiceStub

DEFAULT_ADDRESS = "127.0.0.1:50051"
MAX_RESPONSE_BYTES = 16 * 1024 * 1024
_DETAILS = "grpc-status-details-bin"

_ENUMS: Mapping[str, Any] = {
    "rating": feedback_pb2.Rating,
    "type": feedback_pb2.FeedbackType,
    "source": feedback_pb2.FeedbackSource,
    "origin": feedback_pb2.Origin,
    "impact": feedback_pb2.Rating,
}


def _names(enum: Any) -> dict[str, int]:
    """Return the numbers of an enum by name, in capitals or not, with the prefix or without it."""
    unspecified = next(name for name, number in enum.items() if number == 0)
    prefix = unspecified.removesuffix("UNSPECIFIED")
    names = dict(enum.items())
    names.update({name.removeprefix(prefix).lower(): number for name, number in enum.items()})
    return names


_NUMBERS = {name: _names(enum) for name, enum in _ENUMS.items()}


def build(fields: dict[str, Any]) -> feedback_pb2.Feedback:
    """Make a feedback of its fields; enums may be named, such as "positive".

    Raises ValueError, which names the field.
    """
    for name, numbers in _NUMBERS.items():
        given = fields.get(name)
        if isinstance(given, str):
            if given not in numbers:
                known = ", ".join(known for known in numbers if known.islower())
                raise ValueError(f"{name}: must be one of {known}, not {given!r}")
            fields[name] = numbers[given]
    if isinstance(fields.get("occur_time"), datetime):
        time = Timestamp()
        time.FromDatetime(fields["occur_time"])
        fields["occur_time"] = time
    try:
        return feedback_pb2.Feedback(**fields)
    except (TypeError, ValueError) as error:
        raise ValueError(_explain(fields, error)) from None


def _explain(fields: dict[str, Any], error: Exception) -> str:
    for name, value in fields.items():
        try:
            feedback_pb2.Feedback(**{name: value})
        except (TypeError, ValueError) as wrong:
            known = name in feedback_pb2.Feedback.DESCRIPTOR.fields_by_name
            return f"{name}: {wrong if known else 'is not a field of Feedback'}"
    return str(error)


class Connection(Protocol):
    """A connection, which opens with the first call."""

    def send(
        self, request: feedback_pb2.BatchSubmitRequest, timeout: float
    ) -> feedback_pb2.BatchSubmitResponse:
        """Call BatchSubmit; raises grpc.RpcError, or an error that it caused."""
        ...

    def close(self) -> None:
        """Close it; a call in flight fails."""
        ...


@dataclass(frozen=True)
class Options:
    """How to connect."""

    address: str
    api_key: str = field(repr=False)
    namespace: str = ""
    tls: bool | None = None
    """Whether to use TLS; unless said, for every address that is not of this machine."""


def options(
    address: str | None,
    api_key: str | None,
    namespace: str = "",
    *,
    tls: bool | None = None,
) -> Options:
    """Complete the options with PLAUDIT_ADDRESS and PLAUDIT_API_KEY."""
    address = address or os.environ.get("PLAUDIT_ADDRESS") or DEFAULT_ADDRESS
    key = api_key or os.environ.get("PLAUDIT_API_KEY") or ""
    if not key:
        raise ValueError("no API key: give api_key, or set PLAUDIT_API_KEY")
    return Options(address, key, namespace, tls)


def connector(options: Options) -> Callable[[], Connection]:
    """Return what opens a connection: the reporter opens one per process."""
    return lambda: _StubConnection(options)


class _StubConnection:
    def __init__(self, options: Options) -> None:
        settings = [
            ("grpc.max_receive_message_length", MAX_RESPONSE_BYTES),
            ("grpc.initial_reconnect_backoff_ms", 200),
            ("grpc.max_reconnect_backoff_ms", 5000),
            # Each reporter has its own connection, also the one of a forked process.
            ("grpc.use_local_subchannel_pool", 1),
        ]
        tls = not _is_loopback(options.address) if options.tls is None else options.tls
        if tls:
            credentials = grpc.ssl_channel_credentials()
            self._channel = grpc.secure_channel(options.address, credentials, settings)
        else:
            self._channel = grpc.insecure_channel(options.address, settings)
        self._stub = FeedbackServiceStub(self._channel)
        self._metadata: tuple[tuple[str, str | bytes], ...] = (
            ("authorization", f"Bearer {options.api_key}"),
            *((("x-namespace", options.namespace),) if options.namespace else ()),
        )

    def send(
        self, request: feedback_pb2.BatchSubmitRequest, timeout: float
    ) -> feedback_pb2.BatchSubmitResponse:
        response: feedback_pb2.BatchSubmitResponse = self._stub.BatchSubmit(
            request, timeout=timeout, metadata=self._metadata
        )
        return response

    def close(self) -> None:
        self._channel.close()


def _is_loopback(address: str) -> bool:
    if address.startswith(("unix:", "unix-abstract:")):
        return True
    host = address.removeprefix("dns:///").rpartition(":")[0].strip("[]")
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class Failure:
    """The error of a call, or of an item of a batch."""

    code: str
    """The name of the gRPC status, such as "UNAVAILABLE"."""
    reason: str
    """The contract's reason; empty for an error of gRPC itself."""
    message: str
    violations: tuple[tuple[str, str], ...] = ()
    """Fields, and the rule that each breaks."""
    retry_after: float = 0.0
    """How long to wait before a retry, in seconds; 0 if the server does not say."""
    metadata: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        told = "; ".join(f"{field}: {rule}" if field else rule for field, rule in self.violations)
        return f"{self.reason or self.code}: {told or self.message}"


def failure_of(error: BaseException) -> Failure:
    """Parse a grpc.RpcError, or the one that caused an error."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, grpc.RpcError):
        cause = cause.__cause__ or cause.__context__
    if cause is None:
        return Failure("UNKNOWN", "", f"{type(error).__name__}: {error}")
    call: Any = cause
    packed = dict(call.trailing_metadata() or ()).get(_DETAILS)
    if packed is not None:
        try:
            return failure_in(status_pb2.Status.FromString(packed))
        except DecodeError:
            pass
    return Failure(call.code().name, "", call.details() or "")


_CODES = {code.value[0]: code.name for code in grpc.StatusCode}


def failure_in(status: Any) -> Failure:
    """Parse a google.rpc.Status."""
    reason, metadata, retry_after = "", {}, 0.0
    violations: list[tuple[str, str]] = []
    for packed in status.details:
        info = error_details_pb2.ErrorInfo()
        bad = error_details_pb2.BadRequest()
        delay = error_details_pb2.RetryInfo()
        if packed.Unpack(info):
            reason, metadata = info.reason, dict(info.metadata)
        elif packed.Unpack(bad):
            violations += [(v.field, v.description) for v in bad.field_violations]
        elif packed.Unpack(delay):
            retry_after = delay.retry_delay.ToNanoseconds() / 1e9
    code = _CODES.get(status.code, "UNKNOWN")
    return Failure(code, reason, status.message, tuple(violations), retry_after, metadata)
