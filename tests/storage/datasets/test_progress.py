"""What is kept about a dataset is exact after any change of its records and responses.

That is its progress, that of its annotators, and the changes that its watchers get.
"""

from __future__ import annotations

import random
from typing import Any

import pytest

from plaudit_server.domain.datasets.annotation import Counts
from plaudit_server.domain.errors import Refusal
from plaudit_server.domain.feedback.feedback import author
from plaudit_server.domain.ids import digest
from plaudit_server.storage.datasets import (
    changes,
    datasets,
    record_creation,
    records,
    removal,
    responses,
)
from plaudit_server.storage.datasets.change_log import ChangeType
from plaudit_server.storage.datasets.changes import StoredChange
from plaudit_server.storage.datasets.datasets import DatasetDeletion
from plaudit_server.storage.datasets.record_creation import NewRecord
from plaudit_server.storage.datasets.responses import ResponseUpdate
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.feedback.erasure import Subject, erase_part
from plaudit_server.storage.housekeeping import remove_deleted_datasets
from support.annotations import (
    DISCARDED,
    DRAFT,
    SUBMITTED,
    add,
    add_all,
    answer,
    assert_open_records,
    assign_to,
    define,
    named,
    next_for,
    recount_annotators,
    recount_progress,
    response,
    set_wanted,
    stored_counts,
    stored_progress,
)
from support.stores import in_one_group, rows

USERS = [f"u{i}" for i in range(5)]
STATUSES = [DRAFT, SUBMITTED, DISCARDED]


def digested(user: str) -> str:
    return digest(*author(user_id=user, external_user_id="", principal_id="key_1"))


WEIGHTS = {
    "add": 4,
    "add_batch": 3,
    "answer": 8,
    "change": 6,
    "delete_response": 2,
    "delete_record": 1,
    "erase": 1,
    "set_wanted": 1,
    "assign": 2,
    "assign_by_name": 3,
    "dry_run": 1,
}
"""The actions, and how often each is chosen."""


class History:
    """Performs random actions on a dataset."""

    def __init__(self, store: Store, namespace: str, dataset_id: str, seed: int) -> None:
        self.store = store
        self.here = (namespace, dataset_id)
        self.random = random.Random(seed)
        self.done: list[str] = []

    async def step(self) -> None:
        """Perform a random action, perhaps on something that no longer exists."""
        name, weight = zip(*WEIGHTS.items(), strict=True)
        (chosen,) = self.random.choices(name, weight)
        self.done.append(chosen)
        try:
            await getattr(self, chosen)()
        except Refusal as refusal:
            self.done[-1] += f" {refusal.reason}"

    async def write(self, operation: Any, payload: Any) -> Any:
        return await self.store.write(operation, payload, namespace_id=self.here[0])

    def new_responses(self, count: int) -> tuple[Any, ...]:
        who = self.random.sample(USERS, count)
        return tuple(
            response(
                digested(user), self.random.choice(STATUSES), str(self.random.random())
            )._replace(user_id=user)
            for user in who
        )

    def new(self) -> NewRecord:
        name = self.random.choice(["", *"abcdef"])
        values = {"shown": self.random.choice(["x", "y"])}
        new_responses = self.new_responses(self.random.randrange(4))
        return NewRecord(
            *self.here,
            values,
            name,
            responses=new_responses,
            upsert=self.random.random() < 0.7,
            annotators=tuple(map(named, self.some_users())),
        )

    def some_users(self) -> list[str]:
        return self.random.sample(USERS, self.random.choice((0, 0, 1, 2, 3)))

    async def add(self) -> None:
        await add_all(self.store, self.here[0], self.new())

    def batch(self) -> list[NewRecord]:
        return [self.new() for _ in range(self.random.randrange(1, 6))]

    async def add_batch(self) -> None:
        await add_all(self.store, self.here[0], *self.batch())

    async def dry_run(self) -> None:
        await self.store.dry_run(record_creation.add, self.batch(), namespace_id=self.here[0])

    async def some(self, table: str) -> str:
        statement = f'SELECT "id" FROM "{table}" WHERE "namespace_id" = ? AND "dataset_id" = ?'
        found = sorted(await rows(self.store, statement, *self.here))
        return self.random.choice(found)[0] if found else "lost"

    async def answer(self) -> None:
        record_id = await self.some("record")
        (new,) = self.new_responses(1)
        await self.write(responses.create, responses.ResponseCreation(self.here[0], record_id, new))

    async def change(self) -> None:
        status = self.random.choice([*STATUSES, None])
        answers = self.random.choice([{"asked": "anew"}, None])
        update = ResponseUpdate(self.here[0], await self.some("record_response"), status, answers)
        await self.write(responses.update, update)

    async def delete_response(self) -> None:
        await self.write(responses.delete, (self.here[0], await self.some("record_response")))

    async def delete_record(self) -> None:
        await self.write(records.delete, (self.here[0], await self.some("record")))

    async def erase(self) -> None:
        subject = Subject(self.here[0], "user_id", self.random.choice(USERS))
        await self.write(erase_part, subject)

    async def set_wanted(self) -> None:
        await set_wanted(self.store, *self.here, self.random.randrange(1, 4))

    async def assign_by_name(self) -> None:
        ids = {await self.some("record") for _ in range(self.random.randrange(1, 4))}
        await assign_to(self.store, *self.here, sorted(ids), *self.some_users())

    async def assign(self) -> None:
        who = digested(self.random.choice(USERS))
        await next_for(self.store, (*self.here, who), limit=self.random.randrange(1, 4))


class Replica:
    """A copy of the records and responses of a namespace, from their changes alone."""

    def __init__(self, store: Store, namespace: str) -> None:
        self.store = store
        self.namespace = namespace
        self.position = 0
        self.records: dict[str, Any] = {}
        self.responses: dict[str, Any] = {}

    async def catch_up(self) -> None:
        """Read all new changes, and make them here."""
        more = True
        while more:
            read = await self.store.query("", changes.read, self.namespace, self.position)
            assert [c.sequence for c in read.changes] == sorted(
                c.sequence for c in read.changes if c.sequence > self.position
            )
            for change in read.changes:
                if change.record_id:
                    self._make(change)
                else:
                    await self._read_statuses(change.dataset_id)
            self.position, more = read.reached, read.more

    async def _read_statuses(self, dataset_id: str) -> None:
        """Read the statuses of all records again, because their dataset has changed."""
        statement = 'SELECT "id", "status" FROM "record" WHERE "dataset_id" = ?'
        for id_, status in await rows(self.store, statement, dataset_id):
            if id_ in self.records:
                self.records[id_] = self.records[id_]._replace(status=status)

    def _make(self, change: StoredChange) -> None:
        id_ = change.response_id or change.record_id
        kept = self.responses if change.response_id else self.records
        if change.type is ChangeType.DELETED:
            kept.pop(id_, None)
            if not change.response_id:
                gone = [k for k, v in self.responses.items() if v.record_id == change.record_id]
                for response_id in gone:
                    del self.responses[response_id]
        else:
            kept[id_] = change.content

    async def assert_same(self, dataset_id: str) -> None:
        """Compare with the records and responses themselves."""
        for table, kept in (("record", self.records), ("record_response", self.responses)):
            found = await rows(
                self.store,
                f'SELECT "id", "update_time", "status" FROM "{table}" WHERE "namespace_id" = ?'
                ' AND "dataset_id" = ?',
                self.namespace,
                dataset_id,
            )
            here = {
                (id_, one.update_time, one.status)
                for id_, one in kept.items()
                if one.dataset_id == dataset_id
            }
            assert here == set(found)


@pytest.mark.parametrize("seed", range(6))
async def test_the_progress_equals_a_recount_after_any_history(
    store: Store, namespace: str, seed: int
) -> None:
    dataset_id = await define(store, namespace)
    other = await define(store, namespace, "other")
    await add(store, namespace, other, response("somebody"))
    history = History(store, namespace, dataset_id, seed)
    replica = Replica(store, namespace)
    for _ in range(80):
        await history.step()
        found = await stored_progress(store, namespace, dataset_id)
        assert found == await recount_progress(store, namespace, dataset_id), history.done
        counted = await stored_counts(store, namespace, dataset_id)
        assert counted == await recount_annotators(store, namespace, dataset_id), history.done
        await assert_open_records(store, namespace, dataset_id)
        if history.random.random() < 0.5:  # a watcher may be late
            await replica.catch_up()
    await replica.catch_up()
    await replica.assert_same(dataset_id)
    assert (await stored_progress(store, namespace, other)).counts == Counts(1, 1, 1)
    done = await rows(
        store,
        'SELECT count(*) FROM "record_assignment" a, "record_response" p WHERE'
        ' a."namespace_id" = ? AND p."namespace_id" = a."namespace_id"'
        ' AND p."record_id" = a."record_id" AND p."author" = a."author" AND p."status" != 1',
        namespace,
    )
    assert done == [(0,)], "an annotator still holds a record after a finished response"


async def test_the_progress_is_exact_when_a_whole_group_answers_one_record(
    store: Store, namespace: str
) -> None:
    dataset_id = await define(store, namespace, wanted=3)
    record_id = (await add(store, namespace, dataset_id)).record.id
    outcomes = await in_one_group(
        store,
        *(
            lambda who=who: answer(store, namespace, record_id, who)
            for who in ("a", "b", "a", "c", "b")
        ),
    )
    refused = [o for o in outcomes if isinstance(o, Refusal)]
    assert [refusal.reason for refusal in refused] == ["RESPONSE_EXISTS"] * 2
    found = await stored_progress(store, namespace, dataset_id)
    assert found == await recount_progress(store, namespace, dataset_id)
    assert found.records == {record_id: (2, 3)}
    created = [o for o in outcomes if not isinstance(o, Refusal)]
    await in_one_group(
        store,
        *(
            lambda id_=one.id: store.write(
                responses.update,
                ResponseUpdate(namespace, id_, DRAFT, None),
                namespace_id=namespace,
            )
            for one in created
        ),
        *(
            lambda id_=one.id: store.write(
                responses.delete, (namespace, id_), namespace_id=namespace
            )
            for one in (created[0], created[0])
        ),
    )
    found = await stored_progress(store, namespace, dataset_id)
    assert found == await recount_progress(store, namespace, dataset_id)
    assert found.counts == Counts(records=1, drafts=2)


async def test_deleting_a_dataset_frees_its_name_and_removes_only_its_rows(
    store: Store, namespace: str
) -> None:
    gone = await define(store, namespace)
    stays = await define(store, namespace, "stays")
    for dataset_id in (gone, stays):
        news = [
            NewRecord(
                namespace,
                dataset_id,
                {},
                responses=(response("a"), response("b", DRAFT)),
                annotators=(named("d"),),
            )
            for _ in range(removal.AT_ONCE + 50)
        ]
        await add_all(store, namespace, *news)
        await next_for(store, (namespace, dataset_id, "c"), limit=5)
        await add(store, namespace, dataset_id)
        await next_for(store, (namespace, dataset_id, "c"))
    before = await stored_progress(store, namespace, stays)
    deletion = DatasetDeletion(namespace, gone, force=True)
    await store.write(datasets.delete, deletion, namespace_id=namespace)
    again = await define(store, namespace)
    assert again != gone
    await remove_deleted_datasets(store)
    kept = ("record_annotator", "annotator_progress")
    for table in ("record", "record_response", "record_assignment", *kept):
        statement = f'SELECT count(*) FROM "{table}" WHERE "dataset_id" = ?'
        assert await rows(store, statement, gone) == [(0,)]
        assert await rows(store, statement, stays) != [(0,)]
    statement = 'SELECT "id" FROM "dataset" WHERE "namespace_id" = ?'
    assert set(await rows(store, statement, namespace)) == {(stays,), (again,)}
    assert await stored_progress(store, namespace, stays) == before


async def test_erasing_an_annotator_ends_assignments_and_reopens_records(
    store: Store, namespace: str
) -> None:
    dataset_id = await define(store, namespace)
    hers, theirs = digested("ann"), digested("ben")
    answered = (await add(store, namespace, dataset_id)).record.id
    await answer_as(store, namespace, answered, "ann")
    for _ in range(2):
        await add(store, namespace, dataset_id)
    await next_for(store, (namespace, dataset_id, hers))
    await next_for(store, (namespace, dataset_id, theirs))
    subject = Subject(namespace, "user_id", "ann")
    receipt = await store.write(erase_part, subject, namespace_id=namespace)
    assert receipt.response_count == 1
    held = await rows(
        store, 'SELECT "author" FROM "record_assignment" WHERE "namespace_id" = ?', namespace
    )
    assert held == [(theirs,)]
    found = await stored_progress(store, namespace, dataset_id)
    assert found.records[answered] == (1, 0)
    assert found.counts == Counts(records=3)


async def answer_as(store: Store, namespace: str, record_id: str, user: str) -> None:
    new = responses.ResponseCreation(namespace, record_id, response(digested(user), user_id=user))
    await store.write(responses.create, new, namespace_id=namespace)
