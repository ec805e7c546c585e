"""Criteria: the kind of value that feedback under a name must have, and its validation."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import NamedTuple

from plaudit_server.domain.errors import AlreadyExists, NotFound, Reason, Violation
from plaudit_server.domain.feedback.feedback import Content, has_value

LABELS_AT_MOST = 120
"""How many bytes of a list of labels a violation shows."""
NAME_AT_MOST = 60
"""How many bytes of a criterion's name it shows: a violation longer than 256 bytes is cut."""


class CriterionKind(enum.IntEnum):
    """The kind of value that a criterion requires."""

    BOOL = 1
    NUMBER = 2
    LABEL = 3
    TEXT = 4


class Criterion(NamedTuple):
    """The kind of value that feedback under one name must have; times in microseconds."""

    id: str
    name: str
    description: str
    kind: CriterionKind
    minimum: float | None
    """The least allowed number; `None` if there is none, or the kind is not NUMBER."""
    maximum: float | None
    labels: tuple[str, ...]
    """Empty unless the kind is LABEL."""
    create_time: int
    archive_time: int | None

    @property
    def weight(self) -> int:
        """About how many bytes the criterion takes in a response."""
        texts = (self.name, self.description, *self.labels)
        return 128 + sum(len(text.encode()) for text in texts)


def mismatch(criterion: Criterion, content: Content) -> Violation | None:
    """Return why a feedback does not match the criterion of its name; `None` if it matches.

    The field of the violation is that of the feedback: `value`, `score` or `text`.
    """
    broken = _RULES[criterion.kind](criterion, content)
    if broken is None:
        return None
    field, rule, takes = broken
    name = _cut(criterion.name, NAME_AT_MOST)
    return Violation(
        field=field,
        rule=f'{rule}: the criterion "{name}" takes {takes}',
        reason=Reason.VALUE_DOES_NOT_FIT,
    )


_Broken = tuple[str, str, str]
"""The field, the rule that it breaks, and what the criterion takes."""


def _bool_mismatch(_: Criterion, content: Content) -> _Broken | None:
    takes = "a yes or no"
    if content.value_bool is None:
        return "value", "must be a bool_value", takes
    return _score_mismatch(content, takes)


def _number_mismatch(criterion: Criterion, content: Content) -> _Broken | None:
    takes = "a number"
    value = content.value_number if content.value_int is None else content.value_int
    if value is None and (content.score is None or has_value(content)):
        rule = (
            f"must be an int_value or a number_value{_within(criterion)}, or unset with score set"
        )
        return "value", rule, takes
    # Python compares integers with fractions exactly, however large they are.
    for field, number in (("value", value), ("score", content.score)):
        if number is not None and not (
            (criterion.minimum is None or number >= criterion.minimum)
            and (criterion.maximum is None or number <= criterion.maximum)
        ):
            return field, f"must be a number{_within(criterion)}", takes
    return None


def _label_mismatch(criterion: Criterion, content: Content) -> _Broken | None:
    takes = "a label"
    if content.value_label not in criterion.labels:
        return "value", f"must be one of {_listed(criterion.labels)}", takes
    return _score_mismatch(content, takes)


def _text_mismatch(_: Criterion, content: Content) -> _Broken | None:
    takes = "a comment"
    if has_value(content):
        return "value", "must not be set", takes
    if not content.text:
        return "text", "must not be empty", takes
    return _score_mismatch(content, takes)


def _score_mismatch(content: Content, takes: str) -> _Broken | None:
    return None if content.score is None else ("score", "must not be set", takes)


_RULES = {
    CriterionKind.BOOL: _bool_mismatch,
    CriterionKind.NUMBER: _number_mismatch,
    CriterionKind.LABEL: _label_mismatch,
    CriterionKind.TEXT: _text_mismatch,
}


def _within(criterion: Criterion) -> str:
    """Write the bounds of a number, to follow "a number"; empty if it has none."""
    least, most = (_number(bound) for bound in (criterion.minimum, criterion.maximum))
    if least and most:
        return f" from {least} to {most}"
    if least:
        return f" of at least {least}"
    return f" of at most {most}" if most else ""


def _number(bound: float | None) -> str:
    return "" if bound is None else repr(bound).removesuffix(".0")


def _listed(labels: Sequence[str]) -> str:
    """Join labels, as many as fit into LABELS_AT_MOST."""
    shown = _cut(labels[0], LABELS_AT_MOST)
    for label in labels[1:]:
        longer = f"{shown}, {label}"
        if len(longer.encode()) > LABELS_AT_MOST:
            return f"{shown}, …"
        shown = longer
    return shown


def _cut(text: str, size: int) -> str:
    """Shorten a text to a size in bytes, and append an ellipsis if it was longer."""
    encoded = text.encode()
    return text if len(encoded) <= size else f"{encoded[:size].decode(errors='ignore')}…"


def not_found(criterion_id: str) -> NotFound:
    """Return the error for a criterion that does not exist in the namespace."""
    return NotFound(
        reason=Reason.CRITERION_NOT_FOUND,
        message=f"the namespace has no criterion {criterion_id}",
        resource_type="Criterion",
        resource_name=criterion_id,
        ids={"criterion_id": criterion_id},
    )


def exists(name: str, criterion_id: str) -> AlreadyExists:
    """Return the error for a new criterion whose name already has one that is not archived."""
    return AlreadyExists(
        reason=Reason.CRITERION_EXISTS,
        message=f"the namespace already has a criterion {name}; archive it first",
        resource_type="Criterion",
        resource_name=criterion_id,
        ids={"criterion_id": criterion_id},
    )
