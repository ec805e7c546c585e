"""What is reported, as it is queued, and the batches in which it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from plaudit.v1 import exchange_pb2, feedback_pb2, target_pb2

BATCH_ITEMS = 1000
"""How many feedbacks the server takes in one request."""
REQUEST_BYTES = 3_932_160
"""How many bytes a request may have."""
RECORD_BYTES = REQUEST_BYTES - 64
"""How many bytes all records of a batch may have: its request_id needs the rest."""

OWN_TIME = 1
"""The reporter, not the caller, set the `occur_time`."""
EXCHANGE = 2
"""The feedback comes with its exchange."""


class Record(NamedTuple):
    """One reported feedback, as it is queued."""

    payload: bytes
    """A serialised BatchSubmitRequest with this one item, and its exchange if it has one. Several
    of these, one after the other, are the request with all items: so protobuf defines it."""
    flags: int

    @property
    def feedback(self) -> feedback_pb2.Feedback:
        """The feedback."""
        return feedback_pb2.BatchSubmitRequest.FromString(self.payload).items[0]


def serialise(
    feedback: feedback_pb2.Feedback, exchange: exchange_pb2.Exchange | None, flags: int
) -> Record:
    """Return the record of a feedback; raises ValueError if it is too long for a request."""
    if exchange is None:
        payload = feedback_pb2.BatchSubmitRequest(items=(feedback,)).SerializeToString()
    else:
        request = feedback_pb2.BatchSubmitRequest(items=(feedback,), exchanges=(exchange,))
        payload = request.SerializeToString()
        flags |= EXCHANGE
    if len(payload) > RECORD_BYTES:
        raise ValueError(f"has {len(payload):,} bytes; a request may have {REQUEST_BYTES:,}")
    return Record(payload, flags)


@dataclass
class Batch:
    """Records that are sent together.

    A position is the place of a record in the batch. Sets of positions are integers: bit 0 is the
    first record. The records, and what is sent under one `request_id`, never change.
    """

    records: Sequence[Record]
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    settled: int = 0
    """Recorded by the server, or dropped."""
    held: int = 0
    """Sent only when the others are settled, because all together were too much."""
    undated: int = 0
    """Sent without `occur_time`, because the server refuses it."""
    source: Any = None
    """Where the spool has the records."""
    faults: int = 0
    """How often the server failed with an internal error."""

    def open(self) -> list[int]:
        """Return the positions of the next request."""
        closed = self.settled | self.held
        return [i for i in range(len(self.records)) if not closed >> i & 1]

    def unsettled(self) -> list[Record]:
        """Return the records that are neither recorded nor dropped."""
        return [record for i, record in enumerate(self.records) if not self.settled >> i & 1]

    def advance(self) -> bool:
        """Prepare the next request, under a new id; False if everything is settled."""
        if not self.open():
            self.held = 0
        self.request_id = str(uuid.uuid4())
        return bool(self.open())

    def hold_half(self) -> None:
        """Hold back the second half of the next request."""
        positions = self.open()
        for i in positions[len(positions) // 2 :]:
            self.held |= 1 << i
        self.request_id = str(uuid.uuid4())

    def request(self) -> feedback_pb2.BatchSubmitRequest:
        """Return the next request: for the same state always the same."""
        positions = self.open()
        payloads = []
        for i in positions:
            record = self.records[i]
            payloads.append(_undated(record) if self.undated >> i & 1 else record.payload)
        request = feedback_pb2.BatchSubmitRequest.FromString(b"".join(payloads))
        if len(request.exchanges) > 1:
            exchanges = {_bytes(exchange): exchange for exchange in request.exchanges}
            different = [exchange_pb2.Exchange.FromString(packed) for packed in exchanges]
            del request.exchanges[:]
            request.exchanges.extend(different)
        request.request_id = self.request_id
        return request


def count_of_batch(records: Iterable[Record]) -> int:
    """Return how many of the first records fit into one request.

    An exchange is registered for all items on it. So that one feedback cannot come with the
    exchange of another, items on one exchange share a batch only if they send the same.
    """
    size = 0
    exchanges = _Exchanges()
    count = 0
    for record in records:
        size += len(record.payload)
        if count and (count == BATCH_ITEMS or size > RECORD_BYTES or exchanges.clash(record)):
            break
        exchanges.add(record)
        count += 1
    return count


class _Exchanges:
    """The exchanges and the targets of a batch. Nothing is parsed before the first exchange."""

    def __init__(self) -> None:
        self._waiting: list[Record] = []
        self._active = False
        self._by_name: dict[tuple[str, ...], bytes] = {}
        self._by_target: dict[tuple[str, ...], bytes] = {}

    def add(self, record: Record) -> None:
        self._waiting.append(record)
        self._active = self._active or bool(record.flags & EXCHANGE)

    def clash(self, record: Record) -> bool:
        if not self._active and not record.flags & EXCHANGE:
            return False
        for waiting in self._waiting:
            target, names, exchange = _names_of(waiting)
            self._by_target[target] = exchange
            for name in names:
                self._by_name.setdefault(name, exchange)
        self._waiting.clear()
        target, names, exchange = _names_of(record)
        return self._by_name.get(target, exchange) != exchange or any(
            self._by_target.get(name, exchange) != exchange for name in names
        )


def _names_of(record: Record) -> tuple[tuple[str, ...], list[tuple[str, ...]], bytes]:
    """Return the target of a record, the targets that its exchange has, and the exchange."""
    request = feedback_pb2.BatchSubmitRequest.FromString(record.payload)
    target = request.items[0].target
    kind = target.WhichOneof("target")
    named: tuple[str, ...] = ()
    if kind == "message":
        named = ("message", target.message.session_id, target.message.message_id)
    elif kind == "request":
        named = ("request", target.request.session_id, target.request.request_id)
    if not request.exchanges:
        return named, [], b""
    exchange = request.exchanges[0]
    names: list[tuple[str, ...]] = []
    if exchange.message_id:
        names.append(("message", exchange.session_id, exchange.message_id))
    if exchange.request_id:
        names.append(("request", exchange.session_id, exchange.request_id))
    return named, names, _bytes(exchange)


def complete_exchange(exchange: exchange_pb2.Exchange, target: target_pb2.Target) -> None:
    """Fill in the names that an exchange has from the target of its feedback.

    Raises ValueError if it contradicts the target.
    """
    kind = target.WhichOneof("target")
    if kind not in ("message", "request"):
        raise ValueError("exchange: only feedback on a message or a request has an exchange")
    named: Any = getattr(target, kind)
    for name in ("session_id", f"{kind}_id"):
        wanted = getattr(named, name)
        if getattr(exchange, name) not in ("", wanted):
            raise ValueError(f"exchange.{name}: must be that of the feedback's target, or empty")
        setattr(exchange, name, wanted)


def identity(feedback: feedback_pb2.Feedback) -> tuple[bytes, str, str, str]:
    """Return what tells feedbacks apart: of two with the same, the later replaces the earlier."""
    author = ("", "")
    if feedback.external_user_id:
        author = ("external_user_id", feedback.external_user_id)
    elif feedback.user_id:
        author = ("user_id", feedback.user_id)
    return (_bytes(feedback.target), feedback.name or "overall", *author)


def superseded(batch: Batch, again: Sequence[int], recorded: Sequence[int]) -> list[int]:
    """Return which of `again` must not be sent again: a recorded later feedback replaces them."""
    newest = {identity(batch.records[i].feedback): i for i in sorted(recorded)}
    return [i for i in again if newest.get(identity(batch.records[i].feedback), -1) > i]


def _undated(record: Record) -> bytes:
    request = feedback_pb2.BatchSubmitRequest.FromString(record.payload)
    request.items[0].ClearField("occur_time")
    for exchange in request.exchanges:
        exchange.ClearField("occur_time")
    return request.SerializeToString(deterministic=True)


def _bytes(message: target_pb2.Target | exchange_pb2.Exchange) -> bytes:
    return message.SerializeToString(deterministic=True)
