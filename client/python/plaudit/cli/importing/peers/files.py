"""Reads the items of a file, JSON lines, JSON, CSV or Parquet, one at a time."""

from __future__ import annotations

import contextlib
import csv
import gzip
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click
import ijson
import pyarrow as pa
import pyarrow.parquet as pq

from plaudit.cli.importing.peers.layout import UNREADABLE, layout_of
from plaudit.cli.importing.peers.report import NOT_CARRIED
from plaudit.cli.importing.rows import LONGEST_LINE, TEXT_SHOWN, JsonRows, UnreadableFile

if TYPE_CHECKING:
    from typing_extensions import Self

ENDINGS = (".jsonl", ".ndjson", ".json", ".csv", ".parquet", "and the first three with .gz")
PARQUET_ROWS = 500


@dataclass(frozen=True)
class Item:
    """An item of a file: its place, and its object or why it cannot be read."""

    path: Path
    place: str
    value: dict[str, Any] | None
    wrong: str = ""
    text: str = ""
    """The beginning of a line that cannot be read."""


Note = Callable[[str, str, str, str], None]
"""Takes what a field is a part of, its name, what happens to it, and its place."""


def read_items(
    path: Path, lists: tuple[str, ...], note: Note = lambda *_: None, name: str = ""
) -> Iterator[Item]:
    """Read the items of a file; its suffix determines the format.

    Places begin with the name, which is that of the file unless another one is given.
    """
    name = name or path.name
    suffix = path.name.lower()
    packed = suffix.endswith(".gz")
    bare = suffix.removesuffix(".gz")
    if bare.endswith((".jsonl", ".ndjson")):
        yield from _lines(path, name, packed=packed)
    elif bare.endswith(".json"):
        yield from _json(path, name, lists, note, packed=packed)
    elif suffix.endswith(".csv"):
        yield from _csv(path, name)
    elif suffix.endswith(".parquet"):
        yield from _parquet(path, name)
    else:
        raise click.UsageError(f"{name} must end with one of {', '.join(ENDINGS)}")


def _lines(path: Path, name: str, *, packed: bool) -> Iterator[Item]:
    for row in JsonRows(path, packed=packed).after(0):
        place = f"{name} line {row.number}"
        yield Item(path, place, row.value, row.wrong.rule if row.wrong else "", row.text)


def _json(
    path: Path, name: str, lists: tuple[str, ...], note: Note, *, packed: bool
) -> Iterator[Item]:
    """Read a list of objects, an object that holds such lists, or one object."""
    with _opened(path, packed=packed) as file:
        layout = layout_of(file, lists)
    for field in layout.further:
        note("file", field, f"{NOT_CARRIED}stands beside the items", name)
    for listed in layout.lists:
        prefix, last = f"{listed}.item".lstrip("."), listed == layout.lists[-1]
        yield from _json_items(path, f"{name} {listed}".rstrip(), prefix, packed=packed, last=last)
    if not layout.lists:
        yield from _json_items(path, name, "", packed=packed, last=True)
    for field in layout.unread:
        rule = "is a list that is not read: put its items into a file of their own"
        yield Item(path, f"{name} {field}", None, rule)


def _json_items(path: Path, name: str, prefix: str, *, packed: bool, last: bool) -> Iterator[Item]:
    """Read the items at a path of ijson; the last one of a file says where it is damaged."""
    number = 0
    try:
        with _opened(path, packed=packed) as file:
            for value in ijson.items(file, prefix, use_float=True, multiple_values=True):
                number += 1
                place = f"{name} item {number}"
                if isinstance(value, dict):
                    yield Item(path, place, value)
                else:
                    yield Item(path, place, None, "is not a JSON object")
    except UNREADABLE as error:
        if last:
            reason = str(error).partition("\n")[0]
            place = f"{name} item {number + 1}"
            yield Item(path, place, None, f"cannot be read, nor what follows: {reason}")


@contextlib.contextmanager
def _opened(path: Path, *, packed: bool) -> Iterator[BinaryIO]:
    with path.open("rb") as raw:
        if packed:
            with gzip.GzipFile(fileobj=raw, mode="rb") as file:
                yield file  # type: ignore[misc]  # it is read like any binary file
        else:
            yield raw


def _csv(path: Path, name: str) -> Iterator[Item]:
    """Read the rows of a table; one with wrong quotes or cells missing is not taken for whole.

    A quote that is never closed takes all lines to the end of the file.
    """
    csv.field_size_limit(LONGEST_LINE)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = _Lines(file)
        rows = csv.reader(lines, strict=True)
        header: list[str] | None = None
        number = 0
        while True:
            lines.begin()
            place = f"{name} row {number + 1}" if header else f"{name} line 1"
            try:
                cells = next(rows, None)
            except csv.Error as error:
                if header is None:
                    raise UnreadableFile(f"{name} has no readable first line: {error}") from None
                number += 1
                yield Item(path, place, None, _damage(error, lines), lines.text)
                continue
            except UnicodeDecodeError as error:
                yield Item(path, place, None, f"cannot be read, nor what follows: {error.reason}")
                return
            if cells is None:
                return
            if header is None:
                header = _header(cells, name)
            elif cells:
                number += 1
                yield _csv_row(path, place, header, cells, lines.text)


class _Lines:
    """The lines of a file, and of the row that is being read its place and its beginning."""

    def __init__(self, file: Iterable[str]) -> None:
        self._file = iter(file)
        self.last = 0
        self.begin()

    def begin(self) -> None:
        """Say that a row begins with the next line."""
        self.first = self.last + 1
        self.text = ""

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = next(self._file)
        self.last += 1
        self.text += line[: TEXT_SHOWN - len(self.text)]
        return line


def _damage(error: csv.Error, lines: _Lines) -> str:
    """Say why a row cannot be read, and which lines were taken for it."""
    if "unexpected end of data" in str(error):
        return (
            f"is cut off: the file ends inside a quoted cell of the row that begins in line"
            f" {lines.first}; a quote that is not closed takes all lines to the end of the file"
        )
    which = f"line {lines.first}"
    if lines.last > lines.first:
        which = f"lines {lines.first} to {lines.last}"
    return f"cannot be read, {which}: {error}"


def _header(cells: list[str], name: str) -> list[str]:
    """Return the names of the columns."""
    if twice := [one for one, count in Counter(cells).items() if count > 1]:
        raise UnreadableFile(f"{name} has several columns of one name: {', '.join(twice)}")
    return cells


def _csv_row(path: Path, place: str, header: list[str], cells: list[str], text: str) -> Item:
    if len(cells) != len(header):
        less = "fewer" if len(cells) < len(header) else "more"
        rule = f"has {less} cells than the first line has names: {len(cells)} for {len(header)}"
        return Item(path, place, None, rule, text)
    return Item(path, place, {key: one for key, one in zip(header, cells, strict=True) if one})


def _parquet(path: Path, name: str) -> Iterator[Item]:
    number = 0
    try:
        for batch in pq.ParquetFile(path).iter_batches(PARQUET_ROWS):
            for row in batch.to_pylist(maps_as_pydicts="lossy"):
                number += 1
                yield Item(path, f"{name} row {number}", row)
    except (pa.ArrowException, OSError, ValueError) as error:
        first = str(error).partition("\n")[0]
        raise UnreadableFile(f"{name} cannot be read after row {number}. {first}") from None
