"""Turns on the event loop: work for thousands of watchers is sliced, so that other calls can run.

To send a change to one watcher costs the loop some 0.2 ms. Sending it to a thousand at once would
block every other call for as long. So a few are served, the loop is free for others for as long as
that took, and then the next few are served.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable

AT_A_TIME = 16
"""How many turns are given before the loop is free for others."""


class Turns:
    """Gives turns to namespaces, round-robin."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._left = AT_A_TIME
        self._waiting: OrderedDict[str, deque[Callable[[], object]]] = OrderedDict()
        """Queues by namespace, the one served longest ago first; no queue is empty."""
        self._giving = False

    def call(self, namespace_id: str, function: Callable[[], object]) -> None:
        """Call a function when its turn comes; never before this method returns."""
        self._waiting.setdefault(namespace_id, deque()).append(function)
        self._give_soon()

    async def wait(self, namespace_id: str) -> None:
        """Wait for a turn; return at once if nobody waits and turns are left."""
        if self._left and not self._waiting:
            self._left -= 1
            self._give_soon()
            return
        turn: asyncio.Future[None] = self._loop.create_future()

        def take() -> None:
            if not turn.done():
                turn.set_result(None)

        self.call(namespace_id, take)
        await turn

    def _give_soon(self) -> None:
        if not self._giving:
            self._giving = True
            self._loop.call_soon(self._give)

    def _give(self) -> None:
        began = time.monotonic()
        self._left = AT_A_TIME
        while self._left and self._waiting:
            namespace_id, queue = self._waiting.popitem(last=False)
            self._left -= 1
            queue.popleft()()
            if queue:
                self._waiting[namespace_id] = queue
        if self._waiting:
            self._loop.call_soon(self._rest, began)  # after the callbacks that are ready now
        elif self._left < AT_A_TIME:
            self._loop.call_soon(self._give)
        else:
            self._giving = False

    def _rest(self, began: float) -> None:
        self._loop.call_later(time.monotonic() - began, self._give)
