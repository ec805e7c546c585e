"""Authors of feedback: which user ids a credential may submit, and which feedback it may read."""

from __future__ import annotations

from plaudit_server.domain.errors import PermissionDenied, Reason
from plaudit_server.domain.feedback.feedback import StoredFeedback, is_of_user
from plaudit_server.domain.tenants.scopes import Principal, Scope

READERS = frozenset({Scope.FEEDBACK_READ})
"""The scopes that allow reading all feedback of a namespace."""


def users_of(principal: Principal, *, user_id: str, external_user_id: str) -> tuple[str, str]:
    """Return the user id and the external user id of feedback that the principal submits.

    An API key sends them in the request; for an end user, the user id is the subject of the session
    token; for the bearer of a feedback token, both come from the token, and may be empty.
    """
    if principal.user_id:
        return principal.user_id, ""
    if principal.feedback_token is not None:
        return principal.feedback_token.user_id, principal.feedback_token.external_user_id
    return user_id, external_user_id


def forbidden_author(
    principal: Principal, *, user_id: str, external_user_id: str
) -> PermissionDenied | None:
    """Return the error for a message by an end user or a bearer that names another user.

    Empty ids are always allowed.
    """
    own = users_of(principal, user_id=user_id, external_user_id=external_user_id)
    if user_id in ("", own[0]) and external_user_id in ("", own[1]):
        return None
    who = "an end user" if principal.user_id else "the bearer of a feedback token"
    return PermissionDenied(
        reason=Reason.AUTHOR_FORBIDDEN,
        message=f"{who} cannot give feedback as another user; omit user_id and external_user_id",
        ids={"principal": principal.id},
    )


def forbidden_list(principal_id: str) -> PermissionDenied:
    """Return the error for a list of other users' feedback."""
    return PermissionDenied(
        reason=Reason.AUTHOR_FORBIDDEN,
        message="an end user can list only their own feedback; omit user_id and external_user_id in"
        " the filter",
        ids={"principal": principal_id},
    )


def is_own(stored: StoredFeedback, principal: Principal) -> bool:
    """Whether the end user is the author of a feedback, or the API key its sole writer."""
    if principal.user_id:
        return is_of_user(stored.content, principal.user_id)
    return stored.writer == principal.id


def may_read(stored: StoredFeedback, principal: Principal) -> bool:
    """Whether the principal may read the content of a feedback."""
    return not principal.scopes.isdisjoint(READERS) or is_own(stored, principal)
