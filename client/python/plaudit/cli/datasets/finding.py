"""Finds datasets by id or name."""

from __future__ import annotations

from plaudit.cli.connection import Connection
from plaudit.errors import NotFound
from plaudit.v1 import dataset_pb2


def dataset(connection: Connection, name_or_id: str) -> dataset_pb2.Dataset:
    """Find a dataset by its id or its name."""
    client = connection.client
    if name_or_id.startswith("ds_"):
        try:
            return client.get_dataset(id=name_or_id).dataset
        except NotFound as error:
            if error.reason != "DATASET_NOT_FOUND":
                raise
    return client.get_dataset(name=name_or_id).dataset
