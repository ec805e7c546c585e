"""Garbage on the port: the server still serves others, in bounded memory."""

from __future__ import annotations

import contextlib
import random
import socket
import struct
from collections.abc import Callable, Iterator

import pytest

from plaudit.v1 import feedback_pb2
from support.observing import SERVING, WATCHED, HealthWatch, eventually, saying
from support.servers import KEY, Server

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, CONTINUATION = 0, 1, 3, 4, 6, 7, 9
END_STREAM, END_HEADERS = 1, 4
MEGABYTE = 1 << 20
GROWTH = 96 * MEGABYTE
"""How much memory the allocator may keep: grpc.aio alone, with an empty handler, keeps 40 MB after
as many calls that were opened and reset."""


def _frame(kind: int, payload: bytes = b"", *, flags: int = 0, stream: int = 0) -> bytes:
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def _header(name: str, value: str) -> bytes:
    """Write a header for HTTP/2 without indexing or compression."""
    return b"\x00" + b"".join(_length(len(s)) + s.encode() for s in (name, value))


def _length(n: int) -> bytes:
    if n < 127:
        return bytes([n])
    out, n = [127], n - 127
    while n >= 128:
        out.append(n % 128 + 128)
        n //= 128
    return bytes([*out, n])


def _call(method: str, message: bytes, *, stream: int, key: str = KEY) -> bytes:
    """Write a whole gRPC call."""
    headers = {
        ":method": "POST",
        ":scheme": "http",
        ":path": f"/plaudit.v1.FeedbackService/{method}",
        ":authority": "localhost",
        "te": "trailers",
        "content-type": "application/grpc",
        "authorization": f"Bearer {key}",
    }
    block = b"".join(_header(name, value) for name, value in headers.items())
    body = struct.pack(">BI", 0, len(message)) + message
    return _frame(HEADERS, block, flags=END_HEADERS, stream=stream) + _frame(
        DATA, body, flags=END_STREAM, stream=stream
    )


def _settings(**values: int) -> bytes:
    numbers = {"header_table_size": 1, "initial_window_size": 4, "max_frame_size": 5}
    payload = b"".join(struct.pack(">HI", numbers[name], value) for name, value in values.items())
    return _frame(SETTINGS, payload)


@contextlib.contextmanager
def _connected(address: str) -> Iterator[socket.socket]:
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        yield connection


def _send(address: str, data: bytes, *, listen: bool) -> None:
    """Send bytes on a connection of their own; the server may cut it at any time."""
    with contextlib.suppress(ConnectionError, TimeoutError), _connected(address) as connection:
        connection.sendall(data)
        if listen:
            connection.settimeout(0.02)
            while connection.recv(65536):
                pass


def _random_bytes(chance: random.Random) -> bytes:
    return chance.randbytes(chance.choice((1, 9, 24, 1000, 100_000)))


def _half_a_preface(chance: random.Random) -> bytes:
    return PREFACE[: chance.randrange(1, len(PREFACE))]


def _http_1(chance: random.Random) -> bytes:
    return b"POST /plaudit.v1.FeedbackService/SubmitFeedback HTTP/1.1\r\nHost: x\r\n" + (
        b"X: " + b"a" * chance.randrange(1, 100_000) + b"\r\n\r\n"
    )


def _tls(chance: random.Random) -> bytes:
    hello = b"\x01\x00\x01\xfc\x03\x03" + chance.randbytes(506)
    return b"\x16\x03\x01" + struct.pack(">H", len(hello)) + hello


def _garbage_after_the_preface(chance: random.Random) -> bytes:
    return PREFACE + _random_bytes(chance)


def _random_frames(chance: random.Random) -> bytes:
    frames = [
        _frame(
            chance.randrange(12),
            chance.randbytes(chance.choice((0, 1, 4, 5, 6, 8, 100, 16384))),
            flags=chance.randrange(256),
            stream=chance.choice((0, 0, 1, 2, 3, 2**31 - 1)),
        )
        for _ in range(chance.randrange(1, 30))
    ]
    return PREFACE + _settings() + b"".join(frames)


def _a_frame_longer_than_allowed(_: random.Random) -> bytes:
    return PREFACE + _settings() + b"\xff\xff\xff" + struct.pack(">BBI", DATA, 0, 1) + bytes(70_000)


def _headers_without_end(chance: random.Random) -> bytes:
    piece = _header("x", "y" * 1000) * 16
    begun = _frame(HEADERS, piece, stream=1)
    more = _frame(CONTINUATION, piece, stream=1)
    return PREFACE + _settings() + begun + more * chance.randrange(1, 60)


def _many_pings(_: random.Random) -> bytes:
    return PREFACE + _settings() + _frame(PING, bytes(8)) * 3000


def _many_settings(chance: random.Random) -> bytes:
    return PREFACE + b"".join(
        _settings(initial_window_size=chance.randrange(2**31), max_frame_size=16384)
        for _ in range(1000)
    )


def _calls_opened_and_reset(_: random.Random) -> bytes:
    message = saying("never heard to the end").SerializeToString()
    return (
        PREFACE
        + _settings()
        + b"".join(
            _call("SubmitFeedback", message, stream=stream, key="nobody's")
            + _frame(RST_STREAM, struct.pack(">I", 8), stream=stream)
            for stream in range(1, 400, 2)
        )
    )


def _a_call_with_garbage_inside(chance: random.Random) -> bytes:
    return (
        PREFACE
        + _settings()
        + b"".join(
            _call("SubmitFeedback", chance.randbytes(200), stream=stream)
            for stream in range(1, 40, 2)
        )
    )


def _a_message_with_a_false_length(chance: random.Random) -> bytes:
    whole = bytearray(PREFACE + _settings() + _call("SubmitFeedback", b"abc", stream=1))
    whole[-7:-3] = chance.randbytes(4)
    return bytes(whole)


NASTY = (
    _random_bytes,
    _half_a_preface,
    _http_1,
    _tls,
    _garbage_after_the_preface,
    _random_frames,
    _a_frame_longer_than_allowed,
    _headers_without_end,
    _many_pings,
    _many_settings,
    _calls_opened_and_reset,
    _a_call_with_garbage_inside,
    _a_message_with_a_false_length,
)


def _memory(server: Server) -> int:
    return int(server.worker.memory_info().rss)


@contextlib.contextmanager
def _still_serving(server: Server) -> Iterator[None]:
    """Check that the server stays healthy and serves others during a test and after it."""
    client = server.client()
    with HealthWatch(server.address) as watch:
        assert watch.hears(SERVING)
        yield
        assert server.worker.is_running(), server.log.read_bytes()[-2000:]
        assert client.feedback.SubmitFeedback(saying("still here")).feedback.text == "still here"
        assert watch.heard == {service: [SERVING] for service in WATCHED}
    assert server.stop() == 0
    assert b"internal error" not in server.log.read_bytes()


@pytest.fixture
def server(
    new_database: Callable[[str], str], start_server: Callable[..., Server]
) -> Server:  # not the shared one: its memory is measured
    return start_server(new_database("sqlite"))


@pytest.mark.parametrize("nasty", NASTY, ids=lambda nasty: nasty.__name__.strip("_"))
def test_garbage_on_the_port_does_not_affect_others(
    nasty: Callable[[random.Random], bytes], server: Server, rounds: Callable[[int], int]
) -> None:
    chance = random.Random(nasty.__name__)
    client = server.client()
    with _still_serving(server):
        for _ in range(40):
            _send(server.address, nasty(chance), listen=chance.random() < 0.5)
        before = _memory(server)
        for i in range(rounds(120)):
            _send(server.address, nasty(chance), listen=chance.random() < 0.2)
            if i % 8 == 0:
                client.feedback.SubmitFeedback(saying(f"in between {i}"))
        assert _memory(server) - before < GROWTH


def test_a_flood_of_calls_opened_and_reset_fails_no_call_of_others(
    server: Server, rounds: Callable[[int], int]
) -> None:
    chance = random.Random("flood")
    client = server.client()
    with _still_serving(server):
        for i in range(rounds(8)):
            for _ in range(40):
                _send(server.address, _calls_opened_and_reset(chance), listen=False)
            for j in range(3):
                client.feedback.SubmitFeedback(saying(f"meanwhile {i} {j}"))


def test_garbage_is_not_logged(server: Server) -> None:
    forged = b'\n{"event": "forged", "level": "info"}\n'
    goaway = _frame(GOAWAY, struct.pack(">II", 0, 11) + forged)
    with _still_serving(server):
        call = _call("SubmitFeedback", forged, stream=1, key="forged")
        begun = PREFACE + _settings()
        for data in (forged, PREFACE + forged, begun + goaway, begun + call, begun + call + goaway):
            _send(server.address, data, listen=True)
    assert b"forged" not in server.log.read_bytes()


def test_connections_opened_and_dropped_leave_nothing_behind(
    server: Server, rounds: Callable[[int], int]
) -> None:
    process = server.worker
    reset = struct.pack("ii", 1, 0)

    def drop(count: int) -> None:
        for i in range(count):
            with _connected(server.address) as connection:
                if i % 2:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
                if i % 3:
                    connection.sendall(PREFACE + _settings())

    with _still_serving(server):
        files = process.num_fds()
        drop(500)
        before = _memory(server)
        drop(rounds(3000))
        assert _memory(server) - before < GROWTH
        client = server.client()
        client.feedback.SubmitFeedback(saying("in between"))
        assert eventually(lambda: process.num_fds() < files + 20)


def test_silent_connections_do_not_block_others(server: Server) -> None:
    chance = random.Random("silent")
    with _still_serving(server), contextlib.ExitStack() as silent:
        for i in range(500):
            connection = silent.enter_context(_connected(server.address))
            connection.sendall((b"", _half_a_preface(chance), PREFACE + _settings())[i % 3])
        client = server.client()
        for i in range(50):
            client.feedback.SubmitFeedback(saying(f"meanwhile {i}"))


def test_a_call_with_an_incomplete_message_does_not_block_others(server: Server) -> None:
    with _still_serving(server), contextlib.ExitStack() as stuck:
        whole = PREFACE + _settings() + _call("SubmitFeedback", bytes(1000), stream=1)
        for _ in range(200):
            connection = stuck.enter_context(_connected(server.address))
            connection.sendall(whole[:-500])
        client = server.client()
        for i in range(50):
            client.feedback.SubmitFeedback(saying(f"meanwhile {i}"))


def test_a_caller_who_never_reads_responses_does_not_fill_the_memory(server: Server) -> None:
    client = server.client()
    long = saying("long")
    long.feedback.correction = "x" * 131_072
    id_ = client.feedback.SubmitFeedback(long).feedback.id
    wanted = feedback_pb2.GetFeedbackRequest(id=id_).SerializeToString()
    with _still_serving(server), _connected(server.address) as connection:
        connection.sendall(PREFACE + _settings(initial_window_size=0))
        connection.setblocking(False)
        before = _memory(server)
        peak = 0
        unsent = b""
        for stream in range(1, 8000, 2):  # half a gigabyte of responses
            with contextlib.suppress(BlockingIOError):
                unsent += _call("GetFeedback", wanted, stream=stream)
                unsent = unsent[connection.send(unsent) :]
            if stream % 200 == 1:
                client.feedback.GetFeedback(feedback_pb2.GetFeedbackRequest(id=id_))
                peak = max(peak, _memory(server) - before)
        # Without a bound it is 1.2 GB.
        assert peak < 600 * MEGABYTE


def test_served_requests_are_not_kept(server: Server) -> None:
    client = server.client()
    items = [saying("x" * 3000).feedback for _ in range(1000)]
    long = feedback_pb2.BatchSubmitRequest(items=items, validate_only=True)
    for _ in range(5):
        client.feedback.BatchSubmit(long)
    before = _memory(server)
    for _ in range(40):  # 120 MB
        client.feedback.BatchSubmit(long)
    # They were 250 MB when each call was part of a reference cycle.
    assert _memory(server) - before < 60 * MEGABYTE
