"""The line of a call in the log."""

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
    """Log how each call went: a success at debug, a refusal at info, an outage as a warning.

    A line never holds a credential or what a feedback says.
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
        principal = getattr(call, "principal", None)  # not set where the caller is not known
        return {
            "method": method.path,
            "request_id": call.request_id,
            "namespace": principal and principal.namespace_id,
            "principal": principal and name_of(principal),
            "duration_ms": round((time.perf_counter() - started) * 1000, 2),
        }

    return handle


def name_of(principal: Principal) -> str:
    """Name a principal, an end user by a digest: who is erased shall not stay in the log."""
    return f"user:{digest(principal.user_id)}" if principal.user_id else principal.id
