"""A page of feedback costs the same however much feedback the namespace has.

Counted, not timed: the steps of SQLite's virtual machine, the pages that PostgreSQL touches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from plaudit_server.domain.feedback.feedback import TargetKind
from plaudit_server.domain.feedback.filters import FeedbackFilter
from plaudit_server.domain.times import TimeRange
from plaudit_server.storage.engine import schema
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.pages import SCANNED_AT_MOST
from plaudit_server.storage.engine.transaction import Transaction
from plaudit_server.storage.feedback import changes as feedback_changes
from plaudit_server.storage.feedback import feedback, lists, reads
from plaudit_server.storage.feedback.lists import Order
from support.stores import NEGATIVE, submission

SMALL, MIDDLE, LARGE = 1_000, 20_000, 100_000
"""The numbers of feedbacks in the compared namespaces."""
EVERY = 10
"""One in so many feedbacks matches the filter of a list."""
pytestmark = pytest.mark.slow

STEPS = 100
"""How many SQLite instructions are counted as one."""


def fill(tx: Transaction, namespace: str, size: int) -> None:
    tx.insert("sequence", ("namespace_id", "value", "purged"), [(namespace, 0, 0)])
    for start in range(0, size, 10_000):
        feedback.submit(
            tx,
            [
                [
                    submission(
                        namespace,
                        target_kind=TargetKind.SESSION.value,
                        target_id="",
                        session_id=f"s{i % EVERY}",
                        name=f"n{i}",
                        user_id=f"u{i % EVERY}",
                        external_user_id=f"x{i % EVERY}",
                        rating=NEGATIVE if i % EVERY == 1 else 0,
                        text="as long as feedback is",
                    )
                    for i in range(start, min(start + 10_000, size))
                ]
            ],
        )
    tx.flush()


@pytest.fixture(scope="module")
def filled(new_database: Callable[[str], str]) -> Iterator[Callable[[str], Backend]]:
    """Creates a database of a kind, with a namespace of each size, named by it."""
    made: list[Backend] = []

    @cache
    def make(kind: str) -> Backend:
        backend = schema.open_backend(new_database(kind))
        made.append(backend)
        schema.migrate(backend)
        with backend.database.connection_context():
            with backend.transaction():
                for size in (SMALL, MIDDLE, LARGE):
                    fill(Transaction(backend), f"ns_{size}", size)
            # Else autovacuum comes during a test, and makes reading what it has seen cheaper.
            backend.execute("VACUUM ANALYZE" if kind == "postgresql" else "ANALYZE")
        return backend

    yield make
    for backend in made:
        backend.database.close_all()


class Explained:
    """A PostgreSQL backend that counts the pages that its statements read."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self.pages = 0

    def execute(self, statement: str, parameters: tuple[Any, ...] = ()) -> Any:
        explained = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}"
        (((top,),),) = self._backend.execute(explained, parameters).fetchall()
        self.pages += top["Plan"]["Shared Hit Blocks"] + top["Plan"]["Shared Read Blocks"]
        return self._backend.execute(statement, parameters)


def cost(backend: Backend, read: Callable[[Any], object]) -> int:
    """Return the cost of a read."""
    with backend.database.connection_context():
        if backend.name == "postgresql":
            explained = Explained(backend)
            read(explained)
            return explained.pages
        steps = 0

        def count() -> int:
            nonlocal steps
            steps += STEPS
            return 0

        connection = backend.database.connection()
        connection.set_progress_handler(count, STEPS)
        try:
            read(backend)
        finally:
            connection.set_progress_handler(None, 0)
        return steps


SLACK = {"sqlite": 10 * STEPS, "postgresql": 20}
"""The allowed extra cost of an index with more levels, in total."""

FILTERS = {
    "all": FeedbackFilter(),
    "of a session": FeedbackFilter(session_id="s1"),
    "of a user": FeedbackFilter(user_id="u1"),
    "of an end user": FeedbackFilter(external_user_id="x1"),
    "negative": FeedbackFilter(ratings=frozenset({NEGATIVE})),
    "negative of a user": FeedbackFilter(user_id="u1", ratings=frozenset({NEGATIVE})),
    "with a text": FeedbackFilter(text="LONG", create_time=TimeRange(0, 2**60)),
}
ORDERS = {
    "newest first": Order(by_update=False, descending=True),
    "oldest first": Order(by_update=False, descending=False),
    "last changed first": Order(by_update=True, descending=True),
    "first changed first": Order(by_update=True, descending=False),
}


def middle(backend: Backend, namespace: str, order: Order) -> str:
    """Return the key of a feedback in the middle of the list of all."""
    key = "sequence" if order.by_update else "id"
    statement = (
        f'SELECT "{key}" FROM "feedback" WHERE "namespace_id" = ? ORDER BY "{key}"'
        f" LIMIT 1 OFFSET {int(namespace.removeprefix('ns_')) // 2}"
    )
    with backend.database.connection_context():
        return str(backend.execute(statement, (namespace,)).fetchone()[0])


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS.keys())
@pytest.mark.parametrize("wanted", FILTERS.values(), ids=FILTERS.keys())
@pytest.mark.parametrize("start", ["first", "middle"])
def test_a_page_costs_the_same_in_a_large_namespace(
    filled: Callable[[str], Backend], kind: str, order: Order, wanted: FeedbackFilter, start: str
) -> None:
    """Little feedback of a user or a session is sorted, so the test has more than that."""
    backend = filled(kind)
    costs = []
    for size in (MIDDLE if order.by_update else SMALL, LARGE):
        namespace = f"ns_{size}"
        after = middle(backend, namespace, order) if start == "middle" else ""

        def read(reader: Any, namespace: str = namespace, after: str = after) -> None:
            page, end = lists.list_page(reader, namespace, wanted, order, after=after, limit=40)
            assert len(page) == 40
            assert end

        costs.append(cost(backend, read))
    small, large = costs
    assert large <= 1.25 * small + SLACK[kind], costs


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS.keys())
@pytest.mark.parametrize(
    "wanted",
    [
        FeedbackFilter(names=frozenset({"no such name"})),
        FeedbackFilter(text="no such text"),
        # One in ten rows matches in SQL, and none of those in Python.
        FeedbackFilter(text="no such text", ratings=frozenset({NEGATIVE, 1})),
    ],
    ids=["name", "text", "text of a few"],
)
def test_a_page_that_finds_nothing_scans_no_more_in_a_large_namespace(
    filled: Callable[[str], Backend], kind: str, order: Order, wanted: FeedbackFilter
) -> None:
    backend = filled(kind)
    assert MIDDLE > SCANNED_AT_MOST

    def read(reader: Any, namespace: str) -> None:
        page, end = lists.list_page(reader, namespace, wanted, order, after="", limit=50)
        assert page == []
        assert end

    small, large = (
        cost(backend, lambda reader, size=size: read(reader, f"ns_{size}"))
        for size in (MIDDLE, LARGE)
    )
    assert large <= 1.25 * small + SLACK[kind]


def test_a_feedback_its_history_and_the_next_changes_cost_the_same_in_a_large_namespace(
    filled: Callable[[str], Backend], kind: str
) -> None:
    backend = filled(kind)
    costs = []
    for size in (SMALL, LARGE):
        namespace = f"ns_{size}"
        id_ = middle(backend, namespace, ORDERS["newest first"])

        def read(reader: Any, namespace: str = namespace, id_: str = id_, size: int = size) -> None:
            (found,), _ = reads.get_within(reader, [(namespace, id_)], room=1)
            states, _ = lists.list_revisions(reader, namespace, id_, before=None, limit=5)
            assert states == [found]
            assert len(feedback_changes.read(reader, namespace, size // 2).changes) == 200

        costs.append(cost(backend, read))
    small, large = costs
    assert large <= 1.25 * small + SLACK[kind], costs
