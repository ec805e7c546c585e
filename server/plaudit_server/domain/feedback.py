"""What a feedback is: what it says, about what, by whom, and when two are the same."""

from __future__ import annotations

import enum
from typing import NamedTuple

from plaudit_server.domain.ids import digest

OVERALL = "overall"
"""The name of a feedback that was given none."""


class TargetKind(enum.IntEnum):
    """The kinds of target, with the numbers that the contract's oneof has."""

    MESSAGE = 1
    REQUEST = 2
    SEARCH = 3
    SESSION = 4


NEEDS_EXCHANGE = frozenset({TargetKind.MESSAGE, TargetKind.REQUEST})
"""The kinds that name an exchange, which must exist and be completed."""


class Rating(enum.IntEnum):
    """A thumb, with the numbers of the contract."""

    UNSPECIFIED = 0
    POSITIVE = 1
    NEGATIVE = 2


class FeedbackState(enum.IntEnum):
    """Whether a feedback counts, with the numbers of the contract."""

    ACTIVE = 1
    PENDING_TARGET = 2
    DELETED = 3


IMPLIED_RATING = {1: Rating.POSITIVE, 2: Rating.NEGATIVE}
"""The rating that a type implies: THUMBS_UP and THUMBS_DOWN, by their numbers."""


class Content(NamedTuple):
    """What an author said. Two submissions of equal content are the same feedback.

    Texts are empty and numbers 0 where nothing was said; `None` where nothing differs from zero.
    Enumerations are the contract's numbers. Lists and objects are JSON texts with sorted keys.
    """

    target_kind: int
    session_id: str
    target_id: str
    """The message, request or search; empty for a session."""
    name: str
    rating: int
    value_bool: bool | None
    value_int: int | None
    value_number: float | None
    value_label: str | None
    score: float | None
    text: str
    correction: str
    type: int
    source: int
    origin: int
    impact: int
    processed: bool
    cited_memory_ids: str
    cited_node_ids: str
    user_message_class: str
    user_message_id: str
    assistant_message_class: str
    assistant_message_id: str
    user_id: str
    external_user_id: str
    metadata: str


def author(*, user_id: str, external_user_id: str, principal_id: str) -> tuple[str, str]:
    """Name who judges: the end user, else the user, else the credential itself."""
    if external_user_id:
        return ("external_user", external_user_id)
    if user_id:
        return ("user", user_id)
    return ("principal", principal_id)


def identity(content: Content, principal_id: str) -> str:
    """Digest what makes a feedback the one of its namespace: target, author and name."""
    who = author(
        user_id=content.user_id,
        external_user_id=content.external_user_id,
        principal_id=principal_id,
    )
    return digest(
        str(content.target_kind), content.session_id, content.target_id, *who, content.name
    )


def contradicts(*, rating: int, type_: int) -> bool:
    """Whether a rating says the opposite of a thumb."""
    return bool(rating) and IMPLIED_RATING.get(type_, rating) != rating


class Submission(NamedTuple):
    """A feedback on its way to the store."""

    namespace_id: str
    principal_id: str
    identity: str
    content: Content
    session_context: str
    """The context of the batch that brought it, as JSON; empty where there is none."""


class Submitted(NamedTuple):
    """What became of a submission."""

    id: str
    creator: str
    """The principal that submitted it first."""
    revision: int
    state: int
    session_context: str
    create_time: int
    """Microseconds since the epoch, as all times of the store."""
    update_time: int
    replayed: bool
    stored: bool
    """Whether the feedback is positive and keeps its exchange as a memory."""


class StoredFeedback(NamedTuple):
    """A feedback as the store has it."""

    id: str
    creator: str
    content: Content
    session_context: str
    revision: int
    state: int
    create_time: int
    update_time: int
