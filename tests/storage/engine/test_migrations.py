"""The schema comes from migrations alone, and is what the models say."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import peewee
import pytest
from playhouse.schema_diff import diff_models

from plaudit_server.domain.exchanges.filters import MemoryFilter
from plaudit_server.domain.exchanges.words import query_words
from plaudit_server.domain.feedback.feedback import (
    Content,
    FeedbackDeletion,
    FeedbackState,
    FeedbackUpdate,
    StoredFeedback,
    TargetKind,
)
from plaudit_server.domain.feedback.filters import FeedbackFilter
from plaudit_server.storage.engine import schema
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.store import write_alone
from plaudit_server.storage.exchanges import memories
from plaudit_server.storage.feedback import changes as feedback_changes
from plaudit_server.storage.feedback import feedback, lists
from plaudit_server.storage.feedback.lists import Order
from plaudit_server.storage.models import MODELS
from plaudit_server.storage.tenants import namespaces
from support.stores import NEGATIVE, POSITIVE, PRINCIPAL, on_message, submission

TABLES = [model._meta.table_name for model in MODELS]
MIGRATIONS = [
    "0001_initial",
    "0002_feedback_in_full",
    "0003_knowledge_from_feedback",
    "0004_writers_and_revocation",
    "0005_exchanges_known_by_request",
    "0006_what_peers_record",
]


ADDED_LATER = frozenset(Content._field_defaults)
"""The columns of content that the first version did not have."""


@pytest.fixture
def empty(kind: str, new_database: Callable[[str], str]) -> Iterator[Backend]:
    backend = schema.open_backend(new_database(kind))
    yield backend
    backend.database.close_all()


def columns(database: peewee.Database) -> dict[str, list[tuple[object, ...]]]:
    """Answer name, type, nullability and key membership of each column of each table."""
    return {
        table: sorted(
            (column.name, column.data_type.lower(), column.null, column.primary_key)
            for column in database.get_columns(table)
        )
        for table in TABLES
    }


def test_an_empty_database_lacks_every_migration(empty: Backend) -> None:
    assert schema.pending(empty) == MIGRATIONS


def test_migrations_make_the_tables_columns_and_indexes_of_the_models(empty: Backend) -> None:
    schema.migrate(empty)
    with empty.database.connection_context():
        difference = diff_models(empty.database, MODELS)
    assert not difference, str(difference)


def test_migrations_make_the_types_and_keys_of_the_models(
    empty: Backend, kind: str, new_database: Callable[[str], str]
) -> None:
    """`diff_models` does not compare them."""
    schema.migrate(empty)
    direct = schema.open_backend(new_database(kind)).database
    with empty.database.connection_context(), direct.connection_context():
        with direct.bind_ctx(MODELS):
            direct.create_tables(MODELS)
        assert columns(empty.database) == columns(direct)
    direct.close_all()


def test_a_migrated_database_lacks_nothing_and_migrating_again_changes_nothing(
    empty: Backend,
) -> None:
    assert schema.migrate(empty) == MIGRATIONS
    assert schema.pending(empty) == []
    assert schema.migrate(empty) == []


def test_a_migration_is_recorded_with_its_time(empty: Backend) -> None:
    schema.migrate(empty)
    with empty.database.connection_context():
        recorded = list(
            empty.execute('SELECT "name", "applied" FROM "schema_migration" ORDER BY "name"')
        )
    assert [name for name, _ in recorded] == MIGRATIONS
    assert all(applied for _, applied in recorded)


def test_servers_that_start_at_once_on_an_empty_database_all_find_it_migrated(
    kind: str, new_database: Callable[[str], str]
) -> None:
    """Each embedded server migrates itself; one whose database is busy tries again."""
    url = new_database(kind)
    together = threading.Barrier(4)

    def start() -> list[str]:
        backend = schema.open_backend(url)
        together.wait()
        for _ in range(10):
            try:
                schema.migrate(backend)
                break
            except Exception as error:
                if not backend.is_unavailable(error):
                    raise
        missing = schema.pending(backend)
        backend.database.close_all()
        return missing

    with ThreadPoolExecutor(4) as servers:
        started = [servers.submit(start) for _ in range(4)]
    assert [server.result() for server in started] == [[]] * 4


NS, OTHER = "ns_1", "ns_2"
THEN = 1_700_000_000_000_000
"""When the data of the first version was written."""


def feedback_of_then(number: int, namespace: str = NS, **known: Any) -> dict[str, Any]:
    """Make a row of feedback on a message, as the first version wrote it."""
    said = submission(
        namespace, rating=POSITIVE, user_id="ann", name=f"name {number}", **on_message("m1")
    )
    row = {
        "namespace_id": namespace,
        "id": f"fb_{(THEN // 1000 + number):012x}7000800000000000",
        "creator": said.principal_id,
        **{
            column: value
            for column, value in said.content._asdict().items()
            if column not in ADDED_LATER
        },
        "session_context": "",
        "exchange_id": "ex_018bcfe568007000800000000001",
        "state": 1,
        "revision": 1,
        "sequence": number,
        "create_time": THEN + number * 1000,
        "update_time": THEN + number * 1000,
        "identity": said.identity,
    }
    return {**row, **known}


def without_identity(row: dict[str, Any]) -> dict[str, Any]:
    return {column: value for column, value in row.items() if column != "identity"}


CHANGED = feedback_of_then(2)
ROWS: list[tuple[str, dict[str, Any]]] = [
    *(
        (
            "namespace",
            {
                "namespace_id": id_,
                "name": f"name of {id_}",
                "api_access_disabled": False,
                "create_time": THEN,
                "update_time": THEN,
            },
        )
        for id_ in (NS, OTHER)
    ),
    ("sequence", {"namespace_id": NS, "value": 4}),
    ("sequence", {"namespace_id": OTHER, "value": 1}),
    (
        "exchange",
        {
            "namespace_id": NS,
            "id": "ex_018bcfe568007000800000000001",
            "session_id": "session-1",
            "message_id": "m1",
            "request_id": None,
            "status": 2,
            "prompt": "How long is the Loire?",
            "answer": "1,006 kilometres.",
            "context": "",
            "topic": "rivers",
            "confidence": 0.5,
            "model": "m",
            "metadata": '{"a": 1}',
            "create_time": THEN,
            "update_time": THEN,
        },
    ),
    (
        "memory",
        {
            "namespace_id": NS,
            "exchange_id": "ex_018bcfe568007000800000000001",
            "positive_count": 2,
            "create_time": THEN,
            "update_time": THEN,
        },
    ),
    ("feedback", feedback_of_then(1, session_context='{"page": 1}', score=0.5, text="good")),
    ("feedback", {**CHANGED, "revision": 2, "sequence": 3, "text": "changed"}),
    ("feedback_revision", without_identity(CHANGED)),
    ("feedback", feedback_of_then(4, rating=NEGATIVE, text="bad")),
    ("feedback", feedback_of_then(1, OTHER, exchange_id=None, text="of another")),
    (
        "remembered_request",
        {
            "namespace_id": NS,
            "key": "k",
            "fingerprint": "f",
            "answer": b"\x00\xff",
            "create_time": THEN,
        },
    ),
]
"""A database of the first version."""


def read_all(backend: Backend) -> list[tuple[Any, ...]]:
    """Read each of the rows again, as far as the first version knew it."""
    found = []
    for table, row in ROWS:
        names = ", ".join(f'"{column}"' for column in row)
        where = " AND ".join(
            f'"{column}" = ?' for column in ("namespace_id", "id", "key") if column in row
        )
        wanted = tuple(row[column] for column in ("namespace_id", "id", "key") if column in row)
        found += backend.execute(f'SELECT {names} FROM "{table}" WHERE {where}', wanted).fetchall()
    return found


@pytest.fixture
def grown(empty: Backend) -> Backend:
    """A database with data of the first version, migrated."""
    with empty.database.connection_context(), empty.transaction():
        assert schema._runner(empty).up(target="0001_initial") == ["0001_initial"]
        for table, row in ROWS:
            empty.insert(table, tuple(row), [tuple(row.values())])
    with empty.database.connection_context():
        before = read_all(empty)
    assert len(before) == len(ROWS)
    assert schema.pending(empty) == MIGRATIONS[1:]
    assert schema.migrate(empty) == MIGRATIONS[1:]
    with empty.database.connection_context():
        assert read_all(empty) == before, "a migration keeps all that there is"
    return empty


OF_FOURTH = {
    **next(row for table, row in ROWS if table == "exchange"),
    "user_id": "ann",
    "external_user_id": "",
    "prompt_key": "k",
}
"""An exchange as the fourth version kept it."""


def test_exchanges_of_the_fourth_version_stay_as_they_are_and_new_ones_need_no_message(
    empty: Backend,
) -> None:
    old = [
        {**OF_FOURTH, "id": f"ex_{i}", "message_id": f"m{i}", "request_id": request_id}
        for i, request_id in enumerate(("r0", None, "r2"))
    ]

    def insert(*rows: dict[str, Any]) -> None:
        with empty.database.connection_context(), empty.transaction():
            for row in rows:
                empty.insert("exchange", tuple(row), [tuple(row.values())])

    def read() -> list[tuple[Any, ...]]:
        names = ", ".join(f'"{column}"' for column in OF_FOURTH)
        with empty.database.connection_context():
            return empty.execute(f'SELECT {names} FROM "exchange" ORDER BY "id"').fetchall()

    with empty.database.connection_context(), empty.transaction():
        schema._runner(empty).up(target="0004_writers_and_revocation")
    insert(*old)
    before = read()
    assert before == [tuple(row.values()) for row in old]
    assert schema.migrate(empty) == MIGRATIONS[4:]
    assert read() == before
    with empty.database.connection_context():
        assert not diff_models(empty.database, MODELS)
    unnamed = {**OF_FOURTH, "message_id": None}
    insert(*({**unnamed, "id": f"ex_{i}", "request_id": f"r{i}"} for i in (3, 4)))
    for taken in ({"message_id": "m0", "request_id": "r9"}, {"request_id": "r3"}):
        with pytest.raises(Exception, match=r"(?i)unique"):
            insert({**unnamed, "id": "ex_9", **taken})
    assert len(read()) == 5


def listed(backend: Backend, **wanted: Any) -> list[StoredFeedback]:
    with backend.database.connection_context():
        found, end = lists.list_page(
            backend,
            NS,
            FeedbackFilter(**wanted),
            Order(by_update=False, descending=False),
            after="",
            limit=100,
        )
    assert not end
    return found


def test_what_the_first_version_stored_is_found_by_every_index_of_the_second(
    grown: Backend,
) -> None:
    def texts(**wanted: Any) -> list[str]:
        return [one.content.text for one in listed(grown, **wanted)]

    everything = ["good", "changed", "bad"]
    assert texts() == everything
    assert texts(session_id="session-1") == everything
    assert texts(user_id="ann") == everything
    assert texts(target=(TargetKind.MESSAGE.value, "session-1", "m1")) == everything
    assert texts(ratings=frozenset({NEGATIVE})) == ["bad"]
    assert texts(external_user_id="x") == []


def test_what_the_first_version_stored_is_told_to_watchers(grown: Backend) -> None:
    with grown.database.connection_context():
        read = feedback_changes.read(grown, NS, 0)
    told = [(c.sequence, c.after.revision, c.after.content.text) for c in read.changes]
    assert told == [(1, 1, "good"), (2, 1, ""), (3, 2, "changed"), (4, 1, "bad")]
    assert [c.before is not None for c in read.changes] == [False, False, True, False]
    assert (read.reached, read.purged) == (4, 0)


def test_memories_of_the_first_version_are_found_by_their_words(grown: Backend) -> None:
    with grown.database.connection_context():
        for query, wanted, expected in (
            ("how long is the LOIRE", MemoryFilter(), ["m1"]),
            ("kilometres", MemoryFilter(topic="rivers"), ["m1"]),
            ("kilometres", MemoryFilter(topic="towns"), []),
            ("Rhine", MemoryFilter(), []),
        ):
            found = memories.search(grown, NS, query_words(query), wanted, limit=10)
            assert [memory.exchange.exchange.message_id for memory, _ in found] == expected
            assert memories.search(grown, OTHER, query_words(query), wanted, limit=10) == []


def test_a_namespace_of_the_first_version_keeps_everything_and_takes_no_early_feedback(
    grown: Backend,
) -> None:
    with grown.database.connection_context():
        found = namespaces.find(grown, NS)
    assert found is not None
    assert found[2:6] == (False, False, 0, 0)
    lost = submission(NS, text="x", **on_message("unknown"))
    (refused,) = write_alone(grown, feedback.submit, (lost,))
    assert isinstance(refused, Exception)


def test_what_the_first_version_stored_is_submitted_again_changed_and_deleted(
    grown: Backend,
) -> None:
    first, second, _ = listed(grown)
    again = submission(
        NS,
        rating=POSITIVE,
        user_id="ann",
        name="name 1",
        score=0.5,
        text="good",
        **on_message("m1"),
    )
    (replayed,) = write_alone(grown, feedback.submit, (again,))
    assert (replayed.id, replayed.replayed, replayed.stored) == (first.id, True, True)
    update = FeedbackUpdate(NS, first.id, "", lambda c: c._replace(rating=NEGATIVE))
    changed = write_alone(grown, feedback.update, update)
    assert (changed.revision, changed.sequence) == (2, 5)
    deleted = write_alone(grown, feedback.delete, FeedbackDeletion(NS, second.id, ""))
    assert (deleted.revision, deleted.state) == (3, FeedbackState.DELETED)
    with grown.database.connection_context():
        assert memories.list_page(grown, NS, before="", limit=10) == ([], "")
        found = memories.search(grown, NS, query_words("Loire"), MemoryFilter(), limit=10)
        assert found == [], "the last positive feedback is gone"
        states, _ = lists.list_revisions(grown, NS, second.id, before=None, limit=10)
    assert [state.revision for state in states] == [3, 2, 1]


def test_of_what_the_first_version_stored_a_key_owns_what_nobody_can_have_changed(
    grown: Backend,
) -> None:
    assert {one.content.text: one.writer for one in listed(grown)} == {
        "good": PRINCIPAL,
        "changed": "",
        "bad": PRINCIPAL,
    }
    changed = next(one for one in listed(grown) if one.content.text == "changed")
    with grown.database.connection_context():
        states, _ = lists.list_revisions(
            grown, NS, changed.id, before=None, limit=10, writer=PRINCIPAL
        )
    assert [state.revision for state in states] == [1]
