"""The options that say which feedback a command is about: its target, and filters."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click
from google.protobuf import json_format

from plaudit.cli.options import EnumChoice, Json, Moment, decorated, time_range
from plaudit.v1 import feedback_pb2, target_pb2

RATING = EnumChoice(feedback_pb2.Rating)
TYPE = EnumChoice(feedback_pb2.FeedbackType)
SOURCE = EnumChoice(feedback_pb2.FeedbackSource)
ORIGIN = EnumChoice(feedback_pb2.Origin, without_first=True)
STATE = EnumChoice(
    feedback_pb2.FeedbackState, without_first=True, without=("deleted", "erased")
)  # those are in no list

TIMES = {
    "create_time": ("since", "until"),
    "update_time": ("changed_since", "changed_until"),
    "occur_time": ("given_since", "given_until"),
}
"""The options that bound a time; days and times without a zone are in UTC."""

on_target = decorated(
    click.option("--session", help="On this conversation, or with the next two, on its answer."),
    click.option("--message", help="On the answer with this message id; needs --session."),
    click.option("--request", help="On the answer to this request; needs --session."),
    click.option("--search", help="On the results of this search."),
    click.option("--entity", nargs=2, metavar="TYPE ID", help="On something of the application's."),
)

filters = decorated(
    on_target,
    click.option("--entity-type", "entity_types", multiple=True, help="On entities of this type."),
    click.option(
        "--name", "names", multiple=True, help="With this name; repeatable, like the next options."
    ),
    click.option("--rating", "ratings", multiple=True, type=RATING, help="With this rating."),
    click.option("--type", "types", multiple=True, type=TYPE, help="Of this type."),
    click.option("--source", "sources", multiple=True, type=SOURCE, help="From this source."),
    click.option("--origin", "origins", multiple=True, type=ORIGIN, help="Of this origin."),
    click.option("--state", "states", multiple=True, type=STATE, help="In this state."),
    click.option("--external-id", "external_ids", multiple=True, help="With this external id."),
    click.option("--user", "user_id", help="Of this user."),
    click.option("--external-user", "external_user_id", help="Of this end user."),
    click.option("--creator", "creator_id", help="Submitted by this key or token, or user:USER."),
    click.option("--text", help="With this in its text or correction, ignoring case."),
    click.option("--min-score", type=float, help="With at least this score."),
    click.option("--max-score", type=float, help="With at most this score."),
    click.option("--value", "bool_value", type=bool, metavar="yes|no", help="With this value."),
    click.option("--label", "labels", multiple=True, help="With this label; repeatable."),
    click.option("--min-value", type=float, help="With a number of at least this as value."),
    click.option("--max-value", type=float, help="With a number of at most this as value."),
    click.option("--metadata", type=Json(dict), help="Whose metadata has these keys and values."),
    click.option("--error/--no-error", "has_error", default=None, help="Only failed judgements."),
    click.option("--since", type=Moment(), help="Submitted since this day or moment, UTC."),
    click.option("--until", type=Moment(), help="Until then; a day is included."),
    click.option("--changed-since", type=Moment(), help="Last changed since then."),
    click.option("--changed-until", type=Moment(), help="Last changed until then."),
    click.option("--given-since", type=Moment(), help="Given since then, by its occur_time."),
    click.option("--given-until", type=Moment(), help="Given until then."),
    click.option(
        "--filter", type=Json(dict), help="A FeedbackFilter in JSON, for what no option says."
    ),
)


def target(
    *,
    session: str | None,
    message: str | None,
    request: str | None,
    search: str | None,
    entity: tuple[str, str] | None,
) -> target_pb2.Target | None:
    """Return the target that options name; `None` without any.

    Raises:
        click.UsageError: The options name more than one, or lack the session.

    """
    named = {
        "--message": message,
        "--request": request,
        "--search": search,
        "--entity": entity,
    }
    given = [option for option, value in named.items() if value]
    if len(given) > 1:
        raise click.UsageError(f"{' and '.join(given)} are different targets: give one of them")
    if (message or request) and not session:
        raise click.UsageError(f"{given[0]} needs --session: the conversation that it is in")
    if search and session:
        raise click.UsageError("--search and --session are different targets: give one of them")
    made = target_pb2.Target()
    if message:
        made.message.session_id, made.message.message_id = session or "", message
    elif request:
        made.request.session_id, made.request.request_id = session or "", request
    elif search:
        made.search.search_id = search
    elif entity:
        made.entity.type, made.entity.id = entity
        if session:
            made.entity.session.session_id = session
    elif session:
        made.session.session_id = session
    else:
        return None
    return made


def filter_of(*, filter: dict[str, Any] | None, **given: Any) -> feedback_pb2.FeedbackFilter:  # noqa: A002 - the option
    """Return the filter that the options of `filters` give.

    Raises:
        click.UsageError: They contradict themselves.

    """
    made = _whole(filter)
    ids = {name: given.pop(name) for name in ("message", "request", "search", "entity")}
    session: str | None = given.pop("session")
    if session and not any(ids.values()):
        made.session_id = session
    elif (found := target(session=session, **ids)) is not None:
        made.target.CopyFrom(found)
    for field, (since, until) in TIMES.items():
        bounds = _range(given.pop(since), given.pop(until), (since, until))
        if bounds is not None:
            getattr(made, field).CopyFrom(bounds)
    for field, choice in (
        ("ratings", RATING),
        ("types", TYPE),
        ("sources", SOURCE),
        ("origins", ORIGIN),
        ("states", STATE),
    ):
        getattr(made, field).extend(map(choice.number, given.pop(field)))
    _add_value(made, **{name: given.pop(name) for name in _OF_VALUES})
    metadata = given.pop("metadata")
    if metadata is not None:
        made.metadata.update(metadata)
    for field, value in given.items():
        if isinstance(value, tuple):
            getattr(made, field).extend(value)
        elif value is not None:
            setattr(made, field, value)
    return made


_OF_VALUES = ("bool_value", "labels", "min_value", "max_value")


def _add_value(
    made: feedback_pb2.FeedbackFilter,
    *,
    bool_value: bool | None,
    labels: tuple[str, ...],
    min_value: float | None,
    max_value: float | None,
) -> None:
    has_number = min_value is not None or max_value is not None
    if (bool_value is not None) + bool(labels) + has_number > 1:
        raise click.UsageError(
            "--value, --label, and --min-value and --max-value are for different kinds of values:"
            " give one kind"
        )
    if bool_value is not None:
        made.value.bool_value = bool_value
    if labels:
        made.value.labels.labels.extend(labels)
    if min_value is not None:
        made.value.number.min = min_value
    if max_value is not None:
        made.value.number.max = max_value


def _range(
    since: datetime | date | None, until: datetime | date | None, names: tuple[str, str]
) -> target_pb2.TimeRange | None:
    first, last = (f"--{name.replace('_', '-')}" for name in names)
    return time_range(since, until, options=(first, last))


def _whole(given: dict[str, Any] | None) -> feedback_pb2.FeedbackFilter:
    try:
        return json_format.ParseDict(given or {}, feedback_pb2.FeedbackFilter())
    except json_format.ParseError as error:
        raise click.UsageError(f"--filter is not a FeedbackFilter: {error}") from None
