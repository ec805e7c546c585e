"""`plaudit memories`: lists the memories of an agent, and searches in them."""

from __future__ import annotations

from typing import Any

import click

from plaudit.cli import listing
from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.messages import short, when
from plaudit.cli.options import decorated
from plaudit.v1 import memory_pb2

COLUMNS = ("Id", "Registered", "Votes", "Topic", "Prompt", "Answer")
NONE = "no memories"

_filters = decorated(
    click.option("--session", "session_id", help="Of this conversation."),
    click.option("--topic", help="On this topic."),
    click.option("--user", "user_id", help="Of this user."),
    click.option("--external-user", "external_user_id", help="Of this end user."),
)


@click.group("memories")
def command() -> None:
    """List and search memories: the exchanges with positive feedback."""


@command.command("list", epilog="Example: plaudit memories list --topic billing")
@_filters
@listing.limit
@listing.as_json
@pass_connection
def list_memories(connection: Connection, /, limit: int, as_json: bool, **given: Any) -> None:
    """List the memories, the newest exchange first.

    Times are in UTC.
    """
    found = connection.request("list_memories", page_size=listing.page_size(limit), **given)
    listing.print_list(found, limit=limit, as_json=as_json, columns=COLUMNS, row=_row, none=NONE)


@command.command("search", epilog="Example: plaudit memories search 'refund of a year'")
@click.argument("query")
@_filters
@click.option(
    "--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="How many at most."
)
@listing.as_json
@pass_connection
def search(connection: Connection, /, query: str, limit: int, as_json: bool, **given: Any) -> None:
    """Find memories by the words of QUERY, the best match first."""
    found = connection.request("search_memories", query=query, max_results=limit, **given)
    listing.print_list(
        found.matches,
        limit=0,
        as_json=as_json,
        columns=(*COLUMNS, "Score"),
        row=lambda match: (*_row(match.memory), f"{match.score:.2f}"),
        none=NONE,
    )


def _row(memory: memory_pb2.Memory) -> tuple[str, ...]:
    exchange = memory.exchange
    return (
        memory.id,
        when(exchange, "create_time"),
        f"{memory.positive_count:,}",
        exchange.topic,
        short(exchange.prompt),
        short(exchange.answer),
    )
