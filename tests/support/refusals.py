"""Checks that apply to every error."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Self

import grpc
import psycopg
import pytest

from support.servers import Failure, Server, failure

DETAILS = {
    "INVALID_ARGUMENT": {"BadRequest"},
    "UNAUTHENTICATED": set(),
    "PERMISSION_DENIED": set(),
    "NOT_FOUND": {"ResourceInfo"},
    "ALREADY_EXISTS": {"ResourceInfo"},
    "FAILED_PRECONDITION": {"PreconditionFailure"},
    "OUT_OF_RANGE": set(),
    "RESOURCE_EXHAUSTED": {"QuotaFailure"},
    "DEADLINE_EXCEEDED": set(),
    "UNAVAILABLE": {"RetryInfo"},
    "INTERNAL": set(),
}
"""The details that each code requires, in addition to ErrorInfo."""
RETRIED = {"RATE_LIMITED": {"RetryInfo"}}
"""The details that a reason requires, in addition to those of its code."""

_INTERNALS = re.compile(
    r"Traceback|plaudit_server|peewee|psycopg|sqlite|protovalidate|google\.protobuf|grpc\.|\.py\b"
    r"|[a-z]Error\b|Exception|\b(SELECT|INSERT|UPDATE|DELETE|WHERE)\b| at 0x[0-9a-f]+",
)
"""Texts that must not be in an error: exceptions, modules, SQL."""

METADATA_AT_MOST = 8192
"""From this size on gRPC drops statuses at random, and from 16 KiB on always. The size includes
names, values and 32 bytes per header."""


class Refusals:
    """Makes calls that a server must refuse, and checks that they change nothing."""

    def __init__(self, server: Server) -> None:
        self._database = Observed(server.database)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def __call__(self, call: Callable[[Any], Any], request: Any, code: str, reason: str) -> Failure:
        """Make a call, and return its error, which must have this code and reason."""
        with self._database.as_it_was() as was:
            said = refusal(call, request)
            assert (said.code.name, said.reason) == (code, reason), said
            now = self._database.state_unless_the_same()
            assert now is None or now == was(), "a refused call changed the database"
        return said


def refusal(call: Callable[[Any], Any], request: Any) -> Failure:
    """Make a call that must be refused; check and return its error."""
    with pytest.raises(grpc.RpcError) as raised:
        call(request)
    error = raised.value
    sent = [(name, value) for name, value in error.trailing_metadata() or ()]
    assert "grpc-status-details-bin" in dict(sent), f"not an error of plaudit: {error}"
    size = sum(len(name) + len(value) + 32 for name, value in sent)
    # grpc-message takes three bytes for each one that is not plain ASCII.
    size += sum(1 if 32 <= byte < 127 else 3 for byte in error.details().encode())
    assert size < METADATA_AT_MOST, f"{size} bytes of metadata are too much for some callers"
    said = failure(error)
    assert error.details() == said.message
    assert error.code() == said.code
    if said.code.name != "INTERNAL":
        assert said.ids["request_id"], "needed to find the call in the log"
    check(said)
    return said


def check(said: Failure) -> None:
    """Check the error of a call, or of an item of a batch."""
    assert said.message, "an error must have a message"
    expected = DETAILS[said.code.name] | RETRIED.get(said.reason, set())
    assert set(said.details) == expected, said
    for text in (said.message, *map(str, said.details.values())):
        assert not _INTERNALS.search(text), f"this shows internals of the server: {text}"
    match said.details:
        case {"BadRequest": bad_request}:
            assert bad_request.field_violations
            for violation in bad_request.field_violations:
                assert violation.description
                assert violation.field or "more" in violation.description
        case {"ResourceInfo": info}:
            assert info.resource_type.startswith("plaudit.v1.")
            assert info.resource_name
        case {"PreconditionFailure": failed}:
            assert {v.type for v in failed.violations} == {said.reason}
            assert all(v.subject and v.description for v in failed.violations)
        case {"QuotaFailure": quota}:
            assert all(v.subject and v.description for v in quota.violations)
        case {"RetryInfo": retry}:
            assert 0 < retry.retry_delay.ToNanoseconds() <= 60e9


_OF_LASTING_DATASET = (
    " AND NOT EXISTS (SELECT 1 FROM dataset d WHERE d.namespace_id = t.namespace_id"
    " AND d.id = t.dataset_id AND d.delete_time IS NOT NULL)"
)
_LASTING = {
    "satisfaction": " AND view = 127 AND quarters = 1",
    "dataset": " AND delete_time IS NULL",
    "record": _OF_LASTING_DATASET,
    "record_response": _OF_LASTING_DATASET,
    "record_assignment": _OF_LASTING_DATASET,
}
"""Conditions for rows that no chore changes or removes, by table."""


Execute = Callable[[str], list[tuple[Any, ...]]]


class Observed:
    """A database, queried directly on two connections: of a snapshot and of the present."""

    def __init__(self, url: str) -> None:
        self._sqlite = url.startswith("sqlite")
        self._url = url
        self._opened = contextlib.ExitStack()
        self._version: Any = None

    def close(self) -> None:
        self._opened.close()

    @cached_property
    def _then(self) -> Execute:
        return self._connect()

    @cached_property
    def _now(self) -> Execute:
        return self._connect()

    def _connect(self) -> Execute:
        if self._sqlite:
            path = self._url.removeprefix("sqlite:///")
            file = sqlite3.connect(path, timeout=30, isolation_level=None)
            self._opened.enter_context(contextlib.closing(file))
            return lambda statement: file.execute(statement).fetchall()
        database = self._opened.enter_context(psycopg.connect(self._url, autocommit=True))
        return lambda statement: _fetched(database.execute(statement))

    @contextlib.contextmanager
    def as_it_was(self) -> Iterator[Callable[[], list[tuple[Any, ...]]]]:
        """Take a snapshot; yield a function that returns its state, also later."""
        self._then("BEGIN" if self._sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ")
        try:
            self._then("SELECT count(*) FROM namespace")  # the snapshot starts here
            self._version = self._read_version()
            yield lambda: _state(self._then, sqlite=self._sqlite)
        finally:
            self._then("ROLLBACK")

    def state_unless_the_same(self) -> list[tuple[Any, ...]] | None:
        """Return the present state; `None` if nobody wrote since `as_it_was`."""
        if self._read_version() == self._version:
            return None
        return _state(self._now, sqlite=self._sqlite)

    def _read_version(self) -> Any:
        """Read a value that every write changes, also writes of chores or of other databases."""
        if self._sqlite:
            return self._now("PRAGMA data_version")
        return self._now("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")


def _fetched(cursor: psycopg.Cursor) -> list[tuple[Any, ...]]:
    return cursor.fetchall() if cursor.description else []


def _state(execute: Execute, *, sqlite: bool) -> list[tuple[Any, ...]]:
    """Return for every table the number of rows and the last change.

    Rows without a namespace are left out: the server uses them to test whether it can write. Rows
    that chores change or remove in the background are left out too.
    """
    if sqlite:
        tables = execute(
            "SELECT m.name, group_concat(c.name) FROM sqlite_master m,"
            " pragma_table_info(m.name) c WHERE m.type = 'table' GROUP BY m.name"
        )
    else:
        tables = execute(
            "SELECT table_name, string_agg(column_name, ',')"
            " FROM information_schema.columns WHERE table_schema = 'public'"
            " GROUP BY table_name"
        )
    sums = []
    for table, columns in sorted(tables):
        if "namespace_id" in columns.split(","):
            last = next((c for c in ("update_time", "revoke_time", "value") if c in columns), "0")
            sums.append(
                f"SELECT '{table}', count(*), max({last})"
                f" FROM \"{table}\" t WHERE namespace_id <> ''{_LASTING.get(table, '')}"
            )
    return sorted(execute(" UNION ALL ".join(sums)))
