"""Reads the answers to a dataset and measures the agreement of its annotators."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from typing import NamedTuple

from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.datasets.agreement import (
    Agreement,
    Level,
    QuestionAnswers,
    choose_questions,
)
from plaudit_server.domain.datasets.annotation import Question, ResponseStatus
from plaudit_server.storage.datasets import datasets
from plaudit_server.storage.datasets.annotators import Annotator
from plaudit_server.storage.engine.backend import Backend

AT_ONCE = 1_000
"""How many responses are read at a time."""

READ = (
    'SELECT p."id", p."status", p."record_id", p."author", p."user_id", p."external_user_id",'
    ' p."creator", p."answers" FROM "record_response" p'
    ' WHERE p."namespace_id" = (SELECT CAST(? AS TEXT)) AND p."dataset_id" = ? AND p."id" > ?'
    ' ORDER BY p."id" LIMIT ?'
)


class QuestionAgreement(NamedTuple):
    """The agreement on a question; it refers to annotators by their indices in a list."""

    question: Question
    level: Level
    agreement: Agreement


def measure(
    backend: Backend, namespace_id: str, dataset_id: str, *, question_name: str, level: int
) -> Generator[None, None, tuple[list[QuestionAgreement], Sequence[Annotator]]]:
    """Measure the agreement of annotators on questions of a dataset, in parts.

    Raises NotFound for an unknown dataset, InvalidArgument for an unknown question or level.
    """
    dataset = datasets.find(backend, namespace_id, id_=dataset_id)
    if dataset is None:
        raise annotation.dataset_not_found(dataset_id)
    chosen = choose_questions(dataset.definition.schema, question_name, level)
    answers_by_question = [QuestionAnswers(question, level) for question, level in chosen]
    records: dict[str, int] = {}
    authors: dict[str, int] = {}
    annotators: list[Annotator] = []
    after = ""
    while rows := backend.execute(READ, (namespace_id, dataset_id, after, AT_ONCE)).fetchall():
        after = rows[-1][0]
        for _, status, record_id, author, *names, answers in rows:
            if status != ResponseStatus.SUBMITTED:
                continue
            record = records.setdefault(record_id, len(records))
            annotator = authors.setdefault(author, len(authors))
            if annotator == len(annotators):
                annotators.append(Annotator(author, *names))
            by_name = json.loads(answers)
            for question_answers in answers_by_question:
                question_answers.add(record, annotator, by_name.get(question_answers.question.name))
        yield
    measured = []
    for question_answers in answers_by_question:
        agreement = yield from question_answers.measure()
        measured.append(
            QuestionAgreement(question_answers.question, question_answers.level, agreement)
        )
    return measured, annotators
