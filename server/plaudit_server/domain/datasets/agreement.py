"""How far annotators agree: Krippendorff's alpha and the percent agreement of a question.

Answers become numbers: of the unit, the annotator and the value. Alpha is counted by the package
`krippendorff`, which needs room for every pair of values in every unit. Where that is too much, it
is made of sums over units, which are the same: the answers of one annotator are taken off without
counting anew, and no table of all units and all values is ever made.
"""

from __future__ import annotations

import enum
from array import array
from collections.abc import Generator, Hashable
from typing import Literal, NamedTuple

import krippendorff
import numpy as np
from numpy.typing import NDArray

from plaudit_server.domain.datasets.annotation import Question, QuestionKind, Schema
from plaudit_server.domain.datasets.answers import Json
from plaudit_server.domain.errors import Reason, Violation, invalid

LEFT_OUT_AT_MOST = 100
"""For how many annotators it is said what alpha is without them."""
PAIRS_AT_MOST = 200_000_000
"""Up to how many pairs of values, over all units and annotators left out, the package counts."""
UNITS_AT_ONCE = 4096
"""Of how many units the values are counted at a time."""

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


class Level(enum.IntEnum):
    """What the distance between two answers means, with the numbers of the contract."""

    NOMINAL = 1
    ORDINAL = 2
    INTERVAL = 3
    RATIO = 4


_NAMES: dict[Level, Literal["nominal", "ordinal", "interval", "ratio"]] = {
    Level.NOMINAL: "nominal",
    Level.ORDINAL: "ordinal",
    Level.INTERVAL: "interval",
    Level.RATIO: "ratio",
}
"""What the package calls the levels."""


class WithoutAnnotator(NamedTuple):
    """What the agreement is without one annotator."""

    annotator: int
    unit_count: int
    alpha: float | None


class Agreement(NamedTuple):
    """How far annotators agree on a question; `None` where that is not defined."""

    alpha: float | None
    percent: float | None
    unit_count: int
    annotator_count: int
    without: list[WithoutAnnotator]


def choose(schema: Schema, question_name: str, level: int) -> list[tuple[Question, Level]]:
    """Choose the questions whose agreement is asked for, each with its level of measurement.

    All that have agreement where none is named; one that has no such level is then measured as it
    implies. Raises InvalidArgument for a named one without agreement, or without that level.
    """
    if not question_name:
        measured = [(question, _levels(question)) for question in schema.questions]
        return [
            (question, Level(level) if level in levels else levels[0])
            for question, levels in measured
            if levels
        ]
    question = next((q for q in schema.questions if q.name == question_name), None)
    if question is None:
        rule = "must be a question of the dataset"
        raise invalid(
            [Violation(field="question_name", rule=rule, reason=Reason.UNKNOWN_FIELD_NAME)]
        )
    levels = _levels(question)
    if not levels:
        rule = f"must not be a {question.kind} question, which has no agreement of this kind"
        raise invalid([Violation(field="question_name", rule=rule)])
    if level and level not in levels:
        names = ", ".join(known.name.lower() for known in levels)
        raise invalid([Violation(field="level", rule=f"must be one of the question: {names}")])
    return [(question, Level(level) if level else levels[0])]


def _levels(question: Question) -> list[Level]:
    """Answer the levels that a question can be measured at, the one that it implies first."""
    match question.kind:
        case QuestionKind.LABEL | QuestionKind.MULTI_LABEL:
            return [Level.NOMINAL]
        case QuestionKind.RANKING:
            return [Level.ORDINAL, Level.NOMINAL, Level.INTERVAL, Level.RATIO]
        case QuestionKind.RATING:
            levels = [Level.ORDINAL, Level.NOMINAL, Level.INTERVAL]
            negative = any(int(value) < 0 for value in question.options)
            return levels if negative else [*levels, Level.RATIO]
        case QuestionKind.TEXT | QuestionKind.SPAN:
            return []


class Ballots:
    """The answers to one question, as numbers."""

    def __init__(self, question: Question, level: Level) -> None:
        self.question = question
        self.level = level
        self._units = array("q")
        self._annotators = array("q")
        self._values = array("q")
        self._known: dict[Hashable, int] = {}
        """The number of each value that is not a number itself."""
        self._places = {option: i for i, option in enumerate(question.options)}

    def add(self, record: int, annotator: int, answer: Json) -> None:
        """Take what an annotator answered to a record; `None` is no answer."""
        if answer is None:
            return
        match self.question.kind:
            case QuestionKind.RANKING:
                for option, place in _places(answer):
                    if option in self._places:
                        unit = record * len(self._places) + self._places[option]
                        self._add(unit, annotator, place)
            case QuestionKind.MULTI_LABEL:
                chosen = frozenset(answer)
                self._add(record, annotator, self._known.setdefault(chosen, len(self._known)))
            case _ if answer in self._places:  # what the question has got meanwhile does not count
                self._add(record, annotator, self._places[answer])

    def _add(self, unit: int, annotator: int, value: int) -> None:
        self._units.append(unit)
        self._annotators.append(annotator)
        self._values.append(value)

    def count(self) -> Generator[None, None, Agreement]:
        """Say how far the annotators agree; it yields between its parts."""
        units, annotators, values = (
            np.array(column, dtype=np.int64)
            for column in (self._units, self._annotators, self._values)
        )
        units, answered = _number(units)
        shared = (answered >= 2)[units]
        annotators, values = annotators[shared], values[shared]
        units, answered = _number(units[shared])
        if not units.size:
            return Agreement(None, None, 0, 0, [])
        domain = self._domain()
        who, unit_counts = np.unique(annotators, return_counts=True)
        most = np.argsort(-unit_counts, kind="stable")[:LEFT_OUT_AT_MOST]
        pairs = answered.size * domain.size**2 * (most.size + 1)
        count = _by_package if pairs <= PAIRS_AT_MOST else _by_sums
        alpha, alphas_without = yield from count(
            units, annotators, values, domain, self.level, without=who[most]
        )
        return Agreement(
            alpha,
            _percent(units, values, domain.size),
            int(answered.size),
            int(who.size),
            [
                WithoutAnnotator(int(annotator), int(unit_count), without)
                for annotator, unit_count, without in zip(
                    who[most], unit_counts[most], alphas_without, strict=True
                )
            ],
        )

    def _domain(self) -> Numbers:
        """Answer what the values are, by their numbers, in order where they have one."""
        match self.question.kind:
            case QuestionKind.RATING:
                return np.array(self.question.options, dtype=np.float64)
            case QuestionKind.RANKING:
                return np.arange(2 * len(self._places) - 1) / 2 + 1
            case QuestionKind.MULTI_LABEL:
                return np.arange(len(self._known), dtype=np.float64)
            case _:
                return np.arange(len(self._places), dtype=np.float64)


def _places(ranking: list[Json]) -> list[tuple[str, int]]:
    """Answer the place of each option, as steps of one half behind the first place.

    Tied options share the mean of their places.
    """
    places: list[tuple[str, int]] = []
    for element in ranking:
        tied = element if isinstance(element, list) else [element]
        place = 2 * len(places) + len(tied) - 1
        places += [(option, place) for option in tied]
    return places


def _number(units: Integers) -> tuple[Integers, Integers]:
    """Give the units numbers from 0 on, and count the answers to each."""
    _, numbered, counts = np.unique(units, return_inverse=True, return_counts=True)
    return numbered.astype(np.int64).reshape(-1), counts.astype(np.int64)


def _by_package(
    units: Integers,
    annotators: Integers,
    values: Integers,
    domain: Numbers,
    level: Level,
    *,
    without: Integers,
) -> Generator[None, None, tuple[float | None, list[float | None]]]:
    """Count alpha, and what it is without each of some annotators."""
    table = np.zeros((int(units.max()) + 1, domain.size), dtype=np.int64)
    np.add.at(table, (units, values), 1)
    total = _package_alpha(table, domain, level)
    alphas = []
    for annotator in without:
        yield
        theirs = annotators == annotator
        np.subtract.at(table, (units[theirs], values[theirs]), 1)
        alphas.append(_package_alpha(table, domain, level))
        np.add.at(table, (units[theirs], values[theirs]), 1)
    return total, alphas


def _package_alpha(table: Integers, domain: Numbers, level: Level) -> float | None:
    pairable = table[table.sum(axis=1) >= 2]
    if np.count_nonzero(pairable.sum(axis=0)) < 2:
        return None  # no two answers to a unit, or all the same
    return krippendorff.alpha(
        value_counts=pairable,
        value_domain=domain,
        level_of_measurement=_NAMES[level],
    )


def _by_sums(
    units: Integers,
    annotators: Integers,
    values: Integers,
    domain: Numbers,
    level: Level,
    *,
    without: Integers,
) -> Generator[None, None, tuple[float | None, list[float | None]]]:
    """Count the same of any amount."""
    total = _sum_up(units, values, domain.size, level)
    alphas = []
    for annotator in without:
        yield
        touched = np.zeros(int(units.max()) + 1, dtype=bool)
        touched[units[annotators == annotator]] = True
        among = touched[units]
        others = among & (annotators != annotator)
        rest = total.minus(_sum_up(units[among], values[among], domain.size, level)).plus(
            _sum_up(units[others], values[others], domain.size, level)
        )
        alphas.append(_alpha(rest, domain, level))
    return _alpha(total, domain, level), alphas


class _Sums(NamedTuple):
    """What alpha is made of; sums over units can be added and taken off."""

    values: Integers
    """How often each value was given."""
    coincidences: Numbers
    """How often values met: the matrix of all, or on the nominal level how often equal ones did."""

    def plus(self, other: _Sums) -> _Sums:
        return _Sums(self.values + other.values, self.coincidences + other.coincidences)

    def minus(self, other: _Sums) -> _Sums:
        return _Sums(self.values - other.values, self.coincidences - other.coincidences)


def _sum_up(units: Integers, values: Integers, size: int, level: Level) -> _Sums:
    """Sum up the answers to units, of which those with one answer do not count."""
    units, answered = _number(units)
    shared = answered[units] >= 2 if units.size else np.zeros(0, dtype=bool)
    units, values = units[shared], values[shared]
    counts = np.bincount(values, minlength=size).astype(np.int64)
    if level is Level.NOMINAL:
        unit, _, count = _cells(units, values, size)
        equal = count * (count - 1) / np.maximum(answered[unit] - 1, 1)
        return _Sums(counts, np.asarray(equal.sum()))
    return _Sums(counts, _coincidences(units, values, size))


def _cells(units: Integers, values: Integers, size: int) -> tuple[Integers, Integers, Integers]:
    """Count how often each unit has each value: the units, the values and the counts."""
    cells, counts = np.unique(units * size + values, return_counts=True)
    return cells // size, cells % size, counts.astype(np.int64)


def _coincidences(units: Integers, values: Integers, size: int) -> Numbers:
    """Count how often two values met, a unit of more answers at less weight for each pair."""
    order = np.argsort(units, kind="stable")
    units, values = units[order], values[order]
    met = np.zeros((size, size))
    last = int(units[-1]) + 1 if units.size else 0
    for start in range(0, last, UNITS_AT_ONCE):
        first, end = np.searchsorted(units, (start, start + UNITS_AT_ONCE))
        table = np.zeros((min(UNITS_AT_ONCE, last - start), size))
        np.add.at(table, (units[first:end] - start, values[first:end]), 1)
        weighed = table / np.maximum(table.sum(axis=1, keepdims=True) - 1, 1)
        met += weighed.T @ table - np.diag(weighed.sum(axis=0))
    return met


def _alpha(sums: _Sums, domain: Numbers, level: Level) -> float | None:
    counts = sums.values.astype(np.float64)
    if np.count_nonzero(counts) < 2:
        return None  # no two answers to a unit, or all the same
    total = counts.sum()
    if level is Level.NOMINAL:
        observed = total - sums.coincidences
        expected = total**2 - np.sum(counts**2)
    else:
        distances = _distances(domain, counts, level)
        observed = np.sum(sums.coincidences * distances)
        expected = np.sum(np.outer(counts, counts) * distances)
    return float(1 - (total - 1) * observed / expected)


def _distances(domain: Numbers, counts: Numbers, level: Level) -> Numbers:
    if level is Level.ORDINAL:
        ranks = np.cumsum(counts) - counts / 2
        return np.asarray(np.subtract.outer(ranks, ranks) ** 2)
    apart = np.subtract.outer(domain, domain)
    if level is Level.INTERVAL:
        return np.asarray(apart**2)
    together = np.add.outer(domain, domain)
    return np.asarray(
        np.divide(apart, together, out=np.zeros_like(apart), where=together != 0) ** 2
    )


def _percent(units: Integers, values: Integers, size: int) -> float:
    """Answer how many of the pairs of answers to the same unit are equal."""
    _, _, equal = _cells(units, values, size)
    answered = np.bincount(units)
    return float(np.sum(equal * (equal - 1)) / np.sum(answered * (answered - 1)))
