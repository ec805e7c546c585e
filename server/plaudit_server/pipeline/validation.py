"""Bytes become a message that keeps the rules of the contract."""

from __future__ import annotations

import protovalidate
from google.protobuf.message import DecodeError, Message

from plaudit_server.domain.errors import Refusal, Violation, invalid
from plaudit_server.pipeline.call import Call, Handler, Method

_validator = protovalidate.Validator()

LIST_ALL_UP_TO = 65_536
"""Of a message of more bytes only the first broken rule is named: millions of empty items that each
break a rule would keep the server busy."""

_CONTROL_CHARACTERS = r"^\P{Cc}*$"


def validation(method: Method, handler: Handler) -> Handler:
    """Refuse a request that breaks rules, naming every field and rule.

    In a batch, an item that breaks rules is set aside with its own refusal, and the rest goes on.
    """
    parse = method.request_class.FromString
    check = _validator.collect_violations
    items = method.access.batch

    async def handle(call: Call) -> bytes:
        try:
            request = parse(call.data)
        except DecodeError:
            raise invalid(
                [
                    Violation(
                        field="request",
                        rule=f"must be a serialized {method.request_class.DESCRIPTOR.full_name},"
                        " with texts in UTF-8",
                    )
                ]
            ) from None
        if first := check(request, fail_fast=True):
            if not items or _is_of_request(first[0], items):
                raise invalid(_broken(request))
            call.rejected = _reject_items(request, items)
        call.request = request
        return await handler(call)

    return handle


def _is_of_request(violation: protovalidate.Violation, items: str) -> bool:
    """Whether the violation is of the request itself, not of one of its items."""
    path = violation.proto.field.elements if violation.proto.field else []
    return not (len(path) > 1 and path[0].field_name == items)


def _reject_items(request: Message, items: str) -> dict[int, Refusal]:
    """Judge each item of a batch; refuse the batch where the rest of the request breaks rules."""
    envelope = type(request)()
    envelope.CopyFrom(request)
    envelope.ClearField(items)
    if of_request := [v for v in _broken(envelope) if v.field != items]:
        raise invalid(of_request)
    rejected: dict[int, Refusal] = {}
    for index, item in enumerate(getattr(request, items)):
        if broken := _broken(item):
            rejected[index] = invalid(broken)
    return rejected


def _broken(message: Message) -> list[Violation]:
    fail_fast = message.ByteSize() > LIST_ALL_UP_TO
    return [
        Violation(field=_path(violation) or "request", rule=_rule(violation))
        for violation in _validator.collect_violations(message, fail_fast=fail_fast)
    ]


def _path(violation: protovalidate.Violation) -> str:
    """Write the path of a field as a caller does: `feedback.cited_memory_ids[3]`."""
    if not violation.proto.field:
        return ""
    return ".".join(
        f"{element.field_name}[{element.subscript.value}]"
        if element.subscript
        else element.field_name
        for element in violation.proto.field.elements
    )


def _rule(violation: protovalidate.Violation) -> str:
    """Say what the field must be; the library's own words where they do."""
    match violation.proto.rule_id:
        case "required":
            return "is required"
        case "string.min_len" if violation.rule_value == 1:
            return "must not be empty"
        case "string.pattern" if violation.rule_value == _CONTROL_CHARACTERS:
            return "must have no control characters"
        case "string.pattern":
            return f"must match {violation.rule_value}"
        case "string.not_contains":
            return "must have no NUL characters"
        case "repeated.unique":
            return "must not repeat an item"
        case _:
            return violation.proto.message.removeprefix("value ")
