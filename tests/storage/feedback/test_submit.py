"""One feedback per target, author and name; overwritten states are kept as revisions."""

from __future__ import annotations

import pytest

from plaudit_server.domain.feedback.feedback import FeedbackState, TargetKind
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.feedback import reads
from plaudit_server.storage.feedback.rows import COLUMNS
from support.stores import (
    NEGATIVE,
    POSITIVE,
    on_message,
    on_request,
    register,
    rows,
    submission,
    submit,
    submit_one,
)
from support.stores import exchange as an_exchange

EVERYTHING = {
    "session_id": "séance",
    "rating": NEGATIVE,
    "value_int": -(2**63),
    "score": 0.1,
    "text": "tab\t, new line\n, back\\slash, \\N, \\., \"quotes', ¿qué?, 漢字, 🎉",
    "correction": "x" * 100_000,
    "type": 2,
    "source": 3,
    "origin": 2,
    "impact": 1,
    "processed": True,
    "cited_memory_ids": '["ex_1", "ex_2"]',
    "cited_node_ids": '["n"]',
    "user_message_class": "User",
    "user_message_id": "u1",
    "assistant_message_class": "Assistant",
    "assistant_message_id": "a1",
    "user_id": "user",
    "external_user_id": "external",
    "metadata": '{"a": {"b": [1, 2.5, null]}}',
}


async def test_a_feedback_is_stored_as_submitted(store: Store, namespace: str) -> None:
    new = submission(namespace, session_context='{"page": 1}', **EVERYTHING)
    (submitted,) = await submit(store, new)
    stored = await store.read(reads.get, (namespace, submitted.id))
    assert stored.content == new.content
    assert stored.session_context == '{"page": 1}'
    assert (stored.creator, stored.revision, stored.state) == (new.principal_id, 1, 1)
    assert stored.create_time == stored.update_time == submitted.create_time


@pytest.mark.parametrize(
    "value",
    [
        {"value_bool": True},
        {"value_bool": False},
        {"value_int": 0},
        {"value_int": 2**63 - 1},
        {"value_number": 0.0},
        {"value_number": 1e308},
        {"value_number": 5e-324},
        {"value_number": 2.0**53 + 2},
        {"value_label": "a label"},
    ],
    ids=str,
)
async def test_a_value_keeps_its_exact_value_and_kind(
    store: Store, namespace: str, value: dict[str, object]
) -> None:
    submitted = await submit_one(store, namespace, **value)
    stored = await store.read(reads.get, (namespace, submitted.id))
    kept = {k: v for k, v in stored.content._asdict().items() if k.startswith("value_")}
    assert {k: v for k, v in kept.items() if v is not None} == value
    assert (await submit_one(store, namespace, **value)).replayed


async def test_a_first_submission_is_revision_1_and_active(store: Store, namespace: str) -> None:
    first = await submit_one(store, namespace, text="good")
    assert first.id.startswith("fb_")
    assert (first.revision, first.state, first.replayed) == (1, FeedbackState.ACTIVE, False)
    assert await history(store, namespace) == [(1, "good")]


async def test_the_same_content_again_returns_the_stored_feedback_unchanged(
    store: Store, namespace: str
) -> None:
    first = await submit_one(store, namespace, text="good", score=0.3)
    again = await submit_one(store, namespace, text="good", score=0.3)
    assert again == first._replace(replayed=True)
    assert await history(store, namespace) == [(1, "good")]


async def test_a_replay_keeps_the_session_context_and_the_creator_of_the_first(
    store: Store, namespace: str
) -> None:
    said = {"text": "good", "user_id": "ann"}
    await submit(store, submission(namespace, session_context='{"n": 1}', **said))
    (again,) = await submit(store, submission(namespace, session_context='{"n": 2}', **said))
    assert (again.replayed, again.session_context, again.creator) == (True, '{"n": 1}', "key_1")


async def test_a_replay_by_another_credential_changes_nothing_and_hides_the_session_context(
    store: Store, namespace: str
) -> None:
    said = {"text": "good", "user_id": "ann"}
    await submit(store, submission(namespace, session_context='{"n": 1}', **said))
    other = submission(namespace, principal_id="key_2", session_context='{"n": 2}', **said)
    (again,) = await submit(store, other)
    assert (again.replayed, again.session_context, again.creator) == (True, "", "key_1")
    stored = await store.read(reads.get, (namespace, again.id))
    assert (stored.session_context, stored.writer, stored.revision) == ('{"n": 1}', "key_1", 1)


async def test_changed_content_is_a_new_revision_of_the_same_feedback(
    store: Store, namespace: str
) -> None:
    first = await submit_one(store, namespace, text="good")
    second = await submit_one(store, namespace, text="bad")
    assert second.id == first.id
    assert (second.revision, second.replayed) == (2, False)
    assert second.create_time == first.create_time
    assert second.update_time > first.update_time
    stored = await store.read(reads.get, (namespace, first.id))
    assert (stored.content.text, stored.revision) == ("bad", 2)
    assert (stored.create_time, stored.update_time) == (first.create_time, second.update_time)


async def test_a_replaced_state_is_kept_whole_with_its_own_number_and_times(
    store: Store, namespace: str
) -> None:
    columns = ", ".join(f'"{column}"' for column in COLUMNS)
    where = 'WHERE "namespace_id" = ?'
    new = submission(namespace, session_context='{"n": 1}', **EVERYTHING)
    await submit(store, new)
    (before,) = await rows(store, f'SELECT {columns} FROM "feedback" {where}', namespace)
    await submit(store, new._replace(content=new.content._replace(text="other")))
    (kept,) = await rows(store, f'SELECT {columns} FROM "feedback_revision" {where}', namespace)
    assert kept == before


async def test_returning_to_earlier_content_is_a_change(store: Store, namespace: str) -> None:
    for text in ("good", "bad", "good"):
        result = await submit_one(store, namespace, text=text)
    assert (result.revision, result.replayed) == (3, False)
    assert await history(store, namespace) == [(1, "good"), (2, "bad"), (3, "good")]


async def test_items_of_one_feedback_in_one_batch_are_applied_in_their_order(
    store: Store, namespace: str
) -> None:
    texts = ["a", "b", "b", "c", "a"]
    batch = [submission(namespace, text=text) for text in texts]
    batch.insert(2, submission(namespace, text="a", target_id="search-2"))
    results = await submit(store, *batch)
    assert [(r.revision, r.replayed) for r in results] == [
        (1, False),
        (2, False),
        (1, False),  # the other search
        (2, True),
        (3, False),
        (4, False),
    ]
    assert len({r.id for r in results}) == 2
    assert await history(store, namespace) == [
        (1, "a"),
        (1, "a"),
        (2, "b"),
        (3, "c"),
        (4, "a"),
    ]


async def test_a_batch_of_a_thousand_items_of_one_feedback_is_stored(
    store: Store, namespace: str
) -> None:
    results = await submit(store, *(submission(namespace, score=float(i)) for i in range(1000)))
    assert [r.revision for r in results] == list(range(1, 1001))
    assert len(await history(store, namespace)) == 1000


async def test_every_state_has_its_own_number_in_the_order_of_changes(
    store: Store, namespace: str
) -> None:
    for text in ("a", "b", "b", "c"):
        await submit(
            store,
            submission(namespace, text=text),
            submission(namespace, text=text, name="tone"),
        )
    numbered = await rows(
        store,
        'SELECT "sequence", "revision", "name" FROM "feedback" WHERE "namespace_id" = ?'
        ' UNION ALL SELECT "sequence", "revision", "name" FROM "feedback_revision"'
        ' WHERE "namespace_id" = ? ORDER BY 1',
        namespace,
        namespace,
    )
    assert [sequence for sequence, _, _ in numbered] == list(range(1, 7))
    for name in ("overall", "tone"):
        assert [revision for _, revision, n in numbered if n == name] == [1, 2, 3]


TELLING_APART = {
    "names": [{"name": "overall"}, {"name": "tone"}],
    "targets of a kind": [{"target_id": "1"}, {"target_id": "2"}],
    "users": [{"user_id": "ann"}, {"user_id": "bob"}],
    "external users": [{"external_user_id": "ann"}, {"external_user_id": "bob"}],
    "principals": [{"principal_id": "key_1"}, {"principal_id": "key_2"}],
    "a user, an external user and a principal of the same name": [
        {"user_id": "ann"},
        {"external_user_id": "ann"},
        {"principal_id": "ann"},
    ],
    "a search and a session of the same name": [
        {"target_kind": TargetKind.SEARCH.value, "session_id": "", "target_id": "x"},
        {"target_kind": TargetKind.SESSION.value, "session_id": "x", "target_id": ""},
    ],
    "messages whose joined names are the same": [
        on_message("1a", session_id="session-"),
        on_message("a", session_id="session-1"),
    ],
    "a message and a request of the same name": [on_message("1"), on_request("1")],
}


@pytest.mark.parametrize("said", TELLING_APART.values(), ids=TELLING_APART.keys())
async def test_feedback_is_identified_by(
    store: Store, namespace: str, said: list[dict[str, object]]
) -> None:
    await register(
        store,
        an_exchange(namespace, "1a", session_id="session-"),
        an_exchange(namespace, "a"),
        an_exchange(namespace, "1", request_id="1"),
    )
    one_by_one = [await submit_one(store, namespace, text="x", **each) for each in said]
    together = await submit(store, *(submission(namespace, text="x", **each) for each in said))
    assert len({result.id for result in one_by_one}) == len(said)
    assert [result.id for result in together] == [result.id for result in one_by_one]
    assert all(result.replayed for result in together)


@pytest.mark.parametrize(
    "authors",
    [
        [{"user_id": "ann", "external_user_id": "x"}, {"user_id": "bob", "external_user_id": "x"}],
        [
            {"user_id": "ann", "principal_id": "key_1"},
            {"user_id": "ann", "principal_id": "key_2"},
        ],
    ],
    ids=["the external user before the user", "the user before the principal"],
)
async def test_the_author_is(
    store: Store, namespace: str, authors: list[dict[str, object]]
) -> None:
    results = [await submit_one(store, namespace, text="x", **author) for author in authors]
    assert len({result.id for result in results}) == 1


async def test_every_caller_reads_the_feedback_that_it_requested(
    store: Store, namespace: str
) -> None:
    made = await submit(
        store, *(submission(namespace, target_id=f"s{i}", text=f"t{i}") for i in range(50))
    )
    wanted = [made[i % 50].id if i % 3 else "fb_unknown" for i in range(150)]
    read = [store.read(reads.get, (namespace, id_)) for id_ in wanted]
    for id_, one in zip(wanted, read, strict=True):
        found = await one
        assert (found is None) if id_ == "fb_unknown" else (found.id == id_)


async def test_a_positive_rating_of_a_search_makes_no_memory(store: Store, namespace: str) -> None:
    assert not (await submit_one(store, namespace, rating=POSITIVE)).stored


async def history(store: Store, namespace: str) -> list[tuple[int, str]]:
    """Return revision and text of every state in the namespace."""
    found = await rows(
        store,
        'SELECT "revision", "text" FROM "feedback" WHERE "namespace_id" = ?'
        ' UNION ALL SELECT "revision", "text" FROM "feedback_revision" WHERE "namespace_id" = ?',
        namespace,
        namespace,
    )
    return sorted(found)
