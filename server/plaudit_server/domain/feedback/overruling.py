"""Overruling: which feedback may overrule which."""

from __future__ import annotations

from plaudit_server.domain.errors import (
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    Reason,
    Violation,
    invalid,
)
from plaudit_server.domain.feedback.feedback import not_found
from plaudit_server.domain.tenants.scopes import Principal

CHAIN_AT_MOST = 100
"""How many feedbacks in a row, each overruled by the next, are followed to find a cycle."""


def forbidden_overruling(principal: Principal) -> PermissionDenied | None:
    """Return the error for an end user or a bearer of a feedback token who overrules feedback."""
    if principal.feedback_token is not None:
        return PermissionDenied(
            reason=Reason.FEEDBACK_TOKEN_FORBIDS,
            message="the bearer of a feedback token cannot overrule feedback; omit overrules",
            ids={"field": "overrules"},
        )
    if principal.user_id:
        return PermissionDenied(
            reason=Reason.AUTHOR_FORBIDDEN,
            message="an end user cannot overrule feedback; omit overrules",
            ids={"principal": principal.id},
        )
    return None


def overrules_unknown(field: str, feedback_id: str) -> NotFound:
    """Return the error for overruling feedback that does not exist; `field` names `overrules`."""
    refusal = not_found(feedback_id)
    refusal.message = f"{field}: {refusal.message}"
    return refusal


def overrules_itself(field: str) -> InvalidArgument:
    """Return the error for feedback that would overrule itself, at once or through others."""
    return _invalid(field, "must not be the feedback itself, nor feedback that overrules it")


def chain_too_long(field: str) -> InvalidArgument:
    """Return the error for overruling by feedback that is itself deep in a chain."""
    return _invalid(
        field, f"must not change while more than {CHAIN_AT_MOST} in a row overrule this feedback"
    )


def overrules_other_subject(field: str) -> InvalidArgument:
    """Return the error for overruling feedback on another target, or under another name."""
    return _invalid(field, "must be feedback on the same target and under the same name")


def already_overruled(field: str, feedback_id: str, overruled_by: str) -> FailedPrecondition:
    """Return the error for overruling feedback that other feedback overrules already."""
    return _not_active(
        field,
        feedback_id,
        f"must not be overruled already: overrule {overruled_by} instead, which overrules"
        f" {feedback_id}",
        {"overruled_by": overruled_by},
    )


def not_active_yet(field: str, feedback_id: str) -> FailedPrecondition:
    """Return the error for overruling feedback whose exchange has not arrived."""
    return _not_active(
        field, feedback_id, f"must be active: {feedback_id} waits for its exchange", {}
    )


def waits_itself(field: str, feedback_id: str) -> FailedPrecondition:
    """Return the error for feedback that overrules while it waits for its exchange itself."""
    rule = "must be empty while the feedback waits for its exchange"
    return _not_active(field, feedback_id, rule, {})


def _invalid(field: str, rule: str) -> InvalidArgument:
    return invalid([Violation(field=field, rule=rule)])


def _not_active(field: str, feedback_id: str, rule: str, ids: dict[str, str]) -> FailedPrecondition:
    reason = Reason.FEEDBACK_OVERRULED
    return FailedPrecondition(
        reason=reason,
        message=f"{field} {rule}",
        resource_type="Feedback",
        resource_name=feedback_id,
        ids={"feedback_id": feedback_id, **ids},
        violations=[Violation(field=field, rule=rule, reason=reason)],
    )
