"""Which feedback is meant: the filter that lists and watches share."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from plaudit_server.domain.feedback.feedback import StoredFeedback
from plaudit_server.domain.times import ALWAYS, TimeRange

Test = Callable[[StoredFeedback], bool]


class FeedbackFilter(NamedTuple):
    """What feedback must be like; what is empty, or `None`, asks for nothing."""

    target: tuple[int, str, str] | None = None
    """Kind, session id and target id."""
    session_id: str = ""
    user_id: str = ""
    external_user_id: str = ""
    own: bool = False
    """Of `user_id` as its author: without an external user."""
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

    def test(self) -> Test:
        """Make the function that says whether a feedback fits."""
        tests = _tests(self)

        def fits(feedback: StoredFeedback) -> bool:
            return all(test(feedback) for test in tests)

        return fits


_SAME = ("session_id", "user_id", "external_user_id")
"""Fields of the content that must be as the filter has them."""
AMONG = {
    "names": "name",
    "ratings": "rating",
    "types": "type",
    "sources": "source",
    "origins": "origin",
}
"""Fields of the content that must be among those that the filter has."""


def _tests(wanted: FeedbackFilter) -> list[Test]:
    tests: list[Test] = []
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


def _same(name: str, value: str) -> Test:
    return lambda f: bool(getattr(f.content, name) == value)


def _among(name: str, values: frozenset[object]) -> Test:
    return lambda f: getattr(f.content, name) in values


def _tests_of_bounds(wanted: FeedbackFilter) -> list[Test]:
    tests: list[Test] = []
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
