"""The cohort rule: those who were here last time are waited for, and nobody else.

`MAX_WAIT` is an hour where a test must not owe its result to it: a group that waited would not
close before the test gives up.
"""

from __future__ import annotations

import asyncio
import functools
import threading
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
import uvloop

from plaudit_server.storage.engine import group_commit
from plaudit_server.storage.engine.group_commit import Cohort


def on_a_loop(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        uvloop.run(asyncio.wait_for(test(*args, **kwargs), timeout=10))

    return run


@pytest.fixture
def endless_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "MAX_WAIT", 3600)


class Groups:
    """What a cohort runs: it answers each job with itself, and remembers the groups.

    The job `wait` keeps its group running until it is told to go on.
    """

    def __init__(self) -> None:
        self.seen: list[list[Any]] = []
        self.go_on = threading.Event()

    def run(self, jobs: Sequence[Any]) -> list[Any]:
        self.seen.append(list(jobs))
        if "wait" in jobs:
            assert self.go_on.wait(timeout=10)
        return list(jobs)


async def start(groups: Groups) -> tuple[Cohort[Any], asyncio.Future[Any]]:
    """Make a cohort whose first group runs until it is told to go on."""
    cohort: Cohort[Any] = Cohort(groups.run, name="test")
    return cohort, cohort.join("wait")


@on_a_loop
async def test_a_lone_caller_is_alone_in_its_group_and_waits_for_nobody(
    endless_patience: None,
) -> None:
    groups = Groups()
    cohort: Cohort[int] = Cohort(groups.run, name="test")
    assert [await cohort.join(i) for i in range(10)] == list(range(10))
    assert groups.seen == [[i] for i in range(10)]
    await cohort.drain()


@pytest.mark.parametrize("callers", [2, 7, 64])
@on_a_loop
async def test_callers_who_come_back_every_time_all_share_every_group(
    endless_patience: None, callers: int
) -> None:
    groups = Groups()
    cohort: Cohort[int] = Cohort(groups.run, name="test")

    async def caller(me: int) -> None:
        while len(groups.seen) < 20:
            assert await cohort.join(me) == me

    await asyncio.gather(*(caller(i) for i in range(callers)))
    assert groups.seen[0] == [0], "nobody was known before the first"
    for group in groups.seen[1:]:
        assert sorted(group) == list(range(callers))
    await cohort.drain()


@on_a_loop
async def test_jobs_that_queue_while_a_group_runs_are_the_next_group() -> None:
    groups = Groups()
    cohort, first = await start(groups)
    queued = [cohort.join(i) for i in range(5)]
    groups.go_on.set()
    assert await first == "wait"
    assert [await job for job in queued] == list(range(5))
    assert groups.seen == [["wait"], list(range(5))]
    await cohort.drain()


@on_a_loop
async def test_the_next_group_closes_with_the_one_who_comes_back_and_those_who_queued(
    endless_patience: None,
) -> None:
    groups = Groups()
    cohort, first = await start(groups)
    queued = [cohort.join(i) for i in range(5)]
    groups.go_on.set()
    await first
    assert groups.seen == [["wait"]], "five have come, six are expected"
    back = cohort.join("back")
    assert await back == "back"
    assert all(job.done() for job in queued)
    assert groups.seen[1] == [*range(5), "back"]
    await cohort.drain()


@on_a_loop
async def test_a_caller_who_does_not_return_delays_only_one_group(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    groups = Groups()
    cohort, first = await start(groups)
    queued = [cohort.join(i) for i in range(2)]
    groups.go_on.set()
    await first
    await asyncio.gather(*queued)  # closed by MAX_WAIT: the first caller stays away
    monkeypatch.setattr(group_commit, "MAX_WAIT", 3600)
    for _ in range(3):
        assert await asyncio.gather(cohort.join("a"), cohort.join("b")) == ["a", "b"]
    assert groups.seen == [["wait"], [0, 1], *[["a", "b"]] * 3]
    await cohort.drain()


@on_a_loop
async def test_a_job_cancelled_before_its_group_closes_is_dropped() -> None:
    groups = Groups()
    cohort, _ = await start(groups)
    stays, leaves = cohort.join("stays"), cohort.join("leaves")
    leaves.cancel()
    groups.go_on.set()
    assert await stays == "stays"
    assert groups.seen == [["wait"], ["stays"]]
    await cohort.drain()


@on_a_loop
async def test_a_job_cancelled_while_its_group_runs_does_not_affect_others() -> None:
    groups = Groups()
    cohort, first = await start(groups)
    leaves, stays = cohort.join("leaves"), cohort.join("stays")
    first.cancel()
    groups.go_on.set()
    assert await stays == "stays"
    assert await leaves == "leaves"
    await cohort.drain()


@on_a_loop
async def test_after_all_jobs_are_cancelled_the_next_one_is_served() -> None:
    groups = Groups()
    cohort, first = await start(groups)
    for job in [cohort.join(i) for i in range(5)]:
        job.cancel()
    groups.go_on.set()
    await first
    assert await cohort.join("next") == "next"
    await asyncio.wait_for(cohort.drain(), 5)
    assert groups.seen == [["wait"], ["next"]]


@pytest.mark.parametrize("error", [ValueError("broken"), StopIteration(), MemoryError()], ids=repr)
@on_a_loop
async def test_an_error_of_a_group_is_raised_to_its_callers_only(
    error: Exception,
) -> None:
    held = threading.Event()

    def run(jobs: Sequence[str]) -> list[str]:
        held.wait(timeout=10)
        if "bad" in jobs:
            raise error
        return list(jobs)

    cohort: Cohort[str] = Cohort(run, name="test")
    before = cohort.join("before")
    broken = [cohort.join(name) for name in ("good", "bad", "good")]
    held.set()
    assert await before == "before"
    done, pending = await asyncio.wait(broken, timeout=2)
    assert not pending, "callers wait for ever"
    assert all(future.exception() is not None for future in done)
    assert await cohort.join("behind") == "behind"
    await cohort.drain()


@on_a_loop
async def test_an_exception_as_an_outcome_is_raised_to_its_caller_only() -> None:
    groups = Groups()
    cohort, _ = await start(groups)
    refusal = ValueError("refused")
    good, refused, fine = cohort.join(1), cohort.join(refusal), cohort.join(None)
    groups.go_on.set()
    assert await good == 1
    with pytest.raises(ValueError, match="refused"):
        await refused
    assert await fine is None
    await cohort.drain()


@on_a_loop
async def test_drain_finishes_what_joined_and_ends_the_thread() -> None:
    groups = Groups()
    cohort, first = await start(groups)
    queued = [cohort.join(i) for i in range(5)]
    draining = asyncio.ensure_future(cohort.drain())
    await asyncio.sleep(0)
    assert not draining.done()
    groups.go_on.set()
    await draining
    assert [job.result() for job in (first, *queued)] == ["wait", *range(5)]
    assert not cohort._thread.is_alive()


@on_a_loop
async def test_drain_of_a_cohort_without_work_returns() -> None:
    cohort: Cohort[int] = Cohort(Groups().run, name="test")
    await asyncio.wait_for(cohort.drain(), 5)
    assert not cohort._thread.is_alive()
