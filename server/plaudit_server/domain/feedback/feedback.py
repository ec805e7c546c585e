"""Feedback: its content, target, author and identity."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable
from typing import NamedTuple

from plaudit_server.domain.errors import AlreadyExists, NotFound, PermissionDenied, Reason, Refusal
from plaudit_server.domain.exchanges.exchange import Exchange
from plaudit_server.domain.ids import digest

OVERALL = "overall"
"""The name of a feedback that was submitted without one."""


class TargetKind(enum.IntEnum):
    """The kinds of target, with the field numbers of the contract's oneof."""

    MESSAGE = 1
    REQUEST = 2
    SEARCH = 3
    SESSION = 4
    ENTITY = 5


NEEDS_EXCHANGE = frozenset({TargetKind.MESSAGE, TargetKind.REQUEST})
"""The kinds of target that are exchanges, which must exist and be completed."""


class Rating(enum.IntEnum):
    """A thumb up or down, with the numbers of the contract."""

    UNSPECIFIED = 0
    POSITIVE = 1
    NEGATIVE = 2


class FeedbackState(enum.IntEnum):
    """The state of a feedback, with the numbers of the contract."""

    ACTIVE = 1
    PENDING_TARGET = 2
    DELETED = 3
    ERASED = 4
    OVERRULED = 5


IMPLIED_RATING = {1: Rating.POSITIVE, 2: Rating.NEGATIVE}
"""The rating that a type implies: THUMBS_UP and THUMBS_DOWN, by their numbers."""


class Content(NamedTuple):
    """What an author submitted. A repeated submission with equal content is the same feedback.

    Unset texts are empty, and unset numbers 0, or `None` where 0 is a value of its own.
    Enumerations are the contract's numbers. Lists and objects are JSON texts with sorted keys.
    """

    target_kind: int
    session_id: str
    target_id: str
    """The message, request or search; empty for a session; for an entity, see `entities.py`."""
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
    external_id: str = ""
    value_labels: str | None = None
    """Several labels, sorted, as a JSON list."""
    value_json: str | None = None
    """A JSON object or list as the value."""
    correction_value: str = ""
    """The corrected value: a JSON object with the name of its kind as the only key."""
    error_code: str = ""
    """Why the judge gave no judgement; empty for a judgement."""
    error_message: str = ""
    overrules: str = ""
    """The id of the feedback that it overrules; empty if none."""


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
"""The content of erased feedback."""


def author(*, user_id: str, external_user_id: str, principal_id: str) -> tuple[str, str]:
    """Return the kind and the id of the author: the external user, the user, or the credential."""
    if external_user_id:
        return ("external_user", external_user_id)
    if user_id:
        return ("user", user_id)
    return ("principal", principal_id)


def identity(content: Content, principal_id: str) -> str:
    """Digest the values that identify a feedback in its namespace: target, author and name."""
    who = author(
        user_id=content.user_id,
        external_user_id=content.external_user_id,
        principal_id=principal_id,
    )
    return digest(
        str(content.target_kind), content.session_id, content.target_id, *who, content.name
    )


def contradicts(*, rating: int, type_: int) -> bool:
    """Whether a rating is the opposite of the one that the type implies."""
    return bool(rating) and IMPLIED_RATING.get(type_, rating) != rating


def has_content(content: Content) -> bool:
    """Whether a feedback has a rating, a type, a value, a score, a text, or an error."""
    return bool(
        content.rating
        or content.type
        or content.text
        or content.correction
        or content.correction_value
        or content.error_code
        or content.score is not None
        or has_value(content)
    )


def has_value(content: Content) -> bool:
    """Whether a feedback has a value of any kind."""
    return any(
        value is not None
        for value in (
            content.value_bool,
            content.value_int,
            content.value_number,
            content.value_label,
            content.value_labels,
            content.value_json,
        )
    )


_CORRECTED = {
    "bool_": "value_bool",
    "int_": "value_int",
    "number": "value_number",
    "label": "value_label",
    "labels": "value_labels",
    "json": "value_json",
}
"""The fields of the value, by the kinds of a correction value."""


def corrected(content: Content) -> Content:
    """Return a content with its correction value as its value."""
    values = dict.fromkeys(_CORRECTED.values())
    values.update({_CORRECTED[kind]: v for kind, v in json.loads(content.correction_value).items()})
    return content._replace(**values)  # type: ignore[arg-type]


MODEL_OR_CODE = frozenset({2, 3})
"""The origins of feedback that may be a failed judgement: MODEL and CODE, by their numbers."""


def judgements(content: Content) -> list[str]:
    """Name the fields that are set and that a failed judgement cannot have."""
    judged = {
        "rating": content.rating,
        "value": has_value(content),
        "score": content.score is not None,
        "type": content.type,
        "correction": content.correction,
        "correction_value": content.correction_value,
        "overrules": content.overrules,
    }
    return [name for name, is_set in judged.items() if is_set]


class Submission(NamedTuple):
    """A feedback to store."""

    namespace_id: str
    principal_id: str
    identity: str
    content: Content
    session_context: str
    """The session context of its batch, as JSON; empty if there is none."""
    token_id: str = ""
    """The id of the feedback token that submits it; empty for other credentials."""
    path: str = ""
    """The prefix of its fields in violations, such as `feedback.`."""
    exchange: Exchange | None = None
    """The exchange sent with it, to register if the target's exchange does not exist; the target is
    one of its names."""
    late_exchange: Refusal | None = None
    """Why the caller may not register the exchange with its time; `None` if they may."""
    occur_time: int = 0
    """When the author gave it, in microseconds; 0 if the caller does not say."""
    late: Refusal | None = None
    """Why the caller may not say so, unless it is what is stored; `None` if they may."""
    is_limited: bool = False
    """Whether an end user or the bearer of a token submits it, who learns nothing of others'."""


class FeedbackUpdate(NamedTuple):
    """A change of a feedback to store."""

    namespace_id: str
    id: str
    """Empty if it is named by its external id."""
    user_id: str
    """The calling end user, who may change only their own; empty for callers who may change any."""
    change: Callable[[Content], Content]
    """Returns the new content for the stored one, or raises Refusal."""
    principal_id: str = ""
    """The calling principal; empty if the writer is not to be recorded."""
    external_id: str = ""
    occur_time: int | None = None
    """When the author gave it; 0 for when it was submitted, `None` for no change."""
    late: Refusal | None = None
    """Why the caller may not say so, unless it is what is stored; `None` if they may."""


class FeedbackDeletion(NamedTuple):
    """An undo of a feedback."""

    namespace_id: str
    id: str
    """Empty if it is named by its external id."""
    user_id: str
    """The calling end user, who may delete only their own; empty for callers who may delete any."""
    external_id: str = ""


class Submitted(NamedTuple):
    """The result of a submission."""

    id: str
    creator: str
    """The principal that submitted it first."""
    revision: int
    state: int
    session_context: str
    create_time: int
    """In microseconds since the epoch, like all times in the store."""
    update_time: int
    replayed: bool
    stored: bool
    """Whether the feedback is positive and keeps its exchange as a memory."""
    exchange_created: bool = False
    """Whether the exchange sent with it was registered."""
    occur_time: int = 0
    """When the author gave it."""
    overruled_by: str = ""
    """The feedback that overrules it; empty if none."""


class StoredFeedback(NamedTuple):
    """A stored feedback."""

    id: str
    creator: str
    content: Content
    session_context: str
    revision: int
    state: int
    sequence: int
    """The number of the change that created this state."""
    create_time: int
    update_time: int
    writer: str = ""
    """The principal who wrote all of its content; empty if there were several, or if unknown."""
    occur_time: int = 0
    """When its author gave it."""
    overruled_by: str = ""
    """The feedback that overrules it; empty if none."""

    @property
    def weight(self) -> int:
        """About how many bytes the feedback takes in a response."""
        plain = self.content._replace(metadata="", value_json=None, correction_value="")
        texts = sum(len(value.encode()) for value in plain if isinstance(value, str))
        return 256 + texts + sum(map(json_weight, self._objects))

    @property
    def json_length(self) -> int:
        """How many characters of JSON the feedback has."""
        return sum(map(len, self._objects))

    @property
    def _objects(self) -> tuple[str, ...]:
        content = self.content
        value = content.value_json or ""
        return content.metadata, value, content.correction_value, self.session_context


def json_weight(text: str) -> int:
    """About how many bytes a JSON object, given as text, takes in a response."""
    # Each element takes up to 8 bytes more in a message than in the text: a number takes nine.
    return len(text.encode()) + 8 * (text.count(", ") + 1) if text else 0


def is_of_user(content: Content, user_id: str) -> bool:
    """Whether a user is the author of a feedback; not if it has an external user as its author."""
    return content.user_id == user_id and not content.external_user_id


def not_found(feedback_id: str, external_id: str = "") -> NotFound:
    """Return the error for a feedback, named by one of its ids, that does not exist."""
    return NotFound(
        reason=Reason.FEEDBACK_NOT_FOUND,
        message=f"the namespace has no feedback {_name(feedback_id, external_id)}",
        resource_type="Feedback",
        resource_name=feedback_id or external_id,
        ids=_ids(feedback_id, external_id),
    )


def not_yours(feedback_id: str, external_id: str = "") -> PermissionDenied:
    """Return the error for a feedback that is not the end user's, or does not exist."""
    return PermissionDenied(
        reason=Reason.AUTHOR_FORBIDDEN,
        message="an end user may only see, change and delete their own feedback;"
        f" {_name(feedback_id, external_id)} is not theirs",
        ids=_ids(feedback_id, external_id),
    )


def exists(external_id: str, feedback_id: str) -> AlreadyExists:
    """Return the error for an external id that other feedback has.

    The id of that feedback is empty for callers who may not know it.
    """
    return AlreadyExists(
        reason=Reason.FEEDBACK_EXISTS,
        message=f"other feedback has the external id {external_id}",
        resource_type="Feedback",
        resource_name=feedback_id or external_id,
        ids=_ids(feedback_id, external_id),
    )


def _name(feedback_id: str, external_id: str) -> str:
    return feedback_id or f"with the external id {external_id}"


def _ids(feedback_id: str, external_id: str) -> dict[str, str]:
    ids = {"feedback_id": feedback_id, "external_id": external_id}
    return {name: id_ for name, id_ in ids.items() if id_}
