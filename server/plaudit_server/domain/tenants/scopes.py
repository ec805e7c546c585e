"""Scopes, and the principals that have them."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NamedTuple

from plaudit_server.domain.errors import PermissionDenied, Reason


class Scope(enum.StrEnum):
    """A permission of a credential, by its name in commands and errors."""

    FEEDBACK_WRITE = "feedback.write"
    FEEDBACK_READ = "feedback.read"
    EXCHANGES_WRITE = "exchanges.write"
    MEMORIES_READ = "memories.read"
    DATASETS_WRITE = "datasets.write"
    DATASETS_ANNOTATE = "datasets.annotate"
    ANALYTICS_READ = "analytics.read"
    EXPORT_READ = "export.read"
    ADMIN = "admin"
    HISTORY_WRITE = "history.write"


class FeedbackToken(NamedTuple):
    """What a feedback token allows: feedback on one target, as one author."""

    target: tuple[int, str, str]
    """Kind, session id and target id, as in a feedback."""
    names: frozenset[str]
    ratings: frozenset[int]
    """Empty for any."""
    user_id: str
    external_user_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """The authenticated caller, and the namespace of the call."""

    id: str
    """The credential's id, `key_…` or `fbt_…`; for an end user `user:` and the user id."""
    namespace_id: str
    """The namespace of the call."""
    scopes: frozenset[Scope]
    all_namespaces: bool
    user_id: str = ""
    """The end user of a session token, who is the author of all that they submit; else empty."""
    feedback_token: FeedbackToken | None = None
    """What the bearer of a feedback token may submit; `None` for other principals."""
    calls: int = 0
    """How many calls may be made with a feedback token, successful or not."""
    expire_time: int | None = None
    """When an API key expires, in microseconds; `None` for never, and for other principals."""
    key_namespace_id: str = ""
    """The own namespace of an API key; empty for other principals."""

    def require(self, allowed: frozenset[Scope]) -> None:
        """Refuse with SCOPE_MISSING unless the principal has one of the scopes."""
        if self.scopes.isdisjoint(allowed):
            names = " or ".join(sorted(allowed))
            raise PermissionDenied(
                reason=Reason.SCOPE_MISSING,
                message=f"the credential lacks the scope {names}",
                ids={"scopes": ",".join(sorted(allowed)), "principal": self.id},
            )
