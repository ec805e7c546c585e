"""API keys in the database, found by the SHA-256 of their secret."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from plaudit_server.domain.errors import NotFound, Reason, Refusal
from plaudit_server.domain.ids import Kind, new_id
from plaudit_server.domain.tenants.api_keys import StoredApiKey
from plaudit_server.domain.tenants.scopes import Scope
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.pages import take
from plaudit_server.storage.engine.transaction import Transaction

COLUMNS = (
    "namespace_id",
    "id",
    "secret_sha256",
    "name",
    "scopes",
    "all_namespaces",
    "create_time",
    "expire_time",
    "revoke_time",
)
_SELECT = f"SELECT {', '.join(f'{chr(34)}{column}{chr(34)}' for column in COLUMNS)}"
FIND_BY_SECRET = f'{_SELECT} FROM "api_key" WHERE "secret_sha256" = ?'
FIND_BY_ID = f'{_SELECT} FROM "api_key" WHERE "namespace_id" = ? AND "id" = ?'
LIST = f'{_SELECT} FROM "api_key" WHERE "namespace_id" = ? AND "id" < ? ORDER BY "id" DESC LIMIT ?'
REVOKE = (
    'UPDATE "api_key" SET "revoke_time" = ?'
    ' WHERE "namespace_id" = ? AND "id" = ? AND "revoke_time" IS NULL'
)
AFTER_ALL_IDS = "key_g"
"""Sorts after every key id in every collation, because ids are hexadecimal."""


class NewApiKey(NamedTuple):
    """A key to be created."""

    namespace_id: str
    secret_sha256: str
    name: str
    scopes: frozenset[Scope]
    all_namespaces: bool
    expire_time: int | None


class KeyName(NamedTuple):
    """A namespace and the id of a key in it."""

    namespace_id: str
    id: str


def create(tx: Transaction, news: Sequence[NewApiKey]) -> list[StoredApiKey]:
    """Store new keys."""
    stored = [
        StoredApiKey(
            new.namespace_id,
            new_id(Kind.API_KEY),
            new.secret_sha256,
            new.name,
            new.scopes,
            new.all_namespaces,
            tx.now,
            new.expire_time,
            None,
        )
        for new in news
    ]
    tx.insert(
        "api_key",
        COLUMNS,
        [key._replace(scopes=" ".join(sorted(key.scopes))) for key in stored],  # type: ignore[arg-type]
    )
    return stored


def revoke(tx: Transaction, names: Sequence[KeyName]) -> list[StoredApiKey | Refusal]:
    """Revoke keys; one that is revoked already keeps its time."""
    results: list[StoredApiKey | Refusal] = []
    for name in names:
        tx.execute(REVOKE, (tx.now, *name))
        row = tx.execute(FIND_BY_ID, name).fetchone()
        if row is None:
            results.append(
                NotFound(
                    reason=Reason.API_KEY_NOT_FOUND,
                    message=f"the namespace has no key {name.id}",
                    resource_type="ApiKey",
                    resource_name=name.id,
                    ids={"key_id": name.id},
                )
            )
        else:
            results.append(_from_row(row))
    return results


def find(backend: Backend, secret_sha256: str) -> StoredApiKey | None:
    """Read the key with this secret."""
    row = backend.execute(FIND_BY_SECRET, (secret_sha256,)).fetchone()
    return None if row is None else _from_row(row)


def find_named(backend: Backend, name: KeyName) -> StoredApiKey | None:
    """Read a key by its namespace and its id."""
    row = backend.execute(FIND_BY_ID, name).fetchone()
    return None if row is None else _from_row(row)


def find_each(backend: Backend, secrets: Sequence[str]) -> list[StoredApiKey | None]:
    """Read the keys with these secrets."""
    return [find(backend, secret) for secret in secrets]


def list_page(
    backend: Backend, namespace_id: str, *, before: str, limit: int
) -> tuple[list[StoredApiKey], bool]:
    """Read keys of a namespace, newest first, before the id `before`, and whether more follow."""
    rows = backend.execute(LIST, (namespace_id, before or AFTER_ALL_IDS, limit + 1))
    return take((_from_row(row) for row in rows), limit=limit)


def _from_row(row: Row) -> StoredApiKey:
    key = StoredApiKey(*row)
    return key._replace(scopes=frozenset(Scope(name) for name in row[4].split()))
