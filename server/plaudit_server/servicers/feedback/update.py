"""UpdateFeedback: reads the changed fields, and checks the resulting feedback."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from plaudit_server.contract import feedback_pb2
from plaudit_server.domain.errors import Violation, invalid
from plaudit_server.domain.feedback.feedback import (
    IMPLIED_RATING,
    Content,
    FeedbackUpdate,
    StoredFeedback,
    contradicts,
    has_content,
)
from plaudit_server.pipeline.call import Call
from plaudit_server.servicers.feedback.messages import read_content, write_feedback
from plaudit_server.servicers.masks import mask_violations, paths
from plaudit_server.servicers.values import json_violations

MAX_SIZE = 3_932_160
"""The largest feedback after an update, in bytes: as large as a request, to fit any response."""

COLUMNS = {
    "rating": ("rating",),
    "value": (
        "value_bool",
        "value_int",
        "value_number",
        "value_label",
        "value_labels",
        "value_json",
    ),
    "score": ("score",),
    "text": ("text",),
    "correction": ("correction",),
    "type": ("type",),
    "source": ("source",),
    "origin": ("origin",),
    "impact": ("impact",),
    "processed": ("processed",),
    "cited_memory_ids": ("cited_memory_ids",),
    "cited_node_ids": ("cited_node_ids",),
    "user_message": ("user_message_class", "user_message_id"),
    "assistant_message": ("assistant_message_class", "assistant_message_id"),
    "metadata": ("metadata",),
    "external_id": ("external_id",),
    "correction_value": ("correction_value",),
    "error": ("error_code", "error_message"),
    "overrules": ("overrules",),
}
"""The fields that can change, in the contract's order, and their fields in Content."""


def rules(request: feedback_pb2.UpdateFeedbackRequest) -> Iterator[Violation]:
    """Yield violations of rules that the contract cannot state."""
    if not request.HasField("feedback"):
        return
    if not request.feedback.id:
        yield Violation(field="feedback.id", rule="must not be empty")
    changed = paths(request.update_mask, request.feedback, COLUMNS)
    yield from mask_violations(changed, COLUMNS)
    if not changed:
        yield Violation(
            field="update_mask", rule="must name a field, or feedback must set one that can change"
        )
    yield from json_violations(request.feedback.metadata, "feedback.metadata")


def read(request: feedback_pb2.UpdateFeedbackRequest, call: Call) -> FeedbackUpdate:
    """Read an update that follows the rules."""
    principal = call.principal
    return FeedbackUpdate(
        principal.namespace_id,
        request.feedback.id,
        principal.user_id,
        _change(request),
        principal.id,
    )


def _change(request: feedback_pb2.UpdateFeedbackRequest) -> Callable[[Content], Content]:
    named = paths(request.update_mask, request.feedback, COLUMNS)
    submitted = read_content(request.feedback, "", "")
    values = {column: getattr(submitted, column) for path in named for column in COLUMNS[path]}
    if "rating" in named:
        values["rating"] = request.feedback.rating

    def change(stored: Content) -> Content:
        changed = stored._replace(**values)
        if "rating" in named:
            # A cleared rating becomes the one that the type implies, as in new feedback.
            rating = changed.rating or IMPLIED_RATING.get(changed.type, 0)
            changed = changed._replace(rating=rating)
        elif changed.type != stored.type and stored.rating in (
            0,
            IMPLIED_RATING.get(stored.type, 0),
        ):
            # A rating that the type implied changes with it.
            rating = IMPLIED_RATING.get(changed.type, stored.rating)
            changed = changed._replace(rating=rating)
        _check(changed)
        return changed

    return change


def _check(content: Content) -> None:
    """Refuse content that new feedback could not have either."""
    broken = []
    if not has_content(content):
        broken.append(
            Violation(
                field="feedback",
                rule="must still have at least one of rating, value, score, text, correction or"
                " type",
            )
        )
    if contradicts(rating=content.rating, type_=content.type):
        broken.append(
            Violation(
                field="feedback.rating",
                rule="must not contradict the type, which is a thumb up or a thumb down: change or"
                " clear the type too",
            )
        )
    if _size(content) > MAX_SIZE:
        broken.append(
            Violation(
                field="feedback",
                rule=f"must have at most {MAX_SIZE} bytes including its stored fields",
            )
        )
    if broken:
        raise invalid(broken)


def _size(content: Content) -> int:
    """Return the size of content as a message, in bytes: exact if it is near MAX_SIZE."""
    stored = StoredFeedback("", "", content, "", 0, 0, 0, 0, 0)
    if stored.weight <= MAX_SIZE:
        return stored.weight
    message = feedback_pb2.Feedback()
    write_feedback(message, stored)
    return message.ByteSize()
