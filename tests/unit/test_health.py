"""Health is told to whoever watches it."""

from __future__ import annotations

import asyncio

from grpc_health.v1 import health_pb2

from plaudit_server.health import Servicer

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


def test_a_watcher_is_told_that_the_server_leaves_while_it_is_told_that_it_serves() -> None:
    told: list[int] = []
    servicer = Servicer()
    servicer.set([""], serving=True)

    class Slow:
        async def write(self, answer: health_pb2.HealthCheckResponse) -> None:
            told.append(answer.status)
            if answer.status == SERVING:
                servicer.set([""], serving=False, for_good=True)
            await asyncio.sleep(0)

    asyncio.run(servicer.Watch(health_pb2.HealthCheckRequest(), Slow()))
    assert told == [SERVING, NOT_SERVING]
