"""The only place where errors become gRPC statuses."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence

import grpc.aio
import structlog
from google.protobuf import any_pb2
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc import code_pb2, error_details_pb2, status_pb2

from plaudit_server.domain.errors import (
    AlreadyExists,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    Refusal,
    ResourceExhausted,
    Unavailable,
    Violation,
)
from plaudit_server.logs import kind_and_place
from plaudit_server.pipeline.call import Call, Context, Handler, Method

DOMAIN = "plaudit"
DETAILS_HEADER = "grpc-status-details-bin"
MAX_LIST_BYTES = 2048
"""The most bytes of the list of violations. gRPC drops statuses above 8 KB, escaped and encoded."""
MAX_TEXT_BYTES = 256
"""The most bytes of any other text in a status."""

log = structlog.get_logger()


def errors(method: Method, handler: Handler) -> Handler:
    """Turn a refusal into its status, and any other exception into INTERNAL with an error id."""

    async def handle(call: Call) -> bytes:
        try:
            return await handler(call)
        except Refusal as refusal:
            status = to_status(refusal, request_id=call.request_id)
            refusal.__traceback__ = None  # its frames hold the request, and form a cycle with it
        except asyncio.CancelledError:
            raise  # the caller has gone
        except Exception as error:  # noqa: BLE001 - the outermost handler: nothing else responds
            error_id = uuid.uuid4().hex
            log.error(  # noqa: TRY400 - a traceback would quote feedback
                "internal error",
                method=method.path,
                error_id=error_id,
                request_id=call.request_id,
                **kind_and_place(error),
            )
            status = _internal(error_id)
        await _abort(call.context, status)
        return b""  # never: abort raises

    return handle


async def abort(context: Context, refusal: Refusal) -> None:
    """Abort a call of a service outside the contract with a refusal's status; always raises."""
    await _abort(context, to_status(refusal))


async def _abort(context: Context, status: status_pb2.Status) -> None:
    details = ((DETAILS_HEADER, status.SerializeToString()),)
    await context.abort(_CODES[status.code], status.message, details)


_CODES = {code.value[0]: code for code in grpc.StatusCode}


def to_status(refusal: Refusal, *, request_id: str = "") -> status_pb2.Status:
    """Turn a refusal into a status with ErrorInfo and the details that its code calls for."""
    info = error_details_pb2.ErrorInfo(
        domain=DOMAIN,
        reason=refusal.reason.value,
        metadata={name: clip(value) for name, value in refusal.ids.items()},
    )
    if request_id:
        info.metadata["request_id"] = request_id
    return _status(refusal.code, refusal.message, [info, *_details(refusal)])


def to_short_status(refusal: Refusal) -> status_pb2.Status:
    """Turn a refusal into a status with its reason alone, where many must fit into a response."""
    info = error_details_pb2.ErrorInfo(domain=DOMAIN, reason=refusal.reason.value)
    return _status(refusal.code, refusal.reason.value, [info])


def _internal(error_id: str) -> status_pb2.Status:
    info = error_details_pb2.ErrorInfo(
        domain=DOMAIN, reason="INTERNAL", metadata={"error_id": error_id}
    )
    return _status(
        "INTERNAL", f"internal error; see the server's log for error id {error_id}", [info]
    )


def _status(code: str, message: str, details: Sequence[Message]) -> status_pb2.Status:
    status = status_pb2.Status(code=code_pb2.Code.Value(code), message=clip(message))
    for detail in details:
        packed = any_pb2.Any()
        packed.Pack(detail)
        status.details.append(packed)
    return status


def _details(refusal: Refusal) -> list[Message]:
    match refusal:
        case InvalidArgument(violations=violations):
            return [_bad_request(violations)] if violations else []
        case FailedPrecondition():
            return [_precondition_failure(refusal)]
        case NotFound() | AlreadyExists():
            return [
                error_details_pb2.ResourceInfo(
                    resource_type=f"plaudit.v1.{refusal.resource_type}",
                    resource_name=clip(refusal.resource_name),
                    description=clip(refusal.message),
                )
            ]
        case ResourceExhausted():
            violation = error_details_pb2.QuotaFailure.Violation(
                subject=refusal.subject, description=refusal.message
            )
            failure = error_details_pb2.QuotaFailure(violations=[violation])
            after = refusal.retry_after
            return [failure] if after is None else [failure, _retry_info(after)]
        case Unavailable():
            return [_retry_info(refusal.retry_after)]
        case _:
            return []


def _retry_info(seconds: float) -> error_details_pb2.RetryInfo:
    delay = Duration()
    delay.FromNanoseconds(int(seconds * 1e9))
    return error_details_pb2.RetryInfo(retry_delay=delay)


def clip(text: str) -> str:
    """Shorten a text to MAX_TEXT_BYTES; a shortened text ends in an ellipsis."""
    if len(text) * 4 <= MAX_TEXT_BYTES:
        return text
    encoded = text.encode()
    if len(encoded) <= MAX_TEXT_BYTES:
        return text
    return encoded[: MAX_TEXT_BYTES - 3].decode(errors="ignore") + "…"


def _precondition_failure(refusal: FailedPrecondition) -> error_details_pb2.PreconditionFailure:
    whole = Violation(field=refusal.resource_name, rule=refusal.message, reason=refusal.reason)
    failure = error_details_pb2.PreconditionFailure()
    size = 0
    violations = refusal.violations or (whole,)
    for i, violation in enumerate(violations):
        listed = error_details_pb2.PreconditionFailure.Violation(
            type=violation.reason.value,
            subject=clip(violation.field),
            description=clip(violation.rule),
        )
        size += listed.ByteSize() + 4
        if size > MAX_LIST_BYTES:
            failure.violations.add(
                type=refusal.reason.value,
                subject=clip(refusal.resource_name),
                description=f"and {len(violations) - i} more that do not fit into the response",
            )
            break
        failure.violations.append(listed)
    return failure


def _bad_request(violations: Sequence[Violation]) -> error_details_pb2.BadRequest:
    bad_request = error_details_pb2.BadRequest()
    size = 0
    for i, violation in enumerate(violations):
        listed = error_details_pb2.BadRequest.FieldViolation(
            field=clip(violation.field),
            description=clip(violation.rule),
            reason=violation.reason.value,
        )
        size += listed.ByteSize() + 4
        if size > MAX_LIST_BYTES:
            bad_request.field_violations.add(
                description=f"and {len(violations) - i} more that do not fit into the response"
            )
            break
        bad_request.field_violations.append(listed)
    return bad_request
