"""WatchFeedback: sends changes from the feed, each with a token to resume the watch after it."""

from __future__ import annotations

from plaudit_server.contract import feedback_pb2
from plaudit_server.domain.feedback.feedback import FeedbackState
from plaudit_server.domain.feedback.filters import FeedbackFilter
from plaudit_server.pipeline.call import Call
from plaudit_server.servicers import watches
from plaudit_server.servicers.feedback.messages import read_filter, write_feedback
from plaudit_server.servicers.watches import Tokens
from plaudit_server.storage.engine.feed import Feed
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.feedback import changes
from plaudit_server.storage.feedback.changes import Change

_GONE = frozenset({FeedbackState.DELETED.value, FeedbackState.ERASED.value})


async def serve(
    store: Store, feed: Feed[Change], request: feedback_pb2.WatchFeedbackRequest, call: Call
) -> None:
    """Send changes until the caller leaves or its credential becomes invalid."""
    tokens = Tokens.of("WatchFeedback", call.principal.namespace_id, noun="feedback")
    watch = _Watch(tokens, read_filter(request.filter))
    position = await tokens.start(store, request, changes.sequence_range)
    await watches.send(feed, call, tokens, position, matches=watch.matches, write=watch.response)


class _Watch:
    """Selects and writes the responses of one watcher."""

    def __init__(self, tokens: Tokens, wanted: FeedbackFilter) -> None:
        self._tokens = tokens
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

    def response(self, event: Change | int) -> bytes:
        """Return the serialized response for an event."""
        if isinstance(event, int):
            response = feedback_pb2.WatchFeedbackResponse(resume_token=self._tokens.make(event))
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
            resume_token=self._tokens.make(after.sequence)
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
