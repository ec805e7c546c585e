"""Argilla: the settings of a dataset, and its records with suggestions and responses.

Reads the folder of `Dataset.to_disk()`, the files of `to_json()` and `to_list()`, flat or not, and
what the REST API returns. The settings stand beside the records, or are given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from plaudit.cli.importing.peers.conversion import (
    DATASETS,
    RECORDS,
    Bad,
    Context,
    Made,
    Theirs,
    Unusable,
    is_empty,
    without_empty,
)
from plaudit.cli.importing.peers.feedback_rows import row
from plaudit.cli.importing.peers.index import Index
from plaudit.cli.importing.peers.metadata import plain_json
from plaudit.cli.importing.peers.report import NOT_CARRIED, Report
from plaudit.cli.importing.peers.values import (
    an_object,
    decoded,
    number,
    objects,
    optional_moment,
)

PEER = "argilla"
FOLDER = ".argilla"
SUGGESTED = frozenset({"question_name", "value", "score", "agent"})
ANSWERED = frozenset({"value", "values", "user_id", "status", "inserted_at", "updated_at"})
OF_ANSWERS = frozenset({"value", "rank", "start", "end", "label"})
"""What an option of a ranking and a span have."""
STATUSES = {"draft": "draft", "submitted": "submitted", "discarded": "discarded"}
NO_PLACE = "a dataset of plaudit has none"


class Argilla:
    """Converts the records of Argilla."""

    name = PEER
    lists = ("items",)

    def learn(self, item: Mapping[str, Any], index: Index) -> None:
        """Learn nothing: records refer to nothing."""

    def convert(
        self, item: Mapping[str, Any], place: str, context: Context
    ) -> Iterator[Made | Bad]:
        yield from context.attempt(_record, item, place)


def records_in(path: Path) -> Path:
    """Return the file of records of a folder of `to_disk()`; a file is itself."""
    return path / "records.json" if path.is_dir() else path


def read_settings(
    path: Path, given: Path | None, name: str | None, report: Report
) -> dict[str, Any]:
    """Read the settings of a dataset, and return its definition under `definition`."""
    folder = path if path.is_dir() else path.parent
    beside = (folder / FOLDER / "settings.json", folder / "settings.json")
    file = given or next((one for one in beside if one.exists()), None)
    if file is None:
        raise click.UsageError(
            "the settings of the dataset are not beside its records: give the file that"
            " `settings.to_json()` or `to_disk()` wrote with --settings"
        )
    settings = _object(file)
    described = file.with_name("dataset.json")
    model = _object(described) if described.exists() else {}
    called = name or str(model.get("name") or folder.resolve().name)
    return {"definition": _definition(settings, called, file.name, report)}


def _object(file: Path) -> dict[str, Any]:
    try:
        read = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{file.name} is not valid JSON: {error}") from None
    if not isinstance(read, dict):
        raise click.ClickException(f"{file.name} is not a JSON object")
    return read


def _definition(
    settings: Mapping[str, Any], name: str, place: str, report: Report
) -> dict[str, Any]:
    theirs = Theirs("settings", settings, place, report)
    fields = [
        _field(one, f"{place} fields[{at}]", report)
        for at, one in enumerate(theirs.take("fields", "dataset.fields") or [])
    ]
    questions = [
        _question(one, f"{place} questions[{at}]", report)
        for at, one in enumerate(theirs.take("questions", "dataset.questions") or [])
    ]
    distribution = theirs.take("distribution", "dataset.responses_per_record") or {}
    made = row(
        name=name,
        description=theirs.text("guidelines", "dataset.description"),
        fields=fields,
        questions=questions,
        responses_per_record=distribution.get("min_submitted"),
    )
    for left in theirs.names():
        theirs.leave(left, NO_PLACE)
    return made


def _field(value: Mapping[str, Any], place: str, report: Report) -> dict[str, Any]:
    theirs = Theirs("field", value, place, report)
    settings = dict(theirs.take("settings", "field.kind") or {})
    kind = str(settings.pop("type", theirs.peek("type") or "text"))
    theirs.leave("type", "says what `settings.type` says")
    if kind not in {"text", "chat", "image", "custom"}:
        raise click.ClickException(f"{place}: plaudit has no field of type {kind!r}")
    made = row(
        name=theirs.text("name", "field.name"),
        title=theirs.text("title", "field.title"),
        required=bool(theirs.take("required", "field.required")),
    )
    made[kind] = {}
    _leave(theirs, settings, report, place)
    return made


def _question(value: Mapping[str, Any], place: str, report: Report) -> dict[str, Any]:
    theirs = Theirs("question", value, place, report)
    settings = dict(theirs.take("settings", "question.kind") or {})
    kind = str(settings.pop("type", theirs.peek("type")))
    theirs.leave("type", "says what `settings.type` says")
    made = row(
        name=theirs.text("name", "question.name"),
        title=theirs.text("title", "question.title"),
        description=theirs.text("description", "question.description"),
        required=bool(theirs.take("required", "question.required")),
    )
    options = settings.pop("options", None) or []
    values = [one["value"] for one in options]
    if any(one.get("text") not in {None, one["value"]} for one in options):
        report.note(
            "question", "settings.options.text", f"{NOT_CARRIED}a label has one text", place
        )
    made.update(_kind(kind, values, settings, place))
    _leave(theirs, settings, report, place)
    return made


def _kind(kind: str, values: list[Any], settings: dict[str, Any], place: str) -> dict[str, Any]:
    match kind:
        case "text":
            return {"text": {}}
        case "rating":
            return {"rating": {"values": sorted(values)}}
        case "label_selection":
            return {"label": {"labels": values}}
        case "multi_label_selection":
            return {"multi_label": {"labels": values}}
        case "ranking":
            return {"ranking": {"options": values, "allow_ties": True}}
        case "span":
            return {
                "span": {
                    "field": settings.pop("field", ""),
                    "labels": values,
                    "allow_overlapping": bool(settings.pop("allow_overlapping", False)),
                }
            }
    raise click.ClickException(f"{place}: plaudit has no question of type {kind!r}")


def _leave(theirs: Theirs, settings: Mapping[str, Any], report: Report, place: str) -> None:
    for left in theirs.names():
        theirs.leave(left, NO_PLACE)
    for left, value in settings.items():
        if not is_empty(value):
            report.note(theirs.what, f"settings.{left}", f"{NOT_CARRIED}{NO_PLACE}", place)


def _record(item: Mapping[str, Any], place: str, context: Context) -> Iterator[Made | Bad]:
    definition = context.settings["definition"]
    questions = {one["name"]: one for one in definition["questions"]}
    if "fields" not in item:
        item = _nested(item, definition)
    theirs = Theirs("record", item, place, context.report)
    fields = theirs.take("fields", "record.field_to_value")
    if fields is None:
        raise Unusable("fields", "is missing or empty: not a record of Argilla")
    if not isinstance(fields, Mapping):
        raise Unusable("fields", "must be a JSON object")
    identity = next((n for n in ("external_id", "id", "_server_id") if n in theirs), "id")
    made = row(
        external_id=theirs.text(identity, "record.external_id"),
        field_to_value={key: plain_json(one) for key, one in fields.items() if one is not None},
        suggestions=_suggestions(theirs, questions),
        occur_time=optional_moment("inserted_at", theirs.take("inserted_at", "record.occur_time")),
    )
    theirs.leave("status", "follows from the responses")
    given = decoded(theirs.take("responses", "responses"))
    responses, refused = _responses(theirs, given, questions, made.get("external_id", place))
    yield from (Bad(place, where, rule) for where, rule in refused)
    if left := _left_of_responses(given):
        theirs.put_back("responses", left)
    own = theirs.take("metadata", "record.metadata")
    if isinstance(own, list):
        own = {str(one.get("name")): one.get("value") for one in objects("metadata", own)}
    made["metadata"] = theirs.metadata(PEER, own)
    yield Made(DATASETS, definition, place)
    yield Made(
        RECORDS,
        {"dataset": definition["name"], "record": made, "responses": responses},
        place,
    )


def _nested(item: Mapping[str, Any], definition: Mapping[str, Any]) -> dict[str, Any]:
    """Bring a flat record into the shape that is not flat."""
    names = {one["name"] for one in definition["fields"]}
    made: dict[str, Any] = {"fields": {}, "responses": {}, "suggestions": {}, "metadata": {}}
    for key, value in item.items():
        if is_empty(value):
            continue
        answer = re.fullmatch(r"(.+)\.(responses|suggestion)(?:\.(\w+))?", key)
        if answer and answer[2] == "suggestion":
            made["suggestions"].setdefault(answer[1], {})[answer[3] or "value"] = value
        elif answer:
            for at, one in enumerate(value):
                given = made["responses"].setdefault(answer[1], [])
                if len(given) <= at:
                    given.append({})
                part = {"users": "user_id", "status": "status", None: "value"}[answer[3]]
                given[at][part] = one
        elif key in names:
            made["fields"][key] = value
        elif key in {"id", "_server_id", "status", "external_id"}:
            made[key] = value
        else:
            made["metadata"][key] = value
    return made


def _suggestions(theirs: Theirs, questions: Mapping[str, Any]) -> list[dict[str, Any]]:
    given = decoded(theirs.take("suggestions", "record.suggestions")) or {}
    if isinstance(given, list):
        given = {str(one.get("question_name")): one for one in objects("suggestions", given)}
    made, left = [], {}
    for name, suggestion in an_object("suggestions", given).items():
        one = an_object(f"suggestions.{name}", suggestion)
        rest = {key: value for key, value in one.items() if key not in SUGGESTED}
        if is_empty(one.get("value")):
            left.update(without_empty({name: without_empty(rest)}))
            continue
        score = one.get("score")
        if not (isinstance(score, int | float) and 0 <= score <= 1) and score is not None:
            rest["score"] = score
            score = None
        left.update(without_empty({name: without_empty(rest)}))
        made.append(
            without_empty(
                {
                    "question_name": name,
                    "value": _answer(theirs, name, one["value"], questions, f"suggestions.{name}"),
                    "score": score,
                    "agent": one.get("agent"),
                }
            )
        )
    theirs.put_back("suggestions", left)
    return made


def _responses(
    theirs: Theirs, given: Any, questions: Mapping[str, Any], record: str
) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """Group the answers by annotator: a response of ours has the answers to all questions.

    Returns the responses, and the answers that contradict an earlier one of their author: where
    they are, and why they are refused.
    """
    made: dict[str, dict[str, Any]] = {}
    refused: list[tuple[str, str]] = []
    for answer in _answers(given):
        name, one = answer.question, answer.value
        status = STATUSES.get(str(one.get("status") or "submitted"))
        if status is None:
            raise Unusable("responses", f"{one['status']!r} is not a status of Argilla")
        author = _author(answer, record)
        response = made.setdefault(json.dumps(author), {**author, "status": status, "values": {}})
        values: dict[str, Any] = {}
        if name and one.get("value") is not None:
            values[name] = _answer(theirs, name, one["value"], questions, f"responses.{name}")
        contradicts = any(response["values"].get(q, new) != new for q, new in values.items())
        if contradicts or response["status"] != status:
            refused.append((answer.where, "must be the only response by its author"))
            continue
        response["values"].update(values)
        moment = optional_moment("responses", one.get("updated_at") or one.get("inserted_at"))
        response.update(without_empty({"occur_time": moment}))
    return list(made.values()), refused


def _author(answer: Answer, record: str) -> dict[str, str]:
    """Return who answered; whoever has no name gets one, as feedback without an author does."""
    if user := answer.value.get("user_id"):
        return {"user_id": str(user)}
    return {"external_user_id": f"{PEER}:{answer.unnamed}:{record}"[:256]}


def _left_of_responses(given: Any) -> Any:
    """Return what is said about responses besides the answers, such as their ids."""
    if isinstance(given, Mapping):
        by_name = {name: _left_of_responses(answers) for name, answers in given.items()}
        return without_empty(by_name)
    left = [
        {key: one for key, one in response.items() if key not in ANSWERED}
        for response in objects("responses", given)
    ]
    return left if any(left) else []


@dataclass(frozen=True)
class Answer:
    """An answer to a question; a response without answers has no question."""

    where: str
    question: str
    value: Mapping[str, Any]
    unnamed: int
    """Which of the authors without a name has given it, from 1."""


def _answers(given: Any) -> Iterator[Answer]:
    """List the answers: by question, as the SDK writes them, or by user, as the API does.

    The first answers without an author to all questions are of one author, the second of another.
    """
    given = decoded(given) or {}
    if isinstance(given, Mapping):
        for name, answers in given.items():
            unnamed = 0
            for at, one in enumerate(objects(f"responses.{name}", answers)):
                unnamed += not one.get("user_id")
                yield Answer(f"responses.{name}[{at}]", name, one, unnamed)
        return
    unnamed = 0
    for at, response in enumerate(objects("responses", given)):
        about = {key: one for key, one in response.items() if key != "values"}
        unnamed += not about.get("user_id")
        values = an_object(f"responses[{at}].values", response.get("values"))
        if not values:
            yield Answer(f"responses[{at}]", "", about, unnamed)
        for name, one in values.items():
            value = one.get("value") if isinstance(one, Mapping) else one
            where = f"responses[{at}].values.{name}"
            yield Answer(where, name, {**about, "value": value}, unnamed)


def _answer(theirs: Theirs, name: str, value: Any, questions: Mapping[str, Any], where: str) -> Any:
    """Write an answer as ours: only rankings, spans and ratings differ."""
    for one in value if isinstance(value, list) else []:
        for key in without_empty(one).keys() - OF_ANSWERS if isinstance(one, Mapping) else ():
            theirs.say(f"{where}.{key}", f"{NOT_CARRIED}an answer has none")
    question = questions.get(name)
    if question is None:
        raise Unusable(where, "the settings have no such question")
    if "ranking" in question:
        return ranked(value, where)
    if "span" in question:
        if not isinstance(value, list):
            raise Unusable(where, "must be a list of spans")
        return [_span(one, where) for one in value]
    if "rating" in question:
        return number(where, value)
    return plain_json(value)


def _span(value: Any, where: str) -> dict[str, Any]:
    try:
        return {key: value[key] for key in ("start", "end", "label")}
    except (TypeError, KeyError):
        raise Unusable(where, "a span must have start, end and label") from None


def ranked(value: Any, where: str) -> list[Any]:
    """Order options by rank; options of one rank share a place."""
    if not isinstance(value, list):
        raise Unusable(where, "must be a list")
    if not all(isinstance(one, Mapping) for one in value):
        return value
    places: dict[Any, list[str]] = {}
    if not all(isinstance(one.get("value"), str) for one in value):
        raise Unusable(where, "each option of a ranking must have a value")
    if not all(isinstance(one.get("rank") or 0, int | float) for one in value):
        raise Unusable(where, "each rank must be a number")
    for one in sorted(value, key=lambda one: one.get("rank") or 0):
        places.setdefault(one.get("rank"), []).append(one["value"])
    return [options if len(options) > 1 else options[0] for options in places.values()]
