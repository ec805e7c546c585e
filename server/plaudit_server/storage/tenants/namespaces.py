"""Namespaces in the database."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from plaudit_server.domain.errors import AlreadyExists, NotFound, Reason, Refusal
from plaudit_server.domain.ids import Kind, new_id
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.pages import take
from plaudit_server.storage.engine.transaction import Transaction

NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")
"""The names that the contract allows, for the command line."""

NO_NAMESPACE = Kind.NAMESPACE.value
"""An id that no namespace has."""

EARLY_FEEDBACK_HOURS = 24
"""The default of early_feedback_hours: how long early feedback waits for its exchange."""

SETTINGS = ("api_access_disabled", "early_feedback", "early_feedback_hours", "retention_days")
"""The settings of a namespace that can change, by their names in the contract."""

COLUMNS = ("namespace_id", "name", *SETTINGS, "create_time", "update_time")


def _list(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


_SELECT = f"SELECT {_list(COLUMNS)}"
INSERT = (
    f'INSERT INTO "namespace" ({_list(COLUMNS)}) VALUES ({", ".join("?" for _ in COLUMNS)})'
    ' ON CONFLICT ("name") DO NOTHING'
)
FIND_BY_ID = f'{_SELECT} FROM "namespace" WHERE "namespace_id" = ?'
FIND_BY_NAME = f'{_SELECT} FROM "namespace" WHERE "name" = ?'
LIST = f'{_SELECT} FROM "namespace" WHERE "name" > ? ORDER BY "name" LIMIT ?'
UPDATE = (
    f'UPDATE "namespace" SET {", ".join(f"{chr(34)}{c}{chr(34)} = ?" for c in SETTINGS)},'
    ' "update_time" = ? WHERE "namespace_id" = ?'
)


class NewNamespace(NamedTuple):
    """A namespace to be created."""

    name: str
    api_access_disabled: bool = False
    early_feedback: bool = False
    early_feedback_hours: int = 0
    """0 for EARLY_FEEDBACK_HOURS."""
    retention_days: int = 0
    """0 for no limit."""


class NamespaceUpdate(NamedTuple):
    """A change of a namespace's settings."""

    namespace_id: str
    settings: Mapping[str, Any]
    """The new values of some of SETTINGS; the others do not change."""


class StoredNamespace(NamedTuple):
    """A namespace as the store has it; times in microseconds."""

    id: str
    name: str
    api_access_disabled: bool
    early_feedback: bool
    early_feedback_hours: int
    """As it was set: 0 for EARLY_FEEDBACK_HOURS."""
    retention_days: int
    """0 for no limit."""
    create_time: int
    update_time: int


def create(tx: Transaction, news: Sequence[NewNamespace]) -> list[StoredNamespace | Refusal]:
    """Create namespaces, each with its row of sequence numbers."""
    results: list[StoredNamespace | Refusal] = []
    for new in news:
        stored = StoredNamespace(new_id(Kind.NAMESPACE), *new, tx.now, tx.now)
        # Another server may create the same name now: the database decides which was first.
        tx.execute(INSERT, stored)
        taken = tx.execute(FIND_BY_NAME, (new.name,)).fetchone()
        if taken[0] != stored.id:
            results.append(
                AlreadyExists(
                    reason=Reason.NAMESPACE_EXISTS,
                    message=f"the namespace {new.name} already exists",
                    resource_type="Namespace",
                    resource_name=taken[0],
                    ids={"namespace": new.name},
                )
            )
            continue
        tx.insert("sequence", ("namespace_id", "value", "purged"), [(stored.id, 0, 0)])
        results.append(stored)
    return results


def update(tx: Transaction, updates: Sequence[NamespaceUpdate]) -> list[StoredNamespace | Refusal]:
    """Change the settings of namespaces; one that has them already keeps its update time."""
    results: list[StoredNamespace | Refusal] = []
    for namespace_id, settings in updates:
        stored = find(tx, namespace_id)
        if stored is None:
            results.append(not_found(namespace_id))
            continue
        changed = stored._replace(**settings)
        if changed != stored:
            # Another server's clock may be ahead, but update times must never go back.
            changed = changed._replace(update_time=max(tx.now, stored.update_time))
            values = (getattr(changed, name) for name in SETTINGS)
            tx.execute(UPDATE, (*values, changed.update_time, namespace_id))
        results.append(changed)
    return results


def find(db: Backend | Transaction, id_or_name: str) -> StoredNamespace | None:
    """Read a namespace by its id or its name; no name has the form of an id."""
    statement = FIND_BY_ID if id_or_name.startswith(Kind.NAMESPACE) else FIND_BY_NAME
    row = db.execute(statement, (id_or_name,)).fetchone()
    return None if row is None else _from_row(row)


def find_each(backend: Backend, ids_or_names: Sequence[str]) -> list[StoredNamespace | None]:
    """Read namespaces, each by its id or its name."""
    return [find(backend, id_or_name) for id_or_name in ids_or_names]


def list_page(backend: Backend, *, after: str, limit: int) -> tuple[list[StoredNamespace], bool]:
    """Read the namespaces after the name `after`, ordered by name, and whether more follow."""
    rows = backend.execute(LIST, (after, limit + 1))
    return take((_from_row(row) for row in rows), limit=limit)


def _from_row(row: Row) -> StoredNamespace:
    id_, name, api_access_disabled, early_feedback, *rest = row
    # SQLite has no booleans: it returns integers.
    return StoredNamespace(id_, name, bool(api_access_disabled), bool(early_feedback), *rest)


def not_found(id_or_name: str) -> NotFound:
    """Return the error for a namespace that does not exist."""
    return NotFound(
        reason=Reason.NAMESPACE_NOT_FOUND,
        message=f"there is no namespace {id_or_name}",
        resource_type="Namespace",
        resource_name=id_or_name,
        ids={"namespace": id_or_name},
    )
