"""Opening a database and bringing its schema up to date."""

from __future__ import annotations

from importlib import resources

from playhouse.migrations import Runner

from plaudit_server.storage.engine import database_url
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.postgresql import PostgresqlBackend
from plaudit_server.storage.engine.sqlite import SqliteBackend


def open_backend(url: str) -> Backend:
    """Make the backend of a URL; nothing is opened yet.

    `sqlite:///relative.db`, `sqlite:////absolute/path.db`,
    `postgresql://user:password@host:port/database`. Raises UnknownDatabase.
    """
    if database_url.scheme(url) == "sqlite":
        return SqliteBackend(str(database_url.sqlite_path(url)))
    return PostgresqlBackend(database_url.postgresql_url(url))


def migrate(backend: Backend) -> list[str]:
    """Apply the migrations that the database lacks and answer their names."""
    with backend.database.connection_context(), backend.transaction():
        backend.lock_schema()  # servers that start together migrate one after another
        applied: list[str] = _runner(backend).up()
        return applied


def pending(backend: Backend) -> list[str]:
    """Name the migrations that the database lacks."""
    with backend.database.connection_context():
        return [m.name for m in _runner(backend).status() if m.path and not m.applied]


def _runner(backend: Backend) -> Runner:
    directory = resources.files("plaudit_server.storage") / "migrations"
    return Runner(backend.database, str(directory))
