"""Satisfaction: the counts of feedback, and the rates and rankings computed from them."""

from __future__ import annotations

import enum
import math
from collections.abc import Iterable
from typing import NamedTuple

from plaudit_server.domain.feedback.feedback import Rating

QUARTER = 15 * 60 * 1_000_000
"""A quarter of an hour, in microseconds: the hours of every time zone start on one."""
MILLION = 1_000_000
MAX_SCORE = 1_000_000
"""Scores of a larger magnitude do not count, so that sums of ten million fit into 64 bits."""


class ConfidenceBand(enum.IntEnum):
    """A range of confidence, with the numbers of the contract."""

    UNSPECIFIED = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3


MEDIUM_FROM = 0.5
HIGH_FROM = 0.8


def confidence_band(confidence: float | None) -> int:
    """Return the band of a confidence."""
    if confidence is None:
        return ConfidenceBand.UNSPECIFIED
    if confidence < MEDIUM_FROM:
        return ConfidenceBand.LOW
    return ConfidenceBand.MEDIUM if confidence < HIGH_FROM else ConfidenceBand.HIGH


class Traits(NamedTuple):
    """The dimensions of a feedback that come from its exchange."""

    topic: str = ""
    confidence_band: int = 0
    model: str = ""


NO_TRAITS = Traits()
"""The traits of feedback without an exchange."""


class Dimensions(NamedTuple):
    """The values by which feedback is grouped, in the order of the contract's numbers."""

    topic: str = ""
    confidence_band: int = 0
    name: str = ""
    source: int = 0
    type: int = 0
    model: str = ""
    target_kind: int = 0


class SatisfactionFilter(NamedTuple):
    """Selects feedback by the values of each dimension; an empty set matches anything."""

    topic: frozenset[str] = frozenset()
    confidence_band: frozenset[int] = frozenset()
    name: frozenset[str] = frozenset()
    source: frozenset[int] = frozenset()
    type: frozenset[int] = frozenset()
    model: frozenset[str] = frozenset()
    target_kind: frozenset[int] = frozenset()


class Counts(NamedTuple):
    """The counts of a set of feedback."""

    feedback_count: int = 0
    positive_count: int = 0
    negative_count: int = 0
    score_count: int = 0
    score_sum: int = 0
    """In millionths, as an integer: it stays exact when scores are added and removed."""
    error_count: int = 0
    """Failed judgements, which are not part of the other counts."""

    def plus(self, other: Counts, times: int = 1) -> Counts:
        """Add other counts `times` times; -1 subtracts them."""
        # Spelled out for speed: every submission calls it.
        return Counts(
            self.feedback_count + times * other.feedback_count,
            self.positive_count + times * other.positive_count,
            self.negative_count + times * other.negative_count,
            self.score_count + times * other.score_count,
            self.score_sum + times * other.score_sum,
            self.error_count + times * other.error_count,
        )

    @property
    def satisfaction_rate(self) -> float | None:
        """The positive share of all ratings."""
        rated = self.positive_count + self.negative_count
        return self.positive_count / rated if rated else None

    @property
    def mean_score(self) -> float | None:
        """The mean of the scores."""
        return self.score_sum / MILLION / self.score_count if self.score_count else None


NO_COUNTS = Counts()


def sum_up(parts: Iterable[Counts]) -> Counts:
    """Add up counts."""
    return Counts(*map(sum, zip(NO_COUNTS, *parts, strict=True)))


def counts_of(vote: int, score: float | None, *, failed: bool = False) -> Counts:
    """Return the counts of one feedback; `failed` for a failed judgement."""
    if failed:
        return Counts(error_count=1)
    positive, negative = int(vote == Rating.POSITIVE), int(vote == Rating.NEGATIVE)
    if score is None or abs(score) > MAX_SCORE:
        return Counts(1, positive, negative)
    return Counts(1, positive, negative, 1, round(score * MILLION))


_Z = 1.959963984540054
"""95% of a normal distribution lie within this many standard deviations of the mean."""


def dissatisfaction(counts: Counts) -> float:
    """Return the lower bound of the 95% Wilson interval of the negative share, from 0 to 1.

    Source: E. B. Wilson, Probable
    inference, the law of succession, and statistical inference, 1927.
    """
    n = counts.positive_count + counts.negative_count
    if not counts.negative_count:
        return 0.0
    share = counts.negative_count / n
    spread = _Z * math.sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n))
    return (share + _Z * _Z / (2 * n) - spread) / (1 + _Z * _Z / n)
