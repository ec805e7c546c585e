"""What a credential may do, and who holds one."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NamedTuple

from plaudit_server.domain.errors import PermissionDenied, Reason


class Scope(enum.StrEnum):
    """One thing that a credential may do, by the name that people use."""

    FEEDBACK_WRITE = "feedback.write"
    FEEDBACK_READ = "feedback.read"
    EXCHANGES_WRITE = "exchanges.write"
    MEMORIES_READ = "memories.read"
    DATASETS_WRITE = "datasets.write"
    DATASETS_ANNOTATE = "datasets.annotate"
    ANALYTICS_READ = "analytics.read"
    EXPORT_READ = "export.read"
    ADMIN = "admin"


class FeedbackToken(NamedTuple):
    """What a feedback token allows: feedback on one target, as one author."""

    target: tuple[int, str, str]
    """Kind, session id and target id, as a feedback has them."""
    names: frozenset[str]
    ratings: frozenset[int]
    """Any when empty."""
    user_id: str
    external_user_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who calls, and for which namespace."""

    id: str
    """The credential's id, `key_…` or `fbt_…`; of an end user `user:` and the user id."""
    namespace_id: str
    """The namespace of the call."""
    scopes: frozenset[Scope]
    all_namespaces: bool
    user_id: str = ""
    """The end user behind a session token, who is the author of all that they submit."""
    feedback_token: FeedbackToken | None = None
    """What the bearer of a feedback token may submit."""
    calls: int = 0
    """How many calls the bearer of a feedback token may make, whatever becomes of them."""
    expire_time: int | None = None
    """When an API key ends, in microseconds; `None` for never, and for others."""
    key_namespace_id: str = ""
    """The namespace that an API key is of; empty for others."""

    def require(self, allowed: frozenset[Scope]) -> None:
        """Refuse with SCOPE_MISSING unless the principal has one of the scopes."""
        if self.scopes.isdisjoint(allowed):
            names = " or ".join(sorted(allowed))
            raise PermissionDenied(
                reason=Reason.SCOPE_MISSING,
                message=f"the credential lacks the scope {names}",
                ids={"scopes": ",".join(sorted(allowed)), "principal": self.id},
            )
