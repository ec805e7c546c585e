"""Criteria: one in force per name, listed newest first, archived for good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from plaudit_server.domain.errors import AlreadyExists, NotFound, Reason
from plaudit_server.domain.feedback.criteria import Criterion, CriterionKind, Direction
from plaudit_server.storage.engine.pages import MAX_BYTES
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.engine.transaction import Transaction
from plaudit_server.storage.feedback import criteria
from plaudit_server.storage.feedback.criteria import CriterionName, NewCriterion
from support.stores import in_one_group


def new_criterion(namespace_id: str, name: str = "usefulness", **known: Any) -> NewCriterion:
    return NewCriterion(namespace_id, name, "what it means", CriterionKind.BOOL)._replace(**known)


async def create(
    store: Store, namespace_id: str, name: str = "usefulness", **known: Any
) -> Criterion:
    new = new_criterion(namespace_id, name, **known)
    return await store.write(criteria.create, new, namespace_id=namespace_id)


async def archive(store: Store, namespace_id: str, id_: str) -> Criterion:
    name = CriterionName(namespace_id, id_)
    return await store.write(criteria.archive, name, namespace_id=namespace_id)


async def in_force(store: Store, namespace_id: str) -> Mapping[str, Criterion]:
    names = {criterion.name for criterion in await listed(store, namespace_id)} | {"none"}

    def read(tx: Transaction, namespaces: list[str]) -> list[Mapping[str, Criterion]]:
        return [criteria.in_force(tx, one, names) for one in namespaces]

    return await store.write(read, namespace_id, namespace_id=namespace_id)


async def listed(
    store: Store, namespace_id: str, *, limit: int = 1000, include_archived: bool = True
) -> list[Criterion]:
    """Read all pages."""
    read: list[Criterion] = []
    more = True
    while more:
        page, more = await store.query(
            "",
            criteria.list_page,
            namespace_id,
            before=read[-1].id if read else "",
            limit=limit,
            include_archived=include_archived,
        )
        assert len(page) <= limit
        read += page
    return read


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"description": ""},
        {"kind": CriterionKind.NUMBER},
        {"kind": CriterionKind.NUMBER, "minimum": 0.0},
        {"kind": CriterionKind.NUMBER, "maximum": -1e308},
        {"kind": CriterionKind.NUMBER, "minimum": 0.1, "maximum": 2.0**63},
        {"kind": CriterionKind.LABEL, "labels": ("b", 'a "', "漢 🙂", "\\N", "a,b", " ")},
        {
            "kind": CriterionKind.LABEL,
            "labels": ("a", "b", "c"),
            "scores": (0.1, -1e308, 3.0),
            "several": True,
            "direction": Direction.LOWER_IS_BETTER,
        },
        {"kind": CriterionKind.TEXT, "name": "\\ 🙂 %s {}", "description": "\n\t\\N"},
    ],
    ids=str,
)
async def test_a_criterion_is_stored_as_it_was_created(
    store: Store, namespace: str, known: dict[str, Any]
) -> None:
    new = new_criterion(namespace, **known)
    made = await create(store, **new._asdict())
    assert made.id.startswith("crit_")
    assert made.archive_time is None
    assert {"namespace_id": namespace, **made._asdict()}.items() >= new._asdict().items()
    assert await listed(store, namespace) == [made]
    found = await in_force(store, namespace)
    assert found == {new.name: made}
    assert isinstance(found[new.name].kind, CriterionKind)


async def test_a_name_has_one_criterion_in_force(store: Store, namespace: str) -> None:
    made = await create(store, namespace)
    with pytest.raises(AlreadyExists) as refused:
        await create(store, namespace, kind=CriterionKind.TEXT)
    assert refused.value.reason is Reason.CRITERION_EXISTS
    assert refused.value.resource_name == made.id
    assert await listed(store, namespace) == [made]


async def test_of_criteria_with_one_name_in_a_group_the_first_is_created(
    store: Store, namespace: str
) -> None:
    first, second, other = await in_one_group(
        store,
        lambda: create(store, namespace),
        lambda: create(store, namespace),
        lambda: create(store, namespace, "Usefulness"),
    )
    assert isinstance(second, AlreadyExists)
    assert await in_force(store, namespace) == {"usefulness": first, "Usefulness": other}

    def read(tx: Transaction, namespaces: list[str]) -> list[Mapping[str, Criterion]]:
        return [criteria.in_force(tx, one, {"Usefulness"}) for one in namespaces]

    found = await store.write(read, namespace, namespace_id=namespace)
    assert found == {"Usefulness": other}, "only the requested names"


async def test_an_archived_criterion_keeps_its_archive_time_and_is_no_longer_in_force(
    store: Store, namespace: str
) -> None:
    made = await create(store, namespace)
    other = await create(store, namespace, "other")
    ended = await archive(store, namespace, made.id)
    assert ended.archive_time is not None
    assert ended.archive_time >= made.create_time
    time = ended.archive_time
    assert ended == made._replace(archive_time=time, update_time=time)
    assert await archive(store, namespace, made.id) == ended
    assert await listed(store, namespace) == [other, ended]
    assert await in_force(store, namespace) == {"other": other}


async def test_the_name_of_an_archived_criterion_is_free_for_another(
    store: Store, namespace: str
) -> None:
    ended = [await archive(store, namespace, (await create(store, namespace)).id) for _ in range(2)]
    made = await create(store, namespace, kind=CriterionKind.LABEL, labels=("a",))
    assert await listed(store, namespace) == [made, *ended[::-1]]
    assert await in_force(store, namespace) == {"usefulness": made}


async def test_criteria_in_force_are_those_that_the_transaction_sees(
    store: Store, namespace: str
) -> None:
    """Also if the same transaction changed them, and although they are cached."""

    def change(tx: Transaction, jobs: list[None]) -> list[list[Mapping[str, Criterion]]]:
        seen = [criteria.in_force(tx, namespace, {"usefulness", "other"})]
        for _ in range(2):
            (made,) = criteria.create(tx, [new_criterion(namespace)])
            assert isinstance(made, Criterion)
            seen.append(criteria.in_force(tx, namespace, {"usefulness", "other"}))
            assert seen[-1] == {"usefulness": made}
            criteria.archive(tx, [CriterionName(namespace, made.id)])
            seen.append(criteria.in_force(tx, namespace, {"usefulness", "other"}))
        return [seen for _ in jobs]

    none, first, ended, second, over = await store.write(change, None, namespace_id=namespace)
    assert none == ended == over == {}
    assert first != second


async def test_pages_list_the_criteria_newest_first_with_archived_ones_on_request(
    store: Store, namespace: str, new_namespace: Any
) -> None:
    elsewhere = await new_namespace(store)
    made = []
    for i in range(7):
        made.append(await create(store, namespace, f"name-{i}"))
        await create(store, elsewhere, f"name-{i}")
    for i in (0, 3, 6):
        made[i] = await archive(store, namespace, made[i].id)
    for limit in (1, 2, 3, 1000):
        assert await listed(store, namespace, limit=limit) == made[::-1]
        in_use = await listed(store, namespace, limit=limit, include_archived=False)
        assert in_use == [made[i] for i in (5, 4, 2, 1)]


async def test_a_page_of_long_criteria_ends_before_it_is_too_long(
    store: Store, namespace: str
) -> None:
    labels = tuple(f"{i:06}{'🙂' * 250}" for i in range(200))
    for i in range(12):
        await create(store, namespace, f"name-{i}", kind=CriterionKind.LABEL, labels=labels)
    page, more = await store.query(
        "", criteria.list_page, namespace, before="", limit=1000, include_archived=False
    )
    assert more
    assert 1 < len(page) < 12
    assert sum(len("".join(criterion.labels).encode()) for criterion in page) <= MAX_BYTES


async def test_nothing_of_another_namespace_is_found_or_archived(
    store: Store, namespace: str, new_namespace: Any
) -> None:
    made = await create(store, namespace)
    other = await new_namespace(store)
    assert await listed(store, other) == []
    assert await in_force(store, other) == {}
    for tenant, id_ in ((namespace, "crit_0"), (other, made.id)):
        with pytest.raises(NotFound) as refused:
            await archive(store, tenant, id_)
        assert refused.value.reason is Reason.CRITERION_NOT_FOUND
    theirs = await create(store, other)
    assert theirs.id != made.id
    assert await in_force(store, namespace) == {"usefulness": made}
