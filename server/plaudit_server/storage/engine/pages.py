"""Pages of a list, limited in rows and bytes, and read at a cost that does not grow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from plaudit_server.storage.engine.backend import Backend, Row

R = TypeVar("R")

MAX_BYTES = 2 * 1024 * 1024
"""About how many bytes the texts of a page may have: by default a client accepts messages of up to
4 MiB."""


def take(
    rows: Iterable[R], *, limit: int, weigh: Callable[[R], int] = lambda _: 0
) -> tuple[list[R], bool]:
    """Take a page of at most `limit` rows, and return whether more follow.

    `rows` must include one row above the limit if there are more. `weigh` returns the bytes of a
    row; a page stops before it gets too long, but always has at least one row.
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
"""The most rows that a page scans. If few of them match, the page is short, and the next page
continues after them."""


class Seek(NamedTuple):
    """A list in the order of a key, from a given key on: a range of an index, filtered.

    `source` is a FROM clause, and `where` selects rows that an index has together in the order of
    `key`. `fits` is evaluated row by row.
    """

    columns: str
    """The key first; all names must differ."""
    source: str
    where: str
    parameters: Row
    key: str
    """The column with its table in `source`, such as `f."id"`."""
    descending: bool
    after: object
    """The key after which to continue; `None` starts at the beginning."""
    fits: str = "TRUE"
    """A condition on the columns, by their names without a table."""
    fit_parameters: Row = ()
    at_most: int = 0
    """The most rows that are scanned; 0 for SCANNED_AT_MOST."""

    @property
    def most(self) -> int:
        """The most rows that are scanned."""
        return self.at_most or SCANNED_AT_MOST


def scan(db: Backend, seek: Seek, *, limit: int) -> tuple[list[Row], object]:
    """Read up to `limit` matching rows, and the last key scanned; `None` at the end of the list.

    Fewer rows and a key mean that as many rows were scanned as the seek allows.
    """
    rows = db.execute(scan_statement(seek), scan_parameters(seek, limit)).fetchall()
    found = [row[1:] for row in rows if not row[0]]
    if len(found) == limit:
        return found, found[-1][0]
    return found, rows[-1][1] if rows and rows[-1][0] else None


def count_scanned(db: Backend, seek: Seek, last: object) -> int:
    """Count the rows that a scan read up to a key, at most as many as the seek allows."""
    ranged, parameters = _ranged(seek)
    where, _, order = ranged.partition(" ORDER BY ")
    than = ">=" if seek.descending else "<="
    row = db.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {seek.source} WHERE {where} AND {seek.key} {than} ?"
        f" ORDER BY {order} LIMIT {seek.most}) looked",
        (*parameters, last),
    ).fetchone()
    return int(row[0])


def scan_statement(seek: Seek) -> str:
    """Build the query of a scan: an index range, and the rows of it that match.

    If fewer than the limit match, the last row scanned follows, with a mark. Both come from one
    statement, so that concurrent changes cannot make the rows and the last key disagree.
    """
    ranged, _ = _ranged(seek)
    rows = f"SELECT {seek.columns} FROM {seek.source} WHERE {ranged}"
    return (
        f"SELECT * FROM (SELECT 0, s.* FROM ({rows} LIMIT {seek.most}) s"
        f" WHERE {seek.fits} LIMIT ?) found"
        f" UNION ALL SELECT * FROM (SELECT 1, s.* FROM"
        f" ({rows} LIMIT 1 OFFSET {seek.most - 1}) s) looked LIMIT ?"
    )


def scan_parameters(seek: Seek, limit: int) -> Row:
    """Return the parameters of a scan's query."""
    _, parameters = _ranged(seek)
    return (*parameters, *seek.fit_parameters, limit, *parameters, limit)


def _ranged(seek: Seek) -> tuple[str, Row]:
    direction = "DESC" if seek.descending else "ASC"
    order = f" ORDER BY {seek.key} {direction}"
    if seek.after is None:
        return seek.where + order, seek.parameters
    than = "<" if seek.descending else ">"
    return f"{seek.where} AND {seek.key} {than} ?{order}", (*seek.parameters, seek.after)
