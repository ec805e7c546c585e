"""Feedback messages: rules, and conversion to and from values."""

from __future__ import annotations

import json
from collections.abc import Iterator

from plaudit_server.contract import feedback_pb2, struct_pb2
from plaudit_server.domain.errors import Refusal, Violation
from plaudit_server.domain.feedback.authors import forbidden_author, may_read, users_of
from plaudit_server.domain.feedback.feedback import (
    IMPLIED_RATING,
    MODEL_OR_CODE,
    OVERALL,
    Content,
    FeedbackState,
    StoredFeedback,
    Submission,
    Submitted,
    contradicts,
    identity,
)
from plaudit_server.domain.feedback.filters import FeedbackFilter
from plaudit_server.domain.feedback.overruling import forbidden_overruling
from plaudit_server.domain.feedback.tokens import forbidden_by_token
from plaudit_server.domain.tenants.scopes import Principal
from plaudit_server.servicers.feedback.feedback_values import (
    NO_VALUE,
    read_value,
    sort_labels,
    tagged,
    untagged,
    value_of,
    value_rules,
    write_value,
)
from plaudit_server.servicers.feedback.targets import read_target, write_target
from plaudit_server.servicers.occurrence import occurrence_rules, read_occurrence
from plaudit_server.servicers.values import (
    FILTER,
    get_range,
    json_violations,
    range_violations,
    set_json,
    set_time,
    to_json,
    to_object,
)

ORIGIN_OF_ERROR = "must be model or code for feedback with an error"
NOT_WITH_ERROR = "must not be set together with an error, which is no judgement"


def feedback_rules(message: feedback_pb2.Feedback, prefix: str = "") -> Iterator[Violation]:
    """Yield violations of new feedback of rules that the contract cannot state."""
    if not message.HasField("target"):
        yield Violation(field=f"{prefix}target", rule="is required")
    if not (
        message.rating
        or message.type
        or message.text
        or message.correction
        or message.HasField("score")
        or message.HasField("value")
        or message.HasField("correction_value")
        or message.HasField("error")
    ):
        yield Violation(
            field=prefix.removesuffix(".") or "feedback",
            rule="must have at least one of rating, value, score, text, correction,"
            " correction_value, type or error",
        )
    yield from occurrence_rules(message, prefix)
    if contradicts(rating=message.rating, type_=message.type):
        yield Violation(
            field=f"{prefix}rating", rule="must not contradict a type of thumbs up or thumbs down"
        )
    if message.HasField("error"):
        yield from _error_rules(message, prefix)
    yield from json_rules(message, prefix)


def json_rules(message: feedback_pb2.Feedback, prefix: str) -> Iterator[Violation]:
    """Yield violations of the rules of JSON in the fields that may hold any."""
    for name in ("value", "correction_value"):
        if message.HasField(name):
            yield from value_rules(getattr(message, name), f"{prefix}{name}")
    if message.HasField("metadata"):
        yield from json_violations(message.metadata, f"{prefix}metadata")


def _error_rules(message: feedback_pb2.Feedback, prefix: str) -> Iterator[Violation]:
    """Yield what a failed judgement cannot have."""
    if message.origin not in MODEL_OR_CODE:
        yield Violation(field=f"{prefix}origin", rule=ORIGIN_OF_ERROR)
    judged = {
        "rating": bool(message.rating),
        "value": message.HasField("value"),
        "score": message.HasField("score"),
        "type": bool(message.type),
        "correction": bool(message.correction),
        "correction_value": message.HasField("correction_value"),
        "overrules": bool(message.overrules),
    }
    for name, is_set in judged.items():
        if is_set:
            yield Violation(field=f"{prefix}{name}", rule=NOT_WITH_ERROR)


def read_submission(
    message: feedback_pb2.Feedback,
    principal: Principal,
    *,
    session_context: str = "",
    path: str = "",
) -> Submission | Refusal:
    """Read a feedback that a principal submits; a Refusal if the principal may not submit it."""
    # Responses without a user have the id of the credential as user_id, which may be sent back.
    user_id = "" if message.user_id == principal.id else message.user_id
    external_user_id = message.external_user_id
    token_id = ""
    if principal.user_id or principal.feedback_token is not None:
        users = {"user_id": user_id, "external_user_id": external_user_id}
        if refusal := forbidden_author(principal, **users):
            return refusal
        if message.overrules and (refusal := forbidden_overruling(principal)):
            return refusal
        user_id, external_user_id = users_of(principal, **users)
    occur_time, late = read_occurrence(message, principal, path)
    content = read_content(message, user_id, external_user_id)
    if principal.feedback_token is not None:
        token_id = principal.id
        if refusal := forbidden_by_token(principal.feedback_token, content):
            return refusal
    return Submission(
        principal.namespace_id,
        principal.id,
        identity(content, principal.id),
        content,
        session_context,
        token_id,
        path,
        is_limited=bool(principal.user_id or token_id),
        occur_time=occur_time or 0,
        late=late,
    )


def read_content(message: feedback_pb2.Feedback, user_id: str, external_user_id: str) -> Content:
    """Read the content of a message, with these users."""
    kind, session_id, target_id = read_target(message.target)
    value = read_value(message.value) if message.HasField("value") else NO_VALUE
    user_message = assistant_message = ("", "")
    if message.HasField("user_message"):
        user_message = (message.user_message.class_name, message.user_message.object_id)
    if message.HasField("assistant_message"):
        assistant_message = (
            message.assistant_message.class_name,
            message.assistant_message.object_id,
        )
    type_ = message.type
    return Content(
        kind,
        session_id,
        target_id,
        message.name or OVERALL,
        message.rating or IMPLIED_RATING.get(type_, 0),
        value.bool_,
        value.int_,
        value.number,
        value.label,
        message.score if message.HasField("score") else None,
        message.text,
        message.correction,
        type_,
        message.source,
        message.origin or feedback_pb2.ORIGIN_HUMAN,
        message.impact,
        message.processed,
        json.dumps(list(message.cited_memory_ids)) if message.cited_memory_ids else "",
        json.dumps(list(message.cited_node_ids)) if message.cited_node_ids else "",
        *user_message,
        *assistant_message,
        user_id,
        external_user_id,
        to_json(message.metadata) if message.HasField("metadata") else "",
        message.external_id,
        value.labels,
        value.json,
        tagged(read_value(message.correction_value))
        if message.HasField("correction_value")
        else "",
        message.error.code if message.HasField("error") else "",
        message.error.message if message.HasField("error") else "",
        message.overrules,
    )


def write_submitted(
    response: feedback_pb2.SubmitFeedbackResponse,
    message: feedback_pb2.Feedback,
    content: Content,
    result: Submitted,
) -> None:
    """Write the response of a submission: the request's message, with the output only fields."""
    response.replayed = result.replayed
    response.stored = result.stored
    response.exchange_created = result.exchange_created
    feedback = response.feedback
    feedback.CopyFrom(message)
    feedback.name = content.name
    feedback.rating = content.rating  # type: ignore[assignment]
    feedback.origin = content.origin  # type: ignore[assignment]
    feedback.external_user_id = content.external_user_id
    if not content.metadata:
        feedback.ClearField("metadata")  # an empty object means no metadata
    if content.value_labels is not None:
        sort_labels(feedback.value)
    if content.correction_value:
        sort_labels(feedback.correction_value)
    write_output(
        feedback,
        StoredFeedback(
            result.id,
            result.creator,
            content,
            result.session_context,
            result.revision,
            result.state,
            0,
            result.create_time,
            result.update_time,
            occur_time=result.occur_time,
            overruled_by=result.overruled_by,
        ),
    )


def write_feedback(message: feedback_pb2.Feedback, stored: StoredFeedback) -> None:
    """Write a stored feedback into a message, without unset fields."""
    c = stored.content
    write_target(message.target, c[:3])
    message.name = c.name
    if c.rating:
        message.rating = c.rating  # type: ignore[assignment]
    write_value(message, "value", value_of(c))
    if c.score is not None:
        message.score = c.score
    message.text = c.text
    message.correction = c.correction
    message.type = c.type  # type: ignore[assignment]
    message.source = c.source  # type: ignore[assignment]
    message.origin = c.origin  # type: ignore[assignment]
    message.impact = c.impact  # type: ignore[assignment]
    message.processed = c.processed
    if c.cited_memory_ids:
        message.cited_memory_ids.extend(json.loads(c.cited_memory_ids))
    if c.cited_node_ids:
        message.cited_node_ids.extend(json.loads(c.cited_node_ids))
    if c.user_message_class:
        message.user_message.class_name = c.user_message_class
        message.user_message.object_id = c.user_message_id
    if c.assistant_message_class:
        message.assistant_message.class_name = c.assistant_message_class
        message.assistant_message.object_id = c.assistant_message_id
    message.external_user_id = c.external_user_id
    set_json(message.metadata, c.metadata)
    message.external_id = c.external_id
    write_value(message, "correction_value", untagged(c.correction_value))
    if c.error_code:
        message.error.code = c.error_code
        message.error.message = c.error_message
    message.overrules = c.overrules
    write_output(message, stored)


def write_change(
    message: feedback_pb2.Feedback, stored: StoredFeedback, principal: Principal
) -> None:
    """Write a feedback for a principal who changed it; the content only if they may read it."""
    if may_read(stored, principal):
        write_feedback(message, stored)
        return
    message.id = stored.id
    message.state = stored.state  # type: ignore[assignment]
    message.revision = stored.revision
    set_time(message.create_time, stored.create_time)
    set_time(message.update_time, stored.update_time)


def write_output(message: feedback_pb2.Feedback, stored: StoredFeedback) -> None:
    """Write the output only fields of a feedback, and overwrite those in the message."""
    message.id = stored.id
    message.user_id = stored.content.user_id or stored.creator
    message.state = stored.state  # type: ignore[assignment]
    message.revision = stored.revision
    message.ClearField("session_context")
    set_json(message.session_context, stored.session_context)
    if stored.state != FeedbackState.ERASED:
        set_time(message.create_time, stored.create_time)
        set_time(message.occur_time, stored.occur_time)
    set_time(message.update_time, stored.update_time)
    message.overruled_by = stored.overruled_by


def filter_rules(message: feedback_pb2.FeedbackFilter) -> Iterator[Violation]:
    """Yield violations of a filter that contradicts itself."""
    session_id = message.session_id
    if session_id and message.HasField("target"):
        _, of_target, _ = read_target(message.target)
        if session_id != of_target:
            yield Violation(
                field="filter.session_id", rule="must be the session of the target, or empty"
            )
    bounded = message.HasField("min_score") and message.HasField("max_score")
    if bounded and message.max_score < message.min_score:
        yield Violation(field="filter.max_score", rule="must not be less than min_score")
    if message.targets and message.HasField("target"):
        yield Violation(field="filter.targets", rule="must be empty if target is set")
    yield from _value_filter_rules(message.value)
    yield from json_violations(message.metadata, "filter.metadata", FILTER)
    yield from range_violations(message.create_time, "filter.create_time")
    yield from range_violations(message.occur_time, "filter.occur_time")
    yield from range_violations(message.update_time, "filter.update_time")


def _value_filter_rules(message: feedback_pb2.ValueFilter) -> Iterator[Violation]:
    if message.HasField("labels") and not message.labels.labels:
        yield Violation(field="filter.value.labels.labels", rule="must not be empty")
    if not message.HasField("number"):
        return
    bounds = message.number
    if not (bounds.HasField("min") or bounds.HasField("max")):
        yield Violation(field="filter.value.number", rule="must have at least one of min and max")
    elif bounds.HasField("min") and bounds.HasField("max") and bounds.max < bounds.min:
        yield Violation(field="filter.value.number.max", rule="must not be less than min")


def read_filter(message: feedback_pb2.FeedbackFilter) -> FeedbackFilter:
    """Read a filter."""
    origins = {origin or feedback_pb2.ORIGIN_HUMAN for origin in message.origins}
    value, number = message.value, message.value.number
    return FeedbackFilter(
        target=read_target(message.target) if message.HasField("target") else None,
        session_id=message.session_id,
        user_id=message.user_id,
        external_user_id=message.external_user_id,
        creator=message.creator_id,
        names=frozenset(message.names),
        ratings=frozenset(message.ratings),
        types=frozenset(message.types),
        sources=frozenset(message.sources),
        origins=frozenset(origins),
        min_score=message.min_score if message.HasField("min_score") else None,
        max_score=message.max_score if message.HasField("max_score") else None,
        text=message.text,
        create_time=get_range(message.create_time),
        occur_time=get_range(message.occur_time),
        update_time=get_range(message.update_time),
        states=frozenset(message.states),
        value_bool=value.bool_value if value.HasField("bool_value") else None,
        min_value=number.min if number.HasField("min") else None,
        max_value=number.max if number.HasField("max") else None,
        value_labels=frozenset(value.labels.labels),
        metadata=_entries(message.metadata),
        targets=frozenset(map(read_target, message.targets)),
        external_ids=frozenset(message.external_ids),
        entity_types=frozenset(message.entity_types),
        has_error=message.has_error if message.HasField("has_error") else None,
    )


def _entries(metadata: struct_pb2.Struct) -> frozenset[tuple[str, str]]:
    """Read the keys of a JSON object, each with its value as it is stored."""
    return frozenset(
        (key, json.dumps(value, ensure_ascii=False, sort_keys=True))
        for key, value in to_object(metadata).items()
    )
