"""WatchFeedback: sends changes from the feed, each with a token to resume the watch after it."""

from __future__ import annotations

from contextlib import aclosing

from plaudit_server.contract import feedback_pb2
from plaudit_server.domain.errors import OutOfRange, Reason, Violation, invalid
from plaudit_server.domain.feedback.feedback import FeedbackState
from plaudit_server.domain.feedback.filters import FeedbackFilter
from plaudit_server.domain.ids import digest
from plaudit_server.pipeline.call import Call
from plaudit_server.servicers.feedback.messages import read_filter, write_feedback
from plaudit_server.servicers.values import make_token, read_number_token
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.feedback import changes
from plaudit_server.storage.feedback.changes import Change
from plaudit_server.storage.feedback.feed import Event, Feed, PurgedError

_GONE = frozenset({FeedbackState.DELETED.value, FeedbackState.ERASED.value})


async def serve(
    store: Store, feed: Feed, request: feedback_pb2.WatchFeedbackRequest, call: Call
) -> None:
    """Send changes until the caller leaves or its credential becomes invalid."""
    namespace_id = call.principal.namespace_id
    query = digest("WatchFeedback", namespace_id)
    watch = _Watch(query, read_filter(request.filter))
    position = await _start(store, request, namespace_id, query)
    try:
        async with aclosing(feed.follow(namespace_id, position, watch.matches)) as events:
            async for event in events:
                await call.still_allowed()  # from the cache: a revoked caller gets no more
                await call.context.write(watch.response(event))
    except PurgedError as error:
        raise _expired(query, error.purged) from None


async def _start(
    store: Store, request: feedback_pb2.WatchFeedbackRequest, namespace_id: str, query: str
) -> int:
    """Return the sequence number after which the watch starts."""
    purged, last = await store.query(namespace_id, changes.sequence_range, namespace_id)
    if request.WhichOneof("start") != "resume_token":
        return purged if request.from_beginning else last
    position = read_number_token(query, request.resume_token)
    if position is None or position > last:
        raise invalid(
            [
                Violation(
                    field="resume_token",
                    rule="must be a resume_token of a watch of this namespace",
                    reason=Reason.INVALID_RESUME_TOKEN,
                )
            ]
        )
    if position < purged:
        raise _expired(query, purged)
    return position


def _expired(query: str, purged: int) -> OutOfRange:
    return OutOfRange(
        reason=Reason.RESUME_TOKEN_EXPIRED,
        message="retention has removed changes after this resume_token; list the feedback again and"
        " resume with the restart_token of the details, after which all changes are kept",
        ids={"restart_token": make_token(query, str(purged))},
    )


class _Watch:
    """Selects and writes the responses of one watcher."""

    def __init__(self, query: str, wanted: FeedbackFilter) -> None:
        self._query = query
        self._filter = wanted
        self._predicate = wanted.predicate()

    def matches(self, change: Change) -> bool:
        """Whether the state after or before a change matches, or the feedback was erased."""
        matches = change.matches.get(self._filter)
        if matches is None:
            matches = change.matches[self._filter] = self._test(change)
        return matches

    def _test(self, change: Change) -> bool:
        if change.after.state == FeedbackState.ERASED or self._predicate(change.after):
            return True
        return change.before is not None and self._predicate(change.before)

    def response(self, event: Event) -> bytes:
        """Return the serialized response for an event."""
        if isinstance(event, int):
            response = feedback_pb2.WatchFeedbackResponse(
                resume_token=make_token(self._query, str(event))
            )
            response.checkpoint.SetInParent()
            return response.SerializeToString()
        after = event.after
        left = after.state in _GONE or not self._predicate(after)
        message = event.messages.get(left)
        if message is None:
            message = event.messages[left] = self._write(event, left=left)
        return message

    def _write(self, change: Change, *, left: bool) -> bytes:
        after = change.after
        response = feedback_pb2.WatchFeedbackResponse(
            resume_token=make_token(self._query, str(after.sequence))
        )
        if after.state in _GONE:
            response.change.type = feedback_pb2.FEEDBACK_CHANGE_TYPE_DELETED
        elif after.revision == 1:
            response.change.type = feedback_pb2.FEEDBACK_CHANGE_TYPE_CREATED
        else:
            response.change.type = feedback_pb2.FEEDBACK_CHANGE_TYPE_UPDATED
        response.change.left_filter = left
        write_feedback(response.change.feedback, after)
        return response.SerializeToString()
