"""The statements that calls wait for find their rows by an index, whatever the planner knows.

The tables hold enough rows that reading one whole would cost more than the look-ups. A planner that
knows nothing yet, or that knows nothing of the tenant, takes its rows for few and reads them all
unless the statement leaves it no choice.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

import pytest

from plaudit_server.domain.annotation import (
    Field,
    FieldKind,
    Question,
    QuestionKind,
    ResponseStatus,
    Schema,
)
from plaudit_server.storage import (
    api_keys,
    datasets,
    exchanges,
    feedback,
    memories,
    namespaces,
    requests,
    schema,
)
from plaudit_server.storage.backend import Backend, Row
from plaudit_server.storage.datasets import NewDataset, NewRecord, NewResponse
from plaudit_server.storage.models import MODELS
from plaudit_server.storage.requests import RequestKey
from plaudit_server.storage.transaction import Transaction, keys
from storing import POSITIVE, exchange, on_message, submission

BIG = 10_000
"""Rows of a large tenant in each large table."""
SMALL = 500
"""Rows of a small tenant, and of the tables that stay small."""


class Hot(NamedTuple):
    """A statement, and how it must find the rows of a table."""

    statement: str
    parameters: Row
    table: str
    """As the statement calls it."""
    columns: tuple[str, ...]
    """The columns that the index must be asked for."""


NS = "ns_0"
"""The tenant that asks."""
TWO = keys([[NS, "a", "b"], [NS, "c", "d"]])

HOT = {
    "feedback.FIND_BY_IDENTITY": Hot(
        feedback.FIND_BY_IDENTITY, keys([[NS, "a"]]), "f", ("namespace_id", "identity")
    ),
    "feedback.FIND_BY_ID": Hot(
        feedback.FIND_BY_ID, keys([[NS, "fb_0"]]), "f", ("namespace_id", "id")
    ),
    "feedback.FIND_EXCHANGES_BY_MESSAGE": Hot(
        feedback.FIND_EXCHANGES_BY_MESSAGE, TWO, "e", ("namespace_id", "session_id", "message_id")
    ),
    "feedback.FIND_EXCHANGES_BY_REQUEST": Hot(
        feedback.FIND_EXCHANGES_BY_REQUEST, TWO, "e", ("namespace_id", "session_id", "request_id")
    ),
    "feedback.REPLACE": Hot(
        feedback.REPLACE,
        (*[None] * len(feedback._REPLACED), NS, "fb_0"),
        "feedback",
        ("namespace_id", "id"),
    ),
    "exchanges.FIND_BY_ID": Hot(
        exchanges.FIND_BY_ID, keys([[NS, "ex_0"]]), "e", ("namespace_id", "id")
    ),
    "exchanges.FIND_BY_MESSAGE": Hot(
        exchanges.FIND_BY_MESSAGE,
        keys([[NS, "s", "m"]]),
        "e",
        ("namespace_id", "session_id", "message_id"),
    ),
    "exchanges.FIND_BY_REQUEST": Hot(
        exchanges.FIND_BY_REQUEST,
        keys([[NS, "s", "r"]]),
        "e",
        ("namespace_id", "session_id", "request_id"),
    ),
    "exchanges.UPDATE": Hot(
        exchanges.UPDATE,
        (*[None] * len(exchanges.CHANGEABLE), 0, NS, "ex_0"),
        "exchange",
        ("namespace_id", "id"),
    ),
    "memories.VOTE_AGAINST": Hot(
        memories.VOTE_AGAINST, (-1, 0, NS, "ex_0"), "memory", ("namespace_id", "exchange_id")
    ),
    "memories.FORGET": Hot(
        memories.FORGET, (NS, "ex_0"), "memory", ("namespace_id", "exchange_id")
    ),
    "memories.LIST": Hot(
        memories.LIST, (NS, memories.AFTER_ALL_IDS, 50), "m", ("namespace_id", "exchange_id")
    ),
    "requests.FIND": Hot(requests.FIND, keys([[NS, "r"]]), "r", ("namespace_id", "key")),
    "requests.FORGET_ONE": Hot(
        requests.FORGET_ONE, (NS, "r"), "remembered_request", ("namespace_id", "key")
    ),
    "requests.FIND_OLD": Hot(requests.FIND_OLD, (0, 500), "remembered_request", ("create_time",)),
    "datasets.FIND_DATASET_BY_ID": Hot(
        datasets.FIND_DATASET_BY_ID, (NS, "ds_0"), "dataset", ("namespace_id", "id")
    ),
    "datasets.FIND_DATASET_BY_NAME": Hot(
        datasets.FIND_DATASET_BY_NAME, (NS, "n"), "dataset", ("namespace_id", "name")
    ),
    "datasets.FIND_RECORD": Hot(
        datasets.FIND_RECORD, (NS, "rec_0"), "record", ("namespace_id", "id")
    ),
    "datasets.FIND_RESPONSES": Hot(
        datasets.FIND_RESPONSES, (NS, "rec_0"), "record_response", ("namespace_id", "record_id")
    ),
    "api_keys.FIND_BY_SECRET": Hot(api_keys.FIND_BY_SECRET, ("0",), "api_key", ("secret_sha256",)),
    "api_keys.FIND_BY_ID": Hot(
        api_keys.FIND_BY_ID, (NS, "key_0"), "api_key", ("namespace_id", "id")
    ),
    "api_keys.LIST": Hot(
        api_keys.LIST, (NS, api_keys.AFTER_ALL_IDS, 50), "api_key", ("namespace_id", "id")
    ),
    "namespaces.FIND_BY_ID": Hot(namespaces.FIND_BY_ID, (NS,), "namespace", ("namespace_id",)),
    "namespaces.FIND_BY_NAME": Hot(namespaces.FIND_BY_NAME, ("n",), "namespace", ("name",)),
    "namespaces.LIST": Hot(namespaces.LIST, ("n", 50), "namespace", ("name",)),
}


def fill(tx: Transaction, tenant: str, size: int) -> None:
    """Put the rows of a tenant into the tables, as the server itself does."""
    sessions = [f"session-{i // 5}" for i in range(size)]
    exchanges.create(
        tx,
        [
            [
                exchange(tenant, f"m{i}", session_id=session, request_id=f"r{i}")
                for i, session in enumerate(sessions)
            ]
        ],
    )
    feedback.submit(
        tx,
        [
            [
                submission(tenant, rating=POSITIVE, **on_message(f"m{i}", session_id=session))
                for i, session in enumerate(sessions)
            ]
        ],
    )
    requests.remember(
        tx, [(RequestKey(tenant, f"{i:032}", "f"), b"answer" * 20) for i in range(size)]
    )
    dataset_schema = Schema(
        (Field("f", "", required=False, kind=FieldKind.TEXT),),
        (Question("q", "", "", required=False, kind=QuestionKind.TEXT),),
    )
    first, *_ = datasets.create(
        tx, [NewDataset(tenant, f"d{i}", "", dataset_schema) for i in range(SMALL)]
    )
    said = NewResponse("author", "key", ResponseStatus.SUBMITTED.value, {"q": "a"}, "", "")
    datasets.add_records(
        tx, [NewRecord(tenant, first.id, {"f": "v"}, "", "", said) for _ in range(size)]
    )
    key = api_keys.NewApiKey(
        tenant, "", name="", scopes=frozenset(), all_namespaces=False, expire_time=None
    )
    api_keys.create(tx, [key._replace(secret_sha256=f"{tenant}{i:032}") for i in range(SMALL)])
    tx.flush()


class Planner(NamedTuple):
    """What plans a statement, and what it knows."""

    kind: str
    statistics: str
    """Of `no` tenants, of the `other` tenants, or of `all`."""
    prepared: bool = False
    """Whether it plans once for all parameters."""


PLANNERS = {
    "SQLite without statistics": Planner("sqlite", "no"),
    "SQLite, a tenant newer than the statistics": Planner("sqlite", "other"),
    "SQLite": Planner("sqlite", "all"),
    "PostgreSQL without statistics": Planner("postgresql", "no"),
    "PostgreSQL, a tenant newer than the statistics": Planner("postgresql", "other"),
    "PostgreSQL": Planner("postgresql", "all"),
    "PostgreSQL, prepared": Planner("postgresql", "all", prepared=True),
}


@pytest.fixture(scope="module")
def filled(new_database: Callable[[str], str]) -> Iterator[Callable[[str, str], Backend]]:
    """Makes a filled database of a kind whose planner has statistics of some tenants."""
    made: list[Backend] = []

    @cache
    def make(kind: str, statistics: str) -> Backend:
        backend = schema.open_backend(new_database(kind))
        made.append(backend)
        schema.migrate(backend)
        with backend.database.connection_context():
            with backend.transaction():
                tx = Transaction(backend)
                ids = [f"ns_{i}" for i in range(SMALL)]
                tx.insert("namespace", namespaces.COLUMNS, [(id_, id_, False, 0, 0) for id_ in ids])
                tx.insert("sequence", ("namespace_id", "value"), [(id_, 0) for id_ in ids])
                if kind == "postgresql":
                    for model in MODELS:
                        tx.execute(
                            f'ALTER TABLE "{model._meta.table_name}" SET (autovacuum_enabled = off)'
                        )
                fill(tx, "ns_1", BIG)
                fill(tx, "ns_2", SMALL)
            if statistics == "other":
                backend.execute("ANALYZE")
            with backend.transaction():
                fill(Transaction(backend), NS, BIG)
            if statistics == "all":
                backend.execute("ANALYZE")
        return backend

    yield make
    for backend in made:
        backend.database.close_all()


def accesses_in_sqlite(backend: Backend, hot: Hot) -> Iterator[tuple[str, set[str]]]:
    """Answer each access to a table of ours: its name in the statement, the columns asked for."""
    for *_, step in backend.execute(f"EXPLAIN QUERY PLAN {hot.statement}", hot.parameters):
        if found := re.fullmatch(r"(SCAN|SEARCH) (\w+)( USING .*?INDEX \w+( \((.*)\))?)?", step):
            yield found[2], set(re.findall(r"(\w+)[=<>]", found[5] or ""))


def accesses_in_postgresql(
    backend: Backend, hot: Hot, *, prepared: bool
) -> Iterator[tuple[str, set[str]]]:
    if prepared:
        numbers = itertools.count(1)
        statement = re.sub("%s", lambda _: f"${next(numbers)}", backend.sql(hot.statement))
        cursor = backend.execute(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {statement}")
    else:
        cursor = backend.execute(f"EXPLAIN (FORMAT JSON) {hot.statement}", hot.parameters)
    (((top,),),) = cursor.fetchall()
    for node in nodes(top["Plan"]):
        if "Relation Name" in node and node["Node Type"] != "ModifyTable":
            asked = " ".join(below.get("Index Cond", "") for below in nodes(node))
            yield node["Alias"], set(re.findall(r"\b[a-z_0-9]+\b", asked))


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


@pytest.mark.parametrize("planner", PLANNERS.values(), ids=PLANNERS.keys())
@pytest.mark.parametrize("name", [name for name in HOT if name != "requests.FIND_OLD"])
def test_rows_are_found_by_an_index_on_all_that_is_known_of_them(
    filled: Callable[[str, str], Backend], planner: Planner, name: str
) -> None:
    """Knowing nothing, PostgreSQL may be content with a part of it, but not with the tenant."""
    hot = HOT[name]
    backend = filled(planner.kind, planner.statistics)
    with backend.database.connection_context():
        accesses = list(
            accesses_in_sqlite(backend, hot)
            if planner.kind == "sqlite"
            else accesses_in_postgresql(backend, hot, prepared=planner.prepared)
        )
    asked = [columns for table, columns in accesses if table == hot.table]
    assert asked, f"no access to {hot.table} in {accesses}"
    enough = set(hot.columns)
    if planner.kind == "postgresql" and planner.statistics == "no":
        enough = set(hot.columns[:2])
    for columns in asked:
        assert columns >= enough, accesses
