"""`plaudit keys`: lists, creates and revokes API keys.

`plaudit-server keys` does the same on the database, and makes the first key.
"""

from __future__ import annotations

from datetime import date, datetime, timezone

import click

from plaudit.cli import listing
from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.messages import message_row, when
from plaudit.cli.options import EnumChoice, Moment, end_of, enum_word
from plaudit.cli.output import echo, echo_json
from plaudit.cli.terminal import confirm
from plaudit.v1 import admin_pb2

SCOPE = EnumChoice(admin_pb2.Scope, without_first=True)
COLUMNS = ("Id", "Created", "Name", "State", "Expires", "Scopes", "Reach")


@click.group("keys")
def command() -> None:
    """List, create and revoke the API keys of a namespace; needs the scope admin."""


@command.command("list", epilog="Example: plaudit keys list --limit 0 --json")
@listing.limit
@listing.as_json
@pass_connection
def list_keys(connection: Connection, limit: int, as_json: bool) -> None:
    """List the keys, newest first, expired and revoked ones too.

    Times are in UTC.
    """
    found = connection.request("list_api_keys", page_size=listing.page_size(limit))
    listing.print_list(
        found, limit=limit, as_json=as_json, columns=COLUMNS, row=_row, none="no keys"
    )


def _row(key: admin_pb2.ApiKey) -> tuple[str, ...]:
    return (
        key.id,
        when(key, "create_time"),
        key.name,
        _state(key),
        when(key, "expire_time"),
        _scopes(key),
        "all namespaces" if key.all_namespaces else "own namespace",
    )


def _state(key: admin_pb2.ApiKey) -> str:
    if key.HasField("revoke_time"):
        return "revoked"
    now = datetime.now(timezone.utc)
    expired = key.HasField("expire_time") and key.expire_time.ToDatetime(timezone.utc) <= now
    return "expired" if expired else "active"


def _scopes(key: admin_pb2.ApiKey) -> str:
    return ", ".join(enum_word(admin_pb2.Scope.DESCRIPTOR, one) for one in key.scopes)


@command.command(
    "create",
    epilog="Example: PLAUDIT_API_KEY=$(plaudit keys create --name app --scope feedback.write)",
)
@click.option("--name", required=True, help="What it is for.")
@click.option(
    "--scope", "scopes", multiple=True, required=True, type=SCOPE, help="May do; repeatable."
)
@click.option("--all-namespaces", is_flag=True, help="For every namespace, not only this one.")
@click.option("--expires", type=Moment(), help="After this day, or at this moment, UTC.")
@listing.as_json
@pass_connection
def create(
    connection: Connection,
    name: str,
    scopes: tuple[str, ...],
    all_namespaces: bool,
    expires: datetime | date | None,
    as_json: bool,
) -> None:
    """Create a key. Its secret is shown only now, alone on the standard output."""
    made = connection.request(
        "create_api_key",
        name=name,
        scopes=[SCOPE.number(one) for one in scopes],
        all_namespaces=all_namespaces or None,
        expire_time=None if expires is None else end_of(expires),
    )
    if as_json:
        echo_json(message_row(made))
        return
    echo(f"{made.api_key.id} for {_scopes(made.api_key)}; its secret, shown only now:", err=True)
    echo(made.secret)


@command.command("revoke", epilog="Example: plaudit keys revoke key_0197b1…")
@click.argument("id")
@click.option("--yes", is_flag=True, help="Do not ask.")
@listing.as_json
@pass_connection
def revoke(connection: Connection, id: str, yes: bool, as_json: bool) -> None:  # noqa: A002
    """Revoke a key: no call with it is served any more, nor with its feedback tokens."""
    confirm(f"Revoke {id} for good?", yes=yes)
    revoked = connection.request("revoke_api_key", id=id).api_key
    if as_json:
        echo_json(message_row(revoked))
    else:
        echo(f"{revoked.id}\trevoked")
