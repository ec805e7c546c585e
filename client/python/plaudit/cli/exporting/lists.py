"""Exports lists of the server: the records of a dataset with their responses, and exchanges."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pyarrow as pa
from rich.progress import Progress

from plaudit.cli.atomic import replacing
from plaudit.cli.connection import Connection
from plaudit.cli.datasets import finding
from plaudit.cli.exporting import files
from plaudit.cli.exporting.rows import message_columns
from plaudit.cli.fetching import fetch
from plaudit.cli.messages import message_row
from plaudit.cli.output import counted, echo
from plaudit.cli.terminal import Terminal
from plaudit.cli.waiting import Patience
from plaudit.errors import PlauditError
from plaudit.training_schema import EXCHANGES, RECORDS
from plaudit.v1 import dataset_pb2, exchange_pb2
from plaudit.v1.dataset_pb2_grpc import DatasetServiceStub
from plaudit.v1.exchange_pb2_grpc import ExchangeServiceStub

RESPONSES_AT_MOST = 100
"""How many responses a row has: as many as one item of an import may have."""
_KNOWN_BY = ("session_id", "message_id", "request_id")
ROW_BYTES = 3_000_000
"""About how large a row gets; a request of an import has at most 4 MiB."""


def export_records(connection: Connection, dataset: str, out: Path, *, flat: bool) -> None:
    """Export the records of a dataset with their responses, and print how many they are."""
    kind = files.checked(out)
    found = finding.dataset(connection, dataset)
    progress = found.progress
    responses = sum(
        (
            progress.submitted_response_count,
            progress.draft_response_count,
            progress.discarded_response_count,
        )
    )
    many = {"record": 0, "response": 0}

    def rows(advance: Callable[[int], None]) -> Iterator[dict[str, Any]]:
        with contextlib.closing(_Responses()) as kept:
            for page in _pages(
                connection,
                connection.stub(DatasetServiceStub).ListResponses,
                dataset_pb2.ListResponsesRequest(dataset_id=found.id, page_size=1000),
            ):
                kept.add(page.responses)
                advance(len(page.responses))
            for page in _pages(
                connection,
                connection.stub(DatasetServiceStub).ListRecords,
                dataset_pb2.ListRecordsRequest(dataset_id=found.id, page_size=1000),
            ):
                names = _exchange_names(connection, page.records)
                for record in page.records:
                    many["record"] += 1
                    for item in items(record, kept.of(record.id), flat=flat):
                        many["response"] += len(item.responses)
                        yield _row(item, names, parquet=kind == ".parquet")
                advance(len(page.records))

    _write(out, kind, RECORDS, rows, total=responses + progress.record_count)
    told = " with ".join(counted(many[one], one) for one in ("record", "response"))
    echo(f"{told} in {out}" if many["record"] else f"no records: {out} has no rows")


def export_exchanges(connection: Connection, out: Path) -> None:
    """Export all exchanges, and print how many they are."""
    kind = files.checked(out)
    written = 0

    def rows(advance: Callable[[int], None]) -> Iterator[dict[str, Any]]:
        nonlocal written
        request = exchange_pb2.ListExchangesRequest(
            order=exchange_pb2.EXCHANGE_ORDER_CREATED_ASC, page_size=1000
        )
        for page in _pages(connection, connection.stub(ExchangeServiceStub).ListExchanges, request):
            for exchange in page.exchanges:
                written += 1
                yield (
                    message_columns(exchange, EXCHANGES)
                    if kind == ".parquet"
                    else message_row(exchange)
                )
            advance(len(page.exchanges))

    _write(out, kind, EXCHANGES, rows, total=None)
    told = f"{counted(written, 'exchange')} in {out}"
    echo(told if written else f"no exchanges: {out} has no rows")


def _write(
    out: Path,
    kind: str,
    schema: pa.Schema,
    rows: Callable[[Callable[[int], None]], Iterator[dict[str, Any]]],
    *,
    total: int | None,
) -> None:
    """Write rows to a file, atomically."""
    console = Terminal(err=True)
    bar = Progress(console=console, disable=not console.shows_progress)
    try:
        with (
            bar,
            replacing(out) as temporary,
            files.writing(temporary, kind, schema) as write_row,
        ):
            task = bar.add_task("exporting", total=total)
            for row in rows(lambda done: bar.advance(task, done)):
                write_row(row)
    except OSError as error:
        raise click.ClickException(f"cannot write {out}: {error.strerror or error}") from None
    except sqlite3.Error as error:
        raise click.ClickException(f"cannot keep responses on disk: {error}") from None


def _pages(connection: Connection, method: Any, request: Any) -> Iterator[Any]:
    """Yield the pages of a list; retry when the connection is lost."""
    patience = Patience(connection.address)
    while True:
        try:
            page = connection.call(method, request)
        except PlauditError as error:
            patience.wait(error)
            continue
        patience.succeeded()
        yield page
        if not page.next_page_token:
            return
        request.page_token = page.next_page_token


class _Responses:
    """Keeps responses by their records, in a temporary file that SQLite removes by itself.

    Lists of responses are in the order in which these were given, which is not that of records.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("")
        self._database.execute("CREATE TABLE response (record TEXT, id TEXT, message BLOB)")
        self._indexed = False

    def add(self, responses: Iterable[dataset_pb2.RecordResponse]) -> None:
        rows = [(one.record_id, one.id, one.SerializeToString()) for one in responses]
        with self._database:
            self._database.executemany("INSERT INTO response VALUES (?, ?, ?)", rows)

    def of(self, record_id: str) -> Iterator[dataset_pb2.RecordResponse]:
        """Yield the responses to a record, oldest first."""
        if not self._indexed:
            self._database.execute("CREATE INDEX by_record ON response (record, id)")
            self._indexed = True
        found = self._database.execute(
            "SELECT message FROM response WHERE record = ? ORDER BY id", (record_id,)
        )
        for (message,) in found:
            yield dataset_pb2.RecordResponse.FromString(message)

    def close(self) -> None:
        self._database.close()


def items(
    record: dataset_pb2.Record, responses: Iterator[dataset_pb2.RecordResponse], *, flat: bool
) -> Iterator[dataset_pb2.NewRecord]:
    """Yield a record with its responses, as items of an import: one, or several if it is large."""
    at_most = 1 if flat else RESPONSES_AT_MOST
    made = dataset_pb2.NewRecord(record=record)
    made.record.ClearField("dataset_id")
    if flat:
        made.record.external_id = record.external_id or record.id
    size = alone = made.record.ByteSize()
    for response in responses:
        if made.responses and (len(made.responses) == at_most or size > ROW_BYTES):
            made.record.external_id = record.external_id or record.id
            yield made
            made = dataset_pb2.NewRecord(record=made.record)
            size = alone
        response.ClearField("record_id")
        response.ClearField("dataset_id")
        size += response.ByteSize()
        made.responses.append(response)
    yield made


def _exchange_names(
    connection: Connection, records: Iterable[dataset_pb2.Record]
) -> dict[str, dict[str, str]]:
    """Return what the exchanges of records are known by in every namespace, by their ids here."""
    ids = dict.fromkeys(record.exchange_id for record in records if record.exchange_id)
    answers = fetch(connection, _exchange, ids, Patience(connection.address))
    made = {}
    for id_, answer in zip(ids, answers, strict=True):
        if answer is not None:
            names = {name: getattr(answer.exchange, name) for name in _KNOWN_BY}
            made[id_] = {name: value for name, value in names.items() if value}
    return made


def _exchange(connection: Connection, id_: str) -> tuple[Any, Any]:
    return connection.stub(ExchangeServiceStub).GetExchange, exchange_pb2.GetExchangeRequest(id=id_)


def _row(
    item: dataset_pb2.NewRecord, names: Mapping[str, Mapping[str, str]], *, parquet: bool
) -> dict[str, Any]:
    """Return the row of a record; without the exchange, if it was removed in the meantime."""
    record = message_row(item.record)
    if "exchange_id" in record:
        if name := names.get(record["exchange_id"]):
            record["exchange"] = name
        else:
            del record["exchange_id"]
    columns: dict[str, Any] = {
        "record": record,
        "responses": [message_row(response) for response in item.responses],
    }
    if not parquet:
        return columns
    return {name: json.dumps(value, ensure_ascii=False) for name, value in columns.items()}
