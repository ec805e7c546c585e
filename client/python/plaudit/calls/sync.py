"""The calls of `Client`: single ones, lists that page, and streams that resume."""

from __future__ import annotations

import functools
import math
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import grpc
from google.protobuf.message import Message

from plaudit.calls.channel import Headers, Server, for_grpc, seconds
from plaudit.calls.method import Backoff, Method, wait_before_retry
from plaudit.calls.outbox import AHEAD, Outbox
from plaudit.calls.tracing import Tracing, find_tracing
from plaudit.errors import Cancelled, PlauditError, from_call
from plaudit.v1 import feedback_pb2

if TYPE_CHECKING:
    from typing_extensions import Self

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)
Item = TypeVar("Item")


class Calls:
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
        self._channel: grpc.Channel | None = None
        self._process: int | None = None
        self._is_closed = False
        self._tracing = find_tracing(server.address)
        self._lock = threading.RLock()

    @property
    def address(self) -> str:
        """Where the server is, HOST:PORT."""
        return self._server.address

    @property
    def channel(self) -> grpc.Channel:
        """The channel, for stubs of one's own; it opens when it is needed first.

        Calls on it need `headers`.
        """
        with self._lock:
            self._check_open()
            if self._channel is None:
                self._process = os.getpid()
                server = self._server
                options = server.options(self._methods if self._retries else {})
                self._channel = (
                    grpc.secure_channel(server.address, server.credentials(), options)
                    if server.tls
                    else grpc.insecure_channel(server.address, options)
                )
            return self._channel

    def _check_open(self) -> None:
        if self._is_closed:
            raise Cancelled("the client is closed")

    @property
    def headers(self) -> Headers:
        """The headers of every call: the credential, and the namespace if one was given."""
        return self._headers

    def _callable(self, method: Method[Any, Any]) -> Any:
        if self._process not in {None, os.getpid()}:  # gRPC may hang then
            raise RuntimeError(
                "a client belongs to the process of its first call, and this is a fork of it: make"
                " a client in each process"
            )
        found = self._callables.get(method.name)
        if found is None:
            with self._lock:
                found = getattr(method.stub(self.channel), method.name)
                self._callables[method.name] = found
        return found

    def _unary(
        self, method: Method[Request, Response], values: dict[str, Any], timeout: float | None
    ) -> Response:
        """Make a call and wait for its response."""
        return self._call(method, method.make(values), timeout)

    def _call(
        self, method: Method[Request, Response], request: Request, timeout: float | None
    ) -> Response:
        left = self._timeout if timeout is None else seconds(timeout)
        deadline = time.monotonic() + left
        while True:
            call = self._callable(method)
            try:
                if self._tracing is not None and self._tracing.is_on():
                    return self._traced(self._tracing, method, call, request, left)
                response: Response = call(request, timeout=for_grpc(left), metadata=self._headers)
                return response  # noqa: TRY300
            except grpc.RpcError as rpc_error:
                error = from_call(rpc_error, self._server.address)
                left = deadline - time.monotonic()
                wait = wait_before_retry(error, method, left) if self._retries else None
                if wait is None:
                    raise error from rpc_error
            except ValueError:  # of gRPC, if another thread has just closed the channel
                self._check_open()
                raise
            time.sleep(wait)
            left = max(deadline - time.monotonic(), 0.001)

    def _traced(
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
            response: Response = call(request, timeout=for_grpc(left), metadata=headers)
            return response  # noqa: TRY300
        except grpc.RpcError as rpc_error:
            error = from_call(rpc_error, self._server.address)
            raise
        finally:
            tracing.end(span, error)

    def _list(
        self,
        method: Method[Any, Response],
        values: dict[str, Any],
        field: str,
        timeout: float | None,
    ) -> Pages[Any, Response]:
        """Make a list that reads its pages when they are needed."""
        return Pages(functools.partial(self._call, method), method.make(values), field, timeout)

    def _stream(
        self,
        method: Method[Any, Response],
        values: dict[str, Any],
        items: Callable[[Response], Iterable[Item]],
        timeout: float | None,
        give_up_after: float = math.inf,
    ) -> Stream[Item, Response]:
        """Make a stream that resumes where it broke."""
        return Stream(self, method, method.make(values), items, timeout, give_up_after)

    def close(self) -> None:
        """Close the connection. Calls that are open, and later ones, fail with `Cancelled`."""
        with self._lock:
            self._is_closed = True
            self._callables = {}
            opened, self._channel = self._channel, None
        if opened is not None:
            opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class Pages(Iterator[Item], Generic[Item, Response]):
    """A list of the server, item by item; it reads each page when its first item is needed.

    Attributes:
        page_token: Where the next page starts; empty before the first page and after the last.

    """

    def __init__(
        self,
        call: Callable[[Any, float | None], Response],
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

    def __next__(self) -> Item:
        while not self._ready:
            self._ready.extend(getattr(self._next_page(), self._field))
        return self._ready.popleft()

    def pages(self) -> Iterator[Response]:
        """Read the pages that were not read yet, as the server's responses."""
        while True:
            try:
                page = self._next_page()
            except StopIteration:
                return
            yield page

    def _next_page(self) -> Response:
        if self._is_done:
            raise StopIteration
        page = self._call(self._request, self._timeout)
        self._request.page_token = page.next_page_token  # type: ignore[attr-defined]
        self._is_done = not self._request.page_token
        return page


class _Resuming(Iterator[Item]):
    """What streams have in common: one call after the other, until the server ends one."""

    def __init__(
        self, calls: Calls, method: Method[Any, Any], timeout: float | None, give_up_after: float
    ) -> None:
        self._method = method
        self._callable = functools.partial(calls._callable, method)  # noqa: SLF001 - of this module
        self._check_open = calls._check_open  # noqa: SLF001
        self._headers = calls._headers  # noqa: SLF001
        self._address = calls._server.address  # noqa: SLF001
        self._tracing = calls._tracing  # noqa: SLF001
        self._deadline = math.inf if timeout is None else time.monotonic() + seconds(timeout)
        self._backoff = Backoff(calls._timeout, give_up_after)  # noqa: SLF001
        self._call: Any = None
        self._span: Any = None
        self._closed = threading.Event()
        self._ending = threading.Lock()
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
        return call(request, timeout=for_grpc(left), metadata=headers)

    def _end(self, error: PlauditError | None = None) -> None:
        with self._ending:  # another thread may close the stream
            self._call = None
            span, self._span = self._span, None
        if span is not None and self._tracing is not None:
            self._tracing.end(span, error)

    def _receive(self) -> None:
        """Take the next response, of this call or of one that resumes it."""
        if self._closed.is_set():
            raise StopIteration
        call = self._call
        if call is None:
            try:
                call = self._call = self._open()
            except ValueError:  # of gRPC, if another thread has just closed the channel
                self._check_open()
                raise
            if self._closed.is_set():  # meanwhile
                call.cancel()
        try:
            response = next(call)
        except StopIteration:
            self._end()
            self._finish()
            self._closed.set()
            raise
        except grpc.RpcError as rpc_error:
            if self._closed.is_set():
                self._end()
                raise StopIteration from None
            error = from_call(rpc_error, self._address)
            self._end(error)
            wait = self._backoff.wait(error)
            if wait is None or time.monotonic() + wait >= self._deadline:
                self._closed.set()
                raise error from rpc_error
            self._closed.wait(wait)
            return
        self._take(response)
        self._backoff.reset(has_item=bool(self._ready))

    def _finish(self) -> None:
        """Say what is wrong although the server ended the call well."""

    def close(self) -> None:
        """End the stream. A thread that waits for its next item then gets none."""
        self._closed.set()
        call = self._call
        if call is not None:
            call.cancel()
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class Stream(_Resuming[Item], Generic[Item, Response]):
    """What the server sends, until it ends; if the connection breaks, it resumes.

    Attributes:
        resume_token: Where a new call goes on: after the last message of the server of which every
            item was handed out.

    """

    def __init__(
        self,
        calls: Calls,
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

    def __next__(self) -> Item:
        while not self._ready:
            self._receive()
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


class Upload(_Resuming[feedback_pb2.StreamFeedbackResult]):
    """The results of a stream of feedback, in its order; if the connection breaks, it resumes.

    Attributes:
        stream_id: The id of the stream. The same items with the same id, also by another process,
            are recorded once.

    """

    def __init__(
        self,
        calls: Calls,
        method: Method[Any, Any],
        items: Iterable[Any],
        stream_id: str | None,
        timeout: float | None,
        give_up_after: float,
    ) -> None:
        super().__init__(calls, method, timeout, give_up_after)
        self._source = _Source(items, stream_id)
        self.stream_id = self._source.outbox.stream_id

    def __next__(self) -> feedback_pb2.StreamFeedbackResult:
        while not self._ready:
            self._receive()
        return self._ready.popleft()[0]

    def _open(self) -> Any:
        return self._start(self._source.requests())

    def _take(self, response: Any) -> None:
        for result in response.results:
            self._source.outbox.acknowledge(result.sequence_number)
            self._ready.append((result, None))

    def _finish(self) -> None:
        if self._source.outbox.failure is not None:
            self._closed.set()
            raise self._source.outbox.failure

    def close(self) -> None:
        self._source.is_closed = True
        super().close()

    def __del__(self) -> None:
        if hasattr(self, "_source"):
            self._source.is_closed = True


class _Source:
    """The items of a stream of feedback as requests, taken ahead by a limited number.

    gRPC's threads hold it. It does not hold the `Upload`, so that one which its program leaves is
    collected, and with it the call.
    """

    def __init__(self, items: Iterable[Any], stream_id: str | None) -> None:
        self.is_closed = False
        self._items = iter(items)
        self._room = threading.Semaphore(AHEAD)
        self._fetching = threading.Lock()
        self.outbox = Outbox(stream_id, self._room)

    def requests(self) -> Iterator[feedback_pb2.StreamFeedbackRequest]:
        """Yield the requests of one call: what was not acknowledged, then what is new.

        The thread of a broken call may still wait for an item while the next call starts, so each
        keeps its own place in the outbox, and one at a time fetches.
        """
        place = self.outbox.acknowledged
        while True:
            place += 1
            request = self.outbox.get(place)
            if request is None:
                with self._fetching:
                    request = self.outbox.get(place) or self._fetch(place)
            if request is None:
                return
            yield request

    def _fetch(self, place: int) -> feedback_pb2.StreamFeedbackRequest | None:
        while not self._room.acquire(timeout=1):
            if self.is_closed:
                return None
        try:
            self.outbox.add(next(self._items))
        except StopIteration:
            self._room.release()
            return None
        except BaseException as error:  # noqa: BLE001 - raised where the results are read
            self.outbox.failure = error
            self._items = iter(())
            return None
        return self.outbox.get(place)
