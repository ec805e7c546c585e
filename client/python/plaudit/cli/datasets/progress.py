"""`plaudit datasets progress`: what each annotator of a dataset has to do and has done."""

from __future__ import annotations

import click
from rich.table import Table

from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.datasets import finding
from plaudit.cli.output import echo
from plaudit.cli.terminal import Terminal, Text
from plaudit.v1 import dataset_pb2

PIPED_WIDTH = 120


@click.command("progress")
@click.argument("name_or_id")
@pass_connection
def command(connection: Connection, name_or_id: str) -> None:
    """Show the progress of each annotator, most submitted responses first.

    Assigned counts the records that are assigned to an annotator by name, answered or not. Times
    are in UTC.
    """
    dataset = finding.dataset(connection, name_or_id)
    done, of = dataset.progress.completed_record_count, dataset.progress.record_count
    console = Terminal(piped_width=PIPED_WIDTH)
    console.print(Text(f"{done:,} of {of:,} records complete"))
    progress = connection.client.list_annotator_progress(dataset_id=dataset.id, page_size=1000)
    annotators = sorted(progress, key=_order)
    if not annotators:
        echo("no annotators")
        return
    table = Table("Annotator", box=None, header_style="bold", pad_edge=False)
    for heading in ("Assigned", "Submitted", "Drafts", "Discarded", "Last response"):
        table.add_column(heading, justify="right")
    for one in annotators:
        last = one.last_response_time
        table.add_row(
            Text(_name(one)),
            f"{one.assigned_record_count:,}",
            f"{one.submitted_response_count:,}",
            f"{one.draft_response_count:,}",
            f"{one.discarded_response_count:,}",
            f"{last.ToDatetime():%Y-%m-%d %H:%M}" if one.HasField("last_response_time") else "–",
        )
    console.print(table)


def _name(one: dataset_pb2.AnnotatorProgress) -> str:
    return one.external_user_id or one.user_id


def _order(one: dataset_pb2.AnnotatorProgress) -> tuple[int, str]:
    return -one.submitted_response_count, _name(one)
