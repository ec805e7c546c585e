"""Files of a running server have exactly the columns that the trainers of TRL read."""

from __future__ import annotations

import datasets
import pytest

from plaudit.v1.feedback_pb2 import RATING_NEGATIVE, RATING_POSITIVE
from support.messages import about, register, submit
from support.trainers import COLUMNS


@pytest.fixture
def judged(tenant):
    """A namespace from which every format makes an example."""
    for answer, rating in (("good", RATING_POSITIVE), ("bad", RATING_NEGATIVE)):
        exchange = register(tenant, prompt="p", answer=answer)
        submit(tenant, target=about(exchange), rating=rating)
    return tenant


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_a_file_has_the_columns_and_types_that_its_trainer_reads(
    plaudit, judged, tmp_path, ending, subtests
):
    for (format_, form), columns in COLUMNS.items():
        with subtests.test(format=format_, form=form):
            file = tmp_path / f"{format_}-{form}.{ending}"
            done = plaudit("export", format_, str(file), "--form", form, tenant=judged)
            assert done.returncode == 0, done.stderr
            loaded = datasets.load_dataset(
                "json" if ending == "jsonl" else "parquet",
                data_files=str(file),
                split="train",
                cache_dir=str(tmp_path / "cache"),
            )
            assert len(loaded) > 0
            assert loaded.features == datasets.Features(columns)
