"""Training examples from the server to a file: resumed when the connection is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
import grpc
from rich.progress import Progress

from plaudit.cli.atomic import replacing
from plaudit.cli.connection import Connection
from plaudit.cli.exporting import files
from plaudit.cli.exporting.refusals import in_options
from plaudit.cli.exporting.rows import example_row, message_columns
from plaudit.cli.failures import ServerFailure
from plaudit.cli.output import counted, echo
from plaudit.cli.terminal import Terminal
from plaudit.cli.waiting import Patience
from plaudit.training_schema import FORMATS, RAW, schema
from plaudit.v1 import export_pb2
from plaudit.v1.export_pb2_grpc import ExportServiceStub

Chunks = Iterable[export_pb2.ExportTrainingResponse]


def export(
    connection: Connection,
    out: Path,
    format_: str,
    form: str,
    request: export_pb2.ExportTrainingRequest,
) -> None:
    """Export the examples of a request to a file, atomically, and print how many they are."""
    kind = files.checked(out)
    wanted = export_pb2.ExportTrainingRequest(
        format=FORMATS[format_], prompt_form=f"PROMPT_FORM_{form.upper()}"
    )
    request.MergeFrom(wanted)

    def opened(pending: export_pb2.ExportTrainingRequest) -> Chunks:
        responses: Chunks = connection.stub(ExportServiceStub).ExportTraining(
            pending, metadata=connection.metadata
        )
        return responses

    console = Terminal(err=True)
    bar = Progress(console=console, disable=not console.shows_progress)
    with bar:
        task = bar.add_task("exporting", total=1.0)
        chunks = resumed(opened, request, Patience(connection.address))
        try:
            written = write(
                chunks, out, kind, format_, form, lambda done: bar.update(task, completed=done)
            )
        except ServerFailure as error:
            if not error.failure.violations:
                raise
            raise click.ClickException(in_options(error.failure, request)) from None
        except OSError as error:
            raise click.ClickException(f"cannot write {out}: {error.strerror or error}") from None
    told = f"{counted(written, 'example')} in {out}"
    echo(told if written else f"no examples: {out} has no rows")


def resumed(
    opened: Callable[[export_pb2.ExportTrainingRequest], Chunks],
    request: export_pb2.ExportTrainingRequest,
    patience: Patience,
) -> Iterator[export_pb2.ExportTrainingResponse]:
    """Yield every chunk of an export once; reconnect and resume when the connection is lost."""
    pending = export_pb2.ExportTrainingRequest()
    pending.CopyFrom(request)
    incomplete = 0
    while incomplete < 3:
        try:
            for chunk in opened(pending):
                patience.succeeded()
                incomplete = 0
                pending.resume_token = chunk.resume_token
                yield chunk
                if chunk.progress >= 1:
                    return
        except grpc.RpcError as error:
            patience.wait(error)
        else:
            incomplete += 1
    raise click.ClickException("the server ended the export before it was complete")


def write(
    chunks: Chunks,
    out: Path,
    kind: str,
    format_: str,
    form: str,
    report_progress: Callable[[float], object] = lambda _: None,
) -> int:
    """Write all examples to a file, atomically; return their number."""
    written = 0
    flat = format_ == "raw" and kind == ".parquet"
    with (
        replacing(out) as temporary,
        files.writing(temporary, kind, schema(format_, form)) as write_row,
    ):
        for chunk in chunks:
            for example in chunk.examples:
                write_row(message_columns(example.feedback, RAW) if flat else example_row(example))
                written += 1
            report_progress(chunk.progress)
    return written
