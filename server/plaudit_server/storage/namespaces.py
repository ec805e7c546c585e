"""Namespaces in the database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from plaudit_server.domain.errors import AlreadyExists, NotFound, Reason, Refusal
from plaudit_server.domain.ids import Kind, new_id
from plaudit_server.storage.backend import Backend
from plaudit_server.storage.pages import take
from plaudit_server.storage.transaction import Transaction

NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")
"""What the contract allows as a name, for the command line."""

COLUMNS = ("namespace_id", "name", "api_access_disabled", "create_time", "update_time")
_SELECT = 'SELECT "namespace_id", "name", "api_access_disabled", "create_time", "update_time"'
OPEN = (
    'INSERT INTO "namespace"'
    ' ("namespace_id", "name", "api_access_disabled", "create_time", "update_time")'
    ' VALUES (?, ?, ?, ?, ?) ON CONFLICT ("name") DO NOTHING'
)
FIND_BY_ID = f'{_SELECT} FROM "namespace" WHERE "namespace_id" = ?'
FIND_BY_NAME = f'{_SELECT} FROM "namespace" WHERE "name" = ?'
LIST = f'{_SELECT} FROM "namespace" WHERE "name" > ? ORDER BY "name" LIMIT ?'


class NewNamespace(NamedTuple):
    """A namespace on its way to the store."""

    name: str
    api_access_disabled: bool = False


class StoredNamespace(NamedTuple):
    """A namespace as the store has it; times in microseconds."""

    id: str
    name: str
    api_access_disabled: bool
    create_time: int
    update_time: int


def create(tx: Transaction, news: Sequence[NewNamespace]) -> list[StoredNamespace | Refusal]:
    """Open namespaces, each with its row of numbers."""
    results: list[StoredNamespace | Refusal] = []
    for new in news:
        stored = StoredNamespace(new_id(Kind.NAMESPACE), *new, tx.now, tx.now)
        # Another server may open the same name now: the database decides who was first.
        tx.execute(OPEN, stored)
        taken = tx.execute(FIND_BY_NAME, (new.name,)).fetchone()
        if taken[0] != stored.id:
            results.append(
                AlreadyExists(
                    reason=Reason.NAMESPACE_EXISTS,
                    message=f"there is a namespace {new.name} already",
                    resource_type="Namespace",
                    resource_name=taken[0],
                    ids={"namespace": new.name},
                )
            )
            continue
        tx.insert("sequence", ("namespace_id", "value"), [(stored.id, 0)])
        results.append(stored)
    return results


def find(backend: Backend, id_or_name: str) -> StoredNamespace | None:
    """Read one namespace by its id or its name; a name never looks like an id."""
    statement = FIND_BY_ID if id_or_name.startswith(Kind.NAMESPACE) else FIND_BY_NAME
    row = backend.execute(statement, (id_or_name,)).fetchone()
    return None if row is None else StoredNamespace(*row)


def find_each(backend: Backend, ids_or_names: Sequence[str]) -> list[StoredNamespace | None]:
    """Read namespaces, each by its id or its name."""
    return [find(backend, id_or_name) for id_or_name in ids_or_names]


def list_page(backend: Backend, *, after: str, limit: int) -> tuple[list[StoredNamespace], bool]:
    """Read namespaces by name, from behind the name `after`; tell of more."""
    rows = backend.execute(LIST, (after, limit + 1))
    return take((StoredNamespace(*row) for row in rows), limit=limit)


def not_found(id_or_name: str) -> NotFound:
    """Make the refusal of a call about a namespace that there is not."""
    return NotFound(
        reason=Reason.NAMESPACE_NOT_FOUND,
        message=f"there is no namespace {id_or_name}",
        resource_type="Namespace",
        resource_name=id_or_name,
        ids={"namespace": id_or_name},
    )
