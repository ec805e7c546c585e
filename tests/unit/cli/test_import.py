"""Rows are read whatever the file looks like, and travel in bounded batches."""

import gzip
import itertools
import json
import re
import tracemalloc
from pathlib import Path

import click
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from plaudit.cli.importing.command import command
from plaudit.cli.importing.fields import OUTPUT_ONLY
from plaudit.cli.importing.kinds import (
    EXCHANGES,
    FEEDBACK,
    RECORDS,
    BadRow,
    Notes,
    Options,
    listed_words,
)
from plaudit.cli.importing.rows import LONGEST_LINE, Row, UnreadableFile, open_rows
from plaudit.cli.importing.sending import batches
from plaudit.cli.importing.state import Import, State, StateFile
from plaudit.errors import Violation
from plaudit.v1 import dataset_pb2, exchange_pb2
from plaudit.v1.feedback_pb2 import Feedback

CONTRACT = Path(__file__).parents[3] / "proto" / "plaudit" / "v1"
SEARCH = {"target": {"search": {"search_id": "s"}}, "rating": "RATING_POSITIVE"}


def read(path, kind=FEEDBACK, done=0):
    return list(open_rows(path, kind).after(done))


def test_lines_are_counted_and_invalid_ones_have_their_number(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}\n\n[1]\n\xff\n{"b": 2}\n{"c": ')
    rows = read(path)
    assert [row.number for row in rows] == [1, 3, 4, 5, 6]
    assert [row.value for row in rows] == [{"a": 1}, None, None, {"b": 2}, None]
    assert "in the middle" in rows[-1].wrong.rule
    assert [row.number for row in read(path, done=4)] == [5, 6]


def test_a_line_longer_than_any_request_is_skipped(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"x" * (2 * LONGEST_LINE + 5) + b'\n{"a": 1}\n')
    long, good = read(path)
    assert "longer" in long.wrong.rule
    assert (good.number, good.value) == (2, {"a": 1})


def test_a_truncated_gzip_file_yields_its_rows_and_one_invalid_row(tmp_path):
    path = tmp_path / "rows.jsonl.gz"
    lines = b"".join(json.dumps({"id": str(hash(str(n)))}).encode() + b"\n" for n in range(9000))
    packed = gzip.compress(lines)
    path.write_bytes(packed[: len(packed) // 2])
    *good, last = read(path)
    assert good
    assert all(row.value for row in good)
    assert "cut off" in last.wrong.rule
    assert last.number == good[-1].number + 1


def test_parquet_gives_rows_with_nested_columns_or_json(tmp_path):
    path = tmp_path / "rows.parquet"
    table = {
        "target": [SEARCH["target"], {"search": {"search_id": "t"}}],
        "metadata": ['{"a": null}', None],
        "score": [1.5, None],
    }
    pq.write_table(pa.table(table), path, row_group_size=1)
    first, second = read(path)
    assert first.value == {"target": SEARCH["target"], "metadata": {"a": None}, "score": 1.5}
    assert second.value == {"target": {"search": {"search_id": "t"}}}
    assert [row.number for row in read(path, done=1)] == [2]


def test_a_cut_off_parquet_file_and_unknown_columns_are_refused_at_once(tmp_path):
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"nonsense": [1]}), path)
    with pytest.raises(click.UsageError, match="nonsense"):
        open_rows(path, FEEDBACK)
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(UnreadableFile, match="not a complete Parquet"):
        open_rows(path, FEEDBACK)


def test_an_invalid_row_has_all_its_violations():
    with pytest.raises(BadRow) as refused:
        FEEDBACK.message({"score": "x", "rating": "GREAT", "name": "n", "lost": 1}, Options())
    assert {v.field for v in refused.value.violations} == {"score", "rating", "lost"}


@pytest.mark.parametrize(
    ("written", "rating"),
    [
        *[(word, "RATING_POSITIVE") for word in ("positive", "Positive", "RATING_POSITIVE")],
        *[(word, "RATING_POSITIVE") for word in ("thumbs_up", "thumbs-up", "thumbsUp", 1, True)],
        *[(word, "RATING_NEGATIVE") for word in ("negative", "thumbs down", 0, 0.0, False, 2)],
    ],
)
def test_a_rating_is_read_in_peoples_words(written, rating):
    made = FEEDBACK.message({"rating": written, "impact": written}, Options())
    assert made == Feedback(rating=rating, impact=rating)


@pytest.mark.parametrize(
    "written", ["thumbs_up", "thumbs-up", "thumbsUp", "Thumbs up", "FEEDBACK_TYPE_THUMBS_UP", 1]
)
def test_words_of_every_enum_are_read_in_any_usual_spelling(written):
    assert FEEDBACK.message({"type": written}, Options()) == Feedback(
        type="FEEDBACK_TYPE_THUMBS_UP"
    )
    row = {"record": {"field_to_value": {}}, "responses": [{"status": "discarded"}]}
    made = RECORDS.message(row, Options())
    assert made.responses[0].status == dataset_pb2.RESPONSE_STATUS_DISCARDED
    made = EXCHANGES.message({"status": "Completed"}, Options())
    assert made.status == exchange_pb2.EXCHANGE_STATUS_COMPLETED


def test_keys_are_read_in_snake_case_and_in_camel_case():
    for key in ("external_user_id", "externalUserId"):
        made = FEEDBACK.message({key: "u"}, Options())
        assert made.external_user_id == "u"


@pytest.mark.parametrize("written", ["great", -1, "-1", 3, 0.5, "", ["positive"], {}])
def test_an_unknown_word_is_refused_with_those_that_there_are(written):
    with pytest.raises(BadRow) as refused:
        FEEDBACK.message({"rating": written}, Options())
    assert refused.value.violations == (
        Violation(
            "rating",
            "must be one of positive, negative, thumbs_up, thumbs_down, good, bad, 1, 0, true,"
            " false",
        ),
    )


def test_what_is_not_understood_is_named_wherever_it_stands():
    row = {
        "record": {"field_to_value": {}, "external_ids": "x", "prompt": "Hello"},
        "responses": [{"status": "submited"}, {"user_id": "a", "userId": "b"}],
        "lost": 1,
    }
    with pytest.raises(BadRow) as refused:
        RECORDS.message(row, Options())
    assert {v.field: v.rule for v in refused.value.violations} == {
        "record.external_ids": "is an unknown field of Record: did you mean external_id?",
        "record.prompt": (
            "is an unknown field of Record: if the dataset has it, it belongs into field_to_value"
        ),
        "responses[0].status": "must be one of draft, submitted, discarded",
        "responses[1].user_id": "is given twice: also as userId",
        "responses[1].userId": "is given twice: also as user_id",
        "lost": "is an unknown field of NewRecord",
    }


def test_a_key_that_belongs_deeper_in_the_row_is_refused_with_its_place():
    with pytest.raises(BadRow) as refused:
        FEEDBACK.message({"messageId": "m", "search_id": "q", "status": "active"}, Options())
    assert {v.field: v.rule for v in refused.value.violations} == {
        "messageId": "is an unknown field of Feedback: did you mean target.message.message_id?",
        "search_id": "is an unknown field of Feedback: did you mean target.search.search_id?",
        "status": "is an unknown field of Feedback",
    }


@pytest.mark.parametrize(
    ("row", "field", "rule"),
    [
        ({"score": "high"}, "score", "must be a number"),
        ({"text": 5}, "text", "must be a text"),
        ({"processed": "yes"}, "processed", "must be true or false"),
        ({"metadata": "x"}, "metadata", "must be a JSON object"),
        ({"citedMemoryIds": "x"}, "citedMemoryIds", "must be a list"),
        ({"value": {"int_value": 1.5}}, "value.int_value", "must be a whole number within 64 bits"),
        (
            {"createTime": "yesterday"},
            "createTime",
            "must be a time with its offset, such as 2026-11-01T10:00:00Z",
        ),
        (
            {"target": {"message": {"session_id": 5}}},
            "target.message.session_id",
            "must be a text",
        ),
        (
            {"target": {"search": {}, "session": {}}},
            "target",
            "has two of search, session, of which only one may be set",
        ),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_with_its_field_and_the_right_type(row, field, rule):
    with pytest.raises(BadRow) as refused:
        FEEDBACK.message(row, Options())
    assert refused.value.violations == (Violation(field, rule),)


def test_the_help_lists_the_words():
    shown = " ".join(CliRunner().invoke(command, ["--help"]).output.split())
    assert (
        "feedback, rating: positive, negative, thumbs_up, thumbs_down, good, bad, 1, 0, true"
        in shown
    )
    for kind, path, words in listed_words():
        assert f"{kind}, {path}: {', '.join(words)}" in shown


def test_a_record_is_taken_with_responses_or_alone_and_gets_its_dataset():
    options = Options(dataset_id="ds_1")
    alone = RECORDS.message({"field_to_value": {"a": "b"}}, options)
    both = RECORDS.message(
        {"record": {"field_to_value": {}, "dataset_id": "ds_2"}, "responses": [{"values": {}}]},
        options,
    )
    assert alone.record.dataset_id == "ds_1"
    assert both.record.dataset_id == "ds_2"
    assert len(both.responses) == 1


def test_batches_are_bounded_in_rows_and_in_bytes_and_cover_every_row():
    rows = [
        Row(n, {"session_id": "s", "message_id": str(n), "prompt": "x" * 1000})
        for n in range(1, 101)
    ]
    rows[41] = Row(42, None)
    by_rows = list(batches(rows, EXCHANGES, Options(), 30))
    by_bytes = list(batches(rows, EXCHANGES, Options(), 1000, most_bytes=5500))
    for made in (by_rows, by_bytes):
        assert made[0].first == 1
        assert made[-1].last == 100
        assert all(a.last < b.first for a, b in itertools.pairwise(made))
        assert sum(len(batch.messages) for batch in made) == 99
        assert [r.row.number for batch in made for r in batch.rejections] == [42]
    assert len(by_rows) == 4
    assert all(sum(m.ByteSize() for m in b.messages) <= 5500 for b in by_bytes)


def test_a_row_larger_than_any_request_is_rejected_before_it_is_sent():
    large = Row(1, {"session_id": "s", "message_id": "m", "prompt": "x" * 4_000_000})
    (batch,) = batches([large], EXCHANGES, Options(), 10)
    assert batch.rejections[0].failure.reason == "MESSAGE_TOO_LARGE"


def test_the_state_of_an_import_names_its_batches_again(tmp_path):
    file = StateFile(tmp_path / "rows.jsonl")
    state = State(Import("digest", "feedback", "server", "", "", False), batch_size=5, rows_done=7)
    file.save(state)
    loaded = file.load()
    assert loaded == state
    assert loaded.request_id(8, 12) == state.request_id(8, 12) != state.request_id(8, 13)
    other = State(state.import_, batch_size=5)
    assert other.request_id(8, 12) != state.request_id(8, 12)
    file.path.write_text("{")
    with pytest.raises(click.ClickException, match="--restart"):
        file.load()


def test_every_field_that_only_plaudit_sets_is_handled_on_purpose():
    messages = {"Exchange": "exchange", "Feedback": "feedback"}
    messages |= {"Record": "dataset", "RecordResponse": "dataset"}
    for name, file in messages.items():
        text = (CONTRACT / f"{file}.proto").read_text()
        body = re.search(rf"^message {name} {{\n(.*?)^}}", text, re.MULTILINE | re.DOTALL)[1]
        commented = re.findall(r"((?:^  //.*\n)+)^  [\w. ]+? (\w+) = \d+", body, re.MULTILINE)
        output_only = {field for comment, field in commented if "// Output only" in comment}
        handled = {field.split(".")[-1] for field in OUTPUT_ONLY if f".{name}." in field}
        assert output_only
        assert output_only <= handled


def test_the_help_names_the_fields_that_are_not_imported():
    shown = " ".join(CliRunner().invoke(command, ["--help"]).output.split())
    assert "exchanges: id, update_time" in shown
    assert "feedback: id, session_context, state, revision, update_time" in shown
    assert "responses: id, record_id, update_time, dataset_id" in shown


def test_what_is_left_out_is_noted_by_field():
    notes = Notes()
    row = {
        "record": {"field_to_value": {}, "id": "rec_1", "tags": 1},
        "responses": [{"id": "rsp_1", "notes": 1}, {"notes": 2}],
    }
    options = Options(ignore=frozenset({"record.tags", "responses.notes"}))
    made = RECORDS.message(row, options, notes)
    assert not made.record.id
    assert not made.responses[0].id
    assert notes.ignored == {"record.tags": 1, "responses.notes": 1}


@pytest.mark.parametrize("field", ["response", "responses"])
def test_a_field_of_responses_is_left_out_in_every_form_of_rows(field):
    notes = Notes()
    one = {"user_id": "ada", "values": {}, "notes": "x"}
    rows = [
        {"record": {"field_to_value": {}}, "responses": [one]},
        {"record": {"field_to_value": {}}, "response": one},
        {"field_to_value": {}, "response": one},
    ]
    options = Options(ignore=RECORDS.ignoring(frozenset({f"{field}.notes"})))
    assert [len(RECORDS.message(row, options, notes).responses) for row in rows] == [1, 1, 1]
    assert notes.ignored == {"responses.notes": 1, "response.notes": 2}
    whole = Options(ignore=RECORDS.ignoring(frozenset({field})))
    assert [len(RECORDS.message(row, whole, notes).responses) for row in rows] == [0, 0, 0]


@pytest.mark.parametrize("state", ["deleted", "FEEDBACK_STATE_ERASED", 3, "gone"])
def test_feedback_that_no_longer_counts_is_not_brought_back(state):
    with pytest.raises(BadRow) as refused:
        FEEDBACK.message({**SEARCH, "state": state}, Options())
    (violation,) = refused.value.violations
    assert violation.field == "state"
    assert "--ignore state" in violation.rule
    assert FEEDBACK.message({**SEARCH, "state": "active"}, Options())
    assert FEEDBACK.message({**SEARCH, "state": state}, Options(ignore=frozenset({"state"})))


def test_a_row_with_a_map_that_has_a_key_twice_is_refused_and_the_others_are_read(tmp_path):
    path = tmp_path / "rows.parquet"
    metadata = pa.array([[("a", "1")], [("a", "1"), ("a", "2")]], pa.map_(pa.string(), pa.string()))
    times = pa.array([1_700_000_000_000_000_001, None], pa.timestamp("ns", "UTC"))
    pq.write_table(pa.table({"metadata": metadata, "create_time": times}), path)
    first, second = read(path)
    assert first.value == {
        "metadata": {"a": "1"},
        "create_time": "2023-11-14T22:13:20Z",
    }
    assert second.wrong.rule == "has a map with the same key twice"
    assert second.value == {"metadata": [["a", "1"], ["a", "2"]]}
    (batch,) = batches([first, second], FEEDBACK, Options(), 10)
    assert [rejection.row.number for rejection in batch.rejections] == [2]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(tmp_path):
    """Counts what Python allocates, so that it is the same in every run."""
    peaks = []
    for count in (500, 4000):
        path = tmp_path / f"{count}.jsonl"
        with path.open("w") as file:
            for n in range(count):
                row = {"session_id": "s", "message_id": str(n), "prompt": "x" * 20_000}
                file.write(json.dumps(row) + "\n")
        tracemalloc.start()
        for batch in batches(open_rows(path, EXCHANGES).after(0), EXCHANGES, Options(), 500):
            assert batch.rows
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0] < path.stat().st_size / 5
