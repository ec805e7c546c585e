"""The rows of exported files: training examples, and messages of the contract."""

from __future__ import annotations

import json
from typing import Any

import click
import pyarrow as pa

from plaudit.cli.messages import message_row
from plaudit.training_schema import MOMENT
from plaudit.v1 import export_pb2


def example_row(example: export_pb2.TrainingExample) -> dict[str, Any]:
    """Return the row of an example; its keys are the columns of its format."""
    match example.WhichOneof("example"):
        case "kto":
            kto = example.kto
            return {
                "prompt": _text(kto.prompt),
                "completion": _text(kto.completion),
                "label": kto.label,
            }
        case "dpo":
            return _pair(example.dpo)
        case "sft":
            sft = example.sft
            if sft.HasField("prompt") or sft.HasField("completion"):
                return {"prompt": sft.prompt, "completion": sft.completion}
            return {"messages": _messages(sft.messages)}
        case "reward_pair":
            return {**_pair(example.reward_pair), "margin": example.reward_pair.margin}
        case "reward":
            reward = example.reward
            return {
                "prompt": _text(reward.prompt),
                "responses": [_text(answer) for answer in reward.responses],
                "scores": list(reward.scores),
            }
        case "feedback":
            return message_row(example.feedback)
    raise click.ClickException("the server sends examples that this version does not know")


def _pair(pair: export_pb2.DpoExample | export_pb2.RewardPair) -> dict[str, Any]:
    return {
        "prompt": _text(pair.prompt),
        "chosen": _text(pair.chosen),
        "rejected": _text(pair.rejected),
    }


def _text(text: export_pb2.TrainingText) -> Any:
    if text.messages:
        return _messages(text.messages)
    return text.text


def _messages(messages: Any) -> list[dict[str, str]]:
    return [{"role": message.role, "content": message.content} for message in messages]


def message_columns(message: Any, schema: pa.Schema) -> dict[str, Any]:
    """Return the flat columns of a message: nested values as JSON, times as timestamps."""
    fields = message_row(message)
    columns: dict[str, Any] = {}
    for column in schema:
        value = fields.get(column.name)
        if column.type == pa.bool_():
            value = getattr(message, column.name)
        elif column.type == MOMENT:
            moment = getattr(message, column.name)
            value = moment.ToMicroseconds() if message.HasField(column.name) else None
        elif pa.types.is_string(column.type) and value is not None and not isinstance(value, str):
            value = json.dumps(value, ensure_ascii=False)
        columns[column.name] = value
    return columns
