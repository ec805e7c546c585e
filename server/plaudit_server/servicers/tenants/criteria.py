"""Criteria of AdminService: rules beyond the contract's, and conversion of messages."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit_server.contract import admin_pb2
from plaudit_server.domain.errors import Violation
from plaudit_server.domain.feedback.criteria import Criterion, CriterionKind
from plaudit_server.servicers.values import set_time
from plaudit_server.storage.feedback.criteria import NewCriterion


def criterion_rules(request: admin_pb2.CreateCriterionRequest) -> Iterator[Violation]:
    """Yield the rules that a new criterion breaks and that the contract cannot state."""
    number = request.criterion.number
    if number.HasField("min") and number.HasField("max") and number.max < number.min:
        yield Violation(field="criterion.number.max", rule="must not be less than min")


def read_criterion(message: admin_pb2.Criterion, namespace_id: str) -> NewCriterion:
    """Read a new criterion from a message."""
    number = message.number
    return NewCriterion(
        namespace_id,
        message.name,
        message.description,
        CriterionKind[str(message.WhichOneof("kind")).upper()],
        number.min if number.HasField("min") else None,
        number.max if number.HasField("max") else None,
        tuple(message.label.labels),
    )


def write_criterion(message: admin_pb2.Criterion, stored: Criterion) -> None:
    """Write a stored criterion into a message."""
    message.id = stored.id
    message.name = stored.name
    message.description = stored.description
    match stored.kind:
        case CriterionKind.BOOL:
            message.bool.SetInParent()
        case CriterionKind.NUMBER:
            message.number.SetInParent()
            if stored.minimum is not None:
                message.number.min = stored.minimum
            if stored.maximum is not None:
                message.number.max = stored.maximum
        case CriterionKind.LABEL:
            message.label.labels.extend(stored.labels)
        case CriterionKind.TEXT:
            message.text.SetInParent()
    set_time(message.create_time, stored.create_time)
    if stored.archive_time is not None:
        set_time(message.archive_time, stored.archive_time)
