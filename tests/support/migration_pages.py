"""Reads the tables of docs/migration, and finds what they name in items and in messages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PAGES = Path(__file__).parents[2] / "docs" / "migration"
MISSING = object()
_CELL = re.compile(r"`([^`]+)`(?:: `(.+?)`)?(?: with `([^`]+)`: `(.+?)`)?$")


@dataclass(frozen=True)
class Row:
    """A row of a table: a field of the other system, and where its value is with us."""

    theirs: str
    value: Any
    """The value that the row is about; MISSING for any."""
    condition: tuple[str, Any] | None
    """Another field, and the value that it must have."""
    ours: str
    """A path; empty if the field is not carried."""
    becomes: Any
    """Our value; MISSING if it is theirs."""

    def is_about(self, item: Mapping[str, Any]) -> bool:
        """Whether the item has the field, with the value of the row."""
        if self.condition and at(item, self.condition[0]) != self.condition[1]:
            return False
        found = at(item, self.theirs)
        return found not in (MISSING, None) and self.value in (MISSING, found)


def tables(page: str) -> dict[str, list[Row]]:
    """Return the rows of each table of fields, by the heading above it."""
    made: dict[str, list[Row]] = {}
    heading = ""
    for line in (PAGES / f"{page}.md").read_text().splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("| `"):
            made.setdefault(heading, []).append(_row(line))
    return made


def _row(line: str) -> Row:
    theirs, ours, _ = (cell.strip() for cell in re.split(r"\s\|\s|^\| |\s\|$", line)[1:4])
    name, value, other, wanted = _parsed(theirs)
    path, becomes, *_ = ("", None) if ours == "–" else _parsed(ours)
    condition = (other, json.loads(wanted)) if other else None
    return Row(name, _value(value), condition, path, _value(becomes))


def _parsed(cell: str) -> tuple[str, ...]:
    found = _CELL.match(cell)
    assert found, f"the table has a cell of another form: {cell}"
    return found.groups()


def _value(text: str | None) -> Any:
    if text is None:
        return MISSING
    return text if re.fullmatch(r"[A-Z_]+", text) else json.loads(text)


def at(value: Any, path: str) -> Any:
    """Find the value of a path of keys and positions; keys may contain dots."""
    if not path:
        return value
    words = path.split(".")
    for length in range(len(words), 0, -1):
        key, rest = ".".join(words[:length]), ".".join(words[length:])
        if isinstance(value, Mapping) and key in value:
            found = at(value[key], rest)
        elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            found = at(value[int(key)], rest)
        else:
            continue
        if found is not MISSING:
            return found
    return MISSING


def same(theirs: Any, ours: Any) -> bool:
    """Whether a value of ours, in the JSON mapping, holds a value of theirs."""
    if ours is MISSING:
        return False
    if isinstance(ours, str):
        if (moment := _moment(theirs)) is not None and moment == _moment(ours):
            return True
        if isinstance(theirs, str) and theirs[:1] in {"{", '"', "["}:
            theirs = json.loads(theirs)
        return ours == (theirs if isinstance(theirs, str) else json.dumps(theirs))
    if isinstance(theirs, str) and isinstance(ours, Mapping):
        theirs = json.loads(theirs)
    if isinstance(theirs, Mapping) and isinstance(ours, Mapping):
        return all(same(one, ours.get(key, MISSING)) for key, one in theirs.items())
    return bool(theirs == ours)


def _moment(value: Any) -> datetime | None:
    try:
        made = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return made if made.tzinfo else made.replace(tzinfo=UTC)


def report_lines(report: str) -> Iterator[tuple[str, str, str]]:
    """Read the report of an import: the kind of item, the field, and its fate."""
    what = ""
    for line in report.splitlines():
        if line.startswith("  ") and what:
            name, _, fate = line.strip().partition(": ")
            yield what, name, fate
        else:
            what = line.removesuffix(":")
