"""Training examples from a snapshot of the feedback; the export can resume after any example."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from plaudit_server.domain.ids import time_of
from plaudit_server.domain.training.examples import PreferenceSource, TrainingFormat
from plaudit_server.domain.training.judged import Judged
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.training import exchanges, feedback, judged, rankings
from plaudit_server.storage.training.request import Batch, ExportRequest, SizedExample
from plaudit_server.storage.training.snapshots import View

Walk = Callable[[View, ExportRequest, str], Iterator[Batch]]


class Place(NamedTuple):
    """The position of an export, from which it can resume."""

    part: int = 0
    """The index of the walk."""
    after: str = ""
    """The last source that the walk has finished with."""
    source: str = ""
    """The next source, if some of its examples have been emitted."""
    emitted: int = 0
    """How many examples of `source` have been emitted."""


def parts(request: ExportRequest) -> Sequence[Walk]:
    """Return the walks that an export consists of, in order."""
    if request.datasets:
        return [_of_dataset(one) for one in request.datasets]
    match request.format:
        case TrainingFormat.KTO if request.majority:
            return (exchanges.majority_examples,)
        case TrainingFormat.KTO:
            return (feedback.kto_examples,)
        case TrainingFormat.DPO:
            walks: dict[int, Walk] = {
                PreferenceSource.CORRECTION: feedback.correction_pairs,
                PreferenceSource.RATING: exchanges.rating_pairs,
                PreferenceSource.RANKING: rankings.ranking_pairs,
            }
            return [walk for source, walk in walks.items() if source in (request.sources or walks)]
        case TrainingFormat.SFT:
            return (exchanges.sft_examples,)
        case TrainingFormat.REWARD:
            return (exchanges.reward_examples,)
        case TrainingFormat.REWARD_PAIRS:
            return (exchanges.reward_pairs,)
        case _:
            return (feedback.raw_feedback,)


def _of_dataset(source: Judged) -> Walk:
    return lambda view, request, after: judged.examples(view, request, source, after)


def batches(
    backend: Backend, request: ExportRequest, place: Place
) -> Iterator[tuple[Place, Sequence[SizedExample], Place]]:
    """Yield the batches of an export from a place on, each with its start and its end."""
    view = View(backend, request.namespace_id, request.snapshot)
    walks = parts(request)
    for part in range(place.part, len(walks)):
        start = place if part == place.part else Place(part)
        for batch, after in walks[part](view, request, start.after):
            rest = _not_emitted(batch, start) if start.source else batch
            following = Place(part, after)
            if after < start.source and not any(source == start.source for source, _, _ in batch):
                following = start._replace(after=after)  # the walk has not reached the source
            yield start, rest, following
            start = following
    yield Place(len(walks)), (), Place(len(walks))


def _not_emitted(batch: Sequence[SizedExample], start: Place) -> Sequence[SizedExample]:
    """Leave out the examples of a source that have been emitted before."""
    same = [i for i, (source, _, _) in enumerate(batch) if source == start.source]
    emitted = set(same[: start.emitted])
    return [example for i, example in enumerate(batch) if i not in emitted]


def place_after(start: Place, batch: Sequence[SizedExample], count: int) -> Place:
    """Return the place after the first `count` examples of a batch that starts at `start`."""
    source, _, _ = batch[count - 1]
    first = next(i for i, example in enumerate(batch) if example[0] == source)
    after = batch[first - 1][0] if first else start.after
    before = start.emitted if source == start.source else 0
    return Place(start.part, after, source, before + count - first)


FIND_FIRST = (
    'SELECT "id" FROM "feedback" WHERE "namespace_id" = (SELECT CAST(? AS TEXT))'
    ' ORDER BY "id" LIMIT 1'
)


def begin_time(backend: Backend, request: ExportRequest) -> int:
    """Return when the first feedback, or the first dataset of the request, was created.

    In microseconds; 0 if there is none.
    """
    if request.datasets:
        return min(time_of(source.dataset_id) for source in request.datasets)
    row = backend.execute(FIND_FIRST, (request.namespace_id,)).fetchone()
    return 0 if row is None else time_of(row[0])


def progress(request: ExportRequest, place: Place, begin: int) -> float:
    """Estimate the share of an export that is done at a place, from 0 to 1."""
    walks = parts(request)
    if place.part >= len(walks):
        return 1.0
    if not place.after:
        done = 0.0
    elif walks[place.part] in (exchanges.reward_examples, exchanges.reward_pairs):
        done = int(place.after.partition("_")[0][:8] or "0", 16) / 2**32  # digests are uniform
    else:
        done = (time_of(place.after) - begin) / max(request.snapshot.time - begin, 1)
    return (place.part + min(max(done, 0.0), 1.0)) / (len(walks) + 1e-9)
