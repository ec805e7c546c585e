"""`plaudit export`: training examples, feedback, exchanges and records to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.datasets import finding
from plaudit.cli.exporting import lists, options
from plaudit.cli.exporting.examples import export
from plaudit.cli.options import EnumChoice
from plaudit.v1 import export_pb2

SOURCE = EnumChoice(export_pb2.PreferenceSource, without_first=True)
_SELECTION = ("start", "end", "names", "topics", "models", "origins")
_DATASET = ("dataset", "prompt_field", "answers", "desirable", "undesirable")


@click.group("export")
def command() -> None:
    """Export to a file: .jsonl, .jsonl.gz or .parquet.

    The columns of kto, dpo, sft and reward are those that the trainer of the same name in TRL
    reads. A file is written atomically, when the export is complete.
    """


def _request(
    connection: Connection, given: dict[str, Any], **more: Any
) -> export_pb2.ExportTrainingRequest:
    """Build a request of the options that its command has."""
    made = export_pb2.ExportTrainingRequest(
        filter=options.selected(*(given[name] for name in _SELECTION)),
        majority=given.get("majority", False),
        **more,
    )
    if "answers" in given:
        dataset, prompt_field, answers, *labels = (given[name] for name in _DATASET)
        found = options.source(
            connection, dataset, prompt_field, answers, given.get("texts", ()), *labels
        )
        if found is not None:
            made.dataset_sources.append(found)
    return made


@command.command("kto")
@options.out
@options.form
@options.selection
@options.majority
@options.dataset
@pass_connection
def kto(connection: Connection, /, out: Path, form: str, **given: Any) -> None:
    """Write good and bad answers, for KTO.

    Columns: prompt, completion, label (true or false). Each rated feedback on an exchange makes a
    row, or each response to a dataset that judges an answer. With --majority, each exchange, or
    each answer of a record, makes one.

    plaudit export kto out.jsonl --dataset qa --answer answer=quality --desirable good
    """
    export(connection, out, "kto", form, _request(connection, given))


@command.command("dpo")
@options.out
@options.form
@options.selection
@click.option(
    "--preference-source",
    "sources",
    multiple=True,
    type=SOURCE,
    help="Where pairs come from; by default from all sources.",
)
@options.majority
@options.dataset
@pass_connection
def dpo(
    connection: Connection, /, out: Path, form: str, sources: tuple[str, ...], **given: Any
) -> None:
    """Write pairs of a better and a worse answer, for DPO.

    Columns: prompt, chosen, rejected. Pairs come from corrections and ratings of exchanges, and
    from rankings in datasets; --dataset alone selects the dataset whose rankings are used.

    With --answer, pairs come from the dataset alone. Several answers of a record are compared as
    each response judges them; a single one with those of other records with the same prompt. The
    text that answers a text question is chosen over the answer.
    """
    more: dict[str, Any] = {
        "preference_sources": [
            export_pb2.PreferenceSource.Name(SOURCE.number(one)) for one in sources
        ]
    }
    if not (given["answers"] or given["desirable"] or given["undesirable"]):
        if given["dataset"]:
            more["dataset_id"] = finding.dataset(connection, given["dataset"]).id
        more["prompt_field"] = given["prompt_field"]
        given |= {"dataset": None, "prompt_field": ""}
    export(connection, out, "dpo", form, _request(connection, given, **more))


@command.command("sft")
@options.out
@options.form
@options.selection
@options.dataset
@options.text
@pass_connection
def sft(connection: Connection, /, out: Path, form: str, **given: Any) -> None:
    """Write good conversations, for SFT.

    Column: messages; in the plain form prompt, completion. Each exchange with more positive than
    negative feedback makes a row, or each answer of a record that more responses find desirable
    than undesirable. With --text, each text that was submitted makes one.
    """
    export(connection, out, "sft", form, _request(connection, given))


@command.command("reward")
@options.out
@options.form
@options.selection
@options.majority
@options.dataset
@pass_connection
def reward(connection: Connection, /, out: Path, form: str, **given: Any) -> None:
    """Write pairs of answers by their scores, for reward models.

    Columns: prompt, chosen, rejected, margin (the difference of the scores). The score of an answer
    is the mean score of its feedback or, without scores, the share of positive ratings; in a
    dataset, the rating, or 1 for a desirable label and 0 for an undesirable one.
    """
    export(connection, out, "reward", form, _request(connection, given))


@command.command("scores")
@options.out
@options.form
@options.selection
@pass_connection
def scores(connection: Connection, /, out: Path, form: str, **given: Any) -> None:
    """Write answers with their scores; no trainer of TRL reads these.

    Columns: prompt, responses, scores. A row has up to 100 answers to one prompt.
    """
    export(connection, out, "scores", form, _request(connection, given))


@command.command("raw")
@options.out
@options.selection
@pass_connection
def raw(connection: Connection, /, out: Path, **given: Any) -> None:
    """Write feedback, with all its fields.

    Columns: the fields of a feedback in the contract. `plaudit import feedback` reads the file; the
    exchanges must be there before.
    """
    export(connection, out, "raw", "conversational", _request(connection, given))


@command.command("exchanges")
@options.out
@pass_connection
def exchanges(connection: Connection, out: Path) -> None:
    """Write exchanges, with all their fields.

    Columns: the fields of an exchange in the contract. `plaudit import exchanges` reads the file.
    """
    lists.export_exchanges(connection, out)


@command.command("records")
@click.argument("dataset")
@options.out
@click.option("--flat", is_flag=True, help="A row for each response.")
@pass_connection
def records(connection: Connection, dataset: str, out: Path, flat: bool) -> None:
    """Write the records of a dataset with their responses.

    Columns: record, responses. A row has a record with all its responses; with --flat, a record and
    one response, or none if the record has none. Records without an external_id then get their id
    as external_id, so that their rows stay together; as do records that take several rows because
    they have more than 100 responses or 3 MB. `plaudit import records` reads the file.

    Records and responses that change during the export may be exported as before or after the
    change.

    A record that was made from an exchange has, beside exchange_id, an exchange with session_id,
    message_id and request_id: what it is known by in another namespace. Reading these needs the
    scope feedback.read or exchanges.write.
    """
    lists.export_records(connection, dataset, out, flat=flat)
