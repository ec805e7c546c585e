"""Prints lists: a table for people, or one JSON object a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click
from google.protobuf.message import Message
from rich.cells import cell_len
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.table import Table

from plaudit.cli.messages import message_row
from plaudit.cli.output import echo, echo_json, visible
from plaudit.cli.terminal import Terminal, Text

PIPED_WIDTH = 200
LARGEST_PAGE = 1000
WHOLE = 2
"""The first columns, of ids and times, are never cut."""
ENOUGH = 16
"""How much of a cell that is longer a line must show."""

as_json = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON as the contract maps it, an object a line."
)
limit = click.option(
    "--limit",
    type=click.IntRange(0),
    default=50,
    show_default=True,
    help="How many at most; 0 for all.",
)


def page_size(limit: int) -> int:
    """Return the size of the pages that a list of at most `limit` items needs."""
    return min(limit + 1, LARGEST_PAGE) if limit else LARGEST_PAGE


def print_list(
    items: Iterable[Message],
    *,
    limit: int,
    as_json: bool,
    columns: Sequence[str],
    row: Callable[[Any], Sequence[str]],
    none: str,
) -> None:
    """Print a list, and whether there is more.

    Args:
        items: The messages, of which no more than one after the last is read.
        limit: How many to print; 0 for all.
        as_json: Whether to print JSON.
        columns: The headings of the table; ids and times come first.
        row: Returns the cells of an item.
        none: What to print instead of an empty table.

    """
    rows: list[Sequence[str]] = []
    more = False
    for number, item in enumerate(items):
        if limit and number == limit:
            more = True
            break
        if as_json:
            echo_json(message_row(item))
        else:
            rows.append(row(item))
    if rows:
        _print_table(Terminal(piped_width=PIPED_WIDTH), columns, rows)
    elif not as_json:
        echo(none)
    if more:
        echo(f"there is more: --limit {limit * 2} shows more, --limit 0 all", err=True)


def _print_table(terminal: Terminal, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a line a row; the longest cells are cut if the terminal is narrow.

    If too little would be left of them, columns without any cell are left out, and what follows
    ids and times gets a line of its own.
    """
    room = terminal.width
    if not _fits(columns, rows, room):
        used = [at for at in range(len(columns)) if at < WHOLE or any(row[at] for row in rows)]
        columns = [columns[at] for at in used]
        rows = [[row[at] for at in used] for row in rows]
    if _fits(columns, rows, room):
        terminal.print(_table(columns, rows, whole=WHOLE))
        return
    first = _table(columns[:WHOLE], [row[:WHOLE] for row in rows], whole=WHOLE)
    second = _table(columns[WHOLE:], [row[WHOLE:] for row in rows], whole=0)
    lines = [
        terminal.render_lines(part, pad=False) for part in (first, Padding(second, (0, 0, 0, 2)))
    ]
    for pair in zip(*lines, strict=True):
        for line in pair:
            terminal.print(Segments([*line, Segment.line()]), end="")


def _fits(columns: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> bool:
    """Say whether a line has room for ids, times, and enough of each other cell."""
    needed = 0
    for at, cells in enumerate(zip(columns, *rows, strict=True)):
        longest = max(cell_len(visible(cell)) for cell in cells)
        needed += longest if at < WHOLE else min(longest, ENOUGH)
    return needed + 2 * (len(columns) - 1) <= room


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, whole: int) -> Table:
    """Return a table of which the first columns are never cut."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for at, heading in enumerate(columns):
        table.add_column(heading, no_wrap=at < whole)
    for row in rows:
        table.add_row(*(Text(cell, no_wrap=True, overflow="ellipsis") for cell in row))
    return table
