"""Feedback tokens in the database, with the SHA-256 of their text and the number of their uses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from plaudit_server.domain.errors import Refusal
from plaudit_server.domain.feedback.tokens import not_found
from plaudit_server.domain.ids import Kind, new_id
from plaudit_server.domain.tenants import scopes
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.pages import Seek, scan, take
from plaudit_server.storage.engine.transaction import Transaction, keys

KEPT_FOR = 24 * 60 * 60 * 1_000_000
"""How long an expired token is kept, so that its error can say so, in microseconds."""
PURGED_AT_ONCE = 500
"""How many expired tokens one write deletes; few, so that other writes need not wait."""

COLUMNS = (
    "namespace_id",
    "id",
    "secret_sha256",
    "target_kind",
    "session_id",
    "target_id",
    "names",
    "ratings",
    "user_id",
    "external_user_id",
    "max_uses",
    "uses",
    "create_time",
    "expire_time",
    "creator",
    "creator_namespace_id",
    "revoke_time",
)
_SECRET = COLUMNS.index("secret_sha256")
_SELECTED = ", ".join(f't."{column}"' for column in COLUMNS)
# The namespace comes from `k` or a SELECT, as in `rows.py`.
FIND_BY_SECRET = (
    f'KEYS2 SELECT {_SELECTED}, (SELECT count(*) FROM "api_key" a'
    ' WHERE a."namespace_id" = t."creator_namespace_id" AND a."id" = t."creator"'
    ' AND a."revoke_time" IS NULL) FROM k CROSS JOIN "feedback_token" t'
    ' WHERE t."namespace_id" = k.a AND t."secret_sha256" = k.b'
)
FIND_BY_ID = (
    f'SELECT {_SELECTED} FROM "feedback_token" t'
    ' WHERE t."namespace_id" = (SELECT CAST(? AS TEXT)) AND t."id" = ?'
)
REVOKE = (
    'UPDATE "feedback_token" SET "revoke_time" = ?'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ? AND "revoke_time" IS NULL'
)
FIND_USES = (
    'KEYS2 SELECT t."id", t."max_uses", t."uses" FROM k CROSS JOIN "feedback_token" t'
    ' WHERE t."namespace_id" = k.a AND t."id" = k.b'
)
USE = (
    'UPDATE "feedback_token" SET "uses" = "uses" + ?'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)
FIND_OLD = 'SELECT "namespace_id", "id" FROM "feedback_token" WHERE "expire_time" < ? LIMIT ?'
DELETE_ONE = (
    'DELETE FROM "feedback_token" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)


class NewFeedbackToken(NamedTuple):
    """A token to create."""

    namespace_id: str
    secret_sha256: str
    allows: scopes.FeedbackToken
    max_uses: int
    expire_time: int
    creator: str = ""
    """The API key that creates it, whose revocation revokes it too; empty for none."""
    creator_namespace_id: str = ""
    """That key's own namespace."""


class FeedbackTokenName(NamedTuple):
    """A namespace and the id of a token in it."""

    namespace_id: str
    id: str
    creator: str
    """The API key that must have created it; empty for any."""


class StoredFeedbackToken(NamedTuple):
    """A stored token; times in microseconds."""

    namespace_id: str
    id: str
    allows: scopes.FeedbackToken
    max_uses: int
    uses: int
    create_time: int
    expire_time: int
    creator: str
    """The API key that created it; empty if unknown."""
    creator_namespace_id: str
    revoke_time: int | None
    key_ended: bool = False
    """Whether that key was revoked or no longer exists; set only by `find_each`."""

    @property
    def weight(self) -> int:
        """About how many bytes it takes in a response."""
        _, session_id, target_id = self.allows.target
        texts = (session_id, target_id, *self.allows.names, *self.allows[3:])
        return 256 + sum(len(text.encode()) + 4 for text in texts)


def create(tx: Transaction, news: Sequence[NewFeedbackToken]) -> list[StoredFeedbackToken]:
    """Store new tokens."""
    stored = [
        StoredFeedbackToken(
            new.namespace_id,
            new_id(Kind.FEEDBACK_TOKEN),
            new.allows,
            new.max_uses,
            0,
            tx.now,
            new.expire_time,
            new.creator,
            new.creator_namespace_id,
            None,
        )
        for new in news
    ]
    rows = [
        (
            token.namespace_id,
            token.id,
            new.secret_sha256,
            *token.allows.target,
            json.dumps(sorted(token.allows.names), ensure_ascii=False),
            json.dumps(sorted(token.allows.ratings)),
            token.allows.user_id,
            token.allows.external_user_id,
            token.max_uses,
            token.uses,
            token.create_time,
            token.expire_time,
            token.creator,
            token.creator_namespace_id,
            token.revoke_time,
        )
        for new, token in zip(news, stored, strict=True)
    ]
    tx.insert("feedback_token", COLUMNS, rows)
    return stored


def find_each(
    backend: Backend, secrets: Sequence[tuple[str, str]]
) -> list[StoredFeedbackToken | None]:
    """Read tokens, each by its namespace and the SHA-256 of its text."""
    found = {}
    for *row, keys_left in backend.execute(FIND_BY_SECRET, keys(secrets)):
        token = _from_row(row)
        ended = bool(token.creator) and not keys_left
        found[token.namespace_id, row[_SECRET]] = token._replace(key_ended=ended)
    return [found.get(secret) for secret in secrets]


def revoke(
    tx: Transaction, names: Sequence[FeedbackTokenName]
) -> list[StoredFeedbackToken | Refusal]:
    """Revoke tokens; one that is already revoked keeps its revoke time."""
    results: list[StoredFeedbackToken | Refusal] = []
    for namespace_id, id_, creator in names:
        row = tx.execute(FIND_BY_ID, (namespace_id, id_)).fetchone()
        token = None if row is None else _from_row(row)
        if token is None or creator not in ("", token.creator):
            results.append(not_found(id_))
        elif token.revoke_time is None:
            tx.execute(REVOKE, (tx.now, namespace_id, id_))
            results.append(token._replace(revoke_time=tx.now))
        else:
            results.append(token)
    return results


def list_page(
    backend: Backend,
    namespace_id: str,
    *,
    creator: str,
    target: tuple[int, str, str] | None,
    before: str,
    limit: int,
) -> tuple[list[StoredFeedbackToken], str]:
    """Read tokens older than the id `before`, newest first, of a key and a target, or of any.

    Returns also the id to continue after; it is empty at the end of the list.
    """
    seek = seek_page(namespace_id, creator=creator, target=target, before=before)
    rows, end = scan(backend, seek, limit=limit + 1)
    tokens = (_from_row(row[1:]) for row in rows)
    page, more = take(tokens, limit=limit, weigh=lambda token: token.weight)
    return page, page[-1].id if more else str(end or "")


def seek_page(
    namespace_id: str, *, creator: str, target: tuple[int, str, str] | None, before: str
) -> Seek:
    """Build the query of a page, in the order of the ids of a namespace."""
    conditions: list[str] = []
    wanted: Row = ()
    if creator:
        conditions.append('"creator" = ?')
        wanted += (creator,)
    if target is not None:
        conditions.append('"target_kind" = ? AND "session_id" = ? AND "target_id" = ?')
        wanted += target
    return Seek(
        columns=f't."id" AS "key", {_SELECTED}',
        source='"feedback_token" t',
        where='t."namespace_id" = (SELECT CAST(? AS TEXT))',
        parameters=(namespace_id,),
        key='t."id"',
        descending=True,
        after=before or None,
        fits=" AND ".join(conditions) or "TRUE",
        fit_parameters=wanted,
    )


def _from_row(row: Sequence[Any]) -> StoredFeedbackToken:
    namespace_id, id_, _, kind, session_id, target_id, names, ratings, *rest = row
    user_id, external_user_id, *counted = rest
    allows = scopes.FeedbackToken(
        (kind, session_id, target_id),
        frozenset(json.loads(names)),
        frozenset(json.loads(ratings)),
        user_id,
        external_user_id,
    )
    return StoredFeedbackToken(namespace_id, id_, allows, *counted)


def uses_left(tx: Transaction, namespace_id: str, token_ids: Iterable[str]) -> dict[str, int]:
    """Read how many uses each token has left; one that no longer exists is left out.

    Every write locks the namespace, so nobody else uses the tokens meanwhile.
    """
    wanted = keys((namespace_id, id_) for id_ in sorted(set(token_ids)))
    return {id_: max_uses - uses for id_, max_uses, uses in tx.execute(FIND_USES, wanted)}


def use(tx: Transaction, namespace_id: str, times: Mapping[str, int]) -> None:
    """Add to the uses of tokens, by their ids."""
    if times:
        tx.execute_many(USE, [(count, namespace_id, id_) for id_, count in times.items()])


def purge(tx: Transaction, jobs: Sequence[None]) -> list[bool]:
    """Delete a batch of tokens that expired long ago; return whether there may be more."""
    old = tx.execute(FIND_OLD, (tx.now - KEPT_FOR, PURGED_AT_ONCE)).fetchall()
    if old:
        tx.execute_many(DELETE_ONE, old)
    return [len(old) == PURGED_AT_ONCE] * len(jobs)
