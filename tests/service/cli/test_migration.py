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

from plaudit.v1 import admin_pb2, dataset_pb2, exchange_pb2
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
    by_author: dict[str, Any] = field(default_factory=dict)
    """The feedback by name and author, for items without an id."""
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
        made.feedback[one.external_id] = as_json(one)
        made.by_author[f"{one.name} by {one.user_id}"] = as_json(one)
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
            without_id = there.by_author.get(f"{item['name']} by {item.get('identifier')}")
            yield "Annotations", item, {"feedback": there.feedback.get(item.get("id"), without_id)}
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
    "argilla": {
        ("Records", "inserted_at"),
        ("Questions", "settings.options.text"),
        ("Questions", "settings.visible_options"),
    },
    "mlflow": {("Traces", "request"), ("Traces", "response")},
    "phoenix": {("Spans", "parent_id")},
    "label-studio": {
        ("Tasks", "results"),
        ("Tasks", "drafts"),
        *(
            (heading, f"result.{key}")
            for heading in ("Annotations", "Predictions")
            for key in ("id", "to_name", "type", "origin")
        ),
    },
}
"""Rows of pages that no item of a sample can show as the other rows: other tests do."""
SHAPES = {
    "annotations", "categories", "fields", "feedback_config", "overrides", "predictions",
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
    shown: list[Row] = []
    for heading, item, ours in SAMPLES[system](stored(tenant)):
        shown += [row for row in page[heading] if row.is_about(item) and _holds(row, item, ours)]
    unseen = [
        (heading, row.theirs)
        for heading, rows in page.items()
        for row in rows
        if row not in shown
        and (heading, row.theirs) not in ELSEWHERE[system]
        and heading not in {"Rows", "Labeling configuration"}
    ]
    assert unseen == [], f"the sample does not show these rows where the page says: {unseen}"
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


def write(path: Path, *items: Mapping[str, Any]) -> None:
    path.write_text("".join(f"{json.dumps(item)}\n" for item in items))


TRACE = {
    "id": "t1",
    "timestamp": "2026-03-02T10:00:00Z",
    "sessionId": "chat",
    "input": "Hello",
    "output": "Hi",
}


def score(identity: str, **more: Any) -> dict[str, Any]:
    made = {"id": identity, "traceId": "t1", "name": "quality", "value": 1, "dataType": "NUMERIC"}
    return {**made, "source": "API", "timestamp": "2026-03-02T10:01:00Z", **more}


@pytest.mark.parametrize("system", list(FILES))
def test_an_import_that_is_repeated_imports_nothing_twice(system, plaudit, tenant, exports):
    command = ("import", "--from", system, *FILES[system])
    first = plaudit(*command, tenant=tenant)
    assert first.returncode == 0, first.stderr
    there = stored(tenant)
    again = plaudit(*command, tenant=tenant)
    assert again.returncode == 0, again.stderr
    for line in again.stdout.splitlines():
        if " imported" in line:
            assert line.startswith("0 "), line
    assert stored(tenant) == there


@pytest.mark.parametrize("system", list(FILES))
def test_a_dry_run_prints_what_the_import_does_and_writes_nothing(system, plaudit, tenant, exports):
    command = ("import", "--from", system, *FILES[system])
    dry = plaudit(*command, "--dry-run", tenant=tenant)
    assert dry.returncode == 0, dry.stderr
    assert stored(tenant) == Stored()
    done = plaudit(*command, tenant=tenant)
    promised = dry.stdout.replace("the import would say: ", "").replace(
        "would be created; whether values fit it is not checked", "created"
    )
    for line in done.stdout.splitlines():
        assert line in promised.splitlines()


def test_a_dry_run_finds_scores_that_contradict_each_other(plaudit, tenant, tmp_path):
    config = {"isArchived": False, "dataType": "NUMERIC", "name": "quality", "maxValue": 5}
    rows = [config, TRACE, score("s1"), score("s1", value=3), score("s1", name="tone")]
    write(tmp_path / "rows.jsonl", *rows)
    command = ("import", "--from", "langfuse", "rows.jsonl")
    dry = plaudit(*command, "--dry-run", tenant=tenant)
    assert dry.returncode == 1
    assert "rows.jsonl line 5: external_id: is that of an earlier item" in dry.stdout
    counts = "1 feedback imported, 1 refused"
    assert f"the import would say: {counts}" in dry.stdout
    assert "only repeated ids were checked of 2 feedback, because their exchanges" in dry.stdout
    replaced = "a later one with the id replaces it (1; rows.jsonl line 3)"
    assert replaced in dry.stdout
    done = plaudit(*command, tenant=tenant)
    assert counts in done.stdout
    assert {key: one["score"] for key, one in stored(tenant).feedback.items()} == {"s1": 3}


def test_a_dry_run_finds_records_that_contradict_each_other(plaudit, tenant, exports):
    def record(identity: str, answer: str, verdict: str, user: str = "ada") -> dict[str, Any]:
        given = {"verdict": [{"value": verdict, "user_id": user}]}
        return {"id": identity, "fields": {"answer": answer}, "responses": given}

    items = [record("r1", "A", "good"), record("r1", "B", "good"), record("r2", "A", "bad")]
    items += [record("r1", "A", "bad"), record("r1", "A", "bad", "bob"), record("r1", "A", "good")]
    (exports / "page.json").write_text(json.dumps(items))
    settings = ("--settings", "argilla/.argilla/settings.json")
    command = ("import", "--from", "argilla", "page.json", *settings)
    dry = plaudit(*command, "--dry-run", tenant=tenant)
    done = plaudit(*command, tenant=tenant)
    assert (dry.returncode, done.returncode) == (1, 1)
    for told in (dry.stdout, done.stderr):
        conflict = 'record.field_to_value.answer: the row has "B", stored is "A"'
        assert f"page.json item 2: {conflict}" in told
        other = 'responses[0].values.verdict: the row has "bad", stored is "good"'
        assert f"page.json item 4: {other}" in told
    counts = next(line for line in done.stdout.splitlines() if " records imported" in line)
    assert f"the import would say: {counts}" in dry.stdout
    assert "only repeated ids were checked of 6 records, because their dataset" in dry.stdout


def test_a_bad_item_is_named_and_the_others_are_imported(plaudit, tenant, exports):
    files = ("langfuse.jsonl", "langfuse_scores.csv")
    done = plaudit("import", "--from", "langfuse", *files, tenant=tenant)
    assert done.returncode == 1
    assert "langfuse_scores.csv row 2: timestamp: 'yesterday' is not a time" in done.stderr
    refused = lines_of(exports / "langfuse_scores.csv.rejected.jsonl")
    assert [one["place"] for one in refused] == ["langfuse_scores.csv row 2"]
    feedback = stored(tenant).feedback
    assert feedback["csv-1"]["text"] == 'Yes, "by mail".\nTwo lines.'
    assert feedback["csv-1"]["score"] == 8
    assert feedback["csv-3"]["value"] == {"bool_value": False}


def test_a_file_of_rejected_items_has_the_items_and_is_mended_and_imported(
    plaudit, tenant, tmp_path
):
    write(tmp_path / "traces.jsonl", TRACE)
    write(tmp_path / "scores.jsonl", score("s1"), score("s2", name="n" * 129))
    command = ("import", "--from", "langfuse", "traces.jsonl")
    assert plaudit(*command, "scores.jsonl", tenant=tenant).returncode == 1
    assert not (tmp_path / "traces.jsonl.rejected.jsonl").exists()
    rejected = tmp_path / "scores.jsonl.rejected.jsonl"
    (line,) = lines_of(rejected)
    assert (line["place"], line["row"]["id"]) == ("scores.jsonl line 2", "s2")
    assert [one["field"] for one in line["errors"]] == ["name"]
    line["row"]["name"] = "tone"
    write(rejected, line)
    done = plaudit(*command, rejected.name, tenant=tenant)
    assert done.returncode == 0, done.stderr
    assert stored(tenant).feedback["s2"]["name"] == "tone"


def test_a_file_of_rejected_items_is_not_replaced_while_it_is_imported(plaudit, tmp_path):
    write(tmp_path / "rows.jsonl", TRACE)
    rejected = tmp_path / "rows.jsonl.rejected.jsonl"
    write(rejected, {"row": TRACE})
    done = plaudit("import", "--from", "langfuse", "rows.jsonl", rejected.name)
    assert done.returncode == 2
    assert "copy it to another name" in done.stderr
    assert lines_of(rejected) == [{"row": TRACE}]


def test_an_item_in_conflict_is_told_and_kept_with_both_sides(plaudit, tenant, tmp_path):
    write(tmp_path / "rows.jsonl", TRACE)
    command = ("import", "--from", "langfuse", "rows.jsonl")
    assert plaudit(*command, tenant=tenant).returncode == 0
    write(tmp_path / "rows.jsonl", {**TRACE, "output": "Bye"})
    done = plaudit(*command, tenant=tenant)
    assert done.returncode == 1
    assert 'rows.jsonl line 1: answer: the row has "Bye", stored is "Hi"' in done.stderr
    (line,) = lines_of(tmp_path / "rows.jsonl.rejected.jsonl")
    assert line["row"]["output"] == "Bye"
    ((one),) = line["errors"]
    assert (one["field"], one["row"], one["stored"]) == ("answer", "Bye", "Hi")


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_an_item_that_the_server_refuses_is_named_by_its_place(plaudit, tenant, tmp_path):
    write(tmp_path / "rows.jsonl", TRACE, score("s1"), score("s2", name="n" * 129))
    done = plaudit("import", "--from", "langfuse", "rows.jsonl", tenant=tenant)
    assert done.returncode == 1
    assert "rows.jsonl line 3: name: " in done.stderr
    assert set(stored(tenant).feedback) == {"s1"}


def test_the_end_of_a_damaged_file_is_named_and_what_is_before_it_is_imported(
    plaudit, tenant, tmp_path
):
    (tmp_path / "rows.json").write_text(json.dumps([TRACE, score("s1")])[:-5])
    done = plaudit("import", "--from", "langfuse", "rows.json", tenant=tenant)
    assert done.returncode == 1
    assert "rows.json item 2: cannot be read, nor what follows" in done.stderr
    assert set(stored(tenant).exchange) == {"t1"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("rows.jsonl", ""), ("rows.csv", "id,name\n"), ("rows.json", '{"data": []}')],
)
def test_a_file_without_items_is_named(name, content, plaudit, tenant, tmp_path):
    (tmp_path / name).write_text(content)
    write(tmp_path / "traces.jsonl", TRACE)
    done = plaudit("import", "--from", "langfuse", name, "traces.jsonl", tenant=tenant)
    assert done.returncode == 0
    assert done.stderr.splitlines() == [f"{name} has no items"]
    assert set(stored(tenant).exchange) == {"t1"}


def test_files_of_one_name_are_told_apart_by_their_folders(plaudit, tenant, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder / "rows.jsonl", TRACE, score(folder, dataType="ODD"))
    files = ("a/rows.jsonl", "b/rows.jsonl")
    done = plaudit("import", "--from", "langfuse", *files, tenant=tenant)
    assert done.returncode == 1
    places = [line.partition(": ")[0] for line in done.stderr.splitlines()]
    assert places[:2] == ["a/rows.jsonl line 2", "b/rows.jsonl line 2"]
    assert "see a/rows.jsonl.rejected.jsonl, b/rows.jsonl.rejected.jsonl" in done.stderr


def test_an_item_of_an_odd_shape_is_refused_and_the_others_are_imported(plaudit, tenant, exports):
    good = {"id": 1, "data": {"answer": "A"}, "annotations": []}
    odd = {"id": 2, "data": {"answer": None, "url": "x"}, "annotations": []}
    (exports / "tasks.json").write_text(json.dumps([odd, good]))
    files = ("tasks.json", "--settings", "label_studio.xml")
    for more in (("--dry-run",), ()):
        done = plaudit("import", "--from", "label-studio", *files, *more, tenant=tenant)
        assert done.returncode == 1
        told = done.stdout if more else done.stderr
        assert "tasks.json item 1: data: has no field of the labeling configuration" in told
        assert "Traceback" not in done.stderr
    assert set(stored(tenant).record) == {"1"}
    (line,) = lines_of(exports / "tasks.json.rejected.jsonl")
    assert line["row"] == odd


def _as_page(path: Path, items: list[Any]) -> Path:
    path.with_suffix(".json").write_text(json.dumps({"data": items, "meta": {"page": 1}}))
    return path.with_suffix(".json")


def _as_list(path: Path, items: list[Any]) -> Path:
    path.with_suffix(".json").write_text(json.dumps(items))
    return path.with_suffix(".json")


def _as_gzip(path: Path, items: list[Any]) -> Path:
    packed = path.with_suffix(".jsonl.gz")
    packed.write_bytes(gzip.compress("\n".join(map(json.dumps, items)).encode()))
    return packed


def _as_csv(path: Path, items: list[Any]) -> Path:
    with path.with_suffix(".csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, sorted({key for one in items for key in one}))
        writer.writeheader()
        writer.writerows(items)
    return path.with_suffix(".csv")


def _as_parquet(path: Path, items: list[Any]) -> Path:
    pq.write_table(pa.Table.from_pylist(items), path.with_suffix(".parquet"))
    return path.with_suffix(".parquet")


@pytest.mark.parametrize("form", [_as_page, _as_list, _as_gzip, _as_csv, _as_parquet])
def test_every_format_of_file_is_read(form, plaudit, tenant, tmp_path):
    traces = form(tmp_path / "traces", [TRACE, {**TRACE, "id": "t2"}])
    scores = form(tmp_path / "scores", [score("s1"), score("s2", traceId="t2")])
    done = plaudit("import", "--from", "langfuse", traces.name, scores.name, tenant=tenant)
    assert done.returncode == 0, done.stderr
    there = stored(tenant)
    assert there.exchange["t2"]["prompt"] == "Hello"
    on = {"session_id": "chat", "message_id": "t2"}
    assert there.feedback["s2"]["target"] == {"message": on}
    assert there.feedback["s2"]["score"] == 1


def test_feedback_under_the_name_of_a_thumb_is_a_vote(plaudit, tenant, tmp_path):
    votes = [
        score("s1", dataType="BOOLEAN", value=1),
        score("s2", dataType="BOOLEAN", value=0),
        score("s3", value=-1),
        score("s4", dataType="CATEGORICAL", stringValue="Good"),
        score("s5", dataType="CATEGORICAL", stringValue="unclear", value=None),
        score("s6", name="other"),
        score("s7", dataType="CATEGORICAL", stringValue="Thumbs_Down", value=1),
        score("s8", dataType="CATEGORICAL", stringValue="\N{THUMBS UP SIGN}", value=0),
        score("s9", dataType="CATEGORICAL", stringValue="odd", value=0),
    ]
    write(tmp_path / "rows.jsonl", TRACE, *votes)
    command = ("import", "--from", "langfuse", "rows.jsonl", "--thumb", "quality")
    done = plaudit(*command, tenant=tenant)
    assert done.returncode == 0
    neither = "warning: --thumb quality: 2 of its values are neither up nor down"
    assert done.stderr.splitlines() == [neither]
    ratings = {key: one.get("rating") for key, one in stored(tenant).feedback.items()}
    assert ratings == {
        "s1": "RATING_POSITIVE",
        "s2": "RATING_NEGATIVE",
        "s3": "RATING_NEGATIVE",
        "s4": "RATING_POSITIVE",
        "s5": None,
        "s6": None,
        "s7": "RATING_NEGATIVE",
        "s8": "RATING_POSITIVE",
        "s9": None,
    }


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_thumb_that_no_feedback_has_is_named_with_the_names_that_occur(
    more, plaudit, tenant, tmp_path
):
    write(tmp_path / "rows.jsonl", TRACE, score("s1"), score("s2", name="tone"))
    thumbs = ("--thumb", "qualty", "--thumb", "tone")
    done = plaudit("import", "--from", "langfuse", "rows.jsonl", *thumbs, *more, tenant=tenant)
    assert done.returncode == 0, done.stderr
    expected = "warning: --thumb qualty: no feedback has this name; the names are: quality, tone"
    assert done.stderr.splitlines() == [expected]


def test_several_feedbacks_that_plaudit_would_take_for_one_are_all_kept(plaudit, tenant, tmp_path):
    ada = [score(f"s{n}", authorUserId="ada", value=n) for n in (1, 2)]
    nobody = [score(f"s{n}", value=n) for n in (3, 4)]
    write(tmp_path / "rows.jsonl", TRACE, *ada, *nobody)
    done = plaudit("import", "--from", "langfuse", "rows.jsonl", tenant=tenant)
    assert done.returncode == 0, done.stderr
    there = stored(tenant).feedback
    assert {key: one["score"] for key, one in there.items()} == {"s1": 1, "s2": 2, "s3": 3, "s4": 4}
    assert [there[key]["user_id"] for key in ("s1", "s2")] == ["ada", "ada"]


def test_a_later_export_replaces_no_feedback_of_an_earlier_one(plaudit, tenant, tmp_path):
    for n in (1, 2):
        one = score(f"s{n}", authorUserId="ada", value=n)
        write(tmp_path / f"week{n}.jsonl", TRACE, one)
        plaudit("import", "--from", "langfuse", f"week{n}.jsonl", tenant=tenant)
    there = stored(tenant).feedback
    both = plaudit("import", "--from", "langfuse", "week2.jsonl", "week1.jsonl", tenant=tenant)
    assert "0 feedback imported, 2 unchanged" in both.stdout
    assert {key: one["score"] for key, one in there.items()} == {"s1": 1, "s2": 2}


def test_items_without_an_id_are_all_kept_and_imported_once(plaudit, tenant, tmp_path):
    given = [{"value": 1}, {"value": 0}, {"value": 0}]
    scores = [{**score("", authorUserId="ada"), **one} for one in given]
    example = {"datasetName": "qa", "input": "q", "expectedOutput": "a"}
    write(tmp_path / "rows.jsonl", TRACE, *scores, example)
    command = ("import", "--from", "langfuse", "rows.jsonl")
    first = plaudit(*command, tenant=tenant)
    assert "3 feedback imported" in first.stdout, first.stderr
    there = stored(tenant)
    again = plaudit(*command, tenant=tenant)
    assert "0 feedback imported, 3 unchanged" in again.stdout
    assert stored(tenant) == there
    assert len(there.record) == 1


def test_a_text_that_is_json_stays_as_it_was_said(plaudit, tenant, tmp_path):
    said = json.dumps({"result": "ok", "code": 3})
    chat = json.dumps([{"role": "user", "content": "Hello"}])
    write(tmp_path / "rows.jsonl", {**TRACE, "input": chat, "output": said})
    done = plaudit("import", "--from", "langfuse", "rows.jsonl", tenant=tenant)
    assert done.returncode == 0, done.stderr
    exchange = stored(tenant).exchange["t1"]
    assert (exchange["prompt"], exchange["answer"]) == ("Hello", said)


def test_what_does_not_fit_into_metadata_is_named_and_the_rest_is_imported(
    plaudit, tenant, tmp_path
):
    write(tmp_path / "rows.jsonl", {**TRACE, "tags": ["x" * 70_000], "release": "r1"})
    done = plaudit("import", "--from", "langfuse", "rows.jsonl", tenant=tenant)
    assert done.returncode == 0, done.stderr
    assert "tags: not carried: metadata is full (64 KiB, 1,000 values) (1; rows.jsonl line 1)" in (
        done.stdout
    )
    assert stored(tenant).exchange["t1"]["metadata"] == {"langfuse": {"release": "r1"}}


def test_a_dataset_that_differs_stops_the_import_and_the_difference_is_printed(
    plaudit, tenant, exports
):
    define(tenant, name="answers", fields=[text_field("answer")], questions=[text_question("q")])
    for more in ((), ("--dry-run",)):
        done = plaudit("import", "--from", "argilla", "argilla", *more, tenant=tenant)
        assert done.returncode == 1
        assert "dataset 'answers' exists and differs" in done.stderr
        assert "questions: " in done.stderr
    assert stored(tenant).record == {}


def test_two_definitions_of_one_name_are_named(plaudit, tenant, tmp_path):
    config = {"isArchived": False, "dataType": "NUMERIC", "name": "quality", "maxValue": 1}
    write(tmp_path / "rows.jsonl", config, {**config, "maxValue": 2})
    done = plaudit("import", "--from", "langfuse", "rows.jsonl", tenant=tenant)
    assert done.returncode == 1
    assert "rows.jsonl line 2: quality: differs from the one at rows.jsonl line 1" in done.stderr
    assert stored(tenant).criterion["quality"]["number"] == {"max": 1}


def test_flat_records_of_argilla_keep_the_status_of_their_responses(plaudit, tenant, exports):
    settings = ("--settings", "argilla/.argilla/settings.json")
    done = plaudit("import", "--from", "argilla", "argilla_flat.json", *settings, tenant=tenant)
    assert done.returncode == 0, done.stderr
    there = stored(tenant)
    assert there.record["f-1"]["metadata"]["lang"] == "en"
    assert [(one["user_id"], one["status"], one["values"]) for one in there.response["f-1"]] == [
        ("ada", "RESPONSE_STATUS_SUBMITTED", {"verdict": "good"}),
        ("bob", "RESPONSE_STATUS_DRAFT", {"verdict": "bad"}),
    ]


def test_records_of_argillas_api_are_imported(plaudit, tenant, exports):
    answers = {"verdict": {"value": "good"}, "stars": {"value": 2}}
    response = {"id": "x", "values": answers, "status": "discarded", "user_id": "ada"}
    suggestion = {"question_name": "verdict", "value": "bad", "score": 0.5, "type": "model"}
    record = {"external_id": "e-1", "inserted_at": "2026-03-02T10:00:00", "fields": {"answer": "A"}}
    item = {**record, "responses": [response], "suggestions": [suggestion]}
    (exports / "page.json").write_text(json.dumps({"items": [item], "total": 1}))
    settings = ("--settings", "argilla/.argilla/settings.json")
    done = plaudit("import", "--from", "argilla", "page.json", *settings, tenant=tenant)
    assert done.returncode == 0, done.stderr
    there = stored(tenant)
    assert there.record["e-1"]["occur_time"] == "2026-03-02T10:00:00Z"
    assert there.record["e-1"]["metadata"] == {
        "argilla": {"suggestions": {"verdict": {"type": "model"}}, "responses": [{"id": "x"}]}
    }
    (given,) = there.response["e-1"]
    assert given["status"] == "RESPONSE_STATUS_DISCARDED"
    assert given["values"] == {"verdict": "good", "stars": 2}


def test_answers_of_argilla_that_contradict_each_other_are_refused_by_place(
    plaudit, tenant, exports
):
    settings = ("--settings", "argilla/.argilla/settings.json")
    by_ada = [{"value": value, "user_id": "ada"} for value in ("good", "bad", "good")]
    item = {"id": "r1", "fields": {"answer": "A"}, "responses": {"verdict": by_ada}}
    (exports / "page.json").write_text(json.dumps([item]))
    done = plaudit("import", "--from", "argilla", "page.json", *settings, tenant=tenant)
    assert done.returncode == 1
    rule = "must be the only response by its author"
    assert f"page.json item 1: responses.verdict[1]: {rule}" in done.stderr
    (given,) = stored(tenant).response["r1"]
    assert (given["user_id"], given["values"]) == ("ada", {"verdict": "good"})


def test_answers_of_argilla_without_an_author_get_one_each(plaudit, tenant, exports):
    settings = ("--settings", "argilla/.argilla/settings.json")
    answers = {
        "verdict": [{"value": "good"}, {"value": "bad"}],
        "stars": [{"value": 3, "user_id": "ada"}, {"value": 2}],
    }
    answers["verdict"].append({"value": "bad", "user_id": "ada"})
    item = {"id": "r1", "fields": {"answer": "A"}, "responses": answers}
    (exports / "page.json").write_text(json.dumps([item]))
    done = plaudit("import", "--from", "argilla", "page.json", *settings, tenant=tenant)
    assert done.returncode == 0, done.stderr
    given = stored(tenant).response["r1"]
    assert {one.get("external_user_id") or one["user_id"]: one["values"] for one in given} == {
        "argilla:1:r1": {"verdict": "good", "stars": 2},
        "argilla:2:r1": {"verdict": "bad"},
        "ada": {"verdict": "bad", "stars": 3},
    }


def test_annotations_of_label_studio_without_an_annotator_are_responses_each(
    plaudit, tenant, exports
):
    def annotation(number: int, choice: str) -> dict[str, Any]:
        result = {"from_name": "verdict", "to_name": "shown", "type": "choices"}
        result["value"] = {"choices": [choice]}
        return {"id": number, "completed_by": None, "result": [result]}

    given = [annotation(7, "good"), annotation(8, "bad")]
    task = {"id": 1, "data": {"answer": "A"}, "annotations": given}
    (exports / "tasks.json").write_text(json.dumps([task]))
    config = '<View><Text name="shown" value="$answer"/><Choices name="verdict" toName="shown">'
    config += '<Choice value="good"/><Choice value="bad"/></Choices></View>'
    (exports / "labeling.xml").write_text(config)
    files = ("tasks.json", "--settings", "labeling.xml")
    done = plaudit("import", "--from", "label-studio", *files, tenant=tenant)
    assert done.returncode == 0, done.stderr
    authors = {one["external_user_id"]: one["values"] for one in stored(tenant).response["1"]}
    assert authors == {"label_studio:7": {"verdict": "good"}, "label_studio:8": {"verdict": "bad"}}


def test_argilla_without_settings_is_a_usage_error(plaudit, exports):
    done = plaudit("import", "--from", "argilla", "argilla_flat.json")
    assert done.returncode == 2
    assert "--settings" in done.stderr


def test_rows_of_json_min_become_one_record_with_all_responses(plaudit, tenant, exports):
    files = ("label_studio_min.json", "--settings", "label_studio.xml")
    done = plaudit("import", "--from", "label-studio", *files, tenant=tenant)
    assert done.returncode == 0, done.stderr
    there = stored(tenant)
    items = json.loads((DATA / "label_studio_min.json").read_text())
    for item, response in zip(items, there.response["21"], strict=True):
        ours = {"record": there.record["21"], "response": response}
        for row in tables("label-studio")["Rows"]:
            assert not row.is_about(item) or _holds(row, item, ours) or row.theirs == "verdict"
        assert response["values"]["verdict"] == item["verdict"]
    assert there.response["21"][0]["values"] == {
        "verdict": "good",
        "topics": ["billing", "shipping"],
        "stars": 2,
        "better": "By post.\nSoon.",
        "marks": [{"start": 0, "end": 2, "label": "wrong"}],
    }


def test_every_control_of_a_labeling_configuration_is_a_question_or_named(plaudit, tenant, exports):
    done = plaudit("import", "--from", "label-studio", *FILES["label-studio"], tenant=tenant)
    there = stored(tenant)
    dataset = there.dataset["label_studio"]
    kinds = {
        one["name"]: kind
        for what, prefix in (("fields", "field"), ("questions", "question"))
        for one in dataset[what]
        for kind in [f"{prefix}.{k}" for k in one if k not in {"name", "required", "title"}]
    }
    shown = {
        "Text": "answer", "Image": "image", "Chat": "dialogue", "Audio": "audio",
        "Choices": "verdict", "Rating": "stars", "TextArea": "better", "Taxonomy": "area",
        "Pairwise": "preferred", "Labels": "marks", "Ranker": "ranked", "Number": "count",
        "DateTime": "due",
    }  # fmt: skip
    for row in tables("label-studio")["Labeling configuration"]:
        if row.ours:
            assert kinds[shown[row.theirs]] == row.ours
        else:
            assert f"{row.theirs}: not carried" in done.stdout
    (first, _) = there.response["11"]
    assert first["values"] == {
        "verdict": "good",
        "topics": ["billing"],
        "stars": 4,
        "better": "By post.\nSoon.",
        "area": ["Support / Refund"],
        "preferred": ["second", "answer"],
        "ranked": '{"rank": ["b", "a"]}',
        # The mailbox counts once with us, and twice in the browser that made the annotation.
        "marks": [{"start": 4, "end": 7, "label": label} for label in ("wrong", "rude")],
        "count": "3",
        "due": "2026-03-05",
    }
    (box,) = there.record["11"]["metadata"]["label_studio"]["results"]
    assert box["value"]["rectanglelabels"] == ["face"]


def test_the_newest_annotation_of_an_annotator_is_the_response(plaudit, tenant, exports):
    (task,) = json.loads((DATA / "label_studio.json").read_text())
    first, _ = task["annotations"]
    choice = {"from_name": "verdict", "type": "choices", "value": {"choices": ["poor"]}}
    newer = {**first, "id": 103, "created_at": "2026-03-03T10:00:00Z", "result": [choice]}
    (exports / "tasks.json").write_text(json.dumps([{**task, "annotations": [newer, first]}]))
    files = ("tasks.json", "--settings", "label_studio.xml")
    assert plaudit("import", "--from", "label-studio", *files, tenant=tenant).returncode == 0
    there = stored(tenant)
    (response,) = there.response["11"]
    assert response["values"] == {"verdict": "poor"}
    kept = there.record["11"]["metadata"]["label_studio"]["annotations"]
    assert [one["replaced"]["values"]["stars"] for one in kept if "replaced" in one] == [4]


def test_the_newest_row_of_json_min_of_an_annotator_is_the_response(plaudit, tenant, exports):
    first, second = json.loads((DATA / "label_studio_min.json").read_text())
    newer = {**first, "verdict": "poor", "annotation_id": 303, "stars": [{"rating": 4}]}
    newer["created_at"] = "2026-03-03T10:00:00Z"
    (exports / "rows.json").write_text(json.dumps([newer, first, second]))
    command = ("import", "--from", "label-studio", "rows.json", "--settings", "label_studio.xml")
    for _ in range(2):
        done = plaudit(*command, tenant=tenant)
        assert done.returncode == 0, done.stderr
    there = stored(tenant)
    responses = {one["user_id"]: one["values"] for one in there.response["21"]}
    assert (responses["9"]["verdict"], responses["9"]["stars"]) == ("poor", 4)
    assert responses["10"] == {"verdict": "poor"}
    (kept,) = there.record["21"]["metadata"]["label_studio"]["annotations"]
    assert kept["replaced"]["values"]["stars"] == 2
    assert kept["replaced"]["annotation_id"] == 301


def test_label_studio_without_a_labeling_configuration_is_a_usage_error(plaudit, exports):
    done = plaudit("import", "--from", "label-studio", "label_studio.json")
    assert done.returncode == 2
    assert "--settings" in done.stderr


def test_feedback_of_langsmith_with_a_config_makes_a_criterion(plaudit, tenant, tmp_path):
    config = {"type": "continuous", "min": 0, "max": 5}
    row = {"id": "f1", "run_id": "r1", "trace_id": "r1", "key": "quality", "score": 4}
    write(tmp_path / "rows.jsonl", {**row, "feedback_config": config})
    done = plaudit("import", "--from", "langsmith", "rows.jsonl", tenant=tenant)
    assert done.returncode == 0, done.stderr
    assert stored(tenant).criterion["quality"]["number"] == {"min": 0, "max": 5}


def test_the_bulk_export_of_langsmith_holds_objects_as_text(plaudit, tenant, tmp_path):
    run = {
        "id": "r1",
        "trace_id": "r1",
        "run_type": "chain",
        "start_time": "2026-03-02T10:00:00",
        "inputs": '{"question": "Hello"}',
        "outputs": '{"answer": "Hi"}',
        "extra": '{"metadata": {"thread_id": "chat"}}',
    }
    pq.write_table(pa.Table.from_pylist([run]), tmp_path / "runs.parquet")
    assert plaudit("import", "--from", "langsmith", "runs.parquet", tenant=tenant).returncode == 0
    made = stored(tenant).exchange["r1"]
    assert (made["session_id"], made["prompt"], made["answer"]) == ("chat", "Hello", "Hi")


def test_the_table_of_mlflow_is_read(plaudit, tenant, tmp_path):
    row = {
        "trace_id": "tr-1",
        "state": "OK",
        "request_time": 1_772_445_600_000,
        "request": '{"question": "Hello"}',
        "response": '"Hi"',
        "trace_metadata": '{"mlflow.trace.session": "chat"}',
    }
    given = {"assessment_id": "a-1", "assessment_name": "ok", "feedback": {"value": True}}
    row["assessments"] = json.dumps([{**given, "source": {"source_type": "HUMAN"}}])
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "traces.parquet")
    done = plaudit("import", "--from", "mlflow", "traces.parquet", tenant=tenant)
    assert done.returncode == 0, done.stderr
    there = stored(tenant)
    made = there.exchange["tr-1"]
    assert (made["session_id"], made["prompt"], made["answer"]) == ("chat", "Hello", "Hi")
    assert made["occur_time"] == "2026-03-02T10:00:00Z"
    assert there.feedback["a-1"]["value"] == {"bool_value": True}


def test_an_assessment_that_overrides_one_that_is_nowhere_is_kept_and_named(
    plaudit, tenant, exports
):
    (trace,) = json.loads((DATA / "mlflow.json").read_text())
    last = trace["info"]["assessments"][-1]
    trace["info"]["assessments"] = [{**last, "overrides": "a-lost"}]
    (exports / "traces.json").write_text(json.dumps([trace]))
    done = plaudit("import", "--from", "mlflow", "traces.json", tenant=tenant)
    assert done.returncode == 0, done.stderr
    assert "overrules: not carried: no feedback has the external id" in done.stdout
    made = stored(tenant).feedback[last["assessment_id"]]
    assert made["metadata"]["mlflow"]["overrules"] == "a-lost"


def test_the_tables_of_phoenix_are_read(plaudit, tenant, tmp_path):
    span = {
        "__index_level_0__": "sp-1",
        "name": "bot",
        "context.trace_id": "tr-1",
        "start_time": "2026-03-02T10:00:00Z",
        "attributes.input.value": "Hello",
        "attributes.output.value": "Hi",
        "attributes.llm": {"model_name": "big-1"},
        "parent_id": None,
    }
    given = {
        "span_id": "sp-1",
        "annotation_name": "ok",
        "annotator_kind": "LLM",
        "score": 0.5,
        "label": "yes",
        "explanation": "It greets.",
    }
    pq.write_table(pa.Table.from_pylist([span]), tmp_path / "spans.parquet")
    pq.write_table(pa.Table.from_pylist([given]), tmp_path / "annotations.parquet")
    files = ("spans.parquet", "annotations.parquet")
    done = plaudit("import", "--from", "phoenix", *files, tenant=tenant)
    assert done.returncode == 0, done.stderr
    there = stored(tenant)
    assert there.exchange["tr-1"]["model"] == "big-1"
    (made,) = there.feedback.values()
    assert made["target"] == {"message": {"session_id": "tr-1", "message_id": "tr-1"}}
    assert (made["score"], made["text"], made["value"]) == (0.5, "It greets.", {"label": "yes"})


def test_a_score_beside_a_label_is_kept_unless_the_criterion_gives_it(plaudit, tenant, tmp_path):
    config = {"isArchived": False, "dataType": "CATEGORICAL", "name": "quality"}
    config["categories"] = [{"label": "kind", "value": 1}, {"label": "cold", "value": 0}]
    given = {"dataType": "CATEGORICAL", "stringValue": "kind"}
    rows = [score("s1", **given, value=1), score("s2", **given, value=7)]
    write(tmp_path / "rows.jsonl", config, TRACE, *rows)
    done = plaudit("import", "--from", "langfuse", "rows.jsonl", tenant=tenant)
    assert done.returncode == 0, done.stderr
    there = stored(tenant)
    assert there.criterion["quality"]["label"]["labels"] == ["kind", "cold"]
    kept = {key: one["metadata"]["langfuse"].get("score") for key, one in there.feedback.items()}
    assert kept == {"s1": None, "s2": 7}
    assert "value: not carried: its label has it in the criterion" in done.stdout
