"""Turns values under chosen names into thumbs, which satisfaction and memories count."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

UP = {"up", "thumbs_up", "thumbs-up", "positive", "good", "like", "liked", "yes", "true", "1"}
DOWN = {"down", "thumbs_down", "thumbs-down", "negative", "bad", "dislike", "disliked", "no",
        "false", "0", "-1"}  # fmt: skip


MOST_NAMES = 1000
NAMES_SHOWN = 20


class Names:
    """The names of feedback that occur, of which some were chosen for thumbs."""

    def __init__(self, chosen: Collection[str]) -> None:
        self._unseen = dict.fromkeys(chosen)
        self._seen: set[str] = set()

    def add(self, name: str) -> None:
        """Note that feedback has a name."""
        self._unseen.pop(name, None)
        if len(self._seen) < MOST_NAMES:
            self._seen.add(name)

    def warnings(self) -> list[str]:
        """Say which chosen names no feedback has, and which names there are."""
        names = sorted(self._seen)
        there = ", ".join(names[:NAMES_SHOWN]) or "none"
        more = ", …" if len(names) > NAMES_SHOWN else ""
        return [
            f"warning: --thumb {name}: no feedback has this name; the names are: {there}{more}"
            for name in self._unseen
        ]


def with_thumb(feedback: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Add the rating to feedback under one of the names; its value stays as it is.

    True, a score above 0 and words such as "up" are positive; false, a score of 0 or less and
    words such as "down" are negative. Anything else is no thumb.
    """
    if feedback.get("name") not in names:
        return feedback
    value = feedback.get("value", {})
    score = feedback.get("score")
    rating = None
    if "bool_value" in value:
        rating = "positive" if value["bool_value"] else "negative"
    elif score is not None:
        rating = "positive" if score > 0 else "negative"
    elif str(value.get("label", "")).lower() in UP:
        rating = "positive"
    elif str(value.get("label", "")).lower() in DOWN:
        rating = "negative"
    return feedback if rating is None else {**feedback, "rating": rating}
