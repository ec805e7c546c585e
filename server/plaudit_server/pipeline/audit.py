"""The audit trail: a log line for each administrative call, including refused ones."""

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

READ_PREFIXES = ("Get", "List")
"""The prefixes of RPCs that only read."""
OTHER_AUDITED_METHODS = frozenset(
    {
        "/plaudit.v1.FeedbackService/CreateFeedbackToken",
        "/plaudit.v1.FeedbackService/RevokeFeedbackToken",
    }
)
"""The RPCs of other services that create or revoke a credential."""
LOGGED_IDS = ("key_id", "signing_key_id", "feedback_token_id", "criterion_id", "scopes", "field")
"""The ids of a refusal that are plaudit's own; the others may identify people."""

log = structlog.wrap_logger(None, wrapper_class=structlog.make_filtering_bound_logger(0))
"""Ignores the log level, so that the audit trail has no gaps."""


def is_audited(method: Method) -> bool:
    """Whether the calls of the method are in the audit trail."""
    if method.service == ADMIN_SERVICE:
        return not method.name.startswith(READ_PREFIXES)
    return method.path in OTHER_AUDITED_METHODS


def audit(method: Method, handler: Handler) -> Handler:
    """Log who called what, and the outcome: never a secret, and people only as digests."""
    if not is_audited(method):
        return handler
    output = contract.service(method.service.rpartition(".")[2]).methods_by_name[method.name]
    response_class = contract.message_class(output.output_type.full_name)

    async def handle(call: Call) -> bytes:
        outcome, known = "INTERNAL", dict[str, Any]()
        try:
            data = await handler(call)
            outcome, known = "OK", _describe_request(call, response_class.FromString(data))
        except Refusal as refusal:
            outcome, known = refusal.code, {**_describe_request(call), **_describe_refusal(refusal)}
            raise
        except Exception:
            known = _describe_request(call)
            raise
        except BaseException:
            outcome, known = "CANCELLED", _describe_request(call)  # it may have taken effect
            raise
        finally:
            principal = getattr(call, "principal", None)  # unset if authentication failed
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
    """Return the caller's address, if the call's context has it."""
    peer = getattr(call.context, "peer", None)
    return peer() if peer else None


def _describe_request(call: Call, response: Message | None = None) -> dict[str, Any]:
    """Return the ids in the request and the response, and a person only as a digest."""
    request = getattr(call, "request", None)  # unset if the caller or the request was refused
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
    """Yield the ids of the resources in a response, such as the key that was created."""
    for field, value in response.ListFields():
        inner = field.message_type
        if inner is not None and "id" in inner.fields_by_name and not field.is_repeated:
            yield value.id


def _describe_refusal(refusal: Refusal) -> dict[str, Any]:
    concerned = {name: clip(refusal.ids[name]) for name in LOGGED_IDS if name in refusal.ids}
    return {"reason": refusal.reason.value, **concerned}
