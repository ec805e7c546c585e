"""Opens a database and migrates its schema."""

from __future__ import annotations

from importlib import resources

from playhouse.migrations import Runner

from plaudit_server.storage.engine import database_url
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.postgresql import PostgresqlBackend
from plaudit_server.storage.engine.sqlite import SqliteBackend


def open_backend(url: str) -> Backend:
    """Create the backend of a URL, without connecting yet.

    `sqlite:///relative.db`, `sqlite:////absolute/path.db`,
    `postgresql://user:password@host:port/database`. Raises UnknownDatabase.
    """
    if database_url.scheme(url) == "sqlite":
        return SqliteBackend(str(database_url.sqlite_path(url)))
    return PostgresqlBackend(database_url.postgresql_url(url))


def migrate(backend: Backend) -> list[str]:
    """Apply the pending migrations and return their names."""
    with backend.database.connection_context(), backend.transaction():
        backend.lock_schema()  # servers that start at the same time migrate one by one
        applied: list[str] = _runner(backend).up()
        return applied


def pending(backend: Backend) -> list[str]:
    """Return the names of the pending migrations."""
    with backend.database.connection_context():
        return [m.name for m in _runner(backend).status() if m.path and not m.applied]


def _runner(backend: Backend) -> Runner:
    directory = resources.files("plaudit_server.storage") / "migrations"
    return Runner(backend.database, str(directory))
