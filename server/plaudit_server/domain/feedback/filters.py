"""The filter of lists of feedback and of watches."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

from plaudit_server.domain.feedback.entities import has_type
from plaudit_server.domain.feedback.feedback import StoredFeedback
from plaudit_server.domain.times import ALWAYS, TimeRange

Predicate = Callable[[StoredFeedback], bool]


class FeedbackFilter(NamedTuple):
    """Conditions on feedback; a field that is empty or `None` matches anything."""

    target: tuple[int, str, str] | None = None
    """Kind, session id and target id."""
    session_id: str = ""
    user_id: str = ""
    external_user_id: str = ""
    own: bool = False
    """Whether `user_id` must be the author: the feedback has no external user."""
    creator: str = ""
    names: frozenset[str] = frozenset()
    ratings: frozenset[int] = frozenset()
    types: frozenset[int] = frozenset()
    sources: frozenset[int] = frozenset()
    origins: frozenset[int] = frozenset()
    min_score: float | None = None
    max_score: float | None = None
    text: str = ""
    create_time: TimeRange = ALWAYS
    occur_time: TimeRange = ALWAYS
    update_time: TimeRange = ALWAYS
    states: frozenset[int] = frozenset()
    value_bool: bool | None = None
    min_value: float | None = None
    max_value: float | None = None
    value_labels: frozenset[str] = frozenset()
    metadata: frozenset[tuple[str, str]] = frozenset()
    """Keys, each with its value as JSON text."""
    targets: frozenset[tuple[int, str, str]] = frozenset()
    external_ids: frozenset[str] = frozenset()
    entity_types: frozenset[str] = frozenset()
    has_error: bool | None = None

    def predicate(self) -> Predicate:
        """Return a function that tests whether a feedback matches."""
        tests = _tests(self)

        def matches(feedback: StoredFeedback) -> bool:
            return all(test(feedback) for test in tests)

        return matches


_SAME = ("session_id", "user_id", "external_user_id")
"""Fields of the content that must equal those of the filter."""
AMONG = {
    "names": "name",
    "ratings": "rating",
    "types": "type",
    "sources": "source",
    "origins": "origin",
    "external_ids": "external_id",
}
"""Sets of the filter, and the fields of the content that must be in them."""


def _tests(wanted: FeedbackFilter) -> list[Predicate]:
    tests: list[Predicate] = []
    if wanted.target is not None:
        tests.append(lambda f: f.content[:3] == wanted.target)
    tests += [_same(name, getattr(wanted, name)) for name in _SAME if getattr(wanted, name)]
    tests += [
        _among(name, getattr(wanted, names))
        for names, name in AMONG.items()
        if getattr(wanted, names)
    ]
    if wanted.own:
        tests.append(lambda f: not f.content.external_user_id)
    if wanted.creator:
        tests.append(lambda f: f.creator == wanted.creator)
    if wanted.states:
        tests.append(lambda f: f.state in wanted.states)
    return [
        *tests,
        *_tests_of_targets(wanted),
        *_tests_of_bounds(wanted),
        *_tests_of_values(wanted),
    ]


def _same(name: str, value: str) -> Predicate:
    return lambda f: bool(getattr(f.content, name) == value)


def _among(name: str, values: frozenset[object]) -> Predicate:
    return lambda f: getattr(f.content, name) in values


def _tests_of_bounds(wanted: FeedbackFilter) -> list[Predicate]:
    tests: list[Predicate] = []
    if (least := wanted.min_score) is not None:
        tests.append(lambda f: f.content.score is not None and f.content.score >= least)
    if (most := wanted.max_score) is not None:
        tests.append(lambda f: f.content.score is not None and f.content.score <= most)
    if text := wanted.text.casefold():
        tests.append(
            lambda f: text in f.content.text.casefold() or text in f.content.correction.casefold()
        )
    if wanted.occur_time != ALWAYS:
        tests.append(lambda f: wanted.occur_time.has(f.occur_time))
    if wanted.create_time != ALWAYS:
        tests.append(lambda f: wanted.create_time.has(f.create_time))
    if wanted.update_time != ALWAYS:
        tests.append(lambda f: wanted.update_time.has(f.update_time))
    return tests


def _tests_of_targets(wanted: FeedbackFilter) -> list[Predicate]:
    tests: list[Predicate] = []
    if wanted.targets:
        tests.append(lambda f: f.content[:3] in wanted.targets)
    if types := wanted.entity_types:
        tests.append(lambda f: has_type(f.content.target_kind, f.content.target_id, types))
    return tests


def _tests_of_values(wanted: FeedbackFilter) -> list[Predicate]:
    tests: list[Predicate] = []
    if (boolean := wanted.value_bool) is not None:
        tests.append(lambda f: f.content.value_bool is not None and f.content.value_bool == boolean)
    if (least := wanted.min_value) is not None:
        tests.append(lambda f: (number := _number(f)) is not None and number >= least)
    if (most := wanted.max_value) is not None:
        tests.append(lambda f: (number := _number(f)) is not None and number <= most)
    if labels := wanted.value_labels:
        tests.append(lambda f: not labels.isdisjoint(_labels(f)))
    if (failed := wanted.has_error) is not None:
        tests.append(lambda f: bool(f.content.error_code) == failed)
    if wanted.metadata:
        tests.append(lambda f: _has_entries(f.content.metadata, wanted.metadata))
    return tests


def _number(feedback: StoredFeedback) -> int | float | None:
    """Return the number that is the value; Python compares integers with fractions exactly."""
    content = feedback.content
    return content.value_number if content.value_int is None else content.value_int


def _labels(feedback: StoredFeedback) -> list[str]:
    content = feedback.content
    several: list[str] = json.loads(content.value_labels) if content.value_labels else []
    return several if content.value_label is None else [content.value_label]


def entry(key: str, value: str) -> str:
    """Write a key with its value, a JSON text, as it is written inside metadata."""
    return f"{json.dumps(key, ensure_ascii=False)}: {value}"


def _has_entries(metadata: str, wanted: frozenset[tuple[str, str]]) -> bool:
    if not all(entry(key, value) in metadata for key, value in wanted):
        return False  # the text also has those of objects inside
    stored = json.loads(metadata)
    return all(
        key in stored and json.dumps(stored[key], ensure_ascii=False, sort_keys=True) == value
        for key, value in wanted
    )
