"""Finds datasets by id or name."""

from __future__ import annotations

import grpc

from plaudit.cli.connection import Connection
from plaudit.cli.failures import failure_of
from plaudit.v1 import dataset_pb2


def dataset(connection: Connection, name_or_id: str) -> dataset_pb2.Dataset:
    """Find a dataset by its id or its name."""
    by_name = dataset_pb2.GetDatasetRequest(name=name_or_id)
    if name_or_id.startswith("ds_"):
        try:
            by_id = dataset_pb2.GetDatasetRequest(id=name_or_id)
            return connection.call(connection.datasets.GetDataset, by_id).dataset
        except grpc.RpcError as error:
            if failure_of(error).reason != "DATASET_NOT_FOUND":
                raise
    return connection.call(connection.datasets.GetDataset, by_name).dataset
