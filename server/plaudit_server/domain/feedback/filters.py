"""The filter of lists of feedback and of watches."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

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
    update_time: TimeRange = ALWAYS
    states: frozenset[int] = frozenset()

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
    return [*tests, *_tests_of_bounds(wanted)]


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
    if wanted.create_time != ALWAYS:
        tests.append(lambda f: wanted.create_time.has(f.create_time))
    if wanted.update_time != ALWAYS:
        tests.append(lambda f: wanted.update_time.has(f.update_time))
    return tests
