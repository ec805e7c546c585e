"""Reads the rows of a file, JSON lines (also with gzip) or Parquet, without loading it whole."""

from __future__ import annotations

import base64
import codecs
import contextlib
import gzip
import itertools
import json
import zlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import click
import pyarrow as pa
import pyarrow.parquet as pq

from plaudit.cli.importing.kinds import Kind, holds_json
from plaudit.errors import Violation

ENDINGS = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".parquet")
LONGEST_LINE = 16 * 1024 * 1024
"""Four times the server's limit; a longer line is skipped."""
TEXT_SHOWN = 1000
"""How many characters of an invalid line are kept to show it."""
PARQUET_ROWS = 1000
REFUSED = ".rejected.jsonl"
"""How the name of a file of refused rows ends, after that of the imported file."""
REFUSED_NUMBERS = {"line": "line", "row": "row_number"}
"""Under which key a file of refused rows has the number of a row, by the unit of its file."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the file, from 1, and its object.

    A row with a violation is refused. It has no object if it could not be read.
    """

    number: int
    value: dict[str, Any] | None
    wrong: Violation | None = None
    text: str = ""
    """The beginning of the line, if it has no object."""


class UnreadableFile(click.ClickException):
    """A file that cannot be read, or not to its end."""


class Rows(ABC):
    """The rows of a file."""

    unit = "line"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        """The value of `position` at the end of the file."""
        self.position = 0

    @abstractmethod
    def after(self, done: int) -> Iterator[Row]:
        """Read the rows after row number `done`."""


def open_rows(path: Path, kind: Kind, ignore: frozenset[str] = frozenset()) -> Rows:
    """Open a file; its suffix determines the format.

    A Parquet file may have columns that are not fields of the kind if `ignore` names them.
    """
    name = path.name.lower()
    if name.endswith(".parquet"):
        return ParquetRows(path, kind, ignore)
    if name.endswith((".jsonl", ".ndjson")):
        return JsonRows(path)
    if name.endswith((".jsonl.gz", ".ndjson.gz")):
        return JsonRows(path, packed=True)
    raise click.UsageError(f"{path.name} must end with one of {', '.join(ENDINGS)}")


class JsonRows(Rows):
    """One JSON object per line; empty lines are skipped, but counted.

    Of a line of a file of refused rows, which an import has written, the refused row is read.
    """

    def __init__(self, path: Path, *, packed: bool = False) -> None:
        super().__init__(path)
        self._packed = packed
        self._refuse_other_files()

    def _refuse_other_files(self) -> None:
        """Raise UnreadableFile for a file that has no rows at all as its name promises."""
        name = self.path.name
        with self.path.open("rb") as raw:
            first = raw.read(len(GZIP))
            if self._packed and not first:
                raise UnreadableFile(f"{name} is empty: it is cut off; nothing was imported")
            if self._packed and first != GZIP[: len(first)]:
                raise UnreadableFile(f"{name} is not gzip; nothing was imported")
            raw.seek(0)
            with _reader(raw, packed=self._packed) as reader, contextlib.suppress(*_UNPACKING):
                first = reader.read(2)
        if first.startswith(UTF_16):
            raise UnreadableFile(f"{name} is UTF-16, and must be UTF-8; nothing was imported")

    def after(self, done: int) -> Iterator[Row]:
        with self.path.open("rb") as raw, _reader(raw, packed=self._packed) as reader:
            for number, line in _lines(reader):
                self.position = raw.tell() if self._packed else self.position + len(line)
                if number > done and line.strip():
                    yield _unwrapped(_row(number, line))


UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
GZIP = b"\x1f\x8b"
"""How a gzip file begins."""
_UNPACKING = (EOFError, OSError, zlib.error)
"""What reading a gzip file may raise."""


class _Unread(bytes):
    """The error message of a line that could not be read."""


def _reader(raw: BinaryIO, *, packed: bool) -> contextlib.AbstractContextManager[Any]:
    return gzip.GzipFile(fileobj=raw, mode="rb") if packed else contextlib.nullcontext(raw)


def _lines(reader: BinaryIO) -> Iterator[tuple[int, bytes]]:
    for number in itertools.count(1):
        try:
            line = reader.readline(LONGEST_LINE)
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                while (rest := reader.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                    pass
                line = _Unread(b"is longer than a request may be")
        except _UNPACKING as error:
            why = "cut off" if isinstance(error, EOFError) else "damaged"
            yield number, _Unread(f"cannot be read, the file is {why}: {error}".encode())
            return
        if not line:
            return
        yield number, line


def _row(number: int, line: bytes, encoding: str = "") -> Row:
    if isinstance(line, _Unread):
        return Row(number, None, Violation("", line.decode()))
    try:
        text = line.decode(encoding or ("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        shown = line[:TEXT_SHOWN].decode(errors="replace")
        return Row(number, None, Violation("", f"is not valid UTF-8: {error.reason}"), shown)
    try:
        value = _DECODER.decode(text)
    except _GivenTwice as error:
        return Row(number, None, Violation(str(error), "is given twice"), text[:TEXT_SHOWN])
    except RecursionError:
        return Row(number, None, Violation("", "is nested too deeply"), text[:TEXT_SHOWN])
    except ValueError as error:
        cut = "" if text.endswith("\n") else "; the file ends in the middle of the line"
        wrong = Violation("", f"is not valid JSON: {error}{cut}")
        return Row(number, None, wrong, text[:TEXT_SHOWN])
    if not isinstance(value, dict):
        return Row(number, None, Violation("", "is not a JSON object"), text[:TEXT_SHOWN])
    return Row(number, value)


class _GivenTwice(Exception):
    """A key that an object has twice."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = Counter(key for key, _ in pairs)
        raise _GivenTwice(next(key for key, count in keys.items() if count > 1))
    return made


_DECODER = json.JSONDecoder(object_pairs_hook=_object)


def _unwrapped(row: Row) -> Row:
    """Return the refused row in a line of a file of refused rows, and any other row as it is."""
    if row.value is None or not _is_refused(row.value):
        return row
    inner = row.value["row"]
    if isinstance(inner, str):  # a line that was not JSON, which may be mended now
        return _row(row.number, inner.encode(errors="surrogatepass"), "utf-8")
    if not isinstance(inner, dict):
        wrong = Violation("row", "is not a JSON object")
        return Row(row.number, None, wrong, json.dumps(inner)[:TEXT_SHOWN])
    return Row(row.number, inner)


def _is_refused(value: Mapping[str, Any]) -> bool:
    """Whether an object is a line of a file of refused rows."""
    return value.keys() >= _OF_REFUSED and value.keys() - _OF_REFUSED <= _PLACES


_OF_REFUSED = frozenset({"row", "reason", "message", "errors"})
_PLACES = frozenset({*REFUSED_NUMBERS.values(), "place"})


class ParquetRows(Rows):
    """The rows of a Parquet file; its columns are the keys."""

    unit = "row"

    def __init__(self, path: Path, kind: Kind, ignore: frozenset[str] = frozenset()) -> None:
        super().__init__(path)
        try:
            self._file = pq.ParquetFile(path)
        except (pa.ArrowException, OSError) as error:
            raise UnreadableFile(
                f"{path.name} is not a complete Parquet file; nothing was imported. {_first(error)}"
            ) from None
        names = self._file.schema_arrow.names
        if unknown := [name for name in names if name not in kind.fields | ignore]:
            raise click.UsageError(
                f"{path.name} has columns that {kind.name} do not have: {', '.join(unknown)};"
                " leave one out with --ignore NAME"
            )
        self._json = frozenset(name for name in names if holds_json(kind, name))
        self.size = self._file.metadata.num_rows

    def after(self, done: int) -> Iterator[Row]:
        groups, before = self._groups(done)
        self.position = number = before
        try:
            for batch in self._file.iter_batches(PARQUET_ROWS, row_groups=groups):
                for value, wrong in _objects(_microseconds(batch)):
                    number += 1
                    self.position = number
                    if number > done:
                        yield self._row(number, value, wrong)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise UnreadableFile(
                f"{self.path.name} cannot be read after row {number}. {_first(error)}"
            ) from None

    def _groups(self, done: int) -> tuple[list[int], int]:
        """Return the row groups that are not done, and how many rows precede them."""
        metadata = self._file.metadata
        before = 0
        for group in range(metadata.num_row_groups):
            rows = metadata.row_group(group).num_rows
            if before + rows > done:
                return list(range(group, metadata.num_row_groups)), before
            before += rows
        return [], before

    def _row(self, number: int, value: dict[str, Any], wrong: Violation | None) -> Row:
        made = {name: _plain(cell) for name, cell in value.items() if cell is not None}
        for name in self._json & made.keys():
            if isinstance(cell := made[name], str):
                try:
                    made[name] = _DECODER.decode(cell)
                except _GivenTwice as error:
                    wrong = Violation(f"{name}.{error}", "is given twice")
                except (ValueError, RecursionError) as error:
                    wrong = Violation(name, f"is not valid JSON: {error}")
        return Row(number, made, wrong)


def _microseconds(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Round times to microseconds, which is what a server stores and what Python can hold."""
    schema = batch.schema
    for i, column in enumerate(schema):
        if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
            schema = schema.set(i, column.with_type(pa.timestamp("us", column.type.tz)))
    return batch if schema is batch.schema else batch.cast(schema, safe=False)


def _objects(batch: pa.RecordBatch) -> Iterator[tuple[dict[str, Any], Violation | None]]:
    """Convert rows; one with a map that has a key twice is wrong."""
    try:
        rows = batch.to_pylist(maps_as_pydicts="strict")
    except KeyError:
        if batch.num_rows == 1:
            (row,) = batch.to_pylist()  # maps as pairs, so that nothing is lost
            yield row, Violation("", "has a map with the same key twice")
            return
        for i in range(batch.num_rows):
            yield from _objects(batch.slice(i, 1))
    else:
        for row in rows:
            yield row, None


def _plain(value: Any) -> Any:
    """Convert a value of Arrow to JSON; missing members of a structure are omitted."""
    match value:
        case dict():
            return {key: _plain(inner) for key, inner in value.items() if inner is not None}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case datetime():
            moment = value if value.tzinfo else value.replace(tzinfo=timezone.utc)
            return moment.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode()
        case Decimal():
            return float(value)
    return value


def _first(error: BaseException) -> str:
    return str(error).partition("\n")[0]
