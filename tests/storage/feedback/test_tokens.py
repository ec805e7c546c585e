"""Feedback tokens are found by the digest of their text, and have a number of uses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from plaudit_server.domain.feedback.feedback import TargetKind
from plaudit_server.domain.feedback.tokens import new_token
from plaudit_server.domain.tenants.credentials import new_secret, secret_digest
from plaudit_server.domain.tenants.scopes import FeedbackToken, Scope
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.engine.transaction import Transaction, now
from plaudit_server.storage.feedback import tokens as feedback_tokens
from plaudit_server.storage.feedback.tokens import NewFeedbackToken, StoredFeedbackToken
from plaudit_server.storage.tenants import api_keys
from plaudit_server.storage.tenants.api_keys import NewApiKey
from support.stores import execute, in_one_group, rows

ALLOWS = FeedbackToken(
    (TargetKind.MESSAGE.value, "session-1", "m1"),
    frozenset({"overall"}),
    frozenset(),
    user_id="",
    external_user_id="",
)
AN_HOUR = 60 * 60 * 1_000_000


def new(namespace_id: str, **known: Any) -> NewFeedbackToken:
    plain = NewFeedbackToken(
        namespace_id,
        secret_digest(new_token(namespace_id)),
        ALLOWS,
        max_uses=1,
        expire_time=now() + AN_HOUR,
    )
    return plain._replace(**known)


async def create(store: Store, token: NewFeedbackToken) -> StoredFeedbackToken:
    return await store.write(feedback_tokens.create, token, namespace_id=token.namespace_id)


async def find(store: Store, namespace_id: str, secret: str) -> StoredFeedbackToken | None:
    return await store.read(feedback_tokens.find_each, (namespace_id, secret))


async def left(store: Store, namespace_id: str, *ids: str) -> dict[str, int]:
    def look(tx: Transaction, jobs: Sequence[None]) -> list[dict[str, int]]:
        return [feedback_tokens.uses_left(tx, namespace_id, ids)] * len(jobs)

    return await store.write(look, None, namespace_id=namespace_id)


async def use(store: Store, namespace_id: str, times: dict[str, int]) -> None:
    def count(tx: Transaction, jobs: Sequence[None]) -> list[None]:
        feedback_tokens.use(tx, namespace_id, times)
        return [None] * len(jobs)

    await store.write(count, None, namespace_id=namespace_id)


async def test_a_token_is_found_by_the_digest_of_its_text(store: Store, namespace: str) -> None:
    everything = FeedbackToken(
        (TargetKind.SEARCH.value, "", "s 漢"),
        frozenset({"overall", "漢字", 'a"b'}),
        frozenset({0, 1, 2}),
        user_id="u",
        external_user_id="e",
    )
    for allows, uses in ((ALLOWS, 1), (everything, 1000)):
        token = new(namespace, allows=allows, max_uses=uses)
        made = await create(store, token)
        assert made.id.startswith("fbt_")
        assert (made.allows, made.max_uses, made.uses) == (allows, uses, 0)
        assert made.expire_time == token.expire_time
        assert await find(store, namespace, token.secret_sha256) == made


async def test_the_text_itself_is_nowhere_in_the_store(store: Store, namespace: str) -> None:
    text = new_token(namespace)
    await create(store, new(namespace, secret_sha256=secret_digest(text)))
    kept = await rows(store, 'SELECT * FROM "feedback_token" WHERE "namespace_id" = ?', namespace)
    assert len(kept) == 1
    assert text[-43:] not in str(kept)


async def test_many_are_found_in_one_query_each_only_in_its_namespace(
    store: Store, namespace: str, new_namespace: Callable[..., Any]
) -> None:
    elsewhere = await new_namespace(store)
    tokens = [new(namespace) for _ in range(3)]
    made = [await create(store, token) for token in tokens]
    assert await asyncio.gather(
        *(find(store, namespace, token.secret_sha256) for token in tokens),
        find(store, elsewhere, tokens[0].secret_sha256),
        find(store, namespace, secret_digest("unknown")),
    ) == [*made, None, None]


async def test_uses_are_counted_for_each_token_separately(
    store: Store, namespace: str, new_namespace: Callable[..., Any]
) -> None:
    elsewhere = await new_namespace(store)
    three, one = [await create(store, new(namespace, max_uses=uses)) for uses in (3, 1)]
    assert await left(store, namespace, three.id, one.id) == {three.id: 3, one.id: 1}
    await use(store, namespace, {three.id: 2, one.id: 1})
    await use(store, elsewhere, {three.id: 1})
    await use(store, namespace, {})
    assert await left(store, namespace, three.id, one.id) == {three.id: 1, one.id: 0}
    assert await left(store, elsewhere, three.id) == {}
    assert await left(store, namespace, "fbt_0") == {}
    assert await left(store, namespace) == {}


async def test_two_servers_count_the_same_uses(
    store: Store, namespace: str, open_store: Callable[[str], Store], database: str
) -> None:
    """The lock of the namespace makes all earlier uses visible, so the last use is given once."""
    token = await create(store, new(namespace, max_uses=10))
    taken = []

    def take(tx: Transaction, jobs: Sequence[None]) -> list[None]:
        for _ in jobs:
            if feedback_tokens.uses_left(tx, namespace, [token.id])[token.id] > 0:
                feedback_tokens.use(tx, namespace, {token.id: 1})
                taken.append(tx)
        return [None] * len(jobs)

    other = open_store(database)
    await asyncio.gather(
        *(s.write(take, None, namespace_id=namespace) for s in (store, other) for _ in range(20))
    )
    assert len(taken) == 10
    assert await left(store, namespace, token.id) == {token.id: 0}


async def test_tokens_that_expired_a_day_ago_are_deleted_and_no_others(
    own_database: str, open_store: Callable[[str], Store], new_namespace: Callable[..., Any]
) -> None:
    store = open_store(own_database)
    namespace = await new_namespace(store)
    day = feedback_tokens.KEPT_FOR
    for age in (-AN_HOUR, AN_HOUR, day - AN_HOUR, day + AN_HOUR, 90 * day):
        await create(store, new(namespace, expire_time=now() - age))
    assert await store.write(feedback_tokens.purge, None, namespace_id="") is False
    (kept,) = await rows(store, 'SELECT count(*) FROM "feedback_token"')
    assert kept == (3,)


async def test_many_old_tokens_are_deleted_in_batches(
    own_database: str, open_store: Callable[[str], Store], new_namespace: Callable[..., Any]
) -> None:
    store = open_store(own_database)
    namespace = await new_namespace(store)
    await in_one_group(
        store,
        *[lambda: create(store, new(namespace))] * (feedback_tokens.PURGED_AT_ONCE + 1),
    )
    await execute(store, 'UPDATE "feedback_token" SET "expire_time" = 0')
    assert await store.write(feedback_tokens.purge, None, namespace_id="") is True
    assert await rows(store, 'SELECT count(*) FROM "feedback_token"') == [(1,)]
    assert await store.write(feedback_tokens.purge, None, namespace_id="") is False
    assert await rows(store, 'SELECT count(*) FROM "feedback_token"') == [(0,)]


async def test_a_token_is_revoked_with_its_key_and_one_without_a_key_only_expires(
    store: Store, namespace: str
) -> None:
    key = NewApiKey(namespace, secret_digest(new_secret()), "", frozenset(Scope), False, None)
    kept = await store.write(api_keys.create, key, namespace_id=namespace)
    for creator, ended in (("", False), (kept.id, False), ("key_gone", True)):
        token = new(namespace, creator=creator, creator_namespace_id=namespace)
        await create(store, token)
        found = await find(store, namespace, token.secret_sha256)
        assert found is not None
        assert found.key_ended is ended
