"""`plaudit datasets`: list, show, create and delete annotation datasets.

The progress and the agreement of their annotators are in files of their own.
"""

from __future__ import annotations

from pathlib import Path

import click
from google.protobuf import json_format
from rich.table import Column, Table

from plaudit.cli import dataset_agreement, dataset_progress, finding
from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.output import echo
from plaudit.cli.terminal import Terminal, Text
from plaudit.v1 import dataset_pb2

PIPED_WIDTH = 120


@click.group("datasets", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List, show, create and delete annotation datasets; without a command, list them."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_datasets)


@command.command("list")
@pass_connection
def list_datasets(connection: Connection) -> None:
    """List the datasets with their progress."""
    table = Table("Name", Column("Id", no_wrap=True), box=None, header_style="bold", pad_edge=False)
    for heading in ("Records", "Complete", "Responses", "Drafts"):
        table.add_column(heading, justify="right")
    for dataset in connection.client.list_datasets(page_size=1000):
        progress = dataset.progress
        table.add_row(
            Text(dataset.name),
            dataset.id,
            f"{progress.record_count:,}",
            _share(progress),
            f"{progress.submitted_response_count:,}",
            f"{progress.draft_response_count:,}",
        )
    if table.row_count:
        Terminal(piped_width=PIPED_WIDTH).print(table)
    else:
        echo("no datasets")


@command.command("show")
@click.argument("name_or_id")
@pass_connection
def show(connection: Connection, name_or_id: str) -> None:
    """Show the fields, the questions and the progress of a dataset."""
    print_dataset(finding.dataset(connection, name_or_id))


def print_dataset(dataset: dataset_pb2.Dataset) -> None:
    """Print the fields, the questions and the progress of a dataset."""
    console = Terminal(piped_width=PIPED_WIDTH)
    console.print(Text(f"{dataset.name}  ", "bold").append(dataset.id, "dim"))
    if dataset.description:
        console.print(Text(dataset.description))
    progress = dataset.progress
    console.print(
        Text(
            f"{progress.record_count:,} records, {progress.completed_record_count:,} complete"
            f" with {dataset.responses_per_record or 1} responses each;"
            f" {progress.submitted_response_count:,} submitted,"
            f" {progress.draft_response_count:,} drafts,"
            f" {progress.discarded_response_count:,} discarded"
        )
    )
    fields = Table("Field", "Kind", "Required", box=None, header_style="bold", pad_edge=False)
    for field in dataset.fields:
        kind = (field.WhichOneof("kind") or "").replace("_", " ")
        fields.add_row(Text(field.name), kind, "yes" if field.required else "")
    questions = Table(
        "Question", "Kind", "Required", "Answers", box=None, header_style="bold", pad_edge=False
    )
    for question in dataset.questions:
        questions.add_row(
            Text(question.name),
            (question.WhichOneof("kind") or "").replace("_", " "),
            "yes" if question.required else "",
            Text(_answers(question)),
        )
    console.print("", fields, "", questions, sep="\n")


@command.command("create")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@pass_connection
def create(connection: Connection, file: Path) -> None:
    """Create a dataset. FILE is a Dataset in the JSON mapping of the contract."""
    try:
        dataset = json_format.Parse(file.read_text(), dataset_pb2.Dataset())
    except (json_format.ParseError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file.name} is not a valid dataset: {error}") from None
    created = connection.client.create_dataset(dataset=dataset).dataset
    echo(f"{created.id}\t{created.name}")


@command.command("delete")
@click.argument("name_or_id")
@click.option("--force", is_flag=True, help="Delete its records and responses too.")
@pass_connection
def delete(connection: Connection, name_or_id: str, force: bool) -> None:
    """Delete a dataset permanently."""
    dataset = finding.dataset(connection, name_or_id)
    connection.client.delete_dataset(id=dataset.id, force=force)
    echo(f"deleted {dataset.id}")


command.add_command(dataset_agreement.command)
command.add_command(dataset_progress.command)


def _share(progress: dataset_pb2.DatasetProgress) -> str:
    if not progress.record_count:
        return "–"
    return f"{progress.completed_record_count / progress.record_count:.0%}"


def _answers(question: dataset_pb2.Question) -> str:
    match question.WhichOneof("kind"):
        case "rating":
            return ", ".join(map(str, question.rating.values))
        case "label":
            return ", ".join(question.label.labels)
        case "multi_label":
            return ", ".join(question.multi_label.labels)
        case "ranking":
            return " > ".join(question.ranking.options)
        case "span":
            return f"in {question.span.field}: {', '.join(question.span.labels)}"
    return ""
