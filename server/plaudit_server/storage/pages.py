"""Pages of a list: so many rows, and not too many bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

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
