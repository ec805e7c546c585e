"""The calls of `AsyncClient`: single ones, lists that page, and streams that resume."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import math
import sys
import time
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import grpc
import grpc.aio
from google.protobuf.message import Message

from plaudit.calls.channel import Headers, Server, seconds
from plaudit.calls.method import Backoff, Method, wait_before_retry
from plaudit.calls.outbox import Outbox
from plaudit.calls.tracing import Tracing, find_tracing
from plaudit.errors import Cancelled, PlauditError, from_call
from plaudit.v1 import feedback_pb2

if TYPE_CHECKING:
    from typing_extensions import Self

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)
Item = TypeVar("Item")

_AHEAD = 1000
"""How many items of a stream may wait for their acknowledgement."""


class AsyncCalls:
    """Makes the calls of a client; the methods of each service are built on it."""

    def __init__(
        self,
        server: Server,
        headers: Headers,
        timeout: float,
        methods: Mapping[str, Method[Any, Any]],
        *,
        retries: bool,
    ) -> None:
        self._server = server
        self._headers = headers
        self._timeout = timeout
        self._methods = methods
        self._retries = retries
        self._callables: dict[str, Any] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self.is_closed = False
        self._tracing = find_tracing(server.address)

    @property
    def address(self) -> str:
        """Where the server is, HOST:PORT."""
        return self._server.address

    @functools.cached_property
    def channel(self) -> grpc.aio.Channel:
        """The channel, for stubs of one's own; it belongs to the event loop that needs it first.

        Calls on it need `headers`.
        """
        self._loop = asyncio.get_running_loop()
        options = self._server.options(self._methods if self._retries else {})
        if self._server.tls:
            credentials = self._server.credentials()
            return grpc.aio.secure_channel(self._server.address, credentials, options)
        return grpc.aio.insecure_channel(self._server.address, options)

    @property
    def headers(self) -> Headers:
        """The headers of every call: the credential, and the namespace if one was given."""
        return self._headers

    def _callable(self, method: Method[Any, Any]) -> Any:
        if self._loop is not None and self._loop is not asyncio.get_running_loop():
            raise RuntimeError(
                "an AsyncClient belongs to the event loop of its first call, and this is another:"
                " make a client in each loop"
            )
        found = self._callables.get(method.name)
        if found is None:
            if self.is_closed:
                raise Cancelled("the client is closed")
            found = getattr(method.stub(self.channel), method.name)
            self._callables[method.name] = found
        return found

    async def _unary(
        self, method: Method[Request, Response], values: dict[str, Any], timeout: float | None
    ) -> Response:
        """Make a call and wait for its response."""
        return await self._call(method, method.make(values), timeout)

    async def _call(
        self, method: Method[Request, Response], request: Request, timeout: float | None
    ) -> Response:
        left = self._timeout if timeout is None else seconds(timeout)
        deadline = time.monotonic() + left
        while True:
            call = self._callable(method)
            try:
                if self._tracing is not None and self._tracing.is_on():
                    return await self._traced(self._tracing, method, call, request, left)
                response: Response = await call(
                    request, timeout=_finite(left), metadata=self._headers
                )
                return response  # noqa: TRY300
            except grpc.RpcError as rpc_error:
                error = from_call(rpc_error, self._server.address)
                left = deadline - time.monotonic()
                wait = wait_before_retry(error, method, left) if self._retries else None
                if wait is None:
                    raise error from rpc_error
            except asyncio.CancelledError:
                if self.is_closed and not _is_cancelled():
                    raise Cancelled("the client is closed") from None
                raise
            await asyncio.sleep(wait)
            left = max(deadline - time.monotonic(), 0.001)

    async def _traced(
        self,
        tracing: Tracing,
        method: Method[Request, Response],
        call: Any,
        request: Request,
        left: float,
    ) -> Response:
        span, headers = tracing.start(method, self._headers)
        error: PlauditError | None = None
        try:
            response: Response = await call(request, timeout=_finite(left), metadata=headers)
            return response  # noqa: TRY300
        except grpc.RpcError as rpc_error:
            error = from_call(rpc_error, self._server.address)
            raise
        except asyncio.CancelledError:
            error = Cancelled("the task that waited was cancelled")
            raise
        finally:
            tracing.end(span, error)

    def _list(
        self,
        method: Method[Any, Response],
        values: dict[str, Any],
        field: str,
        timeout: float | None,
    ) -> AsyncPages[Any, Response]:
        """Make a list that reads its pages when they are needed."""
        return AsyncPages(
            functools.partial(self._call, method), method.make(values), field, timeout
        )

    def _stream(
        self,
        method: Method[Any, Response],
        values: dict[str, Any],
        items: Callable[[Response], Iterable[Item]],
        timeout: float | None,
        give_up_after: float = math.inf,
    ) -> AsyncStream[Item, Response]:
        """Make a stream that resumes where it broke."""
        return AsyncStream(self, method, method.make(values), items, timeout, give_up_after)

    async def close(self) -> None:
        """Close the connection. Calls that are open, and later ones, fail with `Cancelled`."""
        self.is_closed = True
        self._callables = {}
        opened: grpc.aio.Channel | None = self.__dict__.get("channel")
        if opened is not None:
            await opened.close(None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()


class AsyncPages(AsyncIterator[Item], Generic[Item, Response]):
    """A list of the server, item by item; it reads each page when its first item is needed.

    Attributes:
        page_token: Where the next page starts; empty before the first page and after the last.

    """

    def __init__(
        self,
        call: Callable[[Any, float | None], Awaitable[Response]],
        request: Any,
        field: str,
        timeout: float | None,
    ) -> None:
        self._call = call
        self._request = request
        self._field = field
        self._timeout = timeout
        self._ready: deque[Item] = deque()
        self._is_done = False

    @property
    def page_token(self) -> str:
        return str(self._request.page_token)

    async def __anext__(self) -> Item:
        while not self._ready:
            self._ready.extend(getattr(await self._next_page(), self._field))
        return self._ready.popleft()

    async def pages(self) -> AsyncIterator[Response]:
        """Read the pages that were not read yet, as the server's responses."""
        while True:
            try:
                page = await self._next_page()
            except StopAsyncIteration:
                return
            yield page

    async def _next_page(self) -> Response:
        if self._is_done:
            raise StopAsyncIteration
        page = await self._call(self._request, self._timeout)
        self._request.page_token = page.next_page_token  # type: ignore[attr-defined]
        self._is_done = not self._request.page_token
        return page


class _Resuming(AsyncIterator[Item]):
    """What streams have in common: one call after the other, until the server ends one."""

    def __init__(
        self,
        calls: AsyncCalls,
        method: Method[Any, Any],
        timeout: float | None,
        give_up_after: float,
    ) -> None:
        self._method = method
        self._calls = calls
        self._callable = functools.partial(calls._callable, method)  # noqa: SLF001 - of this module
        self._headers = calls._headers  # noqa: SLF001
        self._address = calls._server.address  # noqa: SLF001
        self._tracing = calls._tracing  # noqa: SLF001
        self._deadline = math.inf if timeout is None else time.monotonic() + seconds(timeout)
        self._backoff = Backoff(calls._timeout, give_up_after)  # noqa: SLF001
        self._call: Any = None
        self._span: Any = None
        self._closed = asyncio.Event()
        self._ready: deque[tuple[Item, str | None]] = deque()

    def _open(self) -> Any:
        raise NotImplementedError

    def _take(self, response: Any) -> None:
        raise NotImplementedError

    def _start(self, request: Any) -> Any:
        call = self._callable()
        headers = self._headers
        if self._tracing is not None and self._tracing.is_on():
            self._span, headers = self._tracing.start(self._method, headers)
        left = max(self._deadline - time.monotonic(), 0.001)
        return call(request, timeout=_finite(left), metadata=headers)

    def _end(self, error: PlauditError | None = None) -> None:
        self._call = None
        span, self._span = self._span, None
        if span is not None and self._tracing is not None:
            self._tracing.end(span, error)

    async def _receive(self) -> None:
        """Take the next response, of this call or of one that resumes it."""
        if self._closed.is_set():
            raise StopAsyncIteration
        if self._call is None:
            self._call = self._open()
        try:
            response = await self._call.read()
        except grpc.RpcError as rpc_error:
            if self._closed.is_set():
                self._end()
                raise StopAsyncIteration from None
            error = from_call(rpc_error, self._address)
            self._end(error)
            wait = self._backoff.wait(error)
            if wait is None or time.monotonic() + wait >= self._deadline:
                await self.close()
                raise error from rpc_error
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._closed.wait(), wait)
            return
        except asyncio.CancelledError:
            if self._closed.is_set() and not _is_cancelled():  # another task closed the stream
                raise StopAsyncIteration from None
            # With the task that waited, gRPC has cancelled the call. Who goes on resumes.
            self._end(Cancelled("the task that waited was cancelled"))
            if self._calls.is_closed and not _is_cancelled():
                raise Cancelled("the client is closed") from None
            raise
        if response is grpc.aio.EOF:  # type: ignore[attr-defined]
            self._end()
            await self.close()
            self._finish()
            raise StopAsyncIteration
        self._backoff.reset()
        self._take(response)

    def _finish(self) -> None:
        """Say what is wrong although the server ended the call well."""

    async def close(self) -> None:
        """End the stream. A task that waits for its next item then gets none."""
        self._closed.set()
        call = self._call
        if call is not None:
            call.cancel()
        self._end()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()


class AsyncStream(_Resuming[Item], Generic[Item, Response]):
    """What the server sends, until it ends; if the connection breaks, it resumes.

    Attributes:
        resume_token: Where a new call goes on after the last item that was handed out.

    """

    def __init__(
        self,
        calls: AsyncCalls,
        method: Method[Any, Response],
        request: Any,
        items: Callable[[Response], Iterable[Item]],
        timeout: float | None,
        give_up_after: float,
    ) -> None:
        super().__init__(calls, method, timeout, give_up_after)
        self._request = request
        self._items = items
        self.resume_token: str = request.resume_token

    async def __anext__(self) -> Item:
        while not self._ready:
            await self._receive()
        item, token = self._ready.popleft()
        if token is not None:
            self.resume_token = token
        return item

    def _open(self) -> Any:
        return self._start(self._request)

    def _take(self, response: Any) -> None:
        found = list(self._items(response))
        token = response.resume_token
        if token:
            self._request.resume_token = token
        if not found:
            self.resume_token = token or self.resume_token
        self._ready.extend((item, None) for item in found[:-1])
        self._ready.extend((item, token or None) for item in found[-1:])


class AsyncUpload(_Resuming[feedback_pb2.StreamFeedbackResult]):
    """The results of a stream of feedback, in its order; if the connection breaks, it resumes.

    Attributes:
        stream_id: The id of the stream. The same items with the same id, also by another process,
            are recorded once.

    """

    def __init__(
        self,
        calls: AsyncCalls,
        method: Method[Any, Any],
        items: Iterable[Any] | AsyncIterable[Any],
        stream_id: str | None,
        timeout: float | None,
        give_up_after: float,
    ) -> None:
        super().__init__(calls, method, timeout, give_up_after)
        self._outbox = Outbox(stream_id)
        self._items = items
        self._fetching: asyncio.Task[None] | None = None
        self._changed = asyncio.Condition()
        self._has_all = False
        self.stream_id = self._outbox.stream_id

    async def __anext__(self) -> feedback_pb2.StreamFeedbackResult:
        while not self._ready:
            try:
                await self._receive()
            except (asyncio.CancelledError, PlauditError):
                await self.close()  # nobody may go on, and so nobody end what takes the items
                raise
            async with self._changed:
                self._changed.notify_all()
        return self._ready.popleft()[0]

    def _open(self) -> Any:
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._fetch())
        return self._start(self._requests())

    async def _fetch(self) -> None:
        """Take the items, ahead of the acknowledgements by a limited number.

        A task of its own does it, since gRPC ends the one that reads the requests of a broken call,
        and an item that it waits for would be lost.
        """
        try:
            async for item in _each(self._items):
                async with self._changed:
                    await self._changed.wait_for(lambda: len(self._outbox) < _AHEAD)
                    added = self._outbox.add(item)
                    self._changed.notify_all()
                if added is None:
                    break
        except Exception as error:  # noqa: BLE001 - raised where the results are read
            self._outbox.failure = error
        async with self._changed:
            self._has_all = True
            self._changed.notify_all()

    async def _requests(self) -> AsyncIterator[feedback_pb2.StreamFeedbackRequest]:
        """Yield the requests of one call: what was not acknowledged, then what is new."""
        place = self._outbox.acknowledged + 1
        while True:
            async with self._changed:
                await self._changed.wait_for(
                    lambda: self._has_all or self._outbox.get(place) is not None  # noqa: B023
                )
                request = self._outbox.get(place)
            if request is None:
                return
            yield request
            place += 1

    def _take(self, response: Any) -> None:
        for result in response.results:
            self._outbox.acknowledge(result.sequence_number)
            self._ready.append((result, None))

    def _finish(self) -> None:
        if self._outbox.failure is not None:
            raise self._outbox.failure

    async def close(self) -> None:
        await super().close()
        if self._fetching is not None:
            self._fetching.cancel()


async def _each(items: Iterable[Any] | AsyncIterable[Any]) -> AsyncIterator[Any]:
    if isinstance(items, AsyncIterable):
        async for item in items:
            yield item
    else:
        for item in items:
            yield item


def _is_cancelled() -> bool:
    """Whether the task was cancelled, and not only its call; before Python 3.11 nobody knows."""
    if sys.version_info < (3, 11):
        return False
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _finite(seconds: float) -> float | None:
    return None if seconds == math.inf else seconds
