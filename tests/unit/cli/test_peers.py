"""Items of other systems in an odd shape are refused by name, and nothing of them is lost."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from plaudit.cli.importing.peers.argilla import Argilla
from plaudit.cli.importing.peers.command import CONVERTERS
from plaudit.cli.importing.peers.conversion import UNEXPECTED, Bad, Context, Made, Unusable
from plaudit.cli.importing.peers.index import Index
from plaudit.cli.importing.peers.labeling import read_labeling
from plaudit.cli.importing.peers.report import Report
from plaudit.cli.importing.peers.run import Run
from plaudit.cli.importing.peers.values import moment

LABELING = """<View>
<Text name="shown" value="$text"/>
<Choices name="verdict" toName="shown"><Choice value="good"/><Choice value="bad"/></Choices>
<Choices name="topics" toName="shown" choice="multiple"><Choice value="a"/><Choice value="b"/></Choices>
<Rating name="stars" toName="shown"/>
<TextArea name="better" toName="shown"/>
</View>"""  # noqa: E501
ARGILLA = {
    "definition": {
        "name": "answers",
        "fields": [{"name": "answer", "text": {}}],
        "questions": [
            {"name": "verdict", "label": {"labels": ["good", "bad"]}},
            {"name": "order", "ranking": {"options": ["a", "b"]}},
        ],
    }
}


class Converted:
    """What items of a system become, through the same steps as in an import."""

    def __init__(
        self, system: str, *items: Mapping[str, Any], settings: Any = None, cells: bool = False
    ) -> None:
        self.report = Report()
        context = Context(self.report, Index(), settings or {}, cells)
        run = Run(None, CONVERTERS[system], (), context)  # type: ignore[arg-type]
        for at, item in enumerate(items):
            run._learn(item, f"item {at + 1}")
        made = [
            one
            for at, item in enumerate(items)
            for one in run._made(item, f"item {at + 1}", context)
        ]
        self.made = [one for one in made if isinstance(one, Made)]
        self.bad = [f"{one.field}: {one.rule}" for one in made if isinstance(one, Bad)]

    def value(self, kind: str) -> dict[str, Any]:
        (one,) = [one.value for one in self.made if one.kind == kind]
        return one


@pytest.fixture
def labeling(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "labeling.xml").write_text(LABELING)
    return {"labeling": read_labeling(tmp_path / "labeling.xml", "tasks", Report())}


def test_a_fault_that_no_converter_expects_refuses_one_item(monkeypatch):
    def broken(self: Any, item: Mapping[str, Any], *_: Any) -> Any:
        if item["id"] == 1:
            raise item["error"]
        return iter([Made("records", {}, "")])

    for error in (KeyError("x"), OverflowError("y"), AttributeError("z")):
        assert isinstance(error, UNEXPECTED)
        items = ({"id": 1, "error": error}, {"id": 2, "fields": {"answer": "A"}})
        for step in ("learn", "convert"):
            with monkeypatch.context() as patched:
                patched.setattr(Argilla, step, broken)
                done = Converted("argilla", *items, settings=ARGILLA)
            assert done.made
            assert len(done.bad) == 1
            assert "cannot be converted: a part of it has an unexpected shape" in done.bad[0]


CONFIG = {"type": "categorical", "categories": [{"x": 1}]}


@pytest.mark.parametrize(
    ("system", "item", "told"),
    [
        ("phoenix", {"name": "a", "context.trace_id": "t"}, "context.span_id: is missing"),
        ("phoenix", {"type": "CATEGORICAL", "name": "a", "values": [{"score": 1}]},
         "values[0].label: is missing"),
        ("mlflow", {"trace_id": "x", "trace": "not json"}, "trace: is not valid JSON"),
        ("mlflow", {"trace_id": "x", "info": 3}, "info: must be a JSON object"),
        ("mlflow", {"trace_id": "x", "trace_metadata": "oops"},
         "trace_metadata: must be a JSON object"),
        ("mlflow", {"trace_id": "x", "assessments": ["a-1"]}, ": must be a JSON object"),
        ("mlflow", {"trace_id": "x", "assessments": "oops"}, "assessments: must be a list"),
        ("langfuse", {"name": "a", "isArchived": False, "dataType": "CATEGORICAL",
                      "categories": [{"value": 1}]}, "categories[0].label: is missing"),
        ("langsmith", {"id": "r", "run_type": "chain", "child_runs": [3]},
         "child_runs[0]: must be a JSON object"),
        ("langsmith", {"id": "f", "run_id": "r", "key": "",
                       "feedback_config": {"type": "freeform"}},
         "key: is missing"),
        ("langsmith", {"feedback_key": "k", "feedback_config": CONFIG},
         "feedback_config.categories[0].label: is missing"),
        ("argilla", {"fields": {"answer": "A"}, "suggestions": {"verdict": 3}},
         "suggestions.verdict: must be a JSON object"),
        ("argilla", {"fields": {"answer": "A"}, "suggestions": {"order": {"value": [{"rank": 1}]}}},
         "suggestions.order: each option of a ranking must have a value"),
    ],
)  # fmt: skip
def test_an_item_of_an_odd_shape_is_refused_by_the_name_of_its_field(system, item, told):
    done = Converted(system, item, settings=ARGILLA)
    assert len(done.bad) == 1
    assert told in done.bad[0]


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ({"data": {"text": None, "url": "x"}}, "data: has no field of the labeling configuration"),
        ({"data": {}}, "data: has no field of the labeling configuration, which are: text"),
        ({"data": {"text": "a"}, "annotations": "oops"}, "annotations: must be a list"),
        ({"data": {"text": "a"}, "annotations": [{"result": ["a"]}]},
         "annotations[0].result[0]: must be a JSON object"),
    ],
)  # fmt: skip
def test_a_task_of_an_odd_shape_is_refused_by_the_name_of_its_field(labeling, item, told):
    done = Converted("label-studio", {"id": 1, **item}, settings=labeling)
    assert len(done.bad) == 1
    assert told in done.bad[0]


@pytest.mark.parametrize(
    ("value", "time"),
    [
        (1772445600, "2026-03-02T10:00:00Z"),
        (1772445600.25, "2026-03-02T10:00:00.250000Z"),
        (1772445600250, "2026-03-02T10:00:00.250000Z"),
        (1772445600250001, "2026-03-02T10:00:00.250001Z"),
        (1772445600250001999, "2026-03-02T10:00:00.250001Z"),
        ("1772445600250", "2026-03-02T10:00:00.250000Z"),
        ("1.7724456e9", "2026-03-02T10:00:00Z"),
        (631152000, "1990-01-01T00:00:00Z"),
        ("20260302", "2026-03-02T00:00:00Z"),
        ("2026-03-02 10:00:00+01:00", "2026-03-02T09:00:00Z"),
    ],
)
def test_the_unit_of_a_time_is_the_one_that_gives_a_plausible_year(value, time):
    assert moment("timestamp", value) == time


@pytest.mark.parametrize(
    "value",
    [1e25, -5, 0, 3, 631151999, float("inf"), "9" * 30, "0001-01-01T00:00:00+05:00", True, "soon"],
)
def test_what_is_no_time_is_refused_by_the_name_of_its_field(value):
    with pytest.raises(Unusable, match=r"timestamp: .* is not a time"):
        moment("timestamp", value)


SPOKEN = {"id": "t1", "timestamp": "2026-03-02T10:00:00Z", "input": "Q", "output": "A"}


@pytest.mark.parametrize(
    ("scores", "kept"),
    [
        ({"quality": [0.5]}, {"quality": [0.5]}),
        ('{"quality": [0.5]}', {"quality": [0.5]}),
        ([3, "s1"], [3, "s1"]),
        ('["s1"]', None),
    ],
)
def test_scores_of_a_trace_that_are_no_list_of_objects_are_kept(scores, kept):
    done = Converted("langfuse", {**SPOKEN, "scores": scores, "observations": scores})
    extras = done.value("exchanges")["metadata"].get("langfuse", {})
    assert [extras.get("scores"), extras.get("observations")] == [kept, kept]
    if kept is None:
        told = list(done.report.lines())
        assert "  observations: not carried: only ids (1; item 1)" in told
        assert "  scores: not carried: only ids (1; item 1)" in told


def test_what_stands_beside_the_information_of_a_trace_of_mlflow_is_kept():
    data = {"request": '"Q"', "response": '"A"', "spans": [], "other": 1}
    item = {"info": {"trace_id": "x", "state": "OK"}, "data": data, "note": "z", "state": "BAD"}
    made = Converted("mlflow", item).value("exchanges")
    assert (made["prompt"], made["answer"]) == ("Q", "A")
    beside = {"note": "z", "data": {"other": 1}, "beside_info": {"state": "BAD"}}
    assert made["metadata"] == {"mlflow": {"state": "OK", **beside}}


@pytest.mark.parametrize(
    ("given", "error", "kept"),
    [
        ({"source": {"source_type": "HUMAN", "x": 1}}, None, {"source": {"x": 1}}),
        ({"feedback": {"value": True, "x": 1}}, None, {"feedback": {"x": 1}}),
        ({"feedback": {"error": "boom"}}, {"code": "UNKNOWN", "message": "boom"}, {}),
        ({"feedback": {"error": {"error_code": "E", "stack_trace": "s", "x": 1}}}, {"code": "E"},
         {"feedback": {"error": {"stack_trace": "s", "x": 1}}}),
        ({"error": "boom"}, {"code": "UNKNOWN", "message": "boom"}, {}),
        ({"expectation": {"value": "A", "x": 1}}, None, {"expectation": {"x": 1}}),
    ],
)  # fmt: skip
def test_the_unknown_parts_of_an_assessment_are_kept(given, error, kept):
    item = {"trace_id": "x", "assessment_name": "ok", "assessment_id": "a", **given}
    made = Converted("mlflow", item).value("feedback")
    assert made.get("error") == error
    assert made["metadata"].get("mlflow", {}) == kept


def test_the_parts_of_feedback_of_langsmith_that_are_no_objects_are_kept():
    odd = {"feedback_source": "app", "feedback_config": "c", "correction": 3}
    made = Converted("langsmith", {"id": "f", "run_id": "r", "key": "k", **odd}).value("feedback")
    assert made["metadata"] == {"langsmith": odd}


@pytest.mark.parametrize("predictions", [[17], "oops", [17, {"result": [], "id": 3}]])
def test_predictions_that_are_no_objects_are_kept(labeling, predictions):
    item = {"id": 1, "data": {"text": "a"}, "predictions": predictions}
    done = Converted("label-studio", item, settings=labeling)
    kept = done.value("records")["record"]["metadata"]["label_studio"]["predictions"]
    assert kept == ([17, {"id": 3}] if len(predictions) == 2 else predictions)
    told = [line for line in done.report.lines() if "carried to record.suggestions" in line]
    assert len(told) == (1 if len(predictions) == 2 else 0)


@pytest.mark.parametrize(
    ("system", "item", "told"),
    [
        ("phoenix", SPOKEN, "is not a span, annotation config, annotation or example of Phoenix"),
        ("phoenix", {**SPOKEN, "metadata": {"a": 1}}, "is not a span"),
        ("phoenix", {"span_kind": "LLM"}, "is a span of Phoenix without context.trace_id"),
        ("langsmith", {"key": "k", "run_id": "r"}, "is a feedback of LangSmith without id"),
        ("langsmith", {"run_type": "llm"}, "is a run of LangSmith without id"),
        ("langsmith", {"a": 1}, "is not a feedback config, feedback, run or example of LangSmith"),
        ("langfuse", {"traceId": "t1", "value": 1}, "is a score of Langfuse without name"),
        ("langfuse", {"id": "t1", "input": "a"}, "is a trace of Langfuse without timestamp"),
        ("argilla", {"id": "r"}, "fields: is missing or empty"),
        ("argilla", {"fields": {}}, "fields: is missing or empty"),
    ],
)
def test_an_item_that_is_none_of_a_system_is_refused_by_what_is_missing(system, item, told):
    done = Converted(system, item, settings=ARGILLA)
    assert done.made == []
    (bad,) = done.bad
    assert told in bad


def test_an_example_of_phoenix_is_known_by_its_own_fields():
    item = {"id": "e", "input": {"a": 1}, "output": {"b": 2}, "updated_at": "2026-03-02"}
    assert Converted("phoenix", item).value("records")["record"]["external_id"] == "e"


ROW = {"id": "1", "text": "a", "annotator": "ada", "annotation_id": "7"}


def test_the_cells_of_a_table_of_label_studio_are_read(labeling):
    cells = {
        "verdict": "good",
        "topics": '{"choices": ["a", "b"]}',
        "stars": '[{"rating": 3}]',
        "better": '["By post.", "Soon."]',
    }
    done = Converted("label-studio", {**ROW, **cells}, settings=labeling, cells=True)
    (response,) = done.value("records")["responses"]
    assert response["values"] == {
        "verdict": "good",
        "topics": ["a", "b"],
        "stars": 3,
        "better": "By post.\nSoon.",
    }


def test_what_looks_like_json_in_a_text_of_json_min_stays_as_it_is(labeling):
    done = Converted("label-studio", {**ROW, "better": '["x"]'}, settings=labeling)
    assert done.value("records")["responses"][0]["values"] == {"better": '["x"]'}


def test_a_cell_that_is_no_answer_is_refused(labeling):
    row = {**ROW, "stars": "[{'rating': 3}]"}
    (bad,) = Converted("label-studio", row, settings=labeling, cells=True).bad
    assert "stars: " in bad
    assert "is no answer to Rating: export JSON or JSON-MIN" in bad


@pytest.mark.parametrize(
    ("system", "item", "told"),
    [
        ("langfuse", {"name": "a", "isArchived": False, "dataType": "CATEGORICAL",
                      "categories": [{"label": "x", "value": "high", "new": 1}]},
         ["categories.new", "categories.value"]),
        ("langsmith", {"feedback_key": "k", "feedback_config": {"type": "freeform", "new": 1}},
         ["feedback_config.new"]),
        ("argilla", {"fields": {"answer": "A"}, "suggestions":
                     {"order": {"value": [{"value": "a", "rank": 1, "new": 1}]}}},
         ["suggestions.order.new"]),
    ],
)  # fmt: skip
def test_what_a_definition_or_an_answer_has_no_place_for_is_named(system, item, told):
    done = Converted(system, item, settings=ARGILLA)
    assert done.bad == []
    lines = [line for line in done.report.lines() if ": not carried: " in line]
    for name in told:
        assert any(line.startswith(f"  {name}: ") for line in lines)


def test_what_a_result_has_besides_its_answer_is_named(labeling):
    result = {"id": "x", "from_name": "verdict", "value": {"choices": ["good"], "new": 1}}
    item = {"id": 1, "data": {"text": "a"}, "annotations": [{"id": 2, "result": [result]}]}
    lines = list(Converted("label-studio", item, settings=labeling).report.lines())
    for name in ("result.id", "result.value.new"):
        assert f"  {name}: not carried: an answer has none (1; item 1 annotations[0])" in lines


@pytest.mark.parametrize(
    ("system", "item", "kept"),
    [
        ("langfuse", {"id": "s", "name": "q", "value": 1, "observationId": "o", "traceId": "t9",
                      "sessionId": "c"}, {"traceId": "t9", "sessionId": "c"}),
        ("langsmith", {"id": "f", "key": "k", "run_id": "r", "trace_id": "t9"},
         {"trace_id": "t9"}),
        ("mlflow", {"assessment_id": "a", "assessment_name": "q", "span_id": "s",
                    "trace_id": "t9"}, {"trace_id": "t9"}),
    ],
)  # fmt: skip
def test_an_id_that_the_target_has_no_place_for_is_kept(system, item, kept):
    assert Converted(system, item).value("feedback")["metadata"] == {system: kept}
