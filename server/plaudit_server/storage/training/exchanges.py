"""Training examples of exchanges by all that was said of them: good ones, pairs, and rewards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from plaudit_server.domain.feedback.feedback import Rating
from plaudit_server.domain.ids import Kind
from plaudit_server.domain.training import (
    ExportFilter,
    Reward,
    Sft,
    Talk,
    answer_talk,
    prompt_talk,
    talk_weight,
    text_weight,
)
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.transaction import keys
from plaudit_server.storage.training import snapshots
from plaudit_server.storage.training.request import SMALL, Asked, Batch, counting, preference
from plaudit_server.storage.training.snapshots import Judgement, View

TEXTS_AT_LEAST = 20
TEXTS_AT_MOST = 100
"""How many exchanges one query reads the texts of: few where they are long."""
TEXTS_WEIGHT = 512 * 1024
"""About how many bytes of texts one query reads."""
PAIRS_AT_MOST = 100
"""How many answers are chosen against one rejected, and how many answers a reward example has."""
SAME_PROMPT_LOOKED_AT = 10_000
"""How many exchanges with one prompt are looked at for good answers."""
SAME_PROMPT_AT_ONCE = 500
PROMPTS_REMEMBERED = 1_000
LOOKED_AT = 2_000
"""How many exchanges are looked at before a walk says how far it is."""
REWARD_WEIGHT = 1024 * 1024
"""About how many bytes the answers of a reward example have together."""

FIND_TEXTS = (
    'KEYS2 SELECT e."id", e."context", e."prompt", e."answer", e."topic", e."model",'
    ' e."prompt_key" FROM k CROSS JOIN "exchange" e WHERE e."namespace_id" = k.a AND e."id" = k.b'
)
FIND_SAME_PROMPT = (
    'SELECT e."id" FROM "exchange" e WHERE e."namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND e."prompt_key" = ? AND e."id" > ? ORDER BY e."id" LIMIT ?'
)
FIND_BY_PROMPT = (
    'SELECT e."prompt_key", e."id" FROM "exchange" e'
    ' WHERE e."namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND (e."prompt_key", e."id") > (?, ?)'
    ' ORDER BY e."prompt_key", e."id" LIMIT ?'
)
PROMPTS_AT_ONCE = 1_000


class _Texts(NamedTuple):
    """What an exchange says."""

    prompt: Talk
    answer: str
    topic: str
    model: str
    prompt_key: str

    def fits(self, wanted: ExportFilter) -> bool:
        return (
            bool(self.prompt and self.answer)
            and (not wanted.topics or self.topic in wanted.topics)
            and (not wanted.models or self.model in wanted.models)
        )


class _Reader:
    """Reads the texts of exchanges, fewer at a time where they are long."""

    def __init__(self, backend: Backend, asked: Asked) -> None:
        self._backend = backend
        self._asked = asked
        self.at_once = TEXTS_AT_LEAST

    def read(self, exchange_ids: Sequence[str]) -> Mapping[str, _Texts]:
        """Read those that fit the filter and have a prompt and an answer, by id."""
        wanted = keys([(self._asked.namespace_id, id_) for id_ in exchange_ids])
        found: dict[str, _Texts] = {}
        weight = 1
        for id_, context, prompt, answer, *known in self._backend.execute(FIND_TEXTS, wanted):
            texts = _Texts(prompt_talk(context=context, prompt=prompt), answer, *known)
            weight += len(context) + len(prompt) + len(answer)
            if texts.fits(self._asked.filter):
                found[id_] = texts
        fitting = TEXTS_WEIGHT * len(exchange_ids) // weight
        self.at_once = max(TEXTS_AT_LEAST, min(fitting, TEXTS_AT_MOST))
        return found


class _Votes(NamedTuple):
    """What the feedback in force says of an exchange."""

    positive: int
    negative: int
    scores: tuple[float, ...]

    @property
    def good(self) -> bool:
        return self.positive > self.negative

    @property
    def bad(self) -> bool:
        return self.negative > self.positive

    @property
    def score(self) -> float | None:
        """The mean score; without one the positive share of what is rated."""
        if self.scores:
            return sum(self.scores) / len(self.scores)
        rated = self.positive + self.negative
        return self.positive / rated if rated else None


def _votes(judged: Sequence[Judgement], counts: Callable[[Judgement], bool]) -> _Votes:
    counted = [judgement for judgement in judged if counts(judgement)]
    return _Votes(
        sum(j.rating == Rating.POSITIVE for j in counted),
        sum(j.rating == Rating.NEGATIVE for j in counted),
        tuple(j.score for j in counted if j.score is not None),
    )


def _voted(
    view: View, asked: Asked, after: str, fits: Callable[[_Votes], bool]
) -> Iterator[tuple[list[tuple[str, _Texts]], str]]:
    """Go through the exchanges whose votes fit, some at a time with their texts."""
    counts, _ = counting(asked)
    reader = _Reader(view.backend, asked)
    waiting: list[str] = []
    exchanges = snapshots.by_exchange(view, after=after)
    last = after
    for looked, (last, judged) in enumerate(exchanges, start=1):
        if fits(_votes(judged, counts)):
            waiting.append(last)
        if len(waiting) >= reader.at_once or not judged or looked % LOOKED_AT == 0:
            yield sorted(reader.read(waiting).items()), last
            waiting = []
    yield sorted(reader.read(waiting).items()), last


def liked(view: View, asked: Asked, after: str) -> Iterator[Batch]:
    """Make a conversation of each exchange that most rated well."""
    for found, last in _voted(view, asked, after, lambda votes: votes.good):
        yield (
            [
                (
                    id_,
                    SMALL + talk_weight(texts.prompt) + text_weight(texts.answer),
                    Sft(id_, texts.prompt, answer_talk(texts.answer)),
                )
                for id_, texts in found
            ],
            last,
        )


def contrasted(view: View, asked: Asked, after: str) -> Iterator[Batch]:
    """Make preferences of good and bad answers to the same prompt."""
    better = _Better(view, asked)
    for found, last in _voted(view, asked, after, lambda votes: votes.bad):
        for id_, texts in found:
            # Of one at a time: each may have a hundred long ones against it.
            yield (
                [
                    preference(id_, texts.prompt, answer, texts.answer)
                    for answer in better.than(texts)
                    if answer != texts.answer
                ],
                id_,
            )
        yield (), last


class _Better:
    """Finds the good answers to prompts, and remembers the exchanges that gave them."""

    def __init__(self, view: View, asked: Asked) -> None:
        self._view = view
        self._asked = asked
        self._counts, _ = counting(asked)
        self._known: dict[str, list[str]] = {}

    def than(self, texts: _Texts) -> Iterator[str]:
        """Go through the good answers to the prompt of a bad one."""
        known = self._known.get(texts.prompt_key)
        if known is None:
            if len(self._known) >= PROMPTS_REMEMBERED:
                self._known.clear()
            known = self._known[texts.prompt_key] = self._find(texts.prompt_key)
        reader = _Reader(self._view.backend, self._asked)
        for i in range(0, len(known), TEXTS_AT_LEAST):
            part = known[i : i + TEXTS_AT_LEAST]
            found = reader.read(part)
            yield from (found[id_].answer for id_ in part if id_ in found)

    def _find(self, prompt_key: str) -> list[str]:
        good: list[str] = []
        after = ""
        for _ in range(0, SAME_PROMPT_LOOKED_AT, SAME_PROMPT_AT_ONCE):
            asked = (self._asked.namespace_id, prompt_key, after, SAME_PROMPT_AT_ONCE)
            ids = [id_ for (id_,) in self._view.backend.execute(FIND_SAME_PROMPT, asked)]
            judged = snapshots.about(self._view, ids)
            good += [id_ for id_ in ids if _votes(judged.get(id_, ()), self._counts).good]
            if len(ids) < SAME_PROMPT_AT_ONCE or len(good) >= PAIRS_AT_MOST:
                break
            after = ids[-1]
        return good[:PAIRS_AT_MOST]


def rewarded(view: View, asked: Asked, after: str) -> Iterator[Batch]:
    """Make an example of the scored answers to each prompt."""
    counts, _ = counting(asked)
    reader = _Reader(view.backend, asked)
    prompt_key, _, exchange_id = after.partition("_")
    exchange_id = exchange_id and f"{Kind.EXCHANGE.value}{exchange_id}"
    while True:
        behind = (asked.namespace_id, prompt_key, exchange_id, PROMPTS_AT_ONCE)
        page = view.backend.execute(FIND_BY_PROMPT, behind)
        rows = page.fetchall()
        ended = len(rows) < PROMPTS_AT_ONCE
        if not ended and rows[0][0] != rows[-1][0]:
            rows = [row for row in rows if row[0] != rows[-1][0]]  # the last may go on
        ids = [id_ for _, id_ in rows]
        judged = snapshots.about(view, ids)
        scores = {id_: _votes(judged.get(id_, ()), counts).score for id_ in ids}
        for key, of_prompt in groupby(rows, key=lambda row: row[0]):
            scored = [id_ for _, id_ in of_prompt if scores[id_] is not None]
            for last, weight, example in _rewards(reader, scored, scores):
                place = _place(key, last)
                yield ((place, weight, example),), place
        if rows:
            prompt_key, exchange_id = rows[-1]
            yield (), _place(prompt_key, exchange_id)
        if ended:
            return


def _place(prompt_key: str, exchange_id: str) -> str:
    return f"{prompt_key}_{exchange_id.removeprefix(Kind.EXCHANGE.value)}"


def _rewards(
    reader: _Reader, ids: Sequence[str], scores: Mapping[str, float | None]
) -> Iterator[tuple[str, int, Reward]]:
    """Make examples of the answers to one prompt, with the last exchange in each and its weight."""
    prompt: Talk = ()
    answers: list[Talk] = []
    given: list[float] = []
    first = last = ""
    weight = 0
    for i in range(0, len(ids), TEXTS_AT_LEAST):
        part = ids[i : i + TEXTS_AT_LEAST]
        found = reader.read(part)
        for id_ in part:
            score = scores[id_]
            if id_ not in found or score is None:
                continue
            answer = answer_talk(found[id_].answer)
            more = talk_weight(answer)
            if answers and (len(answers) == PAIRS_AT_MOST or weight + more > REWARD_WEIGHT):
                yield last, weight, Reward(first, prompt, answers, given)
                answers, given, weight = [], [], 0
            if not answers:
                first, prompt = id_, found[id_].prompt
                weight = SMALL + talk_weight(prompt)
            answers.append(answer)
            given.append(score)
            weight += more
            last = id_
    if answers:
        yield last, weight, Reward(first, prompt, answers, given)
