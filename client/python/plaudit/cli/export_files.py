"""Files of training examples: JSON lines, compressed or not, and Parquet."""

from __future__ import annotations

import contextlib
import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import click
import pyarrow as pa
import pyarrow.parquet as pq
from google.protobuf import json_format
from google.protobuf.message import Message

from plaudit.training_schema import RAW
from plaudit.v1 import export_pb2, feedback_pb2

ENDINGS = (".jsonl", ".jsonl.gz", ".parquet")
GROUP_ROWS = 10_000
"""How many rows a Parquet row group has; they are in memory until it is written."""

Write = Callable[[export_pb2.TrainingExample], None]


def ending(path: Path) -> str:
    """Return the suffix of a file name, which determines the format."""
    for known in ENDINGS:
        if path.name.lower().endswith(known):
            return known
    raise click.UsageError(f"{path.name} must end with one of {', '.join(ENDINGS)}")


def row(example: export_pb2.TrainingExample) -> dict[str, Any]:
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
            dpo = example.dpo
            return {
                "prompt": _text(dpo.prompt),
                "chosen": _text(dpo.chosen),
                "rejected": _text(dpo.rejected),
            }
        case "sft":
            sft = example.sft
            if sft.HasField("prompt") or sft.HasField("completion"):
                return {"prompt": sft.prompt, "completion": sft.completion}
            return {"messages": _messages(sft.messages)}
        case "reward":
            reward = example.reward
            return {
                "prompt": _text(reward.prompt),
                "responses": [_text(answer) for answer in reward.responses],
                "scores": list(reward.scores),
            }
        case "feedback":
            return _json(example.feedback)
    raise click.ClickException("the server sends examples that this version does not know")


def _text(text: export_pb2.TrainingText) -> Any:
    if text.messages:
        return _messages(text.messages)
    return text.text


def _messages(messages: Any) -> list[dict[str, str]]:
    return [{"role": message.role, "content": message.content} for message in messages]


def _json(message: Message) -> dict[str, Any]:
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


def raw_columns(feedback: feedback_pb2.Feedback) -> dict[str, Any]:
    """Return the flat columns of a feedback: nested values as JSON, times as timestamps."""
    fields = _json(feedback)
    columns = {}
    for name in RAW.names:
        value = fields.get(name)
        if isinstance(value, dict):
            value = json.dumps(value, ensure_ascii=False)
        columns[name] = value
    columns["processed"] = feedback.processed
    for name in ("create_time", "update_time"):
        if feedback.HasField(name):
            columns[name] = getattr(feedback, name).ToMicroseconds()
    return columns


@contextlib.contextmanager
def writing(path: Path, kind: str, schema: pa.Schema) -> Iterator[Write]:
    """Open a file of a kind; yields a function that writes an example."""
    if kind == ".parquet":
        with _Parquet(path, schema) as parquet:
            yield parquet.write
        return
    with gzip.open(path, "wb") if kind.endswith(".gz") else path.open("wb") as file:

        def write(example: export_pb2.TrainingExample) -> None:
            line = json.dumps(row(example), ensure_ascii=False)
            file.write(line.encode(errors="backslashreplace") + b"\n")

        yield write


class _Parquet:
    """Writes row groups of a fixed size. Without rows the file still has its schema."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")
        self._schema = schema
        self._rows: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._flush()
        self._writer.close()

    def write(self, example: export_pb2.TrainingExample) -> None:
        if self._schema is RAW:
            self._rows.append(raw_columns(example.feedback))
        else:
            self._rows.append(row(example))
        if len(self._rows) >= GROUP_ROWS:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
            self._rows = []
