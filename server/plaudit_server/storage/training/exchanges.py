"""Training examples made of all feedback on an exchange: votes, rating pairs and scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, groupby
from typing import NamedTuple

from plaudit_server.domain.feedback.feedback import Rating
from plaudit_server.domain.ids import Kind
from plaudit_server.domain.training.examples import (
    Conversation,
    Example,
    ExportFilter,
    Kto,
    Reward,
    Sft,
    TrainingFormat,
    answer_conversation,
    conversation_weight,
    prompt_conversation,
    text_weight,
)
from plaudit_server.domain.training.judged import scored_pair
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.transaction import keys
from plaudit_server.storage.training import snapshots
from plaudit_server.storage.training.request import (
    SMALL,
    Batch,
    ExportRequest,
    SizedExample,
    feedback_filter,
    preference,
)
from plaudit_server.storage.training.snapshots import Judgement, View

TEXTS_AT_LEAST = 20
TEXTS_AT_MOST = 100
"""For how many exchanges one query reads texts: fewer if they are long."""
TEXTS_WEIGHT = 512 * 1024
"""About how many bytes of texts one query reads."""
PAIRS_AT_MOST = 100
"""How many chosen answers one rejected answer gets, and how many answers a reward example has."""
SAME_PROMPT_AT_MOST = 10_000
"""How many exchanges with one prompt are searched for chosen answers."""
SAME_PROMPT_AT_ONCE = 500
PROMPTS_REMEMBERED = 1_000
PROGRESS_INTERVAL = 2_000
"""After how many exchanges a walk reports its progress."""
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
    """The texts of an exchange, and what the filter needs."""

    prompt: Conversation
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
    """Reads the texts of exchanges, fewer at a time if they are long."""

    def __init__(self, backend: Backend, request: ExportRequest) -> None:
        self._backend = backend
        self._request = request
        self.at_once = TEXTS_AT_LEAST

    def read(self, exchange_ids: Sequence[str]) -> Mapping[str, _Texts]:
        """Read those that match the filter and have a prompt and an answer, by id."""
        wanted = keys([(self._request.namespace_id, id_) for id_ in exchange_ids])
        found: dict[str, _Texts] = {}
        weight = 1
        for id_, context, prompt, answer, *rest in self._backend.execute(FIND_TEXTS, wanted):
            texts = _Texts(prompt_conversation(context=context, prompt=prompt), answer, *rest)
            weight += len(context) + len(prompt) + len(answer)
            if texts.fits(self._request.filter):
                found[id_] = texts
        fitting = TEXTS_WEIGHT * len(exchange_ids) // weight
        self.at_once = max(TEXTS_AT_LEAST, min(fitting, TEXTS_AT_MOST))
        return found


class _Votes(NamedTuple):
    """The ratings and scores of the active feedback on an exchange."""

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
        """The mean score; without scores, the positive share of the ratings."""
        if self.scores:
            return sum(self.scores) / len(self.scores)
        rated = self.positive + self.negative
        return self.positive / rated if rated else None


def _votes(judgements: Sequence[Judgement], counts: Callable[[Judgement], bool]) -> _Votes:
    counted = [judgement for judgement in judgements if counts(judgement)]
    return _Votes(
        sum(j.rating == Rating.POSITIVE for j in counted),
        sum(j.rating == Rating.NEGATIVE for j in counted),
        tuple(j.score for j in counted if j.score is not None),
    )


def _walk_exchanges(
    view: View, request: ExportRequest, after: str, fits: Callable[[_Votes], bool]
) -> Iterator[tuple[list[tuple[str, _Texts, _Votes]], str]]:
    """Yield the exchanges whose votes fit, with their texts and votes, in batches.

    Each batch has the id of the last exchange that the walk has seen.
    """
    counts, _ = feedback_filter(request)
    reader = _Reader(view.backend, request)
    waiting: dict[str, _Votes] = {}
    exchanges = snapshots.by_exchange(view, after=after)
    last = after
    for seen, (last, judgements) in enumerate(exchanges, start=1):
        if fits(votes := _votes(judgements, counts)):
            waiting[last] = votes
        if len(waiting) >= reader.at_once or not judgements or seen % PROGRESS_INTERVAL == 0:
            yield _with_texts(reader, waiting), last
            waiting = {}
    yield _with_texts(reader, waiting), last


def _with_texts(reader: _Reader, waiting: Mapping[str, _Votes]) -> list[tuple[str, _Texts, _Votes]]:
    found = reader.read([*waiting])
    return [(id_, texts, waiting[id_]) for id_, texts in sorted(found.items())]


def majority_examples(view: View, request: ExportRequest, after: str) -> Iterator[Batch]:
    """Yield a KTO example for each exchange whose ratings have a majority."""
    for found, last in _walk_exchanges(view, request, after, lambda votes: votes.good or votes.bad):
        yield (
            [
                (
                    id_,
                    SMALL + conversation_weight(texts.prompt) + text_weight(texts.answer),
                    Kto(id_, texts.prompt, answer_conversation(texts.answer), votes.good),
                )
                for id_, texts, votes in found
            ],
            last,
        )


def sft_examples(view: View, request: ExportRequest, after: str) -> Iterator[Batch]:
    """Yield an SFT example for each exchange with more positive than negative ratings."""
    for found, last in _walk_exchanges(view, request, after, lambda votes: votes.good):
        yield (
            [
                (
                    id_,
                    SMALL + conversation_weight(texts.prompt) + text_weight(texts.answer),
                    Sft(id_, texts.prompt, answer_conversation(texts.answer)),
                )
                for id_, texts, _ in found
            ],
            last,
        )


def rating_pairs(view: View, request: ExportRequest, after: str) -> Iterator[Batch]:
    """Yield pairs of good and bad answers to the same prompt."""
    chosen = _ChosenAnswers(view, request)
    for found, last in _walk_exchanges(view, request, after, lambda votes: votes.bad):
        for id_, texts, _ in found:
            # One batch per rejected answer: each may have a hundred long chosen answers.
            yield (
                [
                    preference(id_, texts.prompt, answer, texts.answer)
                    for answer in chosen.for_prompt_of(texts)
                    if answer != texts.answer
                ],
                id_,
            )
        yield (), last


class _ChosenAnswers:
    """Finds the chosen answers to prompts, and caches the ids of their exchanges."""

    def __init__(self, view: View, request: ExportRequest) -> None:
        self._view = view
        self._request = request
        self._counts, _ = feedback_filter(request)
        self._cached: dict[str, list[str]] = {}

    def for_prompt_of(self, texts: _Texts) -> Iterator[str]:
        """Yield the chosen answers to the prompt of a rejected one."""
        ids = self._cached.get(texts.prompt_key)
        if ids is None:
            if len(self._cached) >= PROMPTS_REMEMBERED:
                self._cached.clear()
            ids = self._cached[texts.prompt_key] = self._find(texts.prompt_key)
        reader = _Reader(self._view.backend, self._request)
        for i in range(0, len(ids), TEXTS_AT_LEAST):
            part = ids[i : i + TEXTS_AT_LEAST]
            found = reader.read(part)
            yield from (found[id_].answer for id_ in part if id_ in found)

    def _find(self, prompt_key: str) -> list[str]:
        good: list[str] = []
        after = ""
        for _ in range(0, SAME_PROMPT_AT_MOST, SAME_PROMPT_AT_ONCE):
            parameters = (self._request.namespace_id, prompt_key, after, SAME_PROMPT_AT_ONCE)
            ids = [id_ for (id_,) in self._view.backend.execute(FIND_SAME_PROMPT, parameters)]
            judgements = snapshots.of_exchanges(self._view, ids)
            good += [id_ for id_ in ids if _votes(judgements.get(id_, ()), self._counts).good]
            if len(ids) < SAME_PROMPT_AT_ONCE or len(good) >= PAIRS_AT_MOST:
                break
            after = ids[-1]
        return good[:PAIRS_AT_MOST]


def reward_examples(view: View, request: ExportRequest, after: str) -> Iterator[Batch]:
    """Yield examples of the scored answers to each prompt."""
    counts, _ = feedback_filter(request)
    reader = _Reader(view.backend, request)
    prompt_key, _, exchange_id = after.partition("_")
    exchange_id = exchange_id and f"{Kind.EXCHANGE.value}{exchange_id}"
    while True:
        parameters = (request.namespace_id, prompt_key, exchange_id, PROMPTS_AT_ONCE)
        rows = view.backend.execute(FIND_BY_PROMPT, parameters).fetchall()
        ended = len(rows) < PROMPTS_AT_ONCE
        if not ended and rows[0][0] != rows[-1][0]:
            # The last prompt may continue on the next page.
            rows = [row for row in rows if row[0] != rows[-1][0]]
        ids = [id_ for _, id_ in rows]
        judgements = snapshots.of_exchanges(view, ids)
        scores = {id_: _votes(judgements.get(id_, ()), counts).score for id_ in ids}
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


def reward_pairs(view: View, request: ExportRequest, after: str) -> Iterator[Batch]:
    """Yield the pairs that the scored answers to each prompt make."""
    for rewards, last in reward_examples(view, request, after):
        yield [pair for place, _, reward in rewards for pair in _pairs(place, reward)], last


def _pairs(place: str, example: Example) -> Iterator[SizedExample]:
    """Yield the pairs of one reward example, all with the same place."""
    if not isinstance(example, Reward):
        return
    prompt = example.prompt
    weight = SMALL + conversation_weight(prompt)
    scored = [
        (weight // 2 + conversation_weight(answer), (answer, score))
        for answer, score in zip(example.responses, example.scores, strict=True)
    ]
    for (first_weight, first), (second_weight, second) in combinations(scored, 2):
        for pair in scored_pair(
            TrainingFormat.REWARD_PAIRS, example.source_id, prompt, first, second
        ):
            yield place, first_weight + second_weight, pair


def _place(prompt_key: str, exchange_id: str) -> str:
    return f"{prompt_key}_{exchange_id.removeprefix(Kind.EXCHANGE.value)}"


def _rewards(
    reader: _Reader, ids: Sequence[str], scores: Mapping[str, float | None]
) -> Iterator[tuple[str, int, Reward]]:
    """Yield examples of the answers to one prompt, each with its last exchange and its weight."""
    prompt: Conversation = ()
    answers: list[Conversation] = []
    answer_scores: list[float] = []
    first = last = ""
    weight = 0
    for i in range(0, len(ids), TEXTS_AT_LEAST):
        part = ids[i : i + TEXTS_AT_LEAST]
        found = reader.read(part)
        for id_ in part:
            score = scores[id_]
            if id_ not in found or score is None:
                continue
            answer = answer_conversation(found[id_].answer)
            more = conversation_weight(answer)
            if answers and (len(answers) == PAIRS_AT_MOST or weight + more > REWARD_WEIGHT):
                yield last, weight, Reward(first, prompt, answers, answer_scores)
                answers, answer_scores, weight = [], [], 0
            if not answers:
                first, prompt = id_, found[id_].prompt
                weight = SMALL + conversation_weight(prompt)
            answers.append(answer)
            answer_scores.append(score)
            weight += more
            last = id_
    if answers:
        yield last, weight, Reward(first, prompt, answers, answer_scores)
