"""Criteria in the database."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from plaudit_server.domain.errors import Refusal
from plaudit_server.domain.feedback import criteria
from plaudit_server.domain.feedback.criteria import Criterion, CriterionKind, Direction
from plaudit_server.domain.ids import Kind, new_id
from plaudit_server.storage.engine.backend import Backend, Row
from plaudit_server.storage.engine.pages import take
from plaudit_server.storage.engine.transaction import Transaction, keys

COLUMNS = ("namespace_id", *Criterion._fields)
_LISTED = ", ".join(f'"{column}"' for column in Criterion._fields)
_SELECT = f'SELECT {_LISTED} FROM "criterion"'

# Every submission runs this, so it reads only the criteria with the names of the feedback, from an
# index without the archived criteria.
IN_FORCE = (
    f"KEYS1 SELECT {', '.join(f'c.{chr(34)}{column}{chr(34)}' for column in Criterion._fields)}"
    ' FROM k CROSS JOIN "criterion" c'
    ' WHERE c."namespace_id" = (SELECT CAST(? AS TEXT)) AND c."name" = k.a'
    ' AND c."archive_time" IS NULL'
)
# The namespace from a SELECT, as in `feedback`.
FIND_BY_NAME = (
    f'{_SELECT} WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "name" = ?'
    ' AND "archive_time" IS NULL'
)
FIND_BY_ID = f'{_SELECT} WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
_PAGE = '"namespace_id" = ? AND "id" < ?'
_ORDER = 'ORDER BY "id" DESC LIMIT ?'
LIST = f'{_SELECT} WHERE {_PAGE} AND "archive_time" IS NULL {_ORDER}'
LIST_ALL = f"{_SELECT} WHERE {_PAGE} {_ORDER}"
ARCHIVE = (
    'UPDATE "criterion" SET "archive_time" = ?, "update_time" = ?'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)
CHANGEABLE = (
    "description",
    "minimum",
    "maximum",
    "labels",
    "direction",
    "scores",
    "several",
    "update_time",
)
"""What a change of a criterion may change."""
UPDATE = (
    f'UPDATE "criterion" SET {", ".join(f"{chr(34)}{c}{chr(34)} = ?" for c in CHANGEABLE)}'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" = ?'
)
AFTER_ALL_IDS = "crit_g"
"""Sorts after every criterion id in every collation: ids are hexadecimal."""

_NONE: Mapping[str, Criterion] = MappingProxyType({})


class NewCriterion(NamedTuple):
    """A criterion to create."""

    namespace_id: str
    name: str
    description: str
    kind: CriterionKind
    minimum: float | None = None
    maximum: float | None = None
    labels: tuple[str, ...] = ()
    direction: int = Direction.UNSPECIFIED.value
    scores: tuple[float, ...] = ()
    several: bool = False


class CriterionName(NamedTuple):
    """A namespace and the id of a criterion in it."""

    namespace_id: str
    id: str


def create(tx: Transaction, news: Sequence[NewCriterion]) -> list[Criterion | Refusal]:
    """Create criteria; one whose name already has a criterion in force is refused."""
    results: list[Criterion | Refusal] = []
    for new in news:
        # The namespace is locked: nobody else can create a criterion with this name now.
        taken = tx.execute(FIND_BY_NAME, (new.namespace_id, new.name)).fetchone()
        if taken is not None:
            results.append(criteria.exists(new.name, taken[0]))
            continue
        stored = Criterion(
            new_id(Kind.CRITERION),
            new.name,
            new.description,
            new.kind,
            new.minimum,
            new.maximum,
            new.labels,
            tx.now,
            None,
            new.direction,
            new.scores,
            new.several,
            tx.now,
        )
        tx.insert("criterion", COLUMNS, [(new.namespace_id, *_to_row(stored))])
        results.append(stored)
    return results


def archive(tx: Transaction, names: Sequence[CriterionName]) -> list[Criterion | Refusal]:
    """Archive criteria; one that is already archived keeps its archive time."""
    results: list[Criterion | Refusal] = []
    for name in names:
        row = tx.execute(FIND_BY_ID, name).fetchone()
        if row is None:
            results.append(criteria.not_found(name.id))
            continue
        stored = _from_row(row)
        if stored.archive_time is None:
            tx.execute(ARCHIVE, (tx.now, tx.now, *name))
            stored = stored._replace(archive_time=tx.now, update_time=tx.now)
        results.append(stored)
    return results


def find(db: Backend | Transaction, name: CriterionName) -> Criterion:
    """Read a criterion that is not archived; raises NotFound."""
    row = db.execute(FIND_BY_ID, name).fetchone()
    stored = None if row is None else _from_row(row)
    if stored is None or stored.archive_time is not None:
        raise criteria.not_found(name.id)
    return stored


def replace(tx: Transaction, namespace_id: str, changed: Criterion) -> Criterion:
    """Store the changes of a criterion."""
    changed = changed._replace(update_time=max(tx.now, changed.update_time))
    row = dict(zip(Criterion._fields, _to_row(changed), strict=True))
    tx.execute(UPDATE, (*(row[column] for column in CHANGEABLE), namespace_id, changed.id))
    return changed


def list_page(
    backend: Backend, namespace_id: str, *, before: str, limit: int, include_archived: bool
) -> tuple[list[Criterion], bool]:
    """Read criteria older than the id `before`, newest first, and whether there are more."""
    statement = LIST_ALL if include_archived else LIST
    rows = backend.execute(statement, (namespace_id, before or AFTER_ALL_IDS, limit + 1))
    return take((_from_row(row) for row in rows), limit=limit, weigh=lambda c: c.weight)


def in_force(tx: Transaction, namespace_id: str, names: set[str]) -> Mapping[str, Criterion]:
    """Read the criteria in force for feedback under these names, by name."""
    wanted = keys([(name,) for name in sorted(names)])
    rows = tx.execute(IN_FORCE, (*wanted, namespace_id)).fetchall()
    return _by_name(tuple(rows)) if rows else _NONE


@lru_cache(maxsize=256)
def _by_name(rows: tuple[Row, ...]) -> Mapping[str, Criterion]:
    """Parse rows; cached, because they seldom change and every group of writes reads them."""
    return MappingProxyType({c.name: c for c in map(_from_row, rows)})


def _to_row(criterion: Criterion) -> Row:
    row = criterion._asdict()
    row["kind"] = criterion.kind.value
    row["labels"] = json.dumps(criterion.labels, ensure_ascii=False) if criterion.labels else ""
    row["scores"] = json.dumps(criterion.scores) if criterion.scores else ""
    return tuple(row.values())


def _from_row(row: Row) -> Criterion:
    read = dict(zip(Criterion._fields, row, strict=True))
    read["kind"] = CriterionKind(read["kind"])
    read["labels"] = tuple(json.loads(read["labels"])) if read["labels"] else ()
    read["scores"] = tuple(json.loads(read["scores"])) if read["scores"] else ()
    read["several"] = bool(read["several"])
    return Criterion(**read)
