"""What a credential may do, and who holds one."""

from __future__ import annotations

import enum
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who calls, and for which namespace."""

    id: str
    """The credential's id, `key_…`."""
    namespace_id: str
    """The namespace of the call."""
    scopes: frozenset[Scope]
    all_namespaces: bool

    def require(self, allowed: frozenset[Scope]) -> None:
        """Refuse with SCOPE_MISSING unless the principal has one of the scopes."""
        if self.scopes.isdisjoint(allowed):
            names = " or ".join(sorted(allowed))
            raise PermissionDenied(
                reason=Reason.SCOPE_MISSING,
                message=f"the credential lacks the scope {names}",
                ids={"scopes": ",".join(sorted(allowed)), "principal": self.id},
            )
