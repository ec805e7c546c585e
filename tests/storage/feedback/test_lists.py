"""Lists of feedback: every filter, every order, and pages without gaps or duplicates."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from plaudit_server.domain.exchanges.exchange import ExchangeStatus
from plaudit_server.domain.feedback.entities import Entity
from plaudit_server.domain.feedback.feedback import (
    NOTHING,
    Content,
    FeedbackDeletion,
    FeedbackState,
    FeedbackUpdate,
    StoredFeedback,
    Submission,
    TargetKind,
)
from plaudit_server.domain.feedback.filters import FeedbackFilter
from plaudit_server.domain.times import TimeRange
from plaudit_server.storage.engine import pages, schema
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.pages import MAX_BYTES
from plaudit_server.storage.engine.store import Store, write_alone
from plaudit_server.storage.feedback import feedback, lists, reads
from plaudit_server.storage.feedback.lists import Order
from plaudit_server.storage.tenants import namespaces
from plaudit_server.storage.tenants.namespaces import NamespaceUpdate
from support.stores import (
    NEGATIVE,
    POSITIVE,
    exchange,
    execute,
    on_message,
    on_request,
    register,
    rows,
    submission,
    submit,
    submit_one,
)

ORDERS = {
    "newest first": Order(by_update=False, descending=True),
    "oldest first": Order(by_update=False, descending=False),
    "last changed first": Order(by_update=True, descending=True),
    "first changed first": Order(by_update=True, descending=False),
}
EVERY_ORDER = pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS.keys())
BY_CREATION = [order for order in ORDERS.values() if not order.by_update]
ALL = FeedbackFilter()
SECOND = 1_000_000

TYPES = ("span", "spa", "spans", "SPAN", "s%n", "tool call")
METADATA = (
    "",
    '{"a": 1}',
    '{"a": 10}',
    '{"A": 1, "a b": "x"}',
    '{"a": {"b": [1, null]}, "b": "ü"}',
    '{"c": {"a": 1}}',
)
BIG = 2**53
VALUES: tuple[dict[str, Any], ...] = (
    {},
    *({"value_bool": yes} for yes in (True, False)),
    *({"value_int": number} for number in (0, 1, -1, BIG, BIG + 1, 2**63 - 1, -(2**63))),
    *({"value_number": number} for number in (0.0, 0.5, 1.0, -1e300)),
    *({"value_label": label} for label in ("good", "bad", 'a"b')),
    *({"value_labels": labels} for labels in ("[]", '["bad", "good"]', '["a\\"b", "c"]')),
    {"value_json": '{"good": true}'},
)
TEXTS = ("", "Too long.", "far TOO LONG a wait", "fine", "un été à l'ombre", "100% sure", "a_b")


def at_random(namespace: str, dice: random.Random) -> Submission:
    """Make a random submission."""
    session_id = f"session-{dice.randrange(3)}"
    # m0 to m4 are registered as completed, m5 as pending, m6 never.
    name = f"m{dice.randrange(7)}"
    about = dice.choice(
        [
            on_message(name, session_id=session_id),
            on_request(name, session_id=session_id),
            {"target_kind": TargetKind.SEARCH.value, "target_id": f"search-{dice.randrange(3)}"},
            {
                "target_kind": TargetKind.SESSION.value,
                "session_id": session_id,
                "target_id": "",
            },
            {
                "target_kind": TargetKind.ENTITY.value,
                "session_id": "",
                "target_id": Entity(dice.choice(TYPES), f"e{dice.randrange(3)}").target_id,
            },
            {
                "target_kind": TargetKind.ENTITY.value,
                "session_id": session_id,
                "target_id": Entity("span", "e1", TargetKind.SESSION).target_id,
            },
        ]
    )
    failed = dice.random() < 0.1
    if failed:
        about |= {"error_code": "TIMEOUT"}
    said = submission(
        namespace,
        principal_id=f"key_{dice.randrange(3)}",
        name=dice.choice(["overall", "tone", "facts"]),
        rating=0 if failed else dice.choice([0, POSITIVE, NEGATIVE]),
        type=dice.choice([0, 3, 6]),
        source=dice.randrange(3),
        origin=1 + dice.randrange(3),
        score=dice.choice([None, 0.0, 0.25, 0.5, -1.0]),
        text=dice.choice(TEXTS),
        correction=dice.choice(TEXTS),
        user_id=dice.choice(["", "ann", "ben"]),
        external_user_id=dice.choice(["", "", "shop-1", "shop-2"]),
        external_id=f"x-{dice.randrange(10**6)}" if dice.random() < 0.5 else "",
        metadata=dice.choice(METADATA),
        **dice.choice(VALUES),
        **about,
    )
    return said._replace(occur_time=dice.choice([0, 1 + dice.randrange(1_000)]))


async def fill(store: Store, namespace: str, count: int, *, seed: int = 1) -> list[StoredFeedback]:
    """Fill a namespace with feedback, change and delete some of it, and return the rest."""
    dice = random.Random(seed)
    setting = NamespaceUpdate(namespace, {"early_feedback": True})
    await store.write(namespaces.update, setting, namespace_id=namespace)
    await register(
        store,
        *(
            exchange(
                namespace,
                f"m{i}",
                session_id=f"session-{session}",
                request_id=f"m{i}",
                status=(ExchangeStatus.PENDING if i == 5 else ExchangeStatus.COMPLETED).value,
            )
            for session in range(3)
            for i in range(6)
        ),
    )
    ids: set[str] = set()
    for _ in range(max(count // 25, 1)):
        made = await submit(store, *(at_random(namespace, dice) for _ in range(25)))
        ids |= {result.id for result in made}
    for id_ in dice.sample(sorted(ids), len(ids) // 5):
        said = {"text": dice.choice(TEXTS), "rating": dice.randrange(3), "error_code": ""}
        await change(store, namespace, id_, **said)
    for id_ in dice.sample(sorted(ids), len(ids) // 10):
        await delete(store, namespace, id_)
    return await everything(store, namespace)


async def everything(store: Store, namespace: str) -> list[StoredFeedback]:
    """Read all feedback of a namespace by its ids."""
    found = await rows(store, 'SELECT "id" FROM "feedback" WHERE "namespace_id" = ?', namespace)
    stored = await store.query("", reads.get, [(namespace, id_) for (id_,) in found])
    return [one for one in stored if one is not None]


async def change(store: Store, namespace: str, id_: str, **said: Any) -> StoredFeedback:
    update = FeedbackUpdate(namespace, id_, "", lambda content: content._replace(**said))
    return await store.write(feedback.update, update, namespace_id=namespace)


async def delete(store: Store, namespace: str, id_: str) -> StoredFeedback:
    deletion = FeedbackDeletion(namespace, id_, "")
    return await store.write(feedback.delete, deletion, namespace_id=namespace)


async def page(
    store: Store, namespace: str, wanted: FeedbackFilter, order: Order, *, after: str, limit: int
) -> tuple[list[StoredFeedback], str]:
    return await store.query(
        "", lists.list_page, namespace, wanted, order, after=after, limit=limit
    )


async def listed(
    store: Store,
    namespace: str,
    wanted: FeedbackFilter = ALL,
    order: Order = BY_CREATION[0],
    *,
    limit: int = 1000,
) -> list[StoredFeedback]:
    """Read a list to its end."""
    found: list[StoredFeedback] = []
    after = ""
    for _ in range(10_000):
        part, after = await page(store, namespace, wanted, order, after=after, limit=limit)
        assert len(part) <= limit
        found += part
        if not after:
            return found
    raise AssertionError("the list has no end")


def in_order(found: Sequence[StoredFeedback], order: Order) -> list[StoredFeedback]:
    def key(one: StoredFeedback) -> object:
        return one.sequence if order.by_update else one.id

    return sorted(found, key=key, reverse=order.descending)


Fits = Callable[[StoredFeedback], bool]


def by_content(test: Callable[[Content], bool]) -> Fits:
    return lambda one: test(one.content)


def at_least(content: Content, least: float) -> bool:
    numbers = (content.value_int, content.value_number)
    return any(number is not None and number >= least for number in numbers)


def cases(stored: Sequence[StoredFeedback]) -> list[tuple[dict[str, Any], Fits]]:
    """Every field of a filter, each with a predicate of the same meaning."""
    created = sorted({one.create_time for one in stored})
    changed = sorted({one.update_time for one in stored})
    early, late = created[len(created) // 4], created[-len(created) // 4]
    before, since = changed[len(changed) // 2], changed[len(changed) // 3]
    search = (TargetKind.SEARCH.value, "", "search-1")
    message = (TargetKind.MESSAGE.value, "session-1", "m1")
    session = (TargetKind.SESSION.value, "session-2", "")
    span = (TargetKind.ENTITY.value, "", Entity("span", "e1").target_id)
    inside = (*span[:1], "session-1", Entity("span", "e1", TargetKind.SESSION).target_id)
    several = frozenset({search, message, inside})
    external = frozenset(sorted(one.content.external_id for one in stored)[-20:]) | {"x-none"}
    return [
        ({"target": span}, by_content(lambda c: c[:3] == span)),
        ({"target": inside}, by_content(lambda c: c[:3] == inside)),
        ({"targets": several}, by_content(lambda c: c[:3] in several)),
        ({"targets": frozenset({session})}, by_content(lambda c: c[:3] == session)),
        (
            {"external_ids": external},
            by_content(lambda c: bool(c.external_id) and c.external_id in external),
        ),
        (
            {"entity_types": frozenset({"span", "tool call"})},
            by_content(lambda c: c.target_id.startswith(("span\x1f", "tool call\x1f"))),
        ),
        (
            {"entity_types": frozenset({"s%n"})},
            by_content(lambda c: c.target_id.startswith("s%n\x1f")),
        ),
        ({"value_bool": False}, by_content(lambda c: c.value_bool == 0)),
        ({"value_bool": True}, by_content(lambda c: c.value_bool == 1)),
        *(
            ({"min_value": least}, by_content(lambda c, least=least: at_least(c, least)))
            for least in (0.25, float(BIG), BIG + 2.0, 1e300, -1e301)
        ),
        (
            {"min_value": -0.5, "max_value": 0.5},
            by_content(lambda c: at_least(c, -0.5) and not at_least(c, 0.6)),
        ),
        ({"max_value": -1.0}, by_content(lambda c: at_least(c, -1e301) and not at_least(c, -0.9))),
        (
            {"value_labels": frozenset({"good", 'a"b'})},
            by_content(
                lambda c: (
                    c.value_label in ("good", 'a"b')
                    or c.value_labels in ('["bad", "good"]', '["a\\"b", "c"]')
                )
            ),
        ),
        ({"value_labels": frozenset({"b"})}, by_content(lambda c: False)),
        ({"metadata": frozenset({("a", "1")})}, by_content(lambda c: c.metadata == '{"a": 1}')),
        (
            {"metadata": frozenset({("a", '{"b": [1, null]}'), ("b", '"ü"')})},
            by_content(lambda c: '"ü"' in c.metadata),
        ),
        ({"has_error": True}, by_content(lambda c: c.error_code != "")),
        ({"has_error": False}, by_content(lambda c: c.error_code == "")),
        ({"target": search}, by_content(lambda c: c.target_id == "search-1")),
        (
            {"target": message},
            by_content(lambda c: (c.target_kind, c.session_id, c.target_id) == message),
        ),
        (
            {"target": session},
            by_content(lambda c: (c.target_kind, c.session_id) == session[:2]),
        ),
        ({"session_id": "session-0"}, by_content(lambda c: c.session_id == "session-0")),
        ({"session_id": "session"}, by_content(lambda c: False)),
        ({"user_id": "ann"}, by_content(lambda c: c.user_id == "ann")),
        (
            {"user_id": "ben", "own": True},
            by_content(lambda c: c.user_id == "ben" and not c.external_user_id),
        ),
        (
            {"external_user_id": "shop-1"},
            by_content(lambda c: c.external_user_id == "shop-1"),
        ),
        ({"creator": "key_2"}, lambda one: one.creator == "key_2"),
        ({"names": frozenset({"tone"})}, by_content(lambda c: c.name == "tone")),
        (
            {"names": frozenset({"overall", "facts", "none of all"})},
            by_content(lambda c: c.name in ("overall", "facts")),
        ),
        ({"ratings": frozenset({NEGATIVE})}, by_content(lambda c: c.rating == NEGATIVE)),
        (
            {"ratings": frozenset({0, POSITIVE})},
            by_content(lambda c: c.rating in (0, POSITIVE)),
        ),
        ({"types": frozenset({0, 6})}, by_content(lambda c: c.type in (0, 6))),
        ({"sources": frozenset({2})}, by_content(lambda c: c.source == 2)),
        ({"origins": frozenset({1, 3})}, by_content(lambda c: c.origin in (1, 3))),
        (
            {"min_score": 0.25},
            by_content(lambda c: c.score is not None and c.score >= 0.25),
        ),
        ({"max_score": 0.0}, by_content(lambda c: c.score is not None and c.score <= 0.0)),
        (
            {"min_score": 0.0, "max_score": 0.0},
            by_content(lambda c: c.score is not None and c.score == 0.0),
        ),
        *(
            (
                {"text": text},
                by_content(
                    lambda c, text=text: text.lower() in f"{c.text}\0{c.correction}".lower()
                ),
            )
            for text in ("TOO long", "ÉTÉ", "%", "_", "l'ombre", "nowhere")
        ),
        ({"create_time": TimeRange(early)}, lambda one: one.create_time >= early),
        (
            {"create_time": TimeRange(early, late)},
            lambda one: early <= one.create_time < late,
        ),
        ({"occur_time": TimeRange(None, 500)}, lambda one: one.occur_time < 500),
        ({"occur_time": TimeRange(500)}, lambda one: one.occur_time >= 500),
        ({"update_time": TimeRange(None, before)}, lambda one: one.update_time < before),
        ({"update_time": TimeRange(since)}, lambda one: one.update_time >= since),
        (
            {"states": frozenset({FeedbackState.PENDING_TARGET.value})},
            lambda one: one.state == FeedbackState.PENDING_TARGET,
        ),
        (
            {"states": frozenset({FeedbackState.ACTIVE.value})},
            lambda one: one.state == FeedbackState.ACTIVE,
        ),
    ]


def test_the_cases_have_every_field_of_a_filter() -> None:
    stored = [StoredFeedback("fb_", "key_", NOTHING, "", 1, 1, 1, 1, 1)]
    assert {field for said, _ in cases(stored) for field in said} == set(FeedbackFilter._fields)


@EVERY_ORDER
async def test_a_filter_finds_exactly_the_matching_feedback(
    store: Store, namespace: str, order: Order
) -> None:
    stored = await fill(store, namespace, 400)
    assert await listed(store, namespace, ALL, order) == in_order(stored, order)
    for said, fits in cases(stored):
        expected = in_order([one for one in stored if fits(one)], order)
        matches = FeedbackFilter(**said).predicate()  # as watches test each change
        assert in_order([one for one in stored if matches(one)], order) == expected, said
        for limit in (7, 1000):
            found = await listed(store, namespace, FeedbackFilter(**said), order, limit=limit)
            assert found == expected, said


@pytest.mark.parametrize("few", [0, 1000], ids=["along all changes", "sorted"])
async def test_a_filter_of_two_fields_finds_exactly_what_matches_both(
    store: Store, namespace: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "FEW", few)
    stored = await fill(store, namespace, 400, seed=2)
    orders = itertools.cycle(ORDERS.values())
    limits = itertools.cycle([3, 50, 1000])
    found_some = 0
    for (one, fits_one), (two, fits_two) in itertools.combinations(cases(stored), 2):
        if set(one) & set(two):
            continue
        order = next(orders)
        expected = in_order([it for it in stored if fits_one(it) and fits_two(it)], order)
        wanted = FeedbackFilter(**one, **two)
        found = await listed(store, namespace, wanted, order, limit=next(limits))
        assert found == expected, wanted
        found_some += bool(expected)
    assert found_some > 150, "too many filters found nothing"


@EVERY_ORDER
@pytest.mark.parametrize("limit", [1, 2, 24, 25, 26, 99, 100, 101, 1000])
async def test_pages_of_any_size_return_everything_once(
    store: Store, namespace: str, order: Order, limit: int
) -> None:
    await submit(store, *(submission(namespace, target_id=f"q{i}", text="x") for i in range(101)))
    expected = in_order(await everything(store, namespace), order)
    assert len(expected) == 101
    assert await listed(store, namespace, order=order, limit=limit) == expected


async def test_an_empty_list_ends_at_once(store: Store, namespace: str) -> None:
    for order in ORDERS.values():
        assert await page(store, namespace, ALL, order, after="", limit=10) == ([], "")


async def test_deleted_feedback_is_in_no_list(store: Store, namespace: str) -> None:
    gone = await submit_one(store, namespace, text="x", user_id="ann", session_id="s")
    await delete(store, namespace, gone.id)
    for order in ORDERS.values():
        for wanted in (ALL, FeedbackFilter(user_id="ann"), FeedbackFilter(session_id="s")):
            assert await listed(store, namespace, wanted, order) == []


class Meanwhile:
    """Writes of others to a namespace while a list is read."""

    def __init__(self, namespace: str, stored: Sequence[StoredFeedback], *, seed: int) -> None:
        self._namespace = namespace
        self._dice = random.Random(seed)
        self._ids = [one.id for one in stored]
        self._numbers = itertools.count()
        self.throughout = {one.id for one in stored}
        """The feedback that existed all the time."""
        self.unchanged = set(self.throughout)
        """The feedback that existed all the time and did not change."""

    def write(self, backend: Backend) -> None:
        """Submit one, change one and delete one."""
        new = submission(self._namespace, target_id=f"new {next(self._numbers)}", text="new")
        (made,) = write_alone(backend, feedback.submit, (new,))
        self._ids.append(made.id)
        changed, gone = self._dice.sample(self._ids, 2)
        self._ids.remove(gone)
        text = f"changed {next(self._numbers)}"
        write_alone(
            backend,
            feedback.update,
            FeedbackUpdate(self._namespace, changed, "", lambda c: c._replace(text=text)),
        )
        write_alone(backend, feedback.delete, FeedbackDeletion(self._namespace, gone, ""))
        self.throughout.discard(gone)
        self.unchanged -= {changed, gone}


class Interrupted:
    """A backend with writes of others before and after every statement."""

    def __init__(self, backend: Backend, interrupt: Callable[[], None]) -> None:
        self._backend = backend
        self._interrupt = interrupt

    def execute(self, statement: str, parameters: tuple[Any, ...] = ()) -> Any:
        self._interrupt()
        found = self._backend.execute(statement, parameters).fetchall()
        self._interrupt()
        return Found(found)


class Found(list[tuple[Any, ...]]):
    """The rows of a statement, with the methods of a cursor."""

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self

    def fetchone(self) -> tuple[Any, ...] | None:
        return self[0] if self else None


@pytest.fixture
def others(kind: str, database: str) -> Iterator[Backend]:
    """A backend of another server on the shared database."""
    backend = schema.open_backend(database)
    yield backend
    backend.database.close_all()


@EVERY_ORDER
@pytest.mark.parametrize("scanned", [9, 10_000], ids=["short pages", "full pages"])
@pytest.mark.parametrize("when", ["between pages", "between statements"])
async def test_lists_have_no_gaps_or_duplicates_while_feedback_is_created_changed_and_deleted(
    store: Store,
    namespace: str,
    others: Backend,
    order: Order,
    scanned: int,
    when: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pages, "SCANNED_AT_MOST", scanned)
    monkeypatch.setattr(lists, "READ_AT_ONCE", 4)
    stored = await fill(store, namespace, 100, seed=3)
    wanted = FeedbackFilter(names=frozenset({"overall", "tone"}))
    fits = [one for one in stored if one.content.name in wanted.names]
    meanwhile = Meanwhile(namespace, fits, seed=4)

    def read(backend: Backend) -> list[StoredFeedback]:
        reader: Any = backend
        if when == "between statements":
            reader = Interrupted(backend, lambda: meanwhile.write(others))
        answered: list[StoredFeedback] = []
        after = ""
        for _ in range(
            16
        ):  # more is created than a page returns, so the number of pages is limited
            part, after = lists.list_page(reader, namespace, wanted, order, after=after, limit=5)
            answered += part
            if not after:
                return answered
            meanwhile.write(others)
        while after:
            part, after = lists.list_page(backend, namespace, wanted, order, after=after, limit=5)
            answered += part
        return answered

    answered = await store.query("", read)
    times = Counter(one.id for one in answered)
    if order.by_update:
        assert {times[id_] for id_ in meanwhile.unchanged} <= {1}
        states = Counter((one.id, one.revision) for one in answered)
        assert set(states.values()) == {1}, "a state must be returned once"
        if order.descending:
            assert set(times.values()) == {1}, "changed feedback must not be returned again"
    else:
        assert {times[id_] for id_ in meanwhile.throughout} == {1}
        assert set(times.values()) == {1}
        assert [one.id for one in answered] == sorted(times, reverse=order.descending)


async def test_by_update_feedback_that_changes_before_the_end_is_returned_in_its_last_state(
    store: Store, namespace: str
) -> None:
    """A reader of the whole list, oldest change first, gets the last state of each."""
    order = ORDERS["first changed first"]
    await fill(store, namespace, 100, seed=5)
    dice = random.Random(6)
    last: dict[str, StoredFeedback] = {}
    after = ""
    for turn in range(1000):
        part, after = await page(store, namespace, ALL, order, after=after, limit=10)
        last.update({one.id: one for one in part})
        if not after:
            break
        if turn < 15:
            for id_ in dice.sample(sorted(last), 3):
                await change(store, namespace, id_, text=f"changed in turn {turn}")
    assert sorted(last.values()) == sorted(await everything(store, namespace))


@EVERY_ORDER
async def test_a_filter_with_few_matches_returns_short_pages_up_to_the_end(
    store: Store, namespace: str, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "SCANNED_AT_MOST", 20)
    await submit(
        store,
        *(
            submission(namespace, target_id=f"q{i}", text="rare" if i % 70 == 5 else "x")
            for i in range(230)
        ),
    )
    # One matches in SQL and the other in Python; neither may scan further.
    for wanted in (
        FeedbackFilter(names=frozenset({"none"})),
        FeedbackFilter(text="RARE"),
        FeedbackFilter(min_score=0.0),
    ):
        lengths, found, after = [], [], ""
        while True:
            part, after = await page(store, namespace, wanted, order, after=after, limit=10)
            found += part
            lengths.append(len(part))
            if not after:
                break
        assert 230 / 40 <= len(lengths) <= 230 / 20 + 1
        assert max(lengths) <= 1
        expected = [one for one in await everything(store, namespace) if wanted.text]
        expected = [one for one in expected if one.content.text == "rare"]
        assert found == in_order(expected, order)


@EVERY_ORDER
async def test_a_list_that_ends_where_a_scan_ends_has_no_next_page(
    store: Store, namespace: str, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "SCANNED_AT_MOST", 20)
    await submit(store, *(submission(namespace, target_id=f"q{i}", text="x") for i in range(40)))
    expected = in_order(await everything(store, namespace), order)
    for limit in (10, 20, 40, 50):
        assert await listed(store, namespace, ALL, order, limit=limit) == expected
        assert await listed(store, namespace, FeedbackFilter(text="none"), order, limit=limit) == []


async def set_create_time(store: Store, namespace: str, id_: str, time: int) -> None:
    await execute(
        store,
        'UPDATE "feedback" SET "create_time" = ? WHERE "namespace_id" = ? AND "id" = ?',
        *(time, namespace, id_),
    )


@EVERY_ORDER
async def test_a_time_range_includes_its_start_and_excludes_its_end(
    store: Store, namespace: str, order: Order
) -> None:
    made = [await submit_one(store, namespace, target_id=f"q{i}", text="x") for i in range(3)]
    times = [one.create_time for one in made]
    for (start, first), (end, last) in itertools.product(
        [(None, 0), *((times[i] + by, i + by) for i in range(3) for by in (0, 1))],
        [(None, 3), *((times[i] + by, i + by) for i in range(3) for by in (0, 1))],
    ):
        if start is not None and end is not None and end <= start:
            continue
        expected = {one.id for one in made[first:last]}
        for wanted in (
            FeedbackFilter(create_time=TimeRange(start, end)),
            FeedbackFilter(update_time=TimeRange(start, end)),
        ):
            for limit in (1, 10):
                found = await listed(store, namespace, wanted, order, limit=limit)
                assert [one.id for one in found] == sorted(expected, reverse=order.descending)


@EVERY_ORDER
async def test_feedback_whose_id_is_later_than_its_time_is_found_by_its_time(
    store: Store, namespace: str, order: Order
) -> None:
    """A group has one time; a server under load makes the last of its ids much later."""
    for i, off in enumerate((-59 * SECOND, 59 * SECOND)):
        made = await submit_one(store, namespace, target_id=f"q{i}", text="x")
        await set_create_time(store, namespace, made.id, made.create_time + off)
        time = made.create_time + off
        wanted = FeedbackFilter(create_time=TimeRange(time, time + 1))
        assert [one.id for one in await listed(store, namespace, wanted, order)] == [made.id]


@EVERY_ORDER
async def test_the_earliest_and_latest_times_find_everything_or_nothing(
    store: Store, namespace: str, order: Order
) -> None:
    made = await submit_one(store, namespace, text="x")
    first, last = -62_135_596_800 * SECOND, 253_402_300_800 * SECOND
    for field in ("create_time", "update_time"):
        for bounds, expected in (
            (TimeRange(first, last), [made.id]),
            (TimeRange(None, first + 1), []),
            (TimeRange(last - 1, None), []),
            (TimeRange(0, None), [made.id]),
        ):
            found = await listed(store, namespace, FeedbackFilter(**{field: bounds}), order)
            assert [one.id for one in found] == expected


@EVERY_ORDER
async def test_long_texts_make_pages_shorter_without_gaps(
    store: Store, namespace: str, order: Order
) -> None:
    sizes = [700_000, 1, 700_000, 700_000, MAX_BYTES + 1, 1, 1, 2 * MAX_BYTES, 700_000, 700_000]
    for i, size in enumerate(sizes):
        await submit_one(store, namespace, target_id=f"q{i}", correction="x" * size)
    found, after = [], ""
    while True:
        part, after = await page(store, namespace, ALL, order, after=after, limit=1000)
        assert part
        assert len(part) == 1 or sum(one.weight for one in part) <= MAX_BYTES
        found += part
        if not after:
            break
    assert found == in_order(await everything(store, namespace), order)
    assert len(found) == len(sizes)


async def test_the_states_of_a_feedback_are_listed_newest_first_page_by_page(
    store: Store, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "READ_AT_ONCE", 4)
    made = await submit_one(store, namespace, text="state 1")
    for i in range(2, 12):
        await change(store, namespace, made.id, text=f"state {i}")
    await submit_one(store, namespace, text="another", target_id="other")
    for gone in (False, True):
        if gone:
            await delete(store, namespace, made.id)
        expected = [(i, f"state {min(i, 11)}") for i in range(11 + gone, 0, -1)]
        for limit in (1, 3, 4, 5, 11, 100):
            found: list[StoredFeedback] = []
            more = True
            while more:
                part, more = await store.query(
                    "",
                    lists.list_revisions,
                    namespace,
                    made.id,
                    before=found[-1].revision if found else None,
                    limit=limit,
                )
                found += part
                assert len(part) == limit or not more
            assert [(one.revision, one.content.text) for one in found] == expected
    states = [one.state for one in found]
    assert states == [FeedbackState.DELETED, *[FeedbackState.ACTIVE] * 11]


async def test_states_stay_in_order_while_the_feedback_changes(
    store: Store, namespace: str, others: Backend
) -> None:
    made = await submit_one(store, namespace, text="state 1")
    for i in range(2, 5):
        await change(store, namespace, made.id, text=f"state {i}")
    numbers = itertools.count()

    def interrupt() -> None:
        text = f"meanwhile {next(numbers)}"
        update = FeedbackUpdate(namespace, made.id, "", lambda c: c._replace(text=text))
        write_alone(others, feedback.update, update)

    def read(backend: Backend) -> tuple[list[StoredFeedback], bool]:
        reader: Any = Interrupted(backend, interrupt)
        return lists.list_revisions(reader, namespace, made.id, before=None, limit=50)

    states, more = await store.query("", read)
    revisions = [state.revision for state in states]
    assert revisions == list(range(revisions[0], 0, -1))
    assert revisions[0] > 4
    assert not more


async def test_feedback_of_another_namespace_is_never_listed(
    store: Store, namespace: str, new_namespace: Callable[[Store], Any]
) -> None:
    other = await new_namespace(store)
    said = {"user_id": "ann", "external_user_id": "x", "session_id": "s", "rating": NEGATIVE}
    mine = await submit_one(store, namespace, **said)
    theirs = await submit_one(store, other, **said)
    for order in ORDERS.values():
        for wanted in (
            ALL,
            FeedbackFilter(user_id="ann"),
            FeedbackFilter(external_user_id="x"),
            FeedbackFilter(session_id="s"),
            FeedbackFilter(ratings=frozenset({NEGATIVE})),
            FeedbackFilter(target=(TargetKind.SEARCH.value, "s", "search-1")),
        ):
            assert [one.id for one in await listed(store, namespace, wanted, order)] == [mine.id]
    states = await store.query(
        "", lists.list_revisions, namespace, theirs.id, before=None, limit=10
    )
    assert states == ([], False)
