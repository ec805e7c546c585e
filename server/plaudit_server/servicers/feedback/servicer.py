"""FeedbackService: submit, read, change, stream and watch feedback."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from google.protobuf.message import Message

from plaudit_server.contract import feedback_pb2
from plaudit_server.domain.errors import Reason, Refusal, ResourceExhausted, Violation
from plaudit_server.domain.feedback.authors import READERS, forbidden_list, is_own
from plaudit_server.domain.feedback.feedback import (
    FeedbackDeletion,
    StoredFeedback,
    Submission,
    Submitted,
    not_found,
    not_yours,
)
from plaudit_server.domain.tenants.scopes import Principal, Scope
from plaudit_server.pipeline.call import Call, rpc
from plaudit_server.pipeline.errors import to_status
from plaudit_server.servicers.exchanges.exchanges import content_rules, exchange_rules
from plaudit_server.servicers.feedback import sent_exchanges, stream, tokens, watch
from plaudit_server.servicers.feedback import update as feedback_update
from plaudit_server.servicers.feedback.messages import (
    feedback_rules,
    filter_rules,
    read_filter,
    read_submission,
    write_change,
    write_feedback,
    write_submitted,
)
from plaudit_server.servicers.values import json_violations, number_page, page, to_json
from plaudit_server.servicers.writes import write
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.feed import Feed
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.feedback import external_ids, lists, reads
from plaudit_server.storage.feedback import feedback as storage
from plaudit_server.storage.feedback import sent_exchanges as storage_sent
from plaudit_server.storage.feedback.changes import Change
from plaudit_server.storage.feedback.lists import Order

LIGHT = 2_048
"""Up to how many characters of JSON a feedback is written on the event loop."""
MAX_RESPONSE = 3_145_728
"""About how many bytes the response of a batch of reads may have: clients accept 4 MiB."""

_ORDERS = {
    feedback_pb2.FEEDBACK_ORDER_UNSPECIFIED: Order(by_update=False, descending=True),
    feedback_pb2.FEEDBACK_ORDER_CREATED_DESC: Order(by_update=False, descending=True),
    feedback_pb2.FEEDBACK_ORDER_CREATED_ASC: Order(by_update=False, descending=False),
    feedback_pb2.FEEDBACK_ORDER_UPDATED_DESC: Order(by_update=True, descending=True),
    feedback_pb2.FEEDBACK_ORDER_UPDATED_ASC: Order(by_update=True, descending=False),
}


def _submit_rules(request: feedback_pb2.SubmitFeedbackRequest) -> Iterator[Violation]:
    if request.HasField("feedback"):
        yield from feedback_rules(request.feedback, "feedback.")
    if request.HasField("exchange"):
        yield from sent_exchanges.target_rules(request.exchange, request.feedback.target)
        yield from content_rules(request.exchange, "exchange.")


def _batch_rules(request: feedback_pb2.BatchSubmitRequest) -> Iterator[Violation]:
    if request.HasField("session_context"):
        yield from json_violations(request.session_context, "session_context")


def _list_rules(request: feedback_pb2.ListFeedbackRequest) -> Iterator[Violation]:
    return filter_rules(request.filter)


def _watch_rules(request: feedback_pb2.WatchFeedbackRequest) -> Iterator[Violation]:
    return filter_rules(request.filter)


def _name_rules(
    request: feedback_pb2.GetFeedbackRequest | feedback_pb2.DeleteFeedbackRequest,
) -> Iterator[Violation]:
    if not request.id and not request.external_id:
        yield Violation(field="id", rule="must not be empty, unless external_id is set")
    if request.id and request.external_id:
        yield Violation(field="external_id", rule="must be empty if id is set")


class FeedbackServicer:
    """Serves `plaudit.v1.FeedbackService`."""

    def __init__(
        self,
        store: Store,
        feed: Feed[Change],
        *,
        leaving: asyncio.Event,
        forget_credentials: Callable[[str], None],
    ) -> None:
        """Take the store and the feed of its changes.

        `leaving` is set when the server shuts down; `forget_credentials` clears cached credentials.
        """
        self._store = store
        self._feed = feed
        self._leaving = leaving
        self._forget_credentials = forget_credentials

    @rpc(Scope.FEEDBACK_WRITE, end_users=True, feedback_tokens=True, rules=_submit_rules)
    async def SubmitFeedback(
        self, request: feedback_pb2.SubmitFeedbackRequest, call: Call
    ) -> Message | bytes:
        submission = read_submission(request.feedback, call.principal, path="feedback.")
        if isinstance(submission, Refusal):
            raise submission
        if request.HasField("exchange"):
            call.principal.require(sent_exchanges.MAY_SEND_EXCHANGES)
            read = partial(
                sent_exchanges.with_sent_exchange, submission, request.exchange, call.principal
            )
            submission = await call.compute(read)

        def answer(results: Sequence[Submitted | Refusal]) -> Message:
            (result,) = results
            if isinstance(result, Refusal):
                raise result
            response = feedback_pb2.SubmitFeedbackResponse()
            write_submitted(response, request.feedback, submission.content, result)
            if submission.token_id:
                # It may come from a batch of the application, and is not for browsers.
                response.feedback.ClearField("session_context")
            return response

        return await write(self._store, call, storage_sent.submit, (submission,), answer)

    @rpc(
        Scope.FEEDBACK_WRITE,
        end_users=True,
        rules=_batch_rules,
        batch="items",
        item_rules=feedback_rules,
        attached="exchanges",
        attached_rules=exchange_rules,
    )
    async def BatchSubmit(
        self, request: feedback_pb2.BatchSubmitRequest, call: Call
    ) -> Message | bytes:
        context = to_json(request.session_context)
        refused = dict(call.rejected)
        accepted: dict[int, Submission] = {}

        if request.exchanges:
            call.principal.require(sent_exchanges.MAY_SEND_EXCHANGES)

        def read_items() -> None:
            sent = sent_exchanges.SentExchanges(
                request.exchanges, call.rejected_attached, call.principal
            )
            sent.check_items(request.items)
            for i, item in enumerate(request.items):
                if i not in refused:
                    read = read_submission(item, call.principal, session_context=context)
                    if isinstance(read, Submission):
                        read = sent.with_exchange(read)
                    if isinstance(read, Refusal):
                        refused[i] = read
                    else:
                        accepted[i] = read

        await call.compute(read_items)

        def answer(results: Sequence[Submitted | Refusal]) -> Message:
            outcomes = {**dict(zip(accepted, results, strict=True)), **refused}
            return _batch(request, accepted, outcomes)

        return await write(self._store, call, storage_sent.submit, tuple(accepted.values()), answer)

    @rpc(end_users=True, rules=_name_rules)
    async def GetFeedback(
        self, request: feedback_pb2.GetFeedbackRequest, call: Call
    ) -> feedback_pb2.GetFeedbackResponse:
        principal = call.principal
        name = request.id or request.external_id
        read = reads.get if request.id else external_ids.get
        found = await self._store.read(read, (principal.namespace_id, name))
        if request.id and await self._find_own_gone([request.id], [found], principal):
            raise not_found(request.id)
        readable = _readable(found, principal, request.id, request.external_id)

        def answer() -> feedback_pb2.GetFeedbackResponse:
            response = feedback_pb2.GetFeedbackResponse()
            write_feedback(response.feedback, readable)
            return response

        if readable.json_length <= LIGHT:
            return answer()
        return await self._store.query(principal.namespace_id, lambda _: answer())

    async def _find_own_gone(
        self,
        ids: Sequence[str],
        found: Sequence[StoredFeedback | None],
        principal: Principal,
    ) -> set[str]:
        """Return the ids of missing feedback that was the principal's, who may know of it."""
        missing = [id_ for id_, stored in zip(ids, found, strict=True) if stored is None]
        if not missing or principal.scopes & READERS:
            return set()
        wanted = [(principal.namespace_id, id_) for id_ in missing]
        last = await self._store.query(principal.namespace_id, reads.find_last, wanted)
        return {state.id for state in last if state is not None and is_own(state, principal)}

    @rpc(end_users=True)
    async def BatchGetFeedback(
        self, request: feedback_pb2.BatchGetFeedbackRequest, call: Call
    ) -> feedback_pb2.BatchGetFeedbackResponse:
        principal = call.principal
        wanted = [(principal.namespace_id, id_) for id_ in request.ids]
        found, read = await self._store.query(
            principal.namespace_id, reads.get_within, wanted, room=MAX_RESPONSE
        )
        gone = await self._find_own_gone(request.ids, found, principal)

        def answer(_: Backend) -> feedback_pb2.BatchGetFeedbackResponse:
            response = feedback_pb2.BatchGetFeedbackResponse()
            left = MAX_RESPONSE
            for i, (id_, stored) in enumerate(zip(request.ids, found, strict=True)):
                result = response.results.add()
                try:
                    if id_ in gone:
                        raise not_found(id_)
                    readable = _readable(stored, principal, id_)
                    if i >= read or left <= 0:
                        raise _no_room(id_)
                    write_feedback(result.feedback, readable)
                    # The first always fits; otherwise no call could return it.
                    if i and result.ByteSize() > left:
                        raise _no_room(id_)
                except Refusal as refusal:
                    result.error.MergeFromString(to_status(refusal).SerializeToString())
                left -= result.ByteSize()
            return response

        return await self._store.query(principal.namespace_id, answer)  # off the loop

    @rpc(Scope.FEEDBACK_READ, end_users=True, rules=_list_rules)
    async def ListFeedback(
        self, request: feedback_pb2.ListFeedbackRequest, call: Call
    ) -> feedback_pb2.ListFeedbackResponse:
        principal = call.principal
        wanted = read_filter(request.filter)
        if principal.user_id:
            if wanted.user_id not in ("", principal.user_id) or wanted.external_user_id:
                raise forbidden_list(principal.id)
            wanted = wanted._replace(user_id=principal.user_id, own=True)
        order = _ORDERS[request.order]
        asked = (number_page if order.by_update else page)(
            request, "ListFeedback", principal.namespace_id, repr(order), _bound(wanted)
        )

        def read(backend: Backend) -> feedback_pb2.ListFeedbackResponse:
            found, end = lists.list_page(
                backend,
                principal.namespace_id,
                wanted,
                order,
                after=asked.after,
                limit=asked.size,
            )
            response = feedback_pb2.ListFeedbackResponse(
                next_page_token=asked.next_token(end, more=bool(end))
            )
            for stored in found:
                write_feedback(response.feedback.add(), stored)
            return response

        return await self._store.query(principal.namespace_id, read)

    @rpc(end_users=True)
    async def ListFeedbackRevisions(
        self, request: feedback_pb2.ListFeedbackRevisionsRequest, call: Call
    ) -> feedback_pb2.ListFeedbackRevisionsResponse:
        principal = call.principal
        reads_all = bool(principal.scopes & READERS or principal.user_id)
        asked = number_page(request, "ListFeedbackRevisions", principal.namespace_id, request.id)

        def read(backend: Backend) -> feedback_pb2.ListFeedbackRevisionsResponse:
            states, more = lists.list_revisions(
                backend,
                principal.namespace_id,
                request.id,
                before=int(asked.after) if asked.after else None,
                limit=asked.size,
                writer="" if reads_all else principal.id,
            )
            if not (asked.after and principal.scopes & READERS):
                _readable(states[0] if states else None, principal, request.id)
            response = feedback_pb2.ListFeedbackRevisionsResponse()
            for state in states:
                write_feedback(response.revisions.add(), state)
                response.next_page_token = asked.next_token(str(state.revision), more=more)
            return response

        return await self._store.query(principal.namespace_id, read)

    @rpc(Scope.FEEDBACK_WRITE, end_users=True, rules=feedback_update.rules)
    async def UpdateFeedback(
        self, request: feedback_pb2.UpdateFeedbackRequest, call: Call
    ) -> Message | bytes:
        def answer(stored: StoredFeedback) -> Message:
            response = feedback_pb2.UpdateFeedbackResponse()
            write_change(response.feedback, stored, call.principal)
            return response

        return await write(
            self._store, call, storage.update, feedback_update.read(request, call), answer
        )

    @rpc(Scope.FEEDBACK_WRITE, end_users=True, rules=_name_rules)
    async def DeleteFeedback(
        self, request: feedback_pb2.DeleteFeedbackRequest, call: Call
    ) -> Message | bytes:
        principal = call.principal

        def answer(stored: StoredFeedback) -> Message:
            response = feedback_pb2.DeleteFeedbackResponse()
            write_change(response.feedback, stored, principal)
            return response

        deletion = FeedbackDeletion(
            principal.namespace_id, request.id, principal.user_id, request.external_id
        )
        return await write(self._store, call, storage.delete, deletion, answer)

    @rpc(
        Scope.FEEDBACK_WRITE,
        end_users=True,
        batch="feedback",
        item_rules=feedback_rules,
        attached="exchange",
        attached_rules=content_rules,
    )
    async def StreamFeedback(self, _: feedback_pb2.StreamFeedbackRequest, call: Call) -> None:
        await stream.serve(self._store, call, leaving=self._leaving)

    @rpc(Scope.FEEDBACK_READ, rules=_watch_rules, watches=True)
    async def WatchFeedback(self, request: feedback_pb2.WatchFeedbackRequest, call: Call) -> None:
        await watch.serve(self._store, self._feed, request, call)

    @rpc(Scope.FEEDBACK_WRITE, rules=tokens.create_rules)
    async def CreateFeedbackToken(
        self, request: feedback_pb2.CreateFeedbackTokenRequest, call: Call
    ) -> feedback_pb2.CreateFeedbackTokenResponse:
        return await tokens.create(self._store, request, call)

    @rpc(Scope.FEEDBACK_WRITE, Scope.ADMIN)
    async def ListFeedbackTokens(
        self, request: feedback_pb2.ListFeedbackTokensRequest, call: Call
    ) -> feedback_pb2.ListFeedbackTokensResponse:
        return await tokens.list_(self._store, request, call)

    @rpc(Scope.FEEDBACK_WRITE, Scope.ADMIN)
    async def RevokeFeedbackToken(
        self, request: feedback_pb2.RevokeFeedbackTokenRequest, call: Call
    ) -> feedback_pb2.RevokeFeedbackTokenResponse:
        return await tokens.revoke(
            self._store, request, call, forget_credentials=self._forget_credentials
        )


def _readable(
    found: StoredFeedback | None, principal: Principal, feedback_id: str, external_id: str = ""
) -> StoredFeedback:
    """Return the feedback; raise Refusal if it does not exist or the principal may not read it."""
    if found is None or not is_own(found, principal):
        if principal.user_id:
            raise not_yours(feedback_id, external_id)
        principal.require(READERS)
    if found is None:
        raise not_found(feedback_id, external_id)
    return found


def _no_room(feedback_id: str) -> ResourceExhausted:
    return ResourceExhausted(
        reason=Reason.MESSAGE_TOO_LARGE,
        message="the response has no room for this feedback: request it in another call",
        ids={"feedback_id": feedback_id},
        subject="message:/plaudit.v1.FeedbackService/BatchGetFeedback",
    )


def _bound(wanted: object) -> str:
    """Write a filter as a text that is the same for filters of the same meaning."""
    assert isinstance(wanted, tuple)  # noqa: S101 - a NamedTuple of values and frozen sets
    return repr([sorted(v) if isinstance(v, frozenset) else v for v in wanted])


def _batch(
    request: feedback_pb2.BatchSubmitRequest,
    accepted: Mapping[int, Submission],
    outcomes: Mapping[int, Submitted | Refusal],
) -> feedback_pb2.BatchSubmitResponse:
    response = feedback_pb2.BatchSubmitResponse()
    for i, item in enumerate(request.items):
        outcome = outcomes[i]
        result = response.results.add()
        if isinstance(outcome, Refusal):
            result.error.MergeFromString(to_status(outcome).SerializeToString())
            response.failed_count += 1
        else:
            write_submitted(result.submitted, item, accepted[i].content, outcome)
            # The caller has just sent it, and a thousand copies would be too long.
            result.submitted.feedback.ClearField("session_context")
            response.succeeded_count += 1
    return response
