"""Training examples: what they hold, and how prompts and answers are written."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from plaudit_server.domain.datasets.annotation import (
    Field,
    FieldKind,
    Question,
    QuestionKind,
    Schema,
)
from plaudit_server.domain.feedback.feedback import OVERALL, StoredFeedback
from plaudit_server.domain.times import ALWAYS, TimeRange


class TrainingFormat(enum.IntEnum):
    """What an example is made of, with the numbers of the contract."""

    KTO = 1
    DPO = 2
    SFT = 3
    REWARD = 4
    RAW = 5


class PreferenceSource(enum.IntEnum):
    """Where pairs of a chosen and a rejected answer come from, with the contract's numbers."""

    RANKING = 1
    CORRECTION = 2
    RATING = 3


class ExportFilter(NamedTuple):
    """Which feedback is exported; an empty set allows anything."""

    time: TimeRange = ALWAYS
    names: frozenset[str] = frozenset({OVERALL})
    topics: frozenset[str] = frozenset()
    models: frozenset[str] = frozenset()
    origins: frozenset[int] = frozenset()


Talk = tuple[tuple[str, str], ...]
"""A conversation, oldest message first: role and content of each."""


class Kto(NamedTuple):
    """An unpaired preference."""

    source_id: str
    prompt: Talk
    completion: Talk
    label: bool


class Dpo(NamedTuple):
    """A preference."""

    source_id: str
    prompt: Talk
    chosen: Talk
    rejected: Talk


class Sft(NamedTuple):
    """A conversation worth learning."""

    source_id: str
    prompt: Talk
    completion: Talk


class Reward(NamedTuple):
    """Answers to a prompt, each with its score."""

    source_id: str
    prompt: Talk
    responses: Sequence[Talk]
    scores: Sequence[float]


Example = Kto | Dpo | Sft | Reward | StoredFeedback

USER = "user"
ASSISTANT = "assistant"


def prompt_talk(*, context: str, prompt: str) -> Talk:
    """Make the conversation that an exchange answers; `context` is JSON, or empty."""
    asked = ((USER, prompt),) if prompt else ()
    return (*read_chat(json.loads(context)), *asked) if context else asked


def answer_talk(text: str) -> Talk:
    """Make an answer's part of the conversation."""
    return ((ASSISTANT, text),)


def read_chat(said: Iterable[Mapping[str, str]]) -> Talk:
    """Read the messages of a chat field or a context."""
    return tuple((turn["role"], turn["content"]) for turn in said)


def plain_prompt(talk: Talk) -> str:
    """Write a prompt as a text: alone as it is, else line by line up to where the answer starts."""
    if len(talk) == 1 and talk[0][0] == USER:
        return talk[0][1]
    return "\n".join((*(f"{role}: {content}" for role, content in talk), f"{ASSISTANT}:"))


def plain_answer(talk: Talk) -> str:
    """Write an answer as a text."""
    if len(talk) == 1:
        return talk[0][1]
    return "\n".join(f"{role}: {content}" for role, content in talk)


def talk_weight(talk: Talk) -> int:
    """About how many bytes a conversation takes in an answer."""
    return sum(24 + text_weight(role) + text_weight(content) for role, content in talk)


def text_weight(text: str) -> int:
    """Answer how many bytes a text takes in an answer."""
    # A text of ASCII alone, as most are, has as many bytes as characters.
    return len(text) if text.isascii() else len(text.encode())


_SHOWN = frozenset({FieldKind.TEXT, FieldKind.CHAT})


class Ranked(NamedTuple):
    """What makes pairs of a dataset: where its prompt is, and which questions rank fields."""

    prompt: Field
    questions: Sequence[Question]
    fields: Mapping[str, Field]


def ranked(schema: Schema, prompt_field: str) -> Ranked | None:
    """Find what makes pairs of a dataset; `None` where nothing does.

    The prompt is in the field of that name; where it is empty, in the field `prompt`, else in the
    only text or chat field that is not ranked.
    """
    fields = {field.name: field for field in schema.fields if field.kind in _SHOWN}
    questions = [
        question
        for question in schema.questions
        if question.kind is QuestionKind.RANKING and fields.keys() >= set(question.options)
    ]
    if not questions:
        return None
    options = {str(option) for question in questions for option in question.options}
    others = [name for name in fields if name not in options]
    found = prompt_field or ("prompt" if "prompt" in others else "")
    if not found and len(others) == 1:
        (found,) = others
    if found not in fields:
        return None
    return Ranked(fields[found], questions, fields)


def ranked_pairs(answer: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """Go through the pairs of options of which a ranking says that the first is better."""
    places = [place if isinstance(place, list) else [place] for place in answer]
    for better, worse in combinations(places, 2):
        for chosen in better:
            for rejected in worse:
                yield chosen, rejected


def shown(field: Field, value: Any, role: str) -> Talk:
    """Read the value of a field as a conversation; empty where there is nothing."""
    if not value:
        return ()
    return read_chat(value) if field.kind is FieldKind.CHAT else ((role, value),)
