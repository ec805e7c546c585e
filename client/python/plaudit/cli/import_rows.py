"""Rows of a file: JSON lines, packed or not, and Parquet; read without holding the file."""

from __future__ import annotations

import base64
import contextlib
import gzip
import itertools
import json
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import click
import pyarrow as pa
import pyarrow.parquet as pq

from plaudit.cli.failures import Violation
from plaudit.cli.import_kinds import Kind, holds_json

ENDINGS = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".parquet")
LONGEST_LINE = 16 * 1024 * 1024
"""Four times what the server takes: what is longer is not even read."""
TEXT_SHOWN = 1000
"""How much of a line that is no JSON is kept to show it."""
PARQUET_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file, from 1, and its object or what is wrong with it."""

    number: int
    value: dict[str, Any] | None
    wrong: Violation | None = None
    text: str = ""
    """Of a row without an object: the beginning of what stands there."""


class UnreadableFile(click.ClickException):
    """A file that cannot be read, or no further."""


class Rows(ABC):
    """The rows of a file behind those that were done before."""

    unit = "line"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        """What `position` counts up to."""
        self.position = 0

    @abstractmethod
    def behind(self, done: int) -> Iterator[Row]:
        """Read the rows that come after so many."""


def open_rows(path: Path, kind: Kind) -> Rows:
    """Open a file by the ending of its name."""
    name = path.name.lower()
    if name.endswith(".parquet"):
        return ParquetRows(path, kind)
    if name.endswith((".jsonl", ".ndjson")):
        return JsonRows(path)
    if name.endswith((".jsonl.gz", ".ndjson.gz")):
        return JsonRows(path, packed=True)
    raise click.UsageError(f"{path.name} ends with none of {', '.join(ENDINGS)}")


class JsonRows(Rows):
    """One JSON object a line; empty lines are no rows, but count."""

    def __init__(self, path: Path, *, packed: bool = False) -> None:
        super().__init__(path)
        self._packed = packed

    def behind(self, done: int) -> Iterator[Row]:
        with self.path.open("rb") as raw, _reader(raw, packed=self._packed) as reader:
            for number, line in _lines(reader):
                self.position = raw.tell() if self._packed else self.position + len(line)
                if number > done and line.strip():
                    yield _row(number, line)


class _Unread(bytes):
    """Stands for a line that could not be read, and says why."""


def _reader(raw: BinaryIO, *, packed: bool) -> contextlib.AbstractContextManager[Any]:
    return gzip.GzipFile(fileobj=raw, mode="rb") if packed else contextlib.nullcontext(raw)


def _lines(reader: BinaryIO) -> Iterator[tuple[int, bytes]]:
    for number in itertools.count(1):
        try:
            line = reader.readline(LONGEST_LINE)
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                while (rest := reader.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                    pass
                line = _Unread(b"is longer than any request may be")
        except (EOFError, OSError, zlib.error) as error:
            yield number, _Unread(f"cannot be read, the file breaks off: {error}".encode())
            return
        if not line:
            return
        yield number, line


def _row(number: int, line: bytes) -> Row:
    if isinstance(line, _Unread):
        return Row(number, None, Violation("", line.decode()))
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        shown = line[:TEXT_SHOWN].decode(errors="replace")
        return Row(number, None, Violation("", f"is no UTF-8: {error.reason}"), shown)
    try:
        value = json.loads(text)
    except RecursionError:
        return Row(number, None, Violation("", "is nested too deep"), text[:TEXT_SHOWN])
    except ValueError as error:
        cut = "" if text.endswith("\n") else "; the file ends in the middle of it"
        return Row(number, None, Violation("", f"is no JSON: {error}{cut}"), text[:TEXT_SHOWN])
    if not isinstance(value, dict):
        return Row(number, None, Violation("", "is no JSON object"), text[:TEXT_SHOWN])
    return Row(number, value)


class ParquetRows(Rows):
    """The rows of a Parquet file; its columns are the keys."""

    unit = "row"

    def __init__(self, path: Path, kind: Kind) -> None:
        super().__init__(path)
        try:
            self._file = pq.ParquetFile(path)
        except (pa.ArrowException, OSError) as error:
            raise UnreadableFile(
                f"{path.name} is no whole Parquet file; nothing was imported. {_first(error)}"
            ) from None
        names = self._file.schema_arrow.names
        if unknown := [name for name in names if name not in kind.fields]:
            raise click.UsageError(
                f"{path.name} has columns that {kind.name} do not have: {', '.join(unknown)}"
            )
        self._json = frozenset(name for name in names if holds_json(kind, name))
        self.size = self._file.metadata.num_rows

    def behind(self, done: int) -> Iterator[Row]:
        groups, before = self._groups(done)
        self.position = number = before
        try:
            for batch in self._file.iter_batches(PARQUET_ROWS, row_groups=groups):
                for value in batch.to_pylist(maps_as_pydicts="lossy"):
                    number += 1
                    self.position = number
                    if number > done:
                        yield self._row(number, value)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise UnreadableFile(
                f"{self.path.name} cannot be read behind row {number}. {_first(error)}"
            ) from None

    def _groups(self, done: int) -> tuple[list[int], int]:
        """Name the row groups that hold what is left, and how many rows come before them."""
        metadata = self._file.metadata
        before = 0
        for group in range(metadata.num_row_groups):
            rows = metadata.row_group(group).num_rows
            if before + rows > done:
                return list(range(group, metadata.num_row_groups)), before
            before += rows
        return [], before

    def _row(self, number: int, value: dict[str, Any]) -> Row:
        made = {}
        for name, cell in value.items():
            if cell is None:
                continue
            if isinstance(cell, str) and name in self._json:
                try:
                    made[name] = json.loads(cell)
                except ValueError as error:
                    wrong = Violation(name, f"is no JSON: {error}")
                    return Row(number, None, wrong, cell[:TEXT_SHOWN])
            else:
                made[name] = _plain(cell)
        return Row(number, made)


def _plain(value: Any) -> Any:
    """Make JSON of what Arrow answers; what a structure does not have is left out."""
    match value:
        case dict():
            return {key: _plain(inner) for key, inner in value.items() if inner is not None}
        case list():
            return [_plain(inner) for inner in value]
        case datetime():
            moment = value if value.tzinfo else value.replace(tzinfo=UTC)
            return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode()
        case Decimal():
            return float(value)
    return value


def _first(error: BaseException) -> str:
    return str(error).partition("\n")[0]
