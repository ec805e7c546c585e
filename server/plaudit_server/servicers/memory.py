"""MemoryService: what positive feedback keeps."""

from __future__ import annotations

from plaudit_server.contract import memory_pb2
from plaudit_server.domain.ids import Kind
from plaudit_server.domain.scopes import Scope
from plaudit_server.pipeline.call import Call, rpc
from plaudit_server.servicers.exchange import write_exchange
from plaudit_server.servicers.values import page, set_time
from plaudit_server.storage import memories as storage
from plaudit_server.storage.memories import StoredMemory
from plaudit_server.storage.store import Store


class MemoryServicer:
    """Serves `plaudit.v1.MemoryService`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @rpc(Scope.MEMORIES_READ)
    async def ListMemories(
        self, request: memory_pb2.ListMemoriesRequest, call: Call
    ) -> memory_pb2.ListMemoriesResponse:
        namespace_id = call.principal.namespace_id
        wanted = page(request, "ListMemories", namespace_id)
        memories, more = await self._store.query(
            storage.list_page, namespace_id, before=wanted.after, limit=wanted.size
        )
        response = memory_pb2.ListMemoriesResponse()
        for memory in memories:
            _write_memory(response.memories.add(), memory)
            response.next_page_token = wanted.next_token(memory.exchange.id, more=more)
        return response


def _write_memory(message: memory_pb2.Memory, stored: StoredMemory) -> None:
    message.id = Kind.MEMORY + stored.exchange.id.removeprefix(Kind.EXCHANGE)
    write_exchange(message.exchange, stored.exchange)
    message.positive_count = stored.positive_count
    set_time(message.create_time, stored.create_time)
    set_time(message.update_time, stored.update_time)
