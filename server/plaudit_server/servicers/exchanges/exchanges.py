"""ExchangeService: register, update, read and list exchanges."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from google.protobuf.message import Message

from plaudit_server.contract import exchange_pb2
from plaudit_server.domain.errors import Refusal, Violation, invalid
from plaudit_server.domain.exchanges import exchange as rules
from plaudit_server.domain.exchanges.exchange import (
    CHANGEABLE,
    MAX_WEIGHT,
    NAMES,
    Exchange,
    ExchangeKey,
    ExchangeStatus,
    StoredExchange,
    too_long,
)
from plaudit_server.domain.exchanges.filters import ExchangeFilter
from plaudit_server.domain.tenants.scopes import Principal, Scope
from plaudit_server.pipeline.call import Call, rpc
from plaudit_server.pipeline.errors import to_status
from plaudit_server.servicers.masks import mask_violations, paths
from plaudit_server.servicers.occurrence import occurrence_rules, read_occurrence
from plaudit_server.servicers.values import (
    get_range,
    json_violations,
    page,
    range_violations,
    set_json,
    set_time,
    to_json,
)
from plaudit_server.servicers.writes import write
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.exchanges import exchanges as storage
from plaudit_server.storage.exchanges.exchanges import ExchangeUpdate, NewExchange
from plaudit_server.storage.feedback import early


def exchange_rules(message: exchange_pb2.Exchange, prefix: str = "") -> Iterator[Violation]:
    """Yield violations of a new exchange of rules that the contract cannot state."""
    if not message.session_id:
        yield Violation(field=f"{prefix}session_id", rule="must not be empty")
    if not (message.message_id or message.request_id):
        yield Violation(
            field=f"{prefix}message_id", rule="must not be empty unless request_id is set"
        )
    yield from content_rules(message, prefix)


def content_rules(message: exchange_pb2.Exchange, prefix: str = "") -> Iterator[Violation]:
    """Like `exchange_rules`, without the rules on session and names."""
    if message.ByteSize() > MAX_WEIGHT:
        yield too_long(prefix)
    yield from occurrence_rules(message, prefix)
    yield from json_violations(message.metadata, f"{prefix}metadata")


def _create_rules(request: exchange_pb2.CreateExchangeRequest) -> Iterator[Violation]:
    if request.HasField("exchange"):
        yield from exchange_rules(request.exchange, "exchange.")


def _update_rules(request: exchange_pb2.UpdateExchangeRequest) -> Iterator[Violation]:
    if not request.HasField("exchange"):
        return
    message = request.exchange
    if not (message.id or (message.session_id and (message.message_id or message.request_id))):
        yield Violation(
            field="exchange.id",
            rule="must be set, or session_id with message_id or request_id",
        )
    changed = paths(request.update_mask, message, _UPDATABLE)
    yield from mask_violations(changed, _UPDATABLE)
    for name in NAMES:
        if name in request.update_mask.paths and not getattr(message, name):
            yield Violation(field=f"exchange.{name}", rule="must be set, because the mask has it")
    if "status" in changed and not message.status:
        yield Violation(field="exchange.status", rule="must be set, because the mask has it")
    yield from json_violations(message.metadata, "exchange.metadata")


def _list_rules(request: exchange_pb2.ListExchangesRequest) -> Iterator[Violation]:
    yield from range_violations(request.filter.create_time, "filter.create_time")
    yield from range_violations(request.filter.occur_time, "filter.occur_time")


_UPDATABLE = (*NAMES, *CHANGEABLE)
"""The fields that the mask of an update may contain."""


class ExchangeServicer:
    """Serves `plaudit.v1.ExchangeService`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @rpc(Scope.EXCHANGES_WRITE, rules=_create_rules)
    async def CreateExchange(
        self, request: exchange_pb2.CreateExchangeRequest, call: Call
    ) -> Message | bytes:
        exchange = await call.compute(
            lambda: read_new_exchange(request.exchange, call.principal, "exchange.")
        )
        new = NewExchange(call.principal.namespace_id, exchange)

        def answer(results: Sequence[StoredExchange | Refusal]) -> Message:
            (result,) = results
            if isinstance(result, Refusal):
                raise result
            return _created(result)

        return await write(self._store, call, early.create_exchanges, (new,), answer)

    @rpc(Scope.EXCHANGES_WRITE, batch="items", item_rules=exchange_rules)
    async def BatchCreateExchanges(
        self, request: exchange_pb2.BatchCreateExchangesRequest, call: Call
    ) -> Message | bytes:
        principal = call.principal
        refused = dict(call.rejected)
        accepted: dict[int, NewExchange] = {}

        def read_items() -> None:
            for i, item in enumerate(request.items):
                if i in refused:
                    continue
                try:
                    accepted[i] = NewExchange(
                        principal.namespace_id, read_new_exchange(item, principal)
                    )
                except Refusal as refusal:
                    refused[i] = refusal

        await call.compute(read_items)

        def answer(results: Sequence[StoredExchange | Refusal]) -> Message:
            outcomes = {**dict(zip(accepted, results, strict=True)), **refused}
            response = exchange_pb2.BatchCreateExchangesResponse()
            for i in range(len(request.items)):
                outcome = outcomes[i]
                result = response.results.add()
                if isinstance(outcome, Refusal):
                    result.error.MergeFromString(to_status(outcome).SerializeToString())
                    response.failed_count += 1
                else:
                    result.created.CopyFrom(_created(outcome))
                    response.succeeded_count += 1
            return response

        return await write(
            self._store, call, early.create_exchanges, tuple(accepted.values()), answer
        )

    @rpc(Scope.EXCHANGES_WRITE, rules=_update_rules)
    async def UpdateExchange(
        self, request: exchange_pb2.UpdateExchangeRequest, call: Call
    ) -> exchange_pb2.UpdateExchangeResponse:
        message = request.exchange
        key = ExchangeKey(message.id, message.session_id, message.message_id, message.request_id)
        change = await call.compute(lambda: _change(request))
        stored = await self._store.write(
            early.update_exchanges,
            ExchangeUpdate(call.principal.namespace_id, key, change),
            namespace_id=call.principal.namespace_id,
        )
        response = exchange_pb2.UpdateExchangeResponse()
        write_exchange(response.exchange, stored)
        return response

    @rpc(Scope.EXCHANGES_WRITE, Scope.FEEDBACK_READ)
    async def GetExchange(
        self, request: exchange_pb2.GetExchangeRequest, call: Call
    ) -> exchange_pb2.GetExchangeResponse:
        match request.WhichOneof("lookup"):
            case "message":
                key = ExchangeKey("", request.message.session_id, request.message.message_id, "")
            case "request":
                key = ExchangeKey("", request.request.session_id, "", request.request.request_id)
            case _:
                key = ExchangeKey(request.id)
        stored = await self._store.read(storage.get, (call.principal.namespace_id, key))
        if stored is None:
            raise rules.not_found(key)

        def answer(_: Backend) -> exchange_pb2.GetExchangeResponse:
            response = exchange_pb2.GetExchangeResponse()
            write_exchange(response.exchange, stored)
            return response

        return await self._store.query(call.principal.namespace_id, answer)  # it may be long

    @rpc(Scope.EXCHANGES_WRITE, Scope.FEEDBACK_READ, rules=_list_rules)
    async def ListExchanges(
        self, request: exchange_pb2.ListExchangesRequest, call: Call
    ) -> exchange_pb2.ListExchangesResponse:
        namespace_id = call.principal.namespace_id
        order = request.order or exchange_pb2.EXCHANGE_ORDER_CREATED_DESC
        asked = request.filter.SerializeToString(deterministic=True).hex()
        wanted = page(request, "ListExchanges", namespace_id, asked, str(order))

        def read(backend: Backend) -> exchange_pb2.ListExchangesResponse:
            exchanges, next_id = storage.list_page(
                backend,
                namespace_id,
                _filter(request.filter),
                descending=order == exchange_pb2.EXCHANGE_ORDER_CREATED_DESC,
                after=wanted.after,
                limit=wanted.size,
            )
            response = exchange_pb2.ListExchangesResponse()
            for exchange in exchanges:
                write_exchange(response.exchanges.add(), exchange)
            response.next_page_token = wanted.next_token(next_id, more=bool(next_id))
            return response

        return await self._store.query(namespace_id, read)


def _filter(message: exchange_pb2.ExchangeFilter) -> ExchangeFilter:
    return ExchangeFilter(
        session_id=message.session_id,
        user_id=message.user_id,
        external_user_id=message.external_user_id,
        topic=message.topic,
        model=message.model,
        statuses=frozenset(message.statuses),
        create_time=get_range(message.create_time),
        occur_time=get_range(message.occur_time),
    )


def read_new_exchange(
    message: exchange_pb2.Exchange, principal: Principal, prefix: str = ""
) -> Exchange:
    """Read a new exchange; raises Refusal for an `occur_time` that the principal may not set."""
    exchange, late = read_exchange(message, principal, prefix)
    if late is not None:
        raise late
    return exchange


def read_exchange(
    message: exchange_pb2.Exchange, principal: Principal, prefix: str
) -> tuple[Exchange, Refusal | None]:
    """Read an exchange, and the error if it is registered with a time the principal may not set."""
    time, late = read_occurrence(message, principal, prefix)
    values = {name: read(message) for name, read in _READERS.items()}
    exchange = Exchange(
        message.session_id,
        message.message_id,
        message.request_id,
        **values,
        user_id=message.user_id,
        external_user_id=message.external_user_id,
        occur_time=time or 0,
    )
    return exchange, late


def _context(message: exchange_pb2.Exchange) -> str:
    if not message.context:
        return ""
    return json.dumps(
        [{"role": m.role, "content": m.content} for m in message.context], ensure_ascii=False
    )


_READERS: dict[str, Callable[[exchange_pb2.Exchange], Any]] = {
    "status": lambda m: m.status or ExchangeStatus.COMPLETED.value,
    "prompt": lambda m: m.prompt,
    "answer": lambda m: m.answer,
    "context": _context,
    "topic": lambda m: m.topic,
    "confidence": lambda m: m.confidence if m.HasField("confidence") else None,
    "model": lambda m: m.model,
    "metadata": lambda m: to_json(m.metadata),
}
"""How each changeable field is read from a message."""


def _change(request: exchange_pb2.UpdateExchangeRequest) -> Callable[[Exchange], Exchange]:
    changed_fields = paths(request.update_mask, request.exchange, _UPDATABLE)
    values = {
        name: read(request.exchange) for name, read in _READERS.items() if name in changed_fields
    }
    # A name that the mask leaves out is not added; one that the exchange has must be this one.
    names = {name: value for name in NAMES if (value := getattr(request.exchange, name))}

    def change(stored: Exchange) -> Exchange:
        named = {
            name: value
            for name, value in names.items()
            if name in changed_fields or getattr(stored, name)
        }
        changed = stored._replace(**values, **named)
        if changed.weight > MAX_WEIGHT:
            raise invalid([too_long("exchange.")])
        return changed

    return change


def _created(stored: StoredExchange) -> exchange_pb2.CreateExchangeResponse:
    response = exchange_pb2.CreateExchangeResponse()
    write_exchange(response.exchange, stored)
    return response


def write_exchange(message: exchange_pb2.Exchange, stored: StoredExchange) -> None:
    """Write a stored exchange into a message."""
    exchange = stored.exchange
    message.id = stored.id
    message.session_id = exchange.session_id
    message.message_id = exchange.message_id
    message.request_id = exchange.request_id
    message.status = exchange.status  # type: ignore[assignment]
    message.prompt = exchange.prompt
    message.answer = exchange.answer
    if exchange.context:
        for said in json.loads(exchange.context):
            message.context.add(role=said["role"], content=said["content"])
    message.topic = exchange.topic
    if exchange.confidence is not None:
        message.confidence = exchange.confidence
    message.model = exchange.model
    set_json(message.metadata, exchange.metadata)
    set_time(message.create_time, stored.create_time)
    set_time(message.update_time, stored.update_time)
    message.user_id = exchange.user_id
    message.external_user_id = exchange.external_user_id
    set_time(message.occur_time, exchange.occur_time)
