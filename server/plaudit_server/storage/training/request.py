"""What an export is of, and what its walks have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from plaudit_server.domain.training import (
    Dpo,
    Example,
    ExportFilter,
    Talk,
    answer_talk,
    talk_weight,
    text_weight,
)
from plaudit_server.storage.engine.backend import Row
from plaudit_server.storage.training.snapshots import Judgement, Snapshot, in_force

SMALL = 128
"""About how many bytes an example has beside its texts."""


class Asked(NamedTuple):
    """What an export is of."""

    namespace_id: str
    format: int
    filter: ExportFilter
    sources: frozenset[int]
    """Of DPO; empty for all."""
    dataset_id: str
    prompt_field: str
    snapshot: Snapshot


Given = tuple[str, int, Example]
"""An example on its way out: what it was made of, about how many bytes it takes, and itself. All
examples of one source come together."""

Batch = tuple[Sequence[Given], str]
"""Examples, and the source up to which all is done with them."""


def counting(asked: Asked) -> tuple[Callable[[Judgement], bool], tuple[str, Row]]:
    """Say which feedback counts, as a function and in SQL."""
    wanted = asked.filter
    return in_force(
        names=wanted.names,
        origins=wanted.origins,
        start=wanted.time.start,
        end=wanted.time.end,
    )


def preference(source: str, prompt: Talk, chosen: str, rejected: str) -> Given:
    """Make a preference of two answers to a prompt."""
    weight = SMALL + talk_weight(prompt) + text_weight(chosen) + text_weight(rejected)
    return (source, weight, Dpo(source, prompt, answer_talk(chosen), answer_talk(rejected)))
