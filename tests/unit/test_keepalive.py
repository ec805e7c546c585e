"""Connections that are silent are checked, and not ended for it."""

from __future__ import annotations

from plaudit.calls import channel
from plaudit_server import listener


def test_the_server_allows_the_pings_of_the_client():
    every_ms = dict(channel._KEEPALIVE)["grpc.keepalive_time_ms"]
    assert every_ms > 1000 * listener.PING_SECONDS
