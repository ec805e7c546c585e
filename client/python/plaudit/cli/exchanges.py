"""`plaudit exchanges`: lists, shows and creates exchanges."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click

from plaudit.cli import listing
from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.messages import message_row, short, when, word
from plaudit.cli.options import EnumChoice, Json, Moment, Words, decorated, time_range
from plaudit.cli.output import echo, echo_json
from plaudit.v1 import exchange_pb2

STATUS = EnumChoice(exchange_pb2.ExchangeStatus, without_first=True)
ORDER = EnumChoice(exchange_pb2.ExchangeOrder, without_first=True)
COLUMNS = ("Id", "Registered", "Session", "Message", "Request", "Status", "Topic", "Prompt")

_ids = decorated(
    click.option("--session", "session_id", help="The conversation."),
    click.option("--message", "message_id", help="The id of the assistant's message in it."),
    click.option("--request", "request_id", help="The id of the request in it."),
)
_users = decorated(
    click.option("--user", "user_id", help="The user."),
    click.option("--external-user", "external_user_id", help="The end user."),
)


@click.group("exchanges")
def command() -> None:
    """List, show and create exchanges: a message of a user, and the answer to it."""


@command.command("list", epilog="Example: plaudit exchanges list --session s1 --order created-asc")
@click.option("--session", "session_id", help="Of this conversation.")
@_users
@click.option("--topic", help="On this topic.")
@click.option("--model", help="Of this model.")
@click.option("--status", "statuses", multiple=True, type=STATUS, help="In it; repeatable.")
@click.option("--since", type=Moment(), help="Registered since this day or moment, UTC.")
@click.option("--until", type=Moment(), help="Until then; a day is included.")
@click.option("--given-since", type=Moment(), help="Took place since then, by its occur_time.")
@click.option("--given-until", type=Moment(), help="Took place until then.")
@click.option("--order", type=ORDER, default="created-desc", show_default=True)
@listing.limit
@listing.as_json
@pass_connection
def list_exchanges(
    connection: Connection,
    /,
    statuses: tuple[str, ...],
    since: datetime | date | None,
    until: datetime | date | None,
    given_since: datetime | date | None,
    given_until: datetime | date | None,
    order: str,
    limit: int,
    as_json: bool,
    **given: Any,
) -> None:
    """List the exchanges that match all filters.

    Times are in UTC.
    """
    found = connection.request(
        "list_exchanges",
        statuses=[STATUS.number(one) for one in statuses],
        create_time=time_range(since, until, options=("--since", "--until")),
        occur_time=time_range(given_since, given_until, options=("--given-since", "--given-until")),
        order=ORDER.number(order),
        page_size=listing.page_size(limit),
        **given,
    )
    listing.print_list(
        found, limit=limit, as_json=as_json, columns=COLUMNS, row=_row, none="no exchanges"
    )


def _row(exchange: exchange_pb2.Exchange) -> tuple[str, ...]:
    return (
        exchange.id,
        when(exchange, "create_time"),
        exchange.session_id,
        exchange.message_id,
        exchange.request_id,
        word(exchange, "status"),
        exchange.topic,
        short(exchange.prompt),
    )


@command.command("get", epilog="Example: plaudit exchanges get --session s1 --message m1")
@click.argument("id", required=False)
@_ids
@listing.as_json
@pass_connection
def get(
    connection: Connection,
    id: str | None,  # noqa: A002 - the argument
    session_id: str | None,
    message_id: str | None,
    request_id: str | None,
    as_json: bool,
) -> None:
    """Show an exchange, by its ID, or by --session with --message or --request."""
    named = {"message": ("message_id", message_id), "request": ("request_id", request_id)}
    wanted: dict[str, Any] = {
        kind: {"session_id": session_id, field: value}
        for kind, (field, value) in named.items()
        if value is not None
    }
    if id is not None:
        wanted["id"] = id
    if len(wanted) != 1 or (session_id is None) != ("id" in wanted):
        raise click.UsageError("give an ID, or --session with --message or with --request")
    found = connection.request("get_exchange", **wanted).exchange
    listing.print_one(found, as_json=as_json)


@command.command(
    "create",
    epilog="Example: plaudit exchanges create --session s1 --message m1"
    " --prompt 'What does it cost?' --answer 'It is free.'",
)
@_ids
@click.option("--prompt", type=Words(), help="The user's message; - reads the standard input.")
@click.option("--answer", type=Words(), help="The assistant's message; - reads it likewise.")
@click.option("--status", type=STATUS, help="By default completed.")
@click.option("--topic", help="What it is about.")
@click.option("--confidence", type=float, help="That of the assistant, from 0 to 1.")
@click.option("--model", help="The model that answered.")
@click.option("--metadata", type=Json(dict), help="Anything else, as a JSON object.")
@_users
@listing.as_json
@pass_connection
def create(connection: Connection, /, status: str | None, as_json: bool, **given: Any) -> None:
    """Register an exchange, and print its id."""
    if given["session_id"] is None or (given["message_id"] or given["request_id"]) is None:
        raise click.UsageError("an exchange needs --session, and --message or --request")
    number = STATUS.number(status) if status else None
    made = connection.request("create_exchange", status=number, **given).exchange
    if as_json:
        echo_json(message_row(made))
    else:
        echo(f"{made.id}\t{word(made, 'status')}")
