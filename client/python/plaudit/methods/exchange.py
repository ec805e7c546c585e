"""The methods of ExchangeService. Made from the contract by scripts/python_client; do not edit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from plaudit.arguments import either, mask
from plaudit.calls.aio import AsyncCalls, AsyncPages
from plaudit.calls.method import Method
from plaudit.calls.sync import Calls, Pages
from plaudit.v1 import exchange_pb2
from plaudit.v1.exchange_pb2_grpc import ExchangeServiceStub

if TYPE_CHECKING:
    from plaudit import params
    from plaudit.v1 import target_pb2

_CREATE_EXCHANGE = Method(
    "plaudit.v1.ExchangeService",
    "CreateExchange",
    exchange_pb2.CreateExchangeRequest,
    exchange_pb2.CreateExchangeResponse,
    ExchangeServiceStub,
    is_repeatable=True,
)
_BATCH_CREATE_EXCHANGES = Method(
    "plaudit.v1.ExchangeService",
    "BatchCreateExchanges",
    exchange_pb2.BatchCreateExchangesRequest,
    exchange_pb2.BatchCreateExchangesResponse,
    ExchangeServiceStub,
    is_repeatable=True,
)
_UPDATE_EXCHANGE = Method(
    "plaudit.v1.ExchangeService",
    "UpdateExchange",
    exchange_pb2.UpdateExchangeRequest,
    exchange_pb2.UpdateExchangeResponse,
    ExchangeServiceStub,
    is_repeatable=True,
)
_UPDATE_EXCHANGE_PATHS = (
    "message_id", "request_id", "status", "prompt", "answer", "context", "topic", "confidence",
    "model", "metadata",
)
_GET_EXCHANGE = Method(
    "plaudit.v1.ExchangeService",
    "GetExchange",
    exchange_pb2.GetExchangeRequest,
    exchange_pb2.GetExchangeResponse,
    ExchangeServiceStub,
    is_repeatable=True,
)
_LIST_EXCHANGES = Method(
    "plaudit.v1.ExchangeService",
    "ListExchanges",
    exchange_pb2.ListExchangesRequest,
    exchange_pb2.ListExchangesResponse,
    ExchangeServiceStub,
    is_repeatable=True,
)
METHODS: dict[str, Method[Any, Any]] = {
    "CreateExchange": _CREATE_EXCHANGE,
    "BatchCreateExchanges": _BATCH_CREATE_EXCHANGES,
    "UpdateExchange": _UPDATE_EXCHANGE,
    "GetExchange": _GET_EXCHANGE,
    "ListExchanges": _LIST_EXCHANGES,
}


class ExchangeMethods(Calls):
    """ExchangeService as methods."""

    def create_exchange(
        self,
        *,
        session_id: str | None = None,
        message_id: str | None = None,
        request_id: str | None = None,
        status: params.ExchangeStatus | None = None,
        prompt: str | None = None,
        answer: str | None = None,
        context: Sequence[exchange_pb2.ChatMessage | params.ChatMessageParam] | None = None,
        topic: str | None = None,
        confidence: float | None = None,
        model: str | None = None,
        metadata: params.JsonObject | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        occur_time: params.Time | None = None,
        exchange: exchange_pb2.Exchange | params.ExchangeParam | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> exchange_pb2.CreateExchangeResponse:
        """Registers one user message and the assistant's answer to it, durably.

        Scope: exchanges.write.

        Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule.
        ALREADY_EXISTS (EXCHANGE_EXISTS): the session already has an exchange with that `message_id`
        or `request_id`, even if the content is the same; ResourceInfo has its id. To retry safely,
        send a `request_id` of the call.

        Args:
            session_id: Required, immutable; in an exchange sent with one feedback, empty means that
                of the target. The session, 1 to 256 characters, no control characters.
            message_id: The assistant's message, unique within the session. Required if `request_id`
                is empty, except in an exchange sent with one feedback. If missing, UpdateExchange
                can add it once; it never changes. At most 256 characters, no control characters.
            request_id: The request that led to the answer, unique within the session. Required if
                `message_id` is empty: then it is the only name of the exchange. If missing,
                UpdateExchange can add it once; it never changes. At most 256 characters, no control
                characters.
            status: Completed when unspecified. Only the status of a pending exchange can change.
                Only a completed one accepts feedback; with `early_feedback` of the namespace, also
                a pending one.
            prompt: The user's message. At most 1,048,576 characters; no NUL.
            answer: The assistant's message. At most 1,048,576 characters; no NUL.
            context: The messages before the prompt, oldest first, if the earlier exchanges of the
                session do not have them. At most 1,000 messages.
            topic: What the exchange is about, for analytics. At most 256 characters, no control
                characters.
            confidence: The confidence of the assistant, from 0 to 1.
            model: The model that answered. At most 256 characters, no control characters.
            metadata: Anything else worth keeping, as a JSON object. Texts have no NUL, numbers are
                finite, values nest at most 30 deep. At most 65,536 bytes as protobuf encodes them
                and 1,000 JSON values, including those inside lists and objects.
            user_id: Immutable. The id of the user of the prompt in the application; EraseSubject
                finds the exchange by it. At most 256 characters, no control characters.
            external_user_id: Immutable. The end user of the prompt; EraseSubject finds the exchange
                by it. At most 256 characters, no control characters.
            occur_time: Immutable. When it took place, if that was earlier than the call. Always set
                in responses: `create_time` if it was not sent. At most 24 hours ago; any time since
                1970 for a key with the scope history.write, else PERMISSION_DENIED (SCOPE_MISSING).
                Not in the future; up to a minute ahead counts as now. Retention goes by it.
            exchange: The exchange as a whole, instead of its fields one by one.
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
            _CREATE_EXCHANGE,
            {
                "exchange": either(
                    "exchange",
                    exchange,
                    {
                        "session_id": session_id,
                        "message_id": message_id,
                        "request_id": request_id,
                        "status": status,
                        "prompt": prompt,
                        "answer": answer,
                        "context": context,
                        "topic": topic,
                        "confidence": confidence,
                        "model": model,
                        "metadata": metadata,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                        "occur_time": occur_time,
                    },
                ),
                "request_id": idempotency_key,
            },
            timeout,
        )

    def batch_create_exchanges(
        self,
        *,
        items: Sequence[exchange_pb2.Exchange | params.ExchangeParam] | None = None,
        idempotency_key: str | UUID | None = None,
        validate_only: bool | None = None,
        timeout: float | None = None,
    ) -> exchange_pb2.BatchCreateExchangesResponse:
        """Registers up to 1,000 exchanges, in their order.

        Each item succeeds or fails on its own: an invalid item does not affect the others.
        Registered items are durable when the response arrives. The call as a whole fails only if
        the request itself is invalid or the storage accepts no writes (UNAVAILABLE).

        Scope: exchanges.write. Errors of items: those of CreateExchange, with fields named as in
        one Exchange.

        Args:
            items: Required. 1 to 1,000 exchanges.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            validate_only: Validate only: return the result of each item and write nothing. The ids
                in the results do not exist.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _BATCH_CREATE_EXCHANGES,
            {
                "items": items,
                "request_id": idempotency_key,
                "validate_only": validate_only,
            },
            timeout,
        )

    def update_exchange(
        self,
        *,
        id: str | None = None,
        session_id: str | None = None,
        message_id: str | None = None,
        request_id: str | None = None,
        status: params.ExchangeStatus | None = None,
        prompt: str | None = None,
        answer: str | None = None,
        context: Sequence[exchange_pb2.ChatMessage | params.ChatMessageParam] | None = None,
        topic: str | None = None,
        confidence: float | None = None,
        model: str | None = None,
        metadata: params.JsonObject | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        occur_time: params.Time | None = None,
        exchange: exchange_pb2.Exchange | params.ExchangeParam | None = None,
        update_mask: params.Mask | None = None,
        timeout: float | None = None,
    ) -> exchange_pb2.UpdateExchangeResponse:
        """Completes or fails a pending exchange, or changes other fields of an exchange.

        Scope: exchanges.write.

        It can also add a missing `message_id` or `request_id`, once, because names never change.
        Feedback that is pending under the new name takes effect if the exchange is completed.

        Errors: NOT_FOUND (EXCHANGE_NOT_FOUND). FAILED_PRECONDITION (EXCHANGE_STATUS_FINAL): the
        status of a completed or failed exchange cannot change; (EXCHANGE_NAME_FINAL): the exchange
        has another `message_id` or `request_id` than the sent one. ALREADY_EXISTS
        (EXCHANGE_EXISTS): another exchange of the session has the name; ResourceInfo has its id.
        INVALID_ARGUMENT (INVALID_FIELD): no exchange is named, a path of the mask is unknown or
        cannot change, or the mask has the status or a name that is not set.

        Args:
            id: The id of the exchange. Starts with `ex_`; sorts by creation. At most 64 characters,
                no control characters.
            session_id: Required, immutable; in an exchange sent with one feedback, empty means that
                of the target. The session, 1 to 256 characters, no control characters.
            message_id: The assistant's message, unique within the session. Required if `request_id`
                is empty, except in an exchange sent with one feedback. If missing, UpdateExchange
                can add it once; it never changes. At most 256 characters, no control characters.
            request_id: The request that led to the answer, unique within the session. Required if
                `message_id` is empty: then it is the only name of the exchange. If missing,
                UpdateExchange can add it once; it never changes. At most 256 characters, no control
                characters.
            status: Completed when unspecified. Only the status of a pending exchange can change.
                Only a completed one accepts feedback; with `early_feedback` of the namespace, also
                a pending one.
            prompt: The user's message. At most 1,048,576 characters; no NUL.
            answer: The assistant's message. At most 1,048,576 characters; no NUL.
            context: The messages before the prompt, oldest first, if the earlier exchanges of the
                session do not have them. At most 1,000 messages.
            topic: What the exchange is about, for analytics. At most 256 characters, no control
                characters.
            confidence: The confidence of the assistant, from 0 to 1.
            model: The model that answered. At most 256 characters, no control characters.
            metadata: Anything else worth keeping, as a JSON object. Texts have no NUL, numbers are
                finite, values nest at most 30 deep. At most 65,536 bytes as protobuf encodes them
                and 1,000 JSON values, including those inside lists and objects.
            user_id: Immutable. The id of the user of the prompt in the application; EraseSubject
                finds the exchange by it. At most 256 characters, no control characters.
            external_user_id: Immutable. The end user of the prompt; EraseSubject finds the exchange
                by it. At most 256 characters, no control characters.
            occur_time: Immutable. When it took place, if that was earlier than the call. Always set
                in responses: `create_time` if it was not sent. At most 24 hours ago; any time since
                1970 for a key with the scope history.write, else PERMISSION_DENIED (SCOPE_MISSING).
                Not in the future; up to a minute ahead counts as now. Retention goes by it.
            exchange: The exchange as a whole, instead of its fields one by one. It is found by
                `id`, if set; else by `session_id` and `message_id`; if the message is not set or
                has no exchange, by `session_id` and `request_id`. A sent `message_id` or
                `request_id` must not differ from the one that the exchange has.
            update_mask: Which fields change: any of message_id, request_id, status, prompt, answer,
                context, topic, confidence, model, metadata. When empty, every one of these that is
                set in `exchange` changes; "*" sets or clears all of them, and needs a status. A
                `message_id` or `request_id` is added if the exchange has none, and never cleared;
                one that is not in the mask only helps to find the exchange. At most 100 paths.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _UPDATE_EXCHANGE,
            {
                "exchange": either(
                    "exchange",
                    exchange,
                    {
                        "id": id,
                        "session_id": session_id,
                        "message_id": message_id,
                        "request_id": request_id,
                        "status": status,
                        "prompt": prompt,
                        "answer": answer,
                        "context": context,
                        "topic": topic,
                        "confidence": confidence,
                        "model": model,
                        "metadata": metadata,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                        "occur_time": occur_time,
                    },
                ),
                "update_mask": update_mask
                if update_mask is not None
                else mask(
                    _UPDATE_EXCHANGE_PATHS,
                    {
                        "message_id": message_id,
                        "request_id": request_id,
                        "status": status,
                        "prompt": prompt,
                        "answer": answer,
                        "context": context,
                        "topic": topic,
                        "confidence": confidence,
                        "model": model,
                        "metadata": metadata,
                    },
                ),
            },
            timeout,
        )

    def get_exchange(
        self,
        *,
        id: str | None = None,
        message: target_pb2.MessageTarget | params.MessageTargetParam | None = None,
        request: target_pb2.RequestTarget | params.RequestTargetParam | None = None,
        timeout: float | None = None,
    ) -> exchange_pb2.GetExchangeResponse:
        """Returns one exchange by its id, by its message or by its request.

        Scope: exchanges.write or feedback.read. Errors: NOT_FOUND (EXCHANGE_NOT_FOUND).

        Args:
            id: The exchange's own id (`ex_…`), 1 to 64 characters.
            message: Its session and assistant message.
            request: Its session and request.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _GET_EXCHANGE,
            {
                "id": id,
                "message": message,
                "request": request,
            },
            timeout,
        )

    def list_exchanges(
        self,
        *,
        session_id: str | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        topic: str | None = None,
        model: str | None = None,
        statuses: Sequence[params.ExchangeStatus] | None = None,
        create_time: params.TimeRange | None = None,
        occur_time: params.TimeRange | None = None,
        filter: exchange_pb2.ExchangeFilter | params.ExchangeFilterParam | None = None,
        order: params.ExchangeOrder | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> Pages[exchange_pb2.Exchange, exchange_pb2.ListExchangesResponse]:
        """Returns the exchanges that match a filter, in the order of creation, ascending or
        descending.

        Pages stay consistent while exchanges are created. If texts are long or few exchanges match,
        a page may hold fewer than `page_size`, even none: the list ends where `next_page_token` is
        empty.

        Scope: exchanges.write or feedback.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the
        filter contradicts itself; (INVALID_PAGE_TOKEN): the token belongs to another query.

        Args:
            session_id: Of this session. At most 256 characters, no control characters.
            user_id: Of this user. At most 256 characters, no control characters.
            external_user_id: Of this end user. At most 256 characters, no control characters.
            topic: On this topic. At most 256 characters, no control characters.
            model: Of this model. At most 256 characters, no control characters.
            statuses: In any of these statuses.
            create_time: Registered in this time range.
            occur_time: Took place in this time range, by `occur_time`.
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
            An iterator of the exchanges, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_EXCHANGES,
            {
                "filter": either(
                    "filter",
                    filter,
                    {
                        "session_id": session_id,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                        "topic": topic,
                        "model": model,
                        "statuses": statuses,
                        "create_time": create_time,
                        "occur_time": occur_time,
                    },
                ),
                "order": order,
                "page_size": page_size,
                "page_token": page_token,
            },
            "exchanges",
            timeout,
        )


class AsyncExchangeMethods(AsyncCalls):
    """ExchangeService as methods."""

    async def create_exchange(
        self,
        *,
        session_id: str | None = None,
        message_id: str | None = None,
        request_id: str | None = None,
        status: params.ExchangeStatus | None = None,
        prompt: str | None = None,
        answer: str | None = None,
        context: Sequence[exchange_pb2.ChatMessage | params.ChatMessageParam] | None = None,
        topic: str | None = None,
        confidence: float | None = None,
        model: str | None = None,
        metadata: params.JsonObject | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        occur_time: params.Time | None = None,
        exchange: exchange_pb2.Exchange | params.ExchangeParam | None = None,
        idempotency_key: str | UUID | None = None,
        timeout: float | None = None,
    ) -> exchange_pb2.CreateExchangeResponse:
        """Registers one user message and the assistant's answer to it, durably.

        Scope: exchanges.write.

        Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule.
        ALREADY_EXISTS (EXCHANGE_EXISTS): the session already has an exchange with that `message_id`
        or `request_id`, even if the content is the same; ResourceInfo has its id. To retry safely,
        send a `request_id` of the call.

        Args:
            session_id: Required, immutable; in an exchange sent with one feedback, empty means that
                of the target. The session, 1 to 256 characters, no control characters.
            message_id: The assistant's message, unique within the session. Required if `request_id`
                is empty, except in an exchange sent with one feedback. If missing, UpdateExchange
                can add it once; it never changes. At most 256 characters, no control characters.
            request_id: The request that led to the answer, unique within the session. Required if
                `message_id` is empty: then it is the only name of the exchange. If missing,
                UpdateExchange can add it once; it never changes. At most 256 characters, no control
                characters.
            status: Completed when unspecified. Only the status of a pending exchange can change.
                Only a completed one accepts feedback; with `early_feedback` of the namespace, also
                a pending one.
            prompt: The user's message. At most 1,048,576 characters; no NUL.
            answer: The assistant's message. At most 1,048,576 characters; no NUL.
            context: The messages before the prompt, oldest first, if the earlier exchanges of the
                session do not have them. At most 1,000 messages.
            topic: What the exchange is about, for analytics. At most 256 characters, no control
                characters.
            confidence: The confidence of the assistant, from 0 to 1.
            model: The model that answered. At most 256 characters, no control characters.
            metadata: Anything else worth keeping, as a JSON object. Texts have no NUL, numbers are
                finite, values nest at most 30 deep. At most 65,536 bytes as protobuf encodes them
                and 1,000 JSON values, including those inside lists and objects.
            user_id: Immutable. The id of the user of the prompt in the application; EraseSubject
                finds the exchange by it. At most 256 characters, no control characters.
            external_user_id: Immutable. The end user of the prompt; EraseSubject finds the exchange
                by it. At most 256 characters, no control characters.
            occur_time: Immutable. When it took place, if that was earlier than the call. Always set
                in responses: `create_time` if it was not sent. At most 24 hours ago; any time since
                1970 for a key with the scope history.write, else PERMISSION_DENIED (SCOPE_MISSING).
                Not in the future; up to a minute ahead counts as now. Retention goes by it.
            exchange: The exchange as a whole, instead of its fields one by one.
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
            _CREATE_EXCHANGE,
            {
                "exchange": either(
                    "exchange",
                    exchange,
                    {
                        "session_id": session_id,
                        "message_id": message_id,
                        "request_id": request_id,
                        "status": status,
                        "prompt": prompt,
                        "answer": answer,
                        "context": context,
                        "topic": topic,
                        "confidence": confidence,
                        "model": model,
                        "metadata": metadata,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                        "occur_time": occur_time,
                    },
                ),
                "request_id": idempotency_key,
            },
            timeout,
        )

    async def batch_create_exchanges(
        self,
        *,
        items: Sequence[exchange_pb2.Exchange | params.ExchangeParam] | None = None,
        idempotency_key: str | UUID | None = None,
        validate_only: bool | None = None,
        timeout: float | None = None,
    ) -> exchange_pb2.BatchCreateExchangesResponse:
        """Registers up to 1,000 exchanges, in their order.

        Each item succeeds or fails on its own: an invalid item does not affect the others.
        Registered items are durable when the response arrives. The call as a whole fails only if
        the request itself is invalid or the storage accepts no writes (UNAVAILABLE).

        Scope: exchanges.write. Errors of items: those of CreateExchange, with fields named as in
        one Exchange.

        Args:
            items: Required. 1 to 1,000 exchanges.
            idempotency_key: A UUID chosen by the caller that makes a retry safe: for 24 hours, a
                call of the same method with the same id and credential returns the first response
                and changes nothing, whatever happened since. Failed calls are not remembered. The
                same id with a different request is INVALID_ARGUMENT (INVALID_FIELD). If it is not
                given, the client makes one for each call and keeps it when it retries.
            validate_only: Validate only: return the result of each item and write nothing. The ids
                in the results do not exist.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _BATCH_CREATE_EXCHANGES,
            {
                "items": items,
                "request_id": idempotency_key,
                "validate_only": validate_only,
            },
            timeout,
        )

    async def update_exchange(
        self,
        *,
        id: str | None = None,
        session_id: str | None = None,
        message_id: str | None = None,
        request_id: str | None = None,
        status: params.ExchangeStatus | None = None,
        prompt: str | None = None,
        answer: str | None = None,
        context: Sequence[exchange_pb2.ChatMessage | params.ChatMessageParam] | None = None,
        topic: str | None = None,
        confidence: float | None = None,
        model: str | None = None,
        metadata: params.JsonObject | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        occur_time: params.Time | None = None,
        exchange: exchange_pb2.Exchange | params.ExchangeParam | None = None,
        update_mask: params.Mask | None = None,
        timeout: float | None = None,
    ) -> exchange_pb2.UpdateExchangeResponse:
        """Completes or fails a pending exchange, or changes other fields of an exchange.

        Scope: exchanges.write.

        It can also add a missing `message_id` or `request_id`, once, because names never change.
        Feedback that is pending under the new name takes effect if the exchange is completed.

        Errors: NOT_FOUND (EXCHANGE_NOT_FOUND). FAILED_PRECONDITION (EXCHANGE_STATUS_FINAL): the
        status of a completed or failed exchange cannot change; (EXCHANGE_NAME_FINAL): the exchange
        has another `message_id` or `request_id` than the sent one. ALREADY_EXISTS
        (EXCHANGE_EXISTS): another exchange of the session has the name; ResourceInfo has its id.
        INVALID_ARGUMENT (INVALID_FIELD): no exchange is named, a path of the mask is unknown or
        cannot change, or the mask has the status or a name that is not set.

        Args:
            id: The id of the exchange. Starts with `ex_`; sorts by creation. At most 64 characters,
                no control characters.
            session_id: Required, immutable; in an exchange sent with one feedback, empty means that
                of the target. The session, 1 to 256 characters, no control characters.
            message_id: The assistant's message, unique within the session. Required if `request_id`
                is empty, except in an exchange sent with one feedback. If missing, UpdateExchange
                can add it once; it never changes. At most 256 characters, no control characters.
            request_id: The request that led to the answer, unique within the session. Required if
                `message_id` is empty: then it is the only name of the exchange. If missing,
                UpdateExchange can add it once; it never changes. At most 256 characters, no control
                characters.
            status: Completed when unspecified. Only the status of a pending exchange can change.
                Only a completed one accepts feedback; with `early_feedback` of the namespace, also
                a pending one.
            prompt: The user's message. At most 1,048,576 characters; no NUL.
            answer: The assistant's message. At most 1,048,576 characters; no NUL.
            context: The messages before the prompt, oldest first, if the earlier exchanges of the
                session do not have them. At most 1,000 messages.
            topic: What the exchange is about, for analytics. At most 256 characters, no control
                characters.
            confidence: The confidence of the assistant, from 0 to 1.
            model: The model that answered. At most 256 characters, no control characters.
            metadata: Anything else worth keeping, as a JSON object. Texts have no NUL, numbers are
                finite, values nest at most 30 deep. At most 65,536 bytes as protobuf encodes them
                and 1,000 JSON values, including those inside lists and objects.
            user_id: Immutable. The id of the user of the prompt in the application; EraseSubject
                finds the exchange by it. At most 256 characters, no control characters.
            external_user_id: Immutable. The end user of the prompt; EraseSubject finds the exchange
                by it. At most 256 characters, no control characters.
            occur_time: Immutable. When it took place, if that was earlier than the call. Always set
                in responses: `create_time` if it was not sent. At most 24 hours ago; any time since
                1970 for a key with the scope history.write, else PERMISSION_DENIED (SCOPE_MISSING).
                Not in the future; up to a minute ahead counts as now. Retention goes by it.
            exchange: The exchange as a whole, instead of its fields one by one. It is found by
                `id`, if set; else by `session_id` and `message_id`; if the message is not set or
                has no exchange, by `session_id` and `request_id`. A sent `message_id` or
                `request_id` must not differ from the one that the exchange has.
            update_mask: Which fields change: any of message_id, request_id, status, prompt, answer,
                context, topic, confidence, model, metadata. When empty, every one of these that is
                set in `exchange` changes; "*" sets or clears all of them, and needs a status. A
                `message_id` or `request_id` is added if the exchange has none, and never cleared;
                one that is not in the mask only helps to find the exchange. At most 100 paths.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _UPDATE_EXCHANGE,
            {
                "exchange": either(
                    "exchange",
                    exchange,
                    {
                        "id": id,
                        "session_id": session_id,
                        "message_id": message_id,
                        "request_id": request_id,
                        "status": status,
                        "prompt": prompt,
                        "answer": answer,
                        "context": context,
                        "topic": topic,
                        "confidence": confidence,
                        "model": model,
                        "metadata": metadata,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                        "occur_time": occur_time,
                    },
                ),
                "update_mask": update_mask
                if update_mask is not None
                else mask(
                    _UPDATE_EXCHANGE_PATHS,
                    {
                        "message_id": message_id,
                        "request_id": request_id,
                        "status": status,
                        "prompt": prompt,
                        "answer": answer,
                        "context": context,
                        "topic": topic,
                        "confidence": confidence,
                        "model": model,
                        "metadata": metadata,
                    },
                ),
            },
            timeout,
        )

    async def get_exchange(
        self,
        *,
        id: str | None = None,
        message: target_pb2.MessageTarget | params.MessageTargetParam | None = None,
        request: target_pb2.RequestTarget | params.RequestTargetParam | None = None,
        timeout: float | None = None,
    ) -> exchange_pb2.GetExchangeResponse:
        """Returns one exchange by its id, by its message or by its request.

        Scope: exchanges.write or feedback.read. Errors: NOT_FOUND (EXCHANGE_NOT_FOUND).

        Args:
            id: The exchange's own id (`ex_…`), 1 to 64 characters.
            message: Its session and assistant message.
            request: Its session and request.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _GET_EXCHANGE,
            {
                "id": id,
                "message": message,
                "request": request,
            },
            timeout,
        )

    def list_exchanges(
        self,
        *,
        session_id: str | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        topic: str | None = None,
        model: str | None = None,
        statuses: Sequence[params.ExchangeStatus] | None = None,
        create_time: params.TimeRange | None = None,
        occur_time: params.TimeRange | None = None,
        filter: exchange_pb2.ExchangeFilter | params.ExchangeFilterParam | None = None,
        order: params.ExchangeOrder | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        timeout: float | None = None,
    ) -> AsyncPages[exchange_pb2.Exchange, exchange_pb2.ListExchangesResponse]:
        """Returns the exchanges that match a filter, in the order of creation, ascending or
        descending.

        Pages stay consistent while exchanges are created. If texts are long or few exchanges match,
        a page may hold fewer than `page_size`, even none: the list ends where `next_page_token` is
        empty.

        Scope: exchanges.write or feedback.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the
        filter contradicts itself; (INVALID_PAGE_TOKEN): the token belongs to another query.

        Args:
            session_id: Of this session. At most 256 characters, no control characters.
            user_id: Of this user. At most 256 characters, no control characters.
            external_user_id: Of this end user. At most 256 characters, no control characters.
            topic: On this topic. At most 256 characters, no control characters.
            model: Of this model. At most 256 characters, no control characters.
            statuses: In any of these statuses.
            create_time: Registered in this time range.
            occur_time: Took place in this time range, by `occur_time`.
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
            An iterator of the exchanges, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_EXCHANGES,
            {
                "filter": either(
                    "filter",
                    filter,
                    {
                        "session_id": session_id,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                        "topic": topic,
                        "model": model,
                        "statuses": statuses,
                        "create_time": create_time,
                        "occur_time": occur_time,
                    },
                ),
                "order": order,
                "page_size": page_size,
                "page_token": page_token,
            },
            "exchanges",
            timeout,
        )
