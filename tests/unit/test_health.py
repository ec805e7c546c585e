"""Health watches get every change of the status."""

from __future__ import annotations

import asyncio

from grpc_health.v1 import health_pb2

from plaudit_server.health import Servicer

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


def test_a_watch_gets_a_shutdown_that_begins_while_an_earlier_status_is_sent() -> None:
    sent: list[int] = []
    servicer = Servicer()
    servicer.set([""], serving=True)

    class Slow:
        async def write(self, answer: health_pb2.HealthCheckResponse) -> None:
            sent.append(answer.status)
            if answer.status == SERVING:
                servicer.set([""], serving=False, for_good=True)
            await asyncio.sleep(0)

    asyncio.run(servicer.Watch(health_pb2.HealthCheckRequest(), Slow()))
    assert sent == [SERVING, NOT_SERVING]
