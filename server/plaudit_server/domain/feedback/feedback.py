"""What a feedback is: what it says, about what, by whom, and when two are the same."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import NamedTuple

from plaudit_server.domain.errors import NotFound, PermissionDenied, Reason
from plaudit_server.domain.exchanges.exchange import Exchange
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
    ERASED = 4


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


NOTHING = Content(
    target_kind=0,
    session_id="",
    target_id="",
    name="",
    rating=0,
    value_bool=None,
    value_int=None,
    value_number=None,
    value_label=None,
    score=None,
    text="",
    correction="",
    type=0,
    source=0,
    origin=0,
    impact=0,
    processed=False,
    cited_memory_ids="",
    cited_node_ids="",
    user_message_class="",
    user_message_id="",
    assistant_message_class="",
    assistant_message_id="",
    user_id="",
    external_user_id="",
    metadata="",
)
"""What is left of an erased feedback."""


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


def says_something(content: Content) -> bool:
    """Whether a feedback says anything at all."""
    values = content[Content._fields.index("value_bool") : Content._fields.index("text")]
    return bool(
        content.rating
        or content.type
        or content.text
        or content.correction
        or any(value is not None for value in values)
    )


class Submission(NamedTuple):
    """A feedback on its way to the store."""

    namespace_id: str
    principal_id: str
    identity: str
    content: Content
    session_context: str
    """The context of the batch that brought it, as JSON; empty where there is none."""
    token_id: str = ""
    """The feedback token that it comes with; empty where it comes with another credential."""
    path: str = ""
    """What the caller calls it in front of its fields, such as `feedback.`."""
    exchange: Exchange | None = None
    """The exchange that came along, to be registered where the target names none that is there; one
    of its names is the target."""


class FeedbackUpdate(NamedTuple):
    """A change of a feedback on its way to the store."""

    namespace_id: str
    id: str
    user_id: str
    """The end user who asks, and may change their own only; empty for those who may change any."""
    change: Callable[[Content], Content]
    """Makes the new content from the stored one, or refuses to."""
    principal_id: str = ""
    """The principal who asks; empty where nobody is to be known as the writer."""


class FeedbackDeletion(NamedTuple):
    """An undo on its way to the store."""

    namespace_id: str
    id: str
    user_id: str
    """The end user who asks, and may delete their own only; empty for those who may delete any."""


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
    exchange_created: bool = False
    """Whether the exchange that came along was registered with it."""


class StoredFeedback(NamedTuple):
    """A feedback as the store has it."""

    id: str
    creator: str
    content: Content
    session_context: str
    revision: int
    state: int
    sequence: int
    """The number of the change that made it so."""
    create_time: int
    update_time: int
    writer: str = ""
    """The principal who wrote all that it says; empty where several did, or nobody knows."""

    @property
    def weight(self) -> int:
        """About how many bytes the feedback takes in an answer."""
        plain = self.content._replace(metadata="")
        texts = sum(len(value.encode()) for value in plain if isinstance(value, str))
        objects = json_weight(self.content.metadata) + json_weight(self.session_context)
        return 256 + texts + objects


def json_weight(text: str) -> int:
    """About how many bytes a JSON object, written as text, takes in an answer."""
    # A message has more bytes than the text for what follows a comma: a number has nine.
    return len(text.encode()) + 8 * (text.count(", ") + 1) if text else 0


def is_of_user(content: Content, user_id: str) -> bool:
    """Whether a user is the author of a feedback: not where an end user of a key is."""
    return content.user_id == user_id and not content.external_user_id


def not_found(feedback_id: str) -> NotFound:
    """Make the refusal of a call about a feedback that the namespace does not have."""
    return NotFound(
        reason=Reason.FEEDBACK_NOT_FOUND,
        message=f"the namespace has no feedback {feedback_id}",
        resource_type="Feedback",
        resource_name=feedback_id,
        ids={"feedback_id": feedback_id},
    )


def not_yours(feedback_id: str) -> PermissionDenied:
    """Make the refusal of an end user's call about a feedback that is not theirs, or is not."""
    return PermissionDenied(
        reason=Reason.AUTHOR_FORBIDDEN,
        message=f"an end user may only see, change and delete their own feedback; {feedback_id} is"
        " not theirs",
        ids={"feedback_id": feedback_id},
    )
