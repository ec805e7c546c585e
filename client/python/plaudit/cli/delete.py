"""`plaudit delete`: deletes feedback."""

from __future__ import annotations

import click

from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.failures import ServerFailure
from plaudit.cli.output import counted, echo
from plaudit.cli.terminal import confirm
from plaudit.errors import NotFound


@click.command("delete", epilog="Example: plaudit delete fb_0197b1… fb_0197b2…")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_connection
def command(connection: Connection, ids: tuple[str, ...], yes: bool) -> None:
    """Delete feedback: it no longer counts, and is not listed.

    `plaudit get ID --history` still shows what it was. Ids that do not exist are reported, and the
    others are deleted.
    """
    for one in ids:
        if not one.startswith("fb_"):
            raise click.UsageError(
                f"the id of feedback starts with fb_, not {one!r}; `plaudit list` shows ids"
            )
    confirm(f"Delete {counted(len(ids), 'feedback', 'feedbacks')}?", yes=yes)
    missing = 0
    for one in ids:
        try:
            connection.request("delete_feedback", id=one)
        except NotFound as error:
            echo(f"{one}\t{ServerFailure(error).message}", err=True)
            missing += 1
        else:
            echo(f"{one}\tdeleted")
    if missing:
        raise click.ClickException(f"{missing} of {len(ids)} were not there")
