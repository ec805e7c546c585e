"""The satisfaction counts always equal a recount of the feedback."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest

from plaudit_server.domain.analytics.satisfaction import (
    MAX_SCORE,
    MILLION,
    NO_COUNTS,
    QUARTER,
    Counts,
    Dimensions,
    SatisfactionFilter,
    confidence_band,
    counts_of,
)
from plaudit_server.domain.errors import NotFound
from plaudit_server.domain.exchanges.exchange import ExchangeKey, ExchangeStatus
from plaudit_server.domain.feedback.criteria import Criterion, CriterionKind, Direction
from plaudit_server.domain.feedback.feedback import (
    Content,
    FeedbackDeletion,
    FeedbackUpdate,
    Submitted,
)
from plaudit_server.domain.feedback.votes import measure
from plaudit_server.storage import counts as satisfaction
from plaudit_server.storage import housekeeping
from plaudit_server.storage.analytics import satisfaction as satisfaction_queries
from plaudit_server.storage.analytics.satisfaction import SatisfactionQuery
from plaudit_server.storage.counts import DAY, FULL, HOUR, SPANS, VIEWS, Closing
from plaudit_server.storage.engine import transaction
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.exchanges.exchanges import ExchangeUpdate
from plaudit_server.storage.feedback import criteria, early, feedback, retention
from plaudit_server.storage.feedback.criteria import NewCriterion
from plaudit_server.storage.feedback.erasure import Subject, erase
from plaudit_server.storage.feedback.retention import Limit
from plaudit_server.storage.tenants import namespaces
from plaudit_server.storage.tenants.namespaces import NamespaceUpdate
from support.stores import (
    NEGATIVE,
    POSITIVE,
    exchange,
    on_message,
    rows,
    submission,
    submit,
    submit_one,
)

TOPICS = ("", "billing", "shipping")
MODELS = ("", "small", "large")
CONFIDENCES = (None, 0.2, 0.5, 0.79, 0.8, 1.0)
SCORES = (None, 0.1, 0.2, 0.3, -4.25, 1e6, 1e9)
PEOPLE = ("ada", "bob", "eve", "dan")
EVERYTHING = SatisfactionFilter()

CRITERIA = {
    "stars": Criterion(
        *("", "stars", "", CriterionKind.NUMBER, 1, 5, (), 0, None, Direction.HIGHER_IS_BETTER)
    ),
    "fit": Criterion(
        *("", "fit", "", CriterionKind.LABEL, None, None, ("good", "fair", "bad"), 0, None),
        *(Direction.LOWER_IS_BETTER, (0.5, 1.0, 2.5)),
    ),
}
"""The criteria of the namespace of a history, by name."""
VALUES: dict[str, Sequence[dict[str, Any]]] = {
    "stars": [{"value_int": n} for n in range(1, 6)] + [{"score": 2.5}],
    "fit": [{"value_label": label} for label in ("good", "fair", "bad")],
}
"""What feedback under the name of a criterion has."""
CONTENT = ", ".join(f'f."{column}"' for column in Content._fields)

Recount = dict[tuple[int, Dimensions], Counts]


class Clock:
    """A clock that the test moves forward."""

    def __init__(self) -> None:
        # 07:07 of a day, a Thursday
        self.now = 1_780_000_000_000_000 // (96 * QUARTER) * 96 * QUARTER + 7 * 4 * QUARTER + 7

    def __call__(self) -> int:
        return self.now

    def wait(self, *, quarters: float) -> None:
        self.now += int(quarters * QUARTER)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    running = Clock()
    monkeypatch.setattr(transaction, "now", running)
    return running


async def recount(store: Store, namespace: str) -> Recount:
    """Count the active feedback from the feedback and the exchanges themselves."""
    found = await rows(
        store,
        f'SELECT f."occur_time", e."topic", e."confidence", e."model", {CONTENT} FROM "feedback" f'
        ' LEFT JOIN "exchange" e ON e."namespace_id" = f."namespace_id"'
        ' AND e."id" = f."exchange_id" WHERE f."namespace_id" = ? AND f."state" = 1',
        namespace,
    )
    counted: Recount = defaultdict(lambda: NO_COUNTS)
    for occur_time, topic, confidence, model, *said in found:
        content = Content._make(said)
        dimensions = Dimensions(
            topic or "",
            confidence_band(confidence),
            content.name,
            content.source,
            content.type,
            model or "",
            content.target_kind,
        )
        key = (occur_time // QUARTER, dimensions)
        vote, score = measure(CRITERIA.get(content.name), content)
        counts = counts_of(vote, score, failed=bool(content.error_code))
        counted[key] = counted[key].plus(counts)
    return counted


async def stored(store: Store, namespace: str) -> dict[Any, Counts]:
    """Return the stored counts, by view, length, start and dimensions."""
    found = await rows(
        store,
        f'SELECT "view", "quarters", "start", {", ".join(Dimensions._fields)},'
        f" {', '.join(Counts._fields)}"
        ' FROM "satisfaction" WHERE "namespace_id" = ?',
        namespace,
    )
    return {(*row[:3], Dimensions._make(row[3:10])): Counts._make(row[10:]) for row in found}


async def closed(store: Store, namespace: str) -> int:
    statement = 'SELECT "satisfaction_closed" FROM "sequence" WHERE "namespace_id" = ?'
    ((until,),) = await rows(store, statement, namespace)
    return until


def summed(counted: Recount, *, until: int) -> dict[Any, Counts]:
    """Sum up a recount as it must be stored: closed quarters in all views, others in one."""
    expected: dict[Any, Counts] = defaultdict(lambda: NO_COUNTS)
    for (start, dimensions), counts in counted.items():
        for view in VIEWS:
            for quarters in SPANS:
                if start < until or (view, quarters) == (FULL, 1):
                    seen = satisfaction.project(view, dimensions)
                    key = (view, quarters, start - start % quarters, seen)
                    expected[key] = expected[key].plus(counts)
    return expected


async def assert_exact(store: Store, namespace: str) -> Recount:
    counted = await recount(store, namespace)
    until = await closed(store, namespace)
    assert await stored(store, namespace) == summed(counted, until=until)
    return counted


class History:
    """Performs random actions of callers and chores."""

    def __init__(self, store: Store, namespace: str, clock: Clock, chance: random.Random) -> None:
        self.store = store
        self.namespace = namespace
        self.clock = clock
        self.chance = chance
        self.messages = [f"message-{i}" for i in range(8)]
        self.overruled = 0

    async def step(self) -> None:
        action = self.chance.choice(
            [self.submit] * 6
            + [self.register] * 3
            + [self.reclassify] * 3
            + [self.overrule] * 3
            + [self.update, self.delete, self.wait, self.wait, self.close, self.erase, self.purge]
        )
        await action()

    def values(self) -> dict[str, Any]:
        choose = self.chance.choice
        name = choose(("overall", "tone", "stars", "fit"))
        if self.chance.random() < 0.2:
            judged: dict[str, Any] = {"error_code": "TIMEOUT"}
        else:
            value = choose(VALUES[name]) if name in VALUES else {"score": choose(SCORES)}
            judged = {"rating": choose((0, POSITIVE, NEGATIVE)), **value}
        return {
            **judged,
            "name": name,
            "source": choose((0, 1, 2)),
            "type": choose((3, 4)),
            "external_user_id": choose(PEOPLE),
        }

    async def submit(self) -> None:
        batch = []
        for _ in range(self.chance.randint(1, 6)):
            about = self.chance.choice(self.messages)
            target = on_message(about) if self.chance.random() < 0.8 else {"target_id": about}
            said = submission(self.namespace, **self.values(), **target)
            batch.append(said._replace(occur_time=self.chance.choice((0, self.some_time()))))
        await submit(self.store, *batch)

    def some_time(self) -> int:
        """A time of the last fifty days, most of whose quarters are closed."""
        return transaction.now() - self.chance.randrange(50 * 96 * QUARTER)

    def traits(self) -> dict[str, Any]:
        choose = self.chance.choice
        return {
            "topic": choose(TOPICS),
            "model": choose(MODELS),
            "confidence": choose(CONFIDENCES),
        }

    async def register(self) -> None:
        new = exchange(
            self.namespace,
            self.chance.choice(self.messages),
            **self.traits(),
            status=self.chance.choice((ExchangeStatus.PENDING, ExchangeStatus.COMPLETED)).value,
            external_user_id=self.chance.choice(PEOPLE),
        )
        await self.store.write(early.create_exchanges, (new,), namespace_id=self.namespace)

    async def reclassify(self) -> None:
        traits = self.traits()
        completed = ExchangeStatus.COMPLETED.value
        update = ExchangeUpdate(
            self.namespace,
            ExchangeKey(session_id="session-1", message_id=self.chance.choice(self.messages)),
            lambda old: old._replace(**traits, status=completed),
        )
        with suppress(NotFound):
            await self.store.write(early.update_exchanges, update, namespace_id=self.namespace)

    async def any_content(self) -> tuple[str, Content] | None:
        found = await rows(
            self.store,
            f'SELECT f."id", {CONTENT} FROM "feedback" f WHERE f."namespace_id" = ? ORDER BY "id"',
            self.namespace,
        )
        if not found:
            return None
        id_, *content = self.chance.choice(found)
        return id_, Content._make(content)

    async def any_id(self) -> str:
        found = await self.any_content()
        return found[0] if found else ""

    async def overrule(self) -> None:
        """Overrule feedback by that of another author, or by that of one who gave it before."""
        if (found := await self.any_content()) is None:
            return
        id_, content = found
        values = self.values()
        while values["name"] != content.name:
            values = self.values()
        overruling = submission(
            self.namespace,
            target_kind=content.target_kind,
            session_id=content.session_id,
            target_id=content.target_id,
            **values,
            overrules=id_,
        )
        (result,) = await submit(self.store, overruling)
        self.overruled += isinstance(result, Submitted)

    async def update(self) -> None:
        if id_ := await self.any_id():
            values = self.values()
            values = {key: values.get(key, 0) for key in ("rating", "source", "type")}
            values["overrules"] = ""
            update = FeedbackUpdate(self.namespace, id_, "", lambda old: old._replace(**values))
            await self.store.write(feedback.update, update, namespace_id=self.namespace)

    async def delete(self) -> None:
        if id_ := await self.any_id():
            deletion = FeedbackDeletion(self.namespace, id_, "")
            await self.store.write(feedback.delete, deletion, namespace_id=self.namespace)

    async def wait(self) -> None:
        self.clock.wait(quarters=self.chance.choice((0.3, 1, 5, 40, 130)))

    async def close(self) -> None:
        # Also quarters that have not ended: another server's clock may be ahead.
        until = self.clock.now // QUARTER + self.chance.choice((-4, 0, 1, 8))
        await self.store.write(
            satisfaction.close, Closing(self.namespace, until), namespace_id=self.namespace
        )

    async def erase(self) -> None:
        if self.chance.random() < 0.3:
            who = self.chance.choice(PEOPLE)
            await erase(self.store, Subject(self.namespace, "external_user_id", who))

    async def purge(self) -> None:
        if self.chance.random() < 0.3:
            before = self.clock.now - 90 * QUARTER
            limit = Limit(self.namespace, before)
            await self.store.write(retention.purge, limit, namespace_id=self.namespace)


async def set_early(store: Store, namespace: str) -> None:
    update = NamespaceUpdate(namespace, {"early_feedback": True})
    await store.write(namespaces.update, update, namespace_id=namespace)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
async def test_counts_equal_a_recount_over_random_histories(
    store: Store, namespace: str, clock: Clock, seed: int
) -> None:
    chance = random.Random(seed)
    await set_early(store, namespace)
    for made in CRITERIA.values():
        known = {name: getattr(made, name) for name in NewCriterion._fields[1:]}
        new = NewCriterion(namespace, **known)
        await store.write(criteria.create, new, namespace_id=namespace)
    history = History(store, namespace, clock, chance)
    for _ in range(120):
        await history.step()
        await assert_exact(store, namespace)
    counted = await recount(store, namespace)
    assert counted, "the history must leave something to count"
    assert history.overruled, "the history must overrule"
    await assert_queries(store, namespace, counted, chance)


async def assert_queries(
    store: Store, namespace: str, counted: Recount, chance: random.Random
) -> None:
    """Assert that random queries return what the recount gives."""
    first = min(start for start, _ in counted) - 3
    last = max(start for start, _ in counted) + 5
    for _ in range(60):
        bounds = sorted(chance.sample(range(first, last + 1), k=4))
        intervals = list(pairwise(bounds))
        names = chance.sample(Dimensions._fields, k=chance.choice((0, 0, 1, 1, 2, 7)))
        wanted = EVERYTHING
        for name in chance.sample(Dimensions._fields, k=chance.choice((0, 0, 1, 2))):
            values = {getattr(dimensions, name) for _, dimensions in counted}
            among = frozenset(chance.sample(sorted(values), k=min(2, len(values))))
            wanted = wanted._replace(**{name: among})
        expected: dict[Any, Counts] = defaultdict(lambda: NO_COUNTS)
        for (start, dimensions), counts in counted.items():
            if any(
                allowed and getattr(dimensions, name) not in allowed
                for name, allowed in wanted._asdict().items()
            ):
                continue
            for i, (begin, end) in enumerate(intervals):
                if begin <= start < end:
                    key = (i, tuple(getattr(dimensions, name) for name in names))
                    expected[key] = expected[key].plus(counts)
        query = SatisfactionQuery(namespace, wanted, names)
        found = await store.query("", satisfaction_queries.count, query, intervals)
        assert {(i, group): counts for i, group, counts in found} == expected
        groups = sorted({group for _, group in expected}, key=str)[::2]
        periods = await store.query("", satisfaction_queries.by_period, query, intervals, groups)
        few = {key: counts for key, counts in expected.items() if key[1] in groups}
        assert {(i, group): counts for i, group, counts in periods} == few


async def test_housekeeping_closes_quarters_that_have_ended(
    store: Store, namespace: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "now", clock)
    await submit_one(store, namespace, rating=POSITIVE)
    quarter = clock.now // QUARTER
    await housekeeping.close_quarters(store)
    assert await closed(store, namespace) <= quarter, "it is still open"
    clock.wait(quarters=2)
    await housekeeping.close_quarters(store)
    assert await closed(store, namespace) > quarter
    assert len(await stored(store, namespace)) == len(VIEWS) * len(SPANS)
    await assert_exact(store, namespace)


async def test_many_quarters_are_closed_in_parts(
    store: Store, namespace: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(satisfaction, "CLOSED_AT_ONCE", 3)
    for i in range(5):
        names = [f"name-{j}" for j in range(5 if i == 2 else 1)]
        await submit(
            store, *(submission(namespace, name=name, target_id=f"s{i}") for name in names)
        )
        clock.wait(quarters=1)
    parts = 0
    closing = Closing(namespace, clock.now // QUARTER + 1)
    while await store.write(satisfaction.close, closing, namespace_id=namespace):
        parts += 1
    assert parts > 1
    await assert_exact(store, namespace)


async def test_counts_that_become_zero_are_removed(
    store: Store, namespace: str, clock: Clock
) -> None:
    """Otherwise, erasure would leave behind a name that only one person used."""
    given = await submit_one(store, namespace, name="only-mine", rating=NEGATIVE)
    closing = Closing(namespace, clock.now // QUARTER + 1)
    await store.write(satisfaction.close, closing, namespace_id=namespace)
    deletion = FeedbackDeletion(namespace, given.id, "")
    await store.write(feedback.delete, deletion, namespace_id=namespace)
    assert await stored(store, namespace) == {}


async def test_other_namespaces_do_not_count(
    store: Store, namespace: str, new_namespace: Any
) -> None:
    other = await new_namespace(store)
    await submit_one(store, other, rating=POSITIVE)
    await submit_one(store, namespace, rating=NEGATIVE)
    everything = [(0, 2**40)]
    query = SatisfactionQuery(namespace, EVERYTHING, ())
    found = await store.query("", satisfaction_queries.count, query, everything)
    assert found == [(0, (), Counts(1, 0, 1))]


def test_scores_are_summed_exactly_up_to_a_million() -> None:
    assert counts_of(0, 0.1).plus(counts_of(0, 0.2)).score_sum == 0.3 * MILLION
    assert counts_of(0, float(MAX_SCORE)).score_count == 1
    assert counts_of(0, MAX_SCORE * 1.01).score_count == 0
    total = NO_COUNTS
    for _ in range(1000):
        total = total.plus(counts_of(0, 0.1))
    assert total.mean_score == 0.1


@pytest.mark.parametrize(
    ("first", "end", "until", "lengths"),
    [
        (0, DAY, DAY, [DAY]),
        (0, DAY, DAY - 1, [HOUR, 1, 1]),
        (1, DAY + 1, 2 * DAY, [1, HOUR, 1]),
        (2, 6, 100, [1]),
        (0, 3 * DAY, 3 * DAY, [DAY]),
        (5, 5, 100, []),
        (90, 300, 0, [1]),
        (DAY - 2, 3 * DAY + 5, 9 * DAY, [1, DAY, HOUR, 1]),
    ],
)
def test_an_interval_is_split_into_the_longest_sums_that_fit(
    first: int, end: int, until: int, lengths: Sequence[int]
) -> None:
    parts = list(satisfaction_queries.split(first, end, closed=until, view=0))
    assert [length for _, length, _, _ in parts] == lengths
    quarters = [
        quarter
        for _, length, start, stop in parts
        for quarter in range(start, stop)
        if start % length == 0 and stop % length == 0
    ]
    assert sorted(quarters) == list(range(first, end))
    assert all(view == 0 or start >= until for view, _, start, _ in parts)
