"""The filters of lists of records and of responses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from plaudit_server.domain.datasets.annotation import Question, QuestionKind, Schema
from plaudit_server.domain.datasets.answers import Json, Suggestion
from plaudit_server.domain.errors import Reason, Violation
from plaudit_server.domain.times import ALWAYS, TimeRange


class NumberRange(NamedTuple):
    """A range of numbers with both ends; `None` is unbounded."""

    min: float | None = None
    max: float | None = None

    @property
    def is_bounded(self) -> bool:
        """Whether the range leaves any number out."""
        return self != NumberRange()

    def has(self, value: Json) -> bool:
        """Whether a value is a number in the range."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        above = self.min is None or value >= self.min
        return above and (self.max is None or value <= self.max)


class AnswerFilter(NamedTuple):
    """Selects answers to a question; an empty value does not filter."""

    question_name: str
    values: tuple[str | float, ...] = ()
    range: NumberRange = NumberRange()
    """Of ratings."""

    def has(self, question: Question, answer: Json) -> bool:
        """Whether an answer to the question matches; `None` means no answer."""
        if answer is None:
            return False
        return _is_any(question, answer, self.values) and (
            not self.range.is_bounded or self.range.has(answer)
        )


class SuggestionFilter(NamedTuple):
    """Selects suggestions of an answer to a question; an empty value does not filter."""

    question_name: str
    values: tuple[str | float, ...] = ()
    score: NumberRange = NumberRange()
    agent: str = ""

    def has(self, question: Question, suggestion: Suggestion) -> bool:
        """Whether a suggestion matches."""
        return (
            suggestion.question_name == self.question_name
            and (not self.agent or suggestion.agent == self.agent)
            and (not self.score.is_bounded or self.score.has(suggestion.score))
            and _is_any(question, suggestion.value, self.values)
        )


def _is_any(question: Question, answer: Json, values: Sequence[str | float]) -> bool:
    return not values or any(chosen in values for chosen in _chosen(question, answer))


def _chosen(question: Question, answer: Json) -> list[Json]:
    """Return what an answer chooses: its only value, its labels, or the best options."""
    match question.kind:
        case QuestionKind.MULTI_LABEL:
            return list(answer)
        case QuestionKind.RANKING:
            best = answer[0]
            return best if isinstance(best, list) else [best]
        case QuestionKind.SPAN:
            return [span["label"] for span in answer]
        case _:
            return [answer]


class RecordFilter(NamedTuple):
    """Selects records of a dataset; an empty value does not filter."""

    statuses: frozenset[int] = frozenset()
    answered_by: str = ""
    """The digest of an annotator who has a response to the record."""
    not_answered_by: str = ""
    metadata: Mapping[str, Json] = {}
    create_time: TimeRange = ALWAYS
    update_time: TimeRange = ALWAYS
    external_id: str = ""
    occur_time: TimeRange = ALWAYS
    exchange_ids: tuple[str, ...] = ()
    text: str = ""
    answers: tuple[AnswerFilter, ...] = ()
    suggestions: tuple[SuggestionFilter, ...] = ()
    metadata_ranges: tuple[tuple[str, NumberRange], ...] = ()

    @property
    def reads_content(self) -> bool:
        """Whether the values, metadata or suggestions of a record tell whether it matches."""
        return bool(self.metadata or self.text or self.suggestions or self.metadata_ranges)


class ResponseFilter(NamedTuple):
    """Selects responses in a dataset or to a record; an empty value does not filter."""

    dataset_id: str = ""
    record_id: str = ""
    author: str = ""
    statuses: frozenset[int] = frozenset()


def question_violations(schema: Schema, wanted: RecordFilter) -> Iterator[Violation]:
    """Yield the conditions of a filter that the questions of the dataset do not allow."""
    questions = {question.name: question for question in schema.questions}
    asked = {
        "answers": [one.question_name for one in wanted.answers],
        "suggestions": [one.question_name for one in wanted.suggestions],
    }
    for name, question_names in asked.items():
        for i, question_name in enumerate(question_names):
            if question_name not in questions:
                yield Violation(
                    field=f"filter.{name}[{i}].question_name",
                    rule="must be a question of the dataset",
                    reason=Reason.UNKNOWN_FIELD_NAME,
                )
    for i, answer in enumerate(wanted.answers):
        question = questions.get(answer.question_name)
        if question is None or question.kind is QuestionKind.RATING:
            continue
        for bound in ("min", "max"):
            if getattr(answer.range, bound) is not None:
                rule = f"must not be set: {question.name} is a {question.kind}, not a rating"
                yield Violation(field=f"filter.answers[{i}].{bound}", rule=rule)


def has_text(text: str, values: str) -> bool:
    """Whether the values of a record, as JSON, have a text in a string; case is ignored."""
    folded = text.casefold()
    # Reading all JSON would take long: what is not in the JSON text is not in its strings.
    if json.dumps(folded, ensure_ascii=False)[1:-1] not in values.casefold():
        return False
    return any(folded in string.casefold() for string in _strings(json.loads(values)))


def _strings(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        inside: Iterable[Json] = value.values() if isinstance(value, dict) else value
        for one in inside:
            yield from _strings(one)


def has_metadata(
    metadata: Mapping[str, Json],
    equal: Mapping[str, str],
    ranges: Sequence[tuple[str, NumberRange]],
) -> bool:
    """Whether metadata matches; `equal` holds values by their keys, as JSON with sorted keys."""
    return all(
        key in metadata and json.dumps(metadata[key], ensure_ascii=False, sort_keys=True) == text
        for key, text in equal.items()
    ) and all(bounds.has(metadata.get(key)) for key, bounds in ranges)
