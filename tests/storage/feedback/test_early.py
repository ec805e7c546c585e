"""Early feedback waits for its exchange, and takes effect when it is completed, or expires."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from plaudit_server.domain.errors import FailedPrecondition, NotFound, Reason
from plaudit_server.domain.exchanges.exchange import ExchangeKey, ExchangeStatus
from plaudit_server.domain.feedback.feedback import (
    FeedbackDeletion,
    FeedbackState,
    FeedbackUpdate,
    StoredFeedback,
)
from plaudit_server.storage import housekeeping
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.exchanges import memories
from plaudit_server.storage.exchanges.exchanges import ExchangeUpdate
from plaudit_server.storage.feedback import changes as feedback_changes
from plaudit_server.storage.feedback import early as early_feedback
from plaudit_server.storage.feedback import feedback, lists, reads
from plaudit_server.storage.tenants import namespaces
from plaudit_server.storage.tenants.namespaces import NamespaceUpdate
from support.stores import (
    NEGATIVE,
    POSITIVE,
    exchange,
    execute,
    in_one_group,
    on_message,
    on_request,
    rows,
    submission,
    submit,
    submit_one,
)

HOUR = 3600 * 1_000_000
TARGETS = pytest.mark.parametrize("target", [on_message, on_request], ids=["message", "request"])
WAITS = FeedbackState.PENDING_TARGET
COUNTS = FeedbackState.ACTIVE


async def set_early(store: Store, namespace: str, *, hours: int = 0, early: bool = True) -> None:
    settings = {"early_feedback": early, "early_feedback_hours": hours}
    update = NamespaceUpdate(namespace, settings)
    await store.write(namespaces.update, update, namespace_id=namespace)


@pytest.fixture
def early(runner: asyncio.Runner, store: Store, namespace: str) -> str:
    """A namespace that accepts early feedback."""
    runner.run(set_early(store, namespace))
    return namespace


async def create(
    store: Store, namespace: str, name: str, status: ExchangeStatus = ExchangeStatus.COMPLETED
) -> Any:
    """Register an exchange whose message and request have this name."""
    new = exchange(namespace, name, request_id=name, status=status.value)
    (made,) = await store.write(early_feedback.create_exchanges, (new,), namespace_id=namespace)
    return made


async def turn(store: Store, namespace: str, name: str, status: ExchangeStatus) -> Any:
    """Update the exchange of this name to a status."""
    update = ExchangeUpdate(
        namespace,
        ExchangeKey(session_id="session-1", message_id=name),
        lambda old: old._replace(status=status.value),
    )
    return await store.write(early_feedback.update_exchanges, update, namespace_id=namespace)


async def get(store: Store, namespace: str, id_: str) -> StoredFeedback | None:
    return await store.read(reads.get, (namespace, id_))


async def state(store: Store, namespace: str, id_: str) -> int | None:
    found = await get(store, namespace, id_)
    return None if found is None else found.state


async def kept(store: Store, namespace: str) -> dict[str, int]:
    page, more = await store.query("", memories.list_page, namespace, before="", limit=1000)
    assert not more
    return {memory.exchange.exchange.message_id: memory.positive_count for memory in page}


async def age(store: Store, namespace: str, id_: str, hours: float) -> None:
    """Make a feedback older."""
    by = int(hours * HOUR)
    await execute(
        store,
        'UPDATE "feedback" SET "create_time" = "create_time" - ?,'
        ' "update_time" = "update_time" - ? WHERE "namespace_id" = ? AND "id" = ?',
        *(by, by, namespace, id_),
    )


@TARGETS
@pytest.mark.parametrize("known", [False, True], ids=["unknown", "pending"])
async def test_feedback_waits_for_an_exchange_that_is(
    store: Store, early: str, target: Any, known: bool
) -> None:
    if known:
        await create(store, early, "m1", ExchangeStatus.PENDING)
    given = await submit_one(store, early, rating=POSITIVE, **target("m1"))
    assert (given.state, given.revision, given.stored) == (WAITS, 1, False)
    assert await state(store, early, given.id) == WAITS
    assert await kept(store, early) == {}


@TARGETS
async def test_a_namespace_without_the_setting_accepts_none(
    store: Store, namespace: str, target: Any
) -> None:
    refusal = await submit_one(store, namespace, text="x", **target("m1"))
    assert isinstance(refusal, NotFound)
    assert refusal.reason is Reason.EXCHANGE_NOT_FOUND
    await create(store, namespace, "m1", ExchangeStatus.PENDING)
    refusal = await submit_one(store, namespace, text="x", **target("m1"))
    assert isinstance(refusal, FailedPrecondition)
    assert refusal.reason is Reason.EXCHANGE_NOT_COMPLETED
    assert (
        await rows(store, 'SELECT "id" FROM "feedback" WHERE "namespace_id" = ?', namespace) == []
    )


@TARGETS
async def test_a_failed_exchange_accepts_none_early_or_not(
    store: Store, early: str, target: Any
) -> None:
    await create(store, early, "m1", ExchangeStatus.FAILED)
    refusal = await submit_one(store, early, text="x", **target("m1"))
    assert isinstance(refusal, FailedPrecondition)
    assert refusal.ids["status"] == "FAILED"


async def test_feedback_on_a_completed_exchange_counts_at_once(store: Store, early: str) -> None:
    await create(store, early, "m1")
    given = await submit_one(store, early, rating=POSITIVE, **on_message("m1"))
    assert (given.state, given.stored) == (COUNTS, True)


@TARGETS
@pytest.mark.parametrize("completed", ["by its creation", "by an update"])
async def test_feedback_takes_effect_when_its_exchange_is_completed(
    store: Store, early: str, target: Any, completed: str
) -> None:
    given = await submit_one(store, early, rating=POSITIVE, **target("m1"))
    if completed == "by an update":
        await create(store, early, "m1", ExchangeStatus.PENDING)
        assert await state(store, early, given.id) == WAITS
        made = await turn(store, early, "m1", ExchangeStatus.COMPLETED)
    else:
        made = await create(store, early, "m1")
    found = await get(store, early, given.id)
    assert found is not None
    assert (found.state, found.revision) == (COUNTS, 2)
    assert found.create_time == given.create_time
    assert found.update_time > given.update_time
    assert await rows(
        store, 'SELECT "exchange_id" FROM "feedback" WHERE "namespace_id" = ?', early
    ) == [(made.id,)]
    assert await kept(store, early) == {"m1": 1}


async def test_taking_effect_is_a_change_with_its_own_number_and_revision(
    store: Store, early: str
) -> None:
    given = await submit_one(store, early, rating=POSITIVE, **on_message("m1"))
    await create(store, early, "m1")
    changes = (await store.query("", feedback_changes.read, early, 0)).changes
    told = [(c.sequence, c.after.id, c.after.revision, c.after.state) for c in changes]
    assert told == [(1, given.id, 1, WAITS), (2, given.id, 2, COUNTS)]
    assert changes[1].before == changes[0].after


async def test_all_pending_feedback_on_the_exchange_takes_effect_and_no_other(
    store: Store, early: str, new_namespace: Callable[[Store], Any]
) -> None:
    other = await new_namespace(store)
    await set_early(store, other)
    waiting = [
        await submit_one(store, early, rating=rating, user_id=user, name=name, **target("m1"))
        for target in (on_message, on_request)
        for user, rating in (("ann", POSITIVE), ("ben", NEGATIVE), ("eve", POSITIVE))
        for name in ("overall", "tone")
    ]
    others = [
        (early, await submit_one(store, early, rating=POSITIVE, **on_message("m2"))),
        (
            early,
            await submit_one(store, early, rating=POSITIVE, **on_message("m1", session_id="s2")),
        ),
        (other, await submit_one(store, other, rating=POSITIVE, **on_message("m1"))),
    ]
    await create(store, early, "m1")
    assert {await state(store, early, one.id) for one in waiting} == {COUNTS}
    assert {await state(store, tenant, one.id) for tenant, one in others} == {WAITS}
    assert await kept(store, early) == {"m1": 8}
    assert await kept(store, other) == {}


async def test_a_message_does_not_activate_feedback_on_a_request_of_the_same_name(
    store: Store, early: str
) -> None:
    given = await submit_one(store, early, text="x", **on_request("m1"))
    new = exchange(early, "m1", request_id="r1")
    await store.write(early_feedback.create_exchanges, (new,), namespace_id=early)
    assert await state(store, early, given.id) == WAITS
    new = exchange(early, "m2", request_id="m1")
    await store.write(early_feedback.create_exchanges, (new,), namespace_id=early)
    assert await state(store, early, given.id) == COUNTS


async def test_feedback_pending_for_many_exchanges_of_one_batch_takes_effect(
    store: Store, early: str
) -> None:
    given = await submit(
        store, *(submission(early, rating=POSITIVE, **on_message(f"m{i}")) for i in range(300))
    )
    news = [
        exchange(
            early,
            f"m{i}",
            status=(ExchangeStatus.PENDING if i % 3 == 0 else ExchangeStatus.COMPLETED).value,
        )
        for i in range(300)
    ]
    await store.write(early_feedback.create_exchanges, news, namespace_id=early)
    states = [await state(store, early, one.id) for one in given]
    assert states == [WAITS if i % 3 == 0 else COUNTS for i in range(300)]
    assert len(await kept(store, early)) == 200


@pytest.mark.parametrize("status", [ExchangeStatus.PENDING, ExchangeStatus.FAILED], ids=str)
async def test_feedback_stays_pending_while_its_exchange_is(
    store: Store, early: str, status: ExchangeStatus
) -> None:
    given = await submit_one(store, early, rating=POSITIVE, **on_message("m1"))
    await create(store, early, "m1", ExchangeStatus.PENDING)
    await turn(store, early, "m1", status)
    assert await state(store, early, given.id) == WAITS
    assert await kept(store, early) == {}


async def test_a_refused_exchange_activates_nothing(store: Store, early: str) -> None:
    await create(store, early, "m1", ExchangeStatus.FAILED)
    await set_early(store, early)
    given = await submit_one(store, early, text="x", **on_message("m2"))
    assert isinstance(await create(store, early, "m1"), Exception)
    with pytest.raises(FailedPrecondition):
        await turn(store, early, "m1", ExchangeStatus.COMPLETED)
    assert await state(store, early, given.id) == WAITS


async def test_feedback_and_its_exchange_in_one_group_end_together_in_either_order(
    store: Store, early: str
) -> None:
    for i, names in enumerate((("give", "make"), ("make", "give"))):
        calls = {
            "give": lambda i=i: submit_one(store, early, rating=POSITIVE, **on_message(f"m{i}")),
            "make": lambda i=i: create(store, early, f"m{i}"),
        }
        answers = dict(
            zip(names, await in_one_group(store, *(calls[n] for n in names)), strict=True)
        )
        assert await state(store, early, answers["give"].id) == COUNTS
        assert (await kept(store, early))[f"m{i}"] == 1


async def test_pending_feedback_is_changed_replayed_and_deleted_like_any(
    store: Store, early: str
) -> None:
    said = {"rating": POSITIVE, "user_id": "ann", **on_message("m1")}
    given = await submit_one(store, early, **said)
    again = await submit_one(store, early, **said)
    assert (again.replayed, again.state) == (True, WAITS)
    changed = await submit_one(store, early, **{**said, "text": "more"})
    assert (changed.revision, changed.state) == (2, WAITS)
    update = FeedbackUpdate(early, given.id, "", lambda content: content._replace(text="most"))
    updated = await store.write(feedback.update, update, namespace_id=early)
    assert (updated.revision, updated.state) == (3, WAITS)
    other = await submit_one(store, early, **{**said, "user_id": "ben"})
    deletion = FeedbackDeletion(early, other.id, "")
    await store.write(feedback.delete, deletion, namespace_id=early)
    await create(store, early, "m1")
    found = await get(store, early, given.id)
    assert found is not None
    assert (found.content.text, found.revision, found.state) == ("most", 4, COUNTS)
    assert await get(store, early, other.id) is None
    assert await kept(store, early) == {"m1": 1}


async def test_pending_feedback_takes_effect_even_after_early_feedback_was_turned_off(
    store: Store, early: str
) -> None:
    given = await submit_one(store, early, rating=POSITIVE, **on_message("m1"))
    await set_early(store, early, early=False)
    assert isinstance(await submit_one(store, early, text="x", **on_message("m2")), NotFound)
    await create(store, early, "m1")
    assert await state(store, early, given.id) == COUNTS


Alone = tuple[Store, str]


@pytest.fixture
def alone(
    runner: asyncio.Runner,
    open_store: Callable[[str], Store],
    own_database: str,
    new_namespace: Callable[[Store], Any],
) -> Alone:
    """A store without feedback of other tests, and a namespace that accepts early feedback."""

    async def open_() -> Alone:
        store = open_store(own_database)
        namespace = await new_namespace(store)
        await set_early(store, namespace)
        return store, namespace

    return runner.run(open_())


@pytest.mark.parametrize(
    ("hours", "waits"), [(0, 24), (1, 1), (8760, 8760)], ids=["a day unless said", "1", "8760"]
)
async def test_feedback_whose_exchange_is_not_completed_in_time_is_deleted(
    alone: Alone, hours: int, waits: int
) -> None:
    store, namespace = alone
    await set_early(store, namespace, hours=hours)
    soon = await submit_one(store, namespace, text="x", **on_message("soon"))
    late = await submit_one(store, namespace, text="x", **on_message("late"))
    await age(store, namespace, soon.id, waits - 0.1)
    await age(store, namespace, late.id, waits + 0.1)
    await housekeeping.expire_early_feedback(store)
    assert await state(store, namespace, soon.id) == WAITS
    assert await get(store, namespace, late.id) is None
    states, _ = await store.query(
        "", lists.list_revisions, namespace, late.id, before=None, limit=10
    )
    assert [(one.revision, one.state) for one in states] == [
        (2, FeedbackState.DELETED),
        (1, WAITS),
    ]


async def test_each_namespace_has_its_own_waiting_time(
    alone: Alone, new_namespace: Callable[[Store], Any]
) -> None:
    store, namespace = alone
    patient = await new_namespace(store)
    await set_early(store, namespace, hours=2)
    await set_early(store, patient, hours=4)
    given = {
        tenant: await submit_one(store, tenant, text="x", **on_message("m1"))
        for tenant in (namespace, patient)
    }
    for tenant, one in given.items():
        await age(store, tenant, one.id, 3)
    await housekeeping.expire_early_feedback(store)
    assert await get(store, namespace, given[namespace].id) is None
    assert await state(store, patient, given[patient].id) == WAITS


async def test_active_feedback_never_expires_however_old(alone: Alone) -> None:
    store, namespace = alone
    await create(store, namespace, "m1")
    counts = await submit_one(store, namespace, text="x", **on_message("m1"))
    about_nothing = await submit_one(store, namespace, text="x")
    came = await submit_one(store, namespace, rating=POSITIVE, **on_message("m2"))
    for one in (counts, about_nothing, came):
        await age(store, namespace, one.id, 100_000)
    await create(store, namespace, "m2")
    await housekeeping.expire_early_feedback(store)
    for one in (counts, about_nothing, came):
        assert await state(store, namespace, one.id) == COUNTS
    assert await kept(store, namespace) == {"m2": 1}


async def test_feedback_whose_exchange_is_completed_while_it_expires_stays(alone: Alone) -> None:
    store, namespace = alone
    came = await submit_one(store, namespace, rating=POSITIVE, **on_message("m1"))
    await age(store, namespace, came.id, 25)
    found = await store.query("", early_feedback.find_expired)
    assert [one.id for one in found] == [came.id]
    await create(store, namespace, "m1")
    await store.write(early_feedback.expire, found, namespace_id=namespace)
    assert await state(store, namespace, came.id) == COUNTS
    assert await kept(store, namespace) == {"m1": 1}


async def test_feedback_whose_exchange_was_erased_stays_active_when_changed(
    alone: Alone,
) -> None:
    store, namespace = alone
    await create(store, namespace, "m1")
    given = await submit_one(store, namespace, text="x", **on_message("m1"))
    await age(store, namespace, given.id, 1000)
    await execute(store, 'DELETE FROM "exchange" WHERE "namespace_id" = ?', namespace)
    await execute(
        store, 'UPDATE "feedback" SET "exchange_id" = NULL WHERE "namespace_id" = ?', namespace
    )
    again = await submit_one(store, namespace, text="y", **on_message("m1"))
    assert (again.id, again.revision, again.state) == (given.id, 2, COUNTS)
    await housekeeping.expire_early_feedback(store)
    assert await state(store, namespace, given.id) == COUNTS


async def test_a_change_does_not_extend_the_waiting_time(alone: Alone) -> None:
    store, namespace = alone
    given = await submit_one(store, namespace, text="x", **on_message("m1"))
    await age(store, namespace, given.id, 25)
    again = await submit_one(store, namespace, text="y", **on_message("m1"))
    assert (again.id, again.revision) == (given.id, 2)
    await housekeeping.expire_early_feedback(store)
    assert await get(store, namespace, given.id) is None


async def test_much_expired_feedback_is_deleted_in_batches(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(early_feedback, "EXPIRED_AT_ONCE", 20)
    store, namespace = alone
    given = await submit(
        store, *(submission(namespace, text="x", **on_message(f"m{i}")) for i in range(50))
    )
    for one in given[:45]:
        await age(store, namespace, one.id, 25)
    assert len(await store.query("", early_feedback.find_expired)) == 20
    await housekeeping.expire_early_feedback(store)
    left = await rows(store, 'SELECT "id" FROM "feedback" WHERE "namespace_id" = ?', namespace)
    assert sorted(id_ for (id_,) in left) == sorted(one.id for one in given[45:])
