"""Feedback tokens in the database, by the SHA-256 of their text, and how often they were used."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from plaudit_server.domain import scopes
from plaudit_server.domain.ids import Kind, new_id
from plaudit_server.storage.backend import Backend
from plaudit_server.storage.transaction import Transaction, keys

KEPT_FOR = 24 * 60 * 60 * 1_000_000
"""How long an expired token is still known as one, in microseconds."""
PURGED_AT_ONCE = 500
"""How many expired tokens one write deletes, so that callers do not wait for it."""

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
)
_SELECTED = ", ".join(f't."{column}"' for column in COLUMNS)
# The namespace comes from `k` or a SELECT, as in `storage/feedback.py`.
FIND_BY_SECRET = (
    f'KEYS2 SELECT {_SELECTED} FROM k CROSS JOIN "feedback_token" t'
    ' WHERE t."namespace_id" = k.a AND t."secret_sha256" = k.b'
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
FORGET_ONE = (
    'DELETE FROM "feedback_token" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)


class NewFeedbackToken(NamedTuple):
    """A token on its way to the store."""

    namespace_id: str
    secret_sha256: str
    allows: scopes.FeedbackToken
    max_uses: int
    expire_time: int


class StoredFeedbackToken(NamedTuple):
    """A token as the store has it; times in microseconds."""

    namespace_id: str
    id: str
    allows: scopes.FeedbackToken
    max_uses: int
    uses: int
    create_time: int
    expire_time: int


def create(tx: Transaction, news: Sequence[NewFeedbackToken]) -> list[StoredFeedbackToken]:
    """Keep new tokens."""
    stored = [
        StoredFeedbackToken(
            new.namespace_id,
            new_id(Kind.FEEDBACK_TOKEN),
            new.allows,
            new.max_uses,
            0,
            tx.now,
            new.expire_time,
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
            *token[3:],
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
    for row in backend.execute(FIND_BY_SECRET, keys(secrets)):
        namespace_id, id_, secret, kind, session_id, target_id, names, ratings, *rest = row
        user_id, external_user_id, max_uses, uses, create_time, expire_time = rest
        allows = scopes.FeedbackToken(
            (kind, session_id, target_id),
            frozenset(json.loads(names)),
            frozenset(json.loads(ratings)),
            user_id,
            external_user_id,
        )
        found[namespace_id, secret] = StoredFeedbackToken(
            namespace_id, id_, allows, max_uses, uses, create_time, expire_time
        )
    return [found.get(secret) for secret in secrets]


def uses_left(tx: Transaction, namespace_id: str, token_ids: Iterable[str]) -> dict[str, int]:
    """Read how often each token may still be used; one that is gone is left out.

    The namespace's lock, which every write holds, keeps others from using them meanwhile.
    """
    wanted = keys((namespace_id, id_) for id_ in sorted(set(token_ids)))
    return {id_: max_uses - uses for id_, max_uses, uses in tx.execute(FIND_USES, wanted)}


def use(tx: Transaction, namespace_id: str, times: Mapping[str, int]) -> None:
    """Count how often tokens were used, by their ids."""
    if times:
        tx.execute_many(USE, [(count, namespace_id, id_) for id_, count in times.items()])


def purge(tx: Transaction, jobs: Sequence[None]) -> list[bool]:
    """Delete some of the tokens that expired long ago, and tell whether there are more."""
    old = tx.execute(FIND_OLD, (tx.now - KEPT_FOR, PURGED_AT_ONCE)).fetchall()
    if old:
        tx.execute_many(FORGET_ONE, old)
    return [len(old) == PURGED_AT_ONCE] * len(jobs)
