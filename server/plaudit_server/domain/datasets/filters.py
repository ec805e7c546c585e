"""Which records and which responses a list has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from plaudit_server.domain.datasets.answers import Json
from plaudit_server.domain.times import ALWAYS, TimeRange


class RecordFilter(NamedTuple):
    """Which records of a dataset are meant; what is empty asks for nothing."""

    statuses: frozenset[int] = frozenset()
    answered_by: str = ""
    """A digest of who has a response to it."""
    not_answered_by: str = ""
    metadata: Mapping[str, Json] = {}
    create_time: TimeRange = ALWAYS
    update_time: TimeRange = ALWAYS
    external_id: str = ""


class ResponseFilter(NamedTuple):
    """Which responses are meant: of a dataset or of a record; what is empty asks for nothing."""

    dataset_id: str = ""
    record_id: str = ""
    author: str = ""
    statuses: frozenset[int] = frozenset()
