"""Writes that a request id makes safe to retry (AIP-155)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar, cast

from google.protobuf.message import Message

from plaudit_server.domain.ids import digest
from plaudit_server.pipeline.call import Call
from plaudit_server.storage.engine.requests import RequestKey
from plaudit_server.storage.engine.store import Once, Store, WriteOperation

P = TypeVar("P")
R = TypeVar("R")


class _HasRequestId(Protocol):
    @property
    def request_id(self) -> str: ...


async def write(
    store: Store,
    call: Call,
    operation: WriteOperation[P, R],
    payload: P,
    answer: Callable[[R], Message],
) -> Message | bytes:
    """Run a write for a call and answer it; a request id that was answered answers the same again.

    A request that has `validate_only` set is answered as if it had been written. `answer` makes the
    response from the result. With a request id it runs before the commit, on the
    writer's thread, so that the answer is remembered with what it answers.
    """
    request_id = cast(_HasRequestId, call.request).request_id
    namespace_id = call.principal.namespace_id
    if getattr(call.request, "validate_only", False):
        result = await store.dry_run(operation, payload, namespace_id=namespace_id)
        return await call.compute(lambda: answer(result))
    if not request_id:
        written = await store.write(operation, payload, namespace_id=namespace_id)
        return await call.compute(lambda: answer(written))

    def encode(result: Any) -> bytes:
        return answer(result).SerializeToString()

    key = RequestKey(
        namespace_id,
        digest(call.request.DESCRIPTOR.name, call.principal.id, request_id.lower()),
        await call.compute(lambda: _fingerprint(call.request)),
    )
    return await store.write_once(
        operation, payload, namespace_id=namespace_id, once=Once(key, encode)
    )


def _fingerprint(request: Message) -> str:
    """Digest what a request says, so that another request under its id is noticed."""
    said = type(request)()
    said.CopyFrom(request)
    said.ClearField("request_id")
    return digest(said.SerializeToString(deterministic=True).hex())
