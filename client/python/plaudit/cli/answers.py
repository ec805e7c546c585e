"""Converts what an annotator types to the answer of a question, and back."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any

from plaudit.v1 import dataset_pb2

NOTHING = "none"
"""Typed for an empty list: no labels, no spans."""

_SPAN = re.compile(
    r"""\s*(?:(?P<start>\d+)\s*-\s*(?P<end>\d+)|"(?P<words>[^"]+)"(?:\#(?P<nth>\d+))?)
    \s*:\s*(?P<label>[^,;]+?)\s*(?:[,;]|$)""",
    re.VERBOSE,
)


class DoesNotFit(Exception):
    """An answer that does not fit the question, with the reason."""


def parsed(question: dataset_pb2.Question, typed: str, fields: Mapping[str, Any]) -> Any:
    """Convert typed text to the JSON value of an answer; raises DoesNotFit."""
    match question.WhichOneof("kind"):
        case "text":
            return typed
        case "rating":
            return _rating(typed, question.rating.values)
        case "label":
            return _one(typed, question.label.labels)
        case "multi_label":
            return _several(typed, question.multi_label.labels)
        case "ranking":
            return _ranking(typed, question.ranking.options, ties=question.ranking.allow_ties)
        case "span":
            text = fields.get(question.span.field, "")
            return _spans(typed, question.span, text if isinstance(text, str) else "")
    raise DoesNotFit("this version of the command does not know this kind of question: /skip it")


def typed(question: dataset_pb2.Question, value: Any) -> str:
    """Return an answer as an annotator would type it."""
    match question.WhichOneof("kind"):
        case "rating":
            return f"{value:g}"
        case "multi_label":
            return ", ".join(value) or NOTHING
        case "ranking":
            places = [" = ".join(place) if isinstance(place, list) else place for place in value]
            return " > ".join(places)
        case "span":
            marked = [f"{s['start']:g}-{s['end']:g}:{s['label']}" for s in value]
            return ", ".join(marked) or NOTHING
    return str(value)


def _rating(typed: str, values: Sequence[int]) -> int:
    try:
        number = int(typed)
    except ValueError:
        raise DoesNotFit(f"{typed!r} is not a number") from None
    if number not in values:
        raise DoesNotFit(f"{number} is not one of {', '.join(map(str, values))}")
    return number


def _one(typed: str, known: Sequence[str]) -> str:
    """Find one of the known words by its text, in any case, or by its number in the list."""
    typed = typed.strip()
    if typed in known:
        return typed
    alike = [word for word in known if word.casefold() == typed.casefold()]
    if len(alike) == 1:
        return alike[0]
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:9]) <= len(known):
        return known[int(typed[:9]) - 1]
    raise DoesNotFit(f"{typed!r} is not one of {', '.join(known)}")


def _several(typed: str, known: Sequence[str]) -> list[str]:
    if typed.strip() == NOTHING and NOTHING not in known:
        return []
    chosen = [_one(part, known) for part in typed.split(",") if part.strip()]
    _no_twice(chosen)
    return chosen


def _ranking(typed: str, options: Sequence[str], *, ties: bool) -> list[Any]:
    places = [[_one(part, options) for part in place.split("=")] for place in typed.split(">")]
    named = [option for place in places for option in place]
    _no_twice(named)
    if missing := [option for option in options if option not in named]:
        raise DoesNotFit(f"{', '.join(missing)} is missing: rank all options, like a > b")
    if not ties and any(len(place) > 1 for place in places):
        raise DoesNotFit("ties are not allowed")
    return [place if len(place) > 1 else place[0] for place in places]


def _no_twice(chosen: Sequence[str]) -> None:
    if duplicates := [word for word in dict.fromkeys(chosen) if chosen.count(word) > 1]:
        raise DoesNotFit(f"{duplicates[0]} is named twice")


def _spans(typed: str, question: dataset_pb2.SpanQuestion, text: str) -> list[dict[str, Any]]:
    if typed.strip() == NOTHING:
        return []
    spans: list[dict[str, Any]] = []
    at = 0
    while at < len(typed):
        found = _SPAN.match(typed, at)
        if found is None:
            raise DoesNotFit('mark as start-end:label or "words":label, separated by commas')
        start, end = _place(found, text)
        spans.append({"start": start, "end": end, "label": _one(found["label"], question.labels)})
        at = found.end()
    if not question.allow_overlapping:
        ordered = sorted(spans, key=lambda span: span["start"])
        for left, right in itertools.pairwise(ordered):
            if right["start"] < left["end"]:
                raise DoesNotFit("marks must not overlap")
    return spans


def _place(found: re.Match[str], text: str) -> tuple[int, int]:
    if found["words"] is None:
        start, end = int(found["start"]), int(found["end"])
        if not start < end <= len(text):
            raise DoesNotFit(f"{start}-{end} is not within the {len(text)} characters of the text")
        return start, end
    words = found["words"]
    starts = [match.start() for match in re.finditer(f"(?={re.escape(words)})", text)]
    if not starts:
        raise DoesNotFit(f'"{words}" is not in the text')
    nth = int(found["nth"] or 0)
    if (not nth and len(starts) > 1) or nth > len(starts):
        raise DoesNotFit(f'"{words}" occurs {len(starts)} times: choose one, like "{words}"#1')
    start = starts[max(nth, 1) - 1]
    return start, start + len(words)
