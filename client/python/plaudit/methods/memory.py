"""The methods of MemoryService. Made from the contract by scripts/python_client; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plaudit.arguments import either
from plaudit.calls.aio import AsyncCalls, AsyncPages
from plaudit.calls.method import Method
from plaudit.calls.sync import Calls, Pages
from plaudit.v1 import memory_pb2
from plaudit.v1.memory_pb2_grpc import MemoryServiceStub

if TYPE_CHECKING:
    from plaudit import params

_LIST_MEMORIES = Method(
    "plaudit.v1.MemoryService",
    "ListMemories",
    memory_pb2.ListMemoriesRequest,
    memory_pb2.ListMemoriesResponse,
    MemoryServiceStub,
    is_repeatable=True,
)
_SEARCH_MEMORIES = Method(
    "plaudit.v1.MemoryService",
    "SearchMemories",
    memory_pb2.SearchMemoriesRequest,
    memory_pb2.SearchMemoriesResponse,
    MemoryServiceStub,
    is_repeatable=True,
)
METHODS: dict[str, Method[Any, Any]] = {
    "ListMemories": _LIST_MEMORIES,
    "SearchMemories": _SEARCH_MEMORIES,
}


class MemoryMethods(Calls):
    """MemoryService as methods."""

    def list_memories(
        self,
        *,
        session_id: str | None = None,
        topic: str | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        filter: memory_pb2.MemoryFilter | params.MemoryFilterParam | None = None,
        timeout: float | None = None,
    ) -> Pages[memory_pb2.Memory, memory_pb2.ListMemoriesResponse]:
        """Returns the memories of the namespace, newest exchange first.

        Pages stay consistent while memories are added and removed. A page of long texts may hold
        fewer memories than `page_size`.

        Scope: memories.read.

        Args:
            session_id: The session of the exchange. At most 256 characters, no control characters.
            topic: The topic of the exchange. At most 256 characters, no control characters.
            user_id: The user of the exchange. At most 256 characters, no control characters.
            external_user_id: The end user of the exchange. At most 256 characters, no control
                characters.
            page_size: The maximum number of results: 50 when 0; values above 1,000 count as 1,000.
                Not negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. The
                rest of the query must be the same as before: INVALID_ARGUMENT (INVALID_PAGE_TOKEN)
                otherwise.
            filter: The filter as a whole, instead of its fields one by one.
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the memories, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_MEMORIES,
            {
                "page_size": page_size,
                "page_token": page_token,
                "filter": either(
                    "filter",
                    filter,
                    {
                        "session_id": session_id,
                        "topic": topic,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                    },
                ),
            },
            "memories",
            timeout,
        )

    def search_memories(
        self,
        *,
        session_id: str | None = None,
        topic: str | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        query: str | None = None,
        filter: memory_pb2.MemoryFilter | params.MemoryFilterParam | None = None,
        max_results: int | None = None,
        timeout: float | None = None,
    ) -> memory_pb2.SearchMemoriesResponse:
        """Finds memories by the words of their prompts and answers, best match first, and returns
        their texts as context for an agent.

        Case and accents do not matter. A memory ranks higher the more words of the query it
        contains and the rarer these are. In scripts without spaces between words, such as Chinese,
        each pair of neighbouring characters is a word. The first 32,768 characters of a prompt and
        of an answer and the first 64 characters of a word are searched. A memory can be found as
        soon as a submission has returned `stored`.

        Scope: memories.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the query contains no word.

        Args:
            session_id: The session of the exchange. At most 256 characters, no control characters.
            topic: The topic of the exchange. At most 256 characters, no control characters.
            user_id: The user of the exchange. At most 256 characters, no control characters.
            external_user_id: The end user of the exchange. At most 256 characters, no control
                characters.
            query: Required. The words to search for; punctuation is ignored. 1 to 4,096 characters
                with at least one letter or digit, no NUL. Only the first 64 different words count.
            filter: The filter as a whole, instead of its fields one by one.
            max_results: The maximum number of results: 10 when 0; values above 100 count as 100.
                Not negative. Fewer are returned if the texts are long.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._unary(
            _SEARCH_MEMORIES,
            {
                "query": query,
                "filter": either(
                    "filter",
                    filter,
                    {
                        "session_id": session_id,
                        "topic": topic,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                    },
                ),
                "max_results": max_results,
            },
            timeout,
        )


class AsyncMemoryMethods(AsyncCalls):
    """MemoryService as methods."""

    def list_memories(
        self,
        *,
        session_id: str | None = None,
        topic: str | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        filter: memory_pb2.MemoryFilter | params.MemoryFilterParam | None = None,
        timeout: float | None = None,
    ) -> AsyncPages[memory_pb2.Memory, memory_pb2.ListMemoriesResponse]:
        """Returns the memories of the namespace, newest exchange first.

        Pages stay consistent while memories are added and removed. A page of long texts may hold
        fewer memories than `page_size`.

        Scope: memories.read.

        Args:
            session_id: The session of the exchange. At most 256 characters, no control characters.
            topic: The topic of the exchange. At most 256 characters, no control characters.
            user_id: The user of the exchange. At most 256 characters, no control characters.
            external_user_id: The end user of the exchange. At most 256 characters, no control
                characters.
            page_size: The maximum number of results: 50 when 0; values above 1,000 count as 1,000.
                Not negative.
            page_token: The `next_page_token` of the previous page; empty for the first page. The
                rest of the query must be the same as before: INVALID_ARGUMENT (INVALID_PAGE_TOKEN)
                otherwise.
            filter: The filter as a whole, instead of its fields one by one.
            timeout: Seconds to wait for each page; the client's if not given, `math.inf` for no
                limit.

        Returns:
            An iterator of the memories, which reads further pages by itself.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return self._list(
            _LIST_MEMORIES,
            {
                "page_size": page_size,
                "page_token": page_token,
                "filter": either(
                    "filter",
                    filter,
                    {
                        "session_id": session_id,
                        "topic": topic,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                    },
                ),
            },
            "memories",
            timeout,
        )

    async def search_memories(
        self,
        *,
        session_id: str | None = None,
        topic: str | None = None,
        user_id: str | None = None,
        external_user_id: str | None = None,
        query: str | None = None,
        filter: memory_pb2.MemoryFilter | params.MemoryFilterParam | None = None,
        max_results: int | None = None,
        timeout: float | None = None,
    ) -> memory_pb2.SearchMemoriesResponse:
        """Finds memories by the words of their prompts and answers, best match first, and returns
        their texts as context for an agent.

        Case and accents do not matter. A memory ranks higher the more words of the query it
        contains and the rarer these are. In scripts without spaces between words, such as Chinese,
        each pair of neighbouring characters is a word. The first 32,768 characters of a prompt and
        of an answer and the first 64 characters of a word are searched. A memory can be found as
        soon as a submission has returned `stored`.

        Scope: memories.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the query contains no word.

        Args:
            session_id: The session of the exchange. At most 256 characters, no control characters.
            topic: The topic of the exchange. At most 256 characters, no control characters.
            user_id: The user of the exchange. At most 256 characters, no control characters.
            external_user_id: The end user of the exchange. At most 256 characters, no control
                characters.
            query: Required. The words to search for; punctuation is ignored. 1 to 4,096 characters
                with at least one letter or digit, no NUL. Only the first 64 different words count.
            filter: The filter as a whole, instead of its fields one by one.
            max_results: The maximum number of results: 10 when 0; values above 100 count as 100.
                Not negative. Fewer are returned if the texts are long.
            timeout: Seconds to wait; the client's if not given, `math.inf` for no limit.

        Returns:
            The response.

        Raises:
            PlauditError: The call failed; its subclass tells the status code.
            TypeError: An argument has the wrong type.
            ValueError: An argument breaks a rule of its type.
        """
        return await self._unary(
            _SEARCH_MEMORIES,
            {
                "query": query,
                "filter": either(
                    "filter",
                    filter,
                    {
                        "session_id": session_id,
                        "topic": topic,
                        "user_id": user_id,
                        "external_user_id": external_user_id,
                    },
                ),
                "max_results": max_results,
            },
            timeout,
        )
