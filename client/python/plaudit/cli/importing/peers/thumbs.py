"""Turns values under chosen names into thumbs, which satisfaction and memories count."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

UP = {"up", "thumbs up", "positive", "good", "like", "liked", "yes", "true", "1"}
DOWN = {"down", "thumbs down", "negative", "bad", "dislike", "disliked", "no", "false", "0", "-1"}
UP_SIGN, DOWN_SIGN = "\N{THUMBS UP SIGN}", "\N{THUMBS DOWN SIGN}"
"""The colour of the skin may stand behind them."""

MOST_NAMES = 1000
NAMES_SHOWN = 20


class Names:
    """The names of feedback that occur, of which some were chosen for thumbs."""

    def __init__(self, chosen: Collection[str]) -> None:
        self._unseen = dict.fromkeys(chosen)
        self._seen: set[str] = set()
        self._neither = dict.fromkeys(chosen, 0)

    def add(self, feedback: Mapping[str, Any]) -> None:
        """Note the name of a feedback, and whether it is a thumb if the name was chosen."""
        name = str(feedback.get("name", ""))
        self._unseen.pop(name, None)
        if name in self._neither and _rating(feedback) is None:
            self._neither[name] += 1
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
        ] + [
            f"warning: --thumb {name}: {count:,} of its values are neither up nor down"
            for name, count in self._neither.items()
            if count
        ]


def with_thumb(feedback: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Add the rating to feedback under one of the names; its value stays as it is.

    True, words such as "up" and, of another value, a score above 0 are positive; false, words such
    as "down" and a score of 0 or less are negative. Anything else is no thumb.
    """
    rating = _rating(feedback) if feedback.get("name") in names else None
    return feedback if rating is None else {**feedback, "rating": rating}


_SEPARATORS = re.compile(r"(?<=\w)[-_ ]+")


def _rating(feedback: Mapping[str, Any]) -> str | None:
    value = feedback.get("value", {})
    word = _SEPARATORS.sub(" ", str(value.get("label", "")).strip().lower())
    score = feedback.get("score")
    if "bool_value" in value:
        return "positive" if value["bool_value"] else "negative"
    if word in UP or word.startswith(UP_SIGN):
        return "positive"
    if word in DOWN or word.startswith(DOWN_SIGN):
        return "negative"
    if score is None:
        return None
    return "positive" if score > 0 else "negative"
