"""Signing keys are found by what tokens say of them, and only in their namespace."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from plaudit_server.domain.errors import AlreadyExists, NotFound, Reason
from plaudit_server.domain.tenants.session_tokens import SigningAlgorithm
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.tenants import signing_keys
from plaudit_server.storage.tenants.api_keys import KeyName
from plaudit_server.storage.tenants.signing_keys import KeyHint, NewSigningKey, StoredSigningKey
from support.stores import in_one_group

HS256 = SigningAlgorithm.HS256.value
ES256 = SigningAlgorithm.ES256.value


def new_key(namespace_id: str, **known: Any) -> NewSigningKey:
    plain = NewSigningKey(
        namespace_id,
        key_id="",
        algorithm=HS256,
        key="x" * 32,
        issuer="",
        audience="",
        clock_skew_seconds=60,
    )
    return plain._replace(**known)


async def create(store: Store, namespace_id: str, **known: Any) -> StoredSigningKey:
    new = new_key(namespace_id, **known)
    return await store.write(signing_keys.create, new, namespace_id=namespace_id)


async def revoke(store: Store, namespace_id: str, id_: str) -> StoredSigningKey:
    name = KeyName(namespace_id, id_)
    return await store.write(signing_keys.revoke, name, namespace_id=namespace_id)


async def candidates(
    store: Store, namespace_id: str, key_id: str | None = None, algorithm: int = HS256
) -> list[StoredSigningKey]:
    return await store.read(signing_keys.candidates_each, KeyHint(namespace_id, key_id, algorithm))


async def found(store: Store, key: StoredSigningKey) -> StoredSigningKey | None:
    return await store.read(signing_keys.find_each, KeyName(key.namespace_id, key.id))


async def test_a_key_is_kept_as_it_was_given(store: Store, namespace: str) -> None:
    known = {
        "key_id": "2026 漢字",
        "algorithm": ES256,
        "key": "-----BEGIN PUBLIC KEY-----\n漢\n",
        "issuer": "app",
        "audience": "plaudit",
        "clock_skew_seconds": 0,
    }
    made = await create(store, namespace, **known)
    assert made.id.startswith("sgk_")
    assert made.revoke_time is None
    assert {name: getattr(made, name) for name in known} == known
    assert await found(store, made) == made


async def test_a_key_without_a_name_goes_by_its_id(store: Store, namespace: str) -> None:
    made = [await create(store, namespace) for _ in range(2)]
    assert [key.key_id for key in made] == [key.id for key in made]


async def test_a_name_is_given_once_in_a_namespace_also_after_its_key_ended(
    store: Store, namespace: str, new_namespace: Callable[..., Any]
) -> None:
    made = await create(store, namespace, key_id="k")
    for _ in range(2):
        with pytest.raises(AlreadyExists) as refused:
            await create(store, namespace, key_id="k", key="y" * 32)
        assert refused.value.reason is Reason.SIGNING_KEY_EXISTS
        assert refused.value.resource_name == made.id
        await revoke(store, namespace, made.id)
    elsewhere = await create(store, await new_namespace(store), key_id="k")
    assert elsewhere.id != made.id
    listed, _ = await store.query("", signing_keys.list_page, namespace, before="", limit=10)
    assert [key.id for key in listed] == [made.id]


async def test_of_those_who_give_a_name_at_once_one_succeeds(
    store: Store, namespace: str, open_store: Callable[[str], Store], database: str
) -> None:
    grouped = await in_one_group(store, *[lambda: create(store, namespace, key_id="a")] * 5)
    other = open_store(database)
    apart = await asyncio.gather(
        *(create(s, namespace, key_id="b") for s in (store, other) for _ in range(5)),
        return_exceptions=True,
    )
    for results in (grouped, apart):
        assert [type(r) for r in results].count(StoredSigningKey) == 1
        assert [type(r) for r in results].count(AlreadyExists) == len(results) - 1


async def test_a_token_finds_its_key_by_the_name_or_by_the_id(store: Store, namespace: str) -> None:
    await create(store, namespace, key_id="other")
    key = await create(store, namespace, key_id="k")
    assert await candidates(store, namespace, "k") == [key]
    assert await candidates(store, namespace, key.id) == [key]
    assert await candidates(store, namespace, "K") == []
    assert await candidates(store, namespace, "") == []


async def test_an_id_names_its_key_and_its_namespace(
    store: Store, namespace: str, new_namespace: Callable[..., Any]
) -> None:
    elsewhere = await new_namespace(store)
    key, other = await create(store, namespace), await create(store, elsewhere)
    assert await candidates(store, "", key.id) == [key]
    assert await candidates(store, "", other.id) == [other]
    assert await candidates(store, "", "sgk_0") == []
    assert await candidates(store, elsewhere, key.id) == []


async def test_a_name_that_is_the_id_of_another_key_finds_both(
    store: Store, namespace: str
) -> None:
    first = await create(store, namespace, key_id="k")
    second = await create(store, namespace, key_id=first.id)
    assert {k.id for k in await candidates(store, namespace, first.id)} == {first.id, second.id}
    assert await candidates(store, "", first.id) == [first]


async def test_a_token_without_a_name_is_tried_on_the_newest_keys_of_its_algorithm(
    store: Store, namespace: str, new_namespace: Callable[..., Any]
) -> None:
    made = [await create(store, namespace) for _ in range(3)]
    elliptic = await create(store, namespace, algorithm=ES256)
    await create(store, await new_namespace(store))
    await revoke(store, namespace, made[1].id)
    assert await candidates(store, namespace) == [made[2], made[0]]
    assert await candidates(store, namespace, algorithm=ES256) == [elliptic]
    more = [new_key(namespace)] * signing_keys.MAX_CANDIDATES
    await in_one_group(
        store,
        *[lambda m=m: store.write(signing_keys.create, m, namespace_id=namespace) for m in more],
    )
    tried = await candidates(store, namespace)
    assert len(tried) == signing_keys.MAX_CANDIDATES
    assert made[0] not in tried


async def test_an_ended_key_stays_with_the_time_it_ended(store: Store, namespace: str) -> None:
    made, other = await create(store, namespace), await create(store, namespace)
    ended = await revoke(store, namespace, made.id)
    assert ended.revoke_time is not None
    assert ended.revoke_time >= made.create_time
    assert ended == made._replace(revoke_time=ended.revoke_time)
    assert await revoke(store, namespace, made.id) == ended
    assert await found(store, made) == ended
    assert await found(store, other) == other
    assert await candidates(store, namespace, made.id) == [ended]


async def test_a_key_that_the_namespace_does_not_have_cannot_be_ended(
    store: Store, namespace: str, new_namespace: Callable[..., Any]
) -> None:
    made = await create(store, namespace)
    for tenant, id_ in ((namespace, "sgk_0"), (await new_namespace(store), made.id)):
        with pytest.raises(NotFound) as refused:
            await revoke(store, tenant, id_)
        assert refused.value.reason is Reason.SIGNING_KEY_NOT_FOUND
    assert await found(store, made) == made


async def test_pages_list_the_keys_of_a_namespace_newest_first(
    store: Store, namespace: str, new_namespace: Callable[..., Any]
) -> None:
    elsewhere = await new_namespace(store)
    made = []
    for _ in range(5):
        made.append(await create(store, namespace))
        await create(store, elsewhere)
    first, more = await store.query("", signing_keys.list_page, namespace, before="", limit=3)
    assert (first, more) == (made[:1:-1], True)
    rest, more = await store.query(
        "", signing_keys.list_page, namespace, before=first[-1].id, limit=3
    )
    assert (rest, more) == (made[1::-1], False)


async def test_a_page_of_long_keys_fits_into_an_answer(store: Store, namespace: str) -> None:
    new = new_key(namespace, key="漢" * 16_384)
    made = [lambda: store.write(signing_keys.create, new, namespace_id=namespace)] * 60
    await in_one_group(store, *made)
    read: list[StoredSigningKey] = []
    more = True
    while more:
        before = read[-1].id if read else ""
        page, more = await store.query(
            "", signing_keys.list_page, namespace, before=before, limit=1000
        )
        assert page
        assert sum(len(key.key.encode()) for key in page) < 3 * 1024 * 1024
        read += page
    assert len({key.id for key in read}) == 60
