"""What an exchange is, and how it may change."""

from __future__ import annotations

import enum
from typing import NamedTuple

from plaudit_server.domain.errors import (
    AlreadyExists,
    FailedPrecondition,
    NotFound,
    Reason,
    Violation,
)
from plaudit_server.domain.ids import digest


class ExchangeStatus(enum.IntEnum):
    """How far an exchange has come, with the numbers of the contract."""

    PENDING = 1
    COMPLETED = 2
    FAILED = 3


class ExchangeKey(NamedTuple):
    """The ways to name an exchange; the first that is not empty counts.

    `message_id` and `request_id` name it within its session.
    """

    id: str = ""
    session_id: str = ""
    message_id: str = ""
    request_id: str = ""

    def only(self) -> ExchangeKey:
        """Leave out all but the name that counts."""
        if self.id:
            return ExchangeKey(self.id)
        if self.message_id:
            return ExchangeKey("", self.session_id, self.message_id, "")
        return ExchangeKey("", self.session_id, "", self.request_id)

    def each(self) -> list[ExchangeKey]:
        """Take the names apart, in the order in which an exchange is looked for under them."""
        if self.id:
            return [ExchangeKey(self.id)]
        names = []
        if self.message_id:
            names.append(ExchangeKey("", self.session_id, self.message_id, ""))
        if self.request_id:
            names.append(ExchangeKey("", self.session_id, "", self.request_id))
        return names

    def __str__(self) -> str:
        if self.id:
            return self.id
        if self.message_id:
            return f"sessions/{self.session_id}/messages/{self.message_id}"
        return f"sessions/{self.session_id}/requests/{self.request_id}"


class Exchange(NamedTuple):
    """An exchange as callers describe it. `context` and `metadata` are JSON texts."""

    session_id: str
    message_id: str
    """Empty where there is none; then there is a `request_id`."""
    request_id: str
    """Empty where there is none; then there is a `message_id`."""
    status: int
    prompt: str
    answer: str
    context: str
    topic: str
    confidence: float | None
    model: str
    metadata: str
    user_id: str = ""
    external_user_id: str = ""

    @property
    def names(self) -> list[ExchangeKey]:
        """The names that the exchange has in its session: one or both."""
        return ExchangeKey("", self.session_id, self.message_id, self.request_id).each()

    @property
    def weight(self) -> int:
        """About how many bytes the exchange takes in an answer."""
        texts = (self.prompt, self.answer, self.context, self.metadata)
        return sum(len(text.encode()) for text in texts)


NOTHING = Exchange("", "", "", 0, "", "", "", "", None, "", "")
"""An exchange of which nothing is told."""


CHANGEABLE = (
    "status",
    "prompt",
    "answer",
    "context",
    "topic",
    "confidence",
    "model",
    "metadata",
)
"""The fields that an update may change, in the contract's order."""

NAMES = ("message_id", "request_id")
"""The fields that an update may set once, where the exchange has none."""


MAX_WEIGHT = 3_670_016
"""How many bytes the texts of an exchange may have together: an answer of it must fit into the
4 MiB that clients take."""


def too_long(prefix: str) -> Violation:
    """Say that the texts of an exchange are too long together."""
    return Violation(
        field=prefix.removesuffix(".") or "exchange",
        rule=f"must have at most {MAX_WEIGHT} bytes in prompt, answer, context and metadata"
        " together",
    )


def prompt_key(*, context: str, prompt: str) -> str:
    """Digest what an exchange answers: those with the same digest can be compared."""
    return digest(context, prompt)


class StoredExchange(NamedTuple):
    """An exchange as the store has it; times in microseconds."""

    id: str
    exchange: Exchange
    create_time: int
    update_time: int


def not_found(key: ExchangeKey) -> NotFound:
    """Make the refusal of a call about an exchange that the namespace does not have."""
    return _not_found(key, f"the namespace has no exchange {key}")


def not_registered(key: ExchangeKey) -> NotFound:
    """Make the refusal of feedback on an exchange that the namespace does not have."""
    return _not_found(
        key,
        "the exchange is not registered: use CreateExchange, send it along with the feedback, or"
        f" turn on early_feedback of the namespace; there is no {key}",
    )


def _not_found(key: ExchangeKey, message: str) -> NotFound:
    return NotFound(
        reason=Reason.EXCHANGE_NOT_FOUND,
        message=message,
        resource_type="Exchange",
        resource_name=str(key),
        # `request_id` alone is the call's own, in every error.
        ids={
            f"exchange_{k}" if k in ("id", "request_id") else k: v
            for k, v in key._asdict().items()
            if v
        },
    )


def exists(key: ExchangeKey, exchange_id: str) -> AlreadyExists:
    """Make the refusal of an exchange whose name is taken."""
    return AlreadyExists(
        reason=Reason.EXCHANGE_EXISTS,
        message=f"the namespace has an exchange {key} already",
        resource_type="Exchange",
        resource_name=exchange_id,
        ids={"exchange_id": exchange_id},
    )


def not_completed(key: ExchangeKey, exchange_id: str, status: int) -> FailedPrecondition:
    """Make the refusal of feedback on an exchange without a complete answer.

    One that came along with the feedback has no id.
    """
    ids = {"exchange_id": exchange_id} if exchange_id else {}
    return FailedPrecondition(
        reason=Reason.EXCHANGE_NOT_COMPLETED,
        message=f"the exchange {key} is {ExchangeStatus(status).name.lower()}; only a completed "
        "exchange takes feedback",
        resource_type="Exchange",
        resource_name=exchange_id or str(key),
        ids={**ids, "status": ExchangeStatus(status).name},
    )


def check_transition(exchange_id: str, *, old: int, new: int) -> None:
    """Refuse a change of status that does not start from pending."""
    if old not in (new, ExchangeStatus.PENDING):
        raise FailedPrecondition(
            reason=Reason.EXCHANGE_STATUS_FINAL,
            message=f"the exchange {exchange_id} is {ExchangeStatus(old).name.lower()} for good",
            resource_type="Exchange",
            resource_name=exchange_id,
            ids={"exchange_id": exchange_id, "status": ExchangeStatus(old).name},
        )


def check_names(exchange_id: str, *, old: Exchange, new: Exchange) -> None:
    """Refuse another name than the one that an exchange has."""
    for field in NAMES:
        has = getattr(old, field)
        if has and getattr(new, field) != has:
            raise FailedPrecondition(
                reason=Reason.EXCHANGE_NAME_FINAL,
                message=f"the exchange {exchange_id} has another {field}, which never changes",
                resource_type="Exchange",
                resource_name=exchange_id,
                ids={"exchange_id": exchange_id, "field": field},
            )
