"""What an import prints and keeps: counts, and the rows that were refused."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from plaudit.cli.importing.kinds import Kind
from plaudit.cli.importing.results import BAD, Difference, Outcome
from plaudit.cli.importing.rows import REFUSED_NUMBERS
from plaudit.cli.importing.sending import Done, Rejection
from plaudit.cli.importing.state import State
from plaudit.cli.output import counted
from plaudit.errors import Violation

_WHY = {"overrules": "it is an id of the server that the row came from"}
"""Why a field was not imported, if it is not one that only plaudit sets."""


def add(state: State, done: Done) -> None:
    """Add the outcomes of a batch to the counts."""
    _add(state.counts, {outcome.value: count for outcome, count in done.outcomes.items()})
    _add(state.responses, {outcome.value: count for outcome, count in done.responses.items()})
    _add(state.ignored, done.notes.ignored)
    _add(state.lost, done.notes.lost)


def _add(counts: dict[str, int], more: Mapping[str, int]) -> None:
    for name, number in more.items():
        counts[name] = counts.get(name, 0) + number


def failed(state: State) -> bool:
    """Whether anything was refused or is in conflict."""
    return any(
        counts.get(outcome.value) for counts in (state.counts, state.responses) for outcome in BAD
    )


def summary(kind: Kind, state: State) -> str:
    """Return how many rows, and responses in them, had which outcome."""
    told = _counted(kind.one, kind.name, state.counts)
    if any(state.responses.values()):
        told += f"; {_counted('response', 'responses', state.responses)}"
    return told


def _counted(one: str, many: str, counts: Mapping[str, int]) -> str:
    told = [f"{counted(counts.get(Outcome.IMPORTED.value, 0), one, many)} imported"]
    told += [
        f"{counts[outcome.value]:,} {outcome.value}"
        for outcome in Outcome
        if outcome is not Outcome.IMPORTED and counts.get(outcome.value)
    ]
    return ", ".join(told)


def notes(state: State) -> list[str]:
    """Return which fields were left out, of how many rows."""
    told = [
        f"{name}: ignored in {counted(count, 'row')}"
        for name, count in sorted(state.ignored.items())
        if count
    ]
    return told + [
        f"{name}: not imported, from {counted(count, 'row')}:"
        f" {_WHY.get(name, 'only plaudit sets it')}"
        for name, count in sorted(state.lost.items())
    ]


def without_effect(kind: Kind, state: State, ignore: Iterable[str]) -> list[str]:
    """Say which fields that were to be left out no row has: perhaps they are misspelled."""
    if not state.counts:
        return []
    return [
        f"{name}: no row has this field, so --ignore {name} left out nothing"
        for name in dict.fromkeys(ignore)
        if state.ignored.keys().isdisjoint(kind.ignoring(frozenset({name})))
    ]


def told(rejection: Rejection, unit: str) -> str:
    """Return what is wrong with a row, for people."""
    return f"{unit} {rejection.row.number}: " + "\n".join(rejection.failure.lines())


def kept(rejection: Rejection, unit: str) -> bytes:
    """Return a row and what is wrong with it as a line of the file of refused rows."""
    failure = rejection.failure
    line: dict[str, Any] = {
        REFUSED_NUMBERS[unit]: rejection.row.number,
        "row": rejection.row.text if rejection.row.value is None else rejection.row.value,
        "reason": failure.reason,
        "message": failure.message,
        "errors": [_error(v) for v in failure.violations]
        or [{"field": "", "rule": failure.message}],
    }
    return json.dumps(line, ensure_ascii=False).encode(errors="backslashreplace") + b"\n"


def _error(violation: Violation) -> dict[str, Any]:
    made = {"field": violation.field, "rule": violation.rule}
    if isinstance(violation, Difference):
        made.update(row=violation.row, stored=violation.stored, stored_id=violation.stored_id)
    return made
