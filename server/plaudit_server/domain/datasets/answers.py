"""Validation of records, responses and suggestions against the schema of a dataset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from plaudit_server.domain.datasets.annotation import (
    FieldKind,
    Question,
    QuestionKind,
    ResponseStatus,
    Schema,
    name_violations,
)
from plaudit_server.domain.errors import Reason, Violation

Json = Any
"""A JSON value: None, bool, int, float, str, list or dict."""

MAX_URL = 65_536
"""The maximum length of the URL of an image, in characters."""
IMAGE_URLS = ("http:", "https:", "data:image/")


class Suggestion(NamedTuple):
    """An answer to a question that a model suggests."""

    question_name: str
    value: Json
    score: float | None
    agent: str


VIOLATIONS_AT_MOST = 200
"""How many violations are collected at most: an error has room for fewer."""


def record_violations(schema: Schema, values: Mapping[str, Json]) -> Iterator[Violation]:
    """Yield the violations of a record's values, by field."""
    path = "record.field_to_value"
    fields = {field.name: field for field in schema.fields}
    yield from _unknown_names(path, values, fields, "a field")
    for field in schema.fields:
        value = values.get(field.name)
        at = f"{path}.{field.name}"
        if value is None:
            if field.required:
                yield Violation(field=at, rule="is required by the dataset")
        elif rule := _field_misfit(field.kind, value):
            yield Violation(field=at, rule=rule)


def _field_misfit(kind: FieldKind, value: Json) -> str:
    """Return the rule that a value of a field breaks; empty if it is valid."""
    match kind:
        case FieldKind.TEXT:
            return "" if isinstance(value, str) else "must be a string"
        case FieldKind.CHAT:
            shape = "must be a list of objects, each with the strings role and content"
            return "" if _is_chat(value) else shape
        case FieldKind.IMAGE:
            fits = (
                isinstance(value, str)
                and len(value) <= MAX_URL
                and value.lower().startswith(IMAGE_URLS)
            )
            shape = (
                f"must be a URL, http:, https: or data:image/…, of at most {MAX_URL:,} characters"
            )
            return "" if fits else shape
        case FieldKind.CUSTOM:
            return ""


def response_violations(
    schema: Schema,
    answers: Mapping[str, Json],
    *,
    status: int,
    values: Mapping[str, Json],
    path: str = "response.values",
) -> Iterator[Violation]:
    """Yield the violations of a response's answers, by question.

    A submitted response must answer every required question; a draft or a discarded one need not.
    `values` are those of the record.
    """
    questions = {question.name: question for question in schema.questions}
    yield from _unknown_names(path, answers, questions, "a question")
    for question in schema.questions:
        answer = answers.get(question.name)
        at = f"{path}.{question.name}"
        if answer is None:
            if question.required and status == ResponseStatus.SUBMITTED:
                yield Violation(
                    field=at,
                    rule="is required by the dataset",
                    reason=Reason.ANSWER_DOES_NOT_FIT,
                )
        elif rule := misfit(question, answer, text=_marked(question, values)):
            yield Violation(field=at, rule=rule, reason=Reason.ANSWER_DOES_NOT_FIT)


def suggestion_violations(
    schema: Schema, suggestions: Sequence[Suggestion], *, values: Mapping[str, Json]
) -> Iterator[Violation]:
    """Yield the violations of suggestions: at most one per question, and a valid answer to it."""
    path = "record.suggestions"
    questions = {question.name: question for question in schema.questions}
    yield from name_violations(path, [suggestion.question_name for suggestion in suggestions])
    for i, suggestion in enumerate(suggestions):
        question = questions.get(suggestion.question_name)
        if question is None:
            yield Violation(
                field=f"{path}[{i}].question_name",
                rule=f"must be a question of the dataset, which has {_list(list(questions))}",
                reason=Reason.UNKNOWN_FIELD_NAME,
            )
        elif rule := misfit(question, suggestion.value, text=_marked(question, values)):
            yield Violation(
                field=f"{path}[{i}].value", rule=rule, reason=Reason.ANSWER_DOES_NOT_FIT
            )


def _marked(question: Question, values: Mapping[str, Json]) -> str:
    """Return the text in which a question marks spans; empty if the record has none."""
    text = values.get(question.field)
    return text if isinstance(text, str) else ""


def misfit(question: Question, answer: Json, *, text: str = "") -> str:
    """Return the rule of a question that an answer breaks; empty if it is valid.

    `text` is the text in which spans are marked.
    """
    match question.kind:
        case QuestionKind.TEXT:
            fits = isinstance(answer, str) and bool(answer.strip())
            return "" if fits else "must be a non-empty string"
        case QuestionKind.RATING:
            # bool is an int in Python, and True would pass for 1
            fits = (
                isinstance(answer, int | float)
                and not isinstance(answer, bool)
                and answer in question.options
            )
            return "" if fits else f"must be one of the numbers {_list(question.options)}"
        case QuestionKind.LABEL:
            fits = isinstance(answer, str) and answer in question.options
            return "" if fits else f"must be one of the labels {_list(question.options)}"
        case QuestionKind.MULTI_LABEL:
            fits = _are_different_strings(answer) and set(answer) <= set(question.options)
            return (
                "" if fits else f"must be a list of different labels from {_list(question.options)}"
            )
        case QuestionKind.RANKING:
            return _ranking_misfit(question, answer)
        case QuestionKind.SPAN:
            return _span_misfit(question, answer, text)


def _ranking_misfit(question: Question, answer: Json) -> str:
    places = answer if isinstance(answer, list) else [None]
    ranked: list[Json] = []
    tied = False
    for place in places:
        if isinstance(place, list):
            tied = True
            ranked += place or [None]
        else:
            ranked.append(place)
    if tied and not question.allow_ties:
        return "must be a list of options without ties: the question does not allow ties"
    if not _are_different_strings(ranked) or set(ranked) != set(question.options):
        shape = ", tied options as a list" if question.allow_ties else ""
        return f"must be a list of all of {_list(question.options)}, best first{shape}"
    return ""


def _span_misfit(question: Question, answer: Json, text: str) -> str:
    if not isinstance(answer, list) or not all(_is_span(question, span) for span in answer):
        return (
            "must be a list of objects, each with the numbers start and end and a label of"
            f" {_list(question.options)}"
        )
    if not all(0 <= span["start"] < span["end"] <= len(text) for span in answer):
        return (
            f"must be a list of spans with 0 <= start < end <= {len(text)}, the characters of"
            f" {question.field}"
        )
    if not question.allow_overlapping:
        marked = sorted((span["start"], span["end"]) for span in answer)
        if any(end > start for (_, end), (start, _) in pairwise(marked)):
            return "must be a list of spans without overlaps: the question does not allow overlaps"
    return ""


def _is_span(question: Question, span: Json) -> bool:
    return (
        isinstance(span, dict)
        and set(span) == {"start", "end", "label"}
        and all(_is_whole(span[name]) for name in ("start", "end"))
        and isinstance(span["label"], str)
        and span["label"] in question.options
    )


def _is_whole(value: Json) -> bool:
    # bool is an int in Python
    return isinstance(value, int) and not isinstance(value, bool)


def _are_different_strings(value: Json) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(item, str) for item in value)
        and len(set(value)) == len(value)
    )


def _is_chat(value: Json) -> bool:
    return isinstance(value, list) and all(
        isinstance(message, dict)
        and isinstance(message.get("role"), str)
        and isinstance(message.get("content"), str)
        and len(message) == 2
        for message in value
    )


def _unknown_names(
    path: str, names: Iterable[str], known: Iterable[str], what: str
) -> Iterator[Violation]:
    known = dict.fromkeys(known)
    listed = _list(list(known))
    for name in names:
        if name not in known:
            yield Violation(
                field=f"{path}.{name}",
                rule=f"is not {what} of the dataset, which has {listed}",
                reason=Reason.UNKNOWN_FIELD_NAME,
            )


def _list(options: Sequence[object]) -> str:
    listed = ", ".join(str(option) for option in options[:20])
    return f"{listed}, …" if len(options) > 20 else listed
