"""Exported files: JSON lines, compressed or not, and Parquet."""

from __future__ import annotations

import contextlib
import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from typing_extensions import Self

ENDINGS = (".jsonl", ".jsonl.gz", ".parquet")
GROUP_ROWS = 10_000
"""How many rows a Parquet row group has at most; they are in memory until it is written."""
GROUP_BYTES = 16 * 1024 * 1024
"""About how many bytes the rows of a Parquet row group have."""

Write = Callable[[dict[str, Any]], None]
"""Writes a row."""


def ending(path: Path) -> str:
    """Return the suffix of a file name, which determines the format."""
    for known in ENDINGS:
        if path.name.lower().endswith(known):
            return known
    raise click.UsageError(f"{path.name} must end with one of {', '.join(ENDINGS)}")


def checked(out: Path) -> str:
    """Return the suffix of a file that can be written; otherwise say what is wrong with it."""
    kind = ending(out)
    if not out.parent.is_dir():
        raise click.UsageError(f"there is no folder {out.parent}")
    return kind


@contextlib.contextmanager
def writing(path: Path, kind: str, schema: pa.Schema) -> Iterator[Write]:
    """Open a file of a kind; yields a function that writes a row."""
    if kind == ".parquet":
        with _Parquet(path, schema) as parquet:
            yield parquet.write
        return
    with gzip.open(path, "wb") if kind.endswith(".gz") else path.open("wb") as file:

        def write(row: dict[str, Any]) -> None:
            line = json.dumps(row, ensure_ascii=False)
            file.write(line.encode(errors="backslashreplace") + b"\n")

        yield write


class _Parquet:
    """Writes row groups of a limited size. Without rows the file still has its schema."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")
        self._schema = schema
        self._rows: list[dict[str, Any]] = []
        self._bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._flush()
        self._writer.close()

    def write(self, row: dict[str, Any]) -> None:
        self._rows.append(row)
        self._bytes += _characters(row)
        if len(self._rows) >= GROUP_ROWS or self._bytes >= GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
            self._rows, self._bytes = [], 0


def _characters(value: Any) -> int:
    """Count the characters of all texts in a value."""
    match value:
        case str():
            return len(value)
        case dict():
            return sum(map(_characters, value.values()))
        case list():
            return sum(map(_characters, value))
    return 8
