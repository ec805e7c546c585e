"""A change of a criterion is checked against all feedback, also what arrives meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from plaudit_server.domain.errors import FailedPrecondition, NotFound, Reason
from plaudit_server.domain.feedback.criteria import Criterion, CriterionKind
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.feedback import criteria, criterion_update
from plaudit_server.storage.feedback.criteria import CriterionName, NewCriterion
from plaudit_server.storage.feedback.criterion_update import CriterionUpdate, update
from support.stores import submission, submit, submit_one


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(criterion_update, "READ_AT_ONCE", 3)
    monkeypatch.setattr(criterion_update, "CHANGED_AT_MOST", 2)


async def create(store: Store, namespace: str) -> Criterion:
    new = NewCriterion(namespace, "stars", "", CriterionKind.NUMBER, 0, 10)
    return await store.write(criteria.create, new, namespace_id=namespace)


async def stars(store: Store, namespace: str, *numbers: int, name: str = "stars") -> list[Any]:
    said = [
        submission(namespace, name=name, value_int=n, external_user_id=f"{name} {n}")
        for n in numbers
    ]
    return await submit(store, *said)


def limit(criterion: Criterion, namespace: str, most: float) -> CriterionUpdate:
    return CriterionUpdate(namespace, criterion.id, lambda old: old._replace(maximum=most))


async def test_all_parts_of_the_feedback_are_checked(store: Store, namespace: str) -> None:
    made = await create(store, namespace)
    await stars(store, namespace, *range(30), name="other")
    *_, last = await stars(store, namespace, *range(10))
    with pytest.raises(FailedPrecondition) as refused:
        await update(store, limit(made, namespace, 8.5))
    assert refused.value.reason is Reason.CRITERION_DOES_NOT_FIT
    assert refused.value.ids["feedback_id"] == last.id
    assert (await update(store, limit(made, namespace, 9))).maximum == 9


def after_check(
    monkeypatch: pytest.MonkeyPatch, store: Store, *between: Callable[[], Any]
) -> list[int | None]:
    """Do something after each check, before its transaction; return what was checked by then."""
    write, todo, checked = store.write, list(between), []

    async def delayed(operation: Any, payload: Any, *, namespace_id: str) -> Any:
        if operation is criterion_update.apply:
            checked.append(payload.sequence)
            if todo:
                await todo.pop(0)()
        return await write(operation, payload, namespace_id=namespace_id)

    monkeypatch.setattr(store, "write", delayed)
    return checked


@pytest.mark.parametrize("count", [1, 2, 3, 20], ids=lambda n: f"{n} arrive")
async def test_feedback_that_arrives_after_the_check_is_checked_too(
    store: Store, namespace: str, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    made = await create(store, namespace)
    await stars(store, namespace, *range(5))

    async def arrive() -> None:
        await stars(store, namespace, *range(5, 4 + count), 9)

    after_check(monkeypatch, store, arrive)
    with pytest.raises(FailedPrecondition):
        await update(store, limit(made, namespace, 8))
    monkeypatch.undo()
    assert (await submit_one(store, namespace, name="stars", value_int=10)).revision == 1


async def test_what_changed_much_since_is_checked_again_without_a_second_walk(
    store: Store, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await create(store, namespace)
    await stars(store, namespace, *range(5))
    starts: list[object] = []
    seek_page = criterion_update.seek_page
    monkeypatch.setattr(
        criterion_update,
        "seek_page",
        lambda job, after: starts.append(after) or seek_page(job, after),
    )

    async def arrive() -> None:
        await stars(store, namespace, 5, 6, 7)

    checked = after_check(monkeypatch, store, arrive)
    assert (await update(store, limit(made, namespace, 8))).maximum == 8
    assert len(checked) == 2
    assert starts.count("") == 1


async def test_a_change_meanwhile_is_the_basis_of_the_next_try(
    store: Store, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await create(store, namespace)

    async def describe() -> None:
        other = CriterionUpdate(
            namespace, made.id, lambda old: old._replace(description="meanwhile")
        )
        await update(store, other)

    after_check(monkeypatch, store, describe)
    changed = await update(store, limit(made, namespace, 8))
    assert (changed.description, changed.maximum) == ("meanwhile", 8)


async def test_a_criterion_archived_meanwhile_is_not_found(
    store: Store, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await create(store, namespace)

    async def archive() -> None:
        name = CriterionName(namespace, made.id)
        await store.write(criteria.archive, name, namespace_id=namespace)

    after_check(monkeypatch, store, archive)
    with pytest.raises(NotFound):
        await update(store, limit(made, namespace, 8))


async def test_feedback_and_a_change_at_the_same_time_never_disagree(
    store: Store, namespace: str
) -> None:
    made = await create(store, namespace)

    async def submitting() -> int:
        outcomes = [
            await submit_one(store, namespace, name="stars", value_int=9, external_user_id=f"{n}")
            for n in range(30)
        ]
        return sum(not isinstance(outcome, Exception) for outcome in outcomes)

    changing = asyncio.create_task(update(store, limit(made, namespace, 8)))
    recorded, changed = await asyncio.gather(submitting(), changing, return_exceptions=True)
    assert (recorded == 0) == isinstance(changed, Criterion)
