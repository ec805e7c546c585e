"""Training examples of single feedbacks: ratings, corrections, and the feedback itself."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit_server.domain.feedback.feedback import Rating, json_weight
from plaudit_server.domain.training import ASSISTANT, Kto, prompt_talk, text_weight
from plaudit_server.storage.engine.backend import Row
from plaudit_server.storage.feedback.rows import COLUMNS, SELECTED, from_row
from plaudit_server.storage.training import snapshots
from plaudit_server.storage.training.request import SMALL, Asked, Batch, counting, preference
from plaudit_server.storage.training.snapshots import Look, View

TEXTS = 'e."context", e."prompt", e."answer"'
ANSWERED = "(e.\"prompt\" != '' OR e.\"context\" != '') AND e.\"answer\" != ''"
_POSITIVE = Rating.POSITIVE.value


def look(asked: Asked, columns: str, which: str, *, exchange: bool) -> Look:
    """Say what a walk through feedback reads, and of which."""
    _, (condition, parameters) = counting(asked)
    conditions = [condition, which]
    for column in ("topic", "model"):
        if values := sorted(getattr(asked.filter, f"{column}s")):
            conditions.append(f'e."{column}" IN ({", ".join("?" for _ in values)})')
            parameters = (*parameters, *values)
    return Look(columns, f"({' AND '.join(conditions)})", parameters, exchange=exchange)


def rated(view: View, asked: Asked, after: str) -> Iterator[Batch]:
    """Make a KTO example of each rated feedback."""
    wanted = look(
        asked, f'f."rating", {TEXTS}', f'f."rating" IN (1, 2) AND {ANSWERED}', exchange=True
    )
    pages = snapshots.walk(
        view,
        wanted,
        after=after,
        time=asked.filter.time,
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
                        prompt_talk(context=context, prompt=prompt),
                        ((ASSISTANT, answer),),
                        rating == _POSITIVE,
                    ),
                )
                for id_, _, rating, context, prompt, answer in rows
            ],
            last,
        )


def corrected(view: View, asked: Asked, after: str) -> Iterator[Batch]:
    """Make a preference of each correction."""
    which = f'f."correction" != \'\' AND f."correction" != e."answer" AND {ANSWERED}'
    wanted = look(asked, f'f."correction", {TEXTS}', which, exchange=True)
    pages = snapshots.walk(
        view,
        wanted,
        after=after,
        time=asked.filter.time,
        weigh=lambda row: sum(map(len, row[2:])),
    )
    for last, rows in pages:
        yield (
            [
                preference(id_, prompt_talk(context=context, prompt=prompt), correction, answer)
                for id_, _, correction, context, prompt, answer in rows
            ],
            last,
        )


def raw(view: View, asked: Asked, after: str) -> Iterator[Batch]:
    """Answer the feedback itself."""
    of_exchanges = bool(asked.filter.topics or asked.filter.models)
    pages = snapshots.walk(
        view,
        look(asked, SELECTED, "TRUE", exchange=of_exchanges),
        after=after,
        time=asked.filter.time,
        weigh=_raw_weight,
    )
    for last, rows in pages:
        yield [(row[0], _raw_weight(row), from_row(row[2:])) for row in rows], last


_LONG = [
    2 + COLUMNS.index(name) for name in ("text", "correction", "cited_memory_ids", "cited_node_ids")
]
_JSON = [2 + COLUMNS.index(name) for name in ("metadata", "session_context")]
SMALL_FEEDBACK = 1024
"""About how many bytes a feedback has at most beside its long texts, as a rule."""


def _raw_weight(row: Row) -> int:
    weight = SMALL_FEEDBACK
    for i in _LONG:
        weight += text_weight(row[i])
    for i in _JSON:
        weight += json_weight(row[i])
    return weight
