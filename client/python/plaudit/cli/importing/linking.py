"""Links records to their exchanges: finds the ids of the exchanges that rows name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from plaudit.cli.connection import Connection
from plaudit.cli.failures import Failure
from plaudit.cli.fetching import fetch
from plaudit.cli.importing import exchange_names
from plaudit.cli.importing.exchange_names import ExchangeName
from plaudit.cli.importing.kinds import Options
from plaudit.cli.importing.sending import Batch, Rejection
from plaudit.cli.importing.words import Reading
from plaudit.cli.waiting import Patience
from plaudit.errors import Violation
from plaudit.v1 import exchange_pb2, target_pb2
from plaudit.v1.exchange_pb2_grpc import ExchangeServiceStub

KEPT = 10_000
"""How many exchanges are remembered from batch to batch."""


class Links:
    """Replaces the `exchange` of rows by the id that this exchange has in the namespace."""

    def __init__(self, connection: Connection, options: Options) -> None:
        self._connection = connection
        self._options = options
        self._patience = Patience(connection.address)
        self._kept: dict[ExchangeName, exchange_pb2.Exchange] = {}

    def resolve(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        """Yield the batches with the ids; rows whose exchange does not exist are refused."""
        for batch in batches:
            named = [self._name(row.value or {}) for row in batch.rows]
            if any(named):
                self._link(batch, named)
            yield batch

    def _name(self, row: Any) -> ExchangeName | None:
        return exchange_names.read(row, Reading(self._options.ignore))

    def _link(self, batch: Batch, named: list[ExchangeName | None]) -> None:
        found = self._find({name for name in named if name})
        rows, messages = batch.rows, batch.messages
        batch.rows, batch.messages = [], []
        for row, message, name in zip(rows, messages, named, strict=True):
            if name is not None:
                path = exchange_names.path(row.value or {})
                if wrong := _wrong(name, found.get(name), path):
                    told = "the exchange of the record is not there"
                    failure = Failure("EXCHANGE_NOT_FOUND", told, (wrong,))
                    batch.rejections.append(Rejection(row, failure))
                    continue
                message.record.exchange_id = found[name].id
            batch.rows.append(row)
            batch.messages.append(message)

    def _find(self, names: set[ExchangeName]) -> dict[ExchangeName, exchange_pb2.Exchange]:
        """Return the exchanges of these names that exist, found by message or else by request."""
        found = {name: self._kept[name] for name in names if name in self._kept}
        for get, part in ((_by_message, "message_id"), (_by_request, "request_id")):
            asked = [name for name in names if name not in found and getattr(name, part)]
            answers = fetch(self._connection, get, asked, self._patience)
            for name, answer in zip(asked, answers, strict=True):
                if answer is not None:
                    found[name] = _names_of(answer.exchange)
        if len(self._kept) > KEPT:
            self._kept.clear()
        self._kept.update(found)
        return found


def _by_message(connection: Connection, name: ExchangeName) -> tuple[Any, Any]:
    message = target_pb2.MessageTarget(session_id=name.session_id, message_id=name.message_id)
    return connection.stub(ExchangeServiceStub).GetExchange, exchange_pb2.GetExchangeRequest(
        message=message
    )


def _by_request(connection: Connection, name: ExchangeName) -> tuple[Any, Any]:
    request = target_pb2.RequestTarget(session_id=name.session_id, request_id=name.request_id)
    return connection.stub(ExchangeServiceStub).GetExchange, exchange_pb2.GetExchangeRequest(
        request=request
    )


def _names_of(exchange: exchange_pb2.Exchange) -> exchange_pb2.Exchange:
    """Return an exchange without its texts, which are long."""
    return exchange_pb2.Exchange(
        id=exchange.id, message_id=exchange.message_id, request_id=exchange.request_id
    )


def _wrong(name: ExchangeName, found: exchange_pb2.Exchange | None, path: str) -> Violation | None:
    if found is None:
        link = f"--ignore {path} --ignore {path}_id"
        rule = f"is not in this namespace: import the exchanges first, or leave it out with {link}"
        return Violation(path, rule)
    for part in ("message_id", "request_id"):
        ours, theirs = getattr(found, part), getattr(name, part)
        if ours and theirs and ours != theirs:
            return Violation(f"{path}.{part}", f"is {ours} in this namespace")
    return None
