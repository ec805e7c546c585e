"""An HTTP/2 client that writes its own frames, so that a test can break any rule."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

import hpack
from hyperframe.exceptions import HyperframeError
from hyperframe.frame import (
    DataFrame,
    Frame,
    GoAwayFrame,
    HeadersFrame,
    PingFrame,
    RstStreamFrame,
    SettingsFrame,
    WindowUpdateFrame,
)

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY = range(8)
WINDOW_UPDATE, CONTINUATION = 8, 9
END_STREAM, END_HEADERS, PADDED, PRIORITIZED = 0x1, 0x4, 0x8, 0x20
ACK = 0x1
MOST = 2**31 - 1
"""The highest stream id, and the largest window."""

SUBMIT = b"/plaudit.v1.FeedbackService/SubmitFeedback"
STREAM = b"/plaudit.v1.FeedbackService/StreamFeedback"
HEALTH = b"/grpc.health.v1.Health/Check"
LIST = b"/plaudit.v1.FeedbackService/ListFeedback"
WATCH = b"/grpc.health.v1.Health/Watch"
REFLECTION = b"/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"

OK, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNIMPLEMENTED, UNAUTHENTICATED = 0, 4, 8, 12, 16

Header = tuple[bytes, bytes]


def frame(kind: int, payload: bytes = b"", *, flags: int = 0, stream: int = 0) -> bytes:
    """Write a frame, which need not be valid."""
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def settings(values: Mapping[int, int] | None = None) -> bytes:
    """Write SETTINGS of these numbers and values."""
    pairs = (values or {}).items()
    return frame(SETTINGS, b"".join(struct.pack(">HI", number, value) for number, value in pairs))


def reset(stream: int, code: int = 8) -> bytes:
    """Write RST_STREAM; the default code is CANCEL."""
    return frame(RST_STREAM, struct.pack(">I", code), stream=stream)


def literal(headers: Iterable[Header]) -> bytes:
    """Write headers of any bytes as HPACK that neither indexes nor compresses."""
    return b"".join(
        b"\x00" + _length(len(name)) + name + _length(len(value)) + value for name, value in headers
    )


def _length(n: int) -> bytes:
    if n < 127:
        return bytes([n])
    out, n = [127], n - 127
    while n >= 128:
        out.append(n % 128 + 128)
        n //= 128
    return bytes([*out, n])


def headers(path: bytes = SUBMIT, *more: Header, key: str | None = None) -> list[Header]:
    """Make the headers of a gRPC call; a further header replaces the one of its name."""
    usual = {
        b":method": b"POST",
        b":scheme": b"http",
        b":path": path,
        b":authority": b"localhost",
        b"te": b"trailers",
        b"content-type": b"application/grpc",
    }
    if key is not None:
        usual[b"authorization"] = b"Bearer " + key.encode()
    return list({**usual, **dict(more)}.items())


def message(payload: bytes, *, flag: int = 0, length: int | None = None) -> bytes:
    """Write a gRPC message, or the beginning of one that says it is longer than it is."""
    return struct.pack(">BI", flag, len(payload) if length is None else length) + payload


def whole_call(
    stream: int, sent: Iterable[Header], body: bytes | None = None, *, ends: bool = True
) -> bytes:
    """Write the frames of a call; without a body, only its headers."""
    over = END_STREAM if ends else 0
    begun = END_HEADERS | (over if body is None else 0)
    opened = frame(HEADERS, literal(sent), flags=begun, stream=stream)
    return opened if body is None else opened + frame(DATA, body, flags=over, stream=stream)


@dataclass
class Answer:
    """The response on one stream."""

    headers: dict[bytes, bytes] = field(default_factory=dict)
    """Headers and trailers, the last one of each name."""
    data: bytes = b""
    ended: bool = False
    reset: int | None = None
    """The code of a RST_STREAM."""

    @property
    def status(self) -> int | None:
        """The status of the call; `None` if there is none yet."""
        status = self.headers.get(b"grpc-status")
        return None if status is None else int(status)

    @property
    def over(self) -> bool:
        return self.ended or self.reset is not None


class Stranger:
    """One connection, which follows the rules of HTTP/2 unless a test breaks them.

    Bodies are sent as far as the server's windows allow. Nothing here blocks: bytes are sent and
    received while `listen` waits for a condition, at most a number of seconds.
    """

    def __init__(
        self, address: str, *, own_settings: Mapping[int, int] | None = None, silent: bool = False
    ) -> None:
        """Connect; a silent connection sends nothing, not even the preface."""
        host, _, port = address.rpartition(":")
        self._socket = socket.create_connection((host, int(port)), timeout=10)
        self._socket.setblocking(False)
        self._encoder = hpack.Encoder()
        self._decoder = hpack.Decoder()
        self._received = bytearray()
        self._unsent = bytearray()
        self._bodies: dict[int, tuple[memoryview, bool]] = {}
        self._windows: dict[int, int] = {}
        self._window = 65_535
        self._initial_window = 65_535
        self._next_stream = 1
        self.answers: dict[int, Answer] = {}
        self._is_unheard = False
        self.is_greeted = False
        """Whether the server sent its settings."""
        self.is_gone = False
        """Whether the server closed the connection, or announced it by GOAWAY."""
        self.is_closed = False
        if not silent:
            self.send(PREFACE + settings(own_settings))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._socket.close()
        self.is_gone = self.is_closed = True

    def send(self, data: bytes) -> None:
        """Send bytes regardless of windows; nothing happens if the connection is closed."""
        if not self.is_closed and not self._is_unheard:
            self._unsent += data
            self._write()

    def call(
        self, sent: Iterable[Header], body: bytes | memoryview | None = None, *, ends: bool = True
    ) -> int:
        """Open a call and send a body; return the stream."""
        stream = self._next_stream
        self._next_stream += 2
        self.answers[stream] = Answer()
        over = ends and body is None
        block = self._encoder.encode(
            [hpack.NeverIndexedHeaderTuple(*header) for header in sent], huffman=False
        )
        flags = END_HEADERS | (END_STREAM if over else 0)
        self.send(frame(HEADERS, block, flags=flags, stream=stream))
        if body is not None:
            self._windows.setdefault(stream, self._initial_window)
            self._bodies[stream] = (memoryview(body), ends)
            self._fill()
        return stream

    def listen(self, until: Callable[[], bool] = lambda: False, *, within: float = 30) -> bool:
        """Send and receive until a condition holds, or the server closes the connection."""
        return listen([self], until, within=within)

    def answered(self, *streams: int) -> bool:
        """Whether these calls have ended; by default all."""
        return all(self.answers[s].over for s in streams or self.answers)

    def fileno(self) -> int:
        return self._socket.fileno()

    def move(self, events: int) -> None:
        """Receive and send, according to events of poll."""
        if events & ~select.POLLOUT:
            self._read()
        if not self.is_closed:
            self._fill()

    @property
    def waits_to_send(self) -> bool:
        return bool(self._unsent)

    def _fill(self) -> None:
        """Send as much of the bodies as the windows and the socket allow, in turn."""
        moves = True
        while moves and not self.is_closed:
            moves = False
            for stream, (body, _) in list(self._bodies.items()):
                if len(self._unsent) > 1 << 20:
                    break
                size = min(len(body), self._window, self._windows[stream], 16_384)
                if self.answers[stream].over:
                    del self._bodies[stream]
                elif size > 0 or not body:
                    self._part(stream, size)
                    moves = True
            self._write()
            moves = moves and not self._unsent

    def _part(self, stream: int, size: int) -> None:
        body, ends = self._bodies.pop(stream)
        over = ends and size == len(body)
        flags = END_STREAM if over else 0
        self._unsent += frame(DATA, bytes(body[:size]), flags=flags, stream=stream)
        self._window -= size
        self._windows[stream] -= size
        if size < len(body):
            self._bodies[stream] = (body[size:], ends)  # after the others

    def _write(self) -> None:
        try:
            while self._unsent:
                sent = self._socket.send(memoryview(self._unsent)[: 1 << 18])
                del self._unsent[:sent]
        except BlockingIOError:
            pass
        except OSError:
            self._unsent.clear()
            self._is_unheard = True  # bytes that the server sent before can still be read

    def _read(self) -> None:
        with contextlib.suppress(BlockingIOError):
            try:
                while data := self._socket.recv(1 << 18):
                    self._received += data
                    self._take_frames()
            except BlockingIOError:
                raise
            except OSError:
                pass
            self.close()

    def _take_frames(self) -> None:
        while len(self._received) >= 9:
            head = memoryview(bytes(self._received[:9]))
            taken, length = Frame.parse_frame_header(head)
            if len(self._received) < 9 + length:
                return
            body = memoryview(bytes(self._received[9 : 9 + length]))
            del self._received[: 9 + length]
            with contextlib.suppress(HyperframeError):
                taken.parse_body(body)
                self._take(taken)

    def _take(self, taken: Frame) -> None:
        answer = self.answers.setdefault(taken.stream_id, Answer()) if taken.stream_id else Answer()
        match taken:
            case SettingsFrame():
                self._settings(taken)
            case PingFrame() if "ACK" not in taken.flags:
                self.send(frame(PING, taken.opaque_data, flags=ACK))
            case WindowUpdateFrame():
                self._widen(taken)
            case HeadersFrame():
                for name, value in self._decoder.decode(taken.data, raw=True):
                    answer.headers[name] = value
                answer.ended |= "END_STREAM" in taken.flags
            case DataFrame():
                answer.data += taken.data
                answer.ended |= "END_STREAM" in taken.flags
                self._allow_more(taken)
            case RstStreamFrame():
                answer.reset = taken.error_code
            case GoAwayFrame():
                self.is_gone = True

    def _widen(self, taken: WindowUpdateFrame) -> None:
        if taken.stream_id:
            before = self._windows.get(taken.stream_id, self._initial_window)
            self._windows[taken.stream_id] = before + taken.window_increment
        else:
            self._window += taken.window_increment

    def _allow_more(self, taken: DataFrame) -> None:
        if taken.data:
            more = struct.pack(">I", len(taken.data))
            self.send(frame(WINDOW_UPDATE, more))
            self.send(frame(WINDOW_UPDATE, more, stream=taken.stream_id))

    def _settings(self, taken: SettingsFrame) -> None:
        if "ACK" in taken.flags:
            return
        self.is_greeted = True
        wider = taken.settings.get(SettingsFrame.INITIAL_WINDOW_SIZE)
        if wider is not None:
            for stream in self._windows:
                self._windows[stream] += wider - self._initial_window
            self._initial_window = wider
        self.send(frame(SETTINGS, flags=ACK))


def listen(strangers: Sequence[Stranger], until: Callable[[], bool], *, within: float = 30) -> bool:
    """Let all of them send and receive until a condition holds, or all are closed."""
    end = time.monotonic() + within
    while not until():
        watched = {s.fileno(): s for s in strangers if not s.is_closed}
        left = end - time.monotonic()
        if not watched or left <= 0:
            return until()
        poll = select.poll()
        for number, stranger in watched.items():
            sending = select.POLLOUT if stranger.waits_to_send else 0
            poll.register(number, select.POLLIN | sending)
        events = dict(poll.poll(min(left, 0.05) * 1000))
        for number, stranger in watched.items():
            stranger.move(events.get(number, 0))
    return True
