"""Bytes become a message that keeps the rules: the contract's, and those it cannot state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import islice
from typing import Any, cast

import protovalidate
from google.protobuf.message import DecodeError, Message

from plaudit_server.domain.errors import Reason, Refusal, ResourceExhausted, Violation, invalid
from plaudit_server.pipeline.call import Access, Call, Handler, Method, Rules
from plaudit_server.pipeline.counting import holds_more_fields
from plaudit_server.pipeline.excess import Excess

FIELDS_AT_MOST = 200_000
"""How many fields a request may have, those of the messages and JSON values inside counted."""

LIST_ALL_UP_TO = 5_000
"""Of a message with more list items than this only the first broken rule is named: to list one for
each of millions would keep the server busy."""

LIST_OF_OURS = 100
"""How many of the rules that the contract cannot state are named."""

NAMES_AT_MOST = 150
"""How many characters the names of an enum's values may take in a rule."""

_PATTERNS = {
    r"^\P{Cc}*$": "must have no control characters",
    r"^[A-Za-z0-9_-]{1,128}$": "must be 1 to 128 letters, digits, _ or -",
    r"^[a-z][a-z0-9-]{0,62}$": "must be a lower-case letter, then up to 62 lower-case letters,"
    " digits or -",
}
"""What the patterns of the contract say, for people."""

_validator = protovalidate.Validator()

Received = tuple[Message, Refusal | None]
"""A message of a stream, and why its item is refused."""


def validation(method: Method, handler: Handler) -> Handler:
    """Refuse a request that breaks rules, naming every field and rule.

    In a batch, an item that breaks rules is set aside with its own refusal, and the rest goes on.
    So it is in a stream, whose messages are judged as they come.
    """
    parse = method.request_class.FromString
    check = _validator.collect_violations
    access = method.access
    rules = access.rules

    def judge(data: bytes) -> tuple[Message, Mapping[int, Refusal]]:
        try:
            request = parse(data)
        except DecodeError:
            raise invalid([_unreadable(method)]) from None
        first = check(request, fail_fast=True)
        if access.batch:
            if (
                first
                or _any(rules(request))
                or any(_any(access.item_rules(item)) for item in getattr(request, access.batch))
            ):
                return request, _judge_batch(request, access, first)
        elif first or _any(rules(request)):
            raise invalid(_broken(request, rules, list_all=_size(request) <= LIST_ALL_UP_TO))
        return request, {}

    excess = Excess(method.request_class.DESCRIPTOR, batch=access.batch)

    def judge_long(data: bytes) -> tuple[Message, Mapping[int, Refusal]]:
        _measure(method, excess, data)
        return judge(data)

    async def handle(call: Call) -> bytes:
        if call.run_on_thread is None:
            call.request, call.rejected = judge(call.data)
        else:
            call.request, call.rejected = await call.run_on_thread(partial(judge_long, call.data))
        return await handler(call)

    return _receiving(method, handler) if method.streams_in else handle


def _receiving(method: Method, handler: Handler) -> Handler:
    """Let the servicer receive the messages of a stream, each one judged."""
    parse = method.request_class.FromString
    check = _validator.collect_violations
    access = method.access

    def judge(data: bytes) -> Received:
        try:
            request = parse(data)
        except DecodeError:
            raise invalid([_unreadable(method)]) from None
        item = getattr(request, access.batch)
        broken = check(request, fail_fast=True) or _any(access.item_rules(item))
        return request, _judge_item(request, access) if broken else None

    excess = Excess(method.request_class.DESCRIPTOR, batch=access.batch)

    def judge_long(data: bytes) -> Received:
        _measure(method, excess, data)
        return judge(data)

    async def handle(call: Call) -> bytes:
        async def receive() -> Received | None:
            data = await call.read()
            if data is None:
                return None
            if call.run_on_thread is None:
                return judge(data)
            return cast(Received, await call.run_on_thread(partial(judge_long, data)))

        call.request = method.request_class()
        call.receive = receive
        return await handler(call)

    return handle


def _judge_item(request: Message, access: Access) -> Refusal:
    """Say why the item of a message is refused; refuse the message where its rest breaks rules."""
    envelope = type(request)()
    envelope.CopyFrom(request)
    if request.HasField(access.batch):
        getattr(envelope, access.batch).Clear()
    if of_message := _broken(envelope, access.rules, list_all=True):
        raise invalid(of_message)
    item = getattr(request, access.batch)
    return invalid(_broken(item, access.item_rules, list_all=_size(item) <= LIST_ALL_UP_TO))


def _any(violations: Iterable[Violation]) -> bool:
    return next(iter(violations), None) is not None


def _measure(method: Method, excess: Excess, data: bytes) -> None:
    """Refuse a request that holds too much, before it is parsed."""
    if violation := excess.find(data):
        raise invalid([violation])
    # A field has at least one byte: most requests are too short to hold so many.
    if len(data) > FIELDS_AT_MOST and holds_more_fields(
        data, method.request_class.DESCRIPTOR, FIELDS_AT_MOST
    ):
        raise ResourceExhausted(
            reason=Reason.MESSAGE_TOO_LARGE,
            message=f"the request has more than {FIELDS_AT_MOST} fields, those of its list items"
            " and JSON values counted: send smaller batches or objects",
            subject="fields of a message",
        )


def _unreadable(method: Method) -> Violation:
    return Violation(
        field="request",
        rule=f"must be a serialized {method.request_class.DESCRIPTOR.full_name}, with texts in"
        " UTF-8 and messages nested at most 100 deep",
    )


def _judge_batch(
    request: Message, access: Access, first: list[protovalidate.Violation]
) -> dict[int, Refusal]:
    """Judge each item of a batch; refuse the batch where the rest of the request breaks rules."""
    if first and _path(first[0]) == access.batch:
        raise invalid([_to_violation(first[0], request.DESCRIPTOR)])  # too many or too few
    envelope = type(request)()
    envelope.CopyFrom(request)
    envelope.ClearField(access.batch)
    of_request = _broken(envelope, access.rules, list_all=True)
    if of_request := [v for v in of_request if v.field != access.batch]:
        raise invalid(of_request)
    left = LIST_ALL_UP_TO
    rejected: dict[int, Refusal] = {}
    for index, item in enumerate(getattr(request, access.batch)):
        left -= _size(item)
        if broken := _broken(item, access.item_rules, list_all=left >= 0):
            rejected[index] = invalid(broken)
    return rejected


def _broken(message: Message, rules: Rules, *, list_all: bool) -> list[Violation]:
    of_contract = _validator.collect_violations(message, fail_fast=not list_all)
    of_ours = islice(rules(message), LIST_OF_OURS)
    return [*(_to_violation(v, message.DESCRIPTOR) for v in of_contract), *of_ours]


def _size(message: Message) -> int:
    """Count the list items of a message, and one for itself."""
    size = 1
    for field, value in message.ListFields():
        if field.message_type is None:
            size += len(value) if field.is_repeated else 0
        elif field.message_type.file.package == "google.protobuf":
            continue  # JSON has no rules in the contract
        elif field.is_repeated:
            size += sum(map(_size, value))
        else:
            size += _size(value)
    return size


def _to_violation(violation: protovalidate.Violation, about: Any) -> Violation:
    return Violation(field=_path(violation) or "request", rule=_rule(violation, about))


def _path(violation: protovalidate.Violation) -> str:
    """Write the path of a field as a caller does: `feedback.cited_memory_ids[3]`.

    A oneof, which has a name and no number, is no field: it is left out.
    """
    if not violation.proto.field:
        return ""
    return ".".join(
        f"{element.field_name}[{element.subscript.value}]"
        if element.subscript
        else element.field_name
        for element in violation.proto.field.elements
        if element.field_number
    )


def _subject(violation: protovalidate.Violation, about: Any) -> Any:
    """Find what a violation is about in the contract: a field or a oneof; `None` for a message."""
    found = None
    for element in violation.proto.field.elements if violation.proto.field else ():
        if about is None:
            return None
        if not element.field_number:
            return about.oneofs_by_name[element.field_name]
        found = about.fields_by_name[element.field_name]
        about = found.message_type
    return found


def _values(subject: Any, numbers: Iterable[int] | None = None) -> str:
    """Name the values of a field's enum, all that mean something or those of these numbers."""
    wanted = numbers or [value.number for value in subject.enum_type.values if value.number]
    names = [subject.enum_type.values_by_number[number].name for number in wanted]
    listed = [", ".join(names[:count]) for count in range(1, len(names) + 1)]
    fitting = [text for text in listed if len(text) <= NAMES_AT_MOST] or listed[:1]
    return fitting[-1] if len(fitting) == len(names) else f"{fitting[-1]} and others"


def _rule(violation: protovalidate.Violation, about: Any) -> str:
    """Say what the field must be; the library's own words where they do."""
    subject = _subject(violation, about)
    match violation.proto.rule_id:
        case "required":
            if alternatives := getattr(subject, "fields", None):
                return f"needs one of {', '.join(field.name for field in alternatives)}"
            return "is required"
        case "enum.defined_only":
            return f"must be one of {_values(subject)}"
        case "enum.in":
            return f"must be one of {_values(subject, violation.rule_value)}"
        case "enum.not_in":
            return f"must not be {_values(subject, violation.rule_value)}"
        case "string.min_len" if violation.rule_value == 1:
            return "must not be empty"
        case "string.pattern":
            return _PATTERNS.get(violation.rule_value, f"must match {violation.rule_value}")
        case "string.not_contains":
            return "must have no NUL characters"
        case "repeated.unique":
            return "must not repeat an item"
        case _:
            return violation.proto.message.removeprefix("value ")
