"""Training examples in the requested form, as bytes of a chunk.

An export has millions of them, so they are encoded directly: building a message for each would cost
as much again as reading it from the database. The field numbers come from the contract.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from plaudit_server import contract
from plaudit_server.contract import feedback_pb2
from plaudit_server.domain.feedback.feedback import StoredFeedback
from plaudit_server.domain.training.examples import (
    ASSISTANT,
    USER,
    Conversation,
    Dpo,
    Kto,
    Reward,
    RewardPair,
    Sft,
    TrainingFormat,
    plain_answer,
    plain_prompt,
)
from plaudit_server.servicers.feedback.messages import write_feedback

Write = Callable[[Any], bytes]
"""Encodes an example as the field of a chunk that holds it."""


def _tag(message: str, field: str) -> bytes:
    """Return the tag of a length-delimited field."""
    descriptor = contract.message_class(f"{contract.PACKAGE}.{message}").DESCRIPTOR
    return _varint(descriptor.fields_by_name[field].number << 3 | 2)


def _varint(number: int) -> bytes:
    low = []
    while number > 127:
        low.append(number & 127 | 128)
        number >>= 7
    return bytes([*low, number])


_SHORT = 16_384
_LENGTHS = [_varint(length) for length in range(_SHORT)]


def _sized(tag: bytes, body: bytes) -> bytes:
    length = len(body)
    return tag + (_LENGTHS[length] if length < _SHORT else _varint(length)) + body


_EXAMPLE = _tag("ExportTrainingResponse", "examples")
_SOURCE = _tag("TrainingExample", "source_id")
_KTO, _DPO, _SFT, _REWARD, _FEEDBACK, _PAIR = (
    _tag("TrainingExample", name)
    for name in ("kto", "dpo", "sft", "reward", "feedback", "reward_pair")
)
_KTO_PROMPT, _KTO_COMPLETION = (_tag("KtoExample", name) for name in ("prompt", "completion"))
_KTO_LABEL = bytes([_tag("KtoExample", "label")[0] & ~7, 1])
_DPO_PROMPT, _CHOSEN, _REJECTED = (
    _tag("DpoExample", name) for name in ("prompt", "chosen", "rejected")
)
_SFT_MESSAGES, _SFT_PROMPT, _SFT_COMPLETION = (
    _tag("SftExample", name) for name in ("messages", "prompt", "completion")
)
_REWARD_PROMPT, _RESPONSES, _SCORES = (
    _tag("RewardExample", name) for name in ("prompt", "responses", "scores")
)
_PAIR_PROMPT, _PAIR_CHOSEN, _PAIR_REJECTED = (
    _tag("RewardPair", name) for name in ("prompt", "chosen", "rejected")
)
_MARGIN = bytes([_tag("RewardPair", "margin")[0] & ~7 | 1])
_TEXT, _MESSAGES = (_tag("TrainingText", name) for name in ("text", "messages"))
_ROLE, _CONTENT = (_tag("ChatMessage", name) for name in ("role", "content"))
_ROLES = {role: _sized(_ROLE, role.encode()) for role in (USER, ASSISTANT)}


def _messages(tag: bytes, conversation: Conversation) -> bytes:
    """Encode the messages of a conversation, each with the tag."""
    written = [
        _sized(
            tag,
            (_ROLES.get(role) or _sized(_ROLE, role.encode())) + _sized(_CONTENT, content.encode()),
        )
        for role, content in conversation
    ]
    return written[0] if len(written) == 1 else b"".join(written)


def _conversation(conversation: Conversation) -> bytes:
    return _messages(_MESSAGES, conversation)


def _plain_prompt(conversation: Conversation) -> bytes:
    return _sized(_TEXT, plain_prompt(conversation).encode())


def _plain_answer(conversation: Conversation) -> bytes:
    return _sized(_TEXT, plain_answer(conversation).encode())


def _example(tag: bytes, body: bytes, source_id: str) -> bytes:
    return _sized(_EXAMPLE, _sized(tag, body) + _sized(_SOURCE, source_id.encode()))


def writer(format_: int, *, plain: bool) -> Write:
    """Return the function that encodes the examples of a format in a form."""
    write_prompt, write_answer = (
        (_plain_prompt, _plain_answer) if plain else (_conversation, _conversation)
    )

    def kto(example: Kto) -> bytes:
        source_id, prompt, completion, label = example
        body = _sized(_KTO_PROMPT, write_prompt(prompt)) + _sized(
            _KTO_COMPLETION, write_answer(completion)
        )
        return _example(_KTO, body + _KTO_LABEL if label else body, source_id)

    def dpo(example: Dpo) -> bytes:
        source_id, prompt, chosen, rejected = example
        body = _sized(_DPO_PROMPT, write_prompt(prompt))
        body += _sized(_CHOSEN, write_answer(chosen)) + _sized(_REJECTED, write_answer(rejected))
        return _example(_DPO, body, source_id)

    def sft(example: Sft) -> bytes:
        source_id, prompt, completion = example
        if plain:
            body = _sized(_SFT_PROMPT, plain_prompt(prompt).encode())
            body += _sized(_SFT_COMPLETION, plain_answer(completion).encode())
        else:
            body = _messages(_SFT_MESSAGES, (*prompt, *completion))
        return _example(_SFT, body, source_id)

    def reward(example: Reward) -> bytes:
        source_id, prompt, responses, scores = example
        parts = [_sized(_REWARD_PROMPT, write_prompt(prompt))]
        parts += [_sized(_RESPONSES, write_answer(response)) for response in responses]
        parts.append(_sized(_SCORES, struct.pack(f"<{len(scores)}d", *scores)))
        return _example(_REWARD, b"".join(parts), source_id)

    def reward_pair(example: RewardPair) -> bytes:
        source_id, prompt, chosen, rejected, margin = example
        body = _sized(_PAIR_PROMPT, write_prompt(prompt))
        body += _sized(_PAIR_CHOSEN, write_answer(chosen))
        body += _sized(_PAIR_REJECTED, write_answer(rejected))
        return _example(_PAIR, body + _MARGIN + struct.pack("<d", margin), source_id)

    writers: dict[int, Write] = {
        TrainingFormat.KTO: kto,
        TrainingFormat.DPO: dpo,
        TrainingFormat.SFT: sft,
        TrainingFormat.REWARD: reward,
        TrainingFormat.REWARD_PAIRS: reward_pair,
        TrainingFormat.RAW: _raw,
    }
    return writers[format_]


def _raw(example: StoredFeedback) -> bytes:
    message = feedback_pb2.Feedback()
    write_feedback(message, example)
    return _example(_FEEDBACK, message.SerializeToString(), example.id)
