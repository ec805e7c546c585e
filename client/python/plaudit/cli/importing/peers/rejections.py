"""What an import from another system refuses: shown, and kept beside the file it came from."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from plaudit.cli.failures import Failure
from plaudit.cli.importing.peers.files import Item
from plaudit.cli.importing.results import Difference
from plaudit.cli.importing.rows import REFUSED
from plaudit.cli.output import echo
from plaudit.errors import Violation

if TYPE_CHECKING:
    from typing_extensions import Self

SHOWN = 20
"""How many rejections of a run are shown; all are in the files of rejections."""


def show(place: str, failure: Failure, *, err: bool = False) -> None:
    """Print where something is refused and why."""
    if not failure.violations:
        echo(f"{place}: {failure.reason}: {failure.message}", err=err)
    for one in failure.violations:
        echo(f"{place}: {one}", err=err)


def shown(item: Item, place: str, failure: Failure) -> None:
    """Print a rejection of a dry run."""
    del item
    show(place, failure)


class Rejections:
    """Writes rejections beside the files that the items came from, and shows the first."""

    def __init__(self, names: Mapping[Path, str]) -> None:
        self._beside = {path: path.with_name(f"{path.name}{REFUSED}") for path in names}
        self._names = {self._beside[path]: f"{name}{REFUSED}" for path, name in names.items()}
        self._files: dict[Path, TextIO] = {}
        self.count = 0
        for path, rejected in self._beside.items():
            if rejected in self._beside:
                raise click.UsageError(
                    f"the items that are refused of {path.name} would replace {rejected.name},"
                    f" which is imported as well: copy it to another name that ends with {REFUSED}"
                )

    def __enter__(self) -> Self:
        self._open = contextlib.ExitStack()
        for path in self._beside.values():
            path.unlink(missing_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @property
    def names(self) -> str:
        """The files that have rejections."""
        return ", ".join(self._names[path] for path in self._files)

    def add(self, item: Item, place: str, failure: Failure) -> None:
        """Keep a rejection of an item, or of the part of it at the place."""
        self.count += 1
        line = {
            "place": place,
            "row": item.text if item.value is None else item.value,
            "reason": failure.reason,
            "message": failure.message,
            "errors": [_error(one) for one in failure.violations]
            or [{"field": "", "rule": failure.message}],
        }
        self._file(item.path).write(f"{json.dumps(line, ensure_ascii=False, default=str)}\n")
        if self.count <= SHOWN:
            show(place, failure, err=True)

    def _file(self, path: Path) -> TextIO:
        beside = self._beside[path]
        if beside not in self._files:
            file = beside.open("w", encoding="utf-8", errors="backslashreplace")
            self._files[beside] = self._open.enter_context(file)
        return self._files[beside]


def _error(violation: Violation) -> dict[str, Any]:
    made: dict[str, Any] = {"field": violation.field, "rule": violation.rule}
    if isinstance(violation, Difference):
        made.update(row=violation.row, stored=violation.stored, stored_id=violation.stored_id)
    return made
