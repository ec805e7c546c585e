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
    without_empty,
)
from plaudit.cli.importing.peers.dialogue import answer_of, prompt_of
from plaudit.cli.importing.peers.feedback_rows import on_entity, on_message, row, typed
from plaudit.cli.importing.peers.index import Index
from plaudit.cli.importing.peers.report import NOT_CARRIED
from plaudit.cli.importing.peers.values import decoded, optional_moment

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
        for at, one in enumerate(given):
            where = f"{place} assessments[{at}]"
            filled = {**one, "trace_id": one.get("trace_id") or info["trace_id"]}
            yield from context.attempt(_assessment, filled, where)


def _parts(item: Mapping[str, Any]) -> tuple[dict[str, Any], list[Mapping[str, Any]]]:
    """Return the information of a trace and its spans, however it is written."""
    if isinstance(item.get("trace"), str):  # a row of the table has the whole trace
        return _parts(json.loads(item["trace"]))
    wrapped = item.get("trace_info")
    info = item.get("info") or wrapped or item
    data = decoded(item.get("data")) or item.get("trace_data") or {}
    spans = data.get("spans") if isinstance(data, Mapping) else None
    made = dict(info)
    for key in ("tags", "trace_metadata", "assessments", "spans", "trace_location"):
        if key in made:
            made[key] = decoded(made[key])
    spans = spans or made.pop("spans", None) or []
    return made, [one for one in spans if isinstance(one, Mapping)]


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
    own = dict(theirs.take("trace_metadata", "exchange.metadata") or {})
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
    attributes = root.get("attributes") or {}
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
    source = theirs.take("source", "feedback.origin, feedback.user_id") or {}
    kind = str(source.get("source_type") or "CODE")
    if kind not in ORIGINS:
        raise Unusable("source.source_type", f"must be one of {', '.join(ORIGINS)}")
    return row(origin=ORIGINS[kind], user_id=str(source.get("source_id") or ""))


def _judged(theirs: Theirs, *, has_text: bool) -> dict[str, Any]:
    """Read what the assessment says: a value, a failure, an expectation or an issue."""
    if "expectation" in theirs:
        return _expected(theirs.take("expectation", "feedback.correction"))
    if "issue" in theirs:
        issue = theirs.take("issue", "feedback.value.label") or {}
        return {"type": "report", **typed(str(issue.get("issue_name", "")))}
    feedback = theirs.take("feedback", "feedback.value, feedback.score") or {}
    value = feedback.get("value")
    made = typed(value)
    left: dict[str, Any] = {}
    if "text" in made and has_text:  # the rationale is the text
        left["value"] = value
        del made["text"]
    if isinstance(error := feedback.get("error"), Mapping):
        made["error"] = _error(error)
        left["error"] = without_empty({"stack_trace": error.get("stack_trace")})
    elif isinstance(error := theirs.take("error", "feedback.error"), Mapping):
        made["error"] = _error(error)
        theirs.put_back("error", without_empty({"stack_trace": error.get("stack_trace")}))
    theirs.put_back("feedback", without_empty(left))
    return made


def _error(error: Mapping[str, Any]) -> dict[str, Any]:
    return row(
        code=str(error.get("error_code") or "UNKNOWN"),
        message=str(error.get("error_message") or ""),
    )


def _expected(expectation: Any) -> dict[str, Any]:
    """Read an expectation: the answer that would be right."""
    packed = expectation.get("serialized_value")
    value = decoded(packed.get("value")) if packed else expectation.get("value")
    if isinstance(value, str):
        return {"type": "correction", "correction": value}
    made = typed(value)
    if "score" in made:
        made = {"value": {"number_value": made["score"]}}
    return {"type": "correction", "correction_value": made.get("value")}
