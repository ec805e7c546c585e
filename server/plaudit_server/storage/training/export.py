"""Training examples from feedback: a walk through a snapshot that can be taken up anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from plaudit_server.domain.ids import time_of
from plaudit_server.domain.training import PreferenceSource, TrainingFormat
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.training import exchanges, feedback, rankings
from plaudit_server.storage.training.request import Asked, Batch, Given
from plaudit_server.storage.training.snapshots import View

Walk = Callable[[View, Asked, str], Iterator[Batch]]


class Place(NamedTuple):
    """Where a walk is: behind the last source that it has done with, and how far in the next."""

    part: int = 0
    after: str = ""
    source: str = ""
    given: int = 0
    """How many examples of `source` have been given."""


def parts(asked: Asked) -> Sequence[Walk]:
    """Name the walks that an export consists of, in their order."""
    match asked.format:
        case TrainingFormat.KTO:
            return (feedback.rated,)
        case TrainingFormat.DPO:
            walks: dict[int, Walk] = {
                PreferenceSource.CORRECTION: feedback.corrected,
                PreferenceSource.RATING: exchanges.contrasted,
                PreferenceSource.RANKING: rankings.ranked,
            }
            return [walk for source, walk in walks.items() if source in (asked.sources or walks)]
        case TrainingFormat.SFT:
            return (exchanges.liked,)
        case TrainingFormat.REWARD:
            return (exchanges.rewarded,)
        case _:
            return (feedback.raw,)


def batches(
    backend: Backend, asked: Asked, place: Place
) -> Iterator[tuple[Place, Sequence[Given], Place]]:
    """Go through the examples of an export from a place on: where each batch starts and ends."""
    view = View(backend, asked.namespace_id, asked.snapshot)
    walks = parts(asked)
    for part in range(place.part, len(walks)):
        begun = place if part == place.part else Place(part)
        for batch, after in walks[part](view, asked, begun.after):
            rest = _not_given(batch, begun) if begun.source else batch
            following = Place(part, after)
            if after < begun.source and not any(given[0] == begun.source for given in batch):
                following = begun._replace(after=after)  # the source is still to come
            yield begun, rest, following
            begun = following
    yield Place(len(walks)), (), Place(len(walks))


def _not_given(batch: Sequence[Given], begun: Place) -> Sequence[Given]:
    """Leave out the examples of a source that have been given before."""
    same = [i for i, (source, _, _) in enumerate(batch) if source == begun.source]
    gone = set(same[: begun.given])
    return [given for i, given in enumerate(batch) if i not in gone]


def place_behind(begun: Place, batch: Sequence[Given], count: int) -> Place:
    """Answer where an export is behind so many examples of a batch that starts at a place."""
    source, _, _ = batch[count - 1]
    first = next(i for i, given in enumerate(batch) if given[0] == source)
    after = batch[first - 1][0] if first else begun.after
    before = begun.given if source == begun.source else 0
    return Place(begun.part, after, source, before + count - first)


FIND_FIRST = (
    'SELECT "id" FROM "feedback" WHERE "namespace_id" = (SELECT CAST(? AS TEXT))'
    ' ORDER BY "id" LIMIT 1'
)


def begin_time(backend: Backend, namespace_id: str) -> int:
    """Answer when the first feedback of a namespace was given, in microseconds."""
    row = backend.execute(FIND_FIRST, (namespace_id,)).fetchone()
    return 0 if row is None else time_of(row[0])


def progress(asked: Asked, place: Place, begin: int) -> float:
    """Answer about how much of an export is behind a place, from 0 to 1."""
    walks = parts(asked)
    if place.part >= len(walks):
        return 1.0
    if not place.after:
        done = 0.0
    elif walks[place.part] is exchanges.rewarded:
        done = int(place.after.partition("_")[0][:8] or "0", 16) / 2**32  # digests spread evenly
    else:
        done = (time_of(place.after) - begin) / max(asked.snapshot.time - begin, 1)
    return (place.part + min(max(done, 0.0), 1.0)) / (len(walks) + 1e-9)
