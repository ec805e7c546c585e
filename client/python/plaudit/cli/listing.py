"""Prints lists, a table for people or one JSON object a line, and single messages likewise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click
from google.protobuf.message import Message
from rich.segment import Segments
from rich.table import Table

from plaudit.cli.messages import card, message_row
from plaudit.cli.output import echo, echo_json
from plaudit.cli.terminal import Terminal, Text

PIPED_WIDTH = 200
NARROW = 120
"""On a terminal that is narrower than this, a table that does not fit has lines for the ids."""
LARGEST_PAGE = 1000

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
        columns: The headings of the table; the id and a time come first.
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
        _print_table(columns, rows)
    elif not as_json:
        echo(none)
    if more:
        echo(f"there is more: --limit {limit * 2} shows more, --limit 0 all", err=True)


def print_one(message: Message, *, as_json: bool) -> None:
    """Print the fields of a message, one a line, or its JSON."""
    if as_json:
        echo_json(message_row(message))
    else:
        Terminal(piped_width=PIPED_WIDTH).print(card(message))


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    terminal = Terminal(piped_width=PIPED_WIDTH)
    table = _table(columns, rows, whole=2)
    wide = terminal.options.update(max_width=NARROW)
    if terminal.measure(table, options=wide).maximum <= terminal.width:
        terminal.print(table)
        return
    rest = _table(columns[1:], [row[1:] for row in rows], whole=1)
    lines = terminal.render_lines(rest, pad=False, new_lines=True)
    ids = [Text(columns[0], "bold"), *(Text(row[0]) for row in rows)]
    for id_, line in zip(ids, lines, strict=True):
        terminal.print(id_)
        terminal.print(Segments(line), end="")


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, whole: int) -> Table:
    """Return a table with a line a row: the longest cells are cut, but those of `whole` columns."""
    table = Table(box=None, pad_edge=False)
    for at, heading in enumerate(columns):
        table.add_column(_cell(heading, "bold"), no_wrap=at < whole)
    for row in rows:
        table.add_row(*map(_cell, row))
    return table


def _cell(text: str, style: str = "") -> Text:
    return Text(" ".join(text.splitlines()), style, no_wrap=True, overflow="ellipsis")
