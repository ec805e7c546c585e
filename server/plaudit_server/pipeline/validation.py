"""Parses and validates requests: by the contract's rules, and by those it cannot state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple, cast

import protovalidate
from google.protobuf.message import DecodeError, Message

from plaudit_server.domain.errors import Reason, Refusal, ResourceExhausted, Violation, invalid
from plaudit_server.pipeline.call import (
    Access,
    Call,
    Handler,
    Method,
    Rules,
    RulesWithin,
    no_rules,
)
from plaudit_server.pipeline.counting import holds_more_fields
from plaudit_server.pipeline.excess import Excess

MAX_FIELDS = 200_000
"""The most fields of a request, including those of nested messages and JSON values."""

MAX_ITEMS_TO_LIST_ALL = 5_000
"""For a message with more list items than this, only the first violation is reported: to list one
for each of millions of items would take too long."""

MAX_SERVER_VIOLATIONS = 100
"""The most violations reported of rules that the contract cannot state."""

MAX_ENUM_NAMES_LENGTH = 150
"""The most characters of the names of an enum's values in a violation."""

_PATTERNS = {
    r"^\P{Cc}*$": "must have no control characters",
    r"^[A-Za-z0-9_-]{1,128}$": "must be 1 to 128 letters, digits, _ or -",
    r"^[a-z][a-z0-9-]{0,62}$": "must be a lower-case letter, then up to 62 lower-case letters,"
    " digits or -",
}
"""The patterns of the contract in words."""

_validator = protovalidate.Validator()

Received = tuple[Message, Refusal | None]
"""A message of a stream, and the refusal of its item, if any."""


class Judged(NamedTuple):
    """A request, and which parts of it are refused, by index."""

    request: Message
    items: Mapping[int, Refusal] = MappingProxyType({})
    attached: Mapping[int, Refusal] = MappingProxyType({})
    parts: Mapping[tuple[int, int], Refusal] = MappingProxyType({})
    """By the index of the item, and that of the part in it."""


def validation(method: Method, handler: Handler) -> Handler:
    """Refuse an invalid request, with every field and rule that it breaks.

    An invalid item of a batch gets a refusal of its own, and the other items are processed; so does
    an invalid message that is attached to the items, and an invalid part of an item. The same holds
    for a stream, whose messages are validated as they arrive.
    """
    parse = method.request_class.FromString
    check = _validator.collect_violations
    access = method.access
    rules = access.rules

    def judge(data: bytes) -> Judged:
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
                or (
                    access.attached
                    and any(
                        _any(access.attached_rules(m, ""))
                        for m in getattr(request, access.attached)
                    )
                )
            ):
                return _judge_batch(request, access, first)
        elif first or _any(rules(request)):
            raise invalid(_broken(request, rules, list_all=_size(request) <= MAX_ITEMS_TO_LIST_ALL))
        return Judged(request)

    excess = Excess(method.request_class.DESCRIPTOR, one_by_one=(access.batch, access.attached))

    def judge_long(data: bytes) -> Judged:
        _measure(method, excess, data)
        return judge(data)

    async def handle(call: Call) -> bytes:
        if call.run_on_thread is None:
            judged = judge(call.data)
        else:
            judged = await call.run_on_thread(partial(judge_long, call.data))
        call.request, call.rejected, call.rejected_attached, call.rejected_parts = judged
        return await handler(call)

    return _receiving(method, handler) if method.streams_in else handle


def _receiving(method: Method, handler: Handler) -> Handler:
    """Let the servicer receive the messages of a stream, each one validated."""
    parse = method.request_class.FromString
    check = _validator.collect_violations
    access = method.access

    def judge(data: bytes) -> Received:
        try:
            request = parse(data)
        except DecodeError:
            raise invalid([_unreadable(method)]) from None
        item = getattr(request, access.batch)
        broken = (
            check(request, fail_fast=True)
            or _any(access.item_rules(item))
            or (
                access.attached
                and request.HasField(access.attached)
                and _any(access.attached_rules(getattr(request, access.attached), ""))
            )
        )
        return request, _judge_item(request, access) if broken else None

    excess = Excess(method.request_class.DESCRIPTOR, one_by_one=(access.batch, access.attached))

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
    """Return the refusal of a message's item; raise if the rest of the message is invalid."""
    envelope = type(request)()
    envelope.CopyFrom(request)
    if request.HasField(access.batch):
        getattr(envelope, access.batch).Clear()
    if access.attached:
        envelope.ClearField(access.attached)
    if of_message := _broken(envelope, access.rules, list_all=True):
        raise invalid(of_message)
    item = getattr(request, access.batch)
    broken = _broken(item, access.item_rules, list_all=_size(item) <= MAX_ITEMS_TO_LIST_ALL)
    if access.attached and request.HasField(access.attached):
        attached = getattr(request, access.attached)
        list_all = _size(attached) <= MAX_ITEMS_TO_LIST_ALL
        broken += _broken_within(
            attached, access.attached_rules, f"{access.attached}.", list_all=list_all
        )
    return invalid(broken)


def _any(violations: Iterable[Violation]) -> bool:
    return next(iter(violations), None) is not None


def _measure(method: Method, excess: Excess, data: bytes) -> None:
    """Refuse a request that is too large, before it is parsed."""
    if violation := excess.find(data):
        raise invalid([violation])
    # A field has at least one byte: most requests are too short to have so many.
    if len(data) > MAX_FIELDS and holds_more_fields(
        data, method.request_class.DESCRIPTOR, MAX_FIELDS
    ):
        raise ResourceExhausted(
            reason=Reason.MESSAGE_TOO_LARGE,
            message=f"the request has more than {MAX_FIELDS} fields, including those of list items"
            " and JSON values: send smaller batches or objects",
            subject="fields of a message",
        )


def _unreadable(method: Method) -> Violation:
    return Violation(
        field="request",
        rule=f"must be a serialized {method.request_class.DESCRIPTOR.full_name}, with texts in"
        " UTF-8 and messages nested at most 100 deep",
    )


def _judge_batch(request: Message, access: Access, first: list[protovalidate.Violation]) -> Judged:
    """Validate each item of a batch, each part of the items and each attached message.

    Raises if the rest of the request is invalid.
    """
    if first and _path(first[0]) == access.batch:
        raise invalid([_to_violation(first[0], request.DESCRIPTOR)])  # too many or too few
    envelope = type(request)()
    envelope.CopyFrom(request)
    envelope.ClearField(access.batch)
    if access.attached:
        envelope.ClearField(access.attached)
        for _ in getattr(request, access.attached):
            getattr(envelope, access.attached).add()  # as many, so that their number is validated
    of_request = _broken(envelope, access.rules, list_all=True)
    if of_request := [v for v in of_request if v.field != access.batch]:
        raise invalid(of_request)
    left = MAX_ITEMS_TO_LIST_ALL
    rejected: dict[int, Refusal] = {}
    rejected_parts: dict[tuple[int, int], Refusal] = {}
    for index, item in enumerate(getattr(request, access.batch)):
        left -= _size(item)
        if not (broken := _broken(item, access.item_rules, list_all=left >= 0)):
            continue
        if access.parts and not _any(_broken_without_parts(item, access)):
            parts = _judge_parts(item, access, list_all=left >= 0)
            rejected_parts.update({(index, i): refusal for i, refusal in parts.items()})
        else:
            rejected[index] = invalid(broken)
    rejected_attached: dict[int, Refusal] = {}
    for index, attached in enumerate(getattr(request, access.attached) if access.attached else ()):
        left -= _size(attached)
        prefix = f"{access.attached}[{index}]."
        if broken := _broken_within(attached, access.attached_rules, prefix, list_all=left >= 0):
            rejected_attached[index] = invalid(broken)
    return Judged(request, rejected, rejected_attached, rejected_parts)


def _broken_without_parts(item: Message, access: Access) -> list[Violation]:
    """Return rules that an item breaks other than by its parts."""
    rest = type(item)()
    rest.CopyFrom(item)
    rest.ClearField(access.parts)
    for _ in getattr(item, access.parts):
        getattr(rest, access.parts).add()  # as many, so that their number is validated
    return _broken(rest, access.item_rules, list_all=False)


def _judge_parts(item: Message, access: Access, *, list_all: bool) -> dict[int, Refusal]:
    """Return the refusals of the invalid parts of an item, by index."""
    refusals: dict[int, Refusal] = {}
    for index, part in enumerate(getattr(item, access.parts)):
        prefix = f"{access.parts}[{index}]."
        if broken := _broken_within(part, access.part_rules, prefix, list_all=list_all):
            refusals[index] = invalid(broken)
    return refusals


def _broken_within(
    message: Message, rules: RulesWithin, prefix: str, *, list_all: bool
) -> list[Violation]:
    """Return the rules that a message inside a request breaks; a prefix names its place."""
    of_contract = _broken(message, no_rules, list_all=list_all)
    of_ours = islice(rules(message, prefix), MAX_SERVER_VIOLATIONS)
    return [*(replace(v, field=f"{prefix}{v.field}") for v in of_contract), *of_ours]


def _broken(message: Message, rules: Rules, *, list_all: bool) -> list[Violation]:
    of_contract = _validator.collect_violations(message, fail_fast=not list_all)
    of_ours = islice(rules(message), MAX_SERVER_VIOLATIONS)
    return [*(_to_violation(v, message.DESCRIPTOR) for v in of_contract), *of_ours]


def _size(message: Message) -> int:
    """Count the list items of a message, plus one for the message itself."""
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
    """Return the path of a field as callers write it: `feedback.cited_memory_ids[3]`.

    A oneof is not a field and has no number: it is left out.
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
    """Return the field or oneof of the contract that a violation is about; `None` for a message."""
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
    """List names of a field's enum values: all but the zero value, or those of these numbers."""
    wanted = numbers or [value.number for value in subject.enum_type.values if value.number]
    names = [subject.enum_type.values_by_number[number].name for number in wanted]
    listed = [", ".join(names[:count]) for count in range(1, len(names) + 1)]
    fitting = [text for text in listed if len(text) <= MAX_ENUM_NAMES_LENGTH] or listed[:1]
    return fitting[-1] if len(fitting) == len(names) else f"{fitting[-1]} and others"


def _rule(violation: protovalidate.Violation, about: Any) -> str:
    """Return the rule in words; the library's own text where it is clear enough."""
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
