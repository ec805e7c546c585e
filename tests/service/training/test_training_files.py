"""Real dialogs, rated by three annotators, become files that trainers load."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plaudit.v1 import exchange_pb2, feedback_pb2
from plaudit.v1.feedback_pb2 import RATING_NEGATIVE, RATING_POSITIVE
from plaudit.v1.target_pb2 import MessageTarget, Target
from service.test_references import DIALOGS, exchanges_of, feedbacks_of


@pytest.fixture
def rated(tenant: Any) -> Any:
    """A namespace with the dialogs and their 150 ratings.

    If an annotator says that the human corrected the bot, the correction is what the human said.
    Another exchange with the same prompt and a good answer makes a pair with each bad answer.
    """
    for number, dialog in enumerate(DIALOGS):
        exchanges = exchanges_of(number, dialog)
        last = exchange_pb2.Exchange()
        last.CopyFrom(exchanges[-1])
        last.message_id, last.request_id, last.answer = "better", "", "What do you mean?"
        tenant.exchanges.BatchCreateExchanges(
            exchange_pb2.BatchCreateExchangesRequest(items=[*exchanges, last])
        )
        given = feedbacks_of(number, dialog)
        for feedback in given:
            if feedback.rating == RATING_NEGATIVE:
                feedback.correction = feedback.text
        given.append(
            feedback_pb2.Feedback(
                target=Target(
                    message=MessageTarget(session_id=last.session_id, message_id="better")
                ),
                rating=RATING_POSITIVE,
                external_user_id="editor",
            )
        )
        answer = tenant.feedback.BatchSubmit(feedback_pb2.BatchSubmitRequest(items=given))
        assert answer.failed_count == 0
    return tenant


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_dialogs_become_files_that_load(
    rated: Any, plaudit: Any, tmp_path: Path, ending: str
) -> None:
    import datasets  # noqa: PLC0415 - it takes a second

    loaded: dict[str, list[dict[str, Any]]] = {}
    for name in ("kto", "dpo", "sft"):
        file = tmp_path / f"{name}.{ending}"
        done = plaudit("export", name, str(file), tenant=rated)
        assert done.returncode == 0, done.stderr
        kind = "json" if ending == "jsonl" else "parquet"
        read = datasets.load_dataset(
            kind, data_files=str(file), split="train", cache_dir=str(tmp_path / "cache")
        )
        loaded[name] = list(read)

    labels = [example["label"] for example in loaded["kto"]]
    negative = sum(
        annotation["user_correction"] == "C1"
        for dialog in DIALOGS
        for annotation in dialog["annotations"]
    )
    assert (labels.count(True), labels.count(False)) == (150 - negative + 50, negative)
    assert negative
    for example in loaded["kto"]:
        assert list(example) == ["prompt", "completion", "label"]
        assert example["prompt"][-1]["role"] == "user"
        assert [turn["role"] for turn in example["completion"]] == ["assistant"]

    phrases = {
        annotation["phrase"]
        for dialog in DIALOGS
        for annotation in dialog["annotations"]
        if annotation["user_correction"] == "C1"
    }
    assert loaded["dpo"]
    for example in loaded["dpo"]:
        assert list(example) == ["prompt", "chosen", "rejected"]
        assert example["chosen"][0]["content"] in {*phrases, "What do you mean?"}
        assert example["chosen"] != example["rejected"]

    assert len(loaded["sft"]) >= 50
    for example in loaded["sft"]:
        assert list(example) == ["messages"]
        assert example["messages"][-1]["role"] == "assistant"
        assert json.dumps(example["messages"])
