"""A fuzzer: random misuse of HTTP/2 and gRPC, reproducible by its seed."""

from __future__ import annotations

import random
import struct
import zlib
from collections import deque
from collections.abc import Callable
from functools import cache

from support.http2_frames import (
    ACK,
    CONTINUATION,
    DATA,
    END_HEADERS,
    END_STREAM,
    GOAWAY,
    HEADERS,
    HEALTH,
    MOST,
    PADDED,
    PING,
    PREFACE,
    PRIORITIZED,
    PRIORITY,
    PUSH_PROMISE,
    REFLECTION,
    SETTINGS,
    STREAM,
    SUBMIT,
    WINDOW_UPDATE,
    Header,
    Stranger,
    frame,
    headers,
    literal,
    message,
    reset,
    settings,
    whole_call,
)
from support.observing import saying
from support.servers import KEY

WATCH = b"/grpc.health.v1.Health/Watch"
REMEMBERED = 30
"""How many of the last requests the report of a failure lists."""

Chance = random.Random
Action = Callable[[Stranger, Chance], object]


def _key(chance: Chance) -> str | None:
    return chance.choice((None, "nobody's", KEY))


def _path(chance: Chance) -> bytes:
    return chance.choice((SUBMIT, STREAM, HEALTH, WATCH, REFLECTION, b"/planted/Unknown"))


def _junk(chance: Chance, most: int = 40) -> bytes:
    return b"planted" + chance.randbytes(chance.randrange(most))


def _body(chance: Chance) -> bytes:
    return chance.choice(
        (
            message(saying(f"stranger {chance.random()}").SerializeToString()),
            message(b""),
            message(chance.randbytes(chance.randrange(200))),
            message(b"\x0a\xff" + _junk(chance)),
        )
    )


def _sent(chance: Chance) -> list[Header]:
    return headers(_path(chance), key=_key(chance))


def _an_ordinary_call(stranger: Stranger, chance: Chance) -> None:
    stranger.call(_sent(chance), _body(chance))


def _a_path_of_any_bytes(stranger: Stranger, chance: Chance) -> None:
    begin = chance.choice((b"/", b"", b"/plaudit.v1.FeedbackService/", b"/grpc.health.v1.Health/"))
    long = chance.choice((0, 0, 3000, 15_000, 40_000))
    path = begin + _junk(chance) + b"\xff" * long
    stranger.call(headers(path, key=_key(chance)), _body(chance))


def _a_value_of_any_bytes(stranger: Stranger, chance: Chance) -> None:
    name = chance.choice(
        (
            *(
                b":authority",
                b":scheme",
                b":method",
                b"host",
                b"te",
                b"content-type",
                b"user-agent",
            ),
            *(b"grpc-timeout", b"grpc-encoding", b"grpc-accept-encoding", b"grpc-trace-bin"),
            *(b"authorization", b"x-api-key", b"x-session-token", b"x-feedback-token"),
            *(b"x-namespace", b"x-request-id", b"x-note", b"x-note-bin", b"grpc-message"),
        )
    )
    sent = headers(_path(chance), (name, _junk(chance, 400)), key=_key(chance))
    stranger.call(sent, _body(chance))


def _a_name_of_any_bytes(stranger: Stranger, chance: Chance) -> None:
    name = chance.choice((_junk(chance), b"Upper", b"", b":planted", b":status", b"a b", b"a\nb"))
    stranger.call(headers(_path(chance), (name, b"1"), key=_key(chance)), _body(chance))


def _a_misplaced_header(stranger: Stranger, chance: Chance) -> None:
    sent = _sent(chance)
    match chance.randrange(4):
        case 0:
            sent.remove(chance.choice(sent))
        case 1:
            sent.append(chance.choice(sent))
        case 2:
            chance.shuffle(sent)
        case _:
            sent += [(b"x-note", b"a" * 100)] * chance.choice((10, 100, 400))
    stranger.call(sent, _body(chance))


def _an_invalid_common_header(stranger: Stranger, chance: Chance) -> None:
    wrong = chance.choice(
        (
            *((b":method", m) for m in (b"GET", b"PUT", b"CONNECT")),
            *((b"grpc-timeout", t) for t in (b"abc", b"-1S", b"0n", b"99999999H", b"9" * 40)),
            *((b"grpc-encoding", e) for e in (b"br", b"gzip", b"deflate", b"identity,gzip", b"")),
            *((b"content-type", c) for c in (b"text/html", b"application/json", b"")),
            *((b"te", t) for t in (b"gzip", b"")),
            (b"grpc-previous-rpc-attempts", b"many"),
            (b"x-note-bin", b"!!!!"),
            (b"authorization", b"Basic planted"),
        )
    )
    stranger.call(headers(_path(chance), wrong, key=_key(chance)), _body(chance))


def _a_message_cut_short(stranger: Stranger, chance: Chance) -> None:
    whole = _body(chance)
    part = whole[: chance.randrange(len(whole))]
    stranger.call(_sent(chance), part or None, ends=chance.random() < 0.5)


def _a_false_length(stranger: Stranger, chance: Chance) -> None:
    length = chance.choice((0, 1, 3_900_000, 16_000_000, 2**31, 2**32 - 1))
    body = message(chance.randbytes(50), length=length)
    stranger.call(_sent(chance), body, ends=chance.random() < 0.5)


def _a_false_flag(stranger: Stranger, chance: Chance) -> None:
    body = message(b"abc", flag=chance.choice((1, 2, 128, 255)))
    stranger.call(_sent(chance), body * chance.randrange(1, 4))


@cache
def _compressed(size: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return packer.compress(bytes(size)) + packer.flush()


def _a_compressed_message(stranger: Stranger, chance: Chance) -> None:
    compressed = _compressed(chance.choice((10, 100_000, 3_000_000, 30_000_000)))
    cut = chance.choice((len(compressed), len(compressed), len(compressed) // 2))
    sent = headers(_path(chance), (b"grpc-encoding", b"gzip"), key=_key(chance))
    stranger.call(sent, message(compressed[:cut], flag=1))


def _reset_at_once(stranger: Stranger, chance: Chance) -> None:
    sent = _sent(chance)
    for _ in range(chance.choice((1, 10))):
        body = chance.choice((None, b"\x00", _body(chance)))
        call = stranger.call(sent, body, ends=chance.random() < 0.3)
        stranger.send(reset(call, chance.randrange(20)))


def _leave_a_call_open(stranger: Stranger, chance: Chance) -> None:
    stranger.call(_sent(chance), ends=False)


def _more_after_the_end(stranger: Stranger, chance: Chance) -> None:
    call = stranger.call(_sent(chance), _body(chance))
    more = chance.choice((DATA, HEADERS, CONTINUATION, PRIORITY, WINDOW_UPDATE))
    stranger.send(frame(more, _body(chance), flags=chance.choice((0, 1, 4, 5)), stream=call))


def _a_stream_out_of_order(stranger: Stranger, chance: Chance) -> None:
    stream = chance.choice((0, 1, 2, 4, MOST, MOST - 1))
    ends = chance.random() < 0.5
    stranger.send(whole_call(stream, _sent(chance), _body(chance), ends=ends))


def _data_without_a_call(stranger: Stranger, chance: Chance) -> None:
    stream = chance.choice((0, 1, 2, 777, MOST))
    stranger.send(frame(DATA, _junk(chance), flags=chance.choice((0, 1)), stream=stream))


def _odd_settings(stranger: Stranger, chance: Chance) -> None:
    number = chance.choice((0, 1, 2, 3, 4, 5, 6, 8, 0xFE03, 0xFFFF))
    value = chance.choice((0, 1, 7, 16_384, 65_535, MOST, 2**31, 2**32 - 1))
    stranger.send(settings({number: value}) * chance.choice((1, 1, 50)))


def _a_broken_frame(stranger: Stranger, chance: Chance) -> None:
    kind = chance.choice((*range(12), 255))
    stream = chance.choice((0, 0, 1, 2, 3, MOST))
    payload = chance.randbytes(chance.choice((0, 1, 4, 5, 6, 8, 100, 16_384, 16_385)))
    stranger.send(frame(kind, payload, flags=chance.randrange(256), stream=stream))


def _odd_windows(stranger: Stranger, chance: Chance) -> None:
    more = struct.pack(">I", chance.choice((0, 1, 65_535, MOST, 2**32 - 1)))
    stream = chance.choice((0, 1, 3, 777))
    stranger.send(frame(WINDOW_UPDATE, more, stream=stream) * chance.choice((1, 2, 100)))


def _many_pings(stranger: Stranger, chance: Chance) -> None:
    stranger.send(frame(PING, b"planted!", flags=chance.choice((0, ACK))) * chance.randrange(60))


def _a_goaway(stranger: Stranger, chance: Chance) -> None:
    last = struct.pack(">II", chance.choice((0, 1, MOST)), chance.randrange(20))
    stranger.send(frame(GOAWAY, last + _junk(chance)))


def _odd_priorities(stranger: Stranger, chance: Chance) -> None:
    stream = chance.choice((1, 3, MOST))
    stranger.send(frame(PRIORITY, struct.pack(">IB", stream, 255), stream=stream))
    stranger.send(frame(PUSH_PROMISE, literal(_sent(chance)), flags=END_HEADERS, stream=stream))


def _headers_without_end(stranger: Stranger, chance: Chance) -> None:
    piece = literal([(b"x-note", b"planted" * 100)] * chance.randrange(1, 20))
    stream = chance.choice((1, 1001, 99_999))
    stranger.send(frame(HEADERS, piece, stream=stream))
    stranger.send(frame(CONTINUATION, piece, stream=stream) * chance.randrange(40))
    if chance.random() < 0.3:
        stranger.send(frame(CONTINUATION, flags=END_HEADERS, stream=stream))


def _many_empty_continuations(stranger: Stranger, chance: Chance) -> None:
    stranger.send(frame(HEADERS, literal(_sent(chance)), stream=1001))
    stranger.send(frame(CONTINUATION, stream=1001) * chance.randrange(2000))


def _broken_hpack(stranger: Stranger, chance: Chance) -> None:
    block = chance.choice(
        (
            b"\x80",  # the entry 0
            b"\xff\xff\xff\xff\xff\x0f",  # an index far beyond the table
            b"\xff" + b"\xff" * 20,  # an endless number
            b"\x3f\xff\xff\xff\xff\x0f",  # a huge table
            b"\x20" * 100,  # the table is cleared repeatedly
            b"\x00\x7f\xff\xff\xff\x07abc",  # a name longer than the block
            b"\x00\x03abc\x84\xff\xff\xff\xff",  # the end-of-string code of Huffman inside a text
            b"\x40" + literal([(b"planted", b"a" * 4000)])[1:] + b"\xbe" * 200,  # many references
            chance.randbytes(chance.randrange(200)),
        )
    )
    flags = END_HEADERS | chance.choice((0, END_STREAM))
    stranger.send(frame(HEADERS, block, flags=flags, stream=chance.choice((1, 501, 2001))))


def _padding_longer_than_the_frame(stranger: Stranger, chance: Chance) -> None:
    kind = chance.choice((DATA, HEADERS))
    flags = PADDED | END_HEADERS | chance.choice((0, PRIORITIZED))
    stranger.send(frame(kind, b"\xff" + literal(_sent(chance))[:100], flags=flags, stream=3001))


def _trailers(stranger: Stranger, chance: Chance) -> None:
    call = stranger.call(_sent(chance), message(b"abc")[:-1], ends=False)
    block = literal([(_junk(chance), _junk(chance))] if chance.random() < 0.5 else _sent(chance))
    flags = END_HEADERS | chance.choice((0, END_STREAM))
    stranger.send(frame(HEADERS, block, flags=flags, stream=call))


def _a_truncated_frame(stranger: Stranger, chance: Chance) -> None:
    whole = whole_call(5001, _sent(chance), _body(chance))
    stranger.send(whole[: chance.randrange(1, len(whole))])
    stranger.close()


def _bytes_that_are_not_a_frame(stranger: Stranger, chance: Chance) -> None:
    stranger.send(
        chance.choice(
            (
                chance.randbytes(chance.choice((1, 9, 100, 5000))),
                PREFACE,
                b"GET /planted HTTP/1.1\r\nHost: planted\r\n\r\n",
                frame(SETTINGS, b"planted", flags=ACK),
            )
        )
    )


ACTIONS: tuple[Action, ...] = (
    _an_ordinary_call,
    _a_path_of_any_bytes,
    _a_value_of_any_bytes,
    _a_name_of_any_bytes,
    _a_misplaced_header,
    _an_invalid_common_header,
    _a_message_cut_short,
    _a_false_length,
    _a_false_flag,
    _a_compressed_message,
    _reset_at_once,
    _leave_a_call_open,
    _more_after_the_end,
    _trailers,
    _a_stream_out_of_order,
    _data_without_a_call,
    _odd_settings,
    _a_broken_frame,
    _odd_windows,
    _many_pings,
    _a_goaway,
    _odd_priorities,
    _headers_without_end,
    _many_empty_continuations,
    _broken_hpack,
    _padding_longer_than_the_frame,
    _a_truncated_frame,
    _bytes_that_are_not_a_frame,
)
OF_CALLS = ACTIONS[: ACTIONS.index(_more_after_the_end)]
"""Actions after which the connection stays open."""


class Fuzzer:
    """Opens connections one after the other, each with random actions determined by the seed."""

    def __init__(self, address: str, *, seed: str, first: int = 0) -> None:
        self._address = address
        self._seed = seed
        self._connection = first
        self._recent: deque[str] = deque(maxlen=REMEMBERED)
        self.requests = 0

    def run(self, requests: int) -> None:
        """Make about so many more requests."""
        end = self.requests + requests
        while self.requests < end:
            self._connect()
            self._connection += 1

    def _connect(self) -> None:
        chance = random.Random(f"{self._seed}/{self._connection}")
        window = chance.choice((None, None, None, {4: 0}, {4: MOST}, {1: 0}))
        with Stranger(self._address, own_settings=window) as stranger:
            if chance.random() < 0.8:
                stranger.listen(lambda: stranger.is_greeted, within=1)
            for _ in range(chance.choice((1, 3, 10, 30))):
                action = chance.choice(chance.choice((ACTIONS, OF_CALLS)))
                self.requests += 1
                self._recent.append(f"connection {self._connection}: {action.__name__.strip('_')}")
                action(stranger, chance)
                if stranger.is_gone:
                    break
                if chance.random() < 0.2:
                    stranger.listen(stranger.answered, within=0.02)
            if chance.random() < 0.5:
                stranger.listen(stranger.answered, within=0.05)

    def report(self) -> str:
        """List the last requests, and how to reproduce them."""
        last = "\n  ".join(self._recent)
        begin = max(self._connection - REMEMBERED, 0)
        return (
            f"after {self.requests} requests; the last were\n  {last}\n"
            f"reproduce with PLAUDIT_FUZZ_SEED={self._seed} PLAUDIT_FUZZ_FROM={begin}"
        )
