"""Records that lack responses are assigned to annotators for a time, never to too many."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from plaudit_server.domain.errors import NotFound, Refusal
from plaudit_server.storage.datasets import (
    assigning,
    assignments,
    next_records,
    records,
    responses,
)
from plaudit_server.storage.datasets.next_records import AssignmentRequest
from plaudit_server.storage.datasets.record_creation import AddedRecord, NewRecord
from plaudit_server.storage.datasets.responses import ResponseUpdate
from plaudit_server.storage.engine.pages import MAX_BYTES
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.engine.transaction import now
from plaudit_server.storage.feedback.erasure import Subject, erase_part
from support.annotations import (
    DISCARDED,
    DRAFT,
    MINUTE,
    SUBMITTED,
    add,
    add_all,
    answer,
    assign_to,
    define,
    ids,
    named,
    next_for,
    set_wanted,
    stored_counts,
)
from support.stores import execute, in_one_group, rows


async def filled(store: Store, namespace: str, *, wanted: int, count: int) -> tuple[str, list[str]]:
    dataset_id = await define(store, namespace, wanted=wanted)
    news = [NewRecord(namespace, dataset_id, {"shown": str(i)}) for i in range(count)]
    made = await add_all(store, namespace, *news)
    return dataset_id, [one.record.id for one in made if isinstance(one, AddedRecord)]


async def expire_assignments(store: Store, namespace: str) -> None:
    await execute(
        store,
        'UPDATE "record_assignment" SET "expire_time" = 1 WHERE "namespace_id" = ?',
        namespace,
    )


async def test_records_are_assigned_oldest_first(store: Store, namespace: str) -> None:
    dataset_id, made = await filled(store, namespace, wanted=1, count=5)
    before = now()
    first = await next_for(store, (namespace, dataset_id, "a"), limit=2)
    assert ids(first) == made[:2]
    assert before + MINUTE <= first.hold_until <= now() + MINUTE
    assert ids(await next_for(store, (namespace, dataset_id, "b"), limit=2)) == made[2:4]
    assert ids(await next_for(store, (namespace, dataset_id, "c"), limit=2)) == made[4:]
    assert ids(await next_for(store, (namespace, dataset_id, "d"), limit=2)) == []


async def test_a_repeated_request_returns_the_annotators_assignments_first(
    store: Store, namespace: str
) -> None:
    dataset_id, made = await filled(store, namespace, wanted=1, count=5)
    await next_for(store, (namespace, dataset_id, "a"), limit=2)
    await next_for(store, (namespace, dataset_id, "b"))
    annotator = (namespace, dataset_id, "a")
    assert ids(await next_for(store, annotator)) == made[:1]
    assert ids(await next_for(store, annotator, limit=2)) == made[:2]
    assert ids(await next_for(store, annotator, limit=3)) == [*made[:2], made[3]]
    await answer(store, namespace, made[0], "a")
    assert ids(await next_for(store, annotator, limit=2)) == [made[1], made[3]]


async def test_a_record_is_assigned_to_no_more_annotators_than_it_lacks_responses(
    store: Store, namespace: str
) -> None:
    dataset_id, (only,) = await filled(store, namespace, wanted=3, count=1)
    await answer(store, namespace, only, "zero")
    for who in ("a", "b"):
        assert ids(await next_for(store, (namespace, dataset_id, who))) == [only]
    assert ids(await next_for(store, (namespace, dataset_id, "c"))) == []
    await answer(store, namespace, only, "a", DISCARDED)
    assert ids(await next_for(store, (namespace, dataset_id, "c"))) == [only]
    await answer(store, namespace, only, "b")
    await answer(store, namespace, only, "c")
    assert ids(await next_for(store, (namespace, dataset_id, "d"))) == []


async def test_requests_in_one_group_do_not_assign_a_record_too_often(
    store: Store, namespace: str
) -> None:
    dataset_id, made = await filled(store, namespace, wanted=2, count=3)
    outcomes = await in_one_group(
        store,
        *(
            lambda who=who: next_for(store, (namespace, dataset_id, who), limit=2)
            for who in ("a", "b", "c", "d")
        ),
    )
    assert [ids(one) for one in outcomes] == [made[:2], made[:2], made[2:], made[2:]]


@pytest.mark.parametrize("status", [SUBMITTED, DISCARDED])
async def test_a_record_is_not_assigned_again_to_an_annotator_with_a_finished_response(
    store: Store, namespace: str, status: int
) -> None:
    dataset_id, made = await filled(store, namespace, wanted=5, count=2)
    annotator = (namespace, dataset_id, "a")
    assert ids(await next_for(store, annotator)) == made[:1]
    await answer(store, namespace, made[0], "a", status)
    assert ids(await next_for(store, annotator, limit=5)) == made[1:]


async def test_a_record_with_a_draft_is_assigned_again_with_the_draft(
    store: Store, namespace: str
) -> None:
    dataset_id, made = await filled(store, namespace, wanted=1, count=3)
    annotator = (namespace, dataset_id, "a")
    draft = await answer(store, namespace, made[1], "a", DRAFT)
    assigned = await next_for(store, annotator)
    assert ids(assigned) == [made[1]]
    assert assigned.records[0][1] == draft
    assert ids(await next_for(store, annotator, limit=3)) == made
    update = ResponseUpdate(namespace, draft.id, SUBMITTED, None)
    await store.write(responses.update, update, namespace_id=namespace)
    assert ids(await next_for(store, annotator, limit=3)) == [made[0], made[2]]


async def test_a_record_with_a_draft_is_not_assigned_while_another_annotator_holds_it(
    store: Store, namespace: str
) -> None:
    dataset_id, made = await filled(store, namespace, wanted=1, count=1)
    await answer(store, namespace, made[0], "a", DRAFT)
    assert ids(await next_for(store, (namespace, dataset_id, "b"))) == made
    assert ids(await next_for(store, (namespace, dataset_id, "a"))) == []
    await expire_assignments(store, namespace)
    assert ids(await next_for(store, (namespace, dataset_id, "a"))) == made


async def test_a_record_whose_assignment_expires_is_assigned_to_the_next_annotator(
    store: Store, namespace: str
) -> None:
    dataset_id, made = await filled(store, namespace, wanted=1, count=1)
    assert ids(await next_for(store, (namespace, dataset_id, "a"))) == made
    assert ids(await next_for(store, (namespace, dataset_id, "b"))) == []
    await expire_assignments(store, namespace)
    assert ids(await next_for(store, (namespace, dataset_id, "b"))) == made
    assert ids(await next_for(store, (namespace, dataset_id, "a"))) == []
    await expire_assignments(store, namespace)
    assert ids(await next_for(store, (namespace, dataset_id, "a"))) == made  # as before


async def test_new_records_are_assigned_oldest_first(store: Store, namespace: str) -> None:
    dataset_id, made = await filled(store, namespace, wanted=2, count=6)
    annotator = (namespace, dataset_id, "a")
    await answer(store, namespace, made[3], "a")
    assert ids(await next_for(store, annotator, limit=2)) == made[:2]
    for record_id in made[:2]:
        await answer(store, namespace, record_id, "a")
    assert ids(await next_for(store, annotator, limit=9)) == [made[2], *made[4:]]


async def test_among_very_many_records_the_search_starts_at_the_annotators_latest(
    store: Store, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One query reads a limited number of records; later ones are found by another query."""
    limited = next_records.FIND_ASSIGNABLE.replace(
        f"LIMIT {next_records.PENDING_AT_ONCE}", "LIMIT 2"
    )
    monkeypatch.setattr(next_records, "FIND_ASSIGNABLE", limited)
    dataset_id, made = await filled(store, namespace, wanted=2, count=9)
    annotator = (namespace, dataset_id, "a")
    for record_id in made[:4]:
        await answer(store, namespace, record_id, "a")
    assert ids(await next_for(store, annotator, limit=2)) == made[4:6]
    for record_id in (*made[4:6], made[8]):
        await answer(store, namespace, record_id, "a")
    # The first two are answered, and there is none after the last: all are searched.
    assert ids(await next_for(store, annotator, limit=2)) == []
    wanted = AssignmentRequest(*annotator, 2, MINUTE)
    before = await store.query("", next_records.find_before_assignable, wanted)
    assert before == made[5]
    assert ids(await next_for(store, annotator, limit=2, after=before)) == made[6:8]
    await answer(store, namespace, made[6], "a")
    await answer(store, namespace, made[7], "a")
    assert await store.query("", next_records.find_before_assignable, wanted) is None


async def test_a_record_is_assigned_again_after_its_response_is_deleted(
    store: Store, namespace: str
) -> None:
    dataset_id, made = await filled(store, namespace, wanted=1, count=1)
    created = await answer(store, namespace, made[0], "a")
    assert ids(await next_for(store, (namespace, dataset_id, "b"))) == []
    await store.write(responses.delete, (namespace, created.id), namespace_id=namespace)
    assert ids(await next_for(store, (namespace, dataset_id, "b"))) == made


async def test_a_change_of_the_wanted_responses_opens_or_closes_records(
    store: Store, namespace: str
) -> None:
    dataset_id, made = await filled(store, namespace, wanted=1, count=1)
    await answer(store, namespace, made[0], "a")
    annotator = (namespace, dataset_id, "b")
    await set_wanted(store, namespace, dataset_id, 2)
    assert ids(await next_for(store, annotator)) == made
    await set_wanted(store, namespace, dataset_id, 1)
    assert ids(await next_for(store, annotator)) == []


async def test_a_deleted_record_has_no_assignments(store: Store, namespace: str) -> None:
    dataset_id, made = await filled(store, namespace, wanted=1, count=2)
    annotator = (namespace, dataset_id, "a")
    await next_for(store, annotator)
    await store.write(records.delete, (namespace, made[0]), namespace_id=namespace)
    assert ids(await next_for(store, annotator)) == made[1:]
    statement = 'SELECT "record_id" FROM "record_assignment" WHERE "namespace_id" = ?'
    assert await rows(store, statement, namespace) == [(made[1],)]


async def test_only_records_that_fit_into_a_response_are_assigned(
    store: Store, namespace: str
) -> None:
    dataset_id = await define(store, namespace)
    for _ in range(3):
        await add(
            store, namespace, dataset_id, field_to_value={"shown": "x" * (MAX_BYTES * 2 // 3)}
        )
    assert len(ids(await next_for(store, (namespace, dataset_id, "a"), limit=3))) == 1
    assert len(ids(await next_for(store, (namespace, dataset_id, "b"), limit=3))) == 1


async def test_a_record_of_another_dataset_is_not_assigned(store: Store, namespace: str) -> None:
    dataset_id, _ = await filled(store, namespace, wanted=1, count=1)
    other = await define(store, namespace, "other")
    assert ids(await next_for(store, (namespace, other, "a"))) == []
    with pytest.raises(NotFound):
        await next_for(store, (namespace, "ds_0", "a"))
    with pytest.raises(NotFound):
        await next_for(store, ("ns_elsewhere", dataset_id, "a"))


async def test_only_expired_assignments_are_removed(store: Store, namespace: str) -> None:
    dataset_id, made = await filled(store, namespace, wanted=1, count=3)
    await next_for(store, (namespace, dataset_id, "a"), limit=2)
    await expire_assignments(store, namespace)
    await next_for(store, (namespace, dataset_id, "b"), limit=2)
    await next_for(store, (namespace, dataset_id, "c"), limit=2)
    while await store.write(assignments.purge, None, namespace_id=""):
        pass
    statement = 'SELECT "record_id", "author" FROM "record_assignment" WHERE "namespace_id" = ?'
    left = await rows(store, statement, namespace)
    assert sorted(left) == sorted([(made[0], "b"), (made[1], "b"), (made[2], "c")])


@pytest.mark.parametrize("seed", range(4))
async def test_in_any_history_every_record_gets_exactly_the_wanted_responses(
    store: Store, namespace: str, seed: int
) -> None:
    chance = random.Random(seed)
    wanted = chance.randrange(1, 4)
    dataset_id, made = await filled(store, namespace, wanted=wanted, count=8)
    people = ["a", "b", "c", "d"]
    in_hand: dict[str, set[str]] = {who: set() for who in people}
    for _ in range(400):
        who = chance.choice(people)
        if in_hand[who] and chance.random() < 0.6:
            record_id = chance.choice(sorted(in_hand[who]))
            in_hand[who].discard(record_id)
            try:
                await answer(store, namespace, record_id, who)
            except Refusal:
                pytest.fail("a record was assigned that the annotator had answered")
        else:
            assigned = await next_for(
                store, (namespace, dataset_id, who), limit=chance.randrange(1, 4)
            )
            in_hand[who] |= set(ids(assigned))
        created = Counter(
            record_id
            for (record_id,) in await rows(
                store,
                'SELECT "record_id" FROM "record_response" WHERE "namespace_id" = ?',
                namespace,
            )
        )
        held = Counter(record_id for hand in in_hand.values() for record_id in hand)
        assert all(n <= wanted for n in (created + held).values())
        if created == Counter(dict.fromkeys(made, wanted)):
            return
    pytest.fail(f"in the end there are {created} responses, not {wanted} each")


async def test_a_completed_record_is_not_assigned_again_to_its_holder(
    store: Store, namespace: str
) -> None:
    dataset_id, made = await filled(store, namespace, wanted=1, count=1)
    annotator = (namespace, dataset_id, "a")
    assert ids(await next_for(store, annotator)) == made
    await answer(store, namespace, made[0], "b")  # without an assignment
    assert ids(await next_for(store, annotator)) == []


async def test_an_assigned_record_is_given_only_to_its_annotators_the_others_to_anybody(
    store: Store, namespace: str
) -> None:
    dataset_id, made = await filled(store, namespace, wanted=5, count=4)
    await assign_to(store, namespace, dataset_id, made[1:3], "ann", "ben")
    await assign_to(store, namespace, dataset_id, made[2:3], "ben")
    ann, ben, other = ((namespace, dataset_id, named(user).author) for user in ("ann", "ben", "c"))
    assert ids(await next_for(store, ann, limit=9)) == [made[0], made[1], made[3]]
    assert ids(await next_for(store, ben, limit=9)) == made
    assert ids(await next_for(store, other, limit=9)) == [made[0], made[3]]


async def test_an_annotators_own_records_come_before_those_that_anybody_may_have(
    store: Store, namespace: str
) -> None:
    dataset_id, made = await filled(store, namespace, wanted=1, count=6)
    await assign_to(store, namespace, dataset_id, made[2:5], "ann")
    ann = (namespace, dataset_id, named("ann").author)
    assert ids(await next_for(store, ann, limit=2)) == made[2:4]
    for record_id in made[2:4]:
        await answer(store, namespace, record_id, ann[2])
    await answer(store, namespace, made[5], ann[2], DRAFT)
    assert ids(await next_for(store, ann)) == made[5:]  # what was begun comes first
    assert ids(await next_for(store, ann, limit=2)) == made[4:]
    await answer(store, namespace, made[4], ann[2], DISCARDED)
    assert ids(await next_for(store, ann, limit=9)) == [*made[:2], made[5]]


async def test_an_assigned_record_is_held_by_no_more_annotators_than_it_lacks_responses(
    store: Store, namespace: str
) -> None:
    dataset_id, made = await filled(store, namespace, wanted=1, count=1)
    await assign_to(store, namespace, dataset_id, made, "ann", "ben")
    ann, ben = ((namespace, dataset_id, named(user).author) for user in ("ann", "ben"))
    assert ids(await next_for(store, ann)) == made
    assert ids(await next_for(store, ben)) == []
    await answer(store, namespace, made[0], ann[2], DISCARDED)
    assert ids(await next_for(store, ben)) == made
    await answer(store, namespace, made[0], ben[2])
    assert ids(await next_for(store, ann)) == []
    await set_wanted(store, namespace, dataset_id, 2)
    assert ids(await next_for(store, ann)) == [], "ann has discarded it"
    await assign_to(store, namespace, dataset_id, made, "ann", "cal")
    assert ids(await next_for(store, (namespace, dataset_id, named("cal").author))) == made


async def test_annotators_who_are_no_longer_assigned_lose_the_records_that_they_hold(
    store: Store, namespace: str
) -> None:
    dataset_id, made = await filled(store, namespace, wanted=1, count=2)
    ann, ben = ((namespace, dataset_id, named(user).author) for user in ("ann", "ben"))
    assert ids(await next_for(store, ann, limit=2)) == made
    await assign_to(store, namespace, dataset_id, made[:1], "ben")
    assert ids(await next_for(store, ann, limit=2)) == made[1:]
    assert ids(await next_for(store, ben, limit=2)) == made[:1]
    await expire_assignments(store, namespace)
    await answer(store, namespace, made[0], ann[2], DRAFT)
    assert ids(await next_for(store, ann, limit=2)) == made[1:], "a draft does not make it theirs"
    assert ids(await next_for(store, ben)) == made[:1]
    await assign_to(store, namespace, dataset_id, made[:1])
    assert ids(await next_for(store, ben)) == made[:1], "nobody loses what anybody may have"


async def test_records_of_others_do_not_hide_the_next_record_however_many_there_are(
    store: Store, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One query reads a limited number of records; those of others are not among them."""
    limited = next_records.FIND_ASSIGNABLE.replace(
        f"LIMIT {next_records.PENDING_AT_ONCE}", "LIMIT 2"
    )
    monkeypatch.setattr(next_records, "FIND_ASSIGNABLE", limited)
    dataset_id, made = await filled(store, namespace, wanted=2, count=9)
    await assign_to(store, namespace, dataset_id, made[:4], "ann")
    await assign_to(store, namespace, dataset_id, made[4:8], "ben")
    ann, ben, other = ((namespace, dataset_id, named(user).author) for user in ("ann", "ben", "c"))
    assert ids(await next_for(store, other)) == made[8:]
    for record_id in made[4:7]:
        await answer(store, namespace, record_id, ben[2])
    assert ids(await next_for(store, ben, limit=9)) == made[7:]
    assert ids(await next_for(store, ann, limit=9)) == made[:4]  # two others hold the last


async def test_a_record_whose_annotators_are_all_erased_may_be_given_to_anybody(
    store: Store, namespace: str
) -> None:
    dataset_id, made = await filled(store, namespace, wanted=1, count=2)
    await assign_to(store, namespace, dataset_id, made[:1], "ann")
    await assign_to(store, namespace, dataset_id, made[1:], "ann", "ben")
    other = (namespace, dataset_id, "other")
    assert ids(await next_for(store, other)) == []
    receipt = await store.write(
        erase_part, Subject(namespace, "user_id", "ann"), namespace_id=namespace
    )
    assert receipt.assigned_record_count == 2
    assert ids(await next_for(store, other, limit=2)) == made[:1]
    statement = 'SELECT "id", "annotators" FROM "record" WHERE "namespace_id" = ? ORDER BY "id"'
    left = await rows(store, statement, namespace)
    assert left == [(made[0], ""), (made[1], '[["ben", ""]]')]
    assert await stored_counts(store, namespace, dataset_id) == {named("ben").author: (1, 0, 0, 0)}


async def test_an_upsert_replaces_the_annotators_and_keeps_the_responses(
    store: Store, namespace: str
) -> None:
    dataset_id = await define(store, namespace, wanted=2)
    plain = NewRecord(namespace, dataset_id, {"shown": "x"}, "e", upsert=True)
    (made,) = await add_all(store, namespace, plain._replace(annotators=(named("ann"),)))
    assert isinstance(made, AddedRecord)
    await answer(store, namespace, made.record.id, "somebody")
    ann, ben = ((namespace, dataset_id, named(user).author) for user in ("ann", "ben"))
    (same,) = await add_all(store, namespace, plain._replace(annotators=(named("ann"),)))
    assert isinstance(same, AddedRecord)
    assert same.record.update_time == made.record.update_time
    assert ids(await next_for(store, ann)) == [made.record.id]
    (changed,) = await add_all(store, namespace, plain._replace(annotators=(named("ben"),)))
    assert isinstance(changed, AddedRecord)
    assert changed.record.update_time > made.record.update_time
    assert ids(await next_for(store, ann)) == []
    assert ids(await next_for(store, ben)) == [made.record.id]
    await add_all(store, namespace, plain)
    assert ids(await next_for(store, ann)) == []  # ben holds it, and one response is missing
    assert await stored_counts(store, namespace, dataset_id) == {"somebody": (0, 1, 0, 0)}


async def test_records_of_other_datasets_and_unknown_ones_are_not_assigned(
    store: Store, namespace: str
) -> None:
    dataset_id, made = await filled(store, namespace, wanted=1, count=2)
    other, unknown = await define(store, namespace, "other"), [*made, "rec_0"]
    for ids_ in (["rec_0"], unknown):
        missing = await store.query("", assigning.find_missing, namespace, dataset_id, ids_)
        assert missing is not None
        assert missing.resource_name == "rec_0"
    for where, record_ids in ((other, made), (dataset_id, unknown), ("ds_0", made)):
        with pytest.raises(NotFound):
            await assign_to(store, namespace, where, record_ids, "ann")
    assert await stored_counts(store, namespace, dataset_id) == {}
    assert await store.query("", assigning.find_missing, namespace, dataset_id, made) is None
    assert await assign_to(store, namespace, dataset_id, made, "ann") == 2
    assert await assign_to(store, namespace, dataset_id, made, "ann") == 0
