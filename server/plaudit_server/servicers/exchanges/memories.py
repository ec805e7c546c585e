"""MemoryService: lists and searches the exchanges with positive feedback."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit_server.contract import memory_pb2
from plaudit_server.domain.errors import Violation
from plaudit_server.domain.exchanges.filters import MemoryFilter
from plaudit_server.domain.exchanges.words import query_words
from plaudit_server.domain.ids import Kind
from plaudit_server.domain.tenants.scopes import Scope
from plaudit_server.pipeline.call import Call, rpc
from plaudit_server.servicers.exchanges.exchanges import write_exchange
from plaudit_server.servicers.values import page, set_time
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.exchanges import memories as storage
from plaudit_server.storage.exchanges.memories import StoredMemory

DEFAULT_RESULTS = 10
MAX_RESULTS = 100


def _search_rules(request: memory_pb2.SearchMemoriesRequest) -> Iterator[Violation]:
    if request.query and not query_words(request.query):
        yield Violation(field="query", rule="must have at least one letter or digit")


class MemoryServicer:
    """Serves `plaudit.v1.MemoryService`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @rpc(Scope.MEMORIES_READ)
    async def ListMemories(
        self, request: memory_pb2.ListMemoriesRequest, call: Call
    ) -> memory_pb2.ListMemoriesResponse:
        namespace_id = call.principal.namespace_id
        query = request.filter.SerializeToString(deterministic=True).hex()
        wanted = page(request, "ListMemories", namespace_id, query)

        def read(backend: Backend) -> memory_pb2.ListMemoriesResponse:
            memories, next_id = storage.list_page(
                backend,
                namespace_id,
                _filter(request.filter),
                before=wanted.after,
                limit=wanted.size,
            )
            response = memory_pb2.ListMemoriesResponse()
            for memory in memories:
                _write_memory(response.memories.add(), memory)
            response.next_page_token = wanted.next_token(next_id, more=bool(next_id))
            return response

        return await self._store.query(namespace_id, read)

    @rpc(Scope.MEMORIES_READ, rules=_search_rules)
    async def SearchMemories(
        self, request: memory_pb2.SearchMemoriesRequest, call: Call
    ) -> memory_pb2.SearchMemoriesResponse:
        namespace_id = call.principal.namespace_id

        def read(backend: Backend) -> memory_pb2.SearchMemoriesResponse:
            found = storage.search(
                backend,
                namespace_id,
                query_words(request.query),
                _filter(request.filter),
                limit=min(request.max_results or DEFAULT_RESULTS, MAX_RESULTS),
            )
            response = memory_pb2.SearchMemoriesResponse()
            for memory, score in found:
                match = response.matches.add(score=score)
                _write_memory(match.memory, memory)
            return response

        return await self._store.query(namespace_id, read)


def _filter(message: memory_pb2.MemoryFilter) -> MemoryFilter:
    return MemoryFilter(
        session_id=message.session_id,
        topic=message.topic,
        user_id=message.user_id,
        external_user_id=message.external_user_id,
    )


def _write_memory(message: memory_pb2.Memory, stored: StoredMemory) -> None:
    message.id = Kind.MEMORY + stored.exchange.id.removeprefix(Kind.EXCHANGE)
    write_exchange(message.exchange, stored.exchange)
    message.positive_count = stored.positive_count
    set_time(message.create_time, stored.create_time)
    set_time(message.update_time, stored.update_time)
