"""`plaudit watch`: prints each change of feedback as it happens."""

from __future__ import annotations

from typing import Any

import click

from plaudit.cli import listing
from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.feedback_options import filter_of, filters
from plaudit.cli.messages import author, judgement, message_row, short, target_words, when, word
from plaudit.cli.output import echo, echo_json
from plaudit.v1 import feedback_pb2


@click.command("watch", epilog="Example: plaudit watch --rating negative --json")
@filters
@click.option("--from-beginning", is_flag=True, help="Start at the oldest stored change.")
@click.option("--resume-token", metavar="TOKEN", help="Start after the change with this token.")
@listing.as_json
@pass_connection
def command(
    connection: Connection,
    /,
    from_beginning: bool,
    resume_token: str | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Print each change of the feedback that matches all filters, until Ctrl-C. Times are in UTC.

    A lost connection is resumed where it broke. With --json each line has a `resume_token`; Ctrl-C
    prints the last one, with which another watch goes on.
    """
    if from_beginning and resume_token:
        raise click.UsageError("--from-beginning and --resume-token start at different places")
    chosen = filter_of(**given)
    # A watch waits for a server that is away. One that was never there, or refuses the key or the
    # filter, is told now.
    next(connection.request("list_feedback", filter=chosen, page_size=1), None)
    stream = connection.request(
        "watch_feedback",
        filter=chosen,
        resume_token=resume_token,
        from_beginning=from_beginning or None,
        checkpoints=True,
    )
    started = False
    try:
        for response in stream:
            if response.WhichOneof("event") == "change":
                _print(response, as_json=as_json)
            if not started:
                echo("watching; Ctrl-C ends it", err=True)
                started = True
    except KeyboardInterrupt:
        if stream.resume_token:
            echo(f"go on with: plaudit watch --resume-token {stream.resume_token}", err=True)
        raise


def _print(response: feedback_pb2.WatchFeedbackResponse, *, as_json: bool) -> None:
    if as_json:
        echo_json(message_row(response))
        return
    change, feedback = response.change, response.change.feedback
    said = [
        when(feedback, "update_time"),
        word(change, "type"),
        feedback.id,
        target_words(feedback.target),
        judgement(feedback),
        short(feedback.text or feedback.correction),
        author(feedback),
        "left the filter" if change.left_filter else "",
    ]
    echo("  ".join(filter(None, said)))
