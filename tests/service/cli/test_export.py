"""`plaudit export` against a real server."""

from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest

from plaudit.v1.feedback_pb2 import RATING_NEGATIVE, RATING_POSITIVE
from support.messages import about, register, submit


@pytest.fixture
def judged(tenant):
    """A namespace with an exchange that was liked and one that was not."""
    for rating in (RATING_POSITIVE, RATING_NEGATIVE):
        exchange = register(tenant, prompt="p", answer=f"a{rating}")
        submit(tenant, target=about(exchange), rating=rating, correction="better")
    return tenant


@pytest.mark.parametrize("form", ["conversational", "plain"])
@pytest.mark.parametrize(
    ("format_", "rows"), [("kto", 2), ("dpo", 3), ("sft", 1), ("reward", 1), ("scores", 1)]
)
def test_examples_are_written(plaudit, judged, tmp_path, format_, rows, form):
    for out in ("out.jsonl", "out.parquet"):
        done = plaudit("export", format_, out, "--form", form, tenant=judged)
        assert (done.returncode, done.stdout) == (0, f"{rows} examples in {out}\n")
    read = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    table = pq.read_table(tmp_path / "out.parquet")
    assert len(read) == table.num_rows == rows
    assert read == table.to_pylist()


def test_an_empty_export_is_reported(plaudit, tenant, tmp_path):
    done = plaudit("export", "kto", "out.jsonl", tenant=tenant)
    assert (done.returncode, done.stdout) == (0, "no examples: out.jsonl has no rows\n")
    assert (tmp_path / "out.jsonl").read_text() == ""


def test_an_unknown_dataset_leaves_no_file(plaudit, tenant, tmp_path):
    done = plaudit("export", "dpo", "out.jsonl", "--dataset", "lost", tenant=tenant)
    assert done.returncode == 1
    assert "DATASET_NOT_FOUND" in done.stderr
    assert list(tmp_path.iterdir()) == []
