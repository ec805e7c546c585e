"""Feedback tokens: what their text is made of, and what they let their bearers say."""

from __future__ import annotations

import re
import secrets

from plaudit_server.domain.errors import NotFound, PermissionDenied, Reason, Unauthenticated
from plaudit_server.domain.feedback.feedback import Content, Rating, TargetKind
from plaudit_server.domain.ids import Kind
from plaudit_server.domain.tenants.credentials import PREFIX
from plaudit_server.domain.tenants.scopes import FeedbackToken

DEFAULT_LIFETIME = 24 * 60 * 60 * 1_000_000
"""How long a token lives that says nothing else, in microseconds."""
MAX_LIFETIME = 90 * DEFAULT_LIFETIME
"""How long a token may live at most, in microseconds."""
SPARE_CALLS = 100
"""How many calls more than twice its uses a token may make: people make mistakes, and retry."""

_TEXT = re.compile(rf"{PREFIX}{Kind.FEEDBACK_TOKEN}([0-9a-f]{{32}})_[A-Za-z0-9_-]{{43}}")


def new_token(namespace_id: str) -> str:
    """Make a token of 256 random bits that says which namespace it is of."""
    tenant = namespace_id.removeprefix(Kind.NAMESPACE)
    return f"{PREFIX}{Kind.FEEDBACK_TOKEN}{tenant}_{secrets.token_urlsafe(32)}"


def namespace_of(text: str) -> str:
    """Read the id of the namespace that a token is of; empty where the text is no token."""
    found = _TEXT.fullmatch(text)
    return f"{Kind.NAMESPACE}{found[1]}" if found else ""


def unknown() -> Unauthenticated:
    """Make the refusal of a token that there is not, or no more."""
    return Unauthenticated(
        reason=Reason.FEEDBACK_TOKEN_INVALID, message="the feedback token is not known here"
    )


def expired(token_id: str) -> Unauthenticated:
    """Make the refusal of a token whose time has passed."""
    return Unauthenticated(
        reason=Reason.FEEDBACK_TOKEN_EXPIRED,
        message="the feedback token has expired",
        ids={"feedback_token_id": token_id},
    )


def revoked(token_id: str, *, with_its_key: bool) -> Unauthenticated:
    """Make the refusal of a token that was ended, or whose key was."""
    return Unauthenticated(
        reason=Reason.FEEDBACK_TOKEN_REVOKED,
        message="the feedback token has ended: "
        + ("the API key that made it was revoked" if with_its_key else "it was revoked"),
        ids={"feedback_token_id": token_id},
    )


def not_found(token_id: str) -> NotFound:
    """Make the refusal of a call about a token that there is not, or that another key made."""
    return NotFound(
        reason=Reason.FEEDBACK_TOKEN_NOT_FOUND,
        message=f"the namespace has no feedback token {token_id} that this key may revoke",
        resource_type="FeedbackToken",
        resource_name=token_id,
        ids={"feedback_token_id": token_id},
    )


def called_too_often(token_id: str) -> PermissionDenied:
    """Make the refusal of every call with a token once too many were made with it."""
    return PermissionDenied(
        reason=Reason.FEEDBACK_TOKEN_USED_UP,
        message="the feedback token is blocked: too many calls were made with it",
        ids={"feedback_token_id": token_id},
    )


def used_up(token_id: str) -> PermissionDenied:
    """Make the refusal of a submission that is one more than the token is good for."""
    return PermissionDenied(
        reason=Reason.FEEDBACK_TOKEN_USED_UP,
        message="the feedback token was used as often as it may be",
        ids={"feedback_token_id": token_id},
    )


def forbidden_by_token(token: FeedbackToken, content: Content) -> PermissionDenied | None:
    """Make the refusal of content that a token is not for, naming what it is for.

    The rating of the content is the one that counts: its own, else the one that its type implies.
    """
    if content[:3] != token.target:
        return _forbidden(f"for {_describe(*token.target)} alone", "target")
    if content.name not in token.names:
        allowed = ", ".join(sorted(token.names))
        return _forbidden(f"for feedback under the name {allowed} alone", "name")
    if token.ratings and content.rating not in token.ratings:
        allowed = " or ".join(Rating(rating).name.lower() for rating in sorted(token.ratings))
        return _forbidden(f"for feedback of the rating {allowed} alone", "rating")
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
        case _:
            return f"the {TargetKind(kind).name.lower()} {target_id} of the session {session_id}"
