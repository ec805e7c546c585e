"""Feedback tokens: their text, and what their bearers may submit."""

from __future__ import annotations

import re
import secrets

from plaudit_server.domain.errors import NotFound, PermissionDenied, Reason, Unauthenticated
from plaudit_server.domain.feedback.entities import entity_of
from plaudit_server.domain.feedback.feedback import Content, Rating, TargetKind
from plaudit_server.domain.ids import Kind
from plaudit_server.domain.tenants.credentials import PREFIX
from plaudit_server.domain.tenants.scopes import FeedbackToken

DEFAULT_LIFETIME = 24 * 60 * 60 * 1_000_000
"""How long a token is valid by default, in microseconds."""
MAX_LIFETIME = 90 * DEFAULT_LIFETIME
"""The longest time for which a token may be valid, in microseconds."""
SPARE_CALLS = 100
"""How many calls a token allows beyond twice its uses, for mistakes and retries."""

_TEXT = re.compile(rf"{PREFIX}{Kind.FEEDBACK_TOKEN}([0-9a-f]{{32}})_[A-Za-z0-9_-]{{43}}")


def new_token(namespace_id: str) -> str:
    """Return a new token: the namespace's id and 256 random bits."""
    tenant = namespace_id.removeprefix(Kind.NAMESPACE)
    return f"{PREFIX}{Kind.FEEDBACK_TOKEN}{tenant}_{secrets.token_urlsafe(32)}"


def namespace_of(text: str) -> str:
    """Return the id of a token's namespace; empty if the text is not a token."""
    found = _TEXT.fullmatch(text)
    return f"{Kind.NAMESPACE}{found[1]}" if found else ""


def unknown() -> Unauthenticated:
    """Return the error for a token that does not exist, or no longer exists."""
    return Unauthenticated(
        reason=Reason.FEEDBACK_TOKEN_INVALID, message="the feedback token is unknown"
    )


def expired(token_id: str) -> Unauthenticated:
    """Return the error for an expired token."""
    return Unauthenticated(
        reason=Reason.FEEDBACK_TOKEN_EXPIRED,
        message="the feedback token has expired",
        ids={"feedback_token_id": token_id},
    )


def revoked(token_id: str, *, with_its_key: bool) -> Unauthenticated:
    """Return the error for a token that was revoked, or whose API key was."""
    return Unauthenticated(
        reason=Reason.FEEDBACK_TOKEN_REVOKED,
        message="the API key that created the feedback token was revoked"
        if with_its_key
        else "the feedback token was revoked",
        ids={"feedback_token_id": token_id},
    )


def not_found(token_id: str) -> NotFound:
    """Return the error for a token that does not exist, or was created by another key."""
    return NotFound(
        reason=Reason.FEEDBACK_TOKEN_NOT_FOUND,
        message=f"the namespace has no feedback token {token_id} that this key may revoke",
        resource_type="FeedbackToken",
        resource_name=token_id,
        ids={"feedback_token_id": token_id},
    )


def called_too_often(token_id: str) -> PermissionDenied:
    """Return the error for a call with a token whose calls are used up."""
    return PermissionDenied(
        reason=Reason.FEEDBACK_TOKEN_USED_UP,
        message="the feedback token is blocked: too many calls were made with it",
        ids={"feedback_token_id": token_id},
    )


def used_up(token_id: str) -> PermissionDenied:
    """Return the error for a submission with a token whose uses are used up."""
    return PermissionDenied(
        reason=Reason.FEEDBACK_TOKEN_USED_UP,
        message="the feedback token has no uses left",
        ids={"feedback_token_id": token_id},
    )


def forbidden_by_token(token: FeedbackToken, content: Content) -> PermissionDenied | None:
    """Return the error for content that a token does not allow; it names what the token allows.

    The rating of the content must be resolved: its own, or the one that its type implies.
    """
    if content[:3] != token.target:
        return _forbidden(f"only for {_describe(*token.target)}", "target")
    if content.name not in token.names:
        allowed = ", ".join(sorted(token.names))
        return _forbidden(f"only for feedback under the name {allowed}", "name")
    if token.ratings and content.rating not in token.ratings:
        allowed = " or ".join(Rating(rating).name.lower() for rating in sorted(token.ratings))
        return _forbidden(f"only for feedback with the rating {allowed}", "rating")
    return None


def _forbidden(purpose: str, field: str) -> PermissionDenied:
    return PermissionDenied(
        reason=Reason.FEEDBACK_TOKEN_FORBIDS,
        message=f"the feedback token is {purpose}",
        ids={"field": field},
    )


def _describe(kind: int, session_id: str, target_id: str) -> str:
    match kind:
        case TargetKind.SESSION:
            return f"the session {session_id} as a whole"
        case TargetKind.SEARCH:
            return f"the search {target_id}"
        case TargetKind.ENTITY:
            entity = entity_of(target_id)
            return f"the {entity.type} {entity.id}"
        case _:
            return f"the {TargetKind(kind).name.lower()} {target_id} of the session {session_id}"
