"""Gwet's chance-corrected coefficient of agreement: AC1, and AC2 with weights.

K. L. Gwet, Computing inter-rater reliability and its variance in the presence of high agreement,
British Journal of Mathematical and Statistical Psychology 61, 2008; with weights and missing
answers: Handbook of Inter-Rater Reliability, 4th edition, 2014. The packages that compute it need
another NumPy than plaudit, or have another kind of licence.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Literal

import numpy as np
from numpy.typing import NDArray

CELLS_AT_ONCE = 1_000_000
"""How many cells of the table of units and categories are computed at a time."""

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]
Weights = Literal["identity", "ordinal", "quadratic", "ratio"]


def coefficient(
    units: Integers, values: Integers, categories: Numbers, weights: Weights
) -> Generator[None, None, float | None]:
    """Compute the coefficient of answers; yields between parts of the work.

    `units` are numbered from 0 without gaps, in any order; `values` are numbers of `categories`,
    which are at least 2 and ascending. Units with one answer count for the chance agreement only.
    `None` if no unit has two answers.
    """
    answered = np.bincount(units).astype(np.float64)
    if not np.any(answered >= 2):
        return None
    cells, occurrences = np.unique(units * categories.size + values, return_counts=True)
    unit, value = cells // categories.size, cells % categories.size
    counts: Numbers = occurrences.astype(np.float64)
    shares = counts / answered[unit] / answered.size
    used = np.bincount(value, weights=shares, minlength=categories.size)
    if weights == "identity":
        table = np.zeros((0, 0))
        total = float(categories.size)
        close = counts
    else:
        table = weight_table(categories, weights)
        total = float(table.sum())
        close = yield from _close(unit, value, counts, table)
    with_others = np.maximum(answered - 1, 1)
    by_unit = np.bincount(unit, weights=counts * (close - 1)) / (answered * with_others)
    observed = float(by_unit[answered >= 2].mean())
    size = categories.size
    by_chance = float(total / (size * (size - 1)) * np.sum(used * (1 - used)))
    return (observed - by_chance) / (1 - by_chance)


def _close(
    unit: Integers, value: Integers, counts: Numbers, table: Numbers
) -> Generator[None, None, Numbers]:
    """Sum up, for each unit and value that it has, the weighted answers to the unit.

    The cells are in the order of their units.
    """
    size = table.shape[0]
    close = np.zeros(unit.size)
    at_once = max(CELLS_AT_ONCE // size, 1)
    for start in range(0, int(unit[-1]) + 1, at_once):
        first, end = np.searchsorted(unit, (start, start + at_once))
        here, there = unit[first:end] - start, value[first:end]
        answers = np.zeros((at_once, size))
        answers[here, there] = counts[first:end]
        close[first:end] = (answers @ table)[here, there]
        yield
    return close


def weight_table(categories: Numbers, weights: Weights) -> Numbers:
    """Return Gwet's weights of pairs of categories: 1 on the diagonal, 0 for the farthest."""
    apart = np.subtract.outer(categories, categories)
    match weights:
        case "identity":
            return np.eye(categories.size)
        case "ordinal":
            places = np.arange(categories.size)
            steps = np.abs(np.subtract.outer(places, places))
            distances = steps * (steps + 1) / 2
        case "quadratic":
            distances = apart**2
        case "ratio":
            together = np.add.outer(categories, categories)
            distances = (
                np.divide(apart, together, out=np.zeros_like(apart), where=together != 0) ** 2
            )
    table: Numbers = 1 - distances / distances.max()
    return table
