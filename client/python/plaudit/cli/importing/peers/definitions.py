"""Creates the datasets and criteria of an import, or finds them as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from google.protobuf import json_format

from plaudit.cli.connection import Connection
from plaudit.cli.importing.peers.parsing import parsed
from plaudit.cli.importing.peers.scores import scores_of
from plaudit.errors import NotFound
from plaudit.v1 import admin_pb2, dataset_pb2

OUTPUT_ONLY = ("id", "create_time", "update_time", "archive_time", "progress")


class Definitions:
    """The criteria and datasets that an import needs, by name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._criteria: dict[str, Any] | None = None

    def criterion(self, value: Mapping[str, Any]) -> tuple[Any, str]:
        """Return a criterion to create, or `None`, and what is to be said about it."""
        wanted = parsed(value, admin_pb2.Criterion())
        there = self._all_criteria().get(wanted.name)
        if there is None:
            return wanted, "new"
        return None, _difference(wanted, there)

    def label_scores(self) -> dict[str, dict[str, float | None]]:
        """Return the scores of all criteria that take a label, by name."""
        known = {name: scores_of(one) for name, one in self._all_criteria().items()}
        return {name: scores for name, scores in known.items() if scores is not None}

    def create_criterion(self, wanted: Any) -> None:
        """Create a criterion."""
        self._connection.client.create_criterion(criterion=wanted)

    def dataset(self, value: Mapping[str, Any]) -> tuple[Any, str]:
        """Return a dataset to create, or the one that exists, and what is to be said about it."""
        wanted = parsed(value, dataset_pb2.Dataset())
        try:
            there = self._connection.client.get_dataset(name=wanted.name).dataset
        except NotFound as error:
            if error.reason != "DATASET_NOT_FOUND":
                raise
            return wanted, "new"
        return there, _difference(wanted, there)

    def create_dataset(self, wanted: Any) -> Any:
        """Create a dataset."""
        return self._connection.client.create_dataset(dataset=wanted).dataset

    def _all_criteria(self) -> dict[str, Any]:
        if self._criteria is None:
            criteria = self._connection.client.list_criteria(page_size=1000)
            self._criteria = {one.name: one for one in criteria}
        return self._criteria


def _difference(wanted: Any, there: Any) -> str:
    """Say in which fields two definitions differ; empty if they are the same."""
    ours, stored = (_comparable(one) for one in (wanted, there))
    return "; ".join(
        _told(name, ours.get(name), stored.get(name))
        for name in sorted(ours.keys() | stored.keys())
        if ours.get(name) != stored.get(name)
    )


def _told(name: str, ours: Any, stored: Any) -> str:
    if isinstance(ours, list) and isinstance(stored, list):
        names = {one["name"] for one in [*ours, *stored] if one not in ours or one not in stored}
        if names:
            return f"{name}: {', '.join(sorted(names))} differ"
    return f"{name}: {_short(ours)} in the file, {_short(stored)} on the server"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 200 else f"{text[:200]}…"


def _comparable(message: Any) -> dict[str, Any]:
    made: dict[str, Any] = json_format.MessageToDict(message, preserving_proto_field_name=True)
    for name in OUTPUT_ONLY:
        made.pop(name, None)
    if made.get("responses_per_record") == 1:  # what 0 means
        del made["responses_per_record"]
    return made
