"""Criteria of AdminService: rules beyond the contract's, and conversion of messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from plaudit_server.contract import admin_pb2
from plaudit_server.domain.errors import Violation, invalid
from plaudit_server.domain.feedback.criteria import Criterion, CriterionKind
from plaudit_server.servicers.masks import mask_violations
from plaudit_server.servicers.values import set_time
from plaudit_server.storage.feedback.criteria import NewCriterion
from plaudit_server.storage.feedback.criterion_update import CriterionUpdate

_DESCRIPTION = "description"
_OF_KIND: Mapping[CriterionKind, Mapping[str, str]] = {
    CriterionKind.BOOL: {"bool.direction": "direction"},
    CriterionKind.NUMBER: {
        "number.min": "minimum",
        "number.max": "maximum",
        "number.direction": "direction",
    },
    CriterionKind.LABEL: {
        "label.labels": "labels",
        "label.scores": "scores",
        "label.several": "several",
        "label.direction": "direction",
    },
    CriterionKind.TEXT: {},
}
"""The paths that can change for each kind, and their fields in Criterion."""
CHANGEABLE = (_DESCRIPTION, *(path for paths in _OF_KIND.values() for path in paths))


def criterion_rules(request: admin_pb2.CreateCriterionRequest) -> Iterator[Violation]:
    """Yield the rules that a new criterion breaks and that the contract cannot state."""
    if not request.HasField("criterion"):
        return
    criterion = request.criterion
    kind = _kind(criterion)
    if not criterion.name:
        yield Violation(field="criterion.name", rule="must not be empty")
    if kind is None:
        yield Violation(field="criterion", rule="must have one of bool, number, label or text")
        return
    yield from _broken(kind, _values(criterion, kind))


def update_rules(request: admin_pb2.UpdateCriterionRequest) -> Iterator[Violation]:
    """Yield the rules that a change of a criterion breaks and that the contract cannot state."""
    if not request.HasField("criterion"):
        return
    if not request.criterion.id:
        yield Violation(field="criterion.id", rule="must not be empty")
    named = set(request.update_mask.paths)
    if named != {"*"}:
        yield from mask_violations(named, CHANGEABLE)
        if not (named or _set_paths(request.criterion)):
            yield Violation(
                field="update_mask", rule="must name a field, or criterion must set one to change"
            )


def read_criterion(message: admin_pb2.Criterion, namespace_id: str) -> NewCriterion:
    """Read a new criterion that follows the rules from a message."""
    kind = CriterionKind[str(message.WhichOneof("kind")).upper()]
    return NewCriterion(
        namespace_id, message.name, message.description, kind, **_values(message, kind)
    )


def read_update(request: admin_pb2.UpdateCriterionRequest, namespace_id: str) -> CriterionUpdate:
    """Read a change that follows the rules."""
    return CriterionUpdate(namespace_id, request.criterion.id, _change(request))


def _change(request: admin_pb2.UpdateCriterionRequest) -> Callable[[Criterion], Criterion]:
    message = request.criterion
    masked = set(request.update_mask.paths)

    def change(stored: Criterion) -> Criterion:
        of_kind = _OF_KIND[stored.kind]
        named = masked or _set_paths(message)
        if named == {"*"}:
            named = {_DESCRIPTION, *of_kind}
        if broken := list(_fixed(stored, message, named)):
            raise invalid(broken)
        values = {**_values(message, stored.kind), _DESCRIPTION: message.description}
        fields = {path: of_kind.get(path, path) for path in named}
        changed = stored._replace(**{field: values[field] for field in fields.values()})
        if broken := list(_broken(changed.kind, changed._asdict())):
            raise invalid(broken)
        return changed

    return change


def _fixed(stored: Criterion, message: admin_pb2.Criterion, named: set[str]) -> Iterator[Violation]:
    """Yield the fields that would change what never changes: the name and the kind."""
    if message.name not in ("", stored.name):
        yield Violation(
            field="criterion.name", rule="never changes: it must be empty, or that of the criterion"
        )
    kind = _kind(message)
    if kind not in (None, stored.kind):
        yield Violation(field="criterion", rule=f"must be a {_word(stored.kind)}, as it is stored")
        return
    for path in sorted(named - {_DESCRIPTION} - _OF_KIND[stored.kind].keys()):
        yield Violation(
            field="update_mask",
            rule=f"must not name {path}: the criterion is a {_word(stored.kind)}",
        )


def _kind(message: admin_pb2.Criterion) -> CriterionKind | None:
    name = message.WhichOneof("kind")
    return None if name is None else CriterionKind[name.upper()]


def _word(kind: CriterionKind) -> str:
    return kind.name.lower()


def _set_paths(message: admin_pb2.Criterion) -> set[str]:
    """Return the paths that a message sets, of those that can change."""
    found = {_DESCRIPTION} if message.description else set()
    for name in ("bool", "number", "label"):
        if message.HasField(name):
            found.update(f"{name}.{field.name}" for field, _ in getattr(message, name).ListFields())
    return found


def _values(message: admin_pb2.Criterion, kind: CriterionKind) -> dict[str, Any]:
    """Read what depends on the kind, as fields of Criterion."""
    match kind:
        case CriterionKind.BOOL:
            return {"direction": message.bool.direction}
        case CriterionKind.NUMBER:
            number = message.number
            return {
                "minimum": number.min if number.HasField("min") else None,
                "maximum": number.max if number.HasField("max") else None,
                "direction": number.direction,
            }
        case CriterionKind.LABEL:
            label = message.label
            return {
                "labels": tuple(label.labels),
                "scores": tuple(label.scores),
                "several": label.several,
                "direction": label.direction,
            }
        case _:
            return {}


def _broken(kind: CriterionKind, values: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield the rules that a whole criterion breaks, given by fields of Criterion."""
    if kind is CriterionKind.NUMBER:
        least, most = values["minimum"], values["maximum"]
        if least is not None and most is not None and most < least:
            yield Violation(field="criterion.number.max", rule="must not be less than min")
    elif kind is CriterionKind.LABEL:
        labels, scores = values["labels"], values["scores"]
        if not labels:
            yield Violation(field="criterion.label.labels", rule="must have at least one label")
        elif len(scores) not in (0, len(labels)):
            yield Violation(
                field="criterion.label.scores",
                rule=f"must be none at all, or one for each of the {len(labels)} labels",
            )


def write_criterion(message: admin_pb2.Criterion, stored: Criterion) -> None:
    """Write a stored criterion into a message."""
    message.id = stored.id
    message.name = stored.name
    message.description = stored.description
    match stored.kind:
        case CriterionKind.BOOL:
            message.bool.SetInParent()
            message.bool.direction = stored.direction  # type: ignore[assignment]
        case CriterionKind.NUMBER:
            message.number.SetInParent()
            if stored.minimum is not None:
                message.number.min = stored.minimum
            if stored.maximum is not None:
                message.number.max = stored.maximum
            message.number.direction = stored.direction  # type: ignore[assignment]
        case CriterionKind.LABEL:
            message.label.labels.extend(stored.labels)
            message.label.scores.extend(stored.scores)
            message.label.several = stored.several
            message.label.direction = stored.direction  # type: ignore[assignment]
        case CriterionKind.TEXT:
            message.text.SetInParent()
    set_time(message.create_time, stored.create_time)
    set_time(message.update_time, stored.update_time)
    if stored.archive_time is not None:
        set_time(message.archive_time, stored.archive_time)
