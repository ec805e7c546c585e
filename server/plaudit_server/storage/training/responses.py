"""The submitted responses of a dataset, and the records that they answer, as an export reads them.

Responses and records that were added after the snapshot are left out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from plaudit_server.domain.datasets.annotation import ResponseStatus
from plaudit_server.domain.ids import Kind
from plaudit_server.domain.times import TimeRange
from plaudit_server.storage.engine.transaction import keys
from plaudit_server.storage.training.snapshots import View

AT_ONCE = 200
"""How many responses, or ids of records, one query reads."""
RECORDS_AT_ONCE = 20
"""How many records one query reads: few, because records may be long."""

FIND_RESPONSES = (
    'SELECT "id", "record_id", "status", "create_time", "occur_time",'
    ' "answers" FROM "record_response"'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "dataset_id" = ? AND "id" > ?'
    ' ORDER BY "id" LIMIT ?'
)
FIND_VALUES = (
    'KEYS2 SELECT r."id", r."field_to_value" FROM k CROSS JOIN "record" r'
    ' WHERE r."namespace_id" = k.a AND r."id" = k.b'
)
FIND_RECORDS = (
    'SELECT "id", "submitted_count" FROM "record"'
    ' WHERE "namespace_id" = (SELECT CAST(? AS TEXT)) AND "dataset_id" = ? AND "id" > ?'
    ' AND "id" < ? ORDER BY "id" LIMIT ?'
)
FIND_RESPONSES_TO = (
    'KEYS2 SELECT p."record_id", p."status", p."create_time", p."occur_time", p."answers"'
    ' FROM k CROSS JOIN "record_response" p'
    ' WHERE p."namespace_id" = k.a AND p."record_id" = k.b ORDER BY p."record_id", p."id"'
)

Values = Mapping[str, Any]


class Said(NamedTuple):
    """One response, with the values of its record."""

    id: str
    values: Values
    answers: Values


def walk_responses(
    view: View, dataset_id: str, *, time: TimeRange, after: str
) -> Iterator[tuple[Sequence[Said], str]]:
    """Yield the responses to a dataset after one id, each batch with the last id it has seen."""
    while True:
        parameters = (view.namespace_id, dataset_id, after, AT_ONCE)
        rows = view.backend.execute(FIND_RESPONSES, parameters).fetchall()
        for i in range(0, len(rows), RECORDS_AT_ONCE):
            part = [
                (id_, record_id, json.loads(answers))
                for id_, record_id, *counted, answers in rows[i : i + RECORDS_AT_ONCE]
                if _counts(view, time, *counted)
            ]
            values = values_of(view, {record_id for _, record_id, _ in part})
            after = rows[min(i + RECORDS_AT_ONCE, len(rows)) - 1][0]
            yield (
                [Said(id_, values.get(record_id, {}), answers) for id_, record_id, answers in part],
                after,
            )
        if len(rows) < AT_ONCE:
            return


def _counts(view: View, time: TimeRange, status: int, create_time: int, occur_time: int) -> bool:
    return (
        status == ResponseStatus.SUBMITTED
        and create_time <= view.snapshot.time
        and time.has(occur_time)
    )


def walk_records(view: View, dataset_id: str, *, after: str) -> Iterator[tuple[Sequence[str], str]]:
    """Yield the ids of the records with submitted responses, a few at a time.

    Each batch has the last id that the walk has seen.
    """
    end = view.end(Kind.RECORD)
    while True:
        parameters = (view.namespace_id, dataset_id, after, end, AT_ONCE)
        rows = view.backend.execute(FIND_RECORDS, parameters).fetchall()
        for i in range(0, len(rows), RECORDS_AT_ONCE):
            part = rows[i : i + RECORDS_AT_ONCE]
            after = part[-1][0]
            yield [id_ for id_, said in part if said], after
        if len(rows) < AT_ONCE:
            return


def values_of(view: View, record_ids: Iterable[str]) -> dict[str, Values]:
    """Read the field values of records, by id."""
    wanted = keys(sorted((view.namespace_id, id_) for id_ in record_ids))
    return {id_: json.loads(text) for id_, text in view.backend.execute(FIND_VALUES, wanted)}


def answers_to(
    view: View, record_ids: Iterable[str], questions: Collection[str], *, time: TimeRange
) -> dict[str, list[Values]]:
    """Read what submitted responses to records answer to some questions, by record."""
    wanted = keys(sorted((view.namespace_id, id_) for id_ in record_ids))
    found: dict[str, list[Values]] = {}
    for record_id, *counted, text in view.backend.stream(FIND_RESPONSES_TO, wanted):
        if _counts(view, time, *counted):
            answers = json.loads(text)
            kept = {name: answers[name] for name in questions if name in answers}
            found.setdefault(record_id, []).append(kept)
    return found
