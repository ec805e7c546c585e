"""`plaudit submit`: submits one feedback."""

from __future__ import annotations

from typing import Any

import click

from plaudit.cli import feedback_options
from plaudit.cli.connection import Connection, pass_connection
from plaudit.cli.feedback_options import on_target
from plaudit.cli.messages import message_row
from plaudit.cli.options import EnumChoice, Json, Words, decorated
from plaudit.cli.output import echo, echo_json
from plaudit.v1 import exchange_pb2, feedback_pb2

RATING = EnumChoice(feedback_pb2.Rating, without_first=True)
TYPE = EnumChoice(feedback_pb2.FeedbackType, without_first=True)
SOURCE = EnumChoice(feedback_pb2.FeedbackSource, without_first=True)
ORIGIN = EnumChoice(feedback_pb2.Origin, without_first=True)
CONTENT = ("rating", "score", "label", "value", "text", "correction", "type")
ENUMS = {"rating": RATING, "type": TYPE, "source": SOURCE, "origin": ORIGIN}

_content = decorated(
    click.option("--rating", type=RATING, help="Thumb up or down."),
    click.option("--score", type=float, help="A score on your own scale."),
    click.option("--label", multiple=True, help="A label as value; repeatable."),
    click.option("--value", type=Json(), help="A value in JSON: true, 3, 0.5, a list, an object."),
    click.option("--text", type=Words(), help="A comment; - reads it from the standard input."),
    click.option("--correction", type=Words(), help="The better answer; - reads it likewise."),
    click.option("--name", help="Of which criterion; by default overall."),
    click.option("--type", type=TYPE, help="The kind of act."),
    click.option("--source", type=SOURCE, help="Where in the application."),
    click.option("--origin", type=ORIGIN, help="Who judged; by default a human."),
    click.option("--user", "user_id", help="The author; by default the API key."),
    click.option("--external-user", "external_user_id", help="The end user as author."),
    click.option("--metadata", type=Json(dict), help="Anything else, as a JSON object."),
    click.option("--external-id", help="Your own id for the feedback."),
)
_exchange = decorated(
    click.option("--prompt", type=Words(), help="Register the exchange too: the user's message."),
    click.option("--answer", type=Words(), help="Likewise: the assistant's message."),
)


@click.command(
    "submit",
    epilog="Example: plaudit submit --session s1 --message m1 --rating positive --text Thanks",
)
@on_target
@_content
@_exchange
@click.option("--json", "as_json", is_flag=True, help="Print the response as JSON.")
@pass_connection
def command(
    connection: Connection,
    /,
    session: str | None,
    message: str | None,
    request: str | None,
    search: str | None,
    entity: tuple[str, str] | None,
    prompt: str | None,
    answer: str | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Submit feedback on an answer, a search, a conversation or something of the application.

    Feedback of the same author with the same name on the same target is changed. Prints its id and
    what happened: recorded, changed, or unchanged.
    """
    target = feedback_options.target(
        session=session, message=message, request=request, search=search, entity=entity
    )
    if target is None:
        raise click.UsageError(
            "say what the feedback is on: --session with --message or --request, --session alone,"
            " --search, or --entity"
        )
    if all(given[name] in (None, ()) for name in CONTENT):
        raise click.UsageError(
            f"say what the feedback is: one of {', '.join(f'--{name}' for name in CONTENT)}"
        )
    exchange = _exchange_of(target.WhichOneof("target"), prompt, answer)
    for name, choice in ENUMS.items():
        given[name] = choice.number(given[name]) if given[name] else None
    given["value"] = _value(given.pop("label"), given["value"])
    done = connection.request("submit_feedback", target=target, exchange=exchange, **given)
    if as_json:
        echo_json(message_row(done))
    else:
        echo(f"{done.feedback.id}\t{_outcome(done)}")


def _exchange_of(
    kind: str | None, prompt: str | None, answer: str | None
) -> exchange_pb2.Exchange | None:
    if prompt is None and answer is None:
        return None
    if kind not in {"message", "request"}:
        raise click.UsageError("--prompt and --answer need --session with --message or --request")
    return exchange_pb2.Exchange(prompt=prompt or "", answer=answer or "")


def _value(labels: tuple[str, ...], value: Any) -> Any:
    if labels and value is not None:
        raise click.UsageError("--label and --value both give the value: give one of them")
    if labels:
        return labels[0] if len(labels) == 1 else list(labels)
    return value


def _outcome(done: feedback_pb2.SubmitFeedbackResponse) -> str:
    if done.replayed:
        told = "unchanged: it was submitted before"
    elif done.feedback.revision > 1:
        told = f"changed, revision {done.feedback.revision}"
    else:
        told = "recorded"
    if done.feedback.state == feedback_pb2.FEEDBACK_STATE_PENDING_TARGET:
        told += "; it waits for its exchange"
    if done.exchange_created:
        told += "; its exchange is registered"
    if done.stored:
        told += "; its exchange is a memory"
    return told
