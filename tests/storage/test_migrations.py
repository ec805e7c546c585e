"""The schema comes from migrations alone, and is what the models say."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import peewee
import pytest
from playhouse.schema_diff import diff_models

from plaudit_server.storage import schema
from plaudit_server.storage.backend import Backend
from plaudit_server.storage.models import MODELS

TABLES = [model._meta.table_name for model in MODELS]


@pytest.fixture
def empty(kind: str, new_database: Callable[[str], str]) -> Backend:
    backend = schema.open_backend(new_database(kind))
    yield backend
    backend.database.close_all()


def columns(database: peewee.Database) -> dict[str, list[tuple[object, ...]]]:
    """Answer name, type, nullability and key membership of each column of each table."""
    return {
        table: [
            (column.name, column.data_type.lower(), column.null, column.primary_key)
            for column in database.get_columns(table)
        ]
        for table in TABLES
    }


def test_an_empty_database_lacks_every_migration(empty: Backend) -> None:
    assert schema.pending(empty) == ["0001_initial"]


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
    assert schema.migrate(empty) == ["0001_initial"]
    assert schema.pending(empty) == []
    assert schema.migrate(empty) == []


def test_a_migration_is_recorded_with_its_time(empty: Backend) -> None:
    schema.migrate(empty)
    with empty.database.connection_context():
        recorded = list(empty.execute('SELECT "name", "applied" FROM "schema_migration"'))
    assert [name for name, _ in recorded] == ["0001_initial"]
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
