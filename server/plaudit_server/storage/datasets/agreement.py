"""The answers in the database, read for how far annotators agree."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from typing import NamedTuple

from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.datasets.agreement import Agreement, Ballots, Level, choose
from plaudit_server.domain.datasets.annotation import Question, ResponseStatus
from plaudit_server.storage.datasets import datasets
from plaudit_server.storage.engine.backend import Backend

AT_ONCE = 1_000
"""How many responses are read at a time."""

READ = (
    'SELECT p."id", p."status", p."record_id", p."author", p."user_id", p."external_user_id",'
    ' p."creator", p."answers" FROM "record_response" p'
    ' WHERE p."namespace_id" = (SELECT CAST(? AS TEXT)) AND p."dataset_id" = ? AND p."id" > ?'
    ' ORDER BY p."id" LIMIT ?'
)


class Annotator(NamedTuple):
    """Who answers."""

    user_id: str
    external_user_id: str
    creator: str


class QuestionAgreement(NamedTuple):
    """How far annotators agree on a question; it names annotators by their places in the list."""

    question: Question
    level: Level
    agreement: Agreement


def measure(
    backend: Backend, namespace_id: str, dataset_id: str, *, question_name: str, level: int
) -> Generator[None, None, tuple[list[QuestionAgreement], Sequence[Annotator]]]:
    """Measure how far annotators agree on questions of a dataset, in parts.

    Refused where there is no such dataset, question or level.
    """
    dataset = datasets.find(backend, namespace_id, id_=dataset_id)
    if dataset is None:
        raise annotation.dataset_not_found(dataset_id)
    chosen = choose(dataset.definition.schema, question_name, level)
    ballots = [Ballots(question, level) for question, level in chosen]
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
                annotators.append(Annotator(*names))
            said = json.loads(answers)
            for ballot in ballots:
                ballot.add(record, annotator, said.get(ballot.question.name))
        yield
    measured = []
    for ballot in ballots:
        agreement = yield from ballot.count()
        measured.append(QuestionAgreement(ballot.question, ballot.level, agreement))
    return measured, annotators
