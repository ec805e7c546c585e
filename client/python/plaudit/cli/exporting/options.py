"""The options of exports that several formats have."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from plaudit.cli.connection import Connection
from plaudit.cli.datasets import finding
from plaudit.cli.exporting.refusals import not_a_text_question
from plaudit.cli.options import EnumChoice, Moment, decorated, time_range
from plaudit.v1 import dataset_pb2, export_pb2, feedback_pb2

ORIGIN = EnumChoice(feedback_pb2.Origin, without_first=True)
LABELLED = ("label", "multi_label")


out = click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
form = click.option(
    "--form",
    type=click.Choice(["conversational", "plain"]),
    default="conversational",
    show_default=True,
    help="Prompts and answers as lists of messages, or as texts.",
)
selection = decorated(
    click.option("--from", "start", type=Moment(), help="Given since then, UTC."),
    click.option("--to", "end", type=Moment(), help="Until then; a day is included."),
    click.option(
        "--name", "names", multiple=True, help="Feedback with this name; repeatable, as the next."
    ),
    click.option("--topic", "topics", multiple=True, help="On exchanges with this topic."),
    click.option("--model", "models", multiple=True, help="On exchanges with this model."),
    click.option("--origin", "origins", multiple=True, type=ORIGIN, help="With this origin."),
)
majority = click.option(
    "--majority", is_flag=True, help="One example of what many said; a tie makes none."
)
dataset = decorated(
    click.option(
        "--dataset", help="Not feedback, but the responses to this dataset, by name or id."
    ),
    click.option(
        "--prompt-field", default="", help="The field with the prompt.  [default: prompt]"
    ),
    click.option(
        "--answer",
        "answers",
        multiple=True,
        metavar="FIELD=QUESTION",
        help="A field with an answer, and the question that judges it; repeatable.",
    ),
    click.option(
        "--desirable",
        multiple=True,
        metavar="LABEL|RATING",
        help="This label, or this rating and higher ones; repeatable.",
    ),
    click.option(
        "--undesirable",
        multiple=True,
        metavar="LABEL|RATING",
        help="This label, or this rating and lower ones; repeatable.",
    ),
)
text = click.option(
    "--text", "texts", multiple=True, metavar="QUESTION", help="A text question: the answer itself."
)


def selected(
    start: datetime | date | None,
    end: datetime | date | None,
    names: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
    models: tuple[str, ...] = (),
    origins: tuple[str, ...] = (),
) -> export_pb2.ExportFilter:
    """Return the filter of a request."""
    return export_pb2.ExportFilter(
        time_range=time_range(start, end),
        names=names,
        topics=topics,
        models=models,
        origins=[feedback_pb2.Origin.Name(ORIGIN.number(one)) for one in origins],
    )


def source(
    connection: Connection,
    dataset: str | None,
    prompt_field: str,
    answers: tuple[str, ...],
    texts: tuple[str, ...],
    desirable: tuple[str, ...],
    undesirable: tuple[str, ...],
) -> export_pb2.DatasetSource | None:
    """Return the source of a request; `None` if feedback makes the examples."""
    if not dataset:
        if prompt_field or answers or texts or desirable or undesirable:
            raise click.UsageError("the options of a dataset need --dataset")
        return None
    if not (answers or texts):
        raise click.UsageError("--dataset needs --answer: which field, judged by which question")
    found = finding.dataset(connection, dataset)
    made = export_pb2.DatasetSource(dataset_id=found.id, prompt_field=prompt_field or "prompt")
    for one in answers:
        field, equals, question = one.partition("=")
        if not (field and equals and question):
            raise click.UsageError(f"--answer must be FIELD=QUESTION, not {one}")
        made.answers.append(_answer(found, field, question, desirable, undesirable))
    for name in texts:
        if wrong := not_a_text_question(name, found):
            raise click.UsageError(wrong)
        made.answers.add(question_name=name)
    return made


def _answer(
    found: dataset_pb2.Dataset,
    field: str,
    name: str,
    desirable: tuple[str, ...],
    undesirable: tuple[str, ...],
) -> export_pb2.JudgedAnswer:
    made = export_pb2.JudgedAnswer(completion_field=field, question_name=name)
    kinds = {question.name: question.WhichOneof("kind") for question in found.questions}
    if kinds.get(name) == "rating":
        if desirable:
            made.desirable_from = _rating("--desirable", desirable)
        if undesirable:
            made.undesirable_to = _rating("--undesirable", undesirable)
    else:
        made.desirable_labels.extend(desirable)
        made.undesirable_labels.extend(undesirable)
    return made


def _rating(option: str, values: tuple[str, ...]) -> int:
    try:
        (value,) = map(int, values)
    except ValueError:
        raise click.UsageError(f"{option} must be one rating, a whole number") from None
    if not -(2**31) <= value < 2**31:
        raise click.UsageError(f"{option} must be a rating of the question")
    return value
