"""Examples of an evaluation dataset: an input and an expected output, as records of a dataset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plaudit.cli.importing.peers.conversion import DATASETS, RECORDS, Made, Theirs, is_empty
from plaudit.cli.importing.peers.feedback_rows import row
from plaudit.cli.importing.peers.metadata import plain_json

QUESTION = "better_output"


def definition(name: str) -> dict[str, Any]:
    """Define the dataset: two fields of any JSON, and a question, because each dataset has one."""
    return {
        "name": name[:128],
        "fields": [
            {"name": "input", "custom": {}},
            {"name": "expected_output", "custom": {}},
        ],
        "questions": [{"name": QUESTION, "text": {}}],
    }


def convert(
    theirs: Theirs,
    peer: str,
    *,
    dataset: str,
    external_id: str,
    given: Any,
    expected: Any,
    own: Any,
    occur_time: str | None,
    place: str,
) -> Iterator[Made]:
    """Make the definition of the dataset, which is the same for each example, and the record."""
    yield Made(DATASETS, definition(dataset), place)
    fields = {"input": given, "expected_output": expected}
    record = row(
        external_id=external_id,
        field_to_value={key: plain_json(one) for key, one in fields.items() if not is_empty(one)},
        occur_time=occur_time,
    )
    record["metadata"] = theirs.metadata(peer, own)
    yield Made(RECORDS, {"dataset": dataset[:128], "record": record}, place)
