"""Preference pairs from rankings in the responses to datasets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from plaudit_server.domain.datasets.annotation import ResponseStatus
from plaudit_server.domain.ids import Kind
from plaudit_server.domain.times import TimeRange
from plaudit_server.domain.training import (
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
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.transaction import keys
from plaudit_server.storage.training.request import SMALL, Batch, ExportRequest
from plaudit_server.storage.training.snapshots import Snapshot, View

AT_ONCE = 200
"""How many responses one query reads."""
RECORDS_AT_ONCE = 20
"""How many records one query reads: few, because records may be long."""

LIST_DATASETS = (
    'SELECT "id" FROM "dataset" WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "id" >= ?'
    ' AND "delete_time" IS NULL ORDER BY "id" LIMIT 1'
)
FIND_RESPONSES = (
    'SELECT "id", "record_id", "status", "create_time", "answers" FROM "record_response"'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "dataset_id" = ? AND "id" > ?'
    ' ORDER BY "id" LIMIT ?'
)
FIND_VALUES = (
    'KEYS2 SELECT r."id", r."field_to_value" FROM k CROSS JOIN "record" r'
    ' WHERE r."namespace_id" = k.a AND r."id" = k.b'
)


def _walk(
    backend: Backend,
    namespace_id: str,
    snapshot: Snapshot,
    *,
    time: TimeRange,
    dataset_id: str,
    prompt_field: str,
    after: str,
) -> Iterator[tuple[Sequence[Dpo], str]]:
    """Yield the pairs that the rankings of each response make, with the place of the response."""
    current, _, number = after.partition(f"_{Kind.RESPONSE.value}")
    response_id = number and f"{Kind.RESPONSE.value}{number}"
    while True:
        if not dataset_id:
            row = backend.execute(LIST_DATASETS, (namespace_id, current)).fetchone()
            if row is None:
                return
            if row[0] != current:
                current, response_id = row[0], ""
        else:
            current = dataset_id
        stored = datasets.find(backend, namespace_id, id_=current)
        ranked = find_ranked(stored.definition.schema, prompt_field) if stored is not None else None
        if ranked is not None:
            yield from _walk_dataset(
                backend, namespace_id, snapshot, current, ranked, time=time, after=response_id
            )
        if dataset_id:
            return
        current, response_id = f"{current}~", ""  # sorts after this dataset


def _walk_dataset(
    backend: Backend,
    namespace_id: str,
    snapshot: Snapshot,
    dataset_id: str,
    ranked: Ranked,
    *,
    time: TimeRange,
    after: str,
) -> Iterator[tuple[Sequence[Dpo], str]]:
    while True:
        parameters = (namespace_id, dataset_id, after, AT_ONCE)
        rows = backend.execute(FIND_RESPONSES, parameters).fetchall()
        for i in range(0, len(rows), RECORDS_AT_ONCE):
            part = [
                (id_, record_id, json.loads(answers))
                for id_, record_id, status, create_time, answers in rows[i : i + RECORDS_AT_ONCE]
                if status == ResponseStatus.SUBMITTED
                and create_time <= snapshot.time
                and time.has(create_time)
            ]
            wanted = keys(sorted({(namespace_id, record_id) for _, record_id, _ in part}))
            values = {id_: json.loads(text) for id_, text in backend.execute(FIND_VALUES, wanted)}
            for id_, record_id, answers in part:
                pairs = list(_pairs(ranked, id_, values.get(record_id, {}), answers))
                yield pairs, f"{dataset_id}_{id_}"
        if len(rows) < AT_ONCE:
            return
        after = rows[-1][0]
        yield (), f"{dataset_id}_{after}"


def _pairs(
    ranked: Ranked, response_id: str, values: dict[str, Any], answers: dict[str, Any]
) -> Iterator[Dpo]:
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
    pages = _walk(
        view.backend,
        request.namespace_id,
        request.snapshot,
        time=request.filter.time,
        dataset_id=request.dataset_id,
        prompt_field=request.prompt_field,
        after=after,
    )
    for pairs, last in pages:
        yield (
            [(last, SMALL + sum(map(conversation_weight, pair[1:])), pair) for pair in pairs],
            last,
        )
