"""The log line of each call."""

from __future__ import annotations

import logging
import time
from typing import Any

import structlog

from plaudit_server.domain.errors import Refusal, Unavailable
from plaudit_server.domain.ids import digest
from plaudit_server.domain.tenants.scopes import Principal
from plaudit_server.pipeline.call import Call, Handler, Method

log = structlog.get_logger()


def telemetry(method: Method, handler: Handler) -> Handler:
    """Log the outcome of each call: success at debug, refusal at info, unavailability as a warning.

    A line never contains a credential or the content of a feedback.
    """
    logs_successes = log.is_enabled_for(logging.DEBUG)

    async def handle(call: Call) -> bytes:
        started = time.perf_counter()
        try:
            response = await handler(call)
        except Refusal as refusal:
            level = logging.WARNING if isinstance(refusal, Unavailable) else logging.INFO
            log.log(
                level,
                "refused",
                code=refusal.code,
                reason=refusal.reason.value,
                **describe(call, started),
            )
            raise
        if logs_successes:
            log.debug("served", **describe(call, started))
        return response

    def describe(call: Call, started: float) -> dict[str, Any]:
        principal = getattr(call, "principal", None)  # unset if authentication failed
        return {
            "method": method.path,
            "request_id": call.request_id,
            "namespace": principal and principal.namespace_id,
            "principal": principal and name_of(principal),
            "duration_ms": round((time.perf_counter() - started) * 1000, 2),
        }

    return handle


def name_of(principal: Principal) -> str:
    """Return a principal's id for the log; of an end user a digest, as an erasure keeps the log."""
    return f"user:{digest(principal.user_id)}" if principal.user_id else principal.id
