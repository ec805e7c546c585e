"""`plaudit get`: shows one resource, by its id."""

from __future__ import annotations

import click

from plaudit.cli import list_feedback, listing
from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.datasets.command import print_dataset
from plaudit.cli.messages import short, when, word
from plaudit.v1 import feedback_pb2

CALLS: dict[str, tuple[str, str]] = {
    "fb_": ("get_feedback", "feedback"),
    "ex_": ("get_exchange", "exchange"),
    "rec_": ("get_record", "record"),
    "ds_": ("get_dataset", "dataset"),
    "ns_": ("get_namespace", "namespace"),
}
"""How to get what the beginning of an id names: the method, and the field of its response."""
HISTORY = ("Revision", "Changed", "State", *list_feedback.COLUMNS[3:])


@click.command("get", epilog="Example: plaudit get fb_0197b1… --history")
@click.argument("id", required=False)
@click.option("--external-id", help="Feedback by your own id for it.")
@click.option("--history", is_flag=True, help="All states of the feedback, newest first.")
@listing.as_json
@pass_connection
def command(
    connection: Connection,
    id: str | None,  # noqa: A002 - the argument
    external_id: str | None,
    history: bool,
    as_json: bool,
) -> None:
    """Show what has ID: feedback, an exchange, a record, a dataset or a namespace.

    Times are in UTC.
    """
    if (id is None) == (external_id is None):
        raise click.UsageError("give an ID, or --external-id")
    method, field = CALLS["fb_"] if id is None else _call_of(id)
    if history and field != "feedback":
        raise click.UsageError("--history is of feedback: an id that starts with fb_")
    if history and id is not None:  # deleted feedback still has a history
        _print_history(connection, id, as_json=as_json)
        return
    lookup = {"external_id": external_id} if id is None else {"id": id}
    found = getattr(connection.request(method, **lookup), field)
    if history:
        _print_history(connection, found.id, as_json=as_json)
    elif field == "dataset" and not as_json:
        print_dataset(found)
    else:
        listing.print_one(found, as_json=as_json)


def _call_of(id_: str) -> tuple[str, str]:
    for prefix, call in CALLS.items():
        if id_.startswith(prefix):
            return call
    *most, last = CALLS
    raise click.UsageError(f"an ID starts with {', '.join(most)} or {last}, not {short(id_)!r}")


def _print_history(connection: Connection, id_: str, *, as_json: bool) -> None:
    def row(revision: feedback_pb2.Feedback) -> tuple[str, ...]:
        rest = list_feedback.row(revision)[3:]
        changed = when(revision, "update_time")
        return (str(revision.revision), changed, word(revision, "state"), *rest)

    listing.print_list(
        connection.request("list_feedback_revisions", id=id_, page_size=listing.LARGEST_PAGE),
        limit=0,
        as_json=as_json,
        columns=HISTORY,
        row=row,
        none="no revisions",
    )
