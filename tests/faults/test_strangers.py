"""Misuse of HTTP/2: others are still served, and the memory is bounded."""

from __future__ import annotations

import contextlib
import os
import resource
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Self

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from support.http2_frames import (
    DEADLINE_EXCEEDED,
    HEALTH,
    LIST,
    REFLECTION,
    RESOURCE_EXHAUSTED,
    STREAM,
    SUBMIT,
    UNAUTHENTICATED,
    WATCH,
    Header,
    Stranger,
    headers,
    listen,
    message,
)
from support.observing import eventually, saying
from support.servers import KEY, Client, Server
from support.stranger_fuzz import Fuzzer

MEGABYTE = 1 << 20
LONG = 3_900_000
"""A message just short enough for the server."""
CALLS = 400

GROWTH_BY_STRANGERS = 48 * MEGABYTE
"""How much memory callers without a credential may use."""
IN_FLIGHT_BY_CONNECTION = 64 * MEGABYTE
IN_FLIGHT = 256 * MEGABYTE
"""How many bytes of incomplete messages the server keeps, per connection and in total."""
ALLOCATOR = 96 * MEGABYTE
"""Allowance for the allocator, and for bytes that arrive before they are refused."""
MESSAGE_SECONDS = 2

OPEN_CALL = 25_000
"""About how many bytes an open call takes."""
DECOMPRESSED = 256 * MEGABYTE
LOG_BY_REQUEST = 1024
"""How many bytes one request of a stranger may add to the log."""

FUZZ_REQUESTS = int(os.environ.get("PLAUDIT_FUZZ_REQUESTS", "0"))
FUZZ_SEED = os.environ.get("PLAUDIT_FUZZ_SEED", "plaudit")
FUZZ_FROM = int(os.environ.get("PLAUDIT_FUZZ_FROM", "0"))
FUZZ_GROWTH = 128 * MEGABYTE

PLANTED = b"planted"
"""A text in all misuse; it must not be in the log."""
FORBIDDEN_IN_LOG = (b"Traceback", b"internal error", b"ERROR:", PLANTED)
NOT_UTF8 = PLANTED + b"\xff\xfe"

KEYS = pytest.mark.parametrize("key", [None, KEY], ids=["no_credential", "a_credential"])


@pytest.fixture
def server(
    new_database: Callable[[str], str],
    start_server: Callable[..., Server],
    monkeypatch: pytest.MonkeyPatch,
) -> Server:
    """A server of its own, with 1,024 descriptors and short timeouts."""
    monkeypatch.setenv("PLAUDIT_MESSAGE_SECONDS", str(MESSAGE_SECONDS))
    monkeypatch.setenv("PLAUDIT_MAX_RECEIVING_BYTES", str(IN_FLIGHT))
    database = new_database("sqlite")
    with _descriptors(1024):  # it inherits them
        running = start_server(database)
    for i in range(50):  # warms up the memory
        running.client().feedback.SubmitFeedback(saying(f"warm {i}"))
    return running


@contextlib.contextmanager
def _descriptors(wanted: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        pytest.fail(f"needs {wanted} descriptors; the hard limit is {hard}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextlib.contextmanager
def _fresh_channel(server: Server) -> Iterator[grpc.Channel]:
    with grpc.insecure_channel(server.address, [("grpc.use_local_subchannel_pool", 1)]) as channel:
        yield channel


def _serves_newcomers(server: Server) -> None:
    """Check that a new client is served."""
    with _fresh_channel(server) as channel:
        client = Client(channel, {"authorization": f"Bearer {KEY}"})
        request = saying("newcomer")
        assert client.feedback.SubmitFeedback(request).feedback.text == "newcomer"


def _is_healthy(server: Server) -> None:
    with _fresh_channel(server) as channel:
        answer = health_pb2_grpc.HealthStub(channel).Check(
            health_pb2.HealthCheckRequest(), timeout=30
        )
        assert answer.status == health_pb2.HealthCheckResponse.SERVING


class Bystander:
    """A client that makes calls on one connection during a test."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._call, daemon=True)
        self.served = 0
        self.failures: list[grpc.RpcError] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(timeout=60)

    def _call(self) -> None:
        with _fresh_channel(self._server) as channel:
            client = Client(channel, {"authorization": f"Bearer {KEY}"})
            while not self._over.is_set():
                try:
                    client.feedback.SubmitFeedback(saying(f"bystander {self.served}"))
                    self.served += 1
                except grpc.RpcError as error:
                    self.failures.append(error)
                self._over.wait(0.02)


class Peak:
    """The peak growth of the resident memory of a server during a test."""

    def __init__(self, server: Server) -> None:
        self._process = server.worker
        self._first = self._process.memory_info().rss
        self._most = self._first
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(timeout=60)

    def _look(self) -> None:
        while not self._over.wait(0.02):
            self._most = max(self._most, self._process.memory_info().rss)

    @property
    def growth(self) -> int:
        """In bytes."""
        return max(self._most, self._process.memory_info().rss) - self._first


@contextlib.contextmanager
def _serving_others(server: Server) -> Iterator[Bystander]:
    """Check that others are served during and after a test, and that the log is clean."""
    _serves_newcomers(server)
    with Bystander(server) as other:
        yield other
        assert server.worker.is_running(), server.log.read_text()[-2000:]
        _serves_newcomers(server)
        before = other.served
        end = time.monotonic() + 30
        while other.served == before and not other.failures and time.monotonic() < end:
            time.sleep(0.01)
    assert not other.failures, other.failures[0]
    assert other.served > before, "the bystander is no longer served"
    _assert_clean(server.log.read_bytes())


def _assert_clean(log: bytes) -> None:
    for text in FORBIDDEN_IN_LOG:
        at = log.find(text)
        assert at < 0, f"the log holds {text!r}:\n{log[max(at - 300, 0) : at + 500]!r}"


NOT_TEXT: dict[str, list[Header]] = {
    "path": headers(b"/" + NOT_UTF8),
    "path of two bytes": headers(b"/\xff\xfe"),
    "path with a surrogate": headers(b"/\xed\xa0\x80/" + PLANTED),
    "method of a service": headers(b"/plaudit.v1.FeedbackService/" + NOT_UTF8),
    "value": headers(SUBMIT, (b"x-note", NOT_UTF8)),
    "API key": headers(SUBMIT, (b"x-api-key", NOT_UTF8)),
    "authorization": headers(SUBMIT, (b"authorization", b"Bearer " + NOT_UTF8)),
    "request id": headers(SUBMIT, (b"x-request-id", NOT_UTF8)),
    "user agent": headers(SUBMIT, (b"user-agent", NOT_UTF8)),
    "name": headers(SUBMIT, (NOT_UTF8, b"value")),
    "binary value": headers(SUBMIT, (b"x-note-bin", NOT_UTF8)),
    "authority": headers(SUBMIT, (b":authority", NOT_UTF8)),
    "host": headers(SUBMIT, (b"host", NOT_UTF8)),
    "content type": headers(SUBMIT, (b"content-type", NOT_UTF8)),
    "timeout": headers(SUBMIT, (b"grpc-timeout", NOT_UTF8)),
    "encoding": headers(SUBMIT, (b"grpc-encoding", NOT_UTF8)),
}


def test_headers_that_are_not_text_do_not_affect_others(
    server: Server, subtests: pytest.Subtests
) -> None:
    for name, sent in NOT_TEXT.items():
        with subtests.test(name), _serving_others(server):
            for _ in range(3):
                with Stranger(server.address) as stranger:
                    call = stranger.call(sent, message(saying("x").SerializeToString()))
                    stranger.listen(stranger.answered, within=5)
                    assert stranger.answers[call].status != 0
                _serves_newcomers(server)


def test_repeated_invalid_headers_fail_no_call_of_others(server: Server) -> None:
    with _serving_others(server) as other:
        for _ in range(30):
            with Stranger(server.address) as stranger:
                stranger.call(headers(b"/\xff\xfe"))
                stranger.listen(stranger.answered, within=0.1)
                _serves_newcomers(server)
            time.sleep(0.1)
    assert other.served > 30


def _hold_back(
    strangers: Sequence[Stranger], sent: list[Header], *, memory: Peak, bound: int
) -> None:
    """Send long messages without their last byte on many calls, until all calls have ended."""
    half = message(bytes(LONG))[:-1]
    for stranger in strangers:
        for _ in range(CALLS):
            stranger.call(sent, half, ends=False)
    listen(
        strangers,
        lambda: memory.growth > bound or all(s.answered() for s in strangers),
        within=90,
    )
    assert memory.growth <= bound
    assert all(s.answered() for s in strangers), "calls without their last byte do not end"


def _statuses(stranger: Stranger) -> set[int | None]:
    return {answer.status for answer in stranger.answers.values()}


def test_long_messages_without_a_credential_are_refused_before_they_are_kept(
    server: Server,
) -> None:
    with _serving_others(server), Stranger(server.address) as stranger, Peak(server) as memory:
        _hold_back([stranger], headers(), memory=memory, bound=GROWTH_BY_STRANGERS)
        assert _statuses(stranger) == {UNAUTHENTICATED}


@pytest.mark.parametrize(
    ("connections", "bound"),
    [(1, IN_FLIGHT_BY_CONNECTION), (6, IN_FLIGHT)],
    ids=["one_connection", "six_connections"],
)
def test_incomplete_messages_of_a_caller_are_bounded_and_time_out(
    connections: int, bound: int, server: Server
) -> None:
    with (
        _serving_others(server),
        contextlib.ExitStack() as opened,
        Peak(server) as memory,
    ):
        strangers = [opened.enter_context(Stranger(server.address)) for _ in range(connections)]
        _hold_back(strangers, headers(key=KEY), memory=memory, bound=bound + ALLOCATOR)
        for stranger in strangers:
            assert _statuses(stranger) <= {DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED}


@pytest.mark.parametrize("key", [None, "nobody's"], ids=["no_credential", "a_wrong_one"])
@pytest.mark.parametrize("path", [SUBMIT, STREAM], ids=["one_message", "a_stream"])
def test_a_call_is_refused_by_its_headers_alone(
    path: bytes, key: str | None, server: Server
) -> None:
    with _serving_others(server), Stranger(server.address) as stranger:
        for _ in range(CALLS):
            stranger.call(headers(path, key=key), ends=False)
        assert stranger.listen(stranger.answered)
        assert _statuses(stranger) == {UNAUTHENTICATED}


@KEYS
@pytest.mark.parametrize(
    "body", [None, b"", b"\x00\x00", message(b"abc")[:-1]], ids=["none", "empty", "head", "body"]
)
def test_a_call_that_ends_before_its_message_is_answered(
    body: bytes | None, key: str | None, server: Server
) -> None:
    with _serving_others(server), Stranger(server.address) as stranger:
        call = stranger.call(headers(key=key), body)
        assert stranger.listen(lambda: stranger.answered(call), within=15)
        assert stranger.answers[call].status not in {None, 0}


def test_calls_that_never_send_a_message_time_out(server: Server) -> None:
    with _serving_others(server), Stranger(server.address) as stranger:
        for _ in range(CALLS):
            stranger.call(headers(key=KEY), ends=False)
        assert stranger.listen(stranger.answered)
        assert _statuses(stranger) <= {DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED}


def test_idle_connections_do_not_block_others(server: Server) -> None:
    with (
        _descriptors(4096),
        _serving_others(server),
        contextlib.ExitStack() as idle,
    ):
        for i in range(1500):
            stranger = idle.enter_context(Stranger(server.address))
            stranger.listen(lambda stranger=stranger: stranger.is_greeted, within=5)
            if i % 100 == 99:
                _is_healthy(server)
    log = server.log.read_bytes()
    assert b"accept" not in log
    assert b"Too many open files" not in log


def test_silent_connections_do_not_block_others_and_are_closed(server: Server) -> None:
    with (
        _descriptors(4096),
        _serving_others(server),
        contextlib.ExitStack() as opened,
    ):
        silent = []
        for i in range(1500):
            silent.append(opened.enter_context(Stranger(server.address, silent=True)))
            if i % 100 == 99:
                _is_healthy(server)
        assert listen(silent, lambda: all(s.is_closed for s in silent), within=60)
    log = server.log.read_bytes()
    assert b"accept" not in log
    assert b"Too many open files" not in log


def _compressed_zeros(size: int, encoding: str = "gzip") -> bytes:
    """Compress zeros to a thousandth of their length, the highest ratio of the encodings."""
    packer = zlib.compressobj(9, wbits=31 if encoding == "gzip" else 15)
    packed = b"".join(
        packer.compress(bytes(min(MEGABYTE, size - begin))) for begin in range(0, size, MEGABYTE)
    )
    return message(packed + packer.flush(), flag=1)


@KEYS
@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_message_that_decompresses_to_hundreds_of_megabytes_is_refused(
    encoding: str, key: str | None, server: Server
) -> None:
    bomb = _compressed_zeros(DECOMPRESSED, encoding)
    assert len(bomb) < MEGABYTE
    sent = headers(SUBMIT, (b"grpc-encoding", encoding.encode()), key=key)
    with _serving_others(server), Stranger(server.address) as stranger, Peak(server) as memory:
        for _ in range(4):
            stranger.call(sent, bomb)
        assert stranger.listen(stranger.answered)
        assert memory.growth < GROWTH_BY_STRANGERS
        assert not _statuses(stranger) & {None, 0}


@KEYS
@pytest.mark.parametrize("size", [LONG, 4 * LONG], ids=["allowed", "four_times_as_long"])
def test_many_compressed_messages_do_not_fill_the_memory(
    size: int, key: str | None, server: Server
) -> None:
    bomb = _compressed_zeros(size)
    assert CALLS * len(bomb) < 8 * MEGABYTE
    sent = headers(SUBMIT, (b"grpc-encoding", b"gzip"), key=key)
    bound = GROWTH_BY_STRANGERS if key is None else IN_FLIGHT_BY_CONNECTION + ALLOCATOR
    with _serving_others(server), Stranger(server.address) as stranger, Peak(server) as memory:
        for _ in range(CALLS):
            stranger.call(sent, bomb)
        stranger.listen(lambda: memory.growth > bound or stranger.answered(), within=60)
        assert memory.growth <= bound
        assert stranger.answered()
        assert not _statuses(stranger) & {None, 0}


@KEYS
def test_refused_messages_are_not_kept(key: str | None, server: Server) -> None:
    broken = message(b"\xff" * LONG)
    with _serving_others(server), Stranger(server.address) as stranger, Peak(server) as memory:
        for _ in range(100):
            call = stranger.call(headers(key=key), broken)
            assert stranger.listen(lambda call=call: stranger.answered(call))
        assert memory.growth < ALLOCATOR
        assert not _statuses(stranger) & {None, 0}


@pytest.mark.parametrize("path", [HEALTH, REFLECTION], ids=["health", "reflection"])
def test_garbage_for_services_without_credentials_is_refused_and_not_logged(
    path: bytes, server: Server
) -> None:
    with _serving_others(server), Stranger(server.address) as stranger:
        call = stranger.call(headers(path), message(b"\x0a\xff" + PLANTED))
        assert stranger.listen(lambda: stranger.answered(call))
        answer = stranger.answers[call]
        assert answer.status not in {None, 0}
        assert b"Unexpected" not in answer.headers.get(b"grpc-message", b"")


@pytest.mark.parametrize(
    "sent",
    [
        headers(),
        headers(SUBMIT, (b"x-note", b"\xff" * 3900)),
        headers(b"/" + b"a" * 3900),
        headers(REFLECTION),
    ],
    ids=["no_credential", "a_value_that_is_not_text", "an_unknown_method", "reflection"],
)
def test_a_stranger_cannot_fill_the_log(sent: list[Header], server: Server) -> None:
    requests = 300
    before = server.log.stat().st_size
    with Stranger(server.address) as stranger:
        for _ in range(requests):
            stranger.call(sent, message(b"\x0a\xff"))
        stranger.listen(stranger.answered, within=10)
    _serves_newcomers(server)
    assert server.log.stat().st_size - before < requests * LOG_BY_REQUEST


def test_responses_that_are_never_read_do_not_pile_up_and_are_not_logged(server: Server) -> None:
    window = {4: 0}  # of each stream, so that no response can be sent
    with _serving_others(server), Peak(server) as memory:
        for _ in range(3):
            with Stranger(server.address, own_settings=window) as stranger:
                for _ in range(1000):
                    stranger.call(headers(HEALTH), message(b""))
                stranger.listen(lambda: False, within=0.5)
        assert memory.growth < 3 * 1000 * OPEN_CALL


@pytest.mark.timeout(240 + FUZZ_REQUESTS // 20)
def test_others_are_served_during_random_misuse(
    server: Server, rounds: Callable[[int], int]
) -> None:
    """Thousands of requests; PLAUDIT_FUZZ_REQUESTS=100000 makes it a long run.

    A failure prints the seed and the first connection, for PLAUDIT_FUZZ_SEED and
    PLAUDIT_FUZZ_FROM.
    """
    wanted = FUZZ_REQUESTS or rounds(2500)
    fuzzer = Fuzzer(server.address, seed=FUZZ_SEED, first=FUZZ_FROM)
    process = server.worker
    settled = 0
    read = 0
    try:
        with _serving_others(server) as other:
            while fuzzer.requests < wanted:
                fuzzer.run(min(250, wanted))
                assert server.worker.is_running(), "the server has ended"
                _serves_newcomers(server)
                assert not other.failures, other.failures[0]
                log = server.log.read_bytes()
                _assert_clean(log[read:])
                read = max(len(log) - 1000, 0)
                if fuzzer.requests < 1000:
                    settled = process.memory_info().rss
                assert process.memory_info().rss - settled < FUZZ_GROWTH or not settled
    except (AssertionError, OSError, grpc.RpcError) as error:
        pytest.fail(f"{error}\n{fuzzer.report()}")


def test_health_watches_of_strangers_do_not_block_health_checks(server: Server) -> None:
    with _serving_others(server), contextlib.ExitStack() as opened:
        for _ in range(2):
            stranger = opened.enter_context(Stranger(server.address))
            for _ in range(900):
                stranger.call(headers(WATCH), message(b""))
            stranger.listen(lambda: False, within=2)
            assert RESOURCE_EXHAUSTED in _statuses(stranger), (
                "the watches of a connection are not limited"
            )
        _is_healthy(server)


def test_incomplete_items_of_streams_are_bounded(server: Server) -> None:
    half = message(bytes(LONG))[:-1]
    with _serving_others(server), Stranger(server.address) as stranger, Peak(server) as memory:
        for _ in range(CALLS):
            stranger.call(headers(STREAM, key=KEY), half, ends=False)
        stranger.listen(lambda: memory.growth > IN_FLIGHT + ALLOCATOR, within=5)
        assert memory.growth <= IN_FLIGHT + ALLOCATOR
        assert RESOURCE_EXHAUSTED in _statuses(stranger)


def test_responses_that_nobody_reads_are_bounded(server: Server) -> None:
    client = server.client()
    for i in range(8):
        request = saying(f"long {i}")
        request.feedback.correction = "\U0001f642" * 100_000
        client.feedback.SubmitFeedback(request)
    window = {4: 0}  # of each stream: no response can be sent, but errors still can
    with (
        _serving_others(server),
        Stranger(server.address, own_settings=window) as stranger,
        Peak(server) as memory,
    ):
        for _ in range(200):
            stranger.call(headers(LIST, key=KEY), message(b""))
        assert stranger.listen(lambda: RESOURCE_EXHAUSTED in _statuses(stranger), within=60)
        assert memory.growth < 4 * IN_FLIGHT_BY_CONNECTION, "200 answers would be 650 MB"


def test_connections_are_limited_and_a_newcomer_is_served_when_some_end(
    new_database: Callable[[str], str], start_server: Callable[..., Server]
) -> None:
    server = start_server(new_database("sqlite"), "--max-connections", "20")
    client = server.client()  # on an existing connection
    with contextlib.ExitStack() as opened:
        strangers = [opened.enter_context(Stranger(server.address)) for _ in range(40)]
        assert listen(strangers, lambda: sum(s.is_closed for s in strangers) >= 20, within=30)
        assert client.feedback.SubmitFeedback(saying("here before")).feedback.id
    assert eventually(lambda: _connects(server))


def _connects(server: Server) -> bool:
    try:
        _serves_newcomers(server)
    except grpc.RpcError:
        return False
    return True
