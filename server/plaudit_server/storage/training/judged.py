"""Training examples made of the submitted responses to datasets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

from plaudit_server.domain.training.examples import (
    Conversation,
    Example,
    TrainingFormat,
    conversation_weight,
)
from plaudit_server.domain.training.judged import (
    Judged,
    Scored,
    across_records,
    completion_of,
    judged_examples,
    mean_score,
    prompt_of,
    scored_pair,
)
from plaudit_server.storage.training.request import SMALL, Batch, ExportRequest, SizedExample
from plaudit_server.storage.training.responses import (
    RECORDS_AT_ONCE,
    answers_to,
    values_of,
    walk_records,
    walk_responses,
)
from plaudit_server.storage.training.snapshots import View

COMPARED_AT_MOST = 100_000
"""Among how many records those with the same prompt are found: their ids are in memory."""
PAIRS_AT_MOST = 100
"""With how many later records one record is compared."""


def examples(view: View, request: ExportRequest, judged: Judged, after: str) -> Iterator[Batch]:
    """Yield the examples that a dataset makes."""
    if across_records(judged, request.format):
        return _same_prompt_pairs(view, request, judged, after)
    if request.majority or request.format == TrainingFormat.SFT:
        return _by_record(view, request, judged, after)
    return _by_response(view, request, judged, after)


def _by_response(view: View, request: ExportRequest, judged: Judged, after: str) -> Iterator[Batch]:
    pages = walk_responses(view, judged.dataset_id, time=request.filter.time, after=after)
    for responses, last in pages:
        made = (
            example
            for said in responses
            for example in judged_examples(
                judged, request.format, said.id, said.values, [said.answers]
            )
        )
        yield _sized(made), last


def _by_record(view: View, request: ExportRequest, judged: Judged, after: str) -> Iterator[Batch]:
    questions = {judge.question.name for judge in judged.judges}
    for ids, last in walk_records(view, judged.dataset_id, after=after):
        said = answers_to(view, ids, questions, time=request.filter.time)
        values = values_of(view, said)
        made = (
            example
            for id_ in ids
            if id_ in values
            for example in judged_examples(judged, request.format, id_, values[id_], said[id_])
        )
        yield _sized(made), last


def _sized(made: Iterable[Example]) -> list[SizedExample]:
    """Weigh examples of conversations."""
    return [
        (
            str(example[0]),
            SMALL + sum(conversation_weight(part) for part in example[1:] if type(part) is tuple),
            example,
        )
        for example in made
    ]


def _same_prompt_pairs(
    view: View, request: ExportRequest, judged: Judged, after: str
) -> Iterator[Batch]:
    """Yield the pairs that the answers of records with the same prompt make."""
    groups: dict[bytes, list[str]] = {}
    for ids, _ in _oldest(view, judged.dataset_id):
        for id_, values in sorted(values_of(view, ids).items()):
            if prompt := prompt_of(judged, values):
                groups.setdefault(_key(prompt), []).append(id_)
        yield (), after
    # The records that come after each one in its group.
    following = {
        id_: (group, i + 1)
        for group in groups.values()
        for i, id_ in enumerate(group[:-1])
        if id_ > after
    }
    del groups
    for id_ in sorted(following):
        group, start = following[id_]
        others = group[start : start + PAIRS_AT_MOST]
        yield _sized(_compared(view, request, judged, id_, others)), id_


def _oldest(view: View, dataset_id: str) -> Iterator[tuple[Sequence[str], str]]:
    """Yield the oldest records of a dataset that have submitted responses."""
    seen = 0
    for ids, last in walk_records(view, dataset_id, after=""):
        part = ids[: COMPARED_AT_MOST - seen]
        seen += len(part)
        yield part, last
        if seen >= COMPARED_AT_MOST:
            return


def _key(prompt: Conversation) -> bytes:
    return blake2b(json.dumps(prompt).encode(), digest_size=16).digest()


class _Answer(NamedTuple):
    """The prompt of a record, and its answer with its score."""

    prompt: Conversation
    scored: Scored


def _compared(
    view: View, request: ExportRequest, judged: Judged, id_: str, others: Sequence[str]
) -> Iterator[Example]:
    """Yield the pairs of the answer of one record and those of others."""
    mine = _scored(view, request, judged, [id_]).get(id_)
    if mine is None:
        return
    for i in range(0, len(others), RECORDS_AT_ONCE):
        part = others[i : i + RECORDS_AT_ONCE]
        found = _scored(view, request, judged, part)
        for other in (found[one] for one in part if one in found):
            # The prompt of a record may have changed since.
            if other.prompt == mine.prompt:
                yield from scored_pair(request.format, id_, mine.prompt, mine.scored, other.scored)


def _scored(
    view: View, request: ExportRequest, judged: Judged, ids: Sequence[str]
) -> dict[str, _Answer]:
    """Read the answers of records that have one and a score."""
    (judge,) = judged.judges
    said = answers_to(view, ids, {judge.question.name}, time=request.filter.time)
    found: dict[str, _Answer] = {}
    for id_, values in values_of(view, said).items():
        completion, score = completion_of(judge, values), mean_score(judge, said[id_])
        if completion and score is not None:
            found[id_] = _Answer(prompt_of(judged, values), (completion, score))
    return found
