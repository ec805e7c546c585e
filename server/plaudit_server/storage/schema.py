"""Opening a database and bringing its schema up to date."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playhouse.migrations import Runner

from plaudit_server.storage.backend import Backend
from plaudit_server.storage.postgresql import PostgresqlBackend
from plaudit_server.storage.sqlite import SqliteBackend


class UnknownDatabase(ValueError):
    """The URL names no database that plaudit could open."""


def open_backend(url: str) -> Backend:
    """Make the backend of a URL; nothing is opened yet.

    `sqlite:///relative.db`, `sqlite:////absolute/path.db`,
    `postgresql://user:password@host:port/database`.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and not parts.netloc and len(parts.path) > 1:
        path = Path(unquote(parts.path[1:]))
        if path.name == ":memory:":
            raise UnknownDatabase("a database in memory loses what it acknowledged: name a file")
        if not path.parent.is_dir():
            raise UnknownDatabase(f"the folder {path.parent} of the database {url} does not exist")
        return SqliteBackend(str(path))
    if parts.scheme in ("postgresql", "postgres"):
        return PostgresqlBackend(f"postgresql{url[len(parts.scheme) :]}")
    raise UnknownDatabase(
        f"{_without_password(url)!r} is no database that plaudit speaks: write sqlite:///FILE"
        " or postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
    )


def _without_password(url: str) -> str:
    return re.sub(r"://[^@/]*@", "://…@", url)


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
