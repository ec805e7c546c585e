"""Label Studio: tasks with annotations and predictions, from the exports JSON, JSON-MIN and CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from plaudit.cli.importing.peers.conversion import (
    DATASETS,
    RECORDS,
    Bad,
    Context,
    Made,
    Theirs,
    Unusable,
    is_empty,
    text_of,
    without_empty,
)
from plaudit.cli.importing.peers.feedback_rows import row
from plaudit.cli.importing.peers.index import Index
from plaudit.cli.importing.peers.labeling import SEPARATOR, Control, Labeling
from plaudit.cli.importing.peers.metadata import plain_json
from plaudit.cli.importing.peers.report import NOT_CARRIED
from plaudit.cli.importing.peers.values import (
    an_object,
    decoded,
    number,
    objects,
    optional_moment,
    yes_or_no,
)

PEER = "label_studio"
MIN_FIELDS = frozenset(
    {
        "id",
        "annotator",
        "annotation_id",
        "created_at",
        "updated_at",
        "lead_time",
        "agreement",
    }
)
"""What a row of JSON-MIN has besides the data and the answers."""


RESULT = frozenset({"from_name", "value"})
"""What is read of a result."""
SPAN = frozenset({"labels", "hypertextlabels", "start", "end", "text"})
READ = {"Labels": SPAN, "HyperTextLabels": SPAN, "TextArea": {"text"}, "Pairwise": {"selected"}}
"""What is read of the value of a result; of other controls, what has their name."""


ROWS = "rows"
"""The kind of the index for the rows of JSON-MIN of each task, by annotation."""
OLDER = "(older of the same annotator)"
OLDER_KEPT = "kept in metadata.label_studio.annotations"


class LabelStudio:
    """Converts the tasks of Label Studio."""

    name = PEER
    lists = ("tasks", "results")

    def learn(self, item: Mapping[str, Any], index: Index) -> None:
        """Remember the rows of JSON-MIN of each task, because they become one record."""
        if "data" not in item and "annotation_id" in item:
            task, this = str(item.get("id")), str(item["annotation_id"])
            rows = index.get(ROWS, task) or {}
            index.replace(ROWS, task, {**rows, this: plain_json(item)})

    def convert(
        self, item: Mapping[str, Any], place: str, context: Context
    ) -> Iterator[Made | Bad]:
        labeling: Labeling = context.settings["labeling"]
        if "data" in item:
            yield from context.attempt(_task, item, place, labeling)
        elif "annotation_id" in item:
            yield from context.attempt(_min, item, place, labeling)
        else:
            yield Bad(place, "data", "is missing: not a task of Label Studio")


def _record(
    theirs: Theirs, data: Mapping[str, Any], labeling: Labeling
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields of a record, and the data that no object of the configuration shows."""
    fields = {
        labeling.fields[key]: plain_json(one)
        for key, one in data.items()
        if key in labeling.fields and one is not None
    }
    if not fields:
        names = ", ".join(labeling.fields) or "none"
        raise Unusable("data", f"has no field of the labeling configuration, which are: {names}")
    rest = {key: one for key, one in data.items() if key not in labeling.fields}
    external_id = theirs.text("id", "record.external_id")
    return row(external_id=external_id, field_to_value=fields), rest


def _made(
    record: dict[str, Any], responses: list[Any], place: str, labeling: Labeling
) -> Iterator[Made]:
    name = labeling.definition["name"]
    yield Made(DATASETS, labeling.definition, place)
    yield Made(RECORDS, {"dataset": name, "record": record, "responses": responses}, place)


def _task(
    item: Mapping[str, Any], place: str, context: Context, labeling: Labeling
) -> Iterator[Made]:
    theirs = Theirs("task", item, place, context.report)
    data = an_object("data", theirs.take("data", "record.field_to_value"))
    record, rest = _record(theirs, data, labeling)
    record.update(
        row(
            occur_time=optional_moment("created_at", theirs.take("created_at", "record.occur_time"))
        )
    )
    reader = Reader(labeling, record["field_to_value"])
    responses = _annotations(theirs, reader, str(item.get("id", place)), place, context)
    suggestions = _predictions(theirs, reader, place, context)
    if suggestions:
        record["suggestions"] = suggestions
    for name, value in (
        ("results", reader.results),
        ("annotations", reader.annotations),
        ("predictions", reader.predictions),
        ("data", rest),
    ):
        theirs.put_back(name, value)
    meta = theirs.take("meta", "record.metadata")
    record["metadata"] = theirs.metadata(PEER, meta)
    yield from _made(record, responses, place, labeling)


def _annotations(
    theirs: Theirs, reader: Reader, record: str, place: str, context: Context
) -> list[dict[str, Any]]:
    """Make the responses; of several by one annotator, the newest."""
    given = objects("annotations", theirs.take("annotations", "responses"))
    by_user: dict[str, dict[str, Any]] = {}
    for at, one in sorted(enumerate(given), key=lambda pair: str(pair[1].get("created_at") or "")):
        where = f"{place} annotations[{at}]"
        annotation = Theirs("annotation", one, where, context.report)
        user = _annotator(annotation)
        own = {"user_id": user} if user else {"external_user_id": _unnamed(record, one, at)}
        user = user or own["external_user_id"]
        if user in by_user:
            reader.replaced(by_user.pop(user), context, where)
        cancelled = annotation.take("was_cancelled", "response.status")
        time = annotation.take("created_at", "response.occur_time")
        results = annotation.take("result", "response.values") or []
        by_user[user] = row(
            **own,
            values=reader.values(results, f"annotations[{at}].result", annotation),
            status="discarded" if _is_true("was_cancelled", cancelled) else "submitted",
            occur_time=optional_moment("created_at", time),
        )
        reader.annotations.append(annotation.kept(PEER))
    return list(by_user.values())


def _unnamed(record: str, annotation: Mapping[str, Any], at: int) -> str:
    """Name the author of an annotation that has none, so that each one is a response."""
    return f"{PEER}:{annotation.get('id') or f'{record}:{at + 1}'}"


def _is_true(name: str, value: Any) -> bool:
    return value is not None and yes_or_no(name, value)


def _annotator(annotation: Theirs) -> str:
    """Read who answered: a number, or an object with the e-mail address."""
    value = annotation.take("completed_by", "response.user_id")
    if not isinstance(value, Mapping):
        return "" if value is None else str(value)
    key = "email" if value.get("email") else "id"
    annotation.put_back("completed_by", {name: one for name, one in value.items() if name != key})
    return str(value.get(key) or "")


def _predictions(
    theirs: Theirs, reader: Reader, place: str, context: Context
) -> list[dict[str, Any]]:
    """Make the suggestions: of each question the one of the newest prediction."""
    given = theirs.peek("predictions") or []
    if not isinstance(given, list) or not any(isinstance(one, Mapping) for one in given):
        reader.predictions = given  # such as the ids of predictions
        return []
    theirs.take("predictions", "record.suggestions")
    found: dict[str, dict[str, Any]] = {}
    for at, one in enumerate(given):
        if not isinstance(one, Mapping):
            reader.predictions.append(one)
            continue
        prediction = Theirs("prediction", one, f"{place} predictions[{at}]", context.report)
        results = prediction.take("result", "record.suggestions") or []
        score = prediction.peek("score")
        agent = prediction.text("model_version", "record.suggestions.agent")
        if isinstance(score, int | float) and 0 <= score <= 1:
            prediction.take("score", "record.suggestions.score")
        else:
            score = None
        for name, value in reader.values(results, f"predictions[{at}].result", prediction).items():
            if name in found:
                reader.predictions.append({"replaced": found[name]})
            found[name] = without_empty(
                {"question_name": name, "value": value, "score": score, "agent": agent}
            )
        reader.predictions.append(prediction.kept(PEER))
    reader.predictions = [one for one in reader.predictions if one]
    return list(found.values())


class Reader:
    """Reads the results of one task into answers, and keeps those that no question takes."""

    def __init__(self, labeling: Labeling, fields: Mapping[str, Any]) -> None:
        self._labeling = labeling
        self._fields = fields
        self.results: list[Any] = []
        self.annotations: list[Any] = []
        self.predictions: list[Any] = []

    def values(self, results: Any, where: str, theirs: Theirs | None = None) -> dict[str, Any]:
        """Read the answers, by question."""
        made: dict[str, Any] = {}
        for at, result in enumerate(objects(where, results)):
            control = self._labeling.controls.get(str(result.get("from_name")))
            value = result.get("value")
            if control is None or not isinstance(value, Mapping):
                self.results.append({"in": f"{where}[{at}]", **result})
                continue
            answer = self._answer(control, value, f"{where}[{at}].value")
            if answer is None:
                self.results.append({"in": f"{where}[{at}]", **result})
            elif isinstance(answer, list) and control.tag in {"Labels", "HyperTextLabels"}:
                made.setdefault(control.question, []).extend(answer)
                _name_rest(result, control, theirs)
            elif control.question in made:  # the same control for each of several regions
                self.results.append({"in": f"{where}[{at}]", **result})
            else:
                made[control.question] = answer
                _name_rest(result, control, theirs)
        return made

    def replaced(self, response: dict[str, Any], context: Context, where: str) -> None:
        """Keep an older annotation of the same annotator."""
        self.annotations.append({"replaced": response})
        context.report.note("annotation", OLDER, OLDER_KEPT, where)

    def _answer(self, control: Control, value: Mapping[str, Any], where: str) -> Any:
        """Read one answer; `None` if it says nothing that the question can hold."""
        if control.tag in {"Labels", "HyperTextLabels"}:
            return self._spans(control, value, where)
        return ANSWERS[control.tag](control, value)

    def _spans(self, control: Control, value: Mapping[str, Any], where: str) -> Any:
        labels = value.get("labels") or value.get("hypertextlabels") or []
        if not isinstance(labels, list):
            raise Unusable(f"{where}.labels", "must be a list")
        text = self._fields.get(control.fields[0])
        start, end = value.get("start"), value.get("end")
        if not isinstance(text, str) or not isinstance(start, int) or not isinstance(end, int):
            return None  # marked in a page, not in a text
        start, end = _positions(text, start, end, value.get("text"), where)
        return [{"start": start, "end": end, "label": label} for label in labels]


def _name_rest(result: Mapping[str, Any], control: Control, theirs: Theirs | None) -> None:
    """Name what a result has besides its answer."""
    if theirs is None:
        return
    value = without_empty(result["value"])
    further = [
        f"value.{key}" for key in value if key not in READ.get(control.tag, {control.tag.lower()})
    ]
    for name in [*(key for key in without_empty(result) if key not in RESULT), *further]:
        theirs.say(f"result.{name}", f"{NOT_CARRIED}an answer has none")


def _positions(text: str, start: int, end: int, said: Any, where: str) -> tuple[int, int]:
    """Return positions in characters: a browser counts those beyond U+FFFF twice."""
    if not isinstance(said, str) or text[start:end] == said:
        return start, end
    packed = text.encode("utf-16-le")
    before = packed[: start * 2].decode("utf-16-le", errors="ignore")
    inside = packed[start * 2 : end * 2].decode("utf-16-le", errors="ignore")
    if inside != said:
        raise Unusable(where, "the text of the span is not at its position in the field")
    return len(before), len(before) + len(inside)


def _choices(control: Control, value: Mapping[str, Any]) -> Any:
    chosen = value.get("choices")
    if not control.takes_one or not isinstance(chosen, list):
        return chosen
    return chosen[0] if len(chosen) == 1 else None


def _rating(control: Control, value: Mapping[str, Any]) -> Any:
    del control
    rating = value.get("rating")
    return number("rating", rating) or None if rating is not None else None


def _text(control: Control, value: Mapping[str, Any]) -> Any:
    del control
    words = value.get("text")
    return "\n".join(map(str, words)) if isinstance(words, list) else words


def _taxonomy(control: Control, value: Mapping[str, Any]) -> Any:
    given = value.get("taxonomy") or []
    if not isinstance(given, list) or not all(map(_is_path, given)):
        raise Unusable(control.question, "must be a list of paths, each a list of texts")
    return [SEPARATOR.join(path) for path in given]


def _is_path(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _pairwise(control: Control, value: Mapping[str, Any]) -> Any:
    left, right = control.fields
    chosen = {"left": [left, right], "right": [right, left]}
    return chosen.get(str(value.get("selected")))


def _ranker(control: Control, value: Mapping[str, Any]) -> Any:
    del control
    return text_of(value["ranker"]) if "ranker" in value else None


def _plain(name: str) -> Callable[[Control, Mapping[str, Any]], Any]:
    def read(control: Control, value: Mapping[str, Any]) -> Any:
        del control
        return None if value.get(name) is None else text_of(value[name])

    return read


ANSWERS: Mapping[str, Callable[[Control, Mapping[str, Any]], Any]] = {
    "Choices": _choices,
    "Rating": _rating,
    "TextArea": _text,
    "Taxonomy": _taxonomy,
    "Pairwise": _pairwise,
    "Ranker": _ranker,
    "Number": _plain("number"),
    "DateTime": _plain("datetime"),
}
"""How the value of each control is read."""


def _min(
    item: Mapping[str, Any], place: str, context: Context, labeling: Labeling
) -> Iterator[Made]:
    """Convert a row of JSON-MIN: one annotation, with the data of its task.

    Only the newest row of an annotator makes a response; all rows of a task make the same record,
    with the older responses in the metadata.
    """
    older = _older(context.index.get(ROWS, str(item.get("id"))) or {})
    if str(item["annotation_id"]) in older:
        context.report.note("row", OLDER, OLDER_KEPT, place)
        return
    answers = {key: one for key, one in item.items() if key in labeling.controls}
    about = {key: one for key, one in item.items() if key in MIN_FIELDS}
    data = {
        key: one for key, one in item.items() if key not in labeling.controls and key not in about
    }
    theirs = Theirs("row", about, place, context.report)
    record, rest = _record(theirs, data, labeling)
    reader = Reader(labeling, record["field_to_value"])
    results = list(_results(answers, labeling, cells=context.cells))
    for name in answers:
        context.report.note("row", name, "response.values", place)
    for name in data.keys() & labeling.fields.keys():
        context.report.note("row", name, "record.field_to_value", place)
    user = theirs.text("annotator", "response.user_id")
    response = row(
        user_id=user,
        external_user_id="" if user else f"{PEER}:{item['annotation_id']}",
        values=reader.values(results, "result", theirs),
        status="submitted",
        occur_time=optional_moment("created_at", theirs.take("created_at", "response.occur_time")),
    )
    for name in ("annotation_id", "updated_at", "lead_time"):
        theirs.leave(name, "a response has none; the export JSON keeps it with the task")
    for result in reader.results:
        said = f"{result['from_name']} ({result['in']})"
        context.report.note(
            "row", said, "not carried: no question takes it; export JSON instead", place
        )
    theirs.put_back("data", rest)
    fields = record["field_to_value"]
    kept = [
        {"replaced": _replaced(one, fields, labeling, cells=context.cells)}
        for one in older.values()
    ]
    theirs.put_back("annotations", kept)
    record["metadata"] = theirs.metadata(PEER)
    yield from _made(record, [response], place, labeling)


def _older(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the rows of a task that are not the newest of their annotator, oldest first."""
    newest: dict[str, str] = {}
    older: dict[str, Mapping[str, Any]] = {}
    for identity, one in sorted(
        rows.items(), key=lambda pair: str(pair[1].get("created_at") or "")
    ):
        annotator = str(one.get("annotator") or f"{PEER}:{identity}")
        if annotator in newest:
            older[newest[annotator]] = rows[newest[annotator]]
        newest[annotator] = identity
    return older


def _replaced(
    item: Mapping[str, Any], fields: Mapping[str, Any], labeling: Labeling, *, cells: bool
) -> dict[str, Any]:
    """Return the response of an older row, and the results that no question takes."""
    reader = Reader(labeling, fields)
    answers = {key: one for key, one in item.items() if key in labeling.controls}
    return row(
        user_id=str(item.get("annotator") or ""),
        values=reader.values(list(_results(answers, labeling, cells=cells)), "result"),
        status="submitted",
        occur_time=optional_moment("created_at", item.get("created_at")),
        annotation_id=item["annotation_id"],
        results=reader.results,
    )


def _results(
    answers: Mapping[str, Any], labeling: Labeling, *, cells: bool
) -> Iterator[dict[str, Any]]:
    """Bring the answers of JSON-MIN, or the cells of CSV, into the shape of results."""
    keys = {"Choices": "choices", "TextArea": "text"}
    for name, answer in answers.items():
        value = decoded(answer) if cells else answer
        if is_empty(value):
            continue
        tag = labeling.controls[name].tag
        if cells and tag not in keys and not isinstance(value, Mapping | list):
            raise Unusable(name, f"{value!r} is no answer to {tag}: export JSON or JSON-MIN")
        listed = isinstance(value, list)
        several = listed and (tag not in keys or any(isinstance(one, Mapping) for one in value))
        for one in value if several else [value]:
            if isinstance(one, Mapping):
                yield {"from_name": name, "value": one}
            else:
                words = one if isinstance(one, list) else [one]
                yield {"from_name": name, "value": {keys.get(tag, "text"): words}}
