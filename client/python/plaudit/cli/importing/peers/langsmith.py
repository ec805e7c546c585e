"""LangSmith: runs, feedback, feedback configs and examples.

Reads what its SDK dumps (`list_runs`, `list_feedback`, `list_examples`), what its API returns and
what its bulk export writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plaudit.cli.importing.peers import examples
from plaudit.cli.importing.peers.conversion import (
    CRITERIA,
    EXCHANGES,
    FEEDBACK,
    Bad,
    Context,
    Made,
    Theirs,
    Unusable,
    without_empty,
)
from plaudit.cli.importing.peers.dialogue import answer_of, prompt_of
from plaudit.cli.importing.peers.feedback_rows import (
    is_in,
    labelled,
    labels,
    on_entity,
    on_message,
    row,
    typed,
)
from plaudit.cli.importing.peers.index import Index
from plaudit.cli.importing.peers.metadata import plain_json
from plaudit.cli.importing.peers.report import NOT_CARRIED
from plaudit.cli.importing.peers.shapes import shape, unknown
from plaudit.cli.importing.peers.values import (
    decoded,
    number,
    objects,
    optional_moment,
    scored_labels,
    yes_or_no,
)

PEER = "langsmith"
ORIGINS = {"model": "model", "auto_eval": "model", "app": "human"}
"""Feedback of the API may be of anyone: it stays without an origin, and its source is kept."""
THREAD_KEYS = ("session_id", "thread_id", "conversation_id")
"""What LangSmith knows a thread by, in the metadata of a run; its own session is a project."""
OF_CONFIGS = {"type", "min", "max", "categories", "allows_multiple_categories"}
SHAPES = (
    shape("feedback config", "feedback_key", "feedback_key feedback_config"),
    shape("feedback", "key score feedback_source run_id", "id key"),
    shape("run", "run_type parent_run_id dotted_order", "id run_type"),
    shape("example", "dataset_id dataset_name", "dataset_id inputs"),
)


class LangSmith:
    """Converts the items of LangSmith."""

    name = PEER
    lists = ("runs", "feedback", "examples", "data")

    def learn(self, item: Mapping[str, Any], index: Index) -> None:
        if not _is_run(item):
            return
        trace = str(item.get("trace_id") or item["id"])
        index.put("run", str(item["id"]), trace)
        if not item.get("parent_run_id"):
            index.put("trace", trace, _thread(item) or trace)
        for child in objects("child_runs", decoded(item.get("child_runs"))):
            self.learn({"trace_id": trace, **child}, index)

    def convert(
        self, item: Mapping[str, Any], place: str, context: Context
    ) -> Iterator[Made | Bad]:
        if _is_run(item):
            yield from context.attempt(_run, item, place)
        elif "feedback_key" in item and "feedback_config" in item:
            yield from context.attempt(_config, item, place)
        elif "key" in item and "id" in item:
            yield from context.attempt(_feedback, item, place)
        elif "dataset_id" in item and "inputs" in item:
            yield from context.attempt(_example, item, place)
        else:
            yield Bad(place, "", unknown(item, "LangSmith", SHAPES))


def _is_run(item: Mapping[str, Any]) -> bool:
    return "run_type" in item and "id" in item


def _run_metadata(item: Mapping[str, Any]) -> Mapping[str, Any]:
    extra = decoded(item.get("extra"))
    found = extra.get("metadata") if isinstance(extra, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _thread(item: Mapping[str, Any]) -> str:
    """Return the thread of a run; empty if it has none."""
    own = _run_metadata(item)
    return next((str(own[key]) for key in THREAD_KEYS if own.get(key)), "")


def _run(item: Mapping[str, Any], place: str, context: Context) -> Iterator[Made]:
    theirs = Theirs("run", item, place, context.report)
    if item.get("parent_run_id"):
        theirs.leave_whole("plaudit keeps exchanges, not the steps inside them")
        return
    theirs.leave("child_runs", "plaudit keeps exchanges, not the steps inside them")
    theirs.leave("feedback_stats", "plaudit counts the feedback itself")
    identity = theirs.text("id", "exchange.message_id")
    trace = theirs.text("trace_id", "exchange.message_id") or identity
    if identity != trace:
        theirs.put_back("id", identity)
    prompt = prompt_of(decoded(theirs.take("inputs", "exchange.prompt, exchange.context")))
    answer = answer_of(decoded(theirs.take("outputs", "exchange.answer")))
    theirs.put_back("inputs", prompt.rest)
    theirs.put_back("outputs", answer.rest)
    own = dict(_run_metadata(item))
    if own:
        extra = dict(decoded(theirs.take("extra", "exchange.metadata")))
        theirs.put_back("extra", {key: one for key, one in extra.items() if key != "metadata"})
    made = row(
        session_id=context.index.get("trace", trace) or trace,
        message_id=trace,
        prompt=prompt.text,
        context=prompt.context,
        answer=answer.text,
        topic=theirs.text("name", "exchange.topic"),
        model=str(own.get("ls_model_name") or ""),
        user_id=str(own.get("user_id") or ""),
        occur_time=optional_moment("start_time", theirs.take("start_time", "exchange.occur_time")),
    )
    made["metadata"] = theirs.metadata(PEER, own)
    yield Made(EXCHANGES, made, place)


def _target(theirs: Theirs, context: Context) -> dict[str, Any]:
    run = theirs.text("run_id", "feedback.target")
    said = theirs.text("trace_id", "feedback.target")
    target = _target_of(run, said, theirs, context)
    if not is_in(said, target):
        theirs.put_back("trace_id", said)
    return target


def _target_of(run: str, trace: str, theirs: Theirs, context: Context) -> dict[str, Any]:
    trace = trace or (str(context.index.get("run", run) or run) if run else "")
    session = context.index.get("trace", trace) if trace else None
    if session is not None and run in {"", trace}:
        return on_message(session, trace)
    if run:
        parent = on_message(session, trace) if session is not None else None
        return on_entity("run", run, parent)
    if trace:
        return on_entity("trace", trace)
    project = theirs.text("session_id", "feedback.target.entity.id")
    if project:
        return on_entity("project", project)
    raise Unusable("run_id", "there is no run, trace or project")


def _feedback(item: Mapping[str, Any], place: str, context: Context) -> Iterator[Made]:
    theirs = Theirs("feedback", item, place, context.report)
    made = row(
        external_id=theirs.text("id", "feedback.external_id"),
        target=_target(theirs, context),
        name=theirs.text("key", "feedback.name"),
        text=theirs.text("comment", "feedback.text"),
        occur_time=optional_moment("created_at", theirs.take("created_at", "feedback.occur_time")),
    )
    made.update(_source(theirs))
    made.update(_value(theirs, has_text="text" in made))
    made.update(_correction(theirs))
    config = decoded(theirs.peek("feedback_config"))
    if isinstance(config, Mapping):
        theirs.take("feedback_config", "criterion")
    extra = decoded(theirs.take("extra", "feedback.metadata"))
    made["metadata"] = theirs.metadata(PEER, extra)
    if isinstance(config, Mapping):
        if "name" not in made:
            raise Unusable("key", "is missing, and is the name of the criterion")
        yield Made(CRITERIA, _criterion(theirs, made["name"], config), place)
    yield Made(FEEDBACK, made, place)


def _source(theirs: Theirs) -> dict[str, Any]:
    """Read who gave the feedback."""
    if not isinstance(decoded(theirs.peek("feedback_source")), Mapping):
        return {}
    left = dict(decoded(theirs.take("feedback_source", "feedback.origin, feedback.user_id")))
    made: dict[str, Any] = {}
    kind = str(left.get("type"))
    if kind in ORIGINS:
        made["origin"] = ORIGINS[kind]
        if kind in {"model", "app"}:  # the origin says it
            del left["type"]
    if left.get("user_id"):
        made["user_id"] = str(left.pop("user_id"))
    theirs.put_back("feedback_source", without_empty(left))
    return made


def _value(theirs: Theirs, *, has_text: bool) -> dict[str, Any]:
    """Read the score and the value, which may both be set."""
    made: dict[str, Any] = {}
    score, value = theirs.peek("score"), theirs.peek("value")
    if isinstance(score, bool) and value is None:
        taken = theirs.take("score", "feedback.value.bool_value")
        return {"value": {"bool_value": yes_or_no("score", taken)}}
    if score is not None:
        made["score"] = number("score", theirs.take("score", "feedback.score"))
    if value is None:
        return made
    value = decoded(theirs.take("value", "feedback.value"))
    if isinstance(value, int | float) and not isinstance(value, bool) and "score" in made:
        return {**made, "value": {"number_value": value}}
    read = labelled(value) if isinstance(value, str) else typed(value)
    if "text" in read and has_text:  # the comment is the text
        theirs.put_back("value", value)
        return made
    return {**read, **made}


def _correction(theirs: Theirs) -> dict[str, Any]:
    correction = decoded(theirs.peek("correction"))
    if correction is None:
        return {}
    if isinstance(correction, str):
        return {"correction": theirs.text("correction", "feedback.correction")}
    if not isinstance(correction, Mapping | list):
        return {}
    theirs.take("correction", "feedback.correction_value")
    kind = "object_value" if isinstance(correction, Mapping) else "list_value"
    return {"correction_value": {kind: plain_json(correction)}}


def _config(item: Mapping[str, Any], place: str, context: Context) -> Iterator[Made]:
    theirs = Theirs("feedback config", item, place, context.report)
    name = theirs.text("feedback_key", "criterion.name")
    config = decoded(theirs.take("feedback_config", "criterion"))
    if not isinstance(config, Mapping):
        raise Unusable("feedback_config", "must be a JSON object")
    lower = theirs.take(
        "is_lower_score_better", "criterion.number.direction, criterion.label.direction"
    )
    for left in theirs.names():
        theirs.leave(left, "a criterion has none")
    yield Made(CRITERIA, _criterion(theirs, name, config, lower=lower), place)


def _criterion(
    theirs: Theirs, name: str, config: Mapping[str, Any], *, lower: Any = None
) -> dict[str, Any]:
    if lower is not None:
        lower = yes_or_no("is_lower_score_better", lower)
    for key in without_empty(config).keys() - OF_CONFIGS:
        theirs.say(f"feedback_config.{key}", f"{NOT_CARRIED}a criterion has none")
    match config.get("type"):
        case "continuous":
            bounds: dict[str, Any] = {
                bound: number(bound, config[bound])
                for bound in ("min", "max")
                if config.get(bound) is not None
            }
            if lower is not None:
                bounds["direction"] = "lower_is_better" if lower else "higher_is_better"
            return {"name": name, "number": bounds}
        case "categorical":
            categories = objects("feedback_config.categories", config.get("categories"))
            named = [{**one, "label": one.get("label") or one.get("value")} for one in categories]
            scored = scored_labels(theirs, "feedback_config.categories", named, "label", "value")
            label = labels(scored)
            if config.get("allows_multiple_categories"):
                label["several"] = True
            if lower is not None and "scores" in label:
                label["direction"] = "lower_is_better" if lower else "higher_is_better"
            return {"name": name, "label": label}
        case "freeform":
            return {"name": name, "text": {}}
    raise Unusable("feedback_config.type", f"{config.get('type')!r} is not a type of LangSmith")


def _example(item: Mapping[str, Any], place: str, context: Context) -> Iterator[Made]:
    theirs = Theirs("example", item, place, context.report)
    name = theirs.text("dataset_name", "dataset.name")
    dataset = theirs.text("dataset_id", "dataset.name")
    yield from examples.convert(
        theirs,
        PEER,
        dataset=name or f"langsmith-{dataset}",
        external_id=theirs.text("id", "record.external_id"),
        given=decoded(theirs.take("inputs", "record.field_to_value.input")),
        expected=decoded(theirs.take("outputs", "record.field_to_value.expected_output")),
        own=decoded(theirs.take("metadata", "record.metadata")),
        occur_time=optional_moment("created_at", theirs.take("created_at", "record.occur_time")),
        place=place,
    )
