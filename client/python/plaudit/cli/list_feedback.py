"""`plaudit list`: lists feedback."""

from __future__ import annotations

from typing import Any

import click

from plaudit.cli import listing
from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.feedback_options import filter_of, filters
from plaudit.cli.messages import author, judgement, short, target_words, when
from plaudit.cli.options import EnumChoice
from plaudit.v1 import feedback_pb2

ORDER = EnumChoice(feedback_pb2.FeedbackOrder, without_first=True)
COLUMNS = ("Id", "Submitted", "On", "Says", "Text", "By")


@click.command(
    "list", epilog="Example: plaudit list --rating negative --since 2026-11-01 --limit 20"
)
@filters
@click.option("--order", type=ORDER, default="created-desc", show_default=True)
@listing.limit
@listing.as_json
@pass_connection
def command(connection: Connection, /, order: str, limit: int, as_json: bool, **given: Any) -> None:
    """List the feedback that matches all filters; of a repeated one, any value.

    Times are in UTC.
    """
    found = connection.request(
        "list_feedback",
        filter=filter_of(**given),
        order=ORDER.number(order),
        page_size=listing.page_size(limit),
    )
    listing.print_list(
        found, limit=limit, as_json=as_json, columns=COLUMNS, row=row, none="no feedback"
    )


def row(feedback: feedback_pb2.Feedback) -> tuple[str, ...]:
    """Return the cells of feedback in a table."""
    return (
        feedback.id,
        when(feedback, "create_time"),
        target_words(feedback.target),
        judgement(feedback),
        short(feedback.text or feedback.correction),
        author(feedback),
    )
