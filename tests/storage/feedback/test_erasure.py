"""Erasing a person removes all their data, also from the file, and no data of others."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from grpc_health.v1 import health_pb2

from plaudit_server.domain.datasets.annotation import (
    Definition,
    Field,
    FieldKind,
    Question,
    QuestionKind,
    Schema,
)
from plaudit_server.domain.errors import NotFound, Unavailable
from plaudit_server.domain.feedback.feedback import (
    NOTHING,
    FeedbackDeletion,
    FeedbackState,
    FeedbackUpdate,
)
from plaudit_server.domain.feedback.tokens import new_token
from plaudit_server.domain.tenants.credentials import secret_digest
from plaudit_server.domain.tenants.scopes import FeedbackToken
from plaudit_server.health import Health
from plaudit_server.storage.datasets import datasets, record_creation
from plaudit_server.storage.datasets.annotators import Annotator
from plaudit_server.storage.datasets.datasets import NewDataset
from plaudit_server.storage.datasets.record_creation import NewRecord
from plaudit_server.storage.datasets.responses import NewResponse
from plaudit_server.storage.engine import sqlite
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.engine.transaction import now
from plaudit_server.storage.exchanges import memories, memory_search
from plaudit_server.storage.feedback import changes as feedback_changes
from plaudit_server.storage.feedback import early, erasure, feedback, reads, tokens
from plaudit_server.storage.feedback.erasure import BATCH_SIZE, Receipt, Subject, erase
from plaudit_server.storage.feedback.tokens import NewFeedbackToken
from support.stores import (
    NEGATIVE,
    POSITIVE,
    exchange,
    execute,
    on_message,
    once,
    register,
    rows,
    submission,
    submit,
    submit_one,
)

OpenStore = Callable[..., Store]

SERVING = health_pb2.HealthCheckResponse.SERVING

VERA = "vera-7391"
"""The erased person. All her texts, and no others, contain HUSH."""
HUSH = "hush7391"
COLUMNS = ("user_id", "external_user_id")

SQLITE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True, scope="session")


@pytest.fixture(params=COLUMNS)
def column(request: pytest.FixtureRequest) -> str:
    """Which kind of id the person has."""
    return str(request.param)


@pytest.fixture
def store(runner: Any, open_store: OpenStore, own_database: str) -> Store:
    """A store on its own database, because the tests compare every table."""

    async def open_() -> Store:
        return open_store(own_database)

    return runner.run(open_())


async def tables(store: Store) -> list[str]:
    """Return the names of the tables with data from callers."""
    if store.backend.name == "sqlite":
        found = await rows(
            store,
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite*'"
            " AND name NOT GLOB 'memory_text_*'",
        )
    else:
        found = await rows(
            store, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        )
    return [name for (name,) in found]


async def everything(store: Store) -> Counter[tuple[str, str]]:
    """Read every row of every table, as text."""
    found: Counter[tuple[str, str]] = Counter()
    for table in await tables(store):
        if table == "sequence":
            continue
        for row in await rows(store, f'SELECT * FROM "{table}"'):
            found[
                table, repr(tuple(bytes(v) if isinstance(v, memoryview) else v for v in row))
            ] += 1
    return found


def files(url: str) -> bytes:
    """Read all files of SQLite."""
    path = url.removeprefix("sqlite:///")
    return b"".join(
        Path(path + end).read_bytes() for end in ("", "-wal", "-shm") if Path(path + end).exists()
    )


class Person:
    """A person with feedback, exchanges, responses, assigned records and a feedback token."""

    def __init__(self, store: Store, namespace: str, word: str, **known: str) -> None:
        self.store = store
        self.namespace = namespace
        self.word = word
        self.known = known
        self._number = 0

    async def says(self, text: str = "", **said: Any) -> Any:
        text = f"{self.word} says {text}"
        return await submit_one(self.store, self.namespace, **{"text": text, **self.known, **said})

    async def has_exchange(self, name: str, **known: Any) -> Any:
        """Register an exchange, with a request id."""
        plain = {"prompt": f"{self.word} asks {name}", "topic": self.word, **self.known, **known}
        (made,) = await register(self.store, exchange(self.namespace, name, **plain))
        return made

    async def deletes(self, feedback_id: str) -> None:
        deletion = FeedbackDeletion(self.namespace, feedback_id, "")
        await self.store.write(feedback.delete, deletion, namespace_id=self.namespace)

    async def answers(self, dataset_id: str) -> None:
        users = {"user_id": "", "external_user_id": "", **self.known}
        given = NewResponse(f"{self.word}", "key_1", 1, {"why": self.word}, **users)
        new = NewRecord(
            self.namespace,
            dataset_id,
            {"prompt": "shown"},
            responses=(given,),
            annotators=(Annotator(self.word, users["user_id"], users["external_user_id"]),),
        )
        (made,) = await self.store.write(record_creation.add, (new,), namespace_id=self.namespace)
        assert made.responses

    async def gets_token(self) -> None:
        users = {"user_id": "", "external_user_id": "", **self.known}
        allows = FeedbackToken((3, "", "search-1"), frozenset({"overall"}), frozenset(), **users)
        digest = secret_digest(new_token(self.namespace))
        new = NewFeedbackToken(
            self.namespace, digest, allows, max_uses=1, expire_time=now() + 10**12
        )
        await self.store.write(tokens.create, new, namespace_id=self.namespace)

    async def submits_with_request_id(self) -> None:
        """Submit with a request id; the stored response contains the person's id as in protobuf."""
        self._number += 1
        (name,) = self.known.values()

        def encode(_: Any) -> bytes:
            return bytes([0x9A, 0x01, len(name)]) + name.encode() + self.word.encode()

        item = submission(self.namespace, text=self.word, name=f"once {self._number}", **self.known)
        await self.store.write_once(
            feedback.submit,
            [item],
            namespace_id=self.namespace,
            once=once(self.namespace, f"{self.word} {self.known} {self._number}", encode=encode),
        )


async def define(store: Store, namespace: str) -> str:
    schema = Schema(
        fields=(Field("prompt", "", required=True, kind=FieldKind.TEXT),),
        questions=(Question("why", "", "", required=False, kind=QuestionKind.TEXT),),
    )
    new = NewDataset(namespace, Definition("answers", "", schema))
    return str((await store.write(datasets.create, new, namespace_id=namespace)).id)


async def live(person: Person, dataset_id: str, name: str) -> None:
    """Create a row in every table."""
    own = await person.has_exchange(f"{name}-own", session_id=name)
    await person.says(rating=POSITIVE, **on_message(f"{name}-own", session_id=name))
    await person.says("first", name="twice")
    await person.says("second", name="twice")
    await person.says("third", name="twice")
    gone = await person.says("x", name="gone")
    await person.says("y", name="gone")
    await person.deletes(gone.id)
    await person.answers(dataset_id)
    await person.gets_token()
    await person.submits_with_request_id()
    assert own.id


LIVED = Receipt(
    feedback_count=4,  # on the exchange, twice, gone, once
    revision_count=2 + 3,  # of twice; of gone, its deletion too
    exchange_count=1,
    memory_count=1,
    response_count=1,
    feedback_token_count=1,
    assigned_record_count=1,
)


def counted(receipt: Receipt) -> Receipt:
    assert abs(receipt.erase_time - now()) < 60_000_000
    return receipt._replace(erase_time=0)


async def test_all_data_of_a_person_is_erased_and_none_of_others(
    store: Store, new_namespace: Callable[..., Any], column: str
) -> None:
    here, elsewhere = await new_namespace(store), await new_namespace(store)
    (other_column,) = set(COLUMNS) - {column}
    of_here, of_elsewhere = await define(store, here), await define(store, elsewhere)
    # Others: with another id, with the same id of the other kind, and in another namespace.
    await live(Person(store, here, "ann says", **{column: "ann"}), of_here, "ann")
    twin = Person(store, here, "twin says", **{other_column: VERA})
    await live(twin, of_here, "twin")
    await live(Person(store, elsewhere, "far", **{column: VERA}), of_elsewhere, "far")
    before = await everything(store)
    await live(Person(store, here, HUSH, **{column: VERA}), of_here, "vera")
    full = await everything(store)

    receipt = await erase(store, Subject(here, column, VERA))

    assert counted(receipt) == LIVED
    after = await everything(store)
    assert not any(HUSH in row for _, row in after)
    lost = Counter({row: n for row, n in (before - after).items() if row[0] != "dataset"})
    # Remembered responses are found only by the id: one of a namesake may be deleted too.
    namesakes = [row for table, row in lost if table == "remembered_request" and twin.word in row]
    assert len(namesakes) == lost.total() == 1, "data of others was erased"
    kinds = Counter(table for table, _ in full - before)
    # The record belongs to the application; only her response is erased.
    marks = after - before
    assert Counter(table for table, _ in marks) == {
        "record": 1,
        "record_change": 4,  # the record and the response, her deleted response, the assignment
        "dataset": 1,  # its counts no longer include her response
        "feedback_revision": 4,
    }
    assert set(kinds) - {"record", "dataset", "record_change"} == {
        "annotator_progress",
        "exchange",
        "feedback",
        "feedback_revision",
        "feedback_token",
        "memory",
        "memory_text",
        "record_annotator",
        "record_response",
        "remembered_request",
        "satisfaction",
    }


async def test_erased_feedback_leaves_one_revision_without_content(
    store: Store, new_namespace: Callable[..., Any], column: str
) -> None:
    namespace = await new_namespace(store)
    vera = Person(store, namespace, HUSH, **{column: VERA})
    stays = await vera.says("one", name="stays")
    await vera.says("two", name="stays")
    gone = await vera.says("one", name="gone")
    await vera.deletes(gone.id)
    last = (await store.query("", feedback_changes.sequence_range, namespace)).last
    await erase(store, Subject(namespace, column, VERA))
    found = await store.query("", feedback_changes.read, namespace, 0)
    marks = {change.after.id: change.after for change in found.changes}
    assert len(found.changes) == 2
    assert set(marks) == {stays.id, gone.id}
    for mark in marks.values():
        assert (mark.state, mark.revision) == (FeedbackState.ERASED, 3)
        assert mark.content == NOTHING
        assert (mark.creator, mark.session_context) == ("", "")
        assert mark.create_time == mark.update_time
        assert mark.sequence > last
    assert all(change.before is None for change in found.changes)


async def test_erasing_again_erases_only_newer_data(
    store: Store, new_namespace: Callable[..., Any], column: str
) -> None:
    namespace = await new_namespace(store)
    vera = Person(store, namespace, HUSH, **{column: VERA})
    subject = Subject(namespace, column, VERA)
    assert counted(await erase(store, subject)) == Receipt()
    await live(vera, await define(store, namespace), "vera")
    assert counted(await erase(store, subject)) == LIVED
    assert counted(await erase(store, subject)) == Receipt()
    again = await vera.says("again")
    assert again.revision == 1
    assert counted(await erase(store, subject)) == Receipt(feedback_count=1)


async def test_a_memory_is_deleted_with_the_last_vote_and_stays_while_others_remain(
    store: Store, new_namespace: Callable[..., Any], column: str
) -> None:
    namespace = await new_namespace(store)
    ann = Person(store, namespace, "ann", **{column: "ann"})
    vera = Person(store, namespace, HUSH, **{column: VERA})
    kept = {name: await ann.has_exchange(name) for name in ("both", "hers", "mine", "turned")}
    for name in ("both", "hers"):
        await vera.says(rating=POSITIVE, **on_message(name))
    for name in ("both", "mine"):
        await ann.says(rating=POSITIVE, **on_message(name))
    await vera.says(rating=POSITIVE, **on_message("turned"))
    await vera.says(rating=NEGATIVE, **on_message("turned"))
    receipt = await erase(store, Subject(namespace, column, VERA))
    assert (receipt.feedback_count, receipt.exchange_count, receipt.memory_count) == (3, 0, 1)
    left = await rows(
        store,
        'SELECT "exchange_id", "positive_count" FROM "memory" WHERE "namespace_id" = ?',
        namespace,
    )
    assert dict(left) == {kept["both"].id: 1, kept["mine"].id: 1}
    found = await store.query("", memories.search, namespace, ["ann"], memories.ALL, limit=10)
    assert {memory.exchange.id for memory, _ in found} == {kept["both"].id, kept["mine"].id}


async def test_feedback_of_others_on_an_erased_exchange_stays_and_can_be_changed_and_deleted(
    store: Store, new_namespace: Callable[..., Any], column: str
) -> None:
    namespace = await new_namespace(store)
    ann = Person(store, namespace, "ann", **{column: "ann"})
    vera = Person(store, namespace, HUSH, **{column: VERA})
    await vera.has_exchange("hers", request_id="r")
    said = {"rating": POSITIVE, **on_message("hers")}
    stays, other = await ann.says(**said), await ann.says(name="other", **said)
    receipt = await erase(store, Subject(namespace, column, VERA))
    assert counted(receipt) == Receipt(exchange_count=1, memory_count=1)
    assert await store.query("", reads.get, [(namespace, stays.id)]) != [None]

    again = await ann.says(**said)
    assert (again.replayed, again.stored) == (True, False)
    anew = await ann.says(name="new", **said)
    assert isinstance(anew, NotFound), "new feedback on the exchange must be refused too"

    def turn(rating: int) -> FeedbackUpdate:
        return FeedbackUpdate(namespace, stays.id, "", lambda c: c._replace(rating=rating))

    for revision, rating in ((2, NEGATIVE), (3, POSITIVE)):
        changed = await store.write(feedback.update, turn(rating), namespace_id=namespace)
        assert (changed.revision, changed.content.rating) == (revision, rating)
    await ann.deletes(stays.id)
    await ann.deletes(other.id)
    assert not await rows(store, 'SELECT 1 FROM "memory" WHERE "namespace_id" = ?', namespace)
    (left,) = await rows(
        store, 'SELECT count(*) FROM "feedback" WHERE "namespace_id" = ?', namespace
    )
    assert left == (0,)

    fresh_ = await vera.has_exchange("hers")  # the application may register it again
    judged = await ann.says(**said)
    assert (judged.revision, judged.stored) == (1, True)
    assert fresh_.id


async def test_active_feedback_of_others_stays_active_with_early_feedback_on(
    store: Store, new_namespace: Callable[..., Any], column: str
) -> None:
    """When submitted again, it must not become pending for the erased exchange, and expire."""
    namespace = await new_namespace(store)
    await execute(
        store,
        'UPDATE "namespace" SET "early_feedback" = ? WHERE "namespace_id" = ?',
        *(True, namespace),
    )
    ann = Person(store, namespace, "ann", **{column: "ann"})
    vera = Person(store, namespace, HUSH, **{column: VERA})
    await vera.has_exchange("hers")
    await ann.says("one", rating=POSITIVE, **on_message("hers"))
    await erase(store, Subject(namespace, column, VERA))
    again = await ann.says("two", rating=POSITIVE, **on_message("hers"))
    assert (again.revision, again.state, again.stored) == (2, FeedbackState.ACTIVE, False)
    assert await store.query("", early.find_expired) == []


async def test_of_feedback_that_became_anothers_only_the_persons_revisions_are_erased(
    store: Store, new_namespace: Callable[..., Any]
) -> None:
    """The author is the external user; the user id may differ in each submission."""
    namespace = await new_namespace(store)
    for name in ("stays", "deleted"):
        for user, text in ((VERA, HUSH), ("ann", "hers"), ("ann", "hers too")):
            said = await submit_one(
                store, namespace, name=name, external_user_id="e", user_id=user, text=text
            )
    await store.write(
        feedback.delete, FeedbackDeletion(namespace, said.id, ""), namespace_id=namespace
    )
    receipt = await erase(store, Subject(namespace, "user_id", VERA))
    assert counted(receipt) == Receipt(revision_count=2)
    left = await rows(
        store,
        'SELECT "text", "state" FROM "feedback_revision" WHERE "namespace_id" = ?'
        ' ORDER BY "sequence"',
        namespace,
    )
    assert left == [("hers", 1), ("hers", 1), ("hers too", 1), ("hers too", 3)]
    assert await rows(
        store, 'SELECT "text" FROM "feedback" WHERE "namespace_id" = ?', namespace
    ) == [("hers too",)]
    assert not any(HUSH in row or VERA in row for _, row in await everything(store))


async def test_a_person_with_more_rows_than_one_batch_is_erased_completely(
    store: Store, new_namespace: Callable[..., Any], column: str
) -> None:
    namespace = await new_namespace(store)
    count = 2 * BATCH_SIZE + 50
    her = {column: VERA}
    names = [f"m{i}" for i in range(count)]
    await register(store, *(exchange(namespace, n, prompt=HUSH, **her) for n in names))
    for text in (HUSH, f"{HUSH} again"):
        await submit(
            store,
            *(
                submission(namespace, rating=POSITIVE, text=text, **on_message(n), **her)
                for n in names
            ),
        )
    gone = await submit(store, *(submission(namespace, name=f"n{i}", **her) for i in range(count)))
    for result in gone:
        await store.write(
            feedback.delete, FeedbackDeletion(namespace, result.id, ""), namespace_id=namespace
        )
    vera = Person(store, namespace, HUSH, **her)
    for _ in range(BATCH_SIZE + 10):
        await vera.submits_with_request_id()
    receipt = await erase(store, Subject(namespace, column, VERA))
    assert counted(receipt) == Receipt(
        feedback_count=2 * count + BATCH_SIZE + 10,
        revision_count=3 * count,
        exchange_count=count,
        memory_count=count,
    )
    assert not any(HUSH in row or VERA in row for _, row in await everything(store))


async def test_a_feedback_with_very_many_revisions_is_erased_completely(
    store: Store, new_namespace: Callable[..., Any], column: str
) -> None:
    namespace = await new_namespace(store)
    vera = Person(store, namespace, HUSH, **{column: VERA})
    for name in ("stays", "gone"):
        await submit(
            store,
            *(
                submission(namespace, name=name, text=f"{HUSH} {i}", **vera.known)
                for i in range(3 * BATCH_SIZE)
            ),
        )
    (id_,) = (
        await rows(
            store,
            'SELECT "id" FROM "feedback" WHERE "namespace_id" = ? AND "name" = \'gone\'',
            namespace,
        )
    )[0]
    await vera.deletes(id_)
    receipt = await erase(store, Subject(namespace, column, VERA))
    assert counted(receipt) == Receipt(feedback_count=2, revision_count=6 * BATCH_SIZE)
    assert not any(HUSH in row for _, row in await everything(store))


@pytest.mark.parametrize("name", ["v", "v" * 127, "v" * 128, "ü" * 256])
async def test_remembered_responses_are_erased_whatever_the_length_of_the_id(
    store: Store, new_namespace: Callable[..., Any], name: str
) -> None:
    namespace = await new_namespace(store)

    def written(text: bytes) -> bytes:
        length = len(text)
        prefix = bytes([length]) if length < 128 else bytes([length & 127 | 128, length >> 7])
        return b"\x92\x01" + prefix + text + b"\x12\x00"

    for request_id, answer in (
        ("hers", written(name.encode())),
        ("her refusal", written(b"user:" + name.encode())),
        ("another's", b"\x92\x01\x03ann"),
    ):
        await store.write_once(
            feedback.submit,
            [submission(namespace, text="text", name=request_id)],
            namespace_id=namespace,
            once=once(namespace, request_id, encode=lambda _, answer=answer: answer),
        )
    await erase(store, Subject(namespace, "user_id", name))
    left = await rows(
        store, 'SELECT "key" FROM "remembered_request" WHERE "namespace_id" = ?', namespace
    )
    assert left == [("another's",)]


def _filling(namespace: str, random_: random.Random, round_: int) -> Iterator[Any]:
    """Make feedback of others among that of the person, so that database pages fill and split."""
    for _ in range(400):
        hers = random_.random() < 0.1
        who = {
            "external_user_id": VERA if hers else f"user{random_.randint(0, 60):03d}",
            "text": (HUSH if hers else "text of others ") + "x" * random_.randint(0, 900),
            "correction": HUSH * random_.choice((0, 0, 1, 600)) if hers else "",
        }
        about: dict[str, Any] = {"target_id": f"s{random_.randint(0, 500)}"}
        if random_.random() < 0.3:
            about = {**on_message(f"m{random_.randint(0, 299)}"), "rating": POSITIVE}
        yield submission(namespace, **who, **about, name=f"n{random_.randint(0, round_ // 4)}")


async def _fill(store: Store, namespace: str, random_: random.Random) -> None:
    for start in range(0, 300, 100):
        await register(
            store,
            *(
                exchange(
                    namespace,
                    f"m{i}",
                    prompt=f"{HUSH} prompt" if i % 7 == 0 else f"prompt {random_.random()}",
                    answer=f"{HUSH * 300}" if i % 21 == 0 else "answer",
                    external_user_id=VERA if i % 7 == 0 else f"user{i % 60:03d}",
                )
                for i in range(start, start + 100)
            ),
        )
    for round_ in range(25):
        results = await submit(store, *_filling(namespace, random_, round_))
        for result in random_.sample(results, 20):
            deletion = FeedbackDeletion(namespace, result.id, "")
            await store.write(feedback.delete, deletion, namespace_id=namespace)


@SQLITE
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_on_sqlite_no_byte_of_a_person_is_left_in_any_file(
    store: Store, own_database: str, new_namespace: Callable[..., Any], seed: int
) -> None:
    """Among thousands of rows of others, after updates and deletes that split pages."""
    random_ = random.Random(seed)
    namespace = await new_namespace(store)
    await _fill(store, namespace, random_)
    assert VERA.encode() in files(own_database)
    assert HUSH.encode() in files(own_database)
    receipt = await erase(store, Subject(namespace, "external_user_id", VERA))
    assert receipt.feedback_count > 300
    assert receipt.exchange_count == 43
    left = files(own_database)
    assert left.count(VERA.encode()) == 0
    assert left.count(HUSH.encode()) == 0
    assert b"user001" in left
    assert await rows(store, "PRAGMA integrity_check") == [("ok",)]
    # Later writes must not restore old pages.
    await submit(store, *(submission(namespace, text="x" * 500, name=f"{i}") for i in range(500)))
    assert VERA.encode() not in files(own_database)
    assert HUSH.encode() not in files(own_database)


async def test_no_row_of_any_table_has_a_text_of_the_person_after_later_writes_of_others(
    store: Store, new_namespace: Callable[..., Any]
) -> None:
    namespace = await new_namespace(store)
    await _fill(store, namespace, random.Random(9))
    await erase(store, Subject(namespace, "external_user_id", VERA))
    assert not [row for row in await everything(store) if VERA in row[1] or HUSH in row[1]]
    found = await store.query("", memory_search.search, namespace, [HUSH], memories.ALL)
    assert found == []


async def test_a_retry_resumes_an_interrupted_erasure(
    store: Store,
    new_namespace: Callable[..., Any],
    column: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    namespace = await new_namespace(store)
    await live(
        Person(store, namespace, HUSH, **{column: VERA}), await define(store, namespace), "v"
    )
    monkeypatch.setattr(erasure, "BATCH_SIZE", 1)
    subject = Subject(namespace, column, VERA)
    first = await store.write(erasure.erase_part, subject, namespace_id=namespace)
    rest = await erase(store, subject)
    total = Receipt(*map(sum, zip(first, rest._replace(erase_time=0), strict=True)))
    assert total == LIVED
    assert not any(HUSH in row for _, row in await everything(store))


@SQLITE
async def test_an_erasure_fails_if_the_log_cannot_be_checkpointed(
    open_store: OpenStore,
    own_database: str,
    new_namespace: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another process, such as a backup, reads the old state, so the log must keep it."""
    monkeypatch.setattr(erasure, "TRIES", 2)
    monkeypatch.setitem(sqlite.PRAGMAS, "busy_timeout", 300)
    store = open_store(own_database)
    namespace = await new_namespace(store)
    vera = Person(store, namespace, HUSH, external_user_id=VERA)
    await vera.says()
    reader = sqlite3.connect(own_database.removeprefix("sqlite:///"), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM feedback").fetchone()
    await vera.says("more")
    subject = Subject(namespace, "external_user_id", VERA)
    with pytest.raises(Unavailable):
        await erase(store, subject)
    reader.execute("ROLLBACK")
    reader.close()
    assert counted(await erase(store, subject)) == Receipt()
    assert HUSH.encode() not in files(own_database)


@SQLITE
async def test_concurrent_erasures_share_a_rewrite_of_the_file(
    store: Store, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 0
    rewrite = store.backend.rewrite

    def counted() -> None:
        nonlocal count
        count += 1
        time.sleep(0.1)
        rewrite()

    monkeypatch.setattr(store.backend, "rewrite", counted)
    await submit(
        store, *(submission(namespace, name=f"n{i}", user_id=f"{HUSH}-{i}") for i in range(6))
    )
    subjects = [Subject(namespace, "user_id", f"{HUSH}-{i}") for i in range(6)]
    receipts = await asyncio.gather(*(erase(store, subject) for subject in subjects))
    assert [receipt.feedback_count for receipt in receipts] == [1] * 6
    assert count <= 3, "each had its own"  # one for the first, one for those that waited
    assert HUSH.encode() not in files(str(store.backend.path))  # type: ignore[attr-defined]


@pytest.mark.slow
@SQLITE
async def test_during_a_long_erasure_others_can_read_and_health_is_serving(
    open_store: OpenStore, own_database: str, new_namespace: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    health = Health(["service"])
    store = open_store(own_database, on_unavailable=health.report_failure)
    namespace = await new_namespace(store)
    kept = await submit_one(store, namespace)
    watching = asyncio.create_task(health.watch(store))
    statuses = health.servicer._status
    while statuses["service"] != SERVING:
        await asyncio.sleep(0.01)

    def slow() -> None:  # blocks writes for as long as a large file would
        store.backend.execute("BEGIN IMMEDIATE")
        time.sleep(13)
        store.backend.execute("ROLLBACK")

    monkeypatch.setattr(store.backend, "rewrite", slow)
    erasing = asyncio.create_task(erase(store, Subject(namespace, "user_id", VERA)))
    while not store.is_rewriting:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    writing = [asyncio.create_task(submit_one(store, namespace, name=f"n{i}")) for i in (1, 2)]
    while not erasing.done():
        assert statuses["service"] == SERVING
        (found,) = await store.query("", reads.get, [(namespace, kept.id)])
        assert found is not None
        await asyncio.sleep(0.05)
    await asyncio.gather(*writing, return_exceptions=True)
    assert any(isinstance(work.exception(), Unavailable) for work in writing)
    watching.cancel()


async def test_the_name_of_an_erased_user_leaves_the_counts_of_the_end_user_they_acted_for(
    store: Store, namespace: str
) -> None:
    dataset_id = await define(store, namespace)
    names = {"user_id": VERA, "external_user_id": "end"}
    given = NewResponse("end", "key_1", 1, {}, **names)
    later = given._replace(user_id="ben")
    for one in (later, given):
        new = NewRecord(namespace, dataset_id, {"prompt": "shown"}, responses=(one,))
        await store.write(record_creation.add, (new,), namespace_id=namespace)
    await erase(store, Subject(namespace, "user_id", VERA))
    left = await rows(
        store,
        'SELECT "user_id", "external_user_id", "draft_count" FROM "annotator_progress"'
        ' WHERE "namespace_id" = ?',
        namespace,
    )
    assert left == [("", "end", 1)]
