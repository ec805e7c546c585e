"""A namespace is a tenant: found by name or id, and closed to all others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from plaudit_server.domain.errors import AlreadyExists, NotFound, Reason
from plaudit_server.domain.exchanges.exchange import ExchangeKey
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.exchanges import exchanges, memories
from plaudit_server.storage.feedback import reads
from plaudit_server.storage.tenants import namespaces
from plaudit_server.storage.tenants.namespaces import (
    EARLY_FEEDBACK_HOURS,
    NamespaceUpdate,
    NewNamespace,
    StoredNamespace,
)
from support.stores import (
    POSITIVE,
    exchange,
    in_one_group,
    on_message,
    register,
    rows,
    submission,
    submit,
    submit_one,
)


async def open_namespace(store: Store, name: str, **known: Any) -> StoredNamespace:
    return await store.write(namespaces.create, NewNamespace(name, **known), namespace_id="")


@pytest.fixture
def alone(runner: asyncio.Runner, open_store: Callable[[str], Store], own_database: str) -> Store:
    """A store on a database without any namespace."""

    async def open_() -> Store:
        return open_store(own_database)

    return runner.run(open_())


async def test_a_namespace_is_found_by_its_id_and_by_its_name(store: Store) -> None:
    made = await open_namespace(store, "found-by-both", api_access_disabled=True)
    assert made.id.startswith("ns_")
    assert made.create_time == made.update_time
    assert await store.query("", namespaces.find, made.id) == made
    assert await store.query("", namespaces.find, "found-by-both") == made


SETTINGS = {
    "api_access_disabled": True,
    "early_feedback": True,
    "early_feedback_hours": 8760,
    "retention_days": 36_500,
}


async def update(store: Store, namespace_id: str, **settings: Any) -> StoredNamespace:
    change = NamespaceUpdate(namespace_id, settings)
    return await store.write(namespaces.update, change, namespace_id=namespace_id)


async def test_a_namespace_keeps_its_settings_and_has_none_unless_said(store: Store) -> None:
    plain = await open_namespace(store, "plain-settings")
    assert plain[2:-2] == (False, False, 0, 0)
    assert await store.query("", namespaces.find, plain.id) == plain
    made = await open_namespace(store, "all-settings", **SETTINGS)
    assert made._asdict().items() >= SETTINGS.items()
    assert await store.query("", namespaces.find, made.id) == made


@pytest.mark.parametrize("setting", SETTINGS)
async def test_a_setting_changes_alone_and_back(store: Store, namespace: str, setting: str) -> None:
    before = await store.query("", namespaces.find, namespace)
    assert before is not None
    changed = await update(store, namespace, **{setting: SETTINGS[setting]})
    assert changed.update_time > before.update_time
    assert changed == before._replace(
        **{setting: SETTINGS[setting], "update_time": changed.update_time}
    )
    assert await store.query("", namespaces.find, namespace) == changed
    back = await update(store, namespace, **{setting: type(SETTINGS[setting])()})
    assert back == before._replace(update_time=back.update_time)


async def test_an_update_that_changes_nothing_keeps_the_time(store: Store, namespace: str) -> None:
    changed = await update(store, namespace, **SETTINGS)
    assert await update(store, namespace, **SETTINGS) == changed
    assert await update(store, namespace) == changed


async def test_updates_of_one_group_build_on_each_other(store: Store, namespace: str) -> None:
    *_, last = await in_one_group(
        store,
        lambda: update(store, namespace, early_feedback=True, retention_days=1),
        lambda: update(store, namespace, retention_days=2),
    )
    assert (last.early_feedback, last.retention_days) == (True, 2)
    assert await store.query("", namespaces.find, namespace) == last


async def test_an_unknown_namespace_is_not_updated_and_no_other_changes(
    store: Store, namespace: str
) -> None:
    before = await store.query("", namespaces.find, namespace)
    with pytest.raises(NotFound) as refused:
        await update(store, "ns_0000", **SETTINGS)
    assert refused.value.reason is Reason.NAMESPACE_NOT_FOUND
    await update(store, (await open_namespace(store, "updated-alone")).id, **SETTINGS)
    assert await store.query("", namespaces.find, namespace) == before


async def test_early_feedback_waits_a_day_unless_said(store: Store, namespace: str) -> None:
    assert EARLY_FEEDBACK_HOURS == 24
    stored = await store.query("", namespaces.find, namespace)
    assert stored is not None
    assert stored.early_feedback_hours == 0
    changed = await update(store, namespace, early_feedback_hours=1)
    assert changed.early_feedback_hours == 1


@pytest.mark.parametrize("name", ["no-such-name", "ns_0000", ""])
async def test_an_unknown_namespace_is_not_found(store: Store, name: str) -> None:
    assert await store.query("", namespaces.find, name) is None


async def test_a_taken_name_is_refused_with_the_id_that_has_it(store: Store) -> None:
    made = await open_namespace(store, "taken")
    with pytest.raises(AlreadyExists) as refused:
        await open_namespace(store, "taken")
    assert refused.value.reason is Reason.NAMESPACE_EXISTS
    assert refused.value.resource_name == made.id


async def test_one_name_wanted_twice_in_a_group_goes_to_the_first(store: Store) -> None:
    first, second, other = await in_one_group(
        store,
        lambda: open_namespace(store, "wanted-twice"),
        lambda: open_namespace(store, "wanted-twice"),
        lambda: open_namespace(store, "wanted-once"),
    )
    assert first.name == "wanted-twice"
    assert isinstance(second, AlreadyExists)
    assert other.name == "wanted-once"


async def test_pages_list_the_namespaces_by_name(alone: Store) -> None:
    names = [f"{letter}-{i}" for letter in "cab" for i in range(3)]
    for name in names:
        await open_namespace(alone, name)
    after = ""
    listed = []
    more = True
    while more:
        page, more = await alone.query("", namespaces.list_page, after=after, limit=4)
        listed.append([namespace.name for namespace in page])
        after = listed[-1][-1]
    ordered = sorted(names)
    assert listed == [ordered[:4], ordered[4:8], ordered[8:]]


async def test_an_empty_database_lists_no_namespace(alone: Store) -> None:
    assert await alone.query("", namespaces.list_page, after="", limit=4) == ([], False)


async def test_the_same_feedback_in_two_namespaces_is_two(
    store: Store, namespace: str, new_namespace: Callable[[Store], Any]
) -> None:
    """Also when both come in one group."""
    other = await new_namespace(store)
    here, there = await in_one_group(
        store,
        lambda: submit_one(store, namespace, text="x"),
        lambda: submit_one(store, other, text="x"),
    )
    assert here.id != there.id
    assert (here.revision, there.revision) == (1, 1)
    changed = await submit_one(store, namespace, text="y")
    assert (changed.id, changed.revision) == (here.id, 2)
    assert (await submit_one(store, other, text="x")).replayed


async def test_the_same_exchange_in_two_namespaces_is_two(
    store: Store, namespace: str, new_namespace: Callable[[Store], Any]
) -> None:
    other = await new_namespace(store)
    (here,), (there,) = await in_one_group(
        store,
        lambda: register(store, exchange(namespace, "m1", request_id="r1")),
        lambda: register(store, exchange(other, "m1", request_id="r1")),
    )
    assert here.id != there.id


async def test_each_namespace_numbers_its_changes_by_itself(
    store: Store, namespace: str, new_namespace: Callable[[Store], Any]
) -> None:
    other = await new_namespace(store)
    for tenant, changes in ((namespace, 3), (other, 5)):
        await submit(store, *(submission(tenant, score=float(i)) for i in range(changes)))
        (last,) = await rows(
            store, 'SELECT "value" FROM "sequence" WHERE "namespace_id" = ?', tenant
        )
        assert last == (changes,)


async def test_nothing_of_another_namespace_is_found_or_changed(
    store: Store, namespace: str, new_namespace: Callable[[Store], Any]
) -> None:
    other = await new_namespace(store)
    (made,) = await register(store, exchange(namespace, "m1", request_id="r1"))
    said = await submit_one(store, namespace, rating=POSITIVE, **on_message("m1"))

    assert await store.read(reads.get, (other, said.id)) is None
    for key in (
        ExchangeKey(id=made.id),
        ExchangeKey(session_id="session-1", message_id="m1"),
        ExchangeKey(session_id="session-1", request_id="r1"),
    ):
        assert await store.read(exchanges.get, (other, key)) is None
        with pytest.raises(NotFound):
            await store.write(
                exchanges.update,
                exchanges.ExchangeUpdate(other, key, lambda old: old._replace(topic="stolen")),
                namespace_id=other,
            )
    assert isinstance(await submit_one(store, other, text="x", **on_message("m1")), NotFound)
    assert await store.query("", memories.list_page, other, before="", limit=10) == ([], "")
    stored = await store.read(exchanges.get, (namespace, ExchangeKey(id=made.id)))
    assert stored == made


async def test_readers_of_two_namespaces_at_once_get_each_their_own(
    store: Store, namespace: str, new_namespace: Callable[[Store], Any]
) -> None:
    other = await new_namespace(store)
    mine = await submit_one(store, namespace, text="mine")
    theirs = await submit_one(store, other, text="theirs")
    asked = [(namespace, mine.id), (other, theirs.id), (namespace, theirs.id), (other, mine.id)]
    found = await asyncio.gather(*(store.read(reads.get, key) for key in asked * 5))
    assert [one and one.content.text for one in found] == ["mine", "theirs", None, None] * 5
