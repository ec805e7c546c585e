"""ExchangeService: register, register many, update, read."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from google.protobuf.message import Message

from plaudit_server.contract import exchange_pb2
from plaudit_server.domain import exchange as rules
from plaudit_server.domain.errors import Refusal, Violation, invalid
from plaudit_server.domain.exchange import (
    CHANGEABLE,
    Exchange,
    ExchangeKey,
    ExchangeStatus,
    StoredExchange,
)
from plaudit_server.domain.scopes import Scope
from plaudit_server.pipeline.call import Call, rpc
from plaudit_server.pipeline.errors import to_status
from plaudit_server.servicers.values import set_json, set_time, to_json
from plaudit_server.servicers.writes import write
from plaudit_server.storage import exchanges as storage
from plaudit_server.storage.exchanges import ExchangeUpdate, NewExchange
from plaudit_server.storage.store import Store


class ExchangeServicer:
    """Serves `plaudit.v1.ExchangeService`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @rpc(Scope.EXCHANGES_WRITE)
    async def CreateExchange(
        self, request: exchange_pb2.CreateExchangeRequest, call: Call
    ) -> Message | bytes:
        new = _new(request.exchange, call, prefix="exchange.")

        def answer(results: Sequence[StoredExchange | Refusal]) -> Message:
            (result,) = results
            if isinstance(result, Refusal):
                raise result
            return _created(result)

        return await write(self._store, call, storage.create, (new,), answer)

    @rpc(Scope.EXCHANGES_WRITE, batch="items")
    async def BatchCreateExchanges(
        self, request: exchange_pb2.BatchCreateExchangesRequest, call: Call
    ) -> Message | bytes:
        refused: dict[int, Refusal] = dict(call.rejected)
        accepted: dict[int, NewExchange] = {}
        for i, item in enumerate(request.items):
            if i not in refused:
                try:
                    accepted[i] = _new(item, call, prefix="")
                except Refusal as refusal:
                    refused[i] = refusal

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

        return await write(self._store, call, storage.create, tuple(accepted.values()), answer)

    @rpc(Scope.EXCHANGES_WRITE)
    async def UpdateExchange(
        self, request: exchange_pb2.UpdateExchangeRequest, call: Call
    ) -> exchange_pb2.UpdateExchangeResponse:
        message = request.exchange
        key = _key(message)
        stored = await self._store.write(
            storage.update,
            ExchangeUpdate(call.principal.namespace_id, key, _change(request)),
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
        response = exchange_pb2.GetExchangeResponse()
        write_exchange(response.exchange, stored)
        return response


def _new(message: exchange_pb2.Exchange, call: Call, *, prefix: str) -> NewExchange:
    missing = [
        Violation(field=f"{prefix}{name}", rule="must not be empty")
        for name in ("session_id", "message_id")
        if not getattr(message, name)
    ]
    if missing:
        raise invalid(missing)
    return NewExchange(call.principal.namespace_id, _exchange(message, prefix))


def _exchange(message: exchange_pb2.Exchange, prefix: str) -> Exchange:
    values = {name: read(message, prefix) for name, read in _READERS.items()}
    return Exchange(message.session_id, message.message_id, message.request_id, **values)


def _context(message: exchange_pb2.Exchange, _: str) -> str:
    if not message.context:
        return ""
    return json.dumps(
        [{"role": m.role, "content": m.content} for m in message.context], ensure_ascii=False
    )


_READERS: dict[str, Callable[[exchange_pb2.Exchange, str], Any]] = {
    "status": lambda m, _: m.status or ExchangeStatus.COMPLETED.value,
    "prompt": lambda m, _: m.prompt,
    "answer": lambda m, _: m.answer,
    "context": _context,
    "topic": lambda m, _: m.topic,
    "confidence": lambda m, _: m.confidence if m.HasField("confidence") else None,
    "model": lambda m, _: m.model,
    "metadata": lambda m, prefix: to_json(m.metadata, f"{prefix}metadata"),
}
"""How each changeable field is read from a message."""


def _key(message: exchange_pb2.Exchange) -> ExchangeKey:
    if message.id:
        return ExchangeKey(message.id)
    if message.session_id and message.message_id:
        return ExchangeKey("", message.session_id, message.message_id, "")
    if message.session_id and message.request_id:
        return ExchangeKey("", message.session_id, "", message.request_id)
    raise invalid(
        [
            Violation(
                field="exchange.id",
                rule="must be set, or session_id with message_id or request_id instead",
            )
        ]
    )


def _change(request: exchange_pb2.UpdateExchangeRequest) -> Callable[[Exchange], Exchange]:
    """Read what an update changes: the fields of its mask, or those that are set without one."""
    message = request.exchange
    paths = set(request.update_mask.paths)
    if not paths:
        paths = {field.name for field, _ in message.ListFields()} & set(CHANGEABLE)
    elif paths == {"*"}:
        paths = set(CHANGEABLE)
    if unknown := sorted(paths - set(CHANGEABLE)):
        raise invalid(
            [
                Violation(
                    field="update_mask",
                    rule=f"must not name {path}: only {', '.join(CHANGEABLE)} can change",
                )
                for path in unknown
            ]
        )
    if "status" in paths and not message.status:
        raise invalid(
            [Violation(field="exchange.status", rule="must be set, as it is in the mask")]
        )
    values = {name: _READERS[name](message, "exchange.") for name in paths}
    return lambda stored: stored._replace(**values)


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
