"""Pages of a list: so many rows, not too many bytes, and found at a cost that does not grow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from plaudit_server.storage.engine.backend import Backend, Row

R = TypeVar("R")

MAX_BYTES = 2 * 1024 * 1024
"""About how long the texts of one page may be: a client takes messages of 4 MiB unless it is told
otherwise."""


def take(
    rows: Iterable[R], *, limit: int, weigh: Callable[[R], int] = lambda _: 0
) -> tuple[list[R], bool]:
    """Take a page of at most `limit` rows, and tell whether more follow.

    `rows` must go one beyond the limit where there are more. `weigh` answers the bytes of a row;
    the page ends before it gets too long, but holds one row always.
    """
    page: list[R] = []
    weight = 0
    for row in rows:
        weight += weigh(row)
        if len(page) == limit or (page and weight > MAX_BYTES):
            return page, True
        page.append(row)
    return page, False


SCANNED_AT_MOST = 10_000
"""How many rows a page looks at: where few of them fit, it is short, and the next one goes on."""


class Seek(NamedTuple):
    """A list in the order of a key, from behind one of its values: what an index can find.

    `source` names tables as a FROM does, and `where` says which of their rows an index has together
    in the order of `key`. `fits` is looked at row by row.
    """

    columns: str
    """With the key first, and no name twice."""
    source: str
    where: str
    parameters: Row
    key: str
    """The column, as `source` calls it, such as `f."id"`."""
    descending: bool
    after: object
    """The key to go on behind; `None` starts the list."""
    fits: str = "TRUE"
    """A condition on the columns by their bare names."""
    fit_parameters: Row = ()


def scan(db: Backend, seek: Seek, *, limit: int) -> tuple[list[Row], object]:
    """Read up to `limit` rows that fit, and the key where the look ended; `None` at the list's end.

    Fewer rows and a key mean that SCANNED_AT_MOST rows were looked at.
    """
    rows = db.execute(scan_statement(seek), scan_parameters(seek, limit)).fetchall()
    found = [row[1:] for row in rows if not row[0]]
    if len(found) == limit:
        return found, found[-1][0]
    return found, rows[-1][1] if rows and rows[-1][0] else None


def looked_at(db: Backend, seek: Seek, last: object) -> int:
    """Count the rows that a scan looked at until it came to a key, up to SCANNED_AT_MOST."""
    ranged, parameters = _ranged(seek)
    where, _, order = ranged.partition(" ORDER BY ")
    than = ">=" if seek.descending else "<="
    row = db.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {seek.source} WHERE {where} AND {seek.key} {than} ?"
        f" ORDER BY {order} LIMIT {SCANNED_AT_MOST}) looked",
        (*parameters, last),
    ).fetchone()
    return int(row[0])


def scan_statement(seek: Seek) -> str:
    """Write the query of a scan: its index range first, then what fits of it.

    Where that is less than asked for, the last row that was looked at comes behind it, marked. It
    is one statement, so that rows that come and go meanwhile cannot part what was looked at from
    where the look ended.
    """
    ranged, _ = _ranged(seek)
    rows = f"SELECT {seek.columns} FROM {seek.source} WHERE {ranged}"
    return (
        f"SELECT * FROM (SELECT 0, s.* FROM ({rows} LIMIT {SCANNED_AT_MOST}) s"
        f" WHERE {seek.fits} LIMIT ?) found"
        f" UNION ALL SELECT * FROM (SELECT 1, s.* FROM"
        f" ({rows} LIMIT 1 OFFSET {SCANNED_AT_MOST - 1}) s) looked LIMIT ?"
    )


def scan_parameters(seek: Seek, limit: int) -> Row:
    """Make the parameters of a scan's query."""
    _, parameters = _ranged(seek)
    return (*parameters, *seek.fit_parameters, limit, *parameters, limit)


def _ranged(seek: Seek) -> tuple[str, Row]:
    direction = "DESC" if seek.descending else "ASC"
    order = f" ORDER BY {seek.key} {direction}"
    if seek.after is None:
        return seek.where + order, seek.parameters
    than = "<" if seek.descending else ">"
    return f"{seek.where} AND {seek.key} {than} ?{order}", (*seek.parameters, seek.after)
