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
    respond: Callable[[R], Message],
) -> Message | bytes:
    """Run a write for a call and return its response; a retry with the same request id gets it too.

    A request with `validate_only` gets the response of a write, but nothing is written. `respond`
    turns the result into the response. With a request id it runs on the writer's thread before the
    commit, so that the response is stored in the same transaction as the write.
    """
    request_id = cast(_HasRequestId, call.request).request_id
    namespace_id = call.principal.namespace_id
    if getattr(call.request, "validate_only", False):
        result = await store.dry_run(operation, payload, namespace_id=namespace_id)
        return await call.compute(lambda: respond(result))
    if not request_id:
        written = await store.write(operation, payload, namespace_id=namespace_id)
        return await call.compute(lambda: respond(written))

    def encode(result: Any) -> bytes:
        return respond(result).SerializeToString()

    key = RequestKey(
        namespace_id,
        digest(call.request.DESCRIPTOR.name, call.principal.id, request_id.lower()),
        await call.compute(lambda: _fingerprint(call.request)),
    )
    return await store.write_once(
        operation, payload, namespace_id=namespace_id, once=Once(key, encode)
    )


def _fingerprint(request: Message) -> str:
    """Digest a request without its id, to detect a different request with the same id."""
    stripped = type(request)()
    stripped.CopyFrom(request)
    stripped.ClearField("request_id")
    return digest(stripped.SerializeToString(deterministic=True).hex())
