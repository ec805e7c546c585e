"""Turns on the event loop: what one change sets off for thousands leaves room for everybody else.

To tell a watcher costs the loop some 0.2 ms. A thousand of them who are all told at once would keep
every other call waiting for as long as that takes; so a few are told, the loop is left to others
for as long as that took, and the next few are told.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable

AT_A_TIME = 16
"""How many turns are given before others have theirs."""


class Turns:
    """Gives out turns, to the namespaces one after the other."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._left = AT_A_TIME
        self._waiting: OrderedDict[str, deque[Callable[[], object]]] = OrderedDict()
        """By namespace, the one that had a turn longest ago first; none of them is empty."""
        self._giving = False

    def call(self, namespace_id: str, function: Callable[[], object]) -> None:
        """Call a function when its turn has come; not before this returns."""
        self._waiting.setdefault(namespace_id, deque()).append(function)
        self._give_soon()

    async def wait(self, namespace_id: str) -> None:
        """Wait for a turn: not at all where nobody else waits and some are left."""
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
            self._loop.call_soon(self._rest, began)  # behind those whose turn it is now
        elif self._left < AT_A_TIME:
            self._loop.call_soon(self._give)
        else:
            self._giving = False

    def _rest(self, began: float) -> None:
        self._loop.call_later(time.monotonic() - began, self._give)
