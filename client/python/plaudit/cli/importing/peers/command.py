"""`plaudit import --from SYSTEM`: the export files of another system."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.importing.peers import argilla
from plaudit.cli.importing.peers.argilla import Argilla
from plaudit.cli.importing.peers.conversion import UNEXPECTED, Context, Converter, fault_of
from plaudit.cli.importing.peers.index import Index
from plaudit.cli.importing.peers.label_studio import LabelStudio
from plaudit.cli.importing.peers.labeling import read_labeling
from plaudit.cli.importing.peers.langfuse import Langfuse
from plaudit.cli.importing.peers.langsmith import LangSmith
from plaudit.cli.importing.peers.mlflow import MLflow
from plaudit.cli.importing.peers.phoenix import Phoenix
from plaudit.cli.importing.peers.report import Report
from plaudit.cli.importing.peers.run import Run

CONVERTERS: dict[str, Converter] = {
    "langfuse": Langfuse(),
    "langsmith": LangSmith(),
    "argilla": Argilla(),
    "mlflow": MLflow(),
    "phoenix": Phoenix(),
    "label-studio": LabelStudio(),
}


@click.command("import")
@click.option(
    "--from",
    "system",
    required=True,
    type=click.Choice(list(CONVERTERS)),
    help="The system that wrote the files.",
)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, path_type=Path),
)
@click.option("--dry-run", is_flag=True, help="Print what would happen, and write nothing.")
@click.option(
    "--settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="For argilla, the settings of the dataset; for label-studio, the labeling configuration.",
)
@click.option("--dataset", "name", help="For argilla and label-studio: the name of our dataset.")
@click.option(
    "--thumb",
    "thumbs",
    multiple=True,
    metavar="NAME",
    help="Read feedback under this name as a thumb up or down. May be repeated.",
)
@click.option("--upsert", is_flag=True, help="Replace records with the same external_id.")
@click.option(
    "--batch-size", type=click.IntRange(1, 1000), default=500, show_default=True, help="Rows."
)
@click.option(
    "--in-flight", type=click.IntRange(1, 16), default=2, show_default=True, help="Calls at a time."
)
@pass_connection
def command(
    connection: Connection,
    system: str,
    files: tuple[Path, ...],
    dry_run: bool,
    settings: Path | None,
    name: str | None,
    thumbs: tuple[str, ...],
    upsert: bool,
    batch_size: int,
    in_flight: int,
) -> None:
    """Import the export files of another system: JSON, JSON lines, CSV or Parquet.

    Give files that belong together in one command, such as traces and their scores. The report says
    for each field where it is carried. What cannot be imported is printed and written to
    FILE.rejected.jsonl, beside the file it came from, to be mended and imported; the rest is
    imported. Repeating the command imports nothing twice.
    """
    if system not in {"argilla", "label-studio"} and (settings or name):
        raise click.UsageError("--settings and --dataset are for argilla and label-studio")
    report, index = Report(), Index()
    try:
        read = _settings(system, files[0], settings, name, report)
    except UNEXPECTED as error:
        raise click.ClickException(f"the settings {fault_of(error).rule}") from None
    context = Context(report, index, read)
    run = Run(
        connection,
        CONVERTERS[system],
        [_readable(system, file) for file in files],
        context,
        thumbs=thumbs,
        upsert=upsert,
        batch_size=batch_size,
        in_flight=in_flight,
    )
    try:
        well = run.check() if dry_run else run.go()
    finally:
        index.close()
    if not well:
        raise click.exceptions.Exit(1)


def _readable(system: str, file: Path) -> Path:
    found = argilla.records_in(file) if system == "argilla" else file
    if not found.is_file():
        raise click.UsageError(f"{found} is not a file")
    return found


def _settings(
    system: str, file: Path, given: Path | None, name: str | None, report: Report
) -> dict[str, Any]:
    """Read what a converter needs beside the files."""
    match system:
        case "argilla":
            return argilla.read_settings(file, given, name, report)
        case "label-studio":
            if given is None:
                raise click.UsageError(
                    "label-studio exports no labeling configuration: save it from the project's"
                    " settings, and give the file with --settings"
                )
            called = name or file.name.partition(".")[0]
            return {"labeling": read_labeling(given, called, report)}
    return {}
