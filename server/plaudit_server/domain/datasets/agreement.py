"""The agreement of annotators on a question: Krippendorff's alpha, Gwet's AC and the percentage.

Answers are represented by numbers of the unit, the annotator and the value. The package
`krippendorff` computes alpha, but needs memory for every pair of values in every unit. If that is
too much, alpha is computed from sums over units, with the same result: the answers of one annotator
are subtracted without counting again, and no table holds all units and all values.
"""

from __future__ import annotations

from array import array
from collections.abc import Generator
from typing import Literal, NamedTuple

import krippendorff
import numpy as np
from numpy.typing import NDArray

from plaudit_server.domain.datasets import gwet
from plaudit_server.domain.datasets.agreement_questions import Level
from plaudit_server.domain.datasets.annotation import Question, QuestionKind
from plaudit_server.domain.datasets.answers import Json

ANNOTATORS_AT_MOST = 100
"""For how many annotators alpha without them is computed."""
PAIRS_AT_MOST = 200_000_000
"""Up to how many pairs of values, over all units and annotators left out, the package is used."""
UNITS_AT_ONCE = 4096
"""How many units are counted at a time."""

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


_NAMES: dict[Level, Literal["nominal", "ordinal", "interval", "ratio"]] = {
    Level.NOMINAL: "nominal",
    Level.ORDINAL: "ordinal",
    Level.INTERVAL: "interval",
    Level.RATIO: "ratio",
}
"""The names of the levels in the package."""


_WEIGHTS: dict[Level, gwet.Weights] = {
    Level.NOMINAL: "identity",
    Level.ORDINAL: "ordinal",
    Level.INTERVAL: "quadratic",
    Level.RATIO: "ratio",
}
"""The weights of Gwet's coefficient at each level."""

Measures = tuple[float | None, list[float | None]]
"""Alpha, and alpha without each of some annotators."""


class WithoutAnnotator(NamedTuple):
    """The agreement without one annotator."""

    annotator: int
    unit_count: int
    alpha: float | None


class LabelAgreement(NamedTuple):
    """How far annotators agree on whether a label applies; `None` for undefined measures."""

    label: str
    alpha: float | None
    percent: float | None
    gwet_ac: float | None
    unit_count: int
    chosen_count: int
    """How many answers to these units chose the label."""


class Agreement(NamedTuple):
    """How far annotators agree on a question; `None` for measures that are undefined."""

    alpha: float | None
    percent: float | None
    gwet_ac: float | None
    unit_count: int
    annotator_count: int
    without: list[WithoutAnnotator]
    labels: list[LabelAgreement]
    """The agreement on each label of a multi-label question."""


class QuestionAnswers:
    """The answers to one question, or to questions of the same scale, as numbers."""

    def __init__(self, question: Question, level: Level, *pooled: Question) -> None:
        """`pooled` are questions with the scale of the first, whose units are added."""
        self.question = question
        self.questions = (question, *pooled)
        self.level = level
        self._units = array("q")
        self._annotators = array("q")
        self._values = array("q")
        self._value_numbers: dict[frozenset[str], int] = {}
        """The numbers of the sets of labels."""
        self._places = {option: i for i, option in enumerate(question.options)}

    def add(self, record: int, annotator: int, answer: Json, *, number: int = 0) -> None:
        """Add the answer of an annotator to a record; `None` means no answer.

        `number` is that of the question among `questions`.
        """
        if answer is None:
            return
        asked = record * len(self.questions) + number
        match self.question.kind:
            case QuestionKind.RANKING:
                for option, place in _places(answer):
                    if option in self._places:
                        unit = asked * len(self._places) + self._places[option]
                        self._add(unit, annotator, place)
            case QuestionKind.MULTI_LABEL:
                chosen = frozenset(answer)
                self._add(
                    asked,
                    annotator,
                    self._value_numbers.setdefault(chosen, len(self._value_numbers)),
                )
            case _ if answer in self._places:  # values added to the question meanwhile do not count
                self._add(asked, annotator, self._places[answer])

    def _add(self, unit: int, annotator: int, value: int) -> None:
        self._units.append(unit)
        self._annotators.append(annotator)
        self._values.append(value)

    def measure(self) -> Generator[None, None, Agreement]:
        """Measure the agreement; yields between parts of the work."""
        units, annotators, values = (
            np.array(column, dtype=np.int64)
            for column in (self._units, self._annotators, self._values)
        )
        units, answered = _renumber(units)
        gwet_ac = yield from self._gwet(units, values)
        shared = (answered >= 2)[units]
        labels = yield from self._labels(units, values, shared)
        annotators, values = annotators[shared], values[shared]
        units, answered = _renumber(units[shared])
        if not units.size:
            return Agreement(None, None, None, 0, 0, [], labels)
        domain = self._domain()
        who, unit_counts = np.unique(annotators, return_counts=True)
        most = np.argsort(-unit_counts, kind="stable")[:ANNOTATORS_AT_MOST]
        alpha, alphas_without = yield from _measure_alpha(
            units, annotators, values, domain, self.level, without=who[most]
        )
        return Agreement(
            alpha,
            _percent(units, values, domain.size),
            gwet_ac,
            int(answered.size),
            int(who.size),
            [
                WithoutAnnotator(int(annotator), int(unit_count), without)
                for annotator, unit_count, without in zip(
                    who[most], unit_counts[most], alphas_without, strict=True
                )
            ],
            labels,
        )

    def _gwet(self, units: Integers, values: Integers) -> Generator[None, None, float | None]:
        """Compute Gwet's coefficient, also from units with one answer."""
        if not units.size:
            return None
        categories = self._domain()
        if self.question.kind is QuestionKind.RANKING and not self.question.allow_ties:
            categories, values = categories[::2], values // 2  # no half ranks
        if categories.size < 2:
            categories = np.arange(2, dtype=np.float64)  # all sets of labels are equal
        return (yield from gwet.coefficient(units, values, categories, _WEIGHTS[self.level]))

    def _labels(
        self, units: Integers, values: Integers, shared: NDArray[np.bool_]
    ) -> Generator[None, None, list[LabelAgreement]]:
        """Measure the agreement on each label of a multi-label question by itself."""
        if self.question.kind is not QuestionKind.MULTI_LABEL:
            return []
        sets = list(self._value_numbers)
        paired, answered = _renumber(units[shared])
        nobody = np.zeros(0, dtype=np.int64)
        binary = np.arange(2, dtype=np.float64)
        measured = []
        for label in map(str, self.question.options):
            has_label = np.array([label in chosen for chosen in sets], dtype=np.int64)
            has = has_label[values] if sets else nobody
            gwet_ac = None
            if answered.size:
                gwet_ac = yield from gwet.coefficient(units, has, binary, "identity")
            has = has[shared]
            alpha, _ = yield from _measure_alpha(
                paired, nobody, has, binary, Level.NOMINAL, without=nobody
            )
            percent = _percent(paired, has, 2) if answered.size else None
            measured.append(
                LabelAgreement(label, alpha, percent, gwet_ac, int(answered.size), int(has.sum()))
            )
            yield
        return measured

    def _domain(self) -> Numbers:
        """Return the values in the order of their numbers, ascending if they are ordered."""
        match self.question.kind:
            case QuestionKind.RATING:
                return np.array(self.question.options, dtype=np.float64)
            case QuestionKind.RANKING:
                return np.arange(2 * len(self._places) - 1) / 2 + 1
            case QuestionKind.MULTI_LABEL:
                return np.arange(len(self._value_numbers), dtype=np.float64)
            case _:
                return np.arange(len(self._places), dtype=np.float64)


def _places(ranking: list[Json]) -> list[tuple[str, int]]:
    """Return the rank of each option, in half ranks after the first.

    Tied options share the mean of their ranks.
    """
    places: list[tuple[str, int]] = []
    for element in ranking:
        tied = element if isinstance(element, list) else [element]
        place = 2 * len(places) + len(tied) - 1
        places += [(option, place) for option in tied]
    return places


def _renumber(units: Integers) -> tuple[Integers, Integers]:
    """Renumber the units from 0 on, and count the answers to each."""
    _, numbered, counts = np.unique(units, return_inverse=True, return_counts=True)
    return numbered.astype(np.int64).reshape(-1), counts.astype(np.int64)


def _measure_alpha(
    units: Integers,
    annotators: Integers,
    values: Integers,
    domain: Numbers,
    level: Level,
    *,
    without: Integers,
) -> Generator[None, None, Measures]:
    """Compute alpha, and alpha without each of some annotators; units are numbered from 0."""
    if not units.size:
        return None, []
    pairs = (int(units.max()) + 1) * domain.size**2 * (without.size + 1)
    count = _by_package if pairs <= PAIRS_AT_MOST else _by_sums
    return (yield from count(units, annotators, values, domain, level, without=without))


def _by_package(
    units: Integers,
    annotators: Integers,
    values: Integers,
    domain: Numbers,
    level: Level,
    *,
    without: Integers,
) -> Generator[None, None, Measures]:
    """Compute alpha with the package, and alpha without each of some annotators."""
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
        return None  # no unit has two answers, or all answers are equal
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
) -> Generator[None, None, Measures]:
    """Compute the same from sums, for any amount of answers."""
    total = _sum_up(units, values, domain.size, level)
    alphas = []
    for annotator in without:
        yield
        affected = np.zeros(int(units.max()) + 1, dtype=bool)
        affected[units[annotators == annotator]] = True
        among = affected[units]
        others = among & (annotators != annotator)
        rest = total.minus(_sum_up(units[among], values[among], domain.size, level)).plus(
            _sum_up(units[others], values[others], domain.size, level)
        )
        alphas.append(_alpha(rest, domain, level))
    return _alpha(total, domain, level), alphas


class _Sums(NamedTuple):
    """The sums over units from which alpha is computed; they can be added and subtracted."""

    values: Integers
    """How often each value occurs."""
    coincidences: Numbers
    """The coincidence matrix of the values; at the nominal level, only the sum of its diagonal."""

    def plus(self, other: _Sums) -> _Sums:
        return _Sums(self.values + other.values, self.coincidences + other.coincidences)

    def minus(self, other: _Sums) -> _Sums:
        return _Sums(self.values - other.values, self.coincidences - other.coincidences)


def _sum_up(units: Integers, values: Integers, size: int, level: Level) -> _Sums:
    """Sum up the answers to units that have at least two."""
    units, answered = _renumber(units)
    shared = answered[units] >= 2 if units.size else np.zeros(0, dtype=bool)
    units, values = units[shared], values[shared]
    counts = np.bincount(values, minlength=size).astype(np.int64)
    if level is Level.NOMINAL:
        unit, _, count = _cells(units, values, size)
        equal = count * (count - 1) / np.maximum(answered[unit] - 1, 1)
        return _Sums(counts, np.asarray(equal.sum()))
    return _Sums(counts, _coincidences(units, values, size))


def _cells(units: Integers, values: Integers, size: int) -> tuple[Integers, Integers, Integers]:
    """Count how often each unit has each value; return the units, the values and the counts."""
    cells, counts = np.unique(units * size + values, return_counts=True)
    return cells // size, cells % size, counts.astype(np.int64)


def _coincidences(units: Integers, values: Integers, size: int) -> Numbers:
    """Compute the coincidence matrix; the more answers a unit has, the less each pair weighs."""
    order = np.argsort(units, kind="stable")
    units, values = units[order], values[order]
    coincidences = np.zeros((size, size))
    last = int(units[-1]) + 1 if units.size else 0
    for start in range(0, last, UNITS_AT_ONCE):
        first, end = np.searchsorted(units, (start, start + UNITS_AT_ONCE))
        table = np.zeros((min(UNITS_AT_ONCE, last - start), size))
        np.add.at(table, (units[first:end] - start, values[first:end]), 1)
        weighted = table / np.maximum(table.sum(axis=1, keepdims=True) - 1, 1)
        coincidences += weighted.T @ table - np.diag(weighted.sum(axis=0))
    return coincidences


def _alpha(sums: _Sums, domain: Numbers, level: Level) -> float | None:
    counts = sums.values.astype(np.float64)
    if np.count_nonzero(counts) < 2:
        return None  # no unit has two answers, or all answers are equal
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
    """Return the share of equal pairs among the pairs of answers to the same unit."""
    _, _, equal = _cells(units, values, size)
    answered = np.bincount(units)
    return float(np.sum(equal * (equal - 1)) / np.sum(answered * (answered - 1)))
