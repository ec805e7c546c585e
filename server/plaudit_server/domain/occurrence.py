"""When something happened, as its author says: `occur_time`."""

from __future__ import annotations

from plaudit_server.domain.errors import PermissionDenied, Reason, Violation, invalid
from plaudit_server.domain.tenants.scopes import Principal, Scope

LATE = 24 * 3600 * 1_000_000
"""How long ago something may have happened for callers without history.write, in microseconds."""
CLOCK_SKEW = 60 * 1_000_000
"""How far the clock of a caller may be ahead, in microseconds: up to here a time is now."""


def misplaced(time: int, *, now: int, field: str) -> list[Violation]:
    """Return why something cannot have happened at a time, in microseconds; empty if it can."""
    if time > now + CLOCK_SKEW:
        return [Violation(field=field, rule="must not be in the future")]
    if time <= 0:  # a clock that is not set says 0
        return [Violation(field=field, rule="must be later than the start of 1970")]
    return []


def occurrence(time: int, principal: Principal, *, now: int, field: str) -> int:
    """Return when something happened, never later than now; times in microseconds.

    Raises InvalidArgument for a time in the future or before 1970, and PermissionDenied for one of
    more than 24 hours ago without the scope history.write. `field` names the field in the error.
    """
    if broken := misplaced(time, now=now, field=field):
        raise invalid(broken)
    if time < now - LATE and Scope.HISTORY_WRITE not in principal.scopes:
        raise PermissionDenied(
            reason=Reason.SCOPE_MISSING,
            message=f"{field} is more than 24 hours ago, which requires the scope history.write",
            ids={"scopes": Scope.HISTORY_WRITE, "principal": principal.id},
        )
    return min(time, now)
