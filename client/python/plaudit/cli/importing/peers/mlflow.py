"""MLflow: traces with their assessments.

Reads `Trace.to_json()`, `TraceInfo.to_dict()`, what the REST API returns, and the table of
`search_traces()`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from plaudit.cli.importing.peers.conversion import (
    EXCHANGES,
    FEEDBACK,
    Bad,
    Context,
    Made,
    Theirs,
    Unusable,
    is_empty,
    text_of,
    without_empty,
)
from plaudit.cli.importing.peers.dialogue import answer_of, prompt_of
from plaudit.cli.importing.peers.feedback_rows import on_entity, on_message, row, typed
from plaudit.cli.importing.peers.index import Index
from plaudit.cli.importing.peers.report import NOT_CARRIED
from plaudit.cli.importing.peers.values import an_object, decoded, objects, optional_moment

PEER = "mlflow"
ORIGINS = {"HUMAN": "human", "LLM_JUDGE": "model", "AI_JUDGE": "model", "CODE": "code"}
SESSION, USER = "mlflow.trace.session", "mlflow.trace.user"
INPUTS, OUTPUTS = "mlflow.spanInputs", "mlflow.spanOutputs"
TRACE_INPUTS, TRACE_OUTPUTS = "mlflow.traceInputs", "mlflow.traceOutputs"


class MLflow:
    """Converts the traces of MLflow."""

    name = PEER
    lists = ("traces",)

    def learn(self, item: Mapping[str, Any], index: Index) -> None:
        if "assessment_name" in item:
            return
        info, _ = _parts(item)
        if "trace_id" in info:
            index.put("trace", str(info["trace_id"]), _session(info))

    def convert(
        self, item: Mapping[str, Any], place: str, context: Context
    ) -> Iterator[Made | Bad]:
        if "assessment_name" in item:
            yield from context.attempt(_assessment, item, place)
            return
        info, spans = _parts(item)
        if "trace_id" not in info:
            yield Bad(place, "trace_id", "is missing: not a trace or an assessment of MLflow")
            return
        given = info.pop("assessments", None) or []
        yield from context.attempt(_exchange, info, place, spans)
        if not isinstance(given, list):
            yield Bad(place, "assessments", "must be a list")
            return
        for at, one in enumerate(given):
            where = f"{place} assessments[{at}]"
            if not isinstance(one, Mapping):
                yield Bad(where, "", "must be a JSON object")
                continue
            filled = {**one, "trace_id": one.get("trace_id") or info["trace_id"]}
            yield from context.attempt(_assessment, filled, where)


def _parts(item: Mapping[str, Any]) -> tuple[dict[str, Any], list[Mapping[str, Any]]]:
    """Return the information of a trace and its spans, however it is written."""
    if not is_empty(item.get("trace")):  # a row of the table has the whole trace
        return _parts(_whole(item["trace"]))
    made = _information(item)
    data = decoded(made.pop("data", None)) or made.pop("trace_data", None)
    further = dict(an_object("data", data))
    spans = decoded(further.pop("spans", None)) or decoded(made.pop("spans", None))
    for key in ("request", "response"):
        if key in further and key not in made:
            made[key] = further.pop(key)
    if further:
        made["data"] = further
    for key in ("tags", "trace_metadata", "assessments", "trace_location"):
        if key in made:
            made[key] = decoded(made[key])
    return made, objects("spans", spans)


def _whole(trace: Any) -> Mapping[str, Any]:
    """Return a trace that a row holds, as an object or as its JSON text."""
    if isinstance(trace, str):
        try:
            trace = json.loads(trace)
        except ValueError as error:
            raise Unusable("trace", f"is not valid JSON: {error}") from None
    return an_object("trace", trace)


def _information(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a trace, with those that stand beside its information."""
    key = next((name for name in ("info", "trace_info") if not is_empty(item.get(name))), "")
    if not key:
        return dict(item)
    info = an_object(key, item[key])
    beside = {name: one for name, one in item.items() if name != key}
    twice = {name: one for name, one in beside.items() if name in info and info[name] != one}
    return {**beside, **info, **({"beside_info": twice} if twice else {})}


def _session(info: Mapping[str, Any]) -> str:
    own = decoded(info.get("trace_metadata"))
    found = own.get(SESSION) if isinstance(own, Mapping) else None
    return str(found or info["trace_id"])


def _exchange(
    info: Mapping[str, Any], place: str, context: Context, spans: list[Mapping[str, Any]]
) -> Iterator[Made]:
    theirs = Theirs("trace", info, place, context.report)
    for at, span in enumerate(spans):
        inner = Theirs("span", span, f"{place} spans[{at}]", context.report)
        inner.leave_whole("plaudit keeps exchanges, not the steps inside them")
    trace_id = theirs.text("trace_id", "exchange.message_id")
    own = dict(an_object("trace_metadata", theirs.take("trace_metadata", "exchange.metadata")))
    given, got = _spoken(theirs, spans, own)
    prompt, answer = prompt_of(given), answer_of(got)
    time = theirs.take("request_time", "exchange.occur_time")
    tags = theirs.peek("tags")
    named = tags.get("mlflow.traceName") if isinstance(tags, Mapping) else None
    made = row(
        session_id=str(own.pop(SESSION, "") or trace_id),
        message_id=trace_id,
        prompt=prompt.text,
        context=prompt.context,
        answer=answer.text,
        user_id=str(own.pop(USER, "") or ""),
        topic=str(named or ""),
        occur_time=optional_moment("request_time", time),
    )
    theirs.put_back("request", prompt.rest)
    theirs.put_back("response", answer.rest)
    made["metadata"] = theirs.metadata(PEER, own)
    yield Made(EXCHANGES, made, place)


def _spoken(theirs: Theirs, spans: list[Mapping[str, Any]], own: dict[str, Any]) -> tuple[Any, Any]:
    """Find the input and the output: of the root span, of the table, or the preview."""
    root = next((one for one in spans if not one.get("parent_span_id")), {})
    attributes = an_object("spans.attributes", root.get("attributes"))
    found = []
    for span_key, column, trace_key, preview in (
        (INPUTS, "request", TRACE_INPUTS, "request_preview"),
        (OUTPUTS, "response", TRACE_OUTPUTS, "response_preview"),
    ):
        to = "exchange.prompt" if column == "request" else "exchange.answer"
        whole = attributes.get(span_key)
        if column in theirs:
            whole = theirs.take(column, to) if whole is None else whole
            theirs.leave(column, "says what the root span says")
        short = own.pop(trace_key, None)
        if short is not None:
            theirs.say(f"trace_metadata.{trace_key}", f"{NOT_CARRIED}repeats {column}")
        if whole is None and preview in theirs:
            whole = theirs.take(preview, to)
        theirs.leave(preview, "is the beginning of the whole text")
        found.append(decoded(short if whole is None else whole))
    return found[0], found[1]


def _assessment(item: Mapping[str, Any], place: str, context: Context) -> Iterator[Made]:
    theirs = Theirs("assessment", item, place, context.report)
    trace_id = theirs.text("trace_id", "feedback.target")
    span = theirs.text("span_id", "feedback.target.entity.id")
    if not trace_id and not span:
        raise Unusable("trace_id", "there is no trace and no span")
    session = context.index.get("trace", trace_id)
    parent = None if session is None else on_message(session, trace_id)
    target = parent or on_entity("trace", trace_id)
    if span and parent is None:
        theirs.put_back("trace_id", trace_id)
    made = row(
        external_id=theirs.text("assessment_id", "feedback.external_id"),
        target=on_entity("span", span, parent) if span else target,
        name=theirs.text("assessment_name", "feedback.name"),
        text=theirs.text("rationale", "feedback.text"),
        overrules=theirs.text("overrides", "feedback.overrules"),
        occur_time=optional_moment(
            "create_time", theirs.take("create_time", "feedback.occur_time")
        ),
    )
    made.update(_source(theirs))
    made.update(_judged(theirs, has_text="text" in made))
    own = theirs.take("metadata", "feedback.metadata")
    made["metadata"] = theirs.metadata(PEER, own)
    yield Made(FEEDBACK, made, place, ("assessment", "feedback.value"))


def _source(theirs: Theirs) -> dict[str, Any]:
    source = an_object("source", theirs.take("source", "feedback.origin, feedback.user_id"))
    kind = str(source.get("source_type") or "CODE")
    if kind not in ORIGINS:
        raise Unusable("source.source_type", f"must be one of {', '.join(ORIGINS)}")
    theirs.put_back("source", _besides(source, "source_type", "source_id"))
    return row(origin=ORIGINS[kind], user_id=str(source.get("source_id") or ""))


def _judged(theirs: Theirs, *, has_text: bool) -> dict[str, Any]:
    """Read what the assessment says: a value, a failure, an expectation or an issue."""
    if "expectation" in theirs:
        expectation = an_object("expectation", theirs.take("expectation", "feedback.correction"))
        theirs.put_back("expectation", _besides(expectation, "value", "serialized_value"))
        return _expected(expectation)
    if "issue" in theirs:
        issue = an_object("issue", theirs.take("issue", "feedback.value.label"))
        theirs.put_back("issue", _besides(issue, "issue_name"))
        return {"type": "report", **typed(str(issue.get("issue_name", "")))}
    feedback = an_object("feedback", theirs.take("feedback", "feedback.value, feedback.score"))
    value = feedback.get("value")
    made = typed(value)
    left = _besides(feedback, "value", "error")
    if "text" in made and has_text:  # the rationale is the text
        left["value"] = value
        del made["text"]
    beside = theirs.take("error", "feedback.error")
    if error := feedback.get("error"):
        made["error"], left["error"] = _error(error)
        theirs.put_back("error", beside)
    elif beside:
        made["error"], further = _error(beside)
        theirs.put_back("error", further)
    theirs.put_back("feedback", without_empty(left))
    return made


def _besides(value: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return what an object has besides the fields that are read."""
    return without_empty({name: one for name, one in value.items() if name not in names})


def _error(error: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read an error, an object or a text; what it has besides is returned too."""
    said = error if isinstance(error, Mapping) else {"error_message": text_of(error)}
    made = row(
        code=str(said.get("error_code") or "UNKNOWN"),
        message=str(said.get("error_message") or ""),
    )
    return made, _besides(said, "error_code", "error_message")


def _expected(expectation: Any) -> dict[str, Any]:
    """Read an expectation: the answer that would be right."""
    packed = an_object("expectation.serialized_value", expectation.get("serialized_value"))
    value = decoded(packed.get("value")) if packed else expectation.get("value")
    if isinstance(value, str):
        return {"type": "correction", "correction": value}
    made = typed(value)
    if "score" in made:
        made = {"value": {"number_value": made["score"]}}
    return {"type": "correction", "correction_value": made.get("value")}
