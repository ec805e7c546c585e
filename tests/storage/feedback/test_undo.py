"""Feedback is updated and deleted: all states are kept, and votes for memories follow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from plaudit_server.domain.errors import InvalidArgument, NotFound, PermissionDenied, Reason
from plaudit_server.domain.feedback.criteria import CriterionKind
from plaudit_server.domain.feedback.feedback import (
    Content,
    FeedbackDeletion,
    FeedbackState,
    FeedbackUpdate,
    StoredFeedback,
    not_found,
)
from plaudit_server.domain.tenants.scopes import FeedbackToken
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.exchanges import memories
from plaudit_server.storage.feedback import criteria, feedback, lists, reads, tokens
from plaudit_server.storage.feedback.criteria import NewCriterion
from plaudit_server.storage.feedback.tokens import NewFeedbackToken
from support.stores import (
    NEGATIVE,
    POSITIVE,
    Witness,
    exchange,
    execute,
    in_one_group,
    on_message,
    register,
    rows,
    submission,
    submit,
    submit_one,
)

OPEN_END = 2**62


def saying(**said: Any) -> Callable[[Content], Content]:
    return lambda content: content._replace(**said)


async def change(
    store: Store, namespace: str, id_: str, *, user_id: str = "", **said: Any
) -> StoredFeedback:
    update = FeedbackUpdate(namespace, id_, user_id, saying(**said))
    return await store.write(feedback.update, update, namespace_id=namespace)


async def delete(store: Store, namespace: str, id_: str, *, user_id: str = "") -> StoredFeedback:
    deletion = FeedbackDeletion(namespace, id_, user_id)
    return await store.write(feedback.delete, deletion, namespace_id=namespace)


async def get(store: Store, namespace: str, id_: str) -> StoredFeedback | None:
    return await store.read(reads.get, (namespace, id_))


async def states(store: Store, namespace: str, id_: str) -> list[StoredFeedback]:
    """Return the states of a feedback, oldest first."""
    found, more = await store.query(
        "", lists.list_revisions, namespace, id_, before=None, limit=1000
    )
    assert not more
    return found[::-1]


async def kept(store: Store, namespace: str) -> dict[str, int]:
    """Return the number of votes of every memory, by its message."""
    page, more = await store.query("", memories.list_page, namespace, before="", limit=1000)
    assert not more
    return {memory.exchange.exchange.message_id: memory.positive_count for memory in page}


async def last_number(store: Store, namespace: str) -> int:
    ((value,),) = await rows(
        store, 'SELECT "value" FROM "sequence" WHERE "namespace_id" = ?', namespace
    )
    return int(value)


async def test_of_two_deletions_in_a_group_the_second_finds_nothing(
    store: Store, namespace: str
) -> None:
    made = await submit_one(store, namespace, user_id="ann")
    first, second, stranger = await in_one_group(
        store,
        lambda: delete(store, namespace, made.id, user_id="ann"),
        lambda: delete(store, namespace, made.id, user_id="ann"),
        lambda: delete(store, namespace, made.id, user_id="bob"),
    )
    assert first.state == FeedbackState.DELETED
    assert isinstance(second, NotFound)
    assert isinstance(stranger, PermissionDenied)


async def test_an_update_changes_what_it_names_and_keeps_the_rest(
    store: Store, namespace: str
) -> None:
    said = {"text": "good", "score": 0.5, "user_id": "ann", "metadata": '{"a": 1}'}
    new = submission(namespace, session_context='{"page": 1}', **said)
    (made,) = await submit(store, new)
    changed = await change(store, namespace, made.id, text="better")
    assert changed.content == new.content._replace(text="better")
    assert (changed.revision, changed.state) == (2, FeedbackState.ACTIVE)
    assert (changed.creator, changed.session_context) == (new.principal_id, '{"page": 1}')
    assert changed.create_time == made.create_time
    assert changed.update_time > made.update_time
    assert await get(store, namespace, made.id) == changed
    first, second = await states(store, namespace, made.id)
    assert (first.content, first.revision, first.update_time) == (
        new.content,
        1,
        made.create_time,
    )
    assert second == changed


async def test_an_update_with_the_same_content_changes_nothing(
    store: Store, namespace: str
) -> None:
    made = await submit_one(store, namespace, text="good")
    number = await last_number(store, namespace)
    before = await get(store, namespace, made.id)
    assert await change(store, namespace, made.id, text="good") == before
    assert len(await states(store, namespace, made.id)) == 1
    assert await last_number(store, namespace) == number


async def test_an_update_then_a_submission_of_the_same_is_a_replay(
    store: Store, namespace: str
) -> None:
    made = await submit_one(store, namespace, text="good")
    changed = await change(store, namespace, made.id, text="better")
    again = await submit_one(store, namespace, text="better")
    assert (again.id, again.revision, again.replayed) == (made.id, 2, True)
    assert again.update_time == changed.update_time


async def test_a_deletion_is_the_last_revision_of_the_feedback(
    store: Store, namespace: str
) -> None:
    made = await submit_one(store, namespace, text="good", user_id="ann")
    changed = await change(store, namespace, made.id, text="better")
    gone = await delete(store, namespace, made.id)
    assert gone == changed._replace(
        revision=3,
        state=FeedbackState.DELETED.value,
        sequence=changed.sequence + 1,
        update_time=gone.update_time,
    )
    assert gone.update_time > changed.update_time
    assert await get(store, namespace, made.id) is None
    assert [state.revision for state in await states(store, namespace, made.id)] == [1, 2, 3]
    assert (await states(store, namespace, made.id))[-1] == gone


async def test_after_a_deletion_the_same_author_creates_new_feedback(
    store: Store, namespace: str
) -> None:
    made = await submit_one(store, namespace, text="good")
    await delete(store, namespace, made.id)
    again = await submit_one(store, namespace, text="good")
    assert again.id > made.id
    assert (again.revision, again.replayed) == (1, False)
    assert again.create_time > made.create_time
    assert len(await states(store, namespace, made.id)) == 2
    assert len(await states(store, namespace, again.id)) == 1


async def test_unknown_feedback_is_neither_updated_nor_deleted(
    store: Store, namespace: str, new_namespace: Callable[[Store], Any]
) -> None:
    made = await submit_one(store, namespace, text="good")
    gone = await submit_one(store, namespace, text="gone", name="gone")
    await delete(store, namespace, gone.id)
    number = await last_number(store, namespace)
    elsewhere = await new_namespace(store)
    for tenant, id_ in ((namespace, "fb_0"), (namespace, gone.id), (elsewhere, made.id)):
        for write in (lambda t, i: change(store, t, i, text="x"), lambda t, i: delete(store, t, i)):
            with pytest.raises(NotFound) as refused:
                await write(tenant, id_)
            assert refused.value.reason is Reason.FEEDBACK_NOT_FOUND
            assert refused.value.ids == {"feedback_id": id_}
    assert (await get(store, namespace, made.id)).revision == 1
    assert await last_number(store, namespace) == number


@pytest.mark.parametrize(
    "said",
    [{"user_id": "ben"}, {"user_id": "ann", "external_user_id": "x"}, {}],
    ids=["another user", "an end user of the user", "nobody"],
)
async def test_a_user_changes_and_deletes_only_their_own(
    store: Store, namespace: str, said: dict[str, str]
) -> None:
    """The error is the same whether it exists or not."""
    others = await submit_one(store, namespace, text="good", **said)
    for id_ in (others.id, "fb_0"):
        for refusing in (
            change(store, namespace, id_, user_id="ann", text="x"),
            delete(store, namespace, id_, user_id="ann"),
        ):
            with pytest.raises(PermissionDenied) as refused:
                await refusing
            assert refused.value.reason is Reason.AUTHOR_FORBIDDEN
    own = await submit_one(store, namespace, text="good", name="own", user_id="ann")
    assert (await change(store, namespace, own.id, user_id="ann", text="x")).revision == 2
    assert (await delete(store, namespace, own.id, user_id="ann")).revision == 3
    assert (await get(store, namespace, others.id)).revision == 1


async def test_updates_of_one_feedback_in_one_group_build_on_each_other(
    store: Store, namespace: str
) -> None:
    made = await submit_one(store, namespace, text="good")
    witness = Witness()
    operation = witness.see(feedback.update)
    updates = [
        FeedbackUpdate(namespace, made.id, "", saying(text="better")),
        FeedbackUpdate(namespace, made.id, "", saying(score=0.5)),
        FeedbackUpdate(namespace, made.id, "", saying(score=0.5)),
        FeedbackUpdate(namespace, made.id, "", saying(text="best")),
    ]
    answers = await in_one_group(
        store,
        *(
            lambda update=update: store.write(operation, update, namespace_id=namespace)
            for update in updates
        ),
    )
    assert witness.transactions == [4]
    said = [(one.revision, one.content.text, one.content.score) for one in answers]
    assert said == [(2, "better", None), (3, "better", 0.5), (3, "better", 0.5), (4, "best", 0.5)]
    assert [one.revision for one in await states(store, namespace, made.id)] == [1, 2, 3, 4]
    assert (await states(store, namespace, made.id))[-1] == answers[-1]
    numbers = [one.sequence for one in await states(store, namespace, made.id)]
    assert numbers == list(range(numbers[0], numbers[0] + 4))


async def test_two_deletions_in_one_group_delete_once(store: Store, namespace: str) -> None:
    made = await submit_one(store, namespace, text="good")
    first, second, other = await in_one_group(
        store,
        lambda: delete(store, namespace, made.id),
        lambda: delete(store, namespace, made.id),
        lambda: delete(store, namespace, "fb_0"),
    )
    assert (first.revision, first.state) == (2, FeedbackState.DELETED)
    assert isinstance(second, NotFound)
    assert isinstance(other, NotFound)
    assert [one.revision for one in await states(store, namespace, made.id)] == [1, 2]


async def test_an_update_after_a_deletion_in_one_group_finds_nothing(
    store: Store, namespace: str
) -> None:
    made = await submit_one(store, namespace, text="good")
    gone, late, again = await in_one_group(
        store,
        lambda: delete(store, namespace, made.id),
        lambda: change(store, namespace, made.id, text="late"),
        lambda: submit_one(store, namespace, text="again"),
    )
    assert gone.state == FeedbackState.DELETED
    assert isinstance(late, NotFound)
    assert again.id != made.id
    assert again.revision == 1


async def test_a_submission_an_update_and_a_deletion_in_one_group_are_all_kept(
    store: Store, namespace: str
) -> None:
    made = await submit_one(store, namespace, text="1")
    await in_one_group(
        store,
        lambda: submit_one(store, namespace, text="2"),
        lambda: change(store, namespace, made.id, text="3"),
        lambda: delete(store, namespace, made.id),
    )
    said = [(one.revision, one.content.text) for one in await states(store, namespace, made.id)]
    assert said == [(1, "1"), (2, "2"), (3, "3"), (4, "3")]
    assert await get(store, namespace, made.id) is None


async def test_a_refused_update_does_not_affect_its_group(store: Store, namespace: str) -> None:
    made = [await submit_one(store, namespace, text="good", name=f"n{i}") for i in range(3)]

    def refuse(content: Content) -> Content:
        raise not_found("fb_refused")

    async def refused() -> StoredFeedback:
        update = FeedbackUpdate(namespace, made[1].id, "", refuse)
        return await store.write(feedback.update, update, namespace_id=namespace)

    one, two, three = await in_one_group(
        store,
        lambda: change(store, namespace, made[0].id, text="x"),
        refused,
        lambda: change(store, namespace, made[2].id, text="x"),
    )
    assert (one.revision, three.revision) == (2, 2)
    assert isinstance(two, NotFound)
    assert (await get(store, namespace, made[1].id)).revision == 1


async def test_groups_change_the_feedback_of_each_namespace_separately(
    store: Store, namespace: str, new_namespace: Callable[[Store], Any]
) -> None:
    tenants = [namespace, await new_namespace(store)]
    made = {tenant: (await submit_one(store, tenant, text="x")).id for tenant in tenants}
    answers = await in_one_group(
        store,
        *(
            lambda tenant=tenant: change(store, tenant, made[tenant], text=f"of {tenant}")
            for tenant in tenants
        ),
    )
    assert [one.content.text for one in answers] == [f"of {tenant}" for tenant in tenants]
    for tenant in tenants:
        assert (await get(store, tenant, made[tenant])).content.text == f"of {tenant}"
        assert await last_number(store, tenant) == 2


async def test_times_never_decrease(store: Store, namespace: str) -> None:
    """Another server's clock may be ahead of this one's."""
    made = await submit_one(store, namespace, text="1")
    ahead = made.update_time + 3600 * 1_000_000
    await execute(
        store,
        'UPDATE "feedback" SET "update_time" = ? WHERE "namespace_id" = ? AND "id" = ?',
        *(ahead, namespace, made.id),
    )
    assert (await submit_one(store, namespace, text="2")).update_time == ahead
    assert (await change(store, namespace, made.id, text="3")).update_time == ahead
    assert (await delete(store, namespace, made.id)).update_time == ahead
    times = [one.update_time for one in await states(store, namespace, made.id)]
    assert times == sorted(times)


async def test_many_writers_of_one_feedback_leave_every_state_once(
    store: Store, namespace: str, open_store: Callable[[str], Store], database: str
) -> None:
    """Two servers, each with groups of its own."""
    made = await submit_one(store, namespace, text="first")
    other = open_store(database)
    answers = await asyncio.gather(
        *(
            change(server, namespace, made.id, text=f"{number} {i}")
            for i in range(25)
            for number, server in enumerate((store, other))
        )
    )
    history = await states(store, namespace, made.id)
    assert [one.revision for one in history] == list(range(1, 52))
    assert sorted(history[1:]) == sorted(answers)
    numbers = [one.sequence for one in history]
    assert numbers == sorted(set(numbers))


@pytest.fixture
def exchanges(runner: Any, store: Store, namespace: str) -> list[str]:
    """Messages of completed exchanges."""

    async def make() -> list[str]:
        await register(store, *(exchange(namespace, f"m{i}") for i in range(3)))
        return [f"m{i}" for i in range(3)]

    return runner.run(make())


async def vote(
    store: Store, namespace: str, message: str, user: str, rating: int = POSITIVE
) -> Any:
    said = {"rating": rating, "user_id": user, **on_message(message)}
    return await submit_one(store, namespace, **said)


async def test_the_memory_is_deleted_with_its_last_positive_feedback(
    store: Store, namespace: str, exchanges: list[str]
) -> None:
    ann = await vote(store, namespace, "m0", "ann")
    ben = await vote(store, namespace, "m0", "ben")
    await vote(store, namespace, "m1", "ann")
    await vote(store, namespace, "m0", "eve", NEGATIVE)
    await delete(store, namespace, ann.id)
    assert await kept(store, namespace) == {"m0": 1, "m1": 1}
    await delete(store, namespace, ben.id)
    assert await kept(store, namespace) == {"m1": 1}
    await vote(store, namespace, "m0", "ben")
    assert await kept(store, namespace) == {"m0": 1, "m1": 1}


async def test_an_update_changes_votes_like_a_new_submission(
    store: Store, namespace: str, exchanges: list[str]
) -> None:
    ann = await vote(store, namespace, "m0", "ann")
    ben = await vote(store, namespace, "m0", "ben", NEGATIVE)
    await change(store, namespace, ann.id, text="still good")
    assert await kept(store, namespace) == {"m0": 1}
    await change(store, namespace, ben.id, rating=POSITIVE)
    assert await kept(store, namespace) == {"m0": 2}
    await change(store, namespace, ann.id, rating=NEGATIVE)
    assert await kept(store, namespace) == {"m0": 1}
    await change(store, namespace, ben.id, rating=0, text="so so")
    assert await kept(store, namespace) == {}


async def test_votes_of_one_group_are_counted_together(
    store: Store, namespace: str, exchanges: list[str]
) -> None:
    ann, ben, eve = [await vote(store, namespace, "m0", user) for user in ("ann", "ben", "eve")]
    await in_one_group(
        store,
        lambda: change(store, namespace, ann.id, rating=NEGATIVE),
        lambda: change(store, namespace, ann.id, rating=POSITIVE),
        lambda: change(store, namespace, ben.id, rating=NEGATIVE),
        lambda: delete(store, namespace, ben.id),
        lambda: delete(store, namespace, eve.id),
        lambda: vote(store, namespace, "m1", "ann"),
        lambda: vote(store, namespace, "m1", "ann", NEGATIVE),
    )
    assert await kept(store, namespace) == {"m0": 1}


async def test_a_deletion_of_negative_feedback_removes_no_vote(
    store: Store, namespace: str, exchanges: list[str]
) -> None:
    await vote(store, namespace, "m0", "ann")
    ben = await vote(store, namespace, "m0", "ben", NEGATIVE)
    await delete(store, namespace, ben.id)
    assert await kept(store, namespace) == {"m0": 1}


async def test_a_criterion_applies_to_submissions_and_updates(store: Store, namespace: str) -> None:
    before = await submit_one(store, namespace, name="useful", text="very")
    asked = NewCriterion(namespace, "useful", "", CriterionKind.BOOL)
    await store.write(criteria.create, asked, namespace_id=namespace)
    refusal = await submit_one(store, namespace, name="useful", text="much")
    assert isinstance(refusal, InvalidArgument)
    assert refusal.reason is Reason.VALUE_DOES_NOT_FIT
    assert [violation.field for violation in refusal.violations] == ["value"]
    with pytest.raises(InvalidArgument) as refused:
        await change(store, namespace, before.id, text="much")
    assert refused.value.reason is Reason.VALUE_DOES_NOT_FIT
    assert [violation.field for violation in refused.value.violations] == ["feedback.value"]
    assert (await get(store, namespace, before.id)).revision == 1
    changed = await change(store, namespace, before.id, value_bool=True)
    assert (changed.revision, changed.content.value_bool) == (2, True)
    other = await submit_one(store, namespace, name="pretty", text="much")
    assert (await change(store, namespace, other.id, text="very")).revision == 2


async def test_in_a_group_each_recorded_feedback_and_nothing_else_uses_a_token(
    store: Store, namespace: str
) -> None:
    allows = FeedbackToken((3, "", "search-1"), frozenset({"overall"}), frozenset(), "", "")
    new = NewFeedbackToken(namespace, "digest", allows, max_uses=2, expire_time=OPEN_END)
    token = await store.write(tokens.create, new, namespace_id=namespace)

    async def give(text: str, **said: Any) -> Any:
        one = submission(namespace, principal_id=token.id, text=text, **said)
        (result,) = await submit(store, one._replace(token_id=token.id))
        return result

    results = await in_one_group(
        store,
        lambda: give("lost", **on_message("unknown")),
        lambda: give("first"),
        lambda: give("first"),
        lambda: give("second"),
        lambda: give("third"),
        lambda: give("second"),
    )
    said = [getattr(r, "reason", None) or (r.revision, r.replayed) for r in results]
    assert said == [
        Reason.EXCHANGE_NOT_FOUND,
        (1, False),
        (1, True),
        (2, False),
        Reason.FEEDBACK_TOKEN_USED_UP,
        (2, True),
    ]
    used = await rows(
        store, 'SELECT "uses" FROM "feedback_token" WHERE "namespace_id" = ?', namespace
    )
    assert used == [(2,)]
