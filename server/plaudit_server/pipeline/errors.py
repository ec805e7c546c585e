"""Errors become statuses here, and nowhere else."""

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
LIST_AT_MOST = 2048
"""How many bytes the list of violations may take, and"""
TEXT_AT_MOST = 256
"""how many any other text: gRPC drops statuses of more than 8 KB, escaped and encoded."""

log = structlog.get_logger()


def errors(method: Method, handler: Handler) -> Handler:
    """Answer a refusal as its status, and anything unforeseen as INTERNAL with an id to look up."""

    async def handle(call: Call) -> bytes:
        try:
            return await handler(call)
        except Refusal as refusal:
            status = to_status(refusal, request_id=call.request_id)
            refusal.__traceback__ = None  # its frames hold the request, and form a cycle with it
        except asyncio.CancelledError:
            raise  # the caller has gone
        except Exception as error:  # noqa: BLE001 - the last place that could answer the caller
            error_id = uuid.uuid4().hex
            log.error(  # noqa: TRY400 - a traceback would show what people said
                "internal error",
                method=method.path,
                error_id=error_id,
                request_id=call.request_id,
                **kind_and_place(error),
            )
            status = _internal(error_id)
        call.forget_request()  # gRPC keeps what was aborted until the collector comes by
        await _abort(call.context, status)
        return b""  # never: abort raises

    return handle


async def abort(context: Context, refusal: Refusal) -> None:
    """Answer a refusal of a call that is none of the contract's; raises what ends the call."""
    await _abort(context, to_status(refusal))


async def _abort(context: Context, status: status_pb2.Status) -> None:
    details = ((DETAILS_HEADER, status.SerializeToString()),)
    await context.abort(_CODES[status.code], status.message, details)


_CODES = {code.value[0]: code for code in grpc.StatusCode}


def to_status(refusal: Refusal, *, request_id: str = "") -> status_pb2.Status:
    """Describe a refusal in the standard error model: ErrorInfo and what its code calls for."""
    info = error_details_pb2.ErrorInfo(
        domain=DOMAIN,
        reason=refusal.reason.value,
        metadata={name: clip(value) for name, value in refusal.ids.items()},
    )
    if request_id:
        info.metadata["request_id"] = request_id
    return _status(refusal.code, refusal.message, [info, *_details(refusal)])


def _internal(error_id: str) -> status_pb2.Status:
    info = error_details_pb2.ErrorInfo(
        domain=DOMAIN, reason="INTERNAL", metadata={"error_id": error_id}
    )
    return _status(
        "INTERNAL", f"plaudit failed; its log tells more under the error id {error_id}", [info]
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
    """Shorten a text to TEXT_AT_MOST bytes, and say so by its last character."""
    if len(text) * 4 <= TEXT_AT_MOST:
        return text
    encoded = text.encode()
    if len(encoded) <= TEXT_AT_MOST:
        return text
    return encoded[: TEXT_AT_MOST - 3].decode(errors="ignore") + "…"


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
        if size > LIST_AT_MOST:
            failure.violations.add(
                type=refusal.reason.value,
                subject=clip(refusal.resource_name),
                description=f"and {len(violations) - i} more that do not fit into the answer",
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
        if size > LIST_AT_MOST:
            bad_request.field_violations.add(
                description=f"and {len(violations) - i} more that do not fit into the answer"
            )
            break
        bad_request.field_violations.append(listed)
    return bad_request
