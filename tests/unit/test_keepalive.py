"""Clients may ask whether a silent connection is alive, as often as ours do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import grpc
import grpc.aio
import pytest

from plaudit.calls import channel
from plaudit_server import listener
from plaudit_server.settings import Settings


def test_the_server_allows_the_pings_of_the_client():
    every_ms = dict(channel._KEEPALIVE)["grpc.keepalive_time_ms"]
    assert every_ms > 1000 * listener.PING_SECONDS


async def say_one_thing(requests: object, context: object) -> AsyncIterator[bytes]:
    yield b"one"
    await asyncio.Event().wait()


@pytest.mark.slow
def test_a_silent_call_stays_open_while_its_client_pings(monkeypatch):
    monkeypatch.setattr(listener, "PING_SECONDS", 1)
    options = [("grpc.keepalive_time_ms", 1100), ("grpc.http2.max_pings_without_data", 0)]

    async def watch() -> None:
        server = listener.make_server(Settings())
        handler = grpc.stream_stream_rpc_method_handler(say_one_thing)
        server.add_registered_method_handlers("test.Service", {"Watch": handler})
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}", options) as opened:
            call = opened.stream_stream("/test.Service/Watch")()
            assert await call.read() == b"one"
            with pytest.raises(asyncio.TimeoutError):  # and not that the connection is closed
                await asyncio.wait_for(call.read(), 5)
        await server.stop(None)

    asyncio.run(watch())
