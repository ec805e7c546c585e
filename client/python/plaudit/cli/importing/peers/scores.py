"""Fits feedback that has a label and a score to criteria that take a label alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plaudit.cli.importing.peers.report import METADATA, NOT_CARRIED, Report

Scores = Mapping[str, float | None]
"""The score of each label of a criterion; `None` if it has none."""


def scores_of(criterion: Any) -> dict[str, float | None] | None:
    """Return the scores of the labels of a criterion; `None` if it takes no label."""
    if criterion.WhichOneof("kind") != "label":
        return None
    label = criterion.label
    scores = list(label.scores) or [None] * len(label.labels)
    return dict(zip(label.labels, scores, strict=False))


def without_score(
    feedback: dict[str, Any],
    scores: Scores,
    peer: str,
    report: Report,
    place: str,
    theirs: tuple[str, str],
) -> dict[str, Any]:
    """Leave out the score that the label has in the criterion; keep another one in the metadata.

    The report names it as the other system does.
    """
    if "score" not in feedback:
        return feedback
    made = dict(feedback)
    score = made.pop("score")
    if scores.get(str(made.get("value", {}).get("label"))) == score:
        report.note(*theirs, f"{NOT_CARRIED}its label has it in the criterion", place)
        return made
    report.note(*theirs, f"{METADATA}metadata.{peer}.score", place)
    own = made.get("metadata", {})
    made["metadata"] = {**own, peer: {**own.get(peer, {}), "score": score}}
    return made
