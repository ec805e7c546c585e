"""Whose feedback it is: what a credential makes of user ids, and which feedback it may read."""

from __future__ import annotations

from plaudit_server.domain.errors import PermissionDenied, Reason
from plaudit_server.domain.feedback.feedback import StoredFeedback, is_of_user
from plaudit_server.domain.tenants.scopes import Principal, Scope

READERS = frozenset({Scope.FEEDBACK_READ})
"""The scopes that open all feedback of a namespace."""


def users_of(principal: Principal, *, user_id: str, external_user_id: str) -> tuple[str, str]:
    """Answer the user id and the external user id of what the principal submits.

    An API key says them itself; an end user is the subject of the session token; the bearer of a
    feedback token is whom the token was made for, which may be nobody.
    """
    if principal.user_id:
        return principal.user_id, ""
    if principal.feedback_token is not None:
        return principal.feedback_token.user_id, principal.feedback_token.external_user_id
    return user_id, external_user_id


def forbidden_author(
    principal: Principal, *, user_id: str, external_user_id: str
) -> PermissionDenied | None:
    """Make the refusal of a message by an end user or a bearer that names somebody else.

    Empty ids name nobody, and are always allowed.
    """
    own = users_of(principal, user_id=user_id, external_user_id=external_user_id)
    if user_id in ("", own[0]) and external_user_id in ("", own[1]):
        return None
    who = "an end user" if principal.user_id else "the bearer of a feedback token"
    return PermissionDenied(
        reason=Reason.AUTHOR_FORBIDDEN,
        message=f"{who} gives feedback as nobody else; leave user_id and external_user_id out",
        ids={"principal": principal.id},
    )


def forbidden_list(principal_id: str) -> PermissionDenied:
    """Make the refusal of a list of feedback that others have given."""
    return PermissionDenied(
        reason=Reason.AUTHOR_FORBIDDEN,
        message="an end user lists no feedback but their own; leave user_id and external_user_id"
        " out of the filter",
        ids={"principal": principal_id},
    )


def is_own(stored: StoredFeedback, principal: Principal) -> bool:
    """Whether a state of a feedback is the end user's, or all that it says is the key's."""
    if principal.user_id:
        return is_of_user(stored.content, principal.user_id)
    return stored.writer == principal.id


def may_read(stored: StoredFeedback, principal: Principal) -> bool:
    """Whether the principal may read what a feedback says."""
    return not principal.scopes.isdisjoint(READERS) or is_own(stored, principal)
