"""FeedbackService: submit, submit many, read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from google.protobuf.message import Message

from plaudit_server.contract import feedback_pb2, target_pb2
from plaudit_server.domain.errors import NotFound, Reason, Refusal, Violation
from plaudit_server.domain.feedback import (
    IMPLIED_RATING,
    OVERALL,
    Content,
    StoredFeedback,
    Submission,
    Submitted,
    TargetKind,
    contradicts,
    identity,
)
from plaudit_server.domain.scopes import Scope
from plaudit_server.pipeline.call import Call, rpc
from plaudit_server.pipeline.errors import to_status
from plaudit_server.servicers.values import json_violations, set_json, set_time, to_json
from plaudit_server.servicers.writes import write
from plaudit_server.storage import feedback as storage
from plaudit_server.storage.store import Store

_READ = frozenset({Scope.FEEDBACK_READ})

MAX_SESSION_CONTEXT = 65_536
"""How long a session context may be, in bytes: a batch keeps it a thousand times."""


def _feedback_rules(message: feedback_pb2.Feedback, prefix: str = "") -> Iterator[Violation]:
    """Say which rules a feedback breaks that the contract cannot state."""
    if not (
        message.rating
        or message.type
        or message.text
        or message.correction
        or message.HasField("score")
        or message.HasField("value")
    ):
        yield Violation(
            field=prefix.removesuffix(".") or "feedback",
            rule="must say something: set at least one of rating, value, score, text, correction or"
            " type",
        )
    if contradicts(rating=message.rating, type_=message.type):
        yield Violation(
            field=f"{prefix}rating", rule="must not contradict a type of thumbs up or thumbs down"
        )
    if message.HasField("metadata"):
        yield from json_violations(message.metadata, f"{prefix}metadata")


def _submit_rules(request: feedback_pb2.SubmitFeedbackRequest) -> Iterable[Violation]:
    return _feedback_rules(request.feedback, "feedback.") if request.HasField("feedback") else ()


def _batch_rules(request: feedback_pb2.BatchSubmitRequest) -> Iterator[Violation]:
    if request.HasField("session_context"):
        if request.session_context.ByteSize() > MAX_SESSION_CONTEXT:
            yield Violation(
                field="session_context", rule=f"must have at most {MAX_SESSION_CONTEXT} bytes"
            )
        yield from json_violations(request.session_context, "session_context")


class FeedbackServicer:
    """Serves `plaudit.v1.FeedbackService`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @rpc(Scope.FEEDBACK_WRITE, rules=_submit_rules)
    async def SubmitFeedback(
        self, request: feedback_pb2.SubmitFeedbackRequest, call: Call
    ) -> Message | bytes:
        submission = _submission(request.feedback, call)

        def answer(results: Sequence[Submitted | Refusal]) -> Message:
            (result,) = results
            if isinstance(result, Refusal):
                raise result
            response = feedback_pb2.SubmitFeedbackResponse()
            _write_submitted(response, request.feedback, submission.content, result)
            return response

        return await write(self._store, call, storage.submit, (submission,), answer)

    @rpc(Scope.FEEDBACK_WRITE, rules=_batch_rules, batch="items", item_rules=_feedback_rules)
    async def BatchSubmit(
        self, request: feedback_pb2.BatchSubmitRequest, call: Call
    ) -> Message | bytes:
        context = to_json(request.session_context)
        accepted = {
            i: _submission(item, call, session_context=context)
            for i, item in enumerate(request.items)
            if i not in call.rejected
        }

        def answer(results: Sequence[Submitted | Refusal]) -> Message:
            return _batch(request, accepted, dict(zip(accepted, results, strict=True)), call)

        return await write(self._store, call, storage.submit, tuple(accepted.values()), answer)

    @rpc()
    async def GetFeedback(
        self, request: feedback_pb2.GetFeedbackRequest, call: Call
    ) -> feedback_pb2.GetFeedbackResponse:
        principal = call.principal
        found = await self._store.read(storage.get, (principal.namespace_id, request.id))
        if found is None or found.creator != principal.id:
            principal.require(_READ)
        if found is None:
            raise NotFound(
                reason=Reason.FEEDBACK_NOT_FOUND,
                message=f"the namespace has no feedback {request.id}",
                resource_type="Feedback",
                resource_name=request.id,
                ids={"feedback_id": request.id},
            )
        response = feedback_pb2.GetFeedbackResponse()
        _write_feedback(response.feedback, found)
        return response


def _submission(
    message: feedback_pb2.Feedback, call: Call, *, session_context: str = ""
) -> Submission:
    content = _content(message)
    principal = call.principal
    return Submission(
        principal.namespace_id,
        principal.id,
        identity(content, principal.id),
        content,
        session_context,
    )


def _content(message: feedback_pb2.Feedback) -> Content:
    kind, session_id, target_id = _read_target(message.target)
    value_bool = value_int = value_number = value_label = None
    if message.HasField("value"):
        match message.value.WhichOneof("value"):
            case "bool_value":
                value_bool = message.value.bool_value
            case "int_value":
                value_int = message.value.int_value
            case "number_value":
                value_number = message.value.number_value
            case "label":
                value_label = message.value.label
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
        value_bool,
        value_int,
        value_number,
        value_label,
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
        message.user_id,
        message.external_user_id,
        to_json(message.metadata) if message.HasField("metadata") else "",
    )


def _read_target(target: target_pb2.Target) -> tuple[int, str, str]:
    match target.WhichOneof("target"):
        case "message":
            return TargetKind.MESSAGE, target.message.session_id, target.message.message_id
        case "request":
            return TargetKind.REQUEST, target.request.session_id, target.request.request_id
        case "search":
            return TargetKind.SEARCH, "", target.search.search_id
        case _:
            return TargetKind.SESSION, target.session.session_id, ""


def _write_submitted(
    response: feedback_pb2.SubmitFeedbackResponse,
    message: feedback_pb2.Feedback,
    content: Content,
    result: Submitted,
) -> None:
    """Answer a submission: the message as it came, and what plaudit adds to it."""
    response.replayed = result.replayed
    response.stored = result.stored
    feedback = response.feedback
    feedback.CopyFrom(message)
    feedback.name = content.name
    feedback.rating = content.rating  # type: ignore[assignment]
    feedback.origin = content.origin  # type: ignore[assignment]
    if not content.metadata:
        feedback.ClearField("metadata")  # an empty object is none
    _write_output(
        feedback,
        StoredFeedback(
            result.id,
            result.creator,
            content,
            result.session_context,
            result.revision,
            result.state,
            result.create_time,
            result.update_time,
        ),
    )


def _batch(
    request: feedback_pb2.BatchSubmitRequest,
    accepted: Mapping[int, Submission],
    results: Mapping[int, Submitted | Refusal],
    call: Call,
) -> feedback_pb2.BatchSubmitResponse:
    response = feedback_pb2.BatchSubmitResponse()
    for i, item in enumerate(request.items):
        outcome = call.rejected.get(i) or results[i]
        result = response.results.add()
        if isinstance(outcome, Refusal):
            result.error.MergeFromString(to_status(outcome).SerializeToString())
            response.failed_count += 1
        else:
            _write_submitted(result.submitted, item, accepted[i].content, outcome)
            # The caller has just sent it, and a thousand of it would be too long an answer.
            result.submitted.feedback.ClearField("session_context")
            response.succeeded_count += 1
    return response


def _write_feedback(message: feedback_pb2.Feedback, stored: StoredFeedback) -> None:
    """Write a stored feedback into a message, leaving out what was not said."""
    c = stored.content
    _write_target(message.target, c)
    message.name = c.name
    if c.rating:
        message.rating = c.rating  # type: ignore[assignment]
    _write_value(message, c)
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
    _write_output(message, stored)


def _write_value(message: feedback_pb2.Feedback, content: Content) -> None:
    if content.value_label is not None:
        message.value.label = content.value_label
    elif content.value_int is not None:
        message.value.int_value = content.value_int
    elif content.value_number is not None:
        message.value.number_value = content.value_number
    elif content.value_bool is not None:
        message.value.bool_value = content.value_bool


def _write_target(target: target_pb2.Target, content: Content) -> None:
    match content.target_kind:
        case TargetKind.MESSAGE:
            target.message.session_id = content.session_id
            target.message.message_id = content.target_id
        case TargetKind.REQUEST:
            target.request.session_id = content.session_id
            target.request.request_id = content.target_id
        case TargetKind.SEARCH:
            target.search.search_id = content.target_id
        case TargetKind.SESSION:
            target.session.session_id = content.session_id


def _write_output(message: feedback_pb2.Feedback, stored: StoredFeedback) -> None:
    """Write what plaudit says of a feedback, over whatever its message held there."""
    message.id = stored.id
    message.user_id = stored.content.user_id or stored.creator
    message.state = stored.state  # type: ignore[assignment]
    message.revision = stored.revision
    message.ClearField("session_context")
    set_json(message.session_context, stored.session_context)
    set_time(message.create_time, stored.create_time)
    set_time(message.update_time, stored.update_time)
