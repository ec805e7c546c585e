"""Signing keys in the database, found by namespace and by the key id of tokens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from plaudit_server.domain.errors import AlreadyExists, NotFound, Reason, Refusal
from plaudit_server.domain.ids import Kind, new_id
from plaudit_server.domain.tenants.session_tokens import SigningKey
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.pages import take
from plaudit_server.storage.engine.transaction import Transaction
from plaudit_server.storage.tenants.api_keys import KeyName

COLUMNS = (
    "namespace_id",
    "id",
    "key_id",
    "algorithm",
    "key",
    "issuer",
    "audience",
    "clock_skew_seconds",
    "create_time",
    "revoke_time",
)
MAX_CANDIDATES = 10
"""The most keys tried for a token without a key id: each costs a verification."""

_LISTED = ", ".join(f'"{column}"' for column in COLUMNS)
_SELECT = f"SELECT {_LISTED}"
REGISTER = (
    f'INSERT INTO "signing_key" ({_LISTED}) VALUES ({", ".join("?" for _ in COLUMNS)})'
    ' ON CONFLICT ("namespace_id", "key_id") DO NOTHING'
)
FIND_BY_ID = f'{_SELECT} FROM "signing_key" WHERE "id" = ?'
# The namespace comes from a SELECT, so that PostgreSQL's plan suits any tenant, also a new one.
FIND_IN_NAMESPACE = (
    f'{_SELECT} FROM "signing_key" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)
FIND_BY_KEY_ID = f'{_SELECT} FROM "signing_key" WHERE "namespace_id" = ? AND "key_id" = ?'
# MATERIALIZED keeps PostgreSQL from scanning the ids of all tenants in order.
FIND_BY_ALGORITHM = (
    f'WITH own AS MATERIALIZED ({_SELECT} FROM "signing_key"'
    ' WHERE "namespace_id" = ? AND "algorithm" = ? AND "revoke_time" IS NULL)'
    f' SELECT * FROM own ORDER BY "id" DESC LIMIT {MAX_CANDIDATES}'
)
LIST = (
    f'WITH own AS MATERIALIZED ({_SELECT} FROM "signing_key" WHERE "namespace_id" = ?)'
    ' SELECT * FROM own WHERE "id" < ? ORDER BY "id" DESC LIMIT ?'
)
REVOKE = (
    'UPDATE "signing_key" SET "revoke_time" = ?'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ? AND "revoke_time" IS NULL'
)
AFTER_ALL_IDS = "sgk_g"
"""Sorts after every key id in every collation, because ids are hexadecimal."""


class NewSigningKey(NamedTuple):
    """A key to be registered."""

    namespace_id: str
    key_id: str
    """The id by which tokens name it, as `kid`; empty for plaudit's own id."""
    algorithm: int
    key: str
    issuer: str
    audience: str
    clock_skew_seconds: int


class StoredSigningKey(NamedTuple):
    """A key as the store has it; times in microseconds."""

    namespace_id: str
    id: str
    key_id: str
    algorithm: int
    key: str
    issuer: str
    audience: str
    clock_skew_seconds: int
    create_time: int
    revoke_time: int | None

    @property
    def verifying(self) -> SigningKey:
        """The part of the key that verifies a token."""
        return SigningKey(
            self.algorithm, self.key, self.issuer, self.audience, self.clock_skew_seconds
        )

    @property
    def weight(self) -> int:
        """About how many bytes the key takes in a response."""
        return sum(len(text.encode()) for text in (self.key_id, self.key, *self[5:7])) + 100


class KeyHint(NamedTuple):
    """What a token says about the key that signed it."""

    namespace_id: str
    """Empty if only the key's id can determine it."""
    key_id: str | None
    algorithm: int


def create(tx: Transaction, news: Sequence[NewSigningKey]) -> Sequence[StoredSigningKey | Refusal]:
    """Store new keys; a key_id that the namespace has used before is refused."""
    results: list[StoredSigningKey | Refusal] = []
    for new in news:
        id_ = new_id(Kind.SIGNING_KEY)
        stored = StoredSigningKey(
            new.namespace_id, id_, new.key_id or id_, *new[2:], create_time=tx.now, revoke_time=None
        )
        tx.execute(REGISTER, stored)
        name = (stored.namespace_id, stored.key_id)
        holder = StoredSigningKey(*tx.execute(FIND_BY_KEY_ID, name).fetchone())
        results.append(stored if holder.id == id_ else _exists(holder))
    return results


def revoke(tx: Transaction, names: Sequence[KeyName]) -> Sequence[StoredSigningKey | Refusal]:
    """Revoke keys; one that is revoked already keeps its time."""
    results: list[StoredSigningKey | Refusal] = []
    for name in names:
        tx.execute(REVOKE, (tx.now, *name))
        row = tx.execute(FIND_IN_NAMESPACE, name).fetchone()
        results.append(_not_found(name.id) if row is None else StoredSigningKey(*row))
    return results


def find_each(backend: Backend, names: Sequence[KeyName]) -> list[StoredSigningKey | None]:
    """Read keys by their namespaces and ids."""
    found = (backend.execute(FIND_IN_NAMESPACE, name).fetchone() for name in names)
    return [None if row is None else StoredSigningKey(*row) for row in found]


def candidates_each(backend: Backend, wanted: Sequence[KeyHint]) -> list[list[StoredSigningKey]]:
    """Read the keys that may have signed each token.

    If the token has a key id, these are the keys with that key_id or that plaudit id, revoked ones
    too. Otherwise they are the newest MAX_CANDIDATES keys of the namespace that have the token's
    algorithm and are not revoked.
    """
    return [_candidates(backend, *one) for one in wanted]


def _candidates(
    backend: Backend, namespace_id: str, key_id: str | None, algorithm: int
) -> list[StoredSigningKey]:
    if key_id is None:
        rows = backend.execute(FIND_BY_ALGORITHM, (namespace_id, algorithm)).fetchall()
    elif namespace_id:
        name = (namespace_id, key_id)
        rows = backend.execute(FIND_BY_KEY_ID, name).fetchall()
        rows += backend.execute(FIND_IN_NAMESPACE, name).fetchall()
    else:
        rows = backend.execute(FIND_BY_ID, (key_id,)).fetchall()
    return list({row[1]: StoredSigningKey(*row) for row in rows}.values())


def list_page(
    backend: Backend, namespace_id: str, *, before: str, limit: int
) -> tuple[list[StoredSigningKey], bool]:
    """Read keys of a namespace, newest first, before the id `before`, and whether more follow."""
    rows = backend.execute(LIST, (namespace_id, before or AFTER_ALL_IDS, limit + 1))
    keys = (StoredSigningKey(*row) for row in rows)
    return take(keys, limit=limit, weigh=lambda key: key.weight)


def _exists(holder: StoredSigningKey) -> AlreadyExists:
    return AlreadyExists(
        reason=Reason.SIGNING_KEY_EXISTS,
        message=f"the namespace already has a signing key with the key_id {holder.key_id}",
        resource_type="SigningKey",
        resource_name=holder.id,
        ids={"key_id": holder.key_id, "signing_key_id": holder.id},
    )


def _not_found(id_: str) -> NotFound:
    return NotFound(
        reason=Reason.SIGNING_KEY_NOT_FOUND,
        message=f"the namespace has no signing key {id_}",
        resource_type="SigningKey",
        resource_name=id_,
        ids={"signing_key_id": id_},
    )
