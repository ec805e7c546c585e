"""The audit trail: a line in the log for each call that administers, refused ones too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import structlog
from google.protobuf.message import Message

from plaudit_server import contract
from plaudit_server.domain.errors import Refusal
from plaudit_server.domain.ids import digest
from plaudit_server.pipeline.authentication import ADMIN_SERVICE
from plaudit_server.pipeline.call import Call, Handler, Method
from plaudit_server.pipeline.errors import clip
from plaudit_server.pipeline.telemetry import name_of

READING = ("Get", "List")
"""How the names of RPCs begin that change nothing."""
ELSEWHERE = frozenset(
    {
        "/plaudit.v1.FeedbackService/CreateFeedbackToken",
        "/plaudit.v1.FeedbackService/RevokeFeedbackToken",
    }
)
"""The RPCs of other services that make or end a credential."""
NAMED = ("key_id", "signing_key_id", "feedback_token_id", "criterion_id", "scopes", "field")
"""What of a refusal's ids is plaudit's own: the others may name people."""

log = structlog.wrap_logger(None, wrapper_class=structlog.make_filtering_bound_logger(0))
"""Logs whatever the level of the log is, so that the trail has no gaps."""


def is_audited(method: Method) -> bool:
    """Whether each call of the method leaves a line in the audit trail."""
    if method.service == ADMIN_SERVICE:
        return not method.name.startswith(READING)
    return method.path in ELSEWHERE


def audit(method: Method, handler: Handler) -> Handler:
    """Log who administered what and how it went: never a secret, people only by digests."""
    if not is_audited(method):
        return handler
    output = contract.service(method.service.rpartition(".")[2]).methods_by_name[method.name]
    response_class = contract.message_class(output.output_type.full_name)

    async def handle(call: Call) -> bytes:
        outcome, known = "INTERNAL", dict[str, Any]()
        try:
            data = await handler(call)
            outcome, known = "OK", _what(call, response_class.FromString(data))
        except Refusal as refusal:
            outcome, known = refusal.code, {**_what(call), **_why(refusal)}
            raise
        except Exception:
            known = _what(call)
            raise
        except BaseException:
            outcome, known = "CANCELLED", _what(call)  # it may have been done all the same
            raise
        finally:
            principal = getattr(call, "principal", None)  # not set where the caller is not known
            log.info(
                "audit",
                method=method.path,
                outcome=outcome,
                principal=principal and name_of(principal),
                namespace=principal and principal.namespace_id,
                request_id=call.request_id,
                peer=_peer(call),
                **known,
            )
        return data

    return handle


def _peer(call: Call) -> str | None:
    """Answer the address of the caller, where what the call came through tells it."""
    peer = getattr(call.context, "peer", None)
    return peer() if peer else None


def _what(call: Call, response: Message | None = None) -> dict[str, Any]:
    """Say what a call is about: the ids in the request and the answer, a person by a digest."""
    request = getattr(call, "request", None)  # not set where the caller or the request was refused
    known: dict[str, Any] = {}
    if request is not None:
        named = request.DESCRIPTOR.fields_by_name
        if "id" in named and request.id:
            known["ids"] = [clip(request.id)]
        if "subject" in request.DESCRIPTOR.oneofs_by_name:
            column = request.WhichOneof("subject")
            known["subject"] = f"{column}:{digest(getattr(request, column))}"
    if response is not None and (ids := list(_ids(response))):
        known["ids"] = ids
    return known


def _ids(response: Message) -> Iterator[str]:
    """Find the ids of what an answer holds, such as the key that was made."""
    for field, value in response.ListFields():
        inner = field.message_type
        if inner is not None and "id" in inner.fields_by_name and not field.is_repeated:
            yield value.id


def _why(refusal: Refusal) -> dict[str, Any]:
    concerned = {name: clip(refusal.ids[name]) for name in NAMED if name in refusal.ids}
    return {"reason": refusal.reason.value, **concerned}
