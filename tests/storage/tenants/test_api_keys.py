"""Keys are found by the digest of their secret, listed newest first, and end for good."""

from __future__ import annotations

from typing import Any

import pytest

from plaudit_server.domain.errors import NotFound, Reason
from plaudit_server.domain.tenants.api_keys import StoredApiKey
from plaudit_server.domain.tenants.credentials import new_secret, secret_digest
from plaudit_server.domain.tenants.scopes import Scope
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.tenants import api_keys
from plaudit_server.storage.tenants.api_keys import KeyName, NewApiKey
from support.stores import in_one_group, rows


def new_key(namespace_id: str, **known: Any) -> NewApiKey:
    plain = NewApiKey(
        namespace_id,
        secret_digest(new_secret()),
        name="a key",
        scopes=frozenset({Scope.FEEDBACK_WRITE}),
        all_namespaces=False,
        expire_time=None,
    )
    return plain._replace(**known)


async def create(store: Store, new: NewApiKey) -> StoredApiKey:
    return await store.write(api_keys.create, new, namespace_id=new.namespace_id)


async def revoke(store: Store, namespace_id: str, id_: str) -> StoredApiKey:
    name = KeyName(namespace_id, id_)
    return await store.write(api_keys.revoke, name, namespace_id=namespace_id)


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"scopes": frozenset(Scope), "all_namespaces": True, "name": "naïve 漢字"},
        {"scopes": frozenset(), "expire_time": 2**53 + 1, "name": ""},
    ],
    ids=["plain", "everything", "nothing"],
)
async def test_a_key_is_found_by_the_digest_of_its_secret(
    store: Store, namespace: str, known: dict[str, Any]
) -> None:
    new = new_key(namespace, **known)
    made = await create(store, new)
    assert made.id.startswith("key_")
    assert made.revoke_time is None
    assert {name: getattr(made, name) for name in new._fields} == new._asdict()
    assert await store.query("", api_keys.find, new.secret_sha256) == made


async def test_an_unknown_secret_finds_nothing(store: Store, namespace: str) -> None:
    await create(store, new_key(namespace))
    assert await store.query("", api_keys.find, secret_digest("unknown")) is None


async def test_the_secret_itself_is_nowhere_in_the_store(store: Store, namespace: str) -> None:
    secret = new_secret()
    await create(store, new_key(namespace, secret_sha256=secret_digest(secret)))
    found = await rows(store, 'SELECT * FROM "api_key" WHERE "namespace_id" = ?', namespace)
    assert len(found) == 1
    assert secret not in str(found)
    assert secret.removeprefix("plaudit_") not in str(found)


async def test_one_secret_makes_one_key(store: Store, namespace: str) -> None:
    """Secrets are random, so this is a bug of the caller: it fails alone, and nothing changes."""
    new = new_key(namespace)
    made = await create(store, new)
    failed, other = await in_one_group(
        store, lambda: create(store, new), lambda: create(store, new_key(namespace))
    )
    assert isinstance(failed, Exception)
    assert await store.query("", api_keys.find, new.secret_sha256) == made
    assert await store.query("", api_keys.find, other.secret_sha256) == other


async def test_pages_list_the_keys_of_a_namespace_newest_first(
    store: Store, namespace: str, new_namespace: Any
) -> None:
    elsewhere = await new_namespace(store)
    made = []
    for _ in range(5):
        made.append(await create(store, new_key(namespace)))
        await create(store, new_key(elsewhere))
    first, more = await store.query("", api_keys.list_page, namespace, before="", limit=3)
    assert (first, more) == (made[:1:-1], True)
    rest, more = await store.query("", api_keys.list_page, namespace, before=first[-1].id, limit=3)
    assert (rest, more) == (made[1::-1], False)


async def test_a_revoked_key_stays_with_the_time_it_ended(store: Store, namespace: str) -> None:
    made = await create(store, new_key(namespace))
    other = await create(store, new_key(namespace))
    ended = await revoke(store, namespace, made.id)
    assert ended.revoke_time is not None
    assert ended.revoke_time >= made.create_time
    assert ended == made._replace(revoke_time=ended.revoke_time)
    assert await store.query("", api_keys.find, made.secret_sha256) == ended
    assert await store.query("", api_keys.find, other.secret_sha256) == other


async def test_revoking_again_keeps_the_first_time(store: Store, namespace: str) -> None:
    made = await create(store, new_key(namespace))
    ended = await revoke(store, namespace, made.id)
    assert await revoke(store, namespace, made.id) == ended
    assert await store.query("", api_keys.find, made.secret_sha256) == ended


async def test_a_key_that_the_namespace_does_not_have_cannot_be_revoked(
    store: Store, namespace: str, new_namespace: Any
) -> None:
    made = await create(store, new_key(namespace))
    for tenant, id_ in ((namespace, "key_0"), (await new_namespace(store), made.id)):
        with pytest.raises(NotFound) as refused:
            await revoke(store, tenant, id_)
        assert refused.value.reason is Reason.API_KEY_NOT_FOUND
    assert await store.query("", api_keys.find, made.secret_sha256) == made
