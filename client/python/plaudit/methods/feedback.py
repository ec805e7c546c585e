"""The methods of FeedbackService. Made from the contract by scripts/python_client; do not edit."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from plaudit.arguments import either, mask
from plaudit.calls.aio import AsyncCalls, AsyncPages, AsyncStream, AsyncUpload
from plaudit.calls.method import Method, changes, everything
from plaudit.calls.sync import Calls, Pages, Stream, Upload
from plaudit.v1 import feedback_pb2
from plaudit.v1.feedback_pb2_grpc import FeedbackServiceStub

if TYPE_CHECKING:
    from plaudit import params
    from plaudit.v1 import exchange_pb2

_SUBMIT_FEEDBACK = Method(
    "plaudit.v1.FeedbackService",
    "SubmitFeedback",
    feedback_pb2.SubmitFeedbackRequest,
    feedback_pb2.SubmitFeedbackResponse,
    FeedbackServiceStub,
    is_repeatable=True,
)
_BATCH_SUBMIT = Method(
    "plaudit.v1.FeedbackService",
    "BatchSubmit",
    feedback_pb2.BatchSubmitRequest,
    feedback_pb2.BatchSubmitResponse,
    FeedbackServiceStub,
    is_repeatable=True,
)
_GET_FEEDBACK = Method(
    "plaudit.v1.FeedbackService",
    "GetFeedback",
    feedback_pb2.GetFeedbackRequest,
    feedback_pb2.GetFeedbackResponse,
    FeedbackServiceStub,
    is_repeatable=True,
)
_BATCH_GET_FEEDBACK = Method(
    "plaudit.v1.FeedbackService",
    "BatchGetFeedback",
    feedback_pb2.BatchGetFeedbackRequest,
    feedback_pb2.BatchGetFeedbackResponse,
    FeedbackServiceStub,
    is_repeatable=True,
)
_LIST_FEEDBACK = Method(
    "plaudit.v1.FeedbackService",
    "ListFeedback",
    feedback_pb2.ListFeedbackRequest,
    feedback_pb2.ListFeedbackResponse,
    FeedbackServiceStub,
    is_repeatable=True,
)
_LIST_FEEDBACK_REVISIONS = Method(
    "plaudit.v1.FeedbackService",
    "ListFeedbackRevisions",
    feedback_pb2.ListFeedbackRevisionsRequest,
    feedback_pb2.ListFeedbackRevisionsResponse,
    FeedbackServiceStub,
    is_repeatable=True,
)
_UPDATE_FEEDBACK = Method(
    "plaudit.v1.FeedbackService",
    "UpdateFeedback",
    feedback_pb2.UpdateFeedbackRequest,
    feedback_pb2.UpdateFeedbackResponse,
    FeedbackServiceStub,
    is_repeatable=True,
)
_UPDATE_FEEDBACK_PATHS = (
    "rating", "value", "score", "text", "correction", "type", "source", "origin", "impact",
    "processed", "cited_memory_ids", "cited_node_ids", "user_message", "assistant_message",
    "metadata", "occur_time", "external_id", "correction_value", "error", "overrules",
)
_DELETE_FEEDBACK = Method(
    "plaudit.v1.FeedbackService",
    "DeleteFeedback",
    feedback_pb2.DeleteFeedbackRequest,
    feedback_pb2.DeleteFeedbackResponse,
    FeedbackServiceStub,
    is_repeatable=True,
)
_STREAM_FEEDBACK = Method(
    "plaudit.v1.FeedbackService",
    "StreamFeedback",
    feedback_pb2.StreamFeedbackRequest,
    feedback_pb2.StreamFeedbackResponse,
    FeedbackServiceStub,
    is_repeatable=False,
)
_WATCH_FEEDBACK = Method(
    "plaudit.v1.FeedbackService",
    "WatchFeedback",
    feedback_pb2.WatchFeedbackRequest,
    feedback_pb2.WatchFeedbackResponse,
    FeedbackServiceStub,
    is_repeatable=False,
)
_CREATE_FEEDBACK_TOKEN = Method(
    "plaudit.v1.FeedbackService",
    "CreateFeedbackToken",
    feedback_pb2.CreateFeedbackTokenRequest,
    feedback_pb2.CreateFeedbackTokenResponse,
    FeedbackServiceStub,
    is_repeatable=False,
)
_LIST_FEEDBACK_TOKENS = Method(
    "plaudit.v1.FeedbackService",
    "ListFeedbackTokens",
    feedback_pb2.ListFeedbackTokensRequest,
    feedback_pb2.ListFeedbackTokensResponse,
    FeedbackServiceStub,
    is_repeatable=True,
)
_REVOKE_FEEDBACK_TOKEN = Method(
    "plaudit.v1.FeedbackService",
    "RevokeFeedbackToken",
    feedback_pb2.RevokeFeedbackTokenRequest,
    feedback_pb2.RevokeFeedbackTokenResponse,
    FeedbackServiceStub,
    is_repeatable=True,
)
METHODS: dict[str, Method[Any, Any]] = {
    "SubmitFeedback": _SUBMIT_FEEDBACK,
    "BatchSubmit": _BATCH_SUBMIT,
    "GetFeedback": _GET_FEEDBACK,
    "BatchGetFeedback": _BATCH_GET_FEEDBACK,
    "ListFeedback": _LIST_FEEDBACK,
    "ListFeedbackRevisions": _LIST_FEEDBACK_REVISIONS,
    "UpdateFeedback": _UPDATE_FEEDBACK,
    "DeleteFeedback": _DELETE_FEEDBACK,
    "StreamFeedback": _STREAM_FEEDBACK,
    "WatchFeedback": _WATCH_FEEDBACK,
    "CreateFeedbackToken": _CREATE_FEEDBACK_TOKEN,
    "ListFeedbackTokens": _LIST_FEEDBACK_TOKENS,
    "RevokeFeedbackToken": _REVOKE_FEEDBACK_TOKEN,
}


class FeedbackMethods(Calls):
    """FeedbackService as methods."""

    def submit_feedback(
        self,
        *,
        target: params.Target | None = None,
        name: str | None = None,
        rating: params.Rating | None = None,
        value: params.Value | None = None,
        score: float | None = None,
        text: str | None = None,
        correction: str | None = None,
        type: params.FeedbackType | None = None,
        source: params.FeedbackSource | None = None,
        origin: params.Origin | None = None,
        impact: params.Rating | None = None,
        processed: bool | None = None,
        cited_memory_ids: Sequence[str] | None = None,
        cited_node_ids: Sequence[str] | None = None,
        user_message: feedback_pb2.ObjectPointer | params.ObjectPointerParam | None = None,
        assistant_message: feedback_pb2.ObjectPointer | params.ObjectPointerParam | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        metadata: params.JsonObject | None = None,
        occur_time: params.Time | None = None,
        external_id: str | None = None,
        correction_value: params.Value | None = None,
        error: feedback_pb2.FeedbackError | params.FeedbackErrorParam | None = None,
        overrules: str | None = None,
        feedback: feedback_pb2.Feedback | params.FeedbackParam | None = None,
        idempotency_key: str | UUID | None = None,
        exchange: exchange_pb2.Exchange | params.ExchangeParam | None = None,
        timeout: float | None = None,
    ) -> feedback_pb2.SubmitFeedbackResponse:
        """Records one author's feedback on one target under one name, durably: OK means that it is
        on disk and that the next call reads it.

        There is one feedback per (namespace, target, author, name). Submitting the same content
        again returns the stored feedback unchanged, with `replayed`; content is all that the caller
        sets, except the `session_context` of a batch. Changed content replaces the stored one as a
        whole: the revision number increases by one, and the previous state is kept as a revision.
        Retries are therefore safe; a `request_id` makes them exact even if somebody changed the
        feedback in between. If another credential submitted the same content, its `session_context`
        is not returned.

        The target of feedback on a message or a request is an exchange. If it is not registered by
        CreateExchange, send it in `exchange`, so that one call records both. An existing exchange
        does not change. If the feedback is refused, its exchange is not registered either.

        In a namespace with `early_feedback`, feedback on an exchange that does not exist yet, or is
        pending, is kept in state PENDING_TARGET; it takes effect when the exchange is completed.

        Scope: feedback.write; also allowed for end users and feedback tokens. `exchange` also
        requires exchanges.write, and so an API key.

        Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule;
        (VALUE_DOES_NOT_FIT): the feedback does not match the criterion of its name. NOT_FOUND
        (EXCHANGE_NOT_FOUND): the exchange of a message or request target does not exist in this
        namespace; register it with CreateExchange, send it with the feedback, or turn on
        `early_feedback`; (FEEDBACK_NOT_FOUND): `overrules` names feedback that does not exist.
        FAILED_PRECONDITION (EXCHANGE_NOT_COMPLETED): the exchange is pending, or has failed;
        (FEEDBACK_OVERRULED): the feedback to overrule is not active; ErrorInfo has the id of the
        one that overrules it, if any. ALREADY_EXISTS (EXCHANGE_EXISTS): the exchange of the target
        does not exist, and another exchange of the session has the other name of the sent
        `exchange`; ResourceInfo has its id; (FEEDBACK_EXISTS): other feedback has the
        `external_id`; ResourceInfo has its id, but not for end users and bearers of feedback
        tokens. PERMISSION_DENIED (SCOPE_MISSING): the credential sends an `exchange` and lacks
        exchanges.write; (AUTHOR_FORBIDDEN): an end user names another author, or overrules
        feedback; (FEEDBACK_TOKEN_FORBIDS): the feedback token does not allow this target, name or
        rating, nor overruling; (FEEDBACK_TOKEN_USED_UP): it has no uses left, or too many calls
        were made with it. UNAUTHENTICATED (FEEDBACK_TOKEN_EXPIRED, FEEDBACK_TOKEN_REVOKED): the
        feedback token has expired, or it or the key that created it was revoked. UNAVAILABLE
        (STORAGE_UNAVAILABLE): retry after RetryInfo; the same content is recorded only once.

        Args:
            target: Required to submit; part of the identity of the feedback. A message target and a
                request target are different targets, even of one exchange: name an exchange the
                same way each time.
            name: The name of the criterion; part of the identity of the feedback. "overall" when
                empty. Use different names, such as "thumb" and "copy", to keep several feedbacks of
                one author on one target; under the same name, a later one replaces the earlier. At
                most 128 characters, no control characters.
            rating: Thumb up or down. When unspecified, it is taken from `type`: thumbs up is
                positive, thumbs down is negative; a rating that contradicts the type is refused. A
                positive rating of an exchange makes the exchange a memory.
            value: A typed value: a boolean, an exact integer, a number, labels, or a JSON object or
                list.
            score: A score on the caller's own scale. Finite.
            text: The author's comment. At most 32,768 characters; no NUL.
            correction: The answer that the author would have preferred. At most 131,072 characters;
                no NUL.
            type: The kind of act that the feedback records.
            source: Where in the application it was given.
            origin: Who gave the feedback: a human, a model or code. Human when unspecified.
            impact: Whether the target helped or harmed, independent of the rating.
            processed: Whether the caller's own pipeline has processed the feedback. Stored, but not
                used by plaudit.
            cited_memory_ids: Memories that the answer cited, by the caller's or by plaudit's ids:
                at most 256, each of 1 to 256 characters.
            cited_node_ids: Nodes of the caller's knowledge graph that the answer cited: at most
                256, each of 1 to 256 characters.
            user_message: The user's message as an object of the caller's own store.
            assistant_message: The assistant's message as an object of the caller's own store.
            user_id: The user's id in the application. For an end user it is the subject of the
                session token, and no other may be set. When empty, responses have the id of the
                credential that submitted the feedback first (`key_…`). At most 256 characters, no
                control characters.
            external_user_id: The end user on whose behalf the key acts. The author of the feedback
                is the first of these that is set: `external_user_id`, `user_id`, the credential.
                The kinds are separate: a user id and an external user id of the same text are two
                authors. Without either, each key is a different author: send one of them if keys
                change. At most 256 characters, no control characters.
            metadata: Anything else worth keeping, as a JSON object. Texts have no NUL, numbers are
                finite, every value has a kind, and values nest at most 30 deep. At most 65,536
                bytes as protobuf encodes them and 1,000 JSON values, those inside lists and objects
                counted.
            occur_time: When the author gave it, if that was earlier than the call, such as on a
                device that was offline or in another system. Always set in responses: `create_time`
                if it was not sent. At most 24 hours ago; any time since 1970 for a key with the
                scope history.write, else PERMISSION_DENIED (SCOPE_MISSING). Not in the future; up
                to a minute ahead counts as now. Satisfaction, retention and exports go by it. It is
                not part of the content: the same content with another time is a replay, and a
                change without it keeps the stored time. UpdateFeedback can change it.
            external_id: The caller's own id for the feedback, unique in the namespace where set:
                ALREADY_EXISTS (FEEDBACK_EXISTS) if other feedback has it. GetFeedback,
                UpdateFeedback and DeleteFeedback find the feedback by it. Part of the content: the
                same content with another external id, or without one, is a change. Deleted and
                erased feedback frees it. End users may set that of their own feedback; when they or
                the bearer of a feedback token submit again without it, it stays. At most 256
                characters, no control characters.
            correction_value: The value that the author would have preferred, such as the right
                label, or the right arguments of a tool call. If the name has a criterion, it must
                match it as `value` must.
            error: The judge failed: there is no judgement, and this is why. Only with `origin`
                model or code, and without rating, value, score, type, correction, correction_value
                or overrules; a criterion of the name does not apply. It is counted apart and is
                never a vote.
            overrules: The id of feedback (`fb_…`) that this one overrules, such as that of a model
                which a person corrects. Both are kept. The overruled one changes to state
                OVERRULED: it no longer counts, keeps no memory and makes no training example, until
                this one is deleted or erased, or changed so that it no longer overrules it; if this
                one is removed by retention, it stays overruled. The overruled feedback must be
                active, of the same target and name, and not be overruled by other feedback yet:
                overrule that one instead. If feedback is deleted or erased that is itself
                overruled, what it overruled is overruled by the next one. Feedback in state
                PENDING_TARGET overrules nothing. End users and bearers of feedback tokens cannot
                set it; when they submit again, it stays. At most 64 characters, no control
                characters.
            feedback: The feedback as a whole, instead of its fields one by one.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            exchange: The exchange of the feedback, if it is not registered. It is registered in the
                same transaction, as by CreateExchange, unless the exchange of the target exists.
                Only with a message or request target. Its session, and its message or request, may
                be omitted; if set, they must be those of the target. Completed when its status is
                unspecified. Feedback on a pending one is accepted only if the namespace has
                `early_feedback`; on a failed one, never. Its users are independent of those of the
                feedback.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _SUBMIT_FEEDBACK,
            {
                "feedback": either(
                    "feedback",
                    feedback,
                    {
                        "target": target,
                        "name": name,
                        "rating": rating,
                        "value": value,
                        "score": score,
                        "text": text,
                        "correction": correction,
                        "type": type,
                        "source": source,
                        "origin": origin,
                        "impact": impact,
                        "processed": processed,
                        "cited_memory_ids": cited_memory_ids,
                        "cited_node_ids": cited_node_ids,
                        "user_message": user_message,
                        "assistant_message": assistant_message,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                        "metadata": metadata,
                        "occur_time": occur_time,
                        "external_id": external_id,
                        "correction_value": correction_value,
                        "error": error,
                        "overrules": overrules,
                    },
                ),
                "request_id": idempotency_key,
                "exchange": exchange,
            },
            timeout,
        )

    def batch_submit(
        self,
        *,
        items: Sequence[feedback_pb2.Feedback | params.FeedbackParam] | None = None,
        session_context: params.JsonObject | None = None,
        idempotency_key: str | UUID | None = None,
        validate_only: bool | None = None,
        exchanges: Sequence[exchange_pb2.Exchange | params.ExchangeParam] | None = None,
        timeout: float | None = None,
    ) -> feedback_pb2.BatchSubmitResponse:
        """Records up to 1,000 feedbacks.

        Each item succeeds or fails on its own: an invalid item does not affect the others. Recorded
        items are durable when the response arrives. The call as a whole fails only if the request
        itself is invalid (no items, too many, a malformed `request_id`) or the storage accepts no
        writes (UNAVAILABLE).

        Items are applied in their order, so a later item may change an earlier one. Exchanges that
        are not registered yet may be sent in `exchanges`: each is registered with the first
        recorded item on it. An invalid exchange affects only the items on it.

        Scope: feedback.write; also allowed for end users. `exchanges` also requires
        exchanges.write, and so an API key. Errors of items: those of SubmitFeedback, as
        google.rpc.Status, with fields named as in one Feedback: `text` instead of `feedback.text`;
        those of an exchange as `exchanges[3].prompt`. The call as a whole fails with
        INVALID_ARGUMENT (INVALID_FIELD) if no item is on one of the `exchanges`, and with
        PERMISSION_DENIED (SCOPE_MISSING) if the credential sends any and lacks exchanges.write.

        Args:
            items: Required. 1 to 1,000 feedbacks.
            session_context: Data about the whole session, stored with every feedback of the batch,
                as a JSON object of at most 65,536 bytes as protobuf encodes it and 1,000 JSON
                values, including those inside lists and objects. Texts have no NUL, numbers are
                finite, values nest at most 30 deep.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            validate_only: Validate only: return the result of each item and write nothing. The ids
                in the results do not exist.
            exchanges: The exchanges of items, if they are not registered; at most 1,000. Each must
                have its session, and its message, its request or both. The exchange of an item is
                the first one with the name of its target; any number of items may be on one. Each
                is registered, as by CreateExchange, in the same transaction as the first recorded
                item on it, unless the exchange of the target exists. Each must have at least one
                item.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _BATCH_SUBMIT,
            {
                "items": items,
                "session_context": session_context,
                "request_id": idempotency_key,
                "validate_only": validate_only,
                "exchanges": exchanges,
            },
            timeout,
        )

    def get_feedback(
        self,
        *,
        id: str | None = None,
        external_id: str | None = None,
        timeout: float | None = None,
    ) -> feedback_pb2.GetFeedbackResponse:
        """Returns one feedback by its id or its external id.

        Allowed for API keys with the scope feedback.read, for the end user who is its author, and
        for the key that wrote its current content: the key that submitted it, if nobody else has
        submitted other content or updated it since. So a key without the scope can read only what
        it wrote.

        Errors: INVALID_ARGUMENT (INVALID_FIELD): not exactly one of `id` and `external_id` is set.
        PERMISSION_DENIED, whether the feedback exists or not: (SCOPE_MISSING) for a key that
        neither wrote its content nor has the scope, (AUTHOR_FORBIDDEN) for an end user who is not
        its author. NOT_FOUND (FEEDBACK_NOT_FOUND): it does not exist in this namespace, or was
        deleted.

        Args:
            id: The feedback's id (`fb_…`), at most 64 characters, no control characters.
            external_id: The caller's own id for the feedback. At most 256 characters, no control
                characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _GET_FEEDBACK,
            {
                "id": id,
                "external_id": external_id,
            },
            timeout,
        )

    def batch_get_feedback(
        self,
        *,
        ids: Sequence[str] | None = None,
        timeout: float | None = None,
    ) -> feedback_pb2.BatchGetFeedbackResponse:
        """Returns up to 1,000 feedbacks by their ids, each on its own: one that does not exist, or
        that the caller may not read, gets its own error.

        A response has at most about 3 MiB: feedback that does not fit gets RESOURCE_EXHAUSTED
        (MESSAGE_TOO_LARGE); request it again.

        Allowed as for GetFeedback. Errors of items: those of GetFeedback.

        Args:
            ids: Required. 1 to 1,000 ids of feedback (`fb_…`), each of 1 to 64 characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _BATCH_GET_FEEDBACK,
            {
                "ids": ids,
            },
            timeout,
        )

    def list_feedback(
        self,
        *,
        target: params.Target | None = None,
        session_id: str | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        creator_id: str | None = None,
        names: Sequence[str] | None = None,
        ratings: Sequence[params.Rating] | None = None,
        types: Sequence[params.FeedbackType] | None = None,
        sources: Sequence[params.FeedbackSource] | None = None,
        origins: Sequence[params.Origin] | None = None,
        min_score: float | None = None,
        max_score: float | None = None,
        text: str | None = None,
        create_time: params.TimeRange | None = None,
        update_time: params.TimeRange | None = None,
        states: Sequence[params.FeedbackState] | None = None,
        occur_time: params.TimeRange | None = None,
        value: feedback_pb2.ValueFilter | params.ValueFilterParam | None = None,
        metadata: params.JsonObject | None = None,
        targets: Sequence[params.Target] | None = None,
        external_ids: Sequence[str] | None = None,
        entity_types: Sequence[str] | None = None,
        has_error: bool | None = None,
        filter: feedback_pb2.FeedbackFilter | params.FeedbackFilterParam | None = None,
        order: params.FeedbackOrder | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> Pages[feedback_pb2.Feedback, feedback_pb2.ListFeedbackResponse]:
        """Returns the feedback that matches a filter, in the order of creation or of the last
        change, ascending or descending.

        Pages stay consistent while feedback is created: none is returned twice, and none is left
        out. Feedback that changes during a list by update moves to the end with the latest changes:
        oldest first, it is returned again there; newest first, it is not. A page scans a limited
        amount of feedback, so that its cost does not grow with the namespace. If few match, a page
        may hold fewer than `page_size`, even none: the list ends where `next_page_token` is empty.

        Scope: feedback.read; end users list their own. Errors: INVALID_ARGUMENT (INVALID_FIELD):
        the filter contradicts itself; (INVALID_PAGE_TOKEN): the token belongs to another query.
        PERMISSION_DENIED (AUTHOR_FORBIDDEN): the filter of an end user names another user.

        Args:
            target: On this target.
            session_id: On this session or anything in it. If `target` is set too, it must be the
                session of the target. At most 256 characters, no control characters.
            user_id: Of this user; use `creator_id` for feedback without a user. At most 256
                characters, no control characters.
            external_user_id: Of this end user. At most 256 characters, no control characters.
            creator_id: First submitted with this credential: the id of an API key (`key_…`) or of a
                feedback token (`fbt_…`), or "user:" and the user id of an end user. At most 300
                characters, no control characters.
            names: Under any of these names: at most 100, each of 1 to 128 characters.
            ratings: With any of these ratings; RATING_UNSPECIFIED matches feedback without one.
            types: Of any of these types; FEEDBACK_TYPE_UNSPECIFIED matches feedback without one.
            sources: From any of these sources; FEEDBACK_SOURCE_UNSPECIFIED matches feedback without
                one.
            origins: Of any of these origins; ORIGIN_UNSPECIFIED means human.
            min_score: With a score of at least this. Finite.
            max_score: With a score of at most this; not less than `min_score`. Finite.
            text: With this in its text or correction, ignoring case. At most 1,024 characters; no
                NUL.
            create_time: First submitted in this time range.
            update_time: Last changed in this time range.
            states: In any of these states: ACTIVE, PENDING_TARGET or OVERRULED. Deleted feedback is
                not listed: read its revisions, or watch.
            occur_time: Given in this time range, by `occur_time`.
            value: With a value like this.
            metadata: Whose metadata has each of these keys with the same value. At most 100 keys,
                65,536 bytes as protobuf encodes them and 1,000 JSON values, including those inside
                lists and objects.
            targets: On any of these targets. At most 100; not together with `target`. With a
                session, each must fit it too.
            external_ids: With any of these external ids: at most 100, each of 1 to 256 characters.
            entity_types: On entities of any of these types: at most 100, each of 1 to 64
                characters.
            has_error: If true, only failed judgements; if false, none.
            filter: The filter as a whole, instead of its fields one by one.
            order: The order; by creation, newest first, when unspecified.
            page_size: The most to return. At most 1,000 (more is reduced to 1,000); 0 means 50. Not
                negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. It is
                valid only for the same query; anything else is INVALID_ARGUMENT
                (INVALID_PAGE_TOKEN).
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the feedback, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_FEEDBACK,
            {
                "filter": either(
                    "filter",
                    filter,
                    {
                        "target": target,
                        "session_id": session_id,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                        "creator_id": creator_id,
                        "names": names,
                        "ratings": ratings,
                        "types": types,
                        "sources": sources,
                        "origins": origins,
                        "min_score": min_score,
                        "max_score": max_score,
                        "text": text,
                        "create_time": create_time,
                        "update_time": update_time,
                        "states": states,
                        "occur_time": occur_time,
                        "value": value,
                        "metadata": metadata,
                        "targets": targets,
                        "external_ids": external_ids,
                        "entity_types": entity_types,
                        "has_error": has_error,
                    },
                ),
                "order": order,
                "page_size": page_size,
                "page_token": page_token,
            },
            "feedback",
            timeout,
        )

    def list_feedback_revisions(
        self,
        *,
        id: str | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> Pages[feedback_pb2.Feedback, feedback_pb2.ListFeedbackRevisionsResponse]:
        """Lists the states of one feedback, newest first, from the current one back to the first
        submission.

        The newest revision of deleted feedback is the deletion, in state DELETED; erased feedback
        has only one revision, in state ERASED.

        Allowed for API keys with the scope feedback.read, and for the end user who is its author. A
        key without the scope gets only the states that it wrote, as for GetFeedback; a deletion has
        the deleted content, and is for the key that wrote it. Errors: those of GetFeedback, but
        deleted feedback is found; (SCOPE_MISSING) for a key without the scope that wrote none of
        the states, whether there are any or not.

        Args:
            id: Required. The feedback's id (`fb_…`), 1 to 64 characters.
            page_size: The most to return. At most 1,000 (more is reduced to 1,000); 0 means 50. Not
                negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. It is
                valid only for the same query; anything else is INVALID_ARGUMENT
                (INVALID_PAGE_TOKEN).
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the revisions, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_FEEDBACK_REVISIONS,
            {
                "id": id,
                "page_size": page_size,
                "page_token": page_token,
            },
            "revisions",
            timeout,
        )

    def update_feedback(
        self,
        *,
        id: str | None = None,
        target: params.Target | None = None,
        name: str | None = None,
        rating: params.Rating | None = None,
        value: params.Value | None = None,
        score: float | None = None,
        text: str | None = None,
        correction: str | None = None,
        type: params.FeedbackType | None = None,
        source: params.FeedbackSource | None = None,
        origin: params.Origin | None = None,
        impact: params.Rating | None = None,
        processed: bool | None = None,
        cited_memory_ids: Sequence[str] | None = None,
        cited_node_ids: Sequence[str] | None = None,
        user_message: feedback_pb2.ObjectPointer | params.ObjectPointerParam | None = None,
        assistant_message: feedback_pb2.ObjectPointer | params.ObjectPointerParam | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        metadata: params.JsonObject | None = None,
        occur_time: params.Time | None = None,
        external_id: str | None = None,
        correction_value: params.Value | None = None,
        error: feedback_pb2.FeedbackError | params.FeedbackErrorParam | None = None,
        overrules: str | None = None,
        feedback: feedback_pb2.Feedback | params.FeedbackParam | None = None,
        update_mask: params.Mask | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> feedback_pb2.UpdateFeedbackResponse:
        """Changes the content of a feedback, as its author could by submitting again.

        The previous state is kept as a revision. An update that changes nothing makes no revision.

        Scope: feedback.write, for any feedback of the namespace; end users may change their own.
        Callers who may read the feedback, as for GetFeedback, get it whole in the response; other
        keys get only its id, state, revision and times. After an update by a key that did not write
        all of the content, only its author and keys with feedback.read can read it.

        Errors: INVALID_ARGUMENT (INVALID_FIELD): a path of the mask is unknown or cannot change, or
        the feedback would have no content, contradict itself or be longer than 3,932,160 bytes;
        (VALUE_DOES_NOT_FIT). NOT_FOUND (FEEDBACK_NOT_FOUND), also for `overrules`.
        FAILED_PRECONDITION (FEEDBACK_OVERRULED), as for SubmitFeedback. ALREADY_EXISTS
        (FEEDBACK_EXISTS): other feedback has the new `external_id`. PERMISSION_DENIED
        (AUTHOR_FORBIDDEN): an end user names feedback of another author, or that never existed, or
        by an `external_id` that none has, or changes `overrules`.

        Args:
            id: The id of the feedback. Starts with `fb_`; sorts by creation. At most 64 characters,
                no control characters.
            target: Required to submit; part of the identity of the feedback. A message target and a
                request target are different targets, even of one exchange: name an exchange the
                same way each time.
            name: The name of the criterion; part of the identity of the feedback. "overall" when
                empty. Use different names, such as "thumb" and "copy", to keep several feedbacks of
                one author on one target; under the same name, a later one replaces the earlier. At
                most 128 characters, no control characters.
            rating: Thumb up or down. When unspecified, it is taken from `type`: thumbs up is
                positive, thumbs down is negative; a rating that contradicts the type is refused. A
                positive rating of an exchange makes the exchange a memory.
            value: A typed value: a boolean, an exact integer, a number, labels, or a JSON object or
                list.
            score: A score on the caller's own scale. Finite.
            text: The author's comment. At most 32,768 characters; no NUL.
            correction: The answer that the author would have preferred. At most 131,072 characters;
                no NUL.
            type: The kind of act that the feedback records.
            source: Where in the application it was given.
            origin: Who gave the feedback: a human, a model or code. Human when unspecified.
            impact: Whether the target helped or harmed, independent of the rating.
            processed: Whether the caller's own pipeline has processed the feedback. Stored, but not
                used by plaudit.
            cited_memory_ids: Memories that the answer cited, by the caller's or by plaudit's ids:
                at most 256, each of 1 to 256 characters.
            cited_node_ids: Nodes of the caller's knowledge graph that the answer cited: at most
                256, each of 1 to 256 characters.
            user_message: The user's message as an object of the caller's own store.
            assistant_message: The assistant's message as an object of the caller's own store.
            user_id: The user's id in the application. For an end user it is the subject of the
                session token, and no other may be set. When empty, responses have the id of the
                credential that submitted the feedback first (`key_…`). At most 256 characters, no
                control characters.
            external_user_id: The end user on whose behalf the key acts. The author of the feedback
                is the first of these that is set: `external_user_id`, `user_id`, the credential.
                The kinds are separate: a user id and an external user id of the same text are two
                authors. Without either, each key is a different author: send one of them if keys
                change. At most 256 characters, no control characters.
            metadata: Anything else worth keeping, as a JSON object. Texts have no NUL, numbers are
                finite, every value has a kind, and values nest at most 30 deep. At most 65,536
                bytes as protobuf encodes them and 1,000 JSON values, those inside lists and objects
                counted.
            occur_time: When the author gave it, if that was earlier than the call, such as on a
                device that was offline or in another system. Always set in responses: `create_time`
                if it was not sent. At most 24 hours ago; any time since 1970 for a key with the
                scope history.write, else PERMISSION_DENIED (SCOPE_MISSING). Not in the future; up
                to a minute ahead counts as now. Satisfaction, retention and exports go by it. It is
                not part of the content: the same content with another time is a replay, and a
                change without it keeps the stored time. UpdateFeedback can change it.
            external_id: The caller's own id for the feedback, unique in the namespace where set:
                ALREADY_EXISTS (FEEDBACK_EXISTS) if other feedback has it. GetFeedback,
                UpdateFeedback and DeleteFeedback find the feedback by it. Part of the content: the
                same content with another external id, or without one, is a change. Deleted and
                erased feedback frees it. End users may set that of their own feedback; when they or
                the bearer of a feedback token submit again without it, it stays. At most 256
                characters, no control characters.
            correction_value: The value that the author would have preferred, such as the right
                label, or the right arguments of a tool call. If the name has a criterion, it must
                match it as `value` must.
            error: The judge failed: there is no judgement, and this is why. Only with `origin`
                model or code, and without rating, value, score, type, correction, correction_value
                or overrules; a criterion of the name does not apply. It is counted apart and is
                never a vote.
            overrules: The id of feedback (`fb_…`) that this one overrules, such as that of a model
                which a person corrects. Both are kept. The overruled one changes to state
                OVERRULED: it no longer counts, keeps no memory and makes no training example, until
                this one is deleted or erased, or changed so that it no longer overrules it; if this
                one is removed by retention, it stays overruled. The overruled feedback must be
                active, of the same target and name, and not be overruled by other feedback yet:
                overrule that one instead. If feedback is deleted or erased that is itself
                overruled, what it overruled is overruled by the next one. Feedback in state
                PENDING_TARGET overrules nothing. End users and bearers of feedback tokens cannot
                set it; when they submit again, it stays. At most 64 characters, no control
                characters.
            feedback: The feedback as a whole, instead of its fields one by one. Without an `id` it
                is found by its `external_id`, which then does not change.
            update_mask: Which fields change: any of rating, value, score, text, correction, type,
                source, origin, impact, processed, cited_memory_ids, cited_node_ids, user_message,
                assistant_message, metadata, occur_time, external_id, correction_value, error and
                overrules; "*" means all of them. A field that is in the mask and not set is
                cleared. A cleared rating becomes the one that the type implies. If the type
                changes, a rating that it implied changes with it; if the type is cleared, the
                rating stays. Without a mask, the fields that are set change. The target, the name
                and the author identify the feedback and never change. At most 100 paths.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _UPDATE_FEEDBACK,
            {
                "feedback": either(
                    "feedback",
                    feedback,
                    {
                        "id": id,
                        "target": target,
                        "name": name,
                        "rating": rating,
                        "value": value,
                        "score": score,
                        "text": text,
                        "correction": correction,
                        "type": type,
                        "source": source,
                        "origin": origin,
                        "impact": impact,
                        "processed": processed,
                        "cited_memory_ids": cited_memory_ids,
                        "cited_node_ids": cited_node_ids,
                        "user_message": user_message,
                        "assistant_message": assistant_message,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                        "metadata": metadata,
                        "occur_time": occur_time,
                        "external_id": external_id,
                        "correction_value": correction_value,
                        "error": error,
                        "overrules": overrules,
                    },
                ),
                "update_mask": update_mask
                if update_mask is not None
                else mask(
                    _UPDATE_FEEDBACK_PATHS,
                    {
                        "rating": rating,
                        "value": value,
                        "score": score,
                        "text": text,
                        "correction": correction,
                        "type": type,
                        "source": source,
                        "origin": origin,
                        "impact": impact,
                        "processed": processed,
                        "cited_memory_ids": cited_memory_ids,
                        "cited_node_ids": cited_node_ids,
                        "user_message": user_message,
                        "assistant_message": assistant_message,
                        "metadata": metadata,
                        "occur_time": occur_time,
                        "external_id": external_id,
                        "correction_value": correction_value,
                        "error": error,
                        "overrules": overrules,
                    },
                ),
                "request_id": idempotency_key,
            },
            timeout,
        )

    def delete_feedback(
        self,
        *,
        id: str | None = None,
        external_id: str | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> feedback_pb2.DeleteFeedbackResponse:
        """Withdraws a feedback: after the response it is no longer listed or counted, and no longer
        keeps a memory.

        The deletion is a revision of its own, and the past states are kept with it until retention
        or EraseSubject removes them. The same author may submit again, which creates new feedback.

        Scope: feedback.write, for any feedback of the namespace; end users may delete their own.
        Callers who may read the feedback, as for GetFeedback, get it whole in the response; other
        keys get only its id, state, revision and times.

        Errors: INVALID_ARGUMENT (INVALID_FIELD): not exactly one of `id` and `external_id` is set.
        NOT_FOUND (FEEDBACK_NOT_FOUND): it does not exist, or is already deleted. PERMISSION_DENIED
        (AUTHOR_FORBIDDEN): an end user names feedback of another author, or that never existed, or
        by an `external_id` that none has.

        Args:
            id: The feedback's id (`fb_…`), at most 64 characters, no control characters.
            external_id: The caller's own id for the feedback. At most 256 characters, no control
                characters.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _DELETE_FEEDBACK,
            {
                "id": id,
                "external_id": external_id,
                "request_id": idempotency_key,
            },
            timeout,
        )

    def stream_feedback(
        self,
        items: Iterable[feedback_pb2.Feedback | feedback_pb2.StreamFeedbackRequest | params.FeedbackParam | params.StreamFeedbackRequestParam],
        *,
        stream_id: str | None = None,
        timeout: float | None = None,
    ) -> Upload:
        """Records a stream of feedback: the client numbers the items and may send many before the
        first response.

        Each is acknowledged by its number, in order, once it is on disk, with the response of
        SubmitFeedback. The server reads no faster than it records, so flow control slows the client
        down; no item is refused because there are too many.

        If the connection breaks, the client resumes by itself. To go on in another process, give
        all items again, from the first one, with the same `stream_id`: those that were recorded are
        then acknowledged, with `replayed`, and not recorded twice: with the feedback in its current
        state, or, for keys that may not read it, its id, state, revision and times. A feedback that
        was deleted in between stays so, and its item gets NOT_FOUND (FEEDBACK_NOT_FOUND).

        Scope: feedback.write; also allowed for end users. `exchange` also requires exchanges.write,
        and so an API key. Errors of items: those of SubmitFeedback, with fields named as in one
        Feedback, and those of an exchange as `exchange.prompt`. The stream itself fails, after all
        earlier items are acknowledged, with INVALID_ARGUMENT (INVALID_FIELD): a number is not
        higher than the previous one, an item has no `feedback`, or the `stream_id` is malformed or
        changes; RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE); UNAVAILABLE (STORAGE_UNAVAILABLE,
        DRAINING): resume it; UNAUTHENTICATED, or PERMISSION_DENIED (API_ACCESS_DISABLED): the
        credential or its access ended during the stream. Items that were not acknowledged then are
        not recorded: resume with another credential.

        Args:
            items: Feedback, dictionaries of its fields, or StreamFeedbackRequests, of which each
                can bring its `exchange`.
            stream_id: A UUID for the stream; the client makes one if it is not given. For 24 hours
                after the last item, the same items in the same order with the same id are recorded
                once. Never use an id for other items: they would be taken for the first ones, and
                not be recorded.
            timeout: Seconds that it may last in all; no limit by default.

        Returns:
            An iterator of the results (StreamFeedbackResult), in the order of the items.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return Upload(
            self, _STREAM_FEEDBACK, items, stream_id, timeout, give_up_after=60
        )

    def watch_feedback(
        self,
        *,
        target: params.Target | None = None,
        session_id: str | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        creator_id: str | None = None,
        names: Sequence[str] | None = None,
        ratings: Sequence[params.Rating] | None = None,
        types: Sequence[params.FeedbackType] | None = None,
        sources: Sequence[params.FeedbackSource] | None = None,
        origins: Sequence[params.Origin] | None = None,
        min_score: float | None = None,
        max_score: float | None = None,
        text: str | None = None,
        create_time: params.TimeRange | None = None,
        update_time: params.TimeRange | None = None,
        states: Sequence[params.FeedbackState] | None = None,
        occur_time: params.TimeRange | None = None,
        value: feedback_pb2.ValueFilter | params.ValueFilterParam | None = None,
        metadata: params.JsonObject | None = None,
        targets: Sequence[params.Target] | None = None,
        external_ids: Sequence[str] | None = None,
        entity_types: Sequence[str] | None = None,
        has_error: bool | None = None,
        filter: feedback_pb2.FeedbackFilter | params.FeedbackFilterParam | None = None,
        resume_token: str | None = None,
        from_beginning: bool | None = None,
        checkpoints: bool | None = None,
        timeout: float | None = None,
    ) -> Stream[feedback_pb2.WatchFeedbackResponse, feedback_pb2.WatchFeedbackResponse]:
        """Sends every creation, change and deletion of feedback, in the order of commits, until the
        client ends the call.

        Each message has a `resume_token`: a new call with it resumes right after that message,
        whatever happened in between. The first message is a checkpoint at the start of the watch.
        Without changes, further checkpoints follow every 10 seconds, so that the client's token
        does not get old.

        A watcher that reads slowly is not disconnected: it gets what it missed from the database.
        Removal by retention is not sent.

        Scope: feedback.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the filter contradicts
        itself; (INVALID_RESUME_TOKEN): the token is not of this namespace. OUT_OF_RANGE
        (RESUME_TOKEN_EXPIRED): retention has removed changes after the token; ErrorInfo has a
        `restart_token`, after which all changes are kept: list the feedback again, then resume
        there. UNAVAILABLE (DRAINING, STORAGE_UNAVAILABLE): resume after RetryInfo. UNAUTHENTICATED,
        or PERMISSION_DENIED (API_ACCESS_DISABLED): the credential or its access ended during the
        watch; no more than 5 seconds later the watch ends.

        Args:
            target: On this target.
            session_id: On this session or anything in it. If `target` is set too, it must be the
                session of the target. At most 256 characters, no control characters.
            user_id: Of this user; use `creator_id` for feedback without a user. At most 256
                characters, no control characters.
            external_user_id: Of this end user. At most 256 characters, no control characters.
            creator_id: First submitted with this credential: the id of an API key (`key_…`) or of a
                feedback token (`fbt_…`), or "user:" and the user id of an end user. At most 300
                characters, no control characters.
            names: Under any of these names: at most 100, each of 1 to 128 characters.
            ratings: With any of these ratings; RATING_UNSPECIFIED matches feedback without one.
            types: Of any of these types; FEEDBACK_TYPE_UNSPECIFIED matches feedback without one.
            sources: From any of these sources; FEEDBACK_SOURCE_UNSPECIFIED matches feedback without
                one.
            origins: Of any of these origins; ORIGIN_UNSPECIFIED means human.
            min_score: With a score of at least this. Finite.
            max_score: With a score of at most this; not less than `min_score`. Finite.
            text: With this in its text or correction, ignoring case. At most 1,024 characters; no
                NUL.
            create_time: First submitted in this time range.
            update_time: Last changed in this time range.
            states: In any of these states: ACTIVE, PENDING_TARGET or OVERRULED. Deleted feedback is
                not listed: read its revisions, or watch.
            occur_time: Given in this time range, by `occur_time`.
            value: With a value like this.
            metadata: Whose metadata has each of these keys with the same value. At most 100 keys,
                65,536 bytes as protobuf encodes them and 1,000 JSON values, including those inside
                lists and objects.
            targets: On any of these targets. At most 100; not together with `target`. With a
                session, each must fit it too.
            external_ids: With any of these external ids: at most 100, each of 1 to 256 characters.
            entity_types: On entities of any of these types: at most 100, each of 1 to 64
                characters.
            has_error: If true, only failed judgements; if false, none.
            filter: The filter as a whole, instead of its fields one by one.
            resume_token: After the message with this `resume_token`, of any filter. At most 1,024
                characters.
            from_beginning: If true, at the oldest stored change. If false, or if neither field is
                set, at the present.
            checkpoints: Whether the checkpoints are handed out too: the first tells that the watch
                has begun. Their tokens count in any case.
            timeout: Seconds that it may last in all; no limit by default.

        Returns:
            An iterator of the responses that have a change. It resumes by itself when the
            connection breaks, and ends when it is closed. Its `resume_token` is where another one
            goes on.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._stream(
            _WATCH_FEEDBACK,
            {
                "filter": either(
                    "filter",
                    filter,
                    {
                        "target": target,
                        "session_id": session_id,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                        "creator_id": creator_id,
                        "names": names,
                        "ratings": ratings,
                        "types": types,
                        "sources": sources,
                        "origins": origins,
                        "min_score": min_score,
                        "max_score": max_score,
                        "text": text,
                        "create_time": create_time,
                        "update_time": update_time,
                        "states": states,
                        "occur_time": occur_time,
                        "value": value,
                        "metadata": metadata,
                        "targets": targets,
                        "external_ids": external_ids,
                        "entity_types": entity_types,
                        "has_error": has_error,
                    },
                ),
                "resume_token": resume_token,
                "from_beginning": from_beginning,
            },
            everything if checkpoints else changes,
            timeout,
        )

    def create_feedback_token(
        self,
        *,
        target: params.Target | None = None,
        names: Sequence[str] | None = None,
        ratings: Sequence[params.Rating] | None = None,
        expire_time: params.Time | None = None,
        max_uses: int | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        feedback_token: feedback_pb2.FeedbackToken | params.FeedbackTokenParam | None = None,
        timeout: float | None = None,
    ) -> feedback_pb2.CreateFeedbackTokenResponse:
        """Creates a token that lets its bearer give feedback on one target and nothing else, so
        that it is safe in a browser.

        Send it as `x-feedback-token`. The response is the only place where the token is shown:
        plaudit stores only its SHA-256. A token is valid until it expires, or it or the key that
        created it is revoked.

        Scope: feedback.write. Errors: INVALID_ARGUMENT (INVALID_FIELD), also if the token would
        expire later than the key that creates it.

        Args:
            target: Required. The target; it need not exist yet.
            names: The allowed names; only "overall" when empty. At most 100, each of 1 to 128
                characters.
            ratings: The allowed ratings; RATING_UNSPECIFIED stands for feedback without one. Any
                when empty.
            expire_time: When the token expires. When unset, 24 hours from now, or when the key that
                creates it expires, if that is sooner. Later than now, at most 90 days from now, and
                not later than the `expire_time` of that key.
            max_uses: How often it may be used. At most 1,000; 0 means 1. Only recorded feedback
                counts: replays and errors are not uses. A server accepts at most 100 calls more
                than twice `max_uses` with the token, successful or not, and refuses all others
                before it reads them (FEEDBACK_TOKEN_USED_UP). UNAVAILABLE and RATE_LIMITED are not
                counted.
            user_id: The user id of the feedback. At most 256 characters, no control characters.
            external_user_id: The end user of the feedback; the author if both are set. At most 256
                characters, no control characters.
            feedback_token: The feedback token as a whole, instead of its fields one by one.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _CREATE_FEEDBACK_TOKEN,
            {
                "feedback_token": either(
                    "feedback_token",
                    feedback_token,
                    {
                        "target": target,
                        "names": names,
                        "ratings": ratings,
                        "expire_time": expire_time,
                        "max_uses": max_uses,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                    },
                ),
            },
            timeout,
        )

    def list_feedback_tokens(
        self,
        *,
        target: params.Target | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> Pages[feedback_pb2.FeedbackToken, feedback_pb2.ListFeedbackTokensResponse]:
        """Lists the feedback tokens of the namespace of the call, newest first, including revoked
        and used up ones, never with their secrets.

        Expired tokens are listed for one more day.

        Scope: feedback.write lists the tokens that the key created, admin those of every key.
        Errors: INVALID_ARGUMENT (INVALID_PAGE_TOKEN).

        Args:
            target: Only tokens for this target; for any when unset.
            page_size: The most to return. At most 1,000 (more is reduced to 1,000); 0 means 50. Not
                negative. A page may hold fewer, even none: the list ends where `next_page_token` is
                empty.
            page_token: The `next_page_token` of the previous page; empty for the first page. It is
                valid only for the same query; anything else is INVALID_ARGUMENT
                (INVALID_PAGE_TOKEN).
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the feedback tokens, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_FEEDBACK_TOKENS,
            {
                "target": target,
                "page_size": page_size,
                "page_token": page_token,
            },
            "feedback_tokens",
            timeout,
        )

    def revoke_feedback_token(
        self,
        *,
        id: str | None = None,
        timeout: float | None = None,
    ) -> feedback_pb2.RevokeFeedbackTokenResponse:
        """Revokes a feedback token.

        This server refuses it for every call that starts after the response; other servers of the
        same database refuse it within 5 seconds. Feedback given with it stays. Revoking a revoked
        token changes nothing.

        Scope: feedback.write revokes the tokens that the key created, admin those of every key.
        Errors: NOT_FOUND (FEEDBACK_TOKEN_NOT_FOUND): the namespace has no such token, or another
        key created it.

        Args:
            id: Required. The token's id (`fbt_…`), 1 to 64 characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _REVOKE_FEEDBACK_TOKEN,
            {
                "id": id,
            },
            timeout,
        )


class AsyncFeedbackMethods(AsyncCalls):
    """FeedbackService as methods."""

    async def submit_feedback(
        self,
        *,
        target: params.Target | None = None,
        name: str | None = None,
        rating: params.Rating | None = None,
        value: params.Value | None = None,
        score: float | None = None,
        text: str | None = None,
        correction: str | None = None,
        type: params.FeedbackType | None = None,
        source: params.FeedbackSource | None = None,
        origin: params.Origin | None = None,
        impact: params.Rating | None = None,
        processed: bool | None = None,
        cited_memory_ids: Sequence[str] | None = None,
        cited_node_ids: Sequence[str] | None = None,
        user_message: feedback_pb2.ObjectPointer | params.ObjectPointerParam | None = None,
        assistant_message: feedback_pb2.ObjectPointer | params.ObjectPointerParam | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        metadata: params.JsonObject | None = None,
        occur_time: params.Time | None = None,
        external_id: str | None = None,
        correction_value: params.Value | None = None,
        error: feedback_pb2.FeedbackError | params.FeedbackErrorParam | None = None,
        overrules: str | None = None,
        feedback: feedback_pb2.Feedback | params.FeedbackParam | None = None,
        idempotency_key: str | UUID | None = None,
        exchange: exchange_pb2.Exchange | params.ExchangeParam | None = None,
        timeout: float | None = None,
    ) -> feedback_pb2.SubmitFeedbackResponse:
        """Records one author's feedback on one target under one name, durably: OK means that it is
        on disk and that the next call reads it.

        There is one feedback per (namespace, target, author, name). Submitting the same content
        again returns the stored feedback unchanged, with `replayed`; content is all that the caller
        sets, except the `session_context` of a batch. Changed content replaces the stored one as a
        whole: the revision number increases by one, and the previous state is kept as a revision.
        Retries are therefore safe; a `request_id` makes them exact even if somebody changed the
        feedback in between. If another credential submitted the same content, its `session_context`
        is not returned.

        The target of feedback on a message or a request is an exchange. If it is not registered by
        CreateExchange, send it in `exchange`, so that one call records both. An existing exchange
        does not change. If the feedback is refused, its exchange is not registered either.

        In a namespace with `early_feedback`, feedback on an exchange that does not exist yet, or is
        pending, is kept in state PENDING_TARGET; it takes effect when the exchange is completed.

        Scope: feedback.write; also allowed for end users and feedback tokens. `exchange` also
        requires exchanges.write, and so an API key.

        Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule;
        (VALUE_DOES_NOT_FIT): the feedback does not match the criterion of its name. NOT_FOUND
        (EXCHANGE_NOT_FOUND): the exchange of a message or request target does not exist in this
        namespace; register it with CreateExchange, send it with the feedback, or turn on
        `early_feedback`; (FEEDBACK_NOT_FOUND): `overrules` names feedback that does not exist.
        FAILED_PRECONDITION (EXCHANGE_NOT_COMPLETED): the exchange is pending, or has failed;
        (FEEDBACK_OVERRULED): the feedback to overrule is not active; ErrorInfo has the id of the
        one that overrules it, if any. ALREADY_EXISTS (EXCHANGE_EXISTS): the exchange of the target
        does not exist, and another exchange of the session has the other name of the sent
        `exchange`; ResourceInfo has its id; (FEEDBACK_EXISTS): other feedback has the
        `external_id`; ResourceInfo has its id, but not for end users and bearers of feedback
        tokens. PERMISSION_DENIED (SCOPE_MISSING): the credential sends an `exchange` and lacks
        exchanges.write; (AUTHOR_FORBIDDEN): an end user names another author, or overrules
        feedback; (FEEDBACK_TOKEN_FORBIDS): the feedback token does not allow this target, name or
        rating, nor overruling; (FEEDBACK_TOKEN_USED_UP): it has no uses left, or too many calls
        were made with it. UNAUTHENTICATED (FEEDBACK_TOKEN_EXPIRED, FEEDBACK_TOKEN_REVOKED): the
        feedback token has expired, or it or the key that created it was revoked. UNAVAILABLE
        (STORAGE_UNAVAILABLE): retry after RetryInfo; the same content is recorded only once.

        Args:
            target: Required to submit; part of the identity of the feedback. A message target and a
                request target are different targets, even of one exchange: name an exchange the
                same way each time.
            name: The name of the criterion; part of the identity of the feedback. "overall" when
                empty. Use different names, such as "thumb" and "copy", to keep several feedbacks of
                one author on one target; under the same name, a later one replaces the earlier. At
                most 128 characters, no control characters.
            rating: Thumb up or down. When unspecified, it is taken from `type`: thumbs up is
                positive, thumbs down is negative; a rating that contradicts the type is refused. A
                positive rating of an exchange makes the exchange a memory.
            value: A typed value: a boolean, an exact integer, a number, labels, or a JSON object or
                list.
            score: A score on the caller's own scale. Finite.
            text: The author's comment. At most 32,768 characters; no NUL.
            correction: The answer that the author would have preferred. At most 131,072 characters;
                no NUL.
            type: The kind of act that the feedback records.
            source: Where in the application it was given.
            origin: Who gave the feedback: a human, a model or code. Human when unspecified.
            impact: Whether the target helped or harmed, independent of the rating.
            processed: Whether the caller's own pipeline has processed the feedback. Stored, but not
                used by plaudit.
            cited_memory_ids: Memories that the answer cited, by the caller's or by plaudit's ids:
                at most 256, each of 1 to 256 characters.
            cited_node_ids: Nodes of the caller's knowledge graph that the answer cited: at most
                256, each of 1 to 256 characters.
            user_message: The user's message as an object of the caller's own store.
            assistant_message: The assistant's message as an object of the caller's own store.
            user_id: The user's id in the application. For an end user it is the subject of the
                session token, and no other may be set. When empty, responses have the id of the
                credential that submitted the feedback first (`key_…`). At most 256 characters, no
                control characters.
            external_user_id: The end user on whose behalf the key acts. The author of the feedback
                is the first of these that is set: `external_user_id`, `user_id`, the credential.
                The kinds are separate: a user id and an external user id of the same text are two
                authors. Without either, each key is a different author: send one of them if keys
                change. At most 256 characters, no control characters.
            metadata: Anything else worth keeping, as a JSON object. Texts have no NUL, numbers are
                finite, every value has a kind, and values nest at most 30 deep. At most 65,536
                bytes as protobuf encodes them and 1,000 JSON values, those inside lists and objects
                counted.
            occur_time: When the author gave it, if that was earlier than the call, such as on a
                device that was offline or in another system. Always set in responses: `create_time`
                if it was not sent. At most 24 hours ago; any time since 1970 for a key with the
                scope history.write, else PERMISSION_DENIED (SCOPE_MISSING). Not in the future; up
                to a minute ahead counts as now. Satisfaction, retention and exports go by it. It is
                not part of the content: the same content with another time is a replay, and a
                change without it keeps the stored time. UpdateFeedback can change it.
            external_id: The caller's own id for the feedback, unique in the namespace where set:
                ALREADY_EXISTS (FEEDBACK_EXISTS) if other feedback has it. GetFeedback,
                UpdateFeedback and DeleteFeedback find the feedback by it. Part of the content: the
                same content with another external id, or without one, is a change. Deleted and
                erased feedback frees it. End users may set that of their own feedback; when they or
                the bearer of a feedback token submit again without it, it stays. At most 256
                characters, no control characters.
            correction_value: The value that the author would have preferred, such as the right
                label, or the right arguments of a tool call. If the name has a criterion, it must
                match it as `value` must.
            error: The judge failed: there is no judgement, and this is why. Only with `origin`
                model or code, and without rating, value, score, type, correction, correction_value
                or overrules; a criterion of the name does not apply. It is counted apart and is
                never a vote.
            overrules: The id of feedback (`fb_…`) that this one overrules, such as that of a model
                which a person corrects. Both are kept. The overruled one changes to state
                OVERRULED: it no longer counts, keeps no memory and makes no training example, until
                this one is deleted or erased, or changed so that it no longer overrules it; if this
                one is removed by retention, it stays overruled. The overruled feedback must be
                active, of the same target and name, and not be overruled by other feedback yet:
                overrule that one instead. If feedback is deleted or erased that is itself
                overruled, what it overruled is overruled by the next one. Feedback in state
                PENDING_TARGET overrules nothing. End users and bearers of feedback tokens cannot
                set it; when they submit again, it stays. At most 64 characters, no control
                characters.
            feedback: The feedback as a whole, instead of its fields one by one.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            exchange: The exchange of the feedback, if it is not registered. It is registered in the
                same transaction, as by CreateExchange, unless the exchange of the target exists.
                Only with a message or request target. Its session, and its message or request, may
                be omitted; if set, they must be those of the target. Completed when its status is
                unspecified. Feedback on a pending one is accepted only if the namespace has
                `early_feedback`; on a failed one, never. Its users are independent of those of the
                feedback.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _SUBMIT_FEEDBACK,
            {
                "feedback": either(
                    "feedback",
                    feedback,
                    {
                        "target": target,
                        "name": name,
                        "rating": rating,
                        "value": value,
                        "score": score,
                        "text": text,
                        "correction": correction,
                        "type": type,
                        "source": source,
                        "origin": origin,
                        "impact": impact,
                        "processed": processed,
                        "cited_memory_ids": cited_memory_ids,
                        "cited_node_ids": cited_node_ids,
                        "user_message": user_message,
                        "assistant_message": assistant_message,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                        "metadata": metadata,
                        "occur_time": occur_time,
                        "external_id": external_id,
                        "correction_value": correction_value,
                        "error": error,
                        "overrules": overrules,
                    },
                ),
                "request_id": idempotency_key,
                "exchange": exchange,
            },
            timeout,
        )

    async def batch_submit(
        self,
        *,
        items: Sequence[feedback_pb2.Feedback | params.FeedbackParam] | None = None,
        session_context: params.JsonObject | None = None,
        idempotency_key: str | UUID | None = None,
        validate_only: bool | None = None,
        exchanges: Sequence[exchange_pb2.Exchange | params.ExchangeParam] | None = None,
        timeout: float | None = None,
    ) -> feedback_pb2.BatchSubmitResponse:
        """Records up to 1,000 feedbacks.

        Each item succeeds or fails on its own: an invalid item does not affect the others. Recorded
        items are durable when the response arrives. The call as a whole fails only if the request
        itself is invalid (no items, too many, a malformed `request_id`) or the storage accepts no
        writes (UNAVAILABLE).

        Items are applied in their order, so a later item may change an earlier one. Exchanges that
        are not registered yet may be sent in `exchanges`: each is registered with the first
        recorded item on it. An invalid exchange affects only the items on it.

        Scope: feedback.write; also allowed for end users. `exchanges` also requires
        exchanges.write, and so an API key. Errors of items: those of SubmitFeedback, as
        google.rpc.Status, with fields named as in one Feedback: `text` instead of `feedback.text`;
        those of an exchange as `exchanges[3].prompt`. The call as a whole fails with
        INVALID_ARGUMENT (INVALID_FIELD) if no item is on one of the `exchanges`, and with
        PERMISSION_DENIED (SCOPE_MISSING) if the credential sends any and lacks exchanges.write.

        Args:
            items: Required. 1 to 1,000 feedbacks.
            session_context: Data about the whole session, stored with every feedback of the batch,
                as a JSON object of at most 65,536 bytes as protobuf encodes it and 1,000 JSON
                values, including those inside lists and objects. Texts have no NUL, numbers are
                finite, values nest at most 30 deep.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            validate_only: Validate only: return the result of each item and write nothing. The ids
                in the results do not exist.
            exchanges: The exchanges of items, if they are not registered; at most 1,000. Each must
                have its session, and its message, its request or both. The exchange of an item is
                the first one with the name of its target; any number of items may be on one. Each
                is registered, as by CreateExchange, in the same transaction as the first recorded
                item on it, unless the exchange of the target exists. Each must have at least one
                item.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _BATCH_SUBMIT,
            {
                "items": items,
                "session_context": session_context,
                "request_id": idempotency_key,
                "validate_only": validate_only,
                "exchanges": exchanges,
            },
            timeout,
        )

    async def get_feedback(
        self,
        *,
        id: str | None = None,
        external_id: str | None = None,
        timeout: float | None = None,
    ) -> feedback_pb2.GetFeedbackResponse:
        """Returns one feedback by its id or its external id.

        Allowed for API keys with the scope feedback.read, for the end user who is its author, and
        for the key that wrote its current content: the key that submitted it, if nobody else has
        submitted other content or updated it since. So a key without the scope can read only what
        it wrote.

        Errors: INVALID_ARGUMENT (INVALID_FIELD): not exactly one of `id` and `external_id` is set.
        PERMISSION_DENIED, whether the feedback exists or not: (SCOPE_MISSING) for a key that
        neither wrote its content nor has the scope, (AUTHOR_FORBIDDEN) for an end user who is not
        its author. NOT_FOUND (FEEDBACK_NOT_FOUND): it does not exist in this namespace, or was
        deleted.

        Args:
            id: The feedback's id (`fb_…`), at most 64 characters, no control characters.
            external_id: The caller's own id for the feedback. At most 256 characters, no control
                characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _GET_FEEDBACK,
            {
                "id": id,
                "external_id": external_id,
            },
            timeout,
        )

    async def batch_get_feedback(
        self,
        *,
        ids: Sequence[str] | None = None,
        timeout: float | None = None,
    ) -> feedback_pb2.BatchGetFeedbackResponse:
        """Returns up to 1,000 feedbacks by their ids, each on its own: one that does not exist, or
        that the caller may not read, gets its own error.

        A response has at most about 3 MiB: feedback that does not fit gets RESOURCE_EXHAUSTED
        (MESSAGE_TOO_LARGE); request it again.

        Allowed as for GetFeedback. Errors of items: those of GetFeedback.

        Args:
            ids: Required. 1 to 1,000 ids of feedback (`fb_…`), each of 1 to 64 characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _BATCH_GET_FEEDBACK,
            {
                "ids": ids,
            },
            timeout,
        )

    def list_feedback(
        self,
        *,
        target: params.Target | None = None,
        session_id: str | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        creator_id: str | None = None,
        names: Sequence[str] | None = None,
        ratings: Sequence[params.Rating] | None = None,
        types: Sequence[params.FeedbackType] | None = None,
        sources: Sequence[params.FeedbackSource] | None = None,
        origins: Sequence[params.Origin] | None = None,
        min_score: float | None = None,
        max_score: float | None = None,
        text: str | None = None,
        create_time: params.TimeRange | None = None,
        update_time: params.TimeRange | None = None,
        states: Sequence[params.FeedbackState] | None = None,
        occur_time: params.TimeRange | None = None,
        value: feedback_pb2.ValueFilter | params.ValueFilterParam | None = None,
        metadata: params.JsonObject | None = None,
        targets: Sequence[params.Target] | None = None,
        external_ids: Sequence[str] | None = None,
        entity_types: Sequence[str] | None = None,
        has_error: bool | None = None,
        filter: feedback_pb2.FeedbackFilter | params.FeedbackFilterParam | None = None,
        order: params.FeedbackOrder | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> AsyncPages[feedback_pb2.Feedback, feedback_pb2.ListFeedbackResponse]:
        """Returns the feedback that matches a filter, in the order of creation or of the last
        change, ascending or descending.

        Pages stay consistent while feedback is created: none is returned twice, and none is left
        out. Feedback that changes during a list by update moves to the end with the latest changes:
        oldest first, it is returned again there; newest first, it is not. A page scans a limited
        amount of feedback, so that its cost does not grow with the namespace. If few match, a page
        may hold fewer than `page_size`, even none: the list ends where `next_page_token` is empty.

        Scope: feedback.read; end users list their own. Errors: INVALID_ARGUMENT (INVALID_FIELD):
        the filter contradicts itself; (INVALID_PAGE_TOKEN): the token belongs to another query.
        PERMISSION_DENIED (AUTHOR_FORBIDDEN): the filter of an end user names another user.

        Args:
            target: On this target.
            session_id: On this session or anything in it. If `target` is set too, it must be the
                session of the target. At most 256 characters, no control characters.
            user_id: Of this user; use `creator_id` for feedback without a user. At most 256
                characters, no control characters.
            external_user_id: Of this end user. At most 256 characters, no control characters.
            creator_id: First submitted with this credential: the id of an API key (`key_…`) or of a
                feedback token (`fbt_…`), or "user:" and the user id of an end user. At most 300
                characters, no control characters.
            names: Under any of these names: at most 100, each of 1 to 128 characters.
            ratings: With any of these ratings; RATING_UNSPECIFIED matches feedback without one.
            types: Of any of these types; FEEDBACK_TYPE_UNSPECIFIED matches feedback without one.
            sources: From any of these sources; FEEDBACK_SOURCE_UNSPECIFIED matches feedback without
                one.
            origins: Of any of these origins; ORIGIN_UNSPECIFIED means human.
            min_score: With a score of at least this. Finite.
            max_score: With a score of at most this; not less than `min_score`. Finite.
            text: With this in its text or correction, ignoring case. At most 1,024 characters; no
                NUL.
            create_time: First submitted in this time range.
            update_time: Last changed in this time range.
            states: In any of these states: ACTIVE, PENDING_TARGET or OVERRULED. Deleted feedback is
                not listed: read its revisions, or watch.
            occur_time: Given in this time range, by `occur_time`.
            value: With a value like this.
            metadata: Whose metadata has each of these keys with the same value. At most 100 keys,
                65,536 bytes as protobuf encodes them and 1,000 JSON values, including those inside
                lists and objects.
            targets: On any of these targets. At most 100; not together with `target`. With a
                session, each must fit it too.
            external_ids: With any of these external ids: at most 100, each of 1 to 256 characters.
            entity_types: On entities of any of these types: at most 100, each of 1 to 64
                characters.
            has_error: If true, only failed judgements; if false, none.
            filter: The filter as a whole, instead of its fields one by one.
            order: The order; by creation, newest first, when unspecified.
            page_size: The most to return. At most 1,000 (more is reduced to 1,000); 0 means 50. Not
                negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. It is
                valid only for the same query; anything else is INVALID_ARGUMENT
                (INVALID_PAGE_TOKEN).
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the feedback, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_FEEDBACK,
            {
                "filter": either(
                    "filter",
                    filter,
                    {
                        "target": target,
                        "session_id": session_id,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                        "creator_id": creator_id,
                        "names": names,
                        "ratings": ratings,
                        "types": types,
                        "sources": sources,
                        "origins": origins,
                        "min_score": min_score,
                        "max_score": max_score,
                        "text": text,
                        "create_time": create_time,
                        "update_time": update_time,
                        "states": states,
                        "occur_time": occur_time,
                        "value": value,
                        "metadata": metadata,
                        "targets": targets,
                        "external_ids": external_ids,
                        "entity_types": entity_types,
                        "has_error": has_error,
                    },
                ),
                "order": order,
                "page_size": page_size,
                "page_token": page_token,
            },
            "feedback",
            timeout,
        )

    def list_feedback_revisions(
        self,
        *,
        id: str | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> AsyncPages[feedback_pb2.Feedback, feedback_pb2.ListFeedbackRevisionsResponse]:
        """Lists the states of one feedback, newest first, from the current one back to the first
        submission.

        The newest revision of deleted feedback is the deletion, in state DELETED; erased feedback
        has only one revision, in state ERASED.

        Allowed for API keys with the scope feedback.read, and for the end user who is its author. A
        key without the scope gets only the states that it wrote, as for GetFeedback; a deletion has
        the deleted content, and is for the key that wrote it. Errors: those of GetFeedback, but
        deleted feedback is found; (SCOPE_MISSING) for a key without the scope that wrote none of
        the states, whether there are any or not.

        Args:
            id: Required. The feedback's id (`fb_…`), 1 to 64 characters.
            page_size: The most to return. At most 1,000 (more is reduced to 1,000); 0 means 50. Not
                negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. It is
                valid only for the same query; anything else is INVALID_ARGUMENT
                (INVALID_PAGE_TOKEN).
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the revisions, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_FEEDBACK_REVISIONS,
            {
                "id": id,
                "page_size": page_size,
                "page_token": page_token,
            },
            "revisions",
            timeout,
        )

    async def update_feedback(
        self,
        *,
        id: str | None = None,
        target: params.Target | None = None,
        name: str | None = None,
        rating: params.Rating | None = None,
        value: params.Value | None = None,
        score: float | None = None,
        text: str | None = None,
        correction: str | None = None,
        type: params.FeedbackType | None = None,
        source: params.FeedbackSource | None = None,
        origin: params.Origin | None = None,
        impact: params.Rating | None = None,
        processed: bool | None = None,
        cited_memory_ids: Sequence[str] | None = None,
        cited_node_ids: Sequence[str] | None = None,
        user_message: feedback_pb2.ObjectPointer | params.ObjectPointerParam | None = None,
        assistant_message: feedback_pb2.ObjectPointer | params.ObjectPointerParam | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        metadata: params.JsonObject | None = None,
        occur_time: params.Time | None = None,
        external_id: str | None = None,
        correction_value: params.Value | None = None,
        error: feedback_pb2.FeedbackError | params.FeedbackErrorParam | None = None,
        overrules: str | None = None,
        feedback: feedback_pb2.Feedback | params.FeedbackParam | None = None,
        update_mask: params.Mask | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> feedback_pb2.UpdateFeedbackResponse:
        """Changes the content of a feedback, as its author could by submitting again.

        The previous state is kept as a revision. An update that changes nothing makes no revision.

        Scope: feedback.write, for any feedback of the namespace; end users may change their own.
        Callers who may read the feedback, as for GetFeedback, get it whole in the response; other
        keys get only its id, state, revision and times. After an update by a key that did not write
        all of the content, only its author and keys with feedback.read can read it.

        Errors: INVALID_ARGUMENT (INVALID_FIELD): a path of the mask is unknown or cannot change, or
        the feedback would have no content, contradict itself or be longer than 3,932,160 bytes;
        (VALUE_DOES_NOT_FIT). NOT_FOUND (FEEDBACK_NOT_FOUND), also for `overrules`.
        FAILED_PRECONDITION (FEEDBACK_OVERRULED), as for SubmitFeedback. ALREADY_EXISTS
        (FEEDBACK_EXISTS): other feedback has the new `external_id`. PERMISSION_DENIED
        (AUTHOR_FORBIDDEN): an end user names feedback of another author, or that never existed, or
        by an `external_id` that none has, or changes `overrules`.

        Args:
            id: The id of the feedback. Starts with `fb_`; sorts by creation. At most 64 characters,
                no control characters.
            target: Required to submit; part of the identity of the feedback. A message target and a
                request target are different targets, even of one exchange: name an exchange the
                same way each time.
            name: The name of the criterion; part of the identity of the feedback. "overall" when
                empty. Use different names, such as "thumb" and "copy", to keep several feedbacks of
                one author on one target; under the same name, a later one replaces the earlier. At
                most 128 characters, no control characters.
            rating: Thumb up or down. When unspecified, it is taken from `type`: thumbs up is
                positive, thumbs down is negative; a rating that contradicts the type is refused. A
                positive rating of an exchange makes the exchange a memory.
            value: A typed value: a boolean, an exact integer, a number, labels, or a JSON object or
                list.
            score: A score on the caller's own scale. Finite.
            text: The author's comment. At most 32,768 characters; no NUL.
            correction: The answer that the author would have preferred. At most 131,072 characters;
                no NUL.
            type: The kind of act that the feedback records.
            source: Where in the application it was given.
            origin: Who gave the feedback: a human, a model or code. Human when unspecified.
            impact: Whether the target helped or harmed, independent of the rating.
            processed: Whether the caller's own pipeline has processed the feedback. Stored, but not
                used by plaudit.
            cited_memory_ids: Memories that the answer cited, by the caller's or by plaudit's ids:
                at most 256, each of 1 to 256 characters.
            cited_node_ids: Nodes of the caller's knowledge graph that the answer cited: at most
                256, each of 1 to 256 characters.
            user_message: The user's message as an object of the caller's own store.
            assistant_message: The assistant's message as an object of the caller's own store.
            user_id: The user's id in the application. For an end user it is the subject of the
                session token, and no other may be set. When empty, responses have the id of the
                credential that submitted the feedback first (`key_…`). At most 256 characters, no
                control characters.
            external_user_id: The end user on whose behalf the key acts. The author of the feedback
                is the first of these that is set: `external_user_id`, `user_id`, the credential.
                The kinds are separate: a user id and an external user id of the same text are two
                authors. Without either, each key is a different author: send one of them if keys
                change. At most 256 characters, no control characters.
            metadata: Anything else worth keeping, as a JSON object. Texts have no NUL, numbers are
                finite, every value has a kind, and values nest at most 30 deep. At most 65,536
                bytes as protobuf encodes them and 1,000 JSON values, those inside lists and objects
                counted.
            occur_time: When the author gave it, if that was earlier than the call, such as on a
                device that was offline or in another system. Always set in responses: `create_time`
                if it was not sent. At most 24 hours ago; any time since 1970 for a key with the
                scope history.write, else PERMISSION_DENIED (SCOPE_MISSING). Not in the future; up
                to a minute ahead counts as now. Satisfaction, retention and exports go by it. It is
                not part of the content: the same content with another time is a replay, and a
                change without it keeps the stored time. UpdateFeedback can change it.
            external_id: The caller's own id for the feedback, unique in the namespace where set:
                ALREADY_EXISTS (FEEDBACK_EXISTS) if other feedback has it. GetFeedback,
                UpdateFeedback and DeleteFeedback find the feedback by it. Part of the content: the
                same content with another external id, or without one, is a change. Deleted and
                erased feedback frees it. End users may set that of their own feedback; when they or
                the bearer of a feedback token submit again without it, it stays. At most 256
                characters, no control characters.
            correction_value: The value that the author would have preferred, such as the right
                label, or the right arguments of a tool call. If the name has a criterion, it must
                match it as `value` must.
            error: The judge failed: there is no judgement, and this is why. Only with `origin`
                model or code, and without rating, value, score, type, correction, correction_value
                or overrules; a criterion of the name does not apply. It is counted apart and is
                never a vote.
            overrules: The id of feedback (`fb_…`) that this one overrules, such as that of a model
                which a person corrects. Both are kept. The overruled one changes to state
                OVERRULED: it no longer counts, keeps no memory and makes no training example, until
                this one is deleted or erased, or changed so that it no longer overrules it; if this
                one is removed by retention, it stays overruled. The overruled feedback must be
                active, of the same target and name, and not be overruled by other feedback yet:
                overrule that one instead. If feedback is deleted or erased that is itself
                overruled, what it overruled is overruled by the next one. Feedback in state
                PENDING_TARGET overrules nothing. End users and bearers of feedback tokens cannot
                set it; when they submit again, it stays. At most 64 characters, no control
                characters.
            feedback: The feedback as a whole, instead of its fields one by one. Without an `id` it
                is found by its `external_id`, which then does not change.
            update_mask: Which fields change: any of rating, value, score, text, correction, type,
                source, origin, impact, processed, cited_memory_ids, cited_node_ids, user_message,
                assistant_message, metadata, occur_time, external_id, correction_value, error and
                overrules; "*" means all of them. A field that is in the mask and not set is
                cleared. A cleared rating becomes the one that the type implies. If the type
                changes, a rating that it implied changes with it; if the type is cleared, the
                rating stays. Without a mask, the fields that are set change. The target, the name
                and the author identify the feedback and never change. At most 100 paths.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _UPDATE_FEEDBACK,
            {
                "feedback": either(
                    "feedback",
                    feedback,
                    {
                        "id": id,
                        "target": target,
                        "name": name,
                        "rating": rating,
                        "value": value,
                        "score": score,
                        "text": text,
                        "correction": correction,
                        "type": type,
                        "source": source,
                        "origin": origin,
                        "impact": impact,
                        "processed": processed,
                        "cited_memory_ids": cited_memory_ids,
                        "cited_node_ids": cited_node_ids,
                        "user_message": user_message,
                        "assistant_message": assistant_message,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                        "metadata": metadata,
                        "occur_time": occur_time,
                        "external_id": external_id,
                        "correction_value": correction_value,
                        "error": error,
                        "overrules": overrules,
                    },
                ),
                "update_mask": update_mask
                if update_mask is not None
                else mask(
                    _UPDATE_FEEDBACK_PATHS,
                    {
                        "rating": rating,
                        "value": value,
                        "score": score,
                        "text": text,
                        "correction": correction,
                        "type": type,
                        "source": source,
                        "origin": origin,
                        "impact": impact,
                        "processed": processed,
                        "cited_memory_ids": cited_memory_ids,
                        "cited_node_ids": cited_node_ids,
                        "user_message": user_message,
                        "assistant_message": assistant_message,
                        "metadata": metadata,
                        "occur_time": occur_time,
                        "external_id": external_id,
                        "correction_value": correction_value,
                        "error": error,
                        "overrules": overrules,
                    },
                ),
                "request_id": idempotency_key,
            },
            timeout,
        )

    async def delete_feedback(
        self,
        *,
        id: str | None = None,
        external_id: str | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> feedback_pb2.DeleteFeedbackResponse:
        """Withdraws a feedback: after the response it is no longer listed or counted, and no longer
        keeps a memory.

        The deletion is a revision of its own, and the past states are kept with it until retention
        or EraseSubject removes them. The same author may submit again, which creates new feedback.

        Scope: feedback.write, for any feedback of the namespace; end users may delete their own.
        Callers who may read the feedback, as for GetFeedback, get it whole in the response; other
        keys get only its id, state, revision and times.

        Errors: INVALID_ARGUMENT (INVALID_FIELD): not exactly one of `id` and `external_id` is set.
        NOT_FOUND (FEEDBACK_NOT_FOUND): it does not exist, or is already deleted. PERMISSION_DENIED
        (AUTHOR_FORBIDDEN): an end user names feedback of another author, or that never existed, or
        by an `external_id` that none has.

        Args:
            id: The feedback's id (`fb_…`), at most 64 characters, no control characters.
            external_id: The caller's own id for the feedback. At most 256 characters, no control
                characters.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _DELETE_FEEDBACK,
            {
                "id": id,
                "external_id": external_id,
                "request_id": idempotency_key,
            },
            timeout,
        )

    def stream_feedback(
        self,
        items: AsyncIterable[feedback_pb2.Feedback | feedback_pb2.StreamFeedbackRequest | params.FeedbackParam | params.StreamFeedbackRequestParam] | Iterable[feedback_pb2.Feedback | feedback_pb2.StreamFeedbackRequest | params.FeedbackParam | params.StreamFeedbackRequestParam],
        *,
        stream_id: str | None = None,
        timeout: float | None = None,
    ) -> AsyncUpload:
        """Records a stream of feedback: the client numbers the items and may send many before the
        first response.

        Each is acknowledged by its number, in order, once it is on disk, with the response of
        SubmitFeedback. The server reads no faster than it records, so flow control slows the client
        down; no item is refused because there are too many.

        If the connection breaks, the client resumes by itself. To go on in another process, give
        all items again, from the first one, with the same `stream_id`: those that were recorded are
        then acknowledged, with `replayed`, and not recorded twice: with the feedback in its current
        state, or, for keys that may not read it, its id, state, revision and times. A feedback that
        was deleted in between stays so, and its item gets NOT_FOUND (FEEDBACK_NOT_FOUND).

        Scope: feedback.write; also allowed for end users. `exchange` also requires exchanges.write,
        and so an API key. Errors of items: those of SubmitFeedback, with fields named as in one
        Feedback, and those of an exchange as `exchange.prompt`. The stream itself fails, after all
        earlier items are acknowledged, with INVALID_ARGUMENT (INVALID_FIELD): a number is not
        higher than the previous one, an item has no `feedback`, or the `stream_id` is malformed or
        changes; RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE); UNAVAILABLE (STORAGE_UNAVAILABLE,
        DRAINING): resume it; UNAUTHENTICATED, or PERMISSION_DENIED (API_ACCESS_DISABLED): the
        credential or its access ended during the stream. Items that were not acknowledged then are
        not recorded: resume with another credential.

        Args:
            items: Feedback, dictionaries of its fields, or StreamFeedbackRequests, of which each
                can bring its `exchange`.
            stream_id: A UUID for the stream; the client makes one if it is not given. For 24 hours
                after the last item, the same items in the same order with the same id are recorded
                once. Never use an id for other items: they would be taken for the first ones, and
                not be recorded.
            timeout: Seconds that it may last in all; no limit by default.

        Returns:
            An iterator of the results (StreamFeedbackResult), in the order of the items.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return AsyncUpload(
            self, _STREAM_FEEDBACK, items, stream_id, timeout, give_up_after=60
        )

    def watch_feedback(
        self,
        *,
        target: params.Target | None = None,
        session_id: str | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        creator_id: str | None = None,
        names: Sequence[str] | None = None,
        ratings: Sequence[params.Rating] | None = None,
        types: Sequence[params.FeedbackType] | None = None,
        sources: Sequence[params.FeedbackSource] | None = None,
        origins: Sequence[params.Origin] | None = None,
        min_score: float | None = None,
        max_score: float | None = None,
        text: str | None = None,
        create_time: params.TimeRange | None = None,
        update_time: params.TimeRange | None = None,
        states: Sequence[params.FeedbackState] | None = None,
        occur_time: params.TimeRange | None = None,
        value: feedback_pb2.ValueFilter | params.ValueFilterParam | None = None,
        metadata: params.JsonObject | None = None,
        targets: Sequence[params.Target] | None = None,
        external_ids: Sequence[str] | None = None,
        entity_types: Sequence[str] | None = None,
        has_error: bool | None = None,
        filter: feedback_pb2.FeedbackFilter | params.FeedbackFilterParam | None = None,
        resume_token: str | None = None,
        from_beginning: bool | None = None,
        checkpoints: bool | None = None,
        timeout: float | None = None,
    ) -> AsyncStream[feedback_pb2.WatchFeedbackResponse, feedback_pb2.WatchFeedbackResponse]:
        """Sends every creation, change and deletion of feedback, in the order of commits, until the
        client ends the call.

        Each message has a `resume_token`: a new call with it resumes right after that message,
        whatever happened in between. The first message is a checkpoint at the start of the watch.
        Without changes, further checkpoints follow every 10 seconds, so that the client's token
        does not get old.

        A watcher that reads slowly is not disconnected: it gets what it missed from the database.
        Removal by retention is not sent.

        Scope: feedback.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the filter contradicts
        itself; (INVALID_RESUME_TOKEN): the token is not of this namespace. OUT_OF_RANGE
        (RESUME_TOKEN_EXPIRED): retention has removed changes after the token; ErrorInfo has a
        `restart_token`, after which all changes are kept: list the feedback again, then resume
        there. UNAVAILABLE (DRAINING, STORAGE_UNAVAILABLE): resume after RetryInfo. UNAUTHENTICATED,
        or PERMISSION_DENIED (API_ACCESS_DISABLED): the credential or its access ended during the
        watch; no more than 5 seconds later the watch ends.

        Args:
            target: On this target.
            session_id: On this session or anything in it. If `target` is set too, it must be the
                session of the target. At most 256 characters, no control characters.
            user_id: Of this user; use `creator_id` for feedback without a user. At most 256
                characters, no control characters.
            external_user_id: Of this end user. At most 256 characters, no control characters.
            creator_id: First submitted with this credential: the id of an API key (`key_…`) or of a
                feedback token (`fbt_…`), or "user:" and the user id of an end user. At most 300
                characters, no control characters.
            names: Under any of these names: at most 100, each of 1 to 128 characters.
            ratings: With any of these ratings; RATING_UNSPECIFIED matches feedback without one.
            types: Of any of these types; FEEDBACK_TYPE_UNSPECIFIED matches feedback without one.
            sources: From any of these sources; FEEDBACK_SOURCE_UNSPECIFIED matches feedback without
                one.
            origins: Of any of these origins; ORIGIN_UNSPECIFIED means human.
            min_score: With a score of at least this. Finite.
            max_score: With a score of at most this; not less than `min_score`. Finite.
            text: With this in its text or correction, ignoring case. At most 1,024 characters; no
                NUL.
            create_time: First submitted in this time range.
            update_time: Last changed in this time range.
            states: In any of these states: ACTIVE, PENDING_TARGET or OVERRULED. Deleted feedback is
                not listed: read its revisions, or watch.
            occur_time: Given in this time range, by `occur_time`.
            value: With a value like this.
            metadata: Whose metadata has each of these keys with the same value. At most 100 keys,
                65,536 bytes as protobuf encodes them and 1,000 JSON values, including those inside
                lists and objects.
            targets: On any of these targets. At most 100; not together with `target`. With a
                session, each must fit it too.
            external_ids: With any of these external ids: at most 100, each of 1 to 256 characters.
            entity_types: On entities of any of these types: at most 100, each of 1 to 64
                characters.
            has_error: If true, only failed judgements; if false, none.
            filter: The filter as a whole, instead of its fields one by one.
            resume_token: After the message with this `resume_token`, of any filter. At most 1,024
                characters.
            from_beginning: If true, at the oldest stored change. If false, or if neither field is
                set, at the present.
            checkpoints: Whether the checkpoints are handed out too: the first tells that the watch
                has begun. Their tokens count in any case.
            timeout: Seconds that it may last in all; no limit by default.

        Returns:
            An iterator of the responses that have a change. It resumes by itself when the
            connection breaks, and ends when it is closed. Its `resume_token` is where another one
            goes on.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._stream(
            _WATCH_FEEDBACK,
            {
                "filter": either(
                    "filter",
                    filter,
                    {
                        "target": target,
                        "session_id": session_id,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                        "creator_id": creator_id,
                        "names": names,
                        "ratings": ratings,
                        "types": types,
                        "sources": sources,
                        "origins": origins,
                        "min_score": min_score,
                        "max_score": max_score,
                        "text": text,
                        "create_time": create_time,
                        "update_time": update_time,
                        "states": states,
                        "occur_time": occur_time,
                        "value": value,
                        "metadata": metadata,
                        "targets": targets,
                        "external_ids": external_ids,
                        "entity_types": entity_types,
                        "has_error": has_error,
                    },
                ),
                "resume_token": resume_token,
                "from_beginning": from_beginning,
            },
            everything if checkpoints else changes,
            timeout,
        )

    async def create_feedback_token(
        self,
        *,
        target: params.Target | None = None,
        names: Sequence[str] | None = None,
        ratings: Sequence[params.Rating] | None = None,
        expire_time: params.Time | None = None,
        max_uses: int | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        feedback_token: feedback_pb2.FeedbackToken | params.FeedbackTokenParam | None = None,
        timeout: float | None = None,
    ) -> feedback_pb2.CreateFeedbackTokenResponse:
        """Creates a token that lets its bearer give feedback on one target and nothing else, so
        that it is safe in a browser.

        Send it as `x-feedback-token`. The response is the only place where the token is shown:
        plaudit stores only its SHA-256. A token is valid until it expires, or it or the key that
        created it is revoked.

        Scope: feedback.write. Errors: INVALID_ARGUMENT (INVALID_FIELD), also if the token would
        expire later than the key that creates it.

        Args:
            target: Required. The target; it need not exist yet.
            names: The allowed names; only "overall" when empty. At most 100, each of 1 to 128
                characters.
            ratings: The allowed ratings; RATING_UNSPECIFIED stands for feedback without one. Any
                when empty.
            expire_time: When the token expires. When unset, 24 hours from now, or when the key that
                creates it expires, if that is sooner. Later than now, at most 90 days from now, and
                not later than the `expire_time` of that key.
            max_uses: How often it may be used. At most 1,000; 0 means 1. Only recorded feedback
                counts: replays and errors are not uses. A server accepts at most 100 calls more
                than twice `max_uses` with the token, successful or not, and refuses all others
                before it reads them (FEEDBACK_TOKEN_USED_UP). UNAVAILABLE and RATE_LIMITED are not
                counted.
            user_id: The user id of the feedback. At most 256 characters, no control characters.
            external_user_id: The end user of the feedback; the author if both are set. At most 256
                characters, no control characters.
            feedback_token: The feedback token as a whole, instead of its fields one by one.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _CREATE_FEEDBACK_TOKEN,
            {
                "feedback_token": either(
                    "feedback_token",
                    feedback_token,
                    {
                        "target": target,
                        "names": names,
                        "ratings": ratings,
                        "expire_time": expire_time,
                        "max_uses": max_uses,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                    },
                ),
            },
            timeout,
        )

    def list_feedback_tokens(
        self,
        *,
        target: params.Target | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> AsyncPages[feedback_pb2.FeedbackToken, feedback_pb2.ListFeedbackTokensResponse]:
        """Lists the feedback tokens of the namespace of the call, newest first, including revoked
        and used up ones, never with their secrets.

        Expired tokens are listed for one more day.

        Scope: feedback.write lists the tokens that the key created, admin those of every key.
        Errors: INVALID_ARGUMENT (INVALID_PAGE_TOKEN).

        Args:
            target: Only tokens for this target; for any when unset.
            page_size: The most to return. At most 1,000 (more is reduced to 1,000); 0 means 50. Not
                negative. A page may hold fewer, even none: the list ends where `next_page_token` is
                empty.
            page_token: The `next_page_token` of the previous page; empty for the first page. It is
                valid only for the same query; anything else is INVALID_ARGUMENT
                (INVALID_PAGE_TOKEN).
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the feedback tokens, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_FEEDBACK_TOKENS,
            {
                "target": target,
                "page_size": page_size,
                "page_token": page_token,
            },
            "feedback_tokens",
            timeout,
        )

    async def revoke_feedback_token(
        self,
        *,
        id: str | None = None,
        timeout: float | None = None,
    ) -> feedback_pb2.RevokeFeedbackTokenResponse:
        """Revokes a feedback token.

        This server refuses it for every call that starts after the response; other servers of the
        same database refuse it within 5 seconds. Feedback given with it stays. Revoking a revoked
        token changes nothing.

        Scope: feedback.write revokes the tokens that the key created, admin those of every key.
        Errors: NOT_FOUND (FEEDBACK_TOKEN_NOT_FOUND): the namespace has no such token, or another
        key created it.

        Args:
            id: Required. The token's id (`fbt_…`), 1 to 64 characters.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _REVOKE_FEEDBACK_TOKEN,
            {
                "id": id,
            },
            timeout,
        )
