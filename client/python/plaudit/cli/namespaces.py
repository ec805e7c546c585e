"""`plaudit namespaces`: lists, shows, creates and changes namespaces."""

from __future__ import annotations

from typing import Any

import click

from plaudit.cli import listing
from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.messages import message_row, when
from plaudit.cli.options import decorated
from plaudit.cli.output import echo, echo_json
from plaudit.v1 import admin_pb2

COLUMNS = ("Id", "Created", "Name", "API", "Early feedback", "Retention")

_settings = decorated(
    click.option(
        "--api-access/--no-api-access", default=None, help="Whether its calls are served."
    ),
    click.option(
        "--early-feedback/--no-early-feedback",
        default=None,
        help="Whether feedback may come before its exchange.",
    ),
    click.option(
        "--early-feedback-hours", type=click.IntRange(0), help="How long it waits; 0 for 24."
    ),
    click.option(
        "--retention-days", type=click.IntRange(0), help="When feedback is removed; 0 for never."
    ),
)


@click.group("namespaces")
def command() -> None:
    """List, show, create and change namespaces; needs the scope admin."""


@command.command("list", epilog="Example: plaudit namespaces list")
@listing.limit
@listing.as_json
@pass_connection
def list_namespaces(connection: Connection, limit: int, as_json: bool) -> None:
    """List the namespaces that the key gives access to, by name.

    Times are in UTC.
    """
    found = connection.request("list_namespaces", page_size=listing.page_size(limit))
    listing.print_list(
        found, limit=limit, as_json=as_json, columns=COLUMNS, row=_row, none="no namespaces"
    )


def _row(namespace: admin_pb2.Namespace) -> tuple[str, ...]:
    early = f"{namespace.early_feedback_hours or 24:,} h" if namespace.early_feedback else "no"
    return (
        namespace.id,
        when(namespace, "create_time"),
        namespace.name,
        "off" if namespace.api_access_disabled else "on",
        early,
        f"{namespace.retention_days:,} days" if namespace.retention_days else "for ever",
    )


@command.command("get", epilog="Example: plaudit namespaces get acme")
@click.argument("name_or_id")
@listing.as_json
@pass_connection
def get(connection: Connection, name_or_id: str, as_json: bool) -> None:
    """Show a namespace and its settings."""
    lookup = {"id" if name_or_id.startswith("ns_") else "name": name_or_id}
    listing.print_one(connection.request("get_namespace", **lookup).namespace, as_json=as_json)


@command.command("create", epilog="Example: plaudit namespaces create acme --retention-days 365")
@click.argument("name")
@_settings
@listing.as_json
@pass_connection
def create(connection: Connection, /, name: str, as_json: bool, **given: Any) -> None:
    """Create the namespace NAME, with a key that spans all namespaces."""
    made = connection.request("create_namespace", name=name, **_fields(**given)).namespace
    if as_json:
        echo_json(message_row(made))
    else:
        echo(f"{made.id}\t{made.name}")


@command.command(
    "update", epilog="Example: plaudit --namespace acme namespaces update --retention-days 90"
)
@_settings
@listing.as_json
@pass_connection
def update(connection: Connection, /, as_json: bool, **given: Any) -> None:
    """Change the settings of the namespace that the key or --namespace says."""
    fields = {name: value for name, value in _fields(**given).items() if value is not None}
    if not fields:
        raise click.UsageError("say what to change: see plaudit namespaces update --help")
    listing.print_one(connection.request("update_namespace", **fields).namespace, as_json=as_json)


def _fields(*, api_access: bool | None, **given: Any) -> dict[str, Any]:
    return {"api_access_disabled": None if api_access is None else not api_access, **given}
