"""`plaudit import`: exchanges, feedback or records from a file."""

from __future__ import annotations

import importlib
import math
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

from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.datasets import finding
from plaudit.cli.failures import ServerFailure
from plaudit.cli.importing import reporting
from plaudit.cli.importing.fields import not_imported
from plaudit.cli.importing.kinds import KINDS, Kind, Options, listed_words
from plaudit.cli.importing.linking import Links
from plaudit.cli.importing.rows import REFUSED, Rows, open_rows
from plaudit.cli.importing.sending import Batch, Sender, batches
from plaudit.cli.importing.state import Import, State, StateFile, identity
from plaudit.cli.output import echo
from plaudit.cli.terminal import Terminal, Text
from plaudit.v1 import dataset_pb2

SHOWN = 20
"""How many refused rows are shown; all are in the file of refused rows."""
SAVED_SECONDS = 0.2
"""How often the state is written, in seconds."""


def _epilog() -> str:
    """List, for the help, the words that a row may have, and the fields that are not imported."""
    lines = [f"{kind}, {path}: {', '.join(words)}" for kind, path, words in listed_words()]
    keys = "Keys are read in snake_case and camelCase: external_user_id, externalUserId."
    spellings = (
        "Words are read in any usual spelling: thumbs_up, thumbs-up, thumbsUp, THUMBS_UP,"
        " FEEDBACK_TYPE_THUMBS_UP. Numbers are those of the contract, except that a rating of 1 is"
        " positive and one of 0 negative. The words are:"
    )
    left_out = (
        "A row may have the fields that plaudit itself sets, because rows that plaudit exported"
        " have them. create_time becomes occur_time, unless the row has that too; times more than"
        " 24 hours ago need a key with the scope history.write. overrules is left out of feedback"
        " that has an id, because it is the id of feedback elsewhere. A record's exchange, with"
        " session_id and message_id or request_id, names the exchange that it was made from, and is"
        " used instead of exchange_id. Not imported are:"
    )
    fields = [f"{what}: {', '.join(names)}" for what, names in _left_out()]
    return "\n\n".join([keys, spellings, *lines, left_out, *fields])


def _left_out() -> list[tuple[str, list[str]]]:
    messages = [(kind.name, kind.descriptors[-1]) for kind in KINDS.values()]
    messages.append(("responses", dataset_pb2.RecordResponse.DESCRIPTOR))
    return [(name, not_imported(descriptor)) for name, descriptor in messages]


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
            peers: click.Command = importlib.import_module(
                "plaudit.cli.importing.peers.command"
            ).command
            return peers.make_context(info_name, args, parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.command("import", cls=_Import, epilog=_epilog())
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
    help="Calls at a time. Rows of the same record, exchange or feedback keep their order.",
)
@click.option(
    "--ignore",
    "ignore",
    multiple=True,
    metavar="FIELD",
    help="Leave out this field of every row, such as notes or responses.notes; repeatable.",
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
    ignore: tuple[str, ...],
    restart: bool,
) -> None:
    """Import FILE: JSON lines (.jsonl, .ndjson, also with .gz) or Parquet (.parquet).

    A row is an exchange, a feedback or a record in the JSON mapping of the contract. A record may
    have its responses beside it, {"record": {…}, "responses": […]}, or one of them in each row,
    {"record": {…}, "response": {…}}; its fields, such as field_to_value, may also be at the top of
    the row: {"external_id": "q1", "field_to_value": {"prompt": "Hello"}}.

    Rows may be imported again. What is stored already is unchanged; a record gets the responses
    that it lacks; feedback is updated. An exchange or a record that differs from what is stored
    under its name is in conflict, and is not imported. Rows that are refused or in conflict are
    printed and written to FILE.rejected.jsonl, with both sides of each conflict; mend them there,
    and import that file. A field that plaudit does not have is refused, unless --ignore names it.

    To resume an interrupted import, repeat the command, with the same file and namespace. The exit
    code is 1 if anything was refused or in conflict.
    """
    kind = KINDS[what]
    if kind.name != "records" and (dataset or upsert):
        raise click.UsageError("--dataset and --upsert are for records")
    left_out = kind.ignoring(frozenset(ignore))
    rows = open_rows(file, kind, left_out)
    dataset_id = finding.dataset(connection, dataset).id if dataset else ""
    options = Options(dataset_id, upsert=upsert, validate_only=dry_run, ignore=left_out)
    this = Import(
        file="" if dry_run else identity(file),
        kind=kind.name,
        server=connection.address,
        namespace=connection.place,
        dataset_id=dataset_id,
        upsert=upsert,
        ignore=",".join(sorted(left_out)),
    )
    if dry_run:
        state = State(this, batch_size=batch_size)
        check(connection, kind, rows, options, state, in_flight)
    else:
        run = Run(connection, kind, rows, options, this, batch_size, restart=restart)
        try:
            state = run.go(in_flight)
        except KeyboardInterrupt:
            done = f"{rows.unit} {run.state.rows_done:,}"
            echo(f"interrupted after {done}; repeat the command to continue", err=True)
            raise
    for warning in reporting.without_effect(kind, state, ignore):
        echo(warning, err=True)
    if reporting.failed(state):
        raise click.exceptions.Exit(1)


def check(
    connection: Connection, kind: Kind, rows: Rows, options: Options, state: State, in_flight: int
) -> None:
    """Let the server check every row, print those that it would refuse, and count in the state."""
    sender = Sender(connection, kind, options, lambda *_: "", in_flight=in_flight)
    with _progress(rows, 0) as advance:
        made = batches(rows.after(0), kind, options, state.batch_size)
        for done in sender.send(_linked(made, connection, kind, options)):
            reporting.add(state, done)
            for rejection in done.rejections:
                echo(reporting.told(rejection, rows.unit))
            advance(sum(state.counts.values()))
    _tell(kind, rows, state, "dry run, nothing was written: the import would say: ")


def _linked(
    made: Iterator[Batch], connection: Connection, kind: Kind, options: Options
) -> Iterator[Batch]:
    """Find the exchanges that records name; other rows name none."""
    return Links(connection, options).resolve(made) if kind.name == "records" else made


def _tell(kind: Kind, rows: Rows, state: State, before: str = "", after: str = "") -> None:
    """Print the counts, and which fields were left out."""
    bad = reporting.failed(state)
    echo(f"{before}{reporting.summary(kind, state)}{after}", err=bad)
    for note in reporting.notes(state):
        echo(note, err=bad)
    if not state.counts:
        echo(f"{rows.path.name} has no rows", err=True)


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
        self._rejected = rows.path.with_name(f"{rows.path.name}{REFUSED}")
        state = None if restart else self._file.load()
        if state is not None and state.import_ != this and not state.rows_done:
            state = None  # nothing of that import is confirmed, so there is nothing to finish
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

    def go(self, in_flight: int) -> State:
        """Import the remaining rows."""
        state = self.state
        sender = Sender(
            self._connection, self._kind, self._options, state.request_id, in_flight=in_flight
        )
        self._file.save(state)  # before anything is sent, because it determines the request ids
        rows = self._rows.after(state.rows_done)
        made = batches(rows, self._kind, self._options, state.batch_size)
        shown = 0
        saved = -math.inf  # the first confirmed rows are saved at once
        with self._rejections() as rejected, _progress(self._rows, state.rows_done) as advance:
            try:
                for done in sender.send(_linked(made, self._connection, self._kind, self._options)):
                    for rejection in done.rejections:
                        rejected.write(reporting.kept(rejection, self._rows.unit))
                        if shown < SHOWN:
                            echo(reporting.told(rejection, self._rows.unit), err=True)
                        shown += 1
                    rejected.flush()
                    reporting.add(state, done)
                    state.rows_done = done.last
                    state.rejected_bytes = rejected.tell()
                    # Rows after the saved state are sent again after a crash, with the same request
                    # ids, so they are not imported twice.
                    if time.monotonic() - saved > SAVED_SECONDS:
                        self._file.save(state)
                        saved = time.monotonic()
                    advance(sum(state.counts.values()))
            except ServerFailure as error:
                if error.refuses_caller and not state.rows_done:
                    self._file.remove()  # no call was let in
                else:
                    self._file.save(state)
                raise
            except BaseException:
                self._file.save(state)
                raise
        self._file.remove()
        _tell(
            self._kind,
            self._rows,
            state,
            after=f": see {self._rejected.name}" if state.rejected_bytes else "",
        )
        return state

    @contextmanager
    def _rejections(self) -> Iterator[BinaryIO]:
        """Open the file of rejected rows, cut to its size in the state."""
        with self._rejected.open("ab") as file:
            file.truncate(min(self.state.rejected_bytes, os.fstat(file.fileno()).st_size))
            file.seek(0, os.SEEK_END)
            try:
                yield file
            finally:
                if not file.tell():
                    self._rejected.unlink(missing_ok=True)


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
