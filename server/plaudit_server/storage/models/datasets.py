"""Datasets, records, responses, and the assignments of records to annotators."""

from __future__ import annotations

from peewee import (
    BigIntegerField,
    CompositeKey,
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)

from plaudit_server.domain.datasets.annotation import RecordStatus
from plaudit_server.storage.models.indexes import index, index_users


class Dataset(Model):
    """An annotation schema."""

    namespace_id = TextField()
    id = TextField()
    name = TextField()
    description = TextField()
    fields = TextField()
    questions = TextField()
    create_time = BigIntegerField()
    update_time = BigIntegerField()
    responses_per_record = IntegerField()
    record_count = BigIntegerField()
    completed_count = BigIntegerField()
    submitted_count = BigIntegerField()
    draft_count = BigIntegerField()
    discarded_count = BigIntegerField()
    delete_time = BigIntegerField(null=True)
    """Set on a deleted dataset whose rows are still being removed."""

    class Meta:
        table_name = "dataset"
        primary_key = CompositeKey("namespace_id", "id")


class Record(Model):
    """One item of a dataset."""

    namespace_id = TextField()
    id = TextField()
    dataset_id = TextField()
    field_to_value = TextField()
    external_id = TextField()
    metadata = TextField()
    create_time = BigIntegerField()
    update_time = BigIntegerField()
    suggestions = TextField()
    status = SmallIntegerField()
    submitted_count = IntegerField()
    occur_time = BigIntegerField()
    exchange_id = TextField()
    """The exchange that the record was made from; empty if there is none, or no longer."""

    class Meta:
        table_name = "record"
        primary_key = CompositeKey("namespace_id", "id")
        indexes = ((("namespace_id", "dataset_id", "id"), False),)


class RecordResponse(Model):
    """One annotator's answers to one record."""

    namespace_id = TextField()
    id = TextField()
    record_id = TextField()
    author = TextField()
    """A digest of the annotator, as for feedback."""
    creator = TextField()
    status = SmallIntegerField()
    answers = TextField()
    user_id = TextField()
    external_user_id = TextField()
    create_time = BigIntegerField()
    update_time = BigIntegerField()
    dataset_id = TextField()
    occur_time = BigIntegerField()

    class Meta:
        table_name = "record_response"
        primary_key = CompositeKey("namespace_id", "id")
        indexes = (
            (("namespace_id", "record_id", "author"), True),
            (("namespace_id", "dataset_id", "id"), False),
            (("namespace_id", "dataset_id", "author", "record_id"), False),
        )


class RecordAssignment(Model):
    """A record that is assigned to an annotator."""

    namespace_id = TextField()
    record_id = TextField()
    author = TextField()
    dataset_id = TextField()
    expire_time = BigIntegerField(index=True)

    class Meta:
        table_name = "record_assignment"
        primary_key = CompositeKey("namespace_id", "record_id", "author")
        indexes = ((("namespace_id", "dataset_id", "author"), False),)


index_users(RecordResponse, "record_response")
index(
    Dataset,
    "dataset_by_name",
    *("namespace_id", "name"),
    where=Dataset.delete_time.is_null(),
    unique=True,
)
index(
    Record,
    "record_by_external_id",
    *("namespace_id", "dataset_id", "external_id"),
    where=Record.external_id != "",
    unique=True,
)
index(
    Record,
    "record_by_exchange",
    *("namespace_id", "exchange_id", "dataset_id", "id"),
    where=Record.exchange_id != "",
)
index(
    Record,
    "record_pending",
    *("namespace_id", "dataset_id", "id"),
    where=Record.status == RecordStatus.PENDING.value,
)
