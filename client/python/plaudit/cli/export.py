"""`plaudit export`: training examples to a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

import click
import grpc
from rich.progress import Progress

from plaudit.cli import export_files, finding
from plaudit.cli.atomic import replacing
from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.options import EnumChoice, Moment, time_range
from plaudit.cli.output import echo
from plaudit.cli.terminal import Terminal
from plaudit.cli.waiting import Patience
from plaudit.training_schema import FORMATS, schema
from plaudit.v1 import export_pb2, feedback_pb2

ORIGIN = EnumChoice(feedback_pb2.Origin, without_first=True)
SOURCE = EnumChoice(export_pb2.PreferenceSource, without_first=True)

Chunks = Iterable[export_pb2.ExportTrainingResponse]


@click.command("export")
@click.argument("format_", type=click.Choice(FORMATS), metavar="|".join(FORMATS))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--form",
    type=click.Choice(["conversational", "plain"]),
    default="conversational",
    show_default=True,
    help="How prompts and responses are written: lists of messages, or texts.",
)
@click.option("--from", "start", type=Moment(), help="Feedback submitted since then, UTC.")
@click.option("--to", "end", type=Moment(), help="Until then; a day is included.")
@click.option(
    "--name", "names", multiple=True, help="With this name; repeatable, like the next options."
)
@click.option("--topic", "topics", multiple=True, help="On exchanges with this topic.")
@click.option("--model", "models", multiple=True, help="On exchanges with this model.")
@click.option("--origin", "origins", multiple=True, type=ORIGIN, help="With this origin.")
@click.option("--dataset", help="For DPO: only rankings in this dataset, by name or id.")
@click.option("--prompt-field", default="", help="For DPO: the dataset's field with the prompt.")
@click.option(
    "--preference-source",
    "sources",
    multiple=True,
    type=SOURCE,
    help="For DPO: where pairs come from; by default from all sources.",
)
@pass_connection
def command(
    connection: Connection,
    format_: str,
    out: Path,
    form: str,
    start: datetime | date | None,
    end: datetime | date | None,
    names: tuple[str, ...],
    topics: tuple[str, ...],
    models: tuple[str, ...],
    origins: tuple[str, ...],
    dataset: str | None,
    prompt_field: str,
    sources: tuple[str, ...],
) -> None:
    """Export training examples to OUT: .jsonl, .jsonl.gz or .parquet.

    The columns are those that TRL reads: KTO prompt, completion, label; DPO prompt, chosen,
    rejected; SFT messages, or prompt and completion in the plain form; reward prompt, responses,
    scores.
    OUT is written atomically, when the export is complete.
    """
    kind = export_files.ending(out)
    if not out.parent.is_dir():
        raise click.UsageError(f"there is no folder {out.parent}")
    if format_ != "dpo" and (dataset or prompt_field or sources):
        raise click.UsageError("--dataset, --prompt-field and --preference-source are for dpo")
    request = export_pb2.ExportTrainingRequest(
        format=f"TRAINING_FORMAT_{format_.upper()}",
        prompt_form=f"PROMPT_FORM_{form.upper()}",
        filter=export_pb2.ExportFilter(
            time_range=time_range(start, end),
            names=names,
            topics=topics,
            models=models,
            origins=[feedback_pb2.Origin.Name(ORIGIN.number(one)) for one in origins],
        ),
        preference_sources=[
            export_pb2.PreferenceSource.Name(SOURCE.number(one)) for one in sources
        ],
        dataset_id=finding.dataset(connection, dataset).id if dataset else "",
        prompt_field=prompt_field,
    )

    def opened(pending: export_pb2.ExportTrainingRequest) -> Chunks:
        responses: Chunks = connection.exports.ExportTraining(pending, metadata=connection.metadata)
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
        except OSError as error:
            raise click.ClickException(f"cannot write {out}: {error.strerror or error}") from None
    echo(f"{written:,} examples in {out}" if written else f"no examples: {out} has no rows")


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
    with (
        replacing(out) as temporary,
        export_files.writing(temporary, kind, schema(format_, form)) as write_one,
    ):
        for chunk in chunks:
            for example in chunk.examples:
                write_one(example)
                written += 1
            report_progress(chunk.progress)
    return written
