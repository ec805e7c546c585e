"""What strangers send does not come into the log, whatever is wrong with it."""

from __future__ import annotations

import contextlib
import socket
import struct

import h2.config
import h2.connection
import h2.events
import pytest

from support.servers import KEY

SECRET = b"s3cret-\xff\xfe-words"
SUBMIT = b"/plaudit.v1.FeedbackService/SubmitFeedback"


def send(address: str, *headers: tuple[bytes, bytes], body: bytes = b"") -> None:
    """Make a call with headers as they are, and wait until the server has done with it."""
    host, _, port = address.rpartition(":")
    configuration = h2.config.H2Configuration(
        header_encoding=None, validate_outbound_headers=False, normalize_outbound_headers=False
    )
    call = h2.connection.H2Connection(configuration)
    call.initiate_connection()
    ours = {
        b":method": b"POST",
        b":scheme": b"http",
        b":path": SUBMIT,
        b":authority": b"localhost",
        b"te": b"trailers",
        b"content-type": b"application/grpc",
    }
    call.send_headers(1, [*ours.items(), *headers])
    call.send_data(1, struct.pack(">BI", 0, len(body)) + body, end_stream=True)
    over = (h2.events.StreamEnded, h2.events.StreamReset, h2.events.ConnectionTerminated)
    with (
        socket.create_connection((host, int(port)), timeout=10) as connection,
        contextlib.suppress(ConnectionError),
    ):
        connection.sendall(call.data_to_send())
        while data := connection.recv(65_536):
            if any(isinstance(event, over) for event in call.receive_data(data)):
                return
            connection.sendall(call.data_to_send())


@pytest.fixture(params=[(), ("--log-level", "debug")], ids=["info", "debug"])
def developing(request, start_server, new_database):
    return start_server(new_database("sqlite"), *request.param)


def test_a_credential_with_stray_bytes_is_not_in_the_log(developing, subtests):
    headers = (
        (b"x-api-key", SECRET),
        (b"authorization", b"Bearer " + SECRET),
        (b"x-session-token", SECRET),
        (b"x-feedback-token", SECRET),
        (b"x-api-key-bin", SECRET),
        (b"x-" + SECRET, b"value"),
        (b"x-api-key", b"s3cret-words\x00\x1b[2J"),
    )
    read = 0
    for header in headers:
        with subtests.test(repr(header)):
            send(developing.address, header)
            log = developing.log.read_bytes()
            assert_hidden(log[read:])
            read = len(log)
    assert developing.stop() == 0
    assert_hidden(developing.log.read_bytes())


def assert_hidden(log: bytes) -> None:
    assert b"s3cret" not in log
    assert b"words" not in log
    assert b"\\xff" not in log


def test_a_message_with_stray_bytes_is_not_in_the_log(developing):
    send(developing.address, (b"x-api-key", KEY.encode()), body=b"\x0a\x20" + SECRET)
    assert developing.stop() == 0
    assert b"s3cret" not in developing.log.read_bytes()


def test_the_log_says_that_a_library_could_not_read_something_and_where(developing):
    send(developing.address, (b"x-api-key", SECRET))
    assert developing.stop() == 0
    log = developing.log.read_text()
    assert "grpc._cython.cygrpc" in log
    assert "UnicodeDecodeError" in log
