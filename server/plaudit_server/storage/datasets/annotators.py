"""Annotators of a dataset: who they are, and the counts of what they have to do and have done.

Every write keeps the counts up to date in its transaction, so that reading them costs the same
however many records and responses there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from plaudit_server.domain.datasets import annotation
from plaudit_server.domain.datasets.annotation import Counts, count_response
from plaudit_server.storage.datasets import datasets
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.pages import take
from plaudit_server.storage.engine.transaction import Transaction

if TYPE_CHECKING:
    from plaudit_server.storage.datasets.responses import StoredResponse

_HERE = '"namespace_id" = (SELECT CAST(? AS TEXT)) AND "dataset_id" = ? AND "author" = ?'
ADD = (
    'INSERT INTO "annotator_progress" ("namespace_id", "dataset_id", "author",'
    ' "assigned_count", "submitted_count", "draft_count", "discarded_count",'
    ' "last_response_time", "user_id", "external_user_id", "creator")'
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ' ON CONFLICT ("namespace_id", "dataset_id", "author") DO UPDATE SET'
    ' "assigned_count" = "annotator_progress"."assigned_count" + excluded."assigned_count",'
    ' "submitted_count" = "annotator_progress"."submitted_count" + excluded."submitted_count",'
    ' "draft_count" = "annotator_progress"."draft_count" + excluded."draft_count",'
    ' "discarded_count" = "annotator_progress"."discarded_count" + excluded."discarded_count",'
    ' "last_response_time" = CASE'
    ' WHEN excluded."last_response_time" > "annotator_progress"."last_response_time"'
    ' THEN excluded."last_response_time" ELSE "annotator_progress"."last_response_time" END,'
    ' "user_id" = excluded."user_id", "external_user_id" = excluded."external_user_id",'
    ' "creator" = excluded."creator"'
)
SUBTRACT = (
    'UPDATE "annotator_progress" SET "assigned_count" = "assigned_count" + ?,'
    ' "submitted_count" = "submitted_count" + ?, "draft_count" = "draft_count" + ?,'
    f' "discarded_count" = "discarded_count" + ? WHERE {_HERE}'
)
REMOVE_EMPTY = (
    f'DELETE FROM "annotator_progress" WHERE {_HERE} AND "assigned_count" = 0'
    ' AND "submitted_count" = 0 AND "draft_count" = 0 AND "discarded_count" = 0'
)
LIST = (
    'SELECT a."author", a."user_id", a."external_user_id", a."creator", a."assigned_count",'
    ' a."submitted_count", a."draft_count", a."discarded_count", a."last_response_time"'
    ' FROM "annotator_progress" a WHERE a."namespace_id" = (SELECT CAST(? AS TEXT))'
    ' AND a."dataset_id" = ? AND a."author" > ? ORDER BY a."author" LIMIT ?'
)


class Annotator(NamedTuple):
    """An annotator by name."""

    author: str
    """The digest of the name, as in responses."""
    user_id: str
    external_user_id: str
    creator: str = ""
    """The credential, which is the annotator's name if there is no other."""


class AnnotatorProgress(NamedTuple):
    """The counts of an annotator in a dataset, as they are stored."""

    author: str
    user_id: str
    external_user_id: str
    creator: str
    assigned: int
    submitted: int
    drafts: int
    discarded: int
    last_response_time: int
    """In microseconds; 0 if there was none."""


@dataclass(slots=True)
class _Change:
    """The change of the counts of one annotator in a write."""

    assigned: int = 0
    responses: Counts = field(default_factory=Counts)
    last_response_time: int = 0
    named: Annotator | None = None
    """The names that the write gives to the annotator; `None` if it only removes something."""


class AnnotatorCounts:
    """Collects the changes of the counts of annotators in a write."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._changes: dict[tuple[str, str, str], _Change] = {}

    def count_assigned(
        self, namespace_id: str, dataset_id: str, annotator: Annotator, number: int
    ) -> None:
        """Add to the number of records that are assigned to an annotator."""
        change = self._change(namespace_id, dataset_id, annotator.author)
        change.assigned += number
        if number > 0:
            change.named = annotator

    def count_response(
        self, namespace_id: str, response: StoredResponse, *, before: int | None, after: int | None
    ) -> None:
        """Add a change of a response, from one status to another; `None` means no response."""
        change = self._change(namespace_id, response.dataset_id, response.author)
        difference = count_response(after).minus(count_response(before))
        change.responses = change.responses.plus(difference)
        if after is not None:
            names = (response.user_id, response.external_user_id)
            creator = "" if any(names) else response.creator
            change.named = Annotator(response.author, *names, creator)
            change.last_response_time = max(change.last_response_time, response.update_time)

    def _change(self, *key: str) -> _Change:
        namespace_id, dataset_id, author = key
        return self._changes.setdefault((namespace_id, dataset_id, author), _Change())

    def write(self) -> None:
        """Write the changed counts; an annotator without any is forgotten."""
        added, subtracted, may_be_empty = [], [], []
        for key, change in self._changes.items():
            responses = change.responses
            counts = (
                *(change.assigned, responses.submitted, responses.drafts, responses.discarded),
            )
            if change.named is not None:
                added.append((*key, *counts, change.last_response_time, *change.named[1:]))
            else:
                subtracted.append((*counts, *key))
            if min(counts) < 0:
                may_be_empty.append(key)
        for statement, rows in (
            (ADD, added),
            (SUBTRACT, subtracted),
            (REMOVE_EMPTY, may_be_empty),
        ):
            if rows:
                self._tx.execute_many(statement, rows)
        self._changes.clear()


def list_page(
    backend: Backend, namespace_id: str, dataset_id: str, *, after: str, limit: int
) -> tuple[list[AnnotatorProgress], str]:
    """Read a page of the annotators of a dataset, and the key where the next one starts.

    That key is empty at the end of the list. Raises NotFound for an unknown dataset.
    """
    if datasets.find(backend, namespace_id, id_=dataset_id) is None:
        raise annotation.dataset_not_found(dataset_id)
    rows: Sequence[tuple[str, str, str, str, int, int, int, int, int]] = backend.execute(
        LIST, (namespace_id, dataset_id, after, limit + 1)
    ).fetchall()
    page, more = take(map(AnnotatorProgress._make, rows), limit=limit)
    return page, page[-1].author if more else ""
