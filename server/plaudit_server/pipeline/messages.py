"""Receives messages: a limited number at a time, shared fairly by connections and callers.

gRPC buffers a message that is not being read up to its stream's flow-control window, and one that
is being read whole. So only as many messages are read at once as fit whole into memory. The others
wait in their windows until their turn, which delays only their sender. Each has a deadline.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from typing import Any, NamedTuple, cast

import grpc.aio

from plaudit_server.domain.errors import DeadlineExceeded, Reason, Refusal, rate_limited
from plaudit_server.pipeline.call import Context

CHECK_EVERY = 0.05
"""How often incomplete messages are checked, in seconds. One that has been read for longer counts
as slow."""
SLOW_SECONDS = 1.0
"""How long a slow message is still read when there is no room for all of them, in seconds."""
MAX_OTHER_LANES = 8
"""How many other lanes may start their next message when one has been read."""

Owner = tuple[str, str]
"""A caller, by namespace and id."""
Lane = tuple[str, Owner]
"""A connection and one of its callers. Lanes share the room; a lane's messages keep their order."""


class Room(NamedTuple):
    """How many messages may be in memory; one connection may have a quarter of them."""

    read: int
    """Being read: each may take the bytes of the longest message. For a moment there may be twice
    as many."""
    waiting: int
    """Waiting to be read: each takes at most the window of its stream."""

    @classmethod
    def of_bytes(cls, in_all: int, *, message: int, window: int) -> Room:
        """Divide the bytes: at worst half are for messages being read, half for those that wait."""
        return cls(max(in_all // 4 // message, 4), max(in_all // 2 // window, 4))

    @property
    def of_connection(self) -> Room:
        """The room of one connection."""
        return Room(self.read // 4, self.waiting // 4)


class Receiver:
    """Receives messages: those without room wait, and are refused when too many wait.

    A lane with less than an equal share of the room gets its share even if the room is full. Then
    the oldest messages of the caller with the most are refused; those being read only once slow.
    """

    def __init__(self, room: Room, *, seconds: float) -> None:
        """`seconds` is how long a message may take to arrive."""
        self._room = room
        self._seconds = seconds
        self._loop = asyncio.get_running_loop()
        self._incomplete: dict[_Message, None] = {}
        self._read = _Share(room.read)
        self._waiting = _Share(room.waiting)
        self._connections: dict[str, _Connection] = {}
        self._lanes: OrderedDict[Lane, deque[_Message]] = OrderedDict()
        """Waiting messages, the lane first that was served longest ago; no lane is empty."""
        self._checking = False

    async def receive(self, context: Context, owner: Owner) -> bytes | None:
        """Receive the next message of a call; `None` if its caller has sent all.

        Raises DeadlineExceeded if it takes too long, and ResourceExhausted if there is no room.
        """
        peer = context.peer()
        connection = self._connections.get(peer)
        if connection is None:
            connection = self._connections[peer] = _Connection(self._room.of_connection)
        message = _Message((peer, owner), connection)
        self._incomplete[message] = None
        if not self._checking:
            self._checking = True
            self._loop.call_later(CHECK_EVERY, self._check)
        try:
            if message.lane in self._lanes or not self._admit(message):
                await self._wait(message)
            data = await context.read()
        except asyncio.CancelledError:
            if message.refusal is None:
                raise
            message.task.uncancel()
            raise message.refusal from None
        finally:
            del self._incomplete[message]
            if message.read_since is not None:
                connection.read.remove(message.lane)
                self._read.remove(message.lane)
                if self._lanes:
                    self._admit_waiting(message.lane)
            if connection.is_empty:
                del self._connections[peer]
        return None if data is grpc.aio.EOF else cast(bytes, data)  # type: ignore[attr-defined]

    def _admit(self, message: _Message) -> bool:
        """Start to read a message if there is room; return whether there was."""
        lane, of_connection = message.lane, message.connection.read
        if not (self._read.has_room(lane) and of_connection.has_room(lane)):
            return False
        self._read.add(lane)
        of_connection.add(lane)
        message.read_since = self._loop.time()
        return True

    async def _wait(self, message: _Message) -> None:
        """Wait for room. Raises ResourceExhausted if too many messages wait already."""
        lane, of_connection = message.lane, message.connection.waiting
        if not (self._waiting.has_room(lane) and of_connection.has_room(lane)):
            raise _too_many()
        self._waiting.add(lane)
        of_connection.add(lane)
        queue = self._lanes.setdefault(lane, deque())
        queue.append(message)
        try:
            await message.turn()
        finally:
            self._waiting.remove(lane)
            of_connection.remove(lane)
            if message.read_since is None:
                queue.remove(message)
                if not queue:
                    del self._lanes[lane]

    def _admit_waiting(self, lane: Lane | None = None) -> None:
        """Admit waiting messages: of the lane whose message has been read, then of a few others.

        Without a lane, of all lanes.
        """
        tries = len(self._lanes)
        if lane is not None:
            if lane in self._lanes:
                self._lanes.move_to_end(lane, last=False)
            tries = min(tries, MAX_OTHER_LANES)
        for _ in range(tries):
            next_lane, queue = self._lanes.popitem(last=False)
            while queue and self._admit(queue[0]):
                queue.popleft().take_turn()
            if queue:
                self._lanes[next_lane] = queue

    def _check(self) -> None:
        """Refuse messages that are past their deadline, and those above the room."""
        now = self._loop.time()
        slow: list[_Message] = []
        for message in self._incomplete:
            if message.refusal is not None:
                continue
            if now - message.began > self._seconds:
                message.refuse(_too_slow(self._seconds))
            elif message.read_since is not None and now - message.read_since > CHECK_EVERY:
                slow.append(message)
        of_connection = self._room.of_connection.read
        for connection, count in Counter(message.connection for message in slow).items():
            if count > of_connection:
                _make_room(of_connection, [m for m in slow if m.connection is connection], now)
        _make_room(self._room.read, [m for m in slow if m.refusal is None], now)
        if self._waiting.in_all > self._room.waiting:
            waiting = [m for queue in self._lanes.values() for m in queue if m.refusal is None]
            _refuse(len(waiting) - self._room.waiting, waiting)
        self._admit_waiting()
        self._checking = bool(self._incomplete)
        if self._checking:
            self._loop.call_later(CHECK_EVERY, self._check)


class _Share:
    """Counts messages by lane, and shares the room between lanes."""

    def __init__(self, room: int) -> None:
        self._room = room
        self.in_all = 0
        self._of: dict[Lane, int] = {}

    def has_room(self, lane: Lane) -> bool:
        """Whether a lane may have one more: its equal share, even if others use all the room."""
        if self.in_all < self._room:
            return True
        has = self._of.get(lane, 0)
        lanes = len(self._of) + (not has)
        return has < max(self._room // lanes, 1)

    def add(self, lane: Lane) -> None:
        self.in_all += 1
        self._of[lane] = self._of.get(lane, 0) + 1

    def remove(self, lane: Lane) -> None:
        self.in_all -= 1
        if self._of[lane] == 1:
            del self._of[lane]
        else:
            self._of[lane] -= 1


class _Connection:
    """The messages of a connection."""

    __slots__ = ("read", "waiting")

    def __init__(self, room: Room) -> None:
        self.read = _Share(room.read)
        self.waiting = _Share(room.waiting)

    @property
    def is_empty(self) -> bool:
        return not (self.read.in_all or self.waiting.in_all)


class _Message:
    """A message that a call waits for."""

    __slots__ = ("_turn", "began", "connection", "lane", "read_since", "refusal", "task")

    def __init__(self, lane: Lane, connection: _Connection) -> None:
        self.lane = lane
        self.connection = connection
        self.task: asyncio.Task[Any] = asyncio.current_task()  # type: ignore[assignment]
        self.began = self.task.get_loop().time()
        self.read_since: float | None = None
        """When it was admitted; `None` while it waits."""
        self.refusal: Refusal | None = None
        self._turn: asyncio.Future[None] | None = None

    @property
    def owner(self) -> Owner:
        return self.lane[1]

    async def turn(self) -> None:
        """Wait until it is admitted."""
        self._turn = self.task.get_loop().create_future()
        await self._turn

    def take_turn(self) -> None:
        if self._turn is not None and not self._turn.done():
            self._turn.set_result(None)

    def refuse(self, refusal: Refusal) -> None:
        """End the wait: the waiting call raises the refusal."""
        self.refusal = refusal
        self.task.cancel()


def _make_room(room: int, slow: list[_Message], now: float) -> None:
    """Refuse slow messages above the room: the overdue first, others only above twice the room."""
    overdue = [m for m in slow if m.read_since is not None and now - m.read_since > SLOW_SECONDS]
    _refuse(len(slow) - room, overdue)
    left = [m for m in slow if m.refusal is None]
    _refuse(len(left) - 2 * room, left)


def _refuse(count: int, messages: list[_Message]) -> None:
    """Refuse `count` of them: of the namespace with the most, and there of the caller with most."""
    while count > 0 and messages:
        of_namespace = Counter(message.owner[0] for message in messages).most_common(2)
        namespace, most = of_namespace[0]
        next_most = of_namespace[1][1] if len(of_namespace) > 1 else 0
        of_caller = Counter(m.owner for m in messages if m.owner[0] == namespace)
        (owner, owns), *_ = of_caller.most_common(1)
        refused = [message for message in messages if message.owner == owner]
        refused = refused[: max(1, min(count, owns, most - next_most))]
        for message in refused:
            message.refuse(_too_many())
        count -= len(refused)
        messages = [message for message in messages if message.refusal is None]


def _too_slow(seconds: float) -> Refusal:
    return DeadlineExceeded(
        reason=Reason.MESSAGE_TOO_SLOW,
        message=f"the request did not arrive within {seconds:g} seconds",
    )


def _too_many() -> Refusal:
    return rate_limited(
        "too many requests are still being sent: send fewer at a time, and retry",
        subject="requests being received",
    )
