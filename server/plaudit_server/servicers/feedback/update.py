"""UpdateFeedback: reads the changed fields, and checks the resulting feedback."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from plaudit_server.contract import feedback_pb2
from plaudit_server.domain.errors import Refusal, Violation, invalid
from plaudit_server.domain.feedback.feedback import (
    IMPLIED_RATING,
    MODEL_OR_CODE,
    Content,
    FeedbackUpdate,
    StoredFeedback,
    contradicts,
    has_content,
    judgements,
)
from plaudit_server.domain.feedback.overruling import forbidden_overruling
from plaudit_server.domain.tenants.scopes import Principal
from plaudit_server.pipeline.call import Call
from plaudit_server.servicers.feedback.messages import (
    NOT_WITH_ERROR,
    ORIGIN_OF_ERROR,
    json_rules,
    read_content,
    write_feedback,
)
from plaudit_server.servicers.masks import mask_violations, paths
from plaudit_server.servicers.occurrence import occurrence_rules, read_occurrence

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
    "occur_time": (),
}
"""The fields that can change, in the contract's order, and their fields in Content."""


def rules(request: feedback_pb2.UpdateFeedbackRequest) -> Iterator[Violation]:
    """Yield violations of rules that the contract cannot state."""
    if not request.HasField("feedback"):
        return
    if not (request.feedback.id or request.feedback.external_id):
        yield Violation(
            field="feedback.id", rule="must not be empty, unless external_id names the feedback"
        )
    changed = _paths(request)
    yield from mask_violations(changed, COLUMNS)
    if not changed:
        yield Violation(
            field="update_mask", rule="must name a field, or feedback must set one that can change"
        )
    yield from occurrence_rules(request.feedback, "feedback.")
    yield from json_rules(request.feedback, "feedback.")


def _paths(request: feedback_pb2.UpdateFeedbackRequest) -> set[str]:
    """Return the fields that change: not the external id by which the feedback is found."""
    changed = paths(request.update_mask, request.feedback, COLUMNS)
    if request.feedback.id:
        return changed
    return changed - {"external_id"}


def read(request: feedback_pb2.UpdateFeedbackRequest, call: Call) -> FeedbackUpdate:
    """Read an update that follows the rules; raises Refusal if the caller may not make it."""
    principal = call.principal
    named = _paths(request)
    if refusal := forbidden_overruling(principal):
        if request.feedback.overrules or "overrules" in request.update_mask.paths:
            raise refusal
        named -= {"overrules"}  # the mask "*" of an end user leaves it as it is
    return FeedbackUpdate(
        principal.namespace_id,
        request.feedback.id,
        principal.user_id,
        _change(request, named),
        principal.id,
        "" if request.feedback.id else request.feedback.external_id,
        *_occurred(request, principal, named),
    )


def _occurred(
    request: feedback_pb2.UpdateFeedbackRequest, principal: Principal, named: set[str]
) -> tuple[int | None, Refusal | None]:
    """Return when the feedback was given, and why the principal may not say so."""
    if "occur_time" not in named:
        return None, None
    time, late = read_occurrence(request.feedback, principal, "feedback.")
    return time or 0, late


def _change(
    request: feedback_pb2.UpdateFeedbackRequest, named: set[str]
) -> Callable[[Content], Content]:
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
                rule="must still have at least one of rating, value, score, text, correction,"
                " correction_value, type or error",
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
    if content.error_code:
        if content.origin not in MODEL_OR_CODE:
            broken.append(Violation(field="feedback.origin", rule=ORIGIN_OF_ERROR))
        broken += [
            Violation(field=f"feedback.{name}", rule=NOT_WITH_ERROR) for name in judgements(content)
        ]
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
