"""The request id of a call, and its line in the log."""

from __future__ import annotations

import re
import time
import uuid

import structlog

from plaudit_server.domain.errors import Refusal, Unavailable
from plaudit_server.pipeline.call import Call, Handler, Headers, Method

_ACCEPTABLE = re.compile(r"[\x21-\x7e]{1,128}")

log = structlog.get_logger()


def telemetry(method: Method, handler: Handler) -> Handler:
    """Name the call, and log how it went: a success at debug, a refusal at info.

    A line never holds a credential or what a feedback says.
    """

    async def handle(call: Call) -> bytes:
        given = call.headers.get(Headers.REQUEST_ID, "")
        call.request_id = given if _ACCEPTABLE.fullmatch(given) else uuid.uuid4().hex
        started = time.perf_counter()
        try:
            response = await handler(call)
        except Refusal as refusal:
            level = log.warning if isinstance(refusal, Unavailable) else log.info
            level(
                "refused",
                method=method.path,
                code=refusal.code,
                reason=refusal.reason.value,
                request_id=call.request_id,
                duration_ms=round((time.perf_counter() - started) * 1000, 2),
            )
            raise
        log.debug(
            "served",
            method=method.path,
            request_id=call.request_id,
            principal=call.principal.id,
            namespace=call.principal.namespace_id,
            duration_ms=round((time.perf_counter() - started) * 1000, 2),
        )
        return response

    return handle
