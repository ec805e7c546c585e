"""Training examples, and the conversations and plain texts that they are made of."""

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
    """The kind of training example, with the numbers of the contract."""

    KTO = 1
    DPO = 2
    SFT = 3
    REWARD = 4
    RAW = 5
    REWARD_PAIRS = 6


class PreferenceSource(enum.IntEnum):
    """The source of preference pairs, with the numbers of the contract."""

    RANKING = 1
    CORRECTION = 2
    RATING = 3


class ExportFilter(NamedTuple):
    """Selects the feedback to export; an empty set matches anything."""

    time: TimeRange = ALWAYS
    names: frozenset[str] = frozenset({OVERALL})
    topics: frozenset[str] = frozenset()
    models: frozenset[str] = frozenset()
    origins: frozenset[int] = frozenset()


Conversation = tuple[tuple[str, str], ...]
"""A conversation, oldest message first: role and content of each."""


class Kto(NamedTuple):
    """An unpaired preference."""

    source_id: str
    prompt: Conversation
    completion: Conversation
    label: bool


class Dpo(NamedTuple):
    """A preference pair."""

    source_id: str
    prompt: Conversation
    chosen: Conversation
    rejected: Conversation


class Sft(NamedTuple):
    """A conversation to learn from."""

    source_id: str
    prompt: Conversation
    completion: Conversation


class Reward(NamedTuple):
    """Answers to a prompt, each with its score."""

    source_id: str
    prompt: Conversation
    responses: Sequence[Conversation]
    scores: Sequence[float]


class RewardPair(NamedTuple):
    """A preference pair with the difference of its scores."""

    source_id: str
    prompt: Conversation
    chosen: Conversation
    rejected: Conversation
    margin: float


Example = Kto | Dpo | Sft | Reward | RewardPair | StoredFeedback

USER = "user"
ASSISTANT = "assistant"


def prompt_conversation(*, context: str, prompt: str) -> Conversation:
    """Return the context and the prompt of an exchange; `context` is JSON, or empty."""
    last = ((USER, prompt),) if prompt else ()
    return (*read_chat(json.loads(context)), *last) if context else last


def answer_conversation(text: str) -> Conversation:
    """Return an answer as a conversation of one message."""
    return ((ASSISTANT, text),)


def read_chat(messages: Iterable[Mapping[str, str]]) -> Conversation:
    """Convert the messages of a chat field or a context."""
    return tuple((message["role"], message["content"]) for message in messages)


def plain_prompt(conversation: Conversation) -> str:
    """Return a prompt as text.

    A single user message is returned as it is; otherwise each message is a line, and a line
    "assistant:" follows for the answer.
    """
    if len(conversation) == 1 and conversation[0][0] == USER:
        return conversation[0][1]
    return "\n".join((*(f"{role}: {content}" for role, content in conversation), f"{ASSISTANT}:"))


def plain_answer(conversation: Conversation) -> str:
    """Return an answer as text."""
    if len(conversation) == 1:
        return conversation[0][1]
    return "\n".join(f"{role}: {content}" for role, content in conversation)


def conversation_weight(conversation: Conversation) -> int:
    """Estimate how many bytes a conversation takes in a response."""
    return sum(24 + text_weight(role) + text_weight(content) for role, content in conversation)


def text_weight(text: str) -> int:
    """Return how many bytes a text takes in a response."""
    # Most texts are ASCII, which has as many bytes as characters.
    return len(text) if text.isascii() else len(text.encode())


_CONVERSATION_KINDS = frozenset({FieldKind.TEXT, FieldKind.CHAT})


class Ranked(NamedTuple):
    """How a dataset makes pairs: the field of the prompt, and the questions that rank fields."""

    prompt: Field
    questions: Sequence[Question]
    fields: Mapping[str, Field]


def find_ranked(schema: Schema, prompt_field: str) -> Ranked | None:
    """Find how a dataset makes pairs; `None` if it makes none.

    The prompt is in the field named `prompt_field`. If that is empty, it is in the field `prompt`,
    or else in the only text or chat field that is not ranked.
    """
    fields = {field.name: field for field in schema.fields if field.kind in _CONVERSATION_KINDS}
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
    """Yield each pair of options that a ranking orders, the better one first; ties make no pair."""
    places = [place if isinstance(place, list) else [place] for place in answer]
    for better, worse in combinations(places, 2):
        for chosen in better:
            for rejected in worse:
                yield chosen, rejected


def field_conversation(field: Field, value: Any, role: str) -> Conversation:
    """Return the value of a field as a conversation; empty if the field has no value."""
    if not value:
        return ()
    return read_chat(value) if field.kind is FieldKind.CHAT else ((role, value),)
