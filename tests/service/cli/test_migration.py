"""`plaudit import --from`: the exports of other systems, and each line of the pages about them."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from google.protobuf import json_format

from plaudit.v1 import admin_pb2, dataset_pb2, exchange_pb2, feedback_pb2
from support.messages import all_feedback, define, text_field, text_question
from support.migration_pages import MISSING, Row, at, report_lines, same, tables
from support.servers import Client

DATA = Path(__file__).parents[2] / "data" / "migration"
FILES = {
    "langfuse": ("langfuse.jsonl",),
    "langsmith": ("langsmith.jsonl",),
    "argilla": ("argilla",),
    "mlflow": ("mlflow.json",),
    "phoenix": ("phoenix.jsonl",),
    "label-studio": ("label_studio.json", "--settings", "label_studio.xml"),
}
WHOLE = ("(whole)", "(older of the same annotator)")


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """The sample files, in the folder where the command runs."""
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    return tmp_path


@dataclass
class Stored:
    """What the server holds, as JSON, by the ids of the other system."""

    exchange: dict[str, Any] = field(default_factory=dict)
    feedback: dict[str, Any] = field(default_factory=dict)
    criterion: dict[str, Any] = field(default_factory=dict)
    dataset: dict[str, Any] = field(default_factory=dict)
    record: dict[str, Any] = field(default_factory=dict)
    response: dict[str, list[Any]] = field(default_factory=dict)


def as_json(message: Any) -> dict[str, Any]:
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


def stored(client: Client) -> Stored:
    """Read everything of a namespace."""
    made = Stored()
    exchanges = client.exchanges.ListExchanges(exchange_pb2.ListExchangesRequest(page_size=100))
    made.exchange = {one.message_id: as_json(one) for one in exchanges.exchanges}
    for one in all_feedback(client):
        made.feedback[one.external_id or f"{one.name} by {one.user_id}"] = as_json(one)
    criteria = client.admin.ListCriteria(admin_pb2.ListCriteriaRequest(page_size=100)).criteria
    made.criterion = {one.name: as_json(one) for one in criteria}
    datasets = client.datasets.ListDatasets(dataset_pb2.ListDatasetsRequest()).datasets
    made.dataset = {one.name: as_json(one) for one in datasets}
    for dataset in datasets:
        request = dataset_pb2.ListRecordsRequest(dataset_id=dataset.id)
        for listed in client.datasets.ListRecords(request).records:
            request = dataset_pb2.GetRecordRequest(id=listed.id)
            found = client.datasets.GetRecord(request)
            made.record[found.record.external_id] = as_json(found.record)
            made.response[found.record.external_id] = [as_json(one) for one in found.responses]
    return made


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text().splitlines()]


Sample = tuple[str, Mapping[str, Any], dict[str, Any]]
"""A heading of the page, an item of the sample, and our objects that the item became."""


def langfuse(there: Stored) -> Iterator[Sample]:
    for item in lines("langfuse.jsonl"):
        if "isArchived" in item:
            if not item["isArchived"]:
                yield "Score configs", item, {"criterion": there.criterion[item["name"]]}
        elif "observations" in item:
            yield "Traces", item, {"exchange": there.exchange[item["id"]]}
            for one in item["scores"]:
                yield "Scores", one, {"feedback": there.feedback[one["id"]]}
        elif "startTime" in item:
            yield "Observations", item, {"exchange": there.exchange[item["traceId"]]}
        elif "objectType" in item:
            yield "Comments", item, {"feedback": there.feedback[item["id"]]}
        elif "datasetName" in item:
            found = {"record": there.record[item["id"]]}
            yield "Dataset items", item, {**found, "dataset": there.dataset[item["datasetName"]]}
        else:
            yield "Scores", item, {"feedback": there.feedback[item["id"]]}


def langsmith(there: Stored) -> Iterator[Sample]:
    for item in lines("langsmith.jsonl"):
        if "run_type" in item:
            if "parent_run_id" not in item:
                yield "Runs", item, {"exchange": there.exchange[item["id"]]}
        elif "feedback_key" in item:
            found = {"criterion": there.criterion[item["feedback_key"]]}
            yield "Feedback configs", item, found
        elif "key" in item:
            yield "Feedback", item, {"feedback": there.feedback[item["id"]]}
        else:
            (dataset,) = there.dataset.values()
            yield "Examples", item, {"record": there.record[item["id"]], "dataset": dataset}


def argilla(there: Stored) -> Iterator[Sample]:
    settings = json.loads((DATA / "argilla" / ".argilla" / "settings.json").read_text())
    dataset = there.dataset["answers"]
    yield "Settings", settings, {"dataset": dataset}
    for heading, ours in (("Fields", "field"), ("Questions", "question")):
        for one, made in zip(settings[f"{ours}s"], dataset[f"{ours}s"], strict=True):
            yield heading, one, {ours: made, "dataset": dataset}
    for item in json.loads((DATA / "argilla" / "records.json").read_text()):
        key = item["id"] or item["_server_id"]
        response = (there.response[key] or [{}])[0]
        yield "Records", item, {"record": there.record[key], "response": response}


def mlflow(there: Stored) -> Iterator[Sample]:
    for item in json.loads((DATA / "mlflow.json").read_text()):
        exchange = {"exchange": there.exchange[item["info"]["trace_id"]]}
        yield "Traces", item["info"], exchange
        for one in item["data"]["spans"]:
            yield "Spans", one, exchange
        for one in item["info"]["assessments"]:
            yield "Assessments", one, {"feedback": there.feedback[one["assessment_id"]]}


def phoenix(there: Stored) -> Iterator[Sample]:
    for item in lines("phoenix.jsonl"):
        if "context" in item:
            if not item["parent_id"]:
                yield "Spans", item, {"exchange": there.exchange[item["context"]["trace_id"]]}
        elif "annotator_kind" in item:
            key = item.get("id", f"{item['name']} by {item.get('identifier')}")
            yield "Annotations", item, {"feedback": there.feedback[key]}
        elif "type" in item:
            yield "Annotation configs", item, {"criterion": there.criterion[item["name"]]}
        else:
            yield "Examples", item, {"record": there.record[item["id"]]}


def label_studio(there: Stored) -> Iterator[Sample]:
    for item in json.loads((DATA / "label_studio.json").read_text()):
        key = str(item["id"])
        found = {"record": there.record[key], "response": there.response[key][0]}
        yield "Tasks", item, found
        for one in item["predictions"]:
            yield "Predictions", one, found
        for at_, one in enumerate(item["annotations"]):
            yield "Annotations", one, {**found, "response": there.response[key][at_]}


SAMPLES = {
    "langfuse": langfuse,
    "langsmith": langsmith,
    "argilla": argilla,
    "mlflow": mlflow,
    "phoenix": phoenix,
    "label-studio": label_studio,
}
ELSEWHERE = {
    "langfuse": {("Observations", "name")},
    "langsmith": {("Feedback", "feedback_config"), ("Runs", "child_runs")},
    "argilla": {("Records", "inserted_at"), ("Questions", "settings.visible_options")},
    "mlflow": {("Traces", "request"), ("Traces", "response")},
    "phoenix": {("Spans", "parent_id")},
    "label-studio": {("Tasks", "results"), ("Tasks", "drafts")},
}
"""Rows of pages that no item of a sample can show as the other rows: other tests do."""
SHAPES = {
    "annotations", "categories", "fields", "feedback_config", "options.text", "predictions",
    "questions", "result", "settings.options", "values",
    "expectation.serialized_value.value",
    "objectType", "dataType", "type", "settings.type", "span_id",
}  # fmt: skip
"""Fields whose value takes another shape: their place is asserted, their shape elsewhere."""


@pytest.mark.parametrize("system", list(FILES))
def test_every_field_of_a_page_is_found_where_the_page_says(system, plaudit, tenant, exports):
    done = plaudit("import", "--from", system, *FILES[system], tenant=tenant)
    assert done.returncode == 0, done.stderr
    page = tables(system)
    shown: set[Row] = set()
    for heading, item, ours in SAMPLES[system](stored(tenant)):
        for row in page[heading]:
            if row.is_about(item) and _holds(row, item, ours):
                shown.add(row)
    unseen = [
        (heading, row.theirs)
        for heading, rows in page.items()
        for row in rows
        if row not in shown
        and (heading, row.theirs) not in ELSEWHERE[system]
        and heading not in {"Rows", "Labeling configuration"}
    ]
    assert unseen == [], "the sample does not show these rows where the page says"
    _every_field_is_on_the_page(page, done.stdout)


def _holds(row: Row, item: Mapping[str, Any], ours: dict[str, Any]) -> bool:
    """Whether our object has the value of a row; what is not carried needs none."""
    if not row.ours:
        return True
    found = at(ours, row.ours)
    if row.becomes is not MISSING:
        return bool(found == row.becomes)
    if row.theirs in SHAPES:
        return found is not MISSING
    return same(at(item, row.theirs), found)


def _every_field_is_on_the_page(page: dict[str, list[Row]], report: str) -> None:
    """Whether the page names each field of the report, and what is not carried as such."""
    by_word = {heading.lower(): rows for heading, rows in page.items()}
    for what, name, fate in report_lines(report):
        rows = by_word.get(f"{what}s") or by_word[what]
        named = [row for row in rows if f"{row.theirs}.".startswith(f"{name}.")]
        named += [row for row in rows if name.startswith(f"{row.theirs}.")]
        assert named or name in WHOLE, f"the page does not name {what} {name}"
        if fate.startswith("not carried") and name not in WHOLE:
            assert any(not row.ours or row.condition for row in named), (what, name, fate)
