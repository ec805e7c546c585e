"""Satisfaction: what a feedback adds to the counts, and what counts prove."""

from __future__ import annotations

import enum
import math
from collections.abc import Iterable
from typing import NamedTuple

from plaudit_server.domain.feedback.feedback import Rating

QUARTER = 15 * 60 * 1_000_000
"""The time of one count, in microseconds: every time zone's hours are whole quarters of an hour."""
MILLION = 1_000_000
MAX_SCORE = 1_000_000
"""Scores beyond it do not count: a sum of ten million of them is still an integer of 64 bits."""


class ConfidenceBand(enum.IntEnum):
    """How sure the assistant was, with the numbers of the contract."""

    UNSPECIFIED = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3


MEDIUM_FROM = 0.5
HIGH_FROM = 0.8


def confidence_band(confidence: float | None) -> int:
    """Say in which band a confidence is."""
    if confidence is None:
        return ConfidenceBand.UNSPECIFIED
    if confidence < MEDIUM_FROM:
        return ConfidenceBand.LOW
    return ConfidenceBand.MEDIUM if confidence < HIGH_FROM else ConfidenceBand.HIGH


class Traits(NamedTuple):
    """What the feedback on an exchange is told apart by, and the exchange knows."""

    topic: str = ""
    confidence_band: int = 0
    model: str = ""


NO_TRAITS = Traits()
"""Those of feedback without an exchange."""


class Dimensions(NamedTuple):
    """What feedback is told apart by, in the order of the contract's numbers."""

    topic: str = ""
    confidence_band: int = 0
    name: str = ""
    source: int = 0
    type: int = 0
    model: str = ""
    target_kind: int = 0


class SatisfactionFilter(NamedTuple):
    """Which feedback counts: of each dimension what may be; an empty set allows anything."""

    topic: frozenset[str] = frozenset()
    confidence_band: frozenset[int] = frozenset()
    name: frozenset[str] = frozenset()
    source: frozenset[int] = frozenset()
    type: frozenset[int] = frozenset()
    model: frozenset[str] = frozenset()
    target_kind: frozenset[int] = frozenset()


class Counts(NamedTuple):
    """What some feedback says together."""

    feedback_count: int = 0
    positive_count: int = 0
    negative_count: int = 0
    score_count: int = 0
    score_sum: int = 0
    """In millionths, so that it is exact whatever comes and goes."""

    def plus(self, other: Counts, times: int = 1) -> Counts:
        """Add what other feedback says, or with -1 take it away."""
        # One by one: every submission passes here.
        return Counts(
            self.feedback_count + times * other.feedback_count,
            self.positive_count + times * other.positive_count,
            self.negative_count + times * other.negative_count,
            self.score_count + times * other.score_count,
            self.score_sum + times * other.score_sum,
        )

    @property
    def satisfaction_rate(self) -> float | None:
        """The positive share of what is rated."""
        rated = self.positive_count + self.negative_count
        return self.positive_count / rated if rated else None

    @property
    def mean_score(self) -> float | None:
        """The mean of the scores."""
        return self.score_sum / MILLION / self.score_count if self.score_count else None


NO_COUNTS = Counts()


def sum_up(parts: Iterable[Counts]) -> Counts:
    """Add up what some feedback says."""
    return Counts(*map(sum, zip(NO_COUNTS, *parts, strict=True)))


def counts_of(rating: int, score: float | None) -> Counts:
    """Say what one feedback adds."""
    positive, negative = int(rating == Rating.POSITIVE), int(rating == Rating.NEGATIVE)
    if score is None or abs(score) > MAX_SCORE:
        return Counts(1, positive, negative)
    return Counts(1, positive, negative, 1, round(score * MILLION))


_Z = 1.959963984540054
"""Of a normal distribution, 95% lie so near to the middle."""


def dissatisfaction(counts: Counts) -> float:
    """Answer how much dissatisfaction the thumbs prove, from 0 to 1.

    The lower bound of the Wilson interval of the negative share. Source: E. B. Wilson, Probable
    inference, the law of succession, and statistical inference, 1927.
    """
    n = counts.positive_count + counts.negative_count
    if not counts.negative_count:
        return 0.0
    share = counts.negative_count / n
    spread = _Z * math.sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n))
    return (share + _Z * _Z / (2 * n) - spread) / (1 + _Z * _Z / n)
