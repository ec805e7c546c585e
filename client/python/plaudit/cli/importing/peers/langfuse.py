"""Langfuse: traces, observations, scores, score configs, comments and dataset items.

Reads what its public API returns, what its blob storage and its UI export, and what its SDK dumps.
"""

from __future__ import annotations

import re
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
    is_empty,
)
from plaudit.cli.importing.peers.dialogue import answer_of, opened, prompt_of
from plaudit.cli.importing.peers.feedback_rows import (
    is_in,
    labelled,
    labels,
    on_entity,
    on_message,
    row,
)
from plaudit.cli.importing.peers.index import Index
from plaudit.cli.importing.peers.shapes import shape, unknown
from plaudit.cli.importing.peers.values import (
    decoded,
    number,
    optional_moment,
    scored_labels,
    yes_or_no,
)

PEER = "langfuse"
ORIGINS = {"ANNOTATION": "human", "EVAL": "model"}
"""A score of the API may be of anyone: it stays without an origin, and its source is kept."""
SHAPES = (
    shape("score config", "minValue maxValue categories isArchived", "dataType isArchived"),
    shape("comment", "objectType objectId", "objectType objectId"),
    shape("observation", "startTime parentObservationId isRootObservation", "id type startTime"),
    shape("score", "traceId dataType stringValue value configId", "name value"),
    shape("dataset item", "datasetId sourceTraceId", "datasetName"),
    shape("trace", "sessionId userId input output release htmlPath", "id timestamp"),
)


class Langfuse:
    """Converts the items of Langfuse."""

    name = PEER
    lists = ("data",)

    def learn(self, item: Mapping[str, Any], index: Index) -> None:
        item = _camel(item)
        if _is_trace(item):
            index.put("trace", str(item["id"]), item.get("sessionId") or item["id"])
        for nested in _nested(item, "observations") if _is_trace(item) else [item]:
            if _is_observation(nested) and nested.get("traceId"):
                _learn_observation(_camel(nested), index)

    def convert(
        self, item: Mapping[str, Any], place: str, context: Context
    ) -> Iterator[Made | Bad]:
        item = _camel(item)
        if _is_trace(item):
            yield from _trace(item, place, context)
        elif _is_observation(item):
            yield from context.attempt(_observation, item, place)
        elif _is_config(item):
            yield from context.attempt(_config, item, place)
        elif _is_score(item):
            yield from context.attempt(_score, item, place)
        elif "objectType" in item and "objectId" in item:
            yield from context.attempt(_comment, item, place)
        elif "expectedOutput" in item or "datasetName" in item:
            yield from context.attempt(_dataset_item, item, place)
        else:
            yield Bad(place, "", unknown(item, "Langfuse", SHAPES))


def _camel(item: Mapping[str, Any]) -> dict[str, Any]:
    """Spell keys as the API does: exports to blob storage have snake_case."""
    return {re.sub(r"_(\w)", lambda m: m[1].upper(), key): one for key, one in item.items()}


def _is_trace(item: Mapping[str, Any]) -> bool:
    known = {"sessionId", "userId", "input", "output", "release", "bookmarked", "htmlPath"}
    return (
        "id" in item
        and "timestamp" in item
        and not item.keys() & {"traceId", "dataType", "stringValue", "source", "type"}
        and bool(item.keys() & known)
    )


def _is_observation(item: Mapping[str, Any]) -> bool:
    return "id" in item and bool(item.keys() & {"startTime", "start_time"}) and "type" in item


def _is_config(item: Mapping[str, Any]) -> bool:
    return "dataType" in item and "isArchived" in item


def _is_score(item: Mapping[str, Any]) -> bool:
    return "name" in item and bool(item.keys() & {"value", "stringValue"})


def _nested(item: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = decoded(item.get(key))
    if not isinstance(found, list):
        return []
    return [one for one in found if isinstance(one, Mapping)]


def _besides_objects(value: Any) -> Any:
    """Return what is in a list besides objects; the value itself if it is no list."""
    found = [] if is_empty(value) else decoded(value)
    if not isinstance(found, list):
        return found
    return [one for one in found if not isinstance(one, Mapping)]


def _learn_observation(item: Mapping[str, Any], index: Index) -> None:
    """Remember the exchange of an observation: of its trace, or its own where no trace is."""
    trace_id = str(item["traceId"])
    index.put("observation", str(item["id"]), trace_id)
    if item.get("isRootObservation") or not item.get("parentObservationId"):
        session = item.get("sessionId") or trace_id
        if index.put("trace", trace_id, session):
            index.put("root", trace_id, str(item["id"]))


def _trace(item: Mapping[str, Any], place: str, context: Context) -> Iterator[Made | Bad]:
    observations, scores = _nested(item, "observations"), _nested(item, "scores")
    own = {key: one for key, one in item.items() if key not in {"observations", "scores"}}
    for key in ("observations", "scores"):
        further = _besides_objects(item.get(key))
        if isinstance(further, list) and all(isinstance(one, str) for one in further):
            if further:
                context.report.note("trace", key, "not carried: only ids", place)
        else:
            own[key] = further
    yield from context.attempt(_exchange, own, place, observations)
    for at, one in enumerate(observations):
        theirs = Theirs("observation", _camel(one), f"{place} observations[{at}]", context.report)
        _skip_observation(theirs)
    for at, one in enumerate(scores):
        where = f"{place} scores[{at}]"
        score = {"traceId": item["id"], **without_none(_camel(one))}
        yield from context.attempt(_score, score, where)


def without_none(item: Mapping[str, Any]) -> dict[str, Any]:
    """Remove the keys whose value is null."""
    return {key: one for key, one in item.items() if one is not None}


def _exchange(
    item: Mapping[str, Any],
    place: str,
    context: Context,
    observations: list[Mapping[str, Any]],
) -> Iterator[Made]:
    theirs = Theirs("trace", item, place, context.report)
    trace_id = theirs.text("id", "exchange.message_id")
    session = theirs.text("sessionId", "exchange.session_id") or trace_id
    models = {str(_camel(one).get("model") or "") for one in observations} - {""}
    model = models.pop() if len(models) == 1 else ""
    yield _exchange_row(theirs, session, trace_id, context, model)


def _exchange_row(
    theirs: Theirs, session: str, message: str, context: Context, model: str = ""
) -> Made:
    asked = theirs.take("input", "exchange.prompt, exchange.context")
    said = theirs.take("output", "exchange.answer")
    prompt = prompt_of(opened(asked, cell=context.cells))
    answer = answer_of(opened(said, cell=context.cells))
    theirs.put_back("input", prompt.rest)
    theirs.put_back("output", answer.rest)
    time = "startTime" if "startTime" in theirs else "timestamp"
    made = row(
        session_id=session,
        message_id=message,
        prompt=prompt.text,
        context=prompt.context,
        answer=answer.text,
        model=model
        or theirs.text("model", "exchange.model")
        or theirs.text("providedModelName", "exchange.model"),
        topic=theirs.text("name", "exchange.topic") or theirs.text("traceName", "exchange.topic"),
        user_id=theirs.text("userId", "exchange.user_id"),
        occur_time=optional_moment(time, theirs.take(time, "exchange.occur_time")),
    )
    own = decoded(theirs.take("metadata", "exchange.metadata"))
    made["metadata"] = theirs.metadata(PEER, own)
    return Made(EXCHANGES, made, theirs.place)


def _observation(item: Mapping[str, Any], place: str, context: Context) -> Iterator[Made]:
    """Make an exchange of the root observation of a trace that the files do not have."""
    theirs = Theirs("observation", item, place, context.report)
    trace_id = str(item.get("traceId") or "")
    if not trace_id or context.index.get("root", trace_id) != str(item["id"]):
        _skip_observation(theirs)
        return
    theirs.take("traceId", "exchange.message_id")
    session = theirs.text("sessionId", "exchange.session_id") or trace_id
    yield _exchange_row(theirs, session, trace_id, context)


def _skip_observation(theirs: Theirs) -> None:
    theirs.leave_whole("plaudit keeps exchanges, not the steps inside them")


def _target(theirs: Theirs, context: Context) -> dict[str, Any]:
    """Find the target of a score."""
    if isinstance(subject := decoded(theirs.peek("subject")), Mapping):
        theirs.take("subject", "feedback.target")
        target = _subject_target(subject, context)
        known = {"id", "kind"} | ({"traceId"} if is_in(subject.get("traceId"), target) else set())
        theirs.put_back("subject", {key: subject[key] for key in subject.keys() - known})
        return target
    observation = theirs.text("observationId", "feedback.target.entity.id")
    session = theirs.text("sessionId", "feedback.target")
    run = theirs.text("datasetRunId", "feedback.target")
    trace = theirs.text("traceId", "feedback.target")
    if observation:
        target = _on_observation(observation, trace, context)
    elif trace:
        target = _on_trace(trace, context)
    elif session:
        target = {"session": {"session_id": session}}
    elif run:
        target = on_entity("dataset_run", run)
    else:
        raise Unusable("traceId", "there is no trace, observation, session or dataset run")
    for name, value in (("traceId", trace), ("sessionId", session), ("datasetRunId", run)):
        if not is_in(value, target):
            theirs.put_back(name, value)
    return target


def _subject_target(subject: Mapping[str, Any], context: Context) -> dict[str, Any]:
    identity = str(subject.get("id", ""))
    match subject.get("kind"):
        case "trace":
            return _on_trace(identity, context)
        case "observation":
            return _on_observation(identity, str(subject.get("traceId") or ""), context)
        case "session":
            return {"session": {"session_id": identity}}
        case "experiment":
            return on_entity("dataset_run", identity)
    raise Unusable("subject.kind", "must be trace, observation, session or experiment")


def _on_trace(trace_id: str, context: Context) -> dict[str, Any]:
    session = context.index.get("trace", trace_id)
    if session is None:
        return on_entity("trace", trace_id)
    return on_message(session, trace_id)


def _on_observation(identity: str, trace_id: str, context: Context) -> dict[str, Any]:
    trace_id = trace_id or str(context.index.get("observation", identity) or "")
    session = context.index.get("trace", trace_id) if trace_id else None
    parent = on_message(session, trace_id) if session is not None else None
    return on_entity("observation", identity, parent)


def _score(item: Mapping[str, Any], place: str, context: Context) -> Iterator[Made]:
    theirs = Theirs("score", item, place, context.report)
    name = theirs.text("name", "feedback.name")
    made = row(
        external_id=theirs.text("id", "feedback.external_id"),
        target=_target(theirs, context),
        name=name,
        user_id=theirs.text("authorUserId", "feedback.user_id")
        or theirs.text("evaluatorId", "feedback.user_id"),
        occur_time=optional_moment("timestamp", theirs.take("timestamp", "feedback.occur_time")),
    )
    if str(theirs.peek("source")) in ORIGINS:
        made["origin"] = ORIGINS[theirs.take("source", "feedback.origin")]
    made.update(_value(theirs))
    if "text" not in made and "comment" in theirs:
        made["text"] = theirs.text("comment", "feedback.text")
    own = decoded(theirs.take("metadata", "feedback.metadata"))
    made["metadata"] = theirs.metadata(PEER, own)
    yield Made(FEEDBACK, made, place, ("score", "value"))


def _value(theirs: Theirs) -> dict[str, Any]:
    """Read the value by its type; without a type, by what it is."""
    kind = theirs.text("dataType", "the field that holds the value")
    value, words = theirs.peek("value"), theirs.peek("stringValue")
    if not kind:
        kind = "CATEGORICAL" if isinstance(words or value, str) else "NUMERIC"
    match kind:
        case "NUMERIC":
            return {"score": number("value", theirs.take("value", "feedback.score"))}
        case "BOOLEAN":
            theirs.leave("stringValue", "says what `value` says")
            taken = theirs.take("value", "feedback.value.bool_value")
            return {"value": {"bool_value": yes_or_no("value", taken)}}
        case "CATEGORICAL":
            return _category(theirs)
        case "TEXT":
            return {"text": _words(theirs, "feedback.text")}
        case "CORRECTION":
            return {"correction": _words(theirs, "feedback.correction"), "type": "correction"}
    raise Unusable("dataType", f"{kind!r} is not a type of Langfuse's scores")


def _category(theirs: Theirs) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if theirs.peek("value") == 0 and "configId" not in theirs:
        theirs.leave("value", "is always 0 without a score config")
    if "stringValue" in theirs and not is_empty(theirs.peek("value")):
        made["score"] = number("value", theirs.take("value", "feedback.score"))
    return {**made, **labelled(_words(theirs, "feedback.value.label"))}


def _words(theirs: Theirs, to: str) -> str:
    """Take the text of a score: of the older API in stringValue, of the newer in value."""
    name = "stringValue" if "stringValue" in theirs else "value"
    words = theirs.text(name, to)
    theirs.leave("value", "has no meaning beside `stringValue`")
    if not words:
        raise Unusable("stringValue", "is missing")
    return words


def _comment(item: Mapping[str, Any], place: str, context: Context) -> Iterator[Made]:
    theirs = Theirs("comment", item, place, context.report)
    identity = theirs.text("objectId", "feedback.target")
    match theirs.text("objectType", "feedback.target"):
        case "TRACE":
            target = _on_trace(identity, context)
        case "OBSERVATION":
            target = _on_observation(identity, "", context)
        case "SESSION":
            target = {"session": {"session_id": identity}}
        case kind:
            target = on_entity(str(kind).lower(), identity)
    external_id = theirs.text("id", "feedback.external_id")
    made = row(
        external_id=external_id,
        target=target,
        name=f"comment {external_id}"[:128],
        text=theirs.text("content", "feedback.text"),
        user_id=theirs.text("authorUserId", "feedback.user_id"),
        origin="human",
        occur_time=optional_moment("createdAt", theirs.take("createdAt", "feedback.occur_time")),
    )
    made["metadata"] = theirs.metadata(PEER)
    yield Made(FEEDBACK, made, place)


def _config(item: Mapping[str, Any], place: str, context: Context) -> Iterator[Made]:
    theirs = Theirs("score config", item, place, context.report)
    if str(theirs.peek("isArchived")).lower() == "true":
        theirs.leave_whole("the config is archived")
        return
    for name in ("isArchived", "id", "projectId", "createdAt", "updatedAt"):
        theirs.leave(name, "a criterion has none")
    made = row(
        name=theirs.text("name", "criterion.name"),
        description=theirs.text("description", "criterion.description"),
    )
    kind = theirs.text("dataType", "criterion.kind")
    match kind:
        case "NUMERIC":
            made["number"] = {
                ours: number(name, theirs.take(name, f"criterion.number.{ours}"))
                for name, ours in (("minValue", "min"), ("maxValue", "max"))
                if name in theirs
            }
        case "CATEGORICAL":
            made["label"] = _labels(theirs)
        case "BOOLEAN":
            made["bool"] = {}
            theirs.leave("categories", "are always yes and no")
        case "TEXT":
            made["text"] = {}
        case _:
            raise Unusable("dataType", f"{kind!r} is not a type of Langfuse's score configs")
    for name in theirs.names():
        theirs.leave(name, "a criterion has none")
    yield Made(CRITERIA, made, place)


def _labels(theirs: Theirs) -> dict[str, Any]:
    categories = decoded(theirs.take("categories", "criterion.label"))
    if not isinstance(categories, list) or not categories:
        raise Unusable("categories", "must be a list of values with labels")
    return labels(scored_labels(theirs, "categories", categories, "label", "value"))


def _dataset_item(item: Mapping[str, Any], place: str, context: Context) -> Iterator[Made]:
    theirs = Theirs("dataset item", item, place, context.report)
    yield from examples.convert(
        theirs,
        PEER,
        dataset=theirs.text("datasetName", "dataset.name") or "langfuse",
        external_id=theirs.text("id", "record.external_id"),
        given=decoded(theirs.take("input", "record.field_to_value.input")),
        expected=decoded(theirs.take("expectedOutput", "record.field_to_value.expected_output")),
        own=decoded(theirs.take("metadata", "record.metadata")),
        occur_time=optional_moment("createdAt", theirs.take("createdAt", "record.occur_time")),
        place=place,
    )
