"""Reads prompts and answers in the shapes that applications usually record.

What a shape has besides the texts is returned too, so that it can be kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from plaudit.cli.importing.peers.values import decoded

PROMPT_KEYS = ("question", "input", "query", "prompt", "text", "message", "user_input", "content")
ANSWER_KEYS = (
    "answer",
    "output",
    "response",
    "result",
    "text",
    "content",
    "completion",
    "generation",
    "message",
)
ROLES = {"human": "user", "ai": "assistant", "model": "assistant", "developer": "system"}
PLAIN_TYPES = ("text", "message", "output_text", "input_text")
"""Types of a message or a part of one that say no more than that it is a text."""
DEEPEST = 6
"""How many wrappers around a text are opened."""


def opened(value: Any, *, cell: bool) -> Any:
    """Return the conversation that a JSON text holds; any other text is what was said.

    In the cell of a table, where everything is text, every object and list is meant.
    """
    inner = decoded(value)
    if cell:
        return inner
    is_conversation = _messages(inner) is not None or _message(inner) is not None
    if is_conversation or (isinstance(inner, Mapping) and inner.keys() & CONVERSATION):
        return inner
    return value


CONVERSATION = {"messages", "choices", "generations"}
"""Keys of objects that hold messages."""


class Words:
    """A text, the messages before it, and what is left of the recorded value."""

    def __init__(self, text: str, context: Sequence[dict[str, str]] = (), rest: Any = None) -> None:
        self.text = text
        self.context = list(context)
        self.rest = rest


def prompt_of(value: Any, depth: int = 0) -> Words:
    """Read the user's message; the messages before it become the context."""
    if value is None:
        return Words("")
    if isinstance(value, str):
        return Words(value)
    messages = _messages(value)
    if messages is not None:
        return _last_of(messages, "user", value)
    if isinstance(value, Mapping) and depth < DEEPEST:
        for key in ("messages", *PROMPT_KEYS):
            inner = value.get(key)
            if isinstance(inner, str | Mapping) or _messages(inner) is not None:
                found = prompt_of(inner, depth + 1)
                rest = _beside(value, key, found.rest, "user")
                return Words(found.text, found.context, rest)
    return Words(json.dumps(value, ensure_ascii=False, default=str))


def answer_of(value: Any, depth: int = 0) -> Words:
    """Read the assistant's message."""
    if value is None:
        return Words("")
    if isinstance(value, str):
        return Words(value)
    messages = _messages(value)
    if messages is not None:
        found = _last_of(messages, "assistant", value)
        return Words(found.text, (), value if len(messages) > 1 else found.rest)
    if isinstance(value, list) and len(value) == 1 and depth < DEEPEST:
        return answer_of(value[0], depth + 1)
    if isinstance(value, Mapping) and depth < DEEPEST:
        for key in ("messages", *ANSWER_KEYS, "choices", "generations"):
            inner = value.get(key)
            if isinstance(inner, str | Mapping) or (isinstance(inner, list) and len(inner) == 1):
                found = answer_of(inner, depth + 1)
                return Words(found.text, (), _beside(value, key, found.rest, "assistant"))
        if _messages(value.get("messages")) is not None:
            found = answer_of(value["messages"], depth + 1)
            return Words(found.text, (), value)
    return Words(json.dumps(value, ensure_ascii=False, default=str))


def _beside(value: Mapping[str, Any], key: str, rest: Any, role: str) -> Any:
    """Return what an object has besides a key, and what is left of the key's value.

    That the message of the role has this role, and that a text is one, says nothing.
    """
    left = {name: one for name, one in value.items() if name != key and one is not None}
    if rest is not None:
        left[key] = rest
    said = (_known_role(left.get("role", role)), _known_role(left.get("type", role)))
    if left.keys() <= {"role", "type"} and said[0] == role and said[1] in {role, *PLAIN_TYPES}:
        return None
    return left or None


def _known_role(word: Any) -> str:
    return ROLES.get(str(word), str(word))


def _last_of(messages: list[dict[str, str]], role: str, value: Any) -> Words:
    """Take the last message of a role; without one, the last message."""
    at = max((i for i, one in enumerate(messages) if one["role"] == role), default=-1)
    if at == -1:
        at = len(messages) - 1
    context = messages[:at]
    whole = at == len(messages) - 1 and messages[at]["role"] == role and _is_plain(value)
    return Words(messages[at]["content"], context, None if whole else value)


def _messages(value: Any) -> list[dict[str, str]] | None:
    """Read a list of messages; `None` if it is not one."""
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], list):
        value = value[0]
    if not isinstance(value, list) or not value:
        return None
    made = []
    for one in value:
        message = _message(one)
        if message is None:
            return None
        made.append(message)
    return made


def _message(value: Any) -> dict[str, str] | None:
    """Read a message: with role and content, or as LangChain writes it."""
    if not isinstance(value, Mapping):
        return None
    role = value.get("role", value.get("type"))
    content = value.get("content")
    if isinstance(value.get("kwargs"), Mapping):  # a message of LangChain, serialized
        content = value["kwargs"].get("content")
        named = value.get("id")
        kind = value["kwargs"].get("type") or (named[-1] if isinstance(named, list) else "")
        role = str(kind).removesuffix("Chunk").removesuffix("Message").lower()
    elif isinstance(value.get("data"), Mapping):
        content = value["data"].get("content")
    if not isinstance(role, str) or not role or "content" not in json.dumps(value, default=str):
        return None
    return {"role": ROLES.get(role, role), "content": _content(content)}


def _content(content: Any) -> str:
    """Read the text of a message, which may have parts."""
    if isinstance(content, list):
        parts = [one.get("text") if isinstance(one, Mapping) else one for one in content]
        return "\n".join(part for part in parts if isinstance(part, str))
    if content is None:
        return ""
    return content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)


def _is_plain(value: Any) -> bool:
    """Whether every message has only a role and a text."""
    return isinstance(value, list) and all(
        isinstance(one, Mapping)
        and one.keys() <= {"role", "content", "type"}
        and isinstance(one.get("content"), str)
        and ("role" not in one or one.get("type", "message") in PLAIN_TYPES)
        for one in value
    )
