"""Every table but the named exceptions can be distributed by namespace as it is."""

from __future__ import annotations

import peewee
import pytest

from plaudit_server.storage.engine import schema
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.models import MODELS, REFERENCE_TABLES, SEARCH_TABLE

DISTRIBUTED = [model for model in MODELS if model not in REFERENCE_TABLES]


def unique_columns(model: type[peewee.Model]) -> list[list[str]]:
    """Answer the columns of the primary key and of every unique index of a model."""
    key = model._meta.primary_key
    names = key.field_names if isinstance(key, peewee.CompositeKey) else [key.name]
    return [list(names)] + [
        [field.column_name for field in index._expressions]
        for index in model._meta.fields_to_index()
        if index._unique
    ]


def unique_columns_in_sqlite(backend: Backend, table: str) -> list[list[str]]:
    found = []
    for _, name, unique, *_ in backend.execute(f'PRAGMA index_list("{table}")').fetchall():
        if unique:
            found.append([row[2] for row in backend.execute(f'PRAGMA index_info("{name}")')])
    # A primary key of one integer has no index of its own.
    key = [row for row in backend.execute(f'PRAGMA table_info("{table}")') if row[5]]
    return [*found, [row[1] for row in sorted(key, key=lambda row: row[5])]]


def unique_columns_in_postgresql(backend: Backend, table: str) -> list[list[str]]:
    return [
        row[0]
        for row in backend.execute(
            "SELECT array_agg(a.attname::text ORDER BY k.position)"
            " FROM pg_index i"
            " CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, position)"
            " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum"
            " WHERE i.indrelid = ?::regclass AND i.indisunique GROUP BY i.indexrelid",
            (f'"{table}"',),
        )
    ]


IN_CATALOG = {"sqlite": unique_columns_in_sqlite, "postgresql": unique_columns_in_postgresql}


def test_only_the_tables_that_say_who_may_call_are_whole_everywhere() -> None:
    assert {model.__name__ for model in REFERENCE_TABLES} == {
        "Namespace",
        "ApiKey",
        "SigningKey",
    }


@pytest.mark.parametrize("model", DISTRIBUTED, ids=lambda model: model.__name__)
def test_what_is_unique_leads_with_the_namespace(
    model: type[peewee.Model], database: str, kind: str
) -> None:
    backend = schema.open_backend(database)
    with backend.database.connection_context():
        in_catalog = IN_CATALOG[kind](backend, model._meta.table_name)
    backend.database.close_all()
    assert in_catalog
    for columns in unique_columns(model) + in_catalog:
        assert columns[0] == "namespace_id", columns


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True, scope="session")
def test_the_index_of_words_leads_with_the_namespace_too(database: str) -> None:
    """An embedded database is not distributed."""
    backend = schema.open_backend(database)
    with backend.database.connection_context():
        in_catalog = unique_columns_in_postgresql(backend, SEARCH_TABLE)
    backend.database.close_all()
    assert [columns[0] for columns in in_catalog] == ["namespace_id"]


def test_the_schema_has_no_table_without_a_model(database: str) -> None:
    """Peewee's record of migrations is an exception, and the index of words another."""
    backend = schema.open_backend(database)
    with backend.database.connection_context():
        tables = set(backend.database.get_tables())
    backend.database.close_all()
    # SQLite keeps an index of words in tables of its own, which are named after it.
    tables = {table for table in tables if not table.startswith(("sqlite_", f"{SEARCH_TABLE}_"))}
    named = {model._meta.table_name for model in MODELS}
    assert tables == named | {"schema_migration", SEARCH_TABLE}
