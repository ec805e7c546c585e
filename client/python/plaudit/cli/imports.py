"""`plaudit import`: exchanges, feedback or records from a file."""

from __future__ import annotations

import importlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)

from plaudit.cli import finding
from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.import_kinds import KINDS, Kind, Options, Outcome, listed_words
from plaudit.cli.import_rows import Rows, open_rows
from plaudit.cli.import_sending import Done, Rejection, Sender, batches
from plaudit.cli.import_state import Import, State, StateFile, identity
from plaudit.cli.output import echo
from plaudit.cli.terminal import Terminal, Text

SHOWN = 20
"""How many rejected rows are shown; all are in the file of rejected rows."""
SAVED_SECONDS = 0.2
"""How often the state is written, in seconds."""


def _words() -> str:
    """List, for the help, the words that a row may have."""
    lines = [f"{kind}, {path}: {', '.join(words)}" for kind, path, words in listed_words()]
    keys = "Keys are read in snake_case and camelCase: external_user_id, externalUserId."
    spellings = (
        "Words are read in any usual spelling: thumbs_up, thumbs-up, thumbsUp, THUMBS_UP,"
        " FEEDBACK_TYPE_THUMBS_UP. Numbers are those of the contract, except that a rating of 1 is"
        " positive and one of 0 negative. The words are:"
    )
    return "\n\n".join([keys, spellings, *lines])


class _Import(click.Command):
    """Hands the files of another system over to its own command."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        if any(one == "--from" or one.startswith("--from=") for one in args):
            peers: click.Command = importlib.import_module("plaudit.cli.peers.command").command
            return peers.make_context(info_name, args, parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.command("import", cls=_Import, epilog=_words())
@click.argument("what", type=click.Choice(list(KINDS)), metavar="exchanges|feedback|records")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dataset", "dataset", help="For records: the dataset, by name or id.")
@click.option("--upsert", is_flag=True, help="Replace records with the same external_id.")
@click.option("--dry-run", is_flag=True, help="Check every row, and write nothing.")
@click.option(
    "--batch-size", type=click.IntRange(1, 1000), default=500, show_default=True, help="Rows."
)
@click.option(
    "--in-flight",
    type=click.IntRange(1, 16),
    default=2,
    show_default=True,
    help="Calls at a time; 1 keeps rows about the same target in order.",
)
@click.option("--restart", is_flag=True, help="Discard the state of an interrupted import.")
@click.option(
    "--from",
    "system",
    expose_value=False,
    metavar="SYSTEM",
    help="Import the exports of another system: `plaudit import --from langfuse --help`.",
)
@pass_connection
def command(
    connection: Connection,
    what: str,
    file: Path,
    dataset: str | None,
    upsert: bool,
    dry_run: bool,
    batch_size: int,
    in_flight: int,
    restart: bool,
) -> None:
    """Import FILE: JSON lines (.jsonl, .ndjson, also with .gz) or Parquet (.parquet).

    A row is an exchange, a feedback or a record in the JSON mapping of the contract; a record may
    include its responses: {"record": {…}, "responses": […]}. Fields that the contract marks as
    output only, such as create_time, are ignored. Valid rows are imported; invalid ones are printed
    and written to FILE.rejected.jsonl. To resume an interrupted import, repeat the command.
    """
    kind = KINDS[what]
    if kind.name != "records" and (dataset or upsert):
        raise click.UsageError("--dataset and --upsert are for records")
    rows = open_rows(file, kind)
    dataset_id = finding.dataset(connection, dataset).id if dataset else ""
    options = Options(dataset_id, upsert=upsert, validate_only=dry_run)
    if dry_run:
        counts = check(connection, kind, rows, options, batch_size, in_flight)
    else:
        this = Import(
            identity(file), kind.name, connection.address, connection.namespace, dataset_id, upsert
        )
        run = Run(connection, kind, rows, options, this, batch_size, restart=restart)
        try:
            counts = run.go(in_flight)
        except KeyboardInterrupt:
            done = f"{rows.unit} {run.state.rows_done:,}"
            echo(f"interrupted after {done}; repeat the command to continue", err=True)
            raise
    if counts.get(Outcome.REJECTED.value):
        raise click.exceptions.Exit(1)


def check(
    connection: Connection, kind: Kind, rows: Rows, options: Options, size: int, in_flight: int
) -> dict[str, int]:
    """Let the server check every row, and print those that it would reject."""
    sender = Sender(connection, kind, options, lambda *_: "", in_flight=in_flight)
    counts: dict[str, int] = {}
    with _progress(rows, 0) as advance:
        for done in sender.send(batches(rows.after(0), kind, options, size)):
            _add(counts, done)
            for rejection in done.rejections:
                echo(_told(rejection, rows.unit))
            advance(sum(counts.values()))
    there, refused = counts.get(Outcome.THERE.value, 0), counts.get(Outcome.REJECTED.value, 0)
    good = sum(counts.values()) - refused - there
    echo(
        f"{good:,} rows can be imported, {there:,} already exist, {refused:,} cannot be imported;"
        " nothing was written",
        err=bool(refused),
    )
    return counts


class Run:
    """An import, which resumes after an earlier run and counts the outcomes."""

    def __init__(
        self,
        connection: Connection,
        kind: Kind,
        rows: Rows,
        options: Options,
        this: Import,
        batch_size: int,
        *,
        restart: bool = False,
    ) -> None:
        self._connection = connection
        self._kind = kind
        self._rows = rows
        self._options = options
        self._file = StateFile(rows.path)
        self._rejected = rows.path.with_name(f"{rows.path.name}.rejected.jsonl")
        state = None if restart else self._file.load()
        if state is not None and state.import_ != this:
            differs = ", ".join(
                name for name, value in vars(this).items() if value != vars(state.import_)[name]
            )
            raise click.ClickException(
                f"{self._file.path.name} belongs to an interrupted import that differs in:"
                f" {differs}. Finish that import, or start from the beginning with --restart"
            )
        if state is not None and state.rows_done:
            echo(f"resuming after {rows.unit} {state.rows_done:,}", err=True)
        self.state = state or State(this, batch_size=batch_size)

    def go(self, in_flight: int) -> dict[str, int]:
        """Import the remaining rows."""
        state = self.state
        self._file.save(state)  # before anything is sent, because it determines the request ids
        sender = Sender(
            self._connection, self._kind, self._options, state.request_id, in_flight=in_flight
        )
        rows = self._rows.after(state.rows_done)
        made = batches(rows, self._kind, self._options, state.batch_size)
        shown = state.counts.get(Outcome.REJECTED.value, 0)
        saved = time.monotonic()
        with self._rejections() as rejected, _progress(self._rows, state.rows_done) as advance:
            try:
                for done in sender.send(made):
                    for rejection in done.rejections:
                        rejected.write(_kept(rejection, self._rows.unit))
                        if shown < SHOWN:
                            echo(_told(rejection, self._rows.unit), err=True)
                        shown += 1
                    rejected.flush()
                    _add(state.counts, done)
                    state.rows_done = done.last
                    state.rejected_bytes = rejected.tell()
                    # Rows after the saved state are sent again after a crash, with the same request
                    # ids, so they are not imported twice.
                    if time.monotonic() - saved > SAVED_SECONDS:
                        self._file.save(state)
                        saved = time.monotonic()
                    advance(sum(state.counts.values()))
            finally:
                self._file.save(state)
        self._file.remove()
        if not state.rejected_bytes:
            self._rejected.unlink(missing_ok=True)
        self._tell()
        return state.counts

    @contextmanager
    def _rejections(self) -> Iterator[BinaryIO]:
        """Open the file of rejected rows, cut to its size in the state."""
        with self._rejected.open("ab") as file:
            file.truncate(min(self.state.rejected_bytes, os.fstat(file.fileno()).st_size))
            file.seek(0, os.SEEK_END)
            yield file

    def _tell(self) -> None:
        counts = self.state.counts
        refused = counts.get(Outcome.REJECTED.value, 0)
        told = [f"{counts.get(Outcome.IMPORTED.value, 0):,} imported"]
        told += [
            f"{counts[outcome.value]:,} {outcome.value}"
            for outcome in (Outcome.UPDATED, Outcome.THERE)
            if counts.get(outcome.value)
        ]
        if refused:
            told.append(f"{refused:,} rejected: see {self._rejected.name}")
        echo(", ".join(told), err=bool(refused))


def _add(counts: dict[str, int], done: Done) -> None:
    for outcome, number in done.outcomes.items():
        counts[outcome.value] = counts.get(outcome.value, 0) + number


def _told(rejection: Rejection, unit: str) -> str:
    return f"{unit} {rejection.row.number}: " + "\n".join(rejection.failure.lines())


def _kept(rejection: Rejection, unit: str) -> bytes:
    failure = rejection.failure
    errors = [{"field": v.field, "rule": v.rule} for v in failure.violations]
    told: dict[str, Any] = {
        unit: rejection.row.number,
        "row": rejection.row.text if rejection.row.value is None else rejection.row.value,
        "reason": failure.reason,
        "errors": errors or [{"field": "", "rule": failure.message}],
    }
    return json.dumps(told, ensure_ascii=False).encode(errors="backslashreplace") + b"\n"


class _Speed(ProgressColumn):
    """Rows a second."""

    def render(self, task: Task) -> Text:
        seconds = task.elapsed or 0.0
        rows = task.fields["rows"] - task.fields["before"]
        return Text(f"{rows / seconds:,.0f} rows/s" if seconds else "")


@contextmanager
def _progress(rows: Rows, before: int) -> Iterator[Any]:
    """Show a progress bar on a terminal; yields a function that updates it."""
    console = Terminal(err=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.fields[rows]:,} rows"),
        _Speed(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.shows_progress,
    )
    with bar:
        task = bar.add_task("importing", total=rows.size, rows=before, before=before)
        yield lambda done: bar.update(task, completed=rows.position, rows=done)
