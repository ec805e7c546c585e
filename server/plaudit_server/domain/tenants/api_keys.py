"""An API key as the store keeps it."""

from __future__ import annotations

from typing import NamedTuple

from plaudit_server.domain.tenants.scopes import Scope


class StoredApiKey(NamedTuple):
    """A stored key; times in microseconds."""

    namespace_id: str
    id: str
    secret_sha256: str
    name: str
    scopes: frozenset[Scope]
    all_namespaces: bool
    create_time: int
    expire_time: int | None
    revoke_time: int | None
