"""Exchanges, their names and status."""

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
    """The status of an exchange, with the numbers of the contract."""

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
        """Return the key with only the name that counts."""
        if self.id:
            return ExchangeKey(self.id)
        if self.message_id:
            return ExchangeKey("", self.session_id, self.message_id, "")
        return ExchangeKey("", self.session_id, "", self.request_id)

    def each(self) -> list[ExchangeKey]:
        """Return each name as a key, in the order of lookup."""
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
    """An exchange as submitted. `context` and `metadata` are JSON texts."""

    session_id: str
    message_id: str
    """Empty if there is none; then `request_id` is set."""
    request_id: str
    """Empty if there is none; then `message_id` is set."""
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
    occur_time: int = 0
    """When it took place, in microseconds; 0 for when it is registered."""

    @property
    def names(self) -> list[ExchangeKey]:
        """The keys of the exchange in its session: one or two."""
        return ExchangeKey("", self.session_id, self.message_id, self.request_id).each()

    @property
    def weight(self) -> int:
        """About how many bytes the exchange takes in a response."""
        texts = (self.prompt, self.answer, self.context, self.metadata)
        return sum(len(text.encode()) for text in texts)


NOTHING = Exchange("", "", "", 0, "", "", "", "", None, "", "")
"""An exchange without content."""


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
"""The fields that an update may set once, if the exchange has none."""


MAX_WEIGHT = 3_670_016
"""How many bytes the texts of an exchange may have together: a response with it must fit into the
4 MiB that clients accept."""


def too_long(prefix: str) -> Violation:
    """Return the violation of an exchange whose texts are too long together."""
    return Violation(
        field=prefix.removesuffix(".") or "exchange",
        rule=f"must have at most {MAX_WEIGHT} bytes in prompt, answer, context and metadata"
        " together",
    )


def prompt_key(*, context: str, prompt: str) -> str:
    """Digest context and prompt: the answers of exchanges with the same digest are comparable."""
    return digest(context, prompt)


class StoredExchange(NamedTuple):
    """A stored exchange; times in microseconds."""

    id: str
    exchange: Exchange
    create_time: int
    update_time: int


def not_found(key: ExchangeKey) -> NotFound:
    """Return the error for an exchange that does not exist in the namespace."""
    return _not_found(key, f"the namespace has no exchange {key}")


def not_registered(key: ExchangeKey) -> NotFound:
    """Return the error for feedback on an exchange that does not exist in the namespace."""
    return _not_found(
        key,
        f"the exchange {key} is not registered: register it with CreateExchange, send it with the"
        " feedback in the field exchange, or turn on early_feedback of the namespace",
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
    """Return the error for an exchange whose name is taken."""
    return AlreadyExists(
        reason=Reason.EXCHANGE_EXISTS,
        message=f"the namespace already has an exchange {key}",
        resource_type="Exchange",
        resource_name=exchange_id,
        ids={"exchange_id": exchange_id},
    )


def not_completed(key: ExchangeKey, exchange_id: str, status: int) -> FailedPrecondition:
    """Return the error for feedback on an exchange that is not completed.

    `exchange_id` is empty for an exchange sent with the feedback.
    """
    ids = {"exchange_id": exchange_id} if exchange_id else {}
    if status == ExchangeStatus.PENDING:
        message = (
            f"the exchange {key} is pending: complete it with UpdateExchange, or turn on"
            " early_feedback of the namespace"
        )
    else:
        message = f"the exchange {key} has failed: a failed exchange never accepts feedback"
    return FailedPrecondition(
        reason=Reason.EXCHANGE_NOT_COMPLETED,
        message=message,
        resource_type="Exchange",
        resource_name=exchange_id or str(key),
        ids={**ids, "status": ExchangeStatus(status).name},
    )


def check_transition(exchange_id: str, *, old: int, new: int) -> None:
    """Raise FailedPrecondition for a change of a status that is not pending."""
    if old not in (new, ExchangeStatus.PENDING):
        raise FailedPrecondition(
            reason=Reason.EXCHANGE_STATUS_FINAL,
            message=f"the status of the exchange {exchange_id} is final:"
            f" {ExchangeStatus(old).name.lower()}",
            resource_type="Exchange",
            resource_name=exchange_id,
            ids={"exchange_id": exchange_id, "status": ExchangeStatus(old).name},
        )


def check_names(exchange_id: str, *, old: Exchange, new: Exchange) -> None:
    """Raise FailedPrecondition for a change of a name that an exchange already has."""
    for field in NAMES:
        has = getattr(old, field)
        if has and getattr(new, field) != has:
            raise FailedPrecondition(
                reason=Reason.EXCHANGE_NAME_FINAL,
                message=f"the exchange {exchange_id} has another {field}, which cannot change",
                resource_type="Exchange",
                resource_name=exchange_id,
                ids={"exchange_id": exchange_id, "field": field},
            )
