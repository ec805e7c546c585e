"""Phoenix: spans, their annotations, annotation configs and dataset examples.

Reads what the client and the REST API return, as JSON, and the tables that the client and the
evaluations make (`get_spans_dataframe`, `get_span_annotations_dataframe`,
`to_annotation_dataframe`).
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
    is_empty,
    without_empty,
)
from plaudit.cli.importing.peers.dialogue import answer_of, opened, prompt_of
from plaudit.cli.importing.peers.feedback_rows import labelled, labels, on_entity, on_message, row
from plaudit.cli.importing.peers.index import Index
from plaudit.cli.importing.peers.shapes import shape, unknown
from plaudit.cli.importing.peers.values import decoded, number, optional_moment, scored_labels

PEER = "phoenix"
ORIGINS = {"HUMAN": "human", "LLM": "model", "CODE": "code"}
DIRECTIONS = {"MINIMIZE": "lower_is_better", "MAXIMIZE": "higher_is_better"}
OWN_INDEX = "__index_level_0__"
"""The column in which a table without a named index is saved."""
OF_EXAMPLES = frozenset(
    {"metadata", "updated_at", "example_id", "node_id", "dataset_name", OWN_INDEX}
)
"""Of these fields, an example has at least one beside its input and output."""
OF_OTHERS = frozenset(
    {
        "timestamp",
        "sessionId",
        "session_id",
        "userId",
        "user_id",
        "traceId",
        "trace_id",
        "startTime",
        "start_time",
        "createdAt",
        "htmlPath",
        "environment",
        "release",
    }
)
"""Fields that no example has, but the traces of other systems have."""
SHAPES = (
    shape("span", "span_kind context.span_id context", "context.trace_id"),
    shape("annotation config", "optimization_direction values lower_bound", "name type"),
    shape("annotation", "span_id result explanation score label", "annotator_kind"),
    shape("example", "example_id node_id dataset_name", "input output"),
)


class Phoenix:
    """Converts the items of Phoenix."""

    name = PEER
    lists = ("data", "data.examples", "examples")

    def learn(self, item: Mapping[str, Any], index: Index) -> None:
        if not _is_span(item):
            return
        span = _flat_span(item)
        for name in ("context.trace_id", "context.span_id"):
            if is_empty(span.get(name)):
                raise Unusable(name, "is missing in a span of Phoenix")
        trace = str(span["context.trace_id"])
        is_root = is_empty(span.get("parent_id"))
        index.put("span", str(span["context.span_id"]), [trace, is_root])
        if is_root:
            index.put("trace", trace, str(_attribute(span, "session.id") or trace))

    def convert(
        self, item: Mapping[str, Any], place: str, context: Context
    ) -> Iterator[Made | Bad]:
        if _is_span(item):
            yield from context.attempt(_span, item, place)
        elif "annotator_kind" in item or "annotation_name" in item:
            yield from context.attempt(_annotation, item, place)
        elif "type" in item and "name" in item:
            yield from context.attempt(_config, item, place)
        elif _is_example(item):
            yield from context.attempt(_example, item, place)
        else:
            yield Bad(place, "", unknown(item, "Phoenix", SHAPES))


def _is_example(item: Mapping[str, Any]) -> bool:
    """Whether an item is an example; traces of other systems have an input and an output too."""
    return (
        {"input", "output"} <= item.keys()
        and bool(item.keys() & OF_EXAMPLES)
        and not item.keys() & OF_OTHERS
    )


def _is_span(item: Mapping[str, Any]) -> bool:
    return "context.trace_id" in item or (
        isinstance(item.get("context"), Mapping) and "trace_id" in item["context"]
    )


def _flat_span(item: Mapping[str, Any]) -> dict[str, Any]:
    """Spell the fields of a span as a table does: `context.span_id`, `attributes.input.value`."""
    made: dict[str, Any] = {}
    for key, value in item.items():
        if key in {"context", "attributes"} and isinstance(decoded(value), Mapping):
            made.update(_flat(decoded(value), f"{key}."))
        elif key.startswith("attributes.") and isinstance(value, Mapping):
            made.update(_flat(value, f"{key}."))
        else:
            made[key] = value
    if "context.span_id" not in made and OWN_INDEX in made:
        made["context.span_id"] = made.pop(OWN_INDEX)
    return made


def _flat(value: Mapping[str, Any], path: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, one in value.items():
        if isinstance(one, Mapping):
            made.update(_flat(one, f"{path}{key}."))
        else:
            made[f"{path}{key}"] = one
    return made


def _attribute(span: Mapping[str, Any], name: str) -> Any:
    return span.get(f"attributes.{name}")


def _said(theirs: Theirs, side: str, to: str, *, cells: bool) -> Any:
    """Take what was said, as its type says: JSON, or a text that is what was said."""
    is_json = "json" in str(theirs.peek(f"attributes.{side}.mime_type")).lower()
    value = theirs.take(f"attributes.{side}.value", to)
    return opened(value, cell=is_json or cells)


def _span(item: Mapping[str, Any], place: str, context: Context) -> Iterator[Made]:
    theirs = Theirs("span", _flat_span(item), place, context.report)
    if "parent_id" in theirs:
        theirs.leave_whole("plaudit keeps exchanges, not the steps inside them")
        return
    trace = theirs.text("context.trace_id", "exchange.message_id")
    session = theirs.text("attributes.session.id", "exchange.session_id") or trace
    prompt = prompt_of(
        _said(theirs, "input", "exchange.prompt, exchange.context", cells=context.cells)
    )
    answer = answer_of(_said(theirs, "output", "exchange.answer", cells=context.cells))
    theirs.put_back("attributes.input.value", prompt.rest)
    theirs.put_back("attributes.output.value", answer.rest)
    made = row(
        session_id=session,
        message_id=trace,
        prompt=prompt.text,
        context=prompt.context,
        answer=answer.text,
        topic=theirs.text("name", "exchange.topic"),
        model=theirs.text("attributes.llm.model_name", "exchange.model"),
        user_id=theirs.text("attributes.user.id", "exchange.user_id"),
        occur_time=optional_moment("start_time", theirs.take("start_time", "exchange.occur_time")),
    )
    made["metadata"] = theirs.metadata(PEER)
    yield Made(EXCHANGES, made, place)


def _annotation(item: Mapping[str, Any], place: str, context: Context) -> Iterator[Made]:
    flat = dict(item)
    if isinstance(result := decoded(flat.get("result")), Mapping):
        del flat["result"]
        flat.update({f"result.{key}": one for key, one in result.items()})
    theirs = Theirs("annotation", flat, place, context.report)
    target = _target(theirs, context)
    kind = theirs.text("annotator_kind", "feedback.origin") or "HUMAN"
    if kind not in ORIGINS:
        raise Unusable("annotator_kind", f"must be one of {', '.join(ORIGINS)}")
    made = row(
        external_id=theirs.text("id", "feedback.external_id"),
        target=target,
        name=theirs.text(_first(theirs, "name", "annotation_name"), "feedback.name"),
        origin=ORIGINS[kind],
        user_id=theirs.text("user_id", "feedback.user_id")
        or theirs.text("identifier", "feedback.user_id"),
        text=theirs.text(_first(theirs, "result.explanation", "explanation"), "feedback.text"),
        occur_time=optional_moment("created_at", theirs.take("created_at", "feedback.occur_time")),
    )
    score = _first(theirs, "result.score", "score")
    made.update(_result(theirs))
    own = decoded(theirs.take("metadata", "feedback.metadata"))
    made["metadata"] = theirs.metadata(PEER, own)
    yield Made(FEEDBACK, made, place, ("annotation", score))


def _first(theirs: Theirs, *names: str) -> str:
    return next((name for name in names if name in theirs), names[0])


def _result(theirs: Theirs) -> dict[str, Any]:
    made: dict[str, Any] = {}
    score = _first(theirs, "result.score", "score")
    if score in theirs:
        made["score"] = number(score, theirs.take(score, "feedback.score"))
    label = _first(theirs, "result.label", "label")
    if label in theirs:
        read = labelled(str(theirs.peek(label)))
        if "value" in read:
            theirs.take(label, "feedback.value.label")
            made.update(read)
    return made


def _target(theirs: Theirs, context: Context) -> dict[str, Any]:
    span = theirs.text(_first(theirs, "span_id", "context.span_id", OWN_INDEX), "feedback.target")
    document = theirs.take("document_position", "feedback.target.entity.id")
    if span:
        trace, is_root = context.index.get("span", span) or ("", False)
        session = context.index.get("trace", trace) if trace else None
        parent = None if session is None else on_message(session, trace)
        if document is not None:
            return on_entity("document", f"{span}:{document}", parent)
        return parent if parent and is_root else on_entity("span", span, parent)
    trace_id = theirs.text("trace_id", "feedback.target")
    if trace_id:
        known = context.index.get("trace", trace_id)
        return on_entity("trace", trace_id) if known is None else on_message(known, trace_id)
    session_id = theirs.text("session_id", "feedback.target.session.session_id")
    if session_id:
        return {"session": {"session_id": session_id}}
    raise Unusable("span_id", "there is no span, trace or session")


def _config(item: Mapping[str, Any], place: str, context: Context) -> Iterator[Made]:
    theirs = Theirs("annotation config", item, place, context.report)
    made = row(
        name=theirs.text("name", "criterion.name"),
        description=theirs.text("description", "criterion.description"),
    )
    direction = DIRECTIONS.get(str(theirs.peek("optimization_direction")))
    kind = theirs.text("type", "criterion.kind")
    match kind:
        case "CONTINUOUS":
            if direction:
                theirs.take("optimization_direction", "criterion.number.direction")
            made["number"] = without_empty(
                {
                    **{
                        ours: number(name, theirs.take(name, f"criterion.number.{ours}"))
                        for name, ours in (("lower_bound", "min"), ("upper_bound", "max"))
                        if name in theirs
                    },
                    "direction": direction,
                }
            )
        case "CATEGORICAL":
            values = theirs.take("values", "criterion.label")
            made["label"] = labels(scored_labels(theirs, "values", values, "label", "score"))
            if direction and "scores" in made["label"]:
                theirs.take("optimization_direction", "criterion.label.direction")
                made["label"]["direction"] = direction
        case "FREEFORM":
            made["text"] = {}
        case _:
            raise Unusable("type", "must be CATEGORICAL, CONTINUOUS or FREEFORM")
    for name in theirs.names():
        theirs.leave(name, "a criterion has none")
    yield Made(CRITERIA, made, place)


def _example(item: Mapping[str, Any], place: str, context: Context) -> Iterator[Made]:
    theirs = Theirs("example", item, place, context.report)
    dataset = theirs.text("dataset_name", "dataset.name") or "phoenix"
    identity = _first(theirs, "id", "example_id", OWN_INDEX)
    yield from examples.convert(
        theirs,
        PEER,
        dataset=dataset,
        external_id=theirs.text(identity, "record.external_id"),
        given=decoded(theirs.take("input", "record.field_to_value.input")),
        expected=decoded(theirs.take("output", "record.field_to_value.expected_output")),
        own=decoded(theirs.take("metadata", "record.metadata")),
        occur_time=optional_moment("updated_at", theirs.take("updated_at", "record.occur_time")),
        place=place,
    )
