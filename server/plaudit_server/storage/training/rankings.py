"""Preference pairs from rankings in the responses to datasets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plaudit_server.domain.ids import Kind
from plaudit_server.domain.training.examples import (
    ASSISTANT,
    USER,
    Dpo,
    Ranked,
    conversation_weight,
    field_conversation,
    find_ranked,
    ranked_pairs,
)
from plaudit_server.storage.datasets import datasets
from plaudit_server.storage.training.request import SMALL, Batch, ExportRequest
from plaudit_server.storage.training.responses import Values, walk_responses
from plaudit_server.storage.training.snapshots import View

LIST_DATASETS = (
    'SELECT "id" FROM "dataset" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" >= ?'
    ' AND "delete_time" IS NULL ORDER BY "id" LIMIT 1'
)


def _walk(view: View, request: ExportRequest, after: str) -> Iterator[tuple[Sequence[Dpo], str]]:
    """Yield the pairs that the rankings of each response make, with the place of the response."""
    dataset_id = request.dataset_id
    current, _, number = after.partition(f"_{Kind.RESPONSE.value}")
    response_id = number and f"{Kind.RESPONSE.value}{number}"
    while True:
        if not dataset_id:
            parameters = (view.namespace_id, current)
            row = view.backend.execute(LIST_DATASETS, parameters).fetchone()
            if row is None:
                return
            if row[0] != current:
                current, response_id = row[0], ""
        else:
            current = dataset_id
        stored = datasets.find(view.backend, view.namespace_id, id_=current)
        schema = stored.definition.schema if stored is not None else None
        ranked = find_ranked(schema, request.prompt_field) if schema is not None else None
        if ranked is not None:
            pages = walk_responses(view, current, time=request.filter.time, after=response_id)
            for responses, last in pages:
                for said in responses:
                    pairs = list(_pairs(ranked, said.id, said.values, said.answers))
                    yield pairs, f"{current}_{said.id}"
                yield (), f"{current}_{last}"
        if dataset_id:
            return
        current, response_id = f"{current}~", ""  # sorts after this dataset


def _pairs(ranked: Ranked, response_id: str, values: Values, answers: Values) -> Iterator[Dpo]:
    prompt = field_conversation(ranked.prompt, values.get(ranked.prompt.name), USER)
    if not prompt:
        return
    for question in ranked.questions:
        for better, worse in ranked_pairs(answers.get(question.name) or []):
            chosen, rejected = (
                field_conversation(ranked.fields[option], values.get(option), ASSISTANT)
                for option in (better, worse)
            )
            if chosen and rejected and chosen != rejected:
                yield Dpo(response_id, prompt, chosen, rejected)


def ranking_pairs(view: View, request: ExportRequest, after: str) -> Iterator[Batch]:
    """Yield the preference pairs that the rankings in datasets make."""
    for pairs, last in _walk(view, request, after):
        yield (
            [(last, SMALL + sum(map(conversation_weight, pair[1:])), pair) for pair in pairs],
            last,
        )
