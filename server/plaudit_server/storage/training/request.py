"""The request of an export, and what the walks that read its examples share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from plaudit_server.domain.training.examples import (
    Conversation,
    Dpo,
    Example,
    ExportFilter,
    answer_conversation,
    conversation_weight,
    text_weight,
)
from plaudit_server.domain.training.judged import Judged
from plaudit_server.storage.engine.backend import Row
from plaudit_server.storage.training.snapshots import Judgement, Snapshot, active_filter

SMALL = 128
"""About how many bytes an example has besides its texts."""


class ExportRequest(NamedTuple):
    """Selects the examples of an export."""

    namespace_id: str
    format: int
    filter: ExportFilter
    sources: frozenset[int]
    """The sources of preference pairs, for DPO; empty for all."""
    dataset_id: str
    prompt_field: str
    snapshot: Snapshot
    datasets: Sequence[Judged] = ()
    """The datasets that make the examples; if empty, feedback makes them."""
    majority: bool = False


SizedExample = tuple[str, int, Example]
"""The id of the source of an example, about how many bytes the example takes, and the example.
The examples of a source follow each other."""

Batch = tuple[Sequence[SizedExample], str]
"""Examples, and the id of the last source that the walk has finished with them."""


def feedback_filter(request: ExportRequest) -> tuple[Callable[[Judgement], bool], tuple[str, Row]]:
    """Return the filter on feedback, as a function and as SQL with its parameters."""
    wanted = request.filter
    return active_filter(
        names=wanted.names,
        origins=wanted.origins,
        start=wanted.time.start,
        end=wanted.time.end,
    )


def preference(source: str, prompt: Conversation, chosen: str, rejected: str) -> SizedExample:
    """Make a preference pair of two answers to a prompt."""
    weight = SMALL + conversation_weight(prompt) + text_weight(chosen) + text_weight(rejected)
    return (
        source,
        weight,
        Dpo(source, prompt, answer_conversation(chosen), answer_conversation(rejected)),
    )
