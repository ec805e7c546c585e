"""`plaudit datasets agreement`: how well annotators agree on each question of a dataset."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import click
from rich.table import Table

from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.datasets import finding
from plaudit.cli.options import EnumChoice
from plaudit.cli.output import echo
from plaudit.cli.terminal import Terminal, Text
from plaudit.v1 import dataset_pb2

PIPED_WIDTH = 120
LEVEL = EnumChoice(dataset_pb2.MeasurementLevel, first="default")
NOTHING = "–"


@click.command("agreement")
@click.argument("name_or_id")
@click.option("--question", default="", help="Only this question; of a multi-label one each label.")
@click.option(
    "--pool",
    "pools",
    multiple=True,
    metavar="A,B",
    help="Also questions of the same scale together; repeatable.",
)
@click.option("--annotators", is_flag=True, help="Also alpha without each annotator.")
@pass_connection
def command(
    connection: Connection,
    name_or_id: str,
    question: str,
    pools: tuple[str, ...],
    annotators: bool,
) -> None:
    """Show how well annotators agree on each question.

    Alpha is Krippendorff's. AC is Gwet's: AC1 at the nominal level, AC2 at the others. Both are 1
    for perfect agreement and 0 for agreement by chance. Percent is the share of equal pairs of
    answers.
    """
    dataset = finding.dataset(connection, name_or_id)
    found = connection.client.get_agreement(
        dataset_id=dataset.id,
        question_name=question,
        pooled_questions=[
            dataset_pb2.PooledQuestions(question_names=[name.strip() for name in pool.split(",")])
            for pool in pools
        ],
    )
    measured = [*found.questions, *found.pooled]
    if not measured:
        echo("no question of this dataset has an agreement")
        return
    kinds = {
        one.name: (one.WhichOneof("kind") or "").replace("_", " ") for one in dataset.questions
    }
    console = Terminal(piped_width=PIPED_WIDTH)
    console.print(_summary(measured, kinds))
    for one in measured:
        if question and one.labels:
            console.print("", _labels(one), sep="\n")
        if annotators and one.annotators:
            console.print("", _annotators(one), sep="\n")


def _table(first: str, *headings: str) -> Table:
    """Make a table of which all columns but the first are numbers."""
    table = Table(first, box=None, header_style="bold", pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right")
    return table


def _summary(measured: Iterable[dataset_pb2.QuestionAgreement], kinds: dict[str, str]) -> Table:
    table = Table("Question", "Kind", "Level", box=None, header_style="bold", pad_edge=False)
    for heading in ("Units", "Annotators", "Alpha", "AC", "Percent"):
        table.add_column(heading, justify="right")
    for one in measured:
        names = _names(one)
        table.add_row(
            Text(" + ".join(names)),
            kinds.get(names[0], ""),
            LEVEL.label(one.level),
            f"{one.unit_count:,}",
            f"{one.annotator_count:,}",
            *_measures(one),
        )
    return table


def _labels(one: dataset_pb2.QuestionAgreement) -> Table:
    title = f"Label of {' + '.join(_names(one))}"
    table = _table(title, "Chosen", "Units", "Alpha", "AC", "Percent")
    for label in one.labels:
        table.add_row(
            Text(label.label),
            f"{label.chosen_count:,}",
            f"{label.unit_count:,}",
            *_measures(label),
        )
    return table


def _annotators(one: dataset_pb2.QuestionAgreement) -> Table:
    table = _table(f"Annotator of {' + '.join(_names(one))}", "Units", "Alpha without")
    for annotator in one.annotators:
        table.add_row(
            Text(annotator.external_user_id or annotator.user_id),
            f"{annotator.unit_count:,}",
            _number(annotator, "alpha_without"),
        )
    return table


def _names(one: dataset_pb2.QuestionAgreement) -> Sequence[str]:
    return list(one.pooled_question_names) or [one.question_name]


def _measures(one: Any) -> tuple[str, str, str]:
    percent = f"{one.percent_agreement:.1%}" if one.HasField("percent_agreement") else NOTHING
    return _number(one, "alpha"), _number(one, "gwet_ac"), percent


def _number(message: Any, field: str) -> str:
    return f"{getattr(message, field):.3f}" if message.HasField(field) else NOTHING
