"""Training examples made of one feedback each: KTO examples, corrections and raw feedback."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit_server.domain.feedback.feedback import Rating, json_weight
from plaudit_server.domain.training.examples import ASSISTANT, Kto, prompt_conversation, text_weight
from plaudit_server.storage.engine.backend import Row
from plaudit_server.storage.feedback.rows import COLUMNS, SELECTED, from_row
from plaudit_server.storage.training import snapshots
from plaudit_server.storage.training.request import (
    SMALL,
    Batch,
    ExportRequest,
    feedback_filter,
    preference,
)
from plaudit_server.storage.training.snapshots import Selection, View

TEXTS = 'e."context", e."prompt", e."answer"'
ANSWERED = "(e.\"prompt\" != '' OR e.\"context\" != '') AND e.\"answer\" != ''"
_POSITIVE = Rating.POSITIVE.value


def select(request: ExportRequest, columns: str, condition: str, *, exchange: bool) -> Selection:
    """Select columns of the feedback that matches the filter of the request and a condition."""
    _, (matches_filter, parameters) = feedback_filter(request)
    conditions = [matches_filter, condition]
    for column in ("topic", "model"):
        if values := sorted(getattr(request.filter, f"{column}s")):
            conditions.append(f'e."{column}" IN ({", ".join("?" for _ in values)})')
            parameters = (*parameters, *values)
    return Selection(columns, f"({' AND '.join(conditions)})", parameters, exchange=exchange)


def kto_examples(view: View, request: ExportRequest, after: str) -> Iterator[Batch]:
    """Yield a KTO example for each rated feedback."""
    wanted = select(
        request, f'f."rating", {TEXTS}', f'f."rating" IN (1, 2) AND {ANSWERED}', exchange=True
    )
    pages = snapshots.walk(
        view,
        wanted,
        after=after,
        time=request.filter.time,
        weigh=lambda row: len(row[3]) + len(row[4]) + len(row[5]),
    )
    for last, rows in pages:
        yield (
            [
                (
                    id_,
                    SMALL + text_weight(context) + text_weight(prompt) + text_weight(answer),
                    Kto(
                        id_,
                        prompt_conversation(context=context, prompt=prompt),
                        ((ASSISTANT, answer),),
                        rating == _POSITIVE,
                    ),
                )
                for id_, _, rating, context, prompt, answer in rows
            ],
            last,
        )


def correction_pairs(view: View, request: ExportRequest, after: str) -> Iterator[Batch]:
    """Yield a preference pair for each correction."""
    condition = f'f."correction" != \'\' AND f."correction" != e."answer" AND {ANSWERED}'
    wanted = select(request, f'f."correction", {TEXTS}', condition, exchange=True)
    pages = snapshots.walk(
        view,
        wanted,
        after=after,
        time=request.filter.time,
        weigh=lambda row: sum(map(len, row[2:])),
    )
    for last, rows in pages:
        yield (
            [
                preference(
                    id_, prompt_conversation(context=context, prompt=prompt), correction, answer
                )
                for id_, _, correction, context, prompt, answer in rows
            ],
            last,
        )


def raw_feedback(view: View, request: ExportRequest, after: str) -> Iterator[Batch]:
    """Yield the feedback itself."""
    of_exchanges = bool(request.filter.topics or request.filter.models)
    pages = snapshots.walk(
        view,
        select(request, SELECTED, "TRUE", exchange=of_exchanges),
        after=after,
        time=request.filter.time,
        weigh=_raw_weight,
    )
    for last, rows in pages:
        yield [(row[0], _raw_weight(row), from_row(row[2:])) for row in rows], last


_LONG = [
    2 + COLUMNS.index(name) for name in ("text", "correction", "cited_memory_ids", "cited_node_ids")
]
_JSON = [2 + COLUMNS.index(name) for name in ("metadata", "session_context")]
SMALL_FEEDBACK = 1024
"""About how many bytes a feedback has at most besides its long texts."""


def _raw_weight(row: Row) -> int:
    weight = SMALL_FEEDBACK
    for i in _LONG:
        weight += text_weight(row[i])
    for i in _JSON:
        weight += json_weight(row[i])
    return weight
