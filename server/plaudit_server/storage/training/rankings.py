"""Preferences from datasets: what annotators have ranked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from plaudit_server.domain import training as rules
from plaudit_server.domain.datasets.annotation import ResponseStatus
from plaudit_server.domain.ids import Kind
from plaudit_server.domain.times import TimeRange
from plaudit_server.domain.training import (
    ASSISTANT,
    USER,
    Dpo,
    Ranked,
    ranked_pairs,
    shown,
    talk_weight,
)
from plaudit_server.storage.datasets import datasets
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.transaction import keys
from plaudit_server.storage.training.request import SMALL, Asked, Batch
from plaudit_server.storage.training.snapshots import Snapshot, View

AT_ONCE = 200
"""How many responses one query reads."""
RECORDS_AT_ONCE = 20
"""How many records one query reads: the longest are long."""

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
    """Go through the responses, each with the pairs that its rankings make, and its place."""
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
        found = rules.ranked(stored.definition.schema, prompt_field) if stored is not None else None
        if found is not None:
            yield from _of_dataset(
                backend, namespace_id, snapshot, current, found, time=time, after=response_id
            )
        if dataset_id:
            return
        current, response_id = f"{current}~", ""  # behind this one


def _of_dataset(
    backend: Backend,
    namespace_id: str,
    snapshot: Snapshot,
    dataset_id: str,
    of: Ranked,
    *,
    time: TimeRange,
    after: str,
) -> Iterator[tuple[Sequence[Dpo], str]]:
    while True:
        asked = (namespace_id, dataset_id, after, AT_ONCE)
        rows = backend.execute(FIND_RESPONSES, asked).fetchall()
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
                pairs = list(_pairs(of, id_, values.get(record_id, {}), answers))
                yield pairs, f"{dataset_id}_{id_}"
        if len(rows) < AT_ONCE:
            return
        after = rows[-1][0]
        yield (), f"{dataset_id}_{after}"


def _pairs(
    of: Ranked, response_id: str, values: dict[str, Any], answers: dict[str, Any]
) -> Iterator[Dpo]:
    prompt = shown(of.prompt, values.get(of.prompt.name), USER)
    if not prompt:
        return
    for question in of.questions:
        for better, worse in ranked_pairs(answers.get(question.name) or []):
            chosen, rejected = (
                shown(of.fields[option], values.get(option), ASSISTANT)
                for option in (better, worse)
            )
            if chosen and rejected and chosen != rejected:
                yield Dpo(response_id, prompt, chosen, rejected)


def ranked(view: View, asked: Asked, after: str) -> Iterator[Batch]:
    """Make preferences of the rankings in datasets."""
    pages = _walk(
        view.backend,
        asked.namespace_id,
        asked.snapshot,
        time=asked.filter.time,
        dataset_id=asked.dataset_id,
        prompt_field=asked.prompt_field,
        after=after,
    )
    for pairs, last in pages:
        yield (
            [(last, SMALL + sum(map(talk_weight, pair[1:])), pair) for pair in pairs],
            last,
        )
