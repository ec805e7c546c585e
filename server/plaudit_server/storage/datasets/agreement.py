"""Reads the answers to a dataset and measures the agreement of its annotators."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from typing import NamedTuple

from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.datasets.agreement import Agreement, QuestionAnswers
from plaudit_server.domain.datasets.agreement_questions import (
    Level,
    choose_pools,
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


class Wanted(NamedTuple):
    """What to measure; see the contract."""

    question_name: str
    level: int
    pools: Sequence[Sequence[str]] = ()


class QuestionAgreement(NamedTuple):
    """The agreement on a question, or on several that are pooled.

    It refers to annotators by their indices in a list.
    """

    questions: Sequence[Question]
    level: Level
    agreement: Agreement

    @property
    def is_pooled(self) -> bool:
        """Whether several questions were measured together."""
        return len(self.questions) > 1


def measure(
    backend: Backend, namespace_id: str, dataset_id: str, wanted: Wanted
) -> Generator[None, None, tuple[list[QuestionAgreement], Sequence[Annotator]]]:
    """Measure the agreement of annotators on questions of a dataset, in parts.

    Raises NotFound for an unknown dataset, InvalidArgument for an unknown question or level, and
    for questions that cannot be pooled.
    """
    dataset = datasets.find(backend, namespace_id, id_=dataset_id)
    if dataset is None:
        raise annotation.dataset_not_found(dataset_id)
    schema = dataset.definition.schema
    chosen = choose_questions(schema, wanted.question_name, wanted.level)
    pools = choose_pools(schema, wanted.pools, wanted.level)
    all_answers = [
        *(QuestionAnswers(question, level) for question, level in chosen),
        *(QuestionAnswers(first, level, *others) for (first, *others), level in pools),
    ]
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
            for answers_to in all_answers:
                for number, question in enumerate(answers_to.questions):
                    answer = by_name.get(question.name)
                    answers_to.add(record, annotator, answer, number=number)
        yield
    measured = []
    for answers_to in all_answers:
        agreement = yield from answers_to.measure()
        measured.append(QuestionAgreement(answers_to.questions, answers_to.level, agreement))
    return measured, annotators
