"""The filters of lists of records and of responses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from plaudit_server.domain.datasets.answers import Json
from plaudit_server.domain.times import ALWAYS, TimeRange


class RecordFilter(NamedTuple):
    """Selects records of a dataset; an empty value does not filter."""

    statuses: frozenset[int] = frozenset()
    answered_by: str = ""
    """The digest of an annotator who has a response to the record."""
    not_answered_by: str = ""
    metadata: Mapping[str, Json] = {}
    create_time: TimeRange = ALWAYS
    update_time: TimeRange = ALWAYS
    external_id: str = ""


class ResponseFilter(NamedTuple):
    """Selects responses in a dataset or to a record; an empty value does not filter."""

    dataset_id: str = ""
    record_id: str = ""
    author: str = ""
    statuses: frozenset[int] = frozenset()
