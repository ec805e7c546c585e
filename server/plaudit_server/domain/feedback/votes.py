"""Votes: what feedback counts as in analytics, by its rating or by the criterion of its name."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from math import fsum
from typing import NamedTuple

from plaudit_server.domain.feedback.criteria import Criterion, CriterionKind, Direction
from plaudit_server.domain.feedback.feedback import Content, Rating


class Measure(NamedTuple):
    """What a feedback counts as in analytics."""

    vote: int
    """Its rating, or the one that the criterion makes of its value."""
    counted_score: float | None
    """Its score, or the one that the criterion gives its value; `None` if there is none."""


NO_MEASURE = Measure(Rating.UNSPECIFIED.value, None)
"""What a failed judgement counts as."""


def measure(criterion: Criterion | None, content: Content) -> Measure:
    """Return the vote and the score of a feedback that matches the criterion of its name."""
    if content.error_code:
        return NO_MEASURE
    if criterion is None:
        return Measure(content.rating, content.score)
    number = _number(criterion, content)
    score = content.score
    if score is None and number is not None and _gives_score(criterion):
        score = float(number)
    return Measure(content.rating or _vote(criterion, number), score)


def judgement(content: Content) -> tuple[object, ...]:
    """Return all that the measure of a feedback depends on, besides the criterion."""
    return (
        content.rating,
        content.score,
        content.value_bool,
        content.value_int,
        content.value_number,
        content.value_label,
        content.value_labels,
        content.error_code,
    )


def _number(criterion: Criterion, content: Content) -> float | None:
    """Return the number behind a value: a yes is 1 and a no is 0, and a label has its score."""
    match criterion.kind:
        case CriterionKind.BOOL:
            return None if content.value_bool is None else int(content.value_bool)
        case CriterionKind.NUMBER:
            numbers = (content.value_int, content.value_number, content.score)
            return next((number for number in numbers if number is not None), None)
        case CriterionKind.LABEL if criterion.scores:
            scores = dict(zip(criterion.labels, criterion.scores, strict=True))
            return _mean([scores[label] for label in _labels(content) if label in scores])
        case _:
            return None


def _labels(content: Content) -> Sequence[str]:
    if content.value_labels is not None:
        labels: list[str] = json.loads(content.value_labels)
        return labels
    return () if content.value_label is None else (content.value_label,)


def _mean(scores: Sequence[float]) -> float | None:
    if not scores:
        return None
    try:
        return fsum(scores) / len(scores)
    except OverflowError:  # of the sum; the mean is never larger than the largest
        return statistics.mean(scores)


def _gives_score(criterion: Criterion) -> bool:
    """Whether values that are not scores count as scores."""
    if criterion.kind is CriterionKind.NUMBER:
        return criterion.direction != Direction.UNSPECIFIED
    return criterion.kind is CriterionKind.LABEL


def _vote(criterion: Criterion, number: float | None) -> int:
    """Return the rating that a number stands for: the better half of the range is positive."""
    ends = _range(criterion)
    if number is None or ends is None or criterion.direction == Direction.UNSPECIFIED:
        return Rating.UNSPECIFIED.value
    middle = ends[0] / 2 + ends[1] / 2  # the sum of the ends might not be finite
    if number == middle:
        return Rating.UNSPECIFIED.value
    higher_is_better = criterion.direction == Direction.HIGHER_IS_BETTER
    return (Rating.POSITIVE if (number > middle) == higher_is_better else Rating.NEGATIVE).value


def _range(criterion: Criterion) -> tuple[float, float] | None:
    """Return the lowest and the highest number that a value can stand for, if there are both."""
    match criterion.kind:
        case CriterionKind.BOOL:
            return 0, 1
        case CriterionKind.NUMBER:
            least, most = criterion.minimum, criterion.maximum
            return None if least is None or most is None else (least, most)
        case CriterionKind.LABEL if criterion.scores:
            return min(criterion.scores), max(criterion.scores)
        case _:
            return None
