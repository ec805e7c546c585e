"""A page of records reads a bounded part of its dataset, and pages make up the list."""

from __future__ import annotations

from typing import Any

import pytest

from plaudit_server.domain.datasets.filters import (
    AnswerFilter,
    NumberRange,
    RecordFilter,
)
from plaudit_server.storage.datasets import record_lists
from plaudit_server.storage.datasets.record_creation import AddedRecord, NewRecord
from plaudit_server.storage.datasets.record_matching import RecordMatching
from plaudit_server.storage.engine.store import Store
from support.annotations import add_all, define, response
from support.stores import exchange, register

SIZE = 120


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a page scan 40 records, and read them in parts of 4, two of which are too much."""
    monkeypatch.setattr(record_lists, "SCANNED_AT_MOST", 40)
    monkeypatch.setattr(record_lists, "IDS_AT_ONCE", 10)
    monkeypatch.setattr(record_lists, "READ_AT_ONCE", 4)
    monkeypatch.setattr(record_lists, "CONTENT_AT_MOST", 200)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of records whose content was read, part by part."""
    numbers: list[int] = []
    find = RecordMatching.find

    def counted(self: RecordMatching, ids: Any) -> Any:
        numbers.append(len(ids))
        return find(self, ids)

    monkeypatch.setattr(RecordMatching, "find", counted)
    return numbers


async def fill(store: Store, namespace: str) -> tuple[str, list[str], list[str]]:
    """Add records of three exchanges in turn; return the dataset, exchanges and records."""
    dataset_id = await define(store, namespace)
    made = await register(store, *(exchange(namespace, f"m{i}") for i in range(3)))
    exchange_ids = [one.id for one in made]
    news = [
        NewRecord(
            namespace,
            dataset_id,
            {"shown": f"text {i} of thirty characters"},
            metadata=f'{{"n": {i}}}',
            responses=(response("a", answer=f"answer {i % 2}"),),
            exchange_id=exchange_ids[i % 3],
        )
        for i in range(SIZE)
    ]
    added = await add_all(store, namespace, *news)
    ids = [one.record.id for one in added if isinstance(one, AddedRecord)]
    assert len(ids) == SIZE
    return dataset_id, exchange_ids, ids


async def all_pages(
    store: Store, namespace: str, dataset_id: str, wanted: RecordFilter, *, limit: int
) -> list[list[str]]:
    pages: list[list[str]] = []
    after = ""
    while True:
        page, after = await store.query(
            "",
            record_lists.list_page,
            *(namespace, dataset_id, wanted),
            after=after,
            limit=limit,
        )
        assert len(page) <= limit
        pages.append([one.id for one in page])
        if not after:
            return pages


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("limit", [1, 7, 50])
async def test_short_pages_make_up_the_list(store: Store, namespace: str, limit: int) -> None:
    dataset_id, exchange_ids, ids = await fill(store, namespace)
    for wanted, found in (
        (RecordFilter(text="TEXT 77 "), ids[77:78]),
        (RecordFilter(metadata_ranges=(("n", NumberRange(110, 112)),)), ids[110:113]),
        (RecordFilter(metadata={"n": 119}), ids[119:]),
        (RecordFilter(answers=(AnswerFilter("asked", ("answer 1",)),)), ids[1::2]),
        (RecordFilter(exchange_ids=tuple(exchange_ids[:1])), ids[::3]),
        (RecordFilter(exchange_ids=tuple(exchange_ids)), ids),
        (
            RecordFilter(
                exchange_ids=tuple(exchange_ids[:2]),
                answers=(AnswerFilter("asked", ("answer 0",)),),
            ),
            [id_ for i, id_ in enumerate(ids) if i % 3 < 2 and i % 2 == 0],
        ),
    ):
        pages = await all_pages(store, namespace, dataset_id, wanted, limit=limit)
        assert [id_ for page in pages for id_ in page] == found, wanted


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(("characters", "parts"), [(200, 2), (10**6, 10)])
async def test_a_page_reads_a_limited_number_of_records_and_characters(
    store: Store,
    namespace: str,
    read: list[int],
    monkeypatch: pytest.MonkeyPatch,
    characters: int,
    parts: int,
) -> None:
    """The text of four records has more than 100 characters, that of eight more than 200."""
    monkeypatch.setattr(record_lists, "CONTENT_AT_MOST", characters)
    dataset_id, _, _ = await fill(store, namespace)
    page, after = await store.query(
        "",
        record_lists.list_page,
        *(namespace, dataset_id, RecordFilter(text="text 119 ")),
        after="",
        limit=50,
    )
    assert (page, bool(after)) == ([], True)
    assert sum(read) == 4 * parts


@pytest.mark.usefixtures("small_parts")
async def test_a_page_stops_reading_when_it_is_full(
    store: Store, namespace: str, read: list[int]
) -> None:
    dataset_id, _, ids = await fill(store, namespace)
    page, _ = await store.query(
        "",
        record_lists.list_page,
        *(namespace, dataset_id, RecordFilter(text="text")),
        after="",
        limit=2,
    )
    assert [one.id for one in page] == ids[:2]
    assert read == [4]
