"""Datasets: what is shown, what is asked, and which answers fit."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from plaudit_server.domain.errors import (
    AlreadyExists,
    NotFound,
    Reason,
    Violation,
)

Json = Any
"""A JSON value: None, bool, int, float, str, list or dict."""


class ResponseStatus(enum.IntEnum):
    """Whether a response counts, with the numbers of the contract."""

    DRAFT = 1
    SUBMITTED = 2
    DISCARDED = 3


class FieldKind(enum.StrEnum):
    """What a field holds, by the name in the contract's oneof."""

    TEXT = "text"
    CHAT = "chat"


class Field(NamedTuple):
    """One thing that is shown."""

    name: str
    title: str
    required: bool
    kind: FieldKind


class QuestionKind(enum.StrEnum):
    """How a question is answered, by the name in the contract's oneof."""

    TEXT = "text"
    RATING = "rating"
    LABEL = "label"
    MULTI_LABEL = "multi_label"
    RANKING = "ranking"


class Question(NamedTuple):
    """One thing that is asked."""

    name: str
    title: str
    description: str
    required: bool
    kind: QuestionKind
    options: tuple[int | str, ...] = ()
    """The values of a rating, the labels, or what is ranked."""
    allow_ties: bool = False


class Schema(NamedTuple):
    """What a dataset shows and asks."""

    fields: tuple[Field, ...]
    questions: tuple[Question, ...]


def name_violations(field: str, names: Iterable[str]) -> Iterator[Violation]:
    """Say which names come more than once."""
    for name, count in Counter(names).items():
        if count > 1:
            yield Violation(field=field, rule=f"must not repeat the name {name}")


def record_violations(schema: Schema, values: Mapping[str, Json]) -> Iterator[Violation]:
    """Say which rules the values of a record break, by field."""
    path = "record.field_to_value"
    fields = {field.name: field for field in schema.fields}
    yield from _unknown(path, values, fields, "a field")
    for field in schema.fields:
        value = values.get(field.name)
        at = f"{path}.{field.name}"
        if value is None:
            if field.required:
                yield Violation(field=at, rule="is required by the dataset")
        elif field.kind is FieldKind.TEXT:
            if not isinstance(value, str):
                yield Violation(field=at, rule="must be a string")
        elif not _is_chat(value):
            yield Violation(
                field=at, rule="must be a list of objects, each with the strings role and content"
            )


def response_violations(
    schema: Schema, answers: Mapping[str, Json], *, status: int
) -> Iterator[Violation]:
    """Say which rules the answers of a response break, by question.

    A submitted response answers every required question; a draft or a discarded one need not.
    """
    path = "response.values"
    questions = {question.name: question for question in schema.questions}
    yield from _unknown(path, answers, questions, "a question")
    for question in schema.questions:
        answer = answers.get(question.name)
        at = f"{path}.{question.name}"
        if answer is None:
            if question.required and status == ResponseStatus.SUBMITTED:
                yield Violation(
                    field=at,
                    rule="is a required question and has no answer",
                    reason=Reason.ANSWER_DOES_NOT_FIT,
                )
        elif rule := misfit(question, answer):
            yield Violation(field=at, rule=rule, reason=Reason.ANSWER_DOES_NOT_FIT)


def misfit(question: Question, answer: Json) -> str:
    """Say why an answer does not fit its question; empty where it does."""
    match question.kind:
        case QuestionKind.TEXT:
            fits = isinstance(answer, str) and bool(answer.strip())
            return "" if fits else "must be a string that is not empty"
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
                "" if fits else f"must be a list of different labels of {_list(question.options)}"
            )
        case QuestionKind.RANKING:
            return _ranking_misfit(question, answer)


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
        return "must be a list of options without ties: the question does not allow them"
    if not _are_different_strings(ranked) or set(ranked) != set(question.options):
        shape = ", options of one place as a list" if question.allow_ties else ""
        return f"must be a list of all of {_list(question.options)}, best first{shape}"
    return ""


def _are_different_strings(value: Json) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(item, str) for item in value)
        and len(set(value)) == len(value)
    )


def _is_chat(value: Json) -> bool:
    return isinstance(value, list) and all(
        isinstance(said, dict)
        and isinstance(said.get("role"), str)
        and isinstance(said.get("content"), str)
        and len(said) == 2
        for said in value
    )


def _unknown(
    path: str, given: Iterable[str], known: Iterable[str], what: str
) -> Iterator[Violation]:
    names = list(known)
    for name in given:
        if name not in names:
            yield Violation(
                field=f"{path}.{name}",
                rule=f"is not {what} of the dataset, which has {_list(names)}",
                reason=Reason.UNKNOWN_FIELD_NAME,
            )


def _list(options: Sequence[object]) -> str:
    shown = ", ".join(str(option) for option in options[:20])
    return f"{shown}, …" if len(options) > 20 else shown


def dataset_not_found(id_or_name: str) -> NotFound:
    """Make the refusal of a call about a dataset that the namespace does not have."""
    return NotFound(
        reason=Reason.DATASET_NOT_FOUND,
        message=f"the namespace has no dataset {id_or_name}",
        resource_type="Dataset",
        resource_name=id_or_name,
        ids={"dataset": id_or_name},
    )


def dataset_exists(name: str, dataset_id: str) -> AlreadyExists:
    """Make the refusal of a dataset whose name is taken."""
    return AlreadyExists(
        reason=Reason.DATASET_EXISTS,
        message=f"the namespace has a dataset {name} already",
        resource_type="Dataset",
        resource_name=dataset_id,
        ids={"dataset_id": dataset_id},
    )


def record_not_found(record_id: str) -> NotFound:
    """Make the refusal of a call about a record that the namespace does not have."""
    return NotFound(
        reason=Reason.RECORD_NOT_FOUND,
        message=f"the namespace has no record {record_id}",
        resource_type="Record",
        resource_name=record_id,
        ids={"record_id": record_id},
    )
